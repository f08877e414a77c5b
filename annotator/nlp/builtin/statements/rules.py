"""Every rule for statements: its name, its score and its reason in words.

Scores follow the precision of content and speaker together on text that the rules were not tuned
on: what ``python -m tests.evaluate tests/data/tuning/statements.jsonl --rules`` shows, less the
difference between that text and articles of our own at their first reading, and drawn towards the
middle where a rule was seen seldom.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementRule:
    """One rule.

    Attributes:
        name: Stored with each suggestion; counted and switched off by it.
        reason: One sentence; ``{cue}`` stands for the words that attribute.
    """

    name: str
    score: float
    reason: str


SAID_QUOTE = StatementRule("said-quote", 0.87, "A quotation follows “{cue}”.")
QUOTE_SAID = StatementRule("quote-said", 0.92, "“{cue}” follows a quotation.")
SAID_X = StatementRule("said-x", 0.91, "A quotation, “{cue}” and the speaker behind it.")
SAID_THAT = StatementRule("said-that", 0.87, "A clause with “that” follows “{cue}”.")
SAID_CLAUSE = StatementRule("said-clause", 0.83, "A clause follows “{cue}”.")
CLAUSE_SAID = StatementRule("clause-said", 0.84, "“{cue}” stands behind the words, after a comma.")
BROKEN = StatementRule("broken-clause", 0.86, "“{cue}” stands between two parts of a sentence.")
OBJECT = StatementRule("noun-phrase", 0.76, "“{cue}” attributes the noun phrase behind it.")
PROMISE = StatementRule("infinitive", 0.62, "“{cue}” attributes what somebody means to do.")
THOUGHT = StatementRule("thought", 0.62, "“{cue}” attributes a thought.")
PARTICIPLE = StatementRule("participle", 0.82, "“{cue}” goes on with the words of the speaker.")
PREDICATE = StatementRule("second-verb", 0.82, "“{cue}” is a further verb of the same speaker.")
ACCORDING = StatementRule("according-to", 0.88, "“{cue}” names the speaker.")
QUOTED_AS = StatementRule("quoted-as-saying", 0.88, "Somebody is quoted as “{cue}”.")
NOUN = StatementRule("noun-that", 0.55, "The noun “{cue}” attributes the clause behind it.")
HEADLINE = StatementRule("headline-colon", 0.85, "A headline: a name, a colon and its words.")
PASSIVE = StatementRule(
    "passive", 0.72, "“{cue}” in the passive, mostly without a word of who says so."
)
TURN = StatementRule("turn", 0.8, "A line of a transcript: a name, a colon and what is said.")
