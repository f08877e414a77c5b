"""The panel of the user's own pipelines, lists and rules."""

import pytest

from annotator.ops import model_labels, sources, suggestions
from annotator.ui.dialogs.sources_panel import NO_FILES, NO_MODEL


@pytest.fixture
def own(workspace_path):
    """A folder beside the workspace: a pipeline, a list, and rules of which one is wrong."""
    import spacy

    folder = workspace_path.with_name("desk.sources")
    folder.mkdir()
    nlp = spacy.blank("en")
    nlp.meta["name"] = "tiny"
    nlp.meta["version"] = "1.2"
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "CITY", "pattern": "Riga"}, {"label": "GPE", "pattern": "MUSCAT"}]
    )
    nlp.to_disk(folder / "en_tiny")
    (folder / "EVENT.txt").write_text("Port talks\n", encoding="utf-8")
    (folder / "r.jsonl").write_text(
        '{"label": "FAC", "pattern": "railway"}\n{"label": "FACT", "pattern": "x"}\n'
    )
    return folder


@pytest.fixture
def opened(desk, qtbot):
    def open_panel():
        desk.run("tag.sources")
        panel = desk.window.overlay("sources", lambda: None)
        qtbot.waitUntil(lambda: not panel.looking, timeout=20_000)
        return panel

    return open_panel


def test_without_anything_it_says_where_things_go_and_how_to_get_a_model(opened):
    panel = opened()
    assert NO_MODEL in panel.lines
    assert NO_FILES in panel.lines
    assert any(line.endswith("desk.sources  (not there)") for line in panel.lines)
    assert panel.go.isHidden()


def test_it_lists_models_lists_rules_and_mistakes(own, opened):
    panel = opened()
    assert "en_tiny" in panel.lines
    assert f"1.2 · {own / 'en_tiny'}" in panel.lines
    assert "EVENT: 1 terms · 1 rule" in panel.lines
    assert any("line 2: the scheme has no label FACT. Labels are: " in one for one in panel.lines)
    assert {key[1]: choice.value for key, choice in panel.choices.items()} == {
        "CITY": "",
        "GPE": "GPE",
    }


def test_labels_are_changed_together_undone_and_shown_again(own, opened, desk, qtbot):
    workspace = desk.work.session.workspace
    panel = opened()
    panel.choices["en_tiny", "CITY"].take("LOC")
    panel.choices["en_tiny", "GPE"].take("")
    assert panel.go.words == "Change 2 labels"
    panel.choices["en_tiny", "GPE"].take("GPE")
    assert panel.go.words == "Change 1 label"
    panel.go.click()
    assert model_labels.said(workspace) == {"en_tiny": {"CITY": "LOC"}}
    qtbot.waitUntil(lambda: not panel.looking, timeout=20_000)
    assert panel.choices["en_tiny", "CITY"].value == "LOC"
    assert panel.go.isHidden()
    workspace.undo("amy")
    qtbot.waitUntil(lambda: not panel.looking, timeout=20_000)
    assert panel.choices["en_tiny", "CITY"].value == ""


def test_a_model_that_is_ticked_suggests_at_once(own, opened, desk, qtbot):
    panel = opened()
    panel.ticks["en_tiny"].click()
    assert desk.window.preferences.settings.sources == ("en_tiny",)
    qtbot.waitUntil(lambda: not desk.window.runner.running, timeout=30_000)
    workspace, article = desk.work.session.workspace, desk.desk.article.id
    assert "en_tiny" in suggestions.sources_of(workspace, article)
    panel.ticks["en_tiny"].click()
    assert desk.window.preferences.settings.sources == ()


def test_a_rule_that_is_switched_on_again_lets_its_source_look_again(desk, qtbot):
    from annotator.ops import ledger

    session = desk.work.session
    desk.window.preferences.change(sources=("builtin",))
    with qtbot.waitSignal(desk.window.runner.idle, timeout=30_000):
        desk.run("tag.suggest")
    assert any(item.source.startswith("builtin/3") for item in desk.desk.pending)
    before = len(desk.pending)
    with qtbot.waitSignal(desk.window.runner.idle, timeout=30_000):
        session.perform(
            lambda: ledger.switch(session.workspace, "amy", "builtin", "list-cities", on=False)
        )
    assert len(desk.pending) < before
    article = desk.desk.article.id
    suggest = suggestions.waiting_articles(session.workspace, "builtin/3")
    assert suggest == []
    sources.suggest(session.workspace, "builtin", [article])
    with qtbot.waitSignal(desk.window.runner.idle, timeout=30_000):
        session.undo(lambda _done: None)
    assert len(desk.pending) == before


def test_a_new_version_of_the_rules_says_in_the_notice_what_it_changed(desk, qtbot):
    desk.window.preferences.change(sources=("builtin",))
    with qtbot.waitSignal(desk.window.runner.idle, timeout=30_000):
        desk.run("tag.suggest")
    assert " new, " in desk.window.notice.text
    assert "gone in 2 articles." in desk.window.notice.text
    assert desk.window.notice.text.split("made. ")[1].startswith("Rules 3: ")


def test_mistakes_in_own_files_are_told_once(own, desk, qtbot):
    desk.window.preferences.change(sources=("builtin",))
    with qtbot.waitSignal(desk.window.runner.idle, timeout=30_000):
        desk.run("tag.suggest")
    assert "line 2: the scheme has no label FACT." in desk.window.notice.text
    desk.window.notice.dismiss()
    workspace = desk.work.session.workspace
    from annotator.ops import ledger

    ledger.look_again(workspace, "builtin")
    with qtbot.waitSignal(desk.window.runner.idle, timeout=30_000):
        desk.run("tag.suggest")
    assert "FACT" not in desk.window.notice.text
