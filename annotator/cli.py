"""The command line. Everything here works without Qt; the window is handed in."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, Protocol

import typer

from annotator import __version__
from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus, check_annotator_name
from annotator.domain.intake import IntakeReport
from annotator.errors import (
    AnnotatorError,
    DisplayMissingError,
    NoWorkspaceError,
    RefusedInputError,
)
from annotator.jobs import Progress

DONE, SOME_REFUSED, CANNOT, INTERRUPTED = 0, 1, 2, 130
REPORT_SECONDS = 0.1
ONLY_SOURCE = "*"
"""What ``--suggestions`` without a name stands for."""
WorkspaceArgument = Annotated[str, typer.Argument(help="Workspace file (NAME.annotator).")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


class Windows(Protocol):
    """What the command line needs of the window, without knowing Qt."""

    def open(self, address: str | None, annotator: str | None) -> int:
        """Open the window and return the exit status when it closes."""

    def render(self, path: Path, annotator: str, picture: Path) -> None:
        """Draw the window of a workspace into a PNG, without a display."""


def say(words: str) -> None:
    """Print a line for people: never on the stream that carries JSON."""
    print(words, file=sys.stderr)


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show progress on a terminal, nothing when piped."""
    if not sys.stderr.isatty():
        yield Progress()
        return

    shown_at = 0.0

    def report(done: int, total: int) -> None:
        nonlocal shown_at
        now = monotonic()
        if now - shown_at < REPORT_SECONDS and done != total:
            return
        shown_at = now
        of = f" of {total}" if total else ""
        print(f"\r{what}: {done}{of}  ", end="", file=sys.stderr, flush=True)

    try:
        yield Progress(report)
    finally:
        print(file=sys.stderr)


@contextmanager
def opened(address: str) -> Iterator[Any]:
    """Open an existing workspace for one command."""
    from annotator.ops.workspace import Workspace

    workspace = Workspace.open(address)
    try:
        yield workspace
    finally:
        workspace.close()


def print_json(document: object) -> None:
    """Print the one document of ``--json``; escaped where the stream is not UTF-8."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(document, ensure_ascii=plain))


def make(windows: Windows) -> typer.Typer:
    """Return the command line.

    Args:
        windows: Opens and draws the window.
    """
    application = typer.Typer(
        name="annotator",
        help="Tag news articles: who said what, who stands where, who met whom.",
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    _add_window_commands(application, windows)
    _add_in_and_out(application)
    _add_suggestion_commands(application)
    _add_care_commands(application)
    _add_machine_commands(application)
    return application


def run(application: typer.Typer, arguments: list[str]) -> int:
    """Run the command line and return the exit status."""
    try:
        status = application(
            args=_completed(arguments), prog_name="annotator", standalone_mode=False
        )
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except AnnotatorError as error:
        say(str(error))
        return CANNOT
    except typer.Exit as leaving:
        return leaving.exit_code
    except Exception as error:  # noqa: BLE001 - typer does not name its usage errors
        return _usage_error(error)
    if status == INTERRUPTED:  # some versions of typer return it, some raise
        say("Interrupted; nothing is half written.")
    return status if isinstance(status, int) else DONE


def _completed(arguments: list[str]) -> list[str]:
    """Return arguments with what may be left out: ``open``, and the name of the only source."""
    made = list(arguments)
    if made and made[0].endswith(".annotator"):
        made.insert(0, "open")
    for place, word in enumerate(made):
        if word == "--suggestions" and (place + 1 == len(made) or made[place + 1].startswith("--")):
            made[place] = f"--suggestions={ONLY_SOURCE}"
    return made


def _usage_error(error: Exception) -> int:
    """Print a usage error as click words it; anything else is a bug and goes on."""
    show = getattr(error, "show", None)
    if show is None or not hasattr(error, "exit_code"):
        raise error
    show()
    return CANNOT


def _add_window_commands(application: typer.Typer, windows: Windows) -> None:
    def show_version(value: bool) -> None:
        if value:
            print(f"annotator {__version__}")
            raise typer.Exit

    @application.callback(invoke_without_command=True)
    def main(
        context: typer.Context,
        _version: Annotated[
            bool,
            typer.Option(
                "--version", callback=show_version, is_eager=True, help="Show the version."
            ),
        ] = False,
    ) -> int:
        if context.invoked_subcommand is None:
            return _open(windows, None, None)
        return DONE

    @application.command("open")
    def open_command(
        workspace: Annotated[
            str | None, typer.Argument(help="Workspace file; the last one where not given.")
        ] = None,
        annotator: Annotated[str | None, typer.Option(help="Who tags.")] = None,
    ) -> int:
        """Open the window: on WORKSPACE, else on the last one, else the welcome page."""
        return _open(windows, workspace, annotator)

    @application.command()
    def demo(
        workspace: Annotated[Path | None, typer.Option(help="Where the demo is kept.")] = None,
        fresh: Annotated[bool, typer.Option("--fresh", help="Make another one.")] = False,
        headless: Annotated[
            Path | None,
            typer.Option(metavar="FOLDER", help="Do it all without a window, into FOLDER."),
        ] = None,
        annotator: Annotated[str | None, typer.Option(help="Who tags.")] = None,
    ) -> int:
        """Open the sample corpus, making its workspace the first time."""
        from annotator.ops import demo as demos

        if annotator is not None:
            check_annotator_name(annotator)
        path = workspace or demos.default_path()
        if headless is not None:
            return _headless(windows, path, headless, fresh=fresh)
        _need_display()
        with progress_bar("Preparing the sample corpus"):
            made = demos.prepare(path, fresh=fresh, suggest=True)
        return _open(windows, str(made), annotator)


def _need_display() -> None:
    from annotator.ops import doctor

    if not doctor.has_display():
        raise DisplayMissingError


def _open(windows: Windows, address: str | None, annotator: str | None) -> int:
    if annotator is not None:
        check_annotator_name(annotator)
    _need_display()
    if address is not None and "://" not in address and not Path(address).expanduser().exists():
        raise NoWorkspaceError(path=address)
    return windows.open(address, annotator)


def _headless(windows: Windows, path: Path, folder: Path, *, fresh: bool) -> int:
    from annotator.ops import demo as demos

    if fresh and path.exists():
        path = demos.fresh_path(path)
    with progress_bar("Making suggestions") as progress:
        result = demos.headless(path, folder, windows.render, progress=progress)
    print(f"Workspace: {result.workspace}")
    print(f"Gold:      {result.gold}  ({result.articles} articles, {result.spans} spans)")
    print(f"Picture:   {result.picture}")
    return DONE


def _add_in_and_out(application: typer.Typer) -> None:
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
        as_json: JsonOption = False,
    ) -> int:
        """Import articles (.txt, folders) or annotations (.jsonl) as one undo step."""
        return _import(
            workspace,
            paths,
            _Form(form),
            annotator,
            encoding,
            dry_run=dry_run,
            replace=replace,
            as_json=as_json,
        )

    @application.command("export")
    def export_command(
        workspace: WorkspaceArgument,
        out: Annotated[Path, typer.Argument(help="The file to write.")],
        form: Annotated[str, typer.Option("--format", help="jsonl.")] = "jsonl",
        annotator: Annotated[str | None, typer.Option(help="Whose tags.")] = None,
        gold: Annotated[bool, typer.Option("--gold", help="The gold set.")] = False,
        suggestions: Annotated[
            str | None,
            typer.Option(metavar="[SOURCE]", help="Suggestions of a source, or of the only one."),
        ] = None,
        status: Annotated[SetStatus | None, typer.Option(help="Only sets of this status.")] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Export one set of every article as JSONL."""
        if form != "jsonl":
            raise typer.BadParameter(f"{form} is no format; there is: jsonl", param_hint="--format")
        chosen = [
            annotator,
            GOLD if gold else None,
            None if suggestions is None else SUGGESTIONS_PREFIX + suggestions,
        ]
        names = [name for name in chosen if name is not None]
        if len(names) > 1:
            raise typer.BadParameter("choose one of --annotator, --gold and --suggestions")
        return _export(workspace, out, names[0] if names else None, status, as_json=as_json)

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
        _import_target(address, dry_run=dry_run) as workspace,
        progress_bar("Importing") as progress,
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
def _import_target(address: str, *, dry_run: bool) -> Iterator[Any]:
    """Open the workspace of an import, making it where there is none; a dry run makes nothing."""
    from annotator.ops import demo, intake
    from annotator.ops.workspace import Workspace

    if dry_run:
        try:
            workspace = Workspace.open(address)
        except NoWorkspaceError:
            with intake.scratch_workspace(demo.default_scheme()) as scratch:
                yield scratch
            return
    else:
        workspace = Workspace.open_or_create(address, demo.default_scheme())
    try:
        yield workspace
    finally:
        workspace.close()


def _say_report(report: IntakeReport, *, dry_run: bool, as_json: bool) -> None:
    for line in report.refused:
        say(f"Refused: {line}")
    for line in report.warnings:
        say(f"Note: {line}")
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
            }
        )
        return
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

    with opened(address) as workspace, progress_bar("Exporting") as progress:
        if name == SUGGESTIONS_PREFIX + ONLY_SOURCE:
            name = gold.only_source(workspace)
        elif name is None:
            name = gold.default_set(workspace)
        lines = gold.export(workspace, out, name, status=status, progress=progress)
    if as_json:
        print_json({"file": str(out), "set": name, "lines": lines})
    else:
        print(f"{lines} articles of {name} written to {out}.")
    return DONE


def _add_suggestion_commands(application: typer.Typer) -> None:
    @application.command()
    def suggest(
        workspace: WorkspaceArgument,
        articles: Annotated[list[str] | None, typer.Argument(help="Ids; all new ones.")] = None,
        source: Annotated[str, typer.Option(help="builtin, or a spaCy pipeline.")] = "builtin",
        jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes side by side.")] = 1,
        as_json: JsonOption = False,
    ) -> int:
        """Make suggestions."""
        from annotator.ops import sources

        with opened(workspace) as opened_one, progress_bar("Suggesting") as progress:
            keys = _article_keys(opened_one, articles)
            count = sources.suggest(opened_one, source, keys, jobs=jobs, progress=progress)
        if as_json:
            print_json({"source": source, "suggestions": count})
        else:
            print(f"{count} suggestions by {source}.")
        return DONE

    @application.command()
    def accept(
        workspace: WorkspaceArgument,
        annotator: Annotated[str, typer.Option(help="Who accepts.")],
        label: Annotated[list[str] | None, typer.Option(help="Only these labels.")] = None,
        min_score: Annotated[float, typer.Option(min=0.0, max=1.0, help="At least.")] = 0.0,
        article: Annotated[list[str] | None, typer.Option(help="Only these ids.")] = None,
    ) -> int:
        """Accept pending suggestions in bulk, as one undo step."""
        from annotator.ops import suggestions, tags

        check_annotator_name(annotator)
        with opened(workspace) as opened_one, progress_bar("Accepting") as progress:
            for name in label or []:
                tags.check_label(opened_one, name)
            count = suggestions.accept_all(
                opened_one,
                annotator,
                labels=label or [],
                min_score=min_score,
                articles=_article_keys(opened_one, article),
                progress=progress,
            )
        print(f"{count} suggestions accepted for {annotator}.")
        return DONE


def _article_keys(workspace: Any, names: list[str] | None) -> Any:
    """Return the ids of named articles, ``None`` for all."""
    from annotator.ops import articles

    return None if not names else [articles.named(workspace, name) for name in names]


def _add_care_commands(application: typer.Typer) -> None:
    @application.command()
    def stats(
        workspace: WorkspaceArgument,
        annotator: Annotated[str | None, typer.Option(help="Count for one annotator.")] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Count articles, sets, spans, frames and suggestions."""
        from annotator.ops import corpus

        with opened(workspace) as opened_one:
            figures = asdict(corpus.stats(opened_one, annotator))
        if as_json:
            print_json(figures)
            return DONE
        print(f"Articles: {figures.pop('articles')}")
        for title, groups in figures.items():
            for name, counts in groups.items():
                line = ", ".join(f"{key} {count}" for key, count in counts.items() if count)
                print(f"{title.capitalize()} of {name}: {line or 'none'}")
        return DONE

    @application.command()
    def check(
        workspace: WorkspaceArgument,
        repair: Annotated[bool, typer.Option("--repair", help="Mend, after a backup.")] = False,
        as_json: JsonOption = False,
    ) -> int:
        """Check hashes, offsets, covered words, references and roles."""
        from annotator.ops import integrity

        with opened(workspace) as opened_one, progress_bar("Checking") as progress:
            report = integrity.check(opened_one, repair=repair, progress=progress)
        damage = [item.problem for item in report.damage]
        if as_json:
            print_json(
                {
                    "articles": report.articles,
                    "spans": report.spans,
                    "damage": damage,
                    "unfinished": list(report.unfinished),
                    "repaired": report.repaired,
                    "backup": None if report.backup is None else str(report.backup),
                }
            )
        else:
            for line in damage:
                say(f"Damage: {line}")
            for line in report.unfinished:
                say(f"Unfinished: {line}")
            print(
                f"{report.articles} articles, {report.spans} spans: {len(damage)} damaged, "
                f"{len(report.unfinished)} unfinished, {report.repaired} repaired."
            )
        return SOME_REFUSED if len(damage) > report.repaired else DONE


def _add_machine_commands(application: typer.Typer) -> None:
    @application.command()
    def backup(
        workspace: WorkspaceArgument,
        out: Annotated[Path, typer.Argument(help="The copy to write.")],
    ) -> int:
        """Write a whole copy of the workspace."""
        with opened(workspace) as opened_one:
            opened_one.database.backup(out)
        print(f"{workspace} copied to {out}.")
        return DONE

    @application.command()
    def doctor() -> int:
        """Say what this machine has and lacks."""
        from annotator.ops import doctor as doctors

        findings = doctors.examine()
        for item in findings:
            print(f"{'ok     ' if item.fine else 'missing'}  {item.subject}: {item.found}")
            if item.remedy:
                print(f"         {item.remedy}")
        return SOME_REFUSED if any(i.needed and not i.fine for i in findings) else DONE
