"""Which stretches of an article are headline, dateline, byline or boilerplate.

The rules are conservative: running text must never become boilerplate, for nothing is tagged there.
A prompt that is missed costs the analyst one key.
"""

import re
from collections.abc import Iterator

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.exchange import boilerplate
from annotator.exchange.front_matter import FrontMatter, read_front_matter
from annotator.exchange.header import byline, dateline_line, dateline_prefix, is_editing_note
from annotator.exchange.lines import LONG, Line, Page, latin_share, read_page

_HEAD_LINES = 20
_TAIL_LINES = 60
_MAX_HEADLINE = 220
_MAX_WRAPPED = 100  # of each line of a headline on two lines
_MAX_SENTENCE_HEADLINE = 120
_BODY = 200
_MAX_BODY_LINES = 2
_SHORTEST_PARAGRAPH = 80
_MAX_LIST_ITEM = 150
_MAX_LIST = 20
_MAX_LIST_TITLE = 60
_SCRIPT_SAMPLE = 3000

_SECOND_STORY = re.compile(
    r"^[^\S\n]*(?:-{3,}|={3,}|_{3,}|[—–]{2,})[^\S\n]*(?=[“‘\"'«(]?[^\W_])", re.MULTILINE
)
_RULE = re.compile(r"(?:[-=_—–]\s?){3,}$")
_TWO_SENTENCES = re.compile(r"[.!?][”’\"')]*\s+[“‘\"'(]?[A-Z]")


def _starts_small(line: Line) -> bool:
    """Whether a line goes on in the middle of a sentence, as it seems."""
    return next(filter(str.isalnum, line.words), "A").islower()


class _Marker:
    """Marks the lines of one text, one kind of furniture after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._page: Page = read_page(text)
        self._lines = self._page.lines
        self._kinds: list[ZoneKind | None] = [None] * len(self._lines)
        self._joined: set[int] = set()  # lines that belong to the zone of the line above
        self._prefixes: dict[int, int] = {}  # length of the dateline that starts a paragraph
        self._skipped: dict[int, int] = {}  # characters before the headline of a second story
        self._middle: list[Zone] = []
        self._latin: bool | None = None

    def zones(self) -> Iterator[Zone]:
        """Mark everything, then yield the zones in text order."""
        front = read_front_matter(self._page)
        first = self._mark_front(front)
        self._mark_tail(first)
        self._mark_head(first, titled=front is not None and "title" in front.values)
        self._mark_prompts(first)
        self._mark_second_stories(first)
        self._search_middle()
        yield from sorted(
            (*self._zones_of_lines(), *self._middle), key=lambda zone: zone.extent.start
        )

    # --- what a line is ---------------------------------------------------------------------

    def _is_foreign(self, line: Line) -> bool:
        """Whether a line has another script than an article in Latin letters."""
        if line.words.isascii() or not boilerplate.is_foreign(line):
            return False
        if self._latin is None:
            middle = len(self._text) // 2
            half = _SCRIPT_SAMPLE // 2
            sample = self._text[:half] + self._text[middle : middle + half]
            self._latin = (latin_share(sample) or 0) > 2 / 3
        return self._latin

    def _is_tail(self, line: Line) -> bool:
        return boilerplate.is_edge_furniture(line) or self._is_foreign(line)

    def _is_content(self, index: int) -> bool:
        return self._kinds[index] is None

    def _mark(self, index: int, kind: ZoneKind, *, joined: bool = False) -> None:
        self._kinds[index] = kind
        if joined:
            self._joined.add(index)

    # --- top and bottom ---------------------------------------------------------------------

    def _mark_front(self, front: FrontMatter | None) -> int:
        count = front.lines if front else 0
        for index in range(count):
            self._mark(index, ZoneKind.BOILERPLATE, joined=index > 0)
        return count

    def _mark_tail(self, first: int) -> None:
        lowest = max(first + 1, len(self._lines) - _TAIL_LINES)
        for index in range(lowest, len(self._lines)):
            if boilerplate.opens_list(self._lines[index]):
                self._mark_list(index)
        for index in range(len(self._lines) - 1, lowest - 1, -1):
            line = self._lines[index]
            if is_editing_note(line.words):
                self._mark(index, ZoneKind.BYLINE)
            elif not self._is_content(index):
                continue
            elif self._is_tail(line) and self._stands_alone(index, tail=True):
                self._mark(index, ZoneKind.BOILERPLATE)
            else:
                break

    def _mark_list(self, index: int) -> None:
        """Mark "More Articles" and the titles below it, as far as they are certainly titles."""
        title = self._lines[index]
        self._mark(index, ZoneKind.BOILERPLATE)
        inline = ":" in title.words.rstrip(": ") or title.length > _MAX_LIST_TITLE
        if inline:
            return
        items: list[int] = []
        ended = True
        for below in range(index + 1, len(self._lines)):
            line = self._lines[below]
            if self._is_tail(line):
                break
            if line.length > _MAX_LIST_ITEM or line.words.endswith(".") or len(items) == _MAX_LIST:
                ended = False
                break
            items.append(below)
        for below in items:
            line = self._lines[below]
            # With an article going on below, only what hangs on the title is part of the list.
            if ended or (line.bulleted and line.block == title.block and self._page.spaced):
                self._mark(below, ZoneKind.BOILERPLATE, joined=line.block == title.block)

    def _mark_head(self, first: int, *, titled: bool) -> None:
        index = first
        stop = min(self._page.gap, first + _HEAD_LINES)
        while index < stop and self._is_content(index):
            kind = self._kind_above(self._lines[index])
            if kind is None:
                break
            menu = boilerplate.is_bullet_of_menu(self._lines[index])
            self._mark(index, kind, joined=menu and index > first)
            index += 1
        if index < stop and self._is_headline(index, titled=titled):
            index = self._mark_headline(index)
        self._mark_below(index, stop)

    def _kind_above(self, line: Line) -> ZoneKind | None:
        """Return the kind of a line above the headline, ``None`` for the headline itself."""
        if line.length >= LONG:
            return None
        if boilerplate.is_top_furniture(line) or self._is_foreign(line):
            return ZoneKind.BOILERPLATE
        if byline(line.words):
            return ZoneKind.BYLINE
        return ZoneKind.DATELINE if dateline_line(line.words) else None

    # --- headlines --------------------------------------------------------------------------

    def _is_headline(self, index: int, *, titled: bool) -> bool:
        line = self._lines[index]
        below = next(
            (
                self._lines[next_]
                for next_ in range(index + 1, len(self._lines))
                if self._is_content(next_)
            ),
            None,
        )
        if not self._is_content(index) or below is None or line.length > _MAX_HEADLINE:
            return False
        if _RULE.match(line.words) or not any(map(str.isalpha, line.words)):
            return False
        if line.sentence and line.words[-1] not in "?!…":
            fits = line.length <= _MAX_SENTENCE_HEADLINE and not _TWO_SENTENCES.search(line.words)
            return fits and not titled and self._opens_story(index + 1)
        starts_story = dateline_prefix(line.words) is not None
        return not starts_story or line.length <= _MAX_SENTENCE_HEADLINE < below.length

    def _opens_story(self, index: int) -> bool:
        """Whether a line is the dateline, the byline or the first paragraph below a headline."""
        line = self._lines[index]
        words = line.words
        shaped = dateline_line(words) or dateline_prefix(words) or byline(words)
        return shaped is not None or line.length > _MAX_SENTENCE_HEADLINE

    def _mark_headline(self, index: int) -> int:
        """Mark the headline, also on two lines, and return the line after it."""
        self._mark(index, ZoneKind.HEADLINE)
        block = [
            below
            for below in range(index, min(index + 3, len(self._lines)))
            if self._lines[below].block == self._lines[index].block
        ]
        wrapped = (
            len(block) == 2
            and self._page.spaced
            and block[-1] + 1 < len(self._lines)
            and all(self._lines[below].length <= _MAX_WRAPPED for below in block)
            and not self._lines[block[1]].sentence
            and self._kind_above(self._lines[block[1]]) is None
            and self._is_content(block[1])
        )
        if wrapped:
            self._mark(block[1], ZoneKind.HEADLINE, joined=True)
        return block[1] + 1 if wrapped else index + 1

    def _mark_below(self, index: int, stop: int) -> None:
        """Mark dateline, byline and prompts between a headline and its story."""
        bodies = 0
        for below in range(index, stop):
            if bodies == _MAX_BODY_LINES or not self._is_content(below):
                return
            line = self._lines[below]
            kind = self._kind_below(line)
            furniture = kind is ZoneKind.BOILERPLATE
            if kind is not None and not (furniture and (bodies or not self._stands_alone(below))):
                self._mark(below, kind)
                continue
            if line.sentence or line.length > _SHORTEST_PARAGRAPH:
                prefix = dateline_prefix(line.words)
                if prefix is not None:
                    self._prefixes[below] = prefix.length
                    return
            bodies += line.length > _BODY or (line.sentence and line.length > _MAX_WRAPPED)

    def _kind_below(self, line: Line) -> ZoneKind | None:
        if line.length >= LONG:
            return None
        if byline(line.words):
            return ZoneKind.BYLINE
        if dateline_line(line.words):
            return ZoneKind.DATELINE
        return ZoneKind.BOILERPLATE if boilerplate.is_edge_furniture(line) else None

    # --- in between -------------------------------------------------------------------------

    def _mark_prompts(self, first: int) -> None:
        for index in range(first, len(self._lines)):
            line = self._lines[index]
            if not self._is_content(index) or not boilerplate.is_prompt(line):
                continue
            if self._stands_alone(index):
                if boilerplate.opens_list(line):
                    self._mark_list(index)
                else:
                    self._mark(index, ZoneKind.BOILERPLATE)

    def _stands_alone(self, index: int, *, tail: bool = False) -> bool:
        """Whether a line is no piece of a paragraph that was wrapped by hand."""
        line = self._lines[index]
        if not tail and _starts_small(line):
            return False
        if not self._page.spaced or index == 0:
            return True
        above = self._lines[index - 1]
        if above.block != line.block or not self._is_content(index - 1) or above.sentence:
            return True
        return tail and self._is_tail(above)

    def _mark_second_stories(self, first: int) -> None:
        for index in range(max(1, first), len(self._lines)):
            line = self._lines[index]
            if not self._is_content(index) or line.length > _MAX_HEADLINE:
                continue
            dashes = _SECOND_STORY.match(line.words)
            if dashes is not None:
                self._mark(index, ZoneKind.HEADLINE)
                self._skipped[index] = dashes.end()
                self._mark_below(index + 1, min(index + 4, len(self._lines)))
            elif _RULE.match(line.words) and self._is_title_after_rule(index + 1):
                self._mark(index + 1, ZoneKind.HEADLINE)
                self._mark_below(index + 2, min(index + 5, len(self._lines)))

    def _is_title_after_rule(self, index: int) -> bool:
        if index + 1 >= len(self._lines) or not self._is_content(index):
            return False
        line, below = self._lines[index], self._lines[index + 1]
        short = line.length <= _MAX_SENTENCE_HEADLINE and not line.sentence
        return short and below.length > _BODY and line.words[0].isalnum()

    def _search_middle(self) -> None:
        """Find prompts and second headlines between head and tail of a long text."""
        start, end = self._page.middle
        taken: set[int] = set()  # line ends of the prompts
        for found in boilerplate.PROMPT_START.finditer(self._text, start, end):
            line = self._line_at(found.start())
            if self._is_prompt_in_middle(found.start(), line):
                self._middle.append(Zone(ZoneKind.BOILERPLATE, Extent(line.start, line.end)))
                taken.add(self._text.find("\n", line.end))
        for found in _SECOND_STORY.finditer(self._text, start, end):
            first = found.end()
            stop = self._text.find("\n", first)
            if stop - first <= _MAX_HEADLINE and stop not in taken:
                last = first + len(self._text[first:stop].rstrip())
                self._middle.append(Zone(ZoneKind.HEADLINE, Extent(first, last)))

    def _line_at(self, start: int) -> Line:
        stop = self._text.find("\n", start)
        stop = len(self._text) if stop < 0 else stop
        if stop - start > 2 * LONG:
            return Line(start, stop, self._text[start : start + LONG], 0)
        words = self._text[start:stop]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        return Line(start, start + len(words), words, 0)

    def _is_prompt_in_middle(self, start: int, line: Line) -> bool:
        if not boilerplate.is_prompt(line):
            return False
        if _starts_small(line):
            return False
        above = self._text[max(0, start - LONG) : start].rstrip(" \t")
        return not self._page.spaced or above.endswith("\n\n")

    # --- lines to zones ---------------------------------------------------------------------

    def _zones_of_lines(self) -> Iterator[Zone]:
        opened: tuple[ZoneKind, int] | None = None
        for index, line in enumerate(self._lines):
            kind = self._kinds[index]
            if opened is not None and not self._continues(index, opened[0]):
                yield Zone(opened[0], Extent(opened[1], self._lines[index - 1].end))
                opened = None
            if kind is not None and opened is None:
                opened = (kind, line.start + self._skipped.get(index, 0))
            if kind is None and index in self._prefixes:
                end = line.start + self._prefixes[index]
                yield Zone(ZoneKind.DATELINE, Extent(line.start, end))
        if opened is not None:
            yield Zone(opened[0], Extent(opened[1], self._lines[-1].end))

    def _continues(self, index: int, kind: ZoneKind) -> bool:
        if self._kinds[index] is not kind or index == self._page.gap:
            return False
        if index in self._joined:
            return True
        return self._page.spaced and self._lines[index].block == self._lines[index - 1].block


def detect_zones(text: str) -> tuple[Zone, ...]:
    """Return the zones of an article in text order.

    They never overlap and never start or end with white space. All are whole lines, but for
    datelines, which may be the start of a first paragraph: "TEHRAN (FNA)- 2 Feb 2016 –".
    """
    return tuple(_Marker(text).zones())
