"""Articles: text that never changes, and what is known about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from annotator.domain.extent import Extent

ArticleId = NewType("ArticleId", int)

MAX_CHARACTERS = 5_000_000


class ZoneKind(StrEnum):
    """What a stretch of an article is, where it is not running text."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BYLINE = "byline"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of an article that is headline, dateline, byline or boilerplate."""

    kind: ZoneKind
    extent: Extent


SUGGESTIONS_KEY, HIDDEN = "suggestions", "hidden"
"""A further key of metadata, and its value, of an article that is tagged without suggestions."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article besides its text; ``None`` where unknown.

    Attributes:
        published: ISO 8601 date, or a month "2016-02".
        source: File name it came from.
        encoding: How the file was encoded, e.g. "utf-8", "windows-1252".
        further: Keys of other programs, kept as they came.
    """

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = "en"
    byline: str | None = None
    place: str | None = None
    source: str | None = None
    encoding: str | None = None
    further: Mapping[str, object] = field(default_factory=dict)

    @property
    def without_suggestions(self) -> bool:
        """Whether the article is tagged without suggestions: it is meant for agreement."""
        return self.further.get(SUGGESTIONS_KEY) == HIDDEN


META_KEYS = (
    "title",
    "outlet",
    "published",
    "url",
    "language",
    "byline",
    "place",
    "source",
    "encoding",
)


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article that was read but not stored yet.

    Attributes:
        name: Id in files: the file name without extension, made unique when stored.
        proposals: Metadata that was found but is contradicted by the text, by key:
            ``{"published": "2006-02-04"}``. They are shown, never stored as facts.
        notes: What the reader of an import preview should look at, as sentences.
    """

    name: str
    text: str
    metadata: Metadata
    zones: tuple[Zone, ...] = ()
    proposals: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a workspace."""

    id: ArticleId
    name: str
    text: str
    sha256: str
    metadata: Metadata
    zones: tuple[Zone, ...] = ()
    note: str = ""
    archived: bool = False
