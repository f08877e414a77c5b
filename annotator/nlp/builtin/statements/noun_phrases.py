"""Noun phrases that may name a speaker, read backwards or forwards."""

from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS, is_closed
from annotator.nlp.builtin.statements.cues import Form
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

PRONOUNS = word_set("he she they it i we you him her them me us")
RELATIVES = word_set("who which that")
POSSESSIVES = word_set("his her its their my our")
PREPOSITIONS = word_set(
    "of in at for from to with by near on between against under inside outside across over within "
    "among about than into like through behind beside alongside opposite"
)
_ARTICLES = frozenset(word.lower() for word in DETERMINERS) | word_set("these those this some")
QUANTITIES = word_set(
    "one two three four five six seven eight nine ten several many some multiple few other more "
    "another both most all dozens hundreds thousands scores"
)
_OTHERS = word_set("another others some many most several few neither nobody everyone somebody")
_ORDINALS = word_set("second third fourth fifth sixth")  # "a third said"
ALSO_NOUNS = word_set(
    "state report claim note comment remark demand call answer promise pledge request post quote "
    "estimate complain charge counter signal rule hope fear doubt"
)
BODIES = word_set(
    "administration agency army assembly association board body bureau cabinet camp campaign "
    "charity coalition commission committee community company council court delegation department "
    "directorate embassy faction family federation firm foundation government group industry "
    "institute institution jury leadership management military ministry mission movement navy "
    "office opposition organisation organization panel parliament party police presidency "
    "prosecution regime secretariat senate service side squad staff subcommittee team think-tank "
    "treasury union watchdog municipality airline bank city club corporation county university "
    "church wing media television network station channel magazine newspaper tribunal registry "
    "fund exchange bourse"
)
_UNNAMED_KIN = word_set(
    "mother father grandmother grandfather friend friends neighbour neighbours neighbor neighbors "
    "son daughter uncle aunt cousin cousins parents relatives boyfriend girlfriend fiancee partner"
)
KIN = _UNNAMED_KIN | word_set("wife husband widow sister brother niece nephew")
_CALLINGS = ("ers", "ors", "ists", "ians", "eers", "ist", "ian")
_NO_CALLINGS = word_set(
    "others orders papers numbers letters offers matters factors members powers borders waters "
    "computers answers figures errors doors floors centers centres quarters headquarters rumors "
    "colors colours neighbors neighbours newspapers brothers sisters fathers mothers dinners "
    "loudspeakers trailers containers freighters tankers bombers helicopters cruisers destroyers "
    "printers scanners freezers reactors sensors corridors mirrors processors boosters "
    "theaters theatres chapters winters summers rivers covers tractors sectors list resist exist"
)
_PARTICIPLES = word_set("seen led held made given sent written drawn known taken set based")
_JOINS_COMPLEMENT = word_set("of at in from for on with to close")
_PEOPLE = frozenset({"PERSON", "ROLE", "NORP"})
_OBJECTS = word_set("him her them me us")
_LONGEST_NAMED = 5
_LONGEST_UNKNOWN = 3
_LONGEST_TITLE = 6
_MOST_SPEAKERS = 6
_MOST_STEPS = 8
_LONGEST = 24
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Who:
    """The subject of a verb that attributes, as it stands in the text.

    Attributes:
        first, last: All its words, appositions included.
        mentions: The names and offices that speak; empty for a pronoun and where nothing names.
        pronoun: "he", or "his" for "his office".
        words: Words that name somebody but are no mention yet: "the campaign".
        label: What those words would be tagged as.
    """

    first: int
    last: int
    mentions: tuple[Mention, ...] = ()
    pronoun: str = ""
    words: tuple[int, int] | None = None
    label: str = "ROLE"

    @property
    def unsaid(self) -> bool:
        """Whether nothing says who it is."""
        return not (self.mentions or self.pronoun or self.words)

    def between(self, first: int, last: int) -> "Who":
        """Return the same speaker with other edges."""
        return Who(first, last, self.mentions, self.pronoun, self.words, self.label)


def named_in(who: Who) -> tuple[Mention, ...]:
    """Return those whom a phrase names; words that no rule has tagged as what they would be."""
    if who.words is not None and not who.mentions:
        return (Mention(*who.words, who.label),)
    return who.mentions


# --- backwards --------------------------------------------------------------------------------


def phrase_ending(layout: Layout, end: int, floor: int, depth: int = 0) -> Who | None:
    """Return the noun phrase that ends before a token.

    Where it is the complement of another one, "officials in Astana", that one is returned.
    """
    if end <= floor or depth > _DEEPEST:
        return None
    found = _pronoun(layout, end, floor)
    if found is not None:
        around = _around_pronoun(layout, end, floor, depth)
        return around if around is not None else found
    mention = layout.ending(end)
    if mention is not None and mention.first >= floor:
        first = first_of(layout, mention, floor)
        found = _named(layout, mention, first, floor)
    else:
        found = _common(layout, end, floor)
        first = found.first if found is not None else 0
    if found is None or first - 1 <= floor or layout.word(first - 1) not in PREPOSITIONS:
        return found
    outer = _head_of_complement(layout, first - 1, floor, depth)
    return _with_complement(layout, found, outer) if outer is not None else found


def _around_pronoun(layout: Layout, end: int, floor: int, depth: int) -> Who | None:
    """Return the phrase whose complement a pronoun is: "a source close to him"."""
    preposition = end - 2
    complement = layout.word(end - 1) in _OBJECTS and layout.word(preposition) in PREPOSITIONS
    if not complement or layout.word(preposition - 1) in _OTHERS | QUANTITIES:
        return None
    head = preposition - (layout.word(preposition - 1) == "close")
    outer = _head_of_complement(layout, head, floor, depth)
    if outer is None or outer.unsaid or outer.pronoun:
        return None
    return _with_complement(layout, Who(end - 1, end), outer)


def _head_of_complement(layout: Layout, end: int, floor: int, depth: int) -> Who | None:
    """Return the phrase whose complement begins with the preposition at ``end``."""
    named = layout.ending(end) is not None
    if not named and (layout.kind(end - 1) is not Kind.WORD or closes(layout, end - 1)):
        return None
    return phrase_ending(layout, end, floor, depth + 1)


def _with_complement(layout: Layout, inner: Who, outer: Who) -> Who:
    """Return a phrase with the complement it has: "people briefed", "a member of his party"."""
    if outer.words is None:
        head = layout.word(outer.last - 1)
        if outer.unsaid and head in layout.page.lexicon.weak_offices and head not in KIN:
            article = layout.word(outer.first) in _ARTICLES | QUANTITIES
            return Who(outer.first, inner.last, words=(outer.first + article, inner.last))
        return outer
    return Who(outer.first, inner.last, words=(outer.words[0], inner.last), label=outer.label)


def closes(layout: Layout, index: int) -> bool:
    """Whether a word cannot stand inside a noun phrase."""
    found = layout.cue_at(index)
    if found is not None and found[0].form is not Form.BASE:
        return not (found[0].form is Form.PRESENT and found[0].verb.lemma in ALSO_NOUNS)
    if found is not None:
        return False
    return is_closed(layout.page, layout.word(index))


def _pronoun(layout: Layout, end: int, floor: int) -> Who | None:
    word = layout.word(end - 1)
    if word == "them" and layout.word(end - 2) == "of":
        return Who(max(floor, end - 3), end, pronoun="they")
    if word in PRONOUNS:
        return Who(end - 1, end, pronoun=word)
    if word in RELATIVES and end - 1 > floor:
        return _relative(layout, end, floor)
    if word in _OTHERS or (word in _ORDINALS and layout.word(end - 2) == "a"):
        return Who(end - 1, end)
    return None


def _relative(layout: Layout, end: int, floor: int) -> Who | None:
    """Return whom "who" or "which" stands for: the phrase before it, for "who" one of people."""
    word = layout.word(end - 1)
    before = end - 1 - (layout.word(end - 2) == ",")
    mention = layout.ending(before)
    if mention is not None and mention.first >= floor:
        head = phrase_ending(layout, before, floor) if word == "who" else None
        people = head is not None and head.mentions and head.mentions[0].label in _PEOPLE
        if head is not None and people:
            return head.between(head.first, end)
        return Who(mention.first, end, (mention,))
    if word == "who":
        common = _common(layout, before, floor) if before > floor else None
        return common.between(common.first, end) if common is not None else Who(end - 1, end)
    return None


def first_of(layout: Layout, mention: Mention, floor: int) -> int:
    """Return where the noun phrase of a mention begins, its office and article included."""
    first = before_name(layout, mention) if mention.label == "PERSON" else mention.first
    while first > floor and (_describes(layout, first - 1) or _unknown(layout, first - 1)):
        first -= 1
    if layout.page.possessive(first - 1) and first - 1 > floor:
        whose = _common(layout, first - 1, floor)
        return whose.first if whose is not None else first
    return max(floor, without_article(layout, first))


def _unknown(layout: Layout, index: int) -> bool:
    """Whether a capitalised word before a name may belong to it: "the Far | Eastern Institute"."""
    token = layout.page.tokens[index]
    free = token.kind is Kind.WORD and layout.owner(index) is None
    return free and token.capital and not token.first and not closes(layout, index)


def before_name(layout: Layout, name: Mention) -> int:
    """Return where a name begins with the office or form of address before it."""
    first = name.first
    while layout.page.honorific_at(first - 1) == first and first > 0:
        first -= 1
    roles = (layout.ending(first), layout.ending(layout.before_titles(name.first)))
    return min(
        [first, *(role.first for role in roles if role is not None and role.label == "ROLE")]
    )


def without_article(layout: Layout, first: int) -> int:
    """Return where a phrase begins with the article before it, if one stands there."""
    first -= layout.word(first - 1) in QUANTITIES
    return first - (layout.word(first - 1) in _ARTICLES | POSSESSIVES)


def _describes(layout: Layout, index: int) -> bool:
    """Whether a lower-case word describes the name after it: "unnamed member"."""
    word = layout.word(index)
    token = layout.page.tokens[index]
    if layout.page.possessive(index) or layout.owner(index) is not None:
        return layout.owner(index) is not None and layout.owner(index + 1) is None
    if token.kind is Kind.NUMBER or layout.page.hyphen(index):
        return True  # "27-year-old"
    plain = token.kind is Kind.WORD and not token.capital and word not in _ARTICLES
    return plain and not closes(layout, index) and word not in PREPOSITIONS


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
        begin = first_of(layout, before, floor)
        if _is_same_person(layout, before, mentions[0], begin):
            return Who(begin, mention.last, (mention,))
        mentions.append(before)
    if len(mentions) > 1 and not _starts_clause(layout, begin, floor):
        return Who(first, mention.last, (mention,))
    return Who(begin, mention.last, tuple(reversed(mentions)))


def _is_same_person(layout: Layout, office: Mention, name: Mention, begin: int) -> bool:
    """Whether two offices are one person's: "Former minister and party leader Ali B"."""
    bare = layout.word(begin) not in _ARTICLES | POSSESSIVES and office.label == "ROLE"
    return bare and name.label == "PERSON" and before_name(layout, name) < name.first


def _starts_clause(layout: Layout, first: int, floor: int) -> bool:
    word = layout.word(first - 1)
    return first <= floor or word in {",", ";", ":", '"', "that", "both", "as", "while", "when"}


def _common(layout: Layout, end: int, floor: int) -> Who | None:
    """Return a phrase whose last word is no name: "the Indian side", "his office"."""
    if layout.kind(end - 1) is not Kind.WORD or closes(layout, end - 1):
        return None
    first = end - 1
    while first > floor and end - first < _MOST_STEPS and _continues(layout, first - 1):
        first -= 1
    before = layout.word(first - 1) if first > floor else ""
    start = first - (before in _ARTICLES | QUANTITIES)
    if before in POSSESSIVES:
        return _of_somebody(layout, first - 1, end)
    return common(layout, start, first, end)


def common(layout: Layout, start: int, first: int, last: int) -> Who:
    """Return a phrase without a name at its end as who speaks.

    The name that describes it speaks, as in "the Indian side"; without one, a word for those who
    speak in public is tagged with all that describes it, and unknown capitals are a name.
    """
    head = layout.word(last - 1)
    if head in _UNNAMED_KIN and layout.page.possessive(last - 2):
        return Who(start, last)
    inside = [mention for place in range(first, last) if (mention := layout.starting(place))]
    unknown = layout.page.tokens[first:last]
    if all(token.capital for token in unknown) and not layout.page.headline[first]:
        label = _label(layout, start, first, last)
        return Who(start, last, words=(first, last) if label else None, label=label)
    office = next((mention for mention in inside if mention.label == "ROLE"), None)
    if office is not None and all(t.capital for t in layout.page.tokens[office.last : last]):
        return Who(start, last, words=(office.last, last), label="PERSON")
    if _speaks(layout, head) and head not in BODIES:
        return Who(start, last, words=(first, last))
    unnamed = _capitals_behind(layout, first, last)
    if unnamed is not None:
        return Who(start, last, words=unnamed, label="ORG")
    named = [mention for mention in inside if mention.label != "PERSON" and mention.last < last]
    if named:
        return Who(start, last, (named[0],))
    if head in BODIES:
        return Who(start, last, words=(first, last))
    return Who(start, last)


def _capitals_behind(layout: Layout, first: int, last: int) -> tuple[int, int] | None:
    """Return the unknown name behind a possessive: "China's | Tianhe Resources"."""
    places = range(last - 1, first, -1)
    begin = next((at + 1 for at in places if layout.page.possessive(at)), last)
    name = layout.page.tokens[begin:last]
    free = all(t.capital and not t.upper for t in name) and last - begin > 1
    return (begin, last) if free and not layout.page.headline[first] else None


def _of_somebody(layout: Layout, first: int, last: int) -> Who:
    """Return "his office" as his, "his lawyer" as the lawyer, "his mother" as nobody named."""
    head = layout.word(last - 1)
    if head in _UNNAMED_KIN:
        return Who(first, last)
    kin = next((at for at in range(first + 1, last) if layout.word(at) in KIN), last)
    if kin + 1 < last and all(token.capital for token in layout.page.tokens[kin + 1 : last]):
        return Who(first, last, words=(kin + 1, last), label="PERSON")  # "his sister Shabnam"
    between = any(layout.page.possessive(place) for place in range(first + 1, last))
    if (_speaks(layout, head) and head not in BODIES) or (between and head in BODIES):
        return Who(first, last, words=(first + 1, last))
    return Who(first, last, pronoun=layout.word(first))


def _speaks(layout: Layout, head: str) -> bool:
    """Whether a word means people by what they do: a listed one, or "campaigners"."""
    return head in layout.book.speakers or (
        head.endswith(_CALLINGS) and head not in _NO_CALLINGS and not head.endswith("ss")
    )


def _label(layout: Layout, start: int, first: int, last: int) -> str:
    """Return what unknown capitals are, without an article a person's name, "" where no name."""
    token = layout.page.tokens[first]
    begins = token.first and first not in layout.before_quote
    if last - first == 1 and begins and token.text not in layout.capitals:
        return "ROLE" if layout.word(first) in layout.book.speakers else ""
    if layout.word(last - 1) in layout.book.speakers:
        return "ROLE"
    return "PERSON" if start == first and last - first < 4 else "ORG"


def _continues(layout: Layout, index: int) -> bool:
    token = layout.page.tokens[index]
    if layout.page.possessive(index) or layout.owner(index) is not None:
        owner = layout.owner(index)
        return owner is None or owner.label != "DATE"
    if token.text == "-" or token.kind is Kind.NUMBER:
        return True
    if token.kind is not Kind.WORD or layout.word(index) in _ARTICLES | POSSESSIVES:
        return False
    return not closes(layout, index) and layout.word(index) not in PREPOSITIONS


# --- forwards ---------------------------------------------------------------------------------


def phrase_from(layout: Layout, start: int, end: int, depth: int = 0) -> Who | None:
    """Return the noun phrase that begins at a token and ends before ``end``, complements included.

    An office with a name behind it is that person: "spokesman Ali B", "the envoy, Ali B".
    """
    word = layout.word(start)
    if start >= end:
        return None
    if word == "one" and (
        start + 1 == end
        or layout.word(start + 1) in {",", "."}
        or (layout.word(start + 1) == "of" and _several_of(layout, start + 2))
    ):
        return _one_of_them(layout, start, end)
    if word in PRONOUNS and word not in POSSESSIVES:
        return Who(start, start + 1, pronoun=word)
    first = start
    while first < end and layout.word(first) in _ARTICLES | POSSESSIVES | QUANTITIES:
        first += 1
    last, named = _core(layout, first, end)
    if last == first:
        return None
    if named is not None and named.last == last:
        who = _apposed(layout, Who(start, last, (named,)), end)
    else:
        own = word in POSSESSIVES
        who = _of_somebody(layout, start, last) if own else common(layout, start, first, last)
        who = _named_aside(layout, who, end)
    return _complemented(layout, who, end, depth)


def _several_of(layout: Layout, index: int) -> bool:
    """Whether "them" or "the two" stands at a token, as of people named before."""
    two = layout.word(index) in {"the", "those"} and layout.word(index + 1) in QUANTITIES
    return layout.word(index) == "them" or (two and layout.word(index + 2) == ",")


def _one_of_them(layout: Layout, start: int, end: int) -> Who:
    """Return "one", "one of them", or the name behind: "one of them, Ali B"."""
    last = start + 1
    if layout.word(last) == "of":
        last += 2 if layout.word(last + 1) == "them" else 3  # "one of the two"
    name = layout.starting(_past_titles(layout, last + 1)) if layout.word(last) == "," else None
    if name is not None and name.label == "PERSON" and name.last <= end:
        return Who(start, name.last, (name,))
    return Who(start, last, pronoun="they")


def _core(layout: Layout, first: int, end: int) -> tuple[int, Mention | None]:
    """Return where the words of a phrase end before its complement, and the last name in it."""
    place, named = first, None
    while place < min(end, first + _LONGEST):
        mention = layout.starting(place)
        if mention is not None and mention.last <= end:
            named, place = mention, mention.last
            campaign = layout.word(place) in layout.book.speakers  # "the Obama administration"
            if mention.label == "PERSON" and layout.kind(place) is Kind.WORD and not campaign:
                break
            continue
        if not _goes_on(layout, place, named) or (place > first and _verbal(layout, place)):
            break
        place += 1
    return place, named


def _goes_on(layout: Layout, index: int, named: Mention | None) -> bool:
    token = layout.page.tokens[index]
    if token.kind is Kind.NUMBER or layout.page.possessive(index) or layout.page.hyphen(index):
        return True
    owner = layout.owner(index)
    if owner is not None:
        return owner.label != "DATE"
    if layout.page.honorific_at(index) > index:
        return True
    if token.kind is not Kind.WORD or layout.word(index) in _ARTICLES | PREPOSITIONS | RELATIVES:
        return False
    if closes(layout, index) or layout.word(index) in PRONOUNS | _PARTICIPLES:
        return False
    named_before = named is not None and named.last == index
    verbal = named_before or layout.word(index + 1) in PREPOSITIONS
    if named_before and named is not None and named.label in _PEOPLE:
        return not layout.word(index).endswith(("ed", "ing"))  # "an official travelling with him"
    return not (verbal and _past(layout, index))


def _verbal(layout: Layout, index: int) -> bool:
    """Whether a word reads like a verb: "the bank | raised", "an official | travelling with"."""
    active = layout.word(index).endswith("ing") and layout.word(index + 1) in PREPOSITIONS
    return _past(layout, index) or (active and not layout.page.tokens[index].capital)


def _past(layout: Layout, index: int) -> bool:
    """Whether a word reads like a verb of the past: "the bank | raised", no "oil-based"."""
    plain = not layout.page.tokens[index].capital and not layout.page.hyphen(index - 1)
    return plain and layout.word(index).endswith("ed")


def _apposed(layout: Layout, who: Who, end: int) -> Who:
    """Return the name behind an office and its comma."""
    mention = who.mentions[0]
    after = who.last + (layout.word(who.last) == ",")
    name = layout.starting(_past_titles(layout, after))
    if after > who.last and (name is None or name.label != "PERSON"):
        named = range(after, min(after + _LONGEST_NAMED, end))
        place = next((at for at in named if layout.word(at) in {"named", "called"}), -1)
        name = layout.starting(place + 1) if place > 0 else name  # ", a Scot named Ali B"
    if mention.label == "ROLE" and name is not None and name.label == "PERSON" and name.last <= end:
        return Who(who.first, name.last, (name,))
    return who


def _named_aside(layout: Layout, who: Who, end: int) -> Who:
    """Return the name between commas behind one of somebody's people: "his wife, Leila, ..."."""
    if layout.word(who.last) != "," or who.mentions or who.pronoun:
        return who
    if not (who.words or layout.word(who.last - 1) in KIN):
        return who
    first = _past_titles(layout, who.last + 1)
    name = layout.starting(first)
    if name is not None:
        whole = name.label == "PERSON" and name.last < end and layout.word(name.last) == ","
        return Who(who.first, name.last, (name,)) if whole else who
    last = first
    while layout.page.capital(last) and last - first < _LONGEST_UNKNOWN:
        last += 1
    if last == first or layout.word(last) != ",":
        return who
    return Who(who.first, last, words=(first, last), label="PERSON")


def _past_titles(layout: Layout, first: int) -> int:
    """Return where a name begins behind ranks and offices: "Lieutenant-General | Ali B"."""
    for place in range(first, first + _LONGEST_TITLE):
        name = layout.starting(place)
        if name is not None and name.label == "PERSON":
            return place
        if not (layout.page.capital(place) or layout.page.hyphen(place)):
            break
    return first


def _complemented(layout: Layout, who: Who, end: int, depth: int) -> Who:
    """Return a phrase with the complements behind it, one after the other."""
    for _ in range(_DEEPEST - depth):
        if layout.word(who.last) not in _JOINS_COMPLEMENT or who.last + 1 >= end:
            break
        inner = phrase_from(layout, who.last + 1, end, depth + 1)
        if inner is None:
            break
        if who.words is not None:
            words = (who.words[0], inner.last)
            who = Who(who.first, inner.last, words=words, label=who.label)
        else:
            who = who.between(who.first, inner.last)
    return who
