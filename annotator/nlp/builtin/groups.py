"""Organisations and outlets known by the word beside their name, or by their capitals alone."""

from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import folded, looks_common, word_set
from annotator.nlp.builtin.page import Match, Page
from annotator.nlp.builtin.rulebook import BESIDE_ORGANISATION, BESIDE_OUTLET, Rule
from annotator.nlp.tokens import Kind

_ORGANISATIONS = word_set(
    "party coalition movement militia alliance bloc company firm group faction charity "
    "watchdog think-tank organisation organization organisations organizations ngo network "
    "cartel gang brigade foundation conglomerate airline operator bank union paramilitary "
    "junta parties"
)
_OUTLETS = word_set("newspaper daily weekly broadcaster channel magazine website tabloid newswire")
_TWO_WORDS = {
    "think tank": BESIDE_ORGANISATION,
    "rights group": BESIDE_ORGANISATION,
    "news agency": BESIDE_OUTLET,
    "news site": BESIDE_OUTLET,
    "news website": BESIDE_OUTLET,
    "news outlet": BESIDE_OUTLET,
    "tv channel": BESIDE_OUTLET,
    "television channel": BESIDE_OUTLET,
    "radio station": BESIDE_OUTLET,
}
_JOINERS = word_set("la de del of al ul - '")


def _kind(page: Page, index: int, *, single: int) -> Rule | None:
    """Return what the two words from ``index`` on, or a single one of them, say of a name."""
    rule = _TWO_WORDS.get(f"{page.word(index)} {page.word(index + 1)}")
    if rule is not None:
        return rule
    word = page.word(single)
    if word in _ORGANISATIONS:
        return BESIDE_ORGANISATION
    return BESIDE_OUTLET if word in _OUTLETS else None


def _is_unknown(page: Page, index: int) -> bool:
    if not page.capital(index) or page.owner[index] is not None or page.headline[index]:
        return False
    token = page.tokens[index]
    return not page.titled(index) and not (token.first and token.text in page.lexicon.common)


def _run_end(page: Page, first: int) -> int:
    """Return the end of the capitals from ``first`` on, with "la" and "of" between them."""
    last = first
    while last < len(page.tokens) and (last == first or page.follows(last)):
        if _is_unknown(page, last):
            last += 1
        elif last > first and page.word(last) in _JOINERS and _is_unknown(page, last + 1):
            last += 2
        else:
            break
    return last


def find_groups(page: Page) -> None:
    """Claim "Azimio la Umoja coalition", "the think tank IMANI", "Iran Khodro"."""
    index = 0
    while index < len(page.tokens):
        last = _run_end(page, index)
        if last == index:
            index += 1
            continue
        if not _claim_group(page, index, last):
            _claim_company(page, index, last)
        index = last


def _claim_group(page: Page, first: int, last: int) -> bool:
    """Claim a name with a word for organisations after it or, for unknown ones, before it."""
    after = _kind(page, last, single=last) if page.follows(last) else None
    before = _kind(page, first - 2, single=first - 1) if page.follows(first) else None
    rule = after or before
    if rule is None or (page.tokens[first].first and looks_common(page.word(first))):
        return False
    known = page.match_at(last - 1) if after else page.match_at(first)
    if known is not None and (not after or _is_something_else(known, first, last, rule)):
        return True
    return page.claim(first, last, rule)


def _is_something_else(match: Match, first: int, last: int, rule: Rule) -> bool:
    """Return whether a list knows the words before a word for organisations by another label."""
    label = match.term.label
    if match.last != last or label in {rule.label, "PERSON"}:
        return False
    return match.first == first or label in {"NORP", "GPE"}


def _claim_company(page: Page, first: int, last: int) -> None:
    """Claim a state or nationality with unknown words after it: "Kazakhstan Temir Zholy"."""
    match = page.match_at(first)
    if match is None or match.first != first or match.term.unsure:
        return
    if match.term.label not in {"GPE", "NORP"} or match.term.source == "GPE-cities":
        return
    unknown = range(match.last, last)
    named = any(_is_name_word(page, place) for place in unknown)
    # "the Russian Daniil Medvedev" is a person, "Iran Daniil" no way to write one
    person = named and (match.term.label == "NORP" or len(unknown) == 1)
    ordinary = any(_is_ordinary(page, place) for place in unknown)
    if 0 < len(unknown) <= 3 and not person and not ordinary:
        page.claim(first, last, rulebook.STATE_AND_CAPITALS)


def _is_ordinary(page: Page, index: int) -> bool:
    """Return whether a word has a meaning of its own after the name of a state."""
    word = page.word(index)
    if not page.capital(index) or page.match_at(index) is not None:
        return True
    return word in page.lexicon.common or word in page.lexicon.topics


def _is_name_word(page: Page, index: int) -> bool:
    word = folded(page.word(index))
    return word in page.lexicon.given_names or word in page.lexicon.family_names


def find_capital_acronyms(page: Page) -> None:
    """Claim words of capitals that nothing else has explained: most are organisations."""
    for index, token in enumerate(page.tokens):
        if not token.upper or not token.text.isalnum() or not 3 <= len(token.text) <= 7:
            continue
        known = page.owner[index] is not None or page.match_at(index) is not None
        hyphened = page.hyphen(index - 1) or page.hyphen(index + 1)
        if known or hyphened or token.text in page.lexicon.no_organisations:
            continue
        if not page.headline[index] and not _is_shouting(page, index):
            page.claim(index, index + 1, rulebook.CAPITALS_ONLY)


def _is_shouting(page: Page, index: int) -> bool:
    """Return whether the words around are in capitals too."""
    tokens = page.tokens[max(0, index - 2) : index + 3]
    near = [token for token in tokens if token.kind is Kind.WORD]
    return sum(token.upper for token in near) > max(1, len(near) // 2)
