"""Suggested frames accepted for many articles at once."""

from dataclasses import replace

import orjson
import pytest

from annotator.errors import JudgedFrameError
from annotator.ops import intake, integrity, status, suggestions
from tests.ops.conftest import drafts, rows, table_counts
from tests.ops.frame_desk import CONTENT, FRAMES, MEETING, STANCE, STATEMENT, FrameDesk


@pytest.fixture
def amy(empty):
    intake.import_drafts(empty, drafts(), "system")
    desk = FrameDesk(empty)
    desk.look(FRAMES)
    return desk


@pytest.fixture
def ben(amy):
    return FrameDesk(amy.workspace, annotator="ben")


def line_of(export, desk):
    """The line of a set, but for who and when."""
    line = orjson.loads(export(desk.workspace, desk.annotator))
    for said in line["provenance"].values():
        del said["by"], said["at"]
    return {**line, "annotator": ""}


def test_frames_are_accepted_only_where_their_type_is_named(amy):
    assert suggestions.accept_all(amy.workspace, "amy") == 5
    assert amy.shown.frames == ()
    assert len(amy.rules) == 4
    assert suggestions.accept_all(amy.workspace, "amy", labels=["Meeting"]) == 1
    assert [frame.type for frame in amy.shown.frames] == ["Meeting"]


def test_many_at_once_gives_what_one_after_the_other_gives(amy, ben, out):
    names = ["Statement", "Meeting"]
    count = suggestions.accept_all(amy.workspace, "amy", labels=names)
    assert count == 3 + 4  # of the spans, the CUE, CONTENT and TRIGGER wait with their frames
    for rule in ("met", "quote-said", "participle"):
        ben.accept_frame(rule)
    assert line_of(out, amy) == line_of(out, ben)
    assert sorted(amy.decisions()) == sorted(ben.decisions())
    assert amy.rules == ben.rules == ["wants"]
    assert amy.pending == ben.pending
    assert integrity.check(amy.workspace).damage == ()


def test_it_is_one_step_and_one_record_of_the_journal(amy):
    before = table_counts(amy.workspace)
    suggestions.accept_all(amy.workspace, "amy", labels=["Statement", "Meeting", "PERSON"])
    shown = (amy.tags, [amy.fillers(frame.id) for frame in amy.shown.frames], amy.decisions())
    assert amy.workspace.undo_step("amy").name == "Accept 7 suggestions"
    amy.undo()
    grown = {"operation", "former_set", "removed", "sqlite_sequence"}
    after = table_counts(amy.workspace)
    assert {name for name in after if after[name] != before[name]} <= grown
    assert len(amy.rules) == 4
    amy.redo()
    assert shown == (
        amy.tags,
        [amy.fillers(frame.id) for frame in amy.shown.frames],
        amy.decisions(),
    )
    key = next(frame.id for frame in amy.shown.frames if frame.type == "Meeting")
    amy.delete_frame(key)
    assert ("met", "rejected") in amy.decisions()


def test_it_goes_on_in_a_set_that_is_there(amy):
    tag = amy.accept("al-Maskari", nth=2)
    first = amy.accept_frame("met")
    suggestions.accept_all(amy.workspace, "amy", labels=["Statement"])
    keys = [item.key for item in (*amy.shown.spans, *amy.shown.frames)]
    assert len(keys) == len(set(keys))
    speakers = {
        one.span for frame in amy.shown.frames for one in frame.fillers if one.role == "speaker"
    }
    assert speakers == {tag.id}
    assert amy.frame(first).type == "Meeting"
    amy.tag("Omani", "NORP")
    assert len({span.key for span in amy.shown.spans}) == len(amy.shown.spans)


def test_a_frame_brings_the_frames_that_fill_it(amy):
    said = replace(STANCE.fillers[-1], role="statement", frame=1)
    amy.look([replace(MEETING, fillers=(*MEETING.fillers, said)), STATEMENT])
    assert suggestions.accept_all(amy.workspace, "amy", labels=["Meeting"]) == 2 + 4
    meeting = next(frame for frame in amy.shown.frames if frame.type == "Meeting")
    assert amy.fillers(meeting.id)[-1] == ("statement", "Statement")
    assert amy.rules == []


def test_the_score_counts_and_a_closed_set_is_left_alone(amy, ben):
    status.complete(ben.workspace, ben.target)
    assert suggestions.accept_all(ben.workspace, "ben", labels=["Statement"]) == 0
    names = ["Statement", "Meeting"]
    assert suggestions.accept_all(amy.workspace, "amy", labels=names, min_score=0.9) == 2
    assert amy.fillers(amy.shown.frames[0].id)[-1] == ("content", CONTENT)
    nothing = rows(amy.workspace, "SELECT count(*) FROM frame JOIN annotation_set s"
                   " ON s.id = set_id WHERE s.annotator = 'ben'")  # fmt: skip
    assert nothing == [(0,)]


def test_what_only_a_person_can_judge_is_never_accepted_in_bulk(amy):
    before = amy.workspace.history()
    with pytest.raises(JudgedFrameError, match="Stance"):
        suggestions.accept_all(amy.workspace, "amy", labels=["Statement", "Stance"])
    assert amy.workspace.history() == before
