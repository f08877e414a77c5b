"""All places of the same words, what each of them is now, and what can be done with it."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from annotator.domain.annotation import EntityId, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent

FLAGS = 8
"""Flags of a hit are less than this."""
RIGHT_KEY = 24
"""Characters after a hit that it is sorted by."""


class Act(StrEnum):
    """What is done with the ticked places."""

    TAG = "tag"
    RELABEL = "relabel"
    UNTAG = "untag"


class HitState(IntEnum):
    """What stands at a place in one annotator's set, in the order of the groups."""

    UNTAGGED = 0
    SUGGESTED = 1
    SUGGESTED_OTHERWISE = 2
    UNLINKED = 3  # the label, but not the entity that is wanted
    OTHERWISE = 4
    DONE = 5
    CLOSED = 6  # a group only: something could be done, but the set is closed

    @property
    def free(self) -> bool:
        """Whether no tag stands there yet."""
        return self <= HitState.SUGGESTED_OTHERWISE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the places are to be, and for whom.

    Attributes:
        label: "" while it is open.
        family: Labels whose tags stand in its way; those of other layers (the content of a
            statement around a name) do not.
        linked: Labels that name something: a name within such a name is looked at first.
    """

    annotator: str
    label: str = ""
    entity: EntityId | None = None
    family: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stands."""

    article: ArticleId
    extent: Extent


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion that waits at a place; ``row`` is its id, and ``source`` is NAME/VERSION."""

    row: int
    label: str
    score: float
    source: str
    rule: str = ""
    attributes: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a place now.

    Attributes:
        status: Of the annotator's set.
        label: The other label: of the tag, the suggestion, or the tag around the place.
        by: Who made the tag, "" where nobody knows.
        span: The tag with exactly these edges, ``None`` where there is none.
        doubt: It should be looked at first: within another name, rejected before, or linked to
            something else. Such places are not ticked of themselves.
        waiting: Suggestions at exactly this place, the best one first.
    """

    state: HitState
    status: SetStatus = SetStatus.NEW
    label: str = ""
    by: str = ""
    score: float = 0.0
    span: int | None = None
    set_id: int | None = None
    doubt: bool = False
    rejected: bool = False
    waiting: tuple[Suggested, ...] = ()


@dataclass(frozen=True, slots=True)
class HitLine:
    """A hit as a row shows it: the words with what stands before and after them."""

    place: Place
    before: str
    words: str
    after: str
    title: str
    published: str
    standing: Standing


@dataclass(slots=True)
class HitPage:
    """Some hits, as the search hands them over: one entry for each in every list.

    Attributes:
        kinds: What stands at each: eight times the state, and the flags of :class:`Standing`.
        rights: What follows each, as it is sorted.
        looked: How many articles have been looked at so far, of ``total``.
    """

    articles: "array[int]" = field(default_factory=lambda: array("q"))
    starts: "array[int]" = field(default_factory=lambda: array("l"))
    ends: "array[int]" = field(default_factory=lambda: array("l"))
    forms: bytearray = field(default_factory=bytearray)
    kinds: bytearray = field(default_factory=bytearray)
    rights: list[str] = field(default_factory=list)
    looked: int = 0
    total: int = 0

    def __len__(self) -> int:
        return len(self.articles)

    def add(self, place: Place, form: int, standing: Standing, right: str) -> None:
        """Take one hit."""
        self.articles.append(place.article)
        self.starts.append(place.extent.start)
        self.ends.append(place.extent.end)
        self.forms.append(form)
        self.kinds.append(standing.state * FLAGS + _flags(standing))
        self.rights.append(right)

    def extend(self, other: "HitPage") -> None:
        """Take the hits of another page."""
        self.articles.extend(other.articles)
        self.starts.extend(other.starts)
        self.ends.extend(other.ends)
        self.forms.extend(other.forms)
        self.kinds.extend(other.kinds)
        self.rights.extend(other.rights)
        self.looked, self.total = other.looked, other.total

    def ticked(self, plan: "Plan") -> list[tuple[Place, HitState]]:
        """Return the places that a plan ticks of itself, with what stands there."""
        return [
            (self.place(number), self.state(number))
            for number, kind in enumerate(self.kinds)
            if plan.ticks(HitState(kind // FLAGS), kind % FLAGS)
        ]

    def place(self, number: int) -> Place:
        """Return where a hit stands."""
        extent = Extent(self.starts[number], self.ends[number])
        return Place(ArticleId(self.articles[number]), extent)

    def state(self, number: int) -> HitState:
        """Return what stands there."""
        return HitState(self.kinds[number] // FLAGS)


_DOUBT, _CLOSED, _SHUT = 1, 2, 4


def _flags(standing: Standing) -> int:
    closed = _CLOSED if standing.status.closed else 0
    shut = _SHUT if standing.status == SetStatus.EXCLUDED else 0
    return (_DOUBT if standing.doubt else 0) | closed | shut


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: which hits an act is for, and which of them are ticked of themselves.

    Attributes:
        entity: Whether the places are linked too.
        closed_too: Whether complete and approved sets are changed, because it was asked for.
    """

    act: Act = Act.TAG
    entity: bool = False
    closed_too: bool = False

    def shows(self, state: HitState) -> bool:
        """Whether such hits are listed at all."""
        return self.act != Act.UNTAG or not state.free

    def changes(self, state: HitState) -> bool:
        """Whether the act would change such hits."""
        if self.act == Act.UNTAG:
            return not state.free
        return state != HitState.DONE

    def group(self, state: HitState, flags: int) -> HitState:
        """Return the group that a hit stands in."""
        return HitState.CLOSED if flags & _CLOSED and self.changes(state) else state

    def may_tick(self, state: HitState, flags: int) -> bool:
        """Whether a hit can be ticked: articles that are left out of the study never are."""
        if flags & _CLOSED and (flags & _SHUT or not self.closed_too):
            return False
        return self.changes(state)

    def ticks(self, state: HitState, flags: int) -> bool:
        """Whether a hit is ticked of itself."""
        if flags & _DOUBT or not self.may_tick(state, flags):
            return False
        if self.act == Act.RELABEL:
            return state == HitState.OTHERWISE
        if self.act == Act.UNTAG:
            return state in {HitState.DONE, HitState.UNLINKED}
        return state != HitState.OTHERWISE

    def of_kinds(self) -> "PlanOfKinds":
        """Return the answers for every kind of hit, for going through many."""
        pairs = [(HitState(kind // FLAGS), kind % FLAGS) for kind in range(len(HitState) * FLAGS)]
        return PlanOfKinds(
            shows=bytes(self.shows(state) for state, _ in pairs),
            may_tick=bytes(self.may_tick(state, flags) for state, flags in pairs),
            ticks=bytes(self.ticks(state, flags) for state, flags in pairs).ljust(256, b"\0"),
            groups=tuple(self.group(state, flags) for state, flags in pairs),
        )


@dataclass(frozen=True, slots=True)
class PlanOfKinds:
    """What a plan says of a hit, by its kind."""

    shows: bytes
    may_tick: bytes
    ticks: bytes
    groups: tuple[HitState, ...]


def sorted_by_right(rights: Sequence[str], numbers: Sequence[int]) -> "array[int]":
    """Return numbers of hits in the order of what follows the hits."""
    return array("l", sorted(numbers, key=rights.__getitem__))


def in_chunks(
    places: Sequence[tuple[Place, HitState]], size: int
) -> Iterator[list[tuple[Place, HitState]]]:
    """Yield places in pieces of about a size; those of one article stay together."""
    by_article: dict[ArticleId, list[tuple[Place, HitState]]] = {}
    for item in places:
        by_article.setdefault(item[0].article, []).append(item)
    chunk: list[tuple[Place, HitState]] = []
    for items in by_article.values():
        chunk += items
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
