"""Rows of a card: a name at the left, a value at the right, a hairline above."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.scheme import Attribute
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Field, Ground, Words
from annotator.ui.inspector.values import is_period
from annotator.ui.look import Look

RowKey = tuple[str, str, tuple[str | int, ...]]


def row_key(attribute: Attribute) -> RowKey:
    """Return what two attributes share that can be edited by the same row."""
    return (attribute.name, attribute.kind, attribute.values)


class SlotRow(Ground):
    """A row of a card, at least 34 high: the name 72 wide, the rest in :attr:`line`."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.name = name
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 10, 3)
        column.setSpacing(2)
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self._title = Words(look, name.replace("_", " "), ink="mute", pixels=12)
        self.line.addWidget(self._title)
        column.addLayout(self.line)
        self.column = column
        self._apply()
        look.changed.connect(self._apply)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, self.width(), 1, self.look.theme.line)

    def _apply(self) -> None:
        self._title.setFixedWidth(self.look.scaled(64))
        self.setMinimumHeight(self.look.scaled(36))


class AttributeRow(SlotRow):
    """Edits one attribute: a field for dates and text, choices side by side for the rest.

    A date is a day, month or year; a wrong one is said below the field, stays in it and is not
    emitted.

    Signals:
        edited: Name and new value; ``None`` where it was emptied.
    """

    edited = Signal(str, object)

    def __init__(self, look: Look, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(look, attribute.name, parent)
        self._attribute = attribute
        self._stored = ""
        self.field: Field | None = None
        self.segments: Segments | None = None
        if attribute.values:
            self._add_segments(attribute)
        else:
            self._add_field(attribute)
        self._problem = Words(look, ink="warn", pixels=12, wrap=True)
        self._problem.setContentsMargins(0, 2, 0, 5)
        self._problem.setVisible(False)
        self.column.addWidget(self._problem)

    @property
    def problem(self) -> str:
        """What is wrong with the typed value, "" for nothing."""
        return self._problem.text()

    @property
    def words(self) -> str:
        """What stands in the row."""
        if self.field is not None:
            return f"{self.name} {self.field.text()}".strip()
        return f"{self.name} {self.segments.value if self.segments is not None else ''}".strip()

    def show_value(self, value: object, *, keep_edited: bool = False) -> None:
        """Show a stored value; ``keep_edited`` leaves alone what is being typed."""
        if self.segments is not None:
            self.segments.show_value(value)
        if self.field is None or (keep_edited and self.field.isModified()):
            return
        self._stored = "" if value is None else str(value)
        self.field.show_text(self._stored)
        self._problem.show_text("")

    def finish(self) -> None:
        """Emit what was typed, unless it is wrong or nothing new."""
        if self.field is None or not self.field.isModified():
            return
        text = self.field.text().strip()
        if text == self._stored:
            self._problem.show_text("")
            return
        problem = self._check(text)
        self._problem.show_text(problem)
        if not problem:
            self._stored = text
            self.field.setModified(False)
            self.edited.emit(self.name, text or None)

    def _add_segments(self, attribute: Attribute) -> None:
        choices = [
            (value, attribute.names.get(str(value), str(value))) for value in attribute.values
        ]
        self.segments = Segments(self.look, choices)
        self.segments.setAccessibleName(attribute.name)
        self.segments.chosen.connect(self._on_chosen)
        self.line.addWidget(self.segments, 1)
        self.line.setAlignment(self._title, Qt.AlignmentFlag.AlignTop)

    def _add_field(self, attribute: Attribute) -> None:
        dated = attribute.kind == "date"
        self.field = Field(self.look, "2016-02-04" if dated else "")
        self.field.setAccessibleName(attribute.name)
        self.field.setToolTip("")
        self.field.editingFinished.connect(self.finish)
        self.field.textEdited.connect(self._on_text_edited)
        self.line.addWidget(self.field, 1)

    def _check(self, text: str) -> str:
        if not text or self._attribute.kind != "date" or is_period(text):
            return ""
        return self.tr("“{text}” is no date. Write 2016-02-04, 2016-02 or 2016.").format(text=text)

    def _on_chosen(self, value: object) -> None:
        self.edited.emit(self.name, value)

    def _on_text_edited(self, text: str) -> None:
        if self.problem and not self._check(text.strip()):
            self._problem.show_text("")
