"""Keys drawn as caps: small boxes with the key's sign."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.look import Look

_SIGNS: Final = {
    "Return": "↵",
    "Enter": "↵",
    "Backspace": "⌫",
    "Delete": "Del",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "PgDown": "PgDn",
    "Escape": "Esc",
}
_PADDING: Final = 5.0
_HEIGHT: Final = 18.0


def cap_text(shortcut: str) -> str:
    """Return a shortcut as it is written on a cap: "Ctrl+Return" gives "Ctrl ↵"."""
    if not shortcut:
        return ""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) or shortcut
    parts = native.split("+") if native not in {"+", "Ctrl++"} else [*native[:-1].split("+"), "+"]
    return " ".join(_SIGNS.get(part, part) for part in parts if part)


def cap_texts(shortcuts: Iterable[str]) -> list[str]:
    """Return what stands on the caps of several keys, each once: Return and Enter look alike."""
    return list(dict.fromkeys(map(cap_text, shortcuts)))


def cap_size(text: str, look: Look) -> QSize:
    """Return the size of a cap with this writing, at least a square."""
    height = look.scaled(_HEIGHT)
    width = QFontMetricsF(look.font(11)).horizontalAdvance(text) + 2 * look.scaled(_PADDING)
    return QSize(max(height, round(width)), height)


def paint_cap(
    painter: QPainter, corner: QPointF, text: str, look: Look, *, on_accent: bool = False
) -> None:
    """Draw a cap with its top left corner at ``corner``; ``on_accent`` for primary buttons."""
    theme = look.theme
    size = cap_size(text, look)
    box = QRectF(corner.x() + 0.5, corner.y() + 0.5, size.width() - 1, size.height() - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.acctext if on_accent else theme.line2, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if on_accent else theme.key)
    painter.drawRoundedRect(box, 3.5, 3.5)
    painter.setPen(theme.acctext if on_accent else theme.mute)
    painter.setFont(look.font(11))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyCap(QWidget):
    """One key, drawn as a cap; it follows the theme and takes no focus."""

    def __init__(self, look: Look, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_shortcut(shortcut)
        look.changed.connect(self._on_look_changed)

    @property
    def text(self) -> str:
        """What stands on the cap."""
        return self._text

    def set_shortcut(self, shortcut: str) -> None:
        """Show another key, written as in Qt ("Ctrl+Return"); an empty one hides the cap."""
        self._text = cap_text(shortcut)
        self.setAccessibleName(self._text)
        if not self._text:
            self.hide()
        elif self.testAttribute(Qt.WidgetAttribute.WA_WState_Hidden) and self.parent() is not None:
            self.show()  # without a parent it would become a window
        self._on_look_changed()

    @override
    def sizeHint(self) -> QSize:
        return cap_size(self._text, self._look)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_cap(painter, QPointF(0, 0), self._text, self._look)
        painter.end()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
