"""Embassies: buildings, but organisations where they speak or act."""

from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.rulebook import Rule

_MISSIONS = word_set("embassy consulate")
_ACTS = word_set(
    "condemned declined denied did does had has have issued protested refused will would"
)


def building_rule(page: Page, first: int, last: int, rule: Rule) -> Rule:
    """Return the rule of a building's name, that of organisations for a mission that speaks.

    Args:
        page: The text.
        first: Index of its first token.
        last: Index after its last token.
        rule: What it is else.
    """
    mission = page.word(last - 1).lower() in _MISSIONS
    return rulebook.MISSION if mission and _speaks(page, first, last) else rule


def _speaks(page: Page, first: int, last: int) -> bool:
    after = _behind_place(page, last)
    if page.word(after) in page.lexicon.reporting or page.word(after) in _ACTS:
        return True
    before = first - 1 - (page.word(first - 1) in {"the", "a"})
    inverted = page.word(before) in page.lexicon.reporting
    return inverted and page.word(before - 1) in {",", '"', "'"}


def _behind_place(page: Page, index: int) -> int:
    """Return the index behind "in Manila"."""
    if page.word(index) not in {"in", "to"}:
        return index
    place = index + 1
    match = page.match_at(place)
    if match is not None:
        return match.last
    while page.capital(place):
        place += 1
    return place
