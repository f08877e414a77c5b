"""The command that holds one annotator's tags against another's."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from annotator.cli import parts
from annotator.cli.parts import DONE, JsonOption, WorkspaceArgument, opened, print_json, say
from annotator.domain.agreement import (
    Agreement,
    Coefficient,
    Score,
    TwoScores,
)
from annotator.domain.scheme_words import counted

TALKED_OF = 5
"""How many of the things that would pay to talk about are printed."""


def add_compare_command(application: typer.Typer) -> None:
    """Add ``annotator compare``."""

    @application.command()
    def compare(
        workspace: WorkspaceArgument,
        a: Annotated[str, typer.Argument(help="An annotator, gold, or suggestions:SOURCE.")],
        b: Annotated[str, typer.Argument(help="Another one, held against A as the reference.")],
        as_json: JsonOption = False,
    ) -> int:
        """Say where two annotators differ and how well they agree.

        Compared are the articles that both have tagged and neither has excluded. Intervals are
        those of a bootstrap over articles, 95 %.
        """
        from annotator.ops import agreement_files, comparing

        with opened(workspace) as opened_one, parts.progress_bar("Comparing") as progress:
            found = comparing.compare(opened_one, a, b, documents=as_json, progress=progress)
        if as_json:
            print_json(agreement_files.as_document(found))
        else:
            _print(found)
        return DONE


# --- words ----------------------------------------------------------------------------------------

_HEAD = ("exact:", "A", "B", "precision", "recall", "F1", "95 %", "overlap F1", "95 %")


def _print(found: Any) -> None:
    agreement: Agreement = found.agreement
    a, b = agreement.annotators
    print(f"A: {a}, B: {b}; {counted(agreement.articles, 'article')} compared.")
    _say_left_out(found, a, b)
    print(f"Cohen's kappa over tokens: {_beyond_chance(agreement.kappa, 'token')}")
    print(f"Krippendorff's alpha over tokens: {_beyond_chance(agreement.alpha, 'token')}")
    print(f"Kappa of labels where spans meet: {_beyond_chance(agreement.label, 'pair')}")
    print()
    rows = [_HEAD, ("spans", *_cells(agreement.exact, agreement.overlap))]
    rows += _used((f"  {name}", scores) for name, scores in agreement.labels.items())
    for name, frame in agreement.frames.items():
        if frame.found.n_a or frame.found.n_b:
            rows.append((f"{name} frames", *_cells(frame.whole, frame.found)))
            rows += _used((f"  {role}", scores) for role, scores in frame.roles.items())
            rows += _used(
                (f"  {one} =", TwoScores(value.score, value.score))
                for one, value in frame.attributes.items()
            )
    _print_table(rows)
    print()
    _print_differences(found.kinds, agreement)


def _say_left_out(found: Any, a: str, b: str) -> None:
    left = found.left_out
    if a != b and left.alone[0]:
        print(f"{counted(left.alone[0], 'article')} only of {a}.")
    if a != b and left.alone[1]:
        print(f"{counted(left.alone[1], 'article')} only of {b}.")
    if left.excluded:
        print(f"{counted(left.excluded, 'article')} left out: excluded from the study.")
    for name, count in dict(zip((a, b), left.unfinished, strict=True)).items():
        if count:
            print(f"{counted(count, 'article')} not complete by {name}: figures will change.")
    if not found.agreement.articles:
        say("No article has tags of both.")


def _print_differences(kinds: Mapping[Any, int], agreement: Agreement) -> None:
    total = sum(kinds.values())
    by_kind = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
    print(f"{counted(total, 'difference')}{f': {by_kind}' if by_kind else ''}.")
    if agreement.talk:
        print("Furthest apart:")
        for one in agreement.talk[:TALKED_OF]:
            of = f" of {one.frame}" if one.frame else ""
            print(
                f"  {one.what} {one.name}{of}: {one.score.apart} apart, F1 {_number(one.score.f1)}"
            )


def _used(rows: Iterable[tuple[str, TwoScores]]) -> list[tuple[str, ...]]:
    return [
        (name, *_cells(scores.exact, scores.overlap))
        for name, scores in rows
        if scores.exact.n_a or scores.exact.n_b
    ]


def _cells(exact: Score, overlap: Score) -> tuple[str, ...]:
    return (
        str(exact.n_a), str(exact.n_b), _number(exact.precision), _number(exact.recall),
        _number(exact.f1), _interval(exact.interval),
        _number(overlap.f1), _interval(overlap.interval),
    )  # fmt: skip


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        first, *others = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip())


def _beyond_chance(one: Coefficient, what: str) -> str:
    if one.value is None:
        return f"undefined. {one.why}"
    interval = f", 95 % {_interval(one.interval)}" if one.interval else ""
    return f"{one.value:.3f}{interval}, {counted(one.n, what)}."


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(ends: tuple[float, float] | None) -> str:
    return "" if ends is None else f"{ends[0]:.2f}-{ends[1]:.2f}"
