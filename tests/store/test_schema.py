"""The schema: one, however it was made; every released one can still be opened.

A released schema leaves a specimen in ``tests/data/workspaces``, a real file made by the program of
its time::

    python -m tests.store.test_schema tests/data/workspaces/0004.sqlite
"""

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from annotator.domain.article import ArticleId
from annotator.domain.concordance import Plan
from annotator.domain.default_scheme import default_scheme
from annotator.errors import UpgradeError, WorkspaceTooNewError
from annotator.ops import everywhere, intake, integrity, sources, suggested_frames, suggestions
from annotator.ops.workspace import Workspace
from annotator.store import schema, sqlite, tables
from annotator.store.database import Database
from annotator.store.engine import open_engine
from annotator.store.sets import SetTarget

SPECIMENS = Path(__file__).parents[1] / "data" / "workspaces"
MIGRATIONS = Path(schema.__file__).parent / "migrations"
ARTICLE = "Hasan Kord met Anna Weiss in Tehran on 2 May 2016.\n\nHe said talks would go on.\n"
SPAN_KEYS = ("id", "start", "end", "label", "entity")


def specimens():
    return sorted(SPECIMENS.glob("*.sqlite"))


@pytest.fixture
def specimen(tmp_path):
    """Copy a specimen to where it may be changed."""

    def copy(revision=schema.HEAD):
        return Path(shutil.copy(SPECIMENS / f"{revision}.sqlite", tmp_path / "old.annotator"))

    return copy


@pytest.fixture
def script():
    return ScriptDirectory.from_config(schema.alembic_config())


def digest(path):
    return sha256(path.read_bytes()).hexdigest()


def master(path):
    """What stands in a database, with the white space of its statements evened out."""

    def even(statement):
        words = " ".join((statement or "").split())
        return words.replace("( ", "(").replace(" )", ")").replace(" (", "(")

    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        application = connection.execute("PRAGMA application_id").fetchone()[0]
    return sorted((kind, name, table, even(sql)) for kind, name, table, sql in rows), application


def differences(path):
    """What Alembic finds different between a database and the tables that the program knows."""

    def ours(_thing, name, kind, _reflected, _other):
        return kind != "table" or not name.startswith("article_fts")

    engine = open_engine(path)
    try:
        with engine.connect() as connection:
            options = {"include_object": ours, "compare_type": True}
            return compare_metadata(
                MigrationContext.configure(connection, opts=options), tables.metadata
            )
    finally:
        engine.dispose()


def make_with(path, fill):
    engine = open_engine(path, create=True)
    try:
        with engine.connect() as connection, connection.execution_options(write=True).begin():
            fill(connection)
    finally:
        engine.dispose()
    return path


def version_in(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


# --- one schema, two ways --------------------------------------------------------------------


def test_migrations_and_the_short_way_make_the_same_database(tmp_path):
    short = make_with(tmp_path / "short.sqlite", schema.create)
    long = make_with(tmp_path / "long.sqlite", schema.migrate)
    assert master(long) == master(short)
    assert version_in(long) == version_in(short) == schema.HEAD


@pytest.mark.parametrize("way", [schema.create, schema.migrate])
def test_alembic_finds_nothing_to_change(tmp_path, way):
    assert differences(make_with(tmp_path / "made.sqlite", way)) == []


def test_a_migrated_database_says_whose_it_is(tmp_path):
    _, application = master(make_with(tmp_path / "made.sqlite", schema.migrate))
    assert application == sqlite.APPLICATION_ID


def test_head_is_the_head_of_the_migrations(script):
    assert script.get_heads() == [schema.HEAD]


def test_the_known_revisions_are_the_migrations_in_order(script):
    found = [step.revision for step in script.walk_revisions()]
    assert tuple(reversed(found)) == schema.REVISIONS
    assert schema.REVISIONS[-1] == schema.HEAD


# --- specimens -------------------------------------------------------------------------------


def test_every_revision_has_a_specimen_that_carries_it():
    assert [path.stem for path in specimens()] == list(schema.REVISIONS)
    assert [version_in(path) for path in specimens()] == list(schema.REVISIONS)


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_every_specimen_opens_and_is_brought_to_the_newest_schema(specimen, revision):
    path = specimen(revision)
    Database.open(str(path)).close()
    assert version_in(path) == schema.HEAD
    assert differences(path) == []
    assert master(path) == master(make_with(path.with_name("new.sqlite"), schema.create))


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_every_specimen_is_sound_and_can_be_undone(specimen, revision):
    workspace = Workspace.open(str(specimen(revision)))
    try:
        report = integrity.check(workspace)
        assert report.damage == ()
        assert report.articles
        assert report.spans
        steps = 0
        while workspace.undo("amy") is not None:
            steps += 1
        assert steps
        while workspace.redo("amy") is not None:
            steps -= 1
        assert steps == 0
        assert integrity.check(workspace).spans == report.spans
    finally:
        workspace.close()


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_what_was_undone_before_an_upgrade_can_be_brought_back(specimen, revision):
    workspace = Workspace.open(str(specimen(revision)))
    try:
        before = integrity.check(workspace).spans
        assert workspace.redo("ben") is not None
        found = integrity.check(workspace)
        assert found.damage == ()
        assert found.spans > before
    finally:
        workspace.close()


# --- newer and older -------------------------------------------------------------------------


def test_a_newer_schema_is_refused_with_both_numbers_and_left_alone(specimen):
    path = specimen()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    before = digest(path)
    with pytest.raises(WorkspaceTooNewError) as refused:
        Database.open(str(path))
    assert str(refused.value) == (
        f"This workspace has schema 0099; this program knows schemas up to {schema.HEAD}. "
        "Install the newer version of the program."
    )
    assert digest(path) == before
    assert [item.name for item in path.parent.iterdir()] == [path.name]


LATER = """
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE article ADD COLUMN later TEXT")
    {more}
"""


@pytest.fixture
def a_later_program(tmp_path, monkeypatch):
    """Pretend that a revision more has been released, which does something more."""

    def pretend(more="pass"):
        scripts = tmp_path / "scripts"
        shutil.copytree(MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        text = LATER.format(head=schema.HEAD, more=more)
        (scripts / "versions" / "r9999_later.py").write_text(text, encoding="utf-8")
        config = schema.alembic_config()
        config.set_main_option("script_location", str(scripts))
        monkeypatch.setattr(schema, "alembic_config", lambda: config)
        monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
        monkeypatch.setattr(schema, "HEAD", "9999")

    return pretend


def test_an_older_schema_is_upgraded_after_a_backup(specimen, a_later_program):
    path = specimen()
    a_later_program()
    Database.open(str(path)).close()
    assert version_in(path) == "9999"
    kept = path.with_name("old.annotator.before-9999")
    assert version_in(kept) != "9999"
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(article)")]
        assert "later" in columns
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM article").fetchone() != (0,)


def test_foreign_keys_hold_after_an_upgrade(specimen, a_later_program):
    path = specimen()
    a_later_program()
    database = Database.open(str(path))
    try:
        with database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    finally:
        database.close()


def test_an_upgrade_that_would_orphan_rows_is_taken_back(specimen, a_later_program):
    path = specimen()
    before = master(path)
    a_later_program('op.execute("DELETE FROM annotation_set")')
    with pytest.raises(UpgradeError, match=r"would orphan \d+ rows"):
        Database.open(str(path))
    assert master(path) == before
    assert version_in(path) != "9999"


def test_an_upgrade_that_fails_half_way_is_taken_back(specimen, a_later_program):
    path = specimen()
    before = master(path)
    a_later_program('raise ArithmeticError("a bug")')
    with pytest.raises(ArithmeticError):
        Database.open(str(path))
    assert master(path) == before
    assert version_in(path) != "9999"


# --- making a specimen -----------------------------------------------------------------------


def make_specimen(path):
    """Make a small workspace with something in most tables, through the program itself."""
    folder = path.parent
    text = folder / "visit-01.txt"
    text.write_text(ARTICLE, encoding="utf-8")
    lines = folder / "lines.jsonl"
    lines.write_text(json.dumps(_line(), ensure_ascii=False) + "\n", encoding="utf-8")
    workspace = Workspace.open_or_create(str(path), default_scheme())
    try:
        intake.import_paths(workspace, [text])
        intake.import_paths(workspace, [lines], author="amy")
        sources.suggest(workspace, sources.BUILTIN)
        suggestions.accept_all(workspace, "amy")
        suggestions.accept_all(workspace, "ben", labels=["PERSON", "Statement"])
        workspace.undo("ben")
        for key in (ArticleId(1), ArticleId(2)):
            for frame in suggested_frames.pending(workspace, key, "amy"):
                suggested_frames.accept(workspace, SetTarget(key, "amy"), frame)
        wanted = everywhere.wanted_for(workspace, "amy", "PERSON")
        asked = everywhere.Asked(("Anna Weiss", "Weiss"), wanted)
        places = everywhere.in_article(workspace, asked, ArticleId(2)).ticked(Plan())
        everywhere.apply(workspace, everywhere.Order(asked, Plan(), places, asked.forms))
    finally:
        workspace.close()
    text.unlink()
    lines.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("journal_mode=DELETE", "page_size=1024"):
            connection.execute(f"PRAGMA {statement}")
        connection.execute("VACUUM")


def _line():
    text = "“We are ready,” Anna Weiss said in Vienna.\n"
    found = [
        ("s1", 1, 13, "CONTENT", None),
        ("s2", 15, 25, "PERSON", "e1"),
        ("s3", 26, 30, "CUE", None),
    ]
    spans = [dict(zip(SPAN_KEYS, values, strict=True)) for values in found]
    return {
        "id": "talks-01",
        "text": text,
        "annotator": "amy",
        "spans": [{**span, "text": text[span["start"] : span["end"]]} for span in spans],
        "entities": [{"id": "e1", "type": "PERSON", "name": "Anna Weiss"}],
        "frames": [
            {
                "id": "f1",
                "type": "Statement",
                "roles": {"speaker": ["s2"], "cue": ["s3"], "content": ["s1"]},
                "implied": ["addressee"],
            }
        ],
        "comments": [
            {"on": "s2", "by": "ben", "at": "2026-11-23T09:00:00Z", "text": "?", "resolved": False}
        ],
    }


if __name__ == "__main__":
    make_specimen(Path(sys.argv[1]).absolute())
