"""Icons: one SVG each, drawn in the colour asked for.

The files in ``resources/icons`` are 16 by 16, stroke 1.5, round caps, all ``currentColor``.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from annotator import assets


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, pixels: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap.

    Args:
        name: File name in ``resources/icons`` without suffix.
        colour: "#rrggbb".
        pixels: Width and height in device-independent pixels.
        ratio: Device pixels for each of them.
    """
    source = assets.read_text(f"icons/{name}.svg").replace("currentColor", colour)
    made = QPixmap(QSize(round(pixels * ratio), round(pixels * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def paint(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draw an icon into a square of a widget or delegate."""
    image = pixmap(name, colour.name(), round(rect.width()), painter.device().devicePixelRatio())
    painter.drawPixmap(rect.topLeft(), image)


class _Engine(QIconEngine):
    """Draws one icon in the palette's text colour of the moment."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    @override
    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        colour = QApplication.palette().color(group, QPalette.ColorRole.WindowText)
        paint(painter, self._name, colour, QRectF(rect))  # type: ignore[call-overload]

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, made.rect(), mode, state)
        painter.end()
        return made

    @override
    def clone(self) -> QIconEngine:
        return _Engine(self._name)


def icon(name: str) -> QIcon:
    """Return an icon for buttons and menus that follows the theme."""
    return QIcon(_Engine(name))
