"""Bytes of files that may be anything: pipes, devices, gone, too large, not ours to read."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import RefusedInputError

HEAD_BYTES = 65_536


def shown(path: Path | str) -> str:
    """Return a path as text that can be stored and printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def kind_of(mode: int) -> str | None:
    """Return what a file is, "a named pipe"; ``None`` for a regular file."""
    if stat.S_ISREG(mode):
        return None
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISLNK, "a link"),
    )
    return next((name for test, name in kinds if test(mode)), "a device")


def why(error: OSError) -> str:
    """Return the reason of a failure in the words of the system."""
    return (error.strerror or str(error) or type(error).__name__).lower()


@dataclass(frozen=True, slots=True)
class Raw:
    """The first bytes of a file.

    Attributes:
        size: Bytes of the whole file, as far as known.
    """

    data: bytes
    size: int

    @property
    def whole(self) -> bool:
        """Whether ``data`` is the whole file."""
        return self.size <= len(self.data)


def read_raw(path: Path, limit: int) -> Raw:
    """Read a file of up to ``limit`` bytes; of a larger one only the first :data:`HEAD_BYTES`.

    Raises:
        RefusedInputError: It is gone, may not be read, or is no regular file.
    """
    # Without O_NONBLOCK, opening a named pipe waits for somebody who writes into it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        status = os.fstat(descriptor)
        kind = kind_of(status.st_mode)
        if kind is not None:
            raise not_a_file(path, kind)
        if status.st_size > limit:
            return Raw(_read(descriptor, HEAD_BYTES), status.st_size)
        data = _read(descriptor, limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        os.close(descriptor)
    if len(data) > limit:  # it grew meanwhile
        return Raw(data[:HEAD_BYTES], len(data))
    return Raw(data, len(data))


def _read(descriptor: int, size: int) -> bytes:
    """Read up to ``size`` bytes; one call of the system may give fewer than there are."""
    parts: list[bytes] = []
    while size > 0 and (part := os.read(descriptor, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def not_a_file(path: Path, kind: str) -> RefusedInputError:
    """Return the refusal of a pipe, a socket, a device or a folder."""
    return RefusedInputError(
        file=shown(path),
        line=None,
        problem=f"It is {kind}, not a file.",
        remedy="Name a text file.",
    )


def unreadable(path: Path, error: OSError) -> RefusedInputError:
    """Return the refusal of a file or folder that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        problem = "It is not there."
        remedy = "Check the name, or plug the drive in that holds it."
    elif isinstance(error, PermissionError):
        problem = f"It cannot be read: {why(error)}."
        remedy = "Check its permissions, then try again."
    else:
        problem = f"It cannot be read: {why(error)}."
        remedy = "Copy it to another folder, then try again."
    return RefusedInputError(file=shown(path), line=None, problem=problem, remedy=remedy)
