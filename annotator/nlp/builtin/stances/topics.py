"""The topics of a codebook, found by the keywords that users give them."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.nlp.builtin.statements.layout import Layout
from annotator.nlp.tokens import tokenize
from annotator.nlp.view import reading_view

_MANY = "*"


class WordBook:
    """Finds entries of one or more words; the last word may end in "*" and then only begins so."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Read entries and what each stands for."""
        self._whole: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
        self._begun: dict[str, list[str]] = {}
        self._lengths: set[int] = set()
        for entry, what in entries:
            words = [token.text.lower() for token in tokenize(reading_view(entry.rstrip(_MANY)))]
            if not words:
                continue
            many = entry.endswith(_MANY)
            if len(words) == 1 and many:
                self._begun.setdefault(words[0], []).append(what)
                self._lengths.add(len(words[0]))
            else:
                self._whole.setdefault(words[0], []).append((tuple(words[1:]), many, what))

    def at(self, words: Sequence[str], index: int) -> list[str]:
        """Return what begins at a word, each once."""
        word = words[index]
        found = [what for rest, many, what in self._whole.get(word, ())
                 if _follows(words, index + 1, rest, many=many)]  # fmt: skip
        for length in self._lengths:
            if len(word) >= length:
                found += self._begun.get(word[:length], ())
        return list(dict.fromkeys(found))


def _follows(words: Sequence[str], first: int, rest: tuple[str, ...], *, many: bool) -> bool:
    if not rest:
        return True
    there = words[first : first + len(rest)]
    if len(there) < len(rest) or tuple(there[:-1]) != rest[:-1]:
        return False
    return there[-1].startswith(rest[-1]) if many else there[-1] == rest[-1]


class TopicBook:
    """The codebook of topics.

    Attributes:
        names: All topics.
        other: The topic of what fits none: the first one without keywords, "" where all have some.
    """

    def __init__(self, topics: Mapping[str, Sequence[str]]) -> None:
        """Read topics with their keywords."""
        self.names = tuple(topics)
        self.other = next((name for name in self.names if not topics[name]), "")
        self.words = WordBook(
            (word, name) for name, keywords in topics.items() for word in keywords
        )


_NEAR, _SENTENCE, _PARAGRAPH, _ARTICLE = 2.0, 0.5, 0.5, 2.0
_TITLE = 4
_LEAST = 0.8
_SPARSE = 80  # an article is about a topic where a keyword stands in so many tokens


class Topics:
    """The topics of a page."""

    def __init__(self, layout: Layout, book: TopicBook) -> None:
        self._layout = layout
        self._book = book
        self._units: dict[int, dict[str, int]] = {}
        self._paragraphs: dict[int, dict[str, int]] = {}
        self._whole: dict[str, float] = {}
        self._hits: dict[int, list[str]] = {}
        self._read()

    def _read(self) -> None:
        layout = self._layout
        for index in range(len(layout.low)):
            number = layout.unit_of[index]
            topics = self._book.words.at(layout.low, index) if number >= 0 else []
            if not topics:
                continue
            self._hits[index] = topics
            paragraph = layout.units[number].paragraph
            for topic in topics:
                _count(self._units.setdefault(number, {}), topic)
                _count(self._paragraphs.setdefault(paragraph, {}), topic)
                weight = _TITLE if paragraph == 0 else 1
                self._whole[topic] = self._whole.get(topic, 0) + weight

    def of(self, pieces: Iterable[tuple[int, int]], unit: int) -> str:
        """Return the topic of some words: by themselves, their sentence, paragraph and article.

        Args:
            pieces: The words, as tokens.
            unit: Their sentence.
        """
        scores: dict[str, float] = {}
        for first, last in pieces:
            for index in range(first, last):
                for topic in self._hits.get(index, ()):
                    scores[topic] = scores.get(topic, 0) + _NEAR
        paragraph = self._layout.units[unit].paragraph
        for counts, weight in (
            (self._units.get(unit, {}), _SENTENCE),
            (self._paragraphs.get(paragraph, {}), _PARAGRAPH),
        ):
            for topic, count in counts.items():
                scores[topic] = scores.get(topic, 0) + weight * min(count, 3)
        total = sum(self._whole.values()) + len(self._layout.low) / _SPARSE
        for topic, weight in self._whole.items():
            scores[topic] = scores.get(topic, 0) + _ARTICLE * weight / total
        best = max(scores, key=lambda topic: scores[topic], default="")
        return best if best and scores[best] >= _LEAST else self._book.other

    def touches(self, first: int, last: int) -> bool:
        """Whether a keyword stands among some tokens."""
        return any(index in self._hits for index in range(first, last))


def _count(counts: dict[str, int], topic: str) -> None:
    counts[topic] = counts.get(topic, 0) + 1
