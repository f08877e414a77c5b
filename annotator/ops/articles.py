"""Operations on articles: what is known about them, zones, notes, taking them away."""

from collections.abc import Mapping, Sequence
from typing import Final

import orjson

from annotator.domain.annotation import AnnotationSet
from annotator.domain.article import (
    HIDDEN,
    META_KEYS,
    SUGGESTIONS_KEY,
    Article,
    ArticleId,
    Zone,
    ZoneKind,
)
from annotator.domain.corpus import CorpusCounts, CorpusQuery, CorpusRow
from annotator.domain.extent import Extent
from annotator.errors import GoneError, UnknownArticleError
from annotator.ops.tags import shown
from annotator.ops.workspace import Workspace
from annotator.store import corpus, reader
from annotator.store.changes import Changes
from annotator.store.writer import Writer

SET_TABLES: Final = frozenset({"annotation_set", "span", "frame", "filler", "decision"})
"""A change in one of them gives the set that it belongs to a new revision."""
EDITABLE = tuple(key for key in META_KEYS if key not in {"source", "encoding"})


def load(workspace: Workspace, key: ArticleId) -> Article:
    """Return an article.

    Raises:
        GoneError: Its import was undone.
    """
    with workspace.read() as connection:
        return reader.article(connection, key)


def load_set(workspace: Workspace, key: ArticleId, annotator: str) -> AnnotationSet:
    """Return an annotator's tags on an article."""
    with workspace.read() as connection:
        return reader.annotation_set(connection, key, annotator)


def refresh_set(workspace: Workspace, before: AnnotationSet, changes: Changes) -> AnnotationSet:
    """Return an annotator's tags after an operation, reading no more than it has changed."""
    written = {change.table for change in changes.rows}
    with workspace.read() as connection:
        frames = _changed_frames(changes)
        many = changes.many or changes.made or changes.moves
        if many or frames is None or "entity" in written:
            return reader.annotation_set(connection, before.article, before.annotator)
        spans = {change.id for change in changes.rows if change.table == "span"}
        revision = before.revision + (1 if written & SET_TABLES else 0)
        return reader.refreshed(connection, before, spans, frames, revision)


def _changed_frames(changes: Changes) -> set[int] | None:
    """Return the frames that an operation has changed, ``None`` where its record does not say."""
    found: set[int] = set()
    for change in changes.rows:
        if change.table == "frame":
            found.add(change.id)
        elif change.table == "filler":
            frame = (change.after or change.before or {}).get("frame_id")
            if frame is None:
                return None
            found.add(frame)
    return found


def named(workspace: Workspace, name: str) -> ArticleId:
    """Return the article of a name.

    Raises:
        UnknownArticleError: There is none.
    """
    with workspace.read() as connection:
        found = reader.article_named(connection, name)
    if found is None:
        raise UnknownArticleError(name=name)
    return found


def proposals(workspace: Workspace, key: ArticleId) -> Mapping[str, str]:
    """Return metadata that was found but is contradicted by the text: ``{"published": ...}``."""
    with workspace.read() as connection:
        return reader.proposals(connection, key)


def find(workspace: Workspace, query: CorpusQuery, annotator: str) -> Sequence[int]:
    """Return the ids of the articles that a query asks for, in its order."""
    with workspace.read() as connection:
        return corpus.ids(connection, query, annotator)


def page(
    workspace: Workspace, keys: Sequence[ArticleId], annotator: str
) -> dict[ArticleId, CorpusRow]:
    """Return the rows of up to some hundred articles."""
    with workspace.read() as connection:
        return corpus.page(connection, keys, annotator)


def counts(workspace: Workspace, annotator: str) -> CorpusCounts:
    """Return how far an annotator is."""
    with workspace.read() as connection:
        return corpus.counts(connection, annotator)


def set_metadata(
    workspace: Workspace, article: Article, author: str, values: Mapping[str, str | None]
) -> None:
    """Change what is known about an article; an empty value is unknown.

    A proposal for the same key is settled by it.
    """
    changed = {key: value or None for key, value in values.items() if key in EDITABLE}
    if not changed:
        return
    name = f"Edit {', '.join(changed)} of {shown(article.metadata.title or article.name)}"
    with workspace.operation(name, author) as writer:
        proposed = reader.proposals(writer.connection, article.id)
        left = {key: value for key, value in proposed.items() if key not in changed}
        stored = orjson.dumps(left).decode() if left else None
        writer.update("article", article.id, changed | {"proposals": stored})
        writer.changes.articles.add(article.id)


def set_note(workspace: Workspace, article: Article, author: str, note: str) -> None:
    """Write a note on an article."""
    name = f"Note on {shown(article.metadata.title or article.name)}"
    with workspace.operation(name, author) as writer:
        writer.update("article", article.id, {"note": note})
        writer.changes.articles.add(article.id)


def set_zone(
    workspace: Workspace, article: Article, author: str, extent: Extent, kind: ZoneKind | None
) -> None:
    """Make a stretch of text a zone of a kind, or none.

    Zones never overlap: what an older one shares with the stretch is cut from it.

    Raises:
        SpanBeyondTextError: The stretch ends after the text.
        GoneError: The article's import was undone.
    """
    trimmed = extent.trimmed(article.text)
    if trimmed is None:
        return
    words = str(kind) if kind is not None else "running text"
    with workspace.operation(
        f"Make {shown(trimmed.slice(article.text))} {words}", author
    ) as writer:
        if writer.get("article", article.id) is None:
            raise GoneError(thing="article")
        zones = reader.zones(writer.connection, article.id)
        if kind is not None and Zone(kind, trimmed) in zones:
            return
        _cut_zones(writer, article, trimmed)
        if kind is not None:
            _add_zone(writer, article.id, Zone(kind, trimmed))
        if writer.changes:
            writer.changes.articles.add(article.id)


def _cut_zones(writer: Writer, article: Article, extent: Extent) -> None:
    for key, zone in reader.zone_rows(writer.connection, article.id):
        if not zone.extent.overlaps(extent):
            continue
        writer.delete("zone", key)
        for start, end in (
            (zone.extent.start, extent.start),
            (extent.end, zone.extent.end),
        ):
            rest = Extent(start, end).trimmed(article.text) if start < end else None
            if rest is not None:
                _add_zone(writer, article.id, Zone(zone.kind, rest))


def _add_zone(writer: Writer, article: ArticleId, zone: Zone) -> None:
    values = {
        "article_id": article,
        "kind": str(zone.kind),
        "start": zone.extent.start,
        "end": zone.extent.end,
    }
    writer.insert("zone", values)


def hide_suggestions(workspace: Workspace, article: Article, author: str, *, hidden: bool) -> None:
    """Let an article be tagged without suggestions, or with them again; for everybody.

    Agreement between people is only worth its name where no machine has told both the same. What
    was suggested stays, and waits for nobody meanwhile; exports say so under ``meta``.
    """
    word = "Hide" if hidden else "Show"
    title = shown(article.metadata.title or article.name)
    with workspace.operation(f"{word} suggestions for {title}", author) as writer:
        row = writer.get("article", article.id)
        if row is None:
            raise GoneError(thing="article")
        further = dict(reader.loaded(row["further"], {}))
        if hidden:
            further[SUGGESTIONS_KEY] = HIDDEN
        else:
            further.pop(SUGGESTIONS_KEY, None)
        stored = orjson.dumps(further).decode() if further else None
        writer.update("article", article.id, {"further": stored})
        writer.changes.articles.add(article.id)


def archive(workspace: Workspace, articles: Sequence[Article], author: str) -> None:
    """Take articles out of the corpus; nothing of them is deleted, and undo brings them back."""
    if len(articles) == 1:
        name = f"Remove {shown(articles[0].metadata.title or articles[0].name)}"
    else:
        name = f"Remove {len(articles)} articles"
    with workspace.operation(name, author) as writer:
        for article in articles:
            writer.update("article", article.id, {"archived": 1})
            writer.changes.articles.add(article.id)
