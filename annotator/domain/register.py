"""The register of entities as the entity desk shows it, and what a merge or split would do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from annotator.domain.annotation import Entity, EntityId, SpanId
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.office import Office
from annotator.errors import WikidataInvalidError

WIKIDATA: Final = "wikidata"
_ITEM: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?[Qq]([1-9]\d{0,9})/?")


class EntityOrder(StrEnum):
    """How the list of entities is sorted."""

    MENTIONS = "mentions"
    NAME = "name"
    USED = "used"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class EntityQuery:
    """Which entities are listed.

    Attributes:
        words: In a name or alias, or the beginning of a Wikidata id; "" for all.
        type: A label; "" for all.
    """

    words: str = ""
    type: str = ""
    order: EntityOrder = EntityOrder.MENTIONS


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity of the list.

    Attributes:
        wikidata: Its id there, "" where it is not linked.
        office: What stands under the name, "" where none is known.
        mentions: In all sets of articles that were not removed.
    """

    id: EntityId
    type: str
    name: str
    wikidata: str
    office: str
    mentions: int


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One mention with the words around it.

    Attributes:
        left, right: What stands before and after it in the text, on one line.
        closed: Whether its set is complete, approved or excluded.
    """

    id: SpanId
    article: ArticleId
    extent: Extent
    label: str
    left: str
    words: str
    right: str
    title: str
    published: str
    annotator: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How much hangs on an entity, or on several taken together.

    Attributes:
        roles: Number of frames by the role that it fills in them.
    """

    mentions: int = 0
    articles: int = 0
    roles: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntityDetail:
    """All that the desk shows of one entity, but the mentions themselves.

    Attributes:
        written: How often which words stand for it, most often first.
    """

    entity: Entity
    figures: Figures
    written: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Twice:
    """A frame that names two of the entities in one role: it would have one of them twice.

    Attributes:
        closed: Its set is complete, approved or excluded: tags that fill the role stay.
    """

    frame_type: str
    role: str
    article: ArticleId
    title: str
    closed: bool


@dataclass(frozen=True, slots=True)
class OfficeClash:
    """Offices that one person can hardly have held at the same time."""

    one: Office
    other: Office


@dataclass(frozen=True, slots=True)
class OddOffice:
    """A mention beside which another office stands than was held on that day."""

    mention: MentionRow
    office: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do.

    Attributes:
        kept: Whose name, type and id stay.
        merged: Those that go into it.
        before: Of ``kept``, then of each of ``merged``.
        after: Of all together.
        aliases: Of the one that stays, united.
        links: Different Wikidata ids: such entities are not merged.
        types: All types, that of ``kept`` first.
        closed_articles: Articles in which a closed set has another link afterwards.
    """

    kept: Entity
    merged: tuple[Entity, ...]
    before: tuple[Figures, ...]
    after: Figures
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    types: tuple[str, ...]
    twice: tuple[Twice, ...]
    clashes: tuple[OfficeClash, ...]
    odd: tuple[OddOffice, ...]
    closed_articles: int

    @property
    def new_aliases(self) -> tuple[str, ...]:
        """What it is also called afterwards and was not before."""
        return tuple(name for name in self.aliases if name not in self.kept.aliases)

    @property
    def refused(self) -> bool:
        """Whether it cannot be done as it is."""
        return len(self.links) > 1


@dataclass(frozen=True, slots=True)
class SplitPreview:
    """What a split would do: some mentions of an entity get another one.

    Attributes:
        target: The entity that they go to, ``None`` for a new one.
        articles: In how many articles the entity is mentioned before.
        moved: Of what goes; ``left`` of what stays.
        before: Of ``target`` before, with none where it is new; ``after`` with what came.
    """

    entity: Entity
    target: Entity | None
    articles: int
    moved: Figures
    left: Figures
    before: Figures
    after: Figures
    twice: tuple[Twice, ...]
    closed_articles: int


def united_aliases(kept: Entity, merged: tuple[Entity, ...]) -> tuple[str, ...]:
    """Return what the kept entity is also called after a merge: old names are aliases."""
    names = list(kept.aliases)
    for entity in merged:
        names += [entity.name, *entity.aliases]
    return tuple(name for name in dict.fromkeys(names) if name != kept.name)


def wikidata_id(text: str) -> str:
    """Return a Wikidata id as it is kept: "Q463065"; "" for an empty text.

    Raises:
        WikidataInvalidError: It is neither an id nor an address of one.
    """
    words = text.strip()
    if not words:
        return ""
    match = _ITEM.fullmatch(words)
    if match is None:
        raise WikidataInvalidError(text=words)
    return f"Q{match[1]}"
