"""Who "he", "she", "it", "they" and "I" are: the name that stands out most and fits.

Weights follow the salience of Lappin and Leass (1994) and Centering (Grosz, Joshi and Weinstein
1995): whoever speaks or is the subject counts more than other names, each sentence in between
halves the weight, and somebody whom the text keeps speaking of gains a part of the older weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements.discourse import Discourse
from annotator.nlp.builtin.statements.documents import Documents, author_of, noun_in
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.genders import FEMALE, MALE, Genders
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.builtin.statements.noun_phrases import BODIES, POSSESSIVES, Who, named_in
from annotator.nlp.builtin.statements.offices import Offices
from annotator.nlp.builtin.statements.people import People

_PERSON = word_set("he she him her his i me my")
_MANY = word_set("they them their we us our")
_FIRST = word_set("i me my we us our")
_PEOPLE = frozenset({"PERSON", "ROLE"})
_MANY_LABELS = frozenset({"ORG", "GPE", "NORP"})
_LEAST_WORDS = 2
_ANSWERS = frozenset({"reply", "answer", "retort", "counter", "respond", "rejoin", "shoot back"})
_FURTHEST = 8  # sentences
_DEEPEST = 4
_BOTH = 2
_TWO = word_set("both two")
_SIDES = word_set(
    "sides parties leaders ministers presidents officials men women diplomats envoys politicians "
    "counterparts premiers chiefs"
)
_NOBODY = Mention(-1, -1, "")
_AROUND = 140.0  # weights: whoever speaks around a statement, or was told before "he replied"
_OWN = 120.0  # the subject of the sentence itself
_OWN_OTHER = 90.0  # other names before "his office" in its sentence
_SUBJECT = 100.0  # whoever spoke in the sentence before, or is its subject
_OTHER = 55.0  # other names of the sentence before ...
_NEW = 75.0  # ... and names that the text has for the first time, in full
_OFFICE = 30.0  # ... and offices in it
_FADES = 0.5  # what is left of a weight a sentence later
_AGAIN = 0.6  # what older weights of the same person add ...
_LESS = 0.99  # ... but never as much as the subject has
_ALONE = 0.5  # an office that is told by its words alone: "the prime minister"
_ECHO = 0.02  # any other office that nobody in the text is said to hold: "the diplomat"
_SUITS = {1: 1.0, 0: 1.0, -1: 0.35}  # by whether a name suits "he"
_SUITS_HER = {1: 1.0, 0: 0.6, -1: 0.35}
_OF_ONE = word_set(
    "president premier minister chancellor king queen pope governor mayor speaker secretary "
    "spokesman spokeswoman spokesperson prosecutor general"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Whom a pronoun may mean, several who are named together, or nobody: "a woman".

    Attributes:
        sentence: Which one it stands in; weights of one sentence are not added up.
    """

    mentions: tuple[Mention, ...]
    weight: float
    sentence: int = -1


class Antecedents:
    """Finds the names behind pronouns, statement by statement in text order."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._people = People(layout)
        self._offices = Offices(layout)
        self._documents = Documents(layout)
        self._text = Discourse(layout, self._offices)
        self._genders = Genders(layout, self._people, self._offices)
        self._spoke: dict[int, tuple[Mention, ...]] = {}
        self._was_told: dict[int, Mention] = {}
        self._asked: set[int] = set()
        self._strangers: dict[str, int] = {}
        self._read_strangers()

    def resolve(self, drafts: list[Draft]) -> None:
        """Fill in the speakers of all statements."""
        around, done = _Around(drafts), set[int]()
        for draft in sorted(drafts, key=lambda item: (item.place, -item.pieces[-1][1])):
            self._resolve(draft, around, done)

    def _resolve(self, draft: Draft, around: "_Around", done: set[int], depth: int = 0) -> None:
        """Fill in the speakers of one statement, those of the one around it first."""
        if id(draft) in done:
            return
        done.add(id(draft))
        outer = around.outer(draft)
        if outer is not None and depth < _DEEPEST:
            self._resolve(outer, around, done, depth + 1)
        who = draft.who
        if who is not None and who.pronoun:
            draft.by_pronoun = True
            draft.speakers = self._named(who.pronoun, draft, outer)
            if who.pronoun in MALE | FEMALE and len(draft.speakers) == 1:
                self._genders.learn(draft.speakers[0], who.pronoun)
        elif who is not None:
            draft.speakers = self._behind_words(who, draft) or named_in(who)
            draft.inferred = draft.speakers != named_in(who)
        if draft.told_pronoun:
            told = self._told(draft, outer)
            draft.told = [mention for mention in told if mention not in draft.speakers]
        if outer is None and draft.told:
            self._was_told[self._text.sentence_of(draft.unit)] = draft.told[0]
            if _lemma(self._layout, draft).startswith("ask"):
                self._asked.add(self._text.sentence_of(draft.unit))
        if outer is None and (draft.speakers or self._nobody_named(draft)):
            self._spoke[self._text.sentence_of(draft.unit)] = draft.speakers

    def _behind_words(self, who: Who, draft: Draft) -> tuple[Mention, ...]:
        """Return who speaks through a document, or as "both sides"; nobody where unclear."""
        several = all(mention.label == "ROLE" for mention in who.mentions)
        if who.pronoun or not several or len(who.mentions) > 1:
            return ()
        first, last = who.words or (who.first, who.last)
        if who.mentions:
            first, last = who.mentions[0].first, who.mentions[0].last
        noun = noun_in(self._layout, who) if who.unsaid else -1
        if noun >= 0:
            return self._author(noun)
        two = not _TWO.isdisjoint(self._layout.low[max(0, first - 2) : last])
        if not two or self._layout.word(last - 1) not in _SIDES:
            return ()
        unit = self._text.sentence_of(self._layout.unit_of[draft.place])
        here = self._text.place_of(unit)
        pairs = (self._pair(self._text.sentences[back], first)
                 for back in range(here, max(-1, here - _FURTHEST // 2), -1))  # fmt: skip
        return next(filter(None, pairs), ())

    def _author(self, noun: int) -> tuple[Mention, ...]:
        """Return who issued a document: as its phrase says, or as the text said before."""
        author = author_of(self._layout, noun)
        if author is not None:
            return (author,)
        before = self._documents.before(noun)
        if before < 0:
            return ()
        author = author_of(self._layout, before)
        if author is not None:
            return (author,)
        unit = self._text.sentence_of(self._layout.unit_of[before])
        return self._spoke.get(unit, ()) if self._documents.is_means(before) else ()

    def _pair(self, number: int, end: int) -> tuple[Mention, ...]:
        """Return the two people of a sentence, or those who speak or act in it together."""
        subject = self._text.subject(number)
        joined = (
            self._text.with_partners(subject) if subject is not None and subject.last <= end else ()
        )
        groups = (self._spoke.get(number, ()), joined)
        together = next((group for group in groups if len(group) > 1), ())
        if together:
            return together
        people: dict[object, Mention] = {}
        for mention in self._text.mentions(number, ""):
            if mention.label == "PERSON" and mention.last <= end:
                people.setdefault(self._identity(mention), mention)
        return tuple(people.values()) if len(people) == _BOTH else ()

    # --- choosing -----------------------------------------------------------------------

    def _told(self, draft: Draft, outer: Draft | None) -> tuple[Mention, ...]:
        if outer is None:
            return ()
        same = draft.told_pronoun in _FIRST or draft.told_pronoun in {"him", "her", "them"}
        return outer.speakers if same else ()

    def _named(self, pronoun: str, draft: Draft, outer: Draft | None) -> tuple[Mention, ...]:
        place = draft.place
        if pronoun in _FIRST:
            return self._myself(outer) if outer is not None else ()
        if pronoun == "you":
            return ()
        excluded = set(outer.speakers) if outer is not None and outer.speakers else set()
        quoted = outer is not None and self._layout.units[self._layout.unit_of[place]].quote >= 0
        found = self._candidates(draft, outer)
        if quoted:
            found = [self._without(candidate, excluded) for candidate in found]
        elif outer is not None and self._speaks_on(draft, outer):
            found.insert(0, _Candidate(outer.speakers, _AROUND))
        if pronoun in _MANY:
            return () if quoted else self._many(found)
        return self._one(found, pronoun)

    def _myself(self, outer: Draft) -> tuple[Mention, ...]:
        """Return who speaks around a statement, by name where an office leads to it."""
        if len(outer.speakers) == 1 and self._is_alias(outer.speakers[0]):
            holder = self._offices.holder(outer.speakers[0])
            return (holder,) if holder is not None else outer.speakers
        return outer.speakers

    def _speaks_on(self, draft: Draft, outer: Draft) -> bool:
        """Whether a pronoun may mean who speaks around: "he said he had warned them"."""
        named = all(mention.label == "PERSON" for mention in outer.speakers)
        return bool(outer.speakers) and (outer.place < draft.place or named)

    def _nobody_named(self, draft: Draft) -> bool:
        """Whether somebody without a name speaks: "a young man said"."""
        who = draft.who
        if who is None or not who.unsaid or who.last - who.first < _LEAST_WORDS:
            return False
        documents = self._layout.book.documents
        if any(self._layout.word(at) in documents for at in range(who.first, who.last)):
            return False
        return self._layout.word(who.first) in {"a", "an", "one", "another"}

    def _one(self, candidates: list[_Candidate], pronoun: str) -> tuple[Mention, ...]:
        """Return the one who stands out most among those a pronoun may mean."""
        weights: dict[object, dict[int, float]] = {}
        named: dict[object, tuple[Mention, ...]] = {}
        for candidate in candidates:
            mention, share = self._meant(candidate, pronoun)
            if share == 0:
                continue
            who = self._identity(mention)
            named.setdefault(who, (mention,) if mention is not None else ())
            by_sentence = weights.setdefault(who, {})
            weight = share * candidate.weight
            known = by_sentence.get(candidate.sentence, 0.0)
            by_sentence[candidate.sentence] = max(weight, known)
        best = max(weights, key=lambda who: _salience(weights[who]), default=None)
        return named.get(best, ())

    def _meant(self, candidate: _Candidate, pronoun: str) -> tuple[Mention | None, float]:
        """Return whom a candidate means and how well that suits a pronoun, 0 for not at all."""
        if not candidate.mentions:
            return None, float(pronoun in _PERSON)
        mention = next((one for one in candidate.mentions if self._fits(one, pronoun)), None)
        if mention is None:
            return None, 0.0
        if self._is_alias(mention):
            holder = self._offices.holder(mention)
            if holder is None or not self._fits(holder, pronoun):
                alone = holder is None and self._stands_alone(mention)
                return mention, _ALONE if alone else _ECHO
            mention = holder
        return mention, self._suits(mention, pronoun)

    def _suits(self, mention: Mention, pronoun: str) -> float:
        if pronoun in FEMALE:
            return _SUITS_HER[self._genders.likely(mention)]
        return _SUITS[-self._genders.likely(mention)] if pronoun in MALE else 1.0

    def _identity(self, mention: Mention | None) -> object:
        """Return what mentions of one person or body have in common."""
        if mention is None:
            return None
        person = self._people.number(mention)
        return person if person >= 0 else tuple(self._layout.low[mention.first : mention.last])

    def _stands_alone(self, office: Mention) -> bool:
        """Whether words say whose office it is: "the prime minister", "the head of the mission"."""
        layout = self._layout
        if layout.word(office.last - 1) != self._offices.head(office):
            return True
        plain = all(layout.owner(place) is None for place in range(office.first, office.last))
        of_one = self._offices.head(office) in _OF_ONE
        return plain and of_one and office.last - office.first > 1

    def _many(self, candidates: list[_Candidate]) -> tuple[Mention, ...]:
        """Return several who speak together, a plural office, or a body."""
        for group in (candidate.mentions for candidate in candidates):
            if len(group) > 1:
                return group
            if any(m.label in _MANY_LABELS or self._plural(m) or self._body(m) for m in group):
                return group
        return ()

    def _is_alias(self, mention: Mention) -> bool:
        """Whether an office stands for somebody named elsewhere: the minister, not a diplomat."""
        if mention.label != "ROLE" or self._body(mention) or self._plural(mention):
            return False
        before = self._layout.word(mention.first - 1)
        possessed = self._layout.page.possessive(mention.first - 1)
        if possessed and self._offices.holder(mention) is None:
            return False
        if before in POSSESSIVES or before in {"a", "an", "one", "another"}:
            return False
        known = self._strangers.get(self._layout.word(mention.last - 1))
        return known is None or known > mention.first

    def _without(self, candidate: _Candidate, others: set[Mention]) -> _Candidate:
        """Return a candidate without those who speak around the statement."""
        speaking = {self._identity(other) for other in others}
        group = candidate.mentions
        kept = tuple(m for m in group if self._identity(m) not in speaking)
        kept = kept or (group and (_NOBODY,))
        return _Candidate(kept, candidate.weight, candidate.sentence)

    def _candidates(self, draft: Draft, outer: Draft | None) -> list[_Candidate]:
        """Return who is named before a statement, the nearest first."""
        layout, place = self._layout, draft.place
        unit = self._text.sentence_of(layout.unit_of[place])
        pronoun = draft.who.pronoun if draft.who is not None else ""
        here = self._text.place_of(unit)
        found: list[_Candidate] = []
        own = self._text.subject(unit)
        answered = self._answered(draft, here)
        if answered is not None:
            found.append(_Candidate((answered,), _AROUND))
        if outer is None and self._spoke.get(unit):
            found.append(_Candidate(self._spoke[unit], _OWN, here))
        whose = pronoun in POSSESSIVES  # "..., his office said"
        if own is not None and own.last <= place and (whose or not draft.holds(own.first)):
            found.append(_Candidate((own,), _OWN, here))
        if whose:
            before = (m for m in self._text.mentions(unit, pronoun) if m.last <= place)
            found.extend(_Candidate((mention,), _OWN_OTHER, here) for mention in before)
        fades = 1.0
        for back in range(here - 1, max(-1, here - _FURTHEST), -1):
            said = self._spoke.get(self._text.sentences[back]) is not None
            goes_on = not said and self._text.goes_on(self._text.sentences[back], pronoun)
            found.extend(self._of_sentence(back, pronoun, fades * _FADES if goes_on else fades))
            fades *= 1 if goes_on else _FADES
        return found

    def _of_sentence(self, place: int, pronoun: str, fades: float) -> Iterator[_Candidate]:
        """Yield who is named in an earlier sentence: who speaks, its subject, others."""
        unit = self._text.sentences[place]
        if self._text.is_byline(unit):
            return
        spoke = self._spoke.get(unit)
        if spoke is not None:
            yield _Candidate(spoke, _SUBJECT * fades, place)
        subject = self._text.subject(unit)
        if pronoun in _MANY and self._text.is_together(unit):
            yield _Candidate(self._pair(unit, self._layout.units[unit].last), 0.0, place)
        if subject is not None:
            yield _Candidate(self._text.with_partners(subject), _SUBJECT * fades, place)
        elif unit in self._text.nameless:
            yield _Candidate((), _SUBJECT * fades, place)
        for mention in self._text.mentions(unit, pronoun):
            weight = _NEW if self._people.introduced(mention) else _OTHER
            weight = _OFFICE if mention.label == "ROLE" else weight
            yield _Candidate((mention,), weight * fades, place)

    def _answered(self, draft: Draft, here: int) -> Mention | None:
        """Return who was told in the sentence before, where "he replied" means him, or asked."""
        if here < 1:
            return None
        before = self._text.sentences[here - 1]
        if _lemma(self._layout, draft) not in _ANSWERS and before not in self._asked:
            return None
        told = self._was_told.get(before)
        return told if told is not None and told.label == "PERSON" else None

    def _fits(self, mention: Mention, pronoun: str) -> bool:
        if pronoun in _PERSON:
            if mention.label not in _PEOPLE or self._plural(mention) or self._body(mention):
                return False
            if mention.label == "PERSON" and self._layout.word(mention.last - 1) in BODIES:
                return False
            if pronoun in MALE:
                return not self._genders.woman(mention)
            return pronoun not in FEMALE or not self._genders.man(mention)
        return mention.label in {"ORG", "GPE", "OUTLET"} or self._body(mention)

    def _body(self, mention: Mention) -> bool:
        """Whether words mean a body and no person: "the ministry"."""
        return mention.label == "ROLE" and self._offices.head(mention) in BODIES

    def _plural(self, mention: Mention) -> bool:
        """Whether an office is one of several people: its first head is a plural."""
        head = self._offices.head(mention)
        return mention.label == "ROLE" and head.endswith("s") and not head.endswith("ss")

    def _read_strangers(self) -> None:
        """Note the offices of people whom the text does not name: "a diplomat"."""
        layout = self._layout
        for mentions in layout.starts.values():
            mention = mentions[0]
            named = mention.label != "ROLE" or self._offices.beside_name(mention)
            if not named and layout.word(mention.first - 1) in {"a", "an", "one"}:
                head = layout.word(mention.last - 1)
                self._strangers[head] = min(mention.first, self._strangers.get(head, mention.first))


def _lemma(layout: Layout, draft: Draft) -> str:
    verb = layout.cue_at(draft.cue[0]) if draft.cue is not None else None
    return verb[0].verb.lemma if verb is not None else ""


def _salience(weights: dict[int, float]) -> float:
    """Return how much somebody stands out who has some weight in each of several sentences."""
    most = max(weights.values())
    again = most + _AGAIN * (sum(weights.values()) - most)
    return max(most, min(again, _LESS * _SUBJECT))


class _Around:
    """Which statement each one stands within."""

    def __init__(self, drafts: list[Draft]) -> None:
        self._outer: dict[int, Draft] = {}
        open_: list[tuple[int, Draft]] = []
        starts = sorted(
            ((first, -last, place) for place, draft in enumerate(drafts)
             for first, last in draft.pieces),
        )  # fmt: skip
        ordered = sorted(drafts, key=lambda draft: draft.place)
        at = 0
        for draft in ordered:
            while at < len(starts) and starts[at][0] <= draft.place:
                _first, negative, place = starts[at]
                open_.append((-negative, drafts[place]))
                at += 1
            open_ = [(last, item) for last, item in open_ if last > draft.place][-12:]
            holding = [item for _, item in open_ if item is not draft]
            if holding:
                self._outer[id(draft)] = holding[-1]

    def outer(self, draft: Draft) -> Draft | None:
        """Return the innermost statement that a statement's cue stands within."""
        return self._outer.get(id(draft))
