"""One workspace database and its transactions."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Error as DriverError
from threading import get_ident
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, bindparam, select
from sqlalchemy.exc import DatabaseError

from annotator.domain.scheme import Scheme
from annotator.errors import (
    FileMissingError,
    FileUnwritableError,
    NoWorkspaceError,
    WorkspaceGoneError,
    WorkspaceReadOnlyError,
)
from annotator.store import journal, schema, schemes, sqlite, tables
from annotator.store.engine import open_engine, workspace_path
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

CLOSING_WAIT_MS = 200
Reading: TypeAlias = Connection
"""What a block of :meth:`Database.read` reads from."""
_SETTING = Prepared(
    select(tables.workspace.c.value).where(tables.workspace.c.key == bindparam("name"))
)


class Database:
    """An open workspace database. Thread-safe: a connection never leaves its thread.

    Attributes:
        path: The file.
        single_file: Whether write-ahead logging could not be used (network drives), so that a
            reader and a writer wait for one another.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.single_file = False
        self._engine = open_engine(path)
        self._identity = _identity(path)

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
        path = workspace_path(address)
        if not path.exists():
            raise NoWorkspaceError(path=path)
        sqlite.check_header(path)
        if not os.access(path, os.W_OK):  # SQLite would open it, and refuse only the first change
            raise WorkspaceReadOnlyError(path=path)
        database = cls(path)
        try:
            database._prepare()
        except BaseException:
            database._engine.dispose()
            raise
        return database

    @classmethod
    def create(cls, address: str, scheme: Scheme) -> "Database":
        """Make a new workspace with one scheme; it appears under its name when it is whole.

        Raises:
            FileExistsError: There is a file of this name already.
            FileMissingError: There is no such folder.
            WorkspaceReadOnlyError: The folder cannot be written.
            DiskFullError: No room is left.
        """
        path = workspace_path(address)
        if path.exists():
            raise FileExistsError(path)
        if not path.parent.is_dir():
            raise FileMissingError(path=path.parent)
        partial = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.partial")
        try:
            sqlite.remove_files(partial)
            _make(partial, scheme)
            _put(partial, path)
        except OSError as error:
            if isinstance(error, FileExistsError):
                raise
            raise WorkspaceReadOnlyError(path=path) from error
        finally:
            with suppress(OSError):
                sqlite.remove_files(partial)
        return cls.open(str(path))

    def _prepare(self) -> None:
        with sqlite.translated_errors(self.path), self._engine.connect() as connection:
            found = schema.revision(connection)
            connection.rollback()
            if found != schema.HEAD:
                self._upgrade()
            self.single_file = not sqlite.use_wal(_driver(connection))

    def _upgrade(self) -> None:
        self.backup(self.path.with_name(f"{self.path.name}.before-{schema.HEAD}"))
        schema.upgrade(self._engine)

    def close(self) -> None:
        """Close all connections; the log is folded into the file, so that the one file is whole."""
        # Where another window is open, or the file has gone, there is nothing to fold.
        with suppress(DatabaseError, DriverError), self._engine.connect() as connection:
            sqlite.set_busy_timeout(_driver(connection), CLOSING_WAIT_MS)
            sqlite.checkpoint(_driver(connection))
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the workspace throughout the block.

        Raises:
            AnnotatorError: The file is damaged, gone or locked.
        """
        with sqlite.translated_errors(self.path), self._engine.connect() as connection:
            try:
                with connection.begin():
                    yield connection
            except DatabaseError:
                connection.invalidate()  # a broken statement may still be under way in it
                raise

    @contextmanager
    def write(self, *, wait_ms: int = sqlite.BUSY_MS) -> Iterator[Writer]:
        """Commit the block as a whole, or nothing of it.

        Args:
            wait_ms: How long to wait for another writer before it is refused.

        Raises:
            WorkspaceLockedError: Another writer took longer than that.
            WorkspaceGoneError: The file was moved, deleted or replaced.
            DiskFullError: No room is left.
        """
        self._check_there()
        with sqlite.translated_errors(self.path), self._engine.connect() as connection:
            driver = _driver(connection)
            if wait_ms != sqlite.BUSY_MS:
                sqlite.set_busy_timeout(driver, wait_ms)
            try:
                with connection.execution_options(write=True).begin():
                    yield Writer(connection)
            finally:
                if wait_ms != sqlite.BUSY_MS:
                    sqlite.set_busy_timeout(driver, sqlite.BUSY_MS)

    def _check_there(self) -> None:
        """Refuse to write into a file that nobody would find again.

        SQLite goes on writing into a deleted file; what is shown as saved would be lost.
        """
        if _identity(self.path) != self._identity:
            raise WorkspaceGoneError(path=self.path)

    def scheme(self) -> tuple[int, Scheme]:
        """Return the scheme in force, with its id.

        Raises:
            WorkspaceDamagedError: There is none, or it cannot be read.
        """
        with self.read() as connection:
            key = schemes.in_force(connection)
            return key, schemes.load(connection, key, self.path)

    def setting(self, key: str) -> str | None:
        """Return a value that belongs to the workspace, not to the user."""
        with self.read() as connection:
            found = _SETTING.scalar(connection, name=key)
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
            FileUnwritableError: The target is the workspace itself, or cannot be written.
            DiskFullError: No room is left.
        """
        if target.exists() and target.samefile(self.path):
            raise FileUnwritableError(path=target, reason="it is the workspace itself")
        partial = target.with_name(f"{target.name}.{os.getpid()}-{get_ident()}.partial")
        try:
            partial.unlink(missing_ok=True)
            with sqlite.translated_errors(target), self._engine.connect() as connection:
                sqlite.backup(_driver(connection), partial)
            with partial.open("rb+") as file:
                os.fsync(file.fileno())
            partial.replace(target)
        except (WorkspaceReadOnlyError, WorkspaceGoneError) as error:
            raise FileUnwritableError(path=target, reason="its folder cannot be written") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise FileUnwritableError(path=target, reason=reason) from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def _make(path: Path, scheme: Scheme) -> None:
    """Make a whole workspace file that nobody looks at yet."""
    engine: Engine = open_engine(path, create=True)
    try:
        with sqlite.translated_errors(path), engine.connect() as connection:
            sqlite.use_wal(_driver(connection))
            with connection.execution_options(write=True).begin():
                schema.create(connection)
                connection.execute(
                    tables.scheme.insert().values(
                        id=1, name=scheme.name, version=scheme.version, source=scheme.source
                    )
                )
                connection.execute(
                    tables.workspace.insert(),
                    [
                        {"key": "scheme", "value": "1"},
                        {"key": "created", "value": journal.utc_now()},
                    ],
                )
            sqlite.checkpoint(_driver(connection))
    finally:
        engine.dispose()


def _put(partial: Path, path: Path) -> None:
    """Give a finished file its name, unless there is one of that name by now."""
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        partial.rename(path)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of the same name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection, for what must happen outside a transaction."""
    return connection.connection.dbapi_connection
