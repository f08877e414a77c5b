"""Spans of several sets that belong together."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from annotator.compare.matching import Place, Slots, best_pairs, merged, overlaps
from annotator.domain.review import SetTags, SpanTag

OTHER_LABEL_SHARE = 0.5
"""From which share of common characters on spans with other labels are the same thing."""
SAME_LABEL = 1.0
"""What the same label weighs beside the share of common characters, which is at most 1."""


def span_groups(sets: Sequence[SetTags]) -> list[Slots]:
    """Return what belongs together: one span of each set, ``None`` where it has none.

    What has the same place and label belongs together first. Of the rest, spans that share at
    least one character and have the same label, or share half of their characters under other
    labels, are paired so that the sum of :data:`SAME_LABEL` and shares is as high as possible.
    """
    groups, order = _same(sets)
    links: dict[tuple[int, int], float] = {}
    if len(groups) * len(sets) == sum(len(one.spans) for one in sets):
        return groups
    for one, other in combinations(range(len(sets)), 2):
        _link(groups, order, (one, other), links)
    return [slots for _, slots in merged(groups, order, links)] if links else groups


def _same(sets: Sequence[SetTags]) -> tuple[list[Slots], list[tuple[int, int, str, int]]]:
    """Return groups of spans with the same place and label, and for each what it says."""
    count = len(sets)
    found: dict[tuple[int, int, str, int], Slots] = {}
    for number, one in enumerate(sets):
        for next_span in one.spans:
            span, again = next_span, 0
            key = (span.start, span.end, span.label, again)
            slots = found.get(key)
            while slots is not None and slots[number] is not None:  # only in sources of suggestions
                if span.key < slots[number].key:
                    span, slots[number] = slots[number], span
                again += 1
                key = (span.start, span.end, span.label, again)
                slots = found.get(key)
            if slots is None:
                slots = found[key] = [None] * count
            slots[number] = span
    return list(found.values()), list(found)


def _link(
    groups: list[Slots],
    order: list[tuple[int, int, str, int]],
    pair: tuple[int, int],
    links: dict[tuple[int, int], float],
) -> None:
    """Add the best pairs of what one set has and the other has not."""
    one, other = pair
    left: list[Place] = []
    right: list[Place] = []
    for number, slots in enumerate(groups):
        mine, theirs = slots[one], slots[other]
        if theirs is None and mine is not None:
            left.append((mine.start, mine.end, number))
        elif mine is None and theirs is not None:
            right.append((theirs.start, theirs.end, number))
    weights: dict[tuple[int, int], float] = {}
    for mine, theirs, shared in overlaps(left, right):
        start, end, label, _ = order[mine]
        start_too, end_too, label_too, _ = order[theirs]
        share = shared / (end - start + end_too - start_too - shared)
        if label == label_too:
            weights[mine, theirs] = SAME_LABEL + share
        elif share >= OTHER_LABEL_SHARE:
            weights[mine, theirs] = share
    for mine, theirs in best_pairs(weights, order):
        links[min(mine, theirs), max(mine, theirs)] = weights[mine, theirs]


def extent_of(spans: Iterable[SpanTag]) -> tuple[int, int] | None:
    """Return the stretch from the first to the last character of spans, ``None`` of none."""
    places = [(span.start, span.end) for span in spans]
    if not places:
        return None
    return min(start for start, _ in places), max(end for _, end in places)
