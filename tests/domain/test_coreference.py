"""Which mentions of an article mean the same."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotation import Entity, EntityId, Span, SpanId
from annotator.domain.coreference import coreferents, counted
from annotator.domain.extent import Extent

TITLES = {("mr",)}
DANIYAR = Entity(EntityId(1), "PERSON", "Daniyar Abenov")
TIMUR = Entity(EntityId(2), "PERSON", "Timur Abenov")
SCO = Entity(EntityId(3), "ORG", "Shanghai Cooperation Organization")
OMAN = Entity(EntityId(4), "GPE", "Oman", ("Sultanate",))
KNOWN = {entity.id: entity for entity in (DANIYAR, TIMUR, SCO, OMAN)}


def spans(*words, label="PERSON"):
    """Tags one after the other; "words=2" is linked to entity 2, "LABEL:words" has a label."""
    made = []
    for number, item in enumerate(words):
        text, _, entity = item.partition("=")
        kind, colon, rest = text.partition(":")
        text, kind = (rest, kind) if colon else (text, label)
        made.append(
            Span(
                SpanId(number + 1),
                f"s{number + 1}",
                Extent(number * 50, number * 50 + len(text)),
                kind,
                text,
                EntityId(int(entity)) if entity else None,
            )
        )
    return made


def same(tags, meant=DANIYAR):
    """What goes with the first tag: words, with a question mark where it is not certain."""
    first = tags[0]
    found = coreferents(tags, KNOWN, first.label, first.text, meant, but={first.id}, titles=TITLES)
    return [one.span.text + ("" if one.certain else "?") for one in found]


def test_the_same_words_and_the_surname_go_with_a_name():
    tags = spans("Daniyar Abenov", "Abenov", "Mr Abenov", "Daniyar\nAbenov", "Sagyndykov")
    assert same(tags) == ["Abenov", "Mr Abenov", "Daniyar\nAbenov"]


def test_a_surname_brings_the_full_name_and_the_other_surnames():
    assert same(spans("Abenov", "Daniyar Abenov", "Abenov")) == ["Daniyar Abenov", "Abenov"]


def test_the_first_of_two_names_is_not_certain_unless_a_title_stands_before_it():
    wang = Entity(EntityId(9), "PERSON", "Wang Yi")
    assert same(spans("Wang Yi", "Wang", "Mr Wang", "Yi"), wang) == ["Wang?", "Mr Wang", "Yi"]


def test_what_may_be_somebody_else_of_the_article_is_not_offered():
    assert same(spans("Daniyar Abenov", "Abenov", "Timur Abenov")) == []
    assert same(spans("Abenov", "Abenov", "Timur Abenov=2")) == []
    assert same(spans("Daniyar Abenov", "Abenov", "Abenov=2")) == []
    full = spans("Daniyar Abenov", "Daniyar Abenov", "Abenov", "Timur Abenov=2")
    assert same(full) == ["Daniyar Abenov"]


def test_a_link_is_never_touched():
    assert same(spans("Daniyar Abenov", "Daniyar Abenov=2", "Daniyar Abenov=1")) == []


def test_another_label_is_another_thing():
    assert same(spans("Abenov", "ORG:Abenov")) == []


def test_initials_and_what_they_stand_for():
    tags = spans("Shanghai Cooperation Organization", "SCO", "UN", label="ORG")
    assert same(tags, SCO) == ["SCO"]
    tags = spans("SCO", "Shanghai Cooperation Organization", label="ORG")
    assert same(tags, "SCO") == ["Shanghai Cooperation Organization"]


def test_an_alias_and_another_spelling_are_offered_but_not_certain():
    assert same(spans("Oman", "Sultanate", "OMAN", label="GPE"), OMAN) == ["Sultanate?", "OMAN"]
    assert same(spans("Daniyar Abenov", "Daniar Abenow")) == ["Daniar Abenow?"]


def test_a_new_name_of_one_part_goes_with_the_only_longer_one():
    assert same(spans("Abenov", "Abenov", "Daniyar Abenov"), "Abenov") == [
        "Abenov",
        "Daniyar Abenov?",
    ]
    assert same(spans("Abenov", "Abenov", "Daniyar Abenov", "Timur Abenov"), "Abenov") == []


def test_mentions_are_counted_by_their_words():
    assert counted(spans("Abenov", "Mr Abenov", "Abenov")) == "Abenov 2, Mr Abenov 1"


NAMES = st.sampled_from(
    ["Abenov", "Daniyar Abenov", "Timur Abenov", "Mr Abenov", "SCO", "Daniar Abenow", "D. Abenov"]
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(["", "=1", "=2"])), min_size=1, max_size=8))
def test_only_unlinked_mentions_in_text_order_and_the_chosen_one_never(items):
    tags = spans(*(words + entity for words, entity in items))
    first = tags[0]
    found = coreferents(tags, KNOWN, "PERSON", first.text, DANIYAR, but={first.id}, titles=TITLES)
    assert all(one.span.entity is None and one.span.id != first.id for one in found)
    assert [one.span.id for one in found] == sorted(one.span.id for one in found)
    if any(tag.entity == TIMUR.id for tag in tags):
        assert not any(one.span.text in {"Abenov", "Mr Abenov"} for one in found)
