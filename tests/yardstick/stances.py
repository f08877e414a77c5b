"""Stances: is each stance of the gold among the hints, and how many hints must be read for it?

A hint is right when holder, topic and polarity are those of a stance of the article: the holders
have at least half of all their mentions in common. One hint may be right for several stances of
the same holder, topic and polarity; a stance is found or not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.domain.suggestion import FrameProposal
from tests.yardstick.counting import Score
from tests.yardstick.gold import GoldArticle, GoldFrame, Looked
from tests.yardstick.meetings import extents
from tests.yardstick.part import Miss, Part, in_context
from tests.yardstick.statements import same_speakers

TYPE = "Stance"


@dataclass(frozen=True)
class Compared:
    """The stances of one article and its hints, the best first."""

    article: GoldArticle
    gold: list[GoldFrame]
    hints: list[FrameProposal]

    def found(self, right: Callable[[GoldFrame, FrameProposal], bool]) -> list[GoldFrame]:
        """Return the stances that at least one hint is right for."""
        return [one for one in self.gold if any(right(one, hint) for hint in self.hints)]

    def useful(self) -> list[FrameProposal]:
        """Return the hints that are right for a stance."""
        return [hint for hint in self.hints if any(self.right(one, hint) for one in self.gold)]

    def holder(self, gold: GoldFrame, hint: FrameProposal) -> bool:
        return same_speakers(self.article, gold.of("holder"), extents(hint, "holder"))

    def holder_and(self, attribute: str) -> Callable[[GoldFrame, FrameProposal], bool]:
        """Return a check of holder and one attribute."""
        return lambda gold, hint: _equal(gold, hint, attribute) and self.holder(gold, hint)

    def right(self, gold: GoldFrame, hint: FrameProposal) -> bool:
        """Whether holder, topic and polarity are right."""
        return (
            _equal(gold, hint, "topic")
            and _equal(gold, hint, "polarity")
            and self.holder(gold, hint)
        )


def _equal(gold: GoldFrame, hint: FrameProposal, attribute: str) -> bool:
    return gold.attributes.get(attribute) == hint.attributes.get(attribute)


def compare(looked: Looked) -> Compared:
    """Return the stances of an article and its hints, those with the highest score first."""
    hints = [frame for frame in looked.findings.frames if frame.type == TYPE]
    return Compared(
        looked.article, looked.article.frames_of(TYPE), sorted(hints, key=lambda h: -h.score)
    )


def score_stances(articles: Sequence[Looked]) -> Part:
    """Return the figures of all stances and their misses in context."""
    compared = [compare(looked) for looked in articles]
    gold = sum(len(one.gold) for one in compared)
    hints = sum(len(one.hints) for one in compared)
    useful = sum(len(one.useful()) for one in compared)
    found = sum(len(one.found(one.right)) for one in compared)
    shares = {
        "holder": (sum(len(one.found(one.holder)) for one in compared), gold),
        "holder and topic": (sum(len(o.found(o.holder_and("topic"))) for o in compared), gold),
        "holder and polarity": (
            sum(len(o.found(o.holder_and("polarity"))) for o in compared),
            gold,
        ),
        "hints an article (all, articles)": (hints, len(compared)),
        "most hints in one article": (max((len(o.hints) for o in compared), default=0), 1),
    }
    misses = [miss for one in compared for miss in _misses(one)]
    return Part(
        "stances",
        {"holder, topic and polarity": Score(gold, hints, found, useful)},
        shares,
        misses,
    )


def by_rule(articles: Sequence[Looked]) -> list[tuple[str, int, float, float]]:
    """Return rule, number, share of hints that are right for a stance, and mean score."""
    seen: dict[str, list[tuple[bool, float]]] = {}
    for looked in articles:
        one = compare(looked)
        useful = one.useful()
        for hint in one.hints:
            seen.setdefault(hint.rule, []).append((hint in useful, hint.score))
    return [
        (rule, len(all_), sum(r for r, _ in all_) / len(all_), sum(s for _, s in all_) / len(all_))
        for rule, all_ in sorted(seen.items())
    ]


def _misses(one: Compared) -> list[Miss]:
    found = one.found(one.right)
    useful = one.useful()
    held = one.found(one.holder)
    missed = [gold for gold in one.gold if gold not in found]
    return [
        *(
            Miss(
                3 if gold in held else 2.5,
                f"- {one.article.id} missed ({'attributes' if gold in held else 'holder'}): "
                f"{_gold_line(one.article, gold)}",
            )
            for gold in missed
        ),
        *(
            Miss(1 + hint.score, f"+ {one.article.id} not right: {_our_line(one.article, hint)}")
            for hint in one.hints
            if hint not in useful
        ),
    ]


def _gold_line(article: GoldArticle, frame: GoldFrame) -> str:
    holders = [span.words for span in frame.of("holder")]
    words = " | ".join(in_context(article.text, s.start, s.end) for s in frame.of("evidence"))
    return f"{holders} {frame.attributes.get('polarity')} {frame.attributes.get('topic')}: {words}"


def _our_line(article: GoldArticle, frame: FrameProposal) -> str:
    text = article.text
    holders = [extent.slice(text) for extent, _ in extents(frame, "holder")]
    words = " | ".join(in_context(text, e.start, e.end) for e, _ in extents(frame, "evidence"))
    values = f"{frame.attributes.get('polarity')} {frame.attributes.get('topic')}"
    return f"{frame.rule} {frame.score:.2f} {holders} {values}: {words}"
