"""Figures over the whole workspace."""

from dataclasses import dataclass, field

from annotator.domain.annotation import SetStatus
from annotator.domain.corpus import CorpusCounts
from annotator.ops.workspace import Workspace
from annotator.store import corpus


@dataclass(frozen=True, slots=True)
class Stats:
    """What ``annotator stats`` prints.

    Attributes:
        sets: Number of sets by annotator and status; ``new`` are the articles not touched.
        spans: Number of spans by annotator and label.
        frames: Number of frames by annotator and type.
        suggestions: Number of suggestions by source and decision; ``pending`` has none.
    """

    articles: int
    sets: dict[str, dict[str, int]] = field(default_factory=dict)
    spans: dict[str, dict[str, int]] = field(default_factory=dict)
    frames: dict[str, dict[str, int]] = field(default_factory=dict)
    suggestions: dict[str, dict[str, int]] = field(default_factory=dict)


def stats(workspace: Workspace, annotator: str | None = None) -> Stats:
    """Count articles, sets, spans, frames and suggestions.

    Args:
        workspace: What is counted.
        annotator: Count sets, tags and decisions of one annotator only.
    """
    with workspace.read() as connection:
        counted: CorpusCounts = corpus.counts(connection, annotator or "")
        by_status = corpus.sets_by_status(connection)
        spans = corpus.spans_by_label(connection)
        frames = corpus.frames_by_type(connection)
        suggestions = corpus.suggestions_by_state(connection, annotator)
    articles = counted.articles
    sets = {name: _statuses(counts, articles) for name, counts in by_status.items()}
    if annotator is not None:
        sets = {annotator: sets.get(annotator, _statuses({}, articles))}
        spans = {annotator: spans.get(annotator, {})}
        frames = {annotator: frames.get(annotator, {})}
    return Stats(articles, sets, spans, frames, suggestions)


def _statuses(counts: dict[str, int], articles: int) -> dict[str, int]:
    made = {str(status): counts.get(str(status), 0) for status in SetStatus}
    made[str(SetStatus.NEW)] += articles - sum(counts.values())
    return made
