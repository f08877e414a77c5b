"""What this machine has, and what to do about what it lacks."""

import ctypes
import ctypes.util
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from annotator.errors import DatabaseTooOldError

QT_LIBRARIES = (
    "libEGL.so.1",
    "libGL.so.1",
    "libxkbcommon.so.0",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libglib-2.0.so.0",
)
WINDOW_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxkbcommon-x11.so.0",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        needed: Whether the window cannot do without it.
        remedy: What to do; empty where all is well.
    """

    subject: str
    found: str
    fine: bool
    needed: bool = False
    remedy: str = ""


def has_display() -> bool:
    """Whether a window can be opened: a display on Linux, always elsewhere."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def examine() -> list[Finding]:
    """Look at Python, Qt, display, fonts, language models and database drivers."""
    return [
        Finding("Python", sys.version.split()[0], sys.version_info >= (3, 11), needed=True),
        *_libraries(),
        _display(),
        _fonts(),
        _models(),
        _drivers(),
    ]


def _libraries() -> list[Finding]:
    if not sys.platform.startswith("linux"):
        return [Finding("Qt libraries", "come with PySide6", fine=True, needed=True)]
    missing = [name for name in (*QT_LIBRARIES, *WINDOW_LIBRARIES) if not _loads(name)]
    if not missing:
        return [Finding("Qt libraries", "all there", fine=True, needed=True)]
    return [
        Finding(
            "Qt libraries",
            "missing: " + ", ".join(missing),
            fine=False,
            needed=True,
            remedy="Run: python3 run.py (it names the packages of this system).",
        )
    ]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _display() -> Finding:
    if has_display():
        return Finding("Display", "there is one", fine=True, needed=True)
    return Finding(
        "Display",
        "there is none",
        fine=False,
        needed=True,
        remedy="Start it on a desktop, or run: annotator demo --headless FOLDER",
    )


def _fonts() -> Finding:
    if not sys.platform.startswith("linux") or shutil.which("fc-list") is None:
        return Finding("Fonts", "those of the system", fine=True)
    listed = subprocess.run(  # noqa: S603 - a fixed command
        [shutil.which("fc-list") or "fc-list", ":", "family"],
        capture_output=True,
        text=True,
        check=False,
        timeout=10,
    ).stdout
    good = [name for name in ("Noto Serif", "DejaVu Serif") if name in listed]
    if good:
        return Finding("Fonts", ", ".join(good), fine=True)
    return Finding(
        "Fonts",
        "no good serif face",
        fine=False,
        remedy="Install the packages fonts-noto-core or fonts-dejavu-core.",
    )


def _models() -> Finding:
    from annotator.nlp.sources import available_sources  # compiles the rules' expressions

    found = available_sources()[1:]
    if found:
        return Finding("spaCy pipelines", ", ".join(found), fine=True)
    return Finding(
        "spaCy pipelines",
        "none (the built-in rules need none)",
        fine=True,
        remedy="To add one: python -m spacy download en_core_web_sm",
    )


def _drivers() -> Finding:
    from annotator.store import sqlite  # loads SQLAlchemy: too much for a look at the display

    others = ["PostgreSQL"] if find_spec("psycopg") is not None else []
    found = ", ".join([f"SQLite {sqlite3.sqlite_version}", *others])
    try:
        sqlite.check_version()
    except DatabaseTooOldError as error:
        return Finding("Databases", found, fine=False, needed=True, remedy=error.remedy_text)
    return Finding("Databases", found, fine=True, needed=True)
