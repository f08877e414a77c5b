"""Places known by the words around them, and events and buildings named after a place."""

from collections.abc import Iterator

from annotator.nlp.builtin.lexicon import folded, looks_common, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.tokens import Kind, Token

_POINTS = frozenset(
    f"{point}{ending}"
    for point in (
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
    )
    for ending in ("", "ern")
) | {"central", "upper", "lower", "inner", "far-western", "far-eastern"}
_EVENTS = word_set(
    "crisis war conflict summit uprising revolution genocide coup intifada talks"
) - {"talks"}
_EVENT_MIDDLES = word_set(
    "civil nuclear border proxy peace economic debt migrant refugee trade leaders"
)
_BUILDINGS = word_set(
    "embassy consulate airport airbase reactor prison stadium palace refinery dam"
)
_BUILDING_MIDDLES = word_set(
    "international heavy water nuclear power research military oil air"
)
_WATERS_BEFORE = word_set("Lake Mount Cape Mt Mt.")
_WATERS_BEFORE_OF = word_set("Gulf Strait Straits Bay Sea Isle Bight")
_HOUSES_BEFORE = word_set(
    "Palais Palazzo Schloss Villa Château Chateau Castel Hôtel Hotel Camp Fort Casa Palacio"
)
_IN = word_set("in at near from outside across around")
_KINDS_BEFORE = word_set(
    "city town village province district port region state governorate municipality suburb "
    "capital island county prefecture township enclave oblast"
)
_KINDS_AFTER = _KINDS_BEFORE - {"state", "capital"} | {
    "area",
    "valley",
    "peninsula",
    "airport",
    "neighborhood",
}


def _claim(
    page: Page, first: int, last: int, label: str, rule: str, score: float, reason: str
) -> bool:
    return page.claim(Find(first, last, label, rule, score, reason))


# --- places with a direction ----------------------------------------------------------------


def find_directions(page: Page) -> None:
    """Claim "eastern Aleppo", "north Syria": a direction before a place, which nests in it."""
    for match in page.matches:
        if match.term.label not in {"GPE", "LOC"} or match.term.unsure:
            continue
        first = match.first - 1
        if first < 0 or not page.follows(match.first):
            continue
        if first > 1 and page.word(first - 1) == "-" and page.word(first - 2).lower() in _POINTS:
            first -= 2
        if page.word(match.first - 1).lower() not in _POINTS or not page.free(first, match.last):
            continue
        reason = "A direction before the name of a place."
        if _claim(page, first, match.last, "LOC", "direction-place", 0.88, reason):
            nested = Find(
                match.first,
                match.last,
                match.term.label,
                "place-in-region",
                0.88,
                "A place within the name of a region.",
            )
            if match.term.label == "GPE":
                page.add(nested)


# --- names with their kind first ------------------------------------------------------------


def find_leading_heads(page: Page) -> None:
    """Claim "Lake Geneva", "Gulf of Oman", "Palais Coburg"."""
    for index, token in enumerate(page.tokens):
        if not token.capital or page.owner[index] is not None or page.headline[index]:
            continue
        match = page.match_at(index)
        if match is not None and match.first == index and match.last > index + 1:
            continue
        of_one = token.text in _WATERS_BEFORE_OF and page.word(index + 1) == "of"
        if token.text in _WATERS_BEFORE or of_one:
            _claim_after(page, index, "LOC", "place-name", 0.85, "A name with a word for places.")
        elif token.text in _HOUSES_BEFORE:
            _claim_after(
                page, index, "FAC", "building-name", 0.8, "A name with a word for buildings."
            )


def _claim_after(page: Page, index: int, label: str, rule: str, score: float, reason: str) -> None:
    place = index + 1
    if page.word(place) == "of":
        place += 1 + (page.word(place + 1) == "the")
    last = place
    while (
        last < len(page.tokens)
        and page.follows(last)
        and page.tokens[last].capital
        and last - place < 3
    ):
        if page.office_at(last) > last or page.honorific_at(last) > last:
            break
        last += 1
    if last > place and page.follows(index + 1):
        _claim(page, index, last, label, rule, score, reason)


# --- events and buildings with a lower-case head ---------------------------------------------


def find_named_after(page: Page) -> None:
    """Claim "Syrian crisis", "SCO summit", "Arak reactor", "Iranian embassy"."""
    for index, token in enumerate(page.tokens):
        if token.kind is not Kind.WORD or token.capital and not page.headline[index]:
            continue
        word = token.text.lower()
        if word in _EVENTS:
            _claim_before(
                page,
                index,
                "EVENT",
                _EVENT_MIDDLES,
                0.75,
                "A crisis, war or meeting named after somebody or some place.",
            )
        elif word in _BUILDINGS:
            _claim_before(
                page,
                index,
                "FAC",
                _BUILDING_MIDDLES,
                0.7,
                "A building named after somebody or some place.",
            )


def _named(page: Page, index: int, label: str) -> tuple[int, str] | None:
    """Return the first token and label of the name that ends before ``index``."""
    match = page.match_at(index - 1)
    if (
        match is not None
        and match.last == index
        and (not match.term.unsure or page.tokens[index - 1].upper)
    ):
        wanted = {"GPE", "NORP", "LOC", "ORG"} if label == "EVENT" else {"GPE", "NORP"}
        return (match.first, match.term.label) if match.term.label in wanted else None
    if index and page.tokens[index - 1].upper and label == "EVENT" and not page.headline[index]:
        return index - 1, "ORG"
    return None


def _claim_before(
    page: Page, head: int, label: str, middles: frozenset[str], score: float, reason: str
) -> None:
    first = head
    while first > 0 and page.word(first - 1) in middles and page.follows(first):
        first -= 1
    if not first or not page.follows(first):
        return
    named = _named(page, first, label)
    if named is None or page.label_at(head):
        return
    begin, kind = named
    if not page.free(begin, first):
        return
    rule = f"{label.lower()}-of-a-name"
    if _claim(page, begin, head + 1, label, rule, score, reason):
        page.add(Find(begin, first, kind, "name-in-a-name", 0.88, "A name within a name."))


# --- unknown places --------------------------------------------------------------------------


def _evidence(page: Page, index: int) -> float:
    """Return the score of an unknown capitalised word being a place, 0 for none."""
    before, after = page.word(index - 1), page.word(index + 1)
    if before == "of" and page.word(index - 2).lower() in _KINDS_BEFORE:
        return 0.82
    if before in _IN and after not in page.lexicon.reporting and after != "'s":
        return 0.65
    if after in _KINDS_AFTER and page.follows(index + 1):
        return 0.75
    if _in_list(page, index):
        return 0.65
    if after == "-" and page.word(index + 2) == "based":
        return 0.8
    return 0.0


def _in_list(page: Page, index: int) -> bool:
    """Return whether a word goes on a list of places: "Omdurman, Bahri and Khartoum"."""
    before = page.word(index - 1)
    place = page.label_at(index - 2) == "GPE"
    return place and (before == "," and page.word(index + 1) in {",", "and"})


def _unknown(page: Page, index: int) -> bool:
    token: Token = page.tokens[index]
    return (
        token.capital
        and page.owner[index] is None
        and not token.first
        and not (token.upper and len(token.text) < 6)
        and not page.headline[index]
        and page.match_at(index) is None
        and token.text not in page.lexicon.topics
        and token.text not in page.lexicon.common
        and not looks_common(token.text)
        and page.office_at(index) == index
        and page.honorific_at(index) == index
    )


def _unknown_runs(page: Page) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(page.tokens):
        last = index
        while (
            last < len(page.tokens)
            and _unknown(page, last)
            and (last == index or page.follows(last))
        ):
            last += 1
        if last > index:
            yield index, last
        index = max(last, index + 1)


def find_unknown_places(page: Page) -> None:
    """Claim capitalised words after "in", "port of" and the like, and wherever else they stand."""
    known: dict[str, float] = {}
    for first, last in _unknown_runs(page):
        if last - first > 2 or page.word(first) in page.lexicon.organisation_heads:
            continue
        following = page.tokens[last] if last < len(page.tokens) else None
        if following is not None and following.capital and page.follows(last):
            continue
        score = _evidence(page, first) if last - first == 1 else _pair_evidence(page, first)
        if score and folded(page.word(first)) not in page.lexicon.given_names:
            if _claim(
                page,
                first,
                last,
                "GPE",
                "place-words",
                score,
                "A capitalised word where places stand.",
            ):
                known.setdefault(page.word(first), score) if last - first == 1 else None
    for index, token in enumerate(page.tokens):
        if token.text in known and page.owner[index] is None:
            _claim(
                page,
                index,
                index + 1,
                "GPE",
                "place-memory",
                known[token.text] - 0.05,
                "The text uses it as a place elsewhere.",
            )


def _pair_evidence(page: Page, first: int) -> float:
    if page.word(first - 1) == "of" and page.word(first - 2).lower() in _KINDS_BEFORE:
        return 0.82
    return 0.6 if page.word(first - 1) in {"in", "near"} else 0.0


# --- names within names -----------------------------------------------------------------------

_WHOLE = frozenset(
    {"list-organisations", "list-outlets", "list-events", "list-buildings", "list-regions"}
)


def find_nested(page: Page) -> None:
    """Add the nationality or place that says whose an organisation, building or event is."""
    for find in list(page.finds):
        if (
            find.label not in {"ORG", "FAC", "EVENT"}
            or find.rule in _WHOLE
            or find.last - find.first < 2
        ):
            continue
        for index in (find.first, find.last - 1):
            match = page.match_at(index)
            if match is None or match.first < find.first or match.last > find.last:
                continue
            whose = (
                match.term.label == "NORP"
                or find.label != "FAC"
                or not page.tokens[find.last - 1].capital
            )
            ends = (match.first == find.first and whose) or (
                match.last == find.last and _of(page, match.first)
            )
            if (
                match.term.label in {"NORP", "GPE"}
                and ends
                and not match.term.unsure
                and match.last - match.first < find.last - find.first
            ):
                page.add(
                    Find(
                        match.first,
                        match.last,
                        match.term.label,
                        "name-in-a-name",
                        0.85,
                        "A name within a name.",
                    )
                )


def _of(page: Page, index: int) -> bool:
    return page.word(index - 1) == "of" or page.words(index - 2, index) == ["of", "the"]
