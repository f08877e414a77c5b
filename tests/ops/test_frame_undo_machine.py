"""Undo and redo of what is done with suggested frames, in any order with everything else."""

import shutil

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from annotator.domain.suggestion import Findings
from annotator.ops import articles, frames, suggested_frames, suggestions
from annotator.ops.workspace import Workspace
from tests.ops.conftest import suggest
from tests.ops.frame_desk import FRAMES, SOURCE
from tests.ops.test_undo_machine import PEOPLE, Machine, numbers, people

NAME = "muscat"
ROLES = ("speaker", "cue", "content", "holder", "participant", "trigger", "date", "statement")


@pytest.fixture(scope="session")
def framed_path(small_path, tmp_path_factory):
    """The small workspace with suggested frames in one of its articles."""
    path = tmp_path_factory.mktemp("framed") / "framed.annotator"
    shutil.copy(small_path, path)
    workspace = Workspace.open(str(path))
    suggest(workspace, SOURCE, articles.named(workspace, NAME), Findings((), tuple(FRAMES)))
    workspace.close()
    return path


class FrameMachine(Machine):
    """All that the other machine does, and what can be done with suggested frames."""

    def waiting_frame(self, person, number):
        found = suggested_frames.pending(self.workspace, self.keys[NAME], person)
        return self.one(found, number), self.target(NAME, person)

    def made_frame(self, person, number):
        return self.one(self.shown(NAME, person).frames, number), self.target(NAME, person)

    @rule(person=people, number=numbers)
    def accept_frame(self, person, number):
        found, target = self.waiting_frame(person, number)
        if found:
            made = lambda: suggested_frames.accept(self.workspace, target, found)  # noqa: E731
            self.do(person, made, name=NAME)

    @rule(person=people, number=numbers, role=numbers)
    def take_slot(self, person, number, role):
        key = self.keys[NAME]
        left = suggested_frames.offered(self.workspace, key, person).values()
        waiting = suggested_frames.pending(self.workspace, key, person)
        found, target = self.one([*left, *waiting], number), self.target(NAME, person)
        if found:
            name = self.one(found.roles, role)
            self.do(
                person,
                lambda: suggested_frames.take(self.workspace, target, found, name),
                name=NAME,
            )

    @rule(person=people, number=numbers)
    def reject_frame(self, person, number):
        found, target = self.waiting_frame(person, number)
        if found:
            self.do(
                person, lambda: suggested_frames.reject(self.workspace, target, found), name=NAME
            )

    @rule(person=people, number=numbers)
    def delete_frame(self, person, number):
        found, target = self.made_frame(person, number)
        if found:
            self.do(person, lambda: frames.delete(self.workspace, target, [found]), name=NAME)

    @rule(person=people, number=numbers, role=st.sampled_from(ROLES))
    def empty_role(self, person, number, role):
        found, target = self.made_frame(person, number)
        if found:
            self.do(person, lambda: frames.empty(self.workspace, target, found, role), name=NAME)

    @rule(person=people)
    def accept_statements(self, person):
        labels = ["Statement", "Meeting"]
        self.do(person, lambda: suggestions.accept_all(self.workspace, person, labels=labels))

    @invariant()
    def a_frame_waits_or_was_decided_on(self):
        for person in PEOPLE:
            waiting = suggested_frames.pending(self.workspace, self.keys[NAME], person)
            decided = {
                (value[3], value[2])
                for key, value in self.cells.items()
                if key[0] == "decision" and value[:2] == (NAME, person)
            }
            with self.workspace.read() as connection:
                for one in waiting:
                    place = connection.exec_driver_sql(
                        "SELECT label, places FROM suggestion WHERE id = ?", (one.id,)
                    ).one()
                    assert tuple(place) not in decided
                    assert one.place is not None

    @invariant()
    def what_was_accepted_says_all_that_was_suggested(self):
        for person in PEOPLE:
            made = {frame.id: frame for frame in self.shown(NAME, person).frames}
            for key, value in self.cells.items():
                if key[0] != "decision" or value[:2] != (NAME, person) or value[6] is None:
                    continue
                _, _, _, _, said, _, frame = value
                if frame not in made:
                    assert said in {"rejected", "untouched"}
                elif said == "accepted":
                    assert made[frame].fillers
                    assert made[frame].provenance.decision in {None, "accepted"}


def test_undo_and_redo_put_back_what_was_decided_on_frames(framed_path, tmp_path):
    run_state_machine_as_test(
        lambda: FrameMachine(framed_path, tmp_path),
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
