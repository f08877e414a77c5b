"""Parts of the entity desk: words that become a field, pills, rows."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import CONTROL_RADIUS, elided, paint_box, paint_dashed, paint_pill
from annotator.ui.inspector.parts import Field, Ground, Words
from annotator.ui.look import Look

DELETE_KEYS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TITLE_ROOM: Final = 108
_PILL_HEIGHT: Final = 24
_PILL_MOST: Final = 260


class _Pressable(QAbstractButton):
    """What is painted and pressed: Enter and Space click, the ring is for the keyboard."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._on_look_changed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and not event.modifiers() & ~_KEYPAD:
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # arrows would move the focus to a sibling

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)
        self.update()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier


class _ShownWords(_Pressable):
    """Words that are edited by pressing them.

    Signals:
        emptied: Backspace: what they say is to go.
    """

    emptied = Signal()

    def __init__(
        self, look: Look, *, pixels: float, bold: bool, serif: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._style = (pixels, bold, serif)
        self._lead = ""
        self._lead_room = 0
        self._nothing = ""
        self._act = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, text: str, *, nothing: str = "", act: str = "") -> None:
        """Show words; without any, why there are none and what pressing does."""
        self.setText(text)
        self._nothing, self._act = nothing, act
        self.update()

    def show_lead(self, lead: str, room: int) -> None:
        """Show quiet words before them in a column of their own."""
        self._lead, self._lead_room = lead, room
        self.update()

    @override
    def sizeHint(self) -> QSize:
        pixels, bold, serif = self._style
        metrics = QFontMetricsF(self.look.font(pixels, bold=bold, serif=serif))
        return QSize(120, max(self.look.scaled(24), round(metrics.height()) + 4))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self.look, self.look.theme
        pixels, bold, serif = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse():
            paint_box(painter, box, theme.hover, theme.hover, CONTROL_RADIUS)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(pixels, bold=bold, serif=serif))
        left = 0.0
        if self._lead_room:
            painter.setPen(theme.mute)
            room = look.scaled(self._lead_room)
            painter.drawText(QRectF(0, 0, room, box.height()), middle, self._lead)
            left = room
        text = self.text() or self._nothing
        painter.setPen(theme.text if self.text() else theme.mute)
        words = elided(text, painter, box.width() - left - 2)
        painter.drawText(box.adjusted(left, 0, 0, 0), middle, words)
        if not self.text() and self._act:
            left += QFontMetricsF(painter.font()).horizontalAdvance(words)
            left += look.scaled(8) if words else 0
            painter.setPen(theme.accent)
            painter.drawText(box.adjusted(left, 0, 0, 0), middle, self._act)
        if self.ringed:
            paint_ring(painter, box, look, 3)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DELETE_KEYS and self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class InlineEdit(QWidget):
    """Words that become a field where they stand: Enter keeps what was typed, Esc does not.

    Args:
        look: Theme and fonts.
        name: What is edited, for screen readers.
        commit: Takes what was typed; returns whether it was taken. The field stays open where it
            was not.
        placeholder: What stands in the empty field.
        pixels, bold, serif: How the words are written.

    Signals:
        emptied: Backspace on the words.
        opened: The field is there.
        closed: It is gone again.
    """

    emptied = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        commit: Callable[[str], bool],
        *,
        placeholder: str = "",
        pixels: float = 13,
        bold: bool = False,
        serif: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._commit = commit
        self._text = ""
        self._before: QWidget | None = None
        self.words = _ShownWords(look, pixels=pixels, bold=bold, serif=serif)
        self.field = Field(look, placeholder)
        self.field.setAccessibleName(name)
        self.field.setMaximumWidth(look.scaled(460))
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._on_finished)
        self.field.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1000)
        row.addWidget(self.field, 1000)
        row.addStretch(1)  # keeps the field at the left where it is not as wide as the words
        self.words.clicked.connect(self.edit)
        self.words.emptied.connect(self.emptied)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def editing(self) -> bool:
        """Whether the field is open."""
        return not self.field.isHidden()

    @property
    def text(self) -> str:
        """The stored words."""
        return self._text

    def show_text(self, text: str, *, nothing: str = "", act: str = "", edited: str = "") -> None:
        """Show stored words; what is being typed stays.

        Args:
            text: The words.
            nothing: What stands there without any.
            act: What pressing does then.
            edited: What the field begins with where that is something else.
        """
        self._text = text
        self._edited = edited or text
        self.words.show_words(text, nothing=nothing, act=act)
        self.words.setAccessibleName(f"{self.name}: {text or nothing}")

    _edited = ""

    def edit(self) -> None:
        """Open the field."""
        focused: QWidget | None = QApplication.focusWidget()
        self._before = focused if focused is not self.words else None
        self.field.setText(self._edited)
        self.field.setModified(False)
        self.words.hide()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.opened.emit()

    def leave(self) -> None:
        """Close the field without keeping anything."""
        if not self.editing:
            return
        had_focus = self.field.hasFocus()
        self.field.setModified(False)
        self.field.hide()
        self.words.show()
        if had_focus:
            target = self._before if self._before is not None else self.words
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in _ENTER_KEYS:
                self._keep()
                return True
        return False

    def _keep(self) -> None:
        self.field.setModified(False)  # or the loss of the focus would keep it again
        text = self.field.text()
        if text == self._edited or self._commit(text):
            self.leave()
        else:
            self.field.setModified(True)

    def _on_finished(self) -> None:
        if self.editing and not self.field.hasFocus():
            if self.field.isModified():
                self._keep()
            else:
                self.leave()


class NamePill(_Pressable):
    """One way to write an entity, with how often; dashed where the register does not know it.

    Signals:
        dropped: Backspace: it is no alias.
    """

    dropped = Signal()

    def __init__(self, look: Look, words: str, times: int, *, known: bool, own: bool) -> None:
        super().__init__(look)
        self.words = words
        self._times = times
        self._known = known
        self._own = own
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        state = "the name" if own else "alias" if known else "written so, no alias yet"
        often = "once" if times == 1 else f"{times} times"
        self.setAccessibleName(f"{words}, {state}, {often}")
        if not known:
            self.setToolTip("Written so. Enter makes it an alias.")

    @property
    def known(self) -> bool:
        """Whether the register knows it."""
        return self._known

    @override
    def sizeHint(self) -> QSize:
        look = self.look
        width = QFontMetricsF(look.font()).horizontalAdvance(self.words)
        width += QFontMetricsF(look.font(11)).horizontalAdvance(f"{self._times:,}")
        wide = min(round(width) + look.scaled(8 + 8 + 6), look.scaled(_PILL_MOST))
        return QSize(wide, look.scaled(_PILL_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self.look, self.look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ground = theme.hover if self.underMouse() else theme.card
        if self._known:
            paint_box(painter, box, ground, theme.line2, CONTROL_RADIUS)
        else:
            paint_dashed(painter, box, ground, theme.ctl, CONTROL_RADIUS)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(11))
        count = f"{self._times:,}"
        room = QFontMetricsF(painter.font()).horizontalAdvance(count) + 1
        painter.setPen(theme.faint)
        inner = box.adjusted(look.scaled(8), 0, -look.scaled(8), 0)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(look.font())
        painter.setPen(theme.text if self._known else theme.mute)
        words = elided(self.words, painter, inner.width() - room - look.scaled(4) + 1)
        painter.drawText(inner, middle, words)
        if self.ringed:
            paint_ring(painter, box, look, 3)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DELETE_KEYS and self._known and not self._own:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class TypeChip(_Pressable):
    """The type of an entity as its label's pill; pressing it offers others."""

    @property
    def _label(self) -> str:
        return self.text()

    @property
    def _words(self) -> str:
        known = self.look.scheme.label_by_name.get(self.text())
        word = self.text().lower()
        return "" if known is not None and known.chip.lower() == word else word

    @override
    def sizeHint(self) -> QSize:
        look = self.look
        known = look.scheme.label_by_name.get(self.text())
        chip = known.chip if known is not None else self.text()
        width = QFontMetricsF(look.caps_font(10)).horizontalAdvance(chip) + look.scaled(14)
        if self._words:
            width += QFontMetricsF(look.font()).horizontalAdvance(self._words) + look.scaled(8)
        return QSize(round(width), look.scaled(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_pill(painter, box, self.look, self._label, self._words)
        if self.ringed:
            paint_ring(painter, box, self.look, 3)
        painter.end()


class Flow(QWidget):
    """Lays its children out in rows as text."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_items(self, items: Sequence[QWidget]) -> None:
        """Show other children; those that are no longer among them are destroyed."""
        for old in self._items:
            if old not in items:
                old.hide()
                old.deleteLater()
        self._items = list(items)
        for item in items:
            if item.parentWidget() is not self:
                item.setParent(self)
            item.show()
        for one, other in pairwise(items):
            QWidget.setTabOrder(one, other)
        self._place(self.width(), move=True)
        self.updateGeometry()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        gap, row_gap = self._look.scaled(8), self._look.scaled(6)
        x = y = height = 0
        for item in self._items:
            size = item.sizeHint()
            wide = min(size.width(), max(40, width))
            if x and x + wide > width:
                x, y = 0, y + height + row_gap
                height = 0
            if move:
                item.setGeometry(x, y, wide, size.height())
            x += wide + gap
            height = max(height, size.height())
        return y + height


class DetailRow(Ground):
    """A row of the detail: name at the left, value at the right, a hairline above."""

    def __init__(
        self, look: Look, name: str, value: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._title = Words(look, name, ink="mute", pixels=12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(4)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(value, 1, Qt.AlignmentFlag.AlignVCenter)
        self._apply()
        look.changed.connect(self._apply)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, self.width(), 1, self.look.theme.line)

    def _apply(self) -> None:
        self._title.setFixedWidth(self.look.scaled(TITLE_ROOM))
        self._title.setFixedHeight(self.look.scaled(24))
        self.setMinimumHeight(self.look.scaled(36))
