"""The right pane of the entity desk: what a merge or a split would do, before it is done."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.annotation import EntityId, SpanId
from annotator.domain.register import MentionRow, MergePreview, SplitPreview
from annotator.ui.chrome import FlatButton, Hairline
from annotator.ui.command_actions import OWN_KEYS
from annotator.ui.entities.figures import FigureTable, Runs
from annotator.ui.entities.look_card import LookCard
from annotator.ui.entities.wording import (
    closed_words,
    counted,
    grouped,
    merge_rows,
    split_rows,
    titles_words,
    twice_words,
)
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Field, Ground, SectionHead, Words
from annotator.ui.inspector.values import EntityChoice
from annotator.ui.look import Look, set_ground

_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEEP_MOST: Final = 4
_NAME_MOST: Final = 22
_AROUND: Final = 36


class PreviewPane(QWidget):
    """Head, figures, what needs a look, and the button that does it.

    Signals:
        applied: Enter or the button.
        cancelled: Esc or the button.
    """

    applied = Signal()
    cancelled = Signal()

    def __init__(self, look: Look, title: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.head = SectionHead(look, title)
        self.head.show_words(title)
        self.sentence = Runs(look, 15)
        self.table = FigureTable(look)
        self.look_head = SectionHead(look, above=24, below=8)
        self.closed = Words(look, ink="mute", pixels=12, wrap=True)
        self.cancel = Button(look, "Cancel")
        self.apply = Button(look, act, shortcut="Return", primary=True)
        self._cards: list[LookCard] = []
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(8)
        self.top = QVBoxLayout()
        self.top.setSpacing(8)
        self._lay_out()
        self.cancel.clicked.connect(self.cancelled)
        self.apply.clicked.connect(self.applied)
        self._apply_look()
        look.changed.connect(self._apply_look)

    def _lay_out(self) -> None:
        self._body = Ground(self.look)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(6)
        column.addWidget(self.sentence)
        column.addLayout(self.top)
        column.addSpacing(14)
        column.addWidget(self.table)
        column.addWidget(self.look_head)
        column.addLayout(self._card_column)
        column.addSpacing(12)
        column.addWidget(self.closed)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot = Ground(self.look)
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(8)
        row.addWidget(Words(self.look, "One undo step", ink="mute", pixels=12), 1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(Hairline(self.look))
        whole.addWidget(self.foot)

    def _apply_look(self) -> None:
        for widget in (self, self._scroll, self._scroll.viewport(), self._body):
            set_ground(widget, self.look, "pane")
        set_ground(self.foot, self.look, "window")

    @property
    def cards(self) -> Sequence[LookCard]:
        """What needs a look."""
        return self._cards

    def show_cards(self, cards: Sequence[LookCard]) -> None:
        """Show other cards."""
        for old in self._cards:
            self._card_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = list(cards)
        for card in cards:
            self._card_column.addWidget(card)
        self.look_head.show_words("Needs a look", str(len(cards)))
        self.look_head.setVisible(bool(cards))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in _ENTER_KEYS and plain and self.apply.isEnabled():
            self.applied.emit()
        else:
            super().keyPressEvent(event)


class MergePane(PreviewPane):
    """What making one entity of several would do.

    Signals:
        keep_chosen: The id of the entity whose name, type and id stay.
        left_out_chosen: The id of a mention, and whether it is left out.
    """

    keep_chosen = Signal(object)
    left_out_chosen = Signal(object, bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "Merge preview", "Merge", parent)
        self.setAccessibleName("Merge preview")
        self._keys: tuple[EntityId, ...] = ()
        self.keep: Segments | None = None
        self._keep_row = QHBoxLayout()
        self._keep_row.setSpacing(8)
        self._keep_row.addWidget(Words(look, "Keep", ink="mute", pixels=12))
        self._keep_row.setContentsMargins(0, 4, 0, 0)
        self.top.addLayout(self._keep_row)
        self.preview: MergePreview | None = None

    def show_preview(
        self, preview: MergePreview, order: Sequence[EntityId], left_out: Collection[SpanId] = ()
    ) -> None:
        """Show what a merge would do.

        Args:
            preview: What would be done.
            order: The entities as they were ticked: in this order one is chosen to be kept.
            left_out: Mentions that keep their entity.
        """
        self.preview = preview
        kept, merged = preview.kept, preview.merged
        first = merged[0].name if len(merged) == 1 else f"{len(merged)} entities"
        verb = "goes" if len(merged) == 1 else "go"
        self.sentence.show_runs(
            [(first, True, "text"), (f" {verb} into ", False, "text"), (kept.name, True, "text")]
        )
        self._show_keep(preview, order)
        self.table.show_rows(merge_rows(preview, self.look.scheme))
        self.show_cards([*self._made_cards(preview), *self._odd_cards(preview, left_out)])
        self.closed.show_text(closed_words(preview.closed_articles, preview.after.articles))
        self.apply.setEnabled(not preview.refused)
        what = "Merge" if len(merged) == 1 else f"Merge {len(merged) + 1}"
        self.apply.show_words(what)

    def _show_keep(self, preview: MergePreview, order: Sequence[EntityId]) -> None:
        names = {one.id: one.name for one in (preview.kept, *preview.merged)}
        keys = tuple(key for key in order if key in names)[:_KEEP_MOST]
        if keys != self._keys or self.keep is None:
            self._keys = keys
            if self.keep is not None:
                self._keep_row.removeWidget(self.keep)
                self.keep.deleteLater()
            choices: list[tuple[object, str]] = [(key, _short(names[key])) for key in keys]
            self.keep = Segments(self.look, choices, keys=False, clearable=False)
            self.keep.setProperty(OWN_KEYS, True)  # noqa: FBT003 - Qt's
            self.keep.setAccessibleName("Keep the name")
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.keep.setSizePolicy(policy)
            self.keep.chosen.connect(self.keep_chosen)
            self._keep_row.insertWidget(1, self.keep, 1)
            QWidget.setTabOrder(self.keep, self.cancel)
        self.keep.show_value(preview.kept.id)

    def _made_cards(self, preview: MergePreview) -> list[LookCard]:
        look = self.look
        made: list[LookCard] = []
        if preview.refused:
            links = " and ".join(preview.links)
            words = f"Different Wikidata ids: {links}. Entities that differ are not merged."
            made.append(LookCard(look, words, "Empty the one that is wrong first.", edge="bad"))
        if len(preview.types) > 1:
            words = f"One is {', one is '.join(preview.types)}. All become {preview.types[0]}."
            made.append(LookCard(look, words, "Keep decides."))
        for some in grouped(preview.twice):
            made.append(LookCard(look, twice_words(some), titles_words(some)))  # noqa: PERF401
        for clash in preview.clashes:
            words = "Two offices at the same time. The same one?"
            second = f"{clash.one.line}; {clash.other.line}"
            made.append(LookCard(look, words, second))
        return made

    def _odd_cards(self, preview: MergePreview, left_out: Collection[SpanId]) -> list[LookCard]:
        """Return a card for each mention that another office stands beside."""
        made: list[LookCard] = []
        for odd in preview.odd:
            mention = odd.mention
            card = LookCard(
                self.look,
                f"A mention in {mention.published[:4]} gives the office “{odd.office}”. "
                "The same one?",
                mention.title,
                quotation=_quoted(mention),
                choices=((False, "the same"), (True, "leave this one out")),
            )
            if card.segments is not None:
                card.segments.show_value(mention.id in left_out)
            card.chosen.connect(partial(self.left_out_chosen.emit, mention.id))
            made.append(card)
        return made


def _quoted(mention: MentionRow) -> str:
    """Return a mention with a few words around it."""
    left, right = mention.left[-_AROUND:], mention.right[:_AROUND]
    before = left if len(left) < _AROUND else f"… {left.partition(' ')[2]}"
    after = right if len(right) < _AROUND else f"{right.rpartition(' ')[0]} …"
    return f"{before}{mention.words}{after}"


class SplitPane(PreviewPane):
    """What splitting mentions off an entity would do.

    Signals:
        name_typed: What the mentions are to mean, as typed.
        target_chosen: The id of an entity of the register.
    """

    name_typed = Signal(str)
    target_chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "Split preview", "Split", parent)
        self.setAccessibleName("Split preview")
        self.field = Field(look, "Name of the other entity")
        self.field.textEdited.connect(self.name_typed)
        self.told = Words(look, ink="mute", pixels=12, wrap=True)
        self.choices: list[FlatButton] = []
        self._choice_column = QVBoxLayout()
        self._choice_column.setSpacing(0)
        self.top.addSpacing(2)
        self.top.addWidget(self.field)
        self.top.addWidget(self.told)
        self.top.addLayout(self._choice_column)
        self.preview: SplitPreview | None = None

    def show_preview(self, preview: SplitPreview | None, count: int, total: int, new: str) -> None:
        """Show what a split would do.

        Args:
            preview: ``None`` while no mention is ticked.
            count: Number of ticked mentions.
            total: Number of all.
            new: What the new entity would be called, "" where nothing was typed.
        """
        self.preview = preview
        self.sentence.show_runs(
            [(f"{count:,} of {counted(total, 'mention')}", True, "text"),
             (" go to" if count != 1 else " goes to", False, "text")]
        )  # fmt: skip
        target = preview.target if preview is not None else None
        if target is not None:
            self.told.setText(f"{target.name} is in the register: they go there.")
        elif new:
            self.told.setText(f"“{new}” is new.")
        elif not count:
            self.told.setText("Space ticks mentions.")
        else:
            self.told.setText("Type a name.")
        self.table.setVisible(preview is not None)
        if preview is not None:
            self.table.show_rows(split_rows(preview, self.look.scheme))
        twice = preview.twice if preview is not None else ()
        self.show_cards(
            [LookCard(self.look, twice_words(some), titles_words(some)) for some in grouped(twice)]
        )
        words = ""
        if preview is not None:
            words = closed_words(preview.closed_articles, preview.moved.articles)
        self.closed.show_text(words)
        self.apply.setEnabled(preview is not None and bool(new or target))
        self.apply.show_words(f"Split {counted(count, 'mention')} off" if count else "Split")

    def show_choices(self, found: Sequence[EntityChoice]) -> None:
        """Offer entities of the register whose names hold what was typed."""
        for old in self.choices:
            self._choice_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.choices = []
        for choice in found:
            words = f"{choice.name} · {counted(choice.mentions, 'mention')}"
            button = FlatButton(self.look, _short(words, 44), pixels=12)
            button.clicked.connect(_Chooser(self, choice.id))
            self._choice_column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.choices.append(button)


class _Chooser:
    """Hands an entity on; ``clicked`` passes ``checked``, which means nothing here."""

    def __init__(self, pane: SplitPane, key: EntityId) -> None:
        self._pane, self._key = pane, key

    def __call__(self, *_checked: object) -> None:
        self._pane.target_chosen.emit(self._key)


def _short(words: str, most: int = _NAME_MOST) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
