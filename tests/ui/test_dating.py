"""V: dates of tags and meetings, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain.annotation import Filler
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.nlp.moments.reading import resolve
from annotator.ops import articles, frames, intake, suggestions
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.ui.inspector.date_line import date_state

Key = Qt.Key
TEXT = (
    "Envoys meet\n\n"
    "The envoys met in Riga on Monday, the ministry said. They had agreed on that on 04/02/2016, "
    "and by the end of May they will be back. A visit on Monday, March 15 was denied. "
    "Talks go on, as in recent years. They will meet in Oslo on Friday.\n"
)


def place_of(words, nth=1):
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Extent(at, at + len(words))


@pytest.fixture
def dates_path(tmp_path):
    path = tmp_path / "dates.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    dated = Metadata("Envoys meet", "Gulf", "2016-03-16")
    drafts = [ArticleDraft("dated", TEXT, dated), ArticleDraft("open", TEXT + "2.\n", Metadata())]
    intake.import_drafts(workspace, drafts, "system")
    workspace.close()
    return path


@pytest.fixture
def desk(make_desk, dates_path):
    opened = make_desk(dates_path)
    opened.open("dated")
    return opened


def settle():
    for _ in range(4):
        QApplication.processEvents()


def tag(desk, words, label="DATE", nth=1):
    """Tag words by their key; they are current then."""
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of(words, nth))
    desk.run(f"label.{label}")
    settle()


def value(desk, words="Monday"):
    (found,) = [span for span in desk.desk.tags.spans if span.text == words]
    return found.attributes.get("value")


def row(desk):
    return desk.page.inspector.tag.row("value")


def typed(desk, text):
    desk.qtbot.keyClicks(QApplication.focusWidget(), text)
    desk.key(Key.Key_Return)
    settle()


def meet(desk, *dates):
    """Make a meeting whose date role holds some tags, and select it."""
    desk.view.set_current(None, reveal=False)
    desk.view.set_selection(place_of("met"))
    desk.key(Key.Key_M)
    for words, nth in dates:
        desk.page.frame_desk.arm("date")
        desk.desk.show_place(place_of(words, nth))
        desk.key(Key.Key_Return)
    desk.page.frame_desk.arm("")
    desk.view.set_current(None, reveal=False)
    settle()


def meeting(desk):
    (found,) = [frame for frame in desk.desk.tags.frames if frame.type == "Meeting"]
    return found.attributes.get("date_value")


def frame_row(desk):
    return desk.page.inspector.frame.row("date_value")


def said(desk):
    heard = []
    desk.page.said.connect(heard.append)
    return heard


# --- tags ---------------------------------------------------------------------------------------


def test_card_proposes_what_the_words_say_and_v_takes_it(desk):
    tag(desk, "Monday")
    line = row(desk).date
    assert [pill.words for pill in line.pills] == ["2016-03-14 · Monday"]
    assert "Monday before 16 March 2016." in line.words
    assert line.cap.text == "V"
    assert value(desk) is None
    desk.key(Key.Key_V)
    settle()
    assert value(desk) == "2016-03-14"
    assert (row(desk).words, line.pills) == ("value 2016-03-14 Monday", [])
    assert desk.view.hasFocus()


def test_what_was_taken_is_said_where_no_card_shows_it(desk):
    tag(desk, "Monday")
    desk.run("view.inspector")
    heard = said(desk)
    desk.key(Key.Key_V)
    settle()
    assert heard == ["“Monday” is Monday 14 March 2016."]


def test_v_is_one_step_that_undo_takes_back_and_redo_brings_again(desk):
    tag(desk, "Monday")
    desk.key(Key.Key_V)
    desk.run("edit.undo")
    settle()
    assert value(desk) is None
    desk.run("edit.redo")
    settle()
    assert value(desk) == "2016-03-14"


def test_v_finds_the_tag_at_the_caret(desk):
    tag(desk, "Monday")
    desk.view.set_current(None, reveal=False)
    desk.view.set_caret(place_of("Monday").start + 2)
    desk.key(Key.Key_V)
    assert value(desk) == "2016-03-14"


def test_v_opens_the_field_of_a_date_that_has_a_value(desk):
    tag(desk, "Monday")
    desk.key(Key.Key_V)
    desk.key(Key.Key_V)
    assert row(desk).field.hasFocus()
    assert row(desk).field.selectedText() == "2016-03-14"
    typed(desk, "13 march 2016")
    assert value(desk) == "2016-03-13"
    assert desk.view.hasFocus()
    assert "The words say 2016-03-14 · Monday." in row(desk).words
    assert row(desk).words.startswith("value 2016-03-13 Sunday")


def test_two_readings_are_marked_and_v_chooses(desk):
    tag(desk, "04/02/2016")
    line = row(desk).date
    assert line.state.warned
    assert "“04/02/2016” is 2 April or 4 February. V chooses." in line.words
    assert [pill.value for pill in line.pills] == ["2016-04-02", "2016-02-04"]
    desk.key(Key.Key_V)
    field = row(desk).field
    assert (field.hasFocus(), field.selectedText()) == (True, "2016-04-02")
    assert value(desk, "04/02/2016") is None
    desk.key(Key.Key_Down)
    assert field.selectedText() == "2016-02-04"
    desk.key(Key.Key_Return)
    settle()
    assert value(desk, "04/02/2016") == "2016-02-04"
    assert not row(desk).date.state.warned


def test_a_proposal_is_stored_by_enter_only(desk):
    tag(desk, "04/02/2016")
    desk.key(Key.Key_V)
    desk.key(Key.Key_Escape)
    settle()
    assert desk.view.hasFocus()
    assert value(desk, "04/02/2016") is None
    assert row(desk).field.text() == ""
    desk.key(Key.Key_V)
    tag(desk, "Monday")
    assert value(desk, "04/02/2016") is None


def test_parts_that_disagree_are_marked(desk):
    tag(desk, "Monday, March 15")
    assert row(desk).date.state.warned
    assert "15 March 2016 was a Tuesday. V chooses." in row(desk).words
    desk.key(Key.Key_V)
    assert row(desk).field.selectedText() == "2016-03-15"


def test_what_no_value_can_say_is_said_without_a_mark(desk):
    tag(desk, "recent years")
    assert not row(desk).date.state.warned
    assert "“recent years” has no first and last day. V writes one." in row(desk).words
    desk.key(Key.Key_V)
    assert (row(desk).field.hasFocus(), row(desk).field.text()) == (True, "")
    typed(desk, "2011/2015")
    assert value(desk, "recent years") == "2011/2015"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("whenever", "“whenever” is no date. Write 2016-02-04, 2016-02 or 2016."),
        ("4/2/2016", "“4/2/2016” is 2 April or 4 February. Write 2016-04-02 or 2016-02-04."),
        ("30 feb", "There is no “30 feb”."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(desk, text, problem):
    tag(desk, "recent years")
    desk.key(Key.Key_V)
    typed(desk, text)
    assert row(desk).problem == problem
    assert row(desk).field.text() == text
    assert row(desk).field.hasFocus()
    assert value(desk, "recent years") is None


def test_words_are_read_by_the_date_of_the_article(desk):
    tag(desk, "recent years")
    desk.key(Key.Key_V)
    typed(desk, "yesterday")
    assert value(desk, "recent years") == "2016-03-15"
    assert row(desk).words.startswith("value 2016-03-15 Tuesday")


def test_a_click_on_a_proposal_takes_it(desk):
    tag(desk, "04/02/2016")
    pill = row(desk).date.pills[1]
    desk.qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    settle()
    assert value(desk, "04/02/2016") == "2016-02-04"


def test_v_works_on_the_card_too(desk):
    tag(desk, "Monday")
    desk.page.inspector.tag.setFocus()
    desk.qtbot.keyClick(desk.page.inspector.tag, Key.Key_V)
    settle()
    assert value(desk) == "2016-03-14"


def test_without_a_date_of_the_article_nothing_is_taken(desk):
    desk.open("open")
    tag(desk, "Monday")
    assert "The article has no date" in row(desk).words
    assert "F2 sets the article's date." in row(desk).words
    desk.key(Key.Key_V)
    settle()
    assert (row(desk).field.hasFocus(), value(desk)) == (True, None)


def test_v_says_what_it_needs(desk):
    heard = said(desk)
    desk.key(Key.Key_V)
    tag(desk, "Riga", "GPE")
    desk.key(Key.Key_V)
    words = "Go to the tag of a date, or to a frame that has one; V then sets it."
    assert heard == [words, words]


def test_a_closed_set_says_so(desk):
    tag(desk, "Monday")
    desk.run("tag.complete")
    desk.open("dated")
    desk.desk.show_place(place_of("Monday"))
    refused = []
    desk.work.session.refused.connect(lambda error: refused.append(type(error).__name__))
    desk.key(Key.Key_V)
    assert refused == ["SetClosedError"]
    assert value(desk) is None


# --- suggestions --------------------------------------------------------------------------------


@pytest.fixture
def suggested(desk):
    """The same desk with dates suggested."""
    workspace = desk.work.session.workspace
    found = [
        Proposal(place_of(words), "DATE", "test", 0.9, "A reason.")
        for words in ("Monday", "04/02/2016")
    ]
    key = desk.desk.article.id
    suggestions.suggest_article(workspace, key, "test/1", lambda _text, _zones: found)
    desk.open("dated")
    settle()
    return desk


def test_a_suggestion_shows_the_value_that_is_accepted_with_it(suggested):
    card = suggested.page.inspector.suggestion
    assert "2016-03-14 · Monday" in card.words
    assert "A reason. · Monday before 16 March 2016." in card.words
    suggested.key(Key.Key_Return)
    assert value(suggested) == "2016-03-14"
    settle()
    assert "“04/02/2016” is 2 April or 4 February." in card.words
    assert not card.date.value
    heard = said(suggested)
    suggested.key(Key.Key_V)
    assert heard == ["Only a tag is dated; accept the suggestion first."]
    suggested.key(Key.Key_Return)
    assert value(suggested, "04/02/2016") is None


def test_suggestions_follow_the_date_of_the_article_and_its_undo(suggested):
    session, article = suggested.work.session, suggested.desk.article

    def proposed():
        for _ in range(3):
            settle()
        return suggested.desk.pending[0].attributes.get("value")

    values = {"published": "2016-03-25"}
    session.perform(lambda: articles.set_metadata(session.workspace, article, "amy", values))
    suggested.qtbot.waitUntil(lambda: proposed() == "2016-03-21")
    suggested.run("edit.undo")
    suggested.qtbot.waitUntil(lambda: proposed() == "2016-03-14")
    suggested.run("edit.redo")
    suggested.qtbot.waitUntil(lambda: proposed() == "2016-03-21")


# --- meetings -----------------------------------------------------------------------------------


def test_v_on_a_meeting_dates_its_date_and_the_meeting_in_one_step(desk):
    tag(desk, "Monday")
    meet(desk, ("Monday", 1))
    assert "“Monday” has no date yet. V sets it." in frame_row(desk).words
    desk.key(Key.Key_V)
    settle()
    assert (value(desk), meeting(desk)) == ("2016-03-14", "2016-03-14")
    assert frame_row(desk).words == "date_value 2016-03-14 Monday"
    desk.run("edit.undo")
    settle()
    assert (value(desk), meeting(desk)) == (None, None)
    desk.run("edit.redo")
    assert (value(desk), meeting(desk)) == ("2016-03-14", "2016-03-14")


def test_the_closed_card_says_that_v_sets_the_date(desk):
    def lacks():
        rows = desk.page.inspector.frames.rows.rows
        return [card.lacks for card in rows if card.type == "Meeting"]

    tag(desk, "Riga", "GPE")
    tag(desk, "Monday")
    meet(desk, ("Monday", 1))
    workspace, frame = desk.work.session.workspace, desk.page.frame_desk.frame
    (span,) = (span for span in desk.desk.tags.spans if span.label == "GPE")
    filler = Filler("participant", span=span.id)
    desk.desk.edit(lambda target: frames.fill(workspace, target, frame, filler))
    desk.qtbot.waitUntil(lambda: lacks() == ["“Monday” has no date yet. V sets it."])
    desk.key(Key.Key_V)
    desk.qtbot.waitUntil(lambda: lacks() == [""])


def test_a_date_that_was_set_dates_the_meeting_it_fills(desk):
    tag(desk, "Monday")
    desk.key(Key.Key_V)
    meet(desk, ("Monday", 1))
    assert meeting(desk) == "2016-03-14"


def test_a_meeting_that_says_another_day_is_marked_and_v_takes_that_of_the_role(desk):
    tag(desk, "Monday")
    desk.key(Key.Key_V)
    meet(desk, ("Monday", 1))
    desk.key(Key.Key_V)
    assert frame_row(desk).field.selectedText() == "2016-03-14"
    typed(desk, "15 march")
    assert meeting(desk) == "2016-03-15"
    assert frame_row(desk).date.state.warned
    assert "The date is 2016-03-14 · Monday. V takes it." in frame_row(desk).words
    desk.key(Key.Key_V)
    settle()
    assert meeting(desk) == "2016-03-14"
    assert not frame_row(desk).date.state.warned


def test_a_date_that_is_not_certain_opens_the_field_of_the_meeting(desk):
    tag(desk, "04/02/2016")
    meet(desk, ("04/02/2016", 1))
    assert frame_row(desk).date.state.warned
    desk.key(Key.Key_V)
    assert frame_row(desk).field.selectedText() == "2016-04-02"
    desk.key(Key.Key_Return)
    settle()
    assert (meeting(desk), value(desk, "04/02/2016")) == ("2016-04-02", None)


def test_two_months_leave_the_meeting_open(desk):
    for words in ("Monday", "end of May"):
        tag(desk, words)
        desk.key(Key.Key_V)
        if not desk.view.hasFocus():
            desk.key(Key.Key_Return)
        settle()
    assert value(desk, "end of May") == "2016-05"
    meet(desk, ("end of May", 1))
    assert meeting(desk) == "2016-05"
    assert frame_row(desk).words == "date_value 2016-05"


# --- words --------------------------------------------------------------------------------------


def test_words_of_the_card_name_the_key_in_force():
    moment = resolve("04/02/2016", "2016-02-05")
    assert date_state("04/02/2016", "", moment, "D").words == (
        "“04/02/2016” is 4 February or 2 April. D chooses."
    )
    assert date_state("Monday", "2016-02-01", resolve("Monday", "2016-02-05"), "V").words == ""


def test_long_words_are_cut():
    moment = resolve("yesterday", "2016-02-05")
    assert date_state("", "", moment, "V").words == "1 day before 5 February 2016."
    assert "…" in date_state("y" * 80, "", moment, "V").words
