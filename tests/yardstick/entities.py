"""Entities: exact and overlap scores by label, the precision of each rule, misses in context."""

from collections.abc import Sequence
from typing import Any

from annotator.domain.suggestion import Proposal
from tests.yardstick import counting
from tests.yardstick.counting import Labelled
from tests.yardstick.gold import Looked
from tests.yardstick.part import as_figures, in_context

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "ROLE", "OUTLET", "DATE", "EVENT", "FAC")
CORE = ("PERSON", "GPE", "NORP", "DATE")
NEWSWIRE = ("PERSON", "NORP", "GPE", "LOC", "ORG", "FAC", "DATE")
Figures = dict[str, dict[str, dict[str, float | int]]]


def gold_of(looked: Looked) -> list[Labelled]:
    """Return the entity spans of the gold."""
    return [(s.start, s.end, s.label) for s in looked.article.spans if s.label in LABELS]


def ours_of(looked: Looked) -> list[Labelled]:
    """Return the entity spans that were found."""
    return [_labelled(found) for found in _entities(looked)]


def _entities(looked: Looked) -> list[Proposal]:
    return [found for found in looked.findings.spans if found.label in LABELS]


def _labelled(found: Proposal) -> Labelled:
    return (found.extent.start, found.extent.end, found.label)


def score_entities(articles: Sequence[Looked]) -> Figures:
    """Return exact and overlap scores by label, in total, and of labels together."""
    pairs = [(gold_of(looked), ours_of(looked)) for looked in articles]
    rows = dict(counting.by_label(pairs, LABELS))
    groups = (
        ("PERSON+GPE+NORP+DATE", CORE),
        ("world newswire labels", NEWSWIRE),
        ("total", LABELS),
    )
    for name, labels in groups:
        rows[name] = (
            counting.total(rows[label][0] for label in labels),
            counting.total(rows[label][1] for label in labels),
        )
    return {
        name: {"exact": as_figures(exact), "overlap": as_figures(overlap)}
        for name, (exact, overlap) in rows.items()
    }


def table(figures: Figures) -> list[str]:
    """Return the scores as lines."""
    head = f"{'entities':22}{'exact P':>8}{'R':>7}{'F1':>7}{'overlap P':>11}{'R':>7}{'F1':>7}{'gold':>7}"
    rows = []
    for name, kinds in figures.items():
        exact, overlap = kinds["exact"], kinds["overlap"]
        rows.append(
            f"{name:22}{exact['precision']:8.3f}{exact['recall']:7.3f}{exact['f1']:7.3f}"
            f"{overlap['precision']:11.3f}{overlap['recall']:7.3f}{overlap['f1']:7.3f}{exact['gold']:7}"
        )
    return [head, *rows]


def by_rule(articles: Sequence[Looked]) -> list[tuple[str, str, int, float, float]]:
    """Return label, rule, number of proposals, precision and mean score of each rule."""
    counts: dict[tuple[str, str], list[tuple[bool, float]]] = {}
    for looked in articles:
        gold = set(gold_of(looked))
        for found in _entities(looked):
            hit = (_labelled(found) in gold, found.score)
            counts.setdefault((found.label, found.rule), []).append(hit)
    return [
        (
            label,
            rule,
            len(hits),
            sum(hit for hit, _ in hits) / len(hits),
            sum(score for _, score in hits) / len(hits),
        )
        for (label, rule), hits in sorted(counts.items())
    ]


def misses(articles: Sequence[Looked], number: int) -> list[str]:
    """Return lines for spans that are missing and spans too many, most frequent words first."""
    lines = []
    for sign, what in (("-", "missed"), ("+", "too many")):
        places: dict[tuple[str, str], list[str]] = {}
        for looked in articles:
            gold, ours = set(gold_of(looked)), set(ours_of(looked))
            text = looked.article.text
            for start, end, label in sorted(gold - ours if sign == "-" else ours - gold):
                places.setdefault((label, text[start:end]), []).append(
                    f"{looked.article.id}: {in_context(text, start, end)}"
                )
        ranked = sorted(places.items(), key=lambda item: -len(item[1]))[:number]
        lines.append(f"{what}: {sum(map(len, places.values()))}")
        lines.extend(f"{sign} {len(seen)} {label:7}{seen[0]}" for (label, _), seen in ranked)
    return lines


def json_rules(articles: Sequence[Looked]) -> list[dict[str, Any]]:
    """Return the rules as JSON."""
    names = ("label", "rule", "proposed", "precision", "score")
    return [dict(zip(names, row, strict=True)) for row in by_rule(articles)]
