"""A workspace that is locked, read only, full, or gone."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.errors import (
    DiskFullError,
    FileUnwritableError,
    WorkspaceGoneError,
    WorkspaceLockedError,
    WorkspaceReadOnlyError,
)
from annotator.store import sqlite
from annotator.store.database import Database
from tests.store.conftest import PAGE, change, names, whole

# --- locked ----------------------------------------------------------------------------------

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO workspace (key, value) VALUES ('held', 'x')")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
print("let go", flush=True)
"""


@contextlib.contextmanager
def held(path):
    """Let another program hold a workspace for writing; give what lets it go."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def let_go():
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.stdout.readline() == "let go\n"

    try:
        assert program.stdout.readline() == "held\n"
        yield let_go
    finally:
        program.kill()
        program.wait()
        program.stdin.close()
        program.stdout.close()


def test_a_write_waits_as_long_as_it_is_told_then_says_who_is_in_the_way(path, database):
    with held(path) as let_go:
        began = monotonic()
        with (
            pytest.raises(WorkspaceLockedError, match="Another program is writing"),
            database.write(wait_ms=300),
        ):
            pytest.fail("two programs are writing at once")
        assert 0.25 < monotonic() - began < 3
        assert database.setting("held") is None  # readers do not wait
        let_go()
    with database.write(wait_ms=300):
        pass
    assert database.setting("held") == "x"


def test_a_write_gets_its_turn_when_the_other_is_done(path, database):
    with held(path) as let_go:
        timer = threading.Timer(0.3, let_go)
        timer.start()
        database.set_setting("mine", "y")
        timer.join()
    assert (database.setting("held"), database.setting("mine")) == ("x", "y")


def test_the_wait_is_the_usual_one_again_afterwards(database):
    with database.write(wait_ms=1):
        pass
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == sqlite.BUSY_MS


def test_a_workspace_can_be_opened_read_and_copied_while_another_program_writes(path):
    change(path, "PRAGMA journal_mode=WAL")
    with held(path):
        database = Database.open(str(path))
        database.backup(path.with_name("copy.annotator"))
        began = monotonic()
        database.close()
        assert monotonic() - began < 2
    assert whole(path.with_name("copy.annotator"))


# --- read only, full, gone -------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_named(path, tmp_path):
    tmp_path.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK) or sys.platform == "win32":
            pytest.skip("whoever runs this may write everywhere")
        with pytest.raises(WorkspaceReadOnlyError, match=r"w\.annotator cannot be written"):
            Database.open(str(path))
        with pytest.raises(WorkspaceReadOnlyError):
            Database.create(str(tmp_path / "new.annotator"), default_scheme())
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_file_that_cannot_be_written_is_named(path, mode):
    change(path, f"PRAGMA journal_mode={mode}")
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("whoever runs this may write everywhere")
    with pytest.raises(WorkspaceReadOnlyError, match=r"w\.annotator cannot be written"):
        Database.open(str(path))
    assert names(path.parent) == ["w.annotator"]


def test_a_drive_that_cannot_be_written_is_named(path, volume):
    folder = volume("size=4m")
    copy = Path(shutil.copy(path, folder / "w.annotator"))
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    with pytest.raises(WorkspaceReadOnlyError, match=r"w\.annotator cannot be written"):
        Database.open(str(copy))
    with pytest.raises(WorkspaceReadOnlyError):
        Database.create(str(folder / "new.annotator"), default_scheme())
    assert names(folder) == ["w.annotator"]


def test_backing_up_to_a_drive_that_cannot_be_written_names_the_copy(database, volume):
    folder = volume("size=1m", "ro")
    with pytest.raises(FileUnwritableError, match=r"copy\.annotator cannot be written"):
        database.backup(folder / "copy.annotator")


def test_a_full_disk_leaves_nothing_half_written_and_goes_on_when_there_is_room(path, volume):
    folder = volume("size=2m")
    copy = Path(shutil.copy(path, folder / "w.annotator"))
    database = Database.open(str(copy))
    try:
        database.set_setting("before", "1")
        ballast = folder / "ballast"
        with suppress(OSError), ballast.open("wb") as file:
            while file.write(bytes(PAGE)):
                file.flush()
        with pytest.raises(DiskFullError, match="the disk is full"):
            database.set_setting("large", "x" * 1_000_000)
        assert database.setting("large") is None
        assert database.setting("before") == "1"
        ballast.unlink()
        database.set_setting("large", "x" * 300_000)
        assert len(database.setting("large")) == 300_000
    finally:
        database.close()
    assert names(folder) == ["w.annotator"]
    assert whole(copy)


def test_a_full_disk_leaves_no_new_workspace_and_no_part_of_one(volume):
    folder = volume("size=64k")
    with pytest.raises(DiskFullError):
        Database.create(str(folder / "w.annotator"), default_scheme())
    assert names(folder) == []


def test_a_full_disk_leaves_the_backup_of_before(database, volume):
    folder = volume("size=64k")
    copy = folder / "copy.annotator"
    copy.write_bytes(b"the backup of before")
    with pytest.raises(DiskFullError):
        database.backup(copy)
    assert names(folder) == ["copy.annotator"]
    assert copy.read_bytes() == b"the backup of before"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds an open file fast")
@pytest.mark.parametrize("fate", ["deleted", "moved", "replaced", "folder deleted"])
def test_nothing_is_written_into_a_file_that_nobody_would_find_again(path, database, fate, made):
    if fate == "deleted":
        path.unlink()
    elif fate == "moved":
        path.rename(path.with_name("elsewhere.annotator"))
    elif fate == "replaced":
        shutil.copy(made, path.with_name("other"))
        path.with_name("other").replace(path)
    else:
        shutil.rmtree(path.parent)
    with pytest.raises(WorkspaceGoneError, match="was moved, deleted or replaced"):
        database.set_setting("a", "1")
