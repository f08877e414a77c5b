"""Sources by name, version or folder, their processes, and previews of what an import would do."""

import shutil
from pathlib import Path

import pytest

from annotator.domain.intake import IntakeState
from annotator.errors import ModelMissingError
from annotator.jobs import Cancelled, Progress
from annotator.nlp.sources import SourceSettings
from annotator.ops import articles, intake, sources, suggestions
from tests.ops.conftest import OTHER, TEXT, Desk, rows
from tests.parsing import save_parser


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory):
    """A pipeline on disk that finds one name."""
    import spacy

    nlp = spacy.blank("en")
    nlp.meta["name"] = "tiny"
    nlp.meta["version"] = "1.2.3"
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Riga"}])
    folder = tmp_path_factory.mktemp("models") / "en_tiny"
    nlp.to_disk(folder)
    return folder


def looked_at(workspace):
    return rows(
        workspace,
        "SELECT o.name, o.version, count(*) FROM look l JOIN source o ON o.id = l.source_id "
        "WHERE l.newest = 1 GROUP BY o.id ORDER BY 1, 2",
    )


# --- which source ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["builtin", "builtin/3"])
def test_the_rules_are_found_by_name_and_by_version(name):
    found, settings = sources.find(name, SourceSettings())
    assert (found.partition("/")[0], settings) == ("builtin", SourceSettings())


@pytest.mark.parametrize("name", ["nobody", "nobody/1", "builtin/0", "", "/no/such/folder"])
def test_a_source_that_is_not_here_is_refused_before_anything_is_done(small, name):
    before = looked_at(small)
    with pytest.raises(ModelMissingError):
        sources.suggest(small, name)
    assert looked_at(small) == before


def test_a_folder_without_a_pipeline_is_no_source(small, tmp_path):
    with pytest.raises(ModelMissingError, match=tmp_path.name):
        sources.suggest(small, str(tmp_path))


def test_a_folder_called_builtin_does_not_hide_the_rules(tmp_path, monkeypatch):
    (tmp_path / "builtin").mkdir()
    monkeypatch.chdir(tmp_path)
    assert sources.find("builtin", SourceSettings())[0].startswith("builtin/")


def test_a_pipeline_in_a_folder_is_a_source_under_its_own_name(small, model_folder):
    assert sources.suggest(small, str(model_folder)) == 2
    assert ("en_tiny", "1.2.3", 2) in looked_at(small)
    found = Desk(small, "riga").suggestion("Riga", nth=2)
    assert found.sources == ("en_tiny/1.2.3", "learned/3")
    assert sources.suggest(small, str(model_folder)) == 0, "all articles were looked at"


# --- processes ------------------------------------------------------------------------------------


# --- a pipeline that parses -----------------------------------------------------------------------


def test_articles_wait_for_the_rules_again_when_a_parse_comes_and_when_it_goes(small, tmp_path):
    sources.suggest(small, "builtin")
    place = sources.own_folder(small) / "en_grammar"
    save_parser(place)
    assert sources.settings_for(small).parse == ""  # nobody has asked for it yet
    assert suggestions.waiting_articles(small, "builtin/3") == []
    sources.suggest(small, "en_grammar")
    settings = sources.settings_for(small)
    name = sources.full_name("builtin", settings)
    assert (settings.parse, name) == ("en_grammar/1.0.0", "builtin/3+en_grammar-1.0.0")
    assert suggestions.waiting_articles(small, name) != []
    sources.suggest(small, "builtin")
    assert suggestions.waiting_articles(small, name) == []
    shutil.rmtree(place)
    name = sources.full_name("builtin", sources.settings_for(small))
    assert name == "builtin/3"
    assert suggestions.waiting_articles(small, name) != []


@pytest.fixture
def several(empty, tmp_path):
    """A workspace with six articles that nobody has looked at."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        (folder / f"a{number}.txt").write_text(f"{OTHER}\nStory {number}.\n", encoding="utf-8")
    intake.import_paths(empty, [folder])
    return empty


def test_processes_side_by_side_find_what_one_finds(several, open_copy, empty_path, tmp_path):
    seen = []
    together = sources.suggest(
        several, "builtin", jobs=3, progress=Progress(lambda *step: seen.append(step))
    )
    assert together > 0
    assert seen == [(number, 6) for number in range(1, 7)]
    alone = open_copy(empty_path, "alone")
    intake.import_paths(alone, [tmp_path / "articles"])
    assert sources.suggest(alone, "builtin") == together
    query = "SELECT coalesce(start, -1), label, coalesce(body, ''), score, reason FROM suggestion"
    assert sorted(rows(several, query)) == sorted(rows(alone, query))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_found_before_a_cancel_is_kept(several, jobs):
    progress = Progress(lambda done, _total: progress.cancel() if done == 2 else None)
    with pytest.raises(Cancelled):
        sources.suggest(several, "builtin", jobs=jobs, progress=progress)
    ((_, _, count),) = looked_at(several)
    assert 2 <= count < 6
    sources.suggest(several, "builtin", jobs=jobs)
    assert [row[2] for row in looked_at(several)] == [6]


def test_only_the_articles_that_are_named_are_looked_at_and_again(several):
    key = articles.named(several, "a3")
    first = sources.suggest(several, "builtin", [key])
    assert sources.suggest(several, "builtin", [key]) == first
    assert [row[2] for row in looked_at(several)] == [1]


def test_an_article_whose_import_is_undone_meanwhile_is_passed_over(several):
    keys = suggestions.waiting_articles(several, "builtin/3")

    def propose(_text, _zones):
        several.undo("system")
        return []

    assert suggestions.suggest_all(several, "builtin/3", propose, keys, Progress()) == 0
    assert looked_at(several) == []


# --- previews -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Files of every kind that an import meets."""
    root = tmp_path / "news"
    (root / "deep").mkdir(parents=True)
    (root / "muscat.txt").write_text(TEXT, encoding="utf-8")
    (root / "deep" / "riga.txt").write_bytes(OTHER.replace("\n", "\r\n").encode())
    shutil.copy(root / "deep" / "riga.txt", root / "twin.txt")
    (root / "year.txt").write_text(
        "TEHRAN (FNA)- 2 Feb 2006 -\n\nThe talks of February 2, 2016 ended on 3 February 2016.\n",
        encoding="utf-8",
    )
    (root / "empty.txt").write_bytes(b"")
    (root / ".hidden.txt").write_text("x", encoding="utf-8")
    (root / "picture.png").write_bytes(b"\x89PNG")
    (root / "tags.jsonl").write_text('{"id": "x"}\n\n{}\n', encoding="utf-8")
    return root


def states(found):
    return {Path(item.path).name: item.state for item in found.items}


def test_a_preview_says_what_would_come_in_and_writes_nothing(empty, folder):
    found = intake.preview(empty, [folder, folder / "gone.txt"])
    assert states(found)["muscat.txt"] is IntakeState.NEW
    known = [item for item in found.items if item.state is IntakeState.KNOWN]
    assert [(Path(item.path).name, item.known_as) for item in known] == [("twin.txt", "riga")]
    refused = [(Path(item.file).name, item.line) for item in found.refused]
    assert sorted(refused, key=str) == [
        ("empty.txt", None),
        ("gone.txt", None),
        ("tags.jsonl", 1),
        ("tags.jsonl", 3),
    ]
    assert {Path(item.file).name for item in found.warnings} == {".hidden.txt", "picture.png"}
    assert found.gold_lines == {str(folder / "tags.jsonl"): 3}
    assert rows(empty, "SELECT count(*) FROM article") == [(0,)]


def test_line_ends_alone_ask_for_no_attention(empty, folder):
    assert states(intake.preview(empty, [folder / "deep"])) == {"riga.txt": IntakeState.NEW}


def test_a_preview_without_a_workspace_knows_only_itself(folder):
    found = intake.preview(None, [folder])
    assert states(found)["muscat.txt"] is IntakeState.NEW


def test_a_preview_knows_what_is_here_under_another_name(small, folder):
    (item,) = [
        item for item in intake.preview(small, [folder]).items if item.path.endswith("riga.txt")
    ]
    assert (item.state, item.known_as) == (IntakeState.KNOWN, "riga")


def test_a_preview_can_be_cancelled(empty, folder):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        intake.preview(empty, [folder], progress=progress)


# --- text files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("read_first", [0, 1 << 30])
def test_files_come_in_the_same_whether_they_are_read_before_or_while_writing(
    empty, folder, monkeypatch, read_first
):
    monkeypatch.setattr(intake, "READ_FIRST_BYTES", read_first)
    report = intake.import_paths(empty, [folder], form="text")
    assert (report.articles_new, report.articles_known) == (3, 1)
    assert [Path(item.file).name for item in report.refused] == ["empty.txt"]
    said = {Path(item.file).name: item.problem for item in report.warnings}
    assert said["twin.txt"] == "The same text is here as riga."
    assert said[".hidden.txt"] == "It is hidden."
    assert [name for (name,) in rows(empty, "SELECT name FROM article ORDER BY 1")] == [
        "muscat",
        "riga",
        "year",
    ]


def test_names_that_are_taken_get_numbers_in_path_order(empty, tmp_path):
    for number, name in enumerate(("a", "b", "c")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "story.txt").write_text(f"{OTHER}{number}", encoding="utf-8")
    (tmp_path / "c" / "story-2.txt").write_text(f"{OTHER}four", encoding="utf-8")
    intake.import_paths(empty, [tmp_path])
    found = rows(empty, "SELECT name, substr(text, -4) FROM article ORDER BY id")
    assert [name for name, _ in found] == ["story", "story-2", "story-2-2", "story-3"]


def test_the_same_file_again_is_known_and_no_operation(empty, folder):
    intake.import_paths(empty, [folder / "muscat.txt"])
    steps = empty.history()
    report = intake.import_paths(empty, [folder / "muscat.txt"])
    assert (report.articles_new, report.articles_known, report.warnings) == (0, 1, ())
    assert empty.history() == steps


def test_a_date_that_the_text_contradicts_is_only_proposed(empty, folder):
    intake.import_paths(empty, [folder / "year.txt"])
    key = articles.named(empty, "year")
    proposed = articles.proposals(empty, key)
    article = articles.load(empty, key)
    assert "published" in proposed
    assert article.metadata.published != proposed["published"]
    articles.set_metadata(empty, article, "amy", {"published": "2016-02-02"})
    assert articles.proposals(empty, key) == {}
    empty.undo("amy")
    assert articles.proposals(empty, key) == proposed
