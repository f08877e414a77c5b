"""The mouse in the article view: clicks, selections, borders."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from annotator.domain.extent import Extent
from annotator.ui.article.edges import Edge, moved
from annotator.ui.article.marks import Mark

Modifier = Qt.KeyboardModifier
TEXT = (
    "Omani Foreign Minister Salim al-Harthi 🤝 met his counterpart in Muscat.\n\n"
    "He said that Green Party members remain sceptical of it all. The end."
)


def place(words):
    start = TEXT.index(words)
    return Extent(start, start + len(words))


PARTY = Mark(("span", 4), place("Green Party"), "ORG")
MARKS = [
    Mark(("span", 1), place("Omani Foreign Minister"), "ROLE"),
    Mark(("span", 2), place("Omani"), "NORP"),
    Mark(("suggestion", 3), place("Salim al-Harthi"), "PERSON", pending=True),
    PARTY,
]


@pytest.fixture
def view(article_view):
    article_view.show_article(TEXT, ())
    article_view.set_marks(MARKS)
    return article_view


def test_clicks_go_through_nested_marks_from_the_innermost(view, hand):
    clicked = []
    view.mark_clicked.connect(clicked.append)
    for _ in range(3):
        hand.click(2)
        hand.view._pointer._double = (0.0, QPoint())
    assert clicked == [("span", 2), ("span", 1), ("span", 2)]
    assert view.current == ("span", 2)


def test_a_click_beside_all_marks_leaves_the_current_one(view, hand):
    view.set_current(("span", 2), reveal=False)
    hand.click(place("counterpart").start + 3)
    assert view.current is None
    assert view.caret == place("counterpart").start + 3


def test_a_drag_selects_whole_words(view, hand, qtbot):
    start, end = place("his").start + 1, place("counterpart").start + 4
    with qtbot.waitSignal(view.selection_finished, timeout=1000) as blocker:
        hand.drag(hand.point(start), hand.point(end))
    assert blocker.args[0].slice(TEXT) == "his counterpart"
    assert view.selection == blocker.args[0]


def test_a_drag_with_control_selects_characters(view, hand):
    start, end = place("his").start + 1, place("counterpart").start + 4
    hand.drag(hand.point(start), hand.point(end), Modifier.ControlModifier)
    assert view.selection.slice(TEXT) == "is coun"


def test_a_drag_backwards_puts_the_caret_at_its_beginning(view, hand):
    hand.drag(hand.point(place("counterpart").end - 1), hand.point(place("met").start + 1))
    assert view.selection.slice(TEXT) == "met his counterpart"
    assert view.caret == place("met").start


def test_a_drag_over_an_emoji_is_in_code_points(view, hand):
    hand.drag(hand.point(place("Harthi").start), hand.point(place("met").start + 2))
    assert view.selection.slice(TEXT) == "al-Harthi 🤝 met"


def test_a_selection_is_told_while_it_grows_and_when_it_goes(view, hand):
    told = []
    view.selection_changed.connect(told.append)
    hand.drag(hand.point(place("his").start), hand.point(place("in").start + 1))
    assert told[-1] == view.selection
    assert len(told) == len(set(told)) >= 2
    hand.click(place("members").start + 2)
    assert told[-1] is None


def test_a_double_click_selects_the_word(view, hand, qtbot):
    point = hand.point(place("members").start + 3)
    with qtbot.waitSignal(view.words_double_clicked, timeout=1000) as blocker:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert blocker.args[0] == place("members")
    assert view.selection == place("members")


def test_a_third_click_selects_the_paragraph(view, hand, qtbot):
    point = hand.point(place("members").start + 3)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert view.selection.slice(TEXT) == TEXT.split("\n\n")[1]


def test_shift_click_extends_the_selection(view, hand):
    hand.click(place("his").start)
    hand.view._pointer._double = (0.0, QPoint())
    hand.click(place("in Muscat").start + 1, Modifier.ShiftModifier)
    assert view.selection.slice(TEXT) == "his counterpart in"


def test_a_press_inside_the_selection_begins_a_new_one(view, hand):
    view.set_selection(place("Green Party members"))
    hand.drag(hand.point(place("Party").start + 1), hand.point(place("members").start + 3))
    assert view.selection.slice(TEXT) == "Party members"


def test_the_end_of_the_current_mark_can_be_dragged(view, hand):
    told = []
    view.edge_dragged.connect(lambda mark_id, extent: told.append((mark_id, extent)))
    view.set_current(("span", 4), reveal=False)
    hand.drag(hand.end_of(("span", 4)), hand.point(place("members").end - 1))
    assert told == [(("span", 4), place("Green Party members"))]
    assert view.mark(("span", 4)) is PARTY, "nobody took it over"


def test_a_border_that_is_taken_over_stays(view, hand):
    def take(mark_id, extent):
        view.update_marks([Mark(mark_id, extent, "ORG")], ())

    view.edge_dragged.connect(take)
    view.set_current(("span", 4), reveal=False)
    hand.drag(hand.start_of(("span", 4)), hand.point(place("that").start))
    assert view.mark(("span", 4)).extent == place("that Green Party")
    assert view.current == ("span", 4)


def test_a_border_follows_characters_with_control(view, hand):
    told = []
    view.edge_dragged.connect(lambda _id, extent: told.append(extent))
    view.set_current(("span", 4), reveal=False)
    hand.drag(
        hand.end_of(("span", 4)),
        hand.point(place("members").start + 3),
        Modifier.ControlModifier,
    )
    assert told == [place("Green Party mem")]


def test_a_preview_is_shown_while_a_border_is_dragged(view, hand):
    view.set_current(("span", 4), reveal=False)
    hand.drag(hand.end_of(("span", 4)), hand.point(place("members").end - 1), drop=False)
    assert view.mark(("span", 4)).extent == place("Green Party members")


def test_escape_takes_a_drag_back(view, hand, qtbot):
    told = []
    view.edge_dragged.connect(lambda *args: told.append(args))
    view.set_current(("span", 4), reveal=False)
    end = hand.point(place("members").end - 1)
    hand.drag(hand.end_of(("span", 4)), end, drop=False)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert view.mark(("span", 4)) is PARTY
    assert told == []


def test_borders_of_other_marks_cannot_be_dragged(view, hand):
    view.set_current(("span", 2), reveal=False)
    hand.drag(hand.end_of(("span", 4)), hand.point(place("members").end - 1))
    assert view.mark(("span", 4)) is PARTY
    assert view.selection is not None


@pytest.mark.parametrize(
    ("edge", "at", "exact", "expected"),
    [
        (Edge.END, place("members").start + 5, False, "Green Party members"),
        (Edge.END, place("members").start + 2, False, "Green Party"),
        (Edge.END, place("Green").start - 40, False, "Green"),
        (Edge.END, place("Green").start - 40, True, "G"),
        (Edge.START, place("that").start + 1, False, "that Green Party"),
        (Edge.START, place("sceptical").start, False, "Party"),
        (Edge.START, place("sceptical").start, True, "y"),
        (Edge.END, 10_000, True, TEXT[place("Green").start :]),
    ],
)
def test_a_border_never_passes_the_other(edge, at, exact, expected):
    assert moved(TEXT, PARTY.extent, edge, at, exact=exact).slice(TEXT) == expected


def test_the_menu_is_asked_for_at_the_words_under_the_mouse(view, hand):
    asked = []
    view.menu_requested.connect(lambda _point, offset: asked.append(offset))
    point = hand.point(place("Party").start + 1)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point)
    )
    QApplication.sendEvent(view.viewport(), event)
    assert asked == [place("Party").start + 1]
    assert view.current == ("span", 4)


def test_the_menu_keeps_a_selection_that_it_is_about(view, hand):
    view.set_selection(place("Green Party members"))
    point = hand.point(place("Party").start + 1)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point)
    )
    QApplication.sendEvent(view.viewport(), event)
    assert view.selection == place("Green Party members")


def test_the_pointer_shows_where_a_border_can_be_taken(view, hand):
    view.set_current(("span", 4), reveal=False)
    for point, shape in (
        (hand.end_of(("span", 4)), Qt.CursorShape.SizeHorCursor),
        (hand.point(place("sceptical").start + 2), Qt.CursorShape.IBeamCursor),
    ):
        view._pointer._hover(point.toPointF())
        assert view.viewport().cursor().shape() == shape
