"""``kill -9`` at any moment: what was shown as saved is there, and nothing is half there."""

import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from annotator.ops import integrity
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ops.conftest import TEXT, Desk, rows

ROOT = Path(__file__).parents[2]

EDIT = """
import sys, random
from annotator.domain.extent import Extent
from annotator.errors import AnnotatorError
from annotator.ops import articles, status, suggestions, tags
from annotator.ops.workspace import Workspace
from annotator.store.sets import SetTarget

workspace = Workspace.open(sys.argv[1])
chance = random.Random(int(sys.argv[2]))
key = articles.named(workspace, "muscat")
text = articles.load(workspace, key).text
target = SetTarget(key, "amy")
print("ready", flush=True)
while True:
    kind = chance.choice(["tag", "tag", "accept", "delete", "undo", "redo", "complete"])
    spans = articles.load_set(workspace, key, "amy").spans
    waiting = suggestions.pending(workspace, key, "amy")
    try:
        if kind == "tag":
            start = chance.randrange(len(text) - 5)
            tags.add(workspace, target, Extent(start, start + 4), "EVENT")
        elif kind == "accept" and waiting:
            suggestions.accept(workspace, target, chance.choice(waiting))
        elif kind == "delete" and spans:
            tags.delete(workspace, target, [chance.choice(spans)])
        elif kind == "undo":
            workspace.undo("amy")
        elif kind == "redo":
            workspace.redo("amy")
        elif kind == "complete":
            status.complete(workspace, target)
            status.reopen(workspace, target)
    except AnnotatorError:
        continue
    shown = articles.load_set(workspace, key, "amy").spans
    state = sorted((span.extent.start, span.extent.end, span.label) for span in shown)
    print(workspace.history(limit=1)[0].id, state, flush=True)
"""

IMPORT = """
import sys
from pathlib import Path
from annotator.ops import intake
from annotator.ops.workspace import Workspace

workspace = Workspace.open(sys.argv[1])
print("ready", flush=True)
intake.import_paths(workspace, [Path(sys.argv[2])])
print("done", flush=True)
sys.stdin.read()
"""


def started(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(process):
    """Kill it and return what it had said by then, whole lines only."""
    process.kill()
    said = process.stdout.read()
    process.stdout.close()
    process.stdin.close()
    process.wait()
    return said.split("\n")[:-1]


def every(step):
    while step() is not None:
        pass


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_everything_shown_as_saved_survives_a_kill_while_editing(small_path, tmp_path, seed):
    path = shutil.copy(small_path, tmp_path / "w.annotator")
    process = started(EDIT, path, seed)
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.1, 0.6))
    said = killed(process)
    assert said, "it was killed before it did anything"
    workspace = Workspace.open(str(path))
    try:
        desk = Desk(workspace)
        shown = desk.shown.spans
        now = str(sorted((span.extent.start, span.extent.end, span.label) for span in shown))
        number, _, state = said[-1].partition(" ")
        newer = workspace.history(limit=1)[0].id - int(number)
        assert newer in {0, 1, 2}, "more was written than could be unsaid: complete and reopen"
        assert newer or now == state
        assert integrity.check(workspace).damage == ()
        every(desk.redo)
        newest = desk.shown.spans
        every(desk.undo)
        assert desk.tags == []
        assert rows(workspace, "SELECT count(*) FROM decision")[0][0] == 0
        every(desk.redo)
        assert desk.shown.spans == newest
    finally:
        workspace.close()


def write_lines(path, count):
    with path.open("wb") as file:
        for number in range(count):
            text = f"{TEXT}{number}"
            line = {
                "id": f"a{number}",
                "text": text,
                "annotator": "amy",
                "spans": [
                    {"start": start, "end": start + 2, "label": "EVENT", "id": f"s{start}"}
                    for start in range(0, 100, 2)
                ],
            }
            file.write(orjson.dumps(line) + b"\n")


@pytest.mark.parametrize("after", [0.0, 0.1, 0.3])
def test_an_import_that_is_killed_leaves_nothing(empty_path, tmp_path, after):
    path = shutil.copy(empty_path, tmp_path / "w.annotator")
    lines = tmp_path / "lines.jsonl"
    write_lines(lines, 4000)
    process = started(IMPORT, path, lines)
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    assert killed(process) == [], "it was done before it was killed"
    workspace = Workspace.open(str(path))
    try:
        for table in ("article", "annotation_set", "span", "operation"):
            assert rows(workspace, f"SELECT count(*) FROM {table}")[0][0] == 0
        assert integrity.check(workspace).damage == ()
    finally:
        workspace.close()


def test_an_import_that_was_reported_is_there_after_a_kill(empty_path, tmp_path):
    path = shutil.copy(empty_path, tmp_path / "w.annotator")
    lines = tmp_path / "lines.jsonl"
    write_lines(lines, 50)
    process = started(IMPORT, path, lines)
    assert process.stdout.readline() == "ready\n"
    assert process.stdout.readline() == "done\n"
    killed(process)
    workspace = Workspace.open(str(path))
    try:
        assert rows(workspace, "SELECT count(*) FROM span")[0][0] == 50 * 50
        assert workspace.undo_step("system").articles == 50
    finally:
        workspace.close()


MAKE = """
import sys
from annotator.ops import demo
from annotator.store.database import Database
print("ready", flush=True)
Database.create(sys.argv[1], demo.default_scheme())
print("done", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("after", [0.0, 0.01, 0.03, 0.1])
def test_a_workspace_that_is_killed_while_it_is_made_is_whole_or_not_there(tmp_path, after):
    path = tmp_path / "new.annotator"
    process = started(MAKE, path)
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    said = killed(process)
    assert path.exists() or not said
    if path.exists():
        with closing(Database.open(str(path))) as database:
            assert database.scheme().name == "diplomatic-news"
