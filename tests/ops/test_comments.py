"""Comments of reviewers and annotators on tags."""

import pytest

from annotator.errors import EmptyCommentError, GoneError
from annotator.ops import comments
from tests.ops.reviewing import Bench, amy_line, ben_line


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


def threads(bench, annotator="amy"):
    found = comments.load(bench.workspace, bench.article, annotator)
    return [(one.on, [(item.by, item.text) for item in one.comments], one.open) for one in found]


def test_a_comment_stands_on_the_tags_of_both_though_they_are_complete(rhea):
    where = {"amy": "s4", "ben": "s4"}
    comments.add(rhea.workspace, rhea.article, where, "rhea", " The full name? ")

    assert threads(rhea) == [("s4", [("rhea", "The full name?")], True)]
    assert threads(rhea, "ben") == threads(rhea)
    rhea.undo()
    assert threads(rhea) == threads(rhea, "ben") == []


def test_an_answer_continues_the_thread_and_resolving_settles_all_of_it(rhea):
    comments.add(rhea.workspace, rhea.article, {"amy": "s4"}, "rhea", "The full name?")
    comments.add(rhea.workspace, rhea.article, {"amy": "s4"}, "amy", "Yes.")
    (thread,) = comments.load(rhea.workspace, rhea.article, "amy")

    comments.resolve(rhea.workspace, rhea.article, "amy", thread, "rhea", done=True)

    assert threads(rhea) == [("s4", [("rhea", "The full name?"), ("amy", "Yes.")], False)]
    rhea.undo()
    assert threads(rhea)[0][2]


def test_only_the_own_comment_is_deleted(rhea):
    comments.add(rhea.workspace, rhea.article, {"amy": None}, "amy", "A remark.")
    ((said,),) = [one.comments for one in comments.load(rhea.workspace, rhea.article, "amy")]

    with pytest.raises(GoneError):
        comments.delete(rhea.workspace, rhea.article, "amy", said, "rhea")
    comments.delete(rhea.workspace, rhea.article, "amy", said, "amy")

    assert threads(rhea) == []


def test_a_comment_without_words_is_refused(rhea):
    with pytest.raises(EmptyCommentError):
        comments.add(rhea.workspace, rhea.article, {"amy": None}, "amy", "  ")
