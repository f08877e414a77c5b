"""Offices: as people write them, as files keep them, and what cannot be true at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.office import (
    Office,
    contradictions,
    offices_of,
    parse_office,
    read_office,
    shown_office,
    with_office,
    written,
)
from annotator.domain.register import wikidata_id
from annotator.errors import OfficeInvalidError, WikidataInvalidError


@pytest.mark.parametrize(
    ("typed", "office"),
    [
        ("foreign minister until 2021", Office("foreign minister", "", "", "2021")),
        (
            "foreign minister, Kazakhstan · since Sep 2014",
            Office("foreign minister", "Kazakhstan", "2014-09"),
        ),
        (
            " ambassador to Finland,  Mar 2011 – Aug 2014 ",
            Office("ambassador to Finland", "", "2011-03", "2014-08"),
        ),
        ("envoy, Jordan from 3 May 2016", Office("envoy", "Jordan", "2016-05-03")),
        ("envoy from 2011 to 2014-02-03", Office("envoy", "", "2011", "2014-02-03")),
        ("envoy 2011-2014", Office("envoy", "", "2011", "2014")),
        ("envoy (since September 2014)", Office("envoy", "", "2014-09")),
        ("minister without portfolio", Office("minister without portfolio")),
        ("director, Institute of the Gulf, Muscat",
         Office("director", "Institute of the Gulf, Muscat")),
    ],
)  # fmt: skip
def test_an_office_is_read_as_it_is_typed(typed, office):
    assert parse_office(typed) == office


@pytest.mark.parametrize(
    "typed",
    ["", " , Oman", "since 2014", "envoy since Marches 2014", "envoy since 31 Feb 2014",
     "envoy · often", "envoy 2014 – 2011"],
)  # fmt: skip
def test_what_is_no_office_is_refused_in_two_sentences(typed):
    with pytest.raises(OfficeInvalidError, match="cannot be read as an office"):
        parse_office(typed)


WORDS = st.sampled_from(["envoy", "foreign minister", "ambassador to Finland", "wali of Dhofar"])
DATES = st.sampled_from(["", "2011", "2011-03", "2014-08", "2014-08-31", "2021"])


@given(WORDS, st.sampled_from(["", "Oman", "Kazakhstan"]), DATES, DATES)
def test_the_line_of_an_office_is_read_as_the_same_office(title, of, since, until):
    if since and until and until < since:
        since, until = until, since
    office = Office(title, of, since, until)
    assert parse_office(office.line) == office
    assert read_office(office.value) == office


@pytest.mark.parametrize(
    "value",
    ["envoy", 7, None, {}, {"of": "Oman", "from": "2014"}, {"title": "envoy", "since": "soon"},
     {"title": ["envoy"]}, {"title": "envoy", "until": 2014}],
)  # fmt: skip
def test_what_a_file_has_that_is_no_office_is_left_alone(value):
    assert read_office(value) is None
    kept = with_office([value], None, Office("envoy"))
    assert kept[0] is value
    assert with_office(kept, 1, None) == [value]


def test_keys_that_only_the_file_knows_stay_when_an_office_is_changed():
    values = [{"title": "envoy", "since": "2014", "rank": 3}]
    assert with_office(values, 0, Office("envoy", "Oman", "2014", "2016")) == [
        {"title": "envoy", "of": "Oman", "since": "2014", "until": "2016", "rank": 3}
    ]


def test_the_newest_office_stands_first_and_under_the_name():
    values = [
        Office("ambassador to Finland", "", "2011-03", "2014-08").value,
        "an office in words",
        Office("foreign minister", "Kazakhstan", "2014-09").value,
    ]
    assert [place for place, _ in offices_of(values)] == [2, 0]
    assert shown_office(values) == "foreign minister, Kazakhstan"
    assert shown_office(["an office in words"]) == ""


@pytest.mark.parametrize(
    ("period", "words"),
    [("2014-09-03", "3 Sep 2014"), ("2014-09", "Sep 2014"), ("2014", "2014"), ("soon", "soon"),
     ("2014-13", "2014-13"), ("", "")],
)  # fmt: skip
def test_periods_are_written_as_people_do(period, words):
    assert written(period) == words


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (Office("a", "", "2014"), Office("b", "", "2015"), True),
        (Office("a", "", "2014", "2016"), Office("b", "", "2016"), False),
        (Office("a", "", "2014", "2016-05"), Office("b", "", "2016"), True),
        (Office("a", "", "", "2012"), Office("b", "", "2014"), False),
        (Office("a", "", "2014"), Office("a", "", "2015"), False),
        (Office("a", "Oman", "2014"), Office("a", "Jordan", "2015"), True),
        (Office("a"), Office("b", "", "2015"), False),
    ],
)
def test_other_offices_at_the_same_time_contradict(one, other, contradict):
    assert one.contradicts(other) is contradict
    assert other.contradicts(one) is contradict
    assert bool(contradictions([one.value], [other.value])) is contradict


@pytest.mark.parametrize(
    ("day", "held"), [("2013", False), ("2014-09", True), ("2016-01-01", True), ("2021-03", False)]
)
def test_an_office_is_held_from_its_first_to_its_last_day(day, held):
    assert Office("a", "", "2014-09", "2020-12").held_on(day) is held
    assert not Office("a").held_on(day)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Q463065", "Q463065"), (" q7 ", "Q7"), ("", ""),
     ("https://www.wikidata.org/wiki/Q42", "Q42")],
)  # fmt: skip
def test_a_wikidata_id_is_read_from_what_people_paste(text, found):
    assert wikidata_id(text) == found


@pytest.mark.parametrize("text", ["463065", "Q0", "P31", "Q1 Q2", "Q-1", "Q123456789012"])
def test_what_is_no_wikidata_id_is_refused(text):
    with pytest.raises(WikidataInvalidError, match="is no Wikidata id"):
        wikidata_id(text)
