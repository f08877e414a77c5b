"""What tells one scheme from another, and what of a workspace it concerns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, TypeAlias

from annotator.domain.renames import Renames
from annotator.domain.scheme import Attribute, FrameType, Label, Scheme


class Kind(StrEnum):
    """What a part of a scheme is."""

    LABEL = "label"
    FRAME = "frame type"
    ROLE = "role"
    ATTRIBUTE = "attribute"
    VALUE = "value"
    REST = "rest"  # what belongs to no one part: names for other programs, guideline entries


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scheme, named.

    Attributes:
        of: What it is within, from outside in: ("Stance", "topic") of a value.
    """

    kind: Kind
    name: str
    of: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What messages call it: "role speaker of Statement"."""
        within = "".join(f" of {owner}" for owner in reversed(self.of))
        if self.kind == Kind.VALUE:
            return f"{self.of[-1]} {self.name} of {self.of[0]}"
        return f"{self.kind} {self.name}{within}"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A part that has another name.

    Attributes:
        part: As it was.
        now: Its name in the new scheme.
    """

    part: Part
    now: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What tells a scheme from the one before.

    Attributes:
        renamed: Parts under another name.
        new, gone: Parts that only one of the two has.
        altered: Parts that both have and that say otherwise: a guideline, a key, a colour; an
            attribute of another kind.
        rekinded: Attributes whose values may not be ones any more.
        aspects: In what the altered ones say otherwise, as the file calls it: "definition".
    """

    renamed: tuple[Renamed, ...] = ()
    new: tuple[Part, ...] = ()
    gone: tuple[Part, ...] = ()
    altered: tuple[Part, ...] = ()
    rekinded: tuple[Part, ...] = ()
    aspects: Mapping[Part, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.renamed or self.new or self.gone or self.altered)

    @property
    def lost(self) -> tuple[Part, ...]:
        """Names, and attributes of which a value, may not be known any more."""
        return (*self.gone, *self.rekinded)


_NESTED: Final = frozenset(
    {"name", "attributes", "roles", "values", "formerly", "former_values"}
)  # fmt: skip
_TOP: Final = frozenset({"name", "version", "labels", "frame_types", "source"})
_Parts: TypeAlias = dict[Part, Any]


def difference(before: Scheme, after: Scheme) -> Difference:
    """Return what tells a scheme from the one before."""
    renames = Renames.between(before, after)
    old: dict[Part, tuple[Part, Any]] = {}
    for part, own in _parts(before, renames):
        old[_now(part, before, renames)] = (part, own)
    new: _Parts = dict(_parts(after, None))
    both = [part for part in new if part in old]
    altered = [part for part in both if new[part] != old[part][1]]
    rest = [
        Part(Kind.REST, one.name)
        for one in fields(Scheme)
        if one.name not in _TOP and _rest(before, one.name, renames) != getattr(after, one.name)
    ]
    return Difference(
        renamed=_renamed(before, renames),
        new=tuple(part for part in new if part not in old),
        gone=tuple(part for now, (part, _) in old.items() if now not in new and _missed(now, new)),
        altered=(*altered, *rest),
        rekinded=tuple(part for part in altered if _rekinded(old[part][1], new[part])),
        aspects={part: _aspects(old[part][1], new[part]) for part in altered},
    )


def _rest(scheme: Scheme, name: str, renames: Renames) -> Any:
    said = getattr(scheme, name)
    if name == "spacy_labels":
        return {theirs: renames.label(ours) for theirs, ours in said.items()}
    return said


def parts_of(scheme: Scheme) -> frozenset[Part]:
    """Return all parts of a scheme."""
    return frozenset(part for part, _ in _parts(scheme, None))


def _missed(part: Part, new: _Parts) -> bool:
    """Whether a part is not in the new scheme, for itself: not with what it is within.

    A value is not missed where any text will do.
    """
    if part.kind == Kind.VALUE:
        owner = new.get(Part(Kind.ATTRIBUTE, part.of[-1], part.of[:-1]))
        return owner is not None and owner["kind"] in {"choice", "integer"}
    if part.kind in {Kind.ROLE, Kind.ATTRIBUTE}:
        return any(Part(kind, part.of[0]) in new for kind in (Kind.LABEL, Kind.FRAME))
    return True


def _aspects(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(key for key, said in after.items() if said != before.get(key))


def _rekinded(before: Any, after: Any) -> bool:
    kinds = (before.get("kind"), after.get("kind"))
    return kinds[0] != kinds[1] and not (kinds[1] == "text" and kinds[0] != "integer")


def _parts(scheme: Scheme, renames: Renames | None) -> Iterator[tuple[Part, Any]]:
    """Yield every part of a scheme and what it says itself, labels under the names of now."""
    for label in scheme.labels:
        yield Part(Kind.LABEL, label.name), _own(label, renames)
        yield from _attributes(label.name, label.attributes)
    for frame in scheme.frame_types:
        yield Part(Kind.FRAME, frame.name), _own(frame, renames)
        for role in frame.roles:
            yield Part(Kind.ROLE, role.name, (frame.name,)), _own(role, renames)
        yield from _attributes(frame.name, frame.attributes)


def _attributes(owner: str, attributes: Iterable[Attribute]) -> Iterator[tuple[Part, Any]]:
    for attribute in attributes:
        yield Part(Kind.ATTRIBUTE, attribute.name, (owner,)), _own(attribute, None)
        for value in attribute.values:
            yield Part(Kind.VALUE, str(value), (owner, attribute.name)), None


def _own(item: Any, renames: Renames | None) -> Mapping[str, Any]:
    """Return what something says of itself, other parts that it names under the names of now."""
    found = {one.name: getattr(item, one.name) for one in fields(item) if one.name not in _NESTED}
    if renames is not None:
        for key, name in (("labels", renames.label), ("frames", renames.frame)):
            if key in found:
                found[key] = tuple(map(name, found[key]))
        for key, name in (("new_label", renames.label), ("family", renames.frame)):
            if key in found:
                found[key] = name(found[key])
    return found


def _now(part: Part, before: Scheme, renames: Renames) -> Part:
    """Return a part of the scheme before as the new one calls it."""
    if part.kind == Kind.LABEL:
        return Part(Kind.LABEL, renames.label(part.name))
    if part.kind == Kind.FRAME:
        return Part(Kind.FRAME, renames.frame(part.name))
    outer = part.of[0]
    of_label = outer in before.label_by_name
    owner = renames.label(outer) if of_label else renames.frame(outer)
    inside = renames.in_label(owner) if of_label else renames.in_frame(owner)
    if part.kind == Kind.ROLE:
        return Part(Kind.ROLE, inside.roles.get(part.name, part.name), (owner,))
    name = part.of[1] if part.kind == Kind.VALUE else part.name
    now = inside.attributes.get(name, name)
    if part.kind == Kind.ATTRIBUTE:
        return Part(Kind.ATTRIBUTE, now, (owner,))
    values = {str(old): str(new) for old, new in inside.values.get(now, {}).items()}
    return Part(Kind.VALUE, values.get(part.name, part.name), (owner, now))


def _renamed(before: Scheme, renames: Renames) -> tuple[Renamed, ...]:
    found = []
    for part, _ in _parts(before, renames):
        now = _now(part, before, renames)
        if now.name != part.name:
            found.append(Renamed(part, now.name))
    return tuple(found)


# --- names in use ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """How often each name stands in the tags of a workspace.

    Attributes:
        labels: Spans by label.
        frames: Frames by type.
        roles: Fillers and implied roles, by frame type and role.
        attributes: Tags by (label or frame type, attribute, value).
        entities: Entities of the register by type.
    """

    labels: Mapping[str, int]
    frames: Mapping[str, int]
    roles: Mapping[tuple[str, str], int]
    attributes: Mapping[tuple[str, str, Any], int]
    entities: Mapping[str, int]

    def count(self, part: Part) -> int:
        """Return how often a part of a scheme is in use."""
        if part.kind == Kind.LABEL:
            return self.labels.get(part.name, 0)
        if part.kind == Kind.FRAME:
            return self.frames.get(part.name, 0)
        if part.kind == Kind.ROLE:
            return self.roles.get((part.of[0], part.name), 0)
        if part.kind == Kind.ATTRIBUTE:
            place = (part.of[0], part.name)
            return sum(n for (*owner, _), n in self.attributes.items() if tuple(owner) == place)
        place = (part.of[0], part.of[-1])
        return sum(
            count
            for (*owner, value), count in self.attributes.items()
            if tuple(owner) == place and str(value) == part.name and value is not None
        )


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name in use that a scheme does not know."""

    part: Part
    count: int
    of_entities: bool = False


def unknown_names(used: NamesInUse, scheme: Scheme, renames: Renames) -> list[Unknown]:
    """Return the names in use that a scheme does not know, also not as a former name."""
    found = [
        Unknown(Part(Kind.LABEL, name), count)
        for name, count in used.labels.items()
        if renames.label(name) not in scheme.label_by_name
    ]
    found += [
        Unknown(Part(Kind.LABEL, name), count, of_entities=True)
        for name, count in used.entities.items()
        if renames.label(name) not in scheme.label_by_name
    ]
    found += [
        Unknown(Part(Kind.FRAME, name), count)
        for name, count in used.frames.items()
        if renames.frame(name) not in scheme.frame_type_by_name
    ]
    for (kind, role), count in used.roles.items():
        frame = scheme.frame_type_by_name.get(renames.frame(kind))
        if frame is not None:
            inside = renames.in_frame(frame.name)
            if frame.role(inside.roles.get(role, role)) is None:
                found.append(Unknown(Part(Kind.ROLE, role, (kind,)), count))
    return found + list(_unknown_attributes(used, scheme, renames))


def _unknown_attributes(used: NamesInUse, scheme: Scheme, renames: Renames) -> Iterator[Unknown]:
    lost: dict[Part, int] = {}
    for (owner, name, value), count in used.attributes.items():
        item: Label | FrameType | None
        item = scheme.label_by_name.get(renames.label(owner))
        if item is not None:
            inside = renames.in_label(item.name)
        else:
            item = scheme.frame_type_by_name.get(renames.frame(owner))
            inside = renames.in_frame(renames.frame(owner))
        if item is None:
            continue  # said already
        now = inside.attributes.get(name, name)
        attribute = next((one for one in item.attributes if one.name == now), None)
        if attribute is None:
            part = Part(Kind.ATTRIBUTE, name, (owner,))
        elif not allows(attribute, inside.values.get(now, {}).get(value, value)):
            part = Part(Kind.VALUE, str(value), (owner, name))
        else:
            continue
        lost[part] = lost.get(part, 0) + count
    yield from (Unknown(part, count) for part, count in lost.items())


def allows(attribute: Attribute, value: object) -> bool:
    """Whether an attribute may have a value; nothing is always allowed."""
    if value is None:
        return True
    if attribute.kind == "integer":
        return type(value) is int and value in attribute.values
    return isinstance(value, str) and (not attribute.values or value in attribute.values)
