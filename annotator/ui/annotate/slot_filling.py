"""Filling a slot of the selected frame by typing the name of an entity on it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.scheme import ANY_LABEL, Role
from annotator.ops import linking
from annotator.ops.linking import Asked
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.annotate.inspecting import Inspecting
from annotator.ui.annotate.suggested_desk import SuggestedDesk
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.frame_slot import takes_entity
from annotator.ui.inspector.pane import Inspector
from annotator.ui.inspector.slot_popup import SHOWN_MOST, Candidate, SlotPopup
from annotator.ui.look import Look
from annotator.ui.session import Session


class SlotFilling(QObject):
    """Opens the list of entities at a slot; those that the article mentions stand first."""

    def __init__(
        self,
        look: Look,
        session: Session,
        desk: ArticleDesk,
        frames: FrameDesk,
        suggested: SuggestedDesk,
        view: ArticleView,
        inspecting: Inspecting,
        inspector: Inspector,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._session = session
        self._desk = desk
        self._frames = frames
        self._suggested = suggested
        self._view = view
        self._inspecting = inspecting
        self._inspector = inspector
        self._page = page
        self._role: Role | None = None
        self.popup = SlotPopup(look, self._search, page)
        self.popup.chosen.connect(self._on_chosen)

    def open_armed(self) -> bool:
        """Ask who or what fills the armed slot by name, while the keyboard is in the text.

        Returns:
            Whether it was asked: not where words or a tag are chosen, or names do not fill it.
        """
        role, view = self._frames.armed_role or self._suggested.armed_role, self._view
        marked = view.current is not None and self._desk.current_frame is None
        chosen = view.selection is not None or marked
        if role is None or chosen or not takes_entity(role, self._session.workspace.scheme):
            return False
        self._inspecting.show_now()
        self._inspector.show()
        self._inspector.raise_()
        self.open(role.name, "")
        return True

    def open(self, role: str, typed: str | None = None) -> None:
        """Ask which entity fills a role of the frame on the card; what was typed is there."""
        kind, card = self._suggested.kind or self._frames.kind, self._inspector.frame
        slot = card.slot(role)
        self._role = kind.role(role) if kind is not None else None
        if slot is None or self._role is None:
            return
        self._inspector.ensureWidgetVisible(slot, 0, 8)
        corner = slot.mapTo(self._page, slot.value_place.topLeft())
        anchor = QRect(corner, slot.value_place.size())
        self.popup.open_for(role.replace("_", " "), card.typed if typed is None else typed, anchor)

    def _search(self, words: str) -> Sequence[Candidate]:
        role = self._role
        if role is None:
            return ()
        asked = Asked(words, types=role.labels, typed=True)
        found = linking.candidates(self._session.workspace, asked, self._desk.tags, SHOWN_MOST)
        rows = [
            Candidate(one.entity.id, one.entity.type, one.entity.name, _note(one)) for one in found
        ]
        return [*rows, *self._new(role, words, rows)]

    def _new(self, role: Role, words: str, rows: Sequence[Candidate]) -> list[Candidate]:
        """Return what makes a new entity of the words, unless one of that name was found.

        A suggestion is not decided on by a name that nobody had yet.
        """
        if (
            not words
            or self._suggested.frame is not None
            or any(row.name.casefold() == words.casefold() for row in rows)
        ):
            return []
        linked = [label.name for label in self._session.workspace.scheme.labels if label.linked]
        wanted = linked if ANY_LABEL in role.labels else [role.new_label, *role.labels]
        kind = next((name for name in wanted if name in linked), "")
        return [Candidate(None, kind, words, "new entity")] if kind else []

    def _on_chosen(self, chosen: Candidate) -> None:
        role = self._role
        if role is None:
            return
        if chosen.id is not None and self._suggested.fill_entity(role.name, chosen.id):
            return
        if chosen.id is not None:
            self._frames.fill_entity(role.name, chosen.id)
        else:
            self._frames.fill_new_entity(role.name, chosen.type, chosen.name)


def _note(found: linking.Candidate) -> str:
    """Return what stands behind the name: how often the article has it, else its other names."""
    if found.here:
        return "once here" if found.here == 1 else f"{found.here} here"
    entity = found.entity
    return ", ".join(alias for alias in entity.aliases if alias != entity.name)
