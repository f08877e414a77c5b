"""Reviewing two annotators: what goes into gold by itself, what a person decides, and for ever."""

import orjson
import pytest

from annotator.domain.annotation import GOLD
from annotator.domain.gold_plan import FrameEdit, Place, SpanEdit
from annotator.domain.review import ReasonCode
from annotator.errors import StaleReviewError, UnknownSetError
from annotator.exchange.gold import is_sound
from annotator.ops import articles, reviews, status, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import TEXT, place
from tests.ops.reviewing import Bench, amy_line, ben_line

UNANIMOUS = {
    ("Muscat", "GPE"), ("Hilal al-Maskari", "PERSON"), ("Monday", "DATE"),
    ("Oman wants the railway,", "CONTENT"), ("al-Maskari", "PERSON"), ("said", "CUE"),
}  # fmt: skip
STATEMENT = (
    "Statement",
    [("content", "Oman wants the railway,"), ("cue", "said"), ("speaker", "al-Maskari")],
    {"mode": "direct"},
)


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


def test_what_is_unanimous_is_gold_when_a_review_is_opened_and_one_undo_takes_it_out(rhea):
    rhea.open()

    assert {key for key, word in rhea.gold.items() if word == "unanimous"} == UNANIMOUS
    assert list(rhea.frames.values()) == [STATEMENT]
    assert rhea.status == "in-progress"
    rhea.undo()
    assert (rhea.gold, rhea.frames) == ({}, {})


def test_opening_a_review_again_is_no_operation(rhea):
    rhea.open()
    before = rhea.workspace.history()[0]

    rhea.open()

    assert rhea.workspace.history()[0] == before


def test_what_differs_waits_for_a_person(rhea):
    found = rhea.open().docket

    said = [(str(case.item.kind), case.item.place.slice(TEXT)) for case in found.open_cases]
    assert [kind for kind, words in said if words == "Yerbolat Sagyndykov"] == ["boundary"]
    assert [kind for kind, words in said if words == "Oman"] == ["label"]
    assert [kind for kind, words in said if words == "Omani"] == ["extra"]
    assert len(found.open_cases) == 4  # the status of the meeting too


def test_taking_a_version_makes_it_gold_with_who_had_it_and_why(rhea):
    rhea.open()

    rhea.take("Sagyndykov", "ben", reason=ReasonCode.GUIDELINE)

    (tag,) = [one for one in rhea.review.gold.spans if one.text == "Sagyndykov"]
    assert tag.provenance.by == "rhea"
    assert tag.provenance.further == {
        "verdict": "chosen", "votes": ["ben"], "reason": "guideline-unclear",
    }  # fmt: skip
    assert ("Yerbolat Sagyndykov", "PERSON") not in rhea.gold


def test_both_versions_may_stand(rhea):
    rhea.open()

    rhea.take("Oman", "amy", "ben")

    assert (rhea.gold["Oman", "GPE"], rhea.gold["Oman", "ORG"]) == ("both", "both")


def test_neither_is_a_verdict_that_leaves_no_tag_and_closes_the_case(rhea):
    rhea.open()

    rhea.decide("Omani", "neither", comment="Not here.")

    assert ("Omani", "NORP") not in rhea.gold
    assert not rhea.case("Omani").open
    assert rhea.case("Omani").verdict.verdict.comment == "Not here."


def test_taking_the_one_who_has_no_tag_leaves_none(rhea):
    rhea.open()

    rhea.take("Omani", "amy")

    assert ("Omani", "NORP") not in rhea.gold
    assert not rhea.case("Omani").open


def test_a_verdict_can_be_given_anew_and_each_is_one_undo_step(rhea):
    rhea.open()
    rhea.take("Oman", "amy")
    rhea.take("Oman", "ben")
    assert ("Oman", "ORG") in rhea.gold
    assert ("Oman", "GPE") not in rhea.gold

    rhea.undo()
    assert ("Oman", "GPE") in rhea.gold
    assert ("Oman", "ORG") not in rhea.gold
    rhea.undo()
    assert not {("Oman", "GPE"), ("Oman", "ORG")} & rhea.gold.keys()
    assert rhea.case("Oman").open


def test_a_verdict_on_a_frame_brings_it_with_the_tags_in_its_roles(rhea):
    rhea.open()
    rhea.take("Sagyndykov", "amy")

    rhea.take("Meeting", "ben")

    (meeting,) = [one for one in rhea.frames.values() if one[0] == "Meeting"]
    assert meeting == (
        "Meeting",
        [
            ("date", "Monday"), ("participant", "Hilal al-Maskari"),
            ("participant", "Yerbolat Sagyndykov"), ("trigger", "met"),
        ],
        {"kind": "bilateral", "status": "planned"},
    )  # fmt: skip


def test_a_tag_that_is_decided_later_takes_its_place_in_the_frames_of_gold(rhea):
    rhea.open()
    rhea.take("Meeting", "amy")
    rhea.take("Sagyndykov", "ben")

    (meeting,) = [one for one in rhea.frames.values() if one[0] == "Meeting"]
    assert ("participant", "Sagyndykov") in meeting[1]
    assert ("participant", "Yerbolat Sagyndykov") not in meeting[1]


def test_gold_is_complete_when_nothing_is_left_and_open_again_with_undo(rhea):
    rhea.open()
    for words in ("Sagyndykov", "Oman", "Omani"):
        rhea.take(words, "amy")
    assert rhea.status == "in-progress"

    rhea.take("Meeting", "ben")
    assert rhea.status == "complete"
    assert rhea.review.finished

    rhea.undo()
    assert rhea.status == "in-progress"


def test_a_verdict_on_finished_gold_is_given_anew_and_taken_back(rhea):
    rhea.open()
    for words in ("Sagyndykov", "Oman", "Omani", "Meeting"):
        rhea.take(words, "amy")

    rhea.take("Oman", "ben")
    assert ("Oman", "ORG") in rhea.gold

    rhea.undo()
    assert ("Oman", "GPE") in rhea.gold
    assert rhea.status == "complete"


def test_a_reason_is_given_afterwards_and_stands_on_the_tag(rhea):
    rhea.open()
    rhea.take("Oman", "ben")

    one = rhea.case("Oman").verdict
    reviews.give_reason(rhea.workspace, rhea.review, one, "rhea", ReasonCode.AMBIGUOUS)

    (tag,) = [span for span in rhea.review.gold.spans if span.text == "Oman"]
    assert tag.provenance.further["reason"] == "ambiguous-text"
    assert rhea.case("Oman").verdict.verdict.reason is ReasonCode.AMBIGUOUS


def test_the_reviewer_writes_another_span(rhea):
    rhea.open()
    where = place("Sagyndykov 🤝")

    edit = SpanEdit(Place(where.start, where.end, "ROLE"))
    rhea.decide("Sagyndykov", "edited", edit=edit)

    assert rhea.gold["Sagyndykov 🤝", "ROLE"] == "edited"
    rhea.open()
    assert rhea.gold["Sagyndykov 🤝", "ROLE"] == "edited"


def test_the_reviewer_puts_a_frame_together_from_both(rhea):
    rhea.open()
    roles = {"participant": "ben", "trigger": "amy"}

    edit = FrameEdit(roles, (("kind", "visit"), ("status", "planned")))
    rhea.decide("Meeting", "edited", edit=edit)

    (meeting,) = [one for one in rhea.frames.values() if one[0] == "Meeting"]
    assert meeting[1:] == (
        [("participant", "Hilal al-Maskari"), ("participant", "Sagyndykov"), ("trigger", "met")],
        {"kind": "visit", "status": "planned"},
    )


def test_a_verdict_is_refused_when_an_annotator_has_changed_the_article_since(rhea):
    seen = rhea.open()
    amy = articles.load_set(rhea.workspace, rhea.article, "amy")

    status.reopen(rhea.workspace, SetTarget(rhea.article, "amy", amy.revision))

    with pytest.raises(StaleReviewError, match="amy has changed"):
        case = seen.docket.open_cases[0]
        ruling = reviews.Ruling(reviews.Choice.NEITHER)
        reviews.decide(rhea.workspace, seen, case, ruling, "rhea")


def change(bench, name, act):
    """Let an annotator change an own tag after completing."""

    target = SetTarget(bench.article, name)
    status.reopen(bench.workspace, target)
    act(target, articles.load_set(bench.workspace, bench.article, name))


def test_a_changed_tag_leaves_gold_alone_and_lists_the_verdict_to_look_at_again(rhea):
    rhea.open()
    rhea.take("Oman", "amy")

    def relabel(target, tagged):
        (one,) = [item for item in tagged.spans if item.text == "Oman"]
        tags.relabel(rhea.workspace, target, one, "LOC")

    change(rhea, "ben", relabel)
    rhea.open()

    assert rhea.gold["Oman", "GPE"] == "chosen"
    case = rhea.case("Oman")
    assert case.open
    assert [one.verdict.taken for one in case.again] == [("amy",)]
    assert rhea.status == "in-progress"

    rhea.take("Oman", "ben")
    assert rhea.gold["Oman", "LOC"] == "chosen"
    assert ("Oman", "GPE") not in rhea.gold
    assert rhea.review.docket.to_look_at_again() == ()


def test_agreeing_after_a_verdict_of_neither_puts_nothing_into_gold_by_itself(rhea):
    rhea.open()
    rhea.decide("Omani", "neither")

    change(
        rhea,
        "amy",
        lambda target, _tagged: tags.add(rhea.workspace, target, place("Omani"), "NORP"),
    )
    rhea.open()

    assert ("Omani", "NORP") not in rhea.gold
    assert rhea.case("Omani").open
    assert len(rhea.case("Omani").again) == 1


def test_verdicts_on_tags_that_have_all_gone_are_listed_and_gold_stays(rhea):
    rhea.open()
    rhea.take("Omani", "ben")

    def delete(target, tagged):
        tags.delete(rhea.workspace, target, [one for one in tagged.spans if one.text == "Omani"])

    change(rhea, "ben", delete)
    rhea.open()

    assert rhea.gold["Omani", "NORP"] == "chosen"
    (lapsed,) = rhea.review.docket.lapsed
    assert lapsed.verdict.taken == ("ben",)


def test_new_agreement_replaces_what_was_unanimous_before(rhea):
    rhea.open()

    for name in ("amy", "ben"):

        def relabel(target, tagged):
            (one,) = [item for item in tagged.spans if item.text == "Monday"]
            tags.relabel(rhea.workspace, target, one, "EVENT")

        change(rhea, name, relabel)
    rhea.open()

    assert rhea.gold["Monday", "EVENT"] == "unanimous"
    assert ("Monday", "DATE") not in rhea.gold


def test_what_a_person_wrote_into_gold_is_never_taken_out(rhea):
    target = SetTarget(rhea.article, GOLD)
    tags.add(rhea.workspace, target, place("railway"), "EVENT")

    rhea.open()
    rhea.open()

    assert ("railway", "EVENT") in rhea.gold


def test_one_author_is_accepted_fixed_rejected_and_approved(rhea):
    alone = Bench(rhea.workspace, ("amy",))
    review = alone.open()
    assert alone.gold == {}
    assert review.docket.open_cases

    alone.decide("Oman", "neither")
    reviews.approve(alone.workspace, alone.review, "rhea")

    assert ("Oman", "GPE") not in alone.gold
    assert alone.gold["Muscat", "GPE"] == "chosen"
    assert len(alone.frames) == 2
    assert alone.status == "complete"
    amy = articles.load_set(alone.workspace, alone.article, "amy")
    assert str(amy.status) == "approved"
    alone.undo()
    assert str(articles.load_set(alone.workspace, alone.article, "amy").status) == "complete"


def test_an_article_goes_back_to_its_author(rhea):
    reviews.send_back(rhea.workspace, rhea.open(), "ben", "rhea")

    ben = articles.load_set(rhea.workspace, rhea.article, "ben")
    assert str(ben.status) == "returned"


def test_a_source_is_reviewed_like_a_colleague(rhea):
    machine = Bench(rhea.workspace, ("amy", "suggestions:builtin"))

    review = machine.open()

    assert ("Muscat", "GPE") in machine.gold
    assert any(case.item.tags[1] is not None for case in review.docket.open_cases)


def test_nobody_is_compared_with_who_has_no_set(rhea):
    with pytest.raises(UnknownSetError, match="cara"):
        reviews.load(rhea.workspace, rhea.article, ("amy", "cara"))


def test_the_export_of_gold_says_of_every_tag_why_it_is_there(rhea, out):
    rhea.open()
    rhea.take("Sagyndykov", "ben", reason=ReasonCode.SLIP)
    rhea.take("Oman", "amy", "ben")
    rhea.decide("Omani", "neither", comment="No group is meant.")
    rhea.take("Meeting", "amy")

    record = orjson.loads(out(rhea.workspace, "gold"))

    assert is_sound(record)
    keys = {tag["id"] for tag in (*record["spans"], *record["frames"])}
    assert record["provenance"].keys() == keys
    words = {said["verdict"] for said in record["provenance"].values()}
    assert words == {"unanimous", "chosen", "both"}
    (left,) = record["verdicts"]
    assert (left["verdict"], left["by"], left["comment"], left["of"]["amy"]) == (
        "neither", "rhea", "No group is meant.", None,
    )  # fmt: skip
    assert record["status"] == "complete"


def test_the_export_of_an_annotator_brings_the_verdicts_on_the_own_tags(rhea, out):
    rhea.open()
    rhea.take("Sagyndykov", "ben", reason=ReasonCode.SLIP)
    rhea.decide("Omani", "neither")

    amy, ben = (orjson.loads(out(rhea.workspace, name)) for name in ("amy", "ben"))

    assert is_sound(amy)
    assert [(one["verdict"], one.get("taken")) for one in amy["verdicts"]] == [("chosen", ["ben"])]
    assert [one["verdict"] for one in ben["verdicts"]] == ["chosen", "neither"]
    assert "gold" not in ben["verdicts"][0]


def test_verdicts_in_a_file_come_in_and_go_out_again_as_they_are(rhea, out, empty, take):
    rhea.open()
    rhea.take("Oman", "ben")
    sent = out(rhea.workspace, "amy")

    take(empty, orjson.loads(sent))

    assert out(empty, "amy") == sent


def test_a_file_that_was_imported_before_a_review_is_known_after_it(rhea, take):
    rhea.open()
    rhea.take("Oman", "ben")

    report = take(rhea.workspace, amy_line())

    assert (report.sets_known, report.sets_replaced) == (1, 0)
