"""The ledger: how the suggestions do, rule by rule, with a switch and examples of the worst."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.ledger import Ledger, LedgerLine, LedgerOrder, ordered
from annotator.domain.rule import REMEMBERED
from annotator.errors import AnnotatorError
from annotator.jobs import Progress
from annotator.ops import ledger
from annotator.store.changes import Changes
from annotator.ui.chrome import Hairline
from annotator.ui.commands import LEDGER
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Ground, Words
from annotator.ui.inspector.values import source_words
from annotator.ui.job_runner import Job
from annotator.ui.ledger import words
from annotator.ui.ledger.counting import Counting
from annotator.ui.ledger.example_list import ExampleList
from annotator.ui.ledger.model import Column, ExampleModel, LedgerModel
from annotator.ui.ledger.table import NARROW, LedgerTable
from annotator.ui.look import Look, set_ground
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

RECOUNT_MS: Final = 250
_ALL: Final = ""
_HEAD_ORDERS: Final = {
    Column.SOURCE: LedgerOrder.SOURCE,
    Column.RULE: LedgerOrder.SOURCE,
    Column.PROPOSED: LedgerOrder.MOST,
    Column.SHARE: LedgerOrder.WEAKEST,
}


class LedgerPage(WorkPage):
    """The table above, examples of the current row below."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._found: Ledger | None = None
        self._order = LedgerOrder.WEAKEST
        self._whose = _ALL
        self._key: tuple[str, str, str, str] | None = None
        self._stale = True
        self._left_for_place = False
        self.model, self.examples = LedgerModel(), ExampleModel()
        self.table = LedgerTable(look, self.model)
        self.list = ExampleList(look, self.examples)
        self.counting = Counting(session.background, self)
        self.title = Words(look, "How the suggestions do", pixels=16, bold=True)
        self.sums = Words(look, ink="mute", pixels=12)
        self.looked = Words(look, ink="mute", pixels=12)
        self.changed_words = Words(look, pixels=12)
        self.empty = Words(look, words.EMPTY, ink="mute", wrap=True)
        self.whose = Segments(look, self._people(), keys=False, clearable=False)
        self.orders = Segments(look, list(words.ORDER_WORDS.items()), keys=False, clearable=False)
        self.example_head = Words(look, bold=True)
        self.example_note = Words(look, ink="mute", pixels=12)
        self._heads: list[Ground] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(RECOUNT_MS)
        self._soon.timeout.connect(self._count)
        self._lay_out()
        self._connect()
        self._apply()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.whose.setAccessibleName("Whose decisions")
        self.orders.setAccessibleName("Order")
        self.whose.show_value(self._whose)
        self.orders.show_value(self._order)
        self.empty.setContentsMargins(24, 20, 24, 20)
        self.empty.hide()
        head, below = Ground(self._look), Ground(self._look)
        self._heads = [head, below]
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for widget in (self.title, self.sums, self.looked, self.changed_words):
            lines.addWidget(widget)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 14, 24, 12)
        row.setSpacing(16)
        row.addLayout(lines, 1)
        row.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.orders, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout(below)
        line.setContentsMargins(24, 0, 24, 0)
        line.setSpacing(12)
        line.addWidget(self.example_head)
        line.addWidget(self.example_note, 1)
        lower = QWidget()
        under = QVBoxLayout(lower)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        under.addWidget(below)
        under.addWidget(Hairline(self._look))
        under.addWidget(self.list, 1)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(lower)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts: tuple[QWidget, ...] = (head, Hairline(self._look), self.empty)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self._splitter, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        table, examples = self.table, self.list
        table.line_chosen.connect(self._on_line)
        table.switched.connect(self.switch)
        table.entered.connect(self.focus_examples)
        table.left.connect(self.left)
        table.key_pressed.connect(self._take_key)
        table.head_clicked.connect(self._on_head)
        examples.opened.connect(self.open_example)
        examples.left.connect(self.focus_table)
        examples.key_pressed.connect(self._take_key)
        self.whose.chosen.connect(self.choose_whose)
        self.orders.chosen.connect(self.choose_order)
        self.counting.counted.connect(self._on_counted)
        self.counting.progressed.connect(lambda *_: self.state_changed.emit())
        self.counting.progressed.connect(self._on_progressed)
        self.counting.refused.connect(self._session.refused)
        self._session.changed.connect(self._on_changed)
        self._look.changed.connect(self._apply)

    def _apply(self) -> None:
        set_ground(self, self._look, "paper")
        for head, ground in zip(self._heads, ("paper", "pane"), strict=True):
            set_ground(head, self._look, ground)
        self._heads[1].setFixedHeight(self._look.scaled(36))
        self._adapt()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        """Leave out in a narrow window what a key does as well."""
        self.whose.setVisible(self.width() >= self._look.scaled(NARROW))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {LEDGER: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {}

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if self.list.hasFocus():
            return [("Enter", "open in its article"), ("Esc", "back to the rules")]
        line = self.current
        switch = "switch on" if line is not None and line.off else "switch off"
        return [("Space", switch), ("Enter", "to the examples"), ("A", "look at all again")]

    @override
    def figures(self) -> Sequence[Figure]:
        if self.counting.running and self._progress[1]:
            done, total = self._progress
            return [Figure(None, f"{done:,} of {total:,} articles counted")]
        count = len(self.model.lines)
        return [Figure(count, "line" if count == 1 else "lines", "lines")]

    @override
    def enter(self) -> None:
        if self._stale or self._found is None:
            self._count()
        if self._left_for_place and self.examples.rowCount():
            self.focus_examples()
        else:
            self.focus_table()
        self._left_for_place = False

    @override
    def next_pane(self, direction: int) -> None:
        del direction
        if self.table.hasFocus():
            self.focus_examples()
        else:
            self.focus_table()

    @override
    def end(self) -> None:
        self._soon.stop()
        self.counting.end()

    # --- what is shown --------------------------------------------------------------------------

    _progress: tuple[int, int] = (0, 0)

    @property
    def current(self) -> LedgerLine | None:
        """The line of the current row."""
        return self.model.line(self.table.currentIndex().row())

    def _people(self) -> list[tuple[object, str]]:
        return [(_ALL, "everybody's"), (self._session.annotator, f"{self._session.annotator}'s")]

    def _count(self) -> None:
        self._stale = False
        self._progress = (0, 0)
        if self._found is None:
            self.sums.show_text("Counting …")
        self.whose.show_choices(self._people())
        if self._whose:
            self._whose = self._session.annotator
            self.whose.show_value(self._whose)
        self.counting.start(self._whose)

    def _on_progressed(self, done: int, total: int) -> None:
        self._progress = (done, total)

    def _on_counted(self, found: Ledger) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        lines = ordered(found.lines, self._order)
        self.sums.show_text(words.summary(found) if lines else "")
        self.looked.show_text(words.looked_words(found))
        change = words.changes_words(found)
        self.changed_words.show_text(change)
        for widget in (self.sums, self.looked, self.changed_words):
            widget.setVisible(bool(widget.text()))
        nothing = not lines
        self.empty.setVisible(nothing)
        self._splitter.setVisible(not nothing)
        key = self._key
        self.model.show_lines(lines)
        row = self.model.row_of(key)
        if lines:
            self.table.go_to(max(0, row))
        else:
            self._on_line(-1)
        self.state_changed.emit()

    def _on_line(self, row: int) -> None:
        line = self.model.line(row)
        if line is None:
            self.examples.show_examples(())
            self.example_head.show_text("")
            self.example_note.show_text("")
            return
        self._key = line.key
        try:
            shown = ledger.examples(self._session.workspace, line.examples)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            shown = []
        if list(self.examples.examples) != shown:
            self.examples.show_examples(shown)
        self.example_head.show_text(f"{words.rule_words(line.rule)} · {line.label}")
        self.example_note.show_text(words.examples_words(line, shown))
        self.state_changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if not (changes.many or changes.articles or changes.rows):
            return
        self._stale = True
        if self.isVisible():
            self._soon.start()

    # --- what is done ---------------------------------------------------------------------------

    def focus_table(self) -> None:
        """Give the keyboard to the table."""
        self.hold_keyboard(self.table)

    def focus_examples(self) -> None:
        """Give the keyboard to the examples, if there are any."""
        if self.examples.rowCount():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.state_changed.emit()
        elif self.current is not None:
            self.said.emit("Nobody has rejected or corrected what this rule proposes.")

    def open_example(self, row: int) -> None:
        """Show an example in its article."""
        example = self.examples.example(row)
        if example is not None:
            self._left_for_place = True
            self.place_requested.emit(example.article, example.extent)

    def switch(self) -> None:
        """Switch the rule of the current row off, or on again."""
        line, session = self.current, self._session
        if line is None or not line.rule:
            return
        if line.source == REMEMBERED:
            self.said.emit("Rules kept from Everywhere are switched in their own list: Tag menu.")
            return
        on, author = line.off, session.annotator
        done = self._switched_words(line)
        if ledger.is_long(session.workspace, line.source):
            background = session.background()

            def work(_progress: Progress) -> object:
                ledger.switch(background, author, line.source, line.rule, on=on)
                return None

            job = Job(work, "Switching the rule")
            job.succeeded.connect(lambda _none: self.done.emit(done))
            self.job_requested.emit(job)
            return
        session.perform(
            lambda: ledger.switch(session.workspace, author, line.source, line.rule, on=on),
            lambda _none: self.done.emit(done),
        )

    def _switched_words(self, line: LedgerLine) -> str:
        name = words.rule_words(line.rule)
        if line.off:
            return f"The rule {name} suggests again."
        waiting = sum(
            one.waiting
            for one in self.model.lines
            if (one.source, one.rule) == (line.source, line.rule)
        )
        if not waiting:
            return f"The rule {name} is off."
        waited = "1 suggestion" if waiting == 1 else f"{waiting:,} suggestions"
        return f"The rule {name} is off: {waited} put away."

    def look_again(self) -> None:
        """Let the source of the current row look at all articles once more."""
        line, session = self.current, self._session
        if line is None:
            return
        if line.source == REMEMBERED:
            self.said.emit("Rules kept from Everywhere look at new articles only.")
            return
        session.perform(
            lambda: ledger.look_again(session.workspace, line.source),
            lambda _none: self._ask_again(line.source),
        )

    def _ask_again(self, source: str) -> None:
        self.said.emit(f"{source_words(source).capitalize()}: all articles once more.")
        self.suggestions_wanted.emit()

    def choose_whose(self, name: object) -> None:
        """Count the decisions of one annotator, or of everybody."""
        self._whose = str(name or _ALL)
        self.whose.show_value(self._whose)
        self._count()

    def choose_order(self, order: object) -> None:
        """List the lines in another order."""
        self._order = LedgerOrder(str(order))
        self.orders.show_value(self._order)
        self._show()

    def _on_head(self, column: int) -> None:
        order = _HEAD_ORDERS.get(Column(column))
        if order is not None:
            self.choose_order(order)

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape or event.modifiers():
            return False
        self.left.emit()
        return True

    def _take_key(self, letter: str) -> None:
        if letter == "O":
            orders = list(words.ORDER_WORDS)
            self.choose_order(orders[(orders.index(self._order) + 1) % len(orders)])
        elif letter == "W":
            self.choose_whose(self._session.annotator if self._whose == _ALL else _ALL)
        elif letter == "A":
            self.look_again()
