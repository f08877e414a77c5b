"""The suggested frames of an article, as an annotator has decided on them until now.

A source proposes a frame in the form of the file: roles name spans and frames of the same look by
their keys. What an annotator sees of it follows the annotator: a span that was corrected stands
where it stands now, one that was rejected is left out, and so is what the scheme does not have.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Select, String, bindparam, column, exists, func, or_, select

from annotator.domain.annotation import FrameId
from annotator.domain.article import ArticleId, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.likeness import Filled, is_anchored, is_there, places_text
from annotator.domain.scheme import FrameType, Scheme
from annotator.domain.scheme_change import allows
from annotator.domain.suggestion import (
    Decision,
    SuggestedFiller,
    SuggestedFrame,
    SuggestionId,
)
from annotator.store import reader, sqlite, tables
from annotator.store.pending import ALONE
from annotator.store.prepared import Prepared, one_of
from annotator.store.reader import loaded

_S, _K, _O, _D = tables.suggestion.c, tables.look.c, tables.source.c, tables.decision.c
_T, _P, _R, _F = (
    tables.annotation_set.c,
    tables.span.c,
    tables.frame.c,
    tables.filler.c,
)
SWITCHED_OFF = -ALONE


def _query(*conditions: Any) -> Select[Any]:
    return (
        select(
            _S.id, _S.look_id, _S.key, _S.label, _S.places, _S.rule, _S.score, _S.reason, _S.body,
            _O.name, _O.version, _S.newest,
        )
        .join(tables.look, _K.id == _S.look_id)
        .join(tables.source, _O.id == _K.source_id)
        .where(_S.start.is_(None), *conditions)
        .order_by(_S.score.desc().nulls_last(), _S.id)
    )  # fmt: skip


_OF_ARTICLE = Prepared(_query(_S.article_id == bindparam("article"), _S.newest == 1))
_WORDS = func.json_each(bindparam("texts")).table_valued(column("value", String))
_ON_WORDS = Prepared(
    _query(
        _S.article_id == bindparam("article"),
        _S.newest == ALONE,
        exists().where(func.instr(_S.places, _WORDS.c.value) > 0),
    )
)
_BY_ID = Prepared(_query(_S.id == bindparam("row")))
_BY_KEYS = Prepared(_query(_S.look_id == bindparam("look"), sqlite.listed_texts(_S.key, "keys")))
_SPANS = Prepared(
    select(_S.look_id, _S.key, _S.start, _S.end, _S.label, _S.newest).where(
        sqlite.listed(_S.look_id, "looks"),
        _S.start.is_not(None),
        sqlite.listed_texts(_S.key, "keys"),
    )
)
_DECIDED = Prepared(
    select(_D.label, _D.places, _D.decision, _R.id)
    .outerjoin(tables.frame, _R.id == _D.frame_id)
    .where(
        _D.article_id == bindparam("article"),
        _D.annotator == bindparam("annotator"),
        _D.start.is_(None),
    )
    .order_by(_D.id)
)
_CHANGED = Prepared(
    select(_D.start, _D.end, _D.label, _D.decision, _P.start, _P.end, _P.label)
    .outerjoin(tables.span, _P.id == _D.span_id)
    .where(
        _D.article_id == bindparam("article"),
        _D.annotator == bindparam("annotator"),
        _D.start.is_not(None),
        one_of(_D.decision, (str(Decision.CORRECTED), str(Decision.REJECTED))),
    )
    .order_by(_D.id)
)
_FILLED = Prepared(
    select(_R.id, _R.type, _F.role, _P.start, _P.end)
    .join(tables.frame, _R.set_id == _T.id)
    .join(tables.filler, _F.frame_id == _R.id)
    .join(tables.span, _P.id == _F.span_id)
    .where(_T.article_id == bindparam("article"), _T.annotator == bindparam("annotator"))
)
_WORDS_OF = Prepared(
    select(_F.role, _P.start, _P.end, _F.child_id, _F.entity_id)
    .outerjoin(tables.span, _P.id == _F.span_id)
    .where(_F.frame_id == bindparam("row"))
)
_ONE = Prepared(
    select(_S.article_id, _S.label, _S.places).where(_S.id == bindparam("row"), _S.start.is_(None))
)
_TWINS = Prepared(
    select(_S.id).where(
        _S.article_id == bindparam("article"),
        _S.label == bindparam("label"),
        _S.places == bindparam("places"),
        _S.start.is_(None),
        or_(_S.newest == 1, _S.id == bindparam("row")),
    )
)
_ARTICLES = Prepared(
    select(_S.article_id)
    .where(_S.newest == 1, _S.start.is_(None), sqlite.listed(_S.article_id, "articles"))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an annotator said to a suggested frame.

    Attributes:
        frame: The frame that came of it, ``None`` where none did or where it is gone.
    """

    decision: Decision
    frame: FrameId | None


@dataclass(frozen=True, slots=True)
class SuggestedFrames:
    """The suggested frames that count in an article, for one annotator.

    Attributes:
        frames: In text order; of several alike that of the best score.
        alike: Which of them stands for each suggestion, by id.
        places: What, with its type, tells each from others, by id.
        answers: What was said to them, by their ids.
        there: Frames of the annotator's set, by their ids, as they are compared.
    """

    frames: tuple[SuggestedFrame, ...] = ()
    alike: Mapping[SuggestionId, SuggestionId] = field(default_factory=dict)
    places: Mapping[SuggestionId, str] = field(default_factory=dict)
    answers: Mapping[SuggestionId, Answer] = field(default_factory=dict)
    there: Mapping[FrameId, Filled] = field(default_factory=dict)

    def pending(self, scheme: Scheme) -> list[SuggestedFrame]:
        """Return those that were neither decided on nor are there already."""
        waiting = [one for one in self.frames if one.id not in self.answers]
        kinds = scheme.frame_type_by_name
        there: dict[tuple[str, Extent], list[Filled]] = defaultdict(list)
        for frame in self.there.values():
            for places in frame.words.values():
                for place in places:
                    there[frame.type, place].append(frame)
        if not there:
            return waiting
        return [one for one in waiting if not self._is_there(one, kinds[one.type], there)]

    def _is_there(
        self,
        suggested: SuggestedFrame,
        kind: FrameType,
        there: Mapping[tuple[str, Extent], Sequence[Filled]],
    ) -> bool:
        near = [
            frame
            for filler in suggested.fillers
            if filler.extent is not None
            for frame in there.get((suggested.type, filler.extent), ())
        ]
        said = self.filled(suggested) if near else None
        return said is not None and any(is_there(said, frame, kind) for frame in near)

    def by_id(self, key: SuggestionId) -> SuggestedFrame | None:
        """Return one of them, or what stands for it where several sources suggest the same."""
        chosen = self.alike.get(key, key)
        return next((one for one in self.frames if one.id == chosen), None)

    def filled(self, suggested: SuggestedFrame) -> Filled:
        """Return what a suggestion says as it is compared with frames of the set."""
        words: dict[str, set[Extent]] = defaultdict(set)
        frames: dict[str, set[FrameId]] = defaultdict(set)
        others = False
        for filler in suggested.fillers:
            if filler.extent is not None:
                words[filler.role].add(filler.extent)
            elif filler.frame is not None:
                answer = self.answers.get(filler.frame)
                made = None if answer is None else answer.frame
                others |= made is None
                if made is not None:
                    frames[filler.role].add(made)
        return Filled(
            suggested.type,
            _frozen(words),
            _frozen(frames),
            frozenset(suggested.implied),
            suggested.attributes,
            others=others,
        )


def _frozen(found: Mapping[str, set[Any]]) -> dict[str, frozenset[Any]]:
    return {role: frozenset(items) for role, items in found.items()}


def of_article(
    connection: Connection, article: ArticleId, annotator: str, scheme: Scheme
) -> SuggestedFrames:
    """Return the suggested frames of an article and what an annotator said to them."""
    rows = _OF_ARTICLE.rows(connection, article=article)
    return _seen(connection, article, annotator, scheme, rows)


def of_one(
    connection: Connection, key: SuggestionId, article: ArticleId, annotator: str, scheme: Scheme
) -> SuggestedFrames:
    """Return the same of one suggestion and those that fill it; nothing where it counts no more."""
    rows = _with_children(connection, key)
    counting = rows if rows and rows[0][11] == ALONE else []
    return _seen(connection, article, annotator, scheme, counting)


def on_words(
    connection: Connection,
    article: ArticleId,
    annotator: str,
    scheme: Scheme,
    extents: Iterable[Extent],
) -> SuggestedFrames:
    """Return the same of those that have at least one of some places."""
    texts = sqlite.as_list({places_text([extent]) for extent in extents})
    rows = _ON_WORDS.rows(connection, article=article, texts=texts)
    return _seen(connection, article, annotator, scheme, rows)


def _seen(
    connection: Connection,
    article: ArticleId,
    annotator: str,
    scheme: Scheme,
    rows: Sequence[Any],
) -> SuggestedFrames:
    if not rows:
        return SuggestedFrames()
    view = _View(connection, article, annotator, scheme)
    frames = view.frames(rows)
    return SuggestedFrames(
        tuple(sorted(frames, key=_text_order)),
        view.alike,
        {SuggestionId(row[0]): row[4] for row in rows},
        view.answers,
        filled_frames(connection, article, annotator),
    )


def _text_order(one: SuggestedFrame) -> tuple[int, str, int]:
    place = one.place
    return (0 if place is None else place.start, one.type, one.id)


def as_stored(
    connection: Connection, key: SuggestionId, article: ArticleId, annotator: str, scheme: Scheme
) -> Filled | None:
    """Return what a suggestion said when it was decided on, also where it counts no more.

    Spans that were corrected since stand where they stand now; those that were rejected belong to
    it all the same. Where something that filled it went with its look, one alike speaks for it;
    ``None`` where there is none.
    """
    for row in [int(key), *(row for row, _, _ in twins(connection, key) if row != key)]:
        view = _View(connection, article, annotator, scheme, whole=True)
        frames = view.frames(_with_children(connection, row))
        found = next((one for one in frames if one.id == row), None)
        if found is not None and row not in view.incomplete:
            return SuggestedFrames(tuple(frames), answers=view.answers).filled(found)
    return None


def _with_children(connection: Connection, key: int) -> list[Any]:
    """Return the row of a suggestion, and those of all frames that fill it, or fill these."""
    found = _BY_ID.rows(connection, row=key)
    new = found
    while new:
        keys = sqlite.as_list(sorted(_keys_in(new)))
        known = {row[0] for row in found}
        rows = _BY_KEYS.rows(connection, look=found[0][1], keys=keys)
        new = [row for row in rows if row[0] not in known]
        found = [*found, *new]
    return found


def _keys_in(rows: Iterable[Sequence[Any]]) -> set[str]:
    """Return the keys of all that fills some suggestions."""
    bodies = (loaded(row[8], {}) for row in rows)
    return {key for body in bodies for keys in body.get("roles", {}).values() for key in keys}


def among(connection: Connection, articles: Iterable[ArticleId]) -> list[ArticleId]:
    """Return those of some articles in which a source suggests a frame."""
    rows = _ARTICLES.rows(connection, articles=sqlite.as_list(articles))
    return [ArticleId(row[0]) for row in rows]


def twins(connection: Connection, key: SuggestionId) -> list[tuple[int, str, str]]:
    """Return a suggested frame and those alike of other sources: id, type, places.

    Empty where it is not there any more.
    """
    row = _ONE.first(connection, row=key)
    if row is None:
        return []
    article, label, places = row
    rows = _TWINS.rows(connection, article=article, label=label, places=places, row=key)
    return [(found[0], label, places) for found in rows] or [(key, label, places)]


def filled_frames(
    connection: Connection, article: ArticleId, annotator: str
) -> dict[FrameId, Filled]:
    """Return the frames of a set that spans fill, as they are compared with suggestions."""
    words: dict[int, dict[str, set[Extent]]] = defaultdict(lambda: defaultdict(set))
    types: dict[int, str] = {}
    for key, kind, role, start, end in _FILLED.rows(
        connection, article=article, annotator=annotator
    ):
        types[key] = kind
        words[key][role].add(Extent(start, end))
    return {FrameId(key): Filled(types[key], _frozen(roles)) for key, roles in words.items()}


def words_of(
    connection: Connection, frame: FrameId
) -> tuple[dict[str, frozenset[Extent]], dict[str, frozenset[FrameId]], bool]:
    """Return places and frames that fill a frame, by role, and whether entities do too."""
    words: dict[str, set[Extent]] = defaultdict(set)
    frames: dict[str, set[FrameId]] = defaultdict(set)
    others = False
    for role, start, end, child, entity in _WORDS_OF.rows(connection, row=frame):
        if start is not None:
            words[role].add(Extent(start, end))
        elif child is not None:
            frames[role].add(FrameId(child))
        others |= entity is not None
    return _frozen(words), _frozen(frames), others


class _View:
    """Reads suggested frames as one annotator sees them.

    Args:
        whole: Nothing that was proposed is left out, whatever was switched off or rejected since.
    """

    def __init__(
        self,
        connection: Connection,
        article: ArticleId,
        annotator: str,
        scheme: Scheme,
        *,
        whole: bool = False,
    ) -> None:
        self._connection = connection
        self._scheme = scheme
        self._whole = whole
        who = {"article": article, "annotator": annotator}
        self._said: dict[tuple[str, str], Answer] = {}
        for label, places, decision, frame in _DECIDED.rows(connection, **who):
            made = None if frame is None else FrameId(frame)
            self._said[label, places] = Answer(Decision(decision), made)
        self._now: dict[tuple[int, int, str], tuple[Extent, str] | None] = {}
        for start, end, label, decision, *tag in _CHANGED.rows(connection, **who):
            gone = decision == Decision.REJECTED or tag[0] is None
            now = None if gone else (Extent(tag[0], tag[1]), tag[2])
            self._now[start, end, label] = now
        self._boilerplate = sorted(
            (zone.extent.start, zone.extent.end)
            for zone in reader.zones(connection, article)
            if zone.kind == ZoneKind.BOILERPLATE
        )
        self.alike: dict[SuggestionId, SuggestionId] = {}
        self.answers: dict[SuggestionId, Answer] = {}
        self.incomplete: set[SuggestionId] = set()

    def frames(self, rows: Sequence[Any]) -> list[SuggestedFrame]:
        """Return suggestions of rows; those alike become one, that of the first row."""
        first: dict[tuple[str, str], SuggestionId] = {}
        known: dict[tuple[int, str], SuggestionId] = {}
        chosen = []
        for row in rows:
            key, look, name, kind, places = row[:5]
            if (kind, places) not in first:
                first[kind, places] = SuggestionId(key)
                chosen.append(row)
                if (kind, places) in self._said:
                    self.answers[SuggestionId(key)] = self._said[kind, places]
            known[look, name] = first[kind, places]
            self.alike[SuggestionId(key)] = first[kind, places]
        spans = self._spans(chosen)
        made = [self._frame(row, spans, known) for row in chosen]
        frames = [one for one in made if one is not None]
        return frames if self._whole else self._standing(frames)

    def _standing(self, frames: Sequence[SuggestedFrame]) -> list[SuggestedFrame]:
        """Leave out frames that nothing anchors, and what would have filled other frames."""
        kinds = self._scheme.frame_type_by_name
        kept = [one for one in frames if is_anchored(kinds[one.type], _roles_with_words(one))]
        fit = {one.id for one in kept if not self._is_refused(one.id)}
        return [
            replace(
                one,
                fillers=tuple(
                    filler for filler in one.fillers if filler.frame is None or filler.frame in fit
                ),
            )
            for one in kept
        ]

    def _is_refused(self, key: SuggestionId) -> bool:
        """Whether no frame can come of a suggestion any more."""
        answer = self.answers.get(key)
        if answer is None or answer.decision == Decision.UNTOUCHED:
            return False
        return answer.frame is None

    def _spans(
        self, frames: Sequence[Sequence[Any]]
    ) -> dict[tuple[int, str], tuple[Extent, str] | None]:
        """Return what stands behind the keys of spans; ``None`` for what is left out."""
        found: dict[tuple[int, str], tuple[Extent, str] | None] = {}
        looks = sqlite.as_list(sorted({row[1] for row in frames}))
        keys = sqlite.as_list(sorted(_keys_in(frames)))
        rows = _SPANS.rows(self._connection, looks=looks, keys=keys)
        for look, key, start, end, label, newest in rows:
            span = (Extent(start, end), label)
            now = self._now.get((start, end, label), span)
            if self._whole:
                found[look, key] = now or span
            elif newest == SWITCHED_OFF or self._is_boilerplate(start, end):
                found[look, key] = None
            else:
                found[look, key] = now
        return found

    def _is_boilerplate(self, start: int, end: int) -> bool:
        """Whether words lie in boilerplate; zones stand apart, so only the last before counts."""
        before = bisect_left(self._boilerplate, (end, 0)) - 1
        return before >= 0 and self._boilerplate[before][1] > start

    def _frame(
        self,
        row: Sequence[Any],
        spans: Mapping[tuple[int, str], tuple[Extent, str] | None],
        frames: Mapping[tuple[int, str], SuggestionId],
    ) -> SuggestedFrame | None:
        key, look, _, name, _, rule, score, reason, body, source, version, _ = row
        kind = self._scheme.frame_type_by_name.get(name)
        if kind is None:
            return None
        said = loaded(body, {})
        roles: Mapping[str, Sequence[str]] = said.get("roles", {})
        fillers: list[SuggestedFiller] = []
        for role in kind.roles:
            for filler in roles.get(role.name, ()):
                if (look, filler) in spans:
                    span = spans[look, filler]
                    if span is not None and span[1] in self._scheme.label_by_name:
                        fillers.append(SuggestedFiller(role.name, *span))
                elif (look, filler) in frames:
                    fillers.append(SuggestedFiller(role.name, frame=frames[look, filler]))
                else:
                    self.incomplete.add(SuggestionId(key))
        fillers = list(dict.fromkeys(fillers))
        known = {attribute.name: attribute for attribute in kind.attributes}
        given: Mapping[str, Any] = said.get("attributes", {})
        filled = {filler.role for filler in fillers}
        return SuggestedFrame(
            SuggestionId(key),
            name,
            tuple(fillers),
            tuple(one for one in said.get("implied", ()) if kind.role(one) and one not in filled),
            {
                one: value
                for one, value in given.items()
                if one in known and allows(known[one], value)
            },
            tuple(one for one in said.get("check", ()) if one in filled),
            f"{source}/{version}",
            rule or "",
            score or 0.0,
            reason or "",
        )


def _roles_with_words(frame: SuggestedFrame) -> set[str]:
    return {filler.role for filler in frame.fillers if filler.extent is not None}
