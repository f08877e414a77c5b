"""Names of persons, and capitalised words that might be."""

import re

from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.tokens import Kind

PARTICLES = word_set(
    "al el ul ud ur bin bint ibn ben abu abd de del della di da das do dos du den der van von "
    "la le las los y e zu ter ten af"
)
_PLACE_BEFORE = word_set(
    "in at near from to across outside inside around toward towards via"
)
_NAME_LENGTH = 6
_PARTY_TAG = re.compile(r"[RDI]-[A-Z].*")  # "R-S.C.", "D-Calif"
_LIKELY = 2.0
_POSSIBLE = 1.0


def _glued_hyphen(page: Page, index: int) -> bool:
    token = page.tokens[index]
    return (
        token.text == "-"
        and not token.gap
        and index + 1 < len(page.tokens)
        and page.tokens[index + 1].kind is Kind.WORD
        and not page.tokens[index + 1].gap
    )


def _begins_name(page: Page, index: int) -> bool:
    """Return whether a name may begin here: a capital, or "al-" before one."""
    token = page.tokens[index]
    if token.capital:
        return True
    return (
        token.text in {"al", "el", "ash", "as", "ad", "an", "ar", "at", "az"}
        and index + 2 < len(page.tokens)
        and _glued_hyphen(page, index + 1)
        and page.tokens[index + 2].capital
    )


def _after_joiner(page: Page, index: int) -> int:
    """Return where the name goes on after particles or a hyphen at ``index``, 0 if it does not."""
    token = page.tokens[index]
    if _glued_hyphen(page, index):
        following = page.tokens[index + 1]
        participle = following.text.endswith(
            ("ed", "led", "based", "backed", "born", "run", "wide")
        )
        return index + 1 if following.capital or not participle else 0
    if token.text.lower() in PARTICLES and token.kind is Kind.WORD:
        place = index + 1
        while place < len(page.tokens) and page.word(place).lower() in PARTICLES | {"-"}:
            place += 1
        if place < len(page.tokens) and page.tokens[place].capital:
            return place
    return 0


def name_end(page: Page, first: int, *, past_terms: bool = False) -> int:
    """Return the end of the run of name words that begins at ``first``."""
    last = first
    while last < len(page.tokens) and page.owner[last] is None:
        if last > first and not page.follows(last):
            break
        if page.tokens[last].capital and not _stops(
            page, last, past_terms=past_terms or last == first
        ):
            last += 1
            continue
        further = _after_joiner(page, last) if last > first or _begins_name(page, last) else 0
        if not further or page.owner[further] is not None:
            break
        if _stops(page, further, past_terms=past_terms):
            break
        last = further + 1
    return last


def _stops(page: Page, index: int, *, past_terms: bool) -> bool:
    """Return whether a capitalised word is no part of a person's name."""
    word = page.word(index)
    plain = word in page.lexicon.common or word in page.lexicon.topics
    if plain and folded(word) not in page.lexicon.given_names:
        return True
    match = page.match_at(index)
    if match is not None and not past_terms and not _may_be_name(page, match.first, match.last):
        return True
    return (
        page.office_at(index) > index
        and word.lower() not in {"may"}
        or page.honorific_at(index) > index
    )


def _may_be_name(page: Page, first: int, last: int) -> bool:
    return last - first == 1 and folded(page.word(first)) in (
        page.lexicon.given_names | page.lexicon.family_names
    )


def _core(page: Page, first: int, last: int) -> list[str]:
    return [
        folded(token.text)
        for token in page.tokens[first:last]
        if token.kind is Kind.WORD and token.text.lower() not in PARTICLES
    ]


def _context_evidence(page: Page, first: int, last: int) -> float:
    """Return what the words around a name say for it being a person's."""
    before, after = page.word(first - 1), page.word(last)
    evidence = 0.0
    if after in page.lexicon.reporting or before in {"said", "says", "told", "asked"}:
        evidence += 2
    if after == "," and (page.word(last + 1) == "who" or _apposition(page, last + 1)):
        evidence += 2
    if before == "the":
        evidence -= 3
    if before.lower() in _PLACE_BEFORE:
        evidence -= 1
    if before == "'s" and page.label_at(first - 2) == "" and _named_state(page, first - 2):
        evidence += 1
    if page.words(first - 2, first) == ["known", "as"]:
        evidence += 5
    return evidence


def _named_state(page: Page, index: int) -> bool:
    match = page.match_at(index)
    return match is not None and match.term.label in {"GPE", "ORG"}


def _apposition(page: Page, index: int) -> bool:
    """Return whether an office or an age stands within the first words of an apposition."""
    if page.tokens[index].kind is Kind.NUMBER if index < len(page.tokens) else False:
        return page.word(index + 1) == ","
    for place in range(index, min(index + 7, len(page.tokens))):
        if page.tokens[place].kind in {Kind.MARK, Kind.GAP}:
            return False
        if page.office_at(place) > place:
            return True
    return False


def _evidence(page: Page, first: int, last: int) -> float:
    core = _core(page, first, last)
    lexicon = page.lexicon
    if not core or any(word in lexicon.topics for word in core if word not in lexicon.given_names):
        return -9.0
    evidence = 1.0 if 2 <= len(core) <= 4 else 0.0
    if any(word in lexicon.given_names for word in core):
        evidence += 2 if len(core) > 1 else 0.5
    if core[-1] in lexicon.family_names or core[0] in lexicon.family_names:
        evidence += 1 if len(core) > 1 else 1.5
    if len(core) > 1 and last - first > len(core):
        evidence += 1.5  # "al-", "bin", "van der"
    if all(token.upper for token in page.tokens[first:last] if token.kind is Kind.WORD):
        evidence -= 3
    return evidence + _context_evidence(page, first, last)


def _claim_titled(page: Page, after: int) -> bool:
    """Claim the name that follows a title ending at ``after``."""
    if not page.follows(after) or not _begins_name(page, after):
        return False
    match = page.match_at(after)
    if match is not None and match.last - match.first > 1 and match.term.label != "PERSON":
        return False
    last = name_end(page, after)
    core = _core(page, after, last)
    if not core or any(word in page.lexicon.topics for word in core):
        return False
    if match is not None and len(core) == 1 and not _may_be_name(page, after, last):
        return False
    return page.claim(
        Find(
            after,
            last,
            "PERSON",
            "title-name",
            0.95,
            "A name after an office or a form of address.",
        )
    )


def find_titled(page: Page) -> None:
    """Claim names that follow an office or a form of address, at most six words of them."""
    for index, token in enumerate(page.tokens):
        if token.kind is not Kind.WORD or page.owner[index] is not None:
            continue
        after = max(page.office_at(index), page.honorific_at(index) if token.capital else index)
        if after > index and (not page.headline[index] or page.honorific_at(index) > index):
            _claim_titled(page, after)


def find_named(page: Page) -> None:
    """Claim runs of capitalised words that read like a person's name."""
    index = 0
    while index < len(page.tokens):
        if page.owner[index] is not None or not _begins_name(page, index) or page.headline[index]:
            index += 1
            continue
        index = _read_run(page, index)


def _read_run(page: Page, first: int) -> int:
    """Claim one run if it is a name; return where to go on."""
    if _PARTY_TAG.fullmatch("".join(page.words(first, first + 3))):
        return first + 3
    if _stops(page, first, past_terms=False) or _opening_word(page, first):
        return first + 1
    last = min(name_end(page, first), first + 2 * _NAME_LENGTH)
    if last <= first:
        return first + 1
    if page.word(first - 1) == "of" and _see(page, first, last):
        page.claim(Find(first, first + 1, "GPE", "see", 0.7, "The place of an office."))
        first += 1
    match = page.match_at(first)
    if match is not None and match.last == last:
        return last  # a list knows these very words
    evidence = _evidence(page, first, last)
    several = len(_core(page, first, last)) > 1
    if evidence >= _LIKELY + 1 and several:
        _claim(page, first, last, "name", 0.9, "Words that are used as names of persons.")
    elif evidence >= _LIKELY:
        _claim(page, first, last, "likely-name", 0.8, "It reads like a person's name.")
    elif evidence >= _POSSIBLE and several:
        _claim(page, first, last, "capitals", 0.6, "Capitalised words that may be a person's name.")
    return last


def _see(page: Page, first: int, last: int) -> bool:
    """Return whether a run is a place and a name: "Archbishop of Canterbury Justin Welby"."""
    return last - first > 2 and folded(page.word(first + 1)) in page.lexicon.given_names


def _claim(page: Page, first: int, last: int, rule: str, score: float, reason: str) -> None:
    page.claim(Find(first, last, "PERSON", rule, score, reason))


def _opening_word(page: Page, index: int) -> bool:
    """Return whether a word has its capital from the beginning of a sentence."""
    token = page.tokens[index]
    known = folded(token.text) in page.lexicon.given_names or token.text.lower() in PARTICLES
    if not token.first or known:
        return False
    return (
        token.text.lower() in page.lower_words
        or token.text in page.lexicon.topics
        or token.text.endswith(("ing", "ed", "ly", "tion", "ments", "ers", "ists"))
    )
