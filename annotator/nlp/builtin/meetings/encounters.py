"""Who meets whom by verbs: "met", "received", "spoke by telephone"."""

from collections.abc import Iterator

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings import rules
from annotator.nlp.builtin.meetings.sighting import Sighting, SightingReader
from annotator.nlp.builtin.parties import HIM, PREPOSITIONS, Group
from annotator.nlp.builtin.statements.layout import Mention
from annotator.nlp.tokens import Kind

_BODIES = word_set("delegation delegations team group mission")
_GUESTS = _BODIES | word_set("counterparts colleagues leaders ministers envoys presidents")
_BYSTANDERS = word_set(
    "reporters journalists diplomats diplomat sources source analysts spokesman spokeswoman "
    "observers delegates delegate correspondents"
)
_EACH_OTHER = (("each", "other"), ("one", "another"))
_FIRST_EACH = frozenset({"separately", "respectively"})
_LED = word_set("led headed chaired")
_LONGEST_ASIDE = 12
_LONGEST_BODY = 5  # tokens: "a high-level delegation led by"
_LONGEST_SITTING = 5  # tokens: "sat down for an hour with"
_MUTUAL = frozenset({"meet", "gather", "talk", "sit"})
_RULES = {"host": rules.RECEIVED, "greet": rules.RECEIVED, "call": rules.CALLED}
_SPOKE = word_set("spoke speak speaks speaking talked talk discussed conferred spoken agreed told")
_WAS = frozenset({"was", "been"})
_TAKES_NOBODY = frozenset({"meet", "gather"})
_TOGETHER = frozenset({"together", "jointly", "joint", "trilateral", "four-way", "three-way"})
_WELCOMED = frozenset({"to", "in", "at"})


class Encounters(SightingReader):
    """Reads who meets, receives, calls or sits down with whom."""

    def contact(self, index: int, what: str) -> Iterator[Sighting]:
        """Read verbs of contact: "called on", "spoke to"."""
        for one in self._contacts.read(index, what):
            rule = rules.CALLED if one.kind == "call" else rules.CONTACT
            for people in self._tables(one.mine, one.others, one.trigger[1]):
                if len(people) > 1:
                    yield self._sighting(one.kind, one.trigger, rule, people, guessed=one.guessed)

    def meets(self, index: int, what: str) -> Iterator[Sighting]:
        """Read verbs of meeting, by what they are in the list of verbs."""
        last = self._behind(index, what)
        if last < 0:
            return
        subject, guessed = self._who.subject(index)
        passive = self._passive(index)
        if what == "gather" and (passive or self._layout.word(index + 1) == "by"):
            return  # "a summit convened by A", "the forum was convened": the noun names it
        mine = subject.parties if subject is not None else ()
        if subject is None and self._layout.word(index) == "meeting":
            mine, guessed = self._who.introduced(index)
        others, guessed_too = self._others(last, mine, passive=passive)
        if not self._is_meeting(what, mine, others, index, passive=passive):
            return
        rule = _RULES.get(what, rules.MET)
        kind = "call" if what == "call" else "meeting"
        for people in self._tables(mine, others, last):
            yield self._sighting(
                kind, (index, index + 1), rule, people, guessed=guessed or guessed_too
            )
        then = self._then(others, index) if others is not None else None
        if then is not None:
            people = (*mine, *then.parties)
            yield self._sighting(kind, (index, index + 1), rule, people, guessed=guessed)

    def _then(self, others: Group, index: int) -> Group | None:
        """Return who was met next: "met Petrova at the palace, and then Garcia"."""
        layout = self._layout
        end = min(layout.units[layout.unit_of[index]].last, others.last + _LONGEST_ASIDE)
        for place in range(others.last, end):
            if layout.word(place) == "then" and layout.word(place - 1) in {"and", ","}:
                group = self._parties.after(place + 1)
                return group if group is not None and group.person else None
        return None

    def _behind(self, index: int, what: str) -> int:
        """Return the token behind which the others are looked for, -1 where nobody meets."""
        last = index + 1
        if what != "sit":
            return last
        near = self._layout.low[last : last + _LONGEST_SITTING]
        if "with" in near:
            return last + near.index("with")
        return last + 1 if near[:1] == ["down"] else -1

    def _is_meeting(
        self,
        what: str,
        mine: tuple[Mention, ...],
        others: Group | None,
        index: int,
        *,
        passive: bool,
    ) -> bool:
        """Whether those on either side of a verb are people who meet, and no things."""
        if tuple(self._layout.low[index + 1 : index + 3]) in _EACH_OTHER:
            return len(mine) > 1
        if others is None:
            return (what in _TAKES_NOBODY and bool(mine)) or (what in _MUTUAL and len(mine) > 1)
        if what == "see":
            body = self._are_people(others) or any(one.label == "ORG" for one in others.parties)
            briefs = self._layout.word(index).startswith("brief") and body
            return (
                (others.person or briefs)
                and bool(mine)
                and self._parties.starting(index + 1) is not None
            )
        if what == "greet":
            here = self._parties.starting(index + 1)
            there = here is not None and self._layout.word(here.last) in _WELCOMED
            there = there or self._layout.word(index).startswith("greet")
            return others.person and bool(mine) and (there or passive)
        if what == "host":
            sent = not _GUESTS.isdisjoint(self._layout.low[index + 1 : index + _LONGEST_BODY])
            return others.person or passive or sent or self._are_people(others)
        return not (what in {"talk", "sit"} and self._layout.word(index + 1) == "on")

    def _are_people(self, group: Group) -> bool:
        """Whether a group is of people that an office names: "received the ministers"."""
        return any(
            one.label == "ROLE" and self._layout.word(one.last - 1) not in _BYSTANDERS
            for one in group.parties
        )

    def _others(
        self, index: int, besides: tuple[Mention, ...], *, passive: bool
    ) -> tuple[Group | None, bool]:
        """Return who stands behind the word, and whether a pronoun had to be read."""
        layout, parties = self._layout, self._parties
        through = frozenset({"by"}) if passive else frozenset({"with"})
        group = self._leader(index) or parties.after(index, through=through)
        if group is None and passive and layout.word(index - 1) == "summoned":
            group = parties.after(index, through=frozenset({"to", "by"}))
        if group is None:
            group = self._aside(index) if self._layout.word(index) == "," else None
            group = group or self._contacts.behind_with(index, "by" if passive else "with")
        if group is not None:
            return group, False
        for place in range(index, index + 3):
            if layout.word(place) in HIM and not parties.starting(place):
                return parties.him(index, layout.word(place), besides), True
            if layout.word(place) not in {"with", "by", "briefly"}:
                break
        return None, False

    def _aside(self, index: int) -> Group | None:
        """Return who follows what commas enclose: "received, at his office, Petrova"."""
        layout = self._layout
        if layout.word(index + 1) not in PREPOSITIONS:
            return None
        near = layout.low[index + 1 : index + 1 + _LONGEST_ASIDE]
        if "," not in near:
            return None
        group = self._parties.after(index + 2 + near.index(","))
        return group if group is not None and (group.person or self._are_people(group)) else None

    def _leader(self, index: int) -> Group | None:
        """Return who leads those behind a word: "met a delegation led by A"."""
        layout = self._layout
        for place in range(index, index + _LONGEST_BODY):
            leads = layout.word(place + 1) in _LED and layout.word(place + 2) == "by"
            if layout.word(place) in _BODIES and leads:
                return self._parties.after(place + 3)
            if layout.kind(place) is not Kind.WORD and layout.word(place) != "-":
                return None
        return None

    def _tables(
        self, mine: tuple[Mention, ...], others: Group | None, last: int
    ) -> Iterator[tuple[Mention, ...]]:
        """Yield who meets whom: those met one after the other each by themselves."""
        theirs = others.parties if others is not None else ()
        theirs = tuple(one for one in theirs if one not in mine)
        names = [one for one in theirs if one.label == "PERSON"]
        single = len(mine) == 1 and len(names) == len(theirs) >= 2
        if single and others is not None:
            words = set(self._layout.low[last : others.last + 6])
            each = others.apart or len(theirs) > 2 or not words.isdisjoint(_FIRST_EACH)
            near = self._layout.low[last : others.last + 3]
            if each and _TOGETHER.isdisjoint(near):
                for one in theirs:
                    yield (*mine, one)
                return
        yield (*mine, *theirs)

    def _passive(self, index: int) -> bool:
        layout = self._layout
        near = set(layout.low[max(0, index - 3) : index])
        alone = layout.word(index) in {"convened", "summoned"}
        by = "by" in layout.low[index + 1 : index + _LONGEST_ASIDE]
        return (alone or by) and not near.isdisjoint(
            {"was", "were", "be", "been", "is", "are", "being"}
        )

    def _are_several(self, people: tuple[Mention, ...]) -> bool:
        """Whether one office stands for several: "the two presidents"."""
        return any(
            one.label == "ROLE" and self._layout.word(one.last - 1).endswith("s") for one in people
        )

    def by_phone(self, index: int) -> Iterator[Sighting]:
        """Read "spoke by telephone with"."""
        layout = self._layout
        words = _SPOKE | _WAS if layout.word(index - 2) == "on" else _SPOKE
        spoke = next(
            (at for at in range(index - 1, max(-1, index - 9), -1) if layout.word(at) in words), -1
        )
        if spoke < 0:
            return
        subject, guessed = self._who.subject(spoke)
        others = self._parties.after(index + 1, through=frozenset({"with", "to"}))
        others = others or self._contacts.behind_with(index + 1)
        if others is None and spoke + 1 < index - 1:
            others = self._parties.after(spoke + 1, through=frozenset({"with", "to"}))
        mine = subject.parties if subject is not None else ()
        theirs = tuple(o for o in others.parties if o not in mine) if others is not None else ()
        if len(mine) + len(theirs) > 1 or self._are_several(mine):
            yield self._sighting(
                "call", (spoke, index + 1), rules.CALLED, (*mine, *theirs), guessed=guessed
            )
