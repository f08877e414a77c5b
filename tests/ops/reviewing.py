"""Two annotators on one small article, and a reviewer who decides, for tests of reviewing."""

from annotator.domain.annotation import GOLD
from annotator.domain.review import Choice, SpanTag
from annotator.ops import articles, reviews
from annotator.ops.reviews import Ruling
from tests.ops.conftest import TEXT
from tests.ops.gold_lines import entity, frame, line, span

NAMES = ("amy", "ben")


def amy_line(**more):
    """What amy says: the full name, one statement, one meeting."""
    return line(
        annotator="amy",
        status="complete",
        spans=[
            span("s1", "Muscat", "GPE", entity="e1"),
            span("s2", "Hilal al-Maskari", "PERSON", entity="e2"),
            span("s3", "met", "TRIGGER"),
            span("s4", "Yerbolat Sagyndykov", "PERSON"),
            span("s5", "Monday", "DATE"),
            span("s6", "Oman wants the railway,", "CONTENT"),
            span("s7", "al-Maskari", "PERSON", 2),
            span("s8", "said", "CUE"),
            span("s9", "Oman", "GPE"),
        ],
        entities=[entity("e1", "GPE", "Muscat"), entity("e2", "PERSON", "Hilal al-Maskari")],
        frames=[
            frame("f1", "Meeting", {"participant": ["s2", "s4"], "trigger": ["s3"], "date": ["s5"]},
                  attributes={"kind": "bilateral", "status": "held"}),
            frame("f2", "Statement", {"speaker": ["s7"], "cue": ["s8"], "content": ["s6"]},
                  attributes={"mode": "direct"}),
        ],
        **more,
    )  # fmt: skip


def ben_line(**more):
    """What ben says: other edges of a name, GPE as ORG, another status, a tag more, one fewer."""
    return line(
        annotator="ben",
        status="complete",
        spans=[
            span("s1", "Muscat", "GPE", entity="e1"),
            span("s2", "Hilal al-Maskari", "PERSON", entity="e2"),
            span("s3", "met", "TRIGGER"),
            span("s4", "Sagyndykov", "PERSON"),
            span("s5", "Monday", "DATE"),
            span("s6", "Oman wants the railway,", "CONTENT"),
            span("s7", "al-Maskari", "PERSON", 2),
            span("s8", "said", "CUE"),
            span("s9", "Oman", "ORG"),
            span("s10", "Omani", "NORP"),
        ],
        entities=[entity("e1", "GPE", "Muscat"), entity("e2", "PERSON", "Hilal al-Maskari")],
        frames=[
            frame("f1", "Meeting", {"participant": ["s2", "s4"], "trigger": ["s3"], "date": ["s5"]},
                  attributes={"kind": "bilateral", "status": "planned"}),
            frame("f2", "Statement", {"speaker": ["s7"], "cue": ["s8"], "content": ["s6"]},
                  attributes={"mode": "direct"}),
        ],
        **more,
    )  # fmt: skip


class Bench:
    """A reviewer at one article, with short words for what tests do."""

    def __init__(self, workspace, names=NAMES, reviewer="rhea", name="muscat"):
        self.workspace, self.names, self.reviewer = workspace, names, reviewer
        self.article = articles.named(workspace, name)

    def open(self):
        return reviews.open_review(self.workspace, self.article, self.names, self.reviewer)

    @property
    def review(self):
        return reviews.load(self.workspace, self.article, self.names)

    @property
    def gold(self):
        """The tags of gold: words and label, each with the word of its provenance."""
        found = articles.load_set(self.workspace, self.article, GOLD)
        return {
            (one.text, one.label): one.provenance and one.provenance.further.get("verdict")
            for one in found.spans
        }

    @property
    def frames(self):
        """The frames of gold: type, the words in their roles in alphabetical order, values."""
        found = articles.load_set(self.workspace, self.article, GOLD)
        words = {one.id: one.text for one in found.spans}
        keys = {one.id: one.key for one in found.frames}
        return {
            one.key: (
                one.type,
                sorted(
                    (item.role, words.get(item.span) or keys.get(item.frame) or item.entity)
                    for item in one.fillers
                ),
                dict(one.attributes),
            )
            for one in found.frames
        }

    @property
    def status(self):
        return str(articles.load_set(self.workspace, self.article, GOLD).status)

    def case(self, words):
        """The case about the words, or about a frame of the type."""
        (found,) = [one for one in self.review.docket.cases if self._about(one, words)]
        return found

    def _about(self, case, words):
        return any(
            words in {TEXT[tag.start : tag.end], tag.label}
            if isinstance(tag, SpanTag)
            else tag.type == words
            for tag in case.item.tags
            if tag is not None
        )

    def decide(self, words, choice, *taken, **more):
        ruling = Ruling(Choice(choice), taken, **more)
        reviews.decide(self.workspace, self.review, self.case(words), ruling, self.reviewer)

    def take(self, words, *names, **more):
        self.decide(words, "chosen" if len(names) == 1 else "both", *names, **more)

    def undo(self):
        return self.workspace.undo(self.reviewer)
