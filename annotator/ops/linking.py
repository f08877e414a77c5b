"""Which entity of the register words may mean, and linking mentions to it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from annotator.domain import names as domain_names
from annotator.domain.annotation import AnnotationSet, Entity, EntityId, Span, SpanId
from annotator.domain.coreference import Coreferent, coreferents
from annotator.domain.extent import Extent
from annotator.domain.names import Tokens, one_line, tokens_of, without_titles
from annotator.domain.scheme import ANY_LABEL
from annotator.domain.suggestion import Suggestion
from annotator.ops import tags
from annotator.ops.suggestions import accept_in
from annotator.ops.workspace import Workspace
from annotator.store import names, reader
from annotator.store.database import Reading
from annotator.store.sets import OpenSet, SetTarget
from annotator.store.writer import Writer

if TYPE_CHECKING:
    from annotator.nlp.name_index import Found

LIKELY = 0.85
"""How alike another spelling must be to be proposed unasked."""
_MOST_LOOKED_AT = 60
_MOST_COUNTED = 24
_MANY = 2000
_FEW_ENOUGH = 3000
"""Mentions of an entity whose articles are counted in the time of a key press."""


class Reason(StrEnum):
    """Why an entity is offered, in words, best first."""

    HERE = "as before here"
    NAME = "its name"
    ALIAS = "also written so"
    PART_HERE = "part of a name here"
    INITIALS = "its initials"
    PART = "part of its name"
    BEGINNING = "begins so"
    SPELLING = "spelled alike"
    USED_HERE = "in this article"

    @property
    def exact(self) -> bool:
        """Whether nothing but the words themselves is needed to see that they belong together."""
        return self in _EXACT


_EXACT = frozenset(
    {Reason.HERE, Reason.NAME, Reason.ALIAS, Reason.PART_HERE, Reason.INITIALS, Reason.USED_HERE}
)
_RANKS = {reason: number for number, reason in enumerate(Reason)}
_REASONS = (
    Reason.NAME,
    Reason.ALIAS,
    Reason.INITIALS,
    Reason.PART,
    Reason.BEGINNING,
    Reason.SPELLING,
)
"""In the order of :class:`~annotator.nlp.name_index.Way`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that words may mean.

    Attributes:
        score: 0 to 1: how alike its name and the words are.
        mentions: In how many places it is mentioned; at most ``names.MOST_COUNTED``.
        articles: In how many articles; 0 where that was not counted.
        fits: Whether its type is the mention's label.
        here: In how many places of the open article it is meant.
    """

    entity: Entity
    reason: Reason
    score: float = 1.0
    mentions: int = 0
    articles: int = 0
    fits: bool = True
    here: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: best first, the same for the same register."""
        return (
            not self.reason.exact,
            not self.fits,
            _RANKS[self.reason],
            not self.here,
            -round(self.score, 2),
            -self.mentions,
            self.entity.name,
            self.entity.id,
        )

    @property
    def doubtful(self) -> bool:
        """Whether it is more likely that somebody else is meant."""
        return self.reason == Reason.SPELLING and self.score < LIKELY


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        words: A mention's, or what was typed.
        label: The label of the mention, "" where it has none.
        types: Entities of other types are left out; empty for all.
        typed: Whether the words were typed, so that they may be beginnings.
        but: Ids of the mentions themselves: what they mean now is no reason.
    """

    words: str
    label: str = ""
    types: Collection[str] = ()
    typed: bool = False
    but: Collection[SpanId] = ()

    def takes(self, entity: Entity) -> bool:
        """Whether an entity is of a type that is wanted."""
        return not self.types or ANY_LABEL in self.types or entity.type in self.types


# --- looking for entities --------------------------------------------------------------------


def candidates(
    workspace: Workspace, asked: Asked, tags_here: AnnotationSet | None = None, limit: int = 8
) -> list[Candidate]:
    """Return the entities that words may mean, best first.

    What the same words mean in this article comes first, then what is called just so, then a part
    of a name that is linked in this article, then initials; after these, parts of other names and
    other spellings. Of two that are equal, that of the label's type comes first, then the one that
    is used more. Words whose label does not usually link (an adjective of a people, an office)
    get only what they mean exactly.

    Args:
        workspace: Where the register is.
        asked: The words.
        tags_here: The set of the open article.
        limit: How many at most.
    """
    linked = {label.name for label in workspace.scheme.labels if label.linked}
    exactly = bool(asked.label) and asked.label not in linked and not asked.typed
    with workspace.read() as connection:
        index = workspace.known_names.index(connection)
        here = _Here(tags_here, asked, index.titles)
        found = index.search(asked.words, typed=asked.typed, fuzzy=not exactly)
        # Of very many, those that somebody uses here are never cut off.
        some = found[:_MOST_LOOKED_AT]
        some += [one for one in found[_MOST_LOOKED_AT:] if EntityId(one.entity) in here.counts]
        known = reader.entities(
            connection, {*(EntityId(one.entity) for one in some), *here.meant, *here.wanted}
        )
        made = [
            replace(one, fits=asked.label not in linked or one.entity.type == asked.label)
            for one in _reasoned(some, known, here)
            if asked.takes(one.entity) and (one.reason.exact or not exactly)
        ]
        first = sorted(made, key=lambda one: one.order)[: max(limit, _MOST_COUNTED)]
        used = [replace(one, mentions=names.uses(connection, one.entity.id)) for one in first]
        shown = sorted(used, key=lambda one: one.order)[:limit]
        return [
            replace(one, articles=names.articles_with(connection, one.entity.id))
            if one.mentions <= _FEW_ENOUGH
            else one
            for one in shown
        ]


class _Here:
    """What the open article says about some words."""

    def __init__(
        self, tags_here: AnnotationSet | None, asked: Asked, titles: Collection[Tokens]
    ) -> None:
        known = tags_here.spans if tags_here is not None else ()
        spans = [span for span in known if span.id not in asked.but]
        entities = tags_here.entities if tags_here is not None else {}
        wanted = without_titles(tokens_of(asked.words), titles)
        self.counts = Counter(span.entity for span in spans if span.entity is not None)
        self.meant: set[EntityId] = set()
        for span in spans if wanted and not asked.typed else ():
            said = tokens_of(span.text) if span.entity is not None else ()
            if span.entity is not None and without_titles(said, titles) == wanted:
                self.meant.add(span.entity)
        self.wanted: set[EntityId] = (
            set() if wanted else {key for key in self.counts if key in entities}
        )


def _reasoned(
    found: Sequence["Found"], known: Mapping[EntityId, Entity], here: _Here
) -> list[Candidate]:
    """Return what was found with why, as the article sees it."""
    made: dict[EntityId, Candidate] = {}
    for key in here.wanted:
        if key in known:
            made[key] = Candidate(known[key], Reason.USED_HERE, 1 - 1 / (1 + here.counts[key]))
    for one in found:
        key = EntityId(one.entity)
        if key in known:
            reason = _REASONS[one.way]
            if reason == Reason.PART and key in here.counts:
                reason = Reason.PART_HERE
            made[key] = Candidate(known[key], reason, one.score)
    for key in here.meant:
        if key in known:
            made[key] = Candidate(known[key], Reason.HERE)
    return [replace(one, here=here.counts[key]) for key, one in made.items()]


def best(found: Sequence[Candidate]) -> Candidate | None:
    """Return the candidate that may be proposed unasked, ``None`` where there is doubt.

    There is doubt where another one has the same right, and where only the spelling is a little
    alike.
    """
    if not found or found[0].doubtful or not found[0].fits:
        return None
    first = found[0]
    rivals = [one for one in found[1:] if one.fits and one.reason == first.reason]
    unclear = first.reason in {Reason.HERE, Reason.PART_HERE, Reason.PART, Reason.ALIAS}
    as_good = any(one.here or not first.here for one in rivals)
    return None if unclear and as_good else first


def look_alikes(workspace: Workspace, entity: EntityId, limit: int = 8) -> list[Candidate]:
    """Return the entities of the same type whose names look like one's, best first.

    What looks alike: other spellings of a name or alias (Seyed, Seyyed), initials of a first name
    (D. Abenov), acronyms (SCO), the same parts in another order, with or without small words (al,
    bin) and titles, or a name that is an alias of the other. The entity itself is never among
    them; an entity that is gone looks like nothing.

    Args:
        workspace: Where they are.
        entity: To which others are compared.
        limit: How many at most.
    """
    with workspace.read() as connection:
        own = reader.entities(connection, [entity]).get(entity)
        if own is None:
            return []
        found = workspace.known_names.index(connection).alike(entity)
        known = reader.entities(connection, (EntityId(one.entity) for one in found))
        same = [
            one
            for one in found
            if (other := known.get(EntityId(one.entity))) is not None and other.type == own.type
        ]
        made = [_candidate(connection, known, one) for one in same[: 2 * limit]]
    return sorted(made, key=lambda one: (-one.score, -one.mentions, one.entity.name))[:limit]


def _candidate(connection: Reading, known: Mapping[EntityId, Entity], found: "Found") -> Candidate:
    key = EntityId(found.entity)
    return Candidate(known[key], _REASONS[found.way], found.score, names.uses(connection, key))


def entity(workspace: Workspace, key: EntityId) -> Entity | None:
    """Return an entity of the register, ``None`` where it is gone."""
    with workspace.read() as connection:
        return reader.entities(connection, [key]).get(key)


def why(tags_here: AnnotationSet, span: Span) -> str:
    """Return why a linked tag's link is beyond doubt, in words; "" where an analyst had to choose.

    It is read from the tags themselves: the same words mean the same elsewhere in the article, or
    the entity is called just so.
    """
    line = one_line(span.text)
    for other in tags_here.spans if span.entity is not None else ():
        same = (other.label, one_line(other.text)) == (span.label, line)
        if same and other.id != span.id and other.entity == span.entity:
            return str(Reason.HERE)
    meant = tags_here.entities.get(span.entity) if span.entity is not None else None
    return str(Reason.NAME) if meant is not None and meant.name == line else ""


def has_many_names(workspace: Workspace) -> bool:
    """Whether :func:`prepare` takes longer than a key press may."""
    with workspace.read() as connection:
        return names.size(connection) > _MANY


def prepare(workspace: Workspace) -> None:
    """Read all names of the register, so that the first look-up is as quick as the others."""
    workspace.known_names.prepare(workspace.read)


def free_name(workspace: Workspace, kind: str, name: str) -> str:
    """Return a name that no entity of a type has: the name, else "John Smith (2)"."""
    with workspace.read() as connection:
        taken = names.namesakes(connection, kind, name)
    return name if name not in taken else domain_names.next_free(name, taken)


# --- the other mentions of the article -------------------------------------------------------


def others(
    workspace: Workspace,
    tags_here: AnnotationSet,
    label: str,
    words: str,
    meant: Entity | str,
    but: Collection[int] = (),
) -> list[Coreferent]:
    """Return the unlinked mentions of the article that mean the same; see ``coreferents``.

    Args:
        workspace: Where the article is.
        tags_here: Its set.
        label: The label of the mention that is linked.
        words: Its words.
        meant: The entity, or the name of one that is to be made.
        but: Ids of the mentions that are linked anyway.
    """
    with workspace.read() as connection:
        titles = workspace.known_names.index(connection).titles
    return coreferents(
        tags_here.spans, tags_here.entities, label, words, meant, but=but, titles=titles
    )


# --- linking words that have no tag yet ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewEntity:
    """An entity that is to be made."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Untagged:
    """Words that are tagged as they are linked: a pending suggestion, else plain words."""

    extent: Extent
    label: str
    suggestion: Suggestion | None = None


def tag_and_link(
    workspace: Workspace,
    target: SetTarget,
    words: Untagged,
    meant: EntityId | NewEntity,
    spans: Sequence[Span] = (),
) -> SpanId:
    """Tag words, link them and further tags to an entity, in one step.

    A tag of this label that is there already is linked as it is.

    Raises:
        EntityTakenError: The new entity's type and name are taken.
        UnknownLabelError: The scheme has no such label.
        GoneError: There is no such entity, or a tag or the suggestion is gone.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    tags.check_label(workspace, words.label)
    with workspace.read() as connection:
        text = reader.text(connection, target.article)
    said = tags.shown(words.extent.slice(text))
    name = f"Tag {said} {words.label} and link it"
    if spans:
        name = f"Tag {said} {words.label} and link {len(spans) + 1} mentions"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, replace(target, links=()))
        entity = (
            meant if isinstance(meant, int) else tags.new_entity(writer, meant.kind, meant.name)
        )
        key = _tag(writer, opened, words, text)
        tags.link_in(writer, opened, [opened.span(key), *spans], entity)
        return key


def _tag(writer: Writer, opened: OpenSet, words: Untagged, text: str) -> SpanId:
    if words.suggestion is not None:
        return accept_in(opened, words.suggestion, text)
    known = opened.find_span(words.extent, words.label)
    if known is not None:
        return known
    return tags.add_by_hand(writer, opened, words.extent, words.label, words.extent.slice(text))


def label_for(workspace: Workspace, entity: Entity) -> str:
    """Return the label that words get which are linked to an entity as they are tagged."""
    known = workspace.scheme.label_by_name
    return entity.type if entity.type in known else usual_type(workspace)


def usual_type(workspace: Workspace, label: str = "") -> str:
    """Return the type of an entity made for a mention: its label, else the first that links."""
    linked = [known.name for known in workspace.scheme.labels if known.linked]
    return label if label in linked or not linked else linked[0]
