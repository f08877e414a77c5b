"""Suggesting for many articles: killed and resumed, on both cores; texts that are too long."""

import time
from pathlib import Path

import pytest

from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.suggestion import MOST_READ
from annotator.ops import intake, sources, suggestions
from annotator.ops.sources import BUILTIN
from tests.ops.conftest import rows
from tests.ops.test_kill import start  # noqa: F401

SUGGESTING = """
import sys
from annotator.jobs import Progress
from annotator.ops import sources
from annotator.ops.workspace import Workspace

workspace = Workspace.open(sys.argv[1])
report = lambda done, total: print("done", done, total, flush=True)
sources.suggest(workspace, "builtin", jobs=2, progress=Progress(report))
print("all", flush=True)
"""
SENTENCE = "Foreign Minister Rana Haddad met Hilal al-Maskari in Muscat on 3 May 2016. "


@pytest.fixture
def hundred(empty):
    drafts = [
        ArticleDraft(f"a{number}", f"Title {number}\n\n{SENTENCE * 4}{number}\n", Metadata())
        for number in range(100)
    ]
    intake.import_drafts(empty, drafts, "system")
    return empty


def looks_by_article(workspace):
    return dict(rows(workspace, "SELECT article_id, count(*) FROM look GROUP BY article_id"))


def test_what_was_done_before_a_kill_stays_and_the_rest_follows_and_nothing_twice(
    hundred,
    start,  # noqa: F811
):
    process = start(SUGGESTING, hundred.path)
    for _ in range(12):
        process.stdout.readline()
    process.kill()
    process.wait()
    before = looks_by_article(hundred)
    assert 10 <= len(before) < 100

    sources.suggest(hundred, BUILTIN, jobs=2)

    after = looks_by_article(hundred)
    assert set(after.values()) == {1}
    assert len(after) == 100
    assert (
        suggestions.waiting_articles(
            hundred, sources.full_name(BUILTIN, sources.settings_for(hundred))
        )
        == []
    )


def test_a_killed_run_leaves_no_process_behind(hundred, start):  # noqa: F811
    process = start(SUGGESTING, hundred.path)
    process.stdout.readline()
    children = children_of(process.pid)
    assert children
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def children_of(process):
    found = [
        child
        for path in Path(f"/proc/{process}/task").glob("*/children")
        for child in path.read_text().split()
    ]
    if not found and not Path("/proc").exists():
        pytest.skip("needs /proc")
    return found


def test_a_text_that_is_too_long_is_read_at_its_beginning_and_that_is_said(empty):
    text = f"{SENTENCE}{'x ' * (MOST_READ // 2)}{SENTENCE}\n"
    intake.import_drafts(empty, [ArticleDraft("long", text, Metadata())], "system")
    said = []

    sources.suggest(empty, BUILTIN, tell=said.append)

    (problem,) = said
    assert "first 500,000" in str(problem)
    last = rows(empty, "SELECT max(end) FROM suggestion")[0][0]
    assert 0 < last < len(SENTENCE) + 5
