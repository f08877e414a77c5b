"""The upper half of the inspector: what is current, as one card that is reused for every tag."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.suggestion import Suggestion
from annotator.ui.inspector.date_line import DatePill, DateState
from annotator.ui.inspector.label_grid import LabelGrid, pressed_digit
from annotator.ui.inspector.parts import Button, Card, Ground, Pill, Words
from annotator.ui.inspector.values import sources_words
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look

DELETE_KEYS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_REASONS_MOST: Final = 4


def is_plain(event: QKeyEvent) -> bool:
    """Whether a key was pressed without Ctrl, Shift and the like."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class Ruled(Ground):
    """A block of a card with a hairline above it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 12, 0, 0)
        self.column.setSpacing(6)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, self.width(), 1, self.look.theme.line)


class EmptyCard(Card):
    """Says what can be done where nothing is current."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._left: int | None = None
        self._awaited = False
        self.set_colours("line", "paper")
        self._first = Words(look, wrap=True)
        self._first.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._second = QWidget()
        self._cap = KeyCap(look, "Ctrl+Return", self)
        self._rest = Words(look, ink="mute", pixels=12, wrap=True)
        self._rest.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self._second)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch(1)
        row.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._rest)
        row.addStretch(1)
        self.column.setContentsMargins(14, 16, 14, 16)
        self.column.addWidget(self._first)
        self.column.addWidget(self._second)

    @property
    def words(self) -> str:
        """What it says."""
        parts = [self._first.text()]
        if not self._second.isHidden():
            parts += [self._cap.text, self._rest.text()]
        return " ".join(parts)

    def show_state(self, suggestions_left: int | None) -> None:
        """Say that nothing is selected, or that no suggestion is left to decide on."""
        self._left = suggestions_left
        self._show()

    def show_awaited(self, *, awaited: bool) -> None:
        """Say that suggestions are still being made, instead of that none is left."""
        self._awaited = awaited
        self._show()

    def _show(self) -> None:
        none_left = self._left == 0
        done = none_left and not self._awaited
        if done:
            words = self.tr("No suggestions left.")
        elif none_left:
            words = self.tr("Suggestions for this article are being made.")
        else:
            words = self.tr("Select words or a tag to see it here.")
        self._first.setText(words)
        self._first.set_ink("text" if done else "mute")
        self._rest.setText(self.tr("completes the article and opens the next."))
        self._second.setVisible(done)
        self._fit()

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Show the key in force."""
        self._cap.set_shortcut(key_of("tag.complete"))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep the second sentence on one line where there is room, so that it can be centred."""
        room = self.width() - 28 - 6 - self._cap.sizeHint().width()
        wanted = self._rest.fontMetrics().horizontalAdvance(self._rest.text()) + 2
        self._rest.setFixedWidth(max(40, min(room, wanted)))


class SuggestionCard(Card):
    """One suggestion, why it was made, and the keys that decide on it.

    Signals:
        accepted, rejected: The buttons or their keys.
        label_chosen: It is to be accepted under another label.
    """

    accepted = Signal()
    rejected = Signal()
    label_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._pill = Pill(look)
        self._score = Words(look, ink="mute", pixels=12)
        self._score.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.date = DatePill(look)
        self.date.show_value("")
        self.date.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        head.addWidget(self._pill, 1)
        head.addWidget(self.date)
        head.addWidget(self._score)
        self._reasons = [
            Words(look, ink="mute", pixels=12, wrap=True) for _ in range(_REASONS_MOST)
        ]
        self._origin = Words(look, ink="faint", pixels=11)
        self._reason_block = QWidget()
        reasons = QVBoxLayout(self._reason_block)
        reasons.setContentsMargins(0, 2, 0, 0)
        reasons.setSpacing(1)
        for line in self._reasons:
            reasons.addWidget(line)
        reasons.addSpacing(4)
        reasons.addWidget(self._origin)
        reasons.addStretch(1)
        self._reserve()
        look.changed.connect(self._reserve)
        self.accept = Button(look, self.tr("Accept"), shortcut="Return", primary=True)
        self.reject = Button(look, self.tr("Reject"), shortcut="Backspace")
        self.accept.clicked.connect(self.accepted)
        self.reject.clicked.connect(self.rejected)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(self.accept)
        row.addWidget(self.reject)
        row.addStretch(1)
        self.grid = LabelGrid(look)
        self.grid.chosen.connect(self.label_chosen)
        others = Ruled(look)
        others.column.addWidget(
            Words(look, self.tr("Accept as another label"), ink="mute", pixels=12)
        )
        others.column.addWidget(self.grid)
        self.column.addLayout(head)
        self.column.addWidget(self._reason_block)
        self.column.addLayout(row)
        self.column.addWidget(others)

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Show the keys in force."""
        self.accept.show_shortcut(key_of("tag.accept"))
        self.reject.show_shortcut(key_of("tag.reject"))

    def _reserve(self) -> None:
        """Keep room for two reasons, so that the buttons stay where they are."""
        self._reason_block.setMinimumHeight(self.look.scaled(62))

    @property
    def words(self) -> str:
        """What stands on the card, in reading order."""
        shown = [line.text() for line in self._reasons if not line.isHidden()]
        dated = [self.date.words] if self.date.value else []
        return " · ".join(
            [self._pill.words, self._score.text(), *dated, *shown, self._origin.text()]
        )

    def show_suggestion(
        self,
        suggestion: Suggestion,
        words: str,
        reasons: Sequence[str],
        date: DateState | None = None,
    ) -> None:
        """Show one suggestion; ``reasons`` are sentences, the first few are shown.

        ``date`` is the value that is accepted with it and where it comes from, or why there is
        none: one more sentence.
        """
        date = date or DateState()
        self.date.show_value(date.offers[0] if date.offers else "")
        said = [*reasons, date.words] if date.words else list(reasons)
        self.set_dashed(suggestion.label)
        self._pill.show_tag(suggestion.label, words)
        self._score.setText(f"{suggestion.score:.2f}")
        for number, line in enumerate(self._reasons):
            line.show_text(said[number] if number < len(said) else "")
            line.set_ink("warn" if date.warned and line.text() == date.words else "mute")
        self._reason_block.updateGeometry()
        sources = suggestion.sources or (suggestion.source,)
        self._origin.setText(sources_words(sources))
        self.grid.set_current(suggestion.label)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        label = self.grid.label_for_key(pressed_digit(event))
        if label:
            self.label_chosen.emit(label)
        elif event.key() in DELETE_KEYS and is_plain(event):
            self.rejected.emit()
        else:
            super().keyPressEvent(event)


class SelectionCard(Card):
    """Selected words that carry no tag yet.

    Signals:
        label_chosen: The words are to be tagged with this label.
    """

    label_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._words = Words(look, pixels=14, serif=True, wrap=True)
        self.grid = LabelGrid(look)
        self.grid.chosen.connect(self.label_chosen)
        labels = Ruled(look)
        labels.column.addWidget(Words(look, self.tr("Tag as"), ink="mute", pixels=12))
        labels.column.addWidget(self.grid)
        self.column.setSpacing(12)
        self.column.addWidget(self._words)
        self.column.addWidget(labels)

    @property
    def words(self) -> str:
        """The words shown."""
        return self._words.text()

    def show_words(self, words: str) -> None:
        """Show selected words; of many, the beginning and the end."""
        line = " ".join(words.split())
        if len(line) > 180:
            line = f"{line[:120].rsplit(' ', 1)[0]} … {line[-40:].split(' ', 1)[-1]}"
        self._words.setText(f"“{line}”")
        self.grid.set_current("")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        label = self.grid.label_for_key(pressed_digit(event))
        if label:
            self.label_chosen.emit(label)
        else:
            super().keyPressEvent(event)
