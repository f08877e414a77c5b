"""Words, sentences, paragraphs and quotations: what a caret moves by and a key selects.

Everything here is a function of a text and an offset, in one pass over a word, a paragraph or, for
quotations, the text. Extents never begin or end with white space.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from annotator.domain.extent import Extent

# --- words ------------------------------------------------------------------------------------

_JOINERS = "\u200c\u200d"
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'’"
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def word_at(text: str, offset: int) -> Extent | None:
    """Return the word that covers or touches an offset, ``None`` between words.

    Hyphens, inner apostrophes, the points of ``U.S`` and of numbers belong to a word; a possessive
    ``’s`` does not.
    """
    offset = _clamped(text, offset)
    if offset < len(text) and _in_word(text, offset):
        inside = offset
    elif offset > 0 and _in_word(text, offset - 1):
        inside = offset - 1
    else:
        return None
    start, end = inside, inside + 1
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    return Extent(start, end)


def next_word(text: str, offset: int) -> Extent | None:
    """Return the first word that begins after an offset."""
    at = _clamped(text, offset)
    while at < len(text) and _in_word(text, at) and (at == offset or _joined(text, at)):
        at += 1
    while at < len(text) and not _in_word(text, at):
        at += 1
    return word_at(text, at) if at < len(text) else None


def previous_word(text: str, offset: int) -> Extent | None:
    """Return the last word that begins before an offset."""
    at = _clamped(text, offset) - 1
    while at >= 0 and not _in_word(text, at):
        at -= 1
    return word_at(text, at) if at >= 0 else None


def moved_start(text: str, start: int, direction: int, *, word: bool) -> int:
    """Return where the start of a tag comes to lie: a character on, or at the next word's start.

    Args:
        text: The article.
        start: Where it is.
        direction: 1 forwards, -1 backwards.
        word: By words, not by characters.
    """
    if not word:
        return _past_blanks(text, start + direction, direction, inside=0)
    found = (next_word if direction > 0 else previous_word)(text, start)
    return found.start if found is not None else start


def moved_end(text: str, end: int, direction: int, *, word: bool) -> int:
    """Return where the end of a tag comes to lie; see :func:`moved_start`."""
    if not word:
        return _past_blanks(text, end + direction, direction, inside=-1)
    if direction > 0:
        found = word_at(text, end + 1) or next_word(text, end)
        return found.end if found is not None else end
    before = previous_word(text, end)
    while before is not None and before.end >= end:
        before = previous_word(text, before.start)
    return before.end if before is not None else end


def _past_blanks(text: str, offset: int, direction: int, *, inside: int) -> int:
    """Return an edge with no blank inside it: a tag never begins or ends in white space."""
    while 0 < offset < len(text) and text[offset + inside].isspace():
        offset += direction
    return max(0, min(len(text), offset))


def inside_word(text: str, offset: int) -> bool:
    """Whether an offset stands between two characters of one word."""
    return 0 < offset < len(text) and _joined(text, offset)


def _letter(character: str) -> bool:
    return (
        character.isalnum()
        or character in _JOINERS
        or character == "_"
        or unicodedata.category(character)[0] == "M"
    )


def _in_word(text: str, index: int) -> bool:
    return _letter(text[index]) or _connects(text, index)


def _joined(text: str, index: int) -> bool:
    """Whether the characters before and at an index belong to one word."""
    before, after = text[index - 1], text[index]
    if _letter(before) and _letter(after):
        return not (_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after))
    if _letter(before):
        return _connects(text, index)
    return _letter(after) and _connects(text, index - 1)


def _connects(text: str, index: int) -> bool:
    """Whether a sign stands inside a word: al-Harthi, O’Neil, U.S, 4,000."""
    if not 0 < index < len(text) - 1:
        return False
    sign, before, after = text[index], text[index - 1], text[index + 1]
    if not (_letter(before) and _letter(after)):
        return False
    if sign in _HYPHENS or sign == "&":
        return True
    if sign in _APOSTROPHES:
        return not (after in "sS" and not _letter(text[index + 2 : index + 3] or " "))
    if sign in ".,:":
        if before.isdigit() and after.isdigit():
            return True
        return sign == "." and _single(text, index - 1) and _single(text, index + 1)
    return False


def _single(text: str, index: int) -> bool:
    """Whether a letter stands alone, as in U.S."""
    return (
        text[index].isalpha()
        and (index == 0 or not _letter(text[index - 1]))
        and (index + 1 >= len(text) or not _letter(text[index + 1]))
    )


# --- paragraphs and sentences -------------------------------------------------------------------

_ABBREVIATED = """
    mr mrs ms messrs dr prof st sr jr gen lt col maj capt cmdr adm sgt sen rep gov pres amb hon rev
    vol pp fig art sec op vs cf al approx dept est inc ltd corp co bros jan feb mar apr jun
    jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri e.g i.e viz ca
"""
_STARTING = """
    The A An In On At He She It They We I You But And Or However Meanwhile This That These Those
    There As After Before When While If Its His Her Their Our Earlier Later For From Both According
    Officials Asked During Since
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_STARTERS = frozenset(_STARTING.split())
_OPENERS = "“‘„«‹\"'([{"
_CLOSERS = "”’»›\"')]}"
_END = re.compile(
    rf"(?<![.!?…؟۔。！？])(?P<mark>[.!?…؟۔。！？]++)(?P<closers>[{re.escape(_CLOSERS)}]*+)"
    rf"(?:(?P<gap>\s++)|(?=[A-Z{re.escape(_OPENERS)}]))"
)
_LAST_WORD = re.compile(r"[\w.]+$")


def paragraph_at(text: str, offset: int) -> Extent | None:
    """Return the paragraph that covers or touches an offset, ``None`` on an empty line."""
    start, end = _line(text, _clamped(text, offset))
    return Extent(start, end).trimmed(text) if start < end else None


def sentence_at(text: str, offset: int) -> Extent | None:
    """Return the sentence at an offset; blanks between two sentences belong to the first."""
    offset = _clamped(text, offset)
    found: Extent | None = None
    for sentence in _sentences(text, *_line(text, offset)):
        if found is not None and sentence.start > offset:
            break
        found = sentence
    return found


def next_sentence(text: str, offset: int) -> Extent | None:
    """Return the first sentence that begins after an offset."""
    start, end = _line(text, _clamped(text, offset))
    while True:
        for sentence in _sentences(text, start, end):
            if sentence.start > offset:
                return sentence
        if end >= len(text):
            return None
        start, end = _line(text, end + 1)


def previous_sentence(text: str, offset: int) -> Extent | None:
    """Return the last sentence that begins before an offset."""
    start, end = _line(text, _clamped(text, offset))
    while True:
        found: Extent | None = None
        for sentence in _sentences(text, start, end):
            if sentence.start >= offset:
                break
            found = sentence
        if found is not None or start == 0:
            return found
        start, end = _line(text, start - 1)


def _line(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return start, len(text) if end < 0 else end


def _sentences(text: str, start: int, end: int) -> Iterator[Extent]:
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, match, end):
            sentence = _trimmed(text, begin, match.end("closers"))
            if sentence is not None:
                yield sentence
            begin = match.end()
    last = _trimmed(text, begin, end)
    if last is not None:
        yield last


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a full stop, with what follows it, is the end of a sentence."""
    after = match.end()
    if after >= end:
        return False
    word = text[after : after + 24].lstrip(_OPENERS)
    following = word[:1]
    if match["gap"] is None:
        return _ends_without_blank(text, match, word)
    if following.islower():
        return False
    if match["mark"] != ".":
        return True
    before = _LAST_WORD.search(text, max(0, match.start() - 24), match.start())
    if before is None or match["closers"]:
        return True
    if following.isdigit() and before[0].casefold() in {"no", "nos"}:
        return False
    return not _abbreviates(before[0]) or _starts(word, before[0])


def _ends_without_blank(text: str, match: re.Match[str], word: str) -> bool:
    """Whether a new sentence follows at once, as in "November 23.During"."""
    before = text[match.start() - 1 : match.start()]
    if match["closers"]:
        return match["mark"] != "." and word[:1].isupper()
    return (
        match["mark"] in {".", "!", "?"}
        and (before.islower() or before.isdigit())
        and word[:1].isupper()
        and word[1:2].islower()
        and not _looks_like_address(text, match.start())
    )


def _looks_like_address(text: str, index: int) -> bool:
    before = re.search(r"\S*$", text[max(0, index - 80) : index])
    after = re.match(r"\S*", text[index : index + 80])
    token = (before[0] if before else "") + (after[0] if after else "")
    return any(part in token for part in ("www", "://", "@"))


def _abbreviates(word: str) -> bool:
    """Whether a full stop after this word may belong to it: Mr., J., U.S."""
    plain = word.casefold().strip(".")
    return plain in _ABBREVIATIONS or re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", word) is not None


def _starts(word: str, before: str) -> bool:
    """Whether the word after ``U.S.`` is one that begins sentences; after Mr. none does."""
    if before.casefold().strip(".") in _ABBREVIATIONS or "." not in before:
        return False
    first = re.match(r"\w+", word)
    return first is not None and first[0] in _STARTERS


def _trimmed(text: str, start: int, end: int) -> Extent | None:
    return Extent(start, end).trimmed(text) if start < end else None


# --- quotations ---------------------------------------------------------------------------------

_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "‹": "›", '"': '"',
            "'": "'", "「": "」", "『": "』", "”": "”"}  # fmt: skip
_MARK = re.compile("[“”„«»‘’‚‹›\"'「」『』\n]")
_DEEPEST = 12
_BEFORE_OPENING = "([{—–-/“‘„‚«‹\"'"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: from its opening mark to behind its closing one, where it has one."""

    start: int
    end: int
    closed: bool


@dataclass(slots=True)
class _Open:
    """A quotation whose end was not found yet.

    Attributes:
        maybe: A sign that closes it unless a better one follows: ``states’ rights``.
    """

    mark: str
    start: int
    maybe: int = -1


def quotation_at(text: str, offset: int) -> Extent | None:
    """Return the words of the innermost quotation at an offset, without its marks.

    A quotation that is never closed ends with its paragraph. One that goes on over several
    paragraphs, each of which repeats the opening mark, is one quotation.
    """
    found = _innermost(text, offset)
    if found is None:
        return None
    return _trimmed(text, found.start + 1, found.end - 1 if found.closed else found.end)


def quotation_with_marks_at(text: str, offset: int) -> Extent | None:
    """Return the innermost quotation at an offset with its marks."""
    found = _innermost(text, offset)
    return None if found is None else _trimmed(text, found.start, found.end)


def _innermost(text: str, offset: int) -> Quotation | None:
    offset = _clamped(text, offset)
    candidates = [item for item in quotations(text) if item.start <= offset <= item.end]
    inside = [item for item in candidates if offset < item.end]
    return min(inside or candidates, key=lambda item: item.end - item.start, default=None)


@lru_cache(maxsize=2)
def quotations(text: str) -> tuple[Quotation, ...]:
    """Return all quotations of a text, in the order of their ends; inner ones before outer ones."""
    return tuple(_Quotations(text).read())


class _Quotations:
    """Reads all quotations of a text in one pass over its quotation marks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._reopened: set[int] = set()
        self._resume = 0
        self._found: list[Quotation] = []

    def read(self) -> list[Quotation]:
        """Return them, in the order of their ends."""
        for match in _MARK.finditer(self._text):
            index, mark = match.start(), match[0]
            if mark == "\n":
                self._end_paragraph(index)
            elif index not in self._reopened:
                self._take(index, mark)
        self._end_paragraph(len(self._text))
        return self._found

    def _take(self, index: int, mark: str) -> None:
        if mark in "'’" and self._is_apostrophe(index):
            return
        place = self._closes(mark)
        opening = self._opens(index, mark)
        if place is not None and not (opening and mark in "\"'"):
            if mark in "'’" and self._is_plural(index):
                self._open[place].maybe = index
            else:
                self._close(place, index)
        elif opening and len(self._open) < _DEEPEST:
            self._open.append(_Open(mark, index))

    def _closes(self, mark: str) -> int | None:
        """Return which open quotation a mark closes, innermost first."""
        for place in range(len(self._open) - 1, -1, -1):
            if mark in _CLOSING[self._open[place].mark]:
                return place
        return None

    def _opens(self, index: int, mark: str) -> bool:
        if mark not in _CLOSING:
            return False
        after = self._text[index + 1 : index + 2]
        if mark in "“„«‘‚‹「『" and mark != "‘":
            return True
        before = self._text[index - 1] if index else " "
        fits = before.isspace() or before in _BEFORE_OPENING
        if mark in "'‘" and after.isdigit():
            return False
        return fits and bool(after) and not after.isspace()

    def _is_apostrophe(self, index: int) -> bool:
        """Whether a sign stands between two letters: don’t."""
        return _beside(self._text, index - 1) and _beside(self._text, index + 1)

    def _is_plural(self, index: int) -> bool:
        """Whether a sign may belong to a plural: the states’ rights."""
        after = self._text[index + 1 : index + 3]
        return (
            self._text[index - 1 : index] in {"s", "S"}
            and after[:1].isspace()
            and after[1:].isalpha()
        )

    def _close(self, place: int, index: int) -> None:
        for item in reversed(self._open[place + 1 :]):
            self._finish(item, index)
        self._found.append(Quotation(self._open[place].start, index + 1, closed=True))
        del self._open[place:]

    def _finish(self, item: _Open, end: int) -> None:
        """End a quotation that has no closing mark of its own."""
        if item.maybe >= 0:
            self._found.append(Quotation(item.start, item.maybe + 1, closed=True))
        elif end > item.start:
            self._found.append(Quotation(item.start, end, closed=False))

    def _end_paragraph(self, index: int) -> None:
        """Close what is open, unless the next paragraph repeats its marks."""
        if not self._open or index < self._resume:
            return
        at = index
        kept = 0
        while at < len(self._text) and self._text[at].isspace():
            at += 1
        self._resume = at
        for item in self._open:
            if item.maybe >= 0 or self._text[at : at + 1] != item.mark:
                break
            self._reopened.add(at)
            at += 1
            kept += 1
        for item in reversed(self._open[kept:]):
            self._finish(item, index)
        del self._open[kept:]


def _beside(text: str, index: int) -> bool:
    return 0 <= index < len(text) and _letter(text[index])


# --- selections ---------------------------------------------------------------------------------


def snapped(text: str, start: int, end: int) -> Extent | None:
    """Return a stretch grown to whole words and without blanks at its edges."""
    start, end = _clamped(text, min(start, end)), _clamped(text, max(start, end))
    while inside_word(text, start):
        start -= 1
    while inside_word(text, end):
        end += 1
    return _trimmed(text, start, end)


def grown(text: str, extent: Extent | None, offset: int) -> Extent | None:
    """Return the word at an offset; from the word its sentence, from that its paragraph."""
    steps = (word_at(text, offset), sentence_at(text, offset), paragraph_at(text, offset))
    known = [step for step in steps if step is not None]
    if extent is None:
        return known[0] if known else None
    larger = (step for step in known if step.contains(extent) and step != extent)
    return next(larger, known[0] if known else None)


def word_borders(text: str, offset: int, radius: int = 64) -> tuple[int, ...]:
    """Return the starts and ends of the words near an offset, in order."""
    borders: list[int] = []
    word = word_at(text, offset) or previous_word(text, offset)
    for _ in range(2):
        if word is None or offset - word.end > radius:
            break
        borders += (word.start, word.end)
        word = previous_word(text, word.start)
    following = next_word(text, offset)
    if following is not None and following.start - offset <= radius:
        borders += (following.start, following.end)
    return tuple(sorted(set(borders)))


def nearest(borders: tuple[int, ...], offset: int) -> int:
    """Return the border nearest to an offset, or the offset where there is none."""
    return min(borders, key=lambda border: abs(border - offset), default=offset)


def _clamped(text: str, offset: int) -> int:
    return max(0, min(offset, len(text)))
