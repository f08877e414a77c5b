"""What was decided on a suggested frame follows the frame that came of it, within one operation."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.domain.annotation import Frame, FrameId, Provenance
from annotator.domain.likeness import Filled, may_become, says_all
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import Decision, SuggestedFrame
from annotator.errors import GoneError
from annotator.store import suggested_frames
from annotator.store.sets import OpenSet, provenance_json


def settle(scheme: Scheme, opened: OpenSet, key: FrameId) -> None:
    """Say of the suggestion behind a frame what the frame makes of it now.

    It was accepted where the frame says just what was suggested, else corrected. A frame made by
    hand decides on the one suggestion that it may be, once there is only one.
    """
    try:
        frame = opened.frame(key)
    except GoneError:
        return
    decided = opened.decisions_on_frame(key)
    here = _filled(opened, frame)
    if not decided:
        _decide_by_hand(scheme, opened, frame, here)
        return
    target = opened.target
    said = suggested_frames.as_stored(
        opened.connection, decided[0][1], target.article, target.annotator, scheme
    )
    whole = said is not None and says_all(here, said)
    decision = Decision.ACCEPTED if whole else Decision.CORRECTED
    opened.change_frame_decisions(key, decision)
    before = frame.provenance or Provenance()
    if before.decision is not None and before.decision != decision:
        _write(opened, frame, replace(before, decision=str(decision)))


def _decide_by_hand(scheme: Scheme, opened: OpenSet, frame: Frame, here: Filled) -> None:
    target = opened.target
    known = suggested_frames.of_article(opened.connection, target.article, target.annotator, scheme)
    kind = scheme.frame_type_by_name.get(frame.type)
    if kind is None:
        return
    found = [
        one
        for one in known.frames
        if one.id not in known.answers and may_become(known.filled(one), here, kind)
    ]
    if len(found) != 1:
        return
    whole = says_all(here, known.filled(found[0]))
    decide(opened, frame, found, Decision.ACCEPTED if whole else Decision.CORRECTED)


def decide(
    opened: OpenSet, frame: Frame, found: Sequence[SuggestedFrame], decision: Decision
) -> None:
    """Record that a frame that is there is what was suggested."""
    for one in found:
        opened.decide_frame(one.id, decision, frame.id)
        before = frame.provenance or Provenance()
        if before.source is None:
            said = replace(
                before, source=one.source, score=round(one.score, 4), decision=str(decision)
            )
            _write(opened, frame, said)


def _write(opened: OpenSet, frame: Frame, said: Provenance) -> None:
    opened.change_frame(frame.id, provenance=provenance_json(said))


def _filled(opened: OpenSet, frame: Frame) -> Filled:
    words, frames, others = suggested_frames.words_of(opened.connection, frame.id)
    return Filled(
        frame.type, words, frames, frozenset(frame.implied), frame.attributes, others=others
    )
