"""Build the program and run it: the only module that knows every layer."""

import sys
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path

from annotator import cli


class _Windows:
    """Opens and draws the window; Qt is imported only when that is asked for."""

    def open(self, address: str | None, annotator: str | None) -> int:
        from annotator.ui.application import run

        return run(address, annotator)

    def render(self, path: Path, annotator: str, picture: Path) -> None:
        from annotator.ui.application import render

        render(path, annotator, picture)

    def keys_taken(self) -> Mapping[str, str]:
        from annotator.ui.commands import keys_taken

        return keys_taken()


def main() -> int:
    """Start the program and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file name may hold what the terminal cannot
            stream.reconfigure(errors="backslashreplace")
    return cli.run(cli.make(_Windows()), sys.argv[1:])
