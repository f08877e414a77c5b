"""Whom "he" and "she" may mean: what forms of address, offices, given names and pronouns tell."""

from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.builtin.statements.offices import Offices
from annotator.nlp.builtin.statements.people import People

MALE = word_set("he him his himself")
FEMALE = word_set("she her hers herself")
_WOMEN = word_set(
    "ms ms. mrs mrs. miss madam madame lady queen princess baroness dame senora sheikha begum smt "
    "shrimati hajia countess empress sra sra."
)
_WOMEN_OFFICES = word_set(
    "spokeswoman chairwoman congresswoman assemblywoman businesswoman councilwoman policewoman "
    "queen princess actress mother wife daughter sister widow duchess niece aunt grandmother"
)
_MEN = word_set(
    "mr mr. sir lord king prince sheikh shaikh ayatollah imam pope shri alhaji mullah mawlawi "
    "maulvi maulana qari mallam hojatoleslam archbishop cardinal patriarch emir sultan baron sr sr."
)
_MEN_OFFICES = word_set(
    "spokesman chairman congressman assemblyman businessman councilman policeman king prince "
    "father husband son brother pope ayatollah imam nephew uncle grandfather"
)

_WOMEN_SOUNDS = (*"aá", "eth", "ine", "ette", "elle", "isse", "lyn", "een", "ienne")
_MEN_ENDINGS = (*"ourkdvfbgpstó", "im", "om", "am", "reza")
_MEN_IN_A = word_set(
    "luca andrea nikita joshua mustafa musa isa mika sasha ilya misha abdulla abdalla baba yahya "
    "zakaria hamza taha raza mirza aditya krishna rama juma moussa issa ezra elia matthia mattia "
    "joscha jonah noah micah elijah jeremiah isaiah josiah obadiah costa attila bela dhruva shota "
    "kenta yuta sota haruta kota luka nikola sava kosta toma foma kuzma danila gavrila murtaza "
    "agha shoaib zia riza mulla bwalya adama akira alpha amine antoine bautista bidzina bola "
    "chandra chea chinua chukwuma constantine danjuma dileita duma emeka etienne garba gareth "
    "girma gotabaya ibrahima ilia ivica jakaya jama jhala jitendra juha kaya kenneth khalifa "
    "khawaja kizza kwabena lamine lansana maada mahendra mahinda maithripala mircea mojtaba "
    "morteza mostafa musalia mustapha mykola narendra naveen ndaba nemanja osama pekka praveen "
    "raila raja sacha salva sasa sefa seth shinya sidika soumaïla themba tharcisse vazha yacouba "
    "yahaya yahia yassine étienne oumarou nicola simone"
)
_VIETNAMESE = word_set(
    "nguyen tran le pham hoang phan vu vo dang bui do ho ngo duong ly nguyễn trần lê phạm lâm"
)
_WOMEN_ENDINGS = ("ova", "eva", "skaya", "tskaya")
_FULL = 2  # words of a name that has a given name
_LONGEST = 80  # tokens of a sentence that is looked at


class Genders:
    """The women and men of a text."""

    def __init__(self, layout: Layout, people: People, offices: Offices) -> None:
        self._layout = layout
        self._people = people
        self._offices = offices
        self._women: set[int] = set()
        self._men: set[int] = set()
        self._by_name: set[int] = set()  # women as their given names say only
        for mentions in layout.starts.values():
            if mentions[0].label == "PERSON":
                self._read_name(mentions[0])
        self._read_pronouns()

    def woman(self, mention: Mention) -> bool:
        """Whether something tells that somebody is a woman."""
        if mention.label == "ROLE":
            return self._of_office(mention) > 0
        return self._people.number(mention) in self._women

    def man(self, mention: Mention) -> bool:
        """Whether something tells that somebody is a man."""
        if mention.label == "ROLE":
            return self._of_office(mention) < 0
        return self._people.number(mention) in self._men

    def learn(self, mention: Mention, pronoun: str) -> None:
        """Note whom a pronoun turned out to mean, where nothing else tells."""
        person = self._people.number(mention)
        if person >= 0 and person not in self._women | self._men:
            (self._women if pronoun in FEMALE else self._men).add(person)

    def likely(self, mention: Mention) -> int:
        """Return 1 for a woman and -1 for a man where a given name sounds so, else 0."""
        if self.woman(mention) or self.man(mention):
            return 1 if self.woman(mention) else -1
        names = self._people.full_name(mention)
        if len(names) < _FULL:
            return 0
        if names[0] in _VIETNAMESE and len(names) > _FULL:
            return {"thi": 1, "thị": 1, "van": -1, "văn": -1}.get(names[1], 0)
        sound = _sounds(names[0])
        known = folded(names[0]).capitalize() in self._layout.page.lexicon.given_names
        return sound or -int(known)  # given names that are none of women's

    def _of_office(self, office: Mention) -> int:
        """Return 1 for an office of women, -1 for one of men: what its first such word tells."""
        for word in self._layout.low[office.first : office.last]:
            if word in _WOMEN_OFFICES or word in _MEN_OFFICES:
                return 1 if word in _WOMEN_OFFICES else -1
        return 0

    def _read_name(self, name: Mention) -> None:
        layout, person = self._layout, self._people.number(name)
        full = name.last - name.first > 1
        given = full and layout.page.tokens[name.first].text in layout.book.women
        before = self._titles_before(name)
        office = next(filter(None, map(self._of_office, self._offices.beside(name))), 0)
        given = given or layout.word(name.last - 1).endswith(_WOMEN_ENDINGS)
        if office > 0 or before & (_WOMEN | _WOMEN_OFFICES):
            self._women.add(person)
        elif office < 0 or before & (_MEN | _MEN_OFFICES):
            self._men.add(person)
        elif given and person not in self._women | self._men:
            self._women.add(person)
            self._by_name.add(person)

    def _titles_before(self, name: Mention) -> set[str]:
        """Return the words beside a name that tell: "Mr | Ruiz", "his wife, | Ana Ruiz, "."""
        layout, at = self._layout, name.first
        aside = layout.word(at - 1) == "," and layout.word(name.last) == ","
        return {layout.word(at - 1), layout.word(at - 2) if aside else ""}

    def _read_pronouns(self) -> None:
        """Learn from sentences that name one person only and have pronouns of one kind."""
        layout = self._layout
        votes: dict[int, int] = {}
        for unit in layout.units:
            if unit.quote >= 0 or unit.last - unit.first > _LONGEST:
                continue
            level = layout.unit_of[unit.first]
            places = [at for at in range(unit.first, unit.last) if layout.unit_of[at] == level]
            people = {
                self._people.number(mention)
                for place in places
                if (mention := layout.starting(place)) is not None and mention.label == "PERSON"
            }
            words = {layout.word(place) for place in places}
            male, female = not words.isdisjoint(MALE), not words.isdisjoint(FEMALE)
            if len(people) == 1 and male != female:
                person = people.pop()
                votes[person] = votes.get(person, 0) + (1 if female else -1)
        self._women -= {one for one in self._by_name if votes.get(one, 0) < -1}
        known = self._women | self._men
        self._women |= {one for one, vote in votes.items() if vote > 1 and one not in known}
        self._men |= {one for one, vote in votes.items() if vote < -1 and one not in known}


def _sounds(given: str) -> int:
    """Return 1 where a given name ends as women's names do, -1 where as men's do, else 0."""
    if given in _MEN_IN_A or given.endswith(_MEN_ENDINGS):
        return -1
    return 1 if given.endswith(_WOMEN_SOUNDS) else 0
