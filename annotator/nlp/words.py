"""Where the words of a text stand: the tokens that figures of agreement are counted over."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[numpy.int64]


def tokenizer() -> "Callable[[str], tuple[Numbers, Numbers]]":
    """Return a function that gives where the tokens of a text start and end, in order.

    The tokens of spaCy's blank English pipeline, white space tokens included. Made once for many
    texts: it remembers how words are split.
    """
    import numpy as np
    import spacy

    tokenize = spacy.blank("en").tokenizer

    def places(text: str) -> "tuple[Numbers, Numbers]":
        found = tokenize(text).to_array(["IDX", "LENGTH"]).astype(np.int64)
        starts = found[:, 0]
        return starts, starts + found[:, 1]

    return places
