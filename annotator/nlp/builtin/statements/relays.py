"""Outlets that relay what somebody said: "..., Fars reported", "TASS quoted X as saying"."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements import rules
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import Layout, Mention

_RELAYS = word_set("reported reports said says wrote writes quoted quotes cited cites added")
_QUOTES = word_set("quoted quotes cited cites reported reports")
_OUTLET_WORDS = word_set(
    "agency radio television newspaper daily channel broadcaster network media press tv paper"
)


def relayed(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Return the statements without those of outlets that only relay another one."""
    kept: list[Draft] = []
    dropped: set[int] = set()
    by_unit: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_unit.setdefault(draft.unit, []).append(draft)
    for together in by_unit.values():
        for place, draft in enumerate(together):
            outlet = _outlet(draft)
            if outlet is None and _only_quotes(layout, draft, together):
                dropped.add(id(draft))
            if outlet is None or not _relays(layout, draft):
                continue
            other = _relayed_by(draft, together[:place] + together[place + 1 :])
            if other is not None:
                other.outlet = outlet
                dropped.add(id(draft))
    kept.extend(draft for draft in drafts if id(draft) not in dropped)
    return kept


def _outlet(draft: Draft) -> Mention | None:
    who = draft.who
    if who is None or draft.cue is None or len(who.mentions) != 1:
        return None
    mention = who.mentions[0]
    return mention if mention.label == "OUTLET" else None


def _only_quotes(layout: Layout, draft: Draft, others: list[Draft]) -> bool:
    """Whether an outlet without a name only quotes somebody: "the radio quoted X as saying"."""
    cue, who = draft.cue, draft.who
    outlet = who is not None and layout.word(who.last - 1) in _OUTLET_WORDS
    quotes = outlet and cue is not None and layout.word(cue[0]) in _QUOTES
    return quotes and any(
        other.rule is rules.QUOTED_AS and draft.holds(other.place) for other in others
    )


def _relays(layout: Layout, draft: Draft) -> bool:
    cue = draft.cue
    return cue is not None and (layout.word(cue[0]) in _RELAYS or draft.rule is rules.ACCORDING)


def _relayed_by(draft: Draft, others: list[Draft]) -> Draft | None:
    """Return the statement of the same sentence that an outlet's words hold or go round."""
    for other in others:
        most = draft.rule is not rules.ACCORDING or 2 * _length(other) >= _length(draft)
        within = draft.holds(other.place) and most
        if other.outlet is None and (within or other.place < draft.place):
            return other
    return None


def _length(draft: Draft) -> int:
    return sum(last - first for first, last in draft.pieces)
