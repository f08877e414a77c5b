"""Lines with frames in and out: byte for byte the same, or refused by file and line."""

import json

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.domain.text import sha256
from annotator.exchange.gold import canonical_record
from tests.cli.program import done, names, report, write

TEXT = (
    "Osh to host rail talks\n"
    "“We want the line,” Aida Nur said, “and we want it this year.”\n"
    "Rail Wire reported that Nur said Batken had told her the money was there.\n"
    "She met Timur Bek, Lola Sain and the mayor in Osh on Monday.\n"
)


def span(key, words, label, nth=1, **more):
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    made = {"id": key, "start": at, "end": at + len(words), "label": label, "text": words}
    return {**made, "entity": None, "attributes": {}, "note": "", **more}


def entity(key, kind, name, **more):
    made = {"id": key, "type": kind, "name": name, "aliases": [], "links": {}, "note": ""}
    return {**made, "offices": [], **more}


def frame(key, type_, roles, implied=(), /, joined=None, note="", **attributes):
    return {
        "id": key, "type": type_, "roles": roles, "implied": list(implied),
        "attributes": attributes, "note": note, "joined": joined,
    }  # fmt: skip


SAID = {"mode": "direct", "speaker_by": "mention"}
REPORTED = {"mode": "indirect", "speaker_by": "mention"}
HELD = {"kind": "bilateral", "status": "held"}


def whole():
    """A line in canonical form with everything that frames can have."""
    return {
        "format": "annotator-gold/1", "id": "osh-1", "text": TEXT, "sha256": sha256(TEXT),
        "meta": {
            "title": "Osh to host rail talks", "outlet": "Rail Wire", "published": "2016-05-02",
            "url": None, "language": "en", "byline": None, "place": None, "source": None,
            "encoding": "utf-8",
        },
        "zones": [{"kind": "headline", "start": 0, "end": 22}],
        "scheme": {"name": "diplomatic-news", "version": 1},
        "annotator": "amy", "status": "complete",
        "spans": [
            span("s1", "Osh", "GPE", entity="e1"),
            span("s2", "talks", "TRIGGER"),
            span("s3", "We want the line,", "CONTENT"),
            span("s4", "the line", "TARGET"),
            span("s5", "Aida Nur", "PERSON", entity="e2"),
            span("s6", "said", "CUE"),
            span("s7", "and we want it this year.", "CONTENT"),
            span("s8", "Rail Wire", "OUTLET", entity="e3"),
            span("s9", "reported", "CUE"),
            span("s11", "Nur", "PERSON", 2, entity="e2"),
            span("s10", "Nur said Batken had told her the money was there", "CONTENT"),
            span("s12", "said", "CUE", 2),
            span("s14", "Batken", "GPE", note="the town hall"),
            span("s13", "Batken had told her the money was there", "CONTENT"),
            span("s15", "told", "CUE"),
            span("s16", "the money was there", "CONTENT"),
            span("s17", "met", "TRIGGER"),
            span("s18", "Timur Bek", "PERSON", entity="e4"),
            span("s19", "Lola Sain", "PERSON"),
            span("s20", "mayor", "ROLE"),
            span("s21", "Osh", "GPE", 2, entity="e1"),
            span("s22", "Monday", "DATE", attributes={"value": "2016-05-02"}),
        ],
        "entities": [
            entity("e1", "GPE", "Osh", links={"wikidata": "Q1"}),
            entity("e2", "PERSON", "Aida Nur", aliases=["Nur"]),
            entity("e3", "OUTLET", "Rail Wire"),
            entity("e4", "PERSON", "Timur Bek", offices=[{"of": "Osh", "from": "2014"}]),
            entity("e5", "ORG", "Transport ministry"),
        ],
        "frames": [
            frame("f1", "Meeting", {"participant": ["e5"], "trigger": ["s2"], "place": ["s1"],
                                    "statement": ["f2", "f4"]},
                  joined="m1", kind="conference", status="planned", date_value="2016-05"),
            frame("f5", "Stance", {"holder": ["s5"], "target": ["s4"], "evidence": ["s3", "s7"],
                                   "statement": ["f2"]},
                  polarity="support", intensity=3, topic="other"),
            frame("f2", "Statement", {"speaker": ["s5"], "cue": ["s6"], "content": ["s3", "s7"]},
                  ["addressee", "outlet"], note="broken by its attribution", **SAID),
            frame("f3", "Statement", {"speaker": ["s8"], "cue": ["s9"], "content": ["s10"]},
                  **REPORTED),
            frame("f4", "Statement", {"speaker": ["s11"], "cue": ["s12"], "content": ["s13"],
                                      "outlet": ["s8"]}, **REPORTED),
            frame("f6", "Statement", {"speaker": ["s14"], "cue": ["s15"], "content": ["s16"],
                                      "addressee": ["e2"]}, **REPORTED),
            frame("f7", "Meeting", {"participant": ["e2", "s18"], "trigger": ["s17"],
                                    "place": ["s21"], "date": ["s22"]},
                  **HELD, date_value="2016-05-02"),
            frame("f8", "Meeting", {"participant": ["e2", "s19"], "trigger": ["s17"]}, **HELD),
            frame("f9", "Meeting", {"participant": ["e2", "s20"], "trigger": ["s17"]}, **HELD),
        ],
        "provenance": {
            "s1": {"by": "amy", "at": "2026-11-22T10:00:00Z", "source": "builtin/1",
                   "score": 0.93, "decision": "accepted"},
            "f2": {"by": "amy", "at": "2026-11-22T10:01:00Z", "unsure": True},
        },
        "comments": [{"on": "f5", "by": "ben", "at": "2026-11-23T09:00:00Z", "text": "Strong?",
                      "resolved": False}],
        "verdicts": [],
    }  # fmt: skip


def as_line(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def there_and_back(w, tmp_path, source):
    """Import a file, export it, and return what the import reported and the bytes that came out."""
    found = report("import", w, source)
    done("export", w, tmp_path / "out.jsonl")
    return found, (tmp_path / "out.jsonl").read_bytes()


def test_nested_statements_fragments_implied_roles_and_entities_come_back_byte_for_byte(
    w, tmp_path
):
    source = write(tmp_path / "in.jsonl", as_line(whole()))
    found, out = there_and_back(w, tmp_path, source)
    assert out == source.read_bytes()
    assert (found["refused"], found["warnings"]) == ([], [])
    assert report("check", w)["unfinished"] == []


def test_the_gold_of_the_sample_corpus_comes_back_byte_for_byte(w, tmp_path, corpus):
    found, out = there_and_back(w, tmp_path, corpus / "gold.jsonl")
    assert out == (corpus / "gold.jsonl").read_bytes()
    assert (found["sets"]["new"], found["refused"]) == (20, [])
    checked = report("check", w)
    assert (checked["damage"], checked["unfinished"]) == ([], [])


def test_what_came_out_is_known_when_it_comes_in_again(w, tmp_path, corpus):
    there_and_back(w, tmp_path, corpus / "gold.jsonl")
    found = report("import", w, tmp_path / "out.jsonl")
    assert found["sets"] == {"new": 0, "replaced": 0, "known": 20}


# --- what is unfinished ---------------------------------------------------------------------------

TAKES = "This role takes a PERSON, ORG, GPE, NORP, OUTLET or ROLE."
UNFINISHED = {
    "an empty required role": (
        lambda frames: frames["f3"]["roles"].pop("speaker"),
        "frame f3: No speaker yet. Select the named mention nearest the cue",
    ),
    "a span of an unusual label": (
        lambda frames: frames["f3"]["roles"].update(speaker=["s22"]),
        f"frame f3: “Monday” (DATE) is unusual as speaker. {TAKES}",
    ),
    "an entity of an unusual type": (
        lambda frames: frames["f7"]["roles"].update(place=["e4"]),
        "frame f7: “Timur Bek” (PERSON) is unusual as place. This role takes a GPE, LOC or FAC.",
    ),
    "a frame where words belong": (
        lambda frames: frames["f3"]["roles"].update(speaker=["f7"]),
        f"frame f3: A Meeting is unusual as speaker. {TAKES}",
    ),
    "too many fillers": (
        lambda frames: frames["f3"]["roles"].update(cue=["s9", "s12"]),
        "frame f3: Takes 1 cue, has 2.",
    ),
    "a required value that is not set": (
        lambda frames: frames["f5"]["attributes"].pop("polarity"),
        "frame f5: No polarity yet. Choose support, oppose, neutral or mixed.",
    ),
    "a date that is none": (
        lambda frames: frames["f7"]["attributes"].update(date_value="2016-02-30"),
        "frame f7: “2016-02-30” is no date like 2016-02-04.",
    ),
    "evidence outside the statement": (
        lambda frames: frames["f5"]["roles"].update(evidence=["s16"]),
        "frame f5: The evidence “the money was there” is outside the content of its statement.",
    ),
}


@pytest.mark.parametrize("what", UNFINISHED)
def test_what_is_unfinished_comes_in_is_reported_and_goes_out_as_it_came(w, tmp_path, what):
    change, said = UNFINISHED[what]
    record = whole()
    change({item["id"]: item for item in record["frames"]})
    record = canonical_record(record, default_scheme())
    source = write(tmp_path / "in.jsonl", '{"text":"Another.\\n","id":"a"}', as_line(record))
    found = report("import", w, source)
    assert found["sets"]["new"] == 1
    notes = [item for item in found["warnings"] if item["problem"].startswith("Unfinished: ")]
    assert [(item["file"], item["line"]) for item in notes] == [(str(source), 2)]
    assert said in " ".join(item["problem"] for item in notes)
    checked = report("check", w)
    assert checked["damage"] == []
    assert any(said.partition(": ")[2] in line for line in checked["unfinished"])
    done("export", w, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == source.read_bytes().split(b"\n")[1] + b"\n"


def test_two_stances_that_say_the_same_in_a_paragraph_are_unfinished(w, tmp_path):
    record = whole()
    again = {**record["frames"][1], "id": "f10"}
    record["frames"].insert(2, again)
    found = report("import", w, write(tmp_path / "in.jsonl", as_line(record)))
    (note,) = found["warnings"]
    words = "Another stance of this paragraph has the same holder, topic and polarity."
    assert note["problem"] == f"Unfinished: frame f10: {words}"


def test_a_frame_that_fills_itself_comes_in_and_is_listed(w, tmp_path):
    record = whole()
    record["frames"][0]["roles"]["statement"] = ["f1"]
    source = write(tmp_path / "in.jsonl", as_line(record))
    found, out = there_and_back(w, tmp_path, source)
    assert out == source.read_bytes()
    (note,) = found["warnings"]
    assert note["problem"] == (
        "Unfinished: frame f1: A Meeting is unusual as statement. This role takes a Statement. "
        "(2 such places)"
    )
    circle = "osh-1, amy: Meeting f1: It fills one of its own roles"
    assert any(line.startswith(circle) for line in report("check", w)["unfinished"])


def test_unfinished_frames_are_listed_with_annotator_and_id_and_are_no_failure(w, tmp_path):
    record = whole()
    record["frames"][3]["roles"].pop("speaker")
    done("import", w, write(tmp_path / "in.jsonl", as_line(record)))
    result = done("check", w)
    assert "Unfinished: osh-1, amy: Statement f3: No speaker yet." in result.err
    assert result.out == "1 articles, 22 spans: 0 damaged, 1 unfinished, 0 repaired.\n"


# --- what is refused ------------------------------------------------------------------------------

REFUSED = {
    "a label": (lambda r: r["spans"][0].update(label="CITY"), "span s1", "no label “CITY”"),
    "an attribute of a span": (
        lambda r: r["spans"][0].update(attributes={"tone": "x"}), "span s1", "no attribute “tone”",
    ),
    "a frame type": (
        lambda r: r["frames"][0].update(type="Summit"), "frame f1", "no frame type “Summit”",
    ),
    "a role": (
        lambda r: r["frames"][3]["roles"].update(chair=["s5"]), "frame f3", "no role “chair”",
    ),
    "an implied role": (
        lambda r: r["frames"][3].update(implied=["chair"]), "frame f3", "no role “chair”",
    ),
    "an attribute": (
        lambda r: r["frames"][3]["attributes"].update(tone="x"), "frame f3", "no attribute “tone”",
    ),
    "a value": (
        lambda r: r["frames"][3]["attributes"].update(mode="loud"),
        "frame f3", "“loud” is no value of mode. It is one of direct, indirect, mixed.",
    ),
    "a number that is a text": (
        lambda r: r["frames"][1]["attributes"].update(intensity="3"),
        "frame f5", "“3” is no value of intensity",
    ),
    "a topic that the codebook has not": (
        lambda r: r["frames"][1]["attributes"].update(topic="football"),
        "frame f5", "“football” is no value of topic",
    ),
    "a filler that is not on the line": (
        lambda r: r["frames"][3]["roles"].update(speaker=["s99"]),
        "frame f3", '"speaker" holds s99, no id of the line',
    ),
    "an entity that is not on the line": (
        lambda r: r["spans"][0].update(entity="e99"), "", "e99",
    ),
    "provenance of what is not on the line": (
        lambda r: r["provenance"].update(s99={}), "", "s99",
    ),
    "a comment on what is not on the line": (
        lambda r: r["comments"][0].update(on="f99"), "", "f99",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_scheme_or_the_line_does_not_have_is_refused_by_file_and_line(w, tmp_path, what):
    change, where, said = REFUSED[what]
    record = whole()
    change(record)
    good = {**whole(), "id": "osh-2", "text": f"{TEXT}x", "sha256": sha256(f"{TEXT}x")}
    source = write(tmp_path / "in.jsonl", as_line(record), as_line(good))
    found = report("import", w, source, status=1)
    (refused,) = found["refused"]
    assert (refused["file"], refused["line"]) == (str(source), 1)
    assert where in refused["problem"]
    assert said in refused["problem"]
    assert found["sets"]["new"] == 1
    assert report("stats", w)["articles"] == 1
    result = done("import", w, source, status=1)
    assert f"{source}, line 1: " in result.err


def test_nothing_is_left_of_an_import_that_is_refused_whole_into_a_new_file(w, tmp_path):
    record = whole()
    record["frames"][0]["type"] = "Summit"
    source = write(tmp_path / "in.jsonl", as_line(record))
    done("import", w, source, status=1)
    assert names(tmp_path) == ["in.jsonl"]
    done("import", w, tmp_path / "nowhere", status=1)
    assert names(tmp_path) == ["in.jsonl"]


def test_a_workspace_that_was_there_stays_when_an_import_is_refused_whole(two, tmp_path):
    before = report("stats", two)
    record = whole()
    record["frames"][0]["type"] = "Summit"
    done("import", two, write(tmp_path / "in.jsonl", as_line(record)), status=1)
    assert report("stats", two) == before
