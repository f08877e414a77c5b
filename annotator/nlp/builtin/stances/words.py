"""The words that say where somebody stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from annotator.nlp.builtin.meetings.words import entries
from annotator.nlp.builtin.stances.topics import WordBook
from annotator.nlp.builtin.statements.cues import Form, conjugated

OPPOSITE = {"support": "oppose", "oppose": "neutral"}
"""What a denied position is: who does not object is not yet in favour."""


@dataclass(frozen=True, slots=True)
class StanceWord:
    """A verb or noun that says a position.

    Attributes:
        rest: The words behind its first one.
        form: Of a verb; ``None`` for a noun.
    """

    kind: str
    polarity: str
    strength: int
    rest: tuple[str, ...]
    form: Form | None = None


@dataclass(frozen=True)
class StanceWords:
    """All words for stances: by their first word, the longest first; and opinions, maximisers."""

    known: Mapping[str, tuple[StanceWord, ...]]
    opinions: WordBook
    strengths: WordBook


def _words(name: str) -> Iterator[tuple[str, str, int, str]]:
    for first, rest in entries(name):
        polarity, strength, words = (part.strip() for part in rest.split("|"))
        for word in words.split(","):
            yield first, polarity, int(strength), word.strip()


@cache
def stance_words() -> StanceWords:
    """Return the words, read once."""
    known: dict[str, list[StanceWord]] = {}
    for kind, polarity, strength, entry in _words("stance-verbs"):
        words, _, past = entry.partition("=")
        head, *rest = words.split()
        seen: set[str] = set()
        for form, word in conjugated(head, past):
            if word not in seen:
                seen.add(word)
                one = StanceWord(kind, polarity, strength, tuple(rest), form)
                known.setdefault(word, []).append(one)
    for kind, polarity, strength, entry in _words("stance-nouns"):
        head, *rest = entry.split()
        known.setdefault(head, []).append(StanceWord(kind, polarity, strength, tuple(rest)))
    opinions = [(w.strip(), p) for p, words in entries("opinion-words") for w in words.split(",")]
    strengths = [(w.strip(), n) for n, words in entries("maximisers") for w in words.split(",")]
    return StanceWords(
        {word: tuple(sorted(all_, key=lambda w: -len(w.rest))) for word, all_ in known.items()},
        WordBook(opinions),
        WordBook(strengths),
    )
