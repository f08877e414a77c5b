"""Writes files for others behind the window: lines, tables, gold with its reports, bundles."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from annotator.domain.wording import counted
from annotator.jobs import Progress
from annotator.ui.dialogs.export_page import BUNDLE, CSV, NOBODY, REPORTS, ExportRequest
from annotator.ui.job_runner import Job
from annotator.ui.main_window import MainWindow
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.ops.gold import TablesReport
    from annotator.ops.gold_bundle import GoldBundle
    from annotator.ops.workspace import Workspace


class Exporting:
    """Starts the job that an :class:`ExportRequest` asks for, and says what was written."""

    def __init__(self, window: MainWindow, work: Work) -> None:
        self._window = window
        self._work = work

    def export(self, request: ExportRequest) -> None:
        """Write what is asked for, behind the window; Cancel leaves the file as it was."""
        session = self._work.session
        if session is None:
            return
        background = session.background()
        acts = {CSV: self._tables, REPORTS: self._reports, BUNDLE: self._bundle}
        acts.get(request.form, self._lines)(background, request)

    def _lines(self, workspace: "Workspace", wanted: ExportRequest) -> None:
        def work(progress: Progress) -> object:
            from annotator.ops import gold

            return gold.export(
                workspace, wanted.path, wanted.name, status=wanted.status, progress=progress
            )

        def then(lines: int) -> None:
            self._say(f"{counted(lines, 'article')} of {wanted.name}", wanted)

        self._run(work, "Exporting", then)

    def _tables(self, workspace: "Workspace", wanted: ExportRequest) -> None:
        def work(progress: Progress) -> object:
            from annotator.ops import gold

            return gold.export_tables(
                workspace, wanted.path, wanted.name, status=wanted.status, progress=progress
            )

        def then(report: "TablesReport") -> None:
            articles = counted(report.articles, "article")
            lost = " export.json there says what the tables leave out." if report.left_out else ""
            self._window.say(
                f"{len(report.rows)} tables of {articles} of {wanted.name} written into "
                f"{wanted.path.absolute()}.{lost}"
            )

        self._run(work, "Exporting", then)

    def _reports(self, workspace: "Workspace", wanted: ExportRequest) -> None:
        def work(progress: Progress) -> object:
            from annotator.ops import gold_bundle

            return gold_bundle.write(
                workspace, wanted.path, status=wanted.status, progress=progress
            )

        def then(made: "GoldBundle") -> None:
            self._say(f"Gold of {counted(made.articles, 'article')} with its reports", wanted)

        self._run(work, "Exporting gold", then)

    def _bundle(self, workspace: "Workspace", wanted: ExportRequest) -> None:
        def work(progress: Progress) -> object:
            from annotator.ops import bundles

            if wanted.name == NOBODY:
                return bundles.write_for(
                    workspace, wanted.path, wanted.meant_for, progress=progress
                )
            return bundles.write(
                workspace, wanted.path, wanted.name, status=wanted.status, progress=progress
            )

        def then(count: int) -> None:
            articles = counted(count, "article")
            if wanted.name == NOBODY:
                self._say(f"{articles} for {wanted.meant_for}, without tags,", wanted)
            else:
                self._say(f"{articles} with the tags of {wanted.name}", wanted)

        self._run(work, "Bundling", then)

    def _say(self, what: str, wanted: ExportRequest) -> None:
        self._window.say(f"{what} written to {wanted.path.absolute()}.")

    def _run(
        self, work: Callable[[Progress], object], name: str, then: Callable[[Any], None]
    ) -> None:
        job = Job(work, name)
        job.succeeded.connect(then)
        self._window.start(job)
