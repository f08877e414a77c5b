"""The command about a workspace's scheme: look at it, write it out, use another one."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from annotator.cli.parts import (
    DONE,
    SOME_REFUSED,
    JsonOption,
    WorkspaceArgument,
    opened,
    print_json,
    say,
)
from annotator.domain.annotation import SYSTEM, check_annotator_name
from annotator.domain.scheme import Scheme
from annotator.errors import (
    AnnotatorError,
    FileMissingError,
    FileUnreadableError,
    SchemeInvalidError,
    SchemeVersionTakenError,
)

if TYPE_CHECKING:
    from annotator.domain.scheme_change import NamesInUse, Part
    from annotator.domain.scheme_words import SchemeChange

_OF_THE_FILE = (
    FileMissingError,
    FileUnreadableError,
    SchemeInvalidError,
    SchemeVersionTakenError,
)
"""What a scheme file is refused for, as a line of an import is."""


class KeysTaken(Protocol):
    """What a scheme must know of the window."""

    def keys_taken(self) -> Mapping[str, str]:
        """Return the keys that the window uses where tags are made, and what each does."""


def read_scheme_file(path: Path, windows: KeysTaken) -> Scheme:
    """Return the scheme of a file that a new workspace is to have."""
    from annotator.ops import schemes

    return schemes.read_file(path, windows.keys_taken())


def add_scheme_command(application: typer.Typer, windows: KeysTaken) -> None:
    """Add the command."""

    @application.command("scheme")
    def scheme_command(
        workspace: WorkspaceArgument,
        export: Annotated[
            Path | None, typer.Option(metavar="FILE", help="Write it into a TOML file.")
        ] = None,
        use: Annotated[
            Path | None, typer.Option(metavar="FILE", help="Use the scheme of a TOML file.")
        ] = None,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Only say what using it would change.")
        ] = False,
        annotator: Annotated[str | None, typer.Option(help="Who uses it.")] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Show the scheme with what is in use, write it out, or use another one or version."""
        if export is not None and use is not None:
            raise typer.BadParameter("choose one of --export and --use")
        if use is None and (dry_run or annotator is not None):
            raise typer.BadParameter("--dry-run and --annotator belong to --use")
        if annotator is not None:
            check_annotator_name(annotator)
        with opened(workspace) as opened_one:
            if export is not None:
                return _export(opened_one, export, as_json=as_json)
            if use is not None:
                taken = windows.keys_taken()
                author = None if dry_run else annotator or SYSTEM
                return _use(opened_one, use, taken, author, as_json=as_json)
            return _show(opened_one, as_json=as_json)


def _export(workspace: Any, path: Path, *, as_json: bool) -> int:
    from annotator.ops import schemes

    written = schemes.export(workspace, path)
    if as_json:
        print_json({"file": str(path), "name": written.name, "version": written.version})
    else:
        print(f"{written.name} {written.version} written to {path}.")
    return DONE


# --- showing ---------------------------------------------------------------------------------


def _show(workspace: Any, *, as_json: bool) -> int:
    from annotator.ops import schemes

    scheme, used = workspace.scheme, schemes.usage(workspace)
    document = _document(scheme, used)
    if as_json:
        print_json(document)
        return DONE
    print(f"{scheme.name} {scheme.version}")
    for name, label in document["labels"].items():
        print(f"label {_keyed(name, label)}: {_counts('span', label)}")
    for name, frame in document["frames"].items():
        print(f"frame type {_keyed(name, frame)}: {_counts('frame', frame)}")
    return DONE


def _document(scheme: Scheme, used: "NamesInUse") -> dict[str, Any]:
    from annotator.domain.scheme_change import Kind, Part

    def attributes(item: Any) -> dict[str, int]:
        return {
            one.name: used.count(Part(Kind.ATTRIBUTE, one.name, (item.name,)))
            for one in item.attributes
        }

    return {
        "name": scheme.name,
        "version": scheme.version,
        "labels": {
            label.name: {
                "key": label.key,
                "spans": used.labels.get(label.name, 0),
                "attributes": attributes(label),
            }
            for label in scheme.labels
        },
        "frames": {
            kind.name: {
                "key": kind.key,
                "frames": used.frames.get(kind.name, 0),
                "roles": {
                    role.name: used.roles.get((kind.name, role.name), 0) for role in kind.roles
                },
                "attributes": attributes(kind),
            }
            for kind in scheme.frame_types
        },
    }


def _keyed(name: str, item: Mapping[str, Any]) -> str:
    return f"{name} (key {item['key']})" if item["key"] else name


def _counts(word: str, item: Mapping[str, Any]) -> str:
    from annotator.domain.scheme_words import counted

    own = counted(item[f"{word}s"], word)
    inside = {**item.get("roles", {}), **item["attributes"]}
    parts = ", ".join(f"{name} {count}" for name, count in inside.items() if count)
    return f"{own} ({parts})" if parts else own


# --- using -----------------------------------------------------------------------------------


def _use(
    workspace: Any, path: Path, taken: Mapping[str, str], author: str | None, *, as_json: bool
) -> int:
    """Use the scheme of a file, or only say what that would change where there is no author."""
    from annotator.ops import schemes

    try:
        scheme = schemes.read_file(path, taken)
        change = schemes.plan(workspace, scheme)
        if author is not None and not change.obstacles:
            change = schemes.use(workspace, scheme, author)
    except _OF_THE_FILE as error:
        return _refuse([_refusal(path, error)], as_json=as_json)
    if change.obstacles:
        refused = [
            {"file": str(path), "line": None, "problem": item.problem, "remedy": item.remedy}
            for item in change.obstacles
        ]
        return _refuse(refused, as_json=as_json, change=change)
    _say_change(change, used=author is not None, as_json=as_json)
    return DONE


def _refusal(path: Path, error: AnnotatorError) -> dict[str, Any]:
    return {
        "file": str(path),
        "line": error.values.get("line"),
        "problem": error.problem_text,
        "remedy": error.remedy_text,
    }


def _refuse(
    refused: list[dict[str, Any]], *, as_json: bool, change: "SchemeChange | None" = None
) -> int:
    for item in refused:
        say(f"Refused: {item['problem']} {item['remedy']}")
    if as_json:
        document = {} if change is None else _change_document(change, used=False)
        print_json({**document, "refused": refused})
    return SOME_REFUSED


def _say_change(change: "SchemeChange", *, used: bool, as_json: bool) -> None:
    from annotator.domain.scheme_words import report

    if as_json:
        print_json({**_change_document(change, used=used), "refused": []})
        return
    after = change.after
    if change.same:
        print(f"{after.name} {after.version} is in force already and says the same.")
        return
    for line in report(change):
        detail = f": {line.detail}" if line.detail else ""
        print(f"{line.mark:8} {line.what}{detail}")
    end = "is in force." if used else "was not used: dry run."
    print(f"{after.name} {after.version} {end}")


def _change_document(change: "SchemeChange", *, used: bool) -> dict[str, Any]:
    from annotator.domain.scheme_words import Use

    found = change.difference
    renamed = []
    for item in found.renamed:
        use = change.uses.get(item.part, Use())
        renamed.append(
            {
                **_part(item.part),
                "now": item.now,
                "tags": use.tags,
                "articles": use.articles,
                "annotators": list(use.annotators),
            }
        )
    return {
        "name": change.after.name,
        "version": change.after.version,
        "before": {"name": change.before.name, "version": change.before.version},
        "used": used and not change.same,
        "renamed": renamed,
        "new": _parts(found.new),
        "gone": _parts(found.gone),
        "changed": _parts(found.altered),
        "tags": change.total.tags,
        "articles": change.total.articles,
        "annotators": list(change.total.annotators),
        "suggestions": change.suggestions,
        "decisions": change.decisions,
        "entities": change.entities,
        "retired": change.retired,
    }


def _parts(parts: "Iterable[Part]") -> list[dict[str, Any]]:
    return [_part(part) for part in parts]


def _part(part: "Part") -> dict[str, Any]:
    return {"kind": str(part.kind), "name": part.name, "of": list(part.of)}
