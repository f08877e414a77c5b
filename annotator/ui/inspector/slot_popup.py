"""Typing on a slot: the entities that may fill it, by name, right at the slot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.annotation import EntityId
from annotator.ui.chrome import Hairline
from annotator.ui.inspector.paint import elided, paint_pill, paint_row_ground
from annotator.ui.inspector.parts import Field, Words
from annotator.ui.inspector.popup import Popup
from annotator.ui.inspector.row_model import ROW_ROLE, Index, RowModel
from annotator.ui.look import Look, set_ground

SHOWN_MOST: Final = 8
_CHIP_ROOM: Final = 48
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -SHOWN_MOST,
    Qt.Key.Key_PageDown: SHOWN_MOST,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may fill the slot.

    Attributes:
        id: ``None`` for one that is to be made.
        note: Behind the name: how often the article mentions it, or another name.
    """

    id: EntityId | None
    type: str
    name: str
    note: str = ""


def _goes_to_a_page(event: QKeyEvent) -> bool:
    """Whether a key leaves the page, and so what is laid over it: Ctrl and a digit."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    digit = Qt.Key.Key_0 < event.key() <= Qt.Key.Key_9
    return digit and modifiers == Qt.KeyboardModifier.ControlModifier


def _spoken(row: Candidate) -> str:
    return ", ".join(part for part in (row.type, row.name, row.note) if part)


class _Delegate(QStyledItemDelegate):
    """Rows of 28: chip, name, note; the current one tinted."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(64, self._look.scaled(28))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, theme, row = self._look, self._look.theme, index.data(ROW_ROLE)
        if not isinstance(row, Candidate):
            return
        whole = QRectF(option.rect)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, look)
        box = whole.adjusted(look.scaled(12), 0, -look.scaled(12), 0)
        height = look.scaled(17)
        pill = QRectF(box.x(), 0, look.scaled(_CHIP_ROOM - 4), height)
        pill.moveTop(whole.y() + round((whole.height() - height) / 2))
        paint_pill(painter, pill, look, row.type)
        box.setLeft(box.x() + look.scaled(_CHIP_ROOM))
        painter.setFont(look.font())
        painter.setPen(theme.text if row.id is not None else theme.accent)
        small = QFontMetricsF(look.font(12))
        beside = min(small.horizontalAdvance(row.note), look.scaled(76)) if row.note else 0
        gap = look.scaled(10) if row.note else 0
        name = elided(row.name, painter, box.width() - beside - gap)
        painter.drawText(box, middle, name)
        left = QFontMetricsF(painter.font()).horizontalAdvance(name) + gap
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        rest = box.adjusted(left, 0, 0, 0)
        note = elided(row.note, painter, rest.width() + 1)
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, note)
        painter.restore()


class SlotPopup(Popup):
    """A field at a slot with the entities that fit what is typed; Enter takes the current one.

    Args:
        look: Theme and fonts.
        search: Returns candidates for a text, best first.
        parent: The page.

    Signals:
        chosen: A :class:`Candidate`.
    """

    chosen = Signal(object)

    def __init__(
        self, look: Look, search: Callable[[str], Sequence[Candidate]], parent: QWidget
    ) -> None:
        super().__init__(look, parent)
        self._search = search
        self.field = Field(look)
        self.field.textChanged.connect(self._find)
        self._rows: RowModel[Candidate] = RowModel(_spoken, self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setItemDelegate(_Delegate(look, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._on_clicked)
        self._none = Words(look, ink="mute", pixels=12, wrap=True)
        self._none.setContentsMargins(12, 8, 12, 10)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        for widget in (top, Hairline(look), self.list, self._none):
            self.column.addWidget(widget)
        self.column.addSpacing(6)
        self._apply()
        look.changed.connect(self._apply)

    @property
    def rows(self) -> Sequence[Candidate]:
        """What is offered."""
        return self._rows.rows

    def open_for(self, role: str, typed: str, anchor: QRect) -> None:
        """Ask who or what fills a role.

        Args:
            role: Its name, as it is shown.
            typed: What was typed on the slot already.
            anchor: The slot, in coordinates of the parent; the popup is as wide.
        """
        self.setAccessibleName(self.tr("Fill {role}").format(role=role))
        self.field.setAccessibleName(self.tr("Name of the {role}").format(role=role))
        self.field.setPlaceholderText(self.tr("Name of the {role}").format(role=role))
        self.setFixedWidth(max(self.look.scaled(260), anchor.width()))
        self.field.setText("")
        self.field.insert(typed)  # so that the field's own undo takes it back
        self._find(typed)
        self.open_at(anchor)
        self.field.end(False)  # noqa: FBT003 - Qt's own: nothing is selected

    @override
    def first_focus(self) -> QWidget:
        return self.field

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._take_key(event)
        shortcut = watched is self.field and event.type() == QEvent.Type.ShortcutOverride
        if shortcut and isinstance(event, QKeyEvent) and _goes_to_a_page(event):
            self.leave()
            return False
        if watched is self.host and event.type() == QEvent.Type.Resize:
            self.leave()  # the slot stands elsewhere now
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ENTER_KEYS:
            self._take(self.list.currentIndex().row())
        elif key in _STEPS:
            last = len(self.rows) - 1
            row = max(0, min(last, self.list.currentIndex().row() + _STEPS[key]))
            self.list.setCurrentIndex(self._rows.index(row, 0))
        elif (
            key == Qt.Key.Key_Escape
            or (key == Qt.Key.Key_Backspace and not self.field.text())
            or (event.matches(QKeySequence.StandardKey.Undo) and not self.field.isUndoAvailable())
        ):
            self.leave()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _find(self, text: str) -> None:
        rows = self._search(" ".join(text.split()))
        self._rows.show_rows(rows)
        self.list.setCurrentIndex(self._rows.index(0, 0))
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(min(SHOWN_MOST, len(rows)) * self.look.scaled(28))
        self._none.show_text("" if rows else self.tr("No entity of this article yet. Type a name."))
        self.adjustSize()

    def _on_clicked(self, index: Index) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        if 0 <= row < len(self.rows):
            chosen = self.rows[row]
            self.leave()
            self.chosen.emit(chosen)

    def _apply(self) -> None:
        for widget in (self.list, self.list.viewport()):
            set_ground(widget, self.look, "card")
        self.list.scheduleDelayedItemsLayout()
