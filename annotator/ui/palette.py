"""Find or do: one field for every command, article, entity and entry of the guideline."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import Hairline, plain_label, set_field_ground, set_ink, tinted_icon
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look
from annotator.ui.overlay import Overlay
from annotator.ui.palette_match import (
    PaletteItem,
    PaletteKind,
    matched_parts,
    parse_input,
    ranked,
    sections,
)

WIDTH: Final = 640
TOP: Final = 88
MAX_ROWS: Final = 12
_ROW: Final = 36
_HEAD: Final = 28
_INPUT: Final = 48
_FOOT: Final = 36
_LEFT: Final = 16
_TEXT_LEFT: Final = 44
_DEBOUNCE_MS: Final = 60
_LIMITS: Final = {
    PaletteKind.COMMAND: 6,
    PaletteKind.ARTICLE: 3,
    PaletteKind.ENTITY: 3,
    PaletteKind.GUIDELINE: 3,
}
_SEARCHED: Final[Mapping[tuple[PaletteKind, ...], str]] = {
    (PaletteKind.COMMAND,): "commands",
    (PaletteKind.ARTICLE,): "full text",
    (PaletteKind.ENTITY,): "entities",
    (PaletteKind.GUIDELINE,): "guideline",
}
_PREFIX_WORDS: Final = (
    (">", "commands only"),
    ("@", "entities"),
    ("/", "full text"),
    ("?", "guideline"),
)
_NOTHING: Final = "No command or article matches."
_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

Search = Callable[[str], Sequence[PaletteItem]]


class _Rows(QAbstractListModel):
    """Heads and items."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[PaletteItem | PaletteKind] = []

    def show_rows(self, rows: list[PaletteItem | PaletteKind]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROW_ROLE:
            return row
        if isinstance(row, PaletteKind):
            return row.value if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.text, row.detail, cap_text(row.shortcut))
            return ", ".join(part for part in parts if part)
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], PaletteKind):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Draws heads and rows; the matched part is bold."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.words = ""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        head = not isinstance(index.data(_ROW_ROLE), PaletteItem)
        return QSize(100, self._look.scaled(_HEAD if head else _ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_ROW_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, PaletteItem):
            self._paint_ground(painter, rect, option.state)
            self._paint_item(painter, rect, row)
        else:
            painter.setFont(self._look.caps_font(11))
            painter.setPen(self._look.theme.mute)
            box = rect.adjusted(self._look.scaled(_LEFT), self._look.scaled(4), 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(row))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        theme = self._look.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.acctint)
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.hover)

    def _paint_item(self, painter: QPainter, rect: QRectF, item: PaletteItem) -> None:
        look = self._look
        theme = look.theme
        side = look.scaled(16)
        if item.icon:
            top = round(rect.center().y() - side / 2)
            box = QRectF(rect.left() + look.scaled(_LEFT), top, side, side)
            icons.paint(painter, item.icon, theme.mute, box)
        right = rect.right() - look.scaled(_LEFT)
        if item.shortcut:
            text = cap_text(item.shortcut)
            size = cap_size(text, look)
            right -= size.width()
            top = round(rect.center().y() - size.height() / 2)
            paint_cap(painter, QPointF(round(right), top), text, look)
            right -= look.scaled(12)
        left = rect.left() + look.scaled(_TEXT_LEFT)
        used = self._paint_words(
            painter, QRectF(left, rect.top(), right - left, rect.height()), item
        )
        left += used + look.scaled(12)
        font = look.font(12)
        if item.detail and right - left > look.scaled(24):
            painter.setFont(font)
            painter.setPen(theme.mute)
            shown = QFontMetricsF(font).elidedText(
                item.detail, Qt.TextElideMode.ElideRight, right - left
            )
            box = QRectF(left, rect.top(), right - left, rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_words(self, painter: QPainter, box: QRectF, item: PaletteItem) -> float:
        """Draw the words of an item, matched parts bold, and return their width."""
        font = self._look.font(13)
        bold = QFontMetricsF(self._look.font(13, bold=True))
        text = bold.elidedText(item.text, Qt.TextElideMode.ElideRight, box.width())
        layout = QTextLayout(text, font)
        layout.setFormats([_bold_range(text, start, end) for start, end in self._parts(text)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(10_000)
        layout.endLayout()
        painter.setPen(self._look.theme.text)
        layout.draw(painter, QPointF(box.left(), box.center().y() - line.height() / 2))
        return line.naturalTextWidth()

    def _parts(self, text: str) -> list[tuple[int, int]]:
        return matched_parts(self.words, text) if self.words else []


def _bold_range(text: str, start: int, end: int) -> QTextLayout.FormatRange:
    """Return a bold stretch; Qt counts in UTF-16 units."""
    strong = QTextCharFormat()
    strong.setFontWeight(QFont.Weight.Bold)
    part = QTextLayout.FormatRange()
    part.start = len(text[:start].encode("utf-16-le")) // 2
    part.length = len(text[start:end].encode("utf-16-le")) // 2
    part.format = strong
    return part


class _Input(QLineEdit):
    """The field; keys that move or choose go to the list."""

    moved = Signal(int)
    paged = Signal(int)
    entered = Signal()
    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Backtab: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Tab: 1}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(steps[key])
        elif key in pages:
            self.paged.emit(pages[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        return False  # Tab comes as a key


class _Foot(QWidget):
    """The prefixes, and how many rows there are."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.count = ""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font(12)
        metrics = QFontMetricsF(font)
        x = float(look.scaled(_LEFT))
        for sign, words in _PREFIX_WORDS:
            size = cap_size(sign, look)
            paint_cap(painter, QPointF(round(x), (self.height() - size.height()) // 2), sign, look)
            x += size.width() + look.scaled(8)
            painter.setFont(font)
            painter.setPen(look.theme.mute)
            width = metrics.horizontalAdvance(words) + 2
            painter.drawText(
                QRectF(x, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, words
            )
            x += width + look.scaled(14)
        box = QRectF(self.rect()).adjusted(0, 0, -look.scaled(_LEFT), 0)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.count
        )
        painter.end()


class Palette(Overlay):
    """The box in which everything is found by its words; the key is taught at the right.

    Signals:
        chosen: The :class:`PaletteItem`; the palette is closed and the focus is where it was.

    Args:
        look: Theme and fonts.
        host: The window.
        commands: What can run now; ranked here.
        articles: What the store finds for some words, best first.
        entities: The same.
        guideline: The same, of the guideline.
    """

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        host: QWidget,
        commands: Callable[[], Sequence[PaletteItem]],
        articles: Search,
        entities: Search,
        guideline: Search,
    ) -> None:
        super().__init__(look, host)
        self._commands = commands
        self._searches = {
            PaletteKind.ARTICLE: articles,
            PaletteKind.ENTITY: entities,
            PaletteKind.GUIDELINE: guideline,
        }
        self._all: Sequence[PaletteItem] = ()
        self._found: dict[PaletteKind, list[PaletteItem]] = {}
        self.input = _Input()
        self._searched = plain_label(parent=self.input)
        self._rows = _Rows(self)
        self._delegate = _Delegate(look, self)
        self.list = QListView()
        self._nothing = plain_label(_NOTHING)
        self._foot = _Foot(look, self.box)
        self._layout = QVBoxLayout(self.box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)
        self._lay_out()
        self._connect()
        self._restyle()

    @property
    def items(self) -> list[PaletteItem]:
        """The items listed now, without heads."""
        return [row for row in self._rows.rows if isinstance(row, PaletteItem)]

    @property
    def current(self) -> PaletteItem | None:
        """The item that Enter chooses."""
        index = self.list.currentIndex()
        row = self._rows.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, PaletteItem) else None

    @property
    def count_text(self) -> str:
        """What the foot says about the number of rows."""
        return self._foot.count

    @override
    def open(self, text: str = "") -> None:
        """Cover the window; ``text`` may begin with a prefix, e.g. "@" for entities."""
        self._all = self._commands()
        self._found = {}
        self.input.setText(text)
        self._refill()
        super().open()
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)
        if text:
            self._search()

    @override
    def box_rect(self, width: int, height: int) -> QRect:
        scaled = self._look.scaled
        wide = min(scaled(WIDTH), width - 32)
        top = scaled(TOP) if height >= scaled(480) else scaled(24)
        chrome = scaled(_INPUT) + 1 + scaled(_FOOT)
        heads = sum(isinstance(row, PaletteKind) for row in self._rows.rows)
        most = scaled(_ROW) * MAX_ROWS + scaled(_HEAD) * heads
        rows = min(self._rows_height(), most, height - top - chrome - 24)
        return QRect((width - wide) // 2, top, wide, chrome + max(scaled(_ROW), rows))

    def _lay_out(self) -> None:
        layout = self._layout
        layout.setContentsMargins(1, 0, 1, 0)
        layout.setSpacing(0)
        inset = QHBoxLayout()
        inset.setContentsMargins(8, 1, 8, 0)  # clear of the rounded corners
        inset.addWidget(self.input)
        layout.addLayout(inset)
        layout.addWidget(Hairline(self._look))
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._foot)
        self.input.setFrame(False)
        self.input.setPlaceholderText("Find or do")
        self.input.setAccessibleName("Find or do")
        self._magnifier = self.input.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Found")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _connect(self) -> None:
        self.input.textChanged.connect(self._on_typed)
        self.input.moved.connect(self._on_moved)
        self.input.paged.connect(lambda step: self._on_moved(step * (MAX_ROWS - 2), wrap=False))
        self.input.entered.connect(self._on_entered)
        self.input.left.connect(self.dismiss)
        self.list.clicked.connect(self._on_clicked)
        self._look.changed.connect(self._restyle)

    def _restyle(self) -> None:
        look = self._look
        scaled = look.scaled
        self.box.foot_height = scaled(_FOOT)
        self.input.setFixedHeight(scaled(_INPUT) - 1)
        self._magnifier.setIcon(tinted_icon("search", look.theme.mute))
        self.input.setFont(look.font(15))
        self.input.setTextMargins(scaled(8), 0, scaled(8), 0)
        self._foot.setFixedHeight(scaled(_FOOT))
        self._nothing.setFont(look.font(13))
        self._searched.setFont(look.font(12))
        set_ink(self._nothing, look.theme.mute)
        set_ink(self._searched, look.theme.mute)
        set_field_ground(self.input, look)
        set_field_ground(self.list, look)
        self._place_searched()

    def _place_searched(self) -> None:
        self._searched.adjustSize()
        width = self._searched.width()
        self._searched.move(
            self.input.width() - width - self._look.scaled(_LEFT) + 8,
            (self.input.height() - self._searched.height()) // 2,
        )
        kept = self.input.textMargins()
        kept.setRight(width + self._look.scaled(_LEFT))
        self.input.setTextMargins(kept)  # long or Arabic words do not run into it

    @override
    def place(self) -> None:
        super().place()
        self._layout.activate()
        self._place_searched()

    # --- what is listed ----------------------------------------------------------------------

    def _on_typed(self, _text: str) -> None:
        if self.is_open:
            self._refill()
            self._timer.start()

    def _search(self) -> None:
        """Ask the store; until it answers, what it found before stays."""
        self._timer.stop()
        kinds, words = parse_input(self.input.text())
        self._found = {
            kind: list(search(words)) if kind in kinds and words else []
            for kind, search in self._searches.items()
        }
        self._refill()

    def _refill(self) -> None:
        kinds, words = parse_input(self.input.text())
        alone = len(kinds) == 1 or not words
        shown: list[PaletteItem] = []
        total = 0
        for kind in kinds:
            if kind == PaletteKind.COMMAND:
                found = ranked(words, self._all)
            else:
                found = self._found.get(kind, []) if words else []
            total += len(found)
            shown += found if alone else found[: _LIMITS[kind]]
        self._delegate.words = words
        self._rows.show_rows(sections(shown))
        self._foot.count = f"{len(shown)} of {total}" if len(shown) < total else f"{total} found"
        self._foot.update()
        self._searched.setText(_SEARCHED.get(kinds, "commands, articles, entities, guideline"))
        self._place_searched()
        waiting = bool(words) and self._timer.isActive()
        self._nothing.setVisible(not shown and not waiting)
        self.list.setVisible(bool(shown) or waiting)
        if shown:
            self.list.setCurrentIndex(self._rows.index(1))
            self.list.scrollToTop()
        self.place()

    def _rows_height(self) -> int:
        scaled = self._look.scaled
        heights = (
            scaled(_HEAD if isinstance(row, PaletteKind) else _ROW) for row in self._rows.rows
        )
        return sum(heights) or scaled(72)

    # --- moving and choosing -----------------------------------------------------------------

    def _on_moved(self, step: int, *, wrap: bool = True) -> None:
        places = [
            number for number, row in enumerate(self._rows.rows) if isinstance(row, PaletteItem)
        ]
        if not places:
            return
        here = self.list.currentIndex().row()
        position = places.index(here) if here in places else 0
        target = position + step
        target = target % len(places) if wrap else max(0, min(len(places) - 1, target))
        index = self._rows.index(places[target])
        self.list.setCurrentIndex(index)
        if target == 0:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)

    def _on_entered(self) -> None:
        if self.current is None and self._timer.isActive():
            self._search()  # typed and entered faster than the search begins
        item = self.current
        if item is not None:
            self.dismiss()
            self.chosen.emit(item)

    def _on_clicked(self, index: QModelIndex) -> None:
        if isinstance(self._rows.rows[index.row()], PaletteItem):
            self.list.setCurrentIndex(index)
            self._on_entered()
