"""Figures over the whole workspace."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, select

from annotator.domain.annotation import SetStatus
from annotator.domain.suggestion import Decision
from annotator.ops.workspace import Workspace
from annotator.store import tables


@dataclass(frozen=True, slots=True)
class Stats:
    """What ``annotator stats`` prints.

    Attributes:
        sets: Number of sets by annotator and status; ``new`` are the articles not touched.
        spans: Number of spans by annotator and label.
        frames: Number of frames by annotator and type.
        suggestions: Number of suggestions by source and decision; ``pending`` has none.
    """

    articles: int
    sets: dict[str, dict[str, int]] = field(default_factory=dict)
    spans: dict[str, dict[str, int]] = field(default_factory=dict)
    frames: dict[str, dict[str, int]] = field(default_factory=dict)
    suggestions: dict[str, dict[str, int]] = field(default_factory=dict)


def stats(workspace: Workspace, annotator: str | None = None) -> Stats:
    """Count articles, sets, spans, frames and suggestions.

    Args:
        workspace: What is counted.
        annotator: Count sets, tags and decisions of one annotator only.
    """
    a, t = tables.article.c, tables.annotation_set.c
    with workspace.read() as connection:
        articles = connection.scalar(select(func.count()).where(a.archived == 0)) or 0
        by_status = _nested(
            connection,
            select(t.annotator, t.status, func.count())
            .join(tables.article, a.id == t.article_id)
            .where(a.archived == 0)
            .group_by(t.annotator, t.status),
        )
        spans = _nested(connection, _tags(tables.span, tables.span.c.label))
        frames = _nested(connection, _tags(tables.frame, tables.frame.c.type))
        suggestions = _suggestion_counts(connection, annotator)
    sets = {name: _statuses(counts, articles) for name, counts in by_status.items()}
    if annotator is not None:
        sets = {annotator: sets.get(annotator, _statuses({}, articles))}
        spans = {annotator: spans.get(annotator, {})}
        frames = {annotator: frames.get(annotator, {})}
    return Stats(articles, sets, spans, frames, suggestions)


def _statuses(counts: dict[str, int], articles: int) -> dict[str, int]:
    made = {str(status): counts.get(str(status), 0) for status in SetStatus}
    made[str(SetStatus.NEW)] += articles - sum(counts.values())
    return made


def _tags(table: Any, column: Any) -> Any:
    a, t = tables.article.c, tables.annotation_set.c
    return (
        select(t.annotator, column, func.count())
        .select_from(table)
        .join(tables.annotation_set, t.id == table.c.set_id)
        .join(tables.article, a.id == t.article_id)
        .where(a.archived == 0)
        .group_by(t.annotator, column)
        .order_by(t.annotator, column)
    )


def _nested(connection: Any, query: Any) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, key, count in connection.execute(query):
        found.setdefault(name, {})[key] = count
    return found


def _suggestion_counts(connection: Any, annotator: str | None) -> dict[str, dict[str, int]]:
    s, d, k, o = (
        tables.suggestion.c,
        tables.decision.c,
        tables.look.c,
        tables.source.c,
    )
    joined = d.suggestion_id == s.id
    if annotator is not None:
        joined &= d.annotator == annotator
    state = case(
        (d.decision.is_(None), "pending"),
        (d.decision == str(Decision.UNTOUCHED), "pending"),
        else_=d.decision,
    )
    query = (
        select(o.name, o.version, state, func.count())
        .select_from(tables.suggestion)
        .join(tables.look, k.id == s.look_id)
        .join(tables.source, o.id == k.source_id)
        .outerjoin(tables.decision, joined)
        .where((s.newest == 1) | d.decision.is_not(None))
        .group_by(o.name, o.version, state)
        .order_by(o.name, o.version)
    )
    found: dict[str, dict[str, int]] = {}
    for name, version, decision, count in connection.execute(query):
        states = dict.fromkeys(("pending", "accepted", "corrected", "rejected"), 0)
        found.setdefault(f"{name}/{version}", states)[decision] += count
    return found
