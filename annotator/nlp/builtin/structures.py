"""Names built around a word that says what they name: "Ministry of ...", "... Summit"."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.missions import building_rule
from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.rulebook import Rule
from annotator.nlp.tokens import Kind

_LONGEST = 12  # tokens of a name on one side of its head
_PLURAL_OWNERS = word_set(
    "People Peoples Workers Women Children Students Teachers Farmers Lord Journalists Writers "
    "Peasants Lawyers Doctors Miners Soldiers Veterans Ministers President Prime Minister "
    "Governors Prosecutor Chancellor Nation Nations Youth Shepherds Men Consumers Employers "
    "Citizens Merchants Artists Actors Bishops Girls Boys Patients Prisoners Villagers Parents "
    "World"
)
_NO_PART = word_set(
    "President Minister Premier Chancellor Secretary Ambassador Senator Governor Mayor "
    "Spokesman Spokeswoman King Queen Prince Princess Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sheikh "
    "Ayatollah Imam Pope Chairman Envoy Adviser Advisor Director Spokesperson Sultan Emir "
    "Leader Commander"
)
_VENUES = word_set(
    "International Conference Convention Congress Trade Exhibition Media Press Shopping Cultural"
)
_RIGHT = frozenset({"of", "for", "on", "against"})


@dataclass(frozen=True, slots=True)
class _Kindred:
    """One family of names.

    Attributes:
        heads: Words that such a name ends with or, followed by "of" or "for", begins with.
    """

    rule: Rule
    heads: frozenset[str]

    @property
    def has_complement(self) -> bool:
        """Whether "of" and "for" may follow the head."""
        return self.rule.label in {"ORG", "FAC", "EVENT"}


def _kindreds(page: Page) -> tuple[_Kindred, ...]:
    """Return the families in the order in which they are tried."""
    words = page.lexicon
    return (
        _Kindred(rulebook.OUTLET_NAME, words.outlet_heads),
        _Kindred(rulebook.ORGANISATION_NAME, words.organisation_heads),
        _Kindred(rulebook.BUILDING_NAME, words.facility_heads),
        _Kindred(rulebook.EVENT_NAME, words.event_heads),
        _Kindred(rulebook.PROVINCE_NAME, words.government_place_heads),
        _Kindred(rulebook.PLACE_NAME, words.place_heads),
    )


# --- to the left of the head ----------------------------------------------------------------


def _is_part(page: Page, index: int, *, titles: bool) -> bool:
    token = page.tokens[index]
    if not token.capital or page.owner[index] is not None:
        return False
    if token.text in _NO_PART and not titles:
        return False
    common = token.text in page.lexicon.common and not page.hyphen(index - 1)
    return not common or _is_topic(page, index)


def _is_topic(page: Page, index: int) -> bool:
    return page.word(index) in page.lexicon.topics


def _step_left(page: Page, first: int, *, titles: bool) -> int:
    """Return where a name begins when the token before ``first`` belongs to it, else ``first``."""
    before = first - 1
    if before < 0 or not page.follows(first):
        return first
    if _is_part(page, before, titles=titles):
        return before
    if before == 0 or not page.follows(before):
        return first
    if page.possessive(before):
        owner = page.word(before - 1)
        plural = page.word(before) == "'" and page.capital(before - 1)
        return before - 1 if plural or owner in _PLURAL_OWNERS else first
    word = page.word(before)
    topics = word == "and" and _is_topic(page, first) and _is_topic(page, before - 1)
    joins = topics or word == "&" or page.hyphen(before)
    return before - 1 if joins and _is_part(page, before - 1, titles=titles) else first


def _left_edge(page: Page, head: int, *, titles: bool) -> int:
    """Return the first token of the name that ends with a head.

    Args:
        page: The text.
        head: Index of the head.
        titles: Whether "President" and the like may be part of the name, as in a hotel's.
    """
    first = head
    while head - first < _LONGEST:
        further = _step_left(page, first, titles=titles)
        if further == first:
            break
        first = further
    while first < head and _is_opening_word(page, first):
        first += 1
    while first < head and page.tokens[first].kind is not Kind.WORD:
        first += 1
    return first


def _is_opening_word(page: Page, index: int) -> bool:
    """Return whether a capital is owed to the beginning of a sentence only."""
    token = page.tokens[index]
    if not token.first or page.match_at(index) is not None:
        return False
    return token.text in page.lexicon.common or token.text.endswith("ing")


# --- to the right of the head ---------------------------------------------------------------


def _complement_end(page: Page, place: int) -> int:
    """Return the end of the capitalised words of a complement, ``place`` where there are none."""
    last = place
    limit = min(place + _LONGEST, len(page.tokens))
    while last < limit and (last == place or page.follows(last)):
        step = _complement_step(page, place, last)
        if not step:
            break
        last += step
    while last > place and page.tokens[last - 1].kind is not Kind.WORD:
        last -= 1
    return last


def _complement_step(page: Page, place: int, index: int) -> int:
    """Return how many tokens from ``index`` on go on a complement that began at ``place``."""
    if page.capital(index) and page.owner[index] is None:
        return int(index == place or not _begins_another(page, index))
    if index == place:
        return 0
    if page.hyphen(index) or page.word(index) == "&":
        return 1
    return 2 if page.word(index) == "and" and _goes_on(page, index + 1) else 0


def _begins_another(page: Page, index: int) -> bool:
    """Return whether a person's name or a title begins inside a run of capitals."""
    word = page.word(index)
    if page.honorific_at(index) > index or word in _NO_PART:
        return True
    if word in page.lexicon.topics or word in page.lexicon.organisation_heads:
        return False
    named = folded(word) in page.lexicon.given_names and page.capital(index + 1)
    return named or (_is_topic(page, index - 1) and page.match_at(index) is None)


def _goes_on(page: Page, index: int) -> bool:
    """Return whether the word after "and" still names what the complement is about."""
    heads = page.lexicon.organisation_heads
    return (
        _is_topic(page, index)
        and page.follows(index)
        and page.word(index) not in heads
        and page.word(index + 1) not in heads
        and page.match_at(index) is None
    )


def _right_edge(page: Page, last: int) -> int:
    """Return the end of a name whose head or complement ends at ``last``."""
    limit = last + 2 * _LONGEST
    while last < limit and page.follows(last) and page.word(last) in _RIGHT:
        place = last + 1 + (page.word(last + 1) == "the")
        if not page.capital(place) or _is_another(page, last, place):
            break
        end = _complement_end(page, place)
        if end == place:
            break
        last = end
    return last


def _is_another(page: Page, preposition: int, place: int) -> bool:
    """Return whether a complement is no part of the name: a whole organisation, or no topic."""
    match = page.match_at(place)
    if page.word(preposition) in {"on", "against"}:
        return match is not None
    if match is None or match.first != place or match.term.unsure:
        return False
    return match.term.label in {"ORG", "OUTLET"}


# --- whole names ----------------------------------------------------------------------------


def _heads(page: Page, kindred: _Kindred) -> Iterator[int]:
    for index, token in enumerate(page.tokens):
        if not token.capital or token.text not in kindred.heads or page.headline[index]:
            continue
        free = page.owner[index] is None and not page.in_office(index)
        if free and page.word(index + 1) not in kindred.heads:
            yield index


def _name_around(page: Page, head: int, kindred: _Kindred) -> tuple[int, int] | None:
    match = page.match_at(head)
    if match is not None and match.first < head and match.last > head + 1:
        return None
    first = _left_edge(page, head, titles=kindred.rule.label == "FAC")
    if match is not None and match.last == head + 1:
        first = min(first, match.first)
    last = _right_edge(page, head + 1) if kindred.has_complement else head + 1
    if first == head and (last == head + 1 or kindred.rule.label != "ORG"):
        return None
    other = match is not None and match.term.label != kindred.rule.label
    return None if other and match is not None and match.last >= last else (first, last)


def _is_venue(page: Page, head: int, last: int) -> bool:
    """Return whether a "Centre" is a building: a conference centre, not a research centre."""
    centre = page.word(head) in {"Centre", "Center"} and last == head + 1
    return centre and page.word(head - 1) in _VENUES


def find_structures(page: Page) -> None:
    """Claim names that hold a word for what they name."""
    for kindred in _kindreds(page):
        for head in _heads(page, kindred):
            found = _name_around(page, head, kindred)
            if found is not None:
                venue = _is_venue(page, head, found[1])
                rule = rulebook.BUILDING_NAME if venue else kindred.rule
                page.claim(*found, building_rule(page, *found, rule))
