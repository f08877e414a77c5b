"""Whom "he" and "she" may mean: what forms of address, offices, given names and pronouns tell."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.statements.layout import Layout, Mention

MALE = word_set("he him his himself")
FEMALE = word_set("she her hers herself")
_WOMEN = word_set("ms ms. mrs mrs. miss madam madame lady queen princess baroness dame senora")
_WOMEN_OFFICES = word_set(
    "spokeswoman chairwoman congresswoman assemblywoman businesswoman councilwoman policewoman "
    "queen princess actress mother wife daughter sister widow duchess"
)
_MEN = word_set("mr mr. sir lord king prince sheikh shaikh ayatollah imam pope")
_MEN_OFFICES = word_set(
    "spokesman chairman congressman assemblyman businessman councilman policeman king prince "
    "father husband son brother pope ayatollah imam"
)

_WOMEN_ENDINGS = ("ova", "eva", "skaya", "tskaya")
_LONGEST = 80  # tokens of a sentence that is looked at


class Genders:
    """The family names of women and men in a text."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._women: set[str] = set()
        self._men: set[str] = set()
        self._given: dict[str, str] = {}
        for mentions in layout.starts.values():
            if mentions[0].label == "PERSON":
                self._read_name(mentions[0])
        self._read_pronouns()

    def woman(self, mention: Mention) -> bool:
        """Whether something tells that somebody is a woman."""
        head = self._head(mention)
        return head in self._women or (mention.label == "ROLE" and head in _WOMEN_OFFICES)

    def man(self, mention: Mention) -> bool:
        """Whether something tells that somebody is a man."""
        head = self._head(mention)
        return head in self._men or (mention.label == "ROLE" and head in _MEN_OFFICES)

    def learn(self, mention: Mention, pronoun: str) -> None:
        """Note whom a pronoun turned out to mean, where nothing else tells."""
        head = self._head(mention)
        if mention.label == "PERSON" and head not in self._women | self._men:
            (self._women if pronoun in FEMALE else self._men).add(head)

    def likely_man(self, mention: Mention) -> bool:
        """Whether a given name is one that women seldom bear."""
        given = self._given.get(self._head(mention), "")
        lexicon = self._layout.page.lexicon
        plain = given in lexicon.given_names and given not in self._layout.book.women
        return plain and not given.endswith(("a", "e", "i", "y", "h"))

    def _head(self, mention: Mention) -> str:
        return self._layout.word(mention.last - 1)

    def _read_name(self, mention: Mention) -> None:
        layout = self._layout
        given = layout.page.tokens[mention.first].text
        before = layout.word(mention.first - 1)
        office = layout.ending(mention.first)
        head = layout.word(office.last - 1) if office is not None else before
        named = given in layout.book.women and mention.last - mention.first > 1
        if mention.last - mention.first > 1:
            self._given.setdefault(self._head(mention), given)
        named = named or self._head(mention).endswith(_WOMEN_ENDINGS)
        if named or before in _WOMEN or head in _WOMEN_OFFICES:
            self._women.add(self._head(mention))
        elif before in _MEN or head in _MEN_OFFICES:
            self._men.add(self._head(mention))

    def _read_pronouns(self) -> None:
        """Learn from sentences that name one person only and have pronouns of one kind."""
        layout = self._layout
        votes: dict[str, int] = {}
        for unit in layout.units:
            if unit.quote >= 0 or unit.last - unit.first > _LONGEST:
                continue
            level = layout.unit_of[unit.first]
            places = [at for at in range(unit.first, unit.last) if layout.unit_of[at] == level]
            people = {
                self._head(mention)
                for place in places
                if (mention := layout.starting(place)) is not None and mention.label == "PERSON"
            }
            words = {layout.word(place) for place in places}
            male, female = not words.isdisjoint(MALE), not words.isdisjoint(FEMALE)
            if len(people) == 1 and male != female:
                name = people.pop()
                votes[name] = votes.get(name, 0) + (1 if female else -1)
        known = self._women | self._men
        self._women |= {name for name, vote in votes.items() if vote > 1 and name not in known}
        self._men |= {name for name, vote in votes.items() if vote < -1 and name not in known}
