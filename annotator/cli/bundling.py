"""The command that makes one file to send to a colleague."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import parts
from annotator.cli.parts import DONE, JsonOption, WorkspaceArgument, opened, print_json
from annotator.domain.annotation import GOLD, SetStatus, check_annotator_name
from annotator.domain.scheme_words import counted


def add_bundle_command(application: typer.Typer) -> None:
    """Add ``annotator bundle``."""

    @application.command()
    def bundle(
        workspace: WorkspaceArgument,
        out: Annotated[Path, typer.Argument(help="The file to write, NAME.annotator-bundle.")],
        annotator: Annotated[
            str | None, typer.Option(help="Send this one's tags, with verdicts and comments.")
        ] = None,
        meant_for: Annotated[
            str | None, typer.Option("--for", help="Send articles without tags for this one.")
        ] = None,
        status: Annotated[SetStatus | None, typer.Option(help="Only sets of this status.")] = None,
        article: Annotated[
            list[str] | None, typer.Option(help="Only this one; repeatable.")
        ] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Write one file with articles, scheme, guideline and tags for a colleague.

        With --annotator it has that person's tags: what an annotator sends to the reviewer, and
        the reviewer sends back. With --for it has nobody's tags, so that a colleague works blind.
        The other side imports it as any other file.
        """
        from annotator.exchange.bundle import ENDING, is_bundle
        from annotator.ops import bundles

        if (annotator is None) == (meant_for is None):
            raise typer.BadParameter("give either --annotator or --for")
        if status is not None and annotator is None:
            raise typer.BadParameter("--status belongs to --annotator")
        if not is_bundle(out):
            raise typer.BadParameter(f"the file has to end in {ENDING}", param_hint="OUT")
        name = annotator or meant_for or ""
        if name != GOLD or annotator is None:
            check_annotator_name(name)
        articles = article or None
        with opened(workspace) as opened_one, parts.progress_bar("Bundling") as progress:
            if annotator is None:
                count = bundles.write_for(
                    opened_one, out, name, articles=articles, progress=progress
                )
            else:
                count = bundles.write(
                    opened_one, out, name, status=status, articles=articles, progress=progress
                )
        if as_json:
            print_json(
                {"file": str(out), "annotator": annotator, "for": meant_for, "articles": count}
            )
        elif annotator is None:
            print(f"{counted(count, 'article')} for {name}, without tags, written to {out}.")
        else:
            print(f"{counted(count, 'article')} with the tags of {name} written to {out}.")
        return DONE
