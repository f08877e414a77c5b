"""Metadata in a ``.json`` file beside a text: the keys of ``meta`` in the gold format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from annotator.domain.article import META_KEYS
from annotator.domain.text import check_storable
from annotator.errors import ForbiddenCharacterError, RefusedInputError
from annotator.exchange.dates import check_iso, read_date
from annotator.exchange.raw import read_raw, shown

_MAX_BYTES = 1_000_000
# What the file itself says: where it came from and how it was decoded.
_OF_THE_FILE = frozenset({"source", "encoding"})


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a file of metadata declares.

    Attributes:
        values: By key of the metadata, without unknown ones.
        further: Keys of other programs, as they came.
        notes: What is wrong with it, as sentences that name file, line and reason.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    further: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def sidecar_path(path: Path) -> Path | None:
    """Return where the metadata of a text stands, ``None`` where there is no such file."""
    beside = path.with_suffix(".json")
    if beside == path or not (beside.is_symlink() or beside.exists()):
        return None
    return beside


def read_sidecar(path: Path) -> Sidecar:
    """Read a file of metadata; whatever is wrong with it becomes a note."""
    name = shown(path.name)
    if path.is_symlink() and _leaves_folder(path):
        return Sidecar(notes=(f"{name} was not read: it is a link that leaves the folder.",))
    try:
        raw = read_raw(path, _MAX_BYTES)
    except RefusedInputError as error:
        return Sidecar(notes=(f"{name} was not read: {error.problem_text}",))
    if not raw.whole:
        return Sidecar(notes=(f"{name} was not read: it has {raw.size:,} bytes.",))
    try:
        found = orjson.loads(raw.data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return Sidecar(notes=(f"{name}, line {error.lineno}: it is no JSON: {error.msg}.",))
    if not isinstance(found, dict):
        return Sidecar(notes=(f"{name}, line 1: it is no JSON object.",))
    return _checked(found, name)


def _leaves_folder(path: Path) -> bool:
    try:
        return path.resolve(strict=True).parent != path.parent.resolve()
    except (OSError, RuntimeError):  # a circle of links
        return True


def _checked(found: Mapping[str, object], name: str) -> Sidecar:
    values: dict[str, str] = {}
    further: dict[str, object] = {}
    notes: list[str] = []
    for key, value in found.items():
        if not _storable(key) or not _storable(value):
            notes.append(f"{name}: {key!a} holds a character that no text may hold; left out.")
        elif key not in META_KEYS:
            further[key] = value
        elif key in _OF_THE_FILE or value is None:
            continue
        elif not isinstance(value, str):
            notes.append(f"{name}: “{key}” is no text; left out.")
        elif value.strip():
            values[key] = value.strip()
    return Sidecar(_with_iso_date(values, name, notes), further, tuple(notes))


def _with_iso_date(values: dict[str, str], name: str, notes: list[str]) -> dict[str, str]:
    published = values.get("published")
    if published is None or check_iso(published):
        return values
    mention = read_date(published)
    if mention is None or mention.iso is None or mention.other is not None:
        notes.append(f"{name}: “{published[:60]}” is no date such as 2016-02-04; left out.")
        del values["published"]
    else:
        values["published"] = mention.iso
    return values


def _storable(value: object) -> bool:
    if isinstance(value, str):
        try:
            check_storable(value)
        except ForbiddenCharacterError:
            return False
        return True
    if isinstance(value, dict):
        return all(_storable(key) and _storable(part) for key, part in value.items())
    if isinstance(value, list):
        return all(map(_storable, value))
    return True
