"""Offsets of a file as code points of the canonical text."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from enum import StrEnum

from annotator.domain.text import canonical


class Unit(StrEnum):
    """What the offsets of a line count."""

    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"
    UTF8 = "UTF-8 bytes"


_ENCODINGS = {Unit.UTF16: ("utf-16-le", 2), Unit.UTF8: ("utf-8", 1)}
_REMOVED = re.compile("\r(?=\n)")


def to_code_points(text: str, unit: Unit, offsets: Iterable[int]) -> Mapping[int, int]:
    """Return the code point for each offset; one beyond the text or inside a character is left out.

    One pass over the text, whatever the number of offsets.
    """
    if unit is Unit.CODE_POINTS:
        return {offset: offset for offset in offsets if offset <= len(text)}
    encoding, width = _ENCODINGS[unit]
    raw = text.encode(encoding)
    found: dict[int, int] = {}
    last = characters = 0
    for offset in sorted(set(offsets)):
        if offset * width > len(raw):
            break
        try:
            characters += len(raw[last * width : offset * width].decode(encoding))
        except UnicodeDecodeError:
            continue
        last = offset
        found[offset] = characters
    return found


class Canonicalised:
    """A text as it came and as it is kept, and where its offsets went.

    Canonicalising takes characters away: byte order marks at the start and the CR of each CR LF.
    A span that begins or ends between CR and LF takes the whole line end.

    Attributes:
        text: The canonical text.

    Raises:
        ForbiddenCharacterError: The text holds U+0000 or a lone surrogate.
    """

    __slots__ = ("_original", "_removed", "text")

    def __init__(self, original: str) -> None:
        self.text = canonical(original)
        self._original = original
        marks = len(original) - len(original.lstrip("\ufeff"))
        line_ends = (match.start() for match in _REMOVED.finditer(original))
        self._removed = array("L", (*range(marks), *line_ends))

    @property
    def changed(self) -> bool:
        """Whether the text is not kept as it came."""
        return self.text != self._original

    def start(self, offset: int) -> int:
        """Return where what began at ``offset`` begins now."""
        return offset - bisect_left(self._removed, offset)

    def end(self, offset: int) -> int:
        """Return where what ended at ``offset`` ends now."""
        split = self._original[offset - 1 : offset + 1] == "\r\n"
        return self.start(offset + 1) if split else self.start(offset)
