"""A list of rows as a model: a snapshot of ids; rows are read when they are painted."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from logging import getLogger
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt
from typing_extensions import override

from annotator.errors import AnnotatorError

log = getLogger(__name__)

K = TypeVar("K", bound=int)
R = TypeVar("R")
PAGES_KEPT: Final = 40
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


class PagedModel(QStringListModel, Generic[K, R]):
    """Rows in the order of the snapshot, read in pages, one query each.

    The strings of the base class are empty: it only counts. A list view asks for the number of
    rows twice a row when it lays itself out; answered in Python that took 140 ms for 100,000
    rows, with every letter typed into a search field.

    Args:
        fetch: Gives the rows of some ids; what is gone is left out.
        answers: What is said of a row, by role of the model.
        page: How many rows are read at once.
    """

    def __init__(
        self,
        fetch: Callable[[Sequence[K]], Mapping[K, R]],
        answers: Mapping[int, Callable[[R], object]],
        page: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._answers = answers
        self._page_size = page
        self._ids = array("q")
        self._pages: OrderedDict[int, Mapping[K, R]] = OrderedDict()
        self._stale: dict[int, set[K]] = {}

    def set_ids(self, ids: Iterable[int]) -> bool:
        """Show another snapshot; return False where it is the same, and nothing moves."""
        new = ids if isinstance(ids, array) else array("q", ids)
        if new == self._ids:
            self.refresh()
            return False
        self._ids = new
        self._pages.clear()
        self._stale.clear()
        self.setStringList([""] * len(new))
        return True

    def refresh(self, ids: Collection[K] | None = None) -> None:
        """Read rows that have changed again when they are painted next; ``None`` for all.

        Of a page only these rows are read: the row of a tag that was made is one of two hundred.
        """
        for page in list(self._pages):
            changed = set() if ids is None else {key for key in ids if key in self._pages[page]}
            if ids is None or changed:
                if ids is None:
                    del self._pages[page]
                    self._stale.pop(page, None)
                else:
                    self._stale.setdefault(page, set()).update(changed)
                last = min(page + self._page_size, len(self._ids)) - 1
                self.dataChanged.emit(self.index(page), self.index(last))

    def row_at(self, number: int) -> R | None:
        """Return one row, or ``None`` where there is none or it is gone."""
        if not 0 <= number < len(self._ids):
            return None
        size = self._page_size
        return self._page(number // size * size).get(self._key(number))

    def id_at(self, number: int) -> K | None:
        """Return the id of a row; reads nothing."""
        return self._key(number) if 0 <= number < len(self._ids) else None

    def number_of(self, identifier: K | None) -> int:
        """Return the row of an id, -1 where it is not listed."""
        if identifier is None:
            return -1
        try:
            return self._ids.index(identifier)
        except ValueError:
            return -1

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in self._answers:
            return None
        row = self.row_at(index.row())
        return None if row is None else self._answers[role](row)

    def _key(self, number: int) -> K:
        key: Any = self._ids[number]  # ids are integers with a name
        found: K = key
        return found

    def _page(self, start: int) -> Mapping[K, R]:
        rows = self._pages.get(start)
        if rows is None:
            rows = self._read(start)
            self._pages[start] = rows
            if len(self._pages) > PAGES_KEPT:
                dropped, _rows = self._pages.popitem(last=False)
                self._stale.pop(dropped, None)
        elif start in self._stale:
            stale = self._stale.pop(start)
            kept = {key: row for key, row in rows.items() if key not in stale}
            rows = self._pages[start] = {**kept, **self._asked(sorted(stale))}
            self._pages.move_to_end(start)
        else:
            self._pages.move_to_end(start)
        return rows

    def _read(self, start: int) -> Mapping[K, R]:
        last = min(start + self._page_size, len(self._ids))
        return self._asked([self._key(number) for number in range(start, last)])

    def _asked(self, keys: Sequence[K]) -> Mapping[K, R]:
        try:
            return self._fetch(keys)
        except AnnotatorError as error:  # this is called while painting: nothing may be raised
            log.warning("Rows of a list could not be read: %s", type(error).__name__)
            return {}
