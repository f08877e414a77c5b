"""Fusion without gradients: hairlines, radii and one blue, in the colours of the theme in force.

No style sheets: they would switch the style off for whatever they touch.
"""

from logging import getLogger
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QMenuBar,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QWidget,
)
from typing_extensions import override

from annotator.ui import style_menus as menus
from annotator.ui import style_parts as parts
from annotator.ui.look import Look
from annotator.ui.style_parts import Drawing, Paint
from annotator.ui.theme import palette

log = getLogger(__name__)
SCROLL_BAR: Final = 10
SPLITTER: Final = 7
MENU_BAR: Final = 40
CONTROL: Final = 28
_ARROW_ROOM: Final = 24

_P = QStyle.PrimitiveElement
_C = QStyle.ControlElement
_X = QStyle.ComplexControl
_M = QStyle.PixelMetric
_H = QStyle.StyleHint
_T = QStyle.ContentsType
_S = QStyle.SubControl

_PRIMITIVES: Final[dict[QStyle.PrimitiveElement, Paint]] = {
    _P.PE_PanelButtonCommand: parts.push_button,
    _P.PE_PanelButtonBevel: parts.tool_button,
    _P.PE_PanelButtonTool: parts.tool_button,
    _P.PE_FrameDefaultButton: parts.nothing,
    _P.PE_FrameButtonTool: parts.nothing,
    _P.PE_FrameFocusRect: parts.nothing,
    _P.PE_PanelLineEdit: parts.field,
    _P.PE_FrameLineEdit: parts.field_frame,
    _P.PE_IndicatorCheckBox: parts.tick,
    _P.PE_IndicatorItemViewItemCheck: parts.tick,
    _P.PE_IndicatorRadioButton: parts.radio,
    _P.PE_Frame: parts.frame,
    _P.PE_FrameStatusBarItem: parts.nothing,
    _P.PE_FrameTabBarBase: parts.nothing,
    _P.PE_PanelStatusBar: parts.nothing,
    _P.PE_PanelMenuBar: parts.nothing,
    _P.PE_PanelMenu: menus.menu_panel,
    _P.PE_FrameMenu: parts.nothing,  # the panel has its edge
    _P.PE_PanelTipLabel: parts.tool_tip,
    _P.PE_PanelItemViewRow: parts.row_ground,
    _P.PE_PanelItemViewItem: parts.item_ground,
    _P.PE_PanelScrollAreaCorner: menus.corner,
    _P.PE_IndicatorHeaderArrow: parts.header_arrow,
    _P.PE_IndicatorArrowDown: parts.arrow("chevron-down"),
    _P.PE_IndicatorArrowUp: parts.arrow("chevron-up"),
    _P.PE_IndicatorArrowLeft: parts.arrow("chevron-left"),
    _P.PE_IndicatorArrowRight: parts.arrow("chevron-right"),
}
_CONTROLS: Final[dict[QStyle.ControlElement, Paint]] = {
    _C.CE_PushButtonBevel: parts.push_button_bevel,
    _C.CE_ShapedFrame: parts.shaped_frame,
    _C.CE_MenuBarItem: menus.menu_bar_item,
    _C.CE_MenuBarEmptyArea: menus.menu_bar_ground,
    _C.CE_MenuItem: menus.menu_item,
    _C.CE_MenuEmptyArea: parts.nothing,
    _C.CE_MenuVMargin: parts.nothing,
    _C.CE_MenuHMargin: parts.nothing,
    _C.CE_Splitter: parts.splitter,
    _C.CE_HeaderSection: parts.header_section,
    _C.CE_HeaderEmptyArea: parts.header_empty,
    _C.CE_ProgressBar: parts.progress,
    _C.CE_TabBarTabShape: parts.tab,
    _C.CE_SizeGrip: parts.nothing,
}
_COMPLEX: Final[dict[QStyle.ComplexControl, Paint]] = {
    _X.CC_ScrollBar: menus.scroll_bar,
    _X.CC_ComboBox: parts.combo_box,
    _X.CC_SpinBox: parts.spin_box,
}
_FIXED: Final = {
    _M.PM_ScrollBarExtent: SCROLL_BAR,
    _M.PM_ScrollView_ScrollBarSpacing: 0,
    _M.PM_ScrollView_ScrollBarOverlap: 0,
    _M.PM_SplitterWidth: SPLITTER,
    _M.PM_DefaultFrameWidth: 1,
    _M.PM_ComboBoxFrameWidth: 1,
    _M.PM_SpinBoxFrameWidth: 1,
    _M.PM_ButtonShiftHorizontal: 0,
    _M.PM_ButtonShiftVertical: 0,
    _M.PM_ButtonDefaultIndicator: 0,
    _M.PM_FocusFrameHMargin: 2,
    _M.PM_FocusFrameVMargin: 2,
    _M.PM_MenuBarPanelWidth: 0,
    _M.PM_MenuBarItemSpacing: 0,
    _M.PM_MenuBarVMargin: 0,
    _M.PM_MenuPanelWidth: 1,
    _M.PM_MenuHMargin: 0,
    _M.PM_MenuVMargin: 4,
    _M.PM_TabBarBaseOverlap: 0,
    _M.PM_TabBarTabShiftHorizontal: 0,
    _M.PM_TabBarTabShiftVertical: 0,
    _M.PM_ToolTipLabelFrameWidth: 5,
}
_SCALED: Final = {
    _M.PM_ScrollBarSliderMin: menus.LEAST_HANDLE,
    _M.PM_SmallIconSize: 16,
    _M.PM_ButtonIconSize: 16,
    _M.PM_ToolBarIconSize: 16,
    _M.PM_ListViewIconSize: 16,
    _M.PM_LineEditIconSize: 16,
    _M.PM_ButtonMargin: 16,
    _M.PM_IndicatorWidth: 16,
    _M.PM_IndicatorHeight: 16,
    _M.PM_ExclusiveIndicatorWidth: 16,
    _M.PM_ExclusiveIndicatorHeight: 16,
    _M.PM_CheckBoxLabelSpacing: 8,
    _M.PM_RadioButtonLabelSpacing: 8,
    _M.PM_MenuBarHMargin: 8,
    _M.PM_HeaderMargin: 8,
    _M.PM_HeaderMarkSize: 12,
}
_WIDER: Final = {_T.CT_ComboBox: 14, _T.CT_SpinBox: 14}  # than Fusion makes them: padding, arrows
_HINTS: Final = {
    _H.SH_EtchDisabledText: 0,
    _H.SH_DitherDisabledText: 0,
    _H.SH_ItemView_ShowDecorationSelected: 1,
    _H.SH_ScrollBar_Transient: 0,
    _H.SH_ScrollBar_MiddleClickAbsolutePosition: 1,
    _H.SH_ScrollView_FrameOnlyAroundContents: 0,
    _H.SH_Menu_MouseTracking: 1,
    _H.SH_Menu_Scrollable: 1,
    _H.SH_Menu_SloppySubMenus: 1,
    _H.SH_Menu_SupportsSections: 1,
    _H.SH_Menu_FlashTriggeredItem: 0,
    _H.SH_Menu_FadeOutOnHide: 0,
    _H.SH_MenuBar_MouseTracking: 1,
    _H.SH_ComboBox_Popup: 0,
    _H.SH_ComboBox_PopupFrameStyle: QFrame.Shape.StyledPanel.value | QFrame.Shadow.Plain.value,
    _H.SH_DialogButtonBox_ButtonsHaveIcons: 0,
    _H.SH_MessageBox_CenterButtons: 0,
    _H.SH_ToolTipLabel_Opacity: 255,
    _H.SH_Widget_Animate: 0,
    _H.SH_Widget_Animation_Duration: 0,
}


class _AltWatch(QObject):
    """Draws the menu bar again when Alt is pressed or let go: it underlines letters only then."""

    def __init__(self, menu_bar: QMenuBar) -> None:
        super().__init__(menu_bar)
        self._menu_bar = menu_bar

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt:
            self._menu_bar.update()
        return False


class FlatStyle(QProxyStyle):
    """The program's style. What it does not draw itself, Fusion draws.

    A push button whose dynamic property ``primary`` is true is the one accent button of its screen.
    Colours are read from the look at paint time: another theme needs a repaint only.

    Args:
        look: Theme and sizes.
    """

    def __init__(self, look: Look) -> None:
        super().__init__("Fusion")
        self._look = look
        self._failed: set[str] = set()

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        own = _PRIMITIVES.get(element)
        if own is None or not self._drawn(own, option, painter, widget):
            super().drawPrimitive(element, option, painter, widget)

    @override
    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        own = _CONTROLS.get(element)
        if own is not None and self._drawn(own, option, painter, widget):
            return
        if element == _C.CE_PushButtonLabel and isinstance(option, QStyleOptionButton):
            option = self._button_label(option, widget)
        elif element == _C.CE_HeaderLabel and isinstance(option, QStyleOptionHeader):
            option = self._header_label(option, painter)
        super().drawControl(element, option, painter, widget)

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        own = _COMPLEX.get(control)
        if own is None or not self._drawn(own, option, painter, widget):
            super().drawComplexControl(control, option, painter, widget)

    @override
    def subControlRect(
        self,
        cc: QStyle.ComplexControl,
        opt: QStyleOptionComplex,
        sc: QStyle.SubControl,
        w: QWidget | None = None,
    ) -> QRect:
        if cc == _X.CC_ScrollBar and isinstance(opt, QStyleOptionSlider):
            return menus.scroll_bar_part(opt, sc, self._look.scaled(menus.LEAST_HANDLE))
        if cc == _X.CC_ComboBox and isinstance(opt, QStyleOptionComboBox):
            own = self._combo_part(opt, sc)
        elif cc == _X.CC_SpinBox and isinstance(opt, QStyleOptionSpinBox):
            own = self._spin_part(opt, sc)
        else:
            own = None
        if own is not None:
            return own
        return super().subControlRect(cc, opt, sc, w)  # type: ignore[arg-type]

    @override
    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        rect = super().subElementRect(element, option, widget)  # type: ignore[arg-type]
        if (
            element == QStyle.SubElement.SE_LineEditContents
            and isinstance(option, QStyleOptionFrame)
            and option.lineWidth > 0
        ):
            room = self._look.scaled(5)
            rect.adjust(room, 0, -room, 0)
        return rect

    @override
    def sizeFromContents(
        self,
        type: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        scaled = self._look.scaled
        if type == _T.CT_MenuBarItem:
            return QSize(size.width() + 2 * scaled(8), scaled(MENU_BAR))
        if type == _T.CT_MenuItem and isinstance(option, QStyleOptionMenuItem):
            return self._menu_item_size(option, size)
        made = super().sizeFromContents(type, option, size, widget)  # type: ignore[arg-type]
        if type in {_T.CT_PushButton, _T.CT_LineEdit, _T.CT_ComboBox, _T.CT_SpinBox}:
            made.setHeight(max(scaled(CONTROL), option.fontMetrics.height() + 8))
            made.setWidth(made.width() + scaled(_WIDER.get(type, 0)))
        elif type == _T.CT_HeaderSection:
            made = QSize(made.width() + scaled(8), max(scaled(32), made.height()))
        elif type == _T.CT_ItemViewItem and _in_combo(widget):
            made.setHeight(max(scaled(CONTROL), made.height()))
        return made

    @override
    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        fixed = _FIXED.get(metric)
        if fixed is not None:
            return fixed
        scaled = _SCALED.get(metric)
        if scaled is not None:
            return self._look.scaled(scaled)
        return super().pixelMetric(metric, option, widget)

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        own = _HINTS.get(hint)
        if own is not None:
            return own
        if hint == _H.SH_UnderlineShortcut:
            return int(_alt_held() or (isinstance(widget, QMenuBar) and widget.hasFocus()))
        return super().styleHint(hint, option, widget, returnData)

    @override
    def standardPalette(self) -> QPalette:
        return palette(self._look.theme)

    @override
    def polish(self, *args: Any) -> None:
        """Prepare what this style draws another way: round menus, letters underlined on Alt."""
        super().polish(*args)
        widget = args[0]
        if isinstance(widget, QMenu):
            widget.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        elif isinstance(widget, QMenuBar) and not widget.findChild(_AltWatch):
            widget.window().installEventFilter(_AltWatch(widget))

    def _drawn(
        self, own: Paint, option: QStyleOption, painter: QPainter, widget: QWidget | None
    ) -> bool:
        """Draw; what fails is logged once and left to Fusion."""
        painter.save()
        try:
            return own(Drawing(self._look, self, option, painter, widget)) is not False
        except Exception:
            name = getattr(own, "__qualname__", "")
            if name not in self._failed:
                self._failed.add(name)
                log.exception("A control could not be drawn: %s", name)
            return False
        finally:
            painter.restore()

    def _button_label(
        self, option: QStyleOptionButton, widget: QWidget | None
    ) -> QStyleOptionButton:
        if not parts.is_primary(widget) or not option.state & QStyle.StateFlag.State_Enabled:
            return option
        made = QStyleOptionButton(option)
        made.palette.setColor(QPalette.ColorRole.ButtonText, self._look.theme.acctext)
        return made

    def _header_label(self, option: QStyleOptionHeader, painter: QPainter) -> QStyleOptionHeader:
        made = QStyleOptionHeader(option)
        made.palette.setColor(QPalette.ColorRole.ButtonText, self._look.theme.mute)
        painter.setFont(self._look.font(12, bold=True))
        return made

    def _menu_item_size(self, option: QStyleOptionMenuItem, size: QSize) -> QSize:
        scaled = self._look.scaled
        if option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator:
            return QSize(size.width(), scaled(24) if option.text else 9)
        width = size.width() + 2 * scaled(12) + scaled(24)
        if option.maxIconWidth or option.menuHasCheckableItems:
            width += scaled(26)
        return QSize(width, max(scaled(CONTROL), option.fontMetrics.height() + 8))

    def _combo_part(self, option: QStyleOptionComboBox, part: QStyle.SubControl) -> QRect | None:
        rect = QRect(option.rect)
        room = self._look.scaled(_ARROW_ROOM)
        if part == _S.SC_ComboBoxArrow:
            made = QRect(rect.right() - room, rect.y(), room, rect.height())
        elif part == _S.SC_ComboBoxEditField:
            made = rect.adjusted(self._look.scaled(8), 2, -room - 2, -2)
        else:
            return None
        return QStyle.visualRect(option.direction, rect, made)

    def _spin_part(self, option: QStyleOptionSpinBox, part: QStyle.SubControl) -> QRect | None:
        rect = QRect(option.rect)
        room = self._look.scaled(20)
        half = rect.height() // 2
        left = rect.right() - room
        made = {
            _S.SC_SpinBoxUp: QRect(left, rect.y() + 2, room - 1, half - 2),
            _S.SC_SpinBoxDown: QRect(left, rect.y() + half, room - 1, half - 2),
            _S.SC_SpinBoxEditField: rect.adjusted(self._look.scaled(5), 2, -room - 2, -2),
        }.get(part)
        return None if made is None else QStyle.visualRect(option.direction, rect, made)


def _alt_held() -> bool:
    return bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)


def _in_combo(widget: QWidget | None) -> bool:
    return widget is not None and widget.inherits("QComboBoxListView")
