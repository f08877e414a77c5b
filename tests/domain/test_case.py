"""A case keeps its words with their sentence and their marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotation import Filler, Frame, FrameId, Span, SpanId
from annotator.domain.case import MOST, case_of, frame_marks, sentences_around
from annotator.domain.entry import ExampleMark
from annotator.domain.extent import Extent
from annotator.domain.scheme import FrameType, Role

TEXT = "Rain fell. “The quay is open,” Orazov\tsaid. Nobody came.\nThe end."


def at(words, text=TEXT):
    return Extent(text.index(words), text.index(words) + len(words))


def test_a_case_is_the_sentence_around_its_words():
    case = case_of(TEXT, [ExampleMark(at("Orazov"), "PERSON")])
    assert case.text == "“The quay is open,” Orazov said."
    assert [(mark.name, mark.extent.slice(case.text)) for mark in case.marks] == [
        ("PERSON", "Orazov")
    ]


def test_words_in_several_sentences_are_one_case_with_all_of_them():
    marks = [ExampleMark(at("Orazov"), "speaker"), ExampleMark(at("Nobody"), "holder")]
    assert case_of(TEXT, marks).text == "“The quay is open,” Orazov said. Nobody came."


def test_without_words_there_is_no_case():
    assert case_of(TEXT, []) is None
    assert sentences_around(TEXT, []) is None


def test_of_words_far_apart_the_first_sentence_is_kept():
    text = "First here. " + "More words follow. " * 60 + "Last there."
    marks = [ExampleMark(at("First", text), "a"), ExampleMark(at("Last", text), "b")]
    case = case_of(text, marks)
    assert case.text == "First here."
    assert [mark.name for mark in case.marks] == ["a"]


@given(st.text(min_size=1, max_size=80), st.data())
def test_marks_of_a_case_cover_the_same_words_as_in_the_article(text, data):
    starts = st.integers(0, len(text) - 1)
    marks = [
        ExampleMark(Extent(start, data.draw(st.integers(start + 1, len(text)))), "x")
        for start in data.draw(st.lists(starts, min_size=1, max_size=4))
    ]
    case = case_of(text, marks)
    originals = {mark.extent.slice(text) for mark in marks}
    blank = {original.translate({10: " ", 13: " ", 9: " "}) for original in originals}
    assert len(text) <= MOST
    assert case.marks
    assert {mark.extent.slice(case.text) for mark in case.marks} <= blank


@pytest.mark.parametrize(("label", "expected"), [("PERSON", 1), ("GPE", 2)])
def test_a_filler_shows_its_role_and_a_label_that_is_not_the_usual_one(label, expected):
    kind = FrameType("Said", "s", roles=(Role("who", labels=("PERSON",), new_label="PERSON"),))
    span = Span(SpanId(1), "s1", Extent(0, 4), label, "Rain")
    fillers = (Filler("who", span=SpanId(1)), Filler("who", frame=FrameId(9)), Filler("gone"))
    marks = frame_marks(Frame(FrameId(2), "f1", "Said", fillers), kind, {SpanId(1): span})
    assert [mark.name for mark in marks] == ["who", label][:expected]
