"""Suggestions by the rules that people kept from operations everywhere."""

from collections.abc import Sequence

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.finder import Finder
from annotator.domain.rule import REMEMBERED, Rule
from annotator.domain.suggestion import Proposal

SCORE = 0.9
"""Of each of them: a person said so, of other articles."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class RememberedSource:
    """Proposes the words of rules wherever they stand outside boilerplate.

    Args:
        rules: Those that hold for the articles it is asked about.
        number: Its version.
    """

    def __init__(self, rules: Sequence[Rule], number: int) -> None:
        self.name = f"{REMEMBERED}/{number}"
        self._rules = [(rule, Finder(rule.forms, match_case=rule.match_case)) for rule in rules]

    def propose(self, text: str, zones: Sequence[Zone] = ()) -> list[Proposal]:
        """Return what it would tag, in text order; a place and label once, by the newest rule."""
        left_out = [zone.extent for zone in zones if zone.kind == ZoneKind.BOILERPLATE]
        found: dict[tuple[Extent, str], Proposal] = {}
        for rule, finder in self._rules:
            for start, end, form in finder.find(text):
                extent = Extent(start, end)
                if not any(extent.overlaps(zone) for zone in left_out):
                    reason = reason_of(rule, finder.forms[form])
                    proposal = Proposal(extent, rule.label, rule.name, SCORE, reason)
                    found[extent, rule.label] = proposal
        return sorted(found.values(), key=lambda item: (item.extent, item.label))


def reason_of(rule: Rule, words: str) -> str:
    """Return why a rule proposes some words, in one sentence."""
    year, month, day = rule.at[:10].split("-")
    when = f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    return f"{rule.by} tagged “{words}” {rule.label} everywhere on {when}."
