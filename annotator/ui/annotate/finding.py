"""Find in the article: the bar's text, the hits in the view, the steps between them."""

from bisect import bisect_left

from PySide6.QtCore import QObject

from annotator.domain.extent import Extent
from annotator.ui.article.finding import hits
from annotator.ui.article.view import ArticleView
from annotator.ui.find_bar import FindBar


class Finding(QObject):
    """Joins the find bar with one article view."""

    def __init__(self, view: ArticleView, bar: FindBar, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._bar = bar
        self._hits: list[Extent] = []
        self._at = -1
        self._left_at: Extent | None = None
        bar.text_changed.connect(self._on_text_changed)
        bar.next_requested.connect(lambda: self.step(1))
        bar.previous_requested.connect(lambda: self.step(-1))
        bar.closed.connect(self._on_closed)

    @property
    def found(self) -> bool:
        """Whether there is something to step through."""
        return bool(self._hits)

    def open(self) -> None:
        """Show the bar, looking for the selected words if there are any."""
        selection = self._view.selection
        words = selection.slice(self._view.text) if selection is not None else ""
        self._bar.open(words if "\n" not in words and len(words) < 80 else "")

    def highlight(self, words: str) -> None:
        """Show all places of some words without the bar, and go to the first."""
        self._hits = hits(self._view.text, words)
        self._at = 0 if self._hits else -1
        self._show()

    def forget(self) -> None:
        """Another article is open: look again if the bar is open, else show nothing."""
        self._on_text_changed(self._bar.field.text() if self._bar.isVisible() else "")

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) place, round the end."""
        if self._hits:
            self._at = (self._at + direction) % len(self._hits)
            self._show()

    def _on_text_changed(self, text: str) -> None:
        self._left_at = self._hits[self._at] if self._at >= 0 else None
        self._hits = hits(self._view.text, text)
        starts = [hit.start for hit in self._hits]
        self._at = bisect_left(starts, self._view.caret) % len(starts) if starts else -1
        self._show()

    def _on_closed(self) -> None:
        """Leave the words found selected: whoever looked for them does something with them."""
        if self._left_at is not None:
            self._view.set_current(None, reveal=False)
            self._view.set_selection(self._left_at)
        self._view.setFocus()

    def _show(self) -> None:
        current = self._hits[self._at] if self._at >= 0 else None
        self._view.set_hits(self._hits, current)
        if current is not None:
            self._view.reveal(current)
        self._bar.show_count(self._at + 1, len(self._hits))
