"""Short words of the tests that make frames by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import place_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def roles(desk, frame=None):
    """Words or names of each role of the selected frame, or of another one."""
    frame = frame or desk.page.frame_desk.frame
    tags, found = desk.desk.tags, {}
    for filler in frame.fillers:
        if filler.span is not None:
            name = desk.desk.span(filler.span).text
        elif filler.entity is not None:
            name = tags.entities[filler.entity].name
        else:
            name = next(item.key for item in tags.frames if item.id == filler.frame)
        found.setdefault(filler.role, []).append(name)
    return found


def select(desk, words, nth=1):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of(words, desk.view.text, nth=nth))


def caret_in(desk, words, nth=1):
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(None)
    desk.view.set_caret(place_of(words, desk.view.text, nth=nth).start + 2)


def go_to(desk, words, label):
    """Make the tag on words current."""
    desk.desk.select_span(
        next(s.id for s in desk.desk.tags.spans if s.text == words and s.label == label)
    )
    QApplication.processEvents()


def statement(desk):
    """A statement with speaker and cue, made by keys."""
    caret_in(desk, "railway")
    desk.key(Key.Key_S)
    select(desk, "al-Maskari", nth=2)
    desk.key(Key.Key_Return)
    select(desk, "said")
    desk.key(Key.Key_Return)


def tag(desk, words, label, nth=1):
    """Tag words by hand, through the operations, and show them."""
    from annotator.ops import tags
    from annotator.store.sets import SetTarget

    session = desk.work.session
    target = SetTarget(desk.desk.article.id, "amy", desk.desk.tags.revision)
    place = place_of(words, desk.view.text, nth=nth)
    session.perform(lambda: tags.add(session.workspace, target, place, label))
    QApplication.processEvents()
