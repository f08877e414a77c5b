"""One line of ``annotator-gold/1`` as plain data, for readers, writers and bulk storage.

Typed dictionaries, not classes: import and export run over hundreds of thousands of spans a second,
and the dictionaries are what the JSON library gives and takes.
"""

from typing import Any, TypedDict

FORMAT = "annotator-gold/1"
MAX_LINE_BYTES = 32 * 1024 * 1024


class ZoneRecord(TypedDict):
    """A zone as the file has it."""

    kind: str
    start: int
    end: int


class SchemeRecord(TypedDict):
    """Which scheme the tags follow."""

    name: str
    version: int


class SpanRecord(TypedDict):
    """A span as the file has it; ``entity`` is an id of the same line."""

    id: str
    start: int
    end: int
    label: str
    text: str
    entity: str | None
    attributes: dict[str, Any]
    note: str


class EntityRecord(TypedDict):
    """An entity as the file has it."""

    id: str
    type: str
    name: str
    aliases: list[str]
    links: dict[str, str]
    note: str
    offices: list[Any]


class FrameRecord(TypedDict):
    """A frame as the file has it; roles hold ids of spans, entities or frames of the line."""

    id: str
    type: str
    roles: dict[str, list[str]]
    implied: list[str]
    attributes: dict[str, Any]
    note: str
    joined: str | None


class CommentRecord(TypedDict):
    """A comment on a span, a frame or (``on`` null) the article."""

    on: str | None
    by: str
    at: str
    text: str
    resolved: bool


class GoldRecord(TypedDict):
    """One article with one set: one line of the file. Keys in the order of the file."""

    format: str
    id: str
    text: str
    sha256: str
    meta: dict[str, Any]
    zones: list[ZoneRecord]
    scheme: SchemeRecord
    annotator: str
    status: str
    spans: list[SpanRecord]
    entities: list[EntityRecord]
    frames: list[FrameRecord]
    provenance: dict[str, dict[str, Any]]
    comments: list[CommentRecord]
    verdicts: list[dict[str, Any]]
