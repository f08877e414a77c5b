"""Damage is found, mended only after a backup, and kept away by backups of its own."""

import re
import sqlite3
from contextlib import closing

import pytest

from annotator.domain.annotation import Filler
from annotator.errors import DamagedRecordError, FileUnwritableError, WorkspaceDamagedError
from annotator.ops import articles, frames, gold, integrity, status, tags
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ops.conftest import TEXT, Desk, rows


@pytest.fixture(scope="session")
def tagged_path(small_path, tmp_path_factory):
    """A workspace in which two annotators have tagged, linked, framed and decided."""
    path = tmp_path_factory.mktemp("tagged") / "tagged.annotator"
    path.write_bytes(small_path.read_bytes())
    workspace = Workspace.open(str(path))
    amy, ben = Desk(workspace), Desk(workspace, annotator="ben")
    amy.accept("Muscat")
    tags.link_to_new(workspace, amy.target, [amy.span("Muscat")], "GPE", "Muscat")
    amy.accept("Monday", "DATE")
    amy.tag("said", "CUE")
    filler = Filler("cue", span=amy.span("said").id)
    frames.add(workspace, amy.target, "Statement", [filler], {"mode": "direct"})
    ben.tag("Oman")
    with workspace.operation("Comment", "ben") as writer:
        said = {"by": "ben", "at": "2026-11-23T09:00:00Z", "text": "Why?", "resolved": 0}
        writer.insert("comment", {"set_id": amy.shown.id, "on_key": "s1", **said})
    workspace.close()
    return path


@pytest.fixture
def tagged(open_copy, tagged_path):
    return open_copy(tagged_path, "tagged")


@pytest.fixture
def damaged(open_copy, tagged_path):
    """A copy in which statements were run that no operation would run."""

    def damaged(*statements):
        path = tagged_path.with_name("damaged.annotator")
        path.write_bytes(tagged_path.read_bytes())
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                assert connection.execute(statement).rowcount != 0, statement
        return open_copy(path, "desk")

    return damaged


def found(workspace, **options):
    return [item.problem for item in integrity.check(workspace, **options).damage]


def test_a_workspace_in_use_has_no_damage(tagged):
    report = integrity.check(tagged)
    assert (report.damage, report.articles, report.spans) == ((), 2, 4)
    assert report.backup is None
    assert not integrity.backup_folder(tagged).exists()


SPAN = "UPDATE span SET {} WHERE key = 's1' AND set_id = 1"
FRAME = "UPDATE frame SET {} WHERE key = 'f1'"
FILLER = "UPDATE filler SET {} WHERE id = 1"
MENDED = {
    "words": (SPAN.format("text = 'Mascot'"), "muscat, amy: s1 should cover “Mascot”."),
    "place": (SPAN.format("start = start + 1"), "muscat, amy: s1 should cover “Muscat”."),
    "beyond": (
        SPAN.format('"end" = 9999'),
        "muscat, amy: s1 from 18 to 9999 is not within the text.",
    ),
    "negative": (
        SPAN.format("start = -1"),
        "muscat, amy: s1 from -1 to 24 is not within the text.",
    ),
    "no number": (
        SPAN.format("start = 'x'"),
        "muscat, amy: s1 from x to 24 is not within the text.",
    ),
    "key twice": (
        "UPDATE span SET key = 's1' WHERE key = 's2'",
        "muscat, amy: s1 stands there twice.",
    ),
    "attributes": (
        SPAN.format("attributes = '{'"),
        "muscat, amy: s1: its attributes cannot be read.",
    ),
    "provenance": (
        SPAN.format("provenance = 'x'"),
        "muscat, amy: s1: its provenance cannot be read.",
    ),
    "implied": (
        FRAME.format("implied = '['"),
        "muscat, amy: f1: its implied roles cannot be read.",
    ),
    "role": (FILLER.format("role = 'x'"), "muscat, amy: f1 has the unknown role x."),
    "nothing": (FILLER.format("span_id = NULL"), "muscat, amy: f1: cue is filled by nothing."),
    "two things": (FILLER.format("child_id = 1"), "muscat, amy: f1: cue is filled by nothing."),
    "another set": (
        FILLER.format("span_id = (SELECT id FROM span WHERE set_id = 2)"),
        "muscat, amy: f1: cue is filled by a tag of another set.",
    ),
    "comment": (
        "UPDATE comment SET on_key = 's99'",
        "muscat, amy: a comment is on s99, which is not there.",
    ),
    "zone": (
        "UPDATE zone SET \"end\" = 9999 WHERE kind = 'headline'",
        "muscat: a headline zone from 0 to 9999 is not within the text.",
    ),
    "kind of zone": (
        "UPDATE zone SET kind = 'advert' WHERE kind = 'headline'",
        "muscat: there is no kind of zone advert.",
    ),
    "entity": ("DELETE FROM entity", "row 1 of span refers to a row of entity that is not there."),
    "suggestion": (
        "DELETE FROM suggestion WHERE id = (SELECT min(suggestion_id) FROM decision)",
        "row 2 of decision refers to a row of suggestion that is not there.",
    ),
    "search": (
        "DELETE FROM article_fts_docsize WHERE id = 1",
        "The search index does not hold exactly the articles.",
    ),
}
FOR_PEOPLE = {
    "text": (
        "UPDATE article SET text = text || ' ' WHERE name = 'riga'",
        "riga: its text is not the one whose hash was kept.",
    ),
    "hash": (
        "UPDATE article SET sha256 = 'x' WHERE name = 'riga'",
        "riga: its text is not the one whose hash was kept.",
    ),
    "blob": (
        "UPDATE article SET text = x'ff' WHERE name = 'riga'",
        "riga: its text is not the one whose hash was kept.",
    ),
    "metadata": (
        "UPDATE article SET further = '{' WHERE name = 'riga'",
        "riga: its metadata cannot be read.",
    ),
    "label": (SPAN.format("label = 'CITY'"), "muscat, amy: s1 has the unknown label CITY."),
    "attribute": (
        SPAN.format("""attributes = '{"size": 1}'"""),
        "muscat, amy: s1 has the unknown attribute size.",
    ),
    "type": (FRAME.format("type = 'Rumour'"), "muscat, amy: f1 has the unknown type Rumour."),
    "implied role": (
        FRAME.format("""implied = '["x"]'"""),
        "muscat, amy: f1 has the unknown role x.",
    ),
    "frame attribute": (
        FRAME.format("""attributes = '{"size": 1}'"""),
        "muscat, amy: f1 has the unknown attribute size.",
    ),
    "status": (
        "UPDATE annotation_set SET status = 'done' WHERE id = 1",
        "muscat, amy: there is no status done.",
    ),
    "register": ("UPDATE entity SET aliases = '['", "entity 1: what is known of it cannot be read."),
    "set": (
        "UPDATE annotation_set SET scheme_id = 7 WHERE id = 1",
        "row 1 of annotation_set refers to a row of scheme that is not there.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", [*MENDED, *FOR_PEOPLE])
def test_every_kind_of_damage_is_found_and_named(damaged, kind):
    statement, problem = (MENDED | FOR_PEOPLE)[kind]
    workspace = damaged(statement)
    history = workspace.history()
    report = integrity.check(workspace)
    assert problem in [item.problem for item in report.damage]
    assert (report.backup, report.repaired) == (None, 0)  # looking changes nothing
    assert workspace.history() == history
    assert not integrity.backup_folder(workspace).exists()


@pytest.mark.parametrize("kind", MENDED)
def test_what_can_be_mended_is_mended_after_a_backup(damaged, kind):
    workspace = damaged(MENDED[kind][0])
    text = articles.load(workspace, 1).text if "zone" not in kind else TEXT
    report = integrity.check(workspace, repair=True)
    of_sqlite = [item for item in report.damage if "CHECK constraint" in item.problem]
    assert report.repaired == len(report.damage) - len(of_sqlite) > 0
    assert found(workspace) == []
    assert report.left == ()
    assert articles.load(workspace, 1).text == text == TEXT
    kept = Workspace.open(str(report.backup))
    try:
        assert MENDED[kind][1] in found(kept)
    finally:
        kept.close()
    if kind == "search":
        assert rows(workspace, "SELECT count(*) FROM article_fts_docsize")[0][0] == 2
    else:
        step = workspace.history()[0]
        assert (step.name, step.author) == ("Repair the workspace", "system")
        assert step.state == "final"  # and only the history shows it
        assert workspace.undo_step("system").name == "Import 2 articles"


@pytest.mark.parametrize("kind", FOR_PEOPLE)
def test_what_only_people_can_mend_stays_and_stays_named(damaged, kind):
    workspace = damaged(FOR_PEOPLE[kind][0])
    report = integrity.check(workspace, repair=True)
    assert report.repaired == 0
    assert report.backup.exists()
    assert FOR_PEOPLE[kind][1] in found(workspace)
    assert FOR_PEOPLE[kind][1] in [item.problem for item in report.left]


def test_repairing_takes_away_no_more_than_what_is_untrue(damaged):
    workspace = damaged(
        "UPDATE span SET text = 'sad' WHERE text = 'said'", "UPDATE comment SET on_key = 'x'"
    )
    report = integrity.check(workspace, repair=True)
    assert report.repaired == 2
    amy, ben = Desk(workspace), Desk(workspace, annotator="ben")
    assert amy.tags == [("Muscat", "GPE"), ("Monday", "DATE")]
    assert ben.tags == [("Oman", "GPE")]
    (frame,) = amy.shown.frames
    assert frame.fillers == ()  # the tag that is gone had filled it
    assert [tuple(row) for row in rows(workspace, "SELECT on_key, text FROM comment")] == [
        (None, "Why?")
    ]


def test_a_sound_workspace_is_not_repaired(tagged):
    report = integrity.check(tagged, repair=True)
    assert (report.damage, report.repaired, report.backup) == ((), 0, None)
    assert not integrity.backup_folder(tagged).exists()


def test_nothing_is_repaired_where_no_backup_can_be_made(damaged):
    workspace = damaged(MENDED["words"][0])
    integrity.backup_folder(workspace).write_text("a file in the way")
    with pytest.raises(FileUnwritableError):
        integrity.check(workspace, repair=True)
    assert found(workspace) == [MENDED["words"][1]]


def test_damaged_pages_of_the_file_are_damage(open_copy, tagged_path, tmp_path):
    path = tmp_path / "pages.annotator"
    kept = bytearray(tagged_path.read_bytes())
    with closing(sqlite3.connect(tagged_path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'span'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    kept[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(kept)
    workspace = open_copy(path, "desk")
    assert any("damaged" in problem or "page" in problem for problem in found(workspace))
    care = integrity.daily_care(workspace)
    assert care.problems
    assert care.backup is None  # the backups that there are stay
    with pytest.raises(WorkspaceDamagedError):
        Desk(workspace).tags  # noqa: B018


def test_what_is_damaged_is_not_exported(damaged, tmp_path):
    workspace = damaged(MENDED["words"][0])
    target = tmp_path / "gold.jsonl"
    target.write_text("as it was")
    with pytest.raises(DamagedRecordError, match="muscat"):
        gold.export(workspace, target, "amy")
    assert target.read_text() == "as it was"


def test_unfinished_frames_are_no_damage(tagged):
    amy = Desk(tagged)
    frames.add(tagged, amy.target, "Stance", [Filler("holder", span=amy.span("said").id)])
    status.complete(tagged, amy.target, "all the same")
    report = integrity.check(tagged)
    assert report.damage == ()
    begun = "muscat, amy: Stance f2: "
    said = "\n".join(report.unfinished)
    assert "muscat, amy: Statement f1: No speaker yet. Select the named mention" in said
    assert f"{begun}No target yet. Select what the position is about." in report.unfinished
    assert f"{begun}“said” (CUE) is unusual as holder. This role takes a PERSON, ORG" in said


def test_sets_that_cannot_be_read_are_not_called_unfinished(damaged):
    report = integrity.check(damaged(FRAME.format("implied = '['")))
    assert [line for line in report.unfinished if "amy" in line] == []


# --- backups --------------------------------------------------------------------------------


@pytest.fixture
def days(monkeypatch):
    """Let days pass: the clock of the daily care is a date that moves on."""

    class Days:
        today = 1

        def utc_now(self):
            return f"2026-11-{self.today:02}T10:00:00Z"

    made = Days()
    monkeypatch.setattr(integrity, "utc_now", made.utc_now)
    moved = integrity.datetime

    class Clock(moved):
        @classmethod
        def now(cls, zone=None):
            return moved(2026, 11, made.today, 10, tzinfo=zone)

    monkeypatch.setattr(integrity, "datetime", Clock)
    return made


def test_a_backup_is_made_once_a_day_and_only_after_changes(amy, days):
    workspace = amy.workspace
    first = integrity.daily_care(workspace)
    assert (first.problems, first.offered) == ((), False)
    assert first.backup.name == "2026-11-01T10-00-00Z-daily.annotator"
    assert first.backup.parent == workspace.path.with_name("small.backups")
    amy.tag("Oman")
    assert integrity.daily_care(workspace) is None  # today it was done
    days.today = 2
    assert integrity.daily_care(workspace).backup is not None
    days.today = 3
    assert integrity.daily_care(workspace).backup is None  # nothing has changed since
    days.today = 4
    amy.undo()
    kept = integrity.daily_care(workspace).backup
    assert len(list(kept.parent.iterdir())) == 3


def test_a_backup_is_a_whole_workspace_as_it_was(amy, days):
    amy.tag("Oman")
    kept = integrity.daily_care(amy.workspace).backup
    amy.tag("Monday", "DATE")
    other = Workspace.open(str(kept))
    try:
        assert Desk(other).tags == [("Oman", "GPE")]
        assert found(other) == []
        other.undo("amy")
        assert Desk(other).tags == []
    finally:
        other.close()
    assert len(amy.tags) == 2


def test_the_newest_five_daily_backups_are_kept_and_others_are_left_alone(amy, days):
    kept = integrity.backup_beside(amy.workspace, "before-repair")
    for days.today in range(1, 9):
        amy.tag(
            "Oman" if days.today % 2 else "Monday",
            "GPE" if days.today < 3 else f"{LABELS[days.today]}",
        )
        integrity.daily_care(amy.workspace)
    names = sorted(path.name for path in kept.parent.iterdir() if "daily" in path.name)
    assert [name[:10] for name in names] == [f"2026-11-0{day}" for day in range(4, 9)]
    assert kept.exists()


LABELS = ["", "", "", "PERSON", "ORG", "LOC", "NORP", "EVENT", "FAC"]


def test_a_large_workspace_is_offered_a_backup_instead(amy, monkeypatch):
    monkeypatch.setattr(integrity, "OFFERED_ABOVE_BYTES", 1000)
    care = integrity.daily_care(amy.workspace)
    assert (care.backup, care.offered) == (None, True)
    assert not integrity.backup_folder(amy.workspace).exists()


def test_looking_at_a_workspace_never_brings_care_about(tagged, tmp_path):
    gold.export(tagged, tmp_path / "out.jsonl", "amy")
    integrity.check(tagged)
    assert tagged.database.setting("cared") is None


def test_the_names_of_backups_sort_by_time(amy):
    kept = integrity.backup_beside(amy.workspace, "daily")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-daily\.annotator", kept.name)
    assert Database.open(str(kept)).close() is None
