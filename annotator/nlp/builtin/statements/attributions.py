"""Verbs that attribute: which words are theirs."""

from collections.abc import Callable

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements import rules
from annotator.nlp.builtin.statements.clauses import (
    CLAIMS,
    LONGEST,
    QUESTIONS,
    Kin,
    attribution_ends_at,
    clause_end,
    has_verb,
)
from annotator.nlp.builtin.statements.cues import TITLES, CueForm, Form
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import DASHES, Layout, Unit
from annotator.nlp.builtin.statements.noun_phrases import (
    PREPOSITIONS,
    QUANTITIES,
    Who,
    phrase_ending,
)
from annotator.nlp.builtin.statements.predicates import is_passive, may_attribute, passive_agent
from annotator.nlp.builtin.statements.readings import Reading, find_subject, outer_statement
from annotator.nlp.builtin.statements.subjects import subject_before
from annotator.nlp.tokens import Kind

_LEAST_WORDS = 2
_MORE_WORDS = 4
_ASKED = word_set("asked pressed questioned speaking talking writing")
_CIRCUMSTANCES = word_set(
    "in on at after before during for by with despite upon to from under following amid "
    "earlier later"
)
_NO_OBJECTS = word_set("by in on at from to is was are were not and or but after before during")
_PRONOUNS = word_set("them him her it me us you itself himself herself themselves")
_CONDITIONS = word_set("anonymity")  # "insisted on anonymity"
_NO_CONTENT = word_set("yes no perhaps so goodbye nothing hello little much more")
_NO_START = word_set(
    "of by as against about and or but since before after in on at with during for all from"
)
_CURRENCIES = frozenset("$£€¥")
_COUNTS = QUANTITIES | word_set("a half about around nearly almost over under least between")
_NEW_CLAUSE = word_set("and but while because after when though although if before")
_OWN_WORDS = frozenset({Kin.QUOTE, Kin.THAT})
_CORE = frozenset({"say", "add", "tell"})


def read_verb(layout: Layout, unit: int, index: int, before: list[Draft]) -> Draft | None:
    """Return the statement of the verb at a token, ``None`` where it attributes nothing.

    Args:
        layout: The page.
        unit: The sentence of the token.
        index: The token.
        before: The statements found before in the same sentence.
    """
    found = layout.cue_at(index)
    if found is None:
        return None
    form, last = found
    if is_passive(layout, index, form, last):
        return _passive(layout, unit, form, (index, last))
    if not may_attribute(layout, index, form, last):
        return None
    reading = Reading(layout, unit, form, (index, last), before)
    if reading.who is None and not find_subject(reading):
        return None
    for rule in _RULES:
        draft = rule(reading)
        if draft is not None:
            return draft
    return None


def _passive(layout: Layout, unit: int, form: CueForm, cue: tuple[int, int]) -> Draft | None:
    """Read "they were told that", "it was announced by the ministry that"."""
    subject = subject_before(layout, cue[0], layout.units[unit].first)
    agent = passive_agent(layout, cue[1])
    start = (agent.last if agent is not None else cue[1]) + 1
    end = clause_end(layout, start, layout.units[unit])
    told = subject.mentions if subject is not None and "told" in form.verb.takes else ()
    if end - start < _MORE_WORDS:
        return None
    return Draft(rules.PASSIVE, unit, cue, agent or Who(*cue), [(start, end)], list(told))


# --- which words are its own? -----------------------------------------------------------------


def _quote_said(reading: Reading) -> Draft | None:
    """Read a quotation before the attribution: "...", he said. Also one that it breaks."""
    number = reading.quote_before()
    if number < 0 or "after" not in reading.takes:
        return None
    if reading.joined and reading.form.form is Form.ING and _is_others(reading, number):
        return None
    layout, unit = reading.layout, reading.unit
    quote = layout.quotes[number]
    near = quote.open - unit.first < LONGEST
    begin = _clause_start(reading, quote.open) if near else quote.open
    pieces = list(quote.pieces) if begin == quote.open else [(begin, quote.end)]
    pieces = _with_quotes_before(layout, unit, number, pieces)
    pieces += _rest_of_quotation(reading)
    inverted = reading.cue[0] == reading.front
    rule = rules.SAID_X if inverted and not reading.joined else rules.QUOTE_SAID
    return reading.draft(rule, pieces, broken=True)


def _is_others(reading: Reading, number: int) -> bool:
    """Whether a quotation before a participle belongs to the statement before."""
    outer = outer_statement(reading)
    held = outer is not None and outer.holds(reading.layout.quotes[number].open + 1)
    return held or reading.after.kin in _OWN_WORDS


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
        if reading.layout.word(reading.after.at - 1) in TITLES:
            return []
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
    relative = layout.word(reading.front - 1) in {"that", "which", "what"}
    if relative and "quoted" in reading.takes:  # "a step that NATO called “ill-timed”"
        return reading.draft(rules.SAID_QUOTE, list(layout.quotes[number].pieces))
    return reading.draft(rules.SAID_QUOTE, _whole(reading, number))


def _introduces(reading: Reading) -> bool:
    return reading.form.verb.speech or bool({"noun", "quoted"} & reading.takes)


def _whole(reading: Reading, number: int) -> list[tuple[int, int]]:
    """Return a quotation with the words behind it that belong to its clause."""
    layout = reading.layout
    quote = layout.quotes[number]
    ends = layout.word(quote.end) in DASHES | {","}
    if ends or layout.word(quote.close - 1) == ",":
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
    if comma < 0 and reading.opens_with_as() and "after" in reading.takes:
        return reading.draft(rules.CLAUSE_SAID, [_behind(reading)])
    quoted = "quoted" in reading.takes and "that" not in reading.takes
    if comma < 0 or "after" not in reading.takes or quoted:
        return None
    if reading.after.kin not in {Kin.END, Kin.COMMA} or reading.joined:
        return None
    first = _clause_start(reading, comma)
    if reading.after.kin is Kin.COMMA:
        behind = reading.after.at + 1
        goes_on = not has_verb(reading.layout, first, comma)  # "His wife, he said, thinks"
        if goes_on or reading.layout.cue_at(behind) is None:
            relayed = attribution_ends_at(reading.layout, behind, reading.unit) > 0
            end = behind if relayed else reading.end_from(behind)
            if end > behind and _is_circumstance(reading.layout, first, comma):
                return reading.draft(rules.SAID_CLAUSE, [(behind, end)])
            if end > behind and not _comments(reading.layout, behind):
                return reading.draft(rules.BROKEN, [(first, comma), (behind, end)])
    if comma - first < _LEAST_WORDS or _is_circumstance(reading.layout, first, comma):
        return None
    return reading.draft(rules.CLAUSE_SAID, [(first, comma)])


def _behind(reading: Reading) -> tuple[int, int]:
    """Return the words behind "As he said,"."""
    start = reading.after.at + 1
    if reading.after.kin is not Kin.COMMA:
        return start, start
    return start, clause_end(reading.layout, start, reading.unit)


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
    return word in {
        "according",
        "who",
        "after",
        "before",
        "as",
        "when",
        "while",
        "speaking",
        "in",
        "during",
    }


def _clause_start(reading: Reading, comma: int) -> int:
    """Return where the words before a comma begin: behind a semicolon or another statement."""
    layout, unit = reading.layout, reading.unit
    for place in range(comma - 1, max(unit.first, comma - LONGEST), -1):
        if layout.word(place) in {";", ":"} and layout.unit_of[place] == reading.number:
            return place + 1
    outer = outer_statement(reading)
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
    mark = reading.layout.kind(start) is Kind.MARK and reading.layout.word(start) not in _CURRENCIES
    if mark and start not in reading.layout.at_quote:
        return None
    word = reading.layout.word(start)
    if word == "to" or (word == "not" and reading.layout.word(start + 1) == "to"):
        return _infinitive(reading, start)
    if "bare" in reading.takes and _is_clause(reading, start):
        rule = rules.THOUGHT if "mind" in reading.takes else rules.SAID_CLAUSE
        return reading.draft(rule, [(start, reading.end_from(start))])
    if word in QUESTIONS and not (word == "what" and "noun" in reading.takes):
        thought = "that" in reading.takes and "mind" not in reading.takes
        return _unless_unknown(reading, start) if thought else None
    return _object(reading, start)


def _unless_unknown(reading: Reading, start: int) -> Draft | None:
    return reading.draft(rules.SAID_CLAUSE, [(start, reading.end_from(start))])


def _is_clause(reading: Reading, start: int) -> bool:
    """Whether a clause can begin here: not a preposition right behind the verb alone."""
    layout, word = reading.layout, reading.layout.word(start)
    end = _object_end(layout, start, reading.end_from(start))
    core = reading.form.verb.lemma in _CORE
    if end - start < _LEAST_WORDS or word in {"of", "by", "as", "and", "or"}:
        return False
    if word in _NO_CONTENT and end - start < _MORE_WORDS:
        return False
    unsaid = reading.who is not None and reading.who.unsaid
    if unsaid and (not core or reading.form.verb.lemma == "tell"):
        return False
    return core or (word not in _NO_START and has_verb(layout, start + 1, end))


def _infinitive(reading: Reading, start: int) -> Draft | None:
    layout = reading.layout
    relative = layout.word(reading.front - 1) in {"those", "whom", "what", "that", "which"}
    relative = relative and layout.word(reading.front - 2) not in PREPOSITIONS
    if "to" not in reading.takes or relative or not _names_somebody(reading):
        return None
    if layout.word(start + 1) == "be" and layout.word(start - 1) == "not":
        return None
    end = _object_end(layout, start, reading.end_from(start))
    return reading.draft(rules.PROMISE, [(start, end)])


def _called(reading: Reading) -> Draft | None:
    """Read "what she described as a pattern", "a charge that he rejected as a lie"."""
    layout, start = reading.layout, reading.cue[1]
    relative = reading.front - 1
    if "noun" not in reading.takes or layout.word(relative) not in {"what", "which", "that"}:
        return None
    if layout.word(relative) == "what":
        named = layout.word(start) == "as"
        return reading.draft(
            rules.OBJECT, [(start + 1, reading.end_from(start + 1))] if named else []
        )
    claim = phrase_ending(layout, relative, reading.unit.first)
    if claim is None or layout.word(claim.last - 1) not in CLAIMS:
        return None
    behind = (start, reading.end_from(start)) if layout.word(start) == "as" else (start, start)
    return reading.draft(rules.OBJECT, [(claim.first, relative), behind])


def _object(reading: Reading, start: int) -> Draft | None:
    if not {"noun", "nounto"} & reading.takes or not _names_somebody(reading):
        return None
    if reading.layout.word(start) == "as":
        start += 1
    end = reading.end_from(start)
    short = _NO_OBJECTS if end - start > 1 else _NO_OBJECTS | _PRONOUNS
    if reading.layout.word(start) in short | _CONDITIONS:
        return None
    quoted = any(q in reading.unit.quotes for q in _quotes_between(reading.layout, start, end))
    counted = reading.form.verb.lemma == "put" and _counts(reading.layout, start, end)
    if "quoted" in reading.takes and not quoted and not counted:
        return None
    if "nounto" in reading.takes and not _urges(reading.layout, start, end):
        return None
    return reading.draft(rules.OBJECT, [(start, _object_end(reading.layout, start, end))])


def _counts(layout: Layout, start: int, end: int) -> bool:
    """Whether a number is given: "put the dead at 40"."""
    return any(
        layout.word(place) == "at"
        and (layout.kind(place + 1) is Kind.NUMBER or layout.word(place + 1) in _COUNTS)
        for place in range(start, min(end, start + LONGEST // 8))
    )


def _urges(layout: Layout, start: int, end: int) -> bool:
    """Whether somebody is to do something: "pressed her to release"."""
    return any(layout.word(place) == "to" for place in range(start + 1, min(end, start + 10)))


def _object_end(layout: Layout, start: int, end: int) -> int:
    """Return where a noun phrase ends before a new clause with a comma: ", and in May left"."""
    inside = start
    for place in range(start + 1, min(end, start + LONGEST)):
        if place in layout.at_quote:
            inside = layout.quotes[layout.at_quote[place]].end
        if place < inside:
            continue
        if place in layout.before_quote and layout.word(place) == "and":
            after = layout.word(place + 1)
            if after.endswith(("ed", "ly")) or layout.finite_cue(place + 1) is not None:
                return place  # "called it “rash” and quickly left"
        if layout.word(place) == "," and layout.word(place + 1) in _NEW_CLAUSE:
            after = layout.word(place + 2)
            verbal = after.endswith("ed") or layout.finite_cue(place + 2) is not None
            if layout.word(place + 1) != "and" or after in PREPOSITIONS or verbal:
                return place
    return end


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
    _called,
    _clause,
    _colon_quote,
)
