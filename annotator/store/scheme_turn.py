"""Undo and redo of an operation that put another scheme in force."""

from pathlib import Path

from sqlalchemy import Connection, bindparam, select, update

from annotator.domain.renames import Renames
from annotator.domain.scheme_change import Unknown, difference, unknown_names
from annotator.errors import UndoConflictError
from annotator.store import names_in_use, recasting, schemes, tables, translation
from annotator.store.changes import Changes
from annotator.store.prepared import Prepared
from annotator.store.writer import Culprit, Writer

_AUTHOR = Prepared(
    select(tables.operation.c.author).where(tables.operation.c.id == bindparam("row"))
)
_MOVE = Prepared(
    update(tables.annotation_set)
    .where(tables.annotation_set.c.scheme_id == bindparam("old"))
    .values(scheme_id=bindparam("new"))
)


class SchemeTurn:
    """Goes from one scheme to the one that was in force before, or forth again.

    What was renamed in bulk is turned at once, while both schemes are there; :meth:`finish` does
    the rest when the rows of the operation have been written.

    Args:
        writer: Of the transaction.
        changes: Of the operation.
        culprit: Whom to name where somebody has built on it.
        back: Whether it is taken back.

    Raises:
        UndoConflictError: Another scheme is in force, or something renamed is not what it was.
    """

    def __init__(self, writer: Writer, changes: Changes, culprit: Culprit, *, back: bool) -> None:
        self._writer = writer
        self._culprit = culprit
        before, after = changes.scheme or (0, 0)
        left, self._right = (after, before) if back else (before, after)
        connection = writer.connection
        if schemes.in_force(connection) != left:
            raise UndoConflictError(name=_last_author(connection) or culprit.name)
        self._left = schemes.load(connection, left, Path())
        self._changes = changes
        self._back = back
        if back:
            self._recast()
            _MOVE.run(connection, old=left, new=self._right)

    def _recast(self) -> None:
        changes = self._changes.recast
        turned = [item.inverse for item in reversed(changes)] if self._back else changes
        for item in turned:
            if not recasting.fits(self._writer.connection, item):
                raise UndoConflictError(name=self._culprit.name)

    def finish(self, number: int) -> None:
        """Let everything else follow, and refuse where somebody uses names that would be lost.

        Args:
            number: Of the entry in the journal that says so.

        Raises:
            UndoConflictError: Somebody has used what the scheme does not have.
        """
        connection = self._writer.connection
        if not self._back:
            self._recast()
        now = schemes.load(connection, self._right, Path())
        lost = not difference(self._left, now).fits_all
        renames = Renames.between(self._left, now)
        if self._back:
            renames = Renames.between(now, self._left).inverse
        if renames:
            recasting.Recasting(self._writer, renames).suggestions()
            recasting.advance_all(connection)
        translation.note(connection, number, renames, lossy=lost)
        if lost or renames:
            check_names(connection, 0, self._culprit)


def check_names(connection: Connection, since: int, culprit: Culprit | None = None) -> None:
    """Refuse tags whose names the scheme in force does not know.

    Args:
        connection: Of the transaction.
        since: The operation whose author is to be named, 0 to name who has such tags.
        culprit: Whom to name where nobody else is to blame.

    Raises:
        UndoConflictError: There are such tags.
    """
    scheme = schemes.load(connection, schemes.in_force(connection), Path())
    unknown = unknown_names(names_in_use.in_use(connection), scheme, Renames())
    if not unknown:
        return
    name = str(_AUTHOR.scalar(connection, row=since) or "") if since else ""
    if not name:
        name = _whose(connection, unknown) or (culprit.name if culprit is not None else "system")
    raise UndoConflictError(name=name)


def _whose(connection: Connection, unknown: list[Unknown]) -> str:
    owners = names_in_use.Owners(connection)
    found = sorted(name for item in unknown for name in owners.of(item.part).annotators)
    return found[0] if found else ""


def _last_author(connection: Connection) -> str:
    return str(_AUTHOR.scalar(connection, row=translation.last_change(connection)) or "")
