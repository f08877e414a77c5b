"""Every rule of the built-in source: its label, its name, its score and its reason in words.

Scores were set by judgement and compared with the precision that ``python -m tests.evaluate
--rules`` shows. Dates have their own table in ``dates.py``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: Stored with each suggestion; counted and switched off by it.
        score: 0 to 1.
        reason: One sentence for the analyst.
    """

    label: str
    name: str
    score: float
    reason: str


# Words of the lists: label and reason are filled in by the list.
OWN_LIST = Rule("", "own-list", 0.97, "It stands in a list of your own, “{source}”.")
OWN_RULE = Rule("", "own", 0.97, "It fits a rule of your own, “{source}” line {line}.")
LIST = Rule("", "list", 0.85, "It stands in our list of {source}.")
LIST_SCORES = {
    "NORP": 0.97,
    "GPE": 0.95,
    "ORG": 0.93,
    "OUTLET": 0.92,
    "LOC": 0.9,
    "EVENT": 0.85,
    "FAC": 0.85,
}
UNSURE = 0.15  # what a word that often means something else loses

DATELINE_PLACE = Rule("GPE", "dateline-place", 0.96, "The place of a dateline.")
DATELINE_OUTLET = Rule("OUTLET", "dateline-outlet", 0.95, "The outlet of a dateline.")
OUTLET_MEMORY = Rule("OUTLET", "outlet-memory", 0.92, "The outlet of the dateline.")

OUTLET_NAME = Rule("OUTLET", "outlet-name", 0.85, "A name with a word for news outlets.")
ORGANISATION_NAME = Rule("ORG", "organisation-name", 0.9, "A name with a word for organisations.")
BUILDING_NAME = Rule("FAC", "building-name", 0.85, "A name with a word for buildings.")
EVENT_NAME = Rule("EVENT", "event-name", 0.75, "A name with a word for events.")
PROVINCE_NAME = Rule("GPE", "province-name", 0.8, "A name with a word for provinces or towns.")
PLACE_NAME = Rule("LOC", "place-name", 0.85, "A name with a word for places.")
INITIALS = Rule("ORG", "initials", 0.9, "Its initials follow in brackets.")
BESIDE_ORGANISATION = Rule(
    "ORG", "kind-beside-name", 0.75, "A word for organisations stands beside it."
)
RELAYING = Rule("OUTLET", "relaying", 0.65, "A name that relays the sentence before it.")
BESIDE_OUTLET = Rule(
    "OUTLET", "kind-beside-name", 0.75, "A word for news outlets stands beside it."
)
STATE_AND_CAPITALS = Rule(
    "ORG", "state-and-capitals", 0.55, "Unknown capitals after a state: a company or party?"
)
CAPITALS_ONLY = Rule("ORG", "capitals-only", 0.55, "A word of capitals, as acronyms are written.")
ACRONYM = Rule("ORG", "acronym", 0.93, "An acronym that the text explains.")
SHORT_NAME = Rule("ORG", "short-name", 0.7, "Short for an organisation that the text names.")

DIRECTION = Rule("LOC", "direction-place", 0.9, "A direction before the name of a place.")
CRISIS = Rule(
    "EVENT", "event-of-a-name", 0.8, "A crisis, war or meeting named after somebody or a place."
)
MISSION = Rule("ORG", "mission-that-speaks", 0.8, "An embassy that speaks or acts.")
BUILDING_OF = Rule("FAC", "building-of-a-name", 0.75, "A building named after a state or place.")
SEE = Rule("GPE", "place-of-office", 0.7, "The place of an office.")
PLACE_WORDS = Rule("GPE", "place-words", 0.65, "A capitalised word where places stand.")
PLACE_MEMORY = Rule("GPE", "place-memory", 0.6, "The text uses it as a place elsewhere.")
NESTED = Rule("", "name-in-a-name", 0.88, "A name within a name.")

TITLED = Rule("PERSON", "title-name", 0.95, "A name after an office or a form of address.")
NAME = Rule("PERSON", "name", 0.92, "Words that are used as names of persons.")
LIKELY_NAME = Rule("PERSON", "likely-name", 0.82, "It reads like a person's name.")
POSSIBLE_NAME = Rule("PERSON", "capitals", 0.6, "Capitalised words that may be a person's name.")
PERSON_MEMORY = Rule("PERSON", "person-memory", 0.92, "Part of a name that the text gives in full.")
FAMILY_NAME = Rule("PERSON", "family-name", 0.7, "A family name that newswire often uses alone.")
BYLINE = Rule("PERSON", "byline", 0.93, "A name after “By” at the beginning of a line.")
OTHER_SCRIPT = Rule("", "other-script", 0.8, "The name before it, in another script.")
NAME_MEMORY = Rule("", "name-memory", 0.8, "The text has this name elsewhere.")

OFFICE_BEFORE_NAME = Rule("ROLE", "office-before-name", 0.92, "An office before a name.")
OFFICE_PHRASE = Rule(
    "ROLE", "office-phrase", 0.85, "An office with the words that say whose or what for."
)
OFFICE = Rule("ROLE", "office", 0.75, "An office or function.")
