"""Datelines: the place, the outlet in brackets and the date before the first sentence."""

from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.people import PARTICLES
from annotator.nlp.builtin.rulebook import BYLINE, DATELINE_OUTLET, DATELINE_PLACE
from annotator.nlp.tokens import Kind

_DASHES = frozenset({"-", "–", "—", "--", "---"})
_LONGEST = 24  # tokens
_MOST_LINES = 12  # datelines stand near the top of a story


def _line_starts(page: Page) -> list[int]:
    starts = [0]
    starts.extend(index + 1 for index, token in enumerate(page.tokens) if token.kind is Kind.GAP)
    return [start for start in starts if start < len(page.tokens)]


def _place_end(page: Page, first: int) -> int:
    """Return the end of the capitalised words that a line begins with."""
    last = first
    while last < len(page.tokens) and page.tokens[last].capital and last - first < 4:
        if last > first and not page.follows(last):
            break
        last += 1
    return last


def _closes(page: Page, place_end: int) -> int:
    """Return the index of the dash that ends a dateline, -1 where there is none."""
    depth = 0
    for index in range(place_end, min(place_end + _LONGEST, len(page.tokens))):
        token = page.tokens[index]
        text = token.text
        if token.kind is Kind.GAP:
            return -1
        if text in _DASHES and depth == 0 and page.owner[index] is None:
            return index
        depth += (text == "(") - (text == ")")
        plain = token.capital or text in {"(", ")", ",", ".", "/", "and", ":"} or depth > 0
        if not plain and page.owner[index] is None:
            return -1
    return -1


def _claim_place(page: Page, first: int, last: int) -> None:
    match = page.match_at(first)
    if match is not None and match.last == last and match.term.label not in {"GPE", "LOC"}:
        return
    label = match.term.label if match is not None and match.last == last else "GPE"
    known = match is not None and match.last == last
    score = DATELINE_PLACE.score - (0.0 if known else 0.1)
    page.claim(first, last, DATELINE_PLACE, label=label, score=score)


def _claim_outlet(page: Page, first: int, last: int) -> None:
    """Claim the words in brackets as the outlet, unless a date stands there."""
    if first < last and page.tokens[first].capital and last - first <= 5:
        page.claim(first, last, DATELINE_OUTLET)


def read_datelines(page: Page) -> None:
    """Claim places and outlets of datelines; the dates are claimed already."""
    for start in _line_starts(page)[:_MOST_LINES]:
        _read_dateline(page, start)


def read_bylines(page: Page) -> None:
    """Claim the names of a line that begins with "By"."""
    for start in _line_starts(page):
        if page.word(start) not in {"By", "BY"}:
            continue
        index = start + 1
        while page.capital(index) and page.follows(index):
            last = _run_end(page, index)
            particle = last  # "Nadia al-Lamki"
            while page.word(particle) in PARTICLES or page.hyphen(particle):
                particle += 1
            if last < particle and page.follows(particle) and page.capital(particle):
                last = _run_end(page, particle)
            if 2 <= last - index <= 4:
                page.claim(index, last, BYLINE)
            index = last + 1 if page.word(last) in {",", "and"} else len(page.tokens)


def _run_end(page: Page, first: int) -> int:
    """Return the end of the capitalised and hyphenated words from ``first`` on."""
    last = first
    while page.capital(last) and (last == first or page.follows(last)):
        if page.titled(last) or page.match_at(last) is not None:
            break
        last += 2 if page.hyphen(last + 1) and page.capital(last + 2) else 1
    return last


def _read_dateline(page: Page, start: int) -> None:
    last = _place_end(page, start)
    following = page.word(last)
    if last == start or not page.free(start, last):
        return
    upper = all(token.upper for token in page.tokens[start:last])
    if following == ":" and upper and not page.headline[start]:
        known = page.match_at(start)
        if known is not None and known.last == last:
            _claim_place(page, start, last)
        return
    if following not in _DASHES | {"(", ",", "/"}:
        return
    dash = _closes(page, last)
    opening = next((index for index in range(last, dash) if page.word(index) == "("), -1)
    dated = any(page.label_at(index) == "DATE" for index in range(last, max(dash, last)))
    if dash < 0 or not (upper or opening >= 0 or dated):
        return
    _claim_place(page, start, last)
    if opening >= 0:
        closing = next((i for i in range(opening, dash) if page.word(i) == ")"), opening)
        _claim_outlet(page, opening + 1, closing)
