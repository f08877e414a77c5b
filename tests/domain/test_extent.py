"""Extents: places in a text that never lie about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.extent import Extent
from annotator.errors import EmptySpanError, SpanBeyondTextError

TEXT = "Oman 🤝 Iran\u00a0\n  signed."


@st.composite
def texts_and_extents(draw):
    alphabet = st.sampled_from("aB \n\t\u00a0\u200c🤝مé")
    text = draw(st.text(alphabet, min_size=1, max_size=20))
    start = draw(st.integers(0, len(text) - 1))
    return text, Extent(start, draw(st.integers(start + 1, len(text))))


extents = st.builds(
    lambda start, length: Extent(start, start + length), st.integers(0, 20), st.integers(1, 20)
)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (7, 7), (5, 4), (-1, 3), (-3, -1)])
def test_an_extent_that_covers_nothing_or_starts_before_the_text_is_refused(start, end):
    with pytest.raises(EmptySpanError) as caught:
        Extent(start, end)
    assert f"from {start} to {end}" in str(caught.value)


def test_offsets_are_code_points():
    assert Extent(5, 6).slice(TEXT) == "🤝"
    assert Extent(7, 11).slice(TEXT) == "Iran"
    assert len(Extent(7, 11)) == 4


def test_an_extent_may_reach_to_the_end_of_the_text():
    assert Extent(0, len(TEXT)).slice(TEXT) == TEXT
    assert Extent(len(TEXT) - 1, len(TEXT)).slice(TEXT) == "."


def test_an_extent_beyond_the_text_has_no_words():
    with pytest.raises(SpanBeyondTextError) as caught:
        Extent(4, 9).slice("eight...")
    assert "ends at 9, the text at 8" in str(caught.value)
    with pytest.raises(SpanBeyondTextError):
        Extent(0, 1).slice("")


def test_extents_sort_by_start_then_end():
    found = sorted([Extent(4, 9), Extent(0, 9), Extent(4, 5), Extent(0, 2)])
    assert found == [Extent(0, 2), Extent(0, 9), Extent(4, 5), Extent(4, 9)]


def test_an_extent_cannot_be_changed():
    extent = Extent(0, 1)
    with pytest.raises(AttributeError):
        extent.end = 5
    assert len({extent, Extent(0, 1)}) == 1


@given(extents, extents)
def test_overlapping_means_sharing_a_character(one, other):
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(extents, extents)
def test_containing_means_covering_every_character(one, other):
    inner, outer = set(range(other.start, other.end)), set(range(one.start, one.end))
    assert one.contains(other) == (inner <= outer)


def test_extents_that_touch_do_not_overlap():
    assert not Extent(0, 4).overlaps(Extent(4, 8))
    assert not Extent(4, 8).overlaps(Extent(0, 4))


@pytest.mark.parametrize(
    ("covered", "left"),
    [
        ("Iran\u00a0\n  ", "Iran"),
        (" 🤝 ", "🤝"),
        ("\n  signed", "signed"),
        ("Oman", "Oman"),
        ("Oman 🤝 Iran", "Oman 🤝 Iran"),
    ],
)
def test_trimming_takes_white_space_from_the_edges_only(covered, left):
    at = TEXT.index(covered)
    trimmed = Extent(at, at + len(covered)).trimmed(TEXT)
    assert trimmed == Extent(TEXT.index(left), TEXT.index(left) + len(left))


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0 \t\n"])
def test_nothing_is_left_of_white_space(blank):
    assert Extent(3, 3 + len(blank)).trimmed(f"abc{blank}d") is None


@given(texts_and_extents())
def test_trimming_yields_the_stripped_words(drawn):
    text, extent = drawn
    trimmed = extent.trimmed(text)
    words = extent.slice(text).strip()
    if trimmed is None:
        assert words == ""
    else:
        assert trimmed.slice(text) == words
        assert extent.contains(trimmed)
        assert trimmed.trimmed(text) == trimmed


def test_trimming_an_extent_of_another_text_is_refused():
    with pytest.raises(SpanBeyondTextError):
        Extent(0, 9).trimmed("short")
