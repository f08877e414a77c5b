"""How suggestions do: counting, looking at examples, switching rules off and on."""

from collections.abc import Sequence

from annotator.domain.ledger import Ledger, LedgerExample, RuleChange
from annotator.domain.suggestion import Decision
from annotator.jobs import Progress
from annotator.ops.workspace import Workspace
from annotator.store import ledger as counting
from annotator.store import switches, version_marks

ARTICLES_A_STEP = 2_000


def read(workspace: Workspace, annotator: str = "", progress: Progress | None = None) -> Ledger:
    """Return what became of all suggestions.

    Args:
        workspace: Where.
        annotator: Whose decisions count; "" for everybody's, added up.
        progress: Steps are articles.

    Raises:
        Cancelled: The user asked for it.
    """
    progress = progress or Progress()
    count = counting.Count(annotator)
    with workspace.read() as connection:
        last = counting.last_article(connection)
    for low in range(1, last + 1, ARTICLES_A_STEP):
        progress.step(low - 1, last)
        with workspace.read() as connection:
            count.add(connection, low, low + ARTICLES_A_STEP - 1)
    progress.step(last, last)
    with workspace.read() as connection:
        return Ledger(
            tuple(count.lines(connection)),
            tuple(counting.looked(connection)),
            tuple(version_marks.changes(connection)),
            annotator,
        )


def examples(workspace: Workspace, decisions: Sequence[int]) -> list[LedgerExample]:
    """Return suggestions that were decided against: the rejected first, then the newest first."""
    with workspace.read() as connection:
        found = list(counting.examples(connection, list(reversed(decisions))))
    return sorted(found, key=lambda one: one.decision != Decision.REJECTED)


def changes(workspace: Workspace) -> list[RuleChange]:
    """Return what the newest version of each source changed."""
    with workspace.read() as connection:
        return version_marks.changes(connection)


def off(workspace: Workspace) -> dict[str, frozenset[str]]:
    """Return the rules that are switched off, by the name of their source."""
    with workspace.read() as connection:
        return switches.off(connection)


def switch(workspace: Workspace, author: str, source: str, rule: str, *, on: bool) -> None:
    """Switch a rule off, or on again: one undo step.

    What it proposed waits for nobody until it is on again; what was decided stays. Articles that
    its source looked at meanwhile are to be looked at again: they wait for the source.

    Args:
        workspace: Where.
        author: Whose operation it is.
        source: Name of its source, without version.
        rule: Its name there.
        on: Whether it shall suggest.
    """
    act = "Switch on" if on else "Switch off"
    with workspace.operation(f"{act} the rule {rule}", author) as writer:
        switches.switch(writer, source, rule, on=on)


def is_long(workspace: Workspace, source: str) -> bool:
    """Whether switching a rule of a source goes through so much that nobody should wait for it."""
    with workspace.read() as connection:
        return switches.looks_of(connection, source) > ARTICLES_A_STEP


def look_again(workspace: Workspace, source: str) -> None:
    """Let all articles wait for a source that has looked at them: its lists have changed, say."""
    with workspace.database.write() as writer:
        switches.look_again(writer.connection, source)
