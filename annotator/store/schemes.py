"""The schemes of a workspace: which one is in force, and putting another one in force."""

from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, func, select

from annotator.domain.scheme import Scheme
from annotator.domain.scheme_file import read_scheme
from annotator.errors import AnnotatorError, WorkspaceDamagedError
from annotator.store import tables
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_W, _S = tables.workspace.c, tables.scheme.c
_POINTER = Prepared(select(_W.id, _W.value).where(_W.key == "scheme"))
_ROW = Prepared(select(_S.name, _S.source).where(_S.id == bindparam("row")))
_NAMED = Prepared(
    select(_S.id, _S.source).where(_S.name == bindparam("name"), _S.version == bindparam("version"))
)
_HIGHEST = Prepared(select(func.max(_S.id)))
_OPERATIONS = Prepared(select(func.max(tables.operation.c.id)))
_NEWEST = Prepared(select(func.max(_S.version)).where(_S.name == bindparam("name")))
Reading: TypeAlias = Connection


def in_force(connection: Connection) -> int:
    """Return the id of the scheme in force."""
    row = _POINTER.first(connection)
    return int(row[1]) if row is not None else 1


def load(connection: Connection, key: int, path: Path) -> Scheme:
    """Return a scheme of the workspace.

    Raises:
        WorkspaceDamagedError: There is none of this id, or it cannot be read.
    """
    row = _ROW.first(connection, row=key)
    if row is None:
        raise WorkspaceDamagedError(path=path, reason="it has no scheme")
    try:
        return read_scheme(row[1], row[0])
    except AnnotatorError as error:
        reason = error.problem_text.rstrip(".")
        raise WorkspaceDamagedError(path=path, reason=reason) from error


def is_gone(connection: Connection, key: int) -> bool:
    """Whether undo has taken a scheme away."""
    return _ROW.first(connection, row=key) is None


def known(connection: Connection, name: str, version: int) -> tuple[int, str] | None:
    """Return id and text of a version that the workspace has, ``None`` where it has not."""
    row = _NAMED.first(connection, name=name, version=version)
    return None if row is None else (int(row[0]), str(row[1]))


def newest_version(connection: Connection, name: str) -> int:
    """Return the highest version that the workspace has of a scheme, 0 where it has none."""
    return int(_NEWEST.scalar(connection, name=name) or 0)


def next_operation(connection: Connection) -> int:
    """Return the number that the operation under way will have in the journal."""
    return int(_OPERATIONS.scalar(connection) or 0) + 1


def put_in_force(writer: Writer, scheme: Scheme) -> int:
    """Make a scheme the one in force, adding it where it is new; return its id.

    No id is given twice, also where undo has taken a scheme away: a new one is higher than that of
    every operation until now.
    """
    found = known(writer.connection, scheme.name, scheme.version)
    if found is None:
        highest = int(_HIGHEST.scalar(writer.connection))
        key = max(highest + 1, next_operation(writer.connection))
        values = {"name": scheme.name, "version": scheme.version, "source": scheme.source}
        writer.insert("scheme", {"id": key, **values})
    else:
        key = found[0]
    pointer = _POINTER.first(writer.connection)
    writer.update("workspace", pointer[0], {"value": str(key)})
    return key
