"""Annotation sets while an operation edits them: opening, keys, revisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select, update

from annotator.domain.annotation import (
    EntityId,
    FrameId,
    Provenance,
    SetId,
    SetStatus,
    Span,
    SpanId,
)
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Decision, SuggestionId
from annotator.errors import DuplicateSpanError, GoneError, SetClosedError, StaleSetError
from annotator.store import reader, tables
from annotator.store.changes import Changes
from annotator.store.journal import utc_now
from annotator.store.writer import Writer


def advance(writer: Writer) -> None:
    """Give every touched set its next revision and the time."""
    c = tables.annotation_set.c
    for key in writer.touched_sets:
        writer.connection.execute(
            update(tables.annotation_set)
            .where(c.id == key)
            .values(revision=c.revision + 1, saved_at=utc_now(), edited=1)
        )


def touch_changed(writer: Writer, changes: Changes) -> None:
    """Touch the sets whose rows undo or redo wrote."""
    c = tables.annotation_set.c
    keys = {
        ((change.before or {}) | (change.after or {})).get("set_id")
        for change in changes.rows
        if change.table in {"span", "frame", "comment", "verdict"}
    }
    keys |= {change.id for change in changes.rows if change.table == "annotation_set"}
    if changes.articles and not changes.many:
        found = writer.connection.execute(
            select(c.id).where(c.article_id.in_(list(changes.articles)))
        ).scalars()
        keys |= set(found) if changes.made or None in keys or _indirect(changes) else set()
    rows = writer.connection.execute(
        select(c.id, c.article_id).where(c.id.in_([key for key in keys if key is not None]))
    )
    for key, article in rows:
        writer.touch(SetId(key), ArticleId(article))


def _indirect(changes: Changes) -> bool:
    """Whether rows changed that name no set: updates of spans and frames, fillers, decisions."""
    return any(
        change.table in {"span", "frame", "filler", "decision"}
        and "set_id" not in ((change.before or {}) | (change.after or {}))
        for change in changes.rows
    )


@dataclass(frozen=True, slots=True)
class SetTarget:
    """Which set an operation is for, and what it was when the analyst saw it.

    Attributes:
        revision: As it was shown; ``None`` skips the check (command line).
    """

    article: ArticleId
    annotator: str
    revision: int | None = None


class OpenSet:
    """A set opened for writing inside one operation; it is made where there is none.

    Raises:
        StaleSetError: It has another revision than was shown.
        SetClosedError: It is complete, approved or excluded.
    """

    def __init__(self, writer: Writer, target: SetTarget, *, closed_too: bool = False) -> None:
        self._writer = writer
        self.target = target
        c = tables.annotation_set.c
        row = writer.connection.execute(
            select(c.id, c.status, c.revision).where(
                c.article_id == target.article, c.annotator == target.annotator
            )
        ).one_or_none()
        revision = 0 if row is None else row.revision
        if target.revision is not None and target.revision != revision:
            raise StaleSetError
        if row is None:
            self.status = SetStatus.NEW
            self.id = SetId(self._make())
        else:
            self.status = SetStatus(row.status)
            self.id = SetId(row.id)
        if self.status.closed and not closed_too:
            raise SetClosedError(status=str(self.status))
        writer.touch(self.id, target.article)
        if self.status == SetStatus.NEW and not closed_too:
            self.set_status(SetStatus.IN_PROGRESS)

    def _make(self) -> int:
        scheme = self._writer.connection.scalar(
            select(tables.workspace.c.value).where(tables.workspace.c.key == "scheme")
        )
        return self._writer.insert(
            "annotation_set",
            {
                "article_id": self.target.article,
                "annotator": self.target.annotator,
                "scheme_id": int(scheme or 1),
                "status": str(SetStatus.NEW),
                "edited": 1,
                "revision": 0,
                "next_span": 1,
                "next_frame": 1,
            },
        )

    def set_status(self, status: SetStatus, reason: str | None = None) -> None:
        """Change how far the annotator is with the article."""
        self._writer.update("annotation_set", self.id, {"status": str(status), "reason": reason})
        self.status = status

    def text(self) -> str:
        """Return the article's text."""
        return reader.text_and_zones(self._writer.connection, self.target.article)[0]

    def add_span(
        self,
        extent: Extent,
        label: str,
        words: str,
        *,
        provenance: Provenance,
        attributes: Mapping[str, object] | None = None,
        entity: EntityId | None = None,
    ) -> SpanId:
        """Add a span with the set's next key.

        Raises:
            DuplicateSpanError: The same words carry this label already.
        """
        self._check_free(extent, label, words)
        return SpanId(
            self._writer.insert(
                "span",
                {
                    "set_id": self.id,
                    "key": self.next_span_key(),
                    "start": extent.start,
                    "end": extent.end,
                    "label": label,
                    "text": words,
                    "entity_id": entity,
                    "attributes": _json(attributes),
                    "provenance": provenance_json(provenance),
                },
            )
        )

    def find_span(self, extent: Extent, label: str) -> SpanId | None:
        """Return the span with these words and label."""
        c = tables.span.c
        found = self._writer.connection.scalar(
            select(c.id).where(
                c.set_id == self.id,
                c.start == extent.start,
                c.end == extent.end,
                c.label == label,
            )
        )
        return None if found is None else SpanId(found)

    def span(self, key: SpanId) -> Span:
        """Return a span of this set.

        Raises:
            GoneError: It was deleted meanwhile.
        """
        found = reader.span(self._writer.connection, key)
        if found is None or found[0] != self.id:
            raise GoneError(thing="tag")
        return found[1]

    def change_span(self, key: SpanId, **values: Any) -> None:
        """Change columns of a span.

        Raises:
            DuplicateSpanError: Its new place and label are taken.
            GoneError: It was deleted meanwhile.
        """
        span = self.span(key)
        if {"start", "end", "label"} & values.keys():
            extent = Extent(
                values.get("start", span.extent.start), values.get("end", span.extent.end)
            )
            label = values.get("label", span.label)
            if (extent, label) != (span.extent, span.label):
                self._check_free(extent, label, values.get("text", span.text))
        self._writer.update("span", key, values)

    def delete_span(self, key: SpanId) -> Span:
        """Delete a span; roles that it filled are emptied. Return what it was."""
        span = self.span(key)
        c = tables.filler.c
        for filler in self._writer.connection.scalars(select(c.id).where(c.span_id == key)).all():
            self._writer.delete("filler", filler)
        self._writer.delete("span", key)
        return span

    def next_span_key(self) -> str:
        """Return the next free key of a span; it is not given again."""
        return f"s{self._next('next_span')}"

    def next_frame_key(self) -> str:
        """Return the next free key of a frame; it is not given again."""
        return f"f{self._next('next_frame')}"

    def frame_exists(self, key: FrameId) -> bool:
        """Whether a frame is in this set."""
        c = tables.frame.c
        query = select(c.id).where(c.id == key, c.set_id == self.id)
        return self._writer.connection.scalar(query) is not None

    def decide(
        self, suggestion: SuggestionId, decision: Decision, span: SpanId | None = None
    ) -> None:
        """Record what the annotator did with a suggestion, instead of an earlier decision."""
        c = tables.decision.c
        known = self._writer.connection.scalar(
            select(c.id).where(c.suggestion_id == suggestion, c.annotator == self.target.annotator)
        )
        if known is not None:
            self._writer.update("decision", known, {"decision": str(decision), "span_id": span})
            return
        self._writer.insert(
            "decision",
            {
                "suggestion_id": suggestion,
                "annotator": self.target.annotator,
                "article_id": self.target.article,
                "decision": str(decision),
                "span_id": span,
                "at": utc_now(),
            },
        )

    def decisions_on(self, span: SpanId) -> list[int]:
        """Return the annotator's decisions that a span came from."""
        c = tables.decision.c
        query = select(c.id).where(c.span_id == span, c.annotator == self.target.annotator)
        return list(self._writer.connection.scalars(query))

    def change_decisions(self, span: SpanId, decision: Decision) -> None:
        """Change what was decided on the suggestions that a span came from."""
        for key in self.decisions_on(span):
            self._writer.update("decision", key, {"decision": str(decision)})

    def untouched(self) -> list[int]:
        """Return the decisions that completing the article recorded for pending suggestions."""
        c = tables.decision.c
        query = select(c.id).where(
            c.article_id == self.target.article,
            c.annotator == self.target.annotator,
            c.decision == str(Decision.UNTOUCHED),
        )
        return list(self._writer.connection.scalars(query))

    def _check_free(self, extent: Extent, label: str, words: str) -> None:
        if self.find_span(extent, label) is not None:
            raise DuplicateSpanError(text=words, label=label)

    def _next(self, counter: str) -> int:
        column = tables.annotation_set.c[counter]
        number = self._writer.connection.scalar(
            select(column).where(tables.annotation_set.c.id == self.id)
        )
        self._writer.connection.execute(
            update(tables.annotation_set)
            .where(tables.annotation_set.c.id == self.id)
            .values({counter: (number or 1) + 1})
        )
        return int(number or 1)


def provenance_json(provenance: Provenance | None) -> str | None:
    """Return the stored form of a provenance: only what is known."""
    if provenance is None:
        return None
    values = {
        "by": provenance.by,
        "at": provenance.at,
        "source": provenance.source,
        "score": provenance.score,
        "decision": provenance.decision,
        **provenance.further,
    }
    return _json({key: value for key, value in values.items() if value is not None})


def _json(values: Mapping[str, object] | None) -> str | None:
    return orjson.dumps(dict(values)).decode() if values else None
