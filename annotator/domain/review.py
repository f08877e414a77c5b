"""What sets say on one article, where they differ, and what a reviewer decides about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from annotator.domain.annotation import AnnotationSet, Entity, EntityId
from annotator.domain.extent import Extent
from annotator.domain.gold import EntityRecord, GoldRecord

Attributes: TypeAlias = tuple[tuple[str, str | int], ...]
"""Names and values, by name. What has no value is not in it: empty is empty."""


# --- what a set says ------------------------------------------------------------------------------
# Named tuples, not dataclasses: a comparison of a corpus makes hundreds of thousands of them.


class SpanTag(NamedTuple):
    """A span as it is compared.

    Attributes:
        key: Its id in the set, "s12".
        start, end: Code points, end exclusive.
        entity: Which entity is meant, as :func:`entity_identity` names it; "" for none.
    """

    key: str
    start: int
    end: int
    label: str
    entity: str = ""
    attributes: Attributes = ()

    @property
    def extent(self) -> Extent:
        """Where it stands."""
        return Extent(self.start, self.end)


class FillerTag(NamedTuple):
    """What fills a role: exactly one of a span, an entity and another frame.

    Attributes:
        frame: The key of the other frame in the same set.
    """

    role: str
    span: SpanTag | None = None
    entity: str = ""
    frame: str = ""


class FrameTag(NamedTuple):
    """A frame as it is compared.

    Attributes:
        fillers: Role by role, each as the analyst gave it.
        implied: Roles that the text leaves unsaid, by name.
    """

    key: str
    type: str
    fillers: tuple[FillerTag, ...] = ()
    implied: tuple[str, ...] = ()
    attributes: Attributes = ()


Tag: TypeAlias = SpanTag | FrameTag


@dataclass(frozen=True, slots=True)
class SetTags:
    """What one set says on one article, as it is compared.

    Attributes:
        annotator: A name, "gold", or "suggestions:NAME".
        links: Whether it says anything of entities. Sources of suggestions do not; that they link
            nothing is no difference.
    """

    annotator: str
    spans: tuple[SpanTag, ...] = ()
    frames: tuple[FrameTag, ...] = ()
    links: bool = True


def entity_identity(kind: str, name: str, links: Mapping[str, str]) -> str:
    """Return what tells one entity from another: its Wikidata id, else its type and name."""
    wikidata = links.get("wikidata")
    return f"wikidata:{wikidata}" if wikidata else f"{kind}:{name}"


def tags_of_set(tagged: AnnotationSet, *, links: bool = True) -> SetTags:
    """Return what an annotation set says; its keys are those of the set."""
    names = {key: _entity_name(entity) for key, entity in tagged.entities.items()}
    spans = {
        span.id: SpanTag(
            span.key,
            span.extent.start,
            span.extent.end,
            span.label,
            _named(names, span.entity),
            attributes_of(span.attributes),
        )
        for span in tagged.spans
    }
    keys = {frame.id: frame.key for frame in tagged.frames}
    frames = tuple(
        FrameTag(
            frame.key,
            frame.type,
            tuple(
                FillerTag(
                    filler.role,
                    None if filler.span is None else spans[filler.span],
                    _named(names, filler.entity),
                    "" if filler.frame is None else keys[filler.frame],
                )
                for filler in frame.fillers
            ),
            tuple(sorted(frame.implied)),
            attributes_of(frame.attributes),
        )
        for frame in tagged.frames
    )
    return SetTags(tagged.annotator, tuple(spans.values()), frames, links)


def tags_of_record(record: GoldRecord, *, links: bool = True) -> SetTags:
    """Return what a record of the file form says; its keys are the ids of the line."""
    names = {entity["id"]: _entity_record_name(entity) for entity in record["entities"]}
    names_of = names.get
    spans = [
        SpanTag(
            span["id"],
            span["start"],
            span["end"],
            span["label"],
            "" if span["entity"] is None else names_of(span["entity"], ""),
            attributes_of(span["attributes"]) if span["attributes"] else (),
        )
        for span in record["spans"]
    ]
    if not record["frames"]:
        return SetTags(record["annotator"], tuple(spans), (), links)
    by_key = {span.key: span for span in spans}
    frames = tuple(
        FrameTag(
            frame["id"],
            frame["type"],
            tuple(
                _filler(role, filler, by_key, names)
                for role, fillers in frame["roles"].items()
                for filler in fillers
            ),
            tuple(sorted(frame["implied"])),
            attributes_of(frame["attributes"]),
        )
        for frame in record["frames"]
    )
    return SetTags(record["annotator"], tuple(spans), frames, links)


def _filler(
    role: str, filler: str, spans: Mapping[str, SpanTag], names: Mapping[str, str]
) -> FillerTag:
    if filler in spans:
        return FillerTag(role, spans[filler])
    if filler in names:
        return FillerTag(role, entity=names[filler])
    return FillerTag(role, frame=filler)


def attributes_of(given: Mapping[str, Any]) -> Attributes:
    """Return attributes as they are compared: what has no value is left out."""
    if not given:
        return ()
    return tuple(sorted((name, value) for name, value in given.items() if value not in {None, ""}))


def _entity_name(entity: Entity) -> str:
    return entity_identity(entity.type, entity.name, entity.links)


def _entity_record_name(entity: EntityRecord) -> str:
    return entity_identity(entity["type"], entity["name"], entity["links"])


def _named(names: Mapping[EntityId, str], key: EntityId | None) -> str:
    return "" if key is None else names.get(key, "")


# --- where sets agree and differ ------------------------------------------------------------------


class DifferenceKind(StrEnum):
    """How tags differ, the gravest first; the first set is the one that others are held against.

    Attributes:
        MISSING: The first set has it, the other one not; of several, fewer than half lack it.
        EXTRA: The other way round.
        NESTING: Only some have it, inside or around a tag of the same family that the others have.
        ROLE_FILLER: Other fillers, or one implies the role and the other leaves it empty.
        LABEL: Another label.
        ATTRIBUTE: Another value.
        ENTITY: Linked to another entity, or only by some.
        FRAGMENT: The same words are broken into other fragments.
        BOUNDARY: The same tag begins or ends elsewhere.
    """

    MISSING = "missing"
    EXTRA = "extra"
    NESTING = "nesting"
    ROLE_FILLER = "role-filler"
    LABEL = "label"
    ATTRIBUTE = "attribute"
    ENTITY = "entity"
    FRAGMENT = "fragment"
    BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class RoleDifference:
    """A role in which frames that belong together differ.

    Attributes:
        kind: ROLE_FILLER, FRAGMENT, or how the tags that fill it differ.
        follows: Whether it differs only because tags that are decided on by themselves do: once
            they are settled, nothing is left to decide here.
    """

    role: str
    kind: DifferenceKind
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all say in the same way.

    Attributes:
        tags: One of each set, in the order of the sets.
        settled: For each set the keys of the spans that go with a frame: they fill its roles and
            their labels serve only frames of its type.
        place: Where to look; ``None`` for a frame without words.
    """

    tags: tuple[Tag, ...]
    settled: tuple[tuple[str, ...], ...] = ()
    place: Extent | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a reviewer decides on.

    Attributes:
        kinds: How the tags differ, gravest first; never empty.
        tags: One of each set in the order of the sets, ``None`` where it has none.
        settled, place: As of :class:`Agreed`.
        roles: Of frames: where they differ, in the order of the scheme.
        attributes: Names of those that differ.
    """

    kinds: tuple[DifferenceKind, ...]
    tags: tuple[Tag | None, ...]
    settled: tuple[tuple[str, ...], ...] = ()
    place: Extent | None = None
    roles: tuple[RoleDifference, ...] = ()
    attributes: tuple[str, ...] = ()

    @property
    def kind(self) -> DifferenceKind:
        """The gravest way in which they differ: the class that is counted and filtered by."""
        return self.kinds[0]

    @property
    def present(self) -> tuple[Tag, ...]:
        """The tags that there are."""
        return tuple(tag for tag in self.tags if tag is not None)

    @property
    def frame(self) -> bool:
        """Whether frames differ, not spans."""
        return isinstance(self.present[0], FrameTag)

    @property
    def follows(self) -> bool:
        """Whether nothing is left to decide once the article's other differences are settled."""
        return (
            bool(self.roles)
            and not self.attributes
            and None not in self.tags
            and all(role.follows for role in self.roles)
        )


Match: TypeAlias = Agreed | Difference


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two or more sets on one article laid side by side.

    Every span and every frame of every set is in exactly one item of ``agreed`` and
    ``differences``, as one of its tags or as settled with it.

    Attributes:
        annotators: Names of the sets, in their order; the first is what others are held against.
        agreed, differences: In text order.
        span_groups, frame_groups: What belongs together, agreed or not: one of each set, ``None``
            where it has none. The figures of agreement are counted from these.
    """

    annotators: tuple[str, ...]
    agreed: tuple[Agreed, ...] = ()
    differences: tuple[Difference, ...] = ()
    span_groups: tuple[tuple[SpanTag | None, ...], ...] = ()
    frame_groups: tuple[tuple[FrameTag | None, ...], ...] = ()


# --- what is decided ------------------------------------------------------------------------------


class Choice(StrEnum):
    """What became of a difference; the words of the file form.

    Attributes:
        CHOSEN: One version was taken, that of one annotator or more who say the same.
        BOTH: The versions of several stand side by side.
        EDITED: The reviewer wrote another one.
        NEITHER: Nothing was taken.
    """

    CHOSEN = "chosen"
    BOTH = "both"
    EDITED = "edited"
    NEITHER = "neither"


class ReasonCode(StrEnum):
    """Why sets differed, as the reviewer sees it."""

    GUIDELINE = "guideline-unclear"
    SLIP = "slip"
    AMBIGUOUS = "ambiguous-text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DecidedTag:
    """A tag that a verdict decides on, and what it said then.

    Attributes:
        key: Its id in the annotator's set.
        said: As :func:`said` gave it.
    """

    key: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's decision on one difference.

    Attributes:
        taken: Whose version; empty where edited or neither.
        of: The tags by annotator, ``None`` where one has none.
        by: The reviewer.
        at: UTC, ISO 8601 to the second with ``Z``.
        gold: Keys of the gold tags that it made.
    """

    choice: Choice
    of: Mapping[str, DecidedTag | None]
    by: str
    at: str
    taken: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    reason: ReasonCode | None = None
    comment: str = ""

    def applies(self, sets: Iterable[SetTags]) -> bool:
        """Whether all tags that it decides on are there and say what they said then."""
        now = {one.annotator: one for one in sets}
        return all(
            decided is None or (name in now and says(now[name], decided.key) == decided.said)
            for name, decided in self.of.items()
        )


def decided_tags(
    sets: Sequence[SetTags], item: Agreed | Difference
) -> dict[str, DecidedTag | None]:
    """Return what a verdict on an item decides on, by annotator."""
    return {
        one.annotator: None if tag is None else DecidedTag(tag.key, said(tag))
        for one, tag in zip(sets, item.tags, strict=True)
    }


def says(tags: SetTags, key: str) -> dict[str, Any] | None:
    """Return what the tag with a key says, ``None`` where there is none."""
    span = next((tag for tag in tags.spans if tag.key == key), None)
    if span is not None:
        return said(span)
    frame = next((tag for tag in tags.frames if tag.key == key), None)
    return None if frame is None else said(frame)


def said(tag: Tag) -> dict[str, Any]:
    """Return what a tag says, as plain data of the names that the file form has.

    Fillers are what the spans say, not their keys; a filler that is a frame is its key, because it
    has a difference of its own.
    """
    if isinstance(tag, SpanTag):
        made: dict[str, Any] = {"start": tag.start, "end": tag.end, "label": tag.label}
        if tag.entity:
            made["entity"] = tag.entity
        return {**made, "attributes": dict(tag.attributes)}
    roles: dict[str, list[dict[str, Any]]] = {}
    for filler in tag.fillers:
        roles.setdefault(filler.role, []).append(_said_filler(filler))
    for fillers in roles.values():
        fillers.sort(key=lambda one: (one.get("start", -1), one.get("end", -1), str(one)))
    return {
        "type": tag.type,
        "roles": dict(sorted(roles.items())),
        "implied": list(tag.implied),
        "attributes": dict(tag.attributes),
    }


def _said_filler(filler: FillerTag) -> dict[str, Any]:
    if filler.span is not None:
        return {"start": filler.span.start, "end": filler.span.end, "label": filler.span.label}
    return {"frame": filler.frame} if filler.frame else {"entity": filler.entity}
