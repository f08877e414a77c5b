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
from typing import TYPE_CHECKING

from annotator.errors import DatabaseTooOldError

if TYPE_CHECKING:
    from annotator.nlp.models import InstalledModel
    from annotator.nlp.sources import SourceSettings

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
        lack: What is said where it is not fine.
    """

    subject: str
    found: str
    fine: bool
    needed: bool = False
    remedy: str = ""
    lack: str = "missing"


def has_display() -> bool:
    """Whether a window can be opened: a display on Linux, always elsewhere."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def examine(settings: "SourceSettings | None" = None) -> list[Finding]:
    """Look at Python, Qt, display, fonts, sources of suggestions and database drivers.

    Args:
        settings: Where the user's own lists, rules and pipelines are, and what they may name.
    """
    return [
        Finding("Python", sys.version.split()[0], sys.version_info >= (3, 11), needed=True),
        *_libraries(),
        _display(),
        _fonts(),
        _models(settings),
        *_own(settings),
        _learner(),
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


def _models(settings: "SourceSettings | None") -> Finding:
    from annotator.nlp.models import installed_models

    found = installed_models(settings.models if settings is not None else ())
    if found:
        said = ", ".join(_model_words(model) for model in found)
        return Finding("spaCy pipelines", said, fine=True)
    return Finding(
        "spaCy pipelines",
        "none (the built-in rules need none)",
        fine=True,
        remedy="To add one: python -m spacy download en_core_web_sm (needs the internet), or put "
        "the folder of a pipeline into your folder of own sources.",
    )


def _model_words(model: "InstalledModel") -> str:
    labels = len(model.labels)
    parts = [f"{labels} labels" if labels != 1 else "1 label"] if labels else []
    parts += ["parses"] if model.parses else []
    parts += [f"in {model.folder}"] if model.folder is not None else []
    return f"{model.name} {model.version}" + (f" ({', '.join(parts)})" if parts else "")


def _own(settings: "SourceSettings | None") -> list[Finding]:
    """Look at the user's own lists and rules; each mistake is a finding of its own."""
    if settings is None or not settings.lists:
        remedy = "Settings (Ctrl+,) name a folder for them; NAME.sources beside a workspace is one."
        return [Finding("Own lists and rules", "none", fine=True, remedy=remedy)]
    from annotator.nlp.builtin.own_rules import check_own_rules
    from annotator.nlp.own_files import read_own

    own = read_own(settings.lists, settings.known)
    problems = [*own.problems, *check_own_rules(own.rules)]
    terms = sum(len(one.terms) for one in own.lists)
    rules = len(own.rules) - len(problems) + len(own.problems)
    lists = ", ".join(f"{one.name} {len(one.terms):,}" for one in own.lists)
    found = [
        Finding("Own lists", f"{terms:,} terms ({lists})" if own.lists else "none", fine=True),
        Finding("Own rules", f"{rules:,}" if rules else "none", fine=True),
    ]
    return found + [
        Finding("Own files", one.problem_text, fine=False, remedy=one.remedy_text, lack="wrong")
        for one in problems
    ]


def _learner() -> Finding:
    if find_spec("pycrfsuite") is not None:
        return Finding("Learner", "python-crfsuite is there", fine=True)
    remedy = "Run: pip install python-crfsuite. Until then nothing is learned from your tags."
    return Finding("Learner", "python-crfsuite is missing", fine=False, remedy=remedy)


def _drivers() -> Finding:
    from annotator.store import sqlite  # loads SQLAlchemy: too much for a look at the display

    others = ["PostgreSQL"] if find_spec("psycopg") is not None else []
    found = ", ".join([f"SQLite {sqlite3.sqlite_version}", *others])
    try:
        sqlite.check_version()
    except DatabaseTooOldError as error:
        return Finding("Databases", found, fine=False, needed=True, remedy=error.remedy_text)
    return Finding("Databases", found, fine=True, needed=True)
