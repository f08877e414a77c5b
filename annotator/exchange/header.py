"""How news text says when, where and by whom it was written.

Three shapes are read: a whole line with a date ("Monday, February 1, 2016"), a line that names the
author ("By Nadia al-Lamki"), and the start of a first paragraph ("TEHRAN (FNA)- 2 Feb 2016 –").
"""

import re
from dataclasses import dataclass

from annotator.exchange.dates import MONTH, WEEKDAY, DateMention, find_dates, read_date
from annotator.exchange.lines import word_set

MAX_DATELINE = 120
_MAX_BYLINE = 120
_MAX_PREFIX = 140
_MAX_EXTRA_WORDS = 6
_MAX_OUTLET_WORDS = 6

_OUTLET_WORDS = word_set(
    "agency argus bulletin chronicle courier daily dispatch echo examiner express gazette globe"
    " guardian herald independent inquirer journal ledger mail mercury mirror monitor network news"
    " newspaper observer online post press radio register report review sentinel standard star sun"
    " telegraph times today tribune tv weekly wire world"
)
_AGENCIES = word_set(
    "AFP ANSA AP APA ARMENPRESS BBC CNN DPA EFE FARS FNA INTERFAX IRIB IRNA ISNA ITAR-TASS"
    " KAZINFORM KUNA KYODO MEHR MNA PETRA PNA PTI QNA REUTERS RFE/RL RIA SANA SPA SPUTNIK TASNIM"
    " TASS TREND UNA UPI WAM XINHUA YONHAP"
)
_NOT_PLACES = word_set(
    "ADVERTISEMENT ANALYSIS ANSWER BACKGROUND BREAKING COMMENT CORRECTION EDITORIAL EXCLUSIVE"
    " FACTBOX FEATURE INTERVIEW LEAD LIVE NEWS NOTE OPINION PHOTOS QUESTION UPDATE URGENT VIDEO"
    " WATCH A I Q BRICS EU E.U IAEA NATO OPEC SCO UK U.K UN U.N US U.S USA U.S.A"
)

_WORD = r"[^\W\d_][\w.'’\-]*"
_PLACE = rf"{_WORD}(?:(?:,\s|/|\s){_WORD}){{0,4}}?"
_DAY = (
    rf"(?:{WEEKDAY}[.,]?\s)?(?:{MONTH}\.?\s\d{{1,2}}|\d{{1,2}}[\s-]{MONTH}\.?)(?:,?[\s-]\d{{4}})?"
)
_IN_BRACKETS = r"\((?P<{}>[^()\n]{{2,40}})\)"
_DASH = r"(?P<dash>-{2,3}|—|―|[-–:](?=\s|$)|(?<=[\s)])[-–])(?=(?P<next>\s?\S)?)"
_PREFIX = re.compile(
    rf"(?P<place>{_PLACE})"
    rf"(?:[.,]?\s(?P<before>{_DAY}))?"
    rf"(?:,?\s?{_IN_BRACKETS.format('outlet')})?"
    rf"(?:(?:,|\s?[-–—]{{1,2}})\s?(?P<after>{_DAY}))?"
    rf"(?:,\s(?P<agency>(?-i:[A-Z]){{2,8}}))?"
    rf"\s?{_DASH}",
    re.IGNORECASE,
)
# "AMMAN, April 19 (Petra) The minister": no dash, but nothing else looks like this.
_DASHLESS = re.compile(
    rf"(?P<place>{_PLACE}),?\s(?P<before>{_DAY})\s?{_IN_BRACKETS.format('outlet')}(?=\s|$)",
    re.IGNORECASE,
)
# "Nov 5 (Reuters) - Iran", "(Reuters) - Iran": no place.
_AGENCY_ONLY = re.compile(
    rf"(?:(?P<before>{_DAY})\s?)?{_IN_BRACKETS.format('outlet')}\s?(?:-{{1,3}}|[—–―])(?=\s)"
)
_PLACE_LINE = re.compile(rf"(?P<place>{_PLACE})\s?{_IN_BRACKETS.format('outlet')}$")

_LEAD = re.compile(
    r"\s*(?:(?:first\s+)?(?:published|posted|updated|issued|modified|created|released)"
    r"|last\s+(?:updated|modified)|publication\s+date|date)\b(?:\s+(?:on|at))?\s*:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{1,2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?"
    r"|\bT?\d{2}:\d{2}(?::\d{2})?Z?"
    r"|\b(?:GMT|UTC|EST|EDT|CET|CEST|MSK|IRST|BST|hrs|hours|local time)\b"
    r"(?:[+-]\d{1,4})?",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s|•·,;:/()\[\]–—―-]+")
_SMALL_WORDS = word_set("of the and de al el in at on for a")

_BYLINE = re.compile(
    r"(?:written\s+by|reported\s+by|story\s+by|by|author:|byline:)\s+", re.IGNORECASE
)
_EDITING = re.compile(
    r"\(?(?:additional\s+)?(?:reporting|writing|editing)\s+by\b[^.]{3,200}\)?\.?$", re.IGNORECASE
)
_NAME_WORDS = word_set(
    "staff our own correspondent correspondents writer writers reporter reporters editor agency"
    " agencies news desk and in for with of the special to de van von der den bin bint ibn al el"
    " abu da dos du la le di y und et diplomatic political foreign"
)
_PARTICLES = ("al-", "el-", "d'", "d’", "as-", "ash-", "an-", "ar-", "at-", "ad-", "ez-", "ul-")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; offsets of ``date`` count from the start of the words given.

    Attributes:
        length: Number of characters from the start of the line.
        labelled: Whether the line names its date: "Published: ...".
    """

    length: int
    date: DateMention | None = None
    place: str | None = None
    outlet: str | None = None
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it: "Nadia al-Lamki", and what else the line says."""

    name: str
    place: str | None = None
    outlet: str | None = None
    date: DateMention | None = None


def is_outlet(words: str) -> bool:
    """Whether a few words look like the name of an outlet: "Gulf Courier", "FNA"."""
    parts = words.split()
    if not 0 < len(parts) <= _MAX_OUTLET_WORDS or not parts[0][0].isupper():
        return False
    if words.upper() in _AGENCIES and (words.isupper() or len(words) > len("RIA")):
        return True
    return len(parts) > 1 and parts[-1].casefold() in _OUTLET_WORDS


def place_name(words: str) -> str:
    """Return a place as it is written in running text: "NEW YORK" becomes "New York"."""
    words = re.sub(r"\s+", " ", words).strip(" ,")
    if words.count(".") == 1:
        words = words.rstrip(".")
    return ", ".join(
        part if re.fullmatch(r"(?:[A-Z]\.?){2,3}", part) else _title_case(part)
        for part in words.split(", ")
    )


def _title_case(words: str) -> str:
    return re.sub(r"[^\W\d_]+", _titled, words) if words.isupper() else words


def _titled(found: re.Match[str]) -> str:
    return found[0].capitalize()


def _capitalised(words: str) -> bool:
    """Whether every word starts with a capital letter, small words aside."""
    return all(
        not word[0].isalpha() or word[0].isupper() or word in _SMALL_WORDS for word in words.split()
    )


def _upper(words: str) -> bool:
    """Whether words are a place in capitals, a country after it aside: "DOHA, Qatar"."""
    first = words.partition(", ")[0]
    return first.isupper() and not {word.rstrip(".") for word in first.split()} & _NOT_PLACES


def dateline_prefix(words: str) -> Dateline | None:
    """Return the dateline that a paragraph starts with: "TEHRAN (FNA)- 2 Feb 2016 –".

    Its length includes the dash, without white space after it.
    """
    head = words[:_MAX_PREFIX]
    found = _AGENCY_ONLY.match(head)
    if found is not None and is_outlet(found["outlet"]):
        day = read_date(found["before"]) if found["before"] else None
        return Dateline(length=found.end(), date=day, outlet=found["outlet"])
    found = _PREFIX.match(head) or _DASHLESS.match(head)
    return _dateline(found) if found is not None and _is_prefix(found) else None


def _is_prefix(found: re.Match[str]) -> bool:
    part = found.groupdict()
    place = part["place"]
    dated = part["before"] or part.get("after")
    bracketed = part["outlet"] and part["outlet"][0].isupper() and _capitalised(part["outlet"])
    dash = part.get("dash")
    if part["outlet"] and not bracketed:
        return False
    if dash == ":" and not (dated or bracketed):
        return _upper(place) and len(place.split()) == 1 and len(place) > len("US:")
    if not _capitalised(place):
        return False
    if dated or bracketed:
        return True
    if (part.get("next") or "").strip()[:1].islower():  # "SINGAPORE – once a port – has"
        return False
    if _upper(place):
        return True
    # "Tehran, Iran — Officials": two names, and a dash that no compound has.
    return place.count(",") == 1 and dash in {"—", "--", "―"} and not place.endswith(".")


def _dateline(found: re.Match[str]) -> Dateline:
    part = found.groupdict()
    place: str | None = part["place"]
    outlet = part["outlet"] or part.get("agency")
    if place and is_outlet(place):
        place, outlet = None, outlet or place
    day = part["before"] or part.get("after")
    return Dateline(
        length=len(found[0].rstrip()),
        date=read_date(day) if day else None,
        place=place_name(place) if place else None,
        outlet=outlet,
    )


def dateline_line(words: str) -> Dateline | None:
    """Return what a whole line with a date says, ``None`` where it says more than that."""
    if len(words) > MAX_DATELINE:
        return None
    lead = _LEAD.match(words)
    date = _header_date(words, lead.end() if lead else 0)
    if date is None:
        place = _PLACE_LINE.match(words)
        if place is None or not _upper(place["place"]) or not _capitalised(place["outlet"]):
            return None
        return Dateline(len(words), None, place_name(place["place"]), place["outlet"])
    rest = _without_dates(words, lead)
    extra = [word for word in _SEPARATORS.split(rest) if word and word not in {"at", "on"}]
    if len(extra) > _MAX_EXTRA_WORDS or not _capitalised(" ".join(extra)):
        return None
    if extra and not _stands_apart(words, date, lead is not None):
        return None
    place_words, outlet = _place_and_outlet(words, rest)
    return Dateline(len(words), date, place_words, outlet, labelled=lead is not None)


def _header_date(words: str, start: int) -> DateMention | None:
    """Return the first date of a line that says the day, or a month that stands alone."""
    dates = list(find_dates(words))
    full = [date for date in dates if date.day is not None]
    if full:
        return next((date for date in full if date.year is not None), full[0])
    alone = len(dates) == 1 and not words[start : dates[0].start].strip()
    return dates[0] if alone and not words[dates[0].end :].strip() else None


def _without_dates(words: str, lead: re.Match[str] | None) -> str:
    """Return a line without its dates, times and lead words, each replaced by a bar."""
    pieces: list[str] = []
    last = lead.end() if lead else 0
    for date in find_dates(words):
        pieces.append(words[last : date.start])
        last = date.end
    pieces.append(words[last:])
    rest = _CLOCK.sub("|", "|".join(pieces))
    rest = _LEAD.sub("|", rest)
    return re.sub(rf"\b{WEEKDAY}\b\.?", "|", rest)


def _stands_apart(words: str, date: DateMention, labelled: bool) -> bool:  # noqa: FBT001
    """Whether a separator, an edge or a lead word divides the date from other words."""
    before, after = words[: date.start].rstrip(), words[date.end :].lstrip()
    apart = "|•·,;:(–—―-/[])"
    return (not before or labelled or before[-1] in apart) and (
        not after or after[0] in apart or after[0].isdigit()
    )


def _place_and_outlet(words: str, rest: str) -> tuple[str | None, str | None]:
    place: str | None = None
    outlet: str | None = None
    for segment in re.split(r"[|•·;:()\[\]–—―,]|\s-+\s", rest):
        name = segment.strip(" ./-")
        if not name:
            continue
        if is_outlet(name):
            outlet = outlet or name
        elif words.startswith(name) and _upper(name):
            place = place or place_name(name)
        elif f"({name})" in words:
            outlet = outlet or name
    return place, outlet


def byline(words: str) -> Byline | None:
    """Return who a line names as its author, ``None`` where it does something else."""
    if len(words) > _MAX_BYLINE:
        return None
    found = _BYLINE.match(words)
    if found is None or words[0].islower():
        return None
    date = read_date(words)
    named = words[found.end() : date.start if date else len(words)]
    if date and not _capitalised(_CLOCK.sub("", words[date.end :])):
        return None
    named = named.strip(" |•·,;–—-")
    if not named or not _is_name(named):
        return None
    segments = [part.strip() for part in re.split(r"[|•·]|,\s|\s[–—-]\s", named) if part.strip()]
    outlet = None
    first, _, where = segments[0].partition(" in ")
    names, place = [_title_case(first)], place_name(where) or None
    for segment in segments[1:]:
        if is_outlet(segment):
            outlet = outlet or segment
        elif " and " in segment or (len(segment.split()) > 1 and place is not None):
            names.append(segment)
        else:
            place = place or place_name(segment)
    return Byline(", ".join(names), place, outlet, date)


def _is_name(words: str) -> bool:
    parts = [part for part in re.split(r"[\s,|•·/&]+", words) if part]
    most = 12
    if len(parts) > most or (words.endswith((".", "!", "?")) and len(parts[-1]) > len("Jr.")):
        return False
    good = all(
        part[0].isupper()
        or part in _NAME_WORDS
        or part.casefold().startswith(_PARTICLES)
        or not any(character.isalnum() for character in part)
        for part in parts
    )
    return good and any(part[0].isupper() or part in {"staff", "our"} for part in parts)


def is_editing_note(words: str) -> bool:
    """Whether a line names those who reported and edited: "(Reporting by A; editing by B)"."""
    return _EDITING.match(words) is not None
