"""Learning from complete articles, and trying on articles left out what that is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Final

from annotator.domain.learned import (
    FEWEST_ARTICLES,
    Example,
    LearnedModel,
    Lesson,
    Said,
    Way,
    folds,
    stories,
)
from annotator.errors import TooFewToLearnError
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.learned.crf import Prepared, Rows, Tagger, Trainer, prepare
from annotator.nlp.learned.features import told_by_memory, told_by_text
from annotator.nlp.learned.gate import Trial
from annotator.nlp.learned.layers import Labelled, holding, layered
from annotator.nlp.learned.memory import Index, Memory, Recall, add_said, count_stands, told_by
from annotator.nlp.learned.reading import Reading
from annotator.nlp.learned.results import found_by_memory, found_by_model, places
from annotator.nlp.tokens import Kind, tokenize
from annotator.nlp.view import reading_view

ITERATIONS: Final = 50
FOLDS: Final = 5
_SHARE: Final = 0.8  # of the time left that a plan may fill: the rest is for what it cannot foresee
_READING: Final = 0.25  # of the time, for reading the articles
_TRIAL_ITERATIONS: Final = 4
_TRIAL_TOKENS: Final = 3_000


@dataclass(frozen=True)
class Plan:
    """How much is done in the time there is.

    Attributes:
        articles: How many, the newest.
        folds: Into how many parts they are cut to try what was learned.
        iterations: Of one training.
    """

    articles: int
    folds: int
    iterations: int


def planned(tokens: Sequence[int], rate: float, seconds: float) -> Plan:
    """Return the most thorough plan that fits into a time.

    Args:
        tokens: Of each article, the newest last.
        rate: Seconds for one token and iteration.
        seconds: CPU time for all trainings.
    """
    for count in range(len(tokens), FEWEST_ARTICLES, -1):
        total = sum(tokens[-count:])
        for parts, iterations in ((FOLDS, ITERATIONS), (4, 40), (3, 30)):
            if parts * iterations * total * rate <= seconds:  # parts - 1 shares, and the whole
                return Plan(count, min(parts, count), iterations)
    return Plan(min(len(tokens), FEWEST_ARTICLES), 3, 15)


@dataclass
class Material:
    """Articles as they are learned from.

    Attributes:
        names: Their ids, the newest last.
        gold: What is tagged in each, in tokens.
    """

    names: list[str]
    readings: list[Reading]
    gold: list[list[Labelled]]

    def newest(self, count: int) -> "Material":
        """Return the newest articles."""
        return Material(self.names[-count:], self.readings[-count:], self.gold[-count:])


@dataclass
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
        recalled = told_by_memory(reading, Recall(self.memory, without), self.index)
        features = [text + memory for text, memory in zip(told, recalled, strict=True)]
        return prepare(reading.sentences(), features)


def train(
    rules: RuleSource, lesson: Lesson, names: Mapping[str, str] | None = None
) -> LearnedModel:
    """Learn from complete articles.

    Args:
        rules: What finds spans without learning.
        lesson: The articles.
        names: What the labels of the rules are called in the scheme, where it is otherwise.

    Raises:
        TooFewToLearnError: There are fewer articles than learning needs.
    """
    began = process_time()
    names = dict(names or {})
    examples, labels, seconds = lesson.examples, lesson.labels, lesson.seconds
    material = _read(rules, examples, labels, names, seconds)
    told = stories(material.names)
    of_stories, known = _knowledge(material, told, lesson.said)
    prepared = [
        known.prepare(reading, of_stories[story])
        for reading, story in zip(material.readings, told, strict=True)
    ]
    rows = [
        layered(gold, known.outer, len(reading.words))
        for reading, gold in zip(material.readings, material.gold, strict=True)
    ]
    left = seconds - (process_time() - began)
    tokens = [len(reading.words) for reading in material.readings]
    plan = planned(tokens, _rate(prepared, rows, tokens), _SHARE * left)
    trainer, trial = _try(plan, material, prepared, rows, known, of_stories)
    files = trainer.train(plan.iterations)
    figures = trial.judge(labels)
    ways = {one.label: one.way for one in figures}
    return LearnedModel(
        by=lesson.by,
        at=lesson.at,
        articles=tuple(material.names[-plan.articles :]),
        figures=figures,
        before=trial.together({}, labels),
        after=trial.together(ways, labels),
        seconds=process_time() - began,
        files=files,
        size=sum(map(len, files.values())),
        complete=len(examples),
        memory={"words": known.memory.plain(), "outer": sorted(known.outer), "names": names},
    )


def _read(
    rules: RuleSource,
    examples: Sequence[Example],
    labels: Sequence[str],
    names: Mapping[str, str],
    seconds: float,
) -> Material:
    """Read the newest articles, as many as a part of the time is enough for."""
    until = process_time() + _READING * seconds
    found = Material([], [], [])
    for one in reversed(examples):
        if len(found.names) >= FEWEST_ARTICLES and process_time() > until:
            break
        reading = Reading(rules, one.text, one.zones, names)
        wanted = [span for span in one.spans if span[1] in labels]
        found.names.append(one.name)
        found.readings.append(reading)
        found.gold.append(reading.in_tokens(wanted))
    if len(found.names) < FEWEST_ARTICLES:
        raise TooFewToLearnError(count=len(found.names), fewest=FEWEST_ARTICLES)
    return Material(found.names[::-1], found.readings[::-1], found.gold[::-1])


def _knowledge(
    material: Material, told: Sequence[int], said: Sequence[Said]
) -> tuple[dict[int, Memory], Knowledge]:
    """Return what each story says of words, and what all together do."""
    of_stories = {story: Memory() for story in told}
    lessons = [
        told_by(reading.words, gold, reading.proposed())
        for reading, gold in zip(material.readings, material.gold, strict=True)
    ]
    loose = [(_as_words(one.words), one) for one in said]
    index = Index({words for one in lessons for words in one.tagged} | {w for w, _ in loose})
    memory = Memory()
    for one, reading, story in zip(lessons, material.readings, told, strict=True):
        count_stands(one, index, reading.words)
        of_stories[story].add(one)
        memory.add(one)
    for words, decided in loose:
        add_said(memory, words, decided.label, decided.tagged, decided.rejected)
    return of_stories, Knowledge(holding(material.gold), memory, index)


def _as_words(words: str) -> str:
    return " ".join(
        token.text for token in tokenize(reading_view(words)) if token.kind is not Kind.GAP
    )


def _rate(prepared: Sequence[Prepared], rows: Sequence[Rows], tokens: Sequence[int]) -> float:
    """Return the CPU seconds that a token costs in an iteration, tried on a few articles."""
    count = total = 0
    while count < len(tokens) and total < _TRIAL_TOKENS:
        count += 1
        total += tokens[-count]
    trainer = Trainer(prepared[-count:], rows[-count:], [0] * count)
    began = process_time()
    trainer.train(_TRIAL_ITERATIONS)
    return (process_time() - began) / (_TRIAL_ITERATIONS * max(1, total))


def _try(
    plan: Plan,
    material: Material,
    prepared: Sequence[Prepared],
    rows: Sequence[Rows],
    known: Knowledge,
    of_stories: Mapping[int, Memory],
) -> tuple[Trainer, Trial]:
    """Find the spans of each part of the articles with what all other parts teach."""
    parts = folds(material.names, plan.folds)
    told = stories(material.names)
    first = len(material.names) - plan.articles
    trainer = Trainer(prepared[first:], rows[first:], parts[first:])
    trial = Trial()
    for part in sorted(set(parts[first:])):
        tagger = Tagger(trainer.train(plan.iterations, part))
        for place in range(first, len(parts)):
            if parts[place] != part:
                continue
            reading, gold, story = material.readings[place], material.gold[place], told[place]
            recall = Recall(known.memory, of_stories[story])
            scored, _ = tagger.tag(prepared[place])
            trial.add(story, Way.RULES, gold, reading.proposed())
            trial.add(
                story,
                Way.MEMORY,
                gold,
                places(found_by_memory(reading, recall, known.index, known.outer)),
            )
            trial.add(story, Way.MODEL, gold, places(found_by_model(reading, scored, recall)))
    return trainer, trial
