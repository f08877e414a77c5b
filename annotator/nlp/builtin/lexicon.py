"""The word lists of ``resources/gazetteers``, and quick look-up of terms in a text."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator import assets
from annotator.nlp.own_files import OwnList, label_of
from annotator.nlp.tokens import Token, tokenize
from annotator.nlp.view import reading_view

FOLDER = "gazetteers"
_UNSURE = "?"


def folded(word: str) -> str:
    """Return a word without its accents, as terms are compared."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.replace("ı", "i").replace("ø", "o"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text, divided at white space."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Term:
    """What a list says of a term.

    Attributes:
        label: The label of its list.
        unsure: Whether the word often means something else, so that the text must support it.
        own: Whether it comes from the user's own lists.
        source: Name of the list, without ending.
    """

    label: str
    unsure: bool
    own: bool
    source: str


class _Node:
    """One step of a term, token by token."""

    __slots__ = ("after", "term")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.term: Term | None = None


class TermTree:
    """Finds the longest term that begins at a token."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, words: str, term: Term, *, lower: bool = False) -> None:
        """Add a term; the first one added for the same words stays, own ones replace it."""
        node = self._root
        for token in tokenize(reading_view(words)):
            key = folded(token.text.lower() if lower else token.text)
            node = node.after.setdefault(key, _Node())
        if node is not self._root and (node.term is None or term.own):
            node.term = term

    def longest(
        self, tokens: Sequence[Token], first: int, *, lower: bool = False
    ) -> tuple[int, Term] | None:
        """Return the end and the term of the longest match that begins at ``first``.

        Args:
            tokens: The text.
            first: Index of the token to begin with.
            lower: Whether the tree holds lower-case terms and case is to be ignored.
        """
        node, found = self._root, None
        for index in range(first, len(tokens)):
            step = _step(node, tokens[index], lower=lower)
            if step is None:
                break
            node = step
            if node.term is not None:
                found = (index + 1, node.term)
        return found


def _step(node: _Node, token: Token, *, lower: bool) -> _Node | None:
    text = token.text
    step = node.after.get(folded(text.lower() if lower else text))
    if step is None and token.upper and not lower and len(text) > 3:
        step = node.after.get(folded(text.capitalize()))
    return step


def _lines(content: str) -> Iterator[str]:
    for line in content.splitlines():
        term = line.strip()
        if term and not term.startswith("#"):
            yield term


def _words(name: str) -> frozenset[str]:
    return frozenset(_lines(assets.read_text(f"{FOLDER}/{name}.txt")))


def plural(office: str) -> str:
    """Return the plural of an office: "adviser" gives "advisers", "spokesman" "spokesmen"."""
    head, _, of_what = office.partition(" of ")
    first, dash, rest = head.partition("-")
    if rest in {"general", "elect", "designate", "at-large", "in-chief", "in-waiting"}:
        head = f"{plural(first)}{dash}{rest}"
    elif head.endswith("man"):
        head = f"{head.removesuffix('man')}men"
    elif head.endswith("y") and head[-2:-1] not in set("aeo"):
        head = f"{head.removesuffix('y')}ies"
    elif head.endswith(("s", "ch")):
        head = f"{head}es"
    else:
        head = f"{head}s"
    return f"{head} of {of_what}" if of_what else head


class Lexicon:
    """All word lists, read once.

    Attributes:
        terms: Names with a label, from the files that begin with one.
        offices: Heads of roles, in lower case.
        honorifics: Words before a name that are no office.
    """

    def __init__(self, own: Sequence[OwnList] = ()) -> None:
        """Read the shipped lists.

        Args:
            own: The user's own lists, which overrule them.
        """
        self.terms = TermTree()
        for name in assets.names(FOLDER, ".txt"):
            if name[0].isupper():
                self._add(name, assets.read_text(f"{FOLDER}/{name}.txt"))
        for one in own:
            term = Term(one.label, unsure=False, own=True, source=one.name)
            for words in one.terms:
                self.terms.add(words, term)
        self.offices = TermTree()
        for office in _words("offices"):
            term = Term("ROLE", unsure=False, own=False, source="offices")
            self.offices.add(office, term, lower=True)
            self.offices.add(plural(office), term, lower=True)
        weak = _words("weak-offices")
        self.weak_offices = weak | {plural(office) for office in weak}
        self.role_modifiers = _words("role-modifiers")
        self.honorifics = self._tree("honorifics", lower=False)
        self.given_names = _folded_words("given-names")
        names = _folded_words("family-names")
        self.sure_family_names = frozenset(name for name in names if not name.startswith(_UNSURE))
        self.family_names = frozenset(name.removeprefix(_UNSURE) for name in names)
        self.organisation_heads = _words("organisation-heads")
        self.facility_heads = _words("facility-heads")
        self.place_heads = _words("place-heads")
        self.government_place_heads = _words("government-place-heads")
        self.event_heads = _words("event-heads")
        self.outlet_heads = _words("outlet-heads")
        self.no_organisations = _words("no-organisations")
        self.topics = _words("topic-words")
        self.common = _words("common-words")
        self.reporting = _words("reporting-verbs")
        self.no_nouns = _words("first-words") | _words("verb-forms")

    def _add(self, name: str, content: str) -> None:
        sure = Term(label_of(name), unsure=False, own=False, source=name)
        unsure = Term(label_of(name), unsure=True, own=False, source=name)
        for line in _lines(content):
            if line.startswith(_UNSURE):
                self.terms.add(line.removeprefix(_UNSURE), unsure)
            else:
                self.terms.add(line, sure)

    @staticmethod
    def _tree(name: str, *, lower: bool) -> TermTree:
        tree = TermTree()
        for line in _lines(assets.read_text(f"{FOLDER}/{name}.txt")):
            tree.add(line, Term(name, unsure=False, own=False, source=name), lower=lower)
        return tree


def _folded_words(name: str) -> frozenset[str]:
    words: Iterable[str] = _words(name)
    return frozenset(folded(word) for word in words)


_COMMON_ENDINGS = (
    "tion",
    "tions",
    "sion",
    "ment",
    "ments",
    "ness",
    "ship",
    "ships",
    "ism",
    "ists",
    "ity",
    "ities",
    "ance",
    "ence",
    "ics",
    "ical",
    "ional",
    "ary",
    "ative",
    "ously",
    "ings",
    "ology",
    "graphy",
    "less",
    "ful",
)


def looks_common(word: str) -> bool:
    """Return whether a word has the ending of a common English noun or adjective."""
    return len(word) > 5 and word.endswith(_COMMON_ENDINGS)
