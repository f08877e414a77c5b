"""Quotations that no verb claims: they go on with the statement before them."""

from annotator.nlp.builtin.statements.cues import TITLES
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import Layout, Quote
from annotator.nlp.tokens import Kind

_LEAST_WORDS = 3


def carry_on(layout: Layout, drafts: list[Draft]) -> None:
    """Add each free quotation to the statement that it goes on with.

    One in the sentence of a broken quotation belongs to it; one that is a sentence of its own
    belongs to the statement before it in its paragraph; one that opens its paragraph to the last
    statement of the paragraph before. Others are words in passing: terms, titles, nicknames.
    """
    spoken = _Spoken(layout, drafts)
    for quote in layout.quotes:
        if layout.word(quote.open - 1) in TITLES:
            continue
        if quote.unit >= 0 and layout.units[quote.unit].quote < 0 and not spoken.covers(quote):
            before = spoken.before(quote)
            if before is not None:
                before.pieces.extend(quote.pieces)
                before.carried = True
                spoken.add(quote, before)


class _Spoken:
    """Which words the statements of the text itself hold, and which came last."""

    def __init__(self, layout: Layout, drafts: list[Draft]) -> None:
        self._layout = layout
        self._covered: set[int] = set()
        self._last: dict[int, Draft] = {}
        self._of_unit: dict[int, Draft] = {}
        for draft in drafts:
            unit = layout.units[draft.unit]
            if unit.quote < 0:
                self._covered.update(*(range(first, last) for first, last in draft.pieces))
                if draft.broken:
                    self._of_unit.setdefault(draft.unit, draft)
        self._ordered = sorted(
            (draft for draft in drafts if layout.units[draft.unit].quote < 0 and _speaks(draft)),
            key=lambda draft: draft.place,
        )
        self._next = 0
        self._current: Draft | None = None

    def covers(self, quote: Quote) -> bool:
        """Whether a statement holds a quotation, or touches it."""
        return quote.open in self._covered or quote.open + 1 in self._covered

    def add(self, quote: Quote, draft: Draft) -> None:
        """Note that a statement has a quotation now."""
        self._covered.add(quote.open + 1)
        self._current = draft

    def before(self, quote: Quote) -> Draft | None:
        """Return the statement that a free quotation goes on with; ask in text order."""
        while self._next < len(self._ordered) and self._ordered[self._next].place < quote.open:
            if not self._nested(self._ordered[self._next]):
                self._current = self._ordered[self._next]
            self._next += 1
        if quote.close - quote.open - 1 < _LEAST_WORDS:
            return None
        broken = self._of_unit.get(quote.unit)
        if broken is not None and broken.place < quote.open:
            return broken
        return self._current if self._current is not None and self._goes_on(quote) else None

    def _nested(self, draft: Draft) -> bool:
        return self._current is not None and self._current.holds(draft.place)

    def _goes_on(self, quote: Quote) -> bool:
        layout, draft = self._layout, self._current
        unit = layout.units[quote.unit]
        if draft is None:
            return False
        if quote.open != unit.first and layout.word(quote.open - 1) != ":":
            return False
        if quote.end < unit.last and layout.kind(quote.end) is Kind.WORD:
            return False
        spoken = layout.units[draft.unit].paragraph
        ended = max(layout.units[layout.unit_of[first]].paragraph for first, _ in draft.pieces
                    if layout.unit_of[first] >= 0)  # fmt: skip
        latest = max(spoken, ended)
        opens = layout.kind(unit.first - 1) is Kind.GAP or unit.first == 0
        return unit.paragraph == latest or (opens and unit.paragraph == latest + 1)


def _speaks(draft: Draft) -> bool:
    return draft.cue is not None
