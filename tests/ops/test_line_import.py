"""Lines of JSONL in: whole or refused, nothing tidied, and out again byte for byte."""

import orjson
import pytest

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleDraft, Metadata
from annotator.errors import RefusedInputError
from annotator.ops import articles, gold, intake, tags
from tests.ops.conftest import OTHER, TEXT, Desk, rows
from tests.ops.gold_lines import AT, META, frame, line, problems, rich, span, warnings

# --- in and out ---------------------------------------------------------------------------------


def test_everything_that_the_file_form_knows_comes_out_as_it_came_in(
    empty, open_copy, empty_path, take, out, tmp_path
):
    report = take(empty, rich())
    assert (problems(report), report.articles_new, report.sets_new) == ([], 1, 1)
    first = out(empty)
    known = orjson.loads(first)
    wanted = rich()
    for key in ("text", "meta", "zones", "status", "provenance", "verdicts"):
        assert known[key] == wanted[key], key
    assert {item["id"]: item for item in known["frames"]} == {
        item["id"]: item for item in wanted["frames"]
    }
    assert sorted(known["entities"], key=lambda item: item["name"]) == sorted(
        wanted["entities"], key=lambda item: item["name"]
    )
    again = open_copy(empty_path, "again")
    intake.import_paths(again, [tmp_path / "out.jsonl"])
    assert out(again) == first


def test_gold_and_several_annotators_each_come_out_as_they_came_in(empty, take, out):
    lines = [
        line(annotator=name, status=status, spans=[span("s1", words, "GPE")])
        for name, status, words in (
            ("amy", "complete", "Muscat"),
            ("gold", "in-progress", "MUSCAT"),
            ("Ωmar.b_c-d", "excluded", "Oman"),
        )
    ]
    report = take(empty, *lines)
    assert problems(report) == []
    assert (report.articles_new, report.articles_known, report.sets_new) == (1, 0, 3)
    for one in lines:
        assert orjson.loads(out(empty, one["annotator"])) == one
    assert gold.default_set(empty) == "gold"


def test_nothing_is_tidied(empty, take, out):
    text = "  odd  "
    made = line(
        "odd", text, spans=[
            {**span("s1", "  odd  ", "PERSON", text=text)},
            {**span("s2", " ", "PERSON", text=text)},
        ]
    )  # fmt: skip
    take(empty, made)
    known = orjson.loads(out(empty))
    assert {item["text"] for item in known["spans"]} == {"  odd  ", " "}
    assert known["provenance"] == {}


def test_a_tag_without_provenance_gets_none_until_it_is_changed_here(empty, take, out):
    take(empty, line(spans=[span("s1", "Muscat", "GPE"), span("s2", "Oman", "GPE")]))
    desk = Desk(empty)
    tags.relabel(empty, desk.target, desk.span("Oman"), "ORG")
    known = orjson.loads(out(empty))["provenance"]
    assert list(known) == ["s2"]
    assert known["s2"]["by"] == "amy"


def test_scores_leave_with_four_decimals(empty, take, out):
    take(
        empty,
        line(spans=[span("s1", "Muscat", "GPE")], provenance={"s1": {"score": 0.123456789}}),
        line(
            annotator="suggestions:mine",
            spans=[span("s1", "Oman", "GPE")],
            provenance={"s1": {"score": 0.987654321, "source": "mine/2"}},
        ),
    )
    assert orjson.loads(out(empty))["provenance"]["s1"]["score"] == 0.1235
    found = orjson.loads(out(empty, "suggestions:mine"))
    assert found["provenance"]["s1"] == {"source": "mine/2", "score": 0.9877}


def test_the_next_keys_are_beyond_those_of_the_file(empty, take):
    take(empty, line(spans=[span("s41", "Muscat", "GPE"), span("weird", "Oman", "GPE")]))
    desk = Desk(empty)
    assert desk.tag("railway", "ORG").key == "s42"


# --- known, replaced, edited ----------------------------------------------------------------------


def test_the_same_line_again_is_known_and_no_operation(empty, take):
    take(empty, rich())
    before = empty.history()
    report = take(empty, rich())
    assert (report.articles_known, report.sets_known, report.sets_new) == (1, 1, 0)
    assert empty.history() == before


def test_a_set_that_nobody_edited_is_replaced_and_undo_brings_it_back(empty, take, out):
    take(empty, rich(), author="amy")
    first = out(empty)
    newer = line(meta=META, spans=[span("s50", "railway", "ORG")], status="complete")
    report = take(empty, newer, author="amy")
    assert (report.sets_replaced, problems(report)) == (1, [])
    desk = Desk(empty)
    assert (desk.tags, desk.shown.status) == ([("railway", "ORG")], SetStatus.COMPLETE)
    second = out(empty)
    desk.undo()
    assert out(empty) == first
    desk.redo()
    assert out(empty) == second
    desk.undo()
    assert take(empty, newer, author="amy").sets_replaced == 1, "undone, it was not edited here"


def test_a_set_that_was_edited_here_is_only_replaced_when_that_is_asked_for(empty, take):
    take(empty, rich())
    desk = Desk(empty)
    desk.tag("railway", "ORG")
    report = take(empty, rich())
    assert problems(report) == ["amy's tags on muscat were edited here since they came in."]
    assert ("railway", "ORG") in desk.tags
    assert take(empty, rich(), replace=True).sets_replaced == 1
    assert ("railway", "ORG") not in desk.tags


def test_an_edit_that_was_taken_back_is_none(empty, take):
    take(empty, rich())
    desk = Desk(empty)
    desk.tag("railway", "ORG")
    desk.undo()
    assert take(empty, rich()).sets_known == 1
    assert take(empty, line(spans=[])).sets_replaced == 1


def test_a_key_is_not_given_again_after_a_replacement(empty, take):
    take(empty, line(spans=[span("s9", "Muscat", "GPE")]))
    take(empty, line(spans=[span("s1", "Muscat", "GPE")]))
    assert Desk(empty).tag("railway", "ORG").key == "s10"


def test_decisions_follow_the_tags_of_a_replaced_set(small, take, out):
    desk = Desk(small)
    for words in ("Muscat", "MUSCAT", "Hilal al-Maskari"):
        desk.accept(words, "GPE" if "us" in words.lower()[:3] else "PERSON")
    made = orjson.loads(out(small))
    by_words = {item["text"]: item for item in made["spans"]}
    by_words["MUSCAT"]["label"] = "LOC"
    made["spans"] = [item for item in made["spans"] if item["text"] != "Hilal al-Maskari"]
    made["provenance"] = {item["id"]: {} for item in made["spans"]}
    assert take(small, made, replace=True).sets_replaced == 1
    decided = dict(
        rows(
            small,
            "SELECT s.label || s.start, d.decision FROM decision d "
            "JOIN suggestion s ON s.id = d.suggestion_id JOIN source o ON o.id = "
            "(SELECT source_id FROM look WHERE id = s.look_id) WHERE o.name = 'builtin'",
        )
    )
    assert decided == {
        f"GPE{desk.at('Muscat').start}": "accepted",
        f"GPE{desk.at('MUSCAT').start}": "corrected",
        f"PERSON{desk.at('Hilal').start}": "rejected",
    }


def test_a_second_line_for_the_same_set_is_refused(empty, take):
    report = take(empty, line(spans=[span("s1", "Muscat", "GPE")]), line())
    assert problems(report) == ["amy has tags on muscat on a line before."]
    assert Desk(empty).tags == [("Muscat", "GPE")]


# --- articles -----------------------------------------------------------------------------------


def test_the_same_text_under_another_id_is_the_article_that_is_here(empty, take):
    take(empty, line())
    report = take(empty, line("other", spans=[span("s1", "Muscat", "GPE")], annotator="ben"))
    assert warnings(report) == ["The same text is here as muscat."]
    assert Desk(empty, annotator="ben").tags == [("Muscat", "GPE")]
    assert len(rows(empty, "SELECT id FROM article")) == 1


@pytest.mark.parametrize("together", [True, False])
def test_the_same_id_with_another_text_is_refused_with_the_first_difference(empty, take, together):
    other = line("muscat", TEXT.replace("railway", "harbour"))
    if together:
        report = take(empty, line(), other)
    else:
        take(empty, line())
        report = take(empty, other)
    at = TEXT.index("railway")
    assert problems(report) == [
        f"muscat is here with another text, from character {at} on: “harbour,” al-Maskari”."
    ]
    assert Desk(empty).text == TEXT


def test_a_refused_line_leaves_not_even_its_article(empty, take):
    report = take(empty, line(spans=[span("s1", "Muscat", "CITY")]), line("riga", OTHER))
    assert len(report.refused) == 1
    assert [name for (name,) in rows(empty, "SELECT name FROM article")] == ["riga"]


@pytest.mark.parametrize("together", [True, False])
def test_metadata_is_filled_where_it_is_empty_and_differences_are_told(empty, take, together):
    first = line(meta=line()["meta"] | {"title": "Mine", "desk": 1})
    second = line(
        annotator="ben",
        meta=line()["meta"] | {"title": "Theirs", "outlet": "Gulf", "desk": 2, "x": 3},
    )
    if together:
        report = take(empty, first, second)
    else:
        take(empty, first)
        report = take(empty, second)
    assert warnings(report) == [
        "Its title differs from the one here, which stays.",
        "Its desk differs from the one here, which stays.",
    ]
    known = articles.load(empty, Desk(empty).article).metadata
    assert (known.title, known.outlet, dict(known.further)) == ("Mine", "Gulf", {"desk": 1, "x": 3})
    empty.undo("system")
    if not together:
        known = articles.load(empty, Desk(empty).article).metadata
        assert (known.title, known.outlet, dict(known.further)) == ("Mine", None, {"desk": 1})


def test_other_zones_are_told_and_left(empty, take):
    zones = [{"kind": "headline", "start": 0, "end": 24}]
    take(empty, line(zones=zones))
    report = take(empty, line(annotator="ben", zones=[]))
    assert warnings(report) == ["Its zones differ from those here, which stay."]
    assert len(articles.load(empty, Desk(empty).article).zones) == 1


def test_zones_are_detected_only_where_the_key_is_missing(empty, take):
    bare = line()
    del bare["zones"]
    take(empty, bare, line("riga", OTHER))
    assert articles.load(empty, articles.named(empty, "muscat")).zones
    assert not articles.load(empty, articles.named(empty, "riga")).zones


def test_an_article_that_was_removed_comes_back_with_its_text(empty, take):
    take(empty, line())
    desk = Desk(empty)
    articles.archive(empty, [articles.load(empty, desk.article)], "amy")
    report = take(empty, line())
    assert "muscat was removed; it is back." in warnings(report)
    assert not articles.load(empty, desk.article).archived
    draft = ArticleDraft("muscat", TEXT, Metadata())
    articles.archive(empty, [articles.load(empty, desk.article)], "amy")
    report = intake.import_drafts(empty, [draft], "amy")
    assert warnings(report) == ["muscat was removed; it is back."]
    assert articles.counts(empty, "amy").articles == 1


def test_a_line_without_tags_is_an_article_only(empty, take):
    report = take(empty, {"id": "riga", "text": OTHER})
    assert (report.articles_new, report.sets_new, problems(report)) == (1, 0, [])
    assert rows(empty, "SELECT count(*) FROM annotation_set") == [(0,)]


# --- whose --------------------------------------------------------------------------------------


def test_a_line_that_names_nobody_is_refused_unless_somebody_is_named(empty, take):
    bare = line(spans=[span("s1", "Muscat", "GPE")])
    del bare["annotator"]
    assert problems(take(empty, bare)) == ['It names no "annotator".']
    take(empty, bare, annotator="ben")
    assert Desk(empty, annotator="ben").tags == [("Muscat", "GPE")]


def test_the_name_that_is_given_wins_and_leaves_the_provenance(empty, take, out):
    made = line(spans=[span("s1", "Muscat", "GPE")], provenance={"s1": {"by": "amy", "at": AT}})
    take(empty, made, annotator="ben")
    assert orjson.loads(out(empty, "ben"))["provenance"] == made["provenance"]
    assert empty.undo_step("ben").name == "Import 1 article and 1 set"


def test_lines_of_several_annotators_under_one_name_write_nothing(empty, take):
    with pytest.raises(RefusedInputError) as caught:
        take(empty, line(), line("riga", OTHER, "ben"), annotator="carl")
    assert caught.value.values["line"] == 2
    assert "amy and ben" in str(caught.value)
    assert rows(empty, "SELECT count(*) FROM article") == [(0,)]


def test_suggestions_never_become_somebody_s_tags(empty, take):
    made = line(annotator="suggestions:mine", spans=[span("s1", "Muscat", "GPE")])
    report = take(empty, made, annotator="amy")
    assert problems(report) == ["It holds suggestions of mine, not tags."]
    assert rows(empty, "SELECT count(*) FROM span") == [(0,)]


# --- what the scheme refuses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"spans": [span("s1", "Muscat", "CITY")]}, "no label “CITY”"),
        ({"spans": [span("s1", "Monday", "DATE", attributes={"day": "1"})]}, "“day”"),
        ({"frames": [frame("f1", "Deal", {})]}, "no frame type “Deal”"),
        ({"frames": [frame("f1", "Stance", {"owner": []})]}, ""),
        ({"frames": [frame("f1", "Stance", {}, implied=["owner"])]}, "no role “owner”"),
        ({"frames": [frame("f1", "Stance", {}, attributes={"polarity": "so-so"})]}, "polarity"),
        ({"frames": [frame("f1", "Stance", {"holder": ["s7"]})]}, "s7"),
        ({"comments": [{"on": "s7", "by": "x", "at": AT, "text": "", "resolved": False}]}, "s7"),
        ({"provenance": {"s7": {}}}, "s7"),
    ],
)
def test_what_the_scheme_does_not_have_is_refused_by_name(empty, take, change, said):
    report = take(empty, line(**change))
    if said:
        assert [said in problem for problem in problems(report)] == [True], problems(report)
        assert rows(empty, "SELECT count(*) FROM article") == [(0,)]


def test_what_is_unfinished_comes_in_and_is_told(empty, take):
    made = line(
        spans=[span("s1", "met", "TRIGGER")], frames=[frame("f1", "Stance", {"holder": ["s1"]})]
    )
    report = take(empty, made)
    assert report.sets_new == 1
    assert len(report.warnings) == 1
    assert "Unfinished" in report.warnings[0].problem
