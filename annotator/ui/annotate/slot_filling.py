"""Filling a slot of the selected frame by typing the name of an entity on it."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from annotator.domain.annotation import Entity, EntityId
from annotator.domain.scheme import ANY_LABEL, Role
from annotator.ops import tags
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.inspector.slot_popup import SHOWN_MOST, Candidate, SlotPopup
from annotator.ui.look import Look
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.annotate.page import AnnotatePage


class SlotFilling(QObject):
    """Opens the list of entities at a slot; those that the article mentions stand first."""

    def __init__(
        self,
        look: Look,
        session: Session,
        desk: ArticleDesk,
        frames: FrameDesk,
        page: "AnnotatePage",
    ) -> None:
        super().__init__(page)
        self._session = session
        self._desk = desk
        self._frames = frames
        self._page = page
        self._role: Role | None = None
        self.popup = SlotPopup(look, self._search, page)
        self.popup.chosen.connect(self._on_chosen)

    def open(self, role: str) -> None:
        """Ask which entity fills a role of the selected frame; what was typed is there already."""
        kind, card = self._frames.kind, self._page.inspector.frame
        slot = card.slot(role)
        self._role = kind.role(role) if kind is not None else None
        if slot is None or self._role is None:
            return
        corner = slot.mapTo(self._page, slot.value_place.topLeft())
        anchor = QRect(corner, slot.value_place.size())
        self.popup.open_for(role.replace("_", " "), card.typed, anchor)

    def _search(self, words: str) -> Sequence[Candidate]:
        role = self._role
        if role is None:
            return ()
        here = self._mentioned()
        wanted = words.casefold()
        found: dict[EntityId, Candidate] = {}
        for entity, count in sorted(here, key=lambda item: _rank(item[0], wanted, item[1])):
            if self._fits(role, entity.type) and _holds(entity, wanted):
                found[entity.id] = Candidate(
                    entity.id,
                    entity.type,
                    entity.name,
                    "once here" if count == 1 else f"{count} here",
                )
        if len(found) < SHOWN_MOST and words:
            for choice in tags.entity_choices(self._session.workspace, words):
                entity = choice.entity
                if entity.id not in found and self._fits(role, entity.type):
                    aliases = ", ".join(alias for alias in entity.aliases if alias != entity.name)
                    found[entity.id] = Candidate(entity.id, entity.type, entity.name, aliases)
        rows = list(found.values())[: SHOWN_MOST - 1]  # a new one has the last row
        return [*rows, *self._new(role, words, rows)]

    def _mentioned(self) -> list[tuple[Entity, int]]:
        annotation_set = self._desk.tags
        if annotation_set is None:
            return []
        counts = Counter(span.entity for span in annotation_set.spans if span.entity is not None)
        return [
            (entity, counts[key]) for key, entity in annotation_set.entities.items() if counts[key]
        ]

    def _fits(self, role: Role, kind: str) -> bool:
        return ANY_LABEL in role.labels or kind in role.labels

    def _new(self, role: Role, words: str, rows: Sequence[Candidate]) -> list[Candidate]:
        """Return what makes a new entity of the words, unless one of that name was found."""
        if not words or any(row.name.casefold() == words.casefold() for row in rows):
            return []
        linked = [label.name for label in self._session.workspace.scheme.labels if label.linked]
        wanted = linked if ANY_LABEL in role.labels else [role.new_label, *role.labels]
        kind = next((name for name in wanted if name in linked), "")
        return [Candidate(None, kind, words, "new entity")] if kind else []

    def _on_chosen(self, chosen: Candidate) -> None:
        role = self._role
        if role is None:
            return
        if chosen.id is not None:
            self._frames.fill_entity(role.name, chosen.id)
        else:
            self._frames.fill_new_entity(role.name, chosen.type, chosen.name)


def _holds(entity: Entity, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (entity.name, *entity.aliases))


def _rank(entity: Entity, wanted: str, count: int) -> tuple[bool, int, str]:
    """Sort names of which a word begins so first, then by mentions."""
    words = " ".join((entity.name, *entity.aliases)).casefold().split()
    begins = any(word.startswith(wanted) for word in words)
    return (not begins, -count, entity.name)
