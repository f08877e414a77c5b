"""An article as a model reads it: its tokens by sentence, and what the rules say of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern

from annotator.domain.article import Zone
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.learned.layers import Labelled
from annotator.nlp.tokens import Kind, sentence_starts

LONGEST_SENTENCE = 200
"""Tokens; a longer one is read in pieces, so that time stays linear in the length of a text."""


@dataclass(frozen=True)
class Ruled:
    """A proposal of the rules, in tokens."""

    start: int
    end: int
    label: str
    rule: str
    score: float
    reason: str

    @property
    def place(self) -> Labelled:
        """Return start, end and label."""
        return (self.start, self.end, self.label)


@dataclass(frozen=True)
class Marked:
    """The words of an article with what the rules propose: a small part of a reading.

    Attributes:
        words: The texts of the tokens; line ends are tokens too.
        ruled: What the rules propose, in tokens.
    """

    words: Sequence[str]
    ruled: Sequence[Ruled]

    def proposed(self) -> list[Labelled]:
        """Return what the rules propose, in tokens."""
        return [one.place for one in self.ruled]


class Reading:
    """One article, read by the rules.

    Attributes:
        page: Its tokens with what the lists say of them.
        marked: Their texts, and what the rules propose.
    """

    def __init__(
        self,
        rules: RuleSource,
        text: str,
        zones: Sequence[Zone] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Read an article.

        Args:
            rules: The built-in source.
            text: The article.
            zones: Nothing is read in boilerplate.
            names: What the labels of the rules are called in the scheme, where it is otherwise.
        """
        self._names = names or {}
        self.page: Page = rules.page(text, zones)
        self._first = {token.start: place for place, token in enumerate(self.page.tokens)}
        self._last = {token.end: place + 1 for place, token in enumerate(self.page.tokens)}
        self.marked = Marked(
            [intern(token.text) for token in self.page.tokens],
            list(self._ruled(self.page.proposals())),
        )

    def _ruled(self, proposals: Sequence[Proposal]) -> Iterator[Ruled]:
        for one in proposals:
            place = self.tokens_of(one.extent)
            if place is not None:
                label = self._names.get(one.label, one.label)
                yield Ruled(*place, label, one.rule, one.score, one.reason)

    def tokens_of(self, extent: Extent) -> tuple[int, int] | None:
        """Return a stretch of the text in tokens, ``None`` where its edges are no tokens'."""
        start, end = self._first.get(extent.start), self._last.get(extent.end)
        return (start, end) if start is not None and end is not None and start < end else None

    def in_tokens(self, spans: Sequence[tuple[Extent, str]]) -> list[Labelled]:
        """Return spans in tokens, those whose edges are tokens'."""
        found = []
        for extent, label in spans:
            place = self.tokens_of(extent)
            if place is not None:
                found.append((*place, label))
        return found

    def extent(self, start: int, end: int) -> Extent:
        """Return tokens as a stretch of the text."""
        return Extent(self.page.tokens[start].start, self.page.tokens[end - 1].end)

    def sentences(self) -> list[tuple[int, int]]:
        """Return the sentences as ranges of tokens, without line ends."""
        tokens = self.page.tokens
        found: list[tuple[int, int]] = []
        starts = [*sentence_starts(tokens), len(tokens)]
        for begin, until in pairwise(starts):
            end = until
            while end > begin and tokens[end - 1].kind is Kind.GAP:
                end -= 1
            found += [
                (start, min(start + LONGEST_SENTENCE, end))
                for start in range(begin, end, LONGEST_SENTENCE)
            ]
        return found
