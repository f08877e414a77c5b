"""The text of the article view: offsets, selections, copy, zones, fonts."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.offsets import OffsetMap
from annotator.ui.article.article_document import display_text
from annotator.ui.article.inks import BlockKind
from annotator.ui.article.marks import Mark

HEADLINE = "Talks in Muscat 🤝 end"
TEXT = (
    f"{HEADLINE}\n\n"
    "MUSCAT, March 14 — The envoy 👨‍👩‍👧 met Яков\u00a0Петров and محمود عباس there.\n\n"
    "He left “at once”, 𝔖aid the aide. He was not seen again.\n"
    "Second line of the block.\n\n"
    "Subscribe to the briefing · More"
)
NASTY = st.text(
    alphabet=st.sampled_from(
        [
            *"ab \n\r\t\u00a0\u2028\u2029\u200b\u200f\u00ad\ufeff\ufffc\ufdd0\x0b\x0c\x85",
            "😀",
            "𝔖",
            "\ud83d",
            "س",
            "\x00",
        ]
    ),
    max_size=40,
)


def zones():
    end = TEXT.index("Subscribe")
    dateline = TEXT.index("MUSCAT")
    return [
        Zone(ZoneKind.HEADLINE, Extent(0, len(HEADLINE))),
        Zone(ZoneKind.DATELINE, Extent(dateline, dateline + 16)),
        Zone(ZoneKind.BOILERPLATE, Extent(end, len(TEXT))),
    ]


@pytest.fixture
def view(article_view):
    article_view.show_article(TEXT, zones())
    return article_view


def place(words, text=TEXT):
    start = text.index(words)
    return Extent(start, start + len(words))


# --- offsets ------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY)
def test_the_document_has_every_character_in_its_place(article_view, text):
    article_view.show_article(text, ())
    document = article_view.document()
    assert document.characterCount() - 1 == OffsetMap(text).to_utf16(len(text))
    assert len(display_text(text)) == len(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue
        article_view.set_caret(offset)
        assert article_view.caret == offset


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY, one=st.integers(0, 40), other=st.integers(0, 40))
def test_a_selection_comes_back_as_it_was_set(article_view, text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    article_view.show_article(text, ())
    article_view.set_selection(Extent(start, end) if start < end else None)
    assert article_view.selection == (Extent(start, end) if start < end else None)


@pytest.mark.parametrize("words", ["👨‍👩‍👧", "Яков\u00a0Петров", "محمود عباس", "𝔖aid", "Subscribe"])
def test_the_document_shows_the_words_that_are_selected(view, words):
    view.set_selection(place(words))
    assert view.textCursor().selectedText() == words
    assert view.selection.slice(view.text) == words


def test_an_offset_is_found_again_at_its_place_on_the_screen(view):
    for offset, sign in enumerate(TEXT):
        if sign.isspace() or 0x600 < ord(sign) < 0x700 or sign in "👨‍👩‍👧":
            continue
        rect = view.cursorRect(view.page.cursor(offset))
        assert view.page.offset_at(QPointF(rect.left() + 1.5, rect.center().y())) == offset


def test_a_place_in_the_lead_between_two_lines_is_in_the_nearer_one(article_view):
    article_view.show_article("word " * 60, ())
    view, here = article_view, article_view.cursorRect(article_view.page.cursor(22))
    below = next(view.cursorRect(view.page.cursor(n)) for n in range(22, 300)
                 if view.cursorRect(view.page.cursor(n)).top() > here.top())  # fmt: skip
    assert below.top() - here.bottom() > 4
    x = here.left() + 1.5
    assert view.page.offset_at(QPointF(x, here.bottom() + 2)) == 22
    under = view.page.offset_at(QPointF(x, below.top() - 2))
    assert view.cursorRect(view.page.cursor(under)).top() == below.top()
    assert abs(view.cursorRect(view.page.cursor(under)).left() - x) < 12


def test_going_to_the_first_line_shows_its_chips_too(article_view, qtbot):
    article_view.resize(700, 300)
    article_view.show_article("A headline\n\n" + "word " * 900, ())
    with qtbot.waitExposed(article_view):
        article_view.show()
    bar = article_view.verticalScrollBar()
    article_view.set_caret(2000)
    article_view.reveal(Extent(2000, 2004), at_once=True)
    assert bar.value() > 0
    qtbot.keyClick(article_view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0


def test_going_up_a_line_shows_its_chips_too(article_view, qtbot):
    article_view.resize(700, 300)
    article_view.show_article("word " * 900, ())
    with qtbot.waitExposed(article_view):
        article_view.show()
    article_view.set_caret(2000)
    article_view.reveal(Extent(2000, 2004), at_once=True)
    for _ in range(12):
        qtbot.keyClick(article_view, Qt.Key.Key_Up)
        assert article_view.page.line_box(article_view.caret).top >= -1


def test_offsets_beyond_the_text_are_clamped(view):
    view.set_caret(10_000)
    assert view.caret == len(TEXT)
    view.set_caret(-5)
    assert view.caret == 0


def test_an_empty_article_is_shown(article_view):
    article_view.show_article("", ())
    article_view.set_marks((), ())
    assert article_view.selection is None
    assert article_view.caret == 0
    article_view.grab()


# --- nothing changes the text -----------------------------------------------------------------------


def test_copy_gives_the_stored_words_as_plain_text(view, qtbot):
    extent = place("👨‍👩‍👧 met Яков\u00a0Петров")
    view.set_selection(extent)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == extent.slice(TEXT)
    assert not copied.hasHtml()


def test_copy_without_a_selection_leaves_the_clipboard_alone(view):
    QApplication.clipboard().setText("kept")
    view.copy_selection()
    assert QApplication.clipboard().text() == "kept"


def test_typing_pasting_and_dropping_change_nothing(view, qtbot):
    before = view.document().toRawText()
    QApplication.clipboard().setText("pasted")
    qtbot.keyClicks(view, "abc")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    view.paste()
    mime = QMimeData()
    mime.setText("dropped")
    view.insertFromMimeData(mime)
    assert view.document().toRawText() == before
    assert not view.canInsertFromMimeData(mime)
    assert not view.acceptDrops()


def test_markup_in_an_article_is_text(article_view):
    article_view.show_article("<b>bold</b> & <img src=x>", ())
    assert article_view.document().toRawText() == "<b>bold</b> & <img src=x>"


# --- zones and setting --------------------------------------------------------------------------------


def test_zones_set_their_paragraphs(view):
    kinds = view.page.article.kinds
    assert kinds[0] is BlockKind.HEADLINE
    assert kinds[1] is BlockKind.BLANK
    assert kinds[2] is BlockKind.BODY
    assert kinds[-1] is BlockKind.BOILERPLATE
    document = view.document()
    assert document.findBlockByNumber(0).begin().fragment().charFormat().font().bold()
    dateline = view.page.cursor(place("MUSCAT").start + 2).charFormat()
    assert dateline.foreground().color() == view.look.theme.mute


def test_an_empty_line_is_only_the_usual_gap(view):
    headline = view.page.line_box(0)
    body = view.page.line_box(place("MUSCAT").start)
    assert body.base - headline.base < 36 + 8 + 16


def test_texts_without_empty_lines_have_the_same_gap(article_view):
    article_view.show_article("One\n\nTwo", ())
    with_blank = article_view.page.line_box(5).base - article_view.page.line_box(0).base
    article_view.show_article("One\nTwo", ())
    without = article_view.page.line_box(4).base - article_view.page.line_box(0).base
    assert with_blank == pytest.approx(without, abs=1)


def test_other_zones_keep_caret_and_place(view):
    view.resize(900, 120)
    view.set_selection(place("aide"))
    view.restore_scroll(view.scroll_state().__class__(place("aide").start, 0))
    place_before = view.scroll_state().offset
    view.set_zones([Zone(ZoneKind.BOILERPLATE, place("MUSCAT, March 14 — The envoy 👨‍👩‍👧 met"))])
    assert view.selection == place("aide")
    assert view.scroll_state().offset == place_before
    assert view.page.article.kinds[0] is BlockKind.BODY
    document = view.document()
    assert not document.findBlockByNumber(0).begin().fragment().charFormat().font().bold()


def test_zones_can_come_and_go_over_the_same_words(view):
    plain = view.document().findBlockByNumber(4).begin().fragment().charFormat().fontPointSize()
    view.set_zones([Zone(ZoneKind.BOILERPLATE, Extent(*view_block(view, 4)))])
    assert view.page.article.kinds[4] is BlockKind.BOILERPLATE
    view.set_zones([])
    assert view.page.article.kinds[4] is BlockKind.BODY
    after = view.document().findBlockByNumber(4).begin().fragment().charFormat().fontPointSize()
    assert after == plain


def view_block(view, number):
    return view.page.article.starts[number], view.page.article.block_end(number)


def test_another_text_size_keeps_selection_and_place(article_view, look):
    text = "\n\n".join(f"Paragraph {number} with some words to fill it." for number in range(80))
    article_view.show_article(text, ())
    extent = place("Paragraph 50", text)
    article_view.set_selection(extent)
    article_view.reveal(extent)
    line = article_view.page.line_box(extent.start).top
    look.choose_sizes(13, 22)
    assert article_view.selection == extent
    assert abs(article_view.page.line_box(extent.start).top - line) < 150


def test_a_theme_change_sets_nothing_anew(view, look):
    document = view.document()
    look.choose_theme("dark")
    assert view.document() is document
    assert view.palette().base().color() == look.theme.paper
    dateline = view.page.cursor(place("MUSCAT").start + 2).charFormat()
    assert dateline.foreground().color() == look.theme.mute


def test_right_to_left_articles_have_their_gutter_at_the_right(article_view):
    text = "التقى محمود عباس وفدا.\n\nقال إن المحادثات ستستمر."
    article_view.show_article(text, (), Qt.LayoutDirection.RightToLeft)
    page = article_view.page
    assert page.mirrored
    assert page.text_left == page.sizes.margin
    rect = article_view.cursorRect(page.cursor(0))
    assert rect.left() > page.text_right - 10


def test_an_english_paragraph_that_begins_in_arabic_stays_at_the_left(view):
    view.show_article("محمود عباس met the envoy.", ())
    rect = view.cursorRect(view.page.cursor(len(view.text)))
    assert rect.left() < view.page.text_right - 200


def test_a_narrow_view_sets_the_text_narrower(view):
    wide = view.page.sizes.measure
    view.resize(500, 700)
    assert view.page.sizes.measure < wide
    assert view.page.sizes.width <= 500
    view.resize(900, 700)
    assert view.page.sizes.measure == wide


def test_spare_width_goes_to_the_margins(view):
    view.resize(1400, 700)
    assert view.page.sizes.measure == 640
    assert view.viewport().x() > 200


def test_a_smaller_measure_has_a_smaller_gutter(view):
    view.set_measure(560)
    assert (view.page.sizes.measure, view.page.sizes.gutter) == (560, 88)


# --- scrolling and finding ----------------------------------------------------------------------------


@pytest.fixture
def long_view(article_view):
    text = "\n\n".join(
        f"Paragraph {number} says that " + "words follow words " * 30 for number in range(200)
    )
    article_view.show_article(text, ())
    return article_view


def test_opening_at_an_offset_shows_it(article_view, long_view):
    text = long_view.text
    offset = text.index("Paragraph 180")
    long_view.show_article(text, (), scroll_to=offset)
    assert 0 <= long_view.page.line_box(offset).base <= long_view.viewport().height()
    assert long_view.caret == offset


def test_reveal_leaves_what_is_in_view_alone(long_view):
    long_view.reveal(Extent(0, 5))
    assert long_view.verticalScrollBar().value() == 0


def test_a_place_in_the_text_survives_another_width(long_view):
    offset = long_view.text.index("Paragraph 90")
    long_view.reveal(Extent(offset, offset + 5))
    state = long_view.scroll_state()
    long_view.set_measure(560)
    assert abs(long_view.scroll_state().offset - state.offset) < 150
    long_view.verticalScrollBar().setValue(0)
    long_view.restore_scroll(state)
    assert abs(long_view.scroll_state().offset - state.offset) < 150


def test_find_goes_round_in_both_directions(view):
    assert view.find("the")
    first = view.selection
    assert view.find("the")
    second = view.selection
    assert second.start > first.start
    assert view.find("the", forward=False)
    assert view.selection == first
    view.find("the", forward=False)
    assert view.selection.start > second.start
    assert not view.find("nowhere")


def test_find_takes_typographic_signs_and_case_as_a_reader_does(view):
    assert view.find('"at once"')
    assert view.selection.slice(TEXT) == "“at once”"
    assert view.find("яков петров")
    assert view.selection.slice(TEXT) == "Яков\u00a0Петров"
    assert not view.find("TALKS")
    assert not view.find("tal", whole=True)


# --- events -----------------------------------------------------------------------------------------


def test_control_and_wheel_ask_for_another_size(view, qtbot):
    steps = []
    view.zoom_requested.connect(steps.append)
    for delta in (120, 60, 60, -120):
        event = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
    assert steps == [1, 1, -1]
    assert view.font().pixelSize() == view.font().pixelSize()


def test_the_wheel_works_beside_the_column(long_view):
    long_view.resize(1500, 600)
    event = QWheelEvent(
        QPointF(20, 300), QPointF(20, 300), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(long_view, event)
    assert long_view.verticalScrollBar().value() > 0


def test_the_caret_is_painted_in_the_accent_while_the_view_has_the_focus(view):
    view.set_caret(place("envoy").start)
    view.setFocus()
    QApplication.sendEvent(view, QFocusEvent(QFocusEvent.Type.FocusIn))
    rect = view.cursorRect()
    accent = view.look.theme.accent.name()
    assert (
        view.viewport().grab().toImage().pixelColor(rect.left(), rect.center().y()).name() == accent
    )
    QApplication.sendEvent(view, QFocusEvent(QFocusEvent.Type.FocusOut))
    assert (
        view.viewport().grab().toImage().pixelColor(rect.left(), rect.center().y()).name() != accent
    )


def test_a_mistake_while_painting_is_logged_once_and_nothing_falls(view, caplog, monkeypatch):
    def fail(*_args):
        raise ValueError("broken")

    monkeypatch.setattr(view.margin, "paint", fail)
    view.viewport().repaint()
    view.viewport().repaint()
    assert [record.message for record in caplog.records] == ["The article could not be painted"]
    caplog.clear()


def test_five_hundred_void_calls_keep_their_references_to_none():
    # PySide6 6.12.0 on Python 3.11 loses one at each call and aborts.
    picture = QPixmap(8, 8)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setPen(Qt.GlobalColor.black)
    painter.end()
    assert before - sys.getrefcount(None) < 100


def test_documents_are_released_when_another_article_comes(view, qtbot):
    for number in range(5):
        view.show_article(f"Article {number}", ())
    QApplication.sendPostedEvents(None, 0)
    QApplication.processEvents()
    from PySide6.QtGui import QTextDocument

    qtbot.waitUntil(lambda: len(view.findChildren(QTextDocument)) == 1)


def test_the_document_of_an_article_is_filled_at_once(article_view):
    article_view.show_article("One\n\nTwo", (), Qt.LayoutDirection.RightToLeft)
    document = article_view.document()
    assert document.blockCount() == 3
    assert not document.isUndoRedoEnabled()
    direction = document.lastBlock().blockFormat().layoutDirection()
    assert direction == Qt.LayoutDirection.RightToLeft


def test_marks_survive_a_change_of_size(view, look):
    mark = Mark(("span", 1), place("envoy"), "ROLE")
    view.set_marks([mark])
    look.choose_sizes(13, 20)
    assert view.mark(("span", 1)) is mark
    assert view.page.mark_rects(("span", 1), view.page.seen())


def test_another_interface_size_leaves_the_words_in_the_article_font(view, look):
    look.choose_sizes(12, 17)
    QApplication.processEvents()
    font = view.document().defaultFont()
    assert (font.family(), font.pixelSize()) == (look.serif_family, 17)
    look.choose_sizes(16, 17)
    QApplication.processEvents()
    assert view.document().defaultFont().family() == look.serif_family


def test_a_word_of_many_pages_is_broken_anywhere_and_the_next_article_at_words_again(article_view):
    def first_line():
        seen = article_view.page.seen()[0]
        line = seen.block.layout().lineAt(0)
        return article_view.text[: line.textLength()]

    article_view.show_article(f"It said {'“' * 20_000}", ())
    assert first_line().startswith("It said ““““")
    article_view.show_article("word " * 20_000, ())
    assert set(first_line().split()) == {"word"}
