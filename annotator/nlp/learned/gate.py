"""Which labels are switched on: those for which learning is a sure gain on articles left out.

Learning has parts, the careful ones first: memory, the rules' spans changed where the model is
sure, the model alone. A label climbs from the rules one step at a time, and each step must prove
itself against where the label stands: by its gain in F1, and by what it changes.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from typing import Final

from annotator.domain.learned import LEAST_GAIN, LabelFigures, Way
from annotator.nlp.learned.layers import Labelled
from annotator.nlp.learned.memory import words_of

FEWEST_SPANS: Final = 15
"""A label that is tagged more rarely tells too little to be judged."""
SELDOM: Final = 0.1
"""Share of the rules' spans that a way may leave of a label that is never tagged."""
CHANCE: Final = 0.1
"""A step is taken if coins, thrown for each change, would fall as well only so often or less."""
STEPS: Final = (Way.MEMORY, Way.SURE, Way.MODEL)


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


@dataclass(frozen=True)
class Tried:
    """What was found of one article by models that had not learned from its story.

    Attributes:
        story: Its number.
        words: Its tokens.
        gold: What is tagged in it, in tokens.
        found: What each way found, in tokens.
    """

    story: int
    words: Sequence[str]
    gold: Collection[Labelled]
    found: Mapping[Way, Collection[Labelled]]

    def of(self, way: Way, label: str) -> set[Labelled]:
        """Return what a way found of a label."""
        return {one for one in self.found.get(way, ()) if one[2] == label}

    def hits(self, way: Way, label: str) -> Hits:
        """Return how much of a label a way found."""
        gold = {one for one in self.gold if one[2] == label}
        found = self.of(way, label)
        return Hits(len(gold), len(found), len(gold & found))

    def changes(self, lower: Way, upper: Way, label: str) -> Iterator[tuple[str, int]]:
        """Yield the words that two ways tag otherwise, and how much better the second one is.

        Spans that touch one another are one change: a corrected edge is no loss and gain.
        """
        before, after = self.of(lower, label), self.of(upper, label)
        places = sorted(before ^ after)
        start, end, better = 0, 0, 0
        for one in places:
            if one[0] >= end and end:
                yield words_of(self.words, start, end), better
                better = end = 0
            if not end:
                start = one[0]
            end = max(end, one[1])
            better += 1 if (one in after) == (one in self.gold) else -1
        if end:
            yield words_of(self.words, start, end), better


class Trial:
    """What each way found in articles that were not learned from."""

    def __init__(self, tried: Iterable[Tried]) -> None:
        self._tried = list(tried)

    def of(self, way: Way, label: str) -> dict[int, Hits]:
        """Return what a way found of a label, by story."""
        found: dict[int, Hits] = {}
        for one in self._tried:
            found[one.story] = found.get(one.story, Hits()) + one.hits(way, label)
        return found

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
        stands, why = Way.RULES, {}
        for step in STEPS:
            why[step] = self._against(stands, step, label)
            if not why[step]:
                stands = step
        before, after = self.total(Way.RULES, label), self.total(stands, label)
        if stands != Way.RULES:
            return LabelFigures(label, before.gold, before.f1, after.f1, stands, "used")
        best = max(reversed(STEPS), key=lambda step: self.total(step, label).f1)
        after = self.total(best, label)
        return LabelFigures(label, before.gold, before.f1, after.f1, stands, why[best])

    def _against(self, lower: Way, upper: Way, label: str) -> str:
        """Return why a label does not climb from one way to another, "" where it does."""
        before, after = self.total(lower, label), self.total(upper, label)
        if not before.gold:
            return self._against_none(upper, label)
        if before.gold < FEWEST_SPANS:
            return f"tagged fewer than {FEWEST_SPANS} times"
        gain = after.f1 - before.f1
        if gain < 0:
            return "the rules are better"
        if lower == Way.RULES and gain < LEAST_GAIN:
            return f"gains less than {LEAST_GAIN}"
        better, worse = self._stories(lower, upper, label)
        if better <= worse:
            return "gains only in some of the articles"
        if gain <= self._error(lower, upper, label) or self._chance(lower, upper, label) > CHANCE:
            return "the gain may be chance"
        return ""

    def _against_none(self, way: Way, label: str) -> str:
        """Return why a way is not used for a label that is never tagged, "" where it is."""
        before, after = self.total(Way.RULES, label), self.total(way, label)
        often = before.proposed >= FEWEST_SPANS
        return "" if often and after.proposed <= SELDOM * before.proposed else "never tagged"

    def _stories(self, lower: Way, upper: Way, label: str) -> tuple[int, int]:
        """Return in how many stories the second of two ways is better, and worse."""
        before, after = self.of(lower, label), self.of(upper, label)
        gains = [after[story].f1 - before[story].f1 for story in before]
        return sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)

    def _error(self, lower: Way, upper: Way, label: str) -> float:
        """Return the standard error of a gain: one story at a time is left out (jackknife)."""
        before, after = self.of(lower, label), self.of(upper, label)
        all_before, all_after = self.total(lower, label), self.total(upper, label)
        gains = [
            (all_after - after[story]).f1 - (all_before - before[story]).f1 for story in before
        ]
        count = len(gains)
        if count < 2:
            return 1.0
        mean = sum(gains) / count
        return sqrt((count - 1) / count * sum((gain - mean) ** 2 for gain in gains))

    def _chance(self, lower: Way, upper: Way, label: str) -> float:
        """Return how often coins would fall as well as the changes of a step (sign test).

        The same words in one story are one change, however often they stand there.
        """
        changed: Counter[tuple[int, str]] = Counter()
        for one in self._tried:
            for words, better in one.changes(lower, upper, label):
                changed[one.story, words] += better
        right = sum(better > 0 for better in changed.values())
        count = right + sum(better < 0 for better in changed.values())
        as_well = sum(comb(count, heads) for heads in range(right, count + 1))
        return float(as_well / 2**count)
