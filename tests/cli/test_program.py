"""The program as such: help, slips of usage, and what it opens."""

import pytest

from annotator import __version__
from tests.cli.program import COMMANDS, JPEG, NAMING, done, names, process, report

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
        ["compare", "w.annotator", "amy"],
        ["compare", "w.annotator", "amy", "ben"],
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
