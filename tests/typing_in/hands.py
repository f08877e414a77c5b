"""Keys pressed on the widget that has the focus, and how many there were."""

from collections import Counter
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.article.view import ArticleView

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, NONE = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.NoModifier
MOVING = frozenset({
    Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End,
    Key.Key_Tab, Key.Key_Backtab, Key.Key_W, Key.Key_Q, Key.Key_O,
})  # fmt: skip
"""In the text these move the caret, select words, or go from tag to tag."""


class Stuck(AssertionError):  # noqa: N818 - it is what happens, and fails a test
    """Something on the screen is not as the typist needs it, and no key leads on."""


@dataclass
class Tally:
    """How many keys were pressed for what.

    Attributes:
        moving: Keys that move the caret or select, by task.
        acting: All others, letters of what is typed too.
        things: How often each task was begun.
    """

    moving: Counter = field(default_factory=Counter)
    acting: Counter = field(default_factory=Counter)
    things: Counter = field(default_factory=Counter)

    @property
    def total(self):
        return self.moving.total() + self.acting.total()

    def add(self, other):
        """Count what somebody else has typed as well."""
        self.moving += other.moving
        self.acting += other.acting
        self.things += other.things

    def lines(self):
        """Return a table: what, how often, keys beyond moving, keys of moving."""
        yield f"{'':22}{'times':>7}{'acting':>8}{'each':>7}{'moving':>8}{'each':>7}"
        for task, times in self.things.items():
            acting, moving = self.acting[task], self.moving[task]
            yield (
                f"{task:22}{times:>7}{acting:>8}{acting / times:>7.1f}"
                f"{moving:>8}{moving / times:>7.1f}"
            )
        yield f"{'all':22}{'':7}{self.acting.total():>8}{'':7}{self.moving.total():>8}"


class Hands:
    """Press keys and count them by the task at hand."""

    def __init__(self):
        self.tally = Tally()
        self.task = ""

    @property
    def focus(self):
        """The widget that takes the next key."""
        found = QApplication.focusWidget()
        if found is None:
            raise Stuck(f"{self.task}: nothing has the focus")
        return found

    @property
    def in_text(self):
        """Whether the keyboard is in the article."""
        return isinstance(self.focus, ArticleView)

    def press(self, key, held=NONE, times=1):
        for _ in range(times):
            counted = self.tally.moving if self.in_text and key in MOVING else self.tally.acting
            counted[self.task] += 1
            QTest.keyClick(self.focus, key, held)
            self.see()

    def type(self, words):
        """Type words into the field that has the focus."""
        for sign in words:
            if sign.isascii():
                QTest.keyClicks(self.focus, sign)
            else:  # QTest knows no other keyboard
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, Key.Key_unknown, NONE, sign)
                    QApplication.sendEvent(self.focus, event)
        self.tally.acting[self.task] += len(words)
        self.see()

    @staticmethod
    def see():
        """Let the window show what the last key has done."""
        for _ in range(3):  # what is enabled follows a change by a timer
            QApplication.processEvents()

    def begin(self, task):
        """Say what the next keys are for."""
        self.task = task
        self.tally.things[task] += 1
