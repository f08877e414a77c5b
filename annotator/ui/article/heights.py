"""How high the pieces of a text are, and where each begins."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

GROUP = 512
_SAMPLE = 128

Guess = Callable[[range], Sequence[int]]
"""Gives the heights of some pieces before they are set."""


class Heights:
    """Heights of all pieces of a text, guessed until each is set.

    Sums are kept by groups of pieces, so that one place among hundreds of thousands takes
    microseconds; a group that nobody has looked into is judged by a few of its pieces.
    """

    def __init__(self, count: int, guess: Guess) -> None:
        self._count = count
        self._guess = guess
        groups = [self._range(start) for start in range(0, count, GROUP)]
        self._groups: list[list[int] | None] = [None] * len(groups)
        self._sums = [_judged(guess(group[::_SAMPLE]), len(group)) for group in groups]
        self._ends: list[int] | None = None

    @property
    def total(self) -> int:
        """Height of all pieces."""
        ends = self._group_ends()
        return ends[-1] if ends else 0

    def of(self, number: int) -> int:
        """Return the height of a piece."""
        return self._group(number // GROUP)[number % GROUP]

    def top(self, number: int) -> int:
        """Return where a piece begins."""
        group, place = divmod(number, GROUP)
        inside = sum(self._group(group)[:place])
        return inside + (self._group_ends()[group - 1] if group else 0)

    def at(self, y: float) -> int:
        """Return the piece at a height; the first or last one beyond the ends."""
        group = self._group_at(y)
        while self._groups[group] is None:  # once it is known, the height may be in another one
            self._group(group)
            group = self._group_at(y)
        heights = self._group(group)
        inner = y - (self._group_ends()[group - 1] if group else 0)
        place = min(bisect_right(list(accumulate(heights)), inner), len(heights) - 1)
        return group * GROUP + place

    def set(self, number: int, height: int) -> None:
        """Take the height of a piece that was set."""
        group, place = divmod(number, GROUP)
        heights = self._group(group)
        if heights[place] != height:
            self._sums[group] += height - heights[place]
            heights[place] = height
            self._ends = None

    def _range(self, start: int) -> range:
        return range(start, min(start + GROUP, self._count))

    def _group_at(self, y: float) -> int:
        return min(bisect_right(self._group_ends(), y), len(self._groups) - 1)

    def _group(self, group: int) -> list[int]:
        heights = self._groups[group]
        if heights is None:
            heights = self._groups[group] = list(self._guess(self._range(group * GROUP)))
            self._sums[group] = sum(heights)
            self._ends = None
        return heights

    def _group_ends(self) -> list[int]:
        if self._ends is None:
            self._ends = list(accumulate(self._sums))
        return self._ends


def _judged(sample: Sequence[int], count: int) -> int:
    return sum(sample) * count // len(sample)
