"""Who takes part in what a noun names: "talks with", "the summit", "a call"."""

from collections.abc import Iterator

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.meetings import rules
from annotator.nlp.builtin.meetings.attendance import GATHERINGS
from annotator.nlp.builtin.meetings.sighting import Scene, Sighting, SightingReader
from annotator.nlp.builtin.meetings.surroundings import When
from annotator.nlp.builtin.meetings.visits import Visits
from annotator.nlp.builtin.parties import DETERMINERS, PREPOSITIONS
from annotator.nlp.builtin.statements.layout import Mention
from annotator.nlp.tokens import Kind

_AUXILIARIES = word_set("to will would may might could should not also")
_BESIDE = 6  # tokens behind a noun in which "with" is looked for
_CHAIRING = word_set(
    "chair co-chair chaired chairs chairing co-chaired attended attends attending joined joins "
    "addressed end ends ended "
    "addresses opened opens hosted hosts convened mediated moderated presided sat attend"
)
_HELD = word_set("hold holds held holding had having during join joined joins following")
_LENGTHS = word_set("the minute hour way")
_IF_HELD = word_set("dialogue dialogues retreat")
_EACH = frozenset({"separate", "individual"})
_LONGEST_DIALOGUE = 8  # tokens: "co-chaired the sixth climate dialogue"
_LONGEST_KNOWN = 6  # tokens: "the second closed-door session"
_LONGEST_MEAL = 3  # tokens: "over a working lunch"
_MEALS = word_set("breakfast lunch dinner luncheon dinners lunches")
_REACH = 24
_RULES = {"meeting": rules.TALKS, "call": rules.CALLED}


class Occasions(SightingReader):
    """Reads meetings that a noun names."""

    def __init__(self, scene: Scene) -> None:
        """Begin a page."""
        super().__init__(scene)
        self._visits = Visits(scene)

    def read(self, first: int, last: int, kind: str) -> Iterator[Sighting]:
        """Read a noun: its tokens and what it names in the list of nouns."""
        if last == first + 1 and not self._names_one(first, kind):
            return
        own, guessed, apart = self._who.beside(first, last, kind)
        known = not own and self._known(first)
        if kind == "visit":
            yield from self._visits.visit(first, last, own, known=known)
            return
        if kind == "press-conference":
            mine = self._who.through(first)[0] if self._lacks(own, last) else ()
            people = (*(one for one in mine if one not in own), *own)
            known = known and not people
            yield self._sighting(kind, (first, last), rules.PRESS, people[:3], known=known)
            return
        if kind == "meeting" and (self._hosted_for(first) or self._over(first)):
            yield self._sighting(kind, (first, last), rules.TALKS, (), known=True)
            return
        own, guessed, told = self._people(first, last, kind, own, guessed=guessed)
        if kind == "meeting" and self._purpose(first):
            yield from self._purposed(first, last, own, guessed=guessed)
            return
        rule = _RULES.get(kind, rules.EVENT)
        apart = apart or self._each(first, last, own)
        if apart is not None and kind == "meeting" and len(own) > len(apart):
            mine = tuple(one for one in own if one not in apart)
            for one in apart:
                yield self._sighting(kind, (first, last), rule, (*mine, one), guessed=guessed)
            return
        sighting = self._sighting(kind, (first, last), rule, own, known=known, guessed=guessed)
        sighting.joins = known and (told or self._joins(first))
        sighting.known = known or (self._of_body(own) and self._known(first))
        yield sighting

    def _of_body(self, own: tuple[Mention, ...]) -> bool:
        """Whether only the name of a body says which meeting it is: "the meeting of the League"."""
        return len(own) == 1 and own[0].label == "ORG"

    def _names_one(self, first: int, kind: str) -> bool:
        """Whether a word that has other meanings names a meeting here."""
        if kind == "call":
            return self._is_call(first)
        if self._layout.word(first) in _IF_HELD:
            if self._layout.word(first - 2) == "at":
                return True  # "at a retreat"
            return not (_HELD | _CHAIRING).isdisjoint(
                self._layout.low[max(0, first - _LONGEST_DIALOGUE) : first]
            )
        if self._layout.word(first) == "audience":
            return self._layout.word(first + 1) in {"with", "in", "at", "on"}
        return kind not in {"visit", "event"} or self._is_noun(first)

    def _people(
        self, first: int, last: int, kind: str, own: tuple[Mention, ...], *, guessed: bool
    ) -> tuple[tuple[Mention, ...], bool, bool]:
        """Return who takes part, whether that is guessed, and whether it is told behind the noun.

        Args:
            first: The noun.
            last: The token behind it.
            kind: What it names.
            own: Who stands beside it.
            guessed: Whether a pronoun was read for them.
        """
        behind = self._who.named_behind(last, kind)
        told = bool(behind) and not own
        own = (*own, *behind)
        if not own and kind in {"meeting", "call", "event"}:
            group = self._contacts.behind_with(last)
            within = group is not None and "," not in self._layout.low[last : group.first]
            own = group.parties if group is not None and within else ()
        there = kind in GATHERINGS and len(own) == 1 and self._joins(first)
        body = kind in GATHERINGS and self._of_body(own) and not self._joins(first)
        if (self._lacks(own, last) and not body) or kind == "ceremony" or there:
            mine, guessed_too = self._who.through(first, kind, wanted=bool(own))
            guessed = guessed or guessed_too
            own = (*(one for one in mine if one not in own), *own)
        if len(own) == 1 and kind in {"call", "meeting"}:
            own = (*own, *self._who.told(first, own))
        if len(own) == 1 and kind in {"call", "meeting"} and own[0].first >= last:
            mine = self._who.before(first)
            own = (*(one for one in mine if one not in own), *own)
            guessed = guessed or bool(mine)
        return own, guessed, told

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
        beside = "with" in near or "alongside" in near
        return len(own) < 2 or (behind and beside and "between" not in near)

    def _purpose(self, first: int) -> bool:
        """Whether somebody goes somewhere for the meeting: "arrived in Lima for talks"."""
        return self._verb_for(first) in {"arrive", "go", "leave", "visit"}

    def _hosted_for(self, first: int) -> bool:
        """Whether a meeting is what a guest is received for: "hosted him for a lunch"."""
        return self._verb_for(first) in {"host", "greet"}

    def _over(self, first: int) -> bool:
        """Whether a meal is where a meeting took place that the verb names: "met over dinner"."""
        near = self._layout.low[max(0, first - _LONGEST_MEAL) : first]
        return "over" in near and self._layout.word(first) in _MEALS

    def _verb_for(self, first: int) -> str:
        """Return what the verb is whose purpose is a noun: "… for a lunch"."""
        layout = self._layout
        begin = layout.units[layout.unit_of[first]].first
        leads = next(
            (at for at in range(first - 1, max(begin, first - 4), -1) if layout.word(at) == "for"),
            -1,
        )
        near = range(leads - 1, max(begin, leads - _REACH) - 1, -1) if leads >= 0 else ()
        verbs = (self._words.verbs.get(layout.word(at), "") for at in near)
        return next(filter(None, verbs), "")

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
        if layout.word(first + 1) in {"with", "between"} or layout.word(first - 1) in _LENGTHS:
            return True
        near = layout.low[max(0, first - _LONGEST_KNOWN) : first]
        return not _HELD.isdisjoint(near) and not {"a", "the"}.isdisjoint(near)

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
