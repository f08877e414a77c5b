"""Files that are there whole or not at all."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Final

LEFT_OVER_SECONDS: Final = 24 * 3600


def partial_of(path: Path) -> Path:
    """Return a name beside a file for what is written until it is whole.

    No two writers get the same one, not even for the same file: the last to finish is the one
    whose file stays.
    """
    return path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.partial")


def remove_left_over(path: Path) -> None:
    """Take away what writers of a file, or of a folder, have left beside it a day ago or longer.

    They have been killed: nobody writes for that long.
    """
    for old in path.parent.glob(f"{_escaped(path.name)}.*-*.partial"):
        with suppress(OSError):
            if time() - old.lstat().st_mtime < LEFT_OVER_SECONDS:
                continue
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable; systems that cannot sync a folder need not."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
