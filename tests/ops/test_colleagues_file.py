"""What a colleague's file would bring, told before it comes in and after."""

import pytest

from annotator.domain.intake import ChangedSet, TagChanges
from annotator.ops import corpus, intake
from tests.ops.conftest import TEXT, rows
from tests.ops.gold_lines import entity, line, span, warnings
from tests.ops.reviewing import Bench, amy_line, ben_line


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


def newer_ben():
    """One tag fewer, one more, one with another label, another status of the meeting."""
    made = ben_line()
    made["spans"] = [one for one in made["spans"] if one["id"] != "s10"]
    made["spans"].append(span("s11", "MUSCAT", "GPE"))
    for one in made["spans"]:
        if one["id"] == "s9":
            one["label"] = "LOC"
    made["frames"][0]["attributes"]["status"] = "cancelled"
    return made


def test_a_dry_run_tells_what_is_new_equal_and_changed(rhea, take):
    report = take(rhea.workspace, amy_line(), newer_ben(), dry_run=True)

    (file,) = report.files
    assert (file.new, file.by_text, file.other_name, file.other_text) == (0, 1, [], [])
    assert (file.sets_new, file.sets_equal) == (0, 1)
    assert file.changed == [
        ChangedSet("muscat", "ben", TagChanges(1, 1, 1), TagChanges(0, 0, 1)),
    ]
    assert "Changed: muscat of ben: spans 1 added, 1 removed, 1 changed; frames 1 changed." in (
        file.sentences()
    )
    assert ("ORG",) in rows(rhea.workspace, "SELECT label FROM span")


def test_tags_that_only_have_other_ids_are_no_change(rhea, take):
    renumbered = ben_line()
    for one in renumbered["spans"]:
        one["id"] = f"x{one['id']}"
    for one in renumbered["frames"]:
        one["id"] = f"y{one['id']}"
        one["roles"] = {role: [f"x{key}" for key in keys] for role, keys in one["roles"].items()}

    (file,) = take(rhea.workspace, renumbered, dry_run=True).files

    assert file.changed == [ChangedSet("muscat", "ben", TagChanges(), TagChanges())]
    assert "Changed: muscat of ben: no tag differs." in file.sentences()


def test_articles_are_told_apart_by_text_and_by_id(rhea, take):
    report = take(
        rhea.workspace,
        line("port", TEXT, annotator="cyd"),
        line("riga", "Another text.\n", annotator="cyd"),
        line("oslo", "A text of its own.\n", annotator="cyd"),
        dry_run=True,
    )

    (file,) = report.files
    assert (file.new, file.by_text, file.other_name, file.other_text) == (1, 0, ["port"], ["riga"])
    assert file.sets_new == 2
    assert "from character 0 on" in report.refused[0].problem


def test_labels_and_frames_that_the_scheme_does_not_have_are_counted(rhea, take):
    made = amy_line() | {"annotator": "cyd"}
    for one in made["spans"][:2]:
        one["label"] = "HARBOUR"
    made["frames"][0]["type"] = "Voyage"

    report = take(rhea.workspace, made, dry_run=True)

    (file,) = report.files
    assert file.unknown == {"HARBOUR": 2, "Voyage": 1}
    assert len(report.refused) == 1


def test_entities_are_matched_to_the_register_or_new(rhea, take):
    made = amy_line() | {"annotator": "cyd"}
    made["entities"].append(entity("e3", "ORG", "Oman Rail"))
    made["spans"][-1]["entity"] = "e3"

    report = take(rhea.workspace, made, dry_run=True)

    assert (report.files[0].entities_known, report.files[0].entities_new) == (2, 1)
    again = take(rhea.workspace, made)
    assert (again.files[0].entities_known, again.files[0].entities_new) == (2, 1)


@pytest.mark.parametrize("dry_run", [True, False])
def test_verdicts_that_no_longer_apply_are_told(rhea, take, dry_run):
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    rhea.take("Oman", "amy")
    rhea.take("Omani", "ben")
    before = rhea.gold

    report = take(rhea.workspace, newer_ben(), dry_run=dry_run)

    assert "2 verdicts on ben's tags are to be looked at again; gold stays as it is." in (
        warnings(report)
    )
    assert report.files[0].changed[0].again == 2
    assert rhea.gold == before
    assert len(rhea.review.docket.to_look_at_again()) == (0 if dry_run else 2)


def test_verdicts_that_still_apply_are_no_warning(rhea, take):
    rhea.open()
    rhea.take("Sagyndykov", "ben")

    report = take(rhea.workspace, newer_ben())

    assert not any("looked at again" in said for said in warnings(report))


def test_a_preview_of_lines_tells_the_same_and_writes_nothing(rhea, take, tmp_path):
    rhea.open()
    rhea.take("Oman", "amy")
    path = tmp_path / "newer.jsonl"
    take(rhea.workspace, newer_ben(), dry_run=True)
    (tmp_path / "in1.jsonl").rename(path)
    history = rhea.workspace.history()

    found = intake.preview(rhea.workspace, [path])

    assert found.files[0].changed[0].again == 1
    assert any("1 verdict on ben's tags is to be looked at again" in one.problem
               for one in found.warnings)  # fmt: skip
    assert rhea.workspace.history() == history


def test_a_preview_without_a_workspace_tells_what_a_new_one_would_get(tmp_path, take, empty):
    take(empty, amy_line(), dry_run=True)

    found = intake.preview(None, [tmp_path / "in0.jsonl"])

    assert (found.files[0].new, found.files[0].sets_new) == (1, 1)
    assert corpus.stats(empty).articles == 0
