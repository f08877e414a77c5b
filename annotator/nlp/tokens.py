"""Words, numbers and marks of a text, and where its sentences begin."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

_ABBREVIATIONS = (
    "Adm|Amb|Brig|Capt|Cdr|Cmdr|Co|Col|Corp|Cpl|Dr|Drs|Fr|Gen|Gov|Hon|Inc|Lt|Ltd|Maj|Messrs|Mr|Mrs|Ms|Mt|"
    "No|Nos|Pres|Prof|Rep|Reps|Rev|Sen|Sens|Sgt|Sr|Jr|St|Sts|Supt|Vs|vs"
)
_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_LETTER = r"[^\W\d_]"
_REST = r"[\w\u0300-\u036f]"
_TOKEN = re.compile(
    rf"""
    (?P<GAP>[ ]*+\n[ \n]*+)
  | (?P<SPACE>[ ]++)
  | (?P<OTHER>https?://[^ \n]+|www\.[^ \n]+|[\w.+-]{1, 64}@\w[\w.-]*\w|[@\#]\w+)
  | (?P<WORD>(?:[A-Z]\.){{2,}}
      | (?:{_ABBREVIATIONS})\.(?=[ ]?["'(]?[^\W_]|\Z)
      | (?:{_MONTHS})\.(?=[ ]?\d)
      | [A-Z]\.(?=[ ]?[A-Z][\w'.])
      | {_LETTER}{_REST}*(?:'(?!s(?!\w)|S(?!\w)){_LETTER}{_REST}*)*)
  | (?P<POSSESSIVE>'[sS](?!\w))
  | (?P<NUMBER>\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|m|bn|km)?(?!\w)|\d+(?:[.,]\d+)*)
  | (?P<MARK>\.{{2,}}|-{{2,}}|[^ \n])
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    POSSESSIVE = auto()
    NUMBER = auto()
    MARK = auto()
    OTHER = auto()  # an address, a handle, a hash tag
    GAP = auto()  # one or more line ends


_KINDS = {kind.name: kind for kind in Kind}


class Token(NamedTuple):
    """One token of the reading view.

    Attributes:
        gap: Whether white space stands before it.
        first: Whether its capital proves nothing: it begins a sentence, quotation or line.
        capital: Whether it begins with a capital letter.
        upper: Whether it has at least two letters, all of them capitals.
    """

    text: str
    start: int
    end: int
    kind: Kind
    gap: bool
    first: bool
    capital: bool
    upper: bool


_ENDS = frozenset(".!?…")
_OPENERS = frozenset("\"'([*•-–—:;") | {"--", "---", "..", "..."}


def _raw(view: str) -> Iterator[tuple[str, int, int, Kind]]:
    for found in _TOKEN.finditer(view):
        name = found.lastgroup
        if name in _KINDS:
            yield found[0], found.start(), found.end(), _KINDS[name]


def _first_after(text: str, kind: Kind, *, first: bool) -> bool:
    """Return whether the token after this one begins something."""
    if kind is Kind.GAP:
        return True
    if kind is Kind.MARK:
        if text[0] in _ENDS or text in _OPENERS:
            return True
        return first and text in {")", "]"}
    return False


def tokenize(view: str) -> list[Token]:
    """Return the tokens of a reading view in order; white space within a line is none."""
    tokens: list[Token] = []
    known: dict[str, str] = {}  # each word is kept once, and so is a place where two tokens meet
    first, before = True, 0
    for found, start, end, kind in _raw(view):
        text = known.setdefault(found, found)
        capital = kind is Kind.WORD and text[0].isupper()
        upper = capital and text.isupper() and len(text) > 1
        gap = start > before
        place = start if gap else before
        tokens.append(Token(text, place, end, kind, gap, first, capital, upper))
        first, before = _first_after(text, kind, first=first), end
    return tokens


def _quotations(tokens: list[Token], start: int, end: int) -> list[tuple[int, int]]:
    """Return the quotations of one paragraph that open and close in it, as token ranges."""
    places = [index for index in range(start, end) if tokens[index].text == '"']
    return list(zip(places[::2], places[1::2], strict=False))


def _ends_sentence(tokens: list[Token], index: int, end: int) -> bool:
    """Return whether the mark at ``index`` closes a sentence, looking at what follows."""
    after = index + 1
    while after < end and tokens[after].text in {'"', "'", ")", "]"} and not tokens[after].gap:
        after += 1
    if after >= end:
        return False
    following = tokens[after]
    opens = following.capital or following.kind is Kind.NUMBER or following.text in {'"', "'", "("}
    return opens and (following.gap or following.capital)


def _paragraph_starts(tokens: list[Token], start: int, end: int) -> Iterator[int]:
    yield start
    inside = _quotations(tokens, start, end)
    place = 0
    for index in range(start, end):
        if tokens[index].kind is not Kind.MARK or tokens[index].text[0] not in _ENDS:
            continue
        while place < len(inside) and inside[place][1] < index:
            place += 1
        quoted = place < len(inside) and inside[place][0] < index
        closes = quoted and inside[place][1] == index + 1
        if (not quoted or closes) and _ends_sentence(tokens, index, end):
            after = index + 1
            while tokens[after].text in {'"', "'", ")", "]"} and not tokens[after].gap:
                after += 1
            yield after


def sentence_starts(tokens: list[Token]) -> list[int]:
    """Return the indices of the tokens that begin a sentence.

    A line end always ends one. Full stops inside a quotation that closes in its paragraph do not,
    so that a quotation and the words that attribute it stay together; a full stop without a space
    after it does where a capital follows ("on November 23.During").
    """
    starts: list[int] = []
    begin = 0
    for index, token in enumerate(tokens):
        if token.kind is Kind.GAP:
            if begin < index:
                starts.extend(_paragraph_starts(tokens, begin, index))
            begin = index + 1
    if begin < len(tokens):
        starts.extend(_paragraph_starts(tokens, begin, len(tokens)))
    return starts
