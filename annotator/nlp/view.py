"""A reading copy of the text: same length, fewer kinds of marks, boilerplate blanked out."""

import re
import unicodedata
from collections.abc import Sequence

from annotator.domain.article import Zone, ZoneKind

_SAME = {
    "'": "‘’‚‛ʹʻʼʽ`´′",
    '"': "“”„‟«»″",
    "-": "‐‑",
    "\n": "\x0b\x0c\x85\u2028\u2029",
}
_STYLED = (range(0x1D400, 0x1D800), range(0xFF01, 0xFF5F))  # mathematical and full-width letters
_TABLE = {
    **{ord(mark): plain for plain, marks in _SAME.items() for mark in marks},
    **{code: unicodedata.normalize("NFKC", chr(code)) for codes in _STYLED for code in codes},
}
_ODD_SPACE = re.compile(r"[^\S \n]")


def reading_view(text: str, zones: Sequence[Zone] = ()) -> str:
    """Return ``text`` with equal offsets, as the rules read it.

    Curly quotation marks become straight, every space but the line feed a plain space, bold and
    full-width letters plain ones, and each boilerplate zone a row of line feeds: rules neither find
    anything there nor read across it.
    """
    plain = _ODD_SPACE.sub(" ", text.translate(_TABLE))
    parts: list[str] = []
    done = 0
    for zone in sorted(zones, key=lambda zone: zone.extent):
        start, end = max(done, zone.extent.start), min(zone.extent.end, len(plain))
        if zone.kind is ZoneKind.BOILERPLATE and start < end:
            parts.extend((plain[done:start], "\n" * (end - start)))
            done = end
    return "".join((*parts, plain[done:]))


def with_marks(view: str, text: str) -> str:
    """Return a reading view with the quotation marks that the text has."""
    if '"' not in view and "'" not in view:
        return view
    pairs = zip(view, text, strict=True)
    return "".join(own if plain in "\"'" else plain for plain, own in pairs)
