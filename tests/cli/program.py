"""Running the program as people do, and lines as other programs write them."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotator import app
from annotator.cli import parts

BAR = parts.progress_bar
BUILTIN = "builtin/3"
NAMING = [["open"], ["demo"], ["accept", "w"], ["import", "w", "x"]]
COMMANDS = (
    "open",
    "demo",
    "import",
    "export",
    "schema",
    "scheme",
    "suggest",
    "accept",
    "ledger",
    "bundle",
    "merge",
    "compare",
    "stats",
    "check",
    "backup",
    "doctor",
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8
TEXT = "Rana Haddad met the envoy in Samarkand 😀.\nShe left.\n"


def annotator(*words):
    """Run the program in this process; return exit status, stdout and stderr."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["annotator", *map(str, words)])
        status = app.main()
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode())
    return SimpleNamespace(status=status, out=said[0], err=said[1])


def done(*words, status=0):
    """Run the program and insist on an exit status."""
    result = annotator(*words)
    assert result.status == status, result.err or result.out
    return result


def report(*words, status=0):
    """Run a command with ``--json`` and return its document."""
    return json.loads(done(*words, "--json", status=status).out)


def process(*words, **options):
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        cwd=Path(app.__file__).parents[1],
        **options,
    )


def names(folder):
    return sorted(item.name for item in folder.iterdir())


def read(path):
    """The lines of a JSONL file as objects."""
    return [json.loads(item) for item in path.read_bytes().split(b"\n") if item]


def line(name="a", text=TEXT, spans=((0, 11, "PERSON"),), **more):
    """A line as another program may have written it; ``None`` leaves a key out."""
    made = {
        "id": name,
        "text": text,
        "annotator": "amy",
        "spans": [
            {
                "id": f"s{number}",
                "start": start,
                "end": end,
                "label": label,
                "text": text[start:end],
            }
            for number, (start, end, label) in enumerate(spans, start=1)
        ],
        **more,
    }
    return {key: value for key, value in made.items() if value is not None}


def write(path, *lines):
    """Write objects, texts and bytes as the lines of a file."""
    with path.open("wb") as file:
        for item in lines:
            words = item if isinstance(item, str | bytes) else json.dumps(item, ensure_ascii=False)
            file.write((words if isinstance(words, bytes) else words.encode()) + b"\n")
    return path
