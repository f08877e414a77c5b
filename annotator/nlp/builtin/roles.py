"""Offices and functions: the longest noun phrase around an office, without its article."""

from dataclasses import dataclass

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.tokens import Kind

_NAMES = frozenset({"NORP", "GPE", "ORG", "LOC", "OUTLET", "FAC", "EVENT"})
_NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred "
    "hundreds thousands some many several few other others both most all each every any no "
    "another such more less certain various own same first second third last next"
)
_DETERMINERS = frozenset({"the", "a", "an", "The", "A", "An"})
_TO_HEADS = word_set(
    "envoy ambassador adviser advisor aide representative delegate assistant emissary consul "
    "counsellor counselor deputy secretary candidate coordinator commissioner nuncio attaché "
    "heir successor close consultant mission"
)
_AT_HEADS = word_set(
    "officer analyst professor fellow researcher expert scholar lecturer economist strategist "
    "director employee historian scientist academic"
)
_ALWAYS = frozenset({"of", "for"})
_ON_HEADS = word_set(
    "adviser advisor expert envoy rapporteur representative analyst specialist coordinator "
    "negotiator spokesman authority commissioner"
)
_WITH_COMPLEMENT = word_set(
    "counterpart counterparts colleague colleagues member members"
)
_MAY_DESCRIBE = word_set(
    "official general major chief deputy representative head academic expert senior fellow "
    "principal lead counsel premier secretary executive private"
)
_JOINED = word_set(
    "foreign defense defence finance economic political military security trade civil "
    "religious local international legal energy interior current former"
)
_PERSONAL = frozenset(
    {"aide", "aides", "adviser", "advisers", "advisor", "ally", "spokesman", "envoy"}
)
_SOURCES = frozenset({"source", "sources", "employee", "employees"})
_VERBS_BEFORE = word_set(
    "met meet meeting meets told tell received receive visited hosted by with invited urged "
    "asked welcomed joined saw summoned expelled appointed named sent and"
)
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Role:
    """A noun phrase: its tokens, those of its head, and whether a name or complement is in it."""

    first: int
    last: int
    head: int
    head_end: int
    rich: bool


class RoleReader:
    """Reads the roles of one page, from left to right."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._by_end: dict[int, _Role] = {}

    def read(self) -> None:
        """Add a find for every role."""
        page = self._page
        index = 0
        while index < len(page.tokens):
            end = self._head_end(index)
            if end == index:
                index += 1
                continue
            role = self._role(index, end)
            if role is not None:
                self._by_end[role.last] = role
                self._add(role)
            index = end

    # --- heads --------------------------------------------------------------------------

    def _head_end(self, index: int) -> int:
        """Return the end of the office that begins at a token and is the head of its phrase."""
        page = self._page
        if page.tokens[index].kind is not Kind.WORD:
            return index
        end = page.office_at(index)
        if end == index or not page.free(index, end):
            return index
        if end < len(page.tokens) and page.follows(end) and page.owner[end] is None:
            if page.office_at(end) > end or self._adjective(index, end):
                return index
        return end

    def _adjective(self, first: int, end: int) -> bool:
        """Return whether a word like "official" or "chief" only describes the noun after it."""
        page = self._page
        word = page.word(first)
        following = page.tokens[end]
        if end - first > 1 or word.lower() not in _MAY_DESCRIBE:
            return word in {"chairs", "heads", "leads"} and following.text in _DETERMINERS
        if following.text == "-" and not following.gap:
            return True
        if following.kind is not Kind.WORD or following.capital:
            return False
        return not self._closed(following.text) and not following.text.endswith("ed")

    def _closed(self, word: str) -> bool:
        """Return whether a lower-case word cannot stand inside a noun phrase."""
        words = self._page.lexicon
        return word in words.no_nouns or word in words.reporting or word in _NUMBERS

    # --- the phrase ---------------------------------------------------------------------

    def _role(self, head: int, end: int) -> _Role | None:
        page = self._page
        first, named = self._left(head)
        last = end if page.headline[head] else self._right(head, end, first)
        last = self._without_own_name(end, last)
        rich = named or last > end
        head_word = " ".join(page.words(head, end)).lower()
        if (
            head_word in page.lexicon.weak_offices
            and not rich
            and not self._beside_name(first, last)
        ):
            return None
        if head_word in _WITH_COMPLEMENT and (not rich or self._is_of_a_state(first)):
            return None
        if head_word in _SOURCES and not rich and not self._speaks(last):
            return None
        return _Role(first, last, head, end, rich)

    def _without_own_name(self, end: int, last: int) -> int:
        """Return the end of a phrase without the name of its own holder.

        "Leader of the Revolution Ayatollah A" ends before "Ayatollah", but "aide to Minister B"
        holds the other person's name.
        """
        page = self._page
        owner = page.owner[last - 1]
        if owner is None or owner.label != "PERSON" or owner.last != last or owner.first < end:
            return last
        others = any(
            page.owner[place] is None and page.office_at(place) > place
            for place in range(end, owner.first)
        )
        if others or owner.first <= end + 2:
            return last
        cut = owner.first
        while cut > end and page.owner[cut - 1] is None and page.honorific_at(cut - 1) == cut:
            cut -= 1
        return cut

    def _is_of_a_state(self, first: int) -> bool:
        """Return whether a phrase says what a state or an organisation is: "Oman, a member of"."""
        page = self._page
        before = first - 1
        before -= page.word(before) in _DETERMINERS
        return page.word(before) == "," and page.label_at(before - 1) in {"GPE", "ORG"}

    def _speaks(self, last: int) -> bool:
        """Return whether a verb of saying or a relative clause follows."""
        page = self._page
        following = page.word(last)
        return following in page.lexicon.reporting or page.words(last, last + 2) == [",", "who"]

    def _beside_name(self, first: int, last: int) -> bool:
        """Return whether a person's name stands next to a phrase."""
        page = self._page
        after = last + (page.word(last) == ",")
        if (
            page.label_at(after) == "PERSON" or page.honorific_at(last) > last
            if last < len(page.tokens)
            else False
        ):
            return True
        before = first - 1
        before -= page.word(before) in _DETERMINERS
        return page.word(before) == "," and page.label_at(before - 1) == "PERSON"

    def _left(self, head: int) -> tuple[int, bool]:
        """Return where the phrase begins, and whether a name is among its first words."""
        page = self._page
        first, named = head, False
        while first > 0 and page.follows(first):
            before = first - 1
            token = page.tokens[before]
            label = page.label_at(before)
            owner = page.owner[before]
            if owner is not None:
                wanted = label in _NAMES or (label == "PERSON" and page.word(head) in _PERSONAL)
                if not wanted or owner.last != first:
                    break
                first, named = owner.first, True
            elif token.kind is Kind.POSSESSIVE or (token.text == "'" and not token.gap):
                start = self._possessor(before)
                if start == before:
                    break
                return start, True
            elif token.text in {"and", ","} and self._joins(before, first):
                first = before
            elif token.kind is Kind.WORD and self._modifies(before):
                first = self._compound_start(before)
            else:
                break
        return self._trimmed(first, head), named

    def _trimmed(self, first: int, head: int) -> int:
        page = self._page
        while first < head and page.tokens[first].text in {"and", ",", "-"}:
            first += 1
        return first

    def _possessor(self, mark: int) -> int:
        """Return where the possessor before a possessive mark begins, ``mark`` if it is no name."""
        page = self._page
        role = self._by_end.get(mark)
        if role is not None:
            return role.first
        owner = page.owner[mark - 1] if mark else None
        if owner is None or owner.label not in _NAMES | {"PERSON"}:
            return mark
        first = owner.first
        if first and page.follows(first) and page.label_at(first - 1) == "NORP":
            before = page.owner[first - 1]
            return before.first if before is not None else first
        return first

    def _joins(self, joiner: int, right: int) -> bool:
        """Return whether "and" or a comma joins two adjectives of a phrase."""
        page = self._page
        left_label, right_label = page.label_at(joiner - 1), page.label_at(right)
        if left_label and left_label == right_label:
            return left_label in {"NORP", "GPE"}
        if page.word(joiner) == ",":
            return False
        words = page.lexicon.role_modifiers | _JOINED
        return page.word(joiner - 1).lower() in words and page.word(right).lower() in words

    def _compound_start(self, index: int) -> int:
        """Return the first token of the hyphenated word that ends at a token."""
        page = self._page
        while index > 1 and page.word(index - 1) == "-" and not page.tokens[index].gap:
            if page.tokens[index - 1].gap:
                break
            owner = page.owner[index - 2]
            index = owner.first if owner is not None else index - 2
        return index

    def _modifies(self, index: int) -> bool:
        """Return whether an unclaimed word may describe the office after it."""
        page = self._page
        token = page.tokens[index]
        word = token.text.lower()
        if self._compound_start(index) < index and not token.capital:
            return True
        if word in page.lexicon.role_modifiers:
            return True
        if self._closed(word) or word in _DETERMINERS:
            return False
        if token.capital:
            if page.headline[index]:
                return page.office_at(index) > index or token.text in page.lexicon.topics
            known = token.text in page.lexicon.topics or page.office_at(index) > index
            return (
                known
                or (not token.first and token.text not in page.lexicon.common)
                or self._plain(word)
            )
        return self._plain(word)

    @staticmethod
    def _plain(word: str) -> bool:
        """Return whether a word has no ending of verbs, adverbs and plurals."""
        if "-" in word:
            return True
        return len(word) > 2 and not word.endswith(("ly", "ed", "ing", "s", "n't"))

    # --- complements --------------------------------------------------------------------

    def _right(self, head: int, end: int, first: int) -> int:
        page = self._page
        last = end
        while last < len(page.tokens) and page.follows(last):
            start = self._complement(head, last, end, first)
            if not start:
                break
            further = self._phrase_end(start)
            if further == start:
                break
            last = further
        return last

    def _complement(self, head: int, last: int, end: int, first: int) -> int:
        """Return where the noun phrase of a complement begins, 0 where none follows."""
        page = self._page
        word = page.word(last)
        head_words = {text.lower().removesuffix("s") for text in page.words(head, end)}
        if word in {"in", "responsible", "close"} and (
            page.words(last, last + 3) == ["in", "charge", "of"]
        ):
            return self._after_article(last + 3)
        if page.words(last, last + 2) in (["responsible", "for"], ["close", "to"]):
            return self._after_article(last + 2)
        if word in _ALWAYS or (word == "on" and head_words & _ON_HEADS):
            start = self._after_article(last + 1)
            return start if self._noun(start) else 0
        start = self._after_article(last + 1)
        if word == "to" and head_words & _TO_HEADS:
            determined = (
                start > last + 1 or page.owner[start] is not None
                if start < len(page.tokens)
                else False
            )
            return (
                start
                if determined or (start < len(page.tokens) and page.tokens[start].capital)
                else 0
            )
        if word == "at" and head_words & _AT_HEADS and last == end:
            return start if self._noun(start) else 0
        if word in {"in", "from"} and self._place(start) and self._attaches(first, word):
            return start
        return 0

    def _after_article(self, index: int) -> int:
        return index + (self._page.word(index) in {"the", "a", "an", "one"})

    def _noun(self, index: int) -> bool:
        page = self._page
        if index >= len(page.tokens) or not page.follows(index):
            return False
        token = page.tokens[index]
        if page.owner[index] is not None:
            return page.label_at(index) not in {"DATE"}
        return token.kind is Kind.WORD and not self._closed(token.text.lower())

    def _place(self, index: int) -> bool:
        page = self._page
        if page.label_at(index) in {"GPE", "LOC"}:
            return True
        return page.word(index) in {"region", "area", "capital"} or (
            page.word(index - 1) == "the" and page.word(index - 2) == "of"
        )

    def _attaches(self, first: int, preposition: str) -> bool:
        """Return whether a place belongs to the phrase rather than to a verb before it."""
        page = self._page
        before = first - 1
        before -= page.word(before) in _DETERMINERS
        word = page.word(before).lower()
        return preposition == "from" or not (word in _VERBS_BEFORE or word.endswith("ed"))

    def _phrase_end(self, start: int) -> int:
        """Return the end of the noun phrase that begins at ``start``."""
        page = self._page
        last, words = start, 0
        while (
            last < len(page.tokens)
            and words < _MOST_WORDS
            and (last == start or page.follows(last))
        ):
            owner = page.owner[last]
            token = page.tokens[last]
            if owner is not None:
                if not self._may_hold(start, last):
                    break
                last = owner.last
            elif token.kind is Kind.POSSESSIVE or (token.text == "-" and not token.gap):
                last += 1
            elif token.text in {"and", ","}:
                further = self._list_goes_on(start, last)
                if further == last:
                    break
                last = further
            elif token.kind is Kind.WORD and not self._ends_phrase(last):
                last += 1
                words += 1
            else:
                break
        while last > start and page.tokens[last - 1].kind in {Kind.POSSESSIVE, Kind.MARK}:
            last -= 1
        return last

    def _may_hold(self, start: int, index: int) -> bool:
        """Return whether a name may stand at this place of a complement."""
        page = self._page
        label = page.label_at(index)
        if label == "DATE":
            return False
        if label != "PERSON":
            return index == start or page.label_at(index - 1) != "PERSON"
        titled = any(
            page.office_at(place) > place or page.honorific_at(place) > place
            for place in range(start, index)
        )
        return index == start or titled

    def _ends_phrase(self, index: int) -> bool:
        page = self._page
        token = page.tokens[index]
        word = token.text
        if page.honorific_at(index) > index and token.capital:
            return False
        if token.capital:
            return False
        if word in page.lexicon.role_modifiers:
            return False
        return self._closed(word) or word.endswith(("ly", "ed", "ing", "n't"))

    def _list_goes_on(self, start: int, joiner: int) -> int:
        """Return the index after "and" or a comma where a list of names or topics goes on."""
        page = self._page
        place = self._after_article(joiner + 1) if page.word(joiner) == "and" else joiner + 1
        if place >= len(page.tokens) or not page.follows(joiner + 1):
            return joiner
        left, right = page.label_at(joiner - 1), page.label_at(place)
        if left in _NAMES and right in _NAMES:
            return place if page.word(joiner) == "and" or self._ends_with_and(place) else joiner
        if page.word(joiner) == ",":
            return joiner
        both_capital = page.tokens[joiner - 1].capital and page.tokens[place].capital
        if both_capital and not left and not right and page.office_at(place) == place:
            return place
        lower = not page.tokens[place].capital and not page.tokens[joiner - 1].capital
        noun = page.tokens[place].kind is Kind.WORD and not self._ends_phrase(place)
        ends = (
            page.word(place + 1) in {",", ".", '"', ":", ";"}
            or page.word(place + 1) in page.lexicon.reporting
        )
        if lower and noun and ends and page.office_at(place) == place:
            return place
        return joiner

    def _ends_with_and(self, place: int) -> bool:
        """Return whether an "and" closes the list of names that a comma goes on."""
        page = self._page
        for index in range(place, min(place + 12, len(page.tokens))):
            if page.word(index) == "and":
                return page.label_at(self._after_article(index + 1)) in _NAMES
            if page.owner[index] is None and page.word(index) not in {",", "the"}:
                return False
        return False

    # --- result -------------------------------------------------------------------------

    def _add(self, role: _Role) -> None:
        page = self._page
        titled = page.label_at(role.last) == "PERSON"
        score = 0.75 + 0.08 * role.rich + 0.07 * titled
        if titled:
            rule, reason = "office-before-name", "An office before a name."
        elif role.rich:
            rule, reason = "office-phrase", "An office with the words that say whose or what for."
        else:
            rule, reason = "office", "An office or function."
        page.add(Find(role.first, role.last, "ROLE", rule, round(score, 2), reason))


def find_roles(page: Page) -> None:
    """Add the roles; they may hold names and other persons' roles."""
    RoleReader(page).read()
