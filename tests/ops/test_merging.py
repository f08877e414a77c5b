"""Entities merged and split, and all of it taken back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.annotation import Filler
from annotator.domain.office import Office
from annotator.domain.register import Figures
from annotator.errors import (
    EmptyNameError,
    EntitiesDifferError,
    EntityTakenError,
    GoneError,
    StaleRegisterError,
    StaleSetError,
    UndoConflictError,
)
from annotator.ops import entities, frames, register, status, tags
from annotator.store import journal
from tests.ops.conftest import Desk, rows
from tests.ops.gold_lines import entity, frame, line, span
from tests.ops.register_desk import PERSON, Register, both_sets


@pytest.fixture
def desk(empty, take, tmp_path):
    report = take(empty, *both_sets())
    assert not report.refused
    return Register(empty, tmp_path)


# --- merging -------------------------------------------------------------------------------------


def test_a_merge_moves_mentions_roles_and_aliases_of_every_set(desk):
    desk.merge("Hilal al-Maskari", "H. Maskari")
    assert "H. Maskari" not in desk.names()
    one = desk.one("Hilal al-Maskari")
    assert one.aliases == ("H. Maskari", "al-Maskari")
    assert (one.note, one.links["wikidata"]) == ("an envoy", "Q7")
    assert len(one.offices) == 1
    assert desk.detail("Hilal al-Maskari").figures.mentions == 6


def test_the_preview_tells_before_and_after(desk):
    preview = desk.preview("Hilal al-Maskari", "H. Maskari")
    assert [figures.mentions for figures in preview.before] == [4, 2]
    assert [figures.articles for figures in preview.before] == [1, 1]
    assert preview.after == Figures(6, 1, {"participant": 3, "speaker": 1})
    assert preview.new_aliases == ("H. Maskari", "al-Maskari")
    assert preview.closed_articles == 1
    assert [(one.frame_type, one.role, one.closed) for one in preview.twice] == [
        ("Meeting", "participant", True),
        ("Meeting", "participant", False),
    ]
    assert not preview.refused
    desk.merge("Hilal al-Maskari", "H. Maskari", expected=preview)
    assert desk.detail("Hilal al-Maskari").figures == preview.after


def participants(desk, annotator):
    shown = Desk(desk.workspace, "muscat", annotator).shown
    (found,) = [one for one in shown.frames if one.type == "Meeting"]
    names = {one.id: one.text for one in shown.spans}
    return [
        names.get(filler.span) or shown.entities[filler.entity].name
        for filler in found.fillers
        if filler.role == "participant"
    ]


def test_a_frame_that_names_both_has_one_of_them_but_a_closed_set_keeps_its_tags(desk):
    desk.merge("Hilal al-Maskari", "H. Maskari")
    assert participants(desk, "gold") == ["Hilal al-Maskari", "Oman"]
    assert participants(desk, "ben") == ["Hilal al-Maskari", "al-Maskari", "Oman"]


def test_a_mention_stays_in_its_role_and_a_bare_name_goes(desk):
    ben = Desk(desk.workspace, "muscat", "gold")
    (meeting,) = ben.shown.frames
    frames.fill(
        desk.workspace, ben.target, meeting,
        Filler("participant", entity=desk.one("Muscat").id),
    )  # fmt: skip
    ben.tag("Oman", "GPE")
    tags.link(desk.workspace, ben.target, [ben.span("Oman", "GPE")], desk.one("Oman").id)
    desk.merge("Muscat", "Oman")
    assert participants(desk, "gold") == ["Hilal al-Maskari", "al-Maskari", "Muscat"]


def test_words_that_anchor_a_frame_are_never_taken_for_one(empty, take, tmp_path):
    """A ROLE or a trigger may be linked by hand, and a trigger's mentions all count."""
    take(
        empty,
        line(
            spans=[span("s1", "met", "TRIGGER", entity="e1"),
                   span("s2", "talks", "TRIGGER", entity="e2")],
            entities=[entity("e1", "EVENT", "Talks"), entity("e2", "EVENT", "Port talks")],
            frames=[frame("f1", "Meeting", {"trigger": ["s1", "s2"]})],
        ),
    )  # fmt: skip
    desk = Register(empty, tmp_path)
    desk.merge("Talks", "Port talks")
    (meeting,) = Desk(empty, "muscat").shown.frames
    assert len(meeting.fillers) == 2


def test_a_merge_is_one_step_that_comes_and_goes_in_closed_sets_too(desk):
    before, steps = desk.exports(), len(desk.workspace.history())
    desk.merge("Hilal al-Maskari", "H. Maskari", "Port authority")
    after = desk.exports()
    assert len(desk.workspace.history()) == steps + 1
    assert desk.workspace.history()[0].name == "Merge 2 entities into “Hilal al-Maskari”"
    kept = desk.one("Hilal al-Maskari").id
    assert desk.workspace.undo("amy").entity == kept
    assert desk.exports() == before
    assert desk.workspace.redo("amy").entity == kept
    assert desk.exports() == after


def test_a_set_that_a_merge_touched_refuses_what_was_made_for_its_old_revision(desk):
    gold_desk = Desk(desk.workspace, "muscat", "gold")
    stale = gold_desk.target
    desk.merge("Hilal al-Maskari", "H. Maskari")
    with pytest.raises(StaleSetError):
        tags.add(desk.workspace, stale, gold_desk.at("Muscat"), "GPE")
    stale = gold_desk.target
    desk.workspace.undo("amy")
    with pytest.raises(StaleSetError):
        tags.add(desk.workspace, stale, gold_desk.at("Muscat"), "GPE")


def test_different_wikidata_ids_are_refused_and_different_types_are_told(desk):
    entities.set_wikidata(desk.workspace, desk.one("H. Maskari"), "amy", "Q8")
    preview = desk.preview("Hilal al-Maskari", "H. Maskari")
    assert preview.refused
    with pytest.raises(EntitiesDifferError, match="Q7, Q8"):
        desk.merge("Hilal al-Maskari", "H. Maskari")
    assert desk.preview("Muscat", "Port authority").types == ("GPE", "ORG")


def test_the_only_wikidata_id_goes_to_the_kept_entity(desk):
    desk.merge("H. Maskari", "Hilal al-Maskari")
    assert desk.one("H. Maskari").links == {"other": "x", "wikidata": "Q7"}
    assert desk.names(words="Q7") == ["H. Maskari"]


def test_offices_that_contradict_are_told(desk):
    workspace = desk.workspace
    for name, office in (
        ("Hilal al-Maskari", Office("minister", "Oman", "2014")),
        ("H. Maskari", Office("deputy mayor", "Aktau", "2012", "2015")),
    ):
        entities.set_office(workspace, desk.one(name), "amy", None, office)
    (clash,) = desk.preview("Hilal al-Maskari", "H. Maskari").clashes
    assert (clash.one.title, clash.other.title) == ("minister", "deputy mayor")


def test_a_mention_beside_which_another_office_stands_is_told(empty, take, tmp_path):
    text = "Sagyndykov, then deputy mayor, spoke.\n\nSagyndykov, the foreign minister, left."
    take(
        empty,
        line(
            "old", text, meta={**line()["meta"], "published": "2012-05-01"},
            spans=[
                span("s1", "Sagyndykov", PERSON, text=text, entity="e2"),
                span("s2", "deputy mayor", "ROLE", text=text),
                span("s3", "Sagyndykov", PERSON, 2, text=text, entity="e2"),
                span("s4", "foreign minister", "ROLE", text=text),
            ],
            entities=[entity("e2", PERSON, "D. Sagyndykov")],
        ),
    )  # fmt: skip
    desk = Register(empty, tmp_path)
    kept = entities.add(empty, "amy", PERSON, "Yerbolat Sagyndykov")
    assert desk.preview("Yerbolat Sagyndykov", "D. Sagyndykov").odd == ()
    entities.set_office(
        empty, entities.load(empty, kept), "amy", None,
        Office("foreign minister", "Kazakhstan", "2010"),
    )  # fmt: skip
    (odd,) = desk.preview("Yerbolat Sagyndykov", "D. Sagyndykov").odd
    assert (odd.office, odd.mention.extent.start) == ("deputy mayor", 0)
    left_out = {odd.mention.id}
    preview = desk.preview("Yerbolat Sagyndykov", "D. Sagyndykov", left_out=left_out)
    assert preview.odd == (odd,)
    desk.merge("Yerbolat Sagyndykov", "D. Sagyndykov", left_out=left_out, expected=preview)
    assert [one.words for one in desk.mentions("D. Sagyndykov")] == ["Sagyndykov"]
    assert [one.extent.start for one in desk.mentions("Yerbolat Sagyndykov")] == [39]


def test_a_mention_that_is_left_out_keeps_its_entity(desk):
    left_out = [one.id for one in desk.mentions("H. Maskari") if one.annotator == "ben"]
    preview = desk.preview("Hilal al-Maskari", "H. Maskari", left_out=left_out)
    assert preview.after.mentions == 5
    before = desk.exports()
    desk.merge("Hilal al-Maskari", "H. Maskari", left_out=left_out, expected=preview)
    assert desk.detail("Hilal al-Maskari").figures == preview.after
    assert [one.annotator for one in desk.mentions("H. Maskari")] == ["ben"]
    desk.workspace.undo("amy")
    assert desk.exports() == before


def test_a_merge_that_would_do_something_else_than_was_shown_is_refused(desk):
    preview = desk.preview("Hilal al-Maskari", "H. Maskari")
    ben = Desk(desk.workspace, "muscat", "gold")
    ben.tag("Hilal", PERSON)
    tags.link(desk.workspace, ben.target, [ben.span("Hilal", PERSON)], desk.one("H. Maskari").id)
    with pytest.raises(StaleRegisterError):
        desk.merge("Hilal al-Maskari", "H. Maskari", expected=preview)


def test_an_entity_that_is_gone_is_not_merged(desk):
    gone = desk.one("H. Maskari").id
    desk.merge("Hilal al-Maskari", "H. Maskari")
    with pytest.raises(GoneError):
        register.merge(desk.workspace, "amy", desk.one("Muscat").id, [gone])


def test_undo_of_a_merge_names_who_has_linked_one_of_the_mentions_since(desk):
    desk.merge("Hilal al-Maskari", "H. Maskari")
    gold_desk = Desk(desk.workspace, "muscat", "gold")
    moved = gold_desk.span("al-Maskari", nth=2)
    with desk.workspace.operation("Link", "ben") as writer:
        writer.update("span", moved.id, {"entity_id": desk.one("Muscat").id})
        writer.touch(*rows(desk.workspace, "SELECT set_id, 1 FROM span WHERE id = ?", moved.id)[0])
    before = desk.exports()
    with pytest.raises(UndoConflictError, match="ben"):
        desk.workspace.undo("amy")
    assert desk.exports() == before


def test_what_a_colleague_made_beside_a_merge_does_not_keep_it_from_being_taken_back(desk):
    before = desk.detail("Hilal al-Maskari").figures.mentions
    desk.merge("Hilal al-Maskari", "H. Maskari")
    entities.set_note(desk.workspace, desk.one("Oman"), "ben", "a note")
    status.reopen(desk.workspace, Desk(desk.workspace, "muscat", "ben").target)
    desk.workspace.undo("amy")
    assert desk.detail("Hilal al-Maskari").figures.mentions == before


# --- splitting -----------------------------------------------------------------------------------


def test_mentions_are_split_off_to_a_new_entity_and_back(desk):
    before = desk.exports()
    one = desk.one("Hilal al-Maskari")
    chosen = [m.id for m in desk.mentions("Hilal al-Maskari") if m.words == "al-Maskari"]
    preview = register.preview_split(desk.workspace, one.id, chosen, None)
    assert (preview.moved.mentions, preview.left.mentions) == (1, 3)
    assert (preview.moved.roles, preview.left.roles) == ({"speaker": 1}, {"participant": 3})
    made = register.split(
        desk.workspace, "amy", one.id, chosen, "Salim al-Maskari", expected=preview
    )
    assert desk.one("Salim al-Maskari").id == made
    assert desk.one("Salim al-Maskari").type == PERSON
    assert [m.words for m in desk.mentions("Salim al-Maskari")] == ["al-Maskari"]
    assert desk.workspace.history()[0].name == (
        "Split 1 mention of “Hilal al-Maskari” off to “Salim al-Maskari”"
    )
    assert desk.workspace.undo("amy").entity == one.id
    assert desk.exports() == before


def test_mentions_are_split_off_to_another_entity_of_the_register(desk):
    one, other = desk.one("Hilal al-Maskari"), desk.one("H. Maskari")
    chosen = [m.id for m in desk.mentions(one.name) if m.annotator in {"ben", "gold"}]
    preview = register.preview_split(desk.workspace, one.id, chosen, other.id)
    assert (preview.before.mentions, preview.after.mentions) == (2, 4)
    assert preview.closed_articles == 1
    assert [one.closed for one in preview.twice] == [True, False]
    before = desk.exports()
    register.split(desk.workspace, "amy", one.id, chosen, other.id)
    assert desk.detail("H. Maskari").figures == preview.after
    assert desk.detail(one.name).figures == preview.left
    assert participants(desk, "gold") == ["al-Maskari", "Oman"]
    after = desk.exports()
    desk.workspace.undo("amy")
    assert desk.exports() == before
    desk.workspace.redo("amy")
    assert desk.exports() == after


def test_a_split_is_refused_where_it_cannot_be_meant(desk):
    one = desk.one("Hilal al-Maskari")
    (mention, *_) = desk.mentions("Oman")
    with pytest.raises(StaleRegisterError):
        register.split(desk.workspace, "amy", one.id, [mention.id], "Somebody")
    mine = [m.id for m in desk.mentions(one.name)]
    with pytest.raises(EmptyNameError):
        register.split(desk.workspace, "amy", one.id, mine, " ")
    with pytest.raises(EntityTakenError):
        register.split(desk.workspace, "amy", one.id, mine, "H. Maskari")


def test_undo_of_a_split_names_who_has_used_the_new_entity(desk):
    one = desk.one("Hilal al-Maskari")
    mine = [m.id for m in desk.mentions(one.name) if m.annotator == "amy"]
    made = register.split(desk.workspace, "amy", one.id, mine, "Salim")
    gold_desk = Desk(desk.workspace, "muscat", "gold")
    moved = gold_desk.tag("Hilal", PERSON)
    with desk.workspace.operation("Link", "ben") as writer:
        writer.update("span", moved.id, {"entity_id": made})
        writer.changes.articles.add(gold_desk.article)
    with pytest.raises(UndoConflictError):
        Desk(desk.workspace, "muscat", "amy").workspace.undo("amy")


# --- any of it -----------------------------------------------------------------------------------

SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = ["Muscat", "Hilal al-Maskari", "Port authority", "H. Maskari", "Oman"]


@SLOW
@given(st.permutations(NAMES), st.integers(1, 3), st.data())
def test_merge_then_undo_is_as_before_and_redo_as_after(desk, names, many, data):
    keep, *others = names[: many + 1]
    mentions = [one.id for name in others for one in desk.mentions(name)]
    left_out = data.draw(st.sets(st.sampled_from(mentions))) if mentions else set()
    before = desk.exports()
    desk.merge(keep, *others, left_out=left_out)
    after = desk.exports()
    desk.workspace.undo("amy")
    assert desk.exports() == before
    desk.workspace.redo("amy")
    assert desk.exports() == after
    desk.workspace.undo("amy")


@SLOW
@given(st.sampled_from(["Muscat", "Hilal al-Maskari", "Oman"]), st.data())
def test_split_then_merge_is_as_before(desk, name, data):
    """The new entity is called as the old one is also called, which a merge would add."""
    one = desk.one(name)
    alias = f"{name} once"
    if alias not in one.aliases:
        entities.add_alias(desk.workspace, one, "amy", alias)
        one = desk.one(name)
    mentions = [m.id for m in desk.mentions(name)]
    chosen = data.draw(st.sets(st.sampled_from(mentions), min_size=1))
    exported, _ = desk.exports()
    register.split(desk.workspace, "amy", one.id, chosen, alias)
    desk.merge(name, alias)
    assert desk.exports()[0] == exported
    desk.workspace.undo("amy")
    desk.workspace.undo("amy")
    assert desk.exports()[0] == exported


def test_the_journal_keeps_many_links_as_one_change(desk):
    desk.merge("Hilal al-Maskari", "H. Maskari")
    with desk.workspace.read() as connection:
        step = journal.newest_undoable(connection, "amy")
        kept = journal._changes(connection, step.id)
    assert [(move.table, len(move.ids)) for move in kept.moves] == [("span", 2)]
    assert kept.closed_too
    assert {change.table for change in kept.rows} == {"entity", "filler", "annotation_set"}
