"""Frames: made, filled, emptied, deleted, each in one step that undo takes back whole."""

import orjson
import pytest

from annotator.domain.annotation import Filler, FrameId, SpanId
from annotator.errors import (
    AttributeInvalidError,
    EntityTakenError,
    GoneError,
    SetClosedError,
    StaleSetError,
    UnknownFrameTypeError,
    UnknownRoleError,
)
from annotator.ops import entities, frames, integrity, status, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import Desk, rows


class FrameDesk(Desk):
    """A desk with short words for frames."""

    @property
    def frames(self):
        return self.shown.frames

    def frame(self, kind="Statement"):
        (found,) = [item for item in self.frames if item.type == kind]
        return found

    def add(self, kind="Statement", *fillers, **attributes):
        return frames.add(self.workspace, self.target, kind, fillers, attributes)

    def roles(self, kind="Statement"):
        """Words, names or types of what fills each role."""
        shown = self.shown
        spans = {span.id: span.text for span in shown.spans}
        kinds = {item.id: item.type for item in shown.frames}
        found = {}
        for one in self.frame(kind).fillers:
            name = spans.get(one.span) or kinds.get(one.frame)
            found.setdefault(one.role, []).append(name or shown.entities[one.entity].name)
        return found


@pytest.fixture
def desk(small):
    made = FrameDesk(small)
    for words, label in (("Hilal al-Maskari", "PERSON"), ("said", "CUE"), ("met", "TRIGGER")):
        made.tag(words, label)
    return made


def test_a_frame_starts_with_what_the_scheme_says_and_who_made_it(desk):
    desk.add("Meeting")
    made = desk.frame("Meeting")
    assert dict(made.attributes) == {"kind": "bilateral", "status": "held"}
    assert (made.key, made.provenance.by) == ("f1", "amy")
    assert desk.workspace.undo_step("amy").name == "New meeting"


def test_a_frame_and_its_fillers_are_one_step(desk):
    person, cue = desk.span("Hilal al-Maskari"), desk.span("said")
    desk.add("Statement", Filler("speaker", person.id), Filler("cue", cue.id), mode="direct")
    assert desk.roles() == {"speaker": ["Hilal al-Maskari"], "cue": ["said"]}
    desk.undo()
    assert desk.frames == ()
    desk.redo()
    assert desk.roles() == {"speaker": ["Hilal al-Maskari"], "cue": ["said"]}
    assert desk.frame().attributes["mode"] == "direct"


def test_roles_are_filled_by_spans_entities_and_frames_in_the_order_given(desk):
    oman = entities.add(desk.workspace, "amy", "GPE", "Oman")
    statement = desk.add("Statement")
    desk.add("Meeting")
    for filler in (
        Filler("participant", entity=oman),
        Filler("participant", desk.span("Hilal al-Maskari").id),
        Filler("statement", frame=statement),
        Filler("participant", entity=oman),  # it is there already
    ):
        frames.fill(desk.workspace, desk.target, desk.frame("Meeting"), filler)
    assert desk.roles("Meeting") == {
        "participant": ["Oman", "Hilal al-Maskari"],
        "statement": ["Statement"],
    }


def test_a_role_that_takes_one_gets_the_new_filler_instead(desk):
    desk.add("Statement", Filler("cue", desk.span("said").id))
    frames.fill(desk.workspace, desk.target, desk.frame(), Filler("cue", desk.span("met").id))
    assert desk.roles() == {"cue": ["met"]}
    desk.undo()
    assert desk.roles() == {"cue": ["said"]}


def test_an_implied_role_is_empty_and_a_filled_one_not_implied(desk):
    desk.add("Statement", Filler("speaker", desk.span("Hilal al-Maskari").id))
    frames.set_implied(desk.workspace, desk.target, desk.frame(), "speaker", implied=True)
    assert (desk.frame().implied, desk.roles()) == (("speaker",), {})
    frames.fill(desk.workspace, desk.target, desk.frame(), Filler("speaker", desk.span("said").id))
    assert (desk.frame().implied, desk.roles()) == ((), {"speaker": ["said"]})
    desk.undo()
    desk.undo()
    assert (desk.frame().implied, desk.roles()) == ((), {"speaker": ["Hilal al-Maskari"]})
    frames.set_implied(desk.workspace, desk.target, desk.frame(), "outlet", implied=True)
    frames.set_implied(desk.workspace, desk.target, desk.frame(), "outlet", implied=False)
    assert desk.frame().implied == ()


def test_one_filler_or_all_are_taken_out(desk):
    spans = [desk.span("Hilal al-Maskari").id, desk.span("said").id]
    desk.add("Statement", *(Filler("speaker", key) for key in spans))
    frames.empty(desk.workspace, desk.target, desk.frame(), "speaker", Filler("speaker", spans[0]))
    assert desk.roles() == {"speaker": ["said"]}
    frames.empty(desk.workspace, desk.target, desk.frame(), "speaker")
    assert desk.roles() == {}
    before = desk.workspace.history()
    frames.empty(desk.workspace, desk.target, desk.frame(), "speaker")
    assert desk.workspace.history() == before, "nothing happened"


def test_a_role_is_emptied_when_its_span_is_deleted_and_undo_fills_it_again(desk):
    person = desk.span("Hilal al-Maskari")
    desk.add("Statement", Filler("speaker", person.id), Filler("cue", desk.span("said").id))
    tags.delete(desk.workspace, desk.target, [person])
    assert desk.roles() == {"cue": ["said"]}
    desk.undo()
    assert desk.roles() == {"speaker": ["Hilal al-Maskari"], "cue": ["said"]}
    desk.redo()
    assert desk.roles() == {"cue": ["said"]}


def test_a_deleted_frame_leaves_its_spans_and_empties_roles_that_it_filled(desk):
    statement = desk.add("Statement", Filler("cue", desk.span("said").id))
    desk.add("Meeting", Filler("statement", frame=statement))
    before = desk.tags
    frames.delete(desk.workspace, desk.target, [desk.frame("Statement")])
    assert (desk.roles("Meeting"), desk.tags) == ({}, before)
    desk.undo()
    assert desk.roles("Meeting") == {"statement": ["Statement"]}
    assert desk.roles("Statement") == {"cue": ["said"]}
    frames.delete(desk.workspace, desk.target, desk.frames)
    assert desk.frames == ()
    assert desk.workspace.undo_step("amy").name == "Delete 2 frames"
    assert integrity.check(desk.workspace).damage == ()


def test_comments_on_what_is_deleted_stay_with_the_article(desk, take, out):
    (made,) = [orjson.loads(line) for line in out(desk.workspace).splitlines()]
    at = "2026-11-23T09:00:00Z"
    made["comments"] = [
        {"on": made["spans"][0]["id"], "by": "ben", "at": at, "text": "?", "resolved": False}
    ]
    take(desk.workspace, made, replace=True)
    person = desk.span("Hilal al-Maskari")
    tags.delete(desk.workspace, desk.target, [person])
    assert orjson.loads(out(desk.workspace))["comments"][0]["on"] is None
    desk.undo()
    assert orjson.loads(out(desk.workspace))["comments"][0]["on"] == person.key


def test_attributes_take_what_the_scheme_allows(desk):
    desk.add("Stance")
    frames.set_attribute(desk.workspace, desk.target, desk.frame("Stance"), "intensity", 3)
    frames.set_attribute(desk.workspace, desk.target, desk.frame("Stance"), "polarity", "oppose")
    assert desk.frame("Stance").attributes["intensity"] == 3
    frames.set_attribute(desk.workspace, desk.target, desk.frame("Stance"), "polarity", None)
    assert "polarity" not in desk.frame("Stance").attributes
    for name, value in (("intensity", "3"), ("intensity", 9), ("polarity", "so"), ("mood", "x")):
        with pytest.raises(AttributeInvalidError):
            frames.set_attribute(desk.workspace, desk.target, desk.frame("Stance"), name, value)


def test_notes_and_flags_come_and_go(desk):
    desk.add()
    frames.set_note(desk.workspace, desk.target, desk.frame(), "a note")
    frames.set_unsure(desk.workspace, desk.target, desk.frame(), unsure=True)
    assert (desk.frame().note, desk.frame().unsure) == ("a note", True)
    steps = len(desk.workspace.history())
    frames.set_note(desk.workspace, desk.target, desk.frame(), "a note")
    frames.set_unsure(desk.workspace, desk.target, desk.frame(), unsure=True)
    assert len(desk.workspace.history()) == steps, "nothing changed"
    desk.undo()
    desk.undo()
    assert (desk.frame().note, desk.frame().unsure) == ("", False)


def test_what_the_scheme_does_not_have_is_refused(desk):
    desk.add()
    with pytest.raises(UnknownFrameTypeError, match="Statement, Stance, Meeting"):
        desk.add("Deal")
    with pytest.raises(UnknownRoleError, match="speaker, cue"):
        desk.add("Statement", Filler("participant", desk.span("said").id))
    with pytest.raises(AttributeInvalidError):
        desk.add("Statement", mode="loud")
    with pytest.raises(UnknownRoleError):
        frames.set_implied(desk.workspace, desk.target, desk.frame(), "owner", implied=True)


def test_fillers_that_are_gone_or_of_somebody_else_are_refused(desk):
    desk.add()
    ben = Desk(desk.workspace, annotator="ben")
    theirs = ben.tag("railway", "ORG").id
    for filler in (
        Filler("speaker", theirs),
        Filler("speaker", SpanId(999)),
        Filler("speaker", entity=999),
        Filler("speaker"),
        Filler("speaker", frame=FrameId(999)),
    ):
        with pytest.raises(GoneError):
            frames.fill(desk.workspace, desk.target, desk.frame(), filler)
    assert desk.roles() == {}


def every_change(desk):
    workspace, frame = desk.workspace, desk.frame()
    filler = Filler("cue", desk.span("said").id)
    return [
        lambda target: frames.add(workspace, target, "Statement"),
        lambda target: frames.delete(workspace, target, [frame]),
        lambda target: frames.fill(workspace, target, frame, filler),
        lambda target: frames.empty(workspace, target, frame, "cue"),
        lambda target: frames.set_implied(workspace, target, frame, "outlet", implied=True),
        lambda target: frames.set_attribute(workspace, target, frame, "mode", "mixed"),
        lambda target: frames.set_note(workspace, target, frame, "x"),
        lambda target: frames.set_unsure(workspace, target, frame, unsure=True),
    ]


@pytest.mark.parametrize("number", range(8))
def test_closed_and_changed_sets_refuse_every_change(desk, number):
    desk.add("Statement", Filler("cue", desk.span("met").id))
    change = every_change(desk)[number]
    stale = desk.target
    desk.tag("railway", "ORG")
    with pytest.raises(StaleSetError):
        change(stale)
    status.complete(desk.workspace, desk.target)
    steps = desk.workspace.history()
    with pytest.raises(SetClosedError):
        change(desk.target)
    assert desk.workspace.history() == steps


def test_a_key_of_a_frame_is_not_given_again(desk):
    desk.add()
    frames.delete(desk.workspace, desk.target, [desk.frame()])
    desk.add()
    assert desk.frame().key == "f2"
    desk.undo()
    desk.add()
    assert desk.frame().key == "f3"


def test_a_set_that_undo_took_away_gives_no_key_twice(small):
    desk = FrameDesk(small)
    first = desk.tag("railway", "ORG").key
    shown = desk.target
    desk.undo()
    assert desk.shown.id is None
    second = desk.tag("ships", "ORG").key
    assert (first, second) == ("s1", "s2")
    with pytest.raises(StaleSetError):
        tags.add(small, SetTarget(shown.article, "amy", shown.revision), desk.at("Oman"), "GPE")


# --- the register -------------------------------------------------------------------------------


def test_an_entity_is_changed_and_undo_puts_it_back(desk):
    key = entities.add(desk.workspace, "amy", "GPE", "Oman")
    span = desk.tag("Oman")
    tags.link(desk.workspace, desk.target, [span], key)
    before = entities.load(desk.workspace, key)
    told = []
    desk.workspace.watch(told.append, wait_ms=1000)
    entities.edit(
        desk.workspace, before, "ben", name="Sultanate of Oman", aliases=["Oman"],
        links={"wikidata": "Q842"}, note="a state",
    )  # fmt: skip
    now = entities.load(desk.workspace, key)
    assert (now.name, now.aliases, now.links, now.note) == (
        "Sultanate of Oman", ("Oman",), {"wikidata": "Q842"}, "a state",
    )  # fmt: skip
    assert told[0].articles == {desk.article}, "those who show its mentions must hear of it"
    desk.workspace.undo("ben")
    assert entities.load(desk.workspace, key) == before


def test_a_name_and_a_link_are_taken_once(desk):
    one = entities.add(desk.workspace, "amy", "GPE", "Oman")
    two = entities.add(desk.workspace, "amy", "GPE", "Yemen")
    entities.edit(
        desk.workspace, entities.load(desk.workspace, one), "amy", links={"wikidata": "Q842"}
    )
    other = entities.load(desk.workspace, two)
    with pytest.raises(EntityTakenError, match="already has Oman"):
        entities.edit(desk.workspace, other, "amy", name="Oman")
    with pytest.raises(EntityTakenError, match=r"Oman \(Q842\)"):
        entities.edit(desk.workspace, other, "amy", links={"wikidata": "Q842"})
    with pytest.raises(EntityTakenError):
        entities.add(desk.workspace, "amy", "GPE", "Oman")
    entities.edit(desk.workspace, other, "amy", name="Yemen", links={})
    assert entities.add(desk.workspace, "amy", "ORG", "Oman") not in {one, two}


def test_an_entity_that_is_gone_says_so(desk):
    key = entities.add(desk.workspace, "amy", "GPE", "Oman")
    known = entities.load(desk.workspace, key)
    desk.workspace.undo("amy")
    with pytest.raises(GoneError):
        entities.load(desk.workspace, key)
    with pytest.raises(GoneError):
        entities.edit(desk.workspace, known, "amy", note="x")
    with pytest.raises(GoneError):
        tags.link(desk.workspace, desk.target, [desk.span("said")], key)
    assert rows(desk.workspace, "SELECT count(*) FROM entity") == [(0,)]
