"""One workspace database and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError

from annotator.domain.scheme import Scheme, read_scheme
from annotator.errors import (
    NotAWorkspaceError,
    NoWorkspaceError,
    WorkspaceDamagedError,
    WorkspaceTooNewError,
)
from annotator.store import journal, schema, sqlite, tables
from annotator.store.engine import open_engine, workspace_url
from annotator.store.writer import Writer


class Database:
    """An open workspace database. Thread-safe: a connection never leaves its thread.

    Attributes:
        path: The file.
        single_file: Whether write-ahead logging could not be used (network drives), so that a
            reader and a writer wait for one another.
    """

    def __init__(self, address: str) -> None:
        self._url = workspace_url(address)
        self.path = Path(self._url.database or "")
        self.single_file = False
        self._engine = open_engine(self._url)

    @classmethod
    def open(cls, address: str) -> "Database":
        """Open an existing workspace, upgrading an older schema after a backup.

        Raises:
            NoWorkspaceError: There is no file.
            NotAWorkspaceError: The file is something else.
            WorkspaceTooNewError: A newer version of the program made it.
            WorkspaceDamagedError: The file is damaged, or carries triggers or views.
            WorkspaceReadOnlyError: The file or its folder cannot be written.
            WorkspaceLockedError: Another program holds it.
            DatabaseDriverMissingError: The address names another database.
        """
        database = cls(address)
        if not database.path.exists():
            raise NoWorkspaceError(path=database.path)
        sqlite.check_header(database.path)
        try:
            database._prepare()
        except BaseException:
            database._engine.dispose()
            raise
        return database

    @classmethod
    def create(cls, address: str, scheme: Scheme) -> "Database":
        """Make a new workspace with one scheme.

        Raises:
            FileExistsError: There is a file of this name already.
            WorkspaceReadOnlyError: The folder cannot be written.
        """
        database = cls(address)
        if database.path.exists():
            raise FileExistsError(database.path)
        with sqlite.translated_errors(database.path), database._engine.connect() as connection:
            database.single_file = not sqlite.use_wal(_driver(connection))
            with connection.execution_options(write=True).begin():
                schema.create(connection)
                connection.execute(
                    tables.scheme.insert().values(
                        id=1, name=scheme.name, version=scheme.version, source=scheme.source
                    )
                )
                connection.execute(tables.workspace.insert().values(key="scheme", value="1"))
                connection.execute(
                    tables.workspace.insert().values(key="created", value=journal.utc_now())
                )
        return database

    def _prepare(self) -> None:
        with sqlite.translated_errors(self.path), self._engine.connect() as connection:
            found = schema.revision(connection)
            if found is None:
                raise NotAWorkspaceError(path=self.path)
            code = sqlite.foreign_code(connection)
            if code:
                raise WorkspaceDamagedError(
                    path=self.path, reason="it carries code of its own: " + ", ".join(code)
                )
            connection.rollback()
            if found != schema.HEAD:
                self._upgrade(found)
            connection.rollback()
            self.single_file = not sqlite.use_wal(_driver(connection))

    def _upgrade(self, found: str) -> None:
        if found > schema.HEAD:
            raise WorkspaceTooNewError(found=found, head=schema.HEAD)
        self.backup(self.path.with_name(f"{self.path.name}.before-{schema.HEAD}"))
        schema.upgrade(self._engine, found)

    def close(self) -> None:
        """Close all connections; the log is folded into the file, so that the one file is whole."""
        try:
            with self._engine.connect() as connection:
                sqlite.set_busy_timeout(_driver(connection), 200)
                sqlite.checkpoint(_driver(connection))
        except DatabaseError:
            pass  # another window is still open: it will do it
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the workspace throughout the block.

        Raises:
            AnnotatorError: The file is damaged, gone or locked.
        """
        with (
            sqlite.translated_errors(self.path),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self, *, wait_ms: int = sqlite.BUSY_MS) -> Iterator[Writer]:
        """Commit the block as a whole, or nothing of it.

        Args:
            wait_ms: How long to wait for another writer before it is refused.

        Raises:
            WorkspaceLockedError: Another writer took longer than that.
            DiskFullError: No room is left.
        """
        with sqlite.translated_errors(self.path), self._engine.connect() as connection:
            driver = _driver(connection)
            sqlite.set_busy_timeout(driver, wait_ms)
            try:
                with connection.execution_options(write=True).begin():
                    yield Writer(connection)
            finally:
                sqlite.set_busy_timeout(driver, sqlite.BUSY_MS)

    def scheme(self) -> Scheme:
        """Return the scheme in force."""
        with self.read() as connection:
            c = tables.scheme.c
            current = select(tables.workspace.c.value).where(tables.workspace.c.key == "scheme")
            key = connection.scalar(current)
            row = connection.execute(select(c.name, c.source).where(c.id == int(key or 1))).one()
        return read_scheme(row.source, row.name)

    def setting(self, key: str) -> str | None:
        """Return a value that belongs to the workspace, not to the user."""
        c = tables.workspace.c
        with self.read() as connection:
            found = connection.scalar(select(c.value).where(c.key == key))
        return None if found is None else str(found)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a value that belongs to the workspace; it is no operation and no undo step."""
        c = tables.workspace.c
        with self.write() as writer:
            done = writer.connection.execute(
                tables.workspace.update().where(c.key == key).values(value=value)
            )
            if not done.rowcount:
                writer.connection.execute(tables.workspace.insert().values(key=key, value=value))

    def backup(self, target: Path) -> None:
        """Write a whole copy of the workspace; an existing file of that name is replaced.

        Raises:
            WorkspaceReadOnlyError: The target cannot be written.
            DiskFullError: No room is left.
        """
        partial = target.with_name(target.name + ".partial")
        with sqlite.translated_errors(target):
            partial.unlink(missing_ok=True)
            try:
                with self._engine.connect() as connection:
                    driver = _driver(connection)
                    driver.cursor().execute("VACUUM INTO ?", (str(partial),))
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection, for what must happen outside a transaction."""
    return connection.connection.dbapi_connection
