"""What was found out about a date in words, and what it was found out from."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_YEAR, LAST_YEAR = 1500, 2199
"""Years outside are no years of the calendar that ISO 8601 means, or no years at all."""


class Doubt(StrEnum):
    """Why a date has no value."""

    NONE = ""
    AMBIGUOUS = "ambiguous"  # two readings, nothing decides between them
    CONTRADICTORY = "contradictory"  # its parts cannot all be true
    VAGUE = "vague"  # no one value of ISO 8601 says what the words say
    UNDATED = "undated"  # the article's own date is not known
    UNREAD = "unread"  # no rule reads the words


@dataclass(frozen=True, slots=True)
class Moment:
    """The value of a date in words, or why it has none.

    Attributes:
        value: ISO 8601 as :func:`annotator.domain.completeness.parses_as_date` takes it; "" where
            nothing is certain.
        why: With a value, where it comes from, as a phrase: "Monday before 16 March 2016"; without
            one, a sentence that says what is lacking.
        doubt: Why there is no value.
        alternatives: Values that may be meant, the likeliest first; empty where there is a value.
    """

    value: str = ""
    why: str = ""
    doubt: Doubt = Doubt.NONE
    alternatives: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether it has a value that may be taken as it is."""
        return bool(self.value)

    @property
    def marked(self) -> bool:
        """Whether the words themselves are at fault: two readings, or parts that disagree."""
        return self.doubt in {Doubt.AMBIGUOUS, Doubt.CONTRADICTORY}

    @property
    def offers(self) -> tuple[str, ...]:
        """What may be proposed to the analyst, the likeliest first."""
        return (self.value,) if self.value else self.alternatives


UNREAD = Moment(doubt=Doubt.UNREAD, why="No rule reads these words.")
UNDATED = Moment(
    doubt=Doubt.UNDATED, why="The article has no date, so there is nothing to count from."
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a date in words is read by.

    Attributes:
        day: The day of the article, ``None`` where it is not known.
        before, after: The text around the words, a sentence's length of each.
        language: Two letters, for words that no rule of English reads.
    """

    day: date | None = None
    before: str = ""
    after: str = ""
    language: str = "en"


def settled(value: str, why: str) -> Moment:
    """Return a moment that is certain."""
    return Moment(value, why)


def vague(why: str, *alternatives: str) -> Moment:
    """Return a moment that ISO 8601 cannot say."""
    return Moment("", why, Doubt.VAGUE, alternatives)


def ambiguous(words: str, readings: tuple[str, ...]) -> Moment:
    """Return a moment of which there are two readings."""
    years = {reading[:4] for reading in readings}
    days = all(len(reading) == len("2016-02-04") for reading in readings)
    short = days and len(years) == 1  # "4 February or 2 April": the words give the year
    said = " or ".join(in_words(reading)[: -5 if short else None] for reading in readings)
    return Moment("", f"“{words}” is {said}.", Doubt.AMBIGUOUS, readings)


def contradictory(why: str, *alternatives: str) -> Moment:
    """Return a moment whose parts cannot all be true."""
    return Moment("", why, Doubt.CONTRADICTORY, alternatives)


# --- values ----------------------------------------------------------------------------------


def day_words(day: date) -> str:
    """Return a day as people write it: "16 March 2016"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def month_value(year: int, month: int) -> str:
    """Return "2016-02"; the month may lie outside 1 to 12."""
    whole, index = divmod(year * 12 + month - 1, 12)
    return f"{whole:04}-{index + 1:02}"


def week_value(day: date) -> str:
    """Return the week of a day: "2016-W05"."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def weekend_value(saturday: date) -> str:
    """Return a weekend by its Saturday: "2016-10-15/2016-10-16"."""
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def safe_day(year: int, month: int, day: int) -> date | None:
    """Return a day, ``None`` where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_of(value: str) -> str:
    """Return the name of the weekday of a day in ISO 8601, "" for everything else."""
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return ""
    return "" if day is None else DAY_NAMES[day.weekday()]


def in_words(value: str) -> str:
    """Return a value as people read it: "4 February 2016", "May 2016", "week 5 of 2016"."""
    first, slash, last = value.partition("/")
    if slash:
        same = len(first) == len(last) == len("2016-02-04") and first[:7] == last[:7]
        return f"{int(first[8:]) if same else in_words(first)} to {in_words(last)}"
    year, _, rest = value.partition("-")
    if rest.startswith("W"):
        return f"week {int(rest[1:])} of {year}"
    try:
        if len(rest) == 2:
            return f"{MONTH_NAMES[int(rest) - 1]} {year}"
        return day_words(date.fromisoformat(value)) if rest else value
    except (ValueError, IndexError):
        return value
