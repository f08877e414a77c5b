"""Learning on the command line."""

import json

import pytest

from tests.cli.program import done, report, write
from tests.ops.test_learning import NEW, line, story


@pytest.fixture
def fleet(w, tmp_path):
    lines = [*(story(number) for number in range(6)), line("new", NEW, "amy")]
    done("import", w, write(tmp_path / "fleet.jsonl", *lines))
    return w


def test_training_says_what_is_used_and_why_not_and_suggest_uses_it(fleet, tmp_path):
    found = report("train", fleet)
    labels = {one["label"]: one for one in found["labels"]}
    assert labels["FAC"]["used"] == "sure"
    assert labels["ROLE"]["used"] is None
    assert labels["ROLE"]["why"]
    assert found["after"] > found["before"]
    assert "now used" in found["sentence"]
    assert "learned" in report("suggest", fleet)["source"]
    assert report("stats", fleet)["suggestions"]["learned/1"]["pending"] > 0

    assert "1: amy" in done("train", fleet, "--list").out
    folder = tmp_path / "model"
    done("train", fleet, "--export", "1", "--to", folder)
    assert json.loads((folder / "model.json").read_text())["format"] == "annotator-learned/1"
    done("train", fleet, "--remove", "1")
    assert report("train", fleet, "--list")["models"] == []
    done("train", fleet, "--import", folder)
    assert [one["model"] for one in report("train", fleet, "--list")["models"]] == [2]


def test_training_without_enough_articles_is_refused_in_a_sentence(two):
    result = done("train", two, "--annotator", "amy", status=2)
    assert "complete articles to learn from" in result.err


def test_where_several_people_tag_one_must_be_named(two):
    assert "amy, ben" in done("train", two, status=2).err


def test_options_that_exclude_one_another_are_refused(two):
    assert done("train", two, "--list", "--remove", "1", status=2).err
    assert done("train", two, "--export", "1", status=2).err
