"""Two or more sets of one article, laid side by side: what all say, and what is to be decided."""

from collections.abc import Iterable, Sequence
from operator import itemgetter

from annotator.compare.differing import FrameJudge, SpanJudge
from annotator.compare.fillers import Meanings
from annotator.compare.frames import FrameGroup, anchor_roles, anchoring, frame_groups
from annotator.compare.matching import Slots
from annotator.compare.ownership import Ownership
from annotator.compare.spans import extent_of, span_groups
from annotator.domain.extent import Extent
from annotator.domain.review import Agreed, Alignment, Difference, Match, SetTags
from annotator.domain.scheme import Scheme

_NOWHERE = (1 << 62, 1 << 62)
"""Where frames without words stand in the order: last."""


def align(sets: Sequence[SetTags], scheme: Scheme) -> Alignment:
    """Return the sets of one article laid side by side; for many articles use :class:`Aligner`."""
    return Aligner(scheme).align(sets)


class Aligner:
    """Lays sets side by side; made once for a scheme.

    How spans and frames are put together says
    ``resources/docs/decisions/0008-aligning-and-coefficients.md``.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._anchors = anchor_roles(scheme)
        self._families = {label.name: label.family for label in scheme.labels}
        self._roles = {kind.name: [role.name for role in kind.roles] for kind in scheme.frame_types}

    def align(self, sets: Sequence[SetTags]) -> Alignment:
        """Return two or more sets of one article laid side by side.

        The order of the tags in a set plays no part, and that of the sets only in what is called
        missing and what extra.

        Raises:
            ValueError: There are fewer than two sets.
        """
        if len(sets) < 2:
            raise ValueError(len(sets))
        spans = span_groups(sets)
        frames: list[Slots] = []
        items: list[tuple[tuple[int, int, str], Match]] = []
        loose: Iterable[Slots] = spans
        if any(one.frames for one in sets):
            groups = frame_groups(sets, Meanings(len(sets), spans, ()), self._anchors)
            placed = self._in_text_order(groups)
            frames = [group.slots for _, group in placed]
            same = [group.same for _, group in placed]
            judge = FrameJudge(sets, spans, frames, same, self._anchors, self._roles)
            owned = Ownership(frames, spans, judge.agreed, self._families)
            loose = owned.loose()
            for number, (where, _) in enumerate(placed):
                place = None if where is None else Extent(*where)
                items.append(((*(where or _NOWHERE), ""), judge.judged(number, owned, place)))
        judged = SpanJudge(sets, self._families).judged
        for slots in loose:
            match = judged(slots)
            first = slots[0] or next(span for span in slots if span is not None)
            items.append((first[1:4], match))
        items.sort(key=itemgetter(0))
        agreed = [match for _, match in items if type(match) is Agreed]
        differences = [match for _, match in items if type(match) is Difference]
        return Alignment(
            tuple(one.annotator for one in sets),
            tuple(agreed),
            tuple(differences),
            tuple(map(tuple, spans)),
            tuple(map(tuple, frames)),
        )

    def _in_text_order(
        self, groups: Iterable[FrameGroup]
    ) -> list[tuple[tuple[int, int] | None, FrameGroup]]:
        """Return groups of frames with where to look, in text order."""
        placed = []
        for group in groups:
            frames = [frame for frame in group.slots if frame is not None]
            frames = frames[:1] if group.same else frames
            kind = frames[0].type
            anchors = self._anchors.get(kind, frozenset())
            where = extent_of(span for frame in frames for span in anchoring(frame, anchors))
            placed.append(((*(where or _NOWHERE), kind, group.order), (where, group)))
        placed.sort(key=itemgetter(0))
        return [one for _, one in placed]
