"""Looks for the words in the background: the open article at once, the corpus page by page."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Signal

from annotator.domain.article import ArticleId
from annotator.domain.concordance import HitPage
from annotator.jobs import Progress
from annotator.ops import everywhere
from annotator.ops.everywhere import Asked
from annotator.ops.workspace import Workspace
from annotator.ui.job_runner import Job, JobRunner

HAND_OVER_SECONDS: Final = 0.3


class Seeker(QObject):
    """One search at a time, in a thread of its own: it only reads, and waits for no writing job.

    Signals:
        found: A :class:`HitPage`.
        ended: All articles were looked at.
        refused: An :class:`~annotator.errors.AnnotatorError`: the search could not go on.
    """

    found = Signal(object)
    ended = Signal()
    refused = Signal(object)

    def __init__(self, workspace: Callable[[], Workspace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._runner = JobRunner(self)
        self._job: Job | None = None
        self._handed_over = 0.0

    @property
    def running(self) -> bool:
        """Whether a search goes on."""
        return self._job is not None

    def start(self, asked: Asked, skip: ArticleId) -> None:
        """Look through all articles but one, in place of what is looked for now."""
        self.stop()
        workspace = self._workspace()
        pages: SimpleQueue[HitPage] = SimpleQueue()

        def work(progress: Progress) -> object:
            for page in everywhere.in_corpus(workspace, asked, progress, skip=skip):
                pages.put(page)
                progress.step(page.looked, page.total)
            return None

        job = Job(work, "Looking for places")
        job.progressed.connect(lambda *_: self._on_progressed(job, pages))
        job.succeeded.connect(lambda _none: self._on_succeeded(job, pages))
        job.refused.connect(lambda error: self._on_refused(job, error))
        self._job, self._handed_over = job, 0.0
        self._runner.start(job)

    def stop(self) -> None:
        """Give the search up."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def end(self) -> None:
        """Give it up and end the thread."""
        self.stop()
        self._runner.shut_down()

    def _on_progressed(self, job: Job, pages: "SimpleQueue[HitPage]") -> None:
        """Hand over what there is, but not so often that painting it takes all the time."""
        if monotonic() - self._handed_over >= HAND_OVER_SECONDS and not pages.empty():
            self._hand_over(job, pages)
            self._handed_over = monotonic()

    def _hand_over(self, job: Job, pages: "SimpleQueue[HitPage]") -> None:
        if job is not self._job:
            return
        together = HitPage()
        try:
            while True:
                together.extend(pages.get_nowait())
        except Empty:
            pass
        if together.total or len(together):
            self.found.emit(together)

    def _on_succeeded(self, job: Job, pages: "SimpleQueue[HitPage]") -> None:
        self._hand_over(job, pages)
        if job is self._job:
            self._job = None
            self.ended.emit()

    def _on_refused(self, job: Job, error: object) -> None:
        if job is self._job:
            self._job = None
            self.refused.emit(error)
            self.ended.emit()
