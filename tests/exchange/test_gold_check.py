"""Lines against a scheme."""

import pytest

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.exchange.gold import SchemeChecker, check_scheme, unfinished
from tests.exchange.test_gold_schema import changed, entity, sample

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))


def test_a_line_that_follows_the_scheme_has_no_problems_and_nothing_unfinished():
    assert check_scheme(sample(), SCHEME) == []
    assert unfinished(sample(), SCHEME) == []


PROBLEMS = [
    (["spans", 0, "label"], "CITY", "span s2: the scheme diplomatic-news 1 has no label “CITY”."),
    (["spans", 0, "attributes"], {"x": 1}, "span s2: GPE has no attribute “x”."),
    (["spans", 6, "attributes"], {"value": 5}, "span s6: 5 is no value of value."),
    (
        ["frames", 0, "type"],
        "Summit",
        "frame f2: the scheme diplomatic-news 1 has no frame type “Summit”.",
    ),
    (["frames", 1, "roles", "speakr"], ["s9"], "frame f1: Statement has no role “speakr”."),
    (["frames", 1, "implied"], ["hearer"], "frame f1: Statement has no role “hearer”."),
    (["frames", 1, "roles", "cue"], ["s99"], 'frame f1: "cue" holds s99, no id of the line.'),
    (["frames", 1, "attributes", "tone"], "loud", "frame f1: Statement has no attribute “tone”."),
    (
        ["frames", 1, "attributes", "mode"],
        "loud",
        "frame f1: “loud” is no value of mode. It is one of direct, indirect, mixed.",
    ),
    (
        ["frames", 2, "attributes", "intensity"],
        4,
        "frame f3: 4 is no value of intensity. It is one of 1, 2, 3.",
    ),
    (
        ["frames", 2, "attributes", "intensity"],
        "3",
        "frame f3: “3” is no value of intensity. It is one of 1, 2, 3.",
    ),
]


@pytest.mark.parametrize(("path", "value", "sentence"), PROBLEMS)
def test_what_the_scheme_does_not_know_is_named(path, value, sentence):
    assert check_scheme(changed(path, value), SCHEME) == [sentence]


def test_null_is_not_set_and_right_for_every_attribute():
    for path in (["spans", 6, "attributes", "value"], ["frames", 1, "attributes", "mode"]):
        assert check_scheme(changed(path, None), SCHEME) == []


def test_all_problems_are_told_in_the_order_of_the_line():
    record = changed(["spans", 3, "label"], "VERB")
    record["frames"][0]["type"] = "Summit"
    record["spans"][0]["label"] = "CITY"
    found = SchemeChecker(SCHEME).problems(record)
    assert [problem.partition(":")[0] for problem in found] == ["span s2", "span s12", "frame f2"]


TAKES = "This role takes a PERSON, ORG, GPE, NORP, OUTLET or ROLE."
UNFINISHED = [
    (["frames", 2, "implied"], [], "frame f3: No target yet. Select what the position is about."),
    (["frames", 1, "roles", "cue"], ["s8", "s8"], "frame f1: Takes 1 cue, has 2."),
    (["frames", 1, "roles", "speaker"], ["s6"], "(DATE) is unusual as speaker. " + TAKES),
    (["frames", 1, "roles", "speaker"], ["e4"], None),
    (["frames", 1, "roles", "cue"], ["e4"], "(GPE) is unusual as cue. This role takes a CUE."),
    (
        ["frames", 1, "roles", "speaker"],
        ["f2"],
        "frame f1: A Meeting is unusual as speaker. " + TAKES,
    ),
    (["frames", 2, "roles", "statement"], ["f1"], None),
    (
        ["frames", 2, "roles", "statement"],
        ["s2"],
        "(GPE) is unusual as statement. This role takes a Statement.",
    ),
    (["frames", 2, "roles", "evidence"], ["s6"], None),
    (["frames", 2, "attributes", "intensity"], None, "frame f3: No intensity yet. Choose weak"),
    (["spans", 6, "attributes", "value"], "2016-02-30", "“2016-02-30” is no date like 2016-02-04."),
]


@pytest.mark.parametrize(("path", "value", "sentence"), UNFINISHED)
def test_unusual_and_empty_roles_are_reported(path, value, sentence):
    found = unfinished(changed(path, value), SCHEME)
    if sentence is None:
        assert found == []
    else:
        assert [one for one in found if sentence in one]
        assert all("own roles" in one or sentence in one for one in found)


def test_an_entity_stands_where_its_type_may_stand():
    record = sample()
    record["entities"].append(entity("e9", "OUTLET", "Reuters"))
    record["frames"][1]["roles"]["outlet"] = ["e9"]
    assert unfinished(record, SCHEME) == []
