"""Rules kept from an operation everywhere: the same words are suggested from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NewType

from annotator.domain.annotation import EntityId
from annotator.domain.article import ArticleId

RuleId = NewType("RuleId", int)

REMEMBERED: Final = "remembered"
"""Name of the source that suggests by these rules."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that somebody tagged everywhere.

    Attributes:
        forms: The words, and other forms of them.
        entity: What they mean, ``None`` where that was left open.
        by, at: Who kept it when: UTC to the second.
        since: The newest article of that time; only later ones are looked at.
        active: Whether it suggests now.
    """

    id: RuleId
    forms: tuple[str, ...]
    label: str
    entity: EntityId | None
    match_case: bool
    by: str
    at: str
    since: ArticleId
    active: bool = True

    @property
    def name(self) -> str:
        """Its name within the source, as suggestions carry it."""
        return f"rule-{self.id}"


def rule_number(name: str) -> int | None:
    """Return the id in a rule's name, ``None`` where it is none."""
    number = name.removeprefix("rule-")
    return int(number) if number != name and number.isdecimal() else None


def applying(rules: Sequence[Rule], article: ArticleId) -> list[Rule]:
    """Return the rules that suggest in an article: active ones that are older than it."""
    return [rule for rule in rules if rule.active and article > rule.since]
