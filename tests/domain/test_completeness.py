"""What the scheme's checks find missing before an article is complete."""

import pytest

from annotator.domain import completeness
from annotator.domain.annotation import AnnotationSet, Entity, Filler, Frame, Span
from annotator.domain.completeness import Checks, Severity, parses_as_date
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.scheme_file import read_scheme


@pytest.fixture(scope="module")
def scheme():
    return default_scheme()


def span(key, label, start=0, length=3, entity=None, **attributes):
    place = Extent(start, start + length)
    return Span(key, f"s{key}", place, label, "abc", entity, attributes=attributes)


def frame(key, type_, /, *fillers, implied=(), **attributes):
    return Frame(key, f"f{key}", type_, fillers, implied, attributes)


def looked_at(scheme, spans=(), frames=(), entities=(), text="abc " * 50):
    known = {entity.id: entity for entity in entities}
    tags = AnnotationSet(1, 1, "amy", spans=tuple(spans), frames=tuple(frames), entities=known)
    return completeness.problems(tags, Checks(scheme), text)


def problems(scheme, spans=(), frames=(), entities=(), text="abc " * 50):
    return [found.words for found in looked_at(scheme, spans, frames, entities, text)]


def said(*fillers):
    """A statement with all its values, and without speaker or content by the text."""
    implied = ("speaker", "content")
    return frame(1, "Statement", *fillers, implied=implied, mode="direct", speaker_by="mention")


def stance(key, *fillers, implied=("target", "holder", "evidence"), **changed):
    values = {"polarity": "oppose", "topic": "other", "intensity": 2} | changed
    return frame(key, "Stance", *fillers, implied=implied, **values)


def test_loose_spans_of_every_label_lack_nothing(scheme):
    spans = [span(number, label.name) for number, label in enumerate(scheme.labels)]
    assert problems(scheme, spans) == []


@pytest.mark.parametrize(
    "value",
    [
        "2016-02-04", "2016-02-29", "2016-02", "2016", "2016-W05", "2015-W53",
        "2016-02-04/2016-02-06", "2015/2016", "2016-12/2017-01", "2016-02-04/2016-03",
    ],
)  # fmt: skip
def test_iso_dates_parse(value):
    assert parses_as_date(value)


@pytest.mark.parametrize(
    "value",
    [
        "", "2016-2-4", "2016-02-30", "2015-02-29", "2016-13", "2016-W54", "2016-W00", "0000",
        "04.02.2016", "2016/", "/2016", "2017/2016", "2016-02-06/2016-02-04", "20160204",
        "2016-02-04T10:00", "٢٠١٦", 2016, None,
    ],
)  # fmt: skip
def test_other_values_do_not(value):
    assert not parses_as_date(value)


def test_a_date_that_does_not_parse_is_named_with_its_words(scheme):
    assert problems(scheme, [span(1, "DATE", value="Monday")]) == [
        "“abc”: “Monday” is no date like 2016-02-04."
    ]
    assert problems(scheme, [span(1, "DATE", value=""), span(2, "DATE", value=None)]) == []


def test_unknown_labels_and_types_are_named(scheme):
    assert problems(scheme, [span(1, "CITY")], [frame(1, "Deal")]) == [
        "The scheme has no label CITY.",
        "The scheme has no frame type Deal.",
    ]


def test_required_roles_are_missing_unless_they_are_implied(scheme):
    bare = frame(1, "Statement", mode="direct", speaker_by="mention")
    speaker, content = looked_at(scheme, frames=[bare])
    assert speaker.words.startswith("No speaker yet. Select the named mention nearest the cue")
    assert content.words == "No content yet. Select the words attributed."
    assert (speaker.severity, speaker.part, speaker.frame) == (Severity.MISSING, "speaker", 1)
    assert problems(scheme, frames=[said()]) == []


def test_a_required_value_is_missing_and_what_may_be_chosen_is_said(scheme):
    found = looked_at(scheme, frames=[stance(1, polarity=None, topic=None, intensity=None)])
    assert [one.words for one in found] == [
        "No polarity yet. Choose support, oppose, neutral or mixed.",
        "No intensity yet. Choose weak, plain or strong.",
        "No topic yet. Choose it on the card.",
    ]
    assert {one.severity for one in found} == {Severity.MISSING}


def test_more_fillers_than_a_role_takes_are_counted(scheme):
    spans = [span(1, "CUE"), span(2, "CUE")]
    (found,) = looked_at(scheme, spans, [said(Filler("cue", 1), Filler("cue", 2))])
    assert (found.words, found.severity) == ("Takes 1 cue, has 2.", Severity.MISSING)


@pytest.mark.parametrize(
    ("filler", "usual"),
    [
        (Filler("participant", span=1), True),  # a person
        (Filler("participant", span=2), False),  # a cue
        (Filler("participant", span=9), False),  # gone
        (Filler("participant", entity=1), True),  # a person
        (Filler("participant", entity=2), False),  # a place
        (Filler("participant", entity=9), False),
        (Filler("participant", frame=2), False),
        (Filler("statement", frame=2), True),
        (Filler("statement", frame=3), False),
        (Filler("statement", span=1), False),
    ],
)
def test_unusual_fillers_are_named_with_what_is_usual(scheme, filler, usual):
    spans = [span(1, "PERSON"), span(2, "CUE")]
    entities = [Entity(1, "PERSON", "Amy"), Entity(2, "LOC", "Gulf")]
    implied = ("participant", "trigger")
    frames = [
        frame(1, "Meeting", filler, implied=implied, kind="visit", status="held"),
        frame(2, "Statement", implied=("speaker", "content"), mode="direct", speaker_by="mention"),
        frame(3, "Meeting", implied=implied, kind="visit", status="held"),
    ]
    found = looked_at(scheme, spans, frames, entities)
    assert [one.part for one in found] == [filler.role][usual:]
    assert {one.severity for one in found} <= {Severity.UNUSUAL}


def test_an_unusual_filler_is_named_with_what_the_role_takes(scheme):
    (found,) = problems(scheme, [span(1, "DATE", value="2016")], [said(Filler("cue", span=1))])
    assert found == "“abc” (DATE) is unusual as cue. This role takes a CUE."
    (found,) = problems(scheme, [span(1, "PERSON")], [said(Filler("outlet", span=1))])
    assert found == "“abc” (PERSON) is unusual as outlet. This role takes an OUTLET or ORG."


def test_a_target_takes_any_label(scheme):
    made = stance(1, Filler("target", span=1), implied=("holder", "evidence"))
    assert problems(scheme, [span(1, "FAC")], [made]) == []


def test_values_that_the_scheme_does_not_have_are_named(scheme):
    made = frame(1, "Meeting", implied=("participant", "trigger"), kind="chat", status="held")
    assert problems(scheme, frames=[made]) == ["“chat” is no kind of the scheme."]


# --- evidence and what it comes from ------------------------------------------------------------


def voiced(start, length, *contents):
    """The problems of a stance whose evidence stands somewhere, voiced by a statement."""
    spans = [span(number, "CONTENT", *place) for number, place in enumerate(contents, start=2)]
    statement = frame(
        2, "Statement", *(Filler("content", item.id) for item in spans), implied=("speaker",),
        mode="direct", speaker_by="mention",
    )  # fmt: skip
    evidence = (Filler("evidence", span=1), Filler("statement", frame=2))
    made = stance(1, *evidence, implied=("holder", "target"))
    return [span(1, "CONTENT", start, length), *spans], [made, statement]


@pytest.mark.parametrize(
    ("place", "contents", "inside"),
    [
        ((0, 10), [(0, 10)], True),
        ((2, 3), [(0, 10)], True),
        ((5, 10), [(0, 10), (10, 10)], True),  # fragments that touch
        ((5, 10), [(0, 8), (9, 20)], False),
        ((8, 3), [(0, 10)], False),
        ((20, 3), [(0, 10)], False),
    ],
)
def test_evidence_outside_the_statement_that_it_names_is_unusual(scheme, place, contents, inside):
    if inside:
        assert problems(scheme, *voiced(*place, *contents)) == []
        return
    (found,) = looked_at(scheme, *voiced(*place, *contents))
    assert found.words == "The evidence “abc” is outside the content of its statement."
    assert (found.severity, found.frame, found.part) == (Severity.UNUSUAL, 1, "evidence")


def test_evidence_is_anywhere_where_no_statement_is_named_or_it_has_no_words(scheme):
    spans, (made, statement) = voiced(20, 3)
    wordless = frame(2, "Statement", implied=("speaker", "content"), **statement.attributes)
    assert problems(scheme, spans, [made, wordless]) == []
    loose = stance(1, Filler("evidence", span=1), implied=("holder", "target"))
    assert problems(scheme, spans, [loose]) == []


# --- one of a kind --------------------------------------------------------------------------------

PARAGRAPHS = f"{'abc ' * 10}\n{'abc ' * 10}\n"


@pytest.mark.parametrize(
    ("second", "changed", "alike"),
    [
        ({"start": 20}, {}, True),
        ({"start": 45}, {}, False),  # another paragraph
        ({"start": 20}, {"polarity": "support"}, False),
        ({"start": 20}, {"topic": "nuclear-issue"}, False),
        ({"start": 20}, {"intensity": 3}, True),
        ({"start": 20, "holder": 4}, {}, False),
    ],
)
def test_a_second_stance_of_the_same_holder_topic_polarity_and_paragraph_is_one_too_many(
    scheme, second, changed, alike
):
    spans = [
        span(1, "CONTENT", 0), span(2, "CONTENT", second["start"]),
        span(3, "PERSON", 8, entity=1), span(4, "PERSON", 12, entity=2),
        span(5, "PERSON", 16, entity=1),
    ]  # fmt: skip
    people = [Entity(1, "PERSON", "Amy"), Entity(2, "PERSON", "Ben")]
    holder = Filler("holder", span=second.get("holder", 5))
    frames = [
        stance(1, Filler("evidence", span=1), Filler("holder", span=3), implied=("target",)),
        stance(2, Filler("evidence", span=2), holder, implied=("target",), **changed),
    ]
    found = looked_at(scheme, spans, frames, people, PARAGRAPHS)
    words = "Another stance of this paragraph has the same holder, topic and polarity."
    assert [(one.frame, one.words) for one in found] == [(2, words)][: int(alike)]


def test_holders_without_an_entity_are_the_same_when_their_words_are(scheme):
    spans = [span(1, "CONTENT", 0), span(2, "PERSON", 8), span(3, "PERSON", 12)]
    frames = [
        stance(key, Filler("evidence", 1), Filler("holder", key + 1), implied=("target",))
        for key in (1, 2)
    ]
    assert len(problems(scheme, spans, frames)) == 1


def test_stances_that_still_lack_a_topic_are_not_compared(scheme):
    spans = [span(1, "CONTENT", 0), span(2, "PERSON", 8)]
    frames = [
        stance(key, Filler("evidence", 1), Filler("holder", 2), implied=("target",), topic=None)
        for key in (1, 2)
    ]
    assert {words.partition(".")[0] for words in problems(scheme, spans, frames)} == {
        "No topic yet"
    }


# --- frames that fill one another -----------------------------------------------------------------


def test_frames_that_fill_one_another_in_a_circle_are_named_and_those_beside_it_are_not(scheme):
    implied = ("participant", "trigger")
    frames = [
        frame(1, "Meeting", Filler("statement", frame=2), implied=implied, kind="visit",
              status="held"),
        frame(2, "Meeting", Filler("statement", frame=3), implied=implied, kind="visit",
              status="held"),
        frame(3, "Meeting", Filler("statement", frame=2), implied=implied, kind="visit",
              status="held"),
        frame(4, "Meeting", Filler("statement", frame=4), implied=implied, kind="visit",
              status="held"),
    ]  # fmt: skip
    found = [
        one.frame for one in looked_at(scheme, frames=frames) if one.severity is Severity.MISSING
    ]
    assert found == [2, 3, 4]


# --- where, and for whom --------------------------------------------------------------------------


def test_words_that_could_have_a_date_are_told_on_the_card_alone(scheme):
    spans = [span(1, "DATE"), span(2, "DATE", value="2016")]
    made = frame(
        1, "Meeting", Filler("date", 1), Filler("date", 2), implied=("participant", "trigger"),
        kind="visit", status="held",
    )  # fmt: skip
    (found,) = looked_at(scheme, spans, [made])
    assert (found.words, found.severity) == ("“abc” has no date yet.", Severity.OPTIONAL)


def test_the_rules_are_those_of_whatever_scheme_is_used():
    other = read_scheme(
        """
        name = "protest"
        version = 1
        [[labels]]
        name = "CROWD"
        [[frames]]
        name = "Protest march"
        once = { roles = ["marcher"], attributes = [] }
        [[frames.roles]]
        name = "marcher"
        least = 2
        labels = ["CROWD"]
        """
    )
    spans = [span(1, "CROWD", 0), span(2, "CROWD", 9)]
    one, other_one = (frame(key, "Protest march", Filler("marcher", key)) for key in (1, 2))
    assert problems(other, spans, [one, other_one]) == [
        "Needs 2 marchers, has 1.",
        "Needs 2 marchers, has 1.",
        "Another protest march of this article has the same marcher.",
    ]


def test_what_is_missing_comes_in_text_order(scheme):
    spans = [span(1, "DATE", 10, value="x"), span(2, "CUE", 0), span(3, "CUE", 50)]
    frames = [
        frame(1, "Deal"),
        frame(2, "Deal", Filler("x", span=3)),
        frame(3, "Deal", Filler("x", span=2)),
    ]
    tags = AnnotationSet(1, 1, "amy", spans=tuple(spans), frames=tuple(frames))
    found = completeness.problems(tags, Checks(scheme), "")
    assert [(one.span, one.frame) for one in found] == [
        (None, 3), (1, None), (None, 2), (None, 1),
    ]  # fmt: skip
