"""Finding words in one article."""

import re
from collections.abc import Sequence

from annotator.domain.extent import Extent

_SAME = {"'": "['’‘]", '"': '["“”„]', "-": "[-‐‑–—]"}
_MOST = 10_000


def hits(text: str, words: str, *, whole: bool = False) -> list[Extent]:
    """Return where some words occur.

    Case does not matter unless the words have a capital; a blank stands for any white space, a
    straight quotation mark, apostrophe or hyphen for its typographic kin.
    """
    parts = [_pattern(part) for part in words.split()]
    if not parts:
        return []
    pattern = r"\s+".join(parts)
    if whole:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    flags = re.NOFLAG if any(letter.isupper() for letter in words) else re.IGNORECASE
    found: list[Extent] = []
    for match in re.finditer(pattern, text, flags):
        found.append(Extent(match.start(), match.end()))
        if len(found) >= _MOST:
            break
    return found


def next_hit(found: Sequence[Extent], offset: int, *, forward: bool) -> Extent | None:
    """Return the first hit from an offset on, or the last before it, round the ends."""
    if not found:
        return None
    if forward:
        return next((hit for hit in found if hit.start >= offset), found[0])
    return next((hit for hit in reversed(found) if hit.end <= offset), found[-1])


def _pattern(part: str) -> str:
    return "".join(_SAME.get(letter, re.escape(letter)) for letter in part)
