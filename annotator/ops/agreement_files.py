"""What a comparison of two annotators says, for files: as JSON and as Markdown."""

from collections.abc import Iterable, Iterator
from typing import Any

from annotator.domain.agreement import (
    Agreement,
    AttributeAgreement,
    Coefficient,
    FrameAgreement,
    Score,
    TwoScores,
)
from annotator.domain.scheme_words import counted
from annotator.ops.comparing import Comparison

# --- JSON -----------------------------------------------------------------------------------------


def as_document(found: Comparison) -> dict[str, Any]:
    """Return a comparison as ``annotator compare --json`` prints it."""
    agreement = found.agreement
    made: dict[str, Any] = {
        "annotators": {"a": agreement.annotators[0], "b": agreement.annotators[1]},
        "articles": agreement.articles,
        "left_out": {
            "only_a": found.left_out.alone[0],
            "only_b": found.left_out.alone[1],
            "excluded": found.left_out.excluded,
        },
        "unfinished": dict(zip("ab", found.left_out.unfinished, strict=True)),
        "spans": {
            "exact": _score(agreement.exact),
            "overlap": _score(agreement.overlap),
            "labels": {name: _two(scores) for name, scores in agreement.labels.items()},
            "position": _two(agreement.position),
            "label": _coefficient(agreement.label),
            "confusion": {
                "names": [name or None for name in agreement.confusion.names],
                "counts": agreement.confusion.counts,
            },
        },
        "kappa": agreement.kappa.value,
        "alpha": agreement.alpha.value,
        "tokens": agreement.kappa.n,
        "kappa_interval": agreement.kappa.interval,
        "alpha_interval": agreement.alpha.interval,
    }
    why = agreement.kappa.why or agreement.alpha.why
    if why:
        made["why"] = why
    return {
        **made,
        "frames": {name: _frames(one) for name, one in agreement.frames.items()},
        "classes": {str(kind): count for kind, count in found.kinds.items()},
        "differences": found.differences,
    }


def _score(score: Score) -> dict[str, Any]:
    made = {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "n_a": score.n_a,
        "n_b": score.n_b,
        "matched": score.matched,
        "interval": score.interval,
    }
    return {**made, "why": score.why} if score.why else made


def _two(scores: TwoScores) -> dict[str, Any]:
    return {"exact": _score(scores.exact), "overlap": _score(scores.overlap)}


def _coefficient(one: Coefficient) -> dict[str, Any]:
    made = {"kappa": one.value, "n": one.n, "interval": one.interval}
    return {**made, "why": one.why} if one.why else made


def _frames(one: FrameAgreement) -> dict[str, Any]:
    return {
        **_score(one.found),
        "whole": _score(one.whole),
        "roles": {name: _two(scores) for name, scores in one.roles.items()},
        "attributes": {name: _attribute(value) for name, value in one.attributes.items()},
    }


def _attribute(one: AttributeAgreement) -> dict[str, Any]:
    made = {
        **_score(one.score),
        "kappa": one.kappa.value,
        "alpha": one.alpha.value,
        "pairs": one.kappa.n,
    }
    why = one.score.why or one.kappa.why or one.alpha.why
    return {**made, "why": why} if why else made


# --- Markdown -------------------------------------------------------------------------------------

_HEAD = "| | n A | n B | exact F1 | 95 % | overlap F1 | 95 % |\n|---|--:|--:|--:|---|--:|---|"


def as_markdown(found: Comparison) -> str:
    """Return a comparison as a section for people to read."""
    return "\n".join([*_lines(found), ""])


def _lines(found: Comparison) -> Iterator[str]:
    agreement = found.agreement
    a, b = agreement.annotators
    yield f"## {a} (A) and {b} (B)\n"
    yield f"{counted(agreement.articles, 'article')} that both have tagged."
    alone = [
        f"{counted(count, 'article')} only of {name}"
        for name, count in zip((a, b), found.left_out.alone, strict=True)
        if count
    ]
    if found.left_out.excluded:
        alone.append(f"{counted(found.left_out.excluded, 'article')} excluded from the study")
    if alone:
        yield f"Not compared: {', '.join(alone)}."
    yield ""
    yield f"- Cohen's kappa over tokens: {beyond_chance(agreement.kappa, 'token')}"
    yield f"- Krippendorff's alpha over tokens: {beyond_chance(agreement.alpha, 'token')}"
    yield f"- Kappa of labels where spans meet: {beyond_chance(agreement.label, 'pair')}"
    for why in _undefined(agreement):
        yield f"- {why}"
    yield f"\n{_HEAD}"
    yield _row("spans", agreement.exact, agreement.overlap)
    yield from _rows((name, "", scores) for name, scores in agreement.labels.items())
    for name, frame in agreement.frames.items():
        if frame.found.n_a or frame.found.n_b:
            yield _row(f"{name} frames", frame.whole, frame.found)
            yield from _rows((name, f".{role}", scores) for role, scores in frame.roles.items())
            yield from _rows(
                (name, f".{one} =", TwoScores(value.score, value.score))
                for one, value in frame.attributes.items()
            )
    total = sum(found.kinds.values())
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.kinds.items())
    yield f"\n{counted(total, 'difference')}{f': {kinds}' if kinds else ''}."


def _undefined(agreement: Agreement) -> Iterator[str]:
    if agreement.exact.why:
        yield f"Precision, recall and F1 of spans: {agreement.exact.why}"


def _rows(named: Iterable[tuple[str, str, TwoScores]]) -> Iterator[str]:
    for name, part, scores in named:
        if scores.exact.n_a or scores.exact.n_b:
            yield _row(name + part, scores.exact, scores.overlap)


def _row(name: str, exact: Score, overlap: Score) -> str:
    cells = [
        name, str(exact.n_a), str(exact.n_b),
        _number(exact.f1), _interval(exact.interval), _number(overlap.f1),
        _interval(overlap.interval),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def beyond_chance(one: Coefficient, what: str) -> str:
    """Return a coefficient in words, with its interval and of how many things it is."""
    if one.value is None:
        return f"undefined. {one.why}"
    interval = f", 95 % {_interval(one.interval)}" if one.interval else ""
    return f"{one.value:.3f}{interval}, {counted(one.n, what)}."


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _interval(ends: tuple[float, float] | None) -> str:
    return "" if ends is None else f"{ends[0]:.2f} to {ends[1]:.2f}"
