"""What fills the roles of frames, in terms that hold for all sets."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from annotator.domain.review import FillerTag, FrameTag


def fillers_by_role(frame: FrameTag) -> dict[str, list[FillerTag]]:
    """Return the fillers of each role that has some."""
    found: dict[str, list[FillerTag]] = {}
    for filler in frame.fillers:
        found.setdefault(filler.role, []).append(filler)
    return found


class Meanings:
    """What fillers are, in terms that hold for all sets.

    Numbers are looked up when they are first needed: most frames are agreed without them.

    Args:
        count: Number of the sets.
        spans, frames: Groups of what belongs together.
    """

    def __init__(
        self, count: int, spans: Sequence[Sequence[Any]], frames: Sequence[Sequence[Any]]
    ) -> None:
        self._count = count
        self._spans, self._frames = spans, frames

    @cached_property
    def span_number(self) -> list[dict[str, int]]:
        """For each set the number of a span's group, by its key."""
        return numbers_of(self._spans, self._count)

    @cached_property
    def frame_number(self) -> list[dict[str, int]]:
        """For each set the number of a frame's group, by its key."""
        return numbers_of(self._frames, self._count)

    def said(self, place: int, filler: FillerTag) -> tuple[Any, ...]:
        """Return what a filler of one set is; spans are what they say."""
        if filler.span is not None:
            return ("span", filler.span.start, filler.span.end, filler.span.label)
        if filler.entity:
            return ("entity", filler.entity)
        return ("frame", self.frame_number[place].get(filler.frame, -1))

    def meant(self, place: int, filler: FillerTag) -> tuple[Any, ...]:
        """Return what a filler of one set is, where spans that belong together are the same."""
        if filler.span is not None:
            return ("span", self.span_number[place][filler.span.key])
        return self.said(place, filler)


def numbers_of(groups: Sequence[Sequence[Any]], count: int) -> list[dict[str, int]]:
    """Return for each set the number of a tag's group, by the key of the tag."""
    return [
        {slots[place].key: number for number, slots in enumerate(groups) if slots[place]}
        for place in range(count)
    ]
