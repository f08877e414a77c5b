"""Nested spans as rows of labels, one row for each layer, as a sequence model needs them.

Three layers: *outer* for labels that usually hold others (offices), *names* for the outermost of
all other labels, which compete with one another, and *inner* for names within names. Which labels
hold others is read from the articles that are learned from: no scheme is built in.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

Labelled = tuple[int, int, str]
"""Start, end and label; in this package mostly of tokens, end exclusive."""
OUTER, NAMES, INNER = "outer", "names", "inner"
LAYERS = (OUTER, NAMES, INNER)
OUT = "O"
HOLDS_OTHERS = 0.25
"""Share of a label's spans with others inside from which the label has a layer of its own."""


def holding(articles: Iterable[Collection[Labelled]]) -> frozenset[str]:
    """Return the labels whose spans often hold spans of other labels."""
    seen: Counter[str] = Counter()
    holds: Counter[str] = Counter()
    for spans in articles:
        ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
        seen.update(label for _, _, label in ordered)
        for place, (_, end, label) in enumerate(ordered):
            following = ordered[place + 1] if place + 1 < len(ordered) else None
            if following is not None and following[1] <= end and following[2] != label:
                holds[label] += 1
    return frozenset(label for label, count in seen.items() if holds[label] >= HOLDS_OTHERS * count)


def layered(spans: Iterable[Labelled], outer: Collection[str], length: int) -> dict[str, list[str]]:
    """Return one row of B-, I- and O labels for each layer.

    A span that overlaps another one of every layer it may stand in is left out, the shorter first.

    Args:
        spans: In tokens.
        outer: Labels of the outer layer.
        length: Number of tokens.
    """
    rows = {layer: [OUT] * length for layer in LAYERS}
    for start, end, label in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        for layer in (OUTER if label in outer else NAMES, INNER):
            row = rows[layer]
            if all(mark == OUT for mark in row[start:end]):
                row[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
                break
    return rows


def spans_of(row: Sequence[str]) -> list[Labelled]:
    """Return the spans that a row of labels stands for; an I- after something else begins one."""
    found: list[Labelled] = []
    begin = 0
    for place, (before, mark) in enumerate(pairwise((OUT, *row, OUT))):
        if before != OUT and mark != f"I-{before[2:]}":
            found.append((begin, place, before[2:]))
        if mark != OUT and (mark[0] == "B" or before[2:] != mark[2:]):
            begin = place
    return found
