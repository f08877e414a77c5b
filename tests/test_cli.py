"""The command line as people and scripts use it: words in, exit status, files and sentences out."""

import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from hashlib import sha256
from importlib.resources import as_file
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest

from annotator import __version__, app, assets, cli
from annotator.domain.gold import MAX_LINE_BYTES
from annotator.exchange.gold import is_sound
from annotator.jobs import Progress

BAR = cli.progress_bar
BUILTIN = "builtin/1"
NAMING = [["open"], ["demo"], ["accept", "w"], ["import", "w", "x"]]
COMMANDS = (
    "open",
    "demo",
    "import",
    "export",
    "schema",
    "suggest",
    "accept",
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


# --- the program itself ----------------------------------------------------------------------


def test_the_version_is_printed():
    assert done("--version").out == f"annotator {__version__}\n"


def test_help_names_every_command():
    said = done("--help").out
    assert all(f"  {name}" in said for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    result = done(name, "--help")
    assert "Usage: annotator" in result.out
    assert result.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--nonsense"],
        ["stats"],
        ["import", "w.annotator"],
        ["export", "w.annotator"],
        ["accept", "w.annotator"],
        ["accept", "w.annotator", "--annotator", "amy", "--min-score", "2"],
        ["export", "w.annotator", "o", "--format", "xml"],
        ["export", "w.annotator", "o", "--status", "done"],
        ["export", "w.annotator", "o", "--gold", "--annotator", "amy"],
        ["export", "w.annotator", "o", "--gold", "--suggestions"],
        ["import", "w.annotator", "x", "--format", "xml"],
        ["import", "w.annotator", "x", "--encoding", "klingon"],
        ["suggest", "w.annotator", "--jobs", "0"],
    ],
    ids=" ".join,
)
def test_a_slip_of_usage_is_explained_and_exits_2(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = done(*words, status=2)
    assert result.out == ""
    assert result.err
    assert "Traceback" not in result.err
    assert names(tmp_path) == []


def test_the_program_runs_as_a_module():
    result = process("--version")
    assert (result.returncode, result.stdout) == (0, f"annotator {__version__}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["open", "none.annotator"],
        ["none.annotator"],
        ["export", "none.annotator", "out.jsonl"],
        ["suggest", "none.annotator"],
        ["accept", "none.annotator", "--annotator", "amy"],
        ["stats", "none.annotator"],
        ["check", "none.annotator"],
        ["check", "none.annotator", "--repair"],
        ["backup", "none.annotator", "out.annotator"],
    ],
    ids=" ".join,
)
def test_no_command_but_import_and_demo_makes_a_workspace(windows, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = done(*words, status=2)
    assert "There is no workspace at" in result.err
    assert windows.opened == []
    assert result.out == ""
    assert names(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"no database", JPEG], ids=["empty", "text", "jpeg"])
@pytest.mark.parametrize("command", ["stats", "check", "suggest", "import"])
def test_every_command_refuses_a_file_that_is_no_workspace(w, tmp_path, command, content):
    w.write_bytes(content)
    more = [tmp_path] if command == "import" else []
    assert "is not a workspace of this program" in done(command, w, *more, status=2).err
    assert w.read_bytes() == content


def test_a_server_s_address_is_refused_without_its_password():
    result = done("stats", "postgresql://amy:secret@db/desk", status=2)
    assert "postgresql" in result.err
    assert "secret" not in result.err


def test_a_sqlite_address_is_a_file(two):
    assert report("stats", f"sqlite:///{two}")["articles"] == 2


# --- the window ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        ([], (None, None)),
        (["open"], (None, None)),
        (["desk.annotator"], ("desk.annotator", None)),
        (["open", "desk.annotator"], ("desk.annotator", None)),
        (["desk.annotator", "--annotator", "amy"], ("desk.annotator", "amy")),
        (["open", "--annotator", "amy"], (None, "amy")),
    ],
    ids=lambda value: " ".join(map(str, value)) or "nothing",
)
def test_the_window_opens_on_what_was_named(windows, words, opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.annotator").touch()
    done(*words)
    assert windows.opened == [opened]


@pytest.mark.parametrize("words", [[], ["open"], ["desk.annotator"], ["demo"]], ids=str)
def test_without_a_display_a_sentence_says_so(windows, no_display, words):
    result = done(*words, status=2)
    assert result.err == (
        "There is no display to open a window on. "
        "Start it on a desktop, or run: annotator demo --headless FOLDER\n"
    )
    assert windows.opened == []


@pytest.mark.parametrize("name", ["QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"])
def test_any_display_will_do(windows, no_display, monkeypatch, name):
    monkeypatch.setenv(name, "x")
    done("open")
    assert windows.opened


@pytest.mark.parametrize("name", ["", "system", "suggestions:builtin", "a b", "x" * 41, "ä/b"])
@pytest.mark.parametrize("words", NAMING, ids=str)
def test_a_name_that_nobody_may_have_is_refused_before_anything_is_done(
    windows, tmp_path, monkeypatch, words, name
):
    monkeypatch.chdir(tmp_path)
    result = done(*words, f"--annotator={name}", status=2)
    assert "cannot be the name of an annotator" in result.err
    assert windows.opened == []
    assert names(tmp_path) == []


@pytest.mark.parametrize("words", NAMING[:3], ids=str)
def test_nobody_tags_as_gold(windows, words):
    assert "cannot be the name of" in done(*words, "--annotator", "gold", status=2).err


# --- texts in --------------------------------------------------------------------------------


def test_a_folder_with_broken_files_comes_in_without_them(w, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    for number in range(7):
        (folder / "deep" / f"good-{number}.txt").write_text(
            f"Story {number}\n\nIt goes on.\n", "utf-8"
        )
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(JPEG)
    (folder / "zeros.txt").write_bytes(b"Tehran\x00 said\n" * 20)
    found = report("import", w, folder, status=1)
    assert found["articles"] == {"new": 7, "known": 0}
    assert found["sets"] == {"new": 0, "replaced": 0, "known": 0}
    refused = {Path(item["file"]).name: item for item in found["refused"]}
    assert set(refused) == {"empty.txt", "picture.txt", "zeros.txt"}
    assert all(item["problem"].endswith(".") and item["remedy"] for item in refused.values())
    assert "empty" in refused["empty.txt"]["problem"]
    assert "JPEG" in refused["picture.txt"]["problem"]
    assert report("stats", w)["articles"] == 7


def test_refused_files_are_named_on_stderr(w, tmp_path):
    (tmp_path / "good.txt").write_text("Story\n\nText.\n", "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    result = done("import", w, tmp_path, status=1)
    assert f"Refused: {tmp_path / 'empty.txt'}: " in result.err
    assert result.out == "Articles: 1 new, 0 known. Sets: 0 new, 0 replaced, 0 known. Refused: 1.\n"


def test_a_path_that_is_not_there_is_refused_and_the_rest_comes_in(w, tmp_path):
    good = tmp_path / "good.txt"
    good.write_text("Story\n\nText.\n", "utf-8")
    found = report("import", w, tmp_path / "none.txt", good, tmp_path / "none", status=1)
    assert found["articles"]["new"] == 1
    assert [Path(item["file"]).name for item in found["refused"]] == ["none", "none.txt"]


def test_what_is_known_is_no_failure(w, tmp_path):
    (tmp_path / "good.txt").write_text("Story\n\nText.\n", "utf-8")
    done("import", w, tmp_path / "good.txt")
    assert report("import", w, tmp_path / "good.txt")["articles"] == {"new": 0, "known": 1}


def test_ids_are_file_names_with_a_number_where_taken(w, tmp_path):
    for folder in ("b", "a", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(f"Story {folder}\n\nText.\n", "utf-8")
    done("import", w, tmp_path, "--annotator", "amy")
    with closing(sqlite3.connect(w)) as connection:
        found = dict(connection.execute("SELECT title, name FROM article"))
    assert found == {"Story a": "story", "Story b": "story-2", "Story c": "story-3"}


def test_a_dry_run_writes_nothing(w, tmp_path, two, corpus):
    before = w.read_bytes()
    found = report("import", w, corpus / "articles", "--dry-run")
    assert found["articles"]["new"] == 20
    assert report("stats", w)["articles"] == 2
    assert w.read_bytes() == before
    said = done("import", tmp_path / "new.annotator", corpus / "articles", "--dry-run").out
    assert said.endswith("Dry run: nothing was written.\n")
    assert not (tmp_path / "new.annotator").exists()


def test_an_encoding_can_be_named(w, tmp_path):
    (tmp_path / "a.txt").write_bytes("Ça va à Paris.\n".encode("cp1252"))
    done("import", w, tmp_path / "a.txt", "--encoding", "cp1252")
    with closing(sqlite3.connect(w)) as connection:
        assert connection.execute("SELECT text, encoding FROM article").fetchone() == (
            "Ça va à Paris.\n",
            "windows-1252",
        )


def test_a_format_can_be_chosen(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.txt").write_text("Story\n\nText.\n", "utf-8")
    write(tmp_path / "in" / "l.jsonl", line())
    for form, articles in (("text", 1), ("jsonl", 1), ("auto", 2)):
        found = report("import", tmp_path / f"{form}.annotator", tmp_path / "in", "--format", form)
        assert found["articles"]["new"] == articles
        assert found["sets"]["new"] == (form != "text")


def test_an_import_is_one_undo_step_of_system(w, tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}\n\nText.\n", "utf-8")
    done("import", w, tmp_path)
    with closing(sqlite3.connect(w)) as connection:
        found = connection.execute("SELECT author, name, articles FROM operation").fetchall()
    assert found == [("system", "Import 3 articles", 3)]


# --- lines in --------------------------------------------------------------------------------

DEEP = '{"id":"d","text":"x","meta":' + '{"a":' * 10_000 + "1" + "}" * 10_001
BAD_LINES = {
    "no json": ("{nonsense", "It is no JSON"),
    "cut off": ('{"id": "a", "text": "x', "It is no JSON"),
    "a list": ("[1, 2]", "It is a list, not an object"),
    "no utf-8": (b'{"id": "a", "text": "\xff\xfe"}', "is not UTF-8"),
    "too deep": (DEEP, "nests too deep"),
    "too deep, unclosed": ("[" * 100_000, "nests too deep"),
    "no id": (line(id=None), '"id" is missing'),
    "no text": ({"id": "a", "annotator": "amy", "spans": []}, '"text" is missing'),
    "no spans": (line() | {"spans": None}, '"spans" is missing'),
    "no annotator": (line(annotator=None), 'names no "annotator"'),
    "a span without label": (line(spans=((0, 11, None),)), 'span s1: "label" is null'),
    "beyond the text": (line(spans=((0, 11, "PERSON"), (40, 9000, "GPE"))), "span s2"),
    "before the text": (line(spans=((-3, 5, "PERSON"),)), "span s1"),
    "an empty span": (line(spans=((5, 5, "PERSON"),)), "span s1"),
    "ends before it starts": (line(spans=((9, 5, "PERSON"),)), "span s1"),
    "other words": (
        line() | {"spans": [{"id": "s1", "start": 0, "end": 4, "label": "GPE", "text": "Iran"}]},
        "the text from 0 to 4 is “Rana”, not “Iran”",
    ),
    "an unknown label": (line(spans=((0, 11, "PLANET"),)), "PLANET"),
    "an unknown frame type": (
        line(frames=[{"id": "f1", "type": "Duel", "roles": {}}]),
        "Duel",
    ),
    "a dangling id": (
        line(frames=[{"id": "f1", "type": "Statement", "roles": {"speaker": ["s9"]}}]),
        "s9",
    ),
    "an id twice": (
        line() | {"spans": [{"id": "s1", "start": s, "end": 9, "label": "GPE"} for s in (0, 1)]},
        "s1",
    ),
    "another hash": (line(sha256="0" * 64), '"sha256" does not fit "text"'),
    "a zero character": (line(text="a\x00b", spans=()), "U+0000"),
    "half a pair": ('{"id": "a", "text": "\\ud83d"}', "half of a surrogate pair"),
    "a name that nobody may have": (line(annotator="system"), "cannot be the name of an annotator"),
    "a number for a text": (line() | {"text": 5}, "text"),
    "text for an offset": (
        line() | {"spans": [{"id": "s1", "start": "0", "end": 4, "label": "GPE"}]},
        "start",
    ),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_bad_line_is_refused_by_file_and_line_and_the_others_come_in(w, tmp_path, case):
    bad, fragment = BAD_LINES[case]
    good = [line(name, f"{name} spoke.\n", ((0, 5, "PERSON"),)) for name in ("first", "third")]
    path = write(tmp_path / "lines.jsonl", good[0], bad, good[1])
    found = report("import", w, path, status=1)
    (refused,) = found["refused"]
    assert (refused["file"], refused["line"]) == (str(path), 2)
    assert fragment in refused["problem"]
    assert refused["problem"].endswith(".")
    assert refused["remedy"]
    assert found["articles"] == {"new": 2, "known": 0}
    assert found["sets"]["new"] == 2
    assert report("stats", w)["spans"] == {"amy": {"PERSON": 2}}
    done("check", w)


def test_a_bad_line_is_named_on_stderr(w, tmp_path):
    path = write(tmp_path / "lines.jsonl", line(), "{nonsense")
    assert f"Refused: {path}, line 2: It is no JSON" in done("import", w, path, status=1).err


def test_a_line_of_50_megabytes_is_refused_and_the_others_come_in(w, tmp_path):
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.write(json.dumps(line("first")).encode() + b"\n")
        file.write(b'{"id":"large","text":"')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + json.dumps(line("third", "Else.\n", ())).encode() + b"\n")
    assert path.stat().st_size > MAX_LINE_BYTES
    began = monotonic()
    found = report("import", w, path, status=1)
    assert monotonic() - began < 10
    (refused,) = found["refused"]
    assert (refused["line"], found["articles"]["new"]) == (2, 2)
    assert "32 MiB" in refused["problem"]


def test_a_file_of_nothing_but_zeros_is_refused_without_being_held(w, tmp_path):
    path = tmp_path / "zeros.jsonl"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    found = report("import", w, path, status=1)
    assert len(found["refused"]) == 1
    assert found["articles"]["new"] == 0


def test_lines_of_several_annotators_are_not_given_to_one(w, tmp_path):
    path = write(tmp_path / "l.jsonl", line("a"), line("b", "Else.\n", (), annotator="ben"))
    found = report("import", w, path, "--annotator", "cy", status=1)
    assert found["refused"][0]["line"] == 2
    assert "several annotators: amy and ben" in found["refused"][0]["problem"]
    assert report("stats", w) | {"suggestions": {}} == {
        "articles": 0,
        "sets": {},
        "spans": {},
        "frames": {},
        "suggestions": {},
    }


def test_lines_are_given_to_the_annotator_that_is_named(w, tmp_path):
    done("import", w, write(tmp_path / "l.jsonl", line()), "--annotator", "cy")
    assert report("stats", w)["sets"]["cy"]["in-progress"] == 1


def test_offsets_in_other_units_become_code_points(w, tmp_path):
    text, at = TEXT, TEXT.index("She")
    span = {"id": "s1", "start": at + 1, "end": at + 4, "label": "PERSON", "text": "She"}
    done("import", w, write(tmp_path / "l.jsonl", line(text=text) | {"spans": [span]}))
    done("export", w, tmp_path / "o.jsonl")
    (found,) = read(tmp_path / "o.jsonl")[0]["spans"]
    assert (found["start"], found["end"]) == (at, at + 3)


def test_a_set_that_was_edited_here_is_replaced_only_when_asked(w, tmp_path):
    path = write(tmp_path / "l.jsonl", line())
    done("import", w, path)
    done("suggest", w)
    done("accept", w, "--annotator", "amy", "--label", "GPE")
    found = report("import", w, path, status=1)
    assert "were edited here since they came in" in found["refused"][0]["problem"]
    assert report("import", w, path, "--replace")["sets"] == {"new": 0, "replaced": 1, "known": 0}


# --- out -------------------------------------------------------------------------------------


def test_an_export_without_a_choice_takes_the_only_annotator(w, tmp_path):
    done("import", w, write(tmp_path / "l.jsonl", line()))
    assert report("export", w, tmp_path / "o.jsonl") == {
        "file": str(tmp_path / "o.jsonl"),
        "set": "amy",
        "lines": 1,
    }


def test_an_export_without_a_choice_takes_gold_where_there_is_gold(two, tmp_path):
    gold = write(tmp_path / "g.jsonl", line("a", annotator="gold"))
    done("import", two, gold)
    assert report("export", two, tmp_path / "o.jsonl")["set"] == "gold"


def test_an_export_without_a_choice_among_several_names_them(two, tmp_path):
    result = done("export", two, tmp_path / "o.jsonl", status=2)
    assert "amy, ben" in result.err
    assert result.out == ""
    assert not (tmp_path / "o.jsonl").exists()


@pytest.mark.parametrize(
    "choice", [["--annotator", "cy"], ["--gold"], ["--suggestions", "builtin"]]
)
def test_a_set_that_nobody_has_is_refused_with_the_names_there_are(two, tmp_path, choice):
    before = tmp_path / "o.jsonl"
    before.write_text("the export of before", "utf-8")
    assert "There are: amy, ben." in done("export", two, before, *choice, status=2).err
    assert before.read_text("utf-8") == "the export of before"


def test_a_workspace_without_sets_says_so(w, tmp_path):
    (tmp_path / "a.txt").write_text("Story\n\nText.\n", "utf-8")
    done("import", w, tmp_path / "a.txt")
    assert "There are: none yet." in done("export", w, tmp_path / "o.jsonl", status=2).err


def test_only_sets_of_a_status_are_written(w, tmp_path):
    lines = [line("a", status="complete"), line("b", "Else.\n", ()), line("c", "Third.\n", ())]
    done("import", w, write(tmp_path / "l.jsonl", *lines))
    for status, ids in (("complete", ["a"]), ("in-progress", ["b", "c"]), ("approved", [])):
        out = tmp_path / f"{status}.jsonl"
        assert report("export", w, out, "--status", status)["lines"] == len(ids)
        assert [item["id"] for item in read(out)] == ids


def test_only_articles_with_that_set_are_written(two, tmp_path):
    done("export", two, tmp_path / "o.jsonl", "--annotator", "ben")
    assert [item["id"] for item in read(tmp_path / "o.jsonl")] == ["b"]


@pytest.mark.parametrize("target", ["nowhere/o.jsonl", ".", "w.annotator/o.jsonl"])
def test_an_export_to_where_nothing_can_be_written_is_refused(two, tmp_path, target):
    before = names(tmp_path)
    result = done("export", two, tmp_path / target, "--annotator", "amy", status=2)
    assert "cannot be written" in result.err
    assert names(tmp_path) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_export_to_a_device_is_refused(two):
    assert (
        "cannot be written" in done("export", two, "/dev/full", "--annotator", "amy", status=2).err
    )
    assert Path("/dev/full").is_char_device()


def test_suggestions_need_no_name_where_there_is_one_source(desk, tmp_path):
    for number, more in enumerate((["--suggestions"], ["--suggestions", "--json"])):
        out = tmp_path / f"{number}.jsonl"
        done("export", desk, out, *more)
        assert {item["annotator"] for item in read(out)} == {"suggestions:builtin"}


def test_lines_end_alike_and_hold_letters_as_themselves(two, tmp_path):
    done("export", two, tmp_path / "o.jsonl", "--annotator", "amy")
    content = (tmp_path / "o.jsonl").read_bytes()
    assert content.endswith(b"}\n")
    assert b"\r" not in content
    assert "😀".encode() in content


# --- one document ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["stats", "{w}"],
        ["stats", "{w}", "--annotator", "amy"],
        ["check", "{w}"],
        ["suggest", "{w}"],
        ["export", "{w}", "{folder}/o.jsonl", "--annotator", "amy"],
        ["import", "{w}", "{folder}/two.jsonl"],
        ["import", "{w}", "{folder}/none.txt"],
    ],
    ids=" ".join,
)
def test_json_is_one_document_and_messages_go_elsewhere(two, tmp_path, words):
    filled = [word.format(w=two, folder=tmp_path) for word in words]
    result = annotator(*filled, "--json")
    assert isinstance(json.loads(result.out), dict)
    assert result.out.count("\n") == 1
    assert bool(result.err) == (result.status == 1)


def test_json_is_readable_where_the_terminal_knows_only_ascii(w, tmp_path):
    (tmp_path / "خبر.txt").write_bytes(b"")
    result = process(
        "import", w, tmp_path, "--json", env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert result.stdout.isascii()
    assert json.loads(result.stdout)["refused"][0]["file"].endswith("خبر.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_is_named_all_the_same(w, tmp_path):
    (tmp_path / os.fsdecode(b"\xff.txt")).write_bytes(b"")
    found = report("import", w, tmp_path, status=1)
    assert found["refused"][0]["file"].endswith(("\udcff.txt", "\ufffd.txt"))


def test_a_reader_that_goes_away_is_no_crash(two):
    command = [sys.executable, "-m", "annotator", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        program.stdout.close()
        assert b"Traceback" not in program.stderr.read()


# --- care ------------------------------------------------------------------------------------


def test_stats_count_everything(two):
    assert report("stats", two) == {
        "articles": 2,
        "sets": {
            name: {
                "new": 1,
                "in-progress": 1,
                "complete": 0,
                "excluded": 0,
                "returned": 0,
                "approved": 0,
            }
            for name in ("amy", "ben")
        },
        "spans": {"amy": {"PERSON": 1}},
        "frames": {},
        "suggestions": {},
    }


def test_stats_of_suggestions_add_up(desk):
    before = report("stats", desk)["suggestions"][BUILTIN]
    assert before["accepted"] > 0
    assert before["corrected"] == before["rejected"] == 0
    done("accept", desk, "--annotator", "ben", "--label", "GPE")
    after = report("stats", desk)["suggestions"][BUILTIN]
    assert sum(after.values()) == sum(before.values())
    mine = report("stats", desk, "--annotator", "ben")
    assert set(mine["spans"]) == {"ben"}
    assert mine["suggestions"][BUILTIN]["accepted"] == mine["spans"]["ben"]["GPE"]


def test_stats_can_be_read_by_people(two):
    said = done("stats", two).out
    assert said.startswith("Articles: 2\n")
    assert "Sets of amy: new 1, in-progress 1\n" in said
    assert "Spans of amy: PERSON 1\n" in said


def test_a_sound_workspace_passes_the_check(desk):
    found = report("check", desk)
    assert (found["articles"], found["damage"], found["repaired"]) == (20, [], 0)
    assert found["spans"] > 50


def test_damage_is_named_exits_1_and_is_repaired_after_a_backup(desk):
    with closing(sqlite3.connect(desk)) as connection, connection:
        connection.execute("UPDATE span SET text = 'other words' WHERE id = 1")
    result = done("check", desk, status=1)
    assert "Damage: " in result.err
    found = report("check", desk, "--repair")
    assert found["repaired"] == 1
    with closing(sqlite3.connect(found["backup"])) as connection:
        kept = connection.execute("SELECT text FROM span WHERE id = 1").fetchone()
    assert kept == ("other words",)
    assert report("check", desk)["damage"] == []


def test_a_backup_is_a_workspace_of_its_own(desk, tmp_path):
    copy = tmp_path / "copy.annotator"
    assert done("backup", desk, copy).out == f"{desk} copied to {copy}.\n"
    assert report("stats", copy) == report("stats", desk)
    done("backup", desk, copy)  # again, over the one before
    assert report("check", copy)["damage"] == []


@pytest.mark.parametrize("target", ["nowhere/copy.annotator", "desk.annotator", "folder"])
def test_a_backup_that_cannot_be_written_is_refused(desk, tmp_path, target):
    (tmp_path / "folder").mkdir()
    before = names(tmp_path)
    assert "cannot be written" in done("backup", desk, tmp_path / target, status=2).err
    assert names(tmp_path) == before
    assert report("check", desk)["damage"] == []


def test_the_schema_is_json_schema():
    found = json.loads(done("schema").out)
    assert found["properties"]["format"] == {"const": "annotator-gold/1"} or "properties" in found


def test_the_doctor_says_what_is_there():
    result = annotator("doctor")
    assert result.status in {0, 1}
    for subject in ("Python", "Qt libraries", "Display", "Fonts", "spaCy pipelines", "Databases"):
        assert f": {subject}" in result.out.replace("  ", ": ") or subject in result.out


def test_the_doctor_exits_1_where_no_window_can_be_opened(no_display):
    result = done("doctor", status=1)
    assert "missing  Display: there is none" in result.out
    assert "annotator demo --headless FOLDER" in result.out


@pytest.mark.parametrize(
    "words",
    [["stats"], ["check"], ["export", "{folder}/o.jsonl"], ["backup", "{folder}/copy.annotator"]],
    ids=lambda words: words[0],
)
def test_a_command_that_reads_changes_nothing_and_does_not_wait_for_a_writer(desk, tmp_path, words):
    before = desk.read_bytes()
    command, *more = (word.format(folder=tmp_path) for word in words)
    with closing(sqlite3.connect(desk, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        began = monotonic()
        done(command, desk, *more)
        assert monotonic() - began < 4
        connection.execute("ROLLBACK")
    assert desk.read_bytes() == before


# --- suggestions -----------------------------------------------------------------------------


def test_suggestions_are_accepted_by_label_score_and_article(desk):
    before = report("stats", desk)["spans"]["amy"]
    done("accept", desk, "--annotator", "amy", "--label", "GPE", "--article", "amman-1")
    done("accept", desk, "--annotator", "amy", "--label", "DATE", "--min-score", "1")
    after = report("stats", desk)["spans"]["amy"]
    assert set(after) - set(before) <= {"GPE", "DATE"}
    with closing(sqlite3.connect(desk)) as connection:
        query = (
            "SELECT DISTINCT article.name FROM span JOIN annotation_set s ON s.id = span.set_id "
            "JOIN article ON article.id = s.article_id WHERE label = 'GPE'"
        )
        assert connection.execute(query).fetchall() == [("amman-1",)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["accept", "--annotator", "amy", "--label", "PLANET"], "The scheme has no label PLANET."),
        (["accept", "--annotator", "amy", "--article", "none"], "There is no article none"),
        (["suggest", "--source", "no_such_model"], "no_such_model is not installed"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_what_is_not_there_is_named(desk, words, sentence):
    result = done(words[0], desk, *words[1:], status=2)
    assert sentence in result.err
    assert result.out == ""


def test_suggestions_can_be_made_for_one_article(w, corpus):
    done("import", w, corpus / "articles" / "amman-1.txt", corpus / "articles" / "amman-2.txt")
    assert report("suggest", w, "amman-1")["suggestions"] > 10
    with closing(sqlite3.connect(w)) as connection:
        assert connection.execute("SELECT count(*) FROM look").fetchone() == (1,)
    assert "There is no article none" in done("suggest", w, "none", status=2).err


def test_suggesting_twice_changes_nothing(desk, tmp_path):
    done("export", desk, tmp_path / "1.jsonl", "--suggestions")
    assert report("suggest", desk)["suggestions"] == 0
    done("export", desk, tmp_path / "2.jsonl", "--suggestions")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


# --- interrupted -----------------------------------------------------------------------------


@pytest.fixture
def interrupted(monkeypatch):
    """Let Ctrl+C come when something has been done for the third time."""

    def strike(done, _total):
        if done >= 2:
            raise KeyboardInterrupt

    class Bar:
        def __init__(self, _what):
            pass

        def __enter__(self):
            return Progress(strike)

        def __exit__(self, *_error):
            return None

    monkeypatch.setattr(cli, "progress_bar", Bar)
    return monkeypatch


def test_an_interrupted_import_writes_nothing(two, corpus, interrupted):
    result = done("import", two, corpus / "articles", status=130)
    interrupted.undo()
    assert result.err == "Interrupted; nothing is half written.\n"
    assert result.out == ""
    assert report("stats", two)["articles"] == 2


def test_an_interrupted_export_leaves_the_file_of_before(desk, tmp_path, interrupted):
    out = tmp_path / "o.jsonl"
    out.write_text("the export of before", "utf-8")
    assert "Interrupted" in done("export", desk, out, "--annotator", "amy", status=130).err
    assert out.read_text("utf-8") == "the export of before"
    assert names(tmp_path) == ["desk.annotator", "o.jsonl"]


def test_interrupted_suggesting_keeps_only_whole_articles(w, corpus, interrupted):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "progress_bar", BAR)
        done("import", w, corpus / "articles")
    done("suggest", w, status=130)
    interrupted.undo()
    done("check", w)
    assert report("suggest", w)["suggestions"] > 100
    assert report("suggest", w)["suggestions"] == 0


# --- the main job, end to end ----------------------------------------------------------------


def test_the_main_job_from_a_folder_to_gold_and_back(corpus, tmp_path):
    w, again = tmp_path / "w.annotator", tmp_path / "again.annotator"
    suggested, gold = tmp_path / "s.jsonl", tmp_path / "gold.jsonl"
    done("import", w, corpus / "articles")
    done("suggest", w)
    done("export", w, suggested, "--suggestions", "builtin")
    done("accept", w, "--annotator", "amy")
    done("export", w, gold, "--annotator", "amy")
    done("check", w)
    records = read(gold)
    assert len(records) == len(read(suggested)) == 20
    assert [item["id"] for item in records] == sorted(item["id"] for item in records)
    for record in (*records, *read(suggested)):
        assert is_sound(record)
        assert record["sha256"] == sha256(record["text"].encode()).hexdigest()
        for span in record["spans"]:
            assert record["text"][span["start"] : span["end"]] == span["text"]
    assert sum(len(item["spans"]) for item in records) > 300
    done("export", w, tmp_path / "gold-2.jsonl", "--annotator", "amy")
    assert (tmp_path / "gold-2.jsonl").read_bytes() == gold.read_bytes()
    for number, (file, choice) in enumerate(
        ((gold, ["--annotator", "amy"]), (suggested, ["--suggestions", "builtin"]))
    ):
        empty = again.with_stem(f"again-{number}")
        found = report("import", empty, file)
        assert (found["refused"], found["articles"]["new"]) == ([], 20)
        back = tmp_path / f"back-{number}.jsonl"
        done("export", empty, back, *choice)
        assert back.read_bytes() == file.read_bytes()
    assert report("import", w, gold)["sets"] == {"new": 0, "replaced": 0, "known": 20}


def test_hard_text_keeps_its_offsets(w, tmp_path):
    raw = (
        "\ufeffTalks 😀 in Tehran\r\n\r\nTEHRAN (FNA)- 2 Feb 2016 -\u00a0 John Kerry 🤝 آرش کمانی\r"
        "met in Vienna on 3 February 2016.Iran e\u0301 \u2028 Russia 𝒳 France\r\n\r\n"
    )
    (tmp_path / "hard.txt").write_bytes(raw.encode())
    gold = tmp_path / "gold.jsonl"
    done("import", w, tmp_path / "hard.txt")
    done("suggest", w)
    done("accept", w, "--annotator", "amy")
    done("export", w, gold)
    (record,) = read(gold)
    assert record["text"] == raw[1:].replace("\r\n", "\n").replace("\r", "\n")
    assert {item["text"] for item in record["spans"]} >= {"Vienna", "Russia"}
    for span in record["spans"]:
        assert record["text"][span["start"] : span["end"]] == span["text"]
    done("import", tmp_path / "again.annotator", gold)
    done("export", tmp_path / "again.annotator", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == gold.read_bytes()


def test_the_gold_that_is_shipped_comes_back_byte_by_byte(corpus, tmp_path):
    for name in ("1", "2"):
        done("import", tmp_path / f"{name}.annotator", corpus / "gold.jsonl")
        done("export", tmp_path / f"{name}.annotator", tmp_path / f"{name}.jsonl")
    first = (tmp_path / "1.jsonl").read_bytes()
    assert (tmp_path / "2.jsonl").read_bytes() == first
    done("import", tmp_path / "3.annotator", tmp_path / "1.jsonl")
    done("export", tmp_path / "3.annotator", tmp_path / "3.jsonl")
    assert (tmp_path / "3.jsonl").read_bytes() == first


def test_the_order_of_files_and_lines_changes_no_byte(corpus, tmp_path):
    lines = (corpus / "gold.jsonl").read_bytes().splitlines()
    random.Random(2).shuffle(lines)
    write(tmp_path / "shuffled.jsonl", *lines)
    for name, source in (("a", corpus / "gold.jsonl"), ("b", tmp_path / "shuffled.jsonl")):
        done("import", tmp_path / f"{name}.annotator", source)
        done("export", tmp_path / f"{name}.annotator", tmp_path / f"{name}.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


# --- demo ------------------------------------------------------------------------------------


def test_the_demo_is_made_once_and_opened_as_it_is(windows, tmp_path, monkeypatch):
    path = tmp_path / "new folder" / "demo.annotator"
    done("demo", "--workspace", path, "--annotator", "amy")
    before = path.read_bytes()
    done("demo", "--workspace", path)
    assert path.read_bytes() == before
    done("demo", "--workspace", path, "--fresh")
    assert windows.opened == [
        (str(path), "amy"),
        (str(path), None),
        (str(path.with_stem("demo-2")), None),
    ]
    assert names(path.parent) == ["demo-2.annotator", "demo.annotator"]
    assert report("stats", path)["suggestions"][BUILTIN]["pending"] > 300


def test_the_demo_does_the_main_job_without_a_display(tmp_path):
    folder, path = tmp_path / "out", tmp_path / "demo.annotator"
    hidden = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    result = process("demo", "--workspace", path, "--headless", folder, env=env)
    assert result.returncode == 0, result.stderr
    assert names(folder) == ["gold.jsonl", "window.png"]
    assert (folder / "window.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert (folder / "window.png").stat().st_size > 20_000
    assert [item["annotator"] for item in read(folder / "gold.jsonl")] == ["demo"] * 20
    for place in (path, folder / "gold.jsonl", folder / "window.png"):
        assert str(place) in result.stdout


def test_the_headless_demo_needs_a_folder_that_can_be_made(windows, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    words = ["--workspace", tmp_path / "d.annotator", "--headless", tmp_path / "file" / "out"]
    assert "cannot be written" in done("demo", *words, status=2).err
    assert names(tmp_path) == ["file"]
