"""Frames of several sets that belong together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from annotator.compare.fillers import Meanings
from annotator.compare.matching import Place, Slots, best_pairs, merged, overlaps
from annotator.domain.review import FrameTag, SetTags, SpanTag
from annotator.domain.scheme import Scheme

SAME_WORDS = 0.8
"""From which share of common anchoring words on two frames are the same thing."""
SAME_FILLERS = 0.5
"""From which share of common fillers on they are the same thing though their words are others."""
ANCHOR_WEIGHT, ATTRIBUTE_WEIGHT = 2.0, 0.1
"""What anchoring words and attributes weigh beside fillers."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame of one set, taken apart for comparing.

    Attributes:
        anchors: Places of the words that anchor it.
        fillers: What fills its other roles: role, and the group of a span or an entity's name.
    """

    tag: FrameTag
    anchors: tuple[tuple[int, int], ...]
    fillers: Counter[tuple[str, Any]]
    attributes: Counter[tuple[str, Any]]


class FrameGroup(NamedTuple):
    """Frames that belong together.

    Attributes:
        slots: One of each set, ``None`` where it has none.
        same: Whether all sets have it and say the same by themselves; where frames that fill them
            differ, they may differ still.
        order: What tells the group from all others, whatever the order of sets and tags.
    """

    slots: Slots
    same: bool
    order: tuple[str, int]


def anchor_roles(scheme: Scheme) -> dict[str, frozenset[str]]:
    """Return for each frame type the roles whose fragments anchor it in the text."""
    return {
        kind.name: frozenset(role.name for role in kind.roles if role.anchor)
        for kind in scheme.frame_types
    }


def frame_groups(
    sets: Sequence[SetTags], spans: Meanings, anchors: Mapping[str, frozenset[str]]
) -> list[FrameGroup]:
    """Return the frames that belong together.

    Frames that say the same belong together first. The rest are paired within their type: by how
    much of their anchoring words they share, how many of their other fillers, and how many
    attributes, so that the sum is as high as possible. They belong together at all where they
    share :data:`SAME_WORDS` of their words, or some words and a filler, or :data:`SAME_FILLERS` of
    their fillers.

    Args:
        sets: Of one article.
        spans: Fillers are the same where their spans belong together.
        anchors: As :func:`anchor_roles` gives them.
    """
    groups, order = _same(sets)
    same = [None not in slots for slots in groups]
    links: dict[tuple[int, int], float] = {}
    for one, other in combinations(range(len(sets)), 2):
        if all(same):
            break
        left, right = {}, {}
        for number, slots in enumerate(groups):
            if slots[other] is None and slots[one] is not None:
                left[number] = _taken_apart(slots[one], spans.span_number[one], anchors)
            elif slots[one] is None and slots[other] is not None:
                right[number] = _taken_apart(slots[other], spans.span_number[other], anchors)
        weights = _weights(left, right)
        for mine, theirs in best_pairs(weights, order):
            links[min(mine, theirs), max(mine, theirs)] = weights[mine, theirs]
    return [
        FrameGroup(slots, same[number], order[number])
        for number, slots in merged(groups, order, links)
    ]


def _same(sets: Sequence[SetTags]) -> tuple[list[Slots], list[tuple[str, int]]]:
    """Return groups of frames that say the same, in order, and for each what it says."""
    found: dict[tuple[str, int], Slots] = {}
    for number, one in enumerate(sets):
        by_key = {frame.key: frame for frame in one.frames}
        for frame in sorted(one.frames, key=lambda frame: frame.key):
            said = repr(_content(frame, by_key))
            again = 0
            while (said, again) in found and found[said, again][number] is not None:
                again += 1
            found.setdefault((said, again), [None] * len(sets))[number] = frame
    return list(found.values()), list(found)


def _content(frame: FrameTag, others: Mapping[str, FrameTag]) -> tuple[Any, ...]:
    """Return what a frame says without keys of its set; frames in it are named by their words."""
    inner = [
        (filler.role, _words_of(others[filler.frame]))
        for filler in frame.fillers
        if filler.frame in others
    ]
    return (*_words_of(frame), sorted(inner), frame.implied, frame.attributes)


def _words_of(frame: FrameTag) -> tuple[Any, ...]:
    """Return what fills a frame of itself, in terms that hold for all sets, and its type."""
    spans = sorted(
        (one.span.start, one.span.end, one.span.label, one.role)
        for one in frame.fillers
        if one.span
    )
    entities = sorted((one.role, one.entity) for one in frame.fillers if one.entity)
    return (spans, entities, frame.type)


def _taken_apart(
    frame: FrameTag, numbers: Mapping[str, int], anchors: Mapping[str, frozenset[str]]
) -> _Frame:
    anchoring_roles = anchors.get(frame.type, frozenset())
    words: list[tuple[int, int]] = []
    fillers: Counter[tuple[str, Any]] = Counter()
    for filler in frame.fillers:
        if filler.span is not None:
            if filler.role in anchoring_roles:
                words.append((filler.span.start, filler.span.end))
            else:
                fillers[filler.role, numbers[filler.span.key]] += 1
        elif filler.entity:
            fillers[filler.role, filler.entity] += 1
    return _Frame(frame, united(words), fillers, Counter(frame.attributes))


def united(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return places in order, those that overlap as one, so that no character counts twice."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def shared_words(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> float:
    """Return the share of characters in common (Dice) of two lists of :func:`united` places."""
    total = sum(end - start for start, end in (*left, *right))
    if not total:
        return 0.0
    shared = sum(
        shared
        for _, _, shared in overlaps(
            [(start, end, 0) for start, end in left], [(start, end, 0) for start, end in right]
        )
    )
    return 2 * shared / total


def _weights(
    left: Mapping[int, _Frame], right: Mapping[int, _Frame]
) -> dict[tuple[int, int], float]:
    """Return how well frames of two sets fit, for those that belong together at all."""
    fit = {}
    for mine, theirs in _candidates(left, right):
        one, other = left[mine], right[theirs]
        words = shared_words(one.anchors, other.anchors)
        fillers = _dice(one.fillers, other.fillers)
        if words >= SAME_WORDS or (words and fillers) or fillers >= SAME_FILLERS:
            attributes = _dice(one.attributes, other.attributes)
            fit[mine, theirs] = ANCHOR_WEIGHT * words + fillers + ATTRIBUTE_WEIGHT * attributes
    return fit


def _candidates(left: Mapping[int, _Frame], right: Mapping[int, _Frame]) -> set[tuple[int, int]]:
    """Return the pairs of one type that share words or a filler."""
    found = {
        (mine, theirs)
        for mine, theirs, _ in overlaps(_places(left), _places(right))
        if left[mine].tag.type == right[theirs].tag.type
    }
    by_filler: dict[Any, list[int]] = defaultdict(list)
    for theirs, frame in right.items():
        for filler in frame.fillers:
            by_filler[frame.tag.type, filler].append(theirs)
    for mine, frame in left.items():
        for filler in frame.fillers:
            found.update((mine, theirs) for theirs in by_filler.get((frame.tag.type, filler), ()))
    return found


def _places(frames: Mapping[int, _Frame]) -> list[Place]:
    return [
        (start, end, number) for number, frame in frames.items() for start, end in frame.anchors
    ]


def _dice(one: Counter[Any], other: Counter[Any]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def anchoring(frame: FrameTag, anchors: frozenset[str]) -> list[SpanTag]:
    """Return the spans that anchor a frame in the text, else all that it has."""
    spans = [(filler.role, filler.span) for filler in frame.fillers if filler.span is not None]
    own = [span for role, span in spans if role in anchors]
    return own or [span for _, span in spans]
