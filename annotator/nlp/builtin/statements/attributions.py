"""Verbs that attribute: which words are theirs, and who is their subject."""

from collections.abc import Callable

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements import rules
from annotator.nlp.builtin.statements.clauses import (
    LONGEST,
    After,
    Kin,
    after_verb,
    clause_end,
    has_verb,
)
from annotator.nlp.builtin.statements.cues import CueForm, Form
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import Layout, Unit
from annotator.nlp.builtin.statements.rules import StatementRule
from annotator.nlp.builtin.statements.speakers import (
    Who,
    before_adverbs,
    first_subject,
    subject_after,
    subject_before,
)
from annotator.nlp.tokens import Kind

_PASSIVES = word_set("is are was were be been being get gets got")
_PARTICLES = word_set("off back up down by over away")
_NO_PREDICATE = word_set(
    "the a an of in for at with by as this that its his her their our my no any some not never "
    "would will could may might should must can to"
)
_ALSO_NOUNS = word_set(
    "state report claim note comment remark demand call answer promise pledge request post quote "
    "estimate complain charge counter signal rule hope fear doubt"
)
_WENT_ON = word_set("went going goes continued likes like used came")
_LEAST_WORDS = 2
_ASKED = word_set("asked pressed questioned speaking talking writing")
_CIRCUMSTANCES = word_set(
    "in on at after before during for by with despite upon to from under following amid "
    "earlier later"
)
_NO_OBJECTS = word_set(
    "by in on at from to is was are were them him her me us you not and or but after before during"
)
_NO_CONTENT = word_set("yes no perhaps so goodbye nothing hello little much more")
_NO_START = word_set(
    "of by as against about and or but since before after in on at with during for all from"
)
_CORE = frozenset({"say", "add", "tell"})
_OBJECT_ENDS = frozenset({",", ";", ".", ":", ")", '"'})


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

    def _subject(self) -> Who | None:
        if self.form.form is Form.ING:
            return None
        verb = self.cue[0]
        if self.form.form is Form.BASE and self.layout.word(verb - 1) == "to":
            verb -= 2  # "likes to say"
        return subject_before(self.layout, verb, self.unit.first)

    # --- the words before ---------------------------------------------------------------

    @property
    def front(self) -> int:
        """Where the attribution begins: the subject, or the verb in "said X"."""
        return self.who.first if self.who is not None else self.cue[0]

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
        return clause_end(self.layout, start, self.unit, quoting=quoting)

    def draft(
        self,
        rule: StatementRule,
        pieces: list[tuple[int, int]],
        *,
        broken: bool = False,
    ) -> Draft | None:
        """Return a statement of these words, ``None`` where there are none."""
        kept = [piece for piece in pieces if piece[0] < piece[1]]
        if not kept or sum(last - first for first, last in kept) < 1:
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


def read_verb(layout: Layout, unit: int, index: int, before: list[Draft]) -> Draft | None:
    """Return the statement of the verb at a token, ``None`` where it attributes nothing.

    Args:
        layout: The page.
        unit: The sentence of the token.
        index: The token.
        before: The statements found before in the same sentence.
    """
    found = layout.cue_at(index)
    if found is None or not _may_attribute(layout, index, *found):
        return None
    form, last = found
    reading = Reading(layout, unit, form, (index, last), before)
    if reading.who is None and not _find_subject(reading):
        return None
    for rule in _RULES:
        draft = rule(reading)
        if draft is not None:
            return draft
    return None


# --- is it a predicate? -----------------------------------------------------------------------


def _may_attribute(layout: Layout, index: int, form: CueForm, last: int) -> bool:
    """Whether a word is used as a verb here, and in the active voice."""
    before = layout.word(index - 1)
    if layout.owner(index) is not None or layout.page.hyphen(index - 1):
        return False
    if layout.word(last) in _PARTICLES and not form.rest:
        return False
    if form.form is Form.BASE:
        return _finite_base(layout, index)
    if form.form is Form.ING:
        return before not in DETERMINERS | _PASSIVES | {"of", "for", "without"}
    if before in _NO_PREDICATE or (form.form is Form.PRESENT and _plural_noun(layout, index, form)):
        return False
    place = before_adverbs(layout, index, max(0, index - 3))
    return not any(layout.word(at) in _PASSIVES for at in range(place, index))


def _plural_noun(layout: Layout, index: int, form: CueForm) -> bool:
    """Whether a word like "states" or "reports" is a noun here."""
    if form.verb.lemma not in _ALSO_NOUNS or layout.word(index + 1) in {"that", ",", ":"}:
        return False
    if index + 1 in layout.at_quote:
        return False
    subject = subject_before(layout, index, max(0, index - LONGEST // 2))
    named = subject is not None and bool(subject.mentions)
    person = named and subject is not None and subject.mentions[0].label == "PERSON"
    return not (person or (subject is not None and bool(subject.pronoun)))


def _finite_base(layout: Layout, index: int) -> bool:
    """Whether a plain form is a predicate: "diplomats say", "went on to say"."""
    before = layout.word(index - 1)
    if before == "to":
        return layout.word(index - 2) in _WENT_ON or layout.word(index - 2) == "on"
    if before in _NO_PREDICATE:
        return False
    subject = subject_before(layout, index, max(0, index - LONGEST // 2))
    if subject is None:
        return False
    if subject.pronoun:
        return subject.pronoun in {"i", "we", "they", "you"}
    return layout.word(subject.last - 1).endswith(("s", "people")) or len(subject.mentions) > 1


def _find_subject(reading: Reading) -> bool:
    """Find the subject of a verb that has none before it; whether there is one."""
    layout = reading.layout
    if reading.form.form is not Form.ING and _inverted(reading):
        return True
    place = before_adverbs(layout, reading.cue[0], reading.unit.first)
    lead = layout.word(place - 1)
    opening = place <= reading.unit.first
    if reading.form.form is Form.ING:
        return _joins_participle(reading, lead, opening=opening)
    joins = lead in {"and", "but", "then", "or"} or (lead == "," and bool(_outer(reading)))
    return joins and _join(reading, reading.unit.first)


def _joins_participle(reading: Reading, lead: str, *, opening: bool) -> bool:
    if opening:
        for place in range(reading.cue[1], min(reading.unit.last, reading.cue[1] + 40)):
            if reading.layout.word(place) == ",":
                return _join(reading, place + 1)
        return False
    behind_quote = place_behind_quote(reading.layout, reading.cue[0])
    if lead in {",", "while", "and", "by", "as", "–", "—", "-"} or behind_quote:
        return _join(reading, reading.unit.first)
    return False


def place_behind_quote(layout: Layout, index: int) -> bool:
    """Whether a quotation closes directly before a token."""
    return index in layout.before_quote


def _outer(reading: Reading) -> Draft | None:
    """Return the last statement of the sentence that stands within no other one."""
    outer: Draft | None = None
    for draft in reading.before:
        if outer is None or draft.cue is None or not outer.holds(draft.cue[0]):
            outer = draft
    return outer


def _join(reading: Reading, first: int) -> bool:
    """Take the subject of the verb before, or of the sentence."""
    outer = _outer(reading)
    who = outer.who if outer is not None else None
    if who is None:
        who = first_subject(reading.layout, first, reading.unit.last)
    opens = reading.after.kin in {Kin.QUOTE, Kin.THAT}
    if who is None or (who.unsaid and outer is None and not opens):
        return False
    reading.who = Who(reading.cue[0], reading.cue[0], who.mentions, who.pronoun, who.words)
    reading.joined = True
    return True


def _inverted(reading: Reading) -> bool:
    """Read "said X" behind a quotation or a comma; whether X was found."""
    if "after" not in reading.takes or reading.form.form is Form.BASE:
        return False
    if reading.quote_before() < 0 and reading.comma_before() < 0:
        return False
    who = subject_after(reading.layout, reading.cue[1], reading.unit.last)
    if who is None:
        return False
    reading.who = Who(reading.cue[0], who.last, who.mentions, who.pronoun, who.words)
    reading.after = _after_subject(reading, who)
    return True


def _after_subject(reading: Reading, who: Who) -> After:
    """Return what follows the subject of an inverted attribution: the end, or a quotation."""
    layout, end = reading.layout, reading.unit.last
    for place in range(who.last, min(end, who.last + LONGEST)):
        if place in layout.at_quote:
            return After(Kin.QUOTE, place, None, place)
        if layout.stop(place) or layout.word(place) == ";":
            return After(Kin.END, place, None, place)
    return After(Kin.END, end, None, end)


# --- which words are its own? -----------------------------------------------------------------


def _quote_said(reading: Reading) -> Draft | None:
    """Read a quotation before the attribution: "...", he said. Also one that it breaks."""
    number = reading.quote_before()
    if number < 0 or "after" not in reading.takes:
        return None
    layout, unit = reading.layout, reading.unit
    quote = layout.quotes[number]
    begin = unit.first if quote.open - unit.first < LONGEST else quote.open
    pieces = list(quote.pieces) if begin == quote.open else [(begin, quote.end)]
    pieces = _with_quotes_before(layout, unit, number, pieces)
    pieces += _rest_of_quotation(reading)
    inverted = reading.cue[0] == reading.front
    rule = rules.SAID_X if inverted and not reading.joined else rules.QUOTE_SAID
    return reading.draft(rule, pieces, broken=True)


def _with_quotes_before(
    layout: Layout, unit: Unit, number: int, pieces: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Add the quotations of the paragraph that lead up to one, nothing between them."""
    quote = layout.quotes[number]
    if pieces[0][0] != quote.open + 1:
        return pieces
    before = layout.before_quote.get(quote.open, -1)
    if before < 0 or layout.quotes[before].unit < 0:
        return pieces
    same = layout.units[layout.quotes[before].unit].paragraph == unit.paragraph
    alone = layout.quotes[before].open == layout.units[layout.quotes[before].unit].first
    return [*layout.quotes[before].pieces, *pieces] if same and alone else pieces


def _rest_of_quotation(reading: Reading) -> list[tuple[int, int]]:
    """Return the quotation that goes on behind an attribution."""
    if reading.after.kin is Kin.QUOTE:
        number = reading.quote_at(reading.after.at)
        return list(reading.layout.quotes[number].pieces)
    if reading.after.kin is not Kin.COMMA and reading.after.kin is not Kin.CLAUSE:
        return []
    place = reading.after.at
    while place < min(reading.unit.last, reading.after.at + LONGEST // 4):
        number = reading.quote_at(place)
        if number >= 0 and reading.layout.word(place - 1) in {",", ":", "--", "–", "—"}:
            return list(reading.layout.quotes[number].pieces)
        place += 1
    return []


def _said_quote(reading: Reading) -> Draft | None:
    """Read a quotation behind the verb: He said, "..."; told them: "..."."""
    if reading.after.kin is not Kin.QUOTE or not _introduces(reading):
        return None
    layout = reading.layout
    start = reading.after.at
    number = reading.quote_at(start)
    first = layout.word(start + 1)
    lower = first == layout.page.word(start + 1) and layout.kind(start + 1) is Kind.WORD
    comma = reading.comma_before()
    if comma > 0 and lower and layout.word(start - 1) == "," and "after" in reading.takes:
        return reading.draft(rules.BROKEN, [(reading.unit.first, comma), *_whole(reading, number)])
    return reading.draft(rules.SAID_QUOTE, _whole(reading, number))


def _introduces(reading: Reading) -> bool:
    return reading.form.verb.speech or bool({"noun", "quoted"} & reading.takes)


def _whole(reading: Reading, number: int) -> list[tuple[int, int]]:
    """Return a quotation with the words behind it that belong to its clause."""
    layout = reading.layout
    quote = layout.quotes[number]
    if layout.word(quote.end) == "," or layout.word(quote.close - 1) == ",":
        return list(quote.pieces)
    end = reading.end_from(quote.open)
    if len(quote.pieces) > 1 or end <= quote.end:
        return list(quote.pieces)
    return [(quote.open, end)]


def _that(reading: Reading) -> Draft | None:
    """Read a clause with "that", or one behind a colon."""
    if reading.after.kin not in {Kin.THAT, Kin.COLON}:
        return None
    start = reading.after.at
    number = reading.quote_at(start)
    if number >= 0:
        return reading.draft(rules.SAID_QUOTE, _whole(reading, number))
    if not {"that", "quote", "noun"} & reading.takes or "quoted" in reading.takes:
        return None
    if reading.after.kin is Kin.COLON and not reading.form.verb.speech:
        return None
    thought = "mind" in reading.takes
    rule = rules.THOUGHT if thought else rules.SAID_THAT
    return reading.draft(rule, [(start, reading.end_from(start))])


def _behind_clause(reading: Reading) -> Draft | None:
    """Read words before a comma: "..., he said."; also a sentence that the verb breaks."""
    comma = reading.comma_before()
    if comma < 0 or "after" not in reading.takes or "quoted" in reading.takes:
        return None
    if reading.after.kin not in {Kin.END, Kin.COMMA} or reading.joined:
        return None
    first = _clause_start(reading, comma)
    if reading.after.kin is Kin.COMMA:
        behind = reading.after.at + 1
        if reading.layout.cue_at(behind) is None:
            end = reading.end_from(behind)
            if end > behind and not _comments(reading.layout, behind):
                return reading.draft(rules.BROKEN, [(first, comma), (behind, end)])
    if comma - first < _LEAST_WORDS or _is_circumstance(reading.layout, first, comma):
        return None
    return reading.draft(rules.CLAUSE_SAID, [(first, comma)])


def _is_circumstance(layout: Layout, first: int, comma: int) -> bool:
    """Whether the words before a comma only say when, where or how it was said."""
    word = layout.word(first)
    if word in _ASKED or (word in {"when", "if"} and layout.word(first + 1) in _ASKED):
        return True
    opens = word in _CIRCUMSTANCES or word.endswith("ing")
    return opens and not has_verb(layout, first + 1, comma)


def _comments(layout: Layout, index: int) -> bool:
    """Whether the words behind a comma speak of the attribution itself."""
    word = layout.word(index)
    return word in {"according", "who", "after", "as", "when", "while", "speaking", "in", "during"}


def _clause_start(reading: Reading, comma: int) -> int:
    """Return where the words before a comma begin: behind the statement before, if any."""
    outer = _outer(reading)
    if outer is None or not outer.pieces:
        return reading.unit.first
    last = outer.pieces[-1][1]
    behind = last + (reading.layout.word(last) in {",", ";", '"'})
    return behind if reading.unit.first < behind < comma else reading.unit.first


def _clause(reading: Reading) -> Draft | None:
    """Read a clause without "that", a noun phrase or an infinitive."""
    after = reading.after
    start = after.at if after.kin is Kin.CLAUSE else after.plain
    if after.kin not in {Kin.CLAUSE, Kin.COMMA} or start >= reading.unit.last:
        return None
    if reading.layout.kind(start) is Kind.MARK and start not in reading.layout.at_quote:
        return None
    word = reading.layout.word(start)
    if word == "to":
        return _infinitive(reading, start)
    if "bare" in reading.takes and _is_clause(reading, start):
        rule = rules.THOUGHT if "mind" in reading.takes else rules.SAID_CLAUSE
        return reading.draft(rule, [(start, reading.end_from(start))])
    if word in {"whether", "if", "how", "why", "what", "who", "where", "when"}:
        thought = "that" in reading.takes and "mind" not in reading.takes
        return _unless_unknown(reading, start) if thought else None
    return _object(reading, start)


def _unless_unknown(reading: Reading, start: int) -> Draft | None:
    return reading.draft(rules.SAID_CLAUSE, [(start, reading.end_from(start))])


def _is_clause(reading: Reading, start: int) -> bool:
    """Whether a clause can begin here: not a preposition right behind the verb alone."""
    layout, word = reading.layout, reading.layout.word(start)
    end = reading.end_from(start)
    core = reading.form.verb.lemma in _CORE
    if end - start < _LEAST_WORDS or word in _NO_CONTENT or word in {"of", "by", "as", "and", "or"}:
        return False
    unsaid = reading.who is not None and reading.who.unsaid
    if unsaid and (not core or reading.form.verb.lemma == "tell"):
        return False
    return core or (word not in _NO_START and has_verb(layout, start + 1, end))


def _infinitive(reading: Reading, start: int) -> Draft | None:
    layout = reading.layout
    relative = layout.word(reading.front - 1) in {"those", "whom", "what", "that", "which"}
    if "to" not in reading.takes or relative or not _names_somebody(reading):
        return None
    if layout.word(start + 1) == "be" and layout.word(start - 1) == "not":
        return None
    return reading.draft(rules.PROMISE, [(start, reading.end_from(start))])


def _object(reading: Reading, start: int) -> Draft | None:
    if "noun" not in reading.takes or not _names_somebody(reading):
        return None
    if reading.layout.word(start) == "as":
        start += 1
    if reading.layout.word(start) in _NO_OBJECTS:
        return None
    end = reading.end_from(start)
    quoted = any(q in reading.unit.quotes for q in _quotes_between(reading.layout, start, end))
    if "quoted" in reading.takes and not quoted:
        return None
    return reading.draft(rules.OBJECT, [(start, end)])


def _quotes_between(layout: Layout, start: int, end: int) -> list[int]:
    places = range(start, min(end, start + LONGEST))
    return [layout.at_quote[place] for place in places if place in layout.at_quote]


def _names_somebody(reading: Reading) -> bool:
    """Whether the subject can speak: only then is a noun phrase words of somebody."""
    who = reading.who
    return who is not None and (bool(who.mentions) or bool(who.pronoun) or who.words is not None)


def _colon_quote(reading: Reading) -> Draft | None:
    """Read a quotation behind a colon further on: "posted a picture within minutes: "..."."""
    if not reading.form.verb.speech or reading.after.kin is not Kin.CLAUSE:
        return None
    for place in range(reading.after.at, min(reading.unit.last, reading.after.at + LONGEST // 4)):
        if place in reading.layout.at_quote:
            colon = reading.layout.word(place - 1) == ":"
            return (
                reading.draft(
                    rules.SAID_QUOTE, list(reading.layout.quotes[reading.quote_at(place)].pieces)
                )
                if colon
                else None
            )
    return None


_RULES: tuple[Callable[[Reading], Draft | None], ...] = (
    _quote_said,
    _said_quote,
    _that,
    _behind_clause,
    _clause,
    _colon_quote,
)
