"""Keys in the article view, and those that it leaves to the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from annotator.domain.extent import Extent
from annotator.ui.article.marks import Mark
from annotator.ui.article.view import ArticleView

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
TEXT = (
    "First talks ended. The envoy 👨‍👩‍👧 left at once.\n\n"
    "He said “we, the ‘new deal’ men, stay” and went.\n\n"
    "Third paragraph."
)


def place(words):
    start = TEXT.index(words)
    return Extent(start, start + len(words))


@pytest.fixture
def view(article_view):
    article_view.show_article(TEXT, ())
    return article_view


@pytest.mark.parametrize(
    ("begin", "key", "modifiers", "caret"),
    [
        (0, Key.Key_Right, NONE, 1),
        (6, Key.Key_Left, NONE, 5),
        (0, Key.Key_Right, CTRL, TEXT.index("talks")),
        (TEXT.index("talks"), Key.Key_Left, CTRL, 0),
        (0, Key.Key_Down, CTRL, TEXT.index("The envoy")),
        (TEXT.index("envoy"), Key.Key_Up, CTRL, TEXT.index("The envoy")),
        (TEXT.index("left"), Key.Key_Down, CTRL, TEXT.index("He said")),
        (TEXT.index("He said"), Key.Key_Up, CTRL, TEXT.index("The envoy")),
        (0, Key.Key_End, CTRL, len(TEXT)),
        (20, Key.Key_Home, CTRL, 0),
        (5, Key.Key_Home, NONE, 0),
        (5, Key.Key_End, NONE, TEXT.index("\n")),
        (TEXT.index("👨"), Key.Key_Right, NONE, TEXT.index(" left at")),
    ],
)
def test_a_key_moves_the_caret(view, qtbot, begin, key, modifiers, caret):
    view.set_caret(begin)
    qtbot.keyClick(view, key, modifiers)
    assert view.caret == caret
    assert view.selection is None


def test_down_does_not_stop_on_the_empty_line_between_paragraphs(view, qtbot):
    view.set_caret(3)
    qtbot.keyClick(view, Key.Key_Down)
    assert view.page.article.block_at(view.caret) == 2
    qtbot.keyClick(view, Key.Key_Up)
    assert view.page.article.block_at(view.caret) == 0


@pytest.mark.parametrize(
    ("begin", "keys", "words"),
    [
        ("talks", [(Key.Key_Right, CTRL | SHIFT)], "talks"),
        ("talks", [(Key.Key_Right, CTRL | SHIFT)] * 2, "talks ended"),
        ("talks", [(Key.Key_Right, CTRL | SHIFT)] * 2 + [(Key.Key_Left, CTRL | SHIFT)], "talks"),
        ("ended", [(Key.Key_Left, CTRL | SHIFT)], "talks "),
        ("The envoy", [(Key.Key_Down, CTRL | SHIFT)], "The envoy 👨‍👩‍👧 left at once."),
        ("left", [(Key.Key_Up, CTRL | SHIFT)], "The envoy 👨‍👩‍👧 "),
        ("talks", [(Key.Key_Right, SHIFT)] * 3, "tal"),
        ("talks", [(Key.Key_End, SHIFT)], "talks ended. The envoy 👨‍👩‍👧 left at once."),
    ],
)
def test_shift_selects(view, qtbot, begin, keys, words):
    view.set_caret(TEXT.index(begin))
    for key, modifiers in keys:
        qtbot.keyClick(view, key, modifiers)
    assert view.selection.slice(TEXT) == words


def test_an_arrow_ends_a_selection_at_its_side(view, qtbot):
    view.set_selection(place("talks"))
    qtbot.keyClick(view, Key.Key_Right)
    assert view.caret == place("talks").end
    view.set_selection(place("talks"))
    qtbot.keyClick(view, Key.Key_Left)
    assert view.caret == place("talks").start


def test_select_all(view, qtbot):
    qtbot.keyClick(view, Key.Key_A, CTRL)
    assert view.selection == Extent(0, len(TEXT))


def test_an_arrow_leaves_the_current_mark(view, qtbot):
    view.set_marks([Mark(("span", 1), place("talks"), "EVENT")])
    view.set_current(("span", 1), reveal=True)
    qtbot.keyClick(view, Key.Key_Right)
    assert view.current is None


def test_keys_act_on_what_was_chosen_last_a_selection_or_a_mark(view, qtbot):
    view.set_marks([Mark(("span", 1), place("talks"), "EVENT")])
    view.set_current(("span", 1), reveal=True)
    qtbot.keyClick(view, Key.Key_Right, SHIFT)
    assert view.selection is not None
    assert view.current is None
    view.set_current(("span", 1), reveal=False)
    assert view.selection is None
    assert view.current == ("span", 1)


def test_select_word_grows_to_sentence_and_paragraph(view):
    view.set_caret(place("talks").start + 2)
    view.select_word()
    assert view.selection == place("talks")
    view.select_word()
    assert view.selection.slice(TEXT) == "First talks ended."
    view.select_word()
    assert view.selection.slice(TEXT) == TEXT.split("\n", maxsplit=1)[0]


def test_select_quotation_is_first_without_its_marks(view):
    view.set_caret(place("men").start)
    view.select_quotation()
    assert view.selection.slice(TEXT) == "we, the ‘new deal’ men, stay"
    view.select_quotation()
    assert view.selection.slice(TEXT) == "“we, the ‘new deal’ men, stay”"
    view.set_caret(place("deal").start)
    view.select_quotation()
    assert view.selection.slice(TEXT) == "new deal"


def test_select_quotation_outside_of_one_changes_nothing(view):
    view.set_selection(place("Third"))
    view.select_quotation()
    assert view.selection == place("Third")


def test_pages_move_caret_and_text(article_view, qtbot):
    text = "\n\n".join(f"Paragraph {number}. " + "words " * 60 for number in range(60))
    article_view.show_article(text, ())
    bar = article_view.verticalScrollBar()
    qtbot.keyClick(article_view, Key.Key_Space)
    first = bar.value()
    assert first > 300
    assert article_view.caret > 500
    qtbot.keyClick(article_view, Key.Key_PageDown)
    assert bar.value() > first
    qtbot.keyClick(article_view, Key.Key_Space, SHIFT)
    qtbot.keyClick(article_view, Key.Key_PageUp)
    qtbot.keyClick(article_view, Key.Key_PageUp)
    assert bar.value() == 0
    assert article_view.caret == 0
    qtbot.keyClick(article_view, Key.Key_PageDown, SHIFT)
    assert article_view.selection.start == 0
    for _ in range(40):
        qtbot.keyClick(article_view, Key.Key_PageDown)
    assert article_view.caret == len(text)


def test_the_caret_is_told_when_it_moves(view, qtbot):
    told = []
    view.caret_moved.connect(told.append)
    qtbot.keyClick(view, Key.Key_Right)
    qtbot.keyClick(view, Key.Key_Right, SHIFT)
    assert told == [1, 2]


# --- keys of the window -----------------------------------------------------------------------------


@pytest.fixture
def window(qtbot, look):
    """A window with the view, a field, and actions as the program makes them."""
    made = QMainWindow()
    qtbot.addWidget(made)
    middle = QWidget()
    column = QVBoxLayout(middle)
    made.view, made.field, made.fired = ArticleView(look), QLineEdit(), []
    column.addWidget(made.view)
    column.addWidget(made.field)
    made.setCentralWidget(middle)
    for keys in ("W", "1", "Return", "Backspace", "Tab", "Shift+Tab", "Q", "Shift+Right", "Escape"):
        action = QAction(made.view)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked, keys=keys: made.fired.append(keys))
        made.view.addAction(action)
    for keys in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+F", "F3", "Ctrl+PgDown", "Ctrl+Return"):
        action = QAction(made)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked, keys=keys: made.fired.append(keys))
        made.addAction(action)
    with qtbot.waitActive(made):
        made.show()
    made.view.show_article(TEXT, ())
    made.view.setFocus()
    return made


@pytest.mark.parametrize(
    ("key", "modifiers", "fired"),
    [
        (Key.Key_W, NONE, "W"), (Key.Key_1, NONE, "1"), (Key.Key_Q, NONE, "Q"),
        (Key.Key_Return, NONE, "Return"), (Key.Key_Backspace, NONE, "Backspace"),
        (Key.Key_Tab, NONE, "Tab"), (Key.Key_Backtab, SHIFT, "Shift+Tab"),
        (Key.Key_Right, SHIFT, "Shift+Right"), (Key.Key_Escape, NONE, "Escape"),
        (Key.Key_Z, CTRL, "Ctrl+Z"), (Key.Key_Z, CTRL | SHIFT, "Ctrl+Shift+Z"),
        (Key.Key_Y, CTRL, "Ctrl+Y"), (Key.Key_F, CTRL, "Ctrl+F"), (Key.Key_F3, NONE, "F3"),
        (Key.Key_PageDown, CTRL, "Ctrl+PgDown"), (Key.Key_Return, CTRL, "Ctrl+Return"),
    ],
)  # fmt: skip
def test_the_windows_keys_reach_it(window, qtbot, key, modifiers, fired):
    qtbot.keyClick(window.view, key, modifiers)
    assert window.fired == [fired]
    assert window.view.caret == 0
    assert window.view.hasFocus()


def test_tab_without_an_action_stays_in_the_view(window, qtbot):
    for action in window.view.actions():
        window.view.removeAction(action)
    qtbot.keyClick(window.view, Key.Key_Tab)
    assert window.view.hasFocus()
    assert "\t" not in window.view.document().toRawText()


def test_single_keys_do_nothing_in_a_field(window, qtbot):
    window.field.setFocus()
    qtbot.keyClicks(window.field, "w1q")
    assert window.field.text() == "w1q"
    assert window.fired == []
