"""Suggested frames over time: rules switched off, new versions and schemes, restarts, files."""

import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.scheme_file import read_scheme
from annotator.domain.suggestion import FrameProposal, ProposedFiller
from annotator.ops import (
    gold,
    intake,
    integrity,
    ledger,
    schemes,
    suggested_frames,
)
from annotator.ops.workspace import Workspace
from annotator.store.sets import SetTarget
from tests.ops.conftest import drafts, place, proposal
from tests.ops.frame_desk import (
    CONTENT,
    FRAMES,
    LATER,
    MEETING,
    MORE,
    SPANS,
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


# --- rules that are switched off, schemes, versions --------------------------------------------


def test_frames_of_a_rule_that_is_switched_off_wait_for_nobody(amy):
    ledger.switch(amy.workspace, "amy", "rules", "quote-said", on=False)
    assert amy.rules == ["met", "wants", "participle"]
    assert "statement" not in amy.suggested("wants").roles
    assert "evidence" in amy.suggested("wants").roles  # its words are the stance's, too
    ledger.switch(amy.workspace, "amy", "rules", "quote-said", on=True)
    assert amy.rules == ["met", "wants", "quote-said", "participle"]


def test_a_rule_that_is_off_leaves_a_frame_without_its_words_or_without_itself(amy):
    meeting = replace(MEETING, fillers=MEETING.fillers[:2] + MEETING.fillers[3:])
    spans = [*SPANS, proposal("met", "TRIGGER")]
    meeting = replace(meeting, fillers=(*meeting.fillers, fills("trigger", "met", "TRIGGER")))
    amy.look([meeting, STATEMENT], spans)
    ledger.switch(amy.workspace, "amy", "rules", "test", on=False)
    assert amy.rules == ["quote-said"]  # nothing anchors the meeting any more
    assert amy.suggested("quote-said").roles == ("cue", "content")
    amy.look([meeting, STATEMENT], spans)
    assert amy.suggested("quote-said").roles == ("speaker", "cue", "content")


def test_a_rule_that_is_off_makes_no_frames(amy):
    ledger.switch(amy.workspace, "amy", "rules", "quote-said", on=False)
    amy.look(FRAMES)
    assert amy.rules == ["met", "wants", "participle"]
    assert "statement" not in amy.suggested("wants").roles


def test_a_new_version_says_how_many_frames_are_new_and_gone(amy):
    amy.accept_frame("met")
    amy.look([LATER, replace(STATEMENT, fillers=STATEMENT.fillers[1:]), MEETING], source="rules/2")
    [change] = ledger.changes(amy.workspace)
    assert (change.new, change.gone) == (1, 2)  # without a speaker; with one, and the stance
    assert change.rules == {"quote-said": (1, 1), "wants": (0, 1)}


def test_the_ledger_has_a_line_for_the_frames_of_a_rule(amy, ben):
    amy.accept_frame("quote-said")
    ben.reject_frame("quote-said")
    amy.take(amy.suggested("participle"), "content")
    found = {
        (line.rule, line.label): line
        for line in ledger.read(amy.workspace).lines
        if line.label in {"Statement", "CONTENT"}
    }
    line = found["quote-said", "Statement"]
    assert (line.proposed, line.waiting, line.accepted, line.rejected) == (1, 0, 1, 1)
    assert found["participle", "Statement"].corrected == 1
    assert found["quote-said", "CONTENT"].accepted == 1
    [example] = ledger.examples(amy.workspace, line.examples)
    assert (example.label, example.annotator) == ("Statement", "ben")
    assert CONTENT in example.words


def test_a_decision_counts_for_the_next_version_too(amy):
    amy.reject_frame("met")
    amy.look(FRAMES, source="rules/2")
    lines = [line for line in ledger.read(amy.workspace).lines if line.label == "Meeting"]
    assert [(line.version, line.waiting, line.rejected) for line in lines] == [
        ("1", 0, 1),
        ("2", 0, 1),
    ]


def test_suggested_frames_follow_the_names_of_a_new_scheme(amy):
    amy.accept_frame("quote-said")
    source = amy.workspace.scheme.source.partition("[[guideline]]")[0]
    for old, new in (
        ('[[frames]]\nname = "Statement"', '[[frames]]\nname = "Saying"\nformerly = ["Statement"]'),
        ('name = "speaker"\n', 'name = "voice"\nformerly = ["speaker"]\n'),
        ('name = "mode"\n', 'name = "way"\nformerly = ["mode"]\n'),
        ('frames = ["Statement"]', 'frames = ["Saying"]'),
        ('family = "Statement"', 'family = "Saying"'),
        ("version = 1", "version = 2"),
    ):
        assert old in source
        source = source.replace(old, new)
    schemes.use(amy.workspace, read_scheme(source, "renamed.toml"), "amy")
    found = amy.suggested("participle")
    assert (found.type, found.roles) == ("Saying", ("voice", "cue", "content"))
    assert (found.check, found.attributes["way"]) == (("voice",), "indirect")
    assert amy.rules == ["met", "wants", "participle"]
    amy.look(FRAMES, source="rules/2")
    assert amy.suggested("participle").roles == ("voice", "cue", "content")
    assert amy.rules == ["met", "wants", "participle"]
    amy.undo()
    amy.undo()
    assert "quote-said" in amy.rules


# --- restart, other files ----------------------------------------------------------------------


def test_decisions_on_frames_are_undone_after_a_restart(amy):
    key = amy.accept_frame("wants")
    amy.take(amy.suggested("participle"), "content")
    amy.reject_frame("met")
    path = str(amy.workspace.path)
    amy.workspace.close()
    workspace = Workspace.open(path)
    try:
        desk = FrameDesk(workspace)
        assert desk.fillers(key)[0] == ("holder", "Oman")
        for _ in range(3):
            desk.undo()
        assert desk.rules == ["met", "wants", "quote-said", "participle"]
        assert (desk.shown.spans, desk.decisions()) == ((), [])
        for _ in range(3):
            desk.redo()
        assert desk.rules == []
        assert integrity.check(workspace).damage == ()
    finally:
        workspace.close()


def test_an_undone_decision_cannot_come_back_on_what_a_newer_version_took_away(amy):
    amy.accept_frame("met")
    amy.undo()
    amy.look(FRAMES[:3], source="rules/2")
    amy.redo()
    assert [frame.type for frame in amy.shown.frames] == ["Meeting"]
    assert amy.decisions() == []


def test_suggested_frames_come_out_and_in_and_out_the_same(
    amy, open_copy, empty_path, out, tmp_path
):
    first = out(amy.workspace, "suggestions:rules")
    again = open_copy(empty_path, "again")
    report = intake.import_paths(again, [tmp_path / "out.jsonl"])
    assert report.refused == ()
    assert out(again, "suggestions:rules") == first
    desk = FrameDesk(again)
    assert desk.rules == amy.rules
    assert desk.pending == amy.pending
    assert [one.fillers for one in desk.waiting if one.type == "Meeting"] == [
        one.fillers for one in amy.waiting if one.type == "Meeting"
    ]
    assert b"Check: speaker." in first
    desk.accept_frame("quote-said")
    assert desk.rules == ["met", "wants", "participle"]


def test_a_set_that_is_imported_again_keeps_what_was_decided_on_its_frames(amy, out, tmp_path):
    amy.accept_frame("quote-said")
    out(amy.workspace, "amy")
    amy.accept_frame("met")
    intake.import_paths(amy.workspace, [tmp_path / "out.jsonl"], replace=True)
    assert sorted(amy.decisions()) == [("met", "rejected"), ("quote-said", "accepted")]
    [frame] = amy.shown.frames
    amy.delete_frame(frame.id)
    assert sorted(amy.decisions()) == [("met", "rejected"), ("quote-said", "rejected")]


def test_the_target_names_whose_frames_are_meant(amy):
    found = amy.suggested("met")
    target = SetTarget(amy.article, "cyd")
    suggested_frames.accept(amy.workspace, target, found)
    cyd = FrameDesk(amy.workspace, annotator="cyd")
    assert [frame.type for frame in cyd.shown.frames] == ["Meeting"]
    assert "met" in amy.rules


# --- whatever a source finds -------------------------------------------------------------------

LABELS = ("PERSON", "GPE", "CUE", "CONTENT", "TRIGGER", "DATE", "NOWHERE")
PLACES = [place(words) for words in ("Oman", "met", "Monday", "said", CONTENT, MORE, "railway")]
found_fillers = st.builds(
    ProposedFiller,
    st.sampled_from(["speaker", "cue", "content", "holder", "target", "evidence", "trigger", "x"]),
    st.sampled_from(PLACES),
    st.sampled_from(LABELS),
)
found_frames = st.builds(
    FrameProposal,
    st.sampled_from(["Statement", "Stance", "Meeting", "Party"]),
    st.lists(st.one_of(found_fillers, st.integers(0, 5)), max_size=6).map(tuple),
    st.sampled_from(["one", "other"]),
    st.sampled_from([0.2, 0.5, 0.9]),
    st.just("A reason."),
    implied=st.sampled_from([(), ("speaker",), ("holder", "x")]),
    attributes=st.sampled_from([{}, {"mode": "direct"}, {"polarity": "support", "z": 1}]),
)


def told(frames):
    """Frames whose numbers stand for those that fill a role, themselves never."""
    made = []
    for index, frame in enumerate(frames):
        fillers = [
            one
            if isinstance(one, ProposedFiller)
            else ProposedFiller("statement", frame=one % len(frames))
            for one in frame.fillers
        ]
        kept = tuple(one for one in fillers if one.frame != index)
        made.append(replace(frame, fillers=kept))
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=st.lists(found_frames, max_size=6).map(told), data=st.data())
def test_whatever_is_suggested_can_be_accepted_exported_and_undone(
    empty_path, tmp_path_factory, found, data
):
    path = tmp_path_factory.mktemp("any") / "any.annotator"
    shutil.copy(empty_path, path)
    workspace = Workspace.open(str(path))
    try:
        intake.import_drafts(workspace, drafts(), "system")
        desk = FrameDesk(workspace)
        desk.look(found)
        before = desk.waiting
        assert all(one.place is not None for one in before)
        while waiting := desk.waiting:
            chosen = data.draw(st.sampled_from(waiting))
            key = suggested_frames.accept(workspace, desk.target, chosen)
            assert {role for role, _ in desk.fillers(key)} == set(chosen.roles)
        assert {said for _, said in desk.decisions()} <= {"accepted"}
        assert integrity.check(workspace).damage == ()
        for name in ("suggestions:rules", *(["amy"] if before else [])):
            gold.export(workspace, path.with_suffix(".jsonl"), name)
        while desk.undo() is not None:
            pass
        assert desk.waiting == before
        assert (desk.shown.spans, desk.shown.frames) == ((), ())
    finally:
        workspace.close()
