"""The command that makes gold of what annotators agree on."""

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import parts
from annotator.cli.parts import DONE, JsonOption, WorkspaceArgument, opened, print_json
from annotator.domain.annotation import SYSTEM, check_annotator_name
from annotator.domain.bulk_rulings import EdgeRule
from annotator.domain.wording import counted

if TYPE_CHECKING:
    from annotator.ops.settling import Settled


class MergeRule(StrEnum):
    """What becomes gold beside what is unanimous."""

    AGREEING = "agreeing"
    LONGEST = "longest"
    SHORTEST = "shortest"


def add_merge_command(application: typer.Typer) -> None:
    """Add ``annotator merge``."""

    @application.command()
    def merge(
        workspace: WorkspaceArgument,
        names: Annotated[list[str], typer.Argument(metavar="A B [C...]", help="Whose tags.")],
        rule: Annotated[
            MergeRule,
            typer.Option(help="Where only edges differ, take the longest or shortest as well."),
        ] = MergeRule.AGREEING,
        annotator: Annotated[
            str | None, typer.Option(help="Whose operation it is, to undo in the window.")
        ] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Put what annotators agree on into the gold sets, in one undo step.

        What a person has decided is never touched; what still differs waits for a reviewer.
        """
        from annotator.ops import settling

        if annotator is not None:
            check_annotator_name(annotator)
        if len(set(names)) < 2:
            raise typer.BadParameter("name at least two annotators")
        judge = (
            settling.nothing if rule is MergeRule.AGREEING else settling.by_edges(EdgeRule(rule))
        )
        with opened(workspace) as opened_one, parts.progress_bar("Merging") as progress:
            done = settling.settle(
                opened_one,
                list(dict.fromkeys(names)),
                annotator or SYSTEM,
                f"Merge {' and '.join(names)}",
                judge,
                progress=progress,
            )
        if as_json:
            print_json(asdict(done))
            return DONE
        for words in _sentences(done, rule):
            print(words)
        return DONE


def _sentences(done: "Settled", rule: MergeRule) -> list[str]:
    said = [
        f"{counted(done.articles, 'article')} merged; gold has {counted(done.gold, 'tag')} there.",
    ]
    if done.cases:
        said.append(f"Settled by the rule “{rule}”: {counted(done.cases, 'difference')}.")
    said.append(f"Left for a reviewer: {counted(done.left, 'difference')}.")
    if done.again:
        said.append(
            f"To look at again, because tags have changed: {counted(done.again, 'verdict')}."
        )
    return said
