"""Three annotators side by side: digits take a version, votes are shown, nobody decides alone."""

import csv
import io

import pytest
from PySide6.QtCore import Qt

from annotator.domain.annotation import GOLD
from annotator.domain.default_scheme import default_scheme
from annotator.ops import articles, gold_bundle, intake
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.cli.program import write
from tests.ops.gold_lines import frame, line, span
from tests.ops.reviewing import amy_line, ben_line
from tests.ops.test_settling import riga

K = Qt.Key


def cat_line():
    """What cat says: the surname as ben, the meeting as amy, Oman as nobody else."""
    return line(
        annotator="cat",
        status="complete",
        spans=[
            span("s1", "Muscat", "GPE"),
            span("s2", "Hilal al-Maskari", "PERSON"),
            span("s3", "met", "TRIGGER"),
            span("s4", "Sagyndykov", "PERSON"),
            span("s5", "Monday", "DATE"),
            span("s6", "Oman wants the railway,", "CONTENT"),
            span("s7", "al-Maskari", "PERSON", 2),
            span("s8", "said", "CUE"),
            span("s9", "Oman", "LOC"),
        ],
        frames=[
            frame("f1", "Meeting", {"participant": ["s2", "s4"], "trigger": ["s3"], "date": ["s5"]},
                  attributes={"kind": "bilateral", "status": "held"}),
            frame("f2", "Statement", {"speaker": ["s7"], "cue": ["s8"], "content": ["s6"]},
                  attributes={"mode": "direct"}),
        ],
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "three.annotator"
    workspace = Workspace(Database.create(str(made), default_scheme()))
    write(tmp_path / "lines.jsonl", amy_line(), ben_line(), cat_line(),
          riga("amy", "GPE", "GPE"), riga("ben", "LOC", ""))  # fmt: skip
    intake.import_paths(workspace, [tmp_path / "lines.jsonl"])
    workspace.close()
    return made


@pytest.fixture
def rhea(make_desk, path):
    desk = make_desk(path, "rhea")
    desk.run("view.review")
    desk.review = desk.window.pages.currentWidget()
    desk.review.side.names_chosen.emit(("amy", "ben", "cat"))
    return desk


def about(desk):
    view = desk.review.desk.current
    return view.kind, view.about


def go_to(desk, words):
    for _ in desk.review.desk.views:
        if words in " ".join(about(desk)):
            return
        desk.key(K.Key_Down)
    raise AssertionError(words)


def cells(desk):
    return {cell.key: cell for cell in desk.review.card.bar.cells}


def gold(desk):
    workspace = desk.work.session.workspace
    found = articles.load_set(workspace, articles.named(workspace, "muscat"), GOLD)
    return {(span.text, span.label): span.provenance.further for span in found.spans}


def test_all_three_can_be_chosen_and_stand_side_by_side(rhea):
    assert (("amy", "ben", "cat"), "all 3") in rhea.review.side.names._choices
    assert rhea.review.places.text() == "A amy · B ben · C cat"
    assert [cell.word for cell in rhea.review.card.bar.cells[:3]] == ["amy", "ben", "cat"]
    assert rhea.review.hints()[0] == ("1", "amy")


def test_digits_take_a_version_with_the_votes_of_those_who_have_it(rhea):
    go_to(rhea, "Boundary")
    rhea.key(K.Key_3)

    assert gold(rhea)["Sagyndykov", "PERSON"]["votes"] == ["ben", "cat"]
    go_to(rhea, "Label")
    rhea.key(K.Key_2)
    assert gold(rhea)["Oman", "ORG"]["votes"] == ["ben"]


def test_the_majority_is_marked_and_nothing_is_decided_by_it(rhea):
    go_to(rhea, "status")

    assert [key for key, cell in cells(rhea).items() if cell.likely] == ["1", "3"]
    assert not any(cell.taken for cell in cells(rhea).values())
    go_to(rhea, "Label")
    assert not any(cell.likely for cell in cells(rhea).values())
    assert ("Oman", "GPE") not in gold(rhea)


def test_enter_does_not_take_the_majority(rhea):
    go_to(rhea, "status")
    rhea.key(K.Key_Return)

    assert rhea.review.side.progress.text().startswith("0 of ")


def test_the_majority_is_taken_where_it_is_asked_for(rhea):
    go_to(rhea, "status")
    before = len(rhea.review.desk.review.docket.open_cases)
    rhea.key(K.Key_V)

    assert len(rhea.review.desk.review.docket.open_cases) == before - 1
    assert rhea.review.desk.decided()[0].case.verdict.verdict.taken == ("amy",)
    go_to(rhea, "Label")
    rhea.key(K.Key_V)
    assert "No version has more than half of the votes." in rhea.window.notice.text


def test_the_majority_is_taken_in_all_articles_with_one_undo(rhea, qtbot):
    rhea.run("review.majority_all")
    qtbot.waitUntil(lambda: not rhea.window.runner.running, timeout=10_000)

    assert gold(rhea)["Sagyndykov", "PERSON"]["votes"] == ["ben", "cat"]
    assert ("Oman", "GPE") not in gold(rhea)
    rhea.run("edit.undo")
    assert ("Sagyndykov", "PERSON") not in gold(rhea)


def test_all_is_decided_by_keys_to_finished_gold(rhea):
    for _ in range(len(rhea.review.desk.views)):
        rhea.key(K.Key_1)

    assert rhea.review.desk.review.finished


# --- figures --------------------------------------------------------------------------------------


@pytest.fixture
def figures(make_desk, path, qtbot):
    desk = make_desk(path, "rhea")
    desk.run("view.agreement")
    page = desk.window.pages.currentWidget()
    qtbot.waitUntil(lambda: page.group.isVisible() and bool(page.pairs.pairs), timeout=20_000)
    desk.page_shown = page
    return desk


def test_the_agreement_of_all_three_stands_beside_that_of_each_two(figures):
    page = figures.page_shown
    assert page.group_title.text() == "All 3 annotators"
    assert page.group_words.text().startswith("Krippendorff's α over tokens: .")
    assert "of 2 articles that at least two have tagged" in page.group_words.text()
    assert [(one.a, one.b, one.articles) for one in page.pairs.pairs] == [
        ("amy", "ben", 2), ("amy", "cat", 1), ("ben", "cat", 1),
    ]  # fmt: skip


def test_a_pair_is_opened_by_keys_and_the_table_holds_all(figures, qtbot):
    page = figures.page_shown
    page.pairs.setFocus()
    figures.key(K.Key_Down)
    figures.key(K.Key_Return)
    qtbot.waitUntil(lambda: page.note.text() == "1 article", timeout=20_000)

    assert page.names == ("amy", "cat")
    rows = list(csv.DictReader(io.StringIO(page.table())))
    (one,) = [row for row in rows if row["section"] == "All"]
    assert (one["a"], one["articles"]) == ("amy ben cat", "2")
    assert sum(row["section"] == "Pairs" for row in rows) == 9


def test_the_bundle_of_gold_tells_how_all_three_agree(rhea, tmp_path):
    import zipfile

    gold_bundle.write(rhea.work.session.workspace, tmp_path / "gold.zip")
    with zipfile.ZipFile(tmp_path / "gold.zip") as file:
        said = file.read("agreement.md").decode()

    assert "All 3, amy, ben and cat, on 2 articles" in said
