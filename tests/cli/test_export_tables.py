"""Tables out: ``export --format csv``."""

import csv

import pytest

from annotator.exchange.csv_cells import unguarded
from tests.cli.program import done, line, read, report, write

TABLES = ["entities.csv", "export.json", "fillers.csv", "meetings.csv", "spans.csv", "stances.csv",
          "statements.csv"]  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def gold(corpus, tmp_path_factory):
    """A workspace with the gold of the sample corpus; nobody writes into it."""
    path = tmp_path_factory.mktemp("gold") / "gold.annotator"
    done("import", path, corpus / "gold.jsonl")
    return path


def test_the_gold_of_the_sample_corpus_has_a_row_for_each_frame_filler_and_entity(
    gold, corpus, tmp_path
):
    found = report("export", gold, tmp_path / "out", "--format", "csv", "--gold")
    assert sorted(content(tmp_path / "out")) == TABLES
    assert (found["set"], found["articles"]) == ("gold", 20)
    assert found["left_out"][0] == "20 article texts are left out."
    lines = read(corpus / "gold.jsonl")
    frames = [(item["id"], frame) for item in lines for frame in item["frames"]]
    for kind, file in (
        ("Statement", "statements.csv"),
        ("Stance", "stances.csv"),
        ("Meeting", "meetings.csv"),
    ):
        wanted = [(name, frame["id"]) for name, frame in frames if frame["type"] == kind]
        table = rows(tmp_path / "out" / file)
        assert [(row["article_id"], row["frame_id"]) for row in table] == wanted
        assert found["rows"][file] == len(wanted)
    texts = {item["id"]: item["text"] for item in lines}
    spans = rows(tmp_path / "out/spans.csv")
    assert len(spans) == sum(len(item["spans"]) for item in lines)
    for row in spans:
        text = texts[row["article_id"]]
        assert text[int(row["start"]) : int(row["end"])] == unguarded(row["words"])
    entities = {(e["type"], e["name"]) for item in lines for e in item["entities"]}
    assert {(row["type"], row["name"]) for row in rows(tmp_path / "out/entities.csv")} == entities


def test_a_second_export_gives_the_same_bytes(gold, tmp_path):
    for folder in ("one", "two", "one"):
        done("export", gold, tmp_path / folder, "--format", "csv")
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_what_a_lossy_export_leaves_out_is_said_beside_what_it_wrote(gold, tmp_path):
    result = done("export", gold, tmp_path / "out", "--format", "csv")
    assert "statements.csv: 416 rows\n" in result.out
    assert result.out.endswith(f"20 articles of gold written to {tmp_path / 'out'}.\n")
    assert "Note: 99 zones are left out.\n" in result.err


def test_the_set_is_chosen_as_for_jsonl(two, desk, tmp_path):
    result = done("export", two, tmp_path / "o", "--format", "csv", status=2)
    assert "amy, ben" in result.err
    assert (
        "There are: amy, ben."
        in done("export", two, tmp_path / "o", "--format", "csv", "--gold", status=2).err
    )
    assert not (tmp_path / "o").exists()
    for choice, name in (
        (["--annotator", "amy"], "amy"),
        (["--suggestions"], "suggestions:builtin"),
    ):
        folder = tmp_path / name.partition(":")[0]
        assert report("export", desk, folder, "--format", "csv", *choice)["set"] == name
        assert {row["set_name"] for row in rows(folder / "spans.csv")} == {name}


def test_only_sets_of_a_status_are_in_the_tables(w, tmp_path):
    lines = [line("a", status="complete"), line("b", "Else.\n", ())]
    done("import", w, write(tmp_path / "l.jsonl", *lines))
    how = ("--format", "csv", "--status", "complete")
    assert report("export", w, tmp_path / "out", *how)["articles"] == 1
    assert {row["article_id"] for row in rows(tmp_path / "out/spans.csv")} == {"a"}


FORMULA = '=HYPERLINK("http://x.example","y")'


@pytest.mark.parametrize(("option", "cell"), [((), f"'{FORMULA}"), (("--no-guard",), FORMULA)])
def test_formulas_are_guarded_unless_asked_not_to(w, tmp_path, option, cell):
    text = f"{FORMULA}\nsaid.\n"
    done("import", w, write(tmp_path / "l.jsonl", line(text=text, spans=((0, 34, "ORG"),))))
    done("export", w, tmp_path / "out", "--format", "csv", *option)
    assert [row["words"] for row in rows(tmp_path / "out/spans.csv")] == [cell]


def test_the_mark_for_excel_can_be_left_out(two, tmp_path):
    how = ("--annotator", "amy", "--format", "csv")
    done("export", two, tmp_path / "with", *how)
    done("export", two, tmp_path / "without", *how, "--no-bom")
    marked = (tmp_path / "with/spans.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + (tmp_path / "without/spans.csv").read_bytes()


def test_a_file_of_somebody_else_is_not_replaced(two, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/entities.csv").write_text("mine", "utf-8")
    how = ("--annotator", "amy", "--format", "csv")
    assert "is there already" in done("export", two, tmp_path / "out", *how, status=2).err
    assert content(tmp_path / "out") == {"entities.csv": b"mine"}


def test_a_format_that_there_is_not_is_refused_by_name(two, tmp_path):
    result = done("export", two, tmp_path / "out", "--format", "xml", status=2)
    assert "there are: jsonl, csv" in " ".join(result.err.split())
