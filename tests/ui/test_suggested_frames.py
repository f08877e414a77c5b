"""Suggested statements and meetings in the window: reached, accepted, rejected, counted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import TEXT, proposals
from tests.ui.frame_keys import CTRL, SHIFT, Key, caret_in, roles, select
from tests.ui.suggested import (
    CONTENT,
    LATER,
    MEETING,
    STANCE,
    STATEMENT,
    at_hand,
    card,
    cards,
    figures,
    go,
    here,
    hints,
    suggest,
    waiting,
)

FRAMES = [MEETING, STATEMENT, LATER]


@pytest.fixture
def framed(make_desk, workspace_path):
    suggest(workspace_path, FRAMES, proposals(TEXT))
    opened = make_desk(workspace_path)
    opened.open("muscat")
    return opened


def shown(desk):
    return desk.view.table.frame(desk.view.shown.frame)


# --- reaching them ----------------------------------------------------------------------------


def test_tab_goes_through_spans_and_frames_in_text_order_a_frame_before_its_words(framed):
    order = ["Muscat", "MUSCAT", "met", "Hilal al-Maskari", "Monday", "quote-said", "participle"]
    assert waiting(framed) == order
    seen = [here(framed)]
    for _ in range(6):
        framed.key(Key.Key_Tab)
        seen.append(here(framed))
    assert seen == order
    framed.key(Key.Key_Tab)
    assert here(framed) == "Muscat"
    framed.key(Key.Key_Tab, SHIFT)
    assert here(framed) == "participle"


def test_of_two_frames_on_the_same_words_the_one_to_judge_comes_second(make_desk, workspace_path):
    holder, cue, evidence = STATEMENT.fillers
    judged = replace(
        STANCE,
        fillers=(
            replace(holder, role="holder"),
            replace(cue, role="target", label="TARGET"),
            replace(evidence, role="evidence"),
        ),
    )
    suggest(workspace_path, [judged, STATEMENT])
    desk = make_desk(workspace_path)
    desk.open("muscat")
    kinds = [one for one in waiting(desk) if one in {"quote-said", "wants"}]
    assert kinds == ["quote-said", "wants"]
    go(desk, "quote-said")
    desk.key(Key.Key_Return)
    assert at_hand(desk) == "wants"


def test_the_frame_at_hand_shows_its_roles_in_the_text_and_leaving_it_hides_them(framed):
    go(framed, "quote-said")
    frame = shown(framed)
    assert frame.pending
    names = [member.name for member in framed.view.table.members(frame.id)]
    assert names == ["speaker", "cue", "content"]
    framed.key(Key.Key_Escape)
    assert at_hand(framed) is None
    assert framed.view.shown.frame is None


def test_each_frame_that_waits_has_a_dashed_bracket_and_its_name_with_a_question_mark(framed):
    QApplication.processEvents()
    framed.view.viewport().grab()
    brackets = framed.view.table.brackets(0, len(TEXT))
    assert [bracket.frame.type for bracket in brackets if bracket.frame.pending] == [
        "Meeting",
        "Statement",
        "Statement",
    ]


def test_a_stance_that_is_not_at_hand_leaves_the_text_and_its_clicks_alone(
    make_desk, workspace_path, qtbot
):
    from PySide6.QtCore import Qt

    suggest(workspace_path, [STANCE])
    desk = make_desk(workspace_path)
    desk.open("muscat")
    (frame,) = desk.desk.suggested_frames
    go(desk, "wants")
    lit = desk.view.viewport().grab().toImage()
    evidence = desk.view.table.members(("suggested frame", frame.id))[-1].mark
    words = desk.view.page.mark_rects(evidence.id, desk.view.page.seen())[0]
    desk.key(Key.Key_Escape)
    assert desk.view.table.lines_of(evidence) == ()
    assert desk.view.viewport().grab().toImage() != lit
    assert not desk.view.margin._drawn  # its name is all that the margin has of it
    qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=words.center().toPoint())
    assert at_hand(desk) is None
    name = next(rect for rect, _frame in desk.view.margin._names)
    qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=name.center().toPoint())
    assert at_hand(desk) == "wants"
    desk.view.viewport().grab()
    assert len(desk.view.margin._drawn) == 1


def test_a_click_on_the_bracket_takes_it_to_hand(framed, qtbot):
    from PySide6.QtCore import Qt

    framed.view.viewport().grab()
    frame = next(one for one in framed.desk.suggested_frames if one.rule == "met")
    drawn = next(one for one in framed.view.margin._drawn if one.bracket.frame.id[1] == frame.id)
    place = QPointF(drawn.x, (drawn.top + drawn.bottom) / 2).toPoint()
    qtbot.mouseClick(framed.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert at_hand(framed) == "met"


def test_g_goes_from_a_suggested_name_to_the_frame_that_it_fills(framed):
    while here(framed) != "Hilal al-Maskari":
        framed.key(Key.Key_Tab)
    framed.key(Key.Key_G)
    assert at_hand(framed) == "met"


# --- the whole --------------------------------------------------------------------------------


def test_enter_accepts_a_frame_with_its_spans_and_goes_on_and_undo_brings_it_back(framed):
    go(framed, "met")
    framed.key(Key.Key_Return)
    [meeting] = framed.desk.tags.frames
    assert roles(framed, meeting) == {
        "participant": ["Hilal al-Maskari", "Yerbolat Sagyndykov"],
        "trigger": ["met"],
        "date": ["Monday"],
    }
    assert meeting.provenance.decision == "accepted"
    assert ("Hilal al-Maskari", "PERSON") in framed.tags
    assert ("Hilal al-Maskari", "PERSON") not in framed.pending
    assert here(framed) == "quote-said"
    framed.key(Key.Key_Z, CTRL)
    assert framed.desk.tags.frames == ()
    assert framed.tags == []
    assert at_hand(framed) == "met"
    framed.key(Key.Key_Y, CTRL)
    assert len(framed.desk.tags.frames) == 1


def test_backspace_rejects_a_frame_keeps_its_spans_and_goes_on(framed):
    go(framed, "met")
    framed.key(Key.Key_Backspace)
    assert "met" not in waiting(framed)
    assert ("Hilal al-Maskari", "PERSON") in framed.pending
    assert here(framed) == "Hilal al-Maskari"
    framed.key(Key.Key_Z, CTRL)
    assert at_hand(framed) == "met"


def test_an_article_that_has_only_frames_is_done_when_the_last_one_is(make_desk, workspace_path):
    suggest(workspace_path, [STATEMENT])
    desk = make_desk(workspace_path)
    desk.open("muscat")
    assert at_hand(desk) == "quote-said"
    assert "1 suggestion left" in figures(desk)
    desk.key(Key.Key_Return)
    assert "0 suggestions left" in figures(desk)
    assert "No suggestions left." in desk.page.inspector.empty.words
    assert desk.view.current is None


def test_no_suggestions_left_is_not_said_while_a_frame_waits(framed):
    for _ in range(4):
        go_span = next(one for one in framed.desk.waiting if not hasattr(one, "fillers"))
        framed.desk.show_suggestion(go_span.id)
        framed.key(Key.Key_Backspace)
    assert framed.pending == []
    assert waiting(framed) == ["met", "quote-said", "participle"]
    assert at_hand(framed) is not None
    assert "3 suggestions left" in figures(framed)


def test_shift_enter_accepts_spans_and_frames_of_the_paragraph_but_no_stance(
    make_desk, workspace_path
):
    suggest(workspace_path, [STANCE, STATEMENT, LATER], proposals(TEXT))
    desk = make_desk(workspace_path)
    desk.open("muscat")
    go(desk, "quote-said")
    desk.key(Key.Key_Return, SHIFT)
    assert [frame.type for frame in desk.desk.tags.frames] == ["Statement", "Statement"]
    assert "wants" in waiting(desk)
    said = desk.window.notice.text
    assert said.startswith("2 suggestions of the paragraph accepted. 1 stance is left")
    desk.key(Key.Key_Z, CTRL)
    assert desk.desk.tags.frames == ()


# --- what is said -----------------------------------------------------------------------------


def test_cards_of_suggestions_stand_among_the_others_in_text_order(framed, qtbot):
    caret_in(framed, "railway")
    framed.key(Key.Key_S)
    framed.key(Key.Key_Escape)
    rows = cards(framed, qtbot)
    assert [(row.type, row.score) for row in rows] == [
        ("Meeting", 0.8),
        ("Statement", None),
        ("Statement", 0.71),
    ]
    assert rows[0].who == ("Hilal al-Maskari", "Yerbolat Sagyndykov")
    assert rows[2].lacks == "Check the speaker: it is a guess."
    assert "2 suggested" in framed.page.inspector.frames_head.words


def test_a_card_that_is_chosen_takes_its_frame_to_hand(framed, qtbot):
    row = next(row for row in cards(framed, qtbot) if row.type == "Meeting")
    framed.page.inspector.frames.row_chosen.emit(row)
    assert at_hand(framed) == "met"


def test_the_open_card_says_why_from_where_and_what_is_a_guess(framed):
    go(framed, "participle")
    words = card(framed).words
    assert words.startswith("Statement, suggested 0.71")
    assert "“adding” goes on with what was said before." in words
    assert "Check the speaker: it is a guess." in words
    assert "rules 1 · participle" in words
    assert "check" in card(framed).slot("speaker").words
    assert "implied" in card(framed).slot("addressee").words
    assert card(framed).row("mode").segments.value == "indirect"
    assert framed.page.inspector.head.words == "Suggestion 7 of 7"


def test_hints_and_figures_say_what_the_keys_do(framed):
    go(framed, "met")
    assert hints(framed) == ["accept meeting", "reject", "slot by slot"]
    assert "7 suggestions left" in figures(framed)
    assert "rules 1" in figures(framed)


def test_digits_on_a_suggested_frame_tag_nothing_and_say_what_does(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_1)
    assert framed.tags == []
    assert "Return accepts the statement" in framed.window.notice.text


def test_the_key_of_its_own_type_makes_no_second_frame(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_S)
    framed.key(Key.Key_T)
    assert framed.desk.tags.frames == ()
    assert at_hand(framed) == "quote-said"


def test_words_selected_by_hand_make_a_new_frame_as_ever(framed):
    go(framed, "quote-said")
    select(framed, "railway")
    framed.key(Key.Key_T)
    assert [frame.type for frame in framed.desk.tags.frames] == ["Stance"]


def test_the_guideline_opens_at_the_type(framed):
    go(framed, "met")
    framed.key(Key.Key_F1)
    assert framed.page.guiding.pane.subject.name == "Meeting"


# --- other states -----------------------------------------------------------------------------


def test_a_complete_article_shows_no_suggested_frames(framed):
    framed.page.completing.complete_or_reopen("only a trial")
    framed.open("muscat")
    assert framed.desk.closed
    assert waiting(framed) == []
    assert not any(one.frame.pending for one in framed.view.table.brackets(0, len(TEXT)))
    framed.key(Key.Key_Return)
    assert framed.desk.tags.frames == ()


def test_frames_that_arrive_while_the_article_is_open_are_shown(desk, workspace_path):
    from annotator.domain.suggestion import Findings
    from annotator.ops import suggestions

    before = here(desk)
    found = Findings(tuple(proposals(TEXT)), (STATEMENT,))
    suggestions.suggest_article(
        desk.work.session.background(), desk.desk.article.id, "rules/2", lambda _t, _z: found
    )
    QApplication.processEvents()
    assert "quote-said" in waiting(desk)
    assert here(desk) == before
    assert any(one.frame.pending for one in desk.view.table.brackets(0, len(TEXT)))


def test_a_frame_made_by_hand_of_the_same_words_decides_the_suggestion(framed):
    select(framed, CONTENT)
    framed.key(Key.Key_S)
    assert "quote-said" not in waiting(framed)
