"""The rows of the ledger, and the examples of one of them, as models."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent
from typing_extensions import override

from annotator.domain.ledger import LedgerExample, LedgerLine
from annotator.ui.inspector.values import source_words
from annotator.ui.ledger import words

Index = QModelIndex | Persistent
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)


class Column(IntEnum):
    """The columns, left to right."""

    SWITCH = 0
    RULE = 1
    LABEL = 2
    SOURCE = 3
    PROPOSED = 4
    ACCEPTED = 5
    CORRECTED = 6
    REJECTED = 7
    UNTOUCHED = 8
    SHARE = 9


HEADS: Final = {
    Column.SWITCH: "On",
    Column.RULE: "Rule",
    Column.LABEL: "Label",
    Column.SOURCE: "Source",
    Column.PROPOSED: "Proposed",
    Column.ACCEPTED: "Accepted",
    Column.CORRECTED: "Corrected",
    Column.REJECTED: "Rejected",
    Column.UNTOUCHED: "Untouched",
    Column.SHARE: "Accepted of decided",
}
COUNTS: Final[dict[Column, Callable[[LedgerLine], int]]] = {
    Column.PROPOSED: lambda line: line.proposed,
    Column.ACCEPTED: lambda line: line.accepted,
    Column.CORRECTED: lambda line: line.corrected,
    Column.REJECTED: lambda line: line.rejected,
    Column.UNTOUCHED: lambda line: line.untouched,
}
_WORDS: Final[dict[Column, Callable[[LedgerLine], str]]] = {
    Column.SWITCH: lambda line: "off" if line.off else "on",
    Column.RULE: lambda line: words.rule_words(line.rule),
    Column.LABEL: lambda line: line.label,
    Column.SOURCE: lambda line: source_words(f"{line.source}/{line.version}"),
    Column.SHARE: lambda line: words.share_words(line) or words.NOT_DECIDED,
}


class LedgerModel(QAbstractTableModel):
    """Lines of the ledger, in the order in which they are given: some hundred at most."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[LedgerLine] = []

    def show_lines(self, lines: Sequence[LedgerLine]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    @property
    def lines(self) -> Sequence[LedgerLine]:
        """The lines, in order."""
        return self._lines

    def line(self, row: int) -> LedgerLine | None:
        """Return one line, ``None`` where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: tuple[str, str, str, str] | None) -> int:
        """Return the row of a line, -1 where it is not listed."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(Column)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == ROW_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(line)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        column = Column(index.column())
        return f"{COUNTS[column](line):,}" if column in COUNTS else _WORDS[column](line)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.ToolTipRole and section == Column.SHARE:
            return words.SHARE_HELP
        return HEADS[Column(section)] if role == Qt.ItemDataRole.DisplayRole else None


class ExampleModel(QAbstractListModel):
    """Suggestions that somebody decided against."""

    def __init__(self) -> None:
        super().__init__()
        self._examples: list[LedgerExample] = []

    @property
    def examples(self) -> Sequence[LedgerExample]:
        """The examples, in order."""
        return self._examples

    def show_examples(self, examples: Sequence[LedgerExample]) -> None:
        """Show other ones."""
        self.beginResetModel()
        self._examples = list(examples)
        self.endResetModel()

    def example(self, row: int) -> LedgerExample | None:
        """Return one, ``None`` where there is none."""
        return self._examples[row] if 0 <= row < len(self._examples) else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(self._examples)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        example = self.example(index.row()) if index.isValid() else None
        if example is None:
            return None
        if role == ROW_ROLE:
            return example
        if role == Qt.ItemDataRole.DisplayRole:
            return example.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{example.left}{example.words}{example.right}"
            return f"{said}, {words.became_words(example)}, {example.title}, {example.annotator}"
        return None
