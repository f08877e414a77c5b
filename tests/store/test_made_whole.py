"""A new workspace appears whole or not at all, whatever happens while it is made."""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from annotator.store.database import Database

ROOT = Path(__file__).parents[2]


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


MAKE = """
import sys
from annotator.domain.default_scheme import default_scheme
from annotator.store.database import Database
print("ready", flush=True)
Database.create(sys.argv[1], default_scheme())
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
            assert database.scheme()[1].name == "diplomatic-news"
