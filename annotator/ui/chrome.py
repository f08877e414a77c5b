"""Small parts that the bars and panes share: flat buttons, thin bars, labels, focus rings."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

KEYBOARD_REASONS: Final = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
        Qt.FocusReason.OtherFocusReason,
    }
)
_GAP: Final = 6.0
_PADDING: Final = 8.0


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that never reads its text as HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def set_ink(widget: QWidget, colour: QColor) -> None:
    """Write a label or field in one colour."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, colour)
    palette.setColor(QPalette.ColorRole.Text, colour)
    widget.setPalette(palette)


def set_field_ground(widget: QWidget, look: Look) -> None:
    """Give a field the card's ground, whatever the pane around it has."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Base, look.theme.card)
    widget.setPalette(palette)


def tinted_icon(name: str, ink: QColor, pixels: int = 16) -> QIcon:
    """Return an icon in one colour, sharp up to 3x; to be made again when the theme changes."""
    made = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        made.addPixmap(icons.pixmap(name, ink.name(), pixels, ratio))
    return made


def paint_ring(painter: QPainter, rect: QRectF, look: Look, radius: float = 4) -> None:
    """Draw the 2 px focus ring just inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.theme.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


class FlatButton(QAbstractButton):
    """A button without a frame: icon, words, key cap; a ground only under the mouse.

    Args:
        look: Theme and fonts.
        text: Its words; without words only the icon is drawn and ``name`` says what it does.
        icon_name: File in ``resources/icons``.
        trailing: Icon after the words, e.g. "chevron-down".
        shortcut: Key drawn at the right, as Qt writes it.
        name: Accessible name and tool tip of a button without words.
        pixels: Size of the words in the drawings.
    """

    def __init__(
        self,
        look: Look,
        text: str = "",
        *,
        icon_name: str = "",
        trailing: str = "",
        shortcut: str = "",
        name: str = "",
        pixels: float = 13,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon_name = icon_name
        self._trailing = trailing
        self._cap = cap_text(shortcut)
        self._pixels = pixels
        self._cap_shown = True
        self._ink = "mute"
        self._keyboard = False
        self.setText(text)
        self.setAccessibleName(name or text)
        if name:
            self.setToolTip(name if not self._cap else f"{name}  {self._cap}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self._on_look_changed)

    def set_words(self, text: str, shortcut: str = "") -> None:
        """Show other words and another key."""
        self.setText(text)
        self.setAccessibleName(text)
        self._cap = cap_text(shortcut)
        self._on_look_changed()

    def show_cap(self, *, shown: bool) -> None:
        """Draw the key, or leave it to the tool tip."""
        self._cap_shown = shown
        self._on_look_changed()

    def set_ink(self, token: str) -> None:
        """Write in one of the theme's colours: "mute", "text", "accent", "bad" ..."""
        self._ink = token
        self.update()

    @override
    def sizeHint(self) -> QSize:
        height = self._look.scaled(28)
        parts = self._part_widths()
        if len(parts) == 1 and not self.text():
            return QSize(height, height)
        gaps = self._look.scaled(_GAP) * (len(parts) - 1)
        return QSize(round(sum(parts) + gaps + 2 * self._look.scaled(_PADDING)), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.key if self.isDown() else theme.hover)
            painter.drawRoundedRect(whole, 4, 4)
        ink: QColor = getattr(theme, self._ink)
        if self.isEnabled() and self.underMouse() and self._ink == "mute":
            ink = theme.text
        self._paint_parts(painter, ink if self.isEnabled() else theme.faint)
        if self.hasFocus() and self._keyboard:
            paint_ring(painter, whole, self._look, 3)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _part_widths(self) -> list[float]:
        look = self._look
        parts = [float(look.scaled(16))] if self._icon_name else []
        if self.text():
            parts.append(QFontMetricsF(look.font(self._pixels)).horizontalAdvance(self.text()))
        if self._trailing:
            parts.append(float(look.scaled(12)))
        if self._cap and self._cap_shown:
            parts.append(float(cap_size(self._cap, look).width()))
        return parts

    def _paint_parts(self, painter: QPainter, ink: QColor) -> None:
        look = self._look
        parts = self._part_widths()
        gap = look.scaled(_GAP)
        left = (self.width() - sum(parts) - gap * (len(parts) - 1)) / 2
        widths = iter(parts)
        if self._icon_name:
            left = self._paint_icon(painter, self._icon_name, ink, left, next(widths)) + gap
        if self.text():
            width = next(widths)
            painter.setPen(ink)
            painter.setFont(look.font(self._pixels))
            box = QRectF(left, 0, width + 1, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
            left += width + gap
        if self._trailing:
            left = self._paint_icon(painter, self._trailing, ink, left, next(widths)) + gap
        if self._cap and self._cap_shown:
            top = (self.height() - look.scaled(18)) / 2
            paint_cap(painter, QPointF(round(left), round(top)), self._cap, look)

    def _paint_icon(
        self, painter: QPainter, name: str, ink: QColor, left: float, side: float
    ) -> float:
        box = QRectF(round(left), round((self.height() - side) / 2), side, side)
        icons.paint(painter, name, ink, box)
        return left + side

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class ThinBar(QWidget):
    """Progress as a line 3 or 4 px thick, level or upright (filled from the foot)."""

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, upright: bool = False, thick: int = 3
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._upright = upright
        self._share = 0.0
        if upright:
            self.setFixedWidth(thick)
        else:
            self.setFixedHeight(thick)
        look.changed.connect(self.update)

    @property
    def share(self) -> float:
        """How much is filled, 0 to 1."""
        return self._share

    def set_share(self, done: int, total: int) -> None:
        """Fill ``done`` of ``total``; nothing when the total is not known."""
        self._share = min(1.0, done / total) if total > 0 else 0.0
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        radius = min(whole.width(), whole.height()) / 2
        painter.setBrush(self._look.theme.line)
        painter.drawRoundedRect(whole, radius, radius)
        if self._share > 0:
            filled = QRectF(whole)
            if self._upright:
                filled.setTop(whole.bottom() - whole.height() * self._share)
            else:
                filled.setWidth(whole.width() * self._share)
            painter.setBrush(self._look.theme.accent)
            painter.drawRoundedRect(filled, radius, radius)
        painter.end()


class Hairline(QWidget):
    """A line 1 px thick."""

    def __init__(self, look: Look, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        self._look = look
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.line)
        painter.end()
