"""How suggestions do: counts of decisions, the share accepted, and what a new version changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from typing import Final

from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Decision

Z_95: Final = 1.959964
WEAK_BELOW: Final = 2 / 3
"""A rule whose share accepted is surely below this costs more keys than it saves."""
EXAMPLES_KEPT: Final = 30


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """Return the 95 % score interval (Wilson) of a share, ``None`` where there is nothing to share.

    It stays within 0 and 1 and holds for few and for extreme counts, where the usual one does not.
    """
    if of <= 0:
        return None
    share = hits / of
    squared = Z_95 * Z_95 / of
    middle = share + squared / 2
    half = Z_95 * sqrt(share * (1 - share) / of + squared / (4 * of))
    low, high = (middle - half) / (1 + squared), (middle + half) / (1 + squared)
    # The ends are exact where all or none were hits; the arithmetic is not.
    return (0.0 if hits == 0 else max(0.0, low)), (1.0 if hits == of else min(1.0, high))


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What one rule of one version of a source proposed with one label, and what became of it.

    Attributes:
        source, version: NAME and VERSION of what proposed it.
        label: A label or frame type of the scheme.
        proposed: Stored ones, and those that a later version took away before anybody decided.
        waiting: Of the newest version, those that nobody has decided on.
        accepted, corrected, rejected, untouched: Decisions; those of several annotators add up.
        newest: Whether the version is the one that the source looked with last.
        off: Whether the rule is switched off.
        examples: Ids of decisions against it, the newest last; at most :data:`EXAMPLES_KEPT`.
    """

    source: str
    version: str
    rule: str
    label: str
    proposed: int = 0
    waiting: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    untouched: int = 0
    newest: bool = True
    off: bool = False
    examples: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from all others."""
        return (self.source, self.version, self.rule, self.label)

    @property
    def decided(self) -> int:
        """How often somebody said what it is worth; being left untouched says nothing."""
        return self.accepted + self.corrected + self.rejected

    @property
    def rate(self) -> float | None:
        """The share accepted as it was proposed, ``None`` where nothing was decided."""
        return self.accepted / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share."""
        return wilson(self.accepted, self.decided)

    @property
    def weak(self) -> bool:
        """Whether even the upper end of the interval is low."""
        interval = self.interval
        return interval is not None and interval[1] < WEAK_BELOW


@dataclass(frozen=True, slots=True)
class Looked:
    """How many articles a version of a source has looked at, and in how many it found nothing.

    Attributes:
        newest: Whether no other version has come after it.
    """

    source: str
    version: str
    articles: int
    nothing: int
    newest: bool = True


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a new version of a source changed where an earlier one had looked.

    Attributes:
        before: The version that had looked.
        articles: How many articles both have looked at.
        new: Proposals that were not there, on places that nobody had decided on.
        gone: Proposals that waited and are not made any more.
        rules: New and gone ones by rule.
    """

    source: str
    version: str
    before: str
    articles: int = 0
    new: int = 0
    gone: int = 0
    rules: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of it.

    Attributes:
        lines: By source, version, rule and label.
        annotator: Whose decisions were counted, "" for everybody's.
    """

    lines: tuple[LedgerLine, ...] = ()
    looked: tuple[Looked, ...] = ()
    changes: tuple[RuleChange, ...] = ()
    annotator: str = ""


@dataclass(frozen=True, slots=True)
class LedgerExample:
    """A suggestion that somebody corrected or rejected, with the words around it.

    Attributes:
        became: What it was corrected to, in words: a label, other words, or both; "" where it was
            rejected or where the tag has gone since.
    """

    article: ArticleId
    title: str
    extent: Extent
    label: str
    left: str
    words: str
    right: str
    decision: Decision
    annotator: str
    became: str = ""


class LedgerOrder(StrEnum):
    """In which order lines are listed."""

    WEAKEST = "weakest"
    MOST = "most"
    SOURCE = "source"


def ordered(lines: Sequence[LedgerLine], order: LedgerOrder) -> list[LedgerLine]:
    """Return lines in an order; older versions stand behind the newest in each."""
    if order == LedgerOrder.MOST:
        return sorted(lines, key=lambda one: (not one.newest, -one.proposed, one.key))
    if order == LedgerOrder.SOURCE:
        return sorted(lines, key=lambda one: (one.source, not one.newest, one.rule, one.label))
    return sorted(lines, key=_weakest)


def _weakest(line: LedgerLine) -> tuple[object, ...]:
    """Surely weak ones first, by the upper end of the interval; undecided ones last."""
    interval = line.interval
    high = 2.0 if interval is None else interval[1]
    return (not line.newest, high, -line.decided, -line.proposed, line.key)


def change_words(change: RuleChange, name: str = "") -> str:
    """Return what a new version changed, in a sentence: "Rules 3: 40 new, 12 gone in 20 articles".

    Args:
        change: What it changed.
        name: What the source is called; its own name where not given.
    """
    articles = "1 article" if change.articles == 1 else f"{change.articles:,} articles"
    said = f"{change.new:,} new, {change.gone:,} gone"
    if not change.new and not change.gone:
        said = "nothing changed"
    return f"{name or change.source} {change.version}: {said} in {articles}"
