"""Who speaks: the noun phrase before a verb, or behind it in "said X"."""

from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS, is_closed
from annotator.nlp.builtin.statements.cues import Form
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

PRONOUNS = word_set("he she they it i we you him her them me us")
RELATIVES = word_set("who which that")
POSSESSIVES = word_set("his her its their my our")
_AUXILIARIES = word_set(
    "has have had also then later earlier repeatedly once again still even just further did does "
    "do was is are were been now soon himself herself itself themselves today yesterday often "
    "always never previously meanwhile both all first already only rightly too not"
)
_NO_ADVERBS = word_set(
    "family ally assembly italy supply reply july fly bully anomaly monopoly jelly belly lily "
    "daily weekly monthly homily doily melancholy rally tally folly trolley"
)
_DATE_LEADS = word_set("on in late early last this since the of by next")
_PREPOSITIONS = word_set(
    "of in at for from to with by near on between against under inside outside across over within "
    "among about than into like through behind"
)
_OPENS_ASIDE = word_set(
    "who which whose whom where when for in on at to by from with of as after before during "
    "speaking asked referring citing however meanwhile too also himself herself now a an the "
    "his her its "
    "their one then once until while although though another both"
)
_NAMES = frozenset({"PERSON", "ORG", "OUTLET", "GPE", "NORP"})
_LONGEST_ASIDE = 45
_LONGEST_RELATIVE = 20
_MOST_SPEAKERS = 6
_MOST_STEPS = 8
_DEEPEST = 3
_QUANTITIES = word_set("one two three four five six several many some multiple few other more")
_OTHERS = word_set("another others some many most several few neither nobody everyone somebody")


@dataclass(frozen=True, slots=True)
class Who:
    """The subject of a verb that attributes, as it stands in the text.

    Attributes:
        first, last: All its words, appositions included.
        mentions: The names and offices that speak; empty for a pronoun and where nothing names.
        pronoun: "he", or "his" for "his office".
        words: Words that name somebody but are no mention yet: "the campaign".
    """

    first: int
    last: int
    mentions: tuple[Mention, ...] = ()
    pronoun: str = ""
    words: tuple[int, int] | None = None

    @property
    def unsaid(self) -> bool:
        """Whether nothing says who it is."""
        return not (self.mentions or self.pronoun or self.words)


# --- before the verb --------------------------------------------------------------------------


def subject_before(layout: Layout, verb: int, floor: int) -> Who | None:
    """Return the subject that ends before a verb and begins at or after ``floor``."""
    end = before_adverbs(layout, verb, floor)
    if end <= floor:
        return None
    if layout.word(end - 1) == ",":
        return _before_aside(layout, end - 1, floor)
    found = phrase_ending(layout, end, floor)
    if found is None or found.unsaid:
        relative = _before_relative(layout, end, floor)
        return relative if relative is not None else found
    return found


def _before_relative(layout: Layout, end: int, floor: int) -> Who | None:
    """Return the subject before a relative clause without commas: "a diplomat who sat there"."""
    for place in range(end - 1, max(floor, end - _LONGEST_RELATIVE) - 1, -1):
        if layout.word(place) in {",", ";", '"', "that"}:
            return None
        if layout.word(place) == "who":
            mention = layout.ending(place)
            if mention is None or mention.first < floor:
                return None
            return Who(_first_of(layout, mention, floor), end, (mention,))
    return None


def before_adverbs(layout: Layout, end: int, floor: int) -> int:
    """Return where the words before a verb's adverbs and auxiliaries end: "had later | said"."""
    while end > floor:
        word, owner = layout.word(end - 1), layout.owner(end - 1)
        if owner is not None and owner.label == "DATE":
            end = owner.first
            while end > floor and layout.word(end - 1) in _DATE_LEADS:
                end -= 1
        elif word in _AUXILIARIES or _is_adverb(layout, end - 1):
            end -= 1
        elif word == ")":
            opening = _opening(layout, end - 1, floor)
            if opening < 0:
                return end
            end = opening
        else:
            return end
    return end


def _is_adverb(layout: Layout, index: int) -> bool:
    word = layout.word(index)
    plain = layout.owner(index) is None and not layout.page.tokens[index].capital
    return plain and len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS


def _opening(layout: Layout, closing: int, floor: int) -> int:
    for place in range(closing - 1, max(floor, closing - _LONGEST_ASIDE) - 1, -1):
        if layout.word(place) == "(":
            return place
    return -1


def _before_aside(layout: Layout, comma: int, floor: int) -> Who | None:
    """Return the subject before ", a Belgian envoy," or ", who met him,"."""
    own = layout.ending(comma)
    for place in range(comma - 1, max(floor, comma - _LONGEST_ASIDE) - 1, -1):
        if layout.word(place) != ",":
            continue
        aside = place + 1
        if own is not None and own.label == "PERSON" and _before_name(layout, own) <= aside:
            return Who(_phrase_first(layout, place, floor), comma, (own,))
        who = phrase_ending(layout, before_adverbs(layout, place, floor), floor)
        if who is not None and _is_aside(layout, aside, comma) and _may_head(layout, who, floor):
            return Who(who.first, comma, who.mentions, who.pronoun, who.words)
    return None


def _phrase_first(layout: Layout, end: int, floor: int) -> int:
    who = phrase_ending(layout, end, floor)
    return who.first if who is not None else end


def _before_name(layout: Layout, name: Mention) -> int:
    """Return where a name begins with the office or form of address before it."""
    first = name.first
    while layout.page.honorific_at(first - 1) == first and first > 0:
        first -= 1
    role = layout.ending(first)
    return role.first if role is not None and role.label == "ROLE" else first


def _is_aside(layout: Layout, first: int, last: int) -> bool:
    word = layout.word(first)
    if word in _OPENS_ASIDE or layout.starting(first) is not None or word.endswith("ing"):
        return True
    if layout.kind(first) is Kind.NUMBER or layout.page.office_at(first) > first:
        return True
    role = layout.ending(last)
    return role is not None and role.first <= first + 3


def _may_head(layout: Layout, who: Who, floor: int) -> bool:
    """Whether a phrase before an aside may be a subject: no place after "in"."""
    if not who.mentions or who.mentions[0].label not in {"GPE", "ORG"}:
        return True
    before = layout.word(_without_article(layout, who.first) - 1)
    return who.first <= floor or before not in _PREPOSITIONS


def _without_article(layout: Layout, first: int) -> int:
    return first - (layout.word(first - 1) in DETERMINERS | POSSESSIVES)


# --- noun phrases -----------------------------------------------------------------------------


def phrase_ending(layout: Layout, end: int, floor: int, depth: int = 0) -> Who | None:
    """Return the noun phrase that ends before a token.

    Where it is the complement of another one, "officials in Astana", that one is returned.
    """
    if end <= floor or depth > _DEEPEST:
        return None
    found = _pronoun(layout, end, floor)
    if found is not None:
        return found
    mention = layout.ending(end)
    if mention is not None and mention.first >= floor:
        first = _first_of(layout, mention, floor)
        found = _named(layout, mention, first, floor)
    else:
        found = _common(layout, end, floor)
        first = found.first if found is not None else 0
    if found is None or first - 1 <= floor or layout.word(first - 1) not in _PREPOSITIONS:
        return found
    outer = _head_of_complement(layout, first - 1, floor, depth)
    return outer if outer is not None else found


def _head_of_complement(layout: Layout, end: int, floor: int, depth: int) -> Who | None:
    """Return the phrase whose complement begins with the preposition at ``end``."""
    named = layout.ending(end) is not None
    if not named and (layout.kind(end - 1) is not Kind.WORD or _closes(layout, end - 1)):
        return None
    return phrase_ending(layout, end, floor, depth + 1)


def _closes(layout: Layout, index: int) -> bool:
    """Whether a word cannot stand inside a noun phrase."""
    found = layout.cue_at(index)
    if found is not None:
        return found[0].form is not Form.BASE
    return is_closed(layout.page, layout.word(index))


def _pronoun(layout: Layout, end: int, floor: int) -> Who | None:
    word = layout.word(end - 1)
    if word == "them" and layout.word(end - 2) == "of":
        return Who(max(floor, end - 3), end, pronoun="they")
    if word in PRONOUNS:
        return Who(end - 1, end, pronoun=word)
    if word in RELATIVES and end - 1 > floor:
        before = end - 1 - (layout.word(end - 2) == ",")
        mention = layout.ending(before)
        if mention is not None and mention.first >= floor:
            return Who(mention.first, end, (mention,))
        return Who(end - 1, end) if word == "who" else None
    if word in _OTHERS:
        return Who(end - 1, end)
    return None


def _first_of(layout: Layout, mention: Mention, floor: int) -> int:
    """Return where the noun phrase of a mention begins, its office and article included."""
    first = _before_name(layout, mention) if mention.label == "PERSON" else mention.first
    while first > floor and _describes(layout, first - 1):
        first -= 1
    return max(floor, _without_article(layout, first))


def _describes(layout: Layout, index: int) -> bool:
    """Whether a lower-case word describes the name after it: "unnamed member"."""
    word = layout.word(index)
    token = layout.page.tokens[index]
    if token.kind is Kind.POSSESSIVE or layout.owner(index) is not None:
        return layout.owner(index) is not None and layout.owner(index + 1) is None
    plain = token.kind is Kind.WORD and not token.capital and word not in DETERMINERS
    return plain and not _closes(layout, index) and word not in _PREPOSITIONS


def _named(layout: Layout, mention: Mention, first: int, floor: int) -> Who:
    """Return a phrase with the mentions that "and" and commas join to its last one."""
    mentions, begin = [mention], first
    while len(mentions) < _MOST_SPEAKERS:
        joint = begin - 1
        if layout.word(joint) not in ({"and"} if len(mentions) == 1 else {","}):
            break
        before = layout.ending(joint - (layout.word(joint - 1) == ","))
        if before is None or before.first < floor:
            break
        mentions.append(before)
        begin = _first_of(layout, before, floor)
    if len(mentions) > 1 and not _starts_clause(layout, begin, floor):
        return Who(first, mention.last, (mention,))
    return Who(begin, mention.last, tuple(reversed(mentions)))


def _starts_clause(layout: Layout, first: int, floor: int) -> bool:
    word = layout.word(first - 1)
    return first <= floor or word in {",", ";", ":", '"', "that", "both", "as", "while", "when"}


def _common(layout: Layout, end: int, floor: int) -> Who | None:
    """Return a phrase whose last word is no name: "the Indian side", "his office"."""
    if layout.kind(end - 1) is not Kind.WORD or _closes(layout, end - 1):
        return None
    first = end - 1
    while first > floor and end - first < _MOST_STEPS and _continues(layout, first - 1):
        first -= 1
    before = layout.word(first - 1) if first > floor else ""
    if before in POSSESSIVES:
        return Who(first - 1, end, pronoun=before)
    if before in _OTHERS | {"one", "two", "three"}:
        return Who(first - 1, end, words=_speakers(layout, first, end))
    named = [m for place in range(first, end) if (m := layout.starting(place)) is not None]
    start = first - (before in DETERMINERS | {"these", "those"})
    if named and named[0].last < end:
        return Who(start, end, (named[0],))
    return Who(start, end, words=_speakers(layout, first, end))


def _continues(layout: Layout, index: int) -> bool:
    token = layout.page.tokens[index]
    if token.kind is Kind.POSSESSIVE or layout.owner(index) is not None:
        owner = layout.owner(index)
        return owner is None or owner.label != "DATE"
    if token.text == "-" or token.kind is Kind.NUMBER:
        return True
    if token.kind is not Kind.WORD or layout.word(index) in DETERMINERS | POSSESSIVES:
        return False
    return not _closes(layout, index)


def _speakers(layout: Layout, first: int, last: int) -> tuple[int, int] | None:
    """Return the words where they mean people or a body: those may be tagged as an office."""
    return (first, last) if layout.word(last - 1) in layout.book.speakers else None


# --- behind the verb --------------------------------------------------------------------------


def subject_after(layout: Layout, start: int, end: int) -> Who | None:
    """Return the subject that begins behind a verb: "said the envoy, Ali B"."""
    first = start + (layout.word(start) in DETERMINERS | POSSESSIVES)
    if layout.word(start) in PRONOUNS:
        return Who(start, start + 1, pronoun=layout.word(start))
    while first < end and layout.word(first) in _QUANTITIES:
        first += 1
    for place in range(first, min(first + _MOST_STEPS, end)):
        mention = layout.starting(place)
        if mention is not None:
            return _with_name(layout, start, mention, end)
        if layout.page.honorific_at(place) == place + 1:
            continue
        if layout.kind(place) is not Kind.WORD or is_closed(layout.page, layout.word(place)):
            return _common_after(layout, start, first, place)
    return None


def _common_after(layout: Layout, start: int, first: int, last: int) -> Who | None:
    if last <= first:
        return None
    return Who(start, last, words=_speakers(layout, first, last))


def _with_name(layout: Layout, start: int, mention: Mention, end: int) -> Who:
    """Return a mention, or the name that follows an office: "spokesman Ali B", "envoy, Ali B"."""
    if mention.label != "PERSON":
        after = mention.last
        while after < end and layout.page.honorific_at(after) == after + 1:
            after += 1
        name = layout.starting(after)
        if name is None and layout.word(after) == ",":
            name = layout.starting(after + 1)
        if name is not None and name.label == "PERSON" and mention.label in {"ROLE", "NORP", "GPE",
                                                                             "ORG"}:  # fmt: skip
            return Who(start, name.last, (name,))
        head = layout.page.office_at(after)
        if mention.label != "ROLE" and head > after:
            return Who(start, head, (mention,))
    return Who(start, mention.last, (mention,))


def first_subject(layout: Layout, first: int, last: int) -> Who | None:
    """Return the subject that a sentence begins with, after an adverbial and its comma."""
    start = _after_adverbial(layout, first, last)
    if layout.word(start) in PRONOUNS:
        return Who(start, start + 1, pronoun=layout.word(start))
    limit = min(start + _MOST_STEPS, last)
    who = subject_after(layout, start, limit)
    if who is None or not who.mentions:
        return who
    mention = who.mentions[0]
    if layout.kind(mention.last) is Kind.POSSESSIVE and mention.label != "PERSON":
        inner = first_subject(layout, mention.last + 1, limit)
        return inner if inner is not None and inner.mentions else who
    return _renamed(layout, who, last)


def _renamed(layout: Layout, who: Who, last: int) -> Who:
    """Return the name in apposition to an office: "Its envoy, Ali B, offered"."""
    comma = who.mentions[0].last
    if who.mentions[0].label == "ROLE" and layout.word(comma) == "," and comma + 1 < last:
        name = layout.starting(comma + 1)
        if name is not None and name.label == "PERSON":
            return Who(who.first, name.last, (name,))
    return who


def _after_adverbial(layout: Layout, first: int, last: int) -> int:
    word = layout.word(first)
    opens = word in _OPENS_ASIDE - DETERMINERS - POSSESSIVES or word.endswith(("ing", "ly"))
    if not opens:
        return first
    for place in range(first, min(last, first + _LONGEST_ASIDE)):
        if layout.word(place) == ",":
            return place + 1
    return first
