"""One table of a CSV export: cells that no spreadsheet takes for formulas, rows, a file.

RFC 4180: comma, double quotes where they are needed, CR LF after each row. UTF-8 with a byte order
mark, without which Excel reads it as the code page of the machine.
"""

import csv
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

JOINT: Final = " | "
"""Stands between several things in one cell."""
DANGEROUS: Final = "=+-@\t\r\n＝＋－＠"
"""A cell that begins so is a formula to Excel, LibreOffice or Google Sheets."""
GUARD: Final = "'"
BUFFER_BYTES: Final = 256 * 1024

Value = str | int | float | bool | None


def guarded(cell: str) -> str:
    """Return a cell with an apostrophe before it where it could be taken for a formula.

    One that begins with apostrophes and then such a sign gets one more, so that
    :func:`unguarded` gives exactly what there was.
    """
    return GUARD + cell if _is_dangerous(cell) else cell


def unguarded(cell: str) -> str:
    """Return what a guarded cell stands for."""
    return cell[1:] if cell.startswith(GUARD) and _is_dangerous(cell[1:]) else cell


def _is_dangerous(cell: str) -> bool:
    bare = cell.lstrip(GUARD)
    return bare != "" and bare[0] in DANGEROUS


def cell_of(value: Value, *, guard: bool) -> str:
    """Return a value as a cell: ``None`` is empty, truth is ``true`` or ``false``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return guarded(value) if guard else value


class CsvTable:
    """One file while it is written.

    Args:
        path: The file; there is none of that name yet.
        columns: Names, in order.
        guard: Whether cells are guarded against formulas.
        mark: Whether it begins with a byte order mark.

    Attributes:
        rows: How many were written, without the head.
    """

    def __init__(self, path: Path, columns: Sequence[str], *, guard: bool, mark: bool) -> None:
        self.path = path
        self.columns = tuple(columns)
        self.rows = 0
        self._guard = guard
        encoding = "utf-8-sig" if mark else "utf-8"
        self._file = path.open("x", BUFFER_BYTES, encoding=encoding, newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._write(self.columns)

    def add(self, values: Iterable[Value]) -> None:
        """Write one row."""
        self._write(values)
        self.rows += 1

    def _write(self, values: Iterable[Value]) -> None:
        guard = self._guard
        self._writer.writerow([cell_of(value, guard=guard) for value in values])

    def finish(self) -> None:
        """Put everything on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def close(self) -> None:
        """Let go of the file, whole or not."""
        self._file.close()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
