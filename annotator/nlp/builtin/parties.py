"""Who stands in a sentence: names and offices with what is coordinated or in apposition."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

PREPOSITIONS = word_set(
    "in on at of to from with by after before during for about against over under between among "
    "near into through since until towards toward without within behind as like than upon via amid"
)
DETERMINERS = word_set("the a an his her its their our this that these those both")
_PLAIN = word_set(
    "new former visiting late top senior chief then-acting acting outgoing fellow own Mr Mrs Ms Dr "
    "mr mrs ms dr"
)
_HEADS = word_set(
    "counterpart counterparts leader leaders envoy envoys minister ministers president presidents "
    "official officials delegate delegates ambassador ambassadors opposition premier chief head "
    "lawmaker spokesman spokeswoman delegation"
)
_MODIFIERS = frozenset({"NORP", "GPE", "ORG", "ROLE", "OUTLET"})
_JOINING = word_set("and & , then later finally also plus")
_TOGETHER = (("as", "well", "as"), ("along", "with"), ("together", "with"))
HE = word_set("he she")
_NOBODY = word_set("it there i we you")
HIM = word_set("him her")
HIS = word_set("his her")
THEY = word_set("they both")
THEIR = word_set("their")
_SIDES = word_set("men women leaders ministers sides presidents officials diplomats envoys two")
_LONGEST_GAP = 5
_FURTHEST = 8  # sentences back in which a pronoun's antecedent is looked for
_NEAREST = 30  # tokens back in which a subject is looked for


@dataclass(frozen=True, slots=True)
class Group:
    """A noun phrase that names somebody, or several of them joined by "and" and commas.

    Attributes:
        first, last: Its tokens, with the determiner.
        parties: Whom it names, the names alone.
        preposition: The preposition before it, "" where there is none.
        apart: Whether its parts are told one after the other: "A, then B".
    """

    first: int
    last: int
    parties: tuple[Mention, ...]
    preposition: str
    apart: bool = False

    @property
    def person(self) -> bool:
        """Whether it names a person."""
        return any(party.label == "PERSON" for party in self.parties)


class Parties:
    """The groups of a page, and who is the subject or object of a word.

    Every question looks at a bounded number of tokens.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._holders: dict[str, Mention] = {}
        self._women, self._men = self._genders()
        self.groups = list(self._read())
        self._firsts = [group.first for group in self.groups]

    # --- asking -------------------------------------------------------------------------

    def between(self, first: int, last: int) -> list[Group]:
        """Return the groups that begin in a range of tokens."""
        return self.groups[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def after(self, index: int, *, through: frozenset[str] = frozenset({"with"})) -> Group | None:
        """Return the group that begins within a few words, past these prepositions only."""
        layout = self.layout
        for place in range(index, index + _LONGEST_GAP + 1):
            group = self.starting(place)
            if group is not None:
                return group
            word = layout.word(place)
            if layout.kind(place) is not Kind.WORD:
                return None
            if (word in PREPOSITIONS and word not in through) or word in HIM - DETERMINERS:
                return None
        return None

    def starting(self, index: int) -> Group | None:
        """Return the group that begins at a token."""
        place = bisect_left(self._firsts, index)
        found = place < len(self.groups) and self._firsts[place] == index
        return self.groups[place] if found else None

    def subject(self, index: int) -> tuple[Group | None, str]:
        """Return who does what the word at an index says, and a nearer pronoun that does."""
        layout = self.layout
        number = layout.unit_of[index]
        if number < 0:
            return None, ""
        begin = max(layout.units[number].first, index - _NEAREST)
        groups = [g for g in self.between(begin, index) if g.last <= index]
        chosen = next((g for g in reversed(groups) if not g.preposition), None)
        nearest = chosen.last if chosen is not None else begin
        for place in range(index - 1, nearest - 1, -1):
            word = layout.word(place)
            if word in HE or word in THEY or word in _NOBODY:
                return None, word
            if word in {"two", "three"} and self._sides(place):
                return None, "they"
        return chosen, ""

    def _sides(self, place: int) -> bool:
        return any(self.layout.word(at) in _SIDES for at in (place + 1, place + 2))

    def him(self, index: int, pronoun: str = "") -> Group | None:
        """Return whom a singular pronoun at an index means: the person last spoken of."""
        wrong = {"he": self._women, "him": self._women, "his": self._women}.get(
            pronoun, self._men if pronoun in {"she", "her"} else frozenset()
        )
        layout = self.layout
        number = layout.unit_of[index]
        if number < 0:
            return None
        unit = layout.units[number]
        for group in self.between(unit.first, index):
            if group.person and not group.preposition and self._may_be(group, wrong):
                return group
        for before in range(number - 1, max(-1, number - 1 - _FURTHEST), -1):
            begin = layout.units[before].first
            if layout.units[before].quote >= 0:
                continue
            groups = [g for g in self.between(begin, layout.units[before].last) if g.person]
            fitting = [g for g in groups if self._may_be(g, wrong)]
            leading = next((g for g in fitting if not g.preposition), None)
            if leading is not None:
                return leading
            if fitting and wrong:
                return fitting[0]
        return None

    def _may_be(self, group: Group, wrong: frozenset[str]) -> bool:
        person = next((one for one in group.parties if one.label == "PERSON"), None)
        return person is None or self.layout.low[person.last - 1] not in wrong

    def _genders(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the last names of the women and of the men of the text, by their given names."""
        layout, women, men = self.layout, set(), set()
        for mentions in layout.starts.values():
            for one in mentions:
                if one.label == "PERSON" and one.last - one.first > 1:
                    given = folded(layout.page.word(one.first))
                    if given in layout.book.women:
                        women.add(layout.low[one.last - 1])
                    elif given in layout.page.lexicon.given_names:
                        men.add(layout.low[one.last - 1])
        return frozenset(women - men), frozenset(men - women)

    def them(self, index: int) -> Group | None:
        """Return whom a plural pronoun at an index means: those last named together."""
        place = bisect_left(self._firsts, index)
        for group in reversed(self.groups[max(0, place - 2 * _FURTHEST) : place]):
            if len(group.parties) > 1:
                return group
        return None

    # --- reading ------------------------------------------------------------------------

    def _mentions(self) -> Iterator[Mention]:
        end = 0
        for start in sorted(self.layout.starts):
            longest = self.layout.starts[start][0]
            if start >= end:
                end = longest.last
                yield longest

    def _read(self) -> Iterator[Group]:
        parties: list[Mention] = []
        first = last = 0
        apart = False
        for mention in self._mentions():
            how = self._relation(parties[-1], last, mention) if parties else "new"
            if how == "new":
                if parties:
                    yield self._group(first, last, parties, apart=apart)
                parties, first, last, apart = [mention], mention.first, mention.last, False
                continue
            if how == "aside":
                self._note_holder(mention, parties[-1])
            if how == "head":
                if mention.label == "PERSON" and parties[-1].label == "ROLE":
                    self._note_holder(parties[-1], mention)
                parties[-1] = mention
            elif how in {"join", "then"}:
                parties.append(mention)
                apart = apart or how == "then"
            last = mention.last
        if parties:
            yield self._group(first, last, parties, apart=apart)

    def _group(self, first: int, last: int, parties: list[Mention], *, apart: bool) -> Group:
        layout, begin = self.layout, first
        for _ in range(4):
            word = layout.word(begin - 1)
            if word in DETERMINERS or word in _PLAIN or word in _HEADS:
                begin -= 1
            else:
                break
        before = layout.word(begin - 1)
        preposition = before if before in PREPOSITIONS else ""
        named = tuple(party for mention in parties for party in self._members(mention))
        return Group(begin, last, named, preposition, apart)

    def _members(self, mention: Mention) -> list[Mention]:
        """Return the states whose ministers these are: "presidents of Kenya" is Kenya."""
        layout = self.layout
        if mention.label != "ROLE":
            return [mention]
        for place in range(mention.first, mention.last - 1):
            if layout.word(place) == "of" and layout.word(place - 1).endswith("s"):
                states = [
                    one
                    for at in range(place + 1, mention.last)
                    for one in layout.starts.get(at, ())
                    if one.label == "GPE" and one.last <= mention.last
                ]
                return states or [mention]
        return [self._holder(mention)]

    def _holder(self, mention: Mention) -> Mention:
        """Return who holds an office that the text has named before: "the minister"."""
        layout = self.layout
        if mention.last - mention.first > 2 or layout.word(mention.first - 1) != "the":
            return mention
        return self._holders.get(layout.word(mention.last - 1), mention)

    def _note_holder(self, office: Mention, person: Mention) -> None:
        """Remember who holds an office: its head stands before "of", "to" and "for"."""
        layout = self.layout
        for place in range(office.first, office.last):
            if layout.word(place + 1) in PREPOSITIONS or place + 1 == office.last:
                self._holders[layout.word(place)] = person
                return

    def _relation(self, before: Mention, last: int, mention: Mention) -> str:
        """Return how a mention stands to the one before: "head", "aside", "join" or "new"."""
        layout = self.layout
        gap = range(last, mention.first)
        if layout.unit_of[before.first] != layout.unit_of[mention.first]:
            return "new"
        if len(gap) > _LONGEST_GAP or mention.first < last:
            return "new"
        words = [layout.word(place) for place in gap]
        if not words or all(self._bound(place) for place in gap):
            fits = before.label in _MODIFIERS or bool(words)
            return "head" if fits and mention.label not in {"NORP"} else "new"
        person = mention.label == "PERSON"
        if person and before.label in _MODIFIERS and all(w in _HEADS | _PLAIN for w in words):
            return "head"
        inner = [w for w in words if w not in DETERMINERS and w not in _PLAIN and w not in _HEADS]
        if inner == [","] and words[0] == ",":
            if before.label == "ROLE" and person:
                return "head"
            if before.label == "PERSON" and mention.label == "ROLE":
                return "aside"
        if tuple(inner) in _TOGETHER or (inner and all(w in _JOINING for w in inner)):
            later = not {"then", "later", "finally"}.isdisjoint(inner)
            return "then" if later else "join"
        return "new"

    def _bound(self, place: int) -> bool:
        layout = self.layout
        return layout.page.possessive(place) or layout.page.hyphen(place)
