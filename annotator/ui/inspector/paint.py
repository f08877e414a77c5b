"""Painting that the parts, lists and tables share. Painters come with antialiasing on."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.ui.look import Look

CONTROL_RADIUS: Final = 4.0
CARD_RADIUS: Final = 6.0


def elided(text: str, painter: QPainter, width: float) -> str:
    """Return a text on one line, cut at the right for the painter's font."""
    line = " ".join(text.split())
    return painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, max(0, int(width)))


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
    """Draw the ground of a row: tinted with a bar where it is current, or under the mouse."""
    theme, whole = look.theme, QRectF(option.rect)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(whole, theme.acctint)
        painter.fillRect(QRectF(whole.x(), whole.y(), 3, whole.height()), theme.accent)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(whole, theme.hover)


def paint_box(
    painter: QPainter, rect: QRectF, ground: QColor | None, edge: QColor, radius: float
) -> None:
    """Draw a rounded box with a 1 px edge inside ``rect``."""
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def paint_dashed(
    painter: QPainter, rect: QRectF, ground: QColor | None, edge: QColor, radius: float
) -> None:
    """Draw the box of something suggested: 1.1 px, dashes of 3 with gaps of 2.4."""
    pen = QPen(edge, 1.1)
    pen.setDashPattern([3 / 1.1, 2.4 / 1.1])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
    painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)


def paint_outer_ring(painter: QPainter, rect: QRectF, look: Look) -> None:
    """Draw the focus ring around a control: 2 px, 1 px outside."""
    painter.setPen(QPen(look.theme.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = CONTROL_RADIUS + 2
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), radius, radius)


def chip_width(look: Look, chip: str) -> float:
    """Return the width of a chip's writing."""
    return QFontMetricsF(look.caps_font(10)).horizontalAdvance(chip)


def paint_pill(
    painter: QPainter,
    rect: QRectF,
    look: Look,
    label: str,
    words: str = "",
    *,
    serif: bool = False,
    ground: QColor | None = None,
) -> float:
    """Draw a label's chip and, after it, words on the label's ground; return the width used.

    Args:
        painter: Antialiasing is on.
        rect: The most it may cover; its height is the pill's.
        look: Theme and fonts.
        label: Name of a label; "" for words that have none yet.
        words: What stands behind the chip, "" for the chip alone; cut where they do not fit.
        serif: Whether the words are shown as article text.
        ground: Of something that is only proposed; the label's own where it is not given.
    """
    padding, gap = look.scaled(6), look.scaled(6)
    known = look.scheme.label_by_name.get(label)
    chip = known.chip if known is not None else label
    chip_room = chip_width(look, chip) if chip else 0.0
    font = look.font(13, serif=serif)
    metrics = QFontMetricsF(font)
    used = padding + chip_room
    room = rect.width() - used - padding - (gap if chip and words else 0)
    line = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) if words else ""
    words_room = metrics.horizontalAdvance(line)
    width = min(
        rect.width(), used + (gap if chip and words else 0) + words_room + padding + bool(words)
    )
    colours = look.label(label)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground or (colours.fill if label else look.theme.hover))
    painter.drawRoundedRect(QRectF(rect.x(), rect.y(), width, rect.height()), 3, 3)
    if chip:
        painter.setPen(colours.ink)
        painter.setFont(look.caps_font(10))
        box = QRectF(rect.x() + padding, rect.y(), chip_room + 1, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, chip)
        used += gap if words else 0
    painter.setPen(look.theme.text)
    painter.setFont(font)
    box = QRectF(rect.x() + used, rect.y(), words_room + 2, rect.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)
    return width


def paint_tick(
    painter: QPainter, rect: QRectF, look: Look, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """Draw a 16 px tick box: off, on, some (a dash), or not available."""
    theme = look.theme
    if not enabled:
        paint_box(painter, rect, None, theme.line2, 3)
        return
    if state == Qt.CheckState.Unchecked:
        paint_box(painter, rect, theme.card, theme.ctl, 3)
        return
    paint_box(painter, rect, theme.accent, theme.accent, 3)
    pen = QPen(theme.acctext, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    unit = rect.width() / 16
    marks = [(4.5, 8.4), (7.0, 10.8), (11.6, 5.6)]
    if state == Qt.CheckState.PartiallyChecked:
        marks = [(4.8, 8.0), (11.2, 8.0)]
    painter.drawPolyline([QPointF(rect.x() + x * unit, rect.y() + y * unit) for x, y in marks])
