"""Figures of agreement on sets whose figures can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings

from annotator.compare.agreement import Tally
from annotator.compare.aligning import align
from annotator.compare.tokens import innermost
from annotator.domain.agreement import Score
from tests.compare.sets import SCHEME, frame, pairs, span, tags
from tests.compare.test_aligning import CUE, SPEAKER, statement

NUMBERS = {label.name: number for number, label in enumerate(SCHEME.labels, start=1)}


def words(count=10, size=5):
    """Tokens of five characters, without gaps."""
    starts = np.arange(count) * size
    return starts, starts + size


def agreement(*articles, tokens=None, **options):
    """The agreement of amy and ben over articles, each a list of tags for each of them."""
    tally = Tally(SCHEME, ("amy", "ben"))
    for number, (mine, theirs) in enumerate(articles):
        sets = [tags("amy", *mine), tags("ben", *theirs)]
        tally.add(f"a{number}", sets, align(sets, SCHEME), tokens or words())
    return tally.agreement(**options)


def counts(score):
    return score.matched, score.n_a, score.n_b


# --- spans ----------------------------------------------------------------------------------------

AMY = [span("1", 0, 5), span("2", 10, 20, "ORG"), span("3", 30, 35, "GPE")]
BEN = [
    span("a", 0, 5),  # the same
    span("b", 10, 15, "ORG"),  # shorter
    span("c", 30, 35, "LOC"),  # another label
    span("d", 40, 45),  # amy has none
]


def test_spans_are_counted_strictly_generously_and_by_label():
    found = agreement((AMY, BEN))
    assert counts(found.exact) == (1, 3, 4)
    assert (found.exact.precision, found.exact.recall) == (1 / 4, 1 / 3)
    assert found.exact.f1 == pytest.approx(2 / 7)
    assert counts(found.overlap) == (2, 3, 4)
    assert counts(found.position.exact) == (2, 3, 4)
    assert counts(found.position.overlap) == (3, 3, 4)
    assert counts(found.labels["PERSON"].exact) == (1, 1, 2)
    assert counts(found.labels["ORG"].exact) == (0, 1, 1)
    assert counts(found.labels["ORG"].overlap) == (1, 1, 1)
    assert counts(found.labels["LOC"].overlap) == (0, 0, 1)


def test_every_label_of_the_scheme_is_listed_and_says_why_it_has_no_figure():
    found = agreement((AMY, BEN))
    assert list(found.labels) == [label.name for label in SCHEME.labels]
    unused = found.labels["FAC"].exact
    assert (unused.f1, unused.precision, unused.why) == (None, None, "Neither has any.")
    alone = found.labels["GPE"].exact
    assert (alone.f1, alone.recall, alone.precision) == (0, 0, None)
    assert alone.why == "B has none, so that precision is undefined."
    assert found.labels["LOC"].exact.why == "A has none, so that recall is undefined."


def test_the_heat_map_says_which_label_met_which():
    found = agreement((AMY, BEN)).confusion
    met = {
        (mine, theirs): count
        for mine, row in zip(found.names, found.counts, strict=True)
        for theirs, count in zip(found.names, row, strict=True)
        if count
    }
    assert met == {
        ("PERSON", "PERSON"): 1,
        ("ORG", "ORG"): 1,
        ("GPE", "LOC"): 1,
        ("", "PERSON"): 1,
    }


def test_kappa_and_alpha_are_counted_over_tokens():
    # ten tokens; amy: P - O O - - G - - -, ben: P - O - - - L - P -
    # observed 7 of 10; by chance (1*2 + 2*1 + 1*0 + 0*1 + 6*6) / 100 = .4 -> kappa (.7 - .4) / .6
    found = agreement((AMY, BEN))
    assert (found.kappa.value, found.kappa.n) == (pytest.approx(0.5), 10)
    # values of both: P 3, O 3, G 1, L 1, none 12 of 20: alpha = 1 - 19 * 6 / (400 - 164)
    assert found.alpha.value == pytest.approx(1 - 19 * 6 / 236)


def test_labels_of_spans_that_meet_have_a_kappa_of_their_own():
    # three pairs: PERSON PERSON, ORG ORG, GPE LOC; by chance (1 + 1) / 9
    found = agreement((AMY, BEN)).label
    assert (found.value, found.n) == (pytest.approx((2 / 3 - 2 / 9) / (1 - 2 / 9)), 3)


def test_an_article_without_any_tag_has_no_kappa_and_says_why():
    found = agreement(([], []))
    assert found.kappa.value is found.alpha.value is None
    assert found.kappa.why == "Only one value was used, so that chance alone would agree."
    assert agreement().kappa.why == "Nothing was judged by both."


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([span("o", 0, 20, "CONTENT"), span("i", 5, 10)], "CPCC"),
        ([span("i", 5, 10), span("o", 0, 20, "CONTENT")], "CPCC"),
        ([span("a", 0, 10, "ORG"), span("b", 5, 15)], "OPP-"),  # as short: the one that starts last
        ([span("a", 0, 10, "ORG"), span("b", 0, 10)], "PP--"),  # as short: the first of the scheme
        ([span("a", 3, 6)], "PP--"),  # every token that it shares a character with
        ([], "----"),
    ],
)
def test_a_token_has_the_label_of_the_innermost_span(spans, expected):
    numbers = innermost(words(4), spans, NUMBERS).tolist()
    letters = {NUMBERS["PERSON"]: "P", NUMBERS["ORG"]: "O", NUMBERS["CONTENT"]: "C", 0: "-"}
    assert "".join(letters[number] for number in numbers) == expected


# --- frames ---------------------------------------------------------------------------------------


def test_frames_are_found_first_and_then_their_roles_and_values_compared():
    other = span("s9", 90, 97)
    mine = [
        statement(attributes={"mode": "direct", "speaker_by": "mention"}),
        statement("f2", other, span("c2", 98, 99, "CUE"), span("t2", 100, 120, "CONTENT")),
    ]
    theirs = [
        SPEAKER,
        statement(
            speaker=other,
            content=span("t9", 20, 61, "CONTENT"),
            attributes={"mode": "mixed", "speaker_by": "mention"},
        ),
    ]
    found = agreement((mine, theirs), tokens=words(30)).frames["Statement"]
    assert counts(found.found) == (1, 2, 1)
    assert found.found.f1 == pytest.approx(2 / 3)
    assert counts(found.whole) == (0, 2, 1)
    assert counts(found.roles["speaker"].exact) == (0, 1, 1)
    assert counts(found.roles["cue"].exact) == (1, 1, 1)
    assert counts(found.roles["content"].exact) == (0, 1, 1)
    assert counts(found.roles["content"].overlap) == (1, 1, 1)
    assert counts(found.roles["outlet"].exact) == (0, 0, 0)
    assert counts(found.attributes["mode"].score) == (0, 1, 1)
    assert counts(found.attributes["speaker_by"].score) == (1, 1, 1)
    assert found.attributes["speaker_by"].kappa.why.startswith("Only one value")
    assert found.attributes["mode"].kappa.value == 0


def test_values_are_judged_beyond_chance_over_frames_that_both_gave_one():
    # five statements: direct direct, direct direct, mixed mixed, direct mixed, mixed (none)
    said = [("direct",) * 2, ("direct",) * 2, ("mixed",) * 2, ("direct", "mixed"), ("mixed", None)]
    articles = [
        tuple([statement(attributes={} if value is None else {"mode": value})] for value in values)
        for values in said
    ]
    mode = agreement(*articles).frames["Statement"].attributes["mode"]
    assert counts(mode.score) == (3, 5, 4)
    assert (mode.kappa.n, mode.kappa.value) == (4, pytest.approx((0.75 - 0.5) / 0.5))


def test_free_text_has_no_kappa_and_says_why():
    mine = frame(
        "f", "Meeting", trigger=CUE, participant=SPEAKER, attributes={"date_value": "2016"}
    )
    value = agreement(([mine], [mine])).frames["Meeting"].attributes["date_value"]
    assert (counts(value.score), value.kappa.value) == ((1, 1, 1), None)
    assert "free text" in value.kappa.why


def test_what_would_pay_to_talk_about_comes_worst_first():
    many = [([span(f"s{n}", 5 * n, 5 * n + 5, "GPE") for n in range(6)], [])]
    found = agreement(*many, ([span("p", 0, 5)], []), ([span("p", 0, 5)], [span("p", 0, 5)]))
    assert [(one.what, one.name, one.score.apart) for one in found.talk] == [
        ("label", "GPE", 6),
        ("label", "PERSON", 1),
    ]


# --- articles and intervals -----------------------------------------------------------------------


def test_each_article_has_figures_of_its_own():
    one, other = agreement((AMY, BEN), (AMY, AMY)).by_article
    assert (one.article, counts(one.exact), one.differences) == ("a0", (1, 3, 4), 3)
    assert one.kappa.value == pytest.approx(0.5)
    assert (other.article, other.kappa.value, other.differences) == ("a1", 1, 0)


def test_intervals_are_those_of_articles_drawn_with_replacement():
    articles = [(AMY, BEN)] * 4 + [(AMY, AMY)] * 4
    found = agreement(*articles)
    # of eight articles drawn, how many are of the first kind is binomial: one in 256 draws has
    # eight of them, nine in 256 at least seven, so the 95 % interval ends at seven and at one
    assert found.exact.interval == pytest.approx((2 * (7 + 3) / (49 + 6), 2 * (1 + 21) / (7 + 42)))
    assert found.kappa.interval[0] < found.kappa.value < found.kappa.interval[1]
    assert found == agreement(*articles)


def test_a_single_article_and_no_drawing_give_no_interval():
    assert agreement((AMY, BEN)).exact.interval is None
    assert agreement((AMY, BEN), (AMY, AMY), resamples=0).kappa.interval is None


def test_articles_that_are_all_alike_leave_no_doubt():
    found = agreement(*[(AMY, BEN)] * 4)
    assert found.exact.interval == pytest.approx((2 / 7, 2 / 7))


# --- what holds of all ----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_agreement_is_one_with_itself_and_mirrored_with_the_other(pair):
    amy, ben = pair
    tally, back = Tally(SCHEME, ("amy", "ben")), Tally(SCHEME, ("ben", "amy"))
    own = Tally(SCHEME, ("amy", "amy"))
    tally.add("x", [amy, ben], align([amy, ben], SCHEME), words())
    back.add("x", [ben, amy], align([ben, amy], SCHEME), words())
    own.add("x", [amy, amy], align([amy, amy], SCHEME), words())
    there, mirrored, same = (one.agreement() for one in (tally, back, own))
    for kind in ("exact", "overlap"):
        one, other = getattr(there, kind), getattr(mirrored, kind)
        assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)
        assert getattr(same, kind).f1 in {1, None}
    assert there.kappa == mirrored.kappa
    assert there.alpha == mirrored.alpha
    assert same.kappa.value is None or same.kappa.value == pytest.approx(1)
    assert tuple(zip(*mirrored.confusion.counts, strict=True)) == there.confusion.counts
    for name, found in there.frames.items():
        assert counts(found.found) == tuple(
            counts(mirrored.frames[name].found)[place] for place in (0, 2, 1)
        )
        assert same.frames[name].whole.apart == 0
    assert there.exact.matched <= there.overlap.matched <= there.position.overlap.matched


def test_a_score_of_nothing_is_no_score():
    empty = Score(0, 0, 0)
    assert (empty.precision, empty.recall, empty.f1, empty.apart) == (None, None, None, 0)
