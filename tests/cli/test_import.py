"""Texts and lines in: what comes in, what is refused by name."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from annotator.domain.gold import MAX_LINE_BYTES
from tests.cli.program import JPEG, TEXT, done, line, read, report, write

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
    assert not w.exists()


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


def test_what_a_colleagues_file_would_bring_is_told_for_each_file(w, tmp_path):
    done("import", w, write(tmp_path / "ben.jsonl", line("a", annotator="ben")))
    newer = line("a", spans=((5, 11, "PERSON"), (29, 38, "GPE")), annotator="ben")
    path = write(tmp_path / "newer.jsonl", newer, line("b", "Else.\n", ((0, 4, "PORT"),)))

    found = report("import", w, path, "--dry-run", status=1)

    (file,) = found["files"]
    assert file["file"] == str(path)
    assert file["articles"] == {"new": 0, "by_text": 1, "other_name": [], "other_text": []}
    nothing = {"added": 0, "removed": 0, "changed": 0}
    assert file["sets"]["changed"] == [
        {
            "article": "a",
            "annotator": "ben",
            "spans": {"added": 1, "removed": 0, "changed": 1},
            "frames": nothing,
            "again": 0,
        }
    ]
    assert file["unknown"] == {"PORT": 1}
    said = done("import", w, path, "--dry-run", status=1).out
    assert "Changed: a of ben: spans 1 added, 1 changed." in said
    assert "Not in the scheme: PORT (1)." in said


def test_of_many_notes_the_first_are_printed_and_all_are_in_json(w, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(25):
        text = f"Story {number}\n\nTEHRAN, April 19 (AP) - It was 2013 in Tehran then, he said.\n"
        (tmp_path / "in" / f"{number}.txt").write_text(text, "utf-8")
    printed = done("import", w, tmp_path / "in", "--dry-run").err
    assert printed.count("Note: ") == 20
    assert "5 more notes; --json gives them all." in printed
    found = report("import", w, tmp_path / "in", "--dry-run")
    assert len(found["warnings"]) == 25
