"""How well two annotators agree: figures that say what they count and why they may be missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Interval: TypeAlias = tuple[float, float]
"""The 95 % bootstrap interval, articles drawn with replacement."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many things two annotators have in common; B is held against A as the reference.

    Attributes:
        matched: How many they both have.
        n_a, n_b: How many each has.
        interval: Of F1; ``None`` where there are fewer than two articles.
    """

    matched: int
    n_a: int
    n_b: int
    interval: Interval | None = None

    @property
    def precision(self) -> float | None:
        """The share of B's that A has too; ``None`` where B has none."""
        return self.matched / self.n_b if self.n_b else None

    @property
    def recall(self) -> float | None:
        """The share of A's that B has too; ``None`` where A has none."""
        return self.matched / self.n_a if self.n_a else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean, 2 x matched / (n_a + n_b); ``None`` where neither has any."""
        both = self.n_a + self.n_b
        return 2 * self.matched / both if both else None

    @property
    def apart(self) -> int:
        """How many tags the other one does not have."""
        return self.n_a + self.n_b - 2 * self.matched

    @property
    def why(self) -> str:
        """Why a figure is undefined, in words; "" where all are defined."""
        if not self.n_a and not self.n_b:
            return "Neither has any."
        if not self.n_a:
            return "A has none, so that recall is undefined."
        return "" if self.n_b else "B has none, so that precision is undefined."


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement beyond chance: 1 is perfect, 0 what chance would give.

    Attributes:
        value: ``None`` where it is undefined; ``why`` then says so in words.
        n: How many things were judged: tokens, pairs of spans, pairs of frames.
    """

    value: float | None
    n: int
    interval: Interval | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class TwoScores:
    """The same counted strictly and generously.

    Attributes:
        exact: What is the same: same place and label.
        overlap: What belongs together and shares at least one character.
    """

    exact: Score
    overlap: Score


@dataclass(frozen=True, slots=True)
class AttributeAgreement:
    """How frames that belong together agree on one attribute.

    Attributes:
        score: Values given, and those that are the same.
        kappa, alpha: Over the pairs in which both gave a value.
    """

    score: Score
    kappa: Coefficient
    alpha: Coefficient


@dataclass(frozen=True, slots=True)
class FrameAgreement:
    """How far two annotators have the same frames of one type, and say the same in them.

    Attributes:
        found: Frames that belong together, whatever they say.
        whole: Frames that are the same in fillers and attributes.
        roles: Fillers of frames that belong together.
    """

    found: Score
    whole: Score
    roles: Mapping[str, TwoScores] = field(default_factory=dict)
    attributes: Mapping[str, AttributeAgreement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one label met another.

    Attributes:
        names: Labels in the order of the scheme, then "" for no tag.
        counts: Row: what A has, column: what B has.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ArticleAgreement:
    """How two annotators agree on one article.

    Attributes:
        article: Its id in files.
        differences: What a reviewer would decide on.
    """

    article: str
    exact: Score
    overlap: Score
    kappa: Coefficient
    frames: Score
    differences: int


@dataclass(frozen=True, slots=True)
class Talk:
    """Something that it would pay to talk about.

    Attributes:
        what: "label", "role" or "attribute".
        frame: Type of the frame, "" for labels.
        score: Its exact score.
    """

    what: str
    name: str
    score: Score
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well B agrees with A.

    Attributes:
        exact, overlap: Spans, over all labels: same place and label; same label and some overlap.
        position: Spans whatever their label.
        label: Labels of spans that belong together, whatever their place.
        kappa, alpha: Over tokens, one label a token; see the decision on coefficients.
        talk: Where they are furthest apart, worst first.
    """

    annotators: tuple[str, str]
    articles: int
    exact: Score
    overlap: Score
    position: TwoScores
    label: Coefficient
    labels: Mapping[str, TwoScores]
    kappa: Coefficient
    alpha: Coefficient
    frames: Mapping[str, FrameAgreement]
    confusion: Confusion
    by_article: tuple[ArticleAgreement, ...]
    talk: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How two of several annotators agree.

    Attributes:
        articles: Number of those that both have.
        exact, overlap: F1 of spans over all labels, ``None`` where it is undefined.
        kappa: Cohen's, over tokens.
    """

    a: str
    b: str
    articles: int
    exact: float | None
    overlap: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """How well three annotators or more agree.

    Attributes:
        names: Of the annotators.
        articles: Number of those that at least two of them have.
        alpha: Krippendorff's, over tokens, one label a token; articles that somebody has not
            tagged count with those who have.
        pairs: Each two of them.
    """

    names: tuple[str, ...]
    articles: int
    alpha: Coefficient
    pairs: tuple[PairAgreement, ...]
