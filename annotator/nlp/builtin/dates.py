"""Dates and periods, absolute and relative; what they mean is found out in ``nlp.moments``."""

import re
from collections.abc import Iterator

from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.rulebook import Rule

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# The parts of the patterns. The reading view has no white space but the plain space and the line
# feed, and no date runs over a line end: hence "[ ]".
_LONG_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_SURE_MONTH = rf"(?:{'|'.join(name for name in _MONTHS if name not in {'March', 'May'})})"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:{_LONG_MONTH}|{_SHORT_MONTH})"
_LONG_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WEEKDAY = rf"(?:{_LONG_DAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]){_ORDINAL}"
_DAYS = rf"{_DAY}(?:[ ]?[-–][ ]?{_DAY})?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|few|several|couple[ ]of|many|half|\d{1,3})"
)
_COUNT = rf"(?:{_SMALL}(?:[ ](?:and[ ]a[ ]half|or[ ]\w+))?)"
_UNIT = r"(?:day|week|month|year|decade|quarter|century|weekend)"
_UNITS = r"(?:days|weeks|months|years|decades|centuries|quarters|weekends)"
_SEASON = r"(?:spring|summer|autumn|winter)"
_SHIFT = (
    r"(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Pp]ast|[Cc]oming|[Ff]ollowing|[Cc]urrent|[Uu]pcoming)"
)
_PART = r"(?:[Ee]arly|[Ee]arlier|[Ll]ater?|[Mm]id)"
_EDGE = (
    r"(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle|[Cc]lose|[Tt]urn|(?:first|second|latter)[ ]half)"
)
_WHICH = r"(?:(?:the|this|last|next|that)[ ])?"
_NO_COUNT = (
    r"(?![,.]?\d|[ ]?(?:%|percent|per[ ]cent|people|km|kilomet|million|billion|troops|tons|tonnes|"
    r"dollars|euros))"
)


_RELATIVE = "A period said in relation to another time."


def _date(name: str, score: float, reason: str, pattern: str) -> tuple[Rule, re.Pattern[str]]:
    return Rule("DATE", name, score, reason), re.compile(pattern)


# The first rule that fits at a place wins, so longer forms stand first.
_RULES = (
    _date(
        "iso",
        0.97,
        "A date in figures.",
        rf"\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b",
    ),
    _date("figures", 0.9, "A date in figures.", rf"\b\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}\b"),
    _date(
        "month-day",
        0.97,
        "A month and a day.",
        rf"\b(?:{_WEEKDAY},?[ ])?{_MONTH}[ ]{_DAYS}\b(?:,?[ ]{_YEAR}\b)?{_NO_COUNT}",
    ),
    _date(
        "day-month",
        0.97,
        "A day and a month.",
        rf"\b(?:{_WEEKDAY},?[ ])?{_DAYS}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR}\b)?(?!\w)",
    ),
    _date(
        "part-of-period",
        0.93,
        "A part of a period.",
        rf"\b{_EDGE}[ ]of[ ]{_WHICH}"
        rf"(?:{_LONG_MONTH}(?:[ ]{_YEAR})?|{_YEAR}s?|{_UNIT}|{_SEASON})\b",
    ),
    _date(
        "first-months",
        0.93,
        "A part of a period.",
        rf"\b(?:first|last|second|third|fourth|final)[ ](?:{_COUNT}[ ])?(?:{_UNITS}|{_UNIT})"
        rf"[ ]of[ ]{_WHICH}(?:{_LONG_MONTH}(?:[ ]{_YEAR})?|{_YEAR}s?|{_UNIT})\b",
    ),
    _date(
        "month-year",
        0.96,
        "A month and a year.",
        rf"\b(?:{_PART}[- ])?{_MONTH},?[ ](?:of[ ])?{_YEAR}\b",
    ),
    _date("quarter", 0.93, "A quarter of a year.", rf"\bQ[1-4][ ](?:of[ ])?{_YEAR}\b"),
    _date(
        "season-year",
        0.93,
        "A season and a year.",
        rf"\b(?:{_PART}[- ])?{_SEASON}[ ](?:of[ ])?{_YEAR}\b",
    ),
    _date(
        "relative",
        0.93,
        _RELATIVE,
        rf"\b(?:{_PART}[ ])?(?:{_SHIFT}|[Ss]ame|[Tt]hat)[ ]"
        rf"(?:{_LONG_DAY}|{_UNIT}|{_SEASON}|{_LONG_MONTH})\b",
    ),
    _date("relative-count", 0.92, _RELATIVE, rf"\b{_SHIFT}[ ](?:{_COUNT}|recent)[ ]{_UNITS}\b"),
    _date(
        "recent",
        0.88,
        _RELATIVE,
        rf"\b(?:[Rr]ecent|[Cc]oming|[Pp]ast|[Ff]ollowing|[Pp]revious)[ ]{_UNITS}\b",
    ),
    _date(
        "ago",
        0.92,
        _RELATIVE,
        rf"\b(?:[Aa]n?|{_COUNT}|[Ss]everal|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)[ ](?:{_UNITS}|{_UNIT})"
        r"[ ](?:ago|earlier|later)\b",
    ),
    _date(
        "part-of-year",
        0.92,
        "A part of a period.",
        rf"\b{_PART}[- ](?:{_YEAR}s?|{_LONG_MONTH})\b",
    ),
    _date(
        "weekday",
        0.96,
        "A day of the week.",
        rf"\b{_LONG_DAY}\b(?![ ](?:Times|Telegraph|Mail|Mirror))",
    ),
    _date(
        "adverb",
        0.9,
        _RELATIVE,
        r"\b(?:(?:day[ ](?:before|after)[ ])?(?:[Yy]esterday|[Tt]omorrow)|[Tt]oday|[Tt]onight)\b",
    ),
    _date("month", 0.93, "A month.", rf"\b{_SURE_MONTH}\b"),
    _date(
        "month-after-preposition",
        0.9,
        "A month after a preposition.",
        r"(?:(?<=\b[Ii]n[ ])|(?<=\b[Bb]y[ ])|(?<=\bof[ ])|(?<=\b[Ss]ince[ ])|(?<=\b[Uu]ntil[ ])|"
        r"(?<=\bfrom[ ])|(?<=\bduring[ ])|(?<=\btill[ ]))(?:March|May)\b",
    ),
    _date("years", 0.93, "A span of years.", rf"\b{_YEAR}[ ]?[-–/][ ]?(?:{_YEAR}|\d\d)\b(?!-)"),
    _date("decade", 0.93, "A decade.", r"\b(?:1[5-9]|20)\d0'?s\b"),
    _date(
        "century",
        0.9,
        "A century.",
        r"\b(?:\d{1,2}(?:st|nd|rd|th)|[Nn]ineteenth|[Tt]wentieth)[- ][Cc]entury\b",
    ),
    _date(
        "year",
        0.9,
        "Four figures that read as a year.",
        rf"(?<![\d.,$€£#/-])\b{_YEAR}\b(?![-/]\d){_NO_COUNT}",
    ),
    _date("weekend", 0.85, _RELATIVE, r"(?<=\bthe[ ])weekend\b"),
    _date(
        "season",
        0.8,
        "A season.",
        rf"(?:(?<=\bin[ ])|(?<=\b[ib][ny][ ]the[ ])){_SEASON}\b",
    ),
)
_NOT_A_YEAR = re.compile(
    r"\b(?:[Rr]esolutions?|[Aa]rticles?|[Nn]o\.?|[Nn]umber|[Rr]oom|[Ff]light|[Uu]nit|UNSCR|[Pp]age|"
    r"about|over|than|nearly|some|least|most)[ ]$"
)


def _found(view: str) -> Iterator[tuple[int, int, Rule]]:
    for rule, pattern in _RULES:
        for match in pattern.finditer(view):
            start, end = match.span()
            if rule.name == "year" and _NOT_A_YEAR.search(view, max(0, start - 12), start):
                continue
            yield start, end, rule


def find_dates(page: Page) -> None:
    """Claim every date and period of the page."""
    for start, end, rule in _found(page.view):
        first, last = page.token_at(start), page.token_at(end)
        if first == last or page.tokens[first].start != start or page.tokens[last - 1].end < end:
            continue
        page.claim(first, last, rule)
