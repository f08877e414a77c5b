"""The command line. Everything here works without Qt; the window is handed in."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from annotator import __version__
from annotator.cli import parts
from annotator.cli.bundling import add_bundle_command
from annotator.cli.compare import add_compare_command
from annotator.cli.files import ONLY_SOURCE, add_in_and_out
from annotator.cli.learning import add_train_command
from annotator.cli.ledger import add_ledger_command
from annotator.cli.merging import add_merge_command
from annotator.cli.parts import (
    CANNOT,
    DONE,
    INTERRUPTED,
    SOME_REFUSED,
    JsonOption,
    WorkspaceArgument,
    opened,
    own_folder,
    print_json,
    say,
)
from annotator.cli.scheme import add_scheme_command
from annotator.domain.annotation import check_annotator_name
from annotator.domain.ledger import change_words
from annotator.errors import AnnotatorError, DisplayMissingError, NoWorkspaceError

__all__ = ["Windows", "make", "run"]


class Windows(Protocol):
    """What the command line needs of the window, without knowing Qt."""

    def open(self, address: str | None, annotator: str | None) -> int:
        """Open the window and return the exit status when it closes."""

    def render(self, path: Path, annotator: str, picture: Path) -> None:
        """Draw the window of a workspace into a PNG, without a display."""

    def keys_taken(self) -> Mapping[str, str]:
        """Return the keys that the window uses where tags are made, and what each does."""


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
    add_in_and_out(application, windows)
    add_scheme_command(application, windows)
    _add_suggestion_commands(application)
    add_train_command(application)
    add_ledger_command(application)
    add_bundle_command(application)
    add_merge_command(application)
    add_compare_command(application)
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
        with parts.progress_bar("Preparing the sample corpus"):
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
    with parts.progress_bar("Making suggestions") as progress:
        result = demos.headless(path, folder, windows.render, progress=progress)
    print(f"Workspace: {result.workspace}")
    print(f"Gold:      {result.gold}  ({result.articles} articles, {result.spans} spans)")
    print(f"Picture:   {result.picture}")
    return DONE


def _add_suggestion_commands(application: typer.Typer) -> None:
    @application.command()
    def suggest(
        workspace: WorkspaceArgument,
        articles: Annotated[list[str] | None, typer.Argument(help="Ids; all new ones.")] = None,
        source: Annotated[
            str | None,
            typer.Option(
                help="builtin, remembered (kept rules), learned, or a spaCy pipeline; all usual."
            ),
        ] = None,
        jobs: Annotated[
            int, typer.Option(min=0, max=64, help="Processes side by side; 0: as many as fit.")
        ] = 0,
        own: Annotated[
            Path | None,
            typer.Option(help="Folder of own lists, rules and pipelines; that of the settings."),
        ] = None,
        again: Annotated[bool, typer.Option("--again", help="All articles once more.")] = False,
        as_json: JsonOption = False,
    ) -> int:
        """Make suggestions."""
        from annotator.ops import ledger, sources

        problems: list[AnnotatorError] = []
        with opened(workspace) as opened_one, parts.progress_bar("Suggesting") as progress:
            keys = _article_keys(opened_one, articles)
            names = (source,) if source else sources.switched_on(opened_one)
            count = 0
            for name in names:
                if again:
                    ledger.look_again(opened_one, Path(name).name.partition("/")[0])
                count += sources.suggest(
                    opened_one, name, keys, jobs=jobs, lists=own or own_folder(),
                    progress=progress, tell=problems.append,
                )  # fmt: skip
            changes = ledger.changes(opened_one)
        said = ", ".join(names)
        if as_json:
            print_json({"source": said, "suggestions": count})
        else:
            print(f"{count} suggestions by {said}.")
            for change in changes:
                print(f"{change_words(change)}.")
        for problem in problems:
            say(str(problem))
        return SOME_REFUSED if problems else DONE

    @application.command()
    def accept(
        workspace: WorkspaceArgument,
        annotator: Annotated[str, typer.Option(help="Who accepts.")],
        label: Annotated[
            list[str] | None,
            typer.Option(help="Only these labels. Frames only where their type is named."),
        ] = None,
        min_score: Annotated[float, typer.Option(min=0.0, max=1.0, help="At least.")] = 0.0,
        article: Annotated[list[str] | None, typer.Option(help="Only these ids.")] = None,
    ) -> int:
        """Accept pending suggestions in bulk, as one undo step."""
        from annotator.ops import suggestions, tags

        check_annotator_name(annotator)
        with opened(workspace) as opened_one, parts.progress_bar("Accepting") as progress:
            for name in label or []:
                tags.check_name(opened_one, name)
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
        """Check hashes, offsets, covered words, references and roles.

        Exit 1 where something is damaged; with --repair, where something is damaged still.
        Unfinished frames are listed and are no damage.
        """
        from annotator.ops import integrity

        with opened(workspace) as opened_one, parts.progress_bar("Checking") as progress:
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
                    "left": [item.problem for item in report.left],
                    "backup": None if report.backup is None else str(report.backup),
                }
            )
        else:
            for line in damage:
                say(f"Damage: {line}")
            for item in report.left if repair else ():
                say(f"Not mended: {item.problem}")
            for line in report.unfinished:
                say(f"Unfinished: {line}")
            print(
                f"{report.articles} articles, {report.spans} spans: {len(damage)} damaged, "
                f"{len(report.unfinished)} unfinished, {report.repaired} repaired."
            )
        return SOME_REFUSED if report.left else DONE


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
    def doctor(
        workspace: Annotated[
            str | None, typer.Argument(help="Also its own lists, rules and pipelines.")
        ] = None,
    ) -> int:
        """Say what this machine has and lacks."""
        from annotator.nlp.sources import SourceSettings
        from annotator.ops import doctor as doctors
        from annotator.ops import sources

        folders = sources.folders_of(own_folder())
        settings = SourceSettings(lists=folders, models=folders)
        if workspace is not None:
            with opened(workspace) as opened_one:
                settings = sources.settings_for(opened_one, own_folder())
        findings = doctors.examine(settings)
        for item in findings:
            print(f"{'ok' if item.fine else item.lack:7}  {item.subject}: {item.found}")
            if item.remedy:
                print(f"         {item.remedy}")
        return SOME_REFUSED if any(i.needed and not i.fine for i in findings) else DONE
