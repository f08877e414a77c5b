"""Keys that move the caret through the article; all others belong to the window's actions."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from annotator.domain import motion
from annotator.ui.article.inks import BlockKind
from annotator.ui.article.marked_article import MarkedArticle

_Key = QKeySequence.StandardKey
_Move = QTextCursor.MoveOperation
_Step = Callable[["Keyboard", bool], None]
_CONTROL = Qt.KeyboardModifier.ControlModifier
_MOST_BLANK = 40
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Keyboard:
    """Moves the caret of a view, selecting with Shift."""

    def __init__(self, view: MarkedArticle) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Take a key; whether it was one of these."""
        if event.matches(_Key.Copy):
            self._view.copy_selection()
            return True
        if event.matches(_Key.SelectAll):
            self._view.select_all()
            return True
        for move, select, step in _STANDARD:
            if event.matches(move) or event.matches(select):
                step(self, event.matches(select))
                return True
        return self._press_own(event)

    def _press_own(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key, shift = event.key(), bool(modifiers & _SHIFT)
        if modifiers & ~_SHIFT == _CONTROL and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            (_sentence_down if key == Qt.Key.Key_Down else _sentence_up)(self, shift)
            return True
        if modifiers & ~_SHIFT == Qt.KeyboardModifier.NoModifier and key == Qt.Key.Key_Space:
            self.page(-1 if shift else 1, select=False)
            return True
        return False

    # --- steps ------------------------------------------------------------------------------------

    def to(self, offset: int, *, select: bool) -> None:
        """Move the caret to an offset; without Shift the current mark is left."""
        if not select:
            self._view.set_current(None, reveal=False)
        self._view.move_caret(offset, select=select)

    def step(self, move: QTextCursor.MoveOperation, *, select: bool) -> None:
        """Move as Qt does: whole characters as a reader sees them, lines as they are set."""
        view = self._view
        view.page.layout.reach(view.caret)
        cursor = view.textCursor()
        if cursor.hasSelection() and not select and move in {_Move.Left, _Move.Right}:
            end = cursor.selectionEnd() if move == _Move.Right else cursor.selectionStart()
            cursor.setPosition(end)
        else:
            mode = _mode(select=select)
            to_code_point = view.page.article.offsets.to_code_point
            before = to_code_point(cursor.position())
            cursor.movePosition(move, mode)
            if move in {_Move.Left, _Move.Right} and to_code_point(cursor.position()) == before:
                cursor.movePosition(move, mode)  # it was only at the other side of a seam
            if move in {_Move.Up, _Move.Down}:
                self._leave_blank(cursor, move, mode)
        if not select:
            view.set_current(None, reveal=False)
        view.take_cursor(cursor)

    def _leave_blank(
        self, cursor: QTextCursor, move: QTextCursor.MoveOperation, mode: QTextCursor.MoveMode
    ) -> None:
        """Go on over empty lines, which are only the gap between two paragraphs."""
        article = self._view.page.article
        for _ in range(_MOST_BLANK):
            blank = article.kinds[cursor.blockNumber()] is BlockKind.BLANK
            if not blank or not cursor.movePosition(move, mode):
                return
        number = article.words_beside(cursor.blockNumber(), 1 if move == _Move.Down else -1)
        end = article.starts[number] if move == _Move.Down else article.block_end(number)
        self._view.page.layout.reach(end)
        cursor.setPosition(article.offsets.to_utf16(end), mode)

    def page(self, direction: int, *, select: bool) -> None:
        """Scroll by a view, the caret staying at its height."""
        view = self._view
        bar = view.verticalScrollBar()
        way = view.viewport().height() - view.page.sizes.body.line
        place = QPointF(view.cursorRect().center())
        height = view.viewport().height()
        place.setY(max(8.0, min(height - 8.0, place.y())))
        before = bar.value()
        bar.setValue(before + direction * way)
        if bar.value() == before:
            offset = len(view.text) if direction > 0 else 0
        else:
            offset = view.page.offset_at(place)
        if not select:
            view.set_current(None, reveal=False)
        view.move_caret(offset, select=select, reveal=bar.value() == before)


def _mode(*, select: bool) -> QTextCursor.MoveMode:
    return QTextCursor.MoveMode.KeepAnchor if select else QTextCursor.MoveMode.MoveAnchor


def _by(move: QTextCursor.MoveOperation) -> _Step:
    return lambda keyboard, select: keyboard.step(move, select=select)


def _end(keyboard: Keyboard, select: bool) -> None:  # noqa: FBT001
    keyboard.to(len(keyboard._view.text), select=select)  # noqa: SLF001


def _word_right(keyboard: Keyboard, select: bool) -> None:  # noqa: FBT001
    view = keyboard._view  # noqa: SLF001
    keyboard.to(word_right(view.text, view.caret, view.anchor, select=select), select=select)


def _word_left(keyboard: Keyboard, select: bool) -> None:  # noqa: FBT001
    view = keyboard._view  # noqa: SLF001
    keyboard.to(word_left(view.text, view.caret, view.anchor, select=select), select=select)


def _sentence_down(keyboard: Keyboard, select: bool) -> None:  # noqa: FBT001
    view = keyboard._view  # noqa: SLF001
    keyboard.to(sentence_down(view.text, view.caret, select=select), select=select)


def _sentence_up(keyboard: Keyboard, select: bool) -> None:  # noqa: FBT001
    view = keyboard._view  # noqa: SLF001
    before = motion.previous_sentence(view.text, view.caret)
    keyboard.to(before.start if before is not None else 0, select=select)


def word_right(text: str, caret: int, anchor: int, *, select: bool) -> int:
    """Return where Ctrl+Right goes; a selection grows to the end of a word, without its blank."""
    word, following = motion.word_at(text, caret), motion.next_word(text, caret)
    if select and caret >= anchor:
        if word is not None and caret < word.end:
            return word.end
        return following.end if following is not None else len(text)
    return following.start if following is not None else len(text)


def word_left(text: str, caret: int, anchor: int, *, select: bool) -> int:
    """Return where Ctrl+Left goes; a selection shrinks to the end of a word."""
    before = motion.previous_word(text, caret)
    if before is None:
        return 0
    if not select or caret <= anchor:
        return before.start
    kept = motion.previous_word(text, before.start)
    return max(anchor, kept.end if kept is not None else before.start)


def sentence_down(text: str, caret: int, *, select: bool) -> int:
    """Return where Ctrl+Down goes; a selection grows to the end of a sentence."""
    sentence, following = motion.sentence_at(text, caret), motion.next_sentence(text, caret)
    if select:
        if sentence is not None and caret < sentence.end:
            return sentence.end
        return following.end if following is not None else len(text)
    return following.start if following is not None else len(text)


_STANDARD: tuple[tuple[_Key, _Key, _Step], ...] = (
    (_Key.MoveToNextChar, _Key.SelectNextChar, _by(_Move.Right)),
    (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, _by(_Move.Left)),
    (_Key.MoveToNextLine, _Key.SelectNextLine, _by(_Move.Down)),
    (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, _by(_Move.Up)),
    (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, _by(_Move.StartOfLine)),
    (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, _by(_Move.EndOfLine)),
    (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, _by(_Move.Start)),
    (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, _end),
    (_Key.MoveToNextWord, _Key.SelectNextWord, _word_right),
    (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, _word_left),
    (_Key.MoveToNextPage, _Key.SelectNextPage, lambda k, select: k.page(1, select=select)),
    (_Key.MoveToPreviousPage, _Key.SelectPreviousPage, lambda k, select: k.page(-1, select=select)),
)
