"""Which labels are switched on: those for which learning is a gain on articles left out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

from annotator.domain.learned import LEAST_GAIN, LabelFigures, Way
from annotator.nlp.learned.layers import Labelled

FEWEST_SPANS: Final = 25
"""A label that is tagged more rarely tells too little to be judged."""
SELDOM: Final = 0.1
"""Share of the rules' spans that a way may leave of a label that is never tagged."""
_SURE: Final = (3.08, 1.89, 1.64, 1.53, 1.48, 1.44, 1.41, 1.40, 1.38)
_SURE_OF_MANY: Final = 1.35
"""Standard errors by which a gain must be above nothing, so that it is none by chance nine times in
ten: Student's t, one-sided, for one degree of freedom and more; stories less one."""


@dataclass(frozen=True)
class Hits:
    """Counts of one way of finding the spans of one label."""

    gold: int = 0
    proposed: int = 0
    right: int = 0

    def __add__(self, other: "Hits") -> "Hits":
        return Hits(
            self.gold + other.gold, self.proposed + other.proposed, self.right + other.right
        )

    def __sub__(self, other: "Hits") -> "Hits":
        return Hits(
            self.gold - other.gold, self.proposed - other.proposed, self.right - other.right
        )

    @property
    def f1(self) -> float:
        """Exact F1, 0 where there is nothing to find and nothing found."""
        both = self.gold + self.proposed
        return 2 * self.right / both if both else 0.0


@dataclass
class Trial:
    """What each way found in articles that were not learned from.

    Attributes:
        hits: By way and label, of each part of the articles.
    """

    hits: dict[Way, dict[str, dict[int, Hits]]] = field(default_factory=dict)

    def add(self, part: int, way: Way, gold: Iterable[Labelled], found: Iterable[Labelled]) -> None:
        """Count what a way found in one article of a part."""
        wanted, offered = set(gold), set(found)
        labels = {label for _, _, label in wanted | offered}
        for label in labels:
            mine = {one for one in wanted if one[2] == label}
            ours = {one for one in offered if one[2] == label}
            hits = Hits(len(mine), len(ours), len(mine & ours))
            of_label = self.hits.setdefault(way, {}).setdefault(label, {})
            of_label[part] = of_label.get(part, Hits()) + hits

    def of(self, way: Way, label: str) -> dict[int, Hits]:
        """Return what a way found of a label, by part."""
        return self.hits.get(way, {}).get(label, {})

    def total(self, way: Way, label: str) -> Hits:
        """Return what a way found of a label."""
        return sum(self.of(way, label).values(), Hits())

    def together(self, ways: Mapping[str, Way], labels: Collection[str]) -> float:
        """Return exact F1 over labels, each found in its way; by the rules where none is given."""
        hits = (self.total(ways.get(label, Way.RULES), label) for label in labels)
        return sum(hits, Hits()).f1

    def judge(self, labels: Collection[str]) -> tuple[LabelFigures, ...]:
        """Return for each label which way is used, and why."""
        return tuple(self._judge(label) for label in labels)

    def _judge(self, label: str) -> LabelFigures:
        before = self.total(Way.RULES, label)
        ranked = sorted((Way.MODEL, Way.MEMORY), key=lambda way: -self.total(way, label).f1)
        best = self.total(ranked[0], label).f1
        why = ""
        for way in ranked:
            reason = self._against(way, label)
            if not reason:
                after = self.total(way, label).f1
                return LabelFigures(label, before.gold, before.f1, after, way, "used")
            why = why or reason
        return LabelFigures(label, before.gold, before.f1, best, Way.RULES, why)

    def _against(self, way: Way, label: str) -> str:
        """Return why a way is not used for a label, "" where it is."""
        before, after = self.total(Way.RULES, label), self.total(way, label)
        if not before.gold and before.proposed >= FEWEST_SPANS:
            return "" if after.proposed <= SELDOM * before.proposed else "never tagged"
        if before.gold < FEWEST_SPANS:
            return f"tagged fewer than {FEWEST_SPANS} times"
        gain = after.f1 - before.f1
        if gain < 0:
            return "the rules are better"
        if gain < LEAST_GAIN:
            return f"gains less than {LEAST_GAIN}"
        better, worse = self._parts(way, label)
        if better <= worse:
            return "gains only in some of the articles"
        return "" if gain > self._least(way, label) else "the gain may be chance"

    def _parts(self, way: Way, label: str) -> tuple[int, int]:
        """Return in how many parts of the articles a way is better than the rules, and worse."""
        rules, ours = self.of(Way.RULES, label), self.of(way, label)
        gains = [
            ours.get(part, Hits()).f1 - rules.get(part, Hits()).f1
            for part in rules.keys() | ours.keys()
        ]
        return sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)

    def _least(self, way: Way, label: str) -> float:
        """Return the gain that is hardly chance.

        By its standard error when one part at a time is left out (jackknife).
        """
        rules, ours = self.of(Way.RULES, label), self.of(way, label)
        parts = sorted(rules.keys() | ours.keys())
        before, after = self.total(Way.RULES, label), self.total(way, label)
        gains = [
            (after - ours.get(part, Hits())).f1 - (before - rules.get(part, Hits())).f1
            for part in parts
        ]
        if len(gains) < 2:
            return 1.0
        mean = sum(gains) / len(gains)
        spread = sum((gain - mean) ** 2 for gain in gains)
        error = sqrt((len(gains) - 1) / len(gains) * spread)
        freedom = len(gains) - 1
        return error * (_SURE[freedom - 1] if freedom <= len(_SURE) else _SURE_OF_MANY)
