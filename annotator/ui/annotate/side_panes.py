"""The panes at both sides of the text: how wide they are, and laid over it where room is short."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.ui.look import Look

OVER_CORPUS, OVER_INSPECTOR, NARROW_INSPECTOR = 1100, 900, 1280
CORPUS_WIDTH, STRIP_WIDTH = 272, 40
CORPUS_WIDTHS = (220, 400)
INSPECTOR_WIDTHS = (376, 336, 304)
INSPECTOR_MOST = 520
_CENTRE_LEAST, _CENTRE_WIDTH = 420, 792


class SidePanes:
    """Corpus and inspector in a splitter, or laid over the text, where a strip opens the corpus.

    Attributes:
        splitter: Holds the text with what stands beside it.
        inspector_wanted: Whether the inspector is to be seen where there is room.
    """

    def __init__(
        self,
        look: Look,
        page: QWidget,
        strip: QWidget,
        corpus: QWidget,
        centre: QWidget,
        inspector: QWidget,
    ) -> None:
        self._look = look
        self._page = page
        self._strip, self._corpus, self._inspector = strip, corpus, inspector
        self._fixed_inspector = -1
        self.inspector_wanted = True
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for pane in (corpus, centre, inspector):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        corpus.setMinimumWidth(CORPUS_WIDTHS[0])
        corpus.setMaximumWidth(CORPUS_WIDTHS[1])
        centre.setMinimumWidth(_CENTRE_LEAST)
        strip.setFixedWidth(STRIP_WIDTH)
        strip.hide()
        self.splitter.setSizes([CORPUS_WIDTH, _CENTRE_WIDTH, INSPECTOR_WIDTHS[0]])

    def adapt(self, width: int) -> None:
        """Give the panes what there is at a width of the page."""
        scaled = self._look.scaled
        self._lay_over_corpus(over=width < scaled(OVER_CORPUS))
        self._lay_over_inspector(over=width < scaled(OVER_INSPECTOR))
        if width < scaled(OVER_CORPUS):
            self._set_inspector_width(scaled(INSPECTOR_WIDTHS[2]))
        elif width < scaled(NARROW_INSPECTOR):
            self._set_inspector_width(scaled(INSPECTOR_WIDTHS[1]))
        else:
            self._set_inspector_width(0)

    def _set_inspector_width(self, width: int) -> None:
        """Fix the width of the inspector; 0 leaves it to the splitter."""
        scaled, inspector = self._look.scaled, self._inspector
        if width == self._fixed_inspector:
            return
        self._fixed_inspector = width
        inspector.setMinimumWidth(width or scaled(INSPECTOR_WIDTHS[0]))
        inspector.setMaximumWidth(width or scaled(INSPECTOR_MOST))
        if not width:
            inspector.resize(scaled(INSPECTOR_WIDTHS[0]), inspector.height())
        # Of its own accord the splitter would leave the room that the inspector gives up empty.
        last = [inspector.width()] if self.splitter.indexOf(inspector) >= 0 else []
        first = [self._corpus.width()] if self.splitter.indexOf(self._corpus) >= 0 else []
        self.splitter.setSizes([*first, self._page.width(), *last])

    def _lay_over_corpus(self, *, over: bool) -> None:
        corpus = self._corpus
        is_over = corpus.parent() is self._page
        if over and not is_over:
            corpus.setParent(self._page)
            corpus.hide()
            self._strip.show()
        elif not over and is_over:
            self.splitter.insertWidget(0, corpus)
            corpus.show()
            self._strip.hide()
            self.splitter.setSizes([CORPUS_WIDTH, _CENTRE_WIDTH, self._inspector.width()])
        if over:
            width = self._look.scaled(CORPUS_WIDTH)
            corpus.setGeometry(QRect(STRIP_WIDTH, 0, width, self._page.height()))

    def _lay_over_inspector(self, *, over: bool) -> None:
        inspector = self._inspector
        is_over = inspector.parent() is self._page
        if over and not is_over:
            inspector.setParent(self._page)
            inspector.hide()
        elif not over and is_over:
            self.splitter.addWidget(inspector)
            inspector.setVisible(self.inspector_wanted)
        if over:
            width = self._look.scaled(INSPECTOR_WIDTHS[2])
            inspector.setGeometry(QRect(self._page.width() - width, 0, width, self._page.height()))
