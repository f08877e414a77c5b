"""Making gold of what annotators agree on, on the command line."""

import pytest

from tests.cli.program import done, line, read, report, write


@pytest.fixture
def both(w, tmp_path):
    """Amy and ben agree on one tag of two; the edges of the other differ."""
    amy = line("a", spans=((0, 11, "PERSON"), (29, 38, "GPE")))
    ben = line("a", spans=((5, 11, "PERSON"), (29, 38, "GPE")), annotator="ben")
    done("import", w, write(tmp_path / "amy.jsonl", amy), write(tmp_path / "ben.jsonl", ben))
    return w


def gold(workspace, tmp_path):
    done("export", workspace, tmp_path / "gold.jsonl", "--gold")
    return [(tag["text"], tag["label"]) for tag in read(tmp_path / "gold.jsonl")[0]["spans"]]


def test_merging_makes_gold_of_what_is_agreed(both, tmp_path):
    found = report("merge", both, "amy", "ben")

    assert found == {"articles": 1, "cases": 0, "gold": 1, "left": 1, "again": 0}
    assert gold(both, tmp_path) == [("Samarkand", "GPE")]


def test_a_rule_settles_edges_too(both, tmp_path):
    assert report("merge", both, "amy", "ben", "--rule", "longest")["left"] == 0
    assert gold(both, tmp_path) == [("Rana Haddad", "PERSON"), ("Samarkand", "GPE")]


def test_merging_says_in_words_what_waits(both):
    assert "Left for a reviewer: 1 difference." in done("merge", both, "amy", "ben").out


def test_one_name_is_no_merge(both):
    assert "at least two" in done("merge", both, "amy", status=2).err


def test_a_name_that_nobody_has_is_refused_with_the_names_there_are(both):
    assert "There are: amy, ben." in done("merge", both, "amy", "cara", status=2).err
