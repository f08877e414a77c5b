"""What a text has named once, it names again: parts of names, acronyms, short names."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.builtin.people import PARTICLES
from annotator.nlp.tokens import Kind, Token

_LAST_LATIN_OR_CYRILLIC = "\u052f"
_SHORTEST = 2
_MOST_PARTICLES = 5
_SURE_ALONE = 0.9  # score from which a single word is a name to remember
_NO_ORGANISATION = word_set(
    "Plan Agreement Treaty Accord Act Protocol Convention Resolution Programme Program "
    "Memorandum Pact Deal Law Bill Declaration Charter Framework Roadmap"
)
_SMALL_WORDS = word_set("of for and the on in de & -")
_NO_MEMORY = word_set("Al El Bin Ibn Ben Abu Abd De Del Van Von La Le Jr Sr Jr. Sr.")


# --- parts of persons' names ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """The words of the names of a text.

    Attributes:
        words: Each with the best score of a name that it is in.
        prefixes: Particles that stand before it there: ``{"Leyen": {("von", "der")}}``.
    """

    words: dict[str, float]
    prefixes: dict[str, set[tuple[str, ...]]]

    def add(self, words: Sequence[Token], score: float) -> None:
        """Remember the words of one name."""
        prefix: tuple[str, ...] = ()
        for token in words:
            if not token.capital or token.text.lower() in PARTICLES:
                prefix = (*prefix, token.text) if token.kind is Kind.WORD or prefix else ()
                continue
            self._add_word(token, prefix, score)
            prefix = ()

    def _add_word(self, token: Token, prefix: tuple[str, ...], score: float) -> None:
        key = folded(token.text)
        if len(key) >= _SHORTEST and token.text not in _NO_MEMORY:
            self.words[key] = max(self.words.get(key, 0.0), score)
            if prefix:
                self.prefixes.setdefault(key, set()).add(prefix)


def _key(token: Token) -> str:
    """Return the form in which a word is remembered; a word of capitals as if it had one."""
    text = token.text.capitalize() if token.upper and len(token.text) > 3 else token.text
    return folded(text)


def _known_people(page: Page) -> _Known:
    """Return the words of the names of several words and of sure single ones."""
    known = _Known({}, {})
    for find in page.finds:
        if find.label == "PERSON":
            tokens = page.tokens[find.first : find.last]
            if find.score >= _SURE_ALONE or sum(token.capital for token in tokens) > 1:
                known.add(tokens, find.score)
    return known


def recall_people(page: Page) -> None:
    """Claim words of a name that stand alone elsewhere."""
    known = _known_people(page)
    index = 0
    while index < len(page.tokens):
        first = index
        index = max(first + 1, _recall_person(page, first, known))


def _recall_person(page: Page, first: int, known: _Known) -> int:
    """Claim the known words that begin at a token; return where to go on."""
    if page.owner[first] is not None or page.tokens[first].kind is not Kind.WORD:
        return first
    last = _recalled_end(page, first, known)
    if last == first:
        return first
    while _goes_on(page, last, known):
        last += 1
    best = max(known.words.get(_key(word), 0.0) for word in page.tokens[first:last])
    page.claim(first, last, rulebook.PERSON_MEMORY, score=min(rulebook.PERSON_MEMORY.score, best))
    return last


def _recalled_end(page: Page, first: int, known: _Known) -> int:
    """Return the end of the known name word that begins at a token, ``first`` if there is none."""
    token = page.tokens[first]
    if token.text.lower() in PARTICLES:
        return _prefixed_end(page, first, known)
    known_here = token.capital and _key(token) in known.words and _may_stand_alone(page, first)
    return first + 1 if known_here else first


def _prefixed_end(page: Page, first: int, known: _Known) -> int:
    """Return the end of a known word with particles before it: "al-Assad", "von der Leyen"."""
    place = first + 1
    while place < first + _MOST_PARTICLES and page.follows(place):
        if page.word(place).lower() not in PARTICLES and page.word(place) != "-":
            break
        place += 1
    word = folded(page.word(place))
    as_before = tuple(page.words(first, place)) in known.prefixes.get(word, ())
    hyphened = place == first + 2 and page.word(first + 1) == "-"
    if word in known.words and (page.capital(first) or as_before or hyphened):
        return place + 1
    return first


def _goes_on(page: Page, index: int, known: _Known) -> bool:
    return (
        page.capital(index)
        and page.owner[index] is None
        and page.follows(index)
        and _key(page.tokens[index]) in known.words
    )


def _may_stand_alone(page: Page, index: int) -> bool:
    """Return whether a word of a name can be that name here, not a place or an opening word."""
    token = page.tokens[index]
    match = page.match_at(index)
    if match is not None and match.last - match.first > 1:
        return False
    if match is not None and match.term.label in {"GPE", "NORP"} and not match.term.unsure:
        return False
    if not token.first or page.word(index + 1) in page.lexicon.reporting:
        return True
    return token.text not in page.lexicon.common and token.text.lower() not in page.lower_words


def recall_family_names(page: Page) -> None:
    """Claim family names that newswire uses alone, where the text gives no full name."""
    names = page.lexicon.sure_family_names
    for index, token in enumerate(page.tokens):
        if not token.capital or _key(token) not in names or page.match_at(index) is not None:
            continue
        if page.capital(index + 1) and not page.headline[index]:
            continue
        if not token.first or token.text.lower() not in page.lower_words:
            page.claim(index, index + 1, rulebook.FAMILY_NAME)


# --- acronyms and short names -----------------------------------------------------------------


def _bracketed(page: Page) -> list[int]:
    """Return the indices of single words in brackets."""
    return [
        index
        for index in range(3, len(page.tokens) - 1)
        if page.word(index - 1) == "(" and page.word(index + 1) == ")" and page.capital(index)
    ]


def find_other_scripts(page: Page) -> None:
    """Claim a name in another script that stands in brackets after the name: "Qiu (裘文)"."""
    for index in range(2, len(page.tokens) - 1):
        if page.word(index - 1) != "(" or page.word(index + 1) != ")":
            continue
        named = page.owner[index - 2]
        word = page.word(index)
        if named is not None and word[:1].isalpha() and word[0] > _LAST_LATIN_OR_CYRILLIC:
            page.claim(index, index + 1, rulebook.OTHER_SCRIPT, label=named.label)


def recall_acronyms(page: Page) -> None:
    """Claim acronyms that stand in brackets after a name, there and wherever else they stand."""
    known: dict[str, str] = {}
    for index in _bracketed(page):
        named = page.owner[index - 2]
        word = page.word(index)
        if named is None or named.label not in {"ORG", "OUTLET", "EVENT"}:
            continue
        if named.last - named.first > 1 and sum(map(str.isupper, word)) > 1:
            known[word] = named.label
    for index, token in enumerate(page.tokens):
        if token.text in known:
            _release_other(page, index, known[token.text])
            page.claim(index, index + 1, rulebook.ACRONYM, label=known[token.text])


def _release_other(page: Page, index: int, label: str) -> None:
    """Take back what was found for one word with another label."""
    owner = page.owner[index]
    if owner is not None and owner.last - owner.first == 1 and owner.label != label:
        page.release(owner)


def find_explained(page: Page) -> None:
    """Claim capitalised words whose initials follow in brackets: "Kazakhstan Temir Zholy (KTZ)"."""
    for index in _bracketed(page):
        last = index - 1
        first = _explanation(page, last, page.word(index)) if page.tokens[index].upper else last
        if first == last or not page.free(first, last):
            continue
        match = page.match_at(first)
        known = match is not None and match is page.match_at(last - 1)
        if not known and not set(page.words(first, last)) & _NO_ORGANISATION:
            page.claim(first, last, rulebook.INITIALS)


def _explanation(page: Page, last: int, acronym: str) -> int:
    """Return the first token of the words before ``last`` whose initials make an acronym."""
    letters = [letter for letter in acronym if letter.isalpha()]
    first = last
    while letters and page.follows(first) and last - first < 3 * len(acronym):
        word = page.word(first - 1)
        if page.capital(first - 1) and folded(word)[:1] == letters[-1]:
            letters.pop()
        elif word not in _SMALL_WORDS:
            break
        first -= 1
    return first if not letters and last - first > 1 else last


def recall_outlets(page: Page) -> None:
    """Claim other mentions of a dateline's outlet."""
    known = {
        page.word(find.first)
        for find in page.finds
        if find.rule is rulebook.DATELINE_OUTLET and find.last - find.first == 1
    }
    for index, token in enumerate(page.tokens):
        if token.text in known:
            _release_other(page, index, "OUTLET")
            page.claim(index, index + 1, rulebook.OUTLET_MEMORY)


def _short_names(page: Page) -> frozenset[str]:
    """Return words like "Agency" that may stand for an organisation which the text names."""
    heads = page.lexicon.organisation_heads
    words: set[str] = set()
    letters: set[str] = set()
    for find in page.finds:
        if find.label != "ORG":
            continue
        if find.last - find.first > 1:
            words.update(page.words(find.first, find.last))
        elif page.tokens[find.first].upper:
            letters.add(page.word(find.first)[-1])
    return frozenset(head for head in heads if head in words or head[0] in letters)


def recall_short_names(page: Page) -> None:
    """Claim "the Agency", "the Council" with a capital, where the text has the longer name."""
    known = _short_names(page)
    for index, token in enumerate(page.tokens):
        inside = not token.first and not page.headline[index]
        if token.text in known and inside and page.word(index - 1) == "the":
            page.claim(index, index + 1, rulebook.SHORT_NAME)


# --- whole names ------------------------------------------------------------------------------


def recall_names(page: Page) -> None:
    """Claim, in headlines and elsewhere, the names of several words found in full before."""
    names: dict[str, dict[tuple[str, ...], Find]] = {}
    for find in page.finds:
        words = tuple(page.words(find.first, find.last))
        if len(words) > 1 and find.label != "DATE":
            names.setdefault(words[0], {}).setdefault(words, find)
    for index, token in enumerate(page.tokens):
        if page.owner[index] is None and token.text in names:
            _recall_name(page, index, names[token.text])


def _recall_name(page: Page, index: int, names: dict[tuple[str, ...], Find]) -> None:
    for words in sorted(names, key=len, reverse=True):
        last = index + len(words)
        if tuple(page.words(index, last)) == words:
            find = names[words]
            score = round(find.score - 0.02, 2)
            if page.claim(index, last, rulebook.NAME_MEMORY, label=find.label, score=score):
                break
