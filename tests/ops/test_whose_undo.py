"""Whose steps undo takes back, and what stands in its way."""

import pytest

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.errors import (
    SetClosedError,
    UndoConflictError,
)
from annotator.ops import articles, tags
from annotator.ops.workspace import Workspace
from tests.ops.conftest import Desk, place

# --- whose undo -----------------------------------------------------------------------------


def test_everybody_takes_back_only_what_is_their_own(amy, ben):
    amy.tag("Oman")
    ben.tag("Monday", "DATE")
    assert amy.undo().step.author == "amy"
    assert (amy.tags, ben.tags) == ([], [("Monday", "DATE")])
    assert amy.undo() is None
    assert Desk(amy.workspace, annotator="cy").undo() is None
    assert ben.tags == [("Monday", "DATE")]


def test_undo_is_refused_by_the_name_of_a_colleague_who_has_built_on_it(amy, ben):
    mine, yours = amy.tag("Oman"), ben.tag("Oman", nth=2)
    made = tags.link_to_new(amy.workspace, amy.target, [mine], "GPE", "Oman")
    tags.link(ben.workspace, ben.target, [yours], made)
    shown = amy.shown
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        amy.undo()
    assert amy.shown == shown
    assert amy.workspace.undo_step("amy").name == "Link “Oman” to Oman"
    ben.undo()
    amy.undo()
    assert amy.span("Oman").entity is None


def test_undo_is_refused_where_a_colleague_has_changed_the_same_metadata(amy):
    workspace, article = amy.workspace, articles.load(amy.workspace, amy.article)
    articles.set_metadata(workspace, article, "amy", {"outlet": "Gulf Times"})
    articles.set_metadata(workspace, article, "ben", {"title": "Talks"})
    articles.set_metadata(workspace, article, "ben", {"outlet": "Gulf Daily"})
    with pytest.raises(UndoConflictError, match="ben"):
        workspace.undo("amy")
    workspace.undo("ben")
    workspace.undo("amy")
    metadata = articles.load(workspace, amy.article).metadata
    assert (metadata.outlet, metadata.title) == ("Gulf", "Talks")
    workspace.redo("amy")
    assert articles.load(workspace, amy.article).metadata.outlet == "Gulf Times"


def test_a_zone_does_not_come_back_over_one_that_a_colleague_made_there(amy):
    workspace, key = amy.workspace, amy.article
    stretch = place("Yerbolat Sagyndykov")
    articles.set_zone(workspace, articles.load(workspace, key), "amy", stretch, ZoneKind.BYLINE)
    workspace.undo("amy")
    within = Extent(stretch.start, stretch.start + 8)
    articles.set_zone(workspace, articles.load(workspace, key), "ben", within, ZoneKind.DATELINE)
    with pytest.raises(UndoConflictError, match="ben"):
        workspace.redo("amy")
    zones = articles.load(workspace, key).zones
    assert [zone for zone in zones if zone.extent.overlaps(stretch)] == [
        Zone(ZoneKind.DATELINE, within)
    ]


def test_a_set_that_somebody_else_closed_is_not_changed_by_undo(amy):
    amy.tag("Oman")
    amy.tag("Monday", "DATE")
    with amy.workspace.operation("Approve", "ben") as writer:  # as a reviewer will
        writer.update("annotation_set", amy.shown.id, {"status": "approved"})
        writer.touch(amy.shown.id, amy.article)
    with pytest.raises(SetClosedError, match="approved"):
        amy.undo()
    assert amy.tags == [("Monday", "DATE"), ("Oman", "GPE")]


def test_a_new_step_ends_redo_for_its_author_only(amy, ben):
    amy.tag("Oman")
    amy.undo()
    ben.tag("Monday", "DATE")
    assert amy.workspace.redo_step("amy").name == "Tag “Oman” GPE"
    amy.tag("Muscat")
    assert amy.redo() is None
    assert amy.tags == [("Muscat", "GPE")]


def test_undo_goes_on_after_the_workspace_was_closed_and_says_where_it_was(amy):
    amy.tag("Oman")
    amy.tag("Monday", "DATE")
    amy.workspace.close()
    workspace = Workspace.open(str(amy.workspace.path))
    try:
        taken = workspace.undo("amy")
        assert (taken.step.name, taken.article) == ("Tag “Monday” DATE", amy.article)
        assert taken.place == amy.at("Monday")
        assert Desk(workspace).tags == [("Oman", "GPE")]
    finally:
        workspace.close()


def test_the_journal_keeps_everything_newest_first(amy):
    amy.tag("Oman")
    amy.undo()
    amy.tag("Muscat")
    found = [(step.kind, step.state, step.name, step.author) for step in amy.workspace.history()]
    assert found == [
        ("edit", "done", "Tag “Muscat” GPE", "amy"),
        ("undo", "final", "Tag “Oman” GPE", "amy"),
        ("edit", "dropped", "Tag “Oman” GPE", "amy"),
        ("edit", "done", "Import 2 articles", "system"),
    ]
