"""Learning from completed articles behind the window, and saying what changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.domain.learned import SECONDS
from annotator.errors import AnnotatorError
from annotator.jobs import Progress
from annotator.ui.job_runner import Job, JobRunner
from annotator.ui.main_window import MainWindow
from annotator.ui.suggesting import Suggesting

if TYPE_CHECKING:
    from annotator.ops.learning import Learned
    from annotator.ui.session import Session


class Learning(QObject):
    """Learns after every five completed articles, in a process of its own.

    It has a runner of its own: importing and suggesting need not wait for it. Nothing is said while
    it goes on; one line says what changed, and only where something did.

    Signals:
        learned: There is another model, which has suggestions to make.
    """

    learned = Signal()

    def __init__(self, window: MainWindow, suggesting: Suggesting, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._suggesting = suggesting
        self._session: Session | None = None
        self._asked = False
        self.seconds: float = SECONDS
        """CPU time that learning may take."""
        self.runner = JobRunner(self)
        self.runner.refused.connect(self._on_refused)

    @property
    def running(self) -> bool:
        """Whether it learns at the moment."""
        return bool(self.runner.running)

    def look(self) -> None:
        """Learn if enough was completed since the last time and the setting allows it."""
        session = self._session
        if session is None or self.running or not self._window.preferences.settings.learn:
            return
        from annotator.ops import learning

        if learning.due(session.workspace, session.annotator):
            self._asked = False
            self._start()

    def learn_now(self) -> None:
        """Learn because the user asked for it."""
        if self._session is None:
            return
        if self.running:
            self._window.say("It is being learned from your articles already.")
            return
        self._asked = True
        self._window.say("Learning from your articles; it takes some twenty seconds.")
        self._start()

    def _start(self) -> None:
        session = self._session
        if session is None:
            return
        background, annotator = session.background(), session.annotator
        lists, seconds = self._suggesting.own_folder, self.seconds

        def work(progress: Progress) -> object:
            from annotator.ops import learning

            return learning.train(background, annotator, progress, seconds, lists)

        job = Job(work, "Learning")
        job.succeeded.connect(self._on_learned)
        self.runner.start(job)

    def _on_learned(self, found: "Learned") -> None:
        if self._session is None:
            return
        before = found.before.ways if found.before is not None else {}
        if self._asked or found.model.ways != before:
            self._window.say(f"{found.sentence}.")
        self.learned.emit()

    def _on_refused(self, _job: Job, error: AnnotatorError) -> None:
        if self._asked:  # else nobody has asked, and nothing is lost
            self._window.refuse(error)

    def use(self, session: "Session | None") -> None:
        """Learn for this workspace from now on, for none any more; what goes on ends."""
        self.runner.cancel_all()
        self._session = session

    def shut_down(self) -> None:
        """End for good, with the window."""
        self.runner.shut_down()
