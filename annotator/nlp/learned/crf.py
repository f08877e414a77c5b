"""Sequence models, one for each layer: the only place where crfsuite is called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from annotator.nlp.learned.layers import LAYERS, OUT, spans_of

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
class Prepared:
    """One article, ready to be learned from or tagged.

    Attributes:
        sentences: As ranges of tokens.
        items: What is told of the tokens of each sentence, as crfsuite keeps it.
        told: Number of what is told, over all tokens: what training costs goes by it.
    """

    sentences: Sequence[tuple[int, int]]
    items: Sequence[Any]
    told: int


def prepare(sentences: Sequence[tuple[int, int]], features: Sequence[Sequence[str]]) -> Prepared:
    """Return an article as crfsuite keeps it; features are of its tokens."""
    import pycrfsuite  # type: ignore[import-untyped]

    items = [pycrfsuite.ItemSequence(features[start:end]) for start, end in sentences]
    return Prepared(sentences, items, sum(map(len, features)))


Rows = Mapping[str, Sequence[str]]
"""B-, I- and O labels of all tokens of an article, by layer."""


class Trainer:
    """Trains on articles, with one group of them left out at a time."""

    def __init__(
        self, articles: Sequence[Prepared], rows: Sequence[Rows], groups: Sequence[int]
    ) -> None:
        """Take the articles in.

        Args:
            articles: What is learned from.
            rows: What is tagged in each.
            groups: Number of the group of each.
        """
        import pycrfsuite

        self._trainers: dict[str, Any] = {}
        for layer in LAYERS:
            if not any(mark != OUT for of_one in rows for mark in of_one[layer]):
                continue
            trainer = pycrfsuite.Trainer("lbfgs", dict(_SETTINGS), verbose=False)
            for article, of_one, group in zip(articles, rows, groups, strict=True):
                for (start, end), items in zip(article.sentences, article.items, strict=True):
                    trainer.append(items, of_one[layer][start:end], group)
            self._trainers[layer] = trainer

    def train(self, iterations: int, without: int = -1) -> dict[str, bytes]:
        """Return a crfsuite file for each layer.

        Args:
            iterations: At most so many.
            without: A group that is left out, -1 for none.
        """
        files = {}
        with TemporaryDirectory() as folder:
            for layer, trainer in self._trainers.items():
                path = Path(folder) / layer
                trainer.set("max_iterations", iterations)
                trainer.train(str(path), without)
                files[layer] = path.read_bytes()
        return files


class Tagger:
    """Finds spans with the models of some layers."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Open models that :class:`Trainer` has made."""
        import pycrfsuite

        self._files = dict(files)  # the taggers read from these bytes
        self._taggers: dict[str, Any] = {}
        for layer, content in self._files.items():
            tagger = pycrfsuite.Tagger()
            tagger.open_inmemory(content)
            self._taggers[layer] = tagger

    def tag(self, article: Prepared) -> tuple[list[Scored], float]:
        """Return the spans of an article, and how many of its marks are expected to be wrong."""
        found: list[Scored] = []
        doubt = 0.0
        for tagger in self._taggers.values():
            for (start, _), items in zip(article.sentences, article.items, strict=True):
                row = tagger.tag(items)
                sure = [tagger.marginal(mark, place) for place, mark in enumerate(row)]
                doubt += sum(1.0 - one for one in sure)
                found += _scored(row, sure, start)
        return found, doubt


def _scored(row: Sequence[str], sure: Sequence[float], offset: int) -> Iterator[Scored]:
    for start, end, label in spans_of(row):
        yield Scored(offset + start, offset + end, label, min(sure[start:end]))
