"""The window as a whole: doors, import, export, locked files, panels."""

import json
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.settings import Settings, SettingsFile
from annotator.ui.application import make_window
from annotator.ui.dialogs.export_page import ExportRequest
from tests.ui.conftest import OTHER, TEXT

Key = Qt.Key


@pytest.fixture
def empty_window(qtbot, tmp_path):
    settings = SettingsFile(tmp_path / "settings.json")
    settings.save(Settings(sources=()))
    window, work, controls = make_window("amy", settings)
    window.resize(1200, 800)
    with qtbot.waitExposed(window):
        window.show()
    yield window, work, controls
    window.close()


def settle():
    for _ in range(5):
        QApplication.processEvents()


def test_the_welcome_page_comes_first_and_its_doors_are_keys(qtbot, empty_window):
    window, _work, _controls = empty_window
    assert window.pages.currentWidget() is window.welcome
    with qtbot.waitSignal(window.welcome.sample_requested):
        qtbot.keyClick(window.welcome, Key.Key_1)
    window.runner.cancel_all()


def test_a_folder_is_previewed_and_imported_into_a_new_workspace(qtbot, empty_window, tmp_path):
    window, work, _controls = empty_window
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "one.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (folder / "two.txt").write_text(OTHER, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    with qtbot.waitSignal(work.previewed, timeout=10_000):
        work.take_dropped([folder])
    settle()
    page = window.pages.currentWidget()
    assert not (tmp_path / "news.annotator").exists()
    with qtbot.waitSignal(work.opened, timeout=20_000):
        page.commit()
    qtbot.waitUntil(lambda: work.page is not None and work.page.desk.article is not None)
    assert (tmp_path / "news.annotator").exists()
    assert work.page.desk.article.text in {TEXT, OTHER}
    assert "2 articles imported" in window.notice.text


def test_a_dropped_workspace_is_opened(qtbot, empty_window, workspace_path):
    window, work, _controls = empty_window
    with qtbot.waitSignal(work.opened, timeout=20_000):
        work.take_dropped([workspace_path])
    assert window.windowTitle().startswith("desk")
    assert window.preferences.settings.recent == (str(workspace_path),)


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\x00" + b"\xff" * 900])
def test_a_file_that_is_no_workspace_is_refused_with_a_sentence(
    qtbot, empty_window, tmp_path, content
):
    window, work, _controls = empty_window
    path = tmp_path / "broken.annotator"
    path.write_bytes(content)
    work.open(str(path))
    qtbot.waitUntil(lambda: window.notice.text != "", timeout=10_000)
    assert "broken.annotator" in window.notice.text
    assert path.read_bytes() == content
    assert window.pages.currentWidget() is window.welcome


def test_a_change_waits_while_another_program_writes_and_is_saved_afterwards(
    qtbot, desk, workspace_path
):
    other = sqlite3.connect(workspace_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    desk.key(Key.Key_Return)
    assert desk.window.status.saved_text == "Not saved, trying again"
    assert desk.tags == []
    other.execute("COMMIT")
    other.close()
    qtbot.waitUntil(lambda: desk.tags == [("Muscat", "GPE")], timeout=5_000)
    assert desk.window.status.saved_text.startswith("Saved")


def test_export_writes_the_file_and_says_so(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    target = tmp_path / "gold.jsonl"
    desk.work.export(target, "amy", None)
    qtbot.waitUntil(target.exists, timeout=10_000)
    record = json.loads(target.read_text(encoding="utf-8"))
    span = record["spans"][0]
    assert record["text"][span["start"] : span["end"]] == span["text"] == "Muscat"
    assert span["id"] in record["provenance"]


def test_an_export_into_a_missing_folder_is_refused(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    desk.work.export(tmp_path / "nowhere" / "gold.jsonl", "amy", None)
    qtbot.waitUntil(lambda: "gold.jsonl" in desk.window.notice.text, timeout=10_000)
    assert not (tmp_path / "nowhere").exists()


def test_the_export_panel_offers_the_annotator(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    desk.run("file.export")
    panel = desk.window.open_overlays()[0]
    panel.path.setText(str(tmp_path / "out.jsonl"))
    request = panel.request()
    assert isinstance(request, ExportRequest)
    assert request.name == "amy"
    panel.take_enter()
    qtbot.waitUntil((tmp_path / "out.jsonl").exists, timeout=10_000)


def test_settings_apply_at_once(qtbot, desk):
    desk.run("file.settings")
    panel = desk.window.open_overlays()[0]
    panel.setting_changed.emit("theme", "dark")
    assert desk.window.look.theme.dark
    panel.setting_changed.emit("shortcuts", {"tag.unsure": "Y"})
    panel.dismiss()
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.view.setFocus()
    desk.key(Key.Key_Y)
    assert desk.desk.tags.spans[0].unsure


def test_about_says_what_is_new(desk):
    desk.run("help.about")
    assert "0.1.0" in desk.window.open_overlays()[0].words


def test_a_bug_is_shown_with_its_traceback(desk):
    desk.controls.show_crash(ZeroDivisionError("<b>by hand</b>"))
    settle()
    panel = desk.window.open_overlays()[0]
    assert "ZeroDivisionError: <b>by hand</b>" in panel.text


def test_the_palette_runs_a_command(qtbot, desk):
    desk.run("view.palette")
    palette = desk.window.open_overlays()[0]
    qtbot.keyClicks(palette.input, ">light or dark")
    before = desk.window.look.theme.dark
    qtbot.keyClick(palette.input, Key.Key_Return)
    settle()
    assert desk.window.look.theme.dark != before


def test_the_palette_finds_articles_by_their_words(qtbot, desk):
    desk.run("view.palette")
    palette = desk.window.open_overlays()[0]
    qtbot.keyClicks(palette.input, "/envoy")
    qtbot.waitUntil(lambda: bool(palette.items))
    qtbot.keyClick(palette.input, Key.Key_Return)
    settle()
    assert desk.desk.article.name == "riga"


def test_another_annotator_starts_with_own_tags(desk):
    desk.key(Key.Key_Return)
    desk.work.change_annotator("ben")
    settle()
    assert desk.tags == []
    assert len(desk.pending) == 4
    desk.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.work.change_annotator("amy")
    settle()
    assert desk.tags == [("Muscat", "GPE")]


def test_a_name_that_is_taken_is_refused(desk):
    desk.work.change_annotator("gold")
    assert "gold" in desk.window.notice.text
    assert desk.work.session.annotator == "amy"


def test_corpus_search_narrows_the_list(qtbot, desk):
    desk.page.corpus.set_query_text("envoy")
    qtbot.waitUntil(lambda: len(desk.page._ids) == 1)
    desk.page.corpus.set_query_text('outlet:gulf "railway')
    qtbot.waitUntil(lambda: desk.page.corpus.query.outlet == "gulf")
    qtbot.waitUntil(lambda: len(desk.page._ids) == 1)


def test_every_command_of_the_table_is_answered(desk):
    assert desk.window.actions_in_force.unhandled == ()


def test_nothing_from_an_article_is_read_as_html(desk, qtbot):
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QToolTip

    rect = desk.view.cursorRect()
    point = QPoint(rect.left() + 4, rect.center().y())
    event = QHelpEvent(QEvent.Type.ToolTip, point, desk.view.viewport().mapToGlobal(point))
    QApplication.sendEvent(desk.view.viewport(), event)
    assert "&lt;b&gt;no markup&lt;/b&gt;" in QToolTip.text()
    QToolTip.hideText()
