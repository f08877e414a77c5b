"""Operations on suggestions: make, accept, correct, reject."""

from collections.abc import Callable, Collection, Sequence

import orjson
from sqlalchemy import func, select

from annotator.domain.annotation import SetStatus, SpanId
from annotator.domain.article import ArticleId, Zone
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Decision, Proposal, Suggestion
from annotator.errors import GoneError
from annotator.jobs import Progress
from annotator.ops import tags
from annotator.ops.workspace import Workspace
from annotator.store import reader, tables
from annotator.store.changes import Changes
from annotator.store.gold_import import retire_looks, source_id
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget, provenance_json
from annotator.store.writer import Writer

Propose = Callable[[str, Sequence[Zone]], Sequence[Proposal]]


def pending(workspace: Workspace, article: ArticleId, annotator: str) -> list[Suggestion]:
    """Return what waits for an annotator's decision in an article, in text order."""
    with workspace.read() as connection:
        return reader.pending(connection, article, annotator)


def accept(workspace: Workspace, target: SetTarget, suggestion: Suggestion) -> SpanId:
    """Make a tag of a suggestion as it is."""
    with workspace.read() as connection:
        text, _ = reader.text_and_zones(connection, target.article)
    words = tags.shown(suggestion.extent.slice(text))
    with workspace.operation(f"Accept {words}", target.annotator) as writer:
        return _accept(writer, OpenSet(writer, target), suggestion, text)


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
    """
    wanted = label or suggestion.label
    tags.check_label(workspace, wanted)
    with workspace.read() as connection:
        text, _ = reader.text_and_zones(connection, target.article)
    place = extent or suggestion.extent
    words = place.slice(text)
    if (place, wanted) == (suggestion.extent, suggestion.label):
        return accept(workspace, target, suggestion)
    name = f"Accept {tags.shown(words)} as {wanted}" if label else f"Resize {tags.shown(words)}"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        key = opened.add_span(
            place,
            wanted,
            words,
            provenance=tags.provenance(target.annotator, suggestion, Decision.CORRECTED),
        )
        for other in reader.pending(writer.connection, target.article, target.annotator):
            if other.extent == place and other.label == wanted:
                tags.decide_twins(writer, opened, other, Decision.ACCEPTED, key)
        tags.decide_twins(writer, opened, suggestion, Decision.CORRECTED, key)
        return key


def reject(workspace: Workspace, target: SetTarget, suggestion: Suggestion) -> None:
    """Record that a suggestion is wrong."""
    with workspace.read() as connection:
        text, _ = reader.text_and_zones(connection, target.article)
    words = tags.shown(suggestion.extent.slice(text))
    with workspace.operation(f"Reject {words}", target.annotator) as writer:
        tags.decide_twins(writer, OpenSet(writer, target), suggestion, Decision.REJECTED)


def accept_within(workspace: Workspace, target: SetTarget, place: Extent) -> int:
    """Accept all pending suggestions that lie within a stretch of text; return how many."""
    with workspace.read() as connection:
        text, _ = reader.text_and_zones(connection, target.article)
        waiting = reader.pending(connection, target.article, target.annotator)
    chosen = [item for item in waiting if place.contains(item.extent)]
    if not chosen:
        return 0
    name = f"Accept {len(chosen)} suggestions"
    with workspace.operation(name, target.annotator) as writer:
        opened = OpenSet(writer, target)
        for suggestion in chosen:
            _accept(writer, opened, suggestion, text)
    return len(chosen)


def _accept(writer: Writer, opened: OpenSet, suggestion: Suggestion, text: str) -> SpanId:
    known = opened.find_span(suggestion.extent, suggestion.label)
    if known is None:
        known = opened.add_span(
            suggestion.extent,
            suggestion.label,
            suggestion.extent.slice(text),
            provenance=tags.provenance(opened.target.annotator, suggestion),
            attributes=suggestion.attributes,
        )
    tags.decide_twins(writer, opened, suggestion, Decision.ACCEPTED, known)
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

    Articles that the annotator has completed, excluded or approved are left alone.

    Raises:
        Cancelled: Nothing is written then.
    """
    progress = progress or Progress()
    with workspace.operation("Accept suggestions", annotator) as writer:
        bulk = _BulkAccept(writer, annotator)
        keys = _articles_with_suggestions(writer, articles)
        for done, key in enumerate(keys):
            progress.step(done, len(keys))
            bulk.accept(key, labels, min_score)
        bulk.finish()
        return bulk.count


def _articles_with_suggestions(
    writer: Writer, articles: Collection[ArticleId] | None
) -> list[ArticleId]:
    c, k = tables.article.c, tables.look.c
    query = (
        select(c.id)
        .join(tables.look, k.article_id == c.id)
        .where(k.newest == 1, c.archived == 0)
        .distinct()
        .order_by(c.id)
    )
    found = [ArticleId(key) for key in writer.connection.scalars(query)]
    return found if articles is None else [key for key in found if key in set(articles)]


class _BulkAccept:
    """Writes spans and decisions of many articles by the driver, ids counted here."""

    def __init__(self, writer: Writer, annotator: str) -> None:
        self._writer = writer
        self._annotator = annotator
        self._at = utc_now()
        self.count = 0
        self._next_span = self._first("span")
        self._next_decision = self._first("decision")
        self._spans: list[dict[str, object]] = []
        self._decisions: list[dict[str, object]] = []

    def _first(self, table: str) -> int:
        column = tables.metadata.tables[table].c.id
        return (self._writer.connection.scalar(select(func.max(column))) or 0) + 1

    def accept(self, article: ArticleId, labels: Collection[str], min_score: float) -> None:
        connection = self._writer.connection
        status = connection.scalar(
            select(tables.annotation_set.c.status).where(
                tables.annotation_set.c.article_id == article,
                tables.annotation_set.c.annotator == self._annotator,
            )
        )
        if status is not None and SetStatus(status).closed:
            return
        chosen = [
            suggestion
            for suggestion in reader.pending(connection, article, self._annotator)
            if suggestion.score >= min_score and (not labels or suggestion.label in labels)
        ]
        if not chosen:
            return
        opened = OpenSet(self._writer, SetTarget(article, self._annotator))
        text = opened.text()
        for suggestion in chosen:
            self._accept(opened, suggestion, text)
        if len(self._spans) > 5_000:
            self._flush()

    def _accept(self, opened: OpenSet, suggestion: Suggestion, text: str) -> None:
        span = self._next_span
        self._next_span += 1
        self._spans.append(
            {
                "id": span,
                "set_id": opened.id,
                "key": opened.next_span_key(),
                "start": suggestion.extent.start,
                "end": suggestion.extent.end,
                "label": suggestion.label,
                "text": suggestion.extent.slice(text),
                "attributes": (
                    orjson.dumps(dict(suggestion.attributes)).decode()
                    if suggestion.attributes
                    else None
                ),
                "provenance": provenance_json(tags.provenance(self._annotator, suggestion)),
            }
        )
        for twin in reader.twins(self._writer.connection, suggestion.id):
            self._decisions.append(
                {
                    "id": self._next_decision,
                    "suggestion_id": twin,
                    "annotator": self._annotator,
                    "article_id": opened.target.article,
                    "decision": str(Decision.ACCEPTED),
                    "span_id": span,
                    "at": self._at,
                }
            )
            self._next_decision += 1
        self.count += 1

    def _flush(self) -> None:
        connection, changes = self._writer.connection, self._writer.changes
        for table, rows in ((tables.span, self._spans), (tables.decision, self._decisions)):
            if rows:
                connection.execute(table.insert(), rows)
                changes.add_made(table.name, _id(rows[0]), _id(rows[-1]))
                rows.clear()

    def finish(self) -> None:
        self._flush()


def _id(row: dict[str, object]) -> int:
    return int(str(row["id"]))


# --- making them -----------------------------------------------------------------------------


def suggest_article(workspace: Workspace, article: ArticleId, source: str, propose: Propose) -> int:
    """Let a source look at one article and keep what it found; return how many.

    Suggestions are no operation: nobody's undo takes them back.

    Args:
        workspace: Where the article is.
        article: What to look at.
        source: NAME/VERSION of what proposes.
        propose: Gets text and zones, gives proposals.
    """
    with workspace.read() as connection:
        text, zones = reader.text_and_zones(connection, article)
    found = propose(text, zones)
    name, _, version = source.partition("/")
    with workspace.database.write() as writer:
        if writer.get("article", article) is None:
            raise GoneError(thing="article")
        source_key = source_id(writer, name, version)
        retire_looks(writer, article, source_key)
        _store_look(writer, article, source_key, found)
    changes = Changes()
    changes.articles.add(article)
    workspace.announce(changes)
    return len(found)


def _store_look(
    writer: Writer, article: ArticleId, source_key: int, found: Sequence[Proposal]
) -> None:
    connection = writer.connection
    k = tables.look.c
    again = connection.scalar(
        select(k.id).where(k.article_id == article, k.source_id == source_key)
    )
    if again is not None:
        connection.execute(tables.look.update().where(k.id == again).values(newest=1, at=utc_now()))
        look = int(again)
    else:
        done = connection.execute(
            tables.look.insert().values(
                article_id=article, source_id=source_key, at=utc_now(), newest=1
            )
        )
        key = done.inserted_primary_key
        look = int(key[0]) if key is not None else 0
    ordered = sorted(found, key=lambda item: (item.extent, item.label))
    rows = [
        {
            "look_id": look,
            "article_id": article,
            "key": f"s{number}",
            "start": proposal.extent.start,
            "end": proposal.extent.end,
            "label": proposal.label,
            "rule": proposal.rule,
            "score": round(proposal.score, 4),
            "reason": proposal.reason,
            "attributes": (
                orjson.dumps(dict(proposal.attributes)).decode() if proposal.attributes else None
            ),
            "newest": 1,
        }
        for number, proposal in enumerate(ordered, start=1)
    ]
    if rows:
        connection.execute(tables.suggestion.insert(), rows)


def waiting_articles(workspace: Workspace, source: str) -> list[ArticleId]:
    """Return the articles that this version of a source has not looked at."""
    name, _, version = source.partition("/")
    with workspace.read() as connection:
        return reader.articles_to_look_at(connection, name, version)


def suggest_all(
    workspace: Workspace,
    source: str,
    propose: Propose,
    articles: Sequence[ArticleId],
    progress: Progress,
) -> int:
    """Let a source look at articles, one transaction each; return how many suggestions there are.

    Raises:
        Cancelled: Articles already looked at stay so.
    """
    count = 0
    for done, article in enumerate(articles):
        progress.step(done, len(articles))
        count += suggest_article(workspace, article, source, propose)
    progress.step(len(articles), len(articles))
    return count
