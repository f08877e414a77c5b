"""The window as a whole: doors, import, export, locked files, panels."""

import json
import re
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.exchange.bundle import open_bundle
from annotator.ops import bundles, corpus, demo, intake, suggestions
from annotator.ops.workspace import Workspace
from annotator.settings import Settings, SettingsFile
from annotator.store.database import Database
from annotator.ui.application import make_window
from annotator.ui.dialogs.export_page import ExportRequest
from annotator.ui.exporting import Exporting
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


def test_a_dropped_bundle_tells_what_it_brings_and_makes_a_workspace_with_its_scheme(
    qtbot, empty_window, workspace_path, tmp_path
):
    window, work, _controls = empty_window
    folder = tmp_path / "post"
    folder.mkdir()
    sent = folder / "for-ben.annotator-bundle"
    theirs = Workspace.open(str(workspace_path))
    try:
        count = bundles.write_for(theirs, sent, "ben")
        scheme = theirs.scheme
    finally:
        theirs.close()
    (folder / "broken.annotator-bundle").write_bytes(sent.read_bytes()[:99])
    with qtbot.waitSignal(work.previewed, timeout=20_000):
        work.take_dropped([sent, folder / "broken.annotator-bundle"])
    settle()
    page = window.pages.currentWidget()
    assert f"Articles: {count} new." in page._refusals.words
    assert "only a part of one" in page._refusals.words
    with qtbot.waitSignal(work.opened, timeout=20_000):
        page.commit()
    qtbot.waitUntil(lambda: work.page is not None and work.page.desk.article is not None)
    assert work.session.workspace.scheme == scheme
    assert corpus.stats(work.session.workspace).sets == {}


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


def export(desk, target, command="file.export", meant_for=""):
    """Ask for an export by its command, and take what the panel offers but for the file."""
    desk.run(command)
    panel = desk.window.open_overlays()[0]
    if meant_for:  # nobody's tags stand last
        for _ in range(5):
            desk.qtbot.keyClick(panel.names, Key.Key_Down)
    panel.meant_for.setText(meant_for)
    panel.path.setText(str(target))
    panel.take_enter()


def test_export_writes_the_file_and_says_so(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    target = tmp_path / "gold.jsonl"
    export(desk, target)
    qtbot.waitUntil(target.exists, timeout=10_000)
    qtbot.waitUntil(lambda: f"written to {target}." in desk.window.notice.text)
    record = json.loads(target.read_text(encoding="utf-8"))
    span = record["spans"][0]
    assert record["text"][span["start"] : span["end"]] == span["text"] == "Muscat"
    assert span["id"] in record["provenance"]


def test_tables_are_exported_through_the_panel(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    desk.run("file.export")
    panel = desk.window.open_overlays()[0]
    panel.form.take("csv")
    panel.path.setText(str(tmp_path / "tables"))
    panel.take_enter()
    qtbot.waitUntil(lambda: "6 tables of 1 article of amy" in desk.window.notice.text)
    spans = (tmp_path / "tables/spans.csv").read_text(encoding="utf-8-sig")
    assert ",GPE,18,24,Muscat," in spans
    assert "export.json" in desk.window.notice.text


def test_an_export_into_a_missing_folder_is_refused(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    Exporting(desk.window, desk.work).export(
        ExportRequest("amy", None, "jsonl", tmp_path / "nowhere" / "gold.jsonl")
    )
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


def test_a_bundle_with_the_own_tags_is_made_in_the_window(qtbot, desk, tmp_path):
    desk.key(Key.Key_Return)
    target = tmp_path / "amy.annotator-bundle"
    export(desk, target, "file.bundle")
    qtbot.waitUntil(lambda: "1 article with the tags of amy" in desk.window.notice.text)
    with open_bundle(target) as made:
        assert made.annotator == "amy"


def test_articles_are_bundled_for_somebody_to_tag(qtbot, desk, tmp_path):
    target = tmp_path / "ben.annotator-bundle"
    export(desk, target, "file.bundle", meant_for="ben")
    qtbot.waitUntil(lambda: "2 articles for ben, without tags," in desk.window.notice.text)
    with open_bundle(target) as made:
        assert (made.annotator, made.meant_for) == ("", "ben")


def test_a_bundle_for_somebody_wants_a_name_and_its_own_ending(desk, tmp_path):
    desk.run("file.bundle")
    panel = desk.window.open_overlays()[0]
    assert panel.path.text().endswith("desk.annotator-bundle")
    assert panel.request() is None
    assert "Name who is to tag them." in panel.words
    panel.meant_for.setText("be n")
    assert not panel.go.isEnabled()
    panel.meant_for.setText("ben")
    assert panel.request() is not None
    panel.path.setText(str(tmp_path / "ben.zip"))
    assert "ends in .annotator-bundle" in panel.words
    assert not panel.go.isEnabled()


def test_without_gold_nothing_is_asked(desk):
    desk.run("file.export_gold")
    assert "There is no gold yet." in desk.window.notice.text
    assert not desk.window.open_overlays()


def test_settings_apply_at_once(qtbot, desk):
    desk.run("file.settings")
    panel = desk.window.open_overlays()[0]
    panel.setting_changed.emit("theme", "dark")
    assert desk.window.look.theme.dark
    panel.setting_changed.emit("shortcuts", {"tag.unsure": "J"})
    panel.dismiss()
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.view.setFocus()
    desk.key(Key.Key_J)
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


@pytest.fixture
def open_as(qtbot, tmp_path, workspace_path):
    """Open a window as one start of the program does, all with the same settings."""
    file = tmp_path / "kept" / "settings.json"
    SettingsFile(file).save(Settings(sources=()))
    made = []

    def open_one(annotator=None):
        window, work, _controls = make_window(annotator, SettingsFile(file))
        qtbot.addWidget(window)
        made.append(window)
        with qtbot.waitSignal(work.opened, timeout=20_000):
            work.open(str(workspace_path))
        qtbot.waitUntil(lambda: not window.runner.running, timeout=20_000)
        return window, work

    yield open_one
    for window in made:
        window.close()


def test_the_name_that_a_window_was_opened_under_is_used_next_time(open_as):
    window, work = open_as("amy")
    assert work.session.annotator == "amy"
    window.close()
    _window, again = open_as()
    assert again.session.annotator == "amy"


def test_a_changed_name_is_used_next_time_and_the_asked_for_one_goes_before_it(open_as):
    window, work = open_as("amy")
    work.change_annotator("ben")
    window.close()
    window, again = open_as()
    assert again.session.annotator == "ben"
    window.close()
    _window, asked = open_as("zoe")
    assert asked.session.annotator == "zoe"


def test_a_name_chosen_before_a_workspace_is_open_is_kept(qtbot, empty_window, workspace_path):
    window, work, _controls = empty_window
    work.change_annotator("ben")
    assert window.preferences.settings.annotator == "ben"
    with qtbot.waitSignal(work.opened, timeout=20_000):
        work.open(str(workspace_path))
    assert work.session.annotator == "ben"


def test_the_login_name_is_not_kept_as_if_it_were_chosen(open_as):
    window, work = open_as()
    assert work.session.annotator
    assert window.preferences.settings.annotator == ""


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
    for page in ("view.entities", "view.review", "view.agreement"):
        desk.run(page)
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


# --- what was there comes back, what is under way is said ---------------------------------------


@pytest.fixture
def long_path(tmp_path):
    path = tmp_path / "long.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    text = "".join(f"Line {number} tells of Riga.\n\n" for number in range(200))
    intake.import_drafts(workspace, [ArticleDraft("long", text, Metadata("Long"), ())], "system")
    workspace.close()
    return path


def propose_rigas(text, _zones):
    places = [match.span() for match in re.finditer("Riga", text)]
    return [Proposal(Extent(start, end), "GPE", "test", 0.9, "") for start, end in places]


@pytest.mark.parametrize("suggested", [False, True])
def test_the_scroll_position_comes_back(make_desk, long_path, suggested):
    if suggested:
        workspace = Workspace.open(str(long_path))
        for key in suggestions.waiting_articles(workspace, "builtin/1"):
            suggestions.suggest_article(workspace, key, "builtin/1", propose_rigas)
        workspace.close()
    first = make_desk(long_path)
    first.key(Key.Key_PageDown)
    first.key(Key.Key_PageDown)
    before, caret = first.view.scroll_state(), first.view.caret
    assert before.offset > 100
    first.window.close()
    again = make_desk(long_path)
    assert again.view.scroll_state() == before
    current = again.desk.current_suggestion
    if suggested:
        assert again.view.in_sight(current.extent)
    else:
        assert again.view.caret == caret


def test_an_article_not_yet_looked_at_is_not_called_done(make_desk, long_path, qtbot):
    desk = make_desk(long_path)
    empty = desk.page.inspector.empty
    qtbot.waitUntil(lambda: "No suggestions left" in empty.words)
    desk.page.show_suggesting(["builtin"])
    assert empty.words == "Suggestions for this article are being made."
    background = desk.work.session.background()
    key = desk.desk.article.id
    suggestions.suggest_article(background, key, "builtin/1", lambda _text, _zones: [])
    qtbot.waitUntil(lambda: "No suggestions left" in empty.words)


def test_it_is_said_while_the_job_runs_and_no_longer(make_desk, long_path, qtbot):
    desk = make_desk(long_path)
    empty = desk.page.inspector.empty
    desk.window.preferences.change(sources=("builtin",))
    desk.work.suggest_new()
    assert "being made" in empty.words
    desk.window.runner.cancel_all()
    qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=20_000)
    assert "being made" not in empty.words


@pytest.mark.parametrize("wrong", ["after:xyz", "status:xyz", "before:2016-02-31", "pending:maybe"])
@pytest.mark.parametrize("before", ["", "riga "])
def test_a_wrong_value_keeps_the_list_and_is_named(qtbot, desk, before, wrong):
    corpus = desk.page.corpus
    corpus.set_query_text(before)
    kept = corpus.model.rowCount()
    assert kept == (1 if before else 2)
    corpus.focus_search()
    corpus.search.deselect()
    for letter in wrong:
        qtbot.keyClicks(corpus.search, letter)
        corpus._ask()  # as slowly as can be
    assert corpus.model.rowCount() == kept
    assert corpus._stack.currentWidget() is corpus.list
    assert corpus._problem.isVisible()


def test_what_the_example_annotators_completed_is_untouched_for_the_user(make_desk, tmp_path):
    path = demo.prepare(tmp_path / "demo.annotator", suggest=False)
    desk = make_desk(path, "olga")
    assert desk.work.session.annotator == "olga"
    assert desk.desk.article.id == desk.page._ids[0]
    for name in ("amman-1", "vienna-1"):
        desk.open(name)
        assert (desk.tags, desk.desk.tags.status) == ([], SetStatus.NEW)


def test_what_was_said_on_one_page_does_not_stay_over_the_next(desk):
    desk.window.say("3 differences still open.")
    QApplication.processEvents()
    assert desk.window.notice.isVisible()
    desk.run("view.entities")
    assert not desk.window.notice.isVisible()


def test_what_is_said_as_a_page_is_left_is_seen_on_the_next(desk):
    desk.run("view.entities")
    desk.window.say("4 places tagged.")
    desk.run("view.annotate")
    assert desk.window.notice.isVisible()


def shown_in(desk, title):
    """Return the ids that a menu shows when it is opened, its submenus too."""
    (menu,) = [
        one.menu() for one in desk.window.menuBar().actions() if one.text().strip("&") == title
    ]
    menu.aboutToShow.emit()
    found = set()
    for action in menu.actions():
        inside = action.menu().actions() if action.menu() is not None else [action]
        found |= {one.objectName() for one in inside if one.isVisible() and action.isVisible()}
    menu.aboutToHide.emit()
    return found - {""}


def test_menus_show_what_belongs_to_the_page_and_the_same_each_time(desk):
    before = shown_in(desk, "Review")
    assert "view.review" in before or "review.mine" in before
    assert "review.neither" not in before
    desk.run("view.review")
    on_review = shown_in(desk, "Review")
    assert "review.neither" in on_review
    assert "tag.reject" not in shown_in(desk, "Tag")
    desk.run("view.annotate")
    assert shown_in(desk, "Review") == before
    assert "tag.reject" in shown_in(desk, "Tag")
    reject = desk.window.actions_in_force.action("tag.reject")
    assert reject.isVisible()  # else its key would do nothing


@pytest.mark.parametrize("command", ["learn.list", "tag.ledger", "review.forms", "review.mine"])
def test_a_page_with_nothing_to_list_has_the_keyboard_and_esc_leads_on(desk, qtbot, command):
    desk.run(command)
    page = desk.window.pages.currentWidget()
    qtbot.waitUntil(lambda: not desk.window.runner.running)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is page or (page.isAncestorOf(focused) and focused.isVisible())
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.pages.currentWidget() is not page
