"""The table of commands and the actions made from it."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTextEdit, QVBoxLayout, QWidget

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.ui import commands as commands_module
from annotator.ui.command_actions import CommandActions
from annotator.ui.commands import (
    ANNOTATE,
    COMMANDS,
    EVERYWHERE,
    GROUPS,
    PAGES,
    PLACES,
    Context,
    all_commands,
    first_key,
    key_sequences,
    label_commands,
    pages_of,
)

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # the offscreen platform says it of any window
]

READING = Context(page=ANNOTATE, workspace_open=True, article_open=True)
ON_TAG = replace(READING, tag_current=True)


@pytest.fixture(scope="module")
def scheme():
    return read_scheme(assets.read_text("schemes/diplomatic-news.toml"))


class Window(QMainWindow):
    """A window with a text, a field beside it and a pane of cards."""

    def __init__(self, scheme, overrides=None):
        super().__init__()
        self.ran = []
        self.article = QWidget()
        self.text = QTextEdit(readOnly=True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setPlainText("Oman and Kazakhstan")
        self.field = QLineEdit()
        layout = QVBoxLayout(self.article)
        layout.addWidget(self.field)
        layout.addWidget(self.text)
        self.corpus = QLineEdit()
        middle = QWidget()
        outer = QVBoxLayout(middle)
        outer.addWidget(self.corpus)
        outer.addWidget(self.article)
        self.setCentralWidget(middle)
        commands = [command for command in all_commands(scheme) if not command.native]
        self.actions_made = CommandActions(
            self,
            {"article": self.article, "corpus": self.corpus},
            {command.id: lambda name=command.id: self.ran.append(name) for command in commands},
            scheme,
            overrides,
        )


@pytest.fixture
def window(qtbot, scheme):
    made = Window(scheme)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.actions_made.update(ON_TAG)
    return made


def test_ids_are_unique(scheme):
    ids = [command.id for command in all_commands(scheme)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("place", [place for place in PLACES if place != EVERYWHERE])
def test_shortcuts_are_unique_in_their_place_and_everywhere(place, page, scheme):
    """F2 may rename what the page is about: on each page only one command answers it."""
    seen = {}
    for command in all_commands(scheme):
        if command.place in {place, EVERYWHERE} and page in pages_of(command):
            for keys in key_sequences(command.shortcuts):
                text = keys.toString()
                assert text not in seen, f"{command.id} and {seen[text]} both want {text}"
                seen[text] = command.id


def test_every_icon_exists(scheme):
    icons = set(assets.names("icons", ".svg"))
    assert {command.icon for command in all_commands(scheme) if command.icon} <= icons


def test_groups_and_places_are_known(scheme):
    for command in all_commands(scheme):
        assert command.place in PLACES
        assert command.group in {*GROUPS, ""}
        assert command.native or command.group, f"{command.id} is in no menu"


def test_no_key_needs_alt_and_only_ctrl_and_f_keys_work_everywhere(scheme):
    for command in all_commands(scheme):
        for keys in key_sequences(command.shortcuts):
            text = keys.toString()
            assert "Alt" not in text
            if command.place == EVERYWHERE:
                assert re.search(r"Ctrl|Meta|F\d", text), f"{command.id}: {text}"


def test_labels_are_commands_in_the_order_of_their_keys_those_without_one_last(scheme):
    labels = label_commands(scheme)
    assert [first_key(command) for command in labels] == [*"1234567890", "", "", "", ""]
    assert labels[0].id == "label.PERSON"
    assert [command.text for command in labels[10:]] == [
        "Label as CUE",
        "Label as CONTENT",
        "Label as TARGET",
        "Label as TRIGGER",
    ]


def test_undo_teaches_ctrl_z():
    undo = next(command for command in COMMANDS if command.id == "edit.undo")
    assert first_key(undo) == "Ctrl+Z"


def test_a_single_key_works_in_its_pane(qtbot, window):
    window.text.setFocus()
    qtbot.keyClick(window.text, Qt.Key.Key_W)
    qtbot.keyClick(window.text, Qt.Key.Key_Return)
    qtbot.keyClick(window.text, Qt.Key.Key_Tab)
    qtbot.keyClick(window.text, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(window.text, Qt.Key.Key_1)
    qtbot.keyClick(window.text, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert window.ran == [
        "edit.select_word",
        "tag.accept",
        "tag.next",
        "tag.previous",
        "label.PERSON",
        "tag.accept",
    ]


@pytest.mark.parametrize(
    "key",
    [
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_1,
        Qt.Key.Key_E,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Tab,
    ],
)
def test_a_single_key_does_nothing_in_a_field_of_its_pane(qtbot, window, key):
    window.field.setFocus()
    qtbot.keyClick(window.field, key)
    assert window.ran == []


def test_a_field_still_gets_its_letters_and_digits(qtbot, window):
    window.field.setFocus()
    qtbot.keyClicks(window.field, "we1")
    assert window.field.text() == "we1"


def test_single_keys_do_nothing_in_another_pane(qtbot, window):
    window.corpus.setReadOnly(True)
    window.corpus.setFocus()
    qtbot.keyClick(window.corpus, Qt.Key.Key_W)
    assert window.ran == []


@pytest.mark.parametrize("widget", ["text", "field", "corpus"])
def test_keys_with_ctrl_and_f_keys_work_everywhere(qtbot, window, widget):
    focused = getattr(window, widget)
    focused.setFocus()
    qtbot.keyClick(focused, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(focused, Qt.Key.Key_F9)
    assert window.ran == ["view.palette", "tag.complete", "view.inspector"]


def test_undo_in_a_field_is_the_fields_own(qtbot, window):
    window.actions_made.update(replace(ON_TAG, can_undo=True))
    window.field.setFocus()
    qtbot.keyClicks(window.field, "ab")
    qtbot.keyClick(window.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == []
    window.text.setFocus()
    qtbot.keyClick(window.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == ["edit.undo"]


def test_shift_arrows_move_a_tag_and_else_select_text(qtbot, window):
    window.text.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.text, Qt.Key.Key_Right, shift)
    assert window.ran == ["tag.extend"]
    window.actions_made.update(READING)
    qtbot.keyClick(window.text, Qt.Key.Key_Right, shift)
    assert window.ran == ["tag.extend"]
    assert window.text.textCursor().selectedText() == "O"


def test_a_disabled_command_does_not_run(window):
    window.actions_made.update(Context())
    window.actions_made.run("tag.accept")
    assert window.ran == []


def test_triggered_does_not_hand_its_checked_to_the_handler(window):
    """The handlers of ``window`` have a default argument, which ``checked`` would overwrite."""
    window.actions_made.action("view.palette").trigger()
    assert window.ran == ["view.palette"]


def test_ampersands_are_doubled_and_read_back(window):
    window.actions_made.set_text("edit.undo", "Undo accept “R&D”")
    assert window.actions_made.action("edit.undo").text() == "Undo accept “R&&D”"
    assert window.actions_made.text("edit.undo") == "Undo accept “R&D”"
    window.actions_made.set_text("edit.undo")
    assert window.actions_made.text("edit.undo") == "Undo"


def test_menus_hold_every_command_with_a_group(window, scheme):
    window.actions_made.build_menus(window.menuBar())
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["&File", "&Edit", "&Tag", "&Review", "&View", "&Help"]
    held = set()
    for action in window.menuBar().actions():
        for inner in action.menu().actions():
            inside = inner.menu().actions() if inner.menu() else [inner]
            held.update(item.objectName() for item in inside)
    wanted = {command.id for command in all_commands(scheme) if command.group}
    assert wanted <= held
    assert window.actions_made.unhandled == ()


def test_keys_can_be_changed(qtbot, scheme):
    window = Window(scheme, {"tag.accept": ("A",)})
    qtbot.addWidget(window)
    assert window.actions_made.action("tag.accept").shortcuts() == [QKeySequence("A")]
    assert first_key(window.actions_made.by_id["tag.accept"]) == "A"


def test_new_actions_take_the_place_of_old_ones(qtbot, window, scheme):
    window.actions_made.build_menus(window.menuBar())
    window.actions_made.dispose()
    window.text.setFocus()
    qtbot.keyClick(window.text, Qt.Key.Key_W)
    assert window.ran == []
    again = []
    panes = {"article": window.article}
    actions = CommandActions(window, panes, {"edit.select_word": lambda: again.append(1)}, scheme)
    actions.build_menus(window.menuBar())
    actions.update(READING)
    qtbot.keyClick(window.text, Qt.Key.Key_W)
    assert again == [1]


def test_a_focused_widget_that_is_destroyed_is_no_harm(qtbot, window):
    window.field.setFocus()
    with qtbot.waitSignal(window.field.destroyed):
        window.field.deleteLater()
    window.text.setFocus()
    qtbot.keyClick(window.text, Qt.Key.Key_W)
    assert window.ran == ["edit.select_word"]


def test_commands_that_nobody_handles_are_passed_over(qtbot, scheme):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = CommandActions(window, {}, {}, scheme)
    actions.set_text("edit.undo", "Undo accept")
    actions.run("edit.undo")
    assert actions.runnable() == []


def test_a_command_without_handler_has_no_action(qtbot, scheme):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = CommandActions(window, {}, {"file.quit": lambda: None}, scheme)
    assert "file.open" in actions.unhandled
    actions.build_menus(window.menuBar())
    assert [action.text() for action in window.menuBar().actions()] == ["&File"]


def test_runnable_lists_what_can_run_with_its_words_of_the_moment(window):
    window.actions_made.update(replace(READING, can_undo=True))
    window.actions_made.set_text("edit.undo", "Undo accept")
    found = {command.id: command.text for command in window.actions_made.runnable()}
    assert found["edit.undo"] == "Undo accept"
    assert "tag.accept" not in found


def test_keys_that_no_keyboard_has_are_not_taught(qapp, scheme):
    for command in all_commands(scheme):
        for keys in key_sequences(command.shortcuts):
            assert not re.search(r"F1[3-9]|F[23]\d", keys.toString()), command.id


def test_function_keys_of_old_terminals_are_left_out(qapp, monkeypatch):
    bindings = [QKeySequence(keys) for keys in ("Ctrl+Z", "F14", "Alt+Backspace", "Shift+F16")]
    monkeypatch.setattr(commands_module, "_bindings", lambda _name: bindings)
    assert [keys.toString() for keys in key_sequences(("standard:Undo",))] == ["Ctrl+Z"]
