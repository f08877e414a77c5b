"""A scheme of its own, with other labels, frames, roles and keys: everything works without code."""

import ast
from pathlib import Path

import orjson
import pytest
from PySide6.QtWidgets import QApplication

import annotator
from annotator import assets
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.scheme_file import read_scheme
from annotator.ops import articles, gold, intake, sources
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ui.frame_keys import CTRL, SHIFT, Key, caret_in, go_to, roles, select

PROTESTS = """
name = "protest-events"
version = 3

[[labels]]
name = "ACTOR"
chip = "ACT"
key = "1"
linked = true
colour = "#0072b2"

[[labels]]
name = "SPOT"
chip = "SPOT"
key = "2"
linked = true
colour = "#009e73"

[[labels]]
name = "CROWD"
chip = "CRWD"
key = "3"
colour = "#7a7e85"
[[labels.attributes]]
name = "heads"
kind = "text"

[[labels]]
name = "DEED"
chip = "DEED"
key = "4"
family = "Protest"
colour = "#d55e00"

[[labels]]
name = "CALL"
chip = "CALL"
family = "Protest"
colour = "#d55e00"

[[frames]]
name = "Protest"
key = "P"
colour = "#d55e00"
[[frames.roles]]
name = "organiser"
least = 1
labels = ["ACTOR"]
new_label = "ACTOR"
[[frames.roles]]
name = "deed"
least = 1
labels = ["DEED"]
new_label = "DEED"
[[frames.roles]]
name = "demand"
least = 1
labels = ["CALL"]
new_label = "CALL"
anchor = true
definition = "What is called for; the words themselves."
[[frames.roles]]
name = "spot"
most = 1
labels = ["SPOT"]
new_label = "SPOT"
[[frames.roles]]
name = "crowd_size"
most = 1
labels = ["CROWD"]
new_label = "CROWD"
[[frames.attributes]]
name = "form"
kind = "choice"
values = ["march", "sit-in", "strike"]
required = true
[[frames.attributes]]
name = "day"
kind = "date"

[[frames]]
name = "Arrest"
key = "A"
colour = "#8a63b8"
[[frames.roles]]
name = "held"
least = 1
labels = ["ACTOR"]
new_label = "ACTOR"
anchor = true
[[frames.roles]]
name = "during"
most = 1
frames = ["Protest"]
"""
TEXT = (
    "Dockers march in Sohar\n\n"
    "The Port Union marched to Gate Two with 300 people. “Pay the night shifts,” Salma Adil told "
    "them, “and pay them now.” Adil was held later.\n"
)


@pytest.fixture
def protests(tmp_path):
    path = tmp_path / "protests.annotator"
    workspace = Workspace(Database.create(str(path), read_scheme(PROTESTS)))
    draft = ArticleDraft("sohar", TEXT, Metadata("Dockers march in Sohar", "Gulf", "2016-03-14"))
    intake.import_drafts(workspace, [draft], "system")
    workspace.close()
    return path


@pytest.fixture
def desk(make_desk, protests):
    opened = make_desk(protests)
    opened.open("sohar")
    return opened


def protest(desk):
    """A protest with all its roles, by keys."""
    caret_in(desk, "night")
    desk.key(Key.Key_P)
    for words in ("Port Union", "marched", "Gate Two", "300 people"):
        select(desk, words)
        desk.key(Key.Key_Return)
    caret_in(desk, "now")
    desk.key(Key.Key_F)


def test_its_frames_are_made_and_filled_by_its_keys(desk):
    caret_in(desk, "night")
    desk.key(Key.Key_S)  # no statements here
    assert desk.desk.tags.frames == ()
    protest(desk)
    assert roles(desk) == {
        "organiser": ["Port Union"],
        "deed": ["marched"],
        "demand": ["Pay the night shifts,", "and pay them now."],
        "spot": ["Gate Two"],
        "crowd_size": ["300 people"],
    }
    assert dict(desk.tags)["300 people"] == "CROWD"
    assert desk.page.frame_desk.armed == ""


def test_its_labels_are_set_by_its_digits_also_for_a_slot(desk):
    select(desk, "Salma Adil")
    desk.key(Key.Key_1)
    assert desk.tags == [("Salma Adil", "ACTOR")]
    caret_in(desk, "night")
    desk.key(Key.Key_P)
    select(desk, "Gate Two")
    desk.key(Key.Key_2)
    assert ("Gate Two", "SPOT") in desk.tags
    assert roles(desk) == {"demand": ["Pay the night shifts,"], "spot": ["Gate Two"]}


def test_its_card_has_its_slots_and_values(desk):
    protest(desk)
    QApplication.processEvents()
    card = desk.page.inspector.frame
    assert card.head.words == "Protest, 1 of 1, No form yet. Choose march, sit-in or strike."
    assert card.slot("crowd_size").words == "crowd size, CROWD 300 people"
    assert card.slot("demand").words.startswith("demand, 1 Pay the night shifts,, 2 and pay")
    desk.key(Key.Key_F6)
    while QApplication.focusWidget() is not card.row("form").control:
        desk.key(Key.Key_Tab)
    desk.key(Key.Key_3)
    assert desk.page.frame_desk.frame.attributes == {"form": "strike"}
    desk.key(Key.Key_Tab)
    for key in (Key.Key_2, Key.Key_0, Key.Key_1, Key.Key_6, Key.Key_Return):
        desk.key(key)
    assert desk.page.frame_desk.frame.attributes["day"] == "2016"
    assert list(desk.page.completing.problems) == []
    QApplication.processEvents()
    assert card.head.words == "Protest, 1 of 1, complete"


def test_one_of_its_frames_fills_another(desk):
    protest(desk)
    desk.page.frame_desk.select(None)
    select(desk, "Adil", nth=2)
    desk.key(Key.Key_A)
    desk.key(Key.Key_R, SHIFT)
    assert desk.page.frame_desk.armed == "during"
    go_to(desk, "marched", "DEED")
    desk.key(Key.Key_Return)
    assert roles(desk) == {"held": ["Adil"], "during": ["f1"]}
    QApplication.processEvents()
    words = desk.page.inspector.frame.slot("during").words
    assert "Port Union: Pay the night shifts," in words


def test_what_is_said_names_its_frames_and_roles(desk):
    desk.view.set_current(None, reveal=False)
    desk.key(Key.Key_R)
    assert desk.window.notice.text == "No protest or arrest is selected."
    protest(desk)
    go_to(desk, "300 people", "CROWD")
    desk.key(Key.Key_Backspace)
    assert desk.window.notice.text == "“300 people” deleted; it was crowd size of a protest."
    names = [command.text for command in desk.window.all_commands()]
    assert "New protest" in names
    assert "New statement" not in names
    assert hints_on(desk, "people")[:2] == (("1", "to 4 label"), ("P", "or A frame"))
    desk.page.inspecting.show_tags()
    (card,) = desk.page.inspector.frames.rows.rows
    assert (card.type, card.who) == ("Protest", ("Port Union",))
    assert card.what == "Gate Two"


def hints_on(desk, words):
    desk.page.frame_desk.select(None)
    select(desk, words)
    for _ in range(3):
        QApplication.processEvents()
    return desk.window.status.hints


def test_its_marks_have_its_colours_and_lines(desk):
    protest(desk)
    look, view = desk.window.look, desk.view
    assert look.frame("Protest").line.name() != look.frame("Arrest").line.name()
    deed = next(mark for mark in view.table if mark.label == "DEED")
    assert view.table.lines_of(deed) == ("Protest",)
    member = {m.name for m in view.table.members(view.shown.frame)}
    assert {"demand 1", "demand 2", "crowd_size"} <= member
    for theme in ("light", "dark"):
        look.choose_theme(theme)
        assert not desk.window.grab().isNull()


def test_what_is_exported_and_imported_again_is_the_same(desk, tmp_path):
    protest(desk)
    desk.page.frame_desk.set_attribute(desk.page.frame_desk.frame.id, "form", "march")
    session = desk.work.session
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    gold.export(session.workspace, first, "amy")
    line = orjson.loads(first.read_bytes())
    assert line["scheme"] == {"name": "protest-events", "version": 3}
    assert set(line["frames"][0]["roles"]) == {"organiser", "deed", "demand", "spot", "crowd_size"}
    other = Workspace(Database.create(str(tmp_path / "other.annotator"), read_scheme(PROTESTS)))
    report = intake.import_paths(other, [first])
    assert not report.refused
    gold.export(other, second, "amy")
    assert second.read_bytes() == first.read_bytes()
    frame = articles.load_set(other, articles.named(other, "sohar"), "amy").frames[0]
    assert frame.type == "Protest"
    other.close()


def test_a_line_of_the_default_scheme_is_refused_by_its_labels(protests, tmp_path):
    workspace = Workspace.open(str(protests))
    line = tmp_path / "line.jsonl"
    spans = [{"id": "s1", "start": 0, "end": 7, "label": "PERSON", "text": "Dockers"}]
    line.write_bytes(
        orjson.dumps({"id": "sohar", "text": TEXT, "annotator": "amy", "spans": spans})
    )
    (refused,) = intake.import_paths(workspace, [line]).refused
    assert "PERSON" in refused.problem
    assert "protest-events 3" in refused.problem
    workspace.close()


def test_the_built_in_rules_suggest_nothing_that_it_has_no_label_for(protests):
    workspace = Workspace.open(str(protests))
    assert sources.suggest(workspace, "builtin") == 0
    workspace.close()


def test_undo_and_redo_go_through_its_frames(desk):
    protest(desk)
    for _ in range(6):
        desk.key(Key.Key_Z, CTRL)
    assert (desk.desk.tags.frames, desk.tags) == ((), [])
    for _ in range(6):
        desk.key(Key.Key_Y, CTRL)
    assert len(roles(desk, desk.desk.tags.frames[0])) == 5


def test_no_name_of_the_default_scheme_stands_in_the_program():
    """But in the built-in rules, which are a source for it: what it has no label for is dropped."""
    scheme = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
    names = {label.name for label in scheme.labels} | {kind.name for kind in scheme.frame_types}
    names |= {role.name for kind in scheme.frame_types for role in kind.roles}
    names |= {item.name for kind in scheme.frame_types for item in kind.attributes}
    names -= {"outlet", "place", "date", "kind", "status"}  # metadata and the like
    names -= {"trigger"}  # of SQLite
    root = Path(annotator.__file__).parent
    found = [
        f"{path.relative_to(root)}:{node.lineno}: {node.value}"
        for path in root.rglob("*.py")
        if "builtin" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert found == []
