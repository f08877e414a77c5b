"""Worse rules and other conventions, to see what learning is worth where the rules are weak.

Our rules are good on our own gold, because we wrote both. An analyst's beat has names that no list
knows and conventions that no rule follows. A handicap cuts the lists, switches rules off, or tags
the gold otherwise: titles inside of names, dates with their prepositions, adjectives of countries
as the countries, organisations with their article, some spans forgotten.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

import pytest

from annotator.nlp.builtin import lexicon
from annotator.nlp.builtin.source import RuleSource
from tests.yardstick.entities import LABELS
from tests.yardstick.gold import GoldArticle, GoldSpan

_ALL: Final = 16**8
_PREPOSITIONS: Final = frozenset(
    ["on", "in", "since", "by", "during", "for", "from", "until", "at", "of", "before", "after"]
)
_ADJECTIVES: Final = ("an", "ese", "ish", "i", "n")
Tagging = Callable[[str, Sequence[GoldSpan]], Iterator[GoldSpan]]
"""Gives the spans of a text, tagged by another convention."""


def _share(salt: str, words: str) -> float:
    """Return a number from 0 to 1 that is always the same for the same words."""
    return int(sha256(f"{salt} {words}".encode()).hexdigest()[:8], 16) / _ALL


def titles_in_names(_text: str, spans: Sequence[GoldSpan]) -> Iterator[GoldSpan]:
    """Yield "President Kord" as one person, without the office."""
    offices = {span.end: span.start for span in spans if span.label == "ROLE"}
    before_names = {span.start - 1 for span in spans if span.label == "PERSON"}
    for span in spans:
        if span.label == "PERSON" and span.start - 1 in offices:
            yield replace(span, start=offices[span.start - 1])
        elif span.label != "ROLE" or span.end not in before_names:
            yield span


def prepositions_in_dates(text: str, spans: Sequence[GoldSpan]) -> Iterator[GoldSpan]:
    """Yield "on Monday" as a date."""
    return _with_word_before(text, spans, ("DATE",), _PREPOSITIONS)


def articles_in_organisations(text: str, spans: Sequence[GoldSpan]) -> Iterator[GoldSpan]:
    """Yield "the Union" as an organisation."""
    return _with_word_before(text, spans, ("ORG",), {"the"})


def _with_word_before(
    text: str, spans: Sequence[GoldSpan], labels: Iterable[str], words: Iterable[str]
) -> Iterator[GoldSpan]:
    for span in spans:
        word = text[: span.start].rpartition("\n")[2].removesuffix(" ").rpartition(" ")[2]
        start = span.start - len(word) - 1
        if span.label in labels and word.lower() in words and text[start:].startswith(f"{word} "):
            yield replace(span, start=start)
        else:
            yield span


def adjectives_as_places(text: str, spans: Sequence[GoldSpan]) -> Iterator[GoldSpan]:
    """Yield "Iranian" as a country."""
    for span in spans:
        words = text[span.start : span.end].lower()
        one = span.label == "NORP" and words.endswith(_ADJECTIVES)
        yield replace(span, label="GPE") if one else span


def forgotten(text: str, spans: Sequence[GoldSpan]) -> Iterator[GoldSpan]:
    """Yield nineteen of twenty spans: people are not perfect."""
    for span in spans:
        if _share(text[:40], f"{span.start} {span.label}") >= 0.05:
            yield span


@dataclass(frozen=True)
class Handicap:
    """One way in which rules are worse, or an analyst tags otherwise.

    Attributes:
        cut: Share of the lists that is not known.
        off: Rules that are switched off.
        taggings: How the gold is tagged otherwise, one after the other.
    """

    cut: float = 0.0
    off: Sequence[str] = ()
    taggings: Sequence[Tagging] = field(default_factory=tuple)

    def rules(self) -> RuleSource:
        """Return the rules as they are with this handicap."""
        with _cut_lists(self.cut):
            return RuleSource(off=self.off)

    def tagged(self, article: GoldArticle) -> GoldArticle:
        """Return an article as it is tagged with this handicap."""
        spans = [span for span in article.spans if span.label in LABELS]
        for tagging in self.taggings:
            spans = list(tagging(article.text, spans))
        return replace(article, spans=spans)


HANDICAPS: Final[Mapping[str, Handicap]] = {
    "none": Handicap(),
    "lists": Handicap(cut=0.6),
    "titles": Handicap(taggings=(titles_in_names, prepositions_in_dates)),
    "countries": Handicap(taggings=(adjectives_as_places, articles_in_organisations)),
    "rules": Handicap(
        off=("organisation-name", "event-name", "building-name", "outlet-name", "acronym")
    ),
    "beat": Handicap(
        cut=0.4,
        taggings=(titles_in_names, articles_in_organisations, forgotten),
    ),
}
"""By name, as ``python -m tests.evaluate --curve --handicap NAME`` takes them."""


@contextmanager
def _cut_lists(share: float) -> Iterator[None]:
    """Read lists without a share of their names, the same ones each time."""
    add, folded_words = lexicon.TermTree.add, lexicon._folded_words

    def add_some(
        tree: lexicon.TermTree, words: str, term: lexicon.Term, *, lower: bool = False
    ) -> None:
        if lower or _share("lists", words) >= share:
            add(tree, words, term, lower=lower)

    def some_words(name: str) -> frozenset[str]:
        return frozenset(word for word in folded_words(name) if _share("lists", word) >= share)

    with pytest.MonkeyPatch.context() as patch:
        if share:
            patch.setattr(lexicon.TermTree, "add", add_some)
            patch.setattr(lexicon, "_folded_words", some_words)
        yield
