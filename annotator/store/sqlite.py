"""SQL that only SQLite knows: pragmas, full-text search, backup, integrity."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, DBAPIError

from annotator.errors import (
    AnnotatorError,
    DiskFullError,
    NotAWorkspaceError,
    WorkspaceDamagedError,
    WorkspaceLockedError,
    WorkspaceReadOnlyError,
)

HEADER = b"SQLite format 3\x00"
APPLICATION_ID = 0x616E6E6F  # "anno"
BUSY_MS = 5000

FTS_TABLE = """
CREATE VIRTUAL TABLE article_fts USING fts5(
    title, text, content='article', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
)
"""


def configure(connection: Any) -> None:
    """Give a new driver connection what PostgreSQL has by default, and distrust the file.

    Transactions begin where :mod:`annotator.store.engine` says so, foreign keys hold, and a
    workspace from elsewhere runs no code of its own.
    """
    connection.isolation_level = None
    run = connection.execute
    run("PRAGMA trusted_schema=OFF")
    run("PRAGMA foreign_keys=ON")
    run(f"PRAGMA busy_timeout={BUSY_MS}")
    run("PRAGMA synchronous=FULL")
    run("PRAGMA temp_store=MEMORY")
    run("PRAGMA cache_size=-32000")
    run("PRAGMA mmap_size=268435456")


def set_busy_timeout(connection: Any, milliseconds: int) -> None:
    """Set how long a write waits for another writer."""
    connection.execute(f"PRAGMA busy_timeout={int(milliseconds)}")


def use_wal(connection: Any) -> bool:
    """Switch to write-ahead logging; ``False`` where the file system cannot carry it."""
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode == "wal":
        return True
    connection.execute("PRAGMA journal_mode=DELETE")
    return False


def checkpoint(connection: Any) -> None:
    """Move everything from the log into the one file."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def check_header(path: Path) -> None:
    """Refuse a file that is no SQLite database before anything opens it.

    Raises:
        NotAWorkspaceError: It begins with something else.
        WorkspaceReadOnlyError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(HEADER))
    except OSError as error:
        raise WorkspaceReadOnlyError(path=path) from error
    if start != HEADER:
        raise NotAWorkspaceError(path=path)


def translated(error: DBAPIError, path: object) -> AnnotatorError | None:
    """Return our error for one of the driver's, or ``None`` where it is a bug of ours."""
    words = str(error.orig)
    if "locked" in words or "busy" in words:
        return WorkspaceLockedError()
    if "full" in words:
        return DiskFullError()
    if "readonly" in words or "unable to open" in words or "disk I/O" in words:
        return WorkspaceReadOnlyError(path=path)
    if "not a database" in words or "encrypted" in words:
        return NotAWorkspaceError(path=path)
    if "malformed" in words or "corrupt" in words:
        return WorkspaceDamagedError(path=path, reason=words)
    return None


@contextmanager
def translated_errors(path: object) -> Iterator[None]:
    """Turn errors of the driver into ours.

    Raises:
        AnnotatorError: A situation that a user can mend.
    """
    try:
        yield
    except DatabaseError as error:
        known = translated(error, path)
        if known is None:
            raise
        raise known from error
    except sqlite3.DatabaseError as error:
        known = translated(DBAPIError("", None, error), path)
        if known is None:
            raise
        raise known from error


# --- full-text search ------------------------------------------------------------------------


def create_search(connection: Connection) -> None:
    """Make the index over titles and texts."""
    connection.exec_driver_sql(FTS_TABLE)


def index_articles(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Add articles to the index: id, title, text."""
    cursor = connection.connection.cursor()
    cursor.executemany("INSERT INTO article_fts(rowid, title, text) VALUES (?, ?, ?)", rows)


def unindex_articles(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Take articles out of the index; the values must be those that were indexed."""
    cursor = connection.connection.cursor()
    cursor.executemany(
        "INSERT INTO article_fts(article_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        rows,
    )


def rebuild_search(connection: Connection) -> None:
    """Make the whole index anew from the articles."""
    connection.exec_driver_sql("INSERT INTO article_fts(article_fts) VALUES ('rebuild')")


def match_words(words: Sequence[str]) -> str:
    """Return an FTS5 query: every word must occur, the last one as a beginning.

    Words are quoted, so that nothing in them is read as an operator.
    """
    terms = ['"' + word.replace('"', '""') + '"' for word in words]
    if terms and words[-1][-1:].isalnum():
        terms[-1] += "*"
    return " ".join(terms)


MATCHES = "SELECT rowid FROM article_fts WHERE article_fts MATCH :match"


# --- care ------------------------------------------------------------------------------------


def backup(connection: Any, target: Path) -> None:
    """Write a whole, compact copy of the database through a driver connection."""
    connection.execute("VACUUM INTO ?", (str(target),))


def problems(connection: Connection, *, quick: bool) -> list[str]:
    """Return what SQLite itself finds wrong with the file, as sentences."""
    pragma = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
    found = [] if found == ["ok"] else found
    found += [
        f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return found


def foreign_code(connection: Connection) -> list[str]:
    """Return the names of triggers and views, of which a workspace has none."""
    query = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    return [str(row[0]) for row in connection.exec_driver_sql(query)]
