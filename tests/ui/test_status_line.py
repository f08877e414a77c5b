"""The status line: what stands in it, and that it does not move."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt

from annotator.ui.key_cap import KeyCap, cap_size, cap_text
from annotator.ui.status_line import Figure, StatusLine
from annotator.ui.top_bar import TopBar

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
FIGURES = [
    Figure(7, "suggestions left", "left"),
    Figure(31, "spans", "spans"),
    Figure(None, "rules 1"),
]


@pytest.fixture
def line(qtbot, look):
    made = StatusLine(look)
    made.resize(1200, 28)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.set_figures(FIGURES)
    made.show_saved(datetime(2026, 11, 22, 14, 2, 11))  # noqa: DTZ001
    return made


@pytest.mark.parametrize(
    ("shortcut", "text"),
    [
        ("Ctrl+Return", "Ctrl ↵"),
        ("Backspace", "⌫"),
        ("Ctrl++", "Ctrl +"),
        ("+", "+"),
        ("Ctrl+Shift+Right", "Ctrl Shift →"),
        ("F1", "F1"),
        ("", ""),
    ],
)
def test_caps_carry_signs(shortcut, text):
    assert cap_text(shortcut) == text


def test_a_cap_is_at_least_a_square(qtbot, look):
    assert cap_size("1", look).width() == cap_size("1", look).height() == 18
    cap = KeyCap(look, "Ctrl+Return")
    qtbot.addWidget(cap)
    assert cap.accessibleName() == "Ctrl ↵"


def test_at_most_three_hints(line):
    line.set_hints([("Tab", "next"), ("F", "add"), ("Ctrl+Return", "complete"), ("X", "no")])
    assert len(line.hints) == 3


def test_it_says_when_it_was_saved_and_when_it_was_not(line):
    assert line.saved_text == "Saved 14:02:11"
    line.show_not_saved()
    assert line.saved_text == "Not saved, trying again"
    line.clear_saved()
    assert line.saved_text == ""


def test_screen_readers_get_the_words(line):
    line.set_hints([("Ctrl+Return", "complete")])
    assert line.accessibleDescription() == (
        "Ctrl ↵: complete. 7 suggestions left. 31 spans. rules 1. Saved 14:02:11"
    )


def test_its_height_and_its_places_never_change(line):
    before = line._right_width()
    line.set_figures([Figure(999, "suggestions left", "left"), *FIGURES[1:]])
    line.show_saved(datetime(2026, 11, 22, 1, 1, 1))  # noqa: DTZ001
    assert line._right_width() == before
    assert line.height() == 28


def test_narrow_windows_get_the_short_words(line):
    wide = [part[1] for part in line._shown_figures()]
    line.resize(1000, 28)
    assert wide == ["suggestions left", "spans", "rules 1"]
    assert [part[1] for part in line._shown_figures()] == ["left", "spans"]


def test_a_job_shows_after_a_moment_and_can_be_stopped(qtbot, line):
    line.show_job("Making suggestions", 1, 40)
    assert not line.job_shown
    qtbot.waitUntil(lambda: line.job_shown)
    line.show_job("Making suggestions", 12, 40)
    assert line._job._count.text() == "12 of 40"
    with qtbot.waitSignal(line.cancel_requested):
        qtbot.mouseClick(line._job._cancel, Qt.MouseButton.LeftButton)
    line.hide_job()
    assert not line.job_shown


def test_a_short_job_never_shows(qtbot, line):
    line.show_job("Making suggestions", 1, 40)
    line.hide_job()
    assert not line._delay.isActive()


@pytest.mark.parametrize("width", [300, 700, 1024, 1600])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_paints_at_any_width(line, look, width, theme):
    look.choose_theme(theme)
    line.set_hints([("Tab", "next suggestion"), ("Up/Down", "choose"), ("/", "search")])
    line.resize(width, 28)
    line.show_job("Making suggestions", 1, 40)
    line._on_job_due()
    assert not line.grab().isNull()
    look.choose_theme("light")


def test_the_top_bar_shows_pages_and_person(qtbot, look):
    bar = TopBar(look, [("Annotate", "Ctrl+1"), ("Review", "Ctrl+2")])
    qtbot.addWidget(bar)
    bar.show_annotator("amy")
    bar.show_page("Annotate")
    bar.show()
    wide = bar.sizeHint().width()
    with qtbot.waitSignal(bar.page_chosen) as caught:
        qtbot.mouseClick(bar._tabs["Review"], Qt.MouseButton.LeftButton)
    assert caught.args == ["Review"]
    with qtbot.waitSignal(bar.annotator_clicked):
        qtbot.mouseClick(bar.annotator_button(), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.find_clicked):
        qtbot.keyClick(bar._find, Qt.Key.Key_Return)
    bar.adapt(1024)
    assert bar.sizeHint().width() < wide - 150
    assert bar.height() == 40
    bar.show_page("welcome")
    assert not any(tab.isChecked() for tab in bar._tabs.values())
