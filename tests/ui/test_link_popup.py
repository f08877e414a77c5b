"""The small panels over the window, by keys: an entity for a mention, a zone."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from annotator.domain.annotation import EntityId
from annotator.domain.article import ZoneKind
from annotator.ui.inspector.link_popup import LinkPopup
from annotator.ui.inspector.values import EntityChoice, NewChoice, NoChoice
from annotator.ui.inspector.zone_popup import ZonePopup

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def emitted(signal):
    got = []
    signal.connect(lambda *values: got.append(values[0] if len(values) == 1 else values))
    return got


REGISTER = [
    EntityChoice(
        EntityId(1), "PERSON", "Daniyar Abenov", ("Abenov",), 118, 29, "as before here", "envoy"
    ),
    EntityChoice(EntityId(2), "PERSON", "Timur Abenov", (), 1),
]


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    made.resize(600, 500)
    qtbot.addWidget(made)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


@pytest.fixture
def link(window, look):
    def search(text):
        return [one for one in REGISTER if (text or "Abenov").casefold() in one.name.casefold()]

    def new(kind, name):
        taken = name == "Daniyar Abenov"
        return NewChoice(kind, f"{name} (2)" if taken else name, name if taken else "")

    made = LinkPopup(look, search, new, window)
    ask(made, linked="Timur Abenov")
    return made


def ask(popup, words="Abenov", linked=""):
    popup.open_for(words, kind="PERSON", linked=linked, anchor=QRect(10, 10, 50, 20))


def test_the_candidates_for_the_words_come_first_and_enter_links(link, qtbot):
    assert [row.words if isinstance(row, NoChoice) else row.name for row in link.rows] == [
        "Daniyar Abenov",
        "Timur Abenov",
        "Abenov",
        "No entity",
    ]
    with qtbot.waitSignal(link.entity_chosen) as chosen:
        qtbot.keyClick(link.field, KEY.Key_Return)
    assert chosen.args == [EntityId(1)]
    assert link.isHidden()


def test_typing_filters_and_arrows_choose(link, qtbot):
    qtbot.keyClicks(link.field, "timur")
    assert link.rows[0] == REGISTER[1]
    made = emitted(link.entity_made)
    qtbot.keyClick(link.field, KEY.Key_Down)
    qtbot.keyClick(link.field, KEY.Key_Down)
    qtbot.keyClick(link.field, KEY.Key_Return)
    assert made == [NewChoice("PERSON", "timur")]


def test_a_row_says_why_how_often_and_what_tells_it_from_a_namesake(link):
    model = link.choices
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "PERSON, Daniyar Abenov, as before here · envoy · Abenov, 118 mentions in 29 articles"
    )
    assert REGISTER[1].counted == "1 mention"
    assert EntityChoice(EntityId(3), "GPE", "Oman", mentions=2, articles=1).counted == (
        "2 mentions in 1 article"
    )


@pytest.mark.parametrize("modifier", [CONTROL, Qt.KeyboardModifier.ShiftModifier])
def test_one_key_makes_an_entity_and_does_not_reach_the_window(link, window, qtbot, modifier):
    complete = QAction(window)
    complete.setShortcut("Ctrl+Return")
    window.addAction(complete)
    completed, made = emitted(complete.triggered), emitted(link.entity_made)
    qtbot.keyClicks(link.field, "Daniyar  Abenov (senator)")
    qtbot.keyClick(link.field, KEY.Key_Return, modifier)
    assert made == [NewChoice("PERSON", "Daniyar Abenov (senator)")]
    assert completed == []


def test_a_name_that_is_taken_says_so_and_another_is_proposed(link, qtbot):
    qtbot.keyClicks(link.field, "Daniyar Abenov")
    new = link.rows[-1]
    assert (new.words, new.told) == (
        "New entity “Daniyar Abenov (2)”",
        "“Daniyar Abenov” is taken by another PERSON.",
    )
    made = emitted(link.entity_made)
    qtbot.keyClick(link.field, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert made == [new]


def test_ctrl_and_the_key_of_a_label_choose_the_type_of_the_new_entity(link, qtbot):
    made = emitted(link.entity_made)
    qtbot.keyClick(link.field, KEY.Key_2, CONTROL)
    assert link.current == NewChoice("ORG", "Abenov")
    qtbot.keyClick(link.field, KEY.Key_8, CONTROL)  # a date is no entity
    qtbot.keyClick(link.field, KEY.Key_Return)
    assert made == [NewChoice("ORG", "Abenov")]


def test_where_nothing_is_found_enter_makes_it(link, qtbot):
    assert link.message.text() == ""
    qtbot.keyClicks(link.field, "sado")
    assert link.message.text() == "No entity is called “sado”. Enter makes one."
    made = emitted(link.entity_made)
    qtbot.keyClick(link.field, KEY.Key_Return)
    assert made == [NewChoice("PERSON", "sado")]


def test_an_unlikely_candidate_is_not_taken_by_a_quick_enter(window, look, qtbot):
    unlikely = EntityChoice(EntityId(5), "GPE", "Iraq", reason="spelled alike", doubtful=True)
    popup = LinkPopup(look, lambda _text: [unlikely], NewChoice, window)
    ask(popup, "Iran")
    assert popup.current == NewChoice("PERSON", "Iran")
    qtbot.keyClick(popup.field, KEY.Key_Up)
    assert popup.current == unlikely


@pytest.mark.parametrize("key", [KEY.Key_Backspace, KEY.Key_Delete])
def test_backspace_unlinks_only_in_the_empty_field(link, qtbot, key):
    unlinked = emitted(link.unlinked)
    qtbot.keyClicks(link.field, "a")
    qtbot.keyClick(link.field, KEY.Key_Backspace)
    assert unlinked == []
    qtbot.keyClick(link.field, key)
    assert len(unlinked) == 1


def test_the_last_row_unlinks_too(link, qtbot):
    unlinked = emitted(link.unlinked)
    qtbot.keyClick(link.field, KEY.Key_PageDown)
    assert isinstance(link.current, NoChoice)
    qtbot.keyClick(link.field, KEY.Key_Return)
    assert len(unlinked) == 1


def test_backspace_does_nothing_where_there_is_no_link(link, qtbot):
    link.leave()
    ask(link)
    unlinked = emitted(link.unlinked)
    qtbot.keyClick(link.field, KEY.Key_Backspace)
    assert unlinked == []
    assert not any(isinstance(row, NoChoice) for row in link.rows)
    assert link.isVisible()


def test_tab_takes_the_other_mentions_along_or_not(link, qtbot):
    assert not link.certain.isVisible()
    link.show_others("and 2 other mentions here: Abenov 2", "and 1 that may mean it: Timur 1")
    assert (link.certain.isChecked(), link.doubtful.isChecked()) == (True, False)
    changed = emitted(link.ticks_changed)
    qtbot.keyClick(link.field, KEY.Key_Tab)
    qtbot.keyClick(link.field, KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert (link.certain.isChecked(), link.doubtful.isChecked()) == (False, True)
    assert len(changed) == 2
    assert link.field.hasFocus()
    assert link.window().rect().contains(link.geometry())
    link.show_others("", "")
    qtbot.keyClick(link.field, KEY.Key_Tab)
    assert not link.certain.isChecked()


def test_every_row_that_becomes_current_is_told(link, qtbot):
    told = emitted(link.row_changed)
    qtbot.keyClick(link.field, KEY.Key_Down)
    qtbot.keyClicks(link.field, "t")
    assert told == [REGISTER[1], REGISTER[1]]


def test_esc_and_a_press_elsewhere_close_and_give_the_focus_back(link, window, qtbot):
    closed = emitted(link.closed)
    qtbot.keyClick(link.field, KEY.Key_Escape)
    assert window.hasFocus()
    ask(link, linked="Timur Abenov")
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=window.rect().bottomRight() / 1.02)
    assert link.isHidden()
    assert len(closed) == 2


def test_a_popup_stays_inside_the_window(link, window):
    link.leave()
    link.open_for("Abenov", kind="PERSON", anchor=QRect(590, 480, 10, 20))
    assert window.rect().contains(link.geometry())


@pytest.mark.parametrize(
    ("key", "kind"), [("1", ZoneKind.HEADLINE), ("4", ZoneKind.BOILERPLATE), ("5", None)]
)
def test_a_digit_chooses_a_zone(window, look, qtbot, key, kind):
    popup = ZonePopup(look, window)
    popup.open_for(ZoneKind.BYLINE, QRect(10, 10, 50, 20))
    with qtbot.waitSignal(popup.zone_chosen) as chosen:
        qtbot.keyClicks(popup, key)
    assert chosen.args == [kind]
    assert popup.isHidden()


def test_arrows_start_from_the_present_zone(window, look, qtbot):
    popup = ZonePopup(look, window)
    popup.open_for(ZoneKind.BYLINE, QRect(10, 10, 50, 20))
    chosen = emitted(popup.zone_chosen)
    qtbot.keyClick(popup, KEY.Key_Down)
    qtbot.keyClick(popup, KEY.Key_Return)
    assert chosen == [ZoneKind.BOILERPLATE]
    popup.open_for(None, QRect(10, 10, 50, 20))
    assert not popup.grab().isNull()
    qtbot.mouseClick(popup, Qt.MouseButton.LeftButton, pos=popup.rect().center())
    assert chosen[-1] == ZoneKind.BYLINE
