import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from annotator.domain.annotation import Entity, EntityId, Filler, Frame, FrameId, Span, SpanId
from annotator.domain.extent import Extent
from annotator.domain.scheme import Attribute, FrameType, Role
from annotator.ui.inspector.filler_flow import wrapped
from annotator.ui.inspector.frame_card import FillerView, FrameCard
from annotator.ui.inspector.pane import Inspector
from annotator.ui.look import Look

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def view(role, number, label, name, words="", **target):
    filler = Filler(role, **(target or {"span": SpanId(number)}))
    return FillerView(filler, label, name, words)


SPEAKER = view("speaker", 1, "PERSON", "Daniyar Abenov", "Abenov")
CONTENTS = [
    view("content", 3, "CONTENT", "", "Observer status for Oman would serve every member,"),
    view("content", 4, "CONTENT", "", "but it cannot be rushed before the summit in June."),
]
FILLERS = {
    "speaker": [SPEAKER],
    "cue": [view("cue", 2, "CUE", "said", "said")],
    "content": CONTENTS,
    "outlet": [view("outlet", 5, "OUTLET", "Caspian News Agency", "Caspian News Agency")],
}
STATEMENT = Frame(
    FrameId(7),
    "f7",
    "Statement",
    implied=("addressee",),
    attributes={"mode": "direct", "speaker_by": "mention"},
)
STANCE = Frame(FrameId(8), "f8", "Stance", attributes={"intensity": 2})
MEETING = Frame(FrameId(9), "f9", "Meeting", attributes={"kind": "visit", "status": "held"})


def show(card, frame=STATEMENT, fillers=FILLERS, *, armed="", lacks=(), number=1, total=4):
    look = card.look if isinstance(card, FrameCard) else card.frame.look
    kind = look.scheme.frame_type_by_name[frame.type]
    card.show_frame(frame, kind, fillers, armed=armed, lacks=lacks, number=number, total=total)
    for _ in range(2):
        QApplication.processEvents()


@pytest.fixture
def card(qtbot, look):
    made = FrameCard(look)
    made.resize(344, 600)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    show(made)
    return made


@pytest.fixture
def pane(qtbot, look):
    made = Inspector(look)
    made.resize(376, 860)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def emitted(signal):
    got = []
    signal.connect(lambda *values: got.append(values[0] if len(values) == 1 else values))
    return got


def point_at(widget, place):
    """Move the mouse over a widget; QTest would leave the cursor there for the tests to come."""
    none = Qt.MouseButton.NoButton
    at, outer = QPointF(place), QPointF(widget.mapToGlobal(place))
    move = QMouseEvent(QEvent.Type.MouseMove, at, outer, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, move)


def click(qtbot, widget, rect=None):
    place = QPoint(20, 6) if rect is None else rect.center().toPoint()
    point_at(widget, place)
    qtbot.mouseClick(widget, LEFT, pos=place)


# --- what it says -----------------------------------------------------------------------------


def test_the_head_says_type_place_and_state(card):
    assert card.head.words == "Statement, 1 of 4, complete"
    assert card.accessibleName() == card.head.words
    assert card.frame_id == FrameId(7)
    show(card, lacks=["Statement: no target yet.", "Needs two participants."], number=2)
    assert card.head.words == "Statement, 2 of 4, No target yet. Needs two participants."


def test_a_lack_that_does_not_fit_the_head_stands_below_it(card):
    low = card.head.height()
    show(card, lacks=["No content yet.", "No speaker yet."])
    assert card.head.height() == low
    show(card, lacks=["Speaker usually takes PERSON, ORG, GPE, NORP, OUTLET, ROLE."])
    assert card.head.height() > low


def test_more_than_fits_the_head_is_counted_as_something_to_look_at(card):
    show(card, lacks=[
        "“Nikolay Starodubov” (PERSON) is unusual as trigger. This role takes a TRIGGER.",
        "“Ingrid Solvang” (PERSON) is unusual as trigger. This role takes a TRIGGER.",
    ])  # fmt: skip
    assert card.head._state(360)[0] == "2 to look at"


def test_slots_say_what_fills_them(card):
    assert card.slot("speaker").words == "speaker, PERSON Daniyar Abenov “Abenov”"
    assert card.slot("cue").words == "cue, CUE said"
    assert card.slot("content").words.startswith("content, 1 Observer status")
    assert ", 2 but it cannot" in card.slot("content").words
    assert card.slot("addressee").words == "addressee, implied"
    assert card.slot("speaker").accessibleName() == card.slot("speaker").words
    assert "mode direct" in card.words


def test_empty_slots_say_whether_they_are_needed(card):
    show(card, replace(STATEMENT, implied=()), {})
    assert card.slot("content").words == "content, needed"
    assert card.slot("content").needed
    assert card.slot("cue").words == "cue, –"


def test_one_fragment_has_no_number(card):
    show(card, fillers={"content": CONTENTS[:1]})
    assert card.slot("content").words.startswith("content, Observer status")


@pytest.mark.parametrize(
    ("frame", "role", "fillers", "hint"),
    [
        (STATEMENT, "content", FILLERS, "Select words; F adds them as 3"),
        (STATEMENT, "content", {}, "Select the words attributed"),
        (STATEMENT, "speaker", {}, "Select words, or L finds a name"),
        (STATEMENT, "cue", FILLERS, "Select other words to replace it"),
        (STANCE, "statement", {}, "Choose a statement in the text or list"),
    ],
)
def test_the_armed_slot_says_what_to_do(card, frame, role, fillers, hint):
    show(card, frame, fillers, armed=role)
    assert card.slot(role).is_armed
    assert card.slot(role).words.endswith(hint)
    show(card, frame, fillers)
    assert hint not in card.slot(role).words


def test_another_key_for_fragments_is_named(card):
    card.show_keys(lambda name: {"frame.fragment": "Ctrl+J"}.get(name, ""))
    show(card, armed="content")
    assert "Ctrl J adds them as 3" in card.slot("content").words


def test_slots_are_as_high_as_what_they_hold(card):
    assert card.slot("speaker").height() == 34
    assert card.slot("content").height() > 70
    many = [view("addressee", 10 + n, "PERSON", f"Somebody Number {n}") for n in range(9)]
    show(card, fillers={"addressee": many})
    slot = card.slot("addressee")
    assert slot.height() > 150
    assert slot.rect().contains(slot.item_rect(8).toAlignedRect())


def test_long_and_strange_words_stay_inside(card):
    words = "🤝" * 30 + "Donaudampfschifffahrtsgesellschaft" * 4 + " <b>x</b> & \n y"
    odd = [view("content", 3, "CONTENT", "", words), view("content", 4, "CONTENT", "", " ")]
    show(card, fillers={"content": odd, "speaker": [view("speaker", 1, "PERSON", words, words)]})
    for role, count in (("content", 2), ("speaker", 1)):
        slot = card.slot(role)
        for number in range(count):
            assert slot.item_rect(number).right() <= slot.width()


def test_wrapping_keeps_every_character(look):
    text = "🤝 one two three 🤝🤝 four"
    lines = wrapped(text, look.font(), 60, 40)
    assert len(lines) > 2
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped(text, look.font(), 60, 2)[-1].endswith("…")
    assert wrapped("", look.font(), 60, 2) == ("",)


# --- mouse ------------------------------------------------------------------------------------


def test_a_click_beside_the_fillers_arms_a_slot(card, qtbot):
    armed, chosen = emitted(card.role_armed), emitted(card.filler_chosen)
    click(qtbot, card.slot("content"))
    click(qtbot, card.slot("addressee"))
    assert (armed, chosen) == (["content", "addressee"], [])


def test_a_click_on_a_filler_reveals_it(card, qtbot):
    armed, chosen = emitted(card.role_armed), emitted(card.filler_chosen)
    click(qtbot, card.slot("speaker"), card.slot("speaker").item_rect(0))
    click(qtbot, card.slot("content"), card.slot("content").item_rect(1))
    assert (armed, chosen) == ([], [SPEAKER.filler, CONTENTS[1].filler])


def test_the_cross_of_a_filler_removes_it(card, qtbot):
    removed, chosen = emitted(card.filler_removed), emitted(card.filler_chosen)
    slot = card.slot("content")
    point_at(slot, slot.item_rect(0).center().toPoint())
    qtbot.mouseClick(slot, LEFT, pos=slot.cross_rect(0).center().toPoint())
    assert (removed, chosen) == ([CONTENTS[0].filler], [])


def test_a_cross_that_is_not_shown_removes_nothing(card, qtbot):
    removed, armed = emitted(card.filler_removed), emitted(card.role_armed)
    slot = card.slot("cue")
    qtbot.mouseClick(slot, LEFT, pos=slot.cross_rect(0).center().toPoint())
    assert (removed, armed) == ([], ["cue"])


def test_letting_go_elsewhere_does_nothing(card, qtbot):
    armed, chosen = emitted(card.role_armed), emitted(card.filler_chosen)
    slot = card.slot("speaker")
    qtbot.mousePress(slot, LEFT, pos=slot.item_rect(0).center().toPoint())
    qtbot.mouseRelease(slot, LEFT, pos=QPoint(20, 6))
    assert (armed, chosen) == ([], [])


def test_the_menu_deletes_the_frame(card):
    deleted = emitted(card.delete_requested)
    menu = QMenu(card)
    (action,) = card.menu_actions(menu)
    assert action.text() == "Delete statement"
    action.trigger()
    assert len(deleted) == 1


# --- keyboard ---------------------------------------------------------------------------------


def test_tab_goes_through_slots_and_values_in_order(card, qtbot):
    card.focus_first()
    seen = []
    for _ in range(7):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(seen[-1], KEY.Key_Tab)
    slots = [card.slot(role) for role in ("speaker", "cue", "content", "addressee", "outlet")]
    assert seen == [*slots, card.row("mode").segments, card.row("speaker_by").segments]
    card.row("speaker_by").segments.setFocus()
    qtbot.keyClick(card.row("speaker_by").segments, KEY.Key_Backtab)
    assert card.row("mode").segments.hasFocus()


def test_enter_or_typing_asks_for_an_entity(card, qtbot):
    wanted = emitted(card.entity_wanted)
    card.focus_role("speaker")
    slot = QApplication.focusWidget()
    assert slot is card.slot("speaker")
    qtbot.keyClick(slot, KEY.Key_Return)
    assert card.typed == ""
    qtbot.keyClicks(slot, "A")
    assert card.typed == "A"
    assert wanted == ["speaker", "speaker"]


def test_enter_arms_a_slot_that_no_entity_can_fill(card, qtbot):
    wanted, armed = emitted(card.entity_wanted), emitted(card.role_armed)
    qtbot.keyClick(card.slot("content"), KEY.Key_Return)
    qtbot.keyClicks(card.slot("content"), "a3,")
    qtbot.keyClick(card.slot("speaker"), KEY.Key_Space)
    assert (wanted, armed) == ([], ["content", "speaker"])


def test_i_toggles_implied_and_backspace_empties(card, qtbot):
    implied, emptied = emitted(card.implied_toggled), emitted(card.role_emptied)
    qtbot.keyClicks(card.slot("cue"), "i")
    for role in ("content", "addressee", "outlet"):
        qtbot.keyClick(card.slot(role), KEY.Key_Backspace)
    assert implied == ["cue", "addressee"]
    assert emptied == ["content", "outlet"]
    show(card, fillers={})
    qtbot.keyClick(card.slot("outlet"), KEY.Key_Backspace)
    assert len(emptied) == 2


def test_arrows_reach_one_filler(card, qtbot):
    removed, chosen = emitted(card.filler_removed), emitted(card.filler_chosen)
    card.focus_role("content")
    slot = card.slot("content")
    qtbot.keyClick(slot, KEY.Key_Right)
    qtbot.keyClick(slot, KEY.Key_Right)
    qtbot.keyClick(slot, KEY.Key_Return)
    qtbot.keyClick(slot, KEY.Key_Left)
    qtbot.keyClick(slot, KEY.Key_Backspace)
    assert (removed, chosen) == ([CONTENTS[0].filler], [CONTENTS[1].filler])


def test_keys_with_ctrl_are_left_to_the_window(card, qtbot):
    signals = (card.entity_wanted, card.implied_toggled, card.role_emptied)
    got = [emitted(signal) for signal in signals]
    for key in (KEY.Key_I, KEY.Key_A, KEY.Key_Backspace):
        qtbot.keyClick(card.slot("speaker"), key, Qt.KeyboardModifier.ControlModifier)
    assert got == [[], [], []]


def test_esc_leaves(card, qtbot):
    left = emitted(card.left)
    qtbot.keyClick(card.slot("cue"), KEY.Key_Escape)
    qtbot.keyClick(card.row("mode").segments, KEY.Key_Escape)
    assert len(left) == 2


# --- values -----------------------------------------------------------------------------------


def test_digits_choose_a_value_and_the_same_one_clears(card, qtbot):
    chosen = emitted(card.attribute_chosen)
    segments = card.row("mode").segments
    qtbot.keyClicks(segments, "3")
    qtbot.keyClicks(segments, "3")
    qtbot.keyClicks(segments, "9")
    assert chosen == [("mode", "mixed"), ("mode", None)]


def test_integers_are_shown_by_their_names(card, qtbot):
    chosen = emitted(card.attribute_chosen)
    show(card, STANCE, {})
    assert card.row("intensity").segments.value == 2
    qtbot.keyClicks(card.row("intensity").segments, "3")
    qtbot.keyClick(card.row("intensity").segments, KEY.Key_Backspace)
    assert chosen == [("intensity", 3), ("intensity", None)]


def test_many_values_are_a_menu_with_the_same_digits(card, qtbot):
    show(card, STANCE, {})
    chosen = emitted(card.attribute_chosen)
    row = card.row("topic")
    assert row.control is row.menu
    assert row.menu.words == "not chosen"
    qtbot.keyClicks(row.menu, "3")
    assert row.menu.words == "3  counter-terrorism"
    qtbot.keyClicks(row.menu, "38")
    menu = QMenu(card)
    actions = row.menu.menu_actions(menu)
    assert [action.text() for action in actions[:2]] == ["not chosen", "&1  iran-russia-relations"]
    row.menu.take("other")
    qtbot.keyClick(row.menu, KEY.Key_Backspace)
    assert [value for _, value in chosen] == ["counter-terrorism", None, "other", None]


def test_a_value_that_the_scheme_does_not_know_is_shown(card):
    show(card, replace(STANCE, attributes={"topic": "fisheries"}), {})
    assert card.row("topic").menu.words == "fisheries"


def test_a_wide_card_shows_more_values_side_by_side(card):
    show(card, MEETING, {})
    row = card.row("kind")
    assert row.control is row.menu
    card.resize(800, 500)
    QApplication.processEvents()
    assert row.control is row.segments
    assert row.segments.isVisible()
    assert not row.menu.isVisible()


def test_a_date_is_checked_before_it_is_emitted(card, qtbot):
    show(card, MEETING, {})
    chosen = emitted(card.attribute_chosen)
    row = card.row("date_value")
    qtbot.keyClicks(row.field, "March")
    qtbot.keyClick(row.field, KEY.Key_Return)
    assert chosen == []
    assert "no date" in row.problem
    row.field.selectAll()
    qtbot.keyClicks(row.field, "2016-03")
    qtbot.keyClick(row.field, KEY.Key_Return)
    assert chosen == [("date_value", "2016-03")]


def test_typing_survives_a_change_elsewhere_and_is_handed_out_before_another_frame(card, qtbot):
    show(card, MEETING, {})
    got = []
    card.attribute_chosen.connect(lambda *values: got.append((card.frame_id, *values)))
    field = card.row("date_value").field
    qtbot.keyClicks(field, "2016-03-14")
    show(card, replace(MEETING, attributes={"kind": "call"}), {}, armed="place")
    assert field.text() == "2016-03-14"
    show(card, replace(MEETING, id=FrameId(10)), {})
    assert got == [(FrameId(9), "date_value", "2016-03-14")]
    assert field.text() == ""


# --- reuse ------------------------------------------------------------------------------------


def test_another_frame_of_the_type_makes_no_widgets_and_keeps_the_focus(card):
    slot = card.slot("cue")
    card.focus_role("cue")
    show(card, replace(STATEMENT, id=FrameId(11)), {}, number=2)
    assert card.slot("cue") is slot
    assert slot.hasFocus()
    show(card, STANCE, {})
    assert card.slot("holder").hasFocus()
    assert card.slot("cue") is None
    show(card)
    assert card.slot("cue") is slot
    assert not card.slot("cue").isHidden()


def test_a_type_of_another_scheme_is_made_anew(card):
    kind = FrameType("Statement", "S", roles=(Role("who", labels=("*",)),))
    card.show_frame(STATEMENT, kind, {}, armed="who", lacks=(), number=1, total=1)
    QApplication.processEvents()
    assert card.slot("speaker") is None
    assert card.slot("who").is_armed
    attributes = (Attribute("size", "choice", ("a", "b")),)
    card.show_frame(STATEMENT, FrameType("Bare", ""), {}, armed="", lacks=(), number=0, total=0)
    card.focus_first()
    bare = FrameType("Values", "", attributes=attributes)
    card.show_frame(STATEMENT, bare, {}, armed="", lacks=(), number=0, total=0)
    QApplication.processEvents()
    card.focus_first()
    assert card.row("size").segments.hasFocus()
    assert card.head.words == "Values, complete"


def test_arming_another_slot_is_fast(card):
    kind = card.look.scheme.frame_type_by_name["Statement"]
    took = []
    for step in range(30):
        armed = ("speaker", "content", "outlet")[step % 3]
        start = time.perf_counter()
        card.show_frame(STATEMENT, kind, FILLERS, armed=armed, lacks=(), number=1, total=4)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.005


# --- look -------------------------------------------------------------------------------------


def pixels(widget):
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_edge_has_the_colour_of_the_type_in_both_themes(card, look):
    for theme in ("light", "dark"):
        look.choose_theme(theme)
        QApplication.processEvents()
        image = pixels(card)
        for y in (40, card.height() - 40):
            assert image.pixelColor(1, y) == look.frame("Statement").line


def test_the_armed_slot_stands_on_its_tint(card, look):
    def ground(role):
        slot = card.slot(role)
        return pixels(slot).pixelColor(slot.width() - 8, slot.height() // 2)

    show(card, armed="content")
    assert ground("content") == look.theme.acctint
    assert ground("outlet") != QColor(look.theme.acctint)


def test_a_larger_interface_makes_higher_slots(card, look):
    before = card.slot("content").height()
    look.choose_sizes(18, 17)
    for _ in range(3):
        QApplication.processEvents()
    assert card.slot("cue").height() == look.scaled(34)
    assert card.slot("content").height() > before


def test_the_keyboard_s_focus_is_drawn(card, look):
    entity = view("holder", 0, "", "Jordan", entity=EntityId(1))
    frame = view("statement", 0, "", "Abenov: it cannot be rushed", frame=FrameId(7))
    show(card, STANCE, {"holder": [entity], "statement": [frame]}, armed="target", lacks=["No x."])
    for role in ("holder", "statement"):
        slot = card.slot(role)
        before = slot.grab().toImage()
        slot.setFocus(Qt.FocusReason.TabFocusReason)
        assert slot.grab().toImage() != before
    for row in ("polarity", "topic"):
        before = card.row(row).grab().toImage()
        card.row(row).control.setFocus(Qt.FocusReason.TabFocusReason)
        assert card.row(row).grab().toImage() != before


# --- in the inspector -------------------------------------------------------------------------


def test_the_pane_shows_a_frame_and_forwards_what_is_asked_for(pane, qtbot):
    show(pane, armed="content")
    assert pane.frame_subject == FrameId(7)
    assert pane.subject is None
    assert pane.head.words == "Selected"
    assert pane.frame.isVisible()
    card = pane.frame
    signals = (
        (pane.frame_role_armed, card.role_armed, ("cue",)),
        (pane.frame_role_emptied, card.role_emptied, ("cue",)),
        (pane.frame_filler_removed, card.filler_removed, (SPEAKER.filler,)),
        (pane.frame_implied_toggled, card.implied_toggled, ("cue",)),
        (pane.frame_attribute_chosen, card.attribute_chosen, ("mode", None)),
        (pane.frame_filler_chosen, card.filler_chosen, (SPEAKER.filler,)),
        (pane.frame_entity_wanted, card.entity_wanted, ("speaker",)),
        (pane.frame_delete_requested, card.delete_requested, ()),
        (pane.left, card.left, ()),
    )
    for outer, inner, values in signals:
        with qtbot.waitSignal(outer) as got:
            inner.emit(*values)
        assert tuple(got.args) == values


def test_showing_something_else_forgets_the_frame(pane, qtbot):
    show(pane, MEETING, {})
    got = []
    pane.frame_attribute_chosen.connect(lambda *values: got.append((pane.frame_subject, *values)))
    qtbot.keyClicks(pane.frame.row("date_value").field, "2016")
    span = Span(SpanId(1), "s1", Extent(0, 6), "PERSON", "Abenov")
    pane.show_span(span, Entity(EntityId(1), "PERSON", "Daniyar Abenov"))
    assert got == [(FrameId(9), "date_value", "2016")]
    assert pane.frame_subject is None
    assert not pane.frame.isVisible()
    show(pane)
    assert pane.subject is None
    pane.show_nothing()
    assert pane.frame_subject is None


def test_the_pane_gives_the_focus_to_the_card(pane):
    show(pane)
    pane.focus_first()
    assert pane.frame.slot("speaker").hasFocus()
    pane.focus_role("content")
    assert pane.frame.slot("content").hasFocus()
    pane.focus_role("nobody")
    assert pane.frame.slot("content").hasFocus()


def test_tab_order_in_the_pane_follows_the_card_and_then_the_lists(pane, qtbot):
    show(pane)
    show(pane, STANCE, {})
    pane.focus_first()
    seen = []
    for _ in range(7):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(seen[-1], KEY.Key_Tab)
    slots = [pane.frame.slot(role) for role in ("holder", "target", "evidence", "statement")]
    rows = [pane.frame.row(name).control for name in ("polarity", "intensity", "topic")]
    assert seen == [*slots, *rows]


@pytest.mark.parametrize("width", [304, 376, 520])
def test_nothing_is_cut_at_any_width(pane, look: Look, width):
    pane.resize(width, 860)
    for frame, fillers in ((STATEMENT, FILLERS), (STANCE, {}), (MEETING, {})):
        show(pane, frame, fillers, armed="content")
        for role in look.scheme.frame_type_by_name[frame.type].roles:
            slot = pane.frame.slot(role.name)
            assert slot.height() == slot.heightForWidth(slot.width())
        assert pane.frame.width() <= width - 24
