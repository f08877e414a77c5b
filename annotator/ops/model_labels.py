"""What the labels of a language model become in a workspace: the scheme's table, and people's own.

The scheme says it for all pipelines (``[spacy]``). What somebody says otherwise for one pipeline
belongs to the workspace, not to the scheme: pipelines differ from machine to machine, and the
scheme's version would count up with each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from annotator.domain.renames import Renames
from annotator.errors import UnknownLabelError
from annotator.nlp.models import InstalledModel
from annotator.ops.workspace import Workspace
from annotator.store import looks, switches, workspace_rows

PREFIX = "labels:"


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label of a pipeline.

    Attributes:
        ours: What it becomes, "" where it is left out.
        by_scheme: What the scheme says that it becomes, "" for nothing.
    """

    theirs: str
    ours: str
    by_scheme: str


def _key(model: str) -> str:
    return PREFIX + sha256(model.encode()).hexdigest()[:40]


def said(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Return what people have said for single pipelines, by name; "" leaves a label out."""
    with workspace.read() as connection:
        rows = workspace_rows.beginning(connection, PREFIX)
    renames, known = Renames.of(workspace.scheme), workspace.scheme.label_by_name
    found = {}
    for value in rows.values():
        if isinstance(value, dict) and isinstance(value.get("labels"), dict):
            labels = {str(one): renames.label(str(own)) for one, own in value["labels"].items()}
            found[str(value["model"])] = {
                theirs: ours if ours in known else "" for theirs, ours in labels.items()
            }
    return found


def table(workspace: Workspace, model: InstalledModel) -> list[LabelRow]:
    """Return what each label of a pipeline becomes, in its order.

    Labels that the pipeline does not name itself are those that the scheme and people know of.
    """
    scheme = workspace.scheme.spacy_labels
    own = said(workspace).get(model.name, {})
    names: Sequence[str] = model.labels or tuple(scheme)
    names = (*names, *(name for name in own if name not in names))
    return [
        LabelRow(name, own.get(name, scheme.get(name, "")), scheme.get(name, "")) for name in names
    ]


def change(workspace: Workspace, author: str, model: str, labels: Mapping[str, str]) -> None:
    """Say what labels of a pipeline become; "" leaves one out. One undo step.

    What the pipeline has proposed stays as it is until it has looked again: all articles that it
    has looked at wait for it.

    Args:
        workspace: Where.
        author: Whose operation it is.
        model: Name of the pipeline, without version.
        labels: Their names to ours; those not named stay as they are. What the scheme says anyhow
            is not kept.

    Raises:
        UnknownLabelError: The scheme has no such label.
    """
    known = workspace.scheme.label_by_name
    for ours in labels.values():
        if ours and ours not in known:
            raise UnknownLabelError(label=ours, labels=", ".join(known))
    by_scheme = workspace.scheme.spacy_labels
    merged = {**said(workspace).get(model, {}), **labels}
    kept = {one: ours for one, ours in merged.items() if ours != by_scheme.get(one, "")}
    with workspace.operation(f"Change the labels of {model}", author) as writer:
        workspace_rows.change(
            writer, _key(model), {"model": model, "labels": kept} if kept else None
        )
        writer.changes.many = True
        if looks.latest_version(writer.connection, model) is not None:
            switches.look_again(writer.connection, model)
