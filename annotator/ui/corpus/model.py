"""The list of articles as a model: a snapshot of ids; rows are read when they are painted."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QObject, Qt

from annotator.domain.article import ArticleId
from annotator.domain.corpus import CorpusRow
from annotator.ui.corpus.marks import accessible_words
from annotator.ui.paged_model import PAGES_KEPT, ROW_ROLE, PagedModel

__all__ = ["PAGE", "PAGES_KEPT", "ROW_ROLE", "CorpusModel", "Fetch"]

Fetch = Callable[[Sequence[ArticleId]], Mapping[ArticleId, CorpusRow]]
PAGE: Final = 100


class CorpusModel(PagedModel[ArticleId, CorpusRow]):
    """Articles in the order of the snapshot, read in pages of :data:`PAGE`, one query each."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(fetch, _ANSWERS, PAGE, parent)


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
