"""The find bar: it asks, and shows what the article found."""

import pytest
from PySide6.QtCore import Qt

from annotator.ui.find_bar import FindBar

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def bar(qtbot, look):
    made = FindBar(look)
    made.resize(700, 40)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_typing_asks(qtbot, bar):
    asked = []
    bar.text_changed.connect(asked.append)
    qtbot.keyClicks(bar.field, "sco")
    assert asked == ["s", "sc", "sco"]


def test_it_says_where_one_is(bar):
    bar.field.setText("sco")
    bar.show_count(3, 12)
    assert bar.count_text == "3 of 12"
    bar.show_count(0, 0)
    assert bar.count_text == "Nothing found"
    assert not bar._next.isEnabled()
    bar.field.clear()
    assert bar.count_text == ""


@pytest.mark.parametrize(
    ("key", "modifier", "name"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "next_requested"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, "previous_requested"),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "next_requested"),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, "previous_requested"),
    ],
)
def test_keys_step(qtbot, bar, key, modifier, name):
    with qtbot.waitSignal(getattr(bar, name)):
        qtbot.keyClick(bar.field, key, modifier)


def test_escape_closes_and_takes_the_marks_away(qtbot, bar):
    bar.field.setText("sco")
    asked = []
    bar.text_changed.connect(asked.append)
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert asked == [""]
    assert not bar.isVisible()


def test_it_remembers_its_text(bar):
    bar.field.setText("sco")
    bar.dismiss()
    asked = []
    bar.text_changed.connect(asked.append)
    bar.open()
    assert asked == ["sco"]
    assert bar.field.selectedText() == "sco"


def test_what_is_selected_becomes_the_text(bar):
    bar.open("Oman")
    assert bar.field.text() == "Oman"
