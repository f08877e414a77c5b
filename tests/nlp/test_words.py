"""The tokens that figures of agreement are counted over are those of spaCy's blank English."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import assets
from annotator.nlp.words import tokenizer

PLACES = tokenizer()
PARTS = st.sampled_from(
    [" ", "  ", "\n", "\n\n", "\t", "\xa0", "the", "Velayati", "can't", "I'm", "Mr.", "U.S.", "p.m.",
     "10", "km", "$", "3.5%", "’s", "“", "”", ",", ".", "…", "-", "—", "😀", "e\u0301", "ab-cd", "/"]
)  # fmt: skip


@cache
def english():
    import spacy

    return spacy.blank("en")


def spacy_places(text):
    return [(token.idx, token.idx + len(token)) for token in english()(text)]


def places(text):
    starts, ends = PLACES(text)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


@settings(deadline=None, max_examples=300)
@given(st.lists(PARTS, max_size=25).map("".join))
def test_the_words_of_any_news_are_those_of_spacy(text):
    assert places(text) == spacy_places(text)


@pytest.mark.parametrize(
    "name", sorted(item.name for item in assets.sample_corpus().joinpath("articles").iterdir())
)
def test_the_words_of_the_sample_corpus_are_those_of_spacy(name):
    text = assets.sample_corpus().joinpath("articles", name).read_text(encoding="utf-8")
    assert places(text) == spacy_places(text)


@pytest.mark.parametrize("text", ["", " ", "\n", " a", "a ", "a \n b"])
def test_white_space_at_the_edges_and_nothing_at_all(text):
    assert places(text) == spacy_places(text)
