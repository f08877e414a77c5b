"""The head of a frame's open card."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.scheme import FrameType
from annotator.ui import icons
from annotator.ui.chrome import FlatButton
from annotator.ui.inspector.filler_flow import LEFT, wrapped
from annotator.ui.look import Look

_HEAD: Final = 36
_WIDTHS_KEPT: Final = 8
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class FrameHead(QWidget):
    """The first row of the card: type, place among its like, state, menu."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.kind = ""
        self._icon = ""
        self._note = ""
        self._lacks: tuple[str, ...] = ()
        self._score: float | None = None
        self._broken: dict[int, tuple[str, ...]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.more = FlatButton(look, icon_name="more", name=self.tr("More"), parent=self)
        look.changed.connect(self._on_look_changed)

    @property
    def kind_words(self) -> str:
        """The type inside a sentence."""
        return self.kind.lower()

    @property
    def words(self) -> str:
        """What it says."""
        if self._score is not None:
            return f"{self.kind}, {self._note} {self._score:.2f}"
        state = " ".join(self._lacks) if self._lacks else self.tr("complete")
        return ", ".join(part for part in (self.kind, self._note, state) if part)

    def show_frame(self, kind: FrameType, lacks: Sequence[str], number: int, total: int) -> None:
        """Show a type, the place of the frame and what it lacks."""
        note = self.tr("{number} of {total}").format(number=number, total=total) if total else ""
        said = tuple(_without_kind(lack, kind.name) for lack in lacks)
        self._show(kind, note, said, None)

    def show_suggested(self, kind: FrameType, score: float) -> None:
        """Show a type, and how sure the source of a suggestion is."""
        self._show(kind, self.tr("suggested"), (), score)

    def _show(
        self, kind: FrameType, note: str, lacks: tuple[str, ...], score: float | None
    ) -> None:
        shown = (self.kind, self._icon, self._note, self._lacks, self._score)
        if (kind.name, kind.icon, note, lacks, score) == shown:
            return
        self.kind, self._icon, self._note = kind.name, kind.icon, note
        self._lacks, self._score = lacks, score
        self.more.setAccessibleName(self.tr("More for this {kind}").format(kind=self.kind_words))
        self._on_look_changed()

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self._look.scaled(240))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(180), self._look.scaled(_HEAD))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        lines = len(self._lines(width))
        below = lines * self._look.scaled(16) + self._look.scaled(8) if lines else 0
        return self._look.scaled(_HEAD) + below

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = look.scaled(_HEAD)
        left = float(look.scaled(LEFT))
        colours = look.frame(self.kind)
        if self._icon:
            side = look.scaled(16)
            box = QRectF(left, round((height - side) / 2), side, side)
            icons.paint(painter, self._icon, colours.ink, box)
            left += look.scaled(24)
        state, right = self._state(self.width())
        tag = self._tag(state, right)
        for words, bold, ink in ((self.kind, True, colours.ink), (self._note, False, theme.mute)):
            painter.setFont(look.font(bold=bold))
            painter.setPen(ink)
            room = int(tag.x() - look.scaled(8) - left)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room + 2, height), _MIDDLE, shown)
            left += QFontMetricsF(painter.font()).horizontalAdvance(words) + look.scaled(8)
        if self._score is None:
            self._paint_tag(painter, tag, state)
        else:
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            box = QRectF(0, 0, self.width() - look.scaled(14), height)
            painter.drawText(box, _MIDDLE | Qt.AlignmentFlag.AlignRight, f"{self._score:.2f}")
        painter.setFont(look.font(12))
        painter.setPen(theme.warn)
        pitch = look.scaled(16)
        left = float(look.scaled(LEFT))
        for number, line in enumerate(self._lines(self.width())):
            box = QRectF(left, height - look.scaled(2) + number * pitch, self.width(), pitch)
            painter.drawText(box, _MIDDLE, line)
        painter.end()

    def _paint_tag(self, painter: QPainter, tag: QRectF, state: str) -> None:
        look, theme = self._look, self._look.theme
        ink, ground = (
            (theme.warn, theme.warn_ground) if self._lacks else (theme.ok, theme.ok_ground)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(tag, 3, 3)
        side = look.scaled(12)
        box = QRectF(round(tag.x()) + look.scaled(7), 0, side, side)
        box.moveTop(round(tag.center().y() - side / 2))
        icons.paint(painter, "triangle-warning" if self._lacks else "tick", ink, box)
        painter.setPen(ink)
        painter.setFont(look.font(12))
        left = box.right() + look.scaled(5)
        painter.drawText(QRectF(left, tag.y(), tag.right() - left, tag.height()), _MIDDLE, state)

    def _state(self, width: int) -> tuple[str, float]:
        """Return the words of the state that fit, and where its tag ends."""
        look = self._look
        right = float(width - look.scaled(36))
        metrics = QFontMetricsF(look.font(bold=True))
        used = metrics.horizontalAdvance(self.kind) + metrics.horizontalAdvance(self._note)
        room = right - used - look.scaled(LEFT + 24 + 8 + 12)
        if not self._lacks:
            words = self.tr("complete")
            return (words if self._tag_width(words) <= room else "", right)  # the tick says it
        others = len(self._lacks) - 1
        first = self._lacks[0].split(". ")[0].rstrip(".")
        short = f"{first} +{others}" if others else first
        counted = self.tr("{count} to look at").format(count=others + 1)
        for words in (short, counted):
            if self._tag_width(words) <= room:
                return (words, right)
        return (str(others + 1), right)

    def _lines(self, width: int) -> tuple[str, ...]:
        """Return the lines below: the first lack, where the tag could not say it."""
        lines = self._broken.get(width)
        if lines is None:
            if len(self._broken) >= _WIDTHS_KEPT:
                self._broken.clear()
            lines = self._broken[width] = self._break(width)
        return lines

    def _break(self, width: int) -> tuple[str, ...]:
        if not self._lacks or self._lacks[0].split(". ")[0].rstrip(".") in self._state(width)[0]:
            return ()
        look = self._look
        return wrapped(self._lacks[0], look.font(12), width - look.scaled(LEFT + 16), 2)

    def _tag_width(self, words: str) -> float:
        look = self._look
        beside = 5 + 8 if words else 7
        return QFontMetricsF(look.font(12)).horizontalAdvance(words) + look.scaled(7 + 12 + beside)

    def _tag(self, words: str, right: float) -> QRectF:
        width = round(self._tag_width(words))
        height = self._look.scaled(20)
        top = round((self._look.scaled(_HEAD) - height) / 2)
        return QRectF(right - width, top, width, height)

    def _place(self) -> None:
        size = self.more.sizeHint()
        top = round((self._look.scaled(_HEAD) - size.height()) / 2)
        left = self.width() - size.width() - self._look.scaled(4)
        self.more.setGeometry(left, top, size.width(), size.height())

    def _on_look_changed(self) -> None:
        self._broken.clear()
        self._place()
        self.updateGeometry()
        self.update()


def _without_kind(lack: str, kind: str) -> str:
    """Return a sentence that need not name the frame type: "No content yet."."""
    words = lack.removeprefix(f"{kind}: ")
    return words[:1].upper() + words[1:]
