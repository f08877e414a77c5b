"""Marks and frames of the article view: index, brackets, chips, current mark, tool tips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.domain.extent import Extent
from annotator.ui.article.chunk import Caption, levels, reads_right_to_left
from annotator.ui.article.mark_table import Bracket, MarkTable, Member, bracket_extents
from annotator.ui.article.marks import FrameMark, Mark
from annotator.ui.article.span_index import SpanIndex

TEXT = (
    "Omani Foreign Minister Salim al-Harthi met his Kazakh counterpart in Muscat.\n\n"
    "“Observer status would serve every member,” Abenov said later, “but it cannot be rushed.”\n\n"
    "According to an adviser, both sides will sign. בנימין כהן and محمود عباس were there.\n\n"
    + "\n\n".join(f"Filler paragraph {number} with nothing in it." for number in range(60))
    + "\n\nA far place named Astana ends the text."
)


def place(words, nth=1):
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Extent(at, at + len(words))


def mark(number, words, label, **values):
    return Mark(("span", number), place(words), label, **values)


MARKS = [
    mark(1, "Omani Foreign Minister", "ROLE"),
    mark(2, "Omani", "NORP"),
    mark(3, "Salim al-Harthi", "PERSON", tip=("PERSON", "<img src=x> & more")),
    mark(4, "met", "TRIGGER", family="Meeting"),
    mark(5, "Muscat", "GPE"),
    mark(6, "Observer status would serve every member,", "CONTENT", family="Statement"),
    mark(7, "Abenov", "PERSON"),
    mark(8, "said", "CUE", family="Statement"),
    mark(9, "but it cannot be rushed.", "CONTENT", family="Statement"),
    mark(10, "Astana", "GPE", pending=True, unsure=True),
    mark(11, "בנימין כהן", "PERSON"),
    mark(12, "محمود عباس", "PERSON"),
]
MEETING = FrameMark(
    ("frame", 1),
    "Meeting",
    (("participant", ("span", 3)), ("trigger", ("span", 4)), ("place", ("span", 10))),
)
STATEMENT = FrameMark(
    ("frame", 2),
    "Statement",
    (
        ("speaker", ("span", 7)),
        ("cue", ("span", 8)),
        ("content", ("span", 6)),
        ("content", ("span", 9)),
    ),
)
SUGGESTED = FrameMark(
    ("suggestion", 9),
    "Statement",
    (("cue", place("According to")), ("content", place("both sides will sign"))),
    pending=True,
)


@pytest.fixture
def view(article_view):
    article_view.show_article(TEXT, ())
    article_view.set_marks(MARKS, [MEETING, STATEMENT, SUGGESTED])
    return article_view


@pytest.fixture
def table():
    made = MarkTable(lambda _type, role: role in {"content", "trigger"}, lambda at: at // 100)
    made.replace(MARKS, [MEETING, STATEMENT, SUGGESTED])
    return made


# --- index ----------------------------------------------------------------------------------------


class Thing:
    def __init__(self, start, end):
        self.extent = Extent(start, end)


extents = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1]))


@given(
    st.lists(extents, max_size=30),
    st.lists(st.tuples(st.booleans(), extents), max_size=30),
    extents,
)
def test_the_index_answers_as_a_search_through_all_does(first, changes, asked):
    kept = [Thing(*pair) for pair in first]
    index = SpanIndex(kept)
    for adds, pair in changes:
        if adds or not kept:
            thing = Thing(*pair)
            kept.append(thing)
            index.add(thing)
        else:
            index.remove(kept.pop(pair[0] % len(kept)))
    found = index.overlapping(*asked)
    assert {id(thing) for thing in found} == {
        id(thing) for thing in kept if thing.extent.overlaps(Extent(*asked))
    }
    assert [thing.extent.start for thing in found] == sorted(t.extent.start for t in found)
    assert len(index) == len(kept)


def test_the_index_refuses_to_remove_a_stranger():
    index = SpanIndex([Thing(0, 3)])
    with pytest.raises(ValueError, match="Thing"):
        index.remove(Thing(0, 3))


# --- table ----------------------------------------------------------------------------------------


def member(start, end, *, anchor):
    return Member("role", 0, anchor, Mark(("span", start), Extent(start, end), "X"))


def test_a_bracket_holds_fragments_and_the_fillers_beside_them():
    members = [
        member(100, 120, anchor=True),
        member(150, 180, anchor=True),
        member(200, 210, anchor=False),
        member(5000, 5010, anchor=False),
    ]
    assert bracket_extents(members) == [Extent(100, 210)]


def test_a_frame_told_in_two_places_has_two_brackets():
    members = [member(100, 120, anchor=True), member(5000, 5010, anchor=True)]
    assert bracket_extents(members) == [Extent(100, 120), Extent(5000, 5010)]


def test_a_frame_without_fragments_is_bracketed_by_its_fillers():
    assert bracket_extents([member(3, 9, anchor=False)]) == [Extent(3, 9)]
    assert bracket_extents([]) == []


def test_brackets_that_share_a_line_stand_in_different_lanes(table):
    table.replace(
        [Mark(("span", n), Extent(n * 20, n * 20 + 10), "CONTENT") for n in range(3)],
        [FrameMark(("frame", n), "Statement", (("content", ("span", n)),)) for n in range(3)],
    )
    assert [bracket.lane for bracket in table.brackets(0, 100)] == [0, 1, 2]


def test_brackets_of_different_paragraphs_share_a_lane(table):
    table.replace(
        [Mark(("span", n), Extent(n * 100, n * 100 + 90), "CONTENT") for n in range(3)],
        [FrameMark(("frame", n), "Statement", (("content", ("span", n)),)) for n in range(3)],
    )
    assert [bracket.lane for bracket in table.brackets(0, 400)] == [0, 0, 0]


def test_words_without_a_mark_lead_to_their_frame(table):
    parts = [item for item in table.overlapping(0, len(TEXT)) if table.mark(item.id) is None]
    assert {table.shown(part.id) for part in parts} == {SUGGESTED.id}
    assert all(part.pending for part in parts)


def test_fillers_of_one_role_are_numbered(table):
    assert [item.name for item in table.members(STATEMENT.id)] == [
        "speaker",
        "cue",
        "content 1",
        "content 2",
    ]


def test_a_fragment_has_the_line_of_the_frame_that_it_serves(table):
    stance = FrameMark(("frame", 5), "Stance", (("content", ("span", 6)),))
    assert table.lines_of(MARKS[5]) == ("Statement",)
    table.update([stance], [STATEMENT.id])
    assert table.lines_of(MARKS[5]) == ("Stance",)
    assert table.lines_of(MARKS[6]) == ()


def test_updates_leave_the_same_table_as_a_fresh_one(table):
    moved = Mark(("span", 6), place("Observer status"), "CONTENT", family="Statement")
    table.update([moved], [("span", 3), SUGGESTED.id])
    marks = [moved if item.id == moved.id else item for item in MARKS if item.id != ("span", 3)]
    fresh = MarkTable(lambda _type, role: role in {"content", "trigger"}, lambda at: at // 100)
    fresh.replace(marks, [MEETING, STATEMENT])

    def state(made):
        return (
            [(item.id, item.extent) for item in made.overlapping(0, len(TEXT))],
            sorted(
                (b.frame.id, b.extent.start, b.extent.end, b.lane)
                for b in made.brackets(0, len(TEXT))
            ),
            [made.lines_of(item) for item in marks],
        )

    assert state(table) == state(fresh)
    assert isinstance(table.brackets(0, len(TEXT))[0], Bracket)


def test_an_update_names_what_must_be_painted_again(table):
    moved = Mark(("span", 5), Extent(0, 3), "GPE")
    assert set(table.update([moved], ())) == {place("Muscat"), Extent(0, 3)}
    assert set(table.update((), [("span", 5)])) == {Extent(0, 3)}
    assert table.update((), [("span", 5), ("frame", 77)]) == []


# --- chips and grounds ----------------------------------------------------------------------------


def test_outer_grounds_are_larger_and_painted_first(view):
    seen = view.page.seen()
    outer = view.page.mark_rects(("span", 1), seen)[0]
    inner = view.page.mark_rects(("span", 2), seen)[0]
    assert outer.contains(inner)
    ops = view.page.chunks(seen[0])[0]
    assert [label for label, _rect in ops.grounds].index("ROLE") < [
        label for label, _rect in ops.grounds
    ].index("NORP")


def test_of_two_that_cross_the_longer_is_the_outer():
    long, short = Mark(("span", 1), Extent(0, 20), "A"), Mark(("span", 2), Extent(15, 25), "B")
    assert levels([long, short]) == {("span", 1): 1, ("span", 2): 0}


def chips(view):
    return [
        chip for item in view.page.seen() for ops in view.page.chunks(item) for chip in ops.chips
    ]


def test_chips_of_nested_marks_stand_side_by_side(view):
    first, second = sorted(chips(view)[:2], key=lambda chip: chip[0].x())
    assert (first[1], second[1]) == ("ROLE", "NORP")
    assert second[0].x() > first[0].x() + 20
    assert first[0].y() == second[0].y()


def test_where_there_is_no_room_the_inner_chip_stands_alone(view):
    view.set_marks(
        [Mark(("span", 1), Extent(0, 5), "ROLE"), Mark(("span", 2), Extent(0, 3), "NORP")]
    )
    assert [chip[1] for chip in chips(view)] == ["NORP"]


def test_an_unsure_tag_has_a_question_mark(view):
    view.reveal(place("Astana"))
    assert "GPE?" in [chip[1] for chip in chips(view)]


def test_suggestions_are_boxes_and_tags_grounds(view):
    view.reveal(place("Astana"))
    ops = [ops for item in view.page.seen() for ops in view.page.chunks(item)]
    assert [label for part in ops for label, _rect, _mark in part.boxes] == ["GPE"]


def test_statements_and_meetings_are_lines_at_different_heights(view):
    seen = view.page.seen()
    ops = [ops for item in view.page.seen() for ops in view.page.chunks(item)]
    kinds = {kind: pending for part in ops for kind, pending, _line in part.lines}
    assert kinds.keys() == {"Statement", "Meeting"}
    assert view.page.inks.drop_of("Statement") < view.page.inks.drop_of("Meeting")
    assert seen


def test_the_blank_at_the_end_of_a_wrapped_line_is_not_tinted(article_view):
    text = "word " * 60
    article_view.show_article(text, ())
    article_view.set_marks([Mark(("span", 1), Extent(0, 299), "PERSON")])
    blank = article_view.fontMetrics().horizontalAdvance(" ")
    for rect in article_view.page.mark_rects(("span", 1), article_view.page.seen()):
        letter = article_view.page.text_left + rect.width()
        assert letter - article_view.page.text_left + blank > rect.width()
        offset = article_view.page.offset_at(rect.center())
        assert 0 <= offset < 300
    assert len(article_view.page.mark_rects(("span", 1), article_view.page.seen())) > 2


def test_right_to_left_words_are_covered_whole(view, qtbot):
    for number in (11, 12):
        rect = view.page.mark_rects(("span", number), view.page.seen())[0]
        for x in range(int(rect.left()) + 2, int(rect.right()) - 1, 3):
            hit = view.page.marks_under(QPoint(x, int(rect.center().y())).toPointF())
            assert hit == [("span", number)]
    assert reads_right_to_left("… بنيامين")
    assert not reads_right_to_left("123 Benjamin")


# --- current mark and frames ------------------------------------------------------------------------


def test_the_current_mark_is_told_once(view, qtbot):
    seen = []
    view.current_changed.connect(seen.append)
    view.set_current(("span", 3), reveal=False)
    view.set_current(("span", 3), reveal=True)
    view.set_current(None, reveal=False)
    assert seen == [("span", 3), None]


def test_a_current_mark_that_goes_is_left(view):
    seen = []
    view.set_current(("span", 3), reveal=False)
    view.current_changed.connect(seen.append)
    view.update_marks((), [("span", 3)])
    assert view.current is None
    assert seen == [None]


def test_revealing_a_mark_far_away_shows_it_and_takes_the_caret(view):
    view.set_current(("span", 10), reveal=True)
    assert view.caret == place("Astana").start
    rect = view.page.mark_rects(("span", 10), view.page.seen())[0]
    assert 0 < rect.top() < view.viewport().height()


def test_a_mark_is_read_aloud_with_its_state(view):
    assert view.spoken(view.mark(("span", 10))) == "GPE, suggested: Astana"
    assert view.spoken(view.mark(("span", 3))) == "Person: Salim al-Harthi"


def test_the_selected_frame_shows_roles_in_the_place_of_chips(view):
    view.select_frame(STATEMENT.id)
    assert [chip[1] for chip in chips(view)].count("SPEAKER") == 1
    assert {"CONTENT 1", "CONTENT 2", "CUE"} <= {chip[1] for chip in chips(view)}
    assert view.page.captions[("span", 7)] == Caption("SPEAKER", "Statement")
    view.select_frame(None)
    assert "SPEAKER" not in [chip[1] for chip in chips(view)]


def test_a_role_out_of_view_can_be_clicked(view, qtbot):
    view.select_frame(MEETING.id)
    view.viewport().repaint()
    pill = view.margin.pills[-1]
    assert pill.text == "↓ place"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pill.rect.center().toPoint())
    rect = view.page.mark_rects(("span", 10), view.page.seen())[0]
    assert 0 < rect.top() < view.viewport().height()
    view.viewport().repaint()
    assert all(item.text.startswith("↑") for item in view.margin.pills)


def test_the_name_of_a_frame_can_be_clicked(view, qtbot):
    view.viewport().repaint()
    line = view.page.line_box(place("Observer").start)
    point = QPoint(int(view.page.text_left - view.page.sizes.bracket), int(line.base))
    with qtbot.waitSignal(view.mark_clicked, timeout=1000) as blocker:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert blocker.args == [STATEMENT.id]
    assert view.page.inks.name_font.pixelSize() == 11


def test_marks_at_an_offset_are_those_of_the_program_innermost_first(view):
    assert [item.id for item in view.marks_at(2)] == [("span", 2), ("span", 1)]
    assert [item.id for item in view.marks_at(place("Muscat").end)] == [("span", 5)]
    assert view.marks_at(place("According").start) == []
    view.set_caret(2)
    assert view.marks_at_caret()[0].id == ("span", 2)


def tip_at(view, mark_id):
    rect = view.page.mark_rects(mark_id, view.page.seen())[0]
    point = rect.center().toPoint()
    QToolTip.hideText()
    event = QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


@pytest.mark.qt_log_ignore("raise", extend=True)
def test_tool_tips_are_text_never_markup(view):
    assert "&lt;img src=x&gt; &amp; more" in tip_at(view, ("span", 3))
    QToolTip.hideText()


@pytest.mark.qt_log_ignore("raise", extend=True)
def test_a_mark_without_a_tip_asks_for_one_when_it_is_shown(view):
    asked = []
    view.tip_source = lambda mark: asked.append(mark.id) or ("<b>late</b>",)
    assert "&lt;b&gt;late" in tip_at(view, ("span", 5))
    assert asked == [("span", 5)]
    QToolTip.hideText()


def test_a_large_update_touches_only_its_lines(view):
    def chunks():
        return {
            (number, chunk): ops
            for number, kept in view.page._chunks.items()
            for chunk, ops in kept.items()
        }

    view.grab()
    kept = chunks()
    view.update_marks([Mark(("span", 99), place("Muscat"), "LOC")], ())
    left = chunks()
    assert set(kept) - set(left) == {(0, 0)}
    assert all(left[key] is kept[key] for key in left)
