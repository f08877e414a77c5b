"""A folder of CSV tables: all of them, or what was there before.

``export.json`` in the folder names the tables, their columns and rows, and what was left out. It
also tells the next export which files are its own: any other file of these names, and one that was
changed since, stays as it is and stops the export.
"""

import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import orjson

from annotator.domain.gold import GoldRecord
from annotator.domain.scheme import Scheme
from annotator.errors import FileUnwritableError, ForeignFileError
from annotator.exchange.csv_cells import CsvTable, digest
from annotator.exchange.csv_tables import ENTITIES, ENTITY_COLUMNS, Losses, Tables
from annotator.exchange.whole_file import partial_of, remove_left_over, sync_folder

FORMAT: Final = "annotator-csv/1"
MANIFEST: Final = "export.json"


def in_the_way(folder: Path, scheme: Scheme) -> str:
    """Return the name of a file that keeps tables from being written into a folder, "" for none.

    Files that an earlier export has written are not in the way. Whether they were changed since
    costs time to find out: the export itself does.
    """
    return _foreign(folder, [*Tables(scheme).columns, ENTITIES, MANIFEST], thorough=False)


def _written(folder: Path) -> Mapping[str, Any] | None:
    """Return what the export before says it has written, ``None`` where there was none."""
    try:
        said = orjson.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        return None
    files = said.get("files")
    return files if isinstance(files, dict) else None


def _foreign(folder: Path, names: Sequence[str], *, thorough: bool) -> str:
    written = _written(folder)
    for name in names:
        path = folder / name
        if not os.path.lexists(path):
            continue
        if name == MANIFEST:
            if written is None:
                return name
            continue
        said = written.get(name) if written is not None else None
        if not path.is_file() or not isinstance(said, dict):
            return name
        if thorough and said.get("sha256") != digest(path):
            return name
    return ""


class CsvWriter:
    """Writes the tables of one set, whole or not at all.

    They are written into a folder of their own and put in place together when the ``with`` block
    is left; on any exception the target is as it was.

    Args:
        folder: The target; made where there is none, its parent must be there.
        scheme: Gives the columns.
        name: Whose set it is.
        guard: Whether cells are guarded against formulas.
        mark: Whether each file begins with a byte order mark.

    Attributes:
        articles: How many were written.
        files: After leaving: rows by file.
        losses: What stands in no table.

    Raises:
        ForeignFileError: A file of the same name is in the way.
        FileUnwritableError: The system does not let it.
    """

    def __init__(
        self, folder: Path, scheme: Scheme, name: str, *, guard: bool = True, mark: bool = True
    ) -> None:
        self.articles = 0
        self.files: dict[str, int] = {}
        self.losses = Losses()
        self._folder = folder
        self._scheme = scheme
        self._name = name
        self._guard = guard
        self._mark = mark
        self._tables = Tables(scheme)
        self._open: dict[str, CsvTable] = {}
        self._partial = folder

    def __enter__(self) -> Self:
        names = [*self._tables.columns, ENTITIES, MANIFEST]
        try:
            if self._folder.exists() and not self._folder.is_dir():
                raise self._unwritable("it is no folder")
            foreign = _foreign(self._folder, names, thorough=True)
            if foreign:
                raise ForeignFileError(path=self._folder / foreign)
            inside = self._folder / "tables" if self._folder.is_dir() else self._folder
            remove_left_over(inside)
            self._partial = partial_of(inside)
            self._partial.mkdir()
            for name, columns in self._tables.columns.items():
                self._open[name] = self._table(name, columns)
        except OSError as error:
            self._discard()
            raise self._unwritable(error.strerror) from error
        return self

    def _table(self, name: str, columns: Sequence[str]) -> CsvTable:
        return CsvTable(self._partial / name, columns, guard=self._guard, mark=self._mark)

    def write(self, record: GoldRecord) -> None:
        """Write the rows of one canonical record; records come sorted by id."""
        try:
            for name, row in self._tables.rows(record):
                self._open[name].add(row)
        except OSError as error:
            raise self._unwritable(error.strerror) from error
        self.losses.add(record)
        self.articles += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._discard()
            return
        try:
            self._finish()
        except OSError as failure:
            raise self._unwritable(failure.strerror) from failure
        finally:
            self._discard()

    def _finish(self) -> None:
        entities = self._open[ENTITIES] = self._table(ENTITIES, ENTITY_COLUMNS)
        for row in self._tables.entity_rows():
            entities.add(row)
        for table in self._open.values():
            table.finish()
        self.files = {name: table.rows for name, table in sorted(self._open.items())}
        with (self._partial / MANIFEST).open("xb") as file:
            file.write(orjson.dumps(self._manifest(), option=orjson.OPT_INDENT_2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if self._folder.is_dir():
            _put_into(self._partial, self._folder, [*self.files, MANIFEST])
        else:
            self._partial.rename(self._folder)
        sync_folder(self._folder)
        sync_folder(self._folder.parent)

    def _manifest(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "scheme": {"name": self._scheme.name, "version": self._scheme.version},
            "set": self._name,
            "articles": self.articles,
            "guarded": self._guard,
            "left_out": self.losses.sentences(),
            "files": {
                name: {
                    "rows": rows,
                    "columns": self._open[name].columns,
                    "sha256": digest(self._open[name].path),
                }
                for name, rows in self.files.items()
            },
        }

    def _discard(self) -> None:
        for table in self._open.values():
            with suppress(OSError):
                table.close()
        if self._partial != self._folder:
            shutil.rmtree(self._partial, ignore_errors=True)

    def _unwritable(self, reason: str | None) -> FileUnwritableError:
        return FileUnwritableError(path=self._folder, reason=reason or "the system gives no reason")


def _put_into(source: Path, target: Path, names: Sequence[str]) -> None:
    """Move files into a folder that is there; what they replace comes back if one cannot go in."""
    kept = source / f"before-{secrets.token_hex(4)}"
    kept.mkdir()
    moved: list[str] = []
    aside: list[str] = []
    try:
        for name in names:
            if (target / name).exists():
                (target / name).rename(kept / name)
                aside.append(name)
            (source / name).rename(target / name)
            moved.append(name)
    except BaseException:
        for name in moved:
            with suppress(OSError):
                (target / name).unlink()
        for name in aside:
            with suppress(OSError):
                (kept / name).rename(target / name)
        raise
