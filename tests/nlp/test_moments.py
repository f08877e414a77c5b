import os
import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.completeness import parses_as_date
from annotator.nlp.moments.moment import Doubt, in_words, weekday_of
from annotator.nlp.moments.reading import around, read_typed, resolve
from tests.yardstick import dates
from tests.yardstick.gold import SAMPLE, read_gold

WEDNESDAY = "2016-03-16"


def read(sentence, published=WEDNESDAY, language=None):
    """Resolve the words in brackets."""
    start, end = sentence.index("["), sentence.index("]") - 1
    text = sentence.replace("[", "", 1).replace("]", "", 1)
    return resolve(text[start:end], published, *around(text, start, end), language)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The envoys met on [Monday].", "2016-03-14"),
        ("[Monday] saw the envoys leave.", "2016-03-14"),
        ("He spoke on [Wednesday].", "2016-03-16"),
        ("He will speak on [Monday].", "2016-03-21"),
        ("The envoys will meet on [Wednesday].", "2016-03-16"),
        ("Her visit is due to begin on [Friday].", "2016-03-18"),
        ("Talks are scheduled for [Thursday].", "2016-03-17"),
        ("They are to meet in Cairo on [Sunday].", "2016-03-20"),
        ("The minister flies to Cairo on [Thursday].", "2016-03-17"),
        ("Her visit, planned for [Friday], was called off.", "2016-03-18"),
        ("He said that on [Friday] the group will meet.", "2016-03-18"),
        ("He will go; on [Friday] he met the press.", "2016-03-11"),
        ("Rain fell. On [Saturday], the guests left.", "2016-03-12"),
        ("They would be briefed on [Sunday], the paper said.", "2016-03-20"),
        ("The proposed talks on [Sunday] failed.", "2016-03-13"),
        ("He came on [Tuesday] evening.", "2016-03-15"),
        ("He came on [Tuesday evening].", "2016-03-15"),
        ("They meet [next Tuesday].", "2016-03-22"),
        ("They met [last Friday].", "2016-03-11"),
        ("They meet [this Friday].", "2016-03-18"),
        ("He came on [Wednesday] (9 March).", "2016-03-09"),
        ("He came on Wednesday ([9 March]).", "2016-03-09"),
        ("He came on [Monday] (20 April).", "2015-04-20"),
    ],
)
def test_weekday_is_the_one_that_the_sentence_points_to(sentence, value):
    assert read(sentence).value == value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("He came on [February 4].", "2016-02-04"),
        ("He came on [4 February].", "2016-02-04"),
        ("He came on the [4th of February].", "2016-02-04"),
        ("He came on the [fourth of February].", "2016-02-04"),
        ("He will come on [April 3].", "2016-04-03"),
        ("The visit announced for [March 20] was put off.", "2016-03-20"),
        ("The accord was signed on [June 2].", "2015-06-02"),
        ("The accord will be signed on [November 5].", "2016-11-05"),
        ("[Tuesday, March 15] was cold.", "2016-03-15"),
        ("He came on [February 29].", "2016-02-29"),
        ("It was agreed in [January].", "2016-01"),
        ("It was agreed in [December].", "2015-12"),
        ("It ended in [September].", "2015-09"),
        ("It is to end in [September].", "2016-09"),
        ("A list is promised by [July].", "2016-07"),
        ("It has been closed since [July].", "2015-07"),
        ("They agreed in [mid-March].", "2016-03"),
        ("They met in [early March 2015].", "2015-03"),
        ("They met [last November].", "2015-11"),
        ("They will meet [next June].", "2016-06"),
        ("They met in [late 2015].", "2015"),
        ("It began in [2014].", "2014"),
        ("It began in [July 2015].", "2015-07"),
        ("It began on [July 14th, 2015].", "2015-07-14"),
        ("Signed on [2015-07-14].", "2015-07-14"),
        ("Signed on [14.7.2015].", "2015-07-14"),
        ("Signed on [07/14/2015].", "2015-07-14"),
        ("Signed on [05/05/2015].", "2015-05-05"),
        ("Dated [March 2, 2016 - 9:30].", "2016-03-02"),
    ],
)
def test_month_and_day_get_the_year_that_is_meant(sentence, value):
    assert read(sentence).value == value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("They met [November 23-25].", "2015-11-23/2015-11-25"),
        ("They met on [Nov. 23–25, 2015].", "2015-11-23/2015-11-25"),
        ("They will meet [from 3 to 5 May].", "2016-05-03/2016-05-05"),
        ("They met from [28 February to 3 March].", "2016-02-28/2016-03-03"),
        ("They met from [December 28 to January 3].", "2015-12-28/2016-01-03"),
        ("They met on [Monday and Tuesday].", "2016-03-14/2016-03-15"),
        ("It lasted [from 1992 to 1995].", "1992/1995"),
        ("It lasted [between January and March 2015].", "2015-01/2015-03"),
        ("It was so in [2011-2015].", "2011/2015"),
        ("Trade fell in the [first two months of 2016].", "2016-01/2016-02"),
        ("Trade fell in the [second half of 2015].", "2015-07/2015-12"),
        ("Trade fell in the [third quarter of 2015].", "2015-07/2015-09"),
        ("They met over the [weekend].", "2016-03-12/2016-03-13"),
        ("They will meet at the [weekend].", "2016-03-19/2016-03-20"),
    ],
)
def test_period_is_an_interval(sentence, value):
    assert read(sentence).value == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("yesterday", "2016-03-15"),
        ("today", "2016-03-16"),
        ("tomorrow", "2016-03-17"),
        ("last night", "2016-03-15"),
        ("this morning", "2016-03-16"),
        ("the day after tomorrow", "2016-03-18"),
        ("three days ago", "2016-03-13"),
        ("this week", "2016-W11"),
        ("earlier this week", "2016-W11"),
        ("last week", "2016-W10"),
        ("next week", "2016-W12"),
        ("two weeks ago", "2016-W09"),
        ("this month", "2016-03"),
        ("earlier this month", "2016-03"),
        ("Next month", "2016-04"),
        ("early next month", "2016-04"),
        ("two months ago", "2016-01"),
        ("last year", "2015"),
        ("next year", "2017"),
        ("five years ago", "2011"),
    ],
)
def test_relative_words_count_from_the_article(words, value):
    assert resolve(words, WEDNESDAY).value == value


@pytest.mark.parametrize("words", ["yesterday", "last week", "last month", "Monday"])
def test_new_year_lies_between(words):
    expected = {
        "yesterday": "2015-12-31",
        "last week": "2015-W52",
        "last month": "2015-12",
        "Monday": "2015-12-28",
    }
    assert resolve(words, "2016-01-01").value == expected[words]


@pytest.mark.parametrize(
    ("sentence", "readings"),
    [
        ("Signed on [04/02/2016].", {"2016-02-04", "2016-04-02"}),
        ("They met [last Monday].", {"2016-03-14", "2016-03-07"}),
        ("They meet [next Friday].", {"2016-03-18", "2016-03-25"}),
        ("They meet [next weekend].", {"2016-03-19/2016-03-20", "2016-03-26/2016-03-27"}),
        ("The road to [September].", {"2015-09", "2016-09"}),
        ("It was signed in [April].", {"2016-04", "2015-04"}),
        ("It was so in [2011-12].", {"2011-12", "2011/2012"}),
    ],
)
def test_two_readings_leave_it_empty_and_are_both_offered(sentence, readings):
    moment = read(sentence)
    assert (moment.value, moment.doubt, set(moment.alternatives)) == ("", Doubt.AMBIGUOUS, readings)


def test_two_readings_are_said_in_words_with_the_nearer_first():
    moment = resolve("04/02/2016", "2016-02-05")
    assert moment.why == "“04/02/2016” is 4 February or 2 April."
    assert moment.alternatives == ("2016-02-04", "2016-04-02")


@pytest.mark.parametrize(
    ("sentence", "why", "offered"),
    [
        (
            "He came on [Monday, March 15].",
            "15 March 2016 was a Tuesday.",
            ("2016-03-15", "2016-03-14"),
        ),
        (
            "[Tuesday, February 2, 2006]",
            "2 February 2006 was a Thursday.",
            ("2006-02-02", "2006-01-31"),
        ),
        ("It was on [February 30].", "There is no “February 30”.", ()),
        ("It was on [February 29, 2015].", "There is no “February 29, 2015”.", ()),
        ("It was on [31.04.2015].", "There is no “31.04.2015”.", ()),
        (
            "On [Monday] (15 March) he left.",
            "15 March 2016 was a Tuesday.",
            ("2016-03-15", "2016-03-14"),
        ),
        (
            "On Monday ([9 March]) he left.",
            "9 March 2016 was a Wednesday.",
            ("2016-03-09", "2016-03-07"),
        ),
    ],
)
def test_parts_that_disagree_leave_it_empty(sentence, why, offered):
    moment = read(sentence)
    assert (moment.value, moment.doubt) == ("", Doubt.CONTRADICTORY)
    assert (moment.why, moment.alternatives) == (why, offered)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("recent years", ()),
        ("the past two years", ()),
        ("two days", ()),
        ("two days later", ()),
        ("the same day", ()),
        ("the following week", ()),
        ("the 1990s", ("1990/1999",)),
        ("summer 2015", ("2015-06/2015-08",)),
        ("spring", ()),
        ("the end of May", ("2016-05",)),
        ("the end of the month", ()),
        ("the beginning of 2016", ("2016",)),
        ("20 years ago", ("1996",)),
        ("fiscal year 2016", ()),
        ("15 Bahman 1394", ()),
        ("1394/11/15", ()),
        ("Ramadan", ()),
        ("20th century", ("1901/2000",)),
    ],
)
def test_what_iso_cannot_say_stays_empty(words, offered):
    moment = resolve(words, WEDNESDAY)
    assert (moment.value, moment.doubt, moment.alternatives) == ("", Doubt.VAGUE, offered)


def test_round_figures_are_offered_only():
    assert read("It began nearly [five years ago].").alternatives == ("2011",)


@pytest.mark.parametrize("words", ["Monday", "February 4", "last week", "in May", "yesterday"])
@pytest.mark.parametrize("published", [None, "", "2016-03", "soon"])
def test_nothing_is_counted_from_an_unknown_day(words, published):
    moment = resolve(words, published)
    assert (moment.value, moment.doubt, moment.alternatives) == ("", Doubt.UNDATED, ())


def test_in_an_article_without_a_date_what_is_written_is_offered_only():
    moment = resolve("December 2014", None)
    assert (moment.value, moment.alternatives) == ("", ("2014-12",))
    assert resolve("December 2014", "2016-03").value == "2014-12"


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("4 février 2016", "fr", "2016-02-04"),
        ("4 février", "fr", "2016-02-04"),
        ("4. Februar 2016", "de", "2016-02-04"),
        ("4 февраля 2016", "ru", "2016-02-04"),
        ("4 Feb '16", "en", "2016-02-04"),
        ("4 février - 7 mars 2016", "fr", ""),
        ("4 5 février 2016", "fr", ""),
        ("4 février 2016", "no such language", ""),
    ],
)
def test_other_languages_are_read_by_dateparser(words, language, value):
    assert resolve(words, WEDNESDAY, language=language).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4 feb 2016", "2016-02-04"),
        ("feb 4", "2016-02-04"),
        ("2016-02-04", "2016-02-04"),
        ("2016-02", "2016-02"),
        ("2016-w05", "2016-W05"),
        ("2016-02-04/2016-02-06", "2016-02-04/2016-02-06"),
        ("4-6 feb 2016", "2016-02-04/2016-02-06"),
        ("2016-03-14 · Monday", "2016-03-14"),
        ("2016-03-15 · Monday", ""),
        ("yesterday", "2016-03-15"),
        ("4/2/2016", ""),
        ("whenever", ""),
        ("", ""),
    ],
)
def test_words_are_typed_too(typed, value):
    assert read_typed(typed, WEDNESDAY).value == value


def test_typed_date_needs_no_date_of_the_article():
    assert read_typed("4 feb 2016", None).value == "2016-02-04"
    assert read_typed("yesterday", None).value == ""


def test_reason_names_the_day_that_it_counts_from():
    assert resolve("Monday", WEDNESDAY).why == "Monday before 16 March 2016"
    assert resolve("February 4", WEDNESDAY).why == "4 February before 16 March 2016"
    assert resolve("last week", WEDNESDAY).why == "The week before that of 16 March 2016"


def test_hard_line_end_does_not_end_the_sentence():
    assert read("The envoys will, all\nof them, meet on [Friday].").value == "2016-03-18"


def test_values_are_said_in_words():
    assert in_words("2016-02-04") == "4 February 2016"
    assert in_words("2016-02") == "February 2016"
    assert in_words("2016-W05") == "week 5 of 2016"
    assert in_words("2016-02-04/2016-02-06") == "4 to 6 February 2016"
    assert weekday_of("2016-03-14") == "Monday"
    assert [weekday_of(value) for value in ("2016-03", "2016-W05", "", "2016-02-30")] == [""] * 4


# --- whatever comes ----------------------------------------------------------------------------

WORDS = """
    monday tuesday last next this week month year feb march may 4 23 31 2016 1990s - – to from of
    the , ( ) / . 's ago in two days early mid late and or q1 summer today weekend 04/02/2016 99 0000
    9999 century half first quarter end since by between 1394 ninety 5000 فوریه 二月
"""
PIECES = st.sampled_from(WORDS.split())
PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2016-02", "2016", "", "soon", "9999-12-31", "0001-01-01"]),
)


@given(
    st.one_of(st.lists(PIECES, min_size=1, max_size=6).map(" ".join), st.text(max_size=40)),
    PUBLISHED,
    st.sampled_from(["", "He will go on ", "He went on ", "since "]),
    st.sampled_from(["", " (4 May)", ", 3 March", " he will go"]),
)
def test_whatever_is_given_is_answered_alike_and_with_values_that_parse(
    words, published, before, after
):
    moment = resolve(words, published, before, after)
    assert all(parses_as_date(value) for value in moment.offers)
    assert not (moment.value and moment.alternatives)
    assert moment.why
    assert resolve(words, published, before, after) == moment


@given(st.dates(), st.sampled_from(["%B %d, %Y", "%d %B %Y", "%A, %B %d, %Y", "%Y-%m-%d"]))
def test_whole_date_is_the_day_that_was_written(day, form):
    meant = day.replace(year=1500 + day.year % 550, day=min(day.day, 28))
    assert resolve(meant.strftime(form), WEDNESDAY).value == meant.isoformat()


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_weekday_said_of_the_past_is_one_of_the_last_seven_days(day):
    for name in ("Monday", "Thursday", "Sunday"):
        found = resolve(name, day.isoformat(), "He spoke on ").value
        assert weekday_of(found) == name
        assert 0 <= (day - date.fromisoformat(found)).days < 7


@pytest.mark.parametrize(
    "surroundings",
    [{"TZ": "Pacific/Kiritimati"}, {"TZ": "America/Adak"}, {"LC_ALL": "fa_IR.UTF-8"}],
)
def test_answer_depends_neither_on_the_clock_nor_on_the_place(surroundings):
    script = (
        "from annotator.nlp.moments.reading import resolve;"
        "print([resolve(words, '2016-03-16').value for words in"
        " ('Monday', 'February 4', 'last week', '4 Feb ’16', 'today')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(
        ["2016-03-14", "2016-02-04", "2016-W10", "2016-02-04", "2016-03-16"]
    )


def test_gold_of_the_sample_corpus_is_met():
    row = dates.figures(dates.read(read_gold([SAMPLE])))
    assert row["right"] >= 0.95
    assert row["filled"] >= 0.85


def test_rules_come_before_dateparser(monkeypatch):
    def refuse(*_):
        raise AssertionError("dateparser was asked")

    monkeypatch.setattr("annotator.nlp.moments.reading.read_foreign", refuse)
    for item in dates.read(read_gold([SAMPLE])):
        assert item.ours == item.gold or not item.ours


def test_time_is_not_read(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert resolve("4 Feb ’16", WEDNESDAY).value == "2016-02-04"
