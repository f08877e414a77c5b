"""The JSON Schema, the proof of a line, and the sample that all tests of the file form share."""

import copy
import json
from hashlib import sha256

import pytest

from annotator.domain.gold import GoldRecord
from annotator.exchange.gold import fault, is_sound, schema_text
from annotator.exchange.gold_schema import MAX_DEPTH, schema_fault, too_deep, validator

TEXT = (
    "Amman: Minister meets envoy 😀\n\n"
    "AMMAN (Petra) — Foreign Minister Rana Haddad met the envoy آرش کمانی in\u00a0Samarkand"
    " on Monday.\n“We will stand together,” said Haddad, “and we will not wait.”\n"
)


def place(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def span(name, words, label, nth=0, entity=None, **more):
    start, end = place(words, nth)
    return {
        "id": name,
        "start": start,
        "end": end,
        "label": label,
        "text": words,
        "entity": entity,
        "attributes": {},
        "note": "",
        **more,
    }


def entity(name, kind, called, **more):
    return {
        "id": name,
        "type": kind,
        "name": called,
        "aliases": [],
        "links": {},
        "note": "",
        "offices": [],
        **more,
    }


def frame(name, kind, roles, attributes, **more):
    return {
        "id": name,
        "type": kind,
        "roles": roles,
        "implied": [],
        "attributes": attributes,
        "note": "",
        "joined": None,
        **more,
    }


def sample() -> GoldRecord:
    """A line with everything that the form has, in the order of the form."""
    record = {
        "format": "annotator-gold/1",
        "id": "amman-1",
        "text": TEXT,
        "sha256": sha256(TEXT.encode()).hexdigest(),
        "meta": {
            "title": "Minister meets envoy",
            "outlet": "Petra",
            "published": "2016-02-01",
            "url": None,
            "language": "en",
            "byline": None,
            "place": "Amman",
            "source": "amman-1.txt",
            "encoding": "utf-8",
            "desk": {"name": "foreign", "rank": [1, 2.5, None, True]},
        },
        "zones": [
            {"kind": "headline", "start": 0, "end": 29},
            {"kind": "dateline", "start": 31, "end": 44},
        ],
        "scheme": {"name": "diplomatic-news", "version": 1},
        "annotator": "amy",
        "status": "complete",
        "spans": [
            span("s2", "Amman", "GPE", entity="e1"),
            span("s1", "Petra", "OUTLET", entity="e2"),
            span("s3", "Rana Haddad", "PERSON", entity="e3", note="the minister"),
            span("s12", "met", "TRIGGER"),
            span("s4", "آرش کمانی", "PERSON"),
            span("s5", "Samarkand", "GPE", entity="e4"),
            span("s6", "Monday", "DATE", attributes={"value": "2016-02-01"}),
            span("s7", "We will stand together,", "CONTENT"),
            span("s8", "said", "CUE"),
            span("s9", "Haddad", "PERSON", nth=1, entity="e3"),
            span("s10", "and we will not wait.", "CONTENT"),
        ],
        "entities": [
            entity("e1", "GPE", "Amman", aliases=["Jordan"], links={"wikidata": "Q3805"}),
            entity("e2", "OUTLET", "Petra"),
            entity("e3", "PERSON", "Rana Haddad", offices=[{"title": "minister"}]),
            entity("e4", "GPE", "Samarkand"),
            entity("e5", "PERSON", "Arash Kamani", note="not linked to a span"),
        ],
        "frames": [
            frame(
                "f2",
                "Meeting",
                {
                    "participant": ["s3", "e5"],
                    "trigger": ["s12"],
                    "place": ["s5"],
                    "date": ["s6"],
                    "statement": ["f1"],
                },
                {"kind": "bilateral", "status": "held", "date_value": None},
                joined="m3",
            ),
            frame(
                "f1",
                "Statement",
                {"speaker": ["s9"], "cue": ["s8"], "content": ["s7", "s10"]},
                {"mode": "direct", "speaker_by": "mention"},
                implied=["addressee"],
            ),
            frame(
                "f3",
                "Stance",
                {"holder": ["e3"], "evidence": ["s10"]},
                {"polarity": "support", "intensity": 3, "topic": "other"},
                implied=["target"],
            ),
        ],
        "provenance": {
            "s2": {
                "by": "amy",
                "at": "2026-11-22T10:00:00Z",
                "source": "builtin/1",
                "rule": "place",
                "score": 0.93,
                "decision": "accepted",
                "reason": "A capital.",
            },
            "s3": {"by": "amy", "at": "2026-11-22T10:00:00Z", "unsure": True},
            "f1": {"by": "ben", "verdict": "chosen", "votes": ["amy", "ben"]},
        },
        "comments": [
            {
                "on": None,
                "by": "ben",
                "at": "2026-11-23T09:00:00Z",
                "text": "Good.",
                "resolved": False,
            },
            {
                "on": "f1",
                "by": "ben",
                "at": "2026-11-23T09:00:00Z",
                "text": "One or two?",
                "resolved": True,
            },
        ],
        "verdicts": [
            {
                "verdict": "neither",
                "by": "carla",
                "at": "2026-11-24T09:00:00Z",
                "reason": "boundary",
                "of": {"amy": span("s77", "envoy", "ROLE"), "ben": None},
            }
        ],
    }
    return copy.deepcopy(record)


def changed(path, value):
    """The sample with one value replaced, or taken out where the value is ``...``."""
    record = sample()
    *way, last = path
    inner = record
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return record


def test_the_sample_fits_in_both_validators_and_proves_true():
    assert validator().is_valid(sample())
    assert schema_fault(sample()) == ""
    assert is_sound(sample())
    assert fault(sample()) == ""


def test_other_validators_understand_the_schema():
    plain = pytest.importorskip("jsonschema").Draft202012Validator
    plain.check_schema(json.loads(schema_text()))
    check = plain(json.loads(schema_text()))
    check.validate(sample())
    assert check.is_valid(changed(["annotator"], "آرش"))
    assert not check.is_valid(changed(["annotator"], "a b"))
    assert not check.is_valid(changed(["provenance", "s2", "at"], "2026-13-22T10:00:00Z"))


BREACHES = [
    (["format"], "annotator-gold/2", '"format": '),
    (["id"], "", '"id": '),
    (["text"], ..., "the line: "),
    (["sha256"], "A" * 64, '"sha256": '),
    (["meta", "outlet"], ..., '"meta": '),
    (["meta", "title"], 5, '"meta", "title": '),
    (["zones", 0, "kind"], "title", 'zone number 1: "kind": '),
    (["zones", 0, "start"], -1, 'zone number 1: "start": '),
    (["scheme", "name"], ..., '"scheme": '),
    (["annotator"], "a b", '"annotator": '),
    (["annotator"], "system", '"annotator": '),
    (["annotator"], "suggestions:", '"annotator": '),
    (["annotator"], "x" * 41, '"annotator": '),
    (["status"], "done", '"status": '),
    (["spans", 1, "colour"], "red", "span s1: "),
    (["spans", 1, "label"], ..., "span s1: "),
    (["spans", 1, "start"], "4", 'span s1: "start": '),
    (["spans", 6, "attributes", "value"], 1.5, 'span s6: "attributes", "value": '),
    (["spans", 6, "attributes", "value"], True, 'span s6: "attributes", "value": '),
    (["frames", 0, "joined"], ..., "frame f2: "),
    (["frames", 0, "roles", "place"], [], 'frame f2: "roles", "place": '),
    (["entities", 0, "links", "wikidata"], 5, 'entity e1: "links", "wikidata": '),
    (["provenance", "s2", "colour"], "red", "provenance of s2: "),
    (["provenance", "s2", "at"], "2026-11-22 10:00:00", 'provenance of s2: "at": '),
    (["provenance", "s2", "at"], "2026-13-22T10:00:00Z", 'provenance of s2: "at": '),
    (["provenance", "s2", "score"], float("nan"), 'provenance of s2: "score": '),
    (["provenance", "s2", "decision"], "rejected", 'provenance of s2: "decision": '),
    (["comments", 0, "resolved"], None, 'comment number 1: "resolved": '),
    (["verdicts", 0, "of"], ..., "verdict number 1: "),
    (["further"], 1, "the line: "),
]


@pytest.mark.parametrize(("path", "value", "start"), BREACHES)
def test_the_schema_forbids_what_the_program_never_writes(path, value, start):
    record = changed(path, value)
    assert not validator().is_valid(record)
    assert schema_fault(record).startswith(start)


def test_messages_about_the_schema_hold_no_words_of_the_article():
    assert "envoy" not in schema_fault(changed(["annotator"], "the envoy"))


@pytest.mark.parametrize("name", ["gold", "amy", "Zoë.b-c_9", "آرش", "suggestions:builtin"])
def test_the_schema_allows_names_in_every_script(name):
    assert validator().is_valid(changed(["annotator"], name))


@pytest.mark.parametrize("value", ["", "2016", 3, None])
def test_the_schema_keeps_attributes_that_are_texts_whole_numbers_or_null(value):
    assert validator().is_valid(changed(["spans", 6, "attributes", "value"], value))


FAULTS = [
    (["text"], TEXT.replace("\n", "\r\n"), '"text" is not canonical.'),
    (["text"], TEXT + "x", '"sha256" does not fit "text".'),
    (["spans", 1, "text"], "Petro", "span s1: the text from 38 to 43 is “Petra”, not “Petro”."),
    (["spans", 1, "end"], 38, "span s1: it covers no text, from 38 to 38."),
    (["spans", 1, "end"], 9999, f"span s1: it ends at 9999, the text at {len(TEXT)}."),
    (["spans", 1, "id"], "s2", "span s2: its id stands on the line twice."),
    (["entities", 0, "id"], "f1", "frame f1: its id stands on the line twice."),
    (["spans", 1, "entity"], "e9", "span s1: there is no entity e9 on the line."),
    (["spans", 1, "entity"], "s2", "span s1: there is no entity s2 on the line."),
    (["frames", 1, "roles", "cue"], ["s99"], 'frame f1: "cue" holds s99, no id of the line.'),
    (["provenance", "s99"], {}, "provenance of s99: there is no such span or frame on the line."),
    (["provenance", "e1"], {}, "provenance of e1: there is no such span or frame on the line."),
    (["comments", 1, "on"], "e1", "comment number 2: there is no span or frame e1."),
    (["zones", 1, "end"], 9999, f"zone number 2: it ends at 9999, the text at {len(TEXT)}."),
    (["zones", 1, "end"], 31, "zone number 2: it covers no text, from 31 to 31."),
]


@pytest.mark.parametrize(("path", "value", "sentence"), FAULTS)
def test_the_proof_finds_what_no_schema_can_say(path, value, sentence):
    record = changed(path, value)
    assert schema_fault(record) == ""
    assert not is_sound(record)
    assert fault(record) == sentence


def test_the_proof_finds_two_spans_with_one_label_at_one_place():
    record = sample()
    record["spans"].append({**record["spans"][1], "id": "s50"})
    assert not is_sound(record)
    assert fault(record) == "span s50: s1 already is OUTLET from 38 to 43."


@pytest.mark.parametrize(
    "path",
    [
        ["spans", 0, "start"],
        ["zones", 0, "start"],
        ["scheme", "version"],
        ["frames", 2, "attributes", "intensity"],
        ["spans", 6, "attributes", "value"],
    ],
)
def test_a_number_with_a_point_is_no_whole_number_even_where_the_schema_takes_it(path):
    record = changed(path, 0.0)
    assert schema_fault(record) == ""
    assert not is_sound(record)


def test_depth_is_bounded_wherever_other_programs_may_nest_values():
    def nested(levels):
        value = []
        for _ in range(levels - 1):
            value = [value]
        return value

    assert not too_deep(nested(MAX_DEPTH))
    assert too_deep(nested(MAX_DEPTH + 1))
    for path in (["meta", "desk"], ["entities", 0, "offices"], ["verdicts", 0, "of", "amy"]):
        deep = nested(200) if path[0] != "verdicts" else {"x": nested(200)}
        record = changed(path, deep)
        assert not is_sound(record)
        assert "nests deeper than 64 levels." in fault(record)
