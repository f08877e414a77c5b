"""Two dates with a word or dash between them."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from annotator.domain.completeness import parses_as_date
from annotator.nlp.moments.moment import Doubt, Moment, Setting, contradictory, settled, vague
from annotator.nlp.moments.partial import (
    Partial,
    other_calendar,
    read_partial,
    resolve_partial,
)
from annotator.nlp.moments.weekdays import resolve_weekday

_SEPARATOR: Final = re.compile(
    r" ?- ?| (?:to|until|till|through|thru) |/(?=[0-9]{4}$)| (?P<list>and|&|or) "
)
_LONGEST_YEARS: Final = 30
_YEARS: Final = re.compile(r"([0-9]{4}) ?[-/] ?([0-9]{2})")


def resolve_range(words: str, setting: Setting) -> Moment | None:
    """Return the moment of two dates, ``None`` where the words are something else.

    Args:
        words: In lower case, without "from" or "between" before them.
        setting: What missing years are chosen by.
    """
    years = _YEARS.fullmatch(words)
    if years is not None:
        return _short_years(years)
    for found in _SEPARATOR.finditer(words):
        first = read_partial(words[: found.start()].strip())
        last = read_partial(words[found.end() :].strip())
        if first is not None and last is not None:
            return _joined(first, last, found["list"] or "", words, setting)
    return None


def _short_years(found: re.Match[str]) -> Moment | None:
    first, short = int(found[1]), int(found[2])
    last = first - first % 100 + short
    last += 100 if last < first else 0
    if last - first > _LONGEST_YEARS or other_calendar(first) or other_calendar(last):
        return None
    return settled(f"{first}/{last}", "As written")


def _joined(
    first: Partial, last: Partial, listed: str, words: str, setting: Setting
) -> Moment | None:
    completed = _completed(first, last)
    if completed is None:
        return None
    first, last = completed
    ends = [_resolved(part, words, setting) for part in (first, last)]
    if any(end is None for end in ends):
        return None
    known = [end for end in ends if end is not None]
    doubtful = next((end for end in known if not end.certain), None)
    if doubtful is not None:
        return doubtful if doubtful.doubt != Doubt.AMBIGUOUS else replace(doubtful, alternatives=())
    begin, end = known[0].value, known[1].value
    if begin > end and first.year is None:
        begin, end = _turned(begin, end, first)
    value = f"{begin}/{end}"
    if listed == "or" or (listed and not _adjacent(begin, end)):
        return vague("The words name two dates; a value holds one.", begin, end)
    if begin == end or not parses_as_date(value) or len(begin) != len(end):
        return contradictory(f"“{words}” ends before it begins.")
    return settled(value, "From the first to the last")


def _completed(first: Partial, last: Partial) -> tuple[Partial, Partial] | None:
    """Return both parts with what one takes from the other: "3 to 5 May", "May 3-5, 2016"."""
    if first.day is not None and first.month is None and first.year is None:
        first = replace(first, month=last.month)
    if last.day is not None and last.month is None:
        last = replace(last, month=first.month)
    if first.year is None and first.month is not None and last.year is not None:
        over = last.month is not None and (first.month, first.day or 0) > (
            last.month,
            last.day or 0,
        )
        first = replace(first, year=last.year - over)
    if last.year is None and last.month is not None and first.year is not None:
        last = replace(last, year=first.year)
    sameness = (first.month is None, first.day is None, first.weekday is None and first.day is None)
    others = (last.month is None, last.day is None, last.weekday is None and last.day is None)
    return (first, last) if sameness == others else None


def _resolved(part: Partial, words: str, setting: Setting) -> Moment | None:
    if part.weekday is not None and part.month is None and part.day is None:
        return resolve_weekday(part.weekday, setting)
    return resolve_partial(part, words, setting)


def _turned(begin: str, end: str, first: Partial) -> tuple[str, str]:
    """Return two ends in order where the year turns between them: "28 December to 3 January"."""
    if first.month is None or first.weekday is not None:
        return begin, end
    return f"{int(begin[:4]) - 1:04}{begin[4:]}", end


def _adjacent(begin: str, end: str) -> bool:
    """Whether two days or months follow one another."""
    if len(begin) == 10 == len(end):
        return (date.fromisoformat(end) - date.fromisoformat(begin)).days == 1
    if len(begin) == 7 == len(end):
        months = [int(value[:4]) * 12 + int(value[5:]) for value in (begin, end)]
        return months[1] - months[0] == 1
    return int(end) - int(begin) == 1 if len(begin) == 4 == len(end) else False
