"""What memory and the model make of an article: spans with a score and a reason in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.domain.learned import Way
from annotator.nlp.learned.crf import Tagged
from annotator.nlp.learned.layers import Labelled
from annotator.nlp.learned.memory import Index, Recall, words_of
from annotator.nlp.learned.reading import Marked, Ruled

OFTEN: Final = 2
"""So often must words be tagged, or rejected, to be tagged or left alone by memory."""
PURE: Final = 0.8
"""Share of the places of some words that must be tagged, for memory to tag a further one."""
UNSURE: Final = 0.5
"""A span that only the model finds needs this probability."""
ADDED: Final = 0.7
"""The model is sure of a span that the rules do not find from this probability on."""
DROPPED: Final = 0.3
"""The model is sure that a span of the rules is wrong up to this probability."""
MEMORY, CONFIRMED, MODEL = "memory", "confirmed", "model"
"""Names of what finds a span, as the ledger counts them."""


@dataclass(frozen=True)
class Found:
    """A span in tokens, with the name of what found it."""

    start: int
    end: int
    label: str
    rule: str
    score: float
    reason: str

    @property
    def place(self) -> Labelled:
        """Return start, end and label."""
        return (self.start, self.end, self.label)


def wrong_before(recall: Recall, words: str, label: str) -> bool:
    """Whether the rules often proposed words under a label that were never tagged so."""
    return recall.wrong(words, label) >= OFTEN and _never_tagged(recall, words, label)


def rejected_before(recall: Recall, words: str, label: str) -> bool:
    """Whether suggestions of words under a label were often rejected, and never tagged."""
    return recall.rejected(words, label) >= OFTEN and _never_tagged(recall, words, label)


def _never_tagged(recall: Recall, words: str, label: str) -> bool:
    return not recall.right(words, label) and not recall.tagged(words)[label]


def found_by_memory(
    marked: Marked, recall: Recall, index: Index, outer: Collection[str]
) -> list[Found]:
    """Return the rules' spans without what was rejected, with words tagged before in the gaps.

    Args:
        marked: The article.
        recall: What others say of its words.
        index: Finds their words.
        outer: Labels that hold others: names within them are no overlap.
    """
    found = [
        _ruled(one)
        for one in marked.ruled
        if not wrong_before(recall, words_of(marked.words, one.start, one.end), one.label)
    ]
    taken = {layer: [False] * len(marked.words) for layer in (True, False)}
    for one in marked.ruled:  # also what is vetoed: memory does not put another label there
        row = taken[one.label in outer]
        row[one.start : one.end] = [True] * (one.end - one.start)
    place = 0
    while place < len(marked.words):
        gap = _gap(marked, recall, index, place)
        row = taken[gap.label in outer] if gap else []
        if gap is None or any(row[gap.start : gap.end]):
            place += 1
            continue
        found.append(gap)
        place = gap.end
    return found


def vetoed_of(marked: Marked, recall: Recall) -> list[Ruled]:
    """Return what the rules propose and what the annotator rejected before."""
    return [
        one
        for one in marked.ruled
        if rejected_before(recall, words_of(marked.words, one.start, one.end), one.label)
    ]


def _ruled(one: Ruled) -> Found:
    return Found(one.start, one.end, one.label, CONFIRMED, one.score, one.reason)


def _gap(marked: Marked, recall: Recall, index: Index, place: int) -> Found | None:
    """Return the longest words at a token that were tagged before, nearly wherever they stood."""
    for end, words in index.at(marked.words, place):
        tagged = recall.tagged(words)
        if not tagged:
            continue
        [(label, count)] = tagged.most_common(1)
        stood = max(count, recall.stands(words))
        if count >= OFTEN and count >= PURE * stood:
            score = count / (stood + 1)
            return Found(place, end, label, MEMORY, score, tagged_before(label, count))
    return None


def found_by_model(marked: Marked, tagged: Tagged, recall: Recall) -> list[Found]:
    """Return the spans of the model without what was rejected."""
    proposed = {one.place: one for one in marked.ruled}
    found = []
    for one in tagged.found:
        words = words_of(marked.words, one.start, one.end)
        ruled = proposed.get((one.start, one.end, one.label))
        if wrong_before(recall, words, one.label) or (ruled is None and one.score < UNSURE):
            continue
        rule, reason = _why(one.label, words, ruled, recall)
        found.append(Found(one.start, one.end, one.label, rule, one.score, reason))
    return found


def found_where_sure(marked: Marked, tagged: Tagged, recall: Recall) -> list[Found]:
    """Return the rules' spans, changed only where the model is sure that they are wrong."""
    proposed = {one.place for one in marked.ruled}
    by_model = found_by_model(marked, tagged, recall)
    found = [one for one in by_model if one.place in proposed or one.score >= ADDED]
    confirmed = {one.place for one in found}
    added = [one for one in found if one.place not in proposed]
    for one in marked.ruled:
        words = words_of(marked.words, one.start, one.end)
        if (
            one.place not in confirmed
            and tagged.likely.get(one.place, 1.0) > DROPPED
            and not wrong_before(recall, words, one.label)
            and not any(_corrects(other, one) for other in added)
        ):
            found.append(_ruled(one))
    return found


def _corrects(added: Found, ruled: Ruled) -> bool:
    """Whether a span stands for another one of its label, with other edges."""
    return added.label == ruled.label and added.start < ruled.end and ruled.start < added.end


def _why(label: str, words: str, ruled: Ruled | None, recall: Recall) -> tuple[str, str]:
    count = recall.tagged(words)[label]
    if ruled is not None:
        return CONFIRMED, ruled.reason
    if count:
        return MEMORY, tagged_before(label, count)
    return MODEL, f"It reads like the {label} of the articles that you completed."


def tagged_before(label: str, count: int) -> str:
    """Return how often somebody has tagged some words under a label."""
    times = {1: "once", 2: "twice"}.get(count, f"{count:,} times")
    return f"You tagged this {label} {times}."


def found_by_ways(
    marked: Marked, tagged: Tagged, recall: Recall, index: Index, outer: Collection[str]
) -> dict[Way, list[Found]]:
    """Return what each way but the rules finds; see the functions for the arguments."""
    return {
        Way.MEMORY: found_by_memory(marked, recall, index, outer),
        Way.SURE: found_where_sure(marked, tagged, recall),
        Way.MODEL: found_by_model(marked, tagged, recall),
    }


def places(found: Sequence[Found]) -> set[Labelled]:
    """Return start, end and label of each."""
    return {one.place for one in found}
