"""The rules as a spaCy pipeline."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.nlp.builtin.lexicon import Lexicon
from annotator.nlp.builtin.page import PAGE
from annotator.nlp.builtin.source import STEPS, build_pipeline
from annotator.nlp.own_files import read_own
from annotator.nlp.view import reading_view


@pytest.fixture(scope="module")
def pipeline():
    return build_pipeline(Lexicon())


def test_steps_are_named_components(pipeline):
    assert pipeline.pipe_names == [name for name, _ in STEPS]


def test_step_can_be_left_out(pipeline):
    text = "President Hassan Rouhani left Tehran."
    with pipeline.select_pipes(disable=["roles"]):
        labels = {found.label for found in pipeline(text).user_data[PAGE].proposals()}
    assert labels == {"PERSON", "GPE"}


def test_two_pipelines_do_not_share_their_lists(tmp_path, pipeline):
    (tmp_path / "TREATY.txt").write_text("Astana process", encoding="utf-8")
    other = build_pipeline(Lexicon(read_own([tmp_path]).lists))
    text = "the Astana process"
    assert [found.label for found in other(text).user_data[PAGE].proposals()] == ["TREATY"]
    assert "TREATY" not in [found.label for found in pipeline(text).user_data[PAGE].proposals()]


@pytest.fixture(scope="module")
def spelt():
    return build_pipeline(Lexicon(), words=True)


@settings(deadline=None)
@given(text=st.text())
def test_document_holds_the_whole_text(spelt, text):
    view = reading_view(text)
    assert spelt.make_doc(view).text == view


def test_document_has_our_sentences(spelt):
    doc = spelt("They met on November 23.During it “A. B.” was said.")
    assert len(list(doc.sents)) == 2
