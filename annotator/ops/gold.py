"""Annotations out: one set of every article as JSONL."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.gold import GoldRecord
from annotator.errors import UnknownSetError
from annotator.exchange.gold import GoldOrder, GoldWriter
from annotator.jobs import Progress
from annotator.ops.workspace import Workspace
from annotator.store import gold_export, tables


@dataclass(frozen=True, slots=True)
class Exportable:
    """A set that can be exported, with the number of its articles by status."""

    name: str
    articles: dict[str, int]

    @property
    def total(self) -> int:
        """Number of articles of any status."""
        return sum(self.articles.values())


def exportable(workspace: Workspace) -> list[Exportable]:
    """Return whose tags can be exported: gold first, annotators, then suggestions by source."""
    c, a = tables.annotation_set.c, tables.article.c
    found: dict[str, dict[str, int]] = {}
    with workspace.read() as connection:
        rows = connection.execute(
            select(c.annotator, c.status, func.count())
            .join(tables.article, a.id == c.article_id)
            .where(a.archived == 0)
            .group_by(c.annotator, c.status)
            .order_by(c.annotator, c.status)
        )
        for name, status, count in rows:
            found.setdefault(name, {})[status] = count
        sources = _sources(connection)
    names = sorted(found, key=lambda name: (name != GOLD, name))
    return [Exportable(name, found[name]) for name in names] + [
        Exportable(SUGGESTIONS_PREFIX + name, {str(SetStatus.NEW): count})
        for name, count in sources.items()
    ]


def _sources(connection: Connection) -> dict[str, int]:
    o, k, a = tables.source.c, tables.look.c, tables.article.c
    rows = connection.execute(
        select(o.name, func.count())
        .join(tables.look, k.source_id == o.id)
        .join(tables.article, a.id == k.article_id)
        .where(k.newest == 1, a.archived == 0)
        .group_by(o.name)
        .order_by(o.name)
    )
    return {name: count for name, count in rows}  # noqa: C416 - rows are no tuples to mypy


def default_set(workspace: Workspace) -> str:
    """Return what an export without a choice writes: gold, else the only annotator.

    Raises:
        UnknownSetError: There are several annotators, or none.
    """
    sets = [item.name for item in exportable(workspace)]
    people = [name for name in sets if not name.startswith(SUGGESTIONS_PREFIX)]
    if GOLD in people:
        return GOLD
    if len(people) == 1:
        return people[0]
    raise UnknownSetError(name="gold or of only one annotator", names=", ".join(sets) or "none yet")


def export(
    workspace: Workspace,
    target: Path,
    name: str,
    *,
    status: SetStatus | None = None,
    progress: Progress | None = None,
) -> int:
    """Write one set of every article that has it; return the number of lines.

    The target is replaced at the end, wholly or not at all. The same data give the same bytes.

    Args:
        workspace: Where from.
        target: The file.
        name: An annotator, ``gold``, or ``suggestions:NAME``.
        status: Only sets with this status.
        progress: Steps are lines.

    Raises:
        UnknownSetError: There is no set of this name.
        FileUnwritableError: The file cannot be written; it is as it was.
        Cancelled: The user asked for it; the file is as it was.
    """
    progress = progress or Progress()
    names = [item.name for item in exportable(workspace)]
    if name not in names:
        raise UnknownSetError(name=name, names=", ".join(names) or "none yet")
    order = GoldOrder(workspace.scheme)
    with workspace.read() as connection, GoldWriter(target) as writer:
        total, records = _records(connection, name, status)
        for done, record in enumerate(records):
            progress.step(done, total)
            writer.write(order.canonical(record))
    return total


def _records(
    connection: Connection, name: str, status: SetStatus | None
) -> tuple[int, Iterator[GoldRecord]]:
    a = tables.article.c
    if name.startswith(SUGGESTIONS_PREFIX):
        k, o = tables.look.c, tables.source.c
        looks = list(
            connection.scalars(
                select(k.id)
                .join(tables.article, a.id == k.article_id)
                .join(tables.source, o.id == k.source_id)
                .where(
                    k.newest == 1,
                    a.archived == 0,
                    o.name == name.removeprefix(SUGGESTIONS_PREFIX),
                )
                .order_by(a.name)
            )
        )
        return len(looks), gold_export.suggestion_records(connection, looks)
    c = tables.annotation_set.c
    query = (
        select(c.id)
        .join(tables.article, a.id == c.article_id)
        .where(c.annotator == name, a.archived == 0)
        .order_by(a.name)
    )
    if status is not None:
        query = query.where(c.status == str(status))
    sets = list(connection.scalars(query))
    return len(sets), gold_export.set_records(connection, sets)
