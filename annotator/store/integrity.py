"""What is stored, looked at row by row and without trust; and taking away what is untrue.

Nothing here makes domain values: a damaged row could not be one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, select

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId, ZoneKind
from annotator.domain.scheme import Scheme
from annotator.domain.text import sha256
from annotator.store import sqlite, tables
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_A, _Z, _T, _P = (
    tables.article.c,
    tables.zone.c,
    tables.annotation_set.c,
    tables.span.c,
)
_R, _F, _C, _E = tables.frame.c, tables.filler.c, tables.comment.c, tables.entity.c
_ROW: BindParameter[int] = bindparam("row")
_ARTICLES = Prepared(select(_A.id).order_by(_A.name))
_ARTICLE = Prepared(select(_A.name, _A.text, _A.sha256, _A.further).where(_A.id == _ROW))
_ZONES = Prepared(select(_Z.id, _Z.kind, _Z.start, _Z.end).where(_Z.article_id == _ROW))
_SETS = Prepared(
    select(_T.id, _T.annotator, _T.status).where(_T.article_id == _ROW).order_by(_T.annotator)
)
_SPANS = Prepared(
    select(
        _P.id, _P.key, _P.start, _P.end, _P.label, _P.text, _P.entity_id, _P.attributes,
        _P.provenance,
    )
    .where(_P.set_id == _ROW)
    .order_by(_P.start, _P.end, _P.id)
)  # fmt: skip
_FRAMES = Prepared(
    select(_R.id, _R.key, _R.type, _R.implied, _R.attributes, _R.provenance)
    .where(_R.set_id == _ROW)
    .order_by(_R.id)
)
_FILLERS = Prepared(
    select(_F.id, _F.frame_id, _F.role, _F.span_id, _F.entity_id, _F.child_id)
    .join(tables.frame, _R.id == _F.frame_id)
    .where(_R.set_id == _ROW)
    .order_by(_F.id)
)
_COMMENTS = Prepared(select(_C.id, _C.on_key).where(_C.set_id == _ROW))
_ENTITIES = Prepared(select(_E.id, _E.aliases, _E.links, _E.offices))
_FILLERS_OF = Prepared(select(_F.id).where(_F.span_id == _ROW))
_COMMENTS_ON = Prepared(select(_C.id).where(_C.set_id == _ROW, _C.on_key == bindparam("key")))
_REPAIRABLE = frozenset({"zone", "span", "filler", "comment", "decision"})


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong.

    Attributes:
        table, row: What ``repair`` changes or takes away; ``None`` where nothing can be mended.
        values: What ``repair`` writes into the row; it takes the row away where there are none.
    """

    problem: str
    table: str | None = None
    row: int | None = None
    values: Mapping[str, object] | None = None

    @property
    def register(self) -> bool:
        """Whether sets cannot be read, because the register of entities cannot."""
        return self.table == "entity"

    @property
    def search(self) -> bool:
        """Whether the search index is meant, which can be made anew."""
        return self.table == "article_fts"


def file_damage(connection: Connection) -> Iterator[Damage]:
    """Yield what is wrong with the file itself, its references and its search index."""
    for problem in sqlite.problems(connection, quick=False):
        yield Damage(problem)
    for table, row, other in sqlite.orphans(connection):
        problem = f"row {row} of {table} refers to a row of {other} that is not there."
        yield _orphan(problem, table, row, other)
    if not sqlite.search_is_whole(connection):
        yield Damage("The search index does not hold exactly the articles.", "article_fts")
    for row, *kept in _ENTITIES.rows(connection):
        if not all(_is_json(value) for value in kept):
            yield Damage(f"entity {row}: what is known of it cannot be read.", "entity")


def _orphan(problem: str, table: str, row: int, other: str) -> Damage:
    if table == "span" and other == "entity":
        return Damage(problem, table, row, {"entity_id": None})
    if table in _REPAIRABLE:
        return Damage(problem, table, row)
    return Damage(problem)


def articles(connection: Connection) -> list[ArticleId]:
    """Return all articles by name, those that were removed included."""
    return [ArticleId(row[0]) for row in _ARTICLES.rows(connection)]


@dataclass(frozen=True, slots=True)
class ArticleFindings:
    """What the look at one article came to.

    Attributes:
        annotators: Whose sets can be read.
        spans: Number of spans in all sets.
        text: The article's text, "" where it is damaged.
    """

    name: str
    damage: tuple[Damage, ...]
    annotators: tuple[str, ...]
    spans: int
    text: str


def look_at(connection: Connection, key: ArticleId, scheme: Scheme) -> ArticleFindings:
    """Check one article, its zones and all its sets."""
    name, text, digest, further = _ARTICLE.first(connection, row=key)
    damage: list[Damage] = []
    if not isinstance(text, str) or sha256(_encodable(text)) != digest:
        damage.append(Damage(f"{name}: its text is not the one whose hash was kept."))
        text = text if isinstance(text, str) else ""
    if not _is_json(further):
        damage.append(Damage(f"{name}: its metadata cannot be read."))
    damage += _zone_damage(connection, key, name, text)
    annotators: list[str] = []
    spans = 0
    for set_id, annotator, status in _SETS.rows(connection, row=key):
        look = _SetLook(connection, set_id, f"{name}, {annotator}", text, scheme)
        found = list(look.damage(status))
        damage += found
        spans += look.spans
        if not found:
            annotators.append(annotator)
    return ArticleFindings(name, tuple(damage), tuple(annotators), spans, text)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _zone_damage(connection: Connection, key: ArticleId, name: str, text: str) -> Iterator[Damage]:
    for row, kind, start, end in _ZONES.rows(connection, row=key):
        if kind not in list(ZoneKind):
            yield Damage(f"{name}: there is no kind of zone {kind}.", "zone", row)
        elif not _within(start, end, len(text)):
            problem = f"{name}: a {kind} zone from {start} to {end} is not within the text."
            yield Damage(problem, "zone", row)


def _within(start: Any, end: Any, length: int) -> bool:
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length


def _is_json(kept: object) -> bool:
    if kept is None:
        return True
    try:
        orjson.loads(str(kept))
    except orjson.JSONDecodeError:
        return False
    return True


class _SetLook:
    """Looks at one annotator's tags on one article."""

    def __init__(
        self, connection: Connection, set_id: int, where: str, text: str, scheme: Scheme
    ) -> None:
        self._where = where
        self._text = text
        self._scheme = scheme
        self._spans = _SPANS.rows(connection, row=set_id)
        self._frames = _FRAMES.rows(connection, row=set_id)
        self._fillers = _FILLERS.rows(connection, row=set_id)
        self._comments = _COMMENTS.rows(connection, row=set_id)
        self._keys: set[str] = set()
        self.spans = len(self._spans)

    def damage(self, status: str) -> Iterator[Damage]:
        if status not in list(SetStatus):
            yield Damage(f"{self._where}: there is no status {status}.")
        for span in self._spans:
            yield from self._span_damage(*span)
        for frame in self._frames:
            yield from self._frame_damage(*frame)
        yield from self._filler_damage()
        for row, on in self._comments:
            if on is not None and on not in self._keys:
                problem = f"{self._where}: a comment is on {on}, which is not there."
                yield Damage(problem, "comment", row, {"on_key": None})

    def _span_damage(
        self, row: int, key: str, start: Any, end: Any, label: str, words: str, *more: object
    ) -> Iterator[Damage]:
        where = f"{self._where}: {key}"
        yield from self._key_damage("span", row, key, where)
        if not _within(start, end, len(self._text)):
            yield Damage(f"{where} from {start} to {end} is not within the text.", "span", row)
        elif self._text[start:end] != words:
            yield Damage(f"{where} should cover “{str(words)[:40]}”.", "span", row)
        known = self._scheme.label_by_name.get(label)
        if known is None:
            yield Damage(f"{where} has the unknown label {label}.")
        _, attributes, said = more
        names = [item.name for item in known.attributes] if known else []
        yield from self._json_damage("span", row, where, attributes, said, names)

    def _key_damage(self, table: str, row: int, key: str, where: str) -> Iterator[Damage]:
        if key in self._keys:
            again = f"{key}-{row}"
            yield Damage(f"{where} stands there twice.", table, row, {"key": again})
            self._keys.add(again)
        self._keys.add(key)

    def _json_damage(
        self,
        table: str,
        row: int,
        where: str,
        attributes: object,
        said: object,
        known: Collection[str],
    ) -> Iterator[Damage]:
        if not _is_json(attributes):
            problem = f"{where}: its attributes cannot be read."
            yield Damage(problem, table, row, {"attributes": None})
        else:
            for name in orjson.loads(str(attributes)) if attributes is not None else ():
                if name not in known:
                    yield Damage(f"{where} has the unknown attribute {name}.")
        if not _is_json(said):
            problem = f"{where}: its provenance cannot be read."
            yield Damage(problem, table, row, {"provenance": None})

    def _frame_damage(
        self, row: int, key: str, kind: str, implied: object, attributes: object, said: object
    ) -> Iterator[Damage]:
        where = f"{self._where}: {key}"
        yield from self._key_damage("frame", row, key, where)
        known = self._scheme.frame_type_by_name.get(kind)
        if known is None:
            yield Damage(f"{where} has the unknown type {kind}.")
            return
        if not _is_json(implied):
            problem = f"{where}: its implied roles cannot be read."
            yield Damage(problem, "frame", row, {"implied": None})
        else:
            for role in orjson.loads(str(implied)) if implied is not None else ():
                if known.role(role) is None:
                    yield Damage(f"{where} has the unknown role {role}.")
        names = [item.name for item in known.attributes]
        yield from self._json_damage("frame", row, where, attributes, said, names)

    def _filler_damage(self) -> Iterator[Damage]:
        frames = {row: (key, kind) for row, key, kind, *_ in self._frames}
        spans = {row[0] for row in self._spans}
        for row, frame, role, span, entity, child in self._fillers:
            key, kind = frames[frame]
            where = f"{self._where}: {key}"
            known = self._scheme.frame_type_by_name.get(kind)
            if known is not None and known.role(role) is None:
                yield Damage(f"{where} has the unknown role {role}.", "filler", row)
            elif sum(item is not None for item in (span, entity, child)) != 1:
                yield Damage(f"{where}: {role} is filled by nothing.", "filler", row)
            elif (span is not None and span not in spans) or (
                child is not None and child not in frames
            ):
                problem = f"{where}: {role} is filled by a tag of another set."
                yield Damage(problem, "filler", row)


def repair(writer: Writer, damage: Collection[Damage]) -> int:
    """Take away or put right what can be; return how many things were."""
    count = 0
    for item in damage:
        if item.search:
            sqlite.rebuild_search(writer.connection)
            count += 1
        elif item.table is not None and item.row is not None:
            count += _repair_row(writer, item.table, item.row, item.values)
    return count


def _repair_row(writer: Writer, table: str, row: int, values: Mapping[str, object] | None) -> bool:
    now = writer.get(table, row)
    if now is None:  # it went with another one
        return True
    if values is not None:
        writer.update(table, row, values)
        return True
    if table == "span":
        for (filler,) in _FILLERS_OF.rows(writer.connection, row=row):
            writer.delete("filler", filler)
        for (comment,) in _COMMENTS_ON.rows(writer.connection, row=now["set_id"], key=now["key"]):
            writer.update("comment", comment, {"on_key": None})
    writer.delete(table, row)
    return True
