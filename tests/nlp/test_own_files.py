"""The user's own lists and rules: what they find, and that every mistake is named by its line."""

import json

import pytest

from annotator.errors import OwnFileError, OwnLabelError
from annotator.nlp.builtin.own_rules import MOST_TOKENS
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.client import SuggestionWorker
from annotator.nlp.own_files import has_any, read_own
from annotator.nlp.sources import SourceSettings

LABELS = ("PERSON", "ORG", "GPE", "EVENT")
GREENS = {"label": "ORG", "pattern": [{"LOWER": "green"}, {"LOWER": {"IN": ["bloc", "list"]}}]}


@pytest.fixture
def write(tmp_path):
    def write_rules(*rules, name="ours.jsonl"):
        lines = (rule if isinstance(rule, str) else json.dumps(rule) for rule in rules)
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write_rules


def found(folder, text):
    source = RuleSource(folder, labels=LABELS)
    assert source.problems == ()
    return [(item.extent.slice(text), item.label, item.rule) for item in source.propose(text)]


# --- rules ----------------------------------------------------------------------------------------


def test_a_rule_finds_its_tokens_and_is_named_by_its_id(write):
    folder = write({**GREENS, "id": "greens"}, "", "# a remark")
    assert found(folder, "He left the Green List.") == [("Green List", "ORG", "own-greens")]


def test_a_rule_without_an_id_is_named_by_file_and_line(write):
    folder = write("# a remark", GREENS)
    assert found(folder, "The green bloc won.") == [("green bloc", "ORG", "own-ours 2")]
    [item] = RuleSource(folder).propose("The green bloc won.")
    assert item.reason == "It fits a rule of your own, “ours” line 2."


def test_a_rule_of_words_is_found_word_by_word(write):
    folder = write({"label": "EVENT", "pattern": "the Astana process"})
    assert found(folder, "Now the Astana process, they said.")[0][:2] == (
        "the Astana process",
        "EVENT",
    )


def test_own_rules_go_before_the_lists_and_the_built_in_rules(write):
    folder = write({"label": "EVENT", "pattern": [{"TEXT": "Tehran"}, {"LOWER": "talks"}]})
    (folder / "ORG.txt").write_text("Tehran\n", encoding="utf-8")
    assert [one[:2] for one in found(folder, "The Tehran talks ended in Tehran.")] == [
        ("Tehran talks", "EVENT"),
        ("Tehran", "ORG"),
    ]


def test_of_rules_that_overlap_the_longest_wins(write):
    folder = write(
        {"label": "ORG", "pattern": [{"LOWER": "green"}]},
        {"label": "EVENT", "pattern": [{"LOWER": "green"}, {"LOWER": "list"}]},
    )
    assert [one[:2] for one in found(folder, "the green list")] == [("green list", "EVENT")]


def test_a_rule_takes_offsets_behind_odd_spaces_quotation_marks_and_emoji(write):
    folder = write(GREENS)
    text = "“Yes”\u00a0🤝 \n\n  The  green list, “green  bloc”"
    assert [one[0] for one in found(folder, text)] == ["green list"]
    assert [one[0] for one in found(folder, "🤝🤝 “green bloc”")] == ["green bloc"]


def test_rules_of_one_name_are_counted_together(write):
    folder = write({**GREENS, "id": "x"}, {"label": "EVENT", "pattern": "Blue Day", "id": "x"})
    assert {one[2] for one in found(folder, "The green list on Blue Day.")} == {"own-x"}


def test_a_rule_for_any_words_stays_within_its_sentence_and_ends(write):
    folder = write({"label": "EVENT", "pattern": [{"LOWER": "from"}, {"OP": "*"}]})
    text = "They came from far. So " + "so " * 3 * MOST_TOKENS + "from here " + "on " * MOST_TOKENS
    words = [item.extent.slice(text) for item in RuleSource(folder).propose(text)]
    assert words[0] == "from far."
    assert all(len(one.split()) <= MOST_TOKENS for one in words)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{", "it is no JSON"),
        ("[]", "a rule is an object"),
        ('"ORG"', "a rule is an object"),
        ('{"label": "ORG", "pattern": [{}], "labl": 1}', "“labl” means nothing here"),
        ('{"pattern": "x"}', "“label” is missing"),
        ('{"label": 3, "pattern": "x"}', "“label” is missing"),
        ('{"label": "ORG"}', "“pattern” is missing"),
        ('{"label": "ORG", "pattern": []}', "“pattern” is a list of tokens, or words"),
        ('{"label": "ORG", "pattern": 7}', "“pattern” is a list of tokens, or words"),
        ('{"label": "ORG", "pattern": ["green"]}', "token 1 is no object"),
        ('{"label": "ORG", "pattern": "…"}', "there is no letter and no figure in it"),
        ('{"label": "ORG", "pattern": [{"TEXT": "a"}], "id": []}', "“id” is a text"),
        ('{"label": "ORG", "pattern": [{}, {"POS": "NOUN"}]}', "token 2 asks for POS"),
        ('{"label": "ORG", "pattern": [{"LOWER": "a", "OP": "*"}]}', "it fits no words at all"),
        ('{"label": "ORG", "pattern": [{"LWER": "a"}]}', "token 1 LWER: "),
        ('{"label": "ORG", "pattern": [{"LOWER": 3}]}', "token 1 LOWER: "),
        ('{"label": "ORG", "pattern": [{"LOWER": "a", "OP": "~"}]}', "token 1 OP: "),
        ('{"label": "ORG", "pattern": [{"TEXT": {"REGEX": "("}}]}', "spaCy refuses it"),
        ("{" * 5000, "it is no JSON"),
        ('{"label": "ORG", "pattern": "' + "x" * 30_000 + '"}', "it is longer than 20,000 bytes"),
    ],
)
def test_a_mistake_is_named_by_file_and_line_and_the_other_rules_are_used(write, rule, said):
    folder = write(rule, GREENS)
    source = RuleSource(folder, labels=LABELS)
    [problem] = source.problems
    assert isinstance(problem, OwnFileError)
    assert str(problem).startswith(f"{folder / 'ours.jsonl'}, line 1: ")
    assert said in str(problem)
    assert [item.label for item in source.propose("a green list")] == ["ORG"]


def test_an_unknown_label_is_refused_with_those_there_are(write):
    folder = write({"label": "ORGG", "pattern": "x"})
    (folder / "PERSN.txt").write_text("Ana\n", encoding="utf-8")
    problems = RuleSource(folder, labels=LABELS).problems
    assert [type(one) for one in problems] == [OwnLabelError, OwnLabelError]
    assert "line 1: the scheme has no label PERSN." in str(problems[0])
    assert str(problems[1]).endswith("no label ORGG. Labels are: EVENT, GPE, ORG, PERSON.")


# --- lists ----------------------------------------------------------------------------------------


def test_mistakes_in_a_list_are_named_and_its_other_terms_are_used(tmp_path):
    lines = [b"# ours", b"Astana process", b"", b"\xff\xfe", b"a\tb", b"***", b"x" * 201]
    (tmp_path / "EVENT-ours.txt").write_bytes(b"\r\n".join(lines))
    own = read_own([tmp_path], LABELS)
    assert [(one.label, one.name, one.terms) for one in own.lists] == [
        ("EVENT", "EVENT-ours", ("Astana process",))
    ]
    assert [(one.values["line"], one.values["reason"]) for one in own.problems] == [
        (4, "it is not written in UTF-8"),
        (5, "it holds a tab: one term a line, and nothing beside it"),
        (6, "there is no letter and no figure in it"),
        (7, "a term has at most 200 characters"),
    ]


def test_several_folders_are_read_and_those_that_are_not_there_are_none(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ORG.txt").write_text(f"Club {name}\n", encoding="utf-8")
    folders = [tmp_path / name for name in ("one", "none", "two")]
    assert [one.terms for one in read_own(folders).lists] == [("Club one",), ("Club two",)]
    assert has_any(folders)
    assert not has_any([tmp_path / "none"])


# --- in the suggestion process --------------------------------------------------------------------


def test_the_process_uses_own_rules_says_what_is_wrong_and_leaves_out_what_is_off(write):
    folder = write({**GREENS, "id": "g"}, {"label": "ORG", "pattern": [{"LWER": "a"}]})
    settings = SourceSettings(lists=(folder,), known=LABELS)
    with SuggestionWorker(settings) as worker:
        [problem] = worker.problems("builtin")
        assert (type(problem), problem.values["line"]) == (OwnFileError, "2")
        assert [item.rule for item in worker.look("builtin", "a green list").spans] == ["own-g"]
    off = SourceSettings(lists=(folder,), known=LABELS, off={"builtin": frozenset({"own-g"})})
    with SuggestionWorker(off) as worker:
        assert worker.look("builtin", "a green list").spans == ()


def test_words_of_a_rule_that_is_off_are_free_for_others(write):
    folder = write({"label": "EVENT", "pattern": "Tehran", "id": "wrong"})
    text = "They met in Tehran."
    assert [one[1] for one in found(folder, text)] == ["EVENT"]
    source = RuleSource(folder, off={"own-wrong"})
    assert [item.label for item in source.propose(text)] == ["GPE"]
