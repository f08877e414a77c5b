"""Long work in one background thread, its results delivered in the thread of the window."""

from collections.abc import Callable
from functools import partial
from logging import getLogger
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from annotator.errors import AnnotatorError
from annotator.jobs import Cancelled, Progress, ignore_progress

log = getLogger(__name__)

Work = Callable[[Progress], object]
_REPORT_SECONDS: Final = 0.05


class Job(QObject):
    """One piece of work. Connect its signals first, then hand it to :meth:`JobRunner.start`.

    Signals:
        progressed: ``done`` and ``total``, at most twenty times a second; total 0: not known.
        succeeded: What the work returned.
        refused: The :class:`AnnotatorError` that ended it: to be shown as a message.
        crashed: Any other exception: a bug.
        cancelled: It was stopped, and its last transaction rolled back.
        ended: After each of the four above.

    Args:
        work: Runs in the worker thread; opens its own transactions and touches no widget.
        name: What the status line calls it, e.g. "Making suggestions".
    """

    progressed = Signal(int, int)
    succeeded = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Work, name: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work = work
        self.name = name
        self.report: Callable[[int, int], None] = ignore_progress
        self.progress = Progress(self._report)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; a job that still waits never starts."""
        self.progress.cancel()

    def _report(self, done: int, total: int) -> None:
        self.report(done, total)


class JobRunner(QObject):
    """Runs jobs one after the other in one thread, so that writers never compete.

    The runner owns the jobs it was given: work goes on, and its result reaches whoever else
    listens, when the widget that started it is gone.

    Signals:
        started: The :class:`Job` that runs now.
        progressed: Job, done, total.
        ended: The job that is over, whatever became of it.
        refused: Job and :class:`AnnotatorError`.
        crashed: Job and exception, for the crash dialog.
        idle: Nothing is left to do.
    """

    started = Signal(object)
    progressed = Signal(object, int, int)
    ended = Signal(object)
    refused = Signal(object, object)
    crashed = Signal(object, object)
    idle = Signal()
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._jobs: list[Job] = []
        self._thread: Thread | None = None
        self._closed = False
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._jobs)

    def start(self, job: Job) -> None:
        """Run a job when those before it are done; after :meth:`shut_down` it is cancelled."""
        job.setParent(self)
        self._jobs.append(job)
        if self._closed:
            self._delivered.emit(lambda: self._on_cancelled(job))
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, name="jobs", daemon=True)
            self._thread.start()
        self._waiting.put(job)

    def cancel_all(self) -> None:
        """Ask the running and all waiting jobs to stop."""
        for job in self._jobs:
            job.cancel()

    def shut_down(self) -> None:
        """Cancel everything, wait until the thread has ended, and deliver what came of it."""
        self._closed = True
        self.cancel_all()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None
        QCoreApplication.sendPostedEvents(self)

    # --- in the worker thread: touches no Qt object but through the queued signal -----------

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            self._run(job)

    def _run(self, job: Job) -> None:
        if job.progress.cancelled:
            self._post(partial(self._on_cancelled, job))
            return
        self._post(lambda: self.started.emit(job))
        job.report = self._reporter(job)
        try:
            result = job.work(job.progress)
        except Cancelled:
            self._post(lambda: self._on_cancelled(job))
        except AnnotatorError as error:
            self._post(partial(self._on_refused, job, error))
        except Exception as error:
            log.exception("A job crashed: %s", job.name)
            self._post(partial(self._on_crashed, job, error))
        else:
            self._post(partial(self._on_succeeded, job, result))

    def _reporter(self, job: Job) -> Callable[[int, int], None]:
        last = 0.0

        def report(done: int, total: int) -> None:
            nonlocal last
            now = monotonic()
            if now - last >= _REPORT_SECONDS or (total and done >= total):
                last = now
                self._post(lambda: self._on_progressed(job, done, total))

        return report

    def _post(self, deliver: Callable[[], None]) -> None:
        if isValid(self):
            self._delivered.emit(deliver)

    # --- in the thread of the window --------------------------------------------------------

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        deliver()

    def _on_progressed(self, job: Job, done: int, total: int) -> None:
        job.progressed.emit(done, total)
        self.progressed.emit(job, done, total)

    def _on_succeeded(self, job: Job, result: object) -> None:
        job.succeeded.emit(result)
        self._on_ended(job)

    def _on_refused(self, job: Job, error: AnnotatorError) -> None:
        job.refused.emit(error)
        self.refused.emit(job, error)
        self._on_ended(job)

    def _on_crashed(self, job: Job, error: Exception) -> None:
        job.crashed.emit(error)
        self.crashed.emit(job, error)
        self._on_ended(job)

    def _on_cancelled(self, job: Job) -> None:
        job.cancelled.emit()
        self._on_ended(job)

    def _on_ended(self, job: Job) -> None:
        self._jobs.remove(job)
        job.ended.emit()
        self.ended.emit(job)
        job.deleteLater()
        if not self._jobs:
            self.idle.emit()
