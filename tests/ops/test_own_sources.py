"""Pipelines, lists and rules of the user's own, in a workspace's folder and in that of the user."""

import pytest

from annotator.errors import OwnFileError, OwnLabelError, UnknownLabelError
from annotator.nlp.models import installed_models
from annotator.nlp.sources import SourceSettings, available_sources
from annotator.ops import doctor, ledger, model_labels, sources, suggestions
from tests.ops.conftest import Desk, proposal, suggest
from tests.parsing import save_parser


@pytest.fixture
def own(small):
    """The folder beside the workspace, with a pipeline that names two kinds of places."""
    import spacy

    folder = sources.own_folder(small)
    folder.mkdir()
    nlp = spacy.blank("en")
    nlp.meta["name"] = "tiny"
    nlp.meta["version"] = "1.2.3"
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "CITY", "pattern": "Riga"}, {"label": "GPE", "pattern": "MUSCAT"}]
    )
    nlp.to_disk(folder / "en_tiny")
    return folder


def waiting_for(desk, source):
    found = suggestions.pending(desk.workspace, desk.article, desk.annotator)
    return [(item.extent.slice(desk.text), item.label) for item in found if source in item.sources]


def test_a_pipeline_in_the_folder_beside_the_workspace_is_a_source(small, own):
    settings = sources.settings_for(small)
    assert available_sources(settings)[1:] == ["en_tiny/1.2.3"]
    assert sources.suggest(small, "en_tiny") == 1
    assert waiting_for(Desk(small), "en_tiny/1.2.3") == [("MUSCAT", "GPE")]


def test_its_labels_become_what_people_say_and_it_looks_again(small, own):
    sources.suggest(small, "en_tiny")
    riga = Desk(small, "riga")
    [model] = installed_models([own])
    table = model_labels.table(small, model)
    assert [(row.theirs, row.ours, row.by_scheme) for row in table] == [
        ("CITY", "", ""),
        ("GPE", "GPE", "GPE"),
    ]
    assert suggestions.waiting_articles(small, "en_tiny/1.2.3") == []
    model_labels.change(small, "amy", "en_tiny", {"CITY": "LOC", "GPE": ""})
    assert len(suggestions.waiting_articles(small, "en_tiny/1.2.3")) == 2
    assert sources.suggest(small, "en_tiny") == 2
    assert waiting_for(riga, "en_tiny/1.2.3") == [("Riga", "LOC"), ("Riga", "LOC")]
    assert waiting_for(Desk(small), "en_tiny/1.2.3") == []
    assert small.undo("amy").step.name == "Change the labels of en_tiny"
    assert model_labels.said(small) == {}
    small.redo("amy")
    assert model_labels.said(small) == {"en_tiny": {"CITY": "LOC", "GPE": ""}}
    model_labels.change(small, "amy", "en_tiny", {"CITY": "", "GPE": "GPE"})
    assert model_labels.said(small) == {}, "what the scheme says anyhow is not kept"


def test_a_label_that_the_scheme_does_not_have_is_refused(small):
    with pytest.raises(UnknownLabelError, match="no label CITY"):
        model_labels.change(small, "amy", "en_tiny", {"CITY": "CITY"})
    assert small.undo_step("amy") is None


def test_lists_and_rules_beside_the_workspace_and_of_the_user_are_used_together(
    small, own, tmp_path
):
    mine = tmp_path / "mine"
    mine.mkdir()
    (own / "EVENT.txt").write_text("Port talks\n", encoding="utf-8")
    (mine / "rules.jsonl").write_text(
        '{"label": "FAC", "pattern": [{"LOWER": "railway"}], "id": "rail"}\n', encoding="utf-8"
    )
    told = []
    sources.suggest(small, "builtin", lists=mine, tell=told.append)
    desk = Desk(small)
    assert told == []
    assert ("Port talks", "EVENT") in desk.pending
    assert desk.suggestion("railway", "FAC").rule == "own-rail"


def test_mistakes_in_them_are_told_and_everything_else_is_used(small, own):
    (own / "PLACE.txt").write_text("Oman\n", encoding="utf-8")
    (own / "a.jsonl").write_text('{"label": "FAC", "pattern": [{"LWER": "x"}]}\n{}\n')
    (own / "FAC.txt").write_text("railway\n", encoding="utf-8")
    told = []
    sources.suggest(small, "builtin", tell=told.append)
    assert {type(one) for one in told} == {OwnFileError, OwnLabelError}
    assert len(told) == 3
    assert any("no label PLACE. Labels are: " in str(one) for one in told)
    assert ("railway", "FAC") in Desk(small).pending


def test_labels_that_the_scheme_has_renamed_are_still_known(small):
    known = sources.settings_for(small).known
    assert set(small.scheme.label_by_name) <= set(known)


def test_what_was_rejected_stays_so_whatever_is_changed_and_run_again(small, own):
    (own / "FAC.txt").write_text("railway\nships\n", encoding="utf-8")
    sources.suggest(small, "builtin")
    amy = Desk(small)
    rejected = [("railway", "FAC"), ("MUSCAT", "GPE")]
    for words, label in rejected:
        assert (words, label) in amy.pending
        suggestions.reject(small, amy.target, amy.suggestion(words, label))
    amy.accept("ships")
    decided = [*rejected, ("ships", "FAC")]

    def run_again():
        ledger.look_again(small, "builtin")
        assert sources.suggest(small, "builtin") > 0
        assert set(amy.pending).isdisjoint(decided)
        assert amy.tags == [("ships", "FAC")]

    run_again()
    (own / "FAC-more.txt").write_text("railway\nHilal\n", encoding="utf-8")  # the lists change
    run_again()
    for on in (False, True):  # its rule is switched off and on
        rule = next(line.rule for line in ledger.read(small).lines if line.label == "FAC")
        ledger.switch(small, "amy", "builtin", rule, on=on)
        run_again()
    assert sources.suggest(small, "en_tiny") > 0  # another source says the same
    assert ("MUSCAT", "GPE") not in amy.pending
    again = [proposal(words, label, text=amy.text) for words, label in decided]
    suggest(small, "builtin/99", amy.article, again)  # and so does a later version
    assert set(amy.pending).isdisjoint(decided)
    assert set(decided[:2]) <= set(Desk(small, annotator="ben").pending)


# --- the doctor -----------------------------------------------------------------------------------


def told(settings=None):
    return {item.subject: item for item in doctor.examine(settings)}


def test_the_doctor_counts_pipelines_lists_and_rules_and_names_mistakes(small, own):
    (own / "EVENT.txt").write_text("Port talks\nRail talks\n", encoding="utf-8")
    (own / "a.jsonl").write_text(
        '{"label": "FAC", "pattern": "railway"}\n{"label": "FAC", "pattern": [{"LWER": "x"}]}\n'
    )
    found = told(sources.settings_for(small))
    assert f"en_tiny 1.2.3 (2 labels, in {own / 'en_tiny'})" in found["spaCy pipelines"].found
    assert found["Own lists"].found == "2 terms (EVENT 2)"
    assert found["Own rules"].found == "1"
    problem = found["Own files"]
    assert f"{own / 'a.jsonl'}, line 2: token 1 LWER" in problem.found
    assert (problem.fine, problem.needed, problem.lack) == (False, False, "wrong")


def test_the_doctor_says_which_pipeline_parses(small, own):
    save_parser(own / "en_grammar")
    found = told(sources.settings_for(small))["spaCy pipelines"].found
    assert f"en_grammar 1.0.0 (parses, in {own / 'en_grammar'})" in found


def test_the_doctor_says_how_to_get_a_pipeline_and_where_own_files_go():
    found = told()
    assert "python -m spacy download en_core_web_sm" in found["spaCy pipelines"].remedy
    assert "Settings" in found["Own lists and rules"].remedy
    assert told(SourceSettings())["Own lists and rules"].found == "none"
