"""One mention of a meeting at a time: what its sentence says of it."""

from collections.abc import Iterator, Mapping

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings.attendance import GATHERINGS, Attendance
from annotator.nlp.builtin.meetings.contacts import KINDS, Contacts
from annotator.nlp.builtin.meetings.encounters import Encounters
from annotator.nlp.builtin.meetings.occasions import Occasions
from annotator.nlp.builtin.meetings.sighting import Scene, Sighting
from annotator.nlp.builtin.meetings.surroundings import Surroundings
from annotator.nlp.builtin.meetings.visits import Visits
from annotator.nlp.builtin.meetings.words import MeetingWords, Phrase, phrase_at
from annotator.nlp.builtin.parties import DETERMINERS, HE, PREPOSITIONS, Parties
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

_ADVERBS = word_set("first also then later soon again next never not")
_AUXILIARIES = word_set("to will would may might could should not also")
_AWAITED = frozenset({"expected", "due"})
_BEEN = {"been": "to", "was": "in", "be": "in", "is": "in", "are": "in"}
_LONGEST_ROUND = 4  # tokens: "a round of indirect peace talks"
_ROUNDS = frozenset({"round", "rounds"})
_PHONE = frozenset({"phone", "telephone", "telephonic", "video", "videolink"})


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
        who = Attendance(layout, parties, voices or {})
        scene = Scene(
            layout,
            parties,
            words,
            Surroundings(layout, words),
            who,
            Contacts(layout, parties, who, words),
        )
        self._encounters = Encounters(scene)
        self._visits = Visits(scene)
        self._occasions = Occasions(scene)

    def read(self) -> Iterator[Sighting]:
        """Yield every mention of a meeting, in the order of the text."""
        layout = self._layout
        behind = 0
        for index, word in enumerate(layout.low):
            if index < behind or layout.unit_of[index] < 0 or layout.kind(index) is not Kind.WORD:
                continue
            noun = self._round(index) or phrase_at(self._words.nouns, layout.low, index)
            if noun is not None and not self._as_verb(index):
                owner = layout.owner(index)
                if owner is None or (noun[0].what in GATHERINGS and owner.label == "EVENT"):
                    yield from self._occasions.read(index, noun[1], noun[0].what)
                    behind = noun[1]
                continue
            what = self._words.verbs.get(word, "meet" if word == "meeting" else "")
            if word in _PHONE and layout.word(index - 1) in {"by", "the", "over"}:
                yield from self._encounters.by_phone(index)
            elif word in _AWAITED and layout.word(index + 1) == "in":
                yield from self._visits.to_place(index, index + 2)
            elif word in _BEEN and layout.word(index + 1) == _BEEN[word]:
                yield from self._visits.was_in(index)
            elif what and layout.owner(index) is None:
                yield from self._verb(index, what)

    def _round(self, index: int) -> tuple[Phrase, int] | None:
        """Return what "a second round of indirect talks" names, and its end."""
        low = self._layout.low
        if low[index] not in _ROUNDS or self._layout.word(index + 1) != "of":
            return None
        for place in range(index + 2, min(index + 2 + _LONGEST_ROUND, len(low))):
            noun = phrase_at(self._words.nouns, low, place)
            if noun is not None:
                return noun if noun[0].what == "meeting" else None
            if self._layout.kind(place) is not Kind.WORD:
                return None
        return None

    def _as_verb(self, index: int) -> bool:
        """Whether "meeting" stands before whom somebody met: "after meeting Lavrov"."""
        layout = self._layout
        if layout.word(index) in {"visit", "tour", "call"}:
            adverb = layout.word(index - 1) in _ADVERBS or layout.word(index - 1).endswith("ly")
            return layout.word(index - 1 - adverb) in _AUXILIARIES
        if layout.word(index) not in {"meeting", "visits", "tours"}:
            return False
        if layout.word(index) in {"visits", "tours"} and layout.word(index - 1) in HE:
            return True
        if layout.word(index - 1) in {"are", "were"} and layout.word(index) == "meeting":
            return True
        if layout.word(index - 1) == "," and layout.word(index + 1) in {"in", "at"}:
            return layout.word(index) == "meeting"  # "Haddad and Petrova, meeting in Lima,"
        follows = self._parties.starting(index + 1)
        noun = layout.word(index - 1) in DETERMINERS or layout.page.possessive(index - 1)
        return follows is not None and not noun and layout.word(index + 1) not in PREPOSITIONS

    def _verb(self, index: int, what: str) -> Iterator[Sighting]:
        if what == "visit":
            yield from self._visits.to_place(index, index + 1)
        elif what == "send":
            yield from self._visits.sends(index)
        elif what == "invite":
            yield from self._visits.invites(index)
            yield from self._visits.is_invited(index)
        elif what in {"go", "leave", "arrive"}:
            yield from self._visits.goes(index, what)
        elif what in KINDS:
            yield from self._encounters.contact(index, what)
        elif what in {"meet", "host", "call", "talk", "sit", "gather", "see", "greet"}:
            yield from self._encounters.meets(index, what)
