"""Where ``Tab`` stops, in text order: what waits for a decision, else the tags."""

from collections.abc import Sequence
from typing import TypeAlias

from annotator.domain.annotation import Span
from annotator.domain.extent import Extent
from annotator.domain.scheme import ENTITY_FAMILY, Scheme
from annotator.domain.suggestion import SuggestedFrame, Suggestion
from annotator.ui.annotate import shown
from annotator.ui.article.marks import MarkId

Waiting: TypeAlias = Suggestion | SuggestedFrame
Stop: TypeAlias = Suggestion | SuggestedFrame | Span
BEYOND = 1 << 62
"""Further than any text reaches."""


def waiting_in(
    spans: Sequence[Suggestion], frames: Sequence[SuggestedFrame], scheme: Scheme
) -> tuple[Waiting, ...]:
    """Return what waits for a decision, in text order, a frame before what stands in it.

    Words that only serve a frame that waits (what was said, the word that says so) are decided on
    with it. Of two frames on the same words, the one that wants a judgement comes second.
    """
    served = {(one.extent, one.label) for frame in frames for one in frame.fillers}
    labels = scheme.label_by_name
    alone = [
        one
        for one in spans
        if (one.extent, one.label) not in served
        or one.label not in labels
        or labels[one.label].family == ENTITY_FAMILY
    ]
    hints = {kind.name for kind in scheme.frame_types if kind.judged}
    judged_last = sorted(frames, key=lambda one: one.type in hints)
    return tuple(sorted([*judged_last, *alone], key=lambda one: order(place_of(one))))


def order(extent: Extent) -> tuple[int, int]:
    """Sort key of stops: by start, the outer of two first."""
    return (extent.start, -extent.end)


def place_of(stop: Stop) -> Extent:
    """Return where a stop stands; a frame without words stands at the beginning."""
    if isinstance(stop, SuggestedFrame):
        return stop.place or Extent(0, 1)
    return stop.extent


def mark_id(stop: Stop) -> MarkId:
    """Return the id by which the article view knows a stop."""
    if isinstance(stop, SuggestedFrame):
        return (shown.SUGGESTED_FRAME, stop.id)
    return (shown.SUGGESTION if isinstance(stop, Suggestion) else shown.SPAN, stop.id)


def neighbour(
    stops: Sequence[Stop], current: MarkId | None, here: tuple[int, int], direction: int
) -> MarkId:
    """Return the next (1) or previous (-1) of some stops, round the end.

    Args:
        stops: At least one.
        current: The one that is current, if any is.
        here: The place of what is current, or of the caret, as :func:`order` gives it.
        direction: 1 or -1.
    """
    ordered = sorted(stops, key=lambda one: order(place_of(one)))
    ids = [mark_id(one) for one in ordered]
    if current in ids:  # two labels on the same words are two stops
        return ids[(ids.index(current) + direction) % len(ids)]
    places = [order(place_of(one)) for one in ordered]
    if direction > 0:
        return ids[next((number for number, place in enumerate(places) if place > here), 0)]
    return ids[sum(place < here for place in places) - 1]


def after(stops: Sequence[Waiting], place: Extent) -> MarkId | None:
    """Return the first of some stops in text order behind a place, round the end.

    Another frame on just these words comes next.
    """
    if not stops:
        return None
    here = order(place)
    behind = (
        one
        for one in stops
        if order(place_of(one)) > here
        or (isinstance(one, SuggestedFrame) and order(place_of(one)) == here)
    )
    return mark_id(next(behind, stops[0]))
