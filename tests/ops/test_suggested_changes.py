"""Suggested frames accepted with changes, and all of a paragraph at once."""

import pytest

from annotator.domain.annotation import Filler
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Decision, SuggestedFiller
from annotator.errors import AttributeInvalidError, UnknownRoleError
from annotator.ops import entities, intake, suggested_frames
from annotator.ops.frames import Filling, Material
from tests.ops.conftest import drafts
from tests.ops.frame_desk import CONTENT, FRAMES, SPANS, FrameDesk


@pytest.fixture
def amy(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    desk.look(FRAMES)
    return desk


def accept_as(desk, rule, **changes):
    return suggested_frames.accept_as(desk.workspace, desk.target, desk.suggested(rule), **changes)


def words(desk, key, role):
    spans = {span.id: span.text for span in desk.shown.spans}
    return [spans[one.span] for one in desk.frame(key).fillers if one.role == role]


def test_words_of_an_analyst_stand_instead_of_those_suggested(amy):
    other = Filling("speaker", Material(extent=amy.at("Hilal al-Maskari")))
    key = accept_as(amy, "quote-said", without=["speaker"], filled=other)
    assert words(amy, key, "speaker") == ["Hilal al-Maskari"]
    assert words(amy, key, "content") == [CONTENT]
    assert amy.frame(key).provenance.decision == Decision.CORRECTED
    assert amy.workspace.undo("amy").step.name == "Accept statement changed"
    assert amy.shown.frames == ()
    assert amy.shown.spans == ()
    assert "quote-said" in amy.rules


def test_a_further_filler_stands_beside_those_suggested(amy):
    more = Filling("content", Material(extent=amy.at("Oman would wait")))
    key = accept_as(amy, "quote-said", filled=more)
    assert words(amy, key, "content") == [CONTENT, "Oman would wait"]


def test_the_very_words_that_are_suggested_are_no_correction(amy):
    same = Filling("speaker", Material(extent=amy.at("al-Maskari", 2)))
    key = accept_as(amy, "quote-said", without=["speaker"], filled=same)
    assert amy.frame(key).provenance.decision == Decision.ACCEPTED


def test_an_entity_fills_a_role_that_was_suggested_otherwise(amy):
    made = entities.add(amy.workspace, "amy", "PERSON", "Hilal al-Maskari")
    key = accept_as(amy, "quote-said", without=["speaker"], filled=Filling("speaker", entity=made))
    assert Filler("speaker", entity=made) in amy.frame(key).fillers
    assert words(amy, key, "content") == [CONTENT]


def test_one_of_several_fillers_is_left_out(amy):
    out = SuggestedFiller("participant", amy.at("Yerbolat Sagyndykov"), "PERSON")
    key = accept_as(amy, "met", without=[out])
    assert words(amy, key, "participant") == ["Hilal al-Maskari"]
    assert ("Yerbolat Sagyndykov", "PERSON") in amy.pending


def test_a_role_said_to_be_implied_loses_what_was_suggested_for_it(amy):
    key = accept_as(amy, "quote-said", implied=["speaker"])
    assert words(amy, key, "speaker") == []
    assert set(amy.frame(key).implied) == {"addressee", "speaker"}
    assert amy.frame(key).provenance.decision == Decision.CORRECTED


def test_a_role_or_value_that_the_scheme_does_not_have_is_refused_and_nothing_is_made(amy):
    with pytest.raises(UnknownRoleError):
        accept_as(amy, "met", filled=Filling("speaker", Material(extent=amy.at("Oman"))))
    with pytest.raises(AttributeInvalidError):
        accept_as(amy, "met", attributes={"kind": "secret"})
    assert amy.shown.id is None


# --- a paragraph at once ----------------------------------------------------------------------


def paragraph(desk):
    return Extent(desk.text.index("“Oman"), len(desk.text))


def test_spans_and_frames_that_begin_in_a_stretch_are_accepted_in_one_step_but_no_hint(amy):
    done = suggested_frames.accept_within(amy.workspace, amy.target, paragraph(amy))
    assert (done.spans, done.frames, done.hints) == (1, 2, ("Stance",))
    assert sorted(frame.type for frame in amy.shown.frames) == ["Statement", "Statement"]
    assert amy.rules == ["met", "wants"]
    assert amy.workspace.undo("amy").step.name == "Accept 3 suggestions"
    assert amy.shown.frames == ()
    assert len(amy.pending) == len(SPANS)


def test_nothing_is_written_where_only_hints_wait(amy):
    suggested_frames.accept_within(amy.workspace, amy.target, paragraph(amy))
    revision = amy.shown.revision
    done = suggested_frames.accept_within(amy.workspace, amy.target, paragraph(amy))
    assert (done.count, done.hints) == (0, ("Stance",))
    assert amy.shown.revision == revision
