"""Cutting a text into the pieces that are set one at a time, and counting with them."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, count
from operator import add

from PySide6.QtCore import QTextBoundaryFinder

from annotator.domain.offsets import OffsetMap

LONGEST = 40_000
"""Characters of a piece: some milliseconds to set. No paragraph of an article is so long."""
_MOST_RARE = 2_000
_RARE = "\u0700-\u1dff\u2100-\U0010ffff"
"""Scripts beyond the common alphabets: Qt asks every font of the system for each character."""
_ROOM = re.compile(rf"(?:[^{_RARE}]*+[{_RARE}]){{0,{_MOST_RARE}}}+[^{_RARE}]*+")
_SENTENCE_END = re.compile(r"[.!?…؟۔][”’»\"')\]]*\s+|[。！？]")
_NEAR = 600  # characters before the end of a piece in which a good place to cut is looked for
_GRAPHEME = 64


def split(text: str) -> tuple[list[str], Sequence[int], list[int]]:
    """Return the pieces of a text, where they begin, and which of these are seams.

    A piece is a line, but for the longest lines: they are cut at seams, where the text has no
    line end.
    """
    lines = text.split("\n")
    lengths = list(map(len, lines))  # without a step of Python's own for each line
    if max(lengths) <= _MOST_RARE:
        begins = array("I", [0])  # of numbers, not of objects: a text may have many lines
        begins.extend(map(add, accumulate(lengths[:-1]), count(1)))
        return lines, begins, []
    pieces: list[str] = []
    starts: list[int] = []
    seams: list[int] = []
    at = 0
    for line in lines:
        begin = at
        for piece in cut(line):
            if at > begin:
                seams.append(at)
            pieces.append(piece)
            starts.append(at)
            at += len(piece)
        at += 1
    return pieces, starts, seams


def cut(line: str) -> Iterator[str]:
    """Yield the pieces of one line: all of it, but where it would take long to set.

    A piece ends with a sentence where one ends near, else with a word, else between two
    characters as a reader sees them.
    """
    at, common = 0, line.isascii()
    while at < len(line):
        end = min(len(line), at + LONGEST)
        room = None if common else _ROOM.match(line, at, end)
        end = _good_end(line, at, end if room is None else room.end())
        yield line[at:end]
        at = end
    if not line:
        yield line


def _good_end(line: str, start: int, end: int) -> int:
    """Return where a piece ends that may reach to an end."""
    if end >= len(line):
        return len(line)
    near = max(start, end - _NEAR)
    sentences = [match.end() for match in _SENTENCE_END.finditer(line, near, end)]
    if sentences:
        return sentences[-1]
    blank = line.rfind(" ", near + 1, end)
    return blank + 1 if blank >= 0 else _whole_characters(line, max(start, end - _GRAPHEME), end)


def _whole_characters(line: str, start: int, end: int) -> int:
    """Return the last place before an end that cuts no character in two; the end if none does."""
    window = OffsetMap(line[start : end + _GRAPHEME])
    finder = QTextBoundaryFinder(
        QTextBoundaryFinder.BoundaryType.Grapheme, line[start : end + _GRAPHEME]
    )
    finder.setPosition(window.to_utf16(end - start))
    if not finder.isAtBoundary():
        finder.toPreviousBoundary()
    place = start + window.to_code_point(max(0, finder.position()))
    return place if place > start else end


class DocumentOffsets:
    """Converts offsets of a text into positions of the document that shows it in pieces, and back.

    Positions count UTF-16 units, and one more at each seam: the end of a paragraph that the text
    does not have. An offset at a seam is the position behind it; both positions give the offset.
    """

    __slots__ = ("_behind", "_map", "_seams")

    def __init__(self, text: str, seams: Sequence[int]) -> None:
        self._map = OffsetMap(text)
        self._seams = array("I", seams)
        self._behind = array(
            "I", (self._map.to_utf16(seam) + place for place, seam in enumerate(seams))
        )

    def to_utf16(self, code_point: int) -> int:
        """Return the position of an offset."""
        return self._map.to_utf16(code_point) + bisect_right(self._seams, code_point)

    def to_code_point(self, unit: int) -> int:
        """Return the offset of a position."""
        return self._map.to_code_point(unit - bisect_left(self._behind, unit))
