"""The user's own sources: language models with what their labels become, lists, rules, mistakes."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from annotator.jobs import Progress
from annotator.ui.dialogs.panel import Panel
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.parts import Button, Ground, SectionHead, Tick, Words
from annotator.ui.job_runner import Job, JobRunner
from annotator.ui.look import Look
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ops.own_sources import ModelTable, OwnSources

NO_MODEL: Final = (
    "None here, and the rules need none. To add one on a machine with internet: "
    "python -m spacy download en_core_web_sm. Or put the folder of one into a folder above."
)
NO_FILES: Final = (
    "None yet. A list is a file such as ORG.txt, one name a line. Rules are files that end in "
    ".jsonl, one a line, as spaCy takes them."
)
LEFT_OUT: Final = "left out"
_PROBLEMS_SHOWN: Final = 12
_COLUMNS: Final = 2


class SourcesPanel(Panel):
    """Laid over the window. Ticks hold at once; labels change together, as one undo step each.

    Signals:
        source_switched: Name of a pipeline, and whether it shall suggest.
        labels_changed: Name of a pipeline, and what its labels become.
    """

    source_switched = Signal(str, bool)
    labels_changed = Signal(str, object)

    def __init__(
        self,
        look: Look,
        host: QWidget,
        session: Session,
        own_folder: Callable[[], Path | None],
        chosen: Callable[[], tuple[str, ...]],
    ) -> None:
        super().__init__(look, host, "Your own sources", width=700)
        self._session = session
        self._own_folder = own_folder
        self._chosen = chosen
        self._found: OwnSources | None = None
        self._parts: list[QWidget] = []
        self._changes: dict[str, dict[str, str]] = {}
        self.choices: dict[tuple[str, str], Choice] = {}
        self.ticks: dict[str, Tick] = {}
        self.go = Button(look, "", primary=True)
        self.go.clicked.connect(self.apply)
        self.again = Button(look, "Look again")
        self.again.clicked.connect(self.look_again)
        close = Button(look, "Close", shortcut="Escape")
        close.clicked.connect(self.dismiss)
        self.buttons.addWidget(self.again)
        self.buttons.addStretch(1)
        self.buttons.addWidget(close)
        self.buttons.addWidget(self.go)
        session.changed.connect(self._on_changed)

    @override
    def open(self) -> None:
        self.look_again()
        super().open()

    @override
    def first_focus(self) -> QWidget:
        return next(iter(self.ticks.values()), self.again)

    @property
    def lines(self) -> list[str]:
        """What it says, top to bottom."""
        words = (part for part in self.body.findChildren(Words) if not part.isHidden())
        return [part.text() for part in words if part.text()]

    @property
    def looking(self) -> bool:
        """Whether the folders are being looked at."""
        return self._looking is not None

    _looking: Job | None = None

    # --- looking ------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Look at the folders, in a thread of its own: it waits for no other work."""
        if self._looking is not None:
            return
        self._changes.clear()
        background, lists = self._session.background(), self._own_folder()

        def work(progress: Progress) -> object:
            from annotator.ops import own_sources

            return own_sources.find(background, lists, progress)

        runner = JobRunner(self)
        job = self._looking = Job(work, "Looking at own sources")
        job.succeeded.connect(self._on_found)
        job.refused.connect(self._session.refused)
        runner.idle.connect(lambda: self._on_looked(runner))
        runner.start(job)
        if self._found is None:
            self._clear()
            self._add(Words(self.look, "Looking …", ink="mute"))
            self._show_act()

    def _on_looked(self, runner: JobRunner) -> None:
        self._looking = None
        runner.shut_down()
        runner.deleteLater()

    def _on_found(self, found: "OwnSources") -> None:
        self._found = found
        self._fill()

    def _on_changed(self, changes: object) -> None:
        written = {row.table for row in getattr(changes, "rows", ())}
        if self.is_open and "workspace" in written:
            self.look_again()

    # --- showing ------------------------------------------------------------------------------

    def _clear(self) -> None:
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self.choices.clear()
        self.ticks.clear()

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.column.addWidget(part)
        part.show()  # the layout would do so in its own time: what it says is there at once

    def _add_head(self, words: str) -> None:
        head = SectionHead(self.look, above=10, below=2)
        head.show_words(words)
        self._add(head)

    def _add_words(self, words: str, ink: str = "mute") -> None:
        self._add(Words(self.look, words, ink=ink, pixels=12, wrap=True))

    def _fill(self) -> None:
        found = self._found
        if found is None:
            return
        self._clear()
        self._add_words("Looked for in these folders, where they are there:")
        for folder in found.folders:
            there = "" if folder.is_dir() else "  (not there)"
            self._add(Words(self.look, f"{folder}{there}", pixels=12))
        if len(found.folders) == 1:
            self._add_words("Settings name one of your own, for all workspaces.")
        self._add_head("Language models")
        for table in found.models:
            self._add_model(table)
        if not found.models:
            self._add_words(NO_MODEL)
        self._add_head("Lists and rules")
        self._add_words(_files_words(found) or NO_FILES, "text" if _files_words(found) else "mute")
        for problem in found.problems[:_PROBLEMS_SHOWN]:
            self._add_words(str(problem), "warn")
        more = len(found.problems) - _PROBLEMS_SHOWN
        if more > 0:
            self._add_words(f"{more} more: annotator doctor lists them all.", "warn")
        self._show_act()
        if self.is_open:
            self.place()
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_model(self, table: "ModelTable") -> None:
        model, look = table.model, self.look
        row = Ground(look)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(12)
        line.addWidget(Words(look, model.name, bold=True))
        parts = [model.version] + (["parses sentences"] if model.parses else [])
        parts += [str(model.folder)] if model.folder is not None else ["installed"]
        line.addWidget(Words(look, " · ".join(parts), ink="mute", pixels=12), 1)
        tick = self.ticks[model.name] = Tick(look, "Suggests")
        tick.setAccessibleName(f"{model.name} suggests")
        tick.setChecked(model.name in self._chosen())
        tick.toggled.connect(lambda on: self.source_switched.emit(model.name, on))
        line.addWidget(tick)
        self._add(row)
        grid_holder = Ground(look)
        grid = QGridLayout(grid_holder)
        grid.setContentsMargins(0, 0, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for number, label in enumerate(table.rows):
            self._add_label(grid, number, model.name, label.theirs, label.ours)
        for column in range(_COLUMNS):
            grid.setColumnStretch(2 * column, 1)
        if table.rows:
            self._add(grid_holder)

    def _add_label(
        self, grid: QGridLayout, number: int, model: str, theirs: str, ours: str
    ) -> None:
        row, column = divmod(number, _COLUMNS)
        values: list[tuple[object, str]] = [("", LEFT_OUT)]
        values += [(label.name, label.name) for label in self.look.scheme.labels]
        choice = Choice(self.look, values, name=f"{theirs} of {model} becomes", least=130)
        choice.show_value(ours)
        choice.chosen.connect(lambda value: self._take(model, theirs, ours, str(value)))
        self.choices[model, theirs] = choice
        name = Words(self.look, theirs, pixels=12)
        grid.addWidget(name, row, 2 * column)
        grid.addWidget(choice, row, 2 * column + 1)

    def _take(self, model: str, theirs: str, before: str, now: str) -> None:
        changes = self._changes.setdefault(model, {})
        if now == before:
            changes.pop(theirs, None)
        else:
            changes[theirs] = now
        self._show_act()

    def _show_act(self) -> None:
        count = sum(len(changes) for changes in self._changes.values())
        self.go.setVisible(count > 0)
        self.go.show_words("Change 1 label" if count == 1 else f"Change {count} labels")

    # --- doing --------------------------------------------------------------------------------

    def apply(self) -> None:
        """Change the labels that were chosen: one operation for each pipeline."""
        changes = {model: dict(labels) for model, labels in self._changes.items() if labels}
        self._changes.clear()
        self._show_act()
        for model, labels in changes.items():
            self.labels_changed.emit(model, labels)

    @override
    def take_enter(self) -> None:
        if not self.go.isHidden():
            self.apply()


def _files_words(found: "OwnSources") -> str:
    parts = [f"{name}: {terms:,} terms" for name, terms in found.lists]
    if found.rules:
        parts.append("1 rule" if found.rules == 1 else f"{found.rules:,} rules")
    return " · ".join(parts)
