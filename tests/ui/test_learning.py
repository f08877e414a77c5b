"""Learning behind the window, what was learned, and articles tagged without suggestions."""

from importlib.resources import as_file

import orjson
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.domain.default_scheme import default_scheme
from annotator.ops import articles, corpus, gold, intake, learning, suggestions
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ui.test_review_lists import page_of

K = Qt.Key


@pytest.fixture(scope="session")
def tagged_path(tmp_path_factory):
    """Amy has completed five articles of the sample corpus, and has a sixth before her."""
    folder = tmp_path_factory.mktemp("learning")
    path = folder / "amy.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    with as_file(assets.sample_corpus()) as corpus_folder:
        lines = (corpus_folder / "gold.jsonl").read_bytes().splitlines()
    records = [orjson.loads(line) for line in lines]
    short = sorted(records, key=lambda one: len(one["text"]))[:6]
    for number, record in enumerate(short):
        record["annotator"] = "amy"
        record["status"] = "complete" if number < 5 else "in-progress"
    file = folder / "amy.jsonl"
    file.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in short))
    intake.import_paths(workspace, [file])
    workspace.close()
    return path


@pytest.fixture
def amy(make_desk, tagged_path, tmp_path):
    import shutil

    desk = make_desk(shutil.copy(tagged_path, tmp_path / "copy.annotator"), "amy")
    desk.work.learning.seconds = 1.0
    return desk


def learned(desk, qtbot):
    qtbot.waitUntil(lambda: not desk.work.learning.running, timeout=60_000)
    QApplication.processEvents()
    return learning.models(desk.work.session.workspace)


def test_it_is_learned_after_five_completed_articles_without_being_asked(amy, qtbot):
    amy.work.learning.look()
    assert amy.work.learning.running

    (model,) = learned(amy, qtbot)

    assert (model.by, len(model.articles)) == ("amy", 5)
    amy.work.learning.look()
    assert not amy.work.learning.running  # nothing new was completed since


def test_nothing_is_learned_where_the_setting_is_off(amy):
    amy.window.preferences.change(learn=False)
    amy.work.learning.look()
    assert not amy.work.learning.running


def test_what_was_learned_is_listed_and_a_model_is_used_no_more_and_again(amy, qtbot):
    amy.run("learn.now")
    learned(amy, qtbot)
    page = page_of(amy, "learn.list")
    assert len(page.models.rows) == 1
    assert {one.label for one in page.labels.rows} >= {"PERSON", "GPE"}
    assert [key for key, _ in page.hints()] == ["L", "Backspace", "X"]

    amy.key(K.Key_Backspace)
    assert len(page.models.rows) == 0
    assert [key for key, _ in page.hints()] == ["L"]
    amy.key(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(page.models.rows) == 1


def test_what_was_learned_shows_on_the_page_that_asked_for_it(amy, qtbot):
    page = page_of(amy, "learn.list")
    assert page.models.rows == ()

    amy.key(K.Key_L)
    learned(amy, qtbot)

    assert len(page.models.rows) == 1
    assert not page.empty.isVisible()


def test_a_model_is_written_into_a_folder(amy, qtbot, tmp_path):
    amy.run("learn.now")
    learned(amy, qtbot)
    page = page_of(amy, "learn.list")

    page.write(tmp_path / "model")

    assert list((tmp_path / "model").iterdir())


def test_too_few_articles_are_said_where_the_user_asked(make_desk, workspace_path, qtbot):
    desk = make_desk(workspace_path, "amy")
    desk.run("learn.now")
    qtbot.waitUntil(lambda: not desk.work.learning.running, timeout=60_000)
    QApplication.processEvents()
    assert "four" in desk.window.notice.text.lower() or "4" in desk.window.notice.text


def test_an_article_is_tagged_without_suggestions_and_the_export_says_so(desk, tmp_path):
    assert desk.pending
    desk.run("edit.hide_suggestions")
    assert desk.pending == []
    workspace = desk.work.session.workspace
    row = articles.page(workspace, [desk.desk.article.id], "amy")[desk.desk.article.id]
    assert row.pending == 0
    assert suggestions.accept_all(workspace, "amy", articles=[desk.desk.article.id]) == 0

    from annotator.ops import tags
    from annotator.store.sets import SetTarget
    from tests.ui.conftest import place_of

    tags.add(workspace, SetTarget(desk.desk.article.id, "amy"), place_of("railway"), "EVENT")
    gold.export(workspace, tmp_path / "out.jsonl", "amy")
    (line,) = [orjson.loads(one) for one in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert line["meta"]["suggestions"] == "hidden"

    desk.run("edit.hide_suggestions")
    assert desk.pending
    assert corpus.stats(workspace).articles == 2
