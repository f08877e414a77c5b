"""Statements, stances and meetings by their keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.completeness import lacks
from annotator.ui.article.view import ArticleView
from tests.ui.conftest import TEXT, place_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def roles(desk, frame=None):
    """Words of each role of the selected frame."""
    frame = frame or desk.page.frame_desk.frame
    found = {}
    for filler in frame.fillers:
        found.setdefault(filler.role, []).append(desk.desk.span(filler.span).text)
    return found


def select(desk, words, nth=1):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of(words, nth=nth))


def caret_in(desk, words, nth=1):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(None)
    desk.view.set_caret(place_of(words, nth=nth).start + 2)


def statement(desk):
    """A statement with speaker and cue, made by keys."""
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    select(desk, "al-Maskari", nth=2)
    desk.key(Key.Key_Return)
    select(desk, "said")
    desk.key(Key.Key_Return)


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
    assert "speaker" in lacks(desk.desk.tags, desk.work.session.workspace.scheme)[0].problem
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
