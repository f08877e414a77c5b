"""How the fillers of a slot and its lines of words and keys are drawn."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from annotator.domain.scheme import Role
from annotator.ui import icons
from annotator.ui.inspector.filler_flow import (
    BOXED,
    LEFT,
    LINE,
    NAME_ROOM,
    NUMBER_ROOM,
    PlacedFiller,
)
from annotator.ui.inspector.paint import elided, paint_box, paint_dashed, paint_pill
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
KeyedWords = tuple[str, str, str]
"""Words, the text of a key cap ("" for none), words."""


class SlotPainter:
    """Draws what stands in the slot of one role; ``armed`` is set before it draws."""

    def __init__(self, look: Look, role: Role) -> None:
        self._look = look
        self._role = role
        self.armed = False

    def paint_name(self, painter: QPainter, height: int, *, check: bool) -> None:
        """Draw the name of the role; below it, that what is suggested is a guess to be checked."""
        look, theme = self._look, self._look.theme
        box = QRectF(look.scaled(LEFT), 0, look.scaled(NAME_ROOM), height)
        if check:
            box.translate(0, -look.scaled(8))
            self._paint_check(painter, box.translated(0, look.scaled(16)))
        painter.setFont(look.font(12, bold=self.armed))
        painter.setPen(theme.accent if self.armed else theme.mute)
        name = elided(self._role.name.replace("_", " "), painter, box.width())
        painter.drawText(box.adjusted(0, 0, 8, 0), _MIDDLE, name)

    def _paint_check(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        side = look.scaled(12)
        sign = QRectF(box.x(), round(box.center().y() - side / 2), side, side)
        icons.paint(painter, "triangle-warning", look.theme.warn, sign)
        painter.setFont(look.font(11))
        painter.setPen(look.theme.warn)
        words = QCoreApplication.translate("Inspector", "check")
        painter.drawText(box.adjusted(side + look.scaled(4), 0, 0, 0), _MIDDLE, words)

    def paint_item(self, painter: QPainter, item: PlacedFiller) -> None:
        """Draw one filler."""
        look, theme = self._look, self._look.theme
        if item.lines:
            self._paint_lines(painter, item)
            return
        if item.view.filler.frame is not None:
            self._paint_frame_pill(painter, item)
        elif item.view.suggested:
            none = QColor(Qt.GlobalColor.transparent)
            paint_pill(painter, item.rect, look, item.view.label, item.view.name, ground=none)
            paint_dashed(painter, item.rect, None, look.label(item.view.label).line, 3)
        elif item.view.label:
            paint_pill(painter, item.rect, look, item.view.label, item.view.name)
        else:
            paint_box(painter, item.rect, theme.key, theme.line2, 3)
            self._write(painter, item.rect, item.view.name, look.scaled(6))
        if item.quote_rect is not None:
            painter.setFont(look.font(12))
            painter.setPen(theme.mute if self.armed else theme.faint)
            painter.drawText(item.quote_rect.adjusted(0, 0, 2, 0), _MIDDLE, item.quote)

    def _paint_frame_pill(self, painter: QPainter, item: PlacedFiller) -> None:
        look = self._look
        kind = look.scheme.frame_type_by_name.get(item.view.label or (*self._role.frames, "")[0])
        colours = look.frame(kind.name if kind is not None else "")
        if item.view.suggested:
            paint_dashed(painter, item.rect, None, colours.line, 3)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.fill)
            painter.drawRoundedRect(item.rect, 3, 3)
        side = look.scaled(12)
        box = QRectF(item.rect.x() + look.scaled(6), 0, side, side)
        box.moveTop(round(item.rect.center().y() - side / 2))
        icons.paint(painter, (kind.icon if kind is not None else "") or "link", colours.ink, box)
        self._write(painter, item.rect, item.view.name, look.scaled(23))

    def _write(self, painter: QPainter, rect: QRectF, words: str, indent: int) -> None:
        painter.setFont(self._look.font())
        painter.setPen(self._look.theme.text)
        box = rect.adjusted(indent, 0, 2 - self._look.scaled(6), 0)
        painter.drawText(box, _MIDDLE, elided(words, painter, box.width()))

    def _paint_lines(self, painter: QPainter, item: PlacedFiller) -> None:
        look, theme = self._look, self._look.theme
        pitch = float(look.scaled(LINE))
        left, top = item.rect.x(), item.rect.y() + item.view.suggested
        if item.view.suggested:
            edge = look.label(item.view.label).line
            paint_dashed(painter, item.rect, None, edge, 3)
            left += look.scaled(BOXED)
        if item.number:
            painter.setFont(look.font(11))
            painter.setPen(theme.mute if self.armed else theme.faint)
            painter.drawText(QRectF(left, top, 40, pitch), _MIDDLE, str(item.number))
            left += look.scaled(NUMBER_ROOM)
        painter.setFont(look.font(13, serif=True))
        painter.setPen(theme.text)
        for number, line in enumerate(item.lines):
            box = QRectF(left, top + number * pitch, item.rect.right() - left + 4, pitch)
            painter.drawText(box, _MIDDLE, line)

    def paint_hint(self, painter: QPainter, box: QRectF, hint: KeyedWords) -> None:
        """Draw what to do with an armed slot; the key stays where there is no room for all."""
        look = self._look
        before, key, after = hint
        left = box.x()
        painter.setFont(look.font(12))
        painter.setPen(look.theme.accent)
        if key:
            metrics = painter.fontMetrics()
            wanted = metrics.horizontalAdvance(before + after) + cap_size(key, look).width()
            if wanted > box.width():  # the key says it
                before = ""
        for words in (before, after):
            rest = QRectF(left, box.y(), box.right() - left, box.height())
            painter.drawText(rest, _MIDDLE, _cut(words, painter, rest.width()))
            left += painter.fontMetrics().horizontalAdvance(words)
            if key and words == before:
                left = self._paint_key(painter, left, box, key)

    def paint_loss(self, painter: QPainter, box: QRectF, loss: KeyedWords) -> None:
        """Draw what was deleted, and the key that brings it back; the words are cut for the key."""
        look, theme = self._look, self._look.theme
        words, key, _ = loss
        side = look.scaled(14)
        icon = QRectF(box.x(), round(box.center().y() - side / 2), side, side)
        icons.paint(painter, "triangle-warning", theme.warn, icon)
        left = icon.right() + look.scaled(6)
        room = box.right() - left - (cap_size(key, look).width() + look.scaled(6) if key else 0)
        painter.setFont(look.font(12))
        painter.setPen(theme.warn)
        shown = _cut(words, painter, room)
        painter.drawText(QRectF(left, box.y(), room + 2, box.height()), _MIDDLE, shown)
        if key:
            left += painter.fontMetrics().horizontalAdvance(shown) + look.scaled(6)
            self._paint_key(painter, left, box, key)

    def _paint_key(self, painter: QPainter, left: float, box: QRectF, key: str) -> float:
        """Draw a key cap and return where it ends."""
        size = cap_size(key, self._look)
        top = round(box.y() + (box.height() - size.height()) / 2)
        paint_cap(painter, QPointF(round(left), top), key, self._look)
        return round(left) + size.width()


def _cut(text: str, painter: QPainter, width: float) -> str:
    """Return a text cut at the right, its blanks at the ends kept."""
    return painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(0, int(width) + 1)
    )
