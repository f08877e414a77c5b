"""Annotations out: one set of every article as JSONL."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.gold import GoldRecord
from annotator.errors import DamagedRecordError, UnknownSetError
from annotator.exchange.gold import GoldOrder, GoldWriter, fault, is_sound
from annotator.jobs import Progress
from annotator.ops.workspace import Workspace
from annotator.store import gold_export, looks
from annotator.store.database import Reading


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
    with workspace.read() as connection:
        found = gold_export.sets_by_status(connection)
        sources = looks.articles_by_source(connection)
    names = sorted(found, key=lambda name: (name != GOLD, name))
    return [Exportable(name, found[name]) for name in names] + [
        Exportable(SUGGESTIONS_PREFIX + name, {str(SetStatus.NEW): count})
        for name, count in sources.items()
    ]


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


def only_source(workspace: Workspace) -> str:
    """Return the set name of the only source of suggestions.

    Raises:
        UnknownSetError: There are several, or none.
    """
    sets = [item.name for item in exportable(workspace)]
    found = [name for name in sets if name.startswith(SUGGESTIONS_PREFIX)]
    if len(found) == 1:
        return found[0]
    raise UnknownSetError(name="suggestions of one source", names=", ".join(sets) or "none yet")


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
        DamagedRecordError: What is stored of an article contradicts itself; nothing is written.
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
            if not is_sound(record):
                reason = fault(record).rstrip(".")
                raise DamagedRecordError(name=record["id"], reason=reason)
            writer.write(order.canonical(record))
    return total


def _records(
    connection: Reading, name: str, status: SetStatus | None
) -> tuple[int, Iterator[GoldRecord]]:
    if name.startswith(SUGGESTIONS_PREFIX):
        found = looks.of_source(connection, name.removeprefix(SUGGESTIONS_PREFIX))
        if status not in {None, SetStatus.NEW}:
            found = []
        return len(found), gold_export.suggestion_records(connection, found)
    wanted = None if status is None else str(status)
    sets = gold_export.sets_of(connection, name, wanted)
    return len(sets), gold_export.set_records(connection, sets)
