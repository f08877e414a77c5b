"""Dates and periods, absolute and relative, with the ISO 8601 value of the absolute ones."""

import re
from collections.abc import Iterator
from datetime import date

from annotator.nlp.builtin.page import Find, Page

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_NUMBER_OF = {name[:3].lower(): number for number, name in enumerate(_MONTHS, 1)}

_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{_SHORT})\b\.?)"
_SURE_MONTH = "(?:January|February|April|June|July|August|September|October|November|December)"
_ANY_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_DAY = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_COUNT = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|few|several|couple\sof|many|half|\d{1,3})(?:\s(?:and\sa\shalf|or\s\w+))?|"
    r"one\sand\sa\shalf)"
)
_UNIT = r"(?:day|week|month|year|decade|quarter|century|weekend)"
_UNITS = r"(?:days|weeks|months|years|decades|centuries|quarters|weekends)"
_SEASON = r"(?:spring|summer|autumn|winter)"
_SHIFT = (
    r"(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Pp]ast|[Cc]oming|[Ff]ollowing|[Cc]urrent|[Uu]pcoming)"
)
_PART = r"(?:[Ee]arl(?:y|ier)|[Ll]ate(?:r)?|[Mm]id)"
_EDGE = r"(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle|[Cc]lose|[Tt]urn|(?:first|second|latter)\shalf)"
_NO_COUNT = r"(?![,.]?\d|\s?(?:%|percent|per\scent|people|km|kilomet|million|billion|troops|tons|tonnes|dollars|euros))"

# (rule, score, pattern); the first that fits at a place wins, so longer forms stand first.
_PATTERNS: tuple[tuple[str, float, str], ...] = (
    ("iso", 0.97, rf"\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"),
    ("figures", 0.9, rf"\b\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}\b"),
    (
        "month-day",
        0.97,
        rf"\b(?:(?:{_WEEKDAY}|{_SHORT_DAY}),?\s)?{_MONTH}\s{_DAY}(?:st|nd|rd|th)?\b"
        rf"(?:\s?[-–]\s?{_DAY}\b)?(?:,?\s{_YEAR}\b)?{_NO_COUNT}",
    ),
    (
        "day-month",
        0.97,
        rf"\b(?:(?:{_WEEKDAY}|{_SHORT_DAY}),?\s)?{_DAY}(?:st|nd|rd|th)?(?:\s?[-–]\s?{_DAY}(?:st|nd|rd|th)?)?"
        rf"\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?(?!\w)",
    ),
    (
        "part-of-period",
        0.93,
        rf"\b{_EDGE}\sof\s(?:the\s|this\s|last\s|next\s|that\s)?"
        rf"(?:{_ANY_MONTH}(?:\s{_YEAR})?|{_YEAR}s?|{_UNIT}|{_SEASON})\b",
    ),
    (
        "first-months",
        0.93,
        rf"\b(?:first|last|second|third|fourth|final)\s(?:{_COUNT}\s)?(?:{_UNIT}|{_UNITS})\sof\s"
        rf"(?:the\s|this\s|last\s|next\s)?(?:{_ANY_MONTH}(?:\s{_YEAR})?|{_YEAR}s?|{_UNIT})\b",
    ),
    (
        "month-year",
        0.96,
        rf"\b(?:{_PART}[-\s])?{_MONTH},?\s(?:of\s)?{_YEAR}\b",
    ),
    ("quarter", 0.93, rf"\bQ[1-4]\s(?:of\s)?{_YEAR}\b"),
    ("season-year", 0.93, rf"\b(?:{_PART}[-\s])?{_SEASON}\s(?:of\s)?{_YEAR}\b"),
    (
        "relative",
        0.93,
        rf"\b(?:{_PART}\s)?(?:{_SHIFT}|[Ss]ame|[Tt]hat)\s(?:{_WEEKDAY}|{_UNIT}|{_SEASON}|{_ANY_MONTH})\b(?!s)",
    ),
    ("relative-count", 0.92, rf"\b(?:{_SHIFT})\s(?:{_COUNT}|recent)\s{_UNITS}\b"),
    ("recent", 0.88, rf"\b(?:[Rr]ecent|[Cc]oming|[Pp]ast|[Ff]ollowing|[Pp]revious)\s{_UNITS}\b"),
    (
        "ago",
        0.92,
        rf"\b(?:[Aa]|[Aa]n|{_COUNT}|[Ss]everal|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)\s(?:{_UNIT}|{_UNITS})"
        rf"\s(?:ago|earlier|later)\b",
    ),
    ("part-of-year", 0.92, rf"\b(?:{_PART}[-\s])(?:{_YEAR}s?|{_ANY_MONTH})\b"),
    ("weekday", 0.96, rf"\b{_WEEKDAY}\b(?!s|\s(?:Times|Telegraph|Mail|Mirror))"),
    (
        "adverb",
        0.9,
        r"\b(?:(?:day\s(?:before|after)\s)?(?:[Yy]esterday|[Tt]omorrow)|[Tt]oday|[Tt]onight)\b",
    ),
    ("month", 0.93, rf"\b{_SURE_MONTH}\b"),
    (
        "month-after-preposition",
        0.9,
        "|".join(
            rf"(?<=\b{word}\s)(?:March|May)\b"
            for word in (
                "in",
                "In",
                "by",
                "By",
                "of",
                "since",
                "Since",
                "until",
                "Until",
                "from",
                "during",
            )
        ),
    ),
    ("years", 0.93, rf"\b{_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)\b(?!-)"),
    ("decade", 0.93, r"\b(?:1[5-9]|20)\d0'?s\b"),
    ("century", 0.9, r"\b(?:\d{1,2}(?:st|nd|rd|th)|[Nn]ineteenth|[Tt]wentieth)[-\s][Cc]entury\b"),
    ("year", 0.9, rf"(?<![\d.,$€£#/-])\b{_YEAR}\b(?![-/]\d){_NO_COUNT}"),
    ("weekend", 0.85, r"(?<=\bthe\s)weekend\b"),
    ("season", 0.8, rf"(?<=\bin\s){_SEASON}\b|(?<=\b[ib][ny]\sthe\s){_SEASON}\b"),
)
_RULES = tuple((name, score, re.compile(pattern)) for name, score, pattern in _PATTERNS)
_NOT_A_YEAR = re.compile(
    r"\b(?:[Rr]esolutions?|[Aa]rticles?|[Nn]o\.?|[Nn]umber|[Rr]oom|[Ff]light|[Uu]nit|UNSCR|[Pp]age|about|over|than|nearly|some|least|most)\s$"
)
_REASONS = {
    "iso": "A date in figures.",
    "figures": "A date in figures.",
    "month-day": "A month and a day.",
    "day-month": "A day and a month.",
    "month-year": "A month and a year.",
    "weekday": "A day of the week.",
    "month": "A month.",
    "month-after-preposition": "A month after a preposition.",
    "year": "Four figures that read as a year.",
    "years": "A span of years.",
    "decade": "A decade.",
    "century": "A century.",
}
_RELATIVE_REASON = "A period said in relation to another time."

_DAY_PART = re.compile(r"(?<![\d-])(\d{1,2})(?:st|nd|rd|th)?(?![\d-])")
_YEAR_PART = re.compile(rf"\b{_YEAR}\b")
_MONTH_PART = re.compile(rf"\b(?:{_MONTH})")
_FIGURES = re.compile(r"(\d+)[./-](\d+)[./-](\d+)")
_HAS_RANGE = re.compile(r"\d\s?[-–]\s?\d")


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _figures_value(words: str) -> str:
    """Return the value of a date in figures where only one reading is possible."""
    parts = _FIGURES.fullmatch(words)
    if parts is None:
        return ""
    first, second, third = (int(part) for part in parts.groups())
    if first > 31:
        return _day(first, second, third)
    if first > 12 >= second or first == second:
        return _day(third, second, first)
    return _day(third, first, second) if second > 12 >= first else ""


def iso_value(rule: str, words: str) -> str:
    """Return the ISO 8601 value of a date, "" where the words alone do not give it.

    A day has the form "2016-02-04", a month "2016-02", a year "2016".
    """
    if rule in {"iso", "figures"}:
        return _figures_value(words)
    year = _YEAR_PART.search(words)
    if year is None or rule not in {"month-day", "day-month", "month-year", "year"}:
        return ""
    if rule == "year":
        return year[0]
    month = _MONTH_PART.search(words)
    if month is None or _HAS_RANGE.search(words):
        return ""
    number = _NUMBER_OF[month[0][:3].lower()]
    if rule == "month-year":
        return f"{year[0]}-{number:02}" if month.start() == 0 else ""
    day = _DAY_PART.search(words.replace(year[0], "    "))
    return _day(int(year[0]), number, int(day[1])) if day else ""


def _found(view: str) -> Iterator[tuple[int, int, str, float]]:
    for name, score, pattern in _RULES:
        for match in pattern.finditer(view):
            start, end = match.span()
            if name == "year" and _NOT_A_YEAR.search(view, max(0, start - 12), start):
                continue
            yield start, end, name, score


def find_dates(page: Page) -> None:
    """Claim every date and period of the page."""
    for start, end, rule, score in _found(page.view):
        first, last = page.token_at(start), page.token_at(end)
        if first == last or page.tokens[first].start != start or page.tokens[last - 1].end < end:
            continue
        words = page.view[start : page.tokens[last - 1].end]
        reason = _REASONS.get(rule, _RELATIVE_REASON)
        page.claim(Find(first, last, "DATE", rule, score, reason, iso_value(rule, words)))
