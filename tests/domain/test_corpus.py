"""Search texts of the corpus list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotation import SetStatus
from annotator.domain.corpus import CorpusOrder, CorpusQuery, parse_query


def test_all_fields_are_read_from_one_text():
    found = parse_query(
        'summit outlet:fars title:"port talks" status:in-progress after:2016-01-01 '
        'before:2016-02 pending:yes unsure:yes "west of china" rail'
    )
    assert found == CorpusQuery(
        words=("summit", "west of china", "rail"),
        title="port talks",
        outlet="fars",
        status=SetStatus.IN_PROGRESS,
        after="2016-01-01",
        before="2016-02",
        pending=True,
        unsure=True,
    )


@pytest.mark.parametrize(
    "text", ["", "   ", "\t\u00a0", '""', "outlet:", 'title:""', "status: after:"]
)
def test_a_text_that_asks_for_nothing_shows_every_article(text):
    found = parse_query(text)
    assert found == CorpusQuery()
    assert found.empty


@pytest.mark.parametrize("text", ["rail", "outlet:fars", "status:new", "pending:no", "unsure:yes"])
def test_a_text_that_asks_for_something_does_not(text):
    assert not parse_query(text).empty


def test_the_order_is_kept_and_asks_for_nothing():
    found = parse_query("", CorpusOrder.TITLE)
    assert found.order is CorpusOrder.TITLE
    assert found.empty
    assert parse_query("rail").order is CorpusOrder.NEWEST


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("port talks", ("port", "talks")),
        ('"port talks" Muscat', ("port talks", "Muscat")),
        ('"port talks', ("port", "talks")),
        ('"a" ""', ("a",)),
        ("وزیر خارجه", ("وزیر", "خارجه")),
        ("al-Maskari's", ("al-Maskari's",)),
        ("a\u00a0b", ("a", "b")),
    ],
)
def test_words_are_taken_apart_and_quotations_are_phrases(text, words):
    assert parse_query(text).words == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("re:invent", ("re:invent",)),
        ("https://example.org/a?b:c", ("https://example.org/a?b:c",)),
        ("12:30", ("12:30",)),
        ("note:", ("note:",)),
        ('note:"port talks" rail', ("note:port talks", "rail")),
        ("x-outlet:fars", ("x-outlet:fars",)),
        (":fars", (":fars",)),
        ("outlets:fars", ("outlets:fars",)),
    ],
)
def test_words_that_only_look_like_a_field_are_searched_as_words(text, words):
    assert parse_query(text) == CorpusQuery(words=words)


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("outlet:fars", "fars"),
        ("OUTLET:Fars", "Fars"),
        ('outlet:"Press TV"', "Press TV"),
        ("outlet:a:b", "a:b"),
        ("outlet:fars outlet:irna", "irna"),
    ],
)
def test_a_field_takes_a_word_or_a_quotation(text, outlet):
    assert parse_query(text) == CorpusQuery(outlet=outlet)


@pytest.mark.parametrize("status", list(SetStatus))
def test_every_status_can_be_searched_in_any_case(status):
    assert parse_query(f"status:{status}") == CorpusQuery(status=status)
    assert parse_query(f"Status:{status.upper()}") == CorpusQuery(status=status)


@pytest.mark.parametrize(
    ("text", "pending"), [("pending:yes", True), ("pending:no", False), ("pending:YES", True)]
)
def test_pending_is_yes_or_no(text, pending):
    assert parse_query(text) == CorpusQuery(pending=pending)


@pytest.mark.parametrize("date", ["2016", "2016-02", "2016-02-29", "0999-12-31"])
@pytest.mark.parametrize("bound", ["after", "before"])
def test_a_bound_is_a_day_a_month_or_a_year(bound, date):
    assert parse_query(f"{bound}:{date}") == CorpusQuery(**{bound: date})


@pytest.mark.parametrize(
    "date",
    ["x", "2016-13", "2015-02-29", "2016-02-30", "2016-1-1", "20160204", "2016-02-041", "۲۰۱۶",
     "2016-W05", "4.2.2016", "0000", "-1", '"2016 - 02"'],
)  # fmt: skip
@pytest.mark.parametrize("bound", ["after", "before"])
def test_a_bound_that_is_no_date_is_named_and_ignored(bound, date):
    found = parse_query(f"rail {bound}:{date} outlet:fars")
    problem = f"{bound} takes a date like 2016-02-04"
    assert found == CorpusQuery(words=("rail",), outlet="fars", problem=problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "status:done",
            "status is one of new, in-progress, complete, excluded, returned, approved",
        ),
        ("pending:maybe", "pending is yes or no"),
        ("pending:yess", "pending is yes or no"),
        ("unsure:no", "unsure can only be yes"),
        ("unsure:perhaps", "unsure can only be yes"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_ignored(text, problem):
    found = parse_query(text)
    assert found == CorpusQuery(problem=problem)
    assert found.empty


def test_the_first_problem_is_named():
    found = parse_query("unsure:7 after:soon before:later")
    assert found.problem == "after takes a date like 2016-02-04"


@pytest.mark.parametrize(
    "text", ["status:in-progress", "status:RETURNED", "pending:no", "unsure:yes", "after:2016-11-30",
             "before:2016-10-09"],
)  # fmt: skip
def test_nothing_is_complained_of_while_a_good_value_is_being_typed(text):
    for end in range(len(text) + 1):
        assert parse_query(text[:end]).problem == "", text[:end]


dates = st.dates().map(str)


@given(dates, st.integers(1, 10))
def test_every_beginning_of_a_date_but_the_year_nought_bounds_the_list(date, length):
    beginning = date[:length]
    if beginning.strip("0"):
        assert parse_query(f"after:{beginning}") == CorpusQuery(after=beginning)


pieces = st.sampled_from(
    ["outlet:", "status:", "after:", "PENDING:", "unsure:", "x:", '"', " ", "new", "2016-02", "yes",
     "fars", "-", ":", "\n", "دیدار", "🤝"]
)  # fmt: skip


@given(st.lists(pieces).map("".join) | st.text(), st.sampled_from(CorpusOrder))
def test_whatever_is_typed_is_a_query(text, order):
    found = parse_query(text, order)
    assert found.order is order
    assert all(found.words)
    assert found.status in {None, *SetStatus}
    assert all(word in text.replace('"', "") for word in found.words if '"' not in word)
