from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.exchange.dates import MONTHS, WEEKDAYS, check_iso, find_dates, read_date


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("February 4, 2016", "2016-02-04"),
        ("Feb. 4, 2016", "2016-02-04"),
        ("Feb 4 2016", "2016-02-04"),
        ("FEBRUARY 4, 2016", "2016-02-04"),
        ("2 Feb 2016", "2016-02-02"),
        ("2nd of February, 2016", "2016-02-02"),
        ("Wednesday 3rd February, 2016", "2016-02-03"),
        ("14-Mar-2016", "2016-03-14"),
        ("Monday, February 1, 2016", "2016-02-01"),
        ("Monday (February 1, 2016)", "2016-02-01"),
        ("2016-03-14", "2016-03-14"),
        ("2016-03-14T10:00:00Z", "2016-03-14"),
        ("2016/3/14", "2016-03-14"),
        ("2016.03.14", "2016-03-14"),
        ("14.03.2016", "2016-03-14"),
        ("14/03/2016", "2016-03-14"),
        ("03/14/2016", "2016-03-14"),
        ("March 2016", "2016-03"),
    ],
)
def test_reads_the_shapes_of_news_text(words, iso):
    assert read_date(words).iso == iso


@pytest.mark.parametrize(
    "words",
    [
        "February 30, 2016",
        "2016-13-01",
        "they may 14 times",
        "a march 3 miles long",
        "version 2025.9.1",
        "1.2.3",
        "May 1234567",
        "14 people",
        "Sunday",
    ],
)
def test_passes_over_what_is_no_date(words):
    assert read_date(words) is None


def test_date_without_a_year_has_no_iso_form_but_fits_years():
    mention = read_date("Monday, March 14")
    assert (mention.iso, mention.month, mention.day) == (None, 3, 14)
    assert mention.fits(2016)
    assert not mention.fits(2015)


def test_weekday_that_does_not_fit_is_noticed():
    assert not read_date("Tuesday, February 2, 2006").fits()
    assert read_date("Thursday, February 2, 2006").fits()


def test_numeric_date_that_can_be_read_in_two_ways_says_so():
    assert read_date("02/04/2016").other == (2, 4)
    assert read_date("02.04.2016").other is None
    assert read_date("04/04/2016").other is None


def test_brackets_are_noticed_and_stay_outside():
    text = "Velayati arrived on Monday (February 1, 2016) in Moscow"
    mention = read_date(text)
    assert mention.bracketed
    assert text[mention.start : mention.end] == "Monday (February 1, 2016"
    lone = read_date("the day (February 1, 2016)")
    assert lone.bracketed
    assert lone.start == len("the day (")


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_of_the_centuries_of_news_reads_back(day):
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    for words in (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{weekday}, {day.day} {month} {day.year}",
    ):
        mention = read_date(words)
        assert mention.iso == day.isoformat()
        assert mention.fits()
    assert check_iso(day.isoformat())


@given(st.text(alphabet=st.sampled_from("0123456789 ,.-/()MayMondJun\nfFeb")))
def test_mentions_come_in_order_and_lie_within_the_text(text):
    last = 0
    for mention in find_dates(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


@pytest.mark.parametrize("value", ["2016-02-30", "2016", "2016-2-4", "04-02-2016", "", "2016-00"])
def test_check_iso_refuses_what_is_no_iso_day_or_month(value):
    assert not check_iso(value)
