"""The rules as a spaCy pipeline of named components."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.article import Zone
from annotator.domain.suggestion import Findings, FrameProposal, Proposal
from annotator.errors import AnnotatorError
from annotator.nlp.builtin.datelines import read_bylines, read_datelines
from annotator.nlp.builtin.dates import find_dates
from annotator.nlp.builtin.groups import find_capital_acronyms, find_groups
from annotator.nlp.builtin.lexicon import Lexicon
from annotator.nlp.builtin.meetings import find_meetings
from annotator.nlp.builtin.memory import (
    find_explained,
    find_other_scripts,
    recall_acronyms,
    recall_family_names,
    recall_names,
    recall_outlets,
    recall_people,
    recall_short_names,
)
from annotator.nlp.builtin.own_rules import add_own_rules
from annotator.nlp.builtin.page import PAGE, Page
from annotator.nlp.builtin.parties import Parties
from annotator.nlp.builtin.people import find_named, find_titled
from annotator.nlp.builtin.places import (
    find_directions,
    find_leading_heads,
    find_named_after,
    find_nested,
    find_unknown_places,
)
from annotator.nlp.builtin.roles import find_roles
from annotator.nlp.builtin.stances import TopicBook, find_stances
from annotator.nlp.builtin.statements import find_statements
from annotator.nlp.builtin.statements.cues import cue_book
from annotator.nlp.builtin.statements.layout import Layout
from annotator.nlp.builtin.structures import find_structures
from annotator.nlp.builtin.terms import claim_own_terms, claim_terms, find_terms
from annotator.nlp.own_files import read_own
from annotator.nlp.parse import Parse
from annotator.nlp.tokens import Token, sentence_starts, tokenize
from annotator.nlp.view import reading_view, with_marks

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

BUILTIN = "builtin/3"
_FACTORY = "annotator_step"

Step = Callable[[Page], None]

STEPS: tuple[tuple[str, Step], ...] = (
    ("terms", find_terms),
    ("own_terms", claim_own_terms),
    ("dates", find_dates),
    ("datelines", read_datelines),
    ("bylines", read_bylines),
    ("initials", find_explained),
    ("directions", find_directions),
    ("leading_heads", find_leading_heads),
    ("structures", find_structures),
    ("named_after", find_named_after),
    ("groups", find_groups),
    ("titled_people", find_titled),
    ("people", find_named),
    ("term_claims", claim_terms),
    ("acronyms", recall_acronyms),
    ("outlets", recall_outlets),
    ("people_memory", recall_people),
    ("family_names", recall_family_names),
    ("unknown_places", find_unknown_places),
    ("short_names", recall_short_names),
    ("name_memory", recall_names),
    ("capital_acronyms", find_capital_acronyms),
    ("nested", find_nested),
    ("other_scripts", find_other_scripts),
    ("roles", find_roles),
)


class _Tokenizer:
    """Makes a ``Doc`` with the page in its user data.

    Only the user's own rules read the ``Doc`` itself. Where there are any it has our tokens and our
    sentences; else it is empty, for the words of a long text take a quarter of the memory.
    """

    def __init__(
        self, vocab: "Vocab", lexicon: Lexicon, off: frozenset[str], *, words: bool
    ) -> None:
        self._vocab = vocab
        self._words = words
        self._lexicon = lexicon
        self._off = off

    def __call__(self, view: str) -> "Doc":
        from spacy.tokens import Doc

        tokens = tokenize(view)
        doc = self._with_words(view, tokens) if self._words else Doc(self._vocab)
        doc.user_data[PAGE] = Page(view, tokens, self._lexicon, self._off)
        return doc

    def _with_words(self, view: str, tokens: list[Token]) -> "Doc":
        from spacy.tokens import Doc

        begins = set(sentence_starts(tokens))
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        end = 0
        for index, token in enumerate([*tokens, None]):
            gap = view[end : token.start if token else len(view)]
            if gap.startswith(" ") and spaces:
                spaces[-1] = True
                gap = gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
                starts.append(False)
            if token is not None:
                words.append(token.text)
                spaces.append(False)
                starts.append(index in begins)
                end = token.end
        return Doc(self._vocab, words=words, spaces=spaces, sent_starts=starts)


class _Component:
    """One step of the rules as spaCy calls it."""

    def __init__(self) -> None:
        self.step: Step | None = None

    def __call__(self, doc: "Doc") -> "Doc":
        if self.step is not None:
            self.step(doc.user_data[PAGE])
        return doc


def _make_component(nlp: "Language", name: str) -> _Component:  # noqa: ARG001 - spaCy passes them
    return _Component()


def build_pipeline(
    lexicon: Lexicon, off: Collection[str] = (), *, words: bool = False
) -> "Language":
    """Return the pipeline; each step has a name and can be left out with ``nlp.select_pipes``.

    Args:
        lexicon: The word lists.
        off: Names of the rules that find nothing.
        words: Whether its documents have words, which only the user's own rules read.
    """
    import spacy
    from spacy.language import Language

    Language.factory(_FACTORY, func=_make_component)
    nlp = spacy.blank("en")
    nlp.tokenizer = _Tokenizer(nlp.vocab, lexicon, frozenset(off), words=words)
    for name, step in STEPS:
        component = nlp.add_pipe(_FACTORY, name=name)
        if isinstance(component, _Component):
            component.step = step
    return nlp


class RuleSource:
    """The built-in source: always there, on every machine."""

    def __init__(
        self,
        lists: Path | Sequence[Path] | None = None,
        *,
        labels: Collection[str] = (),
        off: Collection[str] = (),
        topics: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Read the lists and build the pipeline: about two seconds.

        Args:
            lists: Folders with the user's own lists and rules: see :mod:`annotator.nlp.own_files`.
            labels: The labels that these may name; any where none are given.
            off: Names of the rules that are switched off.
            topics: The codebook of stances: topics with their keywords.
        """
        self.topics = TopicBook(topics or {})
        folders = [lists] if isinstance(lists, Path) else list(lists or ())
        own = read_own(folders, labels)
        self._nlp = build_pipeline(Lexicon(own.lists), off, words=bool(own.rules))
        rules = add_own_rules(self._nlp, own.rules)
        self.problems: tuple[AnnotatorError, ...] = (*own.problems, *rules)
        """What is wrong with the user's own files, each with file and line."""

    @property
    def name(self) -> str:
        """NAME/VERSION, as it is stored with each suggestion."""
        return BUILTIN

    def propose(self, text: str, zones: Sequence[Zone] = ()) -> list[Proposal]:
        """Return what the rules would tag, in text order; nothing in boilerplate."""
        with self._nlp.memory_zone():
            return self._page(text, zones).proposals()

    def look(self, text: str, zones: Sequence[Zone] = (), parse: Parse | None = None) -> Findings:
        """Return the spans that the rules would tag and the frames that they would make.

        Args:
            text: The article.
            zones: Its zones.
            parse: Its parse, which names speakers that the rules do not find or are not sure of.
        """
        with self._nlp.memory_zone():
            page = self._page(text, zones, parse)
            spans = page.proposals()
            doubt = 100 * sum(1 - one.score for one in spans) / max(1, len(page.tokens))
            return Findings(tuple(spans), tuple(self._frames(page)), doubt)

    def _frames(self, page: Page) -> list[FrameProposal]:
        """Return the frames of a page: statements, meetings, stances."""
        statements = find_statements(page)
        layout = Layout(page, cue_book())
        parties = Parties(layout)
        return [
            *statements,
            *find_meetings(layout, parties, statements),
            *find_stances(layout, parties, statements, self.topics),
        ]

    def page(self, text: str, zones: Sequence[Zone] = ()) -> Page:
        """Return a page with everything that the steps find."""
        with self._nlp.memory_zone():
            return self._page(text, zones)

    def _page(self, text: str, zones: Sequence[Zone], parse: Parse | None = None) -> Page:
        view = reading_view(text, zones)
        self._nlp.max_length = max(self._nlp.max_length, len(view) + 1)
        doc = self._nlp.make_doc(view)
        page: Page = doc.user_data[PAGE]
        page.parse = parse
        self._nlp(doc)
        page.marks = with_marks(view, text)
        return page
