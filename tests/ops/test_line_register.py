"""Entities of imported lines, and the register of the workspace."""

import pytest

from annotator.errors import UndoConflictError
from annotator.ops import entities, tags
from tests.ops.conftest import OTHER, TEXT, Desk
from tests.ops.gold_lines import entity, line, problems, rich, span, warnings

# --- the register --------------------------------------------------------------------------------


def registered(workspace):
    found = tags.entity_choices(workspace, "", 50)
    return {(item.entity.type, item.entity.name): item.entity for item in found}


def people(*entities_):
    """Lines that mention one entity each, in articles of their own."""
    made = []
    for number, one in enumerate(entities_):
        text = f"{TEXT}{number}"
        made.append(
            line(
                f"a{number}", text, entities=[one],
                spans=[span("s1", "Hilal al-Maskari", "PERSON", text=text, entity=one["id"])],
            )
        )  # fmt: skip
    return made


@pytest.mark.parametrize("together", [True, False])
def test_an_entity_is_recognised_by_its_link_else_by_type_and_name(empty, take, together):
    lines = people(
        entity("e1", "PERSON", "H. Maskari", links={"wikidata": "Q7"}),
        entity("e9", "PERSON", "Hilal al-Maskari", links={"wikidata": "Q7"}, note="an envoy"),
        entity("e1", "PERSON", "H. Maskari", aliases=["The envoy"]),
        entity("e1", "ORG", "H. Maskari"),
    )
    if together:
        take(empty, *lines)
    else:
        for one in lines:
            take(empty, one)
    known = registered(empty)
    assert set(known) == {("PERSON", "H. Maskari"), ("ORG", "H. Maskari")}
    one = known["PERSON", "H. Maskari"]
    assert one.aliases == ("Hilal al-Maskari", "The envoy")
    assert (one.links, one.note) == ({"wikidata": "Q7"}, "an envoy")


def test_what_the_register_knows_is_never_replaced_and_undo_takes_back_what_was_added(empty, take):
    take(empty, *people(entity("e1", "PERSON", "Hilal", note="first", aliases=["H."])))
    before = registered(empty)
    report = take(
        empty,
        line(
            "b", OTHER, entities=[entity("e1", "PERSON", "Hilal", note="second", aliases=["Hil"])],
            spans=[span("s1", "Riga", "GPE", text=OTHER, entity="e1")],
        ),
        author="amy",
    )  # fmt: skip
    assert problems(report) == []
    known = registered(empty)["PERSON", "Hilal"]
    assert (known.note, known.aliases) == ("first", ("H.", "Hil"))
    empty.undo("amy")
    assert registered(empty) == before


def test_another_link_under_a_known_name_is_told(empty, take):
    take(empty, *people(entity("e1", "PERSON", "John Smith", links={"wikidata": "Q1"})))
    report = take(
        empty,
        line(
            "b", OTHER, spans=[span("s1", "Riga", "GPE", text=OTHER, entity="e1")],
            entities=[entity("e1", "PERSON", "John Smith", links={"wikidata": "Q2"})],
        ),
    )  # fmt: skip
    assert warnings(report) == ["entity e1: John Smith is Q1 here, not Q2, and stays it."]


def test_empty_links_are_no_links(empty, take):
    report = take(
        empty,
        *people(
            entity("e1", "PERSON", "A", links={"wikidata": ""}),
            entity("e1", "PERSON", "B", links={"wikidata": ""}),
        ),
    )
    assert (problems(report), len(registered(empty))) == ([], 2)


def test_what_the_register_learned_elsewhere_makes_no_set_differ(empty, take):
    take(empty, rich())
    (found,) = [
        item.entity for item in tags.entity_choices(empty, "Muscat") if item.entity.type == "GPE"
    ]
    entities.edit(empty, found, "ben", note="another note", aliases=["Maskat", "Muskat"])
    assert take(empty, rich()).sets_known == 1


def test_an_entity_that_a_colleague_uses_keeps_an_import_from_being_taken_back(empty, take):
    take(empty, rich(), author="amy")
    take(empty, {"id": "riga", "text": OTHER}, author="ben")
    ben = Desk(empty, "riga", "ben")
    riga = ben.tag("Riga")
    found = registered(empty)["GPE", "Muscat"]
    tags.link(empty, ben.target, [riga], found.id)
    with pytest.raises(UndoConflictError):
        empty.undo("amy")
    assert Desk(empty).tags
