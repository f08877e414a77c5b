"""Which tags belong together, and in which ways they differ."""

import pytest

from annotator.compare.aligning import align
from annotator.domain.extent import Extent
from annotator.domain.review import DifferenceKind, FrameTag, RoleDifference
from tests.compare.sets import SCHEME, frame, span, tags

MISSING, EXTRA, NESTING, ROLE_FILLER, LABEL, ATTRIBUTE, ENTITY, FRAGMENT, BOUNDARY = DifferenceKind
SPEAKER = span("s1", 0, 8)
CUE = span("s2", 9, 13, "CUE")
CONTENT = span("s3", 20, 60, "CONTENT")


def compared(amy, ben, *others, links=True):
    sets = [tags("amy", *amy), tags("ben", *ben, links=links)]
    sets += [tags(f"c{number}", *one) for number, one in enumerate(others)]
    return align(sets, SCHEME)


def only(found):
    """The one difference that there is."""
    [one] = found.differences
    return one


def keys(item):
    return tuple(None if tag is None else tag.key for tag in item.tags)


def statement(key="f1", speaker=SPEAKER, cue=CUE, content=CONTENT, **more):
    return frame(key, "Statement", speaker=speaker, cue=cue, content=content, **more)


# --- spans ----------------------------------------------------------------------------------------


def test_the_same_place_and_label_are_one_tag_whatever_the_keys():
    found = compared([span("s1", 3, 9)], [span("s77", 3, 9)])
    assert found.differences == ()
    [agreed] = found.agreed
    assert (keys(agreed), agreed.place) == (("s1", "s77"), Extent(3, 9))


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [
        (span("a", 3, 9), span("b", 3, 10), (BOUNDARY,)),
        (span("a", 3, 9), span("b", 3, 9, "ORG"), (LABEL,)),
        (span("a", 3, 13), span("b", 3, 10, "ORG"), (LABEL, BOUNDARY)),
        (span("a", 3, 9, "GPE", "x:1"), span("b", 3, 9, "GPE", "x:2"), (ENTITY,)),
        (span("a", 3, 9, "GPE", "x:1"), span("b", 3, 9, "GPE"), (ENTITY,)),
        (span("a", 3, 9, "DATE", value="2016"), span("b", 3, 9, "DATE"), (ATTRIBUTE,)),
        (None, span("b", 3, 9), (EXTRA,)),
        (span("a", 3, 9), None, (MISSING,)),
    ],
)
def test_spans_differ_in_ways_that_have_names(mine, theirs, kinds):
    found = only(compared([mine] if mine else [], [theirs] if theirs else []))
    assert (found.kinds, found.tags) == (kinds, (mine, theirs))
    assert found.kind is kinds[0]


def test_a_source_that_links_nothing_is_not_said_to_differ_in_entities():
    linked, bare = span("a", 3, 9, "GPE", "x:1"), span("b", 3, 9, "GPE")
    assert compared([linked], [bare], links=False).differences == ()


def test_other_labels_that_share_few_words_are_two_tags():
    found = compared([span("a", 0, 10)], [span("b", 8, 20, "ORG")])
    assert [one.kind for one in found.differences] == [MISSING, EXTRA]


def test_pairs_are_chosen_for_the_most_in_common_not_one_after_the_other():
    # one after the other, a1 would take b1 and leave a2 and b2 alone
    a1, a2 = span("a1", 0, 10), span("a2", 9, 20)
    b1, b2 = span("b1", 6, 18), span("b2", 0, 7)
    found = compared([a1, a2], [b1, b2])
    assert sorted(map(keys, found.differences)) == [("a1", "b2"), ("a2", "b1")]


def test_the_same_label_counts_for_more_than_the_same_place():
    mine, same, other = span("a", 0, 10), span("b", 6, 14), span("c", 0, 10, "ORG")
    found = compared([mine], [same, other])
    assert sorted(map(keys, found.differences), key=str) == [("a", "b"), (None, "c")]


def test_a_tag_inside_one_that_both_have_is_a_question_of_nesting():
    outer = span("o", 0, 30, "ORG")
    found = only(compared([outer, span("i", 20, 30, "GPE")], [outer]))
    assert (found.kinds, keys(found)) == ((NESTING,), ("i", None))
    found = only(compared([span("i", 20, 30, "GPE")], [outer, span("i", 20, 30, "GPE")]))
    assert (found.kinds, keys(found)) == ((NESTING,), (None, "o"))


def test_a_name_inside_what_somebody_said_is_missing_not_nested():
    content = span("c", 0, 30, "CONTENT")
    assert only(compared([content, span("i", 20, 30)], [content])).kind is MISSING


# --- frames ---------------------------------------------------------------------------------------


def test_a_frame_is_agreed_with_its_cue_and_content_and_its_speaker_stands_alone():
    found = compared([statement()], [statement("f9")])
    assert found.differences == ()
    framed = [item for item in found.agreed if isinstance(item.tags[0], FrameTag)]
    assert [(keys(item), item.settled) for item in framed] == [
        (("f1", "f9"), (("s2", "s3"), ("s2", "s3")))
    ]
    assert [keys(item) for item in found.agreed] == [("s1", "s1"), ("f1", "f9")]
    assert framed[0].place == Extent(20, 60)


def test_a_content_that_ends_elsewhere_is_one_difference_of_the_frame():
    longer = span("t3", 20, 61, "CONTENT")
    found = only(compared([statement()], [statement(content=longer)]))
    assert found.kinds == (BOUNDARY,)
    assert found.roles == (RoleDifference("content", BOUNDARY),)
    assert (found.place, found.follows) == (Extent(20, 61), False)
    assert found.settled == (("s2", "s3"), ("s2", "t3"))


def test_another_speaker_is_a_difference_of_the_role():
    other = span("s9", 70, 80)
    found = compared([SPEAKER, other, statement()], [SPEAKER, other, statement(speaker=other)])
    assert only(found).roles == (RoleDifference("speaker", ROLE_FILLER),)


def test_a_role_that_only_one_calls_implied_is_a_difference_of_the_role():
    found = only(compared([statement(implied=["addressee"])], [statement()]))
    assert found.roles == (RoleDifference("addressee", ROLE_FILLER),)


def test_a_content_in_other_fragments_is_a_difference_of_fragments():
    parts = [span("p1", 20, 40, "CONTENT"), span("p2", 44, 60, "CONTENT")]
    found = only(compared([statement()], [statement(content=parts)]))
    assert found.roles == (RoleDifference("content", FRAGMENT),)
    assert found.settled == (("s2", "s3"), ("s2", "p1", "p2"))


def test_another_value_is_a_difference_of_the_attribute():
    mine = statement(attributes={"mode": "direct", "speaker_by": "mention"})
    theirs = statement(attributes={"mode": "mixed", "speaker_by": "mention"})
    found = only(compared([mine], [theirs]))
    assert (found.kinds, found.attributes, found.roles) == ((ATTRIBUTE,), ("mode",), ())


def test_a_statement_that_only_one_has_takes_its_cue_and_content_with_it():
    found = compared([statement()], [SPEAKER])
    missing = only(found)
    assert (missing.kind, keys(missing)) == (MISSING, ("f1", None))
    assert missing.settled == (("s2", "s3"), ())
    assert [keys(item) for item in found.agreed] == [("s1", "s1")]


def test_the_same_cue_without_a_statement_goes_with_the_statement_of_the_other():
    found = compared([statement()], [SPEAKER, CUE])
    assert only(found).settled == (("s2", "s3"), ("s2",))


def test_loose_cues_are_decided_on_by_themselves():
    found = compared([CUE], [])
    assert (only(found).kind, keys(only(found))) == (MISSING, ("s2", None))


def test_statements_with_other_cues_and_speakers_within_one_another_are_two():
    inner = statement(
        "f2", span("t1", 22, 28), span("t2", 29, 33, "CUE"), span("t3", 38, 60, "CONTENT")
    )
    found = compared([statement()], [inner])
    framed = [one for one in found.differences if one.frame]
    assert [(one.kind, keys(one)) for one in framed] == [
        (MISSING, ("f1", None)),
        (EXTRA, (None, "f2")),
    ]


def test_meetings_with_one_trigger_are_told_apart_by_who_took_part():
    trigger = span("t", 5, 8, "TRIGGER")
    guests = [span(f"g{number}", 10 * number, 10 * number + 6) for number in (2, 3, 4)]

    def met(key, guest):
        return frame(key, "Meeting", participant=[SPEAKER, guest], trigger=trigger)

    mine = [met(f"a{number}", guest) for number, guest in enumerate(guests)]
    theirs = [met("b0", guests[2]), met("b1", guests[0])]
    found = compared([*guests, *mine], [*guests, *theirs])
    missing = only(found)
    assert (missing.kind, keys(missing), missing.settled) == (MISSING, ("a1", None), ((), ()))
    framed = [keys(item) for item in found.agreed if isinstance(item.tags[0], FrameTag)]
    assert sorted(framed) == [("a0", "b1"), ("a2", "b0")]


def test_what_only_follows_from_a_name_that_is_decided_on_says_so():
    longer = span("t1", 0, 9)
    found = compared([statement()], [statement(speaker=longer)])
    name, framed = found.differences
    assert (name.kinds, name.frame) == ((BOUNDARY,), False)
    assert framed.roles == (RoleDifference("speaker", BOUNDARY, follows=True),)
    assert framed.follows


def test_what_a_stance_shares_with_a_statement_is_decided_with_the_statement():
    longer = span("t3", 20, 61, "CONTENT")

    def said(key, content):
        return [
            statement(key, content=content),
            frame(f"{key}t", "Stance", holder=SPEAKER, evidence=content),
        ]

    found = {
        one.tags[0].type: one for one in compared(said("f", CONTENT), said("g", longer)).differences
    }
    assert found["Statement"].roles == (RoleDifference("content", BOUNDARY),)
    assert found["Stance"].roles == (RoleDifference("evidence", BOUNDARY, follows=True),)
    assert (found["Stance"].settled, found["Stance"].follows) == (((), ()), True)


def test_frames_belong_together_by_their_words_before_their_other_fillers():
    def told(key, speaker, cue, start, end):
        return statement(key, speaker, cue, span(f"{key}c", start, end, "CONTENT"))

    other = span("s9", 300, 308)
    cues = [span(f"q{number}", 310 + 5 * number, 312 + 5 * number, "CUE") for number in range(3)]
    mine = told("a", SPEAKER, cues[0], 20, 120)
    same_words = told("b", other, cues[1], 20, 110)
    same_speaker = told("c", SPEAKER, cues[2], 110, 220)
    found = compared([mine, other], [same_words, same_speaker])
    assert [keys(one) for one in found.differences if one.frame] == [("a", "b"), (None, "c")]


def test_two_frames_that_say_the_same_are_taken_by_their_keys():
    mine = [statement("f1"), statement("f2")]
    for turned in (mine, mine[::-1]):
        found = compared(turned, [statement("g")])
        assert keys(only(found)) == ("f2", None)


def test_a_stance_waits_for_the_statement_that_voices_it():
    def stance(key, voiced):
        return frame(key, "Stance", holder=SPEAKER, evidence=CONTENT, statement=voiced)

    mine = [statement(attributes={"mode": "direct"}), stance("f2", "f1")]
    theirs = [statement("f8", attributes={"mode": "mixed"}), stance("f9", "f8")]
    found = compared(mine, theirs)
    by_type = {one.tags[0].type: one for one in found.differences}
    assert by_type["Statement"].kinds == (ATTRIBUTE,)
    assert by_type["Stance"].roles == (RoleDifference("statement", ATTRIBUTE, follows=True),)
    assert by_type["Stance"].follows
    same = [statement("f8", attributes={"mode": "direct"}), stance("f9", "f8")]
    assert compared(mine, same).differences == ()


def test_frames_that_fill_one_another_in_a_circle_are_agreed_too():
    def circle(one, other):
        return [
            frame(one, "Meeting", statement=other, trigger=span("t", 0, 3, "TRIGGER")),
            frame(other, "Statement", content=[CONTENT], outlet=one),
        ]

    assert compared(circle("a", "b"), circle("x", "y")).differences == ()


def test_an_entity_and_a_mention_of_it_are_other_fillers():
    found = compared([SPEAKER, statement()], [SPEAKER, statement(speaker="PERSON:Velayati")])
    assert only(found).roles == (RoleDifference("speaker", ROLE_FILLER),)


# --- three and more -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "kind"),
    [((1, 1, 0), MISSING), ((0, 1, 1), MISSING), ((0, 0, 1), EXTRA), ((1, 0, 0), EXTRA)],
)
def test_of_three_what_most_have_is_missing_and_what_most_lack_is_extra(who, kind):
    found = only(compared(*([span(f"s{n}", 3, 9)] * there for n, there in enumerate(who))))
    assert found.kind is kind
    assert [tag is not None for tag in found.tags] == [bool(there) for there in who]


def test_of_four_halves_the_first_set_decides():
    mine = [span("s", 3, 9)]
    assert only(compared(mine, [], mine, [])).kind is MISSING
    assert only(compared([], mine, [], mine)).kind is EXTRA


def test_three_versions_of_one_tag_are_one_difference():
    found = only(compared([span("a", 0, 10)], [span("b", 0, 12)], [span("c", 0, 10, "ORG")]))
    assert (keys(found), found.kinds) == (("a", "b", "c"), (LABEL, BOUNDARY))


def test_two_sets_at_least():
    with pytest.raises(ValueError, match="1"):
        align([tags("amy")], SCHEME)
