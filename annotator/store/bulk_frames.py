"""Pending suggested frames of many articles become frames."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from annotator.domain.annotation import Provenance, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.framing import derived_values
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import Decision, SuggestedFrame, SuggestionId
from annotator.store import sqlite, suggested_frames, tables
from annotator.store.bulk import Buffer, SetMaker, json_or_null
from annotator.store.journal import utc_now
from annotator.store.pending import ALONE, WITHIN
from annotator.store.prepared import Prepared, one_of
from annotator.store.sets import provenance_json, to_json
from annotator.store.suggested_frames import SuggestedFrames
from annotator.store.writer import Writer

_A, _T, _P = tables.article.c, tables.annotation_set.c, tables.span.c
_S, _D, _K, _O = tables.suggestion.c, tables.decision.c, tables.look.c, tables.source.c
_ARTICLES = Prepared(
    select(_A.id, _A.text, _T.id, _T.status, _T.next_span, _T.next_frame)
    .outerjoin(
        tables.annotation_set,
        (_T.article_id == _A.id) & (_T.annotator == bindparam("annotator")),
    )
    .where(sqlite.listed(_A.id, "articles"))
)
_COUNT_ON = Prepared(
    update(tables.annotation_set)
    .where(_T.id == bindparam("row"))
    .values(
        next_span=bindparam("spans"),
        next_frame=bindparam("frames"),
        revision=_T.revision + 1,
        saved_at=bindparam("at"),
    )
)
_SPANS = Prepared(select(_P.start, _P.end, _P.label, _P.id).where(_P.set_id == bindparam("row")))
_PROPOSED = Prepared(
    select(
        _S.start, _S.end, _S.label, _S.places, _S.id, _S.newest, _S.score, _S.attributes,
        _O.name, _O.version,
    )
    .join(tables.look, _K.id == _S.look_id)
    .join(tables.source, _O.id == _K.source_id)
    .where(_S.article_id == bindparam("article"), one_of(_S.newest, (ALONE, WITHIN)))
    .order_by(_S.score.desc().nulls_last(), _S.id)
)  # fmt: skip
_DECIDED = Prepared(
    select(_D.suggestion_id).where(
        _D.article_id == bindparam("article"), _D.annotator == bindparam("annotator")
    )
)
_Place = tuple[int | None, int | None, str, str | None]
"""Start, end, label or type, and the places of a frame."""


class BulkFrames:
    """Accepts pending frames of many articles for one annotator, in one transaction.

    Articles that the annotator has completed, excluded or approved are left alone. Call
    :meth:`finish` before the transaction ends.

    Args:
        writer: Of the operation.
        annotator: Who accepts.
        scheme: The one in force.
        types: Frame types that are accepted; others only where they fill one of these.
        min_score: The lowest score.

    Attributes:
        count: Suggestions accepted: frames, and spans that would have waited by themselves.
    """

    def __init__(
        self,
        writer: Writer,
        annotator: str,
        scheme: Scheme,
        *,
        types: Collection[str],
        min_score: float,
    ) -> None:
        self._writer = writer
        self._annotator = annotator
        self._scheme = scheme
        self._types = frozenset(types)
        self._min_score = min_score
        self._buffer = Buffer(writer)
        self._at = utc_now()
        self._sets = SetMaker(writer, self._buffer, annotator, self._at)
        self.count = 0

    def accept(self, articles: Sequence[ArticleId]) -> None:
        """Accept what waits in some articles; best about a hundred at a time."""
        connection = self._writer.connection
        some = suggested_frames.among(connection, articles)
        rows = _ARTICLES.rows(connection, articles=sqlite.as_list(some), annotator=self._annotator)
        for key, text, set_id, status, next_span, next_frame in rows:
            if status is not None and SetStatus(status).closed:
                continue
            article = ArticleId(key)
            known = suggested_frames.of_article(connection, article, self._annotator, self._scheme)
            chosen = [
                one
                for one in known.pending(self._scheme)
                if one.type in self._types and one.score >= self._min_score
            ]
            if chosen:
                where = _Set(article, text, set_id, status, next_span or 1, next_frame or 1)
                self._accept(where, known, chosen)
        self._buffer.flush_if_full()

    def _accept(
        self, where: "_Set", known: SuggestedFrames, chosen: Sequence[SuggestedFrame]
    ) -> None:
        new = where.key is None
        if where.key is None:
            where.key, where.next_span, where.next_frame = self._sets.make(where.article)
        maker = _Maker(self._writer, self._buffer, self._annotator, self._at, where)
        maker.make(known, chosen, self._scheme)
        self.count += maker.count
        if new:
            self._buffer.change(
                "annotation_set",
                where.key,
                {"next_span": where.next_span, "next_frame": where.next_frame},
            )
        else:
            values: dict[str, Any] = {"edited": 1}
            if where.status == str(SetStatus.NEW):
                values["status"] = str(SetStatus.IN_PROGRESS)
            self._writer.update("annotation_set", where.key, values)
            _COUNT_ON.run(
                self._writer.connection,
                row=where.key,
                at=self._at,
                spans=where.next_span,
                frames=where.next_frame,
            )
        self._writer.changes.articles.add(where.article)

    def finish(self) -> None:
        """Write what is still waiting."""
        self._buffer.flush(last=True)


@dataclass(slots=True)
class _Set:
    """A set that gets frames, with the next numbers of its tags."""

    article: ArticleId
    text: str
    key: int | None
    status: str | None
    next_span: int
    next_frame: int


class _Maker:
    """Makes frames of one set, with the spans and frames that fill them."""

    def __init__(
        self, writer: Writer, buffer: Buffer, annotator: str, at: str, where: _Set
    ) -> None:
        self._add = buffer.add
        self._annotator = annotator
        self._at = at
        self._where = where
        connection, who = writer.connection, {"article": where.article}
        rows = _SPANS.rows(connection, row=where.key)
        self._spans = {(start, end, label): key for start, end, label, key in rows}
        self._proposed: dict[_Place, list[Sequence[Any]]] = defaultdict(list)
        for row in _PROPOSED.rows(connection, **who):
            self._proposed[row[0], row[1], row[2], row[3]].append(row[4:])
        decided = _DECIDED.rows(connection, annotator=annotator, **who)
        self._decided = {row[0] for row in decided}
        self._made: dict[SuggestionId, int] = {}
        self.count = 0

    def make(
        self, known: SuggestedFrames, chosen: Sequence[SuggestedFrame], scheme: Scheme
    ) -> None:
        """Make frames of suggestions."""
        for frame in chosen:
            self._frame(frame, known, scheme)

    def _frame(self, frame: SuggestedFrame, known: SuggestedFrames, scheme: Scheme) -> int:
        if frame.id in self._made:
            return self._made[frame.id]
        kind, where = scheme.frame_type_by_name[frame.type], self._where
        values: dict[str, object] = {
            item.name: item.default for item in kind.attributes if item.default is not None
        }
        anchors = {role.name for role in kind.roles if role.anchor}
        places = [one.extent for one in frame.fillers if one.extent and one.role in anchors]
        values.update(derived_values(kind, where.text, places))
        values.update(frame.attributes)
        key = self._add(
            "frame",
            where.key,
            f"f{where.next_frame}",
            frame.type,
            json_or_null(list(frame.implied)),
            to_json(values),
            None,
            None,
            None,
            self._said(frame.source, frame.score),
        )
        where.next_frame += 1
        self._made[frame.id] = key
        for position, filler in enumerate(frame.fillers):
            span = child = None
            if filler.extent is not None:
                span = self._span(filler.extent, filler.label, frame)
            else:
                child = self._child(filler.frame, known, scheme)
            if span is not None or child is not None:
                self._add("filler", key, filler.role, position, span, None, child)
        said = known.places[frame.id]
        for row in self._proposed[None, None, frame.type, said]:
            self._decide(row[0], (None, None, frame.type), None, said, key)
        self.count += 1
        return key

    def _child(
        self, key: SuggestionId | None, known: SuggestedFrames, scheme: Scheme
    ) -> int | None:
        """Return the frame that fills another one, made now or before."""
        if key is None:
            return None
        answer = known.answers.get(key)
        if answer is not None and answer.frame is not None:
            return answer.frame
        found = known.by_id(key)
        return None if found is None else self._frame(found, known, scheme)

    def _span(self, extent: Extent, label: str, frame: SuggestedFrame) -> int:
        place = (extent.start, extent.end, label)
        proposed = self._proposed.get((*place, None), [])
        key = self._spans.get(place)
        if key is None:
            source, score, attributes = frame.source, frame.score, None
            if proposed:
                _, newest, known, attributes, name, version = proposed[0]
                source, score = f"{name}/{version}", known or 0.0
                self.count += newest == ALONE
            key = self._spans[place] = self._add(
                "span",
                self._where.key,
                f"s{self._where.next_span}",
                *place,
                extent.slice(self._where.text),
                None,
                attributes,
                None,
                None,
                self._said(source, score),
            )
            self._where.next_span += 1
        for row in proposed:
            self._decide(row[0], place, key, None, None)
        return key

    def _decide(
        self,
        suggestion: int,
        place: tuple[int | None, int | None, str],
        span: int | None,
        places: str | None,
        frame: int | None,
    ) -> None:
        """Record that a suggestion was accepted, unless it was decided on before."""
        if suggestion in self._decided:
            return
        self._decided.add(suggestion)
        who = (suggestion, self._annotator, self._where.article)
        said = str(Decision.ACCEPTED)
        self._add("decision", *who, *place, said, span, self._at, places, frame)

    def _said(self, source: str, score: float) -> str | None:
        return provenance_json(
            Provenance(self._annotator, self._at, source, round(score, 4), str(Decision.ACCEPTED))
        )
