"""Frames that share words: what a verdict on one settles goes for the other."""

import pytest

from tests.ops.gold_lines import frame, line, span
from tests.ops.reviewing import Bench

FULL, CUT = "Oman wants the railway,", "Oman wants the railway"


def said(name, content, polarity="support"):
    """A statement and a stance that rests on its words."""
    return line(
        annotator=name,
        status="complete",
        spans=[
            span("s1", content, "CONTENT"),
            span("s2", "al-Maskari", "PERSON", 2),
            span("s3", "said", "CUE"),
            span("s4", "railway", "TARGET"),
        ],
        frames=[
            frame("f1", "Statement", {"speaker": ["s2"], "cue": ["s3"], "content": ["s1"]},
                  attributes={"mode": "direct"}),
            frame("f2", "Stance", {"holder": ["s2"], "target": ["s4"], "evidence": ["s1"],
                                   "statement": ["f1"]},
                  attributes={"polarity": polarity}),
        ],
    )  # fmt: skip


@pytest.fixture
def followed(small, take):
    """A stance that differs only because the content of its statement does."""
    take(small, said("amy", FULL), said("ben", CUT))
    return Bench(small)


@pytest.fixture
def decided_too(small, take):
    """A stance that differs in its polarity too."""
    take(small, said("amy", FULL), said("ben", CUT, "oppose"))
    return Bench(small)


def evidence(bench):
    return [
        words
        for kind, fillers, _ in bench.frames.values()
        if kind == "Stance"
        for role, words in fillers
        if role == "evidence"
    ]


def test_a_frame_that_follows_waits_for_the_verdict_on_what_it_follows(followed):
    review = followed.open()

    assert [case.item.tags[0].type for case in review.docket.open_cases] == ["Statement"]
    assert followed.frames == {}
    assert (FULL, "CONTENT") not in followed.gold


@pytest.mark.parametrize(("taken", "words"), [("amy", FULL), ("ben", CUT)])
def test_a_frame_that_follows_gets_the_words_that_were_taken(followed, taken, words):
    followed.open()

    followed.take("Statement", taken)

    assert evidence(followed) == [words]
    assert [key for key in followed.gold if key[1] == "CONTENT"] == [(words, "CONTENT")]
    assert followed.status == "complete"


@pytest.mark.parametrize("order", [("Statement", "Stance"), ("Stance", "Statement")])
def test_words_that_were_decided_with_one_frame_are_so_in_the_other(decided_too, order):
    decided_too.open()
    taken = {"Statement": "ben", "Stance": "amy"}

    for kind in order:
        decided_too.take(kind, taken[kind])

    assert evidence(decided_too) == [CUT]
    assert [key for key in decided_too.gold if key[1] == "CONTENT"] == [(CUT, "CONTENT")]


def test_evidence_stays_where_its_statement_is_rejected(decided_too):
    decided_too.open()

    decided_too.decide("Statement", "neither")
    decided_too.take("Stance", "amy")

    assert evidence(decided_too) == [FULL]
