"""A scheme as a TOML text: read with every rule checked, refused with the key that breaks one."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

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
from annotator.domain.scheme_keys import check_keys
from annotator.domain.scheme_places import Places
from annotator.errors import SchemeInvalidError

LONGEST_NAME: Final = 60
LONGEST_SCHEME_NAME: Final = 100
LONGEST_VALUE: Final = 100
LONGEST_TEXT: Final = 10_000
LONGEST_FILE: Final = 1 << 20
HIGHEST_VERSION: Final = (1 << 31) - 1
RESERVED: Final = (ANY_LABEL, ENTITY_FAMILY)
"""What stands for something else where a label or frame type is named."""
_KINDS: Final = ("choice", "integer", "date", "text")
_THEMES: Final = ("light", "dark")
_PARTS: Final = ("fill", "line", "ink")
_LABEL_KEYS: Final = (
    "name", "chip", "key", "linked", "family", "colours", "colour", "attributes", "definition",
    "office", "formerly",
)  # fmt: skip
_FRAME_KEYS: Final = (
    "name", "key", "icon", "colours", "colour", "roles", "attributes", "definition", "once",
    "formerly",
)  # fmt: skip
_ROLE_KEYS: Final = (
    "name", "least", "most", "labels", "frames", "new_label", "anchor", "definition", "within",
    "formerly",
)  # fmt: skip
_ATTRIBUTE_KEYS: Final = (
    "name", "kind", "values", "default", "required", "names", "definition", "derive", "from",
    "codebook", "formerly", "former_values",
)  # fmt: skip
_PLACES: Final = ("paragraph", "article")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_AT_LINE = re.compile(r" \(at line (\d+), (column \d+)\)$")
_AT_END: Final = " (at end of document)"
_Named: TypeAlias = Label | FrameType | Role | Attribute


class _Reader:
    """Reads one parsed TOML document, naming the key where it breaks a rule.

    Args:
        name: Of the scheme, for messages.
        places: Where its keys stand.
    """

    def __init__(self, name: str, places: Places) -> None:
        self._name = name
        self._places = places
        self._labels: Sequence[str] = ()
        self._frames: Sequence[str] = ()

    def fail(self, key: str, reason: str) -> SchemeInvalidError:
        line = self._places.line(key)
        return SchemeInvalidError(name=self._name, line=line, key=key, reason=reason)

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

    def check_former(self, key: str, items: Sequence[_Named], what: str) -> None:
        """Refuse a former name that something else has, or had: nobody could tell them apart."""
        owners = {item.name: "is still" for item in items}
        for item in items:
            for old in item.formerly:
                if old in owners:
                    place = f"{key}{item.name}.formerly"
                    raise self.fail(place, f"{old} {owners[old]} the name of a {what}")
                owners[old] = "is already a former name, and once more"

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
        self.check_names(f"{where}attributes", found)
        self.check_former(where, found, "attribute here")
        return found

    def check_names(self, key: str, items: Sequence[_Named]) -> None:
        """Refuse a name that stands twice in a list, where it stands again."""
        for number, item in enumerate(items, start=1):
            if item.name in {earlier.name for earlier in items[: number - 1]}:
                raise self.fail(f"{key}[{number}].name", f"{item.name} stands there twice")

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
            codebook=self.codebook(table, where, kind),
            formerly=self.formerly(table, where),
            former_values=self.former_values(table, where, kind, values),
        )

    def codebook(self, table: Mapping[str, Any], where: str, kind: str) -> bool:
        codebook = self.truth(table, "codebook", where)
        if codebook and kind != "choice":
            raise self.fail(f"{where}codebook", "only a choice has values to add to")
        return codebook

    def former_values(
        self, table: Mapping[str, Any], where: str, kind: str, values: Sequence[str | int]
    ) -> Mapping[str, str | int]:
        """Return values of earlier versions, none of which is one still, and what they are now."""
        given = self.table(table, "former_values", where)
        for old, new in given.items():
            key = f"{where}former_values.{old}"
            if new not in values or type(new) not in {str, int}:
                raise self.fail(key, f"{new} is none of its values")
            if old in {str(value) for value in values}:
                raise self.fail(key, f"{old} is still one of its values")
            if kind == "integer" and not re.fullmatch("-?[0-9]{1,9}", old):
                raise self.fail(key, "a whole number is needed")
        return given

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
        for value in values if wanted is str else ():
            self.check_name(f"{where}values", value, LONGEST_VALUE)
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
            formerly=self.formerly(table, where),
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
            formerly=self.formerly(table, where),
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
        self.check_names(f"{where}roles", roles)
        self.check_former(where, roles, "role here")
        attributes = self.attributes(table, where)
        self.derived_from(attributes, where, [role.name for role in roles])
        names = {role.name for role in roles}
        for number, attribute in enumerate(attributes, start=1):
            if attribute.name in names:
                place = f"{where}attributes[{number}].name"
                raise self.fail(place, f"{attribute.name} is the name of a role here")
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
            formerly=self.formerly(table, where),
        )

    # --- the whole ----------------------------------------------------------------------------

    def named(
        self, data: Mapping[str, Any], key: str, others: Sequence[str] = ()
    ) -> list[tuple[dict[str, Any], str]]:
        """Return tables with their names, each name once."""
        found: list[tuple[dict[str, Any], str]] = []
        known = set(others)
        for number, table in enumerate(self.tables(data, key), start=1):
            place = f"{key}[{number}]."
            name = self.naming(table, place)
            if name in known:
                raise self.fail(f"{place}name", f"{name} stands there twice")
            if name in RESERVED:
                raise self.fail(f"{place}name", f"{name} means something else to the program")
            known.add(name)
            found.append((table, name))
        return found

    def scheme(self, data: Mapping[str, Any], source: str) -> Scheme:
        self.only(data, "", ("name", "version", "labels", "frames", "spacy", *guideline_file.KEYS))
        name = self.naming(data, longest=LONGEST_SCHEME_NAME)
        if "version" not in data:
            raise self.fail("version", "a whole number from 1 up is needed")
        version = self.whole(data, "version", "", 1)
        if version > HIGHEST_VERSION:
            raise self.fail("version", f"at most {HIGHEST_VERSION:,} is allowed")
        labels = self.named(data, "labels")
        if not labels:
            raise self.fail("labels", "at least one is needed")
        self._labels = [name for _table, name in labels]
        frames = self.named(data, "frames", self._labels)
        self._frames = [name for _table, name in frames]
        made = Scheme(
            name=name,
            version=version,
            labels=tuple(self.label(table, name) for table, name in labels),
            frame_types=tuple(self.frame_type(table, name) for table, name in frames),
            source=source,
            spacy_labels=self.spacy(data),
        )
        self.check_former("", made.labels, "label")
        self.check_former("", made.frame_types, "frame type")
        self.check_within(made.frame_types)
        return replace(made, entries=guideline_file.read_entries(data, made, self.fail))

    def spacy(self, data: Mapping[str, Any]) -> Mapping[str, str]:
        found = self.table(data, "spacy")
        for key in found:
            label = self.text(found, key, "spacy.")
            if label not in self._labels:
                raise self.fail(f"spacy.{key}", f"there is no label {label}")
        return found


def read_scheme(
    source: str, name: str = "scheme", taken: Mapping[str, str] | None = None
) -> Scheme:
    """Return the scheme that a TOML text describes.

    Args:
        source: The text.
        name: What messages call it.
        taken: Keys that the program itself uses where tags are made, and what each does.

    Raises:
        SchemeInvalidError: It is no TOML, lacks keys or has ones that mean nothing, has values of
            the wrong kind, repeats names, or refers to labels or frame types that it does not
            define. It says in which line and key.
        SchemeKeyTakenError: A key would do two things; it says which are free.
    """
    if len(source) > LONGEST_FILE:
        reason = f"at most {LONGEST_FILE:,} characters are allowed"
        raise SchemeInvalidError(name=name, line=1, key="the file", reason=reason)
    try:
        data = tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        raise _syntax(name, source, error) from error
    places = Places(source, data)
    made = _Reader(name, places).scheme(data, source)
    check_keys(made, taken or {}, places, name)
    return made


def _syntax(name: str, source: str, error: Exception) -> SchemeInvalidError:
    """Return what is wrong with a text that is no TOML, in which line."""
    words = str(error)
    found = _AT_LINE.search(words)
    line, key = 1, "the file"
    if found is not None:
        line, key = int(found[1]), found[2]
    elif words.endswith(_AT_END):
        line, key = source.count("\n") + 1, "the end"
    words = _AT_LINE.sub("", words).removesuffix(_AT_END)
    return SchemeInvalidError(name=name, line=line, key=key, reason=words[:1].lower() + words[1:])
