"""Rows of a card: a name at the left, a value at the right, a hairline above."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.scheme import DATE, Attribute
from annotator.nlp.moments.moment import Doubt, Moment, weekday_of
from annotator.nlp.moments.reading import read_typed
from annotator.ui.inspector.date_line import DateLine, DateState
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Field, Ground, Words
from annotator.ui.look import Look

ReadDate = Callable[[str], Moment]
"""Reads a date that is typed."""
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

    @property
    def indent(self) -> int:
        """Where the values begin, behind the name."""
        return self._title.width() + self.line.spacing()

    def _apply(self) -> None:
        self._title.setFixedWidth(self.look.scaled(64))
        self.setMinimumHeight(self.look.scaled(36))


class AttributeRow(SlotRow):
    """Edits one attribute: a field for dates and text, choices side by side for the rest.

    A date may be typed in words, "4 feb 2016"; a wrong one is said below the field, stays in it
    and is not emitted. What may be meant is proposed below, see :meth:`show_date`.

    Signals:
        edited: Name and new value; ``None`` where it was emptied.
        left: Enter has stored a date: the focus belongs to the text again.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(look, attribute.name, parent)
        self._attribute = attribute
        self._stored = ""
        self._prefilled = ""
        self._weekday = Words(look, ink="mute", pixels=12)
        self._weekday.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._weekday.setVisible(False)
        self.field: Field | None = None
        self.date: DateLine | None = None
        self.read_date: ReadDate = _read_alone
        self.segments: Segments | None = None
        self._problem = Words(look, ink="warn", pixels=12, wrap=True)
        self._problem.setContentsMargins(0, 2, 0, 5)
        self._problem.setVisible(False)
        self.column.addWidget(self._problem)
        if attribute.values:
            self._add_segments(attribute)
        else:
            self._add_field(attribute)

    @property
    def problem(self) -> str:
        """What is wrong with the typed value, "" for nothing."""
        return self._problem.text()

    @property
    def words(self) -> str:
        """What stands in the row."""
        if self.field is not None:
            said = self.date.words if self.date is not None else ""
            parts = (self.name, self.field.text(), self._weekday.text(), said)
            return " ".join(part for part in parts if part)
        return f"{self.name} {self.segments.value if self.segments is not None else ''}".strip()

    def show_value(self, value: object, *, keep_edited: bool = False) -> None:
        """Show a stored value; ``keep_edited`` leaves alone what is being typed."""
        if self.segments is not None:
            self.segments.show_value(value)
        if self.field is None or (keep_edited and self.field.isModified()):
            return
        self._stored = "" if value is None else str(value)
        self._show_stored()

    def show_date(self, state: DateState | None) -> None:
        """Show what is proposed for the date, ``None`` for nothing."""
        if self.date is not None:
            self.date.show_state(state, self.indent)

    def open_date(self) -> None:
        """Put the cursor into the field, with the first proposal in it, to be kept or changed.

        Up and down go through the proposals.
        """
        if self.field is None or self.date is None:
            return
        offers = self.date.state.offers
        if not self._stored and not self.field.isModified() and offers:
            self._prefill(offers[0])
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def finish(self) -> None:
        """Emit what was typed, unless it is wrong or nothing new."""
        if self.field is None or not self.field.isModified():
            return
        text = self.field.text().strip()
        if self._prefilled and text == self._prefilled:  # proposed, and nobody said yes to it
            text = self._stored
        value, problem = self._meant(text) if text != self._stored else (text, "")
        if problem:
            self._problem.show_text(problem)
            return
        changed = value != self._stored
        self._stored = value
        self._show_stored()
        if changed:
            self.edited.emit(self.name, value or None)

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
        dated = attribute.kind == DATE
        self.field = DateField(self.look) if dated else Field(self.look)
        self.field.setAccessibleName(attribute.name)
        self.field.setToolTip("")
        self.field.editingFinished.connect(self.finish)
        self.field.textEdited.connect(self._on_text_edited)
        self.line.addWidget(self.field, 1)
        if isinstance(self.field, DateField):
            self.date = DateLine(self.look)
            self.date.taken.connect(self._on_taken)
            self.column.addWidget(self.date)
            self.field.stepped.connect(self._on_stepped)
            self.field.returnPressed.connect(self._on_return)
            self.line.addWidget(self._weekday)

    def _show_stored(self) -> None:
        if self.field is not None:
            self.field.show_text(self._stored)
        self._prefilled = ""
        self._weekday.show_text(weekday_of(self._stored) if self.date is not None else "")
        self._problem.show_text("")

    def _meant(self, text: str) -> tuple[str, str]:
        """Return the value of what was typed, or what is wrong with it."""
        if not text or self._attribute.kind != DATE:
            return text, ""
        moment = self.read_date(text)
        if moment.certain:
            return moment.value, ""
        if moment.doubt == Doubt.UNREAD:
            said = self.tr("“{text}” is no date. Write 2016-02-04, 2016-02 or 2016.")
            return "", said.format(text=text)
        if not moment.alternatives:
            return "", moment.why
        values = self.tr(" or ").join(moment.alternatives)
        return "", f"{moment.why} " + self.tr("Write {values}.").format(values=values)

    def _on_chosen(self, value: object) -> None:
        self.edited.emit(self.name, value)

    def _on_text_edited(self, text: str) -> None:
        self._weekday.show_text("")
        self._prefilled = ""
        if self.problem and not self._meant(text.strip())[1]:
            self._problem.show_text("")

    def _on_taken(self, value: str) -> None:
        """Store a proposal that was clicked."""
        if self.field is not None:
            self.field.setText(value)
            self.field.setModified(True)
            self.finish()

    def _on_stepped(self, step: int) -> None:
        """Write the next or previous proposal into the field."""
        offers = self.date.state.offers if self.date is not None else ()
        if self.field is None or not offers:
            return
        text = self.field.text()
        place = offers.index(text) + step if text in offers else 0
        self._prefill(offers[place % len(offers)])
        self.field.selectAll()

    def _prefill(self, value: str) -> None:
        """Write a proposal into the field; it is stored by Enter only."""
        if self.field is not None:
            self._prefilled = value
            self.field.setText(value)
            self.field.setModified(True)

    def _on_return(self) -> None:
        self._prefilled = ""
        self.finish()
        if not self.problem:
            self.left.emit()


class DateField(Field):
    """A field for a date.

    Signals:
        stepped: 1 for the next proposal, -1 for the previous.
    """

    stepped = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "2016-02-04", parent)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


def _read_alone(text: str) -> Moment:
    """Return what a typed date means where no article is known."""
    return read_typed(text, None)
