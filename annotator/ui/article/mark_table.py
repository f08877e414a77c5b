"""All marks and frames of one article, and what follows from them: brackets, lanes, lines."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.extent import Extent
from annotator.ui.article.marks import ENTITY, FrameMark, Mark, MarkId
from annotator.ui.article.span_index import SpanIndex

IsAnchor = Callable[[str, str], bool]
"""Whether a role of a frame type anchors the frame in the text."""

ParagraphOf = Callable[[int], int]
"""The number of the paragraph that holds an offset."""

LANES = 5
_AIR = 80  # characters between two brackets of one lane
_FRAGMENTS_APART = 600
_FILLERS_APART = 160


@dataclass(frozen=True, slots=True)
class Member:
    """One filler of a frame, as it is painted.

    Attributes:
        number: 1, 2, ... where several fill one role, else 0.
        anchor: A fragment of the frame itself (content, evidence, trigger): tinted, not boxed.
    """

    role: str
    number: int
    anchor: bool
    mark: Mark

    @property
    def name(self) -> str:
        """The role as the margin shows it: "content 2"."""
        return f"{self.role} {self.number}" if self.number else self.role


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket in the margin; a frame spread over an article has several."""

    frame: FrameMark
    extent: Extent
    lane: int


class MarkTable:
    """Marks by id and place, frames by id, brackets by place.

    Words of a suggested frame that no mark covers become marks of their own ("parts"), whose id
    leads back to the frame.
    """

    def __init__(self, is_anchor: IsAnchor, paragraph_of: ParagraphOf) -> None:
        self._is_anchor = is_anchor
        self._paragraph_of = paragraph_of
        self._marks: dict[MarkId, Mark] = {}
        self._frames: dict[MarkId, FrameMark] = {}
        self._parts: dict[MarkId, dict[MarkId, Mark]] = {}
        self._frames_of: dict[MarkId, dict[MarkId, None]] = {}
        self._index: SpanIndex[Mark] = SpanIndex()
        self._pieces: dict[MarkId, list[Extent]] = {}
        self._brackets: SpanIndex[Bracket] = SpanIndex()

    # --- reading ------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._index)

    def mark(self, mark_id: MarkId | None) -> Mark | None:
        """Return a mark by id."""
        return self._marks.get(mark_id) if mark_id is not None else None

    def frame(self, frame_id: MarkId | None) -> FrameMark | None:
        """Return a frame by id."""
        return self._frames.get(frame_id) if frame_id is not None else None

    def shown(self, mark_id: MarkId) -> MarkId:
        """Return the id that the rest of the program knows: a part stands for its frame."""
        owners = self._frames_of.get(mark_id)
        return next(iter(owners)) if mark_id not in self._marks and owners else mark_id

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Return marks and parts that share a character with a stretch."""
        return self._index.overlapping(start, end)

    def brackets(self, start: int, end: int) -> list[Bracket]:
        """Return brackets that touch a stretch, inner lanes first."""
        found = self._brackets.overlapping(start, end)
        return sorted(found, key=lambda bracket: bracket.lane)

    def members(self, frame_id: MarkId | None) -> list[Member]:
        """Return the fillers of a frame that stand in the text."""
        frame = self.frame(frame_id)
        return [] if frame is None else self._members(frame)

    def can_be_current(self, mark_id: MarkId) -> bool:
        """Whether a mark, or a frame that waits for a decision, has this id."""
        frame = self._frames.get(mark_id)
        return mark_id in self._marks or (frame is not None and frame.pending)

    def place_of(self, mark_id: MarkId | None) -> Extent | None:
        """Return where a mark stands, or where a frame stands first."""
        mark = self.mark(mark_id)
        if mark is not None:
            return mark.extent
        pieces = self._pieces.get(mark_id, []) if mark_id is not None else []
        return pieces[0] if pieces else None

    def any_mark(self, mark_id: MarkId) -> Mark | None:
        """Return a mark or a part by id."""
        known = self._marks.get(mark_id)
        if known is not None:
            return known
        return next((parts[mark_id] for parts in self._parts.values() if mark_id in parts), None)

    def is_hint(self, mark_id: MarkId) -> bool:
        """Whether an id is that of words which only a hint marks: nothing to see, or to click."""
        return mark_id not in self._marks and any(f.hint for f in self.frames_of(mark_id))

    def frames_of(self, mark_id: MarkId) -> list[FrameMark]:
        """Return the frames that a mark fills a role of."""
        return [self._frames[owner] for owner in self._frames_of.get(mark_id, ())]

    def lines_of(self, mark: Mark) -> tuple[str, ...]:
        """Return the frame types in whose colours a line is drawn below a mark.

        A fragment of a stance is a stance's line, whatever its label; an entity gets a line only
        where it is a fragment itself. Hints have no line.
        """
        types: dict[str, None] = {}
        for frame in self.frames_of(mark.id):
            for role, filler in frame.members:
                if filler == mark.id and self._is_anchor(frame.type, role) and not frame.hint:
                    types[frame.type] = None
        if not types and mark.family != ENTITY and not self.is_hint(mark.id):
            types[mark.family] = None
        return tuple(types)

    # --- changing -----------------------------------------------------------------------------

    def replace(self, marks: Iterable[Mark], frames: Iterable[FrameMark]) -> None:
        """Show other marks."""
        self._marks = {mark.id: mark for mark in marks}
        self._frames = {frame.id: frame for frame in frames}
        self._parts = {}
        self._frames_of = {}
        for frame in self._frames.values():
            self._own(frame)
        parts = [part for owned in self._parts.values() for part in owned.values()]
        self._index = SpanIndex([*self._marks.values(), *parts])
        self._pieces = {}
        self._arrange(self._frames)

    def update(self, added: Iterable[Mark | FrameMark], removed: Iterable[MarkId]) -> list[Extent]:
        """Add, exchange (same id) and remove marks and frames.

        Returns:
            The stretches that must be painted again.
        """
        touched: list[Extent] = []
        stale: set[MarkId] = set()
        for mark_id in removed:
            self._drop(mark_id, touched, stale)
        for item in added:
            self._drop(item.id, touched, stale)
            if isinstance(item, FrameMark):
                self._frames[item.id] = item
                self._own(item)
                for part in self._parts.get(item.id, {}).values():
                    self._index.add(part)
                touched += [member.mark.extent for member in self._members(item)]
                stale.add(item.id)
            else:
                self._marks[item.id] = item
                self._index.add(item)
                touched.append(item.extent)
                stale.update(self._frames_of.get(item.id, ()))
        if stale:
            self._arrange(stale)
        return touched

    def _drop(self, mark_id: MarkId, touched: list[Extent], stale: set[MarkId]) -> None:
        """Remove a mark or frame, noting what to paint and which brackets to place again."""
        frame = self._frames.get(mark_id)
        if frame is not None:
            touched += [member.mark.extent for member in self._members(frame)]
            del self._frames[mark_id]
            self._disown(frame)
            stale.add(mark_id)
        mark = self._marks.pop(mark_id, None)
        if mark is not None:
            self._index.remove(mark)
            touched.append(mark.extent)
            stale.update(self._frames_of.get(mark_id, ()))

    def _own(self, frame: FrameMark) -> None:
        for number, (role, filler) in enumerate(frame.members):
            member_id = _member_id(frame, number, filler)
            if isinstance(filler, Extent):
                part = Mark(member_id, filler, role, frame.pending, family=frame.type)
                self._parts.setdefault(frame.id, {})[member_id] = part
            self._frames_of.setdefault(member_id, {})[frame.id] = None

    def _disown(self, frame: FrameMark) -> None:
        for number, (_role, filler) in enumerate(frame.members):
            member_id = _member_id(frame, number, filler)
            owners = self._frames_of.get(member_id, {})
            owners.pop(frame.id, None)
            if not owners:
                self._frames_of.pop(member_id, None)
        for part in self._parts.pop(frame.id, {}).values():
            self._index.remove(part)

    def _members(self, frame: FrameMark) -> list[Member]:
        parts = self._parts.get(frame.id, {})
        found: list[tuple[str, Mark]] = []
        for number, (role, filler) in enumerate(frame.members):
            if isinstance(filler, Extent):
                found.append((role, parts[_member_id(frame, number, filler)]))
            elif filler in self._marks:
                found.append((role, self._marks[filler]))
        totals: dict[str, int] = {}
        for role, _mark in found:
            totals[role] = totals.get(role, 0) + 1
        seen: dict[str, int] = {}
        members: list[Member] = []
        for role, mark in found:
            seen[role] = seen.get(role, 0) + 1
            number = seen[role] if totals[role] > 1 else 0
            members.append(Member(role, number, self._is_anchor(frame.type, role), mark))
        return members

    # --- brackets -------------------------------------------------------------------------------

    def _arrange(self, stale: Iterable[MarkId]) -> None:
        """Place all brackets in lanes, so that neighbours never share a line of one lane.

        Hints, of which only the selected one has a bracket, stand outside of all others.
        """
        for frame_id in stale:
            self._pieces.pop(frame_id, None)
            if frame_id in self._frames:
                self._pieces[frame_id] = bracket_extents(self._members(self._frames[frame_id]))
        pieces = [
            (extent, self._frames[frame_id])
            for frame_id, extents in self._pieces.items()
            for extent in extents
        ]
        pieces.sort(key=lambda piece: (piece[0].start, -piece[0].end))
        free: list[int] = []
        busy: list[tuple[int, int]] = []
        lanes = 0
        brackets: list[Bracket] = []
        for extent, frame in pieces:
            if frame.hint:
                brackets.append(Bracket(frame, extent, LANES - 1))
                continue
            while busy and self._is_clear(busy[0][0], extent.start):
                heapq.heappush(free, heapq.heappop(busy)[1])
            if free:
                lane = heapq.heappop(free)
            else:
                lane, lanes = lanes, lanes + 1
            heapq.heappush(busy, (extent.end, lane))
            brackets.append(Bracket(frame, extent, min(lane, LANES - 1)))
        self._brackets = SpanIndex(brackets)

    def _is_clear(self, end: int, start: int) -> bool:
        """Whether no line holds both the end of one bracket and the start of the next."""
        if end + _AIR <= start:
            return True
        return end <= start and self._paragraph_of(end - 1) < self._paragraph_of(start)


def bracket_extents(members: Sequence[Member]) -> list[Extent]:
    """Return where a frame stands: its fragments, joined where near, with the fillers beside them.

    A meeting that is told in the first and in the ninth paragraph has a bracket at each, not one
    along everything between.
    """
    fragments = sorted(member.mark.extent for member in members if member.anchor)
    others = sorted(member.mark.extent for member in members if not member.anchor)
    if not fragments:
        fragments, others = others, []
    joined = _joined(fragments, _FRAGMENTS_APART)
    for other in others:
        for place, extent in enumerate(joined):
            if (
                other.start - extent.end <= _FILLERS_APART
                and extent.start - other.end <= _FILLERS_APART
            ):
                joined[place] = _hull(extent, other)
                break
    return _joined(joined, 0)


def _joined(extents: Sequence[Extent], apart: int) -> list[Extent]:
    joined: list[Extent] = []
    for extent in extents:
        if joined and extent.start - joined[-1].end <= apart:
            joined[-1] = _hull(joined[-1], extent)
        else:
            joined.append(extent)
    return joined


def _hull(one: Extent, other: Extent) -> Extent:
    return Extent(min(one.start, other.start), max(one.end, other.end))


def _member_id(frame: FrameMark, number: int, filler: MarkId | Extent) -> MarkId:
    return (f"{frame.id[0]} {frame.id[1]}", number) if isinstance(filler, Extent) else filler
