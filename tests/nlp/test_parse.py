"""What rules ask a dependency parse, and what they make of a pipeline that has one."""

import pytest

from annotator.domain.extent import Extent
from annotator.nlp.client import SuggestionWorker
from annotator.nlp.parse import ParsedToken, TokenParse
from annotator.nlp.sources import SourceSettings, load_source, rules_name
from tests.parsing import INVERTED, STILL, save_parser


def parsed(*tokens):
    """A parse of words given as (word, head, relation)."""
    text, made = "", []
    for word, head, relation in tokens:
        made.append(ParsedToken(len(text), len(text) + len(word), head, relation, ""))
        text += f"{word} "
    return text, TokenParse(text, made)


def subject(verb, *tokens):
    text, parse = parsed(*tokens)
    start = text.index(verb)
    found = parse.subject_of(Extent(start, start + len(verb)))
    return found.slice(text) if found is not None else None


def test_a_verb_has_its_subject_with_all_that_hangs_on_it():
    tokens = (("The", 1, "det"), ("envoy", 4, "nsubj"), ("of", 1, "prep"), ("Peru", 2, "pobj"))
    assert subject("said", *tokens, ("said", 4, "ROOT")) == "The envoy of Peru"


def test_a_verb_that_is_joined_to_another_has_the_subject_of_that_one():
    tokens = (("Ana", 1, "nsubj"), ("came", 1, "ROOT"), ("and", 1, "cc"), ("said", 1, "conj"))
    assert subject("said", *tokens) == "Ana"


def test_who_stands_for_the_noun_that_its_clause_describes():
    tokens = (("envoys", 3, "nsubj"), ("who", 2, "nsubj"), ("said", 0, "relcl"))
    assert subject("said", *tokens, ("left", 3, "ROOT")) == "envoys"


@pytest.mark.parametrize(
    ("relations", "hangs_on"), [(("agent", "pobj"), (1, 2)), (("case", "agent"), (3, 1))]
)
def test_a_passive_verb_has_its_agent(relations, hangs_on):
    tokens = (
        ("It", 1, "nsubjpass"),
        ("said", 1, "ROOT"),
        ("by", hangs_on[0], relations[0]),
        ("Ana", hangs_on[1], relations[1]),
    )
    assert subject("said", *tokens) == "Ana"


def test_a_verb_in_a_clause_of_its_own_has_no_subject_of_another():
    tokens = (("Ana", 1, "nsubj"), ("came", 1, "ROOT"), ("said", 1, "advcl"))
    assert subject("said", *tokens) is None


def test_a_parse_that_goes_round_in_circles_has_no_subject():
    assert subject("said", ("said", 1, "conj"), ("came", 0, "conj")) is None


def test_a_noun_phrase_ends_before_its_relative_clause():
    text, parse = parsed(
        ("the", 1, "det"), ("envoy", 1, "ROOT"), ("of", 1, "prep"), ("Peru", 2, "pobj"),
        ("who", 5, "nsubj"), ("left", 1, "relcl"),
    )  # fmt: skip
    found = parse.noun_phrase_of(Extent(4, 9))
    assert found is not None
    assert found.slice(text) == "the envoy of Peru"


def test_words_without_a_token_have_no_noun_phrase():
    _, parse = parsed(("Ana", 0, "ROOT"))
    assert parse.noun_phrase_of(Extent(50, 60)) is None


# --- rules with a parse ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def grammar(tmp_path_factory):
    return save_parser(tmp_path_factory.mktemp("parsers") / "en_grammar")


@pytest.fixture(scope="module")
def settings(grammar):
    return SourceSettings(models=(grammar,), parse="en_grammar/1.0.0")


def speakers(found, text):
    return [
        filler.extent.slice(text)
        for frame in found.frames
        if frame.type == "Statement"
        for filler in frame.fillers
        if filler.role == "speaker"
    ]


@pytest.mark.parametrize("text", [STILL, INVERTED])
def test_a_parse_names_the_speaker_that_the_rules_do_not_find(rules, settings, text):
    assert speakers(rules.look(text), text) == []
    source = load_source("builtin", settings)
    assert speakers(source.look(text), text) == ["Karim Osei"]


def test_a_parse_changes_no_speaker_that_the_rules_are_sure_of(rules, settings):
    text = "Ana Ruiz said that the talks had failed."
    source = load_source("builtin", settings, rules)
    assert source.look(text).frames == rules.look(text).frames


def test_the_process_reads_with_the_parse_it_is_told_of(settings):
    with SuggestionWorker(settings) as worker:
        found = worker.look(rules_name(settings), STILL, ())
        plain = worker.look("builtin/3", STILL, ())
    assert speakers(found, STILL) == ["Karim Osei"]
    assert speakers(plain, STILL) == []


def test_the_version_of_the_rules_says_whose_parse_they_use(settings):
    assert rules_name(None) == "builtin/3"
    assert load_source("builtin", settings).name == "builtin/3+en_grammar-1.0.0"


def test_a_long_name_of_a_pipeline_fits_into_a_version_and_stays_its_own():
    names = {rules_name(SourceSettings(parse=f"en_{'x' * 60}/{number}")) for number in range(3)}
    assert len(names) == 3
    assert max(len(name.partition("/")[2]) for name in names) <= 40


def roles(rules, *tokens):
    """The roles of a sentence that is read with its parse."""
    text, parse = parsed(*tokens)
    found = rules.look(text, parse=parse).spans
    return [span.extent.slice(text) for span in found if span.label == "ROLE"]


def test_an_office_takes_the_complement_that_the_parse_gives_it(rules):
    tokens = (
        ("The", 1, "det"), ("director", 7, "nsubj"), ("of", 1, "prep"), ("rarely", 4, "advmod"),
        ("visited", 6, "amod"), ("southern", 6, "amod"), ("harbours", 2, "pobj"),
        ("left", 7, "ROOT"), (".", 7, "punct"),
    )  # fmt: skip
    assert roles(rules, *tokens) == ["director of rarely visited southern harbours"]
    apart = ((word, 7 if word == "of" else head, relation) for word, head, relation in tokens)
    assert roles(rules, *apart) == ["director"]


def test_an_office_takes_no_dates_or_persons_that_the_parse_gives_it(rules):
    tokens = (
        ("The", 1, "det"), ("adviser", 8, "nsubj"), ("to", 1, "prep"), ("all", 4, "det"),
        ("unions", 2, "pobj"), ("on", 4, "prep"), ("Monday", 5, "pobj"), ("already", 8, "advmod"),
        ("left", 8, "ROOT"), (".", 8, "punct"),
    )  # fmt: skip
    assert roles(rules, *tokens) == ["adviser"]
