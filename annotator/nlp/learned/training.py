"""Learning from complete articles, and trying on articles left out what that is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Final

from annotator.domain.learned import LearnedModel, Lesson, Way, folds
from annotator.nlp.builtin.source import RuleSource
from annotator.nlp.learned.crf import NONE_OUT, Files, Prepared, Rows, Tagger, trained
from annotator.nlp.learned.gate import Trial, Tried
from annotator.nlp.learned.layers import layered
from annotator.nlp.learned.material import ALWAYS, Knowledge, Material, gather, study
from annotator.nlp.learned.memory import Memory
from annotator.nlp.learned.results import places

ITERATIONS: Final = 50
FOLDS: Final = 5
_SHARE: Final = 0.7  # of the time left that a plan may fill: the rest is for what it cannot foresee
_READING: Final = 0.2  # of the time, for reading the articles
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
            layered(gold, known.outer, len(reading.marked.words))
            for reading, gold in zip(material.readings, material.gold, strict=True)
        ]
        return cls(material, known, of_stories, prepared, rows)

    def models(
        self, iterations: int, parts: Sequence[int], without: Iterable[int]
    ) -> dict[int, Files]:
        """Return what they teach without the articles of one part, for each such part."""
        return trained(self.prepared, self.rows, parts, iterations, without)


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
    studied = study(rules, examples, labels, names, _READING * seconds)
    material, known, of_stories = gather(studied, lesson.said)
    cost = _cost(material, known, of_stories)
    plan = planned(material.tokens, cost, _SHARE * (seconds - (process_time() - began)))
    school = School.gather(material.newest(plan.articles), known, of_stories)
    parts = folds(school.material.names, plan.folds)
    models = school.models(plan.iterations, parts, sorted({*parts, NONE_OUT}))
    files = models.pop(NONE_OUT)
    trial = _try(school, parts, models)
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
        school.models(iterations, [0] * count, [NONE_OUT])
        times.append((process_time() - began) / total)
    few, more = _TRIAL_ITERATIONS
    iteration = max(0.0, (times[1] - times[0]) / (more - few))
    return Cost(max(0.0, times[0] - few * iteration), iteration)


def _try(school: School, parts: Sequence[int], models: Mapping[int, Files]) -> Trial:
    """Find the spans of each part of the articles with what all other parts teach."""
    material = school.material
    tried = []
    for part, files in models.items():
        tagger = Tagger(files)
        for place in (place for place, own in enumerate(parts) if own == part):
            marked, story = material.readings[place].marked, material.told[place]
            without = school.of_stories[story]
            by_ways, _ = school.known.found(marked, school.prepared[place], tagger, without)
            found = {way: places(those) for way, those in by_ways.items()}
            found[Way.RULES] = set(marked.proposed())
            tried.append(Tried(story, marked.words, material.gold[place], found))
    return Trial(tried)
