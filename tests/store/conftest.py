"""An empty workspace, copied for every test, and small drives."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.store import schema
from annotator.store.database import Database

SPECIMEN = Path(__file__).parents[1] / "data" / "workspaces" / f"{schema.HEAD}.sqlite"
SIDE_FILES = ("w.annotator-wal", "w.annotator-shm", "w.annotator-journal")
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
PAGE = 4096


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """An empty workspace; copy it."""
    path = tmp_path_factory.mktemp("made") / "made.annotator"
    Database.create(str(path), default_scheme()).close()
    return path


@pytest.fixture
def path(made, tmp_path):
    return Path(shutil.copy(made, tmp_path / "w.annotator"))


@pytest.fixture
def database(path):
    opened = Database.open(str(path))
    yield opened
    opened.close()


@pytest.fixture
def volume(tmp_path):
    """Mount a file system of its own, with a size and further options."""
    mounted = []

    def mount(*options):
        folder = tmp_path / "volume"
        folder.mkdir(exist_ok=True)
        if not AS_ROOT or shutil.which("mount") is None:
            pytest.skip("only root may mount a small file system")
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this machine lets nobody mount a small file system")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def change(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def whole(path):
    """Whether SQLite finds nothing wrong with a file that nothing lies beside."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def names(folder):
    return sorted(item.name for item in folder.iterdir())
