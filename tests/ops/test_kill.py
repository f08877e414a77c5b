"""Killed at any moment: what was shown as saved is there, and nothing is half written."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator import assets
from annotator.domain.annotation import SYSTEM
from annotator.ops import articles, corpus, intake, integrity
from annotator.ops.workspace import Workspace
from tests.ops.conftest import TEXT, Desk, rows
from tests.ops.reviewing import Bench, amy_line, ben_line

ROOT = Path(assets.__file__).parents[1]

EDITING = """
import json, random, sys
from annotator.errors import DuplicateSpanError
from annotator.ops import suggestions, tags
from annotator.ops.workspace import Workspace
from tests.ops.conftest import Desk

chance = random.Random(int(sys.argv[2]))
workspace = Workspace.open(sys.argv[1])
amy = Desk(workspace)
words = ["Muscat", "MUSCAT", "Monday", "Oman", "al-Maskari", "railway", "ships", "Sagyndykov"]
while True:
    act, spans = chance.randrange(8), amy.shown.spans
    one = chance.choice(spans) if spans else None
    try:
        if act < 3 or one is None:
            tags.add(workspace, amy.target, amy.at(chance.choice(words)), chance.choice(["GPE", "ORG"]))
        elif act == 3:
            tags.relabel(workspace, amy.target, one, chance.choice(["PERSON", "LOC"]))
        elif act == 4:
            tags.delete(workspace, amy.target, [one])
        elif act == 5 and amy.pending:
            found = suggestions.pending(workspace, amy.article, "amy")[0]
            suggestions.accept(workspace, amy.target, found)
        elif act == 6:
            amy.everywhere(chance.choice(words), "EVENT")
        else:
            amy.undo()
    except DuplicateSpanError:
        continue
    saved = {"operation": workspace.history(limit=1)[0].id, "tags": amy.tags, "keys": [s.key for s in amy.shown.spans]}
    print(json.dumps(saved), flush=True)
"""

IMPORTING = """
import sys, time
from pathlib import Path
from annotator.ops import intake
from annotator.ops.workspace import Workspace
from annotator.store import bulk, sqlite

bulk.FLUSH_ROWS = 20  # and a small cache: rows reach the disk long before the commit
configure, flush = sqlite.configure, bulk.Buffer.flush

def small_cache(connection):
    configure(connection)
    connection.execute("PRAGMA cache_size=10")

def slow_flush(self, **more):
    flush(self, **more)
    print("written", flush=True)
    time.sleep(0.01)

sqlite.configure, bulk.Buffer.flush = small_cache, slow_flush
workspace = Workspace.open(sys.argv[1])
report = intake.import_paths(workspace, [Path(sys.argv[2])], author="amy")
print("saved", report.articles_new, flush=True)
"""

DECIDING = """
import json, random, sys
from annotator.domain.review import Choice, ReasonCode
from annotator.ops import articles, reviews
from annotator.ops.reviews import Ruling
from annotator.ops.workspace import Workspace

chance = random.Random(int(sys.argv[2]))
workspace = Workspace.open(sys.argv[1])
article, names = articles.named(workspace, "muscat"), ("amy", "ben")
reviews.open_review(workspace, article, names, "rhea")
while True:
    review = reviews.load(workspace, article, names)
    case = chance.choice([one for one in review.docket.cases])
    present = [name for name, tag in zip(names, case.item.tags) if tag is not None]
    choice = chance.choice([Choice.CHOSEN, Choice.NEITHER, Choice.BOTH])
    taken = () if choice is Choice.NEITHER else tuple(present)
    if choice is Choice.CHOSEN or len(present) < 2 and choice is Choice.BOTH:
        choice, taken = Choice.CHOSEN, (chance.choice(present),)
    reason = chance.choice([None, *ReasonCode])
    reviews.decide(workspace, review, case, Ruling(choice, taken, reason), "rhea")
    given = [
        [str(one.verdict.verdict.choice), list(one.verdict.verdict.taken)]
        for one in reviews.load(workspace, article, names).docket.cases if one.verdict
    ]
    said = {"operation": workspace.history(limit=1)[0].id, "verdicts": given}
    print(json.dumps(said), flush=True)
"""


@pytest.fixture
def start():
    """Run a program of this file in a process of its own; none outlives the test."""
    running = []

    def run(program, *arguments):
        command = [sys.executable, "-c", program, *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def kill(process, lines, seconds):
    """Let it say some lines and go on a moment, kill it; return all that it had said."""
    said = [process.stdout.readline() for _ in range(lines)]
    time.sleep(seconds)
    process.kill()
    rest, complaints = process.communicate()
    assert not complaints
    said += rest.splitlines(keepends=True)
    return [line for line in said if line.endswith("\n")]


@pytest.mark.parametrize("seed", range(5))
def test_what_was_said_to_be_saved_is_there_after_a_kill(
    seed, start, open_copy, small_path, tmp_path
):
    workspace = open_copy(small_path)
    workspace.close()
    chance = random.Random(seed)
    for _ in range(2):  # the second process goes on in what the first left
        process = start(EDITING, workspace.path, chance.randrange(10**6))
        said = kill(process, chance.randrange(1, 40), chance.random() / 50)
        saved = json.loads(said[-1])
        workspace = Workspace.open(str(workspace.path))
        try:
            amy = Desk(workspace)
            newest = workspace.history(limit=1)[0].id
            assert newest - saved["operation"] in {0, 1}  # it was killed before it could say it
            if newest == saved["operation"]:
                assert amy.tags == [tuple(tag) for tag in saved["tags"]]
                assert [span.key for span in amy.shown.spans] == saved["keys"]
            assert integrity.check(workspace).damage == ()
        finally:
            workspace.close()
    workspace = Workspace.open(str(workspace.path))
    try:
        amy = Desk(workspace)
        left, undone = amy.shown.spans, amy.workspace.redo_step("amy")
        steps = 0
        while amy.undo():
            steps += 1
        assert (amy.tags, len(amy.pending)) == ([], 6)
        for _ in range(steps):
            assert amy.redo()
        assert amy.shown.spans == left
        assert amy.workspace.redo_step("amy") == undone
        assert integrity.check(workspace).damage == ()
    finally:
        workspace.close()


@pytest.fixture(scope="session")
def three_hundred(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three-hundred")
    chance = random.Random(1)
    words = (TEXT + assets.read_text("schemes/diplomatic-news.toml")).split()
    for number in range(300):
        body = " ".join(chance.choices(words, k=150))
        (folder / f"a{number:03}.txt").write_text(f"Title {number}\n\n{body}\n", "utf-8")
    return folder


def test_an_import_that_is_killed_leaves_nothing_and_can_be_repeated(
    start, open_copy, empty_path, three_hundred
):
    workspace = open_copy(empty_path)
    workspace.close()
    path, log = workspace.path, Path(f"{workspace.path}-wal")
    chance = random.Random(7)
    half_written = 0
    for flushes in (*chance.sample(range(1, 20), 5), 30):
        process = start(IMPORTING, path, three_hundred)
        said = kill(process, flushes, chance.random() / 50)
        whole = any(line.startswith("saved") for line in said)
        half_written += bool(not whole and log.exists() and log.stat().st_size)
        workspace = Workspace.open(str(path))
        try:
            assert corpus.stats(workspace).articles in ({300} if whole else {0, 300})
            everything = rows(workspace, "SELECT count(*) FROM article_fts")[0][0]
            assert everything == corpus.stats(workspace).articles
            assert len(workspace.history()) == bool(everything)
            assert integrity.check(workspace).damage == ()
        finally:
            workspace.close()
        if everything:
            break
    assert half_written  # else it was always killed before or after
    workspace = Workspace.open(str(path))
    try:
        report = intake.import_paths(workspace, [three_hundred], author="amy")
        assert report.articles_new + report.articles_known == 300
        assert workspace.undo("amy").step.name == "Import 300 articles"
        assert corpus.stats(workspace).articles == 0
        workspace.redo("amy")
        assert corpus.stats(workspace).articles == 300
        assert articles.named(workspace, "a299")
        assert integrity.check(workspace).damage == ()
        assert workspace.undo_step(SYSTEM) is None
    finally:
        workspace.close()


def verdicts_of(review):
    return [
        [str(case.verdict.verdict.choice), list(case.verdict.verdict.taken)]
        for case in review.docket.cases
        if case.verdict
    ]


def gold_of(review):
    spans = [(tag.text, tag.label, str(tag.provenance)) for tag in review.gold.spans]
    return spans, [(frame.type, dict(frame.attributes)) for frame in review.gold.frames]


@pytest.mark.parametrize("seed", range(4))
def test_a_review_that_is_killed_keeps_every_verdict_that_was_given(
    seed, start, small, take, open_copy
):
    take(small, amy_line(), ben_line())
    small.close()
    chance = random.Random(seed)
    for _ in range(2):
        process = start(DECIDING, small.path, chance.randrange(10**6))
        said = kill(process, chance.randrange(1, 15), chance.random() / 30)
        saved = json.loads(said[-1])
        workspace = Workspace.open(str(small.path))
        try:
            bench = Bench(workspace)
            newest = workspace.history(limit=1)[0].id
            assert newest - saved["operation"] in {0, 1}  # it was killed before it could say it
            if newest == saved["operation"]:
                assert verdicts_of(bench.review) == saved["verdicts"]
            before = gold_of(bench.review)
            bench.open()  # what gold lacked of the verdicts would come in now
            assert workspace.history(limit=1)[0].id == newest
            assert gold_of(bench.review) == before
            assert integrity.check(workspace).damage == ()
        finally:
            workspace.close()
    workspace = Workspace.open(str(small.path))
    try:
        bench = Bench(workspace)
        left, steps = (verdicts_of(bench.review), gold_of(bench.review)), 0
        while bench.undo():
            steps += 1
        assert (bench.gold, verdicts_of(bench.review)) == ({}, [])
        for _ in range(steps):
            assert workspace.redo("rhea")
        assert (verdicts_of(bench.review), gold_of(bench.review)) == left
        assert integrity.check(workspace).damage == ()
    finally:
        workspace.close()
