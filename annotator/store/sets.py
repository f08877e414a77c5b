"""Annotation sets while an operation edits them: opening, keys, revisions, decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, select, update

from annotator.domain.annotation import (
    EntityId,
    Filler,
    Frame,
    FrameId,
    Provenance,
    SetId,
    SetStatus,
    Span,
    SpanId,
)
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Decision, Suggestion, SuggestionId
from annotator.errors import DuplicateSpanError, GoneError, SetClosedError, StaleSetError
from annotator.store import pending, reader, schemes, suggested_frames, tables
from annotator.store.journal import utc_now
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_A, _P, _R, _F = (
    tables.annotation_set.c,
    tables.span.c,
    tables.frame.c,
    tables.filler.c,
)
_D, _C = tables.decision.c, tables.comment.c
_SET = Prepared(
    select(_A.id, _A.status, _A.revision).where(
        _A.article_id == bindparam("article"), _A.annotator == bindparam("annotator")
    )
)
_ADVANCE = Prepared(
    update(tables.annotation_set)
    .where(_A.id == bindparam("row"))
    .values(revision=_A.revision + 1, saved_at=bindparam("at"))
)
_FIND = Prepared(
    select(_P.id).where(
        _P.set_id == bindparam("set_id"),
        _P.start == bindparam("first"),
        _P.end == bindparam("last"),
        _P.label == bindparam("label"),
    )
)
_FILLERS_OF_SPAN = Prepared(select(_F.id).where(_F.span_id == bindparam("row")))
_FILLERS_OF_CHILD = Prepared(select(_F.id).where(_F.child_id == bindparam("row")))
_FILLERS_OF_FRAME = Prepared(
    select(_F.id, _F.role, _F.position, _F.span_id, _F.entity_id, _F.child_id)
    .where(_F.frame_id == bindparam("row"))
    .order_by(_F.role, _F.position, _F.id)
)
_FRAMES_OF_SPAN = Prepared(
    select(_F.frame_id).where(_F.span_id == bindparam("row")).distinct().order_by(_F.frame_id)
)
_FRAMES_WITH = Prepared(
    select(_F.frame_id).where(_F.child_id == bindparam("row")).distinct().order_by(_F.frame_id)
)
_COMMENTS_ON = Prepared(
    select(_C.id).where(_C.set_id == bindparam("set_id"), _C.on_key == bindparam("key"))
)
_FRAME_IN_SET = Prepared(
    select(_R.id).where(_R.id == bindparam("row"), _R.set_id == bindparam("set_id"))
)
_KNOWN_DECISION = Prepared(
    select(_D.id).where(
        _D.suggestion_id == bindparam("suggestion"), _D.annotator == bindparam("annotator")
    )
)
_DECISIONS_ON = Prepared(
    select(_D.id).where(_D.span_id == bindparam("row"), _D.annotator == bindparam("annotator"))
)
_DECISIONS_ON_FRAME = Prepared(
    select(_D.id, _D.suggestion_id).where(
        _D.frame_id == bindparam("row"), _D.annotator == bindparam("annotator")
    )
)
_UNTOUCHED = Prepared(
    select(_D.id).where(
        _D.article_id == bindparam("article"),
        _D.annotator == bindparam("annotator"),
        _D.decision == str(Decision.UNTOUCHED),
    )
)
_COUNTERS = {
    counter: (
        Prepared(select(_A[counter]).where(_A.id == bindparam("row"))),
        Prepared(
            update(tables.annotation_set)
            .where(_A.id == bindparam("row"))
            .values({counter: bindparam("number")})
        ),
    )
    for counter in ("next_span", "next_frame")
}
_HIGHEST = Prepared(select(func.max(_F.position)).where(_F.frame_id == bindparam("row")))


def advance(writer: Writer, *, edited: bool) -> None:
    """Give every touched set its next revision and the time.

    What a person changes follows the scheme in force from then on.

    Args:
        writer: Of the operation that ends.
        edited: Whether a person changed them; undo and redo bring the flag back with the rows.
    """
    now = utc_now()
    scheme = schemes.in_force(writer.connection)
    for key in writer.touched_sets:
        tags = edited and key not in writer.unedited
        if tags and writer.get("annotation_set", key) is not None:
            writer.update("annotation_set", key, {"edited": 1, "scheme_id": scheme})
        _ADVANCE.run(writer.connection, row=key, at=now)


def numbered(key: str, letter: str) -> int:
    """Return the number in a key like ``s12``, 0 in any other."""
    if key[0] != letter or not key[1:].isdecimal() or len(key) > 16:
        return 0
    return int(key[1:])


@dataclass(frozen=True, slots=True)
class SetTarget:
    """Which set an operation is for, and what it was when the analyst saw it.

    Attributes:
        revision: As it was shown; ``None`` skips the check (command line).
        links: Labels whose mentions are linked as they are tagged, where there is no doubt.
    """

    article: ArticleId
    annotator: str
    revision: int | None = None
    links: Collection[str] = ()


class OpenSet:
    """A set opened for writing inside one operation; it is made where there is none.

    Raises:
        StaleSetError: It has another revision than was shown.
        SetClosedError: It is complete, approved or excluded.
        GoneError: The article's import was undone.
    """

    def __init__(self, writer: Writer, target: SetTarget, *, closed_too: bool = False) -> None:
        self._writer = writer
        self._connection = writer.connection
        self.target = target
        row = _SET.first(self._connection, article=target.article, annotator=target.annotator)
        if target.revision is not None and target.revision != (0 if row is None else row[2]):
            raise StaleSetError
        self.status = SetStatus.NEW if row is None else SetStatus(row[1])
        if self.status.closed and not closed_too:
            raise SetClosedError(status=str(self.status))
        self.id = SetId(self._make() if row is None else row[0])
        writer.touch(self.id, target.article)
        if self.status == SetStatus.NEW and not closed_too:
            self.set_status(SetStatus.IN_PROGRESS)

    @property
    def connection(self) -> Connection:
        """What the operation reads and writes through."""
        return self._connection

    def _make(self) -> int:
        target = self.target
        if self._writer.get("article", target.article) is None:
            raise GoneError(thing="article")
        revision, next_span, next_frame = self._writer.former_counters(
            target.article, target.annotator
        )
        return self._writer.insert(
            "annotation_set",
            {
                "article_id": target.article,
                "annotator": target.annotator,
                "scheme_id": schemes.in_force(self._connection),
                "status": str(SetStatus.NEW),
                "edited": 1,
                "revision": revision,
                "next_span": next_span,
                "next_frame": next_frame,
            },
        )

    def set_status(self, status: SetStatus, reason: str | None = None) -> None:
        """Change how far the annotator is with the article."""
        self._writer.update("annotation_set", self.id, {"status": str(status), "reason": reason})
        self.status = status

    def text(self) -> str:
        """Return the article's text."""
        return reader.text(self._connection, self.target.article)

    # --- spans -------------------------------------------------------------------------------

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
                    "key": f"s{self._next('next_span')}",
                    "start": extent.start,
                    "end": extent.end,
                    "label": label,
                    "text": words,
                    "entity_id": entity,
                    "attributes": to_json(attributes),
                    "provenance": provenance_json(provenance),
                },
            )
        )

    def find_span(self, extent: Extent, label: str) -> SpanId | None:
        """Return the span with these words and label."""
        found = _FIND.scalar(
            self._connection, set_id=self.id, first=extent.start, last=extent.end, label=label
        )
        return None if found is None else SpanId(found)

    def span(self, key: SpanId) -> Span:
        """Return a span of this set.

        Raises:
            GoneError: It was deleted meanwhile.
        """
        found = reader.span(self._connection, key)
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

    def frames_of(self, key: SpanId) -> list[FrameId]:
        """Return the frames that a span fills."""
        return [FrameId(row[0]) for row in _FRAMES_OF_SPAN.rows(self._connection, row=key)]

    def frames_with(self, key: FrameId) -> list[FrameId]:
        """Return the frames that a frame fills."""
        return [FrameId(row[0]) for row in _FRAMES_WITH.rows(self._connection, row=key)]

    def delete_span(self, key: SpanId) -> Span:
        """Delete a span and return what it was.

        Roles that it filled are emptied; comments on it stay, on the article.
        """
        span = self.span(key)
        for (filler,) in _FILLERS_OF_SPAN.rows(self._connection, row=key):
            self._writer.delete("filler", filler)
        self._keep_comments(span.key)
        self._writer.delete("span", key)
        return span

    def _keep_comments(self, key: str) -> None:
        for (comment,) in _COMMENTS_ON.rows(self._connection, set_id=self.id, key=key):
            self._writer.update("comment", comment, {"on_key": None})

    def _check_free(self, extent: Extent, label: str, words: str) -> None:
        if self.find_span(extent, label) is not None:
            raise DuplicateSpanError(text=words, label=label)

    # --- frames ------------------------------------------------------------------------------

    def add_frame(
        self,
        kind: str,
        *,
        provenance: Provenance,
        attributes: Mapping[str, object] | None = None,
        implied: Sequence[str] = (),
    ) -> FrameId:
        """Add a frame with the set's next key; its roles are empty."""
        return FrameId(
            self._writer.insert(
                "frame",
                {
                    "set_id": self.id,
                    "key": f"f{self._next('next_frame')}",
                    "type": kind,
                    "implied": orjson.dumps(list(implied)).decode() if implied else None,
                    "attributes": to_json(attributes),
                    "provenance": provenance_json(provenance),
                },
            )
        )

    def frame(self, key: FrameId) -> Frame:
        """Return a frame of this set.

        Raises:
            GoneError: It was deleted meanwhile.
        """
        if _FRAME_IN_SET.scalar(self._connection, row=key, set_id=self.id) is None:
            raise GoneError(thing="frame")
        return reader.frame(self._connection, key)

    def change_frame(self, key: FrameId, **values: Any) -> None:
        """Change columns of a frame."""
        self._writer.update("frame", key, values)

    def delete_frame(self, key: FrameId) -> Frame:
        """Delete a frame and return what it was; roles of other frames that it filled are emptied.

        The spans that filled it stay.
        """
        frame = self.frame(key)
        for row in _FILLERS_OF_FRAME.rows(self._connection, row=key):
            self._writer.delete("filler", row[0])
        for (filler,) in _FILLERS_OF_CHILD.rows(self._connection, row=key):
            self._writer.delete("filler", filler)
        self._keep_comments(frame.key)
        self._writer.delete("frame", key)
        return frame

    def fill(self, key: FrameId, filler: Filler) -> None:
        """Put a span, an entity or a frame last into a role; nothing where it is there already."""
        place = (filler.role, filler.span, filler.entity, filler.frame)
        for _, role, _, *what in _FILLERS_OF_FRAME.rows(self._connection, row=key):
            if (role, *what) == place:
                return
        self._writer.insert(
            "filler",
            {
                "frame_id": key,
                "role": filler.role,
                "position": (_highest(self._connection, key)) + 1,
                "span_id": filler.span,
                "entity_id": filler.entity,
                "child_id": filler.frame,
            },
        )

    def empty(self, key: FrameId, role: str, filler: Filler | None = None) -> None:
        """Take one filler, or all, out of a role."""
        for row, name, _, *what in _FILLERS_OF_FRAME.rows(self._connection, row=key):
            if name == role and (
                filler is None or what == [filler.span, filler.entity, filler.frame]
            ):
                self._writer.delete("filler", row)

    # --- decisions ---------------------------------------------------------------------------

    def decide(
        self, suggestion: Suggestion, decision: Decision, span: SpanId | None = None
    ) -> None:
        """Record what the annotator did with a suggestion, instead of an earlier decision.

        The same span and label is one suggestion, whatever sources propose it: all are decided.

        Raises:
            GoneError: A newer version of the source has taken it away.
        """
        rows = pending.twins(self._connection, suggestion.id)
        if not rows:
            raise GoneError(thing="suggestion")
        place = {
            "start": suggestion.extent.start,
            "end": suggestion.extent.end,
            "label": suggestion.label,
        }
        for row in rows:
            self._decide_one(row, place, {"decision": str(decision), "span_id": span})

    def decide_if_open(self, suggestion: Suggestion, decision: Decision, span: SpanId) -> None:
        """Record a decision on a suggestion unless there is one: a tag has become like it."""
        known = _KNOWN_DECISION.scalar(
            self._connection, suggestion=suggestion.id, annotator=self.target.annotator
        )
        if known is None:
            self.decide(suggestion, decision, span)

    def decide_frame(
        self, key: SuggestionId, decision: Decision, frame: FrameId | None = None
    ) -> None:
        """Record what the annotator did with a suggested frame, instead of an earlier decision.

        Frames of one type on the same places are one suggestion: all are decided.

        Args:
            key: The suggestion.
            decision: What was done.
            frame: The frame that came of it.

        Raises:
            GoneError: A newer version of the source has taken it away.
        """
        rows = suggested_frames.twins(self._connection, key)
        if not rows:
            raise GoneError(thing="suggestion")
        for row, label, places in rows:
            said = {"decision": str(decision), "frame_id": frame}
            self._decide_one(row, {"label": label, "places": places}, said)

    def _decide_one(
        self, row: int, place: Mapping[str, object], said: Mapping[str, object]
    ) -> None:
        known = _KNOWN_DECISION.scalar(
            self._connection, suggestion=row, annotator=self.target.annotator
        )
        if known is not None:
            self._writer.update("decision", known, {**said, "at": utc_now()})
            return
        self._writer.insert(
            "decision",
            {
                "suggestion_id": row,
                "annotator": self.target.annotator,
                "article_id": self.target.article,
                "at": utc_now(),
                **place,
                **said,
            },
        )

    def decisions_on_frame(self, frame: FrameId) -> list[tuple[int, SuggestionId]]:
        """Return the annotator's decisions that a frame came from, with what was decided on."""
        rows = _DECISIONS_ON_FRAME.rows(
            self._connection, row=frame, annotator=self.target.annotator
        )
        return [(row[0], SuggestionId(row[1])) for row in rows]

    def change_frame_decisions(self, frame: FrameId, decision: Decision) -> None:
        """Change what was decided on the suggestions that a frame came from."""
        for key, _ in self.decisions_on_frame(frame):
            self._writer.update("decision", key, {"decision": str(decision)})

    def decisions_on(self, span: SpanId) -> list[int]:
        """Return the annotator's decisions that a span came from."""
        rows = _DECISIONS_ON.rows(self._connection, row=span, annotator=self.target.annotator)
        return [row[0] for row in rows]

    def change_decisions(self, span: SpanId, decision: Decision) -> None:
        """Change what was decided on the suggestions that a span came from."""
        for key in self.decisions_on(span):
            self._writer.update("decision", key, {"decision": str(decision)})

    def untouched(self) -> list[int]:
        """Return the decisions that completing the article recorded for pending suggestions."""
        target = self.target
        rows = _UNTOUCHED.rows(self._connection, article=target.article, annotator=target.annotator)
        return [row[0] for row in rows]

    def _next(self, counter: str) -> int:
        read, write = _COUNTERS[counter]
        number = int(read.scalar(self._connection, row=self.id) or 1)
        write.run(self._connection, row=self.id, number=number + 1)
        return number


def _highest(connection: Any, frame: FrameId) -> int:
    found = _HIGHEST.scalar(connection, row=frame)
    return -1 if found is None else int(found)


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
    return to_json({key: value for key, value in values.items() if value is not None})


def to_json(values: Mapping[str, object] | None) -> str | None:
    """Return the stored form of attributes and the like: ``None`` where there are none."""
    return orjson.dumps(dict(values)).decode() if values else None
