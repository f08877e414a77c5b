"""Merging and splitting on the entity desk: what is ticked, what it would do, doing it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from annotator.domain.annotation import EntityId, SpanId
from annotator.ops import tags
from annotator.ui.entities.desk import EntityDesk
from annotator.ui.entities.preview import MergePane, SplitPane
from annotator.ui.inspector.values import EntityChoice
from annotator.ui.look import Look
from annotator.ui.session import Session

OFFERED = 4


class Merging(QObject):
    """Keeps the preview of a merge true and does it.

    Signals:
        closed: The preview is to go.
        merged: It is done; the id of the entity that was kept.
    """

    closed = Signal()
    merged = Signal(object)

    def __init__(self, look: Look, desk: EntityDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keys: tuple[EntityId, ...] = ()
        self._keep: EntityId | None = None
        self._left_out: set[SpanId] = set()
        self.pane = MergePane(look)
        self.pane.keep_chosen.connect(self._on_keep)
        self.pane.left_out_chosen.connect(self._on_left_out)
        self.pane.applied.connect(self.apply)
        self.pane.cancelled.connect(self.closed)

    def open(self, keys: Sequence[EntityId], keep: EntityId | None = None) -> bool:
        """Show what merging some entities would do; whether there is something to show."""
        self._keys = tuple(keys)
        if keep is None and self._keep in self._keys:
            keep = self._keep
        self._keep = keep if keep is not None else self._most_mentioned()
        self._left_out.clear()
        return self.refresh()

    def refresh(self) -> bool:
        """Read again what it would do; whether there is something to show."""
        keep = self._keep
        others = [key for key in self._keys if key != keep]
        if keep is None or not others:
            return False
        preview = self._desk.merge_preview(keep, others, self._left_out)
        if preview is None:
            return False
        self.pane.show_preview(preview, self._keys, self._left_out)
        return True

    def _most_mentioned(self) -> EntityId | None:
        rows = self._desk.rows(self._keys)
        there = [key for key in self._keys if key in rows]
        return max(there, key=lambda key: rows[key].mentions, default=None)

    def apply(self) -> None:
        """Do what is shown."""
        preview = self.pane.preview
        if preview is not None and not preview.refused:
            if self._desk.merge(preview, self._left_out):
                self.merged.emit(preview.kept.id)
            else:
                self.refresh()

    def _on_keep(self, key: object) -> None:
        if isinstance(key, int):
            self._keep = EntityId(key)
            self.refresh()

    def _on_left_out(self, key: SpanId, out: bool) -> None:  # noqa: FBT001 - a signal's
        """Leave a mention out, or take it in again; the keyboard stays on its card."""
        number = next((at for at, card in enumerate(self.pane.cards) if card is _card_in_use()), -1)
        self._left_out = self._left_out | {key} if out else self._left_out - {key}
        self.refresh()
        if 0 <= number < len(self.pane.cards):
            segments = self.pane.cards[number].segments
            if segments is not None:
                segments.setFocus()


def _card_in_use() -> object:
    """Return the card in which the keyboard is."""
    focus: QWidget | None = QApplication.focusWidget()
    return focus.parentWidget() if focus is not None else None


class Splitting(QObject):
    """Keeps the preview of a split true and does it.

    Signals:
        changed: Other mentions are ticked.
        closed: The preview is to go.
        split: It is done; the id of the entity that the mentions went to.
    """

    changed = Signal()
    closed = Signal()
    split = Signal(object)

    def __init__(self, look: Look, session: Session, desk: EntityDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._target: EntityId | None = None
        self.ticked: set[SpanId] = set()
        self.pane = SplitPane(look)
        self.pane.name_typed.connect(self._on_typed)
        self.pane.target_chosen.connect(self._on_target)
        self.pane.applied.connect(self.apply)
        self.pane.cancelled.connect(self.closed)

    def open(self) -> None:
        """Begin with nothing ticked."""
        self.ticked.clear()
        self._target = None
        self.pane.field.clear()
        self.pane.show_choices([])
        self.refresh()

    def toggle(self, key: SpanId) -> None:
        """Tick a mention or take its tick away."""
        self.ticked ^= {key}
        self.refresh()

    def refresh(self) -> None:
        """Read again what it would do."""
        entity = self._desk.entity
        if entity is None:
            self.closed.emit()
            return
        self.ticked &= {SpanId(key) for key in self._desk.mentions}
        preview = self._desk.split_preview(self.ticked, self._target) if self.ticked else None
        total = len(self._desk.mentions)
        new = "" if self._target is not None else self._name()
        self.pane.show_preview(preview, len(self.ticked), total, new)
        self.changed.emit()

    def _name(self) -> str:
        return " ".join(self.pane.field.text().split())

    def _on_typed(self, _text: str) -> None:
        name, entity = self._name(), self._desk.entity
        found = tags.entity_choices(self._session.workspace, name, OFFERED + 1) if name else []
        offered = [
            EntityChoice(one.entity.id, one.entity.type, one.entity.name, (), one.mentions)
            for one in found
            if entity is None or one.entity.id != entity.id
        ]
        same = (one.id for one in offered if entity and (one.type, one.name) == (entity.type, name))
        self._target = next(same, None)
        self.pane.show_choices(offered[:OFFERED])
        self.refresh()

    def _on_target(self, key: object) -> None:
        if isinstance(key, int):
            self._target = EntityId(key)
            self.refresh()
            target = self.pane.preview.target if self.pane.preview is not None else None
            if target is not None:
                self.pane.field.setText(target.name)
            self.pane.show_choices([])
            self.pane.apply.setFocus()

    def apply(self) -> None:
        """Do what is shown."""
        preview, name = self.pane.preview, self._name()
        if preview is None or not (name or self._target):
            return
        goal: EntityId | str = name if self._target is None else self._target
        self._desk.split(preview, set(self.ticked), goal, self.split.emit)
