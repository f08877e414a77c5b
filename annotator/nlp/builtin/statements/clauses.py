"""What follows a verb that attributes, and how far its words reach."""

from dataclasses import dataclass
from enum import Enum, auto

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements.cues import CueForm, Form
from annotator.nlp.builtin.statements.layout import Layout, Mention, Unit
from annotator.nlp.builtin.statements.noun_phrases import PREPOSITIONS, phrase_ending
from annotator.nlp.builtin.statements.subjects import before_adverbs
from annotator.nlp.tokens import Kind

_ADVERBIAL = word_set(
    "on in at during by from via through to after before earlier later again only also yesterday "
    "today here while upon last late early with for about under alongside when as following just "
    "outside inside over ahead afterwards afterward shortly then there"
)
_BE = word_set(
    "was is are were had has have would will could may might should must can did does be been"
)
CLAIMS = word_set(
    "claim charge accusation suggestion allegation idea notion assertion argument contention "
    "report description characterisation characterization rumour rumor"
)
_BEHIND_ADDRESSEES = _BE | PREPOSITIONS | word_set(", : that")
_COMMENTS = CLAIMS | word_set(
    "reference figure task move comment claim sign step remark allusion statement nod decision "
    "position view charge accusation"
)
_SPANS_OF_TIME = word_set("minutes hours days weeks months shortly moments")
_VEHICLES = word_set(
    "statement interview speech letter tweet post message address briefing email memo report "
    "televised televised written joint news press"
)
_REFUSALS = word_set("would did does declined refused could gave offered stopped")
_LEADS = word_set("while then also by before and further")
LONGEST = 160
_FAR = 20
_LONG_NOUN = 6
_LONGEST_INSERTION = 12


class Kin(Enum):
    """What comes after a verb."""

    THAT = auto()
    QUOTE = auto()
    COLON = auto()
    CLAUSE = auto()
    COMMA = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class After:
    """What follows a verb.

    Attributes:
        at: Where the words begin, or the comma or end that follows.
        told: Who is told.
        plain: Where the words would begin if the adverbials belonged to them.
    """

    kin: Kin
    at: int
    told: Mention | None
    plain: int
    told_pronoun: str = ""


def after_verb(layout: Layout, form: CueForm, start: int, end: int) -> After:
    """Return what follows a verb, from ``start``, up to the end of its sentence."""
    told, pronoun = None, ""
    if "told" in form.verb.takes:
        told, pronoun, start = _addressee(layout, start, end)
    plain = start
    while True:
        owner = layout.owner(start)
        if owner is None or owner.label != "DATE" or start >= end:
            break
        start = plain = owner.last
    if layout.word(start) in _DATE_PREPOSITIONS and _dated(layout, start + 1):
        owner = layout.owner(start + 1)
        start = plain = owner.last if owner is not None else start
    kin, at = _kin(layout, start, end)
    means = layout.word(start) == "to" and "to" in form.verb.takes  # "vowed to go on"
    topic = layout.word(start) == "when" and layout.word(start + 1) == "it"
    named = layout.word(start) == "as" and "noun" in form.verb.takes  # "described as “rash”"
    topic = topic or (named and start + 1 in layout.at_quote)
    adverbial = layout.word(start) in _ADVERBIAL and not (means or topic)
    if kin is Kin.CLAUSE and (adverbial or _adverb(layout, start)):
        kin, at = _past_adverbials(layout, start, end)
    if kin is Kin.COMMA:
        kin, at = _past_aside(layout, at, end, to="to" in form.verb.takes)
    return After(kin, at, told, plain, pronoun)


_BEGIN_CLAUSES = word_set("he she they it i we you the a an his her their its this there")
QUESTIONS = word_set("whether if how why what who where when")
_OBJECTS = word_set("him her them me us you")
_DATE_PREPOSITIONS = word_set("on in late early last this")


def _dated(layout: Layout, index: int) -> bool:
    owner = layout.owner(index)
    return owner is not None and owner.label == "DATE"


def _adverb(layout: Layout, index: int) -> bool:
    return layout.word(index).endswith("ly") and layout.owner(index) is None


def _kin(layout: Layout, index: int, end: int) -> tuple[Kin, int]:
    """Return what begins at a token."""
    word = layout.word(index)
    if index >= end or layout.stop(index) or word in {";", ")", "]", "--", "–", "—"}:
        return Kin.END, index
    if index in layout.at_quote:
        return Kin.QUOTE, index
    if word == "that":
        return Kin.THAT, index + 1
    if word == ":":
        return Kin.COLON, index + 1
    if word == ",":
        quoted = index + 1 in layout.at_quote
        return (Kin.QUOTE, index + 1) if quoted else (Kin.COMMA, index)
    return Kin.CLAUSE, index


def _past_adverbials(layout: Layout, start: int, end: int) -> tuple[Kin, int]:
    """Look behind "in a statement", "at the airport" for what is said."""
    for place in range(start, min(end, start + _FAR)):
        kin, at = _kin(layout, place, end)
        if kin is Kin.THAT and layout.word(place - 1) not in {"so", "such"}:
            return kin, at
        if kin is Kin.QUOTE and layout.word(place) != "," and layout.word(place - 1) != "that":
            continue
        if kin is not Kin.CLAUSE:
            return kin, at
        if place > start and layout.word(place) in _BE:
            return Kin.CLAUSE, start
    return (Kin.END, end) if end <= start + _FAR else (Kin.CLAUSE, start)


def _past_aside(layout: Layout, comma: int, end: int, *, to: bool) -> tuple[Kin, int]:
    """Look behind an aside for "that": "said, for example, that"; "vowed, if elected, to"."""
    for place in range(comma + 1, min(end, comma + _LONGEST_INSERTION)):
        if layout.word(place) == ",":
            if to and layout.word(place + 1) == "to":
                return Kin.CLAUSE, place + 1
            that = layout.word(place + 1) == "that"
            return (Kin.THAT, place + 2) if that else (Kin.COMMA, comma)
    return Kin.COMMA, comma


def _addressee(layout: Layout, start: int, end: int) -> tuple[Mention | None, str, int]:
    """Return who is told, a pronoun for them, and the token behind."""
    word = layout.word(start)
    if word in _OBJECTS:
        return None, word, start + 1
    if word in QUESTIONS:
        return None, "", start
    first = start + (word in DETERMINERS | {"his", "her", "its", "their", "one"})
    for place in range(first, min(first + _LONG_NOUN, end)):
        mention = layout.starting(place)
        if mention is not None:
            return mention, "", _behind(layout, mention, end)
        if place > first and layout.word(place) in _BEGIN_CLAUSES:
            return None, "", place  # "told the crowd | he would win"
        inside = layout.kind(place) is Kind.WORD and layout.word(place) not in _ADVERBIAL
        if not inside or layout.word(place) in {"that", *_BE}:
            return None, "", place if place > first or first > start else start
    return None, "", start


def _behind(layout: Layout, mention: Mention, end: int) -> int:
    """Return the token behind an addressee and the name in apposition to it."""
    last = mention.last
    if layout.page.possessive(last):
        while (
            last + 1 < end and layout.word(last + 1) not in {",", "that", ":"} | _BE | PREPOSITIONS
        ):
            last += 1  # "the BBC's morning programme"
            if last - mention.last > _LONG_NOUN:
                return mention.last + 1
        return last + 1
    name = layout.starting(last)
    if name is not None and mention.label == "ROLE":
        last = name.last
    while last < end and layout.word(last) == "and" and layout.starting(last + 1) is not None:
        further = layout.starting(last + 1)
        last = further.last if further is not None else last
    while last < end and layout.kind(last) is Kind.WORD and _goes_on(layout, last):
        last += 1
    return last


def _goes_on(layout: Layout, index: int) -> bool:
    """Whether a noun goes on after a name: "the Indian side", "CNN viewers"."""
    word = layout.word(index)
    listed = word in layout.book.speakers or word in {"newspaper", "television", "tv", "newspapers"}
    return listed or word in {"agency", "radio", "daily", "magazine"}


# --- how far words reach ----------------------------------------------------------------------


def clause_end(layout: Layout, start: int, unit: Unit, *, quoting: bool = False) -> int:
    """Return where the words that begin at a token end, before the stop of their sentence.

    Args:
        layout: The page.
        start: Where they begin.
        unit: Their sentence.
        quoting: Whether the sentence breaks a quotation: its next part belongs to that.
    """
    place, end = start, min(unit.last, start + LONGEST)
    while place < end:
        number = layout.at_quote.get(place)
        if number is not None:
            place = max(place + 1, layout.quotes[number].end)
            if layout.word(layout.quotes[number].close - 1) == "," and _comma_cuts(
                layout, place - 1, unit, quoting=quoting
            ):
                break
            continue
        if layout.kind(place) is Kind.GAP or _cut(layout, place, unit, quoting=quoting):
            break
        place += 1
    place = min(place, unit.last)
    while place > start and _edge(layout, place - 1):
        place -= 1
    return place


def _past_insertion(layout: Layout, start: int) -> int:
    """Return the token behind ", in a corridor," where such an aside begins."""
    if layout.word(start) != ",":
        return start
    for place in range(start + 1, start + _LONGEST_INSERTION):
        if layout.word(place) == ",":
            return place + 1
    return start


def _edge(layout: Layout, index: int) -> bool:
    return layout.stop(index) or layout.word(index) in {",", ";", ":", "-", "--", "–", "—"}


def _cut(layout: Layout, place: int, unit: Unit, *, quoting: bool) -> bool:
    word = layout.word(place)
    if word == ";":
        return True
    if word == ",":
        return _comma_cuts(layout, place, unit, quoting=quoting)
    if word == "but" and layout.word(place + 1) in _REFUSALS | {"not"}:
        return True
    if word in {"and", "but"}:
        return _predicate_follows(layout, _past_insertion(layout, place + 1))
    return word == "while" and _participle(layout, place + 1)


def _comma_cuts(layout: Layout, comma: int, unit: Unit, *, quoting: bool) -> bool:
    place = comma + 1
    closing = layout.finite_cue(place)
    if closing is not None and "that" in closing[0].verb.takes and _takes(layout, *closing):
        return True  # the verb of the sentence, behind an aside
    if quoting and place in layout.at_quote:
        return True
    if layout.word(place) in DETERMINERS and layout.word(place + 1) in _COMMENTS:
        return True
    if layout.word(place) in _SPANS_OF_TIME and layout.word(place + 1) in {"after", "before"}:
        return True
    if layout.word(place) == "in" and layout.word(place + 2) in _VEHICLES:
        return True
    if layout.word(place) in {"and", "but"} and _predicate_follows(layout, place + 1):
        return True
    if layout.word(place) in {"and", "but", "while"} and _person_says(layout, place + 1):
        return True
    lead = place + (layout.word(place) in _LEADS)
    if _participle(layout, lead) or _according(layout, place):
        return True
    return attribution_ends_at(layout, place, unit) > 0


def _person_says(layout: Layout, place: int) -> bool:
    """Whether somebody else begins to speak: ", and Ali B said"."""
    name = layout.starting(place)
    return name is not None and name.label == "PERSON" and layout.finite_cue(name.last) is not None


def _according(layout: Layout, place: int) -> bool:
    return layout.word(place) == "according" and layout.word(place + 1) == "to"


def _participle(layout: Layout, place: int) -> bool:
    """Whether a participle that attributes begins here: "adding that"."""
    found = layout.cue_at(place)
    if found is None or found[0].form is not Form.ING:
        return False
    return found[0].verb.speech or "noun" in found[0].verb.takes


def _predicate_follows(layout: Layout, place: int) -> bool:
    """Whether a second predicate of the same subject follows: "and warned that"."""
    for index in range(place, place + 3):
        found = layout.finite_cue(index)
        if found is not None:
            form, after = found
            return "mind" not in form.verb.takes and _takes(layout, form, after)
        if not _adverb(layout, index) and layout.word(index) not in {"also", "had", "has", "then"}:
            return False
    return False


def _takes(layout: Layout, form: CueForm, after: int) -> bool:
    """Whether something stands behind a verb that it may attribute."""
    if layout.word(after) == "that" or after in layout.at_quote:
        return True
    if layout.word(after) in {",", ":"} and after + 1 in layout.at_quote:
        return True
    if "quoted" in form.verb.takes:
        return layout.word(after) in DETERMINERS | _OBJECTS | {"it"}
    if layout.word(after) == "," and "to" in form.verb.takes:
        after = _past_insertion(layout, after)
    if layout.word(after) == "to":
        return "to" in form.verb.takes
    bare = {"bare", "noun", "nounto", "told"} & form.verb.takes
    return bool(bare) and layout.kind(after) is Kind.WORD and layout.word(after) != "by"


def attribution_ends_at(layout: Layout, start: int, unit: Unit) -> int:
    """Return the end of an attribution without words of its own, as in ", Fars reported.", or 0."""
    for place in range(start + 1, min(start + 14, unit.last)):
        if layout.word(place) in {",", ";", '"'} or place in layout.at_quote:
            return 0
        found = layout.finite_cue(place)
        if found is None or "after" not in found[0].verb.takes:
            continue
        subject = phrase_ending(layout, before_adverbs(layout, place, start), start)
        if subject is None or subject.first > start + 1:
            return 0
        after = after_verb(layout, found[0], found[1], unit.last)
        return 0 if after.kin in {Kin.CLAUSE, Kin.COLON} else found[1]
    return 0


_BEFORE_ADJECTIVES = PREPOSITIONS | word_set("the a an after before his her its their")
_VERBS = word_set(
    "do does did has have had was is are were be will would could can may might must should shall "
    "rose fell took gave made went saw came held met left began found sent led ran won lost got "
    "wants seeks needs supports backs opposes remains takes makes gives goes comes plans hopes "
    "expects knows thinks believes means keeps shows seems lies stands needed"
)


def is_finite(layout: Layout, index: int) -> bool:
    """Whether a word is an auxiliary or another verb that is always finite."""
    return layout.word(index) in _VERBS


def has_verb(layout: Layout, first: int, last: int) -> bool:
    """Whether a stretch has a word that may be a finite verb."""
    for place in range(first, min(last, first + LONGEST // 2)):
        word = layout.word(place)
        if word in _VERBS or layout.finite_cue(place) is not None:
            return True
        plain = layout.kind(place) is Kind.WORD and layout.owner(place) is None
        adjective = layout.word(place - 1) in _BEFORE_ADJECTIVES  # "after failed talks"
        if plain and len(word) > 3 and word.endswith("ed") and not adjective:
            return True
    return False
