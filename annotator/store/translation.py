"""Steps of the journal that were made under another scheme: read in the names of now.

A journal is never rewritten. Beside it stands what schemes were put in force after which
operation, and what that renamed; who takes an older step back, or brings one back, writes the rows
under the names that they have by now.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update

from annotator.domain.renames import Renames, renamed_verdict
from annotator.domain.scheme_change import Kind, Part
from annotator.store import schemes, tables
from annotator.store.changes import Change, RowValues
from annotator.store.prepared import Prepared
from annotator.store.recasting import attributes_of, body_of, changed_text, implied_of
from annotator.store.writer import COLUMNS

_KEY = "scheme-log"
_W, _R = tables.workspace.c, tables.frame.c
_LOG = Prepared(select(_W.value).where(_W.key == _KEY))
_WRITE = Prepared(update(tables.workspace).where(_W.key == _KEY).values(value=bindparam("to")))
_ADD = Prepared(insert(tables.workspace))
_TYPE = Prepared(select(_R.type).where(_R.id == bindparam("row")))
_WITHIN = {"attributes": attributes_of, "implied": implied_of, "body": body_of}
"""What is named within a label or frame type, by the column that holds it."""


def note(connection: Connection, operation: int, renames: Renames, lost: Iterable[Part]) -> None:
    """Keep what an operation that put a scheme in force renamed.

    Args:
        connection: Of the transaction.
        operation: Its number.
        renames: What has another name since.
        lost: Names that were known and are not any more.
    """
    kept = _LOG.scalar(connection)
    log = [*orjson.loads(kept or "[]"), [operation, renames.to_json(), _plain(lost)]]
    text = orjson.dumps(log).decode()
    if kept is None:
        _ADD.run(connection, id=None, key=_KEY, value=text)
    else:
        _WRITE.run(connection, to=text)


def _plain(parts: Iterable[Part]) -> list[Any]:
    return [[str(part.kind), part.name, part.of] for part in parts]


def last_change(connection: Connection) -> int:
    """Return the operation that put a scheme in force last, 0 where none did."""
    log = orjson.loads(_LOG.scalar(connection) or "[]")
    return int(log[-1][0]) if log else 0


class Translation:
    """Gives the rows of an older step the names of now.

    Args:
        connection: Of the transaction that writes them.
        operation: The step; what was put in force after it counts.
    """

    def __init__(self, connection: Connection, operation: int) -> None:
        self._connection = connection
        log = orjson.loads(_LOG.scalar(connection) or "[]")
        later = [entry for entry in log if entry[0] > operation]
        self._changed = bool(later)
        self._steps = [Renames.from_json(kept) for _, kept, _ in later]
        self._back = [step.inverse for step in reversed(self._steps)]
        self._tables = {
            "span": self._span,
            "frame": self._frame,
            "filler": self._filler,
            "suggestion": self._proposal,
            "decision": self._proposal,
            "entity": self._entity,
            "rule": self._rule,
            "verdict": self._verdict,
            "annotation_set": self._set,
        }
        self.lost = [
            Part(Kind(kind), name, tuple(of)) for _, _, lost in later for kind, name, of in lost
        ]
        """Names of then that may be unknown now."""

    def change(self, change: Change, now: RowValues | None) -> Change:
        """Return a change as it would be written now; ``now`` is its row."""
        if not self._changed:
            return change
        before = None if change.before is None else self.row(change.table, change.before, now)
        after = None if change.after is None else self.row(change.table, change.after, now)
        return Change(change.table, change.id, before, after)

    def row(self, table: str, values: RowValues, now: RowValues | None = None) -> RowValues:
        """Return some columns of a row, or all, under the names of now."""
        translate = self._tables.get(table) if self._changed else None
        return values if translate is None else translate(values, now or {})

    def rows(self, table: str, rows: list[list[Any]]) -> list[list[Any]]:
        """Return whole rows, as lists of values, under the names of now."""
        if not self._changed or table not in self._tables:
            return rows
        columns = COLUMNS[table]
        return [
            list(self.row(table, dict(zip(columns, row, strict=True))).values()) for row in rows
        ]

    # --- tables -----------------------------------------------------------------------------

    def _span(self, values: RowValues, now: RowValues) -> RowValues:
        return self._tag(values, now, "label", of_label=True)

    def _frame(self, values: RowValues, now: RowValues) -> RowValues:
        return self._tag(values, now, "type", of_label=False)

    def _tag(self, values: RowValues, now: RowValues, key: str, *, of_label: bool) -> RowValues:
        """Follow a tag's own name through the steps, and what is named within it."""
        name = values.get(key) or self._then(now.get(key, ""), of_label=of_label)
        made = dict(values)
        for step in self._steps:
            name = step.label(name) if of_label else step.frame(name)
            inside = step.in_label(name) if of_label else step.in_frame(name)
            for column, change in _WITHIN.items():
                if made.get(column) is not None:
                    made[column] = changed_text(made[column], change(inside))
        if key in made:
            made[key] = name
        return made

    def _then(self, name: str, *, of_label: bool) -> str:
        """Return what something of now was called when the step was made."""
        for step in self._back:
            name = step.label(name) if of_label else step.frame(name)
        return name

    def _filler(self, values: RowValues, now: RowValues) -> RowValues:
        if "role" not in values:
            return values
        frame = values.get("frame_id") or now.get("frame_id")
        kind = self._then(str(_TYPE.scalar(self._connection, row=frame) or ""), of_label=False)
        role = values["role"]
        for step in self._steps:
            kind = step.frame(kind)
            role = step.in_frame(kind).roles.get(role, role)
        return values | {"role": role}

    def _proposal(self, values: RowValues, now: RowValues) -> RowValues:
        """Follow a suggestion or a decision, which is about a frame where it has no place."""
        where = now if "start" not in values else values
        return self._tag(values, now, "label", of_label=where.get("start") is not None)

    def _rule(self, values: RowValues, _now: RowValues) -> RowValues:
        if "label" not in values:
            return values
        name = values["label"]
        for step in self._steps:
            name = step.label(name)
        return values | {"label": name}

    def _entity(self, values: RowValues, _now: RowValues) -> RowValues:
        if "type" not in values:
            return values
        name = values["type"]
        for step in self._steps:
            name = step.label(name)
        return values | {"type": name}

    def _verdict(self, values: RowValues, _now: RowValues) -> RowValues:
        if values.get("body") is None:
            return values
        body: str = values["body"]
        for step in self._steps:
            body = changed_text(body, partial(renamed_verdict, renames=step))
        return values | {"body": body}

    def _set(self, values: RowValues, _now: RowValues) -> RowValues:
        key = values.get("scheme_id")
        if key is None or not (any(self._steps) or schemes.is_gone(self._connection, key)):
            return values
        return values | {"scheme_id": schemes.in_force(self._connection)}
