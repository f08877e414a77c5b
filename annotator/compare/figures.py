"""Figures of agreement, from counts."""

from array import array
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from annotator.compare.coefficients import alphas, defined, kappas, why_undefined
from annotator.domain.agreement import (
    Agreement,
    ArticleAgreement,
    AttributeAgreement,
    Coefficient,
    Confusion,
    FrameAgreement,
    Interval,
    Score,
    Talk,
    TwoScores,
)
from annotator.domain.scheme import Attribute, FrameType, Scheme

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Table: TypeAlias = NDArray[numpy.float64]

DRAWN_AT_ONCE = 4_000_000
"""How many numbers a step of the bootstrap may hold: 32 MB."""
LOW, HIGH = 2.5, 97.5
FREE_TEXT = "Its values are free text: no list of values to agree on by chance."
Rows: TypeAlias = "Sequence[tuple[array[int], array[int]]]"


class Counts:
    """What was counted, as a table: one row for each article, one column for each thing.

    Args:
        columns: Number of each thing.
        rows: For each article the numbers of things and how often they were met.
    """

    def __init__(self, columns: Mapping[Hashable, int], rows: Rows) -> None:
        import numpy as np

        self.columns = columns
        self.table = np.zeros((len(rows), len(columns)))
        for row, (numbers, counts) in zip(self.table, rows, strict=True):
            row[numbers] = counts

    @property
    def total(self) -> "Table":
        """All articles together, as a table of one row."""
        import numpy as np

        return np.asarray(self.table.sum(axis=0, keepdims=True))

    def resampled(self, times: int, seed: int) -> "Table":
        """Return the totals of as many articles drawn with replacement; see :func:`resampled`."""
        return resampled(self.table, times, seed)


def resampled(table: "Table", times: int, seed: int) -> "Table":
    """Return the totals of as many rows drawn with replacement as there are, one row each time.

    The percentile bootstrap (Efron and Tibshirani 1993, chapter 13) over articles: tags of one
    article resemble one another, so drawing single tags would make intervals too narrow.

    Args:
        table: One row for each article.
        times: How many times they are drawn.
        seed: Of the drawing.
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    articles = len(table)
    step = max(1, DRAWN_AT_ONCE // articles)
    totals = []
    for first in range(0, times, step):
        some = min(step, times - first)
        drawn = chance.integers(0, articles, size=(some, articles))
        drawn += np.arange(some)[:, None] * articles
        weights = np.bincount(drawn.ravel(), minlength=some * articles)
        totals.append(weights.reshape(some, articles).astype(float) @ table)
    return np.concatenate(totals)


class _Reader:
    """Adds up columns of a table of counts.

    Args:
        counts: What was counted.
        drawn: The same of articles that were drawn, ``None`` for no intervals.
    """

    def __init__(self, counts: Counts, drawn: "Table | None") -> None:
        self.counts = counts
        self.total = counts.total
        self.drawn = drawn
        self._by_kind: dict[Hashable, list[tuple[Any, int]]] = {}
        for key, number in counts.columns.items():
            if isinstance(key, tuple):
                self._by_kind.setdefault(key[0], []).append((key, number))

    def chosen(self, kind: str, test: Callable[..., bool]) -> list[int]:
        """Return the columns of a kind whose further parts pass a test."""
        return [number for key, number in self._by_kind.get(kind, ()) if test(*key[1:])]

    def count(self, columns: list[int]) -> int:
        return round(float(self.total[0, columns].sum()))

    def score(self, matched: list[int], mine: list[int], theirs: list[int]) -> Score:
        """Return a score from the columns that add up to it."""
        return Score(
            self.count(matched),
            self.count(mine),
            self.count(theirs),
            None if self.drawn is None else interval_of(_f1(self.drawn, matched, mine, theirs)),
        )

    def scores(self, matched: list[int], mine: list[int], theirs: list[int]) -> list[Score]:
        """Return a score for each article."""
        table = self.counts.table
        rows = zip(
            *(table[:, one].sum(axis=1).tolist() for one in (matched, mine, theirs)), strict=True
        )
        return [Score(round(both), round(a), round(b)) for both, a, b in rows]

    def met(
        self,
        kind: str,
        values: Sequence[Any],
        pick: "Callable[..., tuple[Any, Any] | None]" = lambda mine, theirs: (mine, theirs),
    ) -> "_Met":
        """Return how often values met one another.

        Args:
            kind: Of the columns.
            values: Others do not count.
            pick: Takes the further parts of a column, gives the two values or ``None``.
        """
        places = {value: number for number, value in enumerate(values)}
        found = []
        for key, number in self._by_kind.get(kind, ()):
            pair = pick(*key[1:])
            if pair is not None and pair[0] in places and pair[1] in places:
                found.append((places[pair[0]], places[pair[1]], number))
        return _Met(len(values), found)


class _Met:
    """Which columns count that one value met another."""

    def __init__(self, size: int, cells: list[tuple[int, int, int]]) -> None:
        self._size = size
        self._cells = cells

    def tables(self, counts: "Table") -> "Table":
        """Return a square table for each row of counts."""
        import numpy as np

        made = np.zeros((len(counts), self._size, self._size))
        for mine, theirs, column in self._cells:
            made[:, mine, theirs] += counts[:, column]
        return made


def _f1(counts: "Table", matched: list[int], mine: list[int], theirs: list[int]) -> "Table":
    import numpy as np

    both, a, b = (counts[:, columns].sum(axis=1) for columns in (matched, mine, theirs))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * both / (a + b))


def interval_of(values: "Table") -> Interval | None:
    """Return where 95 of 100 figures of drawn articles lie, ``None`` where none is defined."""
    import numpy as np

    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [LOW, HIGH]).tolist()
    return low, high


def _coefficient(read: _Reader, met: _Met, compute: "Callable[[Table], Table]") -> Coefficient:
    table = met.tables(read.total)
    judged = round(float(table.sum()))
    value = defined(compute(table)[0])
    if value is None:
        return Coefficient(None, judged, None, why_undefined(judged))
    drawn = read.drawn
    return Coefficient(
        value, judged, None if drawn is None else interval_of(compute(met.tables(drawn)))
    )


def _pair_alphas(tables: "Table") -> "Table":
    """Return alpha of tables of two annotators who both judged everything."""
    return alphas(tables + tables.swapaxes(-1, -2))


def _span_labels(mine: str, theirs: str, _same: object) -> tuple[str, str]:
    return mine, theirs


def figures(
    scheme: Scheme,
    annotators: tuple[str, str],
    articles: Sequence[str],
    counts: Counts,
    drawn: "Table | None",
) -> Agreement:
    """Return all figures of agreement.

    Args:
        scheme: Whose labels, frames, roles and attributes are listed, also those that nobody used.
        annotators: Their names; the first is the reference.
        articles: Their ids in files, in the order of the counts.
        counts: What was counted.
        drawn: Totals of articles drawn with replacement, ``None`` for no intervals.
    """
    read = _Reader(counts, drawn)
    names = [label.name for label in scheme.labels]
    labels = {name: _of_label(read, name) for name in names}
    frames = {kind.name: _of_frames(read, kind) for kind in scheme.frame_types}
    mine = read.chosen("span", lambda a, _b, _same: a != "")
    theirs = read.chosen("span", lambda _a, b, _same: b != "")
    exact = read.chosen("span", lambda a, b, same: same and a == b)
    overlap = read.chosen("span", lambda a, b, _same: a == b)
    together = read.chosen("span", lambda a, b, _same: "" not in {a, b})
    same_place = read.chosen("span", lambda _a, _b, same: same)
    tokens = read.met("token", ["", *names])
    return Agreement(
        annotators=annotators,
        articles=len(articles),
        exact=read.score(exact, mine, theirs),
        overlap=read.score(overlap, mine, theirs),
        position=TwoScores(
            read.score(same_place, mine, theirs), read.score(together, mine, theirs)
        ),
        label=_coefficient(read, read.met("span", names, _span_labels), kappas),
        labels=labels,
        kappa=_coefficient(read, tokens, kappas),
        alpha=_coefficient(read, tokens, _pair_alphas),
        frames=frames,
        confusion=_confusion(read, [*names, ""]),
        by_article=_by_article(read, articles, (exact, overlap, mine, theirs), tokens),
        talk=_talk(labels, frames),
    )


def _of_label(read: _Reader, name: str) -> TwoScores:
    mine = read.chosen("span", lambda a, _b, _same: a == name)
    theirs = read.chosen("span", lambda _a, b, _same: b == name)
    both = read.chosen("span", lambda a, b, _same: a == b == name)
    exact = read.chosen("span", lambda a, b, same: same and a == b == name)
    return TwoScores(read.score(exact, mine, theirs), read.score(both, mine, theirs))


def _of_frames(read: _Reader, kind: FrameType) -> FrameAgreement:
    def frames(what: str) -> list[int]:
        return read.chosen("frame", lambda of, counted: (of, counted) == (kind.name, what))

    def fillers(role: str, what: str) -> list[int]:
        wanted = (kind.name, role, what)
        return read.chosen("role", lambda *found: found == wanted)

    roles = {}
    for role in kind.roles:
        mine, theirs, exact, overlap = (
            fillers(role.name, what) for what in ("a", "b", "exact", "overlap")
        )
        roles[role.name] = TwoScores(
            read.score(exact, mine, theirs), read.score(overlap, mine, theirs)
        )
    mine, theirs = frames("a"), frames("b")
    return FrameAgreement(
        read.score(frames("found"), mine, theirs),
        read.score(frames("whole"), mine, theirs),
        roles,
        {one.name: _of_attribute(read, kind.name, one) for one in kind.attributes},
    )


def _of_attribute(read: _Reader, kind: str, attribute: Attribute) -> AttributeAgreement:
    def columns(test: Callable[[Any, Any], bool]) -> list[int]:
        return read.chosen(
            "value", lambda of, name, a, b: (of, name) == (kind, attribute.name) and test(a, b)
        )

    score = read.score(
        columns(lambda a, b: a == b),
        columns(lambda a, _b: a is not None),
        columns(lambda _a, b: b is not None),
    )
    both = columns(lambda a, b: a is not None and b is not None)
    if not attribute.values:
        undefined = Coefficient(None, read.count(both), None, FREE_TEXT)
        return AttributeAgreement(score, undefined, undefined)

    def pick(of: str, name: str, mine: Any, theirs: Any) -> tuple[Any, Any] | None:
        return (mine, theirs) if (of, name) == (kind, attribute.name) else None

    met = read.met("value", attribute.values, pick)
    return AttributeAgreement(
        score, _coefficient(read, met, kappas), _coefficient(read, met, _pair_alphas)
    )


def _confusion(read: _Reader, names: list[str]) -> Confusion:
    table = read.met("span", names, _span_labels).tables(read.total)[0]
    return Confusion(tuple(names), tuple(tuple(map(round, row)) for row in table.tolist()))


def _by_article(
    read: _Reader,
    articles: Sequence[str],
    spans: tuple[list[int], list[int], list[int], list[int]],
    tokens: _Met,
) -> tuple[ArticleAgreement, ...]:
    exact, overlap, mine, theirs = spans
    table = read.counts.table
    judged = tokens.tables(table)
    frames = [
        read.chosen("frame", lambda _of, counted, wanted=what: counted == wanted)
        for what in ("found", "a", "b")
    ]
    column = read.counts.columns.get("differences")
    differences = [] if column is None else table[:, column].tolist()
    columns = zip(
        articles,
        read.scores(exact, mine, theirs),
        read.scores(overlap, mine, theirs),
        kappas(judged).tolist(),
        judged.sum(axis=(-2, -1)).tolist(),
        read.scores(frames[0], frames[1], frames[2]),
        differences,
        strict=True,
    )
    return tuple(
        ArticleAgreement(name, one, other, _kappa_of(value, count), found, round(float(left)))
        for name, one, other, value, count, found, left in columns
    )


def _kappa_of(value: float, judged: float) -> Coefficient:
    found = defined(value)
    return Coefficient(
        found, round(judged), None, "" if found is not None else why_undefined(judged)
    )


def _talk(
    labels: Mapping[str, TwoScores], frames: Mapping[str, FrameAgreement]
) -> tuple[Talk, ...]:
    """Return where annotators are apart, worst first: many tags apart and a low F1.

    The order is that of tags apart x (1 - F1): a label with two tags and none in common stands
    behind one with a hundred tags, half of them in common.
    """
    found = [Talk("label", name, scores.exact) for name, scores in labels.items()]
    for kind, frame in frames.items():
        found += [Talk("role", name, scores.exact, kind) for name, scores in frame.roles.items()]
        found += [
            Talk("attribute", name, one.score, kind) for name, one in frame.attributes.items()
        ]
    apart = [one for one in found if one.score.apart]
    apart.sort(key=lambda one: -one.score.apart * (1 - (one.score.f1 or 0.0)))
    return tuple(apart)
