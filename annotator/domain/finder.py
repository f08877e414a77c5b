"""Where the same words stand in a text, as whole words."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

_GAP: Final = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
"""White space between two words of a form: any, but no empty line, which ends a paragraph."""
_UNSPACED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # Hangul: particles are written to the noun
)
"""Scripts that put no space between words: a word may begin and end anywhere."""
_UNSPACED_ONE: Final = re.compile(f"[{_UNSPACED}]")
MOST_FORMS: Final = 60


class Found(NamedTuple):
    """One place of one of the forms.

    Attributes:
        form: Which of them, by its number.
    """

    start: int
    end: int
    form: int


def clean_forms(forms: Sequence[str]) -> tuple[str, ...]:
    """Return forms with single spaces, each once, without empty ones, in their order."""
    evened = (" ".join(form.split()) for form in forms)
    return tuple(dict.fromkeys(form for form in evened if form))[:MOST_FORMS]


class Finder:
    """Finds forms as whole words, each place once: of two that begin there, the longer one.

    A word ends where no letter, digit or combining mark follows. In scripts that put no space
    between words it may end anywhere. White space within a form stands for any white space.

    Args:
        forms: What to look for; see :func:`clean_forms`.
        match_case: Whether capitals count.
    """

    def __init__(self, forms: Sequence[str], *, match_case: bool = True) -> None:
        self.forms = clean_forms(forms)
        self.match_case = match_case
        flags = 0 if match_case else re.IGNORECASE
        self._patterns = [re.compile(_pattern(form), flags) for form in self.forms]

    def find(self, text: str) -> Iterator[Found]:
        """Return all places in text order; no two overlap."""
        found = [place for number in range(len(self.forms)) for place in self._all(text, number)]
        if len(self.forms) > 1:
            found.sort(key=lambda place: (place.start, -place.end))
        end = 0
        for place in found:
            if place.start >= end:
                yield place
                end = place.end

    def _all(self, text: str, number: int) -> Iterator[Found]:
        """Return all places of one form, also those that overlap."""
        pattern = self._patterns[number]
        for at in self._starts(text, number):
            match = pattern.match(text, at)
            if match is not None:
                yield Found(at, match.end(), number)

    def _starts(self, text: str, number: int) -> Iterator[int]:
        """Return where a form may begin: looking for a word takes a tenth of trying a pattern."""
        if not self.match_case:
            yield from (match.start() for match in self._patterns[number].finditer(text))
            return
        word = self.forms[number].split(" ", 1)[0]
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


def longest_word(form: str) -> str:
    """Return the longest part of a form without white space: where it is not, the form is not."""
    return max(form.split(), key=len)


def is_spaced(form: str) -> bool:
    """Whether a form is written in scripts that put spaces between words."""
    return _UNSPACED_ONE.search(form) is None


def _pattern(form: str) -> str:
    words = _GAP.join(re.escape(word) for word in form.split())
    before = f"(?<!{_letter()})" if _is_letter(form[0]) else ""
    after = f"(?!{_letter()})" if _is_letter(form[-1]) else ""
    return f"{before}{words}{after}"


def _is_letter(character: str) -> bool:
    return re.match(_letter(), character) is not None


@cache
def _letter() -> str:
    """Return the pattern of one character that goes on with a word."""
    return f"(?![{_UNSPACED}])(?:[^\\W_]|[{_marks()}])"


def _marks() -> str:
    """Return all combining marks as the inside of a character class."""
    ranges: list[list[int]] = []
    for code in range(min(sys.maxunicode, 0x1FFFF) + 1):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
