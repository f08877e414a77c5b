"""The sentences of a text as a pronoun looks back on them: their subjects, who else is named."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements.genders import FEMALE, MALE
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.builtin.statements.noun_phrases import BODIES, POSSESSIVES, Who, named_in
from annotator.nlp.builtin.statements.offices import Offices
from annotator.nlp.builtin.statements.subjects import first_subject
from annotator.nlp.tokens import Kind

_BODY = word_set("it its")
_MANY = word_set("they them their we us our")
_OPENING = 4  # words
_LONGEST = 80  # tokens of a sentence that is looked at
_MOST_NAMES = 6
_TOGETHER = word_set("met meeting talked talks discussed agreed signed embraced together conferred")
_SOMEBODY = word_set(  # who is not named, as a rule
    "baker barber boy butcher bystander cabbie carpenter cleaner clerk commuter cook customer "
    "driver farmer father fisherman friend girl guest man mechanic mother motorist neighbor "
    "neighbour nurse passenger passer-by pedestrian plumber porter refugee resident "
    "shopkeeper shopper student tailor teacher tourist trader vendor volunteer waiter "
    "waitress widow witness woman worker"
)


class Discourse:
    """What pronouns ask about the sentences before them.

    Attributes:
        sentences: The units of the text itself, without those within quotations.
        nameless: Those whose subject has no name: "a woman".
    """

    def __init__(self, layout: Layout, offices: Offices) -> None:
        self._layout = layout
        self._offices = offices
        self.sentences = [n for n, unit in enumerate(layout.units) if unit.quote < 0]
        self.nameless: set[int] = set()
        self._place = {unit: place for place, unit in enumerate(self.sentences)}
        self._subjects: dict[int, Mention | None] = {}

    def sentence_of(self, number: int) -> int:
        """Return the sentence of the text that a sentence within quotations stands in."""
        layout = self._layout
        while number >= 0 and layout.units[number].quote >= 0:
            number = layout.quotes[layout.units[number].quote].unit
        return number

    def place_of(self, number: int) -> int:
        """Return which sentence of the text a unit is, counted from 0."""
        return self._place.get(number, 0)

    def subject(self, number: int) -> Mention | None:
        """Return the name or office that a sentence begins with, if one does."""
        if number not in self._subjects:
            unit = self._layout.units[number]
            who = first_subject(self._layout, unit.first, unit.last)
            named = (named_in(who) or self._named_by_verb(who)) if who is not None else ()
            if who is not None and who.unsaid and not named and self._is_stranger(who):
                self.nameless.add(number)
            self._subjects[number] = named[0] if named else None
        return self._subjects[number]

    def mentions(self, number: int, pronoun: str) -> list[Mention]:
        """Return the names and offices of a sentence, in order, a few at most.

        For "they" words for several people are among them, "the rebels", for "it" those for bodies.
        """
        unit, layout = self._layout.units[number], self._layout
        found: list[Mention] = []
        place = unit.first
        while place < min(unit.last, unit.first + _LONGEST) and len(found) < _MOST_NAMES:
            mention = layout.starting(place)
            beside = mention is not None and self._offices.beside_name(mention)
            if mention is not None and mention.label in {"PERSON", "ORG", "ROLE"} and not beside:
                found.append(mention)
            elif mention is None and self._may_mean(pronoun, layout.word(place)):
                found.append(Mention(place, place + 1, "ROLE"))
            place = mention.last if mention is not None else place + 1
        return found

    def with_partners(self, subject: Mention) -> tuple[Mention, ...]:
        """Return a subject with the names that "and" and commas join to it."""
        layout, group = self._layout, [subject]
        while len(group) <= _MOST_NAMES:
            place = group[-1].last
            comma = layout.word(place) == ","
            last = layout.word(place + comma) == "and"
            partner = layout.starting(place + comma + last) if comma or last else None
            if partner is None:
                break
            group.append(partner)
            if last:
                return tuple(group)
        return (subject,)

    def goes_on(self, number: int, pronoun: str) -> bool:
        """Whether a sentence begins with the same person: "Did he pay?", "She laughed"."""
        unit = self._layout.units[number]
        word = "she" if pronoun in FEMALE else "he" if pronoun in MALE else ""
        opening = range(unit.first, min(unit.last, unit.first + _OPENING))
        return bool(word) and any(
            self._layout.word(at) == word and self._layout.unit_of[at] == number for at in opening
        )

    def is_byline(self, number: int) -> bool:
        """Whether a line only says who wrote the article: "By Ali B"."""
        unit, layout = self._layout.units[number], self._layout
        alone = layout.kind(unit.first - 1) is Kind.GAP and layout.kind(unit.last) is Kind.GAP
        return alone and layout.word(unit.first) == "by" and not layout.stop(unit.last - 1)

    def is_together(self, number: int) -> bool:
        """Whether people do something together in a sentence: "they met"."""
        unit = self._layout.units[number]
        last = min(unit.last, unit.first + _LONGEST)
        return any(self._layout.word(at) in _TOGETHER for at in range(unit.first, last))

    def _may_mean(self, pronoun: str, word: str) -> bool:
        if pronoun in _BODY:
            return word in BODIES
        several = word.endswith("s") and word in self._layout.book.speakers
        return pronoun in _MANY and several

    def _named_by_verb(self, who: Who) -> tuple[Mention, ...]:
        """Return the name in "the woman at the desk was Ali B"."""
        name = self._layout.starting(who.last + 1)
        is_ = self._layout.word(who.last) in {"is", "was"}
        return (name,) if is_ and name is not None and name.label == "PERSON" else ()

    def _is_stranger(self, who: Who) -> bool:
        """Whether a phrase means somebody without a name, and no relative: "his mother"."""
        words = [self._layout.word(place) for place in range(who.first, who.last)]
        return words[0] not in POSSESSIVES and not _SOMEBODY.isdisjoint(words)
