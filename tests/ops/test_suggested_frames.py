"""Suggested frames: what waits, taking them whole or slot by slot, and what is decided by that."""

from dataclasses import replace

import pytest

from annotator.domain.annotation import Filler
from annotator.domain.article import ZoneKind
from annotator.domain.corpus import CorpusQuery
from annotator.domain.extent import Extent
from annotator.domain.suggestion import SuggestedFiller
from annotator.errors import GoneError, SetClosedError, StaleSetError, UnknownRoleError
from annotator.ops import (
    articles,
    dating,
    frames,
    intake,
    status,
    suggested_frames,
    suggestions,
    tags,
)
from tests.ops.conftest import drafts, rows, table_counts
from tests.ops.frame_desk import (
    CONTENT,
    FRAMES,
    LATER,
    MEETING,
    MORE,
    SOURCE,
    SPANS,
    STANCE,
    STATEMENT,
    FrameDesk,
    fills,
)


@pytest.fixture
def amy(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    desk.look(FRAMES)
    return desk


@pytest.fixture
def ben(amy):
    return FrameDesk(amy.workspace, annotator="ben")


# --- what waits ------------------------------------------------------------------------------


def test_frames_wait_in_text_order_with_all_that_was_proposed(amy):
    assert amy.rules == ["met", "wants", "quote-said", "participle"]
    found = amy.suggested("participle")
    assert (found.type, found.source, found.rule, found.score) == (
        "Statement",
        SOURCE,
        "participle",
        0.8,
    )
    assert (found.implied, found.check, found.reason) == ((), ("speaker",), LATER.reason)
    assert found.attributes == LATER.attributes
    assert found.fillers == tuple(
        SuggestedFiller(one.role, one.extent, one.label) for one in LATER.fillers
    )
    assert found.place == Extent(amy.at("al-Maskari", 2).start, amy.at(MORE).end)
    assert amy.suggested("quote-said").implied == ("addressee",)


def test_a_suggestion_that_fills_another_is_named_by_it(amy):
    [filler] = [one for one in amy.suggested("wants").fillers if one.role == "statement"]
    assert filler.frame == amy.suggested("quote-said").id


def test_a_span_that_is_proposed_only_to_fill_a_frame_waits_with_that(amy):
    assert amy.pending == [(item.extent.slice(amy.text), item.label) for item in SPANS]
    stored = rows(amy.workspace, "SELECT count(*) FROM suggestion WHERE label = 'CONTENT'")
    assert stored == [(2,)]  # the statement's and the stance's are the same words


def test_a_meeting_takes_its_date_from_the_words_of_its_date_role(amy):
    assert amy.suggested("met").attributes["date_value"] == "2016-03-14"


def test_a_new_date_of_the_article_moves_the_date_of_a_suggested_meeting(amy):
    article = articles.load(amy.workspace, amy.article)
    articles.set_metadata(amy.workspace, article, "amy", {"published": "2016-03-22"})
    dating.value_again(amy.workspace, amy.article, ["2016-03-14"])
    assert amy.suggested("met").attributes["date_value"] == "2016-03-21"


def test_frames_wait_for_everybody_whatever_colleagues_decided(amy, ben):
    amy.accept_frame("met")
    amy.reject_frame("participle")
    assert amy.rules == ["wants", "quote-said"]
    assert ben.rules == ["met", "wants", "quote-said", "participle"]


def test_what_two_sources_propose_alike_is_one_frame_with_the_best_score(amy):
    amy.look([replace(LATER, score=0.95, rule="other")], source="model/2")
    assert amy.rules == ["met", "wants", "quote-said", "other"]
    amy.accept_frame("other")
    assert sorted(amy.decisions()) == [("other", "accepted"), ("participle", "accepted")]


def test_a_frame_that_is_there_already_waits_for_nobody(amy, ben):
    amy.accept_frame("quote-said")
    rows(amy.workspace, "SELECT 1")
    with amy.workspace.operation("Forget", "amy") as writer:
        for (key,) in writer.connection.exec_driver_sql("SELECT id FROM decision").all():
            writer.delete("decision", key)
    assert amy.rules == ["met", "wants", "participle"]
    assert "quote-said" in ben.rules


def test_what_lies_in_boilerplate_is_left_out_and_takes_its_frame_with_it(amy):
    article = articles.load(amy.workspace, amy.article)
    articles.set_zone(amy.workspace, article, "amy", amy.at(CONTENT), ZoneKind.BOILERPLATE)
    assert amy.rules == ["met", "participle"]


def test_a_span_that_was_rejected_is_left_out_of_the_frame(amy):
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("al-Maskari", nth=2))
    assert amy.suggested("quote-said").roles == ("cue", "content")
    key = amy.accept_frame("quote-said")
    assert amy.fillers(key) == [("cue", "said"), ("content", CONTENT)]
    assert amy.decisions() == [("quote-said", "corrected")]  # the speaker had been wrong
    assert "al-Maskari" not in [words for words, _ in amy.tags]


def test_a_span_that_was_corrected_fills_the_frame_as_it_is_now(amy):
    whole = Extent(amy.at("al-Maskari", 2).start, amy.at("said").end)
    suggestions.correct(
        amy.workspace, amy.target, amy.suggestion("al-Maskari", nth=2), extent=whole
    )
    speaker = amy.suggested("quote-said").fillers[0]
    assert (speaker.role, speaker.extent) == ("speaker", whole)
    key = amy.accept_frame("quote-said")
    assert amy.fillers(key)[0] == ("speaker", "al-Maskari said")
    assert amy.decisions() == [("quote-said", "accepted")]


def test_of_proposals_that_say_the_same_the_best_counts_also_for_what_it_fills(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    better = replace(STATEMENT, rule="better", score=0.99)
    desk.look([STATEMENT, better, replace(STANCE)])
    assert desk.rules == ["wants", "better"]
    [filler] = [one for one in desk.suggested("wants").fillers if one.role == "statement"]
    assert filler.frame == desk.suggested("better").id


def test_what_the_scheme_does_not_have_is_left_out(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    odd = replace(
        STATEMENT,
        fillers=(*STATEMENT.fillers, fills("mood", "Omani", "GPE"), fills("outlet", "Oman", "ZZ")),
        implied=("addressee", "weather"),
        attributes={"mode": "sung", "speaker_by": "mention", "tempo": 3},
        check=("content", "mood"),
    )
    lost = replace(STATEMENT, fillers=STATEMENT.fillers[:2], rule="no-content")
    desk.look([lost, odd, replace(MEETING, type="Party"), STANCE])
    assert desk.rules == ["wants", "quote-said"]
    found = desk.suggested("quote-said")
    assert found.roles == ("speaker", "cue", "content")
    assert (found.implied, found.check) == (("addressee",), ("content",))
    assert found.attributes == {"speaker_by": "mention"}
    assert desk.suggested("wants").roles == ("holder", "target", "evidence")


def test_a_role_that_takes_one_gets_one(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    two = (*STATEMENT.fillers, fills("cue", "adding", "CUE"))
    desk.look([replace(STATEMENT, fillers=two)])
    assert [one.role for one in desk.suggested("quote-said").fillers] == [
        "speaker",
        "cue",
        "content",
    ]


def test_the_list_of_articles_counts_the_frames_that_wait(amy, ben):
    def listed(desk):
        asked = CorpusQuery(pending=True)
        found = articles.find(desk.workspace, asked, desk.annotator)
        row = articles.page(desk.workspace, [desk.article], desk.annotator)[desk.article]
        return row.pending, desk.article in list(found)

    assert listed(amy) == (len(SPANS) + 4, True)
    suggestions.accept_all(amy.workspace, "amy")
    assert listed(amy) == (4, True)
    amy.accept_frame("met")
    amy.reject_frame("participle")
    assert listed(amy) == (2, True)
    amy.accept_frame("wants")
    assert listed(amy) == (0, False)
    assert listed(ben) == (len(SPANS) + 4, True)


# --- whole -----------------------------------------------------------------------------------


def test_accepting_makes_the_frame_and_accepts_its_spans_in_one_step(amy):
    before = table_counts(amy.workspace)
    key = amy.accept_frame("quote-said")
    made = amy.frame(key)
    assert amy.fillers(key) == [
        ("speaker", "al-Maskari"),
        ("cue", "said"),
        ("content", CONTENT),
    ]
    assert (made.type, made.implied, made.attributes) == (
        "Statement",
        ("addressee",),
        {"mode": "direct", "speaker_by": "mention"},
    )
    said = made.provenance
    assert (said.by, said.source, said.score, said.decision) == ("amy", SOURCE, 0.93, "accepted")
    assert amy.decisions() == [("quote-said", "accepted")]
    assert amy.span_decisions() == [
        ("al-Maskari", "accepted"),
        ("said", "accepted"),
        (CONTENT, "accepted"),
    ]
    assert {span.provenance.source for span in amy.shown.spans} == {SOURCE}
    assert amy.workspace.undo_step("amy").name == "Accept statement"
    taken = amy.undo()
    assert taken.suggestion == amy.suggested("quote-said").id
    after = table_counts(amy.workspace)
    grown = {"operation", "former_set", "sqlite_sequence"}
    assert {name for name in after if after[name] != before[name]} <= grown
    amy.redo()
    assert amy.fillers(key)[0] == ("speaker", "al-Maskari")
    assert amy.decisions() == [("quote-said", "accepted")]


def test_tags_that_are_there_are_used(amy):
    tag = amy.accept("al-Maskari", nth=2)
    cue = amy.tag("said", "CUE")
    key = amy.accept_frame("quote-said")
    assert {one.span for one in amy.frame(key).fillers} >= {tag.id, cue.id}
    assert sum(span.text == "said" for span in amy.shown.spans) == 1


def test_spans_of_an_accepted_frame_are_linked_where_there_is_no_doubt(amy):
    first = amy.accept("Hilal al-Maskari")
    meant = tags.link_to_new(amy.workspace, amy.target, [first], "PERSON", "al-Maskari")
    target = replace(amy.target, links=("PERSON",))
    suggested_frames.accept(amy.workspace, target, amy.suggested("quote-said"))
    assert amy.span("al-Maskari", nth=2).entity == meant


def test_a_frame_that_fills_another_is_accepted_with_it(amy):
    key = amy.accept_frame("wants")
    statement = next(one.frame for one in amy.frame(key).fillers if one.role == "statement")
    assert amy.fillers(statement)[0] == ("speaker", "al-Maskari")
    assert amy.rules == ["met", "participle"]
    assert sorted(amy.decisions()) == [("quote-said", "accepted"), ("wants", "accepted")]
    assert amy.frame(key).attributes == {"polarity": "support", "topic": "other", "intensity": 2}
    amy.undo()
    assert amy.rules == ["met", "wants", "quote-said", "participle"]
    assert amy.shown.frames == ()


def test_a_frame_that_was_accepted_before_fills_the_other(amy):
    first = amy.accept_frame("quote-said")
    key = amy.accept_frame("wants")
    assert Filler("statement", frame=first) in amy.frame(key).fillers
    assert len(amy.shown.frames) == 2


def test_a_frame_that_was_rejected_does_not_fill_the_other(amy):
    amy.reject_frame("quote-said")
    assert amy.suggested("wants").roles == ("holder", "target", "evidence")
    key = amy.accept_frame("wants")
    assert "statement" not in [role for role, _ in amy.fillers(key)]


def test_a_frame_of_a_newer_version_is_accepted_and_the_old_one_is_gone(amy):
    old = amy.suggested("participle")
    amy.look([LATER], source="rules/2")
    with pytest.raises(GoneError, match="suggestion"):
        suggested_frames.accept(amy.workspace, amy.target, old)
    with pytest.raises(GoneError, match="suggestion"):
        suggested_frames.reject(amy.workspace, amy.target, old)
    assert amy.frame(amy.accept_frame("participle")).provenance.source == "rules/2"


def test_a_closed_or_stale_set_is_left_alone(amy):
    found = amy.suggested("met")
    stale = amy.target
    amy.accept("Oman")
    with pytest.raises(StaleSetError):
        suggested_frames.accept(amy.workspace, stale, found)
    status.complete(amy.workspace, amy.target)
    for act in (suggested_frames.accept, suggested_frames.reject):
        with pytest.raises(SetClosedError):
            act(amy.workspace, amy.target, found)
    assert amy.shown.frames == ()


# --- slot by slot ----------------------------------------------------------------------------


def test_the_first_slot_makes_the_frame_and_the_last_one_makes_it_accepted(amy):
    found = amy.suggested("quote-said")
    key = amy.take(found, "content")
    assert amy.fillers(key) == [("content", CONTENT)]
    assert amy.frame(key).implied == ("addressee",)
    assert amy.decisions() == [("quote-said", "corrected")]
    assert amy.frame(key).provenance.decision == "corrected"
    assert amy.rules == ["met", "wants", "participle"]
    assert amy.offers == {key: ["speaker", "cue"]}
    assert amy.take(found, "cue") == key
    assert amy.offers == {key: ["speaker"]}
    assert amy.take(found, "speaker") == key
    assert amy.offers == {}
    assert amy.decisions() == [("quote-said", "accepted")]
    assert amy.frame(key).provenance.decision == "accepted"
    for _ in range(3):
        amy.undo()
    assert (amy.shown.frames, amy.decisions()) == ((), [])
    assert "quote-said" in amy.rules


def test_a_slot_that_was_filled_by_hand_is_not_offered(amy):
    key = amy.take(amy.suggested("quote-said"), "content")
    hand = amy.tag("Omani", "NORP")
    frames.fill(amy.workspace, amy.target, amy.frame(key), Filler("speaker", span=hand.id))
    assert amy.offers == {key: ["cue"]}
    frames.set_implied(amy.workspace, amy.target, amy.frame(key), "cue", implied=True)
    assert amy.offers == {}
    assert amy.decisions() == [("quote-said", "corrected")]


def test_what_is_left_of_a_suggestion_can_be_taken_at_once_or_turned_down(amy):
    found = amy.suggested("quote-said")
    key = amy.take(found, "content")
    assert suggested_frames.accept(amy.workspace, amy.target, found) == key
    assert amy.decisions() == [("quote-said", "accepted")]
    amy.undo()
    suggested_frames.reject(amy.workspace, amy.target, found)
    assert (amy.offers, amy.decisions()) == ({}, [("quote-said", "rejected")])
    assert amy.fillers(key) == [("content", CONTENT)]


def test_what_is_left_is_offered_by_a_newer_version_too(amy):
    key = amy.take(amy.suggested("quote-said"), "content")
    amy.look([STATEMENT], source="rules/2")
    assert amy.offers == {key: ["speaker", "cue"]}
    found = suggested_frames.offered(amy.workspace, amy.article, "amy")[key]
    assert found.source == "rules/2"
    for role in found.roles:
        assert amy.take(found, role) == key
    assert [said for _, said in amy.decisions()] == ["accepted"]


def test_a_slot_for_which_nothing_is_suggested_is_refused(amy):
    with pytest.raises(UnknownRoleError, match="outlet"):
        amy.take(amy.suggested("quote-said"), "outlet")
    assert amy.shown.frames == ()


# --- changed, rejected -----------------------------------------------------------------------


def test_accepting_with_changes_counts_as_corrected(amy):
    key = suggested_frames.accept_as(
        amy.workspace,
        amy.target,
        amy.suggested("wants"),
        attributes={"polarity": "oppose"},
        without=["statement"],
    )
    assert [role for role, _ in amy.fillers(key)] == ["holder", "target", "evidence"]
    assert amy.frame(key).attributes["polarity"] == "oppose"
    assert amy.decisions() == [("wants", "corrected")]
    assert amy.frame(key).provenance.decision == "corrected"


def test_a_frame_may_be_accepted_as_one_of_another_type(amy):
    key = suggested_frames.accept_as(
        amy.workspace, amy.target, amy.suggested("quote-said"), kind="Stance", attributes={}
    )
    made = amy.frame(key)
    assert (made.type, made.fillers, made.attributes) == ("Stance", (), {"intensity": 2})
    assert amy.decisions() == [("quote-said", "corrected")]


def test_rejecting_decides_the_frame_and_none_of_its_spans(amy):
    amy.reject_frame("quote-said")
    assert (amy.shown.spans, amy.span_decisions()) == ((), [])
    assert amy.decisions() == [("quote-said", "rejected")]
    amy.undo()
    assert "quote-said" in amy.rules


@pytest.mark.parametrize("source", [SOURCE, "rules/2", "model/1"])
def test_what_was_rejected_once_does_not_come_back(amy, ben, source):
    amy.reject_frame("quote-said")
    amy.reject_frame("met")
    amy.look([*FRAMES[:3], replace(MEETING, rule="met-again")], source=source)
    assert amy.rules == ["wants", "participle"]
    assert "quote-said" in ben.rules
    amy.undo()
    assert {"met", "met-again"} & set(amy.rules)


# --- what follows ----------------------------------------------------------------------------


def test_deleting_a_frame_that_came_from_a_suggestion_rejects_it(amy):
    key = amy.accept_frame("quote-said")
    amy.delete_frame(key)
    assert amy.decisions() == [("quote-said", "rejected")]
    assert "quote-said" not in amy.rules
    amy.undo()
    assert amy.decisions() == [("quote-said", "accepted")]


def test_deleting_a_frame_corrects_the_one_that_it_filled(amy):
    key = amy.accept_frame("wants")
    child = next(one.frame for one in amy.frame(key).fillers if one.role == "statement")
    amy.delete_frame(child)
    assert sorted(amy.decisions()) == [("quote-said", "rejected"), ("wants", "corrected")]


def test_changing_an_accepted_frame_corrects_it_and_changing_back_accepts_it(amy):
    key = amy.accept_frame("quote-said")
    [speaker] = [one for one in amy.frame(key).fillers if one.role == "speaker"]
    frames.empty(amy.workspace, amy.target, amy.frame(key), "speaker")
    assert amy.decisions() == [("quote-said", "corrected")]
    assert amy.frame(key).provenance.decision == "corrected"
    frames.fill(amy.workspace, amy.target, amy.frame(key), speaker)
    assert amy.decisions() == [("quote-said", "accepted")]
    frames.set_attribute(amy.workspace, amy.target, amy.frame(key), "mode", "mixed")
    assert amy.decisions() == [("quote-said", "corrected")]
    amy.undo()
    assert amy.frame(key).provenance.decision == "accepted"
    frames.set_note(amy.workspace, amy.target, amy.frame(key), "A note says nothing against it.")
    assert amy.decisions() == [("quote-said", "accepted")]


def test_other_edges_of_a_filler_are_a_correction_of_the_span_alone(amy):
    key = amy.accept_frame("quote-said")
    span = amy.span(CONTENT)
    tags.resize(amy.workspace, amy.target, span, amy.at("wants the railway"))
    frames.set_implied(amy.workspace, amy.target, amy.frame(key), "outlet", implied=True)
    frames.set_implied(amy.workspace, amy.target, amy.frame(key), "outlet", implied=False)
    assert amy.decisions() == [("quote-said", "accepted")]
    assert (CONTENT, "corrected") in amy.span_decisions()


def test_deleting_a_filler_corrects_the_frame(amy):
    amy.accept_frame("quote-said")
    tags.delete(amy.workspace, amy.target, [amy.span("said")])
    assert amy.decisions() == [("quote-said", "corrected")]


def test_a_frame_made_by_hand_decides_the_one_suggested_on_its_words(amy):
    words = frames.Material(extent=amy.at(MORE))
    key = frames.start(amy.workspace, amy.target, "Statement", words)
    assert amy.decisions() == [("participle", "corrected")]
    assert amy.frame(key).provenance.source == SOURCE
    assert amy.offers == {key: ["speaker", "cue"]}
    speaker = frames.Material(suggestion=amy.suggestion("al-Maskari", nth=2))
    frames.fill_with(amy.workspace, amy.target, amy.frame(key), "speaker", speaker)
    cue = frames.Material(extent=amy.at("adding"))
    frames.fill_with(amy.workspace, amy.target, amy.frame(key), "cue", cue)
    assert amy.decisions() == [("participle", "corrected")]  # “by a pronoun”, it was suggested
    frames.set_attribute(amy.workspace, amy.target, amy.frame(key), "speaker_by", "pronoun")
    assert amy.decisions() == [("participle", "accepted")]
    assert (MORE, "accepted") in amy.span_decisions()


def test_of_several_that_it_may_be_the_one_is_decided_that_is_left(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    trigger = fills("trigger", "met", "TRIGGER")
    first = replace(MEETING, fillers=(MEETING.fillers[0], trigger), rule="one")
    second = replace(MEETING, fillers=(MEETING.fillers[1], trigger), rule="other")
    desk.look([first, second])
    words = frames.Material(extent=desk.at("met"))
    key = frames.start(desk.workspace, desk.target, "Meeting", words)
    assert (desk.decisions(), desk.rules) == ([], ["one", "other"])
    who = frames.Material(suggestion=desk.suggestion("Yerbolat Sagyndykov"))
    frames.fill_with(desk.workspace, desk.target, desk.frame(key), "participant", who)
    assert [rule for rule, _ in desk.decisions()] == ["other"]
    assert desk.rules == ["one"]


def test_completing_records_what_waits_as_untouched_and_reopening_takes_that_back(amy):
    amy.accept_frame("met")
    assert status.complete(amy.workspace, amy.target) == 2 + 3  # Oman, al-Maskari; three frames
    assert amy.rules == []
    states = [said for _, said in amy.decisions()]
    assert sorted(states) == ["accepted", "untouched", "untouched", "untouched"]
    status.reopen(amy.workspace, amy.target)
    assert amy.rules == ["wants", "quote-said", "participle"]
