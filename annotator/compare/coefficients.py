"""Agreement beyond chance for nominal values: Cohen's kappa and Krippendorff's alpha.

Both are computed from tables of counts, for many tables at once, because a bootstrap interval needs
a thousand of them; the tests hold them against scikit-learn, against the package krippendorff and
against the worked examples of their authors. numpy is imported by those who call.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Table: TypeAlias = NDArray[numpy.float64]

NOTHING_JUDGED = "Nothing was judged by both."
ONE_VALUE = "Only one value was used, so that chance alone would agree."


def kappas(tables: "Table") -> "Table":
    """Return Cohen's kappa (1960) of tables of counts, NaN where it is undefined.

    Args:
        tables: Last two axes: what A says, what B says.
    """
    import numpy as np

    total = tables.sum(axis=(-2, -1))
    observed = np.trace(tables, axis1=-2, axis2=-1)
    by_chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        # (po - pe) / (1 - pe) with both sides times the square of the total, so that a table of
        # whole numbers stays exact and "one value" is exactly zero
        return np.asarray((observed * total - by_chance) / (total * total - by_chance))


def alphas(coincidences: "Table") -> "Table":
    """Return Krippendorff's alpha (2011) for nominal values, NaN where it is undefined.

    Args:
        coincidences: Last two axes: value by value, symmetric; see :func:`coincidences_of`.
    """
    import numpy as np

    of_value = coincidences.sum(axis=-1)
    total = of_value.sum(axis=-1)
    observed = total - np.trace(coincidences, axis1=-2, axis2=-1)
    expected = total * total - (of_value * of_value).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - (total - 1) * observed / expected)


def coincidences_of(units: Iterable[Sequence[Hashable]]) -> "Table":
    """Return the coincidence matrix of units that any number of people have judged.

    A unit with m values gives each ordered pair of them the weight 1 / (m - 1); units with fewer
    than two values count nothing.

    Args:
        units: For each thing that was judged the values, ``None`` where somebody gave none.
    """
    import numpy as np

    pairs: defaultdict[tuple[Hashable, Hashable], float] = defaultdict(float)
    values: dict[Hashable, int] = {}
    for unit in units:
        given = [value for value in unit if value is not None]
        if len(given) > 1:
            for value in given:
                values.setdefault(value, len(values))
            for place, one in enumerate(given):
                for other in (*given[:place], *given[place + 1 :]):
                    pairs[one, other] += 1 / (len(given) - 1)
    made = np.zeros((len(values), len(values)))
    for (one, other), weight in pairs.items():
        made[values[one], values[other]] = weight
    return made


def defined(value: Any) -> float | None:
    """Return a figure as a number, ``None`` where it is NaN."""
    number = float(value)
    return None if isnan(number) else number


def why_undefined(judged: float) -> str:
    """Return why a coefficient over so many judgements is undefined."""
    return ONE_VALUE if judged else NOTHING_JUDGED
