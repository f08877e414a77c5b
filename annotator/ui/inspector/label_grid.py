"""Ten labels with their keys, and choices side by side: one key decides."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from annotator.domain.guideline import first_sentence
from annotator.domain.scheme import Label
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import CONTROL_RADIUS, paint_box
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look

KEY_ORDER: Final = "1234567890"
_PLAIN_KEYS: Final = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
_CHOOSE_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def pressed_digit(event: QKeyEvent) -> str:
    """Return the digit of a key without Ctrl, Shift and the like, else ""."""
    text = event.text()
    if event.modifiers() in _PLAIN_KEYS and len(text) == 1 and text in KEY_ORDER:
        return text
    return ""


class _Cells(QWidget):
    """Painted cells of which one can be pointed at, focused and chosen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.focused = 0
        self.hovered = -1
        self.ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        look.changed.connect(self._on_look_changed)

    def count(self) -> int:
        """Return the number of cells."""
        raise NotImplementedError

    def cell(self, number: int) -> QRectF:
        """Return where a cell stands."""
        raise NotImplementedError

    def choose(self, number: int) -> None:
        """Take a cell."""
        raise NotImplementedError

    def neighbour(self, key: int) -> int | None:
        """Return the cell that an arrow key leads to, ``None`` for other keys."""
        raise NotImplementedError

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the release chooses

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.focused = number
            self.choose(number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self.neighbour(event.key())
        if target is not None:
            self.focused = max(0, min(self.count() - 1, target))
            self.ringed = True
            self.update()
        elif event.key() in _CHOOSE_KEYS and event.modifiers() in _PLAIN_KEYS:
            self.choose(self.focused)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        self.update()

    def _at(self, place: QPointF) -> int:
        return next(
            (number for number in range(self.count()) if self.cell(number).contains(place)), -1
        )

    def _hover(self, number: int) -> None:
        if number != self.hovered:
            self.hovered = number
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class LabelGrid(_Cells):
    """The labels that have a key, in two columns.

    Signals:
        chosen: A label was clicked, or taken with Enter; its name.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._current = ""
        self._labels: tuple[Label, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._read_scheme()
        look.changed.connect(self._read_scheme)

    @property
    def current(self) -> str:
        """Name of the label shown in bold."""
        return self._current

    def set_current(self, label: str) -> None:
        """Show one label in bold: the one that the tag has now."""
        if label != self._current:
            self._current = label
            names = [item.name for item in self._labels]
            self.focused = names.index(label) if label in names else 0
            self.update()

    def label_for_key(self, key: str) -> str:
        """Return the name of the label with a key, "" for none."""
        return next((label.name for label in self._labels if label.key == key), "")

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.look.scaled(200), self._rows() * self.look.scaled(24))

    @override
    def count(self) -> int:
        return len(self._labels)

    @override
    def cell(self, number: int) -> QRectF:
        column, row = divmod(number, self._rows())
        pitch = self.look.scaled(24)
        width = self.width() // 2
        return QRectF(column * width, row * pitch, width - 4, pitch)

    @override
    def choose(self, number: int) -> None:
        if 0 <= number < len(self._labels):
            self.chosen.emit(self._labels[number].name)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(QPointF(event.pos()))
            tip = self.tip(number) if number >= 0 else ""
            if tip:
                QToolTip.showText(event.globalPos(), f"<p>{escape(tip)}</p>", self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def tip(self, number: int) -> str:
        """Return the tool tip of a label: what its guideline says first, "" for nothing."""
        label = self._labels[number]
        return f"{label.name}: {first_sentence(label.definition)}" if label.definition else ""

    @override
    def neighbour(self, key: int) -> int | None:
        rows = self._rows()
        step = {
            int(Qt.Key.Key_Up): -1,
            int(Qt.Key.Key_Down): 1,
            int(Qt.Key.Key_Left): -rows,
            int(Qt.Key.Key_Right): rows,
        }.get(key)
        if step is None:
            return None
        target = self.focused + step
        return target if 0 <= target < len(self._labels) else self.focused

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self.look, self.look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, label in enumerate(self._labels):
            cell = self.cell(number)
            cap = cap_size(label.key, look)
            top = cell.y() + round((cell.height() - cap.height()) / 2)
            paint_cap(painter, QPointF(cell.x(), top), label.key, look)
            words_box = cell.adjusted(cap.width() + look.scaled(2), 1, 0, -1)
            if number == self.hovered:
                paint_box(painter, words_box, theme.hover, theme.hover, CONTROL_RADIUS)
            if self.ringed and number == self.focused:
                paint_ring(painter, words_box, look, 3)
            left = cell.x() + cap.width() + look.scaled(8)
            side = look.scaled(8)
            swatch = QRectF(left, cell.y() + round((cell.height() - side) / 2), side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.label(label.name).line)
            painter.drawRoundedRect(swatch, 2, 2)
            left += side + look.scaled(6)
            painter.setFont(look.font(12, bold=label.name == self._current))
            painter.setPen(theme.text)
            box = QRectF(left, cell.y(), cell.right() - left, cell.height())
            words = painter.fontMetrics().elidedText(
                label.name, Qt.TextElideMode.ElideRight, int(box.width())
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def _rows(self) -> int:
        return max(1, (len(self._labels) + 1) // 2)

    def _read_scheme(self) -> None:
        by_key = self.look.scheme.label_by_key
        self._labels = tuple(by_key[key] for key in KEY_ORDER if key in by_key)
        self.setAccessibleName(", ".join(f"{label.key} {label.name}" for label in self._labels))
        self.updateGeometry()
        self.update()


class Segments(_Cells):
    """Choices side by side, broken into rows where they do not fit; pressing again may clear.

    Args:
        look: Theme and fonts.
        choices: Values and the words that they are shown with.
        keys: Whether the digits 1 to 9 are shown and choose.
        clearable: Whether choosing the chosen one again leaves nothing chosen.

    Signals:
        chosen: A value, or ``None`` where it was cleared.
    """

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        choices: Sequence[tuple[object, str]],
        *,
        keys: bool = True,
        clearable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._choices = list(choices)
        self._keys = keys and len(choices) <= len(KEY_ORDER) - 1
        self._clearable = clearable
        self._value: object = None
        self._cells: list[QRect] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> object:
        """What is chosen, ``None`` for nothing."""
        return self._value

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer other values or other words; what is chosen stays."""
        if list(choices) != self._choices:
            self._choices = list(choices)
            self._cells = self._laid_out(self.width())
            self.updateGeometry()
            self.update()

    def show_value(self, value: object) -> None:
        """Show what is chosen, without a signal."""
        self._value = value
        values = [item for item, _ in self._choices]
        self.focused = values.index(value) if value in values else 0
        self.update()

    @override
    def sizeHint(self) -> QSize:
        widths = self._widths()
        return QSize(sum(widths) + 1, self.look.scaled(26))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._widths(), default=0) + 1, self.look.scaled(26))

    @override
    def heightForWidth(self, width: int) -> int:
        cells = self._laid_out(width)
        return (cells[-1].bottom() + 2) if cells else self.look.scaled(26)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cells = self._laid_out(self.width())

    @override
    def count(self) -> int:
        return len(self._cells)

    @override
    def cell(self, number: int) -> QRectF:
        return QRectF(self._cells[number])

    @override
    def choose(self, number: int) -> None:
        value = self._choices[number][0]
        if value == self._value and not self._clearable:
            return
        self.show_value(None if value == self._value else value)
        self.focused = number
        self.chosen.emit(self._value)

    @override
    def neighbour(self, key: int) -> int | None:
        step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(key)
        return None if step is None else self.focused + step

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = pressed_digit(event)
        if self._keys and digit:  # one too many is no key of the card below
            number = KEY_ORDER.index(digit)
            if number < len(self._choices):
                self.choose(number)
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group in self._groups():
            paint_box(painter, group, theme.card, theme.line2, CONTROL_RADIUS)
        for number, (value, _) in enumerate(self._choices):
            edge = self._edge(number)
            if value != self._value and number == self.hovered:
                paint_box(painter, edge, theme.hover, theme.line2, CONTROL_RADIUS - 1)
            elif edge.x() > 0:
                painter.fillRect(QRectF(edge.x(), edge.y(), 1, edge.height()), theme.line2)
            self._paint_words(painter, number)
        for number, (value, _) in enumerate(self._choices):
            if value == self._value:
                edge = self._edge(number)
                paint_box(painter, edge, theme.acctint, theme.accent, CONTROL_RADIUS - 1)
                self._paint_words(painter, number)
        if self.ringed and self._cells:
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self._edge(min(self.focused, len(self._cells) - 1))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    @override
    def _on_look_changed(self) -> None:
        self._cells = self._laid_out(self.width())
        super()._on_look_changed()

    def _groups(self) -> list[QRectF]:
        """Return the box around each row of cells."""
        rows: dict[int, QRectF] = {}
        for number, cell in enumerate(self._cells):
            rows[cell.y()] = rows.get(cell.y(), QRectF()).united(self._edge(number))
        return list(rows.values())

    def _edge(self, number: int) -> QRectF:
        return self.cell(number).adjusted(0, 0, 1, 1)

    def _paint_words(self, painter: QPainter, number: int) -> None:
        look, theme = self.look, self.look.theme
        value, words = self._choices[number]
        cell = self.cell(number)
        chosen = value == self._value
        left = cell.x() + look.scaled(9)
        if self._keys:
            painter.setFont(look.font(11))
            painter.setPen(theme.mute if chosen else theme.faint)
            box = QRectF(left, cell.y(), cell.width(), cell.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, KEY_ORDER[number])
            left += self._key_room()
        painter.setFont(look.font(bold=chosen))
        painter.setPen(theme.text if chosen else theme.mute)
        box = QRectF(left, cell.y(), cell.right() - left - look.scaled(9) + 2, cell.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _key_room(self) -> float:
        if not self._keys:
            return 0.0
        return QFontMetricsF(self.look.font(11)).horizontalAdvance("0") + self.look.scaled(6)

    def _widths(self) -> list[int]:
        """Return the widths of the cells, wide enough for bold, so that choosing moves nothing."""
        metrics = QFontMetricsF(self.look.font(bold=True))
        sides = self.look.scaled(9) * 2 + self._key_room()
        return [round(metrics.horizontalAdvance(words) + sides) for _, words in self._choices]

    def _laid_out(self, width: int) -> list[QRect]:
        cells: list[QRect] = []
        left, top, height = 0, 0, self.look.scaled(26) - 1
        for room in self._widths():
            if left and left + room + 1 > width:
                left, top = 0, top + height + self.look.scaled(4)
            cells.append(QRect(left, top, room, height))
            left += room
        return cells
