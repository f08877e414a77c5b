"""Work sent to a colleague and brought back in one file."""

import shutil

import pytest

from annotator.domain.scheme_file import read_scheme
from annotator.errors import UnknownArticleError, UnknownSetError
from annotator.exchange.bundle import open_bundle
from annotator.ops import articles, bundles, comments, corpus, intake, review_queue, schemes
from annotator.ops.workspace import Workspace
from tests.ops.conftest import TEXT, rows
from tests.ops.gold_lines import line, problems, warnings
from tests.ops.reviewing import Bench, amy_line, ben_line


@pytest.fixture
def rhea(small, take):
    take(small, amy_line(), ben_line())
    return Bench(small)


@pytest.fixture
def sent(tmp_path):
    """Where a bundle may be written."""
    return tmp_path / "work.annotator-bundle"


def test_a_bundle_brings_articles_and_tags_in_one_undo_step(rhea, sent, empty, out):
    before = out(rhea.workspace, "amy")
    assert bundles.write(rhea.workspace, sent, "amy") == 1

    report = intake.import_paths(empty, [sent])

    assert (report.articles_new, report.sets_new, report.refused) == (1, 1, ())
    assert not any("scheme" in said for said in warnings(report))
    assert out(empty, "amy") == before
    empty.undo("system")
    assert corpus.stats(empty).articles == 0


def test_the_same_data_give_the_same_bytes(rhea, sent, tmp_path):
    again = tmp_path / "again.annotator-bundle"
    bundles.write(rhea.workspace, sent, "amy")
    bundles.write(rhea.workspace, again, "amy")

    assert sent.read_bytes() == again.read_bytes()


def test_a_colleague_who_is_to_tag_gets_the_articles_and_nobodys_tags(rhea, sent, empty):
    rhea.open()
    assert bundles.write_for(rhea.workspace, sent, "cyd") == 2

    report = intake.import_paths(empty, [sent], annotator="cyd")

    assert (report.articles_new, report.sets_new, report.refused) == (2, 0, ())
    assert corpus.stats(empty).sets == {}
    assert articles.load(empty, articles.named(empty, "muscat")).text == TEXT
    zones = articles.load(empty, articles.named(empty, "muscat")).zones
    assert zones == articles.load(rhea.workspace, rhea.article).zones
    with open_bundle(sent) as opened:
        assert (opened.annotator, opened.meant_for) == ("", "cyd")
        held = opened.lines.read_text("utf-8")
    assert not {"amy", "ben", "gold", "Sagyndykov\\"} & set(held.replace('"', " ").split())
    assert '"spans"' not in held


def test_articles_are_chosen_by_name_and_by_status(rhea, sent):
    assert bundles.write_for(rhea.workspace, sent, "cyd", articles=["riga"]) == 1
    assert bundles.write(rhea.workspace, sent, "amy", articles=["riga"]) == 0
    assert bundles.write(rhea.workspace, sent, "amy", status="complete") == 1
    assert bundles.write(rhea.workspace, sent, "amy", status="returned") == 0


@pytest.mark.parametrize("name", ["zoe", "suggestions:builtin"])
def test_nobodys_tags_are_not_sent(rhea, sent, name):
    with pytest.raises(UnknownSetError, match="amy, ben"):
        bundles.write(rhea.workspace, sent, name)
    assert not sent.exists()


def test_an_article_that_is_not_here_is_named(rhea, sent):
    with pytest.raises(UnknownArticleError, match="no article oslo"):
        bundles.write(rhea.workspace, sent, "amy", articles=["muscat", "oslo"])
    assert not sent.exists()


def test_a_bundle_back_from_review_brings_its_author_verdicts_and_comments(
    rhea, sent, empty, tmp_path
):
    bundles.write(rhea.workspace, sent, "amy")
    intake.import_paths(empty, [sent])
    rhea.open()
    rhea.take("Sagyndykov", "ben")
    comments.add(rhea.workspace, rhea.article, {"amy": "s4"}, "rhea", "The surname is enough.")
    back = tmp_path / "back.annotator-bundle"
    bundles.write(rhea.workspace, back, "amy")

    report = intake.import_paths(empty, [back])

    assert report.refused == ()
    article = articles.named(empty, "muscat")
    (verdict,) = review_queue.verdicts_on(empty, article, "amy")
    assert (verdict.by, verdict.taken) == ("rhea", ("ben",))
    (thread,) = comments.load(empty, article, "amy")
    assert thread.comments[0].text == "The surname is enough."


def test_a_dry_run_of_a_bundle_writes_nothing(rhea, sent, empty):
    bundles.write(rhea.workspace, sent, "amy")

    report = intake.import_paths(empty, [sent], dry_run=True)

    assert (report.articles_new, report.sets_new) == (1, 1)
    assert corpus.stats(empty).articles == 0


def test_a_new_workspace_takes_the_scheme_of_the_bundle(rhea, sent, tmp_path):
    source = rhea.workspace.scheme.source.replace("version = 1", "version = 7", 1)
    other = Workspace.open_or_create(str(tmp_path / "o.annotator"), read_scheme(source, "s"))
    try:
        bundles.write_for(other, sent, "cyd")
    finally:
        other.close()

    assert bundles.scheme_of([tmp_path, sent]).source == source
    assert bundles.scheme_of([tmp_path / "none.annotator-bundle"]) is None


def test_another_scheme_is_told_and_never_put_in_force(rhea, sent, tmp_path, small_path):
    path = tmp_path / "newer.annotator"
    shutil.copy(small_path, path)
    newer = Workspace.open(str(path))
    try:
        schemes.add_value(newer, "amy", "Stance", "topic", "railways")
        bundles.write_for(newer, sent, "cyd")
    finally:
        newer.close()
    before = rhea.workspace.scheme

    report = intake.import_paths(rhea.workspace, [sent])

    (said,) = warnings(report)
    assert "Its scheme is diplomatic-news 2, in force is diplomatic-news 1" in said
    assert "railways" in said
    assert rhea.workspace.scheme == before
    assert rows(rhea.workspace, "SELECT count(*) FROM scheme") == [(1,)]


def test_a_line_that_does_not_come_in_names_the_bundle_and_the_line(rhea, sent, empty, take):
    bundles.write(rhea.workspace, sent, "amy")
    take(empty, line("muscat", "Another text.\n", annotator="amy"))

    report = intake.import_paths(empty, [sent])

    assert "is here with another text" in problems(report)[0]
    assert (report.refused[0].file, report.refused[0].line) == (str(sent), 1)


def test_a_broken_bundle_does_not_keep_the_others_from_coming_in(rhea, sent, empty, tmp_path):
    bundles.write(rhea.workspace, sent, "amy")
    broken = tmp_path / "broken.annotator-bundle"
    broken.write_bytes(sent.read_bytes()[:300])

    report = intake.import_paths(empty, [broken, sent])

    assert report.sets_new == 1
    assert [item.file for item in report.refused] == [str(broken)]


def test_a_preview_counts_the_lines_of_a_bundle_and_names_broken_ones(rhea, sent, tmp_path):
    bundles.write_for(rhea.workspace, sent, "cyd")
    broken = tmp_path / "broken.annotator-bundle"
    broken.write_bytes(b"PK nothing")

    found = intake.preview(None, [sent, broken])

    assert found.gold_lines == {str(sent): 2}
    assert [item.file for item in found.refused] == [str(broken)]
