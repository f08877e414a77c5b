"""Which spans are settled together with a frame, and which stand on their own."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.compare.matching import Slots
from annotator.domain.review import FrameTag, SpanTag
from annotator.domain.scheme import ENTITY_FAMILY


class Ownership:
    """Hands each span that only serves frames (cue, content, trigger) to one frame that it fills.

    A span that fills several is settled with one that all agree on, else with one whose type its
    label serves, else with the first in the text. What belongs together with such a span and fills
    nothing goes with it: a colleague's cue without its statement is no decision of its own.

    Args:
        frames: Groups of frames in text order.
        spans: Groups of spans.
        agreed: For each group of frames whether all say the same.
        families: By label: "entity", or the frame type that it serves.
    """

    def __init__(
        self,
        frames: Sequence[Slots],
        spans: Sequence[Slots],
        agreed: Sequence[bool],
        families: Mapping[str, str],
    ) -> None:
        self._spans = spans
        count = len(frames[0]) if frames else 0
        self._families = families
        self._serving_labels = {
            label for label, family in families.items() if family != ENTITY_FAMILY
        }
        self._groups = [slots for slots in spans if self._any_serves(slots)]
        self._owners: list[dict[str, int]] = [{} for _ in range(count)]
        ranks: list[dict[str, tuple[bool, bool, int]]] = [{} for _ in range(count)]
        for number, slots in enumerate(frames):
            for place, frame in enumerate(slots):
                for span in self._serving(frame):
                    rank = (not agreed[number], families.get(span.label) != frame.type, number)
                    if span.key not in ranks[place] or rank < ranks[place][span.key]:
                        ranks[place][span.key] = rank
                        self._owners[place][span.key] = number
        self._adopt()
        self._settled: dict[int, list[list[SpanTag]]] = {}
        for slots in self._groups:
            for place, span in enumerate(slots):
                owner = None if span is None else self._owners[place].get(span.key)
                if owner is not None:
                    made = self._settled.setdefault(owner, [[] for _ in range(count)])
                    made[place].append(span)

    def _serving(self, frame: FrameTag | None) -> Iterator[SpanTag]:
        if frame is not None:
            for filler in frame.fillers:
                if filler.span is not None and self._serves(filler.span):
                    yield filler.span

    def _serves(self, span: SpanTag) -> bool:
        return span.label in self._serving_labels

    def _any_serves(self, slots: Slots) -> bool:
        return any(span is not None and span.label in self._serving_labels for span in slots)

    def _adopt(self) -> None:
        for slots in self._groups:
            owners = {
                owner
                for place, span in enumerate(slots)
                if span is not None and (owner := self.owner(place, span)) is not None
            }
            if owners:
                for place, span in enumerate(slots):
                    if span is not None and self._serves(span):
                        self._owners[place].setdefault(span.key, min(owners))

    def owner(self, place: int, span: SpanTag) -> int | None:
        """Return the group of frames that a span of one set goes with, ``None`` for none."""
        return self._owners[place].get(span.key)

    def settled(self, number: int) -> tuple[tuple[str, ...], ...]:
        """Return for each set the keys of the spans that go with a group of frames."""
        found = self._settled.get(number)
        if found is None:
            return tuple(() for _ in self._owners)
        return tuple(tuple(span.key for span in spans) for spans in found)

    def loose(self) -> Iterator[Slots]:
        """Give the groups of spans that stand on their own, without what goes with frames."""
        owned = {id(slots) for slots in self._groups}
        for slots in self._spans:
            if id(slots) not in owned:
                yield slots
                continue
            left = [
                None if span is None or self.owner(place, span) is not None else span
                for place, span in enumerate(slots)
            ]
            if any(span is not None for span in left):
                yield left
