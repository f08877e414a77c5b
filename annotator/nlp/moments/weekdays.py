"""Days of the week without a date."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from annotator.nlp.moments import tense
from annotator.nlp.moments.moment import (
    DAY_NAMES,
    UNDATED,
    Moment,
    Setting,
    ambiguous,
    day_words,
    settled,
)
from annotator.nlp.moments.partial import MONTH, YEAR, read_partial, resolve_partial

_DATE_BEHIND: Final = re.compile(
    rf"^ ?[,(]? ?(?P<date>(?:{MONTH} [0-9]{{1,2}}|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH})"
    rf"(?!\w)(?:,? {YEAR})?)",
    re.IGNORECASE,
)


def resolve_weekday(weekday: int, setting: Setting) -> Moment:
    """Return the day that news means by "Monday".

    The last one up to the day of the article, unless the sentence speaks of the future. A date
    that stands right behind it, "Wednesday (20 April)", says which it is.
    """
    beside = _date_behind(weekday, setting)
    if beside is not None:
        return beside
    base = setting.day
    if base is None:
        return UNDATED
    name = DAY_NAMES[weekday]
    back = (base.weekday() - weekday) % 7
    if back == 0:
        return settled(base.isoformat(), f"{name}, the day of the article")
    if tense.direction(setting.before, setting.after) == tense.FUTURE:
        day = base + timedelta(days=7 - back)
        return settled(day.isoformat(), f"{name} after {day_words(base)}")
    day = base - timedelta(days=back)
    return settled(day.isoformat(), f"{name} before {day_words(base)}")


def _date_behind(weekday: int, setting: Setting) -> Moment | None:
    found = _DATE_BEHIND.match(setting.after)
    part = read_partial(found["date"].lower()) if found is not None else None
    if found is None or part is None or not part.is_day:
        return None
    moment = resolve_partial(replace(part, weekday=weekday), found["date"], setting)
    if moment is None or not moment.certain:
        return moment
    return settled(moment.value, f"{found['date']} stands behind it")


def shifted_weekday(weekday: int, shift: str, words: str, setting: Setting) -> Moment:
    """Return the day of "last Monday", "this Monday", "next Monday".

    Within one week "next Friday" may be the coming one or that of next week: both are offered.
    """
    base = setting.day
    if base is None:
        return UNDATED
    here = base + timedelta(days=weekday - base.weekday())
    name = DAY_NAMES[weekday]
    if shift == "this":
        return settled(here.isoformat(), f"{name} of the week of {day_words(base)}")
    step = timedelta(days=7 if shift == "next" else -7)
    other = here + step
    within = here > base if shift == "next" else here < base
    if within:
        return ambiguous(words, (here.isoformat(), other.isoformat()))
    side = "after" if shift == "next" else "before"
    return settled(other.isoformat(), f"{name} of the week {side} {day_words(base)}")
