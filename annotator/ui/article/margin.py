"""The margin: brackets with the names of their frames, roles, and what is out of view."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from annotator.domain.extent import Extent
from annotator.ui.article.mark_table import Bracket
from annotator.ui.article.marks import FrameMark, MarkId
from annotator.ui.article.page import LineBox, Page, SeenBlock

_TICK = 5.0
_MOST_IN_ROW = 3
_MOST_OUT_OF_VIEW = 3
_PILL_HEIGHT = 22.0
_PILL_AWAY = 6.0
_OUT = 4.0  # words of which so little is in view are out of it
EDGE_STRIP = 30
"""How high the strip at an edge of the view is in which roles out of view are shown."""


@dataclass(frozen=True, slots=True)
class DrawnBracket:
    """A bracket as it stands in the viewport."""

    bracket: Bracket
    x: float
    top: float
    bottom: float
    starts: bool
    ends: bool

    def covers(self, y: float) -> bool:
        """Whether it runs beside a height."""
        return self.top - 6 <= y <= self.bottom + 6


@dataclass(frozen=True, slots=True)
class Pill:
    """A role of the selected frame that is out of view; a click goes there."""

    rect: QRectF
    text: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    font: QFont
    ink: QColor
    frame: MarkId


class Margin:
    """Draws the margin of what is in view, and finds what is under the mouse there."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._names: list[tuple[QRectF, MarkId]] = []
        self._drawn: list[DrawnBracket] = []
        self.pills: list[Pill] = []

    def paint(
        self, painter: QPainter, seen: list[SeenBlock], height: float, selected: MarkId | None
    ) -> None:
        """Paint brackets, names and roles."""
        self._names = []
        there = self._brackets(seen, height) if seen else []
        self._drawn = [
            drawn
            for drawn in there
            if not drawn.bracket.frame.hint or drawn.bracket.frame.id == selected
        ]
        inks = self._page.inks
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for drawn in sorted(self._drawn, key=lambda drawn: drawn.bracket.frame.id == selected):
            frame = drawn.bracket.frame
            painter.setPen(
                inks.bracket(frame.type, pending=frame.pending, selected=frame.id == selected)
            )
            painter.drawPolyline(self._shape(drawn))
        rows: dict[int, tuple[LineBox, list[_Entry]]] = {}
        self._add_roles(rows, seen, selected)
        self._add_names(rows, there, selected)
        for line, entries in rows.values():
            self._paint_row(painter, line, entries)

    def paint_pills(self, painter: QPainter, height: float, selected: MarkId | None) -> None:
        """Paint the roles of the selected frame that are above or below the view."""
        frame = self._page.table.frame(selected)
        self.pills = [] if frame is None else self._out_of_view(frame, height)
        if frame is None:
            return
        theme = self._page.inks.theme
        painter.setFont(self._page.inks.name_font)
        for pill in self.pills:
            painter.setPen(theme.line2)
            painter.setBrush(theme.card)
            painter.drawRoundedRect(pill.rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(self._page.inks.ink(frame.type))
            painter.drawText(pill.rect, Qt.AlignmentFlag.AlignCenter, pill.text)

    def frame_under(self, point: QPointF) -> MarkId | None:
        """Return the frame whose name or bracket is under a place."""
        for rect, frame in self._names:
            if rect.contains(point):
                return frame
        for drawn in self._drawn:
            if drawn.covers(point.y()) and abs(point.x() - drawn.x) <= self._page.sizes.lane / 2:
                return drawn.bracket.frame.id
        return None

    def pill_under(self, point: QPointF) -> Pill | None:
        """Return the role out of view that is under a place."""
        return next((pill for pill in self.pills if pill.rect.contains(point)), None)

    # --- brackets -------------------------------------------------------------------------------

    def _brackets(self, seen: list[SeenBlock], height: float) -> list[DrawnBracket]:
        page = self._page
        first = page.article.starts[seen[0].number]
        last = page.article.block_end(seen[-1].number)
        drawn: list[DrawnBracket] = []
        for bracket in page.table.brackets(first, last + 1):
            starts, ends = bracket.extent.start >= first, bracket.extent.end <= last
            top, bottom = -20.0, height + 20.0
            if starts:
                line = page.line_box(bracket.extent.start)
                top = round(line.base - line.style.rise) + 1
            if ends:
                line = page.line_box(bracket.extent.end - 1)
                bottom = round(line.base + line.style.fall)
            if bottom >= -10 and top <= height + 10:
                drawn.append(DrawnBracket(bracket, self._x(bracket), top, bottom, starts, ends))
        return drawn

    def _x(self, bracket: Bracket) -> float:
        out = self._page.sizes.bracket + bracket.lane * self._page.sizes.lane
        return self._page.text_right + out if self._page.mirrored else self._page.text_left - out

    def _shape(self, drawn: DrawnBracket) -> QPolygonF:
        tick = -_TICK if self._page.mirrored else _TICK
        points: list[QPointF] = []
        if drawn.starts:
            points.append(QPointF(drawn.x + tick, drawn.top))
        points += [QPointF(drawn.x, drawn.top), QPointF(drawn.x, drawn.bottom)]
        if drawn.ends:
            points.append(QPointF(drawn.x + tick, drawn.bottom))
        return QPolygonF(points)

    # --- names and roles --------------------------------------------------------------------------

    def _add_roles(
        self,
        rows: dict[int, tuple[LineBox, list[_Entry]]],
        seen: list[SeenBlock],
        selected: MarkId | None,
    ) -> None:
        frame = self._page.table.frame(selected)
        if frame is None or not seen:
            return
        first = self._page.article.starts[seen[0].number]
        last = self._page.article.block_end(seen[-1].number)
        ink = self._page.inks.ink(frame.type)
        members = self._page.table.members(frame.id)
        for member in sorted(members, key=lambda member: member.mark.extent.start):
            if first <= member.mark.extent.start <= last:
                line = self._page.line_box(member.mark.extent.start)
                entries = rows.setdefault(round(line.base), (line, []))[1]
                entries.append(_Entry(member.name, self._page.inks.role_font, ink, frame.id))

    def _add_names(
        self,
        rows: dict[int, tuple[LineBox, list[_Entry]]],
        there: Sequence[DrawnBracket],
        selected: MarkId | None,
    ) -> None:
        for drawn in there:
            frame = drawn.bracket.frame
            if not drawn.starts or frame.id == selected:
                continue
            line = self._page.line_box(drawn.bracket.extent.start)
            entries = rows.setdefault(round(line.base), (line, []))[1]
            name = frame.type.lower() + ("?" if frame.pending or frame.unsure else "")
            font, ink = self._page.inks.name_font, self._page.inks.ink(frame.type)
            entries.append(_Entry(name, font, ink, frame.id))

    def _paint_row(self, painter: QPainter, line: LineBox, entries: Sequence[_Entry]) -> None:
        """Paint what stands beside one line, one below the other around its middle."""
        middle = line.base - line.style.ascent * 0.27
        if not -20 <= middle <= 100000:
            return
        inks, shown = self._page.inks, list(entries)
        if len(shown) > _MOST_IN_ROW:
            rest = len(shown) - _MOST_IN_ROW + 1
            last = shown[_MOST_IN_ROW - 1]
            shown = [
                *shown[: _MOST_IN_ROW - 1],
                _Entry(f"+{rest}", last.font, last.ink, last.frame),
            ]
        beside = [drawn.x for drawn in self._drawn if drawn.covers(middle)]
        mirrored = self._page.mirrored
        if mirrored:
            edge = max(beside, default=self._page.text_right) + 9
            room = self._page.text_right + self._page.sizes.gutter - edge - 2
        else:
            edge = min(beside, default=self._page.text_left) - 9
            room = edge - 2
        step = inks.role_font.pixelSize() + 1.0
        for place, entry in enumerate(shown):
            metrics = QFontMetricsF(entry.font)
            numbered = entry.text[-1:].isdigit()  # it says which words of the role stand here
            cut = Qt.TextElideMode.ElideMiddle if numbered else Qt.TextElideMode.ElideRight
            text = metrics.elidedText(entry.text, cut, max(24.0, room))
            width = metrics.horizontalAdvance(text)
            base = middle + metrics.capHeight() / 2 + (place - (len(shown) - 1) / 2) * step
            x = edge if mirrored else edge - width
            painter.setFont(entry.font)
            painter.setPen(entry.ink)
            painter.drawText(QPointF(x, base), text)
            self._names.append((QRectF(x - 2, base - step, width + 4, step + 3), entry.frame))

    # --- out of view ------------------------------------------------------------------------------

    def _out_of_view(self, frame: FrameMark, height: float) -> list[Pill]:
        members = sorted(self._page.table.members(frame.id), key=lambda member: member.mark.extent)
        seen = self._page.seen()
        first, last = (seen[0].number, seen[-1].number) if seen else (0, 0)
        above: list[tuple[str, Extent]] = []
        below: list[tuple[str, Extent]] = []
        for member in members:
            extent = member.mark.extent
            if self._stands_above(extent, first):
                above.append((member.name, extent))
            elif self._stands_below(extent, last, height):
                below.append((member.name, extent))
        pills = self._row_of_pills("↑", above[::-1], _PILL_AWAY)
        return pills + self._row_of_pills("↓", below, height - _PILL_HEIGHT - _PILL_AWAY)

    def _stands_above(self, extent: Extent, first: int) -> bool:
        """Whether words end above the view, whose first paragraph has a number."""
        number = self._page.article.block_at(extent.end - 1)
        if number != first:
            return number < first
        box = self._page.line_box(extent.end - 1)
        return box.base + box.style.fall < _OUT

    def _stands_below(self, extent: Extent, last: int, height: float) -> bool:
        """Whether words begin below the view, whose last paragraph has a number."""
        number = self._page.article.block_at(extent.start)
        if number != last:
            return number > last
        box = self._page.line_box(extent.start)
        return box.base - box.style.rise > height - _OUT

    def _row_of_pills(
        self, arrow: str, roles: Sequence[tuple[str, Extent]], y: float
    ) -> list[Pill]:
        metrics = QFontMetricsF(self._page.inks.name_font)
        x = self._page.text_left
        pills: list[Pill] = []
        for place, (name, extent) in enumerate(roles[:_MOST_OUT_OF_VIEW]):
            text = f"{arrow} {name}"
            if place == _MOST_OUT_OF_VIEW - 1 and len(roles) > _MOST_OUT_OF_VIEW:
                text = f"{arrow} {len(roles) - place} more"
            width = metrics.horizontalAdvance(text) + 16
            pills.append(Pill(QRectF(x, y, width, _PILL_HEIGHT), text, extent))
            x += width + 6
        return pills
