"""The learned model as a source of suggestions beside the rules."""

from collections.abc import Sequence
from typing import Final

from annotator.domain.article import Zone
from annotator.domain.learned import LearnedModel
from annotator.domain.suggestion import Findings, Proposal
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.learned.crf import Tagger
from annotator.nlp.learned.material import Knowledge
from annotator.nlp.learned.memory import Index, Memory, Recall, words_of
from annotator.nlp.learned.reading import Reading
from annotator.nlp.learned.results import (
    Found,
    rejected_before,
    vetoed_of,
)

PER: Final = 100
"""Doubt is given for so many tokens."""


class LearnedSource:
    """Proposes spans of the labels that a model is switched on for."""

    def __init__(self, rules: RuleSource, model: LearnedModel) -> None:
        """Take a model into use.

        Args:
            rules: What the model reads of.
            model: With its files.

        Raises:
            ValueError, TypeError, KeyError: Its memory cannot be read.
        """
        self._rules = rules
        self._name = model.source
        self._ways = model.ways
        self._names = dict(model.memory["names"])
        memory = Memory.read(model.memory["words"])
        self._known = Knowledge(frozenset(model.memory["outer"]), memory, Index(memory.tagged))
        self._recall = Recall(memory)
        self._tagger = Tagger(model.files)

    @property
    def name(self) -> str:
        """NAME/VERSION, as it is stored with each suggestion."""
        return self._name

    def propose(self, text: str, zones: Sequence[Zone] = ()) -> list[Proposal]:
        """Return what it would tag, in text order; nothing in boilerplate."""
        return list(self.look(text, zones).spans)

    def look(self, text: str, zones: Sequence[Zone] = ()) -> Findings:
        """Return what it would tag, and how many of a hundred tokens it expects to have wrong."""
        reading = Reading(self._rules, text, zones, self._names)
        found, doubt = self._known.found(reading.marked, self._known.prepare(reading), self._tagger)
        proposals = [
            _proposal(reading, one)
            for way, those in found.items()
            for one in those
            if self._ways.get(one.label) == way and not self._is_rejected(reading, one)
        ]
        proposals.sort(key=lambda one: (one.extent, one.label))
        vetoed = [
            (reading.extent(one.start, one.end), one.label)
            for one in vetoed_of(reading.marked, self._recall)
        ]
        doubt = PER * doubt / max(1, len(reading.marked.words))
        return Findings(tuple(proposals), doubt=doubt, vetoed=tuple(vetoed))

    def _is_rejected(self, reading: Reading, one: Found) -> bool:
        words = words_of(reading.marked.words, one.start, one.end)
        return rejected_before(self._recall, words, one.label)


def _proposal(reading: Reading, one: Found) -> Proposal:
    extent = reading.extent(one.start, one.end)
    return Proposal(extent, one.label, one.rule, one.score, one.reason)
