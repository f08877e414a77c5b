"""In which line of a TOML text each key stands; the standard library's reader does not say."""

import re
import tomllib
from bisect import bisect_right
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and places in lists from the top: ``("labels", 0, "key")``."""

_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN: Final = re.compile(r"[^,\]}#\n]*")
_STRINGS: Final = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, counted from 1, of every table, key and list item of a valid TOML text."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of a key, of the nearest thing around it where it is not there itself."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Scanner:
    """Goes once through a text that :mod:`tomllib` has found valid."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._counts: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK):
            if self._peek("[["):
                table = self._header("[[", "]]")
            elif self._peek("["):
                table = self._header("[", "]")
            else:
                self._pair(table)

    # --- moving -----------------------------------------------------------------------------

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Go behind what matches; return whether anything is left."""
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return self._at < len(self._text)

    def _peek(self, token: str) -> bool:
        return self._text.startswith(token, self._at)

    def _take(self, token: str) -> bool:
        found = self._peek(token)
        self._at += len(token) if found else 0
        return found

    def _mark(self, path: Path, start: int) -> None:
        self.lines.setdefault(path, bisect_right(self._ends, start - 1) + 1)

    # --- parts ------------------------------------------------------------------------------

    def _header(self, opening: str, closing: str) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]``; within a list of tables, its last one is meant."""
        start = self._at
        self._take(opening)
        keys = self._keys()
        self._take(closing)
        path: Path = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            last = number == len(keys)
            self._mark(path, start)
            if last and opening == "[[":
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
                self._mark(path, start)
        return path

    def _keys(self) -> list[str]:
        found = []
        while True:
            self._skip(_SPACE)
            start = self._at
            if self._skip_string():
                found.append(str(tomllib.loads(f"it={self._text[start : self._at]}")["it"]))
            else:
                self._skip(_BARE)
                found.append(self._text[start : self._at])
            self._skip(_SPACE)
            if not self._take("."):
                return found

    def _skip_string(self) -> bool:
        for pattern in _STRINGS:
            match = pattern.match(self._text, self._at)
            if match is not None:
                self._at = match.end()
                return True
        return False

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._mark(path, start)
        self._take("=")
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._take("["):
            self._items(path)
        elif self._take("{"):
            while self._skip(_BLANK) and not self._take("}"):
                if not self._take(","):
                    self._pair(path)
        elif not self._skip_string():
            self._skip(_PLAIN)

    def _items(self, path: Path) -> None:
        number = 0
        while self._skip(_BLANK) and not self._take("]"):
            if not self._take(","):
                self._mark((*path, number), self._at)
                self._value((*path, number))
                number += 1
