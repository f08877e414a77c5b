import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from annotator.domain.annotation import (
    AnnotationSet,
    Entity,
    EntityId,
    Filler,
    Frame,
    FrameId,
    Provenance,
    SetId,
    Span,
    SpanId,
)
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Suggestion, SuggestionId
from annotator.ui.inspector.pane import Inspector
from annotator.ui.inspector.values import ProblemRow

TEXT = "Abenov met Al-Harthi in Muscat on Monday. Abenov left."
KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pane(qtbot, look):
    made = Inspector(look)
    made.resize(376, 860)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def span(number, start, end, label, entity=None, **values):
    words = TEXT[start:end]
    linked = None if entity is None else EntityId(entity)
    return Span(SpanId(number), f"s{number}", Extent(start, end), label, words, linked, **values)


ABENOV = Entity(EntityId(1), "PERSON", "Daniyar Abenov")
PERSON = span(1, 0, 6, "PERSON", 1, note="a note", provenance=Provenance("amy"))
DATE = span(2, 34, 40, "DATE", attributes={"value": "2016-03-14"})
TAGS = AnnotationSet(
    SetId(1),
    ArticleId(1),
    "amy",
    spans=(
        PERSON,
        DATE,
        span(3, 11, 20, "PERSON"),
        span(4, 42, 48, "PERSON", 1),
        span(5, 7, 10, "TRIGGER"),
    ),
    frames=(
        Frame(
            FrameId(7),
            "f7",
            "Meeting",
            (Filler("participant", span=SpanId(1)), Filler("trigger", span=SpanId(5))),
            attributes={"kind": "visit", "status": "held"},
        ),
    ),
    entities={ABENOV.id: ABENOV},
)


def suggestion(label="PERSON", number=1):
    return Suggestion(
        SuggestionId(number), Extent(0, 6), label, "builtin/1", "title-name", 0.914, "why", {}
    )


def emitted(signal):
    got = []
    signal.connect(lambda *values: got.append(values[0] if len(values) == 1 else values))
    return got


# --- suggestions ------------------------------------------------------------------------------


def test_a_suggestion_says_what_why_and_from_where(pane):
    pane.show_suggestion(suggestion(), "Abenov", 4, 7, ["A name after an office.", "Twice."])
    assert pane.head.words == "Suggestion 4 of 7"
    for part in ("Abenov", "0.91", "A name after an office.", "Twice.", "rules 1"):
        assert part in pane.suggestion.words
    assert pane.suggestion.grid.current == "PERSON"


def test_a_suggestion_of_several_sources_names_them_all_in_words(pane):
    merged = replace(suggestion(), sources=("builtin/3+en_x-1.0", "en_x/1.0", "remembered/2"))
    pane.show_suggestion(merged, "Abenov", 1, 1, [])
    assert pane.suggestion.words.endswith("rules 3 with en_x-1.0, en_x 1.0 and your rules 2")


def test_enter_accepts_and_backspace_rejects_on_the_card(pane, qtbot):
    pane.show_suggestion(suggestion(), "Abenov", 1, 1, [])
    accepted, rejected = emitted(pane.accept_requested), emitted(pane.reject_requested)
    pane.focus_first()
    qtbot.keyClick(pane.suggestion.accept, KEY.Key_Return)
    qtbot.keyClick(pane.suggestion.accept, KEY.Key_Backspace)
    assert (len(accepted), len(rejected)) == (1, 1)


@pytest.mark.parametrize(("key", "label"), [("1", "PERSON"), ("7", "OUTLET"), ("0", "FAC")])
def test_a_digit_relabels_whatever_control_has_the_focus(pane, qtbot, key, label):
    pane.show_suggestion(suggestion(), "Abenov", 1, 1, [])
    chosen = emitted(pane.label_chosen)
    qtbot.keyClicks(pane.suggestion.reject, key)
    qtbot.keyClicks(pane.suggestion.grid, key)
    pane.show_selection("Abenov", 1)
    qtbot.keyClicks(pane.selection.grid, key)
    pane.show_span(PERSON, None)
    qtbot.keyClicks(pane.tag.link, key)
    assert chosen == [label] * 4


def test_a_click_on_a_label_chooses_it(pane, qtbot):
    pane.show_suggestion(suggestion(), "Abenov", 1, 1, [])
    grid = pane.suggestion.grid
    with qtbot.waitSignal(pane.label_chosen) as chosen:
        place = grid.cell(6).center().toPoint()
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["OUTLET"]


def test_arrows_and_enter_choose_a_label(pane, qtbot):
    pane.show_selection("Abenov", 1)
    pane.focus_first()
    chosen = emitted(pane.label_chosen)
    for key in (KEY.Key_Down, KEY.Key_Right, KEY.Key_Right, KEY.Key_Return):
        qtbot.keyClick(pane.selection.grid, key)
    assert chosen == ["OUTLET"]


def test_the_buttons_stay_in_place_from_one_suggestion_to_the_next(pane):
    places = []
    for reasons in ([], ["One."], ["One.", "Two."]):
        pane.show_suggestion(suggestion(), "Abenov", 1, 1, reasons)
        pane.grab()  # lays out
        places.append(pane.suggestion.accept.pos())
    assert len(set(map(str, places))) == 1


# --- tags -------------------------------------------------------------------------------------


def test_a_tag_shows_label_entity_note_and_origin(pane):
    pane.show_span(PERSON, ABENOV, "1 of 5")
    assert pane.head.words == "Selected 1 of 5"
    assert pane.tag.words == "Abenov · Daniyar Abenov · a note · by hand · amy"
    assert pane.subject == PERSON.id


def test_a_tag_from_a_suggestion_says_so(pane):
    origin = Provenance("amy", "2015-11-22T10:00:00Z", "builtin/1", 0.93, "accepted")
    pane.show_span(replace(PERSON, provenance=origin), None)
    assert "accepted from rules 1, 0.93 · amy, 22 Nov 2015 " in pane.tag.words


def test_only_labels_with_a_value_show_a_field_for_it(pane):
    pane.show_span(DATE, None)
    assert pane.tag.row("value").field.text() == "2016-03-14"
    assert "no entity" not in pane.tag.words
    pane.show_span(PERSON, None)
    assert pane.tag.row("value") is None
    assert "no entity" in pane.tag.words


def test_a_value_is_emitted_once_when_enter_is_pressed(pane, qtbot):
    pane.show_span(DATE, None)
    field = pane.tag.row("value").field
    edited = emitted(pane.attribute_edited)
    field.clear()
    qtbot.keyClicks(field, "2016-04")
    qtbot.keyClick(field, KEY.Key_Return)
    pane.tag.note.setFocus()
    assert edited == [("value", "2016-04")]


def test_an_emptied_value_is_none(pane, qtbot):
    pane.show_span(DATE, None)
    field = pane.tag.row("value").field
    edited = emitted(pane.attribute_edited)
    field.selectAll()
    qtbot.keyClick(field, KEY.Key_Backspace)
    qtbot.keyClick(field, KEY.Key_Return)
    assert edited == [("value", None)]


@pytest.mark.parametrize("wrong", ["32 May", "2016-13", "2016-02-30", "4/3/2016", "0000"])
def test_a_wrong_date_is_said_and_kept_in_the_field(pane, qtbot, wrong):
    pane.show_span(DATE, None)
    row = pane.tag.row("value")
    edited = emitted(pane.attribute_edited)
    row.field.clear()
    qtbot.keyClicks(row.field, wrong)
    qtbot.keyClick(row.field, KEY.Key_Return)
    assert edited == []
    assert wrong in row.problem
    assert row.field.text() == wrong
    pane.show_span(DATE, None)  # a refresh of the same tag
    assert row.field.text() == wrong
    row.field.clear()
    qtbot.keyClicks(row.field, "2016")
    assert row.problem == ""


def test_what_is_being_typed_survives_a_refresh_of_the_same_tag(pane, qtbot):
    pane.show_span(PERSON, None)
    qtbot.keyClicks(pane.tag.note, "!")
    pane.show_span(replace(PERSON, label="ORG"), None)
    assert "!" in pane.tag.note.text()


def test_a_note_typed_for_one_tag_is_handed_out_before_another_is_shown(pane, qtbot):
    pane.show_span(PERSON, None)
    notes = []
    pane.note_edited.connect(lambda text: notes.append((pane.subject, text)))
    pane.tag.note.setFocus()
    pane.tag.note.selectAll()
    qtbot.keyClicks(pane.tag.note, "new")
    pane.show_span(DATE, None)
    assert notes == [(PERSON.id, "new")]
    assert pane.tag.note.text() == ""
    pane.show_nothing()
    assert len(notes) == 1


@pytest.mark.parametrize("leave", ["show_nothing", "show_no_article", "flush"])
def test_a_note_is_handed_out_whatever_takes_the_card_away(pane, qtbot, leave):
    pane.show_span(PERSON, None)
    notes = emitted(pane.note_edited)
    pane.tag.note.setFocus()
    pane.tag.note.selectAll()
    qtbot.keyClicks(pane.tag.note, "new")
    getattr(pane, leave)()
    assert notes == ["new"]


def test_letters_of_the_card(pane, qtbot):
    pane.show_span(PERSON, None)
    linked, unsure, deleted = (
        emitted(signal)
        for signal in (pane.link_requested, pane.unsure_toggled, pane.delete_requested)
    )
    control = pane.tag.link
    qtbot.keyClicks(control, "lu")
    qtbot.keyClick(control, KEY.Key_Delete)
    assert (len(linked), unsure, len(deleted)) == (1, [True], 1)
    qtbot.keyClicks(control, "c")
    assert pane.tag.note.hasFocus()


def test_keys_in_a_field_are_text(pane, qtbot):
    pane.show_span(PERSON, None)
    chosen, deleted = emitted(pane.label_chosen), emitted(pane.delete_requested)
    pane.tag.note.setFocus()
    pane.tag.note.clear()
    qtbot.keyClicks(pane.tag.note, "1ul")
    for key in (KEY.Key_Backspace, KEY.Key_Backspace, KEY.Key_Backspace, KEY.Key_Backspace):
        qtbot.keyClick(pane.tag.note, key)
    assert (chosen, deleted, pane.tag.note.text()) == ([], [], "")


def test_esc_goes_back_to_the_text_from_everywhere(pane, qtbot):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    pane.show_span(DATE, None)
    left = emitted(pane.left)
    for widget in (pane.tag.note, pane.tag.row("value").field, pane.tag.delete, pane.entities):
        widget.setFocus()
        qtbot.keyClick(widget, KEY.Key_Escape)
    assert len(left) == 4


def test_tab_visits_every_control_of_the_card_in_order(pane, qtbot):
    pane.show_span(DATE, None)
    pane.tag.row("value").field.setFocus()
    seen = []
    for _ in range(5):
        seen.append(pane.focusWidget())
        qtbot.keyClick(pane.focusWidget(), KEY.Key_Tab)
    tag = pane.tag
    assert seen == [tag.row("value").field, tag.note, tag.grid, tag.unsure, tag.delete]


def test_the_focus_stays_in_the_pane_when_another_kind_of_card_comes(pane, qtbot):
    pane.show_suggestion(suggestion(), "Abenov", 1, 1, [])
    pane.focus_first()
    pane.show_span(DATE, None)
    assert pane.isAncestorOf(pane.window().focusWidget())
    left = emitted(pane.left)
    pane.show_nothing()
    assert len(left) == 1


# --- the article ------------------------------------------------------------------------------


def test_the_card_of_a_statement_quotes_nothing_but_its_words(pane):
    said = Frame(FrameId(8), "f8", "Statement", (Filler("content", span=SpanId(5)),))
    pane.show_article(replace(TAGS, frames=(said,)), TEXT, pane._look.scheme)
    (card,) = pane.frames.rows.rows
    assert card.quotation == "met"


def test_the_article_is_summed_up_in_text_order(pane):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    assert pane.frames_head.words == "In this article 1 meeting"
    (card,) = pane.frames.rows.rows
    assert (card.who, card.what) == (("Daniyar Abenov",), "visit")
    assert card.quotation == "met Al-Harthi in Muscat on Monday. Abenov left."
    assert [(group.name, len(group.spans)) for group in pane.entities.rows.rows] == [
        ("Daniyar Abenov", 2),
        ("Al-Harthi", 1),
    ]
    assert pane.entities_head.words == "Entities 1 · 1 not linked"
    assert [group.linked for group in pane.entities.rows.rows] == [True, False]
    index = pane.entities.rows.index(1, 0)
    said = pane.entities.rows.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "PERSON Al-Harthi, not linked, 1"


def test_l_on_words_that_are_not_linked_asks_for_their_entity(pane, qtbot):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    chosen, asked = emitted(pane.mention_chosen), emitted(pane.link_requested)
    pane.entities.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(pane.entities, KEY.Key_Down)
    qtbot.keyClick(pane.entities, KEY.Key_L)
    assert chosen == list(pane.entities.item_at(1).spans[:1])
    assert len(asked) == 1


def test_a_frame_card_that_is_clicked_names_its_frame(pane, qtbot):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    with qtbot.waitSignal(pane.frame_chosen) as chosen:
        place = pane.frames.visualRect(pane.frames.rows.index(0, 0)).center()
        qtbot.mouseClick(pane.frames.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [FrameId(7)]


def test_choosing_an_entity_goes_round_its_mentions(pane, qtbot):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    chosen = emitted(pane.mention_chosen)
    pane.entities.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        qtbot.keyClick(pane.entities, KEY.Key_Return)
    assert chosen == [1, 4, 1]
    pane.show_span(PERSON, None)
    qtbot.keyClick(pane.entities, KEY.Key_Return)
    assert chosen[-1] == 4


def test_lists_take_no_room_when_nothing_is_tagged(pane):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    pane.show_no_article()
    assert pane.frames.isHidden()
    assert pane.entities.isHidden()
    assert pane.frames_head.isHidden()


def test_a_list_is_as_high_as_its_rows(pane):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    assert pane.entities.height() == 2 * 28
    assert pane.frames.height() == 56 + 8


def test_models_are_sound(pane, qtmodeltester):
    pane.show_article(TAGS, TEXT, pane._look.scheme)
    qtmodeltester.check(pane.entities.rows)
    qtmodeltester.check(pane.frames.rows)


# --- empty, missing ---------------------------------------------------------------------------


def test_empty_states_say_what_can_be_done(pane):
    pane.show_nothing()
    assert pane.empty.words == "Select words or a tag to see it here."
    pane.show_nothing(0)
    sentence = "No suggestions left. Ctrl ↵ completes the article and opens the next."
    assert pane.empty.words == sentence
    pane.show_awaited(awaited=True)
    assert pane.empty.words == "Suggestions for this article are being made."
    pane.show_awaited(awaited=False)
    assert pane.empty.words == sentence


def test_what_is_missing_is_listed_and_can_be_revealed(pane, qtbot):
    pane.show_missing([ProblemRow("No target yet.", 7), ProblemRow("“Monday” has no date yet.", 2)])
    assert "2 things are missing" in pane.missing.words
    revealed = emitted(pane.problem_chosen)
    pane.focus_first()
    qtbot.keyClick(pane.missing.problems, KEY.Key_Down)
    qtbot.keyClick(pane.missing.problems, KEY.Key_Return)
    assert revealed == [2]
    pane.show_missing([])
    assert not pane.missing.isVisible()


def test_completing_all_the_same_needs_a_word(pane, qtbot):
    pane.show_missing([ProblemRow("No target yet.")])
    assert "1 thing is missing" in pane.missing.words
    reasons = emitted(pane.complete_anyway)
    qtbot.mouseClick(pane.missing.anyway, Qt.MouseButton.LeftButton)
    assert pane.missing.reason.hasFocus()
    qtbot.keyClicks(pane.missing.reason, "  ")
    qtbot.keyClick(pane.missing.reason, KEY.Key_Return)
    assert reasons == []
    qtbot.keyClicks(pane.missing.reason, "the target is never named")
    qtbot.keyClick(pane.missing.reason, KEY.Key_Return)
    assert reasons == ["the target is never named"]


def test_many_missing_things_are_counted(pane):
    pane.show_missing([ProblemRow(f"Thing {number}.") for number in range(30)])
    assert "30 things are missing" in pane.missing.words
    assert "and 22 more" in pane.missing.words


# --- looks ------------------------------------------------------------------------------------


def test_no_label_reads_html(pane):
    nasty = "<b>x</b><img src=y>"
    pane.show_suggestion(suggestion(), nasty, 1, 1, [nasty])
    pane.show_missing([ProblemRow(nasty)])
    pane.show_span(replace(PERSON, text=nasty, note=nasty), None)
    labels = pane.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [304, 376, 520])
def test_everything_paints_in_both_themes_at_every_width(pane, look, theme, width):
    look.choose_theme(theme)
    pane.resize(width, 860)
    pane.show_article(TAGS, TEXT, look.scheme)
    for show in (
        lambda: pane.show_suggestion(suggestion(), "Abenov " * 30, 1, 1, ["Why. " * 30]),
        lambda: pane.show_span(DATE, None),
        lambda: pane.show_selection("Abenov " * 100, 100),
        lambda: pane.show_nothing(0),
    ):
        show()
        assert not pane.grab().isNull()
        assert pane.widget().width() <= pane.viewport().width()
    assert pane.grab().toImage().pixelColor(2, 2) == look.theme.pane


def test_a_bigger_base_size_makes_rows_higher(pane, look):
    pane.show_article(TAGS, TEXT, look.scheme)
    look.choose_sizes(18, 17)
    assert pane.entities.height() > 2 * 28


def test_a_large_article_is_summed_up_quickly(pane, look):
    spans = tuple(
        Span(
            SpanId(number),
            f"s{number}",
            Extent(number * 10, number * 10 + 5),
            ("PERSON", "ORG", "GPE", "DATE")[number % 4],
            f"W{number % 1500}",
            EntityId(number % 400) if number % 2 else None,
        )
        for number in range(6500)
    )
    entities = {
        EntityId(number): Entity(EntityId(number), "PERSON", f"Name {number}")
        for number in range(400)
    }
    big = AnnotationSet(SetId(1), ArticleId(1), "amy", spans=spans, entities=entities)
    began = time.perf_counter()
    pane.show_article(big, "x" * 70_000, look.scheme)
    assert time.perf_counter() - began < 0.5  # 15 ms here; the budget is measured by the bench
