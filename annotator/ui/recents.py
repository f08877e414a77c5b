"""Recent workspaces as the welcome page lists them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSettings

from annotator.ui.welcome import Recent


def remember_state(path: str, words: str) -> None:
    """Keep how far a workspace was when it was closed: "12 of 40 complete"."""
    store = QSettings()
    store.beginGroup("recent")
    store.setValue(_key(path), words)
    store.endGroup()


def _key(path: str) -> str:
    return path.replace("/", "|").replace("\\", "|")


def recent_rows(paths: Iterable[str]) -> list[Recent]:
    """Return the rows of workspaces, newest first; those that are gone say so."""
    store = QSettings()
    store.beginGroup("recent")
    return [_row(path, str(store.value(_key(path), "") or "")) for path in paths]


def _row(path: str, state: str) -> Recent:
    file = Path(path)
    try:
        changed = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).astimezone()
    except OSError:
        words = "not found: is the drive plugged in?"
        return Recent(path, file.stem, _shown(file), words, "", missing=True)
    return Recent(path, file.stem, _shown(file), state, _when(changed))


def _shown(file: Path) -> str:
    try:
        return "~/" + file.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(file)


def _when(moment: datetime) -> str:
    now = datetime.now().astimezone()
    if moment.date() == now.date():
        return f"today {moment:%H:%M}"
    return f"{moment.day} {moment:%b %Y}"
