"""Annotations out: one set of every article as JSONL, or as tables."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.gold import GoldRecord
from annotator.errors import DamagedRecordError, UnknownSetError
from annotator.exchange import csv_folder
from annotator.exchange.csv_folder import CsvWriter
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
    check_name(workspace, name)
    with GoldWriter(target) as writer:
        return write_records(workspace, name, writer.write, status=status, progress=progress)


@dataclass(frozen=True, slots=True)
class TablesReport:
    """What an export of tables has written.

    Attributes:
        articles: Number of sets.
        rows: By file name.
        left_out: One sentence for each kind of thing that stands in no table.
    """

    articles: int
    rows: dict[str, int]
    left_out: tuple[str, ...]


def export_tables(
    workspace: Workspace,
    folder: Path,
    name: str,
    *,
    status: SetStatus | None = None,
    guard: bool = True,
    mark: bool = True,
    progress: Progress | None = None,
) -> TablesReport:
    """Write one set of every article that has it into a folder of CSV tables.

    All tables come into the folder together, or none does. The same data give the same bytes.

    Args:
        workspace: Where from.
        folder: Made where there is none.
        name: An annotator, ``gold``, or ``suggestions:NAME``.
        status: Only sets with this status.
        guard: Keep spreadsheets from taking words for formulas: an apostrophe before such a cell.
        mark: Begin each file with a byte order mark, for Excel.
        progress: Steps are articles.

    Raises:
        UnknownSetError: There is no set of this name.
        ForeignFileError: A file in the folder has the name of a table and is no export's.
        FileUnwritableError: The folder cannot be written; it is as it was.
        DamagedRecordError: What is stored of an article contradicts itself; nothing is written.
        Cancelled: The user asked for it; the folder is as it was.
    """
    check_name(workspace, name)
    with CsvWriter(folder, workspace.scheme, name, guard=guard, mark=mark) as writer:
        write_records(workspace, name, writer.write, status=status, progress=progress)
    return TablesReport(writer.articles, writer.files, tuple(writer.losses.sentences()))


def in_the_way(workspace: Workspace, folder: Path) -> str:
    """Return the name of a file that keeps tables from being written into a folder, "" for none."""
    return csv_folder.in_the_way(folder, workspace.scheme)


def check_name(workspace: Workspace, name: str) -> None:
    """Refuse a set that nobody has.

    Raises:
        UnknownSetError: There is none of this name.
    """
    names = [item.name for item in exportable(workspace)]
    if name not in names:
        raise UnknownSetError(name=name, names=", ".join(names) or "none yet")


def write_records(
    workspace: Workspace,
    name: str,
    write: Callable[[GoldRecord], None],
    *,
    status: SetStatus | None = None,
    articles: Collection[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Hand every record of a set on, in canonical form; return how many there are.

    Args:
        workspace: Where from.
        name: An annotator, ``gold``, or ``suggestions:NAME``.
        write: Takes each.
        status: Only sets with this status.
        articles: Only these, by name; of suggestions always all.
        progress: Steps are articles.

    Raises:
        DamagedRecordError: What is stored of an article contradicts itself.
    """
    progress = progress or Progress()
    order = GoldOrder(workspace.scheme)
    with workspace.read() as connection:
        total, records = _records(connection, name, status, articles)
        for done, record in enumerate(records):
            progress.step(done, total)
            if not is_sound(record):
                reason = fault(record).rstrip(".")
                raise DamagedRecordError(name=record["id"], reason=reason)
            write(order.canonical(record))
    return total


def _records(
    connection: Reading, name: str, status: SetStatus | None, articles: Collection[str] | None
) -> tuple[int, Iterator[GoldRecord]]:
    if name.startswith(SUGGESTIONS_PREFIX):
        found = looks.of_source(connection, name.removeprefix(SUGGESTIONS_PREFIX))
        if status not in {None, SetStatus.NEW}:
            found = []
        return len(found), gold_export.suggestion_records(connection, found)
    wanted = None if status is None else str(status)
    sets = gold_export.sets_of(connection, name, wanted, articles)
    return len(sets), gold_export.set_records(connection, sets)
