"""What a machine proposes, and what a person said to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from annotator.domain.extent import Extent

SuggestionId = NewType("SuggestionId", int)


class Decision(StrEnum):
    """What one annotator did with one suggestion; without one it is pending for them."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNTOUCHED = "untouched"  # left pending when the article was completed


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that a rule or model proposes, before it is stored.

    Attributes:
        label: A label of the scheme.
        rule: Name of the rule within its source, e.g. "title-name".
        score: 0 to 1.
        reason: One sentence for the analyst, e.g. "A name after an office."
        attributes: Values of the label's attributes, e.g. ``{"value": "2016-02-04"}``.
    """

    extent: Extent
    label: str
    rule: str
    score: float
    reason: str
    attributes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stored proposal of one source, pending unless the annotator has decided on it.

    Attributes:
        source: NAME/VERSION of what proposed it, e.g. "builtin/1".
        sources: All sources that propose the same span and label; ``source`` first.
    """

    id: SuggestionId
    extent: Extent
    label: str
    source: str
    rule: str
    score: float
    reason: str
    attributes: Mapping[str, object]
    sources: tuple[str, ...] = ()
