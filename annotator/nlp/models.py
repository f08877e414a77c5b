"""spaCy pipelines that the user installed, as one more source beside the rules."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain.article import Zone
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.errors import ModelMissingError
from annotator.nlp.parse import ParsedToken
from annotator.nlp.view import reading_view

if TYPE_CHECKING:
    from spacy.language import Language

PIECE_CHARACTERS = 50_000  # a pipeline's memory grows with what it reads at once
SCORE = 0.8  # entity recognisers give no probability; this is about their precision on news
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s?$", re.IGNORECASE)
_ENTITY_PARTS = ("ner", "beam_ner", "entity_ruler", "span_ruler")
_EDGE = " \n\"'`,;:()[]{}"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A spaCy pipeline on this machine, not loaded.

    Attributes:
        folder: Where it lies; ``None`` for an installed package.
        labels: What it calls the entities that it finds, as far as it says so itself.
        parses: Whether it also says which word depends on which.
    """

    name: str
    version: str
    folder: Path | None = None
    labels: tuple[str, ...] = ()
    parses: bool = False

    @property
    def source(self) -> str:
        """NAME/VERSION, as stored with suggestions."""
        return f"{self.name}/{self.version}"


def _meta(folder: Path) -> dict[str, Any] | None:
    """Return what a pipeline says of itself, ``None`` where a folder has none."""
    try:
        described = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return described if isinstance(described, dict) else None


def _from_folder(folder: Path) -> InstalledModel | None:
    """Return the pipeline that lies in a folder, ``None`` where there is none."""
    described = _meta(folder)
    if described is None or not (folder / "config.cfg").is_file():
        return None
    name = f"{described.get('lang') or 'xx'}_{described.get('name') or folder.name}"
    version = str(described.get("version") or "0.0.0")
    return InstalledModel(name, version, folder, _labels(described), _parses(described))


def _labels(described: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of the entities that a ``meta.json`` names."""
    parts = described.get("labels")
    if not isinstance(parts, dict):
        return ()
    named = [parts[part] for part in _ENTITY_PARTS if isinstance(parts.get(part), list)]
    return tuple(sorted({str(label) for labels in named for label in labels}))


def _parses(described: Mapping[str, Any]) -> bool:
    parts = described.get("components") or described.get("pipeline")
    return isinstance(parts, list) and "parser" in parts


def _from_entry_point(point: EntryPoint) -> InstalledModel | None:
    package = point.module.partition(".")[0]
    found = find_spec(package) if point.dist is not None else None
    if point.dist is None or found is None:
        return None
    described: Mapping[str, Any] = {}
    for folder in found.submodule_search_locations or ():
        described = _meta(Path(folder)) or described
    return InstalledModel(
        point.name, point.dist.version, None, _labels(described), _parses(described)
    )


def installed_models(folders: Sequence[Path] = ()) -> list[InstalledModel]:
    """Return the pipelines of this machine by name, without importing spaCy.

    Args:
        folders: Folders that are a pipeline or hold pipelines, besides the installed packages.
    """
    found: dict[str, InstalledModel] = {}
    for point in entry_points(group="spacy_models"):
        model = _from_entry_point(point)
        if model is not None:
            found.setdefault(model.source, model)
    for folder in folders:
        inside = sorted(folder.iterdir()) if folder.is_dir() else []
        for place in (folder, *inside):
            model = _from_folder(place)
            if model is not None:
                found.setdefault(model.source, model)
    return [found[source] for source in sorted(found)]


def _load(model: InstalledModel) -> "Language":
    import spacy

    try:
        return spacy.load(model.folder or model.name)
    except (OSError, ImportError, ValueError) as error:
        raise ModelMissingError(name=model.name) from error


def _pieces(view: str) -> Iterator[tuple[int, str]]:
    """Yield stretches of a long text with their offsets, cut at a paragraph or else a space."""
    start = 0
    while start < len(view):
        end = min(start + PIECE_CHARACTERS, len(view))
        if end < len(view):
            cut = view.rfind("\n", start, end) + 1 or view.rfind(" ", start, end) + 1
            end = cut or end
        yield start, view[start:end]
        start = end


def _trimmed(view: str, start: int, end: int) -> Extent | None:
    """Return an extent as the scheme wants it: no leading article, no possessive, no edge marks."""
    leading = _ARTICLE.match(view, start, end)
    start = leading.end() if leading else start
    while start < end and view[start] in _EDGE:
        start += 1
    changed = True
    while changed and start < end:
        before = end
        while end > start and view[end - 1] in _EDGE:
            end -= 1
        possessive = _POSSESSIVE.search(view, start, end)
        end = possessive.start() if possessive else end
        changed = end != before
    return Extent(start, end) if start < end else None


class SpacySource:
    """The entities of one spaCy pipeline, in the labels of the scheme."""

    def __init__(
        self, model: InstalledModel, labels: Mapping[str, str], off: Collection[str] = ()
    ) -> None:
        """Load the pipeline.

        Args:
            model: Which one.
            labels: Its labels, and what they become; others are left out.
            off: Names of its rules that are switched off: one for each of its labels.

        Raises:
            ModelMissingError: It is not installed (any more), or cannot be read.
        """
        self._model = model
        self._labels = {theirs: ours for theirs, ours in labels.items() if _rule(theirs) not in off}
        self._nlp = _load(model)

    @property
    def name(self) -> str:
        """NAME/VERSION, as it is stored with each suggestion."""
        return self._model.source

    def propose(self, text: str, zones: Sequence[Zone] = ()) -> list[Proposal]:
        """Return the pipeline's entities outside boilerplate, in text order."""
        view = reading_view(text, zones)
        found: dict[tuple[int, int, str], Proposal] = {}
        for start, end, theirs in self._entities(view):
            label = self._labels.get(theirs)
            extent = _trimmed(view, start, end) if label is not None else None
            if label is not None and extent is not None:
                key = (extent.start, extent.end, label)
                found.setdefault(key, self._proposal(extent, label, theirs))
        return [found[key] for key in sorted(found)]

    def parse(self, text: str, zones: Sequence[Zone] = ()) -> list[ParsedToken]:
        """Return the dependency parse of a text, empty where the pipeline has no parser.

        This is what rules about speakers and roles may build on: offsets are those of the text,
        indices those of the list returned, and nothing of spaCy goes out. Whoever reads it must do
        without as well; most machines have no such pipeline.
        """
        found: list[ParsedToken] = []
        for offset, piece in _pieces(reading_view(text, zones)):
            with self._nlp.memory_zone():
                doc = self._nlp(piece)
                first = len(found)
                found += [
                    ParsedToken(
                        offset + token.idx,
                        offset + token.idx + len(token),
                        first + token.head.i,
                        token.dep_,
                        token.pos_,
                    )
                    for token in doc
                    if doc.has_annotation("DEP")
                ]
        return found

    def _entities(self, view: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and the pipeline's label of its entities that keep to one line."""
        for offset, piece in _pieces(view):
            with self._nlp.memory_zone():
                for entity in self._nlp(piece).ents:
                    if "\n" not in entity.text:
                        start, end = entity.start_char, entity.end_char
                        yield offset + start, offset + end, entity.label_

    def _proposal(self, extent: Extent, label: str, theirs: str) -> Proposal:
        reason = f"The language model {self._model.name} reads it as {theirs}."
        return Proposal(extent, label, _rule(theirs), SCORE, reason)


def _rule(theirs: str) -> str:
    """Return what the ledger calls the part of a pipeline that finds one of its labels."""
    return f"model-{theirs}"
