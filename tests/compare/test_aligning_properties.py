"""What holds of every alignment, whatever the sets say."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.compare.aligning import align
from annotator.domain.review import DifferenceKind, FrameTag
from tests.compare.sets import SCHEME, changed, pairs, tag_sets

LEISURELY = settings(max_examples=100, deadline=None)  # the first example imports scipy
MIRRORED = {
    DifferenceKind.MISSING: DifferenceKind.EXTRA,
    DifferenceKind.EXTRA: DifferenceKind.MISSING,
}


def keys_of(alignment, place):
    """The keys of one set's tags in all items: as tags, and as settled with a frame."""
    found = Counter()
    for item in (*alignment.agreed, *alignment.differences):
        if item.tags[place] is not None:
            found[item.tags[place].key] += 1
        if item.settled:
            found.update(item.settled[place])
    return found


def summary(alignment, order):
    """What was found, with the sets in another order and without the keys of nobody."""
    agreed = Counter(repr([item.tags[place] for place in order]) for item in alignment.agreed)
    differences = Counter(
        repr(
            (
                [item.tags[place] for place in order],
                [sorted(item.settled[place]) for place in order] if item.settled else (),
                item.place,
                item.roles,
                item.attributes,
            )
        )
        for item in alignment.differences
    )
    return agreed, differences


@LEISURELY
@given(pairs())
def test_every_tag_is_in_exactly_one_match_or_difference(pair):
    found = align(pair, SCHEME)
    for place, one in enumerate(pair):
        expected = Counter(tag.key for tag in (*one.spans, *one.frames))
        assert keys_of(found, place) == expected


@LEISURELY
@given(tag_sets(), st.data())
def test_every_tag_of_three_sets_is_in_exactly_one_match_or_difference(amy, data):
    sets = [amy, data.draw(changed(amy)), data.draw(changed(amy, "cy"))]
    found = align(sets, SCHEME)
    for place, one in enumerate(sets):
        assert keys_of(found, place) == Counter(tag.key for tag in (*one.spans, *one.frames))


@LEISURELY
@given(tag_sets())
def test_a_set_has_no_difference_from_itself(amy):
    found = align([amy, amy], SCHEME)
    assert found.differences == ()
    tagged = len(amy.spans) + len(amy.frames)
    assert sum(1 + len(item.settled[0] if item.settled else ()) for item in found.agreed) == tagged


@LEISURELY
@given(pairs())
def test_the_mirror_of_a_comparison_is_the_comparison_of_the_mirror(pair):
    amy, ben = pair
    there, back = align([amy, ben], SCHEME), align([ben, amy], SCHEME)
    assert summary(there, (0, 1)) == summary(back, (1, 0))
    mirrored = [tuple(sorted(MIRRORED.get(k, k) for k in one.kinds)) for one in back.differences]
    assert sorted(tuple(sorted(one.kinds)) for one in there.differences) == sorted(mirrored)


@LEISURELY
@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_tags_plays_no_part(pair, chance):
    shuffled = []
    for one in pair:
        spans, frames = list(one.spans), list(one.frames)
        chance.shuffle(spans)
        chance.shuffle(frames)
        shuffled.append(replace(one, spans=tuple(spans), frames=tuple(frames)))
    before, after = align(pair, SCHEME), align(shuffled, SCHEME)
    assert summary(before, (0, 1)) == summary(after, (0, 1))


@LEISURELY
@given(tag_sets(), st.data())
def test_the_order_of_three_sets_plays_no_part(amy, data):
    sets = [amy, data.draw(changed(amy)), data.draw(changed(amy, "cy"))]
    before = align(sets, SCHEME)
    turned = data.draw(st.permutations(range(3)))
    after = align([sets[place] for place in turned], SCHEME)
    back = [turned.index(place) for place in range(3)]
    assert summary(before, range(3)) == summary(after, back)


@LEISURELY
@given(tag_sets(), st.integers(3, 4))
def test_copies_of_one_set_agree_in_everything(amy, count):
    found = align([replace(amy, annotator=f"a{number}") for number in range(count)], SCHEME)
    assert found.differences == ()


@LEISURELY
@given(pairs())
def test_a_copy_of_one_annotator_changes_nothing_but_the_votes(pair):
    amy, ben = pair
    two = align([amy, ben], SCHEME)
    three = align([amy, ben, replace(amy, annotator="cy")], SCHEME)
    assert summary(two, (0, 1)) == summary(three, (0, 1))
    for item in (*three.agreed, *three.differences):
        assert item.tags[0] == item.tags[2]


@LEISURELY
@given(pairs())
def test_frames_are_agreed_only_where_all_say_the_same(pair):
    for item in align(pair, SCHEME).agreed:
        one, other = item.tags
        if not isinstance(one, FrameTag):
            assert one[1:] == other[1:]
            continue
        assert (one.type, one.implied, one.attributes) == (
            other.type,
            other.implied,
            other.attributes,
        )
        said = [
            sorted(
                (f.role, f.span[1:4] if f.span else f.entity, bool(f.frame)) for f in tag.fillers
            )
            if all(f.span for f in tag.fillers)
            else len(tag.fillers)
            for tag in item.tags
        ]
        assert said[0] == said[1]
