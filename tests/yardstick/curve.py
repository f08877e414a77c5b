"""How much learning adds to the rules after 5, 10, 20, 50 articles, on stories left out."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.extent import Extent
from annotator.domain.learned import (
    FEWEST_ARTICLES,
    SECONDS,
    Example,
    LearnedModel,
    Lesson,
    stories,
)
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.learned.source import LearnedSource
from annotator.nlp.learned.training import train
from tests.yardstick.counting import Labelled, Score, exact, of_labels, total
from tests.yardstick.entities import LABELS
from tests.yardstick.gold import GoldArticle

SIZES = (5, 10, 20, 50)
SEEDS = 3
FOLDS = 5


@dataclass
class Point:
    """What learning from so many articles is worth, over all orders and all articles left out.

    Attributes:
        used: How often each label was switched on.
        lost: How often it was and lost, on the articles left out of that training.
        on_before: What the rules found of labels that were switched on.
        on_after: What learning found of them.
    """

    size: int
    rules: list[dict[str, Score]] = field(default_factory=list)
    learned: list[dict[str, Score]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    trained: list[int] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    on_before: dict[str, Score] = field(default_factory=dict)
    on_after: dict[str, Score] = field(default_factory=dict)

    def add(self, model: LearnedModel, before: dict[str, Score], after: dict[str, Score]) -> None:
        """Count one training."""
        self.rules.append(before)
        self.learned.append(after)
        self.seconds.append(model.seconds)
        self.bytes.append(model.size)
        self.trained.append(len(model.articles))
        for label in model.ways:
            self.used[label] = self.used.get(label, 0) + 1
            if after[label].f1 < before[label].f1:
                self.lost[label] = self.lost.get(label, 0) + 1
            self.on_before[label] = self.on_before.get(label, Score()) + before[label]
            self.on_after[label] = self.on_after.get(label, Score()) + after[label]

    def f1(self, label: str = "") -> tuple[float, float]:
        """Return F1 of the rules alone and with what was learned, over one or all labels."""
        names = [label] if label else LABELS
        return (
            total(scores[name] for scores in self.rules for name in names).f1,
            total(scores[name] for scores in self.learned for name in names).f1,
        )

    def losses(self) -> dict[str, float]:
        """Return labels that lost where they were switched on, all trainings together."""
        return {
            label: round(after.f1 - self.on_before[label].f1, 4)
            for label, after in self.on_after.items()
            if after.f1 < self.on_before[label].f1
        }

    def figures(self) -> dict[str, Any]:
        """Return the point as JSON."""
        before, after = self.f1()
        return {
            "articles": self.size,
            "learned_from": sorted(set(self.trained)),
            "rules": round(before, 4),
            "learned": round(after, 4),
            "labels": {label: [round(one, 4) for one in self.f1(label)] for label in LABELS},
            "switched_on": self.used,
            "trainings": len(self.seconds),
            "losses": self.losses(),
            "lost": self.lost,
            "seconds": round(max(self.seconds), 2),
            "bytes": max(self.bytes),
        }


def measure(
    rules: RuleSource,
    articles: Sequence[GoldArticle],
    sizes: Sequence[int] = SIZES,
    seeds: int = SEEDS,
    seconds: float = SECONDS,
) -> list[Point]:
    """Return a point for each size: whole stories are left out, the others learned from.

    Args:
        rules: What finds spans without learning.
        articles: The gold.
        sizes: Numbers of articles; where there are fewer, what there is.
        seeds: Orders of the stories; each learns from others and tries on others.
        seconds: CPU time of one training.
    """
    found = {article.id: _spans(rules.propose(article.text, article.zones)) for article in articles}
    told = stories([article.id for article in articles])
    points = []
    for size in sizes:
        point = Point(size)
        for seed in range(seeds):
            order = sorted(set(told))
            random.Random(seed).shuffle(order)
            for held_out in (set(order[place::FOLDS]) for place in range(FOLDS)):
                pool = [one for story in order for one in _of(articles, told, {story} - held_out)]
                tried = _of(articles, told, held_out)
                if tried and len(pool) >= FEWEST_ARTICLES:
                    _add(point, rules, pool[:size], tried, found, seconds)
        points.append(point)
        if size >= len(articles):
            break
    return [point for point in points if point.seconds]


def _of(
    articles: Sequence[GoldArticle], told: Sequence[int], wanted: Collection[int]
) -> list[GoldArticle]:
    """Return the articles of some stories."""
    return [one for one, story in zip(articles, told, strict=True) if story in wanted]


def _add(
    point: Point,
    rules: RuleSource,
    learned_from: Sequence[GoldArticle],
    tried: Sequence[GoldArticle],
    found: dict[str, list[Labelled]],
    seconds: float,
) -> None:
    examples = [
        Example(
            one.id,
            one.text,
            one.zones,
            tuple((Extent(span.start, span.end), span.label) for span in one.spans),
        )
        for one in learned_from
    ]
    lesson = Lesson(tuple(examples), LABELS, "yardstick", "", seconds=seconds)
    model = train(rules, lesson)
    source = LearnedSource(rules, model)
    before = {label: Score() for label in LABELS}
    after = dict(before)
    for one in tried:
        gold = [(span.start, span.end, span.label) for span in one.spans]
        looked = source.look(one.text, one.zones)
        learned = _spans(looked.spans)
        vetoed = {(extent.start, extent.end, label) for extent, label in looked.vetoed}
        for label in LABELS:
            wanted, ruled = of_labels(gold, [label]), of_labels(found[one.id], [label])
            kept = [span for span in ruled if span not in vetoed]
            ours = of_labels(learned, [label]) if label in model.ways else kept
            before[label] += exact(wanted, ruled)
            after[label] += exact(wanted, ours)
    point.add(model, before, after)


def _spans(proposals: Sequence[Any]) -> list[Labelled]:
    return [(one.extent.start, one.extent.end, one.label) for one in proposals]


def lines(points: Sequence[Point]) -> list[str]:
    """Return the points as a table."""
    head = f"{'articles':>8}{'rules':>8}{'learned':>9}{'gain':>8}{'CPU s':>8}{'KB':>6}"
    rows = [f"{head}{'on':>5}{'lost':>6}  switched on"]
    for point in points:
        before, after = point.f1()
        used = ", ".join(f"{label} {point.used[label]}" for label in LABELS if label in point.used)
        rows.append(
            f"{point.size:8}{before:8.3f}{after:9.3f}{after - before:+8.3f}"
            f"{max(point.seconds):8.1f}{max(point.bytes) // 1000:6}"
            f"{sum(point.used.values()):5}{sum(point.lost.values()):6}"
            f"  {used or 'none'} of {len(point.seconds)}; losses {point.losses() or 'none'}"
        )
    rows.append(f"{'label':>8}" + "".join(f"{point.size:>8} articles" for point in points))
    for label in LABELS:
        cells = [point.f1(label) for point in points]
        rows.append(
            f"{label:>8}" + "".join(f"{before:8.3f}{after:9.3f}" for before, after in cells)
        )
    return rows
