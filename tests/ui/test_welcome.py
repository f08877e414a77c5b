"""The welcome page: three doors, arrows, recent workspaces."""

import pytest
from PySide6.QtCore import Qt

from annotator.ui.welcome import Recent, WelcomePage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
RECENT = (
    Recent("/w/gulf.annotator", "gulf", "~/w/gulf.annotator", "12 of 40 complete", "today 14:02"),
    Recent("/u/pilot.annotator", "pilot", "/u/pilot.annotator", "not found", "2 Oct 2026", True),
)


@pytest.fixture
def page(qtbot, look):
    made = WelcomePage(look)
    made.resize(1000, 700)
    made.show_recent(RECENT)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.focus_first()
    return made


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_1, "sample_requested"),
        (Qt.Key.Key_2, "folder_requested"),
        (Qt.Key.Key_3, "workspace_requested"),
    ],
)
def test_digits_open_the_doors(qtbot, page, key, name):
    with qtbot.waitSignal(getattr(page, name)):
        qtbot.keyClick(page._doors[0], key)


def test_arrows_move_between_doors_and_enter_opens(qtbot, page):
    qtbot.keyClick(page._doors[0], Qt.Key.Key_Right)
    assert page._doors[1].hasFocus()
    with qtbot.waitSignal(page.folder_requested):
        qtbot.keyClick(page._doors[1], Qt.Key.Key_Return)
    qtbot.keyClick(page._doors[1], Qt.Key.Key_Left)
    qtbot.keyClick(page._doors[0], Qt.Key.Key_Left)
    assert page._doors[0].hasFocus()


def test_down_goes_to_the_recent_workspaces(qtbot, page):
    qtbot.keyClick(page._doors[2], Qt.Key.Key_Down)
    assert page._rows[0].hasFocus()
    qtbot.keyClick(page._rows[0], Qt.Key.Key_Down)
    with qtbot.waitSignal(page.recent_chosen) as caught:
        qtbot.keyClick(page._rows[1], Qt.Key.Key_Return)
    assert caught.args == ["/u/pilot.annotator"]
    qtbot.keyClick(page._rows[1], Qt.Key.Key_Up)
    qtbot.keyClick(page._rows[0], Qt.Key.Key_Up)
    assert page._doors[0].hasFocus()


def test_a_click_opens_a_recent_workspace(qtbot, page):
    with qtbot.waitSignal(page.recent_chosen) as caught:
        qtbot.mouseClick(page._rows[0], Qt.MouseButton.LeftButton)
    assert caught.args == ["/w/gulf.annotator"]


def test_without_recent_workspaces_the_section_is_not_there(page):
    assert page._head.isVisible()
    page.show_recent(())
    assert not page._head.isVisible()
    assert page._rows == []


def test_a_missing_one_says_why(page):
    assert "not found" in page._rows[1].accessibleName()


@pytest.mark.parametrize("size", [(1440, 860), (720, 600), (400, 300)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_its_window(page, look, size, theme):
    look.choose_theme(theme)
    page.resize(*size)
    assert page._column.width() <= page.viewport().width()
    assert not page.grab().isNull()
    look.choose_theme("light")
