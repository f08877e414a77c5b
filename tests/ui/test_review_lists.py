"""The lists beside the Review page: what became of one's tags, and words over the corpus."""

import pytest
from PySide6.QtCore import Qt

from annotator.domain.annotation import GOLD
from annotator.domain.default_scheme import default_scheme
from annotator.ops import articles, comments, intake
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.cli.program import write
from tests.ops.reviewing import Bench, amy_line, ben_line
from tests.ops.test_settling import riga

K = Qt.Key


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "both.annotator"
    workspace = Workspace(Database.create(str(made), default_scheme()))
    lines = tmp_path / "lines.jsonl"
    write(lines, amy_line(), ben_line(), riga("amy", "GPE", "GPE"), riga("ben", "LOC", ""))
    intake.import_paths(workspace, [lines])
    workspace.close()
    return made


def page_of(desk, command):
    desk.run(command)
    return desk.window.pages.currentWidget()


@pytest.fixture
def mine(make_desk, path):
    """Amy's list after rhea has reviewed the article."""
    workspace = Workspace.open(str(path))
    bench = Bench(workspace)
    bench.open()
    bench.take("Sagyndykov", "ben")
    bench.take("Oman", "amy")
    comments.add(workspace, bench.article, {"amy": "s4"}, "rhea", "The surname is enough.")
    workspace.close()
    desk = make_desk(path, "amy")
    desk.list = page_of(desk, "review.mine")
    return desk


def listed(page):
    return [(row.mine, row.became) for row in page.model.rows]


def test_the_list_begins_with_what_was_changed(mine):
    assert listed(mine.list) == [("Yerbolat Sagyndykov", "Sagyndykov PERSON")]
    assert mine.list.sums.text() == "2 tags of yours decided on, 1 changed."
    assert not mine.list.empty.isVisible()

    mine.list.show_kind("all")
    assert listed(mine.list)[1] == ("Oman", "")


def test_an_answer_continues_the_thread_and_r_settles_it(mine):
    mine.key(K.Key_C)
    for key in (K.Key_N, K.Key_O):
        mine.key(key)
    mine.key(K.Key_Return)
    workspace = mine.work.session.workspace
    article = articles.named(workspace, "muscat")
    (thread,) = comments.load(workspace, article, "amy")
    assert [(one.by, one.text) for one in thread.comments][1] == ("amy", "no")

    mine.key(K.Key_R)
    (thread,) = comments.load(workspace, article, "amy")
    assert not thread.open


def test_enter_shows_the_tag_in_its_article(mine):
    mine.key(K.Key_Return)

    assert mine.window.pages.currentWidget() is mine.page
    assert mine.desk.article.name == "muscat"


def test_nobody_s_review_says_what_to_do(make_desk, path):
    desk = make_desk(path, "cara")
    assert "Nobody has reviewed" in page_of(desk, "review.mine").empty.text()


@pytest.fixture
def forms(make_desk, path, qtbot):
    desk = make_desk(path, "rhea")
    desk.list = page_of(desk, "review.forms")
    qtbot.waitUntil(lambda: bool(desk.list.model.rows))
    return desk


def test_words_are_settled_over_the_corpus_by_one_key_each_and_one_for_all(forms, qtbot):
    assert forms.list.model.rows[0].words == "Riga"
    forms.list.focus()
    forms.key(K.Key_1)
    assert forms.list.chosen == {"Riga": "GPE"}
    assert forms.list.button.words == "Settle 2 places"

    with qtbot.waitSignal(forms.list.done):
        forms.key(K.Key_Return)
    qtbot.waitUntil(lambda: not forms.window.runner.running)

    workspace = forms.work.session.workspace
    gold = articles.load_set(workspace, articles.named(workspace, "riga"), GOLD)
    assert [(span.text, span.label) for span in gold.spans] == [("Riga", "GPE")] * 2
    for _ in range(2):  # over more than one article it is named first
        forms.key(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    gold = articles.load_set(workspace, articles.named(workspace, "riga"), GOLD)
    assert gold.spans == ()


def test_a_choice_is_left_open_again(forms):
    forms.list.focus()
    forms.key(K.Key_1)
    forms.list.list.setCurrentIndex(forms.list.model.index(0, 0))
    forms.key(K.Key_Backspace)

    assert forms.list.chosen == {}
    assert not forms.list.button.isEnabled()


def test_without_words_to_settle_no_key_of_theirs_is_taught(make_desk, workspace_path):
    forms = page_of(make_desk(workspace_path, "rhea"), "review.forms")

    assert "two people" in forms.empty.text()
    assert list(forms.hints()) == []
