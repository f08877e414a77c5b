"""Who speaks: the subject of a verb, before it or behind it in "said X".

Every rule asks :func:`subject_before` or :func:`subject_after`: where the text has a dependency
parse, it is asked there for subjects that the rules do not find or are not sure of.
"""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements.layout import DASHES, Layout
from annotator.nlp.builtin.statements.noun_phrases import (
    KIN,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    QUANTITIES,
    Who,
    before_name,
    phrase_ending,
    phrase_from,
    without_article,
)
from annotator.nlp.tokens import Kind

_AUXILIARIES = word_set(
    "would only has have had also then later earlier repeatedly once again still even just further "
    "did does there here alone "
    "do was is are were been now soon himself herself itself themselves today yesterday often "
    "always never previously meanwhile both all first already only rightly too not"
)
_NO_ADVERBS = word_set(
    "family ally assembly italy supply reply july fly bully anomaly monopoly jelly belly lily "
    "daily weekly monthly homily doily melancholy rally tally folly trolley"
)
_DATE_LEADS = word_set("on in late early last this since the of by next")
_NIGHTS = word_set("night week month year evening")
_RELATIVES = word_set("who which whose whom where when")
_OPENS_ASIDE = _RELATIVES | word_set(
    "for in on at to by from with of as after before during among including like once then until "
    "speaking asked referring citing however meanwhile too also himself herself now a an the "
    "his her its their one while although though another both who's along together alongside"
)
_BEGINS_CLAUSE = word_set("and but that while although because though if whether ; : – — --")
_COPULAS = word_set("is are was were")
_PARTIES = word_set("r d i l")
_LEADS_PHRASE = (
    QUANTITIES | frozenset(word.lower() for word in DETERMINERS) | word_set("than about nearly")
)
_LONGEST_LEAD = 6
_CONJUNCTIONS = word_set("but and yet or so nor")
_OF_SEVERAL = word_set("one another others some many several most both")
_AGO = word_set("later earlier ago afterwards before")
_LONGEST_SPAN = 3  # "two days later"
_FINITE = word_set(
    "is was are were has had have will would can could may might must shall should does did do"
)
_NO_SUBJECT_AFTER = word_set("by with from to against between")
_NAMED_AS = word_set("as called named")
_LEADS_IN = word_set("on in at by from after before since until")
_PLACES_AND_DAYS = frozenset({"DATE", "GPE", "LOC"})
_LONGEST_AGE = 6
_LONGEST_OFFICE = 12  # words behind its mention
_SHORTEST_NAME = 2
_LONGEST_NAME = 4
_LONGEST_INSERTION = 4
_LONGEST_ASIDE = 45
_LONGEST_RELATIVE = 20
_FARTHEST = 64
_LONGEST_SUBJECT = 24


# --- before the verb --------------------------------------------------------------------------


def subject_before(layout: Layout, verb: int, floor: int) -> Who | None:
    """Return the subject that ends before a verb and begins at or after ``floor``."""
    found = _found_before(layout, verb, floor)
    joined = layout.word(before_adverbs(layout, verb, floor) - 1) in {"and", "but", "or"}
    if joined or not _doubtful(found):
        return found  # a verb that is joined to another one is read with that one
    parsed = _parsed(layout, verb, (floor, verb))
    return parsed.between(parsed.first, verb) if parsed is not None else found


def _doubtful(who: Who | None) -> bool:
    """Whether the rules name no speaker, or only words that are no mention yet."""
    return who is None or who.unsaid or (who.words is not None and not who.mentions)


def _parsed(layout: Layout, verb: int, within: tuple[int, int]) -> Who | None:
    """Return the subject that the parse gives a verb, where mentions or a pronoun name it."""
    parse, cue = layout.page.parse, layout.extent(verb, verb + 1)
    subject = parse.subject_of(cue) if parse is not None and cue is not None else None
    if subject is None:
        return None
    first = layout.page.token_at(subject.start)
    last = layout.page.token_at(subject.end)
    if not within[0] <= first < last <= within[1]:
        return None
    who = phrase_from(layout, first, last)
    if _doubtful(who):
        who = phrase_ending(layout, last, first)
    return None if _doubtful(who) else who


def _found_before(layout: Layout, verb: int, floor: int) -> Who | None:
    """Return the subject before a verb as the rules see it."""
    end = before_adverbs(layout, verb, floor)
    if end <= floor:
        return None
    if layout.word(end - 1) == ",":
        return _before_comma(layout, end - 1, floor)
    if layout.word(end - 1) in {"and", "but", "or"}:
        return None
    if layout.word(end - 1) in DASHES:
        return _before_dashes(layout, end - 1, floor)
    found = phrase_ending(layout, end, floor)
    joined = _joined_over_aside(layout, found, floor) if found is not None else None
    if joined is not None:
        return joined
    relative = _before_relative(layout, end, found.first if found is not None else end, floor)
    if relative is not None:
        return relative
    if found is None or found.unsaid or layout.word(found.first - 1) in _NO_SUBJECT_AFTER:
        clear = _before_asides(layout, end, floor)
        return clear if clear is not None else found
    return found


def _joined_over_aside(layout: Layout, who: Who, floor: int) -> Who | None:
    """Return several who speak, with an aside between: "A and B, both of the north, and C said"."""
    end = who.first - 2
    if not who.mentions or layout.word(who.first - 1) != "and" or layout.word(end) != ",":
        return None
    for comma in range(floor + 1, min(end, floor + _LONGEST_SUBJECT)):
        if layout.word(comma) == ",":
            first = phrase_ending(layout, comma, floor)
            if first is None or not first.mentions or without_article(layout, first.first) > floor:
                return None
            aside = _only_asides(layout, comma, end + 1)
            people = (*first.mentions, *who.mentions)
            return Who(first.first, who.last, people) if aside else None
    return None


def whole_phrase(layout: Layout, first: int, floor: int) -> int:
    """Return where a phrase begins with all before its name: "more than | 40 groups"."""
    for _ in range(_LONGEST_LEAD):
        before = first - 1
        if before < floor or first in layout.before_quote:
            break
        word = layout.word(before)
        if word == "of" and layout.word(before - 1) in QUANTITIES:
            first = before - 1  # "one of Ali B's aides"
        elif word in _LEADS_PHRASE or layout.page.hyphen(before) or layout.page.hyphen(first):
            first = before
        else:
            break
    return first


def _before_dashes(layout: Layout, dash: int, floor: int) -> Who | None:
    """Return the phrase before an aside between dashes: "Ali B — who was there — said"."""
    for place in range(dash - 1, max(floor, dash - _LONGEST_ASIDE) - 1, -1):
        if layout.word(place) in DASHES and not layout.page.hyphen(place):
            who = phrase_ending(layout, place, floor)
            return who.between(who.first, dash + 1) if who is not None else None
    return None


def _before_comma(layout: Layout, comma: int, floor: int) -> Who | None:
    """Return the subject before a comma: a name beside its office, or what asides describe."""
    own = _name_beside(layout, comma, floor)
    joined = _joined_over_aside(layout, own, floor) if own is not None else None
    if joined is not None:
        return joined.between(joined.first, comma)
    if own is not None:
        clear = _before_asides(layout, comma + 1, floor) if _within_aside(layout, own) else None
        return clear if clear is not None else own
    inserted = _before_insertion(layout, comma, floor)
    if inserted is not None:
        return inserted
    clear = _before_asides(layout, comma + 1, floor)
    return clear if clear is not None else _before_aside(layout, comma, floor)


def _name_beside(layout: Layout, comma: int, floor: int) -> Who | None:
    """Return the name in ", Ali B," behind what describes him."""
    own = layout.ending(comma)
    if own is None:
        return _unknown_name(layout, comma, floor)
    if own.label != "PERSON":
        return None
    before = _before_age(layout, before_name(layout, own)) - 1
    if layout.word(before) in _NAMED_AS:  # "a driver, who gave his name as Ali B,"
        return Who(before, comma, (own,))
    if before <= floor or layout.word(before) != ",":
        return None
    end = _opening(layout, before - 1, floor) if layout.word(before - 1) == ")" else before
    described = phrase_ending(layout, end, floor)
    if _is_of_another(layout, described, range(before + 1, own.first)):
        return None
    return Who(described.first if described is not None else before, comma, (own,))


def _is_of_another(layout: Layout, described: Who | None, title: range) -> bool:
    """Whether what stands before a name is another one's office: "A, the adviser to Leader B,"."""
    person = described is not None and {one.label for one in described.mentions} == {"PERSON"}
    return person and any(layout.word(place) in {"to", "of", "for"} for place in title)


def _within_aside(layout: Layout, name: Who) -> bool:
    """Whether a name beside its office stands in an aside: "who sat with the envoy, Ali B,"."""
    before = layout.word(without_article(layout, name.first) - 1)
    return _participle(layout, name.first) or before in PREPOSITIONS | _NO_SUBJECT_AFTER | {
        "after",
        "before",
        "during",
    }


def _before_age(layout: Layout, first: int) -> int:
    """Return where "23-year-old Ali B" begins."""
    place = first
    while place > 0 and first - place < _LONGEST_AGE and not layout.page.tokens[place - 1].capital:
        if layout.word(place - 1) == ",":
            return place
        if layout.word(place - 1) in PREPOSITIONS | _NO_SUBJECT_AFTER | _LEADS_IN:
            return first
        place -= 1
    return first


def _unknown_name(layout: Layout, comma: int, floor: int) -> Who | None:
    """Return the name in "the minister, Xx Yy," that no rule has tagged."""
    first = comma
    while first > floor and comma - first < _LONGEST_NAME:
        if not (layout.page.capital(first - 1) or layout.page.hyphen(first - 1)):
            break
        first -= 1
    if first < comma and layout.word(first - 1) in _NAMED_AS:
        return Who(first, comma, words=(first, comma), label="PERSON")
    if first == comma or layout.word(first - 1) != ",":
        return None
    described = phrase_ending(layout, first - 1, floor)
    if comma - first < _SHORTEST_NAME and layout.word(first - 2) not in KIN:
        return None
    office = described is not None and described.mentions and described.mentions[-1].label == "ROLE"
    if described is None or not (office or described.words):
        return None
    return Who(described.first, comma, words=(first, comma), label="PERSON")


def _before_insertion(layout: Layout, comma: int, floor: int) -> Who | None:
    """Return the phrase before an attribution between commas: "The envoy, he said, had"."""
    for place in range(comma - 1, max(floor, comma - _LONGEST_INSERTION) - 1, -1):
        found = layout.finite_cue(place)
        if found is not None and found[1] == comma and "after" in found[0].verb.takes:
            speaker = phrase_ending(layout, place, floor)
            if speaker is None or layout.word(speaker.first - 1) != ",":
                return None
            return phrase_ending(layout, speaker.first - 1, floor)
    return None


def _before_relative(layout: Layout, end: int, first: int, floor: int) -> Who | None:
    """Return the subject before a relative clause without commas: "a diplomat who sat there".

    Args:
        layout: The page.
        end: Where the relative clause ends.
        first: Where the last phrase in it begins; right behind "who" it is a subject itself.
        floor: Where the sentence begins.
    """
    for place in range(end - 1, max(floor, end - _LONGEST_RELATIVE) - 1, -1):
        if layout.word(place) in {",", ";", '"', "that"}:
            return None
        if layout.word(place) == "who":
            head = phrase_ending(layout, place, floor) if place + 1 < first else None
            return head.between(head.first, end) if head is not None and not head.unsaid else None
    return None


def _before_asides(layout: Layout, end: int, floor: int) -> Who | None:
    """Return the subject that a clause begins with, nothing but asides between it and its verb."""
    nearest: Who | None = None
    for start in _clause_starts(layout, end, floor):
        who = phrase_from(layout, start, end)
        if who is not None and not who.unsaid and _only_asides(layout, who.last, end):
            who = _named_behind_comma(layout, who, end)
            person = bool(who.mentions) and who.mentions[0].label == "PERSON"
            if nearest is None or person:  # "Ali B, the envoy and a former mayor of X, said"
                nearest = who.between(who.first, end)
            if person or layout.word(start - 1) != "and":
                break
    return nearest


def _named_behind_comma(layout: Layout, office: Who, end: int) -> Who:
    """Return who holds an office: "the head of the panel on ports, Ali B, who was there,"."""
    if not office.mentions or office.mentions[0].label != "ROLE":
        return office
    behind = office.mentions[0].last
    for comma in range(behind, min(end, behind + _LONGEST_OFFICE)):
        if layout.word(comma) == ",":
            name = phrase_from(layout, comma + 1, end)
            beside = name is not None and name.mentions and name.mentions[0].label == "PERSON"
            if name is not None and beside and layout.word(name.last) == ",":
                return Who(office.first, name.last, name.mentions)
            break
        if layout.word(comma) in _RELATIVES or _participle(layout, comma):
            break
    return office


def _clause_starts(layout: Layout, end: int, floor: int) -> list[int]:
    """Return where the clause of a verb may begin, the nearest place first."""
    starts: list[int] = []
    for place in range(end - 1, max(floor, end - _FARTHEST) - 1, -1):
        if place in layout.before_quote:
            starts.append(place)
            break
        if layout.word(place) in _BEGINS_CLAUSE:
            starts.append(place + 1)
    else:
        if end - floor <= _FARTHEST:
            starts.append(floor)
    return [after_adverbial(layout, start, end) for start in starts]


def _only_asides(layout: Layout, first: int, last: int) -> bool:
    """Whether all words between a phrase and its verb describe the phrase."""
    if first >= last:
        return True
    opening = layout.word(first)
    relative = opening in _RELATIVES
    if not (relative or opening in {",", "("} | PREPOSITIONS or _participle(layout, first)):
        return False
    for place in range(first, last):
        word = layout.word(place)
        if word == "," and place + 1 < last:
            relative = layout.word(place + 1) in _RELATIVES or (
                relative and layout.word(place + 1) not in _FINITE
            )
            if not relative and not _is_aside(layout, place + 1, last):
                return False
        elif word in _RELATIVES:
            relative = True
        elif not relative and (word in _FINITE or layout.finite_cue(place) is not None):
            return _participle(layout, place) and layout.word(place + 1) in PREPOSITIONS
    return True


def _participle(layout: Layout, index: int) -> bool:
    return layout.word(index).endswith(("ed", "ing")) or layout.word(index) in {
        "led",
        "held",
        "seen",
    }


def before_adverbs(layout: Layout, end: int, floor: int) -> int:
    """Return where the words before a verb's adverbs and auxiliaries end: "had later | said"."""
    while end > floor:
        word, owner = layout.word(end - 1), layout.owner(end - 1)
        if owner is not None and owner.label == "DATE":
            end = owner.first
            while end > floor and layout.word(end - 1) in _DATE_LEADS:
                end -= 1
        elif word in _NIGHTS and layout.word(end - 2) in {"last", "this"}:
            end -= 2
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
    for place in range(comma - 1, max(floor, comma - _LONGEST_ASIDE) - 1, -1):
        if layout.word(place) != ",":
            continue
        aside = place + 1
        who = phrase_ending(layout, before_adverbs(layout, place, floor), floor)
        if who is not None and _is_aside(layout, aside, comma) and _may_head(layout, who, floor):
            return who.between(who.first, comma)
    return None


def _is_aside(layout: Layout, first: int, last: int) -> bool:
    word = layout.word(first)
    if word in _OPENS_ASIDE or layout.starting(first) is not None or _participle(layout, first):
        return True
    if _is_adverb(layout, first) and _participle(layout, first + 1):
        return True  # "visibly moved"
    if word in _PARTIES and layout.word(first + 1) in {"-", "."}:
        return True  # "R-Iowa"
    if layout.kind(first) is Kind.NUMBER or layout.page.office_at(first) > first:
        return True
    role = layout.ending(last)
    return role is not None and role.first <= first + 3


def _may_head(layout: Layout, who: Who, floor: int) -> bool:
    """Whether a phrase before an aside may be a subject: no place after "in"."""
    if not who.mentions or who.mentions[0].label not in {"GPE", "ORG"}:
        return True
    before = layout.word(without_article(layout, who.first) - 1)
    return who.first <= floor or before not in PREPOSITIONS


# --- behind the verb --------------------------------------------------------------------------


def subject_after(layout: Layout, start: int, end: int) -> Who | None:
    """Return the subject that begins behind a verb: "said the envoy, Ali B"."""
    found = phrase_from(layout, start, end)
    if not _doubtful(found):
        return found
    parsed = _parsed(layout, start - 1, (start, end))
    return parsed if parsed is not None else found


def first_subject(layout: Layout, first: int, last: int) -> Who | None:
    """Return the subject that a sentence begins with, after an adverbial and its comma."""
    start = after_adverbial(layout, first + (layout.word(first) in _CONJUNCTIONS), last)
    return phrase_from(layout, start, min(start + _LONGEST_SUBJECT, last))


def after_adverbial(layout: Layout, first: int, last: int) -> int:
    """Return where a clause begins behind an adverbial and its comma."""
    word = layout.word(first)
    behind = layout.word(first + 1)
    if word in _OF_SEVERAL and behind in {",", "of"}:
        return first  # "One, who was there, said"
    if behind == "," and layout.starting(first) is None:
        return first + 2  # "Outside, a man sold coffee"
    if word == "among":
        copula = (at for at in range(first, min(last, first + _LONGEST_SUBJECT))
                  if layout.word(at) in _COPULAS)  # fmt: skip
        return next(copula, first - 1) + 1  # "Among those who left was Ali B"
    named = layout.owner(first + 1)
    if word in _LEADS_IN and named is not None and named.label in _PLACES_AND_DAYS:
        subject = layout.owner(named.last)
        if subject is not None or layout.word(named.last) in PRONOUNS:
            return named.last  # "On Monday Ali B said"
    opens = word in _OPENS_ASIDE - DETERMINERS - POSSESSIVES or word.endswith(("ing", "ly", "ed"))
    if not opens:
        opens = any(layout.word(first + words) in _AGO for words in range(_LONGEST_SPAN))
    if not opens or layout.starting(first) is not None:
        return first
    for place in range(first, min(last, first + _LONGEST_ASIDE)):
        if layout.word(place) == ",":
            return place + 1
    return first
