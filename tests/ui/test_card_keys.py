"""Where tags go while slots are armed in turn, and how the keyboard goes through the cards."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.ui.conftest import place_of
from tests.ui.frame_keys import Key, caret_in, go_to, roles, select, statement, tag

LEFT = Qt.MouseButton.LeftButton


def meeting(desk):
    """A meeting with its trigger and first participant; the place is armed in turn."""
    for words, label in (
        ("Hilal al-Maskari", "PERSON"), ("Yerbolat Sagyndykov", "PERSON"), ("Monday", "DATE"),
        ("MUSCAT", "GPE"),
    ):  # fmt: skip
        tag(desk, words, label)
    select(desk, "met")
    desk.key(Key.Key_M)
    caret_in(desk, "Hilal")
    desk.key(Key.Key_Return)
    assert desk.page.frame_desk.armed == "place"


def test_a_second_participant_goes_to_the_participants_while_the_place_is_asked_for(desk):
    meeting(desk)
    caret_in(desk, "Sagyndykov")
    desk.key(Key.Key_Return)
    assert roles(desk)["participant"] == ["Hilal al-Maskari", "Yerbolat Sagyndykov"]
    assert desk.page.frame_desk.armed == "place"
    assert desk.window.notice.text == (
        "“Yerbolat Sagyndykov” is participant now; place is still asked for."
    )
    caret_in(desk, "MUSCAT")
    desk.key(Key.Key_Return)
    assert roles(desk)["place"] == ["MUSCAT"]
    desk.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert roles(desk)["participant"] == ["Hilal al-Maskari"]


def test_a_tag_that_is_current_goes_where_its_label_belongs_too(desk):
    meeting(desk)
    go_to(desk, "Monday", "DATE")
    desk.key(Key.Key_Return)
    assert roles(desk)["date"] == ["Monday"]
    assert desk.page.frame_desk.armed == "place"


def test_a_label_key_puts_the_word_where_the_label_belongs(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    select(desk, "al-Maskari", nth=2)
    desk.key(Key.Key_Return)
    assert desk.page.frame_desk.armed == "cue"
    caret_in(desk, "adding")
    desk.key(Key.Key_6)
    assert roles(desk)["addressee"] == ["adding"]
    assert "cue" not in roles(desk)


def test_a_slot_that_was_armed_by_hand_takes_whatever_is_chosen(desk):
    meeting(desk)
    desk.key(Key.Key_R)
    desk.key(Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert desk.page.frame_desk.armed == "place"
    go_to(desk, "Yerbolat Sagyndykov", "PERSON")
    desk.key(Key.Key_Return)
    assert roles(desk)["place"] == ["Yerbolat Sagyndykov"]


def test_words_dragged_into_a_slot_that_may_stay_empty_are_named_with_undo(desk):
    statement(desk)
    assert desk.page.frame_desk.armed == "addressee"
    desk.view.drag_selection(place_of("Oman would wait"), backwards=False, fallback=0)
    desk.view.finish_selection()
    notice = desk.window.notice
    assert notice.text == "“Oman would wait” is addressee now."
    (undo,) = [b for b in notice.findChildren(QAbstractButton) if b.accessibleName() != "Dismiss"]
    undo.click()
    assert "addressee" not in roles(desk)


def test_words_dragged_into_a_slot_that_needs_them_are_not_remarked_on(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    desk.view.drag_selection(place_of("al-Maskari", nth=2), backwards=False, fallback=0)
    desk.view.finish_selection()
    assert roles(desk)["speaker"] == ["al-Maskari"]
    assert desk.window.notice.text == ""


def test_f6_goes_to_the_armed_slot_and_arrows_through_the_card(desk):
    statement(desk)
    card = desk.page.inspector.frame
    desk.key(Key.Key_F6)
    assert card.slot("addressee").hasFocus()
    desk.key(Key.Key_Down)
    assert card.slot("outlet").hasFocus()
    desk.key(Key.Key_Down)
    assert card.row("mode").control.hasFocus()
    for _ in range(4):
        desk.key(Key.Key_Up)
    assert card.slot("cue").hasFocus()


def test_enter_on_a_card_of_the_list_leads_to_its_slots(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    desk.page.frame_desk.select(None)
    desk.page.inspecting.show_tags()
    QApplication.processEvents()
    pane = desk.page.inspector
    pane.frames.setFocus(Qt.FocusReason.TabFocusReason)
    desk.key(Key.Key_Return)
    assert desk.page.frame_desk.frame is not None
    assert pane.frame.slot("speaker").hasFocus()


def test_a_press_on_the_head_of_the_card_takes_the_keys_into_it(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    QApplication.processEvents()
    desk.page.corpus.setFocus()
    card = desk.page.inspector.frame
    desk.qtbot.mouseClick(card.head, LEFT, pos=QPoint(60, 12))
    assert card.slot("speaker").hasFocus()


def test_tab_stays_in_the_inspector(desk):
    statement(desk)
    desk.key(Key.Key_F6)
    pane = desk.page.inspector
    desk.page.inspecting.show_tags()
    start, seen = QApplication.focusWidget(), []
    for _ in range(40):
        desk.key(Key.Key_Tab)
        assert pane.isAncestorOf(QApplication.focusWidget())
        seen.append(QApplication.focusWidget())
    assert start in seen
    assert pane.frames in seen
    desk.key(Key.Key_Escape)
    assert desk.view.hasFocus()
