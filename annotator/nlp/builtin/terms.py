"""What the word lists know: found first, claimed after the rules that read more than a word."""

from functools import cache

from annotator.nlp.builtin.lexicon import Term, word_set
from annotator.nlp.builtin.page import Match, Page
from annotator.nlp.builtin.rulebook import LIST, LIST_SCORES, OWN_LIST, UNSURE, Rule
from annotator.nlp.tokens import Kind

_MEDIA = word_set(
    "agency news newspaper daily magazine weekly television tv radio channel broadcaster "
    "website site portal wire network editor correspondent reporter"
)
_PLACE_BEFORE = word_set("in at near from to outside across around for via")
_LANGUAGE_BEFORE = word_set("in into speak speaks spoke speaking fluent")
_LANGUAGE_AFTER = word_set("and or at on when while as but with that to broke")
_RELAYS = word_set("reported reports quoted cited wrote said added told citing quoting")


def find_terms(page: Page) -> None:
    """Note where the terms of the lists stand; the longest wins, from left to right."""
    index, end = 0, len(page.tokens)
    while index < end:
        if page.tokens[index].kind is Kind.GAP:
            index += 1
            continue
        found = page.lexicon.terms.longest(page.tokens, index)
        if found is None:
            index += 1
            continue
        last, term = found
        page.note(Match(index, last, term))
        index = last


def _in_brackets(page: Page, match: Match) -> bool:
    return page.word(match.first - 1) == "(" and page.word(match.last) == ")"


def _stands_as_place(page: Page, match: Match) -> bool:
    """Return whether a name of cities and persons stands where a place does."""
    before = page.word(match.first - 1).lower()
    following = page.tokens[match.last] if match.last < len(page.tokens) else None
    if following is not None and following.capital and page.follows(match.last):
        return False
    listed = before in {",", "and"} and page.label_at(match.first - 2) == "GPE"
    return listed or before in _PLACE_BEFORE


def _supported(page: Page, match: Match) -> bool:
    """Return whether the text supports a term that often means something else."""
    before = page.word(match.first - 1).lower()
    after = page.word(match.last).lower()
    if match.term.label == "OUTLET":
        return (
            after in _RELAYS
            or after in _MEDIA
            or before in {"told", "citing", "quoting", "by"} | _MEDIA
            or (before == "to" and page.word(match.first - 2).lower() == "according")
            or _in_brackets(page, match)
            or (before == "," and page.word(match.first - 2).lower() in _MEDIA)
        )
    if match.term.label == "GPE" and match.term.source == "GPE-cities":
        return _stands_as_place(page, match)
    if match.last - match.first > 1 or page.tokens[match.first].upper:
        return not page.tokens[match.first].first or page.tokens[match.first].upper
    if match.term.label == "LOC":
        return before in {"the", "in", "across"} and not page.tokens[match.first].first
    return before == "the" and not page.tokens[match.first].first


def _is_language(page: Page, match: Match) -> bool:
    """Return whether a nationality's adjective names a language: "spoke in French."."""
    if match.term.label != "NORP" or page.word(match.first - 1) not in _LANGUAGE_BEFORE:
        return False
    following = page.tokens[match.last] if page.follows(match.last) else None
    return following is None or following.kind is Kind.MARK or following.text in _LANGUAGE_AFTER


def claim_own_terms(page: Page) -> None:
    """Claim the terms of the user's own lists, before any rule."""
    for match in page.matches:
        if match.term.own:
            page.claim(match.first, match.last, _rule(match.term))


_LIST_WORDS = {"further": "states, provinces and towns"}
"""What a list holds where its name does not say it."""


@cache
def _rule(term: Term) -> Rule:
    """Return the rule of a list."""
    base = OWN_LIST if term.own else LIST
    name = base.name if term.own else f"{LIST.name}-{term.source.partition('-')[2]}"
    score = base.score if term.own else LIST_SCORES.get(term.label, base.score)
    score -= UNSURE if term.unsure else 0.0
    source = term.source if term.own else _list_words(term.source)
    return Rule(term.label, name, round(score, 2), base.reason.format(source=source))


def _list_words(source: str) -> str:
    """Return what a list of the program holds, in words: "GPE-countries" is "countries"."""
    name = source.partition("-")[2] or source
    return _LIST_WORDS.get(name, name.replace("-", " "))


def claim_terms(page: Page) -> None:
    """Claim the terms that no rule has made part of something else."""
    for match in page.matches:
        if _is_language(page, match):
            continue
        if not match.term.unsure or _supported(page, match):
            page.claim(match.first, match.last, _rule(match.term))
