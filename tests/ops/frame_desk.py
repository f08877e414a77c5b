"""One annotator at an article with suggested frames, with short words for what tests do."""

from annotator.domain.suggestion import Findings, FrameProposal, ProposedFiller
from annotator.ops import frames as frame_ops
from annotator.ops import suggested_frames
from tests.ops.conftest import Desk, place, proposal, suggest

SOURCE = "rules/1"
CONTENT, MORE = "Oman wants the railway", "Oman would wait"


def fills(role, words, label="", *, nth=1):
    return ProposedFiller(role, place(words, nth=nth), label)


STATEMENT = FrameProposal(
    "Statement",
    (
        fills("speaker", "al-Maskari", "PERSON", nth=2),
        fills("cue", "said", "CUE"),
        fills("content", CONTENT, "CONTENT"),
    ),
    "quote-said",
    0.93,
    "“said” follows a quotation.",
    implied=("addressee",),
    attributes={"mode": "direct", "speaker_by": "mention"},
)
LATER = FrameProposal(
    "Statement",
    (
        fills("speaker", "al-Maskari", "PERSON", nth=2),
        fills("cue", "adding", "CUE"),
        fills("content", MORE, "CONTENT"),
    ),
    "participle",
    0.8,
    "“adding” goes on with the words of the speaker.",
    attributes={"mode": "indirect", "speaker_by": "pronoun"},
    check=("speaker",),
)
STANCE = FrameProposal(
    "Stance",
    (
        fills("holder", "Oman", "GPE"),
        fills("target", "railway", "TARGET"),
        fills("evidence", CONTENT, "CONTENT"),
        ProposedFiller("statement", frame=0),
    ),
    "wants",
    0.6,
    "“wants” supports what follows it.",
    attributes={"polarity": "support", "topic": "other"},
)
MEETING = FrameProposal(
    "Meeting",
    (
        fills("participant", "Hilal al-Maskari", "PERSON"),
        fills("participant", "Yerbolat Sagyndykov", "PERSON"),
        fills("trigger", "met", "TRIGGER"),
        fills("date", "Monday", "DATE"),
    ),
    "met",
    0.7,
    "“met” names a meeting.",
    attributes={"kind": "bilateral", "status": "held"},
)
SPANS = [
    proposal("Hilal al-Maskari", "PERSON"),
    proposal("Yerbolat Sagyndykov", "PERSON"),
    proposal("Monday", "DATE"),
    proposal("Oman", "GPE", 0.8),
    proposal("al-Maskari", "PERSON", nth=2),
]
FRAMES = [STATEMENT, LATER, STANCE, MEETING]


class FrameDesk(Desk):
    """A desk that names suggested frames by their rules."""

    @property
    def waiting(self):
        """The frames that wait, in their order."""
        return suggested_frames.pending(self.workspace, self.article, self.annotator)

    @property
    def rules(self):
        return [one.rule for one in self.waiting]

    def suggested(self, rule):
        (one,) = [one for one in self.waiting if one.rule == rule]
        return one

    @property
    def offers(self):
        """What is still offered, by the frames that came of a part."""
        found = suggested_frames.offered(self.workspace, self.article, self.annotator)
        return {key: list(one.roles) for key, one in found.items()}

    def look(self, frames, spans=SPANS, source=SOURCE):
        """Let a source find just this."""
        return suggest(self.workspace, source, self.article, Findings(tuple(spans), tuple(frames)))

    def accept_frame(self, rule):
        return suggested_frames.accept(self.workspace, self.target, self.suggested(rule))

    def take(self, suggested, role):
        return suggested_frames.take(self.workspace, self.target, suggested, role)

    def reject_frame(self, rule):
        suggested_frames.reject(self.workspace, self.target, self.suggested(rule))

    def delete_frame(self, key):
        frame_ops.delete(self.workspace, self.target, [self.frame(key)])

    def frame(self, key):
        (one,) = [one for one in self.shown.frames if one.id == key]
        return one

    def fillers(self, key):
        """What fills a frame: role and words, or role and type of a frame."""
        spans = {span.id: span.text for span in self.shown.spans}
        types = {frame.id: frame.type for frame in self.shown.frames}
        return [
            (one.role, spans[one.span] if one.span is not None else types[one.frame])
            for one in self.frame(key).fillers
        ]

    def decisions(self, label=""):
        """What was decided on frames: rule and decision."""
        query = (
            "SELECT s.rule, d.decision FROM decision d JOIN suggestion s ON s.id = d.suggestion_id"
            " WHERE d.annotator = ? AND d.start IS NULL ORDER BY d.id"
        )
        with self.workspace.read() as connection:
            return list(map(tuple, connection.exec_driver_sql(query, (self.annotator,))))

    def span_decisions(self):
        """What was decided on spans: words and decision."""
        query = 'SELECT start, "end", decision FROM decision WHERE start IS NOT NULL ORDER BY id'
        with self.workspace.read() as connection:
            found = connection.exec_driver_sql(query).all()
        return [(self.text[start:end], decision) for start, end, decision in found]
