import os
from datetime import datetime

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from annotator.domain.annotation import SetStatus
from annotator.settings import Settings
from annotator.ui.dialogs.about import AboutPanel, ProgramFacts, reflowed
from annotator.ui.dialogs.annotator_popup import AnnotatorPopup, Person
from annotator.ui.dialogs.crash import CrashPanel
from annotator.ui.dialogs.export_page import CSV, ExportPanel, ExportRequest, ExportSet
from annotator.ui.dialogs.key_table import KeyRow, find_conflict
from annotator.ui.dialogs.settings_page import OPTIONS, SettingsFacts, SettingsPanel
from annotator.ui.key_cap import cap_texts

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    made.resize(1024, 700)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def emitted(signal):
    got = []
    signal.connect(lambda *values: got.append(values[0] if len(values) == 1 else values))
    return got


# --- export -----------------------------------------------------------------------------------

SETS = [
    ExportSet("gold", {SetStatus.COMPLETE: 12}),
    ExportSet("amy", {SetStatus.COMPLETE: 40, SetStatus.IN_PROGRESS: 2}),
    ExportSet("suggestions:builtin", {SetStatus.NEW: 60}),
    ExportSet("nobody", {}),
]


@pytest.fixture
def export(window, look, tmp_path):
    made = ExportPanel(look, window)
    made.show_sets(SETS, "amy", tmp_path / "amy.jsonl")
    made.open()
    return made


def test_export_says_what_will_be_written(export, qtbot):
    assert export.names.value == "amy"
    assert export.go.words == "Export 42 articles"
    assert export.summary.text() == "42 articles, by amy"
    export.statuses.choose(2)
    assert export.go.words == "Export 40 articles"
    assert export.summary.text() == "40 articles, complete, by amy"
    qtbot.keyClick(export.names, KEY.Key_Down)
    assert export.summary.text() == "60 articles: suggestions of rules, which nobody has decided on"


def test_enter_exports_what_is_chosen(export, qtbot, tmp_path):
    requests = emitted(export.export_requested)
    qtbot.keyClick(export.names, KEY.Key_Up)
    assert export.names.value == "gold"
    qtbot.keyClick(export.names, KEY.Key_Return)
    assert requests == [ExportRequest("gold", None, "jsonl", tmp_path / "amy.jsonl")]
    assert not export.is_open


def test_what_is_typed_first_is_the_path(export, window, qtbot, tmp_path):
    assert window.focusWidget() is export.path
    assert export.path.selectedText() == str(tmp_path / "amy.jsonl")
    requests = emitted(export.export_requested)
    qtbot.keyClicks(window.focusWidget(), str(tmp_path / "mine.jsonl"))
    qtbot.keyClick(window.focusWidget(), KEY.Key_Return)
    assert [request.path for request in requests] == [tmp_path / "mine.jsonl"]


def test_a_file_that_is_there_is_named_with_its_time(export, tmp_path):
    target = tmp_path / "old.jsonl"
    target.write_text("")
    noon = datetime(2016, 2, 4, 12, 5).astimezone().timestamp()
    os.utime(target, (noon, noon))
    export.path.setText(str(target))
    assert "replaces the file of 4 Feb 2016, 12:05" in export._problem.text()
    assert export.go.isEnabled()


def test_a_file_that_came_meanwhile_is_not_replaced_unsaid(export, qtbot, tmp_path):
    requests = emitted(export.export_requested)
    (tmp_path / "amy.jsonl").write_text("")
    qtbot.keyClick(export.path, KEY.Key_Return)
    assert requests == []
    assert "replaces the file" in export._problem.text()
    qtbot.keyClick(export.path, KEY.Key_Return)
    assert len(requests) == 1


def test_tables_go_into_a_folder_and_what_they_leave_out_is_said(export, qtbot, tmp_path):
    requests = emitted(export.export_requested)
    export.form.take(CSV)
    assert export.path.text() == str(tmp_path / "amy")
    assert "leave out the texts" in export.words
    export.path.setText(str(tmp_path))
    assert export.go.isEnabled()
    export.in_the_way = lambda _folder: "stances.csv"
    export.path.setText(str(tmp_path / "other"))
    assert "stances.csv is there already" in export.words
    assert not export.go.isEnabled()
    export.in_the_way = lambda _folder: ""
    export.path.setText(str(tmp_path / "tables"))
    qtbot.keyClick(export.path, KEY.Key_Return)
    assert requests == [ExportRequest("amy", None, "csv", tmp_path / "tables")]


def test_going_back_to_jsonl_names_a_file_again(export, tmp_path):
    export.form.take(CSV)
    export.form.take("jsonl")
    assert export.path.text() == str(tmp_path / "amy.jsonl")
    assert "leave out" not in export.words


def test_tables_of_an_export_before_are_said_to_be_replaced(export, tmp_path):
    export.form.take(CSV)
    (tmp_path / "export.json").write_text("{}")
    export.path.setText(str(tmp_path))
    assert "they are replaced" in export.words
    (tmp_path / "file").write_text("x")
    export.path.setText(str(tmp_path / "file"))
    assert "That is a file. Name a folder." in export.words
    assert not export.go.isEnabled()


@pytest.mark.parametrize("target", ["", "{folder}", "{folder}/no/such/x.jsonl"])
def test_a_target_that_cannot_be_written_disables_the_button(export, qtbot, tmp_path, target):
    requests = emitted(export.export_requested)
    export.path.setText(target.format(folder=tmp_path))
    assert not export.go.isEnabled()
    qtbot.keyClick(export.names, KEY.Key_Return)
    assert requests == []


def test_nobody_has_tagged_anything(export, tmp_path):
    export.show_sets([], "", tmp_path / "x.jsonl")
    assert export.summary.text() == "Nobody has tagged anything yet."
    assert not export.go.isEnabled()
    assert export.request() is None


def test_tab_stays_in_the_panel_and_esc_closes_it(export, window, qtbot):
    seen = set()
    for _ in range(12):
        focused = window.focusWidget()
        assert export.isAncestorOf(focused)
        seen.add(focused)
        qtbot.keyClick(focused, KEY.Key_Tab)
    assert len(seen) == 7
    qtbot.keyClick(window.focusWidget(), KEY.Key_Backtab)
    qtbot.keyClick(window.focusWidget(), KEY.Key_Escape)
    assert not export.is_open


def test_keys_of_the_window_wait_until_the_panel_closes(export, window, qtbot):
    complete = QAction(window)
    complete.setShortcut("Ctrl+Return")
    window.addAction(complete)
    completed = emitted(complete.triggered)
    qtbot.keyClick(export.names, KEY.Key_Return, CONTROL)
    assert completed == []
    export.dismiss()
    window.setFocus()
    qtbot.keyClick(window, KEY.Key_Return, CONTROL)
    assert len(completed) == 1


# --- settings ---------------------------------------------------------------------------------

KEYS = (
    KeyRow(
        "palette", "Find or do", "", True, ("Ctrl+K", "Ctrl+Shift+P"), ("Ctrl+K", "Ctrl+Shift+P")
    ),
    KeyRow("accept", "Accept", "in the text", False, ("Return",), ("Return",)),
    KeyRow("word", "Select the word", "in the text", False, ("W",), ("W",)),
    KeyRow("open", "Open the article", "in the list", False, ("Return",), ("Return",), fixed=True),
    KeyRow("sheet", "Shortcut sheet", "in the list", False, (), ()),
)
FACTS = SettingsFacts(("Noto Serif",), (("builtin", "rules"), ("model", "a model")), KEYS)


@pytest.fixture
def settings(window, look):
    made = SettingsPanel(look, window, FACTS)
    made.show_settings(Settings(annotator="amy"))
    made.open()
    return made


def test_every_option_is_a_setting_and_has_a_control(settings):
    assert {option.name for option in OPTIONS} <= set(Settings.__dataclass_fields__)
    assert set(settings.editors) == {option.name for option in OPTIONS}


def test_a_choice_holds_at_once(settings, qtbot):
    changed = emitted(settings.setting_changed)
    theme = settings.editors["theme"].widget
    theme.choose(2)
    theme.choose(2)
    stepper = settings.editors["article_px"].widget
    qtbot.mouseClick(stepper.more, Qt.MouseButton.LeftButton)
    qtbot.keyClick(stepper.less, KEY.Key_Left)
    settings.editors["serif_family"].widget.take("Noto Serif")
    assert changed == [
        ("theme", "dark"),
        ("article_px", 18),
        ("article_px", 17),
        ("serif_family", "Noto Serif"),
    ]


def test_sizes_end_at_their_bounds(settings, qtbot):
    settings.show_settings(Settings(interface_px=20))
    changed = emitted(settings.setting_changed)
    stepper = settings.editors["interface_px"].widget
    assert not stepper.more.isEnabled()
    qtbot.keyClick(stepper.less, KEY.Key_Right)
    assert changed == []


def test_a_source_is_switched_on_and_off(settings, qtbot):
    changed = emitted(settings.setting_changed)
    layout = settings.editors["sources"].widget.layout()
    first, second = (layout.itemAt(place).widget() for place in range(2))
    assert first.isChecked()
    second.click()
    first.click()
    assert changed == [("sources", ("builtin", "model")), ("sources", ("model",))]


def test_a_source_that_is_not_installed_here_is_kept(settings):
    settings.show_settings(Settings(sources=("elsewhere", "builtin")))
    changed = emitted(settings.setting_changed)
    settings.switch_source("model", on=True)
    assert changed == [("sources", ("builtin", "model", "elsewhere"))]


def test_a_name_that_cannot_be_is_said_and_not_taken(settings, qtbot):
    changed = emitted(settings.setting_changed)
    field = settings.editors["annotator"].widget
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "gold")
    qtbot.keyClick(field, KEY.Key_Return)
    assert "“gold” cannot be the name" in settings.problem
    assert changed == []
    field.clear()
    qtbot.keyClicks(field, "ben")
    qtbot.keyClick(field, KEY.Key_Return)
    assert (settings.problem, changed) == ("", [("annotator", "ben")])


def record(settings, qtbot, identifier):
    table = settings.keys
    table.filter.clear()
    ids = [row.id for row in table.list._rows]
    table.list.setFocus()
    table.list._point(ids.index(identifier))
    qtbot.keyClick(table.list, KEY.Key_Return)
    return table


def test_a_command_gets_other_keys(settings, qtbot):
    changed = emitted(settings.setting_changed)
    table = record(settings, qtbot, "palette")
    assert "Press the keys for “Find or do”" in table.message
    qtbot.keyClick(table.list, KEY.Key_Shift)
    qtbot.keyClick(table.list, KEY.Key_J, CONTROL)
    assert changed == [("shortcuts", {"palette": "Ctrl+J"})]


def test_keys_that_are_taken_are_named_and_can_be_taken_away(settings, qtbot):
    changed = emitted(settings.setting_changed)
    table = record(settings, qtbot, "word")
    qtbot.keyClick(table.list, KEY.Key_K, CONTROL)
    assert "Ctrl K is “Find or do”" in table.message
    assert changed == []
    qtbot.keyClick(table.list, KEY.Key_Return)
    assert changed == [("shortcuts", {"palette": "Ctrl+Shift+P", "word": "Ctrl+K"})]


def test_keys_of_another_place_are_free_and_fixed_ones_are_kept(settings, qtbot):
    rows = KEYS
    assert find_conflict(rows, rows[4], "W") is None
    assert find_conflict(rows, rows[0], "W") is rows[2]
    table = record(settings, qtbot, "sheet")
    qtbot.keyClick(table.list, KEY.Key_Return)
    assert "which keeps it" in table.message
    qtbot.keyClick(table.list, KEY.Key_Escape)
    assert table.list.recording == ""
    assert settings.is_open


def test_backspace_gives_the_first_keys_back(settings, qtbot):
    changed = emitted(settings.setting_changed)
    table = record(settings, qtbot, "palette")
    qtbot.keyClick(table.list, KEY.Key_J, CONTROL)
    qtbot.keyClick(table.list, KEY.Key_Backspace)
    assert changed[-1] == ("shortcuts", {})
    table = record(settings, qtbot, "word")
    qtbot.keyClick(table.list, KEY.Key_K, CONTROL)
    qtbot.keyClick(table.list, KEY.Key_Escape)
    table = record(settings, qtbot, "open")
    assert "keeps its keys" in table.message


def test_first_keys_that_are_taken_now_are_not_given_back(settings, qtbot):
    table = record(settings, qtbot, "word")
    qtbot.keyClick(table.list, KEY.Key_K, CONTROL)
    qtbot.keyClick(table.list, KEY.Key_Return)
    table.list._point(0)
    qtbot.keyClick(table.list, KEY.Key_Backspace)
    assert "Ctrl K is “Select the word” now" in table.message


def test_commands_are_found_by_words_and_keys(settings, qtbot):
    qtbot.keyClicks(settings.keys.filter, "ctrl+k")
    assert [row.id for row in settings.keys.list._rows] == ["palette"]


def test_tab_can_be_recorded_and_losing_the_focus_stops(settings, qtbot):
    changed = emitted(settings.setting_changed)
    table = record(settings, qtbot, "word")
    qtbot.keyClick(table.list, KEY.Key_Tab)
    assert changed == [("shortcuts", {"word": "Tab"})]
    record(settings, qtbot, "word")
    table.filter.setFocus()
    assert table.list.recording == ""


# --- about, crash, annotator ------------------------------------------------------------------

NASTY = "<b>bold</b><img src=x>"


def test_about_says_what_and_where(window, look, qtbot):
    panel = AboutPanel(look, window)
    panel.show_facts(
        ProgramFacts("0.1.0", "diplomatic-news 1", "MIT", "Qt", "/log", "# C\n\n## 1\n- a\n  b")
    )
    panel.open()
    assert panel.words == "0.1.0 · diplomatic-news 1 · MIT · Qt · /log"
    assert panel.changes.toPlainText() == "1\n· a b\n"
    with qtbot.waitSignal(panel.log_folder_requested):
        qtbot.mouseClick(panel.open_log, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel._close, KEY.Key_Return)
    assert not panel.is_open


def test_a_changelog_is_plain_words():
    text = "# Changelog\n\nPreface.\n\n## [1.0] - 2026\n\n### Added\n\n- One [thing](http://x) that\n  goes on. #2\n"
    assert reflowed(text) == "1.0 - 2026\n\nAdded\n\n· One thing that goes on. #2\n"


def test_a_crash_is_plain_text_that_can_be_copied(window, look, qtbot):
    panel = CrashPanel(look, window)
    panel.show_crash(NASTY, "Annotator 0.1.0", f"Traceback\n{NASTY}", "/log")
    panel.open()
    assert NASTY in panel.text
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == panel.text
    assert panel.copy.words == "Copied"
    panel.show_crash("a second error", "", "", "")
    assert NASTY in panel.text
    labels = panel.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def who(window, look):
    made = AnnotatorPopup(look, window)
    made.open_for([Person("amy", 43), Person("ben", 1)], "amy", QRect(900, 5, 60, 30))
    return made


def test_a_known_annotator_is_chosen_with_two_keys(who, qtbot):
    chosen = emitted(who.annotator_chosen)
    qtbot.keyClick(who.names, KEY.Key_Down)
    qtbot.keyClick(who.names, KEY.Key_Return)
    assert chosen == ["ben"]
    assert who.isHidden()


def test_typing_makes_a_new_annotator_and_wrong_names_are_said(who, qtbot):
    chosen = emitted(who.annotator_chosen)
    qtbot.keyClicks(who.names, "s")
    qtbot.keyClicks(who.field, "ys tem")
    qtbot.keyClick(who.field, KEY.Key_Return)
    assert "cannot be the name" in who.problem
    who.field.clear()
    qtbot.keyClicks(who.field, "cleo")
    assert who.problem == ""
    qtbot.keyClick(who.field, KEY.Key_Return)
    assert chosen == ["cleo"]


def test_the_present_annotator_is_offered_also_without_tags(window, look):
    popup = AnnotatorPopup(look, window)
    popup.open_for([], "dora", QRect(5, 5, 60, 30))
    assert popup.names.value == "dora"
    popup.leave()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (700, 400)])
def test_panels_stay_inside_the_window_and_paint(window, look, export, settings, theme, size):
    look.choose_theme(theme)
    window.resize(*size)
    for panel in (export, settings):
        panel.dismiss()
        panel.open()
        assert panel.rect().contains(panel.box.geometry())
        assert not panel.grab().isNull()
        panel.dismiss()


def test_a_larger_interface_widens_the_open_settings(settings, look):
    before = settings.box.width()
    look.choose_sizes(18, 17)
    assert settings.box.width() > before


def test_keys_that_look_alike_are_shown_once():
    assert cap_texts(("Return", "Enter")) == ["↵"]
    assert cap_texts(("Ctrl+Z", "Ctrl+Shift+Z")) == ["Ctrl Z", "Ctrl Shift Z"]


def test_the_list_of_keys_says_enter_once(settings):
    row = KeyRow("accept", "Accept", "In the text", False, ("Return", "Enter"), ("Return", "Enter"))
    settings.show_keys([row])
    assert settings.keys.list.accessibleName() == "Accept ↵"


def test_a_filter_moves_nothing_and_keeps_the_height(settings, qtbot):
    def places():
        QApplication.processEvents()
        settings.place()
        editors = [editor.widget.y() for editor in settings.editors.values()]
        return settings.box.height(), settings.body.height(), settings.keys.list.y(), editors

    before = places()
    qtbot.keyClicks(settings.keys.filter, "ctrl+k")
    assert places() == before
    qtbot.keyClicks(settings.keys.filter, "nothing like this")
    assert places() == before
