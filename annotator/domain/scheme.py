"""The annotation scheme: labels, frame types, roles, attributes, codebooks. Data, not code."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from annotator.errors import SchemeInvalidError

ANY_LABEL = "*"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of a label or frame type.

    Attributes:
        values: What may be chosen, in the order of the keys 1 to 9; empty for free text.
        kind: "choice", "integer" (a choice of integers), "date" or "text".
        default: What a frame made by hand starts with, ``None`` for nothing.
        required: Whether an article with it empty is unfinished.
        names: Words for values that are no words, e.g. ``{"1": "weak"}``.
    """

    name: str
    kind: str
    values: tuple[str | int, ...] = ()
    default: str | int | None = None
    required: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a span can be.

    Attributes:
        key: "1" to "9" or "0", "" where it has none.
        chip: Its short name above the words, e.g. "PER".
        linked: Whether its mentions usually link to an entity.
        fill, line, ink: Colours as "#rrggbb", by theme "light" and "dark".
        family: "entity", or the frame type that its spans serve.
    """

    name: str
    chip: str
    key: str = ""
    linked: bool = False
    family: str = "entity"
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    attributes: tuple[Attribute, ...] = ()
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A slot of a frame type.

    Attributes:
        least: How many fillers it needs; 0 where it may stay empty.
        most: ``None`` for any number.
        labels: Usual fillers; ``("*",)`` for any span, empty for frames only.
        frames: Frame types that may fill it.
        new_label: Label of a new span made for it, "" for none.
        anchor: Whether its fragments anchor the frame in the text (content, trigger, evidence).
    """

    name: str
    least: int = 0
    most: int | None = None
    labels: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    new_label: str = ""
    anchor: bool = False
    definition: str = ""


@dataclass(frozen=True, slots=True)
class FrameType:
    """A kind of record: Statement, Stance, Meeting."""

    name: str
    key: str
    icon: str = ""
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    definition: str = ""

    def role(self, name: str) -> Role | None:
        """Return a role by name."""
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True)
class Scheme:
    """One version of an annotation scheme."""

    name: str
    version: int
    labels: tuple[Label, ...]
    frame_types: tuple[FrameType, ...]
    source: str = ""
    spacy_labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def label_by_name(self) -> Mapping[str, Label]:
        """Labels by name."""
        return {label.name: label for label in self.labels}

    @cached_property
    def label_by_key(self) -> Mapping[str, Label]:
        """Labels that have a key, by it."""
        return {label.key: label for label in self.labels if label.key}

    @cached_property
    def frame_type_by_name(self) -> Mapping[str, FrameType]:
        """Frame types by name."""
        return {kind.name: kind for kind in self.frame_types}


class _Reader:
    """Reads one parsed TOML document, naming the key where it breaks a rule."""

    def __init__(self, name: str) -> None:
        self._name = name

    def fail(self, key: str, reason: str) -> SchemeInvalidError:
        return SchemeInvalidError(name=self._name, key=key, reason=reason)

    def text(
        self, table: Mapping[str, Any], key: str, where: str, default: str | None = None
    ) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.fail(f"{where}.{key}", "a text is needed")
        return value

    def names(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"{where}.{key}", "a list of texts is needed")
        return tuple(value)

    def attribute(self, table: Mapping[str, Any], where: str) -> Attribute:
        name = self.text(table, "name", where)
        kind = self.text(table, "kind", f"{where}.{name}", "choice")
        values = tuple(table.get("values", ()))
        if kind not in {"choice", "integer", "date", "text"}:
            raise self.fail(f"{where}.{name}.kind", "it is choice, integer, date or text")
        default = table.get("default")
        if default is not None and values and default not in values:
            raise self.fail(f"{where}.{name}.default", f"{default} is none of its values")
        return Attribute(
            name=name,
            kind=kind,
            values=values,
            default=default,
            required=bool(table.get("required", False)),
            names={str(key): str(value) for key, value in table.get("names", {}).items()},
            definition=self.text(table, "definition", where, ""),
        )

    def role(self, table: Mapping[str, Any], where: str, known: Sequence[str]) -> Role:
        name = self.text(table, "name", where)
        where = f"{where}.{name}"
        labels = self.names(table, "labels", where)
        for label in labels:
            if label != ANY_LABEL and label not in known:
                raise self.fail(f"{where}.labels", f"there is no label {label}")
        new_label = self.text(table, "new_label", where, "")
        if new_label and new_label not in known:
            raise self.fail(f"{where}.new_label", f"there is no label {new_label}")
        return Role(
            name=name,
            least=int(table.get("least", 0)),
            most=table.get("most"),
            labels=labels,
            frames=self.names(table, "frames", where),
            new_label=new_label,
            anchor=bool(table.get("anchor", False)),
            definition=self.text(table, "definition", where, ""),
        )

    def label(self, table: Mapping[str, Any]) -> Label:
        name = self.text(table, "name", "labels")
        return Label(
            name=name,
            chip=self.text(table, "chip", name, name),
            key=self.text(table, "key", name, ""),
            linked=bool(table.get("linked", False)),
            family=self.text(table, "family", name, "entity"),
            colours=table.get("colours", {}),
            attributes=tuple(self.attribute(item, name) for item in table.get("attributes", ())),
            definition=self.text(table, "definition", name, ""),
        )

    def frame_type(self, table: Mapping[str, Any], known: Sequence[str]) -> FrameType:
        name = self.text(table, "name", "frames")
        return FrameType(
            name=name,
            key=self.text(table, "key", name, ""),
            icon=self.text(table, "icon", name, ""),
            colours=table.get("colours", {}),
            roles=tuple(self.role(item, name, known) for item in table.get("roles", ())),
            attributes=tuple(self.attribute(item, name) for item in table.get("attributes", ())),
            definition=self.text(table, "definition", name, ""),
        )


def _keys(labels: Sequence[Label], frame_types: Sequence[FrameType]) -> list[str]:
    keys = [label.key for label in labels] + [kind.key for kind in frame_types]
    return [key.casefold() for key in keys if key]


def _check_unique(read: _Reader, what: str, values: Sequence[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise read.fail(what, f"{value} stands there twice")
        seen.add(value)


def read_scheme(source: str, name: str = "scheme") -> Scheme:
    """Return the scheme that a TOML text describes.

    Raises:
        SchemeInvalidError: It is no TOML, lacks keys, repeats names or keys, or refers to labels
            that it does not define.
    """
    read = _Reader(name)
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise read.fail("the file", str(error)) from error
    labels = tuple(read.label(table) for table in data.get("labels", ()))
    known = [label.name for label in labels]
    frame_types = tuple(read.frame_type(table, known) for table in data.get("frames", ()))
    _check_unique(read, "labels", known)
    _check_unique(read, "frames", [kind.name for kind in frame_types])
    _check_unique(read, "key", _keys(labels, frame_types))
    version = data.get("version")
    if not isinstance(version, int):
        raise read.fail("version", "a whole number is needed")
    return Scheme(
        name=read.text(data, "name", "the file"),
        version=version,
        labels=labels,
        frame_types=frame_types,
        source=source,
        spacy_labels=data.get("spacy", {}),
    )
