"""What all commands share: exit codes, messages, progress, opening a workspace."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from annotator.jobs import Progress

DONE, SOME_REFUSED, CANNOT, INTERRUPTED = 0, 1, 2, 130
REPORT_SECONDS = 0.1
WorkspaceArgument = Annotated[str, typer.Argument(help="Workspace file (NAME.annotator).")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def say(words: str) -> None:
    """Print a line for people: never on the stream that carries JSON."""
    print(words, file=sys.stderr)


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show progress on a terminal, nothing when piped."""
    if not sys.stderr.isatty():
        yield Progress()
        return

    shown_at = 0.0

    def report(done: int, total: int) -> None:
        nonlocal shown_at
        now = monotonic()
        if now - shown_at < REPORT_SECONDS and done != total:
            return
        shown_at = now
        of = f" of {total}" if total else ""
        print(f"\r{what}: {done}{of}  ", end="", file=sys.stderr, flush=True)

    try:
        yield Progress(report)
    finally:
        print(file=sys.stderr)


@contextmanager
def opened(address: str) -> Iterator[Any]:
    """Open an existing workspace for one command."""
    from annotator.ops.workspace import Workspace

    workspace = Workspace.open(address)
    try:
        yield workspace
    finally:
        workspace.close()


def print_json(document: object) -> None:
    """Print the one document of ``--json``; escaped where the stream is not UTF-8."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(document, ensure_ascii=plain))


def own_folder() -> Path | None:
    """Return the folder of own lists, rules and pipelines that the settings name."""
    from annotator.settings import SettingsFile

    name = SettingsFile().load().gazetteer_folder
    return Path(name) if name else None
