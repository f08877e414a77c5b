"""The rules kept from operations everywhere: which there are, switched on or off, deleted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ops import rules
from annotator.ops.rules import KeptRule
from annotator.ui.dialogs.panel import Panel
from annotator.ui.everywhere.words import short_date
from annotator.ui.inspector.parts import Button, Ground, Pill, Tick, Words
from annotator.ui.look import Look
from annotator.ui.session import Session

_NOTE = "Each suggests its words in articles that come in after it was kept."
EMPTY = "No rules yet. Press E on a tag, and M to remember it as a rule."


class RulesPanel(Panel):
    """One row a rule, the newest first; each change is an operation of its own.

    Args:
        look: Theme and fonts.
        host: The window.
        session: Whose workspace the rules are of.
    """

    def __init__(self, look: Look, host: QWidget, session: Session) -> None:
        super().__init__(look, host, "Rules kept from Everywhere", width=620)
        self._session = session
        self._rows: list[QWidget] = []
        self.note = Words(look, _NOTE, ink="mute", pixels=12, wrap=True)
        self.column.addWidget(self.note)
        close = Button(look, "Close", shortcut="Escape")
        close.clicked.connect(self.dismiss)
        self.buttons.addStretch(1)
        self.buttons.addWidget(close)
        session.changed.connect(self._on_changed)

    @override
    def open(self) -> None:
        self._fill()
        super().open()

    @override
    def first_focus(self) -> QWidget:
        ticks = self.body.findChildren(Tick)
        return ticks[0] if ticks else self.box

    @property
    def lines(self) -> list[str]:
        """What each row says."""
        return [row.accessibleName() for row in self._rows]

    def _on_changed(self, changes: object) -> None:
        written = {row.table for row in getattr(changes, "rows", ())}
        if self.is_open and ("rule" in written or getattr(changes, "many", False)):
            self._fill()
            self.place()

    def _fill(self) -> None:
        focus_at = next((n for n, row in enumerate(self._rows) if _has_focus(row)), None)
        for row in self._rows:
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        kept = rules.kept(self._session.workspace)
        self._rows = [self._row(item) for item in kept]
        self.note.setText(EMPTY if not kept else _NOTE)
        for row in self._rows:
            self.column.addWidget(row)
        if focus_at is not None:
            self._focus_row(min(focus_at, len(self._rows) - 1))

    def _focus_row(self, number: int) -> None:
        ticks = self._rows[number].findChildren(Tick) if self._rows else []
        (ticks[0] if ticks else self.box).setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, item: KeptRule) -> QWidget:
        rule = item.rule
        row = Ground(self.look)
        pill = Pill(self.look)
        pill.show_tag(rule.label, rule.forms[0])
        said = Words(self.look, _details(item), ink="mute", pixels=12)
        suggests = Tick(self.look, "Suggests")
        suggests.setChecked(rule.active)
        suggests.setAccessibleName(f"“{rule.forms[0]}” suggests")
        suggests.clicked.connect(lambda _checked: self._switch(item))
        delete = Button(self.look, "Delete", quiet=True)
        delete.setAccessibleName(f"Delete the rule for “{rule.forms[0]}”")
        delete.clicked.connect(lambda _checked: self._delete(item))
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(pill)
        words.addWidget(said)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 6, 0, 6)
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(suggests)
        line.addWidget(delete)
        state = "suggests" if rule.active else "rests"
        row.setAccessibleName(f"{rule.label} {rule.forms[0]}, {_details(item)}, {state}")
        return row

    def _switch(self, item: KeptRule) -> None:
        session, active = self._session, not item.rule.active
        session.perform(
            lambda: rules.switch(session.workspace, session.annotator, item.rule, active=active)
        )

    def _delete(self, item: KeptRule) -> None:
        session = self._session
        session.perform(lambda: rules.delete(session.workspace, session.annotator, item.rule))


def _details(item: KeptRule) -> str:
    """Return what else there is to a rule, on one line."""
    rule = item.rule
    others = [f"“{form}”" for form in rule.forms[1:4]]
    more = len(rule.forms) - 4
    if more > 0:
        others.append(f"{more} more")
    parts = [f"also {', '.join(others)}" if others else ""]
    parts.append(f"links to {item.entity}" if item.entity else "")
    parts.append("capitals do not count" if not rule.match_case else "")
    parts.append(f"{rule.by}, {short_date(rule.at[:10])}")
    return " · ".join(part for part in parts if part)


def _has_focus(row: QWidget) -> bool:
    focused: QWidget | None = QApplication.focusWidget()
    return focused is not None and row.isAncestorOf(focused)
