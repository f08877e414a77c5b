"""Find or do: ranking, moving, choosing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.ui import commands
from annotator.ui.palette import Palette
from annotator.ui.palette_match import (
    PaletteItem,
    PaletteKind,
    match,
    matched_parts,
    parse_input,
    ranked,
)

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def command(text, key=""):
    return PaletteItem(PaletteKind.COMMAND, text, text, "Tag", "", key)


COMMANDS = [
    command("Restart the rings"),
    command("New stance", "T"),
    command("Show stances", "Ctrl+5"),
    command("Start learning"),
    *(command(f"Something {number}") for number in range(30)),
]
ARTICLES = [
    PaletteItem(PaletteKind.ARTICLE, number, f"Foreign staff {number}") for number in range(9)
]
ENTITIES = [PaletteItem(PaletteKind.ENTITY, 1, "Kazakhstan")]


@pytest.fixture
def host(qtbot):
    made = QWidget()
    made.resize(1024, 700)
    layout = QVBoxLayout(made)
    made.field = QLineEdit()
    layout.addWidget(made.field)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.field.setFocus()
    return made


@pytest.fixture
def palette(host, look):
    return Palette(
        look,
        host,
        lambda: COMMANDS,
        lambda words: ARTICLES,
        lambda words: ENTITIES,
        lambda words: [],
    )


def texts(palette):
    return [item.text for item in palette.items]


@pytest.mark.parametrize(
    ("words", "text", "quality"),
    [
        ("sta", "Start learning", 0),
        ("sta", "New stance", 1),
        ("sta", "Restart", 2),
        ("new sta", "New stance", 1),
        ("sta new", "New stance", 1),
        ("xyz", "New stance", None),
        ("new xyz", "New stance", None),
        ("c++", "Learn C++ now", 1),
        ("", "anything", 0),
    ],
)
def test_words_that_begin_so_match_better(words, text, quality):
    found = match(words, text)
    assert (None if found is None else found[0]) == quality


def test_the_first_hit_is_a_text_that_begins_so():
    found = [item.text for item in ranked("sta", COMMANDS)]
    assert found == ["Start learning", "New stance", "Show stances", "Restart the rings"]


def test_words_of_the_command_line_find_a_command_after_what_shows_them():
    shown = PaletteItem(PaletteKind.COMMAND, "a", "Ledgers of old")
    other = PaletteItem(PaletteKind.COMMAND, "b", "How the suggestions do", also="ledger rules")
    neither = PaletteItem(PaletteKind.COMMAND, "c", "Undo")
    assert ranked("ledger", [neither, other, shown]) == [shown, other]
    assert ranked("suggestions ledger", [neither, other, shown]) == [other]
    words = {"ledger": "tag.ledger", "train": "learn.now", "hide": "edit.hide_suggestions"}
    for word, command in words.items():
        assert command in {one.id for one in commands.COMMANDS if word in one.also.split()}


def test_matched_parts_are_merged_and_in_order():
    assert matched_parts("sta new", "New stance") == [(0, 3), (4, 7)]
    assert matched_parts("sta stanc", "New stance") == [(4, 9)]
    assert matched_parts("", "New stance") == []


def test_prefixes_choose_the_section():
    assert parse_input("> sta") == ((PaletteKind.COMMAND,), "sta")
    assert parse_input("@sado") == ((PaletteKind.ENTITY,), "sado")
    assert parse_input("/fars") == ((PaletteKind.ARTICLE,), "fars")
    assert parse_input("?cue") == ((PaletteKind.GUIDELINE,), "cue")
    assert len(parse_input("fars")[0]) == 4


def test_long_or_arabic_words_stay_clear_of_what_is_searched(palette):
    palette.open()
    for words in ("مسقط", "a very long search " * 12, ">"):
        palette.input.setText(words)
        note = palette._searched.geometry()
        free = palette.input.width() - palette.input.textMargins().right()
        assert free <= note.left()


def test_empty_it_lists_every_command(palette):
    palette.open()
    assert len(palette.items) == len(COMMANDS)
    assert palette.current == COMMANDS[0]
    assert palette.input.hasFocus()


def test_typing_lists_commands_at_once_and_the_rest_soon(qtbot, palette):
    palette.open()
    qtbot.keyClicks(palette.input, "sta")
    assert texts(palette)[0] == "Start learning"
    qtbot.waitUntil(lambda: "Kazakhstan" in texts(palette))
    kinds = [item.kind for item in palette.items]
    assert kinds.count(PaletteKind.ARTICLE) == 3
    assert palette.count_text == "8 of 14"


def test_with_a_prefix_one_section_is_listed_whole(qtbot, palette):
    palette.open("/staff")
    assert [item.kind for item in palette.items] == [PaletteKind.ARTICLE] * 9
    assert palette.count_text == "9 found"


def test_arrows_step_over_heads_and_around(qtbot, palette):
    palette.open("sta")
    for _ in range(4):
        qtbot.keyClick(palette.input, Qt.Key.Key_Down)
    assert palette.current.kind == PaletteKind.ARTICLE
    for _ in range(5):
        qtbot.keyClick(palette.input, Qt.Key.Key_Up)
    assert palette.current == ENTITIES[0]
    qtbot.keyClick(palette.input, Qt.Key.Key_PageUp)
    assert palette.current.text == "Start learning"


def test_enter_chooses_after_the_focus_is_back(qtbot, host, palette):
    palette.open("sta")
    focus = []
    palette.chosen.connect(lambda item: focus.append((item.text, host.field.hasFocus())))
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert focus == [("Start learning", True)]
    assert not palette.is_open


def test_a_click_chooses(qtbot, palette):
    palette.open("sta")
    place = palette.list.visualRect(palette.list.model().index(2)).center()
    with qtbot.waitSignal(palette.chosen) as caught:
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args[0].text == "New stance"


def test_a_click_on_a_head_chooses_nothing(qtbot, palette):
    palette.open("sta")
    place = palette.list.visualRect(palette.list.model().index(0)).center()
    with qtbot.assertNotEmitted(palette.chosen):
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_escape_closes_and_gives_the_focus_back(qtbot, host, palette):
    palette.open()
    with qtbot.assertNotEmitted(palette.chosen):
        qtbot.keyClick(palette.input, Qt.Key.Key_Escape)
    assert not palette.is_open
    assert host.field.hasFocus()


def test_a_click_beside_the_box_closes(qtbot, palette):
    palette.open()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not palette.is_open


def test_tab_stays_inside(qtbot, palette):
    palette.open()
    qtbot.keyClick(palette.input, Qt.Key.Key_Tab)
    assert palette.input.hasFocus()
    assert palette.current == COMMANDS[1]


def test_keys_of_the_covered_window_do_not_run(qtbot, host, palette):
    ran = []
    for keys in ("Ctrl+Return", "Ctrl+PgDown", "F9", "Ctrl+K"):
        action = QAction(host)
        action.setShortcut(keys)
        action.triggered.connect(lambda *_checked, keys=keys: ran.append(keys))
        host.addAction(action)
    palette.open(">zzz")
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(palette.input, Qt.Key.Key_Return, control)
    qtbot.keyClick(palette.input, Qt.Key.Key_PageDown, control)
    qtbot.keyClick(palette.input, Qt.Key.Key_F9)
    qtbot.keyClick(palette.input, Qt.Key.Key_K, control)
    assert ran == ["Ctrl+K"]


def test_nothing_found_says_so(qtbot, palette):
    palette.open(">zzz")
    assert palette._nothing.isVisible()
    assert palette.current is None
    with qtbot.assertNotEmitted(palette.chosen):
        qtbot.keyClick(palette.input, Qt.Key.Key_Return)


def test_it_follows_the_window(qtbot, host, palette):
    palette.open()
    host.resize(500, 400)
    assert palette.size() == host.size()
    assert palette.box.width() == 500 - 32
    assert palette.box.geometry().bottom() < 400


def test_a_focus_that_is_gone_is_no_harm(qtbot, host, palette):
    palette.open()
    host.layout().removeWidget(host.field)
    with qtbot.waitSignal(host.field.destroyed):
        host.field.deleteLater()
    palette.dismiss()
    assert not palette.is_open


def test_commands_that_match_as_well_keep_the_order_of_the_menus():
    texts = ("Change the annotator", "About Annotator", "Annotator")
    found = [item.text for item in ranked("annotator", [command(text) for text in texts])]
    assert found == ["Annotator", "Change the annotator", "About Annotator"]
