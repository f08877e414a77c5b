"""The short lists of the inspector and its pop-ups: values that a delegate draws."""

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The value itself."""
_INVALID: Final = QModelIndex()
_SPOKEN: Final = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}

Row = TypeVar("Row")


class RowModel(QAbstractListModel, Generic[Row]):
    """A list of values.

    Args:
        words: What a screen reader says of one.
        parent: Who owns it.
    """

    def __init__(self, words: Callable[[Row], str], parent: QWidget | None = None) -> None:
        self._words = words
        self._rows: Sequence[Row] = ()
        super().__init__(parent)

    @property
    def rows(self) -> Sequence[Row]:
        """All values, in order."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other values."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        return self._words(row) if role in _SPOKEN else None
