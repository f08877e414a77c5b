"""A scheme as a TOML text: read with every rule checked, refused with the key that breaks one."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from annotator.domain import guideline_file
from annotator.domain.scheme import (
    ANY_LABEL,
    DATE,
    ENTITY_FAMILY,
    Attribute,
    FrameType,
    Label,
    Once,
    Role,
    Scheme,
    Within,
)
from annotator.errors import SchemeInvalidError

_KINDS: Final = ("choice", "integer", "date", "text")
_THEMES: Final = ("light", "dark")
_PARTS: Final = ("fill", "line", "ink")
_LABEL_KEYS: Final = (
    "name", "chip", "key", "linked", "family", "colours", "colour", "attributes", "definition",
    "office",
)  # fmt: skip
_FRAME_KEYS: Final = (
    "name", "key", "icon", "colours", "colour", "roles", "attributes", "definition", "once",
)  # fmt: skip
_ROLE_KEYS: Final = (
    "name", "least", "most", "labels", "frames", "new_label", "anchor", "definition", "within",
)  # fmt: skip
_ATTRIBUTE_KEYS: Final = (
    "name", "kind", "values", "default", "required", "names", "definition", "derive", "from",
)  # fmt: skip
_PLACES: Final = ("paragraph", "article")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


class _Reader:
    """Reads one parsed TOML document, naming the key where it breaks a rule.

    Args:
        name: Of the scheme, for messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._labels: Sequence[str] = ()
        self._frames: Sequence[str] = ()

    def fail(self, key: str, reason: str) -> SchemeInvalidError:
        return SchemeInvalidError(name=self._name, key=key, reason=reason)

    # --- values -----------------------------------------------------------------------------

    def only(self, table: Mapping[str, Any], where: str, keys: Sequence[str]) -> None:
        """Refuse keys that mean nothing: most likely one is misspelt."""
        for key in table:
            if key not in keys:
                raise self.fail(
                    f"{where}{key}", f"there is no such key; there are: {', '.join(keys)}"
                )

    def tables(self, table: Mapping[str, Any], key: str, where: str = "") -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(f"{where}{key}", "a list of tables is needed")
        return value

    def table(self, table: Mapping[str, Any], key: str, where: str = "") -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"{where}{key}", "a table is needed")
        return value

    def text(
        self, table: Mapping[str, Any], key: str, where: str = "", default: str | None = None
    ) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.fail(f"{where}{key}", "a text is needed")
        return value

    def naming(self, table: Mapping[str, Any], where: str = "") -> str:
        """Return the name of something."""
        name = self.text(table, "name", where)
        if not name or name != name.strip() or not name.isprintable():
            raise self.fail(f"{where}name", "a name on one line is needed")
        return name

    def key(self, table: Mapping[str, Any], where: str, pattern: str, what: str) -> str:
        key = self.text(table, "key", where, "")
        if key and not re.fullmatch(pattern, key):
            raise self.fail(f"{where}key", f"{what} is needed")
        return key

    def truth(self, table: Mapping[str, Any], key: str, where: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{where}{key}", "true or false is needed")
        return value

    def whole(self, table: Mapping[str, Any], key: str, where: str, least: int) -> int:
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
        seen: set[object] = set()
        for value in values:
            if value in seen:
                raise self.fail(key, f"{value} stands there twice")
            seen.add(value)

    def colour(self, table: Mapping[str, Any], key: str, where: str, default: str | None) -> str:
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

    # --- attributes -------------------------------------------------------------------------

    def attributes(self, table: Mapping[str, Any], where: str) -> tuple[Attribute, ...]:
        found = tuple(
            self.attribute(item, where, number)
            for number, item in enumerate(self.tables(table, "attributes", where), start=1)
        )
        self.unique(f"{where}attributes", (attribute.name for attribute in found))
        return found

    def attribute(self, table: Mapping[str, Any], outer: str, number: int) -> Attribute:
        name = self.naming(table, f"{outer}attributes[{number}].")
        where = f"{outer}{name}."
        self.only(table, where, _ATTRIBUTE_KEYS)
        kind = self.text(table, "kind", where, "choice")
        if kind not in _KINDS:
            raise self.fail(f"{where}kind", f"it is one of {', '.join(_KINDS)}")
        values = self.values(table, where, kind)
        return Attribute(
            name=name,
            kind=kind,
            values=values,
            default=self.default(table, where, values),
            required=self.truth(table, "required", where),
            names=self.words(table, where, values),
            definition=self.text(table, "definition", where, ""),
            derive=self.derivation(table, where, kind, values),
            derive_from=self.text(table, "from", where, ""),
        )

    def derivation(
        self, table: Mapping[str, Any], where: str, kind: str, values: tuple[str | int, ...]
    ) -> str:
        """Return where a first value comes from: "quotation" needs three values, "date" a role."""
        derive = self.text(table, "derive", where, "")
        if derive not in {"", "quotation", DATE}:
            raise self.fail(f"{where}derive", "it is quotation or date, or is left out")
        if derive == "quotation" and len(values) != 3:
            raise self.fail(f"{where}derive", "it needs three values: quoted, not quoted, both")
        if derive == DATE and kind != DATE:
            raise self.fail(f"{where}derive", "only an attribute of the kind date has one")
        if (derive == DATE) != ("from" in table):
            raise self.fail(
                f"{where}from", "the role that a date is derived from is needed, or neither"
            )
        return derive

    def derived_from(
        self, attributes: Iterable[Attribute], where: str, roles: Sequence[str]
    ) -> None:
        """Refuse a date that is derived from a role that is not there."""
        for attribute in attributes:
            if attribute.derive_from and attribute.derive_from not in roles:
                raise self.fail(
                    f"{where}{attribute.name}.from", f"there is no role {attribute.derive_from}"
                )

    def values(self, table: Mapping[str, Any], where: str, kind: str) -> tuple[str | int, ...]:
        """Return what may be chosen; a date or a text is typed, so it has no values."""
        values = table.get("values", [])
        wanted = {"choice": str, "integer": int}.get(kind)
        if wanted is None:
            if values != []:
                raise self.fail(f"{where}values", f"a {kind} has none")
            return ()
        fit = isinstance(values, list) and all(type(item) is wanted for item in values)
        if not fit or not values or "" in values:
            what = "texts" if wanted is str else "whole numbers"
            raise self.fail(f"{where}values", f"a list of {what} is needed")
        self.unique(f"{where}values", values)
        return tuple(values)

    def default(
        self, table: Mapping[str, Any], where: str, values: Sequence[str | int]
    ) -> str | int | None:
        if "default" not in table:
            return None
        default: object = table["default"]
        if values:
            for value in values:
                if value == default and type(value) is type(default):
                    return value
            raise self.fail(f"{where}default", f"{default} is none of its values")
        return self.text(table, "default", where)

    def words(
        self, table: Mapping[str, Any], where: str, values: Sequence[str | int]
    ) -> Mapping[str, str]:
        """Return the words for values."""
        names = self.table(table, "names", where)
        self.only(names, f"{where}names.", [str(value) for value in values])
        return {key: self.text(names, key, f"{where}names.") for key in names}

    # --- labels and frame types ---------------------------------------------------------------

    def label(self, table: Mapping[str, Any], name: str) -> Label:
        where = f"{name}."
        self.only(table, where, _LABEL_KEYS)
        family = self.text(table, "family", where, ENTITY_FAMILY)
        if family != ENTITY_FAMILY and family not in self._frames:
            raise self.fail(f"{where}family", f"there is no frame type {family}")
        attributes = self.attributes(table, where)
        self.derived_from(attributes, where, ())
        return Label(
            name=name,
            chip=self.text(table, "chip", where, name),
            key=self.key(table, where, "[0-9]", "one digit"),
            linked=self.truth(table, "linked", where),
            office=self.truth(table, "office", where),
            family=family,
            colours=self.colours(table, where),
            colour=self.colour(table, "colour", where, ""),
            attributes=attributes,
            definition=self.text(table, "definition", where, ""),
        )

    def role(self, table: Mapping[str, Any], outer: str, number: int) -> Role:
        name = self.naming(table, f"{outer}roles[{number}].")
        where = f"{outer}{name}."
        self.only(table, where, _ROLE_KEYS)
        least = self.whole(table, "least", where, 0) if "least" in table else 0
        most = self.whole(table, "most", where, max(1, least)) if "most" in table else None
        labels = self.names(table, "labels", where, (ANY_LABEL, *self._labels), "label")
        frames = self.names(table, "frames", where, self._frames, "frame type")
        if not labels and not frames:
            raise self.fail(f"{where}labels", "nothing fills the role")
        return Role(
            name=name,
            least=least,
            most=most,
            labels=labels,
            frames=frames,
            new_label=self.new_label(table, where, labels),
            anchor=self.truth(table, "anchor", where),
            definition=self.text(table, "definition", where, ""),
            within=self.within(table, where),
        )

    def within(self, table: Mapping[str, Any], where: str) -> Within | None:
        """Return where the words of a role should stand; whether it exists is seen at the end."""
        if "within" not in table:
            return None
        given = self.table(table, "within", where)
        self.only(given, f"{where}within.", ("frame", "role"))
        inner = f"{where}within."
        return Within(self.text(given, "frame", inner), self.text(given, "role", inner))

    def check_within(self, kinds: Sequence[FrameType]) -> None:
        """Refuse a role whose words should stand in a role that does not exist."""
        known = {kind.name: kind for kind in kinds}
        for kind in kinds:
            for role in kind.roles:
                if role.within is None:
                    continue
                where = f"{kind.name}.{role.name}.within."
                outer = kind.role(role.within.frame)
                if outer is None or not outer.frames:
                    wanted = role.within.frame
                    raise self.fail(f"{where}frame", f"no frame fills a role {wanted}")
                if not any(known[name].role(role.within.role) for name in outer.frames):
                    wanted = role.within.role
                    raise self.fail(f"{where}role", f"there is no role {wanted} in such a frame")

    def once(
        self,
        table: Mapping[str, Any],
        where: str,
        roles: Sequence[Role],
        attributes: Sequence[Attribute],
    ) -> Once | None:
        """Return which frames of a type are one too many."""
        if "once" not in table:
            return None
        given = self.table(table, "once", where)
        inner = f"{where}once."
        self.only(given, inner, ("roles", "attributes", "per"))
        per = self.text(given, "per", inner, "article")
        if per not in _PLACES:
            raise self.fail(f"{inner}per", f"it is one of {', '.join(_PLACES)}")
        made = Once(
            self.names(given, "roles", inner, [role.name for role in roles], "role"),
            self.names(given, "attributes", inner, [item.name for item in attributes], "attribute"),
            per,
        )
        if not made.roles and not made.attributes:
            raise self.fail(f"{inner}roles", "a role or an attribute is needed")
        return made

    def new_label(self, table: Mapping[str, Any], where: str, labels: Sequence[str]) -> str:
        label = self.text(table, "new_label", where, "")
        if label and label not in self._labels:
            raise self.fail(f"{where}new_label", f"there is no label {label}")
        if label and label not in labels and ANY_LABEL not in labels:
            raise self.fail(f"{where}new_label", f"{label} is none of the role's labels")
        return label

    def frame_type(self, table: Mapping[str, Any], name: str) -> FrameType:
        where = f"{name}."
        self.only(table, where, _FRAME_KEYS)
        roles = tuple(
            self.role(item, where, number)
            for number, item in enumerate(self.tables(table, "roles", where), start=1)
        )
        self.unique(f"{where}roles", (role.name for role in roles))
        attributes = self.attributes(table, where)
        self.derived_from(attributes, where, [role.name for role in roles])
        return FrameType(
            name=name,
            key=self.key(table, where, "[A-Za-z]", "one letter from A to Z"),
            icon=self.text(table, "icon", where, ""),
            colours=self.colours(table, where),
            colour=self.colour(table, "colour", where, ""),
            roles=roles,
            attributes=attributes,
            definition=self.text(table, "definition", where, ""),
            once=self.once(table, where, roles, attributes),
        )

    # --- the whole ----------------------------------------------------------------------------

    def named(self, data: Mapping[str, Any], key: str) -> list[tuple[dict[str, Any], str]]:
        """Return tables with their names, each name once."""
        found = [
            (table, self.naming(table, f"{key}[{number}]."))
            for number, table in enumerate(self.tables(data, key), start=1)
        ]
        self.unique(key, (name for _table, name in found))
        return found

    def scheme(self, data: Mapping[str, Any], source: str) -> Scheme:
        self.only(data, "", ("name", "version", "labels", "frames", "spacy", *guideline_file.KEYS))
        name = self.naming(data)
        if "version" not in data:
            raise self.fail("version", "a whole number from 1 up is needed")
        version = self.whole(data, "version", "", 1)
        labels, frames = self.named(data, "labels"), self.named(data, "frames")
        if not labels:
            raise self.fail("labels", "at least one is needed")
        self._labels = [name for _table, name in labels]
        self._frames = [name for _table, name in frames]
        made = Scheme(
            name=name,
            version=version,
            labels=tuple(self.label(table, name) for table, name in labels),
            frame_types=tuple(self.frame_type(table, name) for table, name in frames),
            source=source,
            spacy_labels=self.spacy(data),
        )
        keys = [label.key for label in made.labels] + [kind.key for kind in made.frame_types]
        self.unique("key", (key.casefold() for key in keys if key))
        self.check_within(made.frame_types)
        return replace(made, entries=guideline_file.read_entries(data, made, self.fail))

    def spacy(self, data: Mapping[str, Any]) -> Mapping[str, str]:
        found = self.table(data, "spacy")
        for key in found:
            label = self.text(found, key, "spacy.")
            if label not in self._labels:
                raise self.fail(f"spacy.{key}", f"there is no label {label}")
        return found


def read_scheme(source: str, name: str = "scheme") -> Scheme:
    """Return the scheme that a TOML text describes.

    Args:
        source: The text.
        name: What messages call it.

    Raises:
        SchemeInvalidError: It is no TOML, lacks keys or has ones that mean nothing, has values of
            the wrong kind, repeats names or keys, or refers to labels or frame types that it does
            not define.
    """
    read = _Reader(name)
    try:
        data = tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        raise read.fail("the file", str(error)) from error
    return read.scheme(data, source)
