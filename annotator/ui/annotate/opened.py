"""All that is shown of one article, and reading it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.annotation import AnnotationSet, FrameId
from annotator.domain.article import Article, ArticleId
from annotator.domain.suggestion import SuggestedFrame, Suggestion
from annotator.ops import articles, suggested_frames, suggestions
from annotator.store.changes import Changes
from annotator.ui.annotate.stops import Waiting, waiting_in
from annotator.ui.session import Session


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that is shown of one article.

    Attributes:
        pending: Spans that nobody has decided on.
        frames: Frames that nobody has decided on, in text order.
        offered: What suggestions still offer for frames that were made of them in part.
        waiting: What is to be decided on one after the other, in text order: frames, and the spans
            that are not only there for one of them.
    """

    article: Article
    tags: AnnotationSet
    pending: tuple[Suggestion, ...] = ()
    frames: tuple[SuggestedFrame, ...] = ()
    offered: Mapping[FrameId, SuggestedFrame] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()


def read(session: Session, key: ArticleId) -> Opened:
    """Return an article as the annotator of the window has it.

    Raises:
        GoneError: It is not there any more.
    """
    article = articles.load(session.workspace, key)
    return _with_waiting(
        session, article, articles.load_set(session.workspace, key, session.annotator)
    )


def read_again(session: Session, before: Opened, changes: Changes) -> Opened:
    """Return what is shown after an operation, reading only what it can have changed.

    Raises:
        GoneError: The article is not there any more.
    """
    written = {*changes.made, *(row.table for row in changes.rows)}
    article = before.article
    if changes.many or not written or written & {"article", "zone"}:
        article = articles.load(session.workspace, article.id)
    tags = articles.refresh_set(session.workspace, before.tags, changes)
    return _with_waiting(session, article, tags)


def _with_waiting(session: Session, article: Article, tags: AnnotationSet) -> Opened:
    if tags.status.closed or article.metadata.without_suggestions:
        return Opened(article, tags)
    workspace, annotator = session.workspace, session.annotator
    pending = tuple(suggestions.pending(workspace, article.id, annotator))
    frames = tuple(suggested_frames.pending(workspace, article.id, annotator))
    in_part = any(one.provenance is not None and one.provenance.source for one in tags.frames)
    offered = suggested_frames.offered(workspace, article.id, annotator) if in_part else {}
    waiting = waiting_in(pending, frames, workspace.scheme)
    return Opened(article, tags, pending, frames, offered, waiting)
