"""What rules are tuned on: it imports, it checks, and it comes back as it was."""

from pathlib import Path

import pytest

from tests.cli.program import done, report

FILES = sorted((Path(__file__).parent / "data" / "tuning").glob("*.jsonl"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_tuning_data_comes_back_byte_for_byte(file, tmp_path):
    workspace, out = tmp_path / "w.annotator", tmp_path / "out.jsonl"
    said = done("import", workspace, file)
    assert said.err == ""
    found = report("check", workspace)
    assert (found["damage"], found["unfinished"]) == ([], [])
    done("export", workspace, out, "--gold")
    assert out.read_bytes() == file.read_bytes()
