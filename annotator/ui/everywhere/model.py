"""The rows of the concordance as a model: contexts are read when they are painted."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from logging import getLogger
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt
from typing_extensions import override

from annotator.domain.concordance import HitLine, HitState, Place
from annotator.errors import AnnotatorError
from annotator.ui.everywhere import words
from annotator.ui.everywhere.arrangement import Arrangement, Head, Hit, Key, More

log = getLogger(__name__)

Fetch = Callable[[Sequence[Place]], Sequence[HitLine | None]]
PAGE: Final = 40
PAGES_KEPT: Final = 50
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The head of a group with its tick."""

    words: str
    note: str
    tick: Qt.CheckState
    enabled: bool


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit with its tick; ``line`` is ``None`` where its article is gone."""

    line: HitLine | None
    ticked: bool
    enabled: bool


@dataclass(frozen=True, slots=True)
class MoreRow:
    """The folded rest of a group."""

    words: str


class ConcordanceModel(QStringListModel):
    """Rows of an :class:`Arrangement`.

    The strings of the base class are empty: it only counts, because a list view asks for the
    number of rows twice a row.
    """

    def __init__(
        self, arrangement: Arrangement, fetch: Fetch, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self._fetch = fetch
        self._lines: OrderedDict[int, HitLine | None] = OrderedDict()
        self._label = ""

    def show_label(self, label: str) -> None:
        """Name the groups for another label."""
        self._label = label

    def refresh(self, *, lines_too: bool = False) -> bool:
        """Show the rows as they are now; return whether there are more or fewer of them.

        Args:
            lines_too: Whether contexts and states are read again.
        """
        if lines_too:
            self._lines.clear()
        count = self._arrangement.rows
        if count != self.rowCount():
            self.setStringList([""] * count)
            return True
        if count:
            self.dataChanged.emit(self.index(0), self.index(count - 1))
        return False

    def line(self, hit: int) -> HitLine | None:
        """Return a hit with its context, reading those around it where it is new."""
        if hit not in self._lines:
            self._read(hit)
        return self._lines.get(hit)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemNeverHasChildren

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _ROLES:
            return None
        row = self.row_at(index.row())
        if row is None or role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            line = row.line if isinstance(row, HitRow) else None
            return None if line is None else f"<qt>{escape(line.title)}</qt>"
        return spoken(row)

    def row_at(self, number: int) -> HeadRow | HitRow | MoreRow | None:
        """Return what one row shows."""
        row = self._arrangement.row(number)
        if isinstance(row, Head):
            return self._head(row)
        if isinstance(row, Hit):
            return HitRow(
                self.line(row.number),
                self._arrangement.ticked(row.number),
                self._arrangement.may_tick(row.number),
            )
        if isinstance(row, More):
            return MoreRow(words.more_words(row.hits, row.ticked))
        return None

    def _head(self, head: Head) -> HeadRow:
        tick = Qt.CheckState.PartiallyChecked
        if head.ticked in {0, head.hits}:
            tick = Qt.CheckState.Checked if head.ticked else Qt.CheckState.Unchecked
        name, state = self._head_words(head.key, head.first)
        note = words.group_note(state, head.hits, head.ticked, self._arrangement.plan)
        return HeadRow(name, note, tick, head.may_tick)

    def _head_words(self, key: Key, first: int) -> tuple[str, HitState | None]:
        if isinstance(key, HitState):
            return words.group_words(key, self._label), key
        line = self.line(first)
        if line is None:
            return "An article that is gone", None
        date = words.short_date(line.published)
        return f"{line.title}, {date}" if date else line.title, None

    def _read(self, hit: int) -> None:
        """Read a hit and those that are painted with it."""
        wanted = [hit, *self._around(hit)]
        places = [self._arrangement.hits.place(number) for number in wanted]
        try:
            found = self._fetch(places)
        except AnnotatorError as error:  # this is called while painting: nothing may be raised
            log.warning("The concordance could not be read: %s", type(error).__name__)
            found = [None] * len(places)
        self._lines.update(zip(wanted, found, strict=True))
        while len(self._lines) > PAGE * PAGES_KEPT:
            self._lines.popitem(last=False)

    def _around(self, hit: int) -> list[int]:
        row = self._arrangement.row_of(hit)
        if row < 0:
            return []
        near = (self._arrangement.row(number) for number in range(row + 1, row + PAGE))
        return [
            item.number for item in near if isinstance(item, Hit) and item.number not in self._lines
        ]


_ROLES: Final = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        ROW_ROLE,
    }
)


def spoken(row: HeadRow | HitRow | MoreRow) -> str:
    """Return a row in reading order, for screen readers."""
    if isinstance(row, MoreRow):
        return row.words
    if isinstance(row, HeadRow):
        return f"{row.words}, {row.note}"
    line = row.line
    if line is None:
        return "gone"
    ticked = ("ticked" if row.ticked else "not ticked") if row.enabled else "left alone"
    context = f"{line.before}{line.words}{line.after}".strip()
    parts = (ticked, context, line.title, line.published, words.state_words(line))
    return ", ".join(part for part in parts if part)
