"""Who stands in a sentence: names and offices with what is coordinated or in apposition."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.rulebook import BYLINE
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
    "lawmaker spokesman spokeswoman delegation opposite number colleague colleagues"
)
_MODIFIERS = frozenset({"NORP", "GPE", "ORG", "ROLE", "OUTLET"})
_JOINING = word_set("and & , then later finally also plus separately with")
_APART = word_set("then later finally separately with")
_PARTNERS = word_set("host guest counterpart colleague rival ally visitor")
_EQUALS = word_set("counterpart counterparts colleague colleagues number")
_TOGETHER = (("as", "well", "as"), ("along", "with"), ("together", "with"))
HE = word_set("he she")
_NOBODY = word_set("it there i we you")
HIM = word_set("him her")
HIS = word_set("his her")
THEY = word_set("they both")
THEIR = word_set("their")
_NUMBERS = word_set(
    "two three four five six seven eight nine ten several some many dozens hundreds"
)
_DEPUTIES = frozenset({"prime", "vice", "deputy"})
_SIDES = word_set(
    "heads men women leaders ministers sides presidents officials diplomats envoys two generals "
    "rivals neighbours neighbors premiers delegations"
)
_TAKING = word_set(
    "met meet meets told tell tells thanked see saw sees host hosts visit visits visited visiting "
    "reach reaches tour toured leave leaves left"
)
_SENT = word_set(
    "delegations delegates envoys experts officials representatives negotiators leaders ministers "
    "diplomats presidents teams delegation team mission counterparts colleagues"
)
_LED = word_set("led headed chaired represented")
_PAIR = word_set("pair duo trio")
_SEVERAL = word_set("two three four")
_WITHIN = word_set("in at on")
_LONGEST_GAP = 5
_FURTHEST = 8  # sentences back in which a pronoun's antecedent is looked for
_WINDOW = 200  # tokens of a sentence in which it is looked for
_MOST_LISTED = 30  # names in one list: more are no people who meet
_NEAREST = 30  # tokens back in which a subject is looked for
_BE = word_set("is was became be become becoming")
_BE_REACH = 4
_FIRST = word_set("first second third only last")
_CONJUNCTIONS = word_set("as after before since until than")
_VERB_NEAR = 3  # tokens: "after Petrova had briefly met"


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


@dataclass(slots=True)
class _Member:
    """One of those who are listed, while the list is read."""

    mention: Mention
    first: int
    last: int
    how: str = ""
    aside: Mention | None = None


class Parties:
    """The groups of a page, and who is the subject or object of a word.

    Every question looks at a bounded number of tokens.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._holders: dict[str, Mention] = {}
        self._women = self._named_women()
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
            if word == "," and layout.word(place - 1) in _PARTNERS and place > index:
                return self.starting(place + 1)  # "his host, Petrova"
            if layout.kind(place) is not Kind.WORD:
                return None
            sent = word in {"of", "from"} and layout.word(place - 1) in _SENT
            if sent:
                continue  # "between the delegations of A and B"
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
        free = [g for g in reversed(groups) if not g.preposition or self._begins_clause(g, index)]
        before = self._before_relative(begin, index)
        if before >= 0:
            free = [g for g in free if g.last <= before] or free
        chosen = next((g for g in free if not self._is_object(g, index)), None)
        if chosen is not None and self._is_said_of(chosen):
            chosen = next((g for g in free if g.last < chosen.first), chosen)
        nearest = chosen.last if chosen is not None else begin
        for place in range(index - 1, nearest - 1, -1):
            word = layout.word(place)
            if word == "both" and layout.word(place - 1) in PREPOSITIONS:
                continue  # "experts from both countries"
            if word in HE or word in THEY or word in _NOBODY:
                return None, word
            if (word in _SEVERAL and self._sides(place, index)) or word in _PAIR:
                return None, "they"
        return self._with_pronoun(chosen) or (free[0] if free else None), ""

    def _begins_clause(self, group: Group, index: int) -> bool:
        """Whether a word like "after" leads in a clause, whose verb comes at once: "as A met B"."""
        if group.preposition not in _CONJUNCTIONS or index - group.last > _VERB_NEAR:
            return False
        between = self.layout.low[group.last : index]
        if between == [","]:  # "since her successor, Petrova, met"
            return group.person and group.preposition not in {"as", "than"}
        return all(
            self.layout.kind(at) is Kind.WORD and self.layout.word(at) not in PREPOSITIONS
            for at in range(group.last, index)
        )

    def _is_said_of(self, group: Group) -> bool:
        """Whether an office only says what somebody is: "Petrova is the first premier to visit"."""
        before = self.layout.low[max(0, group.first - _BE_REACH) : group.first]
        office = len(group.parties) == 1 and group.parties[0].label == "ROLE"
        return office and not _FIRST.isdisjoint(before) and not _BE.isdisjoint(before)

    def _with_pronoun(self, group: Group | None) -> Group | None:
        """Return a group with the person that a pronoun before it means: "she and Haddad"."""
        layout = self.layout
        pronoun = layout.word(group.first - 2) if group is not None else ""
        if group is None or pronoun not in HE or layout.word(group.first - 1) != "and":
            return group
        other = self.him(group.first - 2, pronoun, group.parties)
        more = other.parties if other is not None else ()
        return Group(group.first - 2, group.last, (*more, *group.parties), group.preposition)

    def _before_relative(self, begin: int, index: int) -> int:
        """Return where the clause "…, who advises A, | met" begins, -1 where there is none."""
        layout = self.layout
        if layout.word(index - 1) != ",":
            return -1
        for place in range(index - 2, begin, -1):
            if layout.word(place) in {"who", "which", "whose"}:
                return place - 1 if layout.word(place - 1) == "," else -1
        return -1

    def _is_object(self, group: Group, index: int) -> bool:
        """Whether a verb before a group takes it: "discussed Syria in a meeting"."""
        before = self.layout.word(group.first - 1)
        if self.layout.word(group.first) == "that":
            return False  # "denied that officials had met"
        between = self.layout.low[group.last : index]
        if between[:1] == ["to"]:
            return False  # "urged Chile and Peru to meet": they meet
        if before in _TAKING:
            return "who" not in between[:2]  # "met Petrova, who said": she said
        return before.endswith("ed") and ("and" in between or not group.person)

    def _sides(self, place: int, index: int) -> bool:
        """Whether "two" stands for people: "the two leaders met", "the two met"."""
        layout = self.layout
        before = place - 1 - (layout.word(place - 1) in DETERMINERS)
        if layout.word(before) in PREPOSITIONS:
            return False  # "experts of the two sides"
        if any(layout.word(at) in _SIDES for at in (place + 1, place + 2)):
            return True
        return before < place - 1 and index <= place + 2

    def him(self, index: int, pronoun: str = "", besides: tuple[Mention, ...] = ()) -> Group | None:
        """Return whom a singular pronoun at an index means: the person last spoken of.

        Args:
            index: Where it stands.
            pronoun: Which one it is.
            besides: Whom it cannot mean: those who do something to him.
        """
        if pronoun in {"she", "her"} and self._women:
            found = self._him(index, besides, lambda name: name in self._women, "she")
            if found is not None:
                return found
        if pronoun in {"he", "him", "his"}:
            return self._him(index, besides, lambda name: name not in self._women, "he")
        return self._him(index, besides, lambda _: True)

    def _him(
        self,
        index: int,
        besides: tuple[Mention, ...],
        may_be: Callable[[str], bool],
        pronoun: str = "",
    ) -> Group | None:
        layout = self.layout
        number = layout.unit_of[index]
        if number < 0:
            return None
        unit = layout.units[number]
        for group in self.between(max(unit.first, index - _WINDOW), index):
            fits = group.person and not group.preposition and self._may_be(group, may_be)
            if fits and set(group.parties).isdisjoint(besides):
                return self._one_of(group, may_be)
        for before in range(number - 1, max(-1, number - 1 - _FURTHEST), -1):
            sentence = layout.units[before]
            if sentence.quote >= 0:
                continue
            end = min(sentence.last, sentence.first + _WINDOW)
            groups = [g for g in self.between(sentence.first, end) if g.person]
            fitting = [g for g in groups if self._may_be(g, may_be)]
            leading = next((g for g in fitting if not g.preposition), None)
            if leading is not None and self._still(pronoun, sentence.first, leading.first):
                continue  # "She met Petrova. She": she is whom the sentence before speaks of
            if leading is not None:
                return self._one_of(leading, may_be)
        return None

    def _still(self, pronoun: str, first: int, last: int) -> bool:
        """Whether a sentence begins with the same pronoun before it names anybody."""
        begin = max(first, last - _NEAREST)
        return pronoun in HE and pronoun in self.layout.low[begin:last]

    def _one_of(self, group: Group, may_be: Callable[[str], bool]) -> Group:
        """Return the first one of those listed whom a singular pronoun may mean."""
        low = self.layout.low
        persons = [one for one in group.parties if one.label == "PERSON"]
        fitting = [one for one in persons if may_be(low[one.last - 1])]
        return Group(group.first, group.last, ((fitting or persons)[0],), group.preposition)

    def _may_be(self, group: Group, may_be: Callable[[str], bool]) -> bool:
        return any(
            may_be(self.layout.low[one.last - 1]) for one in group.parties if one.label == "PERSON"
        )

    def _named_women(self) -> frozenset[str]:
        """Return the last names of the women of the text, known by their given names."""
        layout = self.layout
        return frozenset(
            layout.low[one.last - 1]
            for mentions in layout.starts.values()
            for one in mentions
            if one.label == "PERSON"
            and one.last - one.first > 1
            and folded(layout.page.word(one.first)) in layout.book.women
        )

    def them(self, index: int) -> Group | None:
        """Return whom a plural pronoun at an index means: those last named together."""
        layout = self.layout
        place = bisect_left(self._firsts, index)
        later: Group | None = None
        for group in reversed(self.groups[max(0, place - 2 * _FURTHEST) : place]):
            if len(group.parties) > 1:
                return group
            if group.person:
                near = (
                    later is not None
                    and layout.unit_of[later.first] == (layout.unit_of[group.first])
                )
                if later is not None and near:
                    both = (*group.parties, *later.parties)
                    return Group(group.first, later.last, both, group.preposition)
                later = group
        return None

    # --- reading ------------------------------------------------------------------------

    def _mentions(self) -> Iterator[Mention]:
        end = 0
        for start in sorted(self.layout.starts):
            longest = self.layout.starts[start][0]
            number = self.layout.unit_of[start]
            if number >= 0 and start < self.layout.units[number].first:
                continue  # a dateline
            owner = self.layout.page.owner[start]
            if owner is not None and owner.rule is BYLINE:
                continue  # who wrote the article met nobody
            if start >= end:
                end = longest.last
                yield longest

    def _read(self) -> Iterator[Group]:
        members: list[_Member] = []
        for mention in self._mentions():
            room = 0 < len(members) < _MOST_LISTED
            how = self._relation(members[-1], mention) if room else "new"
            how = "head" if how == "new" and self._is_of_state(members, mention) else how
            office = members[-1].aside if members else None
            if how == "new" and office is not None and office.last == mention.first:
                members[-1].last = members[-1].mention.last  # "A, Minister B": B's office
                members.append(_Member(mention, office.first, mention.last, "comma"))
                self._note_holder(office, mention)
            elif how == "new":
                yield from self._groups(members)
                members = [_Member(mention, mention.first, mention.last)]
            elif how == "of":
                bracket = self.layout.word(mention.last) == ")"
                members[-1].last = mention.last + bracket
            elif how == "aside":
                self._note_holder(mention, members[-1].mention)
                members[-1].last, members[-1].aside = mention.last, mention
            elif how == "head":
                if mention.label == "PERSON" and members[-1].mention.label == "ROLE":
                    self._note_holder(members[-1].mention, mention)
                members[-1].mention, members[-1].last = mention, mention.last
            else:
                members.append(_Member(mention, mention.first, mention.last, how))
        yield from self._groups(members)

    def _is_of_state(self, members: list["_Member"], mention: Mention) -> bool:
        """Whether a state says whose minister a name is: "of Chile, Haddad, and Peru, Petrova,"."""
        if len(members) < 2 or members[-1].how != "and" or mention.label != "PERSON":
            return False
        labels = [member.mention.label for member in members[-2:]]
        between = self.layout.low[members[-1].last : mention.first]
        closed = between == [","] and self.layout.word(mention.last) == ","
        return closed and labels == ["PERSON", "GPE"]

    def _groups(self, members: list["_Member"]) -> Iterator[Group]:
        """Yield a list that ends with "and" as one group, names that commas part each by itself."""
        if not members:
            return
        listed = any(member.how in {"and", "then"} for member in members)
        for some in [members] if listed else [[member] for member in members]:
            yield self._group(some)

    def _group(self, members: list["_Member"]) -> Group:
        layout, begin, last = self.layout, members[0].first, members[-1].last
        parties = [member.mention for member in members]
        apart = any(member.how == "then" for member in members)
        for _ in range(4):
            word = layout.word(begin - 1)
            if word in DETERMINERS or word in _PLAIN or word in _HEADS:
                begin -= 1
            else:
                break
        counted = layout.word(begin - 1) in _NUMBERS or layout.kind(begin - 1) is Kind.NUMBER
        before = layout.word(begin - 1 - counted)
        preposition = before if before in PREPOSITIONS else ""
        if preposition == "by" and layout.word(begin - 2) in _LED:
            preposition = ""  # "a delegation led by Petrova met": she met
        if preposition in {"of", "from"} and layout.word(begin - 2) in _SENT:
            preposition = ""  # "the delegations of Chile and Peru met": the states met
        named = tuple(party for mention in parties for party in self._members(mention))
        return Group(begin, last, named, preposition, apart)

    def _members(self, mention: Mention) -> list[Mention]:
        """Return the states whose ministers these are: "presidents of Kenya" is Kenya."""
        layout = self.layout
        if mention.label != "ROLE":
            return [mention]
        for place in range(mention.first, mention.last - 1):
            leads = layout.word(place) in {"of", "from"}
            if leads and layout.word(place - 1).endswith("s"):
                end = next(
                    (at for at in range(place + 1, mention.last) if layout.word(at) in _WITHIN),
                    mention.last,
                )
                states = [
                    one
                    for at in range(place + 1, end)
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
        office = " ".join(layout.low[mention.first : mention.last])
        return self._holders.get(office, mention)

    def _note_holder(self, office: Mention, person: Mention) -> None:
        """Remember who holds an office: its head stands before "of", "to" and "for"."""
        layout = self.layout
        if "former" in layout.low[max(0, office.first - 1) : office.last]:
            return
        for place in range(office.first, office.last):
            if layout.word(place + 1) in PREPOSITIONS or place + 1 == office.last:
                before = layout.word(place - 1) if place > office.first else ""
                if before not in _DEPUTIES:
                    self._holders[layout.word(place)] = person
                self._holders[f"{before} {layout.word(place)}"] = person
                return

    def _relation(self, member: "_Member", mention: Mention) -> str:
        """Return how a mention stands to the one before.

        "head" where that one belongs to it, "aside" where it is in apposition, "of" where it says
        more of it, "comma", "and" or "then" where it is listed with it, else "new".
        """
        layout, before, last = self.layout, member.mention, member.last
        gap = range(last, mention.first)
        if layout.unit_of[before.first] != layout.unit_of[mention.first]:
            return "new"
        if len(gap) > _LONGEST_GAP or mention.first < last:
            return "new"
        words = [layout.word(place) for place in gap]
        if not words or all(self._bound(place) for place in gap):
            fits = before.label in _MODIFIERS or bool(words)
            return "head" if fits and mention.label != "NORP" else "new"
        if self._says_more(before, mention, words):
            return "of"
        if mention.label == "PERSON" and self._leads_to(before, words):
            return "head"
        inner = [w for w in words if w not in DETERMINERS and w not in _PLAIN and w not in _HEADS]
        aside = before.label == "PERSON" and mention.label == "ROLE"
        if inner == [","] and words[0] == "," and aside:
            return "aside"
        return self._listing(member, inner)

    def _leads_to(self, before: Mention, words: list[str]) -> bool:
        """Whether a mention belongs to the name of the person behind it: "Chilean minister A"."""
        if before.label in _MODIFIERS and all(w in _HEADS | _PLAIN for w in words):
            return True
        if words[0] == "," and before.label == "ROLE":
            return all(w in DETERMINERS | _PLAIN | _HEADS for w in words[1:])
        # "her Bulgarian counterpart, A", "her counterpart in Sofia, A"
        return words[-1] == "," and self._is_equal(before, words[:-1])

    def _listing(self, member: "_Member", inner: list[str]) -> str:
        if tuple(inner) not in _TOGETHER and not (inner and all(w in _JOINING for w in inner)):
            return "new"
        if not _APART.isdisjoint(inner):
            return "then" if "and" in inner or "with" not in inner else "new"
        if inner == [","]:  # what follows "A and B," is somebody else
            return "new" if member.how in {"and", "then"} else "comma"
        return "and"

    def _says_more(self, before: Mention, mention: Mention, words: list[str]) -> bool:
        """Whether a mention says where somebody is from, or is a name's acronym in brackets."""
        layout = self.layout
        if words == ["("]:
            return mention.label == before.label == "ORG" and layout.word(mention.last) == ")"
        place = mention.label == "GPE" and not layout.page.possessive(mention.last)
        return place and before.label == "PERSON" and words == ["of"]

    def _is_equal(self, before: Mention, words: list[str]) -> bool:
        """Whether a mention says of which country or body somebody's counterpart is."""
        layout = self.layout
        if before.label in _MODIFIERS and words:
            return words[-1] in _EQUALS and all(w in _HEADS | _PLAIN for w in words)
        behind = layout.word(before.first - 1) in {"in", "from"}
        return not words and behind and layout.word(before.first - 2) in _EQUALS

    def _bound(self, place: int) -> bool:
        layout = self.layout
        return layout.page.possessive(place) or layout.page.hyphen(place)
