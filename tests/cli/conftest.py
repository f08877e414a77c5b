"""Workspaces as the program makes them, and windows that only remember."""

import shutil
import sys
from importlib.resources import as_file
from pathlib import Path

import pytest

from annotator import app, assets
from tests.cli.program import done, line, write


@pytest.fixture
def w(tmp_path):
    """Where a workspace may be made."""
    return tmp_path / "w.annotator"


@pytest.fixture(scope="session")
def corpus():
    with as_file(assets.sample_corpus()) as folder:
        yield folder


@pytest.fixture(scope="session")
def desk_path(corpus, tmp_path_factory):
    """The sample corpus with suggestions, those of PERSON accepted by amy; copy it."""
    path = tmp_path_factory.mktemp("desk") / "desk.annotator"
    done("import", path, corpus / "articles")
    done("suggest", path)
    done("accept", path, "--annotator", "amy", "--label", "PERSON")
    return path


@pytest.fixture
def desk(desk_path, tmp_path):
    return Path(shutil.copy(desk_path, tmp_path / "desk.annotator"))


@pytest.fixture
def two(w, tmp_path):
    """A workspace in which amy and ben have tagged one article each."""
    done(
        "import",
        w,
        write(tmp_path / "two.jsonl", line("a"), line("b", "Else.\n", (), annotator="ben")),
    )
    return w


class FakeWindows:
    """Remembers what was to be opened."""

    def __init__(self):
        self.opened = []

    def open(self, address, annotator):
        self.opened.append((address, annotator))
        return 0

    def render(self, path, annotator, picture):
        picture.write_bytes(b"PNG")

    def keys_taken(self):
        return {"Q": "Select the quotation"}


@pytest.fixture
def windows(monkeypatch):
    made = FakeWindows()
    monkeypatch.setattr(app, "_Windows", lambda: made)
    return made


@pytest.fixture
def no_display(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
