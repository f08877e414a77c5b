"""What a scheme calls otherwise than earlier versions did, applied to names, values and lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from annotator.domain.scheme import Attribute, FrameType, Label, Scheme

Value: TypeAlias = str | int
Attributes: TypeAlias = Mapping[str, Any]
T = TypeVar("T", str, Value)


@dataclass(frozen=True, slots=True)
class Inside:
    """Other names within one label or frame type: the old one to the new one.

    Attributes:
        values: By the new name of their attribute.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Value, Value]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.roles or self.attributes or self.values)

    def of_attributes(self, given: Attributes) -> Attributes:
        """Return attributes under their new names, the same object where none has another one.

        An attribute whose new name is taken by another one keeps the old.
        """
        found = {}
        for name, value in given.items():
            now = self.attributes.get(name, name)
            now = name if now != name and (now in given or now in found) else now
            values = self.values.get(now, {})
            found[now] = values.get(value, value) if type(value) in {str, int} else value
        return given if found == given and list(found) == list(given) else found

    @property
    def inverse(self) -> "Inside":
        """What takes these names back."""
        back = _turned(self.attributes)
        values = {back.get(name, name): _turned(values) for name, values in self.values.items()}
        return Inside(_turned(self.roles), back, values)

    def to_json(self) -> list[Any]:
        """Return a plain form; values are pairs, because keys of an object are texts."""
        values = {name: list(values.items()) for name, values in self.values.items()}
        return [dict(self.roles), dict(self.attributes), values]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Inside":
        """Return what :meth:`to_json` gave."""
        roles, attributes, values = kept
        return cls(roles, attributes, {name: dict(pairs) for name, pairs in values.items()})


_NOTHING = Inside()


@dataclass(frozen=True, slots=True)
class Renames:
    """Other names of labels and frame types, and within them: the old one to the new one.

    Attributes:
        in_labels, in_frames: By the new name of the label or frame type.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    frames: Mapping[str, str] = field(default_factory=dict)
    in_labels: Mapping[str, Inside] = field(default_factory=dict)
    in_frames: Mapping[str, Inside] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.labels or self.frames or self.in_labels or self.in_frames)

    @classmethod
    def of(cls, scheme: Scheme) -> "Renames":
        """Return everything that a scheme calls otherwise than any earlier version."""
        return cls._made(scheme, None)

    @classmethod
    def between(cls, before: Scheme, after: Scheme) -> "Renames":
        """Return what one scheme calls otherwise than another one."""
        return cls._made(after, before)

    @classmethod
    def _made(cls, scheme: Scheme, before: Scheme | None) -> "Renames":
        labels = _former(scheme.labels, None if before is None else before.label_by_name)
        frames = _former(scheme.frame_types, None if before is None else before.frame_type_by_name)
        return cls(
            labels,
            frames,
            _insides(scheme.labels, labels, None if before is None else before.label_by_name),
            _insides(
                scheme.frame_types, frames, None if before is None else before.frame_type_by_name
            ),
        )

    @property
    def inverse(self) -> "Renames":
        """What takes these names back; of several that have become one, the first is meant."""
        labels, frames = _turned(self.labels), _turned(self.frames)
        return Renames(
            labels,
            frames,
            {labels.get(name, name): one.inverse for name, one in self.in_labels.items()},
            {frames.get(name, name): one.inverse for name, one in self.in_frames.items()},
        )

    def label(self, name: str) -> str:
        """Return what a label is called now."""
        return self.labels.get(name, name)

    def frame(self, name: str) -> str:
        """Return what a frame type is called now."""
        return self.frames.get(name, name)

    def in_label(self, name: str) -> Inside:
        """Return what is called otherwise within a label, which is named as it is now."""
        return self.in_labels.get(name, _NOTHING)

    def in_frame(self, name: str) -> Inside:
        """Return what is called otherwise within a frame type, which is named as it is now."""
        return self.in_frames.get(name, _NOTHING)

    def to_json(self) -> list[Any]:
        """Return a plain form."""
        return [
            dict(self.labels),
            dict(self.frames),
            {name: one.to_json() for name, one in self.in_labels.items()},
            {name: one.to_json() for name, one in self.in_frames.items()},
        ]

    @classmethod
    def from_json(cls, kept: list[Any]) -> "Renames":
        """Return what :meth:`to_json` gave."""
        labels, frames, *insides = kept
        in_labels, in_frames = (
            {name: Inside.from_json(one) for name, one in inside.items()} for inside in insides
        )
        return cls(labels, frames, in_labels, in_frames)


# --- of lines ----------------------------------------------------------------------------------


def renamed_tag(tag: Mapping[str, Any], renames: Renames) -> dict[str, Any]:
    """Return a span or frame of ``annotator-gold/1`` under the names of now."""
    made = dict(tag)
    if isinstance(tag.get("label"), str):
        made["label"] = renames.label(tag["label"])
        inside = renames.in_label(made["label"])
    elif isinstance(tag.get("type"), str):
        made["type"] = renames.frame(tag["type"])
        inside = renames.in_frame(made["type"])
        made |= renamed_roles(tag, inside)
    else:
        return made
    if isinstance(tag.get("attributes"), Mapping):
        made["attributes"] = inside.of_attributes(tag["attributes"])
    return made


def renamed_roles(frame: Mapping[str, Any], inside: Inside) -> dict[str, Any]:
    """Return ``roles`` and ``implied`` of a frame, those that it has, under the names of now.

    The fillers of two roles that have become one stand one after the other.
    """
    made: dict[str, Any] = {}
    if isinstance(frame.get("roles"), Mapping):
        roles: dict[str, list[Any]] = {}
        for role, fillers in frame["roles"].items():
            into = roles.setdefault(inside.roles.get(role, role), [])
            into += [filler for filler in fillers if filler not in into]
        made["roles"] = roles
    if isinstance(frame.get("implied"), list):
        names = [inside.roles.get(role, role) for role in frame["implied"]]
        made["implied"] = list(dict.fromkeys(names))
    return made


def renamed_verdict(verdict: Mapping[str, Any], renames: Renames) -> dict[str, Any]:
    """Return a verdict whose tags have the names of now, in what fills them too."""
    made = dict(verdict)
    for key in ("of", "tags"):
        if isinstance(verdict.get(key), Mapping):
            made[key] = {
                name: _renamed_words(tag, renames) if isinstance(tag, Mapping) else tag
                for name, tag in verdict[key].items()
            }
    return made


def _renamed_words(tag: Mapping[str, Any], renames: Renames) -> dict[str, Any]:
    """Return what a tag said, under the names of now: itself, its fillers and its entity.

    There, fillers are what they say, and an entity is named by its type and name.
    """
    made = renamed_tag(tag, renames)
    if isinstance(made.get("roles"), Mapping):
        made["roles"] = {
            role: [
                _renamed_words(filler, renames) if isinstance(filler, Mapping) else filler
                for filler in fillers
            ]
            for role, fillers in made["roles"].items()
        }
    entity = made.get("entity")
    if isinstance(entity, str) and ":" in entity:
        kind, _, name = entity.partition(":")
        made["entity"] = f"{renames.label(kind)}:{name}"
    return made


# --- made of schemes ---------------------------------------------------------------------------


def _former(items: Iterable[Any], there: Mapping[str, Any] | None) -> dict[str, str]:
    """Return the former names of some things, those only that are there."""
    return {
        old: item.name for item in items for old in item.formerly if there is None or old in there
    }


def _insides(
    items: Iterable[Label | FrameType],
    outer: Mapping[str, str],
    before: Mapping[str, Label] | Mapping[str, FrameType] | None,
) -> dict[str, Inside]:
    found = {}
    for item in items:
        earlier = None
        if before is not None:
            olds = [old for old, new in outer.items() if new == item.name]
            earlier = [before[name] for name in (item.name, *olds) if name in before]
        inside = _inside(item, earlier)
        if inside:
            found[item.name] = inside
    return found


def _inside(item: Label | FrameType, earlier: list[Any] | None) -> Inside:
    roles = item.roles if isinstance(item, FrameType) else ()
    old_roles = None if earlier is None else _by_name(earlier, "roles")
    old_attributes = None if earlier is None else _by_name(earlier, "attributes")
    attributes = _former(item.attributes, old_attributes)
    values = {}
    for attribute in item.attributes:
        olds = None
        if old_attributes is not None:
            names = [old for old, new in attributes.items() if new == attribute.name]
            olds = {
                value
                for name in (attribute.name, *names)
                if name in old_attributes
                for value in old_attributes[name].values
            }
        made = {
            old: new for old, new in former_values(attribute).items() if olds is None or old in olds
        }
        if made:
            values[attribute.name] = made
    return Inside(_former(roles, old_roles), attributes, values)


def _by_name(earlier: list[Any], part: str) -> dict[str, Any]:
    return {item.name: item for one in earlier for item in getattr(one, part, ())}


def former_values(attribute: Attribute) -> dict[Value, Value]:
    """Return the values of earlier versions, as they are stored, and what they are now."""
    whole = attribute.kind == "integer"
    return {(int(old) if whole else old): new for old, new in attribute.former_values.items()}


def _turned(names: Mapping[T, T]) -> dict[T, T]:
    back: dict[T, T] = {}
    for old, new in names.items():
        back.setdefault(new, old)
    return back
