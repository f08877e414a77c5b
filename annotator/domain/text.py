"""The canonical form of article text, its hash and its parts."""

import hashlib
import re
from unicodedata import bidirectional

from annotator.errors import ForbiddenCharacterError

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
# Vowel signs, accents and the two joiners are no letters to ``re`` but stand inside words: Latin,
# Cyrillic, Hebrew, Arabic, Indic, Thai.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_SAMPLE = 2000
_COUNTED = 400_000
_WORD = re.compile(rf"[^\W_]+(?:[’'.\-][^\W_]+|[{_MARKS}]+[^\W_]*)*")


def canonical(text: str) -> str:
    """Return decoded text as it is kept: no byte order mark, line ends as LF, nothing else.

    Programs that join files leave several marks at the start; all of them go, so that a canonical
    text is canonical for good.

    Raises:
        ForbiddenCharacterError: It holds U+0000 or a lone surrogate.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    check_storable(text)
    return text


def check_storable(text: str) -> None:
    """Refuse characters that UTF-8 or PostgreSQL cannot hold.

    Raises:
        ForbiddenCharacterError: It holds U+0000 or a lone surrogate.
    """
    found = _FORBIDDEN.search(text)
    if found is not None:
        name = "U+0000" if found[0] == "\x00" else "half of a surrogate pair"
        raise ForbiddenCharacterError(offset=found.start(), name=name)


def sha256(text: str) -> str:
    """Return the hash that identifies a text: SHA-256 over UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def runs_right_to_left(text: str, language: str | None) -> bool:
    """Whether an article is set from right to left: by its language, else by most of its letters.

    Args:
        text: The article's.
        language: As its metadata have it: "ar", "fa-IR".
    """
    if language:
        return re.split("[-_]", language.casefold(), maxsplit=1)[0] in _RIGHT_TO_LEFT
    kinds = [bidirectional(character) for character in text[:_SAMPLE]]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def word_count(text: str) -> int:
    """Return the number of words, counting letters and digits joined by ' . or - as one."""
    return len(_WORD.findall(text))


def about_words(text: str) -> int:
    """Return the number of words of a text, judged by its beginning where it is endless."""
    if len(text) <= _COUNTED:
        return word_count(text)
    about = word_count(text[:_COUNTED]) * len(text) / _COUNTED
    return round(about / 1000) * 1000
