"""Code points and UTF-16 units, and back."""

import re
from array import array
from bisect import bisect_left
from itertools import count
from operator import add

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Converts offsets of one text between code points and UTF-16 units.

    Only characters beyond the Basic Multilingual Plane take two units, so their places are all that
    is kept; a text without them costs nothing. An offset inside a surrogate pair maps to the
    character after it.
    """

    __slots__ = ("_code_points", "_seconds")

    def __init__(self, text: str) -> None:
        astral: list[int] = []
        if not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):
            astral = list(map(re.Match.start, _ASTRAL.finditer(text)))
        self._code_points = array("I", astral)
        self._seconds = array("I", map(add, astral, count(1)))

    def to_utf16(self, code_point: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return code_point + bisect_left(self._code_points, code_point)

    def to_code_point(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset."""
        return unit - bisect_left(self._seconds, unit)
