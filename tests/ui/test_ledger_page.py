"""The page that says how the suggestions do: its rows, switches and examples, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.default_scheme import default_scheme
from annotator.domain.ledger import LedgerExample, LedgerLine, LedgerOrder
from annotator.domain.suggestion import Decision
from annotator.ops import ledger, suggestions
from annotator.store.sets import SetTarget
from annotator.ui.ledger import words
from annotator.ui.ledger.model import Column, ExampleModel, LedgerModel

KEYS = Qt.Key


@pytest.fixture
def shown(desk, qtbot):
    """The ledger with something accepted, corrected and rejected."""
    workspace = desk.work.session.workspace
    target = SetTarget(desk.desk.article.id, "amy")
    waiting = {item.label: item for item in reversed(desk.desk.pending)}
    suggestions.accept(workspace, target, waiting["PERSON"])
    suggestions.correct(workspace, target, waiting["GPE"], label="LOC")
    suggestions.reject(workspace, target, waiting["DATE"])
    desk.run("tag.ledger")
    page = desk.window.pages.currentWidget()
    qtbot.waitUntil(lambda: not page.counting.running)
    return page


def counted(qtbot, page):
    qtbot.waitUntil(lambda: not page._soon.isActive() and not page.counting.running)
    QApplication.processEvents()


def listed(page):
    columns = (Column.RULE, Column.LABEL, Column.PROPOSED, Column.ACCEPTED, Column.SHARE)
    model = page.model
    return [
        tuple(model.index(row, int(column)).data() for column in columns)
        for row in range(model.rowCount())
    ]


# --- rows -----------------------------------------------------------------------------------------


def test_rows_say_what_became_of_a_rule_and_label_the_weakest_first(shown):
    assert [row[1:] for row in listed(shown)] == [
        ("GPE", "3", "0", "0 %"),
        ("DATE", "2", "0", "0 %"),
        ("PERSON", "1", "1", "100 %"),
    ]
    assert shown.sums.text().startswith("1 rule · 6 proposed · 3 decided · 33 % accepted")
    assert shown.looked.text() == "rules 1 looked at 2 articles"
    assert not shown.changed_words.isVisible()
    first = shown.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.startswith("test, GPE, rules 1, switched on, 3 proposed, 0 accepted, 1 corrected")


def test_o_lists_in_another_order_and_a_head_too(desk, shown):
    desk.key(KEYS.Key_O)
    assert shown.orders.value == LedgerOrder.MOST
    assert [row[1] for row in listed(shown)] == ["GPE", "DATE", "PERSON"]
    desk.key(KEYS.Key_O)
    assert [row[1] for row in listed(shown)] == ["DATE", "GPE", "PERSON"]
    shown.table.head_clicked.emit(int(Column.PROPOSED))
    assert [row[1] for row in listed(shown)] == ["GPE", "DATE", "PERSON"]


def test_w_counts_the_decisions_of_one_or_of_everybody(desk, shown, qtbot):
    desk.work.change_annotator("ben")
    counted(qtbot, shown)
    desk.run("tag.ledger")
    desk.key(KEYS.Key_W)
    counted(qtbot, shown)
    assert {row[4] for row in listed(shown)} == {words.NOT_DECIDED}
    desk.key(KEYS.Key_W)
    counted(qtbot, shown)
    assert "100 %" in {row[4] for row in listed(shown)}


def test_what_a_new_version_changed_stands_above_the_rows(desk, shown, qtbot):
    workspace, article = desk.work.session.workspace, desk.desk.article.id
    suggestions.suggest_article(workspace, article, "builtin/2", lambda _text, _zones: [])
    counted(qtbot, shown)
    assert shown.changed_words.text() == "Rules 2: 0 new, 1 gone in 1 article"
    assert shown.looked.text() == "rules 2 looked at 1 article, found nothing in 1"


def test_a_workspace_without_suggestions_says_how_to_make_them(make_desk, tmp_path, qtbot):
    from annotator.store.database import Database

    path = tmp_path / "empty.annotator"
    Database.create(str(path), default_scheme()).close()
    desk = make_desk(path)
    desk.run("tag.ledger")
    page = desk.window.pages.currentWidget()
    qtbot.waitUntil(lambda: not page.counting.running)
    assert page.empty.isVisible()
    assert page.empty.text() == words.EMPTY
    for key in (KEYS.Key_Space, KEYS.Key_Return, KEYS.Key_A, KEYS.Key_O):
        desk.key(key)


# --- switching ------------------------------------------------------------------------------------


def test_space_switches_the_rule_off_and_undo_brings_it_back(desk, shown, qtbot):
    workspace = desk.work.session.workspace
    desk.key(KEYS.Key_Space)
    assert ledger.off(workspace) == {"builtin": frozenset({"test"})}
    assert "The rule test is off: 3 suggestions put away." in desk.window.notice.text
    counted(qtbot, shown)
    assert all(line.off for line in shown.model.lines)
    assert shown.sums.text().count("1 off") == 1
    assert desk.pending == []
    desk.run("edit.undo")
    counted(qtbot, shown)
    assert ledger.off(workspace) == {}
    assert not any(line.off for line in shown.model.lines)
    assert desk.pending == [("Muscat", "GPE")] or len(desk.pending) == 1
    assert desk.window.pages.currentWidget() is shown


def test_the_same_row_stays_current_when_it_is_counted_again(desk, shown, qtbot):
    desk.key(KEYS.Key_Down)
    assert shown.current.label == "DATE"
    desk.key(KEYS.Key_Space)
    counted(qtbot, shown)
    assert shown.current.label == "DATE"
    assert shown.table.hasFocus()


def test_switching_in_a_large_corpus_goes_on_behind_the_window(desk, shown, qtbot, monkeypatch):
    monkeypatch.setattr(ledger, "ARTICLES_A_STEP", 1)
    desk.key(KEYS.Key_Space)
    workspace = desk.work.session.workspace
    qtbot.waitUntil(lambda: ledger.off(workspace) == {"builtin": frozenset({"test"})})
    qtbot.waitUntil(lambda: not desk.window.runner.running)
    counted(qtbot, shown)
    assert all(line.off for line in shown.model.lines)


def test_a_click_on_the_tick_switches(desk, shown, qtbot):
    place = shown.table.visualRect(shown.model.index(1, int(Column.SWITCH))).center()
    qtbot.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ledger.off(desk.work.session.workspace) == {"builtin": frozenset({"test"})}


def test_a_lets_the_source_look_at_all_articles_again(desk, shown):
    workspace = desk.work.session.workspace
    assert suggestions.waiting_articles(workspace, "builtin/1") == []
    desk.key(KEYS.Key_A)
    assert len(suggestions.waiting_articles(workspace, "builtin/1")) == 2


# --- examples -------------------------------------------------------------------------------------


def test_enter_goes_to_the_examples_and_opens_the_place_in_its_article(desk, shown):
    desk.key(KEYS.Key_Down)
    assert shown.example_head.text() == "test · DATE"
    assert shown.example_note.text() == "1 rejected"
    desk.key(KEYS.Key_Return)
    assert shown.list.hasFocus()
    desk.key(KEYS.Key_Return)
    assert desk.window.pages.currentWidget() is desk.page
    assert desk.view.text[desk.view.caret :].startswith("Monday") or "Monday" in str(desk.words)
    desk.run("tag.ledger")
    assert shown.list.hasFocus(), "one comes back to where one was"
    desk.key(KEYS.Key_Escape)
    assert shown.table.hasFocus()
    desk.key(KEYS.Key_Escape)
    assert desk.window.pages.currentWidget() is desk.page


def test_examples_follow_the_row(desk, shown):
    assert shown.example_note.text() == "1 corrected"
    [example] = shown.examples.examples
    assert words.became_words(example) == "now LOC"
    desk.key(KEYS.Key_Down)
    assert shown.example_note.text() == "1 rejected"
    desk.key(KEYS.Key_Down)
    assert shown.example_note.text() == "All were accepted."
    desk.key(KEYS.Key_Return)
    assert shown.table.hasFocus()
    assert "Nobody has rejected or corrected" in desk.window.notice.text


def test_f6_goes_from_the_rules_to_the_examples_and_back(desk, shown):
    desk.run("view.next_pane")
    assert shown.list.hasFocus()
    desk.run("view.next_pane")
    assert shown.table.hasFocus()


# --- words and models -----------------------------------------------------------------------------


def test_all_but_one_is_not_all_and_one_is_not_none():
    assert words.percent(999, 1000) == "99 %"
    assert words.percent(1, 1000) == "1 %"
    assert words.percent(0, 3) == "0 %"
    assert words.percent(3, 3) == "100 %"


def test_a_line_without_a_rule_and_without_decisions_is_said_plainly():
    line = LedgerLine("imported", "1", "", "GPE", proposed=1, untouched=1)
    assert words.rule_words(line.rule) == "no rule named"
    assert words.examples_words(line, ()) == "It was only left untouched."
    assert words.spoken(line).endswith("1 untouched, not decided yet")


def test_the_models_meet_what_qt_expects(qtmodeltester, desk):
    lines = LedgerModel()
    lines.show_lines([LedgerLine("builtin", "1", "a-rule", "GPE", proposed=2, accepted=1)])
    qtmodeltester.check(lines)
    examples = ExampleModel()
    extent = desk.desk.pending[0].extent
    article = desk.desk.article.id
    examples.show_examples(
        [LedgerExample(article, "T", extent, "GPE", "a ", "b", " c", Decision.REJECTED, "amy")]
    )
    qtmodeltester.check(examples)
