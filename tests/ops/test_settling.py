"""Settling many differences by a rule, and merging what is agreed."""

import pytest

from annotator.domain.bulk_rulings import EdgeRule
from annotator.domain.review import ReasonCode
from annotator.errors import UnknownSetError
from annotator.ops import settling
from tests.ops.conftest import OTHER
from tests.ops.gold_lines import line, span
from tests.ops.reviewing import NAMES, Bench, amy_line, ben_line


def riga(name, *labels):
    """A line in which both Rigas have a label, "" for none."""
    spans = [
        span(f"s{nth}", "Riga", label, nth, text=OTHER)
        for nth, label in enumerate(labels, start=1)
        if label
    ]
    return line("riga", OTHER, name, spans=spans, status="complete")


@pytest.fixture
def rhea(small, take):
    take(
        small,
        amy_line(),
        ben_line(),
        riga("amy", "GPE", "GPE"),
        riga("ben", "LOC", ""),
    )
    return Bench(small)


def settle(bench, judge, title="Settle", author="rhea"):
    return settling.settle(bench.workspace, NAMES, author, title, judge)


@pytest.mark.parametrize(
    ("rule", "words"),
    [(EdgeRule.LONGEST, "Yerbolat Sagyndykov"), (EdgeRule.SHORTEST, "Sagyndykov")],
)
def test_boundaries_are_settled_by_a_rule_in_one_undo_step(rhea, rule, words):
    done = settle(rhea, settling.by_edges(rule, ReasonCode.SLIP))

    assert done.cases == 1
    assert rhea.gold[words, "PERSON"] == "chosen"
    assert rhea.case("Oman").open
    rhea.undo()
    assert rhea.gold == {}


def test_a_rule_about_quotation_marks_leaves_other_boundaries_alone(rhea):
    assert settle(rhea, settling.by_edges(EdgeRule.WITH_QUOTES)).cases == 0
    assert rhea.case("Sagyndykov").open


def test_all_of_one_annotator_for_a_label(rhea):
    done = settle(rhea, settling.all_of("ben", "NORP"))

    assert done.cases == 1
    assert rhea.gold["Omani", "NORP"] == "chosen"
    assert ("Oman", "ORG") not in rhea.gold


def test_forms_say_how_words_are_tagged_over_the_corpus(rhea):
    found = settling.forms(rhea.workspace, NAMES)

    riga_form = next(form for form in found if form.words == "Riga")
    assert riga_form.places == 2
    assert [(one.label, dict(one.votes)) for one in riga_form.versions] == [
        ("GPE", {"amy": 2}), ("", {"ben": 1}), ("LOC", {"ben": 1}),
    ]  # fmt: skip


def test_one_form_is_settled_over_the_corpus_in_one_undo_step(rhea):
    baltic = Bench(rhea.workspace, name="riga")

    done = settle(rhea, settling.by_forms({"Riga": "GPE"}))

    assert done.cases == 2
    assert list(baltic.gold) == [("Riga", "GPE")]
    assert len(baltic.review.gold.spans) == 2
    rhea.undo()
    assert baltic.gold == {}


def test_merging_takes_over_what_is_agreed_and_counts_what_is_left(rhea):
    done = settle(rhea, settling.nothing, author="system")

    assert (done.articles, done.cases, done.left) == (2, 0, 6)
    assert rhea.gold["Muscat", "GPE"] == "unanimous"


def test_merging_again_never_touches_what_a_person_decided(rhea):
    settle(rhea, settling.nothing, author="system")
    rhea.take("Sagyndykov", "ben")

    settle(rhea, settling.by_edges(EdgeRule.LONGEST), author="system")

    assert rhea.gold["Sagyndykov", "PERSON"] == "chosen"
    assert ("Yerbolat Sagyndykov", "PERSON") not in rhea.gold


def test_nobody_is_merged_who_has_tagged_nothing(rhea):
    with pytest.raises(UnknownSetError, match="cara"):
        settling.settle(rhea.workspace, ("amy", "cara"), "system", "Merge", settling.nothing)
