"""Names built around a word that says what they name: "Ministry of ...", "... Summit"."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.tokens import Kind

_PLURAL_OWNERS = word_set(
    "People Peoples Workers Women Children Students Teachers Farmers Lord Journalists Writers "
    "Peasants Lawyers Doctors Miners Soldiers Veterans Ministers President Prime Minister "
    "Governors Prosecutor Chancellor Nation Nations Youth Shepherds Men Consumers Employers "
    "Citizens Merchants Artists Actors Bishops Girls Boys Patients Prisoners Villagers "
    "Parents World"
)
_NO_PART = word_set(
    "President Minister Premier Chancellor Secretary Ambassador Senator Governor Mayor "
    "Spokesman Spokeswoman King Queen Prince Princess Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sheikh "
    "Ayatollah Imam Pope Chairman Envoy Adviser Advisor Director Spokesperson Sultan Emir "
    "Leader Commander"
)
_RIGHT = frozenset({"of", "for", "on", "against"})


@dataclass(frozen=True, slots=True)
class Kindred:
    """One family of names.

    Attributes:
        heads: Words that such a name ends with or, followed by "of" or "for", begins with.
        alone_before_of: Whether "Head of X" is a name without a word before the head.
    """

    label: str
    rule: str
    heads: frozenset[str]
    score: float
    reason: str
    alone_before_of: bool


def kindreds(page: Page) -> tuple[Kindred, ...]:
    """Return the families in the order in which they are tried."""
    words = page.lexicon
    return (
        Kindred(
            "OUTLET",
            "outlet-name",
            words.outlet_heads,
            0.82,
            "A name with a word for news outlets.",
            alone_before_of=False,
        ),
        Kindred(
            "ORG",
            "organisation-name",
            words.organisation_heads,
            0.86,
            "A name with a word for organisations.",
            alone_before_of=True,
        ),
        Kindred(
            "FAC",
            "building-name",
            words.facility_heads,
            0.8,
            "A name with a word for buildings.",
            alone_before_of=False,
        ),
        Kindred(
            "EVENT",
            "event-name",
            words.event_heads,
            0.75,
            "A name with a word for events.",
            alone_before_of=False,
        ),
        Kindred(
            "GPE",
            "government-place-name",
            words.government_place_heads,
            0.8,
            "A name with a word for provinces or towns.",
            alone_before_of=False,
        ),
        Kindred(
            "LOC",
            "place-name",
            words.place_heads,
            0.8,
            "A name with a word for places.",
            alone_before_of=False,
        ),
    )


def _joins_with_hyphen(page: Page, index: int) -> bool:
    """Return whether the mark at ``index`` is a hyphen inside a word."""
    token = page.tokens[index]
    return (
        token.text == "-"
        and not token.gap
        and 0 < index < len(page.tokens) - 1
        and not page.tokens[index + 1].gap
        and page.tokens[index - 1].kind in {Kind.WORD, Kind.NUMBER}
    )


def _is_part(page: Page, index: int, *, titles: bool = False) -> bool:
    token = page.tokens[index]
    if (
        not token.capital
        or page.owner[index] is not None
        or (token.text in _NO_PART and not titles)
    ):
        return False
    return not (token.text in page.lexicon.common and token.text not in page.lexicon.topics)


def _is_topic(page: Page, index: int) -> bool:
    return page.word(index) in page.lexicon.topics


def _step_left(page: Page, first: int, *, titles: bool) -> int:
    """Return where a name begins when the token before ``first`` belongs to it, else ``first``."""
    before = first - 1
    if before < 0 or not page.follows(first):
        return first
    token = page.tokens[before]
    if _is_part(page, before, titles=titles):
        return before
    if before == 0 or not page.follows(before):
        return first
    joins = _joins_with_hyphen(page, before) or token.text == "&"
    joins = joins or (
        token.text == "and" and _is_topic(page, first) and _is_topic(page, before - 1)
    )
    owned = token.kind is Kind.POSSESSIVE or (token.text == "'" and not token.gap)
    joins = joins or (owned and page.word(before - 1) in _PLURAL_OWNERS)
    return before - 1 if joins and _is_part(page, before - 1) or owned and joins else first


def left_edge(page: Page, head: int, *, titles: bool = False) -> int:
    """Return the first token of the name that ends with a head.

    Args:
        page: The text.
        head: Index of the head.
        titles: Whether "President" and the like may be part of the name, as in a hotel's.
    """
    first = head
    while True:
        further = _step_left(page, first, titles=titles)
        if further == first:
            break
        first = further
    while first < head and page.tokens[first].first and _is_opening_word(page, first):
        first += 1
    while first < head and page.tokens[first].kind is not Kind.WORD:
        first += 1
    return first


def _is_opening_word(page: Page, index: int) -> bool:
    """Return whether a capital is owed to the beginning of a sentence only."""
    word = page.word(index)
    if page.match_at(index) is not None:
        return False
    return word in page.lexicon.common or word.endswith("ing")


def _complement_end(page: Page, place: int) -> int:
    """Return the end of the capitalised words of a complement, ``place`` where there are none."""
    last = place
    while last < len(page.tokens) and (last == place or page.follows(last)):
        token = page.tokens[last]
        if token.capital and page.owner[last] is None:
            if last > place and _begins_another(page, place, last):
                break
            last += 1
        elif last > place and (_joins_with_hyphen(page, last) or token.text == "&"):
            last += 1
        elif last > place and token.text == "and" and _goes_on(page, last + 1):
            last += 2
        else:
            break
    while last > place and page.tokens[last - 1].kind is not Kind.WORD:
        last -= 1
    return last


def _begins_another(page: Page, place: int, index: int) -> bool:
    """Return whether a person's name or a title begins inside a run of capitals."""
    word = page.word(index)
    if page.honorific_at(index) > index or word in _NO_PART:
        return True
    if word in page.lexicon.topics or word in page.lexicon.organisation_heads:
        return False
    following = page.tokens[index + 1] if index + 1 < len(page.tokens) else None
    named = folded(word) in page.lexicon.given_names and following is not None and following.capital
    return named or (_is_topic(page, index - 1) and page.match_at(index) is None)


def _goes_on(page: Page, index: int) -> bool:
    """Return whether the word after "and" still names what the complement is about."""
    return (
        _is_topic(page, index)
        and page.follows(index)
        and page.word(index) not in page.lexicon.organisation_heads
        and page.word(index + 1) not in page.lexicon.organisation_heads
        and page.match_at(index) is None
    )


def right_edge(page: Page, last: int) -> int:
    """Return the end of a name whose head or complement ends at ``last``."""
    while last < len(page.tokens) and page.follows(last):
        word = page.word(last)
        if word not in _RIGHT:
            break
        place = last + 1
        place += page.word(place) == "the"
        if place >= len(page.tokens) or not page.tokens[place].capital:
            break
        if word in {"on", "against"} and not _is_topic(page, place):
            break
        match = page.match_at(place)
        if (
            match is not None
            and match.first == place
            and match.term.label in {"ORG", "OUTLET"}
            and not match.term.unsure
        ):
            break
        end = _complement_end(page, place)
        if end == place:
            break
        last = end
    return last


def _heads(page: Page, kindred: Kindred) -> Iterator[int]:
    for index, token in enumerate(page.tokens):
        if (
            token.capital
            and token.text in kindred.heads
            and page.owner[index] is None
            and not page.headline[index]
        ):
            yield index


def _name_around(page: Page, head: int, kindred: Kindred) -> tuple[int, int] | None:
    match = page.match_at(head)
    if match is not None and match.first < head and match.last > head + 1:
        return None
    first, last = left_edge(page, head, titles=kindred.label == "FAC"), head + 1
    if match is not None and match.last == head + 1:
        first = min(first, match.first)
    if kindred.label in {"ORG", "FAC", "EVENT"}:
        last = right_edge(page, head + 1)
    if first == head and (last == head + 1 or not kindred.alone_before_of):
        return None
    return first, last


def find_structures(page: Page) -> None:
    """Claim names that hold a word for what they name."""
    for kindred in kindreds(page):
        for head in _heads(page, kindred):
            if page.owner[head] is not None or page.word(head + 1) in kindred.heads:
                continue
            found = _name_around(page, head, kindred)
            if found is None:
                continue
            match = page.match_at(head)
            if match is not None and match.term.label != kindred.label and match.last >= found[1]:
                continue
            label = "FAC" if _is_venue(page, head, found[1]) else kindred.label
            page.claim(Find(*found, label, kindred.rule, kindred.score, kindred.reason))


def _is_venue(page: Page, head: int, last: int) -> bool:
    """Return whether a "Centre" is a building: a conference centre, not a research centre."""
    return (
        page.word(head) in {"Centre", "Center"}
        and last == head + 1
        and page.word(head - 1)
        in {
            "International",
            "Conference",
            "Convention",
            "Congress",
            "Trade",
            "Exhibition",
            "Media",
            "Press",
            "Shopping",
        }
    )
