"""Import: one step, all of it or nothing; and what leaves as JSONL comes back byte for byte."""

import random

import orjson
import pytest

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.default_scheme import default_scheme
from annotator.errors import RefusedInputError, UndoConflictError
from annotator.exchange.gold import canonical_record, encode
from annotator.jobs import Cancelled, Progress
from annotator.ops import articles, corpus, gold, intake, integrity, suggestions, tags
from tests.exchange.test_gold_schema import TEXT as GOLD_TEXT
from tests.exchange.test_gold_schema import entity, frame, sample, span
from tests.ops.conftest import BUILTIN, TEXT, Desk, proposal, rows, table_counts


def contents(workspace):
    """Every row of every table, the search index included, but for the journal and times."""
    left_out = {"operation", "removed", "former_set", "sqlite_sequence", "alembic_version"}
    names = rows(workspace, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = {}
    for (name,) in names:
        if name in left_out or name.startswith(("article_fts_", "sqlite_")):
            continue
        lines = rows(workspace, f'SELECT * FROM "{name}" ORDER BY 1, 2')
        if name == "annotation_set":
            lines = [(*row[:7], *row[8:10]) for row in lines]
        found[name] = [tuple(row) for row in lines]
    return found


def searched(workspace, word):
    statement = "SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY 1"
    return [row[0] for row in rows(workspace, statement, word)]


@pytest.fixture(scope="session")
def two_hundred(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two-hundred")
    chance = random.Random(2)
    words = TEXT.split()
    for number in range(200):
        body = " ".join(chance.choices(words, k=60))
        (folder / f"a{number:03}.txt").write_text(f"Title {number}\n\n{body} w{number}\n", "utf-8")
    return folder


@pytest.fixture
def import_lines(tmp_path):
    """Import lines as a file; the report counts and lists what happened."""

    def import_them(workspace, *lines, name="gold.jsonl", **options):
        path = tmp_path / name
        path.write_bytes(b"".join(x if isinstance(x, bytes) else encode(x) for x in lines))
        return intake.import_paths(workspace, [path], **options)

    return import_them


def line(**more):
    """The sample with other values; null stands for a key that is missing."""
    return {**sample(), **more}


def problems(found):
    return [item.problem for item in found]


# --- one step -------------------------------------------------------------------------------


def test_an_import_of_many_texts_is_one_step(empty, two_hundred):
    nothing = contents(empty)
    report = intake.import_paths(empty, [two_hundred], author="amy")
    assert (report.articles_new, report.refused) == (200, ())
    assert [step.name for step in empty.history()] == ["Import 200 articles"]
    everything = contents(empty)
    assert len(everything["article"]) == 200
    assert searched(empty, "w17") == [articles.named(empty, "a017")]
    assert empty.undo("amy").step.name == "Import 200 articles"
    assert contents(empty) == nothing
    assert searched(empty, "w17") == searched(empty, "Muscat") == []
    empty.redo("amy")
    assert contents(empty) == everything
    assert searched(empty, "w17") == [articles.named(empty, "a017")]
    assert integrity.check(empty).damage == ()
    assert empty.redo("amy") is None


def test_an_import_can_be_taken_back_after_suggestions_were_made_and_brings_them_back(
    empty, two_hundred
):
    intake.import_paths(empty, [two_hundred], author="amy")
    nothing_suggested = suggestions.waiting_articles(empty, BUILTIN)
    for key in nothing_suggested:
        suggestions.suggest_article(
            empty, key, BUILTIN, lambda text, _: [proposal(text[:5], "EVENT", text=text)]
        )
    everything = contents(empty)
    assert len(everything["suggestion"]) == len(everything["look"]) == 200
    empty.undo("amy")
    assert table_counts(empty)["suggestion"] == table_counts(empty)["article"] == 0
    assert suggestions.waiting_articles(empty, BUILTIN) == []
    assert integrity.check(empty).damage == ()
    empty.redo("amy")
    assert contents(empty) == everything
    assert suggestions.waiting_articles(empty, BUILTIN) == []
    assert suggestions.accept_all(empty, "amy") == 200
    empty.undo("amy")
    empty.undo("amy")
    empty.redo("amy")
    empty.redo("amy")
    assert len(contents(empty)["span"]) == 200
    assert integrity.check(empty).damage == ()


def test_an_import_on_which_a_colleague_has_built_stays_until_that_is_undone(empty, two_hundred):
    intake.import_paths(empty, [two_hundred], author="amy")
    ben = Desk(empty, "a100", "ben")
    tags.add(empty, ben.target, ben.at("Title"), "EVENT")
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        empty.undo("amy")
    assert corpus.stats(empty).articles == 200
    empty.undo("ben")
    empty.undo("amy")
    assert corpus.stats(empty).articles == 0


def test_what_was_imported_again_meanwhile_is_not_doubled_by_redo(empty, two_hundred):
    intake.import_paths(empty, [two_hundred], author="amy")
    empty.undo("amy")
    intake.import_paths(empty, [two_hundred / "a007.txt"], author="ben")
    with pytest.raises(UndoConflictError, match="ben"):
        empty.redo("amy")
    assert corpus.stats(empty).articles == 1
    empty.undo("ben")
    empty.redo("amy")
    assert corpus.stats(empty).articles == 200
    assert integrity.check(empty).damage == ()


def test_undo_names_who_has_accepted_suggestions_all_over_the_corpus(empty):
    def add(name, number, author):
        drafts = [ArticleDraft(f"{name}{i}", f"{name} {i}", Metadata()) for i in range(number)]
        intake.import_drafts(empty, drafts, author)

    add("Doha", 501, "cy")
    add("Riga", 2, "amy")
    for key in suggestions.waiting_articles(empty, BUILTIN):
        suggestions.suggest_article(
            empty, key, BUILTIN, lambda text, _: [proposal(text[:4], "GPE", text=text)]
        )
    assert suggestions.accept_all(empty, "ben") == 503
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        empty.undo("amy")
    assert corpus.stats(empty).articles == 503
    empty.undo("ben")
    empty.undo("amy")
    assert corpus.stats(empty).articles == 501


def test_a_dry_run_reports_the_same_and_writes_nothing(empty, two_hundred, import_lines):
    before, counts = empty.path.read_bytes(), table_counts(empty)
    for options in ({"dry_run": True}, {}):
        report = intake.import_paths(empty, [two_hundred], author="amy", **options)
        assert (report.articles_new, report.articles_known) == (200, 0)
        if options:
            assert table_counts(empty) == counts
            assert empty.path.read_bytes() == before
            assert empty.undo_step("amy") is None
    assert import_lines(empty, sample(), dry_run=True).sets_new == 1
    assert table_counts(empty)["span"] == 0
    assert table_counts(empty)["operation"] == 1


def test_a_cancelled_import_leaves_nothing(empty, import_lines):
    counts = table_counts(empty)
    progress = Progress(lambda done, _total: progress.cancel() if done == 1 else None)
    lines = [line(id=f"a{n}", text=f"x{n}", sha256=None, spans=[], frames=[],
                     zones=[], provenance={}, comments=[], entities=[]) for n in range(3)]  # fmt: skip
    with pytest.raises(Cancelled):
        import_lines(empty, *lines, progress=progress)
    assert table_counts(empty) == counts


def test_the_same_texts_again_are_known_and_are_no_step(empty, two_hundred, tmp_path):
    intake.import_paths(empty, [two_hundred], author="amy")
    report = intake.import_paths(empty, [two_hundred], author="amy")
    assert (report.articles_new, report.articles_known, report.warnings) == (0, 200, ())
    assert len(empty.history()) == 1
    other = tmp_path / "other.txt"
    other.write_bytes((two_hundred / "a003.txt").read_bytes())
    report = intake.import_paths(empty, [other], author="amy")
    assert problems(report.warnings) == ["The same text is here as a003."]


def test_a_removed_article_comes_back_when_it_is_imported_again(small, import_lines):
    muscat = articles.load(small, articles.named(small, "muscat"))
    articles.archive(small, [muscat], "amy")
    assert corpus.stats(small).articles == 1
    draft = ArticleDraft("muscat", TEXT, Metadata())
    report = intake.import_drafts(small, [draft], "amy")
    assert problems(report.warnings) == ["muscat was removed; it is back."]
    assert corpus.stats(small).articles == 2
    small.undo("amy")
    assert corpus.stats(small).articles == 1
    small.undo("amy")
    assert corpus.stats(small).articles == 2


def test_a_name_that_is_taken_gets_a_number(empty):
    drafts = [ArticleDraft("a", f"text {number}", Metadata()) for number in range(3)]
    intake.import_drafts(empty, drafts, "amy")
    assert [articles.load(empty, key).name for key in (1, 2, 3)] == ["a", "a-2", "a-3"]


# --- there and back -------------------------------------------------------------------------

PLAIN = "Zurich: nothing was tagged here 😀.\n"


def rich():
    """Lines that hold everything that the file form has."""
    first = sample()
    second = line(id="zurich", text=PLAIN, sha256=None, meta={"x-more": {"b": [1, 2.5]}},
                     zones=[], spans=[], entities=[], frames=[], provenance={}, comments=[],
                     verdicts=[], status="new")  # fmt: skip
    gold_line = line(annotator="gold", status="complete")
    return [first, second, gold_line]


def exported(workspace, path, name):
    gold.export(workspace, path, name)
    return path.read_bytes()


@pytest.fixture
def rich_file(empty, tmp_path, import_lines):
    """What a workspace exports that has imported the rich lines."""
    report = import_lines(empty, *rich())
    assert problems(report.refused) == []
    assert (report.articles_new, report.articles_known, report.sets_new) == (2, 0, 3)
    return exported(empty, tmp_path / "first.jsonl", "amy")


def test_rich_lines_leave_and_come_back_byte_for_byte(rich_file, empty_path, open_copy, tmp_path):
    kept = [orjson.loads(line) for line in rich_file.splitlines()]
    assert [line["id"] for line in kept] == ["amman-1", "zurich"]
    full = kept[0]
    for key in ("zones", "spans", "entities", "frames", "provenance", "comments", "verdicts"):
        assert full[key], key
    fillers = {x for item in full["frames"] for role in item["roles"].values() for x in role}
    assert {key[0] for key in fillers} == {"s", "e", "f"}
    assert any(item["implied"] for item in full["frames"])
    assert any(item["note"] for item in full["spans"])
    assert any(said.get("unsure") for said in full["provenance"].values())
    assert kept[1]["meta"]["x-more"] == {"b": [1, 2.5]}
    other = open_copy(empty_path, "other")
    (tmp_path / "there.jsonl").write_bytes(rich_file)
    report = intake.import_paths(other, [tmp_path / "there.jsonl"])
    assert (report.refused, report.sets_new) == ((), 2)
    assert exported(other, tmp_path / "second.jsonl", "amy") == rich_file
    assert integrity.check(other).damage == ()
    other.undo("system")
    other.redo("system")
    assert exported(other, tmp_path / "third.jsonl", "amy") == rich_file


def test_an_export_says_exactly_what_came_in(rich_file):
    assert rich_file.splitlines(keepends=True)[0] == encode(
        canonical_record(sample(), default_scheme())
    )


def test_offsets_in_utf16_units_come_in_as_code_points(rich_file, empty_path, open_copy, tmp_path):
    moved = []
    for line in map(orjson.loads, rich_file.splitlines()):
        for item in (*line["spans"], *line["zones"]):
            for end in ("start", "end"):
                item[end] = len(line["text"][: item[end]].encode("utf-16-le")) // 2
        moved.append(encode(line))
    assert b"".join(moved) != rich_file
    (tmp_path / "utf16.jsonl").write_bytes(b"".join(moved))
    other = open_copy(empty_path, "other")
    assert intake.import_paths(other, [tmp_path / "utf16.jsonl"]).refused == ()
    assert exported(other, tmp_path / "second.jsonl", "amy") == rich_file


def test_gold_and_suggestions_leave_and_come_back_too(
    small, empty_path, open_copy, tmp_path, import_lines
):
    import_lines(small, line(annotator="gold"))
    other = open_copy(empty_path, "other")
    for name in ("gold", "suggestions:builtin", "suggestions:learned"):
        there = exported(small, tmp_path / "there.jsonl", name)
        assert there
        report = intake.import_paths(other, [tmp_path / "there.jsonl"])
        assert report.refused == ()
        assert exported(other, tmp_path / "back.jsonl", name) == there
        assert intake.import_paths(other, [tmp_path / "there.jsonl"]).sets_known == report.sets_new
    ours, theirs = Desk(small), Desk(other)
    assert ours.pending == [item for item in theirs.pending if item[0] != "Oman"] != []


def test_what_the_analyst_made_here_leaves_and_comes_back(amy, empty_path, open_copy, tmp_path):
    amy.accept("Muscat")
    amy.everywhere("Oman", "GPE")
    tags.link_to_new(amy.workspace, amy.target, [amy.span("Oman")], "GPE", "Oman")
    tags.set_unsure(amy.workspace, amy.target, amy.span("Oman"), unsure=True)
    tags.delete(amy.workspace, amy.target, [amy.span("Oman", nth=2)])
    there = exported(amy.workspace, tmp_path / "there.jsonl", "amy")
    other = open_copy(empty_path, "other")
    intake.import_paths(other, [tmp_path / "there.jsonl"])
    assert exported(other, tmp_path / "back.jsonl", "amy") == there
    theirs = Desk(other)
    assert theirs.span("Oman").provenance == amy.span("Oman").provenance
    assert theirs.span("Oman").unsure


# --- again ----------------------------------------------------------------------------------


def retagged():
    """A sample that is in progress, with the note on one span changed."""
    record = line(status="in-progress")
    record["spans"][0]["note"] = "changed elsewhere"
    return record


def test_a_set_that_is_here_already_is_known(empty, import_lines):
    import_lines(empty, sample())
    before = contents(empty)
    report = import_lines(empty, sample())
    assert (report.sets_known, report.sets_new, report.sets_replaced) == (1, 0, 0)
    assert report.articles_known == 1
    assert contents(empty) == before
    assert len(empty.history()) == 1


def test_a_set_that_was_not_edited_here_is_replaced_in_one_step(empty, import_lines):
    import_lines(empty, line(status="in-progress"), author="amy")
    before = contents(empty)
    report = import_lines(empty, retagged(), author="amy")
    assert (report.sets_replaced, report.refused) == (1, ())
    shown = articles.load_set(empty, 1, "amy")
    assert "changed elsewhere" in {item.note for item in shown.spans}
    assert [item.key for item in shown.spans] == [item["id"] for item in sample()["spans"]]
    after = contents(empty)
    empty.undo("amy")
    assert contents(empty) == before
    empty.redo("amy")
    assert contents(empty) == after
    assert integrity.check(empty).damage == ()


def test_a_set_that_was_edited_here_is_replaced_only_when_asked_to(empty, import_lines, tmp_path):
    import_lines(empty, line(status="in-progress"))
    amy = Desk(empty, "amman-1")
    tags.set_note(empty, amy.target, amy.shown.spans[-1], "mine")
    edited = exported(empty, tmp_path / "edited.jsonl", "amy")
    report = import_lines(empty, retagged())
    assert report.sets_replaced == 0
    assert problems(report.refused) == [
        "amy's tags on amman-1 were edited here since they came in."
    ]
    assert "--replace" in report.refused[0].remedy
    assert exported(empty, tmp_path / "now.jsonl", "amy") == edited
    report = import_lines(empty, retagged(), replace=True, author="amy")
    assert (report.sets_replaced, report.refused) == (1, ())
    assert "mine" not in {item.note for item in amy.shown.spans}
    empty.undo("amy")
    assert exported(empty, tmp_path / "now.jsonl", "amy") == edited
    assert problems(import_lines(empty, retagged()).refused) != []  # still edited
    empty.undo("amy")
    assert import_lines(empty, retagged()).sets_replaced == 1  # not any more


def test_one_line_that_is_refused_leaves_the_others_and_nothing_of_itself(empty, import_lines):
    unknown = line(id="bad", text=PLAIN, sha256=None, zones=[], entities=[], frames=[],
                      provenance={}, comments=[], verdicts=[],
                      spans=[span_at("s1", 0, 6, "CITY")])  # fmt: skip
    nobody = line(annotator=None)
    report = import_lines(empty, unknown, b"{\n", nobody, sample())
    assert [item.line for item in report.refused] == [1, 2, 3]
    assert "CITY" in report.refused[0].problem
    assert (report.articles_new, report.sets_new) == (1, 1)
    assert corpus.stats(empty).articles == 1


def span_at(name, start, end, label):
    return {"id": name, "start": start, "end": end, "label": label, "text": PLAIN[start:end]}


def test_a_known_id_with_another_text_is_refused_with_the_place(empty, import_lines):
    import_lines(empty, sample())
    other = line(text=PLAIN, sha256=None, spans=[], entities=[], frames=[], zones=[],
                    provenance={}, comments=[], verdicts=[])  # fmt: skip
    report = import_lines(empty, other)
    assert problems(report.refused) == [
        "amman-1 is here with another text, from character 0 on: “Zurich: nothing was ”."
    ]


def test_lines_of_several_annotators_do_not_become_one_set(empty, import_lines):
    counts = table_counts(empty)
    with pytest.raises(RefusedInputError, match="name several annotators: amy and ben"):
        import_lines(empty, sample(), line(**{**rich()[1], "annotator": "ben"}), annotator="cy")
    assert table_counts(empty) == counts
    report = import_lines(empty, sample(), annotator="cy")
    assert report.sets_new == 1
    assert articles.load_set(empty, 1, "cy").spans[0].provenance.by == "amy"
    assert articles.load_set(empty, 1, "amy").status == SetStatus.NEW
    assert empty.undo_step("cy").name == "Import 1 article and 1 set"


# --- what is known about articles -----------------------------------------------------------


def test_metadata_is_filled_where_it_is_empty_and_differences_are_reported(empty, import_lines):
    meta = dict.fromkeys(sample()["meta"], None) | {"outlet": "Petra"}
    import_lines(empty, line(meta=meta), author="amy")
    key = articles.named(empty, "amman-1")
    fuller = line(meta=sample()["meta"] | {"outlet": "Other", "x-more": 1})
    report = import_lines(empty, fuller, author="amy")
    assert problems(report.warnings) == ["Its outlet differs from the one here, which stays."]
    metadata = articles.load(empty, key).metadata
    assert (metadata.outlet, metadata.title) == ("Petra", sample()["meta"]["title"])
    assert metadata.further["x-more"] == 1
    assert searched(empty, "title : envoy") == [key]
    assert empty.undo("amy").step.name == "Import metadata"
    metadata = articles.load(empty, key).metadata
    assert (metadata.title, metadata.further) == (None, {"desk": None})
    assert searched(empty, "title : envoy") == []
    assert integrity.check(empty).damage == ()


def test_zones_are_never_overwritten(empty, import_lines):
    import_lines(empty, sample())
    before = articles.load(empty, 1).zones
    report = import_lines(empty, line(zones=[]))
    assert problems(report.warnings) == ["Its zones differ from those here, which stay."]
    assert articles.load(empty, 1).zones == before
    report = import_lines(empty, line(zones=None))
    assert report.warnings == ()


def test_the_register_recognises_entities_and_learns_more_of_them(empty, import_lines):
    met = ("PERSON", "Rana Haddad")
    first = linked("a", "Rana Haddad spoke.", *met, links={"wikidata": "Q1"}, aliases=["Haddad"])
    links = {"wikidata": "Q1", "viaf": "7"}
    second = linked("b", "Rana Haddad left.", "PERSON", "R. Haddad", links=links, aliases=["Ms H"])
    import_lines(empty, first, second, author="amy")
    ((known,),) = [tags.entity_choices(empty, "Haddad")]
    assert known.mentions == 2
    assert known.entity.name == "Rana Haddad"
    assert known.entity.aliases == ("Haddad", "Ms H", "R. Haddad")
    assert known.entity.links == {"wikidata": "Q1", "viaf": "7"}
    report = import_lines(empty, linked("c", "Rana Haddad!", *met, links={"wikidata": "Q2"}))
    assert "Rana Haddad is Q1 here, not Q2, and stays it." in report.warnings[0].problem
    empty.undo("system")
    empty.undo("amy")
    assert tags.entity_choices(empty, "") == []


def linked(article, text, kind, name, **known):
    """A line with one tag that means an entity."""
    place = {"id": "s1", "start": 0, "end": 11, "label": "PERSON", "text": text[:11]}
    return line(
        id=article, text=text, sha256=None, zones=[], frames=[], provenance={}, comments=[],
        verdicts=[], spans=[{**place, "entity": "e1", "attributes": {}, "note": ""}],
        entities=[entity("e1", kind, name, **known)],
    )  # fmt: skip


def test_decisions_follow_the_tags_of_a_set_that_is_replaced(amy, tmp_path):
    for words in ("Muscat", "MUSCAT", "Hilal al-Maskari"):
        amy.accept(words)
    gold.export(amy.workspace, tmp_path / "there.jsonl", "amy")
    line = orjson.loads((tmp_path / "there.jsonl").read_bytes())
    line["spans"] = [item for item in line["spans"] if item["text"] != "MUSCAT"]
    line["spans"][-1]["label"] = "ORG"
    line["provenance"] = {}
    (tmp_path / "there.jsonl").write_bytes(encode(line))
    report = intake.import_paths(amy.workspace, [tmp_path / "there.jsonl"], replace=True)
    assert report.sets_replaced == 1
    decided = rows(amy.workspace, "SELECT DISTINCT start, decision FROM decision ORDER BY 1")
    assert [said for _, said in decided] == ["accepted", "rejected", "corrected"]
    assert amy.tags == [("Muscat", "GPE"), ("Hilal al-Maskari", "ORG")]
    assert integrity.check(amy.workspace).damage == ()
    amy.workspace.undo("system")
    assert len(amy.tags) == 3
    assert {said for (said,) in rows(amy.workspace, "SELECT decision FROM decision")} == {
        "accepted"
    }


def test_an_unfinished_line_comes_in_and_is_reported(empty, import_lines):
    bare = frame("f9", "Statement", {}, {})
    record = line(frames=[bare], provenance={}, comments=[], verdicts=[],
                     spans=[span("s1", "Samarkand", "GPE")], entities=[])  # fmt: skip
    report = import_lines(empty, record)
    assert report.sets_new == 1
    assert [item.problem.startswith("Unfinished: ") for item in report.warnings] == [True]
    assert GOLD_TEXT.count("Samarkand") == 1
