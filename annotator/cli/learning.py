"""The command that learns from an annotator's articles, and looks after what was learned."""

from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli import parts
from annotator.cli.parts import DONE, JsonOption, WorkspaceArgument, opened, own_folder, print_json
from annotator.domain.annotation import SYSTEM
from annotator.domain.learned import SECONDS, LearnedModel

_HEAD = f"{'label':12}{'tagged':>8}{'rules':>8}{'learned':>9}  used"


def add_train_command(application: typer.Typer) -> None:
    """Add ``annotator train``."""

    @application.command()
    def train(
        workspace: WorkspaceArgument,
        annotator: Annotated[
            str | None, typer.Option(help="Whose complete articles; those of the only annotator.")
        ] = None,
        seconds: Annotated[
            float, typer.Option(min=1.0, max=600.0, help="CPU seconds it may take.")
        ] = SECONDS,
        show: Annotated[bool, typer.Option("--list", help="Only list what was learned.")] = False,
        remove: Annotated[
            int | None, typer.Option(metavar="N", help="Use model N no more.")
        ] = None,
        export: Annotated[
            int | None, typer.Option(metavar="N", help="Write model N into the folder --to.")
        ] = None,
        to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="For --export.")] = None,
        take: Annotated[
            Path | None,
            typer.Option("--import", metavar="FOLDER", help="Take an exported model into use."),
        ] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Learn from complete articles and gold; print F1 before and after, label by label.

        The figures are exact F1 on articles left out (cross-validated, whole stories at a time). A
        label is used where learning is a sure gain over the rules.
        """
        from annotator.ops import learning

        if sum((show, remove is not None, export is not None, take is not None)) > 1:
            raise typer.BadParameter("one of --list, --remove, --export, --import")
        if (export is None) != (to is None):
            raise typer.BadParameter("--export and --to go together")
        with opened(workspace) as opened_one:
            if show:
                return _list(learning.models(opened_one), as_json=as_json)
            if remove is not None:
                learning.remove(opened_one, annotator or SYSTEM, remove)
                print(f"Model {remove} is used no more.")
                return DONE
            if export is not None and to is not None:
                files = learning.export_model(opened_one, export, to)
                print(f"Model {export} is in {to}: {', '.join(one.name for one in files)}.")
                return DONE
            name = learning.choose(opened_one, annotator)
            if take is not None:
                model = learning.import_model(opened_one, name, take)
                print(f"Model {model.number} is used for {name}.")
                return DONE
            with parts.progress_bar("Learning") as progress:
                result = learning.train(opened_one, name, progress, seconds, own_folder())
        if as_json:
            print_json({**_document(result.model), "sentence": result.sentence})
        else:
            _print(result.model)
            print(f"{result.sentence}.")
        return DONE


def _list(models: list[LearnedModel], *, as_json: bool) -> int:
    if as_json:
        print_json({"models": [_document(model) for model in models]})
        return DONE
    seen: set[str] = set()
    for model in models:
        state = "in use" if model.by not in seen else "kept"
        seen.add(model.by)
        print(f"{model.number}: {_headline(model)}, {state}")
    if not models:
        print("Nothing was learned yet.")
    return DONE


def _headline(model: LearnedModel) -> str:
    return (
        f"{model.by}, {model.at}, {model.trained_on}, F1 {model.before:.3f} to "
        f"{model.after:.3f}, {model.size / 1000:.0f} KB, {model.seconds:.1f} s"
    )


def _print(model: LearnedModel) -> None:
    print(f"Model {model.number}: {_headline(model)}")
    print(_HEAD)
    for one in model.figures:
        used = one.way if one.on else f"no: {one.why}"
        print(f"{one.label:12}{one.count:8}{one.before:8.3f}{one.after:9.3f}  {used}")


def _document(model: LearnedModel) -> dict[str, Any]:
    return {
        "model": model.number,
        "annotator": model.by,
        "at": model.at,
        "articles": list(model.articles),
        "complete": model.complete,
        "before": round(model.before, 4),
        "after": round(model.after, 4),
        "seconds": round(model.seconds, 2),
        "bytes": model.size,
        "labels": [
            {
                "label": one.label,
                "tagged": one.count,
                "before": round(one.before, 4),
                "after": round(one.after, 4),
                "used": str(one.way) if one.on else None,
                "why": one.why,
            }
            for one in model.figures
        ],
    }
