"""The left pane of the entity desk: search, types, order, the list, what is ticked."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from annotator.domain.annotation import EntityId
from annotator.domain.register import EntityOrder, EntityQuery
from annotator.ui.chrome import FlatButton, Hairline
from annotator.ui.command_actions import OWN_KEYS, shown
from annotator.ui.entities.rows import ROW_HEIGHT, EntityDelegate, EntityList, EntityModel, Fetch
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Words
from annotator.ui.look import Look, set_ground
from annotator.ui.search_field import SearchField

ORDER_WORDS: Final = {
    EntityOrder.MENTIONS: "Mentions",
    EntityOrder.NAME: "Name",
    EntityOrder.USED: "Last used",
    EntityOrder.ALIKE: "Looks alike",
}
_DEBOUNCE_MS: Final = 120
_MORE: Final = "…"
_SEGMENTS: Final = 3


class RegisterPane(QWidget):
    """Search field, types and list; it knows no database.

    Signals:
        query_changed: The :class:`EntityQuery` to be answered with :meth:`show_ids`.
        entity_chosen: The entity whose row became current, ``None`` where the list is empty.
        ticks_changed: Other entities are ticked.
        left: Esc in the empty search field.
    """

    query_changed = Signal(object)
    entity_chosen = Signal(object)
    ticks_changed = Signal()
    left = Signal()

    def __init__(self, look: Look, fetch: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._order = EntityOrder.MENTIONS
        self._type = ""
        self._asked: EntityQuery | None = None
        self._current: EntityId | None = None
        self._row = 0
        self._filling = False
        self.model = EntityModel(fetch, self)
        self.delegate = EntityDelegate(look, self.model, self)
        self.list = EntityList(look, self.delegate)
        self.list.setModel(self.model)
        self.search = SearchField(look, "Name, alias, Wikidata id", "Search the entities")
        self._types = [label for label in look.scheme.labels if label.linked]
        first = [(label.name, label.chip) for label in self._types[:_SEGMENTS]]
        more = [(_MORE, _MORE)] if len(self._types) > _SEGMENTS else []
        choices: list[tuple[object, str]] = [("", "All"), *first, *more]
        self.segments = Segments(look, choices, keys=False, clearable=False)
        self.segments.setProperty(OWN_KEYS, True)  # noqa: FBT003 - Qt's
        self.segments.setAccessibleName("Type")
        self.segments.show_value("")
        self.sort = FlatButton(look, icon_name="sort", name="Sorted by mentions")
        self.empty = Words(look, ink="mute", wrap=True)
        self.count = Words(look)
        self.untick = Button(look, "Untick all")
        self.foot = QWidget()
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._lay_out()
        self._connect()
        self._on_look_changed()

    @property
    def query(self) -> EntityQuery:
        """What field, segments and order ask for now."""
        return EntityQuery(" ".join(self.search.text().split()), self._type, self._order)

    @property
    def current(self) -> EntityId | None:
        """The entity whose row is current."""
        return self._current

    @property
    def ticked(self) -> list[EntityId]:
        """The ticked entities in the order in which they were ticked."""
        return list(self._ticked)

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._ticked: dict[EntityId, None] = {}
        line = QHBoxLayout()
        line.addWidget(self.segments)
        line.addStretch(1)
        line.addWidget(self.sort)
        self._line = line
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.addWidget(self.search)
        self._head.addLayout(line)
        nothing = QWidget()
        centred = QVBoxLayout(nothing)
        centred.setContentsMargins(16, 40, 16, 16)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        centred.addWidget(self.empty)
        centred.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(nothing)
        self.list.setMinimumHeight(0)
        row = self._foot_row = QHBoxLayout(self.foot)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.untick)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(Hairline(self._look))
        whole.addWidget(self.stack, 1)
        self._foot_line = Hairline(self._look)
        whole.addWidget(self._foot_line)
        whole.addWidget(self.foot)
        self.setFocusProxy(self.list)
        self._show_ticks()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._debounce.start())
        self.search.returnPressed.connect(self._on_search_entered)
        self.search.went_down.connect(self.focus_list)
        self.search.left.connect(self.left)
        self.segments.chosen.connect(self._on_segment)
        self.sort.clicked.connect(self._on_sort)
        self.list.chosen.connect(self._on_row)
        self.list.tick_clicked.connect(self._on_tick_clicked)
        self.untick.clicked.connect(self.untick_all)
        self._debounce.timeout.connect(self.ask)
        self._look.changed.connect(self._on_look_changed)

    def lay_wide(self, *, wide: bool) -> None:
        """Put search and types on one line where the pane is above the detail."""
        directions = QBoxLayout.Direction
        self._head.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self.search.setMaximumWidth(self._look.scaled(320) if wide else 16_777_215)
        self._wide = wide
        if wide:
            self._line.insertWidget(2, self.count)
            self._line.insertWidget(3, self.untick)
        else:
            self._foot_row.insertWidget(0, self.count)
            self._foot_row.addWidget(self.untick)
        self._show_ticks()

    _wide = False

    def _on_look_changed(self) -> None:
        look = self._look
        for widget in (self, self.list, self.list.viewport()):
            set_ground(widget, look, "pane")
        set_ground(self.foot, look, "window")
        scaled = look.scaled
        self._head.setContentsMargins(scaled(16), scaled(12), scaled(12), scaled(10))
        self._head.setSpacing(scaled(10))
        self.list.verticalScrollBar().setSingleStep(scaled(ROW_HEIGHT) // 2)
        self.list.scheduleDelayedItemsLayout()

    # --- what is shown ------------------------------------------------------------------------

    def show_ids(self, ids: Iterable[int], *, any_entity: bool) -> None:
        """Show the answer to the query; the current entity stays current where it is listed.

        Args:
            ids: In the order of the query.
            any_entity: Whether the register holds any.
        """
        self._filling = True
        self.model.set_ids(ids)
        self._filling = False
        count = self.model.rowCount()
        self.stack.setCurrentIndex(0 if count else 1)
        if not count:
            self.empty.setText(self._nothing_words(any_entity=any_entity))
        row = self.model.number_of(self._current)
        if row < 0:
            row = min(self._row, count - 1)
        self._make_current(row)

    def _nothing_words(self, *, any_entity: bool) -> str:
        words = self.search.text().strip()
        if not any_entity:
            return "No entities yet. Choose a tag in an article and press L."
        if words:
            return f"Nothing found for “{words}”. Clear the search."
        return "No entity of this type yet."

    def show_entity(self, key: EntityId) -> bool:
        """Make an entity current; whether it is listed."""
        row = self.model.number_of(key)
        if row < 0:
            return False
        self._make_current(row)
        return True

    def show_all(self) -> None:
        """Search for nothing, of any type."""
        self._type = ""
        self.segments.show_value("")
        self.search.clear()
        self.ask()

    def show_alike(self, alike: "dict[EntityId, str]") -> None:
        """Say of entities whom they look like."""
        self.model.alike = alike
        self.list.viewport().update()

    def _make_current(self, row: int) -> None:
        index = self.model.index(row) if row >= 0 else self.model.index(-1)
        self._filling = True
        self.list.setCurrentIndex(index)
        self._filling = False
        if index.isValid():
            self.list.scrollTo(index)
        self._on_row(row)

    def _on_row(self, row: int) -> None:
        if self._filling:
            return
        self._row = max(0, row)
        self._current = self.model.id_at(row)
        self.delegate.shown = self._current
        self.list.viewport().update()
        self.entity_chosen.emit(self._current)

    # --- ticks --------------------------------------------------------------------------------

    def toggle_tick(self, key: EntityId | None = None) -> None:
        """Tick an entity or take its tick away; the current one where none is named."""
        wanted = key if key is not None else self._current
        if wanted is None:
            return
        if wanted in self._ticked:
            del self._ticked[wanted]
        else:
            self._ticked[wanted] = None
        self._show_ticks()
        self.ticks_changed.emit()

    def untick_all(self) -> None:
        """Take all ticks away."""
        if self._ticked:
            self._ticked.clear()
            self._show_ticks()
            self.ticks_changed.emit()

    def _on_tick_clicked(self, row: int) -> None:
        self.toggle_tick(self.model.id_at(row))
        self.list.setFocus(Qt.FocusReason.MouseFocusReason)

    def _show_ticks(self) -> None:
        self.model.ticked = set(self._ticked)
        count = len(self._ticked)
        self.count.setText(f"{count:,} ticked")
        for widget in (self.foot, self._foot_line):
            widget.setVisible(count > 0 and not self._wide)
        for part in (self.count, self.untick):
            part.setVisible(count > 0)
        self.list.viewport().update()

    # --- asking -------------------------------------------------------------------------------

    def ask(self, *, again: bool = False) -> None:
        """Ask for the list; ``again`` also where the question is the same."""
        self._debounce.stop()
        query = self.query
        if again or query != self._asked:
            self._asked = query
            self.query_changed.emit(query)

    def focus_list(self) -> None:
        """Give the keyboard to the list, or to the search field where it is empty."""
        reason = Qt.FocusReason.ShortcutFocusReason
        (self.list if self.model.rowCount() else self.search).setFocus(reason)

    def focus_search(self) -> None:
        """Put the cursor into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_search_entered(self) -> None:
        self.ask()
        if self.model.rowCount():
            self.focus_list()

    def set_type(self, kind: str) -> None:
        """List one type only, "" for all."""
        self._type = kind
        chips = {label.name for label in self._types[:_SEGMENTS]}
        self.segments.show_value(kind if kind in {"", *chips} else _MORE)
        self.ask()

    def _on_segment(self, value: object) -> None:
        if value != _MORE:
            self.set_type(str(value))
            return
        self.set_type(self._type)
        menu = QMenu(self)
        group = QActionGroup(menu)
        for label in self._types[_SEGMENTS:]:
            action = QAction(shown(f"{label.chip}  {label.name}"), group)
            action.setCheckable(True)
            action.setChecked(label.name == self._type)
            action.setData(label.name)
            menu.addAction(action)
        group.triggered.connect(lambda action: self.set_type(str(action.data())))
        self._popup(menu, self.segments)

    def set_order(self, order: EntityOrder) -> None:
        """Sort in another way."""
        self._order = order
        words = f"Sorted by {ORDER_WORDS[order].lower()}"
        self.sort.setAccessibleName(words)
        self.sort.setToolTip(words)
        self.ask()

    def _on_sort(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order, words in ORDER_WORDS.items():
            action = QAction(words, group)
            action.setCheckable(True)
            action.setChecked(order == self._order)
            action.setData(order)
            menu.addAction(action)
        group.triggered.connect(lambda action: self.set_order(EntityOrder(action.data())))
        self._popup(menu, self.sort)

    def _popup(self, menu: QMenu, below: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))
