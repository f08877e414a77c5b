"""The workspace file: what is refused, what is kept, and nothing half written."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.errors import (
    AnnotatorError,
    DatabaseDriverMissingError,
    FileMissingError,
    FileUnwritableError,
    NotAWorkspaceError,
    NoWorkspaceError,
    WorkspaceDamagedError,
)
from annotator.ops import corpus, integrity
from annotator.ops.workspace import Workspace
from annotator.store import schema, sqlite
from annotator.store.database import Database
from annotator.store.engine import workspace_path
from tests.store.conftest import PAGE, SPECIMEN, change, names, whole

# --- not a workspace -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"SQLite",
        b"SQLite format 2\x00" + bytes(5000),
        b"Tehran, 4 February.\n" * 300,
        b"%PDF-1.7\n" + bytes(9000),
        "Ein Text in UTF-16".encode("utf-16"),
    ],
    ids=["empty", "cut in the header", "another version", "text", "pdf", "utf-16"],
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "w.annotator"
    path.write_bytes(content)
    with pytest.raises(NotAWorkspaceError, match="is not a workspace of this program"):
        Database.open(str(path))
    assert path.read_bytes() == content
    assert names(tmp_path) == ["w.annotator"]


def test_a_folder_is_no_workspace(tmp_path):
    with pytest.raises(NotAWorkspaceError):
        Database.open(str(tmp_path))


def test_nothing_is_made_where_there_is_no_file(tmp_path):
    with pytest.raises(NoWorkspaceError, match=r"annotator import \S+none\.annotator FOLDER"):
        Database.open(str(tmp_path / "none.annotator"))
    assert names(tmp_path) == []


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "w.annotator"
    change(path, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    before = path.read_bytes()
    with pytest.raises(NotAWorkspaceError):
        Database.open(str(path))
    assert path.read_bytes() == before
    assert names(tmp_path) == ["w.annotator"]


def test_a_database_that_only_looks_like_a_workspace_is_refused(tmp_path):
    path = tmp_path / "w.annotator"
    change(
        path,
        "CREATE TABLE article (id INTEGER PRIMARY KEY)",
        "CREATE TABLE alembic_version (version_num VARCHAR(32))",
        f"INSERT INTO alembic_version VALUES ('{schema.HEAD}')",
    )
    with pytest.raises(WorkspaceDamagedError, match=r"it lacks annotation_set, comment, decision"):
        Database.open(str(path))


def test_a_workspace_without_its_scheme_is_damaged(path):
    change(path, "DELETE FROM scheme")
    with pytest.raises(WorkspaceDamagedError, match=r"it has no scheme\. Nothing was changed"):
        Workspace.open(str(path))


def test_a_scheme_that_cannot_be_read_is_told_in_one_sentence(path):
    change(path, "UPDATE scheme SET source = 'labels = 1'")
    with pytest.raises(WorkspaceDamagedError) as refused:
        Workspace.open(str(path))
    assert ".." not in str(refused.value)


# --- code in the file ------------------------------------------------------------------------

CODE = {
    "a trigger": (
        "CREATE TRIGGER spy AFTER INSERT ON span BEGIN DELETE FROM article; END",
        "it carries code of its own: spy",
    ),
    "a view": ("CREATE VIEW seen AS SELECT * FROM article", "it carries code of its own: seen"),
}


@pytest.mark.parametrize("case", CODE)
def test_a_workspace_that_carries_code_is_refused(path, case):
    statement, reason = CODE[case]
    change(path, statement)
    with pytest.raises(WorkspaceDamagedError, match=reason):
        Database.open(str(path))


def test_a_view_in_the_place_of_a_table_is_refused(path):
    change(
        path,
        "PRAGMA foreign_keys=OFF",
        "ALTER TABLE workspace RENAME TO hidden",
        "CREATE VIEW workspace AS SELECT * FROM hidden",
    )
    with pytest.raises(WorkspaceDamagedError, match="code of its own: workspace"):
        Database.open(str(path))


def test_a_file_is_distrusted_and_writes_are_forced_to_the_disk(database):
    asked = {"trusted_schema": 0, "foreign_keys": 1, "synchronous": 2, "busy_timeout": 5000}
    with database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (*asked, "journal_mode")
        }
    assert found == {**asked, "journal_mode": "wal"}


# --- damage ----------------------------------------------------------------------------------


def look_at(path):
    """Open a workspace, look at everything in it, close it; return what was refused."""
    try:
        workspace = Workspace.open(str(path))
    except AnnotatorError as error:
        return error
    try:
        corpus.stats(workspace)
        report = integrity.check(workspace)
        workspace.undo("amy")
    except AnnotatorError as error:
        return error
    else:
        return (
            WorkspaceDamagedError(path=path, reason=str(report.damage)) if report.damage else None
        )
    finally:
        workspace.close()


@pytest.mark.parametrize("pages", [1, 2, 3, 10, 30, 50])
def test_a_cut_off_workspace_is_refused_or_found_damaged(path, pages):
    with path.open("rb+") as file:
        file.truncate(pages * PAGE - 100)
    before = path.read_bytes()
    assert isinstance(look_at(path), WorkspaceDamagedError | NotAWorkspaceError)
    assert path.read_bytes()[: len(before)] == before


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_a_sentence_wherever_it_sits(tmp_path, seed):
    path = Path(shutil.copy(SPECIMEN, tmp_path / "w.annotator"))
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(6):
        at = chance.randrange(100, len(content) - 400)
        content[at : at + 300] = chance.randbytes(300)
    path.write_bytes(content)
    error = look_at(path)
    if error is not None:
        assert error.problem_text
        assert error.remedy_text


def test_text_that_is_no_utf8_is_damage(path):
    change(path, "UPDATE workspace SET value = CAST(x'ff41' AS TEXT) WHERE key = 'created'")
    database = Database.open(str(path))
    try:
        with pytest.raises(WorkspaceDamagedError, match="is damaged"):
            database.setting("created")
    finally:
        database.close()


# --- making one ------------------------------------------------------------------------------


def test_a_new_workspace_is_one_whole_file(path):
    assert whole(path)
    assert names(path.parent) == ["w.annotator"]
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    assert found == sqlite.APPLICATION_ID


@pytest.mark.parametrize(
    "name", ["a b.annotator", "50%.annotator", "why?#1.annotator", "خبر-ä-🤝.annotator"]
)
def test_a_name_may_hold_what_means_something_in_an_address(tmp_path, name):
    if sys.platform == "win32" and "?" in name:
        pytest.skip("no such names on Windows")
    Database.create(str(tmp_path / name), default_scheme()).close()
    assert names(tmp_path) == [name]
    Database.open(str(tmp_path / name)).close()
    assert names(tmp_path) == [name]


def test_what_is_there_is_never_made_anew(path):
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        Database.create(str(path), default_scheme())
    assert path.read_bytes() == before


def test_a_workspace_is_not_made_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileMissingError, match="nowhere is not there"):
        Database.create(str(tmp_path / "nowhere" / "w.annotator"), default_scheme())
    assert names(tmp_path) == []


def test_of_two_who_make_the_same_workspace_one_finds_the_other_s(tmp_path):
    path, scheme, found, failed = tmp_path / "w.annotator", default_scheme(), [], []
    start = threading.Barrier(2)

    def make():
        try:
            start.wait()
            found.append(Workspace.open_or_create(str(path), scheme))
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for workspace in found:
        workspace.close()
    assert failed == []
    assert names(tmp_path) == ["w.annotator"]
    assert whole(path)


# --- addresses -------------------------------------------------------------------------------


def test_a_server_is_refused_with_a_sentence_that_hides_the_password():
    with pytest.raises(DatabaseDriverMissingError) as refused:
        Database.open("postgresql://amy:secret@db.example/desk")
    message = str(refused.value)
    assert "postgresql" in message
    assert "secret" not in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    "address", ["postgresql://", "nonsense://x", "sqlite://", "://", "mysql://h/d"]
)
def test_other_addresses_are_refused_with_a_sentence(address):
    with pytest.raises(DatabaseDriverMissingError):
        Database.open(address)


def test_a_sqlite_url_names_a_file(tmp_path):
    assert workspace_path(f"sqlite:///{tmp_path}/w.annotator") == tmp_path / "w.annotator"


def test_a_file_name_is_taken_from_the_folder_where_we_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert workspace_path("w.annotator") == tmp_path / "w.annotator"


# --- closing, crashing -----------------------------------------------------------------------


def test_closing_folds_the_log_into_the_one_file(path, database):
    database.set_setting("kept", "ß" * 100_000)
    assert "w.annotator-wal" in names(path.parent)
    database.close()
    assert names(path.parent) == ["w.annotator"]
    copy = Path(shutil.copy(path, path.with_name("copy.annotator")))
    opened = Database.open(str(copy))
    assert opened.setting("kept") == "ß" * 100_000
    opened.close()


def test_closing_twice_or_after_the_file_went_does_no_harm(path, database):
    database.close()
    database.close()
    path.unlink()
    database.close()
    assert not path.exists()


KILLED = """
import os, signal, sys
from annotator.store.database import Database

database = Database.open(sys.argv[1])
database.set_setting("kept", "x" * 200_000)
with database.write() as writer:
    connection = writer.connection
    connection.exec_driver_sql("INSERT INTO workspace (key, value) VALUES ('half', ?)", ("y" * 9000,))
    connection.exec_driver_sql("DELETE FROM scheme")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_program_loses_nothing_that_was_written_and_leaves_nothing_half(path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    workspace = Workspace.open(str(path))
    assert workspace.database.setting("kept") == "x" * 200_000
    assert workspace.database.setting("half") is None
    assert integrity.check(workspace).damage == ()
    workspace.close()
    assert names(path.parent) == ["w.annotator"]


def test_a_block_that_fails_writes_nothing(database):
    def fail():
        with database.write() as writer:
            statement = "INSERT INTO workspace (key, value) VALUES ('half', 'y')"
            writer.connection.exec_driver_sql(statement)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert database.setting("half") is None
    database.set_setting("half", "whole")
    assert database.setting("half") == "whole"


# --- backups ---------------------------------------------------------------------------------


def test_a_backup_is_whole_and_replaces_the_one_before(path, database):
    copy = path.with_name("copy.annotator")
    database.set_setting("a", "1")
    database.backup(copy)
    database.set_setting("a", "2")
    database.backup(copy)
    assert whole(copy)
    opened = Database.open(str(copy))
    assert opened.setting("a") == "2"
    opened.close()
    assert not [name for name in names(path.parent) if "partial" in name]


def test_a_backup_of_a_backup_that_broke_off_goes_through(path, database):
    copy = path.with_name("copy.annotator")
    copy.with_name("copy.annotator.partial").write_bytes(b"half")
    database.backup(copy)
    assert whole(copy)


def test_a_workspace_is_not_copied_onto_itself(path, database):
    (path.parent / "same").symlink_to(path)
    for target in (path, path.parent / "same"):
        with pytest.raises(FileUnwritableError, match="it is the workspace itself"):
            database.backup(target)


def test_a_backup_into_no_folder_or_onto_a_folder_is_refused(path, database):
    with pytest.raises(FileUnwritableError):
        database.backup(path.parent / "nowhere" / "copy.annotator")
    (path.parent / "folder").mkdir()
    with pytest.raises(FileUnwritableError):
        database.backup(path.parent / "folder")
    assert not [name for name in names(path.parent) if "partial" in name]


# --- threads ---------------------------------------------------------------------------------


def test_a_reader_sees_one_state_while_a_writer_writes(database):
    rounds, failed = 60, []

    def write():
        for number in range(rounds):
            with database.write() as writer:
                for key in ("one", "two"):
                    statement = (
                        "INSERT INTO workspace (key, value) VALUES (?, ?) "
                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                    )
                    writer.connection.exec_driver_sql(statement, (key, str(number)))

    def read():
        try:
            while writing.is_alive():
                with database.read() as connection:
                    query = "SELECT value FROM workspace WHERE key IN ('one', 'two')"
                    first = connection.exec_driver_sql(query).all()
                    second = connection.exec_driver_sql(query).all()
                assert first == second
                assert len(set(first)) <= 1
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    writing = threading.Thread(target=write)
    reading = [threading.Thread(target=read) for _ in range(2)]
    for thread in (writing, *reading):
        thread.start()
    for thread in (writing, *reading):
        thread.join()
    assert failed == []
    assert database.setting("one") == database.setting("two") == str(rounds - 1)


def test_writers_of_two_windows_take_turns(path):
    opened = [Database.open(str(path)) for _ in range(2)]
    failed = []

    def count(database):
        try:
            for _ in range(20):
                with database.write() as writer:
                    run = writer.connection.exec_driver_sql
                    found = run("SELECT value FROM workspace WHERE key = 'count'").scalar()
                    run("DELETE FROM workspace WHERE key = 'count'")
                    run(
                        "INSERT INTO workspace (key, value) VALUES ('count', ?)",
                        (str(int(found or 0) + 1),),
                    )
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    threads = [threading.Thread(target=count, args=(database,)) for database in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert opened[0].setting("count") == "40"
    for database in opened:
        database.close()
    assert names(path.parent) == ["w.annotator"]


# --- where there is no log -------------------------------------------------------------------


def test_without_write_ahead_logging_the_database_is_used_as_a_single_file():
    with closing(sqlite3.connect(":memory:")) as connection:
        assert not sqlite.use_wal(connection)


def test_a_workspace_knows_whether_it_has_a_log(database):
    assert not database.single_file
