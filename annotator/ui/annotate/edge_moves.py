"""Moving the ends of the current tag or suggestion, by keys and with the mouse."""

from PySide6.QtCore import QObject, Signal

from annotator.domain import motion
from annotator.domain.extent import Extent
from annotator.ops import suggestions, tags
from annotator.ui.annotate import shown
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.article.marks import MarkId
from annotator.ui.article.view import ArticleView
from annotator.ui.session import Session


class EdgeMoves(QObject):
    """Resizes what is current on the desk; the keys move its end until told otherwise.

    Signals:
        said: A quiet sentence.
    """

    said = Signal(str)

    def __init__(
        self, session: Session, desk: ArticleDesk, view: ArticleView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._view = view
        self._moves_start = False
        desk.opened.connect(self._on_another)
        desk.current_changed.connect(self._on_another)
        view.edge_dragged.connect(self._resize)

    def move_start_instead(self) -> None:
        """Let the keys move the start of the current mark, or its end again."""
        self._moves_start = not self._moves_start
        self.said.emit(
            "The keys move the start." if self._moves_start else "The keys move the end."
        )

    def move(self, direction: int, *, word: bool) -> None:
        """Move one end of the current mark by a character or a word."""
        current, article = self._view.current_mark(), self._desk.article
        if current is None or article is None:
            return
        start, end = current.extent.start, current.extent.end
        if self._moves_start:
            start = motion.moved_start(article.text, start, direction, word=word)
        else:
            end = motion.moved_end(article.text, end, direction, word=word)
        if start < end:
            self._resize(current.id, Extent(start, end))

    def _resize(self, key: MarkId, extent: Extent) -> None:
        workspace, desk = self._session.workspace, self._desk
        span, suggestion = desk.span_of(key), desk.suggestion_of(key)
        if span is not None:
            desk.edit(lambda target: tags.resize(workspace, target, span, extent))
        elif suggestion is not None:
            desk.edit(
                lambda target: suggestions.correct(workspace, target, suggestion, extent=extent),
                lambda made: self._view.set_current((shown.SPAN, made), reveal=True),
            )
        if desk.closed:
            desk.show_marks()  # what was dragged goes back

    def _on_another(self) -> None:
        self._moves_start = False
