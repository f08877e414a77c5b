"""The header over the article: what it shows, and editing in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.domain.annotation import SetStatus
from annotator.domain.article import Metadata
from annotator.ui.article_header import ArticleHeader, is_web_address, wrong_date, wrong_url

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KNOWN = Metadata(outlet="Gulf Courier", published="2016-03-14", url="https://www.gulf.example/a")


@pytest.fixture
def window(qtbot, look):
    made = QWidget()
    layout = QVBoxLayout(made)
    made.header = ArticleHeader(look)
    made.other = QLineEdit()
    layout.addWidget(made.header)
    layout.addWidget(made.other)
    made.resize(1000, 120)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def header(window):
    window.header.show_article(KNOWN, 214, SetStatus.IN_PROGRESS)
    return window.header


def texts(header):
    return {key: value.text() for key, value in header._values.items()}


def test_it_shows_what_is_known(header):
    assert texts(header) == {
        "outlet": "Gulf Courier",
        "published": "14 March 2016",
        "url": "gulf.example/a",
    }
    assert header._length.text() == "English · 214 words"
    assert header._status.accessibleName() == "Status: in progress"


def test_it_says_what_is_missing(header):
    header.show_article(Metadata(), 0, SetStatus.NEW)
    assert list(texts(header).values()) == ["no outlet", "no date", "no address"]
    assert not header._open.isEnabled()


def test_a_date_that_is_only_proposed_has_a_question_mark(qtbot, header):
    header.show_article(Metadata(), 214, SetStatus.NEW, {"published": "2006-02-04"})
    assert texts(header)["published"] == "2006-02-04?"
    header.edit("published")
    with qtbot.waitSignal(header.metadata_edited) as caught:
        qtbot.keyClick(header._edit, Qt.Key.Key_Return)
    assert caught.args == ["published", "2006-02-04"]


def test_a_click_edits_in_place(qtbot, header):
    qtbot.mouseClick(header._values["outlet"], Qt.MouseButton.LeftButton)
    assert header.editing == "outlet"
    assert header._edit.hasFocus()
    header._edit.setText("  Levant   Post ")
    with qtbot.waitSignal(header.metadata_edited) as caught, qtbot.waitSignal(header.left):
        qtbot.keyClick(header._edit, Qt.Key.Key_Return)
    assert caught.args == ["outlet", "Levant Post"]
    assert texts(header)["outlet"] == "Levant Post"


def test_a_wrong_date_stays_with_what_is_wrong(qtbot, header):
    header.edit("published")
    header._edit.setText("14.3.2016")
    with qtbot.assertNotEmitted(header.metadata_edited):
        qtbot.keyClick(header._edit, Qt.Key.Key_Return)
    assert header.editing == "published"
    assert header._edit.text() == "14.3.2016"
    assert header.problem == "A date like 2016-02-04, or a month like 2016-02."
    qtbot.keyClicks(header._edit, "x")
    assert header.problem == ""


def test_escape_drops_the_edit(qtbot, header):
    header.edit("outlet")
    header._edit.setText("Other")
    with qtbot.assertNotEmitted(header.metadata_edited), qtbot.waitSignal(header.left):
        qtbot.keyClick(header._edit, Qt.Key.Key_Escape)
    assert texts(header)["outlet"] == "Gulf Courier"


def test_tab_keeps_and_goes_to_the_next_value(qtbot, header):
    header.edit("outlet")
    header._edit.setText("Other")
    with qtbot.waitSignal(header.metadata_edited):
        qtbot.keyClick(header._edit, Qt.Key.Key_Tab)
    assert header.editing == "published"
    qtbot.keyClick(header._edit, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert header.editing == "outlet"


def test_an_unchanged_value_says_nothing(qtbot, header):
    header.edit("outlet")
    with qtbot.assertNotEmitted(header.metadata_edited):
        qtbot.keyClick(header._edit, Qt.Key.Key_Return)
    assert header.editing == ""


def test_going_elsewhere_keeps_a_right_value_and_shows_a_wrong_one(qtbot, window, header):
    header.edit("outlet")
    header._edit.setText("Other")
    with qtbot.waitSignal(header.metadata_edited):
        window.other.setFocus()
    header.edit("published")
    header._edit.setText("soon")
    window.other.setFocus()
    assert header.editing == "published"
    assert header.problem


def test_another_article_drops_an_open_edit(qtbot, header):
    header.edit("outlet")
    header._edit.setText("Other")
    with qtbot.assertNotEmitted(header.metadata_edited):
        header.show_article(Metadata(outlet="New"), 1, SetStatus.NEW)
    assert header.editing == ""
    assert texts(header)["outlet"] == "New"


def test_f2_edits_what_is_missing_first(header):
    header.show_article(Metadata(outlet="X", published="2016"), 1, SetStatus.NEW)
    header.edit()
    assert header.editing == "url"
    header.show_article(KNOWN, 1, SetStatus.NEW)
    header.edit()
    assert header.editing == "published"


def test_the_address_is_opened_only_on_request(qtbot, header):
    with qtbot.waitSignal(header.url_requested) as caught:
        qtbot.mouseClick(header._open, Qt.MouseButton.LeftButton)
    assert caught.args == ["https://www.gulf.example/a"]


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("https://gulf.example/a", True),
        ("http://gulf.example", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https:///nothing", False),
        ("gulf.example", False),
        ("https://a b", False),
        ("http://[", False),
    ],
)
def test_only_web_addresses_are_opened(header, address, web):
    assert is_web_address(address) == web
    assert (wrong_url(address) == "") == web
    header.show_article(Metadata(url=address), 1, SetStatus.NEW)
    assert header._open.isEnabled() == web


@pytest.mark.parametrize("text", ["", "2016", "2016-02", "2016-02-29"])
def test_right_dates(text):
    assert wrong_date(text) == ""


@pytest.mark.parametrize("text", ["2016-2-4", "4 Feb 2016", "2015-02-29", "2016-13", "16"])
def test_wrong_dates(text):
    assert wrong_date(text)


def test_narrow_it_drops_the_length_first_then_the_word(qtbot, window, header):
    assert header._length.isVisible()
    window.resize(460, 120)
    assert not header._length.isVisible()
    window.resize(330, 120)
    assert not header._status.with_word


def test_html_stays_text(header):
    header.show_article(Metadata(outlet="<b>x</b>"), 1, SetStatus.NEW)
    assert texts(header)["outlet"] == "<b>x</b>"


def test_clear_shows_nothing(header):
    header.clear()
    assert not any(value.isVisible() for value in header._values.values())
