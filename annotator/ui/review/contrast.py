"""Long words of several versions, cut so that what differs can be seen. No Qt."""

from annotator.ui.review.case_view import Value

LONG = 22
"""As many characters are seen at the least, whatever the width of the card."""
_LEAD = 9
_BEFORE = 7


def contrasted(sides: tuple[tuple[Value, ...] | None, ...]) -> tuple[tuple[Value, ...] | None, ...]:
    """Return what sets say in a row, with the middle left out where all begin in the same way.

    A card cuts long words at their end, and that is where boundaries mostly differ: "What we ask
    for is not applause," and the same without the comma would look alike. Only the first words of
    each side are cut, at a blank, and only where they differ behind it.
    """
    firsts = [side[0].words for side in sides if side]
    if len(set(firsts)) < 2:
        return sides
    alike = _alike(firsts)
    if alike < LONG:
        return sides
    end = firsts[0].rfind(" ", 0, alike - _BEFORE) + 1
    start = firsts[0].rfind(" ", 0, _LEAD + 1)
    if end - max(start, 0) < _BEFORE:
        return sides
    start = start if start > 0 else _LEAD
    return tuple(
        side
        if not side
        else (Value(f"{side[0].words[:start]} … {side[0].words[end:]}", side[0].label), *side[1:])
        for side in sides
    )


def _alike(words: list[str]) -> int:
    """Return how many characters all begin with."""
    shortest = min(map(len, words))
    return next((at for at in range(shortest) if len({one[at] for one in words}) > 1), shortest)
