"""The scheme in the window: another one or a new version is looked at, used, exported, extended."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.domain.scheme import Scheme
from annotator.domain.scheme_words import SchemeChange, counted
from annotator.errors import AnnotatorError
from annotator.jobs import Progress
from annotator.ui.ask_line import AskLine
from annotator.ui.commands import (
    ARTICLE,
    CODEBOOK_PREFIX,
    FRAME_PREFIX,
    LABEL_PREFIX,
    codebook_commands,
    keys_taken,
)
from annotator.ui.dialogs.scheme_page import SchemePanel
from annotator.ui.job_runner import Job
from annotator.ui.main_window import MainWindow
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.ui.session import Session

_FILTER = "Schemes (*.toml);;All files (*)"


class SchemeWork:
    """Answers the commands about the scheme; what takes long runs behind the window.

    Args:
        window: Where its panel is laid over.
        work: Whose workspace is meant.
        rebuild: Makes the actions anew: another scheme has other labels, frames and keys.
    """

    def __init__(self, window: MainWindow, work: Work, rebuild: Callable[[], None]) -> None:
        self._window = window
        self._work = work
        self._rebuild = rebuild
        work.scheme_changed.connect(self._on_scheme_changed)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what answers each command while a workspace is open."""
        made: dict[str, Callable[[], None]] = {
            "scheme.use": self.choose_file,
            "scheme.export": self.choose_target,
        }
        for command in codebook_commands(self._window.look.scheme):
            owner, _, attribute = command.id.removeprefix(CODEBOOK_PREFIX).rpartition(".")
            made[command.id] = partial(self.ask_value, owner, attribute)
        return made

    def _on_scheme_changed(self) -> None:
        self._window.forget_overlays()
        self._rebuild()

    # --- using ------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Let the system's dialog choose a scheme file; it does not block the program."""
        start = self._window.preferences.settings.export_folder
        dialog = QFileDialog(self._window, "Use another scheme or version", start, _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.show_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_file(self, path: Path) -> None:
        """Show what the scheme of a file would change, or why it is refused."""
        session = self._work.session
        if session is None:
            return
        background, taken = session.background(), self._taken()

        def work(_progress: Progress) -> object:
            from annotator.ops import schemes

            try:
                return schemes.plan(background, schemes.read_file(path, taken))
            except AnnotatorError as error:  # the panel shows it, with the file still named
                return error

        def show(found: "SchemeChange | AnnotatorError") -> None:
            if session is not self._work.session:
                return
            panel = self._panel()
            if isinstance(found, AnnotatorError):
                panel.show_problem(path, found)
            else:
                panel.show_change(path, found)
            panel.open()

        job = Job(work, f"Reading {path.name}")
        job.succeeded.connect(show)
        self._window.start(job)

    def _taken(self) -> Mapping[str, str]:
        """Return the keys of the program, as the table has them and as the user changed them."""
        prefixes = (LABEL_PREFIX, FRAME_PREFIX)
        chosen = {
            shortcut: command.text
            for command in self._window.all_commands()
            for shortcut in command.shortcuts
            if command.place == ARTICLE
            and len(shortcut) == 1
            and not command.id.startswith(prefixes)
        }
        return keys_taken() | chosen

    def _panel(self) -> SchemePanel:
        def make() -> SchemePanel:
            panel = SchemePanel(self._window.look, self._window)
            panel.use_requested.connect(self.use)
            panel.file_wanted.connect(self.choose_file)
            panel.read_requested.connect(self.show_file)
            return panel

        made = self._window.overlay("scheme", make)
        if not isinstance(made, SchemePanel):
            raise TypeError(made)
        return made

    def use(self, scheme: Scheme) -> None:
        """Put a scheme in force, behind the window."""
        session = self._work.session
        if session is None:
            return
        background, author = session.background(), session.annotator

        def work(_progress: Progress) -> object:
            from annotator.ops import schemes

            return schemes.use(background, scheme, author)

        name = f"Using {scheme.name} {scheme.version}"
        job = Job(work, name)
        job.succeeded.connect(lambda change: self._say_used(session, change))
        self._window.start(job)

    def _say_used(self, session: "Session", change: SchemeChange) -> None:
        words = f"{change.after.name} {change.after.version} is in force."
        if change.total.tags:
            tags = counted(change.total.tags, "tag")
            words = f"{words} {tags} in {counted(change.total.articles, 'article')} changed."
        self._tell(session, words)

    def _tell(self, session: "Session", words: str) -> None:
        """Say what was done, where the same workspace is open still, with Undo beside it."""
        if session is self._work.session:
            key = self._window.key_of("edit.undo")
            undo = partial(self._window.run, "edit.undo")
            self._window.notice.show_result(words, "Undo", key, undo)
            self._work.suggest_new()

    # --- exporting --------------------------------------------------------------------------

    def choose_target(self) -> None:
        """Let the system's dialog choose where the scheme is written; it asks before replacing."""
        scheme = self._window.look.scheme
        folder = Path(self._window.preferences.settings.export_folder or Path.home())
        name = f"{scheme.name}-{scheme.version}.toml".replace("/", "-")
        dialog = QFileDialog(self._window, "Export the scheme", str(folder / name), _FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(lambda chosen: self.export(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, path: Path) -> None:
        """Write the scheme in force into a file."""
        session = self._work.session
        if session is None:
            return
        from annotator.ops import schemes

        try:
            written = schemes.export(session.workspace, path)
        except AnnotatorError as error:
            self._window.refuse(error)
            return
        self._window.say(f"{written.name} {written.version} written to {path.absolute()}.")

    # --- codebooks --------------------------------------------------------------------------

    def ask_value(self, owner: str, attribute: str) -> None:
        """Ask for a value that a codebook does not have, and add it."""

        def make() -> AskLine:
            return AskLine(self._window.look, self._window)

        panel = self._window.overlay(AskLine.__name__, make)
        if isinstance(panel, AskLine):
            question = f"Which {attribute} does the codebook of {owner} lack?"
            act = f"Add the {attribute}"
            panel.ask(question, act, partial(self.add_value, owner, attribute), needed=True)

    def add_value(self, owner: str, attribute: str, value: str) -> None:
        """Add a value to a codebook: the next version of the scheme, in force at once."""
        session = self._work.session
        if session is None:
            return
        from annotator.ops import schemes

        def then(change: SchemeChange) -> None:
            words = f"{value} added to the codebook: {change.after.name} {change.after.version}."
            self._tell(session, words)

        session.perform(
            lambda: schemes.add_value(
                session.workspace, session.annotator, owner, attribute, value
            ),
            then,
        )
