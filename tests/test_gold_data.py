"""Our own gold: it imports, it checks, it comes back, and it keeps the rules of the guideline.

``tests/data/gold`` is for scoring and tagged in full; so is ``tests/data/unseen``, whose misses nobody
has read; ``tests/data/tuning`` is what rules are tuned on, and tagged only for what its file is
named after.
"""

import re
from pathlib import Path

import pytest

from annotator.domain.completeness import parses_as_date
from tests.cli.program import annotator, done, read, report

DATA = Path(__file__).parent / "data"
FILES = [*sorted((DATA / "gold").glob("*.jsonl")), *sorted((DATA / "unseen").glob("*.jsonl"))]
TUNING = sorted((DATA / "tuning").glob("*.jsonl"))
SAMPLE = Path(__file__).parents[1] / "sample_corpus" / "gold.jsonl"
ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "ROLE", "OUTLET", "DATE", "EVENT", "FAC")
IN_FRAMES = ("CUE", "CONTENT", "TARGET", "TRIGGER")
SHORT = {record["id"] for path in TUNING for record in read(path)}
EDGE = " \t\n ,;:!?…“”„«»\"‘’'()[]–—-*"
ABBREVIATION = re.compile(
    r"(\b\w\.)+$|\b(Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Col|Gen|Inc|Co|St)\.$"
)


def articles(*more):
    files = (*FILES, *more)
    return [pytest.param(record, id=record["id"]) for path in files for record in read(path)]


def spans(record, *labels):
    return [span for span in record["spans"] if span["label"] in labels]


def words(found):
    return [span["text"] for span in found]


def fillers(record, type_, role):
    """All that fills a role of the frames of one type."""
    frames = [frame for frame in record["frames"] if frame["type"] == type_]
    return {name for frame in frames for name in frame["roles"].get(role, [])}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def gold(request):
    return request.param


@pytest.fixture(params=[*FILES, *TUNING], ids=lambda path: f"{path.parent.name}-{path.stem}")
def file(request):
    return request.param


# --- The files -------------------------------------------------------------------------------


def test_a_file_comes_back_byte_for_byte_and_undamaged(file, tmp_path):
    workspace, out = tmp_path / "w.annotator", tmp_path / "out.jsonl"
    said = done("import", workspace, file)
    assert said.err == ""
    assert "Refused: 0." in said.out
    found = report("check", workspace)
    assert (found["damage"], found["unfinished"]) == ([], [])
    done("export", workspace, out, "--gold")
    assert out.read_bytes() == file.read_bytes()


def test_the_files_can_be_imported_together(tmp_path):
    workspace = tmp_path / "w.annotator"
    for path in (*FILES, *TUNING):
        assert annotator("import", workspace, path).status == 0, path.name
    assert report("check", workspace)["damage"] == []


def test_no_id_and_no_text_stands_twice():
    records = [record for path in (*FILES, *TUNING) for record in read(path)]
    assert len({record["id"] for record in records}) == len(records)
    assert len({record["sha256"] for record in records}) == len(records)


def test_every_article_of_a_file_tells_the_same_story(gold):
    stories = {record["id"].rpartition("-")[0] for record in read(gold)}
    assert len(stories) == 1


# --- The articles ----------------------------------------------------------------------------


@pytest.mark.parametrize("record", articles(*TUNING))
def test_an_article_is_gold_complete_and_has_a_headline(record):
    assert (record["annotator"], record["status"]) == ("gold", "complete")
    headline, *_decks = [zone for zone in record["zones"] if zone["kind"] == "headline"]
    assert record["text"][headline["start"] : headline["end"]] == record["meta"]["title"]
    least = 100 if record["id"] in SHORT else 200
    assert least <= len(record["text"].split()) <= 800


@pytest.mark.parametrize("record", articles(*TUNING))
def test_nothing_in_the_boilerplate_is_tagged(record):
    boilerplate = [zone for zone in record["zones"] if zone["kind"] == "boilerplate"]
    inside = [
        span["text"]
        for span in record["spans"]
        for zone in boilerplate
        if span["start"] < zone["end"] and zone["start"] < span["end"]
    ]
    assert inside == []


@pytest.mark.parametrize("record", articles(*TUNING))
def test_no_span_begins_or_ends_with_white_space(record):
    assert [text for text in words(record["spans"]) if text != text.strip()] == []


@pytest.mark.parametrize("record", articles())
def test_an_entity_span_has_no_article_possessive_or_edge_punctuation(record):
    found = words(spans(record, *ENTITIES))
    assert [text for text in found if re.match(r"(the|a|an)\s", text, re.IGNORECASE)] == []
    assert [text for text in found if re.search(r"[’']s$", text)] == []
    assert [text for text in found if text[0] in EDGE] == []
    assert [
        text
        for text in found
        if text[-1] in EDGE.replace(")", "")
        or (text[-1] == ")" and "(" not in text)
        or (text[-1] == "." and not ABBREVIATION.search(text))
    ] == []


@pytest.mark.parametrize("record", articles(*TUNING))
def test_content_keeps_out_that_and_the_marks_around_it(record):
    found = words(spans(record, "CONTENT"))
    assert [text for text in found if text.startswith("that ")] == []
    assert [text for text in found if re.fullmatch(r"“[^“”]*”|\"[^\"]*\"", text)] == []
    assert [text for text in found if text.count("“") < text.count("”")] == []


@pytest.mark.parametrize("record", articles(*TUNING, SAMPLE))
def test_content_is_all_that_stands_between_the_marks_of_a_quotation(record):
    """An edge comma or full stop inside the marks belongs to it."""
    text, cut = record["text"], []
    for span in spans(record, "CONTENT"):
        opened = text[: span["start"]].rstrip().endswith(("“", '"', "‘", "'", "«", "„"))
        if opened and re.match(r"[,.!?;…]+\s?[”\"’'»]", text[span["end"] :]):
            cut.append(span["text"])
    assert cut == []


@pytest.mark.parametrize("record", articles(*TUNING))
def test_cue_content_target_and_trigger_always_stand_in_a_frame(record):
    used = {
        "CUE": fillers(record, "Statement", "cue"),
        "CONTENT": fillers(record, "Statement", "content") | fillers(record, "Stance", "evidence"),
        "TARGET": fillers(record, "Stance", "target"),
        "TRIGGER": fillers(record, "Meeting", "trigger"),
    }
    loose = [
        span["text"] for span in spans(record, *IN_FRAMES) if span["id"] not in used[span["label"]]
    ]
    assert loose == []


@pytest.mark.parametrize("record", articles())
def test_dates_parse_and_linked_mentions_have_the_type_of_their_entity(record):
    values = [span["attributes"]["value"] for span in spans(record, "DATE") if span["attributes"]]
    values += [
        frame["attributes"]["date_value"]
        for frame in record["frames"]
        if "date_value" in frame["attributes"]
    ]
    assert [value for value in values if not parses_as_date(value)] == []
    types = {entity["id"]: entity["type"] for entity in record["entities"]}
    assert [
        span["text"]
        for span in record["spans"]
        if span["entity"]
        and types[span["entity"]] != span["label"]
        and span["label"] not in ("ROLE", "NORP")
    ] == []


@pytest.mark.parametrize("record", articles(*TUNING))
def test_the_content_of_a_statement_holds_neither_its_cue_nor_its_speaker(record):
    place = {span["id"]: (span["start"], span["end"]) for span in record["spans"]}
    crossed = []
    for frame in record["frames"]:
        if frame["type"] != "Statement":
            continue
        roles = frame["roles"]
        for content in roles["content"]:
            start, end = place[content]
            crossed += [
                (frame["id"], name)
                for name in roles.get("cue", []) + roles.get("speaker", [])
                if start <= place[name][0] and place[name][1] <= end
            ]
    assert crossed == []
