"""Names of the scheme changed in all tags, in bulk: one column at a time, of all rows alike."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Table, select, true, update

from annotator.domain.renames import Attributes, Inside, Renames, renamed_roles, renamed_verdict
from annotator.domain.scheme_change import Kind, Part
from annotator.store import sqlite, tables
from annotator.store.changes import Move
from annotator.store.pending import ALONE, FOR_ONE, WITHIN
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer, moved

_P, _R, _F, _T = tables.span.c, tables.frame.c, tables.filler.c, tables.annotation_set.c
_S, _D, _E, _V = tables.suggestion.c, tables.decision.c, tables.entity.c, tables.verdict.c
_LABELS: tuple[tuple[Column[Any], ColumnElement[bool]], ...] = (
    (_P.label, true()),
    (_D.label, _D.start.is_not(None)),
    (_E.type, true()),
    (tables.rule.c.label, true()),
)
"""Columns that hold a label, and when they do; those of suggestions stand apart."""
_FRAMES: tuple[tuple[Column[Any], ColumnElement[bool]], ...] = (
    (_R.type, true()),
    (_D.label, _D.start.is_(None)),
)
_NEW_REVISIONS = Prepared(update(tables.annotation_set).values(revision=_T.revision + 1))


def advance_all(connection: Connection) -> None:
    """Give every set its next revision: what a window shows of it has other names by now."""
    _NEW_REVISIONS.run(connection)


class Recasting:
    """Gives names their new form everywhere, and records it as few changes of many rows."""

    def __init__(self, writer: Writer, renames: Renames) -> None:
        self._writer = writer
        self._connection = writer.connection
        self._renames = renames

    def tags(self) -> None:
        """Rename in the sets of everybody, in decisions, verdicts and the register."""
        for names, columns in ((self._renames.labels, _LABELS), (self._renames.frames, _FRAMES)):
            for column, condition in columns:
                self._names(names, column, condition)
        for label, inside in self._renames.in_labels.items():
            self._texts(_P.attributes, _P.label == label, attributes_of(inside))
        for frame, inside in self._renames.in_frames.items():
            self._texts(_R.attributes, _R.type == frame, attributes_of(inside))
            self._texts(_R.implied, _R.type == frame, implied_of(inside))
            of_frame = _F.frame_id.in_(select(_R.id).where(_R.type == frame))
            self._names(inside.roles, _F.role, of_frame)
        self._texts(_V.body, true(), lambda body: renamed_verdict(body, self._renames))

    def suggestions(self) -> None:
        """Rename in what machines propose, pending or decided on."""
        spans, frames = _S.start.is_not(None), _S.start.is_(None)
        self._names(self._renames.labels, _S.label, spans)
        self._names(self._renames.frames, _S.label, frames)
        for label, inside in self._renames.in_labels.items():
            self._texts(_S.attributes, (_S.label == label) & spans, attributes_of(inside))
        for frame, inside in self._renames.in_frames.items():
            self._texts(_S.body, (_S.label == frame) & frames, body_of(inside))

    def retire(self, gone: Iterable[Part]) -> None:
        """Let nobody wait for suggestions whose label or frame type the scheme does not have."""
        parts = list(gone)
        for kind, condition in (
            (Kind.LABEL, _S.start.is_not(None)),
            (Kind.FRAME, _S.start.is_(None)),
        ):
            unknown = [part.name for part in parts if part.kind == kind]
            if unknown:
                for newest in (ALONE, WITHIN, FOR_ONE):
                    wanted = (_S.label.in_(unknown), condition, _S.newest == newest)
                    self._record(_S.newest, newest, 0, self._ids(tables.suggestion, *wanted))

    def move_sets(self, scheme: int) -> None:
        """Say of every set that it follows a scheme."""
        others = select(_T.scheme_id).where(_T.scheme_id != scheme).distinct()
        for before in self._connection.scalars(others).all():
            ids = self._ids(tables.annotation_set, _T.scheme_id == before)
            self._record(_T.scheme_id, before, scheme, ids)

    def _names(
        self, names: Mapping[str, str], column: Column[Any], condition: ColumnElement[bool]
    ) -> None:
        for old, new in names.items():
            self._record(column, old, new, self._ids(column.table, column == old, condition))

    def _ids(self, table: Any, *conditions: ColumnElement[bool]) -> "array[int]":
        query = sqlite.in_one_value(select(table.c.id).where(*conditions).order_by(table.c.id))
        return sqlite.from_one_value(str(self._connection.scalar(query)))

    def _texts(
        self, column: Column[Any], condition: ColumnElement[bool], change: Callable[[Any], Any]
    ) -> None:
        """Change a column of JSON; rows that hold the same change together."""
        table: Any = column.table
        query = select(table.c.id, column).where(condition, column.is_not(None))
        found: dict[str, array[int]] = {}
        for key, kept in self._connection.execute(query.order_by(table.c.id)):
            found.setdefault(kept, array("q")).append(key)
        for before, ids in found.items():
            self._record(column, before, changed_text(before, change), ids)

    def _record(self, column: Column[Any], before: Any, after: Any, ids: "array[int]") -> None:
        if not ids or before == after:
            return
        table: Table = column.table
        made = Move(str(table.name), str(column.name), ids, before, after)
        moved(self._connection, made)
        self._writer.changes.recast.append(made)


def changed_text(kept: str, change: Callable[[Any], Any]) -> str:
    """Return a text of JSON after a change to what it says, the same where that stays."""
    try:
        before = orjson.loads(kept)
        after = change(before)
    except (ValueError, TypeError, AttributeError):  # damaged: the check of integrity says so
        return kept
    return kept if after == before and _order(after) == _order(before) else _text(after)


def _order(value: Any) -> Any:
    return list(value) if isinstance(value, Mapping) else value


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


def attributes_of(inside: Inside) -> Callable[[Attributes], Any]:
    """Return what changes the attributes of a tag."""
    return lambda attributes: dict(inside.of_attributes(attributes))


def implied_of(inside: Inside) -> Callable[[Any], Any]:
    """Return what changes the implied roles of a frame."""
    return lambda roles: renamed_roles({"implied": roles}, inside)["implied"]


def body_of(inside: Inside) -> Callable[[Any], Any]:
    """Return what changes the roles and attributes of a suggested frame."""

    def change(body: Any) -> Any:
        attributes = inside.of_attributes(body.get("attributes") or {})
        more: dict[str, Any] = {"attributes": dict(attributes)} if "attributes" in body else {}
        if "check" in body:
            more["check"] = renamed_roles({"implied": body["check"]}, inside)["implied"]
        return body | renamed_roles(body, inside) | more

    return change
