"""How suggestions do, on the command line."""

import json

from tests.cli.program import BUILTIN, done, report


def test_the_ledger_says_what_became_of_suggestions_by_rule_and_label(desk):
    found = report("ledger", desk)
    assert found["annotator"] is None
    rules = {(one["rule"], one["label"]): one for one in found["rules"]}
    titled = rules["title-name", "PERSON"]
    assert titled["accepted"] == titled["proposed"] > 0
    assert (titled["rate"], titled["on"], titled["interval"][1]) == (1.0, True, 1.0)
    countries = rules["list-countries", "GPE"]
    assert (countries["rate"], countries["interval"]) == (None, None)
    assert countries["waiting"] == countries["proposed"] > 0
    [looked] = found["looked"]
    assert f"{looked['source']}/{looked['version']}" == BUILTIN
    assert report("ledger", desk, "--annotator", "ben")["rules"][0]["rate"] is None


def test_the_ledger_as_a_table_begins_with_what_was_decided(desk):
    lines = done("ledger", desk).out.splitlines()
    assert lines[0].split()[:4] == ["rule", "label", "source", "proposed"]
    assert "PERSON" in lines[1]
    assert "1.00" in lines[1]
    assert any(line.startswith(f"{BUILTIN} looked at ") for line in lines)


def test_a_rule_is_switched_off_and_on_and_suggestions_follow(desk):
    rule = "builtin:list-countries"
    before = report("stats", desk)["suggestions"][BUILTIN]["pending"]
    found = report("ledger", desk, "--off", rule)
    [line] = [one for one in found["rules"] if one["rule"] == "list-countries"]
    assert (line["on"], line["waiting"]) == (False, 0)
    after = report("stats", desk)["suggestions"][BUILTIN]["pending"]
    assert after == before - line["proposed"]
    assert "list-countries (off)" in done("ledger", desk).out
    report("ledger", desk, "--on", rule)
    assert report("stats", desk)["suggestions"][BUILTIN]["pending"] == before


def test_a_rule_that_nobody_knows_is_refused_with_those_there_are(desk):
    result = done("ledger", desk, "--off", "builtin:lst-countries", status=2)
    assert "No rule builtin:lst-countries" in result.err
    assert "list-countries" in result.err


def test_own_files_are_used_and_their_mistakes_are_told(desk, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "r.jsonl").write_text('{"label": "ORG", "pattern": [{"LOWER": "the"}]}\n[]\n')
    result = done("suggest", desk, "--again", "--own", folder, "--source", "builtin", status=1)
    assert f"{folder / 'r.jsonl'}, line 2: a rule is an object" in result.err
    rules = {one["rule"] for one in report("ledger", desk)["rules"]}
    assert "own-r 1" in rules


def test_the_doctor_looks_at_the_folder_beside_a_workspace(desk):
    folder = desk.with_name("desk.sources")
    folder.mkdir()
    (folder / "ORGG.txt").write_text("Club\n", encoding="utf-8")
    from tests.cli.program import annotator

    out = annotator("doctor", desk).out
    assert "wrong    Own files: " in out
    assert "the scheme has no label ORGG" in out


def test_the_document_of_the_ledger_is_all_that_is_printed(desk):
    assert json.loads(done("ledger", desk, "--json").out)["rules"]
