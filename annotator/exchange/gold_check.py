"""A line of ``annotator-gold/1`` against a scheme."""

from collections.abc import Mapping
from typing import Any

from annotator.domain.completeness import CheckedFrame, CheckedSpan, Checks, Piece, Severity
from annotator.domain.gold import EntityRecord, FrameRecord, GoldRecord, SpanRecord
from annotator.domain.renames import Inside, Renames
from annotator.domain.scheme import Attribute, Scheme
from annotator.exchange.gold_schema import shortened


class SchemeChecker:
    """Checks lines against one scheme; made once, used for every line.

    An attribute given as null is not set: it is right for every attribute, and it is kept.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._name = f"the scheme {scheme.name} {scheme.version}"
        self._renames = Renames.of(scheme)
        self._labels = {
            label.name: {attribute.name: attribute for attribute in label.attributes}
            for label in scheme.labels
        }
        self._checks = Checks(scheme)
        self._plain = self._checks.plain_labels
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
            now = _now(self._renames.labels, span["label"])
            return [f"{where}: {self._name} has no label {shortened(span['label'])}.{now}"]
        inside = self._renames.in_label(span["label"])
        return self._attribute_problems(where, span["label"], span["attributes"], known, inside)

    def _attribute_problems(
        self,
        where: str,
        owner: str,
        given: Mapping[str, Any],
        known: Mapping[str, Attribute],
        inside: Inside,
    ) -> list[str]:
        found = []
        for name, value in given.items():
            attribute = known.get(name)
            if attribute is None:
                now = _now(inside.attributes, name)
                found.append(f"{where}: {owner} has no attribute {shortened(name)}.{now}")
            elif not _allowed(attribute, value):
                now = _now(inside.values.get(name, {}), value) or _choice(attribute)
                found.append(f"{where}: {_value(value)} is no value of {name}.{now}")
        return found

    def _frame_problems(self, frame: FrameRecord, ids: set[str]) -> list[str]:
        where, kind = f"frame {frame['id']}", frame["type"]
        roles = self._roles.get(kind)
        if roles is None:
            now = _now(self._renames.frames, kind)
            return [f"{where}: {self._name} has no frame type {shortened(kind)}.{now}"]
        inside = self._renames.in_frame(kind)
        found = [
            f"{where}: {kind} has no role {shortened(role)}.{_now(inside.roles, role)}"
            for role in (*frame["roles"], *frame["implied"])
            if role not in roles
        ]
        for role, fillers in frame["roles"].items():
            if not ids.issuperset(fillers):
                lost = next(filler for filler in fillers if filler not in ids)
                found.append(f'{where}: "{role}" holds {lost}, no id of the line.')
        if frame["attributes"]:
            known = self._attributes[kind]
            found += self._attribute_problems(where, kind, frame["attributes"], known, inside)
        return found

    def unfinished(self, record: GoldRecord) -> list[str]:
        """Return what of a line that comes in should still be looked at, in text order.

        What :class:`Checks` finds missing or unusual; it is named with the id on the line.
        """
        plain = self._plain
        spans = [
            CheckedSpan(span["id"], span["label"], span["start"], span["text"], span["attributes"])
            for span in record["spans"]
            if span["attributes"] or span["label"] not in plain
        ]
        if not spans and not record["frames"]:
            return []
        frames = _checked_frames(record) if record["frames"] else []
        return [
            f"{'frame' if found.kind else 'span'} {found.tag}: {found.words}"
            for found in self._checks.problems(spans, frames, record["text"])
            if found.severity is not Severity.OPTIONAL
        ]


def _checked_frames(record: GoldRecord) -> list[CheckedFrame]:
    """Return the frames of a line as the checks see them."""
    spans = {span["id"]: span for span in record["spans"]}
    entities = {entity["id"]: entity for entity in record["entities"]}
    types = {frame["id"]: frame["type"] for frame in record["frames"]}
    pieces: dict[str, Piece] = {}

    def piece(key: str) -> Piece:
        made = pieces.get(key)
        if made is None:
            made = pieces[key] = _piece(key, spans, entities, types)
        return made

    return [
        CheckedFrame(
            frame["id"],
            frame["type"],
            {role: [piece(key) for key in keys] for role, keys in frame["roles"].items()},
            frame["implied"],
            frame["attributes"],
        )
        for frame in record["frames"]
    ]


def _piece(
    key: str,
    spans: Mapping[str, SpanRecord],
    entities: Mapping[str, EntityRecord],
    types: Mapping[str, str],
) -> Piece:
    span = spans.get(key)
    if span is not None:
        meant = span["entity"] or span["text"].casefold()
        label, start, end = span["label"], span["start"], span["end"]
        place = (start, end, span["text"], meant, span["attributes"])
        return Piece(key, label, False, *place)  # noqa: FBT003 - by place, for there are many
    entity = entities.get(key)
    if entity is not None:
        return Piece(key, entity["type"], words=entity["name"], meant=key)
    return Piece(key, types.get(key, ""), is_frame=True, meant=(key,))


def check_scheme(record: GoldRecord, scheme: Scheme) -> list[str]:
    """Return why a scheme refuses one line; for many lines use :class:`SchemeChecker`."""
    return SchemeChecker(scheme).problems(record)


def unfinished(record: GoldRecord, scheme: Scheme) -> list[str]:
    """Return what is unfinished on one line; for many lines use :class:`SchemeChecker`."""
    return SchemeChecker(scheme).unfinished(record)


def _allowed(attribute: Attribute, value: object) -> bool:
    if value is None:
        return True
    if attribute.kind == "integer":
        return type(value) is int and (not attribute.values or value in attribute.values)
    return isinstance(value, str) and (not attribute.values or value in attribute.values)


def _now(names: Mapping[Any, Any], old: object) -> str:
    """Return what an old name is called now, as a sentence; "" where it is none."""
    known = type(old) in {str, int} and old in names
    return f" It is called {names[old]} now." if known else ""


def _value(value: object) -> str:
    return shortened(value) if isinstance(value, str) else str(value)


def _choice(attribute: Attribute) -> str:
    if not attribute.values:
        return ""
    return f" It is one of {', '.join(map(str, attribute.values))}."
