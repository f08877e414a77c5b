"""Frames within frames."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.domain.annotation import Filler, Frame, FrameId, Span, SpanId
from annotator.domain.extent import Extent
from annotator.domain.outline import marking_role, outline
from annotator.domain.scheme_file import read_scheme

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))


def span(number, start, end, label):
    return Span(SpanId(number), f"s{number}", Extent(start, end), label, "x" * (end - start))


def statement(number, cue, *content, kind="Statement"):
    """A statement with its cue and content; (start, end) each."""
    spans = [span(number * 10, *cue, "CUE")] if cue else []
    spans += [span(number * 10 + 1 + place, *at, "CONTENT") for place, at in enumerate(content)]
    fillers = [Filler("cue" if item.label == "CUE" else "content", span=item.id) for item in spans]
    return Frame(FrameId(number), f"f{number}", kind, tuple(fillers)), spans


def listed(*made):
    frames = [frame for frame, _ in made]
    spans = {item.id: item for _, spans in made for item in spans}
    return [(row.frame.id, row.depth) for row in outline(frames, spans, SCHEME)]


def test_a_statement_whose_cue_lies_in_the_content_of_another_stands_within_it():
    outer = statement(1, (0, 4), (10, 60))
    inner = statement(2, (20, 24), (30, 50))
    after = statement(3, (70, 74), (80, 90))
    assert listed(after, inner, outer) == [(1, 0), (2, 1), (3, 0)]


def test_three_levels_stand_behind_one_another_in_text_order():
    made = [
        statement(1, (0, 4), (10, 200)),
        statement(2, (20, 24), (30, 100)),
        statement(3, (40, 44), (50, 60)),
        statement(4, (120, 124), (130, 140)),
    ]
    assert listed(*reversed(made)) == [(1, 0), (2, 1), (3, 2), (4, 1)]


def test_a_cue_between_the_fragments_of_its_own_content_is_no_outline():
    assert listed(statement(1, (20, 24), (0, 18), (30, 50))) == [(1, 0)]


def test_a_statement_without_a_cue_stands_within_none():
    assert listed(statement(1, (0, 4), (10, 60)), statement(2, None, (20, 30))) == [(1, 0), (2, 0)]


def test_meetings_that_share_a_trigger_stand_side_by_side():
    trigger = span(1, 10, 20, "TRIGGER")
    frames = [
        Frame(FrameId(n), f"f{n}", "Meeting", (Filler("trigger", span=trigger.id),))
        for n in (1, 2, 3)
    ]
    rows = outline(frames, {trigger.id: trigger}, SCHEME)
    assert [(row.frame.id, row.depth) for row in rows] == [(1, 0), (2, 0), (3, 0)]


def test_frames_without_words_come_last_and_unknown_types_are_left_out():
    entity_only = Frame(FrameId(1), "f1", "Stance", (Filler("holder"),))
    strange, spans = statement(2, (0, 2), (3, 5), kind="Rumour")
    told, more = statement(3, (20, 22), (23, 25))
    known = {item.id: item for item in (*spans, *more)}
    rows = outline([entity_only, strange, told], known, SCHEME)
    assert [row.frame.id for row in rows] == [3, 1]


@pytest.mark.parametrize(("kind", "role"), [("Statement", "cue"), ("Stance", ""), ("Meeting", "")])
def test_the_scheme_says_which_words_mark_a_frame(kind, role):
    assert marking_role(SCHEME.frame_type_by_name[kind], SCHEME) == role


def test_another_scheme_has_other_marking_words():
    kind = SCHEME.frame_type_by_name["Statement"]
    roles = tuple(replace(role, name="verb") if role.name == "cue" else role for role in kind.roles)
    assert marking_role(replace(kind, roles=roles), SCHEME) == "verb"


PLACES = st.tuples(st.integers(0, 40), st.integers(1, 30)).map(lambda at: (at[0], sum(at)))


@given(st.lists(st.tuples(PLACES, st.lists(PLACES, min_size=1, max_size=3)), max_size=7))
def test_every_frame_is_listed_once_however_they_lie(places):
    made = [statement(n, cue, *content) for n, (cue, content) in enumerate(places, 1)]
    rows = listed(*made)
    assert sorted(key for key, _ in rows) == list(range(1, len(made) + 1))
    depths = [depth for _, depth in rows]
    assert all(later <= before + 1 for before, later in pairwise(depths))
