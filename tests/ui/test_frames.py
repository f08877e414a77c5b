"""Statements, stances and meetings by their keys."""

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.article.view import ArticleView
from tests.ui.conftest import TEXT, place_of
from tests.ui.frame_keys import CTRL, SHIFT, Key, caret_in, go_to, roles, select, statement, tag


def test_s_makes_a_statement_of_the_quotation_at_the_caret_and_arms_the_speaker(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    assert roles(desk) == {"content": ["Oman wants the railway,"]}
    assert desk.page.frame_desk.armed == "speaker"
    assert desk.page.frame_desk.frame.attributes == {"mode": "direct", "speaker_by": "mention"}


def test_enter_fills_the_armed_slot_and_arms_the_next_open_one(desk):
    statement(desk)
    assert roles(desk) == {
        "speaker": ["al-Maskari"],
        "cue": ["said"],
        "content": ["Oman wants the railway,"],
    }
    assert desk.page.frame_desk.armed == "addressee"
    assert ("al-Maskari", "PERSON") in desk.tags
    assert ("said", "CUE") in desk.tags


def test_a_slot_is_filled_by_a_suggestion_which_is_accepted_with_it(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    while desk.words != "Hilal al-Maskari":
        desk.key(Key.Key_Tab)
    desk.key(Key.Key_Return)
    assert roles(desk)["speaker"] == ["Hilal al-Maskari"]
    assert ("Hilal al-Maskari", "PERSON") not in desk.pending
    desk.key(Key.Key_Z, CTRL)
    assert ("Hilal al-Maskari", "PERSON") in desk.pending
    assert "speaker" not in roles(desk)


def test_a_whole_statement_takes_few_keys_and_each_is_undone_by_one(desk):
    statement(desk)
    for _ in range(3):
        desk.key(Key.Key_Z, CTRL)
    assert desk.desk.tags.frames == ()
    assert desk.tags == []
    for _ in range(3):
        desk.key(Key.Key_Y, CTRL)
    assert roles(desk, desk.desk.tags.frames[0])["cue"] == ["said"]


def test_i_says_that_the_text_leaves_the_slot_out(desk):
    statement(desk)
    desk.key(Key.Key_I)
    assert desk.page.frame_desk.frame.implied == ("addressee",)
    assert desk.page.frame_desk.armed == "outlet"


def test_f_adds_a_fragment_and_r_arms_other_slots(desk):
    statement(desk)
    select(desk, "Oman would wait")
    desk.key(Key.Key_F)
    assert roles(desk)["content"] == ["Oman wants the railway,", "Oman would wait"]
    assert desk.page.frame_desk.armed == "addressee"
    desk.key(Key.Key_R, SHIFT)
    assert desk.page.frame_desk.armed == "content"
    desk.key(Key.Key_R)
    desk.key(Key.Key_R)
    assert desk.page.frame_desk.armed == "outlet"


def test_words_selected_with_the_mouse_fill_the_armed_slot(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    select(desk, "al-Maskari", nth=2)
    desk.view.selection_finished.emit(place_of("al-Maskari", nth=2))
    assert roles(desk)["speaker"] == ["al-Maskari"]


def test_m_makes_a_meeting_of_the_selected_words(desk):
    select(desk, "met")
    desk.key(Key.Key_M)
    frame = desk.page.frame_desk.frame
    assert frame.type == "Meeting"
    assert roles(desk) == {"trigger": ["met"]}
    assert frame.attributes == {"kind": "bilateral", "status": "held"}
    assert desk.page.frame_desk.armed == "participant"


def test_t_on_a_person_makes_a_stance_of_that_holder(desk):
    while desk.words != "Hilal al-Maskari":
        desk.key(Key.Key_Tab)
    desk.key(Key.Key_T)
    assert roles(desk) == {"holder": ["Hilal al-Maskari"]}
    assert desk.page.frame_desk.frame.attributes == {"intensity": 2}


def test_g_goes_from_a_tag_to_its_frame(desk):
    statement(desk)
    frame = desk.page.frame_desk.frame
    desk.key(Key.Key_Escape)
    desk.page.frame_desk.select(None)
    desk.desk.select_span(next(s.id for s in desk.desk.tags.spans if s.label == "CUE"))
    desk.key(Key.Key_G)
    assert desk.page.frame_desk.frame.id == frame.id


def test_escape_disarms_first(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    assert desk.page.frame_desk.armed == ""
    assert desk.page.frame_desk.frame is not None
    desk.key(Key.Key_Escape)
    assert desk.page.frame_desk.frame is None


def test_deleting_a_span_that_fills_a_role_empties_it_and_undo_restores_both(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    cue = next(span for span in desk.desk.tags.spans if span.label == "CUE")
    desk.desk.select_span(cue.id)
    desk.key(Key.Key_Backspace)
    assert "cue" not in roles(desk, desk.desk.tags.frames[0])
    desk.key(Key.Key_Z, CTRL)
    assert roles(desk, desk.desk.tags.frames[0])["cue"] == ["said"]


def test_a_frame_is_deleted_without_its_spans(desk):
    statement(desk)
    spans = len(desk.tags)
    desk.run("frame.delete")
    assert desk.desk.tags.frames == ()
    assert len(desk.tags) == spans


def test_attributes_are_chosen_on_the_card(desk):
    statement(desk)
    QApplication.processEvents()
    desk.page.inspector.frame_attribute_chosen.emit("mode", "mixed")
    assert desk.page.frame_desk.frame.attributes["mode"] == "mixed"
    desk.page.inspector.frame_role_emptied.emit("cue")
    assert "cue" not in roles(desk)


def test_what_a_frame_lacks_is_said_when_the_article_is_completed(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Return, CTRL)
    assert desk.desk.article.name == "muscat"
    assert "No speaker yet." in desk.page.inspector.missing.words
    desk.page.inspector.complete_anyway.emit("only a trial")
    QApplication.processEvents()
    assert desk.desk.article.name == "riga"


def test_the_focus_stays_in_the_text_while_slots_are_filled(desk):
    statement(desk)
    assert isinstance(QApplication.focusWidget(), ArticleView)
    assert desk.view.text == TEXT


def test_a_stance_takes_the_statement_that_voices_it(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    desk.page.frame_desk.select(None)
    select(desk, "railway")
    desk.key(Key.Key_T)
    desk.key(Key.Key_R, SHIFT)
    while desk.page.frame_desk.armed != "statement":
        desk.key(Key.Key_R)
    desk.desk.select_span(next(s.id for s in desk.desk.tags.spans if s.label == "CUE"))
    desk.key(Key.Key_Return)
    stance = next(frame for frame in desk.desk.tags.frames if frame.type == "Stance")
    voiced = next(frame for frame in desk.desk.tags.frames if frame.type == "Statement")
    assert [filler.frame for filler in stance.fillers if filler.role == "statement"] == [voiced.id]


# --- what fills a slot ------------------------------------------------------------------------


def test_a_digit_decides_the_label_of_the_words_that_fill_the_slot(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    select(desk, "Oman", nth=1)
    desk.key(Key.Key_3)
    assert roles(desk)["speaker"] == ["Oman"]
    assert ("Oman", "GPE") in desk.tags
    assert desk.page.frame_desk.armed == "cue"
    desk.key(Key.Key_Z, CTRL)
    assert "speaker" not in roles(desk)


def test_a_digit_accepts_the_suggestion_for_the_slot_as_another_label(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    while desk.words != "Hilal al-Maskari":
        desk.key(Key.Key_Tab)
    desk.key(Key.Key_6)
    assert roles(desk)["speaker"] == ["Hilal al-Maskari"]
    assert ("Hilal al-Maskari", "ROLE") in desk.tags
    assert ("Hilal al-Maskari", "PERSON") not in desk.pending


def test_a_digit_relabels_the_current_tag_also_while_a_slot_is_armed(desk):
    tag(desk, "Oman", "GPE")
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    go_to(desk, "Oman", "GPE")
    desk.key(Key.Key_2)
    assert ("Oman", "ORG") in desk.tags
    assert "speaker" not in roles(desk)


def test_enter_takes_the_tag_at_the_caret_that_the_slot_usually_holds(desk):
    tag(desk, "al-Maskari", "PERSON", nth=2)
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    desk.key(Key.Key_Return)
    assert "speaker" not in roles(desk)  # the caret stands in the content itself
    caret_in(desk, "al-Maskari", nth=2)
    desk.key(Key.Key_Return)
    assert roles(desk)["speaker"] == ["al-Maskari"]


def test_f_takes_the_quotation_at_the_caret_whatever_is_armed(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    desk.page.frame_desk.arm("cue")
    desk.key(Key.Key_F)
    assert roles(desk)["content"] == ["Oman wants the railway,"]
    assert "content already" in desk.window.notice.text
    select(desk, "Oman would wait")
    desk.key(Key.Key_F)
    assert roles(desk)["content"] == ["Oman wants the railway,", "Oman would wait"]
    assert desk.page.frame_desk.armed == "cue"
    desk.key(Key.Key_Escape)
    select(desk, "adding")
    desk.key(Key.Key_F)
    assert desk.page.frame_desk.armed == ""
    assert len(roles(desk)["content"]) == 3


def test_without_a_frame_the_frame_keys_say_what_the_scheme_has(desk):
    for key in (Key.Key_R, Key.Key_F):
        desk.key(key)
        assert desk.window.notice.text == "No statement, stance or meeting is selected."
    desk.run("frame.implied")
    assert "R arms a slot first" in desk.window.notice.text


def armed_for_statements(desk):
    """A meeting whose armed slot takes statements, beside a statement."""
    statement(desk)
    desk.key(Key.Key_Escape)
    desk.page.frame_desk.select(None)
    select(desk, "met")
    desk.key(Key.Key_M)
    desk.key(Key.Key_R, SHIFT)
    while desk.page.frame_desk.armed != "statement":
        desk.key(Key.Key_R, SHIFT)
    return next(frame for frame in desk.desk.tags.frames if frame.type == "Statement")


@pytest.mark.parametrize("way", ["tag", "bracket", "card", "card by keys"])
def test_a_slot_for_frames_is_filled_by_any_tag_by_the_bracket_or_by_the_card(desk, way):
    told = armed_for_statements(desk)
    if way == "tag":
        caret_in(desk, "said")
        desk.key(Key.Key_Return)
    elif way == "bracket":
        desk.view.mark_clicked.emit(("frame", told.id))
    else:
        desk.page.inspecting.show_tags()
        rows = desk.page.inspector.frames
        number = next(n for n, row in enumerate(rows.rows.rows) if row.id == told.id)
        rows.setCurrentIndex(rows.rows.index(number, 0))
        if way == "card":
            rows.clicked.emit(rows.currentIndex())
        else:
            rows.setFocus()
            desk.key(Key.Key_Return)
    assert roles(desk)["statement"] == [told.key]
    assert desk.page.frame_desk.frame.type == "Meeting"
    QApplication.processEvents()
    words = desk.page.inspector.frame.slot("statement").words
    assert "al-Maskari: Oman wants the railway," in words


def test_a_frame_that_does_not_fit_the_armed_slot_is_shown_instead(desk):
    told = armed_for_statements(desk)
    desk.page.frame_desk.arm("participant")
    desk.view.mark_clicked.emit(("frame", told.id))
    assert desk.page.frame_desk.frame.id == told.id
    assert desk.page.frame_desk.armed == ""


def test_a_tag_that_fills_no_fitting_frame_says_what_to_do(desk):
    armed_for_statements(desk)
    select(desk, "Yerbolat")
    desk.key(Key.Key_Return)
    assert desk.window.notice.text == "Go to a tag of the statement, or choose its card or bracket."


def test_a_slot_that_held_something_stays_armed_for_more(desk):
    met(desk, "Hilal al-Maskari")
    desk.page.frame_desk.arm("participant")
    select(desk, "Yerbolat Sagyndykov")
    desk.key(Key.Key_Return)
    assert desk.page.frame_desk.armed == "participant"
    select(desk, "MUSCAT")
    desk.key(Key.Key_Return)
    assert len(roles(desk)["participant"]) == 3
    for words in ("Monday", "railway"):
        desk.page.frame_desk.arm("occasion")
        select(desk, words)
        desk.key(Key.Key_Return)
    assert roles(desk)["occasion"] == ["railway"]  # it takes one
    assert desk.page.frame_desk.armed == "place"


# --- what is taken out ------------------------------------------------------------------------


def test_a_deleted_filler_is_named_by_the_notice_and_by_its_slot_until_undone(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    go_to(desk, "al-Maskari", "PERSON")
    desk.key(Key.Key_Backspace)
    slot = desk.page.inspector.frame.slot("speaker")
    assert desk.window.notice.text == "“al-Maskari” deleted; it was speaker of a statement."
    assert "was “al-Maskari”, deleted Ctrl Z" in slot.words
    assert "was “al-Maskari”" in slot.accessibleName()
    desk.key(Key.Key_Z, CTRL)
    assert roles(desk)["speaker"] == ["al-Maskari"]
    desk.view.set_current(None, reveal=False)
    QApplication.processEvents()
    assert slot.isVisible()
    assert "deleted" not in slot.words
    desk.key(Key.Key_Y, CTRL)
    assert "speaker" not in roles(desk)


def test_what_was_deleted_is_said_until_the_slot_is_filled_again(desk):
    statement(desk)
    go_to(desk, "al-Maskari", "PERSON")
    desk.key(Key.Key_Backspace)
    desk.page.frame_desk.arm("speaker")
    select(desk, "Yerbolat Sagyndykov")
    desk.key(Key.Key_Return)
    QApplication.processEvents()
    assert "deleted" not in desk.page.inspector.frame.words


def test_what_was_deleted_is_forgotten_when_another_frame_is_selected(desk):
    statement(desk)
    first = desk.page.frame_desk.frame.id
    desk.key(Key.Key_Escape)
    go_to(desk, "said", "CUE")
    desk.key(Key.Key_Backspace)
    assert desk.page.frame_desk.lost() == {"cue": "“said”"}
    desk.page.frame_desk.select(None)
    desk.page.frame_desk.select(first)
    assert desk.page.frame_desk.lost() == {}


def test_one_of_several_fragments_that_is_deleted_is_named_beside_the_rest(desk):
    statement(desk)
    select(desk, "Oman would wait")
    desk.key(Key.Key_F)
    desk.key(Key.Key_Escape)
    go_to(desk, "Oman would wait", "CONTENT")
    desk.key(Key.Key_Backspace)
    QApplication.processEvents()
    words = desk.page.inspector.frame.slot("content").words
    assert "Oman wants the railway," in words
    assert "was “Oman would wait”, deleted" in words


def test_a_deleted_frame_is_named_with_what_it_filled(desk):
    told = armed_for_statements(desk)
    desk.view.mark_clicked.emit(("frame", told.id))
    meeting = desk.page.frame_desk.frame
    desk.page.frame_desk.select(told.id)
    desk.run("frame.delete")
    assert "it was statement of a meeting" in desk.window.notice.text
    desk.page.frame_desk.select(meeting.id)
    assert "Oman wants the railway" in desk.page.frame_desk.lost()["statement"]
    desk.key(Key.Key_Z, CTRL)
    assert roles(desk, desk.desk.tags.frames[1])["statement"] == [told.key]


def test_i_on_a_filled_slot_says_what_it_takes_out(desk):
    statement(desk)
    desk.page.frame_desk.arm("cue")
    desk.key(Key.Key_I)
    assert desk.page.frame_desk.frame.implied == ("cue",)
    assert desk.window.notice.text == "Cue is implied now; “said” was taken out."
    desk.window.notice._action.click()
    QApplication.processEvents()
    assert roles(desk)["cue"] == ["said"]
    assert desk.page.frame_desk.frame.implied == ()


# --- from here to there -----------------------------------------------------------------------


def met(desk, *names):
    """Meetings with one trigger, one for each participant; "A met B and C, one by one"."""
    for name in names:
        desk.page.frame_desk.select(None)
        select(desk, "met")
        desk.key(Key.Key_M)
        select(desk, name)
        desk.key(Key.Key_Return)
        desk.key(Key.Key_Escape)


def test_g_goes_through_all_frames_of_a_tag_and_then_through_the_words_of_the_last(desk):
    met(desk, "Hilal", "Yerbolat", "Monday")
    frames = [frame.id for frame in desk.desk.tags.frames]
    assert desk.tags.count(("met", "TRIGGER")) == 1
    desk.page.frame_desk.select(None)
    go_to(desk, "met", "TRIGGER")
    seen = []
    for _ in range(3):
        desk.key(Key.Key_G)
        seen.append(desk.page.frame_desk.frame.id)
    assert seen == frames
    assert desk.view.current is None
    walked = []
    for _ in range(3):
        desk.key(Key.Key_G)
        assert desk.page.frame_desk.frame.id == frames[-1]
        walked.append(desk.view.caret)
    monday, trigger = place_of("Monday").start, place_of("met").start
    assert walked == [monday, trigger, monday]
    desk.key(Key.Key_O)
    assert desk.words == "Monday"
    desk.key(Key.Key_G)
    assert desk.page.frame_desk.frame.id == frames[-1]


def test_g_says_when_there_is_nowhere_to_go(desk):
    desk.view.set_current(None, reveal=False)
    desk.key(Key.Key_G)
    assert "Choose a tag first" in desk.window.notice.text
    tag(desk, "Oman", "GPE")
    go_to(desk, "Oman", "GPE")
    desk.key(Key.Key_G)
    assert desk.window.notice.text == "This tag fills no frame."


def test_o_goes_from_a_name_to_the_words_around_it_and_back(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    tag(desk, "Oman", "GPE")
    tag(desk, "railway", "EVENT")
    go_to(desk, "Oman", "GPE")
    desk.key(Key.Key_O)
    assert desk.words == "Oman wants the railway,"
    desk.key(Key.Key_O)
    assert desk.words == "Oman"
    go_to(desk, "Oman wants the railway,", "CONTENT")
    seen = []
    for _ in range(3):
        desk.key(Key.Key_O)
        seen.append(desk.words)
    assert seen == ["Oman", "railway", "Oman wants the railway,"]


def test_a_click_on_a_bracket_shows_the_card_of_its_frame(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    frame = desk.page.frame_desk.frame.id
    desk.page.frame_desk.select(None)
    go_to(desk, "said", "CUE")
    desk.view.mark_clicked.emit(("frame", frame))
    QApplication.processEvents()
    assert desk.page.inspector.frame_subject == frame
