"""Zip files that are there whole or not at all, and that the same data give byte for byte."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from annotator.errors import FileUnwritableError
from annotator.exchange.whole_file import partial_of, remove_left_over, sync_folder

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the clock is no data."""
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16


class Member:
    """A member while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    @property
    def digest(self) -> str:
        """The SHA-256 of what was written."""
        return self._hash.hexdigest()


class ZipWriter:
    """Writes one zip file, whole or not at all; members stand in the order they come.

    It goes to a file of its own beside the target and takes its place when the ``with`` block is
    left; on any exception the target is as it was.

    Attributes:
        members: What was written, by name.

    Raises:
        FileUnwritableError: The system does not let it be written. On entering, writing, leaving.
    """

    def __init__(self, path: Path) -> None:
        self.members: dict[str, Member] = {}
        self._path = path
        self._partial = partial_of(path)
        self._zip: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        try:
            remove_left_over(self._path)
            if self._path.is_dir():
                raise self._unwritable("it is a folder")
            if self._path.exists() and not self._path.is_file():
                raise self._unwritable("it is no ordinary file")
            self._zip = zipfile.ZipFile(self._partial, "x", zipfile.ZIP_DEFLATED)
        except OSError as error:
            raise self._unwritable(error.strerror) from error
        return self

    @contextmanager
    def member(self, name: str) -> Iterator[Member]:
        """Give a member to write into, of any length."""
        info = zipfile.ZipInfo(name, EARLIEST)
        info.create_system = _UNIX
        info.external_attr = _READABLE
        info.compress_type = zipfile.ZIP_DEFLATED
        try:
            with self._opened.open(info, "w", force_zip64=True) as file:
                made = self.members[name] = Member(file)
                yield made
        except OSError as error:
            raise self._unwritable(error.strerror) from error

    def add(self, name: str, data: bytes) -> None:
        """Write a member as a whole."""
        with self.member(name) as file:
            file.write(data)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._finish()
        except OSError as failure:
            raise self._unwritable(failure.strerror) from failure
        finally:
            self._discard()

    @property
    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            raise ValueError("A member was written outside the with block.")
        return self._zip

    def _finish(self) -> None:
        self._opened.close()
        with self._partial.open("rb+") as file:
            os.fsync(file.fileno())
        self._partial.replace(self._path)
        sync_folder(self._path.parent)

    def _discard(self) -> None:
        if self._zip is not None:
            with suppress(OSError, ValueError):
                self._zip.close()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def _unwritable(self, reason: str | None) -> FileUnwritableError:
        return FileUnwritableError(path=self._path, reason=reason or "the system gives no reason")
