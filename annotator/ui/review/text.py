"""The text under review: gold as grounds, open differences as lanes over and under the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from annotator.domain.annotation import AnnotationSet
from annotator.domain.article import Article
from annotator.domain.extent import Extent
from annotator.domain.review import Agreed, SpanTag
from annotator.domain.scheme import Scheme
from annotator.ui import icons
from annotator.ui.annotate.shown import direction_of, marks_of
from annotator.ui.article.inks import BODY_PX
from annotator.ui.article.margin import Margin
from annotator.ui.article.marks import ENTITY, FrameMark, Mark, MarkId
from annotator.ui.article.page import LineBox, Page, SeenBlock
from annotator.ui.article.view import ArticleView
from annotator.ui.look import Look
from annotator.ui.review.case_view import LETTERS, CaseView

CASE: Final = "case"
LANE: Final = 3.0
LINE: Final = 60
STEP: Final = 19
"""From a lane below the words to the next, with its label; a third set makes lines higher so."""
_TICK: Final = 6.0
_DISC: Final = 20.0
_NEXT: Final = 24.0
_ABOVE: Final = 2.0
_BELOW: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Disc:
    rect: QRectF
    view: CaseView


@dataclass(frozen=True, slots=True)
class _Chip:
    """The label of a tag that is gold: where its base line begins, in the view."""

    x: float
    base: float
    width: float
    words: str
    ink: str

    def meets(self, ground: QRectF) -> bool:
        """Whether it would stand under the label of a lane."""
        level = ground.top() < self.base <= ground.bottom() + 4
        return level and self.x < ground.right() and self.x + self.width > ground.left()


class ReviewMargin(Margin):
    """Brackets without names, and the numbers of the cases beside their lines."""

    def __init__(self, page: Page, text: "ReviewText") -> None:
        super().__init__(page)
        self._text = text
        self.discs: list[_Disc] = []

    @override
    def paint(
        self,
        painter: QPainter,
        seen: list[SeenBlock],
        height: float,
        selected: tuple[str, int] | None,
    ) -> None:
        super().paint(painter, seen, height, selected)
        self.discs = []
        if not seen:
            return
        article = self._page.article
        first, last = article.starts[seen[0].number], article.block_end(seen[-1].number)
        rows: dict[int, tuple[LineBox, list[CaseView]]] = {}
        for view in self._text.views:
            place = view.place
            if place is not None and first <= place.start <= last:
                line = self._page.line_box(place.start)
                rows.setdefault(round(line.base), (line, []))[1].append(view)
        for line, views in rows.values():
            self._paint_discs(painter, line, views)

    @override
    def _add_names(self, rows: object, there: object, selected: object) -> None:
        """Leave names of frames out: the numbers stand there."""

    def _paint_discs(self, painter: QPainter, line: LineBox, views: Sequence[CaseView]) -> None:
        look = self._text.look
        middle = line.base - line.style.ascent * 0.27
        open_ones = [view for view in views if view.case.open]
        beside = [drawn.x for drawn in self._drawn if drawn.covers(middle)]
        edge = min(beside, default=self._page.text_left) - 8
        step = look.scaled(_NEXT)
        size = look.scaled(_DISC)
        if not open_ones:
            box = QRectF(edge - size, middle - 8, 16, 16)
            icons.paint(painter, "check", look.theme.ok, box)
            return
        room = max(1, int((edge - 2) // step))
        shown = open_ones if len(open_ones) <= room else open_ones[:room]
        current = self._text.case
        for place, view in enumerate(shown):
            left = edge - size - (len(shown) - 1 - place) * step
            rect = QRectF(left, middle - size / 2, size, size)
            self._paint_disc(painter, rect, view, chosen=view is current)
            self.discs.append(_Disc(rect, view))

    def _paint_disc(self, painter: QPainter, rect: QRectF, view: CaseView, *, chosen: bool) -> None:
        look = self._text.look
        paint_number(painter, rect, view.number, look, chosen=chosen)


def waiting_mark(view: CaseView, scheme: Scheme) -> Mark | FrameMark | None:
    """Return how a tag that all sets have alike, and that waits for a word, is shown.

    It looks like a suggestion, which it is to the reviewer; what sets say otherwise has lanes.
    """
    item = view.case.item
    if not isinstance(item, Agreed):
        return None
    tag = item.tags[0]
    if isinstance(tag, SpanTag):
        known = scheme.label_by_name.get(tag.label)
        family = known.family if known is not None else ENTITY
        return Mark((CASE, view.number), tag.extent, tag.label, pending=True, family=family)
    members = tuple((one.role, one.span.extent) for one in tag.fillers if one.span is not None)
    return FrameMark((CASE, view.number), tag.type, members, pending=True)


def _words_of(frame: FrameMark, places: Mapping[MarkId, Extent]) -> frozenset[tuple[str, Extent]]:
    """Return the fillers of a frame by role and place."""
    found = set()
    for role, member in frame.members:
        place = member if isinstance(member, Extent) else places.get(member)
        if place is not None:
            found.add((role, place))
    return frozenset(found)


def paint_number(painter: QPainter, rect: QRectF, number: int, look: Look, *, chosen: bool) -> None:
    """Draw the number of a case in its disc."""
    theme = look.theme
    painter.setPen(QPen(theme.accent if chosen else theme.ctl, 1))
    painter.setBrush(theme.accent if chosen else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(theme.acctext if chosen else theme.text)
    painter.setFont(look.font(11, bold=chosen))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(number))


class ReviewText(ArticleView):
    """An article with what is gold, and with what several sets say where they differ.

    Signals:
        case_clicked: The :class:`CaseView` whose number or words were clicked.
    """

    line: int = LINE
    case_clicked = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self.views: Sequence[CaseView] = ()
        self.case: CaseView | None = None
        super().__init__(look)
        self.setParent(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def make_margin(self) -> Margin:
        return ReviewMargin(self.page, self)

    def show_text(self, article: Article, sets: int = 2) -> None:
        """Show another article, without tags, with room for the lanes of some sets."""
        self.views, self.case = (), None
        self.line = LINE + STEP * max(0, sets - 2) if sets > 1 else ArticleView.line
        self.show_article(article.text, article.zones, direction_of(article))

    def show_review(
        self,
        gold: AnnotationSet,
        views: Sequence[CaseView],
        current: CaseView | None,
        scheme: Scheme,
    ) -> None:
        """Show what is gold, and the cases; words that are in question have no ground."""
        self.views, self.case = views, current
        marks, frames = marks_of(gold, (), scheme)
        asked = {extent for view in views if view.case.open for _, extent, _, _ in view.lanes}
        marks = [mark for mark in marks if not (mark.is_entity and mark.extent in asked)]
        waiting = [waiting_mark(view, scheme) for view in views if view.case.open]
        spans = [mark for mark in waiting if isinstance(mark, Mark)]
        hints = [mark for mark in waiting if isinstance(mark, FrameMark)]
        # What gold has from another review, and what waits in this one, is one tag to the eye.
        here = {(mark.extent, mark.label) for mark in spans}
        places = {mark.id: mark.extent for mark in marks}
        there = {(mark.type, _words_of(mark, {})) for mark in hints}
        self.set_marks(
            [*(mark for mark in marks if (mark.extent, mark.label) not in here), *spans],
            [*(one for one in frames if (one.type, _words_of(one, places)) not in there), *hints],
        )

    def show_current(self, current: CaseView | None) -> None:
        """Show another case as the one at hand, and scroll to it."""
        self.case = current
        if current is not None and current.place is not None:
            self.reveal(current.place)
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        view = self._view_at(event.position())
        if view is not None and event.button() == Qt.MouseButton.LeftButton:
            self.case_clicked.emit(view)
            return
        super().mousePressEvent(event)

    def _view_at(self, point: QPointF) -> CaseView | None:
        margin = self.margin
        if isinstance(margin, ReviewMargin):
            for disc in margin.discs:
                if disc.rect.contains(point):
                    return disc.view
        if not self.page.text_left <= point.x() <= self.page.text_right:
            return None
        offset = self.page.offset_at(point)
        inside = [
            (len(extent), view)
            for view in self.views
            if view.case.open
            for extent in view.places
            if extent.start <= offset <= extent.end
        ]
        return min(inside, key=lambda found: found[0], default=(0, None))[1]

    # --- painting ------------------------------------------------------------------------------

    @override
    def _paint_below(self, painter: QPainter, area: object) -> None:
        super()._paint_below(painter, area)  # type: ignore[arg-type]
        if self.case is None:
            return
        seen = self.page.seen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.theme.sel)
        for extent in self.case.places:
            for rect in self.page.rects(extent, seen):
                painter.drawRoundedRect(rect.adjusted(-1.5, 0, 1.5, 0), 3, 3)

    @override
    def _paint_above(self, painter: QPainter, area: object) -> None:
        super()._paint_above(painter, area)  # type: ignore[arg-type]
        seen = self.page.seen()
        if not seen:
            return
        article = self.page.article
        first, last = article.starts[seen[0].number], article.block_end(seen[-1].number)
        chips = self._chips(seen)
        for view in self.views:
            if not view.case.open:
                continue
            for place, extent, words, colour in view.lanes:
                if extent.start <= last and extent.end >= first:
                    letter = LETTERS[place]
                    text = f"{letter} {words}" if words else ""
                    self._paint_lane(painter, seen, place, extent, text, colour, chips)

    def _chips(self, seen: Sequence[SeenBlock]) -> list["_Chip"]:
        """Return the labels over the words of what is gold."""
        advance = self._metrics().horizontalAdvance
        return [
            _Chip(at.x() + item.left, at.y() + item.top, advance(words), words, ink)
            for item in seen
            for ops in self.page.chunks(item)
            for at, words, ink in ops.chips
        ]

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.page.inks.chip_font)

    def _paint_lane(
        self,
        painter: QPainter,
        seen: list[SeenBlock],
        place: int,
        extent: Extent,
        text: str,
        colour: str,
        chips: Sequence["_Chip"],
    ) -> None:
        colours = self.page.inks.colours(colour)
        above = place == 0
        offset = max(0, place - 1) * STEP * self.look.article_px / BODY_PX
        rects = self.page.rects(extent, seen)
        for number, rect in enumerate(rects):
            if above:
                y = rect.top() - _ABOVE
                tick = _TICK
            else:
                y = rect.bottom() + _BELOW + offset
                tick = -_TICK
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.line))
            bar = QRectF(rect.left(), y - LANE if above else y, rect.width(), LANE)
            painter.drawRect(bar)
            painter.setPen(QPen(colours.line, 1.5))
            edge = bar.top() if above else bar.bottom()
            if number == 0:
                painter.drawLine(QLineF(rect.left() + 0.75, edge, rect.left() + 0.75, edge + tick))
            if number == len(rects) - 1:
                right = rect.right() - 0.75
                painter.drawLine(QLineF(right, edge, right, edge + tick))
        if not text or not rects or extent.start < 0:
            return
        rect, high = rects[0], self._metrics().capHeight()
        if above:
            base = rect.top() - _ABOVE - LANE - 3
        else:
            base = rect.bottom() + _BELOW + offset + LANE + high + 3
        painter.setFont(self.page.inks.chip_font)
        width = self._metrics().horizontalAdvance(text) + 3
        ground = QRectF(rect.left(), base - high - 1, width, high + 4)
        covered = [chip for chip in chips if above and chip.meets(ground)]
        for chip in covered:
            ground.setRight(max(ground.right(), chip.x + chip.width + 1))
        painter.fillRect(ground, self.look.theme.paper)
        painter.setPen(colours.ink)
        painter.drawText(QPointF(rect.left() + 1, base), text)
        left = rect.left() + width + 6
        for chip in covered:  # of a tag around the words: beside the label, not under it
            painter.setPen(self.page.inks.ink(chip.ink))
            painter.drawText(QPointF(left, base), chip.words)
            left += chip.width + 6
