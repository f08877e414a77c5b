"""All mentions of a meeting in an article are one meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.nlp.builtin.meetings import rules
from annotator.nlp.builtin.meetings.attendance import GATHERINGS
from annotator.nlp.builtin.meetings.rules import MeetingRule
from annotator.nlp.builtin.meetings.sighting import Sighting
from annotator.nlp.builtin.meetings.surroundings import HELD
from annotator.nlp.builtin.statements.layout import Layout, Mention

_FURTHEST = 40  # meetings back in which another mention of one is looked for
_FAMILIES = {
    "meeting": {"meeting", "event", "call", "summit", "conference"},
    "summit": {"summit", "conference", "event", "meeting"},
    "conference": {"summit", "conference", "event"},
    "event": {"summit", "conference", "event", "meeting", "ceremony"},
    "call": {"call"},
    "visit": {"visit"},
    "ceremony": {"ceremony", "event"},
    "press-conference": {"press-conference"},
}
_OF_MANY = frozenset({"meeting", "event"})
_OF_MANY_NAMES = GATHERINGS | {"event", "ceremony"}
_NEAR_VISITS = 3
_NEAR = 4  # sentences behind a visit in which a meeting takes place where it goes
_AGAIN = 2
_PAIR = 2
_MOST_PEOPLE = 40
_MOST_SPEAKERS = 3
_NOT_HELD = frozenset({"cancelled", "denied"})
_ALONE = frozenset({"visit", "press-conference", "ceremony"})


@dataclass(slots=True)
class Meeting:
    """One meeting of an article, from all that is said of it."""

    kind: str
    rule: MeetingRule
    unit: int
    people: list[Mention]
    triggers: list[tuple[int, int]]
    places: list[Mention]
    dates: list[tuple[int, int]]
    status: str
    said: bool
    guessed: bool
    occasion: Mention | None = None

    @property
    def sides(self) -> int:
        """How many take part."""
        return len(self.people)


class Joiner:
    """Puts what sentences say of meetings together."""

    def __init__(self, layout: Layout, speakers: Sequence[Mention] = ()) -> None:
        """Begin an article.

        Args:
            layout: The page.
            speakers: Those who speak in it, each once.
        """
        self._layout = layout
        self._speakers = speakers
        self._short = self._family_names_first()
        self._nameless: list[Sighting] = []
        self.meetings: list[Meeting] = []

    def join(self, sightings: Iterable[Sighting]) -> list[Meeting]:
        """Return the meetings of an article in the order of their first mention in its body."""
        titles = []
        for sighting in sightings:
            if sighting.title:
                titles.append(sighting)
            else:
                self._take(sighting)
        for sighting in titles:
            self._take(sighting, title=True)
        self._take_nameless()
        self._place_by_visits()
        return [meeting for meeting in self.meetings if self._is_known(meeting)]

    def _is_known(self, meeting: Meeting) -> bool:
        """Whether enough is said of a conference: who was there, or else where and when.

        Of one that the text names again and again it may be taken that those who speak were there.
        """
        if meeting.kind not in GATHERINGS:
            return True
        named = [one for one in meeting.people if one.label != "ROLE"]
        again = len(set(meeting.triggers)) >= _AGAIN
        said = any(one.label == "ROLE" and self._is_many(one) for one in meeting.people)
        if len(named) < 2 and again and not said and meeting.status == HELD:
            known = self._names(meeting.people)
            more = [one for one in self._speakers if self.name(one) not in known]
            meeting.people += more[:_MOST_SPEAKERS]
            meeting.guessed = meeting.guessed or bool(more)
        return bool(meeting.people or (meeting.places and meeting.dates))

    def name(self, mention: Mention) -> str:
        """Return what two mentions of the same person or body have in common."""
        layout = self._layout
        if mention.label == "ROLE":
            return " ".join(layout.low[mention.first : mention.last])
        if mention.label == "PERSON":
            last = layout.low[mention.last - 1]
            return self._short.get(last, last)
        return " ".join(layout.low[mention.first : mention.last])

    def _family_names_first(self) -> dict[str, str]:
        """Return the family names that stand alone and else come first: "Wang Yi … Wang"."""
        low = self._layout.low
        persons = {
            (one.first, one.last)
            for mentions in self._layout.starts.values()
            for one in mentions
            if one.label == "PERSON"
        }
        alone = {low[first] for first, last in persons if last == first + 1}
        return {
            low[last - 1]: low[first]
            for first, last in persons
            if last == first + 2 and low[first] in alone and low[last - 1] not in alone
        }

    def _names(self, people: Iterable[Mention]) -> set[str]:
        return {self.name(one) for one in people}

    def _take(self, sighting: Sighting, *, title: bool = False) -> None:
        sighting.people = self._distinct(sighting.people)
        if sighting.again:
            self._take_again(sighting)
            return
        same = self._same(sighting)
        if same is not None:
            self._add(same, sighting)
        elif not title and self._stands_alone(sighting):
            self.meetings.append(self._meeting(sighting))
        elif not sighting.people and sighting.kind in _OF_MANY:
            self._nameless.append(sighting)

    def _place_by_visits(self) -> None:
        """Give a meeting without a place that of the visit told just before it."""
        for at, meeting in enumerate(self.meetings):
            if meeting.kind not in {"meeting", "event"} or meeting.places:
                continue
            names = self._names(meeting.people)
            for visit in reversed(self.meetings[max(0, at - _NEAR_VISITS) : at]):
                there = visit.kind == "visit" and len(visit.places) == 1
                same = visit.status == meeting.status and 0 <= meeting.unit - visit.unit <= _NEAR
                if there and same and not names.isdisjoint(self._names(visit.people)):
                    meeting.places = list(visit.places)
                    break

    def _take_nameless(self) -> None:
        """Take the meeting that a text names again and again, but never with who was there.

        Those who speak in such a text were there, as far as one can tell.
        """
        named = [one for one in self._nameless if one.when.status not in _NOT_HELD]
        body = [one for one in named if not one.title]
        if len(named) < _AGAIN or not body or len(self._speakers) < _PAIR:
            return
        body[0].people = tuple(self._speakers[:_MOST_SPEAKERS])
        body[0].guessed = True
        meeting = self._meeting(body[0])
        for one in named:
            if one is not body[0]:
                self._add(meeting, one)
        self.meetings.append(meeting)

    def _take_again(self, sighting: Sighting) -> None:
        """Take "the next summit": the people of the one before, another meeting."""
        family = _FAMILIES[sighting.kind]
        for meeting in reversed(self.meetings[-_FURTHEST:]):
            if meeting.kind in family and meeting.people:
                sighting.people = tuple(meeting.people)
                if sighting.kind == "visit":
                    sighting.places = sighting.places or tuple(meeting.places)
                sighting.kind = meeting.kind if sighting.kind == "event" else sighting.kind
                self.meetings.append(self._meeting(sighting))
                return
        if self._stands_alone(sighting):
            self.meetings.append(self._meeting(sighting))

    def _distinct(self, people: Iterable[Mention]) -> tuple[Mention, ...]:
        found: dict[str, Mention] = {}
        for one in people:
            found.setdefault(self.name(one), one)
        return tuple(found.values())

    def _stands_alone(self, sighting: Sighting) -> bool:
        if sighting.kind in _ALONE:
            return bool(sighting.people)
        if len(sighting.people) > 1:
            known = sighting.kind == "event" and sighting.known
            return not known or len(sighting.people) > _PAIR
        if sighting.kind in GATHERINGS:
            return True
        told = not sighting.known or sighting.joins or bool(sighting.dates)
        many = told and any(self._is_many(one) for one in sighting.people)
        where = bool(sighting.people and sighting.places)
        hosts = bool(sighting.dates) and all(one.label == "GPE" for one in sighting.people)
        return many or (where and (sighting.rule is rules.MET or hosts))

    def _is_many(self, one: Mention) -> bool:
        """Whether a body or a plural can meet by itself: "the ministers met"."""
        plural = one.label == "ROLE" and self._layout.word(one.last - 1).endswith("s")
        return plural or one.label == "ORG"

    def _meeting(self, sighting: Sighting) -> Meeting:
        return Meeting(
            sighting.kind,
            sighting.rule,
            sighting.unit,
            list(sighting.people),
            [sighting.trigger],
            list(sighting.places),
            list(sighting.dates),
            sighting.when.status,
            sighting.when.said,
            sighting.guessed,
            sighting.occasion,
        )

    def _same(self, sighting: Sighting) -> Meeting | None:
        """Return the meeting that a sentence speaks of again."""
        names = self._names(sighting.people)
        family = _FAMILIES[sighting.kind]
        near = self.meetings[: -_FURTHEST - 1 : -1]
        if sighting.kind in GATHERINGS:  # "the summit" is one of many before it is one of two
            near.sort(key=lambda one: one.kind not in GATHERINGS and not self._at(one, sighting))
        elif sighting.joins:  # one more was there: of many before of two
            near.sort(key=self._of_two)
        elif not names:  # "the meeting" is one of those who are named
            near.sort(key=lambda one: one.kind in GATHERINGS and one.sides < _PAIR)
        for meeting in near:
            if meeting.kind not in family or sighting.trigger == meeting.triggers[-1]:
                continue
            if sighting.kind in GATHERINGS and self._is_beside(meeting, names):
                continue
            if self._fits(meeting, sighting, names):
                return meeting
        return None

    def _is_beside(self, meeting: Meeting, names: set[str]) -> bool:
        """Whether a summit is only where two met: "they will meet at the NATO summit"."""
        if not names:
            return self._of_two(meeting)
        few = meeting.kind not in GATHERINGS and len(meeting.people) <= _PAIR
        return few and names.isdisjoint(self._names(meeting.people))

    def _fits(self, meeting: Meeting, sighting: Sighting, names: set[str]) -> bool:
        theirs = self._names(meeting.people)
        shared = names & theirs
        if sighting.joins and sighting.kind not in GATHERINGS:
            one = len(names) == 1 or names <= theirs
            return one and not self._other_day(meeting, sighting)
        if sighting.kind in _OF_MANY_NAMES:
            return self._is_this_gathering(meeting, sighting, shared)
        if sighting.kind == "visit":
            apart = (names and not shared) or self._elsewhere(meeting, sighting)
            return not apart and (bool(names) or sighting.known)
        if meeting.kind in GATHERINGS or not names:
            return sighting.known and not self._other_day(meeting, sighting)
        if sighting.kind == "press-conference":
            return bool(shared) and (sighting.known or sighting.title)
        if self._tells_who(meeting, sighting):
            sighting.joins = True
            return True
        return self._is_this_meeting(meeting, sighting, names)

    def _tells_who(self, meeting: Meeting, sighting: Sighting) -> bool:
        """Whether a sentence names the leaders of whom it was told just before that they met."""
        office = len(meeting.people) == 1 and meeting.people[0].label == "ROLE"
        named = [one for one in sighting.people if one.label == "PERSON"]
        if not office or len(named) < _PAIR or not self._is_many(meeting.people[0]):
            return False
        verb = sighting.rule in {rules.MET, rules.CONTACT}  # "a bilateral meeting" is another one
        held = verb and sighting.when.status == meeting.status == HELD
        near = held and 0 <= sighting.unit - meeting.unit <= _NEAR
        apart = self._elsewhere(meeting, sighting) or self._other_day(meeting, sighting)
        return near and not apart

    def _is_this_gathering(self, meeting: Meeting, sighting: Sighting, shared: set[str]) -> bool:
        later = (sighting.when.status == HELD) != (meeting.status == HELD)
        if later or self._elsewhere(meeting, sighting):
            return False
        news = bool(sighting.places and sighting.dates) and not meeting.places
        named = sighting.known or sighting.title or not (sighting.people or news)
        return named or bool(shared) or self._at(meeting, sighting)

    def _is_this_meeting(self, meeting: Meeting, sighting: Sighting, names: set[str]) -> bool:
        theirs = self._names(meeting.people)
        shared = names & theirs
        same = names == theirs or (len(shared) > 1 and (names <= theirs or theirs <= names))
        partly = bool(shared) and sighting.known and names <= theirs
        if not (same or partly) or self._other_day(meeting, sighting):
            return False
        held, is_held = sighting.when.status == HELD, meeting.status == HELD
        return held == is_held or sighting.known

    def _at(self, meeting: Meeting, sighting: Sighting) -> bool:
        """Whether one sentence says that many met and calls it a summit."""
        many = len(meeting.people) > _PAIR and meeting.occasion is None
        return many and meeting.unit == sighting.unit and sighting.people != ()

    def _of_two(self, meeting: Meeting) -> bool:
        persons = [one for one in meeting.people if one.label == "PERSON"]
        return meeting.kind not in GATHERINGS and len(meeting.people) == _PAIR == len(persons)

    def _elsewhere(self, meeting: Meeting, sighting: Sighting) -> bool:
        here = {self.name(place) for place in meeting.places}
        there = {self.name(place) for place in sighting.places}
        return bool(here and there) and here.isdisjoint(there)

    def _other_day(self, meeting: Meeting, sighting: Sighting) -> bool:
        low = self._layout.low
        here = {tuple(low[first:last]) for first, last in meeting.dates}
        there = {tuple(low[first:last]) for first, last in sighting.dates}
        return bool(here and there) and here.isdisjoint(there)

    def _add(self, meeting: Meeting, sighting: Sighting) -> None:
        names = self._names(meeting.people)
        named = sighting.known and meeting.kind in GATHERINGS and sighting.kind == "meeting"
        closed = (sighting.title and bool(names)) or len(names) > _MOST_PEOPLE
        closed = closed or (named and not sighting.joins and bool(names))
        if closed:
            pass
        elif (
            sighting.joins
            or not names
            or meeting.kind in GATHERINGS
            or (sighting.kind in _OF_MANY_NAMES)
        ):
            meeting.people += [one for one in sighting.people if self.name(one) not in names]
        elif len(sighting.people) > len(meeting.people):
            meeting.people = list(sighting.people)
        if sighting.kind in GATHERINGS and meeting.kind not in GATHERINGS:
            meeting.kind = sighting.kind
        meeting.triggers.append(sighting.trigger)
        known = self._names(meeting.places)
        meeting.places += [
            place
            for place in sighting.places
            if not meeting.places and self.name(place) not in known
        ]
        if not meeting.dates:
            meeting.dates = list(sighting.dates)
        firm = sighting.when.status in _NOT_HELD
        again = sighting.known or sighting.when.status == HELD
        if sighting.when.said and (firm or not (again and meeting.said)):
            meeting.status, meeting.said = sighting.when.status, True
