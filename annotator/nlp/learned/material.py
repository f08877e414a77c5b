"""Articles as they are learned from, and what they say of words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Final

from annotator.domain.learned import FEWEST_ARTICLES, Example, Said, Way, stories
from annotator.errors import TooFewToLearnError
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.learned.crf import Prepared, Tagger, prepare
from annotator.nlp.learned.features import told_by_memory, told_by_text
from annotator.nlp.learned.layers import Labelled, holding, layered
from annotator.nlp.learned.memory import Index, Memory, Recall, add_said, count_stands, told_by
from annotator.nlp.learned.reading import Marked, Reading
from annotator.nlp.learned.results import Found, found_by_ways
from annotator.nlp.tokens import Kind, tokenize
from annotator.nlp.view import reading_view

ALWAYS: Final = 10
"""So many articles, if there are as many, are learned from however short the time is."""
MOST_TOKENS: Final = 40_000
"""Models are trained on the newest articles of so many tokens, some eighty articles: about what the
time is enough for. Of older ones only the words are remembered, which keeps memory small."""


@dataclass(frozen=True)
class Studied:
    """One article that is learned from.

    Attributes:
        name: Its id.
        reading: ``None`` where only its words are remembered.
        gold: What is tagged in it, in tokens.
    """

    name: str
    marked: Marked
    gold: Sequence[Labelled]
    reading: Reading | None


@dataclass(frozen=True)
class Material:
    """Articles that models are trained on, the newest last.

    Attributes:
        told: Number of the story of each.
    """

    names: Sequence[str]
    readings: Sequence[Reading]
    gold: Sequence[Sequence[Labelled]]
    told: Sequence[int]

    @property
    def tokens(self) -> list[int]:
        """Return the number of tokens of each."""
        return [len(reading.marked.words) for reading in self.readings]

    def newest(self, count: int) -> "Material":
        """Return the newest articles."""
        return Material(
            self.names[-count:], self.readings[-count:], self.gold[-count:], self.told[-count:]
        )


@dataclass(frozen=True)
class Knowledge:
    """What articles say, apart from the models.

    Attributes:
        outer: Labels that hold others.
        memory: Their words.
    """

    outer: frozenset[str]
    memory: Memory
    index: Index

    def prepare(self, reading: Reading, without: Memory | None = None) -> Prepared:
        """Return an article as models read it; ``without`` is what its own story says."""
        told = told_by_text(reading, self.outer)
        recalled = told_by_memory(reading.marked, Recall(self.memory, without), self.index)
        return prepare(
            reading.sentences(),
            (text + memory for text, memory in zip(told, recalled, strict=True)),
        )

    def found(
        self, marked: Marked, prepared: Prepared, tagger: Tagger, without: Memory | None = None
    ) -> tuple[dict[Way, list[Found]], float]:
        """Return what each way finds in an article, and how many marks are expected to be wrong.

        Args:
            marked: The article.
            prepared: What :meth:`prepare` returned for it.
            tagger: The models.
            without: What its own story says.
        """
        asked = layered(marked.proposed(), self.outer, len(marked.words))
        tagged = tagger.tag(prepared, asked)
        recall = Recall(self.memory, without)
        found = found_by_ways(marked, tagged, recall, self.index, self.outer)
        return found, tagged.doubt


def study(
    rules: RuleSource,
    examples: Sequence[Example],
    labels: Collection[str],
    names: Mapping[str, str],
    seconds: float,
) -> list[Studied]:
    """Read the newest articles, as many as there is time for; the newest comes last.

    Args:
        rules: What finds spans without learning.
        examples: The articles.
        labels: What is learned.
        names: What the labels of the rules are called in the scheme, where it is otherwise.
        seconds: CPU time.

    Raises:
        TooFewToLearnError: There are fewer articles than learning needs.
    """
    until = process_time() + seconds
    found: list[Studied] = []
    tokens = 0
    for one in reversed(examples):
        if len(found) >= ALWAYS and process_time() > until:
            break
        reading = Reading(rules, one.text, one.zones, names)
        wanted = [span for span in one.spans if span[1] in labels]
        tokens += len(reading.marked.words)
        trained = tokens <= MOST_TOKENS or len(found) < ALWAYS
        found.append(
            Studied(
                one.name,
                reading.marked,
                reading.in_tokens(wanted),
                reading if trained else None,
            )
        )
    if len(found) < FEWEST_ARTICLES:
        raise TooFewToLearnError(count=len(found), fewest=FEWEST_ARTICLES)
    return found[::-1]


def gather(
    studied: Sequence[Studied], said: Sequence[Said]
) -> tuple[Material, Knowledge, dict[int, Memory]]:
    """Return what models are trained on, what all articles say, and what each story says.

    Args:
        studied: The articles, the newest last.
        said: What was decided in other articles.
    """
    told = stories([one.name for one in studied])
    lessons = [told_by(one.marked.words, one.gold, one.marked.proposed()) for one in studied]
    loose = [(_as_words(one.words), one) for one in said]
    index = Index({words for one in lessons for words in one.tagged} | {w for w, _ in loose})
    memory = Memory()
    of_stories = {
        story: Memory() for one, story in zip(studied, told, strict=True) if one.reading is not None
    }
    for lesson, one, story in zip(lessons, studied, told, strict=True):
        count_stands(lesson, index, one.marked.words)
        memory.add(lesson)
        if story in of_stories:
            of_stories[story].add(lesson)
    for words, decided in loose:
        add_said(memory, words, decided.label, decided.tagged, decided.rejected)
    trained = [one for one in studied if one.reading is not None]
    material = Material(
        [one.name for one in trained],
        [one.reading for one in trained if one.reading is not None],
        [one.gold for one in trained],
        told[len(studied) - len(trained) :],
    )
    return material, Knowledge(holding(one.gold for one in studied), memory, index), of_stories


def _as_words(words: str) -> str:
    return " ".join(
        token.text for token in tokenize(reading_view(words)) if token.kind is not Kind.GAP
    )
