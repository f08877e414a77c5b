"""Texts far longer than any article: set in pieces, shown at once, right at every seam."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTextBoundaryFinder, QTimer
from PySide6.QtWidgets import QApplication

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.offsets import OffsetMap
from annotator.ui.article.heights import GROUP, Heights
from annotator.ui.article.inks import BlockKind
from annotator.ui.article.marks import Mark
from annotator.ui.article.pieces import LONGEST, DocumentOffsets, cut, split

CHINESE = "外交部长周三在北京会见来宾"
EMOJI = "😀👩‍👩‍👧🏳️‍🌈👍🏽"
ARABIC = "قال الوزير إن المحادثات في فيينا فشلت "
ENGLISH = "the envoy said that talks would go on "
LINES = {
    "Chinese": CHINESE * 700,
    "emoji": EMOJI * 900,
    "Arabic": ARABIC * 1_500,
    "Arabic without blanks": ARABIC.replace(" ", "") * 1_800,
    "English": ENGLISH * 1_500,
    "one word": "a" * (LONGEST * 2),
    "Hebrew and English": "אמר the envoy דובר " * 3_000,
    "blanks": " " * (LONGEST * 2),
}


@pytest.fixture(params=list(LINES))
def line(request):
    return LINES[request.param]


@pytest.fixture
def view(article_view):
    article_view.resize(900, 600)
    article_view.show()
    return article_view


def seams_of(text):
    return split(text)[2]


def settle(view):
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: view.being_set or loop.quit())
    timer.start(0)
    loop.exec()
    timer.stop()


# --- cutting ------------------------------------------------------------------------------------


def test_pieces_together_are_the_line(line):
    pieces = list(cut(line))
    assert len(pieces) > 1
    assert "".join(pieces) == line
    assert all(0 < len(piece) <= LONGEST for piece in pieces)


def test_no_character_that_a_reader_sees_is_cut_in_two(line):
    units = OffsetMap(line)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, line)
    for seam in seams_of(line):
        finder.setPosition(units.to_utf16(seam))
        assert finder.isAtBoundary(), seam


def test_words_and_sentences_stay_whole_where_they_have_ends():
    for seam in seams_of(ENGLISH * 3_000):
        assert (ENGLISH * 3_000)[seam - 1] == " "
    told = "They met. They parted again " * 3_000
    for seam in seams_of(told):
        assert told[:seam].endswith("They met. ")
    for seam in seams_of(f"{CHINESE}。" * 700):
        assert (f"{CHINESE}。" * 700)[seam - 1] == "。"


def test_a_paragraph_of_an_article_is_never_cut():
    for paragraph in (ENGLISH * 900, f"{ENGLISH}“{ARABIC}” 你好 😀 " * 150, CHINESE * 120):
        assert list(cut(paragraph)) == [paragraph]


@given(
    text=st.text(alphabet="ab \n😀你س", max_size=80),
    places=st.sets(st.integers(1, 79)),
)
def test_every_position_of_the_document_leads_back_to_its_offset(text, places):
    seams = sorted(place for place in places if place < len(text))
    offsets = DocumentOffsets(text, seams)
    shown = "".join(f"\n{sign}" if at in seams else sign for at, sign in enumerate(text))
    units = OffsetMap(shown)
    for offset in range(len(text) + 1):
        assert offsets.to_code_point(offsets.to_utf16(offset)) == offset
        there = offset + sum(seam <= offset for seam in seams)
        assert offsets.to_utf16(offset) == units.to_utf16(there)
        if offset in seams:
            assert offsets.to_code_point(offsets.to_utf16(offset) - 1) == offset


# --- heights --------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(
    count=st.integers(1, 3 * GROUP),
    changes=st.lists(st.tuples(st.integers(0, 3 * GROUP), st.integers(1, 90)), max_size=12),
    looks=st.lists(st.integers(0, 60 * GROUP), max_size=6),
)
def test_sums_of_heights_are_those_of_the_list(count, changes, looks):
    plain = [number % 7 + 1 for number in range(count)]
    heights = Heights(count, lambda numbers: [number % 7 + 1 for number in numbers])
    for number in range(0, count, GROUP):
        heights.of(number)
    for number, height in changes:
        plain[number % count] = height
        heights.set(number % count, height)
    assert heights.total == sum(plain)
    for y in looks:
        number = heights.at(y)
        assert heights.top(number) == sum(plain[:number])
        inside = heights.top(number) <= y < heights.top(number) + heights.of(number)
        assert inside or number == count - 1


def test_a_height_in_groups_that_nobody_looked_into_is_found_in_the_right_one():
    heights = Heights(5 * GROUP, lambda numbers: [4 if n % 128 else 4_000 for n in numbers])
    guessed = heights.total
    number = heights.at(guessed // 2)
    assert heights.top(number) <= guessed // 2 or number == 5 * GROUP - 1
    for start in range(0, 5 * GROUP, GROUP):
        heights.of(start)
    assert heights.total == 5 * (4 * 4_000 + (GROUP - 4) * 4)


# --- the view ---------------------------------------------------------------------------------------


def test_the_event_loop_turns_while_an_endless_text_is_set(view):
    view.show_article(CHINESE * 4_000, ())
    assert view.being_set
    turns = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(view.being_set))
    timer.start(0)
    settle(view)
    assert turns.count(True) > 10
    assert not view.being_set


def test_the_first_and_the_last_lines_are_there_before_the_rest_is_set(view):
    text = CHINESE * 4_000
    view.show_article(text, ())
    assert view.page.seen()[0].block.layout().lineCount() > 10
    view.show_article(text, (), scroll_to=len(text) - 5)
    assert view.being_set
    assert view.in_sight(Extent(len(text) - 5, len(text)))
    last = view.page.seen()[-1]
    assert view.page.article.block_end(last.number) == len(text)


def test_every_line_is_filled_in_even_where_there_are_too_many_to_do_it_at_once(view):
    text = "\n".join(f"line {number}" for number in range(20_000))
    view.show_article(text, ())
    assert view.document().blockCount() < 20_000
    settle(view)
    assert view.document().blockCount() == 20_000
    assert view.document().lastBlock().text() == "line 19999"


def test_a_place_that_is_not_filled_in_yet_can_be_gone_to(view):
    text = "\n".join(f"line {number}" for number in range(20_000))
    view.show_article(text, ())
    extent = Extent(text.index("line 15000"), text.index("line 15001") - 1)
    view.set_selection(extent)
    view.reveal(extent)
    assert view.selection == extent
    assert view.textCursor().selectedText() == "line 15000"
    assert view.in_sight(extent)
    settle(view)
    assert view.selection == extent


def test_lines_that_are_scrolled_to_before_they_are_filled_in_are_seen_soon(view):
    view.show_article("\n".join(f"line {number}" for number in range(120_000)), ())
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.grab()
    assert view.page.seen() == []
    assert view.document().blockCount() < 40_000
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: view.page.seen() and loop.quit())
    timer.start(0)
    loop.exec()
    timer.stop()
    middle = view.page.seen()[0]
    assert middle.block.text() == f"line {middle.number}"
    assert 40_000 < middle.number < 80_000


@pytest.mark.parametrize(
    "line",
    ["A\u2028B\u2028C", "\t" * 12 + "end", "W" * 38, CHINESE * 3, "Wide ﷽﷽﷽﷽﷽﷽﷽﷽", "a\x0b\x0c" * 9],
)
def test_the_height_of_the_text_is_right_when_all_of_it_is_said_to_be_set(view, line):
    view.show_article("\n".join(["ill", *[line] * 1_500]), ())
    settle(view)
    layout = view.page.layout
    height = layout.documentSize().height()
    for number in range(1_501):
        layout.ready(number)
    assert layout.documentSize().height() == height


def test_what_is_in_view_stays_while_the_rest_is_set(view):
    lines = [CHINESE * 300 if number % 2 else "short" for number in range(60)]
    text = "\n".join(lines)
    offset = text.rindex("short")
    view.show_article(text, (), scroll_to=offset)
    assert view.being_set
    before = view.page.line_box(offset).top
    settle(view)
    assert view.page.line_box(offset).top == pytest.approx(before, abs=1)
    bar, page = view.verticalScrollBar(), view.page
    assert bar.maximum() == round(page.layout.documentSize().height()) - view.viewport().height()


def test_the_selection_is_what_was_set_on_both_sides_of_a_seam(view, line):
    view.show_article(line, ())
    for seam in seams_of(line)[:2]:
        for extent in (
            Extent(seam - 3, seam),
            Extent(seam, seam + 3),
            Extent(seam - 2, seam + 2),
        ):
            view.set_selection(extent)
            assert view.selection == extent


def test_a_character_beside_a_seam_is_found_at_its_place_on_the_screen(view):
    for text in (LINES["Chinese"], LINES["English"], LINES["one word"]):
        view.show_article(text, ())
        seam = seams_of(text)[0]
        view.reveal(Extent(seam, seam + 1), at_once=True)
        for offset in range(seam - 4, seam + 5):
            box = view.page.line_box(offset)
            rect = view.cursorRect(view.page.cursor(offset))
            assert rect.center().y() == pytest.approx(box.base - box.style.ascent / 2, abs=8)
            if not text[offset].isspace():
                found = view.page.offset_at(QPointF(rect.left() + 2, rect.center().y()))
                assert found == offset


def test_keys_step_over_a_seam_as_over_any_character(view, qtbot):
    text = LINES["Chinese"]
    view.show_article(text, ())
    seam = seams_of(text)[0]
    view.set_caret(seam - 2)
    places = []
    for key in [Qt.Key.Key_Right] * 4 + [Qt.Key.Key_Left] * 4:
        qtbot.keyClick(view, key)
        places.append(view.caret - seam)
    assert places == [-1, 0, 1, 2, 1, 0, -1, -2]
    view.set_caret(seam - 1)
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == Extent(seam - 1, seam + 2)


def test_down_and_up_pass_a_seam_line_by_line(view, qtbot):
    text = LINES["Chinese"]
    view.show_article(text, ())
    seam = seams_of(text)[0]
    view.set_caret(seam - 60)
    bar = view.verticalScrollBar()
    heights = [view.cursorRect().bottom() + bar.value()]
    for _ in range(6):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        heights.append(view.cursorRect().bottom() + bar.value())
    steps = [after - before for before, after in pairwise(heights)]
    assert steps == pytest.approx([view.page.sizes.body.line] * 6, abs=1)
    assert view.caret > seam


def test_a_line_before_a_seam_has_no_gap_below_it(view):
    text = LINES["English"]
    view.show_article(text, ())
    seam = seams_of(text)[0]
    before, after = view.page.line_box(seam - 2), view.page.line_box(seam)
    assert after.base - before.base == pytest.approx(view.page.sizes.body.line, abs=0.1)


def test_keys_leave_any_number_of_empty_lines(view, qtbot):
    text = f"above{chr(10) * 3_000}below"
    view.show_article(text, ())
    view.set_caret(2)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert text[view.caret - 2 : view.caret + 5].strip() == "below"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.caret <= len("above")


def test_the_end_is_reached_before_the_text_is_filled_in(view, qtbot):
    text = "\n".join(f"line {number}" for number in range(20_000))
    view.show_article(text, ())
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.caret == len(text)


def test_a_mark_over_a_seam_is_painted_on_both_sides(view):
    for text in (LINES["Chinese"], LINES["English"], LINES["Hebrew and English"]):
        view.show_article(text, ())
        seam = seams_of(text)[0]
        view.set_marks([Mark(("span", 1), Extent(seam - 5, seam + 5), "PERSON")])
        view.reveal(Extent(seam, seam + 1), at_once=True)
        rects = view.page.mark_rects(("span", 1), view.page.seen())
        around = [view.page.line_box(seam - 2), view.page.line_box(seam)]
        bottoms = {round(rect.bottom()) for rect in rects}
        assert {round(box.base + box.style.fall) for box in around} <= bottoms
        for rect in (rects[0], rects[-1]):
            assert view.page.marks_under(rect.center()) == [("span", 1)]
        view.grab()
        assert view.page.rects(Extent(seam - 5, seam + 5), view.page.seen())


def test_marks_that_change_out_of_sight_are_painted_anew(view):
    text = LINES["Chinese"]
    view.show_article(text, ())
    view.set_marks([Mark(("span", 1), Extent(0, 4), "PERSON")])
    view.grab()
    bar = view.verticalScrollBar()
    for value in range(0, 60_000, 400):  # so far that the first lines are let go
        bar.setValue(value)
        view.grab()
    view.update_marks([Mark(("span", 1), Extent(20, 24), "PERSON")], ())
    bar.setValue(0)
    view.grab()
    [rect] = view.page.mark_rects(("span", 1), view.page.seen())
    assert view.page.offset_at(rect.center()) in range(20, 25)


def test_zones_and_sizes_change_while_a_text_is_being_set(view, look):
    text = f"A headline\n\n{CHINESE * 3_000}\n\nSubscribe"
    view.show_article(text, ())
    view.set_zones([Zone(ZoneKind.HEADLINE, Extent(0, 10))])
    assert view.page.article.kinds[0] is BlockKind.HEADLINE
    view.set_caret(6_000)
    view.reveal(Extent(6_000, 6_001))
    look.choose_sizes(13, 22)
    assert view.being_set
    settle(view)
    assert view.caret == 6_000
    assert view.document().firstBlock().begin().fragment().charFormat().font().bold()
    view.set_zones([Zone(ZoneKind.BOILERPLATE, Extent(len(text) - 9, len(text)))])
    settle(view)
    assert view.page.article.kinds[-1] is BlockKind.BOILERPLATE
    view.grab()


def test_another_article_ends_the_setting_of_an_endless_one(view):
    view.show_article(CHINESE * 4_000, ())
    QApplication.processEvents()
    view.show_article("Short.", ())
    settle(view)
    assert view.document().blockCount() == 1


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    offset=st.integers(0, len(CHINESE) * 700 - 1),
    moves=st.lists(st.sampled_from(["show", "caret", "scroll", "turn"]), max_size=5),
)
def test_a_place_shown_while_setting_goes_on_is_in_sight(view, offset, moves):
    text = LINES["Chinese"]
    view.show_article(text, ())
    for move in moves:
        if move == "show":
            view.reveal(Extent(offset // 2, offset // 2 + 1))
        elif move == "caret":
            view.set_caret(offset)
        elif move == "scroll":
            view.verticalScrollBar().setValue(offset * 2)
        else:
            QApplication.processEvents()
    view.reveal(Extent(offset, offset + 1))
    view.grab()
    assert view.in_sight(Extent(offset, offset + 1))
    rect = view.cursorRect(view.page.cursor(offset))
    assert view.page.offset_at(QPointF(rect.left() + 2, rect.center().y())) == offset
