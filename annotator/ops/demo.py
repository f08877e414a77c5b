"""The demo workspace: the sample corpus with suggestions and two example annotators."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

import platformdirs

from annotator import assets
from annotator.domain.annotation import SYSTEM
from annotator.domain.default_scheme import default_scheme
from annotator.errors import FileUnwritableError
from annotator.jobs import Progress
from annotator.ops import corpus, gold, intake, sources, suggestions
from annotator.ops.workspace import Workspace
from annotator.store import sqlite
from annotator.store.database import Database

ANNOTATOR = "demo"


def default_path() -> Path:
    """Return where the demo workspace is kept."""
    return platformdirs.user_data_path("annotator", appauthor=False) / "demo.annotator"


def fresh_path(path: Path) -> Path:
    """Return a name beside a file that is not taken: demo-2.annotator."""
    number = 2
    while (free := path.with_stem(f"{path.stem}-{number}")).exists():
        number += 1
    return free


def prepare(
    path: Path,
    *,
    fresh: bool = False,
    suggest: bool = True,
    progress: Progress | None = None,
) -> Path:
    """Make the demo workspace where it is not there yet, and return its path.

    Args:
        path: The workspace file.
        fresh: Make another one beside an existing one.
        suggest: Make suggestions too, before anybody opens it.
        progress: Steps are articles.

    Raises:
        FileUnwritableError: Its folder cannot be made.
        Cancelled: The user asked for it; nothing is left behind.
    """
    if path.exists():
        if not fresh:
            return path
        path = fresh_path(path)
    make_folder(path.parent)
    partial = path.with_name(f"{path.name}.{os.getpid()}.making")
    try:
        sqlite.remove_files(partial)
        _fill(partial, suggest=suggest, progress=progress)
        partial.replace(path)
    finally:
        with suppress(OSError):
            sqlite.remove_files(partial)
    return path


def make_folder(folder: Path) -> None:
    """Make a folder where it is not there.

    Raises:
        FileUnwritableError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritableError(path=folder, reason=error.strerror or error) from error


def _fill(path: Path, *, suggest: bool, progress: Progress | None) -> None:
    workspace = Workspace(Database.create(str(path), default_scheme()))
    try:
        with as_file(assets.sample_corpus().joinpath("articles")) as folder:
            intake.import_paths(workspace, [folder], author=SYSTEM)
        if suggest:
            sources.suggest(workspace, sources.BUILTIN, progress=progress)
        with as_file(assets.sample_corpus().joinpath("annotators")) as folder:
            intake.import_paths(workspace, [folder], author=SYSTEM)
    finally:
        workspace.close()


@dataclass(frozen=True, slots=True)
class HeadlessResult:
    """Where the headless demo put everything."""

    workspace: Path
    gold: Path
    picture: Path
    articles: int
    spans: int


def headless(
    path: Path,
    folder: Path,
    render: Callable[[Path, str, Path], None],
    *,
    annotator: str = ANNOTATOR,
    progress: Progress | None = None,
) -> HeadlessResult:
    """Do the main job without a display: import, suggest, accept, export, draw the window.

    Args:
        path: The demo workspace; made where it is not there.
        folder: Where ``gold.jsonl`` and ``window.png`` go.
        render: Draws the window of a workspace for an annotator into a picture.
        annotator: Who accepts the suggestions.
        progress: Steps are articles.
    """
    make_folder(folder)
    path = prepare(path, progress=progress)
    workspace = Workspace.open(str(path))
    try:
        suggestions.accept_all(workspace, annotator)
        target = folder / "gold.jsonl"
        articles = gold.export(workspace, target, annotator)
        spans = sum(corpus.stats(workspace, annotator).spans[annotator].values())
    finally:
        workspace.close()
    picture = folder / "window.png"
    render(path, annotator, picture)
    return HeadlessResult(path, target, picture, articles, spans)
