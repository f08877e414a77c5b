"""Moving the caret, selecting words and going to tags, with the fewest keys."""

from PySide6.QtGui import QTextCursor

from annotator.domain import motion
from annotator.domain.extent import Extent
from annotator.ui.article.inks import BlockKind
from tests.typing_in.caret_paths import CaretPaths, Press
from tests.typing_in.hands import NONE, SHIFT, Hands, Key, Stuck

MOST = 60
"""Keys after which the typist gives up."""
LINE_KEYS = {
    Key.Key_Up: QTextCursor.MoveOperation.Up,
    Key.Key_Down: QTextCursor.MoveOperation.Down,
}
LINES_MOST = 8


class Chooser:
    """Looks at the open article as a person does, and chooses words and tags by keys.

    A "way" is what it costs in keys, and the act itself; :meth:`take` takes the cheapest of some.
    """

    def __init__(self, desk, line):
        self.desk, self.line = desk, line
        self.text = line["text"]
        self.hands = Hands()
        self.paths = CaretPaths(self.text, self._line_steps)
        self._without_lines = CaretPaths(self.text)
        self.scheme = desk.work.session.workspace.scheme

    # --- what is on the screen ----------------------------------------------------------------

    @property
    def view(self):
        return self.desk.view

    @property
    def tags(self):
        return self.desk.desk.tags

    @property
    def busy(self):
        """Whether a tag is current, so that words are chosen only after a step away."""
        return self.view.current is not None

    def tag(self, gold):
        """Return the tag on the screen that is a span of the gold, ``None`` where it lacks."""
        wanted = (gold["start"], gold["end"], gold["label"])
        tags = self.tags.spans
        return next((t for t in tags if (t.extent.start, t.extent.end, t.label) == wanted), None)

    def _line_steps(self, offset):
        """Yield the keys that go some lines up or down, as the lines are set on the screen."""
        article = self.view.page.article
        for key, move in LINE_KEYS.items():
            cursor = QTextCursor(self.view.document())
            cursor.setPosition(article.offsets.to_utf16(offset))
            for times in range(1, LINES_MOST + 1):
                while cursor.movePosition(move):
                    if article.kinds[cursor.blockNumber()] is not BlockKind.BLANK:
                        break
                caret = article.offsets.to_code_point(cursor.position())
                yield Press(key, NONE, caret, times)

    def expect(self, condition, words):
        """Insist on what a key should have done."""
        if not condition:
            notice = self.desk.window.notice.text
            raise Stuck(f"{self.line['id']}: {self.hands.task}: {words} (notice: {notice!r})")

    @staticmethod
    def take(ways):
        """Take the way that costs least."""
        _, act = min(ways, key=lambda way: way[0])
        act()

    # --- moving and selecting -----------------------------------------------------------------

    def go(self, target):
        """Move the caret to an offset; no tag is current and nothing selected afterwards."""
        paths = self.paths
        for _ in range(MOST):
            moving = self.busy or self.view.selection is not None
            if self.view.caret == target and not moving:
                return
            for press in paths.path(self.view.caret, target, moving=moving):
                self.hands.press(press.key, press.held, press.times)
                if self.view.caret != press.caret:
                    paths = self._without_lines  # the column was another one
                    break
        raise Stuck(f"{self.line['id']}: the caret does not get to {target}")

    def _way_to(self, offsets, act=None, extra=0):
        """Return the way to the nearest of some offsets; ``act`` gets it instead of :meth:`go`."""
        cost, offset = self.paths.nearest(self.view.caret, offsets, moving=self.busy)
        return cost + extra, lambda: (act or self.go)(offset)

    def ways_to_words(self, extent):
        """Yield ways to select words."""
        found = self.paths.selections(self.view.caret, extent, moving=self.busy)
        for cost, offset, grab, anchor, target in found:
            yield cost, lambda way=(offset, grab, anchor, target): self._select(*way)

    def _select(self, offset, grab, anchor, target):
        self.go(offset)
        if grab is not None:
            self.hands.press(grab.key, times=grab.times)
        for _ in range(MOST):
            if self.view.caret == target and self.view.anchor == anchor:
                return
            for press in self.paths.stretch(anchor, self.view.caret, target):
                self.hands.press(press.key, press.held)
                if self.view.caret != press.caret:
                    break
        raise Stuck(f"{self.line['id']}: {anchor} to {target} do not get selected")

    def ways_to_quotation(self, extent):
        """Yield the way to the quotation that words are, where they are one."""
        around = range(max(0, extent.start - 1), min(len(self.text), extent.end + 1) + 1)
        inside = [offset for offset in around if motion.quotation_at(self.text, offset) == extent]
        if inside:
            yield self._way_to(inside)

    def ways_to_word(self, extent):
        """Yield the way to a single word, which needs no selection to be labelled."""
        around = range(extent.start, extent.end + 1)
        inside = [offset for offset in around if motion.word_at(self.text, offset) == extent]
        if inside:
            yield self._way_to(inside)

    # --- tags ---------------------------------------------------------------------------------

    def is_current(self, tag):
        return self.view.current == ("span", tag.id)

    def ways_to_tag(self, tag, taken_at=None):
        """Yield ways to bring a tag before a key.

        Args:
            tag: Which.
            taken_at: Says of an offset whether the key takes this tag when the caret is there;
                without it the tag must be current.
        """
        offsets = range(tag.extent.start, tag.extent.end)
        if self.is_current(tag):
            yield 0, lambda: None
            return
        inside = [offset for offset in offsets if taken_at is not None and taken_at(offset)]
        if inside:
            yield self._way_to(inside)
        marks = {offset: self.view.marks_at(offset) for offset in offsets}
        first = [offset for offset in offsets if marks[offset][0].id == ("span", tag.id)]
        yield self._way_to(first or offsets, lambda offset: self._turn(tag, offset),
                           1 if first else 3)  # fmt: skip
        yield from self._steps_to(tag)

    def _turn(self, tag, offset):
        """Go to an offset and press O until a tag is current."""
        self.go(offset)
        for _ in range(MOST):
            self.hands.press(Key.Key_O)
            if self.is_current(tag):
                return
        raise Stuck(f"{self.line['id']}: O does not get to “{tag.text}”")

    def _steps_to(self, tag):
        """Yield the ways by Tab and Shift+Tab."""
        stops = sorted(self.tags.spans, key=_order)
        current = next((n for n, one in enumerate(stops) if self.is_current(one)), None)
        before = sum(one.extent.start < self.view.caret for one in stops)
        place = stops.index(tag)
        ahead = place - (before - 1 if current is None else current)
        behind = (before if current is None else current) - place
        for times, key, held in ((ahead, Key.Key_Tab, NONE), (behind, Key.Key_Backtab, SHIFT)):
            if times > 0:
                yield times, lambda step=(key, held, times): self._step(tag, *step)

    def _step(self, tag, key, held, times):
        self.hands.press(key, held, times)
        if not self.is_current(tag):
            raise Stuck(f"{self.line['id']}: Tab does not get to “{tag.text}”")


def extent_of(gold):
    """Return where a span of the gold stands."""
    return Extent(gold["start"], gold["end"])


def _order(item):
    return (item.extent.start, -item.extent.end)
