"""Figures of agreement as the lines of a table. No Qt."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from annotator.domain.agreement import (
    Agreement,
    Coefficient,
    FrameAgreement,
    GroupAgreement,
    Score,
)
from annotator.domain.wording import plural, spoken
from annotator.ops.agreement import LABELS, Overview

WEAK: Final = 0.67
"""Below this a figure is marked: Krippendorff's lowest bound for tentative conclusions."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure.

    Attributes:
        section: "Spans", "Statements" ...
        count: Of how many things.
        why: Why it is undefined, "" where it is not.
        what: What its cells are about; see :class:`annotator.ops.agreement.Cell`.
    """

    section: str
    name: str
    count: int
    value: float | None
    interval: tuple[float, float] | None
    why: str
    what: str

    @property
    def weak(self) -> bool:
        """Whether it is too low to build on."""
        return self.value is not None and self.value < WEAK


def lines_of(found: Agreement) -> list[Line]:
    """Return all figures, by section."""
    made = [
        _score("Spans", "Position, exact F1", found.position.exact, LABELS),
        _score("Spans", "Position, overlap F1", found.position.overlap, LABELS),
        _coefficient("Spans", "Label, κ", found.label, LABELS),
        _score("Spans", "Label and position, F1", found.exact, LABELS),
        _coefficient("Spans", "Tokens, κ", found.kappa, LABELS),
        _coefficient("Spans", "Tokens, α", found.alpha, LABELS),
    ]
    for kind, frame in found.frames.items():
        made += _frame_lines(kind, frame)
    return made


def _frame_lines(kind: str, frame: FrameAgreement) -> list[Line]:
    section = plural(kind)
    made = [_score(section, "Found, F1", frame.found, f"{kind}:")]
    if not frame.found.n_a and not frame.found.n_b:
        return made
    for role, scores in frame.roles.items():
        what = f"{kind}:{role}"
        if scores.exact.n_a or scores.exact.n_b:
            made.append(_score(section, spoken(role), scores.exact, what))
            if scores.overlap.matched != scores.exact.matched:
                made.append(_score(section, f"{spoken(role)}, overlap", scores.overlap, what))
    for attribute, figures in frame.attributes.items():
        what = f"{kind}.{attribute}"
        made.append(_coefficient(section, f"{spoken(attribute)}, κ", figures.kappa, what))
    return made


def _score(section: str, name: str, score: Score, what: str) -> Line:
    return Line(section, name, max(score.n_a, score.n_b), score.f1, score.interval, score.why, what)


def _coefficient(section: str, name: str, found: Coefficient, what: str) -> Line:
    return Line(section, name, found.n, found.value, found.interval, found.why, what)


def figure(value: float | None) -> str:
    """Return a figure with two places and no zero before the point: ".94"."""
    if value is None:
        return "–"
    said = f"{value:.2f}"
    return said.replace("0.", ".", 1) if said.startswith(("0.", "-0.")) else said


def interval(pair: tuple[float, float] | None) -> str:
    """Return an interval: ".92–.96"."""
    return "" if pair is None else f"{figure(pair[0])}–{figure(pair[1])}"


def talks(found: Overview) -> list[tuple[str, int]]:
    """Return what it would pay to talk about, with how often it occurs, the most frequent first."""
    pairs: Counter[tuple[str, str]] = Counter()
    others: Counter[str] = Counter()
    for cell, spots in found.spots.items():
        if cell.what == LABELS:
            pairs[max(cell.a, cell.b), min(cell.a, cell.b)] += len(spots)
        else:
            others[cell.what] += len(spots)
    said = [(f"{one} or {other or 'nothing'}", count) for (one, other), count in pairs.items()]
    for what, count in others.items():
        kind, _, name = what.partition("." if "." in what else ":")
        frames = plural(kind.lower())
        words = f"{spoken(name)} of {frames}" if name else f"{frames} that only one has"
        said.append((words, count))
    return sorted(said, key=lambda one: (-one[1], one[0]))


def as_csv(lines: Sequence[Line], *, names: tuple[str, str], articles: int) -> str:
    """Return the table as comma-separated values with a head."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["section", "measure", "n", "value", "low", "high", "why", "a", "b", "articles"]
    )
    for line in lines:
        low, high = line.interval or ("", "")
        value = "" if line.value is None else f"{line.value:.4f}"
        bounds = [f"{bound:.4f}" if bound != "" else "" for bound in (low, high)]
        writer.writerow(
            [line.section, line.name, line.count, value, *bounds, line.why, *names, articles]
        )
    return out.getvalue()


def group_csv(found: GroupAgreement) -> str:
    """Return what three annotators or more have in common as further rows of the same table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    low, high = found.alpha.interval or (None, None)
    numbers = [_places(one) for one in (found.alpha.value, low, high)]
    names = " ".join(found.names)
    writer.writerow(
        ["All", "Tokens, α", found.alpha.n, *numbers, found.alpha.why, names, "", found.articles]
    )
    for pair in found.pairs:
        for name, value in (
            ("exact F1", pair.exact), ("overlap F1", pair.overlap), ("Tokens, κ", pair.kappa)
        ):  # fmt: skip
            writer.writerow(
                ["Pairs", name, "", _places(value), "", "", "", pair.a, pair.b, pair.articles]
            )
    return out.getvalue()


def _places(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
