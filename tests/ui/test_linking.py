"""Linking in the window: L, Y, other mentions, links made while tagging, all by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.ops import entities, intake, status, suggestions, tags
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.store.sets import SetTarget
from annotator.ui.inspector.values import EntityChoice, NoChoice

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = (
    "Daniyar Abenov met Nikolay Patrushev in Muscat. Abenov said little.\n\n"
    "Mr Abenov thanked Oman. “Later,” Abenov said in Muscat.\n"
)


def place(words, nth=1):
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Extent(at, at + len(words))


@pytest.fixture
def talks_path(tmp_path):
    path = tmp_path / "talks.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    intake.import_drafts(workspace, [ArticleDraft("talks", TEXT, Metadata("Talks"))], "system")
    for kind, name in (
        ("PERSON", "Daniyar Abenov"),
        ("PERSON", "Nikolai Patrushev"),
        ("GPE", "Oman"),
        ("GPE", "Muscat"),
        ("ORG", "Press Club"),
    ):
        entities.add(workspace, "system", kind, name)
    found = [Proposal(place("Oman"), "GPE", "test", 0.9, "A reason.")]
    for key in suggestions.waiting_articles(workspace, "builtin/1"):
        suggestions.suggest_article(workspace, key, "builtin/1", lambda _t, _z: found)
    workspace.close()
    return path


@pytest.fixture
def talks(make_desk, talks_path):
    opened = make_desk(talks_path)
    opened.open("talks")
    opened.view.set_current(None, reveal=False)
    return opened


def tag(desk, words, label="PERSON", nth=1, links=()):
    """Tag words by an operation, as another command would."""
    workspace, open_set = desk.work.session.workspace, desk.desk.tags
    target = SetTarget(desk.desk.article.id, "amy", open_set.revision, links)
    key = tags.add(workspace, target, place(words, nth), label)
    QApplication.processEvents()
    return key


def tag_all(desk):
    """Tag every Abenov, the first one current."""
    first = tag(desk, "Daniyar Abenov")
    for words, nth in (("Abenov", 2), ("Mr Abenov", 1), ("Abenov", 4)):
        tag(desk, words, nth=nth)
    go_to(desk, first)


def go_to(desk, key):
    desk.desk.select_span(key)
    desk.page.focus_text()
    QApplication.processEvents()


def meanings(desk):
    """The words of each tag with what it means."""
    shown = desk.desk.tags
    return [
        (span.text, shown.entities[span.entity].name if span.entity is not None else None)
        for span in shown.spans
    ]


def popup(desk):
    return desk.page.linking.popup


def type_keys(desk, words):
    desk.qtbot.keyClicks(QApplication.focusWidget(), words)
    QApplication.processEvents()


ALL_LINKED = [
    (words, "Daniyar Abenov") for words in ("Daniyar Abenov", "Abenov", "Mr Abenov", "Abenov")
]


def test_l_links_all_mentions_in_one_step_and_marks_them_before(talks):
    tag_all(talks)
    talks.key(Key.Key_L)
    assert popup(talks).current.name == "Daniyar Abenov"
    assert popup(talks).certain.words == "and 3 other mentions here: Abenov 2, Mr Abenov 1"
    assert len(talks.view.shown.hits) == 4
    talks.key(Key.Key_Return)
    assert meanings(talks) == ALL_LINKED
    assert not talks.view.shown.hits
    talks.run("edit.undo")
    assert {name for _, name in meanings(talks)} == {None}
    talks.run("edit.redo")
    assert meanings(talks) == ALL_LINKED


def test_tab_leaves_the_other_mentions_alone(talks):
    tag_all(talks)
    talks.key(Key.Key_L)
    talks.key(Key.Key_Tab)
    assert [hit.slice(TEXT) for hit in talks.view.shown.hits] == ["Daniyar Abenov"]
    talks.key(Key.Key_Return)
    assert [name for _, name in meanings(talks)] == ["Daniyar Abenov", None, None, None]


def test_esc_gives_back_what_a_search_had_marked(talks):
    tag_all(talks)
    talks.page.finding.highlight("Oman")
    talks.key(Key.Key_L)
    assert len(talks.view.shown.hits) == 4
    talks.key(Key.Key_Escape)
    assert [hit.slice(TEXT) for hit in talks.view.shown.hits] == ["Oman"]
    assert {name for _, name in meanings(talks)} == {None}


def test_a_new_entity_in_one_key_with_the_others(talks):
    tag_all(talks)
    talks.key(Key.Key_L)
    type_keys(talks, "Aidar Abenov")
    talks.key(Key.Key_Return, SHIFT)
    assert ("Daniyar Abenov", "Aidar Abenov") in meanings(talks)
    talks.run("edit.undo")
    assert {name for _, name in meanings(talks)} == {None}


def test_backspace_in_the_list_takes_the_link_back(talks):
    key = tag(talks, "Oman", "GPE", links={"GPE"})
    go_to(talks, key)
    talks.key(Key.Key_L)
    assert isinstance(popup(talks).rows[0], EntityChoice)
    assert popup(talks).rows[0].reason == "linked now"
    assert isinstance(popup(talks).rows[-1], NoChoice)
    talks.key(Key.Key_Backspace)
    assert meanings(talks) == [("Oman", None)]
    talks.run("edit.undo")
    assert meanings(talks) == [("Oman", "Oman")]


def test_a_closed_article_opens_no_list(talks):
    tag_all(talks)
    workspace = talks.work.session.workspace
    status.complete(workspace, SetTarget(talks.desk.article.id, "amy"))
    QApplication.processEvents()
    refused = []
    talks.work.session.refused.connect(refused.append)
    for key in (Key.Key_L, Key.Key_Y):
        talks.page.focus_text()
        talks.key(key)
    talks.page.linking.open_group([span.id for span in talks.desk.tags.spans])
    assert not popup(talks).isVisible()
    assert len(refused) == 3
    assert {name for _, name in meanings(talks)} == {None}


# --- words that have no tag ---------------------------------------------------------------------


def test_l_on_a_selection_tags_and_links_in_one_step(talks):
    talks.view.set_selection(place("Nikolay Patrushev"))
    talks.key(Key.Key_L)
    assert popup(talks).current.name == "Nikolai Patrushev"
    talks.key(Key.Key_Return)
    assert meanings(talks) == [("Nikolay Patrushev", "Nikolai Patrushev")]
    assert talks.tags == [("Nikolay Patrushev", "PERSON")]
    assert talks.words == "Nikolay Patrushev"
    talks.run("edit.undo")
    assert talks.tags == []
    talks.run("edit.redo")
    assert meanings(talks) == [("Nikolay Patrushev", "Nikolai Patrushev")]


def test_l_on_the_word_at_the_caret_gets_the_label_of_what_is_chosen(talks):
    talks.view.set_caret(place("Muscat").start + 2)
    talks.key(Key.Key_L)
    talks.key(Key.Key_Return)
    assert talks.tags == [("Muscat", "GPE")]
    assert meanings(talks) == [("Muscat", "Muscat")]


def test_l_on_words_makes_an_entity_of_the_type_that_ctrl_and_a_key_choose(talks):
    talks.view.set_selection(place("Later"))
    talks.key(Key.Key_L)
    assert popup(talks).message.text() == "No entity is called “Later”. Enter makes one."
    talks.key(Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    talks.key(Key.Key_Return)
    assert talks.tags == [("Later", "ORG")]
    assert meanings(talks) == [("Later", "Later")]


def test_l_on_a_suggestion_accepts_and_links_it(talks):
    talks.key(Key.Key_Tab)
    assert talks.words == "Oman"
    talks.key(Key.Key_L)
    talks.key(Key.Key_Return)
    assert meanings(talks) == [("Oman", "Oman")]
    assert talks.pending == []
    talks.run("edit.undo")
    assert (talks.tags, talks.pending) == ([], [("Oman", "GPE")])


def test_l_on_no_word_says_what_to_do(talks):
    said = []
    talks.page.said.connect(said.append)
    talks.view.set_caret(TEXT.index("\n\n") + 1)
    talks.key(Key.Key_L)
    assert said == ["Put the caret into a name, or select it."]


def test_a_selection_that_begins_in_a_tag_is_meant_itself(talks):
    tag(talks, "Nikolay Patrushev")
    talks.view.set_selection(Extent(place("Nikolay").start, place("Patrushev in Muscat").end))
    talks.key(Key.Key_L)
    assert popup(talks).field.placeholderText() == "Nikolay Patrushev in Muscat"


# --- groups, cards, proposals -------------------------------------------------------------------


def test_l_on_a_row_of_the_inspector_links_all_its_mentions(talks):
    tag(talks, "Muscat", "GPE")
    tag(talks, "Muscat", "GPE", 2)
    talks.page.inspecting.show_tags()
    rows = talks.page.inspector.entities
    rows.setFocus()
    talks.key(Key.Key_L)
    assert popup(talks).current.name == "Muscat"
    talks.key(Key.Key_Return)
    assert meanings(talks) == [("Muscat", "Muscat")] * 2
    assert talks.work.session.workspace.undo_step("amy").name == "Link 2 mentions of “Muscat”"
    talks.run("edit.undo")
    assert meanings(talks) == [("Muscat", None)] * 2


def test_the_card_proposes_the_best_and_y_takes_it_with_those_that_are_certain(talks):
    tag_all(talks)
    go_to(talks, talks.desk.tags.spans[0].id)
    card = talks.page.inspector.tag
    talks.qtbot.waitUntil(card.proposal.isVisible)
    assert card.proposal.words == "Daniyar Abenov? · Y"
    assert "its name · 3 more here" in card.words
    assert not card.proposal.grab().isNull()
    talks.key(Key.Key_Y)
    assert meanings(talks) == ALL_LINKED
    talks.qtbot.waitUntil(lambda: not card.proposal.isVisible())
    assert "Daniyar Abenov" in card.words
    assert "its name" in card.words
    talks.run("edit.undo")
    assert {name for _, name in meanings(talks)} == {None}


def test_y_on_the_card_and_a_click_on_the_pill_do_the_same(talks):
    key = tag(talks, "Nikolay Patrushev")
    for take in ("key", "click"):
        go_to(talks, key)
        card = talks.page.inspector.tag
        talks.qtbot.waitUntil(card.proposal.isVisible)
        if take == "key":
            card.link.setFocus()
            talks.key(Key.Key_Y)
        else:
            talks.qtbot.mouseClick(card.proposal, Qt.MouseButton.LeftButton)
        assert meanings(talks) == [("Nikolay Patrushev", "Nikolai Patrushev")]
        talks.run("edit.undo")


def test_y_without_a_proposal_says_so(talks):
    said = []
    talks.page.said.connect(said.append)
    talks.key(Key.Key_Y)
    go_to(talks, tag(talks, "Later", "ORG"))
    talks.key(Key.Key_Y)
    assert said == [
        "Go to a tag; Y links it to what its card proposes.",
        "No entity is proposed here. L chooses one.",
    ]


def test_a_label_that_does_not_link_gets_no_proposal(talks):
    key = tag(talks, "Oman", "NORP")
    go_to(talks, key)
    assert talks.page.linking.proposal(talks.desk.span(key)) is None


# --- at once ------------------------------------------------------------------------------------


def test_tagging_links_at_once_and_the_card_says_why(talks):
    talks.view.set_selection(place("Muscat"))
    talks.key(Key.Key_3)
    assert meanings(talks) == [("Muscat", "Muscat")]
    card = talks.page.inspector.tag
    talks.qtbot.waitUntil(lambda: "its name" in card.words)
    talks.view.set_selection(place("Muscat", 2))
    talks.key(Key.Key_3)
    talks.qtbot.waitUntil(lambda: "as before here" in card.words)
    assert (card.link.words, card.link.cap) == ("Change", "L")
    talks.run("edit.undo")
    assert meanings(talks) == [("Muscat", "Muscat")]
    talks.run("edit.undo")
    assert talks.tags == []


def test_accepting_links_at_once(talks):
    talks.key(Key.Key_Tab)
    talks.key(Key.Key_Return)
    assert meanings(talks) == [("Oman", "Oman")]
    talks.run("edit.undo")
    assert (talks.tags, talks.pending) == ([], [("Oman", "GPE")])


def test_the_setting_switches_it_off(talks):
    talks.window.preferences.change(link_at_once=False)
    talks.view.set_selection(place("Muscat"))
    talks.key(Key.Key_3)
    assert meanings(talks) == [("Muscat", None)]


def test_a_large_register_is_read_behind_the_window(make_desk, talks_path, monkeypatch):
    from annotator.ops import linking

    monkeypatch.setattr(linking, "_MANY", 1)
    desk = make_desk(talks_path)
    known = desk.work.session.workspace.known_names
    desk.qtbot.waitUntil(lambda: not desk.window.runner.running and not known.busy)
    desk.open("talks")
    desk.view.set_selection(place("Muscat"))
    desk.key(Key.Key_L)
    assert popup(desk).current.name == "Muscat"
    desk.key(Key.Key_Escape)


# --- slots --------------------------------------------------------------------------------------


def test_a_slot_finds_other_spellings_of_what_its_role_takes(talks):
    talks.view.set_selection(place("Later"))
    talks.key(Key.Key_S)
    talks.page.slot_filling.open("speaker")
    type_keys(talks, "Nikolay Patrushew")
    names = [row.name for row in talks.page.slot_filling.popup.rows]
    assert names == ["Nikolai Patrushev", "Nikolay Patrushew"]
    talks.key(Key.Key_Return)
    assert [item.role for item in talks.page.frame_desk.frame.fillers] == ["content", "speaker"]
    talks.page.slot_filling.open("outlet")
    type_keys(talks, "muscat")
    assert [row.type for row in talks.page.slot_filling.popup.rows] == ["OUTLET"]
