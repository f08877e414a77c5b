"""The log file, and Qt's messages in it."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")
MOST_BYTES = 1_000_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_folder() -> Path:
    """Return the folder of the log file."""
    return platformdirs.user_log_path("annotator", appauthor=False)


def log_to_file() -> None:
    """Write the program's log into a rotating file; it holds no article text."""
    folder = log_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "annotator.log", maxBytes=MOST_BYTES, backupCount=3, encoding="utf-8"
        )
    except OSError:
        return  # a machine without a writable log folder still tags
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def route_qt_messages() -> None:
    """Send Qt's messages to the log."""

    def route(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        log.log(_LEVELS.get(kind, logging.INFO), "%s", words)

    qInstallMessageHandler(route)
