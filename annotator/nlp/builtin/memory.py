"""What a text has named once, it names again: parts of names, acronyms, unknown places."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.builtin.people import PARTICLES
from annotator.nlp.tokens import Kind, Token

_SHORTEST = 2
_NO_ORGANISATION = word_set(
    "Plan Agreement Treaty Accord Act Protocol Convention Resolution Programme Program "
    "Memorandum Pact Deal Law Bill Declaration Charter Framework Roadmap"
)
_NO_MEMORY = word_set(
    "Al El Bin Ibn Ben Abu Abd De Del Van Von La Le Jr Sr Jr. Sr."
)


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
            key = folded(token.text)
            if not token.capital or token.text.lower() in PARTICLES:
                prefix = (*prefix, token.text) if token.kind is Kind.WORD or prefix else ()
                continue
            if len(key) >= _SHORTEST and token.text not in _NO_MEMORY:
                self.words[key] = max(self.words.get(key, 0.0), score)
                if prefix:
                    self.prefixes.setdefault(key, set()).add(prefix)
            prefix = ()


def _key(token: Token) -> str:
    """Return the form in which a word is remembered; a word of capitals as if it had one."""
    text = token.text.capitalize() if token.upper and len(token.text) > 3 else token.text
    return folded(text)


def _people_words(page: Page) -> _Known:
    """Return the words of the names of several words and of sure single ones."""
    known = _Known({}, {})
    for find in page.finds:
        if find.label != "PERSON":
            continue
        words = [token for token in page.tokens[find.first : find.last] if token.capital]
        if len(words) < 2 and find.score < 0.9:
            continue
        known.add(page.tokens[find.first : find.last], find.score)
    return known


def recall_people(page: Page) -> None:
    """Claim words of a name that stand alone elsewhere."""
    known = _people_words(page)
    index = 0
    while index < len(page.tokens):
        token = page.tokens[index]
        index += 1
        if page.owner[index - 1] is not None or token.kind is not Kind.WORD:
            continue
        first = index - 1
        last = _recalled_end(page, first, known)
        if last == first:
            continue
        while last < len(page.tokens) and _goes_on(page, last, known):
            last += 1
        score = min(0.92, max(known.words.get(_key(word), 0.0) for word in page.tokens[first:last]))
        if page.claim(
            Find(
                first,
                last,
                "PERSON",
                "name-memory",
                score,
                "Part of a name that the text gives in full.",
            )
        ):
            index = last


def _recalled_end(page: Page, first: int, known: _Known) -> int:
    """Return the end of the known name word that begins at a token, ``first`` if there is none."""
    token = page.tokens[first]
    if token.text.lower() in PARTICLES:
        place = first + 1
        while page.word(place).lower() in PARTICLES | {"-"} and page.follows(place):
            place += 1
        before = tuple(page.words(first, place))
        near = token.capital or before in known.prefixes.get(folded(page.word(place)), ())
        near = near or (place == first + 2 and page.word(first + 1) == "-")
        return place + 1 if near and folded(page.word(place)) in known.words else first
    known_here = token.capital and _key(token) in known.words and _may_stand_alone(page, first)
    return first + 1 if known_here else first


def _goes_on(page: Page, index: int, known: _Known) -> bool:
    token = page.tokens[index]
    return (
        token.capital
        and page.owner[index] is None
        and page.follows(index)
        and _key(token) in known.words
    )


def _may_stand_alone(page: Page, index: int) -> bool:
    token = page.tokens[index]
    match = page.match_at(index)
    if match is not None and match.last - match.first > 1:
        return False
    if match is not None and match.term.label in {"GPE", "NORP"} and not match.term.unsure:
        return False
    if token.text in page.lexicon.common and token.first:
        return False
    return not (token.first and token.text.lower() in page.lower_words)


def recall_family_names(page: Page) -> None:
    """Claim family names that newswire uses alone, where the text gives no full name."""
    for index, token in enumerate(page.tokens):
        if not token.capital or page.owner[index] is not None or len(token.text) < 4:
            continue
        word = folded(_key(token))
        alone = not page.tokens[index + 1].capital if index + 1 < len(page.tokens) else True
        if word not in page.lexicon.sure_family_names or page.match_at(index) is not None:
            continue
        if not (alone or page.headline[index]):
            continue
        if not (token.first and word.lower() in page.lower_words):
            reason = "A family name that newswire often uses alone."
            page.claim(Find(index, index + 1, "PERSON", "family-name", 0.7, reason))


def recall_acronyms(page: Page) -> None:
    """Claim acronyms that stand in brackets after a name, there and wherever else they stand."""
    known: dict[str, Find] = {}
    for index in range(1, len(page.tokens) - 1):
        if page.word(index - 1) != "(" or page.word(index + 1) != ")" or index < 3:
            continue
        named = page.owner[index - 2]
        token = page.tokens[index]
        if named is not None and named.label in {"ORG", "OUTLET", "EVENT"} and token.capital:
            if named.last - named.first > 1 and sum(map(str.isupper, token.text)) > 1:
                known[token.text] = named
    for index, token in enumerate(page.tokens):
        named = known.get(token.text)
        if named is None:
            continue
        owner = page.owner[index]
        if owner is not None and owner.last - owner.first == 1 and owner.label != named.label:
            page.release(owner)
        reason = "An acronym that the text explains."
        page.claim(Find(index, index + 1, named.label, "acronym", 0.93, reason))


def find_explained(page: Page) -> None:
    """Claim capitalised words whose initials follow in brackets: "Kazakhstan Temir Zholy (KTZ)"."""
    for index in range(3, len(page.tokens) - 1):
        token = page.tokens[index]
        if page.word(index - 1) != "(" or page.word(index + 1) != ")" or not token.upper:
            continue
        first = _explanation(page, index - 1, token.text)
        if first == index - 1 or not page.free(first, index - 1):
            continue
        if page.match_at(first) is not None and page.match_at(first) is page.match_at(index - 2):
            continue
        if not set(page.words(first, index - 1)) & _NO_ORGANISATION:
            reason = "Its initials follow in brackets."
            page.claim(Find(first, index - 1, "ORG", "initials", 0.88, reason))


def _explanation(page: Page, last: int, acronym: str) -> int:
    """Return the first token of the words before ``last`` whose initials make an acronym."""
    letters = [letter for letter in acronym if letter.isalpha()]
    first = last
    while letters and first > 0 and page.follows(first):
        token = page.tokens[first - 1]
        if token.capital and folded(token.text)[0] == letters[-1]:
            letters.pop()
        elif token.text != "-" and token.text not in {
            "of",
            "for",
            "and",
            "the",
            "on",
            "in",
            "de",
            "&",
        }:
            break
        first -= 1
    return first if not letters and last - first > 1 else last


def recall_outlets(page: Page) -> None:
    """Claim other mentions of a dateline's outlet."""
    known = {
        " ".join(page.words(find.first, find.last))
        for find in page.finds
        if find.rule == "dateline-outlet" and find.last - find.first == 1
    }
    for index, token in enumerate(page.tokens):
        if token.text in known:
            owner = page.owner[index]
            if owner is not None and owner.rule.startswith("list-") and owner.label == "ORG":
                page.release(owner)
            reason = "The outlet of the dateline."
            page.claim(Find(index, index + 1, "OUTLET", "outlet-memory", 0.92, reason))


def recall_short_names(page: Page) -> None:
    """Claim "the Agency", "the Council" with a capital, where the text has the longer name."""
    known = {
        word
        for find in page.finds
        if find.label == "ORG" and find.last - find.first > 1
        for word in page.words(find.first, find.last)
        if word in page.lexicon.organisation_heads
    }
    ends = {
        page.word(find.first)[-1]
        for find in page.finds
        if find.label == "ORG" and find.last - find.first == 1 and page.tokens[find.first].upper
    }
    for index, token in enumerate(page.tokens):
        short = token.text in known or (
            token.text in page.lexicon.organisation_heads and token.text[0] in ends
        )
        if (
            short
            and token.capital
            and not token.first
            and page.word(index - 1) == "the"
            and not page.headline[index]
        ):
            reason = "Short for an organisation that the text names in full."
            page.claim(Find(index, index + 1, "ORG", "short-name", 0.7, reason))


def recall_names(page: Page) -> None:
    """Claim, in headlines and elsewhere, what was found in full before."""
    names: dict[tuple[str, ...], Find] = {}
    for find in page.finds:
        if (
            find.label in {"ORG", "FAC", "EVENT", "LOC", "GPE", "PERSON", "OUTLET"}
            and find.last - find.first > 1
        ):
            names.setdefault(tuple(page.words(find.first, find.last)), find)
    firsts = {words[0]: words for words in names}
    for index, token in enumerate(page.tokens):
        words = firsts.get(token.text)
        if words is None or page.owner[index] is not None:
            continue
        last = index + len(words)
        if tuple(page.words(index, last)) == words:
            find = names[words]
            reason = "The text has this name elsewhere."
            page.claim(Find(index, last, find.label, "name-memory", find.score - 0.02, reason))
