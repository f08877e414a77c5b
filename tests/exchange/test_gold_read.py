"""Reading the file form: every good line, every bad one with its sentence."""

import json
import tracemalloc
from hashlib import sha256

import orjson
import pytest

from annotator.domain.gold import MAX_LINE_BYTES
from annotator.domain.intake import Refusal
from annotator.errors import FileMissingError, FileUnreadableError
from annotator.exchange.gold import GoldLine, GoldWriter, Skipped, Unit, encode, read_lines
from annotator.exchange.gold_read import CHUNK_BYTES
from tests.exchange.test_gold_schema import TEXT, changed, sample, span


@pytest.fixture
def read(tmp_path):
    """Read a file made of bytes, texts and objects, one a line; call it gold.jsonl."""

    def read(*lines, ends="\n", **options):
        made = [
            line
            if isinstance(line, bytes)
            else (line if isinstance(line, str) else json.dumps(line)).encode()
            for line in lines
        ]
        path = tmp_path / "gold.jsonl"
        path.write_bytes(b"".join(line + ends.encode() for line in made))
        return list(read_lines(path, shown="gold.jsonl", **options))

    return read


@pytest.fixture
def read_one(read):
    def read_one(line, **options):
        (found,) = read(line, **options)
        return found

    return read_one


def article(text, spans=(), **more):
    """The least a line with a set needs."""
    return {"id": "a", "text": text, "annotator": "amy", "spans": list(spans), **more}


def tag(start, end, text=None, name="s1", label="ORG"):
    made = {"id": name, "start": start, "end": end, "label": label}
    return made if text is None else {**made, "text": text}


# --- lines that come in ---------------------------------------------------------------------


def test_a_complete_line_comes_in_as_it_is(read_one):
    found = read_one(encode(sample()).rstrip())
    assert found == GoldLine("gold.jsonl", 1, sample())
    assert (found.has_set, found.missing, found.unit) == (True, frozenset(), Unit.CODE_POINTS)
    assert encode(found.record) == encode(sample())


def test_line_numbers_count_blank_lines(read):
    line = encode(sample()).rstrip()
    found = read(b"", line, b"  ", b"\t\r", b"[]", line, ends="\r\n")
    assert [(type(item), item.line) for item in found] == [
        (GoldLine, 2),
        (Refusal, 5),
        (GoldLine, 6),
    ]


def test_a_byte_order_mark_and_a_missing_last_line_end_are_tolerated(read):
    line = encode(sample()).rstrip()
    assert [type(item) for item in read(b"\xef\xbb\xbf" + line, line, ends="")] == [Refusal]
    assert [type(item) for item in read(b"\xef\xbb\xbf" + line, ends="")] == [GoldLine]
    assert read(b"\xef\xbb\xbf", ends="") == []
    assert read() == []


def test_id_and_text_make_an_article_only(read_one):
    found = read_one({"id": "a", "text": "Amman"})
    assert not found.has_set
    assert {"zones", "annotator", "sha256", "spans", "scheme"} <= found.missing
    assert found.record["sha256"] == sha256(b"Amman").hexdigest()
    assert found.record["meta"] == dict.fromkeys(sample()["meta"].keys() - {"desk"})
    assert found.record["spans"] == found.record["zones"] == found.record["verdicts"] == []


def test_missing_keys_are_empty_and_named(read_one):
    found = read_one(article("Petra", [tag(0, 5)]))
    assert found.has_set
    assert found.missing == {
        "format",
        "sha256",
        "meta",
        "zones",
        "scheme",
        "status",
        "entities",
        "frames",
        "provenance",
        "comments",
        "verdicts",
    }
    assert found.record["scheme"] == {"name": "", "version": 0}
    assert found.record["status"] == "in-progress"
    assert found.record["spans"] == [
        {
            "id": "s1",
            "start": 0,
            "end": 5,
            "label": "ORG",
            "text": "Petra",
            "entity": None,
            "attributes": {},
            "note": "",
        }
    ]
    assert list(found.record) == list(sample())


def test_missing_keys_of_a_frame_an_entity_and_a_comment_are_empty(read_one):
    found = read_one(
        article(
            "Petra",
            frames=[{"id": "f1", "type": "Statement", "roles": {"cue": [], "speaker": ["e1"]}}],
            entities=[{"id": "e1", "type": "ORG", "name": "Petra", "aliases": None}],
            comments=[{"by": "ben", "at": "2026-11-23T09:00:00Z", "text": "?"}],
            provenance={"f1": {"by": None, "source": "x/1"}},
        )
    )
    (frame,) = found.record["frames"]
    assert frame["roles"] == {"speaker": ["e1"]}
    assert (frame["implied"], frame["attributes"], frame["joined"]) == ([], {}, None)
    (entity,) = found.record["entities"]
    assert (entity["aliases"], entity["links"], entity["offices"]) == ([], {}, [])
    assert found.record["comments"][0]["resolved"] is False
    assert found.record["provenance"] == {"f1": {"source": "x/1"}}
    assert found.unknown_keys == {}


def test_a_set_without_a_name_comes_in_for_the_caller_to_name(read_one):
    line = article("Petra")
    del line["annotator"]
    found = read_one(line)
    assert found.has_set
    assert "annotator" in found.missing
    assert found.record["annotator"] == ""


def test_suggestions_without_a_status_are_new(read_one):
    found = read_one(article("Petra") | {"annotator": "suggestions:builtin"})
    assert found.record["status"] == "new"


def test_unknown_keys_are_dropped_and_counted_but_kept_in_meta(read_one):
    line = article("Petra met", [tag(0, 5), tag(6, 9, name="s2")], tokens=[], answer="accept")
    line["spans"][0]["colour"] = line["spans"][1]["colour"] = "red"
    line["meta"] = {"desk": {"rank": [1, None]}, "title": "T"}
    found = read_one(line)
    assert found.unknown_keys == {"tokens": 1, "spans.colour": 2}
    assert found.record["meta"]["desk"] == {"rank": [1, None]}
    assert "colour" not in found.record["spans"][0]


def test_what_an_annotator_did_not_accept_is_skipped(read):
    found = read({"answer": "reject"}, {"answer": "ignore"}, article("Petra", answer="accept"))
    assert found[:2] == [Skipped("gold.jsonl", 1, "reject"), Skipped("gold.jsonl", 2, "ignore")]
    assert isinstance(found[2], GoldLine)


def test_an_attribute_given_as_null_is_kept(read_one):
    line = article("Monday", [tag(0, 6, "Monday", label="DATE") | {"attributes": {"value": None}}])
    assert read_one(line).record["spans"][0]["attributes"] == {"value": None}


def test_a_name_that_is_no_name_passes_where_another_one_is_given(read_one):
    line = article("Petra") | {"annotator": "Amy B"}
    assert isinstance(read_one(line), Refusal)
    assert read_one(line, any_annotator=True).record["annotator"] == "Amy B"
    full = changed(["annotator"], "system")
    assert read_one(full, any_annotator=True).record["annotator"] == "system"


def test_an_escaped_backslash_before_u0000_is_no_nul(read_one):
    found = read_one(article("x\\u0000"))
    assert found.record["text"] == "x\\u0000"


def test_a_surrogate_pair_written_as_escapes_is_one_character(read_one):
    found = read_one('{"id":"a","text":"\\ud83d\\ude00","annotator":"amy","spans":[]}')
    assert found.record["text"] == "😀"


# --- offsets --------------------------------------------------------------------------------

EMOJI = "😀 Petra آرش\u00a0met"


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [(2, 7, Unit.CODE_POINTS), (3, 8, Unit.UTF16), (5, 10, Unit.UTF8)],
)
def test_the_unit_of_offsets_is_found_by_the_words(read_one, start, end, unit):
    line = article(EMOJI, [tag(start, end, "Petra")])
    line["zones"] = [{"kind": "headline", "start": start, "end": end}]
    found = read_one(line)
    assert found.unit is unit
    assert (found.record["spans"][0]["start"], found.record["spans"][0]["end"]) == (2, 7)
    assert found.record["zones"] == [{"kind": "headline", "start": 2, "end": 7}]


def test_one_unit_serves_the_whole_line(read_one):
    line = article(EMOJI, [tag(0, 2, "😀"), tag(3, 8, "Petra", "s2"), tag(9, 12, name="s3")])
    found = read_one(line)
    assert found.unit is Unit.UTF16
    assert [item["text"] for item in found.record["spans"]] == ["😀", "Petra", "آرش"]


def test_offsets_without_words_are_code_points(read_one):
    found = read_one(article(EMOJI, [tag(3, 8)]))
    assert found.unit is Unit.CODE_POINTS
    assert found.record["spans"][0]["text"] == "etra "


def test_a_text_with_cr_lf_is_made_canonical_and_offsets_follow(read_one):
    text = "\ufeffAmman\r\nPetra met\rthe envoy\r\n"
    spans = [
        tag(1, 6, "Amman"),
        tag(8, 13, "Petra", "s2"),
        tag(14, 27, "met\rthe envoy", "s3"),
        tag(1, 13, "Amman\r\nPetra", "s4"),
        tag(1, 13, "Amman\nPetra", "s5", label="GPE"),
        tag(6, 7, None, "s6"),
        tag(7, 9, None, "s7"),
    ]
    found = read_one(article(text, spans, zones=[{"kind": "headline", "start": 0, "end": 6}]))
    canonical = "Amman\nPetra met\nthe envoy\n"
    record = found.record
    assert record["text"] == canonical
    assert record["sha256"] == sha256(canonical.encode()).hexdigest()
    assert [(item["start"], item["end"]) for item in record["spans"]] == [
        (0, 5),
        (6, 11),
        (12, 25),
        (0, 11),
        (0, 11),
        (5, 6),
        (5, 7),
    ]
    for item in record["spans"]:
        assert item["text"] == canonical[item["start"] : item["end"]]
    assert record["zones"] == [{"kind": "headline", "start": 0, "end": 5}]


@pytest.mark.parametrize("hashed", ["a\r\nb", "a\nb"])
def test_the_hash_may_be_that_of_the_text_as_it_came_or_as_it_is_kept(read_one, hashed):
    found = read_one(article("a\r\nb", sha256=sha256(hashed.encode()).hexdigest().upper()))
    assert found.record["sha256"] == sha256(b"a\nb").hexdigest()


# --- lines that do not ----------------------------------------------------------------------


def refusal(found):
    assert isinstance(found, Refusal), found
    assert found.remedy.endswith(".")
    return f"{found.file}, line {found.line}: {found.problem}"


BYTES = [
    (b'{"id": "a", "text": "\xff"}', "Byte 22 of it is not UTF-8."),
    (b'{"id": "a", "text": "\xed\xa0\x80"}', "Byte 22 of it is not UTF-8."),
    (b"[1]", "It is a list, not an object."),
    (b'"a"', "It is a single value, not an object."),
    (b"[" * 10_000 + b"]" * 10_000, "It nests too deep to be read."),
    (b'{"id":"a","text":"' + b'","meta":{"x":' + b"[" * 10_000, "It nests too deep to be read."),
    (
        b'{"id":"a","text":"t","meta":{"x":' + b"[" * 500 + b"]" * 500 + b"}}",
        'meta: "x" nests deeper than 64 levels.',
    ),
    (
        b'{"id":"a","text":"x\\ud83dy"}',
        "It holds \\ud83d, half of a surrogate pair, which no text may hold.",
    ),
    (
        b'{"id":"a","text":"\\ud83d\\ude00 \\\\ud83d \\ude00"}',
        "It holds \\ude00, half of a surrogate pair, which no text may hold.",
    ),
    (
        b'{"id":"a","text":"\\ud83d\\ud83d\\ude00"}',
        "It holds \\ud83d, half of a surrogate pair, which no text may hold.",
    ),
    (
        b'{"id":"a","text":"ab\\u0000"}',
        '"text": character 2 is U+0000, which no text may hold.',
    ),
    (
        b'{"id":"a","text":"","annotator":"amy","spans":[],"meta":{"a\\u0000":1}}',
        '"meta": character 1 is U+0000, which no text may hold.',
    ),
]


@pytest.mark.parametrize(("line", "sentence"), BYTES)
def test_bytes_that_are_no_line_are_refused(read_one, line, sentence):
    assert refusal(read_one(line)) == f"gold.jsonl, line 1: {sentence}"


@pytest.mark.parametrize(
    ("line", "column"),
    [(b"{'id': 1}", 2), (b'{"id": "a", ', 13), (b'{"id": "a"} x', 13), (b'{"id": NaN}', 8)],
)
def test_what_is_no_json_is_refused_with_its_column(tmp_path, line, column):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(line)
    (found,) = read_lines(path, shown="gold.jsonl")
    sentence = refusal(found)
    assert sentence.startswith("gold.jsonl, line 1: It is no JSON: ")
    assert sentence.endswith(f" at column {column}.")


def test_a_nul_in_a_complete_line_is_refused_by_place(read_one):
    line = changed(["spans", 2, "note"], "a\x00")
    sentence = 'span s3: "note": character 1 is U+0000, which no text may hold.'
    assert refusal(read_one(line)) == f"gold.jsonl, line 1: {sentence}"


PETRA = span("s1", "Petra", "OUTLET")
KEYS = [
    (["id"], ..., '"id" is missing.'),
    (["id"], "", '"id" is “”, not a text that is not empty.'),
    (["text"], ..., '"text" is missing.'),
    (["text"], None, '"text" is null.'),
    (["text"], 5, '"text" is 5, not a text.'),
    (["spans"], ..., '"spans" is missing.'),
    (["spans"], {}, '"spans" is an object, not a list.'),
    (["format"], "annotator-gold/2", '"format" is “annotator-gold/2”; this program reads annotator-gold/1.'),
    (["status"], "done", '"status" is “done”, not one of new, in-progress, complete, excluded, returned, approved.'),
    (["annotator"], "Amy B", '"annotator": “Amy B” cannot be the name of an annotator.'),
    (["annotator"], "system", '"annotator": “system” cannot be the name of an annotator.'),
    (["annotator"], "suggestions:", '"annotator": “suggestions:” cannot be the name of an annotator.'),
    (["annotator"], 7, '"annotator" is 7, not a text.'),
    (["sha256"], "0" * 64, '"sha256" does not fit "text".'),
    (["meta", "title"], 5, 'meta: "title" is 5, not a text or null.'),
    (["scheme"], {}, 'scheme: "name" is missing.'),
    (["scheme", "version"], "1", 'scheme: "version" is “1”, not a whole number.'),
    (["zones", 0, "kind"], "title", 'zone number 1: "kind" is “title”, not one of headline, dateline, byline, boilerplate.'),
    (["zones", 0, "end"], ..., 'zone number 1: "end" is missing.'),
    (["zones", 0, "end"], 9999, f"zone number 1: it ends at 9999, the text at {len(TEXT)}."),
    (["spans", 2, "label"], ..., 'span s3: "label" is missing.'),
    (["spans", 2, "id"], ..., 'span number 3: "id" is missing.'),
    (["spans", 2], "s3", "span number 3 is “s3”, not an object."),
    (["spans", 2, "start"], "5", 'span s3: "start" is “5”, not a whole number from 0.'),
    (["spans", 2, "start"], 61.0, 'span s3: "start" is 61.0, not a whole number from 0.'),
    (["spans", 2, "start"], True, 'span s3: "start" is true, not a whole number from 0.'),
    (["spans", 2, "start"], -1, 'span s3: "start" is -1, not a whole number from 0.'),
    (["spans", 2, "end"], 10**30, 'span s3: "end" is 1e+30, not a whole number from 0.'),
    (["spans", 2, "end"], 9999, f"span s3: it ends at 9999, the text at {len(TEXT)}."),
    (["spans", 2, "end"], 2, "span s3: it covers no text, from 64 to 2."),
    (["spans", 2, "text"], "Rana", "span s3: the text from 64 to 75 is “Rana Haddad”, not “Rana” (counted in code points)."),
    (["spans", 2, "text"], "", "span s3: the text from 64 to 75 is “Rana Haddad”, not “” (counted in code points)."),
    (["spans", 2, "entity"], "e99", "span s3: there is no entity e99 on the line."),
    (["spans", 2, "id"], "s1", "span s1: its id stands on the line twice."),
    (["spans", 2, "id"], "f1", "frame f1: its id stands on the line twice."),
    (["spans", 2, "attributes"], {"x": []}, 'span s3: "attributes" must be an object of texts, whole numbers and nulls.'),
    (["spans", 2], {**PETRA, "id": "s50"}, "span s50: s1 already is OUTLET from 38 to 43."),
    (["entities", 0, "name"], ..., 'entity e1: "name" is missing.'),
    (["entities", 0, "links"], {"wikidata": 5}, 'entity e1: "links" must be an object of texts.'),
    (["frames", 0, "type"], ..., 'frame f2: "type" is missing.'),
    (["frames", 0, "roles"], {"place": "s5"}, 'frame f2: "roles" must be an object of lists of ids.'),
    (["frames", 0, "roles", "place"], ["s99"], 'frame f2: "place" holds s99, no id of the line.'),
    (["frames", 0, "attributes", "kind"], 1.5, 'frame f2: "attributes" must be an object of texts, whole numbers and nulls.'),
    (["provenance", "s99"], {"by": "amy"}, "provenance of s99: there is no such span or frame on the line."),
    (["provenance", "s2"], "amy", "provenance of s2 is “amy”, not an object."),
    (["provenance", "s2", "at"], "yesterday", 'provenance of s2: "at" is “yesterday”, not a UTC time such as 2026-11-22T10:00:00Z.'),
    (["provenance", "s2", "score"], 2, 'provenance of s2: "score" is 2, not a number from 0 to 1.'),
    (["comments", 1, "on"], "s99", "comment number 2: there is no span or frame s99."),
    (["comments", 1, "by"], ..., 'comment number 2: "by" is missing.'),
    (["verdicts", 0, "of"], {"amy": 5}, 'verdict number 1: "of" must be an object of tags and nulls.'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "sentence"), KEYS)
def test_a_bad_line_is_refused_in_a_sentence(read_one, path, value, sentence):
    assert refusal(read_one(changed(path, value))) == f"gold.jsonl, line 1: {sentence}"


def test_a_refusal_reads_as_one_sentence_after_the_other(read_one):
    found = read_one(changed(["spans", 2, "label"], ...))
    assert str(found) == (
        'gold.jsonl, line 1: span s3: "label" is missing. Add the key and import the file again.'
    )


def test_the_misfit_is_told_in_the_unit_that_got_furthest(read_one):
    spans = [tag(0, 2, "😀"), tag(3, 8, "Petra", "s2"), tag(9, 12, "آرس", "s3")]
    assert refusal(read_one(article(EMOJI, spans))).endswith(
        "span s3: the text from 9 to 12 is “آرش”, not “آرس” (counted in UTF-16 units)."
    )


def test_offsets_inside_a_character_are_refused(read_one):
    line = article(EMOJI, [tag(3, 8, "Petra")], zones=[{"kind": "headline", "start": 1, "end": 8}])
    assert refusal(read_one(line)).endswith(
        "zone number 1: 1 is beyond the text or inside a character, counted in UTF-16 units."
    )


def test_zones_decide_where_the_words_fit_in_several_units(read_one):
    line = article("Petra 😀", [tag(0, 5, "Petra")])
    line["zones"] = [{"kind": "headline", "start": 6, "end": 8}]
    found = read_one(line)
    assert found.unit is Unit.UTF16
    assert found.record["zones"] == [{"kind": "headline", "start": 6, "end": 7}]


def test_a_span_of_the_byte_order_mark_alone_covers_nothing(read_one):
    line = article("\ufeffPetra", [tag(0, 1)])
    assert refusal(read_one(line)).endswith("span s1: it covers no text, from 0 to 0.")


def test_an_article_without_a_set_needs_no_name_and_takes_no_bad_one(read_one):
    assert isinstance(read_one({"id": "a", "text": "x", "annotator": None}), GoldLine)
    assert refusal(read_one({"id": "a", "text": "x", "annotator": "amy"})).endswith(
        '"spans" is missing.'
    )


def test_a_file_in_utf16_is_refused_once(read):
    text = encode(sample()).decode()
    found = read((text + text).encode("utf-16"))
    assert found == [Refusal("gold.jsonl", None, "It is UTF-16, not UTF-8.", "Save it as UTF-8.")]


def test_a_bad_line_does_not_stop_the_others(read):
    line = encode(sample()).rstrip()
    found = read(line, b"{", line, changed(["text"], ...), line)
    assert [type(item) for item in found] == [GoldLine, Refusal, GoldLine, Refusal, GoldLine]


# --- files ----------------------------------------------------------------------------------


def test_a_line_of_50_mb_is_refused_unread_in_bounded_memory(tmp_path):
    path = tmp_path / "gold.jsonl"
    with path.open("wb") as file:
        file.write(encode(sample()) + b'{"id":"a","text":"')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + encode(sample()))
    tracemalloc.start()
    found = list(read_lines(path, shown="gold.jsonl"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(type(item), item.line) for item in found] == [
        (GoldLine, 1),
        (Refusal, 2),
        (GoldLine, 3),
    ]
    assert refusal(found[1]).endswith("It is longer than 32 MiB and was not read.")
    assert peak < MAX_LINE_BYTES * 1.2 + 4 * CHUNK_BYTES


@pytest.mark.parametrize(("more", "kind"), [(0, GoldLine), (1, Refusal)])
def test_the_limit_is_exact(tmp_path, more, kind):
    line = b'{"id":"a","text":"x"}'
    path = tmp_path / "gold.jsonl"
    for end in (b"", b"\n"):
        path.write_bytes(line + b" " * (MAX_LINE_BYTES - len(line) + more) + end)
        assert [type(item) for item in read_lines(path)] == [kind]


def test_long_lines_within_the_limit_come_in(tmp_path):
    path = tmp_path / "gold.jsonl"
    texts = ["x" * size for size in (CHUNK_BYTES - 30, CHUNK_BYTES, 3 * CHUNK_BYTES + 5)]
    lines = [orjson.dumps({"id": "a", "text": text}) for text in texts]
    lines.append(b" " * (CHUNK_BYTES - len(lines[0])) + lines[0])
    path.write_bytes(b"\n".join(lines))
    found = [item.record["text"] for item in read_lines(path)]
    assert found == [*texts, texts[0]]


def test_a_thousand_lines_are_read_in_the_memory_of_one(tmp_path):
    path = tmp_path / "gold.jsonl"
    with GoldWriter(path) as writer:
        for _ in range(1000):
            writer.write(sample())
    tracemalloc.start()
    assert sum(isinstance(item, GoldLine) for item in read_lines(path)) == 1000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * CHUNK_BYTES


def test_a_file_that_is_not_there_or_a_folder_is_no_crash(tmp_path):
    with pytest.raises(FileMissingError, match=r"gold\.jsonl is not there"):
        list(read_lines(tmp_path / "gold.jsonl"))
    with pytest.raises(FileUnreadableError, match="cannot be read"):
        list(read_lines(tmp_path))
