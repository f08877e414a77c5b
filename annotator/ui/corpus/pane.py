"""The left pane: search, progress and the list of articles."""

from array import array
from collections.abc import Collection, Iterable
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.article import ArticleId
from annotator.domain.corpus import CorpusCounts, CorpusOrder, CorpusQuery, parse_query
from annotator.ui.chrome import (
    KEYBOARD_REASONS,
    FlatButton,
    Hairline,
    ThinBar,
    plain_label,
    set_ink,
)
from annotator.ui.corpus.delegate import ROW_HEIGHT, CorpusDelegate
from annotator.ui.corpus.model import CorpusModel, Fetch
from annotator.ui.look import Look, set_ground
from annotator.ui.search_field import SearchField

ORDER_WORDS: Final = {
    CorpusOrder.NEWEST: "Newest",
    CorpusOrder.OLDEST: "Oldest",
    CorpusOrder.TITLE: "Title",
    CorpusOrder.OUTLET: "Outlet",
    CorpusOrder.NAME: "File name",
    CorpusOrder.IMPORTED: "Imported",
    CorpusOrder.STATUS: "Status",
    CorpusOrder.TEACHES: "Teaches most",
}
_DEBOUNCE_MS: Final = 120


class ArticleList(QListView):
    """The rows. Letters go to the search field, Enter opens.

    Signals:
        opened: Row that was clicked, or on which Enter was pressed.
        typed: What was typed here and belongs into the search field.
        left: Esc: back to where one came from.
    """

    opened = Signal(int)
    typed = Signal(str)
    left = Signal()

    def __init__(self, delegate: CorpusDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName("Articles")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif text.isprintable() and text.strip() and not _with_command_key(event):
            self.typed.emit(text)
        else:
            self._show_ring(shown=True)
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(shown=False)
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index == self.currentIndex():
            self.opened.emit(index.row())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._delegate.gutter = self.width() - self.viewport().width()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show_ring(shown=event.reason() in KEYBOARD_REASONS)
        super().focusInEvent(event)

    def _show_ring(self, *, shown: bool) -> None:
        self._delegate.ring = shown
        self.viewport().update()


def _with_command_key(event: QKeyEvent) -> bool:
    return bool(
        event.modifiers()
        & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
    )


class CorpusPane(QWidget):
    """Search field, progress and list; it knows no database.

    Signals:
        query_changed: The :class:`CorpusQuery` to be answered with :meth:`show_ids`; 120 ms after
            the last letter, at once on Enter and when the order changes.
        article_chosen: A row was clicked, or Enter pressed on it.
        menu_requested: Article and global position: the context menu of a row.
        import_requested: The words in the empty list were clicked.
        left: Esc in the list or in the empty field: the text wants the focus.

    Args:
        look: Theme and fonts.
        fetch: Gives the rows of some articles, one query.
    """

    query_changed = Signal(object)
    article_chosen = Signal(object)
    menu_requested = Signal(object, QPoint)
    import_requested = Signal()
    left = Signal()

    def __init__(self, look: Look, fetch: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._order = CorpusOrder.NEWEST
        self._asked: CorpusQuery | None = None
        self._counts = CorpusCounts(0, 0)
        self._current: ArticleId | None = None
        self.model = CorpusModel(fetch, self)
        self._delegate = CorpusDelegate(look, self)
        self.search = SearchField(look, "Search · outlet: status: after:", "Search all articles")
        self.list = ArticleList(self._delegate)
        self.list.setModel(self.model)
        self._problem = plain_label()
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._numbers = plain_label()
        self._words = plain_label()
        self._bar = ThinBar(look, thick=4)
        self._sort = FlatButton(look, "Newest", trailing="chevron-down", pixels=12)
        self._empty = _EmptyList(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._lay_out()
        self._connect()
        self._on_look_changed()
        self.show_counts(self._counts)

    @property
    def query(self) -> CorpusQuery:
        """What the field and the sort button ask for now."""
        return parse_query(self.search.text(), self._order)

    @property
    def order(self) -> CorpusOrder:
        """How the list is sorted."""
        return self._order

    @property
    def current(self) -> ArticleId | None:
        """The article shown as open."""
        return self._current

    def show_ids(self, ids: Iterable[int]) -> None:
        """Show the answer to the query; the open article stays in view if it was."""
        was_visible = self._is_visible(self._current)
        numbers = ids if isinstance(ids, array) else array("q", ids)
        if self.model.set_ids(numbers):
            self._place_current(reveal=was_visible or not self.query.empty)
        self._show_state()

    def refresh(self, ids: Collection[ArticleId] | None = None) -> None:
        """Read changed articles again; ``None`` for all."""
        self.model.refresh(ids)

    def show_counts(self, counts: CorpusCounts) -> None:
        """Show how far the annotator is."""
        self._counts = counts
        self._bar.set_share(counts.complete, counts.articles)
        self._show_state()

    def set_current(self, article: ArticleId | None, *, reveal: bool = True) -> None:
        """Mark the open article; ``reveal`` scrolls to it where it is out of sight."""
        self._current = article
        self._delegate.current = article
        self._place_current(reveal=reveal)
        self.list.viewport().update()

    def set_order(self, order: CorpusOrder) -> None:
        """Sort in another way."""
        self._order = order
        self._sort.set_words(ORDER_WORDS[order])
        self._sort.setAccessibleName(f"Sorted by {ORDER_WORDS[order]}")
        self._ask()

    def set_query_text(self, text: str) -> None:
        """Search for something from outside."""
        self.search.setText(text)
        self._ask()

    def focus_search(self) -> None:
        """Put the focus into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """Put the focus on the open article's row, else on the first one in sight."""
        if self._stack.currentWidget() is self._empty:
            self.focus_search()
            return
        if not self.list.currentIndex().isValid():
            first = self.list.indexAt(QPoint(4, 4))
            self.list.setCurrentIndex(first if first.isValid() else self.model.index(0))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def neighbour(self, step: int) -> ArticleId | None:
        """Return the article ``step`` rows from the open one, ``None`` beyond the ends."""
        number = self.model.number_of(self._current)
        if number < 0:
            return self.model.id_at(0 if step > 0 else self.model.rowCount() - 1)
        return self.model.id_at(number + step)

    def position(self) -> tuple[int, int]:
        """Return the number of the open article, 1 for the first, 0 for none, and of how many."""
        return self.model.number_of(self._current) + 1, self.model.rowCount()

    # --- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._head = QVBoxLayout()
        field = QVBoxLayout()
        field.setSpacing(4)
        field.addWidget(self.search)
        field.addWidget(self._problem)
        self._head.addLayout(field)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._numbers)
        line.addWidget(self._words)
        line.addStretch(1)
        line.addWidget(self._sort)
        self._head.addLayout(line)
        bar = QVBoxLayout()
        bar.addWidget(self._bar)
        self._head.addLayout(bar)
        self._lines = (field, line, bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(Hairline(self._look))
        whole.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._ask)
        self.search.went_down.connect(self.focus_list)
        self.search.left.connect(self.left)
        self.list.left.connect(self.left)
        self.list.typed.connect(self._on_typed_in_list)
        self.list.opened.connect(self._on_opened)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self._debounce.timeout.connect(self._ask)
        self._sort.clicked.connect(self._on_sort)
        self._empty.clear_requested.connect(self._on_clear)
        self._empty.import_requested.connect(self.import_requested)
        self._look.changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        look = self._look
        set_ground(self, look, "pane")
        set_ground(self.list, look, "pane")
        scaled = look.scaled
        self._head.setContentsMargins(0, scaled(12), 0, scaled(8))
        for layout in self._lines:  # the sort button has a padding of its own
            right = scaled(5) if layout is self._lines[1] else scaled(16)
            layout.setContentsMargins(scaled(16), 0, right, 0)
        self._head.setSpacing(scaled(4))
        for label, bold, ink in (
            (self._numbers, True, look.theme.text),
            (self._words, False, look.theme.mute),
            (self._problem, False, look.theme.warn),
        ):
            label.setFont(look.font(12, bold=bold))
            set_ink(label, ink)
        self.list.verticalScrollBar().setSingleStep(scaled(ROW_HEIGHT) // 2)
        self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()

    # --- what happens -----------------------------------------------------------------------

    def _on_typed(self, _text: str) -> None:
        self._show_problem()
        self._debounce.start()

    def _on_typed_in_list(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(text)

    def _ask(self) -> None:
        self._debounce.stop()
        self._show_problem()
        query = self.query
        if query != self._asked:
            self._asked = query
            self.query_changed.emit(query)

    def _on_clear(self) -> None:
        self.search.clear()
        self._ask()
        self.focus_search()

    def _on_opened(self, number: int) -> None:
        article = self.model.id_at(number)
        if article is not None:
            self.article_chosen.emit(article)

    def _on_menu(self, position: QPoint) -> None:
        index = self.list.indexAt(position)
        article = self.model.id_at(index.row()) if index.isValid() else None
        if article is not None:
            self.menu_requested.emit(article, self.list.viewport().mapToGlobal(position))

    def _on_sort(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for order, words in ORDER_WORDS.items():
            action = QAction(words, group)
            action.setCheckable(True)
            action.setChecked(order == self._order)
            action.setData(order)
            menu.addAction(action)
        group.triggered.connect(lambda action: self.set_order(CorpusOrder(action.data())))
        menu.popup(self._sort.mapToGlobal(QPoint(0, self._sort.height())))

    # --- what is shown ----------------------------------------------------------------------

    def _show_problem(self) -> None:
        problem = self.query.problem
        self._problem.setText(problem[:1].upper() + problem[1:] + "." if problem else "")
        self._problem.setVisible(bool(problem))

    def _show_state(self) -> None:
        counts = self._counts
        shown = self.model.rowCount()
        if self.query.empty:
            self._numbers.setText(f"{counts.complete:,}")
            self._words.setText(f" of {counts.articles:,} complete")
        else:
            self._numbers.setText(f"{shown:,}")
            self._words.setText(f" of {counts.articles:,} found")
        if shown:
            self._stack.setCurrentWidget(self.list)
        else:
            self._empty.show_words("" if self.query.empty else self.search.text().strip())
            self._stack.setCurrentWidget(self._empty)

    def _place_current(self, *, reveal: bool) -> None:
        number = self.model.number_of(self._current)
        if number < 0:
            return
        index = self.model.index(number)
        scrolled = self.list.verticalScrollBar().value()
        self.list.selectionModel().setCurrentIndex(
            index, self.list.selectionModel().SelectionFlag.NoUpdate
        )
        if reveal:
            if not self._is_visible(self._current):
                self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        else:
            self.list.verticalScrollBar().setValue(scrolled)

    def _is_visible(self, article: ArticleId | None) -> bool:
        number = self.model.number_of(article)
        if number < 0:
            return False
        rect = self.list.visualRect(self.model.index(number))
        return self.list.viewport().rect().contains(rect)


class _EmptyList(QWidget):
    """What the list says when it has no rows."""

    clear_requested = Signal()
    import_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._searched = ""
        self._first = plain_label()
        self._first.setWordWrap(True)
        self._first.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._second = plain_label()
        self._second.setWordWrap(True)
        self._second.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._act = FlatButton(look)
        self._act.set_ink("accent")
        self._act.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 40, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self._first)
        layout.addWidget(self._second)
        layout.addWidget(self._act, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_words(self, searched: str) -> None:
        """Say that nothing was found, or, with nothing searched, that there are no articles."""
        self._searched = searched
        if searched:
            self._first.setText(f"Nothing found for “{searched}”.")
            self._act.set_words("Clear the search")
        else:
            self._first.setText("No articles yet.")
            self._act.set_words("Import a folder")
        self._second.setText("" if searched else "Import a folder, or drop files here.")
        self._second.setVisible(not searched)

    def _on_clicked(self) -> None:
        (self.clear_requested if self._searched else self.import_requested).emit()

    def _on_look_changed(self) -> None:
        self._first.setFont(self._look.font(13))
        self._second.setFont(self._look.font(12))
        set_ink(self._second, self._look.theme.mute)
