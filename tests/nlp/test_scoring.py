import pytest

from tests.yardstick import counting as scoring
from tests.yardstick.counting import Score

GOLD = [(0, 4, "GPE"), (10, 20, "PERSON"), (30, 40, "ORG")]


def test_identical_spans_score_one():
    score = scoring.exact(GOLD, GOLD)
    assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)


def test_other_label_and_other_border_are_no_exact_hit():
    score = scoring.exact(GOLD, [(0, 4, "LOC"), (10, 19, "PERSON"), (30, 40, "ORG")])
    assert score == Score(gold=3, proposed=3, gold_hit=1, proposed_hit=1)


def test_overlap_counts_each_side_once():
    score = scoring.overlap([(0, 10, "ORG")], [(0, 4, "ORG"), (5, 10, "ORG"), (10, 12, "ORG")])
    assert score == Score(gold=1, proposed=3, gold_hit=1, proposed_hit=2)
    assert score.f1 == pytest.approx(2 * 1.0 * (2 / 3) / (1.0 + 2 / 3))


def test_overlap_asks_for_the_same_label():
    assert scoring.overlap([(0, 10, "ORG")], [(0, 10, "GPE")]).f1 == 0.0


def test_empty_sides_score_zero_not_an_error():
    assert scoring.exact([], []).f1 == 0.0
    assert scoring.exact(GOLD, []).precision == 0.0


def test_duplicates_are_counted_once():
    assert scoring.exact(GOLD, [*GOLD, GOLD[0]]).proposed == 3


def test_totals_are_micro_averages():
    total = scoring.total([Score(1, 1, 1, 1), Score(3, 1, 0, 0)])
    assert (total.precision, total.recall) == (0.5, 0.25)


def test_labels_are_scored_apart():
    rows = scoring.by_label([(GOLD, [(0, 4, "GPE"), (50, 60, "ORG")])], ["GPE", "ORG", "NORP"])
    assert [rows[label][0].f1 for label in ("GPE", "ORG", "NORP")] == [1.0, 0.0, 0.0]
