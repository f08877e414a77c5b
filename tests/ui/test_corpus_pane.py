"""The corpus pane: searching, choosing, what it says when it is empty."""

import pytest
from PySide6.QtCore import QPoint, Qt

from annotator.domain.annotation import SetStatus
from annotator.domain.corpus import CorpusCounts, CorpusOrder, CorpusQuery, CorpusRow
from annotator.ui.corpus.pane import CorpusPane
from annotator.ui.corpus.strip import CorpusStrip

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def fetch(ids):
    return {
        number: CorpusRow(number, f"a{number}", f"Title {number}", "Fars", "2016", SetStatus.NEW, 3)
        for number in ids
    }


@pytest.fixture
def pane(qtbot, look):
    made = CorpusPane(look, fetch)
    made.resize(272, 500)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.show_ids(range(1, 101))
    made.show_counts(CorpusCounts(100, 12))
    return made


def shown_texts(pane):
    return pane._numbers.text() + pane._words.text()


def test_a_query_comes_once_after_the_last_letter(qtbot, pane):
    queries = []
    pane.query_changed.connect(queries.append)
    qtbot.keyClicks(pane.search, "fars outlet:irna")
    assert queries == []
    qtbot.waitUntil(lambda: len(queries) == 1)
    assert queries[0] == CorpusQuery(words=("fars",), outlet="irna")


def test_enter_asks_at_once_and_only_once(qtbot, pane):
    queries = []
    pane.query_changed.connect(queries.append)
    qtbot.keyClicks(pane.search, "fars")
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert [query.words for query in queries] == [("fars",)]


def test_escape_empties_the_field_and_then_leaves(qtbot, pane):
    pane.search.setText("fars")
    with qtbot.assertNotEmitted(pane.left):
        qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.search.text() == ""
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(pane.search, Qt.Key.Key_Escape)


def test_typing_in_the_list_goes_to_the_search_field(qtbot, pane):
    pane.focus_list()
    qtbot.keyClicks(pane.list, "f")
    assert pane.search.hasFocus()
    qtbot.keyClicks(pane.search, "ars")
    assert pane.search.text() == "fars"


def test_down_goes_from_the_field_to_the_list(qtbot, pane):
    pane.focus_search()
    qtbot.keyClick(pane.search, Qt.Key.Key_Down)
    assert pane.list.hasFocus()
    assert pane.list.currentIndex().row() == 0


def test_enter_in_the_list_chooses_the_article(qtbot, pane):
    pane.focus_list()
    qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.article_chosen) as caught:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert caught.args == [2]


def test_a_click_chooses_the_article(qtbot, pane):
    place = pane.list.visualRect(pane.model.index(3)).center()
    with qtbot.waitSignal(pane.article_chosen) as caught:
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [4]


def test_a_press_that_is_dragged_away_chooses_nothing(qtbot, pane):
    rect = pane.list.visualRect(pane.model.index(3))
    with qtbot.assertNotEmitted(pane.article_chosen):
        qtbot.mousePress(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        away = rect.center() + QPoint(0, 2 * rect.height())
        qtbot.mouseRelease(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=away)


def test_the_context_menu_names_the_article(qtbot, pane):
    place = pane.list.visualRect(pane.model.index(2)).center()
    with qtbot.waitSignal(pane.menu_requested) as caught:
        pane.list.customContextMenuRequested.emit(place)
    assert caught.args[0] == 3


def test_the_counts_say_how_far_one_is_and_what_was_found(pane):
    assert shown_texts(pane) == "12 of 100 complete"
    pane.search.setText("fars")
    pane.show_ids([1, 2])
    assert shown_texts(pane) == "2 of 100 found"


def test_nothing_found_offers_to_clear_the_search(qtbot, pane):
    pane.set_query_text("<b>fars</b>")
    pane.show_ids([])
    assert pane._empty._first.text() == "Nothing found for “<b>fars</b>”."
    assert pane._empty._first.textFormat() == Qt.TextFormat.PlainText
    with qtbot.waitSignal(pane.query_changed) as caught:
        qtbot.mouseClick(pane._empty._act, Qt.MouseButton.LeftButton)
    assert caught.args[0].empty


def test_an_empty_corpus_offers_to_import(qtbot, pane):
    pane.show_ids([])
    assert pane._empty.isVisible()
    with qtbot.waitSignal(pane.import_requested):
        qtbot.mouseClick(pane._empty._act, Qt.MouseButton.LeftButton)


def test_what_is_wrong_with_a_query_is_said_below_the_field(qtbot, pane):
    qtbot.keyClicks(pane.search, "after:x")
    assert pane._problem.isVisible()
    assert pane._problem.text() == "After takes a date like 2016-02-04."
    pane.search.clear()
    assert not pane._problem.isVisible()


def test_another_order_asks_at_once(qtbot, pane):
    with qtbot.waitSignal(pane.query_changed) as caught:
        pane.set_order(CorpusOrder.TITLE)
    assert caught.args[0].order == CorpusOrder.TITLE


def test_the_open_article_is_scrolled_to_and_stays_in_view(pane):
    pane.set_current(90)
    assert pane._is_visible(90)
    pane.show_ids(range(100, 0, -1))
    assert pane._is_visible(90)
    assert pane.position() == (11, 100)


def test_another_order_does_not_scroll_to_an_article_out_of_sight(pane):
    pane.set_current(90, reveal=False)
    assert pane.list.verticalScrollBar().value() == 0
    pane.show_ids(range(100, 0, -1))
    assert pane.list.verticalScrollBar().value() == 0


def test_neighbours_end_at_the_ends(pane):
    pane.set_current(1)
    assert pane.neighbour(-1) is None
    assert pane.neighbour(1) == 2
    pane.set_current(None)
    assert pane.neighbour(1) == 1
    assert pane.neighbour(-1) == 100


def test_a_theme_changes_the_ground(look, pane):
    light = pane.palette().window().color()
    look.choose_theme("dark")
    assert pane.palette().window().color() == look.theme.pane != light
    look.choose_theme("light")


def test_the_strip_says_where_one_is(qtbot, look):
    strip = CorpusStrip(look)
    qtbot.addWidget(strip)
    strip.show_position(1, 40)
    strip.show_counts(CorpusCounts(40, 12))
    assert strip._number.text() == "1"
    assert not strip._previous.isEnabled()
    with qtbot.waitSignal(strip.next_requested):
        qtbot.mouseClick(strip._next, Qt.MouseButton.LeftButton)
    strip.show_position(0, 0)
    assert strip._number.text() == "–"


def test_the_strip_is_40_wide_with_100000_articles(qtbot, look):
    strip = CorpusStrip(look)
    qtbot.addWidget(strip)
    strip.show_position(99_999, 100_000)
    strip.show_counts(CorpusCounts(100_000, 99_999))
    strip.show()
    assert strip.width() == 40
    assert all(label.sizeHint().width() <= 40 for label in (strip._number, strip._total))
