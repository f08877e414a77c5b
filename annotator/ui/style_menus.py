"""How menus and scroll bars are drawn; the rest is in :mod:`annotator.ui.style_parts`."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QStyle,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
)

from annotator.ui import icons
from annotator.ui.style_parts import Drawing, ground_of_view

HANDLE: Final = 6
LEAST_HANDLE: Final = 32
_MENU_PADDING: Final = 12
_MENU_ICONS: Final = 26
_States = QStyle.StateFlag
_Sub = QStyle.SubControl


def menu_bar_item(it: Drawing) -> bool:
    """One word of the menu bar, on the middle of the bar."""
    option = it.option
    if not isinstance(option, QStyleOptionMenuItem):
        return False
    rect = it.rect
    it.painter.fillRect(rect, it.theme.window)
    if it.enabled and (it.has(_States.State_Selected) or it.has(_States.State_Sunken)):
        height = it.look.scaled(28)
        ground = QRect(rect.x(), rect.y() + (rect.height() - height) // 2, rect.width(), height)
        it.box(ground, it.theme.hover)
    it.words(rect, Qt.AlignmentFlag.AlignHCenter, option.text, it.ink)
    return True


def menu_bar_ground(it: Drawing) -> None:
    """The rest of the menu bar."""
    it.painter.fillRect(it.rect, it.theme.window)


def menu_panel(it: Drawing) -> None:
    """The ground of a menu; its window is translucent, so the corners can be round."""
    it.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    it.painter.fillRect(it.rect, Qt.GlobalColor.transparent)
    it.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    it.box(it.rect, it.theme.card, it.theme.line2)


def menu_item(it: Drawing) -> bool:
    """A row of a menu: sign, words, key or the sign of a menu below."""
    option = it.option
    if not isinstance(option, QStyleOptionMenuItem):
        return False
    kinds = QStyleOptionMenuItem.MenuItemType
    if option.menuItemType == kinds.Separator:
        _menu_separator(it, option)
        return True
    rect, theme, scaled = it.rect, it.theme, it.look.scaled
    current = it.enabled and it.has(_States.State_Selected)
    if current:
        it.box(rect.adjusted(4, 0, -4, 0), theme.acctint)
    has_signs = bool(option.maxIconWidth) or option.menuHasCheckableItems
    _menu_sign(it, option)
    left = scaled(_MENU_PADDING) + (scaled(_MENU_ICONS) if has_signs else 0)
    place = rect.adjusted(left, 0, -scaled(_MENU_PADDING), 0)
    words, _, key = option.text.partition("\t")
    it.painter.setFont(option.font)
    it.words(place, Qt.AlignmentFlag.AlignLeft, words, it.ink)
    if option.menuItemType == kinds.SubMenu:
        end = QPoint(place.right() - scaled(4), rect.center().y())
        it.sign("chevron-right", end, 12, theme.mute if it.enabled else theme.line2)
    elif key:
        it.words(place, Qt.AlignmentFlag.AlignRight, key, theme.mute if current else theme.faint)
    return True


def _menu_separator(it: Drawing, option: QStyleOptionMenuItem) -> None:
    rect, scaled = it.rect, it.look.scaled
    if option.text:
        it.painter.setFont(it.look.caps_font(11))
        place = rect.adjusted(scaled(_MENU_PADDING), 0, 0, 0)
        it.words(place, Qt.AlignmentFlag.AlignLeft, option.text, it.theme.mute)
    else:
        it.painter.fillRect(rect.x(), rect.center().y(), rect.width(), 1, it.theme.line)


def _menu_sign(it: Drawing, option: QStyleOptionMenuItem) -> None:
    """Draw the tick of a chosen row, else its icon."""
    scaled = it.look.scaled
    side = scaled(16)
    place = QRect(0, 0, side, side)
    place.moveLeft(it.rect.x() + scaled(_MENU_PADDING) - 1)
    place.moveTop(it.rect.y() + (it.rect.height() - side) // 2)
    if option.checkType != QStyleOptionMenuItem.CheckType.NotCheckable and option.checked:
        icons.paint(it.painter, "check", it.theme.accent, QRectF(place))
    elif not option.icon.isNull():
        tint = it.theme.mute if it.enabled else it.theme.line2
        it.painter.drawPixmap(place.topLeft(), _tinted(it, option.icon, side, tint))


def _tinted(it: Drawing, icon: QIcon, side: int, colour: QColor) -> QPixmap:
    """Return an icon in one colour, whatever it was drawn in."""
    ratio = it.painter.device().devicePixelRatio()
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    icon.paint(painter, QRect(0, 0, side, side))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(0, 0, side, side, colour)
    painter.end()
    return made


# --- scroll bars ----------------------------------------------------------------------------------


def scroll_bar_part(option: QStyleOptionSlider, part: QStyle.SubControl, least: int) -> QRect:
    """Return a part of a scroll bar without arrows.

    Args:
        option: The scroll bar.
        part: Groove, slider, or the pages before and behind it; others are empty.
        least: Least length of the handle, in pixels.
    """
    rect = QRect(option.rect)
    upright = option.orientation == Qt.Orientation.Vertical
    length = rect.height() if upright else rect.width()
    span = option.maximum - option.minimum
    handle = length
    if span > 0:
        handle = min(length, max(least, length * option.pageStep // (span + option.pageStep)))
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown
    )
    begin, size = {
        _Sub.SC_ScrollBarGroove: (0, length),
        _Sub.SC_ScrollBarSlider: (start, handle),
        _Sub.SC_ScrollBarSubPage: (0, start),
        _Sub.SC_ScrollBarAddPage: (start + handle, length - start - handle),
    }.get(part, (0, 0))
    if size <= 0:
        return QRect()
    if upright:
        return QRect(rect.x(), rect.y() + begin, rect.width(), size)
    made = QRect(rect.x() + begin, rect.y(), size, rect.height())
    return QStyle.visualRect(option.direction, rect, made)


def scroll_bar(it: Drawing) -> bool:
    """A scroll bar: a thin handle on the ground of its view."""
    option = it.option
    if not isinstance(option, QStyleOptionSlider):
        return False
    it.painter.fillRect(it.rect, ground_of_view(it))
    if option.maximum <= option.minimum:
        return True
    part = _Sub.SC_ScrollBarSlider
    place = it.style.subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, it.widget)
    handle = QRectF(place)
    across = place.width() if option.orientation == Qt.Orientation.Vertical else place.height()
    spare = (across - HANDLE) / 2
    handle.adjust(spare, spare, -spare, -spare)
    active = it.down or (it.over and bool(option.activeSubControls & part))
    it.box(handle, it.theme.ctl if active else it.theme.line2, radius=HANDLE / 2)
    return True


def corner(it: Drawing) -> None:
    """The square between two scroll bars."""
    it.painter.fillRect(it.rect, ground_of_view(it))
