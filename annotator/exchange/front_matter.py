"""Front matter: ``Title:``, ``Date:``, ``Outlet:`` lines at the very top of a text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.exchange.dates import read_date
from annotator.exchange.lines import Line, Page

_KEYS: Mapping[str, str] = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "newspaper": "outlet",
    "source": "outlet",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "pubdate": "published",
    "byline": "byline",
    "author": "byline",
    "authors": "byline",
    "reporter": "byline",
    "by": "byline",
    "place": "place",
    "location": "place",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
}
# One line with such a key is enough; "Source: ..." or "Place: ..." alone may be a headline.
_SUFFICIENT = frozenset({"title", "headline", "outlet", "byline", "url"})
_ENTRY = re.compile(r"([A-Za-z][A-Za-z _-]{0,24}?)\s?:(?:\s+(\S.*))?$")
_FENCE = re.compile(r"-{3,}$")
_MAX_LINES = 40


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the lines at the top of a text declare.

    Attributes:
        lines: How many lines it takes, fences included.
        values: By key of the metadata; empty values are left out.
        further: Other keys, in lower case.
    """

    lines: int
    values: Mapping[str, str]
    further: Mapping[str, str]


def _entry(line: Line) -> tuple[str, str] | None:
    found = _ENTRY.match(line.words) if line.end - line.start == len(line.words) else None
    return (found[1].strip().casefold(), (found[2] or "").strip()) if found else None


def _unquoted(value: str) -> str:
    fenced = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if fenced else value


def _gathered(entries: Sequence[tuple[str, str]], lines: int) -> FrontMatter:
    values: dict[str, str] = {}
    further: dict[str, str] = {}
    for key, raw in entries:
        value = _unquoted(raw)
        name = _KEYS.get(key)
        if name == "outlet" and value.startswith(("http://", "https://")):
            name = "url"
        if not value:
            continue
        if name is None:
            further.setdefault(key, value)
        else:
            values.setdefault(name, value)
    return FrontMatter(lines, values, further)


def _fenced(lines: Sequence[Line]) -> FrontMatter | None:
    """Return what stands between two lines of dashes, if all of it is entries."""
    entries: list[tuple[str, str]] = []
    for count, line in enumerate(lines[1:_MAX_LINES], start=2):
        if _FENCE.match(line.words):
            known = any(key in _KEYS for key, _ in entries)
            return _gathered(entries, count) if known else None
        entry = _entry(line)
        if entry is None:
            return None
        entries.append(entry)
    return None


def _is_enough(entries: Sequence[tuple[str, str]]) -> bool:
    known = [(key, value) for key, value in entries if key in _KEYS]
    if len(known) != 1:
        return len(known) > 1
    key, value = known[0]
    return key in _SUFFICIENT or (_KEYS[key] == "published" and read_date(value) is not None)


def read_front_matter(page: Page) -> FrontMatter | None:
    """Return what the top of a text declares, ``None`` where it starts with the article."""
    lines = page.lines
    if not lines:
        return None
    if _FENCE.match(lines[0].words):
        return _fenced(lines)
    entries: list[tuple[str, str]] = []
    last_known = 0
    for line in lines[:_MAX_LINES]:
        entry = _entry(line) if line.block == lines[0].block else None
        if entry is None:
            break
        entries.append(entry)
        if entry[0] in _KEYS:
            last_known = len(entries)
    entries = entries[:last_known]
    return _gathered(entries, last_known) if _is_enough(entries) else None
