"""The list of places: its model, its painting, its words."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.concordance import (
    Act,
    HitLine,
    HitPage,
    HitState,
    Place,
    Plan,
    Standing,
    Suggested,
)
from annotator.domain.extent import Extent
from annotator.errors import GoneError
from annotator.ops.everywhere import Outcome
from annotator.store.bulk_everywhere import Done
from annotator.ui.everywhere import delegate, words
from annotator.ui.everywhere.arrangement import Arrangement
from annotator.ui.everywhere.hit_list import HitList
from annotator.ui.everywhere.model import PAGE, ROW_ROLE, ConcordanceModel, HitRow
from annotator.ui.everywhere.tick_rows import TickRow, TickRows

Key = Qt.Key


def line_at(place, standing=None, **more):
    said = {
        "before": "he told the ", "words": "CNA", "after": " so.",
        "title": "Port talks <b>", "published": "2016-03-14",
    } | more  # fmt: skip
    return HitLine(place, standing=standing or Standing(HitState.UNTAGGED), **said)


class Fetch:
    """Hands out lines and counts how often it was asked."""

    def __init__(self):
        self.calls = []

    def __call__(self, places):
        self.calls.append(len(places))
        return [line_at(place) for place in places]


def hits(count, state=HitState.UNTAGGED):
    page = HitPage()
    for number in range(count):
        extent = Extent(number % 50 * 10, number % 50 * 10 + 3)
        page.add(Place(ArticleId(number // 50 + 1), extent), 0, Standing(state), "")
    return page


@pytest.fixture
def fetch():
    return Fetch()


@pytest.fixture
def made(qtbot, look, fetch):
    """An unfolded list of 100,000 places."""
    arrangement = Arrangement()
    arrangement.restart(hits(100_000))
    arrangement.unfold(HitState.UNTAGGED)
    model = ConcordanceModel(arrangement, fetch)
    model.show_label("OUTLET")
    view = HitList(look, model, arrangement)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(1100, 600)
    model.refresh()
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_the_model_behaves_as_qt_expects(qtmodeltester, fetch):
    arrangement = Arrangement()
    model = ConcordanceModel(arrangement, fetch)
    qtmodeltester.check(model, force_py=True)
    arrangement.restart(hits(60))
    assert model.refresh()
    qtmodeltester.check(model, force_py=True)


def test_only_what_is_painted_is_read(qtbot, made, fetch):
    assert made.model().rowCount() == 100_001
    made.scrollToBottom()
    made.viewport().grab()
    assert sum(fetch.calls) <= 3 * PAGE
    before = len(fetch.calls)
    made.viewport().grab()
    assert len(fetch.calls) == before


def test_a_row_is_spoken_in_reading_order(made):
    model = made.model()
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "ticked, he told the CNA so., Port talks <b>, 2016-03-14, untagged"
    assert model.index(0).data() == "Untagged, 100,000 · 100,000 ticked"
    assert model.index(1).data(Qt.ItemDataRole.ToolTipRole) == "<qt>Port talks &lt;b&gt;</qt>"


def test_a_reading_that_is_refused_shows_rows_without_words(caplog, qapp):
    def refuse(_places):
        raise GoneError(thing="article")

    arrangement = Arrangement()
    arrangement.restart(hits(2))
    model = ConcordanceModel(arrangement, refuse)
    model.refresh()
    row = model.index(1).data(ROW_ROLE)
    assert isinstance(row, HitRow)
    assert row.line is None
    assert "could not be read" in caplog.text
    caplog.clear()


def test_space_x_and_ctrl_a_tick_and_untick(qtbot, made):
    arrangement = made._arrangement
    made.show_row(1)
    qtbot.keyClick(made, Key.Key_Space)
    assert arrangement.ticked_count == 99_999
    qtbot.keyClick(made, Key.Key_X)
    assert arrangement.ticked_count == 0
    qtbot.keyClick(made, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert arrangement.ticked_count == 100_000
    made.show_row(0)
    qtbot.keyClick(made, Key.Key_Space)
    assert arrangement.ticked_count == 0


def test_a_click_on_the_tick_ticks_and_one_beside_it_does_not(qtbot, made):
    rect = made.visualRect(made.model().index(1))
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(made.viewport(), left, pos=QPoint(30, rect.center().y()))
    assert not made._arrangement.ticked(0)
    qtbot.mouseClick(made.viewport(), left, pos=QPoint(500, rect.center().y()))
    assert not made._arrangement.ticked(0)
    assert made.hit == 0


def test_enter_right_esc_and_letters_are_signals(qtbot, made):
    made.show_row(2)
    for key, signal in (
        (Key.Key_Return, made.applied),
        (Key.Key_Right, made.opened),
        (Key.Key_Escape, made.left),
        (Key.Key_W, made.key_pressed),
        (Key.Key_7, made.key_pressed),
    ):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(made, key)


# --- painting --------------------------------------------------------------------------------


def test_the_words_stand_in_one_column_and_narrow_lists_lose_date_then_title(look):
    wide, narrow, least = (delegate.Columns.fitted(look, width) for width in (1160, 800, 500))
    assert wide.hit < wide.end < wide.title < wide.date < wide.state < wide.right
    assert narrow.date == narrow.state
    assert narrow.title < narrow.date
    assert least.title == least.state


def test_a_context_is_cut_at_a_word_on_its_far_side(look):
    metrics = QFontMetricsF(look.font(14, serif=True))
    text = "not be drawn on the fee, according to the "
    cut = delegate._cut_left(text, metrics, metrics.horizontalAdvance("fee, according to the "))
    assert cut == "fee, according to the "
    assert delegate._cut_left(text, metrics, 2) in {"", "the ", " "}
    assert delegate._cut_right(" so", metrics, 500) == " so"


def test_what_precedes_arabic_words_stands_at_their_right(look, made):
    assert delegate._right_to_left("وكالة")
    assert not delegate._right_to_left("12 CNA")
    assert not delegate._right_to_left("12")
    place = Place(ArticleId(1), Extent(0, 5))
    row = HitRow(line_at(place, words="وكالة", before="قالت ", after=" أمس"), True, True)
    image = QImage(1000, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    made.itemDelegate()._paint_hit(painter, QRectF(0, 0, 1000, 32), row)
    painter.end()
    assert any(image.pixelColor(x, 16) != Qt.GlobalColor.white for x in range(60, 500))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_painted_in_its_own_way(look, made, theme):
    look.choose_theme(theme)
    place = Place(ArticleId(1), Extent(0, 3))
    waiting = (Suggested(1, "ORG", 0.5, "builtin/1"),)
    seen = set()
    for state, more in (
        (HitState.UNTAGGED, {}),
        (HitState.SUGGESTED, {"waiting": waiting, "score": 0.83}),
        (HitState.OTHERWISE, {"label": "ORG", "by": "ben"}),
        (HitState.DONE, {"label": "OUTLET"}),
        (HitState.UNTAGGED, {"status": SetStatus.APPROVED}),
    ):
        image = QImage(1000, 32, QImage.Format.Format_RGB32)
        image.fill(look.theme.paper)
        painter = QPainter(image)
        row = HitRow(line_at(place, Standing(state, **more)), False, True)
        made.itemDelegate()._paint_hit(painter, QRectF(0, 0, 1000, 32), row)
        painter.end()
        seen.add(bytes(image.constBits()))
    assert len(seen) == 5


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(HitState.UNTAGGED), "untagged"),
        (Standing(HitState.UNTAGGED, label="ORG", doubt=True), "within ORG"),
        (Standing(HitState.UNTAGGED, doubt=True, rejected=True), "rejected before"),
        (Standing(HitState.SUGGESTED, score=0.834), "suggested 0.83"),
        (Standing(HitState.SUGGESTED_OTHERWISE, label="ORG", score=0.5), "ORG? 0.50"),
        (Standing(HitState.OTHERWISE, label="ORG", by="ben"), "ORG, by ben"),
        (Standing(HitState.OTHERWISE, label="ORG"), "ORG"),
        (Standing(HitState.UNLINKED, label="ORG"), "not linked"),
        (Standing(HitState.UNLINKED, label="ORG", doubt=True), "another entity"),
        (Standing(HitState.DONE, label="OUTLET"), "OUTLET"),
        (Standing(HitState.UNTAGGED, SetStatus.APPROVED), "approved"),
    ],
)
def test_what_stands_at_a_place_is_said_in_a_word_or_two(standing, said):
    assert words.state_words(line_at(Place(ArticleId(1), Extent(0, 3)), standing)) == said


@pytest.mark.parametrize(
    ("act", "ticked", "keeps", "said"),
    [
        (Act.TAG, {HitState.UNTAGGED: 99, HitState.OTHERWISE: 1}, False, "Tag 100 places"),
        (Act.TAG, {HitState.UNTAGGED: 1}, False, "Tag 1 place"),
        (Act.TAG, {HitState.OTHERWISE: 6}, False, "Relabel 6 places"),
        (Act.TAG, {HitState.UNLINKED: 2}, False, "Link 2 places"),
        (Act.UNTAG, {HitState.DONE: 1000}, False, "Untag 1,000 places"),
        (Act.TAG, {}, False, "Tag places"),
        (Act.TAG, {}, True, "Keep the rule"),
    ],
)
def test_the_button_says_the_act_and_its_size(act, ticked, keeps, said):
    assert words.button_words(Plan(act), ticked, keeps=keeps) == said


def test_the_outcome_is_said_with_what_was_left_alone():
    outcome = Outcome(Done(tagged=100), 43, "x")
    assert words.outcome_words(outcome, kept=False) == "100 places tagged in 43 articles."
    outcome = Outcome(Done(tagged=1, relabelled=2, passed=1), 1, "x")
    assert words.outcome_words(outcome, kept=True) == (
        "1 place tagged, 2 relabelled in 1 article. New articles arrive with it suggested. "
        "1 place had changed meanwhile and was left alone."
    )
    assert words.outcome_words(Outcome(name="x"), kept=True) == "The rule is kept."
    assert words.outcome_words(Outcome(), kept=False) == "Nothing to tag."


@pytest.mark.parametrize(
    ("published", "said"),
    [("2016-03-04", "4 Mar 2016"), ("2016-03", "Mar 2016"), ("2016", "2016"), ("", ""), ("x-99", "x-99")],
)  # fmt: skip
def test_dates_are_short(published, said):
    assert words.short_date(published) == said


# --- ticks with counts -----------------------------------------------------------------------


def test_ticks_with_counts_are_one_stop_and_arrows_go_through_them(qtbot, look):
    rows = TickRows(look, "State")
    qtbot.addWidget(rows)
    on, off = Qt.CheckState.Checked, Qt.CheckState.Unchecked
    rows.show_rows([TickRow("a", "Untagged", 93, on), TickRow("b", "Closed", 6, off, False)])
    rows.resize(240, rows.sizeHint().height())
    rows.show()
    toggled = []
    rows.toggled.connect(toggled.append)
    qtbot.keyClick(rows, Key.Key_Space)
    qtbot.keyClick(rows, Key.Key_Down)
    qtbot.keyClick(rows, Key.Key_Space)
    assert toggled == ["a"]
    assert rows.accessibleName() == "State: Closed, 6, not ticked"
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert toggled == ["a", "a"]
