"""One open workspace: run operations, remember them, take them back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.annotation import EntityId
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import SuggestionId
from annotator.errors import NoWorkspaceError, StaleSchemeError
from annotator.ops.known_names import KnownNames
from annotator.store import journal, schemes, sets, sqlite, switches
from annotator.store.changes import Changes
from annotator.store.database import Database, Reading
from annotator.store.journal import Step
from annotator.store.writer import Writer


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undo or redo did, so that the window can go there and say it.

    Attributes:
        place: Where in the article something changed, ``None`` for the article as a whole.
        suggestion: A suggestion whose decision changed.
        entity: The entity of an operation on the register; ``None`` for one on an article.
    """

    step: Step
    article: ArticleId | None
    place: Extent | None
    suggestion: SuggestionId | None = None
    entity: EntityId | None = None


class Workspace:
    """A workspace in use by one window or one command.

    Attributes:
        scheme: The one in force when this workspace last looked; an operation that finds another
            one is refused, because what it would write may have another name by now.

    Args:
        database: Where everything is kept.
        on_change: Called after every committed operation, in the same thread.
        wait_ms: How long an operation waits for another writer.

    Attributes:
        scheme: Labels and frame types of the tags.
        known_names: The names of its register, for looking them up.
    """

    def __init__(
        self,
        database: Database,
        on_change: Callable[[Changes], None] = lambda _changes: None,
        wait_ms: int = 5000,
    ) -> None:
        self.database = database
        self._scheme_id, self.scheme = database.scheme()
        self.known_names = KnownNames()
        self._on_change = on_change
        self._wait_ms = wait_ms
        self._made = False

    @classmethod
    def open(cls, address: str) -> "Workspace":
        """Open an existing workspace; see :meth:`annotator.store.database.Database.open`."""
        return cls(Database.open(address))

    @classmethod
    def open_or_create(cls, address: str, scheme: Scheme) -> "Workspace":
        """Open a workspace, or make it with a scheme where there is none."""
        try:
            return cls.open(address)
        except NoWorkspaceError:
            try:
                made = cls(Database.create(address, scheme))
            except FileExistsError:  # somebody else made it meanwhile
                return cls.open(address)
            made._made = True
            return made

    @property
    def path(self) -> Path:
        """The workspace file."""
        return self.database.path

    def watch(self, on_change: Callable[[Changes], None], *, wait_ms: int) -> None:
        """Name who hears of committed operations, and how long one may wait for another writer."""
        self._on_change = on_change
        self._wait_ms = wait_ms

    def close(self) -> None:
        """Close the database; the one file is whole afterwards."""
        self.database.close()

    def close_or_forget(self) -> bool:
        """Close the database; one that was made here, and in which nothing was done, is deleted.

        Returns:
            Whether it is gone.
        """
        forget = False
        if self._made:
            with self.read() as connection:
                forget = not journal.last(connection)
        self.close()
        if forget:
            sqlite.remove_files(self.path)
        return forget

    def read(self) -> AbstractContextManager[Reading]:
        """Give a connection that sees one state of the workspace."""
        return self.database.read()

    @contextmanager
    def operation(
        self, name: str, author: str, *, reason: str | None = None, undoable: bool = True
    ) -> Iterator[Writer]:
        """Run the block in one transaction, as one undo step of its author.

        Args:
            name: What the Edit menu shows after "Undo".
            author: Who does it: an annotator, or ``system``.
            reason: A person's word of reason, kept in the journal.
            undoable: ``False`` for what only the history may show.

        Raises:
            StaleSchemeError: Another scheme was put in force elsewhere; :attr:`scheme` is it now.
        """
        with self.database.write(wait_ms=self._wait_ms) as writer:
            self.check_scheme(writer.connection)
            yield writer
            if writer.changes:
                self._follow(writer, writer.changes)
                sets.advance(writer, edited=True)
                journal.append(
                    writer.connection,
                    writer.title or name,
                    author,
                    writer.changes,
                    reason=reason,
                    undoable=undoable,
                )
        if writer.changes:
            self._on_change(writer.changes)

    def _follow(self, writer: Writer, changes: Changes) -> None:
        """Let suggestions follow the rules that were switched."""
        if any(row.table == "workspace" for row in changes.rows):
            scheme = self.scheme
            names = (*scheme.label_by_name, *scheme.frame_type_by_name)
            switches.follow(writer, changes, names)

    def check_scheme(self, connection: Reading) -> None:
        """Refuse to go on with another scheme than the one in force.

        Raises:
            StaleSchemeError: Another one was put in force elsewhere; :attr:`scheme` is it now.
        """
        if self.read_scheme(connection):
            raise StaleSchemeError(name=self.scheme.name, version=self.scheme.version)

    def read_scheme(self, connection: Reading) -> bool:
        """Take the scheme in force; return whether it is another one than before."""
        key = schemes.in_force(connection)
        if key == self._scheme_id:
            return False
        self.scheme = schemes.load(connection, key, self.path)
        self._scheme_id = key
        return True

    def announce(self, changes: Changes) -> None:
        """Tell the window that something changed outside an operation: suggestions, models."""
        self._on_change(changes)

    def undo_step(self, author: str) -> Step | None:
        """Return the operation that :meth:`undo` would take back."""
        with self.database.read() as connection:
            return journal.newest_undoable(connection, author)

    def redo_step(self, author: str) -> Step | None:
        """Return the operation that :meth:`redo` would bring back."""
        with self.database.read() as connection:
            return journal.oldest_redoable(connection, author)

    def undo(self, author: str) -> TakenBack | None:
        """Take the author's newest operation back; ``None`` when there is none.

        Raises:
            UndoConflictError: Somebody else has built on it since.
            SetClosedError: A set was completed or approved by somebody else since.
        """
        return self._travel(author, journal.newest_undoable, journal.undo)

    def redo(self, author: str) -> TakenBack | None:
        """Bring back the operation that was taken back last; ``None`` when there is none.

        Raises:
            UndoConflictError: Somebody else has changed what it needs.
        """
        return self._travel(author, journal.oldest_redoable, journal.redo)

    def _travel(
        self,
        author: str,
        find: Callable[[Reading, str], Step | None],
        move: Callable[[Writer, Step], Changes],
    ) -> TakenBack | None:
        with self.database.write(wait_ms=self._wait_ms) as writer:
            step = find(writer.connection, author)
            if step is None:
                return None
            changes = move(writer, step)
            self._follow(writer, changes)
            sets.advance(writer, edited=False)
        with self.database.read() as connection:
            self.read_scheme(connection)
        self._on_change(changes)
        return TakenBack(
            step, step.article, _place(changes), _suggestion(changes), _entity(changes)
        )

    def history(self, *, limit: int = 200, before: int | None = None) -> list[Step]:
        """Return the journal, newest first."""
        with self.database.read() as connection:
            return journal.history(connection, limit=limit, before=before)


def _place(changes: Changes) -> Extent | None:
    for change in changes.rows:
        values = (change.before or {}) | (change.after or {})
        if change.table in {"span", "zone"} and "start" in values and "end" in values:
            return Extent(values["start"], values["end"])
    return None


def _suggestion(changes: Changes) -> SuggestionId | None:
    """Return what was decided on: the frame, where that decided on its spans too."""
    rows = [
        (change.before or {}) | (change.after or {})
        for change in changes.rows
        if change.table == "decision"
    ]
    whole = [row for row in rows if "suggestion_id" in row]
    frames = [row for row in whole if row.get("start") is None]
    found = next(iter([*frames, *whole]), None)
    return None if found is None else SuggestionId(found["suggestion_id"])


def _entity(changes: Changes) -> EntityId | None:
    """Return whom an operation on the register was about: who stays, or from whom was split."""
    if changes.made or {row.table for row in changes.rows} - _OF_REGISTER:
        return None
    rows = [row for row in changes.rows if row.table == "entity"]
    kept = (row.id for row in rows if row.before is not None and row.after is not None)
    split = (int(move.before) for move in changes.moves if move.table == "span")
    found = next(iter((*kept, *split, *(row.id for row in rows))), None)
    return None if found is None else EntityId(found)


_OF_REGISTER = frozenset({"entity", "filler", "annotation_set"})
