"""What a machine proposes, and what a person said to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NewType

from annotator.domain.extent import Extent

SuggestionId = NewType("SuggestionId", int)
MOST_READ = 500_000
"""Characters of an article that sources read: its first ones.

Rules need some 130 bytes a character of news and 370 of nothing but quotation marks: this much
takes a process to less than the 300 MB that it may have, whatever the text. No news article has a
tenth of it; what is longer is a mistake or a book.
"""


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
class ProposedFiller:
    """What a source proposes for one role of a frame: words with a label, or another frame.

    Attributes:
        extent, label: A span, tagged or proposed elsewhere or only here.
        frame: Position of another frame among the proposals of the same look.
    """

    role: str
    extent: Extent | None = None
    label: str = ""
    frame: int | None = None


@dataclass(frozen=True, slots=True)
class FrameProposal:
    """A frame that a rule or model proposes, before it is stored.

    Attributes:
        type: A frame type of the scheme.
        fillers: In the order of the roles and, within one role, of the text.
        implied: Roles that the text leaves unsaid.
        rule, score, reason: As of a :class:`Proposal`.
        check: Roles that are a guess and should be looked at: a speaker behind a pronoun.
    """

    type: str
    fillers: tuple[ProposedFiller, ...]
    rule: str
    score: float
    reason: str
    implied: tuple[str, ...] = ()
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    check: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one source proposes for one article.

    Attributes:
        doubt: How many of a hundred words are expected to be wrong, ``None`` where the source
            cannot say.
        vetoed: Places and labels that other sources propose and that are wrong by what the
            annotator rejected before.
    """

    spans: tuple[Proposal, ...] = ()
    frames: tuple[FrameProposal, ...] = ()
    doubt: float | None = None
    vetoed: tuple[tuple[Extent, str], ...] = ()


def rearranged(
    frames: Sequence[FrameProposal], stands_for: Mapping[int, int]
) -> list[FrameProposal]:
    """Return some frames, which are filled by the same frames as before.

    Args:
        frames: All of them.
        stands_for: By the position of each that is kept, or was the same as one that is: the
            position of the one that is kept. Others are left out, also where they filled a role.
    """
    kept = sorted(set(stands_for.values()))
    position = {index: place for place, index in enumerate(kept)}

    def follow(filler: ProposedFiller) -> ProposedFiller | None:
        if filler.frame is None:
            return filler
        now = stands_for.get(filler.frame)
        return None if now is None else replace(filler, frame=position[now])

    made = []
    for index in kept:
        fillers = (follow(filler) for filler in frames[index].fillers)
        there = dict.fromkeys(filler for filler in fillers if filler is not None)
        made.append(replace(frames[index], fillers=tuple(there)))
    return made


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


@dataclass(frozen=True, slots=True)
class SuggestedFiller:
    """What a suggested frame has in one role: words with a label, or another suggested frame.

    Attributes:
        extent, label: A span, tagged, proposed by itself too, or only with the frame.
        frame: The frame that fills the role; it waits itself, or was accepted.
    """

    role: str
    extent: Extent | None = None
    label: str = ""
    frame: SuggestionId | None = None


@dataclass(frozen=True, slots=True)
class SuggestedFrame:
    """A stored frame of one source, pending unless the annotator has decided on it.

    Attributes:
        type: A frame type of the scheme.
        fillers: In the order of the roles and, within one role, of the text.
        implied: Roles that the text leaves unsaid.
        check: Roles that are a guess and should be looked at: a speaker behind a pronoun.
        source: NAME/VERSION of what proposed it, e.g. "builtin/3".
        rule, score, reason: As of a :class:`Proposal`.
    """

    id: SuggestionId
    type: str
    fillers: tuple[SuggestedFiller, ...]
    implied: tuple[str, ...] = ()
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    check: tuple[str, ...] = ()
    source: str = ""
    rule: str = ""
    score: float = 0.0
    reason: str = ""

    @property
    def place(self) -> Extent | None:
        """From the first to the last character of its words, ``None`` where it has none."""
        extents = [filler.extent for filler in self.fillers if filler.extent is not None]
        if not extents:
            return None
        return Extent(min(one.start for one in extents), max(one.end for one in extents))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that it fills, each once."""
        return tuple(dict.fromkeys(filler.role for filler in self.fillers))
