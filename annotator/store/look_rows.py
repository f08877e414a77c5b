"""What a source found in an article, as rows: spans, and frames in the form of the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.domain.extent import Extent
from annotator.domain.likeness import places_text
from annotator.domain.suggestion import Findings, FrameProposal, Proposal, rearranged
from annotator.store.pending import ALONE, WITHIN


@dataclass(frozen=True, slots=True)
class Found:
    """One row to be.

    Attributes:
        newest: As of the table: a span that is proposed only to fill a frame waits with that.
        places: Of a frame: what tells it from others of its type.
    """

    key: str
    extent: Extent | None
    label: str
    rule: str
    score: float
    reason: str
    attributes: Mapping[str, object] | None = None
    body: str | None = None
    newest: int = ALONE
    places: str | None = None

    @property
    def place(self) -> tuple[int | None, int | None, str, str | None]:
        """Where it stands and what it says: start, end, label, and the places of a frame."""
        start, end = (None, None) if self.extent is None else (self.extent.start, self.extent.end)
        return (start, end, self.label, self.places)

    def row(self, look: int, article: int, attributes: str | None) -> tuple[Any, ...]:
        """Return the row of a look at an article."""
        start, end, label, places = self.place
        return (
            None, look, article, self.key, start, end, label, self.rule,
            round(self.score, 4), self.reason, attributes, self.body, self.newest, places,
        )  # fmt: skip


def found_rows(found: Findings, hidden: frozenset[str] = frozenset()) -> list[Found]:
    """Return what a source found as rows in text order, spans before frames.

    A span that fills a frame and is not proposed by itself is proposed with the frame's rule. Of
    several frames that say the same, the best counts.

    Args:
        found: What it found.
        hidden: Rules that are switched off: what they found is left out.
    """
    frames = _apart(_without(found.frames, hidden))
    alone = [item for item in found.spans if item.rule not in hidden]
    known = {(item.extent, item.label) for item in alone}
    within: dict[tuple[Extent, str], Proposal] = {}
    for frame in frames:
        for filler in frame.fillers:
            place = (filler.extent, filler.label)
            if filler.extent is not None and place not in known and place not in within:
                within[filler.extent, filler.label] = Proposal(
                    filler.extent, filler.label, frame.rule, frame.score, frame.reason
                )
    waiting = [(item, ALONE) for item in alone] + [(item, WITHIN) for item in within.values()]
    waiting.sort(key=lambda one: (one[0].extent, one[0].label))
    spans = [
        Found(
            f"s{number}", item.extent, item.label, item.rule, item.score, item.reason,
            item.attributes, newest=newest,
        )
        for number, (item, newest) in enumerate(waiting, start=1)
    ]  # fmt: skip
    return spans + _frame_rows(frames, spans)


def _frame_rows(frames: Sequence[FrameProposal], spans: Sequence[Found]) -> list[Found]:
    span_keys: dict[tuple[Extent | None, str], str] = {}
    for span in spans:
        span_keys.setdefault((span.extent, span.label), span.key)
    order = sorted(range(len(frames)), key=lambda index: _text_order(frames[index]))
    keys = {index: f"f{number}" for number, index in enumerate(order, start=1)}
    made = []
    for index in order:
        frame = frames[index]
        roles: dict[str, list[str]] = {}
        for filler in frame.fillers:
            if filler.frame is not None:
                roles.setdefault(filler.role, []).append(keys[filler.frame])
            else:
                roles.setdefault(filler.role, []).append(span_keys[filler.extent, filler.label])
        body: dict[str, Any] = {
            "roles": roles,
            "implied": frame.implied,
            "attributes": dict(frame.attributes),
            "note": "",
            "joined": None,
        }
        if frame.check:
            body["check"] = frame.check
        made.append(
            Found(
                keys[index], None, frame.type, frame.rule, frame.score, frame.reason,
                body=orjson.dumps(body).decode(), places=_places(frame),
            )
        )  # fmt: skip
    return made


def _places(frame: FrameProposal) -> str:
    return places_text(one.extent for one in frame.fillers if one.extent is not None)


def _text_order(frame: FrameProposal) -> tuple[int, str]:
    starts = [one.extent.start for one in frame.fillers if one.extent is not None]
    return (min(starts, default=0), frame.type)


def _without(frames: Sequence[FrameProposal], hidden: frozenset[str]) -> list[FrameProposal]:
    kept = [index for index, frame in enumerate(frames) if frame.rule not in hidden]
    return rearranged(frames, {index: index for index in kept})


def _apart(frames: Sequence[FrameProposal]) -> list[FrameProposal]:
    """Leave one of each type and places; what others are filled by follows."""
    best: dict[tuple[str, str], int] = {}
    for index, frame in enumerate(frames):
        same = best.setdefault((frame.type, _places(frame)), index)
        if frame.score > frames[same].score:
            best[frame.type, _places(frame)] = index
    stands = [best[frame.type, _places(frame)] for frame in frames]
    return rearranged(frames, dict(enumerate(stands)))
