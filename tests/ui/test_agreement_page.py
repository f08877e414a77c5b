"""The Agreement page: each figure leads to its places, by keys."""

import csv
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from annotator.ui.agreement.lines import Line
from annotator.ui.review.verdicts import NEEDS_TWO
from tests.ui.test_review_lists import page_of, path  # noqa: F401

K = Qt.Key


@pytest.fixture
def rhea(make_desk, path, qtbot):  # noqa: F811
    desk = make_desk(path, "rhea")
    desk.list = page_of(desk, "view.agreement")
    qtbot.waitUntil(lambda: desk.list._found is not None)
    return desk


def line(page, section, name):
    rows = page.measures.rows.rows
    number = next(
        n for n, row in enumerate(rows)
        if isinstance(row, Line) and (row.section, row.name) == (section, name)
    )  # fmt: skip
    page.measures.choose(number)
    return rows[number]


def test_the_two_who_tagged_most_are_compared_and_the_label_is_chosen(rhea):
    assert rhea.list.names == ("amy", "ben")
    assert rhea.list.note.text() == "2 articles"
    assert rhea.list.measures.current.name == "Label, κ"
    assert rhea.list.map.isVisible()


def test_arrows_choose_a_cell_and_its_places_are_listed(rhea):
    rhea.list.map.choose("GPE", "ORG")

    assert [spot.words for spot in rhea.list.spots.rows.rows] == ["Oman"]
    assert rhea.list.cell_words.text() == "A GPE but B ORG"
    assert rhea.list.button.words == "Review this one"
    before = rhea.list.map.cell
    rhea.list.map.setFocus()
    rhea.key(K.Key_Left)
    assert rhea.list.map.cell != before


def test_a_figure_of_a_role_lists_where_it_differs(rhea):
    line(rhea.list, "Meetings", "participant")

    assert len(rhea.list.spots.rows.rows) == 1
    assert not rhea.list.map.isVisible()


def test_an_attribute_has_a_map_of_its_values(rhea):
    line(rhea.list, "Meetings", "status, κ")

    assert rhea.list.map.isVisible()
    rhea.list.map.choose("held", "planned")
    assert len(rhea.list.spots.rows.rows) == 1


def test_enter_reviews_the_place(rhea):
    rhea.list.map.choose("GPE", "ORG")
    rhea.run("agreement.review")

    page = rhea.window.pages.currentWidget()
    assert page.desk.names == ("amy", "ben")
    assert page.desk.current.kind == "Label"


def test_a_figure_that_is_not_defined_says_why(rhea):
    found = line(rhea.list, "Meetings", "kind, κ")

    assert found.value is None
    assert found.why


def test_the_table_is_copied_and_saved_with_names_and_intervals(rhea, tmp_path):
    rhea.list.copy()
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text())))
    assert {"Spans", "Statements", "Meetings"} <= {row["section"] for row in rows}
    assert {row["a"] for row in rows} == {"amy"}

    rhea.list.save_picture(tmp_path / "agreement.png")
    assert not QImage(str(tmp_path / "agreement.png")).isNull()


def test_one_alone_is_nothing_to_compare(make_desk, workspace_path):
    desk = make_desk(workspace_path, "amy")
    page = page_of(desk, "view.agreement")
    assert page.empty.text() == NEEDS_TWO


def test_articles_by_status_and_annotator_are_listed(rhea):
    assert "amy: 2 complete" in rhea.list.people_lines.text()
