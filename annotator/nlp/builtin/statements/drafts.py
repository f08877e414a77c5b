"""A statement while it is put together."""

from dataclasses import dataclass, field

from annotator.nlp.builtin.statements.layout import Mention
from annotator.nlp.builtin.statements.noun_phrases import Who
from annotator.nlp.builtin.statements.rules import StatementRule


@dataclass(slots=True)
class Draft:
    """What the rules know of one statement, as token ranges.

    Attributes:
        cue: The words that attribute, ``None`` for headlines.
        unit: The sentence of the cue.
        who: Its subject; ``inherited`` where it is the subject of the verb before.
        pieces: The words attributed, in the order of the text.
        speakers: Filled in when pronouns are resolved.
        inferred: Whether they are behind words that name nobody: "the statement", "both sides".
        carried: Whether a quotation without a cue was added.
    """

    rule: StatementRule
    unit: int
    cue: tuple[int, int] | None
    who: Who | None
    pieces: list[tuple[int, int]]
    told: list[Mention] = field(default_factory=list)
    told_pronoun: str = ""
    outlet: Mention | None = None
    speakers: tuple[Mention, ...] = ()
    by_pronoun: bool = False
    inferred: bool = False
    carried: bool = False
    broken: bool = False

    @property
    def place(self) -> int:
        """Where it stands in the text: its cue, or its first words."""
        return self.cue[0] if self.cue is not None else self.pieces[0][0]

    @property
    def by_outlet(self) -> bool:
        """Whether an outlet alone speaks, so that it may only relay somebody."""
        mentions = self.who.mentions if self.who is not None else ()
        return self.cue is not None and len(mentions) == 1 and mentions[0].label == "OUTLET"

    def holds(self, index: int) -> bool:
        """Whether a token is among the words attributed."""
        return any(first <= index < last for first, last in self.pieces)
