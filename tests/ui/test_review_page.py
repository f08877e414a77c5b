"""The Review page: going through all differences by keys alone to finished gold."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import GOLD
from annotator.domain.default_scheme import default_scheme
from annotator.ops import articles, comments, intake, review_queue, status
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.store.sets import SetTarget
from annotator.ui.review.case_view import CaseClass
from annotator.ui.review.verdicts import again_words
from tests.cli.program import write
from tests.ops.reviewing import amy_line, ben_line
from tests.ops.test_review_unfinished import met

K = Qt.Key


@pytest.fixture
def reviewed_path(tmp_path):
    """A workspace in which amy and ben have tagged one article."""
    path = tmp_path / "both.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    lines = write_lines(tmp_path / "lines.jsonl")
    intake.import_paths(workspace, [lines])
    workspace.close()
    return path


def write_lines(path):
    write(path, amy_line(), ben_line())
    return path


@pytest.fixture
def rhea(make_desk, reviewed_path):
    """A reviewer's window on the Review page."""
    desk = make_desk(reviewed_path, "rhea")
    desk.key(K.Key_2, Qt.KeyboardModifier.ControlModifier)
    desk.review = desk.window.pages.currentWidget()
    return desk


def gold(desk):
    found = articles.load_set(desk.work.session.workspace, desk.review.desk.article.id, GOLD)
    return {(span.text, span.label) for span in found.spans}, str(found.status)


def about(desk):
    """What the case at hand is about."""
    view = desk.review.desk.current
    return None if view is None else (view.kind, view.about)


def shown_rows(rows):
    return [view.short for view in rows.rows.rows]


def test_the_page_opens_with_the_two_who_tagged_and_the_first_difference(rhea):
    assert rhea.review.desk.names == ("amy", "ben")
    assert about(rhea) == ("Attribute", "Meeting, status differs")
    assert rhea.review.places.text() == "A amy above · B ben below"
    assert rhea.review.side.progress.text() == "0 of 4 differences decided"
    assert len(rhea.review.waiting.rows.rows) == 3


def test_all_differences_are_settled_by_keys_alone_to_finished_gold(rhea):
    rhea.key(K.Key_A)
    assert about(rhea)[0] == "Boundary"
    rhea.key(K.Key_B)
    assert about(rhea)[0] == "Label"
    rhea.key(K.Key_Equal)
    assert about(rhea)[0] == "Extra in B"
    rhea.key(K.Key_N)

    tags, state = gold(rhea)
    assert state == "complete"
    assert {("Sagyndykov", "PERSON"), ("Oman", "GPE"), ("Oman", "ORG")} <= tags
    assert ("Omani", "NORP") not in tags
    assert rhea.review.side.progress.text() == "4 of 4 differences decided"
    assert len(rhea.review.decided.rows.rows) >= 3


def test_the_next_difference_comes_by_itself_and_arrows_go_round(rhea):
    first = about(rhea)
    rhea.key(K.Key_Down)
    second = about(rhea)
    assert second != first
    rhea.key(K.Key_Up)
    assert about(rhea) == first
    rhea.key(K.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert about(rhea)[0] == "Extra in B"
    rhea.key(K.Key_Tab)
    assert about(rhea) == first


def test_undo_takes_a_verdict_back_and_redo_gives_it_again(rhea):
    rhea.key(K.Key_Down)
    rhea.key(K.Key_B)
    assert ("Sagyndykov", "PERSON") in gold(rhea)[0]

    rhea.key(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ("Sagyndykov", "PERSON") not in gold(rhea)[0]
    assert rhea.review.side.progress.text() == "0 of 4 differences decided"

    rhea.key(K.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert ("Sagyndykov", "PERSON") in gold(rhea)[0]


def test_a_decided_case_is_reopened_and_decided_anew_or_taken_back(rhea):
    rhea.key(K.Key_Down)
    rhea.key(K.Key_B)
    view = rhea.review.desk.decided()[0]
    rhea.review.decided.case_chosen.emit(view)

    rhea.key(K.Key_A)
    assert ("Yerbolat Sagyndykov", "PERSON") in gold(rhea)[0]
    rhea.review.desk.make_current(rhea.review.desk.decided()[0])
    rhea.key(K.Key_Backspace)
    assert ("Yerbolat Sagyndykov", "PERSON") not in gold(rhea)[0]
    assert rhea.review.side.progress.text() == "0 of 4 differences decided"


def test_what_is_put_off_comes_last(rhea):
    first = about(rhea)
    rhea.key(K.Key_Period)
    assert about(rhea) != first
    assert rhea.review.desk.waiting()[-1].about == first[1]


def test_a_reason_is_given_for_what_was_decided_last(rhea):
    rhea.key(K.Key_A)
    rhea.key(K.Key_W)

    verdict = rhea.review.desk.decided()[0].case.verdict.verdict
    assert str(verdict.reason) == "guideline-unclear"


def test_a_reason_for_what_is_not_shown_any_more_says_of_what_it_is(rhea, qtbot):
    of = about(rhea)[1]
    rhea.key(K.Key_A)
    with qtbot.waitSignal(rhea.review.done) as told:
        rhea.key(K.Key_W)

    (words,) = told.args
    assert words.startswith("Why they differ on ")
    assert words.endswith(": guideline unclear.")
    assert about(rhea)[1] != of


def test_of_a_verdict_between_two_nobody_says_alone_that_tags_have_changed(rhea):
    rhea.key(K.Key_A)
    rhea.review.side.names_chosen.emit(("amy",))
    desk = rhea.review.desk
    (view,) = [view for view in desk.views if view.case.again]

    said = again_words(view, desk.review, {})

    assert said.startswith("With other sets side by side, rhea decided")
    assert view.group is CaseClass.TAG  # it is not one of those to look at again


def test_a_span_is_written_anew_with_other_edges_and_another_label(rhea):
    rhea.key(K.Key_Down)
    rhea.key(K.Key_E)
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    rhea.key(K.Key_Left, shift | ctrl)
    rhea.key(K.Key_6)
    rhea.key(K.Key_Return)

    assert ("Yerbolat", "ROLE") in gold(rhea)[0]
    assert about(rhea)[0] == "Label"


def test_leaving_the_writing_writes_nothing(rhea):
    rhea.key(K.Key_Down)
    before = gold(rhea)
    rhea.key(K.Key_E)
    rhea.key(K.Key_6)
    rhea.key(K.Key_Escape)

    assert gold(rhea) == before
    assert about(rhea)[0] == "Boundary"


def test_a_frame_is_put_together_row_by_row(rhea):
    rhea.key(K.Key_E)
    rhea.key(K.Key_B)  # its status from ben
    rhea.key(K.Key_5)  # its kind by the digit of the value: visit
    rhea.key(K.Key_Return)

    workspace = rhea.work.session.workspace
    found = articles.load_set(workspace, rhea.review.desk.article.id, GOLD)
    (meeting,) = [one for one in found.frames if one.type == "Meeting"]
    assert meeting.attributes == {"kind": "visit", "status": "planned"}


def test_a_comment_reaches_both_annotators(rhea):
    rhea.key(K.Key_C)
    for key in (K.Key_W, K.Key_H, K.Key_Y):
        rhea.key(key)
    rhea.key(K.Key_Return)

    from annotator.ops import comments

    workspace, article = rhea.work.session.workspace, rhea.review.desk.article.id
    for name in ("amy", "ben"):
        (thread,) = comments.load(workspace, article, name)
        assert [(one.by, one.text) for one in thread.comments] == [("rhea", "why")]
    assert rhea.review.hasFocus()


def test_classes_filter_the_cases(rhea):
    rhea.review.side.class_chosen.emit(CaseClass.LABEL)

    assert {view.kind for view in rhea.review.desk.visible()} == {"Attribute", "Label"}
    assert about(rhea)[0] in {"Attribute", "Label"}


def test_boundaries_are_settled_by_a_rule_with_one_undo(rhea, qtbot):
    with qtbot.waitSignal(rhea.review.done) as told:
        rhea.run("review.shortest")

    assert told.args == ["1 difference settled in 1 article."]

    assert ("Sagyndykov", "PERSON") in gold(rhea)[0]
    rhea.key(K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ("Sagyndykov", "PERSON") not in gold(rhea)[0]


def test_names_are_hidden_until_the_article_is_finished(rhea):
    rhea.run("review.blind")
    assert "amy" not in rhea.review.places.text()
    words = [cell.word for cell in rhea.review.card.bar.cells]
    assert words[:2] == ["take A", "take B"]

    for key in (K.Key_A, K.Key_A, K.Key_A, K.Key_A):
        rhea.key(key)

    assert "amy" in rhea.review.places.text()


def test_a_set_that_is_changed_meanwhile_is_compared_anew_and_nothing_is_decided(rhea, qtbot):
    workspace = Workspace.open(str(rhea.work.session.workspace.path))
    status.reopen(workspace, SetTarget(rhea.review.desk.article.id, "amy"))
    workspace.close()

    rhea.key(K.Key_A)

    assert rhea.review.side.progress.text() == "0 of 4 differences decided"
    rhea.key(K.Key_A)
    assert rhea.review.side.progress.text() == "1 of 4 differences decided"


def test_sets_that_are_not_complete_are_not_shown_unless_allowed(rhea):
    workspace = rhea.work.session.workspace
    status.reopen(workspace, SetTarget(rhea.review.desk.article.id, "ben"))
    rhea.review.desk.article = None
    rhea.review.enter()
    QApplication.processEvents()
    assert "ben did not complete" in rhea.review.empty.text()
    assert not rhea.review.text.isVisible()

    rhea.run("review.open_sets")

    assert review_queue.open_sets_too(workspace)
    assert about(rhea) is not None


def test_one_author_is_accepted_rejected_and_approved(rhea):
    rhea.review.side.names_chosen.emit(("amy",))
    total = len(rhea.review.desk.views)
    assert [cell.word for cell in rhea.review.card.bar.cells] == [
        "accept", "edit", "reject", "later",
    ]  # fmt: skip
    rhea.key(K.Key_N)
    rhea.key(K.Key_A)
    assert rhea.review.side.progress.text() == f"2 of {total} tags decided"

    rhea.key(K.Key_Return, Qt.KeyboardModifier.ControlModifier)

    workspace = rhea.work.session.workspace
    amy = articles.load_set(workspace, articles.named(workspace, "muscat"), "amy")
    assert str(amy.status) == "approved"


def test_all_tags_of_one_author_are_seen_in_the_text_until_they_are_decided(rhea):
    rhea.review.side.names_chosen.emit(("amy",))
    text = rhea.review.text
    waiting = {mark.label for mark in text.table.overlapping(0, 10_000) if mark.pending}
    assert {"PERSON", "GPE"} <= waiting
    view = [view for view in rhea.review.desk.views if view.colour == "GPE"][-1]
    rect = text.page.rects(view.place, text.page.seen())[0]
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert rhea.review.desk.current.place == view.place

    rhea.key(K.Key_A)
    place = view.place
    there = text.table.overlapping(place.start, place.end)
    standing = [mark for mark in there if mark.extent == place]
    assert standing
    assert not any(mark.pending for mark in standing)


def test_what_another_review_made_gold_is_not_drawn_twice(rhea):
    rhea.key(K.Key_A)  # of two sets: what both say is gold by now
    rhea.review.side.names_chosen.emit(("amy",))
    marks = rhea.review.text.table.overlapping(0, 10_000)
    drawn = [(mark.extent, mark.label) for mark in marks if mark.is_entity]
    assert any(mark.pending for mark in marks)
    assert len(drawn) == len(set(drawn))


def test_ctrl_enter_goes_on_to_the_next_article_that_is_open(rhea):
    rhea.key(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert rhea.review.desk.article is not None


def test_escape_at_rest_stays_where_the_next_key_does_no_harm(rhea):
    before = about(rhea)
    rhea.key(K.Key_Escape)
    assert rhea.window.pages.currentWidget() is rhea.review
    assert about(rhea) == before


def test_escape_leads_from_the_words_over_the_corpus_back_to_the_review(rhea):
    rhea.run("review.forms")
    assert rhea.window.pages.currentWidget() is not rhea.review
    rhea.key(K.Key_Escape)
    assert rhea.window.pages.currentWidget() is rhea.review


def test_a_frame_that_has_lost_what_it_needs_says_so_and_waits(make_desk, tmp_path):
    path = tmp_path / "lost.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    write(tmp_path / "lines.jsonl", met("amy", "PERSON"), met("ben", "ROLE"))
    intake.import_paths(workspace, [tmp_path / "lines.jsonl"])
    workspace.close()
    rhea = make_desk(path, "rhea")
    rhea.run("view.review")
    rhea.review = rhea.window.pages.currentWidget()

    rhea.key(K.Key_N)
    assert about(rhea) == ("Lacks participant", "Meeting")
    assert "nothing else fills it" in rhea.review.card.again.text()
    assert gold(rhea)[1] == "in-progress"
    rhea.key(K.Key_A)

    assert gold(rhea)[1] == "complete"
    assert rhea.review.side.progress.text() == "2 of 2 differences decided"


def test_approving_goes_to_the_frame_that_has_lost_what_it_needs(rhea):
    rhea.review.side.names_chosen.emit(("amy",))
    review = rhea.review
    person = [view for view in review.desk.views if "PERSON" in view.about]
    for view in person:
        review.desk.make_current(view)
        rhea.key(K.Key_N)
    rhea.key(K.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert about(rhea)[0].startswith("Lacks ")
    assert "has lost its" in rhea.window.notice.text
    assert gold(rhea)[1] == "in-progress"


def test_hidden_names_stand_neither_in_undo_nor_in_what_annotators_answered(rhea):
    workspace = rhea.work.session.workspace
    muscat = articles.named(workspace, "muscat")
    comments.add(workspace, muscat, {"amy": "f1", "ben": "f1"}, "amy", "Held, says the lede.")
    review_queue.set_blind(workspace, "rhea", hidden=True)
    rhea.review.desk.choose(("amy", "ben"))

    assert "Held, says the lede." in rhea.review.card.said.text()
    assert "amy" not in rhea.review.card.said.text()
    rhea.key(K.Key_A)
    undo, _ = rhea.work.session.steps()
    assert undo.name == "Take a version on meeting"
