"""The small articles of ``tests/data/review``: each way to differ, once."""

import json
from collections import Counter
from pathlib import Path

import pytest

from annotator.domain.review import DifferenceKind
from tests.cli.program import done, report

FOLDER = Path(__file__).parent / "data" / "review"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
WAYS = [(one["article"], one["class"]) for one in EXPECTED["differences"]]


@pytest.fixture
def both(tmp_path):
    path = tmp_path / "w.annotator"
    done("import", path, *(FOLDER / f"{name}.jsonl" for name in EXPECTED["annotators"]))
    return path


def test_every_way_to_differ_is_expected_once():
    assert Counter(kind for _, kind in WAYS) == Counter(str(kind) for kind in DifferenceKind)


def test_the_expected_differences_are_found_and_no_others(both):
    found = report("compare", both, *EXPECTED["annotators"])["differences"]
    assert Counter((one["article"], one["class"]) for one in found) == Counter(WAYS)
    assert all(one["classes"] == [one["class"]] for one in found)


def test_the_other_side_finds_the_same_places(both):
    found = report("compare", both, *reversed(EXPECTED["annotators"]))["differences"]
    mirrored = {"missing": "extra", "extra": "missing"}
    ways = Counter((article, mirrored.get(kind, kind)) for article, kind in WAYS)
    assert Counter((one["article"], one["class"]) for one in found) == ways


@pytest.mark.parametrize("name", EXPECTED["annotators"])
def test_a_file_comes_back_byte_for_byte_and_whole(both, name, tmp_path):
    found = report("check", both)
    assert (found["damage"], found["unfinished"]) == ([], [])
    done("export", both, tmp_path / "out.jsonl", "--annotator", name)
    assert (tmp_path / "out.jsonl").read_bytes() == (FOLDER / f"{name}.jsonl").read_bytes()
