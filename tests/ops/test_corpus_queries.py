"""The list of articles: what a search text finds, in what order, with what figures."""

import shutil

import pytest

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleDraft, Metadata
from annotator.domain.corpus import CorpusOrder, parse_query
from annotator.ops import articles, corpus, intake, status, suggestions, tags
from annotator.ops.workspace import Workspace
from tests.ops.conftest import BUILTIN, Desk, proposal, suggest

FOUND = {
    "visit": ("Envoy visits Zürich", "Fars", "2016-02-04", "The envoy met São Tomé's minister."),
    "talks": ("Nuclear talks AND sanctions", "Fars News", "2015-11-23", "Talks on sanctions. NOT yet."),
    "storm": ("A storm", "Gulf_Times", "2016-02-29", "Sanctioned ships; nuclear-free zone near Tomé."),
    "month": ("100% sure", "gulf-times", "2016-02", "An envoy, of sorts: (sanctions)."),
    "bare": (None, None, None, "Thirty envoys in زوریخ met \"quietly\" – or not."),
    "peace": ("peace or war", "BALTIC", "2017", "War and peace; peace talks in the Baltic NEAR Riga."),
}  # fmt: skip


@pytest.fixture(scope="session")
def listed_path(empty_path, tmp_path_factory):
    path = tmp_path_factory.mktemp("listed") / "listed.annotator"
    shutil.copy(empty_path, path)
    workspace = Workspace.open(str(path))
    drafts = [
        ArticleDraft(name, text, Metadata(title, outlet, published))
        for name, (title, outlet, published, text) in FOUND.items()
    ]
    intake.import_drafts(workspace, drafts, "system")
    workspace.close()
    return path


@pytest.fixture
def listed(open_copy, listed_path):
    return open_copy(listed_path, "listed")


@pytest.fixture
def find(listed):
    """Names of the articles that a search text finds, in its order."""

    def find(text, order=CorpusOrder.IMPORTED, annotator="amy"):
        query = parse_query(text, order)
        assert query.problem == ""
        keys = articles.find(listed, query, annotator)
        return [articles.load(listed, key).name for key in keys]

    return find


def desk(workspace, name, annotator="amy"):
    return Desk(workspace, name, annotator)


ALL = list(FOUND)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ALL),
        ("sanctions", ["talks", "month"]),
        ("sanction", ["talks", "storm", "month"]),  # the last word is a beginning
        ("sanction nuclear", []),  # the others are whole words
        ("nuclear sanction", ["talks", "storm"]),
        ("ENVOY", ["visit", "month", "bare"]),
        ("envoy sorts", ["month"]),
        ("visits", ["visit"]),  # in the title
        ("nothing", []),
    ],
)
def test_every_word_must_occur_and_the_last_may_be_unfinished(find, text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"peace talks"', ["peace"]),
        ('"talks peace"', []),
        ('"on sanc"', ["talks"]),  # the last one may be unfinished in a phrase too
        ('"war and peace" riga', ["peace"]),
        ('"storm" "ships"', ["storm"]),
        ('"unfinished', []),
    ],
)
def test_words_in_quotation_marks_are_a_phrase(find, text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AND", ["talks", "peace"]),
        ("NOT", ["talks", "bare"]),
        ("OR", ["bare", "peace"]),
        ("war OR storm", []),
        ("NEAR", ["storm", "peace"]),
        ("NEAR(riga baltic)", ["peace"]),
        ("(sanctions)", ["talks", "month"]),
        ("nuclear*", ["talks", "storm"]),
        ("*", []),
        ("nuclear-free", ["storm"]),
        ("^envoy", ["visit", "month", "bare"]),
        ("{title}", []),
        ("text:storm", []),  # no field of the search: words
        ("100%", ["month"]),
        ("'", []),
        ("\\", []),
        ('quietly"', ["bare"]),
    ],
)
def test_nothing_in_a_search_text_is_an_operator(find, text, names):
    assert set(find(text)) == set(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("zurich", ["visit"]),
        ("Zürich", ["visit"]),
        ("sao tome", ["visit"]),
        ("tomé", ["visit", "storm"]),
        ("زوریخ", ["bare"]),
    ],
)
def test_accents_do_not_matter(find, text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("outlet:fars", ["visit", "talks"]),
        ('outlet:"fars news"', ["talks"]),
        ("outlet:gulf_", ["storm"]),  # no placeholder
        ("outlet:%", []),
        ("outlet:baltic", ["peace"]),
        ("title:envoy", ["visit"]),
        ("title:100%", ["month"]),
        ("title:a_", []),
        ("envoy outlet:fars", ["visit"]),
        ("outlet:", ALL),
    ],
)
def test_outlet_and_title_are_found_by_a_part(find, text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("after:2016", ["visit", "storm", "month", "peace"]),
        ("after:2016-02-04", ["visit", "storm", "peace"]),
        ("after:2016-02-05", ["storm", "peace"]),
        ("before:2016", ["visit", "talks", "storm", "month"]),
        ("before:2016-02", ["visit", "talks", "storm", "month"]),
        ("before:2016-02-04", ["visit", "talks", "month"]),
        ("before:2015", ["talks"]),
        ("after:2016-02 before:2016-02", ["visit", "storm", "month"]),
        ("after:2018", []),
    ],
)
def test_dates_are_bounds_that_count_and_may_be_shortened(find, text, names):
    assert find(text) == names


def test_articles_are_found_by_the_status_of_ones_own_set(listed, find):
    visit, talks, storm = (desk(listed, name) for name in ("visit", "talks", "storm"))
    visit.tag("envoy", "ROLE")
    status.complete(listed, talks.target)
    status.exclude(listed, storm.target, "no politics")
    status.complete(listed, desk(listed, "bare", "ben").target)
    assert find("status:in-progress") == ["visit"]
    assert find("status:complete") == ["talks"]
    assert find("status:excluded") == ["storm"]
    assert find("status:new") == ["month", "bare", "peace"]
    assert find("status:new", annotator="ben") == ["visit", "talks", "storm", "month", "peace"]
    assert find("status:returned") == []


def test_articles_are_found_by_what_still_waits(listed, find):
    keys = {name: desk(listed, name) for name in ("visit", "talks", "storm", "month")}
    for name, words in (
        ("visit", "envoy"),
        ("talks", "Talks"),
        ("storm", "ships"),
        ("month", "An"),
    ):
        item = keys[name]
        suggest(listed, BUILTIN, item.article, [proposal(words, "EVENT", text=item.text)])
    keys["talks"].accept("Talks")
    suggestions.reject(listed, keys["storm"].target, keys["storm"].suggestion("ships"))
    status.complete(listed, keys["month"].target)
    assert find("pending:yes") == ["visit"]
    assert find("pending:no") == ["talks", "storm", "month", "bare", "peace"]
    assert find("pending:yes", annotator="ben") == ["visit", "talks", "storm", "month"]
    status.reopen(listed, keys["month"].target)
    assert find("pending:yes") == ["visit", "month"]
    assert find("pending:yes envoy outlet:fars") == ["visit"]


def test_articles_are_found_by_a_tag_that_one_is_unsure_of(listed, find):
    for name in ("visit", "month"):
        one = desk(listed, name)
        span = one.tag("envoy", "ROLE")
        tags.set_unsure(listed, one.target, span, unsure=True)
    tags.set_unsure(listed, one.target, one.span("envoy"), unsure=False)
    assert find("unsure:yes") == ["visit"]
    assert find("unsure:yes", annotator="ben") == []


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (CorpusOrder.NEWEST, ["peace", "storm", "visit", "month", "talks", "bare"]),
        (CorpusOrder.OLDEST, ["bare", "talks", "month", "visit", "storm", "peace"]),
        (CorpusOrder.TITLE, ["month", "storm", "bare", "visit", "talks", "peace"]),
        (CorpusOrder.OUTLET, ["bare", "peace", "visit", "talks", "month", "storm"]),
        (CorpusOrder.NAME, ["bare", "month", "peace", "storm", "talks", "visit"]),
        (CorpusOrder.IMPORTED, ALL),
        (CorpusOrder.STATUS, ["talks", "bare", "storm", "month", "peace", "visit"]),
    ],
)
def test_the_list_is_sorted_as_asked(listed, find, order, names):
    for name in ("talks", "bare"):
        desk(listed, name).tag("met" if name == "bare" else "Talks", "EVENT")
    status.complete(listed, desk(listed, "visit").target)
    assert find("", order) == names


def test_removed_articles_are_in_no_list_and_no_figure(listed, find):
    storm = desk(listed, "storm")
    storm.tag("ships", "EVENT")
    status.complete(listed, storm.target)
    assert articles.counts(listed, "amy").complete == 1
    articles.archive(listed, [articles.load(listed, storm.article)], "amy")
    assert find("") == [name for name in ALL if name != "storm"]
    assert find("ships") == find("status:complete") == []
    counted = articles.counts(listed, "amy")
    assert (counted.articles, counted.complete) == (5, 0)
    figures = corpus.stats(listed)
    assert (figures.articles, figures.sets, figures.spans) == (5, {}, {})
    listed.undo("amy")
    assert find("ships") == ["storm"]
    assert articles.counts(listed, "amy").complete == 1


def test_a_changed_title_is_found_and_the_old_one_is_not(listed, find):
    visit = articles.load(listed, desk(listed, "visit").article)
    articles.set_metadata(listed, visit, "amy", {"title": "Delegation arrives"})
    assert find("delegation") == ["visit"]
    assert find("visits") == []
    listed.undo("amy")
    assert (find("delegation"), find("visits")) == ([], ["visit"])


def test_counts_say_how_far_one_annotator_is(listed):
    for name in ("visit", "talks"):
        status.complete(listed, desk(listed, name).target)
    status.exclude(listed, desk(listed, "storm").target, "no politics")
    desk(listed, "bare").tag("met", "EVENT")
    mine, yours = articles.counts(listed, "amy"), articles.counts(listed, "ben")
    assert (mine.articles, mine.complete) == (6, 3)
    assert (yours.articles, yours.complete) == (6, 0)
    sets = corpus.stats(listed).sets["amy"]
    assert {name: count for name, count in sets.items() if count} == {
        "complete": 2, "excluded": 1, "in-progress": 1, "new": 2,
    }  # fmt: skip
    assert corpus.stats(listed, "ben").sets == {"ben": {**dict.fromkeys(sets, 0), "new": 6}}
    assert corpus.stats(listed).spans == {"amy": {"EVENT": 1}}


def test_rows_show_what_the_list_needs_for_one_annotator(listed):
    visit, bare = desk(listed, "visit"), desk(listed, "bare")
    same = proposal("envoy", "ROLE", text=visit.text)
    for source in (BUILTIN, "learned/1"):  # twins count once
        other = proposal("minister", "ROLE", text=visit.text)
        suggest(listed, source, visit.article, [same, other])
    visit.accept("envoy")
    shown = articles.page(listed, [bare.article, visit.article], "amy")
    assert set(shown) == {bare.article, visit.article}
    row = shown[visit.article]
    assert (row.name, row.title, row.outlet) == ("visit", "Envoy visits Zürich", "Fars")
    assert (row.published, row.status, row.pending) == ("2016-02-04", SetStatus.IN_PROGRESS, 1)
    row = shown[bare.article]
    assert (row.name, row.title, row.outlet, row.published) == ("bare", "bare", "", "")
    assert (row.status, row.pending) == (SetStatus.NEW, 0)
    assert articles.page(listed, [visit.article], "ben")[visit.article].pending == 2
    status.complete(listed, visit.target)
    row = articles.page(listed, [visit.article], "amy")[visit.article]
    assert (row.status, row.pending) == (SetStatus.COMPLETE, 0)
    assert articles.page(listed, [], "amy") == {}


def test_what_waits_in_a_row_is_what_waits_in_the_article(small):
    amy = Desk(small)
    suggestions.correct(small, amy.target, amy.suggestion("MUSCAT"), label="LOC")
    tags.delete(small, amy.target, [amy.span("MUSCAT")])
    for annotator in ("amy", "ben"):
        for name in ("muscat", "riga"):
            one = Desk(small, name, annotator)
            row = articles.page(small, [one.article], annotator)[one.article]
            assert row.pending == len(one.pending) > 0


def test_a_value_that_makes_no_sense_is_ignored_and_named(listed):
    query = parse_query("envoy status:done")
    assert "status is one of" in query.problem
    assert len(articles.find(listed, query, "amy")) == 3
    query = parse_query("after:02/04/2016")
    assert "after takes a date" in query.problem
    assert len(articles.find(listed, query, "amy")) == 6


def test_a_search_never_finds_more_than_was_asked_for(listed):
    everything = articles.find(listed, parse_query(""), "amy")
    for word in ("envoy", "talks", "outlet:fars", "after:2016", "pending:no", "status:new"):
        assert set(articles.find(listed, parse_query(word), "amy")) <= set(everything)
    assert listed.undo_step("amy") is None  # and looking writes nothing
