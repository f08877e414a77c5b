"""What there is of the user's own sources: pipelines, lists and rules, for a person to look at."""

from dataclasses import dataclass
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.jobs import Progress
from annotator.nlp.builtin.own_rules import check_own_rules
from annotator.nlp.models import InstalledModel, installed_models
from annotator.nlp.own_files import read_own
from annotator.ops import model_labels, sources
from annotator.ops.model_labels import LabelRow
from annotator.ops.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ModelTable:
    """A pipeline with what its labels become."""

    model: InstalledModel
    rows: tuple[LabelRow, ...]


@dataclass(frozen=True, slots=True)
class OwnSources:
    """All of it.

    Attributes:
        folders: Where it was looked for: that of the workspace, whether or not it is there, and
            the user's.
        lists: Names of the lists with their number of terms.
        rules: Number of rules that are used.
        problems: What is wrong, each with file and line.
    """

    folders: tuple[Path, ...]
    models: tuple[ModelTable, ...] = ()
    lists: tuple[tuple[str, int], ...] = ()
    rules: int = 0
    problems: tuple[AnnotatorError, ...] = ()


def find(
    workspace: Workspace, lists: Path | None = None, progress: Progress | None = None
) -> OwnSources:
    """Look at the folders of own sources; two seconds where there are rules to check.

    Args:
        workspace: Where.
        lists: The user's folder.
        progress: Steps are folders and what is in them.

    Raises:
        Cancelled: The user asked for it.
    """
    progress = progress or Progress()
    settings = sources.settings_for(workspace, lists)
    progress.step(0, 0)
    own = read_own(settings.lists, settings.known)
    progress.step(0, 0)
    wrong = check_own_rules(own.rules)
    tables = tuple(
        ModelTable(model, tuple(model_labels.table(workspace, model)))
        for model in installed_models(settings.models)
    )
    folders = [sources.own_folder(workspace)] + ([lists] if lists is not None else [])
    return OwnSources(
        tuple(folders),
        tables,
        tuple((one.name, len(one.terms)) for one in own.lists),
        len(own.rules) - len(wrong),
        (*own.problems, *wrong),
    )
