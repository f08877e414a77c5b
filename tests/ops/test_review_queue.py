"""What there is to review, and who sees whose tags when."""

import pytest

from annotator.ops import review_queue
from tests.ops.reviewing import NAMES, Bench, amy_line, ben_line
from tests.ops.test_settling import riga


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line(), riga("amy", "GPE"), line_of_cara())
    return Bench(small)


def line_of_cara():
    return riga("cara", "LOC") | {"status": "in-progress"}


def test_only_articles_that_all_have_tagged_are_listed(rhea):
    (row,) = review_queue.queue(rhea.workspace, NAMES)

    assert (row.name, row.ready, str(row.gold)) == ("muscat", True, "new")
    assert {name: str(said) for name, said in row.statuses.items()} == {
        "amy": "complete", "ben": "complete",
    }  # fmt: skip


def test_a_set_that_is_not_complete_is_closed_to_others_unless_the_project_says_otherwise(rhea):
    names = ("amy", "cara")
    assert [row.ready for row in review_queue.queue(rhea.workspace, names)] == [False]

    review_queue.set_open_sets_too(rhea.workspace, "rhea", allowed=True)

    assert [row.ready for row in review_queue.queue(rhea.workspace, names)] == [True]
    rhea.undo()
    assert not review_queue.open_sets_too(rhea.workspace)


def test_the_names_most_likely_wanted_are_those_with_the_most_in_common(rhea):
    assert review_queue.people(rhea.workspace) == ["amy", "ben", "cara"]
    assert review_queue.likely_names(rhea.workspace, "rhea") in {("amy", "ben"), ("amy", "cara")}
    assert review_queue.likely_names(rhea.workspace, "cara") == NAMES


def test_names_are_hidden_for_the_whole_project_and_that_is_undoable(rhea):
    review_queue.set_blind(rhea.workspace, "rhea", hidden=True)
    assert review_queue.blind(rhea.workspace)
    rhea.undo()
    assert not review_queue.blind(rhea.workspace)


def test_an_annotator_reads_what_was_decided_on_the_own_tags(rhea):
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    rhea.decide("Omani", "neither")

    on_amy = review_queue.verdicts_on(rhea.workspace, rhea.article, "amy")
    on_ben = review_queue.verdicts_on(rhea.workspace, rhea.article, "ben")

    assert [(str(one.choice), one.taken) for one in on_amy] == [("chosen", ("ben",))]
    assert [str(one.choice) for one in on_ben] == ["chosen", "neither"]
