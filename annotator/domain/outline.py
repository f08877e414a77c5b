"""Frames within frames: the order and depth in which a list shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.annotation import Frame, FrameId, Span, SpanId
from annotator.domain.extent import Extent
from annotator.domain.framing import anchor_of
from annotator.domain.scheme import FrameType, Scheme

_NOWHERE = 1 << 62


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One frame in the list.

    Attributes:
        depth: How many frames it stands in, 0 for none.
    """

    frame: Frame
    depth: int


def marking_role(kind: FrameType, scheme: Scheme) -> str:
    """Return the role whose words mark a frame of a type as one, "" where the scheme has none.

    It does not anchor the frame, and only labels that serve the type fill it: the cue of a
    statement. Where its words lie in the anchoring words of another frame of the type, the frame
    stands within that one.
    """
    for role in kind.roles:
        labels = [scheme.label_by_name.get(name) for name in role.labels]
        if not role.anchor and labels:
            own = all(label is not None and label.family == kind.name for label in labels)
            if own:
                return role.name
    return ""


def outline(
    frames: Sequence[Frame], spans: Mapping[SpanId, Span], scheme: Scheme
) -> list[OutlineRow]:
    """Return the frames of known types in text order, each with those within it behind it."""
    roles = {
        kind.name: (anchor_of(kind), marking_role(kind, scheme)) for kind in scheme.frame_types
    }
    placed = [_place(frame, spans, *roles[frame.type]) for frame in frames if frame.type in roles]
    placed.sort(key=lambda item: (item.start, item.frame.id))
    inner: dict[FrameId | None, list[Frame]] = {}
    for item in placed:
        inner.setdefault(_around(item, placed), []).append(item.frame)
    rows = _branch(inner, None, 0)
    listed = {row.frame.id for row in rows}
    # Frames that stand within one another all round have no outermost one.
    return rows + [OutlineRow(item.frame, 0) for item in placed if item.frame.id not in listed]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where the words of one frame stand: those that anchor it, and those that mark it as one."""

    frame: Frame
    start: int
    anchors: tuple[Extent, ...]
    marks: tuple[Extent, ...]

    def holds(self, other: "_Placed") -> int:
        """Return how many characters the words have that another frame stands in, 0 for none."""
        for anchor in self.anchors:
            if all(anchor.contains(mark) for mark in other.marks):
                return len(anchor)
        return 0


def _place(frame: Frame, spans: Mapping[SpanId, Span], anchor: str, marking: str) -> _Placed:
    filled = [
        (item.role, spans[item.span].extent)
        for item in frame.fillers
        if item.span is not None and item.span in spans
    ]
    anchors = tuple(place for role, place in filled if role == anchor)
    marks = tuple(place for role, place in filled if role == marking)
    start = min((place.start for place in anchors), default=None)
    if start is None:
        start = min((place.start for _, place in filled), default=_NOWHERE)
    return _Placed(frame, start, anchors, marks)


def _around(item: _Placed, placed: Sequence[_Placed]) -> FrameId | None:
    """Return the frame that one stands within: of several, that with the fewest words."""
    if not item.marks:
        return None
    reach = min(mark.start for mark in item.marks)
    best: tuple[int, FrameId] | None = None
    for other in placed:
        if other.start > reach:
            break
        if other.frame.type != item.frame.type or other is item:
            continue
        size = other.holds(item)
        mutual = bool(size) and bool(other.marks) and bool(item.holds(other))
        if size and not mutual and (best is None or size < best[0]):
            best = (size, other.frame.id)
    return best[1] if best is not None else None


def _branch(
    inner: Mapping[FrameId | None, Sequence[Frame]], root: FrameId | None, depth: int
) -> list[OutlineRow]:
    rows: list[OutlineRow] = []
    for frame in inner.get(root, ()):
        rows.append(OutlineRow(frame, depth))
        rows += _branch(inner, frame.id, depth + 1)
    return rows
