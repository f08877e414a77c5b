"""Marked-up sentences: what is written is read again, and what is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.entry import ExampleMark
from annotator.domain.example_markup import nested, parse_example, write_example
from annotator.domain.extent import Extent
from annotator.errors import ExampleInvalidError


@st.composite
def marked(draw):
    """A text with marks anywhere in it, crossing ones too."""
    text = draw(st.text(min_size=1, max_size=40) | st.text("[]:\\ a“", min_size=1, max_size=12))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 8))
    names = st.text(min_size=1, max_size=6)
    marks = [
        ExampleMark(Extent(start, min(len(text), start + length)), name)
        for (start, length), name in draw(st.lists(st.tuples(places, names), max_size=6))
    ]
    return text, marks


@given(marked())
def test_what_is_written_is_read_again(example):
    text, marks = example
    assert parse_example(write_example(text, marks)) == (text, tuple(nested(marks)))


@given(marked())
def test_marks_that_cross_an_earlier_one_are_left_out(example):
    kept = nested(example[1])
    for one in kept:
        for other in kept:
            assert (
                not one.extent.overlaps(other.extent)
                or one.extent.contains(other.extent)
                or other.extent.contains(one.extent)
            )


def test_marks_may_lie_in_one_another():
    text, marks = parse_example("The [ROLE:envoy of [GPE:Oman]] left.")
    assert text == "The envoy of Oman left."
    assert [(mark.name, mark.extent.slice(text)) for mark in marks] == [
        ("ROLE", "envoy of Oman"),
        ("GPE", "Oman"),
    ]


def test_a_backslash_keeps_a_bracket_as_it_is():
    assert parse_example(r"a \[sic\] [A\:b:c: d]") == (
        "a [sic] c: d",
        (ExampleMark(Extent(8, 12), "A:b"),),
    )


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("[GPE:Oman", "the mark GPE is not closed"),
        ("Oman]", "a bracket is closed that was not opened"),
        ("[Oman]", "a bracket begins with a label or role and a colon"),
        ("[:Oman]", "a bracket begins with a label or role and a colon"),
        ("[GPE:]", "the mark GPE holds no words"),
        ("[GPE:Oman][", "a bracket begins with a label or role and a colon"),
        ("Oman \\x", "a backslash stands only before one of [ ] : \\"),
        ("Oman \\", "a backslash stands only before one of [ ] : \\"),
    ],
)
def test_what_is_wrong_is_named(markup, reason):
    with pytest.raises(ExampleInvalidError) as caught:
        parse_example(markup)
    assert caught.value.values["reason"] == reason
