"""A suggested frame taken slot by slot, and corrected by what is put into its slots."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.ops import entities
from tests.ui.conftest import TEXT, proposals
from tests.ui.frame_keys import CTRL, SHIFT, Key, roles, select
from tests.ui.suggested import (
    CONTENT,
    LATER,
    MEETING,
    STATEMENT,
    at_hand,
    card,
    go,
    hints,
    suggest,
    waiting,
)


@pytest.fixture
def framed(make_desk, workspace_path):
    suggest(workspace_path, [MEETING, STATEMENT, LATER], proposals(TEXT))
    opened = make_desk(workspace_path)
    opened.open("muscat")
    return opened


def made(desk):
    """The one frame of the set."""
    [frame] = desk.desk.tags.frames
    return frame


def slot(desk, role):
    """Put the keyboard on a slot of the card, by keys."""
    card(desk)
    if desk.view.hasFocus():
        desk.key(Key.Key_F6)
    for _ in range(12):
        if card(desk).slot(role).hasFocus():
            return card(desk).slot(role)
        desk.key(Key.Key_Tab)
    raise AssertionError(role)


def views(desk, role):
    """Names in a slot, with whether they are only suggested."""
    return [(view.name, view.suggested) for view in card(desk).slot(role)._views]


# --- in the text ------------------------------------------------------------------------------


def test_r_and_enter_take_one_slot_after_the_other_without_leaving_the_text(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R)
    assert framed.page.suggested.armed == "speaker"
    assert hints(framed) == ["take speaker", "leave it out", "next slot"]
    framed.key(Key.Key_Return)
    assert roles(framed, made(framed)) == {"speaker": ["al-Maskari"]}
    assert made(framed).provenance.decision == "corrected"
    assert "quote-said" not in waiting(framed)
    assert framed.page.frame_desk.armed == "cue"
    assert views(framed, "cue") == [("said", True)]
    assert hints(framed) == ["take cue", "leave it out", "next slot"]
    framed.key(Key.Key_Return)
    framed.key(Key.Key_Return)
    assert roles(framed, made(framed)) == {
        "speaker": ["al-Maskari"],
        "cue": ["said"],
        "content": [CONTENT],
    }
    assert made(framed).provenance.decision == "accepted"
    assert framed.page.frame_desk.armed == ""
    framed.key(Key.Key_Tab)
    assert at_hand(framed) == "participle"


def test_the_words_that_enter_would_take_are_marked_in_the_text(framed):
    go(framed, "quote-said")
    assert not framed.view.shown.hits
    framed.key(Key.Key_R)
    assert [hit.slice(TEXT) for hit in framed.view.shown.hits] == ["al-Maskari"]
    framed.key(Key.Key_Return)
    assert [hit.slice(TEXT) for hit in framed.view.shown.hits] == ["said"]
    framed.key(Key.Key_Escape)
    assert not framed.view.shown.hits


def test_undo_takes_each_slot_back_and_at_last_the_suggestion_waits_again(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R)
    framed.key(Key.Key_Return)
    framed.key(Key.Key_Return)
    framed.key(Key.Key_Z, CTRL)
    assert roles(framed, made(framed)) == {"speaker": ["al-Maskari"]}
    framed.key(Key.Key_Z, CTRL)
    assert framed.desk.tags.frames == ()
    assert "quote-said" in waiting(framed)
    assert at_hand(framed) == "quote-said"


def test_words_selected_for_an_armed_slot_correct_the_suggestion(framed):
    go(framed, "participle")
    framed.key(Key.Key_R)
    select(framed, "Oman", nth=1)
    framed.key(Key.Key_3)
    assert roles(framed, made(framed)) == {
        "speaker": ["Oman"],
        "cue": ["adding"],
        "content": ["Oman would wait"],
    }
    assert ("Oman", "GPE") in framed.tags
    assert made(framed).provenance.decision == "corrected"
    assert made(framed).implied == ("addressee",)
    framed.key(Key.Key_Z, CTRL)
    assert framed.desk.tags.frames == ()
    assert framed.tags == []
    assert "participle" in waiting(framed)


def test_a_suggested_name_fills_the_armed_slot_and_is_accepted_with_it(framed):
    go(framed, "participle")
    framed.key(Key.Key_R)
    while framed.words != "Hilal al-Maskari":
        framed.key(Key.Key_Tab)
        assert framed.page.suggested.frame is not None
    framed.key(Key.Key_Return)
    assert roles(framed, made(framed))["speaker"] == ["Hilal al-Maskari"]
    assert ("Hilal al-Maskari", "PERSON") not in framed.pending


def test_words_let_go_by_the_mouse_fill_the_armed_slot(framed):
    from tests.ui.conftest import place_of

    go(framed, "participle")
    framed.key(Key.Key_R)
    select(framed, "al-Maskari", nth=1)
    framed.view.selection_finished.emit(place_of("al-Maskari"))
    assert roles(framed, made(framed))["speaker"] == ["al-Maskari"]


def test_backspace_on_an_armed_slot_leaves_it_out_and_takes_the_rest(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R)
    framed.key(Key.Key_R)
    assert framed.page.suggested.armed == "cue"
    framed.key(Key.Key_Backspace)
    assert roles(framed, made(framed)) == {"speaker": ["al-Maskari"], "content": [CONTENT]}
    assert framed.window.notice.text == "Statement accepted without its cue."
    assert framed.page.frame_desk.armed == "cue"
    assert views(framed, "cue") == []
    framed.key(Key.Key_Z, CTRL)
    assert "quote-said" in waiting(framed)


def test_i_says_that_the_text_leaves_the_armed_slot_out(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R, SHIFT)
    assert framed.page.suggested.armed == "outlet"
    framed.key(Key.Key_I)
    assert made(framed).implied == ("outlet",)
    assert roles(framed, made(framed))["content"] == [CONTENT]
    framed.key(Key.Key_Z, CTRL)
    assert framed.desk.tags.frames == ()


def test_enter_on_an_empty_armed_slot_says_what_fills_it(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R, SHIFT)
    framed.key(Key.Key_Return)
    assert framed.desk.tags.frames == ()
    assert "Select the outlet" in framed.window.notice.text


def test_escape_leaves_the_slot_first_then_the_suggestion(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R)
    framed.key(Key.Key_Escape)
    assert (framed.page.suggested.armed, at_hand(framed)) == ("", "quote-said")
    framed.key(Key.Key_Escape)
    assert at_hand(framed) is None
    assert framed.desk.tags.frames == ()


def test_tab_while_a_slot_is_armed_goes_to_words_only(framed):
    go(framed, "quote-said")
    framed.key(Key.Key_R)
    for _ in range(5):
        framed.key(Key.Key_Tab)
        assert framed.words in {"Muscat", "MUSCAT", "Hilal al-Maskari", "Monday"}
        assert at_hand(framed) == "quote-said"


# --- on the card ------------------------------------------------------------------------------


def test_enter_on_a_slot_of_the_card_takes_that_slot_and_the_rest_is_offered(framed):
    go(framed, "met")
    slot(framed, "trigger")
    assert hints(framed)[:2] == ["take it", "leave it out"]
    framed.key(Key.Key_Return)
    assert roles(framed, made(framed)) == {"trigger": ["met"]}
    assert card(framed).slot("trigger").hasFocus()
    assert views(framed, "trigger") == [("met", False)]
    assert views(framed, "date") == [("Monday", True)]
    slot(framed, "date")
    framed.key(Key.Key_Return)
    assert roles(framed, made(framed)) == {"trigger": ["met"], "date": ["Monday"]}
    assert ("Monday", "DATE") not in framed.pending


def test_backspace_on_one_of_several_fillers_leaves_that_one_out(framed):
    go(framed, "met")
    slot(framed, "participant")
    framed.key(Key.Key_Right)
    framed.key(Key.Key_Backspace)
    assert roles(framed, made(framed))["participant"] == ["Yerbolat Sagyndykov"]
    assert framed.window.notice.text == "Meeting accepted without “Hilal al-Maskari”."
    assert ("Hilal al-Maskari", "PERSON") in framed.pending


def test_backspace_on_a_slot_that_is_only_offered_offers_it_no_more(framed):
    go(framed, "met")
    slot(framed, "trigger")
    framed.key(Key.Key_Return)
    slot(framed, "date")
    framed.key(Key.Key_Backspace)
    assert views(framed, "date") == []
    assert roles(framed, made(framed)) == {"trigger": ["met"]}


def test_a_digit_on_a_value_accepts_with_that_value(framed):
    go(framed, "met")
    framed.key(Key.Key_D)
    row = card(framed).row("kind")
    assert row.control.hasFocus()
    framed.key(Key.Key_2)
    assert made(framed).attributes["kind"] == "multilateral"
    assert made(framed).provenance.decision == "corrected"
    assert framed.window.notice.text == "Meeting accepted with another kind."
    framed.key(Key.Key_Z, CTRL)
    assert "met" in waiting(framed)


def test_the_value_that_is_suggested_decides_nothing(framed):
    go(framed, "met")
    framed.key(Key.Key_D)
    framed.key(Key.Key_1)
    assert framed.desk.tags.frames == ()
    assert card(framed).row("kind").menu.value == "bilateral"


def test_a_name_typed_on_a_slot_corrects_the_suggestion(framed):
    entities.add(framed.work.session.workspace, "amy", "PERSON", "Sagynbay Nurlanov")
    go(framed, "quote-said")
    slot(framed, "speaker")
    framed.key(Key.Key_N)
    popup = framed.page.slot_filling.popup
    assert popup.isVisible()
    framed.qtbot.keyClicks(QApplication.focusWidget(), "urlanov")
    framed.key(Key.Key_Return)
    assert roles(framed, made(framed))["speaker"] == ["Sagynbay Nurlanov"]
    assert roles(framed, made(framed))["content"] == [CONTENT]


def test_the_buttons_of_the_card_accept_and_reject_the_whole(framed):
    go(framed, "met")
    framed.qtbot.mouseClick(card(framed).deciding.accept, Qt.MouseButton.LeftButton)
    assert made(framed).type == "Meeting"
    framed.key(Key.Key_Escape)
    go(framed, "participle")
    framed.qtbot.mouseClick(card(framed).deciding.reject, Qt.MouseButton.LeftButton)
    assert "participle" not in waiting(framed)
    assert len(framed.desk.tags.frames) == 1


def test_a_click_on_a_dashed_filler_takes_its_slot(framed):
    go(framed, "met")
    place = card(framed).slot("date")
    point = place.item_rect(0).center().toPoint()
    framed.qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=point)
    assert roles(framed, made(framed)) == {"date": ["Monday"]}
