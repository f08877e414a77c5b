"""Precision, recall and F1 of proposed spans against gold spans."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Labelled = tuple[int, int, str]


@dataclass(frozen=True)
class Score:
    """Counts of one comparison.

    For exact matches ``hits`` of gold and proposed are the same number; for overlaps they differ,
    because two proposed spans may overlap one gold span.
    """

    gold: int = 0
    proposed: int = 0
    gold_hit: int = 0
    proposed_hit: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.gold + other.gold,
            self.proposed + other.proposed,
            self.gold_hit + other.gold_hit,
            self.proposed_hit + other.proposed_hit,
        )

    @property
    def precision(self) -> float:
        return self.proposed_hit / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        return self.gold_hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def exact(gold: Iterable[Labelled], proposed: Iterable[Labelled]) -> Score:
    """Compare by start, end and label."""
    wanted, offered = set(gold), set(proposed)
    hits = len(wanted & offered)
    return Score(len(wanted), len(offered), hits, hits)


def overlap(gold: Iterable[Labelled], proposed: Iterable[Labelled]) -> Score:
    """Compare by label and at least one shared character."""
    wanted, offered = set(gold), set(proposed)
    return Score(len(wanted), len(offered), _touched(wanted, offered), _touched(offered, wanted))


def _touched(spans: set[Labelled], others: set[Labelled]) -> int:
    return sum(
        any(
            start < other_end and other_start < end and label == other_label
            for other_start, other_end, other_label in others
        )
        for start, end, label in spans
    )


def of_labels(spans: Iterable[Labelled], labels: Iterable[str]) -> list[Labelled]:
    """Return the spans that have one of the labels."""
    wanted = set(labels)
    return [span for span in spans if span[2] in wanted]


def total(scores: Iterable[Score]) -> Score:
    """Add scores up (micro average)."""
    return sum(scores, Score())


def commonest(missed: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """Return (label, words) pairs by how often they were missed."""
    return Counter(missed).most_common()


def by_label(
    articles: Sequence[tuple[Sequence[Labelled], Sequence[Labelled]]], labels: Sequence[str]
) -> Mapping[str, tuple[Score, Score]]:
    """Return exact and overlap scores of each label over several articles."""
    return {
        label: (
            total(
                exact(of_labels(gold, [label]), of_labels(ours, [label])) for gold, ours in articles
            ),
            total(
                overlap(of_labels(gold, [label]), of_labels(ours, [label]))
                for gold, ours in articles
            ),
        )
        for label in labels
    }
