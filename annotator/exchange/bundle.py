"""Bundles: one file with articles, scheme, guideline and tags, to send to a colleague.

A bundle is a zip of three members: ``scheme.toml`` (the guideline is in it), ``articles.jsonl``
(lines of ``annotator-gold/1``; without tags where somebody is to make them) and ``manifest.json``,
which says what the others are and gives their SHA-256.
"""

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.domain.scheme import Scheme
from annotator.domain.scheme_file import read_scheme
from annotator.errors import RefusedInputError, SchemeInvalidError
from annotator.exchange.whole_zip import Member, ZipWriter

FORMAT: Final = "annotator-bundle/1"
ENDING: Final = ".annotator-bundle"
SCHEME, ARTICLES, MANIFEST = "scheme.toml", "articles.jsonl", "manifest.json"
_HASHED: Final = (SCHEME, ARTICLES)
MAX_BYTES: Final = 4 * 1024**3
"""What a bundle may unpack to at most."""
MAX_RATIO: Final = 100
"""How many times its own size a bundle of more than ``RATIO_FROM`` may unpack to."""
RATIO_FROM: Final = 64 * 1024**2
MAX_SMALL_BYTES: Final = 8 * 1024**2
"""How long scheme and manifest may be."""
_CHUNK: Final = 1024 * 1024
_AGAIN: Final = "Ask for it to be made and sent again."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was checked.

    Attributes:
        scheme: What its tags were made under.
        lines: The file of its lines, for as long as the bundle is open.
        annotator: Whose tags it brings, "" where it brings none.
        meant_for: Who is to tag its articles, "" where nobody is named.
    """

    scheme: Scheme
    lines: Path
    annotator: str
    meant_for: str


def is_bundle(path: Path) -> bool:
    """Whether a file has the name of a bundle."""
    return path.suffix.casefold() == ENDING


class BundleWriter:
    """Writes a bundle, whole or not at all; the same data give the same bytes.

    Args:
        path: The file.
        scheme: In force; its file goes along as it came.
        annotator: Whose tags the lines have, "" for articles only.
        meant_for: Who is to tag them.

    Raises:
        FileUnwritableError: It cannot be written; it is as it was.
    """

    def __init__(
        self, path: Path, scheme: Scheme, *, annotator: str = "", meant_for: str = ""
    ) -> None:
        self._zip = ZipWriter(path)
        self._scheme = scheme
        self._annotator = annotator
        self._meant_for = meant_for

    @contextmanager
    def lines(self) -> Iterator[Member]:
        """Give what takes the lines; the bundle is in place when the block is left."""
        with self._zip as file:
            file.add(SCHEME, self._scheme.source.encode())
            with file.member(ARTICLES) as member:
                yield member
            file.add(MANIFEST, self._manifest())

    def _manifest(self) -> bytes:
        said = {
            "format": FORMAT,
            "annotator": self._annotator or None,
            "for": self._meant_for or None,
            "scheme": {"name": self._scheme.name, "version": self._scheme.version},
            "members": {
                name: {"bytes": member.size, "sha256": member.digest}
                for name in _HASHED
                for member in [self._zip.members[name]]
            },
        }
        return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def article_line(record: Any) -> bytes:
    """Return the line of an article without anybody's tags."""
    keys = ("format", "id", "text", "sha256", "meta", "zones", "scheme")
    return orjson.dumps({key: record[key] for key in keys}, option=orjson.OPT_APPEND_NEWLINE)


# --- reading --------------------------------------------------------------------------------------


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Give a bundle that was checked from end to end; its lines are unpacked meanwhile.

    Nothing is unpacked under a name that stands in the file.

    Raises:
        RefusedInputError: It is no bundle, is damaged, or would unpack to too much.
    """
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        lines = Path(folder) / ARTICLES
        try:
            with zipfile.ZipFile(path) as file:
                made = _Reader(path, file).read(lines)
        except FileNotFoundError as error:
            raise _refused(path, "There is no such file.", "Check its name.") from error
        except zipfile.BadZipFile as error:
            raise _refused(path, "It is no bundle, or only a part of one.", _AGAIN) from error
        except (zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise _refused(path, "It is damaged: a member cannot be unpacked.", _AGAIN) from error
        except OSError as error:
            reason = error.strerror or "the system gives no reason"
            raise _refused(path, f"It cannot be unpacked: {reason}.", "") from error
        yield made


class _Reader:
    """Checks and unpacks one bundle."""

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = file
        self._left = min(MAX_BYTES, max(RATIO_FROM, MAX_RATIO * path.stat().st_size))

    def read(self, lines: Path) -> Bundle:
        self._check_names()
        manifest = self._manifest()
        source = self._small(SCHEME)
        self._check(SCHEME, hashlib.sha256(source).hexdigest(), manifest)
        self._check(ARTICLES, self._unpack(lines), manifest)
        return Bundle(
            self._scheme(source),
            lines,
            str(manifest.get("annotator") or ""),
            str(manifest.get("for") or ""),
        )

    def _check_names(self) -> None:
        names = [info.filename for info in self._zip.infolist()]
        for name in names:
            if "/" in name or "\\" in name or ".." in name:
                raise self._refused(f"It holds a file named {name[:80]!r}: no bundle has one.")
        wanted = {SCHEME, ARTICLES, MANIFEST}
        for name in sorted(wanted.difference(names)):
            raise self._refused(f"It is no bundle: {name} is missing.")
        for name in names:
            if name not in wanted:
                raise self._refused(f"It holds {name[:80]!r}, which no bundle has.")
        if len(names) > len(wanted):
            raise self._refused("It holds a member twice.")

    def _manifest(self) -> dict[str, Any]:
        try:
            said = orjson.loads(self._small(MANIFEST))
        except orjson.JSONDecodeError as error:
            raise self._refused(f"{MANIFEST} is no JSON.") from error
        form = said.get("format") if isinstance(said, dict) else None
        if form != FORMAT:
            problem = f"Its form is {str(form)[:40]!r}, this program reads {FORMAT!r}."
            raise _refused(
                self._path, problem, "Use the same version of the program on both sides."
            )
        return dict(said)

    def _check(self, name: str, digest: str, manifest: dict[str, Any]) -> None:
        members = manifest.get("members")
        member = members.get(name) if isinstance(members, dict) else None
        said = member.get("sha256") if isinstance(member, dict) else None
        if said != digest:
            raise self._refused(f"{name} is not what {MANIFEST} says: its SHA-256 does not fit.")

    def _scheme(self, source: bytes) -> Scheme:
        try:
            return read_scheme(source.decode(), SCHEME)
        except (SchemeInvalidError, UnicodeDecodeError) as error:
            problem = f"Its scheme cannot be read. {error}"
            raise _refused(self._path, problem, "") from error

    def _small(self, name: str) -> bytes:
        with self._zip.open(name) as file:
            data = file.read(MAX_SMALL_BYTES + 1)
        if len(data) > MAX_SMALL_BYTES:
            raise self._refused(f"{name} is longer than {MAX_SMALL_BYTES // 1024**2} MiB.")
        return data

    def _unpack(self, target: Path) -> str:
        """Unpack the lines and return their SHA-256."""
        digest = hashlib.sha256()
        with self._zip.open(ARTICLES) as file, target.open("xb") as out:
            while data := file.read(_CHUNK):
                self._left -= len(data)
                if self._left < 0:
                    raise self._refused("It would unpack to far more than such a file holds.")
                digest.update(data)
                out.write(data)
        return digest.hexdigest()

    def _refused(self, problem: str) -> RefusedInputError:
        return _refused(self._path, problem, _AGAIN)


def _refused(path: Path, problem: str, remedy: str) -> RefusedInputError:
    return RefusedInputError(file=str(path), problem=problem, remedy=remedy)
