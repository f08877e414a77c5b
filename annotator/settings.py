"""What the user prefers, on this machine, whatever the workspace.

The file holds only what differs from the defaults, so that a better default reaches everybody who
never chose; keys that this version does not know are left as they are. Annotators, codebook and
decisions belong to the workspace, window geometry to ``QSettings``.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from logging import getLogger
from pathlib import Path
from typing import Any, Final

from platformdirs import user_config_path

from annotator.errors import FileUnwritableError

log = getLogger(__name__)

FILE_NAME: Final = "settings.json"
THEMES: Final = ("system", "light", "dark")
INTERFACE_PX: Final = (12, 20)
ARTICLE_PX: Final = (12, 32)
RECENT_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """All preferences, with their defaults.

    Attributes:
        theme: "system", "light" or "dark".
        interface_px: Base size of the interface, 12 to 20 pixels.
        article_px: Size of article text, 12 to 32 pixels.
        serif_family: Family of article text, "" for the first good one that is installed.
        annotator: Name last tagged under, "" for the login name.
        recent: Workspaces, last opened first, as paths or addresses.
        sources: Names of the suggestion sources switched on in new workspaces.
        gazetteer_folder: Folder of the user's own word lists, "" for none.
        shortcuts: Re-mapped keys by command id in portable text ("Ctrl+K"), "" for no key.
        corpus_width, inspector_width: Widths of the side panes in pixels.
        inspector_shown: Whether the inspector is open.
        link_at_once: Whether a name whose entity is beyond doubt is linked as it is tagged.
        learn: Whether it is learned from completed articles behind the window.
        suggest_after_import: Whether the import page's tick is set.
        import_folder, export_folder: Where the file dialogs start, "" for the home folder.
    """

    theme: str = "system"
    interface_px: int = 13
    article_px: int = 17
    serif_family: str = ""
    annotator: str = ""
    recent: tuple[str, ...] = ()
    sources: tuple[str, ...] = ("builtin",)
    gazetteer_folder: str = ""
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    corpus_width: int = 272
    inspector_width: int = 376
    inspector_shown: bool = True
    link_at_once: bool = True
    learn: bool = True
    suggest_after_import: bool = True
    import_folder: str = ""
    export_folder: str = ""

    def opened(self, workspace: str) -> "Settings":
        """Return the settings with one workspace first among the recent ones."""
        others = tuple(name for name in self.recent if name != workspace)
        return replace(self, recent=(workspace, *others)[:RECENT_MOST])

    def forgotten(self, workspace: str) -> "Settings":
        """Return the settings without one of the recent workspaces."""
        return replace(self, recent=tuple(name for name in self.recent if name != workspace))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def _text_by_text(value: object) -> Mapping[str, str] | None:
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return value
    return None


def _between(least: int, most: int) -> Callable[[object], int | None]:
    def read(value: object) -> int | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return value if whole and least <= value <= most else None  # type: ignore[operator, return-value]

    return read


def _theme(value: object) -> str | None:
    return value if isinstance(value, str) and value in THEMES else None


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "theme": _theme,
    "interface_px": _between(*INTERFACE_PX),
    "article_px": _between(*ARTICLE_PX),
    "serif_family": _text,
    "annotator": _text,
    "recent": _texts,
    "sources": _texts,
    "gazetteer_folder": _text,
    "shortcuts": _text_by_text,
    "corpus_width": _between(40, 4000),
    "inspector_width": _between(40, 4000),
    "inspector_shown": _truth,
    "link_at_once": _truth,
    "learn": _truth,
    "suggest_after_import": _truth,
    "import_folder": _text,
    "export_folder": _text,
}


class SettingsFile:
    """The settings on disk.

    Two windows may share it: :meth:`save` writes only what was changed here since :meth:`load`.

    Args:
        path: The JSON file; the platform's folder for settings where it is left out.

    Attributes:
        path: Where it is, whether or not it exists yet.
        problem: One sentence about what could not be read, "" where all is well.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config_path("annotator", appauthor=False) / FILE_NAME
        self.problem = ""
        self._known = Settings()

    def load(self) -> Settings:
        """Return what the file says, defaults for the rest; a damaged file is kept beside it."""
        self.problem = ""
        values: dict[str, Any] = {}
        try:
            stored = self._stored()
        except OSError as error:
            self._warn(f"The settings {self.path} cannot be read: {error.strerror}.")
            stored = {}
        for name, read in _READERS.items():
            if name not in stored:
                continue
            value = read(stored[name])
            if value is None:
                self._warn(f"The setting {name} in {self.path} makes no sense; the default holds.")
            else:
                values[name] = value
        self._known = Settings(**values)
        return self._known

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults; either the old or the new file is on disk.

        Raises:
            FileUnwritableError: The folder or disk does not take it.
        """
        changed = [
            item.name
            for item in fields(Settings)
            if getattr(settings, item.name) != getattr(self._known, item.name)
        ]
        if not changed:
            return
        defaults = Settings()
        try:
            stored = self._stored()
            for name in changed:
                value = getattr(settings, name)
                if value == getattr(defaults, name):
                    stored.pop(name, None)
                else:
                    stored[name] = dict(value) if isinstance(value, Mapping) else value
            self._write(stored)
        except OSError as error:
            reason = error.strerror or str(error)
            raise FileUnwritableError(path=self.path, reason=reason) from error
        self._known = settings

    def _stored(self) -> dict[str, Any]:
        """Return the whole file as it is, keys unknown here included."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:
            self._set_aside(str(error))
            return {}
        if not isinstance(data, dict):
            self._set_aside("it holds no settings")
            return {}
        return data

    def _set_aside(self, reason: str) -> None:
        kept = self.path.with_name(self.path.name + ".damaged")
        try:
            self.path.replace(kept)
        except OSError:
            kept = self.path
        self._warn(f"The settings were damaged ({reason}); they are kept as {kept}.")

    def _warn(self, problem: str) -> None:
        self.problem = self.problem or problem
        log.warning("%s", problem)

    def _write(self, stored: Mapping[str, Any]) -> None:
        partial = self.path.with_name(f"{self.path.name}.{os.getpid()}.partial")
        text = json.dumps(stored, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(self.path)
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
