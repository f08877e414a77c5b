"""What verdicts leave of a frame is never finished gold unless somebody has said so."""

import pytest

from annotator.domain.annotation import GOLD
from annotator.domain.gold_plan import FrameEdit
from annotator.errors import UnfinishedFrameError
from annotator.ops import articles, reviews, settling
from tests.ops.gold_lines import frame, line, span
from tests.ops.reviewing import NAMES, Bench
from tests.ops.test_review_following import CUT, FULL, said


def met(name, label, status="held"):
    """A meeting whose only participant has a label on which the annotators differ."""
    return line(
        annotator=name,
        status="complete",
        spans=[
            span("s1", "Hilal al-Maskari", label),
            span("s2", "met", "TRIGGER"),
        ],
        frames=[frame("f1", "Meeting", {"participant": ["s1"], "trigger": ["s2"]},
                      attributes={"kind": "bilateral", "status": status})],
    )  # fmt: skip


@pytest.fixture(params=["held", "planned"], ids=["agreed", "decided"])
def rhea(small, take, request):
    """A reviewer who has rejected the participant, after taking the meeting where it differs."""
    take(small, met("amy", "PERSON"), met("ben", "ROLE", request.param))
    bench = Bench(small)
    bench.open()
    if request.param == "planned":
        bench.take("Meeting", "amy")
    bench.decide("Hilal al-Maskari", "neither")
    return bench


def lacking(bench):
    return [case.lacking for case in bench.review.docket.open_cases]


def test_a_frame_whose_only_participant_is_rejected_is_open_again(rhea):
    assert lacking(rhea) == [("participant",)]
    assert rhea.status == "in-progress"


def test_taking_it_all_the_same_lets_it_stand_and_is_a_verdict(rhea):
    rhea.take("Meeting", "amy")

    assert lacking(rhea) == []
    assert rhea.status == "complete"
    ((kind, fillers, _),) = rhea.frames.values()
    assert (kind, fillers) == ("Meeting", [("trigger", "met")])


def test_leaving_it_out_finishes_gold_without_it(rhea):
    rhea.decide("Meeting", "neither")

    assert rhea.frames == {}
    assert rhea.status == "complete"


def test_taking_the_participant_after_all_closes_it(rhea):
    rhea.take("Hilal al-Maskari", "amy")

    assert lacking(rhea) == []
    assert rhea.status == "complete"
    rhea.undo()
    assert lacking(rhea) == [("participant",)]


def test_bulk_leaves_it_to_a_person(rhea):
    judge = settling.all_of("amy", "Meeting")
    assert settling.settle(rhea.workspace, NAMES, "rhea", "All", judge).cases == 0


def test_one_author_s_frame_is_not_approved_without_what_it_needs(small, take):
    take(small, met("amy", "PERSON"))
    bench = Bench(small, ("amy",))
    bench.open()
    bench.decide("Hilal al-Maskari", "neither")

    with pytest.raises(UnfinishedFrameError, match="Meeting"):
        reviews.approve(small, bench.review, "rhea")
    assert articles.load_set(small, bench.article, GOLD).status != "complete"

    bench.decide("Meeting", "neither")
    reviews.approve(small, bench.review, "rhea")
    assert bench.status == "complete"


@pytest.fixture
def stances(small, take):
    """Statement and stance rest on the same words, which have other edges."""
    take(small, said("amy", FULL), said("ben", CUT))
    bench = Bench(small)
    bench.open()
    return bench


def evidence(bench):
    return [
        dict(fillers)["evidence"] for kind, fillers, _ in bench.frames.values() if kind == "Stance"
    ]


def test_a_stance_gets_the_words_of_the_statement_that_was_written(stances):
    ben = {"speaker": "amy", "cue": "amy", "content": "ben"}
    stances.decide("Statement", "edited", edit=FrameEdit(ben, (("mode", "indirect"),)))
    assert evidence(stances) == [CUT]

    stances.open()  # what was written is read from gold then
    assert evidence(stances) == [CUT]
    assert [key for key in stances.gold if key[1] == "CONTENT"] == [(CUT, "CONTENT")]


def voiced(name, mode, statement):
    """A statement and a stance on the same words; only some say who voices the stance."""
    made = said(name, FULL)
    made["frames"][0]["attributes"]["mode"] = mode
    made["frames"][1]["roles"]["statement"] = statement
    return made


def test_both_versions_that_have_come_to_say_the_same_are_gold_once(small, take):
    take(small, voiced("amy", "direct", ["f1"]), voiced("ben", "indirect", []))
    bench = Bench(small)
    bench.open()
    bench.take("Stance", "amy", "ben")
    bench.decide("Statement", "neither")

    assert [kind for kind, _, _ in bench.frames.values()] == ["Stance"]
    (stance,) = articles.load_set(small, bench.article, GOLD).frames
    assert stance.provenance.further["votes"] == ["amy", "ben"]
    bench.take("Statement", "ben")
    assert sorted(kind for kind, _, _ in bench.frames.values()) == [
        "Stance", "Stance", "Statement",
    ]  # fmt: skip


def test_both_stances_are_two_until_they_say_the_same(small, take):
    take(small, said("amy", FULL), said("ben", CUT, "oppose"))
    bench = Bench(small)
    bench.open()
    bench.take("Stance", "amy", "ben")
    bench.take("Statement", "amy")

    assert sorted(kind for kind, _, _ in bench.frames.values()) == [
        "Stance", "Stance", "Statement",
    ]  # fmt: skip
