"""Work that travels: out to a reviewer, back to its author, and again; a machine as a colleague."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import GOLD
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.ops import articles, comments, intake, review_queue, suggestions
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.ui.import_page import ImportPage
from tests.cli.program import write
from tests.ops.conftest import TEXT
from tests.ops.reviewing import amy_line

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def fresh(path):
    return Workspace(Database.create(str(path), default_scheme()))


@pytest.fixture
def home(tmp_path):
    """Where amy tags."""
    path = tmp_path / "home.annotator"
    workspace = fresh(path)
    said = amy_line()
    said["frames"][1]["attributes"]["speaker_by"] = "mention"
    write(tmp_path / "amy.jsonl", said)
    intake.import_paths(workspace, [tmp_path / "amy.jsonl"])
    workspace.close()
    return path


def idle(desk):
    desk.qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=20_000)
    QApplication.processEvents()


def front(desk):
    """Bring one of two windows to the front, so that keys go to it."""
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)


def bundle(desk, target, name):
    """Make a bundle of somebody's tags by the window's command."""
    desk.run("file.bundle")
    (asked,) = desk.window.open_overlays()
    for key in (*[K.Key_Up] * 5, *[K.Key_Down] * 5):
        if asked.names.value != name:
            desk.qtbot.keyClick(asked.names, key)
    assert asked.names.value == name
    asked.path.setText(str(target))
    asked.take_enter()
    idle(desk)
    assert target.exists()


def take_in(desk, path):
    """Import a file as if it were dropped, as it is previewed."""
    front(desk)
    desk.work.preview([path])
    desk.qtbot.waitUntil(
        lambda: isinstance(desk.window.pages.currentWidget(), ImportPage), timeout=20_000
    )
    idle(desk)
    desk.key(K.Key_Return, CTRL)
    idle(desk)


def state(desk, name):
    workspace = desk.work.session.workspace
    return str(articles.load_set(workspace, articles.named(workspace, "muscat"), name).status)


def test_tags_go_to_a_reviewer_and_come_back_and_go_again(make_desk, home, tmp_path):
    amy = make_desk(home, "amy")
    bundle(amy, tmp_path / "out.annotator-bundle", "amy")

    # the reviewer: a workspace of their own
    path = tmp_path / "review.annotator"
    fresh(path).close()
    rhea = make_desk(path, "rhea")
    take_in(rhea, tmp_path / "out.annotator-bundle")
    rhea.run("view.review")
    page = rhea.window.pages.currentWidget()
    assert page.desk.names == ("amy",)
    said = {view.short: view for view in page.desk.views}
    words = next(key for key in said if "Sagyndykov" in key)
    page.desk.make_current(said[words])
    page.desk.comment("The surname is enough.")
    page.desk.make_current(next(view for view in page.desk.views if view.short == words))
    rhea.key(K.Key_N)
    rhea.run("review.return")
    assert state(rhea, "amy") == "returned"
    bundle(rhea, tmp_path / "back.annotator-bundle", "amy")

    # the author: verdict and comment are there, and are answered
    take_in(amy, tmp_path / "back.annotator-bundle")
    assert state(amy, "amy") == "returned"
    amy.run("review.mine")
    mine = amy.window.pages.currentWidget()
    assert any("Sagyndykov" in row.mine for row in mine.model.rows)
    mine.list.setCurrentIndex(mine.model.index(0, 0))
    amy.key(K.Key_C)
    for key in (K.Key_Y, K.Key_E, K.Key_S):
        amy.key(key)
    amy.key(K.Key_Return)
    workspace = amy.work.session.workspace
    (thread,) = comments.load(workspace, articles.named(workspace, "muscat"), "amy")
    assert [(one.by, one.text) for one in thread.comments] == [
        ("rhea", "The surname is enough."), ("amy", "yes"),
    ]  # fmt: skip

    # and completed again, after a change
    amy.run("view.annotate")
    amy.open("muscat")
    amy.key(K.Key_Return, CTRL)
    assert state(amy, "amy") == "complete"
    bundle(amy, tmp_path / "again.annotator-bundle", "amy")

    # the reviewer sees the answer
    take_in(rhea, tmp_path / "again.annotator-bundle")
    workspace = rhea.work.session.workspace
    (thread,) = comments.load(workspace, articles.named(workspace, "muscat"), "amy")
    assert [one.by for one in thread.comments] == ["rhea", "amy"]
    assert state(rhea, "amy") == "complete"


@pytest.fixture
def machine(make_desk, tmp_path):
    """A reviewer's window over amy and a source that has looked at the same article."""
    path = tmp_path / "machine.annotator"
    workspace = fresh(path)
    write(tmp_path / "amy.jsonl", amy_line())
    intake.import_paths(workspace, [tmp_path / "amy.jsonl"])
    at = TEXT.index("Oman wants")
    found = [
        Proposal(place("Muscat"), "GPE", "test", 0.9, "A reason."),
        Proposal(place("Hilal al-Maskari"), "PERSON", "test", 0.9, "A reason."),
        Proposal(place("Oman", at), "ORG", "test", 0.6, "A reason."),
        Proposal(place("Sagyndykov"), "PERSON", "test", 0.6, "A reason."),
    ]
    for key in suggestions.waiting_articles(workspace, "builtin/1"):
        suggestions.suggest_article(workspace, key, "builtin/1", lambda _text, _zones: found)
    workspace.close()
    desk = make_desk(path, "rhea")
    desk.run("view.review")
    desk.review = desk.window.pages.currentWidget()
    desk.review.side.names_chosen.emit(("amy", "suggestions:builtin"))
    return desk


def place(words, start=0):
    at = TEXT.index(words, start)
    return Extent(at, at + len(words))


def test_a_source_can_be_chosen_beside_a_person(machine):
    choices = dict(machine.review.side.names._choices)
    assert choices["amy", "suggestions:builtin"] == "amy and rules"
    assert machine.review.places.text() == "A amy above · B rules below"
    assert [cell.word for cell in machine.review.card.bar.cells[:2]] == ["amy", "rules"]


def test_a_source_is_reviewed_by_keys_and_gold_names_it(machine):
    desk = machine.review.desk
    for view in list(desk.views):
        desk.make_current(next(one for one in desk.views if one.short == view.short))
        machine.key(K.Key_B)

    workspace = machine.work.session.workspace
    found = articles.load_set(workspace, articles.named(workspace, "muscat"), GOLD)
    tags = {(span.text, span.label): span.provenance.further for span in found.spans}
    assert tags["Oman", "ORG"]["votes"] == ["suggestions:builtin"]
    assert tags["Muscat", "GPE"]["verdict"] == "unanimous"
    assert str(found.status) == "complete"
    assert desk.review.finished


def test_a_machine_is_not_written_to_and_nothing_is_returned_to_it(machine):
    machine.review.desk.comment("Look again.")
    machine.run("review.return")

    workspace = machine.work.session.workspace
    muscat = articles.named(workspace, "muscat")
    assert len(comments.load(workspace, muscat, "amy")) == 1
    assert comments.load(workspace, muscat, "suggestions:builtin") == []


def test_names_of_machines_are_hidden_too(machine):
    review_queue.set_blind(machine.work.session.workspace, "rhea", hidden=True)
    machine.review.desk.choose(machine.review.desk.names)

    shown = [cell.word for cell in machine.review.card.bar.cells[:2]]
    assert shown == ["take A", "take B"]
    assert "rules" not in machine.review.places.text()
