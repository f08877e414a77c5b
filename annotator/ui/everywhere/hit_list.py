"""The list of hits: its keys, its ticks and the mouse."""

from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from annotator.ui.chrome import KEYBOARD_REASONS
from annotator.ui.everywhere.arrangement import Arrangement, Head, Hit, More
from annotator.ui.everywhere.delegate import HitDelegate
from annotator.ui.everywhere.model import ConcordanceModel
from annotator.ui.inspector.label_grid import pressed_digit
from annotator.ui.look import Look, set_ground

Index = QModelIndex | QPersistentModelIndex
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_KEYS: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class HitList(QListView):
    """Rows of 32; one is current, and single keys act on it.

    Attributes:
        hit: The number of the hit that was made current last, ``None`` where it is no hit. It
            stays while the rows are laid out anew.

    Signals:
        ticks_changed: What is ticked has changed.
        opened: The number of a hit that is to be shown in its article.
        unfolded: A group whose rest is to be listed.
        applied: Enter: do it.
        left: Esc: nothing.
        key_pressed: A letter or digit that means something to the page.
    """

    ticks_changed = Signal()
    opened = Signal(int)
    unfolded = Signal(object)
    applied = Signal()
    left = Signal()
    key_pressed = Signal(str)

    def __init__(
        self,
        look: Look,
        model: ConcordanceModel,
        arrangement: Arrangement,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._arrangement = arrangement
        self.hit: int | None = None
        self.setModel(model)
        self._delegate = HitDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName("Places of the words")
        self._apply()
        look.changed.connect(self._apply)

    def show_label(self, label: str) -> None:
        """Show what the hits are to be."""
        self._delegate.label = label
        self.viewport().update()

    def show_row(self, number: int) -> None:
        """Make a row current and bring it into sight."""
        index = self.model().index(number, 0)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)

    def toggle_row(self, number: int) -> None:
        """Tick or untick a row; a head its group. The rest of a group is listed."""
        row = self._arrangement.row(number)
        if isinstance(row, Hit):
            self._arrangement.toggle(row.number)
        elif isinstance(row, Head):
            self._arrangement.toggle_group(row.key)
        elif isinstance(row, More):
            self.unfolded.emit(row.key)
            return
        self._after_ticks()

    def untick_group(self) -> None:
        """Untick the group of the current row; tick it where nothing in it is ticked."""
        row = self.currentIndex().row()
        if self._arrangement.row(row) is not None:
            self._arrangement.toggle_group(self._arrangement.group_of_row(row))
            self._after_ticks()

    def toggle_all(self) -> None:
        """Tick all, or none."""
        self._arrangement.toggle_listed()
        self._after_ticks()

    def open_row(self, number: int) -> None:
        """Show a hit in its article; list the rest of a folded group."""
        row = self._arrangement.row(number)
        if isinstance(row, Hit):
            self.opened.emit(row.number)
        elif isinstance(row, More):
            self.unfolded.emit(row.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._delegate.ringed = True
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Do what a key means here; ``False`` where the list itself knows it."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_A:
            self.toggle_all()
            return True
        if modifiers not in _NO_KEYS:
            return False
        if key in _ENTER:
            self.applied.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Space:
            self.toggle_row(self.currentIndex().row())
        elif key == Qt.Key.Key_X:
            self.untick_group()
        elif key == Qt.Key.Key_Right:
            self.open_row(self.currentIndex().row())
        else:
            letter = pressed_digit(event) or event.text().upper()
            if not letter.isalnum():
                return False
            self.key_pressed.emit(letter)
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._delegate.ringed = False
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            row = self._arrangement.row(index.row())
            tick = self._delegate.tick_box(QRectF(self.visualRect(index))).adjusted(-8, -8, 8, 8)
            if isinstance(row, More) or tick.contains(event.position()):
                self.toggle_row(index.row())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        tick = self._delegate.tick_box(QRectF(self.visualRect(index))).adjusted(-8, -8, 8, 8)
        if index.isValid() and not tick.contains(event.position()):
            self.open_row(index.row())
        else:
            self.mousePressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page; no row is looked for."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._delegate.ringed = event.reason() in KEYBOARD_REASONS and self._delegate.ringed
        super().focusInEvent(event)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            row = self._arrangement.row(current.row())
            self.hit = row.number if isinstance(row, Hit) else None
            self.scrollTo(current)

    def _after_ticks(self) -> None:
        self.viewport().update()
        self.ticks_changed.emit()

    def _apply(self) -> None:
        for widget in (self, self.viewport()):
            set_ground(widget, self._look, "paper")
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
