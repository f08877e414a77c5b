"""What sources of suggestions have looked at, and what they found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, select, update

from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.learned import RULES
from annotator.domain.suggestion import Findings
from annotator.store import sqlite, switches, tables, version_marks, weighings
from annotator.store.journal import utc_now
from annotator.store.look_rows import Found, found_rows
from annotator.store.pending import ALONE, FOR_ONE, WITHIN
from annotator.store.prepared import Prepared, one_of
from annotator.store.reader import loaded
from annotator.store.sets import to_json
from annotator.store.writer import Writer

_A, _K, _O = tables.article.c, tables.look.c, tables.source.c
_S, _D = tables.suggestion.c, tables.decision.c
_SOURCE = Prepared(
    select(_O.id).where(_O.name == bindparam("name"), _O.version == bindparam("version"))
)
_ADD_SOURCE = Prepared(insert(tables.source).returning(_O.id))
_LATEST = Prepared(
    select(_O.version).where(_O.name == bindparam("name")).order_by(_O.id.desc()).limit(1)
)
_NEWEST = Prepared(
    select(_K.id, _O.version)
    .join(tables.source, _O.id == _K.source_id)
    .where(_K.article_id == bindparam("article"), _O.name == bindparam("name"), _K.newest == 1)
)
_NAMES = Prepared(
    select(_O.name)
    .join(tables.look, _K.source_id == _O.id)
    .where(_K.article_id == bindparam("article"), _K.newest == 1)
)
_FORGET = Prepared(
    delete(tables.suggestion).where(
        _S.look_id == bindparam("look"), ~exists().where(_D.suggestion_id == _S.id)
    )
)
_HAS_SUGGESTIONS = Prepared(select(_S.id).where(_S.look_id == bindparam("look")).limit(1))
_FORGET_LOOK = Prepared(delete(tables.look).where(_K.id == bindparam("row")))
_RETIRE_FOUND = Prepared(
    update(tables.suggestion).where(_S.look_id == bindparam("look")).values(newest=0)
)
_RETIRE = Prepared(update(tables.look).where(_K.id == bindparam("row")).values(newest=0))
_ADD_LOOK = Prepared(insert(tables.look).returning(_K.id))
_ADD = Prepared(insert(tables.suggestion))
_CHANGE = Prepared(
    update(tables.suggestion)
    .where(_S.id == bindparam("row"))
    .values(attributes=bindparam("attributes_now"))
)
_BODY = Prepared(select(_S.body).where(_S.id == bindparam("row")))
_CHANGE_BODY = Prepared(
    update(tables.suggestion).where(_S.id == bindparam("row")).values(body=bindparam("body_now"))
)
_FRAMES_IN = Prepared(
    select(_S.id, _S.look_id, _S.label, _S.body).where(
        _S.article_id == bindparam("article"), _S.newest == ALONE, _S.start.is_(None)
    )
)
_SPANS_OF = Prepared(
    select(_S.look_id, _S.key, _S.start, _S.end).where(
        sqlite.listed(_S.look_id, "looks"), _S.start.is_not(None)
    )
)
_FOUND_IN = Prepared(
    select(_S.id, _S.start, _S.end, _S.label, _S.attributes).where(
        _S.article_id == bindparam("article"),
        one_of(_S.newest, (ALONE, WITHIN, FOR_ONE)),
        _S.start.is_not(None),
    )
)
_FOUND_BY = Prepared(
    select(_S.id, _S.start, _S.end, _S.label).where(
        _S.look_id == bindparam("look"), _S.newest == ALONE, _S.start.is_not(None)
    )
)
_WAITING = Prepared(
    select(_A.id)
    .where(
        _A.archived == 0,
        ~exists().where(
            and_(_K.article_id == _A.id, _K.source_id == _O.id),
            _K.newest == 1,
            _O.name == bindparam("name"),
            _O.version == bindparam("version"),
        ),
    )
    .order_by(_A.id)
)
_AGAIN = Prepared(
    select(_K.article_id)
    .join(tables.source, _O.id == _K.source_id)
    .join(tables.article, _A.id == _K.article_id)
    .where(
        _K.newest == 1,
        _A.archived == 0,
        _O.name == bindparam("name"),
        _K.id.between(bindparam("low"), bindparam("high")),
    )
)
_BY_SOURCE = Prepared(
    select(_O.name, func.count())
    .join(tables.look, _K.source_id == _O.id)
    .join(tables.article, _A.id == _K.article_id)
    .where(_K.newest == 1, _A.archived == 0)
    .group_by(_O.name)
    .order_by(_O.name)
)
_OF_SOURCE = Prepared(
    select(_K.id)
    .join(tables.article, _A.id == _K.article_id)
    .join(tables.source, _O.id == _K.source_id)
    .where(_K.newest == 1, _A.archived == 0, _O.name == bindparam("name"))
    .order_by(_A.name)
)
_LOOKED_AT = Prepared(
    select(_A.id)
    .where(_A.archived == 0, exists().where(_K.article_id == _A.id, _K.newest == 1))
    .order_by(_A.id)
)


def source_id(writer: Writer, name: str, version: str) -> int:
    """Return the id of a suggestion source, adding it where it is new."""
    connection = writer.connection
    found = _SOURCE.scalar(connection, name=name, version=version)
    if found is None:
        found = _ADD_SOURCE.scalar(connection, id=None, name=name, version=version)
    return int(found)


def latest_version(connection: Connection, name: str) -> str | None:
    """Return the version of a source that came in last, ``None`` where none did."""
    found = _LATEST.scalar(connection, name=name)
    return None if found is None else str(found)


def newest_looks(connection: Connection, article: ArticleId, name: str) -> list[tuple[int, str]]:
    """Return the look of a source that counts for an article, with its version."""
    rows = _NEWEST.rows(connection, article=article, name=name)
    return [(int(row[0]), str(row[1])) for row in rows]


def sources_of(connection: Connection, article: ArticleId) -> set[str]:
    """Return the names of the sources that have looked at an article, in whatever version."""
    return {str(row[0]) for row in _NAMES.rows(connection, article=article)}


def retire(writer: Writer, article: ArticleId, name: str) -> None:
    """Make earlier looks of a source no longer the newest for an article.

    What they found goes, except where somebody decided on it: decisions refer to it.
    """
    for look, _ in newest_looks(writer.connection, article, name):
        retire_look(writer.connection, look)


def retire_look(connection: Connection, look: int) -> None:
    """Make one look no longer the newest of its source."""
    weighings.forget(connection, look)
    _FORGET.run(connection, look=look)
    if _HAS_SUGGESTIONS.scalar(connection, look=look) is None:
        _FORGET_LOOK.run(connection, row=look)
    else:
        _RETIRE_FOUND.run(connection, look=look)
        _RETIRE.run(connection, row=look)


def store(
    writer: Writer,
    article: ArticleId,
    source: str,
    version: str,
    found: Findings,
) -> int:
    """Keep what a source found in an article instead of what it found there before.

    What a rule found that is switched off is left out.

    Where it says how unsure it is of the article, what was learned is to look again: it reads what
    this source finds.

    Returns:
        How many suggestions there are to decide on: a span that is proposed only to fill a frame
        is decided with that.
    """
    connection = writer.connection
    rows = found_rows(found, switches.off(connection).get(source, frozenset()))
    version_marks.note(writer, article, source, version, rows)
    retire(writer, article, source)
    look = _add(writer, article, source, version, rows)
    if found.doubt is not None:
        for of_one in weighings.looks_for_one(connection, article):
            retire_look(connection, of_one)
        weighings.add(connection, look, article, None, found.doubt)
    return sum(one.newest == ALONE for one in rows)


def store_for_one(
    writer: Writer,
    article: ArticleId,
    model: tuple[str, str],
    found: Findings,
    annotator: str,
    labels: Collection[str],
) -> int:
    """Keep what an annotator's model found in an article instead of what it found there before.

    Args:
        writer: The transaction.
        article: Where it looked.
        model: Name and version of the source.
        found: What it proposes: spans.
        annotator: Who alone is shown it.
        labels: Of what the rules propose under these, the annotator is shown only what the model
            proposes too; under others, what it does not veto.

    Returns:
        How many suggestions it makes.
    """
    connection = writer.connection
    source, version = model
    rows = found_rows(found, switches.off(connection).get(source, frozenset()))
    for before in weighings.looks_for_one(connection, article, annotator):
        retire_look(connection, before)
    only = [replace(one, newest=FOR_ONE) for one in rows]
    look = _add(writer, article, source, version, only)
    weighings.add(connection, look, article, annotator, found.doubt or 0.0)
    confirmed, vetoed = {(item.extent, item.label) for item in found.spans}, set(found.vetoed)
    overruled = [
        int(row)
        for read, _ in newest_looks(connection, article, RULES)
        for row, start, end, label in _FOUND_BY.rows(connection, look=read)
        if (place := (Extent(start, end), str(label))) in vetoed
        or (label in labels and place not in confirmed)
    ]
    weighings.overrule(connection, look, article, annotator, overruled)
    return len(only)


def _add(
    writer: Writer,
    article: ArticleId,
    source: str,
    version: str,
    rows: Sequence[Found],
) -> int:
    """Add a look with what it found, and return its id."""
    connection = writer.connection
    look = _ADD_LOOK.scalar(
        connection,
        id=None,
        article_id=article,
        source_id=source_id(writer, source, version),
        at=utc_now(),
        newest=1,
    )
    _ADD.run_many(connection, [one.row(look, article, to_json(one.attributes)) for one in rows])
    return int(look)


def found_in(
    connection: Connection, article: ArticleId, labels: Collection[str]
) -> list[tuple[int, Extent, str, Mapping[str, object]]]:
    """Return id, place, label and attributes of the newest suggestions with some labels."""
    return [
        (int(row[0]), Extent(row[1], row[2]), str(row[3]), loaded(row[4], {}))
        for row in _FOUND_IN.rows(connection, article=article)
        if row[3] in labels
    ]


def frames_in(
    connection: Connection, article: ArticleId
) -> list[tuple[int, str, Mapping[str, object], Mapping[str, list[Extent]]]]:
    """Return id, type, attributes and places by role of the newest frames that are suggested."""
    rows = _FRAMES_IN.rows(connection, article=article)
    if not rows:
        return []
    listed = sqlite.as_list({row[1] for row in rows})
    spans = {
        (look, key): Extent(start, end)
        for look, key, start, end in _SPANS_OF.rows(connection, looks=listed)
    }
    found: list[tuple[int, str, Mapping[str, object], Mapping[str, list[Extent]]]] = []
    for key, look, name, kept in rows:
        body = loaded(kept, {})
        places: dict[str, list[Extent]] = {
            role: [spans[look, one] for one in fillers if (look, one) in spans]
            for role, fillers in body.get("roles", {}).items()
        }
        found.append((int(key), str(name), body.get("attributes", {}), places))
    return found


def change_frame_attributes(writer: Writer, values: Mapping[int, Mapping[str, object]]) -> None:
    """Give suggested frames, by id, other attributes."""
    for key, attributes in values.items():
        body = loaded(_BODY.scalar(writer.connection, row=key), {})
        text = to_json({**body, "attributes": dict(attributes)})
        _CHANGE_BODY.run(writer.connection, row=key, body_now=text)


def change_attributes(writer: Writer, values: Mapping[int, Mapping[str, object]]) -> None:
    """Give suggestions, by id, other attributes."""
    for key, attributes in values.items():
        _CHANGE.run(writer.connection, row=key, attributes_now=to_json(attributes))


def to_look_at(connection: Connection, source: str, version: str) -> list[ArticleId]:
    """Return the articles that this version of a source has not looked at yet, or is to again."""
    rows = _WAITING.rows(connection, name=source, version=version)
    keys = {row[0] for row in rows}
    for low, high in switches.again(connection).get(source, ()):
        keys |= {row[0] for row in _AGAIN.rows(connection, name=source, low=low, high=high)}
    return [ArticleId(key) for key in sorted(keys)]


def looked_at(connection: Connection) -> list[ArticleId]:
    """Return the articles that any source has looked at."""
    return [ArticleId(row[0]) for row in _LOOKED_AT.rows(connection)]


def articles_by_source(connection: Connection) -> dict[str, int]:
    """Return how many articles each source has looked at."""
    return dict(_BY_SOURCE.rows(connection))


def of_source(connection: Connection, name: str) -> list[int]:
    """Return the looks of a source, in the order of the names of their articles."""
    return [row[0] for row in _OF_SOURCE.rows(connection, name=name)]
