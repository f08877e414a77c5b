"""How well any number of annotators agree: Krippendorff's alpha over tokens."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.compare.agreement import RESAMPLES, SEED
from annotator.compare.coefficients import alphas, defined, why_undefined
from annotator.compare.figures import interval_of, resampled
from annotator.compare.tokens import Places, innermost
from annotator.domain.agreement import Coefficient
from annotator.domain.review import SetTags
from annotator.domain.scheme import Scheme

if TYPE_CHECKING:
    from annotator.compare.coefficients import Table


class GroupTally:
    """Counts which labels tokens have, article by article; made once for a scheme.

    An article need not have been tagged by all: a token counts with the labels of those who did,
    which is what alpha is for (Krippendorff 2011, section C). One set alone says nothing.

    Args:
        scheme: In force.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._numbers = {label.name: number for number, label in enumerate(scheme.labels, start=1)}
        self._rows: list[Table] = []
        self._tokens = 0

    def add(self, sets: Sequence[SetTags], tokens: Places) -> None:
        """Count one article.

        Args:
            sets: Of those who tagged it, two or more.
            tokens: Where the tokens of its text stand.
        """
        import numpy as np

        labels = np.stack([innermost(tokens, one.spans, self._numbers) for one in sets])
        width = len(self._numbers) + 1
        said = np.stack([(labels == number).sum(axis=0) for number in range(width)]).astype(float)
        # each ordered pair of judgements on a token weighs 1 / (judges - 1)
        met = (said @ said.T - np.diag(said.sum(axis=1))) / (len(sets) - 1)
        self._rows.append(met.ravel())
        self._tokens += labels.shape[1]

    def alpha(self, *, resamples: int = RESAMPLES, seed: int = SEED) -> Coefficient:
        """Return alpha of the articles counted so far; ``n`` is the number of tokens.

        Args:
            resamples: How many times articles are drawn for the interval; 0 for none.
            seed: Of the drawing.
        """
        import numpy as np

        if not self._rows:
            return Coefficient(None, 0, None, why_undefined(0))
        table = np.stack(self._rows)
        width = len(self._numbers) + 1
        value = defined(alphas(table.sum(axis=0).reshape(width, width)))
        if value is None:
            return Coefficient(None, self._tokens, None, why_undefined(self._tokens))
        if not resamples or len(table) < 2:
            return Coefficient(value, self._tokens)
        drawn = resampled(table, resamples, seed).reshape(-1, width, width)
        return Coefficient(value, self._tokens, interval_of(alphas(drawn)))
