"""What one sentence says of a meeting, and how it is put together."""

from dataclasses import dataclass, field

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings.attendance import Attendance
from annotator.nlp.builtin.meetings.contacts import Contacts
from annotator.nlp.builtin.meetings.rules import MeetingRule
from annotator.nlp.builtin.meetings.surroundings import Surroundings, When
from annotator.nlp.builtin.meetings.words import MeetingWords
from annotator.nlp.builtin.parties import Parties
from annotator.nlp.builtin.statements.layout import Layout, Mention

_ANOTHER = word_set("last earlier next second third another previous future")
_BYSTANDERS = word_set(
    "reporters journalists diplomats diplomat sources source analysts spokesman spokeswoman "
    "observers delegates delegate correspondents"
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


@dataclass(frozen=True, slots=True)
class Scene:
    """What is asked about a page while its meetings are read."""

    layout: Layout
    parties: Parties
    words: MeetingWords
    around: Surroundings
    who: Attendance
    contacts: Contacts


class SightingReader:
    """What the readers of verbs, visits and nouns have in common."""

    def __init__(self, scene: Scene) -> None:
        """Begin a page."""
        self._layout = scene.layout
        self._parties = scene.parties
        self._words = scene.words
        self._around = scene.around
        self._who = scene.who
        self._contacts = scene.contacts

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

    def _again(self, first: int) -> bool:
        """Whether a word says that it is another meeting of the same people: "the next summit"."""
        near = self._layout.low[max(0, first - 3) : first]
        return not _ANOTHER.isdisjoint(near)

    def _in_title(self, index: int, unit: int) -> bool:
        layout = self._layout
        sentence = layout.units[unit]
        first = (
            sentence.paragraph == 0 and sentence.quote < 0 and not layout.stop(sentence.last - 1)
        )
        return layout.page.headline[index] or first

    def _may_meet(self, one: Mention) -> bool:
        if one.label == "OUTLET":
            return False
        return one.label != "ROLE" or self._layout.word(one.last - 1) not in _BYSTANDERS
