"""What a reviewer still has to decide on one article, and what has been decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NewType

from annotator.domain.review import (
    Agreed,
    Alignment,
    DecidedTag,
    Difference,
    Match,
    SetTags,
    Verdict,
    said,
)

VerdictId = NewType("VerdictId", int)


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict as it is kept in the gold set."""

    id: VerdictId
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """Tags that a person decides on.

    Attributes:
        item: What differs; what all say where a verdict stands on it, or there is one author only.
        verdict: What was decided, ``None`` while nothing was.
        again: Earlier verdicts on some of these tags that do not apply any more.
    """

    item: Match
    verdict: StoredVerdict | None = None
    again: tuple[StoredVerdict, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.verdict is None


@dataclass(frozen=True, slots=True)
class Docket:
    """All items of an article's alignment, sorted by who decides on them.

    Attributes:
        cases: What a person decides on, in text order.
        accepted: Unanimous tags, which need nobody.
        following: Frames that differ only where other cases do; these decide them.
        lapsed: Verdicts that do not apply any more and none of whose tags is there.
    """

    cases: tuple[Case, ...] = ()
    accepted: tuple[Agreed, ...] = ()
    following: tuple[Difference, ...] = ()
    lapsed: tuple[StoredVerdict, ...] = ()

    @property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases that nobody has decided yet."""
        return tuple(case for case in self.cases if case.open)

    def to_look_at_again(self) -> tuple[StoredVerdict, ...]:
        """Return all verdicts that do not apply any more, each once, in the order of the text."""
        found = [one for case in self.cases for one in case.again]
        return tuple({one.id: one for one in (*found, *self.lapsed)}.values())


def docket(
    alignment: Alignment, sets: Sequence[SetTags], verdicts: Iterable[StoredVerdict]
) -> Docket:
    """Sort the items of an alignment by what was decided on them.

    A verdict applies to an item while it decides on the very tags of the item and these say what
    they said then; an annotator who was added since changes nothing. What shares a tag with a
    verdict that does not apply any more is never accepted by itself.
    """
    alone = len(sets) == 1
    by_tag = _by_tag(verdicts)
    cases: list[Case] = []
    accepted: list[Agreed] = []
    following: list[Difference] = []
    met: set[VerdictId] = set()
    items: list[Match] = [*alignment.agreed, *alignment.differences]
    for item in sorted(items, key=_position):
        sharing = _sharing(item, alignment.annotators, by_tag)
        met.update(one.id for one in sharing)
        fitting = [one for one in sharing if _fits(one.verdict, item, alignment.annotators)]
        if sharing:
            again = tuple(one for one in sharing if one not in fitting)
            cases.append(Case(item, fitting[-1] if fitting else None, again))
        elif isinstance(item, Difference):
            if item.follows:
                following.append(item)
            else:
                cases.append(Case(item))
        elif alone:
            cases.append(Case(item))
        else:
            accepted.append(item)
    lapsed = {one.id: one for shared in by_tag.values() for one in shared if one.id not in met}
    return Docket(tuple(cases), tuple(accepted), tuple(following), tuple(lapsed.values()))


def versions(item: Match, annotators: Sequence[str]) -> dict[str, DecidedTag | None]:
    """Return what a verdict on an item decides on, by annotator."""
    return {
        name: None if tag is None else DecidedTag(tag.key, said(tag))
        for name, tag in zip(annotators, item.tags, strict=True)
    }


def _by_tag(verdicts: Iterable[StoredVerdict]) -> dict[tuple[str, str], list[StoredVerdict]]:
    found: dict[tuple[str, str], list[StoredVerdict]] = {}
    for one in verdicts:
        for name, tag in one.verdict.of.items():
            if tag is not None:
                found.setdefault((name, tag.key), []).append(one)
    return found


def _sharing(
    item: Match,
    annotators: Sequence[str],
    by_tag: dict[tuple[str, str], list[StoredVerdict]],
) -> list[StoredVerdict]:
    if not by_tag:
        return []
    found = {
        one.id: one
        for name, tag in zip(annotators, item.tags, strict=True)
        if tag is not None
        for one in by_tag.get((name, tag.key), ())
    }
    return [found[key] for key in sorted(found)]


def _fits(verdict: Verdict, item: Match, annotators: Sequence[str]) -> bool:
    now = dict(zip(annotators, item.tags, strict=True))
    if not verdict.of.keys() <= now.keys():
        return False
    for name, decided in verdict.of.items():
        tag = now[name]
        if decided is None:
            if tag is not None:
                return False
        elif tag is None or tag.key != decided.key or said(tag) != decided.said:
            return False
    return True


def _position(item: Match) -> tuple[int, int, int]:
    place = item.place
    if place is None:
        return (1, 0, 0)
    return (0, place.start, -place.end)
