import pytest


def dates(rules, text):
    return [found.extent.slice(text) for found in rules.propose(text) if found.label == "DATE"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He left on Monday, February 1, 2016.", "Monday, February 1, 2016"),
        ("They met on 2 Feb 2016 there.", "2 Feb 2016"),
        ("Since the 4th of July 1999 it stood.", "4th of July 1999"),
        ("It was signed on 2015-07-14.", "2015-07-14"),
        ("It was signed on 14.07.2015.", "14.07.2015"),
        ("It was signed on 04/07/2015.", "04/07/2015"),
        ("It ended in December 2015.", "December 2015"),
        ("It began in 2011.", "2011"),
        ("They met on November 23.", "November 23"),
        ("The talks of Nov. 3-5, 2016 failed.", "Nov. 3-5, 2016"),
        ("It ended in mid-February 2016.", "mid-February 2016"),
        ("He spoke on Wednesday.", "Wednesday"),
        ("She came on Tuesday evening.", "Tuesday"),
        ("He goes to Tehran last month.", "last month"),
        ("They agreed earlier this week.", "earlier this week"),
        ("It grew in the first two months of 2016.", "first two months of 2016"),
        ("It is due by the end of December.", "end of December"),
        ("Five years ago it began.", "Five years ago"),
        ("It was so in the past two years.", "past two years"),
        ("It was built in the 1990s.", "1990s"),
        ("It is due in March.", "March"),
        ("Dates of 2011-2015 are missing.", "2011-2015"),
    ],
)
def test_date_is_found(rules, text, found):
    assert dates(rules, text) == [found]


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


def test_date_does_not_run_over_a_line_end(rules):
    text = "It was Monday\nFebruary 1, 2016 was next."
    assert dates(rules, text) == ["Monday", "February 1, 2016"]
