"""Values of a scheme's file: read with every rule checked, refused with line and key."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from annotator.domain.scheme import Attribute, FrameType, Label, Role
from annotator.domain.scheme_places import Places
from annotator.errors import SchemeInvalidError

LONGEST_NAME: Final = 60
LONGEST_TEXT: Final = 10_000
_THEMES: Final = ("light", "dark")
_PARTS: Final = ("fill", "line", "ink")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
Named: TypeAlias = Label | FrameType | Role | Attribute


class ValueReader:
    """Reads values of one parsed TOML document, naming line and key where one breaks a rule.

    ``where`` is what stands before the key in messages: "Statement.speaker.".

    Args:
        name: Of the scheme, for messages.
        places: Where its keys stand.
    """

    def __init__(self, name: str, places: Places) -> None:
        self._name = name
        self._places = places

    def fail(self, key: str, reason: str) -> SchemeInvalidError:
        """Return the error for a key."""
        line = self._places.line(key)
        return SchemeInvalidError(name=self._name, line=line, key=key, reason=reason)

    def only(self, table: Mapping[str, Any], where: str, keys: Sequence[str]) -> None:
        """Refuse keys that mean nothing: most likely one is misspelt."""
        for key in table:
            if key not in keys:
                raise self.fail(
                    f"{where}{key}", f"there is no such key; there are: {', '.join(keys)}"
                )

    def tables(self, table: Mapping[str, Any], key: str, where: str = "") -> list[dict[str, Any]]:
        """Return a list of tables."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(f"{where}{key}", "a list of tables is needed")
        return value

    def table(self, table: Mapping[str, Any], key: str, where: str = "") -> dict[str, Any]:
        """Return a table."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"{where}{key}", "a table is needed")
        return value

    def text(
        self, table: Mapping[str, Any], key: str, where: str = "", default: str | None = None
    ) -> str:
        """Return a text."""
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.fail(f"{where}{key}", "a text is needed")
        if len(value) > LONGEST_TEXT:
            raise self.fail(f"{where}{key}", f"at most {LONGEST_TEXT:,} characters are allowed")
        return value

    def naming(self, table: Mapping[str, Any], where: str = "", longest: int = LONGEST_NAME) -> str:
        """Return the name of something."""
        name = self.text(table, "name", where)
        self.check_name(f"{where}name", name, longest)
        return name

    def check_name(self, key: str, name: str, longest: int = LONGEST_NAME) -> None:
        """Refuse what could be no name, no key in a file and no word of the interface."""
        if not name or name != name.strip() or not name.isprintable():
            raise self.fail(key, "a name on one line is needed")
        if len(name) > longest:
            raise self.fail(key, f"at most {longest} characters are allowed")

    def formerly(self, table: Mapping[str, Any], where: str) -> tuple[str, ...]:
        """Return the names that something had in earlier versions."""
        value = table.get("formerly", [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"{where}formerly", "a list of texts is needed")
        for item in value:
            self.check_name(f"{where}formerly", item)
        return tuple(value)

    def check_former(self, key: str, items: Sequence[Named], what: str) -> None:
        """Refuse a former name that something else has, or had: nobody could tell them apart."""
        owners = {item.name: "is still" for item in items}
        for item in items:
            for old in item.formerly:
                if old in owners:
                    place = f"{key}{item.name}.formerly"
                    raise self.fail(place, f"{old} {owners[old]} the name of a {what}")
                owners[old] = "is already a former name, and once more"

    def key(self, table: Mapping[str, Any], where: str, pattern: str, what: str) -> str:
        """Return a key, "" for none."""
        key = self.text(table, "key", where, "")
        if key and not re.fullmatch(pattern, key):
            raise self.fail(f"{where}key", f"{what} is needed")
        return key

    def truth(self, table: Mapping[str, Any], key: str, where: str) -> bool:
        """Return true or false."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{where}{key}", "true or false is needed")
        return value

    def whole(self, table: Mapping[str, Any], key: str, where: str, least: int) -> int:
        """Return a whole number."""
        value = table[key]
        if type(value) is not int or value < least:
            raise self.fail(f"{where}{key}", f"a whole number from {least} up is needed")
        return value

    def names(
        self, table: Mapping[str, Any], key: str, where: str, known: Sequence[str], what: str
    ) -> tuple[str, ...]:
        """Return a list of names, each one of the known ones."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"{where}{key}", "a list of texts is needed")
        for item in value:
            if item not in known:
                raise self.fail(f"{where}{key}", f"there is no {what} {item}")
        self.unique(f"{where}{key}", value)
        return tuple(value)

    def unique(self, key: str, values: Iterable[object]) -> None:
        """Refuse a value that stands in a list twice."""
        seen: set[object] = set()
        for value in values:
            if value in seen:
                raise self.fail(key, f"{value} stands there twice")
            seen.add(value)

    def colour(self, table: Mapping[str, Any], key: str, where: str, default: str | None) -> str:
        """Return a colour."""
        value = self.text(table, key, where, default)
        if value != default and not _COLOUR.fullmatch(value):
            raise self.fail(f"{where}{key}", f"{value} is no colour like #0072b2")
        return value

    def colours(self, table: Mapping[str, Any], where: str) -> Mapping[str, Mapping[str, str]]:
        """Return the colours of the themes that are given, each with all its parts."""
        themes = self.table(table, "colours", where)
        self.only(themes, f"{where}colours.", _THEMES)
        found: dict[str, Mapping[str, str]] = {}
        for theme in themes:
            given = self.table(themes, theme, f"{where}colours.")
            inner = f"{where}colours.{theme}."
            self.only(given, inner, _PARTS)
            found[theme] = {part: self.colour(given, part, inner, None) for part in _PARTS}
        return found

    def check_names(self, key: str, items: Sequence[Named]) -> None:
        """Refuse a name that stands twice in a list, where it stands again."""
        for number, item in enumerate(items, start=1):
            if item.name in {earlier.name for earlier in items[: number - 1]}:
                raise self.fail(f"{key}[{number}].name", f"{item.name} stands there twice")
