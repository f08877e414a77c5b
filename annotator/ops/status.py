"""Operations on whole sets: complete, reopen, exclude."""

from collections.abc import Sequence

from annotator.domain.annotation import AnnotationSet, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.completeness import Checks, Problem, Severity, problems
from annotator.domain.suggestion import Decision
from annotator.ops.tags import shown
from annotator.ops.workspace import Workspace
from annotator.store import corpus, pending, reader, suggested_frames
from annotator.store.sets import OpenSet, SetTarget


def look_at(checks: Checks, tags: AnnotationSet, text: str) -> list[Problem]:
    """Return what the scheme's checks find missing or unusual in a set, in text order."""
    return problems(tags, checks, text)


def missing(found: Sequence[Problem]) -> list[Problem]:
    """Return what stands in the way of completing."""
    return [problem for problem in found if problem.severity is Severity.MISSING]


def complete(workspace: Workspace, target: SetTarget, reason: str | None = None) -> int:
    """Make a set complete; pending suggestions are recorded as untouched, and counted.

    A span that is suggested only to fill a frame is not counted beside it.

    Args:
        workspace: Where the set is.
        target: Whose set on which article.
        reason: Why it is complete although the checks find something missing.
    """
    title = _title(workspace, target.article)
    with workspace.operation(f"Complete {title}", target.annotator, reason=reason) as writer:
        opened = OpenSet(writer, target)
        connection, who = writer.connection, (target.article, target.annotator)
        waiting = pending.of_article(connection, *who)
        known = suggested_frames.of_article(connection, *who, workspace.scheme)
        frames = known.pending(workspace.scheme)
        for suggestion in waiting:
            opened.decide(suggestion, Decision.UNTOUCHED)
        for frame in frames:
            opened.decide_frame(frame.id, Decision.UNTOUCHED)
        opened.set_status(SetStatus.COMPLETE, reason)
    return len(waiting) + len(frames)


def reopen(workspace: Workspace, target: SetTarget) -> None:
    """Make a closed set editable again; untouched suggestions are pending again.

    Nothing happens to a set that is open.
    """
    with workspace.read() as connection:
        status = reader.set_status(connection, target.article, target.annotator)
    if not status.closed:
        return
    title = _title(workspace, target.article)
    with workspace.operation(f"Reopen {title}", target.annotator) as writer:
        opened = OpenSet(writer, target, closed_too=True)
        for decision in opened.untouched():
            writer.delete("decision", decision)
        opened.set_status(SetStatus.IN_PROGRESS)


def exclude(workspace: Workspace, target: SetTarget, reason: str) -> None:
    """Leave an article out of the study, with a reason."""
    title = _title(workspace, target.article)
    with workspace.operation(f"Exclude {title}", target.annotator, reason=reason) as writer:
        OpenSet(writer, target, closed_too=True).set_status(SetStatus.EXCLUDED, reason)


def _title(workspace: Workspace, key: ArticleId) -> str:
    with workspace.read() as connection:
        article = reader.article(connection, key)
    return shown(article.metadata.title or article.name)


def next_unfinished(
    workspace: Workspace, listed: Sequence[int], current: ArticleId | None, annotator: str
) -> ArticleId | None:
    """Return the next article of a list that the annotator has not finished, round its end.

    Args:
        workspace: Where the articles are.
        listed: Ids in the order of the list.
        current: Where to begin; the list's start where it is ``None`` or not listed.
        annotator: Who looks for work.
    """
    with workspace.read() as connection:
        done = corpus.closed_articles(connection, annotator)
    keys = list(listed)
    start = keys.index(current) + 1 if current in keys else 0
    for key in [*keys[start:], *keys[:start]]:
        if key not in done and key != current:
            return ArticleId(key)
    return None
