"""How each control is drawn: flat grounds, hairlines, radii and one blue, from the theme in force.

Each function draws one element of a style; :mod:`annotator.ui.style` decides which.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QSplitter,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionHeader,
    QStyleOptionProgressBar,
    QStyleOptionSpinBox,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.ui import icons
from annotator.ui.look import Look
from annotator.ui.theme import Theme

RADIUS: Final = 4.0
TICK_RADIUS: Final = 3.0
_States = QStyle.StateFlag
_Sub = QStyle.SubControl


@dataclass(frozen=True, slots=True)
class Drawing:
    """One element to draw, with what nearly all of them ask for."""

    look: Look
    style: QStyle
    option: QStyleOption
    painter: QPainter
    widget: QWidget | None

    @property
    def theme(self) -> Theme:
        """Colours in force."""
        return self.look.theme

    @property
    def rect(self) -> QRect:
        """Where to draw."""
        return QRect(self.option.rect)

    def has(self, flag: QStyle.StateFlag) -> bool:
        """Whether the element is in a state."""
        return bool(self.option.state & flag)

    @property
    def enabled(self) -> bool:
        """Whether it can be used."""
        return self.has(_States.State_Enabled)

    @property
    def over(self) -> bool:
        """Whether the mouse is on it."""
        return self.enabled and self.has(_States.State_MouseOver)

    @property
    def down(self) -> bool:
        """Whether it is held down."""
        return self.enabled and self.has(_States.State_Sunken)

    @property
    def ringed(self) -> bool:
        """Whether it has the focus, and the keyboard brought it."""
        return self.has(_States.State_HasFocus) and self.has(_States.State_KeyboardFocusChange)

    @property
    def ink(self) -> QColor:
        """The colour of its writing."""
        return self.theme.text if self.enabled else self.theme.faint

    @property
    def mnemonics(self) -> Qt.TextFlag:
        """Whether "&" underlines a letter, or only disappears."""
        shown = self.style.styleHint(
            QStyle.StyleHint.SH_UnderlineShortcut, self.option, self.widget
        )
        return Qt.TextFlag.TextShowMnemonic if shown else Qt.TextFlag.TextHideMnemonic

    def box(
        self,
        rect: QRect | QRectF,
        ground: QColor | None,
        edge: QColor | None = None,
        *,
        radius: float = RADIUS,
        width: float = 1.0,
    ) -> None:
        """Draw a rounded rectangle whose edge lies inside ``rect``."""
        half = width / 2 if edge is not None else 0.0
        inner = QRectF(rect).adjusted(half, half, -half, -half)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
        self.painter.drawRoundedRect(inner, radius - half, radius - half)

    def ring(self, rect: QRect | QRectF, radius: float = RADIUS) -> None:
        """Draw the 2 px focus ring just inside ``rect``."""
        self.box(rect, None, self.theme.accent, radius=radius, width=2)

    def sign(self, name: str, centre: QPoint, side: int, colour: QColor) -> None:
        """Draw an icon around a point, on whole pixels."""
        side = self.look.scaled(side)
        place = QRectF(centre.x() - (side - 1) // 2, centre.y() - (side - 1) // 2, side, side)
        icons.paint(self.painter, name, colour, place)

    def words(self, rect: QRect, flags: Qt.AlignmentFlag, text: str, colour: QColor) -> None:
        """Write one line, centred upright."""
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | self.mnemonics
        self.painter.setPen(colour)
        self.painter.drawText(rect, int(flags | middle), text)


Paint = Callable[[Drawing], bool | None]


def nothing(it: Drawing) -> None:
    """Leave out what Fusion would draw."""


def mixed(over: QColor, under: QColor, share: float) -> QColor:
    """Return a colour laid over another, ``share`` of it."""
    rest = 1 - share
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * rest,
        over.greenF() * share + under.greenF() * rest,
        over.blueF() * share + under.blueF() * rest,
    )


def ground_behind(widget: QWidget | None, otherwise: QColor) -> QColor:
    """Return the ground that shows through a widget: its own, or that of what it stands on."""
    while widget is not None:
        if widget.autoFillBackground() or widget.isWindow():
            return widget.palette().color(widget.backgroundRole())
        widget = widget.parentWidget()
    return otherwise


# --- buttons --------------------------------------------------------------------------------------


def ground_of_view(it: Drawing) -> QColor:
    """Return the ground of the view that a scroll bar or header belongs to."""
    widget = it.widget
    while widget is not None:
        widget = widget.parentWidget()
        if isinstance(widget, QAbstractScrollArea):
            return ground_behind(widget.viewport(), it.theme.paper)
    return ground_behind(it.widget, it.theme.paper)


def is_primary(widget: QWidget | None) -> bool:
    """Whether a button is the one accent button of its screen."""
    return widget is not None and bool(widget.property("primary"))


def push_button(it: Drawing) -> bool:
    """Ground and label of a push button; the label is left to the caller."""
    option = it.option
    if not isinstance(option, QStyleOptionButton):
        return False
    theme = it.theme
    flat = bool(option.features & QStyleOptionButton.ButtonFeature.Flat)
    ground, edge = _button_colours(it, flat=flat, primary=is_primary(it.widget) and it.enabled)
    if ground is not None or edge is not None:
        it.box(it.rect, ground, edge)
    if it.ringed:
        it.ring(it.rect)
        if is_primary(it.widget):
            it.box(it.rect.adjusted(2, 2, -2, -2), None, theme.acctext, radius=RADIUS - 1)
    return True


def _button_colours(
    it: Drawing, *, flat: bool, primary: bool
) -> tuple[QColor | None, QColor | None]:
    theme = it.theme
    if primary:
        share = 0.22 if it.down else 0.12 if it.over else 0.0
        ground = mixed(theme.text, theme.accent, share)
        return ground, ground
    if it.has(_States.State_On):
        return theme.acctint, theme.accent
    if flat:
        return (theme.key if it.down else theme.hover if it.over else None), None
    if not it.enabled:
        return theme.pane, theme.line2
    return (theme.key if it.down else theme.hover if it.over else theme.card), theme.line2


def push_button_bevel(it: Drawing) -> bool:
    """A button without its words, with the sign of its menu."""
    option = it.option
    if not isinstance(option, QStyleOptionButton):
        return False
    it.style.drawPrimitive(
        QStyle.PrimitiveElement.PE_PanelButtonCommand, option, it.painter, it.widget
    )
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
        right = it.rect.right() - it.look.scaled(14)
        it.sign("chevron-down", QPoint(right, it.rect.center().y()), 12, it.ink)
    return True


def tool_button(it: Drawing) -> None:
    """A tool button: a ground under the mouse only, unless it is raised."""
    theme = it.theme
    ground: QColor | None = None
    edge: QColor | None = None
    if not it.has(_States.State_AutoRaise):
        ground, edge = theme.card, theme.line2
    if it.has(_States.State_On):
        ground, edge = theme.acctint, None
    elif it.down:
        ground = theme.key
    elif it.over:
        ground = theme.hover
    if ground is not None:
        it.box(it.rect, ground, edge)
    if it.ringed:
        it.ring(it.rect)


def tick(it: Drawing) -> None:
    """A tick box: off, on, or a dash for some."""
    theme = it.theme
    box = _square(it)
    some = it.has(_States.State_NoChange)
    if some or it.has(_States.State_On):
        ground = theme.accent if it.enabled else theme.line2
        it.box(box, ground, radius=TICK_RADIUS)
        sign = theme.acctext if it.enabled else theme.card
        icons.paint(it.painter, "dash" if some else "tick", sign, QRectF(box))
    elif not it.enabled:
        it.box(box, None, theme.line2, radius=TICK_RADIUS)
    else:
        edge = theme.accent if it.down else theme.text if it.over else theme.ctl
        it.box(box, theme.card, edge, radius=TICK_RADIUS)
    if it.ringed:
        it.ring(box, TICK_RADIUS)
        if some or it.has(_States.State_On):
            it.box(box.adjusted(2, 2, -2, -2), None, theme.acctext, radius=1.5)


def radio(it: Drawing) -> None:
    """A radio button: a ring, filled in the middle when chosen."""
    theme = it.theme
    box = QRectF(_square(it))
    half = box.width() / 2
    edge = theme.ctl if it.enabled else theme.line2
    if it.enabled and it.over:
        edge = theme.text
    if it.has(_States.State_On):
        edge = theme.accent if it.enabled else theme.line2
        it.box(box, theme.card, edge, radius=half, width=1.5)
        inset = box.width() * 0.28
        it.box(box.adjusted(inset, inset, -inset, -inset), edge, radius=half)
    else:
        it.box(box, theme.card if it.enabled else None, edge, radius=half)
    if it.ringed:
        it.ring(box, half)


def _square(it: Drawing) -> QRect:
    rect = it.rect
    side = min(it.look.scaled(16), rect.width(), rect.height())
    left = rect.x() + (rect.width() - side) // 2
    return QRect(left, rect.y() + (rect.height() - side) // 2, side, side)


# --- fields ---------------------------------------------------------------------------------------


def field(it: Drawing) -> bool:
    """A one-line field with its ground; without a frame only the ground."""
    option = it.option
    if not isinstance(option, QStyleOptionFrame):
        return False
    if option.lineWidth <= 0:
        inside = it.widget.parentWidget() if it.widget is not None else None
        if not isinstance(inside, QComboBox | QAbstractSpinBox):
            it.painter.fillRect(it.rect, option.palette.base())
        return True
    it.box(it.rect, it.theme.card if it.enabled else it.theme.pane)
    field_frame(it)
    return True


def field_frame(it: Drawing) -> None:
    """The edge of a field, in accent while it is written in."""
    if it.has(_States.State_HasFocus) and it.enabled:
        it.ring(it.rect)
    else:
        it.box(it.rect, None, it.theme.ctl if it.enabled else it.theme.line2)


def combo_box(it: Drawing) -> bool:
    """A box that opens a list; it looks like a button, or like a field if it can be written in."""
    option = it.option
    if not isinstance(option, QStyleOptionComboBox):
        return False
    theme = it.theme
    if option.frame:
        held = it.has(_States.State_On) or it.down
        ground = theme.hover if it.over and not option.editable else theme.card
        plain = theme.ctl if option.editable else theme.line2
        it.box(it.rect, ground if it.enabled else theme.pane, theme.ctl if held else plain)
    if it.ringed or (option.editable and it.has(_States.State_HasFocus)):
        it.ring(it.rect)
    arrow = it.style.subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, _Sub.SC_ComboBoxArrow, it.widget
    )
    it.sign("chevron-down", arrow.center(), 12, theme.mute if it.enabled else theme.line2)
    return True


def spin_box(it: Drawing) -> bool:
    """A field with two small arrows."""
    option = it.option
    if not isinstance(option, QStyleOptionSpinBox):
        return False
    if option.frame:
        it.box(it.rect, it.theme.card if it.enabled else it.theme.pane)
        field_frame(it)
    steps = QAbstractSpinBox.StepEnabledFlag
    for part, name, step in (
        (_Sub.SC_SpinBoxUp, "chevron-up", steps.StepUpEnabled),
        (_Sub.SC_SpinBoxDown, "chevron-down", steps.StepDownEnabled),
    ):
        place = it.style.subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, it.widget)
        if place.isEmpty():
            continue
        can = it.enabled and bool(option.stepEnabled & step)
        over = can and bool(option.activeSubControls & part)
        colour = it.theme.text if over else it.theme.mute if can else it.theme.line2
        it.sign(name, place.center(), 10, colour)
    return True


# --- frames and rows ------------------------------------------------------------------------------


def frame(it: Drawing) -> None:
    """The edge of a framed widget: a hairline."""
    _edge(it, it.theme.line)


def _edge(it: Drawing, colour: QColor) -> None:
    it.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    it.painter.setPen(QPen(colour, 1))
    it.painter.setBrush(Qt.BrushStyle.NoBrush)
    it.painter.drawRect(it.rect.adjusted(0, 0, -1, -1))


def shaped_frame(it: Drawing) -> bool:
    """Lines drawn by frames are hairlines; panels are left to their primitive."""
    option = it.option
    if not isinstance(option, QStyleOptionFrame):
        return False
    shapes = QFrame.Shape
    rect = it.rect
    if option.frameShape == shapes.HLine:
        it.painter.fillRect(QRect(rect.x(), rect.center().y(), rect.width(), 1), it.theme.line)
        return True
    if option.frameShape == shapes.VLine:
        it.painter.fillRect(QRect(rect.center().x(), rect.y(), 1, rect.height()), it.theme.line)
        return True
    return False


def tool_tip(it: Drawing) -> None:
    """A tool tip: card ground and a hairline."""
    it.painter.fillRect(it.rect, it.theme.card)
    _edge(it, it.theme.line2)


def row_ground(it: Drawing) -> bool:
    """The ground of a whole row; only every second one can have its own."""
    option = it.option
    if not isinstance(option, QStyleOptionViewItem):
        return False
    if option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
        it.painter.fillRect(it.rect, it.theme.pane)
    return True


def item_ground(it: Drawing) -> bool:
    """The ground of a row or cell: its own, chosen, or under the mouse."""
    option = it.option
    if not isinstance(option, QStyleOptionViewItem):
        return False
    if option.backgroundBrush.style() != Qt.BrushStyle.NoBrush:
        it.painter.fillRect(it.rect, option.backgroundBrush)
    if it.has(_States.State_Selected):
        it.painter.fillRect(it.rect, option.palette.highlight())
    elif it.over:
        it.painter.fillRect(it.rect, it.theme.hover)
    return True


def arrow(name: str) -> Paint:
    """Return what draws an arrow as a small chevron."""

    def paint(it: Drawing) -> None:
        it.sign(name, it.rect.center(), 12, it.theme.mute if it.enabled else it.theme.line2)

    return paint


# --- headers, bars, splitters ---------------------------------------------------------------------


def header_section(it: Drawing) -> None:
    """The ground of a column's head: that of the table, a hairline below."""
    rect = it.rect
    it.painter.fillRect(rect, it.theme.hover if it.over else ground_of_view(it))
    if isinstance(it.option, QStyleOptionHeader) and (
        it.option.orientation == Qt.Orientation.Vertical
    ):
        it.painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), it.theme.line)
    else:
        it.painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), it.theme.line)


def header_empty(it: Drawing) -> None:
    """What is right of the last column's head."""
    rect = it.rect
    it.painter.fillRect(rect, ground_of_view(it))
    it.painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), it.theme.line)


def header_arrow(it: Drawing) -> bool:
    """The direction of sorting."""
    option = it.option
    if not isinstance(option, QStyleOptionHeader):
        return False
    up = option.sortIndicator == QStyleOptionHeader.SortIndicator.SortUp
    it.sign("chevron-up" if up else "chevron-down", it.rect.center(), 12, it.theme.mute)
    return True


def progress(it: Drawing) -> bool:
    """Progress as a bar 4 px thick; without a known end the whole bar is tinted."""
    option = it.option
    if not isinstance(option, QStyleOptionProgressBar):
        return False
    rect = QRectF(it.rect)
    bar = QRectF(rect.x(), rect.center().y() - 2, rect.width(), 4)
    it.box(bar, it.theme.line, radius=2)
    whole = option.maximum - option.minimum
    if whole <= 0:
        it.box(bar, it.theme.acctint, radius=2)
    elif option.progress > option.minimum:
        bar.setWidth(max(4.0, bar.width() * (option.progress - option.minimum) / whole))
        it.box(bar, it.theme.accent, radius=2)
    return True


def tab(it: Drawing) -> None:
    """A tab: the current one has a line below."""
    rect = it.rect
    if it.has(_States.State_Selected):
        it.painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, it.theme.accent)
    if it.ringed:
        it.ring(rect)


def splitter(it: Drawing) -> None:
    """A hairline in the middle of the handle; each half continues the pane beside it."""
    rect = it.rect
    first, second = _sides(it)
    upright = rect.height() >= rect.width()
    if upright:
        middle = rect.x() + rect.width() // 2
        it.painter.fillRect(rect.x(), rect.y(), middle - rect.x(), rect.height(), first)
        it.painter.fillRect(middle, rect.y(), rect.right() - middle + 1, rect.height(), second)
        line = QRect(middle, rect.y(), 1, rect.height())
    else:
        middle = rect.y() + rect.height() // 2
        it.painter.fillRect(rect.x(), rect.y(), rect.width(), middle - rect.y(), first)
        it.painter.fillRect(rect.x(), middle, rect.width(), rect.bottom() - middle + 1, second)
        line = QRect(rect.x(), middle, rect.width(), 1)
    it.painter.fillRect(line, it.theme.ctl if it.over or it.down else it.theme.line)


def _sides(it: Drawing) -> tuple[QColor, QColor]:
    """Return the grounds left and right of a handle (above and below it)."""
    paper = it.theme.paper
    parent = it.widget
    if not isinstance(parent, QSplitter):
        return paper, paper
    # Qt names the splitter, not the handle; the painter's device is known once it was asked for.
    handles = [parent.handle(index) for index in range(parent.count())]
    device: object = it.painter.device()
    index = next((place for place, handle in enumerate(handles) if handle is device), 0)
    before = [parent.widget(place) for place in range(index)]
    shown = [widget for widget in before if widget is not None and widget.isVisible()]
    return ground_behind(shown[-1] if shown else None, paper), ground_behind(
        parent.widget(index), paper
    )


# --- menus ----------------------------------------------------------------------------------------
