"""A whole statement by keyboard alone, in as few keys as are promised."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.suggestion import Proposal
from annotator.ops import intake, suggestions
from annotator.ops.workspace import Workspace
from tests.ui.conftest import SOURCE, place_of
from tests.ui.frame_keys import CTRL, SHIFT, Key, roles

TOLD = (
    "MUSCAT – The talks ended late.\n\n"
    "“The port will open in May,” Hilal al-Maskari told reporters on Monday, “and the road will "
    "follow it.”\n"
)
FOUND = [("Hilal al-Maskari", "PERSON"), ("told", "CUE"), ("reporters", "ROLE"), ("Monday", "DATE")]
MOST = 6
MOVING = {
    *(Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End),
    *(Key.Key_PageUp, Key.Key_PageDown, Key.Key_Space, Key.Key_Tab, Key.Key_Backtab),
    *(Key.Key_W, Key.Key_Q, Key.Key_O, Key.Key_G, Key.Key_R, Key.Key_Shift, Key.Key_Control),
}
"""Keys that move or select: they do not count."""


class Counter(QObject):
    """Counts the keys that act, and sees that the mouse does nothing."""

    def __init__(self):
        super().__init__()
        self.acting = []

    @override
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.MouseButtonPress:
            self.acting.append("mouse")
        return False


def proposals(text, _zones):
    return [Proposal(place_of(words, text), label, "test", 0.9, "") for words, label in FOUND]


@pytest.fixture
def told(make_desk, workspace_path):
    workspace = Workspace.open(str(workspace_path))
    draft = ArticleDraft("told", TOLD, Metadata("Talks end", "Gulf", "2016-03-15"))
    intake.import_drafts(workspace, [draft], "system")
    for key in suggestions.waiting_articles(workspace, SOURCE):
        suggestions.suggest_article(workspace, key, SOURCE, proposals)
    workspace.close()
    desk = make_desk(workspace_path)
    desk.open("told")
    desk.counter = Counter()
    QApplication.instance().installEventFilter(desk.counter)
    yield desk
    QApplication.instance().removeEventFilter(desk.counter)


def press(desk, *keys):
    for key, modifiers in keys:
        if key not in MOVING:
            desk.counter.acting.append(key)
        desk.key(key, modifiers)


def plain(*keys):
    return [(key, None) for key in keys]


def to_the_quotation(desk, line=2):
    """From the top of the text, arrows alone."""
    press(desk, *plain(*[Key.Key_Escape] * 2))
    desk.counter.acting.clear()  # Esc leaves the suggestion that was current on opening
    press(desk, (Key.Key_Home, CTRL), *plain(*[Key.Key_Down] * (line - 1)), (Key.Key_Right, CTRL))


def whole():
    return {
        "speaker": ["Hilal al-Maskari"],
        "cue": ["told"],
        "content": ["The port will open in May,", "and the road will follow it."],
        "addressee": ["reporters"],
    }


def test_a_statement_of_pending_suggestions_takes_at_most_six_keys(told):
    to_the_quotation(told)
    press(told, *plain(Key.Key_S))
    for words in ("Hilal al-Maskari", "told"):
        press(told, *plain(Key.Key_Tab))
        assert told.words == words
        press(told, *plain(Key.Key_Return))
    press(told, (Key.Key_End, CTRL), *[(Key.Key_Left, CTRL)] * 3)
    press(told, *plain(Key.Key_F))
    while told.words != "reporters":
        press(told, (Key.Key_Tab, SHIFT))
    press(told, *plain(Key.Key_Return))
    assert roles(told) == whole()
    assert told.pending == [("Monday", "DATE")]
    assert len(told.counter.acting) <= MOST
    assert "mouse" not in told.counter.acting


def test_a_statement_of_plain_words_takes_at_most_six_keys(told):
    for _ in FOUND:  # nothing is suggested any more
        told.key(Key.Key_Backspace)
    assert told.pending == []
    to_the_quotation(told)
    press(told, *plain(Key.Key_S))
    text = told.view.text

    def put_caret(words):
        while told.view.caret < text.index(words):
            press(told, (Key.Key_Right, CTRL))

    put_caret("Hilal")
    press(told, *[(Key.Key_Right, CTRL | SHIFT)] * 2)
    press(told, *plain(Key.Key_Return))
    put_caret("told")
    press(told, *plain(Key.Key_W, Key.Key_Return))
    put_caret("and the road")
    press(told, *plain(Key.Key_Q, Key.Key_F))
    press(told, (Key.Key_Home, CTRL))
    put_caret("reporters")
    press(told, *plain(Key.Key_W, Key.Key_Return))
    assert roles(told) == whole()
    assert len(told.counter.acting) <= MOST
    labels = dict(told.tags)
    assert (labels["reporters"], labels["told"], labels["Hilal al-Maskari"]) == (
        "ROLE",
        "CUE",
        "PERSON",
    )


def test_each_of_the_keys_is_one_step_back(told):
    to_the_quotation(told)
    press(told, *plain(Key.Key_S, Key.Key_Tab, Key.Key_Return, Key.Key_Tab, Key.Key_Return))
    acting = len(told.counter.acting)
    for _ in range(acting):
        told.key(Key.Key_Z, CTRL)
    assert told.desk.tags.frames == ()
    assert told.pending == FOUND
