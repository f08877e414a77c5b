"""What the article view shows: tags, suggestions and frames, as values."""

from dataclasses import dataclass

from annotator.domain.extent import Extent

MarkId = tuple[str, int]
"""("span", SpanId), ("suggestion", SuggestionId) or ("frame", FrameId)."""

ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of words that carries a label.

    Attributes:
        label: A label of the scheme.
        pending: A suggestion without a decision: dashed.
        tip: Lines of the tool tip, plain text.
        family: "entity" for a ground with a chip, or the name of the frame type that the words
            serve: a thin line below them, no ground.
        unsure: The analyst's flag; the chip gets a question mark.
    """

    id: MarkId
    extent: Extent
    label: str
    pending: bool = False
    tip: tuple[str, ...] = ()
    family: str = ENTITY
    unsure: bool = False

    @property
    def is_entity(self) -> bool:
        """Whether it is painted as a ground, not as a line."""
        return self.family == ENTITY


@dataclass(frozen=True, slots=True)
class FrameMark:
    """One frame, a bracket in the margin.

    Attributes:
        type: A frame type of the scheme.
        members: Role and filler, in the order of the roles: the id of a mark that is shown, or the
            words themselves where no mark covers them (a suggested frame).
        pending: A suggestion without a decision.
        hint: A suggestion that wants a judgement of its own: while it is not the selected one, its
            name in the margin is all that is seen of it.
    """

    id: MarkId
    type: str
    members: tuple[tuple[str, MarkId | Extent], ...] = ()
    pending: bool = False
    hint: bool = False
    unsure: bool = False
