"""What the open article still lacks, and making it complete."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotation import AnnotationSet, FrameId
from annotator.domain.completeness import Checks, Problem, Severity
from annotator.ops import status
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.session import Session

_ORDER = (Severity.MISSING, Severity.UNUSUAL, Severity.OPTIONAL)


class Completing(QObject):
    """Looks at the open set when somebody asks, once for each state of it.

    Signals:
        missing_found: Completing found :class:`Problem` values in its way; empty when they no
            longer matter.
        completed: The open article was completed; the number of suggestions left untouched.
    """

    missing_found = Signal(object)
    completed = Signal(int)

    def __init__(self, session: Session, desk: ArticleDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._scheme = session.workspace.scheme
        self._checks = Checks(self._scheme)
        self._seen: AnnotationSet | None = None
        self._found: Sequence[Problem] = ()
        desk.opened.connect(lambda: self.missing_found.emit([]))

    @property
    def problems(self) -> Sequence[Problem]:
        """What is missing, unusual or could still be said, in text order."""
        article, tags = self._desk.article, self._desk.tags
        if article is None or tags is None:
            return ()
        scheme = self._session.workspace.scheme
        if scheme is not self._scheme:  # a new version of it has come
            self._scheme, self._checks, self._seen = scheme, Checks(scheme), None
        if tags is not self._seen:
            self._seen = tags
            self._found = status.look_at(self._checks, tags, article.text)
        return self._found

    def forget(self) -> None:
        """Look again the next time, although the set is the same."""
        self._seen = None

    @property
    def listed(self) -> Sequence[Problem]:
        """What stands in the list of the article."""
        return [one for one in self.problems if one.severity is not Severity.OPTIONAL]

    def lacks(self, frame: FrameId) -> list[str]:
        """Return what one frame lacks, as sentences, the gravest first."""
        found = [one for one in self.problems if one.frame == frame]
        return [one.words for one in sorted(found, key=lambda one: _ORDER.index(one.severity))]

    def complete_or_reopen(self, reason: str | None = None) -> None:
        """Complete the article, unless something is missing and no reason was given; or reopen."""
        target, tags = self._desk.target, self._desk.tags
        if target is None or tags is None:
            return
        workspace = self._session.workspace
        if tags.status.closed:
            self._session.perform(lambda: status.reopen(workspace, target))
            return
        missing = [] if reason else status.missing(self.problems)
        self.missing_found.emit(missing)
        if missing:
            return
        self._session.perform(
            lambda: status.complete(workspace, replace(target, revision=None), reason),
            self.completed.emit,
        )
