"""``L``: which entity of the register a mention means."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from annotator.ui.chrome import Hairline
from annotator.ui.inspector.paint import elided, paint_pill
from annotator.ui.inspector.parts import Field, Words
from annotator.ui.inspector.popup import Popup
from annotator.ui.inspector.values import EntityChoice, EntitySearch
from annotator.ui.key_cap import KeyCap, cap_size, cap_text, paint_cap
from annotator.ui.look import Look, set_ground

Index = QModelIndex | QPersistentModelIndex
SHOWN_MOST: Final = 8
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_INVALID: Final = QModelIndex()
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LIST_KEYS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)


class _Choices(QAbstractListModel):
    """Entities that fit, then one row that makes a new one (a plain name)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows: list[EntityChoice | str] = []
        super().__init__(parent)

    @property
    def rows(self) -> Sequence[EntityChoice | str]:
        """All rows."""
        return self._rows

    def show_rows(self, rows: list[EntityChoice | str]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            if isinstance(row, str):
                return self.tr("New entity “{name}”").format(name=row)
            return ", ".join((row.type, row.name, *row.aliases, str(row.mentions)))
        return None


class _ChoiceDelegate(QStyledItemDelegate):
    """Rows of 32: chip, name, aliases, number of mentions; the current one tinted."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(64, self._look.scaled(32))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, theme = self._look, self._look.theme
        row = index.data(ROW_ROLE)
        whole = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(whole, theme.acctint)
            painter.fillRect(QRectF(whole.x(), whole.y(), 3, whole.height()), theme.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(whole, theme.hover)
        inner = whole.adjusted(look.scaled(14), 0, -look.scaled(14), 0)
        if isinstance(row, EntityChoice):
            self._paint_entity(painter, inner, row)
        else:
            self._paint_new(painter, inner, str(index.data()))
        painter.restore()

    def _paint_entity(self, painter: QPainter, box: QRectF, row: EntityChoice) -> None:
        look, theme = self._look, self._look.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        height = look.scaled(17)
        pill = QRectF(box.x(), box.center().y() - height / 2, look.scaled(46), height)
        paint_pill(painter, pill, look, row.type)
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        count = str(row.mentions) if row.mentions else ""
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, count)
        right = box.right() - QFontMetricsF(painter.font()).horizontalAdvance(count) - 12
        left = box.x() + look.scaled(48)
        painter.setFont(look.font())
        painter.setPen(theme.text)
        name = elided(row.name, painter, right - left)
        painter.drawText(QRectF(left, box.y(), right - left + 2, box.height()), middle, name)
        left += QFontMetricsF(painter.font()).horizontalAdvance(name) + look.scaled(10)
        others = ", ".join(alias for alias in row.aliases if alias != row.name)
        if others and right - left > look.scaled(40):
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            words = elided(others, painter, right - left)
            painter.drawText(QRectF(left, box.y(), right - left + 2, box.height()), middle, words)

    def _paint_new(self, painter: QPainter, box: QRectF, words: str) -> None:
        look = self._look
        cap = cap_text("Ctrl+Return")
        size = cap_size(cap, look)
        corner = QRectF(box.right() - size.width(), 0, size.width(), size.height())
        corner.moveTop(box.y() + round((box.height() - size.height()) / 2))
        paint_cap(painter, corner.topLeft(), cap, look)
        painter.setFont(look.font())
        painter.setPen(look.theme.accent)
        line = elided(words, painter, corner.x() - box.x() - 12)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)


class LinkPopup(Popup):
    """Finds the entity of a mention by name; first row preselected.

    While the field is empty the candidates are those for the mention's own words. Enter takes the
    current row, Ctrl+Enter makes a new entity, Backspace in the empty field unlinks.

    Args:
        look: Theme and fonts.
        search: Returns entities whose names or aliases fit a text, best first.
        parent: The window.

    Signals:
        entity_chosen: The id of an entity of the register.
        entity_made: The name of an entity that is to be made and linked.
        unlinked: The link is to go.
        closed: It is gone.
    """

    entity_chosen = Signal(object)
    entity_made = Signal(str)
    unlinked = Signal()

    def __init__(self, look: Look, search: EntitySearch, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._search = search
        self._words = ""
        self._linked = False
        self.setAccessibleName(self.tr("Link to an entity"))
        self.field = Field(look)
        self.field.setAccessibleName(self.tr("Name of the entity"))
        self.field.textChanged.connect(self._on_text_changed)
        self.choices = _Choices(self)
        self.list = QListView()
        self.list.setModel(self.choices)
        self.list.setItemDelegate(_ChoiceDelegate(look, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._on_clicked)
        self._build()
        self._apply()
        look.changed.connect(self._apply)

    def open_for(self, words: str, *, linked: bool, anchor: QRect) -> None:
        """Ask for the entity of a mention.

        Args:
            words: The mention's words.
            linked: Whether it has an entity now, which can be taken away.
            anchor: Where the mention stands, in coordinates of the parent.
        """
        self._words = " ".join(words.split())
        self._linked = linked
        for widget in self._unlink_hint:
            widget.setVisible(linked)
        self.field.setPlaceholderText(self._words)
        self.field.clear()
        self._find("")
        self.open_at(anchor)

    @property
    def rows(self) -> Sequence[EntityChoice | str]:
        """What is offered: entities, then the name of a new one."""
        return self.choices.rows

    @override
    def first_focus(self) -> QWidget:
        return self.field

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ENTER_KEYS:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._make(self._name())
            else:
                self._take(self.list.currentIndex().row())
        elif key in _LIST_KEYS:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -SHOWN_MOST}
            self._move(step.get(key, SHOWN_MOST))
        elif key == Qt.Key.Key_Backspace and not self.field.text() and self._linked:
            self.leave()
            self.unlinked.emit()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _build(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(10, 10, 10, 10)
        row.addWidget(self.field)
        foot = QWidget()
        hints = QHBoxLayout(foot)
        hints.setContentsMargins(14, 6, 14, 7)
        hints.setSpacing(6)
        self._unlink_hint: list[QWidget] = []
        for key, words in (("Return", self.tr("link")), ("Backspace", self.tr("unlink"))):
            pair: list[QWidget] = [
                KeyCap(self.look, key, foot),
                Words(self.look, words, ink="mute", pixels=12),
            ]
            for widget in pair:
                hints.addWidget(widget)
            hints.addSpacing(10)
            if key == "Backspace":
                self._unlink_hint = pair
        hints.addStretch(1)
        for widget in (top, Hairline(self.look), self.list, Hairline(self.look), foot):
            self.column.addWidget(widget)

    def _on_text_changed(self, text: str) -> None:
        self._find(text)

    def _find(self, text: str) -> None:
        wanted = " ".join(text.split()) or self._words
        rows: list[EntityChoice | str] = [*self._search(wanted), wanted]
        self.choices.show_rows(rows)
        self.list.setCurrentIndex(self.choices.index(0, 0))
        self._fit()

    def _fit(self) -> None:
        rows = max(2, min(SHOWN_MOST, len(self.choices.rows)))
        self.list.setFixedHeight(rows * self.look.scaled(32))
        self.setFixedWidth(min(self.look.scaled(420), max(240, self.host.width() - 16)))
        self.adjustSize()

    def _name(self) -> str:
        return " ".join(self.field.text().split()) or self._words

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        row = max(0, min(len(self.choices.rows) - 1, row))
        self.list.setCurrentIndex(self.choices.index(row, 0))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self.choices.rows):
            return
        choice = self.choices.rows[row]
        if isinstance(choice, EntityChoice):
            self.leave()
            self.entity_chosen.emit(choice.id)
        else:
            self._make(choice)

    def _make(self, name: str) -> None:
        if name:
            self.leave()
            self.entity_made.emit(name)

    def _apply(self) -> None:
        for widget in (self.list, self.list.viewport()):
            set_ground(widget, self.look, "card")
        self.list.scheduleDelayedItemsLayout()
