"""What a reviewer still has to decide on one article, and what has been decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NewType

from annotator.domain.review import (
    Agreed,
    Alignment,
    Choice,
    DecidedTag,
    Difference,
    FrameTag,
    Match,
    SetTags,
    Verdict,
    said,
)
from annotator.domain.scheme import Scheme

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
        lacking: Roles of a frame that need a filler and have lost it, because the tags in them
            were rejected after the frame was decided or agreed on.
    """

    item: Match
    verdict: StoredVerdict | None = None
    again: tuple[StoredVerdict, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet, or not since the frame has lost what it needs."""
        return self.verdict is None or bool(self.lacking)


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
        """The cases that are left to decide."""
        return tuple(case for case in self.cases if case.open)

    def to_look_at_again(self) -> tuple[StoredVerdict, ...]:
        """Return all verdicts that do not apply any more, each once, in the order of the text."""
        found = [one for case in self.cases for one in case.again]
        return tuple({one.id: one for one in (*found, *self.lapsed)}.values())


def docket(
    alignment: Alignment,
    sets: Sequence[SetTags],
    verdicts: Iterable[StoredVerdict],
    scheme: Scheme,
) -> Docket:
    """Sort the items of an alignment by what was decided on them.

    A verdict applies to an item while it decides on the very tags of the item and these say what
    they said then; an annotator who was added since changes nothing. What shares a tag with a
    verdict that does not apply any more is never accepted by itself.

    A frame whose only filler of a role that needs one was rejected is neither finished gold nor
    silently dropped: it is a case of its own, agreed or decided though it was. Taking a version
    then lets it stand as it is, because that was said knowingly; a verdict of neither leaves it
    out.
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
    losing = _Losing(cases, alignment.annotators, scheme)
    undecided: list[Match] = [*accepted, *following]
    whole = [losing.checked(Case(item)) for item in undecided]
    lost = {id(case.item): case for case in whole if case.lacking}
    accepted = [item for item in accepted if id(item) not in lost]
    following = [item for item in following if id(item) not in lost]
    cases = [losing.checked(case) for case in (*cases, *lost.values())]
    cases.sort(key=lambda case: _position(case.item))
    lapsed = {one.id: one for shared in by_tag.values() for one in shared if one.id not in met}
    return Docket(tuple(cases), tuple(accepted), tuple(following), tuple(lapsed.values()))


class _Losing:
    """Finds frames that have lost what they need to verdicts.

    Args:
        cases: What was decided.
        annotators: Whose tags, in their order.
        scheme: Says which roles need a filler.
    """

    def __init__(self, cases: Iterable[Case], annotators: Sequence[str], scheme: Scheme) -> None:
        self._annotators = annotators
        self._scheme = scheme
        self._rejected: dict[tuple[str, str], VerdictId] = {}
        for case in cases:
            if case.verdict is not None and _leaves_nothing(case, annotators):
                for name, tag in zip(annotators, case.item.tags, strict=True):
                    if tag is not None:
                        self._rejected[name, tag.key] = case.verdict.id

    def checked(self, case: Case) -> Case:
        """Return a case with the roles that its frame lacks since it was decided."""
        if not self._rejected or not isinstance(next(filter(None, case.item.tags)), FrameTag):
            return case
        given = case.verdict
        if given is None and isinstance(case.item, Difference) and not case.item.follows:
            return case  # it is open anyway, and has more than one version
        if given is not None and given.verdict.choice not in {Choice.CHOSEN, Choice.BOTH}:
            return case  # what a reviewer wrote keeps its words; what was rejected needs none
        lacking: dict[str, VerdictId] = {}
        for name, tag in zip(self._annotators, case.item.tags, strict=True):
            if isinstance(tag, FrameTag) and (given is None or name in given.verdict.taken):
                lacking |= self._lost(name, tag)
        since = [role for role, by in lacking.items() if given is None or by > given.id]
        return replace(case, lacking=tuple(since)) if since else case

    def _lost(self, name: str, frame: FrameTag) -> Mapping[str, VerdictId]:
        """Return the roles of a frame that lack a filler, with the verdict that took it out."""
        kind = self._scheme.frame_type_by_name.get(frame.type)
        found: dict[str, VerdictId] = {}
        for role in kind.roles if kind is not None else ():
            keys = [
                filler.span.key if filler.span is not None else filler.frame
                for filler in frame.fillers
                if filler.role == role.name
            ]
            gone = [self._rejected[name, key] for key in keys if (name, key) in self._rejected]
            if gone and len(keys) - len(gone) < role.least:
                found[role.name] = max(gone)
        return found


def _leaves_nothing(case: Case, annotators: Sequence[str]) -> bool:
    """Whether the verdict on a case leaves no tag: neither, or one who has none was taken."""
    if case.verdict is None:
        return False
    given = case.verdict.verdict
    if given.choice is Choice.EDITED:
        return False
    return all(
        tag is None
        for name, tag in zip(annotators, case.item.tags, strict=True)
        if name in given.taken
    )


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
