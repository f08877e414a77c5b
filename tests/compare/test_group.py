"""Agreement of three annotators and more, over tokens."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.compare.agreement import Tally
from annotator.compare.aligning import Aligner
from annotator.compare.group import GroupTally
from annotator.domain.default_scheme import default_scheme
from annotator.domain.review import SetTags, SpanTag

SCHEME = default_scheme()
LETTERS = {"P": "PERSON", "O": "ORG", "G": "GPE"}


def tokens(count):
    """Tokens of two letters with a blank between them."""
    starts = np.arange(count) * 3
    return starts, starts + 2


def said(name, letters):
    """One span for each token that has a label."""
    return SetTags(
        name,
        tuple(
            SpanTag(f"s{at}", at * 3, at * 3 + 2, LETTERS[letter])
            for at, letter in enumerate(letters)
            if letter != "-"
        ),
    )


def alpha_of(*articles, resamples=0):
    tally = GroupTally(SCHEME)
    for judges in articles:
        sets = [said(f"a{n}", letters) for n, letters in enumerate(judges) if letters is not None]
        tally.add(sets, tokens(max(map(len, filter(None, judges)))))
    return tally.alpha(resamples=resamples)


@given(st.lists(st.lists(st.sampled_from("POG-"), min_size=4, max_size=4), min_size=2, max_size=30))
def test_alpha_of_four_is_that_of_the_package_krippendorff(units):
    judges = ["".join(letters) for letters in zip(*units, strict=True)]
    found = alpha_of(judges)
    if len({letter for unit in units for letter in unit}) == 1:
        assert found.value is None
        assert found.why
        return
    numbers = [["POG-".index(letter) for letter in one] for one in judges]
    theirs = krippendorff.alpha(
        reliability_data=numbers, level_of_measurement="nominal", value_domain=[0, 1, 2, 3]
    )
    assert found.value == pytest.approx(theirs)
    assert found.n == len(units)


def test_an_article_that_somebody_has_not_tagged_counts_with_the_others():
    found = alpha_of(("PO-G", "PO-G", "PP-G"), (None, "P-", "O-"))
    numbers = [[0, 1, 3, 2, np.nan, np.nan], [0, 1, 3, 2, 0, 3], [0, 0, 3, 2, 1, 3]]
    theirs = krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal")
    assert found.value == pytest.approx(theirs)


def test_of_two_it_is_the_alpha_of_their_pair():
    one, other = said("amy", "PO-GP-"), said("ben", "PP-G--")
    group = GroupTally(SCHEME)
    group.add([one, other], tokens(6))
    pair = Tally(SCHEME, ("amy", "ben"))
    pair.add("x", (one, other), Aligner(SCHEME).align((one, other)), tokens(6))
    assert group.alpha(resamples=0).value == pytest.approx(pair.agreement(resamples=0).alpha.value)


def test_an_interval_needs_two_articles_and_holds_the_figure():
    assert alpha_of(("PO-", "PO-", "PG-"), resamples=100).interval is None
    found = alpha_of(("PO-", "PO-", "PG-"), ("OO-", "PO-", "OO-"), ("GG-", "GG-", "GG-"),
                     resamples=200)  # fmt: skip
    low, high = found.interval
    assert low <= found.value <= high


def test_nothing_judged_says_so():
    assert GroupTally(SCHEME).alpha().why == "Nothing was judged by both."
