"""What an article still lacks: on the card, in the list, and in the way of completing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import SetStatus
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.problem_list import ProblemList
from annotator.ui.inspector.values import ProblemRow
from tests.ui.conftest import place_of

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def quote(desk, words="Oman wants the railway,"):
    """A statement with some words, without a speaker."""
    desk.page.frame_desk.select(None)
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of(words))
    desk.key(Key.Key_S)
    desk.key(Key.Key_Escape)


def fill(desk, role, words, nth=1):
    desk.page.frame_desk.arm(role)
    desk.view.set_selection(place_of(words, nth=nth))
    desk.key(Key.Key_Return)


def listed(desk):
    return [row.full_words for row in desk.page.inspector.problems.rows.rows]


def settled(desk, qtbot):
    """What the list holds once it has followed the last edit."""
    desk.qtbot.waitUntil(lambda: not desk.page.inspecting.waiting, timeout=5_000)
    return listed(desk)


def test_the_list_is_there_while_something_is_missing_and_goes_with_it(desk, qtbot):
    assert desk.page.inspector.problems.isHidden()
    quote(desk)
    (row,) = settled(desk, qtbot)
    assert row.startswith("Statement: No speaker yet. Select the named mention nearest the cue")
    assert desk.page.inspector.problems.words == "1 thing to look at"
    fill(desk, "speaker", "al-Maskari", 2)
    assert settled(desk, qtbot) == []
    assert desk.page.inspector.problems.isHidden()
    desk.key(Key.Key_Z, CTRL)
    assert len(settled(desk, qtbot)) == 1
    desk.key(Key.Key_Z, CTRL | SHIFT)
    assert settled(desk, qtbot) == []


def test_the_card_says_at_once_what_is_missing(desk):
    quote(desk)
    assert "No speaker yet." in desk.page.inspector.frame.words
    fill(desk, "speaker", "al-Maskari", 2)
    assert "complete" in desk.page.inspector.frame.words


def test_an_unusual_filler_is_listed_and_does_not_stand_in_the_way(desk, qtbot):
    quote(desk)
    fill(desk, "speaker", "al-Maskari", 2)
    desk.page.frame_desk.arm("speaker")
    desk.view.set_selection(place_of("said"))
    desk.key(Key.Key_8)  # a label key decides what the new span is
    (row,) = settled(desk, qtbot)
    assert row == (
        "Statement: “said” (DATE) is unusual as speaker. "
        "This role takes a PERSON, ORG, GPE, NORP, OUTLET or ROLE."
    )
    assert not desk.page.inspector.problems.rows.rows[0].missing
    desk.key(Key.Key_Return, CTRL)
    assert desk.desk.article.name == "riga"


def test_a_row_leads_to_its_frame_with_the_empty_role_armed(desk, qtbot):
    quote(desk)
    desk.page.frame_desk.select(None)
    settled(desk, qtbot)
    rows = desk.page.inspector.problems.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Key.Key_Return)
    assert desk.page.frame_desk.frame is not None
    assert desk.page.frame_desk.armed == "speaker"
    assert isinstance(QApplication.focusWidget(), ArticleView)


def test_a_row_about_a_value_leads_to_it_on_the_card(desk, qtbot):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("Oman would wait"))
    desk.key(Key.Key_T)
    desk.key(Key.Key_Escape)
    problem = next(row for row in settled(desk, qtbot) if "No polarity yet." in row)
    rows = desk.page.inspector.problems.rows
    target = rows.rows[listed(desk).index(problem)].target
    desk.page.frame_desk.select(None)
    rows.chosen.emit(target)
    assert QApplication.focusWidget() is desk.page.inspector.frame.row("polarity").control


def test_f8_goes_through_the_problems_and_round_the_end(desk, qtbot):
    quote(desk)
    quote(desk, "Oman would wait")
    desk.page.frame_desk.select(None)
    assert len(settled(desk, qtbot)) == 2
    frames = []
    for _ in range(3):
        desk.key(Key.Key_F8)
        frames.append(desk.page.frame_desk.frame.key)
        desk.key(Key.Key_Escape)
    assert frames == ["f1", "f2", "f1"]
    assert desk.window.notice.text.startswith("1 of 2: Statement: No speaker yet.")
    desk.key(Key.Key_F8, SHIFT)
    assert desk.page.frame_desk.frame.key == "f2"


def test_f8_says_where_there_is_nothing(desk):
    desk.key(Key.Key_F8)
    assert "lacks nothing" in desk.window.notice.text


def test_completing_stops_at_what_is_missing_and_the_strip_follows_the_edits(desk, qtbot):
    quote(desk)
    quote(desk, "Oman would wait")
    desk.key(Key.Key_Return, CTRL)
    strip = desk.page.inspector.missing
    assert strip.isVisible()
    assert "2 things are missing" in strip.words
    assert desk.page.inspector.problems.isHidden()  # they are said once
    desk.key(Key.Key_Return)  # on the first line: its empty role is armed, the words are next
    desk.view.set_selection(place_of("al-Maskari", nth=2))
    desk.key(Key.Key_Return)
    settled(desk, qtbot)
    assert "1 thing is missing" in strip.words
    desk.key(Key.Key_F8)
    desk.view.set_selection(place_of("Hilal al-Maskari"))
    desk.key(Key.Key_Return)
    settled(desk, qtbot)
    assert not strip.isVisible()
    desk.key(Key.Key_Return, CTRL)
    assert desk.desk.article.name == "riga"


def test_a_reason_completes_it_all_the_same_and_the_journal_keeps_it(desk, qtbot):
    quote(desk)
    article = desk.desk.article.id
    desk.key(Key.Key_Return, CTRL)
    strip = desk.page.inspector.missing
    qtbot.keyClick(strip.anyway, Key.Key_Return)
    assert strip.reason.hasFocus()
    qtbot.keyClicks(strip.reason, "nobody is named")
    qtbot.keyClick(strip.reason, Key.Key_Return)
    QApplication.processEvents()
    step = desk.work.session.workspace.undo_step("amy")
    assert (step.name, step.reason) == ("Complete “Port talks end in Muscat”", "nobody is named")
    desk.page.open_article(article)
    assert desk.desk.status is SetStatus.COMPLETE


def test_esc_takes_the_strip_away_and_the_list_is_back(desk, qtbot):
    quote(desk)
    desk.key(Key.Key_Return, CTRL)
    desk.page.focus_text()
    for _ in range(4):
        desk.key(Key.Key_Escape)
    assert not desk.page.inspector.missing.isVisible()
    assert not desk.page.inspector.problems.isHidden()


# --- the list by itself ---------------------------------------------------------------------------


@pytest.fixture
def problem_list(qtbot, look):
    made = ProblemList(look)
    qtbot.addWidget(made)
    made.resize(340, 200)
    made.show_rows([ProblemRow(f"Thing {number}.", number) for number in range(3)])
    with qtbot.waitActive(made):
        made.show()
    return made


def test_it_is_closed_and_opened_by_keys_and_stays_as_it_was(problem_list, qtbot):
    head, rows = problem_list.head, problem_list.rows
    qtbot.keyClick(head, Key.Key_Return)
    assert rows.isHidden()
    problem_list.show_rows([ProblemRow("Another.", 9), ProblemRow("Other.", 8)])
    assert (rows.isHidden(), head.text()) == (True, "2 things to look at")
    qtbot.keyClick(head, Key.Key_Right)
    assert not rows.isHidden()
    qtbot.keyClick(head, Key.Key_Left)
    assert rows.isHidden()
    qtbot.keyClick(head, Key.Key_Space)
    assert not rows.isHidden()


def test_arrows_go_through_the_rows_and_enter_chooses(problem_list, qtbot):
    chosen = []
    rows = problem_list.rows
    rows.chosen.connect(chosen.append)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Return):
        qtbot.keyClick(rows, key)
    assert chosen == [1]
    assert rows.accessibleName() == "Thing 1."


def test_the_current_row_stays_current_when_others_go(problem_list, qtbot):
    chosen = []
    rows = problem_list.rows
    rows.chosen.connect(chosen.append)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows, Key.Key_Down)
    qtbot.keyClick(rows, Key.Key_Down)
    problem_list.show_rows([ProblemRow("Thing 2.", 2)])
    qtbot.keyClick(rows, Key.Key_Return)
    assert chosen == [2]


def test_a_click_chooses_the_row_under_it(problem_list, qtbot):
    chosen = []
    problem_list.rows.chosen.connect(chosen.append)
    place = problem_list.rows.rect().center()
    qtbot.mouseClick(problem_list.rows, Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [1]
