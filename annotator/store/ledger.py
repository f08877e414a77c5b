"""Counts what became of suggestions: some articles at a time, so that it can be stopped."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
)

from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.ledger import EXAMPLES_KEPT, LedgerExample, LedgerLine, Looked
from annotator.domain.likeness import places_of
from annotator.domain.suggestion import Decision
from annotator.store import switches, tables, version_marks
from annotator.store.pending import WAITS
from annotator.store.prepared import Prepared, one_of

_A, _K, _O, _P = tables.article.c, tables.look.c, tables.source.c, tables.span.c
_S, _D, _R = tables.suggestion.c, tables.decision.c, tables.frame.c
_LATER = tables.decision.alias()
_L = _LATER.c
_AGAINST = (str(Decision.REJECTED), str(Decision.CORRECTED))
CONTEXT = 90
MOST_SHOWN = 240
_SPACE = re.compile(r"\s+")
Key = tuple[int, str, str]
"""Row of a source, rule, label."""


def _within(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.between(bindparam("low"), bindparam("high"))


_PROPOSED = Prepared(
    select(
        _K.source_id,
        func.coalesce(_S.rule, ""),
        _S.label,
        func.count(),
        func.count(case((WAITS, 1))),
    )
    .select_from(tables.suggestion)
    .join(tables.look, _K.id == _S.look_id)
    .join(tables.article, and_(_A.id == _S.article_id, _A.archived == 0))
    .where(_within(_S.article_id))
    .group_by(_K.source_id, _S.rule, _S.label)
)
# The same words with the same label, or a frame of the same type on the same places, were decided
# on, whichever version or source had proposed them: that is how it is settled for whom they wait,
# too. Of two decisions of one annotator the later one counts.
_LATER_ONE = (_L.article_id == _D.article_id, _L.annotator == _D.annotator, _L.id > _D.id)
_OVERTAKEN = exists().where(
    *_LATER_ONE, _L.start == _D.start, _L.end == _D.end, _L.label == _D.label
)
_FRAME_OVERTAKEN = exists().where(
    *_LATER_ONE, _L.start.is_(None), _L.label == _D.label, _L.places == _D.places
)
_PLACE = (_D.article_id, _D.start, _D.end, _D.label)
_FRAME_PLACE = (_D.article_id, _D.label, _D.places)
_STATES = (Decision.ACCEPTED, Decision.CORRECTED, Decision.REJECTED, Decision.UNTOUCHED)
_COUNTS = tuple(func.count(case((_D.decision == str(one), 1))).label(str(one)) for one in _STATES)


def _decisions(*columns: Any, spans: bool, mine: bool) -> Select[Any]:
    """Return the decisions that count: on words, or on frames; of all, or of one annotator."""
    conditions = [_within(_D.article_id), _D.start.is_not(None) if spans else _D.start.is_(None)]
    conditions.append(~(_OVERTAKEN if spans else _FRAME_OVERTAKEN))
    if mine:
        conditions.append(_D.annotator == bindparam("annotator"))
    return select(*columns).where(*conditions)


def _joined(decided: Any, *columns: Any, spans: bool) -> Select[Any]:
    """Return what was decided on, with the rows of what proposed it."""
    d = decided.c
    # Bounded on both sides: the database may begin with either.
    same = [_within(_S.article_id), _S.article_id == d.article_id, _S.label == d.label]
    same += [one_of(_S.newest, range(-3, 4))]  # all there are, so that the index serves
    if spans:
        same += [_S.start == d.start, _S.end == d.end]
    else:
        same += [_S.start.is_(None), _S.places == d.places]
    return (
        select(_K.source_id, func.coalesce(_S.rule, ""), _S.label, *columns)
        .select_from(decided)
        .join(tables.suggestion, and_(*same))
        .join(tables.look, _K.id == _S.look_id)
        .join(tables.article, and_(_A.id == _S.article_id, _A.archived == 0))
    )


def _settled(*, spans: bool, mine: bool) -> Prepared:
    """Return the statement that adds up decisions, and what waits for nobody through them."""
    key = _PLACE if spans else _FRAME_PLACE
    decided = _decisions(*key, *_COUNTS, spans=spans, mine=mine).group_by(*key).subquery()
    sums = [func.sum(decided.c[str(one)]) for one in _STATES]
    waited = func.count(case((WAITS, 1)))
    query = _joined(decided, *sums, waited, spans=spans)
    return Prepared(query.group_by(_K.source_id, _S.rule, _S.label))


def _against(*, spans: bool, mine: bool) -> Prepared:
    key = _PLACE if spans else _FRAME_PLACE
    wanted = _decisions(_D.id, *key, spans=spans, mine=mine)
    # Grouped, they are few rows that are read first; else all suggestions would be gone through.
    decided = wanted.where(one_of(_D.decision, _AGAINST)).group_by(_D.id).subquery()
    return Prepared(_joined(decided, decided.c.id, spans=spans).order_by(decided.c.id))


_KINDS = [(spans, mine) for spans in (True, False) for mine in (True, False)]
_SETTLED = {kind: _settled(spans=kind[0], mine=kind[1]) for kind in _KINDS}
_EXAMPLES = {kind: _against(spans=kind[0], mine=kind[1]) for kind in _KINDS}
_SOURCES = Prepared(select(_O.id, _O.name, _O.version).order_by(_O.id))
_NEWEST = Prepared(select(_O.name, func.max(_O.id)).group_by(_O.name))
_LAST_ARTICLE = Prepared(select(func.max(_A.id)))
_LOOKED = Prepared(
    select(
        _O.name,
        _O.version,
        func.count(),
        func.sum(case((exists().where(_S.look_id == _K.id), 0), else_=1)),
        _O.id,
    )
    .select_from(tables.look)
    .join(tables.source, _O.id == _K.source_id)
    .join(tables.article, and_(_A.id == _K.article_id, _A.archived == 0))
    .where(_K.newest == 1)
    .group_by(_O.id)
    .order_by(_O.name, _O.id)
)
_ONE = Prepared(
    select(
        _D.article_id,
        _A.title,
        _A.name,
        _D.start,
        _D.end,
        _D.label,
        _D.decision,
        _D.annotator,
        _P.start,
        _P.end,
        _P.label,
        _P.text,
        _D.places,
        _R.type,
    )
    .select_from(tables.decision)
    .join(tables.article, _A.id == _D.article_id)
    .outerjoin(tables.span, _P.id == _D.span_id)
    .outerjoin(tables.frame, _R.id == _D.frame_id)
    .where(_D.id == bindparam("row"))
)
_TEXT = Prepared(select(_A.text).where(_A.id == bindparam("row")))


class Count:
    """Adds up what became of suggestions.

    Args:
        annotator: Whose decisions count; "" for everybody's, added up.
    """

    def __init__(self, annotator: str = "") -> None:
        self._one = {"annotator": annotator} if annotator else {}
        self._proposed: dict[Key, list[int]] = {}
        self._decisions: dict[Key, list[int]] = {}
        self._examples: dict[Key, deque[int]] = {}

    def add(self, connection: Connection, low: int, high: int) -> None:
        """Count the articles with ids from ``low`` to ``high``."""
        bounds = {"low": low, "high": high}
        for source, rule, label, count, newest in _PROPOSED.rows(connection, **bounds):
            sums = self._proposed.setdefault((source, rule, label), [0, 0])
            sums[0] += count
            sums[1] += newest
        bounds |= self._one  # type: ignore[arg-type]
        for spans in (True, False):
            kind = (spans, bool(self._one))
            for source, rule, label, *sums, waited in _SETTLED[kind].rows(connection, **bounds):
                counts = self._decisions.setdefault((source, rule, label), [0] * len(_STATES))
                for place, number in enumerate(sums):
                    counts[place] += number
                self._proposed[source, rule, label][1] -= waited
            for source, rule, label, key in _EXAMPLES[kind].rows(connection, **bounds):
                known = self._examples.setdefault(
                    (source, rule, label), deque(maxlen=EXAMPLES_KEPT)
                )
                known.append(key)

    def lines(self, connection: Connection) -> list[LedgerLine]:
        """Return what was counted, by source, version, rule and label."""
        named = {key: (str(name), str(version)) for key, name, version in _SOURCES.rows(connection)}
        newest = dict(_NEWEST.rows(connection))
        hidden = switches.off(connection)
        gone = version_marks.forgotten(connection)
        found = []
        for key, (proposed, waiting) in self._proposed.items():
            source, version = named[key[0]]
            accepted, corrected, rejected, untouched = self._decisions.get(key, [0] * len(_STATES))
            name = (source, version, key[1], key[2])
            found.append(
                LedgerLine(
                    *name,
                    proposed=proposed + gone.pop(name, 0),
                    waiting=max(0, waiting),
                    accepted=accepted,
                    corrected=corrected,
                    rejected=rejected,
                    untouched=untouched,
                    newest=newest[source] == key[0],
                    off=key[1] in hidden.get(source, ()),
                    examples=tuple(self._examples.get(key, ())),
                )
            )
        latest = {source: named[row][1] for source, row in newest.items()}
        found += [
            LedgerLine(
                *name, proposed=count, newest=latest.get(name[0]) == name[1],
                off=name[2] in hidden.get(name[0], ()),
            )
            for name, count in gone.items()
        ]  # fmt: skip
        return sorted(found, key=lambda line: line.key)


def last_article(connection: Connection) -> int:
    """Return the highest id of an article, 0 where there is none."""
    return int(_LAST_ARTICLE.scalar(connection) or 0)


def looked(connection: Connection) -> list[Looked]:
    """Return how many articles each version has looked at, and in how many it found nothing."""
    newest = dict(_NEWEST.rows(connection))
    return [
        Looked(str(name), str(version), int(count), int(nothing), newest[name] == key)
        for name, version, count, nothing, key in _LOOKED.rows(connection)
    ]


def examples(connection: Connection, decisions: Sequence[int]) -> Iterator[LedgerExample]:
    """Yield suggestions that somebody decided against, with the words around them."""
    for key in decisions:
        row = _ONE.first(connection, row=key)
        if row is not None and (row[3] is not None or row[12]):
            yield _example(row, str(_TEXT.scalar(connection, row=row[0])))


def _example(row: Sequence[Any], text: str) -> LedgerExample:
    article, title, name, start, end, label, decision, annotator, *tag, places, kind = row
    if start is None:
        extents = places_of(places)
        place = Extent(extents[0].start, max(one.end for one in extents))
        became = str(kind) if kind is not None and kind != label else ""
    else:
        place = Extent(start, end)
        became = _became((start, end, label), tag)
    left, right = text[max(0, place.start - CONTEXT) : place.start], text[place.end :][:CONTEXT]
    return LedgerExample(
        ArticleId(article),
        title or name,
        place,
        label,
        _SPACE.sub(" ", left),
        _shortened(_SPACE.sub(" ", place.slice(text))),
        _SPACE.sub(" ", right),
        Decision(decision),
        annotator,
        became if decision == Decision.CORRECTED else "",
    )


def _shortened(words: str) -> str:
    """Return words without their middle where they are many: a frame covers whole sentences."""
    return words if len(words) <= MOST_SHOWN else f"{words[:CONTEXT]} … {words[-CONTEXT:]}"


def _became(proposed: tuple[int, int, str], tag: Sequence[Any]) -> str:
    """Return in words what a tag says otherwise than was proposed."""
    start, end, label, words = tag
    if label is None:
        return ""
    parts = []
    if label != proposed[2]:
        parts.append(str(label))
    if (start, end) != proposed[:2]:
        parts.append(f"“{' '.join(str(words).split())}”")
    return " ".join(parts)
