"""Making suggestions behind the window, and saying what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.domain.learned import LEARNED
from annotator.domain.ledger import RuleChange, change_words
from annotator.domain.rule import REMEMBERED
from annotator.errors import AnnotatorError
from annotator.jobs import Progress
from annotator.ui.inspector.values import source_words
from annotator.ui.job_runner import Job
from annotator.ui.main_window import MainWindow

if TYPE_CHECKING:
    from annotator.store.changes import Changes
    from annotator.ui.annotate.page import AnnotatePage
    from annotator.ui.session import Session


@dataclass(slots=True)
class Outcome:
    """What came of one run.

    Attributes:
        count: Suggestions made.
        changes: What new versions of sources changed in this run and those before it.
        problems: What is wrong with the user's own files.
    """

    count: int = 0
    changes: tuple[RuleChange, ...] = ()
    problems: list[AnnotatorError] = field(default_factory=list)


class Suggesting(QObject):
    """Starts the jobs that make suggestions; one after the other, each can be cancelled."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._session: Session | None = None
        self._page: AnnotatePage | None = None
        self._jobs: list[Job] = []
        self._told: tuple[str, ...] = ()

    @property
    def own_folder(self) -> Path | None:
        """The user's folder with own lists, rules and pipelines."""
        name = self._window.preferences.settings.gazetteer_folder
        return Path(name) if name else None

    def use(self, session: "Session | None", page: "AnnotatePage | None") -> None:
        """Make suggestions for this workspace and page from now on, for none any more."""
        self._session, self._page = session, page

    def start(self) -> None:
        """Let the chosen sources look at the articles that wait for them."""
        session = self._session
        if session is None:
            return
        from annotator.ops import learning, rules

        background, lists = session.background(), self.own_folder
        kept = (REMEMBERED,) if rules.in_force(session.workspace) else ()
        learned = (LEARNED,) if learning.in_use(session.workspace) else ()
        names = (*kept, *self._window.preferences.settings.sources, *learned)
        if not names:
            return

        def work(progress: Progress) -> object:
            from annotator.ops import ledger, sources

            outcome, before = Outcome(), ledger.changes(background)
            for name in names:
                outcome.count += sources.suggest(
                    background,
                    name,
                    jobs=0,
                    lists=lists,
                    progress=progress,
                    tell=outcome.problems.append,
                )
            after = ledger.changes(background)
            outcome.changes = tuple(change for change in after if change not in before)
            return outcome

        self._run(work, [name.partition("/")[0] for name in names])

    def follow(self, changes: "Changes") -> None:
        """Look again after rules were kept, switched or undone, or labels of a pipeline changed."""
        tables = {row.table for row in changes.rows}
        session = self._session
        if session is None:
            return
        if "rule" in tables:
            background = session.background()

            def work(progress: Progress) -> object:
                from annotator.ops import rules

                return Outcome(rules.suggest(background, progress=progress))

            self._run(work, [], "Following the rules")
        if "workspace" in tables and changes.scheme is None:
            for job in self._jobs:  # it goes on with the rules as they were
                job.cancel()
            self.start()

    def switch_source(self, name: str, on: bool) -> None:  # noqa: FBT001 - a signal
        """Let a source suggest from now on, or no more; those made stay."""
        preferences = self._window.preferences
        others = tuple(one for one in preferences.settings.sources if one != name)
        preferences.change(sources=(*others, name) if on else others)
        if on:
            self.start()

    def change_labels(self, model: str, labels: Mapping[str, str]) -> None:
        """Say what labels of a pipeline become; it looks again."""
        session = self._session
        if session is None:
            return
        from annotator.ops import model_labels

        session.perform(
            lambda: model_labels.change(session.workspace, session.annotator, model, labels)
        )

    def _run(self, work: object, sources: Sequence[str], name: str = "Making suggestions") -> None:
        job = Job(work, name)  # type: ignore[arg-type]
        job.succeeded.connect(self._on_made)
        self._jobs.append(job)
        job.ended.connect(partial(self._on_ended, job))
        self._window.start(job)
        if self._page is not None and sources:
            self._page.show_suggesting(sources)

    def _on_ended(self, job: Job) -> None:
        self._jobs.remove(job)
        if self._page is not None and not self._jobs:
            self._page.show_suggesting(())

    def _on_made(self, outcome: Outcome) -> None:
        self._say(outcome)
        if self._page is not None:
            self._page.desk.take_first_pending()

    def _say(self, outcome: Outcome) -> None:
        count, problems = outcome.count, outcome.problems
        made = "1 suggestion made." if count == 1 else f"{count:,} suggestions made."
        said = [made] if count else []
        said += [
            f"{change_words(change, source_words(change.source).capitalize())}."
            for change in outcome.changes
        ]
        told = tuple(str(problem) for problem in problems)
        if told and told != self._told:  # each mistake once, not with every article
            more = f" {len(told) - 1} more: annotator doctor lists them." if len(told) > 1 else ""
            self._window.notice.show_refusal(
                problems[0].problem_text, f"{problems[0].remedy_text}{more}"
            )
        elif said:
            self._window.say(" ".join(said))
        self._told = told
