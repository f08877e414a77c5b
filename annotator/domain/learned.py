"""What is learned from an analyst: from what, how well, and what of it is used."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from annotator.domain.article import Zone
from annotator.domain.extent import Extent

LEARNED: Final = "learned"
"""Name of the source; its version is the number of the model."""
RULES: Final = "builtin"
"""Name of the source that models read, and whose suggestions they confirm or not."""
FEWEST_ARTICLES: Final = 4
"""Fewer cannot be divided into articles to learn from and articles to try it on."""
DUE_AFTER: Final = 5
"""So many further complete articles make it worth learning again."""
SECONDS: Final = 20.0
"""CPU seconds that learning may take, without loading the rules."""
LEAST_GAIN: Final = 0.01
"""Of exact F1, for a label to be switched on."""
_NUMBERED = re.compile(r"^(.+)[-_. ]\d+$")


class Way(StrEnum):
    """Where the suggestions of a label come from."""

    RULES = "rules"  # as they are without learning
    MEMORY = "memory"  # the rules, without what was rejected, with words tagged before
    SURE = "sure"  # the rules, changed where the sequence model is sure
    MODEL = "model"  # the sequence model, to which the rules are one hint among others


@dataclass(frozen=True, slots=True)
class Example:
    """A complete article to learn from.

    Attributes:
        name: Its id.
        spans: All that is tagged in it.
    """

    name: str
    text: str
    zones: tuple[Zone, ...] = ()
    spans: tuple[tuple[Extent, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was decided on some words under a label, beside what the complete articles show.

    Attributes:
        tagged: How often they are tagged so in articles that are not complete.
        rejected: How often a suggestion of it was rejected in any article.
    """

    words: str
    label: str
    tagged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that is learned from at once.

    Attributes:
        examples: Complete articles, the newest last; those that there is no time for are left
            out, the oldest first.
        labels: What is learned, in the scheme's order; spans of other labels are passed over.
        by: Whose articles they are.
        at: The time, kept with the model.
        said: What was decided in other articles.
        seconds: CPU time that may be taken, about.
    """

    examples: tuple[Example, ...]
    labels: tuple[str, ...]
    by: str
    at: str
    said: tuple[Said, ...] = ()
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """What learning brings for one label, tried on articles that were not learned from.

    Attributes:
        count: How often it is tagged in the articles.
        before, after: Exact F1 of the rules alone and with what was learned; for a label that is
            not switched on, of the better way.
        way: Where its suggestions come from now.
        why: In a few words, why it is or is not switched on.
    """

    label: str
    count: int
    before: float
    after: float
    way: Way
    why: str

    @property
    def on(self) -> bool:
        """Whether what was learned is used for it."""
        return self.way != Way.RULES


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """What was learned once.

    Attributes:
        number: Version of the source; 0 until it is stored.
        by: The annotator whose articles were learned from, and who gets its suggestions.
        at: When, in UTC to the second.
        articles: Ids of the articles: the newest, where there were more than there was time for.
        figures: By label, in the order of the scheme.
        before, after: Exact F1 over all labels.
        seconds: CPU seconds that it took.
        complete: How many complete articles there were; some may have been too many to read.
        size: Bytes of the files.
        files: The crfsuite file of each layer.
        memory: Words with their counts, and what else is needed to read them, as JSON has it.
    """

    by: str
    at: str
    articles: tuple[str, ...]
    figures: tuple[LabelFigures, ...]
    before: float
    after: float
    seconds: float
    files: Mapping[str, bytes] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    complete: int = 0
    size: int = 0

    @property
    def source(self) -> str:
        """NAME/VERSION, as it is stored with each suggestion."""
        return f"{LEARNED}/{self.number}"

    @property
    def trained_on(self) -> str:
        """How many articles it was learned from: "106 of 300 articles", "6 articles" for all."""
        count = len(self.articles)
        among = f"{count:,} of {self.complete:,}" if count < self.complete else f"{count:,}"
        return f"{among} articles"

    @property
    def ways(self) -> dict[str, Way]:
        """Return the labels that are switched on, with the way of each."""
        return {one.label: one.way for one in self.figures if one.on}


def stories(names: Sequence[str]) -> list[int]:
    """Return a number for each article: the same for articles that tell one story.

    "amman-1" and "amman-2" are one story. Where names do not say so (none is shared, or one by
    more than half of the articles), each article is a story of its own.
    """
    stems = [found[1] if (found := _NUMBERED.match(name)) else name for name in names]
    counts = Counter(stems)
    if len(counts) < FEWEST_ARTICLES or 2 * max(counts.values(), default=0) > len(names):
        return list(range(len(names)))
    numbers = {stem: number for number, stem in enumerate(counts)}
    return [numbers[stem] for stem in stems]


def folds(names: Sequence[str], count: int) -> list[int]:
    """Return for each article the part it belongs to when articles are cut into ``count`` parts.

    Stories stay together, and parts are consecutive stories of about equal length.
    """
    told = stories(names)
    sizes = Counter(told)
    parts: dict[int, int] = {}
    done = 0
    for story in dict.fromkeys(told):
        middle = done + sizes[story] / 2
        parts[story] = min(count - 1, int(middle * count / len(names)))
        done += sizes[story]
    return [parts[story] for story in told]
