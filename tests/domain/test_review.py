"""What sets say as values, and verdicts that hold as long as it stays said."""

from dataclasses import replace

import pytest

from annotator.domain.annotation import (
    AnnotationSet,
    Entity,
    EntityId,
    Filler,
    Frame,
    FrameId,
    Span,
    SpanId,
)
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.review import (
    Choice,
    DecidedTag,
    Difference,
    DifferenceKind,
    FillerTag,
    FrameTag,
    ReasonCode,
    RoleDifference,
    SetTags,
    SpanTag,
    Verdict,
    decided_tags,
    entity_identity,
    said,
    says,
    tags_of_record,
    tags_of_set,
)

ROLE_FILLER, BOUNDARY = DifferenceKind.ROLE_FILLER, DifferenceKind.BOUNDARY
VELAYATI = Entity(EntityId(7), "PERSON", "Ali Akbar Velayati", links={"wikidata": "Q463065"})
CLUB = Entity(EntityId(8), "ORG", "Valdai Club")
NAME = SpanTag("s1", 0, 8, "PERSON", "wikidata:Q463065", (("value", 1),))
CUE = SpanTag("s2", 9, 13, "CUE")
STATEMENT = FrameTag(
    "f1",
    "Statement",
    (
        FillerTag("speaker", NAME),
        FillerTag("cue", CUE),
        FillerTag("addressee", entity="ORG:Valdai Club"),
        FillerTag("outlet", frame="f2"),
    ),
    ("content",),
    (("mode", "mixed"),),
)
INNER = FrameTag("f2", "Meeting")
SAID = SetTags("amy", (NAME, CUE), (STATEMENT, INNER))


def stored():
    spans = (
        Span(
            SpanId(1), "s1", Extent(0, 8), "PERSON", "Velayati", VELAYATI.id, {"value": 1, "x": ""}
        ),
        Span(SpanId(2), "s2", Extent(9, 13), "CUE", "said", note="why", unsure=True),
    )
    fillers = (
        Filler("speaker", span=SpanId(1)),
        Filler("cue", span=SpanId(2)),
        Filler("addressee", entity=CLUB.id),
        Filler("outlet", frame=FrameId(4)),
    )
    frames = (
        Frame(FrameId(3), "f1", "Statement", fillers, ("content",), {"mode": "mixed", "by": None}),
        Frame(FrameId(4), "f2", "Meeting"),
    )
    entities = {one.id: one for one in (VELAYATI, CLUB)}
    return AnnotationSet(None, ArticleId(1), "amy", spans=spans, frames=frames, entities=entities)


def test_a_stored_set_says_the_same_as_the_line_that_is_written_of_it():
    assert tags_of_set(stored()) == SAID
    line = {
        "annotator": "amy",
        "spans": [
            {"id": "s1", "start": 0, "end": 8, "label": "PERSON", "text": "Velayati", "entity": "e1",
             "attributes": {"value": 1, "x": None}, "note": ""},
            {"id": "s2", "start": 9, "end": 13, "label": "CUE", "text": "said", "entity": None,
             "attributes": {}, "note": "why"},
        ],
        "entities": [
            {"id": "e1", "type": "PERSON", "name": "Velayati", "aliases": [],
             "links": {"wikidata": "Q463065"}, "note": "", "offices": []},
            {"id": "e2", "type": "ORG", "name": "Valdai Club", "aliases": [], "links": {},
             "note": "", "offices": []},
        ],
        "frames": [
            {"id": "f1", "type": "Statement",
             "roles": {"speaker": ["s1"], "cue": ["s2"], "addressee": ["e2"], "outlet": ["f2"]},
             "implied": ["content"], "attributes": {"mode": "mixed"}, "note": "", "joined": None},
            {"id": "f2", "type": "Meeting", "roles": {}, "implied": [], "attributes": {},
             "note": "", "joined": None},
        ],
    }  # fmt: skip
    assert tags_of_record(line) == SAID
    assert tags_of_record({**line, "frames": []}) == replace(SAID, frames=())


def test_an_entity_is_known_by_wikidata_else_by_type_and_name():
    assert entity_identity("PERSON", "Ali", {"wikidata": "Q1"}) == "wikidata:Q1"
    assert entity_identity("PERSON", "Ali", {"other": "x"}) == "PERSON:Ali"


def test_what_a_tag_says_is_plain_data_of_the_file_form():
    assert said(NAME) == {
        "start": 0, "end": 8, "label": "PERSON", "entity": "wikidata:Q463065",
        "attributes": {"value": 1},
    }  # fmt: skip
    assert said(STATEMENT) == {
        "type": "Statement",
        "roles": {
            "speaker": [{"start": 0, "end": 8, "label": "PERSON"}],
            "cue": [{"start": 9, "end": 13, "label": "CUE"}],
            "addressee": [{"entity": "ORG:Valdai Club"}],
            "outlet": [{"frame": "f2"}],
        },
        "implied": ["content"],
        "attributes": {"mode": "mixed"},
    }
    assert says(SAID, "s2")["label"] == "CUE"
    assert says(SAID, "f2")["type"] == "Meeting"
    assert says(SAID, "s99") is None


# --- verdicts -------------------------------------------------------------------------------------


def verdict(*sets):
    item = Difference((BOUNDARY,), (NAME, None))
    return Verdict(
        Choice.CHOSEN,
        decided_tags(sets, item),
        "carl",
        "2026-11-26T12:00:00Z",
        taken=("amy",),
        reason=ReasonCode.SLIP,
    )


def test_a_verdict_applies_while_its_tags_say_what_they_said():
    ben = SetTags("ben")
    made = verdict(SAID, ben)
    assert made.of == {"amy": DecidedTag("s1", said(NAME)), "ben": None}
    assert made.applies([ben, SAID])
    assert made.applies([replace(ben, spans=(CUE,)), SAID])  # others do not concern it


@pytest.mark.parametrize(
    "now",
    [
        (CUE,),
        (NAME._replace(end=9), CUE),
        (NAME._replace(label="ORG"), CUE),
        (NAME._replace(entity=""), CUE),
        (NAME._replace(attributes=()), CUE),
    ],
    ids=["gone", "resized", "relabelled", "unlinked", "emptied"],
)
def test_a_verdict_no_longer_applies_once_a_tag_says_something_else(now):
    assert not verdict(SAID, SetTags("ben")).applies([replace(SAID, spans=now), SetTags("ben")])


def test_a_verdict_no_longer_applies_once_a_set_is_gone():
    assert not verdict(SAID, SetTags("ben")).applies([SetTags("ben")])


def test_the_order_of_fillers_is_nothing_that_a_verdict_minds():
    turned = STATEMENT._replace(fillers=STATEMENT.fillers[::-1])
    assert said(turned) == said(STATEMENT)


# --- differences ----------------------------------------------------------------------------------


def test_a_difference_follows_only_where_nothing_else_is_left_to_decide():
    follows = RoleDifference("speaker", BOUNDARY, follows=True)
    own = RoleDifference("content", BOUNDARY)
    pair = (STATEMENT, STATEMENT)
    assert Difference((BOUNDARY,), pair, roles=(follows,)).follows
    assert not Difference((BOUNDARY,), pair, roles=(follows, own)).follows
    assert not Difference((BOUNDARY,), pair, roles=(follows,), attributes=("mode",)).follows
    assert not Difference((BOUNDARY,), (STATEMENT, None), roles=(follows,)).follows
    assert not Difference((BOUNDARY,), (NAME, NAME)).follows


def test_a_difference_knows_its_gravest_class_and_the_tags_that_there_are():
    one = Difference((ROLE_FILLER, BOUNDARY), (None, STATEMENT))
    assert (one.kind, one.present, one.frame) == (ROLE_FILLER, (STATEMENT,), True)
    assert not Difference((BOUNDARY,), (NAME, None)).frame
