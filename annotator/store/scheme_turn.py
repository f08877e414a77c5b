"""Undo and redo of an operation that put another scheme in force."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, update

from annotator.domain.renames import Renames
from annotator.domain.scheme_change import Part, difference, parts_of, unknown_names
from annotator.errors import UndoConflictError
from annotator.store import names_in_use, recasting, schemes, tables, translation
from annotator.store.changes import Changes
from annotator.store.prepared import Prepared
from annotator.store.writer import Culprit, Writer, moved

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
            whole = moved(self._writer.connection, item)
            # What machines proposed may have been overtaken by them since: nobody's work is lost.
            if not whole and item.table != "suggestion":
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
        found = difference(self._left, now)
        renames = Renames.between(self._left, now)
        if self._back:
            renames = Renames.between(now, self._left).inverse
        recast = recasting.Recasting(self._writer, renames)
        if renames:
            recast.suggestions()
            recasting.advance_all(connection)
        recast.retire(found.gone)
        translation.note(connection, number, renames, found.lost)
        left = (*found.lost, *(item.part for item in found.renamed))  # since, under old names
        if left:
            check_names(connection, left, None, self._culprit)


def check_names(
    connection: Connection,
    lost: Iterable[Part],
    article: int | None,
    culprit: Culprit | None = None,
) -> None:
    """Refuse tags whose names the scheme in force does not know.

    Args:
        connection: Of the transaction.
        lost: Names that may be unknown; others are not looked for.
        article: Where to look, ``None`` for everywhere.
        culprit: Whose scheme is taken back or brought back: who uses what it would lose is named,
            else they are. Without one, who put the scheme in force is named.

    Raises:
        UndoConflictError: There are such tags.
    """
    scheme = schemes.load(connection, schemes.in_force(connection), Path())
    known = parts_of(scheme)
    wanted = list(lost)
    unknown = [part for part in wanted if part not in known]
    if len(unknown) < len(wanted):  # an attribute takes other values: each must be looked at
        found = unknown_names(names_in_use.in_use(connection), scheme, Renames())
        unknown += [item.part for item in found]
    owners = names_in_use.Owners(connection, article)
    users = [name for part in unknown for name in sorted(owners.of(part).annotators)]
    of_entities = names_in_use.has_entities(connection, unknown)
    if not users and not of_entities:
        return
    if culprit is None:
        raise UndoConflictError(name=_last_author(connection) or "system")
    raise UndoConflictError(name=users[0] if users else culprit.name)


def _last_author(connection: Connection) -> str:
    return str(_AUTHOR.scalar(connection, row=translation.last_change(connection)) or "")
