"""Operations on frames: make, delete, fill roles, attributes, notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from annotator.domain.annotation import (
    EntityId,
    Filler,
    Frame,
    FrameId,
    Provenance,
    Span,
    SpanId,
)
from annotator.domain.extent import Extent
from annotator.domain.framing import derived_values, role_for
from annotator.domain.scheme import FrameType, Role
from annotator.domain.suggestion import Decision, Suggestion
from annotator.errors import (
    EntityTakenError,
    GoneError,
    UnknownFrameTypeError,
    UnknownRoleError,
)
from annotator.ops.deciding import settle
from annotator.ops.deriving import deriving
from annotator.ops.suggestions import accept_in, correct_in
from annotator.ops.tags import add_by_hand, changed_attributes, check_label, check_value
from annotator.ops.workspace import Workspace
from annotator.store import reader
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget, provenance_json, to_json
from annotator.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Material:
    """What fills a role: a span, a pending suggestion (accepted with it), or words to be tagged.

    Exactly one of the three is given.

    Attributes:
        label_as: The label that the analyst chose for words or a suggestion, "" for that of the
            suggestion or, for words, of the role.
    """

    span: Span | None = None
    suggestion: Suggestion | None = None
    extent: Extent | None = None
    label_as: str = ""

    @property
    def label(self) -> str | None:
        """The label it brings, ``None`` for plain words."""
        tagged = self.span or self.suggestion
        return self.label_as or (tagged.label if tagged is not None else None)

    @property
    def place(self) -> Extent:
        """Where it stands."""
        if self.extent is not None:
            return self.extent
        tagged = self.span or self.suggestion
        if tagged is None:
            raise ValueError("nothing to fill a role with")
        return tagged.extent


@dataclass(frozen=True, slots=True)
class Filling:
    """What one role gets: some material, or an entity of the register."""

    role: str
    material: Material | None = None
    entity: EntityId | None = None


def start(
    workspace: Workspace, target: SetTarget, kind: str, material: Material, role: str = ""
) -> FrameId:
    """Make a frame of some material, in one step; spans it needs are made with it.

    Args:
        workspace: Where the set is.
        target: Whose set on which article.
        kind: A frame type of the scheme.
        material: Its first filler.
        role: Which role it fills; the one that takes its label where not given.

    Raises:
        UnknownFrameTypeError, UnknownRoleError, SetClosedError, StaleSetError, GoneError: As
            :func:`add`.
    """
    known = _type(workspace, kind)
    wanted = _role(known, role) if role else role_for(known, material.label)
    values: dict[str, object] = {
        item.name: item.default for item in known.attributes if item.default is not None
    }
    with workspace.operation(f"New {kind.lower()}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        text = opened.text()
        if wanted.anchor:
            values.update(derived_values(known, text, [material.place]))
        made = Provenance(by=target.annotator, at=utc_now())
        key = opened.add_frame(kind, provenance=made, attributes=values)
        with deriving(workspace.scheme, opened, [key]):
            span = _span_of(writer, opened, wanted, material, text)
            _fill(writer, opened, key, wanted, Filler(wanted.name, span=span))
        return key


def fill_with(
    workspace: Workspace, target: SetTarget, frame: Frame, role: str, material: Material
) -> None:
    """Fill a role with some material, in one step; a span it needs is made with it.

    Raises:
        UnknownRoleError, SetClosedError, StaleSetError, GoneError: As :func:`fill`.
        UnknownLabelError: The scheme has no such label.
    """
    known = _type(workspace, frame.type)
    wanted = _role(known, role)
    if material.label_as:
        check_label(workspace, material.label_as)
    with workspace.operation(f"Fill {role} of {frame.type}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.frame(frame.id)
        text = opened.text()
        with deriving(workspace.scheme, opened, [frame.id]):
            span = _span_of(writer, opened, wanted, material, text)
            filler = Filler(role, span=span)
            if filler not in now.fillers:
                _fill(writer, opened, frame.id, wanted, filler)
            _mark(opened, now, implied=[name for name in now.implied if name != role])


def fill_in(
    writer: Writer, opened: OpenSet, kind: FrameType, key: FrameId, filled: Filling, text: str
) -> None:
    """Fill a role of a frame inside an operation; a span it needs is made with it.

    Raises:
        UnknownRoleError: The frame type has no such role.
        GoneError: The filler is not there any more.
    """
    role = _role(kind, filled.role)
    if filled.material is None:
        _fill(writer, opened, key, role, Filler(role.name, entity=filled.entity))
        return
    span = _span_of(writer, opened, role, filled.material, text)
    _fill(writer, opened, key, role, Filler(role.name, span=span))


def _span_of(writer: Writer, opened: OpenSet, role: Role, material: Material, text: str) -> SpanId:
    """Return the span of some material, making it where there is none yet."""
    if material.span is not None:
        return material.span.id
    place, suggestion = material.place, material.suggestion
    if suggestion is not None and material.label in {None, suggestion.label}:
        return accept_in(opened, suggestion, text)
    label = material.label_as or role.new_label
    known = opened.find_span(place, label)
    if known is not None:
        if suggestion is not None:
            opened.decide(suggestion, Decision.CORRECTED, known)
        return known
    if suggestion is not None:
        return correct_in(writer, opened, suggestion, place, label, place.slice(text))
    return add_by_hand(writer, opened, place, label, place.slice(text))


def add(
    workspace: Workspace,
    target: SetTarget,
    kind: str,
    fillers: Iterable[Filler] = (),
    attributes: Mapping[str, object] | None = None,
) -> FrameId:
    """Make a frame by hand; attributes that are not given start as the scheme says.

    Raises:
        UnknownFrameTypeError, UnknownRoleError, AttributeInvalidError: The scheme has no such.
        GoneError: A filler is not there any more.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    known = _type(workspace, kind)
    values: dict[str, object] = {
        item.name: item.default for item in known.attributes if item.default is not None
    }
    values.update(attributes or {})
    for name, value in values.items():
        check_value(kind, known.attributes, name, value)
    with workspace.operation(f"New {kind.lower()}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        made = Provenance(by=target.annotator, at=utc_now())
        key = opened.add_frame(kind, provenance=made, attributes=values)
        with deriving(workspace.scheme, opened, [key]):
            for filler in fillers:
                _fill(writer, opened, key, _role(known, filler.role), filler)
        return key


def delete(workspace: Workspace, target: SetTarget, frames: Sequence[Frame]) -> None:
    """Delete frames; the spans that fill them stay, roles that they filled are emptied.

    Suggestions that they came from are rejected.
    """
    if not frames:
        return
    one = f"Delete {frames[0].type.lower()}"
    name = one if len(frames) == 1 else f"Delete {len(frames)} frames"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        filled = [key for frame in frames for key in opened.frames_with(frame.id)]
        with deriving(workspace.scheme, opened, filled):
            for frame in frames:
                opened.change_frame_decisions(frame.id, Decision.REJECTED)
                opened.delete_frame(frame.id)


def fill(workspace: Workspace, target: SetTarget, frame: Frame, filler: Filler) -> None:
    """Put a span, an entity or a frame into a role; a role that takes one gets it instead.

    Raises:
        UnknownRoleError: The frame type has no such role.
        GoneError: The frame or the filler is not there any more.
    """
    role = _role(_type(workspace, frame.type), filler.role)
    with workspace.operation(f"Fill {role.name} of {frame.type}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.frame(frame.id)
        with deriving(workspace.scheme, opened, [frame.id]):
            _fill(writer, opened, frame.id, role, filler)
            _mark(opened, now, implied=[name for name in now.implied if name != role.name])


def fill_with_new_entity(
    workspace: Workspace, target: SetTarget, frame: Frame, role: str, kind: str, name: str
) -> None:
    """Add an entity to the register and put it into a role, in one step.

    Raises:
        EntityTakenError: There is one of this type and name already.
        UnknownLabelError: The scheme has no such type.
        UnknownRoleError, GoneError: As :func:`fill`.
    """
    wanted = _role(_type(workspace, frame.type), role)
    check_label(workspace, kind)
    with workspace.operation(f"Fill {role} of {frame.type}", target.annotator) as writer:
        if reader.entity_named(writer.connection, kind, name) is not None:
            raise EntityTakenError(name=name)
        opened = OpenSet(writer, target)
        now = opened.frame(frame.id)
        made = EntityId(writer.insert("entity", {"type": kind, "name": name}))
        with deriving(workspace.scheme, opened, [frame.id]):
            _fill(writer, opened, frame.id, wanted, Filler(role, entity=made))
            _mark(opened, now, implied=[item for item in now.implied if item != role])


def empty(
    workspace: Workspace, target: SetTarget, frame: Frame, role: str, filler: Filler | None = None
) -> None:
    """Take one filler, or all, out of a role."""
    with workspace.operation(f"Empty {role} of {frame.type}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.frame(frame.id)
        with deriving(workspace.scheme, opened, [frame.id]):
            opened.empty(frame.id, role, filler)
            if writer.changes:
                _mark(opened, now)


def set_implied(
    workspace: Workspace, target: SetTarget, frame: Frame, role: str, *, implied: bool
) -> None:
    """Say that the text leaves a role unsaid, or take that back; an implied role is empty."""
    known = _role(_type(workspace, frame.type), role)
    word = "implied" if implied else "not implied"
    with workspace.operation(f"Make {role} of {frame.type} {word}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.frame(frame.id)
        others = [name for name in now.implied if name != known.name]
        with deriving(workspace.scheme, opened, [frame.id]):
            if implied:
                opened.empty(frame.id, role)
            _mark(opened, now, implied=[*others, role] if implied else others)


def set_attribute(
    workspace: Workspace, target: SetTarget, frame: Frame, attribute: str, value: object
) -> None:
    """Set an attribute of a frame; ``None`` or an empty text takes it away.

    Raises:
        AttributeInvalidError: The frame type has no such attribute, or it does not take the value.
    """
    with workspace.operation(f"Set {attribute} of {frame.type}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        now = opened.frame(frame.id)
        attributes = changed_attributes(now.attributes, attribute, value)
        if attribute in attributes:
            check_value(now.type, _type(workspace, now.type).attributes, attribute, value)
        _mark(opened, now, attributes=attributes)
        settle(workspace.scheme, opened, frame.id)


def set_note(workspace: Workspace, target: SetTarget, frame: Frame, note: str) -> None:
    """Write a note on a frame."""
    if note == frame.note:
        return
    with workspace.operation(f"Note on {frame.type}", target.annotator) as writer:
        opened = OpenSet(writer, target)
        _mark(opened, opened.frame(frame.id), note=note)


def set_unsure(workspace: Workspace, target: SetTarget, frame: Frame, *, unsure: bool) -> None:
    """Flag a frame for the reviewer, or take the flag away."""
    name = f"Flag {frame.type} unsure" if unsure else f"Unflag {frame.type}"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        opened.frame(frame.id)
        opened.change_frame(frame.id, unsure=1 if unsure else None)


def _type(workspace: Workspace, kind: str) -> FrameType:
    known = workspace.scheme.frame_type_by_name.get(kind)
    if known is None:
        names = ", ".join(workspace.scheme.frame_type_by_name)
        raise UnknownFrameTypeError(name=kind, names=names)
    return known


def _role(kind: FrameType, name: str) -> Role:
    role = kind.role(name)
    if role is None:
        names = ", ".join(role.name for role in kind.roles)
        raise UnknownRoleError(kind=kind.name, name=name, names=names)
    return role


def _fill(writer: Writer, opened: OpenSet, key: FrameId, role: Role, filler: Filler) -> None:
    _check_filler(writer, opened, filler)
    if role.most == 1:
        opened.empty(key, role.name)
    opened.fill(key, filler)


def _check_filler(writer: Writer, opened: OpenSet, filler: Filler) -> None:
    if filler.span is not None:
        opened.span(filler.span)
    elif filler.frame is not None:
        opened.frame(filler.frame)
    elif filler.entity is None or writer.get("entity", filler.entity) is None:
        raise GoneError(thing="entity")


def _mark(
    opened: OpenSet,
    frame: Frame,
    *,
    implied: Sequence[str] | None = None,
    attributes: Mapping[str, object] | None = None,
    note: str | None = None,
) -> None:
    """Write what changed in a frame, and who changed it when."""
    said = replace(frame.provenance or Provenance(), by=opened.target.annotator, at=utc_now())
    values: dict[str, object] = {"provenance": provenance_json(said)}
    if implied is not None:
        values["implied"] = orjson.dumps(list(implied)).decode() if implied else None
    if attributes is not None:
        values["attributes"] = to_json(attributes)
    if note is not None:
        values["note"] = note or None
    opened.change_frame(frame.id, **values)
