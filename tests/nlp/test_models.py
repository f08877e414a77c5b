"""spaCy pipelines as a source; small ones are built here."""

import json
import sys

import pytest

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.errors import ModelMissingError
from annotator.nlp import models
from annotator.nlp.models import InstalledModel, SpacySource, installed_models
from annotator.nlp.parse import ParsedToken
from annotator.nlp.sources import SourceSettings, available_sources, load_source

LABELS = {"PERSON": "PERSON", "GPE": "GPE", "FAC": "FAC", "DATE": "DATE"}


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory):
    """A pipeline on disk that finds what an entity ruler finds."""
    import spacy

    nlp = spacy.blank("en")
    nlp.meta["name"] = "tiny"
    nlp.meta["version"] = "1.2.3"
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Ali Velayati"},
            {"label": "GPE", "pattern": "the United States"},
            {"label": "GPE", "pattern": [{"LOWER": "iran"}, {"ORTH": "'s"}]},
            {"label": "GPE", "pattern": "Moscow"},
            {"label": "MONEY", "pattern": "$3"},
            {
                "label": "DATE",
                "pattern": [{"ORTH": "Monday"}, {"IS_SPACE": True}, {"ORTH": "Tuesday"}],
            },
        ]
    )
    folder = tmp_path_factory.mktemp("models") / "en_tiny"
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="session")
def tiny(model_folder):
    [model] = installed_models([model_folder])
    return SpacySource(model, LABELS)


def found(source, text, *zones):
    return [
        (proposal.label, proposal.extent.slice(text)) for proposal in source.propose(text, zones)
    ]


def test_pipeline_in_a_folder_is_found_by_name_and_version(model_folder):
    for folder in (model_folder, model_folder.parent):
        assert [model.source for model in installed_models([folder])] == ["en_tiny/1.2.3"]


def test_folder_without_a_pipeline_holds_none(tmp_path):
    (tmp_path / "meta.json").write_text("{not json", encoding="utf-8")
    (tmp_path / "other").mkdir()
    assert installed_models([tmp_path, tmp_path / "missing"]) == []


def test_installed_package_is_found_without_importing_spacy(tmp_path, monkeypatch):
    package = tmp_path / "en_fake_sm"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError('not to be imported')")
    information = tmp_path / "en_fake_sm-3.8.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: en-fake-sm\nVersion: 3.8.0\n"
    )
    (information / "entry_points.txt").write_text("[spacy_models]\nen_fake_sm = en_fake_sm\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert InstalledModel("en_fake_sm", "3.8.0") in installed_models()
    assert "en_fake_sm" not in sys.modules
    assert "en_fake_sm/3.8.0" in available_sources()


def test_source_is_named_as_its_suggestions_say(tiny):
    assert tiny.name == "en_tiny/1.2.3"


def test_labels_are_those_of_the_scheme_and_others_are_left_out(tiny):
    assert found(tiny, "Ali Velayati paid $3 in Moscow.") == [
        ("PERSON", "Ali Velayati"),
        ("GPE", "Moscow"),
    ]


def test_leading_article_and_possessive_are_left_out(tiny):
    assert found(tiny, "He left the United States for Iran’s coast.") == [
        ("GPE", "United States"),
        ("GPE", "Iran"),
    ]


def test_entity_over_a_line_end_is_left_out(tiny):
    assert found(tiny, "It was Monday\nTuesday came.") == []


def test_nothing_is_proposed_in_boilerplate(tiny):
    zone = Zone(ZoneKind.BOILERPLATE, Extent(0, 6))
    assert found(tiny, "Moscow and Moscow", zone) == [("GPE", "Moscow")]


def test_long_text_is_read_in_pieces_with_right_offsets(tiny, monkeypatch):
    monkeypatch.setattr(models, "PIECE_CHARACTERS", 40)
    text = "Ali Velayati went to Moscow again and again.\n" * 20
    assert found(tiny, text) == [("PERSON", "Ali Velayati"), ("GPE", "Moscow")] * 20


def test_text_without_any_space_is_read_in_pieces(tiny, monkeypatch):
    monkeypatch.setattr(models, "PIECE_CHARACTERS", 10)
    assert found(tiny, "x" * 95) == []


# --- what a pipeline says of itself, what its labels become, its parse ----------------------------


def test_a_pipeline_on_disk_says_its_labels_and_whether_it_parses(model_folder, parsing_folder):
    [model] = installed_models([model_folder])
    assert (model.labels, model.parses) == (("DATE", "GPE", "MONEY", "PERSON"), False)
    [model] = installed_models([parsing_folder])
    assert model.parses


def test_labels_of_one_pipeline_overrule_the_schemes_and_an_empty_one_leaves_out(model_folder):
    settings = SourceSettings(
        models=(model_folder,),
        labels=LABELS,
        model_labels={"en_tiny": {"MONEY": "FAC", "PERSON": ""}, "other": {"GPE": ""}},
    )
    source = load_source("en_tiny", settings)
    assert found(source, "Ali Velayati paid $3 in Moscow.") == [("FAC", "$3"), ("GPE", "Moscow")]


def test_a_label_that_is_switched_off_is_left_out(model_folder):
    off = {"en_tiny": frozenset({"model-GPE"}), "builtin": frozenset({"model-PERSON"})}
    source = load_source("en_tiny", SourceSettings(models=(model_folder,), labels=LABELS, off=off))
    assert found(source, "Ali Velayati left Moscow.") == [("PERSON", "Ali Velayati")]


@pytest.fixture(scope="session")
def trained_folder(tmp_path_factory):
    """A pipeline whose entity recogniser has learned two sentences by heart."""
    import random

    import spacy
    from spacy.training import Example

    random.seed(1)
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.meta["name"] = "learned"
    nlp.add_pipe("ner")
    lines = [
        ("Ana Ruiz left Quito.", [(0, 8, "PER"), (14, 19, "CITY")]),
        ("In Quito they met Ana Ruiz.", [(3, 8, "CITY"), (18, 26, "PER")]),
    ]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": entities}) for text, entities in lines
    ]
    nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples)
    folder = tmp_path_factory.mktemp("models") / "en_learned"
    nlp.to_disk(folder)
    return folder


def test_a_trained_recogniser_is_a_source_and_its_own_labels_are_mapped(trained_folder):
    [model] = installed_models([trained_folder])
    assert model.labels == ("CITY", "PER")
    source = SpacySource(model, {"PER": "PERSON", "CITY": "GPE"})
    text = "Ana Ruiz left Quito."
    assert found(source, text) == [("PERSON", "Ana Ruiz"), ("GPE", "Quito")]
    assert [item.rule for item in source.propose(text)] == ["model-PER", "model-CITY"]


@pytest.fixture(scope="session")
def parsing_folder(tmp_path_factory):
    """A pipeline whose parse of three words was set by hand."""
    import spacy
    from spacy.language import Language

    @Language.component("annotator_parse_by_hand")
    def parse(doc):
        for token in doc:
            token.head, token.dep_ = doc[min(1, len(doc) - 1)], "dep"
        if len(doc) > 2:
            doc[0].dep_, doc[1].dep_, doc[2].dep_ = "nsubj", "ROOT", "obj"
        doc[0].pos_ = "PROPN"
        return doc

    nlp = spacy.blank("en")
    nlp.meta["name"] = "parsing"
    nlp.add_pipe("annotator_parse_by_hand", name="parser")
    folder = tmp_path_factory.mktemp("models") / "en_parsing"
    nlp.to_disk(folder)
    return folder


def test_a_parse_comes_in_plain_values_with_the_offsets_of_the_text(parsing_folder, monkeypatch):
    [model] = installed_models([parsing_folder])
    source = SpacySource(model, {})
    assert source.parse("Ana met Ben") == [
        ParsedToken(0, 3, 1, "nsubj", "PROPN"),
        ParsedToken(4, 7, 1, "ROOT", ""),
        ParsedToken(8, 11, 1, "obj", ""),
    ]
    monkeypatch.setattr(models, "PIECE_CHARACTERS", 12)
    later = source.parse("Ana met Ben\nEva saw Ida")
    assert [(token.start, token.head) for token in later[-3:]] == [(12, 5), (16, 5), (20, 5)]
    assert later[5].relation == "ROOT"


def test_a_pipeline_without_a_parser_has_no_parse(tiny):
    assert tiny.parse("Ali Velayati left.") == []


def test_pipeline_is_loaded_by_path_name_or_source(model_folder):
    settings = SourceSettings(models=(model_folder.parent,), labels=LABELS)
    for name in ("en_tiny", "en_tiny/1.2.3", str(model_folder)):
        assert load_source(name, settings).name == "en_tiny/1.2.3"


def test_unknown_pipeline_is_missing():
    with pytest.raises(ModelMissingError) as caught:
        load_source("xx_none_sm/1.0")
    assert "xx_none_sm" in str(caught.value)


def test_broken_pipeline_counts_as_missing(model_folder, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.cfg").write_text("[nlp]\nlang = 'zz'\n")
    (broken / "meta.json").write_text(json.dumps({"lang": "en", "name": "broken", "version": "1"}))
    [model] = installed_models([broken])
    with pytest.raises(ModelMissingError):
        SpacySource(model, LABELS)
