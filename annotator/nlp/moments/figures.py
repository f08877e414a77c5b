"""Dates in figures alone: "2016-02-04", "4.2.2016", "04/02/2016"."""

import re
from datetime import date
from typing import Final

from annotator.domain.completeness import parses_as_date
from annotator.nlp.moments.moment import (
    Moment,
    Setting,
    ambiguous,
    contradictory,
    safe_day,
    settled,
    vague,
)
from annotator.nlp.moments.partial import other_calendar

_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_COMPACT: Final = re.compile(r"[0-9]{8}")
_MONTH_OR_YEARS: Final = re.compile(r"([0-9]{2})([0-9]{2})-([0-9]{2})")
_CENTURY: Final = 100


def resolve_figures(words: str, setting: Setting) -> Moment | None:
    """Return the moment of a date in figures, ``None`` for anything else."""
    text = words.upper()
    years = _MONTH_OR_YEARS.fullmatch(text)
    if parses_as_date(text) and (years is None or int(years[3]) <= int(years[2])):
        return _iso(text)
    if years is not None and parses_as_date(text):
        return ambiguous(words, (text, f"{years[1]}{years[2]}/{years[1]}{years[3]}"))
    first = _YEAR_FIRST.fullmatch(text)
    if first is not None:
        return _whole(int(first[1]), int(first[3]), int(first[4]), words)
    last = _YEAR_LAST.fullmatch(text)
    if last is not None:
        return _day_or_month_first(last, words, setting)
    if _COMPACT.fullmatch(text):
        return _whole(int(text[:4]), int(text[4:6]), int(text[6:]), words)
    return None


def _iso(text: str) -> Moment:
    if any(other_calendar(int(part[:4])) for part in text.split("/")):
        return vague(f"“{text}” names no year of the calendar that values are written in.")
    return settled(text, "As written")


def _whole(year: int, month: int, day: int, words: str) -> Moment:
    if other_calendar(year):
        return vague(f"“{words}” names no year of the calendar that values are written in.")
    found = safe_day(year, month, day)
    if found is None:
        return contradictory(f"There is no “{words}”.")
    return settled(found.isoformat(), "As written")


def _day_or_month_first(found: re.Match[str], words: str, setting: Setting) -> Moment:
    """Return the one reading that there is, or both; a full stop means that the day is first."""
    year = _full_year(found[4], setting)
    if other_calendar(year):
        return _whole(year, 1, 1, words)
    one, other = int(found[1]), int(found[3])
    readings = [safe_day(year, other, one)]
    if found[2] != ".":
        readings.append(safe_day(year, one, other))
    days = sorted({day for day in readings if day is not None})
    if not days:
        return contradictory(f"There is no “{words}”.")
    if len(days) == 1:
        return settled(days[0].isoformat(), "As written")
    base = setting.day
    ranked = days if base is None else sorted(days, key=lambda day: (abs((day - base).days), day))
    return ambiguous(words, tuple(day.isoformat() for day in ranked))


def _full_year(text: str, setting: Setting) -> int:
    """Return a year of four figures; one of two is the nearest to the article's."""
    if len(text) == 4:
        return int(text)
    near = setting.day.year if setting.day is not None else date(2000, 1, 1).year
    century = near - near % _CENTURY
    years = (century + int(text) + step for step in (-_CENTURY, 0, _CENTURY))
    return min(years, key=lambda year: (abs(year - near), year))
