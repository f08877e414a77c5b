"""What can make suggestions: the built-in rules and the spaCy pipelines of this machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

from annotator.domain.article import Zone
from annotator.domain.learned import LEARNED, LearnedModel
from annotator.domain.suggestion import Findings, Proposal
from annotator.errors import ModelMissingError, NothingLearnedError
from annotator.nlp.builtin.source import BUILTIN, RuleSource
from annotator.nlp.models import InstalledModel, SpacySource, installed_models
from annotator.nlp.parse import TokenParse

_LONGEST_PARSE = 36  # a version has room for 40 characters


class Source(Protocol):
    """Something that proposes spans for one article at a time."""

    @property
    def name(self) -> str:
        """NAME/VERSION, as it is stored with each suggestion."""

    def propose(self, text: str, zones: Sequence[Zone] = ()) -> list[Proposal]:
        """Return what it would tag, in text order; nothing in boilerplate."""


@runtime_checkable
class FrameSource(Source, Protocol):
    """A source that proposes frames too."""

    def look(self, text: str, zones: Sequence[Zone] = ()) -> Findings:
        """Return the spans that it would tag and the frames that it would make of them."""


def look(source: Source, text: str, zones: Sequence[Zone] = ()) -> Findings:
    """Return all that a source finds in an article; spans alone where it knows no frames."""
    if isinstance(source, FrameSource):
        return source.look(text, zones)
    return Findings(tuple(source.propose(text, zones)))


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What sources need to know of a workspace; plain values, so that a worker can be told.

    Attributes:
        lists: Folders with the user's own lists and rules: see :mod:`annotator.nlp.own_files`.
        models: Folders that hold spaCy pipelines, besides the installed packages.
        labels: Labels of spaCy's pipelines, and what they become: the scheme's ``spacy_labels``.
        model_labels: What people have said instead for one pipeline, by its name; "" leaves a
            label out.
        known: Labels that the user's own files may name; any where none are given.
        off: Rules that are switched off, by the name of their source.
        topics: The codebook of stances: each topic with its keywords.
        names: What labels of the rules are called in the scheme, where it is otherwise.
        learned: The model of the annotator that suggestions are made for.
        parse: NAME/VERSION of the pipeline whose parse the rules use, "" for none.
    """

    lists: tuple[Path, ...] = ()
    models: tuple[Path, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    model_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    off: Mapping[str, frozenset[str]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    learned: LearnedModel | None = None
    parse: str = ""

    def labels_of(self, model: str) -> dict[str, str]:
        """Return what the labels of one pipeline become; what is left out has none."""
        said = {**self.labels, **self.model_labels.get(model, {})}
        return {theirs: ours for theirs, ours in said.items() if ours}


def rules_name(settings: SourceSettings | None) -> str:
    """Return NAME/VERSION of the built-in rules, with the pipeline whose parse they use.

    What the rules find depends on it: articles are looked at again when it comes, changes or goes.
    """
    parse = settings.parse if settings is not None else ""
    if len(parse) > _LONGEST_PARSE:
        parse = f"{parse[: _LONGEST_PARSE - 9]}-{sha256(parse.encode()).hexdigest()[:8]}"
    return f"{BUILTIN}+{parse.replace('/', '-')}" if parse else BUILTIN


class ParsedRules:
    """The built-in rules with the parse of a pipeline that the user installed."""

    def __init__(self, rules: RuleSource, parser: SpacySource) -> None:
        self._rules = rules
        self._parser = parser
        self.problems = rules.problems
        """What is wrong with the user's own files, each with file and line."""

    @property
    def name(self) -> str:
        """NAME/VERSION, as it is stored with each suggestion."""
        return rules_name(SourceSettings(parse=self._parser.name))

    def propose(self, text: str, zones: Sequence[Zone] = ()) -> list[Proposal]:
        """Return what the rules would tag, in text order; nothing in boilerplate."""
        return list(self.look(text, zones).spans)

    def look(self, text: str, zones: Sequence[Zone] = ()) -> Findings:
        """Return the spans that the rules would tag and the frames that they would make."""
        return self._rules.look(text, zones, TokenParse(text, self._parser.parse(text, zones)))


def available_sources(settings: SourceSettings | None = None) -> list[str]:
    """Return the NAME/VERSION of every source of this machine, the built-in rules first.

    Nothing is loaded and spaCy is not imported: fit for a menu.
    """
    folders = settings.models if settings is not None else ()
    return [rules_name(settings), *(model.source for model in installed_models(folders))]


def _find(name: str, models: Sequence[InstalledModel]) -> InstalledModel:
    for model in models:
        if name in {model.source, model.name, str(model.folder)}:
            return model
    raise ModelMissingError(name=name.partition("/")[0])


def load_rules(settings: SourceSettings) -> RuleSource:
    """Return the built-in rules as a workspace has them; takes two seconds."""
    off = settings.off.get(BUILTIN.partition("/")[0], ())
    return RuleSource(settings.lists, labels=settings.known, off=off, topics=settings.topics)


def load_source(
    name: str, settings: SourceSettings | None = None, rules: RuleSource | None = None
) -> Source:
    """Return a source, ready to propose; takes a second or two.

    Args:
        name: "builtin", the name of a pipeline ("en_core_web_sm"), either with or without its
            version, the path of a pipeline's folder, or "learned" for the model of the settings.
        settings: What the workspace knows; nothing by default.
        rules: The built-in rules, where they are loaded already: what was learned reads them.

    Raises:
        ModelMissingError: There is no pipeline of that name here.
    """
    settings = settings or SourceSettings()
    if name == BUILTIN:
        return load_rules(settings)
    if name in {rules_name(settings), BUILTIN.partition("/")[0]}:
        loaded = rules or load_rules(settings)
        if not settings.parse:
            return loaded
        model = _find(settings.parse, installed_models(settings.models))
        return ParsedRules(loaded, SpacySource(model, {}))
    if name.partition("/")[0] == LEARNED:
        from annotator.nlp.learned.source import LearnedSource

        if settings.learned is None:
            raise NothingLearnedError(name=name)
        return LearnedSource(rules or load_rules(settings), settings.learned)
    folder = Path(name)
    folders = (*settings.models, folder) if folder.is_dir() else settings.models
    model = _find(name, installed_models(folders))
    return SpacySource(model, settings.labels_of(model.name), settings.off.get(model.name, ()))
