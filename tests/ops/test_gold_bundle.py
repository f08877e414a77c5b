"""Gold with all that defends it, in one file."""

import hashlib
import json
import zipfile

import orjson
import pytest

from annotator import assets
from annotator.domain.review import ReasonCode
from annotator.errors import FileUnwritableError, MovedOnError, UnknownSetError
from annotator.jobs import Progress
from annotator.ops import articles, gold, gold_bundle, status, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import OTHER, Desk
from tests.ops.gold_lines import line
from tests.ops.reviewing import Bench, amy_line, ben_line

NAMES = (
    "gold.jsonl", "annotator-gold-1.schema.json", "scheme.toml", "agreement.json", "agreement.md",
    "verdicts.json", "left-out.json", "README.md", "SHA256SUMS",
)  # fmt: skip


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    bench = Bench(small)
    bench.open()
    bench.take("Sagyndykov", "ben", reason=ReasonCode.GUIDELINE)
    bench.take("Oman", "amy", "ben")
    bench.decide("Omani", "neither")
    return bench


@pytest.fixture
def target(tmp_path):
    return tmp_path / "gold.zip"


def held(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def document(path, name):
    return json.loads(held(path)[name])


def test_gold_schema_and_scheme_are_in_it_as_they_are(rhea, target, tmp_path):
    done = gold_bundle.write(rhea.workspace, target)

    files = held(target)
    assert tuple(files) == done.files == NAMES
    plain = tmp_path / "gold.jsonl"
    gold.export(rhea.workspace, plain, "gold")
    assert files["gold.jsonl"] == plain.read_bytes()
    schema = assets.read_text("schemas/annotator-gold-1.schema.json")
    assert files["annotator-gold-1.schema.json"].decode() == schema
    assert files["scheme.toml"].decode() == rhea.workspace.scheme.source


def test_every_file_is_hashed(rhea, target):
    gold_bundle.write(rhea.workspace, target)

    files = held(target)
    sums = dict(reversed(row.split("  ")) for row in files["SHA256SUMS"].decode().splitlines())
    assert list(sums) == list(NAMES[:-1])
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in NAMES[:-1]}


def test_the_same_data_give_the_same_bytes(rhea, target, tmp_path):
    again = tmp_path / "again.zip"
    gold_bundle.write(rhea.workspace, target)
    gold_bundle.write(rhea.workspace, again)

    assert target.read_bytes() == again.read_bytes()


def test_verdicts_are_counted_by_choice_reason_and_person(rhea, target):
    gold_bundle.write(rhea.workspace, target)

    assert document(target, "verdicts.json") == {
        "format": "annotator-gold-bundle/1",
        "spans": {"unanimous": 6, "chosen": 1, "both": 2, "edited": 0, "added": 0, "untold": 0},
        "frames": {"unanimous": 1, "chosen": 0, "both": 0, "edited": 0, "added": 0, "untold": 0},
        "verdicts": {"chosen": 1, "both": 1, "edited": 0, "neither": 1},
        "reasons": {"guideline-unclear": 1, "slip": 0, "ambiguous-text": 0, "other": 0, "none": 2},
        "by": {"rhea": 3},
        "taken": {"amy": 1, "ben": 2},
    }


def test_agreement_of_each_two_annotators_is_in_it(rhea, target, take):
    take(rhea.workspace, amy_line() | {"annotator": "cyd"})

    gold_bundle.write(rhea.workspace, target)

    pairs = document(target, "agreement.json")["pairs"]
    assert [tuple(one["annotators"].values()) for one in pairs] == [
        ("amy", "ben"), ("amy", "cyd"), ("ben", "cyd"),
    ]  # fmt: skip
    same = pairs[1]["spans"]["exact"]
    assert (same["f1"], same["n_a"], same["n_b"]) == (1.0, 9, 9)
    words = held(target)["agreement.md"].decode()
    assert "## amy (A) and ben (B)" in words
    assert "| spans | 9 | 10 | 0.737 |" in words


def test_what_is_undefined_says_why(small, take, target):
    take(small, amy_line() | {"annotator": "gold"}, amy_line(),
         line("riga", OTHER, annotator="ben"))  # fmt: skip

    gold_bundle.write(small, target)

    (pair,) = document(target, "agreement.json")["pairs"]
    assert (pair["articles"], pair["kappa"], pair["spans"]["exact"]["f1"]) == (0, None, None)
    assert pair["why"]
    words = held(target)["agreement.md"].decode()
    assert "Not compared: 1 article only of amy, 1 article only of ben." in words
    assert "Precision, recall and F1 of spans: Neither has any." in words


def test_one_annotator_alone_is_compared_with_nobody(small, take, target):
    take(small, amy_line() | {"annotator": "gold"}, amy_line())

    gold_bundle.write(small, target)

    assert document(target, "agreement.json")["pairs"] == []
    assert "nobody to compare" in held(target)["agreement.md"].decode()
    assert document(target, "verdicts.json")["spans"]["untold"] == 9


def test_what_is_left_out_or_unfinished_is_named(rhea, target):
    done = gold_bundle.write(rhea.workspace, target)

    assert document(target, "left-out.json") == {
        "format": "annotator-gold-bundle/1",
        "articles_without_gold": ["riga"],
        "articles_of_another_status": [],
        "gold_not_complete": ["muscat"],
        "verdicts_to_look_at_again": {},
        "annotators_own_sets": {"amy": 1, "ben": 1},
        "suggestions_of": ["builtin", "learned"],
    }
    assert "1 article without gold: riga." in done.left_out
    readme = held(target)["README.md"].decode()
    assert all(f"- {sentence}" in readme for sentence in done.left_out)


def test_gold_of_another_status_is_named(rhea, target):
    done = gold_bundle.write(rhea.workspace, target, status="complete")

    assert done.articles == 0
    assert document(target, "left-out.json")["articles_of_another_status"] == ["muscat"]
    assert document(target, "verdicts.json")["by"] == {}


def test_verdicts_on_tags_that_have_changed_are_told(rhea, target):
    place = SetTarget(rhea.article, "ben")
    status.reopen(rhea.workspace, place)
    shown = articles.load_set(rhea.workspace, rhea.article, "ben")
    (one,) = [tag for tag in shown.spans if tag.text == "Sagyndykov"]
    tags.relabel(rhea.workspace, place, one, "LOC")

    done = gold_bundle.write(rhea.workspace, target)

    assert document(target, "left-out.json")["verdicts_to_look_at_again"] == {"muscat": 1}
    assert any("1 verdict to look at again" in sentence for sentence in done.left_out)


def test_there_is_no_bundle_without_gold(small, take, target):
    take(small, amy_line())
    with pytest.raises(UnknownSetError, match="no set of gold"):
        gold_bundle.write(small, target)
    assert not target.exists()


def test_what_is_in_its_place_stays_when_somebody_works_on_meanwhile(rhea, target):
    target.write_bytes(b"before")
    desk = Desk(rhea.workspace, "riga", "zoe")
    worked = []

    def work(_done, _total):
        if not worked:
            worked.append(desk.tag("Riga"))

    with pytest.raises(MovedOnError, match="was changed while"):
        gold_bundle.write(rhea.workspace, target, progress=Progress(work))
    assert target.read_bytes() == b"before"
    assert [item.name for item in target.parent.glob("*.partial")] == []


def test_an_undo_meanwhile_counts_as_work_too(rhea, target):
    Desk(rhea.workspace, "riga", "zoe").tag("Riga")
    undone = []

    def undo(_done, _total):
        if not undone:
            undone.append(rhea.workspace.undo("zoe"))

    with pytest.raises(MovedOnError, match="was changed while"):
        gold_bundle.write(rhea.workspace, target, progress=Progress(undo))
    assert undone != [None]


def test_a_folder_is_not_replaced(rhea, tmp_path):
    with pytest.raises(FileUnwritableError, match="it is a folder"):
        gold_bundle.write(rhea.workspace, tmp_path)


def test_every_line_of_gold_in_it_says_why_each_tag_is_there(rhea, target):
    gold_bundle.write(rhea.workspace, target)

    (found,) = [orjson.loads(one) for one in held(target)["gold.jsonl"].splitlines()]
    tagged = [*found["spans"], *found["frames"]]
    assert all(found["provenance"][tag["id"]]["verdict"] for tag in tagged)
