"""Who goes where: verbs and nouns of visits."""

from collections.abc import Iterator

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings import rules
from annotator.nlp.builtin.meetings.sighting import Sighting, SightingReader
from annotator.nlp.builtin.meetings.surroundings import When
from annotator.nlp.builtin.parties import DETERMINERS, Group
from annotator.nlp.builtin.statements.layout import Mention
from annotator.nlp.tokens import Kind

_BODIES = word_set("delegation delegations team group mission")
_INTO = frozenset({"to", "in", "for", "at", "into"})
_LEFT = frozenset({"for"})
_LONGEST_SENT = 9  # tokens: "send a high-level technical delegation to"
_LONGEST_THING = 6  # tokens: "a new solar plant in"
_NO_VISIT = frozenset({"up", "out", "down", "back", "from", "as", "under", "close", "along"})
_SENT = _BODIES | word_set("teams envoy envoys experts inspectors observers negotiators")


class Visits(SightingReader):
    """Reads who visits, arrives, leaves for, is sent or invited to a place."""

    def goes(self, index: int, what: str) -> Iterator[Sighting]:
        """Read "flew to Lima", "arrived on Monday", "left for Lima"."""
        layout = self._layout
        landed = layout.word(index + 1) == "down" and layout.word(index) == "touched"
        if layout.word(index + 1) in _NO_VISIT and not landed:
            return
        into = _LEFT if what == "leave" else _INTO
        for place in range(index + 1, index + 5):
            if layout.word(place) in into:
                yield from self.to_place(index, place + 1)
                return
            if what == "arrive" and layout.page.label_at(place) == "DATE":
                yield from self.to_place(index, place)
                return
            if layout.word(place) == "here":
                yield from self.to_place(index, place)
                return
            if layout.kind(place) is not Kind.WORD and layout.owner(place) is None:
                return

    def invites(self, index: int) -> Iterator[Sighting]:
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

    def is_invited(self, index: int) -> Iterator[Sighting]:
        """Read "was invited to Lima"."""
        be = not {"was", "were", "been"}.isdisjoint(self._layout.low[max(0, index - 2) : index])
        if be and self._layout.word(index + 1) == "to":
            for one in self.to_place(index, index + 2):
                one.when = When("proposed", said=True)
                yield one

    def was_in(self, index: int) -> Iterator[Sighting]:
        """Read "has been to Lima" and, with a date or a purpose, "was in Lima on Monday"."""
        layout = self._layout
        for one in self.to_place(index, index + 2):
            goers = one.people and all(self._goes(who) for who in one.people)
            for_talks = "for" in layout.low[index : index + _LONGEST_SENT]
            if goers and (one.dates or for_talks or layout.word(index) == "been"):
                yield one

    def _goes(self, one: Mention) -> bool:
        return one.label == "PERSON" or self._layout.word(one.last - 1) in _SENT

    def sends(self, index: int) -> Iterator[Sighting]:
        """Read "sent a delegation to Lima"."""
        layout = self._layout
        near = layout.low[index + 1 : index + _LONGEST_SENT]
        if _SENT.isdisjoint(near) or "to" not in near:
            return
        yield from self.to_place(index, index + 2 + near.index("to"))

    def to_place(self, index: int, after: int) -> Iterator[Sighting]:
        """Yield a visit to each place that begins at a token, by the subject of the verb."""
        layout = self._layout
        place = self._around.place_at(after) or self._around_thing(index, after)
        arrived = self._words.verbs.get(layout.word(index)) == "arrive"
        if place is None and not arrived:
            return
        subject, guessed = self._who.subject(index)
        body = self._body(subject)
        if body is None and (subject is None or not subject.person):
            roles = subject is not None and any(p.label == "ROLE" for p in subject.parties)
            roles = roles or (subject is not None and self._is_of_body(subject))
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

    def _around_thing(self, index: int, after: int) -> Mention | None:
        """Return where a thing is that somebody visits: "visited a solar plant in Lima"."""
        layout = self._layout
        if self._words.verbs.get(layout.word(index)) != "visit" or after != index + 1:
            return None
        if layout.word(after) not in DETERMINERS:
            return None
        for at in range(after, after + _LONGEST_THING):
            if layout.word(at) in {"in", "at", "near"}:
                return self._around.place_at(at + 1)
            if layout.kind(at) is not Kind.WORD:
                return None
        return None

    def _is_of_body(self, group: Group) -> bool:
        """Whether a group says whose delegation it is: "a delegation from Peru"."""
        low = self._layout.low
        first = group.first
        return low[first - 1] in {"from", "of"} and low[first - 2] in _SENT

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

    def visit(
        self, first: int, last: int, own: tuple[Mention, ...], *, known: bool
    ) -> Iterator[Sighting]:
        """Read a noun such as "visit": whose it is, and where."""
        layout = self._layout
        people = tuple(one for one in own if one.label in {"PERSON", "ROLE"})
        guessed = False
        by = layout.word(last) == "by"  # "a visit by engineers": nobody else's
        if not people and not known and not by:
            through, guessed = self._who.through(first)
            people = tuple(one for one in through if one.label in {"PERSON", "ROLE"})
        place = None
        behind = max([last, *(one.last for one in own if one.first <= last + 2)])
        for at in (*range(last, last + 3), *range(behind, behind + 2)):
            if layout.word(at) in {"to", "in", "of"}:
                place = self._around.place_at(at + 1)
                break
        if (
            not people and not known and not by and place is not None
        ):  # "ended a tour with a visit to Lima"
            subject, _ = self._who.subject(first)
            people = subject.parties if subject is not None and subject.person else ()
            guessed = bool(people)
        places = (place,) if place is not None else ()
        yield self._sighting(
            "visit", (first, last), rules.VISIT, people, known=known, guessed=guessed, places=places
        )
