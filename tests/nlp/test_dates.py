import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp.builtin.dates import iso_value


def dates(rules, text):
    return [
        (found.extent.slice(text), (found.attributes or {}).get("value", ""))
        for found in rules.propose(text)
        if found.label == "DATE"
    ]


@pytest.mark.parametrize(
    ("text", "found", "value"),
    [
        ("He left on Monday, February 1, 2016.", "Monday, February 1, 2016", "2016-02-01"),
        ("They met on 2 Feb 2016 there.", "2 Feb 2016", "2016-02-02"),
        ("Since the 4th of July 1999 it stood.", "4th of July 1999", "1999-07-04"),
        ("It was signed on 2015-07-14.", "2015-07-14", "2015-07-14"),
        ("It was signed on 14.07.2015.", "14.07.2015", "2015-07-14"),
        ("It was signed on 04/07/2015.", "04/07/2015", ""),
        ("It ended in December 2015.", "December 2015", "2015-12"),
        ("It began in 2011.", "2011", "2011"),
        ("They met on November 23.", "November 23", ""),
        ("The talks of Nov. 3-5, 2016 failed.", "Nov. 3-5, 2016", ""),
        ("It ended in mid-February 2016.", "mid-February 2016", ""),
        ("He spoke on Wednesday.", "Wednesday", ""),
        ("She came on Tuesday evening.", "Tuesday", ""),
        ("He goes to Tehran last month.", "last month", ""),
        ("They agreed earlier this week.", "earlier this week", ""),
        ("It grew in the first two months of 2016.", "first two months of 2016", ""),
        ("It is due by the end of December.", "end of December", ""),
        ("Five years ago it began.", "Five years ago", ""),
        ("It was so in the past two years.", "past two years", ""),
        ("It was built in the 1990s.", "1990s", ""),
        ("It is due in March.", "March", ""),
        ("Dates of 2011-2015 are missing.", "2011-2015", ""),
    ],
)
def test_date_is_found_with_its_value_where_it_is_complete(rules, text, found, value):
    assert dates(rules, text) == [(found, value)]


@pytest.mark.parametrize(
    "text",
    [
        "They may march in may.",
        "Resolution 2254 was passed.",
        "Some 2000 people came, and 1,999 left.",
        "It cost $2016 a day for two days.",
        "Theresa May spoke.",
    ],
)
def test_what_only_looks_like_a_date_is_none(rules, text):
    assert dates(rules, text) == []


def test_impossible_day_has_no_value(rules):
    assert dates(rules, "It was on February 30, 2016.") == [("February 30, 2016", "")]


def test_date_does_not_run_over_a_line_end(rules):
    assert dates(rules, "It was Monday\nFebruary 1, 2016 was next.") == [
        ("Monday", ""),
        ("February 1, 2016", "2016-02-01"),
    ]


@given(st.dates(), st.sampled_from(["%B %d, %Y", "%d %B %Y", "%A, %B %d, %Y", "%Y-%m-%d"]))
def test_value_is_the_day_that_was_written(day, form):
    words = day.replace(year=1500 + day.year % 550).strftime(form)
    rule = "iso" if form == "%Y-%m-%d" else "day-month" if form[1] == "d" else "month-day"
    assert iso_value(rule, words) == day.replace(year=1500 + day.year % 550).isoformat()
