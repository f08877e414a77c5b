"""All commands with their keys: choose one, press other keys; what is taken is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import elided, paint_dashed
from annotator.ui.inspector.parts import Field, Words
from annotator.ui.key_cap import cap_size, cap_text, cap_texts, paint_cap
from annotator.ui.look import Look

_MODIFIER_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLEAR_KEYS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A command and its keys, all in portable text ("Ctrl+Return").

    Attributes:
        place: Where its keys work, as people read it.
        everywhere: Whether that is the whole window, so that it meets the keys of every place.
        default: The keys it came with.
        keys: The keys in force; empty for none.
        fixed: It cannot have others (arrow keys in a list).
        pages: Where the command can run; on another page its keys may mean something else.
    """

    id: str
    words: str
    place: str
    everywhere: bool
    default: tuple[str, ...]
    keys: tuple[str, ...]
    fixed: bool = False
    pages: frozenset[str] = frozenset({"annotate"})


def find_conflict(rows: Sequence[KeyRow], row: KeyRow, keys: str) -> KeyRow | None:
    """Return another command that answers the same keys in the same place."""
    return next(
        (
            other
            for other in rows
            if other.id != row.id
            and keys in other.keys
            and other.pages & row.pages
            and (other.everywhere or row.everywhere or other.place == row.place)
        ),
        None,
    )


def remapped(rows: Sequence[KeyRow]) -> dict[str, str]:
    """Return what the settings keep: the first key of each command with other keys."""
    return {
        row.id: row.keys[0] if row.keys else ""
        for row in rows
        if not row.fixed and row.keys != row.default
    }


class _List(QWidget):
    """The rows, 29 high; Enter or a double click records, Backspace restores the default."""

    record_wanted = Signal(str)
    restore_wanted = Signal(str)
    recorded = Signal(str)
    confirmed = Signal()
    stopped = Signal()
    row_focused = Signal(int, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: list[KeyRow] = []
        self._room = 0
        self._current = 0
        self._ringed = False
        self._pressed = ""
        self.recording = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def keep_room(self, rows: int) -> None:
        """Stay as high as this many rows, so that a filter moves nothing."""
        self._room = rows
        self.updateGeometry()

    def show_rows(self, rows: Sequence[KeyRow]) -> None:
        """Show rows; the current one stays where it is still there."""
        current = self.current_id()
        self._rows = list(rows)
        ids = [row.id for row in rows]
        self._current = ids.index(current) if current in ids else 0
        self.setAccessibleName(
            ", ".join(f"{row.words} {' '.join(cap_texts(row.keys))}" for row in rows)
        )
        self.updateGeometry()
        self.update()

    def current_id(self) -> str:
        """Return the id of the current command, "" without rows."""
        return self._rows[self._current].id if self._current < len(self._rows) else ""

    def record(self, identifier: str, pressed: str = "") -> None:
        """Show that a command waits for keys; "" for none."""
        self.recording, self._pressed = identifier, pressed
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, max(1, self._room, len(self._rows)) * self._pitch())

    @override
    def event(self, event: QEvent) -> bool:
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if self.recording and pressed and isinstance(event, QKeyEvent) and event.key() in tabs:
            self.keyPressEvent(event)
            return True
        if self.recording and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.recording:
            self._record_key(event)
            return
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        page = {Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}.get(key)
        if step is not None or page is not None:
            self._ringed = True
            self._point(self._current + (step or page or 0))
        elif key in _ENTER_KEYS or key == Qt.Key.Key_F2:
            self.record_wanted.emit(self.current_id())
        elif key in _CLEAR_KEYS:
            self.restore_wanted.emit(self.current_id())
        else:
            event.ignore()

    def _record_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MODIFIER_KEYS:
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and plain:
            self.stopped.emit()
        elif key in _ENTER_KEYS and plain and self._pressed:
            self.confirmed.emit()
        else:
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            key = Qt.Key.Key_Tab if key == Qt.Key.Key_Backtab else key
            sequence = QKeySequence(modifiers | key)
            self.recorded.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        if self.recording:
            self.stopped.emit()
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // self._pitch())
        if 0 <= row < len(self._rows):
            self._point(row)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.record_wanted.emit(self.current_id())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(0, event.rect().top() // self._pitch())
        last = min(len(self._rows), event.rect().bottom() // self._pitch() + 1)
        for number in range(first, last):
            self._paint_row(painter, number)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int) -> None:
        look, theme = self._look, self._look.theme
        row, pitch = self._rows[number], self._pitch()
        box = QRectF(0, number * pitch, self.width(), pitch)
        if number == self._current and self.hasFocus():
            painter.fillRect(box, theme.acctint)
        painter.fillRect(QRectF(0, box.bottom() - 1, box.width(), 1), theme.line)
        right: float = box.right() - look.scaled(8)
        if row.id == self.recording:
            right = self._paint_recording(painter, box, right)
        else:
            for text in reversed(cap_texts(row.keys)):
                size = cap_size(text, look)
                right -= size.width()
                corner = QPointF(right, round(box.y() + (pitch - 1 - size.height()) / 2))
                paint_cap(painter, corner, text, look)
                right -= look.scaled(5)
        middle = Qt.AlignmentFlag.AlignVCenter
        changed = row.keys != row.default
        painter.setFont(look.font(bold=changed))
        painter.setPen(theme.faint if row.fixed else theme.text)
        left = float(look.scaled(8))
        words = elided(row.words, painter, right - left - look.scaled(20))
        painter.drawText(QRectF(left, box.y(), right - left, pitch - 1), middle, words)
        left += QFontMetricsF(painter.font()).horizontalAdvance(words) + look.scaled(10)
        painter.setFont(look.font(12))
        painter.setPen(theme.faint)
        place = elided(row.place, painter, right - left - look.scaled(10))
        painter.drawText(QRectF(left, box.y(), right - left, pitch - 1), middle, place)
        if self._ringed and number == self._current:
            paint_ring(painter, box.adjusted(0, 0, 0, -1), look, 2)

    def _paint_recording(self, painter: QPainter, box: QRectF, right: float) -> float:
        look, theme = self._look, self._look.theme
        words = cap_text(self._pressed) or self.tr("press the keys")
        painter.setFont(look.font(11))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words) + look.scaled(14)
        field = QRectF(right - width, box.y() + 4, width, box.height() - 9)
        paint_dashed(painter, field, theme.card, theme.accent, 4)
        painter.setPen(theme.accent)
        painter.drawText(field, Qt.AlignmentFlag.AlignCenter, words)
        return float(field.x()) - look.scaled(5)

    def _pitch(self) -> int:
        return self._look.scaled(29)

    def _point(self, row: int) -> None:
        self._current = max(0, min(len(self._rows) - 1, row))
        self.row_focused.emit(self._current * self._pitch(), self._pitch())
        self.update()


class KeyTable(QWidget):
    """Finds commands by name and gives them other keys.

    Signals:
        remapped: The first key of each command that differs from its default, by id.
        row_focused: Top and height of the row to be scrolled to, in this widget.
    """

    remapped = Signal(object)
    row_focused = Signal(int, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[KeyRow] = []
        self._pending = ""
        self.filter = Field(look, self.tr("Find a command"))
        self.filter.textChanged.connect(self._show)
        self._message = Words(look, ink="mute", pixels=12, wrap=True)
        self.list = _List(look)
        self.list.record_wanted.connect(self._on_record_wanted)
        self.list.restore_wanted.connect(self._on_restore_wanted)
        self.list.recorded.connect(self._on_recorded)
        self.list.confirmed.connect(self._on_confirmed)
        self.list.stopped.connect(self._stop)
        self.list.row_focused.connect(self._on_row_focused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.filter)
        column.addWidget(self._message)
        column.addWidget(self.list)
        self._stop()

    @property
    def message(self) -> str:
        """What is said about the keys just pressed."""
        return self._message.text()

    @property
    def rows(self) -> Sequence[KeyRow]:
        """All commands with the keys in force."""
        return self._rows

    def show_rows(self, rows: Sequence[KeyRow]) -> None:
        """Show all commands."""
        self._rows = list(rows)
        self.list.keep_room(len(rows))
        self._show()

    def _show(self, *_text: object) -> None:
        wanted = self.filter.text().casefold().split()
        shown = [
            row
            for row in self._rows
            if all(
                word in f"{row.words} {row.place} {' '.join(row.keys)}".casefold()
                for word in wanted
            )
        ]
        self.list.show_rows(shown)

    def _row(self, identifier: str) -> KeyRow | None:
        return next((row for row in self._rows if row.id == identifier), None)

    def _on_record_wanted(self, identifier: str) -> None:
        row = self._row(identifier)
        if row is None:
            return
        if row.fixed:
            self._say(self.tr("“{words}” keeps its keys.").format(words=row.words), "warn")
            return
        self._pending = ""
        self.list.record(identifier)
        self._say(self.tr("Press the keys for “{words}”. Esc leaves it.").format(words=row.words))

    def _on_recorded(self, keys: str) -> None:
        row = self._row(self.list.recording)
        if row is None:
            return
        other = find_conflict(self._rows, row, keys)
        if other is None:
            self._give(row, keys, None)
            return
        self._pending = keys
        self.list.record(row.id, "" if other.fixed else keys)
        spoken = cap_text(keys)
        if other.fixed:
            sentence = self.tr("{keys} is “{words}”, which keeps it. Press other keys.")
        else:
            sentence = self.tr("{keys} is “{words}”. Enter takes it from there; or other keys.")
        self._say(sentence.format(keys=spoken, words=other.words), "warn")

    def _on_confirmed(self) -> None:
        row = self._row(self.list.recording)
        if row is not None and self._pending:
            self._give(row, self._pending, find_conflict(self._rows, row, self._pending))

    def _on_restore_wanted(self, identifier: str) -> None:
        row = self._row(identifier)
        if row is None or row.fixed or row.keys == row.default:
            return
        for keys in row.default:
            other = find_conflict(self._rows, row, keys)
            if other is not None:
                sentence = self.tr("{keys} is “{words}” now. Give that other keys first.")
                self._say(sentence.format(keys=cap_text(keys), words=other.words), "warn")
                return
        self._change(replace(row, keys=row.default))
        self._say(self.tr("“{words}” has its first keys again.").format(words=row.words))
        self.remapped.emit(remapped(self._rows))

    def _give(self, row: KeyRow, keys: str, loser: KeyRow | None) -> None:
        while loser is not None:
            self._change(replace(loser, keys=tuple(one for one in loser.keys if one != keys)))
            loser = find_conflict(self._rows, row, keys)
        self._change(replace(row, keys=(keys,)))
        self._stop()
        self.remapped.emit(remapped(self._rows))

    def _change(self, row: KeyRow) -> None:
        self._rows = [row if one.id == row.id else one for one in self._rows]
        self._show()

    def _stop(self) -> None:
        self._pending = ""
        self.list.record("")
        self._say(self.tr("Enter gives a command other keys, Backspace its first ones."))

    def _say(self, words: str, ink: str = "mute") -> None:
        self._message.set_ink(ink)
        self._message.setText(words)

    def _on_row_focused(self, top: int, height: int) -> None:
        self.row_focused.emit(self.list.y() + top, height)
