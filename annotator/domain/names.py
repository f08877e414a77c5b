"""How names are compared: what does not count, what they are made of, what is no name of them."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

Tokens = tuple[str, ...]
"""The parts of a name as they are compared: without case, accents, apostrophes and hyphens."""


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


PARTICLES = _words(
    "a al abu an and as at bin bint by da de del den der di dos du e el en et for ibn in la le"
    " les of on ould the to ul ur van von y zu"
)
"""Small words that a name may have or lack and still be the same."""
_DEMONYMS = _words("i is n ns an ans ian ians ean eans ese ish ic er ers ite ites")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻʿʾ`´′"), None)
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_TOKEN = re.compile(r"[^\W_]+")
_SOUNDS = (
    ("tch", "ch"), ("dzh", "j"), ("dj", "j"), ("sch", "sh"), ("kh", "k"), ("gh", "g"),
    ("ph", "f"), ("dh", "d"), ("th", "t"), ("zh", "j"), ("ck", "k"), ("q", "k"), ("x", "ks"),
    ("w", "v"), ("ou", "u"), ("oo", "u"), ("o", "u"), ("y", "i"), ("e", "i"), ("ai", "i"),
)  # fmt: skip
_SOFT_C = re.compile(r"c(?!h)")
_MUHAMMAD = re.compile(r"(hm|uham)id$")  # Ahmed, Mohammed; Hamid and Hamad are two names
_LONG_ENOUGH = 6  # from here on g and k are one: Gadhafi, Qaddafi, but not Guinea, Kenya


def one_line(words: str) -> str:
    """Return words as a name is kept: one line, single blanks."""
    return " ".join(words.split())


@lru_cache(maxsize=4096)
def tokens_of(words: str) -> Tokens:
    """Return the parts of a name as they are compared; "U.S." is one part, a leading "the" none."""
    line = _POSSESSIVE.sub("", words)
    line = _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", line)
    line = line.translate(_APOSTROPHES).casefold().translate(_LETTERS)
    if not line.isascii():
        # Small once more: a letter of mathematics is a capital only when it is taken apart.
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", line).casefold())
        line = "".join(part for part in parts if not unicodedata.combining(part))
        line = line.translate(_APOSTROPHES).translate(_LETTERS)
    found = tuple(_TOKEN.findall(line))
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def without_titles(tokens: Tokens, titles: Collection[Tokens]) -> Tokens:
    """Return a name without the titles before it; something of it always stays."""
    longest = max(map(len, titles), default=0)
    shortened = True
    while shortened:
        shortened = False
        for size in range(min(longest, len(tokens) - 1), 0, -1):
            if tokens[:size] in titles:
                tokens, shortened = tokens[size:], True
                break
    return tokens


def initials(tokens: Tokens) -> set[str]:
    """Return what a name of several parts may be shortened to: "sco"."""
    kept = [token for token in tokens if token not in PARTICLES]
    found = {"".join(token[0] for token in tokens), "".join(token[0] for token in kept)}
    return {one for one in found if len(one) > 1}


def is_acronym(words: str) -> bool:
    """Whether words may be the initials of a name: two to eight capitals, perhaps with stops."""
    letters = words.replace(".", "").strip()
    return letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 8


@lru_cache(maxsize=200_000)
def sound(token: str) -> str:
    """Return a part of a name without what transliterations differ in: Nikolai, Nikolay."""
    if not token.isascii():
        return token
    for written, heard in _SOUNDS:
        if written in token:
            token = token.replace(written, heard)
    if "c" in token:
        token = _SOFT_C.sub("k", token)
    token = _once(token).replace("ai", "i")
    if len(token) > 2 and token[-1] == "h" and token[-2] in "aiu":
        token = token[:-1]
    token = _MUHAMMAD.sub(r"\1ad", _once(token))
    return token.replace("g", "k") if len(token) >= _LONG_ENOUGH else token


def _once(token: str) -> str:
    """Return a word with each letter once where it stands twice or more in a row."""
    if not any(one == other for one, other in pairwise(token)):
        return token
    return "".join(letter for letter, _ in groupby(token))


def is_adjective_of(one: str, other: str) -> bool:
    """Whether one of two parts is the other with an ending of peoples: Oman and Omani."""
    short, long = sorted((one, other), key=len)
    if short == long or sound(short) == sound(long):
        return False
    stems = {short, short.rstrip("aeouy")}
    return any(long.startswith(stem) and long[len(stem) :] in _DEMONYMS for stem in stems if stem)


def holds(name: Tokens, part: Tokens) -> bool:
    """Whether a name has all parts of a shorter one, each as often, in the same order."""
    if len(part) >= len(name) or not any(token not in PARTICLES for token in part):
        return False
    left = iter(name)
    return all(token in left for token in part)


def resembles(words: str, names: Iterable[str]) -> bool:
    """Whether words have a part in common with a name, as it sounds, or are its initials.

    The capital that stands for a government does not resemble the state's name.
    """
    mine = tokens_of(words)
    heard = {sound(token) for token in mine if token not in PARTICLES}
    for name in names:
        tokens = tokens_of(name)
        if heard & {sound(token) for token in tokens if token not in PARTICLES}:
            return True
        if "".join(mine) in initials(tokens) or "".join(tokens) in initials(mine):
            return True
    return False


def next_free(name: str, taken: Iterable[str]) -> str:
    """Return the name with the first number behind it that is free: "John Smith (2)"."""
    known = set(taken)
    number = 2
    while f"{name} ({number})" in known:
        number += 1
    return f"{name} ({number})"


def plain_name(name: str) -> str:
    """Return a name of the register without what tells namesakes apart: "(senator)"."""
    head, bracket, rest = name.rpartition(" (")
    return head if bracket and rest.endswith(")") and head else name


def office_words(offices: Sequence[object]) -> str:
    """Return the last office that the register names, in words; "" for none."""
    for office in reversed(offices):
        if isinstance(office, str) and office:
            return office
        if isinstance(office, dict):
            named = (office.get(key) for key in ("office", "title", "role", "name"))
            found = next((name for name in named if isinstance(name, str) and name), "")
            if found:
                return found
    return ""
