"""Which marks touch a stretch of text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from annotator.domain.extent import Extent


class _Placed(Protocol):
    @property
    def extent(self) -> Extent: ...


Item = TypeVar("Item", bound=_Placed)


class SpanIndex(Generic[Item]):
    """Items sorted by start, with the running maximum of their ends.

    The maximum never falls, so both borders of a query are found by bisection. Adding and removing
    move memory and repair the maximum only as far as it changes.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._items = sorted(items, key=lambda item: (item.extent.start, -item.extent.end))
        self._starts = [item.extent.start for item in self._items]
        self._furthest: list[int] = []
        furthest = 0
        for item in self._items:
            furthest = max(furthest, item.extent.end)
            self._furthest.append(furthest)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def add(self, item: Item) -> None:
        """Take in one more item."""
        place = bisect_right(self._starts, item.extent.start)
        self._items.insert(place, item)
        self._starts.insert(place, item.extent.start)
        before = self._furthest[place - 1] if place else 0
        self._furthest.insert(place, max(before, item.extent.end))
        self._repair(place + 1)

    def remove(self, item: Item) -> None:
        """Drop one item.

        Raises:
            ValueError: It is not here.
        """
        place = bisect_left(self._starts, item.extent.start)
        while place < len(self._items) and self._starts[place] == item.extent.start:
            if self._items[place] is item:
                del self._items[place], self._starts[place], self._furthest[place]
                self._repair(place)
                return
            place += 1
        raise ValueError(item)

    def overlapping(self, start: int, end: int) -> list[Item]:
        """Return the items that share a character with ``[start, end)``, by start, long first."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._furthest, start)
        return [item for item in self._items[first:last] if item.extent.end > start]

    def at(self, offset: int) -> list[Item]:
        """Return the items that cover the character at an offset."""
        return self.overlapping(offset, offset + 1)

    def _repair(self, place: int) -> None:
        """Recompute the maximum from a place on, until it is right already."""
        furthest = self._furthest[place - 1] if place else 0
        for index in range(place, len(self._items)):
            furthest = max(furthest, self._items[index].extent.end)
            if self._furthest[index] == furthest:
                return
            self._furthest[index] = furthest
