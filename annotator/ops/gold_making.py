"""Brings the gold set of an article into the state that a plan says, inside an operation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import orjson

from annotator.domain.annotation import (
    AnnotationSet,
    EntityId,
    Filler,
    Frame,
    FrameId,
    Provenance,
    Span,
    SpanId,
)
from annotator.domain.docket import StoredVerdict, VerdictId
from annotator.domain.extent import Extent
from annotator.domain.gold_plan import (
    UNANIMOUS,
    Backing,
    GoldPlan,
    Place,
    PlannedFrame,
    PlannedSpan,
)
from annotator.store import verdicts
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, provenance_json, to_json
from annotator.store.writer import Writer


class GoldMaking:
    """Writes what a plan adds to, changes in and takes out of a gold set.

    What a person wrote into gold stays, with what fills it, and so does what other reviews have
    made: only unanimous tags of the annotators under review and tags of their verdicts are ever
    taken out.

    Args:
        writer: Of the operation.
        opened: The gold set.
        gold: As it is now.
        names: The annotators under review.
        given: Verdicts that stand, or were taken back in this operation.
        entities: The register's, as tags for review name them.
        by: Who merges or decides.
    """

    def __init__(
        self,
        writer: Writer,
        opened: OpenSet,
        gold: AnnotationSet,
        *,
        names: Iterable[str],
        given: Iterable[StoredVerdict],
        entities: Mapping[str, EntityId],
        by: str,
    ) -> None:
        self._writer = writer
        self._opened = opened
        self._gold = gold
        self._names = set(names)
        self._given = {key for one in given for key in one.verdict.gold}
        self._entities = entities
        self._by = by
        self._text = opened.text()
        self._spans = {_place(span): span for span in gold.spans}
        self._frames = {frame.key: frame for frame in gold.frames}
        self._places = {span.id: _place(span) for span in gold.spans}
        self._ids: dict[Place, SpanId] = {place: span.id for place, span in self._spans.items()}

    def bring_about(self, plan: GoldPlan) -> dict[VerdictId, tuple[str, ...]]:
        """Write the plan; return the keys of the tags that each verdict has made."""
        matched = self._matched(plan)
        needed = self._needed(plan, matched)
        stay = {frame.key for frame in matched.values()} | plan.kept | needed
        for frame in self._gold.frames:
            if frame.key not in stay and self._mine(frame.key, frame.provenance):
                self._opened.delete_frame(frame.id)
        for planned in plan.spans.values():
            self._put_span(planned, plan.kept)
        frames = [self._put_frame(item, matched.get(n)) for n, item in enumerate(plan.frames)]
        for planned_frame, frame_id in zip(plan.frames, frames, strict=True):
            self._fill(planned_frame, frame_id, frames)
        for place, span in self._spans.items():
            if (
                place not in plan.spans
                and span.key not in plan.kept | needed
                and self._mine(span.key, span.provenance)
            ):
                self._opened.delete_span(span.id)
        return self._keys(plan, frames)

    def _needed(self, plan: GoldPlan, matched: Mapping[int, Frame]) -> set[str]:
        """Return the keys of tags in the roles of frames that stay as they are.

        A frame on which a person decided keeps what fills it, though some of that was unanimous
        once and is not any more; it would be another frame without.
        """
        planned = {
            frame.key for frame in matched.values() if self._mine(frame.key, frame.provenance)
        }
        waiting = [
            frame
            for frame in self._gold.frames
            if frame.key not in planned
            and (frame.key in plan.kept or not self._mine(frame.key, frame.provenance))
        ]
        keys: dict[SpanId | None, str] = {span.id: span.key for span in self._gold.spans}
        frames: dict[FrameId | None, Frame] = {frame.id: frame for frame in self._gold.frames}
        found: set[str] = set()
        while waiting:
            for filler in waiting.pop().fillers:
                if filler.span in keys:
                    found.add(keys[filler.span])
                inner = frames.get(filler.frame)
                if inner is not None and inner.key not in found | planned:
                    found.add(inner.key)
                    waiting.append(inner)
        return found

    def _mine(self, key: str, provenance: Provenance | None) -> bool:
        """Whether a tag is there because of these annotators or their verdicts."""
        if key in self._given:
            return True
        said = {} if provenance is None else provenance.further
        votes = said.get("votes")
        return said.get("verdict") == UNANIMOUS and (
            isinstance(votes, list) and set(votes) <= self._names
        )

    # --- spans -------------------------------------------------------------------------------

    def _put_span(self, planned: PlannedSpan, kept: frozenset[str]) -> None:
        place = planned.place
        known = self._spans.get(place)
        entity = self._entities.get(planned.entity)
        if known is None:
            extent = Extent(place.start, place.end)
            self._ids[place] = self._opened.add_span(
                extent,
                place.label,
                extent.slice(self._text),
                provenance=self._provenance(planned.backing),
                attributes=dict(planned.attributes),
                entity=entity,
            )
            return
        if known.key in kept or not self._mine(known.key, known.provenance):
            return
        same_words = (known.entity, dict(known.attributes)) == (entity, dict(planned.attributes))
        if same_words and _backed(known.provenance, planned.backing):
            return
        self._opened.change_span(
            known.id,
            entity_id=entity,
            attributes=to_json(dict(planned.attributes)),
            provenance=provenance_json(self._provenance(planned.backing)),
        )

    # --- frames ------------------------------------------------------------------------------

    def _matched(self, plan: GoldPlan) -> dict[int, Frame]:
        """Return the gold frame that stands for each planned one already, by its position."""
        found: dict[int, Frame] = {}
        free = {frame.key: frame for frame in self._gold.frames}
        for number, planned in enumerate(plan.frames):
            if planned.key in free:
                found[number] = free.pop(planned.key)
        for alike in (self._same, self._near):
            for number, planned in enumerate(plan.frames):
                if number in found:
                    continue
                frame = next((one for one in free.values() if alike(one, planned)), None)
                if frame is not None:
                    found[number] = free.pop(frame.key)
        return found

    def _same(self, frame: Frame, planned: PlannedFrame) -> bool:
        """Whether a frame says what a planned one says, but for frames in its roles."""
        return (
            frame.type == planned.type
            and dict(frame.attributes) == dict(planned.attributes)
            and sorted(frame.implied) == sorted(planned.implied)
            and self._words(frame) == _planned_words(planned)
        )

    def _near(self, frame: Frame, planned: PlannedFrame) -> bool:
        """Whether a frame that was unanimous before is about words of a planned one."""
        return (
            frame.type == planned.type
            and planned.backing.verdict is None
            and self._mine(frame.key, frame.provenance)
            and frame.key not in self._given
            and bool(self._words(frame) & _planned_words(planned))
        )

    def _words(self, frame: Frame) -> set[tuple[str, Place]]:
        return {
            (filler.role, self._places[filler.span])
            for filler in frame.fillers
            if filler.span is not None
        }

    def _put_frame(self, planned: PlannedFrame, known: Frame | None) -> FrameId:
        provenance = self._provenance(planned.backing)
        if known is None:
            key = self._opened.add_frame(
                planned.type, provenance=provenance, attributes=dict(planned.attributes)
            )
            if planned.implied:
                self._opened.change_frame(key, implied=_implied(planned))
            return key
        if not self._mine(known.key, known.provenance):
            return known.id
        same = (dict(known.attributes), list(known.implied)) == (
            dict(planned.attributes),
            list(planned.implied),
        )
        if not same or not _backed(known.provenance, planned.backing):
            self._opened.change_frame(
                known.id,
                attributes=to_json(dict(planned.attributes)),
                implied=_implied(planned),
                provenance=provenance_json(provenance),
            )
        return known.id

    def _fill(self, planned: PlannedFrame, key: FrameId, frames: list[FrameId]) -> None:
        known = next((one for one in self._gold.frames if one.id == key), None)
        if known is not None and not self._mine(known.key, known.provenance):
            return
        wanted: list[Filler] = []
        for item in planned.fillers:
            filler = Filler(item.role)
            if item.span is not None:
                filler = replace(filler, span=self._ids.get(item.span))
            elif item.frame is not None:
                filler = replace(filler, frame=frames[item.frame])
            elif item.entity:
                filler = replace(filler, entity=self._entities.get(item.entity))
            else:
                filler = self._by_hand(filler, item.gold)
            if filler != Filler(item.role) and filler not in wanted:
                wanted.append(filler)
        now = [] if known is None else list(known.fillers)
        if now == wanted:
            return
        for role in dict.fromkeys(filler.role for filler in now):
            self._opened.empty(key, role)
        for filler in wanted:
            self._opened.fill(key, filler)

    def _by_hand(self, filler: Filler, gold: str) -> Filler:
        """Return a filler by the key of a tag that a person wrote into gold."""
        span = next((one.id for one in self._gold.spans if one.key == gold), None)
        if span is not None:
            return replace(filler, span=span)
        frame = self._frames.get(gold)
        return filler if frame is None else replace(filler, frame=frame.id)

    # --- what was made -----------------------------------------------------------------------

    def _keys(self, plan: GoldPlan, frames: list[FrameId]) -> dict[VerdictId, tuple[str, ...]]:
        """Return the keys by verdict: frames and spans that it took, then spans of the frames."""
        made: dict[VerdictId, list[str]] = {}
        for planned, key in zip(plan.frames, frames, strict=True):
            if planned.backing.verdict is not None:
                made.setdefault(planned.backing.verdict.id, []).append(self._opened.frame(key).key)
        for own in (True, False):
            for place, span in plan.spans.items():
                if span.own is own and span.backing.verdict is not None:
                    key_of = self._opened.span(self._ids[place]).key
                    made.setdefault(span.backing.verdict.id, []).append(key_of)
        return {key: tuple(keys) for key, keys in made.items()}

    def _provenance(self, backing: Backing) -> Provenance:
        further: dict[str, object] = {"verdict": backing.word}
        if backing.votes:
            further["votes"] = list(backing.votes)
        by, at = self._by, utc_now()
        if backing.verdict is not None:
            by, at = backing.verdict.verdict.by, backing.verdict.verdict.at
            if backing.verdict.verdict.reason is not None:
                further["reason"] = str(backing.verdict.verdict.reason)
        return Provenance(by=by, at=at, further=further)


def keep_keys(
    writer: Writer, given: Iterable[StoredVerdict], made: Mapping[VerdictId, tuple[str, ...]]
) -> None:
    """Let verdicts say which gold tags they have made; those of edited versions stay."""
    for one in given:
        keys = made.get(one.id, ())
        if one.verdict.gold != keys and (keys or one.verdict.taken):
            verdicts.change(writer, one.id, replace(one.verdict, gold=keys))


def _place(span: Span) -> Place:
    return Place(span.extent.start, span.extent.end, span.label)


def _backed(provenance: Provenance | None, backing: Backing) -> bool:
    """Whether a tag's provenance says already why it is gold."""
    said = {} if provenance is None else provenance.further
    reason = backing.verdict.verdict.reason if backing.verdict is not None else None
    return (
        said.get("verdict") == backing.word
        and tuple(said.get("votes") or ()) == backing.votes  # type: ignore[arg-type]
        and said.get("reason") == (None if reason is None else str(reason))
        and (
            backing.verdict is None
            or (provenance is not None and provenance.by == backing.verdict.verdict.by)
        )
    )


def _planned_words(planned: PlannedFrame) -> set[tuple[str, Place]]:
    return {(item.role, item.span) for item in planned.fillers if item.span is not None}


def _implied(planned: PlannedFrame) -> str | None:
    return orjson.dumps(list(planned.implied)).decode() if planned.implied else None
