"""Finds the meetings of a page and makes proposals of them."""

from collections.abc import Sequence

from annotator.domain.suggestion import FrameProposal, ProposedFiller
from annotator.nlp.builtin.meetings.joining import Joiner, Meeting
from annotator.nlp.builtin.meetings.said import Said
from annotator.nlp.builtin.meetings.sightings import Sightings
from annotator.nlp.builtin.meetings.words import meeting_words
from annotator.nlp.builtin.parties import Parties
from annotator.nlp.builtin.statements.layout import Layout, Mention

MEETING = "Meeting"
_GUESSED = 0.1


def find_meetings(
    layout: Layout, parties: Parties, statements: Sequence[FrameProposal] = ()
) -> list[FrameProposal]:
    """Return the meetings of a page in text order, one for all its mentions.

    Args:
        layout: The page.
        parties: Who stands in its sentences.
        statements: Those of the same page; what was said at a meeting is filled with their places.
    """
    speakers = _speakers(layout, statements)
    sightings = Sightings(layout, parties, meeting_words(), _voices(layout, statements))
    meetings = Joiner(layout, speakers).join(sightings.read())
    said = Said(layout, statements)
    return [
        _proposal(layout, meeting, said)
        for meeting in meetings
        if meeting.rule.name not in layout.page.off
    ]


def _speakers(layout: Layout, statements: Sequence[FrameProposal]) -> list[Mention]:
    """Return the persons who speak, in the order of the text, each by one mention."""
    found: dict[str, Mention] = {}
    for frame in statements:
        for filler in frame.fillers:
            if filler.role == "speaker" and filler.label == "PERSON" and filler.extent is not None:
                first = layout.page.token_at(filler.extent.start)
                last = layout.page.token_at(filler.extent.end)
                name = layout.low[last - 1]
                found.setdefault(name, Mention(first, last, filler.label))
    return list(found.values())


def _voices(layout: Layout, statements: Sequence[FrameProposal]) -> dict[int, Mention]:
    """Return who speaks, by the sentences of what is quoted."""
    found: dict[int, Mention] = {}
    for frame in statements:
        speakers = [f for f in frame.fillers if f.role == "speaker" and f.label == "PERSON"]
        extent = speakers[0].extent if speakers else None
        if extent is None:
            continue
        page = layout.page
        speaker = Mention(page.token_at(extent.start), page.token_at(extent.end), "PERSON")
        for filler in frame.fillers:
            if filler.role == "content" and filler.extent is not None:
                first, last = page.token_at(filler.extent.start), page.token_at(filler.extent.end)
                for unit in set(layout.unit_of[first:last]):
                    if unit >= 0 and layout.units[unit].quote >= 0:
                        found[unit] = speaker
    return found


def _proposal(layout: Layout, meeting: Meeting, said: Said) -> FrameProposal:
    fillers = [_filler(layout, "participant", one) for one in meeting.people]
    fillers += [_words(layout, "trigger", one, "TRIGGER") for one in sorted(set(meeting.triggers))]
    fillers += [_filler(layout, "place", place) for place in meeting.places]
    fillers += [_words(layout, "date", date, "DATE") for date in dict.fromkeys(meeting.dates)]
    if meeting.occasion is not None:
        fillers.append(_filler(layout, "occasion", meeting.occasion))
    fillers += [ProposedFiller("statement", frame=place) for place in said.at(meeting)]
    trigger = layout.extent(*meeting.triggers[0])
    words = trigger.slice(layout.page.view) if trigger is not None else ""
    return FrameProposal(
        MEETING,
        tuple(fillers),
        meeting.rule.name,
        round(meeting.rule.score - _GUESSED * meeting.guessed, 2),
        meeting.rule.reason.format(words=words),
        () if meeting.people else ("participant",),
        {"kind": _kind(meeting), "status": meeting.status},
        ("participant",) if meeting.guessed else (),
    )


def _words(layout: Layout, role: str, tokens: tuple[int, int], label: str) -> ProposedFiller:
    return ProposedFiller(role, layout.extent(*tokens), label)


def _filler(layout: Layout, role: str, mention: Mention) -> ProposedFiller:
    return ProposedFiller(role, layout.extent(mention.first, mention.last), mention.label)


def _kind(meeting: Meeting) -> str:
    if meeting.kind in {"visit", "call", "press-conference", "conference"}:
        return meeting.kind
    if meeting.kind == "ceremony":
        return "multilateral" if meeting.sides > 1 else "conference"
    alone = meeting.sides < 2 and all(one.label != "PERSON" for one in meeting.people)
    many = meeting.kind == "summit" or meeting.sides > 2 or alone
    return "multilateral" if many else "bilateral"
