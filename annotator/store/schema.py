"""Make a workspace's tables, or bring them to the newest schema.

A new workspace is made straight from :mod:`annotator.store.tables`; Alembic is imported only where
an older one must be upgraded, because importing it costs more than opening a workspace. A test
proves that both ways give the same tables.
"""

from sqlalchemy import Connection, Engine, inspect

from annotator.errors import NotAWorkspaceError, UpgradeError, WorkspaceTooNewError
from annotator.store import sqlite, tables

HEAD = "0001"


def create(connection: Connection) -> None:
    """Make all tables in an empty database, inside the caller's transaction."""
    tables.metadata.create_all(connection)
    sqlite.create_search(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def revision(connection: Connection) -> str | None:
    """Return the stored schema's revision, ``None`` where there are no tables at all.

    Raises:
        NotAWorkspaceError: There are tables, but not those of a workspace.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if "alembic_version" not in names or "article" not in names:
        raise NotAWorkspaceError(path=connection.engine.url.database)
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def upgrade(engine: Engine, found: str) -> None:
    """Bring a workspace from an older schema to the newest one, wholly or not at all.

    Raises:
        WorkspaceTooNewError: A newer version of the program made it.
        UpgradeError: The upgrade would leave rows that refer to nothing.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "annotator.store:migrations")
    script = ScriptDirectory.from_config(config)
    if found not in {item.revision for item in script.walk_revisions()}:
        raise WorkspaceTooNewError(found=found, head=HEAD)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.execution_options(write=True).begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise UpgradeError(count=len(broken))
        connection.invalidate()
