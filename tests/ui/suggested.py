"""A window on an article with suggested frames, and short words for what tests do with them."""

from PySide6.QtWidgets import QApplication

from annotator.domain.suggestion import Findings, FrameProposal, ProposedFiller
from annotator.ops import suggestions
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from tests.ui.conftest import SOURCE, place_of

CONTENT, MORE = "Oman wants the railway,", "Oman would wait"


def fills(role, words, label, nth=1):
    return ProposedFiller(role, place_of(words, nth=nth), label)


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
    0.71,
    "“adding” goes on with what was said before.",
    attributes={"mode": "indirect", "speaker_by": "pronoun"},
    implied=("addressee",),
    check=("speaker",),
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
    0.8,
    "“met” names a meeting.",
    attributes={"kind": "bilateral", "status": "held"},
)
STANCE = FrameProposal(
    "Stance",
    (
        fills("holder", "Oman", "GPE"),
        fills("target", "railway", "TARGET"),
        fills("evidence", CONTENT, "CONTENT"),
    ),
    "wants",
    0.6,
    "“wants” supports what follows it.",
    attributes={"polarity": "support", "topic": "other"},
)


def suggest(path, frames, spans=(), source=SOURCE, name="muscat"):
    """Let a source find just this in an article of a workspace file."""
    from annotator.ops import articles

    workspace = Workspace(Database.open(str(path)))
    key = articles.named(workspace, name)
    found = Findings(tuple(spans), tuple(frames))
    suggestions.suggest_article(workspace, key, source, lambda _text, _zones: found)
    workspace.close()


def waiting(desk):
    """What waits for a decision: the words of spans, the rules of frames."""
    from annotator.domain.suggestion import Suggestion

    return [
        one.extent.slice(desk.view.text) if isinstance(one, Suggestion) else one.rule
        for one in desk.desk.waiting
    ]


def at_hand(desk):
    """The rule of the suggested frame at hand."""
    frame = desk.page.suggested.frame
    return None if frame is None else frame.rule


def here(desk):
    """What is current: the words of a mark, or the rule of a suggested frame."""
    return desk.words or at_hand(desk)


def go(desk, rule):
    """Take a suggested frame to hand by Tab."""
    from tests.ui.frame_keys import Key

    for _ in range(20):
        if at_hand(desk) == rule:
            return
        desk.key(Key.Key_Tab)
    raise AssertionError(rule)


def card(desk):
    for _ in range(3):
        QApplication.processEvents()
    return desk.page.inspector.frame


def cards(desk, qtbot):
    """The closed cards, in their order, once they have followed."""
    qtbot.waitUntil(lambda: not desk.page.inspecting.waiting)
    return list(desk.page.inspector.frames.rows.rows)


def hints(desk):
    for _ in range(3):
        QApplication.processEvents()
    return [verb for _key, verb in desk.window.status.hints]


def figures(desk):
    for _ in range(3):
        QApplication.processEvents()
    return desk.window.status.accessibleDescription()
