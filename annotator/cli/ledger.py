"""The command that says how suggestions do."""

from typing import Annotated, Any

import typer

from annotator.cli import parts
from annotator.cli.parts import DONE, JsonOption, WorkspaceArgument, opened, print_json
from annotator.domain.annotation import check_annotator_name
from annotator.domain.ledger import Ledger, LedgerLine, LedgerOrder, change_words, ordered
from annotator.errors import UnknownRuleError

SYSTEM = "system"
_HEAD = ("rule", "label", "source", "proposed", "accepted", "corrected", "rejected", "untouched")


def add_ledger_command(application: typer.Typer) -> None:
    """Add ``annotator ledger``."""

    @application.command()
    def ledger(
        workspace: WorkspaceArgument,
        annotator: Annotated[str | None, typer.Option(help="Count the decisions of one.")] = None,
        off: Annotated[
            list[str] | None, typer.Option(metavar="SOURCE:RULE", help="Switch a rule off.")
        ] = None,
        on: Annotated[
            list[str] | None, typer.Option(metavar="SOURCE:RULE", help="Switch it on again.")
        ] = None,
        as_json: JsonOption = False,
    ) -> int:
        """Say how suggestions do, by source, version, rule and label, the weakest first.

        The rate is the share accepted as proposed among those accepted, corrected or rejected,
        with its 95 % interval (Wilson).
        """
        from annotator.ops import ledger as ledgers

        if annotator is not None:
            check_annotator_name(annotator)
        with opened(workspace) as opened_one, parts.progress_bar("Counting") as progress:
            found = ledgers.read(opened_one, annotator or "", progress)
            wanted = [(name, False) for name in off or []] + [(name, True) for name in on or []]
            for name, state in wanted:
                source, rule = _rule(found, name)
                ledgers.switch(opened_one, annotator or SYSTEM, source, rule, on=state)
            if wanted:
                found = ledgers.read(opened_one, annotator or "", progress)
        if as_json:
            print_json(_document(found))
        else:
            _print(found)
        return DONE


def _rule(found: Ledger, name: str) -> tuple[str, str]:
    """Return source and rule of SOURCE:RULE.

    Raises:
        UnknownRuleError: No such rule has ever proposed anything.
    """
    source, _, rule = name.partition(":")
    known = {(line.source, line.rule) for line in found.lines}
    if (source, rule) not in known:
        names = sorted(one for of, one in known if of == source)
        raise UnknownRuleError(name=name, names=", ".join(names) or "none of that source")
    return source, rule


def _document(found: Ledger) -> dict[str, Any]:
    return {
        "annotator": found.annotator or None,
        "rules": [_line(line) for line in ordered(found.lines, LedgerOrder.WEAKEST)],
        "looked": [
            {
                "source": one.source,
                "version": one.version,
                "articles": one.articles,
                "nothing_found": one.nothing,
            }
            for one in found.looked
        ],
        "changes": [
            {
                "source": one.source,
                "version": one.version,
                "before": one.before,
                "articles": one.articles,
                "new": one.new,
                "gone": one.gone,
                "rules": {
                    rule: {"new": new, "gone": gone} for rule, (new, gone) in one.rules.items()
                },
            }
            for one in found.changes
        ],
    }


def _line(line: LedgerLine) -> dict[str, Any]:
    interval = line.interval
    return {
        "source": line.source,
        "version": line.version,
        "rule": line.rule,
        "label": line.label,
        "proposed": line.proposed,
        "waiting": line.waiting,
        "accepted": line.accepted,
        "corrected": line.corrected,
        "rejected": line.rejected,
        "untouched": line.untouched,
        "rate": None if line.rate is None else round(line.rate, 4),
        "interval": None if interval is None else [round(end, 4) for end in interval],
        "on": not line.off,
    }


def _print(found: Ledger) -> None:
    rows: list[tuple[str, ...]] = [(*_HEAD, "rate", "95 % interval")]
    for line in ordered(found.lines, LedgerOrder.WEAKEST):
        interval = line.interval
        counts = (line.proposed, line.accepted, line.corrected, line.rejected, line.untouched)
        rows.append(
            (
                f"{line.rule or '-'}{' (off)' if line.off else ''}",
                line.label,
                f"{line.source}/{line.version}",
                *(f"{count:,}" for count in counts),
                "-" if line.rate is None else f"{line.rate:.2f}",
                "-" if interval is None else f"{interval[0]:.2f}-{interval[1]:.2f}",
            )
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(width) if place < 3 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
    for one in found.looked:
        articles = "1 article" if one.articles == 1 else f"{one.articles:,} articles"
        print(f"{one.source}/{one.version} looked at {articles}, found nothing in {one.nothing:,}.")
    for change in found.changes:
        print(f"{change_words(change)}.")
