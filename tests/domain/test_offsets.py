"""Code points to UTF-16 units and back, for every offset."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain.offsets import OffsetMap

texts = st.text(
    st.sampled_from("ab \n\u00a0é\u0301شناسی\u200c中—“😀🇮🇷👩\u200d👧𐎠\U0010ffff\U00010000\uffff"),
    max_size=40,
) | st.text(st.characters(exclude_categories=["Cs"]))
MIXED = "Tehran 🇮🇷 —\u00a0وزیر می‌گوید 👩\u200d👧 𐎠."


def units_of(text):
    return len(text.encode("utf-16-le")) // 2


@given(texts)
@example("")
@example("😀")
@example("😀😀")
@example(MIXED)
def test_utf16_offset_equals_the_length_of_the_encoded_prefix(text):
    offsets = OffsetMap(text)
    for offset in range(len(text) + 1):
        assert offsets.to_utf16(offset) == units_of(text[:offset])


@given(texts)
@example(MIXED)
def test_every_offset_comes_back(text):
    offsets = OffsetMap(text)
    for offset in range(len(text) + 1):
        assert offsets.to_code_point(offsets.to_utf16(offset)) == offset


@given(texts)
@example("😀a😀")
def test_an_offset_inside_a_surrogate_pair_is_that_of_the_next_character(text):
    offsets = OffsetMap(text)
    for offset, character in enumerate(text):
        if ord(character) > 0xFFFF:
            inside = offsets.to_utf16(offset) + 1
            assert offsets.to_code_point(inside) == offset + 1


@given(texts)
def test_code_points_never_go_back_while_units_go_on(text):
    offsets = OffsetMap(text)
    found = [offsets.to_code_point(unit) for unit in range(units_of(text) + 1)]
    assert found == sorted(found)
    assert set(found) == set(range(len(text) + 1))


@pytest.mark.parametrize(
    ("text", "offset", "unit"),
    [("abc", 2, 2), ("\u00a0ب\u200c", 3, 3), ("🤝 Oman", 1, 2), ("🤝 Oman", 6, 7), ("a🤝🤝", 2, 3)],
)
def test_only_characters_beyond_the_first_plane_take_two_units(text, offset, unit):
    assert OffsetMap(text).to_utf16(offset) == unit
    assert OffsetMap(text).to_code_point(unit) == offset
