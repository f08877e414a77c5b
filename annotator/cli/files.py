"""Commands that read and write files: import, export, schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli import parts
from annotator.cli.parts import (
    DONE,
    SOME_REFUSED,
    JsonOption,
    WorkspaceArgument,
    opened,
    print_json,
    say,
)
from annotator.cli.scheme import KeysTaken, read_scheme_file
from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus, check_annotator_name
from annotator.domain.intake import IntakeReport
from annotator.domain.scheme import Scheme
from annotator.domain.scheme_words import counted
from annotator.errors import NoWorkspaceError, RefusedInputError

MOST_NOTES = 20
"""Notes of an import that are printed one by one; refusals all are."""
ONLY_SOURCE = "*"
"""What ``--suggestions`` without a name stands for."""


def add_in_and_out(application: typer.Typer, windows: KeysTaken) -> None:
    """Add import, export and schema."""

    @application.command("import")
    def import_command(
        workspace: WorkspaceArgument,
        paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
        form: Annotated[str, typer.Option("--format", help="auto, text or jsonl.")] = "auto",
        annotator: Annotated[str | None, typer.Option(help="Whose tags the lines become.")] = None,
        encoding: Annotated[str | None, typer.Option(help="How text files are encoded.")] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
        replace: Annotated[
            bool, typer.Option("--replace", help="Replace sets that were edited here.")
        ] = False,
        scheme: Annotated[
            Path | None, typer.Option(metavar="FILE", help="The scheme of a new workspace.")
        ] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Import articles (.txt, folders), annotations (.jsonl) or bundles as one undo step.

        A new workspace takes the scheme of the bundle that is imported first.
        """
        return _import(
            workspace,
            paths,
            _Form(form),
            annotator,
            encoding,
            None if scheme is None else read_scheme_file(scheme, windows),
            dry_run=dry_run,
            replace=replace,
            as_json=as_json,
        )

    @application.command("export")
    def export_command(
        workspace: WorkspaceArgument,
        out: Annotated[Path, typer.Argument(help="The file to write; with csv, the folder.")],
        form: Annotated[str, typer.Option("--format", help="jsonl, or csv.")] = "jsonl",
        annotator: Annotated[str | None, typer.Option(help="Whose tags.")] = None,
        gold: Annotated[bool, typer.Option("--gold", help="The gold set.")] = False,
        suggestions: Annotated[
            str | None,
            typer.Option(metavar="[SOURCE]", help="Suggestions of a source, or of the only one."),
        ] = None,
        bundle: Annotated[
            bool,
            typer.Option(
                "--bundle",
                help="With --gold: a zip with agreement, verdicts, scheme, hashes and losses.",
            ),
        ] = False,
        status: Annotated[SetStatus | None, typer.Option(help="Only sets of this status.")] = None,
        guard: Annotated[
            bool,
            typer.Option(help="csv: an apostrophe before what a spreadsheet takes for a formula."),
        ] = True,
        mark: Annotated[
            bool,
            typer.Option("--bom/--no-bom", help="csv: begin with a mark that Excel needs."),
        ] = True,
        as_json: JsonOption = False,
    ) -> int:
        """Export one set of every article: as JSONL, or as a folder of CSV tables.

        The tables are one for each frame type (statements.csv, stances.csv, meetings.csv),
        fillers.csv with one row for each filler of a role, spans.csv, entities.csv, and
        export.json, which lists their columns. JSONL keeps everything; the tables leave out the
        texts and what export.json names.
        """
        if form not in {"jsonl", "csv"}:
            raise typer.BadParameter(
                f"{form} is no format; there are: jsonl, csv", param_hint="--format"
            )
        chosen = [
            annotator,
            GOLD if gold else None,
            None if suggestions is None else SUGGESTIONS_PREFIX + suggestions,
        ]
        names = [name for name in chosen if name is not None]
        if len(names) > 1:
            raise typer.BadParameter("choose one of --annotator, --gold and --suggestions")
        name = names[0] if names else None
        if bundle:
            if name != GOLD or form != "jsonl":
                raise typer.BadParameter("--bundle belongs to --gold, as JSONL")
            return _export_gold_bundle(workspace, out, status, as_json=as_json)
        if form == "csv":
            how = {"status": status, "guard": guard, "mark": mark}
            return _export_tables(workspace, out, name, how, as_json=as_json)
        return _export(workspace, out, name, status, as_json=as_json)

    @application.command()
    def schema() -> int:
        """Print the JSON Schema of the export."""
        from annotator.exchange.gold import schema_text

        print(schema_text(), end="")
        return DONE


class _Form(str):
    """A checked value of ``import --format``."""

    __slots__ = ()

    def __new__(cls, value: str) -> "_Form":
        if value not in {"auto", "text", "jsonl"}:
            raise typer.BadParameter(
                f"{value} is no format; there are: auto, text, jsonl", param_hint="--format"
            )
        return super().__new__(cls, value)


def _import(
    address: str,
    paths: list[Path],
    form: str,
    annotator: str | None,
    encoding: str | None,
    scheme: Scheme | None,
    *,
    dry_run: bool,
    replace: bool,
    as_json: bool,
) -> int:
    from annotator.exchange.text_files import check_encoding
    from annotator.ops import intake

    if annotator is not None and annotator != GOLD:
        check_annotator_name(annotator)
    if encoding is not None:
        check_encoding(encoding)
    with (
        _import_target(address, scheme, paths, dry_run=dry_run) as workspace,
        parts.progress_bar("Importing") as progress,
    ):
        try:
            report = intake.import_paths(
                workspace,
                paths,
                form=form,
                annotator=annotator,
                encoding=encoding,
                replace=replace,
                dry_run=dry_run,
                progress=progress,
            )
        except RefusedInputError as error:
            report = IntakeReport(refused=(intake.refusal_of(error, str(paths[0])),))
    _say_report(report, dry_run=dry_run, as_json=as_json)
    return SOME_REFUSED if report.refused else DONE


@contextmanager
def _import_target(
    address: str, wanted: Scheme | None, paths: list[Path], *, dry_run: bool
) -> Iterator[Any]:
    """Open the workspace of an import, making it where there is none; a dry run makes nothing.

    A workspace that was made for an import of which nothing came in does not stay.
    """
    from annotator.domain.default_scheme import default_scheme
    from annotator.ops import bundles, intake, schemes
    from annotator.ops.workspace import Workspace

    try:
        workspace = Workspace.open(address)
    except NoWorkspaceError:
        scheme = wanted or bundles.scheme_of(paths) or default_scheme()
        if dry_run:
            with intake.scratch_workspace(scheme) as scratch:
                yield scratch
            return
        workspace = Workspace.open_or_create(address, scheme)
    try:
        if wanted is not None:
            schemes.check_in_force(workspace, wanted)
        yield workspace
    finally:
        if workspace.close_or_forget():
            say(f"Nothing came in, so no workspace was made at {address}.")


def _say_report(report: IntakeReport, *, dry_run: bool, as_json: bool) -> None:
    for line in report.refused:
        say(f"Refused: {line}")
    for line in report.warnings[:MOST_NOTES]:
        say(f"Note: {line}")
    if len(report.warnings) > MOST_NOTES:
        say(f"{len(report.warnings) - MOST_NOTES:,} more notes; --json gives them all.")
    if as_json:
        print_json(
            {
                "articles": {"new": report.articles_new, "known": report.articles_known},
                "sets": {
                    "new": report.sets_new,
                    "replaced": report.sets_replaced,
                    "known": report.sets_known,
                },
                "refused": [asdict(line) for line in report.refused],
                "warnings": [asdict(line) for line in report.warnings],
                "files": [one.document() for one in report.files],
            }
        )
        return
    for one in report.files:
        for sentence in one.sentences():
            print(f"{one.file}: {sentence}")
    print(
        f"Articles: {report.articles_new} new, {report.articles_known} known. "
        f"Sets: {report.sets_new} new, {report.sets_replaced} replaced, "
        f"{report.sets_known} known. Refused: {len(report.refused)}."
        + (" Dry run: nothing was written." if dry_run else "")
    )


def _export(
    address: str, out: Path, name: str | None, status: SetStatus | None, *, as_json: bool
) -> int:
    from annotator.ops import gold

    with opened(address) as workspace, parts.progress_bar("Exporting") as progress:
        name = _set_name(workspace, name)
        lines = gold.export(workspace, out, name, status=status, progress=progress)
    if as_json:
        print_json({"file": str(out), "set": name, "lines": lines})
    else:
        print(f"{counted(lines, 'article')} of {name} written to {out}.")
    return DONE


def _export_tables(
    address: str, out: Path, name: str | None, how: dict[str, Any], *, as_json: bool
) -> int:
    from annotator.ops import gold

    with opened(address) as workspace, parts.progress_bar("Exporting") as progress:
        name = _set_name(workspace, name)
        report = gold.export_tables(workspace, out, name, progress=progress, **how)
    for line in report.left_out:
        say(f"Note: {line}")
    if as_json:
        print_json(
            {
                "folder": str(out),
                "set": name,
                "articles": report.articles,
                "rows": report.rows,
                "left_out": report.left_out,
            }
        )
        return DONE
    for file, rows in report.rows.items():
        print(f"{file}: {counted(rows, 'row')}")
    print(f"{counted(report.articles, 'article')} of {name} written to {out}.")
    return DONE


def _export_gold_bundle(address: str, out: Path, status: SetStatus | None, *, as_json: bool) -> int:
    from annotator.ops import gold_bundle

    with opened(address) as workspace, parts.progress_bar("Exporting") as progress:
        done = gold_bundle.write(workspace, out, status=status, progress=progress)
    for line in done.left_out:
        say(f"Left out or unfinished: {line}")
    if as_json:
        print_json(
            {
                "file": str(out),
                "set": GOLD,
                "articles": done.articles,
                "files": done.files,
                "left_out": done.left_out,
                **done.verdicts.document(),
            }
        )
    else:
        print(f"{counted(done.articles, 'article')} of gold and its reports written to {out}.")
    return DONE


def _set_name(workspace: Any, name: str | None) -> str:
    """Return the set that is meant, where none was named or only that it is suggestions."""
    from annotator.ops import gold

    if name == SUGGESTIONS_PREFIX + ONLY_SOURCE:
        return gold.only_source(workspace)
    return gold.default_set(workspace) if name is None else name
