"""How well the first two sets of an article agree, for the pane at the left. No Qt."""

from annotator.domain.agreement import Coefficient, Score
from annotator.domain.scheme import Scheme
from annotator.ops import comparing
from annotator.ops.reviews import Review
from annotator.ui.review.side import Measure


def measures_of(review: Review, scheme: Scheme) -> list[Measure]:
    """Return the figures of one article; none for one author."""
    if review.alone:
        return []
    found = comparing.of_review(review, scheme)
    frames = list(found.frames.values())
    roles = [score.exact for one in frames for score in one.roles.values()]
    attributes = [score.score for one in frames for score in one.attributes.values()]
    return [
        _score("Spans, exact", found.exact),
        _score("Spans, overlap", found.overlap),
        _coefficient("Label, κ", found.label),
        _score("Frames, F1", _summed([one.found for one in frames])),
        _score("Roles, F1", _summed(roles)),
        _score("Attributes", _summed(attributes)),
    ]


def _summed(scores: list[Score]) -> Score:
    return Score(
        sum(one.matched for one in scores),
        sum(one.n_a for one in scores),
        sum(one.n_b for one in scores),
    )


def _score(name: str, score: Score) -> Measure:
    return Measure(name, score.f1, max(score.n_a, score.n_b), score.why)


def _coefficient(name: str, found: Coefficient) -> Measure:
    return Measure(name, found.value, found.n, found.why)
