"""``O``: the tags and suggestions that lie over one another, one after the other."""

from annotator.domain.extent import Extent
from annotator.ui.article.marks import Mark, MarkId
from annotator.ui.article.view import ArticleView


class Overlaps:
    """Goes round the marks that lie over one another where the caret or the current mark is.

    The round is the same until something else is chosen, so that long words of a frame with many
    names in them lead to each of the names and back.
    """

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._round: list[MarkId] = []
        self._last: MarkId | None = None

    def following(self, current: Mark | None) -> MarkId | None:
        """Return the mark after the current one, else the innermost at the caret."""
        if current is None:
            here = self._view.marks_at(self._view.caret)
            return here[0].id if here else None
        known = all(self._view.mark(key) is not None for key in self._round)
        if current.id != self._last or not known:
            self._round = [mark.id for mark in self._heap(current)]
        place = self._round.index(current.id)
        self._last = self._round[(place + 1) % len(self._round)]
        return self._last

    def _heap(self, mark: Mark) -> list[Mark]:
        """Return what lies over a mark, in text order.

        Names that overlap hang together directly or through others; the words of a frame join
        those that they share a character with and no further, or a quotation would gather all
        that the next one holds.
        """
        heap = {item.id: item for item in self._over(mark.extent)}
        if mark.is_entity:
            place, before = mark.extent, None
            while place != before:
                before = place
                names = [item for item in self._over(place) if item.is_entity]
                place = Extent(
                    min(item.extent.start for item in names),
                    max(item.extent.end for item in names),
                )
            heap.update((item.id, item) for item in self._over(place) if item.is_entity)
        return sorted(
            heap.values(), key=lambda item: (item.extent.start, -item.extent.end, item.label)
        )

    def _over(self, place: Extent) -> list[Mark]:
        found = self._view.table.overlapping(place.start, place.end)
        return [mark for mark in found if self._view.mark(mark.id) is mark]
