"""What each part of the yardstick returns, so that all are printed and compared alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.yardstick.counting import Score


@dataclass(frozen=True)
class Miss:
    """Something that went wrong, with its words in context.

    Attributes:
        weight: How bad it is; the worst are shown first.
    """

    weight: float
    line: str


@dataclass(frozen=True)
class Part:
    """The figures of one part: statements, meetings, stances.

    Attributes:
        scores: Rows with precision, recall and F1.
        shares: Rows that say how many of how many are right.
    """

    name: str
    scores: Mapping[str, Score] = field(default_factory=dict)
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    misses: Sequence[Miss] = ()

    def figures(self) -> dict[str, Any]:
        """Return the part as JSON."""
        return {
            **{name: as_figures(score) for name, score in self.scores.items()},
            **{
                name: {"right": right, "of": of, "share": round(right / of, 4) if of else 0.0}
                for name, (right, of) in self.shares.items()
            },
        }

    def lines(self) -> list[str]:
        """Return the part as a table."""
        rows = [f"{self.name:34}{'P':>8}{'R':>7}{'F1':>7}{'gold':>7}{'ours':>7}"]
        rows += [
            f"  {name:32}{score.precision:8.3f}{score.recall:7.3f}{score.f1:7.3f}"
            f"{score.gold:7}{score.proposed:7}"
            for name, score in self.scores.items()
        ]
        rows += [
            f"  {name:32}{right / of if of else 0.0:8.3f}  {right} of {of}"
            for name, (right, of) in self.shares.items()
        ]
        return rows

    def worst(self, number: int) -> list[str]:
        """Return the worst misses in words."""
        ranked = sorted(self.misses, key=lambda miss: -miss.weight)[:number]
        return [f"{self.name}: {len(self.misses)} misses", *(miss.line for miss in ranked)]


def as_figures(score: Score) -> dict[str, float | int]:
    """Return one score as JSON."""
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "gold": score.gold,
        "proposed": score.proposed,
    }


def in_context(text: str, start: int, end: int, around: int = 40) -> str:
    """Return some words in brackets with what stands beside them, on one line."""
    shown = (
        text[start:end]
        if end - start <= 160
        else f"{text[start : start + 90]} … {text[end - 60 : end]}"
    )
    line = f"{text[max(0, start - around) : start]}[{shown}]{text[end : end + around]}"
    return line.replace("\n", " ")
