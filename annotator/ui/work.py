"""Opening and closing workspaces, and the long work: importing, suggesting, exporting."""

import gc
import getpass
import re
from collections.abc import Callable, Sequence
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from annotator.domain.annotation import check_annotator_name
from annotator.domain.article import ArticleDraft, ArticleId
from annotator.errors import AnnotatorError, AnnotatorNameError
from annotator.jobs import Progress
from annotator.ui.job_runner import Job
from annotator.ui.learning import Learning
from annotator.ui.main_window import ANNOTATE, MainWindow
from annotator.ui.recents import remember_state
from annotator.ui.suggesting import Suggesting

if TYPE_CHECKING:
    from annotator.domain.intake import IntakePreview, IntakeReport
    from annotator.ops.workspace import TakenBack, Workspace
    from annotator.ui.annotate.page import AnnotatePage
    from annotator.ui.article.scrolling import ScrollState
    from annotator.ui.session import Session

log = getLogger(__name__)


class Work(QObject):
    """What happens between the window and whole workspaces. It paints nothing.

    Everything of the store is imported when the first workspace is opened, in the worker thread,
    so that the window is there before.

    Signals:
        opened: A workspace is open: the :class:`AnnotatePage`.
        closed: None is open any more.
        scheme_changed: The open workspace has other labels or frame types; the look has them.
        previewed: An :class:`IntakePreview` is ready: with the paths it was made of.
    """

    opened = Signal(object)
    closed = Signal()
    scheme_changed = Signal()
    previewed = Signal(object, object)

    def __init__(self, window: MainWindow, annotator: str | None) -> None:
        super().__init__(window)
        self._window = window
        self._wanted_annotator = annotator
        self.session: Session | None = None
        self.page: AnnotatePage | None = None
        self._then: Callable[[], None] | None = None
        self.suggesting = Suggesting(window, self)
        self.learning = Learning(window, self.suggesting, self)
        self.learning.learned.connect(self.suggest_new)
        window.activated.connect(self.look_again)
        window.dropped.connect(self.take_dropped)
        window.closing.connect(self._on_closing)

    # --- opening ------------------------------------------------------------------------------

    def open(self, address: str, then: Callable[[], None] | None = None) -> None:
        """Open a workspace in place of the open one."""
        self._then = then

        def work(_progress: Progress) -> object:
            from annotator.ops.workspace import Workspace
            from annotator.ui.annotate import page as _warm  # noqa: F401 - a second of imports

            return Workspace.open(address)

        self._run(work, f"Opening {Path(address).name}", self._on_opened)

    def open_demo(self) -> None:
        """Open the sample corpus, making its workspace the first time."""

        def work(progress: Progress) -> object:
            from annotator.ops import demo
            from annotator.ops.workspace import Workspace
            from annotator.ui.annotate import page as _warm  # noqa: F401 - a second of imports

            path = demo.prepare(demo.default_path(), progress=progress)
            return Workspace.open(str(path))

        self._then = None
        self._run(work, "Preparing the sample corpus", self._on_opened)

    def _run(
        self, work: Callable[[Progress], object], name: str, then: Callable[[Any], None]
    ) -> Job:
        job = Job(work, name)
        job.succeeded.connect(then)
        self._window.start(job)
        return job

    def _on_opened(self, workspace: "Workspace") -> None:
        from annotator.ui.annotate.page import AnnotatePage
        from annotator.ui.session import Session

        self.close_workspace()
        self._window.look.use_scheme(workspace.scheme)
        self.session = Session(workspace, self._annotator(), self)
        self.session.link_at_once = lambda: self._window.preferences.settings.link_at_once
        self.page = AnnotatePage(self._window.look, self.session)
        self.suggesting.use(self.session, self.page)
        self.learning.use(self.session)
        self.page.completing.completed.connect(lambda _left: self.learning.look())
        self._window.show_page(self.page, ANNOTATE)
        self._window.top_bar.show_workspace(is_open=True)
        self._window.top_bar.show_annotator(self.session.annotator)
        self._window.setWindowTitle(f"{workspace.path.stem} – Annotator")
        preferences = self._window.preferences
        preferences.use(preferences.settings.opened(str(workspace.path)))
        if self._wanted_annotator:
            preferences.change(annotator=self.session.annotator)
        self._connect(self.session)
        self.opened.emit(self.page)
        panes = QSettings().value("window/panes")
        if isinstance(panes, QByteArray):
            self.page.restore_panes(panes)
        self.page.open_first(*self._last_place(workspace))
        # What was imported stays for good: the collector need not go through it again and again
        # in the middle of a key press.
        gc.freeze()
        self._care()
        self._read_names(workspace)
        self._warm()
        self.suggest_new()
        if self._then is not None:
            self._then()
            self._then = None

    def _read_names(self, workspace: "Workspace") -> None:
        """Read a large register behind the window: finding a name must not wait for it."""
        from annotator.ops import linking

        if linking.has_many_names(workspace):
            self._run(
                lambda _progress: linking.prepare(workspace), "Reading names", lambda _none: None
            )

    def _connect(self, session: "Session") -> None:
        window = self._window
        session.scheme_changed.connect(self._on_scheme_changed)
        session.refused.connect(window.refuse)
        session.saved.connect(window.status.show_saved)
        session.saved.connect(lambda _at: window.notice.next_action())
        session.not_saved.connect(self._on_not_saved)
        session.changed.connect(self.suggesting.follow)

    def _on_scheme_changed(self) -> None:
        look = self._window.look
        if self.session is None:
            return
        before, now = look.scheme, self.session.workspace.scheme
        look.use_scheme(now)
        if (before.labels, before.frame_types) != (now.labels, now.frame_types):
            self.scheme_changed.emit()

    def _on_not_saved(self, error: AnnotatorError) -> None:
        self._window.status.show_not_saved()
        log.info("A change waits to be written: %s", type(error).__name__)

    def look_again(self) -> None:
        """Show what another window did to the scheme since this one was left."""
        if self.session is not None:
            self.session.look_again()

    def travel(self, *, redo: bool, then: "Callable[[TakenBack | None], None]") -> None:
        """Take back, or bring back, an operation on very many articles behind the window."""
        session = self.session
        if session is None:
            return
        background, author = session.background(), session.annotator

        def work(_progress: Progress) -> object:
            return background.redo(author) if redo else background.undo(author)

        self._run(work, "Redoing" if redo else "Undoing", then)

    def _annotator(self) -> str:
        """Return who tags: as asked for, else the last one, else the login name."""
        settings = self._window.preferences.settings
        for name in (self._wanted_annotator or "", settings.annotator, _login_name()):
            try:
                return check_annotator_name(name)
            except AnnotatorNameError:
                continue
        return "me"

    def change_annotator(self, name: str) -> None:
        """Let somebody else tag, now and next time.

        Args:
            name: Who; "" for the login name.
        """
        if name:
            try:
                check_annotator_name(name)
            except AnnotatorNameError as error:
                self._window.refuse(error)
                return
        self._wanted_annotator = None
        self._window.preferences.change(annotator=name)
        if self.session is None or self.page is None:
            return
        self.session.change_annotator(self._annotator())
        self._window.top_bar.show_annotator(self.session.annotator)
        self.page.read_corpus()
        self.page.corpus.refresh()
        self.page.desk.change_annotator()

    def _last_place(
        self, workspace: "Workspace"
    ) -> "tuple[ArticleId | None, int, ScrollState | None]":
        """Return the article last worked on here, where the caret was and what was in view."""
        from annotator.ui.article.scrolling import ScrollState

        kept = str(QSettings().value(_place_key(workspace.path)) or "")
        match = _PLACE.fullmatch(kept)
        if match is None:
            return None, 0, None
        scrolled = ScrollState(int(match[3]), int(match[4])) if match[3] else None
        return ArticleId(int(match[1])), int(match[2]), scrolled

    def close_workspace(self) -> None:
        """Close the open workspace; where one was is kept for the next time."""
        session, page = self.session, self.page
        if session is None or page is None:
            return
        page.inspector.flush()
        article = page.desk.article
        if article is not None:
            place = f"{article.id} {page.view.caret}"
            if page.view.verticalScrollBar().value():
                scrolled = page.view.scroll_state()
                place += f" {scrolled.offset} {scrolled.pixels}"
            QSettings().setValue(_place_key(session.workspace.path), place)
        QSettings().setValue("window/panes", page.panes_state())
        self._remember(session)
        self._window.runner.cancel_all()
        self.suggesting.use(None, None)
        self.learning.use(None)
        self.session = self.page = None
        self.closed.emit()
        self._window.drop_page(page)
        session.close()
        session.deleteLater()

    def _on_closing(self) -> None:
        self.close_workspace()
        self.learning.shut_down()

    def _remember(self, session: "Session") -> None:
        from annotator.ops import articles

        try:
            counts = articles.counts(session.workspace, session.annotator)
        except AnnotatorError:
            return
        words = f"{counts.complete:,} of {counts.articles:,} complete"
        remember_state(str(session.workspace.path), words)

    def _care(self) -> None:
        """Check the file and back it up, once a day, behind the usable window."""
        session = self.session
        if session is None:
            return
        background = session.background()

        def work(_progress: Progress) -> object:
            from annotator.ops import integrity

            return integrity.daily_care(background)

        job = Job(work, "Checking the workspace")
        job.succeeded.connect(self._on_cared)
        self._window.runner.start(job)

    def _warm(self) -> None:
        """Load, behind the usable window, what the first date in other words would wait for."""

        def work(_progress: Progress) -> None:
            from annotator.nlp.moments import foreign

            foreign.warm()

        self._window.runner.start(Job(work, "Reading dates"))

    def _on_cared(self, care: Any) -> None:
        if care is None:
            return
        if care.problems:
            words = f"The workspace file is damaged: {care.problems[0]}."
            self._window.notice.show_refusal(words, "Open the newest of its backups.")
        elif care.offered:
            self._window.say("This workspace is large: make a backup with annotator backup.")

    # --- importing ----------------------------------------------------------------------------

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Open a dropped workspace, or preview dropped articles."""
        workspaces = [path for path in paths if path.suffix == ".annotator"]
        if workspaces:
            self.open(str(workspaces[0]))
        else:
            self.preview(list(paths))

    def preview(self, paths: Sequence[Path], encoding: str | None = None) -> None:
        """Read what an import would write, and show it."""
        workspace = self.session.background() if self.session is not None else None

        def work(progress: Progress) -> object:
            from annotator.ops import intake

            return intake.preview(workspace, paths, encoding=encoding, progress=progress)

        def show(found: "IntakePreview") -> None:
            self.previewed.emit(found, list(paths))

        self._run(work, "Reading", show)

    def import_drafts(
        self, drafts: Sequence[ArticleDraft], jsonl: Sequence[Path], *, suggest: bool, home: Path
    ) -> None:
        """Import what a preview showed, into the open workspace or a new one.

        Args:
            drafts: Articles with the metadata as edited.
            jsonl: Files with tags, and bundles.
            suggest: Make suggestions afterwards.
            home: What was imported: a new workspace is made beside it, under its name.
        """
        if self.session is None:
            self._create_beside(
                home, jsonl, lambda: self.import_drafts(drafts, jsonl, suggest=suggest, home=home)
            )
            return
        background, author = self.session.background(), self.session.annotator

        def work(progress: Progress) -> object:
            from annotator.ops import intake

            reports = []
            if drafts:
                reports.append(intake.import_drafts(background, drafts, author, progress))
            if jsonl:
                reports.append(
                    intake.import_paths(background, jsonl, author=author, progress=progress)
                )
            return reports

        def then(reports: "list[IntakeReport]") -> None:
            if self.page is not None and self.page.desk.article is None:
                self.page.open_first(None)
            self._say_imported(reports)
            if suggest:
                self.suggest_new()

        self._run(work, "Importing", then)

    def _create_beside(self, home: Path, files: Sequence[Path], then: Callable[[], None]) -> None:
        folder = home if home.is_dir() else home.parent
        target = folder.parent / f"{folder.name or 'articles'}.annotator"

        def work(_progress: Progress) -> object:
            from annotator.domain.default_scheme import default_scheme
            from annotator.ops import bundles
            from annotator.ops.workspace import Workspace
            from annotator.ui.annotate import page as _warm  # noqa: F401 - a second of imports

            scheme = bundles.scheme_of(files) or default_scheme()
            return Workspace.open_or_create(str(target), scheme)

        self._then = then
        self._run(work, f"Making {target.name}", self._on_opened)

    def _say_imported(self, reports: "Sequence[IntakeReport]") -> None:
        new = sum(report.articles_new for report in reports)
        sets = sum(report.sets_new + report.sets_replaced for report in reports)
        refused = [line for report in reports for line in report.refused]
        parts = [f"{new} articles" if new != 1 else "1 article"]
        if sets:
            parts.append(f"{sets} sets of tags" if sets != 1 else "1 set of tags")
        words = " and ".join(parts) + " imported."
        if refused:
            self._window.notice.show_refusal(f"{words} {len(refused)} refused.", str(refused[0]))
        else:
            self._window.notice.show_result(
                words,
                "Undo",
                self._window.key_of("edit.undo"),
                lambda: self._window.run("edit.undo"),
            )

    # --- suggesting ---------------------------------------------------------------------------

    def suggest_new(self) -> None:
        """Let the chosen sources look at the articles that they have not seen."""
        self.suggesting.start()


def _login_name() -> str:
    """Return the login name as a name of an annotator."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        return ""
    return re.sub(r"[^\w.\-]", "-", name)[:40]


_PLACE = re.compile(r"([0-9]{1,18}) ([0-9]{1,9})(?: ([0-9]{1,9}) (-?[0-9]{1,6}))?")
"""How a place is kept: article, caret, and the topmost line with how far it is above the edge."""


def _place_key(path: Path) -> str:
    return "place/" + str(path).replace("/", "|").replace("\\", "|")
