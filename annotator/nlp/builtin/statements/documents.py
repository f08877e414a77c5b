"""Whose words a document holds: "the statement said" speaks for whoever issued it."""

from bisect import bisect_left

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.builtin.statements.noun_phrases import POSSESSIVES, Who, named_in, phrase_from

_BY = word_set("by from of")
_ISSUED = word_set(
    "issued released published posted written signed commissioned sent made read circulated "
    "prepared drafted adopted seen obtained conducted"
)
_WITHIN = word_set("in on with through via")
_BODIES_AND_PEOPLE = frozenset({"PERSON", "ORG", "GPE", "OUTLET", "ROLE", "NORP"})
_NEAR = 4  # words between a document and "by"
_LONGEST_NAME = 14
_MODIFIERS = 3


class Documents:
    """The documents of a text by their nouns."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._places: dict[str, list[int]] = {}
        nouns = layout.book.documents
        for place, word in enumerate(layout.low):
            if word in nouns and layout.owner(place) is None:
                self._places.setdefault(word, []).append(place)

    def before(self, noun: int) -> int:
        """Return where the same kind of document was spoken of last, -1 where it was not."""
        places = self._places.get(self._layout.word(noun), [])
        at = bisect_left(places, noun)
        return places[at - 1] if at else -1

    def is_means(self, noun: int) -> bool:
        """Whether somebody says something in a document: "said in a long statement that"."""
        layout = self._layout
        first = noun
        while noun - first < _MODIFIERS and layout.word(first) not in DETERMINERS | POSSESSIVES:
            first -= 1
        return layout.word(first - 1) in _WITHIN


def noun_in(layout: Layout, who: Who) -> int:
    """Return where the noun of a phrase that means a document stands, else -1."""
    words = layout.book.documents
    return next((at for at in range(who.first, who.last) if layout.word(at) in words), -1)


def author_of(layout: Layout, noun: int) -> Mention | None:
    """Return who wrote a document as its own phrase says: "a letter by X", "an X report"."""
    if layout.page.possessive(noun - 1):
        return layout.ending(noun - 1)
    for place in range(noun + 1, noun + 1 + _NEAR):
        word = layout.word(place)
        if word in _BY and (layout.word(place - 1) in _ISSUED or place == noun + 1):
            start = place + 1 + (layout.word(place + 1) in DETERMINERS)
            who = phrase_from(layout, start, start + _LONGEST_NAME)
            named = named_in(who) if who is not None else ()
            return named[0] if named else None
    return _modifier(layout, noun)


def _modifier(layout: Layout, noun: int) -> Mention | None:
    """Return the name before the noun: "a | Commission fact sheet"."""
    for first in range(noun - 1, noun - 1 - _MODIFIERS, -1):
        known = layout.ending(first + 1)
        if known is not None and known.label in _BODIES_AND_PEOPLE:
            return known
        unknown = layout.page.capital(first) and not layout.page.tokens[first].first
        if unknown and layout.owner(first) is None:
            return Mention(first, first + 1, "ORG")
        if layout.word(first) in DETERMINERS | POSSESSIVES:
            return None
    return None
