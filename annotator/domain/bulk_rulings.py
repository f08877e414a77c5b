"""Rules that settle many differences at once."""

from enum import StrEnum

from annotator.domain.review import (
    Difference,
    DifferenceKind,
    FrameTag,
    Match,
    SpanTag,
    Tag,
    said,
)

QUOTES = "“”„«»\"‘’'‹›"


class EdgeRule(StrEnum):
    """Which of versions that differ only in their edges is taken.

    Attributes:
        LONGEST, SHORTEST: By the number of characters.
        WITH_QUOTES, WITHOUT_QUOTES: Where one begins or ends with a quotation mark and another does
            not; other differences are left alone.
    """

    LONGEST = "longest"
    SHORTEST = "shortest"
    WITH_QUOTES = "with-quotes"
    WITHOUT_QUOTES = "without-quotes"


def boundary_only(item: Match) -> bool:
    """Whether the versions differ in nothing but where they begin and end, or are broken."""
    edges = {DifferenceKind.BOUNDARY, DifferenceKind.FRAGMENT}
    return (
        isinstance(item, Difference)
        and None not in item.tags
        and set(item.kinds) <= edges
        and not item.attributes
    )


def taken_by(item: Difference, names: tuple[str, ...], rule: EdgeRule, text: str) -> str:
    """Return whose version a rule takes, "" where it does not say.

    Of versions that are alike the first is taken; where all are, the rule does not say.
    """
    sizes = {
        name: _measure(tag, rule, text)
        for name, tag in zip(names, item.tags, strict=True)
        if tag is not None
    }
    if len(set(sizes.values())) < 2:
        return ""
    wanted = max if rule in {EdgeRule.LONGEST, EdgeRule.WITH_QUOTES} else min
    best = wanted(sizes.values())
    return next(name for name, size in sizes.items() if size == best)


def _measure(tag: Tag, rule: EdgeRule, text: str) -> int:
    places = _places(tag)
    if rule in {EdgeRule.LONGEST, EdgeRule.SHORTEST}:
        return sum(end - start for start, end in places)
    edges = [mark for start, end in places for mark in (text[start], text[end - 1])]
    return sum(mark in QUOTES for mark in edges)


def _places(tag: Tag) -> list[tuple[int, int]]:
    if isinstance(tag, SpanTag):
        return [(tag.start, tag.end)]
    return [(one.span.start, one.span.end) for one in tag.fillers if one.span is not None]


def majority(item: Match) -> tuple[int, ...]:
    """Return the places of the sets whose version more than half have; none of two sets.

    Having no tag is a version too. Roles of a frame that only follow other differences do not
    count: these are decided by themselves.
    """
    if not isinstance(item, Difference) or len(item.tags) < 3:
        return ()
    versions = [_version(tag, item) for tag in item.tags]
    most = max(versions, key=versions.count)
    if versions.count(most) * 2 <= len(versions):
        return ()
    return tuple(place for place, version in enumerate(versions) if version == most)


def _version(tag: Tag | None, item: Difference) -> object:
    if tag is None or isinstance(tag, SpanTag):
        return None if tag is None else said(tag)
    told = said(tag)
    roles = [role.role for role in item.roles if not role.follows]
    fillers = [(told["roles"].get(role), role in tag.implied) for role in roles]
    return tag.type, fillers, [told["attributes"].get(name) for name in item.attributes]


def labels_of(item: Match) -> frozenset[str]:
    """Return the labels of an item's tags, of frames their types: what it is a question of."""
    return frozenset(
        tag.type if isinstance(tag, FrameTag) else tag.label for tag in item.tags if tag is not None
    )


def has_label(item: Match, label: str) -> bool:
    """Whether a tag of an item has a label, or is a frame of that type."""
    return label in labels_of(item)
