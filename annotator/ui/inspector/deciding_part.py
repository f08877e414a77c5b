"""The part of a suggested frame's card that says why it was made, and decides on it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from annotator.domain.suggestion import SuggestedFrame
from annotator.ui import icons
from annotator.ui.inspector.filler_flow import LEFT
from annotator.ui.inspector.parts import Button, Ground, Words
from annotator.ui.inspector.values import source_words
from annotator.ui.look import Look


class DecidingPart(Ground):
    """Reason, what is a guess, source and rule; the buttons that accept and reject the whole.

    Attributes:
        accept, reject: The buttons.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._reason = Words(look, ink="mute", pixels=12, wrap=True)
        self._check = Words(look, ink="warn", pixels=12, wrap=True)
        self._origin = Words(look, ink="faint", pixels=11)
        self.accept = Button(look, self.tr("Accept"), shortcut="Return", primary=True)
        self.reject = Button(look, self.tr("Reject"), shortcut="Backspace")
        self._keys = ("Return", "Backspace")
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.accept)
        row.addWidget(self.reject)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(3)
        for line in (self._reason, self._check, self._origin):
            self._column.addWidget(line)
        self._column.addLayout(row)
        self._fit()
        look.changed.connect(self._fit)

    @property
    def words(self) -> str:
        """What it says, in reading order."""
        lines = (self._reason, self._check, self._origin)
        return " · ".join(line.text() for line in lines if line.text())

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Show the keys in force; ``key_of`` gives that of a command, "" for none."""
        self._keys = (key_of("tag.accept"), key_of("tag.reject"))

    def show_suggested(self, frame: SuggestedFrame, check: str, *, armed: bool) -> None:
        """Say why a frame is suggested.

        Args:
            frame: The suggestion.
            check: A sentence on what is a guess, "" for nothing.
            armed: Whether a slot is: the keys are about that, not about the whole.
        """
        for button, key in zip((self.accept, self.reject), self._keys, strict=True):
            button.show_shortcut("" if armed else key)
        self._reason.show_text(frame.reason)
        self._check.show_text(check)
        source = source_words(frame.source)
        self._origin.show_text(" · ".join(part for part in (source, frame.rule) if part))

    @override
    def paint_ground(self, painter: QPainter) -> None:
        """Draw the sign before what is to be checked."""
        if self._check.text():
            side = self.look.scaled(12)
            box = QRectF(self._check.x(), self._check.y() + self.look.scaled(2), side, side)
            icons.paint(painter, "triangle-warning", self.look.theme.warn, box)

    def _fit(self) -> None:
        scaled = self.look.scaled
        self._check.setContentsMargins(scaled(18), 0, 0, 0)
        self._column.setContentsMargins(scaled(LEFT), 0, scaled(14), scaled(12))
