"""Organisations and outlets known by the lower-case word beside their name."""

from annotator.nlp.builtin.lexicon import folded, looks_common, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.tokens import Kind

_GROUPS = word_set(
    "party coalition movement militia alliance bloc company firm group faction charity "
    "watchdog think-tank organisation organization organisations organizations ngo network "
    "cartel gang brigade foundation conglomerate airline operator bank union paramilitary "
    "junta parties"
)
_OUTLETS = word_set(
    "newspaper daily weekly broadcaster channel magazine website tabloid newswire"
)
_TWO_WORDS = {
    ("think", "tank"): "ORG", ("news", "agency"): "OUTLET", ("news", "site"): "OUTLET", ("tv", "channel"): "OUTLET",
    ("news", "website"): "OUTLET", ("news", "outlet"): "OUTLET", ("television", "channel"): "OUTLET",
    ("rights", "group"): "ORG", ("radio", "station"): "OUTLET",
}  # fmt: skip


def _kind_after(page: Page, index: int) -> str:
    """Return the label that the words from ``index`` on give the name before them."""
    pair = (page.word(index), page.word(index + 1))
    if pair in _TWO_WORDS:
        return _TWO_WORDS[pair]
    return "ORG" if pair[0] in _GROUPS else "OUTLET" if pair[0] in _OUTLETS else ""


def _kind_before(page: Page, index: int) -> str:
    """Return the label that the words before ``index`` give the name that begins there."""
    pair = (page.word(index - 2), page.word(index - 1))
    if pair in _TWO_WORDS:
        return _TWO_WORDS[pair]
    return "ORG" if pair[1] in _GROUPS else "OUTLET" if pair[1] in _OUTLETS else ""


def _unknown(page: Page, index: int) -> bool:
    token = page.tokens[index]
    return (
        token.capital
        and page.owner[index] is None
        and not page.headline[index]
        and page.office_at(index) == index
        and page.honorific_at(index) == index
        and not (token.first and token.text in page.lexicon.common)
    )


def _run_end(page: Page, first: int) -> int:
    """Return the end of the capitalised words from ``first`` on, with "la" and "of" between them."""
    last = first
    while last < len(page.tokens) and (last == first or page.follows(last)):
        if _unknown(page, last):
            last += 1
        elif last > first and page.word(last) in {"la", "de", "del", "of", "al", "ul", "-", "'"}:
            if last + 1 >= len(page.tokens) or not _unknown(page, last + 1):
                break
            last += 2
        else:
            break
    return last


def find_groups(page: Page) -> None:
    """Claim "Azimio la Umoja coalition", "the think tank IMANI", "Kompas daily"."""
    index = 0
    while index < len(page.tokens):
        last = _run_end(page, index)
        if last == index:
            index += 1
            continue
        _claim_group(page, index, last)
        index = last


def _claim_group(page: Page, first: int, last: int) -> None:
    after = _kind_after(page, last) if page.follows(last) else ""
    label = after or (_kind_before(page, first) if page.follows(first) else "")
    if not label:
        _claim_company(page, first, last)
        return
    match = page.match_at(last - 1) if after else page.match_at(first)
    if match is not None and match.last == last and match.term.label not in {label, "PERSON"}:
        if match.first == first or match.term.label in {"NORP", "GPE"}:
            return
    if match is not None and not after:
        return
    if page.tokens[first].first and looks_common(page.word(first)):
        return
    reason = (
        "A word for organisations stands beside it."
        if label == "ORG"
        else "A word for news outlets stands beside it."
    )
    page.claim(Find(first, last, label, "kind-beside-name", 0.75, reason))


def _claim_company(page: Page, first: int, last: int) -> None:
    """Claim a state or nationality with unknown words after it: "Kazakhstan Temir Zholy"."""
    match = page.match_at(first)
    if (
        match is None
        or match.first != first
        or match.term.label not in {"GPE", "NORP"}
        or match.term.unsure
    ):
        return
    if match.term.source == "GPE-cities" or not match.last < last <= match.last + 3:
        return
    words = page.words(match.last, last)
    lexicon = page.lexicon
    ordinary = any(
        folded(word) in lexicon.given_names | lexicon.family_names
        or word in lexicon.common | lexicon.topics
        or page.match_at(place) is not None
        or not page.tokens[place].capital
        for place, word in enumerate(words, match.last)
    )
    if not ordinary:
        reason = "Unknown capitals after a state or nationality: perhaps a company or party."
        page.claim(Find(first, last, "ORG", "state-and-capitals", 0.55, reason))


def find_capital_acronyms(page: Page) -> None:
    """Claim words of capitals that nothing else has explained: most are organisations."""
    for index, token in enumerate(page.tokens):
        plain = token.upper and token.text.isalnum() and 3 <= len(token.text) <= 7
        if not plain or token.kind is not Kind.WORD or page.owner[index] is not None:
            continue
        if (
            token.text in page.lexicon.no_organisations
            or _shouting(page, index)
            or page.match_at(index) is not None
        ):
            continue
        if page.word(index - 1) == "-" or page.word(index + 1) == "-":
            continue
        page.claim(
            Find(
                index,
                index + 1,
                "ORG",
                "capitals-only",
                0.55,
                "A word of capitals, as acronyms are written.",
            )
        )


def _shouting(page: Page, index: int) -> bool:
    """Return whether the words around are in capitals too."""
    near = [
        token for token in page.tokens[max(0, index - 2) : index + 3] if token.kind is Kind.WORD
    ]
    return sum(token.upper for token in near) > max(1, len(near) // 2) or page.headline[index]
