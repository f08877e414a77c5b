"""Writing the file form: canonical order, whole files or none."""

import json
import os
import shutil
from itertools import permutations
from pathlib import Path

import pytest

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.errors import FileUnwritableError
from annotator.exchange import gold_write
from annotator.exchange.gold import (
    BrokenRecordError,
    GoldLine,
    GoldOrder,
    GoldWriter,
    canonical_record,
    encode,
    fault,
    read_lines,
)
from annotator.exchange.whole_file import partial_of
from annotator.jobs import Cancelled
from tests.exchange.test_gold_schema import changed, entity, frame, sample

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))


def write(path, *records):
    with GoldWriter(path) as writer:
        for record in records:
            writer.write(record)
    return writer


# --- bytes ----------------------------------------------------------------------------------


def test_a_line_has_no_blanks_no_escapes_and_ends_in_lf():
    line = encode(sample())
    assert line.startswith(b'{"format":"annotator-gold/1","id":"amman-1","text":"Amman: ')
    assert line.endswith(b"}]}\n".replace(b"}]}", b'"ben":null}}]}'))
    assert "آرش کمانی in\u00a0Samarkand".encode() in line
    expected = json.dumps(sample(), ensure_ascii=False, separators=(",", ":")) + "\n"
    assert line.decode() == expected


def test_what_is_written_is_read_the_same(tmp_path):
    path = tmp_path / "gold.jsonl"
    writer = write(path, sample(), changed(["id"], "amman-2"))
    assert writer.lines == 2
    assert path.read_bytes() == encode(sample()) + encode(changed(["id"], "amman-2"))
    first, second = read_lines(path)
    assert isinstance(first, GoldLine)
    assert first.record == sample()
    assert second.record["id"] == "amman-2"


def test_a_file_without_lines_is_empty(tmp_path):
    write(tmp_path / "gold.jsonl")
    assert (tmp_path / "gold.jsonl").read_bytes() == b""


# --- bugs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["spans", 2, "label"], ..., "span s3: "),
        (["status"], "done", '"status": '),
        (["provenance", "s2", "score"], float("nan"), 'provenance of s2: "score": '),
        (["meta", "desk"], {"rank": [float("inf")]}, "a number is NaN"),
        (["meta", "desk"], float("nan"), "a number is NaN"),
        (["entities", 0, "offices"], [float("nan")], "a number is NaN"),
        (["verdicts", 0, "of", "ben"], {"x": float("nan")}, "a number is NaN"),
        (["text"], "Petra \ud83d", "str is not valid UTF-8"),
    ],
)
def test_a_line_that_breaks_the_schema_is_a_bug_named_by_its_article(tmp_path, path, value, place):
    with pytest.raises(BrokenRecordError) as caught, GoldWriter(tmp_path / "gold.jsonl") as writer:
        writer.write(changed(path, value))
    assert str(caught.value).startswith(f"Article 'amman-1' breaks annotator-gold/1: {place}")
    assert "Haddad" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_writing_outside_the_block_is_a_bug(tmp_path):
    with pytest.raises(BrokenRecordError):
        GoldWriter(tmp_path / "gold.jsonl").write(sample())


# --- whole or not at all --------------------------------------------------------------------


@pytest.fixture
def old(tmp_path):
    """A file from an earlier export."""
    path = tmp_path / "gold.jsonl"
    path.write_text("old")
    return path


def test_the_old_file_stays_until_the_new_one_is_whole(old):
    with GoldWriter(old) as writer:
        writer.write(sample())
        assert old.read_text() == "old"
        (partial,) = (item.name for item in old.parent.iterdir() if item != old)
        assert partial.startswith("gold.jsonl.")
        assert partial.endswith(".partial")
    assert old.read_bytes() == encode(sample())
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("reason", [Cancelled, KeyboardInterrupt, ValueError])
def test_an_export_that_ends_early_leaves_the_old_file(old, reason):
    with pytest.raises(reason), GoldWriter(old) as writer:
        writer.write(sample())
        raise reason
    assert old.read_text() == "old"
    assert list(old.parent.iterdir()) == [old]


def test_two_exports_to_one_file_do_not_share_what_they_write(old):
    other = {**sample(), "id": "other"}
    with GoldWriter(old) as first:
        first.write(sample())
        with GoldWriter(old) as second:
            second.write(other)
        first.write(other)
        assert old.read_bytes() == encode(other)
    assert old.read_bytes() == encode(sample()) + encode(other)
    assert list(old.parent.iterdir()) == [old]


def test_a_partial_file_left_by_a_crash_goes_with_a_later_export(old):
    left, new = partial_of(old), partial_of(old)
    for path in (left, new):
        path.write_text("left over")
    os.utime(left, (0, 0))
    write(old, sample())
    assert sorted(old.parent.iterdir()) == sorted([old, new])  # somebody may still write the new


@pytest.fixture
def full_disk(old, monkeypatch):
    """Let what is written go to a device that is always full."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    partial = old.with_name("gold.jsonl.0-0.partial")
    partial.symlink_to("/dev/full")
    monkeypatch.setattr(gold_write, "partial_of", lambda _path: partial)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_file(old):
    with pytest.raises(FileUnwritableError, match=r"gold\.jsonl cannot be written: No space left"):
        write(old, sample())
    assert old.read_text() == "old"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_noticed_while_writing(old):
    with pytest.raises(FileUnwritableError), GoldWriter(old) as writer:
        for _ in range(10_000):
            writer.write(sample())
    assert writer.lines < 1000
    assert list(old.parent.iterdir()) == [old]


def test_a_folder_that_vanishes_meanwhile_is_named(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    with (
        pytest.raises(FileUnwritableError, match=r"gold\.jsonl cannot be written: No such file"),
        GoldWriter(folder / "gold.jsonl") as writer,
    ):
        writer.write(sample())
        shutil.rmtree(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileUnwritableError):
        write(tmp_path / "none" / "gold.jsonl")


def test_a_read_only_folder_is_named(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(FileUnwritableError, match="cannot be written"):
        write(folder / "gold.jsonl", sample())


def test_folders_and_devices_are_not_replaced(tmp_path):
    with pytest.raises(FileUnwritableError, match="it is a folder"):
        write(tmp_path)
    if Path("/dev/full").exists():
        with pytest.raises(FileUnwritableError, match="it is no ordinary file"):
            write(Path("/dev/full"))
    assert list(tmp_path.iterdir()) == []


# --- canonical order ------------------------------------------------------------------------


def backwards(value):
    """The same data with the keys of every object the other way round, and lists of items too."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [backwards(item) for item in reversed(value)]
    return value


def test_the_order_of_the_data_does_not_matter():
    expected = canonical_record(sample(), SCHEME)
    mixed = backwards(sample())
    untouched = backwards(sample())
    found = canonical_record(mixed, SCHEME)
    inner = ("meta", "entities", "verdicts")  # values of others keep their own order
    assert {**found, **dict.fromkeys(inner)} == {**expected, **dict.fromkeys(inner)}
    for key in found.keys() - set(inner):
        assert json.dumps(found[key]) == json.dumps(expected[key])
    assert list(found) == list(expected)
    assert [list(item) for item in found["entities"]] == [
        list(item) for item in expected["entities"]
    ]
    assert mixed == untouched
    assert fault(found) == ""


def test_a_canonical_record_stays_as_it_is():
    order = GoldOrder(SCHEME)
    once = order.canonical(sample())
    assert encode(order.canonical(once)) == encode(once)


def test_spans_stand_by_start_end_label_and_id():
    record = sample()
    first = record["spans"][0]
    record["spans"] = [
        {**first, "id": "s9", "label": "ORG"},
        {**first, "id": "s8", "end": 7},
        {**first, "id": "s7", "label": "LOC"},
        {**first, "id": "s6", "start": 1},
        {**first, "id": "s10"},
    ]
    found = canonical_record(record, SCHEME)
    assert [item["id"] for item in found["spans"]] == ["s10", "s7", "s9", "s8", "s6"]


def test_frames_stand_by_first_character_also_through_nested_frames():
    record = sample()
    record["frames"] = [
        frame("f10", "Statement", {"cue": ["s8"]}, {}),
        frame("f9", "Statement", {"cue": ["s8"]}, {}),
        frame("f8", "Stance", {"evidence": ["s8"]}, {}),
        frame("f7", "Stance", {"holder": ["e3"]}, {}),
        frame("f6", "Stance", {"statement": ["f5"], "evidence": ["s10"]}, {}),
        frame("f5", "Statement", {"content": ["f4"]}, {}),
        frame("f4", "Statement", {"speaker": ["s9", "s1"]}, {}),
        frame("f3", "Stance", {"statement": ["f2"]}, {}),
        frame("f2", "Stance", {"statement": ["f3"]}, {}),
    ]
    expected = ["f6", "f4", "f5", "f8", "f9", "f10", "f2", "f3", "f7"]
    for frames in (record["frames"], record["frames"][::-1]):
        record["frames"] = frames
        found = canonical_record(record, SCHEME)
        assert [item["id"] for item in found["frames"]] == expected


def test_a_chain_of_ten_thousand_frames_is_sorted():
    record = sample()
    record["frames"] = [
        frame(f"f{number}", "Statement", {"content": [f"f{number + 1}"]}, {})
        for number in range(10_000)
    ]
    record["frames"].append(frame("f10000", "Statement", {"cue": ["s8"]}, {}))
    found = canonical_record(record, SCHEME)
    assert [item["id"] for item in found["frames"][:3]] == ["f0", "f1", "f2"]


def test_roles_implied_roles_and_attributes_stand_as_the_scheme_lists_them():
    record = sample()
    record["frames"] = [
        frame(
            "f1",
            "Statement",
            {"zebra": ["s1"], "outlet": ["s1"], "cue": ["s8"], "alpha": ["s1"], "speaker": ["s9", "s3"]},
            {"speaker_by": "mention", "mode": None},
            implied=["addressee", "content", "other"],
        )
    ]  # fmt: skip
    (found,) = canonical_record(record, SCHEME)["frames"]
    assert list(found["roles"]) == ["speaker", "cue", "outlet", "alpha", "zebra"]
    assert found["roles"]["speaker"] == ["s9", "s3"]
    assert list(found["attributes"]) == ["mode", "speaker_by"]
    assert found["implied"] == ["content", "addressee", "other"]


def test_entities_are_numbered_by_first_use_and_others_left_out():
    record = sample()
    record["spans"][2]["entity"] = record["spans"][9]["entity"] = "q3"
    record["spans"][0]["entity"] = None
    record["frames"][2]["roles"]["holder"] = ["q3", "q1"]
    record["entities"] = [
        entity("unused", "GPE", "Irbid"),
        entity("q1", "PERSON", "A"),
        entity("e4", "GPE", "Samarkand"),
        entity("e5", "PERSON", "B"),
        entity("e2", "OUTLET", "Petra"),
        entity("q3", "PERSON", "C", links={"wikidata": "Q2", "gnd": "1"}),
    ]
    found = canonical_record(record, SCHEME)
    assert [(item["id"], item["name"]) for item in found["entities"]] == [
        ("e1", "Petra"),
        ("e2", "C"),
        ("e3", "Samarkand"),
        ("e4", "B"),
        ("e5", "A"),
    ]
    assert list(found["entities"][1]["links"]) == ["gnd", "wikidata"]
    assert [item["entity"] for item in found["spans"] if item["entity"]] == ["e1", "e2", "e3", "e2"]
    assert found["frames"][0]["roles"]["participant"] == ["s3", "e4"]
    assert found["frames"][2]["roles"]["holder"] == ["e2", "e5"]
    assert record["frames"][2]["roles"]["holder"] == ["q3", "q1"]
    assert fault(found) == ""


def test_numbers_of_entities_pass_over_ids_of_spans_and_frames():
    record = sample()
    record["spans"][3]["id"] = record["frames"][0]["roles"]["trigger"][0] = "e1"
    record["entities"][0]["id"] = record["spans"][0]["entity"] = "place"
    found = canonical_record(record, SCHEME)
    assert [item["id"] for item in found["entities"]] == ["e2", "e3", "e4", "e5", "e6"]
    assert found["frames"][0]["roles"]["trigger"] == ["e1"]
    assert fault(found) == ""


def test_provenance_stands_as_spans_then_frames_with_keys_in_one_order():
    record = sample()
    entry = {"by": "x", "at": "2026-11-22T10:00:00Z", "source": "b/1", "rule": "r", "score": 1.0,
             "decision": "corrected", "unsure": True, "verdict": "both", "votes": ["b", "a"],
             "reason": "r"}  # fmt: skip
    record["provenance"] = {"f2": {}, "s10": {}, "s1": dict(reversed(entry.items())), "s2": {}}
    found = canonical_record(record, SCHEME)["provenance"]
    assert list(found) == ["s2", "s1", "s10", "f2"]
    assert list(found["s1"].items()) == list(entry.items())


def test_provenance_of_nothing_is_left_for_the_proof_to_find():
    record = changed(["provenance", "s99"], {"by": "amy"})
    found = canonical_record(record, SCHEME)
    assert fault(found).startswith("provenance of s99: ")


def test_comments_stand_by_time_then_tag_and_further_metadata_by_name():
    record = sample()
    comment = record["comments"][0]
    comments = [
        {**comment, "at": "2026-01-01T00:00:00Z", "on": "s9"},
        {**comment, "on": None},
        {**comment, "on": "f1"},
        {**comment, "on": "s1"},
    ]
    for mixed in permutations(comments):
        record["comments"] = list(mixed)
        assert canonical_record(record, SCHEME)["comments"] == comments
    record["meta"] = {"zone": 1, "url": "x", "apple": 2, "title": "T"}
    assert list(canonical_record(record, SCHEME)["meta"]) == [
        "title",
        "outlet",
        "published",
        "url",
        "language",
        "byline",
        "place",
        "source",
        "encoding",
        "apple",
        "zone",
    ]
