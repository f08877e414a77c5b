"""E: all places of the words, from the text and back, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.concordance import Act, HitState
from annotator.ops import articles, entities, intake, rules, status, tags
from annotator.ops.workspace import Workspace
from annotator.store.sets import SetTarget
from annotator.ui.dialogs.rules_panel import EMPTY
from annotator.ui.everywhere import page as page_module
from annotator.ui.everywhere.arrangement import ListOrder
from tests.ui.conftest import OTHER, TEXT, place_of

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def more_articles(workspace_path):
    """Three more articles that name Oman; the last one is complete."""
    workspace = Workspace.open(str(workspace_path))
    drafts = [
        ArticleDraft(f"more-{number}", f"Oman again, {number}. Oman Press said so.", Metadata())
        for number in range(3)
    ]
    intake.import_drafts(workspace, drafts, "system")
    done = articles.named(workspace, "more-2")
    status.complete(workspace, SetTarget(done, "amy"), "enough")
    workspace.close()
    return workspace_path


@pytest.fixture
def corpus(make_desk, more_articles):
    opened = make_desk(more_articles)
    opened.open("muscat")
    return opened


def go(desk, words, text=TEXT, nth=1):
    """Select words and press E."""
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of(words, text, nth))
    desk.key(Key.Key_E)
    return page_of(desk)


def page_of(desk):
    name, page = desk.controls._pages.shown
    assert name == "everywhere"
    return page


def settled(desk, page):
    desk.qtbot.waitUntil(lambda: not page.seeker.running, timeout=10_000)
    QApplication.processEvents()


def set_of(desk, name, annotator="amy"):
    workspace = desk.work.session.workspace
    return articles.load_set(workspace, articles.named(workspace, name), annotator)


def tags_of(desk, name):
    return [(span.text, span.label) for span in set_of(desk, name).spans]


def test_e_and_enter_tag_the_words_in_this_article_and_go_back_to_the_text(desk):
    page = go(desk, "Oman")
    assert page.title.text() == "2 of 2 places ticked"
    assert not page.primary.isEnabled()
    desk.key(Key.Key_3)
    assert page.primary.words == "Tag 2 places"
    assert QApplication.focusWidget() is page.list
    desk.key(Key.Key_Return)
    assert desk.window.pages.currentWidget() is desk.page
    assert desk.tags == [("Oman", "GPE"), ("Oman", "GPE")]
    assert desk.words == "Oman"
    assert QApplication.focusWidget() is desk.view
    assert desk.window.notice.text == "2 places tagged in 1 article."
    desk.key(Key.Key_Z, CTRL)
    assert desk.tags == []


def test_the_status_line_counts_one_place_in_the_singular(desk, qtbot):
    desk.key(Key.Key_E)
    page = page_of(desk)
    qtbot.waitUntil(lambda: not page.seeker.running)
    (figure,) = page.figures()
    assert (figure.number, figure.word) == (1, "place")


def test_esc_returns_to_where_one_was(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("railway"))
    desk.key(Key.Key_E)
    page = page_of(desk)
    desk.key(Key.Key_Escape)
    assert desk.window.pages.currentWidget() is desk.page
    assert desk.view.selection == place_of("railway")
    assert QApplication.focusWidget() is desk.view
    assert not page.seeker.running


def test_from_a_suggestion_the_work_goes_on_at_the_next_one(desk):
    assert desk.words == "Muscat"
    desk.key(Key.Key_E)
    assert page_of(desk).title.text() == "1 of 1 place ticked"
    desk.key(Key.Key_Return)
    assert desk.tags == [("Muscat", "GPE")]
    assert desk.words == "MUSCAT"
    assert desk.desk.current_suggestion is not None


def test_the_whole_corpus_is_tagged_in_one_step_that_is_named_before_it_is_undone(corpus):
    page = go(corpus, "Oman")
    corpus.key(Key.Key_3)
    corpus.key(Key.Key_W)
    settled(corpus, page)
    # Two here, two in each of two others, and two in an article that is complete.
    assert page.title.text() == "6 of 8 places ticked"
    assert page.where.text() == "in 3 articles"
    assert page.primary.words == "Tag 6 places"
    corpus.key(Key.Key_Return)
    assert corpus.window.notice.text == "6 places tagged in 3 articles."
    assert tags_of(corpus, "more-0") == [("Oman", "GPE")] * 2
    assert tags_of(corpus, "more-2") == []
    corpus.key(Key.Key_Z, CTRL)
    assert "in 3 articles? Press Ctrl+Z again." in corpus.window.notice.text
    corpus.key(Key.Key_Z, CTRL)
    assert tags_of(corpus, "more-0") == corpus.tags == []
    corpus.key(Key.Key_Z, CTRL | SHIFT)
    corpus.key(Key.Key_Z, CTRL | SHIFT)
    assert tags_of(corpus, "more-1") == [("Oman", "GPE")] * 2


def test_space_x_and_the_state_ticks_choose_what_is_done(corpus):
    page = go(corpus, "Oman")
    corpus.key(Key.Key_3)
    corpus.key(Key.Key_W)
    settled(corpus, page)
    corpus.key(Key.Key_Space)
    assert page.primary.words == "Tag 5 places"
    corpus.key(Key.Key_X)
    assert page.title.text() == "0 of 8 places ticked"
    assert not page.primary.isEnabled()
    corpus.key(Key.Key_Return)
    assert "Tick the places first." in corpus.window.notice.text
    corpus.key(Key.Key_A, CTRL)
    assert page.primary.words == "Tag 6 places"
    closed = next(n for n, row in enumerate(page.options.states.rows) if row.key == HitState.CLOSED)
    page.options.states.toggle(closed)
    assert page.primary.words == "Tag 8 places"
    assert page.sentence.text() == "One undo step. Complete articles stay complete."
    corpus.key(Key.Key_Return)
    assert tags_of(corpus, "more-2") == [("Oman", "GPE")] * 2
    assert set_of(corpus, "more-2").status == SetStatus.COMPLETE


def test_relabel_and_untag_are_a_key_each(desk):
    go(desk, "Oman")
    desk.key(Key.Key_3)
    desk.key(Key.Key_Return)
    page = go(desk, "Oman")
    desk.key(Key.Key_2)
    assert page.title.text() == "0 of 2 places ticked"  # ticking relabels
    desk.key(Key.Key_R)
    assert page.primary.words == "Relabel 2 places"
    desk.key(Key.Key_Return)
    assert desk.tags == [("Oman", "ORG")] * 2
    assert desk.window.notice.text == "2 places relabelled in 1 article."
    page = go(desk, "Oman")
    desk.key(Key.Key_U)
    assert page.arrangement.plan.act == Act.UNTAG
    assert page.primary.words == "Untag 2 places"
    desk.key(Key.Key_Return)
    assert desk.tags == []


def test_the_words_of_an_entity_are_forms_that_can_be_left_out(corpus):
    workspace = corpus.work.session.workspace
    entity = entities.add(workspace, "amy", "ORG", "Oman Press")
    entities.edit(workspace, entities.load(workspace, entity), "amy", aliases=["Oman"])
    page = go(corpus, "Oman")
    corpus.key(Key.Key_2)
    corpus.key(Key.Key_L)
    assert page.asking.popup.isVisible()
    corpus.key(Key.Key_Return)
    assert QApplication.focusWidget() is page.list
    corpus.key(Key.Key_W)
    settled(corpus, page)
    assert [(row.words, row.count) for row in page.options.forms.rows] == [
        ("Oman", 5), ("Oman Press", 3),
    ]  # fmt: skip
    page.options.forms.toggle(0)
    assert page.title.text() == "2 of 3 places ticked"
    corpus.key(Key.Key_Return)
    (span,) = set_of(corpus, "more-0").spans
    assert (span.text, span.label, span.entity) == ("Oman Press", "ORG", entity)


def test_a_new_entity_is_made_of_the_type_of_the_label(desk):
    page = go(desk, "Oman")
    desk.key(Key.Key_3)
    desk.key(Key.Key_L)
    desk.key(Key.Key_Return, SHIFT)
    assert page.options.pill.words == "Oman"
    assert "link them to this entity" in page.options.sentence.text()
    desk.key(Key.Key_Return)
    (made,) = {span.entity for span in desk.desk.tags.spans}
    assert entities.load(desk.work.session.workspace, made).type == "GPE"


def test_an_entity_says_the_label_where_it_is_open(desk):
    entities.add(desk.work.session.workspace, "amy", "GPE", "Oman")
    page = go(desk, "Oman")
    assert not page.primary.isEnabled()
    desk.key(Key.Key_L)
    desk.key(Key.Key_Return)
    assert page.primary.words == "Tag 2 places"
    desk.key(Key.Key_Return)
    assert desk.tags == [("Oman", "GPE")] * 2


def test_what_the_words_mean_beyond_doubt_is_linked_with_them(desk):
    entity = entities.add(desk.work.session.workspace, "amy", "GPE", "Oman")
    page = go(desk, "Oman")
    desk.key(Key.Key_3)
    assert page.options.pill.words == "Oman"
    desk.key(Key.Key_Return)
    assert {span.entity for span in desk.desk.tags.spans} == {entity}


def test_right_opens_a_place_in_its_article_and_e_comes_back_with_the_ticks(corpus):
    page = go(corpus, "Oman")
    corpus.key(Key.Key_3)
    corpus.key(Key.Key_W)
    settled(corpus, page)
    corpus.key(Key.Key_Space)
    corpus.key(Key.Key_Down)
    corpus.key(Key.Key_Down)
    place = page.arrangement.hits.place(page.list.hit)
    corpus.key(Key.Key_Right)
    assert corpus.window.pages.currentWidget() is corpus.page
    assert corpus.desk.article.id == place.article
    assert corpus.view.caret == place.extent.start
    assert "E comes back" in corpus.window.notice.text
    corpus.key(Key.Key_E)
    settled(corpus, page)
    assert page.primary.words == "Tag 5 places"
    assert page.arrangement.hits.place(page.list.hit) == place


def test_the_order_changes_and_the_chosen_place_stays_current(corpus):
    page = go(corpus, "Oman", nth=2)
    corpus.key(Key.Key_W)
    settled(corpus, page)
    here = place_of("Oman", nth=2)
    for order in (ListOrder.RIGHT, ListOrder.ARTICLE, ListOrder.STATE):
        corpus.key(Key.Key_O)
        assert page.arrangement.order == order
        assert page.orders.value == order
        assert page.arrangement.hits.place(page.list.hit).extent == here


def test_a_rule_is_remembered_listed_switched_and_deleted(corpus):
    page = go(corpus, "Oman")
    corpus.key(Key.Key_3)
    corpus.key(Key.Key_M)
    assert page.options.remember.isChecked()
    corpus.key(Key.Key_Return)
    assert "New articles arrive with it suggested." in corpus.window.notice.text
    workspace = corpus.work.session.workspace
    intake.import_drafts(workspace, [ArticleDraft("late", "Oman waits", Metadata())], "system")
    corpus.work.suggest_new()
    corpus.qtbot.waitUntil(lambda: not corpus.window.runner.running, timeout=10_000)
    corpus.open("late")
    assert corpus.pending == [("Oman", "GPE")]
    corpus.run("tag.rules")
    (panel,) = corpus.window.open_overlays()
    assert panel.lines[0].startswith("GPE Oman, amy, ")
    corpus.key(Key.Key_Space)
    corpus.qtbot.waitUntil(lambda: corpus.pending == [], timeout=10_000)
    assert not rules.kept(workspace)[0].rule.active
    assert panel.lines[0].endswith("rests")
    corpus.key(Key.Key_Tab)
    corpus.key(Key.Key_Return)
    assert rules.kept(workspace) == []
    assert panel.note.text() == EMPTY
    corpus.key(Key.Key_Escape)
    corpus.run("edit.undo")
    assert len(rules.kept(workspace)) == 1
    corpus.qtbot.waitUntil(lambda: not corpus.window.runner.running, timeout=10_000)


def test_many_places_are_changed_in_the_background_and_nothing_is_half_written(corpus, monkeypatch):
    monkeypatch.setattr(page_module, "AT_ONCE", 1)
    page = go(corpus, "Oman")
    corpus.key(Key.Key_3)
    corpus.key(Key.Key_W)
    settled(corpus, page)
    corpus.key(Key.Key_Return)
    corpus.qtbot.waitUntil(lambda: not corpus.window.runner.running, timeout=10_000)
    QApplication.processEvents()
    assert corpus.window.pages.currentWidget() is corpus.page
    assert corpus.window.notice.text == "6 places tagged in 3 articles."
    assert corpus.tags == [("Oman", "GPE")] * 2


def test_what_another_window_does_is_seen_and_ticks_stay(make_desk, more_articles):
    theirs, ours = make_desk(more_articles), make_desk(more_articles)
    ours.open("muscat")
    page = go(ours, "Oman")
    ours.key(Key.Key_3)
    ours.key(Key.Key_W)
    settled(ours, page)
    ours.key(Key.Key_Space)
    assert page.primary.words == "Tag 5 places"
    theirs.open("more-0")
    target = SetTarget(theirs.desk.article.id, "amy")
    tags.add(theirs.work.session.workspace, target, place_of("Oman", "Oman again"), "ORG")
    ours.key(Key.Key_Return)
    assert ours.window.notice.text == (
        "4 places tagged in 3 articles. 1 place had changed meanwhile and was left alone."
    )
    assert tags_of(ours, "more-0") == [("Oman", "ORG"), ("Oman", "GPE")]
    assert ours.tags == [("Oman", "GPE")]


def test_undo_on_the_page_itself_is_seen_at_once(desk):
    desk.view.set_selection(place_of("Oman"))
    desk.key(Key.Key_3)
    page = go(desk, "Oman", nth=2)
    desk.key(Key.Key_3)
    assert page.title.text() == "1 of 2 places ticked"
    desk.key(Key.Key_Z, CTRL)
    QApplication.processEvents()
    assert page.arrangement.by_state() == {HitState.UNTAGGED: 2}


def test_without_words_nothing_is_looked_for(desk):
    desk.view.set_current(None, reveal=False)
    desk.view.set_caret(TEXT.index("\n\n") + 1)
    desk.key(Key.Key_E)
    assert desk.window.pages.currentWidget() is desk.page
    assert "Select words or go to a tag" in desk.window.notice.text


def test_capitals_may_be_let_go(desk):
    page = go(desk, "Muscat")
    assert page.arrangement.here_and_all()[0] == 1
    page.options.case.click()
    assert page.arrangement.here_and_all()[0] == 2


def test_f6_goes_between_the_places_and_what_is_done_with_them(desk):
    page = go(desk, "Oman")
    desk.key(Key.Key_F6)
    assert QApplication.focusWidget() is page.options.acts
    desk.key(Key.Key_F6)
    assert QApplication.focusWidget() is page.list


def test_closing_the_workspace_ends_the_search(corpus):
    page = go(corpus, "Oman")
    page.choose_label("ORG")
    assert page.seeker.running
    corpus.window.close()
    assert not page.seeker.running


def test_riga_from_its_suggestion_in_a_narrow_window(desk):
    desk.window.resize(1024, 700)
    desk.open("riga")
    desk.key(Key.Key_E)
    page = page_of(desk)
    assert page.options.width() == page_module.NARROW_OPTIONS
    assert page.list.width() > 700
    assert page.arrangement.here_and_all()[0] == OTHER.count("Riga")
