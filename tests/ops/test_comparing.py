"""Comparing what two annotators say over a whole workspace."""

import pytest

from annotator.compare.aligning import Aligner
from annotator.domain.annotation import SetStatus
from annotator.domain.review import DifferenceKind, tags_of_set
from annotator.errors import UnknownSetError
from annotator.jobs import Cancelled, Progress
from annotator.ops import articles, comparing, status
from annotator.store.comparing import TagReader, shared
from annotator.store.sets import SetTarget
from tests.ops.conftest import OTHER
from tests.ops.gold_lines import entity, frame, line, rich, span


def mine(**more):
    """What amy says of muscat: a name, a place, a statement."""
    return line(
        spans=[
            span("s1", "Hilal al-Maskari", "PERSON", entity="e1"),
            span("s2", "Muscat", "GPE"),
            span("s3", "said", "CUE"),
            span("s4", "Oman wants the railway,", "CONTENT"),
            span("s5", "al-Maskari", "PERSON", 2, entity="e1"),
        ],
        entities=[entity("e1", "PERSON", "Hilal al-Maskari")],
        frames=[
            frame("f1", "Statement", {"speaker": ["s5"], "cue": ["s3"], "content": ["s4"]},
                  attributes={"mode": "direct"}),
        ],
        **more,
    )  # fmt: skip


def theirs(**more):
    """What ben says: a longer name of another entity, no place, the content without its comma."""
    return line(
        annotator="ben",
        spans=[
            span("s1", "Hilal al-Maskari", "PERSON", entity="e9"),
            span("s3", "said", "CUE"),
            span("s4", "Oman wants the railway", "CONTENT"),
            span("s5", "al-Maskari", "PERSON", 2, entity="e1"),
            span("s6", "Oman", "GPE", 2),
        ],
        entities=[
            entity("e1", "PERSON", "Hilal al-Maskari"),
            entity("e9", "PERSON", "Somebody else"),
        ],
        frames=[
            frame("f7", "Statement", {"speaker": ["s5"], "cue": ["s3"], "content": ["s4"]},
                  attributes={"mode": "direct"}),
        ],
        **more,
    )  # fmt: skip


@pytest.fixture
def both(small, take):
    """A workspace where amy and ben have tagged muscat, and amy riga too."""
    said = line("riga", OTHER, spans=[span("s1", "Riga", "GPE", text=OTHER)])
    report = take(small, mine(), theirs(), said)
    assert not report.refused
    return small


def test_two_annotators_are_compared_on_what_both_have_tagged(both):
    found = comparing.compare(both, "amy", "ben", documents=True)
    assert found.agreement.articles == 1
    assert found.left_out.alone == (1, 0)
    score = found.agreement.exact
    assert (score.matched, score.n_a, score.n_b) == (3, 5, 5)
    assert found.kinds == {
        DifferenceKind.MISSING: 1,
        DifferenceKind.EXTRA: 1,
        DifferenceKind.ENTITY: 1,
        DifferenceKind.BOUNDARY: 1,
    }
    said = [(one["class"], (one["a"] or {}).get("id"), (one["b"] or {}).get("id"))
            for one in found.differences]  # fmt: skip
    assert said == [
        ("missing", "s2", None),
        ("entity", "s1", "s1"),
        ("boundary", "f1", "f7"),
        ("extra", None, "s6"),
    ]


def test_sets_that_are_not_complete_are_counted_beside_the_figures(small, take):
    take(small, mine(status="complete"), theirs())
    assert comparing.compare(small, "amy", "ben").left_out.unfinished == (0, 1)
    assert comparing.compare(small, "ben", "amy").left_out.unfinished == (1, 0)


def test_differences_carry_the_tags_of_the_file_form(both, out):
    missing, entities, framed, _ = comparing.compare(both, "amy", "ben", documents=True).differences
    assert missing["a"] == {
        "id": "s2", "start": 18, "end": 24, "label": "GPE", "text": "Muscat", "entity": None,
        "attributes": {}, "note": "",
    }  # fmt: skip
    assert entities["a"]["entity"] == "e1"
    assert entities["entities"]["a"]["name"] == "Hilal al-Maskari"
    assert entities["entities"]["b"]["name"] == "Somebody else"
    assert framed["b"]["roles"] == {"speaker": ["s5"], "cue": ["s3"], "content": ["s4"]}
    assert framed["roles"] == [{"role": "content", "class": "boundary", "follows": False}]
    exported = out(both, "amy").decode()
    assert '"id":"s2","start":18,"end":24,"label":"GPE"' in exported


def test_the_other_way_round_is_the_mirror(both):
    there = comparing.compare(both, "amy", "ben")
    back = comparing.compare(both, "ben", "amy")
    assert there.agreement.exact.precision == back.agreement.exact.recall
    assert there.agreement.kappa == back.agreement.kappa
    assert (there.kinds[DifferenceKind.MISSING], there.differences) == (
        back.kinds[DifferenceKind.EXTRA],
        (),
    )


def test_an_annotator_agrees_with_herself(both):
    found = comparing.compare(both, "amy", "amy", documents=True)
    assert (found.agreement.articles, found.left_out.alone) == (2, (0, 0))
    assert (found.kinds, found.differences) == ({}, ())
    assert found.agreement.exact.f1 == found.agreement.kappa.value == 1
    assert found.agreement.frames["Statement"].whole.f1 == 1


def test_gold_and_sources_are_compared_like_annotators(both, take):
    take(both, mine() | {"annotator": "gold"})
    assert comparing.compare(both, "gold", "amy").kinds == {}
    found = comparing.compare(both, "amy", "suggestions:builtin", documents=True)
    assert found.agreement.articles == 2
    assert found.agreement.exact.matched == 4  # two names, Muscat and Riga
    assert DifferenceKind.ENTITY not in found.kinds  # a source links nothing
    assert {one["article"] for one in found.differences} == {"muscat", "riga"}


def test_names_that_nobody_has_are_refused_with_those_there_are(both):
    with pytest.raises(UnknownSetError, match="amy, ben, suggestions:builtin"):
        comparing.compare(both, "amy", "bob")


def test_articles_that_somebody_excluded_are_left_out(both):
    article = articles.named(both, "muscat")
    target = SetTarget(article, "ben", articles.load_set(both, article, "ben").revision)
    status.exclude(both, target, "Not about diplomacy.")
    assert articles.load_set(both, article, "ben").status is SetStatus.EXCLUDED
    found = comparing.compare(both, "amy", "ben")
    assert (found.agreement.articles, found.left_out.excluded) == (0, 1)
    assert found.agreement.kappa.why == "Nothing was judged by both."


def test_what_is_read_in_bulk_is_what_a_loaded_set_says(empty, take):
    take(empty, rich(), rich() | {"annotator": "ben", "verdicts": [], "comments": []})
    article = articles.named(empty, "muscat")
    with empty.read() as connection:
        reader = TagReader(connection, ("amy", "ben"))
        [[(_, text, sets)]] = reader.read(shared(connection, ("amy", "ben")).articles)
    assert text == articles.load(empty, article).text
    for name, read in zip(("amy", "ben"), sets, strict=True):
        loaded = tags_of_set(articles.load_set(empty, article, name))
        assert read.annotator == name
        assert sorted(read.spans) == sorted(loaded.spans)
        assert {one.key: one for one in read.frames} == {one.key: one for one in loaded.frames}
    assert Aligner(empty.scheme).align(sets).differences == ()


def test_three_names_are_read_at_once(both, take):
    take(both, mine() | {"annotator": "cy"})
    names = ("cy", "amy", "ben")
    with both.read() as connection:
        there = shared(connection, names)
        [[(one, _, sets)]] = TagReader(connection, names).read(there.articles)
    assert (one.name, there.alone) == ("muscat", (0, 1, 0))
    found = Aligner(both.scheme).align(sets)
    assert [item.tags[0] and item.tags[0].key for item in found.differences] == [
        "s2",
        "s1",
        "f1",
        None,
    ]


def test_comparing_reports_each_article_and_stops_when_asked(both):
    seen = []
    comparing.compare(both, "amy", "amy", progress=Progress(lambda *step: seen.append(step)))
    assert seen == [(0, 2), (1, 2)]
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        comparing.compare(both, "amy", "ben", progress=stopped)
