"""The open workspace as the window sees it: who tags, what was saved, what changed."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from logging import getLogger
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.article import ArticleId
from annotator.errors import (
    AnnotatorError,
    DiskFullError,
    GoneError,
    SetClosedError,
    StaleRegisterError,
    StaleReviewError,
    StaleSchemeError,
    StaleSetError,
    UndoConflictError,
    WorkspaceLockedError,
)
from annotator.ops.workspace import TakenBack, Workspace
from annotator.store.changes import Changes
from annotator.store.journal import Step

log = getLogger(__name__)
T = TypeVar("T")

WAIT_MS = 40
"""How long an operation may keep the window waiting for another writer; then it is tried again."""
RETRY_MS = 250
BACKGROUND_WAIT_MS = 30_000
OVERTAKEN = (
    StaleSetError,
    StaleReviewError,
    StaleSchemeError,
    SetClosedError,
    GoneError,
    UndoConflictError,
    StaleRegisterError,
)
"""What an operation is refused with when the workspace is not as the window shows it."""


class Session(QObject):
    """One workspace, one annotator, one window.

    Every change goes through :meth:`perform`: it is on disk when that returns ``True``. Where
    another program is writing, or the disk is full, the change waits in line and is tried again,
    and what comes after it waits behind it, so that nothing is lost and nothing overtakes.

    Attributes:
        link_at_once: Whether names are linked as they are tagged.

    Signals:
        scheme_changed: Another scheme is in force than the window shows; before ``changed`` is
            answered by anybody else.
        changed: :class:`Changes` of a committed operation, on the GUI thread; with ``many`` set
            also when an operation found that another window was faster.
        saved: Local time of the last commit of this window.
        not_saved: A change waits: another writer, or a full disk.
        refused: The :class:`AnnotatorError` that ended an operation.
    """

    scheme_changed = Signal()
    changed = Signal(object)
    saved = Signal(object)
    not_saved = Signal(object)
    refused = Signal(object)

    def __init__(self, workspace: Workspace, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.annotator = annotator
        self.link_at_once: Callable[[], bool] = lambda: True
        self._waiting: deque[Callable[[], bool]] = deque()
        self._steps: tuple[Step | None, Step | None] | None = None
        self._scheme = workspace.scheme
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._on_retry)
        workspace.watch(self.changed.emit, wait_ms=WAIT_MS)
        self.changed.connect(self._on_changed)

    @property
    def links(self) -> frozenset[str]:
        """Labels whose mentions are linked as they are tagged."""
        if not self.link_at_once():
            return frozenset()
        return frozenset(label.name for label in self.workspace.scheme.labels if label.linked)

    @property
    def unsaved(self) -> bool:
        """Whether changes wait to be written."""
        return bool(self._waiting)

    def perform(self, act: Callable[[], T], then: Callable[[T], None] | None = None) -> bool:
        """Run an operation, or put it in line where it cannot be written now.

        Args:
            act: Calls one function of ``ops``.
            then: Gets what it returned, once it is written.

        Returns:
            Whether it is on disk now.
        """

        def attempt() -> bool:
            result = act()
            self.saved.emit(datetime.now().astimezone())
            if then is not None:
                then(result)
            return True

        if self._waiting:
            self._waiting.append(attempt)
            return False
        return self._attempt(attempt)

    def _attempt(self, attempt: Callable[[], bool]) -> bool:
        try:
            return attempt()
        except (WorkspaceLockedError, DiskFullError) as error:
            self._waiting.append(attempt)
            self._retry.start()
            self.not_saved.emit(error)
        except AnnotatorError as error:
            self._refuse(error)
        return False

    def _refuse(self, error: AnnotatorError) -> None:
        """Say why an operation did nothing; what it stumbled over is shown by then."""
        if isinstance(error, OVERTAKEN):
            self.changed.emit(Changes(many=True))
        self.refused.emit(error)

    def _on_retry(self) -> None:
        while self._waiting:
            try:
                self._waiting[0]()
            except (WorkspaceLockedError, DiskFullError):
                return
            except AnnotatorError as error:
                self._refuse(error)
            self._waiting.popleft()
        self._retry.stop()

    def background(self) -> Workspace:
        """Return the workspace for a job: it waits longer, and the window hears of its work."""
        return Workspace(self.workspace.database, self.changed.emit, BACKGROUND_WAIT_MS)

    def steps(self) -> tuple[Step | None, Step | None]:
        """Return what undo would take back and redo bring back; read once after each change."""
        if self._steps is None:
            self._steps = (
                self.workspace.undo_step(self.annotator),
                self.workspace.redo_step(self.annotator),
            )
        return self._steps

    def change_annotator(self, name: str) -> None:
        """Let somebody else tag."""
        self.annotator = name
        self._steps = None

    def _on_changed(self, changes: Changes) -> None:
        self._steps = None
        if changes.many:
            self._read_scheme()
        if self.workspace.scheme is not self._scheme:
            self._scheme = self.workspace.scheme
            self.scheme_changed.emit()

    def look_again(self) -> None:
        """Show what changed elsewhere where that is another scheme: every name may be another."""
        if self._read_scheme():
            self.changed.emit(Changes(many=True))

    def _read_scheme(self) -> bool:
        """Take the scheme in force; return whether it is another one."""
        try:
            with self.workspace.read() as connection:
                return self.workspace.read_scheme(connection)
        except AnnotatorError as error:  # gone or damaged: the next operation says so as well
            self.refused.emit(error)
            return False

    def undo(self, then: Callable[[TakenBack | None], None]) -> None:
        """Take the newest own operation back."""
        self.perform(lambda: self.workspace.undo(self.annotator), then)

    def redo(self, then: Callable[[TakenBack | None], None]) -> None:
        """Bring the last one taken back again."""
        self.perform(lambda: self.workspace.redo(self.annotator), then)

    def close(self) -> None:
        """Write what waits, if it can be written now, and close the workspace."""
        self._on_retry()
        self._retry.stop()
        if self._waiting:
            log.warning("%d changes could not be written before closing", len(self._waiting))
        self.workspace.close()


def touches(changes: Changes, article: ArticleId | None) -> bool:
    """Whether changes concern an article."""
    return changes.many or (article is not None and article in changes.articles)
