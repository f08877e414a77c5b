"""Finds the statements of a page and makes proposals of them."""

from collections.abc import Iterator

from annotator.domain.extent import Extent
from annotator.domain.suggestion import FrameProposal, ProposedFiller
from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.statements import rules
from annotator.nlp.builtin.statements.antecedents import Antecedents
from annotator.nlp.builtin.statements.attributions import read_verb
from annotator.nlp.builtin.statements.cues import cue_book
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.builtin.statements.quotations import carry_on
from annotator.nlp.builtin.statements.relays import relayed
from annotator.nlp.builtin.statements.sources import (
    read_according,
    read_headline,
    read_noun,
    read_quoted,
    read_turn,
)
from annotator.nlp.tokens import Kind

STATEMENT = "Statement"
_MEANT = 0.15  # what a speaker behind a pronoun loses, as on text not tuned on
_CARRIED = 0.03  # what a quotation without a cue loses
_UNSAID = 0.12  # what a statement loses that nobody is found for
_QUOTES = "\"'"
_MOST_IN_SENTENCE = 12


def find_statements(page: Page) -> list[FrameProposal]:
    """Return the statements of a page in text order, with their speakers."""
    layout = Layout(page, cue_book())
    drafts = list(_drafts(layout))
    drafts = relayed(layout, drafts)
    carry_on(layout, drafts)
    Antecedents(layout).resolve(drafts)
    drafts.sort(key=lambda draft: (draft.place, draft.pieces[0][0]))
    proposals = (_proposal(layout, draft) for draft in drafts)
    return [proposal for proposal in proposals if proposal is not None]


def _drafts(layout: Layout) -> Iterator[Draft]:
    by_unit: list[list[int]] = [[] for _ in layout.units]
    for index, number in enumerate(layout.unit_of):
        if number >= 0 and layout.kind(index) is Kind.WORD:
            by_unit[number].append(index)
    for number, places in enumerate(by_unit):
        found: list[Draft] = []
        headline = read_headline(layout, number) or read_turn(layout, number)
        if headline is not None:
            found.append(headline)
        taken = -1
        for index in places:
            if index < taken or len(found) >= _MOST_IN_SENTENCE:
                continue
            draft = _read(layout, number, index, found)
            if draft is not None:
                found.append(draft)
                taken = draft.cue[1] if draft.cue is not None else index
        yield from found


def _read(layout: Layout, number: int, index: int, found: list[Draft]) -> Draft | None:
    """Return the statement whose cue begins at a token, if one does."""
    word = layout.word(index)
    if word in layout.book.verbs:
        quoted = read_quoted(layout, number, index)
        draft = quoted if quoted is not None else read_verb(layout, number, index, found)
        if draft is not None:
            return draft
    if word in layout.book.nouns:
        return read_noun(layout, number, index)
    return read_according(layout, number, index) if word == "according" else None


# --- proposals --------------------------------------------------------------------------------


def _proposal(layout: Layout, draft: Draft) -> FrameProposal | None:
    contents = [extent for piece in draft.pieces if (extent := _words(layout, *piece)) is not None]
    if not contents:
        return None
    fillers = [*_speakers(layout, draft)]
    implied = () if fillers else ("speaker",)
    cue = _cue(layout, draft)
    if cue is not None:
        fillers.append(ProposedFiller("cue", cue, "CUE"))
    fillers += [ProposedFiller("content", extent, "CONTENT") for extent in _apart(contents)]
    fillers += [_filler(layout, "addressee", m) for m in draft.told if m not in draft.speakers]
    if draft.outlet is not None:
        outlet = layout.extent(draft.outlet.first, draft.outlet.last)
        fillers.append(ProposedFiller("outlet", outlet, draft.outlet.label))
    words = cue.slice(layout.page.view) if cue is not None else ""
    return FrameProposal(
        STATEMENT,
        tuple(fillers),
        draft.rule.name,
        _score(draft, said=not implied),
        draft.rule.reason.format(cue=words),
        implied,
        {
            "mode": _mode(layout, draft),
            "speaker_by": "pronoun" if draft.by_pronoun else "mention",
        },
        _to_check(draft, said=not implied),
    )


def _filler(layout: Layout, role: str, mention: Mention) -> ProposedFiller:
    return ProposedFiller(role, layout.extent(mention.first, mention.last), mention.label)


def _speakers(layout: Layout, draft: Draft) -> Iterator[ProposedFiller]:
    for mention in draft.speakers:
        yield _filler(layout, "speaker", mention)


def _cue(layout: Layout, draft: Draft) -> Extent | None:
    return layout.extent(*draft.cue) if draft.cue is not None else None


def _words(layout: Layout, first: int, last: int) -> Extent | None:
    """Return a range of tokens without the quotation marks at its edges."""
    while first < last and layout.word(first) in _QUOTES and layout.kind(first) is Kind.MARK:
        first += 1
    while first < last and layout.word(last - 1) in _QUOTES and layout.kind(last - 1) is Kind.MARK:
        last -= 1
    return layout.extent(first, last)


def _apart(extents: list[Extent]) -> list[Extent]:
    """Return extents in order, without those that another one holds."""
    kept: list[Extent] = []
    for extent in sorted(set(extents)):
        if not kept or extent.start >= kept[-1].end:
            kept.append(extent)
        elif extent.end > kept[-1].end:
            kept[-1] = Extent(kept[-1].start, extent.end)
    return kept


def _mode(layout: Layout, draft: Draft) -> str:
    """Return how the words stand: quoted, reported or both, at the level of their attribution."""
    level = layout.units[draft.unit].quote
    kinds = {_kind(layout, piece, level) for piece in draft.pieces}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind(layout: Layout, piece: tuple[int, int], level: int) -> str:
    first, last = piece
    if layout.unit_of[first] >= 0 and layout.units[layout.unit_of[first]].quote != level:
        return "direct"
    opening = layout.at_quote.get(first)
    if opening is not None and layout.quotes[opening].end >= last:
        return "direct"
    return "mixed" if any(place in layout.at_quote for place in range(first, last)) else "indirect"


def _score(draft: Draft, *, said: bool) -> float:
    score = draft.rule.score - _MEANT * draft.by_pronoun - _CARRIED * draft.carried
    if not said and draft.rule != rules.NOUN:
        score -= _UNSAID
    return round(max(score, 0.05), 2)


def _to_check(draft: Draft, *, said: bool) -> tuple[str, ...]:
    """Return what is a guess: a speaker behind a pronoun, words no mention has yet, quotations."""
    unknown = draft.who is not None and draft.who.words is not None
    guessed = draft.by_pronoun or draft.inferred or (said and unknown)
    return (*(("speaker",) if guessed else ()), *(("content",) if draft.carried else ()))
