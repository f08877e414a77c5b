"""The two example annotators of the sample corpus: sound, different as people are, and reviewable."""

from collections import Counter
from importlib.resources import as_file
from pathlib import Path

import pytest

from annotator import assets
from annotator.compare.aligning import align
from annotator.domain.annotation import GOLD, SetStatus
from annotator.domain.review import Choice, DifferenceKind, tags_of_record
from annotator.exchange.gold import is_sound
from annotator.ops import articles, comparing, demo, gold, intake, integrity, reviews
from annotator.ops.reviews import Ruling
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.cli.program import done, read, report

SAMPLE = Path(__file__).parents[1] / "sample_corpus"
NAMES = ("amy", "ben")
LINES = {name: read(SAMPLE / "annotators" / f"{name}.jsonl") for name in NAMES}
PAIRS = [
    pytest.param(amy, ben, id=amy["id"])
    for amy, ben in zip(LINES["amy"], LINES["ben"], strict=True)
]
GOLD_LINES = {line["id"]: line for line in read(SAMPLE / "gold.jsonl")}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A workspace with the tags of the two, in which nobody has reviewed; nobody writes into it."""
    return with_both(tmp_path_factory.mktemp("both"))


def with_both(folder):
    workspace = Workspace(Database.create(str(folder / "w.annotator"), demo.default_scheme()))
    with as_file(assets.sample_corpus().joinpath("annotators")) as files:
        said = intake.import_paths(workspace, [files])
    assert (said.articles_new, said.sets_new, said.refused) == (8, 16, ())
    return workspace


# --- the files -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_file_comes_back_byte_for_byte(name, tmp_path):
    file, w = SAMPLE / "annotators" / f"{name}.jsonl", tmp_path / "w.annotator"
    for folder in (tmp_path / "texts first", tmp_path / "alone"):
        folder.mkdir()
        w = folder / "w.annotator"
        if folder.name != "alone":
            done("import", w, SAMPLE / "articles")
        assert report("import", w, file)["warnings"] == []
        done("export", w, folder / "out.jsonl", "--annotator", name)
        assert (folder / "out.jsonl").read_bytes() == file.read_bytes()
    found = report("check", w)
    assert (found["damage"], found["unfinished"]) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_sound_and_every_tag_says_who_made_it(name):
    for line in LINES[name]:
        assert is_sound(line), line["id"]
        assert (line["annotator"], line["status"]) == (name, "complete")
        keys = {tag["id"] for tag in (*line["spans"], *line["frames"])}
        assert line["provenance"].keys() == keys
        assert {said["by"] for said in line["provenance"].values()} == {name}


def test_both_tag_the_same_articles_of_the_sample_corpus_and_some_tags_have_notes():
    ids = {name: [line["id"] for line in LINES[name]] for name in NAMES}
    assert ids["amy"] == ids["ben"]
    assert len(ids["amy"]) == 8
    for name in NAMES:
        notes = [tag["note"] for line in LINES[name] for tag in (*line["spans"], *line["frames"])]
        assert sum("nsure" in note for note in notes) >= 5


# --- how they differ -------------------------------------------------------------------------


@pytest.mark.parametrize(("amy", "ben"), PAIRS)
def test_each_article_has_differences_to_settle_and_far_more_that_is_unanimous(amy, ben):
    found = align([tags_of_record(amy), tags_of_record(ben)], demo.default_scheme())
    assert 15 <= len([one for one in found.differences if not one.follows]) <= 30
    assert len(found.agreed) > 2 * len(found.differences)


@pytest.mark.parametrize(("amy", "ben"), PAIRS)
def test_neither_is_a_copy_of_the_gold(amy, ben):
    for line in (amy, ben):
        sides = [tags_of_record(line), tags_of_record(GOLD_LINES[line["id"]])]
        assert align(sides, demo.default_scheme()).differences


def test_there_are_differences_of_every_kind():
    kinds = Counter(
        kind
        for amy, ben in zip(LINES["amy"], LINES["ben"], strict=True)
        for one in align(
            [tags_of_record(amy), tags_of_record(ben)], demo.default_scheme()
        ).differences
        for kind in one.kinds
    )
    assert {kind for kind in DifferenceKind if kinds[kind] < 5} == set()


def test_they_agree_as_two_careful_people_do(both):
    found = comparing.compare(both, *NAMES, resamples=0).agreement
    labels = {name: both_scores.exact for name, both_scores in found.labels.items()}
    entities = ("PERSON", "ORG", "GPE", "LOC", "NORP", "ROLE", "OUTLET", "DATE", "EVENT", "FAC")
    matched = sum(labels[name].matched for name in entities)
    tagged = sum(labels[name].n_a + labels[name].n_b for name in entities)
    assert 0.90 <= 2 * matched / tagged <= 0.95
    assert 0.75 <= labels["CONTENT"].f1 <= 0.85
    polarity = found.frames["Stance"].attributes["polarity"].kappa.value
    assert 0.5 <= polarity <= 0.7


# --- a review of all of it -------------------------------------------------------------------


def test_a_reviewer_settles_every_difference_to_gold_that_says_why(tmp_path):
    workspace = with_both(tmp_path)
    taken = 0
    for line in LINES["amy"]:
        article = articles.named(workspace, line["id"])
        review = reviews.open_review(workspace, article, NAMES, "rhea")
        assert review.docket.open_cases
        while open_cases := review.docket.open_cases:
            ruling = Ruling(Choice.CHOSEN, (NAMES[taken % 2],))
            reviews.decide(workspace, review, open_cases[0], ruling, "rhea")
            taken += 1
            review = reviews.load(workspace, article, NAMES)
            assert len(review.docket.open_cases) < len(open_cases)
        assert review.gold.status is SetStatus.COMPLETE
    assert taken > 150

    target = tmp_path / "gold.jsonl"
    assert gold.export(workspace, target, GOLD) == 8
    for record in read(target):
        assert is_sound(record), record["id"]
        keys = {tag["id"] for tag in (*record["spans"], *record["frames"])}
        assert record["provenance"].keys() == keys
        words = {said["verdict"] for said in record["provenance"].values()}
        assert words == {"unanimous", "chosen"}
        assert {said["by"] for said in record["provenance"].values()} == {"rhea"}
    assert integrity.check(workspace).damage == ()
