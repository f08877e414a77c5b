"""Annotation sets and suggestions as records of the file form, many at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, bindparam, func, select

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX
from annotator.domain.article import META_KEYS
from annotator.domain.gold import FORMAT, FrameRecord, GoldRecord
from annotator.store import sqlite, tables
from annotator.store.prepared import Prepared
from annotator.store.reader import loaded

CHUNK = 100
SCORE_DIGITS = 4
_A, _T, _Z, _H = tables.article.c, tables.annotation_set.c, tables.zone.c, tables.scheme.c
_P, _R, _F, _E = tables.span.c, tables.frame.c, tables.filler.c, tables.entity.c
_C, _V, _S = tables.comment.c, tables.verdict.c, tables.suggestion.c
_K, _O, _W = tables.look.c, tables.source.c, tables.workspace.c
_ARTICLE = (_A.name, _A.text, _A.sha256, _A.further, *(_A[key] for key in META_KEYS))
_SETS = Prepared(
    select(_T.id, _T.article_id, _T.annotator, _T.status, _H.name, _H.version, *_ARTICLE)
    .join(tables.article, _A.id == _T.article_id)
    .join(tables.scheme, _H.id == _T.scheme_id)
    .where(sqlite.listed(_T.id, "keys"))
    .order_by(_A.name)
)
_LOOKS = Prepared(
    select(_K.id, _K.article_id, _O.name, _O.version, *_ARTICLE)
    .join(tables.article, _A.id == _K.article_id)
    .join(tables.source, _O.id == _K.source_id)
    .where(sqlite.listed(_K.id, "keys"))
    .order_by(_A.name)
)
_SCHEME = Prepared(
    select(_H.name, _H.version).where(
        _H.id == select(func.cast(_W.value, _H.id.type)).where(_W.key == "scheme").scalar_subquery()
    )
)
_ZONES = Prepared(
    select(_Z.article_id, _Z.kind, _Z.start, _Z.end)
    .where(sqlite.listed(_Z.article_id, "keys"))
    .order_by(_Z.article_id, _Z.start, _Z.end, _Z.kind)
)
_SPANS = Prepared(
    select(
        _P.set_id, _P.id, _P.key, _P.start, _P.end, _P.label, _P.text, _P.entity_id,
        _P.attributes, _P.note, _P.unsure, _P.provenance,
    )
    .where(sqlite.listed(_P.set_id, "keys"))
    .order_by(_P.set_id, _P.start, _P.end, _P.label, _P.key)
)  # fmt: skip
_FRAMES = Prepared(
    select(
        _R.set_id, _R.id, _R.key, _R.type, _R.implied, _R.attributes, _R.note, _R.unsure,
        _R.joined, _R.provenance,
    )
    .where(sqlite.listed(_R.set_id, "keys"))
    .order_by(_R.set_id, _R.id)
)  # fmt: skip
_FILLERS = Prepared(
    select(_F.frame_id, _F.role, _F.span_id, _F.entity_id, _F.child_id)
    .join(tables.frame, _R.id == _F.frame_id)
    .where(sqlite.listed(_R.set_id, "keys"))
    .order_by(_F.frame_id, _F.role, _F.position, _F.id)
)
_ENTITIES = Prepared(
    select(_E.id, _E.type, _E.name, _E.aliases, _E.links, _E.note, _E.offices).where(
        sqlite.listed(_E.id, "keys")
    )
)
_COMMENTS = Prepared(
    select(_C.set_id, _C.on_key, _C.by, _C.at, _C.text, _C.resolved)
    .where(sqlite.listed(_C.set_id, "keys"))
    .order_by(_C.set_id, _C.id)
)
_VERDICTS = Prepared(
    select(_V.set_id, _V.body)
    .where(sqlite.listed(_V.set_id, "keys"))
    .order_by(_V.set_id, _V.position, _V.id)
)
_GIVEN = Prepared(
    select(_T.article_id, _V.body)
    .join(tables.verdict, _V.set_id == _T.id)
    .where(_T.annotator == GOLD, sqlite.listed(_T.article_id, "keys"))
    .order_by(_T.article_id, _V.position, _V.id)
)
_SUGGESTIONS = Prepared(
    select(
        _S.look_id, _S.key, _S.start, _S.end, _S.label, _S.rule, _S.score, _S.reason,
        _S.attributes, _S.body,
    )
    .where(sqlite.listed(_S.look_id, "keys"))
    .order_by(_S.look_id, _S.id)
)  # fmt: skip


# --- which -----------------------------------------------------------------------------------


def _sets_query(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(tables.annotation_set)
        .join(tables.article, _A.id == _T.article_id)
        .where(_A.archived == 0)
    )


_BY_STATUS = Prepared(
    _sets_query(_T.annotator, _T.status, func.count())
    .group_by(_T.annotator, _T.status)
    .order_by(_T.annotator, _T.status)
)
_OF_ANNOTATOR = Prepared(
    _sets_query(_T.id, _A.name).where(_T.annotator == bindparam("annotator")).order_by(_A.name)
)
_OF_STATUS = Prepared(
    _sets_query(_T.id, _A.name)
    .where(and_(_T.annotator == bindparam("annotator"), _T.status == bindparam("status")))
    .order_by(_A.name)
)


_NAMES = Prepared(select(_A.id, _A.name).where(_A.archived == 0).order_by(_A.name))
_ARTICLES = Prepared(select(_A.id, *_ARTICLE).where(sqlite.listed(_A.id, "keys")).order_by(_A.name))
_STATUSES = Prepared(
    _sets_query(_A.name, _T.status).where(_T.annotator == bindparam("annotator")).order_by(_A.name)
)


def sets_by_status(connection: Connection) -> dict[str, dict[str, int]]:
    """Return the number of articles by annotator and status."""
    found: dict[str, dict[str, int]] = {}
    for name, status, count in _BY_STATUS.rows(connection):
        found.setdefault(name, {})[status] = count
    return found


def sets_of(
    connection: Connection,
    annotator: str,
    status: str | None,
    articles: Collection[str] | None = None,
) -> list[int]:
    """Return an annotator's sets, all or those of named articles, in the order of the names."""
    if status is None:
        rows = _OF_ANNOTATOR.rows(connection, annotator=annotator)
    else:
        rows = _OF_STATUS.rows(connection, annotator=annotator, status=status)
    return [key for key, name in rows if articles is None or name in articles]


def statuses_of(connection: Connection, annotator: str) -> dict[str, str]:
    """Return the status of each of an annotator's sets by the name of its article, in order."""
    return {row[0]: row[1] for row in _STATUSES.rows(connection, annotator=annotator)}


def article_records(
    connection: Connection, articles: Collection[str] | None = None
) -> Iterator[GoldRecord]:
    """Give records of articles, all or some, without anybody's tags, in the order of the names."""
    keys = [key for key, name in _NAMES.rows(connection) if articles is None or name in articles]
    scheme, version = _SCHEME.first(connection) or ("", 1)
    for first in range(0, len(keys), CHUNK):
        listed = sqlite.as_list(keys[first : first + CHUNK])
        zones = _grouped(_ZONES.rows(connection, keys=listed))
        for key, *row in _ARTICLES.rows(connection, keys=listed):
            record = _bare_record(row, zones.get(key, ()))
            record["scheme"] = {"name": scheme, "version": version}
            yield record


def article_names(connection: Connection) -> list[str]:
    """Return the names of all articles in order."""
    return [name for _, name in _NAMES.rows(connection)]


# --- annotation sets -------------------------------------------------------------------------


def set_records(
    connection: Connection, sets: Sequence[int], *, with_given: bool = True
) -> Iterator[GoldRecord]:
    """Give the records of annotation sets, in the order of the names of their articles.

    Entities have ids that hold within one record; :func:`annotator.exchange.gold.canonical_record`
    numbers them and puts everything into the order of the file.

    Args:
        connection: Inside a transaction.
        sets: Ids, sorted by the names of their articles.
        with_given: With the verdicts on these sets that were given here, not only those that came
            in with them.
    """
    for start in range(0, len(sets), CHUNK):
        yield from _Chunk(connection, sets[start : start + CHUNK], with_given).records()


def entity_key(row: int) -> str:
    """Return the id that an entity of the register has in a record before it is numbered."""
    return f"#{row}"


class _Chunk:
    """The rows of up to a hundred sets, grouped."""

    def __init__(self, connection: Connection, sets: Sequence[int], with_given: bool) -> None:  # noqa: FBT001
        keys = sqlite.as_list(sets)
        self._sets = _SETS.rows(connection, keys=keys)
        articles = sqlite.as_list(row[1] for row in self._sets)
        self._zones = _grouped(_ZONES.rows(connection, keys=articles))
        self._spans = _grouped(_SPANS.rows(connection, keys=keys))
        self._frames = _grouped(_FRAMES.rows(connection, keys=keys))
        self._fillers = _grouped(_FILLERS.rows(connection, keys=keys))
        self._comments = _grouped(_COMMENTS.rows(connection, keys=keys))
        self._verdicts = _grouped(_VERDICTS.rows(connection, keys=keys))
        self._given = _grouped(_GIVEN.rows(connection, keys=articles)) if with_given else {}
        used = {row[7] for rows in self._spans.values() for row in rows}
        used |= {row[3] for rows in self._fillers.values() for row in rows}
        used.discard(None)
        entities = _ENTITIES.rows(connection, keys=sqlite.as_list(sorted(used)))
        self._entities = {row[0]: row for row in entities}

    def records(self) -> Iterator[GoldRecord]:
        for row in self._sets:
            yield self._record(row)

    def _record(self, row: Any) -> GoldRecord:
        set_id, article_id, annotator, status, scheme, version = row[:6]
        tags = _Tags()
        tags.add_spans(self._spans.get(set_id, ()))
        tags.add_frames(self._frames.get(set_id, ()), self._fillers)
        return {
            "format": FORMAT,
            "id": row[6],
            "text": row[7],
            "sha256": row[8],
            "meta": _meta(row[9:]),
            "zones": _zone_records(self._zones.get(article_id, ())),
            "scheme": {"name": scheme, "version": version},
            "annotator": annotator,
            "status": status,
            "spans": tags.spans,
            "entities": [self._entity(key) for key in tags.used],
            "frames": tags.frames,
            "provenance": tags.provenance,
            "comments": [
                {"on": on, "by": by, "at": at, "text": text, "resolved": bool(resolved)}
                for _, on, by, at, text, resolved in self._comments.get(set_id, ())
            ],
            "verdicts": self._verdicts_of(set_id, article_id, annotator),
        }

    def _verdicts_of(self, set_id: int, article_id: int, annotator: str) -> list[dict[str, Any]]:
        """Return the verdicts of a line: in gold what left no tag, else those on the set."""
        own = [orjson.loads(body) for _, body in self._verdicts.get(set_id, ())]
        if annotator == GOLD:
            return [verdict_record(body) for body in own if left_no_tag(body)]
        given = [orjson.loads(body) for _, body in self._given.get(article_id, ())]
        on_set = [verdict_record(body) for body in given if body["of"].get(annotator) is not None]
        return on_set + [body for body in own if body not in on_set]

    def _entity(self, key: int) -> Any:
        row, kind, name, aliases, links, note, offices = self._entities[key]
        return {
            "id": entity_key(row),
            "type": kind,
            "name": name,
            "aliases": loaded(aliases, []),
            "links": loaded(links, {}),
            "note": note or "",
            "offices": loaded(offices, []),
        }


def verdict_record(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored verdict as the file form has it: without what it made."""
    return {key: value for key, value in body.items() if key != "gold"}


def left_no_tag(body: Mapping[str, Any]) -> bool:
    """Whether no tag of gold tells of a stored verdict, so that it goes into the file itself."""
    return not body.get("gold")


class _Tags:
    """The spans and frames of one record while it is made."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.frames: list[FrameRecord] = []
        self.provenance: dict[str, dict[str, Any]] = {}
        self.used: dict[int, None] = {}
        self._keys: dict[int, str] = {}

    def add_spans(self, rows: Sequence[Any]) -> None:
        keys, used, provenance, loads = self._keys, self.used, self.provenance, orjson.loads
        add = self.spans.append
        for (
            _, row, key, start, end, label, words, entity, attributes, note, unsure, said,
        ) in rows:  # fmt: skip
            keys[row] = key
            if entity is not None:
                used[entity] = None
            add(
                {
                    "id": key,
                    "start": start,
                    "end": end,
                    "label": label,
                    "text": words,
                    "entity": None if entity is None else f"#{entity}",
                    "attributes": {} if attributes is None else loads(attributes),
                    "note": note or "",
                }
            )
            if said is not None or unsure:
                provenance[key] = _provenance(said, unsure)

    def add_frames(self, rows: Sequence[Any], fillers: dict[int, list[Any]]) -> None:
        frame_keys = {row[1]: row[2] for row in rows}
        for _, row, key, kind, implied, attributes, note, unsure, joined, said in rows:
            roles: dict[str, list[str]] = {}
            for _, role, span, entity, child in fillers.get(row, ()):
                if span is not None:
                    filler = self._keys[span]
                elif entity is not None:
                    self.used[entity] = None
                    filler = entity_key(entity)
                else:
                    filler = frame_keys[child]
                roles.setdefault(role, []).append(filler)
            self.frames.append(
                {
                    "id": key,
                    "type": kind,
                    "roles": roles,
                    "implied": loaded(implied, []),
                    "attributes": loaded(attributes, {}),
                    "note": note or "",
                    "joined": joined,
                }
            )
            if said is not None or unsure:
                self.provenance[key] = _provenance(said, unsure)


# --- suggestions -----------------------------------------------------------------------------


def suggestion_records(connection: Connection, keys: Sequence[int]) -> Iterator[GoldRecord]:
    """Give one record for each look of a source at an article, also where nothing was found."""
    name, version = _SCHEME.first(connection) or ("", 1)
    for first in range(0, len(keys), CHUNK):
        listed = sqlite.as_list(keys[first : first + CHUNK])
        rows = _LOOKS.rows(connection, keys=listed)
        articles = sqlite.as_list(row[1] for row in rows)
        zones = _grouped(_ZONES.rows(connection, keys=articles))
        found = _grouped(_SUGGESTIONS.rows(connection, keys=listed))
        for row in rows:
            record = _look_record(row, zones.get(row[1], ()), found.get(row[0], ()))
            record["scheme"] = {"name": name, "version": version}
            yield record


def _look_record(row: Any, zones: Sequence[Any], found: Sequence[Any]) -> GoldRecord:
    _, _, source, version, *article = row
    text = article[1]
    spans: list[Any] = []
    frames: list[Any] = []
    provenance: dict[str, dict[str, Any]] = {}
    for _, key, start, end, label, rule, score, reason, attributes, body in found:
        check: Sequence[str] = ()
        if body is not None:
            frame = orjson.loads(body)
            check = frame.pop("check", ())
            frames.append({"id": key, "type": label, **frame})
        else:
            spans.append(
                {
                    "id": key,
                    "start": start,
                    "end": end,
                    "label": label,
                    "text": text[start:end],
                    "entity": None,
                    "attributes": loaded(attributes, {}),
                    "note": "",
                }
            )
        said = {"source": f"{source}/{version}", "rule": rule, "score": score}
        said["reason"] = _with_check(reason, check)
        if score is not None:
            said["score"] = round(score, SCORE_DIGITS)
        provenance[key] = {part: value for part, value in said.items() if value is not None}
    return {
        **_bare_record(article, zones),
        "annotator": SUGGESTIONS_PREFIX + source,
        "spans": spans,
        "frames": frames,
        "provenance": provenance,
    }


def _bare_record(article: Sequence[Any], zones: Sequence[Any]) -> GoldRecord:
    """Return the record of an article without a set."""
    name, text, digest, *meta = article
    return {
        "format": FORMAT,
        "id": name,
        "text": text,
        "sha256": digest,
        "meta": _meta(meta),
        "zones": _zone_records(zones),
        "scheme": {"name": "", "version": 1},
        "annotator": "",
        "status": "new",
        "spans": [],
        "entities": [],
        "frames": [],
        "provenance": {},
        "comments": [],
        "verdicts": [],
    }


def _with_check(reason: str | None, roles: Sequence[str]) -> str | None:
    """Return a reason that also says what is a guess: the file has no other place for it."""
    return f"{reason or ''} Check: {', '.join(roles)}.".strip() if roles else reason


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


def _provenance(kept: str | None, unsure: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {} if kept is None else orjson.loads(kept)
    if type(values.get("score")) is float:
        values["score"] = round(values["score"], SCORE_DIGITS)
    if unsure:
        values["unsure"] = True
    return values


def _meta(row: Sequence[Any]) -> dict[str, Any]:
    further, *known = row
    meta = dict(zip(META_KEYS, known, strict=True))
    if further is not None:
        meta.update(orjson.loads(further))
    return meta


def _zone_records(rows: Sequence[Any]) -> list[Any]:
    return [{"kind": kind, "start": start, "end": end} for _, kind, start, end in rows]
