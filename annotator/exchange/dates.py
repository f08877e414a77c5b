"""Dates as news text writes them: "February 4, 2016", "2 Feb 2016", "Monday (February 1, 2016)".

Only shapes with a named month, ISO dates and numeric dates are read. Relative dates ("Wednesday",
"last month") are the business of suggestions, not of an import.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_STARTS = [name[:3].casefold() for name in MONTHS]
_WEEKDAY_STARTS = [name[:3].casefold() for name in WEEKDAYS]
_FIRST_YEAR = 1800
_LAST_YEAR = 2199

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
WEEKDAY = (
    r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs?(?:day)?)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?)"
)
_DATE = re.compile(
    rf"""(?<![\w])
    (?:(?P<weekday>{WEEKDAY})\b[.,]?\s{{0,2}})?
    (?P<bracket>\()?
    (?:
        (?P<iso>\d{{4}})(?P<isosep>[-/]|\.(?=\d\d\.\d\d))
            (?P<isomonth>\d{{1,2}})(?P=isosep)(?P<isoday>\d{{1,2}})
            (?=[T\D]|$)
      | (?P<first>\d{{1,2}})(?P<numsep>[-/.])(?P<second>\d{{1,2}})(?P=numsep)(?P<numyear>\d{{4}})
      | (?P<mdmonth>{MONTH})\b\.?\s{{0,2}}(?P<mdday>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)
            (?:\s?,?\s{{1,2}}(?P<mdyear>\d{{4}}))?
      | (?P<dmday>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-]{{1,2}}(?P<dmmonth>{MONTH})\b\.?
            (?:,?[\s-]{{1,2}}(?P<dmyear>\d{{4}}))?
      | (?P<mymonth>{MONTH})\b\.?,?\s{{1,2}}(?P<myyear>\d{{4}})
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text.

    Attributes:
        start: First character, a weekday before the date included.
        end: After its last character; a bracket around the date is not included.
        year: ``None`` where the text leaves it out.
        day: ``None`` for a month.
        weekday: The weekday named with it, Monday is 0.
        bracketed: Whether it stands in brackets, as in "Monday (February 1, 2016)".
        other: Month and day read the other way round, for "02/04/2016".
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    bracketed: bool = False
    other: tuple[int, int] | None = None

    @property
    def iso(self) -> str | None:
        """``2016-02-04`` or ``2016-02``; ``None`` without a year."""
        if self.year is None:
            return None
        month = f"{self.year:04}-{self.month:02}"
        return month if self.day is None else f"{month}-{self.day:02}"

    def on(self, year: int | None = None) -> date | None:
        """Return the day meant, in ``year`` where the mention names none."""
        chosen = self.year if self.year is not None else year
        if chosen is None or self.day is None:
            return None
        return _day(chosen, self.month, self.day)

    def fits(self, year: int | None = None) -> bool:
        """Whether the weekday named with it is the weekday of that day."""
        meant = self.on(year)
        if meant is None:
            return True
        return self.weekday is None or meant.weekday() == self.weekday


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_number(word: str) -> int:
    return _MONTH_STARTS.index(word[:3].casefold()) + 1


def _numbers(found: re.Match[str]) -> tuple[int | None, int, int | None, tuple[int, int] | None]:
    """Return year, month, day and the other reading of a match."""
    part = found.groupdict()
    if part["iso"]:
        return int(part["iso"]), int(part["isomonth"]), int(part["isoday"]), None
    if part["numyear"]:
        first, second, year = int(part["first"]), int(part["second"]), int(part["numyear"])
        if part["numsep"] == "." or first > len(MONTHS) or first == second:
            return year, second, first, None
        if second > len(MONTHS):
            return year, first, second, None
        return year, second, first, (first, second)
    for shape in ("md", "dm"):
        if part[f"{shape}month"]:
            year_text = part[f"{shape}year"]
            month, day = _month_number(part[f"{shape}month"]), int(part[f"{shape}day"])
            return int(year_text) if year_text else None, month, day, None
    return int(part["myyear"]), _month_number(part["mymonth"]), None, None


def _mention(found: re.Match[str]) -> DateMention | None:
    word = found["mdmonth"] or found["dmmonth"] or found["mymonth"]
    if word and word[0].islower():  # "they may 14 times", "a march 3 miles long"
        return None
    year, month, day, other = _numbers(found)
    leap_year = 2000
    if _day(year or leap_year, month, day or 1) is None:
        return None
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    weekday = found["weekday"]
    start = found.start() if weekday or not found["bracket"] else found.start() + 1
    return DateMention(
        start=start,
        end=found.end(),
        year=year,
        month=month,
        day=day,
        weekday=_WEEKDAY_STARTS.index(weekday[:3].casefold()) if weekday else None,
        bracketed=bool(found["bracket"]),
        other=other,
    )


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateMention]:
    """Yield the dates in ``text[start:end]`` in text order; impossible ones are passed over.

    Offsets are those of ``text``.
    """
    for found in _DATE.finditer(text, start, len(text) if end is None else end):
        mention = _mention(found)
        if mention is not None:
            yield mention


def read_date(words: str) -> DateMention | None:
    """Return the first date in a few words, ``None`` where there is none."""
    return next(find_dates(words), None)


def check_iso(value: str) -> bool:
    """Whether a value is an ISO date ``2016-02-04`` or month ``2016-02`` that exists."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", value)
    if found is None:
        return False
    year, month, day = (int(number) if number else 1 for number in found.groups())
    return _day(year, month, day) is not None
