"""Ctrl+F1: all keys by place."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.ui.chrome import Hairline, plain_label, set_ink
from annotator.ui.commands import (
    AGREEMENT,
    ARTICLE,
    CARDS,
    CONCORDANCE,
    CORPUS,
    ENTITIES,
    EVERYWHERE,
    FORMS,
    GUIDELINE,
    LABEL_PREFIX,
    LEARNED,
    LEDGER,
    OWN_REVIEW,
    REVIEW,
    Command,
    key_sequences,
)
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look, set_ground
from annotator.ui.overlay import Overlay

_WIDTH: Final = 1040
_PLACE_WORDS: Final = {
    EVERYWHERE: "Everywhere",
    ARTICLE: "In the text",
    CARDS: "In the inspector",
    CORPUS: "In the list of articles",
    GUIDELINE: "In the guideline",
    ENTITIES: "On the Entities page",
    CONCORDANCE: "In the list of places",
    LEDGER: "In the list of rules",
    REVIEW: "On the Review page",
    OWN_REVIEW: "In the list of verdicts",
    FORMS: "In the table of words",
    AGREEMENT: "On the Agreement page",
    LEARNED: "In the list of models",
}
_LABEL_WORDS: Final = "Label as "
_KEYS_SHOWN: Final = 2
_RUN_FROM: Final = 4


class ShortcutSheet(Overlay):
    """Laid over the window; Esc, F1, its own key or a click beside it closes it.

    Args:
        look: Theme and fonts.
        host: The window.
        commands: The commands with the keys in force.
    """

    def __init__(
        self, look: Look, host: QWidget, commands: Callable[[], Sequence[Command]]
    ) -> None:
        super().__init__(look, host)
        self._commands = commands
        self._scroll = QScrollArea(self.box)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self.box)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._scroll)

    @override
    def open(self) -> None:
        self._fill()
        super().open()
        self._scroll.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def box_rect(self, width: int, height: int) -> QRect:
        wide = min(self._look.scaled(_WIDTH), width - 48)
        content = self._scroll.widget()
        wanted = content.heightForWidth(wide - 16) + 20 if content is not None else 480
        top = 40 if wanted > height - 2 * 64 else 64
        return QRect((width - wide) // 2, top, wide, min(wanted, height - 2 * top))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def words(self) -> str:
        """Return all that is written on the sheet, for tests and screen readers."""
        content = self._scroll.widget()
        if content is None:
            return ""
        return "\n".join(label.text() for label in content.findChildren(QLabel))

    @override
    def _on_look_changed(self) -> None:
        if self.is_open:
            self._fill()
        super()._on_look_changed()

    # --- building ---------------------------------------------------------------------------

    def _fill(self) -> None:
        content = QWidget()
        set_ground(content, self._look, "card")
        set_ground(self._scroll.viewport(), self._look, "card")
        outer = QVBoxLayout(content)
        outer.setContentsMargins(16, 12, 16, 16)
        outer.setSpacing(12)
        title = plain_label("All keys")
        title.setFont(self._look.font(16, bold=True))
        outer.addWidget(title)
        outer.addWidget(Hairline(self._look))
        columns = QHBoxLayout()
        columns.setSpacing(self._look.scaled(32))
        for places in self._columns():
            column = QVBoxLayout()
            column.setSpacing(self._look.scaled(16))
            for head, commands in places:
                column.addLayout(self._section(head, commands))
            column.addStretch(1)
            columns.addLayout(column, 1)
        outer.addLayout(columns)
        self._scroll.setWidget(content)

    def _columns(self) -> list[list[tuple[str, list[Command]]]]:
        """Return three columns of sections with the commands that have keys."""
        keyed = [command for command in self._commands() if key_sequences(command.shortcuts)]
        by_place = {
            place: [
                command
                for command in keyed
                if command.place == place and not command.id.startswith(LABEL_PREFIX)
            ]
            for place in _PLACE_WORDS
        }
        labels = [command for command in keyed if command.id.startswith(LABEL_PREFIX)]
        named = {place: (_PLACE_WORDS[place], by_place[place]) for place in _PLACE_WORDS}
        columns = [
            [named[EVERYWHERE]],
            [named[ARTICLE]],
            [
                ("Label the words", labels),
                named[CARDS],
                named[CORPUS],
                named[GUIDELINE],
                named[CONCORDANCE],
                named[LEDGER],
                named[REVIEW],
                named[OWN_REVIEW],
                named[FORMS],
                named[AGREEMENT],
                named[LEARNED],
            ],
        ]
        return [[section for section in column if section[1]] for column in columns]

    def _section(self, head: str, commands: Sequence[Command]) -> QGridLayout:
        look = self._look
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.scaled(12))
        grid.setVerticalSpacing(look.scaled(4))
        title = plain_label(head)
        title.setFont(look.caps_font(11))
        set_ink(title, look.theme.mute)
        title.setMinimumHeight(look.scaled(24))
        grid.addWidget(title, 0, 0, 1, 2)
        for number, command in enumerate(commands, start=1):
            grid.addLayout(self._caps(command), number, 0)
            words = plain_label(command.text.removeprefix(_LABEL_WORDS))
            words.setFont(look.font(12))
            words.setWordWrap(True)
            grid.addWidget(words, number, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _caps(self, command: Command) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.scaled(4))
        seen: list[str] = []
        sequences = key_sequences(command.shortcuts)
        if len(sequences) > _RUN_FROM:  # "1 to 9"
            to = plain_label("to")
            to.setFont(self._look.font(12))
            row.addWidget(KeyCap(self._look, sequences[0].toString()))
            row.addWidget(to)
            row.addWidget(KeyCap(self._look, sequences[-1].toString()))
            row.addStretch(1)
            return row
        for keys in sequences:
            cap = KeyCap(self._look, keys.toString())
            if cap.text in seen or len(seen) == _KEYS_SHOWN or len(cap.text) > 13:
                cap.deleteLater()
                continue
            seen.append(cap.text)
            row.addWidget(cap)
        row.addStretch(1)
        return row
