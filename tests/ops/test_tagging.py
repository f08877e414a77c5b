"""Tags by hand: what is refused, what follows from a tag, and taking it all back."""

import re
from dataclasses import replace

import pytest

from annotator.domain.annotation import EntityId, Filler, Provenance, SetStatus, SpanId
from annotator.domain.article import ZoneKind
from annotator.domain.extent import Extent
from annotator.errors import (
    AttributeInvalidError,
    DuplicateSpanError,
    EmptySpanError,
    EntityTakenError,
    GoneError,
    SetClosedError,
    SpanBeyondTextError,
    StaleSetError,
    UndoConflictError,
    UnknownFrameTypeError,
    UnknownLabelError,
    UnknownRoleError,
)
from annotator.ops import articles, frames, status, suggestions, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import BUILTIN, FOOTER, HEADLINE, TEXT, Desk, rows

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def decisions(desk, words, label=None, nth=1):
    """What an annotator has decided on suggestions on words: label, decision, tag."""
    extent = desk.at(words, nth)
    found = rows(
        desk.workspace,
        "SELECT label, decision, span_id FROM decision WHERE article_id = ? AND annotator = ? "
        'AND start = ? AND "end" = ? ORDER BY label, suggestion_id',
        desk.article,
        desk.annotator,
        extent.start,
        extent.end,
    )
    return [tuple(row) for row in found if label in {None, row[0]}]


# --- what is refused ------------------------------------------------------------------------


def test_a_tag_on_a_newer_state_than_was_shown_is_refused(amy):
    shown = amy.target
    amy.tag("Oman")
    with pytest.raises(StaleSetError):
        tags.add(amy.workspace, shown, amy.at("Monday"), "DATE")
    assert amy.tags == [("Oman", "GPE")]
    tags.add(amy.workspace, amy.target, amy.at("Monday"), "DATE")
    assert amy.tags == [("Monday", "DATE"), ("Oman", "GPE")]


def test_a_command_that_names_no_revision_is_never_stale(amy):
    amy.tag("Oman")
    tags.add(amy.workspace, SetTarget(amy.article, "amy"), amy.at("Monday"), "DATE")
    assert len(amy.tags) == 2


def test_undo_and_redo_make_what_another_window_shows_stale(amy):
    amy.tag("Oman")
    shown = amy.target
    amy.undo()
    with pytest.raises(StaleSetError):
        tags.add(amy.workspace, shown, amy.at("Monday"), "DATE")
    amy.redo()
    with pytest.raises(StaleSetError):
        tags.add(amy.workspace, shown, amy.at("Monday"), "DATE")
    assert amy.tags == [("Oman", "GPE")]


def test_a_set_that_was_undone_and_made_again_is_not_taken_for_the_old_one(amy):
    amy.tag("Oman")
    shown = amy.target
    amy.undo()
    amy.tag("Monday", "DATE")
    with pytest.raises(StaleSetError):
        tags.add(amy.workspace, shown, amy.at("Muscat"), "GPE")


EDITS = {
    "add": lambda w, t, d: tags.add(w, t, d.at("Oman"), "GPE"),
    "delete": lambda w, t, d: tags.delete(w, t, [d.span("Muscat")]),
    "relabel": lambda w, t, d: tags.relabel(w, t, d.span("Muscat"), "ORG"),
    "resize": lambda w, t, d: tags.resize(w, t, d.span("Muscat"), d.at("in Muscat")),
    "note": lambda w, t, d: tags.set_note(w, t, d.span("Muscat"), "why"),
    "unsure": lambda w, t, d: tags.set_unsure(w, t, d.span("Muscat"), unsure=True),
    "attribute": lambda w, t, d: tags.set_attribute(w, t, d.span("Monday"), "value", "2016"),
    "link": lambda w, t, d: tags.link(w, t, [d.span("Muscat")], EntityId(1)),
    "link to new": lambda w, t, d: tags.link_to_new(w, t, [d.span("Muscat")], "GPE", "Muscat"),
    "accept": lambda w, t, d: suggestions.accept(w, t, d.left),
    "correct": lambda w, t, d: suggestions.correct(w, t, d.left, label="ORG"),
    "reject": lambda w, t, d: suggestions.reject(w, t, d.left),
    "new frame": lambda w, t, d: frames.add(w, t, "Statement"),
    "delete frame": lambda w, t, d: frames.delete(w, t, d.shown.frames),
    "fill": lambda w, t, d: frames.fill(w, t, d.frame, Filler("cue", span=d.span("Muscat").id)),
    "empty": lambda w, t, d: frames.empty(w, t, d.frame, "speaker"),
    "implied": lambda w, t, d: frames.set_implied(w, t, d.frame, "cue", implied=True),
    "frame attribute": lambda w, t, d: frames.set_attribute(w, t, d.frame, "mode", "direct"),
    "frame note": lambda w, t, d: frames.set_note(w, t, d.frame, "why"),
    "frame unsure": lambda w, t, d: frames.set_unsure(w, t, d.frame, unsure=True),
    "complete": lambda w, t, d: status.complete(w, t),
}


@pytest.fixture
def busy(amy):
    """Amy at an article with a linked tag, a date, a frame and a suggestion left."""
    amy.tag("Muscat")
    amy.tag("Monday", "DATE")
    linked = tags.link_to_new(
        amy.workspace, amy.target, [amy.span("Monday", "DATE")], "EVENT", "Port talks"
    )
    assert linked == 1
    speaker = Filler("speaker", span=amy.span("Muscat").id)
    frames.add(amy.workspace, amy.target, "Statement", [speaker])
    amy.left = amy.suggestion("Hilal al-Maskari")
    amy.frame = amy.shown.frames[0]
    return amy


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_of_an_open_set_is_one_named_step_that_undo_takes_back_whole(busy, edit):
    before, pending = busy.shown, busy.pending
    EDITS[edit](busy.workspace, busy.target, busy)
    after, step = busy.shown, busy.workspace.undo_step("amy")
    assert after.revision == before.revision + 1
    assert after != replace(before, revision=after.revision, saved_at=after.saved_at) or (
        busy.pending != pending
    )
    taken = busy.undo()
    assert (taken.step, taken.article) == (step, busy.article)
    back = busy.shown
    assert replace(back, revision=0, saved_at="") == replace(before, revision=0, saved_at="")
    assert busy.pending == pending
    busy.redo()
    again = busy.shown
    assert replace(again, revision=0, saved_at="") == replace(after, revision=0, saved_at="")


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("state", ["complete", "excluded"])
def test_every_edit_of_a_closed_set_is_refused_and_changes_nothing(busy, edit, state):
    if state == "complete":
        status.complete(busy.workspace, busy.target)
    else:
        status.exclude(busy.workspace, busy.target, "a duplicate")
    shown, history = busy.shown, busy.workspace.history()
    with pytest.raises(SetClosedError, match=f"This article is {state}"):
        EDITS[edit](busy.workspace, busy.target, busy)
    assert busy.shown == shown
    assert busy.workspace.history() == history


def test_a_reopened_set_can_be_edited(busy):
    status.complete(busy.workspace, busy.target)
    status.reopen(busy.workspace, busy.target)
    assert busy.tag("Oman").text == "Oman"


def test_the_same_words_and_label_are_tagged_only_once(amy):
    amy.tag("Oman")
    revision = amy.shown.revision
    with pytest.raises(DuplicateSpanError, match="“Oman” is tagged GPE already"):
        tags.add(amy.workspace, amy.target, amy.at("Oman"), "GPE")
    assert (amy.tags, amy.shown.revision) == ([("Oman", "GPE")], revision)
    amy.tag("Oman", "ORG")
    with pytest.raises(DuplicateSpanError):
        tags.relabel(amy.workspace, amy.target, amy.span("Oman", "ORG"), "GPE")
    amy.tag("Oman", nth=2)
    with pytest.raises(DuplicateSpanError):
        tags.resize(amy.workspace, amy.target, amy.span("Oman", nth=2), amy.at("Oman"))
    assert amy.tags == [("Oman", "GPE"), ("Oman", "ORG"), ("Oman", "GPE")]


def test_a_colleague_may_tag_the_same_words(amy, ben):
    amy.tag("Oman")
    ben.tag("Oman")
    assert amy.tags == ben.tags == [("Oman", "GPE")]


def test_a_label_that_the_scheme_does_not_have_is_refused_with_those_it_has(amy):
    span = amy.tag("Oman")
    for edit in (
        lambda: tags.add(amy.workspace, amy.target, amy.at("Monday"), "person"),
        lambda: tags.relabel(amy.workspace, amy.target, span, "person"),
        lambda: amy.everywhere("Oman", "person"),
        lambda: suggestions.correct(
            amy.workspace, amy.target, amy.suggestion("MUSCAT"), label="person"
        ),
    ):
        with pytest.raises(UnknownLabelError, match="no label person") as error:
            edit()
        assert "PERSON, ORG, GPE" in error.value.remedy_text
    assert amy.tags == [("Oman", "GPE")]


def test_a_frame_type_a_role_or_a_value_that_the_scheme_does_not_have_is_refused(busy):
    workspace, target = busy.workspace, busy.target
    with pytest.raises(UnknownFrameTypeError):
        frames.add(workspace, target, "Rumour")
    with pytest.raises(UnknownRoleError):
        frames.add(workspace, target, "Stance", [Filler("cue", span=busy.span("Muscat").id)])
    with pytest.raises(AttributeInvalidError):
        frames.add(workspace, target, "Stance", attributes={"intensity": "2"})
    with pytest.raises(AttributeInvalidError):
        frames.set_attribute(workspace, target, busy.frame, "mode", "shouted")
    with pytest.raises(AttributeInvalidError):
        tags.set_attribute(workspace, target, busy.span("Muscat"), "value", "2016")
    assert busy.shown.frames == (busy.frame,)


def test_words_beyond_the_text_are_refused(amy):
    length = len(TEXT)
    with pytest.raises(SpanBeyondTextError):
        tags.add(amy.workspace, amy.target, Extent(length - 1, length + 1), "GPE")
    span = amy.tag("Oman")
    with pytest.raises(SpanBeyondTextError):
        tags.resize(amy.workspace, amy.target, span, Extent(span.extent.start, length + 1))
    with pytest.raises(SpanBeyondTextError):
        suggestions.correct(
            amy.workspace, amy.target, amy.suggestion("MUSCAT"), extent=Extent(0, length + 1)
        )
    with pytest.raises(EmptySpanError):
        Extent(5, 5)
    assert amy.tags == [("Oman", "GPE")]


def test_nothing_is_tidied_white_space_at_the_edges_of_a_tag_stays(amy):
    extent = Extent(HEADLINE.end - 6, HEADLINE.end + 2)
    tags.add(amy.workspace, amy.target, extent, "GPE")
    assert amy.tags == [("Muscat\n\n", "GPE")]
    assert amy.shown.spans[0].extent == extent


def test_what_was_deleted_by_another_window_is_said_to_be_gone(busy):
    span, frame = busy.span("Muscat"), busy.frame
    tags.delete(busy.workspace, busy.target, [span])
    frames.delete(busy.workspace, busy.target, [frame])
    other = Desk(busy.workspace, "riga").tag("Riga")
    for gone in (span, other):
        with pytest.raises(GoneError):
            tags.delete(busy.workspace, busy.target, [busy.span("Monday"), gone])
        with pytest.raises(GoneError):
            tags.relabel(busy.workspace, busy.target, gone, "LOC")
        with pytest.raises(GoneError):
            tags.link(busy.workspace, busy.target, [gone], None)
    with pytest.raises(GoneError):
        tags.link(busy.workspace, busy.target, [busy.span("Monday")], EntityId(99))
    with pytest.raises(GoneError):
        frames.set_note(busy.workspace, busy.target, frame, "why")
    with pytest.raises(GoneError):
        frames.add(busy.workspace, busy.target, "Stance", [Filler("holder", span=SpanId(999))])
    assert busy.tags == [("Monday", "DATE")]
    assert busy.shown.frames == ()


# --- a tag by hand and what was suggested ---------------------------------------------------


def test_a_tag_by_hand_accepts_what_was_suggested_alike_and_corrects_the_rest(amy):
    span = amy.tag("Monday", "DATE")
    assert decisions(amy, "Monday") == [
        ("DATE", "accepted", span.id),
        ("EVENT", "corrected", span.id),
    ]
    assert ("Monday", "DATE") not in amy.pending
    assert ("Monday", "EVENT") not in amy.pending
    assert span.attributes == {"value": "2016-03-14"}
    said = span.provenance
    assert (said.by, said.source, said.score, said.decision) == ("amy", BUILTIN, 0.7, "accepted")
    assert TIME.fullmatch(said.at)


def test_a_tag_by_hand_with_another_label_corrects_the_suggestion(amy, ben):
    span = amy.tag("MUSCAT", "LOC")
    assert decisions(amy, "MUSCAT") == [("GPE", "corrected", span.id)]
    assert ("MUSCAT", "GPE") not in amy.pending
    assert (span.provenance.source, span.provenance.decision) == (BUILTIN, "corrected")
    assert ("MUSCAT", "GPE") in ben.pending


def test_a_tag_by_hand_on_other_words_decides_nothing(amy):
    pending = amy.pending
    span = amy.tag("al-Maskari", "PERSON")  # within a suggested name
    assert amy.pending == pending
    assert span.provenance == Provenance(by="amy", at=span.provenance.at)


def test_a_tag_made_like_a_suggestion_later_accepts_it(amy):
    span = amy.tag("in Muscat", "LOC")
    tags.resize(amy.workspace, amy.target, span, amy.at("Muscat"))
    assert decisions(amy, "Muscat") == []
    tags.relabel(amy.workspace, amy.target, amy.span("Muscat"), "GPE")
    assert decisions(amy, "Muscat") == [("GPE", "accepted", span.id)] * 2  # of both sources
    assert ("Muscat", "GPE") not in amy.pending


def test_deleting_a_tag_that_was_suggested_rejects_the_suggestion(amy):
    span = amy.accept("Muscat")
    assert decisions(amy, "Muscat") == [("GPE", "accepted", span.id)] * 2
    tags.delete(amy.workspace, amy.target, [span])
    assert {said for _, said, _ in decisions(amy, "Muscat")} == {"rejected"}
    assert ("Muscat", "GPE") not in amy.pending
    amy.undo()
    assert amy.tags == [("Muscat", "GPE")]
    assert decisions(amy, "Muscat") == [("GPE", "accepted", span.id)] * 2
    amy.undo()
    assert decisions(amy, "Muscat") == []
    assert ("Muscat", "GPE") in amy.pending


def test_changing_a_tag_that_was_suggested_corrects_the_suggestion(amy):
    span = amy.accept("Hilal al-Maskari")
    tags.resize(amy.workspace, amy.target, span, amy.at("al-Maskari"))
    assert decisions(amy, "Hilal al-Maskari") == [("PERSON", "corrected", span.id)]
    assert amy.span("al-Maskari").provenance.decision == "corrected"
    assert amy.span("al-Maskari").provenance.score == 0.95


def test_a_rejected_suggestion_that_is_tagged_by_hand_all_the_same_keeps_its_decision(amy):
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    span = amy.tag("MUSCAT")
    assert span.provenance.source is None
    assert amy.tags == [("MUSCAT", "GPE")]
    assert ("MUSCAT", "GPE") not in amy.pending


# --- frames that a tag fills ----------------------------------------------------------------


def test_deleting_a_tag_empties_the_roles_it_fills_and_undo_brings_both_back(busy):
    tags.add(busy.workspace, busy.target, busy.at("Oman wants the railway"), "CONTENT")
    content, speaker = busy.span("Oman wants the railway"), busy.span("Muscat")
    frames.fill(busy.workspace, busy.target, busy.frame, Filler("content", span=content.id))
    frames.fill(busy.workspace, busy.target, busy.frame, Filler("content", span=speaker.id))
    before = busy.shown.frames[0].fillers
    assert [filler.role for filler in before] == ["speaker", "content", "content"]
    tags.delete(busy.workspace, busy.target, [speaker])
    assert busy.shown.frames[0].fillers == (Filler("content", span=content.id),)
    busy.undo()
    assert busy.shown.frames[0].fillers == before
    assert busy.span("Muscat") == speaker
    busy.redo()
    assert busy.shown.frames[0].fillers == (Filler("content", span=content.id),)


def test_deleting_a_frame_empties_the_roles_it_fills_and_keeps_its_tags(busy):
    stance = frames.add(
        busy.workspace, busy.target, "Stance", [Filler("statement", frame=busy.frame.id)]
    )
    tagged = busy.tags
    frames.delete(busy.workspace, busy.target, [busy.frame])
    (left,) = busy.shown.frames
    assert (left.id, left.fillers) == (stance, ())
    assert busy.tags == tagged
    busy.undo()
    assert {frame.id for frame in busy.shown.frames} == {busy.frame.id, stance}
    assert busy.shown.frames[1].fillers == (Filler("statement", frame=busy.frame.id),)


def test_a_role_that_takes_one_filler_gets_the_new_one_instead(busy):
    for words in ("Muscat", "Monday"):
        filler = Filler("cue", span=busy.span(words).id)
        frames.fill(busy.workspace, busy.target, busy.frame, filler)
    cues = [filler.span for filler in busy.shown.frames[0].fillers if filler.role == "cue"]
    assert cues == [busy.span("Monday").id]
    frames.fill(busy.workspace, busy.target, busy.frame, Filler("speaker", entity=EntityId(1)))
    speakers = [filler for filler in busy.shown.frames[0].fillers if filler.role == "speaker"]
    assert len(speakers) == 2


def test_an_implied_role_is_empty_and_filling_it_makes_it_said(busy):
    frames.set_implied(busy.workspace, busy.target, busy.frame, "speaker", implied=True)
    assert (busy.shown.frames[0].implied, busy.shown.frames[0].fillers) == (("speaker",), ())
    speaker = Filler("speaker", span=busy.span("Muscat").id)
    frames.fill(busy.workspace, busy.target, busy.frame, speaker)
    assert (busy.shown.frames[0].implied, busy.shown.frames[0].fillers) == ((), (speaker,))


# --- keys, provenance, notes ----------------------------------------------------------------


def test_a_key_is_never_given_again(amy):
    keys = [amy.tag("Oman").key, amy.tag("Monday", "DATE").key]
    tags.delete(amy.workspace, amy.target, list(amy.shown.spans))
    keys.append(amy.tag("Oman").key)
    amy.undo()
    keys.append(amy.tag("Muscat").key)
    while amy.undo():
        pass
    assert amy.shown.id is None
    amy.redo()  # the set itself comes back
    keys.append(amy.tag("Sagyndykov", "PERSON").key)
    assert keys == ["s1", "s2", "s3", "s4", "s5"]


def test_keys_go_on_after_a_set_came_back_that_was_made_in_bulk(amy):
    suggestions.accept_all(amy.workspace, "amy", articles=[amy.article])
    last = max(int(span.key[1:]) for span in amy.shown.spans)
    amy.undo()
    amy.redo()
    assert amy.tag("Sagyndykov", "PERSON").key == f"s{last + 1}"


def test_keys_of_frames_are_never_given_again(busy):
    frames.delete(busy.workspace, busy.target, [busy.frame])
    frames.add(busy.workspace, busy.target, "Stance")
    assert [frame.key for frame in busy.shown.frames] == ["f2"]


def test_who_changes_a_tag_stands_in_its_provenance_and_what_it_came_from_stays(amy):
    span = amy.accept("Muscat")
    assert span.provenance == Provenance("amy", span.provenance.at, "learned/3", 0.97, "accepted")
    tags.set_note(amy.workspace, amy.target, span, "the city")
    assert amy.span("Muscat").provenance.decision == "accepted"
    tags.relabel(amy.workspace, amy.target, span, "LOC")
    said = amy.span("Muscat").provenance
    assert (said.by, said.source, said.score, said.decision) == (
        "amy", "learned/3", 0.97, "corrected",
    )  # fmt: skip


def test_a_tag_made_by_hand_has_no_decision_also_after_it_was_changed(amy):
    span = amy.tag("Oman")
    tags.relabel(amy.workspace, amy.target, span, "ORG")
    said = amy.span("Oman").provenance
    assert (said.by, said.source, said.score, said.decision) == ("amy", None, None, None)


def test_notes_flags_and_attributes_are_kept_and_taken_away(amy):
    date = amy.tag("Monday", "DATE")
    tags.set_note(amy.workspace, amy.target, date, "which one?")
    tags.set_unsure(amy.workspace, amy.target, date, unsure=True)
    tags.set_attribute(amy.workspace, amy.target, date, "value", "2016-03")
    now = amy.span("Monday")
    assert (now.note, now.unsure, now.attributes) == ("which one?", True, {"value": "2016-03"})
    tags.set_note(amy.workspace, amy.target, now, "")
    tags.set_unsure(amy.workspace, amy.target, now, unsure=False)
    tags.set_attribute(amy.workspace, amy.target, now, "value", None)
    now = amy.span("Monday")
    assert (now.note, now.unsure, now.attributes) == ("", False, {})


def test_relabelling_drops_the_attributes_that_the_new_label_does_not_have(amy):
    date = amy.tag("Monday", "DATE")
    assert date.attributes == {"value": "2016-03-14"}
    tags.relabel(amy.workspace, amy.target, date, "EVENT")
    assert amy.span("Monday").attributes == {}
    amy.undo()
    assert amy.span("Monday").attributes == {"value": "2016-03-14"}


def test_setting_what_is_set_already_is_no_step(busy):
    tags.set_note(busy.workspace, busy.target, busy.span("Muscat"), "x")
    step = busy.workspace.undo_step("amy")
    tags.set_note(busy.workspace, busy.target, busy.span("Muscat"), "x")
    tags.set_unsure(busy.workspace, busy.target, busy.span("Muscat"), unsure=False)
    tags.relabel(busy.workspace, busy.target, busy.span("Muscat"), "GPE")
    tags.resize(busy.workspace, busy.target, busy.span("Muscat"), busy.at("Muscat"))
    tags.link(busy.workspace, busy.target, [busy.span("Monday")], EntityId(1))
    status.reopen(busy.workspace, busy.target)
    tags.delete(busy.workspace, busy.target, [])
    assert busy.workspace.undo_step("amy") == step


# --- entities ----------------------------------------------------------------------------


def test_an_entity_is_added_once_and_its_links_go_with_it(amy):
    amy.everywhere("Oman", "GPE")
    made = tags.link_to_new(amy.workspace, amy.target, amy.shown.spans, "GPE", "Oman")
    assert {span.entity for span in amy.shown.spans} == {made}
    assert [(item.entity.name, item.mentions) for item in tags.entity_choices(amy.workspace, "om")] == [("Oman", 2)]  # fmt: skip
    with pytest.raises(EntityTakenError):
        tags.link_to_new(amy.workspace, amy.target, amy.shown.spans, "GPE", "Oman")
    amy.undo()
    assert {span.entity for span in amy.shown.spans} == {None}
    assert tags.entity_choices(amy.workspace, "") == []


# --- sets and zones -------------------------------------------------------------------------


def test_completing_records_what_was_left_untouched_and_reopening_brings_it_back(amy, ben):
    pending = amy.pending
    assert status.complete(amy.workspace, amy.target, "in a hurry") == len(pending) == 6
    assert (amy.shown.status, amy.pending, ben.pending) == (SetStatus.COMPLETE, [], pending)
    status.reopen(amy.workspace, amy.target)
    assert (amy.shown.status, amy.pending) == (SetStatus.IN_PROGRESS, pending)


def test_the_next_unfinished_article_is_found_round_the_end_of_the_list(amy):
    muscat, riga = amy.article, Desk(amy.workspace, "riga").article
    assert status.next_unfinished(amy.workspace, [muscat, riga], muscat, "amy") == riga
    assert status.next_unfinished(amy.workspace, [muscat, riga], riga, "amy") == muscat
    status.complete(amy.workspace, SetTarget(riga, "amy"))
    assert status.next_unfinished(amy.workspace, [muscat, riga], muscat, "amy") is None
    assert status.next_unfinished(amy.workspace, [muscat, riga], None, "amy") == muscat


def test_a_new_zone_cuts_what_it_shares_from_an_older_one(amy):
    article = articles.load(amy.workspace, amy.article)
    middle = Extent(FOOTER.start + 5, FOOTER.start + 11)
    articles.set_zone(amy.workspace, article, "amy", middle, ZoneKind.BYLINE)
    made = [(zone.kind, zone.extent.slice(TEXT)) for zone in articles.load(amy.workspace, amy.article).zones]  # fmt: skip
    assert made == [
        ("headline", "Port talks end in Muscat"),
        ("boilerplate", "Oman"),
        ("byline", "Press,"),
        ("boilerplate", "all rights reserved"),
    ]
    articles.set_zone(amy.workspace, article, "amy", Extent(0, len(TEXT)), None)
    assert articles.load(amy.workspace, amy.article).zones == ()
    amy.undo()
    amy.undo()
    assert articles.load(amy.workspace, amy.article).zones == article.zones


def test_refreshing_a_set_shows_what_reading_it_anew_shows(busy):
    heard = []
    busy.workspace.watch(heard.append, wait_ms=1000)
    for edit in EDITS.values():
        before = busy.shown
        edit(busy.workspace, busy.target, busy)
        assert articles.refresh_set(busy.workspace, before, heard[-1]) == busy.shown
        after = busy.shown
        busy.undo()
        assert articles.refresh_set(busy.workspace, after, heard[-1]) == busy.shown


def test_an_article_whose_import_was_undone_cannot_be_tagged(amy):
    shown = amy.target
    amy.workspace.undo("system")
    with pytest.raises(GoneError):
        tags.add(amy.workspace, shown, amy.at("Oman"), "GPE")
    with pytest.raises(GoneError):
        articles.load(amy.workspace, amy.article)
    amy.workspace.redo("system")
    assert amy.tag("Oman").key == "s1"


def test_the_import_of_an_article_that_a_colleague_has_tagged_stays(amy):
    amy.tag("Oman")
    with pytest.raises(UndoConflictError, match="amy has changed this since"):
        amy.workspace.undo("system")
    assert amy.tags == [("Oman", "GPE")]
