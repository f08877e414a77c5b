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
ALWAYS: Final = 10
"""So many articles, if there are as many, are learned from however short the time is."""
_SHARE: Final = 0.7  # of the time left that a plan may fill: the rest is for what it cannot foresee
_READING: Final = 0.25  # of the time, for reading the articles
_TRIAL_ITERATIONS: Final = (2, 10)
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


@dataclass(frozen=True)
class Cost:
    """CPU seconds that a token costs in one training: once, and in each iteration."""

    once: float
    iteration: float


def planned(tokens: Sequence[int], cost: Cost, seconds: float) -> Plan:
    """Return the most thorough plan that fits into a time.

    Args:
        tokens: Of each article, the newest last.
        cost: Of a token.
        seconds: CPU time for all trainings.
    """
    fewest = min(len(tokens), ALWAYS)
    for count in range(len(tokens), fewest - 1, -1):
        total = sum(tokens[-count:])
        for parts, iterations in ((FOLDS, ITERATIONS), (4, 40), (3, 30)):
            # As often as there are parts, one left out, and once wholly: together, parts wholes.
            if parts * total * (cost.once + iterations * cost.iteration) <= seconds:
                return Plan(count, min(parts, count), iterations)
    return Plan(fewest, min(3, fewest), 15)


@dataclass
class Material:
    """Articles as they are learned from.

    Attributes:
        names: Their ids, the newest last.
        gold: What is tagged in each, in tokens.
        told: Number of the story of each.
    """

    names: list[str]
    readings: list[Reading]
    gold: list[list[Labelled]]
    told: list[int]

    @property
    def tokens(self) -> list[int]:
        """Return the number of tokens of each."""
        return [len(reading.words) for reading in self.readings]

    def newest(self, count: int) -> "Material":
        """Return the newest articles."""
        return Material(
            self.names[-count:], self.readings[-count:], self.gold[-count:], self.told[-count:]
        )


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


@dataclass
class School:
    """Articles prepared for learning, with what their stories say of words."""

    material: Material
    known: Knowledge
    of_stories: Mapping[int, Memory]
    prepared: Sequence[Prepared]
    rows: Sequence[Rows]

    @classmethod
    def gather(
        cls, material: Material, known: Knowledge, of_stories: Mapping[int, Memory]
    ) -> "School":
        """Prepare articles: none of them is told what its own story says."""
        prepared = [
            known.prepare(reading, of_stories[story])
            for reading, story in zip(material.readings, material.told, strict=True)
        ]
        rows = [
            layered(gold, known.outer, len(reading.words))
            for reading, gold in zip(material.readings, material.gold, strict=True)
        ]
        return cls(material, known, of_stories, prepared, rows)

    def trainer(self, parts: Sequence[int]) -> Trainer:
        """Return what learns from them, or from all but one part."""
        return Trainer(self.prepared, self.rows, parts)


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
    of_stories, known = _knowledge(material, lesson.said)
    cost = _cost(material, known, of_stories)
    plan = planned(material.tokens, cost, _SHARE * (seconds - (process_time() - began)))
    school = School.gather(material.newest(plan.articles), known, of_stories)
    trainer = school.trainer(folds(school.material.names, plan.folds))
    trial = _try(plan, school, trainer)
    files = trainer.train(plan.iterations)
    figures = trial.judge(labels)
    ways = {one.label: one.way for one in figures}
    return LearnedModel(
        by=lesson.by,
        at=lesson.at,
        articles=tuple(school.material.names),
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
    found = Material([], [], [], [])
    for one in reversed(examples):
        if len(found.names) >= ALWAYS and process_time() > until:
            break
        reading = Reading(rules, one.text, one.zones, names)
        wanted = [span for span in one.spans if span[1] in labels]
        found.names.append(one.name)
        found.readings.append(reading)
        found.gold.append(reading.in_tokens(wanted))
    if len(found.names) < FEWEST_ARTICLES:
        raise TooFewToLearnError(count=len(found.names), fewest=FEWEST_ARTICLES)
    names_now = found.names[::-1]
    return Material(names_now, found.readings[::-1], found.gold[::-1], stories(names_now))


def _knowledge(material: Material, said: Sequence[Said]) -> tuple[dict[int, Memory], Knowledge]:
    """Return what each story says of words, and what all together do."""
    of_stories = {story: Memory() for story in material.told}
    lessons = [
        told_by(reading.words, gold, reading.proposed())
        for reading, gold in zip(material.readings, material.gold, strict=True)
    ]
    loose = [(_as_words(one.words), one) for one in said]
    index = Index({words for one in lessons for words in one.tagged} | {w for w, _ in loose})
    memory = Memory()
    for one, reading, story in zip(lessons, material.readings, material.told, strict=True):
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


def _cost(material: Material, known: Knowledge, of_stories: Mapping[int, Memory]) -> Cost:
    """Return what a token costs, tried on a few articles with few and with more iterations."""
    tokens = material.tokens
    count = 1
    while count < len(tokens) and sum(tokens[-count:]) < _TRIAL_TOKENS:
        count += 1
    total = max(1, sum(tokens[-count:]))
    school = School.gather(material.newest(count), known, of_stories)
    times = []
    for iterations in _TRIAL_ITERATIONS:
        began = process_time()
        school.trainer([0] * count).train(iterations)
        times.append((process_time() - began) / total)
    few, more = _TRIAL_ITERATIONS
    iteration = max(0.0, (times[1] - times[0]) / (more - few))
    return Cost(max(0.0, times[0] - few * iteration), iteration)


def _try(plan: Plan, school: School, trainer: Trainer) -> Trial:
    """Find the spans of each part of the articles with what all other parts teach."""
    material, known = school.material, school.known
    parts = folds(material.names, plan.folds)
    trial = Trial()
    for part in sorted(set(parts)):
        tagger = Tagger(trainer.train(plan.iterations, part))
        for place in (place for place, own in enumerate(parts) if own == part):
            reading, gold = material.readings[place], material.gold[place]
            story = material.told[place]
            recall = Recall(known.memory, school.of_stories[story])
            scored, _ = tagger.tag(school.prepared[place])
            remembered = found_by_memory(reading, recall, known.index, known.outer)
            trial.add(story, Way.RULES, gold, reading.proposed())
            trial.add(story, Way.MEMORY, gold, places(remembered))
            trial.add(story, Way.MODEL, gold, places(found_by_model(reading, scored, recall)))
    return trial
