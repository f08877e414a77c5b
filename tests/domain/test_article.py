"""Articles, their metadata, and what an import says of a file."""

from dataclasses import fields

import pytest

from annotator.domain.article import (
    META_KEYS,
    Article,
    ArticleDraft,
    ArticleId,
    Metadata,
    Zone,
    ZoneKind,
)
from annotator.domain.extent import Extent
from annotator.domain.gold import GoldRecord
from annotator.domain.intake import Refusal


def test_metadata_keys_stand_in_the_order_of_the_file():
    words = "title outlet published url language byline place source encoding"
    assert list(META_KEYS) == words.split()


def test_every_key_of_metadata_is_a_field_and_no_field_is_forgotten():
    names = [item.name for item in fields(Metadata)]
    assert names == [*META_KEYS, "further"]


def test_what_is_unknown_about_an_article_is_none_and_the_language_english():
    known = {name: getattr(Metadata(), name) for name in META_KEYS}
    assert {name for name, value in known.items() if value is not None} == {"language"}
    assert known["language"] == "en"
    assert Metadata().further == {}


def test_zones_are_called_as_in_the_file():
    assert [str(kind) for kind in ZoneKind] == ["headline", "dateline", "byline", "boilerplate"]
    assert ZoneKind("byline") is ZoneKind.BYLINE


def test_an_article_and_its_text_cannot_be_changed():
    article = Article(ArticleId(1), "muscat", "Text.", "0" * 64, Metadata())
    for name in ("text", "sha256", "zones", "archived"):
        with pytest.raises(AttributeError):
            setattr(article, name, None)
    with pytest.raises(AttributeError):
        article.metadata.title = "Another"


def test_two_drafts_share_no_values():
    one, other = (ArticleDraft("a", "Text.", Metadata()) for _ in range(2))
    assert one == other
    assert one.proposals is not other.proposals
    assert one.metadata.further is not other.metadata.further


def test_zones_are_values():
    headline = Zone(ZoneKind.HEADLINE, Extent(0, 8))
    assert {headline, Zone(ZoneKind("headline"), Extent(0, 8))} == {headline}


def test_the_record_of_a_line_has_the_keys_of_the_format_in_their_order():
    words = (
        "format id text sha256 meta zones scheme annotator status "
        "spans entities frames provenance comments verdicts"
    )
    assert list(GoldRecord.__annotations__) == words.split()


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (
            Refusal("gold.jsonl", 17, '"label" is missing.', "Add it."),
            'gold.jsonl, line 17: "label" is missing. Add it.',
        ),
        (Refusal("a.txt", None, "It is empty.", ""), "a.txt: It is empty."),
    ],
)
def test_a_refusal_names_file_line_and_reason(refusal, words):
    assert str(refusal) == words
