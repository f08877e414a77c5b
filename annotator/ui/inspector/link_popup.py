"""``L``: which entity of the register a mention means."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.chrome import Hairline
from annotator.ui.inspector.link_rows import ROW_HEIGHT, LinkRowDelegate, spoken
from annotator.ui.inspector.parts import Field, Tick, Words
from annotator.ui.inspector.popup import Popup
from annotator.ui.inspector.row_model import RowModel
from annotator.ui.inspector.values import (
    EntityChoice,
    EntitySearch,
    LinkRow,
    NewChoice,
    NewSearch,
    NoChoice,
)
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look, set_ground

SHOWN_MOST: Final = 6
WIDTH: Final = 460
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASERS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -SHOWN_MOST,
    Qt.Key.Key_PageDown: SHOWN_MOST,
}
_NEW_MODIFIERS: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class LinkPopup(Popup):
    """Finds the entity of a mention by name; the best one is current.

    While the field is empty the candidates are those for the mention's own words. Enter takes the
    current row, Shift+Enter makes a new entity, Ctrl and the key of a label makes it of that type,
    Backspace or Delete in the empty field unlinks. Tab links the other mentions of the article as
    well, or not; Shift+Tab those that may be somebody else.

    Args:
        look: Theme and fonts.
        search: Returns the entities that a text may mean, best first; "" for the mention's words.
        new: Returns the entity that can be made of a type and a name, ``None`` where none can.
        parent: The window.

    Signals:
        row_changed: Another row is current: a :class:`LinkRow`, or ``None``.
        ticks_changed: Other mentions are to be linked as well, or not.
        entity_chosen: The id of an entity of the register.
        entity_made: The :class:`NewChoice` that is to be made and linked.
        unlinked: The link is to go.
        closed: It is gone.
    """

    row_changed = Signal(object)
    ticks_changed = Signal()
    entity_chosen = Signal(object)
    entity_made = Signal(object)
    unlinked = Signal()

    def __init__(self, look: Look, search: EntitySearch, new: NewSearch, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._search = search
        self._new = new
        self._words = ""
        self._linked = ""
        self._type = ""
        self.setAccessibleName(self.tr("Link to an entity"))
        self.field = Field(look)
        self.field.setAccessibleName(self.tr("Name of the entity"))
        self.field.textChanged.connect(self._on_text_changed)
        self.message = Words(look, ink="mute", pixels=12, wrap=True)
        self.choices: RowModel[LinkRow] = RowModel(spoken, self)
        self.list = QListView()
        self.list.setModel(self.choices)
        self.list.setItemDelegate(LinkRowDelegate(look, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Entities"))
        self.list.clicked.connect(self._on_clicked)
        self.certain = self._tick("Tab")
        self.doubtful = self._tick("Shift+Tab")
        self._build()
        self._apply()
        look.changed.connect(self._apply)

    # --- what it shows ------------------------------------------------------------------------

    def open_for(self, words: str, *, kind: str, linked: str = "", anchor: QRect) -> None:
        """Ask for the entity of a mention.

        Args:
            words: The mention's words.
            kind: The type of an entity made for it.
            linked: The name of what it is linked to now, which can be taken away; "" for nothing.
            anchor: Where the mention stands, in coordinates of the parent.
        """
        self._words = " ".join(words.split())
        self._linked = linked
        self._type = kind
        for widget in self._unlink_hint:
            widget.setVisible(bool(linked))
        self.field.setPlaceholderText(self._words)
        self.field.clear()
        self.show_others("", "", ticked=False)
        self._find("")
        self.open_at(anchor)
        self._say_row()

    @property
    def rows(self) -> Sequence[LinkRow]:
        """What is offered: entities, a new one, none."""
        return self.choices.rows

    @property
    def current(self) -> LinkRow | None:
        """The row that Enter takes."""
        row = self.list.currentIndex().row()
        return self.choices.rows[row] if 0 <= row < len(self.choices.rows) else None

    def show_others(self, certain: str, doubtful: str, *, ticked: bool = True) -> None:
        """Say which other mentions can be linked as well: sentences, "" for none."""
        for tick, words, on in ((self.certain, certain, ticked), (self.doubtful, doubtful, False)):
            tick.show_words(words)
            tick.setChecked(bool(words) and on)
            tick.setVisible(bool(words))
        shown = bool(certain or doubtful)
        if shown != self._others.isVisibleTo(self):
            self._others.setVisible(shown)
            self._line_above_others.setVisible(shown)
        if self.isVisible():
            self._fit()

    @override
    def first_focus(self) -> QWidget:
        return self.field

    # --- keys ---------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ENTER_KEYS:
            if event.modifiers() & _NEW_MODIFIERS:
                self._make()
            else:
                self._take(self.list.currentIndex().row())
        elif key in _STEPS:
            self._move(_STEPS[key])
        elif key in _ERASERS and not self.field.text() and self._linked:
            self._unlink()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._toggle(self.certain if key == Qt.Key.Key_Tab else self.doubtful)
        else:
            return self._take_digit(event)
        return True

    def _take_digit(self, event: QKeyEvent) -> bool:
        """Make the new entity of another type: Ctrl and the key of a label whose mentions link."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        key = Qt.Key(event.key())
        digit = chr(key) if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else ""
        label = self.look.scheme.label_by_key.get(digit)
        if label is None:
            return False
        if label.linked:
            self._type = label.name
            self._find(self.field.text())
            self._go_to_new()
        return True

    def _toggle(self, tick: Tick) -> None:
        if tick.isVisible():
            tick.click()

    def _tick(self, key: str) -> Tick:
        made = Tick(self.look, "", shortcut=key)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda _on: self.ticks_changed.emit())
        return made

    # --- inside -------------------------------------------------------------------------------

    def _build(self) -> None:
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(10, 10, 10, 10)
        head.setSpacing(8)
        head.addWidget(self.field)
        head.addWidget(self.message)
        self._others = QWidget()
        others = QVBoxLayout(self._others)
        others.setContentsMargins(12, 6, 12, 6)
        others.setSpacing(2)
        others.addWidget(self.certain)
        others.addWidget(self.doubtful)
        self._line_above_others = Hairline(self.look)
        foot = QWidget()
        hints = QHBoxLayout(foot)
        hints.setContentsMargins(14, 6, 14, 7)
        hints.setSpacing(6)
        self._unlink_hint: list[QWidget] = []
        for key, words in (
            ("Return", self.tr("link")),
            ("Shift+Return", self.tr("new entity")),
            ("Backspace", self.tr("unlink")),
        ):
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
        for widget in (top, Hairline(self.look), self.list):
            self.column.addWidget(widget)
        for widget in (self._line_above_others, self._others, Hairline(self.look), foot):
            self.column.addWidget(widget)

    def _on_text_changed(self, text: str) -> None:
        self._find(text)
        if self.isVisible():
            self._say_row()

    def _find(self, text: str) -> None:
        typed = " ".join(text.split())
        found = self._search(typed)
        new = self._new(self._type, typed or self._words)
        rows: list[LinkRow] = [*found, *([new] if new is not None else [])]
        if self._linked and not typed:
            rows.append(NoChoice(self._linked))
        self.choices.show_rows(rows)
        self._show_message(typed, found, new)
        unlikely = bool(found) and found[0].doubtful and new is not None
        self.list.setCurrentIndex(self.choices.index(len(found) if unlikely else 0, 0))
        self._fit()

    def _show_message(
        self, typed: str, found: Sequence[EntityChoice], new: NewChoice | None
    ) -> None:
        """Say that nothing was found, and what Enter does about it."""
        if found:
            self.message.show_text("")
            return
        none = self.tr("No entity is called “{name}”.").format(name=typed or self._words)
        makes = self.tr("Enter makes one.") if new is not None else ""
        self.message.show_text(f"{none} {makes}".strip())

    def _fit(self) -> None:
        rows = max(1, min(SHOWN_MOST, len(self.choices.rows)))
        self.list.setFixedHeight(rows * self.look.scaled(ROW_HEIGHT))
        width = min(self.look.scaled(WIDTH), max(240, self.host.width() - 16))
        self.setFixedWidth(width)
        for tick in (self.certain, self.doubtful):
            tick.setMaximumWidth(width - 26)
        self.column.activate()
        self.adjustSize()
        if self.isVisible():
            self.keep_place()

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        row = max(0, min(len(self.choices.rows) - 1, row))
        self.list.setCurrentIndex(self.choices.index(row, 0))
        self._say_row()

    def _go_to_new(self) -> None:
        for number, row in enumerate(self.choices.rows):
            if isinstance(row, NewChoice):
                self.list.setCurrentIndex(self.choices.index(number, 0))
        self._say_row()

    def _say_row(self) -> None:
        self.row_changed.emit(self.current)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self.choices.rows):
            return
        choice = self.choices.rows[row]
        if isinstance(choice, EntityChoice):
            self.leave()
            self.entity_chosen.emit(choice.id)
        elif isinstance(choice, NewChoice):
            self._make()
        else:
            self._unlink()

    def _make(self) -> None:
        """Make the new entity; other mentions go with it as they would with its row."""
        new = next((row for row in self.choices.rows if isinstance(row, NewChoice)), None)
        if new is None:
            return
        if self.current is not new:
            self._go_to_new()
        self.leave()
        self.entity_made.emit(new)

    def _unlink(self) -> None:
        self.leave()
        self.unlinked.emit()

    def _apply(self) -> None:
        for widget in (self.list, self.list.viewport()):
            set_ground(widget, self.look, "card")
        self.list.scheduleDelayedItemsLayout()
