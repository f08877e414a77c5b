"""Dates and periods that are counted from the day of the article: "last week", "five years ago"."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from annotator.nlp.moments import tense
from annotator.nlp.moments.moment import (
    MONTH_NAMES,
    UNDATED,
    Moment,
    Setting,
    ambiguous,
    day_words,
    month_value,
    settled,
    vague,
    week_value,
    weekend_value,
)
from annotator.nlp.moments.partial import MONTH, WEEKDAY, month_number, weekday_number
from annotator.nlp.moments.weekdays import shifted_weekday

_SHIFT: Final = (
    r"(?P<shift>last|next|this|current|coming|upcoming|past|previous|following|same|that)"
)
_STEPS: Final = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
_NUMBERED = "one two three four five six seven eight nine ten eleven twelve"
_COUNTS: Final = {
    **{word: number for number, word in enumerate(_NUMBERED.split(), 1)},
    "a": 1,
    "an": 1,
}
_COUNT: Final = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT: Final = r"(?P<unit>day|week|month|year|fortnight|decade|century|centurie)s?"
_ROUGH: Final = re.compile(
    r"\b(?:about|around|nearly|almost|over|some|roughly|approximately|than|least|most|just)[ ]$",
    re.IGNORECASE,
)
_LAST_DAY: Final = {"today": 0, "tonight": 0, "yesterday": -1, "last night": -1, "tomorrow": 1}
_EDGES: Final = (
    r"(?:the )?(?:very )?(?:end|beginning|start|middle|close|turn|course|rest|remainder|run-up) of"
)
_ROUND_COUNT: Final = 10
"""From here on people count in round figures."""

Rule = Callable[[re.Match[str], Setting], Moment | None]


def resolve_relative(words: str, setting: Setting) -> Moment | None:
    """Return the moment of words counted from the article's day, ``None`` for other words.

    Args:
        words: In lower case, without a preposition before them.
        setting: What they are counted from.
    """
    for pattern, rule in _RULES:
        found = pattern.fullmatch(words)
        if found is not None:
            moment = rule(found, setting)
            if moment is not None:
                return moment
    return None


def _near(found: re.Match[str], setting: Setting) -> Moment | None:
    steps = _LAST_DAY.get(found[0])
    if steps is None:
        steps = -2 if found[0].endswith("before yesterday") else 2
    return _day(setting, steps)


def _part_of_today(found: re.Match[str], setting: Setting) -> Moment | None:
    del found
    return _day(setting, 0)


def _day(setting: Setting, steps: int) -> Moment:
    base = setting.day
    if base is None:
        return UNDATED
    day = base + timedelta(days=steps)
    if steps == 0:
        return settled(day.isoformat(), "The day of the article")
    count = "1 day" if abs(steps) == 1 else f"{abs(steps)} days"
    side = "before" if steps < 0 else "after"
    return settled(day.isoformat(), f"{count} {side} {day_words(base)}")


def _shifted_unit(found: re.Match[str], setting: Setting) -> Moment | None:
    shift, unit = found["shift"], found["unit"]
    if shift in {"previous", "following", "same", "that"}:
        return _elsewhere(found, setting)
    if shift == "past":
        return vague(f"“{found[0]}” has no first and last day.")
    base = setting.day
    if base is None:
        return UNDATED
    step = _STEPS[shift]
    if unit == "weekend":
        return _weekend(found[0], shift, base)
    value = _quarter(base, step) if unit == "quarter" else _counted_off(base, unit, step)
    if step == 0:
        return settled(value, f"The {unit} of {day_words(base)}")
    side = "before" if step < 0 else "after"
    if unit == "year":
        return settled(value, f"The year {side} {base.year}")
    return settled(value, f"The {unit} {side} that of {day_words(base)}")


def _counted_off(base: date, unit: str, steps: int) -> str:
    """Return the day, week, month or year some steps away."""
    if unit == "day":
        return (base + timedelta(days=steps)).isoformat()
    if unit == "week":
        return week_value(base + timedelta(weeks=steps))
    if unit == "month":
        return month_value(base.year, base.month + steps)
    return f"{base.year + steps:04}"


def _quarter(base: date, step: int) -> str:
    first = (base.month - 1) // 3 * 3 + 1 + step * 3
    return f"{month_value(base.year, first)}/{month_value(base.year, first + 2)}"


def _weekend(words: str, shift: str, base: date) -> Moment:
    saturday = base + timedelta(days=5 - base.weekday())
    on_it = base.weekday() >= 5
    if shift == "last" or (shift == "" and not on_it):
        saturday -= timedelta(weeks=1)
    elif shift == "next" and not on_it:
        return ambiguous(
            words, (weekend_value(saturday), weekend_value(saturday + timedelta(weeks=1)))
        )
    elif shift in {"next", "coming"} and on_it:
        saturday += timedelta(weeks=1)
    side = "of" if on_it and shift in {"", "this"} else "before" if saturday < base else "after"
    return settled(weekend_value(saturday), f"The weekend {side} {day_words(base)}")


def _bare_weekend(found: re.Match[str], setting: Setting) -> Moment | None:
    base = setting.day
    if base is None:
        return UNDATED
    future = tense.direction(setting.before, setting.after) == tense.FUTURE
    return _weekend(found[0], "this" if future else "", base)


def _shifted_weekday(found: re.Match[str], setting: Setting) -> Moment | None:
    shift = found["shift"]
    if shift in {"past", "previous", "following", "same", "that"}:
        return _elsewhere(found, setting)
    shift = {-1: "last", 0: "this", 1: "next"}[_STEPS[shift]]
    return shifted_weekday(weekday_number(found["weekday"]), shift, found[0], setting)


def _shifted_month(found: re.Match[str], setting: Setting) -> Moment | None:
    shift, month = found["shift"], month_number(found["month"])
    if shift in {"past", "previous", "following", "same", "that"}:
        return _elsewhere(found, setting)
    base = setting.day
    if base is None:
        return UNDATED
    name, step = MONTH_NAMES[month - 1], _STEPS[shift]
    if step == 0:
        return settled(month_value(base.year, month), f"{name} of the year of the article")
    back, ahead = (base.month - month) % 12 or 12, (month - base.month) % 12 or 12
    months, side = (-back, "before") if step < 0 else (ahead, "after")
    return settled(month_value(base.year, base.month + months), f"{name} {side} {day_words(base)}")


def _ago(found: re.Match[str], setting: Setting) -> Moment | None:
    return _counted(found, setting, -1)


def _ahead(found: re.Match[str], setting: Setting) -> Moment | None:
    return _counted(found, setting, 1)


def _counted(found: re.Match[str], setting: Setting, sign: int) -> Moment | None:
    """Return "three days ago" as a day, "two weeks ago" as a week, and so on."""
    base = setting.day
    if base is None:
        return UNDATED
    said = found["count"]
    count = int(said) if said.isdecimal() else _COUNTS[said]
    unit = found["unit"]
    if unit == "fortnight":
        count, unit = count * 2, "week"
    if unit in {"decade", "century", "centurie"}:
        count, unit = count * (10 if unit == "decade" else 100), "year"
    steps = sign * count
    if unit == "year" and not 1500 <= base.year + steps <= 2199:
        return vague("That is a year out of reach.")
    value = _counted_off(base, unit, steps)
    if (count >= _ROUND_COUNT and unit != "day") or _ROUGH.search(setting.before):
        return vague("It is a round figure.", value)
    many = f"{count} {unit}" + ("" if count == 1 else "s")
    side = "before" if sign < 0 else "after"
    return settled(value, f"{many} {side} {day_words(base)}")


def _elsewhere(found: re.Match[str], setting: Setting) -> Moment | None:
    del found, setting
    return vague("It counts from another date in the text.")


def _open(found: re.Match[str], setting: Setting) -> Moment | None:
    del setting
    return vague(f"“{found[0]}” has no first and last day.")


def _fiscal(found: re.Match[str], setting: Setting) -> Moment | None:
    del found, setting
    return vague("A fiscal year begins when its owner says.")


_ELSEWHERE: Final = (
    r".*\b(?:earlier|later|before|after|afterwards|previously)"
    r"|(?:the )?(?:same|that|following|previous|preceding|next|other) (?:day|night|evening|time)"
)
_WHOLE: Final = r"day|week|month|year|decade|century|season|spring|summer|autumn|fall|winter"
_OPEN_WORDS: Final = (
    r"recent|recently|several|few|couple|dozens?|many|some|now|nowadays|currently|soon|past|ages?|"
    r"eras?|times?|days|weeks|months|years|decades?|century|centuries|hours?|minutes?|season|"
    r"shortly|daily|weekly|monthly|annual(?:ly)?|yearly|half|moment|day|night|evening|quarters?"
)
_NAMED: Final = "|".join((*_LAST_DAY, r"(?:the )?day (?:before yesterday|after tomorrow)"))
_TABLE: Final[tuple[tuple[str, Rule], ...]] = (
    (_NAMED, _near),
    (r"this (?:morning|afternoon|evening)", _part_of_today),
    (rf"{_SHIFT} (?P<unit>day|week|month|year|quarter|weekend)", _shifted_unit),
    (r"weekend", _bare_weekend),
    (rf"{_SHIFT} (?P<weekday>{WEEKDAY})", _shifted_weekday),
    (rf"{_SHIFT} (?P<month>{MONTH})", _shifted_month),
    (rf"(?:some )?{_COUNT} {_UNIT} ago", _ago),
    (rf"in {_COUNT} {_UNIT}(?:['’]s?)?(?: time)?", _ahead),
    (rf"{_COUNT} {_UNIT} from (?:now|today)", _ahead),
    (_ELSEWHERE, _elsewhere),
    (r".*\b(?:fiscal|financial) .*", _fiscal),
    (rf"{_EDGES} (?:the |this |that )?(?:{_WHOLE})", _open),
    (rf".*\b(?:{_OPEN_WORDS})\b.*", _open),
)
_RULES: Final = tuple((re.compile(pattern), rule) for pattern, rule in _TABLE)
