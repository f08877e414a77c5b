"""The card of one tag: label, entity, values, note, flag, and where it came from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.annotation import Entity, EntityId, Span, SpanId
from annotator.domain.scheme import Attribute
from annotator.ui.inspector.attribute_row import (
    AttributeRow,
    ReadDate,
    RowKey,
    SlotRow,
    row_key,
)
from annotator.ui.inspector.cards import DELETE_KEYS, Ruled, is_plain
from annotator.ui.inspector.date_line import DateState
from annotator.ui.inspector.label_grid import LabelGrid, pressed_digit
from annotator.ui.inspector.parts import Button, Card, Field, Pill, Tick, Words
from annotator.ui.inspector.proposal_row import ProposalRow
from annotator.ui.inspector.values import Proposal, entity_words, provenance_words
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look


class TagCard(Card):
    """One tag of the set: label, entity, values, note, flag, where it came from.

    Fields keep what is typed until it is stored: showing the same tag again does not overwrite
    them, showing another tag first emits what was typed for the old one (see :meth:`flush`).

    Attributes:
        entity: What the tag means, ``None`` for nothing.

    Signals:
        label_chosen, link_requested, link_taken, note_edited, unsure_toggled, deleted: As the
            inspector's.
        attribute_edited: Name and value; ``None`` where it was emptied.
        left: Enter in a date's field.
        date_requested: V, or what it does.
    """

    label_chosen = Signal(str)
    link_requested = Signal()
    link_taken = Signal()
    attribute_edited = Signal(str, object)
    note_edited = Signal(str)
    unsure_toggled = Signal(bool)
    deleted = Signal()
    left = Signal()
    date_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._span: SpanId | None = None
        self.entity: EntityId | None = None
        self._rows: dict[RowKey, AttributeRow] = {}
        self._note_text = ""
        self._date_key = "V"
        self._pill = Pill(look)
        self._entity = Words(look)
        self._entity.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.link = Button(look, self.tr("Link"), shortcut="L", quiet=True)
        self.link.clicked.connect(self.link_requested)
        self._entity_row = SlotRow(look, self.tr("entity"))
        self.proposal = ProposalRow(look, "Y")
        self.proposal.clicked.connect(self.link_taken)
        self._entity_row.line.addWidget(self._entity, 1)
        self._entity_row.line.addWidget(self.proposal, 1)
        self._entity_row.line.addWidget(self.link)
        self._why = Words(look, ink="mute", pixels=12)
        self._why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._below_entity = QHBoxLayout()
        self._below_entity.addSpacing(look.scaled(72))
        self._below_entity.addWidget(self._why, 1)
        self._entity_row.column.addLayout(self._below_entity)
        self._note_row = SlotRow(look, self.tr("note"))
        self.note = Field(look, self.tr("for the reviewer"))
        self.note.setAccessibleName(self.tr("note"))
        self.note.editingFinished.connect(self._on_note_finished)
        self._note_row.line.addWidget(self.note, 1)
        self._note_cap = KeyCap(look, "C", self)
        self._note_row.line.addWidget(self._note_cap)
        self.column.setContentsMargins(0, 13, 0, 11)
        self.column.setSpacing(0)
        self.column.addLayout(self._indented(self._pill, below=11))
        self.column.addWidget(self._entity_row)
        self._attributes_at = self.column.count()
        self.column.addWidget(self._note_row)
        self._add_labels(look)
        self._add_foot(look)

    def _indented(self, *widgets: QWidget, below: int = 0) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, below)
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        return row

    def _add_labels(self, look: Look) -> None:
        self.grid = LabelGrid(look)
        self.grid.chosen.connect(self.label_chosen)
        labels = Ruled(look)
        labels.column.setContentsMargins(14, 11, 14, 11)
        labels.column.addWidget(Words(look, self.tr("Another label"), ink="mute", pixels=12))
        labels.column.addWidget(self.grid)
        self.column.addWidget(labels)

    def _add_foot(self, look: Look) -> None:
        self.unsure = Tick(look, self.tr("Unsure"), shortcut="U")
        self.unsure.clicked.connect(self.unsure_toggled)
        self.delete = Button(look, self.tr("Delete"), shortcut="Backspace", quiet=True)
        self.delete.set_ink("mute")
        self.delete.clicked.connect(self.deleted)
        self._origin = Words(look, ink="faint", pixels=11, wrap=True)
        foot = Ruled(look)
        foot.column.setContentsMargins(14, 8, 8, 0)
        row = QHBoxLayout()
        row.addWidget(self.unsure)
        row.addStretch(1)
        row.addWidget(self.delete)
        foot.column.addLayout(row)
        foot.column.addWidget(self._origin)
        self.column.addWidget(foot)

    @property
    def words(self) -> str:
        """What stands on the card, in reading order."""
        parts = [self._pill.words]
        if not self._entity_row.isHidden():
            named = self._entity.text() if self._entity.isVisibleTo(self) else ""
            parts += [part for part in (named, self.proposal.words, self._why.text()) if part]
        parts += [row.words for row in self._rows.values() if not row.isHidden()]
        return " · ".join([*parts, self.note.text(), self._origin.text()])

    @property
    def span(self) -> SpanId | None:
        """The tag shown."""
        return self._span

    def row(self, name: str) -> AttributeRow | None:
        """Return the visible row of an attribute."""
        return next(
            (row for row in self._rows.values() if row.name == name and not row.isHidden()), None
        )

    @property
    def date_row(self) -> AttributeRow | None:
        """The first visible row of a date."""
        rows = (row for row in self._rows.values() if row.date is not None and not row.isHidden())
        return next(rows, None)

    def show_date(self, state: DateState | None, read: ReadDate) -> None:
        """Show what is proposed for the date of the tag, and read what is typed there by it."""
        row = self.date_row
        if row is not None:
            row.read_date = read
            row.show_date(state)

    def show_span(
        self,
        span: Span,
        entity: Entity | None,
        *,
        why: str = "",
        proposal: Proposal | None = None,
    ) -> None:
        """Show a tag; call :meth:`flush` before showing another one.

        Args:
            span: The tag.
            entity: What it is linked to.
            why: Why that is beyond doubt, "" where somebody chose.
            proposal: What it most likely means, where it is linked to nothing.
        """
        same = span.id == self._span
        self._span = span.id
        self.entity = span.entity
        self._pill.show_tag(span.label, span.text)
        label = self.look.scheme.label_by_name.get(span.label)
        self._entity.setText(entity_words(entity))
        self._entity.set_ink("faint" if entity is None else "text")
        self.link.show_words(self.tr("Link") if entity is None else self.tr("Change"))
        self._entity.setVisible(proposal is None)
        self.proposal.show_proposal(proposal)
        self._why.show_text(why if proposal is None else proposal.told)
        # The name that is proposed needs the room of the button.
        (self._entity_row.line if proposal is None else self._below_entity).addWidget(self.link)
        self._entity_row.setVisible(entity is not None or (label is not None and label.linked))
        self._show_attributes(label.attributes if label is not None else (), span, same=same)
        if not (same and self.note.isModified()):
            self._note_text = span.note
            self.note.show_text(span.note)
        self.unsure.setChecked(span.unsure)
        self._origin.setText(provenance_words(span.provenance))
        self.grid.set_current(span.label)

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Show the keys in force."""
        self.link.show_shortcut(key_of("tag.link"))
        self.proposal.show_shortcut(key_of("tag.link_proposed"))
        self._note_cap.set_shortcut(key_of("tag.note"))
        self.unsure.show_shortcut(key_of("tag.unsure"))
        self.delete.show_shortcut(key_of("tag.reject"))
        self._date_key = key_of("tag.date")
        for row in self._rows.values():
            self._show_date_key(row)

    def _show_date_key(self, row: AttributeRow) -> None:
        if row.date is not None:
            row.date.show_key(self._date_key)

    def flush(self) -> None:
        """Emit what was typed into the fields and not stored yet."""
        if self._span is None:
            return
        self._on_note_finished()
        for row in self._rows.values():
            if not row.isHidden():
                row.finish()

    def forget(self) -> None:
        """Show no tag any more; the next one is another one."""
        self._span = self.entity = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        label = self.grid.label_for_key(pressed_digit(event))
        if label:
            self.label_chosen.emit(label)
        elif not is_plain(event) or not self._take_letter(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _take_letter(self, key: Qt.Key) -> bool:
        if key in DELETE_KEYS:
            self.deleted.emit()
        elif key == Qt.Key.Key_L:
            self.link_requested.emit()
        elif key == Qt.Key.Key_Y:
            self.link_taken.emit()
        elif key == Qt.Key.Key_C:
            self.edit_note()
        elif key == Qt.Key.Key_U:
            self.unsure.click()
        elif key == Qt.Key.Key_V and self.date_row is not None:
            self.date_requested.emit()
        else:
            return False
        return True

    def edit_note(self) -> None:
        """Put the cursor into the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_attributes(self, attributes: Sequence[Attribute], span: Span, *, same: bool) -> None:
        keys = {row_key(attribute) for attribute in attributes}
        for key, row in self._rows.items():
            row.setVisible(key in keys)
        for attribute in attributes:
            row = self._row_for(attribute)
            row.setVisible(True)
            row.show_value(span.attributes.get(attribute.name), keep_edited=same)
            row.show_date(None)

    def _row_for(self, attribute: Attribute) -> AttributeRow:
        """Return the row of an attribute, made the first time that a tag has it."""
        key = row_key(attribute)
        if key not in self._rows:
            row = AttributeRow(self.look, attribute)
            row.edited.connect(self.attribute_edited)
            row.left.connect(self.left)
            self._show_date_key(row)
            self.column.insertWidget(self._attributes_at + len(self._rows), row)
            self._rows[key] = row
        return self._rows[key]

    def _on_note_finished(self) -> None:
        text = self.note.text()
        if self.note.isModified() and text != self._note_text:
            self._note_text = text
            self.note.setModified(False)
            self.note_edited.emit(text)
