"""A learned model as plain values for the worker, and as files to hand on.

A model that is handed on is a folder: ``model.json`` and a crfsuite file for each layer. Nothing
else is ever read, and nothing that is read is run: no pickles, no code.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.domain.learned import LabelFigures, LearnedModel, Way
from annotator.errors import FileUnreadableError, FileUnwritableError, LearnedFileError
from annotator.nlp.learned.layers import LAYERS
from annotator.nlp.learned.memory import Memory

HEADER: Final = b"lCRF"
"""How a crfsuite file begins; its own length follows, in four bytes, the lowest first."""
DESCRIPTION: Final = "model.json"
FORMAT: Final = "annotator-learned/1"
ENDING: Final = ".crfsuite"
LARGEST: Final = 64 * 1024 * 1024
_NUMBERS: Final = slice(28, 48)
"""Where a crfsuite file says at which of its bytes its five parts begin."""


def to_plain(model: LearnedModel) -> dict[str, Any]:
    """Return a model as JSON has it, files in base 64."""
    files = {layer: b64encode(content).decode() for layer, content in model.files.items()}
    return {**asdict(replace(model, files={}, memory={})), "files": files, "memory": model.memory}


def from_plain(plain: Mapping[str, Any]) -> LearnedModel:
    """Return what :func:`to_plain` gave.

    Raises:
        ValueError, TypeError, KeyError: It is something else.
    """
    values = dict(plain)
    values["files"] = {layer: b64decode(content) for layer, content in plain["files"].items()}
    values["articles"] = tuple(plain["articles"])
    values["figures"] = tuple(
        LabelFigures(**{**one, "way": Way(one["way"])}) for one in plain["figures"]
    )
    return LearnedModel(**values)


def write_model(model: LearnedModel, folder: Path) -> list[Path]:
    """Write a model into a folder, which is made; return its files.

    Raises:
        FileUnwritableError: The folder cannot be written.
    """
    described = to_plain(replace(model, files={}, number=0))
    described["files"] = {
        layer: sha256(content).hexdigest() for layer, content in model.files.items()
    }
    said = {"format": FORMAT, **described}
    written = {DESCRIPTION: orjson.dumps(said, option=orjson.OPT_INDENT_2)}
    written |= {f"{layer}{ENDING}": content for layer, content in model.files.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in written.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise FileUnwritableError(path=folder, reason=error.strerror or str(error)) from error
    return [folder / name for name in written]


def read_model(folder: Path) -> LearnedModel:
    """Return the model of a folder.

    Raises:
        LearnedFileError: One of its files is something else, or was changed.
        FileUnreadableError: One of its files cannot be read.
    """
    path = folder / DESCRIPTION
    try:
        said = orjson.loads(_content(path))
        known = said.pop("format") == FORMAT
        digests = {str(layer): str(digest) for layer, digest in said["files"].items()}
        model = from_plain({**said, "files": {}})
        Memory.read(model.memory["words"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LearnedFileError(path=path, reason="it does not describe one") from error
    if not known:
        raise LearnedFileError(path=path, reason="it is of another version")
    files = {layer: _checked(folder, layer, digest) for layer, digest in digests.items()}
    return replace(model, files=files, size=sum(map(len, files.values())))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise LearnedFileError(path=path, reason=f"it is larger than {LARGEST:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path=path, reason=error.strerror or str(error)) from error


def _checked(folder: Path, layer: str, digest: str) -> bytes:
    """Return a crfsuite file that has a hash."""
    if layer not in LAYERS:
        raise LearnedFileError(path=folder / DESCRIPTION, reason=f"it names a layer “{layer}”")
    path = folder / f"{layer}{ENDING}"
    content = _content(path)
    reason = problem_of(content)
    if not reason and sha256(content).hexdigest() != digest:
        reason = "its hash is another one"
    if reason:
        raise LearnedFileError(path=path, reason=reason)
    return content


def problem_of(content: bytes) -> str:
    """Return why some bytes are no whole crfsuite file, "" where they are one."""
    if not content.startswith(HEADER) or len(content) < _NUMBERS.stop:
        return "it is no crfsuite file"
    if int.from_bytes(content[4:8], "little") != len(content):
        return "it is not whole"
    numbers = content[_NUMBERS]
    places = [int.from_bytes(numbers[at : at + 4], "little") for at in range(0, len(numbers), 4)]
    return "" if all(place < len(content) for place in places) else "it is not whole"
