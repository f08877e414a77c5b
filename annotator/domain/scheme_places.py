"""Where the parts of a scheme's file stand, by the words in which messages name them."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.domain.toml_lines import Path, line_of, lines_of


class Places:
    """The lines of a file.

    Args:
        source: The whole text; valid TOML.
        data: What it says.
    """

    def __init__(self, source: str, data: Mapping[str, Any]) -> None:
        self._source = source
        self._data = data
        self._lines: dict[Path, int] | None = None
        self._paths: dict[str, Path] = {}

    def line(self, key: str) -> int:
        """Return the line of a key such as ``GPE.key``, ``labels[3].name``, ``spacy.ORG``.

        Of a key that is not there: the line of the nearest thing around it.
        """
        if self._lines is None:
            self._lines = lines_of(self._source)
            self._paths = {**dict(_entries(self._data)), **dict(_named(self._data, "", ()))}
        start = key
        while start and start not in self._paths:
            start = start[: max(start.rfind("."), start.rfind("["), 0)]
        rest = [part for part in key[len(start) :].split(".") if part]
        return line_of(self._lines, (*self._paths.get(start, ()), *rest))


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield the entries of the guideline, by number and by what they are about."""
    for key in ("guideline", "cases"):
        items = data.get(key)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            yield f"{key}[{number + 1}]", (key, number)
            if isinstance(item, dict) and key == "guideline":
                yield f"{key}.{item.get('of')}", (key, number)


def _named(table: Mapping[str, Any], where: str, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield lists of named tables, by name and by number, as messages call them."""
    for key in ("labels", "frames", "roles", "attributes"):
        items = table.get(key)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            inner = (*path, key, number)
            yield f"{where}{key}[{number + 1}]", inner
            if isinstance(item, dict):
                name = item.get("name")
                yield f"{where}{name}", inner
                yield from _named(item, f"{where}{name}.", inner)
