"""Annotation sets: one annotator's spans, frames and entities on one article."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.errors import AnnotatorNameError

SetId = NewType("SetId", int)
SpanId = NewType("SpanId", int)
FrameId = NewType("FrameId", int)
EntityId = NewType("EntityId", int)

GOLD = "gold"
SYSTEM = "system"
SUGGESTIONS_PREFIX = "suggestions:"
_NAME = re.compile(r"[\w.\-]{1,40}")


def check_annotator_name(name: str) -> str:
    """Return the name of a person who tags.

    Raises:
        AnnotatorNameError: It has other characters than letters, digits, ``.``, ``-``, ``_``, is
            longer than 40, or is taken by the program.
    """
    if not _NAME.fullmatch(name) or name in {GOLD, SYSTEM}:
        raise AnnotatorNameError(name=name)
    return name


class SetStatus(StrEnum):
    """How far one annotator is with one article."""

    NEW = "new"
    IN_PROGRESS = "in-progress"
    COMPLETE = "complete"
    EXCLUDED = "excluded"
    RETURNED = "returned"
    APPROVED = "approved"

    @property
    def closed(self) -> bool:
        """Whether tags are read only until the set is reopened."""
        return self in {SetStatus.COMPLETE, SetStatus.EXCLUDED, SetStatus.APPROVED}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made a tag from what; every part may be unknown in an imported file.

    Attributes:
        at: UTC, ISO 8601 to the second with ``Z``.
        source: NAME/VERSION of the suggestion's source, ``None`` for a tag made by hand.
        decision: "accepted" or "corrected" where it came from a suggestion.
        further: ``verdict``, ``votes``, ``reason`` of gold tags.
    """

    by: str | None = None
    at: str | None = None
    source: str | None = None
    score: float | None = None
    decision: str | None = None
    further: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text with a label.

    Attributes:
        key: Its id in files, unique in the set for life: "s12".
        text: The covered words, kept beside the offsets as a proof.
        entity: The entity of the register that is meant.
        unsure: The analyst's flag for the reviewer.
    """

    id: SpanId
    key: str
    extent: Extent
    label: str
    text: str
    entity: EntityId | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    provenance: Provenance | None = None

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Sort key of the file form: start, end, label, id."""
        return (self.extent.start, self.extent.end, self.label, self.key)


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills one role of a frame: exactly one of a span, an entity or another frame."""

    role: str
    span: SpanId | None = None
    entity: EntityId | None = None
    frame: FrameId | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A typed record: roles filled by spans, entities or frames, and attributes.

    Attributes:
        fillers: In the order of the roles and, within one role, as the analyst gave them.
        implied: Roles that the text leaves unsaid.
        joined: The register's meeting, "m3".
    """

    id: FrameId
    key: str
    type: str
    fillers: tuple[Filler, ...] = ()
    implied: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    joined: str | None = None
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place of the workspace's register."""

    id: EntityId
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    offices: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """One annotator's tags on one article, as read at one revision.

    Attributes:
        id: ``None`` while nothing was tagged: status is then new and revision 0.
        revision: Grows with every operation; a write names the revision it was made for.
        saved_at: UTC time of the last operation, ``None`` for a new set.
    """

    id: SetId | None
    article: ArticleId
    annotator: str
    status: SetStatus = SetStatus.NEW
    revision: int = 0
    spans: tuple[Span, ...] = ()
    frames: tuple[Frame, ...] = ()
    entities: Mapping[EntityId, Entity] = field(default_factory=dict)
    saved_at: str | None = None
