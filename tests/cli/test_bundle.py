"""Sending work to and fro on the command line."""

import pytest

from tests.cli.program import done, line, names, read, report, write


@pytest.fixture
def sent(tmp_path):
    return tmp_path / "sent.annotator-bundle"


def test_articles_go_out_without_tags_and_come_back_with_a_colleagues(two, sent, tmp_path):
    found = report("bundle", two, sent, "--for", "cyd")
    assert found == {"file": str(sent), "annotator": None, "for": "cyd", "articles": 2}
    theirs = tmp_path / "theirs.annotator"
    done("import", theirs, sent)
    assert report("stats", theirs)["sets"] == {}
    done("import", theirs, write(tmp_path / "cyd.jsonl", line("a", annotator="cyd")))

    back = tmp_path / "back.annotator-bundle"
    assert (
        "1 article with the tags of cyd" in done("bundle", theirs, back, "--annotator", "cyd").out
    )
    came = report("import", two, back)

    assert came["sets"] == {"new": 1, "replaced": 0, "known": 0}
    done("export", two, tmp_path / "cyd-back.jsonl", "--annotator", "cyd")
    assert [tag["text"] for tag in read(tmp_path / "cyd-back.jsonl")[0]["spans"]] == ["Rana Haddad"]


def test_a_new_workspace_has_the_scheme_of_the_bundle(two, sent, tmp_path):
    own = tmp_path / "own.toml"
    done("scheme", two, "--export", own)
    own.write_text(own.read_text("utf-8").replace("version = 1", "version = 4", 1), "utf-8")
    done("scheme", two, "--use", own)
    done("bundle", two, sent, "--for", "cyd")

    done("import", tmp_path / "theirs.annotator", sent)

    assert report("scheme", tmp_path / "theirs.annotator")["version"] == 4


def test_articles_are_chosen(two, sent):
    assert report("bundle", two, sent, "--for", "cyd", "--article", "b")["articles"] == 1
    assert (
        "no article z" in done("bundle", two, sent, "--for", "cyd", "--article", "z", status=2).err
    )


@pytest.mark.parametrize("words", [
    (), ("--annotator", "amy", "--for", "ben"), ("--for", "ben", "--status", "complete"),
    ("--for", "gold"), ("--for", "a b"), ("--annotator", "zoe"),
])  # fmt: skip
def test_what_cannot_be_meant_writes_nothing(two, sent, words, tmp_path):
    before = names(tmp_path)
    assert done("bundle", two, sent, *words, status=2).err
    assert names(tmp_path) == before


def test_a_bundle_is_known_by_its_ending(two, tmp_path):
    assert (
        ".annotator-bundle" in done("bundle", two, tmp_path / "x.zip", "--for", "b", status=2).err
    )


def test_a_hostile_file_is_refused_in_words_and_leaves_no_workspace(w, tmp_path, sent):
    sent.write_bytes(b"PK\x03\x04 and then nothing")

    found = report("import", w, sent, status=1)

    assert found["refused"][0]["file"] == str(sent)
    assert "no bundle" in found["refused"][0]["problem"]
    assert not w.exists()


def test_a_dry_run_of_a_bundle_makes_no_workspace(two, sent, tmp_path):
    done("bundle", two, sent, "--annotator", "amy")
    found = report("import", tmp_path / "new.annotator", sent, "--dry-run")
    assert found["sets"]["new"] == 1
    assert not (tmp_path / "new.annotator").exists()


def test_gold_is_exported_with_its_reports(two, tmp_path):
    done("import", two, write(tmp_path / "more.jsonl", line("a", annotator="ben")))
    done("merge", two, "amy", "ben")

    found = report("export", two, tmp_path / "gold.zip", "--gold", "--bundle")

    assert (found["set"], found["articles"]) == ("gold", 1)
    assert found["spans"]["unanimous"] == 1
    assert found["files"][0] == "gold.jsonl"
    assert any("without gold: b" in said for said in found["left_out"])
    said = done("export", two, tmp_path / "gold.zip", "--gold", "--bundle")
    assert "1 article of gold and its reports written to" in said.out
    assert "without gold: b" in said.err


@pytest.mark.parametrize("words", [(), ("--annotator", "amy"), ("--gold", "--format", "csv")])
def test_only_gold_is_exported_with_reports(two, tmp_path, words):
    assert "--bundle belongs to --gold" in done(
        "export", two, tmp_path / "x", *words, "--bundle", status=2
    ).err  # fmt: skip
