"""Who "he", "she", "it", "they" and "I" are: the nearest name that fits."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements.drafts import Draft
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.builtin.statements.subjects import first_subject

_PERSON = word_set("he she him her his i me my")
_BODY = word_set("it its")
_MANY = word_set("they them their we us our")
_FIRST = word_set("i me my we us our")
_FEMALE = word_set("she her")
_MALE = word_set("he him his")
_PEOPLE = frozenset({"PERSON", "ROLE"})
_BODIES = frozenset({"ORG", "GPE", "OUTLET", "NORP"})
_FURTHEST = 8  # sentences
_DEEPEST = 4
_SOMEBODY = word_set(
    "woman man girl boy resident student friend mother father driver farmer shopkeeper "
    "trader worker "
    "teacher nurse widow refugee neighbour neighbor witness passer-by volunteer vendor"
)
_WOMEN = word_set("ms ms. mrs mrs. miss madam madame lady queen princess baroness dame senora")
_WOMEN_OFFICES = word_set(
    "spokeswoman chairwoman congresswoman assemblywoman businesswoman queen princess actress "
    "mother "
    "wife daughter sister widow"
)
_MEN = word_set("mr mr. sir lord king prince sheikh shaikh ayatollah imam pope")
_MEN_OFFICES = word_set(
    "spokesman chairman congressman assemblyman businessman king prince father husband son brother "
    "pope ayatollah imam"
)


class Antecedents:
    """Finds the names behind pronouns, statement by statement in text order."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._subjects: dict[int, Mention | None] = {}
        self._spoke: dict[int, tuple[Mention, ...]] = {}
        self._nameless: set[int] = set()
        self._strangers: dict[str, int] = {}
        self._women: set[str] = set()
        self._men: set[str] = set()
        self._top = [n for n, unit in enumerate(layout.units) if unit.quote < 0]
        self._place = {unit: place for place, unit in enumerate(self._top)}
        self._read_genders()

    def resolve(self, drafts: list[Draft]) -> None:
        """Fill in the speakers of all statements."""
        around, done = _Around(drafts), set[int]()
        for draft in sorted(drafts, key=lambda item: (item.place, -item.pieces[-1][1])):
            self._resolve(draft, around, done)

    def _resolve(self, draft: Draft, around: "_Around", done: set[int], depth: int = 0) -> None:
        """Fill in the speakers of one statement, those of the one around it first."""
        if id(draft) in done:
            return
        done.add(id(draft))
        outer = around.outer(draft)
        if outer is not None and depth < _DEEPEST:
            self._resolve(outer, around, done, depth + 1)
        if True:
            who = draft.who
            if who is not None and who.mentions:
                draft.speakers = who.mentions
            elif who is not None and who.pronoun:
                draft.by_pronoun = True
                draft.speakers = self._named(who.pronoun, draft, outer)
            if draft.told_pronoun:
                told = self._told(draft, outer)
                draft.told = [mention for mention in told if mention not in draft.speakers]
            unit = self._top_unit(draft.unit)
            if outer is None and draft.speakers:
                self._spoke[unit] = draft.speakers

    # --- choosing -----------------------------------------------------------------------

    def _told(self, draft: Draft, outer: Draft | None) -> tuple[Mention, ...]:
        if outer is None:
            return ()
        same = draft.told_pronoun in _FIRST or draft.told_pronoun in {"him", "her", "them"}
        return outer.speakers if same else ()

    def _named(self, pronoun: str, draft: Draft, outer: Draft | None) -> tuple[Mention, ...]:
        place = draft.place
        if pronoun in _FIRST:
            return outer.speakers if outer is not None else ()
        if pronoun == "you":
            return ()
        excluded = set(outer.speakers) if outer is not None and outer.speakers else set()
        quoted = outer is not None and self._layout.units[self._layout.unit_of[place]].quote >= 0
        spare: tuple[Mention, ...] = ()
        for candidates in self._candidates(draft):
            if not candidates and pronoun in _PERSON:
                return spare
            fitting = [m for m in candidates if self._fits(m, pronoun)]
            if quoted:
                fitting = [mention for mention in fitting if not self._same(mention, excluded)]
            if not fitting:
                continue
            if pronoun in _MANY and len(candidates) > 1:
                return tuple(fitting)
            if not self._is_alias(fitting[0]):
                return (fitting[0],)
            spare = spare or (fitting[0],)
        return spare

    def _is_alias(self, mention: Mention) -> bool:
        """Whether an office stands for somebody named elsewhere: the minister, not a diplomat."""
        if mention.label != "ROLE":
            return False
        before = self._layout.word(mention.first - 1)
        if before in {"a", "an", "one", "another"}:
            return False
        known = self._strangers.get(self._layout.word(mention.last - 1))
        return known is None or known > mention.first

    def _same(self, mention: Mention, others: set[Mention]) -> bool:
        word = self._layout.word(mention.last - 1)
        return any(self._layout.word(other.last - 1) == word for other in others)

    def _candidates(self, draft: Draft) -> list[tuple[Mention, ...]]:
        """Return groups of mentions before a statement, the likeliest first.

        An empty group is somebody without a name, "a woman", whom a pronoun means as well.
        """
        layout, place = self._layout, draft.place
        unit = self._top_unit(layout.unit_of[place])
        here = self._place.get(unit, 0)
        groups: list[tuple[Mention, ...]] = []
        own = self._subject(unit)
        if own is not None and own.last <= place and not draft.holds(own.first):
            groups.append((own,))
        for back in range(here - 1, max(-1, here - _FURTHEST), -1):
            before = self._top[back]
            spoke = self._spoke.get(before)
            if spoke:
                groups.append(spoke)
            subject = self._subject(before)
            if subject is not None:
                groups.append((subject,))
            elif before in self._nameless:
                groups.append(())
            groups.extend((mention,) for mention in self._mentions(before))
        return groups

    def _fits(self, mention: Mention, pronoun: str) -> bool:
        if pronoun in _PERSON:
            if mention.label not in _PEOPLE or self._plural(mention):
                return False
            word = self._layout.word(mention.last - 1)
            if pronoun in _MALE:
                return word not in self._women
            return pronoun not in _FEMALE or word not in self._men
        if pronoun in _BODY:
            return mention.label in {"ORG", "GPE", "OUTLET"}
        return mention.label in _BODIES or self._plural(mention) or mention.label == "PERSON"

    def _plural(self, mention: Mention) -> bool:
        if mention.label != "ROLE":
            return False
        words = self._layout.low[mention.first : mention.last]
        head = next((w for w in words if w.endswith("s") and self._plural_office(w)), "")
        return bool(head) and words[-1] == head

    @staticmethod
    def _plural_office(word: str) -> bool:
        return not word.endswith("ss")

    # --- reading ------------------------------------------------------------------------

    def _top_unit(self, number: int) -> int:
        """Return the sentence of the text that a sentence within quotations stands in."""
        layout = self._layout
        while number >= 0 and layout.units[number].quote >= 0:
            number = layout.quotes[layout.units[number].quote].unit
        return number

    def _subject(self, number: int) -> Mention | None:
        if number not in self._subjects:
            unit = self._layout.units[number]
            who = first_subject(self._layout, unit.first, unit.last)
            named = who is not None and bool(who.mentions)
            if who is not None and who.unsaid and self._layout.word(who.last - 1) in _SOMEBODY:
                self._nameless.add(number)
            self._subjects[number] = who.mentions[0] if who is not None and named else None
        return self._subjects[number]

    def _mentions(self, number: int) -> list[Mention]:
        """Return the names and offices of a sentence, in order, a few at most."""
        unit, layout = self._layout.units[number], self._layout
        found: list[Mention] = []
        place = unit.first
        while place < min(unit.last, unit.first + 80) and len(found) < 6:
            mention = layout.starting(place)
            if mention is not None and mention.label in {"PERSON", "ORG", "ROLE"}:
                found.append(mention)
            place = mention.last if mention is not None else place + 1
        return found

    def _read_genders(self) -> None:
        """Note the family names of women and men, where a given name or an office tells."""
        layout = self._layout
        for mentions in layout.starts.values():
            mention = mentions[0]
            if mention.label == "ROLE" and layout.word(mention.first - 1) in {"a", "an", "one"}:
                head = layout.word(mention.last - 1)
                self._strangers[head] = min(mention.first, self._strangers.get(head, mention.first))
            if mention.label != "PERSON":
                continue
            name = layout.word(mention.last - 1)
            given = layout.page.tokens[mention.first].text
            before = layout.word(mention.first - 1)
            office = layout.ending(mention.first)
            head = layout.word(office.last - 1) if office is not None else before
            named = given in layout.book.women and mention.last - mention.first > 1
            if named or before in _WOMEN or head in _WOMEN_OFFICES:
                self._women.add(name)
            elif before in _MEN or head in _MEN_OFFICES:
                self._men.add(name)


class _Around:
    """Which statement each one stands within."""

    def __init__(self, drafts: list[Draft]) -> None:
        self._outer: dict[int, Draft] = {}
        open_: list[tuple[int, Draft]] = []
        starts = sorted(
            ((first, -last, place) for place, draft in enumerate(drafts)
             for first, last in draft.pieces),
        )  # fmt: skip
        ordered = sorted(drafts, key=lambda draft: draft.place)
        at = 0
        for draft in ordered:
            while at < len(starts) and starts[at][0] <= draft.place:
                _first, negative, place = starts[at]
                open_.append((-negative, drafts[place]))
                at += 1
            open_ = [(last, item) for last, item in open_ if last > draft.place][-12:]
            holding = [item for _, item in open_ if item is not draft]
            if holding:
                self._outer[id(draft)] = holding[-1]

    def outer(self, draft: Draft) -> Draft | None:
        """Return the innermost statement that a statement's cue stands within."""
        return self._outer.get(id(draft))
