"""Statements: are the words found, and is it known who said them?

Contents are compared as sets of words (all fragments of a statement together): at least half of
the union in common. Statements are matched one to one, greedily: the pair with the most in common
first. The speaker is right when the mentions agree: the same entity of the gold, an overlapping
span of the same mention, or the same words (for names the same last word). Of several speakers
half must agree; where the gold leaves the speaker unsaid, so must we.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.domain.extent import Extent
from annotator.domain.suggestion import FrameProposal
from tests.yardstick.counting import Score
from tests.yardstick.gold import GoldArticle, GoldFrame, GoldSpan, Looked
from tests.yardstick.part import Miss, Part, in_context

TYPE = "Statement"
ENOUGH = 0.5
MODES = ("direct", "indirect", "mixed")
_NAMES = frozenset({"PERSON", "ORG", "GPE", "OUTLET", "NORP"})


@dataclass(frozen=True)
class Statement:
    """One proposed statement."""

    article: GoldArticle
    frame: FrameProposal

    def extents(self, role: str) -> list[tuple[Extent, str]]:
        """Return extent and label of what fills a role."""
        return [
            (filler.extent, filler.label)
            for filler in self.frame.fillers
            if filler.role == role and filler.extent is not None
        ]

    @cached_property
    def content(self) -> frozenset[int]:
        places = [(extent.start, extent.end) for extent, _ in self.extents("content")]
        return self.article.tokens(places)


@dataclass(frozen=True)
class Pair:
    """A statement of the gold and the one of ours that has its words."""

    article: GoldArticle
    gold: GoldFrame
    ours: Statement

    @cached_property
    def speaker_right(self) -> bool:
        return same_speakers(self.article, self.gold.of("speaker"), self.ours.extents("speaker"))

    def same(self, role: str) -> bool:
        """Whether a role without entities has overlapping spans, or none on both sides."""
        gold, ours = self.gold.of(role), self.ours.extents(role)
        if not gold or not ours:
            return not gold and not ours
        return any(_overlap(span, extent) for span in gold for extent, _ in ours)


@dataclass(frozen=True)
class Matched:
    """The statements of one article side by side."""

    article: GoldArticle
    pairs: list[Pair]
    missed: list[GoldFrame]
    extra: list[Statement]


def same_speakers(
    article: GoldArticle, gold: Sequence[GoldSpan], ours: Sequence[tuple[Extent, str]]
) -> bool:
    """Whether two lists of speakers have at least half of all their mentions in common."""
    if not gold or not ours:
        return not gold and not ours
    found = sum(any(same_mention(article, span, *mine) for mine in ours) for span in gold)
    return 2 * found >= len(gold) + len(ours) - found


def same_mention(article: GoldArticle, span: GoldSpan, extent: Extent, label: str) -> bool:
    """Whether a proposed mention means what a mention of the gold does."""
    if _overlap(span, extent):
        return span.label == label or _head(span.words) == _head(extent.slice(article.text))
    if span.entity and any(
        other.entity == span.entity and other.label == label and _overlap(other, extent)
        for other in article.spans
    ):
        return True
    words = extent.slice(article.text)
    if span.label == label and label in _NAMES:
        return _head(span.words) == _head(words)
    return span.words.casefold() == words.casefold()


def _overlap(span: GoldSpan, extent: Extent) -> bool:
    return span.start < extent.end and extent.start < span.end


def _head(words: str) -> str:
    parts = words.casefold().split()
    return parts[-1] if parts else ""


def match(looked: Looked) -> Matched:
    """Match the statements of one article, those with most words in common first."""
    article = looked.article
    gold = article.frames_of(TYPE)
    ours = [Statement(article, f) for f in looked.findings.frames if f.type == TYPE]
    wanted = [article.tokens((s.start, s.end) for s in frame.of("content")) for frame in gold]
    ranked = sorted(
        (
            (-_in_common(wanted[left], mine.content), left, right)
            for left in range(len(gold))
            for right, mine in enumerate(ours)
            if wanted[left] & mine.content
        )
    )
    lefts: dict[int, int] = {}
    rights: set[int] = set()
    for negative, left, right in ranked:
        if -negative >= ENOUGH and left not in lefts and right not in rights:
            lefts[left] = right
            rights.add(right)
    return Matched(
        article,
        [Pair(article, gold[left], ours[right]) for left, right in sorted(lefts.items())],
        [frame for place, frame in enumerate(gold) if place not in lefts],
        [mine for place, mine in enumerate(ours) if place not in rights],
    )


def _in_common(left: frozenset[int], right: frozenset[int]) -> float:
    return len(left & right) / len(left | right) if left or right else 0.0


def score_statements(articles: Sequence[Looked]) -> Part:
    """Return the figures of all statements and their misses in context."""
    matched = [match(looked) for looked in articles]
    pairs = [pair for one in matched for pair in one.pairs]
    scores = {
        "content": _score(matched, pairs),
        "content and right speaker": _score(matched, [p for p in pairs if p.speaker_right]),
    }
    for mode in MODES:
        scores[f"content, {mode}"] = _of_mode(matched, mode)
    shares = {"speaker, given the content": _share(pairs, lambda p: p.speaker_right)}
    for mode in MODES:
        those = [pair for pair in pairs if pair.gold.attributes.get("mode") == mode]
        shares[f"speaker, {mode}"] = _share(those, lambda p: p.speaker_right)
    pronouns = [pair for pair in pairs if pair.gold.attributes.get("speaker_by") == "pronoun"]
    shares["speaker behind a pronoun"] = _share(pronouns, lambda p: p.speaker_right)
    shares["cue"] = _share(pairs, lambda p: p.same("cue"))
    shares["mode"] = _share(
        pairs, lambda p: p.gold.attributes.get("mode") == p.ours.frame.attributes.get("mode")
    )
    shares["addressee"] = _share(pairs, lambda p: p.same("addressee"))
    shares["outlet"] = _share(pairs, lambda p: p.same("outlet"))
    return Part("statements", scores, shares, [miss for one in matched for miss in _misses(one)])


def _score(matched: Sequence[Matched], hits: Sequence[Pair]) -> Score:
    gold = sum(len(one.pairs) + len(one.missed) for one in matched)
    ours = sum(len(one.pairs) + len(one.extra) for one in matched)
    return Score(gold, ours, len(hits), len(hits))


def _of_mode(matched: Sequence[Matched], mode: str) -> Score:
    """Compare one mode: of the gold for recall, of ours for precision."""
    gold = [f.attributes.get("mode") for one in matched for f in one.missed]
    hit = [p.gold.attributes.get("mode") for one in matched for p in one.pairs]
    extra = [s.frame.attributes.get("mode") for one in matched for s in one.extra]
    ours = [p.ours.frame.attributes.get("mode") for one in matched for p in one.pairs]
    return Score(
        gold.count(mode) + hit.count(mode),
        extra.count(mode) + ours.count(mode),
        hit.count(mode),
        ours.count(mode),
    )


def _share(pairs: Sequence[Pair], right: Callable[[Pair], bool]) -> tuple[int, int]:
    return sum(map(right, pairs)), len(pairs)


def by_rule(articles: Sequence[Looked]) -> list[tuple[str, int, float, float, float]]:
    """Return rule, number, precision of content, of content and speaker, and mean score."""
    rules: dict[str, list[tuple[bool, bool, float]]] = {}
    for looked in articles:
        one = match(looked)
        for pair in one.pairs:
            frame = pair.ours.frame
            rules.setdefault(frame.rule, []).append((True, pair.speaker_right, frame.score))
        for extra in one.extra:
            rules.setdefault(extra.frame.rule, []).append((False, False, extra.frame.score))
    return [
        (
            rule,
            len(seen),
            sum(found for found, _, _ in seen) / len(seen),
            sum(right for _, right, _ in seen) / len(seen),
            sum(score for _, _, score in seen) / len(seen),
        )
        for rule, seen in sorted(rules.items())
    ]


def _misses(one: Matched) -> list[Miss]:
    article = one.article
    lines = [
        Miss(
            3,
            f"- {article.id} missed, {frame.attributes.get('mode')}: {_gold_line(article, frame)}",
        )
        for frame in one.missed
    ]
    lines += [
        Miss(2, f"+ {article.id} too many, {mine.frame.rule}: {_our_line(mine)}")
        for mine in one.extra
    ]
    lines += [
        Miss(
            2.5,
            f"~ {article.id} speaker {_names(p.gold.of('speaker'))}, not "
            f"{_our_names(p.ours)} ({p.ours.frame.rule}): {_our_line(p.ours)}",
        )
        for p in one.pairs
        if not p.speaker_right
    ]
    return lines


def _gold_line(article: GoldArticle, frame: GoldFrame) -> str:
    cues = [span.words for span in frame.of("cue")]
    contents = [in_context(article.text, s.start, s.end) for s in frame.of("content")]
    return f"{_names(frame.of('speaker'))} {cues} {' | '.join(contents)}"


def _our_line(mine: Statement) -> str:
    text = mine.article.text
    cues = [extent.slice(text) for extent, _ in mine.extents("cue")]
    contents = [in_context(text, e.start, e.end) for e, _ in mine.extents("content")]
    return f"{_our_names(mine)} {cues} {' | '.join(contents)}"


def _names(spans: Sequence[GoldSpan]) -> str:
    return ", ".join(span.words for span in spans) or "nobody"


def _our_names(mine: Statement) -> str:
    return ", ".join(e.slice(mine.article.text) for e, _ in mine.extents("speaker")) or "nobody"
