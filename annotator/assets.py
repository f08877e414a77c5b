"""Read-only files shipped with the program: schemes, schemas, gazetteers, icons, sample corpus."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def _shipped(packed: str, beside: str) -> Traversable:
    """Return a folder that a wheel carries inside the package and a checkout beside it."""
    inside = resources.files("annotator") / packed
    return inside if inside.is_dir() else Path(__file__).parents[1] / beside


@cache
def root() -> Traversable:
    """Return the folder of shipped files; in a checkout it is ``resources``."""
    return _shipped("_resources", "resources")


@cache
def sample_corpus() -> Traversable:
    """Return the folder of the sample corpus.

    It holds ``articles/*.txt``, ``gold.jsonl``, and ``annotators/NAME.jsonl`` of two who differ.
    """
    return _shipped("_sample_corpus", "sample_corpus")


def read_text(name: str) -> str:
    """Return the UTF-8 text of one shipped file, e.g. ``"icons/accept.svg"``."""
    return root().joinpath(name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """Return the bytes of one shipped file."""
    return root().joinpath(name).read_bytes()


def names(folder: str, suffix: str) -> list[str]:
    """Return the names, without ``suffix``, of the files of one shipped folder, sorted."""
    return sorted(
        item.name.removesuffix(suffix)
        for item in root().joinpath(folder).iterdir()
        if item.name.endswith(suffix)
    )


def changelog() -> str:
    """Return what is new in each version, as Markdown."""
    inside = resources.files("annotator") / "_resources" / "CHANGELOG.md"
    beside = Path(__file__).parents[1] / "CHANGELOG.md"
    return (inside if inside.is_file() else beside).read_text(encoding="utf-8")
