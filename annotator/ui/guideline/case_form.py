"""The foot of the guideline pane: a case of the article is added to the entry shown."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.entry import Example
from annotator.domain.scheme import FrameType
from annotator.ui.guideline.parts import ExampleRow
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Field, Ground, Words
from annotator.ui.look import Look, set_ground

_DO, _DONT = "do", "dont"
_KEYBOARD = Qt.FocusReason.OtherFocusReason


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """A case as it was asked for.

    Attributes:
        example: The sentence with its marks, and what was typed.
        dont: It is a counter-example.
    """

    example: Example
    dont: bool


class CaseForm(Ground):
    """A button; once pressed, the sentence, do or do not, and a line for what it shows.

    Signals:
        opened: The button was pressed: :meth:`ask` is to be called.
        wanted: Enter in the line: a :class:`CaseWanted`.
        left: The form was closed without a case.
    """

    opened = Signal()
    wanted = Signal(object)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._example: Example | None = None
        self._words = ("", "")
        self._kind: FrameType | None = None
        self.add = Button(look, self.tr("Add this case"), icon_name="plus")
        self._says = Words(look, ink="mute", pixels=12)
        self.preview = ExampleRow(look)
        self.choice = Segments(
            look, [(_DO, self.tr("Do")), (_DONT, self.tr("Do not"))], keys=False, clearable=False
        )
        self.choice.setAccessibleName(self.tr("Do or do not"))
        self.why = Field(look, self.tr("What it shows, in one line"))
        self.keep = Button(look, self.tr("Add to the guideline"), shortcut="Return", primary=True)
        self.drop = Button(look, self.tr("Drop"), shortcut="Esc", quiet=True)
        self._lay_out()
        self.add.clicked.connect(self.opened)
        self.choice.chosen.connect(self._on_chosen)
        self.why.returnPressed.connect(self._on_kept)
        self.keep.clicked.connect(self._on_kept)
        self.drop.clicked.connect(self.close_form)
        look.changed.connect(self._apply)
        self._apply()
        self._show_form(shown=False)

    @property
    def is_open(self) -> bool:
        """Whether a case is being described."""
        return self._example is not None

    def _lay_out(self) -> None:
        self._closed, self._form = QWidget(), Ground(self.look)
        row = QHBoxLayout(self._closed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.add)
        row.addWidget(self._says, 1)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(10)
        column.addWidget(self.preview)
        column.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.why)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self.drop)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 11, 16, 11)
        outer.addWidget(self._closed)
        outer.addWidget(self._form)

    def offer(self, words: str, short: str, *, enabled: bool) -> None:
        """Say beside the button what it does, or what it needs, in few words where it is narrow."""
        self._words = (words, short)
        self.add.setEnabled(enabled)
        self._fit()

    def ask(self, example: Example, kind: FrameType | None) -> None:
        """Ask what a sentence shows."""
        self._example, self._kind = example, kind
        self.choice.show_value(_DO)
        self.why.clear()
        self._on_chosen(_DO)
        self._show_form(shown=True)
        self.why.setFocus(_KEYBOARD)

    def close_form(self) -> None:
        """Show the button again."""
        if self.is_open:
            self._example = None
            self._show_form(shown=False)
            self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.close_form()
        else:
            super().keyPressEvent(event)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, self.width(), 1), self.look.theme.line)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words, short = self._words
        room = self.width() - self.add.sizeHint().width() - 2 * 16 - 12
        fits = self._says.fontMetrics().horizontalAdvance(words) <= room
        self._says.setText(words if fits else short)

    def _on_chosen(self, choice: object) -> None:
        if self._example is not None:
            self.preview.show_example(self._example, self._kind, good=choice == _DO)

    def _on_kept(self) -> None:
        why = " ".join(self.why.text().split())
        if self._example is None:
            return
        if not why:
            self.why.setFocus(_KEYBOARD)
            return
        example = Example(self._example.text, self._example.marks, why)
        dont = self.choice.value == _DONT
        self._example = None
        self._show_form(shown=False)
        self.wanted.emit(CaseWanted(example, dont))

    def _show_form(self, *, shown: bool) -> None:
        self._form.setVisible(shown)
        self._closed.setVisible(not shown)

    def _apply(self) -> None:
        set_ground(self, self.look, "window")
