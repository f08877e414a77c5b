"""``L``: which entity of the register the current tag means."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.domain.annotation import EntityId, Span
from annotator.ops import tags
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.inspector.link_popup import LinkPopup
from annotator.ui.inspector.values import EntityChoice
from annotator.ui.look import Look
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.annotate.page import AnnotatePage


class Linking(QObject):
    """Opens the list of entities at the current tag and links what is chosen."""

    def __init__(
        self,
        look: Look,
        session: Session,
        desk: ArticleDesk,
        frame_desk: FrameDesk,
        page: "AnnotatePage",
    ) -> None:
        super().__init__(page)
        self._session = session
        self._desk = desk
        self._frames = frame_desk
        self._role = ""
        self._page = page
        self._span: Span | None = None
        self.popup = LinkPopup(look, self._search, page)
        self.popup.entity_chosen.connect(self._on_chosen)
        self.popup.entity_made.connect(self._on_made)
        self.popup.unlinked.connect(self._on_unlinked)

    def open(self) -> None:
        """Ask for the entity of the current tag, or of the one at the selection or caret."""
        self._page.view.take_mark_here()
        span = self._desk.current_span
        if span is None:
            first = (
                "accept the suggestion"
                if self._desk.current_suggestion is not None
                else "tag the words, or go to their tag,"
            )
            self._page.said.emit(f"Only a tag is linked; {first} first.")
            return
        self._span, self._role = span, ""
        linked = span.entity is not None
        self.popup.open_for(span.text, linked=linked, anchor=self._page.caret_anchor())

    def open_for_role(self, role: str) -> None:
        """Ask for the entity that fills a role of the selected frame."""
        self._span, self._role = None, role
        self.popup.open_for(role, linked=False, anchor=self._page.caret_anchor())

    def _search(self, words: str) -> list[EntityChoice]:
        wanted = words or (self._span.text if self._span is not None else "")
        found = tags.entity_choices(self._session.workspace, wanted)
        return [
            EntityChoice(
                choice.entity.id,
                choice.entity.type,
                choice.entity.name,
                choice.entity.aliases,
                choice.mentions,
            )
            for choice in found
        ]

    def _on_chosen(self, entity: EntityId) -> None:
        if self._role:
            self._frames.fill_entity(self._role, entity)
            self._page.focus_text()
        else:
            self._link(entity)

    def _on_unlinked(self) -> None:
        self._link(None)

    def _link(self, entity: EntityId | None) -> None:
        span = self._span
        if span is not None:
            workspace = self._session.workspace
            self._desk.edit(lambda target: tags.link(workspace, target, [span], entity))
        self._page.focus_text()

    def _on_made(self, name: str) -> None:
        span = self._span
        if span is not None:
            workspace = self._session.workspace
            self._desk.edit(
                lambda target: tags.link_to_new(workspace, target, [span], span.label, name)
            )
        self._page.focus_text()
