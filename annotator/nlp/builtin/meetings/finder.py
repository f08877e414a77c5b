"""Finds the meetings of a page and makes proposals of them."""

from collections.abc import Sequence

from annotator.domain.suggestion import FrameProposal, ProposedFiller
from annotator.nlp.builtin.meetings.joining import Joiner, Meeting
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
    joiner = Joiner(layout)
    meetings = joiner.join(Sightings(layout, parties, meeting_words()).read())
    return [_proposal(layout, joiner, meeting, statements) for meeting in meetings]


def _proposal(
    layout: Layout, joiner: Joiner, meeting: Meeting, statements: Sequence[FrameProposal]
) -> FrameProposal:
    fillers = [_filler(layout, "participant", one) for one in meeting.people]
    for first, last in sorted(set(meeting.triggers)):
        fillers.append(ProposedFiller("trigger", layout.extent(first, last), "TRIGGER"))
    fillers += [_filler(layout, "place", place) for place in meeting.places]
    fillers += [
        ProposedFiller("date", layout.extent(*date), "DATE") for date in dict.fromkeys(meeting.dates)
    ]
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


def _filler(layout: Layout, role: str, mention: Mention) -> ProposedFiller:
    return ProposedFiller(role, layout.extent(mention.first, mention.last), mention.label)


def _kind(meeting: Meeting) -> str:
    if meeting.kind in {"visit", "call", "press-conference", "conference"}:
        return meeting.kind
    alone = meeting.sides < 2 and all(one.label != "PERSON" for one in meeting.people)
    many = meeting.kind == "summit" or meeting.sides > 2 or alone
    return "multilateral" if many else "bilateral"
