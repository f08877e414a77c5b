"""Periods in ISO 8601: when they begin and end, what several dates say together."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from annotator.domain.completeness import parses_as_date

_DAY, _MONTH = len("2016-02-04"), len("2016-02")


def bounds(value: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period, ``None`` for what is none."""
    if not parses_as_date(value):
        return None
    first, slash, last = value.partition("/")
    try:
        ends = [_bounds(first), _bounds(last) if slash else _bounds(first)]
    except (ValueError, OverflowError):  # the very last week of the calendar
        return None
    return ends[0][0], ends[1][1]


def _bounds(value: str) -> tuple[date, date]:
    if "W" in value:
        monday = date.fromisoformat(f"{value}-1")
        return monday, monday + timedelta(days=6)
    if len(value) == _DAY:
        day = date.fromisoformat(value)
        return day, day
    year = int(value[:4])
    first, last = (int(value[5:]),) * 2 if len(value) == _MONTH else (1, 12)
    return date(year, first, 1), _last_day(year, last)


def _last_day(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def together(values: Iterable[object]) -> str:
    """Return the day, else the month, that several dates say together; "" where they say neither.

    The first day counts: "Tuesday" and "Wednesday" of a meeting of two days are the Tuesday.
    Without a day it is the month in which all of them lie; two months leave it open.
    """
    known = [value for value in values if isinstance(value, str) and parses_as_date(value)]
    day = next((value for value in known if len(value) == _DAY and "/" not in value), "")
    months = {_month_of(value) for value in known}
    return day or (months.pop() if len(months) == 1 else "")


def _month_of(value: str) -> str:
    """Return the month in which a period lies, "" where it is longer."""
    ends = bounds(value)
    if ends is None or (ends[0].year, ends[0].month) != (ends[1].year, ends[1].month):
        return ""
    return f"{ends[0].year:04}-{ends[0].month:02}"


def disagrees(value: object, dates: Sequence[object]) -> bool:
    """Whether a value lies outside all dates that are known; ``False`` where one is unknown."""
    own = bounds(value) if isinstance(value, str) else None
    others = [bounds(item) if isinstance(item, str) else None for item in dates]
    known = [item for item in others if item is not None]
    if own is None or not known or len(known) < len(others):
        return False
    return not any(first <= own[1] and own[0] <= last for first, last in known)
