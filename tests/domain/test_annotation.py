"""Annotation sets: names of annotators, statuses, the order of spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotation import (
    GOLD,
    SUGGESTIONS_PREFIX,
    SYSTEM,
    AnnotationSet,
    Filler,
    Frame,
    FrameId,
    SetStatus,
    Span,
    SpanId,
    check_annotator_name,
)
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.errors import AnnotatorNameError


@pytest.mark.parametrize(
    "name", ["amy", "Amy.B-2_x", "زهرا", "José", "7", "a" * 40, "golden", "suggestions"]
)
def test_letters_digits_point_hyphen_and_underscore_make_a_name(name):
    assert check_annotator_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "a" * 41, "amy b", " amy", "amy\n", "a/b", "a\\b", "a:b", "amy@x", "a,b", "a\x00", "🤝"],
)
def test_any_other_name_is_refused_with_what_is_allowed(name):
    with pytest.raises(AnnotatorNameError) as caught:
        check_annotator_name(name)
    assert f"“{name}” cannot be the name" in str(caught.value)
    assert "up to 40 letters, digits" in str(caught.value)


@pytest.mark.parametrize("name", [GOLD, SYSTEM, f"{SUGGESTIONS_PREFIX}builtin", SUGGESTIONS_PREFIX])
def test_names_that_the_program_uses_are_taken(name):
    with pytest.raises(AnnotatorNameError):
        check_annotator_name(name)


@given(st.text(max_size=50))
def test_a_name_never_holds_white_space_or_a_separator(name):
    try:
        check_annotator_name(name)
    except AnnotatorNameError:
        return
    assert 1 <= len(name) <= 40
    assert not any(letter.isspace() or letter in ":/\\,;@\"'" for letter in name)


def test_statuses_are_the_words_of_files_search_and_command_line():
    words = ["new", "in-progress", "complete", "excluded", "returned", "approved"]
    assert [str(status) for status in SetStatus] == words


def test_complete_excluded_and_approved_sets_are_closed():
    closed = {status for status in SetStatus if status.closed}
    assert closed == {SetStatus.COMPLETE, SetStatus.EXCLUDED, SetStatus.APPROVED}


def span(start, end, label="PERSON", key="s1"):
    return Span(SpanId(1), key, Extent(start, end), label, "x" * (end - start))


def test_spans_sort_by_start_end_label_and_id():
    expected = [
        span(0, 4, "ORG", "s9"),
        span(0, 9, "GPE", "s8"),
        span(0, 9, "ORG", "s1"),
        span(0, 9, "ORG", "s2"),
        span(3, 4, "DATE", "s3"),
        span(10, 12, "CUE", "s0"),
    ]
    mixed = [expected[number] for number in (3, 0, 5, 2, 4, 1)]
    assert sorted(mixed, key=lambda item: item.order) == expected


def test_an_article_that_nobody_touched_has_an_empty_new_set_at_revision_zero():
    tags = AnnotationSet(None, ArticleId(3), "amy")
    assert (tags.status, tags.revision, tags.saved_at) == (SetStatus.NEW, 0, None)
    assert (tags.spans, tags.frames, dict(tags.entities)) == ((), (), {})


def test_a_tag_cannot_be_changed():
    frame = Frame(FrameId(1), "f1", "Statement", (Filler("speaker", span=SpanId(1)),))
    for thing, name in ((span(0, 1), "label"), (frame, "fillers"), (frame.fillers[0], "role")):
        with pytest.raises(AttributeError):
            setattr(thing, name, None)
