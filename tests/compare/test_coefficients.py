"""Kappa and alpha against the worked examples of the literature and second implementations."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from annotator.compare.coefficients import (
    NOTHING_JUDGED,
    ONE_VALUE,
    alphas,
    coincidences_of,
    defined,
    kappas,
    why_undefined,
)

LEISURELY = settings(max_examples=60, deadline=None)
VALUES = st.sampled_from("abcd")


def kappa(table):
    return defined(kappas(np.asarray(table, dtype=float)))


def alpha(judges):
    """Alpha of judges who each gave one value a unit; a full stop is none."""
    given = [[None if value == "." else value for value in judge] for judge in judges]
    return defined(alphas(coincidences_of(zip(*given, strict=True))))


def table_of(one, other):
    values = sorted({*one, *other})
    made = np.zeros((len(values), len(values)))
    for a, b in zip(one, other, strict=True):
        made[values.index(a), values.index(b)] += 1
    return made


# --- the literature -------------------------------------------------------------------------------


def test_cohens_two_judges_of_two_hundred_patients():
    # Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
    # Measurement 20: 140 agree, 82 would by chance: kappa = (140 - 82) / (200 - 82) = .492
    assert kappa([[88, 10, 2], [14, 40, 6], [18, 10, 12]]) == pytest.approx(0.492, abs=0.0005)


def test_cohens_two_judges_who_agree_less_than_by_chance():
    # The same, table 1: proportions .29 observed, .35 by chance
    table = np.array([[0.25, 0.13, 0.12], [0.12, 0.02, 0.16], [0.03, 0.15, 0.02]])
    assert kappa(table * 200) == pytest.approx((0.29 - 0.35) / (1 - 0.35))


def test_artstein_and_poesio_on_two_coders_of_a_hundred_utterances():
    # Artstein and Poesio (2008), Inter-coder agreement for computational linguistics,
    # Computational Linguistics 34(4), sections 2.2 to 2.4: observed .7, by chance .54, kappa .348
    assert kappa([[20, 20], [10, 50]]) == pytest.approx(0.348, abs=0.0005)


@pytest.mark.parametrize(
    ("judges", "expected"),
    [
        pytest.param(["0100000010", "1110010000"], 0.095, id="A: binary, two observers"),
        pytest.param(["aabbdcccedda", "babbbccceddd"], 0.692, id="B: nominal, two observers"),
        pytest.param(
            ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
            0.743,
            id="C: nominal, four observers, values missing",
        ),
    ],
)
def test_krippendorffs_own_examples(judges, expected):
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections A to C
    assert alpha(judges) == pytest.approx(expected, abs=0.0005)


# --- second implementations -----------------------------------------------------------------------


@LEISURELY
@given(st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=60))
def test_kappa_is_that_of_scikit_learn(pairs):
    one, other = zip(*pairs, strict=True)
    ours = kappa(table_of(one, other))
    if len({*one, *other}) == 1:
        assert ours is None
    else:
        assert ours == pytest.approx(cohen_kappa_score(one, other))


@LEISURELY
@given(st.lists(st.lists(st.sampled_from("abc."), min_size=3, max_size=3), min_size=2, max_size=40))
def test_alpha_is_that_of_the_package_krippendorff(units):
    judges = list(zip(*units, strict=True))
    pairable = {v for unit in units if len(unit) - unit.count(".") > 1 for v in unit if v != "."}
    ours = alpha(judges)
    if len(pairable) < 2:
        assert ours is None
        return
    numbers = [[np.nan if v == "." else "abc".index(v) for v in judge] for judge in judges]
    theirs = krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal")
    assert ours == pytest.approx(theirs)


@LEISURELY
@given(st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=60))
def test_alpha_from_a_table_of_two_judges_is_that_from_their_units(pairs):
    table = table_of(*zip(*pairs, strict=True))
    assert defined(alphas(table + table.T)) == pytest.approx(
        defined(alphas(coincidences_of(pairs))), nan_ok=True
    )


# --- the edges ------------------------------------------------------------------------------------


def test_full_agreement_is_one_and_full_disagreement_of_two_is_minus_one():
    assert kappa([[3, 0], [0, 5]]) == 1
    assert kappa([[0, 4], [4, 0]]) == -1
    assert alpha(["aabb", "aabb"]) == 1


def test_one_value_alone_and_no_judgement_at_all_are_undefined_and_say_why():
    assert kappa([[7, 0], [0, 0]]) is None
    assert alpha(["aaaa", "aaaa"]) is None
    assert kappa([[0, 0], [0, 0]]) is None
    assert (why_undefined(7), why_undefined(0)) == (ONE_VALUE, NOTHING_JUDGED)


def test_many_tables_at_once_give_what_each_gives_alone():
    tables = np.array([[[20, 20], [10, 50]], [[3, 0], [0, 5]], [[7, 0], [0, 0]]], dtype=float)
    together = kappas(tables)
    assert [defined(one) for one in together] == [kappa(one) for one in tables]
