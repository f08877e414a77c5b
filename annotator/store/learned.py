"""Learned models, and what is learned from: an annotator's own complete sets, and gold."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, or_, select

from annotator.domain.annotation import GOLD, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.learned import Example, LabelFigures, LearnedModel, Said, Way
from annotator.domain.suggestion import Decision
from annotator.errors import LearnedFileError, NothingLearnedError
from annotator.store import reader, tables
from annotator.store.prepared import Prepared, one_of
from annotator.store.writer import Writer

KEPT = 5
"""Models of one annotator; older ones are deleted when another one is learned."""
_A, _T, _P, _D = tables.article.c, tables.annotation_set.c, tables.span.c, tables.decision.c
_M, _F, _S = tables.learned_model.c, tables.learned_file.c, tables.suggestion.c
_WHOLE = (str(SetStatus.COMPLETE), str(SetStatus.APPROVED))

# --- models ----------------------------------------------------------------------------------

_COLUMNS = (
    _M.id, _M.annotator, _M.at, _M.complete, _M.before, _M.after, _M.seconds, _M.articles,
    _M.figures,
    select(func.coalesce(func.sum(func.length(_F.data)), 0))
    .where(_F.model_id == _M.id)
    .scalar_subquery(),
)  # fmt: skip
_ADD = Prepared(insert(tables.learned_model).returning(_M.id))
_ADD_FILE = Prepared(insert(tables.learned_file))
_ALL = Prepared(select(*_COLUMNS).where(_M.active == 1).order_by(_M.annotator, _M.id.desc()))
_ONE = Prepared(select(*_COLUMNS).where(_M.id == bindparam("number"), _M.active == 1))
_FILES = Prepared(
    select(_F.layer, _F.sha256, _F.data).where(_F.model_id == bindparam("number")).order_by(_F.id)
)
_MEMORY = Prepared(select(_M.memory).where(_M.id == bindparam("number")))
_IN_USE = Prepared(
    select(func.max(_M.id)).where(_M.annotator == bindparam("annotator"), _M.active == 1)
)
_LEARNERS = Prepared(select(_M.annotator).where(_M.active == 1).distinct().order_by(_M.annotator))
_OLDER = Prepared(
    select(_M.id).where(_M.annotator == bindparam("annotator")).order_by(_M.id.desc())
)
_FORGET = Prepared(delete(tables.learned_model).where(_M.id == bindparam("number")))
_FORGET_FILES = Prepared(delete(tables.learned_file).where(_F.model_id == bindparam("number")))


def add(writer: Writer, model: LearnedModel) -> int:
    """Keep a model, and return its number; the oldest beyond :data:`KEPT` are deleted.

    It is no operation: like suggestions, it is made by the program, and nobody's undo takes it
    back.
    """
    connection = writer.connection
    number = int(
        _ADD.scalar(
            connection,
            id=None,
            annotator=model.by,
            at=model.at,
            active=1,
            complete=model.complete,
            before=model.before,
            after=model.after,
            seconds=model.seconds,
            articles=_text(model.articles),
            figures=_text([asdict(one) for one in model.figures]),
            memory=_text(model.memory),
        )
    )
    _ADD_FILE.run_many(
        connection,
        [
            (None, number, layer, sha256(data).hexdigest(), data)
            for layer, data in model.files.items()
        ],
    )
    writer.changes.add_made(tables.learned_model.name, number, number)
    rows = _OLDER.rows(connection, annotator=model.by)
    for (old,) in rows[KEPT:]:
        _FORGET_FILES.run(connection, number=old)
        _FORGET.run(connection, number=old)
    return number


def _text(value: object) -> str:
    return orjson.dumps(value).decode()


def models(connection: Connection) -> list[LearnedModel]:
    """Return all models, those of one annotator together, the newest first.

    Their files and memory are left out.
    """
    return [_model(row) for row in _ALL.rows(connection)]


def load(connection: Connection, number: int) -> LearnedModel:
    """Return a model with its files and its memory.

    Raises:
        NothingLearnedError: As :func:`described` does.
        LearnedFileError: One of its files is not what was stored.
    """
    model = described(connection, number)
    files = {}
    for layer, digest, data in _FILES.rows(connection, number=number):
        if sha256(data).hexdigest() != digest:
            raise LearnedFileError(path=f"{number}-{layer}", reason="its hash is another one")
        files[str(layer)] = bytes(data)
    memory = orjson.loads(_MEMORY.scalar(connection, number=number))
    return replace(model, files=files, memory=memory)


def described(connection: Connection, number: int) -> LearnedModel:
    """Return a model without its files and its memory.

    Raises:
        NothingLearnedError: There is none of that number.
    """
    row = _ONE.first(connection, number=number)
    if row is None:
        raise NothingLearnedError(name=number)
    return _model(row)


def _model(row: Sequence[Any]) -> LearnedModel:
    number, by, at, complete, before, after, seconds, articles, figures, size = row
    return LearnedModel(
        by=by,
        at=at,
        articles=tuple(orjson.loads(articles)),
        figures=tuple(_figures(one) for one in orjson.loads(figures)),
        before=before,
        after=after,
        seconds=seconds,
        number=number,
        size=size,
        complete=complete,
    )


def _figures(one: dict[str, Any]) -> LabelFigures:
    return LabelFigures(**{**one, "way": Way(one["way"])})


def in_use(connection: Connection, annotator: str) -> int | None:
    """Return the number of the model that an annotator's suggestions come from: the newest."""
    found = _IN_USE.scalar(connection, annotator=annotator)
    return None if found is None else int(found)


def learners(connection: Connection) -> list[str]:
    """Return the annotators who have a model."""
    return [str(row[0]) for row in _LEARNERS.rows(connection)]


# --- what is learned from --------------------------------------------------------------------

_GOLD = tables.annotation_set.alias()
_HAS_GOLD = exists().where(
    _GOLD.c.article_id == _T.article_id, _GOLD.c.annotator == GOLD, one_of(_GOLD.c.status, _WHOLE)
)
_MINE = _T.annotator == bindparam("annotator")
_WHOLE_SETS = (
    select(_T.id, _T.article_id, _A.name)
    .join(tables.article, _A.id == _T.article_id)
    .where(
        _A.archived == 0,
        one_of(_T.status, _WHOLE),
        or_(_T.annotator == GOLD, and_(_MINE, ~_HAS_GOLD)),
    )
)
_EXAMPLES = Prepared(_WHOLE_SETS.order_by(func.coalesce(_T.saved_at, ""), _T.id))
_COUNT = Prepared(select(func.count()).select_from(_WHOLE_SETS.subquery()))
_SPANS = Prepared(
    select(_P.start, _P.end, _P.label)
    .where(_P.set_id == bindparam("row"))
    .order_by(_P.start, _P.end, _P.label)
)
_REJECTED = Prepared(
    select(_D.start, _D.end, _D.label, _A.text)
    .join(tables.article, _A.id == _D.article_id)
    .where(
        _D.annotator == bindparam("annotator"),
        _D.decision == str(Decision.REJECTED),
        _D.start.is_not(None),
        _A.archived == 0,
    )
    .group_by(_D.article_id, _D.start, _D.end, _D.label)
)
_TAGGED = Prepared(
    select(_P.label, _P.text, func.count())
    .join(tables.annotation_set, _T.id == _P.set_id)
    .join(tables.article, _A.id == _T.article_id)
    .where(_MINE, _A.archived == 0, _T.status == str(SetStatus.IN_PROGRESS))
    .group_by(_P.label, _P.text)
)


def count_complete(connection: Connection, annotator: str) -> int:
    """Return how many articles there are to learn from."""
    return int(_COUNT.scalar(connection, annotator=annotator) or 0)


def examples(
    connection: Connection, annotator: str, labels: Collection[str]
) -> Iterator[tuple[ArticleId, Example]]:
    """Yield the articles that an annotator has completed or that have gold, as they were saved.

    Where an article has both, gold. A colleague's set is never among them.
    """
    for row, key, name in _EXAMPLES.rows(connection, annotator=annotator):
        text, zones = reader.text_and_zones(connection, ArticleId(key))
        spans = tuple(
            (Extent(start, end), str(label))
            for start, end, label in _SPANS.rows(connection, row=row)
            if label in labels
        )
        yield ArticleId(key), Example(str(name), text, zones, spans)


def said(connection: Connection, annotator: str, labels: Collection[str]) -> list[Said]:
    """Return what an annotator tagged in articles that are not complete, and rejected in any."""
    found: dict[tuple[str, str], list[int]] = {}
    for label, words, count in _TAGGED.rows(connection, annotator=annotator):
        found.setdefault((words, label), [0, 0])[0] += count
    for start, end, label, text in _REJECTED.rows(connection, annotator=annotator):
        found.setdefault((text[start:end], label), [0, 0])[1] += 1
    return [
        Said(words, label, tagged, rejected)
        for (words, label), (tagged, rejected) in found.items()
        if label in labels
    ]
