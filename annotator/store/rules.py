"""Rules kept from operations everywhere, and what the source that follows them has looked at."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, and_, bindparam, exists, func, insert, or_, select, update

from annotator.domain.annotation import EntityId
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.rule import REMEMBERED, Rule, RuleId
from annotator.store import tables
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

SETTING = "rules"
"""What the workspace keeps of the source: its version, and a digest of the rules of that time."""

_R, _A, _K, _O = tables.rule.c, tables.article.c, tables.look.c, tables.source.c
_S, _W = tables.suggestion.c, tables.workspace.c
_RULES = Prepared(
    select(
        _R.id, _R.forms, _R.label, _R.entity_id, _R.match_case, _R.author, _R.at, _R.since,
        _R.active,
    ).order_by(_R.id)
)  # fmt: skip
_NEWEST_ARTICLE = Prepared(select(func.max(_A.id)))
_KEPT = Prepared(select(_W.value).where(_W.key == SETTING))
_KEEP = Prepared(update(tables.workspace).where(_W.key == SETTING).values(value=bindparam("said")))
_KEEP_FIRST = Prepared(insert(tables.workspace))
_LOOKED = and_(_K.article_id == _A.id, _K.source_id == _O.id, _K.newest == 1, _O.name == REMEMBERED)
_WAITING = Prepared(
    select(_A.id)
    .where(
        _A.archived == 0,
        or_(_A.id > bindparam("since"), exists().where(_LOOKED)),
        ~exists().where(_LOOKED, _O.version == bindparam("version")),
    )
    .order_by(_A.id)
)
_LINK = Prepared(
    select(_R.entity_id)
    .join(tables.suggestion, _S.rule == "rule-" + _R.id.cast(tables.suggestion.c.rule.type))
    .join(tables.look, _K.id == _S.look_id)
    .join(tables.source, _O.id == _K.source_id)
    .where(
        _S.article_id == bindparam("article"),
        _S.start == bindparam("first"),
        _S.end == bindparam("last"),
        _S.label == bindparam("label"),
        _S.newest == 1,
        _O.name == REMEMBERED,
        _R.entity_id.is_not(None),
    )
    .order_by(_R.id.desc())
    .limit(1)
)


def load(connection: Connection) -> list[Rule]:
    """Return all rules, active or not, the oldest first."""
    return [_rule(row) for row in _RULES.rows(connection)]


def _rule(row: Sequence[Any]) -> Rule:
    key, forms, label, entity, match_case, author, at, since, active = row
    return Rule(
        RuleId(key), tuple(orjson.loads(forms)), label, entity, bool(match_case), author, at,
        ArticleId(since), bool(active),
    )  # fmt: skip


def add(writer: Writer, rule: Rule) -> RuleId:
    """Keep a rule; one for the same words and label is renewed in its place."""
    values = {
        "forms": orjson.dumps(rule.forms).decode(),
        "label": rule.label,
        "entity_id": rule.entity,
        "match_case": int(rule.match_case),
        "author": rule.by,
        "at": rule.at,
        "since": newest_article(writer.connection),
        "active": 1,
    }
    for known in load(writer.connection):
        if (set(known.forms), known.label) == (set(rule.forms), rule.label):
            writer.update("rule", known.id, values)
            return known.id
    return RuleId(writer.insert("rule", values))


def newest_article(connection: Connection) -> ArticleId:
    """Return the article that came in last, 0 where there is none."""
    return ArticleId(_NEWEST_ARTICLE.scalar(connection) or 0)


def version(writer: Writer, rules: Sequence[Rule]) -> int:
    """Return the version of the source for these rules: one more whenever they have changed.

    It is no part of an operation: undo changes the rules back, and that is a further version.
    """
    said = [
        [rule.id, rule.forms, rule.label, rule.entity, rule.match_case, rule.since]
        for rule in rules
        if rule.active
    ]
    digest = sha256(orjson.dumps(said)).hexdigest()[:16]
    kept = _KEPT.scalar(writer.connection)
    number, _, before = str(kept or "0 ").partition(" ")
    if digest == before:
        return int(number)
    following = f"{int(number) + 1} {digest}"
    if kept is None:
        _KEEP_FIRST.run(writer.connection, id=None, key=SETTING, value=following)
    else:
        _KEEP.run(writer.connection, said=following)
    return int(number) + 1


def to_look_at(connection: Connection, rules: Sequence[Rule], number: int) -> list[ArticleId]:
    """Return the articles that a version of the source has to look at.

    Those that came in after the first of the rules, and those that an earlier version found
    something in: what a rule proposed that is gone must go.
    """
    newest = newest_article(connection)
    since = min((rule.since for rule in rules), default=newest)
    rows = _WAITING.rows(connection, since=since, version=str(number))
    return [ArticleId(row[0]) for row in rows]


def link_for(
    connection: Connection, article: ArticleId, extent: Extent, label: str
) -> EntityId | None:
    """Return the entity that the rule behind a suggestion means, ``None`` where there is none."""
    found = _LINK.scalar(
        connection, article=article, first=extent.start, last=extent.end, label=label
    )
    return None if found is None else EntityId(found)


def links(connection: Connection) -> Mapping[str, EntityId]:
    """Return the entities that rules mean, by the names of the rules."""
    return {rule.name: rule.entity for rule in load(connection) if rule.entity is not None}
