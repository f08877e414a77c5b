"""What a source found, in the names of the scheme in force."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.likeness import is_anchored
from annotator.domain.renames import Renames
from annotator.domain.scheme import Attribute, FrameType, Scheme
from annotator.domain.scheme_change import allows
from annotator.domain.suggestion import (
    Findings,
    FrameProposal,
    Proposal,
    ProposedFiller,
    rearranged,
)


def fitting(scheme: Scheme, found: Findings) -> Findings:
    """Return what was found in the names of a scheme; what it has no name for is left out.

    Rules and models name labels and roles as they were made to, and a scheme may call them
    otherwise by now. A frame that has nothing left in the roles that anchor it goes.
    """
    renames = Renames.of(scheme)
    spans = [_span(scheme, renames, item) for item in found.spans]
    frames = [_frame(scheme, renames, item) for item in found.frames]
    kept = {index: index for index, frame in enumerate(frames) if frame is not None}
    fit = [after or before for before, after in zip(found.frames, frames, strict=True)]
    return replace(
        found,
        spans=tuple(item for item in spans if item is not None),
        frames=tuple(rearranged(fit, kept)),
        vetoed=tuple((extent, renames.label(label)) for extent, label in found.vetoed),
    )


def _span(scheme: Scheme, renames: Renames, item: Proposal) -> Proposal | None:
    label = scheme.label_by_name.get(renames.label(item.label))
    if label is None:
        return None
    given = renames.in_label(label.name).of_attributes(item.attributes or {})
    return replace(item, label=label.name, attributes=_allowed(label.attributes, given) or None)


def _frame(scheme: Scheme, renames: Renames, item: FrameProposal) -> FrameProposal | None:
    kind = scheme.frame_type_by_name.get(renames.frame(item.type))
    if kind is None:
        return None
    inside = renames.in_frame(kind.name)
    fillers: list[ProposedFiller] = []
    for one in item.fillers:
        label = renames.label(one.label)
        role = kind.role(inside.roles.get(one.role, one.role))
        known = one.extent is None or label in scheme.label_by_name
        if role is not None and known and _has_room(role.most, role.name, fillers):
            fillers.append(replace(one, role=role.name, label=label))
    if not is_anchored(kind, {one.role for one in fillers if one.extent is not None}):
        return None
    order = [role.name for role in kind.roles]
    fillers.sort(key=lambda one: order.index(one.role))
    filled = {one.role for one in fillers}
    implied = _known_roles(kind, inside.roles, item.implied)
    return replace(
        item,
        type=kind.name,
        fillers=tuple(fillers),
        implied=tuple(role for role in implied if role not in filled),
        attributes=_allowed(kind.attributes, inside.of_attributes(item.attributes)),
        check=tuple(role for role in _known_roles(kind, inside.roles, item.check)),
    )


def _has_room(most: int | None, role: str, fillers: Sequence[ProposedFiller]) -> bool:
    return most is None or sum(one.role == role for one in fillers) < most


def _known_roles(kind: FrameType, names: Mapping[str, str], roles: Sequence[str]) -> list[str]:
    now = dict.fromkeys(names.get(role, role) for role in roles)
    return [role for role in now if kind.role(role) is not None]


def _allowed(attributes: Sequence[Attribute], given: Mapping[str, Any]) -> dict[str, Any]:
    known = {attribute.name: attribute for attribute in attributes}
    return {
        name: value for name, value in given.items() if name in known and allows(known[name], value)
    }
