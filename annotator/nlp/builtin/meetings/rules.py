"""Every rule for meetings: its name, its score and its reason in words.

Scores follow the share of right participants that the yardstick shows on half a of the sample
corpus and on the tuning articles, drawn towards the middle where a rule was seen seldom.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """One rule.

    Attributes:
        name: Stored with each suggestion; counted and switched off by it.
        reason: One sentence; ``{words}`` stands for the words that name the meeting.
    """

    name: str
    score: float
    reason: str


MET = MeetingRule("meeting-verb", 0.8, "“{words}” has somebody on either side.")
RECEIVED = MeetingRule("meeting-host", 0.7, "“{words}” names a host and a guest.")
CONTACT = MeetingRule("meeting-contact", 0.6, "“{words}” puts somebody in touch with somebody.")
CALLED = MeetingRule("meeting-call", 0.75, "“{words}” names a conversation by telephone.")
TALKS = MeetingRule("meeting-noun", 0.75, "“{words}” stands with those who take part.")
VISITED = MeetingRule("visit-verb", 0.7, "“{words}” names somebody who goes to a place.")
VISIT = MeetingRule("visit-noun", 0.6, "“{words}” names a visit.")
PRESS = MeetingRule("press-conference", 0.7, "“{words}” is named as such.")
EVENT = MeetingRule("meeting-event", 0.5, "“{words}” names a meeting of many.")
