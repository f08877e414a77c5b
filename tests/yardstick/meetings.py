"""Meetings: is it known who met whom, and where, when, how and whether?

Participants are compared as the people and bodies that they name, not as stretches of text: at
least half of all that either side names in common. Meetings are matched one to one, greedily: the
pair with most in common first, and among those with as much in common the one whose triggers
overlap. Where the gold leaves the participants unsaid, so must we, and the triggers must overlap.
Place, date, kind and status are judged in the pairs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.domain.article import Metadata
from annotator.domain.extent import Extent
from annotator.domain.periods import together
from annotator.domain.suggestion import FrameProposal
from annotator.nlp.moments import reading
from tests.yardstick.counting import Score
from tests.yardstick.gold import GoldArticle, GoldFrame, GoldSpan, Looked
from tests.yardstick.part import Miss, Part, in_context
from tests.yardstick.statements import same_mention

TYPE = "Meeting"
ENOUGH = 0.5
ROLES = ("place", "date", "occasion")


@dataclass(frozen=True)
class Pair:
    """A meeting of the gold and the one of ours with its participants."""

    article: GoldArticle
    gold: GoldFrame
    ours: FrameProposal

    def same(self, role: str) -> bool:
        """Whether a role has an overlapping or equally named filler, or none on both sides."""
        gold, ours = self.gold.of(role), extents(self.ours, role)
        if not gold or not ours:
            return not gold and not ours
        return any(same_mention(self.article, span, *mine) for span in gold for mine in ours)

    def equal(self, attribute: str) -> bool:
        """Whether an attribute has the same value."""
        return self.gold.attributes.get(attribute) == self.ours.attributes.get(attribute)

    @property
    def dated(self) -> bool:
        """Whether our date roles give the date of the gold, read by the date of the article."""
        published = self.article.meta.get("published")
        language = self.article.meta.get("language") or "en"
        values = [_value(self.article, e, published, language) for e, _ in
                  extents(self.ours, "date")]  # fmt: skip
        return together(values) == (self.gold.attributes.get("date_value") or "")


@dataclass(frozen=True)
class Matched:
    """The meetings of one article side by side."""

    article: GoldArticle
    pairs: list[Pair]
    missed: list[GoldFrame]
    extra: list[FrameProposal]


def extents(frame: FrameProposal, role: str) -> list[tuple[Extent, str]]:
    """Return extent and label of what fills a role."""
    return [(f.extent, f.label) for f in frame.fillers if f.role == role and f.extent is not None]


def in_common(
    article: GoldArticle, gold: Sequence[GoldSpan], ours: Sequence[tuple[Extent, str]]
) -> float:
    """Return the share of all who are named by either side that both name."""
    wanted = list({span.entity or (span.start, span.end): span for span in gold}.values())
    found: set[int] = set()
    for span in wanted:
        for place, mine in enumerate(ours):
            if place not in found and same_mention(article, span, *mine):
                found.add(place)
                break
    every = len(wanted) + len(ours) - len(found)
    return len(found) / every if every else 0.0


def match(looked: Looked) -> Matched:
    """Match the meetings of one article, those with most participants in common first."""
    article = looked.article
    gold = article.frames_of(TYPE)
    ours = [frame for frame in looked.findings.frames if frame.type == TYPE]
    ranked = []
    for left, frame in enumerate(gold):
        for right, mine in enumerate(ours):
            people, theirs = frame.of("participant"), extents(mine, "participant")
            touching = _touching(frame, mine)
            share = in_common(article, people, theirs)
            if not people and not theirs and touching:
                share = 1.0
            if share >= ENOUGH:
                ranked.append((-share, not touching, left, right))
    lefts: dict[int, int] = {}
    rights: set[int] = set()
    for _, _, left, right in sorted(ranked):
        if left not in lefts and right not in rights:
            lefts[left] = right
            rights.add(right)
    return Matched(
        article,
        [Pair(article, gold[left], ours[right]) for left, right in sorted(lefts.items())],
        [frame for place, frame in enumerate(gold) if place not in lefts],
        [mine for place, mine in enumerate(ours) if place not in rights],
    )


def _touching(gold: GoldFrame, ours: FrameProposal) -> bool:
    return any(
        span.start < extent.end and extent.start < span.end
        for span in gold.of("trigger")
        for extent, _ in extents(ours, "trigger")
    )


def _value(article: GoldArticle, extent: Extent, published: str | None, language: str) -> str:
    before, after = reading.around(article.text, extent.start, extent.end)
    metadata = Metadata(published=published, language=language)
    words = extent.slice(article.text)
    return reading.resolve(words, metadata.published, before, after, metadata.language).value


def score_meetings(articles: Sequence[Looked]) -> Part:
    """Return the figures of all meetings and their misses in context."""
    matched = [match(looked) for looked in articles]
    pairs = [pair for one in matched for pair in one.pairs]
    gold = sum(len(one.pairs) + len(one.missed) for one in matched)
    ours = sum(len(one.pairs) + len(one.extra) for one in matched)
    shares = {
        "trigger": _share(pairs, lambda p: _touching(p.gold, p.ours)),
        **{role: _share(pairs, lambda p, role=role: p.same(role)) for role in ROLES},
        "date value": _share(pairs, lambda p: p.dated),
        "kind": _share(pairs, lambda p: p.equal("kind")),
        "status": _share(pairs, lambda p: p.equal("status")),
    }
    misses = [miss for one in matched for miss in _misses(one)]
    return Part(
        "meetings", {"participants": Score(gold, ours, len(pairs), len(pairs))}, shares, misses
    )


def _share(pairs: Sequence[Pair], right: Callable[[Pair], bool]) -> tuple[int, int]:
    return sum(map(right, pairs)), len(pairs)


def _misses(one: Matched) -> list[Miss]:
    article = one.article
    lines = [Miss(3, f"- {article.id} missed: {_gold_line(article, f)}") for f in one.missed]
    lines += [Miss(2, f"+ {article.id} too many: {_our_line(article, f)}") for f in one.extra]
    for pair in one.pairs:
        wrong = [role for role in ROLES if not pair.same(role)]
        wrong += [name for name in ("kind", "status") if not pair.equal(name)]
        if wrong:
            said = f"{_gold_line(article, pair.gold)} NOT {_our_line(article, pair.ours)}"
            lines.append(Miss(1, f"~ {article.id} {', '.join(wrong)}: {said}"))
    return lines


def _gold_line(article: GoldArticle, frame: GoldFrame) -> str:
    fillers = {role: [span.words for span in spans] for role, spans in frame.spans.items() if spans}
    places = " | ".join(in_context(article.text, s.start, s.end) for s in frame.of("trigger"))
    return f"{fillers} {dict(frame.attributes)} {places}"


def _our_line(article: GoldArticle, frame: FrameProposal) -> str:
    roles = dict.fromkeys(filler.role for filler in frame.fillers if filler.extent is not None)
    fillers = {role: [e.slice(article.text) for e, _ in extents(frame, role)] for role in roles}
    places = " | ".join(in_context(article.text, e.start, e.end) for e, _ in
                        extents(frame, "trigger"))  # fmt: skip
    return f"{frame.rule} {fillers} {dict(frame.attributes)} {places}"


def by_rule(articles: Sequence[Looked]) -> list[tuple[str, int, float, float]]:
    """Return rule, number, precision of participants and mean score."""
    seen: dict[str, list[tuple[bool, float]]] = {}
    for looked in articles:
        one = match(looked)
        for pair in one.pairs:
            seen.setdefault(pair.ours.rule, []).append((True, pair.ours.score))
        for extra in one.extra:
            seen.setdefault(extra.rule, []).append((False, extra.score))
    return [
        (rule, len(all_), sum(r for r, _ in all_) / len(all_), sum(s for _, s in all_) / len(all_))
        for rule, all_ in sorted(seen.items())
    ]
