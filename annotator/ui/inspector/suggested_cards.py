"""Suggested frames among the closed cards of an article."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from annotator.domain.annotation import AnnotationSet, Filler, Frame, FrameId, Span, SpanId
from annotator.domain.suggestion import SuggestedFrame, SuggestionId
from annotator.ui.inspector.summaries import FrameCard


def with_suggested(
    tags: AnnotationSet, suggested: Sequence[SuggestedFrame], text: str
) -> AnnotationSet:
    """Return a set as it would be with suggested frames, to be shown only.

    What is not there yet has ids below zero, a frame that of its suggestion; words that are tagged
    already are the tags.
    """
    if not suggested:
        return tags
    there = {(span.extent, span.label): span.id for span in tags.spans}
    spans: list[Span] = []
    frames: list[Frame] = []
    known = {one.id for one in suggested}
    for one in suggested:
        fillers: list[Filler] = []
        for filler in one.fillers:
            if filler.extent is not None:
                place = (filler.extent, filler.label)
                if place not in there:
                    there[place] = SpanId(-len(spans) - 1)
                    words = filler.extent.slice(text)
                    spans.append(Span(there[place], "", filler.extent, filler.label, words))
                fillers.append(Filler(filler.role, span=there[place]))
            elif filler.frame in known:
                fillers.append(Filler(filler.role, frame=FrameId(-filler.frame)))
        frames.append(
            Frame(
                FrameId(-one.id),
                "",
                one.type,
                tuple(fillers),
                one.implied,
                one.attributes,
            )
        )
    return replace(tags, spans=(*tags.spans, *spans), frames=(*tags.frames, *frames))


def marked(cards: Sequence[FrameCard], suggested: Sequence[SuggestedFrame]) -> list[FrameCard]:
    """Return cards of which those of suggestions say so, and what is to be checked on them."""
    by_id = {one.id: one for one in suggested}
    found = []
    for card in cards:
        one = by_id.get(SuggestionId(-card.id))
        if one is not None:
            check = check_words(one)
            card = replace(card, score=one.score, lacks=check, suggestion=one.id)  # noqa: PLW2901
        found.append(card)
    return found


def check_words(frame: SuggestedFrame) -> str:
    """Return a sentence on the roles that are a guess, "" where none is."""
    if not frame.check:
        return ""
    names = [role.replace("_", " ") for role in frame.check]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    guess = "it is a guess" if len(names) == 1 else "they are guesses"
    said = QCoreApplication.translate("Inspector", "Check the {roles}: {guess}.")
    return said.format(roles=listed, guess=guess)
