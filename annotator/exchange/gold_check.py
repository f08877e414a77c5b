"""A line of ``annotator-gold/1`` against a scheme."""

from collections.abc import Mapping
from typing import Any

from annotator.domain.gold import FrameRecord, GoldRecord, SpanRecord
from annotator.domain.scheme import ANY_LABEL, Attribute, FrameType, Role, Scheme
from annotator.exchange.gold_schema import shortened


class SchemeChecker:
    """Checks lines against one scheme; made once, used for every line.

    An attribute given as null is not set: it is right for every attribute, and it is kept.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._name = f"the scheme {scheme.name} {scheme.version}"
        self._labels = {
            label.name: {attribute.name: attribute for attribute in label.attributes}
            for label in scheme.labels
        }
        self._types = {kind.name: kind for kind in scheme.frame_types}
        self._roles = {
            kind.name: {role.name: role for role in kind.roles} for kind in scheme.frame_types
        }
        self._attributes = {
            kind.name: {attribute.name: attribute for attribute in kind.attributes}
            for kind in scheme.frame_types
        }

    def problems(self, record: GoldRecord) -> list[str]:
        """Return why the scheme refuses a line, in the order of the line; empty where it does not.

        Unknown labels, frame types, roles, attributes and values; fillers that are no ids of the
        line.
        """
        found: list[str] = []
        for span in record["spans"]:
            known = self._labels.get(span["label"])
            if known is None or span["attributes"]:
                found += self._span_problems(span, known)
        if record["frames"]:
            ids = {item["id"] for item in record["spans"]}
            ids.update([item["id"] for item in record["entities"]])
            ids.update([item["id"] for item in record["frames"]])
            for frame in record["frames"]:
                found += self._frame_problems(frame, ids)
        return found

    def _span_problems(self, span: SpanRecord, known: Mapping[str, Attribute] | None) -> list[str]:
        where = f"span {span['id']}"
        if known is None:
            return [f"{where}: {self._name} has no label {shortened(span['label'])}."]
        return self._attribute_problems(where, span["label"], span["attributes"], known)

    def _attribute_problems(
        self, where: str, owner: str, given: Mapping[str, Any], known: Mapping[str, Attribute]
    ) -> list[str]:
        found = []
        for name, value in given.items():
            attribute = known.get(name)
            if attribute is None:
                found.append(f"{where}: {owner} has no attribute {shortened(name)}.")
            elif not _allowed(attribute, value):
                found.append(f"{where}: {_value(value)} is no value of {name}.{_choice(attribute)}")
        return found

    def _frame_problems(self, frame: FrameRecord, ids: set[str]) -> list[str]:
        where, kind = f"frame {frame['id']}", frame["type"]
        roles = self._roles.get(kind)
        if roles is None:
            return [f"{where}: {self._name} has no frame type {shortened(kind)}."]
        found = [
            f"{where}: {kind} has no role {shortened(role)}."
            for role in (*frame["roles"], *frame["implied"])
            if role not in roles
        ]
        for role, fillers in frame["roles"].items():
            if not ids.issuperset(fillers):
                lost = next(filler for filler in fillers if filler not in ids)
                found.append(f'{where}: "{role}" holds {lost}, no id of the line.')
        if frame["attributes"]:
            known = self._attributes[kind]
            found += self._attribute_problems(where, kind, frame["attributes"], known)
        return found

    def unfinished(self, record: GoldRecord) -> list[str]:
        """Return what of a line that comes in should still be looked at, in the order of the line.

        Required roles that are empty and not implied, more fillers than a role takes, fillers that
        are unusual for their role. Frames of unknown type are passed over.
        """
        if not record["frames"]:
            return []
        labels = {span["id"]: span["label"] for span in record["spans"]}
        labels.update({entity["id"]: entity["type"] for entity in record["entities"]})
        types = {frame["id"]: frame["type"] for frame in record["frames"]}
        found: list[str] = []
        for frame in record["frames"]:
            kind = self._types.get(frame["type"])
            if kind is not None:
                found += _empty_roles(frame, kind)
                found += self._unusual_fillers(frame, labels, types)
        return found

    def _unusual_fillers(
        self, frame: FrameRecord, labels: Mapping[str, str], types: Mapping[str, str]
    ) -> list[str]:
        found = []
        where, roles = f"frame {frame['id']}", self._roles[frame["type"]]
        for name, fillers in frame["roles"].items():
            role = roles.get(name)
            if role is None:
                continue
            if role.most is not None and len(fillers) > role.most:
                found.append(f'{where}: "{name}" has {len(fillers)} fillers, not {role.most}.')
            for filler in fillers:
                if not _usual(role, filler, labels, types):
                    what = labels.get(filler) or types.get(filler, "")
                    found.append(f'{where}: {filler} ({what}) is unusual as "{name}".')
        return found


def check_scheme(record: GoldRecord, scheme: Scheme) -> list[str]:
    """Return why a scheme refuses one line; for many lines use :class:`SchemeChecker`."""
    return SchemeChecker(scheme).problems(record)


def unfinished(record: GoldRecord, scheme: Scheme) -> list[str]:
    """Return what is unfinished on one line; for many lines use :class:`SchemeChecker`."""
    return SchemeChecker(scheme).unfinished(record)


def _empty_roles(frame: FrameRecord, kind: FrameType) -> list[str]:
    return [
        f'frame {frame["id"]}: "{role.name}" of the {kind.name} is empty.'
        for role in kind.roles
        if role.least and not frame["roles"].get(role.name) and role.name not in frame["implied"]
    ]


def _usual(role: Role, filler: str, labels: Mapping[str, str], types: Mapping[str, str]) -> bool:
    label = labels.get(filler)
    if label is None:
        return types.get(filler, "") in role.frames
    return label in role.labels or ANY_LABEL in role.labels


def _allowed(attribute: Attribute, value: object) -> bool:
    if value is None:
        return True
    if attribute.kind == "integer":
        return type(value) is int and (not attribute.values or value in attribute.values)
    return isinstance(value, str) and (not attribute.values or value in attribute.values)


def _value(value: object) -> str:
    return shortened(value) if isinstance(value, str) else str(value)


def _choice(attribute: Attribute) -> str:
    if not attribute.values:
        return ""
    return f" It is one of {', '.join(map(str, attribute.values))}."
