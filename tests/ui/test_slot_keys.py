"""The card of a frame by keyboard: names typed on a slot, values, hints of the status line."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from annotator.ops import entities, tags
from annotator.store.sets import SetTarget
from annotator.ui.article.view import ArticleView
from tests.ui.frame_keys import CTRL, Key, caret_in, go_to, roles, select, statement, tag


def link(desk, words, name, label="PERSON", nth=1):
    """Tag words and link them to an entity of this name."""
    tag(desk, words, label, nth)
    session = desk.work.session
    span = next(item for item in desk.desk.tags.spans if item.text == words)
    target = SetTarget(desk.desk.article.id, "amy", desk.desk.tags.revision)
    session.perform(lambda: tags.link_to_new(session.workspace, target, [span], label, name))
    QApplication.processEvents()


def on_slot(desk, role):
    """Put the focus on a slot of the selected frame's card, by keys."""
    desk.view.set_current(None, reveal=False)
    if not desk.view.hasFocus():
        desk.key(Key.Key_Escape)
    desk.key(Key.Key_F6)
    card = desk.page.inspector.frame
    for _ in range(12):
        if card.slot(role).hasFocus():
            return card.slot(role)
        desk.key(Key.Key_Tab)
    raise AssertionError(role)


@pytest.fixture
def told(desk):
    link(desk, "Yerbolat Sagyndykov", "Yerbolat Sagyndykov")
    link(desk, "MUSCAT", "Muscat", "GPE")
    entities.add(desk.work.session.workspace, "amy", "PERSON", "Sagynbay Nurlanov")
    entities.add(desk.work.session.workspace, "amy", "EVENT", "Sagadat Fair")
    statement(desk)
    desk.key(Key.Key_Escape)
    return desk


def popup(desk):
    return desk.page.slot_filling.popup


def test_typing_on_a_slot_offers_entities_of_the_article_first_and_enter_takes_one(told):
    slot = on_slot(told, "addressee")
    told.key(Key.Key_S)
    assert popup(told).isVisible()
    assert popup(told).field.text() == "s"
    assert QApplication.focusWidget() is popup(told).field
    names = [(row.name, row.note) for row in popup(told).rows]
    assert names[0] == ("Yerbolat Sagyndykov", "once here")
    assert ("Sagynbay Nurlanov", "") in names
    assert "Sagadat Fair" not in dict(names)  # nobody speaks to an event
    assert names[-1] == ("s", "new entity")
    told.key(Key.Key_Return)
    assert not popup(told).isVisible()
    assert roles(told)["addressee"] == ["Yerbolat Sagyndykov"]
    assert slot.hasFocus()
    told.key(Key.Key_Z, CTRL)
    assert "addressee" not in roles(told)


def test_the_popup_stands_at_its_slot(told):
    slot = on_slot(told, "addressee")
    told.key(Key.Key_S)
    place = QRect(slot.mapTo(told.page, slot.rect().topLeft()), slot.size())
    box = popup(told).geometry()
    assert place.left() < box.left() < place.right()
    assert 0 <= box.top() - place.bottom() < 20 or 0 <= place.top() - box.bottom() < 20
    assert told.page.rect().contains(box)


def test_enter_on_a_slot_offers_whom_the_article_mentions(told):
    on_slot(told, "addressee")
    told.key(Key.Key_Return)
    assert [row.name for row in popup(told).rows] == ["Muscat", "Yerbolat Sagyndykov"]
    told.key(Key.Key_Down)
    told.key(Key.Key_Down)
    told.key(Key.Key_Return)
    assert roles(told)["addressee"] == ["Yerbolat Sagyndykov"]


def test_a_name_that_nobody_has_makes_a_new_entity_in_the_same_step(told):
    on_slot(told, "outlet")
    for key in (Key.Key_P, Key.Key_N, Key.Key_A):
        told.key(key)
    assert [(row.type, row.name, row.id) for row in popup(told).rows] == [("OUTLET", "pna", None)]
    told.key(Key.Key_Return)
    assert roles(told)["outlet"] == ["pna"]
    told.key(Key.Key_Z, CTRL)
    assert "outlet" not in roles(told)
    assert tags.entity_choices(told.work.session.workspace, "pna") == []


def test_escape_or_backspace_in_the_empty_field_leaves_the_slot_as_it_was(told):
    slot = on_slot(told, "addressee")
    told.key(Key.Key_X)
    told.key(Key.Key_Backspace)
    assert popup(told).isVisible()
    told.key(Key.Key_Backspace)
    assert not popup(told).isVisible()
    told.key(Key.Key_X)
    told.key(Key.Key_Escape)
    assert slot.hasFocus()
    assert "addressee" not in roles(told)


def test_undo_takes_back_what_was_typed_and_then_leaves_the_slot(told):
    on_slot(told, "addressee")
    before = roles(told)
    told.key(Key.Key_S)
    assert popup(told).field.text() == "s"
    told.key(Key.Key_Z, CTRL)
    assert (popup(told).isVisible(), popup(told).field.text()) == (True, "")
    told.key(Key.Key_Z, CTRL)
    assert not popup(told).isVisible()
    assert roles(told) == before


def test_another_page_is_reached_while_a_slot_is_being_filled(told):
    on_slot(told, "addressee")
    told.key(Key.Key_S)
    told.key(Key.Key_2, CTRL)
    assert not popup(told).isVisible()
    assert told.window.pages.currentWidget() is not told.page


def test_where_the_article_has_no_entity_yet_the_popup_says_so(desk):
    statement(desk)
    desk.key(Key.Key_Escape)
    on_slot(desk, "addressee")
    desk.key(Key.Key_Return)
    assert list(popup(desk).rows) == []
    assert "No entity of this article yet" in popup(desk)._none.text()
    desk.key(Key.Key_Return)
    assert popup(desk).isVisible()


def test_l_finds_a_name_for_the_armed_slot_without_leaving_the_text(told):
    told.page.frame_desk.arm("addressee")
    told.view.set_caret(0)
    told.key(Key.Key_L)
    assert popup(told).field.hasFocus()
    assert popup(told).field.text() == ""
    for key in (Key.Key_Y, Key.Key_E, Key.Key_Return):
        told.key(key)
    assert roles(told)["addressee"] == ["Yerbolat Sagyndykov"]
    assert told.view.hasFocus()
    assert told.page.frame_desk.armed == "outlet"
    told.key(Key.Key_Escape)
    select(told, "said")
    told.key(Key.Key_L)
    assert not popup(told).isVisible()  # words are chosen: their tag is linked
    assert told.page.linking.popup.isVisible()


def test_l_links_the_tag_where_the_armed_slot_takes_no_names(told):
    told.page.frame_desk.arm("cue")
    caret_in(told, "Yerbolat")
    told.key(Key.Key_L)
    assert told.page.linking.popup.isVisible()


def test_digits_choose_values_and_the_same_one_clears(told):
    on_slot(told, "outlet")
    told.key(Key.Key_Tab)
    told.key(Key.Key_2)
    assert told.page.frame_desk.frame.attributes["mode"] == "indirect"
    told.key(Key.Key_2)
    assert "mode" not in told.page.frame_desk.frame.attributes
    told.key(Key.Key_Tab)
    told.key(Key.Key_2)
    assert told.page.frame_desk.frame.attributes["speaker_by"] == "pronoun"


def test_i_and_backspace_on_a_filled_slot_say_what_they_take_out(told):
    on_slot(told, "speaker")
    told.key(Key.Key_I)
    assert told.page.frame_desk.frame.implied == ("speaker",)
    assert "“al-Maskari” was taken out" in told.window.notice.text
    assert told.page.inspector.frame.slot("speaker").hasFocus()
    on_slot(told, "cue")
    told.key(Key.Key_Backspace)
    assert told.window.notice.text.startswith("Cue is empty now; “said” was taken out.")
    told.key(Key.Key_Escape)
    assert told.view.hasFocus()


def test_enter_on_a_slot_for_words_goes_to_the_text_with_the_slot_armed(told):
    on_slot(told, "cue")
    told.key(Key.Key_Return)
    assert told.view.hasFocus()
    assert told.page.frame_desk.armed == "cue"


# --- values and note from the text ------------------------------------------------------------


def test_d_goes_to_the_value_that_is_missing_else_to_the_first(told):
    card = told.page.inspector.frame
    told.key(Key.Key_D)
    assert card.row("mode").control.hasFocus()
    told.key(Key.Key_3)
    assert told.page.frame_desk.frame.attributes["mode"] == "mixed"
    told.key(Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), ArticleView)
    select(told, "railway")
    told.key(Key.Key_T)
    told.key(Key.Key_D)
    assert card.row("polarity").control.hasFocus()
    told.key(Key.Key_1)
    told.key(Key.Key_Escape)
    told.key(Key.Key_D)
    assert card.row("topic").control.hasFocus()


def test_d_without_a_frame_says_so(desk):
    desk.key(Key.Key_D)
    assert desk.window.notice.text == "No statement, stance or meeting is selected."
    assert isinstance(QApplication.focusWidget(), ArticleView)


def test_c_writes_the_note_of_the_selected_frame_and_enter_leads_back(told):
    told.key(Key.Key_C)
    told.qtbot.keyClicks(QApplication.focusWidget(), "Said on the phone.")
    told.key(Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), ArticleView)
    assert told.page.frame_desk.frame.note == "Said on the phone."
    assert "Said on the phone." in told.page.inspector.frame.words
    told.key(Key.Key_Z, CTRL)
    assert told.page.frame_desk.frame.note == ""
    told.key(Key.Key_Y, CTRL)
    assert told.page.frame_desk.frame.note == "Said on the phone."


def test_a_note_that_is_being_typed_belongs_to_its_frame_when_another_one_is_chosen(told):
    first = told.page.frame_desk.frame.id
    told.key(Key.Key_C)
    told.qtbot.keyClicks(QApplication.focusWidget(), "Half a thought")
    told.page.focus_text()
    select(told, "met")
    told.key(Key.Key_M)
    notes = {frame.id: frame.note for frame in told.desk.tags.frames}
    assert notes[first] == "Half a thought"
    assert notes[told.page.frame_desk.frame.id] == ""
    assert "Half a thought" not in told.page.inspector.frame.words


def test_c_belongs_to_the_tag_that_is_current_not_to_the_frame(told):
    tag(told, "Oman", "GPE")
    go_to(told, "Oman", "GPE")
    told.key(Key.Key_C)
    told.qtbot.keyClicks(QApplication.focusWidget(), "The state.")
    told.key(Key.Key_Return)
    assert [span.note for span in told.desk.tags.spans if span.text == "Oman"] == ["The state."]
    assert told.page.frame_desk.frame.note == ""
    told.key(Key.Key_Escape)
    told.page.frame_desk.select(None)
    told.key(Key.Key_C)
    assert "A note belongs to a tag or a frame." in told.window.notice.text


# --- hints ------------------------------------------------------------------------------------


def hints(desk):
    for _ in range(3):
        QApplication.processEvents()
    return list(desk.window.status.hints)


def remap(desk, **keys):
    shortcuts = {name.replace("_", ".", 1): keys for name, keys in keys.items()}
    desk.window.preferences.change(shortcuts=shortcuts)
    desk.controls.rebuild()


def test_the_status_line_says_the_keys_of_the_pane_that_has_the_focus(told):
    assert ("D", "values") in hints(told)
    on_slot(told, "addressee")
    assert hints(told) == [("Return", "find by name"), ("I", "implied"), ("Esc", "to the text")]
    on_slot(told, "cue")
    assert hints(told) == [
        ("Return", "select words for it"),
        ("Backspace", "empty"),
        ("Esc", "to the text"),
    ]
    on_slot(told, "outlet")
    told.key(Key.Key_Tab)
    assert hints(told)[0] == ("1", "choose")
    told.page.show_corpus()
    assert hints(told)[0] == ("Return", "open")
    told.page.show_corpus(search=True)
    assert hints(told)[0] == ("Down", "to the list")


def test_the_status_line_says_what_fills_the_armed_slot(desk):
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    assert hints(desk) == [
        ("Return", "fill speaker"),
        ("I", "implied"),
        ("R", "next slot"),
    ]
    select(desk, "al-Maskari", nth=2)
    assert hints(desk) == [
        ("Return", "fill speaker"),
        ("F", "add fragment"),
        ("1", "to 0 fill as"),
    ]


def test_keys_given_in_the_settings_are_those_that_are_taught(desk):
    remap(desk, label_PERSON="P", frame_fragment="Ctrl+J", edit_undo="Ctrl+U", frame_implied="Y")
    select(desk, "al-Maskari", nth=2)
    assert ("P", "to 0 label") in hints(desk)
    statement(desk)
    desk.page.frame_desk.arm("content")
    QApplication.processEvents()
    assert "Ctrl J adds them" in desk.page.inspector.frame.slot("content").words
    desk.page.frame_desk.arm("outlet")
    desk.view.set_caret(0)
    desk.key(Key.Key_Return)
    assert "press Y if the text leaves it out" in desk.window.notice.text
