"""Files between annotators and reviewers: newer work comes in, verdicts and comments come back."""

import orjson
import pytest

from annotator.ops import articles, comments, review_queue, reviews, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import place
from tests.ops.gold_lines import span, warnings
from tests.ops.reviewing import Bench, amy_line, ben_line


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


@pytest.fixture
def home(empty, take):
    """Amy's own workspace, in which she made the tags herself."""
    take(empty, amy_line())
    article = articles.named(empty, "muscat")
    target = SetTarget(article, "amy")
    from annotator.ops import status

    status.reopen(empty, target)
    (one,) = [s for s in articles.load_set(empty, article, "amy").spans if s.text == "Monday"]
    tags.set_unsure(empty, target, one, unsure=True)
    status.complete(empty, target)
    return empty


def newer_ben():
    """Ben's file after more work: the NORP is gone, a place is new."""
    made = ben_line()
    made["spans"] = [one for one in made["spans"] if one["id"] != "s10"]
    made["spans"].append(span("s11", "MUSCAT", "GPE"))
    return made


def test_a_newer_file_of_a_colleague_updates_the_set_after_comments_and_verdicts(rhea, take):
    rhea.open()
    rhea.take("Omani", "ben")
    comments.add(rhea.workspace, rhea.article, {"ben": "s10"}, "rhea", "Really?")
    comments.add(rhea.workspace, rhea.article, {"ben": "s4"}, "rhea", "The full name?")

    report = take(rhea.workspace, newer_ben())

    assert (report.sets_replaced, report.refused) == (1, ())
    found = comments.load(rhea.workspace, rhea.article, "ben")
    assert sorted((one.on or "", one.comments[0].text) for one in found) == [
        ("", "Really?"), ("s4", "The full name?"),
    ]  # fmt: skip
    rhea.open()
    assert rhea.gold["Omani", "NORP"] == "chosen"
    assert [one.verdict.taken for one in rhea.review.docket.lapsed] == [("ben",)]


def test_the_same_file_again_is_known_though_a_reviewer_has_commented(rhea, take):
    comments.add(rhea.workspace, rhea.article, {"ben": "s4"}, "rhea", "The full name?")

    report = take(rhea.workspace, ben_line())

    assert (report.sets_known, report.sets_replaced) == (1, 0)


def test_a_file_back_from_review_brings_its_author_verdicts_and_comments(rhea, home, take, out):
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    comments.add(rhea.workspace, rhea.article, {"amy": "s4"}, "rhea", "The surname is enough.")
    reviews.send_back(rhea.workspace, rhea.review, "amy", "rhea")
    sent = orjson.loads(out(rhea.workspace, "amy"))

    report = take(home, sent)

    assert report.refused == ()
    assert "Back from review: 1 verdict and 1 comment on amy's tags" in " ".join(warnings(report))
    article = articles.named(home, "muscat")
    (verdict,) = review_queue.verdicts_on(home, article, "amy")
    assert (verdict.taken, verdict.by) == (("ben",), "rhea")
    (thread,) = comments.load(home, article, "amy")
    assert (thread.on, thread.comments[0].text) == ("s4", "The surname is enough.")
    assert str(articles.load_set(home, article, "amy").status) == "returned"

    home.undo("system")
    assert str(articles.load_set(home, article, "amy").status) == "complete"


def test_work_done_since_it_was_sent_stays_when_the_file_comes_back(rhea, home, take, out):
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    sent = orjson.loads(out(rhea.workspace, "amy"))
    article = articles.named(home, "muscat")
    from annotator.ops import status

    status.reopen(home, SetTarget(article, "amy"))
    tags.add(home, SetTarget(article, "amy"), place("railway"), "EVENT")

    take(home, sent)

    found = articles.load_set(home, article, "amy")
    assert "railway" in [one.text for one in found.spans]
    assert len(review_queue.verdicts_on(home, article, "amy")) == 1


def test_a_file_without_review_does_not_replace_what_was_edited_here(home, take):
    report = take(home, amy_line() | {"status": "in-progress"})

    assert "were edited here" in report.refused[0].problem


def test_the_file_back_from_review_is_known_the_second_time(rhea, home, take, out):
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    sent = orjson.loads(out(rhea.workspace, "amy"))
    take(home, sent)

    report = take(home, sent)

    assert (report.sets_known, report.sets_replaced) == (1, 0)
