"""Properties: what is written is read the same; units and line ends are undone exactly."""

import copy
from hashlib import sha256

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import assets
from annotator.domain.article import META_KEYS
from annotator.domain.intake import Refusal
from annotator.domain.scheme_file import read_scheme
from annotator.exchange.gold import GoldLine, GoldOrder, Unit, encode, fault, is_sound, read_lines
from annotator.exchange.gold_offsets import Canonicalised, to_code_points
from annotator.exchange.gold_read import _read_leniently
from annotator.exchange.gold_schema import schema_fault
from tests.exchange.test_gold_schema import sample

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
ORDER = GoldOrder(SCHEME)
LABELS = [label.name for label in SCHEME.labels]
LETTERS = "abcdefghij آرشکمانی\u00a0\u200f\u0301é中文😀🇯🇴👩\u200d👧“”—\n"

texts = st.text(st.sampled_from(LETTERS), min_size=1, max_size=60).filter(
    lambda text: not text.startswith("\ufeff")
)
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
times = st.datetimes().map(lambda time: f"{time:%Y}".zfill(4) + f"{time:-%m-%dT%H:%M:%SZ}")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
attributes = st.dictionaries(words, st.none() | words | st.integers(-9, 9), max_size=2)


@st.composite
def extents(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def records(draw, text=texts):
    """A record that keeps every rule, in no particular order."""
    text = draw(text)
    entities = [
        {
            "id": f"e{number}",
            "type": draw(st.sampled_from(LABELS)),
            "name": draw(words),
            "aliases": draw(st.lists(words, max_size=2)),
            "links": draw(st.dictionaries(words, words, max_size=2)),
            "note": "",
            "offices": draw(st.lists(json_values, max_size=1)),
        }
        for number in range(draw(st.integers(0, 3)))
    ]
    places = draw(
        st.lists(st.tuples(extents(text), st.sampled_from(LABELS)), unique=True, max_size=8)
    )
    spans = [
        {
            "id": f"s{number}",
            "start": start,
            "end": end,
            "label": label,
            "text": text[start:end],
            "entity": draw(st.sampled_from([None, *(item["id"] for item in entities)])),
            "attributes": draw(attributes),
            "note": draw(st.just("") | words),
        }
        for number, ((start, end), label) in enumerate(places)
    ]
    count = draw(st.integers(0, 3))
    ids = [item["id"] for item in (*spans, *entities)] + [f"f{number}" for number in range(count)]
    fillers = st.lists(st.sampled_from(ids), min_size=1, max_size=3) if ids else st.nothing()
    frames = [
        {
            "id": f"f{number}",
            "type": draw(st.sampled_from(["Statement", "Stance", "Meeting"])),
            "roles": draw(st.dictionaries(st.sampled_from(["speaker", "cue", "x"]), fillers)),
            "implied": draw(st.lists(st.sampled_from(["content", "cue", "y"]), unique=True)),
            "attributes": draw(attributes),
            "note": "",
            "joined": draw(st.none() | st.just("m3")),
        }
        for number in range(count)
    ]
    tags = [item["id"] for item in (*spans, *frames)]
    entry = st.fixed_dictionaries(
        {},
        optional={
            "by": words,
            "at": times,
            "source": words,
            "rule": words,
            "score": st.integers(0, 10_000).map(lambda score: score / 10_000),
            "decision": st.sampled_from(["accepted", "corrected"]),
            "unsure": st.booleans(),
            "votes": st.lists(words, max_size=2),
            "reason": words,
        },
    )
    return {
        "format": "annotator-gold/1",
        "id": draw(words),
        "text": text,
        "sha256": sha256(text.encode()).hexdigest(),
        "meta": {
            **{key: draw(st.none() | words) for key in META_KEYS},
            **draw(st.dictionaries(words.map(lambda key: f"x-{key}"), json_values, max_size=2)),
        },
        "zones": [
            {"kind": "boilerplate", "start": start, "end": end}
            for start, end in draw(st.lists(extents(text), max_size=2))
        ],
        "scheme": {"name": "diplomatic-news", "version": 1},
        "annotator": draw(st.sampled_from(["amy", "gold", "suggestions:builtin", "آرش"])),
        "status": draw(st.sampled_from(["new", "complete"])),
        "spans": spans,
        "entities": entities,
        "frames": frames,
        "provenance": draw(st.dictionaries(st.sampled_from(tags), entry)) if tags else {},
        "comments": [
            {
                "on": draw(st.sampled_from([None, *tags])),
                "by": "ben",
                "at": draw(times),
                "text": draw(words),
                "resolved": draw(st.booleans()),
            }
            for _ in range(draw(st.integers(0, 2)))
        ],
        "verdicts": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("gold") / "gold.jsonl"


def read(path, line):
    path.write_bytes(line)
    (found,) = read_lines(path)
    assert isinstance(found, GoldLine), found
    return found


@settings(deadline=None)
@given(record=records())
def test_a_record_that_is_written_is_read_the_same(path, record):
    found = read(path, encode(record))
    assert found.record == record
    assert encode(found.record) == encode(record)
    assert (found.missing, found.unknown_keys) == (frozenset(), {})


@settings(deadline=None)
@given(record=records())
def test_the_lenient_way_agrees_with_the_quick_one(record):
    parsed = orjson.loads(encode(record))
    found = _read_leniently("x", 1, parsed, any_annotator=False, nul=True)
    assert found.record == record
    assert found.unit is Unit.CODE_POINTS


@settings(deadline=None)
@given(record=records())
def test_canonical_records_keep_every_rule_and_stay_as_they_are(record):
    before = copy.deepcopy(record)
    once = ORDER.canonical(record)
    assert record == before
    assert schema_fault(once) == ""
    assert is_sound(once)
    assert fault(once) == ""
    assert encode(ORDER.canonical(orjson.loads(encode(once)))) == encode(once)


@settings(deadline=None)
@given(record=records(), data=st.data())
def test_the_order_in_which_data_comes_does_not_matter(record, data):
    expected = encode(ORDER.canonical(record))
    for key in ("spans", "frames", "entities"):
        record[key] = data.draw(st.permutations(record[key]))
    record["provenance"] = dict(data.draw(st.permutations(list(record["provenance"].items()))))
    assert encode(ORDER.canonical(record)) == expected


different = st.lists(
    st.sampled_from(sorted(set(LETTERS))), min_size=1, max_size=len(set(LETTERS)), unique=True
).map("".join)
UNITS = {Unit.UTF16: ("utf-16-le", 2), Unit.UTF8: ("utf-8", 1)}


def in_unit(text, offset, unit):
    encoding, width = UNITS[unit]
    return len(text[:offset].encode(encoding)) // width


def in_other_places(one, other):
    return (one["start"], one["end"]) != (other["start"], other["end"])


@settings(deadline=None)
@given(record=records(different), unit=st.sampled_from(list(UNITS)))
def test_offsets_in_other_units_become_code_points(path, record, unit):
    """No character stands twice, so the words can fit in one place only."""
    line = copy.deepcopy(record)
    for item in (*line["spans"], *line["zones"]):
        item["start"] = in_unit(record["text"], item["start"], unit)
        item["end"] = in_unit(record["text"], item["end"], unit)
    if not any(map(in_other_places, line["spans"], record["spans"])):
        line["zones"] = record["zones"]  # nothing tells the unit: code points
    found = read(path, encode(line))
    assert {**found.record, "zones": []} == {**record, "zones": []}
    if found.unit is not Unit.UTF16 or unit is Unit.UTF16:  # else only zones could tell
        assert found.record == record


@settings(deadline=None)
@given(text=texts, unit=st.sampled_from(list(Unit)), data=st.data())
def test_offsets_are_converted_exactly_or_not_at_all(text, unit, data):
    offset = data.draw(st.integers(0, len(text)))
    units = offset if unit is Unit.CODE_POINTS else in_unit(text, offset, unit)
    every = range(units + 8)
    assert to_code_points(text, unit, every)[units] == offset
    assert sorted(to_code_points(text, unit, range(1000)).values()) == list(range(len(text) + 1))


@settings(deadline=None)
@given(record=records(), bom=st.booleans(), data=st.data())
def test_line_ends_are_made_canonical_and_offsets_follow(path, record, bom, data):
    text = record["text"]
    ends = [data.draw(st.sampled_from(["\n", "\r\n", "\r"])) for _ in range(text.count("\n"))]
    parts = text.split("\n")
    pieces = [part for pair in zip(parts, [*ends, ""], strict=True) for part in pair]
    original = "\ufeff" * bom + "".join(pieces)
    if original.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff") != text:
        return  # "\r" before "\n" made one line end of two
    moved, place = [], int(bom)
    waiting = iter(ends)
    for letter in text:
        moved.append(place)
        place += len(next(waiting)) if letter == "\n" else 1
    moved.append(place)
    line = copy.deepcopy(record)
    line["text"] = original
    for item in (*line["spans"], *line["zones"]):
        item["start"], item["end"] = moved[item["start"]], moved[item["end"]]
    for item in line["spans"]:
        item["text"] = original[item["start"] : item["end"]]
    line["sha256"] = data.draw(
        st.sampled_from([line["sha256"], sha256(original.encode()).hexdigest()])
    )
    assert read(path, encode(line)).record == record


@settings(deadline=None)
@given(text=st.text(st.sampled_from("ab\r\n\ufeff"), min_size=1, max_size=12), data=st.data())
def test_every_span_of_a_text_covers_the_same_words_in_the_canonical_one(text, data):
    kept = Canonicalised(text)
    start, end = data.draw(extents(text))
    marks = len(text) - len(text.lstrip("\ufeff"))
    words = text[max(start, marks) : max(end, marks)]
    expected = words.replace("\r\n", "\n").replace("\r", "\n")
    assert kept.text[kept.start(start) : kept.end(end)] == expected
    assert kept.changed == (kept.text != text)


def paths(value, path=()):
    """Yield the way to everything inside a value."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from paths(inner, (*path, key))


PATHS = list(paths(sample()))
odd_values = json_values | st.sampled_from(
    [..., 0, -1, 1.0, 2**63, True, "", "s1", "e1", "f1", "\x00", [[]], {"": []}, [None], "gold"]
)


@settings(deadline=None)
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), odd_values), min_size=1, max_size=3))
def test_whatever_a_line_holds_it_is_refused_or_can_be_written_again(path, changes):
    record = sample()
    for (*way, last), value in changes:
        inner = record
        try:
            for step in way:
                inner = inner[step]
            if isinstance(inner, dict) and not isinstance(last, str):
                continue  # a list was here before: a file has no such key
            if value is ...:
                del inner[last]
            else:
                inner[last] = value
        except (TypeError, LookupError):
            continue
    path.write_bytes(orjson.dumps(record))
    for found in read_lines(path):
        if isinstance(found, Refusal):
            assert found.problem.endswith(".")
            assert found.remedy.endswith(".")
        elif isinstance(found, GoldLine):
            complete = {"annotator": "amy", "scheme": {"name": "any", "version": 1}}
            again = found.record | {key: complete[key] for key in complete if key in found.missing}
            assert schema_fault(again) == ""
            assert is_sound(again)
            again = ORDER.canonical(again)
            assert read(path, encode(again)).record == again


@settings(deadline=None)
@given(place=st.integers(0, 5000), junk=st.binary(max_size=6))
def test_damaged_bytes_are_no_crash(path, place, junk):
    line = encode(sample())
    path.write_bytes(line[:place] + junk + line[place + len(junk) :])
    for found in read_lines(path):
        assert isinstance(found, (GoldLine, Refusal))
