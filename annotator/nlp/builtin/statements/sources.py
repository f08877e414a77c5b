"""Attributions without a verb of saying: according to, quoted as saying, nouns, headlines."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements import rules
from annotator.nlp.builtin.statements.clauses import LONGEST, Kin, after_verb, clause_end, has_verb
from annotator.nlp.builtin.statements.cues import Form
from annotator.nlp.builtin.statements.documents import author_of, noun_in
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import DASHES, Layout, Mention, Unit
from annotator.nlp.builtin.statements.noun_phrases import (
    POSSESSIVES,
    Who,
    phrase_from,
    without_article,
)
from annotator.nlp.builtin.statements.subjects import subject_after, subject_before
from annotator.nlp.tokens import Kind

_JOINS_CLAUSES = word_set("where which who that and but when because while")
_LONGEST_NAME = 12
_LONGEST_HEADLINE = 40
_SPEAKS_IN_HEADLINES = frozenset({"PERSON", "ROLE"})
_SHORTEST_TURN = 3
_QUOTES = word_set("quoted quotes quoting cited cites citing reported reports reporting")
_OVERHEARD = word_set("heard recorded filmed caught overheard shown seen")
_BE = word_set("is was are were be been can")
_LABEL_WORDS = word_set(
    "news question answer note correction editor file source photo photos video watch read update "
    "breaking exclusive opinion analysis credit credits"
)


# --- according to -----------------------------------------------------------------------------


def read_according(layout: Layout, number: int, index: int) -> Draft | None:
    """Return the statement of "according to X" at a token, before, within or behind its words."""
    if layout.word(index) != "according" or layout.word(index + 1) != "to":
        return None
    unit = layout.units[number]
    who = _source(layout, index + 2, unit.last)
    end = _end_of_source(layout, who.last, unit.last)
    first = unit.first if index - unit.first < LONGEST else index
    comma = index - (layout.word(index - 1) == ",")
    behind = end + (layout.word(end) == ",")
    joined = layout.word(comma - 1) in _JOINS_CLAUSES  # "where, according to X, he said"
    pieces = [(first, comma)] if comma > first and not joined else []
    if layout.word(end) == "," or not pieces:
        pieces.append((behind, clause_end(layout, behind, unit)))
    kept = [piece for piece in pieces if piece[0] < piece[1]]
    if not kept:
        return None
    return Draft(rules.ACCORDING, number, (index, index + 2), who, kept)


def _source(layout: Layout, start: int, end: int) -> Who:
    who = subject_after(layout, start, min(end, start + _LONGEST_NAME))
    if who is not None and who.unsaid:
        noun = noun_in(layout, who)
        author = author_of(layout, noun) if noun >= 0 else None
        return Who(who.first, who.last, (author,)) if author is not None else who
    if who is None and layout.word(start) in POSSESSIVES:
        return Who(start, start + 1, pronoun=layout.word(start))
    return who if who is not None else Who(start, start)


def _end_of_source(layout: Layout, start: int, end: int) -> int:
    """Return where the phrase of a source ends: at its comma, or with its sentence."""
    for place in range(start, min(end, start + LONGEST // 4)):
        if layout.word(place) in {",", ";", ":"} or layout.stop(place):
            return _past_apposition(layout, place, end)
    return end


def _past_apposition(layout: Layout, comma: int, end: int) -> int:
    """Return the comma behind ", the envoy of X," where one follows."""
    start = comma + 1
    aside = layout.word(start) in DETERMINERS | {"who", "which"}
    if layout.word(comma) != "," or not aside:
        return comma
    role = layout.starting(start + 1) if layout.word(start) in DETERMINERS else None
    if layout.word(start) in DETERMINERS and (role is None or role.label != "ROLE"):
        return comma
    for place in range(start, min(end, start + LONGEST // 4)):
        if layout.word(place) == ",":
            return comma if has_verb(layout, start, place) else place
    return comma


# --- quoted as saying -------------------------------------------------------------------------


def read_quoted(layout: Layout, number: int, index: int) -> Draft | None:
    """Return the statement of "as saying" at its participle: "TASS quoted X as saying that"."""
    found = layout.cue_at(index)
    if found is None or found[0].form is not Form.ING or not found[0].verb.speech:
        having = layout.word(index - 1) == "having" and layout.word(index - 2) == "as"
        if not having or found is None:
            return None
    elif layout.word(index - 1) != "as" and layout.word(index - 1) not in _OVERHEARD:
        return None
    form, last = found
    unit = layout.units[number]
    who = _quoted(layout, index, unit.first)
    if who is None:
        return None
    after = after_verb(layout, form, last, unit.last)
    behind = after.kin not in {Kin.END, Kin.COMMA} and layout.word(after.at) != "by"
    pieces = [(after.at, clause_end(layout, after.at, unit))] if behind else []
    pieces = pieces or _quoted_before(layout, who, index, unit)
    if not pieces:
        return None
    quote = layout.at_quote.get(after.at) if behind else None
    if quote is not None and layout.quotes[quote].end >= pieces[0][1]:
        pieces = list(layout.quotes[quote].pieces)
    told = [after.told] if after.told is not None else []
    return Draft(rules.QUOTED_AS, number, (index, last), who, pieces, told, after.told_pronoun)


def _quoted_before(layout: Layout, who: Who, index: int, unit: Unit) -> list[tuple[int, int]]:
    """Return the words before "..., TASS quoted X as saying", "..., X was quoted as saying"."""
    verb = next(
        (at for at in range(who.first - 1, who.first - 3, -1) if layout.word(at) in _QUOTES), 0
    )
    first = who.first
    if verb:
        outlet = subject_before(layout, verb, unit.first)
        first = outlet.first if outlet is not None else verb
    first = without_article(layout, first)
    comma = first - (layout.word(first - 1) == ",")
    number = layout.before_quote.get(comma, -1)
    if number >= 0 and layout.quotes[number].unit == layout.unit_of[index]:
        return list(layout.quotes[number].pieces)
    return [(unit.first, comma)] if unit.first < comma < first else []


def _quoted(layout: Layout, index: int, floor: int) -> Who | None:
    """Return who is quoted: what stands between "quoted" and "as", or the subject of "was"."""
    if layout.word(index - 1) in _OVERHEARD:
        be = index - 2
        return subject_before(layout, be, floor) if layout.word(be) in _BE else None
    for place in range(index - 1, max(floor, index - LONGEST // 3) - 1, -1):
        if layout.word(place) in _QUOTES:
            if layout.word(place + 1) in {"as", "by"}:
                return subject_before(layout, place, floor)
            return subject_after(layout, place + 1, index)
    return None


# --- nouns ------------------------------------------------------------------------------------


def read_noun(layout: Layout, number: int, index: int) -> Draft | None:
    """Return the statement of a noun with "that": "his claim that", "reports that"."""
    is_that = layout.word(index + 1) in {"was", "is"}  # "his answer was that"
    maker = _maker(layout, index)  # "an announcement by X that"
    that = maker.last if maker is not None else index + 1 + is_that
    if layout.word(index) not in layout.book.nouns or layout.word(that) != "that":
        return None
    if layout.kind(index) is not Kind.WORD:
        return None
    unit = layout.units[number]
    start = that + 1
    if not _clause_begins(layout, start) or _is_object(layout, start, unit.last):
        return None
    end = clause_end(layout, start, unit)
    if end - start < 3:
        return None
    who = maker if maker is not None else _holder(layout, index)
    return Draft(rules.NOUN, number, (index, index + 1), who, [(start, end)])


def _maker(layout: Layout, noun: int) -> Who | None:
    """Return whoever made a claim, where "by" behind the noun says it."""
    if layout.word(noun + 1) not in {"by", "from"}:
        return None
    who = phrase_from(layout, noun + 2, noun + 2 + _LONGEST_NAME)
    return who if who is not None and layout.word(who.last) == "that" else None


def _is_object(layout: Layout, start: int, end: int) -> bool:
    """Whether "that" is the object of its clause: "a charge that the minister rejected"."""
    who = phrase_from(layout, start, end)
    place = who.last if who is not None else start
    place += layout.word(place) in {"has", "had", "have"}
    found = layout.finite_cue(place)
    if found is None or "noun" not in found[0].verb.takes:
        return False
    return layout.stop(found[1]) or layout.word(found[1]) in {"as", ",", ";"}


def _clause_begins(layout: Layout, index: int) -> bool:
    """Whether a clause, not a relative one, follows "that": no verb directly behind it."""
    verbal = layout.word(index) in {
        "is", "was", "are", "were", "has", "had", "have", "will", "would", "can", "could", "may",
    }  # fmt: skip
    return not verbal and layout.finite_cue(index) is None


def _holder(layout: Layout, index: int) -> Who:
    """Return who made a claim, where a possessive says it."""
    place = index - 1
    while place > index - 4 and layout.kind(place) is Kind.WORD:
        if layout.word(place) in POSSESSIVES:
            return Who(place, index, pronoun=layout.word(place))
        place -= 1
    if layout.page.possessive(place):
        mention = layout.ending(place)
        if mention is not None:
            return Who(mention.first, index, (mention,))
    adjective = layout.ending(index)
    if adjective is not None and adjective.label in {"NORP", "ORG", "GPE"}:
        return Who(adjective.first, index, (adjective,))
    return Who(index, index)


# --- headlines --------------------------------------------------------------------------------


def read_headline(layout: Layout, number: int) -> Draft | None:
    """Return the statement of a headline with a colon: "X: Y", "Y: X"."""
    unit = layout.units[number]
    if unit.quote >= 0 or not _is_headline(layout, number):
        return None
    first = unit.first
    while layout.kind(first) is Kind.MARK and layout.word(first)[:1] in "-–—*•":
        first += 1
    colon = _colon(layout, first, unit.last)
    if colon < 0:
        return _headline_with_dash(layout, number, first)
    who = _names_all(layout, first, colon)
    words = (colon + 1, unit.last)
    if who is None:
        who = _names_all(layout, colon + 1, unit.last) or layout.starting(colon + 1)
        words = (first, colon)
        if who is not None and who.last != unit.last:
            who = who if who.label in _SPEAKS_IN_HEADLINES else None
    if who is None or words[1] - words[0] < 2:
        return None
    quote = layout.at_quote.get(words[0])
    whole = quote is not None and layout.quotes[quote].end >= words[1]
    pieces = list(layout.quotes[quote].pieces) if quote is not None and whole else [words]
    return Draft(rules.HEADLINE, number, None, Who(who.first, who.last, (who,)), pieces)


def _headline_with_dash(layout: Layout, number: int, first: int) -> Draft | None:
    """Return the statement of a headline with its speaker behind a dash: "Y - X"."""
    last = layout.units[number].last
    dash = next((at for at in range(last - 1, max(first, last - _LONGEST_NAME), -1)
                 if layout.word(at) in DASHES and not layout.page.hyphen(at)), -1)  # fmt: skip
    who = _names_all(layout, dash + 1, last) if dash > first else None
    if who is None or not has_verb(layout, first, dash):
        return None
    quote = layout.at_quote.get(first)
    whole = quote is not None and layout.quotes[quote].end >= dash
    pieces = list(layout.quotes[quote].pieces) if quote is not None and whole else [(first, dash)]
    return Draft(rules.HEADLINE, number, None, Who(who.first, who.last, (who,)), pieces)


def read_turn(layout: Layout, number: int) -> Draft | None:
    """Return what somebody says in a transcript: a line that begins with a name and a colon."""
    unit = layout.units[number]
    if unit.quote >= 0 or layout.kind(unit.first - 1) is not Kind.GAP:
        return None
    colon = next((at for at in range(unit.first, min(unit.last, unit.first + _LONGEST_NAME))
                  if layout.word(at) == ":"), -1)  # fmt: skip
    if colon <= unit.first:
        return None
    who = _takes_turns(layout, unit.first, colon)
    last = colon + 1
    while layout.kind(last) is not Kind.GAP:
        last += 1
    if who is None or last - colon < _SHORTEST_TURN or colon + 1 in layout.at_quote:
        return None
    return Draft(rules.TURN, number, None, Who(unit.first, colon, (who,)), [(colon + 1, last)])


def _takes_turns(layout: Layout, first: int, colon: int) -> Mention | None:
    """Return the name that stands alone before a colon, known or in capitals only."""
    known = _names_all(layout, first, colon)
    if known is not None:
        return known
    name = layout.page.tokens[first:colon]
    if layout.page.label_at(colon - 1) in {"GPE", "LOC"}:
        return None  # "NEW DELHI: The survey team"
    capitals = all(token.upper or token.text in {".", "-"} for token in name)
    if not capitals or layout.word(first) in _LABEL_WORDS or layout.word(colon - 1) in _LABEL_WORDS:
        return None
    return Mention(first + (layout.page.honorific_at(first) > first), colon, "PERSON")


def _is_headline(layout: Layout, number: int) -> bool:
    """Whether a sentence is a line of its own, short, without a stop at its end."""
    unit = layout.units[number]
    tokens = layout.page.tokens
    alone = layout.kind(unit.first - 1) is Kind.GAP and layout.kind(unit.last) is Kind.GAP
    short = unit.last - unit.first <= _LONGEST_HEADLINE
    return alone and short and tokens[unit.last - 1].text != "."


def _colon(layout: Layout, first: int, last: int) -> int:
    for place in range(first, last):
        if place in layout.at_quote:
            return -1
        if layout.word(place) == ":":
            return place if layout.word(place - 1) not in _LABEL_WORDS else -1
    return -1


def _names_all(layout: Layout, first: int, last: int) -> Mention | None:
    """Return the mention that a stretch is about: alone, or with an office or a place beside."""
    if not 0 < last - first <= _LONGEST_NAME:
        return None
    found: Mention | None = None
    place = first
    while place < last:
        mention = layout.starting(place)
        if mention is not None and mention.last <= last:
            found = _better(found, mention)
            place = mention.last
        elif layout.word(place) in {"in", "at", "of", "the", "'s", "'"}:
            place += 1
        elif layout.page.honorific_at(place) > place:
            place = layout.page.honorific_at(place)
        else:
            return None
    return found if found is not None and found.label in _SPEAKS_IN_HEADLINES else None


def _better(known: Mention | None, mention: Mention) -> Mention:
    if known is None or known.label not in _SPEAKS_IN_HEADLINES:
        return mention
    return mention if mention.label == "PERSON" and known.label != "PERSON" else known
