"""The canonical form of article text, its hash and its parts."""

import hashlib
import re

from annotator.errors import ForbiddenCharacterError

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")


def canonical(text: str) -> str:
    """Return decoded text as it is kept: no byte order mark, line ends as LF, nothing else.

    Raises:
        ForbiddenCharacterError: It holds U+0000 or a lone surrogate.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
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


def word_count(text: str) -> int:
    """Return the number of words, counting letters and digits joined by ' . or - as one."""
    return sum(1 for _ in _WORD.finditer(text))
