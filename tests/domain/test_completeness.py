"""What the scheme's checks find missing before an article is complete."""

import pytest

from annotator.domain.annotation import AnnotationSet, Entity, Filler, Frame, Span
from annotator.domain.completeness import lacks, parses_as_date
from annotator.domain.extent import Extent
from annotator.ops.demo import default_scheme


@pytest.fixture(scope="module")
def scheme():
    return default_scheme()


def span(key, label, start=0, **attributes):
    return Span(key, f"s{key}", Extent(start, start + 3), label, "abc", attributes=attributes)


def frame(key, type_, /, *fillers, implied=(), **attributes):
    return Frame(key, f"f{key}", type_, fillers, implied, attributes)


def problems(scheme, spans=(), frames=(), entities=()):
    known = {entity.id: entity for entity in entities}
    tags = AnnotationSet(1, 1, "amy", spans=tuple(spans), frames=tuple(frames), entities=known)
    return [lack.problem for lack in lacks(tags, scheme)]


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
        "“abc”: Monday is no date like 2016-02-04."
    ]
    assert problems(scheme, [span(1, "DATE", value=""), span(2, "DATE", value=None)]) == []


def test_unknown_labels_and_types_are_named(scheme):
    assert problems(scheme, [span(1, "CITY")], [frame(1, "Deal")]) == [
        "The scheme has no label CITY.",
        "The scheme has no frame type Deal.",
    ]


def test_required_roles_are_missing_unless_they_are_implied(scheme):
    found = problems(scheme, frames=[frame(1, "Statement", mode="direct", speaker_by="mention")])
    assert found == ["Statement: no speaker yet.", "Statement: no content yet."]
    made = frame(
        1, "Statement", implied=("speaker", "content"), mode="direct", speaker_by="mention"
    )
    assert problems(scheme, frames=[made]) == []


def test_more_fillers_than_a_role_takes_are_counted(scheme):
    spans = [span(1, "CUE"), span(2, "CUE")]
    made = frame(
        1, "Statement", Filler("cue", 1), Filler("cue", 2), implied=("speaker", "content"),
        mode="direct", speaker_by="mention",
    )  # fmt: skip
    assert problems(scheme, spans, [made]) == ["Statement: cue has 2 fillers, not 1."]


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
    found = problems(scheme, spans, frames, entities)
    assert [f"Meeting: {filler.role} usually takes" in one for one in found] == [True][usual:]


def test_a_target_takes_any_label(scheme):
    made = frame(
        1, "Stance", Filler("target", span=1), implied=("holder", "evidence"),
        polarity="oppose", topic="other", intensity=2,
    )  # fmt: skip
    assert problems(scheme, [span(1, "FAC")], [made]) == []


def test_values_that_the_scheme_does_not_have_are_named(scheme):
    made = frame(1, "Meeting", implied=("participant", "trigger"), kind="chat", status="held")
    assert problems(scheme, frames=[made]) == ["Meeting: chat is no kind of the scheme."]


def test_what_is_missing_comes_in_text_order(scheme):
    spans = [span(1, "DATE", 10, value="x"), span(2, "CUE", 0), span(3, "CUE", 50)]
    frames = [
        frame(1, "Deal"),
        frame(2, "Deal", Filler("x", span=3)),
        frame(3, "Deal", Filler("x", span=2)),
    ]
    tags = AnnotationSet(1, 1, "amy", spans=tuple(spans), frames=tuple(frames))
    assert [(lack.span, lack.frame) for lack in lacks(tags, scheme)] == [
        (None, 3), (1, None), (None, 2), (None, 1),
    ]  # fmt: skip
