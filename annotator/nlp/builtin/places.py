"""Places known by the words around them, and events and buildings named after a place."""

from collections.abc import Iterator

from annotator.nlp.builtin import rulebook
from annotator.nlp.builtin.lexicon import folded, looks_common, word_set
from annotator.nlp.builtin.missions import building_rule
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.builtin.rulebook import Rule
from annotator.nlp.tokens import Kind

_POINTS = word_set(
    "north south east west northern southern eastern western northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern central upper lower inner"
)
_CRISES = word_set(
    "crisis war conflict summit uprising revolution genocide coup intifada forum conference "
    "attacks bombings massacre"
)
_CRISIS_MIDDLES = word_set(
    "civil nuclear border proxy peace economic debt migrant refugee trade leaders"
)
_BUILDINGS = word_set(
    "embassy consulate airport airbase reactor prison stadium palace refinery dam"
)
_BUILDING_MIDDLES = word_set("international heavy water nuclear power research military oil air")
_WATERS_BEFORE = word_set("Lake Mount Cape Mt Mt.")
_WATERS_BEFORE_OF = word_set("Gulf Strait Straits Bay Sea Isle Bight")
_HOUSES_BEFORE = word_set(
    "Palais Palazzo Schloss Villa Château Chateau Castel Hôtel Hotel Camp Fort Casa Palacio"
)
_IN = word_set("in at near from outside across around")
_KINDS_BEFORE = word_set(
    "city town village province district port region state governorate municipality suburb "
    "capital island county prefecture township enclave oblast residents inhabitants people "
    "outskirts streets suburbs siege battle mayor governor north south east west"
)
_KINDS_AFTER = word_set(
    "city town village province district port region governorate municipality suburb island "
    "county prefecture township enclave oblast area valley peninsula airport"
)
_TAKING = word_set(
    "fled captured seized besieged shelled bombed stormed liberated recaptured retook entered"
)
_COMPANIES = word_set(
    "Rail Railways Air Airlines Airways Bank Company Co. Corp Corp. Corporation Group Holding "
    "Holdings Industries Telecom Motors Inc Inc. Ltd Ltd. Limited Technologies"
)
_LONGEST_TAIL = 3


# --- places with a direction ------------------------------------------------------------------


def find_directions(page: Page) -> None:
    """Claim "eastern Aleppo", "north-west Syria": a direction and a place, which nests in it."""
    for match in page.matches:
        if match.term.label not in {"GPE", "LOC"} or match.term.unsure:
            continue
        first = match.first - 1
        if not page.follows(match.first) or page.word(first).lower() not in _POINTS:
            continue
        if page.hyphen(first - 1) and page.word(first - 2).lower() in _POINTS:
            first -= 2
        if page.claim(first, match.last, rulebook.DIRECTION) and match.term.label == "GPE":
            page.add(match.first, match.last, rulebook.NESTED, label="GPE")


# --- names with their kind first --------------------------------------------------------------


def find_leading_heads(page: Page) -> None:
    """Claim "Lake Geneva", "Gulf of Oman", "Palais Coburg"."""
    for index, token in enumerate(page.tokens):
        if not token.capital or page.owner[index] is not None or page.headline[index]:
            continue
        match = page.match_at(index)
        if match is not None and match.last > index + 1:
            continue
        of_one = token.text in _WATERS_BEFORE_OF and page.word(index + 1) == "of"
        if token.text in _WATERS_BEFORE or of_one:
            _claim_with_tail(page, index, rulebook.PLACE_NAME)
        elif token.text in _HOUSES_BEFORE:
            _claim_with_tail(page, index, rulebook.BUILDING_NAME)


def _claim_with_tail(page: Page, index: int, rule: Rule) -> None:
    """Claim a word and the capitals after it, with "of" and "the" between."""
    place = index + 1
    if page.word(place) == "of":
        place += 1 + (page.word(place + 1) == "the")
    last = place
    while last < place + _LONGEST_TAIL and page.follows(last) and page.capital(last):
        if page.titled(last):
            break
        last += 1
    if last > place and page.follows(index + 1):
        page.claim(index, last, rule)


# --- events and buildings with a lower-case head ----------------------------------------------


def find_named_after(page: Page) -> None:
    """Claim "Syrian crisis", "SCO summit", "Arak reactor", "Iranian embassy"."""
    for index, token in enumerate(page.tokens):
        if token.kind is not Kind.WORD or (token.capital and not page.headline[index]):
            continue
        word = token.text.lower()
        if word in _CRISES:
            _claim_named_after(page, index, rulebook.CRISIS, _CRISIS_MIDDLES)
        elif word in _BUILDINGS:
            _claim_named_after(page, index, rulebook.BUILDING_OF, _BUILDING_MIDDLES)


def _claim_named_after(page: Page, head: int, rule: Rule, middles: frozenset[str]) -> None:
    first = head
    while page.follows(first) and page.word(first - 1) in middles:
        first -= 1
    if not page.follows(first) or page.label_at(head):
        return
    named = _name_before(page, first, rule)
    if named is None:
        return
    if page.claim(named[0], head + 1, building_rule(page, named[0], head + 1, rule)):
        page.add(named[0], first, rulebook.NESTED, label=named[1])


def _name_before(page: Page, index: int, rule: Rule) -> tuple[int, str] | None:
    """Return the first token and label of the name that ends before ``index``."""
    match = page.match_at(index - 1)
    upper = page.tokens[index - 1].upper
    wanted = {"GPE", "NORP", "LOC", "ORG"} if rule is rulebook.CRISIS else {"GPE", "NORP"}
    if match is not None and match.last == index and (upper or not match.term.unsure):
        return (match.first, match.term.label) if match.term.label in wanted else None
    if upper and "ORG" in wanted and not page.headline[index]:
        return index - 1, "ORG"
    return None


# --- unknown places ---------------------------------------------------------------------------


def _is_unknown(page: Page, index: int) -> bool:
    token = page.tokens[index]
    if not token.capital or token.first or page.owner[index] is not None or page.headline[index]:
        return False
    if (token.upper and len(token.text) < 6) or page.match_at(index) is not None:
        return False
    words = page.lexicon
    plain = token.text in words.topics or token.text in words.common or looks_common(token.text)
    return not plain and not page.titled(index)


def _unknown_runs(page: Page) -> Iterator[tuple[int, int]]:
    """Yield runs of unknown capitals that no other capital follows."""
    index = 0
    while index < len(page.tokens):
        last = index
        while last < len(page.tokens) and _is_unknown(page, last):
            if last > index and not page.follows(last):
                break
            last += 1
        if last > index and not (page.capital(last) and page.follows(last)):
            yield index, last
        index = max(last, index + 1)


def _evidence(page: Page, first: int, last: int) -> float:
    """Return the score of unknown capitals being a place, 0 for none."""
    before, after = page.word(first - 1), page.word(last)
    if before == "of" and page.word(first - 2).lower() in _KINDS_BEFORE:
        return 0.82
    if last - first > 1:
        return 0.6 if before in {"in", "near"} else 0.0
    if page.hyphen(last) and page.word(last + 1) == "based":
        return 0.8
    if after in _KINDS_AFTER and page.follows(last):
        return 0.75
    if before == "and" and page.label_at(first - 2) == "GPE":
        return 0.6
    if before in _TAKING:
        return rulebook.PLACE_WORDS.score
    within = before in _IN and after not in page.lexicon.reporting and not page.possessive(last)
    return rulebook.PLACE_WORDS.score if within or _in_list(page, first) else 0.0


def _in_list(page: Page, index: int) -> bool:
    """Return whether a word goes on a list of places: "Omdurman, Bahri and Khartoum"."""
    listed = page.word(index - 1) == "," and page.word(index + 1) in {",", "and"}
    return listed and page.label_at(index - 2) == "GPE"


def find_unknown_places(page: Page) -> None:
    """Claim capitalised words after "in", "port of" and the like, and wherever else they stand."""
    known: set[str] = set()
    for first, last in _unknown_runs(page):
        word = page.word(first)
        no_place = word in page.lexicon.organisation_heads
        if last - first > 2 or no_place or folded(word) in page.lexicon.given_names:
            continue
        score = _evidence(page, first, last)
        if score and page.claim(first, last, rulebook.PLACE_WORDS, score=score):
            known.update({word} if last - first == 1 else ())
    for index, token in enumerate(page.tokens):
        if token.text in known:
            page.claim(index, index + 1, rulebook.PLACE_MEMORY)


# --- names within names -----------------------------------------------------------------------


def find_nested(page: Page) -> None:
    """Add the nationality or place that says whose an organisation, building or event is."""
    for find in list(page.finds):
        listed = find.rule.name.startswith(rulebook.LIST.name)
        if find.label in {"ORG", "FAC", "EVENT"} and not listed and find.last - find.first > 1:
            _add_nested(page, find, find.first)
            _add_nested(page, find, find.last - 1)


def _add_nested(page: Page, find: Find, index: int) -> None:
    match = page.match_at(index)
    if match is None or match.first < find.first or match.last > find.last or match.term.unsure:
        return
    label = match.term.label
    if (
        find.rule in {rulebook.STATE_AND_CAPITALS, rulebook.INITIALS}
        or page.word(find.last - 1) in _COMPANIES
    ):
        return
    proper_name = find.label == "FAC" and page.capital(find.last - 1)  # "Vienna Centre"
    leads = match.first == find.first and not (proper_name and label == "GPE")
    ends = match.last == find.last and "of" in page.words(match.first - 2, match.first)
    whole = match.first == find.first and match.last == find.last
    if label in {"NORP", "GPE"} and (leads or ends) and not whole:
        page.add(match.first, match.last, rulebook.NESTED, label=label)
