"""The rows of a case's card, painted: what each set says, equal rows once."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.wording import spoken
from annotator.ui import icons
from annotator.ui.inspector.paint import elided, paint_pill
from annotator.ui.look import Look
from annotator.ui.review.case_view import LETTERS, CaseView, Row, Value
from annotator.ui.review.contrast import contrasted
from annotator.ui.review.editing import FrameEditing, SpanEditing
from annotator.ui.review.text import paint_number
from annotator.ui.review.verdicts import HIDDEN

_HEAD: Final = 36
_NAMES: Final = 26
_ROW: Final = 34
_STACKED: Final = 28
_NAME_WIDTH: Final = 84
_PAD: Final = 14
_TICK: Final = 14


class CaseBody(QWidget):
    """The head and the rows of the case at hand.

    Signals:
        row_clicked: Name of a row that was clicked while a frame is edited.
    """

    row_clicked = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: CaseView | None = None
        self._names: Sequence[str] = ()
        self._editing: SpanEditing | FrameEditing | None = None
        self._edited_words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_case(
        self,
        view: CaseView | None,
        names: Sequence[str],
        editing: SpanEditing | FrameEditing | None = None,
        edited_words: str = "",
    ) -> None:
        """Show a case, and what the reviewer is writing instead."""
        self._view, self._names = view, names
        self._editing, self._edited_words = editing, edited_words
        self.setAccessibleName("" if view is None else self.spoken())
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        """Return the case in reading order."""
        view = self._view
        if view is None:
            return ""
        parts = [f"{view.number}. {view.kind}: {view.about}"]
        for row in view.rows:
            said = [
                f"{LETTERS[place]} {' '.join(v.words for v in side) if side else 'nothing'}"
                for place, side in enumerate(row.sides)
            ]
            parts.append(f"{spoken(row.name)}: {', '.join(said) if row.differs else said[0][2:]}")
        return ". ".join(parts)

    # --- measures ------------------------------------------------------------------------------

    @override
    def sizeHint(self) -> QSize:
        scaled = self._look.scaled
        if self._view is None:
            return QSize(scaled(240), 0)
        height = _HEAD + (_NAMES if len(self._names) > 1 else 0)
        height += sum(self._row_height(row) for row in self._view.rows)
        if isinstance(self._editing, SpanEditing):
            height += _ROW
        return QSize(scaled(240), scaled(height) + 2)

    def _row_height(self, row: Row) -> int:
        if not row.differs or not self._stacked(row):
            return _ROW
        return 8 + _STACKED * len(row.sides)

    def _stacked(self, row: Row) -> bool:
        """Whether the versions stand one below the other: they are long, or more than two."""
        if len(row.sides) > 2:
            return True
        most = 15 if self.width() < self._look.scaled(340) else 19
        return any(
            sum(len(value.words) for value in side) > most for side in row.sides if side is not None
        )

    # --- painting ------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        look, scaled = self._look, self._look.scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter, view)
        top = float(scaled(_HEAD))
        if len(self._names) > 1:
            top = self._paint_names(painter, top)
        for row in view.rows:
            height = scaled(self._row_height(row))
            self._paint_row(painter, row, QRectF(0, top, self.width(), height))
            top += height
        if isinstance(self._editing, SpanEditing):
            box = QRectF(0, top, self.width(), scaled(_ROW))
            painter.fillRect(box, look.theme.acctint)
            self._name(painter, box, "gold", bold=True)
            self._pills(
                painter, self._values(box), (Value(self._edited_words, self._editing.label),)
            )
        painter.end()

    def _paint_head(self, painter: QPainter, view: CaseView) -> None:
        look, scaled = self._look, self._look.scaled
        pad, height = scaled(_PAD), scaled(_HEAD)
        kind = look.scheme.frame_type_by_name.get(view.colour)
        colours = look.frame(view.colour) if kind is not None else look.label(view.colour)
        left = float(pad)
        if kind is not None and kind.icon:
            icons.paint(painter, kind.icon, colours.ink, QRectF(left, (height - 16) / 2, 16, 16))
            left += scaled(24)
        disc = scaled(20)
        right = self.width() - pad - disc
        painter.setPen(colours.ink)
        painter.setFont(look.font(13, bold=True))
        width = painter.fontMetrics().horizontalAdvance(view.kind) + 2
        painter.drawText(QRectF(left, 0, width, height), Qt.AlignmentFlag.AlignVCenter, view.kind)
        left += width + scaled(8)
        painter.setPen(look.theme.text)
        painter.setFont(look.font())
        box = QRectF(left, 0, right - left - scaled(8), height)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter, elided(view.about, painter, box.width())
        )
        paint_number(
            painter, QRectF(right, (height - disc) / 2, disc, disc), view.number, look, chosen=True
        )

    def _paint_names(self, painter: QPainter, top: float) -> float:
        look, scaled = self._look, self._look.scaled
        height = scaled(_NAMES)
        painter.setPen(look.theme.line)
        painter.drawLine(QPointF(0, top + 0.5), QPointF(self.width(), top + 0.5))
        if len(self._names) == 2:
            for place, name in enumerate(self._names):
                box = self._half(QRectF(0, top, self.width(), height), place)
                self._letter(painter, box, place, "hidden" if name.startswith(HIDDEN) else name)
        else:
            words = "   ".join(
                name if name.startswith(HIDDEN) else f"{LETTERS[place]} {name}"
                for place, name in enumerate(self._names)
            )
            box = QRectF(0, top, self.width(), height).adjusted(scaled(_PAD), 0, -scaled(_PAD), 0)
            painter.setPen(look.theme.mute)
            painter.setFont(look.font(12))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter, elided(words, painter, box.width())
            )
        return top + height

    def _letter(self, painter: QPainter, box: QRectF, place: int, name: str = "") -> float:
        look = self._look
        font = look.font(12, bold=True)
        painter.setFont(font)
        painter.setPen(look.theme.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, LETTERS[place])
        width = QFontMetricsF(font).horizontalAdvance(LETTERS[place]) + look.scaled(6)
        if name:
            painter.setFont(look.font(12))
            painter.setPen(look.theme.mute)
            rest = box.adjusted(width, 0, 0, 0)
            painter.drawText(
                rest, Qt.AlignmentFlag.AlignVCenter, elided(name, painter, rest.width())
            )
        return width

    def _half(self, box: QRectF, place: int) -> QRectF:
        values = self._values(box)
        width = values.width() / 2
        return QRectF(values.left() + place * width, box.top(), width - 6, box.height())

    def _values(self, box: QRectF) -> QRectF:
        scaled = self._look.scaled
        return box.adjusted(scaled(_PAD + _NAME_WIDTH), 0, -scaled(_PAD), 0)

    def _name(self, painter: QPainter, box: QRectF, name: str, *, bold: bool) -> None:
        look, scaled = self._look, self._look.scaled
        painter.setFont(look.font(12, bold=bold))
        painter.setPen(look.theme.warn if bold else look.theme.mute)
        line = QRectF(
            scaled(_PAD), box.top(), scaled(_NAME_WIDTH) - 6, min(box.height(), scaled(_ROW))
        )
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, elided(spoken(name), painter, line.width())
        )

    def _paint_row(self, painter: QPainter, row: Row, box: QRectF) -> None:
        look = self._look
        editing = self._editing if isinstance(self._editing, FrameEditing) else None
        at_hand = editing is not None and editing.current == row.name
        if at_hand:
            painter.fillRect(box, look.theme.acctint)
        elif row.differs and not row.follows:
            painter.fillRect(box, look.theme.warn_ground)
        painter.setPen(look.theme.line)
        painter.drawLine(QPointF(0, box.top() + 0.5), QPointF(self.width(), box.top() + 0.5))
        self._name(painter, box, row.name, bold=row.differs and not row.follows)
        picked = self._picked(editing, row)
        if not row.differs:
            self._plain(painter, self._values(box), row.sides[0] or ())
        elif self._stacked(row):
            self._paint_stacked(painter, row, box, picked)
        else:
            for place, side in enumerate(row.sides):
                self._version(painter, self._half(box, place), side, picked=place == picked)

    def _paint_stacked(self, painter: QPainter, row: Row, box: QRectF, picked: int) -> None:
        height = self._look.scaled(_STACKED)
        for place, side in enumerate(contrasted(row.sides)):
            line = self._values(QRectF(0, box.top() + 4 + place * height, self.width(), height))
            width = self._letter(painter, line, place)
            rest = line.adjusted(width, 0, 0, 0)
            self._version(painter, rest, side, picked=place == picked)

    def _version(
        self, painter: QPainter, box: QRectF, side: tuple[Value, ...] | None, *, picked: bool
    ) -> None:
        """Paint what one set says; the tick of the version that is picked has room of its own."""
        self._side(painter, box.adjusted(0, 0, -_TICK - 4, 0) if picked else box, side)
        if picked:
            mark = QRectF(box.right() - _TICK, box.center().y() - _TICK / 2, _TICK, _TICK)
            icons.paint(painter, "check", self._look.theme.ok, mark)

    def _picked(self, editing: FrameEditing | None, row: Row) -> int:
        """Return which version of a row goes into the frame that is put together."""
        if editing is None:
            return -1
        who = dict(editing.picks).get(row.name)
        if who is not None:
            return editing.names.index(who)
        value = dict(editing.values).get(row.name)
        said = [side[0].words if side else None for side in row.sides]
        wanted = None if value is None else str(value)
        return said.index(wanted) if wanted in said else -1

    def _side(self, painter: QPainter, box: QRectF, side: tuple[Value, ...] | None) -> None:
        look = self._look
        if not side:
            painter.setPen(look.theme.faint)
            painter.setFont(look.font(12))
            words = "no tag" if side is None else "–"
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            return
        if any(value.label and value.label in look.scheme.label_by_name for value in side):
            self._pills(painter, box, side)
        else:
            self._plain(painter, box, side, ink="text")

    def _pills(self, painter: QPainter, box: QRectF, side: Sequence[Value]) -> None:
        look = self._look
        height = look.scaled(22)
        left = box.left()
        for value in side:
            room = box.right() - left
            if room < look.scaled(30):
                break
            known = look.scheme.label_by_name.get(value.label)
            family = known.family if known is not None else ""
            serif = family in look.scheme.frame_type_by_name
            rect = QRectF(left, box.center().y() - height / 2, room, height)
            left += paint_pill(
                painter, rect, look, value.label, value.words, serif=serif
            ) + look.scaled(6)

    def _plain(
        self, painter: QPainter, box: QRectF, side: Sequence[Value], *, ink: str = "mute"
    ) -> None:
        look = self._look
        words = " · ".join(value.words for value in side) or "–"
        quoted = any(value.label for value in side)
        painter.setPen(getattr(look.theme, ink))
        painter.setFont(look.font(13, serif=quoted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided(words, painter, box.width()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._view is None or not isinstance(self._editing, FrameEditing):
            return
        scaled = self._look.scaled
        top = scaled(_HEAD) + (scaled(_NAMES) if len(self._names) > 1 else 0)
        for row in self._view.rows:
            height = scaled(self._row_height(row))
            if top <= event.position().y() < top + height:
                self.row_clicked.emit(row.name)
                return
            top += height
