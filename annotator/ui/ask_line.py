"""A panel that asks for one line of words."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.chrome import FlatButton, plain_label
from annotator.ui.look import Look
from annotator.ui.overlay import Overlay

WIDTH, TOP, HEIGHT = 480, 120, 132


class AskLine(Overlay):
    """Laid over the window; Enter keeps the words, Esc drops them."""

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host)
        self._then: Callable[[str], None] = lambda _words: None
        self._needed = False
        self._title = plain_label(parent=self.box)
        self._title.setFont(look.font(bold=True))
        self.field = QLineEdit(self.box)
        self.field.returnPressed.connect(self._keep)
        self._button = FlatButton(look, "Keep", shortcut="Return", parent=self.box)
        self._button.clicked.connect(self._keep)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._button)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.field)
        column.addLayout(buttons)

    def ask(
        self, question: str, act: str, then: Callable[[str], None], *, text: str = "", needed: bool
    ) -> None:
        """Ask.

        Args:
            question: Stands above the field.
            act: Words of the button: "Exclude".
            then: Gets the words.
            text: What stands in the field.
            needed: Whether an empty line is no answer.
        """
        self._then = then
        self._needed = needed
        self._title.setText(question)
        self._button.set_words(act, "Return")
        self.field.setText(text)
        self.field.selectAll()
        self.open()
        self.field.setFocus()

    def _keep(self) -> None:
        words = self.field.text().strip()
        if self._needed and not words:
            return
        self.dismiss()
        self._then(words)

    @override
    def box_rect(self, width: int, height: int) -> QRect:
        scaled = self._look.scaled
        wide = min(scaled(WIDTH), width - 32)
        return QRect((width - wide) // 2, scaled(TOP), wide, scaled(HEIGHT))
