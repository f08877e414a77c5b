"""Many places become tags, change their label or link, or lose their tag, in one operation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import bindparam, select, update

from annotator.domain.annotation import EntityId, Provenance, SetId, SetStatus, SpanId
from annotator.domain.article import ArticleId
from annotator.domain.concordance import Act, HitState, Place, Standing, Suggested, Wanted
from annotator.domain.rule import REMEMBERED
from annotator.domain.suggestion import Decision
from annotator.store import concordance, reader, rules, sqlite, tables
from annotator.store.bulk import Buffer, SetMaker
from annotator.store.journal import utc_now
from annotator.store.prepared import Prepared
from annotator.store.sets import OpenSet, SetTarget, provenance_json
from annotator.store.writer import Writer

_T, _A = tables.annotation_set.c, tables.article.c
_NEXT = Prepared(select(_T.id, _T.next_span).where(sqlite.listed(_T.id, "ids")))
_COUNT_ON = Prepared(
    update(tables.annotation_set)
    .where(_T.id == bindparam("row"))
    .values(next_span=bindparam("number"))
)
_TEXTS = Prepared(select(_A.id, _A.text).where(sqlite.listed(_A.id, "ids"), _A.archived == 0))

_InArticle: TypeAlias = tuple[str, list[tuple[Place, Standing]]]


@dataclass(frozen=True, slots=True)
class Edits:
    """How single tags are changed inside an operation, as by hand: what hangs on them follows."""

    relabel: Callable[[OpenSet, SpanId], None]
    delete: Callable[[OpenSet, SpanId], None]


@dataclass(slots=True)
class Done:
    """How many places were changed, and how.

    Attributes:
        passed: Places that were not what they had been when they were shown, and were left alone.
    """

    tagged: int = 0
    relabelled: int = 0
    linked: int = 0
    untagged: int = 0
    passed: int = 0

    @property
    def places(self) -> int:
        """All places that were changed."""
        return self.tagged + self.relabelled + self.linked + self.untagged


class BulkEverywhere:
    """Does one act at many places for one annotator. Call :meth:`finish` before the end.

    Args:
        writer: Of the operation.
        act: What is done.
        wanted: What the places become, and for whom.
        edits: How tags that are there are relabelled and deleted.
        closed_too: Whether complete and approved sets are written to; they stay what they are.

    Attributes:
        done: What was done so far.
    """

    def __init__(
        self, writer: Writer, act: Act, wanted: Wanted, edits: Edits, *, closed_too: bool
    ) -> None:
        self._writer = writer
        self._act = act
        self._wanted = wanted
        self._edits = edits
        self._closed_too = closed_too
        self._made: Buffer | None = None
        self._at = utc_now()
        self._links = rules.links(writer.connection)
        self._held: set[int] = set()
        self.done = Done()

    @property
    def _buffer(self) -> Buffer:
        """Rows to be written. It counts ids on, so nothing else may insert from then on."""
        if self._made is None:
            self._made = Buffer(self._writer)
        return self._made

    def change(self, places: Sequence[tuple[Place, HitState]]) -> None:
        """Change or delete the tags at some places; all of them before the first :meth:`add`.

        Args:
            places: With what stood there when they were shown; those of one article together.
        """
        for article, (_, items) in self._ready(places).items():
            self._open(article, items[0][1])
            target = SetTarget(article, self._wanted.annotator)
            opened = OpenSet(self._writer, target, closed_too=True)
            for _, standing in items:
                if standing.span is not None:
                    self._change(opened, SpanId(standing.span), standing)

    def add(self, places: Sequence[tuple[Place, HitState]]) -> None:
        """Tag some places at which no tag stood when they were shown."""
        ready = self._ready(places)
        known = {items[0][1].set_id or 0 for _, items in ready.values()}
        rows = _NEXT.rows(self._writer.connection, ids=sqlite.as_list(sorted(known)))
        numbers: dict[int, int] = dict(rows)
        sets = SetMaker(self._writer, self._buffer, self._wanted.annotator, self._at)
        for article, (text, items) in ready.items():
            set_id = items[0][1].set_id
            if set_id is None:
                set_id, number, _ = sets.make(article, len(items))
                self._writer.changes.articles.add(article)
            else:
                self._open(article, items[0][1])
                number = numbers[set_id]
                following = number + len(items)
                _COUNT_ON.run(self._writer.connection, row=set_id, number=following)
            for place, standing in items:
                self._add(set_id, number, place, standing, place.extent.slice(text))
                number += 1
        self._buffer.flush_if_full()

    def _ready(self, places: Sequence[tuple[Place, HitState]]) -> dict[ArticleId, _InArticle]:
        """Return the text and the places of each article that are as they were shown."""
        connection = self._writer.connection
        found = concordance.standings(connection, [place for place, _ in places], self._wanted)
        keys = {place.article for place, _ in places}
        texts: dict[int, str] = dict(_TEXTS.rows(connection, ids=sqlite.as_list(keys)))
        ready: dict[ArticleId, _InArticle] = {}
        for (place, shown), standing in zip(places, found, strict=True):
            text = texts.get(place.article)
            if text is not None and self._fits(shown, standing):
                ready.setdefault(place.article, (text, []))[1].append((place, standing))
            else:
                self.done.passed += 1
        return ready

    def _fits(self, shown: HitState, now: Standing) -> bool:
        """Whether a place still is what was ticked: with a tag there, or without."""
        if now.status.closed and (not self._closed_too or now.status == SetStatus.EXCLUDED):
            return False
        if shown.free or now.state.free:
            return shown.free and now.state.free
        return self._act == Act.UNTAG or now.state != HitState.DONE

    def _open(self, article: ArticleId, standing: Standing) -> None:
        """Say that a set is written to, and begin it or hold it as it is."""
        set_id, status = standing.set_id, standing.status
        if set_id is None:
            return
        self._writer.touch(SetId(set_id), article)
        if status == SetStatus.NEW:
            values = {"status": str(SetStatus.IN_PROGRESS)}
            self._writer.update("annotation_set", set_id, values)
        elif status.closed and set_id not in self._held:
            self._held.add(set_id)
            self._writer.hold("annotation_set", set_id, {"status": str(status)})

    def _add(self, set_id: int, number: int, place: Place, standing: Standing, words: str) -> None:
        label = self._wanted.label
        fitting = next((item for item in standing.waiting if item.label == label), None)
        origin = fitting or next(iter(standing.waiting), None)
        start, end = place.extent.start, place.extent.end
        span = self._buffer.add(
            "span",
            set_id,
            f"s{number}",
            start,
            end,
            label,
            words,
            self._wanted.entity or self._meant(standing.waiting),
            None if fitting is None else fitting.attributes,
            None,
            None,
            self._said(origin, accepted=fitting is not None),
        )
        for item in standing.waiting:
            said = Decision.ACCEPTED if item.label == label else Decision.CORRECTED
            self._buffer.add(
                "decision",
                item.row,
                self._wanted.annotator,
                place.article,
                start,
                end,
                item.label,
                str(said),
                span,
                self._at,
                None,
                None,
            )
        self.done.tagged += 1

    def _meant(self, waiting: Sequence[Suggested]) -> EntityId | None:
        """Return the entity of the rule that suggests the label here."""
        for item in waiting:
            remembered = item.source.partition("/")[0] == REMEMBERED
            if remembered and item.label == self._wanted.label and item.rule in self._links:
                return self._links[item.rule]
        return None

    def _said(self, origin: Suggested | None, *, accepted: bool) -> str | None:
        if origin is None:
            return provenance_json(Provenance(by=self._wanted.annotator, at=self._at))
        return provenance_json(
            Provenance(
                by=self._wanted.annotator,
                at=self._at,
                source=origin.source,
                score=round(origin.score, 4),
                decision=str(Decision.ACCEPTED if accepted else Decision.CORRECTED),
            )
        )

    def _change(self, opened: OpenSet, span: SpanId, standing: Standing) -> None:
        if self._act == Act.UNTAG:
            self._edits.delete(opened, span)
            self.done.untagged += 1
        elif standing.state == HitState.OTHERWISE:
            self._edits.relabel(opened, span)
            if self._wanted.entity is not None:
                opened.change_span(span, entity_id=self._wanted.entity)
            self.done.relabelled += 1
        else:
            self._link(opened, span)
            self.done.linked += 1

    def _link(self, opened: OpenSet, span: SpanId) -> None:
        now: Any = reader.span(self._writer.connection, span)
        before = now[1].provenance or Provenance()
        said = Provenance(
            self._wanted.annotator,
            self._at,
            before.source,
            before.score,
            before.decision,
            before.further,
        )
        opened.change_span(span, entity_id=self._wanted.entity, provenance=provenance_json(said))

    def finish(self) -> None:
        """Write what is still waiting."""
        if self._made is not None:
            self._made.flush(last=True)
