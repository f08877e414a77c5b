"""The Entities page by its keys: lists, edits, merges, splits, and what comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView

from annotator.domain.annotation import EntityId, SpanId
from annotator.domain.office import Office
from annotator.domain.register import EntityOrder, EntityQuery, EntityRow, MentionRow
from annotator.ops import entities, register, suggestions, tags
from annotator.store.sets import SetTarget
from annotator.ui.entities.figures import Runs
from annotator.ui.entities.mentions import MentionModel
from annotator.ui.entities.parts import Flow, InlineEdit, NamePill
from annotator.ui.entities.rows import PAGE, EntityModel
from annotator.ui.paged_model import ROW_ROLE
from tests.ui.conftest import place_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


# --- models --------------------------------------------------------------------------------------


def row(key):
    return EntityRow(EntityId(key), "PERSON", f"Name {key}", "", "envoy, Oman", key)


class Fetch:
    def __init__(self):
        self.calls = []

    def __call__(self, keys):
        self.calls.append(list(keys))
        return {key: row(key) for key in keys}


def test_the_models_are_sound(qtmodeltester):
    model = EntityModel(Fetch())
    model.set_ids(range(1, 451))
    qtmodeltester.check(model)
    mentions = MentionModel(lambda keys: {})
    mentions.set_ids(range(10))
    qtmodeltester.check(mentions)


def test_only_pages_that_are_painted_are_read(qtbot):
    fetch = Fetch()
    model = EntityModel(fetch)
    model.set_ids(range(1, 50_001))
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(model)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.scrollToBottom()
    view.viewport().repaint()
    asked = {key for call in fetch.calls for key in call}
    assert 50_000 in asked
    assert len(asked) <= 3 * PAGE


def test_a_row_is_read_out_in_its_order():
    model = EntityModel(Fetch())
    model.set_ids([1, 2])
    model.ticked = {EntityId(1)}
    model.alike = {EntityId(2): "Name 1"}
    words = [model.index(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert words == [
        "Name 1, PERSON, envoy, Oman, 1 mention, ticked",
        "Name 2, PERSON, no link · looks like Name 1, 2 mentions",
    ]
    assert model.index(0).data(ROW_ROLE) == row(1)


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def stocked(make_desk, workspace_path):
    """A window on three entities: two of them are one man."""
    desk = make_desk(workspace_path)
    desk.open("muscat")
    workspace = desk.work.session.workspace
    article = desk.desk.article.id

    def target():
        return SetTarget(article, "amy", None)

    made = {}
    for words, nth, label, name in (
        ("Hilal al-Maskari", 1, "PERSON", "Hilal al-Maskari"),
        ("al-Maskari", 2, "PERSON", "H. Maskari"),
        ("Muscat", 1, "GPE", "Muscat"),
        ("MUSCAT", 1, "GPE", "Muscat"),
    ):
        key = tags.add(workspace, target(), place_of(words, nth=nth), label)
        if name not in made:
            made[name] = entities.add(workspace, "amy", label, name)
        span = next(s for s in desk.desk.tags.spans if s.id == key)
        tags.link(workspace, target(), [span], made[name])
    for key in made.values():  # what linking has learned by itself is not the matter here
        entities.edit(workspace, entities.load(workspace, key), "amy", aliases=())
    entities.add(workspace, "amy", "ORG", "Nobody")
    desk.run("view.entities")
    desk.entities = desk.window.pages.currentWidget()
    return desk


def press(desk, *keys):
    for wanted in keys:
        key, modifiers = wanted if isinstance(wanted, tuple) else (wanted, None)
        desk.key(key, modifiers)


def typed(desk, text):
    desk.qtbot.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()


def names(desk):
    model = desk.entities.register.model
    return [model.row_at(number).name for number in range(model.rowCount())]


def go_to(desk, name):
    desk.entities.register.list.setFocus()
    while desk.entities.desk.entity.name != name:
        before = desk.entities.desk.entity.name
        press(desk, Key.Key_Down)
        if desk.entities.desk.entity.name == before:
            press(desk, Key.Key_Home)


def test_ctrl_3_shows_the_register_with_the_keyboard_in_its_list(stocked):
    press(stocked, (Key.Key_1, CTRL), (Key.Key_3, CTRL))
    assert stocked.entities.isVisible()
    assert stocked.entities.register.list.hasFocus()
    assert names(stocked) == ["Muscat", "H. Maskari", "Hilal al-Maskari", "Nobody"]
    assert stocked.entities.desk.entity.name == "Muscat"
    assert stocked.entities.detail.figures.text() == "2 mentions in 1 article"


def test_the_status_line_teaches_the_keys_of_the_page(stocked):
    press(stocked, Key.Key_Down)
    hints = [verb for _, verb in stocked.window.status.hints]
    assert hints == ["tick", "rename", "open in its article"]
    figures = [(figure.number, figure.word) for figure in stocked.entities.figures()]
    assert figures[0] == (4, "entities")


def test_entities_that_look_alike_are_told_and_stand_first_where_asked_for(stocked, qtbot):
    page = stocked.entities
    qtbot.waitUntil(lambda: page.alikes.count == 1)
    (only,) = page.alikes.names.values()
    assert only in {"Hilal al-Maskari", "H. Maskari"}
    page.register.set_order(EntityOrder.ALIKE)
    first = page.register.model.row_at(0)
    assert page.register.model.second_line(first) == f"no link · looks like {only}"
    assert page.figures()[1].word == "looks like another"


def test_an_empty_register_says_what_to_do(desk):
    desk.run("view.entities")
    page = desk.window.pages.currentWidget()
    assert "No entities yet." in page.detail.empty.text()
    assert page.register.search.hasFocus()
    assert [figure.number for figure in page.figures()] == [0]


def test_the_list_is_searched_and_narrowed(stocked, qtbot):
    press(stocked, Key.Key_Slash)
    typed(stocked, "maskari")
    press(stocked, Key.Key_Return)
    assert names(stocked) == ["H. Maskari", "Hilal al-Maskari"]
    assert stocked.entities.register.list.hasFocus()
    press(stocked, Key.Key_Slash)
    typed(stocked, "zzz")
    qtbot.waitUntil(lambda: names(stocked) == [])
    assert stocked.entities.detail.empty.text() == "Nothing found for “zzz”. Clear the search."
    press(stocked, Key.Key_Escape)
    stocked.entities.register.set_type("ORG")
    assert names(stocked) == ["Nobody"]


def test_f2_renames_in_place_and_esc_keeps_the_name(stocked):
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_F2)
    typed(stocked, "Hamad al-Maskari")
    press(stocked, Key.Key_Return)
    assert stocked.entities.desk.entity.name == "Hamad al-Maskari"
    assert stocked.entities.register.list.hasFocus()
    press(stocked, Key.Key_F2)
    typed(stocked, "Nonsense")
    press(stocked, Key.Key_Escape)
    assert stocked.entities.desk.entity.name == "Hamad al-Maskari"


def test_a_refused_name_stays_in_its_field(stocked):
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_F2)
    typed(stocked, "Hilal al-Maskari")
    press(stocked, Key.Key_Return)
    assert stocked.entities.detail.name.editing
    assert stocked.entities.detail.name.field.text() == "Hilal al-Maskari"
    assert "already has" in stocked.window.notice.accessibleName()
    press(stocked, Key.Key_Escape)


@pytest.mark.parametrize(
    ("key", "text", "read"),
    [
        (Key.Key_A, "the envoy", lambda one: list(one.aliases)),
        (Key.Key_W, "Q42", lambda one: list(one.links.values())),
        (Key.Key_N, "an envoy", lambda one: [one.note] if one.note else []),
    ],
)
def test_one_key_edits_each_thing_and_undo_stays_on_the_page(stocked, key, text, read):
    go_to(stocked, "H. Maskari")
    press(stocked, key)
    typed(stocked, text)
    press(stocked, Key.Key_Return)
    assert read(stocked.entities.desk.entity) == [text]
    press(stocked, (Key.Key_Z, CTRL))
    assert stocked.entities.isVisible()
    assert stocked.entities.desk.entity.name == "H. Maskari"
    assert read(stocked.entities.desk.entity) == []


def test_offices_are_typed_on_one_line_changed_and_dropped(stocked):
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_O)
    typed(stocked, "foreign minister, Oman until 2021")
    press(stocked, Key.Key_Return)
    detail = stocked.entities.detail
    (value,) = stocked.entities.desk.entity.offices
    assert value == {"title": "foreign minister", "of": "Oman", "since": "", "until": "2021"}
    assert detail.offices[0].words.accessibleName() == "office: foreign minister, Oman until 2021"
    detail.offices[0].words.setFocus()
    press(stocked, Key.Key_Return)
    assert detail.offices[0].field.text() == "foreign minister, Oman · until 2021"
    typed(stocked, "envoy since Sep 2014")
    press(stocked, Key.Key_Return)
    assert stocked.entities.desk.entity.offices[0]["since"] == "2014-09"
    detail.offices[0].words.setFocus()
    press(stocked, Key.Key_Backspace)
    assert stocked.entities.desk.entity.offices == ()


def test_words_that_are_no_alias_yet_become_one_and_backspace_drops_it(stocked):
    go_to(stocked, "H. Maskari")
    detail = stocked.entities.detail

    def pill(words):
        found = detail.pills.findChildren(NamePill)
        return next(one for one in found if one.words == words and not one.isHidden())

    assert not pill("al-Maskari").known
    pill("al-Maskari").setFocus()
    press(stocked, Key.Key_Return)
    assert stocked.entities.desk.entity.aliases == ("al-Maskari",)
    pill("al-Maskari").setFocus()
    press(stocked, Key.Key_Backspace)
    assert stocked.entities.desk.entity.aliases == ()


def test_enter_opens_the_mention_in_its_article(stocked):
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_Return)
    assert stocked.page.isVisible()
    assert stocked.desk.current_span.text == "al-Maskari"


def test_two_ticked_entities_are_merged_after_a_preview_and_come_back(stocked):
    go_to(stocked, "Hilal al-Maskari")
    press(stocked, Key.Key_Space)
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_Space, Key.Key_M)
    pane = stocked.entities.merging.pane
    assert pane.isVisible()
    assert pane.table.rows[0] == ("mentions", "1 + 1", "2", "")
    assert pane.sentence.text == "H. Maskari goes into Hilal al-Maskari"
    assert QApplication.focusWidget() is pane.apply
    press(stocked, Key.Key_Return)
    assert names(stocked) == ["Hilal al-Maskari", "Muscat", "Nobody"]
    assert stocked.entities.desk.entity.aliases == ("H. Maskari",)
    assert stocked.entities.register.ticked == []
    assert not pane.isVisible()
    press(stocked, (Key.Key_Z, CTRL))
    assert "H. Maskari" in names(stocked)
    assert stocked.entities.desk.entity.name == "Hilal al-Maskari"
    assert stocked.entities.isVisible()
    press(stocked, (Key.Key_Z, CTRL | SHIFT))
    assert "H. Maskari" not in names(stocked)


def test_the_name_to_keep_is_chosen_and_esc_leaves_all_as_it_was(stocked):
    go_to(stocked, "Hilal al-Maskari")
    press(stocked, Key.Key_Space)
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_M)  # the current one goes with the one that is ticked
    pane = stocked.entities.merging.pane
    pane.keep.setFocus()
    press(stocked, Key.Key_Right, Key.Key_Return)
    assert pane.sentence.text == "Hilal al-Maskari goes into H. Maskari"
    press(stocked, Key.Key_Escape)
    assert not pane.isVisible()
    assert stocked.entities.register.list.hasFocus()
    assert len(names(stocked)) == 4


def test_what_needs_a_look_stands_on_cards(stocked):
    workspace = stocked.work.session.workspace
    for name, link in (("Hilal al-Maskari", "Q1"), ("H. Maskari", "Q2")):
        go_to(stocked, name)
        entities.set_wikidata(workspace, stocked.entities.desk.entity, "amy", link)
        press(stocked, Key.Key_Space)
    press(stocked, Key.Key_M)
    pane = stocked.entities.merging.pane
    assert pane.cards[0].words.startswith("Different Wikidata ids: ")
    assert not pane.apply.isEnabled()


def test_a_mention_with_another_office_can_be_left_out_of_a_merge(stocked):
    workspace = stocked.work.session.workspace
    target = SetTarget(stocked.desk.article.id, "amy", None)
    tags.add(workspace, target, place_of("said"), "ROLE")  # beside the second mention
    go_to(stocked, "Hilal al-Maskari")
    entities.set_office(
        workspace, stocked.entities.desk.entity, "amy", None, Office("envoy", "Oman", "2010")
    )
    press(stocked, Key.Key_Space)
    go_to(stocked, "H. Maskari")
    press(stocked, Key.Key_Space, Key.Key_M)
    merging = stocked.entities.merging
    (card,) = merging.pane.cards
    assert card.words.startswith("A mention in 2016 gives the office “said”. The same one?")
    card.segments.setFocus()
    press(stocked, Key.Key_Right, Key.Key_Return)
    assert merging.pane.table.rows[0] == ("mentions", "1 + 1", "1", "")
    assert QApplication.focusWidget() is merging.pane.cards[0].segments
    merging.pane.apply.setFocus()
    press(stocked, Key.Key_Return)
    assert "H. Maskari" in names(stocked)


def test_merging_needs_two(stocked):
    press(stocked, Key.Key_M)
    assert "Tick two" in stocked.window.notice.accessibleName()


def test_mentions_are_ticked_and_split_off(stocked):
    go_to(stocked, "Muscat")
    press(stocked, Key.Key_S)
    page = stocked.entities
    assert page.detail.mentions.hasFocus()
    press(stocked, Key.Key_Down, Key.Key_Space)
    pane = page.splitting.pane
    assert pane.sentence.text == "1 of 2 mentions goes to"
    pane.field.setFocus()
    typed(stocked, "Muscat (port)")
    assert pane.told.text() == "“Muscat (port)” is new."
    press(stocked, Key.Key_Return)
    assert page.desk.entity.name == "Muscat (port)"
    assert [m.words for m in mentions_of(stocked, "Muscat (port)")] == ["MUSCAT"]
    press(stocked, (Key.Key_Z, CTRL))
    assert page.desk.entity.name == "Muscat"
    assert len(page.desk.mentions) == 2


def mentions_of(desk, name):
    workspace = desk.work.session.workspace
    key = next(
        EntityId(key) for key in register.find(workspace, EntityQuery(words=name))
    )  # fmt: skip
    keys = [SpanId(one) for one in register.mention_ids(workspace, key)]
    return list(register.mentions(workspace, keys).values())


def test_mentions_go_to_an_entity_of_the_register_whose_name_is_typed(stocked):
    go_to(stocked, "Muscat")
    press(stocked, Key.Key_S, Key.Key_Space)
    pane = stocked.entities.splitting.pane
    pane.field.setFocus()
    typed(stocked, "Hilal")
    assert [button.text() for button in pane.choices] == ["Hilal al-Maskari · 1 mention"]
    pane.choices[0].click()
    assert "is in the register" in pane.told.text()
    press(stocked, Key.Key_Return)
    assert stocked.entities.desk.entity.name == "Hilal al-Maskari"
    assert len(stocked.entities.desk.mentions) == 2


def test_only_an_unused_entity_is_deleted(stocked):
    go_to(stocked, "Muscat")
    press(stocked, Key.Key_Delete)
    assert "is in use" in stocked.window.notice.accessibleName()
    go_to(stocked, "Nobody")
    press(stocked, Key.Key_Backspace)
    assert "Nobody" not in names(stocked)
    press(stocked, (Key.Key_Z, CTRL))
    assert stocked.entities.desk.entity.name == "Nobody"


def test_esc_steps_back_to_the_text(stocked):
    press(stocked, Key.Key_Space, Key.Key_F6)
    assert not stocked.entities.register.list.hasFocus()
    press(stocked, Key.Key_Escape)
    assert stocked.entities.register.list.hasFocus()
    press(stocked, Key.Key_Escape)
    assert stocked.entities.register.ticked == []
    press(stocked, Key.Key_Escape)
    assert stocked.page.isVisible()


def test_what_another_window_changes_is_shown_and_never_overwritten(stocked):
    workspace = stocked.work.session.workspace
    go_to(stocked, "H. Maskari")
    one = stocked.entities.desk.entity
    other = type(workspace).open(str(workspace.path))
    entities.set_note(other, one, "ben", "Ben's note")
    other.close()
    press(stocked, Key.Key_N)
    typed(stocked, "Amy's note")
    press(stocked, Key.Key_Return)
    assert "changed in another window" in stocked.window.notice.accessibleName()
    assert stocked.entities.desk.entity.note == "Ben's note"
    press(stocked, Key.Key_Escape)


def test_narrow_windows_put_the_detail_below_the_list(stocked):
    stocked.window.resize(1024, 700)
    QApplication.processEvents()
    page = stocked.entities
    assert page.detail.mapTo(page, page.detail.rect().topLeft()).y() >= page.register.height()
    stocked.window.resize(1440, 900)
    QApplication.processEvents()
    assert page.detail.mapTo(page, page.detail.rect().topLeft()).y() < 10


# --- ways to the desk ----------------------------------------------------------------------------


def test_shift_l_on_a_tag_opens_its_entity_on_the_desk(stocked):
    press(stocked, (Key.Key_1, CTRL))
    span = next(one for one in stocked.desk.tags.spans if one.text == "al-Maskari")
    stocked.desk.select_span(span.id)
    press(stocked, (Key.Key_L, SHIFT))
    assert stocked.entities.isVisible()
    assert stocked.entities.desk.entity.name == "H. Maskari"


def test_the_inspectors_list_and_card_lead_to_the_desk(stocked, qtbot):
    press(stocked, (Key.Key_1, CTRL))
    inspector = stocked.page.inspector
    qtbot.waitUntil(lambda: len(inspector.entities.rows.rows) > 0)
    inspector.entities.setFocus()
    wanted = inspector.entities.item_at(inspector.entities.currentIndex().row())
    press(stocked, (Key.Key_L, SHIFT))
    assert stocked.entities.desk.entity.name == wanted.name


def test_the_palettes_entities_open_on_the_desk(stocked, qtbot):
    press(stocked, (Key.Key_1, CTRL))
    stocked.run("view.palette")
    palette = stocked.window.overlay("palette", lambda: None)
    palette.input.setText("@hilal")
    qtbot.waitUntil(lambda: len(palette.items) == 1)
    qtbot.keyClick(palette.input, Key.Key_Return)
    QApplication.processEvents()
    assert stocked.entities.isVisible()
    assert stocked.entities.desk.entity.name == "Hilal al-Maskari"


def test_undo_of_a_change_to_the_register_leaves_the_article_where_it_is(stocked):
    go_to(stocked, "Muscat")
    press(stocked, Key.Key_F2)
    typed(stocked, "Masqat")
    press(stocked, Key.Key_Return, (Key.Key_1, CTRL))
    stocked.open("riga")
    press(stocked, (Key.Key_Z, CTRL))
    assert stocked.desk.article.name == "riga"
    assert stocked.page.isVisible()


def test_undo_of_a_tag_goes_to_the_article_also_from_the_desk(stocked):
    workspace = stocked.work.session.workspace
    found = suggestions.pending(workspace, stocked.desk.article.id, "amy")
    press(stocked, (Key.Key_1, CTRL))
    stocked.desk.show_suggestion(found[0].id)
    press(stocked, Key.Key_Return, (Key.Key_3, CTRL), (Key.Key_Z, CTRL))
    assert stocked.desk.current_suggestion is not None


# --- parts ---------------------------------------------------------------------------------------


def test_words_become_a_field_that_keeps_what_is_refused(qtbot, look):
    said = []
    edit = InlineEdit(look, "name", lambda text: said.append(text) or text != "bad")
    qtbot.addWidget(edit)
    edit.show_text("good", act="Add")
    with qtbot.waitActive(edit):
        edit.show()
    edit.edit()
    edit.field.setText("bad")
    qtbot.keyClick(edit.field, Key.Key_Return)
    assert edit.editing
    edit.field.setText("better")
    qtbot.keyClick(edit.field, Key.Key_Return)
    assert not edit.editing
    assert said == ["bad", "better"]


def test_runs_break_where_they_do_not_fit(qtbot, look):
    runs = Runs(look, 15)
    qtbot.addWidget(runs)
    runs.show_runs([("One name", True, "text"), (" goes into ", False, "text"),
                    ("another long name", True, "text")])  # fmt: skip
    assert runs.heightForWidth(1000) < runs.heightForWidth(200)
    assert runs.text == "One name goes into another long name"


def test_pills_flow_into_rows(qtbot, look):
    flow = Flow(look)
    qtbot.addWidget(flow)
    flow.resize(400, 100)
    flow.show_items([NamePill(look, "A name", 3, known=True, own=False) for _ in range(9)])
    assert flow.heightForWidth(120) > flow.heightForWidth(4000)


def test_mentions_are_spoken_with_their_words():
    from annotator.domain.extent import Extent

    mention = MentionRow(
        SpanId(1), 1, Extent(0, 6), "GPE", "in ", "Muscat", " on Monday", "Talks", "2016-03", "amy",
        closed=False,
    )  # fmt: skip
    assert MentionModel(lambda keys: {}).spoken(mention) == (
        "in Muscat on Monday, Talks, Mar 2016, amy"
    )
