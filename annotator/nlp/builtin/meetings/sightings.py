"""One mention of a meeting at a time: what its sentence says of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings import rules
from annotator.nlp.builtin.meetings.attendance import GATHERINGS, Attendance
from annotator.nlp.builtin.meetings.contacts import KINDS, Contacts
from annotator.nlp.builtin.meetings.rules import MeetingRule
from annotator.nlp.builtin.meetings.surroundings import Surroundings, When
from annotator.nlp.builtin.meetings.words import MeetingWords, phrase_at
from annotator.nlp.builtin.parties import (
    DETERMINERS,
    HIM,
    PREPOSITIONS,
    Group,
    Parties,
)
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

_INTO = frozenset({"to", "in", "for", "at", "into"})
_LEFT = frozenset({"for"})
_TOGETHER = frozenset({"together", "jointly", "joint", "trilateral", "four-way", "three-way"})
_AWAITED = frozenset({"expected", "due"})
_TAKES_NOBODY = frozenset({"meet", "gather"})
_WELCOMED = frozenset({"to", "in", "at"})
_RULES = {"host": rules.RECEIVED, "greet": rules.RECEIVED, "call": rules.CALLED}
_MUTUAL = frozenset({"meet", "gather", "talk", "sit"})
_LONGEST_SITTING = 5  # tokens: "sat down for an hour with"
_PHONE = frozenset({"phone", "telephone", "telephonic", "video", "videolink"})
_SPOKE = word_set("spoke speak speaks speaking talked talk discussed conferred spoken agreed told")
_NO_VISIT = frozenset({"up", "out", "down", "back", "from", "as", "under", "close", "along"})
_AUXILIARIES = word_set("to will would may might could should not also")
_ADVERBS = word_set("first also then later soon again next never not")
_BYSTANDERS = word_set(
    "reporters journalists diplomats diplomat sources source analysts spokesman spokeswoman "
    "observers delegates delegate correspondents"
)
_ANOTHER = word_set("last earlier next second third another previous future")
_REACH = 24
_BESIDE = 6  # tokens behind a noun in which "with" is looked for
_LONGEST_KNOWN = 6  # tokens: "the second closed-door session"
_LONGEST_ASIDE = 12
_LONGEST_BODY = 5  # tokens: "a high-level delegation led by"
_BODIES = word_set("delegation delegations team group mission")
_BEEN = {"been": "to", "was": "in"}
_SENT = _BODIES | word_set("envoy envoys experts inspectors observers negotiators")
_LONGEST_SENT = 9  # tokens: "send a high-level technical delegation to"
_LED = word_set("led headed chaired")
_FIRST_EACH = frozenset({"separately", "respectively"})
_EACH = frozenset({"separate", "individual"})
_TWO = 2
_CHAIRING = word_set(
    "chaired chairs chairing co-chaired attended attends attending joined joins addressed addresses "
    "opened opens hosted hosts convened mediated moderated presided"
)


@dataclass(slots=True)
class Sighting:
    """What one sentence says of a meeting.

    Attributes:
        kind: "meeting" until it is known how many sides there are; else as in the scheme.
        trigger: The words that name it, as tokens.
        people: Who takes part.
        known: Whether it is spoken of as known: "the meeting".
        title: Whether it stands in a headline.
        guessed: Whether a pronoun had to be read.
        joins: Whether it says that one more was there: "the minister chaired the meeting".
        occasion: The larger event beside which it takes place.
        again: Whether it is spoken of as another one than those before: "the next summit".
    """

    kind: str
    trigger: tuple[int, int]
    rule: MeetingRule
    unit: int
    people: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    dates: tuple[tuple[int, int], ...] = ()
    when: When = field(default_factory=When)
    known: bool = False
    title: bool = False
    guessed: bool = False
    again: bool = False
    joins: bool = False
    occasion: Mention | None = None


class Sightings:
    """Reads the sentences of a page; each word costs a bounded number of steps."""

    def __init__(
        self,
        layout: Layout,
        parties: Parties,
        words: MeetingWords,
        voices: Mapping[int, Mention] | None = None,
    ) -> None:
        """Begin a page.

        Args:
            layout: The page.
            parties: Who stands in its sentences.
            words: The words for meetings.
            voices: Who speaks, by the sentence in a quotation: whom "I" means.
        """
        self._layout = layout
        self._parties = parties
        self._words = words
        self._around = Surroundings(layout, words)
        self._who = Attendance(layout, parties, voices or {})
        self._contacts = Contacts(layout, parties, self._who, words)

    def read(self) -> Iterator[Sighting]:
        """Yield every mention of a meeting, in the order of the text."""
        layout = self._layout
        behind = 0
        for index, word in enumerate(layout.low):
            if index < behind or layout.unit_of[index] < 0 or layout.kind(index) is not Kind.WORD:
                continue
            noun = phrase_at(self._words.nouns, layout.low, index)
            if noun is not None and not self._as_verb(index):
                owner = layout.owner(index)
                if owner is None or (noun[0].what in GATHERINGS and owner.label == "EVENT"):
                    yield from self._noun(index, noun[1], noun[0].what)
                    behind = noun[1]
                continue
            what = self._words.verbs.get(word, "meet" if word == "meeting" else "")
            if word in _PHONE and layout.word(index - 1) in {"by", "the", "over"}:
                yield from self._by_phone(index)
            elif word in _AWAITED and layout.word(index + 1) == "in":
                yield from self._to_place(index, index + 2)
            elif word in _BEEN and layout.word(index + 1) == _BEEN[word]:
                yield from self._was_in(index)
            elif what and layout.owner(index) is None:
                yield from self._verb(index, what)

    def _as_verb(self, index: int) -> bool:
        """Whether "meeting" stands before whom somebody met: "after meeting Lavrov"."""
        layout = self._layout
        if layout.word(index) in {"visit", "tour", "call"}:
            adverb = layout.word(index - 1) in _ADVERBS or layout.word(index - 1).endswith("ly")
            return layout.word(index - 1 - adverb) in _AUXILIARIES
        if layout.word(index) not in {"meeting", "visits", "tours"}:
            return False
        if layout.word(index - 1) in {"are", "were"} and layout.word(index) == "meeting":
            return True
        follows = self._parties.starting(index + 1)
        noun = layout.word(index - 1) in DETERMINERS or layout.page.possessive(index - 1)
        return follows is not None and not noun and layout.word(index + 1) not in PREPOSITIONS

    # --- verbs --------------------------------------------------------------------------

    def _verb(self, index: int, what: str) -> Iterator[Sighting]:
        if what == "visit":
            yield from self._to_place(index, index + 1)
        elif what == "send":
            yield from self._sends(index)
        elif what == "invite":
            yield from self._invites(index)
        elif what in {"go", "leave", "arrive"}:
            yield from self._goes(index, what)
        elif what in KINDS:
            yield from self._contact(index, what)
        elif what in {"meet", "host", "call", "talk", "sit", "gather", "see", "greet"}:
            yield from self._meets(index, what)

    def _contact(self, index: int, what: str) -> Iterator[Sighting]:
        for one in self._contacts.read(index, what):
            rule = rules.CALLED if one.kind == "call" else rules.CONTACT
            for people in self._tables(one.mine, one.others, one.trigger[1]):
                if len(people) > 1:
                    yield self._sighting(one.kind, one.trigger, rule, people, guessed=one.guessed)

    def _meets(self, index: int, what: str) -> Iterator[Sighting]:
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
        if others is None:
            return (what in _TAKES_NOBODY and bool(mine)) or (what in _MUTUAL and len(mine) > 1)
        if what == "see":
            return others.person and bool(mine) and self._parties.starting(index + 1) is not None
        if what == "greet":
            here = self._parties.starting(index + 1)
            there = here is not None and self._layout.word(here.last) in _WELCOMED
            return others.person and bool(mine) and (there or passive)
        if what == "host":
            return others.person or passive or self._are_people(others)
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
        group = parties.after(index, through=through) or self._leader(index)
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
            if each and words.isdisjoint(_TOGETHER):
                for one in theirs:
                    yield (*mine, one)
                return
        yield (*mine, *theirs)

    def _passive(self, index: int) -> bool:
        layout = self._layout
        near = set(layout.low[max(0, index - 3) : index])
        convened = layout.word(index) == "convened"
        by = "by" in layout.low[index + 1 : index + _LONGEST_ASIDE]
        return (convened or by) and not near.isdisjoint(
            {"was", "were", "be", "been", "is", "are", "being"}
        )

    def _by_phone(self, index: int) -> Iterator[Sighting]:
        """Read "spoke by telephone with"."""
        layout = self._layout
        spoke = next(
            (at for at in range(index - 1, max(-1, index - 9), -1) if layout.word(at) in _SPOKE), -1
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
        if len(mine) + len(theirs) > 1:
            yield self._sighting(
                "call", (spoke, index + 1), rules.CALLED, (*mine, *theirs), guessed=guessed
            )

    # --- visits -------------------------------------------------------------------------

    def _goes(self, index: int, what: str) -> Iterator[Sighting]:
        layout = self._layout
        if layout.word(index + 1) in _NO_VISIT:
            return
        into = _LEFT if what == "leave" else _INTO
        for place in range(index + 1, index + 5):
            if layout.word(place) in into:
                yield from self._to_place(index, place + 1)
                return
            if what == "arrive" and layout.page.label_at(place) == "DATE":
                yield from self._to_place(index, place)
                return
            if layout.word(place) == "here":
                yield from self._to_place(index, place)
                return
            if layout.kind(place) is not Kind.WORD and layout.owner(place) is None:
                return

    def _invites(self, index: int) -> Iterator[Sighting]:
        """Read "invited Petrova to Lima": a visit that is proposed to her."""
        guest = self._parties.starting(index + 1)
        if guest is None or not guest.person or self._layout.word(guest.last) != "to":
            return
        place = self._around.place_at(guest.last + 1)
        if place is not None:
            sighting = self._sighting(
                "visit", (index, index + 1), rules.VISITED, guest.parties, places=(place,)
            )
            sighting.when = When("proposed", said=True)
            yield sighting

    def _was_in(self, index: int) -> Iterator[Sighting]:
        """Read "has been to Lima" and, with a date, "was in Lima on Monday"."""
        for one in self._to_place(index, index + 2):
            persons = all(who.label == "PERSON" for who in one.people)
            if persons and (one.dates or self._layout.word(index) == "been"):
                yield one

    def _sends(self, index: int) -> Iterator[Sighting]:
        """Read "sent a delegation to Lima"."""
        layout = self._layout
        near = layout.low[index + 1 : index + _LONGEST_SENT]
        if _SENT.isdisjoint(near) or "to" not in near:
            return
        yield from self._to_place(index, index + 2 + near.index("to"))

    def _to_place(self, index: int, after: int) -> Iterator[Sighting]:
        layout = self._layout
        place = self._around.place_at(after)
        arrived = self._words.verbs.get(layout.word(index)) == "arrive"
        if place is None and not arrived:
            return
        subject, guessed = self._who.subject(index)
        body = self._body(subject)
        if body is None and (subject is None or not subject.person):
            roles = subject is not None and any(p.label == "ROLE" for p in subject.parties)
            sends = subject is not None and self._words.verbs.get(layout.word(index)) == "send"
            if not (roles or sends):
                return
        people = subject.parties if subject is not None else ()
        people = (body,) if body is not None else people
        people = tuple(one for one in people if one != place)
        for one in self._around.listed(place) if place is not None else (None,):
            yield self._sighting(
                "visit",
                (index, index + 1),
                rules.VISITED,
                people,
                guessed=guessed,
                places=(one,) if one is not None else (),
            )

    def _body(self, group: Group | None) -> Mention | None:
        """Return the delegation that a group names only by its country: "a Chilean delegation"."""
        if group is None or len(group.parties) != 1 or group.person:
            return None
        one = group.parties[0]
        for place in range(one.last, one.last + 3):
            if self._layout.word(place) in _BODIES:
                return Mention(one.first, place + 1, "ROLE")
            if self._layout.kind(place) is not Kind.WORD:
                break
        return None

    # --- nouns --------------------------------------------------------------------------

    def _noun(self, first: int, last: int, kind: str) -> Iterator[Sighting]:
        if kind == "call" and last == first + 1 and not self._is_call(first):
            return
        if kind in {"visit", "event"} and last == first + 1 and not self._is_noun(first):
            return
        own, guessed, apart = self._who.beside(first, last, kind)
        known = not own and self._known(first)
        if kind == "visit":
            yield from self._visit(first, last, own, known=known)
            return
        if kind == "press-conference":
            mine = self._who.through(first)[0] if self._lacks(own, last) else ()
            people = (*(one for one in mine if one not in own), *own)
            known = known and not people
            yield self._sighting(kind, (first, last), rules.PRESS, people[:3], known=known)
            return
        own = (*own, *self._who.named_behind(last, kind))
        told = known and bool(own)
        if len(own) < _TWO and kind in {"meeting", "call", "event"}:
            group = self._contacts.behind_with(last)
            own = (*own, *(group.parties if group is not None and not own else ()))
        if self._lacks(own, last) or kind == "ceremony":
            mine, guessed_too = self._who.through(first, kind)
            guessed = guessed or guessed_too
            own = (*(one for one in mine if one not in own), *own)
        if len(own) == 1 and kind in {"call", "meeting"}:
            own = (*own, *self._who.told(first, own))
        if len(own) == 1 and kind in {"call", "meeting"} and own[0].first >= last:
            mine = self._who.before(first)
            own = (*(one for one in mine if one not in own), *own)
            guessed = guessed or bool(mine)
        if kind == "meeting" and self._purpose(first):
            yield from self._purposed(first, last, own, guessed=guessed)
            return
        rule = rules.EVENT if kind in {"summit", "conference", "event", "ceremony"} else rules.TALKS
        rule = rules.CALLED if kind == "call" else rule
        apart = apart or self._each(first, last, own)
        if apart is not None and kind == "meeting" and len(own) > len(apart):
            mine = tuple(one for one in own if one not in apart)
            for one in apart:
                yield self._sighting(kind, (first, last), rule, (*mine, one), guessed=guessed)
            return
        sighting = self._sighting(kind, (first, last), rule, own, known=known, guessed=guessed)
        sighting.joins = known and (self._joins(first) or told)
        yield sighting

    def _each(self, first: int, last: int, own: tuple[Mention, ...]) -> tuple[Mention, ...] | None:
        """Return those whom somebody met each alone: "separate meetings with A and B"."""
        behind = tuple(one for one in own if one.first >= last and one.label != "ROLE")
        said = not _EACH.isdisjoint(self._layout.low[max(0, first - 3) : first])
        many = self._layout.word(first) == "meetings"
        return behind if len(behind) > 1 and (said or many) else None

    def _joins(self, first: int) -> bool:
        """Whether a verb says that somebody was at a meeting told before: "chaired the meeting"."""
        return not _CHAIRING.isdisjoint(self._layout.low[max(0, first - _LONGEST_KNOWN) : first])

    def _lacks(self, own: tuple[Mention, ...], last: int) -> bool:
        """Whether one side is still to be found: "held talks with A and B"."""
        near = self._layout.low[last : last + _BESIDE]
        behind = all(one.first >= last for one in own)
        return len(own) < 2 or (behind and "with" in near and "between" not in near)

    def _purpose(self, first: int) -> bool:
        """Whether somebody goes somewhere for the meeting: "arrived in Lima for talks"."""
        layout = self._layout
        begin = layout.units[layout.unit_of[first]].first
        leads = next(
            (at for at in range(first - 1, max(begin, first - 4), -1) if layout.word(at) == "for"),
            -1,
        )
        return leads >= 0 and any(
            self._words.verbs.get(layout.word(at)) in {"arrive", "go", "leave", "visit"}
            for at in range(leads - 1, max(begin, leads - _REACH) - 1, -1)
        )

    def _purposed(
        self, first: int, last: int, people: tuple[Mention, ...], *, guessed: bool
    ) -> Iterator[Sighting]:
        """Yield a planned meeting where a counterpart is named, else the visit once more."""
        goers = self._who.through(first)[0] or people[:1]
        goer = tuple(one for one in goers if one.label in {"PERSON", "ROLE"})
        named = [one for one in people if one not in goer and one.label != "ROLE"]
        if named:
            sighting = self._sighting(
                "meeting", (first, last), rules.TALKS, (*goer, *named), guessed=guessed
            )
            sighting.when = When("planned", said=True)
        else:
            sighting = self._sighting("visit", (first, last), rules.VISIT, goer, guessed=guessed)
        yield sighting

    def _is_noun(self, first: int) -> bool:
        """Whether a word is no verb: "the tariff may stay", "to round up"."""
        layout = self._layout
        if layout.word(first) == "arrival" and layout.word(first + 1) == "from":
            return False
        if layout.word(first) not in {"stay", "round", "arrival"}:
            return True
        if layout.word(first - 1) in _AUXILIARIES:
            return False
        near = range(first - 1, max(-1, first - 4), -1)
        return any(layout.word(at) in DETERMINERS or layout.page.possessive(at) for at in near)

    def _is_call(self, first: int) -> bool:
        layout = self._layout
        if layout.word(first) == "calls" or layout.word(first + 1) in {"for", "to", "on"}:
            return False
        return layout.word(first + 1) == "with" or layout.word(first - 1) in {"the", "minute"}

    def _known(self, first: int) -> bool:
        """Whether a definite word stands before a noun."""
        layout = self._layout
        for place in range(first - 1, max(-1, first - _LONGEST_KNOWN), -1):
            word = layout.word(place)
            if word == "that" and layout.word(place - 1) in PREPOSITIONS:
                return True  # "during that meeting"
            if word in {"the", "this", "these", "their", "his", "her", "its"}:
                return not self._again(first)
            if (
                word in {"a", "an", "any", "no", "another", "that", "some"}
                or (layout.kind(place) is not Kind.WORD and not layout.page.hyphen(place))
                or word in PREPOSITIONS
            ):
                return False
        return False

    def _again(self, first: int) -> bool:
        """Whether a word says that it is another meeting of the same people: "the next summit"."""
        near = self._layout.low[max(0, first - 3) : first]
        return not _ANOTHER.isdisjoint(near)

    def _visit(
        self, first: int, last: int, own: tuple[Mention, ...], *, known: bool
    ) -> Iterator[Sighting]:
        layout = self._layout
        people = tuple(one for one in own if one.label in {"PERSON", "ROLE"})
        guessed = False
        if not people and not known:
            through, guessed = self._who.through(first)
            people = tuple(one for one in through if one.label in {"PERSON", "ROLE"})
        place = None
        for at in range(last, last + 3):
            if layout.word(at) in {"to", "in", "of"}:
                place = self._around.place_at(at + 1)
                break
        places = (place,) if place is not None else ()
        yield self._sighting(
            "visit", (first, last), rules.VISIT, people, known=known, guessed=guessed, places=places
        )

    def _in_title(self, index: int, unit: int) -> bool:
        layout = self._layout
        sentence = layout.units[unit]
        first = sentence.paragraph == 0 and not layout.stop(sentence.last - 1)
        return layout.page.headline[index] or first

    def _may_meet(self, one: Mention) -> bool:
        if one.label == "OUTLET":
            return False
        return one.label != "ROLE" or self._layout.word(one.last - 1) not in _BYSTANDERS

    # --- what they have in common ---------------------------------------------------------

    def _sighting(
        self,
        kind: str,
        trigger: tuple[int, int],
        rule: MeetingRule,
        people: tuple[Mention, ...],
        *,
        known: bool = False,
        guessed: bool = False,
        places: tuple[Mention, ...] = (),
    ) -> Sighting:
        unit = self._layout.unit_of[trigger[0]]
        if len(people) > 1 and kind != "ceremony":
            self._who.remember(trigger[0], people)
        named = tuple(one for one in dict.fromkeys(people) if self._may_meet(one))
        return Sighting(
            kind,
            trigger,
            rule,
            unit,
            named,
            places or self._around.places(trigger, named),
            self._around.dates(trigger, named),
            self._around.when(trigger),
            known,
            self._in_title(trigger[0], unit),
            guessed,
            again=not known and not named and self._again(trigger[0]),
            occasion=self._around.occasion(unit) if kind in {"meeting", "call"} else None,
        )
