"""The style: sizes of the drawings, colours of the theme, and Fusion where it cannot draw."""

import gc
import logging

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSpinBox,
    QSplitter,
    QStyle,
    QStyleFactory,
    QStyleOptionButton,
    QStyleOptionFrame,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.ui import style_parts
from annotator.ui.icons import icon
from annotator.ui.look import set_ground
from annotator.ui.style import FlatStyle

# The offscreen platform says these of any window and of any pop-up.
pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", r"does not support raise\(\)", "does not support grabbing the keyboard"
)

States = QStyle.StateFlag
Sub = QStyle.SubControl


@pytest.fixture
def style(qapp, look):
    before = qapp.style().name()
    made = FlatStyle(look)
    qapp.setStyle(made)
    yield made
    qapp.setStyle(QStyleFactory.create(before) or "Fusion")


@pytest.fixture(params=["light", "dark"])
def theme(request, look, style):
    look.choose_theme(request.param)
    return look.theme


def option_of(kind, *states, size=(120, 28)):
    made = kind()
    made.rect = QRect(0, 0, *size)
    made.state = States.State_None
    for state in (States.State_Enabled, *states):
        made.state |= state
    return made


def drawn(style, what, element, option, widget=None):
    image = QImage(option.rect.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    getattr(style, what)(element, option, painter, widget)
    painter.end()
    return image


def primitive(style, element, option, widget=None):
    return drawn(style, "drawPrimitive", element, option, widget)


def at(image, x, y):
    return image.pixelColor(x, y).name()


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


# --- sizes ----------------------------------------------------------------------------------------


def test_metrics_are_those_of_the_drawings(style):
    metrics = QStyle.PixelMetric
    assert style.pixelMetric(metrics.PM_ScrollBarExtent) == 10
    assert style.pixelMetric(metrics.PM_SplitterWidth) == 7
    assert style.pixelMetric(metrics.PM_SmallIconSize) == 16
    assert style.pixelMetric(metrics.PM_IndicatorWidth) == 16
    assert style.pixelMetric(metrics.PM_MenuBarPanelWidth) == 0


def test_sizes_grow_with_the_base_size_and_lines_do_not(style, look):
    look.choose_sizes(20, 17)
    metrics = QStyle.PixelMetric
    assert style.pixelMetric(metrics.PM_IndicatorWidth) == look.scaled(16) > 16
    assert style.pixelMetric(metrics.PM_DefaultFrameWidth) == 1
    look.choose_sizes(13, 17)


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QComboBox, QSpinBox])
def test_controls_are_28_high(qtbot, style, kind):
    widget = kind()
    qtbot.addWidget(widget)
    assert widget.sizeHint().height() == 28


def test_the_menu_bar_is_40_high_and_its_words_start_at_16(qtbot, style):
    window = QMainWindow()
    bar = window.menuBar()
    bar.addMenu("&File")
    shown(qtbot, window)
    assert bar.height() == 40
    assert bar.actionGeometry(bar.actions()[0]).height() == 40
    assert bar.actionGeometry(bar.actions()[0]).x() + 8 == 16


def test_a_combo_box_has_room_for_its_words(qtbot, style):
    box = QComboBox()
    box.addItem("text, detected")
    shown(qtbot, box)
    option = style_parts.QStyleOptionComboBox()
    box.initStyleOption(option)
    room = style.subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, Sub.SC_ComboBoxEditField, box
    )
    assert room.width() >= box.fontMetrics().horizontalAdvance("text, detected")


# --- colours --------------------------------------------------------------------------------------


def test_a_button_is_a_card_with_an_edge(style, theme):
    image = primitive(
        style, QStyle.PrimitiveElement.PE_PanelButtonCommand, option_of(QStyleOptionButton)
    )
    assert at(image, 60, 14) == theme.card.name()
    assert at(image, 60, 0) == theme.line2.name()
    assert image.pixelColor(0, 0).alpha() < 60  # rounded


def test_a_button_under_the_mouse_changes_its_ground(style, theme):
    image = primitive(
        style,
        QStyle.PrimitiveElement.PE_PanelButtonCommand,
        option_of(QStyleOptionButton, States.State_MouseOver),
    )
    assert at(image, 60, 14) == theme.hover.name()


def test_the_primary_button_has_accent_ground_and_the_writing_for_it(qtbot, style, theme):
    button = QPushButton("MMMMMMMM")
    button.setProperty("primary", True)
    shown(qtbot, button)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    image = button.grab().toImage()
    assert at(image, 6, 14) == theme.accent.name()
    colours = {at(image, x, y) for x in range(image.width()) for y in range(image.height())}
    assert theme.acctext.name() in colours


def test_a_primary_button_that_cannot_be_used_is_not_accent(qtbot, style, theme):
    button = QPushButton("Off")
    button.setProperty("primary", True)
    button.setEnabled(False)
    shown(qtbot, button)
    assert at(button.grab().toImage(), 6, 14) == theme.pane.name()


def test_only_the_keyboard_shows_a_ring_on_a_button(style, theme):
    panel = QStyle.PrimitiveElement.PE_PanelButtonCommand
    clicked = primitive(style, panel, option_of(QStyleOptionButton, States.State_HasFocus))
    reached = primitive(
        style,
        panel,
        option_of(QStyleOptionButton, States.State_HasFocus, States.State_KeyboardFocusChange),
    )
    assert at(clicked, 60, 0) == theme.line2.name()
    assert at(reached, 60, 0) == at(reached, 60, 1) == theme.accent.name()


def test_a_field_is_a_card_and_its_edge_is_accent_with_the_focus(style, theme):
    panel = QStyle.PrimitiveElement.PE_PanelLineEdit
    rest = option_of(QStyleOptionFrame)
    rest.lineWidth = 1
    image = primitive(style, panel, rest)
    assert at(image, 60, 14) == theme.card.name()
    assert at(image, 60, 0) == theme.ctl.name()
    written = option_of(QStyleOptionFrame, States.State_HasFocus)
    written.lineWidth = 1
    assert at(primitive(style, panel, written), 60, 1) == theme.accent.name()


def test_ticks_off_on_and_some_differ(style, theme):
    element = QStyle.PrimitiveElement.PE_IndicatorCheckBox
    images = {
        state: primitive(style, element, option_of(QStyleOptionButton, state, size=(16, 16)))
        for state in (States.State_Off, States.State_On, States.State_NoChange)
    }
    assert at(images[States.State_Off], 8, 0) == theme.ctl.name()
    assert at(images[States.State_Off], 8, 8) == theme.card.name()
    assert at(images[States.State_On], 8, 2) == theme.accent.name()
    assert at(images[States.State_NoChange], 8, 2) == theme.accent.name()
    assert images[States.State_On] != images[States.State_NoChange]


def test_nothing_is_drawn_for_the_focus_of_a_row(style):
    image = primitive(
        style, QStyle.PrimitiveElement.PE_FrameFocusRect, option_of(QStyleOptionFrame)
    )
    blank = QImage(image)
    blank.fill(Qt.GlobalColor.transparent)
    assert image == blank


def test_another_theme_needs_a_repaint_only(style, look):
    panel = QStyle.PrimitiveElement.PE_PanelButtonCommand
    look.choose_theme("light")
    light = primitive(style, panel, option_of(QStyleOptionButton))
    look.choose_theme("dark")
    assert at(primitive(style, panel, option_of(QStyleOptionButton)), 60, 14) != at(light, 60, 14)


# --- bars, menus ----------------------------------------------------------------------------------


def slider(position, *, most=90, page=10, size=(10, 300), level=False):
    made = option_of(QStyleOptionSlider, size=size)
    made.orientation = Qt.Orientation.Horizontal if level else Qt.Orientation.Vertical
    made.minimum, made.maximum, made.pageStep = 0, most, page
    made.sliderPosition = made.sliderValue = position
    return made


def part(style, option, control):
    return style.subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, control)


def test_a_scroll_bar_has_no_arrows_and_its_parts_fill_it(style):
    option = slider(30)
    assert part(style, option, Sub.SC_ScrollBarAddLine).isEmpty()
    assert part(style, option, Sub.SC_ScrollBarSubLine).isEmpty()
    before = part(style, option, Sub.SC_ScrollBarSubPage)
    handle = part(style, option, Sub.SC_ScrollBarSlider)
    behind = part(style, option, Sub.SC_ScrollBarAddPage)
    assert before.height() + handle.height() + behind.height() == 300
    assert (before.top(), behind.bottom()) == (0, 299)


@pytest.mark.parametrize("level", [False, True])
def test_the_handle_stays_in_the_bar_and_is_long_enough(style, level):
    size = (300, 10) if level else (10, 300)
    for position in (0, 50_000, 100_000):
        option = slider(position, most=100_000, page=1, size=size, level=level)
        handle = part(style, option, Sub.SC_ScrollBarSlider)
        assert option.rect.contains(handle)
        assert max(handle.width(), handle.height()) == 32


def test_the_handle_is_six_pixels_wide_on_the_ground_of_its_view(qtbot, style, look, theme):
    table = QTableWidget(200, 1)
    set_ground(table.viewport(), look, "paper")
    table.resize(200, 200)
    shown(qtbot, table)
    bar = table.verticalScrollBar()
    image = bar.grab().toImage()
    row = [at(image, x, 10) for x in range(bar.width())]
    assert bar.width() == 10
    assert row == [theme.paper.name()] * 2 + [theme.line2.name()] * 6 + [theme.paper.name()] * 2


def test_the_handle_can_be_dragged_to_the_end(qtbot, style):
    bar = QScrollBar(Qt.Orientation.Vertical)
    bar.setRange(0, 90)
    bar.setPageStep(10)
    bar.resize(10, 300)
    shown(qtbot, bar)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QRect(0, 0, 10, 20).center())
    qtbot.mouseMove(bar, QRect(0, 285, 10, 20).center())
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton)
    assert bar.value() == 90


def test_a_splitter_continues_the_ground_of_each_side(qtbot, style, look, theme):
    splitter = QSplitter()
    for token in ("pane", "paper", "card"):
        side = QWidget()
        set_ground(side, look, token)
        splitter.addWidget(side)
    splitter.resize(600, 100)
    shown(qtbot, splitter)
    image = splitter.grab().toImage()
    for index, (left, right) in ((1, ("pane", "paper")), (2, ("paper", "card"))):
        x = splitter.handle(index).x()
        row = [at(image, x + step, 50) for step in range(7)]
        before, behind = getattr(theme, left).name(), getattr(theme, right).name()
        assert row == [before] * 3 + [theme.line.name()] + [behind] * 3


def test_a_menu_row_writes_its_key_in_faint_and_marks_the_current_row(style, theme, look):
    option = option_of(QStyleOptionMenuItem, size=(200, 28))
    option.text = "Undo\tMMMM"
    option.font = look.font()
    control = QStyle.ControlElement.CE_MenuItem
    image = drawn(style, "drawControl", control, option)
    colours = {at(image, x, y) for x in range(120, 200) for y in range(28)}
    assert theme.faint.name() in colours
    option.state |= States.State_Selected
    assert at(drawn(style, "drawControl", control, option), 100, 2) == theme.acctint.name()


def test_menu_rows_are_28_high_with_room_for_icon_and_key(qtbot, style):
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction(icon("undo"), "Undo")
    action.setShortcut("Ctrl+Z")
    menu.addSeparator()
    menu.addAction("Redo")
    menu.resize(menu.sizeHint())
    assert menu.actionGeometry(action).height() == 28
    assert menu.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    assert not menu.grab().isNull()


def test_letters_are_underlined_on_alt_only(qtbot, style):
    window = QMainWindow()
    bar = window.menuBar()
    bar.addMenu("&File")
    shown(qtbot, window)
    hint = QStyle.StyleHint.SH_UnderlineShortcut
    assert style.styleHint(hint, None, bar) == 0
    rest = bar.grab().toImage()
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyPress(window, Qt.Key.Key_Alt, alt)
    assert style.styleHint(hint, None, bar) == 1
    assert bar.grab().toImage() != rest
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    QApplication.sendEvent(
        window, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Alt, Qt.KeyboardModifier.NoModifier)
    )


# --- the whole ------------------------------------------------------------------------------------


def test_every_control_is_drawn_without_a_mistake(qtbot, style, theme):
    """Whatever fails would be logged, and the log is checked after every test."""
    window = QMainWindow()
    body = QTableWidget(30, 3)
    body.setItem(0, 0, QTableWidgetItem("words"))
    body.item(0, 0).setCheckState(Qt.CheckState.PartiallyChecked)
    body.setSortingEnabled(True)
    body.selectRow(0)
    window.setCentralWidget(body)
    window.menuBar().addMenu("&File").addAction("Open")
    bar = window.addToolBar("tools")
    combo = QComboBox()
    combo.addItems(["one", "two"])
    for widget in (
        QCheckBox("on"), QRadioButton("one"), combo, QSpinBox(), QLineEdit("words"),
        QPushButton("Act"),
    ):  # fmt: skip
        bar.addWidget(widget)
    shown(qtbot, window)
    assert not window.grab().isNull()
    combo.showPopup()
    assert not combo.view().window().grab().isNull()
    combo.hidePopup()


def test_a_mistake_is_logged_once_and_fusion_draws_instead(style, monkeypatch, caplog):
    def broken(it):
        raise ValueError("broken")

    element = QStyle.PrimitiveElement.PE_PanelButtonCommand
    monkeypatch.setitem(FlatStyle.drawPrimitive.__globals__["_PRIMITIVES"], element, broken)
    with caplog.at_level(logging.ERROR):
        first = primitive(style, element, option_of(QStyleOptionButton))
        primitive(style, element, option_of(QStyleOptionButton))
    assert len(caplog.records) == 1
    assert "could not be drawn" in caplog.text
    caplog.clear()
    assert first.pixelColor(60, 14).alpha() == 255


def test_the_style_outlives_the_name_it_was_made_under(qapp, look, style):
    QApplication.setStyle(FlatStyle(look))
    gc.collect()
    assert qapp.style().pixelMetric(QStyle.PixelMetric.PM_SplitterWidth) == 7
    assert QColor(qapp.style().standardPalette().window().color()) == look.theme.window
