"""Which entity of the register words may mean, and linking mentions to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from annotator.domain.annotation import Entity, EntityId
from annotator.ops.workspace import Workspace
from annotator.store import names, reader
from annotator.store.database import Reading

if TYPE_CHECKING:
    from annotator.nlp.name_index import Found


class Reason(StrEnum):
    """Why an entity is offered, in words, best first."""

    HERE = "as before here"
    NAME = "its name"
    ALIAS = "also written so"
    PART_HERE = "part of a name here"
    INITIALS = "its initials"
    PART = "part of its name"
    SPELLING = "spelled alike"
    BEGINNING = "begins so"
    USED_HERE = "in this article"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that words may mean.

    Attributes:
        score: 0 to 1: how alike its name and the words are.
        mentions: In how many places it is mentioned; at most ``names.MOST_COUNTED``.
        articles: In how many articles; 0 where that was not counted.
    """

    entity: Entity
    reason: Reason
    score: float
    mentions: int
    articles: int = 0


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
            one for one in found if (other := known.get(EntityId(one.entity))) is not None
            and other.type == own.type
        ]  # fmt: skip
        made = [_candidate(connection, known, one) for one in same[: 2 * limit]]
    return sorted(made, key=lambda one: (-one.score, -one.mentions, one.entity.name))[:limit]


def _candidate(connection: Reading, known: Mapping[EntityId, Entity], found: "Found") -> Candidate:
    key = EntityId(found.entity)
    return Candidate(known[key], _REASONS[found.way], found.score, names.uses(connection, key))


_REASONS = (
    Reason.NAME,
    Reason.ALIAS,
    Reason.INITIALS,
    Reason.PART,
    Reason.SPELLING,
    Reason.BEGINNING,
)
"""In the order of :class:`~annotator.nlp.name_index.Way`."""
