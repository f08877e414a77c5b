"""Hints for stances by rules: who stands where on what, form by form."""

import pytest

from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.builtin.stances.finder import MOST

TOPICS = {"fisheries": ("fish*", "trawler"), "ports": ("harbour", "port of Lima"), "other": ()}


@pytest.fixture(scope="module")
def source():
    return RuleSource(topics=TOPICS)


def hints(source, text):
    return [frame for frame in source.look(text).frames if frame.type == "Stance"]


def told(text, hint, role):
    return [f.extent.slice(text) for f in hint.fillers if f.role == role and f.extent is not None]


def best(source, text):
    """Holders, target, polarity and intensity of the hint with the highest score."""
    hint = max(hints(source, text), key=lambda one: one.score)
    [target] = told(text, hint, "target")
    values = hint.attributes
    return told(text, hint, "holder"), target, values["polarity"], values["intensity"]


FORMS = {
    "condemn": (
        "Chile condemned the attack on Lima.",
        (["Chile"], "attack on Lima", "oppose", 2),
    ),
    "welcome": (
        "Omar Haddad welcomed the new ferry line.",
        (["Omar Haddad"], "new ferry line", "support", 2),
    ),
    "back": ("Chile and Peru back the plan.", (["Chile", "Peru"], "plan", "support", 2)),
    "oppose": ("Omar Haddad opposes the toll.", (["Omar Haddad"], "toll", "oppose", 2)),
    "reject": ("Chile rejected the offer.", (["Chile"], "offer", "oppose", 2)),
    "urge": ("Omar Haddad called for a truce.", (["Omar Haddad"], "truce", "support", 2)),
    "warn": ("Chile warned against new tolls.", (["Chile"], "new tolls", "oppose", 3)),
    "praise": ("Omar Haddad praised the port.", (["Omar Haddad"], "port", "support", 2)),
    "a noun": (
        "Chile expressed support for the plan.",
        (["Chile"], "plan", "support", 2),
    ),
    "a pronoun": (
        "Omar Haddad spoke in Lima. He rejected the offer.",
        (["Omar Haddad"], "offer", "oppose", 2),
    ),
    "a maximiser": (
        "Chile fully supports the plan.",
        (["Chile"], "plan", "support", 3),
    ),
    "denied": ("Chile does not oppose the plan.", (["Chile"], "plan", "neutral", 2)),
    "refused": (
        "Chile refused to support the plan.",
        (["Chile"], "plan", "oppose", 2),
    ),
    "refused to condemn": (
        "Chile declined to condemn the attack.",
        (["Chile"], "attack", "neutral", 2),
    ),
    "an adjective": (
        "Chile is against the toll.",
        (["Chile"], "toll", "oppose", 2),
    ),
    "a noun that demands": (
        "Omar Haddad made an appeal for a truce.",
        (["Omar Haddad"], "truce", "support", 2),
    ),
    "in the passive": (
        "Chile was criticised by Peru for the toll.",
        (["Peru"], "Chile", "oppose", 2),
    ),
    "in the passive, with an adverb": (
        "The new toll has been strongly condemned by Chile and Peru.",
        (["Chile", "Peru"], "new toll", "oppose", 3),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_stance_is_read(source, form):
    text, wanted = FORMS[form]
    assert best(source, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The train left Lima at noon.",
        "The attack killed three people in Lima.",
        "A welcome rain fell on Chile.",
        "Reuters reported that the port was closed.",
        "The plan was welcomed.",
    ],
)
def test_what_takes_no_side_gives_no_hint_by_a_word_of_stance(source, text):
    by_word = [h for h in hints(source, text) if h.rule != "stance-statement"]
    assert by_word == []


def test_a_country_that_a_statement_speaks_of_holds_its_position_beside_the_speaker(source):
    text = "Omar Haddad said that Chile supports the plan."
    holders, target, polarity, _ = best(source, text)
    assert (set(holders), target, polarity) == ({"Chile", "Omar Haddad"}, "plan", "support")


def test_the_statement_that_voices_a_stance_is_linked_and_holds_its_evidence(source):
    text = "Omar Haddad said that Chile supports the plan."
    frames = source.look(text).frames
    hint = max((f for f in frames if f.type == "Stance"), key=lambda one: one.score)
    [voiced] = [filler.frame for filler in hint.fillers if filler.role == "statement"]
    [content] = [f.extent for f in frames[voiced].fillers if f.role == "content"]
    for filler in hint.fillers:
        if filler.role == "evidence":
            assert content.start <= filler.extent.start
            assert filler.extent.end <= content.end


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Chile condemned overfishing and the fishing fleet.", "fisheries"),
        ("Chile condemned the blockade of the port of Lima.", "ports"),
        ("Chile condemned the bombing.", "other"),
    ],
)
def test_the_topic_comes_from_the_keywords_of_the_codebook(source, text, topic):
    assert {hint.attributes["topic"] for hint in hints(source, text)} == {topic}


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("there is no obstacle to the ferry", "support"),
        ("the ferry is no success", "oppose"),
        ("the ferry is a success", "support"),
    ],
)
def test_what_a_statement_denies_counts_as_its_contrary(source, words, polarity):
    [hint] = hints(source, f"Omar Haddad said that {words}.")
    assert hint.attributes["polarity"] == polarity


def test_a_statement_gives_a_hint_where_it_has_an_opinion(source):
    assert hints(source, "Omar Haddad said that the fishing boats left at noon.") == []
    [hint] = hints(source, "Omar Haddad said that the fishing boats are a success.")
    assert hint.rule == "stance-statement"


@pytest.mark.parametrize(
    "text",
    [
        "Chile said that Chile is a success.",
        "Chile is a great success for the ports of Peru, Omar Haddad said.",
        "Chile, Omar Haddad said, was ready to buy the fishing boats “at a fair price”.",
        "Chile supports Chile.",
    ],
)
def test_nobody_takes_a_side_towards_themselves(source, text):
    for hint in hints(source, text):
        assert set(told(text, hint, "holder")).isdisjoint(told(text, hint, "target"))


def test_a_statement_of_somebody_without_a_name_gives_no_hint(source):
    assert hints(source, "A retired diplomat said that the fishing boats are a success.") == []
    assert hints(source, "A retired diplomat, Omar Haddad, said that the boats are a success.")


def test_the_verb_that_attributes_a_statement_may_take_the_side(source):
    found = hints(source, "Omar Haddad dismissed as “a tired tune” a question about trawlers.")
    by_statement = [hint for hint in found if hint.rule == "stance-statement"]
    assert [hint.attributes["polarity"] for hint in by_statement] == ["oppose"]


def test_without_a_codebook_a_hint_has_no_topic():
    [hint] = hints(RuleSource(), "Chile condemned the bombing.")
    assert "topic" not in hint.attributes


def test_every_hint_is_named_as_one_and_says_where_it_comes_from(source):
    text = "Chile condemned the attack. “We need a new harbour,” Omar Haddad said."
    found = hints(source, text)
    assert len(found) == 2
    for hint in found:
        assert hint.rule.startswith("stance-")
        assert hint.reason
        assert 0 < hint.score < 1
        assert told(text, hint, "evidence")


def test_hints_are_few_however_much_is_said(source):
    text = "\n".join(f"Chile condemned the attack on bridge number {n}." for n in range(60))
    assert len(hints(source, text)) == MOST


def test_one_paragraph_gives_one_hint_for_the_same_holder_topic_and_polarity(source):
    text = "Chile condemned the attack. Chile denounced the bombing."
    assert len(hints(source, text)) == 1


def test_a_rule_that_is_switched_off_gives_no_hint():
    off = RuleSource(off={"stance-urge"})
    rules = {hint.rule for hint in hints(off, "Chile called for calm.")}
    assert "stance-urge" not in rules


def test_what_a_state_stands_for_in_its_envoys_words_is_behind_the_verb(source):
    text = (
        "Chile’s envoy, Omar Haddad, said that Chile “strongly welcomes” the regional port plan and "
        "would pay for it."
    )
    of_statement = [hint for hint in hints(source, text) if hint.rule == "stance-statement"]
    for hint in of_statement:
        assert told(text, hint, "holder") == ["Omar Haddad", "Chile"]
        assert told(text, hint, "target") == ["regional port plan"]
    assert of_statement


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Chile seeks to deepen ties with Peru.", "ties with Peru"),
        ("Omar Haddad praised Chile for what its envoy did.", "Chile"),
        ("“The plan has no merit,” said Omar Haddad, angry.", "plan"),
    ],
)
def test_a_target_is_a_noun_phrase(source, text, target):
    assert [target] in [told(text, hint, "target") for hint in hints(source, text)]
