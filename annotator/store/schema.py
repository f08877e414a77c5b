"""Make a workspace's tables, or bring them to the newest schema.

A new workspace is made straight from :mod:`annotator.store.tables`; Alembic is imported only where
an older one must be upgraded, because importing it costs more than opening a workspace. A test
proves that both ways give the same tables.
"""

from typing import Any

from sqlalchemy import Connection, Engine

from annotator.errors import (
    NotAWorkspaceError,
    UpgradeError,
    WorkspaceDamagedError,
    WorkspaceTooNewError,
)
from annotator.store import sqlite, tables

HEAD = "0004"
REVISIONS = ("0001", "0002", "0003", "0004")
"""All schemas that were ever released, oldest first."""


def create(connection: Connection) -> None:
    """Make all tables in an empty database, inside the caller's transaction."""
    tables.metadata.create_all(connection)
    sqlite.create_search(connection)
    sqlite.mark(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def revision(connection: Connection) -> str:
    """Return the stored schema's revision, of a file that is a workspace and runs nothing.

    Raises:
        NotAWorkspaceError: Its tables are not those of a workspace.
        WorkspaceDamagedError: It carries triggers or views, or lacks tables.
        WorkspaceTooNewError: This version of the program does not know the revision.
    """
    path = connection.engine.url.database
    names, code = sqlite.tables_and_code(connection)
    if "alembic_version" not in names or "article" not in names:
        raise NotAWorkspaceError(path=path)
    if code:
        reason = "it carries code of its own: " + ", ".join(code)
        raise WorkspaceDamagedError(path=path, reason=reason)
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found not in REVISIONS:
        raise WorkspaceTooNewError(found=found, head=HEAD)
    missing = sorted({str(name) for name in tables.metadata.tables} - names)
    if found == HEAD and missing:
        raise WorkspaceDamagedError(path=path, reason="it lacks " + ", ".join(missing))
    return str(found)


def migrate(connection: Connection) -> None:
    """Run all migrations that a database lacks, inside the caller's transaction."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def alembic_config() -> Any:
    """Return what Alembic needs to know of the migrations in this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Bring a workspace from an older schema to the newest one, wholly or not at all.

    Raises:
        UpgradeError: The upgrade would leave rows that refer to nothing.
    """
    with engine.connect() as connection:
        sqlite.without_foreign_keys(connection.connection.dbapi_connection)
        try:
            with connection.execution_options(write=True).begin():
                migrate(connection)
                broken = sqlite.orphans(connection)
                if broken:
                    raise UpgradeError(count=len(broken))
        finally:
            connection.invalidate()  # never lend a connection without foreign keys again
