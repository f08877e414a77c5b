"""What the gold set of an article should hold: unanimous tags, and what verdicts have taken.

The plan follows from the annotators' tags and the verdicts alone, so that making it again changes
nothing that a person decided. Tags that a person wrote into the gold set are no part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from annotator.domain.docket import Docket, StoredVerdict, VerdictId
from annotator.domain.review import (
    Alignment,
    Attributes,
    Choice,
    Difference,
    FrameTag,
    Match,
    SetTags,
    SpanTag,
    Tag,
    said,
)

UNANIMOUS = "unanimous"
ADDED = "added"
"""In provenance: what all had, and what the reviewer put in beside the annotators' tags."""


class Place(NamedTuple):
    """What tells a span from all others of its set."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Backing:
    """Why a tag is gold.

    Attributes:
        word: As the provenance of gold has it: "unanimous", "chosen", "both".
        votes: Names of those who had it.
        verdict: The verdict that took it, ``None`` for what is unanimous.
    """

    word: str
    votes: tuple[str, ...]
    verdict: StoredVerdict | None = None


@dataclass(frozen=True, slots=True)
class PlannedSpan:
    """A span of the gold set.

    Attributes:
        entity: Which entity is meant, as tags for review name it; "" for none.
        own: Whether it stands by itself; else it goes with the frames that it fills.
    """

    place: Place
    entity: str
    attributes: Attributes
    backing: Backing
    own: bool = True


@dataclass(frozen=True, slots=True)
class PlannedFiller:
    """What fills a role: one of a planned span, an entity, a planned frame, a tag that is there.

    Attributes:
        frame: Position among the planned frames.
        gold: Key of a gold tag that a person wrote.
    """

    role: str
    span: Place | None = None
    entity: str = ""
    frame: int | None = None
    gold: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFrame:
    """A frame of the gold set.

    Attributes:
        key: Of the gold frame that its verdict made before, "" for none.
    """

    type: str
    fillers: tuple[PlannedFiller, ...]
    implied: tuple[str, ...]
    attributes: Attributes
    backing: Backing
    key: str = ""


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """What the gold set should hold beside what a person wrote into it.

    Attributes:
        kept: Keys of gold tags that stay as they are: of edited versions, and of verdicts that do
            not apply any more.
    """

    spans: Mapping[Place, PlannedSpan] = field(default_factory=dict)
    frames: tuple[PlannedFrame, ...] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SpanEdit:
    """A span that the reviewer writes instead of the annotators'."""

    place: Place
    entity: str = ""
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True)
class FrameEdit:
    """A frame that the reviewer puts together from those of the annotators.

    Attributes:
        roles: Whose fillers go into a role; a role that is not named stays empty.
    """

    roles: Mapping[str, str]
    attributes: Attributes = ()


Edit: TypeAlias = SpanEdit | FrameEdit


def plan_gold(
    alignment: Alignment,
    sets: Sequence[SetTags],
    found: Docket,
    edits: Mapping[VerdictId, Edit] | None = None,
    gold: SetTags | None = None,
) -> GoldPlan:
    """Return what the gold set should hold.

    Where several versions of a frame were taken and they have come to say the same, because the
    words in their roles were decided since, gold has it once, with the votes of all.

    Args:
        alignment: Of the sets.
        sets: What the annotators say.
        found: What was decided.
        edits: What verdicts that are given now write; those given before are in gold already.
        gold: The gold set as it is: what was written before is read from it.
    """
    written = {frame.key: frame for frame in gold.frames} if gold is not None else {}
    return _Planner(alignment, sets, found, edits or {}, written).plan()


@dataclass(slots=True)
class _Version:
    """A frame that goes into gold: one annotator's, or put together from several.

    Attributes:
        owners: Whose a filler is, in the order of the fillers.
    """

    name: str
    tag: FrameTag
    backing: Backing
    owners: tuple[str, ...]
    key: str = ""
    index: int = -1


class _Planner:
    def __init__(
        self,
        alignment: Alignment,
        sets: Sequence[SetTags],
        found: Docket,
        edits: Mapping[VerdictId, Edit],
        gold: Mapping[str, FrameTag],
    ) -> None:
        self._names = alignment.annotators
        self._edits = edits
        self._gold = gold
        self._sets = {one.annotator: one for one in sets}
        self._docket = found
        self._spans: dict[Place, PlannedSpan] = {}
        self._item_of: dict[tuple[str, str], Match] = {}
        self._verdict_on: dict[int, StoredVerdict] = {}
        self._frames: dict[tuple[str, str], int] = {}
        self._written: dict[tuple[str, str], str] = {}
        self._moved: dict[tuple[str, str], Place] = {}
        self._settled: dict[tuple[str, str], Match] = {}
        items: list[Match] = [*alignment.agreed, *alignment.differences]
        for item in items:
            for name, tag in zip(self._names, item.tags, strict=True):
                if tag is not None:
                    self._item_of[name, tag.key] = item
            for name, keys in zip(self._names, item.settled, strict=False):
                self._settled.update(((name, key), item) for key in keys)
        self._group_of = {
            (name, span.key): group
            for group in alignment.span_groups
            for name, span in zip(self._names, group, strict=True)
            if span is not None
        }
        for case in found.cases:
            if case.verdict is not None:
                self._verdict_on[id(case.item)] = case.verdict

    def plan(self) -> GoldPlan:
        kept = {key for one in self._docket.to_look_at_again() for key in one.verdict.gold}
        versions: list[_Version] = []
        for item in self._docket.accepted:
            self._take_all(item, Backing(UNANIMOUS, self._names), versions)
        for case in self._docket.cases:
            if case.verdict is None:
                continue
            if case.verdict.id in self._edits:
                self._write(case.item, case.verdict, versions)
            elif case.verdict.verdict.choice is Choice.EDITED:
                kept.update(case.verdict.verdict.gold)
                self._note_written(case.item, case.verdict)
            else:
                self._take(case.item, case.verdict, versions)
        for difference in self._docket.following:
            if self._decided(difference):
                self._take_all(difference, Backing(UNANIMOUS, self._names), versions)
        for index, version in enumerate(versions):
            version.index = index
        self._index(versions)
        frames = _once(tuple(self._frame(version) for version in versions), self._names)
        return GoldPlan(self._spans, frames, frozenset(kept))

    # --- which versions are taken ------------------------------------------------------------

    def _take_all(self, item: Match, backing: Backing, versions: list[_Version]) -> None:
        name, tag = next(
            (name, tag) for name, tag in zip(self._names, item.tags, strict=True) if tag is not None
        )
        self._add(name, tag, backing, versions)

    def _take(self, item: Match, one: StoredVerdict, versions: list[_Version]) -> None:
        tags = dict(zip(self._names, item.tags, strict=True))
        word = str(one.verdict.choice)
        made: list[Tag] = []
        for name in one.verdict.taken:
            tag = tags.get(name)
            if tag is None or any(said(tag) == said(other) for other in made):
                continue
            key = one.verdict.gold[len(made)] if len(one.verdict.gold) > len(made) else ""
            made.append(tag)
            votes = self._votes(item, tag)
            self._add(name, tag, Backing(word, votes, one), versions, key)

    def _votes(self, item: Match, version: Tag) -> tuple[str, ...]:
        words = said(version)
        return tuple(
            name
            for name, tag in zip(self._names, item.tags, strict=True)
            if tag is not None and said(tag) == words
        )

    def _add(
        self, name: str, tag: Tag, backing: Backing, versions: list[_Version], key: str = ""
    ) -> None:
        if isinstance(tag, FrameTag):
            owners = (name,) * len(tag.fillers)
            versions.append(_Version(name, tag, backing, owners, key))
            return
        place = Place(tag.start, tag.end, tag.label)
        self._spans[place] = PlannedSpan(place, tag.entity, tag.attributes, backing)

    def _write(self, item: Match, one: StoredVerdict, versions: list[_Version]) -> None:
        """Plan what the reviewer writes instead of the annotators' tags."""
        edit = self._edits[one.id]
        backing = Backing(str(Choice.EDITED), (), one)
        if isinstance(edit, SpanEdit):
            self._spans[edit.place] = PlannedSpan(edit.place, edit.entity, edit.attributes, backing)
            for name, tag in zip(self._names, item.tags, strict=True):
                if tag is not None:
                    self._moved[name, tag.key] = edit.place
            return
        tags = {
            name: tag
            for name, tag in zip(self._names, item.tags, strict=True)
            if isinstance(tag, FrameTag)
        }
        chosen = [
            (name, filler)
            for role, name in edit.roles.items()
            if name in tags
            for filler in tags[name].fillers
            if filler.role == role
        ]
        implied = tuple(
            role for role, name in edit.roles.items() if name in tags and role in tags[name].implied
        )
        first = next(iter(tags))
        made = tags[first]._replace(
            fillers=tuple(filler for _, filler in chosen),
            implied=implied,
            attributes=edit.attributes,
        )
        owners = tuple(name for name, _ in chosen)
        key = one.verdict.gold[0] if one.verdict.gold else ""
        versions.append(_Version(first, made, backing, owners, key))

    def _note_written(self, item: Match, one: StoredVerdict) -> None:
        gold = one.verdict.gold[0] if one.verdict.gold else ""
        for name, tag in zip(self._names, item.tags, strict=True):
            if tag is not None:
                self._written[name, tag.key] = gold

    def _decided(self, difference: Difference) -> bool:
        """Whether everything that a frame follows has been decided."""
        roles = {role.role for role in difference.roles}
        for name, tag in zip(self._names, difference.tags, strict=True):
            if not isinstance(tag, FrameTag):
                continue
            for filler in tag.fillers:
                key = filler.span.key if filler.span is not None else filler.frame
                item = self._item_of.get((name, key)) or self._settled.get((name, key))
                if (
                    filler.role in roles
                    and isinstance(item, Difference)
                    and not item.follows
                    and id(item) not in self._verdict_on
                ):
                    return False
        return True

    # --- frames with what fills them ---------------------------------------------------------

    def _index(self, versions: Sequence[_Version]) -> None:
        """Note which planned frame stands for each annotator's frame."""
        for version in versions:
            item = self._item_of[version.name, version.tag.key]
            for name, tag in zip(self._names, item.tags, strict=True):
                if tag is not None:
                    self._frames.setdefault((name, tag.key), version.index)
            self._frames[version.name, version.tag.key] = version.index

    def _frame(self, version: _Version) -> PlannedFrame:
        fillers: list[PlannedFiller] = []
        for name, filler in zip(version.owners, version.tag.fillers, strict=True):
            made: PlannedFiller | None = None
            if filler.span is not None:
                made = self._span_filler(name, version.backing, filler.role, filler.span)
            elif filler.frame:
                made = self._frame_filler(name, filler.role, filler.frame)
            else:
                made = PlannedFiller(filler.role, entity=filler.entity)
            if made is not None and made not in fillers:
                fillers.append(made)
        return PlannedFrame(
            version.tag.type,
            tuple(fillers),
            version.tag.implied,
            version.tag.attributes,
            version.backing,
            version.key,
        )

    def _frame_filler(self, name: str, role: str, key: str) -> PlannedFiller | None:
        gold = self._written.get((name, key))
        if gold:
            return PlannedFiller(role, gold=gold)
        index = self._frames.get((name, key))
        return None if index is None else PlannedFiller(role, frame=index)

    def _span_filler(
        self, name: str, backing: Backing, role: str, span: SpanTag
    ) -> PlannedFiller | None:
        """Return the gold span that stands for an annotator's; it goes in with the frame."""
        if (name, span.key) in self._moved:
            return PlannedFiller(role, span=self._moved[name, span.key])
        if (name, span.key) in self._written:
            gold = self._written[name, span.key]
            return PlannedFiller(role, gold=gold) if gold else None
        if (name, span.key) in self._settled:
            return self._with_frame(backing, role, self._settled_version(name, span))
        item = self._item_of.get((name, span.key))
        if item is None:
            return self._with_frame(backing, role, span)
        one = self._verdict_on.get(id(item))
        if one is None:
            return self._with_frame(backing, role, span, doubtful=isinstance(item, Difference))
        tags = dict(zip(self._names, item.tags, strict=True))
        taken = name if name in one.verdict.taken else next(iter(one.verdict.taken), "")
        tag = tags.get(taken)
        if not isinstance(tag, SpanTag):
            return None
        return PlannedFiller(role, span=Place(tag.start, tag.end, tag.label))

    def _settled_version(self, name: str, span: SpanTag) -> SpanTag:
        """Return the version of a span that was taken with the frame that settles it.

        Other frames that it fills get the same words: a stance rests on the content that its
        statement has, whoever's stance was taken. Where the frame was rejected, or the one whose
        frame was taken has no such span, it is the annotator's own. Where a reviewer has written
        the frame, it is the version that this one holds.
        """
        item = self._settled[name, span.key]
        one = self._verdict_on.get(id(item))
        group = self._group_of.get((name, span.key))
        if one is None or group is None or name in one.verdict.taken:
            return span
        if one.verdict.choice is Choice.EDITED:
            written = self._words_written(item, one)
            return next((tag for tag in group if tag is not None and _place(tag) in written), span)
        if not one.verdict.taken:
            return span
        return dict(zip(self._names, group, strict=True)).get(one.verdict.taken[0]) or span

    def _words_written(self, item: Match, one: StoredVerdict) -> set[Place]:
        """Return the words in the roles of a frame that a reviewer has put together."""
        edit = self._edits.get(one.id)
        if isinstance(edit, FrameEdit):
            tags = dict(zip(self._names, item.tags, strict=True))
            return {
                _place(filler.span)
                for role, name in edit.roles.items()
                if isinstance(tag := tags.get(name), FrameTag)
                for filler in tag.fillers
                if filler.role == role and filler.span is not None
            }
        frame = self._gold.get(one.verdict.gold[0]) if one.verdict.gold else None
        fillers = frame.fillers if frame is not None else ()
        return {_place(filler.span) for filler in fillers if filler.span is not None}

    def _with_frame(
        self, backing: Backing, role: str, span: SpanTag, *, doubtful: bool = False
    ) -> PlannedFiller:
        place = _place(span)
        if place not in self._spans:
            entity = "" if doubtful else span.entity
            self._spans[place] = PlannedSpan(place, entity, span.attributes, backing, own=False)
        return PlannedFiller(role, span=place)


def _place(span: SpanTag) -> Place:
    return Place(span.start, span.end, span.label)


def _once(frames: tuple[PlannedFrame, ...], names: Sequence[str]) -> tuple[PlannedFrame, ...]:
    """Leave out frames that one verdict has taken and that say what another of it says.

    Frames in whose roles such frames stand may come to say the same themselves.
    """
    while True:
        stands_for: dict[int, int] = {}
        for index, frame in enumerate(frames):
            first = next((n for n in range(index) if _alike(frames[n], frame)), index)
            stands_for[index] = first
        left = sorted(set(stands_for.values()))
        if len(left) == len(frames):
            return frames
        moved = {index: left.index(first) for index, first in stands_for.items()}
        merged: list[PlannedFrame] = []
        for index in left:
            alike = [frames[n] for n, first in stands_for.items() if first == index]
            votes = {name for one in alike for name in one.backing.votes}
            backing = replace(
                frames[index].backing, votes=tuple(name for name in names if name in votes)
            )
            merged.append(_repointed(replace(frames[index], backing=backing), moved))
        frames = tuple(merged)


def _alike(one: PlannedFrame, other: PlannedFrame) -> bool:
    return (
        one.backing.verdict is not None
        and one.backing.verdict is other.backing.verdict
        and replace(one, backing=other.backing, key=other.key) == other
    )


def _repointed(frame: PlannedFrame, moved: Mapping[int, int]) -> PlannedFrame:
    fillers = dict.fromkeys(
        filler if filler.frame is None else replace(filler, frame=moved[filler.frame])
        for filler in frame.fillers
    )
    return replace(frame, fillers=tuple(fillers))
