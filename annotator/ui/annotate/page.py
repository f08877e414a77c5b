"""The Annotate page: corpus, article and inspector side by side, or laid over one another."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.article import Article, ArticleId, ZoneKind
from annotator.domain.corpus import CorpusQuery, CorpusRow
from annotator.domain.extent import Extent
from annotator.domain.suggestion import SuggestionId
from annotator.domain.text import about_words
from annotator.errors import AnnotatorError
from annotator.ops import articles, status, suggestions
from annotator.store.changes import Changes
from annotator.ui.annotate.completing import Completing
from annotator.ui.annotate.dating import Dating
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.edge_moves import EdgeMoves
from annotator.ui.annotate.finding import Finding
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.annotate.frame_walk import FrameWalk
from annotator.ui.annotate.guiding import Guiding
from annotator.ui.annotate.inspecting import Inspecting
from annotator.ui.annotate.linking import Linking
from annotator.ui.annotate.side_panes import OVER_CORPUS, SidePanes
from annotator.ui.annotate.slot_filling import SlotFilling
from annotator.ui.annotate.suggested_desk import SuggestedDesk
from annotator.ui.article.scrolling import ScrollState
from annotator.ui.article.view import ArticleView
from annotator.ui.article_header import ArticleHeader
from annotator.ui.chrome import Hairline
from annotator.ui.commands import ARTICLE, CARDS, CORPUS
from annotator.ui.corpus.pane import CorpusPane
from annotator.ui.corpus.strip import CorpusStrip
from annotator.ui.find_bar import FindBar
from annotator.ui.inspector.pane import Inspector
from annotator.ui.inspector.zone_popup import ZonePopup
from annotator.ui.look import Look, set_ground
from annotator.ui.session import Session

MEASURES = (640, 560)


class AnnotatePage(QWidget):
    """Assembles the three panes around one :class:`ArticleDesk`.

    Signals:
        said: A quiet sentence for the notice.
        done: The same, of something that can be undone.
        state_changed: What commands and status line depend on has changed.
        url_requested: An address is to be opened in the browser.
        zoom_requested: Steps of text size.
        import_requested: The empty list's words were clicked.
        entity_requested: An entity of the register is to be shown on its desk.
    """

    said = Signal(str)
    done = Signal(str)
    state_changed = Signal()
    url_requested = Signal(str)
    zoom_requested = Signal(int)
    import_requested = Signal()
    entity_requested = Signal(object)

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.session = session
        self._ids: Sequence[int] = ()
        self._suggesting: frozenset[str] = frozenset()
        self._headed: Article | None = None
        self.corpus = CorpusPane(look, self._fetch)
        self.strip = CorpusStrip(look)
        self.header = ArticleHeader(look)
        self.find_bar = FindBar(look)
        self.view = ArticleView(look)
        self.inspector = Inspector(look)
        self.desk = ArticleDesk(session, self.view, self)
        self.edges = EdgeMoves(session, self.desk, self.view, self)
        self.frame_desk = FrameDesk(session, self.desk, self.view, self)
        self.suggested = SuggestedDesk(session, self.desk, self.frame_desk, self.view, self)
        self.frame_walk = FrameWalk(self.desk, self.frame_desk, self.suggested, self.view)
        self.completing = Completing(session, self.desk, self)
        self.dating = Dating(session, self.desk, self.frame_desk, self.view, self.inspector, self)
        self.inspecting = Inspecting(
            self.inspector,
            self.desk,
            self.frame_desk,
            self.suggested,
            self.completing,
            self.view,
            self.dating,
            lambda: session.workspace.scheme,
            self,
        )
        self.finding = Finding(self.view, self.find_bar, self)
        self.linking = Linking(look, session, self.desk, self.view, self.caret_anchor, self)
        self.slot_filling = SlotFilling(
            look,
            session,
            self.desk,
            self.frame_desk,
            self.suggested,
            self.view,
            self.inspecting,
            self.inspector,
            self,
        )
        self.inspecting.why_linked = self.linking.why
        self.inspecting.propose = self.linking.proposal
        self.guiding = Guiding(
            look,
            session,
            self.desk,
            self.frame_desk,
            self.suggested,
            self.view,
            self.inspector,
            self,
        )
        self.zones = ZonePopup(look, self)
        self._centre = QWidget()
        self._sides = SidePanes(look, self, self.strip, self.corpus, self._centre, self.inspector)
        self._lay_out()
        self._connect()
        self._on_look_changed()
        look.changed.connect(self._on_look_changed)

    # --- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(Hairline(self._look))
        column.addWidget(self.find_bar)
        column.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(self._sides.splitter, 1)

    def panes_state(self) -> QByteArray:
        """Return how wide the panes are, to be kept."""
        return self._sides.splitter.saveState()

    def restore_panes(self, state: QByteArray) -> None:
        """Give the panes the widths that they had."""
        self._sides.splitter.restoreState(state)
        self._adapt()

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Name the keys in force; ``key_of`` gives that of a command, "" for none."""
        self.inspector.show_keys(key_of)
        self.frame_desk.key_of = key_of
        self.guiding.use_keys(key_of)

    @property
    def panes(self) -> Mapping[str, QWidget]:
        """The widget of each place of the key table."""
        return {ARTICLE: self.view, CARDS: self.inspector, CORPUS: self.corpus}

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        """Lay panes over the text where there is no room beside it."""
        width = self.width()
        self._sides.adapt(width)
        over = width < self._look.scaled(OVER_CORPUS)
        self.view.set_measure(MEASURES[1] if over else MEASURES[0])
        self._align_header()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        shown_now = self.inspector.isVisible()
        self._sides.inspector_wanted = not shown_now
        self.inspector.setVisible(not shown_now)
        if not shown_now:
            self.inspector.raise_()
        elif self._has_focus(self.inspector):
            self.view.setFocus()

    def show_corpus(self, *, search: bool = False) -> None:
        """Give the corpus pane the focus, laying it over the text where it is hidden."""
        self.corpus.show()
        self.corpus.raise_()
        if search:
            self.corpus.focus_search()
        else:
            self.corpus.focus_list()

    def _hide_laid_over(self) -> None:
        if self.corpus.parent() is self:
            self.corpus.hide()

    def next_pane(self, direction: int) -> None:
        """Move the focus to the next (1) or previous (-1) pane."""
        order: list[QWidget] = [self.corpus, self.view, self.inspector]
        here = next((number for number, pane in enumerate(order) if self._has_focus(pane)), 1)
        here = 2 if self.guiding.has_focus else here
        target = order[(here + direction) % len(order)]
        if target is self.corpus:
            self.show_corpus()
        elif target is self.inspector and self.guiding.is_open:
            self.guiding.enter()
        elif target is self.inspector:
            self.inspector.show()
            self.inspector.raise_()
            self.inspector.focus_first()
        else:
            self.focus_text()

    @staticmethod
    def _has_focus(pane: QWidget) -> bool:
        """Whether the keyboard is somewhere in a pane."""
        focus: QWidget | None = QApplication.focusWidget()
        return focus is not None and (focus is pane or pane.isAncestorOf(focus))

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if any(widget is not None and self.isAncestorOf(widget) for widget in (old, new)):
            self.state_changed.emit()

    def focus_text(self) -> None:
        """Give the text the keyboard."""
        self._hide_laid_over()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_look_changed(self) -> None:
        set_ground(self._centre, self._look, "paper")
        set_ground(self, self._look, "paper")
        self._adapt()

    def _align_header(self) -> None:
        left = self.view.viewport().x() + round(self.view.page.text_left)
        self.header.set_margins(left, 16)

    # --- signals ------------------------------------------------------------------------------

    def _connect(self) -> None:
        corpus, desk = self.corpus, self.desk
        corpus.query_changed.connect(self._on_query_changed)
        corpus.article_chosen.connect(self._on_article_chosen)
        corpus.menu_requested.connect(self._on_corpus_menu)
        corpus.import_requested.connect(self.import_requested)
        corpus.left.connect(self.focus_text)
        self.strip.open_requested.connect(self._on_strip_opened)
        self.strip.search_requested.connect(lambda: self.show_corpus(search=True))
        self.strip.previous_requested.connect(lambda: self.open_neighbour(-1))
        self.strip.next_requested.connect(lambda: self.open_neighbour(1))
        self.header.metadata_edited.connect(self._on_metadata_edited)
        self.header.url_requested.connect(self.url_requested)
        self.header.left.connect(self.focus_text)
        desk.opened.connect(self._on_opened)
        desk.refreshed.connect(self._on_refreshed)
        self.completing.completed.connect(self._on_completed)
        desk.said.connect(self.said)
        desk.done.connect(self.done)
        self.edges.said.connect(self.said)
        self.view.words_double_clicked.connect(lambda _extent: self.state_changed.emit())
        self.view.zoom_requested.connect(self.zoom_requested)
        self.frame_desk.said.connect(self.said)
        self.frame_desk.done.connect(self.done)
        self.suggested.said.connect(self.said)
        self.suggested.done.connect(self.done)
        self.dating.said.connect(self.said)
        self.inspecting.said.connect(self.said)
        self.inspecting.left.connect(self.focus_text)
        self.inspecting.state_changed.connect(self.state_changed)
        self.inspecting.entity_wanted.connect(self.slot_filling.open)
        self.linking.said.connect(self.said)
        self.linking.done.connect(self.done)
        self.linking.left.connect(self.focus_text)
        self.inspector.link_requested.connect(self.linking.open)
        self.inspector.link_taken.connect(self.linking.take_proposal)
        self.inspector.group_link_requested.connect(self.linking.open_group)
        self.guiding.said.connect(self.said)
        self.guiding.left.connect(self.focus_text)
        self.guiding.state_changed.connect(self.state_changed)
        self.inspector.entity_requested.connect(self.entity_requested)
        self.zones.zone_chosen.connect(self._on_zone_chosen)
        self.session.changed.connect(self._on_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _on_strip_opened(self) -> None:
        if self.corpus.isVisible():
            self.focus_text()
        else:
            self.show_corpus()

    # --- the corpus ---------------------------------------------------------------------------

    def _fetch(self, keys: Sequence[ArticleId]) -> Mapping[ArticleId, CorpusRow]:
        return articles.page(self.session.workspace, keys, self.session.annotator)

    def read_corpus(self) -> None:
        """Ask for the list again."""
        self._on_query_changed(self.corpus.query)

    def _on_query_changed(self, query: CorpusQuery) -> None:
        try:
            self._ids = articles.find(self.session.workspace, query, self.session.annotator)
        except AnnotatorError as error:
            self.session.refused.emit(error)
            return
        self.corpus.show_ids(self._ids)
        self._show_counts()

    def _show_counts(self) -> None:
        counts = articles.counts(self.session.workspace, self.session.annotator)
        self.corpus.show_counts(counts)
        self.strip.show_counts(counts)
        self.strip.show_position(*self.corpus.position())

    def _on_changed(self, changes: Changes) -> None:
        written = {*changes.made, *(row.table for row in changes.rows)}
        if changes.many or "article" in written:
            self.read_corpus()
            self.corpus.refresh()
        else:
            self.corpus.refresh(changes.articles)
            self._show_counts()
        if self._suggesting:
            self._show_awaited()
        self.state_changed.emit()

    def show_suggesting(self, sources: Sequence[str]) -> None:
        """Set the names of the sources at work now: an article they have not seen is not done."""
        self._suggesting = frozenset(sources)
        self._show_awaited()

    def _show_awaited(self) -> None:
        article, awaited = self.desk.article, self._suggesting
        if awaited and article is not None:
            awaited = awaited - suggestions.sources_of(self.session.workspace, article.id)
        self.inspector.show_awaited(awaited=bool(awaited))

    def open_first(
        self, last: ArticleId | None, caret: int = 0, scrolled: ScrollState | None = None
    ) -> None:
        """Open the article last worked on, else the first unfinished one of the list.

        Args:
            last: The article; its first pending suggestion in sight is current.
            caret: Where the caret was in it.
            scrolled: Where the text was scrolled to, ``None`` where it was at its beginning.
        """
        self.read_corpus()
        if last is not None and last in set(self._ids) and self.open_article(last):
            if scrolled is not None:
                self.view.set_caret(caret, reveal=False)
                self.view.restore_scroll(scrolled)
                self.desk.step_in_sight()
            elif not self.desk.waiting:
                self.view.set_caret(caret)
            return
        workspace, annotator = self.session.workspace, self.session.annotator
        key = status.next_unfinished(workspace, self._ids, None, annotator)
        if key is None and len(self._ids):
            key = ArticleId(self._ids[0])
        if key is None:
            self.desk.close()
        else:
            self.open_article(key)

    def open_article(self, key: ArticleId, *, scroll_to: int | None = None) -> bool:
        """Open an article and give the text the focus."""
        self.inspector.flush()
        done = self.desk.open(key, scroll_to=scroll_to)
        if done:
            self.focus_text()
        return done

    def go_to(
        self, key: ArticleId, place: Extent | None, suggestion: SuggestionId | None = None
    ) -> None:
        """Open an article if it is not open, and show what came back: a suggestion, or a place."""
        if self.desk.article is None or self.desk.article.id != key:
            self.open_article(key)
        if self.desk.show_suggestion(suggestion):
            return
        if place is not None and self.desk.article is not None:
            self.view.set_caret(place.start)
            self.view.reveal(place)
            self.desk.show_place(place)

    def _on_article_chosen(self, key: ArticleId) -> None:
        self.open_article(key)
        words = self.corpus.query.words
        if words:
            self.finding.highlight(" ".join(words))

    def open_neighbour(self, step: int) -> None:
        """Open the next (1) or previous (-1) article of the list."""
        key = self.corpus.neighbour(step)
        if key is None:
            self.said.emit(
                "No article after this one." if step > 0 else "No article before this one."
            )
        else:
            self.open_article(key)

    def _on_corpus_menu(self, key: ArticleId, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Open", lambda: self.open_article(key))
        menu.addAction("Remove from the list", lambda: self.archive(key))
        menu.exec(place)

    def hide_suggestions(self) -> None:
        """Let the open article be tagged without suggestions, or with them again."""
        article, session = self.desk.article, self.session
        if article is None:
            return
        hidden = not article.metadata.without_suggestions
        session.perform(
            lambda: articles.hide_suggestions(
                session.workspace, article, session.annotator, hidden=hidden
            )
        )
        self.done.emit(
            "This article is tagged without suggestions; exports say so."
            if hidden
            else "This article is tagged with suggestions again."
        )

    def archive(self, key: ArticleId | None = None) -> None:
        """Take an article, else the open one, out of the list; undo brings it back."""
        wanted = key or (self.desk.article.id if self.desk.article is not None else None)
        if wanted is None:
            return
        session = self.session
        article = articles.load(session.workspace, wanted)
        following = self.corpus.neighbour(1) or self.corpus.neighbour(-1)
        session.perform(lambda: articles.archive(session.workspace, [article], session.annotator))
        if self.desk.article is not None and self.desk.article.id == wanted:
            if following is not None:
                self.open_article(following)
            else:
                self.desk.close()

    # --- the article --------------------------------------------------------------------------

    def _on_opened(self) -> None:
        article = self.desk.article
        if article is None:
            self.header.clear()
            self.corpus.set_current(None)
        else:
            self.corpus.set_current(article.id, reveal=True)
            self._show_header()
        self._show_awaited()
        self.inspecting.show_article()
        self.finding.forget()
        self.strip.show_position(*self.corpus.position())
        self._align_header()
        self.state_changed.emit()

    def _on_refreshed(self) -> None:
        self.header.show_status(self.desk.status)
        if self.desk.article is not self._headed:
            self._show_header()

    def _show_header(self) -> None:
        article = self.desk.article
        if article is not None and not self.header.editing:
            self._headed = article
            proposals = articles.proposals(self.session.workspace, article.id)
            words = about_words(article.text)
            self.header.show_article(article.metadata, words, self.desk.status, proposals)

    def step_back(self) -> None:
        """Esc in the text: armed slot, selection, current mark, frame, then what lies over."""
        if self.find_bar.isVisible():
            self.find_bar.dismiss()
        elif self.frame_desk.armed:
            self.frame_desk.arm("")
        elif self.suggested.armed:
            self.view.set_selection(None)
            self.suggested.arm("")
        elif self.view.selection is not None:
            self.view.set_selection(None)
        elif self.view.current is not None:
            self.view.set_current(None, reveal=False)
        elif self.frame_desk.frame is not None:
            self.frame_desk.select(None)
        else:
            self.inspecting.forget_missing()
            self.guiding.close()
            self._hide_laid_over()

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) suggestion, of words while a slot waits for them."""
        armed = self.frame_desk.armed or self.suggested.armed
        self.desk.step(direction, only_spans=bool(armed))

    def find_here(self) -> None:
        """Find here: in the guideline where that has the keyboard, else in the article."""
        if self.guiding.has_focus:
            self.guiding.pane.search()
        else:
            self.finding.open()

    def ask_zone(self) -> None:
        """Ask what the selection, or the paragraph at the caret, is."""
        article = self.desk.article
        if article is None:
            return
        offset = self.view.selection.start if self.view.selection is not None else self.view.caret
        zones = (zone for zone in article.zones if zone.extent.start <= offset < zone.extent.end)
        present: ZoneKind | None = next((zone.kind for zone in zones), None)
        self.zones.open_for(present, self.caret_anchor())

    def caret_anchor(self) -> QRect:
        """Return where the current mark or the caret stands, in coordinates of this page."""
        rect = self.view.cursorRect()
        return QRect(self.view.viewport().mapTo(self, rect.topLeft()), rect.size())

    def _on_zone_chosen(self, kind: ZoneKind | None) -> None:
        self.desk.set_zone(kind)
        self.focus_text()

    def _on_metadata_edited(self, key: str, value: str) -> None:
        article, session = self.desk.article, self.session
        if article is not None:
            values = {key: value or None}
            session.perform(
                lambda: articles.set_metadata(session.workspace, article, session.annotator, values)
            )

    # --- completing ---------------------------------------------------------------------------

    def _on_completed(self, untouched: int) -> None:
        article = self.desk.article
        title = (article.metadata.title or article.name) if article is not None else ""
        some = "1 suggestion" if untouched == 1 else f"{untouched} suggestions"
        left = f", {some} left untouched" if untouched else ""
        workspace, annotator = self.session.workspace, self.session.annotator
        here = article.id if article is not None else None
        following = status.next_unfinished(workspace, self._ids, here, annotator)
        if following is None:
            self.done.emit(f"“{title}” is complete{left}. Nothing in this list is unfinished.")
        else:
            self.open_article(following)
            self.done.emit(f"“{title}” is complete{left}.")
