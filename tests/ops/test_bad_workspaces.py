"""Files that are no workspace, are damaged, locked, gone, or have no room: each is one sentence."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from annotator.errors import (
    AnnotatorError,
    DatabaseDriverMissingError,
    DiskFullError,
    FileMissingError,
    FileUnwritableError,
    NotAWorkspaceError,
    NoWorkspaceError,
    StorageError,
    WorkspaceDamagedError,
    WorkspaceGoneError,
    WorkspaceLockedError,
    WorkspaceReadOnlyError,
    WorkspaceTooNewError,
)
from annotator.ops import articles, demo, tags
from annotator.ops.workspace import Workspace
from annotator.store import sqlite
from annotator.store.database import Database
from tests.ops.conftest import Desk

is_root = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def copied(small_path, tmp_path):
    """A copy of the small workspace that nobody has open."""
    return shutil.copy(small_path, tmp_path / "copied.annotator")


def run_sql(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite", b"hello, I am a text file\n" * 50, b"\x00" * 4096, b"PK\x03\x04" * 100],
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "notes.annotator"
    path.write_bytes(content)
    with pytest.raises(NotAWorkspaceError):
        Workspace.open(str(path))
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["notes.annotator"]


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.annotator"
    run_sql(path, "CREATE TABLE notes (id INTEGER)")
    with pytest.raises(NotAWorkspaceError):
        Workspace.open(str(path))


def test_an_empty_database_is_no_workspace(tmp_path):
    path = tmp_path / "empty.annotator"
    run_sql(path, "PRAGMA user_version=1")
    with pytest.raises(NotAWorkspaceError):
        Workspace.open(str(path))


def test_a_folder_is_no_workspace(tmp_path):
    (tmp_path / "folder.annotator").mkdir()
    with pytest.raises(NotAWorkspaceError):
        Workspace.open(str(tmp_path / "folder.annotator"))


def test_where_there_is_nothing_it_says_so_and_makes_nothing(tmp_path):
    with pytest.raises(NoWorkspaceError):
        Workspace.open(str(tmp_path / "none.annotator"))
    assert list(tmp_path.iterdir()) == []


def test_a_new_workspace_in_a_folder_that_is_not_there_names_the_folder(tmp_path):
    with pytest.raises(FileMissingError, match="nowhere is not there"):
        Database.create(str(tmp_path / "nowhere" / "w.annotator"), demo.default_scheme())


@pytest.mark.parametrize("keep", [100, 4096, 5000, 40_000])
def test_a_truncated_workspace_is_refused_as_damaged_or_as_none(copied, keep):
    data = copied.read_bytes()
    assert len(data) > keep
    copied.write_bytes(data[:keep])
    with pytest.raises((WorkspaceDamagedError, NotAWorkspaceError)):
        workspace = Workspace.open(str(copied))
        try:
            Desk(workspace).tag("railway", "ORG")
        finally:
            workspace.close()


def test_overwritten_pages_are_damage_not_a_crash(copied):
    data = bytearray(copied.read_bytes())
    data[8192:] = os.urandom(len(data) - 8192)
    copied.write_bytes(data)
    with pytest.raises((WorkspaceDamagedError, NotAWorkspaceError)):
        workspace = Workspace.open(str(copied))
        try:
            for _ in range(3):
                Desk(workspace).tag("railway", "ORG")
        finally:
            workspace.close()


@pytest.mark.parametrize(
    "code",
    [
        "CREATE TRIGGER t AFTER INSERT ON span BEGIN DELETE FROM article; END",
        "CREATE VIEW v AS SELECT * FROM article",
    ],
)
def test_a_workspace_that_brings_code_of_its_own_is_not_opened(copied, code):
    run_sql(copied, code)
    with pytest.raises(WorkspaceDamagedError, match="code of its own: [tv]"):
        Workspace.open(str(copied))


def test_a_workspace_without_one_of_its_tables_is_damaged(copied):
    run_sql(copied, "DROP TABLE verdict")
    with pytest.raises(WorkspaceDamagedError, match="it lacks verdict"):
        Workspace.open(str(copied))


def test_a_workspace_whose_scheme_cannot_be_read_is_damaged(copied):
    run_sql(copied, "UPDATE scheme SET source = 'no toml ['")
    with pytest.raises(WorkspaceDamagedError):
        Workspace.open(str(copied))


def test_a_newer_schema_is_refused_with_both_numbers_and_nothing_is_written(copied):
    run_sql(copied, "UPDATE alembic_version SET version_num = '9999'")
    before = copied.read_bytes()
    with pytest.raises(WorkspaceTooNewError, match=r"schema 9999.*up to 0001"):
        Workspace.open(str(copied))
    assert copied.read_bytes() == before
    assert not list(copied.parent.glob("*.before-*"))


@pytest.mark.parametrize(
    "address", ["postgresql://host/news", "sqlite://", "mysql+foo://x", "nonsense://", "::1://"]
)
def test_other_databases_are_named_as_not_supported(address):
    with pytest.raises(DatabaseDriverMissingError):
        Workspace.open(address)


def test_a_password_in_an_address_is_never_shown():
    with pytest.raises(DatabaseDriverMissingError) as caught:
        Workspace.open("postgresql://amy:secret@host/news")
    assert "secret" not in str(caught.value)


def test_an_sqlite_address_opens_the_file(copied):
    workspace = Workspace.open(f"sqlite:///{copied}")
    try:
        assert workspace.path == copied
    finally:
        workspace.close()


def test_a_file_name_with_odd_characters_works(small_path, tmp_path):
    path = tmp_path / "odd ?#% 100% – ✓.annotator"
    shutil.copy(small_path, path)
    workspace = Workspace.open(str(path))
    try:
        Desk(workspace).tag("railway", "ORG")
    finally:
        workspace.close()
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


# --- locked -----------------------------------------------------------------------------------

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(small):
    """The small workspace while another process writes to it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(small.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    yield process
    let_go(process)


def let_go(process):
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


def test_another_writer_is_waited_for_as_long_as_was_asked_and_then_named(small, held):
    desk = Desk(small)
    small.watch(lambda _changes: None, wait_ms=200)
    began = time.monotonic()
    with pytest.raises(WorkspaceLockedError):
        desk.tag("railway", "ORG")
    assert 0.15 < time.monotonic() - began < 3
    assert desk.tags == []
    let_go(held)
    desk.tag("railway", "ORG")
    assert desk.tags == [("railway", "ORG")]


def test_reading_goes_on_while_another_process_writes(small, held):
    assert Desk(small).pending


def test_what_waits_long_enough_gets_its_turn(small, held):
    small.watch(lambda _changes: None, wait_ms=5000)
    held.stdin.close()  # it ends some milliseconds from now
    Desk(small).tag("railway", "ORG")


def test_opening_a_workspace_that_is_locked_for_itself_says_so(copied, monkeypatch):
    run_sql(copied, "PRAGMA journal_mode=DELETE")
    monkeypatch.setattr(sqlite, "BUSY_MS", 100)
    with closing(sqlite3.connect(copied, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(WorkspaceLockedError):
            Workspace.open(str(copied))


@pytest.mark.skipif(sys.platform == "win32", reason="a file system layer of Unix")
def test_a_file_system_without_a_log_gets_a_rollback_journal(tmp_path):
    address = f"{(tmp_path / 'new.annotator').as_uri()}?vfs=unix-dotfile"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        assert sqlite.use_wal(connection) is False
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_closing_leaves_one_whole_file(small):
    Desk(small).tag("railway", "ORG")
    assert small.path.with_name(small.path.name + "-wal").exists()
    small.close()
    beside = {item.name for item in small.path.parent.iterdir()}
    assert small.path.name + "-wal" not in beside
    with closing(sqlite3.connect(f"{small.path.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM span").fetchone()[0] == 1


def test_closing_one_of_two_windows_keeps_the_other_going(small_path, tmp_path):
    path = shutil.copy(small_path, tmp_path / "two.annotator")
    one, two = Workspace.open(str(path)), Workspace.open(str(path))
    Desk(one).tag("railway", "ORG")
    one.close()
    Desk(two).tag("ships", "ORG")
    two.close()
    again = Workspace.open(str(path))
    try:
        assert Desk(again).tags == [("railway", "ORG"), ("ships", "ORG")]
    finally:
        again.close()


# --- gone, read only, full ---------------------------------------------------------------------


def test_a_vanished_file_takes_no_more_changes(small):
    desk = Desk(small)
    desk.tag("railway", "ORG")
    target, place = desk.target, desk.at("ships")
    small.path.unlink()
    with pytest.raises(WorkspaceGoneError):
        tags.add(small, target, place, "ORG")
    assert not small.path.exists()


def test_a_file_that_was_replaced_under_the_program_is_not_written(small, small_path):
    desk = Desk(small)
    target, place = desk.target, desk.at("ships")
    small.path.unlink()
    shutil.copy(small_path, small.path)
    before = small.path.read_bytes()
    with pytest.raises(WorkspaceGoneError):
        tags.add(small, target, place, "ORG")
    assert small.path.read_bytes() == before


def test_a_connection_to_a_vanished_file_does_not_make_an_empty_one(small_path, tmp_path):
    path = shutil.copy(small_path, tmp_path / "gone.annotator")
    database = Database(path)
    path.unlink()
    with pytest.raises(AnnotatorError), database.read():
        pass
    assert not path.exists()
    database.close()


def test_a_vanished_folder_is_named(small_path, tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    path = shutil.copy(small_path, folder / "w.annotator")
    database = Database(path)
    shutil.rmtree(folder)
    with pytest.raises(WorkspaceGoneError), database.read():
        pass
    database.close()


@pytest.mark.skipif(is_root, reason="root writes everywhere")
def test_a_read_only_folder_is_named(small_path, tmp_path):
    folder = tmp_path / "read-only"
    folder.mkdir()
    path = shutil.copy(small_path, folder / "w.annotator")
    folder.chmod(0o500)
    try:
        with pytest.raises(WorkspaceReadOnlyError):
            Desk(Workspace.open(str(path))).tag("railway", "ORG")
        with pytest.raises(WorkspaceReadOnlyError):
            Database.create(str(folder / "new.annotator"), demo.default_scheme())
    finally:
        folder.chmod(0o700)


def test_a_workspace_is_never_made_over_an_existing_file(copied):
    before = copied.read_bytes()
    with pytest.raises(FileExistsError):
        Database.create(str(copied), demo.default_scheme())
    assert copied.read_bytes() == before


@pytest.fixture
def small_disk(tmp_path):
    """A folder with room for two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not is_root or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def written(file, data):
    try:
        return file.write(data) == len(data)
    except OSError:
        return False


def test_a_full_disk_refuses_the_change_and_loses_nothing(small_disk, small_path):
    path = shutil.copy(small_path, small_disk / "w.annotator")
    workspace = Workspace.open(str(path))
    desk = Desk(workspace)
    desk.tag("railway", "ORG")
    with (small_disk / "filler").open("wb", buffering=0) as file:
        while written(file, b"\x00" * 4096):
            pass
    article = articles.load(workspace, desk.article)
    with pytest.raises(DiskFullError):
        articles.set_note(workspace, article, "amy", "a long note " * 5000)
    assert desk.tags == [("railway", "ORG")]
    (small_disk / "filler").unlink()
    desk.tag("ships", "ORG")
    workspace.close()
    again = Workspace.open(str(path))
    assert Desk(again).tags == [("railway", "ORG"), ("ships", "ORG")]
    again.close()


def test_no_room_for_a_new_workspace_leaves_nothing_half_made(small_disk):
    (small_disk / "filler").write_bytes(b"\x00" * (2 * 1024 * 1024 - 40_000))
    with pytest.raises(DiskFullError):
        Database.create(str(small_disk / "new.annotator"), demo.default_scheme())
    assert [item.name for item in small_disk.iterdir()] == ["filler"]


def test_no_room_for_a_backup_leaves_the_old_one(small_disk, small):
    target = small_disk / "backup.annotator"
    target.write_bytes(b"the old one")
    (small_disk / "filler").write_bytes(b"\x00" * (2 * 1024 * 1024 - 40_000))
    with pytest.raises(DiskFullError):
        small.database.backup(target)
    assert target.read_bytes() == b"the old one"
    assert {item.name for item in small_disk.iterdir()} == {"backup.annotator", "filler"}


# --- words of the driver ------------------------------------------------------------------------


class Failure(sqlite3.OperationalError):
    """An error as the driver raises it, with a code."""

    def __init__(self, code, words="words"):
        super().__init__(words)
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, WorkspaceLockedError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, WorkspaceLockedError),
        (sqlite3.SQLITE_PROTOCOL, WorkspaceLockedError),
        (sqlite3.SQLITE_FULL, DiskFullError),
        (sqlite3.SQLITE_NOTADB, NotAWorkspaceError),
        (sqlite3.SQLITE_CORRUPT, WorkspaceDamagedError),
        (sqlite3.SQLITE_IOERR_READ, StorageError),
        (sqlite3.SQLITE_READONLY, WorkspaceReadOnlyError),
        (sqlite3.SQLITE_CANTOPEN, WorkspaceReadOnlyError),
    ],
)
def test_errors_are_told_by_their_code(copied, code, kind):
    found = sqlite.translated(Failure(code), copied)
    assert type(found) is kind
    assert found.problem_text and found.remedy_text


def test_a_failed_read_of_a_vanished_file_is_a_vanished_file(tmp_path):
    found = sqlite.translated(Failure(sqlite3.SQLITE_IOERR_READ), tmp_path / "gone.annotator")
    assert isinstance(found, WorkspaceGoneError)


def test_a_failure_on_a_full_disk_is_a_full_disk(copied, monkeypatch):
    monkeypatch.setattr(sqlite, "SCARCE_BYTES", 1 << 62)
    found = sqlite.translated(Failure(sqlite3.SQLITE_IOERR_WRITE), copied)
    assert isinstance(found, DiskFullError)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, None])
def test_what_only_a_bug_can_cause_is_not_dressed_up(copied, code):
    assert sqlite.translated(Failure(code), copied) is None


# --- backups -----------------------------------------------------------------------------------


def test_a_backup_is_whole_and_replaces_an_older_one(small, tmp_path):
    Desk(small).tag("railway", "ORG")
    target = tmp_path / "copy.annotator"
    target.write_bytes(b"old")
    small.database.backup(target)
    copy = Workspace.open(str(target))
    try:
        assert Desk(copy).tags == [("railway", "ORG")]
        assert copy.undo_step("amy").name == "Tag “railway” ORG"
    finally:
        copy.close()


def test_a_workspace_is_not_backed_up_onto_itself(small):
    before = small.path.stat().st_ino
    with pytest.raises(FileUnwritableError, match="the workspace itself"):
        small.database.backup(small.path)
    assert small.path.stat().st_ino == before


@pytest.mark.parametrize("name", ["no/such/folder/copy.annotator", "."])
def test_a_backup_to_where_nothing_can_be_written_is_refused(small, tmp_path, name):
    with pytest.raises(FileUnwritableError):
        small.database.backup(tmp_path / name)
