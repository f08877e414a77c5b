"""The entity on the desk, and what is done to it: every change is one operation."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotation import Entity, EntityId, SpanId
from annotator.domain.office import parse_office
from annotator.domain.register import (
    EntityDetail,
    EntityQuery,
    EntityRow,
    MentionRow,
    MergePreview,
    SplitPreview,
)
from annotator.errors import AnnotatorError
from annotator.ops import entities, register
from annotator.ui.session import Session


class EntityDesk(QObject):
    """Reads the register and changes it; it shows nothing.

    Signals:
        shown: Another entity is on the desk, or it has changed; :attr:`detail` is it.
    """

    shown = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._detail: EntityDetail | None = None
        self._mentions: Sequence[int] = ()

    @property
    def detail(self) -> EntityDetail | None:
        """What is known of the entity on the desk."""
        return self._detail

    @property
    def entity(self) -> Entity | None:
        """The entity on the desk."""
        return self._detail.entity if self._detail is not None else None

    @property
    def mentions(self) -> Sequence[int]:
        """Its mentions, newest articles first."""
        return self._mentions

    def show(self, key: EntityId | None) -> None:
        """Put an entity on the desk, or none."""
        workspace = self._session.workspace
        try:
            self._detail = None if key is None else register.detail(workspace, key)
            self._mentions = (
                () if key is None or self._detail is None else register.mention_ids(workspace, key)
            )
        except AnnotatorError as error:
            self._session.refused.emit(error)
            return
        self.shown.emit()

    # --- reading ------------------------------------------------------------------------------

    def find(self, query: EntityQuery) -> Sequence[int]:
        """Return the ids of the entities that a query asks for."""
        try:
            return register.find(self._session.workspace, query)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            return ()

    def count(self) -> int:
        """Return how many entities there are."""
        return register.count(self._session.workspace)

    def rows(self, keys: Sequence[EntityId]) -> Mapping[EntityId, EntityRow]:
        """Return rows of the list."""
        return register.page(self._session.workspace, keys)

    def mention_rows(self, keys: Sequence[SpanId]) -> Mapping[SpanId, MentionRow]:
        """Return mentions with the words around them."""
        return register.mentions(self._session.workspace, keys)

    def merge_preview(
        self, keep: EntityId, others: Sequence[EntityId], left_out: Collection[SpanId]
    ) -> MergePreview | None:
        """Return what a merge would do, ``None`` where one of the entities is gone."""
        try:
            return register.preview_merge(self._session.workspace, keep, others, left_out)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            return None

    def split_preview(
        self, spans: Collection[SpanId], target: EntityId | None
    ) -> SplitPreview | None:
        """Return what a split would do, ``None`` where something of it is gone."""
        entity = self.entity
        if entity is None:
            return None
        try:
            return register.preview_split(self._session.workspace, entity.id, spans, target)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            return None

    # --- changing -----------------------------------------------------------------------------

    def _change(self, act: Callable[[Entity, str], None]) -> bool:
        entity, author = self.entity, self._session.annotator
        if entity is None:
            return False
        return self._session.perform(lambda: act(entity, author))

    def rename(self, name: str) -> bool:
        """Give it another name."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.rename(workspace, one, by, name))

    def retype(self, kind: str) -> bool:
        """Make it one of another type."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.retype(workspace, one, by, kind))

    def add_alias(self, alias: str) -> bool:
        """Say what else it is called."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.add_alias(workspace, one, by, alias))

    def drop_alias(self, alias: str) -> bool:
        """Say that it is not called so."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.drop_alias(workspace, one, by, alias))

    def set_wikidata(self, text: str) -> bool:
        """Say which item of Wikidata it is."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.set_wikidata(workspace, one, by, text))

    def set_note(self, note: str) -> bool:
        """Write a note on it."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.set_note(workspace, one, by, note))

    def set_office(self, place: int | None, text: str) -> bool:
        """Write an office as it was typed; an empty text takes it away."""
        workspace = self._session.workspace

        def act(one: Entity, by: str) -> None:
            office = parse_office(text) if text.strip() else None
            entities.set_office(workspace, one, by, place, office)

        return self._change(act)

    def delete(self) -> bool:
        """Take it out of the register, if nobody uses it."""
        workspace = self._session.workspace
        return self._change(lambda one, by: entities.delete(workspace, one, by))

    def merge(self, preview: MergePreview, left_out: Collection[SpanId]) -> bool:
        """Do what a preview has shown."""
        workspace, author = self._session.workspace, self._session.annotator
        others = [one.id for one in preview.merged]
        return self._session.perform(
            lambda: register.merge(
                workspace, author, preview.kept.id, others, left_out=left_out, expected=preview
            )
        )

    def split(
        self,
        preview: SplitPreview,
        spans: Collection[SpanId],
        target: EntityId | str,
        then: Callable[[EntityId], None],
    ) -> bool:
        """Do what a preview has shown."""
        workspace, author = self._session.workspace, self._session.annotator
        return self._session.perform(
            lambda: register.split(
                workspace, author, preview.entity.id, spans, target, expected=preview
            ),
            then,
        )
