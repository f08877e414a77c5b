"""The quiet message: it goes by itself or stays, and never takes the focus."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from annotator.errors import WorkspaceLockedError
from annotator.ui.notice import RESULT_MS, Notice, NoticeKind

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def window(qtbot, look):
    made = QWidget()
    layout = QVBoxLayout(made)
    made.field = QLineEdit()
    made.notice = Notice(look)
    layout.addWidget(made.field)
    layout.addWidget(made.notice)
    made.resize(600, 200)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.field.setFocus()
    return made


@pytest.fixture
def notice(window):
    return window.notice


def test_a_result_goes_after_eight_seconds(qtbot, notice):
    assert RESULT_MS == 8000
    notice._timer.setInterval(20)
    notice.show_result("100 places tagged in 43 articles.")
    assert notice.isVisible()
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_a_result_stays_while_the_mouse_is_on_it(notice):
    notice.show_result("Done.")
    inside = QPointF(5, 5)
    QApplication.sendEvent(notice, QEnterEvent(inside, inside, inside))
    assert not notice._timer.isActive()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    assert notice._timer.isActive()


def test_a_refusal_stays_until_the_next_action(notice):
    notice.show_error(WorkspaceLockedError())
    assert not notice._timer.isActive()
    assert notice.kind == NoticeKind.BAD
    assert notice.text == (
        "Another program is writing to the workspace. Nothing is lost. Try again in a moment."
    )
    notice.next_action()
    assert not notice.isVisible()


def test_the_next_action_leaves_a_result(notice):
    notice.show_result("Done.")
    notice.next_action()
    assert notice.isVisible()


def test_the_next_action_takes_a_button_away_that_would_undo_another_thing(notice):
    notice.show_result("Complete.", "Undo", "Ctrl+Z", lambda: None)
    notice.next_action()
    assert not notice.isVisible()


def test_what_was_said_of_an_article_does_not_stay_over_another_one(notice):
    notice.show_result("Complete.")
    notice.moved_on()
    assert not notice.isVisible()
    notice.show_error(WorkspaceLockedError())
    notice.moved_on()
    assert notice.isVisible()


def test_it_never_takes_the_focus(window, notice):
    notice.show_refusal("No.", "Try again.", "Retry", "", lambda: None)
    assert window.field.hasFocus()


def test_the_button_does_what_it_says_once(qtbot, notice):
    done = []
    notice.show_result("Tagged.", "Undo", "Ctrl+Z", lambda: done.append(1))
    qtbot.mouseClick(notice._action, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not notice.isVisible()


def test_without_something_to_do_there_is_no_button(notice):
    notice.show_result("Tagged.", "Undo")
    assert not notice._action.isVisible()


def test_an_action_may_show_the_next_message(qtbot, notice):
    notice.show_result("One.", "Undo", "", lambda: notice.show_result("Two."))
    qtbot.mouseClick(notice._action, Qt.MouseButton.LeftButton)
    assert notice.text == "Two."


def test_the_focus_goes_back_from_its_button(qtbot, window, notice):
    notice.show_result("Tagged.", "Undo", "Ctrl+Z", lambda: None)
    notice._action.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(notice._action, Qt.Key.Key_Return)
    assert window.field.hasFocus()


def test_a_new_message_takes_the_place_of_the_old_one(notice):
    notice.show_refusal("No.", "Try again.")
    notice.show_result("Done.")
    assert notice.text == "Done."
    assert notice._timer.isActive()


def test_it_is_36_high_and_grows_only_for_long_refusals(notice):
    notice.show_result("Done.")
    assert notice.height() == 36
    notice.show_refusal("The workspace cannot be written. " * 3, "Check the permissions. " * 5)
    assert notice.height() > 36
    notice.show_result("Done.")
    assert notice.height() == 36


def test_html_and_line_breaks_are_plain_text(notice):
    notice.show_result("<img src=x>\nand more")
    assert notice.text == "<img src=x> and more"
    notice.repaint()


def test_dismissing_says_so(qtbot, notice):
    notice.show_result("Done.")
    with qtbot.waitSignal(notice.dismissed):
        qtbot.mouseClick(notice._close, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(notice.dismissed):
        notice.dismiss()
