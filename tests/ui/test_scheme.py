"""Another scheme in the window: looked at before it is used, used in one step, in every window."""

import re
from string import ascii_uppercase

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator.domain.default_scheme import default_scheme
from annotator.ops import schemes, tags
from annotator.ops.workspace import Workspace
from annotator.store.sets import SetTarget
from annotator.ui.ask_line import AskLine
from annotator.ui.commands import keys_taken
from annotator.ui.dialogs.scheme_page import SchemePanel
from tests.ui.conftest import place_of


def second(*replacements, version=2):
    """The shipped scheme with other texts, as another version."""
    source = default_scheme().source.partition("[[guideline]]")[0]
    source = re.sub(r"(?m)^version = \d+$", f"version = {version}", source, count=1)
    for old, new in replacements:
        assert old in source
        source = source.replace(old, new)
    return source


PLACE = (('name = "GPE"\nchip = "GPE"\nkey = "3"', 'name = "PLACE"\nchip = "PLC"\nkey = "3"\nformerly = [";"]'),
         ('"GPE"', '"PLACE"'), ('[";"]', '["GPE"]'))  # fmt: skip


@pytest.fixture
def file(tmp_path):
    """Write a scheme file."""

    def write(source, name="mine.toml"):
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        return path

    return write


@pytest.fixture
def show(qtbot):
    """Look at a scheme file in a window and return the panel."""

    def show_file(desk, path):
        desk.controls.scheme.show_file(path)
        qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=20_000)
        QApplication.processEvents()
        (panel,) = desk.window.open_overlays()
        assert isinstance(panel, SchemePanel)
        return panel

    return show_file


@pytest.fixture
def use(qtbot, show):
    """Use a scheme file by keyboard."""

    def use_file(desk, path):
        panel = show(desk, path)
        assert QApplication.focusWidget() is panel.go
        qtbot.keyClick(panel.go, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=20_000)
        for _ in range(3):
            QApplication.processEvents()

    return use_file


def chip_of(desk, label):
    return desk.window.look.scheme.label_by_name[label].chip


# --- looking -----------------------------------------------------------------------------------


def test_the_panel_says_what_would_change_before_anything_does(desk, file, show):
    desk.key(Qt.Key.Key_Return)
    panel = show(desk, file(second(*PLACE)))
    assert panel.about.text() == (
        "mine.toml: diplomatic-news 2, in place of diplomatic-news 1. Nothing is changed yet."
    )
    rows = panel.table.words
    assert rows[0] == ("renamed", "label GPE becomes PLACE", "1 tag in 1 article · amy")
    assert rows[1][:1] == ("also",)
    assert panel.go.words == "Use version 2, change 1 tag"
    assert desk.work.session.workspace.scheme.version == 1
    desk.key(Qt.Key.Key_Escape)
    assert not panel.is_open
    assert desk.tags == [("Muscat", "GPE")]


def test_a_broken_file_is_named_with_line_and_key_and_can_be_read_again(qtbot, desk, file, show):
    path = file(second(('key = "2"', 'key = "22"')))
    panel = show(desk, path)
    (words,) = panel.obstacles.words
    assert words == (
        "The scheme mine.toml is not valid in line 17, ORG.key: one digit is needed. "
        "Correct the scheme file and read it again."
    )
    assert panel.go.isHidden()
    assert desk.window.notice.isHidden()
    file(second(('chip = "ORG"', 'chip = "O"')))
    desk.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.go.isHidden(), timeout=20_000)
    assert panel.table.words == [
        ("changed", "label ORG", "short name"),
        ("changed", "entries of the guideline", ""),
    ]


def test_a_key_of_the_program_is_refused_with_what_has_it_and_the_free_keys(desk, file, show):
    panel = show(desk, file(second(('key = "S"', 'key = "Q"'))))
    (words,) = panel.obstacles.words
    source = second(('key = "S"', 'key = "Q"')).splitlines()
    number = source.index('key = "Q"') + 1
    free = [letter for letter in ascii_uppercase if letter not in {*keys_taken(), "T", "M", "Q"}]
    assert "S" in free
    assert words == (
        f"The scheme mine.toml is not valid in line {number}, Statement.key: "
        f"Q is “Select the quotation”. Free keys are {', '.join(free)}."
    )


def test_every_single_key_of_the_text_is_taken():
    assert set("QWERXOGLCUFIZ") - {"R"} <= keys_taken().keys()
    assert not set("STM1234567890") & keys_taken().keys()


def test_names_in_use_that_would_go_stand_in_the_panel_with_the_remedy(desk, file, show):
    desk.key(Qt.Key.Key_Return)
    panel = show(desk, file(second(('name = "GPE"', 'name = "STATE"'), ('"GPE"', '"STATE"'))))
    (words,) = panel.obstacles.words
    assert words.startswith("The label GPE is in use and the scheme leaves it out: 1 tag in 1 ")
    assert panel.go.isHidden()


def test_the_scheme_in_force_says_that_nothing_would_change(desk, file, show):
    panel = show(desk, file("# again\n" + default_scheme().source))
    assert panel.about.text().endswith("is in force already and says the same.")
    assert panel.go.isHidden()


# --- using -------------------------------------------------------------------------------------


def test_using_it_renames_tags_keys_chips_and_menus_and_undo_brings_all_back(desk, file, use):
    desk.key(Qt.Key.Key_Return)
    pending = desk.pending
    use(desk, file(second(*PLACE)))
    assert desk.window.notice.text == "diplomatic-news 2 is in force. 1 tag in 1 article changed."
    assert desk.tags == [("Muscat", "PLACE")]
    assert ("MUSCAT", "PLACE") in desk.pending
    assert chip_of(desk, "PLACE") == "PLC"
    names = [command.id for command in desk.window.all_commands()]
    assert "label.PLACE" in names
    assert "label.GPE" not in names
    desk.page.focus_text()
    desk.view.set_selection(place_of("Yerbolat Sagyndykov"))
    desk.key(Qt.Key.Key_3)
    assert ("Yerbolat Sagyndykov", "PLACE") in desk.tags
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.work.session.workspace.scheme.version == 1
    assert desk.tags == [("Muscat", "GPE")]
    assert desk.pending == pending
    assert desk.window.look.scheme.version == 1
    assert "label.GPE" in [command.id for command in desk.window.all_commands()]
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.tags == [("Muscat", "PLACE")]


def test_what_concerns_very_many_articles_is_taken_back_behind_the_window(
    qtbot, desk, file, use, monkeypatch
):
    monkeypatch.setattr("annotator.ui.handlers.MANY_ARTICLES", 0)
    desk.key(Qt.Key.Key_Return)
    use(desk, file(second(*PLACE)))
    for command, version in (("edit.undo", 1), ("edit.redo", 2)):
        desk.run(command)
        qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=20_000)
        qtbot.waitUntil(
            lambda wanted=version: desk.window.look.scheme.version == wanted, timeout=20_000
        )
    assert desk.tags == [("Muscat", "PLACE")]
    assert desk.window.notice.text == "Redone: Use the scheme diplomatic-news 2."


def test_a_second_window_learns_of_it_with_its_next_key_and_goes_on(
    make_desk, workspace_path, file, use
):
    one, two = make_desk(workspace_path), make_desk(workspace_path, "ben")
    one.open("muscat")
    two.open("muscat")
    one.window.activateWindow()
    use(one, file(second(*PLACE)))
    two.view.set_selection(place_of("Yerbolat Sagyndykov"))
    two.desk.label("GPE")
    QApplication.processEvents()
    assert two.tags == []
    assert two.window.notice.text.startswith("The scheme was changed elsewhere: diplomatic-news 2")
    assert chip_of(two, "PLACE") == "PLC"
    assert ("MUSCAT", "PLACE") in two.pending
    two.desk.label("PLACE")
    QApplication.processEvents()
    assert two.tags == [("Yerbolat Sagyndykov", "PLACE")]


def test_a_window_that_is_come_back_to_shows_what_another_program_did(desk):
    other = Workspace.open(str(desk.work.session.workspace.path))
    schemes.use(other, schemes.read_scheme(second(*PLACE)), "ben")
    target = SetTarget(desk.desk.article.id, "amy")
    tags.add(other, target, place_of("Muscat"), "PLACE")
    other.close()
    desk.work.look_again()
    assert desk.window.look.scheme.version == 2
    assert desk.tags == [("Muscat", "PLACE")]


def test_another_scheme_altogether_brings_its_own_labels_and_frames(desk, file, use):
    use(
        desk,
        file(
            'name = "protests"\nversion = 1\n'
            '[[labels]]\nname = "CROWD"\nkey = "1"\nchip = "CRD"\n'
            '[[frames]]\nname = "March"\nkey = "P"\n'
            '[[frames.roles]]\nname = "who"\nlabels = ["CROWD"]\nnew_label = "CROWD"\nanchor = true\n'
        ),
    )
    assert desk.pending == []
    desk.page.focus_text()
    desk.view.set_selection(place_of("Yerbolat Sagyndykov"))
    desk.key(Qt.Key.Key_1)
    assert desk.tags == [("Yerbolat Sagyndykov", "CROWD")]
    desk.key(Qt.Key.Key_P)
    assert [frame.type for frame in desk.desk.tags.frames] == ["March"]


# --- files and codebooks -----------------------------------------------------------------------


def test_commands_choose_files_without_blocking(qtbot, desk, tmp_path):
    for command, mode in (
        ("scheme.use", QFileDialog.AcceptMode.AcceptOpen),
        ("scheme.export", QFileDialog.AcceptMode.AcceptSave),
    ):
        desk.run(command)
        (dialog,) = [item for item in desk.window.findChildren(QFileDialog) if item.isVisible()]
        assert dialog.acceptMode() == mode
        dialog.reject()


def test_the_scheme_is_written_as_it_came_in(desk, tmp_path):
    desk.controls.scheme.export(tmp_path / "out.toml")
    assert (tmp_path / "out.toml").read_text(encoding="utf-8") == default_scheme().source
    assert desk.window.notice.text.startswith("diplomatic-news 1 written to ")
    desk.controls.scheme.export(tmp_path / "nowhere" / "out.toml")
    assert "cannot be written" in desk.window.notice.text


def test_a_topic_is_added_to_the_codebook_from_the_palette(qtbot, desk):
    desk.run("scheme.add.Stance.topic")
    (panel,) = desk.window.open_overlays()
    assert isinstance(panel, AskLine)
    qtbot.keyClicks(panel.field, "fisheries")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    QApplication.processEvents()
    topic = desk.window.look.scheme.frame_type_by_name["Stance"].attributes[-1]
    assert topic.values[-1] == "fisheries"
    assert desk.window.notice.text == "fisheries added to the codebook: diplomatic-news 2."
    desk.run("edit.undo")
    topic = desk.window.look.scheme.frame_type_by_name["Stance"].attributes[-1]
    assert "fisheries" not in topic.values


def test_a_topic_that_is_there_is_refused_in_words(desk):
    desk.controls.scheme.add_value("Stance", "topic", "other")
    assert "other" in desk.window.notice.text
    assert desk.work.session.workspace.scheme.version == 1
