"""Suggestions of imported lines: versions, decisions, undo."""

import orjson
import pytest

from annotator.errors import UndoConflictError
from annotator.ops import articles, intake, suggestions
from tests.ops.conftest import OTHER, TEXT, Desk, proposal, rows, suggest
from tests.ops.gold_lines import entity, frame, line, span, warnings

# --- suggestions ---------------------------------------------------------------------------------


def proposed(*spans, version="1", text=TEXT, name="muscat", frames=()):
    said = {"rule": "r", "score": 0.5, "reason": "Because.", "source": f"mine/{version}"}
    tagged = [*spans, *frames]
    return line(
        name, text, "suggestions:mine", status="new", spans=list(spans), frames=list(frames),
        provenance={item["id"]: said for item in tagged},
    )  # fmt: skip


def test_suggestions_come_out_as_they_came_in_also_where_nothing_was_found(
    empty, open_copy, empty_path, take, out, tmp_path
):
    made = proposed(
        span("s1", "Muscat", "GPE"),
        span("s7", "Monday", "DATE", attributes={"value": "2016-03-14"}),
        span("c", "said", "CUE"),
        frames=[frame("f3", "Statement", {"cue": ["c"]}, implied=["speaker"], note="perhaps")],
    )
    take(empty, made, proposed(text=OTHER, name="riga"))
    first = out(empty, "suggestions:mine")
    assert orjson.loads(first.splitlines()[0]) == made
    assert first.count(b"\n") == 2
    again = open_copy(empty_path, "again")
    intake.import_paths(again, [tmp_path / "out.jsonl"])
    assert out(again, "suggestions:mine") == first
    assert Desk(again).pending == [("Muscat", "GPE"), ("Monday", "DATE"), ("said", "CUE")]


def test_suggestions_without_a_word_of_provenance_can_be_exported(empty, take, out):
    bare = {"id": "muscat", "text": TEXT, "annotator": "suggestions:mine"}
    take(empty, bare | {"spans": [{"id": "a", "start": 0, "end": 4, "label": "FAC"}]})
    found = orjson.loads(out(empty, "suggestions:mine"))
    assert found["provenance"] == {"a": {"source": "mine/1"}}
    again = bare | {"spans": [{"id": "a", "start": 0, "end": 4, "label": "FAC"}]}
    assert take(empty, again).sets_known == 1


def test_what_suggestions_do_not_have_is_left_out_and_told(empty, take, out):
    made = proposed(span("s1", "Muscat", "GPE", entity="e1", note="hm"))
    made["entities"] = [entity("e1", "GPE", "Muscat")]
    made["frames"] = [frame("f1", "Stance", {"holder": ["e1", "s1"], "target": ["e1"]})]
    report = take(empty, made)
    assert any("suggestions have none" in item for item in warnings(report))
    found = orjson.loads(out(empty, "suggestions:mine"))
    assert found["frames"][0]["roles"] == {"holder": ["s1"]}
    assert (found["entities"], found["spans"][0]["note"]) == ([], "")


def test_newer_suggestions_of_a_file_replace_older_ones_and_undo_brings_those_back(
    empty, take, out
):
    take(empty, proposed(span("s1", "Muscat", "GPE")), author="amy")
    first = out(empty, "suggestions:mine")
    report = take(empty, proposed(span("s1", "Oman", "GPE"), version="2"), author="amy")
    assert (report.sets_replaced, report.sets_new) == (1, 0)
    desk = Desk(empty)
    assert desk.pending == [("Oman", "GPE")]
    second = out(empty, "suggestions:mine")
    desk.undo()
    assert (desk.pending, out(empty, "suggestions:mine")) == ([("Muscat", "GPE")], first)
    desk.redo()
    assert (desk.pending, out(empty, "suggestions:mine")) == ([("Oman", "GPE")], second)


def test_the_same_suggestions_again_are_known(empty, take):
    made = proposed(span("s1", "Muscat", "GPE"))
    take(empty, made)
    before = empty.history()
    assert take(empty, made).sets_known == 1
    assert empty.history() == before


def test_what_a_source_found_since_outlives_the_undo_of_an_import(empty, take):
    take(empty, proposed(span("s1", "Muscat", "GPE")), author="amy")
    take(empty, proposed(span("s1", "Oman", "GPE"), version="2"), author="amy")
    desk = Desk(empty)
    suggest(empty, "mine/3", desk.article, [proposal("railway", "ORG")])
    for _ in range(2):
        desk.undo()
        assert desk.pending == [("railway", "ORG")]
        desk.redo()
        assert desk.pending == [("railway", "ORG")]


def test_a_decision_on_imported_suggestions_keeps_the_import(empty, take):
    take(empty, proposed(span("s1", "Muscat", "GPE")), author="amy")
    take(empty, proposed(span("s1", "Oman", "GPE"), version="2"), author="amy")
    ben = Desk(empty, annotator="ben")
    suggestions.reject(empty, ben.target, ben.suggestion("Oman"))
    with pytest.raises(UndoConflictError, match="ben has changed this"):
        empty.undo("amy")


def test_a_line_where_nothing_was_found_has_the_version_of_those_here(empty, take):
    take(empty, line("riga", OTHER))
    suggest(empty, "mine/4", articles.named(empty, "riga"), [])
    take(empty, proposed())
    assert rows(empty, "SELECT version FROM source WHERE name = 'mine'") == [("4",)]
