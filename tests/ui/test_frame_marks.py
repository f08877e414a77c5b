"""The selected frame in the text: what stands out of view, its dots, its place among the cards."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import (
    AnnotationSet,
    Filler,
    Frame,
    FrameId,
    SetId,
    Span,
    SpanId,
)
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.ui.article.marks import FrameMark, Mark
from annotator.ui.article.painting import _gaps
from annotator.ui.inspector.pane import Inspector

TEXT = (
    "“The port opens in May,” said Adil, “and the road follows.”\n\n"
    + "\n\n".join(f"Paragraph {number} of the middle says nothing." for number in range(60))
    + "\n\nAdil spoke to reporters at the end."
)


def place(words, nth=1):
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Extent(at, at + len(words))


def mark(number, words, label, family="entity", nth=1):
    return Mark(("span", number), place(words, nth), label, family=family)


MARKS = [
    mark(1, "The port opens in May,", "CONTENT", "Statement"),
    mark(2, "said", "CUE", "Statement"),
    mark(3, "Adil", "PERSON"),
    mark(4, "and the road follows.", "CONTENT", "Statement"),
    mark(5, "reporters", "ROLE"),
    mark(6, "end", "CONTENT", "Statement"),
]
FRAME = FrameMark(
    ("frame", 1),
    "Statement",
    (
        ("speaker", ("span", 3)),
        ("cue", ("span", 2)),
        ("content", ("span", 1)),
        ("content", ("span", 4)),
        ("content", ("span", 6)),
        ("addressee", ("span", 5)),
    ),
)


@pytest.fixture
def view(article_view):
    article_view.show_article(TEXT, ())
    article_view.set_marks(MARKS, [FRAME])
    article_view.select_frame(FRAME.id)
    QApplication.processEvents()
    return article_view


def chips(view):
    view.viewport().repaint()
    return [pill.text for pill in view.margin.pills]


def test_roles_out_of_view_are_named_at_the_edge_with_their_numbers(view):
    assert chips(view) == ["↓ addressee", "↓ content 3"]
    view.verticalScrollBar().setValue(600)
    assert chips(view) == [
        "↑ content 2", "↑ speaker", "↑ 2 more", "↓ addressee", "↓ content 3"
    ]  # fmt: skip
    view.select_frame(None)
    assert chips(view) == []


def test_a_click_on_a_chip_goes_there(view, qtbot):
    chips(view)
    chip = view.margin.pills[0]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chip.rect.center().toPoint())
    assert view.in_sight(place("reporters"))
    assert view.shown.frame == FRAME.id


def on_screen(view):
    """What the window really shows, not what it would paint if asked again."""
    shot = view.screen().grabWindow(view.winId()).toImage()
    corner = view.viewport().mapTo(view.window(), QPoint(0, 0))
    size = view.viewport().size()
    return shot.copy(corner.x(), corner.y(), size.width(), size.height())


def painted_anew(view):
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("step", [60, -60, 25, 700])
def test_chips_stay_at_the_edge_while_the_text_is_scrolled(view, step):
    bar = view.verticalScrollBar()
    bar.setValue(800)
    QApplication.processEvents()
    view.clearFocus()  # no caret
    for _ in range(3):
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
    kind = QImage.Format.Format_RGB32
    assert on_screen(view).convertToFormat(kind) == painted_anew(view).convertToFormat(kind)


def test_dots_join_a_broken_quotation_but_not_words_of_other_paragraphs(view):
    members = view.table.members(FRAME.id)
    (gap,) = _gaps(members, TEXT)
    assert gap.slice(TEXT).startswith("” said Adil")


# --- the list -----------------------------------------------------------------------------------


def span(number, words, label, nth=1):
    return Span(SpanId(number), f"s{number}", place(words, nth), label, words)


def frame(number, **roles):
    fillers = tuple(Filler(role, span=SpanId(key)) for role, key in roles.items())
    return Frame(FrameId(number), f"f{number}", "Statement", fillers)


@pytest.fixture
def pane(qtbot, look):
    made = Inspector(look)
    made.resize(376, 900)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    outer = [span(1, "Adil", "PERSON"), span(2, "of the middle says nothing.", "CONTENT")]
    inner = [span(3, "says", "CUE"), span(4, "nothing", "CONTENT")]
    frames = (
        frame(1, speaker=1, content=2),
        frame(2, cue=3, content=4),
        Frame(FrameId(3), "f3", "Statement", (Filler("content", span=SpanId(5)),), ("speaker",)),
    )
    after = [span(5, "at the end", "CONTENT")]
    made.show_article(
        AnnotationSet(SetId(1), ArticleId(1), "amy", spans=(*outer, *inner, *after), frames=frames),
        TEXT,
        look.scheme,
    )
    QApplication.processEvents()
    return made


def test_a_statement_within_a_statement_stands_behind_it_and_says_so(pane):
    rows = pane.frames.rows.rows
    assert [(row.id, row.depth) for row in rows] == [(1, 0), (2, 1), (3, 0)]
    assert "within another" in rows[1].words
    assert "within another" not in rows[0].words
    assert rows[2].what == "speaker implied"


def edge(pane, number):
    """How far from the left the coloured edge of a card stands."""
    image = pane.frames.viewport().grab().toImage()
    rect = pane.frames.visualRect(pane.frames.rows.index(number, 0))
    y = rect.center().y() + 8
    line = pane.frames.look.frame("Statement").line
    return next(x for x in range(60) if image.pixelColor(x, y) == line)


def test_the_inner_card_is_indented_behind_a_line(pane):
    assert edge(pane, 0) == edge(pane, 2)
    assert edge(pane, 1) == edge(pane, 0) + 16
    image = pane.frames.viewport().grab().toImage()
    rect = pane.frames.visualRect(pane.frames.rows.index(1, 0))
    assert image.pixelColor(8, rect.top() + 4) == pane.frames.look.theme.line2


def test_the_card_of_the_open_frame_is_tinted(pane, look):
    def ground(number):
        rect = pane.frames.visualRect(pane.frames.rows.index(number, 0))
        return pane.frames.viewport().grab().toImage().pixelColor(rect.right() - 6, rect.top() + 6)

    kind = look.scheme.frame_type_by_name["Statement"]
    opened = frame(1, speaker=1, content=2)
    pane.show_frame(opened, kind, {}, armed="", lacks=[], number=1, total=3)
    assert (ground(0), ground(1)) == (look.theme.acctint, look.theme.card)
    pane.show_nothing()
    assert ground(0) == look.theme.card
