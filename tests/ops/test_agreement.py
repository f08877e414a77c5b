"""Figures of agreement with the places behind them."""

import pytest

from annotator.ops import agreement
from annotator.ops.agreement import LABELS, Cell
from tests.ops.conftest import TEXT
from tests.ops.reviewing import Bench, amy_line, ben_line


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


def test_every_cell_in_which_they_differ_leads_to_its_places(rhea):
    found = agreement.overview(rhea.workspace, "amy", "ben", resamples=0)

    (spot,) = found.spots[Cell(LABELS, "GPE", "ORG")]
    assert TEXT[spot.start : spot.end] == "Oman"
    (spot,) = found.spots[Cell(LABELS, "", "NORP")]
    assert TEXT[spot.start : spot.end] == "Omani"
    assert found.counts[Cell(LABELS, "PERSON", "PERSON")] == 3
    assert found.counts[Cell("Meeting.status", "held", "planned")] == 1
    assert len(found.of("Meeting:participant")) == 1


def test_counts_of_labels_are_those_of_the_confusion_table(rhea):
    found = agreement.overview(rhea.workspace, "amy", "ben", resamples=0)

    names = found.agreement.confusion.names
    for row, a in enumerate(names):
        for column, b in enumerate(names):
            if a or b:
                assert (
                    found.agreement.confusion.counts[row][column]
                    == found.counts[Cell(LABELS, a, b)]
                )


def test_a_place_is_shown_with_its_words_and_what_gold_has(rhea):
    found = agreement.overview(rhea.workspace, "amy", "ben", resamples=0)
    spots = found.spots[Cell(LABELS, "GPE", "ORG")]
    (shown,) = agreement.shown(rhea.workspace, spots, ("GPE", "ORG"))
    assert (shown.words, shown.state) == ("Oman", "open")
    assert shown.right.startswith(" wants the railway")

    rhea.open()
    rhea.take("Oman", "ben")

    (shown,) = agreement.shown(rhea.workspace, spots, ("GPE", "ORG"))
    assert shown.state == "gold: B"


def test_articles_are_counted_by_status_and_annotator(rhea):
    assert agreement.statuses(rhea.workspace) == {
        "amy": {"complete": 1, "new": 1}, "ben": {"complete": 1, "new": 1},
    }  # fmt: skip
