"""Moving the borders of the current mark with the mouse."""

from enum import Enum

from PySide6.QtCore import QPointF

from annotator.domain import motion
from annotator.domain.extent import Extent
from annotator.ui.article.chunk import reads_right_to_left
from annotator.ui.article.marks import Mark
from annotator.ui.article.page import Page

ZONE_PX = 5.0


class Edge(Enum):
    """One border of a mark."""

    START = "start"
    END = "end"


def edge_at(page: Page, mark: Mark, point: QPointF) -> Edge | None:
    """Return the border of a mark that is within reach of a place."""
    rects = page.mark_rects(mark.id, page.seen(point.y() - 8, point.y() + 8))
    if not rects:
        return None
    first, last = rects[0], rects[-1]
    start_x, end_x = first.left(), last.right()
    if reads_right_to_left(mark.extent.slice(page.article.text)):
        start_x, end_x = first.right(), last.left()
    near: list[tuple[float, Edge]] = []
    for x, rect, edge in ((start_x, first, Edge.START), (end_x, last, Edge.END)):
        if abs(point.x() - x) <= ZONE_PX and rect.top() - 4 <= point.y() <= rect.bottom() + 4:
            near.append((abs(point.x() - x), edge))
    return min(near, key=lambda item: item[0])[1] if near else None


def moved(text: str, extent: Extent, edge: Edge, offset: int, *, exact: bool) -> Extent:
    """Return an extent with one border at an offset, or at the nearest border of a word.

    The border never passes the other one: at least one word, or one character, stays.
    """
    if not exact:
        offset = motion.nearest(motion.word_borders(text, offset), offset)
    if edge is Edge.START:
        start = min(offset, extent.end - 1)
        if not exact and start != offset:
            word = motion.word_at(text, extent.end - 1)
            start = max(extent.start, word.start) if word is not None else start
        made = Extent(max(0, start), extent.end)
    else:
        end = max(offset, extent.start + 1)
        if not exact and end != offset:
            word = motion.word_at(text, extent.start)
            end = min(extent.end, word.end) if word is not None else end
        made = Extent(extent.start, min(end, len(text)))
    return made if exact else made.trimmed(text) or made
