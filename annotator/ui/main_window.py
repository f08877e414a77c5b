"""The window: it puts the parts together and decides nothing."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from annotator import __version__
from annotator.errors import AnnotatorError
from annotator.ui.chrome import Hairline
from annotator.ui.command_actions import CommandActions
from annotator.ui.commands import Command, Context, first_key, key_taught
from annotator.ui.job_runner import Job, JobRunner
from annotator.ui.look import Look, set_ground
from annotator.ui.notice import Notice
from annotator.ui.overlay import Overlay
from annotator.ui.page_kinds import PAGE_KINDS
from annotator.ui.preferences import Preferences
from annotator.ui.recents import recent_rows
from annotator.ui.status_line import Figure, StatusLine
from annotator.ui.top_bar import TopBar
from annotator.ui.welcome import WelcomePage

ANNOTATE, WELCOME = "Annotate", "welcome"
TABS = {ANNOTATE: "view.annotate"} | {kind.tab: kind.command for kind in PAGE_KINDS if kind.tab}
"""The command that each tab of the top bar stands for."""
LEAST = QSize(760, 520)
FIRST = QSize(1440, 900)


class MainWindow(QMainWindow):
    """Menu bar, pages, notice and status line.

    Signals:
        first_painted: The window has been drawn for the first time; heavy imports may begin.
        activated: The user has come back to it.
        dropped: Paths of files that were dropped on it.
        closing: It is about to close: what is open is put away now.

    Args:
        look: Theme and fonts.
        preferences: What the user chose, and where it is kept.
    """

    first_painted = Signal()
    activated = Signal()
    dropped = Signal(list)
    closing = Signal()

    def __init__(self, look: Look, preferences: Preferences) -> None:
        super().__init__()
        self.look = look
        self.preferences = preferences
        self._painted = False
        self._actions: CommandActions | None = None
        self._overlays: dict[str, Overlay] = {}
        self.runner = JobRunner(self)
        self.top_bar = TopBar(look, [(tab, key_taught(command)) for tab, command in TABS.items()])
        self.pages = QStackedWidget()
        self.welcome = WelcomePage(look)
        self.notice = Notice(look)
        self.status = StatusLine(look)
        self._lay_out()
        self._connect()
        self._on_look_changed()
        self.show_welcome()

    def _lay_out(self) -> None:
        self.setWindowTitle("Annotator")
        self.setMinimumSize(LEAST)
        self.resize(FIRST)
        self.setAcceptDrops(True)
        self.menuBar().setCornerWidget(self.top_bar, Qt.Corner.TopRightCorner)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in (
            (Hairline(self.look), 0),
            (self.pages, 1),
            (self.notice, 0),
            (Hairline(self.look), 0),
            (self.status, 0),
        ):
            column.addWidget(widget, stretch)
        self.pages.addWidget(self.welcome)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        self.look.changed.connect(self._on_look_changed)
        self.top_bar.find_clicked.connect(lambda: self.run("view.palette"))
        self.top_bar.annotator_clicked.connect(lambda: self.run("file.annotator"))
        self.top_bar.page_chosen.connect(lambda tab: self.run(TABS[tab]))
        self.status.cancel_requested.connect(self.runner.cancel_all)
        self.runner.progressed.connect(self._on_progressed)
        self.runner.refused.connect(lambda _job, error: self.refuse(error))
        self.runner.ended.connect(self._on_job_ended)

    def rebuild_actions(
        self, panes: Mapping[str, QWidget], handlers: Mapping[str, Callable[[], None]]
    ) -> None:
        """Make the actions anew: other panes, another scheme, other keys."""
        if self._actions is not None:
            self._actions.dispose()
        overrides = {
            key: tuple(part for part in keys.split(", ") if part)
            for key, keys in self.preferences.settings.shortcuts.items()
        }
        self._actions = CommandActions(self, panes, handlers, self.look.scheme, overrides)
        self._actions.build_menus(self.menuBar())

    @property
    def actions_in_force(self) -> CommandActions | None:
        """The actions of the moment."""
        return self._actions

    def commands(self) -> list[Command]:
        """Return the commands that can run now."""
        return self._actions.runnable() if self._actions is not None else []

    def all_commands(self) -> list[Command]:
        """Return all commands with the keys in force."""
        return list(self._actions.commands) if self._actions is not None else []

    def key_of(self, command: str) -> str:
        """Return the key in force of a command, "" without one."""
        known = self._actions.by_id.get(command) if self._actions is not None else None
        return first_key(known) if known is not None else ""

    def run(self, command: str) -> None:
        """Run a command as its key would."""
        if self._actions is not None:
            self._actions.run(command)

    def enable(self, context: Context, undo: str, redo: str) -> None:
        """Enable what can run now, and name what undo and redo would do."""
        if self._actions is None:
            return
        self._actions.update(context)
        self._actions.set_text("edit.undo", f"Undo {undo}" if undo else "")
        self._actions.set_text("edit.redo", f"Redo {redo}" if redo else "")

    # --- pages --------------------------------------------------------------------------------

    def show_page(self, page: QWidget, tab: str = "") -> None:
        """Show a page, adding it the first time."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        if page is not self.pages.currentWidget():
            self.notice.left_page()
        self.pages.setCurrentWidget(page)
        self.top_bar.show_page(tab)

    def drop_page(self, page: QWidget) -> None:
        """Forget a page."""
        self.pages.removeWidget(page)
        page.deleteLater()

    def show_welcome(self) -> None:
        """Show the welcome page with the recent workspaces."""
        self.welcome.show_recent(recent_rows(self.preferences.settings.recent))
        self.show_page(self.welcome)
        self.top_bar.show_workspace(is_open=False)
        self.top_bar.show_annotator("")
        self.status.set_hints([("1", "sample corpus"), ("2", "folder"), ("3", "workspace")])
        words = f"version {__version__} · scheme {self.look.scheme.name} {self.look.scheme.version}"
        self.status.set_figures([Figure(None, words)])
        self.status.clear_saved()
        self.welcome.focus_first()

    def overlay(self, name: str, make: Callable[[], Overlay]) -> Overlay:
        """Return one of the panels laid over the window, making it the first time."""
        if name not in self._overlays:
            self._overlays[name] = make()
        return self._overlays[name]

    def open_overlays(self) -> list[Overlay]:
        """Return the panels that cover the window now."""
        return [overlay for overlay in self._overlays.values() if overlay.is_open]

    def forget_overlays(self) -> None:
        """Drop the panels: they were made for another workspace."""
        for overlay in self._overlays.values():
            overlay.hide()
            overlay.deleteLater()
        self._overlays.clear()

    # --- messages -----------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Show a quiet sentence."""
        self.notice.show_result(words)

    def refuse(self, error: AnnotatorError) -> None:
        """Show why something was not done."""
        self.notice.show_error(error)

    def start(self, job: Job) -> None:
        """Run a job with its progress in the status line."""
        self.runner.start(job)
        self.status.show_job(job.name)

    def _on_progressed(self, job: Job, done: int, total: int) -> None:
        self.status.show_job(job.name, done, total)

    def _on_job_ended(self, _job: Job) -> None:
        if not self.runner.running:
            self.status.hide_job()

    # --- the window itself --------------------------------------------------------------------

    def _on_look_changed(self) -> None:
        set_ground(self, self.look, "window")
        set_ground(self.pages, self.look, "paper")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.top_bar.adapt(self.width())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    @override
    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.dropped.emit(paths)
            event.acceptProposedAction()

    def restore_place(self) -> None:
        """Give the window the size and place it had."""
        geometry = QSettings().value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        QSettings().setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        self.runner.shut_down()
        event.accept()


def open_address(address: str) -> None:
    """Open an http or https address, or a folder, outside the program."""
    QDesktopServices.openUrl(QUrl(address))
