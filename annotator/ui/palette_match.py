"""What the palette lists, and how well it matches what was typed. No widgets here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PaletteKind(StrEnum):
    """What a row of the palette stands for; also the words of its section."""

    COMMAND = "Commands"
    ARTICLE = "Articles"
    ENTITY = "Entities"
    GUIDELINE = "Guideline"


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One row.

    Attributes:
        key: The command's id, the article's or the entity's id, the subject of an entry of the
            guideline: for whoever acts on it.
        text: Plain words.
        detail: Second words, faint: the menu, outlet and date, label and mentions.
        icon: File in ``resources/icons``.
        shortcut: Its key as Qt writes it.
        also: Words that find it and are not shown.
    """

    kind: PaletteKind
    key: object
    text: str
    detail: str = ""
    icon: str = ""
    shortcut: str = ""
    also: str = ""


PREFIXES: Final = {
    ">": (PaletteKind.COMMAND,),
    "@": (PaletteKind.ENTITY,),
    "/": (PaletteKind.ARTICLE,),
    "?": (PaletteKind.GUIDELINE,),
}
_ALL: Final = tuple(PaletteKind)
_AT_START, _AT_WORD, _INSIDE, _NOT_SHOWN = range(4)


def parse_input(text: str) -> tuple[tuple[PaletteKind, ...], str]:
    """Return the sections that an input asks for, and the words without the prefix."""
    stripped = text.lstrip()
    kinds = PREFIXES.get(stripped[:1])
    return (kinds, stripped[1:].strip()) if kinds else (_ALL, stripped.strip())


def match(words: str, text: str) -> tuple[int, int] | None:
    """Return how well a text matches, best first, or ``None`` where a word does not occur.

    The first figure is 0 where the text begins with the words, 1 where each begins a word of it,
    2 where one stands within a word; the second is the place of the first word.
    """
    worst = _AT_START
    place = 0
    for number, word in enumerate(words.split()):
        found = re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)
        quality = _AT_WORD
        if found is None:
            found = re.search(re.escape(word), text, re.IGNORECASE)
            quality = _INSIDE
        if found is None:
            return None
        if found.start() == 0:
            quality = _AT_START
        if number == 0:
            place = found.start()
        worst = max(worst, quality)
    return worst, place


def matched_parts(words: str, text: str) -> list[tuple[int, int]]:
    """Return the slices of a text to be shown bold, in its order, without overlaps."""
    parts: list[tuple[int, int]] = []
    for word in words.split():
        pattern = re.escape(word)
        found = re.search(rf"(?<!\w){pattern}", text, re.IGNORECASE) or re.search(
            pattern, text, re.IGNORECASE
        )
        if found is not None:
            parts.append(found.span())
    parts.sort()
    merged: list[tuple[int, int]] = []
    for start, end in parts:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def ranked(words: str, items: Iterable[PaletteItem]) -> list[PaletteItem]:
    """Return the items that match, best first; those that match as well keep their order.

    What matches only with words that are not shown comes last.
    """
    found: list[tuple[int, int, PaletteItem]] = []
    for number, item in enumerate(items):
        quality = match(words, item.text)
        if quality is not None:
            found.append((quality[0], number, item))
        elif item.also and match(words, f"{item.text} {item.also}") is not None:
            found.append((_NOT_SHOWN, number, item))
    return [item for _, _, item in sorted(found, key=lambda entry: entry[:2])]


def sections(items: Sequence[PaletteItem]) -> list[PaletteItem | PaletteKind]:
    """Return items with the head of its section before the first of each kind."""
    rows: list[PaletteItem | PaletteKind] = []
    before: PaletteKind | None = None
    for item in items:
        if item.kind != before:
            rows.append(item.kind)
            before = item.kind
        rows.append(item)
    return rows
