"""The search over all articles: nothing is missed, whatever the index takes for a word."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.article import ArticleDraft, Metadata, Zone, ZoneKind
from annotator.domain.concordance import HitPage, Wanted
from annotator.domain.extent import Extent
from annotator.domain.finder import Finder
from annotator.ops import articles, intake
from annotator.ops.workspace import Workspace
from annotator.store import concordance

SIGNS = "Oman CNA-oman’\u0301🤝₺\u2066\u2069東京한é١"
texts = st.text(SIGNS, min_size=1, max_size=30)


def searched(workspace, *forms, skip=None, match_case=True):
    """All hits, read page by page as the window does."""
    search = concordance.Search(Finder(forms, match_case=match_case), Wanted("amy"), skip)
    hits = HitPage()
    while True:
        with workspace.read() as connection:
            page = search.next(connection)
        if page is None:
            return [(hits.place(n).article, hits.place(n).extent) for n in range(len(hits))]
        hits.extend(page)


def stored(workspace, *given):
    """Import texts, each made unlike all others; return them as stored, by id."""
    before = list(articles.find(workspace, articles_query(), "amy"))
    drafts = [
        ArticleDraft(f"a{len(before)}-{number}", f"{text}\n\n{len(before)}.{number}", Metadata())
        for number, text in enumerate(given)
    ]
    intake.import_drafts(workspace, drafts, "system")
    keys = set(articles.find(workspace, articles_query(), "amy")) - set(before)
    return {key: articles.load(workspace, key).text for key in keys}


def articles_query():
    from annotator.domain.corpus import CorpusQuery

    return CorpusQuery()


@pytest.fixture
def workspace(database):
    return Workspace(database)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(texts, min_size=1, max_size=4, unique=True), texts, st.booleans())
def test_a_search_finds_what_looking_at_every_text_finds(workspace, given, form, match_case):
    stored(workspace, *given)
    finder = Finder([form], match_case=match_case)
    everything = {
        key: articles.load(workspace, key).text
        for key in articles.find(workspace, articles_query(), "amy")
    }
    expected = {
        (key, Extent(start, end))
        for key, text in everything.items()
        for start, end, _ in finder.find(text)
    }
    hits = searched(workspace, form, match_case=match_case)
    assert set(hits) == expected
    assert len(hits) == len(expected)


def test_what_the_index_takes_for_another_word_is_found_after_it(workspace):
    texts = stored(workspace, "CNA wrote", "by \u2066CNA\u2069", "CNA🤝", "CNAs", "東京CNA東京")
    hits = searched(workspace, "CNA")
    assert {texts[key].split("\n")[0] for key, _ in hits} == {
        "CNA wrote", "by \u2066CNA\u2069", "CNA🤝", "東京CNA東京",
    }  # fmt: skip


def test_boilerplate_removed_articles_and_one_that_was_looked_at_are_left_out(workspace):
    text = "Oman here.\n\nOman Press, all rights reserved"
    footer = Zone(ZoneKind.BOILERPLATE, Extent(text.index("Oman Press"), len(text)))
    drafts = [
        ArticleDraft("one", text, Metadata(), (footer,)),
        ArticleDraft("two", "Oman there", Metadata()),
        ArticleDraft("three", "Oman nowhere", Metadata()),
    ]
    intake.import_drafts(workspace, drafts, "system")
    one, two, three = (articles.named(workspace, name) for name in ("one", "two", "three"))
    articles.archive(workspace, [articles.load(workspace, three)], "amy")
    assert searched(workspace, "Oman") == [(one, Extent(0, 4)), (two, Extent(0, 4))]
    assert searched(workspace, "Oman", skip=one) == [(two, Extent(0, 4))]


def test_many_articles_come_in_pages_of_which_the_first_is_short(workspace):
    stored(workspace, *(f"Oman {number}" for number in range(120)))
    search = concordance.Search(Finder(["Oman"]), Wanted("amy"))
    with workspace.read() as connection:
        first = search.next(connection)
        second = search.next(connection)
        assert (len(first), len(second)) == (concordance.FIRST, 120 - concordance.FIRST)
        rest = search.next(connection)
        assert rest is not None
        assert not len(rest)
        assert search.next(connection) is None
    assert search.looked == 120


def test_a_row_shows_the_paragraph_around_the_words(workspace):
    (key,) = stored(workspace, "A headline\n\nHe told\nthe  CNA that it was so.\n\nMore")
    with workspace.read() as connection:
        page = concordance.of_article(connection, Finder(["CNA"]), Wanted("amy"), key)
        (line,) = concordance.lines(connection, [page.place(0)], Wanted("amy"))
    assert (line.before, line.words, line.after) == ("He told the ", "CNA", " that it was so.")
    assert page.rights == ["that it was so. more 0.0"]
