"""The fewest keys that bring a caret somewhere, or select words, as the article's keys move it."""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from heapq import heappop, heappush

from PySide6.QtCore import Qt

from annotator.domain import motion
from annotator.domain.extent import Extent
from annotator.ui.article.keyboard import sentence_down, word_left, word_right
from tests.typing_in.hands import CTRL, NONE, SHIFT, Key

_BEYOND = 40
"""How far beyond the words a way to select them may go."""


@dataclass(frozen=True)
class Press:
    """One key, pressed so often, with what is held, and where the caret should be after it."""

    key: Qt.Key
    held: Qt.KeyboardModifier
    caret: int
    times: int = 1


Path = tuple[Press, ...]


@dataclass(frozen=True)
class Grab:
    """One key pressed so often selects these words, wherever in ``extent`` the caret is."""

    key: Qt.Key
    times: int
    extent: Extent


class CaretPaths:
    """Finds ways through one article; the keys are those of its view.

    Args:
        text: The article.
        line_steps: Yields the keys that go by lines, as these are set on the screen, from an offset.
    """

    def __init__(self, text, line_steps=lambda _offset: ()):
        self._text = text
        self._line_steps = line_steps
        self._steps = cache(self._steps_from)
        self._grabs = cache(self._grabs_at)
        self._reached = lru_cache(maxsize=4)(self._reach)
        self._word_right = cache(partial(word_right, text))
        self._before = cache(partial(motion.previous_word, text))
        self._sentence_end = cache(partial(sentence_down, text, select=True))
        self._sentence_start = cache(self._start_before)

    # --- moving -----------------------------------------------------------------------------------

    def _steps_from(self, offset) -> tuple[Press, ...]:
        text, last = self._text, len(self._text)
        found = {
            (Key.Key_Right, NONE): min(last, offset + 1),
            (Key.Key_Left, NONE): max(0, offset - 1),
            (Key.Key_Right, CTRL): word_right(text, offset, offset, select=False),
            (Key.Key_Left, CTRL): word_left(text, offset, offset, select=False),
            (Key.Key_Down, CTRL): sentence_down(text, offset, select=False),
            (Key.Key_Up, CTRL): self._sentence_start(offset),
            (Key.Key_Home, CTRL): 0,
            (Key.Key_End, CTRL): last,
        }
        made = [Press(key, held, caret) for (key, held), caret in found.items()]
        return tuple(one for one in (*made, *self._line_steps(offset)) if one.caret != offset)

    def _reach(self, start) -> dict[int, tuple[int, Press | None, int]]:
        """Return for each offset how far it is, by which key it is reached, and from where."""
        found: dict[int, tuple[int, Press | None, int]] = {start: (0, None, start)}
        waiting = [(0, start)]
        while waiting:
            far, here = heappop(waiting)
            if far > found[here][0]:
                continue
            for press in self._steps(here):
                cost = far + press.times
                if press.caret not in found or cost < found[press.caret][0]:
                    found[press.caret] = (cost, press, here)
                    heappush(waiting, (cost, press.caret))
        return found

    def distance(self, start, target, *, moving=False) -> int:
        """Return how many keys it takes; ``moving`` at least one, and back if need be."""
        if start == target and moving:
            return 2
        return self._reached(start)[target][0]

    def nearest(self, start, targets: Collection[int], *, moving=False) -> tuple[int, int]:
        """Return the distance of the nearest of some offsets, and which it is."""
        return min((self.distance(start, one, moving=moving), one) for one in targets)

    def path(self, start, target, *, moving=False) -> Path:
        """Return the keys from one offset to another."""
        if start == target:
            if not moving:
                return ()
            there = next(p for p in self._steps(start) if p.key in {Key.Key_Right, Key.Key_Left})
            back = next(p for p in self._steps(there.caret) if p.caret == start)
            return (there, back)
        reached, keys, here = self._reached(start), [], target
        while here != start:
            _, press, here = reached[here]
            keys.append(press)
        return tuple(reversed(keys))

    # --- selecting --------------------------------------------------------------------------------

    def _start_before(self, offset) -> int:
        before = motion.previous_sentence(self._text, offset)
        return before.start if before is not None else 0

    def _word_left(self, caret, anchor) -> int:
        before = self._before(caret)
        if before is None:
            return 0
        if caret <= anchor:
            return before.start
        kept = self._before(before.start)
        return max(anchor, kept.end if kept is not None else before.start)

    def _selecting(self, anchor, caret) -> Iterator[Press]:
        as_if = caret if caret >= anchor else len(self._text) + 1
        found = (
            (Key.Key_Right, SHIFT, min(len(self._text), caret + 1)),
            (Key.Key_Left, SHIFT, max(0, caret - 1)),
            (Key.Key_Right, CTRL | SHIFT, self._word_right(caret, as_if, select=True)),
            (Key.Key_Left, CTRL | SHIFT, self._word_left(caret, anchor)),
            (Key.Key_Down, CTRL | SHIFT, self._sentence_end(caret)),
            (Key.Key_Up, CTRL | SHIFT, self._sentence_start(caret)),
        )
        for key, held, target in found:
            if target != caret:
                yield Press(key, held, target)

    def stretch(self, anchor, caret, target) -> Path:
        """Return the keys that move the loose end of a selection."""
        first = min(anchor, caret, target) - _BEYOND
        last = max(anchor, caret, target) + _BEYOND
        found: dict[int, tuple[Press | None, int]] = {caret: (None, caret)}
        waiting = deque([caret])
        while target not in found:
            here = waiting.popleft()
            for press in self._selecting(anchor, here):
                if press.caret not in found and first <= press.caret <= last:
                    found[press.caret] = (press, here)
                    waiting.append(press.caret)
        keys: list[Press] = []
        while target != caret:
            press, target = found[target]
            keys.append(press)
        return tuple(reversed(keys))

    def _grabs_at(self, offset) -> tuple[Grab, ...]:
        """Return what W and Q, pressed repeatedly, select at an offset."""
        text, found = self._text, []
        grown = None
        for times in (1, 2, 3):
            before, grown = grown, motion.grown(text, grown, grown.start if grown else offset)
            if grown is None or grown == before:
                break
            found.append(Grab(Key.Key_W, times, grown))
        inner = motion.quotation_at(text, offset)
        outer = motion.quotation_with_marks_at(text, offset)
        if inner is not None:
            found.append(Grab(Key.Key_Q, 1, inner))
        if outer is not None and outer != inner:
            found.append(Grab(Key.Key_Q, 1 if inner is None else 2, outer))
        return tuple(found)

    def selections(self, start, extent: Extent, *, moving=False):
        """Yield ways to select words: keys, offset to go to, what to grab there, and the rest.

        The rest is where the fixed end of the selection is then, and where the loose end goes.
        """
        far = self.distance
        for anchor, end in ((extent.start, extent.end), (extent.end, extent.start)):
            rest = len(self.stretch(anchor, anchor, end))
            yield far(start, anchor, moving=moving) + rest, anchor, None, anchor, end
        best: dict[Grab, tuple[int, int]] = {}
        for offset in range(extent.start, extent.end + 1):
            away = far(start, offset, moving=moving)
            for grab in self._grabs(offset):
                if grab not in best or away < best[grab][0]:
                    best[grab] = (away, offset)
        for grab, (away, offset) in best.items():
            if grab.extent.start == extent.start:
                rest = len(self.stretch(extent.start, grab.extent.end, extent.end))
                yield away + grab.times + rest, offset, grab, extent.start, extent.end
