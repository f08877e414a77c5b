"""Engines that behave alike on every database."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from annotator.errors import DatabaseDriverMissingError
from annotator.store import sqlite


def workspace_path(address: str) -> Path:
    """Return the file of a workspace, given as a file or as a SQLAlchemy URL.

    Raises:
        DatabaseDriverMissingError: It names a database other than SQLite.
    """
    if "://" not in address:
        return Path(address).expanduser().absolute()
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise DatabaseDriverMissingError(address=address.partition("://")[0] + "://") from error
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise DatabaseDriverMissingError(address=url.render_as_string())
    return Path(url.database).absolute()


def open_engine(path: Path, *, create: bool = False) -> Engine:
    """Return an engine whose transactions begin when we say so.

    ``sqlite3`` would otherwise begin them late and outside our control. A connection with the
    execution option ``write`` takes the write lock at once, so that what was read stays true.
    Values never stand in messages of errors: they are words of articles.

    Args:
        path: The file.
        create: Whether to make it where it is not there.

    Raises:
        DatabaseTooOldError: The SQLite of this Python lacks what the program needs.
    """
    sqlite.check_version()
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(
        url, creator=lambda: sqlite.connect(path, create=create), hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        sqlite.configure(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
