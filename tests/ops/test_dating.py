"""Dates: values that come with suggestions, and dates of frames that follow their role."""

import pytest

from annotator.domain.annotation import Filler
from annotator.domain.scheme_file import read_scheme
from annotator.ops import articles, dating, frames, intake, suggestions, tags
from annotator.ops.frames import Material
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ops.conftest import BUILTIN, OTHER, TEXT, Desk, drafts, place, proposal, rows, suggest

MONDAY = "2016-03-14"


class DateDesk(Desk):
    """A desk at the article about Muscat, with a meeting."""

    def date(self, words="Monday", value=None):
        span = self.tag(words, "DATE")
        if span.attributes.get("value") != value:
            tags.set_attribute(self.workspace, self.target, span, "value", value)
        return self.span(words, "DATE")

    def meet(self, *spans):
        fillers = [Filler("date", span=span.id) for span in spans]
        frames.add(self.workspace, self.target, "Meeting", fillers)

    @property
    def meeting(self):
        (found,) = [item for item in self.shown.frames if item.type == "Meeting"]
        return found

    @property
    def when(self):
        return self.meeting.attributes.get("date_value")

    def set_when(self, value):
        frames.set_attribute(self.workspace, self.target, self.meeting, "date_value", value)

    def set_value(self, words, value):
        span = self.span(words, "DATE")
        tags.set_attribute(self.workspace, self.target, span, "value", value)

    def fill(self, span):
        frames.fill_with(self.workspace, self.target, self.meeting, "date", Material(span=span))


@pytest.fixture
def desk(small):
    return DateDesk(small)


def test_a_date_that_is_suggested_brings_its_value(small):
    key = articles.named(small, "riga")
    suggest(small, BUILTIN, key, [proposal("3 May 2016", "DATE", text=OTHER)])
    desk = Desk(small, "riga")
    assert dict(desk.suggestion("3 May 2016").attributes) == {"value": "2016-05-03"}
    assert dict(desk.accept("3 May 2016").attributes) == {"value": "2016-05-03"}


def test_a_value_of_the_source_itself_stays(small):
    key = articles.named(small, "riga")
    own = proposal("3 May 2016", "DATE", text=OTHER, attributes={"value": "2016-05"})
    suggest(small, BUILTIN, key, [own])
    assert dict(Desk(small, "riga").suggestion("3 May 2016").attributes) == {"value": "2016-05"}


def test_labels_without_a_date_get_no_value(small):
    key = articles.named(small, "riga")
    suggest(small, BUILTIN, key, [proposal("3 May 2016", "EVENT", text=OTHER)])
    assert not Desk(small, "riga").suggestion("3 May 2016").attributes


def test_values_of_suggestions_follow_the_date_of_the_article(small):
    key = articles.named(small, "muscat")
    suggest(small, BUILTIN, key, [proposal("Monday", "DATE")])
    desk, article = Desk(small), articles.load(small, key)
    assert desk.suggestion("Monday", "DATE").attributes == {"value": MONDAY}
    for now, value in (
        ("2016-03-25", {"value": "2016-03-21"}),
        (None, {}),
        (MONDAY, {"value": MONDAY}),
    ):
        before = articles.load(small, key).metadata.published
        articles.set_metadata(small, article, "amy", {"published": now})
        assert dating.value_again(small, key, [before, now]) == 1
        assert desk.suggestion("Monday", "DATE").attributes == value
    assert dating.value_again(small, key, [MONDAY, None]) == 0


def test_values_that_a_file_brought_do_not_follow(small):
    key = articles.named(small, "muscat")
    suggest(small, BUILTIN, key, [proposal("Monday", "DATE", attributes={"value": "2015"})])
    articles.set_metadata(small, articles.load(small, key), "amy", {"published": "2016-03-25"})
    dating.value_again(small, key, [MONDAY])
    assert Desk(small).suggestion("Monday", "DATE").attributes == {"value": "2015"}


def test_filling_the_date_role_dates_the_meeting_in_one_step(desk):
    span = desk.date(value=MONDAY)
    desk.meet()
    desk.fill(span)
    assert desk.when == MONDAY
    desk.undo()
    assert (desk.when, desk.meeting.fillers) == (None, ())
    desk.redo()
    assert (desk.when, len(desk.meeting.fillers)) == (MONDAY, 1)


def test_a_suggestion_that_fills_the_date_role_brings_its_value_along(desk):
    suggestion = desk.suggestion("Monday", "DATE")
    desk.meet()
    material = Material(suggestion=suggestion)
    frames.fill_with(desk.workspace, desk.target, desk.meeting, "date", material)
    assert desk.when == MONDAY
    frames.start(desk.workspace, desk.target, "Meeting", Material(span=desk.span("Monday", "DATE")))
    assert [item.attributes.get("date_value") for item in desk.shown.frames] == [MONDAY, MONDAY]


def test_a_meeting_follows_the_value_of_its_date(desk):
    desk.meet(desk.date())
    assert desk.when is None
    for value in (MONDAY, "2016-03", None):
        desk.set_value("Monday", value)
        assert desk.when == value
    desk.undo()
    assert (desk.when, desk.span("Monday", "DATE").attributes["value"]) == ("2016-03", "2016-03")
    desk.redo()
    assert desk.when is None


def test_a_date_set_by_hand_stays(desk):
    desk.meet(desk.date(value=MONDAY))
    desk.set_when("2016-03-15")
    desk.set_value("Monday", "2016-03-07")
    assert desk.when == "2016-03-15"
    tags.delete(desk.workspace, desk.target, [desk.span("Monday", "DATE")])
    assert desk.when == "2016-03-15"


def test_an_empty_role_dates_nothing(desk):
    span = desk.date(value=MONDAY)
    acts = (
        lambda: frames.empty(desk.workspace, desk.target, desk.meeting, "date"),
        lambda: frames.set_implied(desk.workspace, desk.target, desk.meeting, "date", implied=True),
        lambda: tags.delete(desk.workspace, desk.target, [desk.span("Monday", "DATE")]),
        lambda: tags.relabel(desk.workspace, desk.target, desk.span("Monday", "DATE"), "FAC"),
    )
    desk.meet(span)
    for act in acts:
        act()
        assert desk.when is None
        desk.undo()
        assert desk.when == MONDAY
        desk.redo()
        assert desk.when is None
        desk.undo()


def test_a_day_goes_before_a_month_whatever_their_order(desk):
    month, day = desk.date("Muscat", "2016-03"), desk.date(value=MONDAY)
    desk.meet(month, day)
    assert desk.when == MONDAY
    frames.empty(desk.workspace, desk.target, desk.meeting, "date", Filler("date", span=day.id))
    assert desk.when == "2016-03"


def test_who_changed_the_date_is_who_changed_the_meeting(desk):
    desk.meet(desk.date())
    desk.set_value("Monday", MONDAY)
    assert desk.meeting.provenance.by == "amy"
    written = rows(desk.workspace, "SELECT count(*) FROM frame")
    assert written == [(1,)]


def test_a_contradiction_between_meeting_and_role_is_seen(desk):
    scheme = desk.workspace.scheme
    desk.meet(desk.date(value=MONDAY))

    def role():
        kind = scheme.frame_type_by_name["Meeting"]
        spans = {span.id: span for span in desk.shown.spans}
        (found,) = dating.dated_roles(desk.meeting, kind, spans.get, scheme)
        return found

    assert (role().value, role().derived, role().contradicted) == (MONDAY, MONDAY, False)
    desk.set_when("2016-03-15")
    assert (role().derived, role().contradicted) == (MONDAY, True)
    desk.set_when("2016-03")
    assert not role().contradicted


def test_a_frame_type_without_a_date_role_is_left_alone(desk):
    frames.add(desk.workspace, desk.target, "Statement")
    assert [item.attributes.get("date_value") for item in desk.shown.frames] == [None]


def test_moment_of_a_place_is_read_by_the_date_of_the_article(small):
    article = articles.load(small, articles.named(small, "muscat"))
    assert dating.moment_of(article, place("Monday", TEXT)).value == MONDAY
    assert dating.read_typed(article, "4 feb").value == "2016-02-04"


def test_all_sources_that_look_give_values(small):
    key = articles.named(small, "riga")

    def propose(_text, _zones):
        return [proposal("3 May 2016", "DATE", text=OTHER)]

    suggestions.suggest_article(small, key, "some-model/1", propose)
    found = suggestions.pending(small, key, "amy")
    assert [item.attributes for item in found if item.label == "DATE"] == [{"value": "2016-05-03"}]


PROTESTS = """
name = "protests"
version = 1
[[labels]]
name = "WHEN"
[[labels.attributes]]
name = "iso"
kind = "date"
[[frames]]
name = "Protest"
[[frames.roles]]
name = "time"
labels = ["WHEN"]
new_label = "WHEN"
[[frames.attributes]]
name = "day"
kind = "date"
derive = "date"
from = "time"
"""


def test_another_scheme_dates_its_frames_by_its_own_names(tmp_path):
    scheme = read_scheme(PROTESTS)
    workspace = Workspace(Database.create(str(tmp_path / "p.annotator"), scheme))
    intake.import_drafts(workspace, drafts(), "system")
    desk = Desk(workspace, "riga")
    suggest(workspace, "test/1", desk.article, [proposal("3 May 2016", "WHEN", text=OTHER)])
    suggestion = desk.suggestion("3 May 2016")
    assert suggestion.attributes == {"iso": "2016-05-03"}
    frames.start(workspace, desk.target, "Protest", Material(suggestion=suggestion))
    (made,) = desk.shown.frames
    assert made.attributes == {"day": "2016-05-03"}
    workspace.close()
