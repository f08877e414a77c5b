"""Painting of the article: grounds and lines below the text, chips and rings above it."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from annotator.domain.extent import Extent
from annotator.ui.article.chunk import ChunkOps
from annotator.ui.article.inks import RADIUS, Inks
from annotator.ui.article.mark_table import Member
from annotator.ui.article.marks import FrameMark, MarkId
from annotator.ui.article.page import Page, SeenBlock

_FRAGMENTS_APART = 300
_HIT_TINT, _HIT_EDGE = 30, 110  # over 255; seen on paper and on every ground


@dataclass(slots=True)
class Shown:
    """What is picked out at the moment.

    Attributes:
        current: The mark with the ring.
        frame: The frame that shows its roles.
        hits: Places that a search found, by start.
        hit: The one it stands at.
    """

    current: MarkId | None = None
    frame: MarkId | None = None
    hits: Sequence[Extent] = field(default_factory=tuple)
    hit: Extent | None = None


def paint_below(painter: QPainter, page: Page, seen: list[SeenBlock], shown: Shown) -> None:
    """Paint what lies under the letters and under the selection."""
    painter.setPen(Qt.PenStyle.NoPen)
    frame = page.table.frame(shown.frame)
    if frame is not None:
        _paint_tint(painter, page, seen, frame)
    boxed = _boxed(page, frame)
    for item in seen:
        painter.translate(item.left, item.top)
        for ops in page.chunks(item):
            paint_grounds(painter, ops, page.inks, boxed)
        painter.translate(-item.left, -item.top)
    _paint_hits(painter, page, seen, shown)


def paint_above(painter: QPainter, page: Page, seen: list[SeenBlock], shown: Shown) -> None:
    """Paint what lies over the letters."""
    frame = page.table.frame(shown.frame)
    if frame is not None:
        _paint_roles(painter, page, seen, frame)
    if shown.current is not None:
        _paint_ring(painter, page, seen, shown.current)
    painter.setFont(page.inks.chip_font)
    for item in seen:
        painter.translate(item.left, item.top)
        for ops in page.chunks(item):
            for place, text, ink in ops.chips:
                painter.setPen(page.inks.ink(ink))
                painter.drawText(place, text)
        painter.translate(-item.left, -item.top)


def _boxed(page: Page, frame: FrameMark | None) -> Collection[MarkId]:
    """Return the fillers of a suggested frame, whose own boxes would double those of its roles."""
    if frame is None or not frame.pending:
        return ()
    return {item.mark.id for item in page.table.members(frame.id) if not item.anchor}


def paint_grounds(
    painter: QPainter, ops: ChunkOps, inks: Inks, boxed: Collection[MarkId] = ()
) -> None:
    """Paint grounds, lines and dashed boxes of some lines, but those that are boxed otherwise."""
    painter.setPen(Qt.PenStyle.NoPen)
    for label, rect in ops.grounds:
        painter.setBrush(inks.ground(label))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
    for kind, pending, line in ops.lines:
        painter.setPen(inks.underline(kind, pending=pending))
        painter.drawLine(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for label, rect, mark_id in ops.boxes:
        if mark_id not in boxed:
            painter.setPen(inks.box(label))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _paint_hits(painter: QPainter, page: Page, seen: list[SeenBlock], shown: Shown) -> None:
    if not shown.hits or not seen:
        return
    first = page.article.starts[seen[0].number]
    last = page.article.block_end(seen[-1].number)
    begin = max(0, bisect_left(shown.hits, first, key=lambda hit: hit.start) - 1)
    tint, edge = QColor(page.inks.theme.accent), QColor(page.inks.theme.accent)
    tint.setAlpha(_HIT_TINT)
    edge.setAlpha(_HIT_EDGE)
    painter.setBrush(tint)
    for hit in shown.hits[begin:]:
        if hit.start > last:
            break
        painter.setPen(page.inks.theme.accent if hit == shown.hit else edge)
        for rect in page.rects(hit, seen):
            painter.drawRoundedRect(rect.adjusted(-1.5, 0, 1.5, 0), RADIUS, RADIUS)


def _paint_tint(painter: QPainter, page: Page, seen: list[SeenBlock], frame: FrameMark) -> None:
    painter.setBrush(page.inks.ground(frame.type))
    for member in page.table.members(frame.id):
        if member.anchor:
            for rect in page.mark_rects(member.mark.id, seen):
                painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS, RADIUS)


def _paint_roles(painter: QPainter, page: Page, seen: list[SeenBlock], frame: FrameMark) -> None:
    """Paint boxes around fillers and the dots that join the fragments."""
    members = page.table.members(frame.id)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(page.inks.role_box(frame.type, pending=frame.pending))
    for member in members:
        if not member.anchor:
            for rect in page.mark_rects(member.mark.id, seen):
                painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS, RADIUS)
    painter.setPen(page.inks.dots(frame.type))
    for gap in _gaps(members, page.article.text):
        for rect in page.rects(gap, seen):
            y = rect.bottom() + page.sizes.body.descent * 0.15 + page.inks.drop_of(frame.type)
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _gaps(members: Sequence[Member], text: str) -> list[Extent]:
    """Return the words between the fragments of one role, within a paragraph.

    A quotation that its attribution breaks is joined; the mentions of a meeting are not.
    """
    fragments = sorted(member.mark.extent for member in members if member.anchor)
    return [
        Extent(one.end, other.start)
        for one, other in pairwise(fragments)
        if one.end < other.start <= one.end + _FRAGMENTS_APART
        and "\n" not in text[one.end : other.start]
    ]


def _paint_ring(painter: QPainter, page: Page, seen: list[SeenBlock], mark_id: MarkId) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(page.inks.ring())
    for rect in page.mark_rects(mark_id, seen):
        painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
