"""Undo and redo against a model: two annotators, one workspace, any order of operations.

The model knows nothing of how undo is done. It looks at everything that is shown before and after
each operation, cell by cell, and expects undo to put the author's cells back, or to refuse by the
name of the colleague where one of them is not as the author left it.
"""

import shutil
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from annotator.domain.annotation import Filler, SetStatus
from annotator.domain.article import ZoneKind
from annotator.domain.concordance import Act, Plan
from annotator.domain.extent import Extent
from annotator.errors import (
    DuplicateSpanError,
    EntityTakenError,
    SetClosedError,
    UndoConflictError,
)
from annotator.jobs import Progress
from annotator.ops import (
    articles,
    entities,
    everywhere,
    frames,
    integrity,
    status,
    suggested_frames,
    suggestions,
    tags,
)
from annotator.ops.workspace import Workspace
from annotator.store import reader
from annotator.store.sets import SetTarget
from tests.ops.conftest import BUILTIN, FOOTER, LEARNED, OTHER, TEXT, place, proposals, rows

PEOPLE = ("amy", "ben")
TEXTS = {"muscat": TEXT, "riga": OTHER}
PLACES = {
    "muscat": [
        place("Muscat"), place("MUSCAT"), place("Hilal al-Maskari"), place("al-Maskari", nth=2),
        place("Yerbolat Sagyndykov 🤝"), place("Monday"), place("Oman"), place("Oman", nth=2),
        place("Oman wants the railway"), FOOTER,
    ],
    "riga": [place("Riga", OTHER), place("Riga", OTHER, 2), place("3 May 2016", OTHER)],
}  # fmt: skip
LABELS = ("PERSON", "GPE", "DATE")
PROPOSED = {
    name: {(item.extent, item.label) for source in (BUILTIN, LEARNED) for item in proposals(source, text)}
    for name, text in TEXTS.items()
}  # fmt: skip

people = st.sampled_from(PEOPLE)
names = st.sampled_from(sorted(TEXTS))
labels = st.sampled_from(LABELS)
numbers = st.integers(0, 99)


class Machine(RuleBasedStateMachine):
    """Real operations beside the model of what they must show."""

    def __init__(self, made, folder):
        super().__init__()
        self.path = folder / f"{next(_NUMBERS)}.annotator"
        shutil.copy(made, self.path)
        self.workspace = Workspace.open(str(self.path))
        self.keys = {name: articles.named(self.workspace, name) for name in TEXTS}
        self.done = {person: [] for person in PEOPLE}
        self.undone = {person: [] for person in PEOPLE}
        self.seen = {}  # what a revision, or a key of a tag, has ever stood for
        self.cells = self.look()

    # --- what is shown ---------------------------------------------------------------------

    def look(self):
        """Everything that is shown, in cells that one operation changes or leaves."""
        cells = {}
        for name, key in self.keys.items():
            article = articles.load(self.workspace, key)
            for part in articles.EDITABLE:
                cells["meta", name, part] = getattr(article.metadata, part)
            cells["note", name] = article.note
            for person in PEOPLE:
                shown = articles.load_set(self.workspace, key, person)
                cells["set", name, person] = replace(shown, revision=0, saved_at=None, entities={})
                cells.update({("entity", i): known for i, known in shown.entities.items()})
        with self.workspace.read() as connection:
            for name, key in self.keys.items():
                for row, zone in reader.zone_rows(connection, key):
                    cells["zone", row] = (name, zone.kind, zone.extent)
            for entity, _ in reader.find_entities(connection, "", 100):
                assert cells.setdefault(("entity", entity.id), entity) == entity
        statement = (
            "SELECT d.id, a.name, d.annotator, d.start, d.end, d.places, d.label, d.decision, "
            "d.span_id, d.frame_id FROM decision d JOIN article a ON a.id = d.article_id"
        )
        for key, name, person, start, end, places, *said in rows(self.workspace, statement):
            where = Extent(start, end) if start is not None else places
            cells["decision", key] = (name, person, where, *said)
        return {key: value for key, value in cells.items() if value is not None}

    def shown(self, name, person):
        return articles.load_set(self.workspace, self.keys[name], person)

    def target(self, name, person):
        return SetTarget(self.keys[name], person, self.shown(name, person).revision)

    def one(self, items, number):
        return items[number % len(items)] if items else None

    # --- doing, and what it must come to ---------------------------------------------------

    def do(self, person, operation, *, name=None, duplicate=False):
        """Run an operation; one that is refused must leave everything as it was."""
        step = self.workspace.undo_step(person)
        closed = name is not None and self.cells["set", name, person].status.closed
        try:
            operation()
        except SetClosedError:
            assert closed
            assert self.look() == self.cells
            return
        except (DuplicateSpanError, EntityTakenError):
            assert duplicate
            assert self.look() == self.cells
            return
        after = self.look()
        delta = {
            key: (self.cells.get(key), after.get(key))
            for key in self.cells.keys() | after.keys()
            if self.cells.get(key) != after.get(key)
        }
        assert not (closed and delta)
        new = self.workspace.undo_step(person)
        assert (new != step) == bool(delta)
        if delta:
            self.done[person].append((new.name, delta))
            self.undone[person].clear()
            assert self.workspace.redo_step(person) is None
        self.cells = after

    def travel(self, person, *, back):
        steps, others = self.done[person], self.undone[person]
        if not back:
            steps, others = others, steps
        go = self.workspace.undo if back else self.workspace.redo
        if not steps:
            assert go(person) is None
            assert self.look() == self.cells
            return
        name, delta = steps[-1]
        left, wanted = (1, 0) if back else (0, 1)
        expected = dict(self.cells)
        for key, change in delta.items():
            expected[key] = change[wanted]
            if change[wanted] is None:
                del expected[key]
        built_on = any(self.cells.get(key) != change[left] for key, change in delta.items())
        if built_on or self.dangling(expected) or self.overlapping(expected, delta):
            with pytest.raises(UndoConflictError) as refused:
                go(person)
            if back:  # what a colleague took back has no name in the journal
                (other,) = set(PEOPLE) - {person}
                assert refused.value.values["name"] == other
            assert self.look() == self.cells
            return
        taken = go(person)
        assert taken.step.name == name
        assert self.look() == expected
        others.append(steps.pop())
        self.cells = expected

    def dangling(self, cells):
        """Whether a tag would mean an entity that is not there."""
        meant = {
            span.entity for key, value in cells.items() if key[0] == "set" for span in value.spans
        } - {None}
        return not meant <= {key[1] for key in cells if key[0] == "entity"}

    def overlapping(self, cells, delta):
        """Whether a zone would come back where a colleague has made another one."""
        zones = {key: value for key, value in cells.items() if key[0] == "zone"}
        return any(
            key in delta
            and other not in delta
            and zone[0] == rival[0]
            and zone[2].overlaps(rival[2])
            for key, zone in zones.items()
            for other, rival in zones.items()
        )

    @rule(person=people)
    def undo(self, person):
        self.travel(person, back=True)

    @rule(person=people)
    def undo_again(self, person):
        self.travel(person, back=True)

    @rule(person=people)
    def redo(self, person):
        self.travel(person, back=False)

    @rule()
    def close_and_open(self):
        self.workspace.close()
        self.workspace = Workspace.open(str(self.path))
        assert self.look() == self.cells
        for person in PEOPLE:
            for steps, step in (
                (self.done, self.workspace.undo_step(person)),
                (self.undone, self.workspace.redo_step(person)),
            ):
                expected = steps[person][-1][0] if steps[person] else None
                assert (step and step.name) == expected

    # --- tags ------------------------------------------------------------------------------

    @rule(person=people, name=names, label=labels, number=numbers)
    def tag(self, person, name, label, number):
        extent, target = self.one(PLACES[name], number), self.target(name, person)
        self.do(
            person,
            lambda: tags.add(self.workspace, target, extent, label),
            name=name,
            duplicate=self.is_tagged(name, person, extent, label),
        )

    def is_tagged(self, name, person, extent, label):
        there = self.shown(name, person).spans
        return (extent, label) in {(span.extent, span.label) for span in there}

    @rule(person=people, name=names, number=numbers)
    def delete(self, person, name, number):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        if span:
            self.do(person, lambda: tags.delete(self.workspace, target, [span]), name=name)
            if not self.shown(name, person).status.closed:
                assert span.id not in {item.id for item in self.shown(name, person).spans}

    @rule(person=people, name=names, label=labels, number=numbers)
    def relabel(self, person, name, label, number):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        if span:
            taken = self.is_tagged(name, person, span.extent, label)
            self.do(
                person,
                lambda: tags.relabel(self.workspace, target, span, label),
                name=name,
                duplicate=taken,
            )

    @rule(person=people, name=names, number=numbers, other=numbers)
    def resize(self, person, name, number, other):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        extent = self.one(PLACES[name], other)
        if span:
            taken = self.is_tagged(name, person, extent, span.label)
            self.do(
                person,
                lambda: tags.resize(self.workspace, target, span, extent),
                name=name,
                duplicate=taken,
            )

    @rule(person=people, name=names, number=numbers, note=st.sampled_from(["", "x", "Ω\n"]))
    def note(self, person, name, number, note):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        if span:
            self.do(person, lambda: tags.set_note(self.workspace, target, span, note), name=name)

    @rule(person=people, name=names, number=numbers, unsure=st.booleans())
    def unsure(self, person, name, number, unsure):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        if span:
            self.do(
                person,
                lambda: tags.set_unsure(self.workspace, target, span, unsure=unsure),
                name=name,
            )

    @rule(
        person=people,
        words=st.sampled_from(["Oman", "al-Maskari", "Muscat", "Riga"]),
        label=labels,
        act=st.sampled_from(Act),
    )
    def everywhere(self, person, words, label, act):
        asked = everywhere.Asked((words,), everywhere.wanted_for(self.workspace, person, label))
        plan = Plan(act)
        places = [
            item
            for page in everywhere.in_corpus(self.workspace, asked, Progress())
            for item in page.ticked(plan)
        ]
        order = everywhere.Order(asked, plan, places)
        self.do(person, lambda: everywhere.apply(self.workspace, order))

    @rule(person=people, name=names, number=numbers, entity=st.sampled_from(["Oman", "Riga"]))
    def link_to_new(self, person, name, number, entity):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        if span:
            known = any(key[0] == "entity" and e.name == entity for key, e in self.cells.items())
            self.do(
                person,
                lambda: tags.link_to_new(self.workspace, target, [span], "GPE", entity),
                name=name,
                duplicate=known,
            )

    @rule(person=people, name=names, number=numbers, other=numbers)
    def link(self, person, name, number, other):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        known = sorted(key[1] for key in self.cells if key[0] == "entity")
        if span and known:
            entity = self.one(known, other)
            self.do(person, lambda: tags.link(self.workspace, target, [span], entity), name=name)

    @rule(person=people, number=numbers, note=st.sampled_from(["", "capital"]))
    def edit_entity(self, person, number, note):
        key = self.one(sorted(key[1] for key in self.cells if key[0] == "entity"), number)
        if key is not None:
            entity = entities.load(self.workspace, key)
            self.do(person, lambda: entities.edit(self.workspace, entity, person, note=note))

    @rule(person=people, name=names, number=numbers)
    def frame(self, person, name, number):
        span, target = self.one(self.shown(name, person).spans, number), self.target(name, person)
        fillers = [Filler("holder", span=span.id), Filler("target", span=span.id)] if span else []
        self.do(person, lambda: frames.add(self.workspace, target, "Stance", fillers), name=name)

    # --- suggestions -----------------------------------------------------------------------

    def waiting(self, name, person, number):
        found = suggestions.pending(self.workspace, self.keys[name], person)
        return self.one(found, number), self.target(name, person)

    @rule(person=people, name=names, number=numbers)
    def accept(self, person, name, number):
        found, target = self.waiting(name, person, number)
        if found:
            self.do(person, lambda: suggestions.accept(self.workspace, target, found), name=name)

    @rule(person=people, name=names, number=numbers, label=labels)
    def correct(self, person, name, number, label):
        found, target = self.waiting(name, person, number)
        if found:
            self.do(
                person,
                lambda: suggestions.correct(self.workspace, target, found, label=label),
                name=name,
                duplicate=self.is_tagged(name, person, found.extent, label),
            )

    @rule(person=people, name=names, number=numbers)
    def reject(self, person, name, number):
        found, target = self.waiting(name, person, number)
        if found:
            self.do(person, lambda: suggestions.reject(self.workspace, target, found), name=name)

    @rule(person=people, name=names, end=st.integers(1, 60))
    def accept_within(self, person, name, end):
        target = self.target(name, person)
        self.do(
            person,
            lambda: suggested_frames.accept_within(self.workspace, target, Extent(0, end)),
            name=name,
        )

    @rule(person=people, score=st.sampled_from([0.0, 0.8]))
    def accept_all(self, person, score):
        self.do(person, lambda: suggestions.accept_all(self.workspace, person, min_score=score))

    # --- sets and articles -----------------------------------------------------------------

    @rule(person=people, name=names)
    def complete(self, person, name):
        target = self.target(name, person)
        self.do(person, lambda: status.complete(self.workspace, target), name=name)

    @rule(person=people, name=names)
    def reopen(self, person, name):
        target = self.target(name, person)
        self.do(person, lambda: status.reopen(self.workspace, target))
        assert not self.shown(name, person).status.closed

    @rule(
        person=people,
        name=names,
        start=st.integers(0, 40),
        length=st.integers(1, 60),
        kind=st.sampled_from([None, ZoneKind.BOILERPLATE, ZoneKind.BYLINE]),
    )
    def zone(self, person, name, start, length, kind):
        article = articles.load(self.workspace, self.keys[name])
        extent = Extent(start, min(start + length, len(article.text)))
        self.do(person, lambda: articles.set_zone(self.workspace, article, person, extent, kind))

    @rule(
        person=people,
        name=names,
        part=st.sampled_from(["title", "outlet"]),
        value=st.sampled_from(["", "Gulf", "Baltic"]),
    )
    def metadata(self, person, name, part, value):
        article = articles.load(self.workspace, self.keys[name])
        self.do(
            person,
            lambda: articles.set_metadata(self.workspace, article, person, {part: value}),
        )

    # --- what always holds -----------------------------------------------------------------

    @invariant()
    def what_waits_follows_from_what_is_shown(self):
        for name, key in self.keys.items():
            left_out = [
                value[2]
                for kind, value in self.cells.items()
                if kind[0] == "zone" and value[:2] == (name, ZoneKind.BOILERPLATE)
            ]
            for person in PEOPLE:
                spans = self.cells["set", name, person].spans
                tagged = {(span.extent, span.label) for span in spans}
                decided = {
                    value[2:4]
                    for kind, value in self.cells.items()
                    if kind[0] == "decision" and value[:2] == (name, person)
                }
                expected = {
                    item
                    for item in PROPOSED[name] - tagged - decided
                    if not any(zone.overlaps(item[0]) for zone in left_out)
                }
                found = suggestions.pending(self.workspace, key, person)
                assert {(item.extent, item.label) for item in found} == expected
                assert len(found) == len(expected)

    @invariant()
    def words_stand_where_tags_say_and_zones_are_apart(self):
        zones = [value for key, value in self.cells.items() if key[0] == "zone"]
        for index, (name, _, extent) in enumerate(zones):
            for other, _, rival in zones[:index]:
                assert name != other or not extent.overlaps(rival)
        for key, value in self.cells.items():
            if key[0] == "set":
                for span in value.spans:
                    assert span.text == TEXTS[key[1]][span.extent.start : span.extent.end]

    @invariant()
    def a_revision_and_a_key_stand_for_one_thing_for_ever(self):
        for name in TEXTS:
            for person in PEOPLE:
                shown = self.shown(name, person)
                view = self.cells["set", name, person]
                place = (name, person)
                assert self.seen.setdefault((*place, shown.revision), view) == view
                for tag in (*shown.spans, *shown.frames):
                    assert self.seen.setdefault((*place, tag.key), tag.id) == tag.id
                assert (shown.status == SetStatus.NEW) == (shown.id is None)

    def teardown(self):
        try:
            assert integrity.check(self.workspace).damage == ()
        finally:
            self.workspace.close()
            self.path.unlink()


_NUMBERS = count()


def test_undo_and_redo_put_back_exactly_what_was_shown(small_path, tmp_path):
    run_state_machine_as_test(
        lambda: Machine(small_path, tmp_path),
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],  # making a failure smaller would take many minutes
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
