"""What was said at a meeting: statements of those who took part, in sentences that name it."""

from collections.abc import Iterator, Sequence

from annotator.domain.suggestion import FrameProposal
from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings.joining import Meeting
from annotator.nlp.builtin.statements.layout import Layout

_THERE = word_set("at during in told the a an his her their joint")
_NOT_THERE = word_set("before after ahead following since")
_SENTENCES = 8
_PRESS = "press-conference"


class Said:
    """The statements of a page by their sentences."""

    def __init__(self, layout: Layout, statements: Sequence[FrameProposal]) -> None:
        self._layout = layout
        self._by_unit: dict[int, list[tuple[int, frozenset[str]]]] = {}
        for place, frame in enumerate(statements):
            anchors = [f.extent for f in frame.fillers if f.role in {"cue", "content"} and f.extent]
            names = [f.extent for f in frame.fillers if f.role == "speaker" and f.extent]
            if not anchors:
                continue
            unit = layout.unit_of[layout.page.token_at(anchors[0].start)]
            speakers = frozenset(one.slice(layout.page.view).lower().split()[-1] for one in names)
            self._by_unit.setdefault(unit, []).append((place, speakers))

    def at(self, meeting: Meeting) -> Iterator[int]:
        """Yield the places of the statements that were made at a meeting."""
        names = {self._layout.low[one.last - 1] for one in meeting.people}
        seen: set[int] = set()
        for trigger in sorted(set(meeting.triggers)):
            for unit in self._sentences(trigger, meeting.kind):
                for place, speakers in self._by_unit.get(unit, ()):
                    if place not in seen and not names.isdisjoint(speakers):
                        seen.add(place)
                        yield place

    def _sentences(self, trigger: tuple[int, int], kind: str) -> range:
        """Return the sentences that tell of what was said: the rest of the paragraph as well."""
        layout = self._layout
        unit = layout.unit_of[trigger[0]]
        before = layout.low[max(0, trigger[0] - 3) : trigger[0]]
        there = not _THERE.isdisjoint(before) and _NOT_THERE.isdisjoint(before)
        if kind != _PRESS and not (there and {"at", "during", "told"} & set(before)):
            return range(0)
        last = min(len(layout.units), unit + _SENTENCES)
        here = layout.units[unit].paragraph
        return range(
            unit, next((n for n in range(unit, last) if layout.units[n].paragraph != here), last)
        )
