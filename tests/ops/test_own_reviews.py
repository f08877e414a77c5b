"""What an annotator reads of what became of the own tags."""

import pytest

from annotator.domain.review import ReasonCode
from annotator.ops import comments, own_reviews
from tests.ops.reviewing import Bench, amy_line, ben_line


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    bench = Bench(small)
    bench.open()
    bench.take("Sagyndykov", "ben", reason=ReasonCode.SLIP)
    bench.take("Meeting", "ben")
    bench.decide("Omani", "neither")
    bench.take("Oman", "amy")
    return bench


def rows(bench, annotator):
    return [
        (row.mine, row.became, row.changed)
        for row in own_reviews.own_reviews(bench.workspace, annotator)
    ]


def test_each_tag_that_was_decided_on_is_listed_with_what_became_of_it(rhea):
    assert rows(rhea, "amy") == [
        ("meeting “Hilal al-Maskari met Yerbolat Sagyndykov 🤝 on Monday”",
         "status: planned · participant: Hilal al-Maskari, Sagyndykov", True),
        ("Yerbolat Sagyndykov", "Sagyndykov PERSON", True),
        ("Oman", "", False),
    ]  # fmt: skip


def test_what_was_taken_out_says_so(rhea):
    assert ("Omani", "left out", True) in rows(rhea, "ben")
    assert ("Oman", "Oman GPE", True) in rows(rhea, "ben")


def test_a_comment_alone_is_listed_and_asks_until_it_is_settled(rhea):
    comments.add(rhea.workspace, rhea.article, {"amy": "s1"}, "rhea", "The city?")

    (row,) = [one for one in own_reviews.own_reviews(rhea.workspace, "amy") if one.key == "s1"]
    assert (row.mine, row.verdict, row.asks) == ("Muscat", None, True)

    comments.resolve(rhea.workspace, rhea.article, "amy", row.thread, "amy", done=True)
    (row,) = [one for one in own_reviews.own_reviews(rhea.workspace, "amy") if one.key == "s1"]
    assert not row.asks


def test_nobody_else_s_verdicts_are_listed(rhea):
    assert rows(rhea, "cara") == []
