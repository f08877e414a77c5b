"""Candidates for a link, what is linked with a mention, and links made while tagging."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.annotation import EntityId
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.errors import EntityTakenError, GoneError, SetClosedError
from annotator.ops import (
    entities,
    intake,
    linking,
    status,
    suggested_frames,
    suggestions,
    tags,
)
from annotator.ops.linking import Asked, NewEntity, Reason, Untagged
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ops.conftest import BUILTIN, Desk, proposal, suggest

TEXT = (
    "Daniyar Abenov met Seyyed Ali Khamenei in Muscat. Abenov said Nikolay Patrushev had spoken.\n"
    "Mr Abenov, of the SCO, thanked Yurt Ushakov. Abenov left Muscat for Oman. Omani ships left.\n"
)
REGISTER = [
    ("PERSON", "Daniyar Abenov"),
    ("PERSON", "Timur Abenov"),
    ("PERSON", "Seyed Ali Khamenei"),
    ("PERSON", "Nikolai Patrushev"),
    ("PERSON", "Yury Ushakov"),
    ("ORG", "Shanghai Cooperation Organization"),
    ("GPE", "Oman"),
    ("GPE", "Muscat"),
    ("LOC", "Muscat"),
    ("PERSON", "John Smith"),
]
LINKED = frozenset({"PERSON", "ORG", "GPE", "LOC"})


class LinkDesk(Desk):
    """An annotator whose names are linked as they are tagged."""

    links = LINKED

    @property
    def target(self):
        return replace(super().target, links=self.links)

    def entity(self, name, kind=None):
        """The id of an entity by its name."""
        found = [
            key
            for key, (type_, known) in enumerate(REGISTER, 1)
            if known == name and kind in {None, type_}
        ]
        return EntityId(found[0])

    def aliases(self, name):
        return entities.load(self.workspace, self.entity(name)).aliases

    def asked(self, words, label="PERSON", **more):
        found = linking.candidates(self.workspace, Asked(words, label, **more), self.shown)
        return [(one.entity.name, one.reason) for one in found]

    def meant(self, words, nth=1):
        """What the tag on words means."""
        shown = self.shown
        entity = self.span(words, nth=nth).entity
        return None if entity is None else shown.entities[entity].name

    def link(self, words, name, nth=1):
        tags.link(self.workspace, self.target, [self.span(words, nth=nth)], self.entity(name))


@pytest.fixture(scope="session")
def talks_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("talks") / "talks.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    intake.import_drafts(workspace, [ArticleDraft("talks", TEXT, Metadata("Talks"))], "system")
    for kind, name in REGISTER:
        entities.add(workspace, "system", kind, name)
    workspace.close()
    return path


@pytest.fixture
def talks(open_copy, talks_path):
    return LinkDesk(open_copy(talks_path, "talks"), "talks")


# --- candidates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "label", "name", "reason"),
    [
        ("Seyyed Ali Khamenei", "PERSON", "Seyed Ali Khamenei", Reason.SPELLING),
        ("Nikolay Patrushev", "PERSON", "Nikolai Patrushev", Reason.SPELLING),
        ("Yurt Ushakov", "PERSON", "Yury Ushakov", Reason.SPELLING),
        ("SCO", "ORG", "Shanghai Cooperation Organization", Reason.INITIALS),
        ("OMAN", "GPE", "Oman", Reason.NAME),
        ("Mr Ushakov", "PERSON", "Yury Ushakov", Reason.PART),
        ("Patrushev\u00a0Nikolai", "PERSON", "Nikolai Patrushev", Reason.SPELLING),
    ],
)
def test_the_best_candidate_comes_first_and_says_why(talks, words, label, name, reason):
    assert talks.asked(words, label)[0] == (name, reason)


def test_of_two_of_one_name_the_one_of_the_labels_type_comes_first(talks):
    for label in ("GPE", "LOC"):
        found = linking.candidates(talks.workspace, Asked("Muscat", label))
        assert found[0].entity.type == label
        assert [one.fits for one in found] == [True, False]


def test_what_the_same_words_mean_here_comes_first(talks):
    talks.tag("Muscat")
    talks.link("Muscat", "Oman")
    talks.tag("Muscat", nth=2)
    assert talks.asked("Muscat", "GPE")[:2] == [("Oman", Reason.HERE), ("Muscat", Reason.NAME)]


def test_a_surname_means_the_one_who_is_linked_in_the_article(talks):
    assert {name for name, _ in talks.asked("Abenov")} == {"Daniyar Abenov", "Timur Abenov"}
    talks.tag("Daniyar Abenov", "PERSON")  # linked at once: it is called just so
    assert talks.asked("Abenov") == [
        ("Daniyar Abenov", Reason.PART_HERE),
        ("Timur Abenov", Reason.PART),
    ]


def test_of_equals_the_one_used_more_comes_first(talks):
    talks.links = frozenset()
    talks.tag("Abenov", "PERSON", nth=2)
    talks.link("Abenov", "Timur Abenov", nth=2)
    found = linking.candidates(talks.workspace, Asked("Abenow"))
    assert [(one.entity.name, one.mentions, one.articles) for one in found] == [
        ("Timur Abenov", 1, 1),
        ("Daniyar Abenov", 0, 0),
    ]


def test_an_adjective_of_a_people_is_offered_no_country(talks):
    assert talks.asked("Omani", "NORP") == []
    assert talks.asked("Omani", "GPE") == []
    assert talks.asked("Oman", "NORP") == [("Oman", Reason.NAME)]


def test_typing_finds_beginnings_whatever_the_label(talks):
    assert talks.asked("oma", "NORP", typed=True) == [("Oman", Reason.BEGINNING)]
    assert talks.asked("yur", typed=True)[0] == ("Yury Ushakov", Reason.BEGINNING)


def test_a_role_is_offered_what_it_takes_and_first_what_the_article_has(talks):
    talks.tag("Muscat")
    talks.tag("Daniyar Abenov", "PERSON")
    assert talks.asked("", "", types=("PERSON", "ORG")) == [("Daniyar Abenov", Reason.USED_HERE)]
    assert talks.asked("muscat", "", types=("LOC",), typed=True) == [("Muscat", Reason.NAME)]
    assert len(talks.asked("muscat", "", types=("*",), typed=True)) == 2


def test_only_what_is_beyond_doubt_is_proposed_unasked(talks):
    def best(words, label="PERSON"):
        found = linking.best(linking.candidates(talks.workspace, Asked(words, label), talks.shown))
        return None if found is None else found.entity.name

    assert best("Seyyed Ali Khamenei") == "Seyed Ali Khamenei"
    assert best("Ushakov") == "Yury Ushakov"
    assert best("Abenov") is None  # there are two
    assert best("Yurt") is None  # one letter of four
    assert best("Muscat", "ORG") is None  # no organisation
    assert best("Nobody") is None
    talks.tag("Daniyar Abenov", "PERSON")
    assert best("Abenov") == "Daniyar Abenov"


def test_the_names_follow_every_change_also_of_another_window(talks):
    other = Workspace.open(str(talks.workspace.path))
    try:
        assert talks.asked("Solvang") == []
        made = entities.add(other, "ben", "PERSON", "Ingrid Solvang")
        assert talks.asked("Solvang") == [("Ingrid Solvang", Reason.PART)]
        entities.edit(other, entities.load(other, made), "ben", name="Ingrid Holm")
        assert talks.asked("Solvang") == []
        assert talks.asked("Holm") == [("Ingrid Holm", Reason.PART)]
        other.undo("ben")
        other.undo("ben")
        assert talks.asked("Holm") == talks.asked("Solvang") == []
        other.redo("ben")
        assert talks.asked("Solvang") == [("Ingrid Solvang", Reason.PART)]
    finally:
        other.close()


def test_very_many_changes_are_read_as_a_whole(talks, monkeypatch):
    from annotator.store import names

    assert talks.asked("Holm") == []
    monkeypatch.setattr(names, "MOST_STEPS", 2)
    for number in range(4):
        entities.add(talks.workspace, "ben", "PERSON", f"Holm {number}")
    assert len(talks.asked("Holm")) == 4
    assert len(talks.asked("Holm")) == 4


def test_names_read_beforehand_are_found_the_same(talks, monkeypatch):
    assert not linking.has_many_names(talks.workspace)
    monkeypatch.setattr(linking, "_MANY", 3)
    assert linking.has_many_names(talks.workspace)
    linking.prepare(talks.workspace)
    linking.prepare(talks.workspace)
    assert not talks.workspace.known_names.busy
    assert talks.asked("Ushakov") == [("Yury Ushakov", Reason.PART)]
    entities.add(talks.workspace, "ben", "PERSON", "Ana Ushakova")
    assert talks.asked("Ushakova")[0] == ("Ana Ushakova", Reason.PART)


def test_look_alikes_are_of_the_same_type(talks):
    made = entities.add(talks.workspace, "ben", "PERSON", "D. Abenov")
    entities.add(talks.workspace, "ben", "ORG", "D. Abenov")
    found = linking.look_alikes(talks.workspace, made)
    assert [one.entity.name for one in found] == ["Daniyar Abenov"]
    assert linking.look_alikes(talks.workspace, talks.entity("Muscat", "LOC")) == []
    assert linking.look_alikes(talks.workspace, EntityId(999)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([name for _, name in REGISTER] + ["Abenov", "Yurt", "Seyyed", "Omani", ""]),
    st.sampled_from(["", "PERSON", "GPE", "NORP"]),
    st.booleans(),
)
def test_exact_before_alike_and_always_the_same_order(talks_open, words, label, typed):
    asked = Asked(words, label, typed=typed)
    found = linking.candidates(talks_open, asked, limit=20)
    assert found == linking.candidates(talks_open, asked, limit=20)
    assert found == sorted(found, key=lambda one: one.order)
    exact = [one.reason.exact for one in found]
    assert exact == sorted(exact, reverse=True)
    if words and any(name == words for _, name in REGISTER):
        assert found[0].entity.name == words


@pytest.fixture(scope="module")
def talks_open(talks_path, tmp_path_factory):
    import shutil

    path = tmp_path_factory.mktemp("open") / "talks.annotator"
    shutil.copy(talks_path, path)
    workspace = Workspace.open(str(path))
    yield workspace
    workspace.close()


# --- linking ------------------------------------------------------------------------------------


def tag_all(talks):
    talks.links = frozenset()
    for nth in (1, 2, 3, 4):
        words = "Mr Abenov" if nth == 3 else "Daniyar Abenov" if nth == 1 else "Abenov"
        talks.tag(words, "PERSON", nth=nth if words == "Abenov" else 1)
    return talks.shown.spans


def test_all_mentions_are_linked_in_one_step_and_undo_takes_all_back(talks):
    first, *_ = tag_all(talks)
    daniyar = entities.load(talks.workspace, talks.entity("Daniyar Abenov"))
    more = linking.others(
        talks.workspace, talks.shown, first.label, first.text, daniyar, {first.id}
    )
    assert [(one.span.text, one.certain) for one in more] == [
        ("Abenov", True),
        ("Mr Abenov", True),
        ("Abenov", True),
    ]
    tags.link(talks.workspace, talks.target, [first, *(one.span for one in more)], daniyar.id)
    assert {span.entity for span in talks.shown.spans} == {daniyar.id}
    assert talks.aliases("Daniyar Abenov") == ("Abenov", "Mr Abenov")
    step = talks.workspace.undo_step("amy")
    assert (step.name, step.articles) == ("Link 4 mentions of “Daniyar Abenov”", 1)
    talks.undo()
    assert {span.entity for span in talks.shown.spans} == {None}
    assert talks.aliases("Daniyar Abenov") == ()
    talks.redo()
    assert {span.entity for span in talks.shown.spans} == {daniyar.id}
    assert talks.aliases("Daniyar Abenov") == ("Abenov", "Mr Abenov")


def test_the_capital_that_stands_for_the_state_becomes_no_alias(talks):
    talks.tag("Muscat")
    talks.link("Muscat", "Oman")
    assert talks.aliases("Oman") == ()


def test_a_name_that_differs_only_in_case_becomes_no_alias(talks):
    talks.links = frozenset()
    talks.tag("Seyyed Ali Khamenei", "PERSON")
    talks.link("Seyyed Ali Khamenei", "Seyed Ali Khamenei")
    assert talks.aliases("Seyed Ali Khamenei") == ("Seyyed Ali Khamenei",)
    talks.tag("SCO", "ORG")
    talks.link("SCO", "Shanghai Cooperation Organization")
    assert talks.aliases("Shanghai Cooperation Organization") == ("SCO",)
    talks.link("SCO", "Shanghai Cooperation Organization")
    assert talks.aliases("Shanghai Cooperation Organization") == ("SCO",)


def test_unlinking_many_is_one_step(talks):
    tag_all(talks)
    tags.link(talks.workspace, talks.target, talks.shown.spans, talks.entity("Daniyar Abenov"))
    tags.link(talks.workspace, talks.target, talks.shown.spans, None)
    assert {span.entity for span in talks.shown.spans} == {None}
    talks.undo()
    assert {span.entity for span in talks.shown.spans} == {talks.entity("Daniyar Abenov")}


def test_a_new_entity_for_many_mentions_is_one_step(talks):
    tag_all(talks)
    made = tags.link_to_new(
        talks.workspace, talks.target, talks.shown.spans, "PERSON", "D. K. Abenov"
    )
    assert {span.entity for span in talks.shown.spans} == {made}
    assert entities.load(talks.workspace, made).aliases == ("Daniyar Abenov", "Abenov", "Mr Abenov")
    talks.undo()
    with pytest.raises(GoneError):
        entities.load(talks.workspace, made)
    talks.redo()
    assert {span.entity for span in talks.shown.spans} == {made}


def test_words_are_tagged_and_linked_in_one_step(talks):
    words = Untagged(talks.at("Yurt Ushakov"), "PERSON")
    linking.tag_and_link(talks.workspace, talks.target, words, talks.entity("Yury Ushakov"))
    assert talks.meant("Yurt Ushakov") == "Yury Ushakov"
    talks.undo()
    assert talks.tags == []
    assert talks.aliases("Yury Ushakov") == ()
    talks.redo()
    assert talks.meant("Yurt Ushakov") == "Yury Ushakov"
    assert talks.aliases("Yury Ushakov") == ("Yurt Ushakov",)


def test_words_are_tagged_and_linked_to_a_new_entity_with_the_others(talks):
    talks.links = frozenset()
    talks.tag("Abenov", "PERSON", nth=2)
    words = Untagged(talks.at("Mr Abenov"), "PERSON")
    meant = NewEntity("PERSON", "Aidar Abenov")
    linking.tag_and_link(talks.workspace, talks.target, words, meant, talks.shown.spans)
    assert talks.meant("Abenov", 2) == talks.meant("Mr Abenov") == "Aidar Abenov"
    assert talks.workspace.undo_step("amy").name == "Tag “Mr Abenov” PERSON and link 2 mentions"
    talks.undo()
    assert talks.tags == [("Abenov", "PERSON")]
    with pytest.raises(EntityTakenError):
        linking.tag_and_link(
            talks.workspace, talks.target, words, NewEntity("GPE", "Oman"), talks.shown.spans
        )
    assert talks.tags == [("Abenov", "PERSON")]


def test_a_tag_that_is_there_already_is_linked_as_it_is(talks):
    talks.links = frozenset()
    made = talks.tag("Mr Abenov", "PERSON")
    words = Untagged(made.extent, "PERSON")
    linking.tag_and_link(talks.workspace, talks.target, words, talks.entity("Timur Abenov"))
    assert [(span.id, span.entity) for span in talks.shown.spans] == [(made.id, 2)]


def test_a_suggestion_is_accepted_and_linked_in_one_step(talks):
    suggest(talks.workspace, BUILTIN, talks.article, [proposal("Oman", "GPE", text=TEXT)])
    found = talks.suggestion("Oman")
    words = Untagged(found.extent, found.label, found)
    linking.tag_and_link(talks.workspace, talks.target, words, talks.entity("Oman"))
    assert (talks.meant("Oman"), talks.pending) == ("Oman", [])
    assert talks.span("Oman").provenance.decision == "accepted"
    talks.undo()
    assert (talks.tags, talks.pending) == ([], [("Oman", "GPE")])
    talks.redo()
    assert (talks.meant("Oman"), talks.pending) == ("Oman", [])


def test_a_closed_set_is_linked_by_nobody(talks):
    span = talks.tag("Oman")
    status.complete(talks.workspace, talks.target)
    for act in (
        lambda: tags.link(talks.workspace, talks.target, [span], None),
        lambda: tags.link_to_new(talks.workspace, talks.target, [span], "GPE", "Sultanate"),
        lambda: linking.tag_and_link(
            talks.workspace, talks.target, Untagged(talks.at("SCO"), "ORG"), talks.entity("Oman")
        ),
    ):
        with pytest.raises(SetClosedError):
            act()
    assert talks.meant("Oman") == "Oman"
    assert linking.candidates(talks.workspace, Asked("Sultanate")) == []


def test_a_name_that_is_taken_is_offered_with_a_number(talks):
    assert linking.free_name(talks.workspace, "PERSON", "Ana Ruiz") == "Ana Ruiz"
    assert linking.free_name(talks.workspace, "PERSON", "John Smith") == "John Smith (2)"
    entities.add(talks.workspace, "amy", "PERSON", "John Smith (2)")
    assert linking.free_name(talks.workspace, "PERSON", "John Smith") == "John Smith (3)"
    assert linking.free_name(talks.workspace, "ORG", "John Smith") == "John Smith"


def test_the_type_of_a_new_entity_is_the_label_if_that_links(talks):
    assert linking.usual_type(talks.workspace, "GPE") == "GPE"
    assert linking.usual_type(talks.workspace, "NORP") == "PERSON"
    oman = entities.load(talks.workspace, talks.entity("Oman"))
    assert linking.label_for(talks.workspace, oman) == "GPE"


# --- at once while tagging ----------------------------------------------------------------------


def test_a_name_of_the_register_is_linked_as_it_is_tagged_and_undone_with_the_tag(talks):
    talks.tag("Oman")
    assert talks.meant("Oman") == "Oman"
    talks.undo()
    assert talks.tags == []
    talks.redo()
    assert talks.meant("Oman") == "Oman"


def test_the_same_words_are_linked_as_before_in_the_article(talks):
    talks.tag("Muscat")
    assert talks.meant("Muscat") == "Muscat"
    talks.link("Muscat", "Oman")
    talks.tag("Muscat", nth=2)
    assert talks.meant("Muscat", 2) == "Oman"


def test_words_that_meant_two_things_here_are_left_open(talks):
    talks.links = frozenset()
    for nth, name in ((2, "Timur Abenov"), (3, "Daniyar Abenov")):
        talks.tag("Abenov", "PERSON", nth)
        talks.link("Abenov", name, nth)
    talks.links = LINKED
    talks.tag("Abenov", "PERSON", 4)
    assert talks.meant("Abenov", 4) is None


def test_a_surname_alone_is_not_linked_at_once(talks):
    talks.tag("Daniyar Abenov", "PERSON")
    talks.tag("Abenov", "PERSON", 2)
    assert talks.meant("Abenov", 2) is None


def test_two_namesakes_are_not_told_apart_by_the_program(talks):
    entities.add(talks.workspace, "amy", "GPE", "Oman (village)")
    talks.tag("Oman")
    assert talks.meant("Oman") is None


def test_only_labels_that_link_and_only_where_it_is_wanted(talks):
    talks.tag("Oman", "NORP")
    talks.tag("Oman", "ORG")  # no organisation is called so
    talks.links = frozenset()
    talks.tag("Oman")
    assert {span.entity for span in talks.shown.spans} == {None}


def test_relabelling_links_and_keeps_a_link(talks):
    talks.tag("Muscat", "ORG")
    assert talks.meant("Muscat") is None
    tags.relabel(talks.workspace, talks.target, talks.span("Muscat"), "LOC")
    assert talks.span("Muscat").entity == talks.entity("Muscat", "LOC")
    talks.undo()
    assert talks.meant("Muscat") is None
    talks.redo()
    tags.relabel(talks.workspace, talks.target, talks.span("Muscat"), "GPE")
    assert talks.span("Muscat").entity == talks.entity("Muscat", "LOC")


def test_accepting_correcting_and_accepting_a_paragraph_link(talks):
    suggest(
        talks.workspace,
        BUILTIN,
        talks.article,
        [
            proposal("Oman", "GPE", text=TEXT),
            proposal("Muscat", "ORG", text=TEXT),
            proposal("Muscat", "GPE", text=TEXT, nth=2),
            proposal("Daniyar Abenov", "PERSON", text=TEXT),
        ],
    )
    talks.accept("Oman")
    found = talks.suggestion("Muscat")
    suggestions.correct(talks.workspace, talks.target, found, label="GPE")
    assert (talks.meant("Oman"), talks.meant("Muscat")) == ("Oman", "Muscat")
    whole = Extent(0, len(TEXT))
    suggested_frames.accept_within(talks.workspace, talks.target, whole)
    assert talks.meant("Muscat", 2) == "Muscat"
    assert talks.meant("Daniyar Abenov") == "Daniyar Abenov"
    assert talks.span("Oman").provenance.decision == "accepted"
    talks.undo()
    assert [words for words, _ in talks.tags] == ["Muscat", "Oman"]


def test_accepting_in_bulk_links_nothing(talks):
    suggest(talks.workspace, BUILTIN, talks.article, [proposal("Oman", "GPE", text=TEXT)])
    suggestions.accept_all(talks.workspace, "amy")
    assert talks.meant("Oman") is None
