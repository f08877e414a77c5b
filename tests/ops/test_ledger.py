"""The ledger: what became of suggestions, switched rules, and what a new version changed."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.ledger import LedgerOrder, change_words, ordered, wilson
from annotator.domain.suggestion import Decision
from annotator.errors import UndoConflictError
from annotator.jobs import Cancelled, Progress
from annotator.ops import articles, intake, integrity, ledger, status, suggestions, tags
from tests.ops.conftest import (
    BUILTIN,
    OTHER,
    TEXT,
    Desk,
    drafts,
    proposal,
    proposals,
    suggest,
)


def figures(workspace, annotator="", **wanted):
    """What became of the lines of the newest versions: by source, rule and label."""
    found = {}
    for line in ledger.read(workspace, annotator).lines:
        if all(getattr(line, name) == value for name, value in wanted.items()):
            counts = (line.proposed, line.waiting, line.accepted, line.corrected, line.rejected)
            found[line.source, line.version, line.label] = (*counts, line.untouched)
    return found


def look(workspace, desk, source, *words, rule="test", label="GPE"):
    from dataclasses import replace

    found = [replace(proposal(one, label, text=desk.text), rule=rule) for one in words]
    return suggest(workspace, source, desk.article, found)


# --- counting -------------------------------------------------------------------------------------


def test_nothing_was_decided_at_first(small):
    assert figures(small) == {
        ("builtin", "1", "GPE"): (4, 4, 0, 0, 0, 0),
        ("builtin", "1", "PERSON"): (2, 2, 0, 0, 0, 0),
        ("builtin", "1", "DATE"): (2, 2, 0, 0, 0, 0),
        ("learned", "3", "GPE"): (2, 2, 0, 0, 0, 0),
        ("learned", "3", "EVENT"): (1, 1, 0, 0, 0, 0),
    }


def test_what_became_of_suggestions_is_counted_for_each_source_that_proposed_them(amy):
    workspace = amy.workspace
    amy.accept("Muscat")
    suggestions.reject(workspace, amy.target, amy.suggestion("MUSCAT"))
    suggestions.correct(workspace, amy.target, amy.suggestion("Monday", "EVENT"), label="FAC")
    found = figures(workspace)
    assert found["builtin", "1", "GPE"] == (4, 2, 1, 0, 1, 0)
    assert found["learned", "3", "GPE"] == (2, 1, 1, 0, 0, 0)
    assert found["learned", "3", "EVENT"] == (1, 0, 0, 1, 0, 0)
    amy.undo()
    assert figures(workspace)["learned", "3", "EVENT"] == (1, 1, 0, 0, 0, 0)


def test_decisions_of_all_are_added_up_or_those_of_one_are_counted(amy, ben):
    amy.accept("Muscat")
    suggestions.reject(ben.workspace, ben.target, ben.suggestion("Muscat"))
    assert figures(amy.workspace)["builtin", "1", "GPE"] == (4, 3, 1, 0, 1, 0)
    assert figures(amy.workspace, "ben")["builtin", "1", "GPE"] == (4, 3, 0, 0, 1, 0)
    assert figures(amy.workspace, "eve")["builtin", "1", "GPE"] == (4, 4, 0, 0, 0, 0)


def test_what_is_left_when_an_article_is_completed_is_untouched(amy):
    amy.accept("Muscat")
    status.complete(amy.workspace, amy.target)
    assert figures(amy.workspace)["builtin", "1", "PERSON"] == (2, 0, 0, 0, 0, 2)


def test_removed_articles_are_not_counted(amy):
    articles.archive(amy.workspace, [articles.load(amy.workspace, amy.article)], "amy")
    assert figures(amy.workspace) == {
        ("builtin", "1", "GPE"): (1, 1, 0, 0, 0, 0),
        ("builtin", "1", "DATE"): (1, 1, 0, 0, 0, 0),
        ("learned", "3", "GPE"): (1, 1, 0, 0, 0, 0),
    }
    assert [(one.source, one.articles) for one in ledger.read(amy.workspace).looked] == [
        ("builtin", 1),
        ("learned", 1),
    ]


def test_looking_and_finding_nothing_is_counted(amy):
    assert suggest(amy.workspace, "model/1", amy.article, []) == 0
    found = {(one.source, one.version): one for one in ledger.read(amy.workspace).looked}
    assert (found["model", "1"].articles, found["model", "1"].nothing) == (1, 1)
    assert (found["builtin", "1"].articles, found["builtin", "1"].nothing) == (2, 0)


def test_a_decision_counts_for_a_later_version_that_proposes_the_same(amy):
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    amy.accept("Hilal al-Maskari")
    suggest(amy.workspace, "builtin/2", amy.article, proposals(BUILTIN, TEXT))
    found = figures(amy.workspace)
    assert found["builtin", "2", "GPE"][4] == 1
    assert found["builtin", "2", "PERSON"][2] == 1
    assert found["builtin", "2", "GPE"][1] == 2, "what was rejected waits for nobody"
    assert found["builtin", "1", "GPE"] == (4, 1, 0, 0, 1, 0), "Riga has only been looked at by 1"
    assert {line.version: line.newest for line in ledger.read(amy.workspace).lines
            if line.source == "builtin"} == {"1": False, "2": True}  # fmt: skip


def test_of_two_decisions_on_the_same_words_the_later_one_counts(amy):
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    suggest(amy.workspace, "builtin/2", amy.article, proposals(BUILTIN, TEXT))
    tags.add(amy.workspace, amy.target, amy.at("MUSCAT"), "GPE")
    found = figures(amy.workspace)["builtin", "2", "GPE"]
    assert found[2] + found[4] == 1


def test_counting_says_how_far_it_is_and_can_be_stopped(small, monkeypatch):
    monkeypatch.setattr(ledger, "ARTICLES_A_STEP", 1)
    seen = []
    whole = ledger.read(small, progress=Progress(lambda *step: seen.append(step)))
    assert seen == [(0, 2), (1, 2), (2, 2)]
    monkeypatch.undo()
    assert ledger.read(small) == whole
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        ledger.read(small, progress=progress)


# --- shares ---------------------------------------------------------------------------------------


def test_the_interval_is_wilsons():
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)  # Newcombe 1998
    assert wilson(0, 0) is None
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0


@given(st.integers(1, 10_000), st.data())
def test_the_share_lies_in_its_interval_which_shrinks_with_more(of, data):
    hits = data.draw(st.integers(0, of))
    low, high = wilson(hits, of)
    assert 0.0 <= low <= hits / of <= high <= 1.0
    more = wilson(hits * 4, of * 4)
    assert more[1] - more[0] < high - low


def test_only_what_is_surely_weak_is_called_weak(amy):
    workspace = amy.workspace
    for words in ("Monday", "Oman", "Omani", "ships"):
        look(workspace, amy, f"{words}/1", words, label="ORG")
    for words in ("Oman", "Omani", "ships"):
        look(workspace, amy, "bad/1", "Oman", "Omani", "ships", label="FAC")
        suggestions.reject(workspace, amy.target, amy.suggestion(words, "FAC"))
    suggestions.reject(workspace, amy.target, amy.suggestion("Omani", "ORG"))
    lines = ledger.read(workspace).lines
    assert [line.source for line in lines if line.weak] == ["bad"]
    first = ordered(lines, LedgerOrder.WEAKEST)
    assert [line.source for line in first[:2]] == ["bad", "Omani"]
    assert ordered(lines, LedgerOrder.MOST)[0].proposed == max(one.proposed for one in lines)
    assert [one.key for one in ordered(lines, LedgerOrder.SOURCE)] == sorted(
        one.key for one in lines
    )


# --- examples -------------------------------------------------------------------------------------


def test_examples_show_the_words_and_what_became_of_them_the_rejected_first(amy, ben):
    workspace = amy.workspace
    suggestions.reject(workspace, amy.target, amy.suggestion("MUSCAT"))
    suggestions.correct(ben.workspace, ben.target, ben.suggestion("MUSCAT"), label="LOC")
    longer = amy.at("Port talks end in Muscat")
    suggestions.correct(workspace, amy.target, amy.suggestion("Muscat"), extent=longer)
    lines = ledger.read(workspace).lines
    [line] = [one for one in lines if one.examples and one.source == "builtin"]
    found = ledger.examples(workspace, line.examples)
    assert [(one.words, one.decision, one.annotator, one.became) for one in found] == [
        ("MUSCAT", Decision.REJECTED, "amy", ""),
        ("Muscat", Decision.CORRECTED, "amy", "“Port talks end in Muscat”"),
        ("MUSCAT", Decision.CORRECTED, "ben", "LOC"),
    ]
    first = found[0]
    assert (first.extent, first.title) == (amy.at("MUSCAT"), "Port talks end in Muscat")
    assert first.left == "Port talks end in Muscat "
    assert first.right.startswith(" – Hilal al-Maskari met")


def test_examples_that_have_gone_are_left_out(amy):
    suggestions.reject(amy.workspace, amy.target, amy.suggestion("MUSCAT"))
    [line] = [one for one in ledger.read(amy.workspace).lines if one.examples]
    amy.undo()
    assert ledger.examples(amy.workspace, line.examples) == []


# --- switches -------------------------------------------------------------------------------------


def test_a_rule_that_is_off_offers_nothing_until_it_is_on_again(amy, ben):
    workspace = amy.workspace
    look(workspace, amy, "builtin/1", "railway", "ships", rule="guess", label="FAC")
    amy.accept("ships")
    ledger.switch(workspace, "amy", "builtin", "guess", on=False)
    assert ledger.off(workspace) == {"builtin": frozenset({"guess"})}
    assert ("railway", "FAC") not in amy.pending + ben.pending
    assert ("ships", "FAC") in amy.tags, "what was decided stays"
    line = next(one for one in ledger.read(workspace).lines if one.rule == "guess")
    assert (line.off, line.proposed, line.waiting, line.accepted) == (True, 2, 0, 1)
    ledger.switch(workspace, "ben", "builtin", "guess", on=True)
    assert ("railway", "FAC") in amy.pending
    assert ("railway", "FAC") in ben.pending


def test_switching_is_undone_and_redone(amy):
    workspace = amy.workspace
    look(workspace, amy, "builtin/1", "railway", rule="guess", label="FAC")
    before = amy.pending
    ledger.switch(workspace, "amy", "builtin", "guess", on=False)
    assert workspace.undo("amy").step.name == "Switch off the rule guess"
    assert amy.pending == before
    workspace.redo("amy")
    assert ("railway", "FAC") not in amy.pending
    ledger.switch(workspace, "amy", "builtin", "guess", on=True)
    workspace.undo("amy")
    assert ("railway", "FAC") not in amy.pending
    workspace.redo("amy")
    assert amy.pending == before
    assert integrity.check(workspace).damage == ()


def test_switches_of_two_people_are_undone_apart_and_one_is_not_taken_from_another(amy):
    workspace = amy.workspace
    ledger.switch(workspace, "amy", "builtin", "one", on=False)
    ledger.switch(workspace, "ben", "builtin", "two", on=False)
    workspace.undo("amy")
    assert ledger.off(workspace) == {"builtin": frozenset({"two"})}
    workspace.redo("amy")
    ledger.switch(workspace, "ben", "builtin", "one", on=True)
    with pytest.raises(UndoConflictError):
        workspace.undo("amy")


def test_switching_to_what_it_is_already_is_no_step(amy):
    ledger.switch(amy.workspace, "amy", "builtin", "test", on=True)
    assert amy.workspace.undo_step("amy") is None
    ledger.switch(amy.workspace, "amy", "builtin", "test", on=False)
    ledger.switch(amy.workspace, "amy", "builtin", "test", on=False)
    amy.undo()
    assert amy.workspace.undo_step("amy") is None


def test_what_a_rule_finds_while_it_is_off_is_left_out_and_the_article_waits_again(amy):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga")
    ledger.switch(workspace, "amy", "builtin", "guess", on=False)
    look(workspace, riga, "builtin/1", "envoy", rule="guess", label="ORG")
    assert ("envoy", "ORG") not in riga.pending
    assert suggestions.waiting_articles(workspace, BUILTIN) == []
    ledger.switch(workspace, "amy", "builtin", "guess", on=True)
    assert suggestions.waiting_articles(workspace, BUILTIN) == [riga.article]
    assert suggestions.waiting_articles(workspace, "learned/3") == []
    look(workspace, riga, "builtin/1", "envoy", rule="guess", label="ORG")
    assert ("envoy", "ORG") in riga.pending
    assert suggestions.waiting_articles(workspace, BUILTIN) == []


def test_undoing_a_switch_lets_articles_wait_that_were_looked_at_without_the_rule(amy):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga")
    ledger.switch(workspace, "amy", "builtin", "guess", on=False)
    look(workspace, riga, "builtin/1", "envoy", rule="other", label="ORG")
    workspace.undo("amy")
    assert suggestions.waiting_articles(workspace, BUILTIN) == [riga.article]


def test_rules_of_the_same_name_in_other_sources_go_on(amy):
    ledger.switch(amy.workspace, "amy", "builtin", "test", on=False)
    assert {item.source for item in suggestions.pending(amy.workspace, amy.article, "amy")} == {
        "learned/3"
    }


def test_all_articles_of_a_source_can_be_looked_at_again(amy):
    workspace = amy.workspace
    assert suggestions.waiting_articles(workspace, BUILTIN) == []
    ledger.look_again(workspace, "builtin")
    assert len(suggestions.waiting_articles(workspace, BUILTIN)) == 2
    assert suggestions.waiting_articles(workspace, "learned/3") == []
    suggest(workspace, BUILTIN, amy.article, proposals(BUILTIN, TEXT))
    assert suggestions.waiting_articles(workspace, BUILTIN) == [Desk(workspace, "riga").article]


# --- what a new version changed -------------------------------------------------------------------


def test_a_new_version_says_what_it_changed_by_rule(amy):
    workspace, riga = amy.workspace, Desk(amy.workspace, "riga")
    suggestions.reject(workspace, amy.target, amy.suggestion("MUSCAT"))
    amy.accept("Hilal al-Maskari")
    assert ledger.changes(workspace) == []
    look(workspace, amy, "builtin/2", "Muscat", "MUSCAT", "railway", "ships", rule="new")
    [change] = ledger.changes(workspace)
    # Gone: Monday, the second al-Maskari, and Oman of the footer. MUSCAT was decided on.
    assert (change.new, change.gone, change.articles, change.before) == (2, 3, 1, "1")
    assert change.rules == {"new": (2, 0), "test": (0, 3)}
    suggest(workspace, "builtin/2", riga.article, proposals(BUILTIN, OTHER))
    [change] = ledger.changes(workspace)
    assert change_words(change, "Rules") == "Rules 2: 2 new, 3 gone in 2 articles"
    look(workspace, amy, "builtin/2", "Muscat", rule="new")
    assert ledger.changes(workspace) == [change], "the same version again changes nothing"


def test_what_nobody_decided_on_in_an_old_version_still_counts_as_proposed(amy):
    amy.accept("Muscat")
    suggest(amy.workspace, "builtin/2", amy.article, [])
    found = figures(amy.workspace)
    assert found["builtin", "1", "GPE"] == (4, 1, 1, 0, 0, 0)
    assert found["builtin", "1", "PERSON"] == (2, 0, 0, 0, 0, 0)


def test_a_look_of_a_new_version_that_is_not_committed_changes_no_figure(amy, monkeypatch):
    from annotator.store import looks

    def fail(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(looks, "retire", fail)
    with pytest.raises(RuntimeError):
        suggest(amy.workspace, "builtin/2", amy.article, [])
    assert ledger.changes(amy.workspace) == []


def test_damaged_rows_of_the_ledger_do_no_harm(amy):
    ledger.switch(amy.workspace, "amy", "builtin", "test", on=False)
    suggest(amy.workspace, "builtin/2", amy.article, [])
    with closing(sqlite3.connect(amy.workspace.path)) as connection:
        connection.execute("UPDATE workspace SET value = '{' WHERE key NOT IN ('scheme')")
        connection.commit()
    assert ledger.off(amy.workspace) == {}
    assert ledger.changes(amy.workspace) == []
    assert ledger.read(amy.workspace).lines


def test_a_second_article_that_comes_in_while_a_rule_is_off_is_looked_at_without_it(empty):
    intake.import_drafts(empty, drafts()[:1], "system")
    desk = Desk(empty)
    ledger.switch(empty, "amy", "builtin", "test", on=False)
    suggest(empty, BUILTIN, desk.article, proposals(BUILTIN, TEXT))
    assert desk.pending == []
    [line] = ledger.read(empty).looked
    assert (line.articles, line.nothing) == (1, 1)
