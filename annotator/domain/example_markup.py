"""Sentences whose words carry labels and roles, as a person writes them in a scheme file.

``“[content:We are in no hurry],” [speaker:Nazarova] [cue:said].`` Marks may lie in one another. A
bracket, colon or backslash that is meant itself has a backslash before it; outside of brackets a
colon needs none.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from annotator.domain.entry import ExampleMark
from annotator.domain.extent import Extent
from annotator.errors import ExampleInvalidError

_ESCAPE: Final = "\\"
_ESCAPED: Final = "[]:\\"


class _Reader:
    """Reads one example from left to right."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0
        self._text: list[str] = []
        self._open: list[tuple[int, str]] = []
        self._marks: list[tuple[int, int, int, str]] = []

    def read(self) -> tuple[str, tuple[ExampleMark, ...]]:
        while self._at < len(self._markup):
            character = self._markup[self._at]
            if character == "[":
                self._begin()
            elif character == "]":
                self._finish()
            else:
                self._text.append(self._take())
        if self._open:
            raise self._fail(f"the mark {self._open[-1][1]} is not closed")
        found = sorted(self._marks, key=lambda mark: (mark[0], -mark[1], mark[2]))
        marks = tuple(ExampleMark(Extent(start, end), name) for start, end, _, name in found)
        return "".join(self._text), marks

    def _take(self) -> str:
        """Return the character here, without the backslash before it."""
        character = self._markup[self._at]
        self._at += 1
        if character != _ESCAPE:
            return character
        following = self._markup[self._at : self._at + 1]
        if not following or following not in _ESCAPED:
            raise self._fail(f"a backslash stands only before one of {' '.join(_ESCAPED)}")
        self._at += 1
        return following

    def _begin(self) -> None:
        self._at += 1
        name: list[str] = []
        while self._at < len(self._markup) and self._markup[self._at] not in "[]:":
            name.append(self._take())
        if self._markup[self._at : self._at + 1] != ":" or not name:
            raise self._fail("a bracket begins with a label or role and a colon")
        self._at += 1
        self._open.append((len(self._text), "".join(name)))

    def _finish(self) -> None:
        if not self._open:
            raise self._fail("a bracket is closed that was not opened")
        self._at += 1
        start, name = self._open.pop()
        if start == len(self._text):
            raise self._fail(f"the mark {name} holds no words")
        self._marks.append((start, len(self._text), len(self._open), name))

    def _fail(self, reason: str) -> ExampleInvalidError:
        return ExampleInvalidError(words=self._markup, reason=reason)


def parse_example(markup: str) -> tuple[str, tuple[ExampleMark, ...]]:
    """Return the sentence of an example, and its marks: outer ones before inner ones.

    Raises:
        ExampleInvalidError: A bracket is not closed, has no name, or holds no words.
    """
    return _Reader(markup).read()


def write_example(text: str, marks: Iterable[ExampleMark]) -> str:
    """Return the markup that :func:`parse_example` reads as these words and marks.

    Marks that cross cannot be written: of two, the later one is left out.
    """
    kept = nested(marks)
    found: list[str] = []
    for offset in range(len(text) + 1):
        found.append("]" * sum(mark.extent.end == offset for mark in kept))
        starting = (mark.name for mark in kept if mark.extent.start == offset)
        found.extend(f"[{_escaped(name)}:" for name in starting)
        found.append(_escaped(text[offset : offset + 1], but=":"))
    return "".join(found)


def nested(marks: Iterable[ExampleMark]) -> Sequence[ExampleMark]:
    """Return marks in text order, outer ones first, without those that cross an earlier one."""
    kept: list[ExampleMark] = []
    for mark in sorted(marks, key=lambda item: (item.extent.start, -item.extent.end)):
        crosses = any(
            other.extent.overlaps(mark.extent) and not other.extent.contains(mark.extent)
            for other in kept
        )
        if not crosses:
            kept.append(mark)
    return kept


def _escaped(words: str, but: str = "") -> str:
    return "".join(
        f"{_ESCAPE}{character}" if character in _ESCAPED and character not in but else character
        for character in words
    )
