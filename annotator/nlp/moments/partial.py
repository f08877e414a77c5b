"""Dates that name a month, day or year: read in parts, then made whole by the article's date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from annotator.nlp.moments import tense
from annotator.nlp.moments.moment import (
    DAY_NAMES,
    FIRST_YEAR,
    LAST_YEAR,
    MONTH_NAMES,
    UNDATED,
    Moment,
    Setting,
    ambiguous,
    contradictory,
    day_words,
    month_value,
    safe_day,
    settled,
    vague,
)

MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY: Final = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)\b\.?"
)
YEAR: Final = r"(?<![0-9])[0-9]{4}(?![0-9])"
_DAY: Final = r"(?<![0-9])[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9])"
_YEAR_BEHIND: Final = rf"(?:[, -]{{0,2}}(?:of |in )?(?P<year>{YEAR}))?"
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<month>{MONTH})[ -]?(?:the )?(?P<day>{_DAY})(?:,? ?(?:of |in )?(?P<year>{YEAR}))?",
        rf"(?P<day>{_DAY})(?: of|-)? ?(?P<month>{MONTH}){_YEAR_BEHIND}",
        rf"(?P<month>{MONTH}){_YEAR_BEHIND}",
        rf"(?P<year>{YEAR})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])",
        rf"(?P<year>{YEAR})",
        rf"(?P<day>{_DAY})(?:,? (?P<year>{YEAR}))?",
        r"",
    )
)
_WEEKDAY_FIRST: Final = re.compile(rf"(?P<weekday>{WEEKDAY})(?:,? ?\(?|$)")
_WEEKDAY_LAST: Final = re.compile(rf",? ?\(?(?P<weekday>{WEEKDAY})\)?$")
_LEAP_YEAR: Final = 2000
_CLEAR_DAYS, _CLEAR_MONTHS = 120, 4
"""How far the nearest day or month may lie off where no verb says the direction."""
_NEAR_DAYS, _FAR_DAYS, _ODD_DAYS = 31, 300, 60
_FAR_MONTHS = 11


@dataclass(frozen=True, slots=True)
class Partial:
    """The parts of a date that the words give.

    Attributes:
        weekday: Monday is 0.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def is_day(self) -> bool:
        """Whether it names a day of a month."""
        return self.month is not None and self.day is not None

    def in_year(self, year: int) -> date | None:
        """Return the day in a year, ``None`` where there is none."""
        if self.month is None or self.day is None:
            return None
        return safe_day(year, self.month, self.day)

    def fits(self, day: date) -> bool:
        """Whether the named weekday is that of a day."""
        return self.weekday is None or self.weekday == day.weekday()


def month_number(word: str) -> int:
    """Return the number of a month's name or abbreviation, or of a month in figures."""
    if word.isdecimal():
        return int(word)
    start = word[:3].lower()
    return next(i for i, name in enumerate(MONTH_NAMES, 1) if name[:3].lower() == start)


def weekday_number(word: str) -> int:
    """Return the number of a weekday's name or abbreviation, Monday is 0."""
    start = word[:3].lower()
    return next(i for i, name in enumerate(DAY_NAMES) if name[:3].lower() == start)


def read_partial(words: str) -> Partial | None:
    """Return the parts of one date in lower case, ``None`` where the words are something else."""
    weekday = None
    rest = words
    found = _WEEKDAY_FIRST.match(rest)
    if found is not None:
        rest = rest[found.end() :].removesuffix(")")
    else:
        found = _WEEKDAY_LAST.search(rest)
        rest = rest[: found.start()] if found is not None else rest
    if found is not None:
        weekday = weekday_number(found["weekday"])
    return _in_shape(rest.strip(), weekday)


def _in_shape(rest: str, weekday: int | None) -> Partial | None:
    for shape in _SHAPES:
        parts = shape.fullmatch(rest)
        if parts is None:
            continue
        given = parts.groupdict()
        year, month, day = given.get("year"), given.get("month"), given.get("day")
        made = Partial(
            int(year) if year else None,
            month_number(month) if month else None,
            int(re.sub(r"[a-z]+", "", day)) if day else None,
            weekday,
        )
        return None if made == Partial() else made
    return None


def other_calendar(year: int | None) -> bool:
    """Whether a year belongs to another calendar than the Gregorian, or to none."""
    return year is not None and not FIRST_YEAR <= year <= LAST_YEAR


def resolve_partial(part: Partial, words: str, setting: Setting) -> Moment | None:
    """Return the moment of a date that names a month or a year, ``None`` for anything else.

    Args:
        part: What the words give.
        words: They themselves, for messages.
        setting: What a missing year is chosen by.
    """
    if other_calendar(part.year):
        return vague(f"“{words}” names no year of the calendar that values are written in.")
    if part.month is None:
        alone = part.year is not None and part.day is None and part.weekday is None
        return settled(f"{part.year}", "As written") if alone else None
    if part.day is None:
        return None if part.weekday is not None else _month(part, part.month, words, setting)
    if safe_day(_LEAP_YEAR, part.month, part.day) is None:
        return contradictory(f"There is no “{words}”.")
    return _written_day(part, words) if part.year is not None else _day(part, words, setting)


def _written_day(part: Partial, words: str) -> Moment:
    day = part.in_year(part.year or 0)
    if day is None:
        return contradictory(f"There is no “{words}”.")
    if not part.fits(day):
        return _wrong_weekday(part, day)
    return settled(day.isoformat(), "As written")


def _wrong_weekday(part: Partial, day: date) -> Moment:
    """Return what is wrong, with the day as written and the nearest that has the weekday."""
    name = DAY_NAMES[day.weekday()]
    step = ((part.weekday or 0) - day.weekday() + 3) % 7 - 3
    other = day + timedelta(days=step)
    why = f"{day_words(day)} was a {name}."
    return contradictory(why, day.isoformat(), other.isoformat())


def _day(part: Partial, words: str, setting: Setting) -> Moment:
    """Return a day without its year."""
    base = setting.day
    if base is None:
        return UNDATED
    years = (base.year - step for step in (4, 3, 2, 1, 0, -1, -2, -3, -4))
    days = [day for year in years if (day := part.in_year(year)) is not None]
    past = max((day for day in days if day <= base), default=None)
    future = min((day for day in days if day >= base), default=None)
    if past is None or future is None:
        return UNDATED
    said = tense.direction(setting.before, setting.after)
    chosen = _choose_day(base, past, future, said)
    if chosen is None and part.weekday is not None and part.fits(past) != part.fits(future):
        chosen = past if part.fits(past) else future
    if chosen is None:
        first, second = sorted((past, future), key=lambda day: abs((day - base).days))
        return ambiguous(words, (first.isoformat(), second.isoformat()))
    if not part.fits(chosen):
        return _wrong_weekday(part, chosen)
    return settled(chosen.isoformat(), _relation(_short_day(chosen), chosen, base))


def _choose_day(base: date, past: date, future: date, said: int) -> date | None:
    """Return one of the two days around the article's, ``None`` where either may be meant."""
    back, ahead = (base - past).days, (future - base).days
    if said == tense.OPEN:
        if min(back, ahead) > _CLEAR_DAYS:
            return None
        return past if back <= ahead else future
    wanted, far, other = (past, back, ahead) if said == tense.PAST else (future, ahead, back)
    if far <= _FAR_DAYS or other > _ODD_DAYS:
        return wanted
    if other > _NEAR_DAYS:
        return None  # the verb points away from the day that is near
    return future if wanted == past else past


def _month(part: Partial, month: int, words: str, setting: Setting) -> Moment:
    if part.year is not None:
        return settled(month_value(part.year, month), "As written")
    base = setting.day
    if base is None:
        return UNDATED
    back = (base.month - month) % 12
    ahead = (month - base.month) % 12
    said = tense.direction(setting.before, setting.after)
    step = _choose_month(back, ahead, said)
    if step is None:
        steps = sorted((-back, ahead), key=abs)
        return ambiguous(words, tuple(month_value(base.year, base.month + one) for one in steps))
    name, value = MONTH_NAMES[month - 1], month_value(base.year, base.month + step)
    if step == 0:
        return settled(value, f"{name}, the month of the article")
    side = "before" if step < 0 else "after"
    return settled(value, f"{name} {side} {day_words(base)}")


def _choose_month(back: int, ahead: int, said: int) -> int | None:
    """Return how many months ahead one is, ``None`` where either may be meant."""
    if back == 0:
        return 0
    if said == tense.OPEN:
        if min(back, ahead) > _CLEAR_MONTHS:
            return None
        return -back if back <= ahead else ahead
    wanted, far = (-back, back) if said == tense.PAST else (ahead, ahead)
    return None if far >= _FAR_MONTHS else wanted


def _short_day(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]}"


def _relation(name: str, day: date, base: date) -> str:
    if day == base:
        return f"{name}, the day of the article"
    side = "before" if day < base else "after"
    return f"{name} {side} {day_words(base)}"
