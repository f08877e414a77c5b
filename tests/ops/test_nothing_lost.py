"""What happens to verdicts and gold when the work beneath them changes: nothing is lost."""

import pytest

from annotator.domain.annotation import GOLD
from annotator.domain.gold_plan import FrameEdit, Place, SpanEdit
from annotator.errors import UnknownSetError
from annotator.ops import articles, frames, integrity, reviews, settling, status, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import place
from tests.ops.gold_lines import entity, frame, span
from tests.ops.register_desk import Register
from tests.ops.reviewing import Bench, amy_line, ben_line

THREE = ("amy", "ben", "cyd")


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


@pytest.fixture
def finished(rhea):
    """Everything is decided."""
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    rhea.take("Oman", "amy", "ben")
    rhea.decide("Omani", "neither", comment="An adjective.")
    rhea.take("Meeting", "amy")
    assert rhea.status == "complete"
    return rhea


def decided(bench):
    """What gold has of persons' verdicts: words, label, word of the verdict."""
    return {key: word for key, word in bench.gold.items() if word not in {"unanimous", None}}


def given(bench, names=None):
    """All verdicts on the article, whether they apply or not."""
    found = reviews.load(bench.workspace, bench.article, names or bench.names).docket
    standing = [case.verdict for case in found.cases if case.verdict]
    return {
        (str(one.verdict.choice), one.verdict.taken, one.verdict.comment)
        for one in (*standing, *found.to_look_at_again())
    }


def delete_everything(bench, name):
    target = SetTarget(bench.article, name)
    status.reopen(bench.workspace, target)
    shown = articles.load_set(bench.workspace, bench.article, name)
    frames.delete(bench.workspace, target, shown.frames)
    shown = articles.load_set(bench.workspace, bench.article, name)
    tags.delete(bench.workspace, target, shown.spans)
    left = articles.load_set(bench.workspace, bench.article, name)
    assert (left.spans, left.frames) == ((), ())


# --- all tags of an article deleted ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["amy", "ben"])
def test_verdicts_and_what_they_made_stay_when_an_annotator_deletes_everything(finished, name):
    before, said, shown = decided(finished), given(finished), finished.frames
    meeting = [one for one in shown.values() if one[0] == "Meeting"]

    delete_everything(finished, name)
    finished.open()

    assert decided(finished) == before
    assert given(finished) == said
    assert [one for one in finished.frames.values() if one[0] == "Meeting"] == meeting
    assert finished.status == "in-progress"
    assert integrity.check(finished.workspace).damage == ()


def test_work_that_is_put_back_after_a_deletion_makes_the_verdicts_apply_again(finished):
    before, everything = decided(finished), finished.gold
    delete_everything(finished, "ben")
    finished.open()
    while finished.workspace.undo_step("ben"):
        finished.workspace.undo("ben")

    finished.open()

    assert decided(finished) == before
    assert finished.gold == everything
    assert finished.status == "complete"


def test_a_merge_after_a_deletion_decides_nothing_by_itself(finished):
    before, said = decided(finished), given(finished)
    delete_everything(finished, "amy")

    report = settling.settle(
        finished.workspace, ("amy", "ben"), "system", "Merge", settling.nothing
    )

    assert report.cases == 0
    assert report.again == 3  # that Omani is no tag still applies: amy never had it
    assert (decided(finished), given(finished)) == (before, said)


def test_what_the_reviewer_wrote_stays_when_its_tags_go(rhea):
    rhea.open()
    rhea.decide("Omani", "edited", edit=SpanEdit(Place(*tuple_of("Omani ships"), "NORP")))
    rhea.decide("Meeting", "edited", edit=FrameEdit({"participant": "amy", "date": "ben"}))
    shown = [one for one in rhea.frames.values() if one[0] == "Meeting"]

    delete_everything(rhea, "ben")
    rhea.open()

    assert rhea.gold["Omani ships", "NORP"] == "edited"
    assert [one for one in rhea.frames.values() if one[0] == "Meeting"] == shown


def tuple_of(words):
    found = place(words)
    return found.start, found.end


# --- entities merged meanwhile --------------------------------------------------------------------


def linked(line, name):
    """A line whose Omani port is linked to an entity of this name."""
    line["entities"].append(entity("e3", "PERSON", name))
    for one in line["spans"]:
        if one["id"] == "s7":
            one["entity"] = "e3"
    return line


@pytest.fixture
def links(small, take, tmp_path):
    """Amy and ben link the surname to two entities; rhea takes ben's."""
    take(small, linked(amy_line(), "H. Maskari"), linked(ben_line(), "Maskari (port)"))
    bench = Bench(small)
    bench.open()
    bench.take("al-Maskari", "ben")
    return bench, Register(small, tmp_path)


def entity_of_gold(bench, words="al-Maskari"):
    found = articles.load_set(bench.workspace, bench.article, GOLD)
    (one,) = [tag for tag in found.spans if tag.text == words]
    return found.entities[one.entity].name


def test_two_entities_merged_after_a_verdict_on_them_leave_gold_and_ask_again(links):
    bench, register = links
    assert entity_of_gold(bench) == "Maskari (port)"

    register.merge("H. Maskari", "Maskari (port)", author="system")
    bench.open()

    assert entity_of_gold(bench) == "H. Maskari"
    assert bench.gold["al-Maskari", "PERSON"] == "chosen"
    case = bench.case("al-Maskari")
    assert case.open
    assert [one.verdict.taken for one in case.again] == [("ben",)]
    assert integrity.check(bench.workspace).damage == ()


def test_a_verdict_after_the_merge_settles_it(links):
    bench, register = links
    register.merge("H. Maskari", "Maskari (port)", author="system")
    bench.open()

    bench.take("al-Maskari", "amy")

    assert entity_of_gold(bench) == "H. Maskari"
    assert bench.review.docket.to_look_at_again() == ()


def test_a_merge_that_is_taken_back_makes_the_verdict_apply_again(links):
    bench, register = links
    register.merge("H. Maskari", "Maskari (port)", author="system")
    bench.workspace.undo("system")

    bench.open()

    assert entity_of_gold(bench) == "Maskari (port)"
    assert not bench.case("al-Maskari").open
    assert bench.review.docket.to_look_at_again() == ()


def test_an_open_difference_of_entities_that_are_one_now_is_agreed(small, take, tmp_path):
    take(small, linked(amy_line(), "H. Maskari"), linked(ben_line(), "Maskari (port)"))
    bench = Bench(small)
    bench.open()
    assert ("al-Maskari", "PERSON") not in {
        key for key, word in bench.gold.items() if word == "unanimous"
    } or bench.case("al-Maskari").open

    Register(small, tmp_path).merge("H. Maskari", "Maskari (port)", author="system")
    bench.open()

    assert bench.gold["al-Maskari", "PERSON"] == "unanimous"
    assert entity_of_gold(bench) == "H. Maskari"


# --- a set that goes, and comes back --------------------------------------------------------------


@pytest.fixture
def separate(small, take):
    """Ben's set came in by itself, so that its import can be taken back alone."""
    take(small, amy_line(), author="amy")
    take(small, ben_line(), author="ben")
    bench = Bench(small)
    bench.open()
    bench.take("Sagyndykov", "ben")
    bench.take("Oman", "amy")
    return bench


def test_a_set_whose_import_is_taken_back_leaves_verdicts_and_gold(separate):
    before, everything = decided(separate), separate.gold

    separate.workspace.undo("ben")

    assert decided(separate) == before
    with pytest.raises(UnknownSetError):
        separate.open()
    assert given(separate, ("amy",)) == {("chosen", ("ben",), ""), ("chosen", ("amy",), "")}
    assert separate.gold == everything
    assert integrity.check(separate.workspace).damage == ()


def test_reviewing_the_one_who_is_left_takes_nothing_out_of_gold(separate):
    everything, shown = separate.gold, separate.frames
    separate.workspace.undo("ben")

    reviews.open_review(separate.workspace, separate.article, ("amy",), "rhea")

    assert decided(separate).items() <= separate.gold.items()
    assert (separate.gold, separate.frames) == (everything, shown)


def test_a_set_that_comes_back_finds_its_verdicts(separate):
    before, everything = given(separate), separate.gold
    separate.workspace.undo("ben")
    separate.workspace.redo("ben")

    separate.open()

    assert given(separate) == before
    assert not separate.case("Sagyndykov").open
    assert separate.review.docket.to_look_at_again() == ()
    assert separate.gold == everything


def test_a_file_that_comes_in_again_after_its_import_was_taken_back_finds_them_too(separate, take):
    before = given(separate)
    separate.workspace.undo("ben")
    take(separate.workspace, ben_line(), author="ben")

    separate.open()

    assert given(separate) == before
    assert not separate.case("Oman").open


# --- a third who comes later ----------------------------------------------------------------------


def cyd_line():
    """Cyd: says what amy says, but for the surname alone, a fourth label and no meeting."""
    made = amy_line() | {"annotator": "cyd"}
    made["spans"] = [
        *(one for one in made["spans"] if one["id"] not in {"s4", "s9", "s3", "s5"}),
        span("s4", "Sagyndykov", "PERSON"),
        span("s9", "Oman", "LOC"),
        span("s11", "railway", "EVENT"),
    ]
    made["frames"] = [frame("f2", "Statement", {"speaker": ["s7"], "cue": ["s8"], "content": ["s6"]},
                            attributes={"mode": "direct"})]  # fmt: skip
    return made


@pytest.fixture
def late(finished, take):
    report = take(finished.workspace, cyd_line())
    assert not report.refused
    return Bench(finished.workspace, THREE), decided(finished), given(finished)


def test_a_third_who_comes_later_changes_nothing_that_was_decided(late):
    bench, before, said = late

    bench.open()

    # The date of the meeting is not unanimous any more; it stays with the frame that was chosen.
    assert decided(bench) == before | {("Monday", "DATE"): "chosen"}
    assert given(bench) == said


def test_what_only_the_third_has_waits_for_a_person(late):
    bench, _, _ = late
    bench.open()

    waiting = bench.case("railway")
    assert waiting.open
    assert ("railway", "EVENT") not in bench.gold
    assert bench.status == "in-progress"


def test_the_two_can_be_reviewed_again_after_the_three(late, finished):
    bench, before, said = late
    bench.open()
    bench.take("railway", "cyd")

    finished.open()

    assert decided(finished) == before | {("railway", "EVENT"): "chosen"}
    assert said < given(finished)


def test_a_verdict_among_three_stays_when_the_third_leaves(finished, take):
    take(finished.workspace, cyd_line(), author="cyd")
    bench = Bench(finished.workspace, THREE)
    bench.open()
    bench.take("railway", "cyd")
    before = bench.gold

    finished.workspace.undo("cyd")
    finished.open()

    assert finished.gold == before | {("Monday", "DATE"): "unanimous"}
