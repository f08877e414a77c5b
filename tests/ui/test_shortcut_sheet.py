"""Ctrl+F1: the keys, laid over the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.ui.commands import all_commands
from annotator.ui.shortcut_sheet import ShortcutSheet

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def sheet(qtbot, look):
    host = QWidget()
    host.resize(1024, 700)
    host.field = QLineEdit()
    QVBoxLayout(host).addWidget(host.field)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
    host.field.setFocus()
    return ShortcutSheet(look, host, lambda: all_commands(look.scheme))


def test_it_lists_the_keys_by_place(sheet):
    sheet.open()
    words = sheet.words()
    for expected in (
        "Everywhere",
        "In the text",
        "In the guideline",
        "Search it",
        "Complete and open the next",
        "PERSON",
    ):
        assert expected in words


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1])
def test_escape_and_f1_close_it(qtbot, sheet, key):
    sheet.open()
    qtbot.keyClick(sheet._scroll, key)
    assert not sheet.is_open
    assert sheet.parentWidget().field.hasFocus()


def test_it_fits_a_small_window(sheet):
    sheet.parentWidget().resize(800, 500)
    sheet.open()
    assert sheet.box.geometry().bottom() < 500
    assert sheet.box.geometry().right() < 800
