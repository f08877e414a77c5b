"""The model of the article list: ids at once, rows when painted."""

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from annotator.domain.annotation import SetStatus
from annotator.domain.corpus import CorpusRow
from annotator.errors import WorkspaceLockedError
from annotator.ui.corpus.marks import MARKS, WORDS, accessible_words, date_words, second_line
from annotator.ui.corpus.model import PAGE, PAGES_KEPT, ROW_ROLE, CorpusModel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Fetch:
    """Rows made up on demand; remembers what it was asked for."""

    def __init__(self):
        self.calls = []
        self.gone = set()

    def __call__(self, ids):
        self.calls.append(list(ids))
        return {identifier: row(identifier) for identifier in ids if identifier not in self.gone}


def row(identifier, **changes):
    values = {
        "id": identifier,
        "name": f"a{identifier}",
        "title": f"Title {identifier}",
        "outlet": "Gulf Courier",
        "published": "2016-03-14",
        "status": SetStatus.NEW,
        "pending": 7,
    }
    return CorpusRow(**(values | changes))


@pytest.fixture
def fetch():
    return Fetch()


def test_the_model_is_sound(qtmodeltester, fetch):
    model = CorpusModel(fetch)
    model.set_ids(range(1, 251))
    qtmodeltester.check(model)


def test_one_page_is_one_query(fetch):
    model = CorpusModel(fetch)
    model.set_ids(range(1000, 2000))
    assert fetch.calls == []
    for number in range(PAGE):
        assert model.row_at(number).id == 1000 + number
    assert len(fetch.calls) == 1


def test_only_pages_that_are_painted_are_read(qtbot, fetch):
    model = CorpusModel(fetch)
    model.set_ids(range(1, 100_001))
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(model)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.scrollToBottom()
    view.viewport().repaint()
    asked = {identifier for call in fetch.calls for identifier in call}
    assert 100_000 in asked
    assert len(asked) <= 4 * PAGE


def test_refresh_reads_only_the_touched_page_again(qtbot, fetch):
    model = CorpusModel(fetch)
    model.set_ids(range(1, 301))
    model.row_at(0)
    model.row_at(150)
    fetch.calls.clear()
    with qtbot.waitSignal(model.dataChanged) as caught:
        model.refresh([151])
    assert (caught.args[0].row(), caught.args[1].row()) == (100, 199)
    model.row_at(0)
    model.row_at(150)
    assert len(fetch.calls) == 1


def test_of_a_touched_page_only_the_changed_rows_are_asked_for(fetch):
    model = CorpusModel(fetch)
    model.set_ids(range(1, 301))
    before = model.row_at(5)
    fetch.calls.clear()
    model.refresh({3, 7, 900})
    model.refresh({8})
    assert model.row_at(5) is before
    assert [list(call) for call in fetch.calls] == [[3, 7, 8]]
    assert model.row_at(2) is not None
    fetch.gone = {3}
    model.refresh({3})
    assert model.row_at(2) is None
    assert model.row_at(5) is before


def test_old_pages_are_forgotten(fetch):
    model = CorpusModel(fetch)
    model.set_ids(range(1, 100 * PAGE))
    for page in range(PAGES_KEPT + 1):
        model.row_at(page * PAGE)
    model.row_at(PAGE)
    assert len(fetch.calls) == PAGES_KEPT + 1
    model.row_at(0)
    assert len(fetch.calls) == PAGES_KEPT + 2


def test_the_same_ids_move_nothing(qtbot, fetch):
    model = CorpusModel(fetch)
    model.set_ids([3, 2, 1])
    with qtbot.assertNotEmitted(model.modelReset):
        assert not model.set_ids([3, 2, 1])
    assert model.set_ids([1, 2, 3])


def test_rows_and_articles_find_one_another(fetch):
    model = CorpusModel(fetch)
    model.set_ids([30, 20, 10])
    assert model.number_of(20) == 1
    assert model.number_of(99) == -1
    assert model.number_of(None) == -1
    assert model.id_at(2) == 10
    assert model.id_at(3) is None
    assert model.id_at(-1) is None
    assert fetch.calls == []


def test_an_article_that_is_gone_is_an_empty_row(fetch):
    fetch.gone = {2}
    model = CorpusModel(fetch)
    model.set_ids([1, 2, 3])
    assert model.row_at(1) is None
    assert model.index(1).data(Qt.ItemDataRole.DisplayRole) is None


def test_a_database_that_refuses_raises_nothing_while_painting(caplog):
    def refuse(ids):
        raise WorkspaceLockedError

    model = CorpusModel(refuse)
    model.set_ids([1])
    with caplog.at_level(logging.WARNING):
        assert model.index(0).data(ROW_ROLE) is None
    assert "WorkspaceLockedError" in caplog.text
    caplog.clear()


def test_titles_are_never_html(fetch):
    model = CorpusModel(lambda ids: {1: row(1, title="<b>bold</b>")})
    model.set_ids([1])
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>&lt;b&gt;bold&lt;/b&gt;</qt>"


def test_a_row_is_read_out_in_its_order():
    made = row(1, title="Port talks", status=SetStatus.IN_PROGRESS, pending=31)
    assert accessible_words(made) == (
        "Port talks, Gulf Courier, 14 March 2016, in progress, 31 suggestions"
    )


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2016-03-04", "4 March 2016"),
        ("2016-03", "March 2016"),
        ("2016", "2016"),
        ("", ""),
        ("2016-13", "2016-13"),
        ("2016-02-30", "2016-02-30"),
        ("soon", "soon"),
        ("2016-03-04-05", "2016-03-04-05"),
    ],
)
def test_dates_are_written_as_people_do(published, words):
    assert date_words(published) == words


def test_the_second_line_says_what_is_known():
    assert second_line(row(1)) == "Gulf Courier · 14 Mar 2016"
    assert second_line(row(1, outlet="")) == "14 Mar 2016"
    assert second_line(row(1, outlet="", published="")) == ""


def test_every_status_has_a_mark_and_a_word():
    assert set(MARKS) == set(WORDS) == set(SetStatus)
    assert len({icon for icon, _ in MARKS.values()}) == len(SetStatus)
