"""Parts of periods, seasons, decades, and dates of other calendars."""

import re
from collections.abc import Callable
from typing import Final

from annotator.nlp.moments.moment import Moment, Setting, month_value, settled, vague
from annotator.nlp.moments.partial import YEAR

_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each in the north; three months long."""
_SEASON: Final = rf"(?P<season>{'|'.join(_SEASONS)})"
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_NUMBERED = "one two three four five six seven eight nine ten eleven"
_NUMBERS: Final = {word: number for number, word in enumerate(_NUMBERED.split(), 1)}
_NUMBER: Final = rf"(?P<number>[0-9]{{1,2}}|{'|'.join(_NUMBERS)})"
_CALENDARS: Final = re.compile(
    r"\b(?:farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|dey|bahman|esfand|"
    r"muharram|moharram|safar|rabi|jumada|rajab|sha['’]?ban|ramadh?an|ramazan|shawwal|dhu|zilhajj?|"
    r"tishrei|heshvan|kislev|tevet|shevat|adar|nisan|iyar|sivan|tammuz|elul|nowruz|norouz|"
    r"eid|ashura|arbaeen|easter|christmas|hanukkah|passover|diwali)\b"
)
_OF_ANOTHER: Final = re.compile(r"\b1[34][0-9]{2}\b")

Inner = Callable[[str], Moment | None]
"""Reads the period that a part is taken of."""
_EARLY: Final = re.compile(r"(?:early|earlier|mid|late|later)[ -](?:in )?(?P<rest>.+)")
_EDGE: Final = re.compile(
    r"(?:the )?(?:very )?(?:end|beginning|start|middle|close|turn)(?: of)? (?:the )?(?P<rest>.+)"
)
_SPAN: Final = re.compile(
    rf"(?:the )?(?P<which>first|last|final) {_NUMBER} months of (?P<year>{YEAR})"
)
_HALF: Final = re.compile(rf"(?:the )?(?P<which>first|second|latter) half of (?P<year>{YEAR})")
_QUARTER: Final = re.compile(
    rf"(?:q(?P<short>[1-4])|(?:the )?(?P<which>first|second|third|fourth|last|final) quarter)"
    rf" (?:of )?(?P<year>{YEAR})"
)
_PART_OF: Final = re.compile(
    r"(?:the )?(?:first|second|third|fourth|last|final|latter) .*\bof (?:the )?(?P<rest>.+)"
)
_SEASON_YEAR: Final = re.compile(rf"(?:the )?{_SEASON},? (?:of )?(?P<year>{YEAR})")
_SEASON_ALONE: Final = re.compile(rf"(?:(?:the|this|last|next|coming|past|that) )*{_SEASON}")
_DECADE: Final = re.compile(r"(?:the )?(?P<year>[0-9]{3}0)['’]?s")
_SHORT_DECADE: Final = re.compile(
    r"(?:the )?(?:['’][0-9]0s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)"
)
_CENTURY: Final = re.compile(r"(?:the )?(?P<number>[0-9]{1,2})(?:st|nd|rd|th)[ -]century")


def resolve_part(words: str, setting: Setting, inner: Inner) -> Moment | None:
    """Return the moment of a part of a period or of a longer one, ``None`` for other words.

    Args:
        words: In lower case.
        setting: Not needed but by ``inner``.
        inner: Reads the whole that a part is taken of.
    """
    del setting
    if _CALENDARS.search(words) or _OF_ANOTHER.search(words):
        return vague("It belongs to another calendar, or moves from year to year.")
    return _months(words) or _long(words) or _part_of(words, inner)


def _months(words: str) -> Moment | None:
    """Return halves, quarters and runs of months of a named year."""
    half, quarter, span = _HALF.fullmatch(words), _QUARTER.fullmatch(words), _SPAN.fullmatch(words)
    if half is not None:
        first = 1 if half["which"] == "first" else 7
        return _run(int(half["year"]), first, 6)
    if quarter is not None:
        number = int(quarter["short"]) if quarter["short"] else _ORDINALS[quarter["which"]]
        return _run(int(quarter["year"]), number * 3 - 2, 3)
    if span is not None:
        said = span["number"]
        count = int(said) if said.isdecimal() else _NUMBERS[said]
        if not 2 <= count <= 11:
            return None
        return _run(int(span["year"]), 1 if span["which"] == "first" else 13 - count, count)
    return None


def _run(year: int, first: int, count: int) -> Moment:
    last = first + count - 1
    return settled(f"{month_value(year, first)}/{month_value(year, last)}", f"{count} months")


def _long(words: str) -> Moment | None:
    season, decade, century = (
        _SEASON_YEAR.fullmatch(words),
        _DECADE.fullmatch(words),
        _CENTURY.fullmatch(words),
    )
    if season is not None:
        first = _SEASONS[season["season"]]
        offered = _run(int(season["year"]), first, 3).value
        return vague("A season has no first and last day that everybody agrees on.", offered)
    if _SEASON_ALONE.fullmatch(words):
        return vague("A season has no first and last day that everybody agrees on.")
    if decade is not None:
        year = int(decade["year"])
        return vague("A decade is no value of its own.", f"{year:04}/{year + 9:04}")
    if century is not None and 1 < int(century["number"]) <= 21:
        year = int(century["number"]) * 100 - 99
        return vague("A century is no value of its own.", f"{year:04}/{year + 99:04}")
    return vague("It does not say which century.") if _SHORT_DECADE.fullmatch(words) else None


def _part_of(words: str, inner: Inner) -> Moment | None:
    """Return "late February" as February; an edge like "the end of May" is offered only."""
    early = _EARLY.fullmatch(words)
    if early is not None:
        return inner(early["rest"])
    for pattern in (_EDGE, _PART_OF):
        found = pattern.fullmatch(words)
        whole = inner(found["rest"]) if found is not None else None
        if found is not None and whole is not None:
            return vague("It is a part of a longer time.", *whole.offers[:1])
    return None
