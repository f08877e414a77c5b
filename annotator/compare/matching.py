"""Putting together what belongs together: best pairs of two sets, and groups over several."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Place: TypeAlias = tuple[int, int, int]
"""Start, end, and the number of what stands there."""
Weights: TypeAlias = Mapping[tuple[int, int], float]
"""How well the two of a pair fit, by their numbers; pairs that do not fit are not in it."""
Slots: TypeAlias = list[Any]
"""One thing of each set, ``None`` where it has none."""


def overlaps(left: Sequence[Place], right: Sequence[Place]) -> Iterator[tuple[int, int, int]]:
    """Give (number on the left, number on the right, shared characters) of all that overlap.

    A sweep over the text: the time grows with the overlaps that there are, not with all pairs.
    """
    waiting = sorted([(*place, 0) for place in left] + [(*place, 1) for place in right])
    under_way: tuple[list[Place], list[Place]] = ([], [])
    for start, end, number, side in waiting:
        others = under_way[1 - side]
        if others:
            others[:] = [place for place in others if place[1] > start]
            for _, other_end, other in others:
                shared = min(end, other_end) - start
                yield (number, other, shared) if side == 0 else (other, number, shared)
        under_way[side].append((start, end, number))


def best_pairs(weights: Weights, order: Sequence[Any]) -> list[tuple[int, int]]:
    """Return the pairs, each number in at most one, whose weights add up to the most.

    The optimal assignment (the Hungarian method in the form of Crouse 2016, as scipy has it), taken
    apart into what hangs together at all, so that a long article costs no more than its parts.

    Args:
        weights: All above 0; numbers on the left and on the right are different ones.
        order: For each number what it says. Ties are broken by it, so the same things give the
            same pairs whichever side they come from.
    """
    found: list[tuple[int, int]] = []
    for lefts, rights in _components(weights):
        lefts.sort(key=order.__getitem__)
        rights.sort(key=order.__getitem__)
        if len(lefts) == 1 or len(rights) == 1:
            pairs = [(left, right) for left in lefts for right in rights]
            found.append(max((pair for pair in pairs if pair in weights), key=weights.__getitem__))
        else:
            found += _assigned(lefts, rights, weights, order)
    return found


def _components(weights: Weights) -> Iterator[tuple[list[int], list[int]]]:
    """Give the left and right numbers of everything that hangs together."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for left, right in weights:
        neighbours[left].append(right)
        neighbours[right].append(left)
    lefts = {left for left, _ in weights}
    seen: set[int] = set()
    for first in neighbours:
        if first in seen:
            continue
        seen.add(first)
        waiting, members = [first], [first]
        while waiting:
            for other in neighbours[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    members.append(other)
        yield (
            [number for number in members if number in lefts],
            [number for number in members if number not in lefts],
        )


def _assigned(
    lefts: list[int], rights: list[int], weights: Weights, order: Sequence[Any]
) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    turned = [order[number] for number in rights] < [order[number] for number in lefts]
    rows, columns = (rights, lefts) if turned else (lefts, rights)

    def pair(row: int, column: int) -> tuple[int, int]:
        return (column, row) if turned else (row, column)

    table = [[weights.get(pair(row, column), 0.0) for column in columns] for row in rows]
    chosen = linear_sum_assignment(table, maximize=True)
    pairs = [
        pair(rows[row], columns[column])
        for row, column in zip(*(one.tolist() for one in chosen), strict=True)
    ]
    return [one for one in pairs if one in weights]


def merged(
    groups: list[Slots], order: Sequence[Any], links: Mapping[tuple[int, int], float]
) -> list[tuple[int, Slots]]:
    """Return the groups with those put together that linked pairs connect, best links first.

    Each comes with its number; one that was put together has that of what says the least.

    Two groups that both have something of one set stay apart. What comes out depends on the
    contents alone, not on the order of the sets: each group is all sets' tags of one content, and
    links of one weight follow one another by those contents.

    Args:
        groups: One slot for each set.
        order: For each group what it says.
        links: Numbers of two groups, and how well they fit.
    """
    root = list(range(len(groups)))

    def find(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    ordered = sorted(
        links,
        key=lambda pair: (-links[pair], *sorted((order[pair[0]], order[pair[1]]))),
    )
    for one, other in ordered:
        into, gone = sorted((find(one), find(other)), key=order.__getitem__)
        if into == gone or any(
            mine is not None and theirs is not None
            for mine, theirs in zip(groups[into], groups[gone], strict=True)
        ):
            continue
        groups[into] = [
            theirs if mine is None else mine
            for mine, theirs in zip(groups[into], groups[gone], strict=True)
        ]
        root[gone] = into
    return [(number, group) for number, group in enumerate(groups) if root[number] == number]
