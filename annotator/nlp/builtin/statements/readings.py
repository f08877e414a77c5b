"""A verb that may attribute, its subject and what stands around it."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements import rules
from annotator.nlp.builtin.statements.clauses import (
    LONGEST,
    After,
    Kin,
    after_verb,
    clause_end,
    is_finite,
)
from annotator.nlp.builtin.statements.cues import CueForm, Form
from annotator.nlp.builtin.statements.documents import noun_in
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import Layout, Unit
from annotator.nlp.builtin.statements.noun_phrases import Who, phrase_ending
from annotator.nlp.builtin.statements.predicates import leads_to
from annotator.nlp.builtin.statements.rules import StatementRule
from annotator.nlp.builtin.statements.subjects import (
    before_adverbs,
    first_subject,
    subject_after,
    subject_before,
    whole_phrase,
)


class Reading:
    """One verb that may attribute, with all that its rules ask."""

    def __init__(
        self, layout: Layout, unit: int, form: CueForm, cue: tuple[int, int], before: list[Draft]
    ) -> None:
        self.layout = layout
        self.number = unit
        self.unit: Unit = layout.units[unit]
        self.form = form
        self.cue = cue
        self.before = before
        self.takes = form.verb.takes
        self.after: After = after_verb(layout, form, cue[1], self.unit.last)
        self.who = self._subject()
        self.joined = False
        self.limit = self._limit()

    def _limit(self) -> int:
        """Return where the clause of the verb ends at the latest: a comma, or the sentence."""
        layout, unit = self.layout, self.unit
        relative = self._relative_end()
        if relative > 0:
            return relative
        front = self.who.first if self.who is not None else self.cue[0]
        aside = layout.word(front - 1) in {"which", "whom"} and layout.word(front - 2) == ","
        opening = layout.word(unit.first) in _OPENS_CLAUSE and not self._after_comma(front)
        if aside or opening:
            for place in range(self.cue[1], min(unit.last, self.cue[1] + LONGEST // 2)):
                if layout.word(place) == "," and place not in layout.at_quote:
                    return place
        return unit.last

    def _relative_end(self) -> int:
        """Return where "who said so" ends and the sentence goes on, 0 where it does not."""
        layout, unit = self.layout, self.unit
        who = before_adverbs(layout, self.cue[0], unit.first) - 1
        if layout.word(who) not in {"who", "which"} or who <= unit.first:
            return 0
        between_commas = layout.word(who - 1) == ","
        for place in range(self.cue[1] + 1, min(unit.last, self.cue[1] + LONGEST // 2)):
            verb = layout.finite_cue(place) is not None
            if (
                between_commas
                and layout.word(place - 1) == ","
                and (verb or is_finite(layout, place))
            ):
                return place - 1
            if verb and not between_commas and self.after.kin is Kin.CLAUSE:
                return place
        return 0

    def _after_comma(self, front: int) -> bool:
        return any(self.layout.word(at) == "," for at in range(self.unit.first, front))

    def _subject(self) -> Who | None:
        if self.form.form is Form.ING:
            return None
        verb = self.cue[0]
        if self.form.form is Form.BASE and self.layout.word(verb - 1) == "to":
            verb = leads_to(self.layout, verb - 1)  # "went on to say"
        return subject_before(self.layout, verb, self.unit.first)

    # --- the words before ---------------------------------------------------------------

    @property
    def front(self) -> int:
        """Where the attribution begins: subject, "as" before it, or the verb of "said X"."""
        first = self.cue[0]
        if self.who is not None:
            first = self.who.first
            if first < self.cue[0]:
                first = whole_phrase(self.layout, first, self.unit.first)
        return first - (self.layout.word(first - 1) == "as" and first > self.unit.first)

    def opens_with_as(self) -> bool:
        """Whether the sentence begins with "As he said"."""
        return self.front == self.unit.first and self.layout.word(self.front) == "as"

    def quote_before(self) -> int:
        """Return the quotation that the attribution follows, -1 where it follows none."""
        place = self.front
        if self.layout.word(place - 1) == ",":
            place -= 1
        number = self.layout.before_quote.get(place, -1)
        if number < 0 or self.layout.quotes[number].unit != self.number:
            return -1
        last = self.layout.word(self.layout.quotes[number].close - 1)
        pointed = last[:1] in {",", "?", "!", "…", "-", "–", "—", "."} or place < self.front
        nested = last in {'"', "'"}
        return number if pointed or nested else -1

    def comma_before(self) -> int:
        """Return the comma before the attribution, -1 where there is none or nothing before it."""
        place = self.front - 1
        if self.layout.word(place) != "," or place <= self.unit.first:
            return -1
        return place if place - self.unit.first < LONGEST else -1

    # --- the words behind ---------------------------------------------------------------

    def quote_at(self, index: int) -> int:
        """Return the quotation that opens at a token of this sentence, else -1."""
        return self.layout.at_quote.get(index, -1)

    def end_from(self, start: int, *, quoting: bool = False) -> int:
        """Return where the words that begin at a token end."""
        return min(self.limit, clause_end(self.layout, start, self.unit, quoting=quoting))

    def draft(
        self,
        rule: StatementRule,
        pieces: list[tuple[int, int]],
        *,
        broken: bool = False,
    ) -> Draft | None:
        """Return a statement of these words, ``None`` where there are none."""
        word = self.layout.word
        begun = [(first + (word(first) == ","), last) for first, last in pieces]
        kept = [piece for piece in begun if piece[0] < piece[1]]
        if not kept or sum(last - first for first, last in kept) < 1:
            return None
        if self._means_itself(rule):
            return None
        if self.joined:
            rule = rules.PARTICIPLE if self.form.form is Form.ING else rules.PREDICATE
        told = [self.after.told] if self.after.told is not None else []
        return Draft(
            rule,
            self.number,
            self.cue,
            self.who,
            kept,
            told,
            self.after.told_pronoun,
            broken=broken,
        )

    def _means_itself(self, rule: StatementRule) -> bool:
        """Whether words within a quotation only say what its speaker does: "I thank you"."""
        pronoun = self.who.pronoun if self.who is not None else ""
        if self.unit.quote < 0 or pronoun not in {"i", "we", "you"}:
            return False
        quoting = rule in {rules.SAID_QUOTE, rules.QUOTE_SAID, rules.SAID_X}
        told = self.form.verb.lemma in {"say", "tell", "ask"} and pronoun != "you"
        return not quoting and not (told and self.form.form is Form.PAST)


# --- whose words? ---------------------------------------------------------------------------


_OPENS_CLAUSE = word_set(
    "asked pressed when if although though while after before as since because despite once"
)


def find_subject(reading: Reading) -> bool:
    """Find the subject of a verb that has none before it; whether there is one."""
    layout = reading.layout
    if reading.form.form is not Form.ING and _inverted(reading):
        return True
    place = before_adverbs(layout, reading.cue[0], reading.unit.first)
    lead = layout.word(place - 1)
    opening = place <= reading.unit.first
    if reading.form.form is Form.ING:
        return _joins_participle(reading, lead, opening=opening)
    joins = lead in {"and", "but", "then", "or"} or (lead == "," and bool(outer_statement(reading)))
    return joins and _join(reading, reading.unit.first)


def _joins_participle(reading: Reading, lead: str, *, opening: bool) -> bool:
    if opening:
        for place in range(reading.cue[1], min(reading.unit.last, reading.cue[1] + 40)):
            if reading.layout.word(place) == ",":
                reading.limit = place
                return _join(reading, place + 1)
        return False
    own = phrase_ending(reading.layout, reading.cue[0], reading.unit.first)
    if own is not None and reading.layout.word(own.first - 1) == "with":
        reading.who = own  # "with his office saying"
        return not own.unsaid
    behind_quote = reading.cue[0] in reading.layout.before_quote
    if lead in {"of", "in"}:  # "took the step of announcing that"
        return (
            reading.after.kin is Kin.THAT
            and not reading.before
            and _join(reading, reading.unit.first)
        )
    if lead in {",", "while", "and", "by", "as", "before", "–", "—", "-"} or behind_quote:
        return _join(reading, reading.unit.first)
    return False


def outer_statement(reading: Reading) -> Draft | None:
    """Return the last statement of the sentence that stands within no other one."""
    outer: Draft | None = None
    speaking = [draft for draft in reading.before if not draft.by_outlet]
    for draft in speaking or reading.before:
        if outer is None or draft.cue is None or not outer.holds(draft.cue[0]):
            outer = draft
    return outer


def _join(reading: Reading, first: int) -> bool:
    """Take the subject of the verb before, or of the sentence."""
    outer, semicolon = outer_statement(reading), _last_semicolon(reading)
    if semicolon > first and (outer is None or outer.place < semicolon):
        first, outer = semicolon + 1, None
    who = outer.who if outer is not None else None
    if who is None:
        who = first_subject(reading.layout, first, reading.unit.last)
    opens = reading.after.kin in {Kin.QUOTE, Kin.THAT}
    if who is None or (who.unsaid and outer is None and not opens):
        return False
    reading.who = who.between(reading.cue[0], reading.cue[0])
    reading.joined = True
    return True


def _last_semicolon(reading: Reading) -> int:
    """Return the semicolon before the verb, -1 where its sentence has none there."""
    layout, cue = reading.layout, reading.cue[0]
    for place in range(cue - 1, max(reading.unit.first, cue - LONGEST // 2), -1):
        if layout.word(place) == ";" and layout.unit_of[place] == reading.number:
            return place
    return -1


def _inverted(reading: Reading) -> bool:
    """Read "said X" behind a quotation or a comma; whether X was found."""
    if "after" not in reading.takes or reading.form.form is Form.BASE:
        return False
    if reading.quote_before() < 0 and reading.comma_before() < 0:
        return False
    who = subject_after(reading.layout, reading.cue[1], reading.unit.last)
    if who is None or (who.unsaid and not _may_be_unsaid(reading, who)):
        return False
    reading.who = who.between(reading.cue[0], who.last)
    reading.after = _after_subject(reading, who)
    return True


def _may_be_unsaid(reading: Reading, who: Who) -> bool:
    """Whether words that name nobody speak: behind a quotation, or as "said a statement by X"."""
    return reading.quote_before() >= 0 or noun_in(reading.layout, who) >= 0


def _after_subject(reading: Reading, who: Who) -> After:
    """Return what follows the subject of an inverted attribution: the end, or a quotation."""
    layout, end = reading.layout, reading.unit.last
    for place in range(who.last, min(end, who.last + LONGEST)):
        if place in layout.at_quote:
            return After(Kin.QUOTE, place, None, place)
        if layout.stop(place) or layout.word(place) == ";":
            return After(Kin.END, place, None, place)
    return After(Kin.END, end, None, end)
