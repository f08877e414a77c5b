"""The Qt application: made once, with its window; or only drawn into a picture."""

import os
import signal
import sys
from logging import getLogger
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.domain.default_scheme import default_scheme
from annotator.settings import SettingsFile
from annotator.ui.handlers import Controls
from annotator.ui.logs import log_to_file, route_qt_messages
from annotator.ui.look import Look
from annotator.ui.main_window import MainWindow
from annotator.ui.preferences import Preferences
from annotator.ui.style import FlatStyle
from annotator.ui.work import Work

log = getLogger(__name__)
RENDER_TIMEOUT_MS = 60_000


def _application() -> QApplication:
    QCoreApplication.setOrganizationName("annotator")
    QCoreApplication.setApplicationName("annotator")
    QCoreApplication.setApplicationVersion(__version__)
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationDisplayName("Annotator")
    return application


def make_window(
    annotator: str | None, settings: SettingsFile | None = None
) -> tuple[MainWindow, Work, Controls]:
    """Make the window with everything that answers in it, without showing it."""
    look = Look(default_scheme(), QApplication.instance())
    QApplication.setStyle(FlatStyle(look))
    preferences = Preferences(settings or SettingsFile(), look)
    window = MainWindow(look, preferences)
    work = Work(window, annotator)
    return window, work, Controls(window, work)


def run(address: str | None, annotator: str | None) -> int:
    """Open the window and return the exit status when it is closed.

    Args:
        address: A workspace; the last one where not given, else the welcome page.
        annotator: Who tags.
    """
    log_to_file()
    route_qt_messages()
    application = _application()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window, work, controls = make_window(annotator)
    _install_excepthook(controls)
    window.restore_place()
    wanted = address or _last_workspace(window)
    if wanted is not None:
        chosen = wanted
        window.first_painted.connect(lambda: work.open(chosen))
    window.show()
    return application.exec()


def _last_workspace(window: MainWindow) -> str | None:
    recent = window.preferences.settings.recent
    return recent[0] if recent and Path(recent[0]).exists() else None


def _install_excepthook(controls: Controls) -> None:
    """Show what is a bug instead of losing it: Python slots end here."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("A bug", exc_info=(kind, error, trace))
        controls.show_crash(error)

    sys.excepthook = hook


def render(path: Path, annotator: str, picture: Path) -> None:
    """Draw the window of a workspace into a PNG, without a display.

    Raises:
        RuntimeError: The workspace did not open in time.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = _application()
    window, work, _controls = make_window(annotator, SettingsFile(picture.with_suffix(".settings")))
    loop = QEventLoop()
    work.opened.connect(lambda _page: QTimer.singleShot(400, loop.quit))
    failed: list[object] = []

    def on_refused(_job: object, error: object) -> None:
        failed.append(error)
        loop.quit()

    window.runner.refused.connect(on_refused)
    window.runner.crashed.connect(on_refused)
    QTimer.singleShot(RENDER_TIMEOUT_MS, loop.quit)
    window.show()
    work.open(str(path))
    loop.exec()
    application.processEvents()
    done = work.page is not None and window.grab().save(str(picture), "PNG")
    window.close()
    picture.with_suffix(".settings").unlink(missing_ok=True)
    if failed and isinstance(failed[0], Exception):
        raise failed[0]
    if not done:
        raise RuntimeError(f"The window could not be drawn into {picture}")
