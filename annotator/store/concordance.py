"""Places of the same words in the texts of a workspace, and what stands at each of them.

The full-text index says quickly which articles to look at first. It is not believed: it knows no
signs that are younger than its tables, and divides no words that are written together. So all other
texts are looked through after it, by SQLite itself, and only what :class:`Finder` finds is a hit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, func, select

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId, ZoneKind
from annotator.domain.concordance import (
    RIGHT_KEY,
    HitLine,
    HitPage,
    HitState,
    Place,
    Standing,
    Suggested,
    Wanted,
)
from annotator.domain.extent import Extent
from annotator.domain.finder import Finder, Found, is_spaced, longest_word
from annotator.domain.suggestion import Decision
from annotator.store import sqlite, tables
from annotator.store.prepared import Prepared

FIRST, CHUNK, SWEPT = 40, 400, 2000
"""Articles read for the first page, for each page after it, and in one sweep of the others."""
BEFORE, AFTER = 160, 200
"""Characters around a hit that a row can show."""

_A, _Z, _T = tables.article.c, tables.zone.c, tables.annotation_set.c
_TEXTS = Prepared(
    select(_A.id, _A.text).where(sqlite.listed(_A.id, "ids"), _A.archived == 0).order_by(_A.id)
)
_NEXT = Prepared(
    select(_A.id)
    .where(_A.id > bindparam("after"), _A.archived == 0)
    .order_by(_A.id)
    .limit(bindparam("most"))
)
_COUNT = Prepared(select(func.count()).select_from(tables.article).where(_A.archived == 0))
_LEFT_OUT = Prepared(
    select(_Z.article_id, _Z.start, _Z.end).where(
        sqlite.listed(_Z.article_id, "ids"), _Z.kind == str(ZoneKind.BOILERPLATE)
    )
)
_SETS = Prepared(
    select(_T.article_id, _T.id, _T.status).where(
        sqlite.listed(_T.article_id, "ids"), _T.annotator == bindparam("annotator")
    )
)
_SHOWN = Prepared(
    select(_A.id, _A.name, _A.title, _A.published, _A.text).where(sqlite.listed(_A.id, "ids"))
)


def count(connection: Connection) -> int:
    """Return how many articles there are to look at."""
    return int(_COUNT.scalar(connection))


def of_article(
    connection: Connection, finder: Finder, wanted: Wanted, article: ArticleId
) -> HitPage:
    """Return the hits of one article, also of one that was taken out of the list."""
    rows = [(row[0], row[4]) for row in _SHOWN.rows(connection, ids=sqlite.as_list([article]))]
    return _page(connection, finder, wanted, rows)


# --- which articles --------------------------------------------------------------------------


class Search:
    """Looks for the same words in all articles, a page at a time, each in a transaction of its own.

    Args:
        finder: What to look for.
        wanted: What the places are to be.
        skip: An article that has been looked at.
    """

    def __init__(self, finder: Finder, wanted: Wanted, skip: ArticleId | None = None) -> None:
        self._finder = finder
        self._wanted = wanted
        self._skip = skip
        self._seen: set[int] = set() if skip is None else {skip}
        self._after = 0
        self._indexed = bool(finder.forms) and all(map(is_spaced, finder.forms))
        self._holding = (
            tuple({longest_word(form) for form in finder.forms}) if finder.match_case else ()
        )

    @property
    def looked(self) -> int:
        """How many articles have been looked at."""
        return len(self._seen)

    def next(self, connection: Connection) -> HitPage | None:
        """Return the hits of the next articles, perhaps none; ``None`` when all are done."""
        if not self._finder.forms:
            return None
        if self._indexed:
            most = FIRST if self._after == 0 else CHUNK
            query = sqlite.any_phrase(self._finder.forms)
            keys = sqlite.articles_with(connection, query, self._after, most)
            if keys:
                self._after = keys[-1]
                rows = _TEXTS.rows(connection, ids=sqlite.as_list(self._new(keys)))
                return _page(connection, self._finder, self._wanted, rows)
            self._indexed, self._after = False, 0
        return self._sweep(connection)

    def _sweep(self, connection: Connection) -> HitPage | None:
        keys = [row[0] for row in _NEXT.rows(connection, after=self._after, most=SWEPT)]
        if not keys:
            return None
        self._after = keys[-1]
        rows = sqlite.texts_holding(connection, self._new(keys), self._holding)
        return _page(connection, self._finder, self._wanted, rows)

    def _new(self, keys: Sequence[int]) -> list[int]:
        new = [key for key in keys if key not in self._seen]
        self._seen.update(new)
        return new


def _page(
    connection: Connection,
    finder: Finder,
    wanted: Wanted,
    rows: Sequence[Sequence[Any]],
) -> HitPage:
    """Return the hits in some texts, with what stands there."""
    found = [
        (ArticleId(key), text, hits) for key, text in rows if (hits := list(finder.find(text)))
    ]
    left_out = _boilerplate(connection, [key for key, _, _ in found])
    places: list[Place] = []
    more: list[tuple[int, str]] = []
    for key, text, hits in found:
        for hit in _outside(hits, left_out.get(key, ())):
            places.append(Place(key, Extent(hit.start, hit.end)))
            more.append((hit.form, _right(text, hit.end)))
    page = HitPage()
    for place, standing, (form, right) in zip(
        places, standings(connection, places, wanted), more, strict=True
    ):
        page.add(place, form, standing, right)
    return page


def _boilerplate(
    connection: Connection, keys: Iterable[ArticleId]
) -> Mapping[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, start, end in _LEFT_OUT.rows(connection, ids=sqlite.as_list(keys)):
        found[key].append((start, end))
    return found


def _outside(hits: Iterable[Found], left_out: Sequence[tuple[int, int]]) -> Iterator[Found]:
    for hit in hits:
        if not any(start < hit.end and hit.start < end for start, end in left_out):
            yield hit


def _right(text: str, end: int) -> str:
    """Return what follows a hit, as it is sorted: without signs before the first letter."""
    words = " ".join(text[end : end + 2 * RIGHT_KEY].split()).casefold()
    return words.lstrip(" ,.;:!?'’\"”“()-–—")[:RIGHT_KEY]


# --- what stands there -----------------------------------------------------------------------


def standings(connection: Connection, places: Sequence[Place], wanted: Wanted) -> list[Standing]:
    """Return what stands at each of some places in the annotator's sets."""
    if not places:
        return []
    keys = sqlite.as_list({place.article for place in places})
    sets = {
        row[0]: (int(row[1]), SetStatus(row[2]))
        for row in _SETS.rows(connection, ids=keys, annotator=wanted.annotator)
    }
    here = _Here(connection, places, {key: found[0] for key, found in sets.items()}, wanted)
    made = []
    for number, place in enumerate(places):
        set_id, status = sets.get(place.article, (None, SetStatus.NEW))
        made.append(here.standing(number, place, set_id, status))
    return made


class _Here:
    """What the tables say of some places, asked once for all of them."""

    def __init__(
        self,
        connection: Connection,
        places: Sequence[Place],
        sets: Mapping[ArticleId, int],
        wanted: Wanted,
    ) -> None:
        self._wanted = wanted
        self._tags: dict[int, list[Sequence[Any]]] = defaultdict(list)
        self._waiting: dict[int, list[Suggested]] = defaultdict(list)
        self._decided: dict[int, dict[str, str]] = defaultdict(dict)
        in_sets = [
            (number, sets[place.article], place.extent.start, place.extent.end)
            for number, place in enumerate(places)
            if place.article in sets
        ]
        in_articles = [
            (number, place.article, place.extent.start, place.extent.end)
            for number, place in enumerate(places)
        ]
        if in_sets:
            for number, *tag in sqlite.tags_over(connection, in_sets):
                self._tags[number].append(tag)
            for number, label, decision in sqlite.decided_at(
                connection, in_articles, wanted.annotator
            ):
                self._decided[number][label] = decision
        for number, row, label, score, name, version, rule, attributes in sqlite.suggested_at(
            connection, in_articles
        ):
            source = f"{name}/{version}"
            suggested = Suggested(row, label, score or 0.0, source, rule or "", attributes)
            self._waiting[number].append(suggested)

    def standing(
        self, number: int, place: Place, set_id: int | None, status: SetStatus
    ) -> Standing:
        """Return what stands at one place."""
        edges = (place.extent.start, place.extent.end)
        tags = self._tags.get(number, ())
        alike = [tag for tag in tags if tuple(tag[1:3]) == edges]
        exact = [tag for tag in alike if self._in_the_way(tag[3])]
        own = next((tag for tag in exact if tag[3] == self._wanted.label), None)
        if own is not None:
            return self._labelled(own, set_id, status)
        waiting = () if status.closed else self._pending(number, {tag[3] for tag in alike})
        if exact:
            span, _, _, label, _, said = exact[0]
            return Standing(
                HitState.OTHERWISE, status, label, _by(said), span=span, set_id=set_id,
                waiting=waiting,
            )  # fmt: skip
        return self._free(number, tags, waiting, Standing(HitState.UNTAGGED, status, set_id=set_id))

    def _labelled(self, tag: Sequence[Any], set_id: int | None, status: SetStatus) -> Standing:
        span, _, _, label, entity, said = tag
        wanted = self._wanted.entity
        unlinked = wanted is not None and entity != wanted
        return Standing(
            HitState.UNLINKED if unlinked else HitState.DONE,
            status,
            label,
            _by(said),
            span=span,
            set_id=set_id,
            doubt=unlinked and entity is not None,
        )

    def _free(
        self,
        number: int,
        tags: Sequence[Sequence[Any]],
        waiting: tuple[Suggested, ...],
        empty: Standing,
    ) -> Standing:
        wanted = self._wanted
        around = next((tag[3] for tag in tags if self._in_the_way(tag[3])), "")
        rejected = self._decided.get(number, {}).get(wanted.label) == str(Decision.REJECTED)
        doubt = rejected or around in wanted.linked or (bool(around) and around == wanted.label)
        fitting = next((item for item in waiting if item.label == wanted.label), None)
        other = next((item for item in waiting if self._in_the_way(item.label)), None)
        state, label, score = HitState.UNTAGGED, around, 0.0
        if fitting is not None:
            state, label, score = HitState.SUGGESTED, around, fitting.score
        elif other is not None:
            state, label, score = HitState.SUGGESTED_OTHERWISE, other.label, other.score
        return Standing(
            state,
            empty.status,
            label,
            score=score,
            set_id=empty.set_id,
            doubt=doubt,
            rejected=rejected,
            waiting=waiting,
        )

    def _in_the_way(self, label: str) -> bool:
        return label in self._wanted.family or label == self._wanted.label

    def _pending(self, number: int, tagged: set[str]) -> tuple[Suggested, ...]:
        decided = self._decided.get(number, {})
        return tuple(
            item
            for item in self._waiting.get(number, ())
            if item.label not in decided and item.label not in tagged
        )


def _by(provenance: str | None) -> str:
    return str(orjson.loads(provenance).get("by") or "") if provenance else ""


# --- rows of the view ------------------------------------------------------------------------


def lines(connection: Connection, places: Sequence[Place], wanted: Wanted) -> list[HitLine | None]:
    """Return some hits as rows show them; ``None`` where the article is gone."""
    keys = sqlite.as_list({place.article for place in places})
    articles = {row[0]: row for row in _SHOWN.rows(connection, ids=keys)}
    made: list[HitLine | None] = []
    for place, standing in zip(places, standings(connection, places, wanted), strict=True):
        row = articles.get(place.article)
        if row is None or place.extent.end > len(row[4]):
            made.append(None)
            continue
        _, name, title, published, text = row
        start, end = place.extent.start, place.extent.end
        made.append(
            HitLine(
                place,
                _even(text[max(0, start - BEFORE) : start].rpartition("\n\n")[2]),
                _even(text[start:end]),
                _even(text[end : end + AFTER].partition("\n\n")[0]),
                title or name,
                published or "",
                standing,
            )
        )
    return made


def _even(words: str) -> str:
    """Return words on one line; a blank at an edge stays, for it parts the hit from its side."""
    line = " ".join(words.split())
    if not line:
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{line}{' ' if words[-1].isspace() else ''}"
