"""Lines and documents out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import annotator, done, line, names, process, read, report, write

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
