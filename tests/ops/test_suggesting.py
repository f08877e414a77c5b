"""Suggestions: who they wait for, what sources agree on, and deciding on many at once."""

from dataclasses import replace

import pytest

from annotator.domain.article import ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.suggestion import SuggestionId
from annotator.errors import GoneError, StaleSetError, UndoConflictError
from annotator.jobs import Cancelled, Progress
from annotator.ops import (
    articles,
    corpus,
    integrity,
    status,
    suggested_frames,
    suggestions,
    tags,
)
from annotator.store.sets import OpenSet, SetTarget
from tests.ops.conftest import (
    BUILTIN,
    LEARNED,
    OTHER,
    TEXT,
    Desk,
    proposal,
    proposals,
    rows,
    suggest,
    table_counts,
)

WAITING = [
    ("Muscat", "GPE"),
    ("MUSCAT", "GPE"),
    ("Hilal al-Maskari", "PERSON"),
    ("Monday", "DATE"),
    ("Monday", "EVENT"),
    ("al-Maskari", "PERSON"),
]


def found(desk):
    return suggestions.pending(desk.workspace, desk.article, desk.annotator)


# --- who they wait for ----------------------------------------------------------------------


def test_suggestions_wait_for_everybody_whatever_colleagues_decided(amy, ben):
    assert amy.pending == ben.pending == WAITING
    amy.accept("Muscat")
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    assert amy.pending == WAITING[2:]
    assert ben.pending == WAITING


def test_what_two_sources_propose_alike_is_one_suggestion_with_the_best_score(amy):
    first = found(amy)[0]
    assert (first.source, first.score) == (LEARNED, 0.97)
    assert first.sources == (LEARNED, BUILTIN)
    amy.accept("Muscat")
    decided = rows(amy.workspace, "SELECT suggestion_id, span_id FROM decision")
    assert len(decided) == 2
    assert {span for _, span in decided} == {amy.span("Muscat").id}
    assert found(amy)[0].extent == amy.at("MUSCAT")


def test_what_was_tagged_before_it_was_suggested_waits_for_nobody(amy):
    amy.tag("railway", "FAC")
    suggest(amy.workspace, BUILTIN, amy.article, [proposal("railway", "FAC")])
    assert ("railway", "FAC") not in amy.pending
    assert ("railway", "FAC") in Desk(amy.workspace, annotator="ben").pending


@pytest.mark.parametrize("source", [BUILTIN, "builtin/2", "model/1"])
def test_what_was_rejected_once_does_not_come_back(amy, ben, source):
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    suggest(amy.workspace, source, amy.article, proposals(BUILTIN, TEXT))
    assert ("MUSCAT", "GPE") not in amy.pending
    assert ("MUSCAT", "GPE") in ben.pending
    amy.undo()
    assert ("MUSCAT", "GPE") in amy.pending


def test_a_new_version_of_a_source_takes_the_place_of_the_old_one(amy):
    old = amy.suggestion("MUSCAT")
    decided = amy.suggestion("Hilal al-Maskari")
    suggestions.accept(amy.workspace, amy.target, decided)
    new = [proposal("Sagyndykov", "PERSON"), proposal("Monday", "DATE", 0.2)]
    assert suggest(amy.workspace, "builtin/2", amy.article, new) == 2
    assert amy.pending == [
        ("Muscat", "GPE"),  # the other source has not looked again
        ("Sagyndykov", "PERSON"),
        ("Monday", "DATE"),
        ("Monday", "EVENT"),
    ]
    assert amy.suggestion("Monday", "DATE").source == "builtin/2"
    with pytest.raises(GoneError, match="suggestion"):
        suggestions.accept(amy.workspace, amy.target, old)
    with pytest.raises(GoneError):
        suggestions.reject(amy.workspace, amy.target, old)
    with pytest.raises(GoneError):
        suggestions.correct(amy.workspace, amy.target, old, label="ORG")
    assert amy.tags == [("Hilal al-Maskari", "PERSON")]
    kept = rows(amy.workspace, "SELECT count(*) FROM suggestion WHERE id = ?", decided.id)
    assert kept[0][0] == 1  # somebody decided on it
    assert integrity.check(amy.workspace).damage == ()


def test_an_article_is_looked_at_once_by_each_version_also_where_nothing_was_found(amy):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga").article
    assert suggestions.waiting_articles(workspace, BUILTIN) == []
    assert suggestions.waiting_articles(workspace, "builtin/2") == [amy.article, riga]
    suggest(workspace, "builtin/2", riga, [])
    assert suggestions.waiting_articles(workspace, "builtin/2") == [amy.article]


def test_what_lies_in_boilerplate_waits_for_nobody(amy, ben):
    workspace, article = amy.workspace, articles.load(amy.workspace, amy.article)
    footer = [zone.extent for zone in article.zones if zone.kind == ZoneKind.BOILERPLATE]
    articles.set_zone(workspace, article, "amy", footer[0], None)
    assert ("Oman", "GPE") in amy.pending
    half = Extent(amy.at("Monday").start + 2, amy.at("Monday").end)
    articles.set_zone(workspace, article, "amy", half, ZoneKind.BOILERPLATE)
    assert [item for item in amy.pending if item[0] == "Monday"] == []
    assert ben.pending == amy.pending
    workspace.undo("amy")
    workspace.undo("amy")
    assert amy.pending == WAITING


def test_deciding_is_undone_and_redone_after_a_newer_version_has_looked(amy):
    amy.accept("MUSCAT")
    suggest(amy.workspace, "builtin/2", amy.article, [])
    suggest(amy.workspace, "builtin/3", amy.article, [proposal("MUSCAT", "GPE")])
    amy.undo()
    assert (amy.tags, amy.suggestion("MUSCAT").source) == ([], "builtin/3")
    suggest(amy.workspace, "builtin/4", amy.article, [])  # takes what nobody decided on
    amy.redo()
    assert amy.tags == [("MUSCAT", "GPE")]
    amy.undo()
    assert integrity.check(amy.workspace).damage == ()


# --- one at a time --------------------------------------------------------------------------


def test_accepting_makes_the_tag_as_it_was_proposed(amy):
    span = amy.accept("Monday", "DATE")
    assert (span.label, span.text, span.attributes) == ("DATE", "Monday", {"value": "2016-03-14"})
    said = span.provenance
    assert (said.by, said.source, said.score, said.decision) == ("amy", BUILTIN, 0.7, "accepted")
    assert ("Monday", "EVENT") in amy.pending


@pytest.mark.parametrize(
    ("change", "made"),
    [
        ({"label": "LOC"}, ("MUSCAT", "LOC")),
        ({"extent": Extent(26, 28)}, ("MU", "GPE")),
        ({"label": "LOC", "extent": Extent(26, 28)}, ("MU", "LOC")),
    ],
)
def test_correcting_makes_the_tag_as_it_should_have_been(amy, change, made):
    waiting = amy.suggestion("MUSCAT")
    suggestions.correct(amy.workspace, amy.target, waiting, **change)
    (span,) = amy.shown.spans
    assert amy.tags == [made]
    assert (span.provenance.source, span.provenance.decision) == (BUILTIN, "corrected")
    decided = rows(amy.workspace, "SELECT suggestion_id, decision, span_id FROM decision")
    assert [tuple(row) for row in decided] == [(waiting.id, "corrected", span.id)]
    amy.undo()
    assert (amy.tags, amy.pending) == ([], WAITING)


def test_correcting_nothing_is_accepting(amy):
    waiting = amy.suggestion("MUSCAT")
    suggestions.correct(amy.workspace, amy.target, waiting, label="GPE", extent=waiting.extent)
    assert amy.span("MUSCAT").provenance.decision == "accepted"


def test_correcting_to_what_another_suggestion_says_accepts_that_one(amy):
    suggestions.correct(amy.workspace, amy.target, amy.suggestion("Monday", "EVENT"), label="DATE")
    decided = rows(amy.workspace, "SELECT label, decision FROM decision ORDER BY label")
    assert [tuple(row) for row in decided] == [("DATE", "accepted"), ("EVENT", "corrected")]


def test_a_suggestion_that_never_was_cannot_be_decided_on(amy):
    ghost = replace(amy.suggestion("MUSCAT"), id=SuggestionId(999))
    with pytest.raises(GoneError):
        suggestions.reject(amy.workspace, amy.target, ghost)
    assert amy.shown.id is None


def test_all_within_a_stretch_are_accepted_in_one_step(amy):
    line = Extent(amy.at("MUSCAT").start, amy.at("Monday").end - 1)
    assert suggested_frames.accept_within(amy.workspace, amy.target, line).count == 2
    assert amy.tags == [("MUSCAT", "GPE"), ("Hilal al-Maskari", "PERSON")]
    assert suggested_frames.accept_within(amy.workspace, amy.target, line).count == 0
    assert amy.workspace.undo("amy").step.name == "Accept 2 suggestions"
    assert amy.pending == WAITING


# --- many at a time -------------------------------------------------------------------------


def everything(*desks):
    return [(desk.shown.spans, desk.shown.status, found(desk)) for desk in desks]


def test_all_are_accepted_in_one_step_that_can_be_taken_back_and_brought_back(amy, ben):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga")
    amy.tag("Sagyndykov", "PERSON")
    suggestions.reject(workspace, amy.target, amy.suggestion("Monday", "EVENT"))
    before = everything(amy, riga, ben)
    assert suggestions.accept_all(workspace, "amy") == 8
    assert amy.tags == [
        ("Muscat", "GPE"),
        ("MUSCAT", "GPE"),
        ("Hilal al-Maskari", "PERSON"),
        ("Sagyndykov", "PERSON"),
        ("Monday", "DATE"),
        ("al-Maskari", "PERSON"),
    ]
    assert riga.tags == [("Riga", "GPE"), ("3 May 2016", "DATE"), ("Riga", "GPE")]
    assert amy.pending == riga.pending == ben.tags == []
    assert amy.span("Muscat").provenance.source == LEARNED
    assert amy.span("Muscat").provenance.score == 0.97
    assert amy.span("Monday").attributes == {"value": "2016-03-14"}
    assert len({span.key for span in amy.shown.spans}) == 6
    after = everything(amy, riga, ben)
    assert integrity.check(workspace).damage == ()
    assert workspace.undo("amy").step.name == "Accept 8 suggestions"
    assert everything(amy, riga, ben) == before
    assert integrity.check(workspace).damage == ()
    workspace.redo("amy")
    assert everything(amy, riga, ben) == after
    assert integrity.check(workspace).damage == ()


def test_accepting_one_by_one_and_all_at_once_make_the_same_tags(amy, ben):
    for item in found(amy):
        suggestions.accept(amy.workspace, amy.target, item)
    suggestions.accept_all(ben.workspace, "ben", articles=[ben.article])
    one, other = (
        [(span.extent, span.label, span.text, span.attributes, span.provenance.source,
          span.provenance.score, span.provenance.decision) for span in desk.shown.spans]
        for desk in (amy, ben)
    )  # fmt: skip
    assert one == other
    decided = "SELECT suggestion_id, decision FROM decision WHERE annotator = ? ORDER BY 1"
    assert rows(amy.workspace, decided, "amy") == rows(amy.workspace, decided, "ben")


def test_only_what_was_asked_for_is_accepted(amy):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga")
    assert suggestions.accept_all(workspace, "amy", labels=["PERSON"]) == 2
    assert suggestions.accept_all(workspace, "amy", labels=["PERSON"]) == 0
    assert suggestions.accept_all(workspace, "amy", min_score=0.85) == 3
    assert amy.tags == [
        ("Muscat", "GPE"), ("Hilal al-Maskari", "PERSON"), ("al-Maskari", "PERSON"),
    ]  # fmt: skip
    assert riga.tags == [("Riga", "GPE"), ("3 May 2016", "DATE")]
    assert suggestions.accept_all(workspace, "amy", articles=[riga.article]) == 1
    assert suggestions.accept_all(workspace, "amy", articles=[]) == 0
    assert amy.pending == [("MUSCAT", "GPE"), ("Monday", "DATE"), ("Monday", "EVENT")]


def test_closed_sets_and_removed_articles_are_left_alone(amy):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga")
    amy.accept("Muscat")
    status.exclude(workspace, amy.target, "a duplicate")
    articles.archive(workspace, [articles.load(workspace, riga.article)], "amy")
    assert suggestions.accept_all(workspace, "amy") == 0
    assert workspace.undo_step("amy").name == "Remove “Baltic envoy urges calm”"
    assert (amy.tags, riga.tags) == ([("Muscat", "GPE")], [])
    assert suggestions.accept_all(workspace, "ben") == 6


def test_accepting_everything_does_not_take_an_open_window_by_surprise(amy):
    amy.tag("Oman")
    shown = amy.target
    suggestions.accept_all(amy.workspace, "amy")
    assert amy.shown.revision == shown.revision + 1
    with pytest.raises(StaleSetError):
        tags.add(amy.workspace, shown, amy.at("railway"), "FAC")


def test_a_cancelled_acceptance_leaves_nothing(amy):
    before = table_counts(amy.workspace)
    progress = Progress(lambda _done, _total: progress.cancel())
    with pytest.raises(Cancelled):
        suggestions.accept_all(amy.workspace, "amy", progress=progress)
    assert table_counts(amy.workspace) == before


def test_tags_made_in_bulk_and_changed_since_are_taken_back_newest_first(amy):
    suggestions.accept_all(amy.workspace, "amy")
    tags.relabel(amy.workspace, amy.target, amy.span("MUSCAT"), "LOC")
    tags.delete(amy.workspace, amy.target, [amy.span("Hilal al-Maskari")])
    for _ in range(3):
        amy.undo()
    assert (amy.tags, amy.pending) == ([], WAITING)
    for _ in range(3):
        amy.redo()
    assert ("MUSCAT", "LOC") in amy.tags
    assert ("Hilal al-Maskari", "PERSON") not in amy.tags
    assert ("Hilal al-Maskari", "PERSON") not in amy.pending
    assert integrity.check(amy.workspace).damage == ()


def test_bulk_tags_that_are_not_there_any_more_cannot_be_brought_back_over_others(amy, ben):
    suggestions.accept_all(amy.workspace, "amy", articles=[amy.article])
    amy.undo()
    with amy.workspace.operation("Import 1 set", "ben") as writer:  # as an import by ben would
        opened = OpenSet(writer, SetTarget(amy.article, "amy"))
        opened.add_span(amy.at("Oman"), "GPE", "Oman", provenance=tags.provenance("amy", None))
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        amy.redo()
    assert amy.tags == [("Oman", "GPE")]
    assert amy.span("Oman").key == "s7"  # the keys of what was taken back are not given again
    ben.undo()
    amy.redo()
    assert len(amy.tags) == 6
    assert amy.tag("Oman").key == "s8"


def test_all_articles_are_looked_at_and_one_that_has_gone_is_passed_over(amy):
    workspace, seen = amy.workspace, []
    keys = suggestions.waiting_articles(workspace, "builtin/2")

    def propose(text, zones):
        seen.append((text, len(zones)))
        return proposals(BUILTIN, text)[:1]

    count = suggestions.suggest_all(workspace, "builtin/2", propose, [99, *keys], Progress())
    assert count == 2
    assert seen == [(TEXT, 2), (OTHER, 0)]


def test_figures_add_up_the_decisions_of_all_or_of_one(amy, ben):
    amy.accept("Muscat")
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    suggestions.correct(ben.workspace, ben.target, ben.suggestion("MUSCAT"), label="LOC")
    figures = corpus.stats(amy.workspace).suggestions
    assert figures[BUILTIN] == {"pending": 6, "accepted": 1, "corrected": 1, "rejected": 1}
    assert figures[LEARNED] == {"pending": 2, "accepted": 1, "corrected": 0, "rejected": 0}
    mine = corpus.stats(amy.workspace, "ben").suggestions
    assert mine[BUILTIN] == {"pending": 7, "accepted": 0, "corrected": 1, "rejected": 0}
