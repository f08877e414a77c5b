"""Settling many differences at once in the Review window, each time in one undo step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import GOLD
from annotator.domain.default_scheme import default_scheme
from annotator.ops import articles, intake, review_queue
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.ui.review.take_all import TakeAllPanel
from tests.cli.program import write
from tests.ops.conftest import OTHER
from tests.ops.gold_lines import line, span
from tests.ops.reviewing import amy_line, ben_line

K = Qt.Key


def riga(name, *labels, **more):
    """A line in which each Riga has a label."""
    spans = [
        span(f"s{nth}", "Riga", label, nth, text=OTHER) for nth, label in enumerate(labels, start=1)
    ]
    return line("riga", OTHER, name, spans=spans, **{"status": "complete", **more})


@pytest.fixture
def make_rhea(make_desk, tmp_path):
    """A reviewer's window over the work of amy and ben on two articles."""

    def make(**bens):
        path = tmp_path / "two.annotator"
        workspace = Workspace(Database.create(str(path), default_scheme()))
        lines = tmp_path / "lines.jsonl"
        write(lines, amy_line(), ben_line(), riga("amy", "GPE", "GPE"),
              riga("ben", "ORG", "GPE", **bens))  # fmt: skip
        intake.import_paths(workspace, [lines])
        workspace.close()
        desk = make_desk(path, "rhea")
        desk.run("view.review")
        desk.review = desk.window.pages.currentWidget()
        return desk

    return make


@pytest.fixture
def rhea(make_rhea):
    return make_rhea()


def gold(desk, name):
    workspace = desk.work.session.workspace
    found = articles.load_set(workspace, articles.named(workspace, name), GOLD)
    return [(span.text, span.label) for span in found.spans]


def panel(desk):
    (found,) = [one for one in desk.window.findChildren(TakeAllPanel) if one.is_open]
    return found


def idle(desk):
    desk.qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=10_000)
    QApplication.processEvents()


def test_all_of_one_for_a_label_is_taken_here_with_its_number_said_before(rhea):
    rhea.review.desk.step(1)
    rhea.review.desk.step(1)  # Oman, GPE or ORG
    rhea.key(K.Key_T)
    asked = panel(rhea)
    assert asked.labels.value == "GPE"
    assert asked.count == 1
    rhea.key(K.Key_Down)
    assert asked.labels.value != "GPE"
    rhea.key(K.Key_Up)
    asked.whose.choose(1)
    assert asked.go.words == "Take 1 of ben"
    assert "where ben has no tag, none becomes gold" in asked.summary.text()

    rhea.key(K.Key_Return)
    idle(rhea)

    assert ("Oman", "ORG") in gold(rhea, "muscat")
    assert gold(rhea, "riga") == []
    assert "1 difference settled in 1 article." in rhea.window.notice.text


def test_all_of_one_for_a_label_is_taken_in_all_articles_and_taken_back_at_once(rhea):
    rhea.key(K.Key_T)
    asked = panel(rhea)
    asked.where.choose(1)
    rhea.qtbot.waitUntil(lambda: asked.count > 0, timeout=10_000)
    for _ in range(9):
        rhea.key(K.Key_Up)
    for _ in range(9):
        if asked.labels.value != "ORG":
            rhea.key(K.Key_Down)
    assert asked.go.words == "Take 2 of amy"
    rhea.key(K.Key_Return)
    idle(rhea)

    assert ("Oman", "GPE") in gold(rhea, "muscat")
    assert gold(rhea, "riga") == [("Riga", "GPE"), ("Riga", "GPE")]
    rhea.run("edit.undo")
    rhea.run("edit.undo")  # it is named first, because it is about two articles
    assert gold(rhea, "riga") == []


def test_escape_takes_nothing(rhea):
    before = gold(rhea, "muscat")
    rhea.key(K.Key_T)
    rhea.key(K.Key_Escape)
    idle(rhea)

    assert gold(rhea, "muscat") == before
    assert rhea.review.desk.current is not None


def test_while_names_are_hidden_all_of_one_is_taken_here_only(rhea):
    workspace = rhea.work.session.workspace
    review_queue.set_blind(workspace, "rhea", hidden=True)
    rhea.review.desk.choose(("amy", "ben"))
    rhea.key(K.Key_T)

    asked = panel(rhea)
    assert asked.go.words.endswith("of annotator A")
    with pytest.raises(IndexError):
        asked.where.choose(1)


def test_merging_puts_what_agrees_into_the_gold_of_all_articles(rhea):
    rhea.run("review.merge")
    idle(rhea)

    assert gold(rhea, "riga") == [("Riga", "GPE")]
    assert "2 articles merged" in rhea.window.notice.text
    assert "5 differences left to decide." in rhea.window.notice.text


def test_what_is_not_complete_is_neither_merged_nor_settled(make_rhea):
    rhea = make_rhea(status="in-progress")
    rhea.run("review.merge")
    idle(rhea)
    rhea.run("review.longest_all")
    idle(rhea)

    assert gold(rhea, "riga") == []
    assert ("Yerbolat Sagyndykov", "PERSON") in gold(rhea, "muscat")


def test_one_author_alone_is_not_merged(rhea):
    rhea.review.side.names_chosen.emit(("amy",))
    rhea.run("review.merge")

    assert "Choose two sets" in rhea.window.notice.text


def test_gold_is_exported_with_its_reports(rhea, tmp_path):
    rhea.run("file.export_gold")
    (asked,) = rhea.window.open_overlays()
    assert asked.path.text().endswith("two-gold.zip")
    asked.path.setText(str(tmp_path / "gold.zip"))
    rhea.key(K.Key_Return)
    idle(rhea)

    assert (tmp_path / "gold.zip").exists()
    assert "Gold of 1 article with its reports written to" in rhea.window.notice.text
