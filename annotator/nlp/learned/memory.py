"""What was tagged, left alone and rejected before: words with their counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.nlp.learned.layers import OUT, Labelled

LONGEST: Final = 12
"""Tokens; longer spans are not remembered as words."""
Counts = dict[str, Counter[str]]
"""By words, as tokens with a blank between them, then by label."""


@dataclass(frozen=True)
class Memory:
    """Counts of words, of one article or of many.

    Attributes:
        tagged: Words that were tagged, by label.
        stands: How often these words stand in the articles, tagged or not.
        marks: Single words, by the label of the span that they are in, :data:`OUT` for none.
        right: Words that a rule proposed under a label and that were tagged so.
        wrong: Words that a rule proposed under a label and that were not tagged so.
        rejected: Words of which a suggestion was rejected, in complete articles too.
    """

    tagged: Counts = field(default_factory=dict)
    stands: Counter[str] = field(default_factory=Counter)
    marks: Counts = field(default_factory=dict)
    right: Counts = field(default_factory=dict)
    wrong: Counts = field(default_factory=dict)
    rejected: Counts = field(default_factory=dict)

    def add(self, other: "Memory") -> None:
        """Add the counts of another one."""
        self.stands.update(other.stands)
        for mine, theirs in (
            (self.tagged, other.tagged),
            (self.marks, other.marks),
            (self.right, other.right),
            (self.wrong, other.wrong),
            (self.rejected, other.rejected),
        ):
            for words, counts in theirs.items():
                mine.setdefault(words, Counter()).update(counts)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "tagged": self.tagged,
            "stands": self.stands,
            "marks": self.marks,
            "right": self.right,
            "wrong": self.wrong,
            "rejected": self.rejected,
        }

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Memory":
        """Return what :meth:`plain` gave.

        Raises:
            ValueError, TypeError, KeyError: It is something else.
        """
        return cls(
            _counts(plain["tagged"]),
            _counter(plain["stands"]),
            _counts(plain["marks"]),
            _counts(plain["right"]),
            _counts(plain["wrong"]),
            _counts(plain.get("rejected", {})),  # not in models of earlier versions
        )


def _counter(plain: dict[str, Any]) -> Counter[str]:
    return Counter({str(key): int(count) for key, count in plain.items()})


def _counts(plain: dict[str, Any]) -> Counts:
    return {str(words): _counter(counts) for words, counts in plain.items()}


def words_of(words: Sequence[str], start: int, end: int) -> str:
    """Return some tokens as memory keeps them."""
    return " ".join(words[start:end])


def told_by(
    words: Sequence[str], spans: Iterable[Labelled], proposed: Iterable[Labelled]
) -> Memory:
    """Return what one article says, but not how often its words stand there: :func:`count_stands`.

    Args:
        words: Its tokens.
        spans: What is tagged in it, wholly.
        proposed: What the rules propose there.
    """
    told = Memory()
    right = set(spans)
    marks = [OUT] * len(words)
    for start, end, label in sorted(right, key=lambda span: span[0] - span[1]):
        marks[start:end] = [label] * (end - start)  # the innermost comes last
        if end - start <= LONGEST:
            told.tagged.setdefault(words_of(words, start, end), Counter())[label] += 1
    for word, mark in zip(words, marks, strict=True):
        told.marks.setdefault(word, Counter())[mark] += 1
    for start, end, label in set(proposed):
        counts = told.right if (start, end, label) in right else told.wrong
        if end - start <= LONGEST:
            counts.setdefault(words_of(words, start, end), Counter())[label] += 1
    return told


class Index:
    """Finds remembered words in a text."""

    def __init__(self, known: Iterable[str]) -> None:
        self._lengths: dict[str, list[int]] = {}
        self._known = frozenset(known)
        lengths: dict[str, set[int]] = {}
        for key in self._known:
            first, _, rest = key.partition(" ")
            lengths.setdefault(first, set()).add(1 + rest.count(" ") + 1 if rest else 1)
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, words: Sequence[str], place: int) -> Iterator[tuple[int, str]]:
        """Yield end and words of what is known and begins at a token, the longest first."""
        for length in self._lengths.get(words[place], ()):
            key = words_of(words, place, place + length)
            if place + length <= len(words) and key in self._known:
                yield place + length, key

    def all_in(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and words of everything known, overlapping too."""
        for place in range(len(words)):
            for end, key in self.at(words, place):
                yield place, end, key


def count_stands(told: Memory, index: Index, words: Sequence[str]) -> None:
    """Count how often known words stand in the article that a memory is of."""
    told.stands.update(key for _, _, key in index.all_in(words))


class Recall:
    """Counts of a memory, as they would be without one of its articles.

    What a model is taught must not know its own answers: the words of an article are looked up in
    what all others say.
    """

    def __init__(self, memory: Memory, without: Memory | None = None) -> None:
        self._memory = memory
        self._without = without or Memory()

    def tagged(self, words: str) -> Counter[str]:
        """Return how often words were tagged, by label."""
        return _less(self._memory.tagged.get(words), self._without.tagged.get(words))

    def stands(self, words: str) -> int:
        """Return how often words stood somewhere, tagged or not."""
        return self._memory.stands[words] - self._without.stands[words]

    def marks(self, word: str) -> Counter[str]:
        """Return in spans of which labels a word stood, and how often in none."""
        return _less(self._memory.marks.get(word), self._without.marks.get(word))

    def right(self, words: str, label: str) -> int:
        """Return how often a rule proposed words under a label and was right."""
        return _less(self._memory.right.get(words), self._without.right.get(words))[label]

    def wrong(self, words: str, label: str) -> int:
        """Return how often a rule proposed words under a label and was wrong."""
        return _less(self._memory.wrong.get(words), self._without.wrong.get(words))[label]

    def rejected(self, words: str, label: str) -> int:
        """Return how often a suggestion of words under a label was rejected."""
        return self._memory.rejected.get(words, _NOTHING)[label]


_NOTHING: Counter[str] = Counter()


def _less(all_of_them: Counter[str] | None, own: Counter[str] | None) -> Counter[str]:
    if all_of_them is None:
        return _NOTHING
    return all_of_them if own is None else all_of_them - own


def add_said(memory: Memory, words: str, label: str, tagged: int, rejected: int) -> None:
    """Add what was tagged in articles that are not complete, and what was rejected in any.

    Args:
        memory: Of all articles.
        words: As memory keeps them.
        label: Under which they were tagged, or rejected.
        tagged: How often they were tagged so.
        rejected: How often a suggestion of it was rejected.
    """
    memory.stands[words] += tagged
    if tagged:
        memory.tagged.setdefault(words, Counter())[label] += tagged
    if rejected:
        memory.rejected.setdefault(words, Counter())[label] += rejected
