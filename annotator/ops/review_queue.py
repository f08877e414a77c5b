"""What there is to review: whose sets, of which articles, and how far each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SYSTEM, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.review import Verdict
from annotator.ops.workspace import Workspace
from annotator.store import compared, looks, verdicts, workspace_rows

_OPEN_TOO = "review-open-sets"
_BLIND = "review-blind"
FINISHED = frozenset({SetStatus.COMPLETE, SetStatus.APPROVED, SetStatus.RETURNED})


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One article that can be reviewed.

    Attributes:
        statuses: How far each annotator is, by name.
        gold: How far gold is.
        ready: Whether it may be looked at: all are complete, or the project allows more.
    """

    article: ArticleId
    name: str
    title: str
    outlet: str
    published: str
    statuses: dict[str, SetStatus]
    gold: SetStatus
    ready: bool


def people(workspace: Workspace) -> list[str]:
    """Return who has tagged something, gold left out."""
    with workspace.read() as connection:
        counts = compared.sets_by_annotator(connection)
    return sorted(name for name in counts if name not in {GOLD, SYSTEM})


def sources(workspace: Workspace) -> list[str]:
    """Return the sources that can be reviewed like a colleague, as "suggestions:NAME"."""
    with workspace.read() as connection:
        return [f"{SUGGESTIONS_PREFIX}{name}" for name in looks.articles_by_source(connection)]


def has_gold(workspace: Workspace) -> bool:
    """Return whether any article has gold."""
    with workspace.read() as connection:
        return GOLD in compared.sets_by_annotator(connection)


def likely_names(workspace: Workspace, reviewer: str) -> tuple[str, ...]:
    """Return whose sets a reviewer most likely wants side by side.

    The two with the most articles in common, the reviewer's own set left out where there are two
    others; else the only other author; else nobody.
    """
    with workspace.read() as connection:
        counts = compared.sets_by_annotator(connection)
        names = sorted(name for name in counts if name not in {GOLD, SYSTEM, reviewer})
        pairs = combinations(names, 2)
        shared = {pair: len(compared.shared_by(connection, pair)) for pair in pairs}
    best = max(shared, key=lambda pair: (shared[pair], pair), default=None)
    if best is not None and shared[best]:
        return best
    if names:
        return (max(names, key=lambda name: counts[name]),)
    return (reviewer,) if reviewer in counts else ()


def queue(workspace: Workspace, names: Sequence[str]) -> list[ReviewRow]:
    """Return the articles of which all of some sets are there, in the order of their names."""
    with workspace.read() as connection:
        allowed = bool(workspace_rows.load(connection, _OPEN_TOO))
        rows = compared.rows(connection, compared.shared_by(connection, names), names)
    return [
        ReviewRow(
            article=ArticleId(key),
            name=name,
            title=title or name,
            outlet=outlet or "",
            published=published or "",
            statuses={one: SetStatus(said) for one, said in statuses.items() if one != GOLD},
            gold=SetStatus(statuses.get(GOLD, SetStatus.NEW)),
            ready=allowed
            or all(SetStatus(said) in FINISHED for one, said in statuses.items() if one != GOLD),
        )
        for key, name, title, outlet, published, statuses in rows
    ]


def open_sets_too(workspace: Workspace) -> bool:
    """Return whether the project lets sets be reviewed that are not complete."""
    with workspace.read() as connection:
        return bool(workspace_rows.load(connection, _OPEN_TOO))


def set_open_sets_too(workspace: Workspace, author: str, *, allowed: bool) -> None:
    """Let sets be reviewed that are not complete, or keep them from it; undoable."""
    with workspace.operation("Review sets that are not complete", author) as writer:
        workspace_rows.change(writer, _OPEN_TOO, allowed)


def blind(workspace: Workspace) -> bool:
    """Return whether reviewers do not see whose tags are whose."""
    with workspace.read() as connection:
        return bool(workspace_rows.load(connection, _BLIND))


def set_blind(workspace: Workspace, author: str, *, hidden: bool) -> None:
    """Hide the names of annotators from reviewers, or show them; undoable."""
    title = "Hide names in review" if hidden else "Show names in review"
    with workspace.operation(title, author) as writer:
        workspace_rows.change(writer, _BLIND, hidden)


def verdicts_on(workspace: Workspace, article: ArticleId, annotator: str) -> list[Verdict]:
    """Return what reviewers decided on one annotator's tags, oldest first."""
    with workspace.read() as connection:
        return verdicts.on_set(connection, article, annotator)
