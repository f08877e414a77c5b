"""The Annotate page by its keys, as an analyst uses it."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleDraft, Metadata, ZoneKind
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.ops import articles, intake, suggestions
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.ui.article.view import ArticleView
from tests.ui.conftest import TEXT, place_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def test_opening_makes_the_first_suggestion_current_and_gives_the_text_the_focus(desk):
    assert desk.words == "Muscat"
    assert isinstance(QApplication.focusWidget(), ArticleView)


def test_esc_leaves_the_words_found_selected_for_the_next_key(desk):
    assert desk.words == "Muscat"
    desk.run("edit.find")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "Sagyndykov")
    desk.key(Key.Key_Escape)
    assert desk.view.selection == place_of("Sagyndykov")
    desk.key(Key.Key_1)
    assert ("Sagyndykov", "PERSON") in desk.tags


def test_esc_without_a_hit_leaves_everything_as_it_was(desk):
    desk.run("edit.find")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "Reykjavik")
    desk.key(Key.Key_Escape)
    assert desk.words == "Muscat"
    assert desk.view.selection is None


def test_enter_accepts_and_goes_on(desk):
    desk.key(Key.Key_Return)
    assert desk.tags == [("Muscat", "GPE")]
    assert desk.words == "MUSCAT"
    assert desk.desk.status == SetStatus.IN_PROGRESS


def test_backspace_rejects_and_goes_on(desk):
    desk.key(Key.Key_Backspace)
    assert desk.tags == []
    assert ("Muscat", "GPE") not in desk.pending
    assert desk.words == "MUSCAT"


def test_tab_skips_and_shift_tab_goes_back(desk):
    desk.key(Key.Key_Tab)
    assert desk.words == "MUSCAT"
    desk.key(Key.Key_Backtab, SHIFT)
    assert desk.words == "Muscat"


def test_a_digit_accepts_a_suggestion_as_another_label(desk):
    desk.key(Key.Key_4)
    assert desk.tags == [("Muscat", "LOC")]
    span = desk.desk.tags.spans[0]
    assert span.provenance.decision == "corrected"
    assert desk.words == "MUSCAT"


def test_a_digit_labels_the_selected_words(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("Sagyndykov"))
    desk.key(Key.Key_1)
    assert ("Sagyndykov", "PERSON") in desk.tags
    assert desk.words == "Sagyndykov"


def test_a_digit_labels_the_word_at_the_caret(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_caret(place_of("railway").start + 2)
    desk.key(Key.Key_2)
    assert ("railway", "ORG") in desk.tags


def test_offsets_after_an_emoji_are_code_points(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("Monday"))
    desk.key(Key.Key_8)
    span = next(span for span in desk.desk.tags.spans if span.label == "DATE")
    assert TEXT[span.extent.start : span.extent.end] == "Monday"


def test_undo_and_redo_go_through_accept_and_reject(desk):
    desk.key(Key.Key_Return)
    desk.key(Key.Key_Backspace)
    desk.key(Key.Key_Z, CTRL)
    assert ("MUSCAT", "GPE") in desk.pending
    assert desk.words == "MUSCAT"
    desk.key(Key.Key_Z, CTRL)
    assert desk.tags == []
    assert desk.desk.status == SetStatus.NEW
    desk.key(Key.Key_Y, CTRL)
    assert desk.tags == [("Muscat", "GPE")]


def test_undo_survives_closing_and_opening_again(desk, make_desk, workspace_path):
    desk.key(Key.Key_Return)
    desk.window.close()
    again = make_desk(workspace_path)
    assert again.desk.article.name == "muscat"
    assert again.tags == [("Muscat", "GPE")]
    again.key(Key.Key_Z, CTRL)
    assert again.tags == []


def test_what_is_shown_as_saved_is_in_the_file(desk, workspace_path):
    desk.key(Key.Key_Return)
    with sqlite3.connect(workspace_path) as connection:
        rows = connection.execute("SELECT text, label FROM span").fetchall()
    assert rows == [("Muscat", "GPE")]
    assert "Saved" in desk.window.status.saved_text


def test_backspace_deletes_a_tag_and_rejects_its_suggestion(desk):
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_Backspace)
    assert desk.tags == []
    assert ("Muscat", "GPE") not in desk.pending


def test_shift_arrows_move_the_end_of_a_tag_and_x_its_start(desk):
    desk.open("riga")
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_Right, CTRL | SHIFT)
    assert desk.tags == [("Riga on", "GPE")]
    desk.key(Key.Key_Left, CTRL | SHIFT)
    assert desk.tags == [("Riga", "GPE")]
    desk.key(Key.Key_X)
    desk.key(Key.Key_Left, CTRL | SHIFT)
    assert desk.tags == [("in Riga", "GPE")]
    desk.key(Key.Key_Right, SHIFT)
    assert desk.tags == [("n Riga", "GPE")]


def test_an_edge_never_ends_in_white_space(desk):
    desk.open("riga")
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_Right, SHIFT)
    assert desk.tags == [("Riga o", "GPE")]


def test_w_selects_word_sentence_paragraph(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_caret(place_of("railway").start + 1)
    desk.key(Key.Key_W)
    assert desk.view.selection.slice(TEXT) == "railway"
    desk.key(Key.Key_W)
    desk.key(Key.Key_W)
    assert desk.view.selection.slice(TEXT).startswith("“Oman wants")


def test_q_selects_the_quotation_without_its_marks_then_with_them(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_caret(place_of("railway").start + 1)
    desk.key(Key.Key_Q)
    assert desk.view.selection.slice(TEXT) == "Oman wants the railway,"
    desk.key(Key.Key_Q)
    assert desk.view.selection.slice(TEXT) == "“Oman wants the railway,”"


def test_everywhere_tags_all_places_in_one_undo_step(desk):
    desk.open("riga")
    desk.key(Key.Key_E)
    desk.key(Key.Key_Return)
    assert desk.tags == [("Riga", "GPE"), ("Riga", "GPE")]
    desk.key(Key.Key_Z, CTRL)
    assert desk.tags == []


def test_shift_enter_accepts_the_paragraph(desk):
    desk.key(Key.Key_Tab)
    desk.key(Key.Key_Return, SHIFT)
    assert desk.tags == [("MUSCAT", "GPE"), ("Hilal al-Maskari", "PERSON"), ("Monday", "DATE")]
    assert desk.words == "Muscat"


def test_o_cycles_through_what_lies_over_one_another(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("al-Maskari"))
    desk.key(Key.Key_1)
    assert desk.words == "al-Maskari"
    desk.key(Key.Key_O)
    assert desk.words == "Hilal al-Maskari"
    desk.key(Key.Key_O)
    assert desk.words == "al-Maskari"


def test_a_zone_is_set_by_keys_and_undone(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("“Oman wants the railway,” al-Maskari said"))
    desk.key(Key.Key_Z)
    desk.key(Key.Key_4)
    kinds = [(zone.kind, zone.extent.slice(TEXT)[:5]) for zone in desk.desk.article.zones]
    assert (ZoneKind.BOILERPLATE, "“Oman") in kinds
    desk.key(Key.Key_Z, CTRL)
    assert [zone.kind for zone in desk.desk.article.zones] == [ZoneKind.HEADLINE]


def test_suggestions_in_boilerplate_wait_for_nobody(desk):
    article, session = desk.desk.article, desk.work.session
    paragraph = place_of("MUSCAT – Hilal al-Maskari met Yerbolat Sagyndykov 🤝 on Monday.")
    articles.set_zone(session.workspace, article, "amy", paragraph, ZoneKind.BOILERPLATE)
    assert desk.pending == [("Muscat", "GPE")]


def test_u_flags_and_c_notes(desk):
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_U)
    assert desk.desk.tags.spans[0].unsure
    desk.key(Key.Key_C)
    desk.qtbot.keyClicks(QApplication.focusWidget(), "see the map")
    desk.key(Key.Key_Escape)
    assert desk.desk.tags.spans[0].note == "see the map"
    assert isinstance(QApplication.focusWidget(), ArticleView)


def test_l_links_to_a_new_entity_and_then_offers_it(desk):
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_L)
    desk.key(Key.Key_Return, CTRL)
    span = desk.desk.tags.spans[0]
    assert desk.desk.tags.entities[span.entity].name == "Muscat"
    desk.key(Key.Key_Z, CTRL)
    assert desk.desk.tags.spans[0].entity is None


def test_completing_goes_to_the_next_unfinished_and_reopening_brings_the_pending_back(desk):
    desk.key(Key.Key_Return, CTRL)
    assert desk.desk.article.name == "riga"
    desk.open("muscat")
    assert desk.desk.status == SetStatus.COMPLETE
    assert desk.pending == []
    desk.view.set_selection(place_of("railway"))
    desk.key(Key.Key_1)
    assert desk.tags == []
    assert "Ctrl+Enter" in desk.window.notice.text
    desk.key(Key.Key_Return, CTRL)
    assert desk.desk.status == SetStatus.IN_PROGRESS
    assert len(desk.pending) == 4


def test_find_steps_through_the_places(desk):
    desk.run("edit.find")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "oman")
    assert desk.page.find_bar.count_text.endswith("of 2")
    desk.key(Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), ArticleView)


def test_words_get_a_label_without_a_key_by_the_palette(desk):
    desk.view.set_selection(place_of("adding"))
    desk.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClicks(QApplication.focusWidget(), "as cue")
    desk.key(Qt.Key.Key_Return)
    assert ("adding", "CUE") in desk.tags
    assert desk.words == "adding"
    assert desk.view.hasFocus()


def test_the_menu_of_the_article_has_every_label(desk):
    desk.view.set_selection(place_of("adding"))
    desk.controls.update()
    menu = desk.window.actions_in_force.menu_of((("label.*",),), desk.window)
    words = [action.text() for action in menu.actions()]
    assert words == [
        f"Label as {label.name}" for label in desk.work.session.workspace.scheme.labels
    ]


def test_letters_typed_in_a_field_are_no_commands(desk):
    desk.run("edit.search")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "1we")
    assert desk.tags == []
    assert desk.page.corpus.query is not None


def test_metadata_is_edited_in_the_header(desk):
    desk.page.header.metadata_edited.emit("outlet", "Gulf Courier")
    assert desk.desk.article.metadata.outlet == "Gulf Courier"
    desk.key(Key.Key_Z, CTRL)
    assert desk.desk.article.metadata.outlet == "Gulf"


def test_two_windows_on_one_set_do_not_overwrite_one_another(desk, make_desk, workspace_path):
    other = make_desk(workspace_path)
    other.open("muscat")
    other.key(Key.Key_Return)
    desk.window.activateWindow()
    desk.view.setFocus()
    desk.desk.accept()
    assert "another window" in desk.window.notice.text
    assert "Somebody" not in desk.window.notice.text


def test_after_a_refusal_the_newest_tags_are_shown_and_the_edit_can_be_repeated(
    desk, make_desk, workspace_path
):
    other = make_desk(workspace_path)
    other.open("muscat")
    other.key(Key.Key_Return)
    other.key(Key.Key_Return)
    desk.desk.step(1)
    desk.desk.step(1)
    assert desk.words == "Hilal al-Maskari"
    desk.desk.accept()
    assert "another window" in desk.window.notice.text
    assert desk.tags == [("Muscat", "GPE"), ("MUSCAT", "GPE")]
    assert desk.pending == [("Hilal al-Maskari", "PERSON"), ("Monday", "DATE")]
    assert desk.words == "Hilal al-Maskari"
    desk.desk.accept()
    assert desk.tags[-1] == ("Hilal al-Maskari", "PERSON")
    assert desk.words == "Monday"


def test_what_another_window_decided_is_current_as_the_tag_that_it_became(
    desk, make_desk, workspace_path
):
    other = make_desk(workspace_path)
    other.open("muscat")
    other.key(Key.Key_Return)
    desk.desk.accept()
    assert desk.words == "Muscat"
    assert desk.desk.current_span == desk.desk.tags.spans[0]
    desk.desk.step(1)
    assert desk.words == "MUSCAT"
    desk.desk.accept()
    assert desk.tags == [("Muscat", "GPE"), ("MUSCAT", "GPE")]


def test_an_operation_that_is_never_stale_shows_what_another_window_did(
    desk, make_desk, workspace_path
):
    desk.key(Key.Key_Return)
    other = make_desk(workspace_path)
    other.open("muscat")
    other.key(Key.Key_Return)
    desk.view.set_selection(place_of("“Oman wants the railway,” al-Maskari said"))
    desk.desk.set_zone(ZoneKind.BOILERPLATE)
    assert desk.tags == [("Muscat", "GPE"), ("MUSCAT", "GPE")]
    assert ("MUSCAT", "GPE") not in desk.pending


def test_a_narrow_window_lays_the_corpus_over(desk):
    desk.window.resize(1024, 700)
    QApplication.processEvents()
    assert desk.page.strip.isVisible()
    assert not desk.page.corpus.isVisible()
    desk.page.strip.open_requested.emit()
    assert desk.page.corpus.isVisible()
    desk.window.resize(1440, 900)
    QApplication.processEvents()
    assert desk.page.corpus.isVisible()
    assert not desk.page.strip.isVisible()


def test_removing_an_article_is_undone_by_one_key(desk):
    desk.run("edit.archive")
    assert desk.desk.article.name == "riga"
    desk.key(Key.Key_Z, CTRL)
    assert len(desk.page._ids) == 2


def test_a_selection_is_shown_in_the_inspector(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(Extent(0, 10))
    QApplication.processEvents()
    assert desk.page.inspector.selection.isVisible()


def remap(desk, **shortcuts):
    names = {name.replace("_", ".", 1): keys for name, keys in shortcuts.items()}
    desk.window.preferences.change(shortcuts=names)
    desk.controls.rebuild()
    QApplication.processEvents()


def test_keys_given_in_the_settings_are_those_that_are_shown(desk):
    inspector, line = desk.page.inspector, desk.window.status
    assert inspector.suggestion.accept.cap == "↵"
    assert ("Return", "accept") in line.hints
    remap(desk, tag_accept="J", tag_reject="D", tag_link="K", tag_complete="Ctrl+J")
    assert (inspector.suggestion.accept.cap, inspector.suggestion.reject.cap) == ("J", "D")
    assert (inspector.tag.delete.cap, inspector.tag.link.cap) == ("D", "K")
    assert line.hints[:2] == (("J", "accept"), ("D", "reject"))
    inspector.empty.show_state(0)
    assert "Ctrl J" in inspector.empty.words
    desk.key(Key.Key_J)
    assert desk.tags == [("Muscat", "GPE")]


def test_selected_words_teach_the_keys_of_the_frame_types(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("railway"))
    desk.qtbot.waitUntil(lambda: ("S", "T or M frame") in desk.window.status.hints)
    remap(desk, **{"frame_new.Stance": "", "frame_new.Meeting": ""})
    assert ("S", "frame") in desk.window.status.hints


def test_what_shift_enter_accepted_can_be_taken_back_from_the_notice(desk):
    notice = desk.window.notice
    desk.key(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert notice.text == "1 suggestion of the paragraph accepted."
    (undo,) = [b for b in notice.findChildren(QAbstractButton) if b.accessibleName() != "Dismiss"]
    assert undo.isVisible()
    assert desk.tags == [("Muscat", "GPE")]
    undo.click()
    assert desk.tags == []


def test_a_command_without_keys_is_not_taught(desk):
    remap(desk, tag_accept="")
    assert desk.page.inspector.suggestion.accept.cap == ""
    assert "accept" not in [verb for _, verb in desk.window.status.hints]


def test_one_of_a_kind_is_counted_in_the_singular(desk):
    def words():
        return [figure.word for figure in desk.window.status._figures]

    assert words()[:2] == ["suggestions left", "spans"]
    desk.key(Key.Key_Return)
    assert words()[1] == "span"
    while len(desk.pending) > 1:
        desk.key(Key.Key_Return)
    assert words()[:2] == ["suggestion left", "spans"]


def test_words_selected_with_the_mouse_are_what_a_digit_labels_not_the_suggestion_before(desk):
    assert desk.words == "Muscat"
    desk.view.set_selection(place_of("Sagyndykov"))
    desk.key(Key.Key_1)
    assert ("Sagyndykov", "PERSON") in desk.tags
    assert ("Muscat", "GPE") in desk.pending


def test_enter_in_the_note_goes_back_to_the_text(desk):
    desk.key(Key.Key_Return)
    desk.desk.select_span(desk.desk.tags.spans[0].id)
    desk.key(Key.Key_C)
    desk.qtbot.keyClicks(QApplication.focusWidget(), "spelled so by the agency")
    desk.key(Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), ArticleView)
    assert desk.desk.tags.spans[0].note == "spelled so by the agency"


def test_everywhere_and_link_find_the_tag_of_the_selected_words(desk):
    desk.key(Key.Key_Return)
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(desk.desk.tags.spans[0].extent)
    desk.key(Key.Key_L)
    assert desk.page.linking.popup.isVisible()
    desk.key(Key.Key_Escape)
    desk.view.set_selection(desk.desk.tags.spans[0].extent)
    desk.key(Key.Key_E)
    assert desk.words == "Muscat"
    assert desk.desk.current_span is not None


# --- what is said of completing -------------------------------------------------------------------


def test_completing_can_be_taken_back_from_its_notice(desk, qtbot):
    first = desk.desk.article.id
    desk.key(Key.Key_Return, CTRL)
    notice = desk.window.notice
    assert desk.desk.article.name == "riga"
    assert notice.text == "“Port talks end in Muscat” is complete, 4 suggestions left untouched."
    qtbot.mouseClick(notice._action, Qt.MouseButton.LeftButton)
    assert desk.desk.article.id == first
    assert desk.desk.status is SetStatus.NEW
    assert notice.text == "Undone: Complete “Port talks end in Muscat”."


def test_what_is_said_of_a_completed_article_goes_when_another_one_is_opened(desk):
    desk.key(Key.Key_Return, CTRL)
    assert "is complete" in desk.window.notice.text
    desk.open("muscat")
    assert desk.window.notice.text == ""


def test_the_button_that_takes_completing_back_goes_with_the_next_tag(desk):
    desk.key(Key.Key_Return, CTRL)
    assert "is complete" in desk.window.notice.text
    desk.key(Key.Key_Return)  # accepts a suggestion of the next article: undo would take that back
    assert desk.window.notice.text == ""


# --- which suggestion comes first -----------------------------------------------------------------


@pytest.fixture
def bare_desk(make_desk, tmp_path):
    """A window on an article that begins with a name and has no suggestions yet."""
    path = tmp_path / "bare.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    intake.import_drafts(
        workspace, [ArticleDraft("oman", "Oman and Iran met.\n", Metadata())], "system"
    )
    workspace.close()
    return make_desk(path)


def suggest(desk):
    """Let a source look at the open article, as the job beside the window does."""
    background = desk.work.session.background()

    def propose(text, _zones):
        return [
            Proposal(Extent(start, start + 4), "GPE", "test", 0.9, "A reason.") for start in (0, 9)
        ]

    suggestions.suggest_article(background, desk.desk.article.id, "builtin/1", propose)
    QApplication.processEvents()


def test_the_first_of_the_suggestions_that_come_while_an_article_is_open_is_current(bare_desk):
    assert bare_desk.words is None
    suggest(bare_desk)
    assert bare_desk.words == "Oman"


def test_suggestions_that_come_later_do_not_take_the_user_from_where_he_is(bare_desk):
    bare_desk.view.set_caret(9)
    suggest(bare_desk)
    assert bare_desk.words is None
    bare_desk.key(Key.Key_Tab)
    assert bare_desk.words == "Iran"


def test_tab_goes_to_each_of_two_tags_on_the_same_words(bare_desk):
    for label in (Qt.Key.Key_2, Qt.Key.Key_3):
        bare_desk.view.set_selection(Extent(0, 4))
        bare_desk.key(label)
    bare_desk.view.set_current(None, reveal=False)
    bare_desk.view.set_caret(0)
    seen = []
    steps = [(Qt.Key.Key_Tab, None)] * 3 + [(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)]
    for key, held in steps:
        bare_desk.key(key, held)
        seen.append(bare_desk.view.current_mark().label)
    assert seen == ["GPE", "ORG", "GPE", "ORG"]


def test_tab_at_the_beginning_goes_to_the_suggestion_that_begins_there(bare_desk):
    suggest(bare_desk)
    bare_desk.view.set_current(None, reveal=False)
    bare_desk.view.set_caret(0)
    bare_desk.key(Key.Key_Tab)
    assert bare_desk.words == "Oman"


def test_an_arabic_article_is_set_from_right_to_left(make_desk, workspace_path):
    workspace = Workspace(Database.open(str(workspace_path)))
    text = "وزير الخارجية يزور مسقط\n\nقال الوزير إن الحوار مستمر.\n"
    intake.import_drafts(
        workspace, [ArticleDraft("arabic", text, Metadata("مسقط", language=None))], "system"
    )
    key = articles.named(workspace, "arabic")
    workspace.close()
    desk = make_desk(workspace_path)
    assert not desk.view.page.mirrored
    desk.page.open_article(key)
    assert desk.view.page.mirrored
    assert desk.view.text == text
