"""Offices and functions: the longest noun phrase around an office, without its article."""

from annotator.domain.extent import Extent
from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.page import Page
from annotator.nlp.builtin.phrases import DETERMINERS, is_closed, phrase_end, phrase_start
from annotator.nlp.tokens import Kind

_WITH_COMPLEMENT = word_set("counterpart counterparts colleague colleagues member members")
_SOURCES = word_set("source sources employee employees")
_MAY_DESCRIBE = word_set(
    "official general major chief deputy representative head academic expert senior fellow "
    "principal lead counsel premier secretary executive private"
)
_CHAIRS = word_set("chair chairs heads")
_NO_VERBS_OF_ONE = word_set(  # "an official visit": after one official it would be "visits"
    "visit call end start plan work use move turn report request claim reply estimate welcome "
    "note pledge promise lead response"
)
_COMPLEMENTS = word_set("of to for")
_LONGEST_COMPLEMENT = 12
_MAY_BE_VERBS = word_set("chairs heads leads")


def find_roles(page: Page) -> None:
    """Add the roles, from left to right; they may hold names and other persons' roles."""
    starts: dict[int, int] = {}
    index = 0
    while index < len(page.tokens):
        end = _head_end(page, index)
        if end > index:
            _read_role(page, index, end, starts)
        index = max(end, index + 1)


# --- heads ------------------------------------------------------------------------------------


def _head_end(page: Page, index: int) -> int:
    """Return the end of the office that begins at a token and is the head of its phrase."""
    end = page.office_at(index)
    if end == index or not page.free(index, end):
        return index
    if not page.follows(end) or page.owner[end] is not None:
        return end
    before_office = page.office_at(end) > end
    return index if before_office or (end == index + 1 and _only_describes(page, index)) else end


def _only_describes(page: Page, index: int) -> bool:
    """Return whether a word like "official" or "chairs" is an adjective or a verb here."""
    word, following = page.word(index), page.tokens[index + 1]
    if word in _MAY_BE_VERBS:
        return following.text in DETERMINERS
    if word.lower() not in _MAY_DESCRIBE:
        return False
    if page.hyphen(index + 1):
        return True
    if following.kind is not Kind.WORD or following.capital:
        return False
    if word.lower() == "official" and following.text in _NO_VERBS_OF_ONE:
        return True
    return not is_closed(page, following.text) and not following.text.endswith("ed")


# --- phrases ----------------------------------------------------------------------------------


def _read_role(page: Page, head: int, end: int, starts: dict[int, int]) -> None:
    first, named = phrase_start(page, head, starts)
    last = end if page.headline[head] else phrase_end(page, head, end, first)
    last = _parsed_end(page, (head, end), last)
    rich = named or last > end
    if not _is_role(page, (head, end), (first, last), rich=rich):
        return
    starts[last] = first
    if page.label_at(last) == "PERSON" and page.follows(last):
        page.add(first, last, rulebook.OFFICE_BEFORE_NAME)
    else:
        page.add(first, last, rulebook.OFFICE_PHRASE if rich else rulebook.OFFICE)


def _parsed_end(page: Page, head: tuple[int, int], last: int) -> int:
    """Return where the parse ends the phrase of an office, ``last`` where it is no longer.

    A parse errs most on what belongs to what: only a complement such as "to the head of the port"
    is taken from it, of plain words and names, to a word that may end a phrase.
    """
    if page.parse is None or page.headline[head[0]] or page.word(last) not in _COMPLEMENTS:
        return last
    office = Extent(page.tokens[head[0]].start, page.tokens[head[1] - 1].end)
    phrase = page.parse.noun_phrase_of(office)
    end = page.token_at(phrase.end) if phrase is not None else last
    for place in range(last, end):
        plain = page.tokens[place].kind is Kind.WORD or page.hyphen(place)
        if not page.follows(place) or not plain or page.label_at(place) in {"PERSON", "DATE"}:
            return last
    if end <= last + 1 or end - last > _LONGEST_COMPLEMENT or is_closed(page, page.word(end - 1)):
        return last
    split = page.owner[end - 1]
    return last if split is not None and split.last > end else end


def _is_role(page: Page, head: tuple[int, int], phrase: tuple[int, int], *, rich: bool) -> bool:
    """Return whether a phrase identifies somebody.

    Args:
        page: The text.
        head: Begin and end of the office.
        phrase: Begin and end of the whole phrase.
        rich: Whether a name or a complement is in it.
    """
    word = " ".join(page.words(*head)).lower()
    first, last = phrase
    if word in _WITH_COMPLEMENT:
        return rich and not _describes_a_state(page, first)
    if word in _CHAIRS and page.word(head[1]) != "of" and page.label_at(last) != "PERSON":
        return False
    if rich:
        return True
    if word in _SOURCES:
        return page.word(last) in page.lexicon.reporting or page.words(last, last + 2) == [
            ",",
            "who",
        ]
    return word not in page.lexicon.weak_offices or _is_beside_name(page, first, last)


def _before_article(page: Page, index: int) -> int:
    """Return the index of the token before a phrase and its article."""
    return index - 1 - (page.word(index - 1) in DETERMINERS)


def _describes_a_state(page: Page, first: int) -> bool:
    """Return whether a phrase says what a state or an organisation is: "Oman, a member of"."""
    before = _before_article(page, first)
    return page.word(before) == "," and page.label_at(before - 1) in {"GPE", "ORG"}


def _is_beside_name(page: Page, first: int, last: int) -> bool:
    """Return whether a person's name stands next to a phrase."""
    after = last + (page.word(last) == ",")
    if page.label_at(after) == "PERSON" or page.honorific_at(last) > last:
        return True
    before = _before_article(page, first)
    return page.word(before) == "," and page.label_at(before - 1) == "PERSON"
