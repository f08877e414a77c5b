"""A button that shows what is chosen and opens a menu of the choices."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS
from annotator.ui.inspector.paint import CONTROL_RADIUS, elided, paint_box
from annotator.ui.inspector.parts import Button
from annotator.ui.look import Look

_OPENING: Final = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_F4}
)


class Choice(Button):
    """One of several values, 28 high, with a chevron.

    Signals:
        chosen: Another value was chosen in the menu.
    """

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        choices: Sequence[tuple[object, str]],
        *,
        name: str = "",
        least: int = 90,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", parent=parent)
        self.name = name
        self._least = least
        self._choices: list[tuple[object, str]] = []
        self._value: object = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.show_choices(choices)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._value

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer other values; the first is chosen where the present one is none of them."""
        self._choices = list(choices)
        values = [value for value, _ in self._choices]
        self.show_value(self._value if self._value in values else (values or [None])[0])
        self.updateGeometry()

    def show_value(self, value: object) -> None:
        """Show a value, without a signal."""
        self._value = value
        words = next((words for known, words in self._choices if known == value), "")
        self.show_words(words)
        self.setAccessibleName(f"{self.name} {words}".strip())

    def menu_actions(self, menu: QMenu) -> list[QAction]:
        """Fill a menu with the choices and return its actions, in order."""
        made = []
        for value, words in self._choices:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self._value)
            made.append(action)
        return made

    def open_menu(self) -> None:
        """Open the menu below the button."""
        menu = QMenu(self)
        for action, (value, _) in zip(self.menu_actions(menu), self._choices, strict=True):
            action.triggered.connect(_taker(self, value))
        menu.setMinimumWidth(self.width())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def take(self, value: object) -> None:
        """Choose a value as the menu does."""
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)

    @override
    def sizeHint(self) -> QSize:
        look = self._look
        metrics = QFontMetricsF(look.font())
        widest = max((metrics.horizontalAdvance(words) for _, words in self._choices), default=0.0)
        width = min(widest, look.scaled(220)) + look.scaled(12 + 8 + 16 + 10)
        return QSize(max(round(width), look.scaled(self._least)), look.scaled(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.hover if self.isEnabled() and self.underMouse() else theme.card
        paint_box(painter, QRectF(self.rect()), ground, theme.line2, CONTROL_RADIUS)
        ink = theme.text if self.isEnabled() else theme.faint
        side = look.scaled(16)
        icon = QRectF(self.width() - side - look.scaled(10), 0, side, side)
        icon.moveTop(round((self.height() - side) / 2))
        icons.paint(painter, "chevron-down", ink, icon)
        painter.setPen(ink)
        painter.setFont(look.font())
        left = look.scaled(12)
        words = elided(self.words, painter, icon.x() - left - 4)
        box = QRectF(left, 0, icon.x() - left, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keypad = Qt.KeyboardModifier.KeypadModifier
        if event.key() in _OPENING and not event.modifiers() & ~keypad:
            self.open_menu()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ringed = event.reason() in KEYBOARD_REASONS


class _Taker:
    """Takes one value; ``triggered`` passes ``checked``, which means nothing here."""

    def __init__(self, choice: Choice, value: object) -> None:
        self._choice, self._value = choice, value

    def __call__(self, *_checked: object) -> None:
        self._choice.take(self._value)


def _taker(choice: Choice, value: object) -> _Taker:
    return _Taker(choice, value)
