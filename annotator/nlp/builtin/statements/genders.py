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

_WOMEN_SOUNDS = (*"aá", "eth", "ine", "ette", "elle", "isse", "lyn", "een", "ienne")
_MEN_ENDINGS = (*"ourkdvfbgpstó", "im", "om", "am", "reza")
_MEN_IN_A = word_set(
    "luca andrea nikita joshua mustafa musa isa mika sasha ilya misha abdulla abdalla baba yahya "
    "zakaria hamza taha raza mirza aditya krishna rama juma moussa issa ezra elia matthia mattia "
    "joscha jonah noah micah elijah jeremiah isaiah josiah obadiah costa attila bela dhruva shota "
    "kenta yuta sota haruta kota luka nikola sava kosta toma foma kuzma danila gavrila murtaza "
    "agha shoaib zia riza mulla bwalya"
)
_VIETNAMESE = word_set(
    "nguyen tran le pham hoang phan vu vo dang bui do ho ngo duong ly nguyễn trần lê phạm lâm"
)
_WOMEN_ENDINGS = ("ova", "eva", "skaya", "tskaya")
_LONGEST = 80  # tokens of a sentence that is looked at


class Genders:
    """The family names of women and men in a text."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._women: set[str] = set()
        self._men: set[str] = set()
        self._full: dict[str, tuple[str, ...]] = {}
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

    def likely(self, mention: Mention) -> int:
        """Return 1 for a woman and -1 for a man where a given name sounds so, else 0."""
        if self.woman(mention) or self.man(mention):
            return 1 if self.woman(mention) else -1
        names = self._full.get(self._head(mention), ())
        if not names:
            return 0
        if names[0] in _VIETNAMESE and len(names) > 2:
            return {"thi": 1, "thị": 1, "van": -1, "văn": -1}.get(names[1], 0)
        return _sounds(names[0])

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
            full = tuple(layout.low[mention.first : mention.last])
            self._full.setdefault(self._head(mention), full)
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


def _sounds(given: str) -> int:
    """Return 1 where a given name ends as women's names do, -1 where as men's do, else 0."""
    if given in _MEN_IN_A or given.endswith(_MEN_ENDINGS):
        return -1
    return 1 if given.endswith(_WOMEN_SOUNDS) else 0
