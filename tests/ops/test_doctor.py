"""What the doctor says of the database that this Python brings."""

import sqlite3

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.errors import DatabaseTooOldError
from annotator.ops import doctor
from annotator.store.database import Database


def databases():
    (found,) = [item for item in doctor.examine() if item.subject == "Databases"]
    return found


def test_the_version_of_sqlite_is_told():
    assert databases().fine
    assert databases().found.startswith(f"SQLite {sqlite3.sqlite_version}")


def test_a_sqlite_that_is_too_old_is_named_by_the_doctor_and_on_opening(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    found = databases()
    assert (found.fine, found.needed, bool(found.remedy)) == (False, True, True)
    with pytest.raises(DatabaseTooOldError, match=r"SQLite 3\.34\.1 is too old; 3\.35"):
        Database.create(str(tmp_path / "w.annotator"), default_scheme())
    assert list(tmp_path.iterdir()) == []


def test_the_library_that_learns_is_looked_for():
    (found,) = [item for item in doctor.examine() if item.subject == "Learner"]
    assert (found.fine, found.needed, found.remedy) == (True, False, "")
