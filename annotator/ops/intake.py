"""Articles and annotations in: what an import would do, and doing it as one undo step."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotator.domain.annotation import SYSTEM
from annotator.domain.article import ArticleDraft
from annotator.domain.default_scheme import default_scheme
from annotator.domain.intake import (
    FileReport,
    IntakeItem,
    IntakePreview,
    IntakeReport,
    IntakeState,
    Refusal,
)
from annotator.domain.scheme import Scheme
from annotator.domain.text import sha256, word_count
from annotator.errors import AnnotatorError
from annotator.exchange import text_files
from annotator.jobs import Progress, no_search_for_cycles
from annotator.ops.bundles import OpenedBundles, scheme_note, scheme_of
from annotator.ops.line_import import LineImport, Tally, refusal_of
from annotator.ops.workspace import Workspace
from annotator.store import reader
from annotator.store.gold_import import BulkImporter
from annotator.store.writer import Writer

READ_FIRST_BYTES = 64 * 1024 * 1024
"""Files of up to this size together are read before the workspace is locked for writing."""
USE_ITS_SCHEME = (
    "To use it: unpack scheme.toml from the bundle, annotator scheme WORKSPACE --use scheme.toml."
)

__all__ = ["import_drafts", "import_paths", "preview", "refusal_of", "scratch_workspace"]


def preview(
    workspace: Workspace | None,
    paths: Sequence[Path],
    *,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> IntakePreview:
    """Read everything that an import would write, and write nothing.

    Lines are tried and taken back, so that what they change is known; files of more than
    ``READ_FIRST_BYTES`` are only counted.

    Raises:
        Cancelled: The user asked for it.
    """
    progress = progress or Progress()
    listing = text_files.find_files(paths)
    refused = list(listing.refused)
    items: list[IntakeItem] = []
    seen: dict[str, str] = {}
    for done, file in enumerate(listing.files):
        progress.step(done, len(listing.files))
        try:
            draft = text_files.read_article(file, encoding=encoding)
        except AnnotatorError as error:
            refused.append(refusal_of(error, str(file.path)))
            continue
        items.append(_item(workspace, str(file.path), draft, seen))
    lines = {str(path): _count_lines(path) for path in listing.jsonl}
    with OpenedBundles(listing.bundles) as bundles:
        refused += [refusal_of(error, "") for error in bundles.refused]
        lines |= {str(path): _count_lines(one.lines) for path, one in bundles.good.items()}
    warnings = _harmless(listing)
    files: tuple[FileReport, ...] = ()
    if lines and sum(_size(Path(path)) for path in lines) <= READ_FIRST_BYTES:
        tried = _try_lines(workspace, [Path(path) for path in lines], progress)
        refused += tried.refused
        warnings += tried.warnings
        files = tried.files
    return IntakePreview(tuple(items), tuple(refused), tuple(warnings), lines, files)


def _try_lines(
    workspace: Workspace | None, paths: Sequence[Path], progress: Progress
) -> IntakeReport:
    """Return what files of lines would bring, into a new workspace where there is none."""
    if workspace is not None:
        return import_paths(workspace, paths, dry_run=True, progress=progress)
    with scratch_workspace(scheme_of(paths) or default_scheme()) as scratch:
        return import_paths(scratch, paths, dry_run=True, progress=progress)


def _harmless(listing: text_files.FileListing) -> list[Refusal]:
    """Return what is passed over although nobody can have meant it to come in."""
    return [item for item in listing.skipped if item not in listing.refused]


def _item(
    workspace: Workspace | None, path: str, draft: ArticleDraft, seen: dict[str, str]
) -> IntakeItem:
    digest = sha256(draft.text)
    known = seen.get(digest)
    if known is None and workspace is not None:
        with workspace.read() as connection:
            found = reader.article_hashed(connection, digest)
        known = None if found is None else found[1]
    seen.setdefault(digest, draft.name)
    state = IntakeState.NEW
    if known is not None:
        state = IntakeState.KNOWN
    elif draft.proposals or any(note not in text_files.FORMAL_NOTES for note in draft.notes):
        state = IntakeState.ATTENTION
    return IntakeItem(path, draft, state, word_count(draft.text), known)


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0


def import_drafts(
    workspace: Workspace,
    drafts: Sequence[ArticleDraft],
    author: str,
    progress: Progress | None = None,
) -> IntakeReport:
    """Add articles that a preview has read, as one undo step.

    Raises:
        Cancelled: Nothing is written then.
    """
    tally = Tally()
    progress = progress or Progress()
    with _importing(workspace, author, tally) as importer:
        for done, draft in enumerate(drafts):
            progress.step(done, len(drafts))
            _add_draft(importer, draft, draft.metadata.source or draft.name, tally)
    return tally.report()


def import_paths(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    form: str = "auto",
    annotator: str | None = None,
    encoding: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
    author: str | None = None,
    progress: Progress | None = None,
) -> IntakeReport:
    """Import text files, folders, JSONL files and bundles as one undo step.

    The scheme of a bundle is compared with the one in force, never put in its place.

    Args:
        workspace: Where to.
        paths: Files and folders.
        form: "text" or "jsonl" takes only those (bundles are lines too); "auto" both.
        annotator: Whose set the lines become; each line's own where not given.
        encoding: How text files are encoded; found out where not given.
        replace: Whether sets that were edited here may be replaced.
        dry_run: Do everything, then take it all back.
        author: Whose operation it is; ``annotator``, else ``system``.
        progress: Steps are files and lines; the total is not known beforehand.

    Raises:
        RefusedInputError: ``annotator`` is given and the lines name several, or there is no such
            encoding; nothing is written.
        Cancelled: Nothing is written then.
    """
    tally = Tally()
    progress = progress or Progress()
    if encoding is not None:
        text_files.check_encoding(encoding)
    listing = text_files.find_files(paths)
    tally.refused += listing.refused
    tally.warnings += _harmless(listing)
    texts = _Texts(listing.files if form != "jsonl" else (), encoding, tally, progress)
    with OpenedBundles(listing.bundles if form != "text" else ()) as bundles:
        tally.refused += [refusal_of(error, "") for error in bundles.refused]
        files = [(path, str(path)) for path in (listing.jsonl if form != "text" else ())]
        for path, bundle in bundles.good.items():
            files.append((bundle.lines, str(path)))
            note = scheme_note(workspace.scheme, bundle.scheme)
            if note:
                tally.warnings.append(Refusal(str(path), None, note, USE_ITS_SCHEME))
        try:
            with _importing(workspace, author or annotator or SYSTEM, tally) as importer:
                for file, draft in texts.drafts():
                    _add_draft(importer, draft, str(file.path), tally)
                lines = LineImport(workspace.scheme, importer, tally, annotator, replace=replace)
                for path, shown in files:
                    lines.add_file(path, progress, shown=shown)
                importer.finish()
                tally.warnings += lines.details.look_again(workspace, importer.connection)
                tally.files += lines.details.files
                if dry_run:
                    raise _DryRun  # noqa: TRY301 - it leaves the transaction
        except _DryRun:
            pass
    return tally.report()


class _DryRun(Exception):  # noqa: N818 - no error: it takes the transaction back
    pass


class _Texts:
    """Reads text files: those of an ordinary import before the workspace is locked."""

    def __init__(
        self,
        files: Sequence[text_files.SourceFile],
        encoding: str | None,
        tally: Tally,
        progress: Progress,
    ) -> None:
        self._files = files
        self._encoding = encoding
        self._tally = tally
        self._progress = progress
        small = sum(_size(file.path) for file in files) <= READ_FIRST_BYTES
        self._read = list(self._reading()) if small else None

    def drafts(self) -> Iterator[tuple[text_files.SourceFile, ArticleDraft]]:
        """Yield what each readable file holds; the others are reported."""
        yield from self._reading() if self._read is None else self._read

    def _reading(self) -> Iterator[tuple[text_files.SourceFile, ArticleDraft]]:
        for done, file in enumerate(self._files):
            self._progress.step(done, len(self._files))
            try:
                draft = text_files.read_article(file, encoding=self._encoding)
            except AnnotatorError as error:
                self._tally.refused.append(refusal_of(error, str(file.path)))
            else:
                yield file, draft


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def _importing(workspace: Workspace, author: str, tally: Tally) -> Iterator[BulkImporter]:
    """Give the importer of one import operation, which is named for what came in."""
    with workspace.operation("Import", author) as writer, no_search_for_cycles():
        importer = BulkImporter(writer, workspace.scheme)
        yield importer
        importer.finish()
        _name(writer, tally)


def _name(writer: Writer, tally: Tally) -> None:
    sets = tally.sets_new + tally.sets_replaced
    parts = [
        f"{count} {word if count == 1 else word + 's'}"
        for count, word in ((tally.articles_new, "article"), (sets, "set"))
        if count
    ]
    writer.title = "Import " + " and ".join(parts) if parts else "Import metadata"


def _add_draft(importer: BulkImporter, draft: ArticleDraft, file: str, tally: Tally) -> None:
    known = importer.known_text(sha256(draft.text))
    if known is None:
        importer.add_draft(draft)
        tally.articles_new += 1
        tally.warnings += [Refusal(file, None, note, "") for note in draft.notes]
        return
    article, name = known
    tally.articles_known += 1
    if importer.bring_back(article):
        tally.warnings.append(Refusal(file, None, f"{name} was removed; it is back.", ""))
    elif name != draft.name:
        tally.warnings.append(Refusal(file, None, f"The same text is here as {name}.", ""))


@contextmanager
def scratch_workspace(scheme: Scheme) -> Iterator[Workspace]:
    """Give an empty workspace that is thrown away: a dry run where there is none yet."""
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        workspace = Workspace.open_or_create(str(Path(folder) / "dry-run.annotator"), scheme)
        try:
            yield workspace
        finally:
            workspace.close()
