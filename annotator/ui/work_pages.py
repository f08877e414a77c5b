"""The pages of the open workspace beside the Annotate page: made when first shown."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.ui.main_window import ANNOTATE, MainWindow
from annotator.ui.page_kinds import PAGE_KINDS, PageKind
from annotator.ui.work import Work
from annotator.ui.work_page import Chosen, WorkPage

if TYPE_CHECKING:
    from annotator.domain.annotation import EntityId
    from annotator.domain.article import ArticleId
    from annotator.domain.extent import Extent
    from annotator.ops.workspace import TakenBack


class WorkPages:
    """Makes, shows and drops them.

    Args:
        window: Where they are shown.
        work: Whose workspace they are of.
        made: Called after one was made: the actions need its panes and handlers.
        changed: Called when what commands and status line depend on has changed.
    """

    def __init__(
        self,
        window: MainWindow,
        work: Work,
        made: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self._window = window
        self._work = work
        self._made = made
        self._changed = changed
        self._pages: dict[str, WorkPage] = {}

    @property
    def shown(self) -> tuple[str, WorkPage] | None:
        """Name and page where one of them is shown."""
        current = self._window.pages.currentWidget()
        return next(((name, page) for name, page in self._pages.items() if page is current), None)

    def page(self, name: str) -> WorkPage:
        """Return a page, making it the first time."""
        if name not in self._pages:
            kind = next(kind for kind in PAGE_KINDS if kind.name == name)
            self._pages[name] = self._make(kind)
            self._made()
        return self._pages[name]

    def _make(self, kind: PageKind) -> WorkPage:
        session = self._work.session
        if session is None:
            raise LookupError("no workspace is open")
        page = kind.make(self._window.look, session)
        page.said.connect(self._window.say)
        page.state_changed.connect(self._changed)
        page.place_requested.connect(self._show_place)
        page.left.connect(partial(self._step_back, kind))
        page.done.connect(self._say_done)
        page.job_requested.connect(self._window.start)
        page.suggestions_wanted.connect(self._work.suggest_new)
        page.learning_wanted.connect(self._work.learning.learn_now)
        page.review_requested.connect(self._show_case)
        return page

    def show(self, name: str) -> None:
        """Show a page and give it the keyboard."""
        kind = next(kind for kind in PAGE_KINDS if kind.name == name)
        page = self.page(name)
        if not page.take(self._chosen):
            return
        self._window.show_page(page, kind.tab or kind.under or ANNOTATE)
        page.enter()
        self._changed()

    def _step_back(self, kind: PageKind) -> None:
        """Go from a page to the one that it stands under, else to the text.

        The review is nobody's step: whoever has settled one difference and presses Esc once too
        often would reject suggestions with the next key.
        """
        if kind.name != "review":
            above = next((one for one in PAGE_KINDS if one.tab and one.tab == kind.under), None)
            self._window.run(above.command if above is not None else "view.annotate")

    def show_entity(self, key: "EntityId") -> None:
        """Show an entity of the register on its page."""
        self.show("entities")
        self.page("entities").show_entity(key)

    def next_pane(self, direction: int) -> bool:
        """Move the keyboard within the page that is shown; whether one of them is."""
        current = self.shown
        if current is not None:
            current[1].next_pane(direction)
        return current is not None

    def show_taken_back(self, done: "TakenBack") -> bool:
        """Let the page that is shown go to what undo or redo has changed; whether it did."""
        current = self.shown
        return current is not None and current[1].show_taken_back(done)

    def panes(self) -> Mapping[str, QWidget]:
        """Return the widgets of their places in the key table."""
        return {place: pane for page in self._pages.values() for place, pane in page.panes.items()}

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what shows each of them, and what runs in those that were made."""
        found: dict[str, Callable[[], None]] = {
            kind.command: partial(self.show, kind.name) for kind in PAGE_KINDS
        }
        for page in self._pages.values():
            found.update(page.handlers())
        return found

    def forget(self) -> None:
        """Drop them: another workspace is opened, or none."""
        for page in self._pages.values():
            page.end()
            self._window.drop_page(page)
        self._pages.clear()

    def _show_case(self, names: tuple[str, ...], article: "ArticleId", offset: int) -> None:
        self.show("review")
        self.page("review").show_case(names, article, offset)

    def _chosen(self) -> Chosen | None:
        page = self._work.page
        return page.desk.chosen() if page is not None else None

    def _say_done(self, words: str) -> None:
        undo = partial(self._window.run, "edit.undo")
        self._window.notice.show_result(words, "Undo", self._window.key_of("edit.undo"), undo)

    def _show_place(self, article: "ArticleId", place: "Extent | None") -> None:
        page = self._work.page
        if page is not None:
            self._window.run("view.annotate")
            page.go_to(article, place)
