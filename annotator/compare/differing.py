"""In which ways tags that belong together differ."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from annotator.compare.fillers import Meanings, fillers_by_role
from annotator.compare.frames import shared_words, united
from annotator.compare.matching import Slots
from annotator.compare.ownership import Ownership
from annotator.domain.extent import Extent
from annotator.domain.review import (
    Agreed,
    Difference,
    DifferenceKind,
    FillerTag,
    Match,
    RoleDifference,
    SetTags,
    SpanTag,
)
from annotator.domain.scheme import ENTITY_FAMILY

_GRAVITY = {kind: number for number, kind in enumerate(DifferenceKind)}
FRAGMENT_SHARE = 0.5
"""From which share of common characters on other fragments are the same words."""


def gravest_first(kinds: Iterable[DifferenceKind]) -> tuple[DifferenceKind, ...]:
    """Return kinds without doubles, the gravest first."""
    return tuple(sorted(set(kinds), key=_GRAVITY.__getitem__))


def lacking(slots: Slots) -> DifferenceKind | None:
    """Return whether something is missing or extra, ``None`` where every set has it.

    Extra is what more than half of the sets lack; where it is half of them, the first set decides.
    """
    lack = 2 * slots.count(None)
    if not lack:
        return None
    count = len(slots)
    extra = lack > count or (lack == count and slots[0] is None)
    return DifferenceKind.EXTRA if extra else DifferenceKind.MISSING


class SpanJudge:
    """Says in which ways spans differ.

    Args:
        sets: Of one article.
        families: By label: "entity", or the frame type that it serves.
    """

    def __init__(self, sets: Sequence[SetTags], families: Mapping[str, str]) -> None:
        self._sets = sets
        self._families = families
        self._linking = [number for number, one in enumerate(sets) if one.links]
        self._by_place: dict[int, _Places] = {}

    def judged(self, slots: Slots) -> Match:
        """Return the spans of a group as agreed or as a difference."""
        first, *others = slots
        if first is not None:
            said = first[1:]
            for other in others:
                if other is None or other[1:] != said:
                    break
            else:
                return Agreed(tuple(slots), (), Extent(first.start, first.end))
        present = [span for span in slots if span is not None]
        place = Extent(min(span.start for span in present), max(span.end for span in present))
        kinds = []
        lack = lacking(slots)
        if lack is not None:
            kinds.append(DifferenceKind.NESTING if self._nested(slots, present) else lack)
        if len({span.label for span in present}) > 1:
            kinds.append(DifferenceKind.LABEL)
        if len({(span.start, span.end) for span in present}) > 1:
            kinds.append(DifferenceKind.BOUNDARY)
        if len({slots[one].entity for one in self._linking if slots[one] is not None}) > 1:
            kinds.append(DifferenceKind.ENTITY)
        attributes = other_values(present)
        if attributes:
            kinds.append(DifferenceKind.ATTRIBUTE)
        if not kinds:  # they differ only in what a source of suggestions does not say
            return Agreed(tuple(slots), (), place)
        return Difference(gravest_first(kinds), tuple(slots), (), place, (), attributes)

    def _nested(self, slots: Slots, present: Sequence[SpanTag]) -> bool:
        """Whether each set that lacks it has a tag of its family inside or around it."""
        span = present[0]
        family = self._families.get(span.label, ENTITY_FAMILY)
        return family == ENTITY_FAMILY and all(
            self._places(number).nest(span.start, span.end)
            for number, slot in enumerate(slots)
            if slot is None
        )

    def _places(self, number: int) -> "_Places":
        if number not in self._by_place:
            self._by_place[number] = _Places(
                (span.start, span.end)
                for span in self._sets[number].spans
                if self._families.get(span.label, ENTITY_FAMILY) == ENTITY_FAMILY
            )
        return self._by_place[number]


class _Places:
    """The places of one set's entity spans, to be asked for what lies inside or around."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._places = sorted(places)
        self._longest = max((end - start for start, end in self._places), default=0)

    def nest(self, start: int, end: int) -> bool:
        """Whether one of them lies inside a stretch or around it."""
        number = bisect_left(self._places, (end, 0)) - 1
        while number >= 0 and self._places[number][0] > start - self._longest:
            first, last = self._places[number]
            if (first <= start and end <= last) or (start <= first and last <= end):
                return True
            number -= 1
        return False


def other_values(tags: Sequence[Any]) -> tuple[str, ...]:
    """Return the names of attributes in which tags differ."""
    values = [dict(tag.attributes) for tag in tags]
    names = sorted({name for one in values for name in one})
    return tuple(name for name in names if len({one.get(name) for one in values}) > 1)


class FrameJudge:
    """Says in which ways frames differ.

    Args:
        sets: Of one article.
        spans, frames: Groups of what belongs together.
        same: For each group of frames whether they say the same by themselves.
        anchors: By frame type the roles that anchor it.
        roles: By frame type its roles in the order of the scheme.

    Attributes:
        agreed: For each group of frames whether all say the same in all roles and attributes, and
            so do the frames that fill it.
    """

    def __init__(
        self,
        sets: Sequence[SetTags],
        spans: Sequence[Slots],
        frames: Sequence[Slots],
        same: Sequence[bool],
        anchors: Mapping[str, frozenset[str]],
        roles: Mapping[str, Sequence[str]],
    ) -> None:
        self._spans, self._frames = spans, frames
        self._anchors, self._role_order = anchors, roles
        self._meanings = Meanings(len(sets), spans, frames)
        self._roles: list[list[tuple[str, DifferenceKind, list[int]]]] = []
        self._attributes: list[tuple[str, ...]] = []
        for slots, known in zip(frames, same, strict=True):
            if known and not any(filler.frame for filler in slots[0].fillers):
                self._roles.append([])
                self._attributes.append(())
            else:
                self._roles.append(self._other_roles(slots))
                self._attributes.append(other_values([one for one in slots if one is not None]))
        self.agreed = [
            None not in slots and not self._roles[number] and not self._attributes[number]
            for number, slots in enumerate(frames)
        ]
        self._inherited: dict[int, list[RoleDifference]] = {}
        self._inherit()

    def judged(self, number: int, owned: Ownership, place: Extent | None) -> Match:
        """Return the frames of a group as agreed or as a difference."""
        slots = self._frames[number]
        settled = owned.settled(number)
        if self.agreed[number]:
            return Agreed(tuple(slots), settled, place)
        roles = [
            RoleDifference(role, kind, self._follows(number, others, owned))
            for role, kind, others in self._roles[number]
        ] + self._inherited.get(number, [])
        kinds = [role.kind for role in roles]
        lack = lacking(slots)
        if lack is not None:
            kinds.append(lack)
        if self._attributes[number]:
            kinds.append(DifferenceKind.ATTRIBUTE)
        return Difference(
            gravest_first(kinds),
            tuple(slots),
            settled,
            place,
            tuple(roles),
            self._attributes[number],
        )

    # --- roles -----------------------------------------------------------------------------------

    def _other_roles(self, slots: Slots) -> list[tuple[str, DifferenceKind, list[int]]]:
        """Return the roles in which frames differ: how, and the groups of spans that make it."""
        present = [(place, frame) for place, frame in enumerate(slots) if frame is not None]
        if len(present) < 2:
            return []
        kind = present[0][1].type
        filled = [(place, fillers_by_role(frame)) for place, frame in present]
        known = self._role_order.get(kind, ())
        used = {role for _, roles in filled for role in roles}
        used |= {role for _, frame in present for role in frame.implied}
        ordered = [role for role in known if role in used] + sorted(used.difference(known))
        found: list[tuple[str, DifferenceKind, list[int]]] = []
        for role in ordered:
            fillers = [(place, roles.get(role, [])) for place, roles in filled]
            implied = {role in frame.implied for _, frame in present}
            differing = self._other_fillers(fillers, anchor=role in self._anchors.get(kind, ()))
            if len(implied) > 1:
                found.append((role, DifferenceKind.ROLE_FILLER, []))
            elif differing is not None:
                found.append((role, *differing))
        return found

    def _other_fillers(
        self, fillers: Sequence[tuple[int, list[FillerTag]]], *, anchor: bool
    ) -> tuple[DifferenceKind, list[int]] | None:
        """Return how the fillers of one role differ, by set, ``None`` where they are the same."""
        if _one_only(
            sorted(map(self._meanings.said, repeat(place), given)) for place, given in fillers
        ):
            return None
        if _one_only(
            sorted(map(self._meanings.meant, repeat(place), given)) for place, given in fillers
        ):
            return self._inside(fillers)
        if anchor and len({len(given) for _, given in fillers}) > 1:
            first, *others = (
                united((one.span.start, one.span.end) for one in given if one.span is not None)
                for _, given in fillers
            )
            if all(shared_words(first, one) >= FRAGMENT_SHARE for one in others):
                return DifferenceKind.FRAGMENT, []
        return DifferenceKind.ROLE_FILLER, []

    def _inside(
        self, fillers: Sequence[tuple[int, list[FillerTag]]]
    ) -> tuple[DifferenceKind, list[int]]:
        """Return how spans differ that belong together and fill the same role, and their groups."""
        by_group: dict[int, list[SpanTag]] = {}
        for place, given in fillers:
            for filler in given:
                if filler.span is not None:
                    number = self._meanings.span_number[place][filler.span.key]
                    by_group.setdefault(number, []).append(filler.span)
        differing = [
            number for number, spans in by_group.items() if len({span[1:4] for span in spans}) > 1
        ]
        labels = any(len({span.label for span in by_group[number]}) > 1 for number in differing)
        return DifferenceKind.LABEL if labels else DifferenceKind.BOUNDARY, differing

    def _follows(self, number: int, groups: Sequence[int], owned: Ownership) -> bool:
        """Whether spans that make a role differ are all decided on elsewhere."""
        return bool(groups) and all(
            span is None or frame is None or owned.owner(place, span) != number
            for group in groups
            for place, (span, frame) in enumerate(
                zip(self._spans[group], self._frames[number], strict=True)
            )
        )

    # --- frames in frames ------------------------------------------------------------------------

    def _inherit(self) -> None:
        """Take frames from the agreed ones that others fill on which not all say the same."""
        inner = {
            number: {
                (filler.role, self._meanings.frame_number[place].get(filler.frame, -1))
                for place, frame in enumerate(self._frames[number])
                if frame is not None
                for filler in frame.fillers
                if filler.frame
            }
            for number, agreed in enumerate(self.agreed)
            if agreed
        }
        gravest = {
            number: self._own_kind(number) for number, one in enumerate(self.agreed) if not one
        }
        while True:
            turned = {
                number: sorted((role, gravest[into]) for role, into in filled if into in gravest)
                for number, filled in inner.items()
                if self.agreed[number] and any(into in gravest for _, into in filled)
            }
            if not turned:
                return
            for number, roles in turned.items():
                self.agreed[number] = False
                self._inherited[number] = [RoleDifference(*one, follows=True) for one in roles]
                gravest[number] = gravest_first(kind for _, kind in roles)[0]

    def _own_kind(self, number: int) -> DifferenceKind:
        kinds = [kind for _, kind, _ in self._roles[number]]
        if self._attributes[number]:
            kinds.append(DifferenceKind.ATTRIBUTE)
        lack = lacking(self._frames[number])
        return gravest_first([*kinds, *([] if lack is None else [lack])])[0]


def _one_only(values: Iterable[list[Any]]) -> bool:
    """Whether all values are the same."""
    first, *others = values
    return all(one == first for one in others)
