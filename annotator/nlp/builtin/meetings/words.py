"""The words that name meetings and say whether they take place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator import assets

FOLDER = "lexica"


def lines(name: str) -> list[tuple[list[str], str]]:
    """Return the lines of a list as entries, which commas part, and what they are."""
    found = []
    for line in assets.read_text(f"{FOLDER}/{name}.txt").splitlines():
        words, bar, what = line.partition("|")
        if bar and not line.startswith("#"):
            found.append(([entry.strip() for entry in words.split(",")], what.strip()))
    return found


def entries(name: str) -> list[tuple[str, str]]:
    """Return each entry of a list and what it is."""
    return [(entry, what) for words, what in lines(name) for entry in words]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words behind the first one of an entry, and what they are."""

    rest: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class MeetingWords:
    """All words for meetings.

    Attributes:
        verbs: What a form of a verb is.
        bases: Forms that stand behind "will" and "to".
        presents: Those of the third person.
        nouns, status: By their first word, the longest first.
    """

    verbs: Mapping[str, str]
    bases: frozenset[str]
    presents: frozenset[str]
    nouns: Mapping[str, tuple[Phrase, ...]]
    status: Mapping[str, tuple[Phrase, ...]]


def _phrases(name: str) -> dict[str, tuple[Phrase, ...]]:
    """Return the entries of a list by their first word."""
    found: dict[str, list[Phrase]] = {}
    for words, what in entries(name):
        first, *rest = words.split()
        found.setdefault(first, []).append(Phrase(tuple(rest), what))
    return {first: tuple(sorted(all_, key=lambda p: -len(p.rest))) for first, all_ in found.items()}


@cache
def meeting_words() -> MeetingWords:
    """Return the words, read once."""
    verbs: dict[str, str] = {}
    bases, presents = set(), set()
    for forms, what in lines("meeting-verbs"):
        bases.add(forms[0])
        presents.add(forms[1])
        verbs.update(dict.fromkeys(forms, what))
    return MeetingWords(
        verbs,
        frozenset(bases - {"come"}),
        frozenset(presents),
        _phrases("meeting-nouns"),
        _phrases("meeting-status"),
    )


def phrase_at(
    phrases: Mapping[str, tuple[Phrase, ...]], words: list[str], index: int
) -> tuple[Phrase, int] | None:
    """Return the longest entry that begins at a word, and the place behind it."""
    for phrase in phrases.get(words[index], ()):
        last = index + 1 + len(phrase.rest)
        if tuple(words[index + 1 : last]) == phrase.rest:
            return phrase, last
    return None
