"""What no rule of ours reads: dateparser, which knows two hundred languages.

It is asked for day, month and year apart, so that it never fills in what the words do not say; the
year is then chosen as for every other date.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from annotator.nlp.moments.partial import Partial

_LONGEST: Final = 40
_LETTER: Final = re.compile(r"[^\W\d_]")
_FIGURES: Final = re.compile(r"\d+")
_PARTS: Final = {1: (("day", "month"), ("month", "year")), 2: (("day", "month", "year"),)}
"""What there can be, by the number of figures in the words."""
_NO_DATE: Final = re.compile(r"[:%$€£#@\n]|\d\s*(?:am|pm|a\.m|p\.m)\b", re.IGNORECASE)


def warm() -> None:
    """Load what the first question would wait for: about 0.1 s."""
    read_foreign("4 feb 2016", "en")


@lru_cache(maxsize=4096)
def read_foreign(words: str, language: str) -> Partial | None:
    """Return the parts of a date that dateparser finds in words, ``None`` where it finds none."""
    if len(words) > _LONGEST or _NO_DATE.search(words):
        return None
    numbers = [int(figures) for figures in _FIGURES.findall(words)]
    if not _LETTER.search(words):
        return None
    for parts in _PARTS.get(len(numbers), ()):
        found = _ask(words, language, parts)
        if found is not None and _uses(found, parts, numbers):
            return Partial(
                found.year if "year" in parts else None,
                found.month,
                found.day if "day" in parts else None,
            )
    return None


def _uses(found: datetime, parts: tuple[str, ...], numbers: Sequence[int]) -> bool:
    """Whether the figures of the words are day and year, so that none was passed over."""
    wanted = [{found.day}] if "day" in parts else []
    if "year" in parts:
        wanted.append({found.year, found.year % 100})
    return all(values.intersection(numbers) for values in wanted)


def _ask(words: str, language: str, parts: tuple[str, ...]) -> datetime | None:
    parser = _parser(language, parts)
    try:
        found = parser.get_date_data(words).date_obj if parser is not None else None
    except (ValueError, TypeError, OverflowError, AttributeError, IndexError, KeyError):
        return None  # it guesses at whatever it is given, and stumbles over some of it
    return found if isinstance(found, datetime) else None


@lru_cache(maxsize=64)
def _parser(language: str, parts: tuple[str, ...]) -> Any:
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    settings = {
        "REQUIRE_PARTS": list(parts),
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - a day without a clock
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "DATE_ORDER": "DMY",
    }
    languages = list(dict.fromkeys(["en", language]))
    try:
        return DateDataParser(languages=languages, settings=settings)
    except ValueError:  # a language that it does not know
        return DateDataParser(languages=["en"], settings=settings)
