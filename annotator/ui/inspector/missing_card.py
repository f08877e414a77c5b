"""What keeps an article from being complete, and the way on all the same."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.inspector.parts import Button, Card, Field, Words
from annotator.ui.inspector.problem_list import ProblemRows
from annotator.ui.inspector.values import ProblemRow
from annotator.ui.look import Look

SHOWN_MOST: Final = 8


class MissingCard(Card):
    """The strip above the cards when an article was to be completed but lacks something.

    Signals:
        problem_chosen: The ``target`` of one :class:`ProblemRow`.
        complete_anyway: The word of reason, never empty.
    """

    problem_chosen = Signal(object)
    complete_anyway = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.set_colours("warn_edge", "warn_ground")
        self._title = Words(look, bold=True)
        self.problems = ProblemRows(look)
        self.problems.chosen.connect(self.problem_chosen)
        self._more = Words(look, ink="mute", pixels=12)
        self.anyway = Button(look, self.tr("Complete all the same"))
        self.anyway.clicked.connect(self._on_anyway)
        self.reason = Field(look, self.tr("Why?"))
        self.reason.returnPressed.connect(self._on_reason)
        self._hint = Words(look, self.tr("Enter keeps the reason."), ink="mute", pixels=11)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(self.anyway)
        row.addStretch(1)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(4)
        self.column.addWidget(self._title)
        self.column.addWidget(self.problems)
        self.column.addWidget(self._more)
        self.column.addLayout(row)
        self.column.addWidget(self.reason)
        self.column.addWidget(self._hint)

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self.problems.accessibleName()} {self._more.text()}".strip()

    def show_missing(self, missing: Sequence[ProblemRow]) -> None:
        """Show what is missing; a reason that is being typed stays while there is something."""
        if not missing:
            self.reason.clear()
            self._ask(asking=False)
            return
        count = len(missing)
        self._title.setText(
            self.tr("1 thing is missing")
            if count == 1
            else self.tr("{count} things are missing").format(count=count)
        )
        self.problems.show_rows(missing[:SHOWN_MOST])
        over = count - SHOWN_MOST
        self._more.show_text(self.tr("and {count} more").format(count=over) if over > 0 else "")
        if not self.reason.text():
            self._ask(asking=False)

    def _ask(self, *, asking: bool) -> None:
        self.anyway.setVisible(not asking)
        self.reason.setVisible(asking)
        self._hint.setVisible(asking)

    def _on_anyway(self) -> None:
        self._ask(asking=True)
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_reason(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.reason.clear()
            self._ask(asking=False)
            self.complete_anyway.emit(reason)
