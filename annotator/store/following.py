"""Decisions on suggestions follow the tags that came of them when a line replaces a set."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from annotator.domain.article import ArticleId
from annotator.domain.gold import GoldRecord
from annotator.domain.suggestion import Decision
from annotator.store import tables
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_D = tables.decision.c
_DECISIONS = Prepared(
    select(_D.id, _D.span_id, _D.start, _D.end, _D.label).where(
        _D.article_id == bindparam("article"),
        _D.annotator == bindparam("annotator"),
        _D.span_id.is_not(None),
    )
)
_FRAME_DECISIONS = Prepared(
    select(_D.id, _D.frame_id).where(
        _D.article_id == bindparam("article"),
        _D.annotator == bindparam("annotator"),
        _D.frame_id.is_not(None),
    )
)


def follow_spans(
    writer: Writer,
    record: GoldRecord,
    article: ArticleId,
    before: Mapping[int, Sequence[Any]],
    made: Mapping[str, int],
) -> None:
    """Let decisions on suggested spans follow the spans that came of them, by their ids.

    Args:
        writer: Of the transaction.
        record: The line.
        article: Which article.
        before: Key, start, end and label of the spans that are replaced, by row.
        made: Rows of the new ones, by key.
    """
    places = {item["id"]: (item["start"], item["end"], item["label"]) for item in record["spans"]}
    who = {"article": article, "annotator": record["annotator"]}
    for key, span, *place in _DECISIONS.rows(writer.connection, **who):
        if span not in before:
            continue
        name = before[span][0]
        said = Decision.ACCEPTED if places.get(name) == tuple(place) else Decision.CORRECTED
        if name not in made:
            said = Decision.REJECTED
        writer.update("decision", key, {"span_id": made.get(name), "decision": str(said)})


def follow_frames(
    writer: Writer,
    record: GoldRecord,
    article: ArticleId,
    before: Mapping[int, str],
    made: Mapping[str, int],
) -> None:
    """Let decisions on suggested frames follow the frames that came of them, by their ids.

    Args:
        writer: Of the transaction.
        record: The line.
        article: Which article.
        before: Keys of the frames that are replaced, by row.
        made: Rows of the new ones, by key.
    """
    who = {"article": article, "annotator": record["annotator"]}
    for key, frame in _FRAME_DECISIONS.rows(writer.connection, **who):
        if frame in before:
            now = made.get(before[frame])
            gone = {"decision": str(Decision.REJECTED)} if now is None else {}
            writer.update("decision", key, {"frame_id": now, **gone})
