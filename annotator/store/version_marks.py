"""What a new version of a source changed, counted article by article as it looks again.

Kept as one row of the table ``workspace``, written in the transaction of each look, so that the
figures are right after a kill, too. It also counts what nobody had decided on when a later version
took it away: the ledger says how much a version proposed. Frames are told by their type and the
places of their words; spans that are proposed only to fill a frame are new or gone with it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from annotator.domain.article import ArticleId
from annotator.domain.ledger import RuleChange
from annotator.store import tables, workspace_rows
from annotator.store.look_rows import Found
from annotator.store.pending import WITHIN
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

KEY = "versions"
_K, _O, _S, _D = tables.look.c, tables.source.c, tables.suggestion.c, tables.decision.c
_BEFORE = Prepared(
    select(_K.id, _O.version)
    .join(tables.source, _O.id == _K.source_id)
    .where(_K.article_id == bindparam("article"), _O.name == bindparam("name"), _K.newest == 1)
)
_WAITED = Prepared(
    select(_S.start, _S.end, _S.label, _S.places, _S.rule, _S.newest).where(
        _S.look_id == bindparam("look"), ~exists().where(_D.suggestion_id == _S.id)
    )
)
_DECIDED = Prepared(
    select(_D.start, _D.end, _D.label, _D.places).where(_D.article_id == bindparam("article"))
)


def note(
    writer: Writer, article: ArticleId, source: str, version: str, found: Sequence[Found]
) -> None:
    """Count what changes in an article, before the look of another version is taken away."""
    connection = writer.connection
    for look, before in _BEFORE.rows(connection, article=article, name=source):
        if before != version:
            _note(connection, article, source, (str(before), version), int(look), found)


def _note(
    connection: Connection,
    article: ArticleId,
    source: str,
    versions: tuple[str, str],
    look: int,
    found: Sequence[Found],
) -> None:
    before, after = versions
    rows = _WAITED.rows(connection, look=look)
    waited = {tuple(row[:4]): row[4] or "" for row in rows if abs(row[5]) != WITHIN}
    decided = {tuple(row) for row in _DECIDED.rows(connection, article=article)}
    now = {item.place: item.rule for item in found if item.newest != WITHIN}
    kept = workspace_rows.load(connection, KEY)
    kept = kept if isinstance(kept, dict) else {}
    change = kept.setdefault("changes", {}).setdefault(f"{source}/{after}", {})
    if change.get("before") != before:
        change.clear()
        change.update(before=before, articles=0, new=0, gone=0, rules={})
    change["articles"] += 1
    for place, rule in now.items():
        if place not in waited and place not in decided:
            change["new"] += 1
            change["rules"].setdefault(rule, [0, 0])[0] += 1
    forgotten = kept.setdefault("forgotten", {}).setdefault(f"{source}/{before}", {})
    for place, rule in waited.items():
        if place not in now:
            change["gone"] += 1
            change["rules"].setdefault(rule, [0, 0])[1] += 1
    for _, _, label, _, rule, _ in rows:
        of_rule = forgotten.setdefault(rule or "", {})
        of_rule[label] = of_rule.get(label, 0) + 1
    workspace_rows.keep(connection, KEY, kept)


def changes(connection: Connection) -> list[RuleChange]:
    """Return what the newest version of each source changed."""
    found = []
    for name, one in _kept(connection, "changes").items():
        source, _, version = name.partition("/")
        rules = {rule: (int(new), int(gone)) for rule, (new, gone) in one["rules"].items()}
        found.append(
            RuleChange(
                source, version, one["before"], one["articles"], one["new"], one["gone"], rules
            )
        )
    return found


def forgotten(connection: Connection) -> dict[tuple[str, str, str, str], int]:
    """Return how many were taken away undecided, by source, version, rule and label."""
    return {
        (*name.partition("/")[::2], rule, label): count
        for name, rules in _kept(connection, "forgotten").items()
        for rule, labels in rules.items()
        for label, count in labels.items()
    }


def _kept(connection: Connection, part: str) -> dict[str, Any]:
    kept = workspace_rows.load(connection, KEY)
    found = kept.get(part) if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}
