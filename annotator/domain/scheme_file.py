"""A scheme as a TOML text: read with every rule checked, refused with the key that breaks one."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from annotator.domain import guideline_file
from annotator.domain.scheme import (
    ANY_LABEL,
    ENTITY_FAMILY,
    Attribute,
    FrameType,
    Label,
    Once,
    Role,
    Scheme,
    Within,
)
from annotator.domain.scheme_attributes import AttributeReader
from annotator.domain.scheme_keys import check_keys
from annotator.domain.scheme_places import Places
from annotator.errors import SchemeInvalidError

LONGEST_SCHEME_NAME: Final = 100
LONGEST_FILE: Final = 1 << 20
HIGHEST_VERSION: Final = (1 << 31) - 1
RESERVED: Final = (ANY_LABEL, ENTITY_FAMILY)
"""What stands for something else where a label or frame type is named."""
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
_PLACES: Final = ("paragraph", "article")
_AT_LINE = re.compile(r" \(at line (\d+), (column \d+)\)$")
_AT_END: Final = " (at end of document)"


class _Reader(AttributeReader):
    """Reads one parsed TOML document."""

    def __init__(self, name: str, places: Places) -> None:
        super().__init__(name, places)
        self._labels: Sequence[str] = ()
        self._frames: Sequence[str] = ()

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
