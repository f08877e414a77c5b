"""Pending suggestions of many articles become tags."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select, update

from annotator.domain.annotation import Provenance, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.rule import REMEMBERED
from annotator.domain.suggestion import Decision
from annotator.store import pending, rules, sqlite, tables
from annotator.store.bulk import Buffer, SetMaker
from annotator.store.journal import utc_now
from annotator.store.prepared import Prepared
from annotator.store.sets import provenance_json
from annotator.store.writer import Writer

CHUNK = 100
_A, _T = tables.article.c, tables.annotation_set.c
_TEXTS = Prepared(
    select(_A.id, _A.text, _T.id, _T.status, _T.next_span)
    .outerjoin(
        tables.annotation_set,
        (_T.article_id == _A.id) & (_T.annotator == bindparam("annotator")),
    )
    .where(sqlite.listed(_A.id, "articles"))
)
_COUNT_ON = Prepared(
    update(tables.annotation_set)
    .where(_T.id == bindparam("row"))
    .values(next_span=bindparam("number"), revision=_T.revision + 1, saved_at=bindparam("at"))
)


class BulkAccept:
    """Accepts pending suggestions of many articles for one annotator, in one transaction.

    Articles that the annotator has completed, excluded or approved are left alone. Call
    :meth:`finish` before the transaction ends.

    Attributes:
        count: Number of tags made.
    """

    def __init__(
        self, writer: Writer, annotator: str, *, labels: Collection[str], min_score: float
    ) -> None:
        self._writer = writer
        self._annotator = annotator
        self._labels = frozenset(labels)
        self._min_score = min_score
        self._buffer = Buffer(writer)
        self._at = utc_now()
        self._links = rules.links(writer.connection)
        self._sets = SetMaker(writer, self._buffer, annotator, self._at)
        self._provenance: dict[tuple[str, float], str | None] = {}
        self.count = 0

    def accept(self, articles: Sequence[ArticleId]) -> None:
        """Accept what waits in some articles; best about a hundred at a time."""
        connection = self._writer.connection
        found: dict[int, list[Sequence[Any]]] = {}
        for row in pending.of_articles(connection, articles, self._annotator):
            found.setdefault(row[0], []).append(row)
        listed = sqlite.as_list(found)
        for key, text, set_id, status, next_span in _TEXTS.rows(
            connection, articles=listed, annotator=self._annotator
        ):
            if status is not None and SetStatus(status).closed:
                continue
            chosen = list(self._chosen(found[key]))
            if chosen:
                self._accept(ArticleId(key), text, (set_id, status, next_span), chosen)
        self._buffer.flush_if_full()

    def _chosen(self, rows: Sequence[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
        """Yield the rows of each span and label to be accepted, the best score first."""
        for _, same in groupby(rows, key=lambda row: row[2:5]):
            group = list(same)
            fits = not self._labels or group[0][4] in self._labels
            if fits and (group[0][8] or 0.0) >= self._min_score:
                yield group

    def _accept(
        self,
        article: ArticleId,
        text: str,
        known: tuple[int | None, str | None, int | None],
        chosen: Sequence[list[Sequence[Any]]],
    ) -> None:
        set_id, status, next_span = known
        number = next_span or 1
        if set_id is None:
            set_id, number, _ = self._sets.make(article, len(chosen))
        else:
            self._open_set(set_id, status, number + len(chosen))
        add = self._buffer.add
        for group in chosen:
            meant = (self._links.get(row[7]) for row in group if row[5] == REMEMBERED)
            entity = next((key for key in meant if key is not None), None)
            _, _, start, end, label, *_, attributes = group[0]
            span = add(
                "span",
                set_id,
                f"s{number}",
                start,
                end,
                label,
                text[start:end],
                entity,
                attributes,
                None,
                None,
                self._said(group[0]),
            )
            number += 1
            for row in group:
                add(
                    "decision",
                    row[1],
                    self._annotator,
                    article,
                    start,
                    end,
                    label,
                    str(Decision.ACCEPTED),
                    span,
                    self._at,
                    None,
                    None,
                )
        self.count += len(chosen)
        self._writer.changes.articles.add(article)

    def _open_set(self, set_id: int, status: str | None, next_span: int) -> None:
        values: dict[str, Any] = {"edited": 1}
        if status == str(SetStatus.NEW):
            values["status"] = str(SetStatus.IN_PROGRESS)
        self._writer.update("annotation_set", set_id, values)
        _COUNT_ON.run(self._writer.connection, row=set_id, number=next_span, at=self._at)

    def _said(self, row: Sequence[Any]) -> str | None:
        """Return the provenance of a tag; many have the same."""
        score = round(row[8] or 0.0, 4)
        source = f"{row[5]}/{row[6]}"
        if (source, score) not in self._provenance:
            self._provenance[source, score] = provenance_json(
                Provenance(self._annotator, self._at, source, score, str(Decision.ACCEPTED))
            )
        return self._provenance[source, score]

    def finish(self) -> None:
        """Write what is still waiting."""
        self._buffer.flush(last=True)
