"""Learning from one's own articles: what is learned from, for whom, and models as data."""

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from annotator import assets
from annotator.domain.corpus import CorpusOrder, parse_query
from annotator.domain.learned import LabelFigures, LearnedModel, Way
from annotator.domain.suggestion import Findings
from annotator.errors import (
    LearnedFileError,
    NothingLearnedError,
    TooFewToLearnError,
)
from annotator.jobs import Cancelled, Progress
from annotator.ops import corpus, learning, ledger, sources, suggestions
from annotator.store import corpus as listing
from annotator.store import learned
from tests.ops.conftest import BUILTIN, Desk, proposal
from tests.ops.gold_lines import line

ROOT = Path(assets.__file__).parents[1]
CRAFTS = (
    "Blue Heron", "Grey Teal", "Red Kite", "Black Swan", "White Stork", "Golden Plover",
    "Green Finch", "Silver Gull",
)  # fmt: skip
NEW = "The trawler Amber Rail left port on Monday. Sailors of the trawler Amber Rail waved.\n"


def story(number, annotator="amy", crafts=CRAFTS, status="complete"):
    """A complete article in which ships are tagged as buildings: nobody else would."""
    names = [crafts[(number + step) % len(crafts)] for step in range(3)]
    text = f"Harbour log of day {number}.\n" + "".join(
        f"The trawler {name} left port on Monday. Sailors of the trawler {name} waved.\n"
        for name in names
    )
    spans = []
    for name in sorted(set(names)):
        start = text.find(name)
        while start >= 0:
            spans.append(
                {
                    "id": f"s{len(spans)}", "start": start, "end": start + len(name),
                    "label": "FAC", "text": name, "entity": None, "attributes": {}, "note": "",
                }
            )  # fmt: skip
            start = text.find(name, start + 1)
    return line(f"{annotator}{number}", text, annotator, spans=spans, status=status)


@pytest.fixture
def fleet(empty, take):
    """Six articles that amy has completed, and one that nobody has tagged."""
    take(empty, *(story(number) for number in range(6)))
    take(empty, line("new", NEW, "amy"))
    return empty


@pytest.fixture(scope="module")
def trained_path(tmp_path_factory, empty_path):
    """The same, with what was learned from it; copy it."""
    import shutil

    from annotator.ops import gold, intake
    from annotator.ops.workspace import Workspace

    folder = tmp_path_factory.mktemp("trained")
    path = folder / "trained.annotator"
    shutil.copy(empty_path, path)
    workspace = Workspace.open(str(path))
    lines = [*(story(number) for number in range(6)), line("new", NEW, "amy")]
    file = folder / "lines.jsonl"
    file.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in lines))
    intake.import_paths(workspace, [file], author="amy")
    learning.train(workspace, "amy")
    assert gold.exportable(workspace)
    workspace.close()
    return path


@pytest.fixture
def trained(open_copy, trained_path):
    return open_copy(trained_path)


def made_up(by="amy", number=7, labels=("GPE", "PERSON")):
    """A model that nobody learned, for what is done with its suggestions."""
    figures = tuple(LabelFigures(label, 50, 0.5, 0.9, Way.MODEL, "used") for label in labels)
    return LearnedModel(by, "2026-11-26T10:00:00Z", (), figures, 0.5, 0.9, 1.0, number=number)


def look(workspace, article, *found, model=None, doubt=0.0):
    model = model or made_up()
    return suggestions.suggest_article(
        workspace, article, model.source, lambda _text, _zones: Findings(found, doubt=doubt), model
    )


def waiting(workspace, article, annotator="amy"):
    found = suggestions.pending(workspace, article, annotator)
    return [(one.label, one.extent.start, one.sources) for one in found]


# --- what is learned from ----------------------------------------------------------------------


def test_own_complete_articles_and_gold_are_learned_from(fleet, take):
    take(fleet, story(6, status="in-progress"), story(7, "gold"))
    names = {one.name for one in learning.lesson_for(fleet, "amy").examples}
    assert names == {*(f"amy{number}" for number in range(6)), "gold7"}


def test_a_colleagues_tags_that_are_not_gold_are_never_learned_from(fleet, take):
    theirs = ("Violet Grebe", "Brown Petrel", "Pink Tern")
    take(fleet, *(story(number, "ben", theirs) for number in range(4)))
    lesson = learning.lesson_for(fleet, "amy")
    assert not any("ben" in one.name for one in lesson.examples)
    assert not any("Grebe" in one.text for one in lesson.examples)
    assert not any("Grebe" in one.words for one in lesson.said)
    assert len(learning.lesson_for(fleet, "ben").examples) == 4


def test_where_an_article_has_gold_the_gold_is_learned_from(fleet, take):
    take(fleet, {**story(0), "annotator": "gold", "spans": story(0)["spans"][:1]})
    [example] = [one for one in learning.lesson_for(fleet, "amy").examples if one.name == "amy0"]
    assert len(example.spans) == 1


def test_what_was_rejected_in_unfinished_articles_is_told(small, amy):
    suggestions.reject(small, amy.target, amy.suggestion("Muscat"))
    amy.tag("Omani", "NORP")
    said = {(one.words, one.label): one for one in learning.lesson_for(small, "amy").said}
    assert said["Muscat", "GPE"].rejected == 1
    assert said["Omani", "NORP"].tagged == 1
    assert not learning.lesson_for(small, "ben").said


def test_learning_is_due_after_five_further_complete_articles(trained, take):
    assert not learning.due(trained, "amy")
    take(trained, *(story(number) for number in range(10, 14)))
    assert not learning.due(trained, "amy")
    take(trained, story(14))
    assert learning.due(trained, "amy")
    assert not learning.due(trained, "ben")


def test_too_few_articles_are_refused_and_nothing_is_kept(empty, take):
    take(empty, story(0), story(1))
    with pytest.raises(TooFewToLearnError):
        learning.train(empty, "amy")
    assert learning.models(empty) == []


# --- models ------------------------------------------------------------------------------------


def test_a_model_says_what_it_was_learned_from_and_what_it_changes(trained):
    [model] = learning.models(trained)
    assert model.articles == tuple(f"amy{number}" for number in range(6))
    assert model.ways["FAC"] == Way.SURE
    assert model.size > 0
    assert "FAC 0.00 to" in learning.sentence(model)
    assert "on your articles, now used" in learning.sentence(model)


def test_the_sentence_names_what_is_used_no_more():
    now = replace(made_up(labels=()), articles=("a",) * 6)
    assert learning.sentence(now) == "Nothing is better than the rules yet on your 6 articles"
    assert learning.sentence(now, made_up(labels=("GPE",))).endswith("; the rules again for GPE")
    never = LabelFigures("FAC", 0, 0.0, 0.0, Way.MODEL, "used")
    assert "no more FAC" in learning.sentence(replace(now, figures=(never,)))


def test_the_sentence_tells_what_is_new_from_what_was_used_before():
    now = replace(made_up(), articles=("a",) * 6, complete=6)
    assert learning.sentence(now, made_up(labels=("GPE",))) == (
        "PERSON 0.50 to 0.90 on your articles, now used; "
        "GPE 0.50 to 0.90 on your articles, still used"
    )


def test_the_sentence_says_how_many_of_the_articles_there_was_time_for():
    now = replace(made_up(), articles=("a",) * 106, complete=300)
    assert learning.sentence(now).endswith("learned from the newest 106 of 300 articles")
    nothing = replace(now, figures=())
    assert learning.sentence(nothing).endswith("on your 106 of 300 articles")
    assert "newest" not in learning.sentence(replace(now, complete=106))


def test_what_was_learned_is_suggested_to_its_annotator_alone(trained):
    with trained.read() as connection:
        [row] = connection.exec_driver_sql("SELECT id FROM article WHERE name = 'new'").all()
    assert sources.switched_on(trained) == ("builtin", "learned")
    assert sources.suggest(trained, "learned", [row[0]]) == 2
    found = waiting(trained, row[0], "amy")
    assert [(label, start) for label, start, _ in found] == [
        ("FAC", NEW.index("Amber")),
        ("FAC", NEW.rindex("Amber")),
    ]
    assert waiting(trained, row[0], "ben") == []


def test_without_a_model_the_source_is_refused(small):
    with pytest.raises(NothingLearnedError):
        sources.suggest(small, "learned")


def test_a_removed_model_is_used_no_more_and_undo_brings_it_back(trained):
    [model] = learning.models(trained)
    learning.remove(trained, "amy", model.number)
    assert learning.models(trained) == []
    assert "learned" not in sources.switched_on(trained)
    trained.undo("amy")
    assert [one.number for one in learning.models(trained)] == [model.number]
    with pytest.raises(NothingLearnedError):
        learning.remove(trained, "amy", 99)


def test_only_the_newest_models_are_kept(trained):
    with trained.read() as connection:
        model = learned.load(connection, learning.models(trained)[0].number)
    for _ in range(learned.KEPT):
        with trained.database.write() as writer:
            newest = learned.add(writer, model)
    numbers = [one.number for one in learning.models(trained)]
    assert len(numbers) == learned.KEPT
    assert numbers[0] == newest


def test_learning_that_is_cancelled_leaves_the_last_model(trained):
    before = learning.models(trained)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        learning.train(trained, "amy", progress)
    assert learning.models(trained) == before


def test_learning_that_is_killed_leaves_the_last_model(trained):
    before = learning.models(trained)
    program = (
        "import sys; from annotator.ops import learning; "
        "from annotator.ops.workspace import Workspace; w = Workspace.open(sys.argv[1]); "
        "print('begun', flush=True); learning.train(w, 'amy')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(trained.path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        assert process.stdout.readline() == b"begun\n"
        process.kill()
    assert learning.models(trained) == before
    with trained.read() as connection:
        assert learned.load(connection, before[0].number).files


# --- files -------------------------------------------------------------------------------------


@pytest.fixture
def exported(trained, tmp_path):
    [model] = learning.models(trained)
    folder = tmp_path / "model"
    learning.export_model(trained, model.number, folder)
    return folder


def test_a_model_is_exported_and_taken_into_use_elsewhere(exported, small):
    model = learning.import_model(small, "ben", exported)
    with small.read() as connection:
        again = learned.load(connection, model.number)
    assert again.by == "ben"
    assert again.files == model.files
    assert again.ways == model.ways
    assert again.ways["FAC"] == Way.SURE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pickle.dumps({"a": 1}), "no crfsuite file"),
        (b"", "no crfsuite file"),
        (b"lCRF" + (100).to_bytes(4, "little") + bytes(92), "hash"),
        (b"lCRF" + (100).to_bytes(4, "little") + b"\xff" * 92, "not whole"),
        (b"lCRF" + bytes(96), "not whole"),
    ],
    ids=["pickle", "empty", "another file", "places beyond its end", "wrong length"],
)
def test_a_file_that_is_not_the_model_is_refused(exported, small, content, reason):
    next(exported.glob("*.crfsuite")).write_bytes(content)
    with pytest.raises(LearnedFileError, match=reason):
        learning.import_model(small, "ben", exported)
    assert learning.models(small) == []


def test_a_changed_bit_is_found_out(exported, small):
    path = next(exported.glob("*.crfsuite"))
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(LearnedFileError, match="hash"):
        learning.import_model(small, "ben", exported)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "annotator-learned/9"},
        {"files": {"../outer": "0" * 64}},
        {"memory": {"words": 3}},
        {"figures": "x"},
        {"nobody": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_description_that_is_none_is_refused(exported, small, change):
    path = exported / "model.json"
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | change))
    with pytest.raises(LearnedFileError):
        learning.import_model(small, "ben", exported)


def test_a_model_that_was_damaged_in_the_workspace_is_refused(trained):
    [model] = learning.models(trained)
    with trained.database.write() as writer:
        writer.connection.exec_driver_sql("UPDATE learned_file SET data = x'6c435246'")
    with trained.read() as connection, pytest.raises(LearnedFileError):
        learned.load(connection, model.number)


# --- one merged result -------------------------------------------------------------------------


def test_what_the_model_does_not_confirm_waits_for_nobody_but_colleagues(amy, small):
    before = waiting(small, amy.article, "ben")
    look(small, amy.article, proposal("Muscat", "GPE", 0.99))
    labels = {label for label, _, _ in waiting(small, amy.article, "amy")}
    assert "PERSON" not in labels
    assert "DATE" in labels, "the model is not switched on for it"
    [muscat] = [one for one in waiting(small, amy.article) if one[0] == "GPE"]
    assert muscat[2][0] == "learned/7"
    assert BUILTIN in muscat[2]
    assert waiting(small, amy.article, "ben") == before


def test_what_the_model_vetoes_waits_for_nobody_but_colleagues(amy, small):
    monday = amy.suggestion("Monday", "DATE")
    found = Findings(doubt=0.0, vetoed=((monday.extent, "DATE"),))
    model = made_up(labels=())
    suggestions.suggest_article(small, amy.article, model.source, lambda _t, _z: found, model)
    assert "DATE" not in {label for label, _, _ in waiting(small, amy.article, "amy")}
    assert "DATE" in {label for label, _, _ in waiting(small, amy.article, "ben")}


def test_what_is_not_confirmed_stays_in_the_ledger(amy, small):
    def proposed():
        found = ledger.read(small)
        return {one.key: one.proposed for one in found.lines if one.source == "builtin"}

    before = proposed()
    look(small, amy.article)
    assert proposed() == before
    assert corpus.stats(small).suggestions[BUILTIN]["pending"] > 0


def test_the_list_of_articles_counts_what_waits_for_each(amy, small):
    def counted(annotator):
        with small.read() as connection:
            return listing.page(connection, [amy.article], annotator)[amy.article].pending

    mine, theirs = counted("amy"), counted("ben")
    look(small, amy.article, proposal("Omani", "GPE", 0.9))
    assert counted("ben") == theirs
    assert counted("amy") == len(suggestions.pending(small, amy.article, "amy")) != mine


def test_what_was_decided_stays_decided(amy, small):
    amy.accept("Hilal al-Maskari")
    suggestions.reject(small, amy.target, amy.suggestion("MUSCAT"))
    tags = amy.tags
    look(small, amy.article, proposal("MUSCAT", "GPE"), proposal("Hilal al-Maskari", "PERSON"))
    assert amy.tags == tags
    assert "PERSON" not in {label for label, _, _ in waiting(small, amy.article)}
    assert all(start != amy.at("MUSCAT").start for _, start, _ in waiting(small, amy.article))


def test_a_learned_suggestion_is_accepted_with_its_source(amy, small):
    look(small, amy.article, proposal("Omani", "GPE", 0.83))
    amy.accept("Omani")
    provenance = amy.span("Omani").provenance
    assert (provenance.source, provenance.score) == ("learned/7", 0.83)


def test_a_tag_made_by_hand_decides_what_was_learned(amy, small):
    look(small, amy.article, proposal("Omani", "GPE", 0.83))
    amy.tag("Omani", "GPE")
    lines = [one for one in ledger.read(small).lines if one.source == "learned"]
    assert sum(one.accepted for one in lines if one.version == "7") == 1


def test_a_newer_model_takes_the_place_of_the_older_one(amy, small):
    look(small, amy.article, proposal("Omani", "GPE"))
    look(small, amy.article, proposal("Hilal al-Maskari", "PERSON"), model=made_up(number=8))
    found = waiting(small, amy.article)
    assert not any("learned/7" in names for _, _, names in found)
    assert any("learned/8" in names for _, _, names in found)


def test_models_of_two_annotators_do_not_disturb_each_other(amy, small):
    look(small, amy.article, proposal("Omani", "GPE"))
    mine = waiting(small, amy.article, "amy")
    look(small, amy.article, proposal("railway", "GPE"), model=made_up("ben", 8))
    assert waiting(small, amy.article, "amy") == mine
    assert any(names == ("learned/8",) for _, _, names in waiting(small, amy.article, "ben"))


def test_when_the_rules_look_again_all_they_find_waits_until_the_model_has_looked(amy, small):
    look(small, amy.article)
    found = (proposal("Yerbolat Sagyndykov", "PERSON"),)
    weighed = Findings(found, doubt=1.0)
    suggestions.suggest_article(small, amy.article, "builtin/9", lambda _t, _z: weighed)
    assert ("PERSON", amy.at("Yerbolat").start, ("builtin/9",)) in waiting(small, amy.article)


def test_removing_the_model_brings_back_what_it_overruled(trained):
    with trained.read() as connection:
        [row] = connection.exec_driver_sql("SELECT id FROM article WHERE name = 'new'").all()
    article, [model] = row[0], learning.models(trained)
    text = (proposal("Monday", "FAC", text=NEW),)
    suggestions.suggest_article(
        trained, article, "builtin/9", lambda _t, _z: Findings(text, doubt=1)
    )
    look(trained, article, model=replace(made_up(labels=("FAC",)), number=model.number))
    assert waiting(trained, article) == []
    learning.remove(trained, "amy", model.number)
    assert [label for label, _, _ in waiting(trained, article)] == ["FAC"]


def test_undoing_an_import_takes_looks_of_models_away_and_redo_brings_them_back(empty, take):
    take(empty, line("new", NEW, "amy"), author="amy")
    with empty.read() as connection:
        [row] = connection.exec_driver_sql("SELECT id FROM article").all()
    found = Findings((proposal("Monday", "DATE", text=NEW),), doubt=1.0)
    suggestions.suggest_article(empty, row[0], "builtin/9", lambda _t, _z: found)
    look(empty, row[0], proposal("Amber Rail", "FAC", text=NEW), model=made_up(labels=("DATE",)))
    before = waiting(empty, row[0])
    assert [label for label, _, _ in before] == ["FAC"]
    empty.undo("amy")
    empty.redo("amy")
    assert waiting(empty, row[0]) == before


def test_undoing_an_import_of_suggestions_is_not_refused_for_what_was_learned(empty, take):
    take(empty, line("new", NEW, "amy"), author="amy")
    monday = NEW.index("Monday")
    found = line("new", NEW, "suggestions:builtin", status="new")
    found["spans"] = [
        {
            "id": "s1", "start": monday, "end": monday + 6, "label": "DATE", "text": "Monday",
            "entity": None, "attributes": {}, "note": "",
        }
    ]  # fmt: skip
    found["provenance"] = {"s1": {"source": "builtin/9", "rule": "r", "score": 1, "reason": "A."}}
    take(empty, found, author="amy")
    with empty.read() as connection:
        [row] = connection.exec_driver_sql("SELECT id FROM article").all()
    assert [label for label, _, _ in waiting(empty, row[0])] == ["DATE"]
    look(empty, row[0], model=made_up(labels=("DATE",)))
    assert waiting(empty, row[0]) == []
    empty.undo("amy")
    assert waiting(empty, row[0], "ben") == []
    empty.redo("amy")
    assert [label for label, _, _ in waiting(empty, row[0], "ben")] == ["DATE"]


# --- what teaches most -------------------------------------------------------------------------


def test_articles_come_by_what_tagging_them_would_teach(small, amy):
    riga = Desk(small, "riga")

    def order(annotator):
        with small.read() as connection:
            query = parse_query("", CorpusOrder.TEACHES)
            return list(listing.ids(connection, query, annotator))

    def weigh(article, doubt):
        found = Findings((), doubt=doubt)
        suggestions.suggest_article(small, article, "builtin/9", lambda _t, _z: found)

    weigh(amy.article, 1.0)
    weigh(riga.article, 2.0)
    assert order("amy") == [riga.article, amy.article]
    look(small, amy.article, doubt=5.0)
    assert order("amy") == [amy.article, riga.article]
    assert order("ben") == [riga.article, amy.article]


def test_articles_that_are_done_teach_least(small, amy):
    from annotator.ops import status

    riga = Desk(small, "riga")
    look(small, amy.article, doubt=9.0)
    look(small, riga.article, doubt=1.0)
    status.complete(small, amy.target, "done")
    with small.read() as connection:
        found = list(listing.ids(connection, parse_query("", CorpusOrder.TEACHES), "amy"))
    assert found == [riga.article, amy.article]
