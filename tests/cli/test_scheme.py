"""The scheme on the command line: shown, written, used, refused with its line."""

import pytest

from annotator import assets
from tests.cli.program import annotator, done, line, report, write

SHIPPED = assets.read_text("schemes/diplomatic-news.toml")
PLAIN = SHIPPED.partition("[[guideline]]")[0].replace("\nversion = 1\n", "\nversion = 2\n", 1)
RENAMED = (
    PLAIN.replace('name = "PERSON"\n', 'name = "HUMAN"\nformerly = ["(old)"]\n')
    .replace('"PERSON"', '"HUMAN"')
    .replace("(old)", "PERSON")
)


@pytest.fixture
def file(tmp_path):
    def make(source, name="mine.toml"):
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        return path

    return make


def test_the_scheme_is_shown_with_what_is_in_use(two):
    said = done("scheme", two).out.splitlines()
    assert said[0] == "diplomatic-news 1"
    assert "label PERSON (key 1): 1 span" in said
    assert "label CUE: 0 spans" in said
    assert "frame type Statement (key S): 0 frames" in said
    shown = report("scheme", two)
    assert (shown["name"], shown["version"]) == ("diplomatic-news", 1)
    assert shown["labels"]["PERSON"] == {"key": "1", "spans": 1, "attributes": {}}
    assert list(shown["frames"]) == ["Statement", "Stance", "Meeting"]
    assert shown["frames"]["Stance"]["roles"]["holder"] == 0


def test_it_is_written_as_it_came_in(two, tmp_path):
    target = tmp_path / "out.toml"
    assert report("scheme", two, "--export", target) == {
        "file": str(target),
        "name": "diplomatic-news",
        "version": 1,
    }
    assert target.read_text(encoding="utf-8") == SHIPPED
    assert done("scheme", two, "--use", target).out.endswith("says the same.\n")
    assert annotator("scheme", two, "--export", tmp_path / "no" / "x.toml").status == 2


def test_a_dry_run_says_what_would_change_and_changes_nothing(two, file):
    said = done("scheme", two, "--use", file(RENAMED), "--dry-run").out
    assert "renamed  label PERSON becomes HUMAN: 1 tag in 1 article · amy\n" in said
    assert said.endswith("diplomatic-news 2 was not used: dry run.\n")
    assert report("scheme", two)["version"] == 1


def test_using_a_version_renames_and_says_so(two, file):
    found = report("scheme", two, "--use", file(RENAMED), "--annotator", "amy")
    assert (found["used"], found["tags"], found["annotators"]) == (True, 1, ["amy"])
    assert found["renamed"] == [
        {
            "kind": "label",
            "name": "PERSON",
            "of": [],
            "now": "HUMAN",
            "tags": 1,
            "articles": 1,
            "annotators": ["amy"],
        }
    ]
    assert found["refused"] == []
    assert report("stats", two)["spans"] == {"amy": {"HUMAN": 1}}
    assert report("check", two)["damage"] == []
    again = report("scheme", two, "--use", file(RENAMED))
    assert (again["used"], again["tags"]) == (False, 0)


def test_lines_of_the_version_before_come_in_and_that_is_said(two, file, tmp_path):
    done("scheme", two, "--use", file(RENAMED))
    older = line("c", "Ola Vik came.\n", ((0, 7, "PERSON"),), annotator="cai",
                 scheme={"name": "diplomatic-news", "version": 1})  # fmt: skip
    found = report("import", two, write(tmp_path / "older.jsonl", older))
    assert found["refused"] == []
    assert [item["problem"] for item in found["warnings"]] == [
        "1 line of an earlier version of the scheme: PERSON is HUMAN now."
    ]
    bare = line("d", "Per Dahl came.\n", ((0, 8, "PERSON"),), annotator="cai")
    found = report("import", two, write(tmp_path / "bare.jsonl", bare), status=1)
    assert found["refused"][0]["problem"].endswith("It is called HUMAN now.")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'key = "S"',
            'key = "Q"',
            "Statement.key: Q is “Select the quotation”. Free keys are A, B",
        ),
        ("linked = true", "linked = 1", "in line 9, PERSON.linked: true or false is needed."),
        ("version = 2\n", "version = 1\n", "Give the changed scheme the version 2."),
        ('name = "PERSON"\nchip', 'name = "MENSCH"\nchip', "there is no label PERSON."),
    ],
)
def test_a_file_that_is_refused_is_named_with_line_key_and_remedy(two, file, old, new, problem):
    assert old in PLAIN
    path = file(PLAIN.replace(old, new, 1))
    result = annotator("scheme", two, "--use", path)
    assert result.status == 1
    assert result.out == ""
    assert problem in result.err
    assert report("scheme", two, "--use", path, status=1)["refused"][0]["file"] == str(path)
    assert report("scheme", two)["version"] == 1


def test_names_in_use_that_would_go_are_refused_with_counts(two, file):
    path = file(PLAIN.replace('"PERSON"', '"HUMAN"'))
    found = report("scheme", two, "--use", path, status=1)
    (refused,) = found["refused"]
    assert refused["problem"].endswith("the scheme leaves it out: 1 tag in 1 article · amy.")
    assert 'formerly = ["PERSON"]' in refused["remedy"]
    assert (found["used"], report("scheme", two)["version"]) == (False, 1)


def test_a_file_that_is_not_there_is_refused(two, tmp_path):
    assert "is not there" in annotator("scheme", two, "--use", tmp_path / "none.toml").err


@pytest.mark.parametrize(
    "words",
    [
        ("--use", "a.toml", "--export", "b.toml"),
        ("--dry-run",),
        ("--annotator", "amy"),
        ("--use", "a.toml", "--annotator", "gold"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(two, words):
    assert annotator("scheme", two, *words).status == 2


def test_there_must_be_a_workspace(tmp_path):
    assert annotator("scheme", tmp_path / "none.annotator").status == 2


def test_a_new_workspace_has_the_scheme_that_import_was_given(w, file, tmp_path):
    own = file('name = "own"\nversion = 3\n[[labels]]\nname = "THING"\nkey = "1"\n')
    lines = write(tmp_path / "in.jsonl", line("a", "A stone.\n", ((2, 7, "THING"),)))
    done("import", w, lines, "--scheme", own)
    assert report("scheme", w)["labels"] == {"THING": {"key": "1", "spans": 1, "attributes": {}}}
    done("import", w, lines, "--scheme", own)
    other = annotator("import", w, lines, "--scheme", file(PLAIN, "other.toml"))
    assert (other.status, other.out) == (2, "")
    assert "The workspace has another scheme: own 3." in other.err
    assert f"annotator scheme {w} --use FILE" in other.err


def test_a_dry_run_checks_lines_against_the_scheme_of_the_file(w, file, tmp_path):
    own = file('name = "own"\nversion = 3\n[[labels]]\nname = "THING"\nkey = "1"\n')
    lines = write(tmp_path / "in.jsonl", line("a", "A stone.\n", ((2, 7, "THING"),)))
    assert report("import", w, lines, "--scheme", own, "--dry-run")["refused"] == []
    assert not w.exists()
    assert annotator("import", w, lines, "--scheme", file("x = ", "bad.toml")).status == 2
    assert not w.exists()
