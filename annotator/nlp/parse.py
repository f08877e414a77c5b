"""What the rules ask a dependency parse: whose verb it is, and how far a noun phrase goes.

The parse comes from a pipeline that the user installed. Rules take it where there is one and do
without where there is none: see :class:`annotator.nlp.sources.ParsedRules`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.domain.extent import Extent

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj"})
_AGENTS = frozenset({"agent", "obl:agent"})
_SAME_SUBJECT = frozenset({"conj", "xcomp", "aux", "auxpass", "aux:pass"})
_RELATIVE = frozenset({"relcl", "acl:relcl"})
_RELATIVE_WORDS = frozenset({"who", "which", "that"})
_CUT = frozenset({"relcl", "acl:relcl", "acl", "appos", "punct", "conj", "cc", "parataxis"})
_MOST_STEPS = 6  # a chain of verbs is never longer; a broken parse may go round in circles


@dataclass(frozen=True, slots=True)
class ParsedToken:
    """One token of a dependency parse, in plain values.

    Attributes:
        head: Index of the token that it depends on; its own for the root of a sentence.
        relation: What it is to its head, in the pipeline's words: "nsubj".
        kind: Its part of speech, "" where the pipeline does not say.
    """

    start: int
    end: int
    head: int
    relation: str
    kind: str


class Parse(Protocol):
    """A dependency parse of one text; extents are those of the text."""

    def subject_of(self, verb: Extent) -> Extent | None:
        """Return the noun phrase of the subject of a verb, in the passive of its agent."""

    def noun_phrase_of(self, noun: Extent) -> Extent | None:
        """Return the noun phrase around some words, without relative clauses and appositions."""


class TokenParse:
    """A parse made of plain tokens, in Universal Dependencies' or spaCy's English relations."""

    def __init__(self, text: str, tokens: Sequence[ParsedToken]) -> None:
        self._text = text
        self._tokens = tokens
        self._starts = [token.start for token in tokens]
        self._children: list[list[int]] = [[] for _ in tokens]
        for index, token in enumerate(tokens):
            if token.head != index:
                self._children[token.head].append(index)

    def subject_of(self, verb: Extent) -> Extent | None:
        """Return the noun phrase of the subject of a verb, in the passive of its agent.

        A verb joined to another one has the subject of that one; "who" stands for the noun that
        its clause describes.
        """
        place = self._head(verb)
        for _ in range(_MOST_STEPS if place is not None else 0):
            if place is None:
                return None
            agent = self._agent(place)
            if agent is not None:
                return self._phrase(agent)
            own = self._child(place, _SUBJECTS)
            token = self._tokens[place]
            if own is not None:
                relative = token.relation in _RELATIVE and self._word(own) in _RELATIVE_WORDS
                return self._phrase(token.head if relative else own)
            if token.relation not in _SAME_SUBJECT or token.head == place:
                return None
            place = token.head
        return None

    def noun_phrase_of(self, noun: Extent) -> Extent | None:
        """Return the noun phrase around some words, without relative clauses and appositions."""
        place = self._head(noun)
        return self._phrase(place) if place is not None else None

    def _word(self, index: int) -> str:
        token = self._tokens[index]
        return self._text[token.start : token.end].lower()

    def _head(self, extent: Extent) -> int | None:
        """Return the token of an extent that depends on one outside, ``None`` for no token."""
        first = bisect_left(self._starts, extent.start)
        last = bisect_left(self._starts, extent.end)
        for index in range(first, last):
            head = self._tokens[index].head
            if head == index or not first <= head < last:
                return index
        return None

    def _child(self, index: int, relations: frozenset[str]) -> int | None:
        named = (one for one in self._children[index] if self._tokens[one].relation in relations)
        return next(named, None)

    def _agent(self, verb: int) -> int | None:
        """Return the noun behind "by", which spaCy hangs on "by" and others on the verb."""
        found = self._child(verb, _AGENTS)
        if found is None:
            return None
        return found if self._word(found) != "by" else self._child(found, frozenset({"pobj"}))

    def _phrase(self, head: int) -> Extent:
        """Return the words that hang on a noun, in one stretch around it."""
        inside, waiting = {head}, [head]
        while waiting:
            parent = waiting.pop()
            for child in self._children[parent]:
                relation = self._tokens[child].relation
                cut = relation in _CUT or (relation == "case" and parent == head)
                if not cut and child not in inside:
                    inside.add(child)
                    waiting.append(child)
        first = last = head
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        return Extent(self._tokens[first].start, self._tokens[last].end)
