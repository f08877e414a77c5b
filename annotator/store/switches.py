"""Rules of sources that are switched off: they make no suggestions, and those made are hidden.

Each rule that was ever switched has a row of the table ``workspace``, so that the switches of two
rules are two things to undo. What it proposed stays, with ``newest`` below 0, and waits for nobody.
That follows the row in the same transaction, also when undo brings another value of it back.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from annotator.store import sqlite, tables, workspace_rows
from annotator.store.changes import Changes
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

PREFIX = "off:"
AGAIN = "look-again"
_S, _K, _O = tables.suggestion.c, tables.look.c, tables.source.c
_LOOKS = (
    select(_K.id)
    .join(tables.source, _O.id == _K.source_id)
    .where(_O.name == bindparam("source"), _K.newest == 1)
)
_HIDE = Prepared(
    update(tables.suggestion)
    .where(_S.newest > 0, _S.rule == bindparam("named"), _S.look_id.in_(_LOOKS))
    .values(newest=-_S.newest)
)
_SHOW = Prepared(
    update(tables.suggestion)
    .where(
        _S.newest < 0,
        _S.rule == bindparam("named"),
        _S.look_id.in_(_LOOKS),
        sqlite.listed_texts(_S.label, "names"),
    )
    .values(newest=-_S.newest)
)
_LAST_LOOK = Prepared(select(func.max(_K.id)))
_COUNT = Prepared(
    select(func.count(_K.id))
    .join(tables.source, _O.id == _K.source_id)
    .where(_O.name == bindparam("source"), _K.newest == 1)
)


def _key(source: str, rule: str) -> str:
    return PREFIX + sha256(f"{source}\n{rule}".encode()).hexdigest()[:40]


def off(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the rules that are switched off, by the name of their source."""
    found: dict[str, set[str]] = {}
    for value in workspace_rows.beginning(connection, PREFIX).values():
        if _is_off(value):
            found.setdefault(value["source"], set()).add(value["rule"])
    return {source: frozenset(rules) for source, rules in found.items()}


def _is_off(value: Any) -> bool:
    return isinstance(value, dict) and value.get("since") is not None


def looks_of(connection: Connection, source: str) -> int:
    """Return how many articles a source has looked at: what a switch has to go through."""
    return int(_COUNT.scalar(connection, source=source) or 0)


def switch(writer: Writer, source: str, rule: str, *, on: bool) -> None:
    """Switch a rule on or off; nothing is recorded where it is so already."""
    key = _key(source, rule)
    if on != _is_off(workspace_rows.load(writer.connection, key)):
        return
    since = None if on else int(_LAST_LOOK.scalar(writer.connection) or 0)
    value = {"source": source, "rule": rule, "since": since}
    workspace_rows.change(writer, key, value)
    writer.changes.many = True


def follow(writer: Writer, changes: Changes, names: Iterable[str]) -> None:
    """Hide and show suggestions after switches were changed, undone or redone.

    Args:
        writer: The transaction of the change.
        changes: What was changed, in whichever direction.
        names: Labels and frame types of the scheme: what has another one stays hidden.
    """
    switched = [
        value
        for row in changes.rows
        if row.table == "workspace"
        for values in (row.before, row.after)
        if isinstance(value := workspace_rows.read((values or {}).get("value")), dict)
        and {"source", "rule", "since"} <= value.keys()
    ]
    if not switched:
        return
    labels = sqlite.as_list(list(names))
    now = off(writer.connection)
    for source, rule in {(value["source"], value["rule"]) for value in switched}:
        if rule in now.get(source, ()):
            _HIDE.run(writer.connection, source=source, named=rule)
            continue
        _SHOW.run(writer.connection, source=source, named=rule, names=labels)
        since = [
            value["since"]
            for value in switched
            if (value["source"], value["rule"]) == (source, rule) and value["since"] is not None
        ]
        if since:
            look_again(writer.connection, source, min(since))


def look_again(connection: Connection, source: str, since: int = 0) -> None:
    """Let articles wait for a source that it looked at after a look: without a rule, say."""
    last = int(_LAST_LOOK.scalar(connection) or 0)
    if last <= since:
        return
    ranges = again(connection)
    ranges[source] = [*ranges.get(source, []), [since + 1, last]]
    workspace_rows.keep(connection, AGAIN, ranges)


def again(connection: Connection) -> dict[str, list[list[int]]]:
    """Return the ranges of looks, by source, whose articles are to be looked at again."""
    found = workspace_rows.load(connection, AGAIN)
    return found if isinstance(found, Mapping) else {}  # type: ignore[return-value]
