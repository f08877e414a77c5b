"""The list of articles as a model: a snapshot of ids; rows are read when they are painted."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import escape
from logging import getLogger
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt
from typing_extensions import override

from annotator.domain.article import ArticleId
from annotator.domain.corpus import CorpusRow
from annotator.errors import AnnotatorError
from annotator.ui.corpus.marks import accessible_words

log = getLogger(__name__)

Fetch = Callable[[Sequence[ArticleId]], Mapping[ArticleId, CorpusRow]]
PAGE: Final = 100
PAGES_KEPT: Final = 40
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


class CorpusModel(QStringListModel):
    """Articles in the order of the snapshot, read in pages of :data:`PAGE`, one query each.

    The strings of the base class are empty: it only counts. A list view asks for the number of
    rows twice a row when it lays itself out; answered in Python that took 140 ms for 100,000
    articles, with every letter typed into the search field.
    """

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids = array("q")
        self._pages: OrderedDict[int, Mapping[ArticleId, CorpusRow]] = OrderedDict()

    def set_ids(self, ids: Iterable[int]) -> bool:
        """Show another snapshot; return False where it is the same, and nothing moves."""
        new = ids if isinstance(ids, array) else array("q", ids)
        if new == self._ids:
            self.refresh()
            return False
        self._ids = new
        self._pages.clear()
        self.setStringList([""] * len(new))
        return True

    def refresh(self, ids: Collection[ArticleId] | None = None) -> None:
        """Read articles that have changed again when they are painted next; ``None`` for all."""
        for page in list(self._pages):
            rows = self._pages[page]
            if ids is None or any(identifier in rows for identifier in ids):
                del self._pages[page]
                last = min(page + PAGE, len(self._ids)) - 1
                self.dataChanged.emit(self.index(page), self.index(last))

    def row_at(self, number: int) -> CorpusRow | None:
        """Return one row, or ``None`` where there is none or its article is gone."""
        if not 0 <= number < len(self._ids):
            return None
        return self._page(number // PAGE * PAGE).get(ArticleId(self._ids[number]))

    def id_at(self, number: int) -> ArticleId | None:
        """Return the article of a row; reads nothing."""
        return ArticleId(self._ids[number]) if 0 <= number < len(self._ids) else None

    def number_of(self, article: ArticleId | None) -> int:
        """Return the row of an article, -1 where it is not listed."""
        if article is None:
            return -1
        try:
            return self._ids.index(article)
        except ValueError:
            return -1

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _ANSWERS:
            return None
        row = self.row_at(index.row())
        return None if row is None else _ANSWERS[role](row)

    def _page(self, start: int) -> Mapping[ArticleId, CorpusRow]:
        rows = self._pages.get(start)
        if rows is None:
            rows = self._read(start)
            self._pages[start] = rows
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(start)
        return rows

    def _read(self, start: int) -> Mapping[ArticleId, CorpusRow]:
        try:
            return self._fetch([ArticleId(number) for number in self._ids[start : start + PAGE]])
        except AnnotatorError as error:  # this is called while painting: nothing may be raised
            log.warning("The list of articles could not be read: %s", type(error).__name__)
            return {}


def _title(row: CorpusRow) -> str:
    return row.title or row.name


def _tool_tip(row: CorpusRow) -> str:
    return f"<qt>{escape(_title(row))}</qt>"


def _itself(row: CorpusRow) -> CorpusRow:
    return row


_ANSWERS: Final[Mapping[int, Callable[[CorpusRow], object]]] = {
    int(Qt.ItemDataRole.DisplayRole): _title,
    int(Qt.ItemDataRole.ToolTipRole): _tool_tip,
    int(Qt.ItemDataRole.AccessibleTextRole): accessible_words,
    ROW_ROLE: _itself,
}
