"""What fills a slot: words with a label of the analyst's, new entities; and how it is read again."""

import pytest

from annotator.errors import EntityTakenError, UnknownLabelError
from annotator.ops import articles, frames, suggestions, tags
from annotator.ops.frames import Material
from tests.ops.conftest import OTHER, Desk, proposal, rows, suggest


class FrameDesk(Desk):
    def start(self, words="Oman wants the railway,", kind="Statement", nth=1):
        frames.start(self.workspace, self.target, kind, Material(extent=self.at(words, nth)))
        return self.shown.frames[-1]

    def fill(self, frame, role, material):
        frames.fill_with(self.workspace, self.target, frame, role, material)

    def roles(self, number=0):
        shown = self.shown
        spans = {span.id: (span.text, span.label) for span in shown.spans}
        found = {}
        for one in shown.frames[number].fillers:
            name = spans.get(one.span) or shown.entities[one.entity].name
            found.setdefault(one.role, []).append(name)
        return found


@pytest.fixture
def desk(small):
    return FrameDesk(small)


def test_words_for_a_slot_get_the_label_that_the_analyst_chose(desk):
    frame = desk.start()
    material = Material(extent=desk.at("Oman", 3), label_as="GPE")
    desk.fill(frame, "speaker", material)
    assert desk.roles()["speaker"] == [("Oman", "GPE")]
    desk.undo()
    assert "speaker" not in desk.roles()
    assert ("Oman", "GPE") not in desk.tags
    desk.redo()
    assert desk.roles()["speaker"] == [("Oman", "GPE")]


def test_a_suggestion_for_a_slot_is_corrected_to_the_label_chosen(desk):
    frame = desk.start()
    chosen = desk.suggestion("al-Maskari", nth=2)
    desk.fill(frame, "speaker", Material(suggestion=chosen, label_as="ORG"))
    assert desk.roles()["speaker"] == [("al-Maskari", "ORG")]
    decided = rows(desk.workspace, "SELECT decision FROM decision")
    assert decided == [("corrected",)]
    desk.undo()
    assert ("al-Maskari", "PERSON") in desk.pending
    desk.redo()
    assert ("al-Maskari", "PERSON") not in desk.pending


def test_the_label_that_a_suggestion_has_already_is_no_correction(desk):
    frame = desk.start()
    chosen = desk.suggestion("al-Maskari", nth=2)
    desk.fill(frame, "speaker", Material(suggestion=chosen, label_as="PERSON"))
    assert rows(desk.workspace, "SELECT decision FROM decision") == [("accepted",)]


def test_a_tag_of_the_label_chosen_is_used_again(desk):
    frame = desk.start()
    tags.add(desk.workspace, desk.target, desk.at("Oman", 3), "GPE")
    desk.fill(frame, "speaker", Material(extent=desk.at("Oman", 3), label_as="GPE"))
    assert desk.tags.count(("Oman", "GPE")) == 1


def test_a_label_that_the_scheme_does_not_have_is_refused(desk):
    frame = desk.start()
    with pytest.raises(UnknownLabelError):
        desk.fill(frame, "speaker", Material(extent=desk.at("Oman", 3), label_as="PLANET"))
    assert desk.roles() == {"content": [("Oman wants the railway,", "CONTENT")]}


def test_whether_words_are_quoted_follows_what_is_added_until_somebody_chooses(desk):
    frame = desk.start()
    assert frame.attributes["mode"] == "direct"
    desk.fill(frame, "content", Material(extent=desk.at("Oman would wait")))
    assert desk.shown.frames[0].attributes["mode"] == "mixed"
    desk.undo()
    assert desk.shown.frames[0].attributes["mode"] == "direct"
    desk.redo()
    added = next(span for span in desk.shown.spans if span.text == "Oman would wait")
    tags.delete(desk.workspace, desk.target, [added])
    assert desk.shown.frames[0].attributes["mode"] == "direct"
    frames.set_attribute(desk.workspace, desk.target, desk.shown.frames[0], "mode", "indirect")
    desk.fill(desk.shown.frames[0], "content", Material(extent=desk.at("Oman would wait")))
    assert desk.shown.frames[0].attributes["mode"] == "indirect"


def test_a_frame_that_loses_all_its_words_keeps_what_was_said_of_them(desk):
    frame = desk.start()
    frames.empty(desk.workspace, desk.target, frame, "content")
    assert desk.shown.frames[0].attributes["mode"] == "direct"


def test_a_new_entity_fills_a_slot_in_one_step(desk):
    frame = desk.start()
    frames.set_implied(desk.workspace, desk.target, frame, "speaker", implied=True)
    frames.fill_with_new_entity(
        desk.workspace, desk.target, frame, "speaker", "ORG", "Port Authority"
    )
    assert desk.roles()["speaker"] == ["Port Authority"]
    assert desk.shown.frames[0].implied == ()
    with pytest.raises(EntityTakenError):
        frames.fill_with_new_entity(
            desk.workspace, desk.target, frame, "addressee", "ORG", "Port Authority"
        )
    desk.undo()
    assert rows(desk.workspace, "SELECT count(*) FROM entity") == [(0,)]
    assert desk.shown.frames[0].implied == ("speaker",)
    desk.redo()
    assert desk.roles()["speaker"] == ["Port Authority"]


def test_what_is_read_after_each_step_is_what_is_there(desk):
    """The window reads only what an operation names; it must equal a set read as a whole."""
    seen, shown = [], [desk.shown]

    def on_change(changes):
        seen.append(changes)
        shown[0] = articles.refresh_set(desk.workspace, shown[0], changes)
        assert shown[0].frames == desk.shown.frames
        assert shown[0].spans == desk.shown.spans
        assert shown[0].entities.keys() >= desk.shown.entities.keys()
        assert shown[0].revision == desk.shown.revision

    desk.workspace.watch(on_change, wait_ms=1000)
    first = desk.start()
    desk.fill(first, "speaker", Material(suggestion=desk.suggestion("al-Maskari", nth=2)))
    second = desk.start("met", "Meeting")
    desk.fill(second, "participant", Material(extent=desk.at("Hilal al-Maskari")))
    frames.fill_with_new_entity(desk.workspace, desk.target, second, "place", "GPE", "Muscat")
    statement = frames.Filler("statement", frame=first.id)
    frames.fill(desk.workspace, desk.target, second, statement)
    frames.set_attribute(desk.workspace, desk.target, second, "kind", "visit")
    tags.delete(desk.workspace, desk.target, [desk.span("al-Maskari", nth=2)])
    frames.delete(desk.workspace, desk.target, [desk.shown.frames[0]])
    steps = len(seen)
    for _ in range(steps):
        desk.undo()
    assert desk.shown.frames == ()
    for _ in range(steps):
        desk.redo()
    assert [frame.type for frame in shown[0].frames] == ["Meeting"]
    assert len(seen) == 3 * steps


def test_unchanged_frames_stay_the_same_values(desk):
    desk.start()
    desk.start("Oman would wait")
    before = desk.shown
    caught = []
    desk.workspace.watch(caught.append, wait_ms=1000)
    desk.fill(before.frames[1], "cue", Material(extent=desk.at("adding")))
    now = articles.refresh_set(desk.workspace, before, caught[0])
    assert now.frames[0] is before.frames[0]
    assert now.frames[1] is not before.frames[1]
    assert now.frames[1].id == before.frames[1].id


def test_a_source_s_labels_that_the_scheme_lacks_are_left_out(desk):
    riga = articles.named(desk.workspace, "riga")
    found = [
        proposal("Riga", "PLANET", text=OTHER),
        proposal("Riga", "GPE", text=OTHER, nth=2),
    ]
    suggest(desk.workspace, "other/1", riga, found)
    waiting = suggestions.pending(desk.workspace, riga, "amy")
    assert "PLANET" not in {item.label for item in waiting}
    assert "other/1" in {item.source for item in waiting} | {
        source for item in waiting for source in item.sources
    }
