"""Everywhere: what stands at each place, and changing many of them in one step."""

import pytest

from annotator.domain.annotation import Filler, SetStatus
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.concordance import Act, HitState, Plan
from annotator.domain.suggestion import Decision
from annotator.errors import GoneError, SetClosedError, UndoConflictError, UnknownLabelError
from annotator.jobs import Cancelled, Progress
from annotator.ops import (
    articles,
    entities,
    everywhere,
    frames,
    intake,
    integrity,
    status,
    suggestions,
    tags,
)
from annotator.ops.workspace import Workspace
from tests.ops.conftest import BUILTIN, Desk, proposal, rows, suggest, table_counts


def states(desk, words, label="GPE", entity=None):
    page, _ = desk.found(words, label, entity)
    return [page.state(number) for number in range(len(page))]


def standing(desk, words, label="GPE", nth=1):
    """What a row says of the nth place."""
    page, asked = desk.found(words, label)
    places = [page.place(number) for number in range(len(page))]
    return everywhere.lines(desk.workspace, places, asked.wanted)[nth - 1].standing


def corpus(workspace, *forms, label="GPE", annotator="amy", entity=None, plan=None):
    """Everything that is ticked of itself in the corpus, as an order."""
    wanted = everywhere.wanted_for(workspace, annotator, label, entity)
    asked = everywhere.Asked(tuple(forms), wanted)
    plan = plan or Plan(entity=entity is not None)
    places = [
        item
        for page in everywhere.in_corpus(workspace, asked, Progress())
        for item in page.ticked(plan)
    ]
    return everywhere.Order(asked, plan, places)


def decisions(desk):
    return rows(
        desk.workspace,
        "SELECT label, decision FROM decision WHERE annotator = ? ORDER BY id",
        desk.annotator,
    )


# --- what stands there -----------------------------------------------------------------------


def test_places_are_found_as_whole_words_and_outside_boilerplate(amy):
    page, _ = amy.found("Oman")
    extents = [page.place(number).extent for number in range(len(page))]
    assert extents == [amy.at("Oman"), amy.at("Oman", 2)]  # not Omani, not the footer
    for nothing in ("", " \n", "oman", "Oma", "all rights reserved"):
        assert len(amy.found(nothing)[0]) == 0


def test_each_place_says_what_stands_there_for_this_annotator(amy, ben):
    amy.tag("Oman")
    assert states(amy, "Oman") == [HitState.DONE, HitState.UNTAGGED]
    assert states(amy, "Oman", "ORG") == [HitState.OTHERWISE, HitState.UNTAGGED]
    assert states(ben, "Oman") == [HitState.UNTAGGED, HitState.UNTAGGED]
    assert states(amy, "Muscat") == [HitState.SUGGESTED]
    assert states(amy, "Muscat", "ORG") == [HitState.SUGGESTED_OTHERWISE]
    assert states(amy, "Muscat", "") == [HitState.SUGGESTED_OTHERWISE]
    said = standing(amy, "Oman", "ORG")
    assert (said.label, said.by, said.status) == ("GPE", "amy", SetStatus.IN_PROGRESS)
    assert standing(amy, "Muscat").score == 0.97  # the better of two sources


def test_a_linked_tag_is_done_and_one_without_the_entity_is_not(amy):
    entity = entities.add(amy.workspace, "amy", "GPE", "Oman")
    amy.tag("Oman")
    assert states(amy, "Oman", "GPE", entity)[0] == HitState.UNLINKED
    tags.link(amy.workspace, amy.target, [amy.span("Oman")], entity)
    assert states(amy, "Oman", "GPE", entity)[0] == HitState.DONE
    other = entities.add(amy.workspace, "amy", "GPE", "Muscat and Oman")
    assert states(amy, "Oman", "GPE", other)[0] == HitState.UNLINKED
    page, _ = amy.found("Oman", "GPE", other)
    # Linked to something else: to be looked at first.
    assert amy.at("Oman") not in [place.extent for place, _ in page.ticked(Plan(entity=True))]


def test_names_within_names_and_rejected_places_are_not_ticked_of_themselves(amy):
    tags.add(amy.workspace, amy.target, amy.at("Hilal al-Maskari"), "PERSON")
    page, _ = amy.found("Hilal", "PERSON")
    assert page.ticked(Plan()) == []
    assert standing(amy, "Hilal", "GPE").label == "PERSON"
    found = amy.suggestion("Monday", "DATE")
    suggestions.reject(amy.workspace, amy.target, found)
    assert states(amy, "Monday", "DATE") == [HitState.SUGGESTED_OTHERWISE]  # EVENT waits still
    assert amy.found("Monday", "DATE")[0].ticked(Plan()) == []
    assert standing(amy, "Monday", "DATE").rejected


def test_an_office_or_a_quotation_around_a_place_is_no_reason_to_doubt(amy):
    tags.add(amy.workspace, amy.target, amy.at("Oman wants the railway"), "CONTENT")
    tags.add(amy.workspace, amy.target, amy.at("Oman would wait"), "ROLE")
    page, _ = amy.found("Oman", "GPE")
    assert [item[1] for item in page.ticked(Plan())] == [HitState.UNTAGGED] * 2


def test_the_forms_of_an_entity_are_looked_for_with_the_words(amy):
    entity = entities.add(amy.workspace, "amy", "PERSON", "Hilal al-Maskari")
    entities.edit(amy.workspace, entities.load(amy.workspace, entity), "amy", aliases=["al-Maskari", "he"])  # fmt: skip
    assert everywhere.forms_of(amy.workspace, "al-Maskari", entity) == (
        "al-Maskari", "Hilal al-Maskari", "he",
    )  # fmt: skip
    page, _ = amy.found("al-Maskari", "PERSON", entity)
    assert list(page.forms) == [1, 0]


def test_a_label_that_the_scheme_does_not_have_is_refused(amy):
    with pytest.raises(UnknownLabelError):
        amy.found("Oman", "person")


# --- doing it --------------------------------------------------------------------------------


def test_tagging_is_one_step_that_leaves_what_is_tagged(amy):
    amy.tag("Oman", nth=2)
    before = amy.shown.spans
    assert amy.everywhere("Oman", "GPE").done.tagged == 1
    after = amy.shown.spans
    assert amy.tags == [("Oman", "GPE")] * 2
    assert amy.everywhere("Oman", "GPE").name == ""
    assert amy.everywhere("Tehran", "GPE").name == ""
    assert amy.undo().step.name == "Tag 1 place “Oman” GPE"
    assert amy.shown.spans == before
    amy.redo()
    assert amy.shown.spans == after
    assert integrity.check(amy.workspace).damage == ()


def test_what_waits_there_is_decided_and_says_so_in_the_provenance(amy):
    revision = amy.shown.revision
    assert amy.everywhere("Muscat", "GPE").done.tagged == 1
    assert decisions(amy) == [("GPE", "accepted")] * 2  # both sources proposed it
    provenance = amy.span("Muscat").provenance
    assert (provenance.source, provenance.score, provenance.decision) == (
        "learned/3", 0.97, "accepted",
    )  # fmt: skip
    assert amy.everywhere("MUSCAT", "FAC").done.tagged == 1
    assert amy.span("MUSCAT").provenance.decision == str(Decision.CORRECTED)
    assert decisions(amy)[-1] == ("GPE", "corrected")
    assert amy.shown.revision == revision + 2
    assert amy.shown.status == SetStatus.IN_PROGRESS
    amy.undo()
    amy.undo()
    assert decisions(amy) == []
    assert amy.tags == []


def test_attributes_of_an_accepted_suggestion_come_with_it(amy):
    amy.everywhere("Monday", "DATE")
    assert amy.span("Monday").attributes == {"value": "2016-03-14"}
    assert decisions(amy) == [("DATE", "accepted"), ("EVENT", "corrected")]


def test_tags_are_relabelled_linked_and_taken_away(amy):
    entity = entities.add(amy.workspace, "amy", "ORG", "Sultanate")
    amy.tag("Oman", "GPE")
    tags.set_note(amy.workspace, amy.target, amy.span("Oman"), "why")
    key = amy.span("Oman").key
    done = amy.everywhere("Oman", "ORG", plan=Plan(Act.RELABEL)).done
    assert (done.relabelled, done.tagged) == (1, 0)
    span = amy.span("Oman")
    assert (span.label, span.key, span.note) == ("ORG", key, "why")
    amy.everywhere("Oman", "ORG", entity, plan=Plan(entity=True))
    assert [item.entity for item in amy.shown.spans] == [entity, entity]
    outcome = amy.everywhere("Oman", "ORG", plan=Plan(Act.UNTAG))
    assert (outcome.done.untagged, outcome.name) == (2, "Untag 2 places “Oman”")
    assert amy.tags == []
    amy.undo()
    amy.undo()
    assert amy.shown.spans == (span,)
    amy.redo()
    amy.redo()
    assert amy.tags == []


def test_untagging_rejects_the_suggestions_that_tags_came_from(amy):
    amy.accept("Muscat")
    amy.everywhere("Muscat", "GPE", plan=Plan(Act.UNTAG))
    assert {said for _, said in decisions(amy)} == {"rejected"}
    assert ("Muscat", "GPE") not in amy.pending


def test_links_alone_are_named_so(amy):
    entity = entities.add(amy.workspace, "amy", "GPE", "Oman")
    amy.everywhere("Oman", "GPE")
    outcome = amy.everywhere("Oman", "GPE", entity)
    assert (outcome.done.linked, outcome.name) == (2, "Link 2 places “Oman”")
    before = amy.span("Oman").provenance
    assert before.by == "amy"
    amy.undo()
    assert amy.span("Oman").entity is None


def test_the_whole_corpus_is_one_step_over_its_articles(small):
    more = [
        ArticleDraft(f"more-{number}", f"Riga, again Riga. {number}", Metadata())
        for number in range(30)
    ]
    intake.import_drafts(small, more, "system")
    before = table_counts(small)
    amy, riga = Desk(small), Desk(small, "riga")
    riga.tag("3 May 2016", "DATE")
    outcome = everywhere.apply(small, corpus(small, "Riga"))
    assert (outcome.done.tagged, outcome.articles) == (62, 31)
    assert outcome.name == "Tag 62 places “Riga” GPE"
    assert Desk(small, "more-7").tags == [("Riga", "GPE")] * 2
    assert [span.key for span in riga.shown.spans] == ["s2", "s1", "s3"]
    assert integrity.check(small).damage == ()
    step = small.undo("amy").step
    assert step.articles == 31
    assert Desk(small, "more-7").shown.status == SetStatus.NEW
    assert riga.tags == [("3 May 2016", "DATE")]
    assert small.redo("amy") is not None
    assert Desk(small, "more-7").tags == [("Riga", "GPE")] * 2
    small.undo("amy")
    small.undo("amy")
    left = table_counts(small)
    assert {name for name in before if before[name] != left[name]} <= {
        "operation", "removed", "former_set", "sqlite_sequence",
    }  # fmt: skip
    assert amy.tags == []


def test_places_of_one_article_stay_together_however_many_there_are(empty, monkeypatch):
    text = " ".join(["Riga"] * 40)
    intake.import_drafts(empty, [ArticleDraft("a", text, Metadata()), ArticleDraft("b", text + "!", Metadata())], "system")  # fmt: skip
    monkeypatch.setattr(everywhere, "CHUNK", 7)
    everywhere.apply(empty, corpus(empty, "Riga"))
    for name in ("a", "b"):
        keys = [span.key for span in Desk(empty, name).shown.spans]
        assert keys == [f"s{number}" for number in range(1, 41)]
    everywhere.apply(empty, corpus(empty, "Riga", plan=Plan(Act.UNTAG)))
    assert Desk(empty, "a").tags == []


def test_a_place_that_another_window_tagged_meanwhile_is_left_alone_and_counted(small):
    amy = Desk(small)
    order = corpus(small, "Oman", "Muscat")
    other = Workspace.open(str(small.path))
    try:
        Desk(other).tag("Oman", "ORG")
    finally:
        other.close()
    outcome = everywhere.apply(small, order)
    assert (outcome.done.tagged, outcome.done.passed) == (2, 1)
    assert amy.tags == [("Muscat", "GPE"), ("Oman", "ORG"), ("Oman", "GPE")]


def test_a_suggestion_that_came_meanwhile_is_decided_with_the_place(small):
    amy = Desk(small)
    order = corpus(small, "Oman")
    suggest(small, BUILTIN, amy.article, [proposal("Oman", "GPE", 0.7)])
    assert everywhere.apply(small, order).done.tagged == 2
    assert amy.span("Oman").provenance.decision == "accepted"


def test_what_a_colleague_built_on_is_not_taken_back(small):
    amy = Desk(small)
    everywhere.apply(small, corpus(small, "Oman"))
    with small.operation("Note", "ben") as writer:
        writer.update("span", amy.span("Oman").id, {"entity_id": None, "note": "ben's"})
        writer.changes.articles.add(amy.article)
        entity = writer.insert("entity", {"type": "GPE", "name": "Oman"})
        frame = writer.insert("frame", {"set_id": amy.shown.id, "key": "f9", "type": "Statement"})
        writer.insert(
            "filler",
            {"frame_id": frame, "role": "speaker", "position": 0, "span_id": amy.span("Oman").id},
        )
    assert entity
    with pytest.raises(UndoConflictError, match="ben"):
        small.undo("amy")


def test_a_frame_that_takes_its_date_from_a_tag_follows_when_the_tag_goes(amy):
    tags.add(amy.workspace, amy.target, amy.at("Monday"), "DATE")
    tags.set_attribute(amy.workspace, amy.target, amy.span("Monday"), "value", "2016-03-14")
    frames.add(amy.workspace, amy.target, "Meeting", [Filler("date", span=amy.span("Monday").id)])
    assert amy.shown.frames[0].attributes["date_value"] == "2016-03-14"
    amy.everywhere("Monday", "DATE", plan=Plan(Act.UNTAG))
    assert amy.shown.frames[0].fillers == ()
    assert "date_value" not in amy.shown.frames[0].attributes
    amy.undo()
    assert amy.shown.frames[0].attributes["date_value"] == "2016-03-14"


def test_the_words_that_are_linked_become_a_name_of_the_entity(amy):
    entity = entities.add(amy.workspace, "amy", "PERSON", "Hilal bin Nasser al-Maskari")
    amy.everywhere("al-Maskari", "PERSON", entity)
    assert entities.load(amy.workspace, entity).aliases == ("al-Maskari",)
    amy.undo()
    assert entities.load(amy.workspace, entity).aliases == ()


def test_an_entity_that_is_gone_refuses_all_of_it(amy):
    entity = entities.add(amy.workspace, "amy", "GPE", "Oman")
    page, asked = amy.found("Oman", "GPE", entity)
    amy.undo()
    plan = Plan(entity=True)
    with pytest.raises(GoneError):
        everywhere.apply(amy.workspace, everywhere.Order(asked, plan, page.ticked(plan)))
    assert amy.tags == []


def test_a_cancelled_operation_writes_nothing(small):
    before = table_counts(small)

    class Impatient(Progress):
        def step(self, done, total):
            if done:
                self.cancel()
            super().step(done, total)

    with pytest.raises(Cancelled):
        everywhere.apply(small, corpus(small, "Oman", "Muscat", "Riga"), Impatient())
    assert table_counts(small) == before
    assert small.undo_step("amy") is None


# --- closed sets -----------------------------------------------------------------------------


def test_complete_articles_are_left_alone_unless_they_are_asked_for(amy):
    status.complete(amy.workspace, amy.target, "enough")
    plan = Plan()
    page, _ = amy.found("Oman", "GPE")
    assert page.ticked(plan) == []
    assert {plan.group(page.state(0), kind % 8) for kind in page.kinds} == {HitState.CLOSED}
    asked_for = Plan(closed_too=True)
    outcome = amy.everywhere("Oman", "GPE", plan=asked_for)
    assert outcome.done.tagged == 2
    assert amy.shown.status == SetStatus.COMPLETE
    assert amy.workspace.history(limit=1)[0].reason == everywhere.CLOSED_TOO
    tagged = amy.shown.spans
    amy.undo()
    assert amy.tags == []
    assert amy.shown.status == SetStatus.COMPLETE
    amy.redo()
    assert amy.shown.spans == tagged


def test_places_that_were_ticked_before_the_set_was_completed_are_left_alone(amy):
    page, asked = amy.found("Oman", "GPE")
    order = everywhere.Order(asked, Plan(), page.ticked(Plan()))
    status.complete(amy.workspace, amy.target, "enough")
    assert everywhere.apply(amy.workspace, order).done.passed == 2
    assert amy.tags == []


def test_what_was_written_to_a_complete_set_is_not_taken_back_once_it_was_reopened(amy):
    status.complete(amy.workspace, amy.target, "enough")
    amy.everywhere("Oman", "GPE", plan=Plan(closed_too=True))
    with amy.workspace.operation("Approve", "ben") as writer:
        writer.update("annotation_set", amy.shown.id, {"status": "approved"})
        writer.touch(amy.shown.id, amy.article)
    with pytest.raises((UndoConflictError, SetClosedError)):
        amy.undo()
    assert amy.tags == [("Oman", "GPE")] * 2


def test_an_excluded_article_is_never_changed(amy):
    status.exclude(amy.workspace, amy.target, "a duplicate")
    page, asked = amy.found("Oman", "GPE")
    plan = Plan(closed_too=True)
    assert page.ticked(plan) == []
    places = [(page.place(number), page.state(number)) for number in range(len(page))]
    outcome = everywhere.apply(amy.workspace, everywhere.Order(asked, plan, places))
    assert outcome.done.passed == 2
    assert amy.tags == []


def test_an_article_that_was_taken_out_of_the_list_is_passed_over(small):
    amy = Desk(small)
    order = corpus(small, "Oman")
    articles.archive(small, [articles.load(small, amy.article)], "ben")
    assert everywhere.apply(small, order).done.passed == 2
    assert corpus(small, "Oman").places == []
