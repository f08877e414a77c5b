"""Annotation sets and suggestions as records of the file form, many at a time.

The driver's own cursor is used: building SQLAlchemy rows for eighty spans an article costs more
than reading them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from annotator.domain.annotation import SUGGESTIONS_PREFIX
from annotator.domain.gold import FORMAT, GoldRecord

CHUNK = 100
_ARTICLE = (
    "a.name, a.text, a.sha256, a.title, a.outlet, a.published, a.url, a.language, a.byline, "
    "a.place, a.source, a.encoding, a.further"
)
_SETS = f"""
SELECT t.id, t.article_id, t.annotator, t.status, s.name, s.version, {_ARTICLE}
FROM annotation_set t JOIN article a ON a.id = t.article_id JOIN scheme s ON s.id = t.scheme_id
WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY a.name
"""  # noqa: S608 - a constant
_LOOKS = f"""
SELECT l.id, l.article_id, o.name, o.version, s.name, s.version, {_ARTICLE}
FROM look l JOIN article a ON a.id = l.article_id JOIN source o ON o.id = l.source_id,
     scheme s JOIN workspace w ON w.key = 'scheme' AND s.id = CAST(w.value AS INTEGER)
WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY a.name
"""  # noqa: S608 - a constant
_ZONES = """
SELECT article_id, kind, start, "end" FROM zone
WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY start
"""
_SPANS = """
SELECT set_id, id, key, start, "end", label, text, entity_id, attributes, note, unsure, provenance
FROM span WHERE set_id IN (SELECT value FROM json_each(?)) ORDER BY set_id, start, "end", label, key
"""
_FRAMES = """
SELECT set_id, id, key, type, implied, attributes, note, unsure, joined, provenance
FROM frame WHERE set_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_FILLERS = """
SELECT f.frame_id, f.role, f.span_id, f.entity_id, f.child_id
FROM filler f JOIN frame r ON r.id = f.frame_id
WHERE r.set_id IN (SELECT value FROM json_each(?)) ORDER BY f.frame_id, f.role, f.position
"""
_ENTITIES = """
SELECT id, type, name, aliases, links, note, offices FROM entity
WHERE id IN (SELECT value FROM json_each(?))
"""
_COMMENTS = """
SELECT set_id, on_key, "by", at, text, resolved FROM comment
WHERE set_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_VERDICTS = """
SELECT set_id, body FROM verdict
WHERE set_id IN (SELECT value FROM json_each(?)) ORDER BY set_id, position
"""
_SUGGESTIONS = """
SELECT look_id, key, start, "end", label, rule, score, reason, attributes, body
FROM suggestion WHERE look_id IN (SELECT value FROM json_each(?)) ORDER BY look_id, id
"""


def set_records(connection: Connection, sets: Sequence[int]) -> Iterator[GoldRecord]:
    """Give the records of annotation sets, in the order of the names of their articles.

    Entities have ids that hold within one record; :func:`annotator.exchange.gold.canonical_record`
    numbers them and puts everything into the order of the file.

    Args:
        connection: Inside a transaction.
        sets: Ids, sorted by the names of their articles.
    """
    for start in range(0, len(sets), CHUNK):
        yield from _Chunk(connection, sets[start : start + CHUNK]).records()


class _Chunk:
    """The rows of up to a hundred sets, grouped."""

    def __init__(self, connection: Connection, sets: Sequence[int]) -> None:
        self._cursor = connection.connection.cursor()
        keys = orjson.dumps(list(sets)).decode()
        self._sets = self._all(_SETS, keys)
        articles = orjson.dumps([row[1] for row in self._sets]).decode()
        self._zones = _grouped(self._all(_ZONES, articles))
        self._spans = _grouped(self._all(_SPANS, keys))
        self._frames = _grouped(self._all(_FRAMES, keys))
        self._fillers = _grouped(self._all(_FILLERS, keys))
        self._comments = _grouped(self._all(_COMMENTS, keys))
        self._verdicts = _grouped(self._all(_VERDICTS, keys))
        used = {row[6] for rows in self._spans.values() for row in rows if row[6] is not None}
        used |= {row[2] for rows in self._fillers.values() for row in rows if row[2] is not None}
        entities = self._all(_ENTITIES, orjson.dumps(sorted(used)).decode())
        self._entities = {row[0]: row for row in entities}

    def _all(self, query: str, keys: str) -> list[Any]:
        return list(self._cursor.execute(query, (keys,)).fetchall())

    def records(self) -> Iterator[GoldRecord]:
        for row in self._sets:
            yield self._record(row)

    def _record(self, row: Any) -> GoldRecord:
        set_id, article_id, annotator, status, scheme, version = row[:6]
        provenance: dict[str, dict[str, Any]] = {}
        used: dict[int, None] = {}
        keys: dict[int, str] = {}
        spans: list[Any] = []
        for (
            i,
            key,
            start,
            end,
            label,
            words,
            entity,
            attributes,
            note,
            unsure,
            source,
        ) in self._spans.get(set_id, ()):
            keys[i] = key
            if entity is not None:
                used[entity] = None
            spans.append(
                {
                    "id": key,
                    "start": start,
                    "end": end,
                    "label": label,
                    "text": words,
                    "entity": None if entity is None else f"#{entity}",
                    "attributes": {} if attributes is None else orjson.loads(attributes),
                    "note": note or "",
                }
            )
            if source is not None or unsure:
                provenance[key] = _provenance(source, unsure)
        frames = self._frame_records(set_id, keys, used, provenance)
        return {
            "format": FORMAT,
            "id": row[6],
            "text": row[7],
            "sha256": row[8],
            "meta": _meta(row),
            "zones": _zone_records(self._zones.get(article_id, ())),
            "scheme": {"name": scheme, "version": version},
            "annotator": annotator,
            "status": status,
            "spans": spans,
            "entities": [self._entity(key) for key in used],
            "frames": frames,
            "provenance": provenance,
            "comments": [
                {"on": on, "by": by, "at": at, "text": text, "resolved": bool(resolved)}
                for on, by, at, text, resolved in self._comments.get(set_id, ())
            ],
            "verdicts": [orjson.loads(body) for (body,) in self._verdicts.get(set_id, ())],
        }

    def _frame_records(
        self,
        set_id: int,
        keys: dict[int, str],
        used: dict[int, None],
        provenance: dict[str, dict[str, Any]],
    ) -> list[Any]:
        rows = self._frames.get(set_id, ())
        frame_keys = {row[0]: row[1] for row in rows}
        made: list[Any] = []
        for i, key, kind, implied, attributes, note, unsure, joined, source in rows:
            roles: dict[str, list[str]] = {}
            for role, span, entity, child in self._fillers.get(i, ()):
                if span is not None:
                    filler = keys[span]
                elif entity is not None:
                    used[entity] = None
                    filler = f"#{entity}"
                else:
                    filler = frame_keys[child]
                roles.setdefault(role, []).append(filler)
            made.append(
                {
                    "id": key,
                    "type": kind,
                    "roles": roles,
                    "implied": [] if implied is None else orjson.loads(implied),
                    "attributes": {} if attributes is None else orjson.loads(attributes),
                    "note": note or "",
                    "joined": joined,
                }
            )
            if source is not None or unsure:
                provenance[key] = _provenance(source, unsure)
        return made

    def _entity(self, key: int) -> Any:
        i, kind, name, aliases, links, note, offices = self._entities[key]
        return {
            "id": f"#{i}",
            "type": kind,
            "name": name,
            "aliases": [] if aliases is None else orjson.loads(aliases),
            "links": {} if links is None else orjson.loads(links),
            "note": note or "",
            "offices": [] if offices is None else orjson.loads(offices),
        }


def suggestion_records(connection: Connection, looks: Sequence[int]) -> Iterator[GoldRecord]:
    """Give one record for each look of a source at an article, also where nothing was found."""
    cursor = connection.connection.cursor()
    for first in range(0, len(looks), CHUNK):
        keys = orjson.dumps(list(looks[first : first + CHUNK])).decode()
        rows = cursor.execute(_LOOKS, (keys,)).fetchall()
        articles = orjson.dumps([row[1] for row in rows]).decode()
        zones = _grouped(cursor.execute(_ZONES, (articles,)).fetchall())
        found = _grouped(cursor.execute(_SUGGESTIONS, (keys,)).fetchall())
        for row in rows:
            yield _look_record(row, zones.get(row[1], ()), found.get(row[0], ()))


def _look_record(row: Any, zones: Sequence[Any], found: Sequence[Any]) -> GoldRecord:
    source = f"{row[2]}/{row[3]}"
    text = row[7]
    spans: list[Any] = []
    frames: list[Any] = []
    provenance: dict[str, dict[str, Any]] = {}
    for key, start, end, label, rule, score, reason, attributes, body in found:
        if body is not None:
            frames.append({"id": key, "type": label, **orjson.loads(body)})
        else:
            spans.append(
                {
                    "id": key,
                    "start": start,
                    "end": end,
                    "label": label,
                    "text": text[start:end],
                    "entity": None,
                    "attributes": {} if attributes is None else orjson.loads(attributes),
                    "note": "",
                }
            )
        provenance[key] = {"source": source, "rule": rule, "score": score, "reason": reason}
    return {
        "format": FORMAT,
        "id": row[6],
        "text": text,
        "sha256": row[8],
        "meta": _meta(row),
        "zones": _zone_records(zones),
        "scheme": {"name": row[4], "version": row[5]},
        "annotator": SUGGESTIONS_PREFIX + row[2],
        "status": "new",
        "spans": spans,
        "entities": [],
        "frames": frames,
        "provenance": provenance,
        "comments": [],
        "verdicts": [],
    }


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row[1:])
    return groups


def _provenance(kept: str | None, unsure: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {} if kept is None else orjson.loads(kept)
    if unsure:
        values["unsure"] = True
    return values


def _meta(row: Any) -> dict[str, Any]:
    title, outlet, published, url, language, byline, place, source, encoding, further = row[9:19]
    meta = {
        "title": title,
        "outlet": outlet,
        "published": published,
        "url": url,
        "language": language,
        "byline": byline,
        "place": place,
        "source": source,
        "encoding": encoding,
    }
    if further is not None:
        meta.update(orjson.loads(further))
    return meta


def _zone_records(rows: Sequence[Any]) -> list[Any]:
    return [{"kind": kind, "start": start, "end": end} for kind, start, end in rows]
