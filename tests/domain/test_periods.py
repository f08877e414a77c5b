from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.completeness import parses_as_date
from annotator.domain.periods import bounds, disagrees, together

VALUES = st.one_of(
    st.dates().map(date.isoformat),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
    st.dates().map(lambda day: f"{day.isocalendar()[0]:04}-W{day.isocalendar()[1]:02}"),
    st.tuples(st.dates(), st.dates()).map(lambda ends: "/".join(map(str, sorted(ends)))),
    st.text(max_size=10),
)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016-02-04", "2016-02-04", "2016-02-04"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-12", "2015-12-01", "2015-12-31"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-W05", "2016-02-01", "2016-02-07"),
        ("2016-01/2016-02", "2016-01-01", "2016-02-29"),
        ("2016-10-15/2016-10-16", "2016-10-15", "2016-10-16"),
    ],
)
def test_period_has_a_first_and_a_last_day(value, first, last):
    assert bounds(value) == (date.fromisoformat(first), date.fromisoformat(last))


@given(VALUES)
def test_only_a_date_has_bounds_and_they_are_in_order(value):
    ends = bounds(value)
    assert (ends is None) or (parses_as_date(value) and ends[0] <= ends[1] + timedelta(days=0))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], ""),
        ([None], ""),
        (["2016-04-19", "2016-04-20"], "2016-04-19"),
        (["2016-05", "2016-05-04"], "2016-05-04"),
        ([None, "2016-05-04"], "2016-05-04"),
        (["2016-05"], "2016-05"),
        (["2016-11", "2016-12"], ""),
        (["2016-11", "2016-11"], "2016-11"),
        (["2016-10-15/2016-10-16"], "2016-10"),
        (["2016-W42"], "2016-10"),
        (["2016-W05", "2016-03"], ""),
        (["2016-W13"], ""),  # from March into April
        (["2017"], ""),
        (["2016", "2016-05"], ""),
        (["soon", 4], ""),
    ],
)
def test_several_dates_say_one_day_or_one_month_together(values, said):
    assert together(values) == said


@given(st.lists(VALUES, max_size=4))
def test_what_they_say_lies_within_one_of_them(values):
    said = together(values)
    assert said == "" or not disagrees(said, [value for value in values if bounds(value)])


@pytest.mark.parametrize(
    ("value", "dates", "odd"),
    [
        ("2016-04-20", ["2016-04-19"], True),
        ("2016-04-20", ["2016-04-19", "2016-04-20"], False),
        ("2016-04", ["2016-04-19"], False),
        ("2016-04-19", ["2016-W16"], False),
        ("2016-04-20", ["2016-04-19", None], False),  # the other one may say it
        ("2016-04-20", [], False),
        ("", ["2016-04-19"], False),
        (None, ["2016-04-19"], False),
    ],
)
def test_value_disagrees_with_dates_that_do_not_touch_it(value, dates, odd):
    assert disagrees(value, dates) is odd
