"""The main job from end to end, and the demo."""

import os
import random
from hashlib import sha256

from annotator.exchange.gold import is_sound
from tests.cli.program import BUILTIN, done, names, process, read, report, write

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


def test_the_demo_has_two_example_annotators_and_nothing_of_the_user(windows, tmp_path):
    path = tmp_path / "demo.annotator"
    done("demo", "--workspace", path, "--annotator", "nora")
    said = report("stats", path)
    assert {name: counts["complete"] for name, counts in said["sets"].items()} == {
        "amy": 8, "ben": 8,
    }  # fmt: skip
    assert report("stats", path, "--annotator", "nora")["suggestions"][BUILTIN]["accepted"] == 0
    assert report("compare", path, "amy", "ben")["articles"] == 8


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
