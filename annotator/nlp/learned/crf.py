"""Sequence models, one for each layer: the only place where crfsuite is called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from tempfile import TemporaryDirectory
from typing import Any, Final

from annotator.nlp.learned.layers import LAYERS, OUT, Labelled, spans_of

_SETTINGS: Final = {
    "c1": 0.1,
    "c2": 0.05,
    "feature.possible_transitions": True,
    "feature.minfreq": 1,
}


@dataclass(frozen=True)
class Scored:
    """A span that a model finds, in tokens, with its probability."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True)
class Tagged:
    """What the models make of an article.

    Attributes:
        found: Their spans.
        likely: The probability of each span that they were asked about, where they can know it.
        doubt: How many of their marks are expected to be wrong.
    """

    found: Sequence[Scored]
    likely: Mapping[Labelled, float]
    doubt: float


@dataclass(frozen=True)
class Prepared:
    """One article, ready to be learned from or tagged.

    Attributes:
        sentences: As ranges of tokens.
        told: What is told of each token. Strings are shared between articles: as crfsuite keeps
            them they would take ten times the memory, so that is made only while it is needed.
    """

    sentences: Sequence[tuple[int, int]]
    told: Sequence[Sequence[str]]

    def items(self) -> Iterator[tuple[int, int, Any]]:
        """Yield first token and end of each sentence, with what crfsuite reads of it."""
        import pycrfsuite  # type: ignore[import-untyped]

        for start, end in self.sentences:
            yield start, end, pycrfsuite.ItemSequence(self.told[start:end])


def prepare(sentences: Sequence[tuple[int, int]], told: Iterable[Iterable[str]]) -> Prepared:
    """Return an article to learn from or to tag; ``told`` is of its tokens."""
    return Prepared(sentences, [tuple(map(intern, of_one)) for of_one in told])


Rows = Mapping[str, Sequence[str]]
"""B-, I- and O labels of all tokens of an article, by layer."""
Files = dict[str, bytes]
"""A crfsuite file for each layer."""
NONE_OUT: Final = -1
"""Number of no group: nothing is left out."""


def trained(
    articles: Sequence[Prepared],
    rows: Sequence[Rows],
    groups: Sequence[int],
    iterations: int,
    without: Iterable[int] = (NONE_OUT,),
) -> dict[int, Files]:
    """Train on articles, once for each group that is left out, one layer after the other.

    Args:
        articles: What is learned from.
        rows: What is tagged in each.
        groups: Number of the group of each.
        iterations: At most so many.
        without: Numbers of groups; of each, what all others teach is returned.
    """
    import pycrfsuite

    made: dict[int, Files] = {group: {} for group in without}
    with TemporaryDirectory() as folder:
        for layer in LAYERS:
            if not any(mark != OUT for of_one in rows for mark in of_one[layer]):
                continue
            trainer = pycrfsuite.Trainer("lbfgs", dict(_SETTINGS), verbose=False)
            for article, of_one, group in zip(articles, rows, groups, strict=True):
                for start, end, items in article.items():
                    trainer.append(items, of_one[layer][start:end], group)
            trainer.set("max_iterations", iterations)
            for group, files in made.items():
                path = Path(folder) / layer
                trainer.train(str(path), group)
                files[layer] = path.read_bytes()
    return made


class Tagger:
    """Finds spans with the models of some layers."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Open models that :class:`Trainer` has made."""
        import pycrfsuite

        self._files = dict(files)  # the taggers read from these bytes
        self._taggers: dict[str, Any] = {}
        self._marks: dict[str, frozenset[str]] = {}
        for layer, content in self._files.items():
            tagger = pycrfsuite.Tagger()
            tagger.open_inmemory(content)
            self._taggers[layer] = tagger
            self._marks[layer] = frozenset(tagger.labels())

    def tag(self, article: Prepared, asked: Rows) -> Tagged:
        """Return the spans of an article, and what is thought of those that are asked about."""
        found: list[Scored] = []
        likely: dict[Labelled, float] = {}
        doubt = 0.0
        for start, end, items in article.items():
            for layer, tagger in self._taggers.items():
                row = tagger.tag(items)
                sure = [tagger.marginal(mark, place) for place, mark in enumerate(row)]
                doubt += sum(1.0 - one for one in sure)
                found += _scored(row, sure, start)
                likely.update(self._likely(layer, asked[layer][start:end], start))
        return Tagged(found, likely, doubt)

    def _likely(
        self, layer: str, row: Sequence[str], offset: int
    ) -> Iterator[tuple[Labelled, float]]:
        """Yield the spans of a row of the sentence at hand with their probabilities."""
        known = self._marks[layer]
        for start, end, label in spans_of(row):
            sure = (
                self._taggers[layer].marginal(row[place], place) if row[place] in known else 0.0
                for place in range(start, end)
            )
            yield (offset + start, offset + end, label), min(sure)


def _scored(row: Sequence[str], sure: Sequence[float], offset: int) -> Iterator[Scored]:
    for start, end, label in spans_of(row):
        yield Scored(offset + start, offset + end, label, min(sure[start:end]))
