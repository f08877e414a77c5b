"""How far a noun phrase reaches around an office, without a parser."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.page import Page
from annotator.nlp.tokens import Kind

NAMES = frozenset({"NORP", "GPE", "ORG", "LOC", "OUTLET", "FAC", "EVENT"})
DETERMINERS = frozenset({"the", "a", "an", "The", "A", "An"})
_QUANTITIES = word_set(
    "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred "
    "hundreds thousands some many several few other others both most all each every any no "
    "another such more less certain various own same first second third last next"
)
_TO_HEADS = word_set(
    "envoy ambassador adviser advisor aide representative delegate assistant emissary consul "
    "counsellor counselor deputy secretary candidate coordinator commissioner nuncio attaché "
    "heir successor consultant"
)
_AT_HEADS = word_set(
    "officer analyst professor fellow researcher expert scholar lecturer economist strategist "
    "director manager employee historian scientist academic"
)
_SOURCES = frozenset({"source", "official"})
_ON_HEADS = word_set(
    "adviser advisor expert envoy rapporteur representative analyst specialist coordinator "
    "negotiator spokesman authority commissioner"
)
_JOINED = word_set(
    "foreign defense defence finance economic political military security trade civil "
    "religious local international legal energy interior current former"
)
_RANKS = word_set("deputy former senior chief acting")
_PERSONAL = word_set("aide aides adviser advisers advisor ally spokesman envoy")
_VERBS_TOO = word_set("press head chair lead")  # "to press Prime Minister Tanaka"
_OCCASIONS = word_set(
    "breakfast conference consultations dinner lunch meeting meetings reception round signing "
    "summit talks tour visit"
)
_NEAR_VERBS = word_set(
    "met meet meeting meets told tell received receive visited hosted by with invited urged "
    "asked welcomed joined saw summoned expelled appointed named sent and"
)
_OPEN_ENDS = frozenset({",", ".", '"', ":", ";"})
_VERB_ENDINGS = ("ly", "ed", "ing", "n't")
_MOST_WORDS = 8
_LONGEST = 24  # tokens


def is_closed(page: Page, word: str) -> bool:
    """Return whether a lower-case word cannot stand inside a noun phrase."""
    words = page.lexicon
    return word in words.no_nouns or word in words.reporting or word in _QUANTITIES


# --- before the office ------------------------------------------------------------------------


def phrase_start(page: Page, head: int, starts: dict[int, int]) -> tuple[int, bool]:
    """Return where the phrase of an office begins, and whether a name is among its first words.

    Args:
        page: The text.
        head: Index of the office's first token.
        starts: Where the roles before it begin, by their end.
    """
    first, named = head, False
    while head - first < _LONGEST and page.follows(first):
        before = first - 1
        if page.possessive(before) and page.owner[before] is None:
            start = _possessor(page, before, starts)
            return (start, True) if start < before else (_trimmed(page, first, head), named)
        step = _name_start(page, head, first)
        named = named or step < first
        step = step if step < first else _modifier_start(page, first)
        if step == first:
            break
        first = step
    return _trimmed(page, first, head), named


def _name_start(page: Page, head: int, first: int) -> int:
    """Return where the name begins that ends before ``first``, ``first`` if there is none."""
    owner = page.owner[first - 1]
    if owner is None or owner.last != first:
        return first
    personal = owner.label == "PERSON" and page.word(head) in _PERSONAL  # "Putin aide"
    return owner.first if owner.label in NAMES or personal else first


def _modifier_start(page: Page, first: int) -> int:
    """Return where the unclaimed word begins that describes what begins at ``first``."""
    before = first - 1
    if page.owner[before] is not None:
        return first
    if page.word(before) in {"and", ","}:
        return before if _joins(page, before, first) else first
    return _compound_start(page, before) if _is_modifier(page, before) else first


def _trimmed(page: Page, first: int, head: int) -> int:
    while first < head and page.word(first) in {"and", ",", "-"}:
        first += 1
    return first


def _possessor(page: Page, mark: int, starts: dict[int, int]) -> int:
    """Return where the possessor before a possessive mark begins, ``mark`` if it is no name."""
    if mark in starts:
        return starts[mark]
    owner = page.owner[mark - 1]
    if owner is None or owner.label not in NAMES | {"PERSON"}:
        return mark
    before = page.owner[owner.first - 1] if page.follows(owner.first) else None
    return before.first if before is not None and before.label == "NORP" else owner.first


def _joins(page: Page, joiner: int, right: int) -> bool:
    """Return whether "and" or a comma joins two adjectives of a phrase."""
    left_label, right_label = page.label_at(joiner - 1), page.label_at(right)
    if left_label and left_label == right_label:
        return left_label in {"NORP", "GPE"}
    adjectives = page.lexicon.role_modifiers | _JOINED
    both = page.word(joiner - 1).lower() in adjectives and page.word(right).lower() in adjectives
    return both and page.word(joiner) == "and"


def _compound_start(page: Page, index: int) -> int:
    """Return the first token of the hyphenated word that ends at a token."""
    while page.hyphen(index - 1):
        owner = page.owner[index - 2]
        index = owner.first if owner is not None else index - 2
    return index


def _is_modifier(page: Page, index: int) -> bool:
    """Return whether an unclaimed word may describe the office after it."""
    token = page.tokens[index]
    if token.kind is not Kind.WORD:
        return False
    word = token.text.lower()
    if page.hyphen(index - 1) and not token.capital:
        return True
    if word in page.lexicon.role_modifiers:
        return word not in _VERBS_TOO or page.word(index - 1) not in {"to", "will", "would"}
    if is_closed(page, word) or word in DETERMINERS:
        return False
    if token.capital:
        return _capital_modifies(page, index)
    return _is_plain(word) or (word.endswith("s") and _goes_on_left(page, index))


def _goes_on_left(page: Page, index: int) -> bool:
    """Return whether a phrase surely goes on to the left: "Iran's roads minister"."""
    before = index - 1
    if not page.follows(index):
        return False
    named = page.possessive(before) or page.label_at(before) in {"NORP", "GPE"}
    return named or page.word(before) in _RANKS


def _capital_modifies(page: Page, index: int) -> bool:
    token = page.tokens[index]
    if token.text in page.lexicon.topics or page.office_at(index) > index:
        return True
    if page.headline[index]:
        return False
    unopened = not token.first and token.text not in page.lexicon.common
    return unopened or _is_plain(token.text.lower())


def _is_plain(word: str) -> bool:
    """Return whether a word has no ending of verbs, adverbs and plurals."""
    return len(word) > 2 and not word.endswith(("s", *_VERB_ENDINGS))


# --- after the office -------------------------------------------------------------------------


def phrase_end(page: Page, head: int, end: int, first: int) -> int:
    """Return where the phrase of an office ends, its complements included.

    Args:
        page: The text.
        head: Index of the office's first token.
        end: Index after its last token.
        first: Where the phrase begins.
    """
    last = end
    while last - end < _LONGEST and page.follows(last):
        start = _complement_start(page, head, end, last, first)
        further = _noun_phrase_end(page, start) if start else last
        if further <= last or further == start:
            break
        last = further
    return _without_holder(page, end, last)


def _complement_start(page: Page, head: int, end: int, last: int, first: int) -> int:
    """Return where the noun phrase of a complement begins, 0 where none follows."""
    word = page.word(last)
    for words in (("in", "charge", "of"), ("responsible", "for"), ("close", "to")):
        if tuple(page.words(last, last + len(words))) == words:
            return _after_article(page, last + len(words))
    start = _after_article(page, last + 1)
    heads = {text.lower().removesuffix("s") for text in page.words(head, end)}
    if word == "for" and not heads & _ON_HEADS and _is_purpose(page, end, last):
        return 0
    if word in {"of", "for"} or (word == "on" and heads & _ON_HEADS):
        return start if _is_noun(page, start) else 0
    if word == "at" and heads & _AT_HEADS and last == end:
        return start if _is_noun(page, start) else 0
    if word == "to" and heads & _TO_HEADS:
        return start if _is_named(page, start) or start > last + 1 else 0
    if word == "in" and heads & _SOURCES:
        return start if _is_named(page, start) or start > last + 1 else 0
    place = word in {"in", "from"} and _is_place(page, start)
    return start if place and _attaches(page, first, word) else 0


def _is_purpose(page: Page, end: int, last: int) -> bool:
    """Return whether "for" says why somebody came rather than what an office is about.

    "The leaders of Chad and Mali for an emergency summit", but "a spokesman for a rebel group".
    """
    if page.word(last + 1) in {"a", "an"} and last > end:
        return True
    near = page.words(last + 1, last + 5)
    return any(word.lower() in _OCCASIONS for word in near)


def _after_article(page: Page, index: int) -> int:
    return index + (page.word(index) in {"the", "a", "an", "one"})


def _is_noun(page: Page, index: int) -> bool:
    if not page.follows(index):
        return False
    if page.owner[index] is not None:
        return page.label_at(index) != "DATE"
    token = page.tokens[index]
    return token.kind is Kind.WORD and not is_closed(page, token.text.lower())


def _is_named(page: Page, index: int) -> bool:
    return page.capital(index) or page.label_at(index) in NAMES


def _is_place(page: Page, index: int) -> bool:
    if page.label_at(index) in {"GPE", "LOC"} or page.word(index) in {"region", "area"}:
        return True
    if page.words(index - 2, index) == ["of", "the"]:  # "in one of the delegations"
        return True
    number = page.follows(index) and page.tokens[index].kind is Kind.NUMBER
    return number and page.word(index + 1) in {"countries", "states", "nations"}


def _attaches(page: Page, first: int, preposition: str) -> bool:
    """Return whether a place belongs to the phrase rather than to a verb before it."""
    before = first - 1
    before -= page.word(before) in DETERMINERS
    word = page.word(before).lower()
    return preposition == "from" or not (word in _NEAR_VERBS or word.endswith("ed"))


def _noun_phrase_end(page: Page, start: int) -> int:
    """Return the end of the noun phrase that begins at ``start``."""
    last, words = start, 0
    while words < _MOST_WORDS and last < len(page.tokens) and (last == start or page.follows(last)):
        further = _phrase_step(page, start, last)
        if further == last:
            break
        words += page.owner[last] is None
        last = further
    while last > start and page.tokens[last - 1].kind in {Kind.POSSESSIVE, Kind.MARK}:
        last -= 1
    return last


def _phrase_step(page: Page, start: int, index: int) -> int:
    """Return where a noun phrase goes on after the word or name at ``index``."""
    owner = page.owner[index]
    if owner is not None:
        return owner.last if _may_hold(page, start, index) else index
    token = page.tokens[index]
    if page.hyphen(index):
        return index + 1 if page.owner[index + 1] is not None else index + 2
    if token.kind is Kind.POSSESSIVE:
        return index + 1
    if token.text in {"and", ","}:
        return _list_step(page, index)
    if token.kind is Kind.NUMBER and index == start:
        return index + 1
    return index + 1 if token.kind is Kind.WORD and not _ends_phrase(page, index) else index


def _may_hold(page: Page, start: int, index: int) -> bool:
    """Return whether a name may stand at this place of a complement."""
    label = page.label_at(index)
    if label == "DATE":
        return False
    if index == start:
        return True
    if label != "PERSON":
        return page.label_at(index - 1) != "PERSON"
    return any(page.titled(place) for place in range(start, index))


def _ends_phrase(page: Page, index: int) -> bool:
    word = page.word(index)
    if page.capital(index) or word in page.lexicon.role_modifiers:
        return False
    return is_closed(page, word) or word.endswith(_VERB_ENDINGS)


def _list_step(page: Page, joiner: int) -> int:
    """Return the index after "and" or a comma where a list of names or topics goes on."""
    comma = page.word(joiner) == ","
    place = joiner + 1 if comma else _after_article(page, joiner + 1)
    if not page.follows(joiner + 1) or place >= len(page.tokens):
        return joiner
    left, right = page.label_at(joiner - 1), page.label_at(place)
    if left in NAMES and right in NAMES:
        return joiner if comma and not _ends_with_and(page, place) else place
    if comma or page.office_at(place) > place:
        return joiner
    if page.capital(joiner - 1) and page.capital(place):
        return joiner if left or right else place
    return place if not page.capital(joiner - 1) and _ends_with_nouns(page, place) else joiner


def _ends_with_nouns(page: Page, place: int) -> bool:
    """Return whether one or two lower-case nouns after "and" end the phrase."""
    for index in range(place, place + 2):
        noun = page.follows(index) and page.tokens[index].kind is Kind.WORD
        if not noun or page.capital(index) or _ends_phrase(page, index):
            return False
        after = page.word(index + 1)
        if after in _OPEN_ENDS or after in page.lexicon.reporting:
            return True
    return False


def _ends_with_and(page: Page, place: int) -> bool:
    """Return whether an "and" closes the list of names that a comma goes on."""
    for index in range(place, min(place + 12, len(page.tokens))):
        if page.word(index) == "and":
            return page.label_at(_after_article(page, index + 1)) in NAMES
        if page.owner[index] is None and page.word(index) not in {",", "the"}:
            return False
    return False


def _without_holder(page: Page, end: int, last: int) -> int:
    """Return the end of a phrase without the name of its own holder.

    "Leader of the Revolution Ayatollah A" ends before "Ayatollah", but "aide to Minister B" holds
    the other person's name.
    """
    owner = page.owner[last - 1]
    if owner is None or owner.label != "PERSON" or owner.first <= end + 2:
        return last
    between = range(end, owner.first)
    if any(page.owner[place] is None and page.office_at(place) > place for place in between):
        return last
    cut = owner.first
    while cut > end and page.owner[cut - 1] is None and page.honorific_at(cut - 1) == cut:
        cut -= 1
    return cut
