"""The shipped lists and the user's own."""

from pathlib import Path

import pytest

from annotator import assets
from annotator.errors import FileUnreadableError
from annotator.nlp.builtin.lexicon import FOLDER, plural
from annotator.nlp.builtin.source import RuleSource


def lines(name):
    return assets.read_text(f"{FOLDER}/{name}.txt").splitlines()


LISTS = assets.names(FOLDER, ".txt")


@pytest.mark.parametrize("name", LISTS)
def test_list_says_where_it_comes_from_and_repeats_nothing(name):
    content = lines(name)
    assert content[0].startswith("# ")
    terms = [line.removeprefix("?") for line in content if not line.startswith("#")]
    assert len(terms) == len(set(terms))
    assert all(term == term.strip() and term for term in terms)


def test_readme_names_every_list():
    readme = assets.read_text(f"{FOLDER}/README.md")
    assert [name for name in LISTS if f"`{name}.txt`" not in readme] == []


def own_source(folder: Path, **lists: str) -> RuleSource:
    for name, content in lists.items():
        (folder / f"{name}.txt").write_text(content, encoding="utf-8")
    return RuleSource(folder)


def test_term_of_an_own_list_is_proposed_with_its_label(tmp_path):
    source = own_source(tmp_path, TREATY="# ours\n\nAstana process\nParis accord\n")
    text = "They praised the Astana process."
    [found] = source.propose(text)
    assert (found.label, found.extent.slice(text), found.rule) == (
        "TREATY",
        "Astana process",
        "own-list",
    )


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("The envoy of Jordan left.", "Jordan", "It stands in our list of countries."),
        ("They met in Samarkand.", "Samarkand", "It stands in our list of cities."),
    ],
)
def test_the_reason_names_a_list_in_plain_words(text, words, reason):
    source = RuleSource()
    found = {item.extent.slice(text): item.reason for item in source.propose(text)}
    assert found[words] == reason


def test_no_reason_names_a_list_as_the_files_do(tmp_path):
    source = own_source(tmp_path, TREATY="Astana process\n")
    text = "They praised the Astana process."
    [found] = source.propose(text)
    assert found.reason == "It stands in a list of your own, “TREATY”."


def test_own_list_goes_before_the_rules_and_the_shipped_lists(tmp_path):
    source = own_source(tmp_path, **{"ORG-ours": "Tehran\nAli Velayati\n"})
    found = source.propose("Ali Velayati left Tehran.")
    assert [proposal.label for proposal in found] == ["ORG", "ORG"]


def test_own_list_may_hold_lower_case_terms_and_a_byte_order_mark(tmp_path):
    (tmp_path / "EVENT.txt").write_bytes("\ufeffgreen corridor\r\n".encode())
    source = RuleSource(tmp_path)
    assert [found.label for found in source.propose("the green corridor")] == ["EVENT"]


def test_files_that_begin_with_a_small_letter_are_no_lists(tmp_path):
    source = own_source(tmp_path, notes="green corridor\n")
    assert source.propose("the green corridor") == []


def test_list_that_cannot_be_read_is_reported(tmp_path):
    (tmp_path / "ORG.txt").mkdir()
    (tmp_path / "EVENT.txt").write_text("green corridor\n", encoding="utf-8")
    source = RuleSource(tmp_path)
    assert [type(problem) for problem in source.problems] == [FileUnreadableError]
    assert [found.label for found in source.propose("the green corridor")] == ["EVENT"]


def test_folder_without_lists_is_no_error(tmp_path):
    source = RuleSource(tmp_path / "missing")
    assert [found.label for found in source.propose("The talks in Muscat ended.")] == ["GPE"]


@pytest.mark.parametrize(
    ("office", "many"),
    [
        ("adviser", "advisers"),
        ("spokesman", "spokesmen"),
        ("secretary", "secretaries"),
        ("secretary-general", "secretaries-general"),
        ("envoy", "envoys"),
        ("head of state", "heads of state"),
        ("ambassador-at-large", "ambassadors-at-large"),
    ],
)
def test_plural_of_an_office(office, many):
    assert plural(office) == many
