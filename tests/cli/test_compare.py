"""Two annotators held against one another, on the command line."""

import json

import pytest

from tests.cli.program import TEXT, done, line, report, write

OTHER = "Else the envoy left.\n"


def statement(key, speaker, cue, content, mode="indirect"):
    return {
        "id": key,
        "type": "Statement",
        "roles": {"speaker": [speaker], "cue": [cue], "content": [content]},
        "attributes": {"mode": mode},
    }


@pytest.fixture
def compared(w, tmp_path):
    """Amy and ben on two articles; one more is amy's alone."""
    amy = line(
        "a",
        spans=[(0, 11, "PERSON"), (12, 15, "CUE"), (16, 25, "CONTENT"), (29, 38, "GPE")],
        frames=[statement("f1", "s1", "s2", "s3")],
    )
    ben = line(
        "a",
        annotator="ben",
        spans=[(0, 11, "PERSON"), (12, 15, "CUE"), (20, 25, "CONTENT"), (29, 38, "LOC")],
        frames=[statement("f4", "s1", "s2", "s3", "direct")],
    )
    same = [line("b", OTHER, [(9, 14, "ROLE")], annotator=name) for name in ("amy", "ben")]
    lines = [amy, ben, *same, line("c", "Alone.\n", [(0, 5, "ORG")])]
    done("import", w, write(tmp_path / "lines.jsonl", *lines))
    return w


def test_the_document_has_the_figures_of_the_contract(compared):
    found = report("compare", compared, "amy", "ben")
    assert found["articles"] == 2
    assert found["annotators"] == {"a": "amy", "b": "ben"}
    assert found["left_out"] == {"only_a": 1, "only_b": 0, "excluded": 0}
    assert found["unfinished"] == {"a": 2, "b": 2}
    exact, overlap = found["spans"]["exact"], found["spans"]["overlap"]
    assert {key: exact[key] for key in ("precision", "recall", "f1", "n_a", "n_b")} == {
        "precision": 0.6, "recall": 0.6, "f1": 0.6, "n_a": 5, "n_b": 5,
    }  # fmt: skip
    assert (overlap["f1"], overlap["matched"]) == (0.8, 4)
    labels = found["spans"]["labels"]
    assert labels["PERSON"]["exact"]["f1"] == 1
    assert labels["CONTENT"]["exact"]["f1"] == 0
    assert labels["CONTENT"]["overlap"]["f1"] == 1
    assert labels["GPE"]["exact"] == {
        "precision": None, "recall": 0, "f1": 0, "n_a": 1, "n_b": 0, "matched": 0,
        "interval": [0, 0], "why": "B has none, so that precision is undefined.",
    }  # fmt: skip
    frames = found["frames"]["Statement"]
    assert (frames["matched"], frames["n_a"], frames["n_b"], frames["f1"]) == (1, 1, 1, 1)
    assert frames["roles"]["speaker"]["exact"]["f1"] == 1
    assert frames["roles"]["content"]["exact"]["f1"] == 0
    assert frames["attributes"]["mode"]["f1"] == 0
    assert frames["attributes"]["mode"]["kappa"] == 0
    assert found["frames"]["Meeting"]["f1"] is None
    assert found["frames"]["Meeting"]["why"] == "Neither has any."


def test_differences_name_article_class_and_both_tags(compared):
    found = report("compare", compared, "amy", "ben")["differences"]
    assert [(one["article"], one["class"]) for one in found] == [("a", "attribute"), ("a", "label")]
    framed, labelled = found
    assert (framed["a"]["id"], framed["b"]["id"]) == ("f1", "f4")
    assert (framed["classes"], framed["attributes"]) == (["attribute", "boundary"], ["mode"])
    assert framed["roles"] == [{"role": "content", "class": "boundary", "follows": False}]
    assert (labelled["a"]["label"], labelled["b"]["label"]) == ("GPE", "LOC")
    assert labelled["a"]["text"] == TEXT[29:38] == "Samarkand"


def test_kappa_and_alpha_are_counted_over_the_tokens_of_blank_english(compared):
    # Rana Haddad met the envoy in Samarkand 😀 . / She left . / and Else the envoy left . /
    found = report("compare", compared, "amy", "ben")
    amy = "PPQCC-G-------" + "--R---"
    ben = "PPQ-C-L-------" + "--R---"
    assert found["tokens"] == len(amy)
    same = sum(a == b for a, b in zip(amy, ben, strict=True)) / len(amy)
    chance = sum(amy.count(x) * ben.count(x) for x in {*amy, *ben}) / len(amy) ** 2
    assert found["kappa"] == pytest.approx((same - chance) / (1 - chance))
    both = amy + ben
    expected = len(both) ** 2 - sum(both.count(x) ** 2 for x in {*both})
    apart = 2 * sum(a != b for a, b in zip(amy, ben, strict=True))
    assert found["alpha"] == pytest.approx(1 - (len(both) - 1) * apart / expected)
    assert "why" not in found


def test_an_annotator_against_herself_is_one_and_has_no_difference(compared):
    found = report("compare", compared, "amy", "amy")
    assert (found["articles"], found["differences"], found["classes"]) == (3, [], {})
    assert found["spans"]["exact"]["f1"] == found["kappa"] == found["alpha"] == 1
    assert found["frames"]["Statement"]["whole"]["f1"] == 1


def test_undefined_coefficients_are_null_and_say_why(two):
    found = report("compare", two, "amy", "ben")
    assert (found["articles"], found["kappa"], found["alpha"]) == (0, None, None)
    assert found["why"] == "Nothing was judged by both."
    assert found["spans"]["exact"]["why"] == "Neither has any."


def test_people_get_a_table(compared):
    said = done("compare", compared, "amy", "ben").out
    assert said.startswith("A: amy, B: ben; 2 articles compared.\n1 article only of amy.\n")
    assert "Cohen's kappa over tokens: 0." in said
    rows = {words[0]: words[1:] for row in said.splitlines() if (words := row.split())}
    assert rows["spans"][:5] == ["5", "5", "0.600", "0.600", "0.600"]
    assert rows["GPE"][:5] == ["1", "0", "-", "0.000", "0.000"]
    assert "FAC" not in rows  # nobody used it
    assert "2 differences: label 1, attribute 1." in said
    assert "Furthest apart:\n" in said


def test_people_are_told_when_there_is_nothing_to_compare(two):
    result = done("compare", two, "amy", "ben")
    assert "undefined. Nothing was judged by both." in result.out
    assert "No article has tags of both." in result.err


def test_a_name_that_nobody_has_exits_2_with_those_there_are(compared):
    result = done("compare", compared, "amy", "bob", status=2)
    assert "There is no set of bob" in result.err
    assert "amy, ben" in result.err
    assert result.out == ""


def test_suggestions_are_compared_like_an_annotator(desk):
    found = report("compare", desk, "amy", "suggestions:builtin")
    person = found["spans"]["labels"]["PERSON"]["exact"]
    assert person["recall"] == 1  # amy accepted all that wait by themselves
    assert person["precision"] > 0.99  # one or two are proposed only to fill a frame
    assert found["spans"]["exact"]["recall"] == 1
    assert found["spans"]["exact"]["precision"] < 1
    assert {one["class"] for one in found["differences"]} <= {"extra", "nesting"}


def test_the_document_is_all_that_is_printed(compared):
    result = done("compare", compared, "amy", "ben", "--json")
    assert json.loads(result.out)
    assert result.err == ""
