"""What stands around the words that name a meeting: places, dates, whether it takes place."""

from bisect import bisect_left
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings.words import MeetingWords, Phrase, phrase_at
from annotator.nlp.builtin.page import Find
from annotator.nlp.builtin.parties import PREPOSITIONS
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_WHERE = frozenset({"in", "at"})
_NAMED_BY_PLACE = word_set("summit conference round forum")
_CLAUSE = frozenset({",", ";", ":", "but", "who", "which", "while", "after", "before", "that"})
_REACH = 14  # tokens on either side in which places and dates are looked for
_TOLD = 20  # tokens before "would" in which a verb that attributes is looked for
_RELATIVE = 8  # tokens from "who" to a place
_MOST_PLACES = 8
_FIRST_PLACES = 20  # places of a page among which that of the dateline is looked for
_SIDELINES = 80
_LONGEST_EVENT = 8
_FIRST = frozenset({"first", "only", "last"})
_LEADING = word_set("in during at after before following speaking addressing")
_STATUS_BEFORE = 12
_STATUS_AFTER = 20
_NEGATED = frozenset({"not", "never", "no"})
_MOSTLY_NOUNS = frozenset({"talks", "calls", "call"})
_PLURAL_PRESENTS = frozenset({"meet", "gather", "convene", "reconvene"})
_AUXILIARIES = word_set(
    "to will would may might could should can shall must did do does didn't let not"
)
HELD = "held"


@dataclass(frozen=True, slots=True)
class When:
    """Whether a meeting takes place.

    Attributes:
        status: In the words of the scheme.
        said: Whether a word says so; else it is taken for held.
    """

    status: str = HELD
    said: bool = False


class Surroundings:
    """Looks a bounded number of tokens around a trigger, never out of its sentence."""

    def __init__(self, layout: Layout, words: MeetingWords) -> None:
        self._layout = layout
        self._words = words
        finds = sorted(
            {(f.first, -f.last, f.label): f for f in layout.page.finds}.items(),
            key=lambda item: item[0],
        )
        self._places = _outermost([f for _, f in finds if f.label in _PLACES])
        self._dates = _outermost([f for _, f in finds if f.label == "DATE"])
        self._events = _outermost([f for _, f in finds if f.label == "EVENT"])
        self._event_starts = [event.first for event in self._events]
        self._place_starts = [place.first for place in self._places]
        self._here = self._of_dateline()
        self._date_starts = [date.first for date in self._dates]

    def place_at(self, index: int) -> Mention | None:
        """Return the place that begins at a token, past "the" and an adjective or two."""
        for first in range(index, index + 4):
            at = bisect_left(self._place_starts, first)
            if at < len(self._places) and self._place_starts[at] == first:
                return self._places[at]
            if self._layout.word(first) == "here":
                return self._here
            if self._layout.kind(first) is not Kind.WORD or self._layout.page.capital(first):
                return None
        return None

    def listed(self, place: Mention) -> list[Mention]:
        """Return a place and those listed behind it: "Lima, Quito and Bogota"."""
        found = [place]
        while len(found) < _MOST_PLACES:
            last = found[-1].last
            joins = self._layout.word(last) in {",", "and"}
            after = (
                last + 1 + (self._layout.word(last) == "," and self._layout.word(last + 1) == "and")
            )
            at = bisect_left(self._place_starts, after)
            if not joins or at == len(self._places) or self._place_starts[at] != after:
                break
            found.append(self._places[at])
        words = self._layout.low[place.last : found[-1].first]
        return found if "and" in words else [place]

    def _of_dateline(self) -> Mention | None:
        """Return the place that the dateline names: where "here" is."""
        layout = self._layout
        for place in self._places[:_FIRST_PLACES]:
            unit = layout.unit_of[place.first]
            if unit >= 0 and place.first < layout.units[unit].first:
                return place
        return None

    def places(self, trigger: tuple[int, int], people: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return the places of a sentence that stand after "in" or "at", the nearest first."""
        begin, end = self._reach(trigger)
        found = []
        for place in _within(self._places, self._place_starts, begin, end):
            before = place.first - 1
            while before >= begin and self._layout.word(before) == "the":
                before -= 1
            named = place.last == trigger[0] and place.label == "GPE" and self._layout.word(
                trigger[0]) in _NAMED_BY_PLACE  # fmt: skip
            aside = place.last <= trigger[0] and self._in_relative(place, begin, trigger[0])
            there = place.last < trigger[0] and self._is_where(place.last)
            where = there or self._layout.word(before) in _WHERE or (named and people)
            if where and not aside and place not in people:
                away = place.first - trigger[1] if place.first >= trigger[1] else (
                    trigger[0] - place.first + 4
                )  # fmt: skip
                found.append((0 if there else away, place))
        if not found and self._here is not None and "here" in self._layout.low[begin:end]:
            return (self._here,)
        found.sort(key=lambda item: item[0])
        best = [place for _, place in found[:1]]
        best += [p for _, p in found[1:2] if best and p.label != best[0].label]
        return tuple(best)

    def _is_where(self, index: int) -> bool:
        """Whether a clause tells what happens at the place before it: "Lima, where they met"."""
        comma = self._layout.word(index) == ","
        return self._layout.word(index + comma) == "where"

    def _in_relative(self, place: Mention, begin: int, end: int) -> bool:
        """Whether a place stands in a clause of its own: "Haddad, who was in Lima, met"."""
        low = self._layout.low
        near = low[max(begin, place.first - _RELATIVE) : place.first]
        return "," in low[place.last : end] and not {"who", "which"}.isdisjoint(near)

    def dates(
        self, trigger: tuple[int, int], people: tuple[Mention, ...] = ()
    ) -> tuple[tuple[int, int], ...]:
        """Return the date nearest to the words, as tokens; who takes part stands not between."""
        listed = range(0)
        behind = [one for one in people if one.first >= trigger[1]]
        if behind:
            listed = range(behind[0].first, max(one.last for one in behind))
        begin, end = self._reach(trigger)
        end = min(end + len(listed), self._layout.units[self._layout.unit_of[trigger[0]]].last)
        found = []
        for date in _within(self._dates, self._date_starts, begin, end):
            after = date.first >= trigger[1]
            gap = range(trigger[1], date.first) if after else range(date.last, trigger[0])
            between = [place for place in gap if place not in listed]
            parted = sum(self._layout.word(place) in _CLAUSE for place in between)
            if self._layout.word(date.first - 1) in {"since", "until", "than", "from", "of"}:
                parted += 1
            found.append((len(between) + 8 * parted, date))
        found.sort(key=lambda item: item[0])
        return tuple((date.first, date.last) for away, date in found[:1] if away <= _REACH)

    def occasion(self, unit: int) -> Mention | None:
        """Return the event of which a sentence says "on the sidelines of"."""
        layout = self._layout
        sentence = layout.units[unit]
        for place in range(sentence.first, min(sentence.last, sentence.first + _SIDELINES)):
            if layout.word(place) in {"sidelines", "margins"} and layout.word(place + 1) == "of":
                return self._event(place + 2, sentence.last)
        return None

    def _event(self, first: int, last: int) -> Mention | None:
        layout = self._layout
        for place in range(first, min(last, first + _LONGEST_EVENT)):
            at = bisect_left(self._event_starts, place)
            if at < len(self._events) and self._event_starts[at] == place:
                return self._events[at]
            found = phrase_at(self._words.nouns, layout.low, place)
            if found is not None:
                return Mention(place, found[1], "TRIGGER")
        return None

    def when(self, trigger: tuple[int, int]) -> When:
        """Return whether the meeting takes place, as the words around it say."""
        layout = self._layout
        number = layout.unit_of[trigger[0]]
        unit = layout.units[number]
        begin = max(unit.first, trigger[0] - _STATUS_BEFORE)
        end = min(unit.last, trigger[1] + _STATUS_AFTER)
        before = self._status_before(trigger[0], begin)
        if self._layout.word(trigger[0]) in {"expected", "due"}:
            before = before or "planned"
        after = self._status_after(trigger[1], end)
        negated = self._negated(trigger[0], begin)
        if "cancelled" in {before, after}:
            return When("cancelled", said=True)
        if before == "denied" or (after == "denied" and self._passive_denial(trigger[1], end)):
            return When("denied", said=True)
        if negated:
            past = layout.word(trigger[0] - 2) == "did" and layout.word(trigger[0] - 1) == "not"
            return When("denied" if past and unit.quote >= 0 else "cancelled", said=True)
        verb = self._is_verb(trigger[0])
        if before == "" and self._soon(trigger):
            return When("planned", said=True)
        done = verb and layout.word(trigger[0]) not in self._words.bases
        if done and before != "proposed" and not (before and layout.word(trigger[0] - 1) == "be"):
            return When(HELD, said=True)
        if before or after:
            return When(before or after, said=True)
        if verb and layout.word(trigger[0] - 1) == "to":
            done = not _FIRST.isdisjoint(layout.low[begin : trigger[0]])  # "the first to visit"
            return When(HELD if done else "planned", said=True)
        return When("planned", said=True) if self._is_ahead(trigger) else When()

    def _is_ahead(self, trigger: tuple[int, int]) -> bool:
        """Whether an event has a date that is still to come: "next week's summit"."""
        dates = self.dates(trigger)
        return any(self._layout.word(first) in {"next", "upcoming", "coming"} for first, _ in dates)

    def _is_verb(self, index: int) -> bool:
        word = self._layout.word(index)
        return word in self._words.verbs and word not in _MOSTLY_NOUNS

    def _soon(self, trigger: tuple[int, int]) -> bool:
        """Whether a verb in the present has a date: "flies to Cairo on Thursday"."""
        word = self._layout.word(trigger[0])
        present = word in self._words.presents and self._is_verb(trigger[0])
        present = present or (word in _PLURAL_PRESENTS and not self._bare(trigger[0]))
        title = self._layout.page.headline[trigger[0]]
        return present and not title and bool(self.dates(trigger))

    def _bare(self, index: int) -> bool:
        """Whether a base form stands behind another verb: "to meet", "did meet"."""
        near = self._layout.low[max(0, index - 3) : index]
        return not _AUXILIARIES.isdisjoint(near)

    def _status_before(self, index: int, begin: int) -> str:
        for place in range(index - 1, begin - 1, -1):
            if self._layout.word(place) in {";", '"'}:
                break
            found = self._said(place)
            if found is not None and found[1] <= index:
                told = self._layout.word(place) == "would" and self._is_told(place)
                return "planned" if told else found[0].what
        return ""

    def _is_told(self, index: int) -> bool:
        """Whether "would" is the "will" of somebody who is reported: "said she would travel"."""
        layout = self._layout
        begin = layout.units[layout.unit_of[index]].first
        near = range(max(begin, index - _TOLD), index)
        if {"if", "whether"} & set(layout.low[near.start : index]):
            return False
        return any(layout.finite_cue(at) is not None for at in near)

    def _status_after(self, index: int, end: int) -> str:
        first = ""
        unit = self._layout.units[self._layout.unit_of[index - 1]]
        aside = self._layout.word(index - 2) == ","  # "Haddad and Petrova, meeting in Lima,"
        leading = aside or self._layout.word(unit.first) in _LEADING
        for place in range(index, end):
            if self._layout.word(place) in {";", '"', "but", "who"}:
                break
            if self._layout.word(place) == "," and leading:
                break  # "In a call on Sunday, A and B agreed to": what they planned
            found = self._said(place)
            if found is not None and found[0].what in {"cancelled", "denied"}:
                return found[0].what
            if found is not None and found[0].what == "planned":
                first = first or "planned"
        return first

    def _said(self, place: int) -> tuple[Phrase, int] | None:
        owner = self._layout.owner(place)
        if owner is not None and owner.label == "DATE":
            return None  # "May 3"
        return phrase_at(self._words.status, self._layout.low, place)

    def _passive_denial(self, index: int, end: int) -> bool:
        """Whether the meeting was denied, and nobody denied something else."""
        low = self._layout.low
        return any(
            low[place] == "denied" and low[place - 1] in {"was", "were", "been"}
            for place in range(index, end)
        )

    def _negated(self, index: int, begin: int) -> bool:
        verb = self._is_verb(index)
        for place in range(index - 1, max(begin, index - 4) - 1, -1):
            if self._layout.word(place) in _NEGATED or self._layout.word(place).endswith("n't"):
                return True
            ends = not verb and self._layout.word(place) in PREPOSITIONS
            if self._layout.kind(place) is not Kind.WORD or ends:
                break  # "was not informed of the meeting"
        return False

    def _reach(self, trigger: tuple[int, int]) -> tuple[int, int]:
        unit = self._layout.units[self._layout.unit_of[trigger[0]]]
        begin = max(unit.first, trigger[0] - _REACH)
        return begin, min(unit.last, trigger[1] + _REACH)


def _outermost(finds: list[Find]) -> list[Mention]:
    found: list[Mention] = []
    for find in finds:
        if not found or find.first >= found[-1].last:
            found.append(Mention(find.first, find.last, find.label))
    return found


def _within(items: list[Mention], starts: list[int], begin: int, end: int) -> list[Mention]:
    return items[bisect_left(starts, begin) : bisect_left(starts, end)]
