"""Rules kept from operations everywhere: they suggest in what comes in later."""

import pytest

from annotator.domain.article import ArticleDraft, Metadata, Zone, ZoneKind
from annotator.domain.concordance import Plan
from annotator.domain.extent import Extent
from annotator.errors import GoneError
from annotator.jobs import Cancelled, Progress
from annotator.ops import (
    entities,
    everywhere,
    gold,
    intake,
    register,
    rules,
    schemes,
    sources,
    suggestions,
)
from tests.ops.conftest import Desk, rows
from tests.ops.test_schemes import renaming


def bring(workspace, name, text, zones=()):
    intake.import_drafts(workspace, [ArticleDraft(name, text, Metadata(), zones)], "system")
    rules.suggest(workspace)
    return Desk(workspace, name)


def keep(desk, *forms, label="GPE", entity=None):
    return desk.everywhere(forms[0], label, entity, remember=forms)


def test_a_kept_rule_suggests_in_articles_that_come_in_later(amy):
    assert keep(amy, "Oman", "the Sultanate").name == "Tag 2 places “Oman” GPE"
    assert rules.suggest(amy.workspace) == 0
    late = bring(amy.workspace, "late", "Oman waits. So does the Sultanate, not Omani ships.")
    assert late.pending == [("Oman", "GPE"), ("the Sultanate", "GPE")]
    found = late.suggestion("Oman")
    assert found.source == "remembered/1"
    at = rules.kept(amy.workspace)[0].rule.at
    assert found.reason.startswith("amy tagged “Oman” GPE everywhere on ")
    assert found.reason.endswith(f"{at[:4]}.")
    # What stood there before was ticked or left alone by hand.
    assert rules.suggest(amy.workspace) == 0


def test_an_accepted_suggestion_takes_the_entity_of_its_rule(amy, ben):
    entity = entities.add(amy.workspace, "amy", "GPE", "Oman")
    keep(amy, "Oman", entity=entity)
    texts = {name: f"Oman waits. {name}" for name in ("one", "two", "three", "four")}
    one, two, three, four = (bring(amy.workspace, *item) for item in texts.items())
    assert one.accept("Oman").entity == entity
    two.tag("Oman")
    assert two.span("Oman").entity == entity
    suggestions.accept_all(amy.workspace, "ben", articles=[three.article])
    assert Desk(amy.workspace, "three", "ben").span("Oman").entity == entity
    four.everywhere("Oman", "GPE")
    assert four.span("Oman").entity == entity
    corrected = four.workspace
    assert corrected is amy.workspace


def test_another_label_does_not_take_the_entity(amy):
    entity = entities.add(amy.workspace, "amy", "GPE", "Oman")
    keep(amy, "Oman", entity=entity)
    late = bring(amy.workspace, "late", "Oman waits")
    suggestions.correct(amy.workspace, late.target, late.suggestion("Oman"), label="ORG")
    assert late.span("Oman").entity is None


def test_a_rule_is_part_of_the_step_that_kept_it(amy):
    keep(amy, "Oman")
    late = bring(amy.workspace, "late", "Oman waits")
    assert late.pending == [("Oman", "GPE")]
    amy.undo()
    assert rules.kept(amy.workspace) == []
    rules.suggest(amy.workspace)
    assert late.pending == []
    amy.redo()
    rules.suggest(amy.workspace)
    assert late.pending == [("Oman", "GPE")]
    assert late.suggestion("Oman").source == "remembered/3"


def test_a_rule_rests_and_suggests_again_and_its_suggestions_go_and_come(amy):
    keep(amy, "Oman")
    late = bring(amy.workspace, "late", "Oman waits")
    (kept,) = rules.kept(amy.workspace)
    rules.switch(amy.workspace, "amy", kept.rule, active=False)
    assert amy.workspace.undo_step("amy").name == "Switch off the rule for “Oman”"
    rules.suggest(amy.workspace)
    assert late.pending == []
    amy.undo()
    rules.suggest(amy.workspace)
    assert late.pending == [("Oman", "GPE")]


def test_what_a_deleted_rule_proposed_goes_unless_somebody_decided_on_it(amy):
    keep(amy, "Oman")
    late, later = (bring(amy.workspace, name, f"Oman waits, {name}") for name in ("late", "later"))
    late.accept("Oman")
    (kept,) = rules.kept(amy.workspace)
    rules.delete(amy.workspace, "amy", kept.rule)
    rules.suggest(amy.workspace)
    assert later.pending == []
    assert late.tags == [("Oman", "GPE")]
    assert late.span("Oman").provenance.source == "remembered/1"
    with pytest.raises(GoneError):
        rules.delete(amy.workspace, "amy", kept.rule)
    amy.undo()
    rules.suggest(amy.workspace)
    assert later.pending == [("Oman", "GPE")]


def test_the_same_words_and_label_are_one_rule(amy, ben):
    keep(amy, "Oman")
    keep(ben, "Oman")
    keep(ben, "Oman", label="ORG")
    assert [(item.rule.by, item.rule.label) for item in rules.kept(amy.workspace)] == [
        ("ben", "ORG"), ("ben", "GPE"),
    ]  # fmt: skip


def test_a_rule_alone_is_a_step_too(amy):
    page, asked = amy.found("Tehran", "GPE")
    order = everywhere.Order(asked, Plan(), page.ticked(Plan()), ("Tehran",))
    assert everywhere.apply(amy.workspace, order).name == "Keep a rule for “Tehran”"


def test_boilerplate_and_capitals_count_for_rules_too(amy):
    wanted = everywhere.wanted_for(amy.workspace, "amy", "GPE")
    asked = everywhere.Asked(("oman",), wanted, match_case=False)
    everywhere.apply(amy.workspace, everywhere.Order(asked, Plan(), [], ("oman",)))
    text = "OMAN waits.\n\nOman Press"
    late = bring(amy.workspace, "late", text, (Zone(ZoneKind.BOILERPLATE, Extent(13, len(text))),))
    assert late.pending == [("OMAN", "GPE")]


def test_merged_entities_take_their_rules_with_them(amy):
    one, other = (entities.add(amy.workspace, "amy", "GPE", name) for name in ("Oman", "Sultanate"))
    keep(amy, "Oman", entity=other)
    register.merge(amy.workspace, "amy", one, [other])
    assert rules.kept(amy.workspace)[0].entity == "Oman"
    late = bring(amy.workspace, "late", "Oman waits")
    assert late.accept("Oman").entity == one
    late.undo()
    amy.undo()
    assert rules.kept(amy.workspace)[0].entity == "Sultanate"


def test_a_rule_follows_its_label_when_the_scheme_renames_it(amy):
    keep(amy, "Oman")
    (kept,) = rules.kept(amy.workspace)
    schemes.use(amy.workspace, renaming(amy.workspace.scheme), "ben")
    assert rules.kept(amy.workspace)[0].rule.label == "PLACE"
    late = bring(amy.workspace, "late", "Oman waits")
    assert late.pending == [("Oman", "PLACE")]
    rules.delete(amy.workspace, "amy", rules.kept(amy.workspace)[0].rule)
    amy.undo()
    assert rules.kept(amy.workspace)[0].rule.label == "PLACE"
    amy.undo()
    assert rules.kept(amy.workspace) == []
    amy.redo()
    assert rules.kept(amy.workspace)[0].rule.label == "PLACE"
    assert kept.rule.label == "GPE"


def test_the_source_has_its_name_on_the_command_line_and_in_exports(amy, tmp_path):
    assert not rules.in_force(amy.workspace)
    keep(amy, "Oman")
    assert rules.in_force(amy.workspace)
    bring(amy.workspace, "late", "Oman waits")
    assert sources.suggest(amy.workspace, "remembered") == 0
    target = tmp_path / "out.jsonl"
    assert gold.export(amy.workspace, target, "suggestions:remembered") == 1
    line = target.read_text(encoding="utf-8")
    assert '"annotator":"suggestions:remembered"' in line
    assert '"source":"remembered/1","rule":"rule-1","score":0.9' in line


def test_looking_can_be_stopped_and_goes_on_where_it_was(amy, monkeypatch):
    keep(amy, "Oman")
    drafts = [ArticleDraft(f"n{number}", f"Oman {number}", Metadata()) for number in range(5)]
    intake.import_drafts(amy.workspace, drafts, "system")
    monkeypatch.setattr(rules, "CHUNK", 2)

    class Impatient(Progress):
        def step(self, done, total):
            if done >= 2:
                self.cancel()
            super().step(done, total)

    with pytest.raises(Cancelled):
        rules.suggest(amy.workspace, progress=Impatient())
    seen = "SELECT count(*) FROM suggestion WHERE rule = 'rule-1'"
    assert rows(amy.workspace, seen) == [(2,)]
    assert rules.suggest(amy.workspace) == 3
