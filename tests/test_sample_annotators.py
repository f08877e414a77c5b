"""The two invented annotators of the sample corpus: whole files, and people who differ as people do."""

from collections import Counter

import pytest

from annotator import assets
from tests.cli.program import done, read, report

PEOPLE = ("amy", "ben")
FOLDER = assets.sample_corpus().joinpath("annotators")
GOLD = {line["id"]: line for line in read(assets.sample_corpus().joinpath("gold.jsonl"))}
AT_LEAST = {
    "missing": 30,
    "extra": 4,
    "boundary": 30,
    "label": 8,
    "attribute": 30,
    "role-filler": 30,
    "fragment": 8,
    "entity": 10,
    "nesting": 6,
}
ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "ROLE", "OUTLET", "DATE", "EVENT", "FAC")


def lines(name):
    return {line["id"]: line for line in read(FOLDER.joinpath(f"{name}.jsonl"))}


def named(line):
    """The entities of a line as other lines recognise them."""
    return {
        (entity["type"], entity["name"], entity["links"].get("wikidata"))
        for entity in line["entities"]
    }


def tags(line):
    return {(span["start"], span["end"], span["label"]) for span in line["spans"]}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A workspace with the articles and both annotators."""
    path = tmp_path_factory.mktemp("both") / "w.annotator"
    done("import", path, assets.sample_corpus().joinpath("articles"))
    said = done("import", path, FOLDER)
    assert (said.err, "Sets: 16 new" in said.out) == ("", True)
    return path


@pytest.fixture(scope="module")
def compared(both):
    return report("compare", both, *PEOPLE)


def f1(compared, labels, kind="exact"):
    figures = [compared["spans"]["labels"][label][kind] for label in labels]
    size = sum(figure["n_a"] + figure["n_b"] for figure in figures)
    return 2 * sum(figure["matched"] for figure in figures) / size


# --- The files -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("known", [True, False], ids=["articles first", "file alone"])
def test_a_file_comes_back_byte_for_byte(name, known, tmp_path):
    workspace, out = tmp_path / "w.annotator", tmp_path / "out.jsonl"
    source = FOLDER.joinpath(f"{name}.jsonl")
    if known:
        done("import", workspace, assets.sample_corpus().joinpath("articles"))
    assert done("import", workspace, source).err == ""
    done("export", workspace, out, "--annotator", name)
    assert out.read_bytes() == source.read_bytes()


def test_nothing_is_damaged_and_nothing_unfinished(both):
    found = report("check", both)
    assert (found["damage"], found["unfinished"]) == ([], [])


def test_both_completed_the_same_eight_articles():
    amy, ben = lines("amy"), lines("ben")
    assert list(amy) == list(ben)
    assert len(amy) == 8
    for name, found in zip(PEOPLE, (amy, ben), strict=True):
        assert {(line["annotator"], line["status"]) for line in found.values()} == {
            (name, "complete")
        }


@pytest.mark.parametrize("name", PEOPLE)
def test_they_mean_the_entities_of_the_gold(name):
    known = set().union(*map(named, GOLD.values()))
    for line in lines(name).values():
        assert named(line) <= known


@pytest.mark.parametrize("name", PEOPLE)
def test_each_tag_says_who_made_it_when_and_from_what(name):
    for line in lines(name).values():
        made = [tag["id"] for tag in (*line["spans"], *line["frames"])]
        assert list(line["provenance"]) == made
        for entry in line["provenance"].values():
            assert entry["by"] == name
            assert entry["at"].startswith("2026-11-")
            assert ("decision" in entry) == ("source" in entry) == ("score" in entry)


def test_some_tags_carry_notes_doubts_and_words_of_the_other():
    for name, other in zip(PEOPLE, reversed(PEOPLE), strict=True):
        found = list(lines(name).values())
        entries = [entry for line in found for entry in line["provenance"].values()]
        assert sum("unsure" in entry for entry in entries) >= 4
        assert sum(bool(span["note"]) for line in found for span in line["spans"]) >= 2
        comments = [comment for line in found for comment in line["comments"]]
        assert {comment["by"] for comment in comments} == {other}
        assert {comment["resolved"] for comment in comments} == {True, False}


# --- How they differ -------------------------------------------------------------------------


def test_neither_is_the_gold():
    for name in PEOPLE:
        for article, line in lines(name).items():
            assert len(tags(line) ^ tags(GOLD[article])) >= 5, (name, article)


def test_they_differ_in_every_way_and_in_every_article(compared):
    found = compared["differences"]
    kinds = Counter(one["class"] for one in found)
    assert {kind: kinds[kind] for kind in AT_LEAST if kinds[kind] < AT_LEAST[kind]} == {}
    articles = Counter(one["article"] for one in found)
    assert set(articles) == set(lines("amy"))
    assert all(12 <= count <= 45 for count in articles.values())


def test_they_agree_as_well_as_two_careful_people(compared):
    assert 0.88 <= f1(compared, ENTITIES) <= 0.95
    assert 0.70 <= f1(compared, ["CONTENT"]) <= 0.85
    assert 0.45 <= compared["frames"]["Stance"]["attributes"]["polarity"]["kappa"] <= 0.75


def test_merging_takes_only_tags_that_both_have(both, tmp_path):
    # A stance whose evidence is the content of an undecided statement waits for that one.
    copy = tmp_path / "w.annotator"
    copy.write_bytes(both.read_bytes())
    done("merge", copy, *PEOPLE)
    done("export", copy, tmp_path / "gold.jsonl", "--gold")
    merged = {line["id"]: line for line in read(tmp_path / "gold.jsonl")}
    assert {line["status"] for line in merged.values()} == {"in-progress"}
    for article, line in merged.items():
        assert tags(line) <= tags(lines("amy")[article]) & tags(lines("ben")[article])


# --- The demo --------------------------------------------------------------------------------


@pytest.mark.parametrize("suggest", [True, False])
def test_the_demo_brings_them_and_nobody_else(suggest, tmp_path):
    from annotator.ops import demo

    path = demo.prepare(tmp_path / "demo.annotator", suggest=suggest)
    stats = report("stats", path)
    assert {name: sets["complete"] for name, sets in stats["sets"].items()} == {"amy": 8, "ben": 8}
    assert stats["articles"] == 20
    for source in stats["suggestions"].values():
        assert source["accepted"] == source["corrected"] == source["rejected"] == 0
    done("export", path, tmp_path / "amy.jsonl", "--annotator", "amy")
    assert (tmp_path / "amy.jsonl").read_bytes() == FOLDER.joinpath("amy.jsonl").read_bytes()
