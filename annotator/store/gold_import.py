"""Records of the file form, and new articles, into the tables, many at a time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from annotator.domain.article import META_KEYS, ArticleDraft, ArticleId, Metadata, Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.gold import FrameRecord, GoldRecord
from annotator.domain.text import sha256, word_count
from annotator.store import tables
from annotator.store.bulk import Buffer, to_json
from annotator.store.gold_export import set_records
from annotator.store.journal import utc_now
from annotator.store.register import Register
from annotator.store.writer import Writer


class BulkImporter:
    """Writes articles and sets of one import inside one transaction.

    Call :meth:`finish` before the transaction ends.
    """

    def __init__(self, writer: Writer, scheme_id: int) -> None:
        self._writer = writer
        self._scheme_id = scheme_id
        self._buffer = Buffer(writer)
        self._register = Register(writer, self._buffer)
        self._cursor = writer.connection.connection.cursor()
        self._hashes: dict[str, tuple[ArticleId, str]] = {}
        self._names: dict[str, ArticleId] = {}
        self._sets: dict[tuple[int, str], int] = {}
        self._sources: dict[tuple[str, str], int] = {}

    def known_text(self, digest: str) -> tuple[ArticleId, str] | None:
        """Return id and name of the article with this text."""
        if digest in self._hashes:
            return self._hashes[digest]
        query = "SELECT id, name FROM article WHERE sha256 = ?"
        row = self._cursor.execute(query, (digest,)).fetchone()
        return None if row is None else (ArticleId(row[0]), row[1])

    def known_name(self, name: str) -> ArticleId | None:
        """Return the article of this name."""
        if name in self._names:
            return self._names[name]
        row = self._cursor.execute("SELECT id FROM article WHERE name = ?", (name,)).fetchone()
        return None if row is None else ArticleId(row[0])

    def known_set(self, article: ArticleId, annotator: str) -> tuple[int, bool] | None:
        """Return a set's id and whether it was edited here since it came in."""
        if (article, annotator) in self._sets:
            return self._sets[article, annotator], False
        query = "SELECT id, edited FROM annotation_set WHERE article_id = ? AND annotator = ?"
        row = self._cursor.execute(query, (article, annotator)).fetchone()
        return None if row is None else (row[0], bool(row[1]))

    def free_name(self, name: str) -> str:
        """Return a name that no article has: ``name``, else ``name-2``, ``name-3`` ..."""
        free, number = name, 1
        while self.known_name(free) is not None:
            number += 1
            free = f"{name}-{number}"
        return free

    def add_draft(self, draft: ArticleDraft) -> ArticleId:
        """Add an article that was read from a text file, under a free name."""
        article = self._add_article(
            self.free_name(draft.name), draft.text, sha256(draft.text), draft.metadata
        )
        proposals = to_json(dict(draft.proposals))
        if proposals is not None:
            rows = self._buffer.waiting("article")
            rows[-1] = (*rows[-1][:14], proposals, *rows[-1][15:])
        self._add_zones(article, draft.zones)
        return article

    def add_article(self, record: GoldRecord, zones: Sequence[Zone] | None) -> ArticleId:
        """Add the article of a line.

        Args:
            record: The line.
            zones: Zones to take instead of the line's, where it had none.
        """
        meta = record["meta"]
        known = {key: meta.get(key) for key in META_KEYS}
        further = {key: value for key, value in meta.items() if key not in META_KEYS}
        article = self._add_article(
            record["id"], record["text"], record["sha256"], Metadata(**known, further=further)
        )
        if zones is None:
            zones = [
                Zone(ZoneKind(zone["kind"]), Extent(zone["start"], zone["end"]))
                for zone in record["zones"]
            ]
        self._add_zones(article, zones)
        return article

    def _add_article(self, name: str, text: str, digest: str, meta: Metadata) -> ArticleId:
        key = self._buffer.add(
            "article",
            name,
            text,
            digest,
            meta.title,
            meta.outlet,
            meta.published,
            meta.url,
            meta.language,
            meta.byline,
            meta.place,
            meta.source,
            meta.encoding,
            to_json(dict(meta.further)),
            None,
            "",
            0,
            word_count(text),
        )
        article = ArticleId(key)
        self._hashes[digest] = (article, name)
        self._names[name] = article
        self._writer.changes.articles.add(article)
        return article

    def _add_zones(self, article: ArticleId, zones: Sequence[Zone]) -> None:
        for zone in zones:
            self._buffer.add("zone", article, str(zone.kind), zone.extent.start, zone.extent.end)

    def add_set(self, record: GoldRecord, article: ArticleId, set_id: int | None = None) -> None:
        """Add the set of a line, or fill an emptied one."""
        next_span = _next_number(record["spans"], "s")
        next_frame = _next_number(record["frames"], "f")
        if set_id is None:
            set_id = self._buffer.add(
                "annotation_set",
                article,
                record["annotator"],
                self._scheme_id,
                record["status"],
                None,
                0,
                1,
                next_span,
                next_frame,
                utc_now(),
            )
            self._sets[article, record["annotator"]] = set_id
        self._writer.changes.articles.add(article)
        entities = {entity["id"]: self._register.recognise(entity) for entity in record["entities"]}
        spans = self._add_spans(record, set_id, entities)
        self._add_frames(record, set_id, spans, entities)
        for comment in record["comments"]:
            self._buffer.add(
                "comment",
                set_id,
                comment["on"],
                comment["by"],
                comment["at"],
                comment["text"],
                int(comment["resolved"]),
            )
        for position, verdict in enumerate(record["verdicts"]):
            self._buffer.add("verdict", set_id, position, orjson.dumps(verdict).decode())
        self._buffer.flush_if_full()

    def _add_spans(
        self, record: GoldRecord, set_id: int, entities: Mapping[str, int]
    ) -> dict[str, int]:
        provenance = record["provenance"]
        add = self._buffer.add
        made: dict[str, int] = {}
        for span in record["spans"]:
            key = span["id"]
            entity = span["entity"]
            attributes = span["attributes"]
            source, unsure = _split_provenance(provenance.get(key))
            made[key] = add(
                "span",
                set_id,
                key,
                span["start"],
                span["end"],
                span["label"],
                span["text"],
                None if entity is None else entities[entity],
                orjson.dumps(attributes).decode() if attributes else None,
                span["note"] or None,
                unsure,
                source,
            )
        return made

    def _add_frames(
        self,
        record: GoldRecord,
        set_id: int,
        spans: Mapping[str, int],
        entities: Mapping[str, int],
    ) -> None:
        add = self._buffer.add
        made: dict[str, int] = {}
        for frame in record["frames"]:
            source, unsure = _split_provenance(record["provenance"].get(frame["id"]))
            made[frame["id"]] = add(
                "frame",
                set_id,
                frame["id"],
                frame["type"],
                to_json(frame["implied"]),
                to_json(frame["attributes"]),
                frame["note"] or None,
                unsure,
                frame["joined"],
                source,
            )
        for frame in record["frames"]:
            self._add_fillers(frame, made, spans, entities)

    def _add_fillers(
        self,
        frame: FrameRecord,
        frames: Mapping[str, int],
        spans: Mapping[str, int],
        entities: Mapping[str, int],
    ) -> None:
        for role, fillers in frame["roles"].items():
            for position, key in enumerate(fillers):
                self._buffer.add(
                    "filler",
                    frames[frame["id"]],
                    role,
                    position,
                    spans.get(key),
                    entities.get(key),
                    frames.get(key),
                )

    def first_difference(self, article: ArticleId, text: str) -> str:
        """Say where a text departs from an article's: ``, from character 17 on``."""
        row = self._writer.get("article", article)
        here = str(row["text"]) if row is not None else ""
        pairs = zip(here, text, strict=False)
        place = next(
            (index for index, (one, other) in enumerate(pairs) if one != other),
            min(len(here), len(text)),
        )
        return f", from character {place} on: “{text[place : place + 20]}”"

    def complete_metadata(self, article: ArticleId, meta: Mapping[str, Any]) -> list[str]:
        """Fill metadata that an article lacks; return the keys in which it differs."""
        row = self._writer.get("article", article)
        if row is None:  # it waits in the buffer: it came in with this very import
            return []
        differing = [
            key
            for key in META_KEYS
            if key in meta and row[key] is not None and row[key] != meta[key]
        ]
        missing = {key: meta[key] for key in META_KEYS if key in meta and row[key] is None}
        further = orjson.loads(row["further"] or "{}")
        more = {key: meta[key] for key in meta if key not in META_KEYS and key not in further}
        differing += [key for key in further if key in meta and meta[key] != further[key]]
        values: dict[str, Any] = dict(missing)
        if more:
            values["further"] = to_json(further | more)
        if values:
            self._writer.update("article", article, values)
            self._writer.changes.articles.add(article)
        return differing

    def same_zones(self, article: ArticleId, zones: Sequence[Mapping[str, Any]]) -> bool:
        """Whether an article has exactly these zones; one of this very import always has."""
        if self._writer.get("article", article) is None:
            return True
        query = 'SELECT kind, start, "end" FROM zone WHERE article_id = ?'
        here = set(self._cursor.execute(query, (article,)).fetchall())
        return here == {(zone["kind"], zone["start"], zone["end"]) for zone in zones}

    def same_set(
        self, key: int, record: GoldRecord, same: Callable[[GoldRecord, GoldRecord], bool]
    ) -> bool:
        """Whether a stored set says the same as a line."""
        self._buffer.flush()
        here = next(set_records(self._writer.connection, [key]))
        return same(here, record)

    def replace_set(self, key: int, record: GoldRecord, article: ArticleId) -> None:
        """Put a line's tags in the place of a set's, which the journal keeps."""
        self._buffer.flush()
        writer, c = self._writer, tables
        frames = select(c.frame.c.id).where(c.frame.c.set_id == key)
        for table, condition in (
            (c.filler, c.filler.c.frame_id.in_(frames)),
            (c.frame, c.frame.c.set_id == key),
            (c.span, c.span.c.set_id == key),
            (c.comment, c.comment.c.set_id == key),
            (c.verdict, c.verdict.c.set_id == key),
        ):
            query = select(table.c.id).where(condition)
            for row in writer.connection.scalars(query).all():
                writer.delete(table.name, row)
        writer.update("annotation_set", key, {"status": record["status"], "reason": None})
        writer.connection.execute(
            c.annotation_set.update()
            .where(c.annotation_set.c.id == key)
            .values(
                revision=c.annotation_set.c.revision + 1,
                next_span=_next_number(record["spans"], "s"),
                next_frame=_next_number(record["frames"], "f"),
                saved_at=utc_now(),
                edited=0,
            )
        )
        self.add_set(record, article, key)

    def source_id(self, name: str, version: str) -> int:
        """Return the id of a suggestion source, adding it where it is new."""
        if (name, version) not in self._sources:
            self._sources[name, version] = source_id(self._writer, name, version)
        return self._sources[name, version]

    def known_look(self, article: ArticleId, source: int) -> bool:
        """Whether suggestions of this source and version are here for the article."""
        query = "SELECT 1 FROM look WHERE article_id = ? AND source_id = ?"
        return self._cursor.execute(query, (article, source)).fetchone() is not None

    def add_look(self, record: GoldRecord, article: ArticleId, source: int) -> None:
        """Add the suggestions of a line as those of a source."""
        self._buffer.flush()
        retire_looks(self._writer, article, source)
        look = self._buffer.add("look", article, source, utc_now(), 1)
        provenance = record["provenance"]
        for span in record["spans"]:
            said = provenance.get(span["id"], {})
            self._add_suggestion(
                look,
                article,
                (span["id"], span["start"], span["end"], span["label"]),
                said,
                to_json(span["attributes"]),
                None,
            )
        for frame in record["frames"]:
            said = provenance.get(frame["id"], {})
            body = {key: frame[key] for key in ("roles", "implied", "attributes", "note", "joined")}
            self._add_suggestion(
                look, article, (frame["id"], None, None, frame["type"]), said, None, to_json(body)
            )

    def _add_suggestion(
        self,
        look: int,
        article: ArticleId,
        place: tuple[Any, ...],
        said: Mapping[str, Any],
        attributes: str | None,
        body: str | None,
    ) -> None:
        self._buffer.add(
            "suggestion",
            look,
            article,
            *place,
            said.get("rule"),
            said.get("score"),
            said.get("reason"),
            attributes,
            body,
            1,
        )

    def finish(self) -> None:
        """Write what is still waiting."""
        self._register.fill()
        self._buffer.flush(last=True)


def source_id(writer: Writer, name: str, version: str) -> int:
    """Return the id of a suggestion source, adding it where it is new."""
    c = tables.source.c
    found = writer.connection.scalar(select(c.id).where(c.name == name, c.version == version))
    if found is not None:
        return int(found)
    done = writer.connection.execute(tables.source.insert().values(name=name, version=version))
    key = done.inserted_primary_key
    return int(key[0]) if key is not None else 0


def retire_looks(writer: Writer, article: ArticleId, source: int) -> None:
    """Make earlier versions of a source no longer the newest for an article.

    Their suggestions stay where somebody decided on them: decisions refer to them.
    """
    run = writer.connection.exec_driver_sql
    older = (
        "SELECT l.id FROM look l JOIN source o ON o.id = l.source_id "
        "WHERE l.article_id = ? AND l.newest = 1 "
        "AND o.name = (SELECT name FROM source WHERE id = ?)"
    )
    looks = [row[0] for row in run(older, (article, source))]
    for look in looks:
        run(
            "DELETE FROM suggestion WHERE look_id = ? AND id NOT IN "
            "(SELECT suggestion_id FROM decision WHERE article_id = ?)",
            (look, article),
        )
        run("UPDATE suggestion SET newest = 0 WHERE look_id = ?", (look,))
        run("UPDATE look SET newest = 0 WHERE id = ?", (look,))


def _next_number(records: Sequence[Any], letter: str) -> int:
    highest = 0
    for record in records:
        key = record["id"]
        if key[:1] == letter and key[1:].isdecimal():
            highest = max(highest, int(key[1:]))
    return highest + 1


def _split_provenance(said: Mapping[str, Any] | None) -> tuple[str | None, int | None]:
    """Return the stored form, and the flag that has a column of its own."""
    if said is None:
        return None, None
    if said.get("unsure"):
        rest = {key: value for key, value in said.items() if key != "unsure"}
        return (orjson.dumps(rest).decode() if rest else None), 1
    return orjson.dumps(said).decode(), None
