"""Reads the ledger in the background: in a large corpus that takes a while."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.jobs import Progress
from annotator.ops import ledger
from annotator.ops.workspace import Workspace
from annotator.ui.job_runner import Job, JobRunner


class Counting(QObject):
    """One count at a time, in a thread of its own: it only reads, and waits for no writing job.

    Signals:
        counted: A :class:`~annotator.domain.ledger.Ledger`.
        progressed: Articles counted, and how many there are.
        refused: An :class:`~annotator.errors.AnnotatorError`.
    """

    counted = Signal(object)
    progressed = Signal(int, int)
    refused = Signal(object)

    def __init__(self, workspace: Callable[[], Workspace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._runner = JobRunner(self)
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        """Whether a count goes on."""
        return self._job is not None

    def start(self, annotator: str) -> None:
        """Count anew, in place of the count that goes on."""
        self.stop()
        workspace = self._workspace()

        def work(progress: Progress) -> object:
            return ledger.read(workspace, annotator, progress)

        job = Job(work, "Counting")
        job.progressed.connect(lambda done, total: self._on_progressed(job, done, total))
        job.succeeded.connect(lambda found: self._on_ended(job, found, None))
        job.refused.connect(lambda error: self._on_ended(job, None, error))
        self._job = job
        self._runner.start(job)

    def stop(self) -> None:
        """Give the count up."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def end(self) -> None:
        """Give it up and end the thread."""
        self.stop()
        self._runner.shut_down()

    def _on_progressed(self, job: Job, done: int, total: int) -> None:
        if job is self._job:
            self.progressed.emit(done, total)

    def _on_ended(self, job: Job, found: object, error: object) -> None:
        if job is not self._job:
            return
        self._job = None
        if error is None:
            self.counted.emit(found)
        else:
            self.refused.emit(error)
