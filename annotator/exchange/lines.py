"""The lines of an article that are looked at closely: its head and its tail.

News text carries its furniture at both ends. Of a long text only these ends are cut into lines;
what lies between is searched with single expressions, so that the cost stays linear and small.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WINDOW = 20_000
_FEW_BLOCKS = 4
LONG = 400  # of a longer line only this many characters are looked at

_LINE = re.compile(r"\S[^\n]*")
_BULLET = re.compile(r"(?:[•▪●◦‣·»›>*–—-]|&raquo;)\s+|[•▪●◦‣»›]")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]»]*$")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Co|Corp|Inc|Ltd|Jr|Sr|St|Mr|Mrs|Dr|No|vs))\.$")


def word_set(words: str) -> frozenset[str]:
    """Return words that are given as one text, for tables that a person reads."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without white space at its edges.

    Attributes:
        words: The line, or its first characters where it is longer than :data:`LONG`.
        block: Lines with the same number stand under one another without a blank line.
    """

    start: int
    end: int
    words: str
    block: int

    @property
    def length(self) -> int:
        """Number of characters."""
        return self.end - self.start

    @property
    def bulleted(self) -> bool:
        """Whether it starts as an item of a list does."""
        return _BULLET.match(self.words) is not None

    @property
    def item(self) -> str:
        """Its words without the bullet."""
        return _BULLET.sub("", self.words, count=1) if self.bulleted else self.words

    @property
    def sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        if self.length > LONG:
            return True
        ends = _SENTENCE_END.search(self.words) is not None
        return ends and _ABBREVIATED.search(self.words) is None


@dataclass(frozen=True, slots=True)
class Page:
    """The lines at both ends of a text.

    Attributes:
        lines: In text order.
        middle: Start and end of what was not cut into lines; equal for a short text.
        gap: Index of the first line after the middle.
        spaced: Whether blank lines separate the paragraphs. Where they do not, every line is a
            paragraph of its own.
    """

    lines: tuple[Line, ...]
    middle: tuple[int, int]
    gap: int
    spaced: bool


def _cut(text: str, start: int, end: int, block: int) -> Iterator[Line]:
    """Yield the lines between two line ends; the first one opens ``block``."""
    last = start
    for found in _LINE.finditer(text, start, end):
        if last > start and text.count("\n", last, found.start()) > 1:
            block += 1
        last = found.end()
        first = found.start()
        stop = found.end()
        if text[stop - 1].isspace():
            stop = first + len(found[0].rstrip())
        yield Line(first, stop, text[first : min(stop, first + LONG)], block)


def read_page(text: str) -> Page:
    """Return the head and the tail of a text as lines."""
    if len(text) <= 2 * WINDOW:
        lines = tuple(_cut(text, 0, len(text), 0))
        middle = (len(text), len(text))
        gap = len(lines)
    else:
        head_end = text.rfind("\n", 0, WINDOW) + 1
        tail_start = text.find("\n", len(text) - WINDOW) + 1 or len(text)
        head = tuple(_cut(text, 0, head_end, 0))
        block = head[-1].block + 1 if head else 0
        lines = (*head, *_cut(text, tail_start, len(text), block))
        middle = (head_end, tail_start)
        gap = len(head)
    blocks = len({line.block for line in lines})
    return Page(lines, middle, gap, spaced=blocks >= _FEW_BLOCKS or blocks > len(lines) // 3)


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "LATIN").startswith("LATIN")


def latin_share(words: str) -> float | None:
    """Return the share of letters that are Latin, ``None`` for words without letters."""
    letters = [character for character in words if character.isalpha()]
    if not letters:
        return None
    latin = sum(1 for letter in letters if letter.isascii() or _is_latin(letter))
    return latin / len(letters)
