"""Parts of the guideline pane: links, heads, examples, keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.entry import Entry, Example, Subject, SubjectKind
from annotator.domain.guideline import first_sentence
from annotator.domain.scheme import FrameType
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, Hairline, paint_ring
from annotator.ui.guideline.marked_text import MarkedText
from annotator.ui.guideline.shapes import shapes_of, spoken
from annotator.ui.inspector.paint import chip_width, elided, paint_pill
from annotator.ui.inspector.parts import SectionHead, Words
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look

_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_ICON_ROOM: Final = 24


class _LinkBase(QAbstractButton):
    """Follows on a click, Enter or Space; shows where the keyboard is.

    Signals:
        followed: The :class:`Subject` that it leads to, ``None`` for the contents.
    """

    followed = Signal(object)

    def __init__(
        self, look: Look, subject: Subject | None, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.subject = subject
        self.ringed = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        look.changed.connect(self._on_look_changed)

    def _on_clicked(self) -> None:
        self.followed.emit(self.subject)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS:
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # Qt would move the focus to a sibling with the arrows

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _paint_ring(self, painter: QPainter) -> None:
        if self.hasFocus() and self.ringed:
            paint_ring(painter, QRectF(self.rect()), self._look, 3)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class Link(_LinkBase):
    """Words that lead to another entry: a part of the way at the top."""

    def __init__(
        self, look: Look, words: str, subject: Subject | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, subject, words, parent)
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        look = self._look
        width = QFontMetricsF(look.font()).horizontalAdvance(self.text())
        return QSize(round(width) + look.scaled(4) + 2, look.scaled(24))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(24), self._look.scaled(24))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(look.theme.accent if self.underMouse() else look.theme.mute)
        box = QRectF(self.rect()).adjusted(look.scaled(2), 0, 0, 0)
        painter.drawText(box, _MIDDLE, elided(self.text(), painter, box.width() + 1))
        self._paint_ring(painter)
        painter.end()


class EntryRow(_LinkBase):
    """An entry in a list: its name, and what it says first, beside or below it.

    Args:
        look: Theme and fonts.
        entry: Where it leads.
        words: Its name.
        says: The quieter words; by default the first sentence of its definition.
        beside: One row with both, instead of two lines.
    """

    def __init__(
        self, look: Look, entry: Entry, words: str, says: str = "", *, beside: bool = False
    ) -> None:
        self._says = says or first_sentence(entry.definition)
        self._beside = beside
        super().__init__(look, entry.subject, f"{words}. {self._says}")
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def says(self) -> str:
        """The quieter words."""
        return self._says

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(200), self._look.scaled(28 if self._beside else 46))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.key if self.isDown() else theme.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        side, line = look.scaled(12), look.scaled(20)
        top = float(look.scaled(4 if self._beside else 3))
        right = self.width() - look.scaled(6) - side
        icon = QRectF(right, top + (line - side) / 2, side, side)
        icons.paint(painter, "chevron-right", theme.faint, icon)
        left = self._paint_sign(painter, top, line)
        painter.setFont(look.font(bold=True))
        painter.setPen(theme.text)
        box = QRectF(left, top, right - look.scaled(6) - left, line)
        painter.drawText(box, _MIDDLE, elided(self.text(), painter, box.width()))
        used = QFontMetricsF(painter.font()).horizontalAdvance(self.text()) + look.scaled(8)
        if self._beside:
            box.setLeft(min(box.right(), left + used))
        else:
            box = QRectF(look.scaled(6), top + line, self.width() - look.scaled(12), line)
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        painter.drawText(box, _MIDDLE, elided(self._says, painter, box.width()))
        self._paint_ring(painter)
        painter.end()

    def _paint_sign(self, painter: QPainter, top: float, line: int) -> float:
        """Draw the chip of a label or the icon of a frame type; return where the name begins."""
        look, left = self._look, float(self._look.scaled(6))
        name = self.subject.name if self.subject is not None else ""
        if self.subject is None or len(self.subject.path) > 1:
            return left
        label, kind = look.scheme.label_by_name.get(name), look.scheme.frame_type_by_name.get(name)
        if self.subject.kind is SubjectKind.LABEL and label is not None:
            wide, height = chip_width(look, label.chip) + look.scaled(12), look.scaled(16)
            room = QRectF(left, top + (line - height) / 2, wide, height)
            paint_pill(painter, room, look, name)
            return left + max(wide + look.scaled(6), look.scaled(50) if self._beside else 0)
        if kind is not None and kind.icon:
            side = look.scaled(16)
            box = QRectF(left, round(top + (line - side) / 2), side, side)
            icons.paint(painter, kind.icon, look.frame(name).ink, box)
            return left + look.scaled(50 if self._beside else 22)
        return left


class Crumbs(QWidget):
    """The way to an entry: "Frames > Statement > content"."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.links: list[Link] = []

    def add(self, link: Link) -> None:
        """Add a part that can be followed."""
        self._row.addWidget(link)
        self.links.append(link)
        self._row.addWidget(_Chevron(self._look))

    def finish(self, words: str) -> None:
        """Add the entry itself."""
        here = Words(self._look, words)
        here.setContentsMargins(self._look.scaled(2), 0, 0, 0)
        self._row.addWidget(here)
        self._row.addStretch(1)


class _Chevron(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(look.scaled(16), look.scaled(24))
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._look.scaled(12)
        painter = QPainter(self)
        box = QRectF((self.width() - side) / 2, round((self.height() - side) / 2), side, side)
        icons.paint(painter, "chevron-right", self._look.theme.faint, box)
        painter.end()


class Section(QWidget):
    """A head with a line below it, then rows."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self._look = look
        head = SectionHead(look, above=look.scaled(16), below=look.scaled(6))
        head.show_words(title)
        self.title = title
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(head)
        self.column.addWidget(Hairline(look))

    def add(self, widget: QWidget, *, above: float = 8, ruled: bool = False) -> None:
        """Add a row; ``ruled`` draws a line between it and the row before."""
        if ruled:
            self.column.addSpacing(self._look.scaled(8))
            self.column.addWidget(Hairline(self._look))
        self.column.addSpacing(self._look.scaled(above))
        self.column.addWidget(widget)


class ExampleRow(QWidget):
    """A tick or a cross, the sentence with its marks, and what it shows."""

    def __init__(self, look: Look, *, good: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._good = good
        self.sentence = MarkedText(look)
        self.why = Words(look, ink="mute", pixels=12, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(look.scaled(2))
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.why)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_example(
        self, example: Example, kind: FrameType | None, *, good: bool | None = None
    ) -> None:
        """Show a sentence; ``good`` changes between tick and cross."""
        if good is not None:
            self._good = good
        shapes = shapes_of(example, kind, self._look.scheme)
        self.sentence.show_text(example.text, shapes)
        since = self.tr("scheme {version}").format(version=example.since) if example.since else ""
        self.why.show_text(" · ".join(part for part in (example.why, since) if part))
        word = self.tr("Do") if self._good else self.tr("Do not")
        self.setAccessibleName(f"{word}: {spoken(example, shapes)}")
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        side = look.scaled(16)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.theme.ok if self._good else look.theme.bad
        top = self.sentence.y() + round(self.sentence.first_middle - side / 2)
        box = QRectF(0, top, side, side)
        icons.paint(painter, "check" if self._good else "cross", ink, box)
        painter.end()

    def _on_look_changed(self) -> None:
        self._column.setContentsMargins(self._look.scaled(_ICON_ROOM), 0, 0, 0)
        self.update()


class KeyList(QWidget):
    """Keys with what they do, in two columns."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._keys: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """What stands on the caps, and beside them."""
        return self._keys

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys, each as it stands on its cap, with what it does."""
        self._keys = tuple(keys)
        self.setAccessibleName(", ".join(f"{cap} {words}" for cap, words in keys))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        rows = (len(self._keys) + 1) // 2
        return QSize(self._look.scaled(240), rows * self._look.scaled(24))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = max(1, (len(self._keys) + 1) // 2)
        pitch = look.scaled(24)
        columns = (self._keys[:rows], self._keys[rows:])
        width = self.width() / 2
        for column, keys in enumerate(columns):
            caps = max((cap_size(cap, look).width() for cap, _ in keys), default=0)
            for row, (cap, words) in enumerate(keys):
                size = cap_size(cap, look)
                left = column * width + caps - size.width()
                top = row * pitch + round((pitch - size.height()) / 2)
                paint_cap(painter, QPointF(round(left), top), cap, look)
                painter.setPen(QPen(look.theme.text))
                painter.setFont(look.font(12))
                start = column * width + caps + look.scaled(8)
                box = QRectF(start, row * pitch, (column + 1) * width - start, pitch)
                painter.drawText(box, _MIDDLE, elided(words, painter, box.width()))
        painter.end()
