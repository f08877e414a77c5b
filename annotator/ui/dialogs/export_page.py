"""Export: whose tags, which articles, into which file, and what will be written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import (
    GOLD,
    SUGGESTIONS_PREFIX,
    SetStatus,
    check_annotator_name,
)
from annotator.errors import AnnotatorNameError
from annotator.ui.dialogs.panel import Panel
from annotator.ui.dialogs.rows import Row, Rows
from annotator.ui.import_model import period_words
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Field, Words
from annotator.ui.inspector.values import source_words
from annotator.ui.look import Look

JSONL, CSV, REPORTS, BUNDLE = "jsonl", "csv", "reports", "bundle"
NOBODY: Final = ""
"""Name of the set that is none: articles for somebody to tag."""
_ENDINGS: Final = {JSONL: ".jsonl", CSV: "", REPORTS: ".zip", BUNDLE: ".annotator-bundle"}
_FORM_WORDS: Final = {
    JSONL: "JSONL, annotator-gold/1",
    CSV: "CSV, a folder of tables",
    REPORTS: "Zip: gold with its reports",
    BUNDLE: "Bundle for a colleague",
}
_NOTES: Final = {
    CSV: "The tables leave out the texts, zones, comments and verdicts, and are not imported "
    "again. JSONL keeps everything.",
    REPORTS: "JSONL with the schema, the guideline, the agreement, where each tag comes from, "
    "what is left out, and hashes of all.",
    BUNDLE: "One file with articles, scheme, guideline and these tags, with the verdicts and "
    "comments on them. The other side imports it.",
}
_BLIND_NOTE: Final = (
    "One file with articles, scheme and guideline, and nobody's tags: a colleague tags blind."
)


@dataclass(frozen=True, slots=True)
class ExportSet:
    """Somebody's sets.

    Attributes:
        name: An annotator, "gold", "suggestions:NAME", or :data:`NOBODY`.
        counts: Number of articles by status.
    """

    name: str
    counts: Mapping[SetStatus, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All articles that have such a set."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be written where.

    Attributes:
        status: Only sets with this status, ``None`` for all.
        form: "jsonl", "csv", "reports" or "bundle".
        path: The file, or the folder of the tables.
        meant_for: Who is to tag the articles, where they are sent without tags.
    """

    name: str
    status: SetStatus | None
    form: str
    path: Path
    meant_for: str = ""


class ExportPanel(Panel):
    """Laid over the window.

    Attributes:
        in_the_way: Gives the name of a file that keeps tables from being written into a folder, ""
            for none.

    Signals:
        export_requested: An :class:`ExportRequest`; the panel is closed then.
    """

    export_requested = Signal(object)

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, "", width=560)
        self.title.setText(self.tr("Export"))
        self._sets: list[ExportSet] = []
        self._said = ""
        self.in_the_way: Callable[[Path], str] = lambda _folder: ""
        self.names = Rows(look)
        self.names.chosen.connect(self._on_name_chosen)
        self.meant_for = Field(look, self.tr("Who is to tag them"))
        self.meant_for.textChanged.connect(self._show_summary)
        self._status_row = QHBoxLayout()
        self.statuses = Segments(look, [(None, "")], keys=False, clearable=False)
        self.form = Choice(look, (), name=self.tr("Format"))
        self.form.chosen.connect(self._on_form_chosen)
        self._lossy = Words(look, ink="mute", pixels=12, wrap=True)
        self.path = Field(look, self.tr("File"))
        self.path.textChanged.connect(self._show_summary)
        self._browse = Button(look, self.tr("Browse"))
        self._browse.clicked.connect(self.browse)
        self._problem = Words(look, ink="warn", pixels=12, wrap=True)
        self._problem.setVisible(False)
        self.summary = Words(look, ink="mute", pixels=12, wrap=True)
        self._cancel = Button(look, self.tr("Cancel"), shortcut="Esc")
        self._cancel.clicked.connect(self.dismiss)
        self.go = Button(look, self.tr("Export"), shortcut="Return", primary=True)
        self.go.clicked.connect(self.take_enter)
        self._build()

    def _build(self) -> None:
        self._add(self.tr("Whose tags"))
        self.column.addWidget(self.names)
        self.column.addWidget(self.meant_for)
        self.column.addSpacing(8)
        self._which = Words(self.look, self.tr("Which articles"), ink="mute", pixels=12)
        self.column.addWidget(self._which)
        self._status_holder = QWidget()
        holder = QHBoxLayout(self._status_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.statuses)
        self.column.addWidget(self._status_holder)
        self.column.addSpacing(8)
        self._add(self.tr("Into"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.path, 1)
        line.addWidget(self._browse)
        self.column.addLayout(line)
        self.column.addWidget(self._problem)
        form = QHBoxLayout()
        form.addWidget(Words(self.look, self.tr("Format"), ink="mute", pixels=12))
        form.addSpacing(8)
        form.addWidget(self.form)
        form.addStretch(1)
        self.column.addLayout(form)
        self.column.addWidget(self._lossy)
        self._lossy.setVisible(False)
        self.column.addStretch(1)
        self.buttons.addWidget(self.summary, 1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self.go)

    def _add(self, words: str) -> None:
        self.column.addWidget(Words(self.look, words, ink="mute", pixels=12))

    # --- what it shows ------------------------------------------------------------------------

    def show_sets(
        self, sets: Sequence[ExportSet], chosen: str, path: Path, form: str | None = None
    ) -> None:
        """Offer sets to export.

        Args:
            sets: Those that have at least one article.
            chosen: Name of the one to start with.
            path: Where to suggest to write; its ending follows the format.
            form: Format to start with; the one before where not given.
        """
        self._sets = [one for one in sets if one.total]
        rows = [Row(one.name, _set_words(one.name), self._counted(one.total)) for one in self._sets]
        self.names.show_rows(rows, chosen)
        self.meant_for.show_text("")
        self.path.show_text(str(path))
        self._offer_forms(form)
        self._show_statuses()

    def request(self) -> ExportRequest | None:
        """Return what is to be written, ``None`` while something is missing."""
        text = self.path.text().strip()
        chosen = self._chosen()
        if chosen is None or not text or not self._count() or self._problem_of_name():
            return None
        status = self.statuses.value
        return ExportRequest(
            chosen.name,
            status if isinstance(status, SetStatus) else None,
            str(self.form.value),
            Path(text).expanduser(),
            self.meant_for.text().strip() if chosen.name == NOBODY else "",
        )

    @property
    def words(self) -> str:
        """What it says about the choice."""
        parts = (self._problem, self._lossy, self.summary)
        return " ".join(part.text() for part in parts if not part.isHidden())

    def browse(self) -> None:
        """Let the system's dialog choose the file or folder; it does not block the program."""
        dialog = QFileDialog(self, self.tr("Export into"), self.path.text())
        if self.form.value == CSV:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            ending = _ENDINGS[str(self.form.value)]
            dialog.setDefaultSuffix(ending.removeprefix("."))
            files = _FORM_WORDS[str(self.form.value)].partition(",")[0]
            dialog.setNameFilters([f"{files} (*{ending})", self.tr("All files (*)")])
        # The panel says itself that a file is replaced.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self.path.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @override
    def open(self) -> None:
        super().open()
        self.path.selectAll()

    @override
    def first_focus(self) -> QWidget:
        return self.meant_for if self.names.value == NOBODY else self.path

    @override
    def take_enter(self) -> None:
        request = self.request()
        if request is None:
            return
        problem, fatal = self._problem_of(request.path)
        if fatal or problem != self._said:  # the file came meanwhile: say so first
            self._show_summary()
            return
        self.dismiss()
        self.export_requested.emit(request)

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, 400)

    def _on_name_chosen(self, _name: object) -> None:
        """Offer the formats that whoever is chosen can have."""
        self._offer_forms(None)
        self._show_statuses()

    def _offer_forms(self, wanted: str | None) -> None:
        chosen = self._chosen()
        forms = [] if chosen is None else _forms_of(chosen.name)
        self.form.show_choices([(form, self.tr(_FORM_WORDS[form])) for form in forms])
        if wanted in forms:
            self.form.show_value(wanted)
        self._on_form_chosen(self.form.value)

    def _on_form_chosen(self, form: object) -> None:
        """Name a file or a folder, as the format wants it, and say what the format is for."""
        path = self.path.text().strip()
        ending = _ENDINGS.get(str(form), "")
        if path and not (ending and path.endswith(ending)):
            known = next((one for one in _ENDINGS.values() if one and path.endswith(one)), "")
            self.path.setText(path.removesuffix(known) + ending)
        nobody = self.names.value == NOBODY
        bundle = form == BUNDLE
        self.title.setText(self.tr("Bundle for a colleague") if bundle else self.tr("Export"))
        self.meant_for.setVisible(nobody)
        note = _BLIND_NOTE if nobody else _NOTES.get(str(form), "")
        self._lossy.show_text(self.tr(note) if note else "")
        self._lossy.setVisible(bool(note))
        self._show_summary()

    # --- inside -------------------------------------------------------------------------------

    def _chosen(self) -> ExportSet | None:
        return next((one for one in self._sets if one.name == self.names.value), None)

    def _count(self) -> int:
        chosen = self._chosen()
        if chosen is None:
            return 0
        status = self.statuses.value
        return chosen.counts.get(status, 0) if isinstance(status, SetStatus) else chosen.total

    def _show_statuses(self) -> None:
        """Offer the statuses that the chosen set has; one is kept where it still is there."""
        chosen = self._chosen()
        for part in (self._which, self._status_holder):
            part.setVisible(chosen is None or chosen.name != NOBODY)
        before = self.statuses.value
        counts = {} if chosen is None else chosen.counts
        present = [status for status in SetStatus if counts.get(status)]
        choices: list[tuple[object, str]] = [(None, self.tr("all"))]
        if len(present) > 1:
            choices += [(status, f"{status} {counts[status]:,}") for status in present]
        segments = Segments(self.look, choices, keys=False, clearable=False)
        segments.setAccessibleName(self.tr("Which articles"))
        segments.show_value(before if before in dict(choices) else None)
        segments.chosen.connect(self._show_summary)
        layout = self._status_holder.layout()
        if layout is not None:
            layout.replaceWidget(self.statuses, segments)
        self.statuses.deleteLater()
        self.statuses.hide()
        self.statuses = segments
        segments.show()
        self._show_summary()

    def _show_summary(self, *_changed: object) -> None:
        count, chosen = self._count(), self._chosen()
        articles = self._counted(count)
        status = self.statuses.value
        if chosen is None:
            self.summary.setText(self.tr("Nobody has tagged anything yet."))
        else:
            which = "" if status is None else f", {status}"
            words = self.tr("{articles}{which}, by {name}")
            if chosen.name == NOBODY:
                words = self.tr("{articles}, without tags")
            elif chosen.name.startswith(SUGGESTIONS_PREFIX):
                words = self.tr("{articles}{which}: {name}, which nobody has decided on")
            self.summary.setText(
                words.format(articles=articles, which=which, name=_set_words(chosen.name))
            )
        text = self.path.text().strip()
        problem, fatal = self._problem_of(Path(text).expanduser()) if text else ("", True)
        self._said = problem
        if not fatal and (of_name := self._problem_of_name()):
            problem, fatal = of_name, True
        self._problem.set_ink("bad" if fatal else "warn")
        self._problem.show_text(problem)
        act = (
            self.tr("Bundle {articles}")
            if self.form.value == BUNDLE
            else self.tr("Export {articles}")
        )
        self.go.show_words(act.format(articles=articles))
        self.go.setEnabled(bool(count) and not fatal)

    def _problem_of_name(self) -> str:
        """Return what is the matter with who is to tag, "" for nothing."""
        if self.names.value != NOBODY:
            return ""
        name = self.meant_for.text().strip()
        if not name:
            return self.tr("Name who is to tag them.")
        try:
            check_annotator_name(name)
        except AnnotatorNameError as error:
            return f"{error}"
        return ""

    def _problem_of(self, path: Path) -> tuple[str, bool]:
        """Return what is the matter with a target, and whether it cannot be written at all."""
        ending = _ENDINGS.get(str(self.form.value), "")
        try:
            if self.form.value == CSV:
                return self._problem_of_folder(path)
            if self.form.value == BUNDLE and path.suffix.casefold() != ending:
                return self.tr("The name of a bundle ends in {ending}.").format(ending=ending), True
            if path.is_dir():
                return self.tr("That is a folder. Add a file name."), True
            if not path.parent.is_dir():
                return self.tr("There is no folder {path}.").format(path=path.parent), True
            if path.exists():
                return self._replaced_words(path), False
        except OSError as error:
            return f"{error.strerror}.", True
        return "", False

    def _problem_of_folder(self, path: Path) -> tuple[str, bool]:
        if path.exists() and not path.is_dir():
            return self.tr("That is a file. Name a folder."), True
        if not path.parent.is_dir():
            return self.tr("There is no folder {path}.").format(path=path.parent), True
        other = self.in_the_way(path)
        if other:
            return (
                self.tr(
                    "{name} is there already, and it is not as an export wrote it. Choose another "
                    "folder."
                ).format(name=other),
                True,
            )
        if (path / "export.json").exists():
            return self.tr("The tables of an export before are there: they are replaced."), False
        return "", False

    def _replaced_words(self, path: Path) -> str:
        written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        day = period_words(written.date().isoformat())
        return self.tr(
            "This file is there already: the export replaces the file of {time}."
        ).format(time=f"{day}, {written:%H:%M}")

    def _counted(self, count: int) -> str:
        words = self.tr("1 article") if count == 1 else self.tr("{count} articles")
        return words.format(count=f"{count:,}")


def _forms_of(name: str) -> list[str]:
    """Return the formats that somebody's tags can be written in."""
    if name == NOBODY:
        return [BUNDLE]
    if name.startswith(SUGGESTIONS_PREFIX):
        return [JSONL, CSV]
    return [JSONL, CSV, REPORTS, BUNDLE] if name == GOLD else [JSONL, CSV, BUNDLE]


def _set_words(name: str) -> str:
    if name == NOBODY:
        return "nobody's tags, for somebody to tag"
    if name.startswith(SUGGESTIONS_PREFIX):
        return f"suggestions of {source_words(name.removeprefix(SUGGESTIONS_PREFIX))}"
    return "gold" if name == GOLD else name
