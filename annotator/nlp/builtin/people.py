"""Names of persons, and capitalised words that might be."""

import re

from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.page import Page
from annotator.nlp.tokens import Kind

PARTICLES = word_set(
    "al el ul ud ur bin bint ibn ben abu abd de del della di da das do dos du den der van von "
    "la le las los y e zu ter ten af"
)
_ARTICLES = word_set("al el ash as ad an ar at az")
_PLACE_BEFORE = word_set("in at near from to across outside inside around toward towards via")
_SAYING_BEFORE = word_set("said says added asked")
_PARTICIPLES = ("ed", "led", "born", "run", "wide")  # "Tehran-based"
_OPENING_ENDINGS = ("ing", "ed", "ly", "tion", "ments", "ers", "ists")
_LONGEST = 12  # tokens
_OFFICE_WORDS = 4
_SYLLABLE = 4  # letters
_PARTY_TAG = re.compile(r"[RDI]-[A-Z].*")  # "R-S.C.", "D-Calif"

_IMPOSSIBLE = -9.0
_POSSIBLE = 1.0
_LIKELY = 2.0
_SURE = 3.0


# --- where a name begins and ends -------------------------------------------------------------


def _begins_name(page: Page, index: int) -> bool:
    """Return whether a name may begin here: a capital, or "al-" before one."""
    if page.capital(index):
        return True
    return page.word(index) in _ARTICLES and page.hyphen(index + 1) and page.capital(index + 2)


def _after_joiner(page: Page, index: int) -> int:
    """Return where the name goes on after particles or a hyphen at ``index``, 0 if it does not."""
    if page.hyphen(index):
        word = page.word(index + 1)
        return index + 1 if page.capital(index + 1) or not word.endswith(_PARTICIPLES) else 0
    place = index
    while place < index + 4 and page.word(place).lower() in PARTICLES | {"-"}:
        place += 1
    return place if place > index and page.capital(place) else 0


def _name_end(page: Page, first: int) -> int:
    """Return the end of the run of name words that begins at ``first``."""
    last = first
    limit = min(first + _LONGEST, len(page.tokens))
    while last < limit and page.owner[last] is None and (last == first or page.follows(last)):
        surname = last == first + 1 and _is_surname_of(page, first)
        if page.capital(last) and (surname or not _stops(page, last, begins=last == first)):
            last += 1
            continue
        further = _after_joiner(page, last)
        if not further or page.owner[further] is not None or _stops(page, further, begins=False):
            break
        last = further + 1
    return last


def _is_surname_of(page: Page, index: int) -> bool:
    """Return whether the word after a given name is its surname, though common: "Theresa May"."""
    given = folded(page.word(index)) in page.lexicon.given_names and not page.capital(index + 2)
    return given and page.word(index + 1) in page.lexicon.family_names


def _stops(page: Page, index: int, *, begins: bool) -> bool:
    """Return whether a capitalised word is no part of a person's name."""
    word = page.word(index)
    plain = word in page.lexicon.common or word in page.lexicon.topics
    syllable = not begins and len(word) <= _SYLLABLE and page.hyphen(index + 1)  # "So-young"
    if plain and folded(word) not in page.lexicon.given_names and not syllable:
        return True
    match = page.match_at(index)
    if match is not None and not begins and not _may_be_name(page, match.first, match.last):
        return True
    return page.titled(index)


def _may_be_name(page: Page, first: int, last: int) -> bool:
    names = page.lexicon
    word = folded(page.word(first))
    return last - first == 1 and (word in names.given_names or word in names.family_names)


# --- what speaks for a person -------------------------------------------------------------------


def _core(page: Page, first: int, last: int) -> list[str]:
    """Return the words of a name without its particles, folded."""
    return [
        folded(token.text)
        for token in page.tokens[first:last]
        if token.kind is Kind.WORD and token.text.lower() not in PARTICLES
    ]


def _word_evidence(page: Page, first: int, last: int) -> float:
    """Return what the words themselves say for a person's name."""
    core = _core(page, first, last)
    names = page.lexicon
    if not core or any(word in names.topics and word not in names.given_names for word in core):
        return _IMPOSSIBLE
    several = len(core) > 1
    evidence = 1.0 if 2 <= len(core) <= 4 else 0.0
    if any(word in names.given_names for word in core):
        evidence += 2.0 if several else 0.5
    if core[0] in names.family_names or core[-1] in names.family_names:
        evidence += 1.0 if several else 1.5
    if several and last - first > len(core):
        evidence += 1.5  # "al-", "bin", "van der"
    if all(token.upper for token in page.tokens[first:last] if token.kind is Kind.WORD):
        evidence -= 3.0
    return evidence


def _context_evidence(page: Page, first: int, last: int) -> float:
    """Return what the words around say for a person's name."""
    before, after = page.word(first - 1), page.word(last)
    evidence = 0.0
    inverted = before in _SAYING_BEFORE and page.word(first - 2) in {'"', "'", ","}
    if after in page.lexicon.reporting or inverted:
        evidence += 2.0
    if after == "," and (page.word(last + 1) == "who" or _is_apposition(page, last + 1)):
        evidence += 2.0
    if before == "," and after == "," and _ends_office(page, first - 1):
        evidence += 2.0  # "its leader, Han So-young, said"
    if before in {"the", "The"}:
        evidence -= 3.0
    if before.lower() in _PLACE_BEFORE:
        evidence -= 2.0 if before in {"in", "In"} else 1.0
    if page.possessive(first - 1) and _is_named_state(page, first - 2):
        evidence += 1.0
    if page.words(max(0, first - 2), first) == ["known", "as"]:
        evidence += 5.0
    return evidence


def _is_named_state(page: Page, index: int) -> bool:
    match = page.match_at(index)
    return match is not None and match.term.label in {"GPE", "ORG"}


def _ends_office(page: Page, index: int) -> bool:
    """Return whether an office ends before a token."""
    near = range(max(0, index - _OFFICE_WORDS), index)
    return any(page.office_at(place) == index for place in near)


def _is_apposition(page: Page, index: int) -> bool:
    """Return whether an office or an age stands within the first words of an apposition."""
    for place in range(index, min(index + 7, len(page.tokens))):
        kind = page.tokens[place].kind
        if place == index and kind is Kind.NUMBER:
            return page.word(index + 1) == ","
        if kind in {Kind.MARK, Kind.GAP}:
            return False
        if page.office_at(place) > place:
            return True
    return False


# --- rules --------------------------------------------------------------------------------------


def find_titled(page: Page) -> None:
    """Claim names that follow an office or a form of address."""
    for index in range(len(page.tokens)):
        if page.tokens[index].kind is not Kind.WORD or page.owner[index] is not None:
            continue
        addressed = page.honorific_at(index)
        after = max(page.office_at(index), addressed)
        if after > index and (not page.headline[index] or addressed > index):
            _claim_titled(page, after)


def _claim_titled(page: Page, first: int) -> None:
    """Claim the name that begins where a title ends."""
    if not page.follows(first) or not _begins_name(page, first) or page.titled(first):
        return
    match = page.match_at(first)
    if match is not None and match.last - match.first > 1:
        return
    last = _name_end(page, first)
    core = _core(page, first, last)
    if not core or any(word in page.lexicon.topics for word in core):
        return
    known_place = match is not None and len(core) == 1
    if not known_place or _may_be_name(page, first, last):
        page.claim(first, last, rulebook.TITLED)


def find_named(page: Page) -> None:
    """Claim runs of capitalised words that read like a person's name."""
    index = 0
    while index < len(page.tokens):
        if page.owner[index] is None and _begins_name(page, index) and not page.headline[index]:
            index = _read_run(page, index)
        else:
            index += 1


def _read_run(page: Page, first: int) -> int:
    """Claim one run if it is a name; return where to go on."""
    if _PARTY_TAG.fullmatch("".join(page.words(first, first + 3))):
        return first + 3
    if _stops(page, first, begins=False) or _is_opening_word(page, first):
        return first + 1
    last = _name_end(page, first)
    if last <= first:
        return first + 1
    if _is_see(page, first, last):
        page.claim(first, first + 1, rulebook.SEE)
        first += 1
    match = page.match_at(first)
    if match is None or match.last != last:  # else a list knows these very words
        _claim_by_evidence(page, first, last)
    return last


def _claim_by_evidence(page: Page, first: int, last: int) -> None:
    evidence = _word_evidence(page, first, last) + _context_evidence(page, first, last)
    several = len(_core(page, first, last)) > 1
    if not several and page.word(last) == "reported" and page.word(first - 1) == ",":
        page.claim(first, last, rulebook.RELAYING)
    elif evidence >= _SURE and several:
        page.claim(first, last, rulebook.NAME)
    elif evidence >= _LIKELY:
        page.claim(first, last, rulebook.LIKELY_NAME)
    elif evidence >= _POSSIBLE and several:
        page.claim(first, last, rulebook.POSSIBLE_NAME)


def _is_see(page: Page, first: int, last: int) -> bool:
    """Return whether a run is a place and a name: "Bishop of Lincoln John Smith"."""
    named = folded(page.word(first + 1)) in page.lexicon.given_names
    return last - first > 2 and named and page.word(first - 1) == "of"


def _is_opening_word(page: Page, index: int) -> bool:
    """Return whether a word has its capital from the beginning of a sentence."""
    token = page.tokens[index]
    lower = token.text.lower()
    if not token.first or folded(token.text) in page.lexicon.given_names or lower in PARTICLES:
        return False
    if lower in page.lower_words or token.text in page.lexicon.topics:
        return True
    return token.text.endswith(_OPENING_ENDINGS)
