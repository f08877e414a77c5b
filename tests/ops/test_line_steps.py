"""An import of lines is one step, or none."""

import orjson
import pytest

from annotator.errors import UndoConflictError
from annotator.ops import articles, tags
from annotator.store.sets import SetTarget
from tests.ops.conftest import BUILTIN, OTHER, TEXT, Desk, place, proposal, rows, suggest
from tests.ops.gold_lines import entity, line, rich, span, warnings

# --- one step ------------------------------------------------------------------------------------


def test_an_import_is_one_step_named_for_what_came_in(empty, take):
    take(empty, rich(), line("riga", OTHER, "ben"), author="amy")
    step = empty.undo_step("amy")
    assert (step.name, step.articles) == ("Import 2 articles and 2 sets", 2)


def test_two_hundred_articles_go_and_come_back_with_what_was_suggested_meanwhile(empty, take, out):
    lines = [
        line(f"a{number}", f"{TEXT}{number}", spans=[span("s1", "Muscat", "GPE", entity="e1")],
             entities=[entity("e1", "GPE", "Muscat")])
        for number in range(200)
    ]  # fmt: skip
    take(empty, *lines, author="amy")
    for number in range(0, 200, 40):
        key = articles.named(empty, f"a{number}")
        suggest(empty, BUILTIN, key, [proposal("Oman", "GPE")])
    kept = {name: out(empty, name) for name in ("amy", "suggestions:builtin")}
    tables = ("article", "zone", "annotation_set", "span", "entity", "look", "suggestion",
              "article_fts_docsize")  # fmt: skip
    count = {name: rows(empty, f"SELECT count(*) FROM {name}") for name in tables}
    empty.undo("amy")
    assert {rows(empty, f"SELECT count(*) FROM {name}")[0][0] for name in tables} == {0}
    empty.redo("amy")
    assert {name: rows(empty, f"SELECT count(*) FROM {name}") for name in tables} == count
    assert {name: out(empty, name) for name in kept} == kept


def test_a_colleague_who_works_on_an_imported_article_keeps_it(empty, take):
    take(empty, line(), line("riga", OTHER), author="amy")
    key = articles.named(empty, "riga")
    articles.set_note(empty, articles.load(empty, key), "ben", "mine")
    with pytest.raises(UndoConflictError, match="ben has changed this"):
        empty.undo("amy")
    empty.undo("ben")
    empty.undo("amy")
    assert rows(empty, "SELECT count(*) FROM article") == [(0,)]


def test_a_colleague_who_works_elsewhere_is_in_nobody_s_way(empty, take):
    take(empty, line("riga", OTHER), author="ben")
    take(empty, line(), author="amy")
    key = articles.named(empty, "riga")
    tags.add(empty, SetTarget(key, "ben"), place("Riga", OTHER), "GPE")
    empty.undo("amy")
    tags.add(empty, SetTarget(key, "ben"), place("Riga", OTHER, 2), "GPE")
    empty.redo("amy")
    assert Desk(empty).text == TEXT


def test_the_same_files_by_somebody_else_meanwhile_refuse_the_redo(empty, take):
    take(empty, line(), author="amy")
    empty.undo("amy")
    take(empty, line(), author="ben")
    with pytest.raises(UndoConflictError):
        empty.redo("amy")
    assert len(rows(empty, "SELECT id FROM article")) == 1


def test_a_dry_run_counts_and_writes_nothing(empty, take):
    before = rows(empty, "SELECT * FROM sqlite_sequence")
    report = take(empty, rich(), line("riga", OTHER, "ben"), dry_run=True)
    assert (report.articles_new, report.sets_new) == (2, 2)
    for name in ("article", "span", "entity", "operation", "article_fts_docsize"):
        assert rows(empty, f"SELECT count(*) FROM {name}") == [(0,)]
    assert rows(empty, "SELECT * FROM sqlite_sequence") == before


def test_keys_of_other_programs_are_told_once_with_a_count(empty, take):
    made = line(spans=[span("s1", "Muscat", "GPE") | {"colour": "red"}])
    report = take(empty, made, line("riga", OTHER) | {"colour": 1}, line("c", "C.") | {"colour": 1})
    assert warnings(report) == [
        'The key "colour" is not known here; it was left out 2 times.',
        'The key "spans.colour" is not known here; it was left out once.',
    ]


def test_lines_that_were_not_accepted_elsewhere_are_skipped_and_counted(empty, take):
    report = take(empty, line() | {"answer": "reject"}, line("riga", OTHER) | {"answer": "accept"})
    assert warnings(report) == ['1 line whose answer is "reject" was skipped.']
    assert report.articles_new == 1


def test_lines_of_another_scheme_come_in_where_their_tags_fit(empty, take, out):
    report = take(empty, line(scheme={"name": "mine", "version": 7}))
    assert warnings(report) == ["1 line of another scheme: the tags fit this one."]
    assert orjson.loads(out(empty))["scheme"] == {"name": "diplomatic-news", "version": 1}
