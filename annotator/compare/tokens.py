"""One label a token: the innermost."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from annotator.domain.review import SpanTag

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[numpy.int64]

Places: TypeAlias = "tuple[Numbers, Numbers]"
"""Where the tokens of a text start and end, in order."""


def no_tokens() -> "Places":
    """Return the tokens of a text that is not looked at."""
    import numpy as np

    nothing = np.zeros(0, dtype=np.int64)
    return nothing, nothing


def innermost(tokens: "Places", spans: Iterable[SpanTag], numbers: Mapping[str, int]) -> "Numbers":
    """Return for each token the number of its label, 0 for none.

    A span covers every token that shares a character with it. Of several, the shortest counts; of
    several as short, the one that starts last, then the label that the scheme has first.

    Args:
        tokens: As :data:`Places` has them.
        spans: In any order.
        numbers: From 1, in the order of the scheme.
    """
    import numpy as np

    starts, ends = tokens
    labels = np.zeros(len(starts), dtype=np.int64)
    ordered = sorted(
        ((start - end, start, -numbers[label], end) for _, start, end, label, _, _ in spans)
    )
    if not ordered:
        return labels
    firsts = np.searchsorted(ends, [one[1] for one in ordered], side="right").tolist()
    lasts = np.searchsorted(starts, [one[3] for one in ordered], side="left").tolist()
    for (_, _, number, _), first, last in zip(ordered, firsts, lasts, strict=True):
        labels[first:last] = -number
    return labels
