"""Operations on suggestions: make, accept, correct, reject."""

from collections.abc import Callable, Collection, Iterable, Sequence

from annotator.domain.annotation import SpanId
from annotator.domain.article import ArticleId, Zone
from annotator.domain.extent import Extent
from annotator.domain.learned import LearnedModel
from annotator.domain.renames import Renames
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import MOST_READ, Decision, Findings, Proposal, Suggestion
from annotator.errors import AnnotatorError, GoneError, JudgedFrameError, LongArticleError
from annotator.jobs import Progress
from annotator.ops import dating, tags
from annotator.ops.fitting import fitting
from annotator.ops.workspace import Workspace
from annotator.store import corpus, looks, reader
from annotator.store import pending as waiting_ones
from annotator.store.bulk_accept import CHUNK, BulkAccept
from annotator.store.bulk_frames import BulkFrames
from annotator.store.changes import Changes
from annotator.store.sets import OpenSet, SetTarget
from annotator.store.writer import Writer

Look = Callable[[str, Sequence[Zone]], Findings | Sequence[Proposal]]
"""What a source does with text and zones; one that knows no frames gives spans alone."""


def pending(workspace: Workspace, article: ArticleId, annotator: str) -> list[Suggestion]:
    """Return what waits for an annotator's decision in an article, in text order."""
    with workspace.read() as connection:
        return waiting_ones.of_article(connection, article, annotator)


def _text(workspace: Workspace, target: SetTarget) -> str:
    with workspace.read() as connection:
        return reader.text(connection, target.article)


def accept(workspace: Workspace, target: SetTarget, suggestion: Suggestion) -> SpanId:
    """Make a tag of a suggestion as it is.

    Raises:
        GoneError: A newer version of the source has taken it away.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    text = _text(workspace, target)
    words = tags.shown(suggestion.extent.slice(text))
    with workspace.operation(f"Accept {words}", target.annotator) as writer:
        return accept_in(OpenSet(writer, target), suggestion, text)


def correct(
    workspace: Workspace,
    target: SetTarget,
    suggestion: Suggestion,
    *,
    label: str | None = None,
    extent: Extent | None = None,
) -> SpanId:
    """Make a tag of a suggestion with another label or other edges.

    The same label and edges are no correction: the suggestion is accepted.

    Raises:
        DuplicateSpanError: The corrected tag is there already.
        GoneError: A newer version of the source has taken the suggestion away.
    """
    wanted = label or suggestion.label
    tags.check_label(workspace, wanted)
    place = extent or suggestion.extent
    if (place, wanted) == (suggestion.extent, suggestion.label):
        return accept(workspace, target, suggestion)
    words = place.slice(_text(workspace, target))
    name = f"Accept {tags.shown(words)} as {wanted}" if label else f"Resize {tags.shown(words)}"
    with workspace.operation(name, target.annotator) as writer:
        return correct_in(writer, OpenSet(writer, target), suggestion, place, wanted, words)


def correct_in(
    writer: Writer,
    opened: OpenSet,
    suggestion: Suggestion,
    place: Extent,
    label: str,
    words: str,
) -> SpanId:
    """Make a tag of a suggestion with another label or other edges, inside an operation."""
    target = opened.target
    same = waiting_ones.on_words(writer.connection, target.article, target.annotator, place)
    key = opened.add_span(
        place,
        label,
        words,
        provenance=tags.provenance(target.annotator, suggestion, Decision.CORRECTED),
        entity=tags.meant_at_once(opened, label, words),
    )
    for other in same:
        if other.label == label:
            opened.decide(other, Decision.ACCEPTED, key)
    opened.decide(suggestion, Decision.CORRECTED, key)
    return key


def reject(workspace: Workspace, target: SetTarget, suggestion: Suggestion) -> None:
    """Record that a suggestion is wrong.

    Raises:
        GoneError: A newer version of the source has taken it away.
    """
    words = tags.shown(suggestion.extent.slice(_text(workspace, target)))
    with workspace.operation(f"Reject {words}", target.annotator) as writer:
        OpenSet(writer, target).decide(suggestion, Decision.REJECTED)


def accept_in(opened: OpenSet, suggestion: Suggestion, text: str) -> SpanId:
    """Make a tag of a suggestion inside an operation; it is linked where there is no doubt."""
    known = opened.find_span(suggestion.extent, suggestion.label)
    if known is None:
        words = suggestion.extent.slice(text)
        known = opened.add_span(
            suggestion.extent,
            suggestion.label,
            words,
            provenance=tags.provenance(opened.target.annotator, suggestion),
            attributes=suggestion.attributes,
            entity=tags.rule_link(opened, suggestion.extent, suggestion.label)
            or tags.meant_at_once(opened, suggestion.label, words),
        )
    opened.decide(suggestion, Decision.ACCEPTED, known)
    return known


# --- in bulk ---------------------------------------------------------------------------------


def accept_all(
    workspace: Workspace,
    annotator: str,
    *,
    labels: Collection[str] = (),
    min_score: float = 0.0,
    articles: Collection[ArticleId] | None = None,
    progress: Progress | None = None,
) -> int:
    """Accept pending suggestions of many articles in one undo step; return how many.

    Articles that the annotator has completed, excluded or approved are left alone. Frames are
    accepted only where their type is named: a frame is wrong more often than a span.

    Args:
        workspace: Where the articles are.
        annotator: Who accepts.
        labels: Labels and frame types that are accepted; all spans where none are named.
        min_score: The lowest score.
        articles: Which articles; all where not given.
        progress: Steps are articles.

    Raises:
        JudgedFrameError: A frame type is named whose frames nobody can accept unseen.
        Cancelled: Nothing is written then.
    """
    kinds = workspace.scheme.frame_type_by_name
    types = [name for name in labels if name in kinds]
    for name in types:
        if kinds[name].judged:
            raise JudgedFrameError(name=name)
    progress = progress or Progress()
    wanted = None if articles is None else set(articles)
    with workspace.operation("Accept suggestions", annotator) as writer:
        looked_at = looks.looked_at(writer.connection)
        hidden = corpus.without_suggestions(writer.connection, looked_at)
        keys = [key for key in looked_at if wanted is None or key in wanted]
        keys = [key for key in keys if key not in hidden]
        steps = _Steps(progress, len(keys) * (1 + bool(types)))
        spans = BulkAccept(writer, annotator, labels=labels, min_score=min_score)
        steps.go(spans, keys)
        count = spans.count
        if types:  # afterwards: frames are filled with the spans that were accepted
            frames = BulkFrames(
                writer, annotator, workspace.scheme, types=types, min_score=min_score
            )
            steps.go(frames, keys)
            count += frames.count
        writer.title = f"Accept {count} suggestions"
        return count


class _Steps:
    """Walks through articles some at a time, and says how far it is."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._done = 0
        self._total = total

    def go(self, bulk: BulkAccept | BulkFrames, keys: Sequence[ArticleId]) -> None:
        """Accept what waits in articles, and write it."""
        for start in range(0, len(keys), CHUNK):
            self._progress.step(self._done, self._total)
            some = keys[start : start + CHUNK]
            bulk.accept(some)
            self._done += len(some)
        bulk.finish()
        self._progress.step(self._done, self._total)


# --- making them -----------------------------------------------------------------------------


def as_findings(found: Findings | Sequence[Proposal]) -> Findings:
    """Return what a source found, also where it knows nothing but spans."""
    return found if isinstance(found, Findings) else Findings(tuple(found))


def suggest_article(
    workspace: Workspace,
    article: ArticleId,
    source: str,
    look: Look,
    model: LearnedModel | None = None,
    tell: Callable[[AnnotatorError], None] = lambda _problem: None,
) -> int:
    """Let a source look at one article and keep what it found; return how many.

    A span that is proposed only to fill a frame is not counted beside it.

    Suggestions are no operation: nobody's undo takes them back.

    Args:
        workspace: Where the article is.
        article: What to look at.
        source: NAME/VERSION of what proposes.
        look: Gets text and zones, gives spans and frames; what the scheme has no name for is left
            out.
        model: Where the source is one annotator's own: its suggestions are for nobody else.
        tell: Gets what the user should know: an article that is not read to its end.

    Raises:
        GoneError: The article's import was undone meanwhile.
    """
    with workspace.read() as connection:
        article_now = reader.article(connection, article)
    text, zones = article_now.text, article_now.zones
    if len(text) > MOST_READ:
        size, read = f"{len(text):,}", f"{MOST_READ:,}"
        tell(LongArticleError(name=article_now.name, count=size, read=read))
    proposed = fitting(workspace.scheme, as_findings(look(text, zones)))
    proposed = dating.valued(proposed, text, article_now.metadata, workspace.scheme)
    name, _, version = source.partition("/")
    with workspace.database.write() as writer:
        workspace.read_scheme(writer.connection)
        found = fitting(workspace.scheme, proposed)
        if writer.get("article", article) is None:
            raise GoneError(thing="article")
        if model is None:
            count = looks.store(writer, article, name, version or "1", found)
        else:
            labels = labels_now(workspace.scheme, model.ways)
            count = looks.store_for_one(writer, article, (name, version), found, model.by, labels)
    changes = Changes()
    changes.articles.add(article)
    workspace.announce(changes)
    return count


def labels_now(scheme: Scheme, labels: Iterable[str]) -> set[str]:
    """Return what labels of an earlier time are called in a scheme; those that are gone are not."""
    renames = Renames.of(scheme)
    return {renames.label(label) for label in labels} & scheme.label_by_name.keys()


def waiting_articles(workspace: Workspace, source: str) -> list[ArticleId]:
    """Return the articles that this version of a source has not looked at."""
    name, _, version = source.partition("/")
    with workspace.read() as connection:
        return looks.to_look_at(connection, name, version or "1")


def sources_of(workspace: Workspace, article: ArticleId) -> set[str]:
    """Return the names of the sources that have looked at an article, in whatever version."""
    with workspace.read() as connection:
        return looks.sources_of(connection, article)


def suggest_all(
    workspace: Workspace,
    source: str,
    look: Look,
    articles: Sequence[ArticleId],
    progress: Progress,
    model: LearnedModel | None = None,
    tell: Callable[[AnnotatorError], None] = lambda _problem: None,
) -> int:
    """Let a source look at articles, one transaction each; return how many suggestions there are.

    An article whose import is undone meanwhile is passed over.

    Raises:
        Cancelled: Articles already looked at stay so.
    """
    count = 0
    for done, article in enumerate(articles):
        progress.step(done, len(articles))
        count += suggest_if_there(workspace, article, source, look, model, tell)
    progress.step(len(articles), len(articles))
    return count


def suggest_if_there(
    workspace: Workspace,
    article: ArticleId,
    source: str,
    look: Look,
    model: LearnedModel | None = None,
    tell: Callable[[AnnotatorError], None] = lambda _problem: None,
) -> int:
    """Let a source look at one article, unless its import was undone meanwhile."""
    try:
        return suggest_article(workspace, article, source, look, model, tell)
    except GoneError:
        return 0
