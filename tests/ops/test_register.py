"""The entity desk: entities listed and changed, and all of it taken back."""

import orjson
import pytest

from annotator.domain.office import Office
from annotator.domain.register import EntityOrder, Figures
from annotator.errors import (
    EmptyNameError,
    EntityTakenError,
    EntityUsedError,
    StaleRegisterError,
    UndoConflictError,
    UnknownLabelError,
    WikidataInvalidError,
)
from annotator.ops import articles, entities
from tests.ops.gold_lines import entity, line, span
from tests.ops.register_desk import PERSON, Register, both_sets


@pytest.fixture
def desk(empty, take, tmp_path):
    report = take(empty, *both_sets())
    assert not report.refused
    return Register(empty, tmp_path)


# --- what is listed ------------------------------------------------------------------------------


def test_the_list_is_sorted_by_mentions_name_or_last_use(desk):
    assert desk.names() == [
        "Hilal al-Maskari", "H. Maskari", "Muscat", "Oman", "Port authority",
    ]  # fmt: skip
    assert desk.names(order=EntityOrder.NAME) == [
        "H. Maskari", "Hilal al-Maskari", "Muscat", "Oman", "Port authority",
    ]  # fmt: skip
    assert desk.names(order=EntityOrder.USED)[0] == "Oman"
    assert [row.mentions for row in desk.rows().values()] == [4, 2, 2, 2, 0]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("maskari", ["Hilal al-Maskari", "H. Maskari"]),
        ("Maskat", ["Muscat"]),
        ("Q7", ["Hilal al-Maskari"]),
        ("7", []),
        ("%", []),
        ("_", []),
    ],
)
def test_entities_are_found_by_name_alias_and_wikidata_id(desk, words, found):
    assert desk.names(words=words) == found


def test_the_list_can_hold_one_type_only(desk):
    assert desk.names(type="GPE") == ["Muscat", "Oman"]


def test_a_row_shows_the_newest_office(desk):
    one = desk.one("Oman")
    entities.set_office(desk.workspace, one, "amy", None, Office("host", "Muscat", "2014"))
    row = next(row for row in desk.rows().values() if row.name == "Oman")
    assert (row.office, row.wikidata) == ("host, Muscat", "")


def test_mentions_stand_in_their_words_and_say_whose_they_are(desk):
    found = desk.mentions("H. Maskari")
    assert [(one.annotator, one.words, one.closed) for one in found] == [
        ("ben", "al-Maskari", True),
        ("gold", "al-Maskari", False),
    ]
    assert found[0].left == "“Oman wants the railway,” "
    assert found[0].right.startswith(" said, adding that Oman would wait.")
    assert found[0].extent.slice(articles.load(desk.workspace, found[0].article).text) == (
        "al-Maskari"
    )


def test_a_mention_at_the_beginning_of_its_paragraph_has_nothing_before_it(desk):
    (first, *_) = desk.mentions("Muscat")
    assert (first.left, first.words) == ("Port talks end in ", "Muscat")
    assert {one.left for one in desk.mentions("Muscat")} == {"Port talks end in ", ""}


def test_figures_count_mentions_articles_and_frames_by_role(desk):
    detail = desk.detail("Hilal al-Maskari")
    assert detail.figures == Figures(4, 1, {"participant": 3, "speaker": 1})
    assert detail.written == (("Hilal al-Maskari", 3), ("al-Maskari", 1))
    assert desk.detail("Port authority").figures == Figures(0, 0, {"participant": 1, "holder": 1})


def test_removed_articles_are_not_counted_and_keep_their_links(desk):
    one = articles.load(desk.workspace, articles.named(desk.workspace, "muscat"))
    articles.archive(desk.workspace, [one], "amy")
    assert {row.mentions for row in desk.rows().values()} == {0}
    assert desk.detail("Oman").figures == Figures()
    assert desk.mentions("Oman") == []
    with pytest.raises(EntityUsedError, match="4 places"):
        entities.delete(desk.workspace, desk.one("Oman"), "amy")


# --- one entity ----------------------------------------------------------------------------------


def changes():
    """Each thing that can be done to one entity, by name."""
    return {
        "rename": lambda w, one: entities.rename(w, one, "amy", "  Masqat  city "),
        "retype": lambda w, one: entities.retype(w, one, "amy", "LOC"),
        "add alias": lambda w, one: entities.add_alias(w, one, "amy", "Mascate"),
        "drop alias": lambda w, one: entities.drop_alias(w, one, "amy", "Maskat"),
        "wikidata": lambda w, one: entities.set_wikidata(w, one, "amy", "Q3826"),
        "note": lambda w, one: entities.set_note(w, one, "amy", "the capital of Oman"),
        "office": lambda w, one: entities.set_office(w, one, "amy", None, Office("capital")),
    }


@pytest.mark.parametrize("act", changes())
def test_every_change_is_one_named_step_that_comes_and_goes(desk, act):
    before = desk.exports()
    one = desk.one("Muscat")
    changes()[act](desk.workspace, one)
    after = desk.exports()
    assert after != before
    (step, *_) = desk.workspace.history()
    assert (step.kind, step.author) == ("edit", "amy")
    undone = desk.workspace.undo("amy")
    assert desk.exports() == before
    assert (undone.entity, undone.place) == (one.id, None)
    assert desk.workspace.redo("amy").entity == one.id
    assert desk.exports() == after


def test_a_renamed_entity_keeps_its_old_name_as_an_alias(desk):
    entities.rename(desk.workspace, desk.one("Muscat"), "amy", "Maskat")
    assert desk.one("Maskat").aliases == ("Muscat", "MUSCAT")


def test_nothing_is_recorded_where_nothing_changes(desk):
    one, before = desk.one("Muscat"), len(desk.workspace.history())
    entities.rename(desk.workspace, one, "amy", " Muscat ")
    entities.retype(desk.workspace, one, "amy", "GPE")
    entities.add_alias(desk.workspace, one, "amy", "Maskat")
    entities.drop_alias(desk.workspace, one, "amy", "Nowhere")
    entities.set_note(desk.workspace, one, "amy", "a capital ")
    entities.set_wikidata(desk.workspace, one, "amy", "")
    assert len(desk.workspace.history()) == before


def test_names_types_and_wikidata_ids_are_checked(desk):
    workspace, one = desk.workspace, desk.one("Muscat")
    with pytest.raises(EmptyNameError):
        entities.rename(workspace, one, "amy", "  ")
    with pytest.raises(EntityTakenError, match="Oman"):
        entities.rename(workspace, one, "amy", "Oman")
    with pytest.raises(UnknownLabelError):
        entities.retype(workspace, one, "amy", "PLANET")
    with pytest.raises(WikidataInvalidError):
        entities.set_wikidata(workspace, one, "amy", "Muscat")
    with pytest.raises(EntityTakenError, match=r"Hilal al-Maskari \(Q7\)"):
        entities.set_wikidata(workspace, one, "amy", "Q7")


def test_links_elsewhere_stay_when_the_wikidata_id_changes(desk):
    one = desk.one("Hilal al-Maskari")
    entities.set_wikidata(desk.workspace, one, "amy", "")
    assert desk.one("Hilal al-Maskari").links == {"other": "x"}


def test_what_another_window_has_changed_is_not_overwritten(desk):
    one = desk.one("Muscat")
    entities.set_note(desk.workspace, one, "ben", "Ben's note")
    with pytest.raises(StaleRegisterError, match="Muscat"):
        entities.set_note(desk.workspace, one, "amy", "Amy's note")
    entities.add_alias(desk.workspace, one, "amy", "Mascate")  # Ben has not touched the aliases
    assert desk.one("Muscat").note == "Ben's note"


def test_undo_of_a_change_names_who_has_built_on_it(desk):
    entities.set_note(desk.workspace, desk.one("Port authority"), "amy", "Amy's note")
    entities.set_note(desk.workspace, desk.one("Port authority"), "ben", "Ben's note")
    with pytest.raises(UndoConflictError, match="ben"):
        desk.workspace.undo("amy")


def test_only_an_entity_that_nobody_uses_is_deleted(desk):
    made = entities.add(desk.workspace, "amy", PERSON, "Nobody")
    one = desk.one("Nobody")
    before = desk.exports()
    entities.delete(desk.workspace, one, "amy")
    assert "Nobody" not in desk.names()
    assert desk.workspace.undo("amy").entity == made
    assert desk.exports() == before
    with pytest.raises(EntityUsedError, match="Port authority"):
        entities.delete(desk.workspace, desk.one("Port authority"), "amy")


def test_offices_of_any_shape_come_in_and_go_out_byte_for_byte(empty, take, out):
    offices = ["envoy", 7, None, {"of": "Oman", "from": "2014"}, [1, {"b": 2, "a": 1}],
               {"until": "2021", "title": "foreign minister", "rank": 3}]  # fmt: skip
    take(
        empty,
        line(
            spans=[span("s1", "Hilal al-Maskari", PERSON, entity="e1")],
            entities=[entity("e1", PERSON, "Hilal", offices=offices)],
        ),
    )
    assert orjson.loads(out(empty))["entities"][0]["offices"] == offices
    assert orjson.dumps(offices) in out(empty)
