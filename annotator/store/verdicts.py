"""Verdicts of reviewers: rows of an article's gold set, in the form of the file.

Beside what the file form has, a row says which gold tags its verdict made (``gold``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, select

from annotator.domain.annotation import GOLD, SetId
from annotator.domain.article import ArticleId
from annotator.domain.docket import StoredVerdict, VerdictId
from annotator.domain.review import Choice, DecidedTag, ReasonCode, Verdict
from annotator.store import tables
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_V, _T = tables.verdict.c, tables.annotation_set.c
_OF_SET = Prepared(
    select(_V.id, _V.body)
    .join(tables.annotation_set, _T.id == _V.set_id)
    .where(_T.article_id == bindparam("article"), _T.annotator == bindparam("annotator"))
    .order_by(_V.position, _V.id)
)
_LAST = Prepared(select(func.max(_V.position)).where(_V.set_id == bindparam("row")))


def of_article(connection: Connection, article: ArticleId) -> list[StoredVerdict]:
    """Return the verdicts on an article, in the order in which they were given."""
    found = []
    for row, body in _OF_SET.rows(connection, article=article, annotator=GOLD):
        verdict = _read(orjson.loads(body))
        if verdict is not None:
            found.append(StoredVerdict(VerdictId(row), verdict))
    return found


def on_set(connection: Connection, article: ArticleId, annotator: str) -> list[Verdict]:
    """Return the verdicts on one annotator's tags: given here, or come back with a file.

    A verdict that came with a file and was given here too is there once.
    """
    given = [one.verdict for one in of_article(connection, article)]
    found = [one for one in given if one.of.get(annotator) is not None]
    known = {(one.by, one.at, str(one.of.get(annotator))) for one in found}
    for _, body in _OF_SET.rows(connection, article=article, annotator=annotator):
        verdict = _read(orjson.loads(body))
        if verdict is None:
            continue
        if (verdict.by, verdict.at, str(verdict.of.get(annotator))) not in known:
            found.append(verdict)
    return found


def add(writer: Writer, gold: SetId, verdict: Verdict) -> VerdictId:
    """Keep a verdict."""
    last = _LAST.scalar(writer.connection, row=gold)
    position = 0 if last is None else int(last) + 1
    values = {"set_id": gold, "position": position, "body": _text(verdict)}
    return VerdictId(writer.insert("verdict", values))


def change(writer: Writer, key: VerdictId, verdict: Verdict) -> None:
    """Keep a verdict instead of what the row said."""
    writer.update("verdict", key, {"body": _text(verdict)})


def take_back(writer: Writer, key: VerdictId) -> None:
    """Forget a verdict."""
    writer.delete("verdict", key)


def _text(verdict: Verdict) -> str:
    return orjson.dumps(to_body(verdict)).decode()


def to_body(verdict: Verdict) -> dict[str, Any]:
    """Return the stored form of a verdict."""
    made: dict[str, Any] = {
        "verdict": str(verdict.choice),
        "by": verdict.by,
        "at": verdict.at,
        "reason": None if verdict.reason is None else str(verdict.reason),
    }
    if verdict.comment:
        made["comment"] = verdict.comment
    if verdict.taken:
        made["taken"] = list(verdict.taken)
    made["of"] = {
        name: None if tag is None else {"id": tag.key, **tag.said}
        for name, tag in verdict.of.items()
    }
    if verdict.gold:
        made["gold"] = list(verdict.gold)
    return made


def _read(body: Mapping[str, Any]) -> Verdict | None:
    """Return the verdict of a row; ``None`` for a word that no reviewer's verdict has."""
    if body.get("verdict") not in set(Choice):
        return None
    reason = body.get("reason")
    return Verdict(
        choice=Choice(body["verdict"]),
        of={name: _tag(tag) for name, tag in (body.get("of") or {}).items()},
        by=str(body.get("by")),
        at=str(body.get("at")),
        taken=_names(body.get("taken")),
        gold=_names(body.get("gold")),
        reason=ReasonCode(reason) if reason in set(ReasonCode) else None,
        comment=body.get("comment") or "",
    )


def _tag(tag: Mapping[str, Any] | None) -> DecidedTag | None:
    if tag is None:
        return None
    return DecidedTag(str(tag.get("id", "")), {k: v for k, v in tag.items() if k != "id"})


def _names(value: Sequence[Any] | None) -> tuple[str, ...]:
    return tuple(map(str, value or ()))
