"""CSV tables: cells that are no formulas, columns that are stable, folders that are whole."""

import csv
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator import assets
from annotator.domain.gold import FORMAT
from annotator.domain.scheme_file import read_scheme
from annotator.errors import FileUnwritableError, ForeignFileError
from annotator.exchange import csv_folder
from annotator.exchange.csv_cells import CsvTable, guarded, unguarded
from annotator.exchange.csv_folder import MANIFEST, CsvWriter
from annotator.exchange.csv_tables import Tables
from annotator.exchange.gold import canonical_record
from tests.exchange.test_gold_schema import sample

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
TABLES = ["entities.csv", "fillers.csv", "meetings.csv", "spans.csv", "stances.csv",
          "statements.csv"]  # fmt: skip
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
CELLS = st.text() | st.sampled_from(FORMULAS).flatmap(lambda sign: st.text().map(sign.__add__))


def rows(path):
    """What Python's own reader finds in a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(folder, *records, **options):
    with CsvWriter(folder, SCHEME, "amy", **options) as writer:
        for record in records:
            writer.write(canonical_record(record, SCHEME))
    return writer


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [*FORMULAS, "\n", "＝"])
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(sign):
    assert guarded(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("cell", ["", "a", "1", "'a", "'", "''", " =1", "a=1", "“=1”"])
def test_other_cells_stay_as_they_are(cell):
    assert guarded(cell) == cell


@given(CELLS | CELLS.map("'".__add__))
@example("'=1")
@example("''-")
def test_what_is_guarded_can_be_had_back_and_begins_no_formula(cell):
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(FORMULAS)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5), st.booleans())
def test_the_reader_of_python_finds_what_was_written(tmp_path_factory, table, guard):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    made = CsvTable(path, ["one", "two"], guard=guard, mark=True)
    for row in table:
        made.add(row)
    made.finish()
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfone,two\r\n")
    found = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert found[1:] == [[guarded(cell) if guard else cell for cell in row] for row in table]
    assert made.rows == len(table)


def test_numbers_truth_and_nothing_are_written_plainly(tmp_path):
    made = CsvTable(tmp_path / "t.csv", ["a"], guard=True, mark=False)
    made.add([None, True, False, -3, 0.25, "-3"])
    made.finish()
    assert (tmp_path / "t.csv").read_bytes() == b"a\r\n,true,false,-3,0.25,'-3\r\n"


# --- tables ---------------------------------------------------------------------------------------


def test_one_frame_is_one_row_with_its_fillers_by_role(tmp_path):
    write(tmp_path / "out", sample())
    (found,) = rows(tmp_path / "out/statements.csv")
    record = sample()
    frame = next(item for item in record["frames"] if item["type"] == "Statement")
    spans = {span["id"]: span for span in record["spans"]}
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    assert found["article_id"] == record["id"]
    assert found["frame_id"] == frame["id"]
    assert found["content"] == " | ".join(spans[key]["text"] for key in frame["roles"]["content"])
    said = spans[frame["roles"]["speaker"][0]]
    assert found["speaker"] == names.get(said["entity"], said["text"])
    assert found["implied"] == " | ".join(frame["implied"])
    assert found["mode"] == frame["attributes"]["mode"]
    starts = [
        spans[key]["start"] for keys in frame["roles"].values() for key in keys if key in spans
    ]
    assert int(found["start"]) == min(starts)


def test_every_filler_has_a_row_with_words_place_and_entity(tmp_path):
    write(tmp_path / "out", sample())
    found = rows(tmp_path / "out/fillers.csv")
    record = sample()
    wanted = [
        (frame["id"], role, key)
        for frame in record["frames"]
        for role, keys in frame["roles"].items()
        for key in keys
    ]
    filled = [row for row in found if row["kind"] != "implied"]
    assert len(filled) == len(wanted)
    implied = [(row["frame_id"], row["role"]) for row in found if row["kind"] == "implied"]
    assert sorted(implied) == sorted(
        (frame["id"], role) for frame in record["frames"] for role in frame["implied"]
    )
    for row in (row for row in filled if row["kind"] == "span"):
        assert record["text"][int(row["start"]) : int(row["end"])] == unguarded(row["words"])
    entities = {row["entity_id"]: row for row in rows(tmp_path / "out/entities.csv")}
    for row in filled:
        if row["entity_id"]:
            assert entities[row["entity_id"]]["name"] == row["entity_name"]


def test_an_entity_has_one_number_in_all_articles(tmp_path):
    first, second = sample(), {**sample(), "id": "other"}
    second["entities"] = [dict(entity) for entity in reversed(second["entities"])]
    write(tmp_path / "out", first, second)
    found = rows(tmp_path / "out/entities.csv")
    names = [(row["type"], row["name"]) for row in found]
    assert len(names) == len(set(names))
    assert {row["articles"] for row in found} == {"2"}
    spans = rows(tmp_path / "out/spans.csv")
    by_article = [
        [row["entity_id"] for row in spans if row["article_id"] == name]
        for name in (first["id"], "other")
    ]
    assert by_article[0] == by_article[1]


def test_columns_are_the_same_whatever_was_tagged(tmp_path):
    write(tmp_path / "full", sample())
    write(tmp_path / "bare")
    for name in TABLES:
        full, bare = ((tmp_path / folder / name).read_bytes() for folder in ("full", "bare"))
        assert full.startswith(bare)
        assert bare.count(b"\r\n") == 1


def test_names_that_stand_there_already_get_a_number():
    scheme = read_scheme(
        """
        name = "protest"
        version = 1
        [[labels]]
        name = "CROWD"
        [[frames]]
        name = "Protest march/sit-in"
        [[frames.roles]]
        name = "note"
        labels = ["CROWD"]
        [[frames.attributes]]
        name = "article_id"
        kind = "text"
        [[frames]]
        name = "Entity"
        [[frames]]
        name = "Party"
        """
    )
    columns = Tables(scheme).columns
    assert list(columns) == [
        "protest-march-sit-ins.csv", "entities-2.csv", "parties.csv", "fillers.csv", "spans.csv",
    ]  # fmt: skip
    march = columns["protest-march-sit-ins.csv"]
    assert {"note", "note_2", "article_id", "article_id_2"} <= set(march)
    assert len(set(march)) == len(march)


def test_words_with_line_breaks_and_formulas_come_back_whole(tmp_path):
    record = sample()
    record["spans"][0]["note"] = '=HYPERLINK("x")\nand “more”, "too"'
    write(tmp_path / "guarded", record)
    write(tmp_path / "plain", record, guard=False)
    wanted = record["spans"][0]["note"]
    key = record["spans"][0]["id"]
    for folder, said in (("guarded", f"'{wanted}"), ("plain", wanted)):
        found = rows(tmp_path / folder / "spans.csv")
        assert next(row["note"] for row in found if row["span_id"] == key) == said


# --- folders --------------------------------------------------------------------------------------


def test_the_folder_says_what_it_holds_and_what_it_lost(tmp_path):
    record = sample()
    writer = write(tmp_path / "out", record)
    said = json.loads((tmp_path / "out" / MANIFEST).read_bytes())
    assert sorted(said["files"]) == TABLES
    assert {name: about["rows"] for name, about in said["files"].items()} == writer.files
    assert said["format"] == "annotator-csv/1"
    assert FORMAT not in json.dumps(said)
    assert said["left_out"][0] == "1 article text is left out."
    comments = len(record["comments"])
    assert any(line.startswith(f"{comments} comment") for line in said["left_out"])


def test_a_second_export_gives_the_same_bytes_and_takes_the_place_of_the_first(tmp_path):
    write(tmp_path / "out", sample())
    before = content(tmp_path / "out")
    write(tmp_path / "out", sample())
    assert content(tmp_path / "out") == before
    other = {**sample(), "id": "zz"}
    write(tmp_path / "out", sample(), other)
    after = content(tmp_path / "out")
    assert after.keys() == before.keys()
    assert after["statements.csv"] != before["statements.csv"]


def test_a_file_of_somebody_else_stays_and_stops_the_export(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "statements.csv").write_text("my own", "utf-8")
    with pytest.raises(ForeignFileError, match=r"statements\.csv"):
        write(folder, sample())
    assert content(folder) == {"statements.csv": b"my own"}
    assert csv_folder.in_the_way(folder, SCHEME) == "statements.csv"


def test_a_table_that_was_changed_since_stays_and_stops_the_export(tmp_path):
    write(tmp_path / "out", sample())
    changed = tmp_path / "out/stances.csv"
    changed.write_bytes(changed.read_bytes() + b"mine\r\n")
    before = content(tmp_path / "out")
    with pytest.raises(ForeignFileError, match=r"stances\.csv"):
        write(tmp_path / "out", sample())
    assert content(tmp_path / "out") == before


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", "utf-8")
    write(folder, sample())
    assert (folder / "notes.txt").read_text("utf-8") == "mine"
    assert sorted(content(folder)) == sorted([*TABLES, MANIFEST, "notes.txt"])


@pytest.mark.parametrize("there", [False, True])
def test_an_export_that_fails_leaves_the_folder_as_it_was(tmp_path, there):
    folder = tmp_path / "out"
    if there:
        write(folder, sample())
    before = content(folder) if there else None
    with pytest.raises(RuntimeError), CsvWriter(folder, SCHEME, "amy") as writer:
        writer.write(canonical_record({**sample(), "id": "zz"}, SCHEME))
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == (["out"] if there else [])
    if there:
        assert content(folder) == before


def test_what_was_replaced_comes_back_when_a_table_cannot_be_put_in_place(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    write(folder, sample())
    before = content(folder)
    rename = type(folder).rename

    def refused(self, target):
        if target.name == "stances.csv" and target.parent == folder and "before" not in str(self):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(folder), "rename", refused)
        with pytest.raises(FileUnwritableError, match="No space"):
            write(folder, {**sample(), "id": "zz"})
    assert content(folder) == before


@pytest.mark.parametrize("target", ["file", "nowhere/out"])
def test_a_target_that_cannot_be_a_folder_is_refused(tmp_path, target):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(FileUnwritableError):
        write(tmp_path / target, sample())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
