"""Where versions begin alike, their card shows the end, where they differ."""

import pytest

from annotator.ui.review.case_view import Value
from annotator.ui.review.contrast import contrasted

LONG = "What we ask for is not applause"


def words(*sides):
    found = contrasted(tuple(None if one is None else (Value(one, "CONTENT"),) for one in sides))
    return [None if side is None else side[0].words for side in found]


def test_what_differs_at_the_end_is_seen():
    assert words(LONG, f"{LONG},") == ["What we … applause", "What we … applause,"]


def test_of_a_long_addition_the_beginning_is_seen():
    longer = f"{LONG} but names and passport numbers"
    assert words(LONG, longer) == [
        "What we … applause", "What we … applause but names and passport numbers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sides",
    [
        ("Tehran", "Tehran,"),
        (LONG, LONG),
        (f"the {LONG}", LONG),
        (LONG, None),
        ("a" * 40, "a" * 41),
    ],
)
def test_short_equal_and_otherwise_begun_words_are_whole(sides):
    assert words(*sides) == list(sides)


def test_further_words_of_a_side_stay():
    first, more = Value(LONG), Value("and more")
    found = contrasted(((first, more), (Value(f"{LONG},"),)))

    assert found[0][1] is more
