"""Text files and folders in: which files there are, and one article from each."""

import glob
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain.article import MAX_CHARACTERS, ArticleDraft, Metadata
from annotator.domain.intake import Refusal
from annotator.domain.text import canonical
from annotator.errors import ForbiddenCharacterError, RefusedInputError
from annotator.exchange.bundle import ENDING as BUNDLE_ENDING
from annotator.exchange.encoding import (
    FORMAL_NOTES,
    Decoded,
    check_encoding,
    decode,
    refuse_binary,
)
from annotator.exchange.metadata import detect_metadata
from annotator.exchange.raw import kind_of, not_a_file, read_raw, shown, unreadable
from annotator.exchange.sidecar import Sidecar, read_sidecar, sidecar_path
from annotator.exchange.zones import detect_zones

__all__ = [
    "FORMAL_NOTES",
    "FileListing",
    "SourceFile",
    "check_encoding",
    "find_files",
    "read_article",
]

_MAX_BYTES = 4 * MAX_CHARACTERS + 4  # no character takes more, a byte order mark neither


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that will be read as one article.

    Attributes:
        name: Id of the article: the file name without extension.
    """

    path: Path
    name: str


@dataclass(slots=True)
class FileListing:
    """What stands in the files and folders that an import was given.

    Attributes:
        files: Texts, in path order.
        jsonl: Files of annotations, in path order.
        bundles: Bundles, in path order.
        skipped: Everything that is not read, with the reason, in path order.
        refused: Those of ``skipped`` that the user cannot have meant to be skipped: missing,
            unreadable, or named on the command line. The others are harmless: hidden files, files
            with another extension, links.
    """

    files: list[SourceFile] = field(default_factory=list)
    jsonl: list[Path] = field(default_factory=list)
    bundles: list[Path] = field(default_factory=list)
    skipped: list[Refusal] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def find_files(paths: Iterable[Path]) -> FileListing:
    """List what an import of some files and folders would read.

    Folders are read with all folders in them. A file that is named itself is read as text whatever
    its extension is; in a folder only ``.txt`` is.
    """
    finder = _Finder()
    for path in paths:
        finder.add(path)
    return finder.listing()


class _Finder:
    """Walks files and folders; each file is listed once, by whatever way it is reached."""

    def __init__(self) -> None:
        self._texts: dict[str, Path] = {}  # by real path
        self._jsonl: dict[str, Path] = {}
        self._bundles: dict[str, Path] = {}
        self._folders: set[str] = set()
        self._listing = FileListing()

    def listing(self) -> FileListing:
        listing = self._listing
        listing.files = [
            SourceFile(path, shown(path.stem)) for path in sorted(self._texts.values())
        ]
        listing.jsonl = sorted(self._jsonl.values())
        listing.bundles = sorted(self._bundles.values())
        listing.skipped.sort(key=lambda refusal: refusal.file)
        listing.refused.sort(key=lambda refusal: refusal.file)
        return listing

    def add(self, path: Path) -> None:
        """Add a file or folder that the user named."""
        try:
            mode = path.stat().st_mode
            real = os.path.realpath(path)
        except OSError as error:
            self._refuse(unreadable(path, error))
            return
        if stat.S_ISDIR(mode):
            self._walk(path, real)
            return
        kind = kind_of(mode)
        if kind is not None:
            self._refuse(not_a_file(path, kind))
        elif path.suffix.casefold() == ".json":
            self._skip(
                path,
                "It is metadata, not an article.",
                "Name the .txt file of the same name; this file is read with it.",
                refused=True,
            )
        elif path.suffix.casefold() == ".jsonl":
            self._jsonl.setdefault(real, path)
        elif path.suffix.casefold() == BUNDLE_ENDING:
            self._bundles.setdefault(real, path)
        else:
            self._texts.setdefault(real, path)

    def _walk(self, root: Path, real_root: str) -> None:
        """Add what stands in a folder; links are looked at last, when the real files are known."""
        waiting = [(root, real_root)]
        links: list[Path] = []
        while waiting:
            folder, real = waiting.pop()
            if real in self._folders:
                continue
            self._folders.add(real)
            try:
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self._refuse(unreadable(folder, error))
                continue
            names = {entry.name for entry in found}
            for entry in found:
                path = folder / entry.name
                if _is_hidden(entry):
                    self._skip(path, "It is hidden.", "Name it to import it all the same.")
                elif entry.is_symlink():
                    links.append(path)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append((path, os.path.join(real, entry.name)))  # noqa: PTH118 - str
                else:
                    self._add_found(path, os.path.join(real, entry.name), entry, names)  # noqa: PTH118
        for link in links:
            self._add_link(link, real_root)

    def _add_found(self, path: Path, real: str, entry: os.DirEntry[str], names: set[str]) -> None:
        try:
            kind = kind_of(entry.stat(follow_symlinks=False).st_mode)
        except OSError as error:
            self._refuse(unreadable(path, error))
            return
        if kind is not None:
            self._skip(path, f"It is {kind}, not a file.", "")
        else:
            self._add_by_extension(path, real, names)

    def _add_by_extension(self, path: Path, real: str, names: set[str]) -> None:
        extension = path.suffix.casefold()
        if extension == ".txt":
            self._texts.setdefault(real, path)
        elif extension == ".jsonl":
            self._jsonl.setdefault(real, path)
        elif extension == BUNDLE_ENDING:
            self._bundles.setdefault(real, path)
        elif extension == ".json":
            texts = {f"{path.stem}.txt", f"{path.stem}.TXT", f"{path.stem}.Txt"}
            if path.suffix != ".json" or not texts & names:
                self._skip(path, "There is no .txt file of the same name.", "")
        else:
            self._skip(path, "It is not a .txt file.", "Name it to import it all the same.")

    def _add_link(self, link: Path, real_root: str) -> None:
        try:
            target = link.resolve(strict=True)
            mode = target.stat().st_mode
        except FileNotFoundError:
            self._skip(link, "It is a link that leads nowhere.", "")
            return
        except (OSError, RuntimeError):  # RuntimeError: a circle, up to Python 3.12
            self._skip(link, "It is a link that leads to itself or cannot be followed.", "")
            return
        kind = kind_of(mode)
        if not target.is_relative_to(real_root):
            self._skip(link, "It is a link that leaves the folder.", "Name what it leads to.")
        elif stat.S_ISDIR(mode):
            self._skip(link, "It is a link to a folder; only real folders are read.", "")
        elif kind is not None:
            self._skip(link, f"It is a link to {kind}, not to a file.", "")
        elif any(str(target) in known for known in (self._texts, self._jsonl, self._bundles)):
            self._skip(link, f"It is a link to {shown(target.name)}, which is read already.", "")
        else:
            names = {path.name for path in link.parent.glob(f"{glob.escape(link.stem)}.*")}
            self._add_by_extension(link, str(target), names)

    def _skip(self, path: Path, problem: str, remedy: str, *, refused: bool = False) -> None:
        refusal = Refusal(shown(path), None, problem, remedy)
        self._listing.skipped.append(refusal)
        if refused:
            self._listing.refused.append(refusal)

    def _refuse(self, error: RefusedInputError) -> None:
        refusal = Refusal(str(error.values["file"]), None, error.problem_text, error.remedy_text)
        self._listing.skipped.append(refusal)
        self._listing.refused.append(refusal)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    try:
        attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def read_article(source_file: SourceFile, *, encoding: str | None = None) -> ArticleDraft:
    """Read one file as an article: its text in canonical form, its zones and its metadata.

    Args:
        source_file: As :func:`find_files` lists it.
        encoding: How it is encoded; found out where not given.

    Raises:
        RefusedInputError: It is missing, unreadable, empty, too long or no text; the values name
            the file and, where there is one, the line.
    """
    path = source_file.path
    file = shown(path)
    decoded = _read_text(path, file, encoding)
    text = _canonical(decoded.text, file)
    zones = detect_zones(text)
    found = detect_metadata(text, zones)
    beside = sidecar_path(path)
    sidecar = read_sidecar(beside) if beside is not None else Sidecar()
    proposals = {key: value for key, value in found.proposals.items() if key not in sidecar.values}
    metadata = _declared(found.metadata, sidecar)
    notes = found.notes if proposals or not found.proposals else ()
    return ArticleDraft(
        name=source_file.name,
        text=text,
        metadata=replace(metadata, source=shown(path.name), encoding=decoded.encoding),
        zones=zones,
        proposals=proposals,
        notes=(*decoded.notes, *sidecar.notes, *notes),
    )


def _read_text(path: Path, file: str, encoding: str | None) -> Decoded:
    raw = read_raw(path, _MAX_BYTES)
    if not raw.whole:
        refuse_binary(raw.data, file)
        raise _too_long(file, f"It has {raw.size:,} bytes")
    return decode(raw.data, file, encoding)


def _canonical(decoded: str, file: str) -> str:
    try:
        text = canonical(decoded)
    except ForbiddenCharacterError as error:
        offset = error.values["offset"]
        before = decoded[: offset if isinstance(offset, int) else 0]
        raise RefusedInputError(
            file=file,
            line=before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1,
            problem=error.problem_text,
            remedy=error.remedy_text,
        ) from error
    if len(text) > MAX_CHARACTERS:
        raise _too_long(file, f"It has {len(text):,} characters")
    if not text or text.isspace():
        raise RefusedInputError(
            file=file,
            line=None,
            problem="It holds only white space." if text else "It is empty.",
            remedy="Leave it out, or put the text of an article into it.",
        )
    return text


def _too_long(file: str, size: str) -> RefusedInputError:
    return RefusedInputError(
        file=file,
        line=None,
        problem=f"{size}; an article has at most {MAX_CHARACTERS:,} characters.",
        remedy="Split it into several files.",
    )


def _declared(found: Metadata, sidecar: Sidecar) -> Metadata:
    """Return metadata in which the sidecar file wins."""
    values = sidecar.values
    return Metadata(
        title=values.get("title", found.title),
        outlet=values.get("outlet", found.outlet),
        published=values.get("published", found.published),
        url=values.get("url", found.url),
        language=values.get("language", found.language),
        byline=values.get("byline", found.byline),
        place=values.get("place", found.place),
        further={**found.further, **sidecar.further},
    )
