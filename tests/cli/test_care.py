"""Counts, checks, backups, suggestions, and interruptions."""

import json
import sqlite3
from contextlib import closing
from time import monotonic

import pytest

from annotator.cli import parts
from annotator.jobs import Progress
from tests.cli.program import BAR, BUILTIN, annotator, done, names, report

# --- care ------------------------------------------------------------------------------------


def test_stats_count_everything(two):
    assert report("stats", two) == {
        "articles": 2,
        "sets": {
            name: {
                "new": 1,
                "in-progress": 1,
                "complete": 0,
                "excluded": 0,
                "returned": 0,
                "approved": 0,
            }
            for name in ("amy", "ben")
        },
        "spans": {"amy": {"PERSON": 1}},
        "frames": {},
        "suggestions": {},
    }


def test_stats_of_suggestions_add_up(desk):
    before = report("stats", desk)["suggestions"][BUILTIN]
    assert before["accepted"] > 0
    assert before["corrected"] == before["rejected"] == 0
    done("accept", desk, "--annotator", "ben", "--label", "GPE")
    after = report("stats", desk)["suggestions"][BUILTIN]
    assert sum(after.values()) == sum(before.values())
    mine = report("stats", desk, "--annotator", "ben")
    assert set(mine["spans"]) == {"ben"}
    assert mine["suggestions"][BUILTIN]["accepted"] == mine["spans"]["ben"]["GPE"]


def test_stats_can_be_read_by_people(two):
    said = done("stats", two).out
    assert said.startswith("Articles: 2\n")
    assert "Sets of amy: new 1, in-progress 1\n" in said
    assert "Spans of amy: PERSON 1\n" in said


def test_a_sound_workspace_passes_the_check(desk):
    found = report("check", desk)
    assert (found["articles"], found["damage"], found["repaired"]) == (20, [], 0)
    assert found["spans"] > 50


def test_damage_is_named_exits_1_and_is_repaired_after_a_backup(desk):
    with closing(sqlite3.connect(desk)) as connection, connection:
        connection.execute("UPDATE span SET text = 'other words' WHERE id = 1")
    result = done("check", desk, status=1)
    assert "Damage: " in result.err
    found = report("check", desk, "--repair")
    assert found["repaired"] == 1
    with closing(sqlite3.connect(found["backup"])) as connection:
        kept = connection.execute("SELECT text FROM span WHERE id = 1").fetchone()
    assert kept == ("other words",)
    assert report("check", desk)["damage"] == []


def test_a_repair_that_mends_everything_exits_0_however_often_the_damage_was_named(desk):
    with closing(sqlite3.connect(desk)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE span SET start = -5 WHERE id = 1")  # SQLite names it as well
    found = report("check", desk, "--repair")
    assert len(found["damage"]) > found["repaired"] == 1
    assert found["left"] == []
    assert done("check", desk).err == ""


def test_a_repair_that_leaves_damage_exits_1_and_names_what_is_left(desk):
    with closing(sqlite3.connect(desk)) as connection, connection:
        connection.execute("UPDATE span SET text = 'other words' WHERE id = 1")
        connection.execute("UPDATE span SET label = 'CITY' WHERE id = 2")
    result = done("check", desk, "--repair", status=1)
    assert "Not mended: " in result.err
    assert "has the unknown label CITY." in result.err.partition("Not mended: ")[2]
    assert "2 damaged" in result.out
    assert "1 repaired" in result.out


def test_a_backup_is_a_workspace_of_its_own(desk, tmp_path):
    copy = tmp_path / "copy.annotator"
    assert done("backup", desk, copy).out == f"{desk} copied to {copy}.\n"
    assert report("stats", copy) == report("stats", desk)
    done("backup", desk, copy)  # again, over the one before
    assert report("check", copy)["damage"] == []


@pytest.mark.parametrize("target", ["nowhere/copy.annotator", "desk.annotator", "folder"])
def test_a_backup_that_cannot_be_written_is_refused(desk, tmp_path, target):
    (tmp_path / "folder").mkdir()
    before = names(tmp_path)
    assert "cannot be written" in done("backup", desk, tmp_path / target, status=2).err
    assert names(tmp_path) == before
    assert report("check", desk)["damage"] == []


def test_the_schema_is_json_schema():
    found = json.loads(done("schema").out)
    assert found["properties"]["format"] == {"const": "annotator-gold/1"} or "properties" in found


def test_the_doctor_says_what_is_there():
    result = annotator("doctor")
    assert result.status in {0, 1}
    for subject in ("Python", "Qt libraries", "Display", "Fonts", "spaCy pipelines", "Databases"):
        assert f": {subject}" in result.out.replace("  ", ": ") or subject in result.out


def test_the_doctor_exits_1_where_no_window_can_be_opened(no_display):
    result = done("doctor", status=1)
    assert "missing  Display: there is none" in result.out
    assert "annotator demo --headless FOLDER" in result.out


@pytest.mark.parametrize(
    "words",
    [["stats"], ["check"], ["export", "{folder}/o.jsonl"], ["backup", "{folder}/copy.annotator"]],
    ids=lambda words: words[0],
)
def test_a_command_that_reads_changes_nothing_and_does_not_wait_for_a_writer(desk, tmp_path, words):
    before = desk.read_bytes()
    command, *more = (word.format(folder=tmp_path) for word in words)
    with closing(sqlite3.connect(desk, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        began = monotonic()
        done(command, desk, *more)
        assert monotonic() - began < 4
        connection.execute("ROLLBACK")
    assert desk.read_bytes() == before


# --- suggestions -----------------------------------------------------------------------------


def test_suggestions_are_accepted_by_label_score_and_article(desk):
    before = report("stats", desk)["spans"]["amy"]
    done("accept", desk, "--annotator", "amy", "--label", "GPE", "--article", "amman-1")
    done("accept", desk, "--annotator", "amy", "--label", "DATE", "--min-score", "1")
    after = report("stats", desk)["spans"]["amy"]
    assert set(after) - set(before) <= {"GPE", "DATE"}
    with closing(sqlite3.connect(desk)) as connection:
        query = (
            "SELECT DISTINCT article.name FROM span JOIN annotation_set s ON s.id = span.set_id "
            "JOIN article ON article.id = s.article_id WHERE label = 'GPE'"
        )
        assert connection.execute(query).fetchall() == [("amman-1",)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["accept", "--annotator", "amy", "--label", "PLANET"], "The scheme has no label PLANET."),
        (["accept", "--annotator", "amy", "--article", "none"], "There is no article none"),
        (["suggest", "--source", "no_such_model"], "no_such_model is not installed"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_what_is_not_there_is_named(desk, words, sentence):
    result = done(words[0], desk, *words[1:], status=2)
    assert sentence in result.err
    assert result.out == ""


def test_suggestions_can_be_made_for_one_article(w, corpus):
    done("import", w, corpus / "articles" / "amman-1.txt", corpus / "articles" / "amman-2.txt")
    assert report("suggest", w, "amman-1")["suggestions"] > 10
    with closing(sqlite3.connect(w)) as connection:
        assert connection.execute("SELECT count(*) FROM look").fetchone() == (1,)
    assert "There is no article none" in done("suggest", w, "none", status=2).err


def test_suggesting_twice_changes_nothing(desk, tmp_path):
    done("export", desk, tmp_path / "1.jsonl", "--suggestions")
    assert report("suggest", desk)["suggestions"] == 0
    done("export", desk, tmp_path / "2.jsonl", "--suggestions")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


# --- interrupted -----------------------------------------------------------------------------


@pytest.fixture
def interrupted(monkeypatch):
    """Let Ctrl+C come when something has been done for the third time."""

    def strike(done, _total):
        if done >= 2:
            raise KeyboardInterrupt

    class Bar:
        def __init__(self, _what):
            pass

        def __enter__(self):
            return Progress(strike)

        def __exit__(self, *_error):
            return None

    monkeypatch.setattr(parts, "progress_bar", Bar)
    return monkeypatch


def test_an_interrupted_import_writes_nothing(two, corpus, interrupted):
    result = done("import", two, corpus / "articles", status=130)
    interrupted.undo()
    assert result.err == "Interrupted; nothing is half written.\n"
    assert result.out == ""
    assert report("stats", two)["articles"] == 2


def test_an_interrupted_export_leaves_the_file_of_before(desk, tmp_path, interrupted):
    out = tmp_path / "o.jsonl"
    out.write_text("the export of before", "utf-8")
    assert "Interrupted" in done("export", desk, out, "--annotator", "amy", status=130).err
    assert out.read_text("utf-8") == "the export of before"
    assert names(tmp_path) == ["desk.annotator", "o.jsonl"]


def test_interrupted_suggesting_keeps_only_whole_articles(w, corpus, interrupted):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "progress_bar", BAR)
        done("import", w, corpus / "articles")
    done("suggest", w, status=130)
    interrupted.undo()
    done("check", w)
    assert report("suggest", w)["suggestions"] > 100
    assert report("suggest", w)["suggestions"] == 0
