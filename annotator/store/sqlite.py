"""SQL that only SQLite knows: pragmas, lists as values, full-text search, backup, integrity."""

import shutil
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.exc import DatabaseError, DBAPIError

from annotator.errors import (
    AnnotatorError,
    DatabaseTooOldError,
    DiskFullError,
    NotAWorkspaceError,
    StorageError,
    WorkspaceDamagedError,
    WorkspaceGoneError,
    WorkspaceLockedError,
    WorkspaceReadOnlyError,
)

OLDEST = (3, 35)
"""The first version with RETURNING; 2021."""
HEADER = b"SQLite format 3\x00"
APPLICATION_ID = 0x616E6E6F  # "anno"
BUSY_MS = 5000
SCARCE_BYTES = 1 << 20
NO_UTF8 = "Could not decode to UTF-8"
SIDE_FILES = ("-wal", "-shm", "-journal")

FTS_TABLE = """
CREATE VIRTUAL TABLE article_fts USING fts5(
    title, text, content='article', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
)
"""


def check_version() -> None:
    """Refuse a SQLite that does not know the statements of this program.

    Raises:
        DatabaseTooOldError: It is older than :data:`OLDEST`.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise DatabaseTooOldError(found=sqlite3.sqlite_version, needed=needed)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open a file; one that is not there is made only where that is asked for.

    Transactions begin where :mod:`annotator.store.engine` says so.
    """
    mode = "rwc" if create else "rw"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )


def configure(connection: Any) -> None:
    """Give a new driver connection what PostgreSQL has by default, and distrust the file.

    Foreign keys hold, and a workspace from elsewhere runs no code of its own. The file is not
    mapped into memory: a drive that is pulled out would end the program, not the statement.
    """
    run = connection.execute
    run("PRAGMA trusted_schema=OFF")
    run("PRAGMA foreign_keys=ON")
    run(f"PRAGMA busy_timeout={BUSY_MS}")
    _read_schema(connection)
    run("PRAGMA synchronous=FULL")
    run("PRAGMA temp_store=MEMORY")
    run("PRAGMA cache_size=-32000")


def _read_schema(connection: Any) -> None:
    """Let SQLite read what tables there are; whatever it cannot read of that is damage.

    The driver cannot even say what is wrong where the words that it quotes are no UTF-8.
    """
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 0").fetchone()
    except UnicodeDecodeError:
        reason = "malformed database schema"
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG}:
            raise
        reason = str(error)
    else:
        return
    damaged = sqlite3.DatabaseError(reason)
    damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    raise damaged


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


def check_keys_late(connection: Connection) -> None:
    """Check foreign keys when the transaction ends: rows may come in any order."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def without_foreign_keys(connection: Any) -> None:
    """Let a migration rebuild tables, on a driver connection outside a transaction."""
    connection.execute("PRAGMA foreign_keys=OFF")


def mark(connection: Connection) -> None:
    """Write into the file whose it is."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def next_ids(connection: Connection, tables: Iterable[str]) -> dict[str, int]:
    """Return the next id of each table; one that was given before is not given again."""
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    given = {str(name): int(number) for name, number in rows}
    return {table: given.get(table, 0) + 1 for table in tables}


def remove_files(path: Path) -> None:
    """Delete a database file that nobody has open, with what may lie beside it."""
    path.unlink(missing_ok=True)
    for suffix in SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


# --- lists as values -------------------------------------------------------------------------


def listed(ids: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Return the condition that a column is in a list of ids, given as one value."""
    items = func.json_each(bindparam(name)).table_valued(column("value", Integer))
    return ids.in_(select(items.c.value))


def listed_texts(texts: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Return the condition that a column is in a list of texts, given as one value."""
    items = func.json_each(bindparam(name)).table_valued(column("value", String))
    return texts.in_(select(items.c.value))


def as_list(items: Iterable[int | str]) -> str:
    """Return ids or texts as the value that :func:`listed` or :func:`listed_texts` takes."""
    return orjson.dumps(list(items)).decode()


def in_one_value(query: Select[Any]) -> Select[Any]:
    """Return a query that gives the ids of another one, in its order, as one value.

    A hundred thousand rows cost four times as much, one by one.
    """
    ids = query.subquery()
    return select(func.json_group_array(ids.c[0]))


def from_one_value(value: str) -> "array[int]":
    """Return the ids that :func:`in_one_value` gave."""
    return array("q", orjson.loads(value))


# --- errors ----------------------------------------------------------------------------------


def check_header(path: Path) -> None:
    """Refuse a file that is no SQLite database before anything opens it.

    Raises:
        NotAWorkspaceError: It begins with something else.
        WorkspaceReadOnlyError: It cannot be read.
    """
    if path.is_dir():
        raise NotAWorkspaceError(path=path)
    try:
        with path.open("rb") as file:
            start = file.read(len(HEADER))
    except OSError as error:
        raise WorkspaceReadOnlyError(path=path) from error
    if start != HEADER:
        raise NotAWorkspaceError(path=path)


def translated(error: BaseException | None, path: Path) -> AnnotatorError | None:
    """Return our error for one of the driver's, or ``None`` where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        # The driver itself says this, with the text; it must not stand in a message.
        if isinstance(error, sqlite3.OperationalError) and str(error).startswith(NO_UTF8):
            return WorkspaceDamagedError(path=path, reason="it holds text that is not UTF-8")
        return None
    kind = code & 0xFF
    if kind in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}:
        return WorkspaceLockedError()
    if kind == sqlite3.SQLITE_FULL:
        return DiskFullError()
    if kind == sqlite3.SQLITE_NOTADB:
        return NotAWorkspaceError(path=path)
    if kind == sqlite3.SQLITE_CORRUPT:
        return WorkspaceDamagedError(path=path, reason=str(error))
    return _of_the_system(error, kind, path)


def _of_the_system(error: BaseException | None, kind: int, path: Path) -> AnnotatorError | None:
    """Return what lies behind a failure of the operating system."""
    failures = {
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
    }
    if kind not in failures:
        return None
    if not path.parent.is_dir():
        return WorkspaceGoneError(path=path)
    if kind == sqlite3.SQLITE_IOERR:
        if _is_scarce(path.parent):
            return DiskFullError()
        return WorkspaceGoneError(path=path) if not path.exists() else StorageError(reason=error)
    return WorkspaceReadOnlyError(path=path)


def _is_scarce(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < SCARCE_BYTES
    except OSError:
        return False


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn errors of the driver into ours.

    Raises:
        AnnotatorError: A situation that a user can mend.
    """
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        known = translated(error.orig if isinstance(error, DBAPIError) else error, path)
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


def search_is_whole(connection: Connection) -> bool:
    """Whether exactly the articles are in the index; words in it are not compared."""
    found = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM article) = (SELECT count(*) FROM article_fts_docsize) "
        "AND NOT EXISTS (SELECT 1 FROM article WHERE id NOT IN "
        "(SELECT id FROM article_fts_docsize))"
    )
    return bool(found.scalar())


def match_words(words: Sequence[str]) -> str:
    """Return an FTS5 query: every word must occur, the last one as a beginning.

    Words are quoted, so that nothing in them is read as an operator.
    """
    terms = ['"' + word.replace('"', '""') + '"' for word in words]
    if terms and words[-1][-1:].isalnum():
        terms[-1] += "*"
    return " ".join(terms)


def matching(ids: Column[int], name: str) -> ColumnElement[bool]:
    """Return the condition that an article's id is among those that a query finds."""
    index = func.article_fts(bindparam(name)).table_valued(column("rowid", Integer))
    return ids.in_(select(index.c.rowid))


def any_phrase(forms: Sequence[str]) -> str:
    """Return an FTS5 query for the texts in which one of some forms stands, word after word.

    What the index takes for a word is not what we do: it may find more, and it finds less where a
    sign that it does not know stands at a word, or where words are not divided by spaces.
    """
    phrases = ['"' + form.replace('"', '""') + '"' for form in forms]
    return f"text : ({' OR '.join(phrases)})"


_PHRASES = """
SELECT rowid FROM article_fts WHERE article_fts MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?
"""


def articles_with(connection: Connection, query: str, after: int, most: int) -> list[int]:
    """Return the next articles that an FTS5 query finds, by id."""
    rows = connection.exec_driver_sql(_PHRASES, (query, after, most))
    return [int(row[0]) for row in rows]


def texts_holding(
    connection: Connection, ids: Iterable[int], words: Sequence[str]
) -> list[tuple[int, str]]:
    """Return those of some articles whose text holds one of some words; of none: all.

    SQLite looks into a text three times as fast as the driver hands it over.
    """
    holds = " OR ".join("instr(text, ?)" for _ in words) or "1"
    rows = connection.exec_driver_sql(
        f"SELECT id, text FROM article WHERE ({holds}) "  # noqa: S608 - question marks only
        "AND id IN (SELECT value FROM json_each(?)) AND archived = 0 ORDER BY id",
        (*words, as_list(ids)),
    )
    return [(int(row[0]), str(row[1])) for row in rows]


# Places are given as [number, article or set, start, end], as one value; CROSS JOIN keeps SQLite
# from reading a whole table for them.
_TAGS_OVER = """
WITH h AS (
    SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS owner,
           json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last
    FROM json_each(?)
)
SELECT h.number, p.id, p.start, p."end", p.label, p.entity_id, p.provenance
FROM h CROSS JOIN span p
ON p.set_id = h.owner AND p.start < h.last AND p."end" > h.first
ORDER BY h.number, p.start, p."end" DESC, p.label
"""
_SUGGESTED_AT = """
WITH h AS (
    SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS owner,
           json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last
    FROM json_each(?)
)
SELECT h.number, s.id, s.label, s.score, o.name, o.version, s.rule, s.attributes
FROM h CROSS JOIN suggestion s
ON s.article_id = h.owner AND s.newest IN (1, 2) AND s.start = h.first AND s."end" = h.last
CROSS JOIN look k ON k.id = s.look_id CROSS JOIN source o ON o.id = k.source_id
ORDER BY h.number, s.score DESC, s.id
"""
_DECIDED_AT = """
WITH h AS (
    SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS owner,
           json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last
    FROM json_each(?)
)
SELECT h.number, d.label, d.decision
FROM h CROSS JOIN decision d
ON d.article_id = h.owner AND d.annotator = ? AND d.start = h.first AND d."end" = h.last
"""


def tags_over(connection: Connection, places: Sequence[Sequence[int]]) -> list[Sequence[Any]]:
    """Return the tags that lie over places of sets.

    Columns: number of the place, id, start, end, label, entity, provenance.
    """
    return list(connection.exec_driver_sql(_TAGS_OVER, (_as_json(places),)))


def suggested_at(connection: Connection, places: Sequence[Sequence[int]]) -> list[Sequence[Any]]:
    """Return the newest suggestions at exactly some places of articles, the best first.

    Columns: number of the place, id, label, score, source, version, rule, attributes.
    """
    return list(connection.exec_driver_sql(_SUGGESTED_AT, (_as_json(places),)))


def decided_at(
    connection: Connection, places: Sequence[Sequence[int]], annotator: str
) -> list[Sequence[Any]]:
    """Return what an annotator decided at exactly some places: number, label, decision."""
    return list(connection.exec_driver_sql(_DECIDED_AT, (_as_json(places), annotator)))


def _as_json(places: Sequence[Sequence[int]]) -> str:
    return orjson.dumps(places).decode()


# --- care ------------------------------------------------------------------------------------


def backup(connection: Any, target: Path) -> None:
    """Write a whole, compact copy of the database through a driver connection."""
    connection.execute("VACUUM INTO ?", (str(target),))


def problems(connection: Connection, *, quick: bool) -> list[str]:
    """Return what SQLite itself finds wrong with the file, as sentences."""
    pragma = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
    return [] if found == ["ok"] else found


def orphans(connection: Connection) -> list[tuple[str, int, str]]:
    """Return rows that refer to rows which are not there: table, id, other table."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return [(str(row[0]), int(row[1]), str(row[2])) for row in rows]


def tables_and_code(connection: Connection) -> tuple[set[str], list[str]]:
    """Return the names of the tables, and of triggers and views, of which a workspace has none."""
    query = "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger', 'view')"
    rows = connection.exec_driver_sql(query).all()
    names = {str(row[1]) for row in rows if row[0] == "table"}
    return names, sorted(str(row[1]) for row in rows if row[0] != "table")
