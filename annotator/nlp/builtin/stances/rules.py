"""Every rule for stances: its name, its score and its reason in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StanceRule:
    """One rule.

    Attributes:
        name: Begins with "stance-"; counted and switched off by it.
        reason: One sentence; ``{words}`` stands for the words that say the position.
    """

    name: str
    score: float
    reason: str


_REASONS = {
    "condemn": "condemns",
    "criticise": "criticises",
    "accuse": "accuses somebody",
    "reject": "rejects something",
    "oppose": "opposes something",
    "warn": "warns",
    "doubt": "doubts",
    "welcome": "welcomes something",
    "praise": "praises",
    "back": "backs something",
    "urge": "urges something",
    "want": "wants something",
    "pledge": "promises something",
    "accept": "accepts something",
}


def of_class(name: str, score: float) -> StanceRule:
    """Return the rule for a class of words."""
    return StanceRule(f"stance-{name}", score, f"“{{words}}”: the holder {_REASONS[name]}.")


STATEMENT = StanceRule(
    "stance-statement", 0.3, "A statement with words that speak well or ill: {words}."
)
