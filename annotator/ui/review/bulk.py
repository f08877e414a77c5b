"""Many differences settled at once, here or in all articles; each time in one undo step."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.bulk_rulings import EdgeRule, boundary_only
from annotator.domain.wording import counted, listed
from annotator.jobs import Progress
from annotator.ops import settling
from annotator.ui.job_runner import Job
from annotator.ui.look import Look
from annotator.ui.review.desk import ReviewDesk
from annotator.ui.review.take_all import TakeAllPanel, TakeAllWanted
from annotator.ui.session import Session


class ReviewBulk(QObject):
    """Settles what a rule can settle, of the sets that a :class:`ReviewDesk` has side by side.

    "All articles" are those that may be looked at: work that is not complete stays unseen, and so
    nothing is decided on it.

    Signals:
        said: A quiet sentence.
        done: What was done, in a sentence; undo takes it back.
        job_requested: A job that reads or writes.
    """

    said = Signal(str)
    done = Signal(str)
    job_requested = Signal(object)

    def __init__(self, look: Look, session: Session, desk: ReviewDesk, host: QWidget) -> None:
        super().__init__(host)
        self._look = look
        self._session = session
        self._desk = desk
        self._host = host
        self._panel: TakeAllPanel | None = None

    # --- by a rule ----------------------------------------------------------------------------

    def edges_left(self) -> int:
        """Return how many open cases of the article differ in nothing but their edges."""
        return sum(view.case.open and boundary_only(view.case.item) for view in self._desk.views)

    def settle_edges(self, rule: EdgeRule, *, everywhere: bool = False) -> None:
        """Settle what differs only in its edges by a rule, here or in all articles."""
        words = "the longest" if rule is EdgeRule.LONGEST else "the shortest"
        self._settle(settling.by_edges(rule), f"Take {words}", everywhere=everywhere)

    def take_majority(self) -> None:
        """Take what more than half have, in all articles; the rest waits for a reviewer."""
        if len(self._desk.names) < 3:
            self.said.emit("Two have no majority; choose three annotators or more at the left.")
            return
        self._settle(settling.by_majority(), "Take the majority", everywhere=True)

    def merge(self) -> None:
        """Put what the sets agree on into the gold of all articles; nothing else is decided."""
        names = self._desk.names
        if len(names) < 2:
            self.said.emit("Choose two sets at the left; one alone has nothing to merge with.")
            return
        title = f"Merge {listed(names)}"
        self._settle(settling.nothing, title, everywhere=True, then=self._on_merged)

    def _on_merged(self, found: settling.Settled) -> None:
        self.done.emit(
            f"{counted(found.articles, 'article')} merged; gold has {counted(found.gold, 'tag')} "
            f"there. {counted(found.left, 'difference')} left to decide."
        )

    # --- all of one ---------------------------------------------------------------------------

    def ask_take_all(self) -> None:
        """Ask whose version is taken of which label, with the number of places."""
        review = self._desk.review
        if review is None:
            return
        if review.alone:
            self.said.emit("One author's tags are accepted with Ctrl Enter.")
            return
        here = settling.questions(review.docket)
        hidden = self._desk.blind and not review.finished
        articles = [] if hidden else self._desk.ready
        if not here and len(articles) < 2:
            self.said.emit("Nothing is left to decide here.")
            return
        current = self._desk.current
        panel = self._shown_panel()
        panel.show_choices(
            [self._desk.shown_names()[name] for name in review.names],
            here,
            len(articles),
            current.colour if current is not None else "",
        )
        panel.open()

    def _shown_panel(self) -> TakeAllPanel:
        if self._panel is None:
            self._panel = TakeAllPanel(self._look, self._host.window())
            self._panel.wanted.connect(self._take_all)
            self._panel.count_wanted.connect(self._count)
        return self._panel

    def _count(self) -> None:
        names, articles = self._desk.names, self._desk.ready
        background = self._session.background()

        def work(progress: Progress) -> object:
            return settling.open_questions(background, names, articles, progress)

        def then(found: Counter[str]) -> None:
            if self._panel is not None:
                self._panel.show_everywhere(found)

        job = Job(work, "Counting differences")
        job.succeeded.connect(then)
        self.job_requested.emit(job)

    def _take_all(self, wanted: TakeAllWanted) -> None:
        review = self._desk.review
        if review is None:
            return
        name = review.names[wanted.place]
        judge = settling.all_of(name, wanted.label)
        title = f"Take all {wanted.label} of {name}"
        self._settle(judge, title, everywhere=wanted.everywhere)

    def end(self) -> None:
        """Drop the panel with the page."""
        if self._panel is not None:
            self._panel.dismiss()
            self._panel.deleteLater()
            self._panel = None

    # --- in common ----------------------------------------------------------------------------

    def _settle(
        self,
        judge: settling.Judge,
        title: str,
        *,
        everywhere: bool,
        then: Callable[[Any], None] | None = None,
    ) -> None:
        article = self._desk.article
        if article is None:
            return
        names, reviewer = self._desk.names, self._desk.reviewer
        only = self._desk.ready if everywhere else [article.id]
        background = self._session.background()

        def work(progress: Progress) -> object:
            return settling.settle(
                background, names, reviewer, title, judge, articles=only, progress=progress
            )

        job = Job(work, title)
        job.succeeded.connect(then or self._on_settled)
        self.job_requested.emit(job)

    def _on_settled(self, found: settling.Settled) -> None:
        many, where = counted(found.cases, "difference"), counted(found.articles, "article")
        self.done.emit(f"{many} settled in {where}.")
