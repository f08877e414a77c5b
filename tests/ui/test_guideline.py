"""The guideline pane: F1 opens it at what is selected; keys read, search and follow it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.guideline import Guideline, label_subject, role_subject
from annotator.domain.scheme_file import read_scheme
from annotator.ui.guideline.entry_view import ContentsView, EntryView
from annotator.ui.guideline.pane import GuidelinePane
from annotator.ui.guideline.parts import EntryRow, Link
from annotator.ui.guideline.search_view import SearchView
from tests.ui.conftest import TEXT, place_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


@pytest.fixture
def pane(desk):
    return desk.page.guiding.pane


def subject(pane):
    return None if pane.subject is None else pane.subject.key


def select(desk, words, nth=1):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of(words, nth=nth))


def statement(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(None)
    desk.view.set_caret(place_of("railway").start + 2)
    desk.key(Key.Key_S)


# --- where it opens -------------------------------------------------------------------------------


def test_f1_opens_the_label_of_the_current_suggestion_beside_the_text(desk, pane):
    assert desk.words == "Muscat"
    desk.key(Key.Key_F1)
    assert pane.isVisible()
    assert subject(pane) == "GPE"
    assert desk.view.hasFocus()
    corner = pane.mapTo(desk.page, QPoint(0, 0)).x()
    assert corner >= desk.view.mapTo(desk.page, desk.view.rect().topRight()).x()


def test_f1_opens_the_label_of_the_current_tag(desk, pane):
    desk.key(Key.Key_4)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_F1)
    assert subject(pane) == "LOC"


def test_f1_opens_the_armed_role_else_the_selected_frame(desk, pane):
    statement(desk)
    desk.key(Key.Key_F1)
    assert subject(pane) == "Statement.speaker"
    desk.key(Key.Key_F1)
    assert pane.isHidden()
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_F1)
    assert subject(pane) == "Statement"


def test_with_nothing_selected_it_opens_at_its_contents(desk, pane):
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_F1)
    assert subject(pane) is None
    assert isinstance(pane.view, ContentsView)


def test_f1_on_a_slot_or_value_of_a_card_opens_that_and_comes_back_to_it(desk, pane):
    statement(desk)
    desk.key(Key.Key_Escape)
    card = desk.page.inspector.frame
    for widget, expected in (
        (card.slot("content"), "Statement.content"),
        (card.row("mode").control, "Statement.mode.direct"),
    ):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        desk.key(Key.Key_F1)
        assert subject(pane) == expected
        assert desk.page.guiding.has_focus
        desk.key(Key.Key_F1)
        assert pane.isHidden()
        assert widget.hasFocus()


def test_a_value_that_is_not_chosen_yet_opens_its_attribute(desk, pane):
    select(desk, "Oman wants the railway")
    desk.key(Key.Key_T)
    desk.key(Key.Key_Escape)
    desk.page.inspector.frame.row("polarity").control.setFocus(Qt.FocusReason.TabFocusReason)
    desk.key(Key.Key_F1)
    assert subject(pane) == "Stance.polarity"
    assert pane.view.keys.keys == (
        ("1", "support"),
        ("2", "oppose"),
        ("3", "neutral"),
        ("4", "mixed"),
    )


def test_without_an_article_page_f1_shows_all_keys(desk):
    desk.window.show_welcome()
    desk.run("help.guideline")
    assert [type(overlay).__name__ for overlay in desk.window.open_overlays()] == ["ShortcutSheet"]


def test_all_keys_are_one_step_from_the_contents(desk, pane):
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_Tab)
    assert QApplication.focusWidget() is pane.view.all_keys
    assert pane.view.all_keys.cap == "Ctrl F1"
    desk.key(Key.Key_Return)
    assert [type(overlay).__name__ for overlay in desk.window.open_overlays()] == ["ShortcutSheet"]


# --- following and staying ------------------------------------------------------------------------


def test_it_follows_what_is_selected(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Tab)
    assert desk.words == "Hilal al-Maskari"
    assert subject(pane) == "PERSON"


def test_it_stays_where_one_went_until_something_else_is_selected(desk, pane):
    desk.key(Key.Key_F1)
    pane.follow(role_subject("Meeting", "place"))
    desk.page.focus_text()
    desk.key(Key.Key_Tab)  # MUSCAT, a GPE like the one before
    assert subject(pane) == "Meeting.place"
    desk.key(Key.Key_Tab)
    assert subject(pane) == "PERSON"


def test_tagging_goes_on_while_it_is_open(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_Return)
    assert ("Muscat", "GPE") in desk.tags
    assert pane.isVisible()


def test_going_to_a_card_closes_it(desk, pane):
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_F1)
    assert pane.isVisible()
    desk.key(Key.Key_Return)
    assert pane.isHidden()
    assert desk.page.inspector.isAncestorOf(QApplication.focusWidget())


def test_escape_in_it_goes_back_to_the_text(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    assert desk.page.guiding.has_focus
    desk.key(Key.Key_Escape)
    assert pane.isHidden()
    assert desk.view.hasFocus()


def test_escape_in_the_text_closes_it_last(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_Escape)
    assert desk.words is None
    assert pane.isVisible()
    desk.key(Key.Key_Escape)
    assert pane.isHidden()


def test_f6_goes_round_through_it(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    assert desk.page.guiding.has_focus
    desk.key(Key.Key_F6, SHIFT)
    assert desk.view.hasFocus()


def test_a_hidden_inspector_is_shown_for_it_and_hidden_again(desk, pane):
    desk.key(Key.Key_F9)
    assert desk.page.inspector.isHidden()
    desk.key(Key.Key_F1)
    assert pane.geometry().width() == desk.page.inspector.width() > 200
    desk.key(Key.Key_F1)
    assert desk.page.inspector.isHidden()


def test_hiding_the_inspector_hides_it_too(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F9)
    assert pane.isHidden()


@pytest.mark.parametrize("width", [800, 1024, 1440])
def test_it_covers_the_cards_at_every_width(desk, pane, width):
    desk.window.resize(width, 700)
    QApplication.processEvents()
    desk.key(Key.Key_F1)
    desk.window.resize(width + 20, 640)
    QApplication.processEvents()
    inspector = desk.page.inspector
    assert pane.isVisible()
    assert pane.size() == inspector.size()
    assert pane.pos() == inspector.mapTo(desk.page, QPoint(0, 0))


def test_the_status_line_says_how_to_go_back(desk):
    desk.key(Key.Key_F1)
    desk.qtbot.waitUntil(lambda: ("F1", "back to the cards") in desk.window.status.hints)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_A)
    desk.qtbot.waitUntil(lambda: desk.window.status.hints[0] == ("Return", "add it"))


# --- reading --------------------------------------------------------------------------------------


def test_an_entry_shows_its_way_title_examples_and_hard_cases(desk, pane):
    pane.show_subject(role_subject("Statement", "content"))
    view = pane.view
    assert isinstance(view, EntryView)
    assert [link.text() for link in view.links if isinstance(link, Link)] == ["Frames", "Statement"]
    entry = Guideline(desk.window.look.scheme).find("Statement.content")
    assert [row.sentence.text for row in view.do] == [example.text for example in entry.do]
    assert [row.why.text() for row in view.dont] == [example.why for example in entry.dont]
    assert view.accessibleName() == entry.title


def test_the_keys_are_those_in_force_for_what_is_selected(desk, pane):
    statement(desk)
    desk.key(Key.Key_F1)
    keys = dict(pane.view.keys.keys)
    assert keys["F"] == "add a fragment"
    assert keys["I"] == "left unsaid"


def test_arrows_scroll_it_and_tab_goes_through_its_links(desk, pane):
    desk.key(Key.Key_F1)
    desk.window.resize(1024, 560)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_Down)
    assert pane.area.verticalScrollBar().value() > 0
    desk.key(Key.Key_End)
    assert pane.area.verticalScrollBar().value() == pane.area.verticalScrollBar().maximum()
    desk.key(Key.Key_Home)
    desk.key(Key.Key_Tab)
    first = QApplication.focusWidget()
    assert isinstance(first, Link)
    assert first.ringed
    desk.key(Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), EntryRow)
    desk.key(Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is first


def test_enter_follows_a_link_and_backspace_comes_back(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Return)
    assert subject(pane) == "Statement.speaker"
    desk.key(Key.Key_Backspace)
    assert subject(pane) == "GPE"
    assert ("Muscat", "GPE") in desk.pending  # Backspace did not reject what lies beside it


def test_a_click_on_a_link_follows_it(desk, pane):
    desk.key(Key.Key_F1)
    row = next(link for link in pane.view.links if isinstance(link, EntryRow))
    desk.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert subject(pane) == "Statement.speaker"


def test_every_entry_can_be_shown(desk, pane):
    pane.show()
    for entry in pane.guideline.entries:
        pane.show_subject(entry.subject)
        assert subject(pane) == entry.subject.key
        assert pane.view.accessibleName() == entry.title


# --- searching ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "modifiers"), [(Key.Key_Slash, None), (Key.Key_F, CTRL)])
def test_it_is_searched_from_the_keyboard(desk, pane, key, modifiers):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    desk.key(key, modifiers)
    assert QApplication.focusWidget() is pane.field
    desk.qtbot.keyClicks(pane.field, "opens with speeches")
    assert isinstance(pane.view, SearchView)
    assert pane.view.rows == []
    pane.field.clear()
    desk.qtbot.keyClicks(pane.field, "forum, summit")
    assert [row.text() for row in pane.view.rows] == ["Kind: conference"]
    desk.key(Key.Key_Return)
    assert subject(pane) == "Meeting.kind.conference"
    assert pane.field.isHidden() or not pane.field.isVisible()


def test_arrows_go_through_what_was_found(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_Slash)
    desk.qtbot.keyClicks(pane.field, "quotation marks")
    desk.key(Key.Key_Down)
    assert QApplication.focusWidget() is pane.view.rows[0]
    desk.key(Key.Key_Down)
    assert QApplication.focusWidget() is pane.view.rows[1]
    wanted = pane.view.rows[1].subject
    desk.key(Key.Key_Return)
    assert pane.subject == wanted


def test_escape_leaves_the_search_and_then_the_guideline(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_Slash)
    desk.qtbot.keyClicks(pane.field, "cue")
    desk.key(Key.Key_Escape)
    desk.key(Key.Key_Escape)
    assert isinstance(pane.view, EntryView)
    assert pane.isVisible()
    desk.key(Key.Key_Escape)
    assert pane.isHidden()


def test_find_here_is_the_articles_where_the_text_has_the_keyboard(desk, pane):
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F, CTRL)
    assert desk.page.find_bar.isVisible()
    assert not pane.field.isVisible()


def test_the_palette_finds_entries(desk, pane):
    desk.run("view.palette")
    palette = desk.window.overlay("palette", lambda: None)
    palette.input.setText("guideline content of a")
    desk.qtbot.waitUntil(lambda: palette.current is not None)
    assert palette.current.text == "Guideline: Content of a statement"
    desk.qtbot.keyClick(palette.input, Key.Key_Return)
    assert pane.isVisible()
    assert subject(pane) == "Statement.content"


# --- cases ----------------------------------------------------------------------------------------


def case(desk):
    """The case added last to an entry of the scheme in force."""
    pane = desk.page.guiding.pane
    entry = pane.guideline.entry(pane.subject)
    added = [example for example in (*entry.do, *entry.dont) if example.since]
    return added[-1] if added else None


def marks(example):
    return [(mark.name, mark.extent.slice(example.text)) for mark in example.marks]


def test_a_tag_is_kept_as_an_example_with_its_sentence(desk, pane):
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_F1)
    desk.key(Key.Key_F6)
    desk.key(Key.Key_A)
    assert QApplication.focusWidget() is pane.form.why
    assert marks_of_preview(pane) == [("PERSON", "Hilal al-Maskari")]
    desk.qtbot.keyClicks(pane.form.why, "A name before a verb.")
    desk.key(Key.Key_Return)
    added = case(desk)
    assert added.text == "MUSCAT – Hilal al-Maskari met Yerbolat Sagyndykov 🤝 on Monday."
    assert marks(added) == [("PERSON", "Hilal al-Maskari")]
    assert (added.why, added.since) == ("A name before a verb.", 2)
    assert desk.work.session.workspace.scheme.version == 2
    assert pane.view.do[-1].why.text() == "A name before a verb. · scheme 2"
    assert pane.version_words == "scheme 2"


def marks_of_preview(pane):
    text = pane.form.preview.sentence.text
    return [(shape.spoken, shape.extent.slice(text)) for shape in pane.form.preview.sentence.shapes]


def test_a_frame_is_kept_with_its_roles(desk, pane):
    statement(desk)
    select(desk, "al-Maskari", nth=2)
    desk.key(Key.Key_Return)
    select(desk, "said")
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Escape)
    pane_entry = role_subject("Statement", "content")
    desk.page.guiding.open(pane_entry)
    pane.form.add.click()
    desk.qtbot.keyClicks(pane.form.why, "x")
    desk.key(Key.Key_Return)
    names = [name for name, _ in marks(case(desk))]
    assert names == ["content", "speaker", "cue"]
    assert case(desk).text == TEXT.split("\n\n")[2].strip()


def test_selected_words_are_kept_with_the_entry_that_is_shown(desk, pane):
    select(desk, "Monday")
    desk.page.guiding.open(label_subject("DATE"))
    desk.run("help.case")
    desk.qtbot.keyClicks(pane.form.why, "A weekday.")
    desk.key(Key.Key_Return)
    assert marks(case(desk)) == [("DATE", "Monday")]


def test_a_case_can_be_a_counter_example(desk, pane):
    desk.key(Key.Key_F1)
    pane.form.add.click()
    pane.form.choice.choose(1)
    pane.form.why.setFocus()
    desk.qtbot.keyClicks(pane.form.why, "The dateline.")
    desk.key(Key.Key_Return)
    assert pane.guideline.entry(pane.subject).dont[-1].why == "The dateline."


def test_undo_takes_a_case_back_and_the_pane_shows_it(desk, pane):
    desk.key(Key.Key_F1)
    pane.form.add.click()
    desk.qtbot.keyClicks(pane.form.why, "x")
    desk.key(Key.Key_Return)
    assert case(desk) is not None
    desk.page.focus_text()
    desk.key(Key.Key_Z, CTRL)
    desk.qtbot.waitUntil(lambda: case(desk) is None)
    assert pane.version_words == "scheme 1"
    desk.key(Key.Key_Z, CTRL | SHIFT)
    desk.qtbot.waitUntil(lambda: case(desk) is not None)


def test_a_case_needs_a_word_of_why(desk, pane):
    desk.key(Key.Key_F1)
    pane.form.add.click()
    desk.key(Key.Key_Return)
    assert pane.form.is_open
    assert desk.work.session.workspace.scheme.version == 1
    desk.key(Key.Key_Escape)
    assert not pane.form.is_open
    assert pane.isVisible()


def test_a_case_of_a_complete_article_can_be_added_too(desk, pane):
    desk.key(Key.Key_Return)
    desk.page.completing.complete_or_reopen()
    desk.open("muscat")
    assert desk.desk.closed
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_F1)
    pane.form.add.click()
    desk.qtbot.keyClicks(pane.form.why, "x")
    desk.key(Key.Key_Return)
    assert case(desk) is not None


def test_without_anything_selected_there_is_no_case(desk, pane):
    desk.key(Key.Key_Escape)
    desk.page.guiding.open(label_subject("GPE"))
    assert not pane.form.add.isEnabled()


# --- other schemes ------------------------------------------------------------------------------

PROTESTS = """
name = "protest-events"
version = 7
[[labels]]
name = "An actor whose name is too long for any one row of the pane"
[[frames]]
name = "Protest"
key = "p"
[[frames.roles]]
name = "actor"
labels = ["*"]
[[frames.attributes]]
name = "form"
values = ["march", "sit-in"]
"""


def test_the_guideline_of_another_scheme_needs_no_code(qtbot, look):
    look.use_scheme(read_scheme(PROTESTS))
    pane = GuidelinePane(look)
    qtbot.addWidget(pane)
    pane.resize(304, 600)
    pane.show_subject(None)
    assert pane.version_words == "scheme 7"
    for entry in pane.guideline.entries:
        pane.show_subject(entry.subject)
        pane.grab()
        assert isinstance(pane.view, EntryView)
        assert pane.view.width() <= 304
    pane.search()
    pane.field.setText("sit-in")
    assert [row.text() for row in pane.view.rows] == ["Protest: form, sit-in"]


def test_a_scheme_that_comes_while_it_is_open_is_shown(qtbot, look):
    pane = GuidelinePane(look)
    qtbot.addWidget(pane)
    pane.show_subject(label_subject("GPE"))
    look.use_scheme(read_scheme(PROTESTS))
    assert pane.subject is None
    assert isinstance(pane.view, ContentsView)


# --- elsewhere ------------------------------------------------------------------------------------


def test_the_label_grid_says_what_a_label_is(qtbot, look):
    from annotator.ui.inspector.label_grid import LabelGrid

    grid = LabelGrid(look)
    qtbot.addWidget(grid)
    assert grid.tip(0) == "PERSON: A named person: the name alone, without office or title."
