"""A difference is kept as a case of the guideline, with both versions and the reason."""

import pytest
from PySide6.QtCore import Qt

from annotator.domain.default_scheme import default_scheme
from annotator.domain.guideline import Guideline
from annotator.ops import intake
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.ui.review.case_panel import CasePanel
from tests.cli.program import write
from tests.ops.reviewing import amy_line, ben_line

K = Qt.Key


@pytest.fixture
def rhea(make_desk, tmp_path):
    path = tmp_path / "both.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    lines = tmp_path / "lines.jsonl"
    write(lines, amy_line(), ben_line())
    intake.import_paths(workspace, [lines])
    workspace.close()
    desk = make_desk(path, "rhea")
    desk.run("view.review")
    desk.review = desk.window.pages.currentWidget()
    return desk


def panel(desk):
    (found,) = [one for one in desk.window.findChildren(CasePanel) if one.is_open]
    return found


def entry(desk, key):
    return Guideline(desk.work.session.workspace.scheme).find(key)


def test_an_open_difference_is_kept_with_both_versions(rhea):
    rhea.review.desk.step(1)
    rhea.review.desk.step(1)  # Oman, GPE or ORG
    rhea.key(K.Key_H)

    asked = panel(rhea)
    assert asked.why.text() == "GPE or ORG."
    rhea.key(K.Key_Return)

    (kept,) = [one for one in entry(rhea, "GPE").do if one.since]
    assert kept.text == "“Oman wants the railway,” al-Maskari said, adding that Oman would wait."
    assert [(mark.extent.slice(kept.text), mark.name) for mark in kept.marks] == [("Oman", "GPE")]
    assert "Added to" in rhea.window.notice.text


def test_a_decided_difference_says_what_was_taken_and_why(rhea):
    rhea.review.desk.step(1)
    rhea.review.desk.step(1)
    rhea.key(K.Key_A)
    rhea.key(K.Key_W)
    rhea.review.desk.make_current(rhea.review.desk.decided()[0])
    rhea.key(K.Key_H)

    asked = panel(rhea)
    assert asked.why.text() == "GPE, not ORG (guideline unclear)."
    asked.whose.choose(1)
    assert asked.choice.value == "dont"
    rhea.key(K.Key_Return)

    (kept,) = [one for one in entry(rhea, "GPE").dont if one.since]
    assert [mark.name for mark in kept.marks] == ["ORG"]


def test_a_difference_in_a_value_goes_to_the_entry_of_the_value_s_attribute(rhea):
    rhea.key(K.Key_H)

    assert panel(rhea).why.text() == "Status: held or planned."
    rhea.key(K.Key_Return)

    (kept,) = [one for one in entry(rhea, "Meeting.status").do if one.since]
    assert {mark.name for mark in kept.marks} >= {"participant", "trigger"}


def test_the_case_is_taken_back_and_escape_keeps_nothing(rhea):
    before = rhea.work.session.workspace.scheme.version
    rhea.key(K.Key_H)
    rhea.key(K.Key_Escape)
    assert rhea.work.session.workspace.scheme.version == before

    rhea.key(K.Key_H)
    rhea.key(K.Key_Return)
    assert rhea.work.session.workspace.scheme.version == before + 1
    rhea.run("edit.undo")
    assert rhea.work.session.workspace.scheme.version == before
