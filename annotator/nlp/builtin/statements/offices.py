"""Who holds which office in a text, so that "the minister" leads to the minister's name."""

from bisect import bisect_left

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

_PLAIN = word_set(
    "of at in from for on with to the and senior top former new acting veteran chief leading high "
    "ranking honourable deputy union state"
)
_ANY_OFFICE = word_set(
    "leader diplomat official politician lawmaker legislator guest dignitary statesman premier "
    "chief side"
)
_COMPLEMENTS = word_set("of at in from for on with to close")
_MOST_LOOKED_AT = 8
_SAME_LETTERS = 4  # "Zambian" and "Zambia"


class Offices:
    """The persons of a text by the heads of the offices that stand beside their names."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._named: set[Mention] = set()
        self._places: dict[str, list[int]] = {}
        self._held: dict[str, list[tuple[Mention, Mention]]] = {}
        for first in sorted(layout.starts):
            person = layout.starts[first][0]
            if person.label == "PERSON":
                for office in self.beside(person):
                    self._named.add(office)
                    for head in (self.head(office), ""):
                        self._places.setdefault(head, []).append(first)
                        self._held.setdefault(head, []).append((office, person))

    def beside_name(self, office: Mention) -> bool:
        """Whether an office stands beside the name of its holder."""
        return office in self._named

    def head(self, office: Mention) -> str:
        """Return the last word of an office before its complement."""
        layout = self._layout
        for place in range(office.first + 1, office.last):
            if layout.word(place) in _COMPLEMENTS:
                return layout.word(place - 1)
        return layout.word(office.last - 1)

    def holder(self, office: Mention) -> Mention | None:
        """Return the person named last with an office of this kind, of the same state if one is."""
        head, described, kind = self.head(office), self._described(office), self._kind(office)
        if head in _ANY_OFFICE and described:
            head, kind = "", set()  # "the Iranian diplomat": whoever has an office of Iran
        end = bisect_left(self._places.get(head, []), office.first)
        known = self._held.get(head, [])[max(0, end - _MOST_LOOKED_AT) : end]
        for held, person in reversed(known):
            other = self._kind(held)
            if kind and other and not kind & other:
                continue  # "the prime minister" is no foreign minister
            if not described or described & self._described(held):
                return person
        return None

    def _kind(self, office: Mention) -> set[str]:
        """Return the beginnings of the words that say which office of its kind it is."""
        layout, head = self._layout, self.head(office)
        words = (layout.word(at) for at in range(office.first, office.last)
                 if layout.owner(at) is None and layout.kind(at) is Kind.WORD)  # fmt: skip
        return {word[:_SAME_LETTERS] for word in words if word not in _PLAIN and word != head}

    def beside(self, person: Mention) -> list[Mention]:
        """Return the offices before a name, or between commas beside it."""
        layout = self._layout
        first = person.first
        while first > 0 and layout.page.honorific_at(first - 1) == first:
            first -= 1
        found = [layout.ending(first)]
        if found[0] is not None and found[0].label == "ROLE":
            first = found[0].first  # "the spokesman, | Lt. Col. Ali B"
        if layout.word(first - 1) == ",":
            found.append(layout.ending(first - 1))
        if layout.word(person.last) == ",":
            found.extend(self._behind(person.last + 1))
        return [office for office in found if office is not None and office.label == "ROLE"]

    def _behind(self, first: int) -> list[Mention | None]:
        """Return the offices after a name and its comma: "the party's leader and a minister"."""
        layout = self._layout
        first += layout.page.word(first) in DETERMINERS
        if layout.page.possessive(first + 1):
            first += 2
        found = [layout.starting(first)]
        while (last := found[-1]) is not None and layout.word(last.last) == "and":
            joined = last.last + 1  # "and the minister" is somebody else
            found.append(layout.starting(joined + (layout.word(joined) in {"a", "an"})))
        return found

    def _described(self, office: Mention) -> set[str]:
        """Return the beginnings of the names within an office."""
        layout = self._layout
        return {
            layout.word(place)[:_SAME_LETTERS]
            for place in range(office.first, office.last)
            if layout.owner(place) is not None
        }
