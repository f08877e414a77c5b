"""Who is in touch with whom by verbs that say so only with certain words behind them."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings.attendance import Attendance
from annotator.nlp.builtin.meetings.words import MeetingWords, phrase_at
from annotator.nlp.builtin.parties import HIM, Group, Parties
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

KINDS = frozenset({"discuss", "exchange", "shake", "called", "speak", "sign", "bring"})
_ALONE_READ = frozenset({"called", "speak", "bring", "sign"})
_REACH = 16  # tokens behind a verb in which "with" is looked for
_ENDS = word_set(
    "and but that who which while after before as because if when where to whether said says"
)
_APART = word_set(
    "relations ties cooperation trade border dispute deal agreement war talks meeting call "
    "conversation contact contacts problem problems issue issues"
)
_EXCHANGED = word_set("views greetings pleasantries opinions words toasts ideas notes")
_SINCE = word_set(
    "on from after before yesterday today tonight late early twice again last this to and while "
    "about earlier"
)
_MUTUALLY = word_set("for from until in at on again . ,")
_ALONE = word_set("again alone privately briefly")
_PHONE = word_set("phone telephone telephonic video videolink")
_TWO = 2
_WORDS_FOR_PHONE = 12


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is in touch with whom, and the words that say so, as tokens."""

    kind: str
    trigger: tuple[int, int]
    mine: tuple[Mention, ...]
    others: Group | None
    guessed: bool


class Contacts:
    """Reads verbs such as "discussed … with", "called on", "spoke to"."""

    def __init__(
        self, layout: Layout, parties: Parties, who: Attendance, words: MeetingWords
    ) -> None:
        """Begin a page."""
        self._layout = layout
        self._parties = parties
        self._who = who
        self._words = words

    def read(self, index: int, what: str) -> Iterator[Contact]:
        """Yield who is in touch by the verb at a token; nobody where it says something else."""
        last, others, guessed = self._with_whom(index, what)
        if last < 0:
            return
        subject, guessed_too = self._who.subject(index)
        mine = tuple(p for p in subject.parties) if subject is not None else ()
        people = tuple(p for p in mine if p.label in {"PERSON", "ROLE", "GPE"})
        named = sum(one.label in {"PERSON", "GPE"} for one in mine)
        if not people or (others is None and named < _TWO):
            return
        kind = "call" if what == "called" and last == index + 1 else "meeting"
        yield Contact(kind, (index, last), people, others, guessed or guessed_too)

    def _with_whom(self, index: int, what: str) -> tuple[int, Group | None, bool]:
        """Return the end of the words, who stands behind them, and whether a pronoun was read.

        The end is -1 where the verb says something else.
        """
        layout = self._layout
        after = index + 1
        if what in _ALONE_READ:
            return self._read_alone(index, what)
        if what == "shake":
            if layout.word(after) != "hands":
                return -1, None, False
            after += 1
        elif what == "exchange":
            near = layout.low[after : after + 3]
            if _EXCHANGED.isdisjoint(near):
                return -1, None, False
        elif self._named_otherwise(index):
            return -1, None, False
        group = self.behind_with(after)
        if group is None and what == "discuss" and not self._together(index):
            return -1, None, False
        last = after if what == "shake" else index + 1
        return last, group, False

    def _read_alone(self, index: int, what: str) -> tuple[int, Group | None, bool]:
        after = index + 1
        if what == "called":
            on = self._layout.word(after) == "on"
            return self._called_on(index) if on else self._called(index)
        if what == "speak":
            return self._spoke(index)
        if what == "bring":
            together = self._layout.word(after) == "together"
            group = self._parties.after(after + 1) if together else None
            several = group is not None and len(group.parties) > 1
            return (after + 1 if several else -1), group, False
        return (after if self._together(index) else -1), None, False

    def _together(self, index: int) -> bool:
        """Whether several do something in one place: "Chile and Peru signed it in Lima"."""
        subject, _ = self._who.subject(index)
        several = subject is not None and len(subject.parties) > 1
        unit = self._layout.units[self._layout.unit_of[index]]
        near = range(index + 1, min(unit.last, index + _REACH))
        places = (at for at in near if self._layout.word(at) in {"in", "at"})
        there = "where" in self._layout.low[max(unit.first, index - _REACH) : index]
        return several and (there or any(self._layout.starting(at + 1) for at in places))

    def behind_with(self, first: int, preposition: str = "with") -> Group | None:
        """Return the people behind the next "with" of a clause: "on Monday in Lima with A"."""
        layout = self._layout
        unit = layout.unit_of[first - 1]
        if unit < 0:
            return None
        for place in range(first, min(layout.units[unit].last, first + _REACH)):
            word = layout.word(place)
            if word == preposition and layout.word(place - 1) not in _APART:
                group = self._parties.after(place + 1)
                return group if group is not None and self._people(group) else None
            named = layout.owner(place) is not None
            if (word in _ENDS and not named) or word in {";", ":", '"'} or layout.stop(place):
                return None
            if layout.kind(place) is Kind.GAP:
                return None
        return None

    def _people(self, group: Group) -> bool:
        return any(one.label in {"PERSON", "ROLE"} for one in group.parties)

    def _named_otherwise(self, index: int) -> bool:
        """Whether the sentence names the meeting by a noun: "discussed it in a phone call"."""
        layout = self._layout
        end = min(layout.units[layout.unit_of[index]].last, index + _REACH)
        begin = max(layout.units[layout.unit_of[index]].first, index - _REACH)
        return any(
            layout.word(at - 1) != "over"
            and (
                phrase_at(self._words.nouns, layout.low, at) is not None
                or layout.word(at) in _PHONE
            )
            for at in range(begin, end)
        )

    def _called_on(self, index: int) -> tuple[int, Group | None, bool]:
        layout = self._layout
        group = self._parties.starting(index + 2)
        if group is None or not self._people(group) or layout.word(group.last) in {"to", "not"}:
            return -1, None, False
        return index + 2, group, False

    def _called(self, index: int) -> tuple[int, Group | None, bool]:
        """Read "called Petrova on Monday", never "called Petrova a friend"."""
        layout = self._layout
        group = self._parties.starting(index + 1)
        if group is not None and group.first == index + 1 and group.person:
            return (index + 1, group, False) if self._over(group.last) else (-1, None, False)
        if layout.word(index + 1) in HIM and self._over(index + 2):
            subject, _ = self._who.subject(index)
            besides = subject.parties if subject is not None else ()
            him = self._parties.him(index, layout.word(index + 1), besides)
            return (index + 1, him, True) if him is not None else (-1, None, False)
        return -1, None, False

    def _over(self, place: int) -> bool:
        """Whether nothing more is said of whom somebody called, but when and what for."""
        layout = self._layout
        ends = layout.stop(place) or layout.kind(place) is Kind.GAP
        return ends or layout.word(place) in _SINCE or layout.page.label_at(place) == "DATE"

    def _between_them(self, index: int) -> bool:
        """Whether those who speak do so with each other: "they talked until dawn"."""
        word, after = self._layout.word(index), self._layout.word(index + 1)
        if word.startswith("talk"):
            return after in _MUTUALLY
        dated = any(self._layout.page.label_at(at) == "DATE" for at in (index + 1, index + 2))
        return after in _ALONE or dated

    def _spoke(self, index: int) -> tuple[int, Group | None, bool]:
        layout = self._layout
        near = layout.low[index : index + _WORDS_FOR_PHONE]
        if not _PHONE.isdisjoint(near):
            return -1, None, False
        if self._between_them(index):
            return index + 1, None, False
        for place in range(index + 1, index + 4):
            if layout.word(place) in {"to", "with"}:
                group = self._parties.after(place + 1)
                named = group is not None and group.person
                return (index + 1, group, False) if named else (-1, None, False)
            if layout.kind(place) is not Kind.WORD:
                break
        return -1, None, False
