"""The value of a date in words: the rules in their order."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from annotator.domain.motion import sentence_at
from annotator.nlp.moments.figures import resolve_figures
from annotator.nlp.moments.foreign import read_foreign
from annotator.nlp.moments.moment import UNDATED, UNREAD, Doubt, Moment, Setting
from annotator.nlp.moments.partial import (
    MONTH,
    WEEKDAY,
    Partial,
    read_partial,
    resolve_partial,
    weekday_number,
)
from annotator.nlp.moments.parts import resolve_part
from annotator.nlp.moments.ranges import resolve_range
from annotator.nlp.moments.relative import resolve_relative
from annotator.nlp.moments.weekdays import resolve_weekday

_WINDOW: Final = 300
"""Characters around a date in which its sentence is looked for."""
_WRAPPED: Final = re.compile(r"(?<=[a-z,])\n(?=[a-z0-9])")
_LONGEST: Final = 80
_DASHES: Final = re.compile(r"\s*[–—−‒]\s*")
_EDGES: Final = " \t\n.,;:·\"“”„«»'‘’()[]"
_LEADING: Final = re.compile(
    r"(?:(?:on|in|at|by|since|until|till|from|between|during|over|of|for|before|after|the|"
    r"(?:night|morning|afternoon|evening) of)\s+)+"
)
_BETWEEN: Final = re.compile(r"(?:between|from) (.+?) and (.+)")
_ORDERED = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
    twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh
    twenty-eighth twenty-ninth thirtieth thirty-first
"""
_ORDINALS: Final = {word: number for number, word in enumerate(_ORDERED.split(), 1)}
_ORDINAL: Final = re.compile(
    rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) of (?={MONTH})"
)
_DAY_PARTS: Final = re.compile(
    r"(?:,?\s+(?:at|in the|late|early))?"
    r",?\s+(?:morning|afternoon|evening|night|noon|midday|midnight)$"
)
_CLOCK: Final = re.compile(
    r"(?:\s+-|,)?\s+(?:at\s+)?[0-9]{1,2}(?:[:.][0-9]{1,2}){1,2}(?:\s*(?:am|pm|a\.m\.?|p\.m\.?|gmt|utc))?$"
    r"|(?:\s+-|,)?\s+(?:at\s+)?[0-9]{1,2}\s*(?:am|pm|a\.m\.?|p\.m\.?)$"
)
_WEEKDAY_BEFORE: Final = re.compile(rf"\b(?P<weekday>{WEEKDAY}) ?[,(] ?$", re.IGNORECASE)


def resolve(
    words: str,
    published: str | date | None,
    before: str = "",
    after: str = "",
    language: str | None = None,
) -> Moment:
    """Return what day, month or period the words of a date mean in an article.

    It never raises, and gives the same answer for the same arguments on every day and machine.

    Args:
        words: Those of the date, e.g. "Monday", "last November", "February 4".
        published: The day of the article; with a month or year only, nothing can be counted from
            it; ``None`` or "" where it is not known: then no date gets a value.
        before: What stands before them in their sentence, as :func:`around` gives it.
        after: The rest of the sentence.
        language: Of the article, two letters.
    """
    day = _as_day(published)
    setting = Setting(day, before[-_WINDOW:], after[:_WINDOW], language or "en")
    moment = _resolve(words, setting)
    if published and moment.doubt == Doubt.UNDATED:
        why = "The article's date names no day, so there is nothing to count from."
        return replace(moment, why=why)
    if published or not moment.certain:
        return moment
    why = "The article has no date, so its dates stay empty until you say so."
    return Moment("", why, Doubt.UNDATED, (moment.value,))


def read_typed(text: str, published: str | date | None, language: str | None = None) -> Moment:
    """Return what an analyst means who types a date: "4 feb 2016", "yesterday", "2016-02-04"."""
    return _resolve(text, Setting(_as_day(published), language=language or "en"))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after ``text[start:end]`` in its sentence."""
    first = max(0, start - _WINDOW)
    window = _WRAPPED.sub(" ", text[first : end + _WINDOW])  # a hard line end is a blank
    start, end = start - first, end - first
    sentence = sentence_at(window, start)
    if sentence is None:
        return "", ""
    return window[sentence.start : start], window[end : max(end, sentence.end)]


def _as_day(published: str | date | None) -> date | None:
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published) if len(published) == 10 else None
        except ValueError:
            return None
    return published if published is not None and 1600 <= published.year <= 2100 else None


def _plain(words: str) -> str:
    line = (
        _DASHES.sub("-", " ".join(words[: _LONGEST * 2].replace("·", " ").split()))
        .lower()
        .strip(_EDGES)
    )
    line = _ORDINAL.sub(lambda found: f"{_ORDINALS[found[1]]} ", _CLOCK.sub("", line))
    line = _BETWEEN.sub(r"\1-\2", line)
    return (
        _DAY_PARTS.sub("", line) if not line.startswith(("this ", "last ")) else _last_night(line)
    )


def _last_night(line: str) -> str:
    """Keep "last night" and "this morning"; of "last Monday night" take the day."""
    return _DAY_PARTS.sub("", line) if line.count(" ") > 1 else line


def _resolve(words: str, setting: Setting) -> Moment:
    line = _plain(words)
    if not line or len(line) > _LONGEST:
        return UNREAD
    try:
        found = _read(line, setting)
        bare = _LEADING.sub("", line) if found is None and _LEADING.match(line) else ""
        found = found or (_read(bare, setting) if bare else None)
        found = found or _foreign(" ".join(words.split()), setting)
    except (OverflowError, ValueError):  # a count that leaves the calendar
        return UNREAD
    if found is None:
        return UNREAD
    moment = _beside_weekday(found, setting)
    shown = " ".join(words.split())
    why = moment.why.replace(f"“{line}”", f"“{shown}”").replace(f"“{bare}”", f"“{shown}”")
    return replace(moment, why=why)


def _read(line: str, setting: Setting) -> Moment | None:
    """Try the rules in their order; the first that reads the words decides."""
    figures = resolve_figures(line, setting)
    if figures is not None:
        return figures
    part = read_partial(line)
    found = _one(part, line, setting) if part is not None else None
    return (
        found
        or resolve_range(line, setting)
        or resolve_part(line, setting, lambda rest: _read(rest, setting))
        or resolve_relative(line, setting)
    )


def _one(part: Partial, line: str, setting: Setting) -> Moment | None:
    if part == Partial(weekday=part.weekday) and part.weekday is not None:
        return resolve_weekday(part.weekday, setting)
    return resolve_partial(part, line, setting)


def _foreign(line: str, setting: Setting) -> Moment | None:
    part = read_foreign(line, setting.language)
    return resolve_partial(part, line, setting) if part is not None else None


def _beside_weekday(moment: Moment, setting: Setting) -> Moment:
    """Check a day against the weekday right before it: "Wednesday (20 April)"."""
    found = _WEEKDAY_BEFORE.search(setting.before)
    if found is None or len(moment.value) != len("2016-04-20") or "-W" in moment.value:
        return moment
    day = date.fromisoformat(moment.value)
    if day.weekday() == weekday_number(found["weekday"]):
        return moment
    part = Partial(day.year, day.month, day.day, weekday_number(found["weekday"]))
    return resolve_partial(part, moment.value, setting) or replace(UNDATED)
