"""Small values that belong to a workspace: rows of the table ``workspace`` beside the scheme's."""

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update

from annotator.store import tables
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_W = tables.workspace.c
_ONE = Prepared(select(_W.id, _W.value).where(_W.key == bindparam("name")))
_BEGINNING = Prepared(
    select(_W.key, _W.value).where(_W.key >= bindparam("low"), _W.key < bindparam("high"))
)
_ADD = Prepared(insert(tables.workspace))
_CHANGE = Prepared(
    update(tables.workspace).where(_W.key == bindparam("name")).values(value=bindparam("becomes"))
)


def load(connection: Connection, key: str) -> Any:
    """Return what a row says, ``None`` where there is none or it cannot be read."""
    row = _ONE.first(connection, name=key)
    return None if row is None else read(row[1])


def beginning(connection: Connection, prefix: str) -> dict[str, Any]:
    """Return the rows whose key begins with an ASCII prefix, by key."""
    high = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    rows = _BEGINNING.rows(connection, low=prefix, high=high)
    return {str(key): read(value) for key, value in rows}


def read(value: object) -> Any:
    """Return what the value of a row says, ``None`` where it is damaged."""
    try:
        return orjson.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None


def keep(connection: Connection, key: str, value: object) -> None:
    """Write a row; it is nobody's operation and no undo step."""
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    if not _CHANGE.run(connection, name=key, becomes=text).rowcount:
        _ADD.run(connection, id=None, key=key, value=text)


def change(writer: Writer, key: str, value: object) -> None:
    """Write a row as part of an operation.

    The row itself is made for good: an undone operation leaves it with the value that means
    nothing, ``null``, so that its id is never another row's.
    """
    row = _ONE.first(writer.connection, name=key)
    if row is None:
        keep(writer.connection, key, None)
        row = _ONE.first(writer.connection, name=key)
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    writer.update("workspace", int(row[0]), {"value": text})
