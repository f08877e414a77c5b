"""Title, outlet, date, place and author of an article, read from its zones.

What is declared (front matter, a sidecar file) wins over what is guessed. A date that the text
contradicts is never a fact: it comes back as a proposal, with a note that says why.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from annotator.domain.article import Metadata, Zone, ZoneKind
from annotator.exchange.dates import MONTHS, WEEKDAYS, DateMention, check_iso, find_dates, read_date
from annotator.exchange.front_matter import FrontMatter, read_front_matter
from annotator.exchange.header import (
    Byline,
    Dateline,
    byline,
    dateline_line,
    dateline_prefix,
    is_outlet,
)
from annotator.exchange.lines import Page, latin_share, read_page, word_set

_MAX_TITLE = 220
_EVIDENCE = 60_000  # characters of the text in which dates are looked for
_NEAR = timedelta(days=62)
_LATER = timedelta(days=200)
_ENOUGH = 2

_SHOUTED_OUTLET = re.compile(r"([^\s:][^:\n]{1,40}?)(\s?):\s+(?=\S)")
_TRAILING_OUTLET = re.compile(r"\s+[|–—-]\s+([^|\n]{3,40})$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?[\s,]*(?:(\d{4})(?:\s*[-–]\s*\d{4})?[\s,]*)?"
    r"([^\d.|,\n]{2,50})?(?:[\s,]*(\d{4}))?",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"\bsubscribe\s+to\s+(?:the\s+)?([A-Z][^.,!?\n]{2,40}?)(?:['’]s)?\s+"
    r"(?:newsletter|briefing|mailing\s+list|channel)\b|\bfollow\s+(?:the\s+)?([A-Z][^.,!?\n]{2,40}?)"
    r"\s+on\s+(?:Twitter|Facebook|Telegram|Instagram|X)\b",
    re.IGNORECASE,
)
_YEAR_IN_URL = re.compile(r"/((?:19|20)\d\d)/(?:0?[1-9]|1[0-2])(?:/|$)")
_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d.,]\d|%|\w)")
_UNTIL = re.compile(r"(?:\b(?:by|until|till|before|through|beyond|towards?|Vision|Agenda))\s+$")
_FUTURE = re.compile(
    r"\b(?:will|would|shall|is\s+to|are\s+to|due|planned|scheduled|expected|next|upcoming|plans?)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:said|told|met|was|were|had|held|spoke|left|took|gave|[a-z]{3,}ed)\b", re.IGNORECASE
)
_SENTENCE_EDGE = re.compile(r"[.!?][”’\"')]*\s+(?=[“‘\"'(]?[A-Z])|\n")
_ENGLISH = word_set(
    "a an and are as at be by for from had has have he his in is it its not of on said she that the"
    " their they this to was were which who will with"
)


@dataclass(frozen=True, slots=True)
class MetadataFound:
    """What a text says about itself.

    Attributes:
        proposals: Values that the text contradicts or that are a guess, by key of the metadata.
        notes: Sentences for the reader of an import preview.
    """

    metadata: Metadata
    proposals: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Header:
    """What the datelines and bylines of the first story say."""

    datelines: list[Dateline]
    bylines: list[Byline]

    def outlets(self) -> Iterator[str]:
        """Yield the outlets named, the best first."""
        for line in self.datelines:
            if line.outlet:
                yield line.outlet
        for author in self.bylines:
            if author.outlet:
                yield author.outlet

    def places(self) -> Iterator[str]:
        """Yield the places named, the best first."""
        for line in self.datelines:
            if line.place:
                yield line.place
        for author in self.bylines:
            if author.place:
                yield author.place

    def dates(self) -> list[DateMention]:
        """Return the dates named, the best first: labelled, with a year, of a line, of a byline."""
        lines = sorted(self.datelines, key=lambda line: not line.labelled)
        found = [line.date for line in lines if line.date]
        found.extend(author.date for author in self.bylines if author.date)
        return sorted(found, key=lambda mention: mention.year is None)


class _Covered:
    """The offsets that zones cover."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self._starts = [zone.extent.start for zone in zones]
        self._ends = [zone.extent.end for zone in zones]

    def __contains__(self, offset: int) -> bool:
        before = bisect_right(self._starts, offset) - 1
        return before >= 0 and offset < self._ends[before]


def _furniture(text: str, zones: Sequence[Zone]) -> Iterator[str]:
    """Yield the words of boilerplate; of very many zones those at both ends."""
    ends = 100
    for zone in zones if len(zones) <= 2 * ends else (*zones[:ends], *zones[-ends:]):
        if zone.kind is ZoneKind.BOILERPLATE:
            yield zone.extent.slice(text)[:1000]


def _read_header(text: str, zones: Sequence[Zone]) -> _Header:
    header = _Header([], [])
    headlines = 0
    for zone in zones:
        headlines += zone.kind is ZoneKind.HEADLINE
        most_headlines = 1
        if headlines > most_headlines:
            break
        for words in zone.extent.slice(text)[:1000].split("\n"):
            if zone.kind is ZoneKind.DATELINE:
                read = dateline_line(words.strip()) or dateline_prefix(words.strip() + " ")
                if read is not None:
                    header.datelines.append(read)
            elif zone.kind is ZoneKind.BYLINE:
                author = byline(words.strip())
                if author is not None:
                    header.bylines.append(author)
    return header


# --- title and outlet -----------------------------------------------------------------------


def _title_line(text: str, zones: Sequence[Zone], page: Page) -> str | None:
    for zone in zones:
        if zone.kind is ZoneKind.HEADLINE:
            return zone.extent.slice(text)
    covered = _Covered(zones)
    line = next((line for line in page.lines if line.start not in covered), None)
    return line.words if line is not None and line.length <= _MAX_TITLE else None


def _split_title(title: str) -> tuple[str, str | None]:
    """Return a title without the outlet at its edge, and the outlet: "MESOP NEWS : Title"."""
    title = re.sub(r"\s+", " ", title).strip()
    found = _SHOUTED_OUTLET.match(title)
    # "Press TV: ..." may be a statement of Press TV; a shouted name or a loose colon is a label.
    if found and is_outlet(found[1]) and (found[1].isupper() or found[2]):
        return title[found.end() :], found[1]
    found = _TRAILING_OUTLET.search(title)
    if found and is_outlet(found[1].strip()):
        return title[: found.start()], found[1].strip()
    return title, None


def _spelled_out(outlet: str, text: str) -> str:
    """Return the name behind an acronym where the text has it: "CNA", "Caspian News Agency"."""
    if not re.fullmatch(r"[A-Z]{2,5}", outlet):
        return outlet
    pattern = r"\s".join(rf"{letter}[^\W\d_]+" for letter in outlet)
    for found in re.finditer(rf"\b{pattern}\b", text[:_EVIDENCE]):
        if is_outlet(found[0]):
            return re.sub(r"\s", " ", found[0])
    return outlet


def _outlet_of_furniture(text: str, zones: Sequence[Zone]) -> str | None:
    """Return the outlet that copyright lines and newsletter prompts name."""
    for words in _furniture(text, zones):
        found = _COPYRIGHT.search(words)
        name = (found[2] or "").strip(" -–—") if found else ""
        if not is_outlet(name):
            prompt = _NEWSLETTER.search(words)
            name = (prompt[1] or prompt[2]).strip() if prompt else ""
        if is_outlet(name):
            return name
    return None


# --- dates ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Evidence:
    """The dates that a text mentions outside its header."""

    text: str
    mentions: list[DateMention]

    def near_years(self, wanted: DateMention) -> set[int]:
        """Return the years in which full dates of the text come close to a date without one."""
        years: set[int] = set()
        for mention in self.mentions:
            day = mention.on()
            meant = wanted.on(mention.year)
            if day and meant and abs(day - meant) <= _NEAR and wanted.fits(mention.year):
                years.add(meant.year)
        return years

    def contradiction(self, published: date) -> DateMention | None:
        """Return a date that the text cannot mention if it was published on that day."""
        points = 0
        witness: DateMention | None = None
        for mention in self.mentions:
            weight = self._weight(mention, published)
            points += weight
            witness = witness or (mention if weight else None)
        return witness if points >= _ENOUGH else None

    def _weight(self, mention: DateMention, published: date) -> int:
        """Return 0 to 2: how strongly a mention speaks against a day of publication."""
        day = mention.on(published.year)
        if day is None:
            return 0
        pointed = mention.weekday is not None or mention.bracketed
        if mention.year is not None and day - published > _LATER:
            return _ENOUGH if pointed else 1
        if mention.year is not None and pointed and published - day > _LATER:
            return 1 if mention.weekday is not None and mention.fits() else 0
        told = pointed and mention.bracketed and mention.fits(published.year)
        if told and day > published + timedelta(days=1) and self._is_told(mention):
            return _ENOUGH
        return 0

    def _is_told(self, mention: DateMention) -> bool:
        """Whether the sentence around a mention tells what has happened."""
        reach = 400
        before = self.text[max(0, mention.start - reach) : mention.start]
        after = self.text[mention.end : mention.end + reach]
        before = _SENTENCE_EDGE.split(before)[-1]
        after = _SENTENCE_EDGE.split(after)[0]
        return _PAST.search(before) is not None and not _FUTURE.search(before + after)

    def latest_year(self) -> int | None:
        """Return the latest year that the text speaks of as reached."""
        years = [
            int(found[0])
            for found in _YEAR.finditer(self.text)
            if not _UNTIL.search(self.text[max(0, found.start() - 12) : found.start()])
        ]
        return max(years, default=None)


def _gather(text: str, zones: Sequence[Zone]) -> _Evidence:
    """Return the dates of the running text; those of the header do not speak for themselves."""
    text = text[:_EVIDENCE]
    covered = _Covered(zones)
    mentions = [mention for mention in find_dates(text) if mention.start not in covered]
    return _Evidence(text, mentions)


def _copyright_years(text: str, zones: Sequence[Zone]) -> set[int]:
    years: set[int] = set()
    for words in _furniture(text, zones):
        for found in _COPYRIGHT.finditer(words):
            years.update(int(year) for year in (found[1], found[3]) if year)
    return years


@dataclass(slots=True)
class _Published:
    """The date of publication, as a fact or as a proposal."""

    value: str | None = None
    proposal: str | None = None
    notes: list[str] = field(default_factory=list)


def _day_words(mention: DateMention, year: int | None = None) -> str:
    leap_year = 2000
    day = mention.on(year) or mention.on(leap_year)
    if day is None:
        return mention.iso or ""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if mention.year or year else words


def _judge(mention: DateMention, dates: Sequence[DateMention], evidence: _Evidence) -> _Published:
    """Return a date with a year as a fact, or as a proposal where something speaks against it."""
    iso = mention.iso
    if iso is None or mention.day is None:
        return _Published(value=iso)
    day = mention.on()
    if day is None:
        return _Published()
    if mention.other is not None:
        month, number = mention.other
        note = f"The date {number}/{month} of the header can be read in two ways: {iso} is one."
        return _Published(proposal=iso, notes=[note])
    words = _day_words(mention)
    if not mention.fits():
        weekday = WEEKDAYS[day.weekday()]
        note = f"The header says {words}, which was a {weekday} and not the weekday it names."
        return _Published(proposal=iso, notes=[note])
    for other in dates:
        second = other.on(day.year)
        if second is not None and other.year is not None and abs(second - day) > _NEAR:
            note = f"The header has two dates: {words} and {_day_words(other)}."
            return _Published(proposal=iso, notes=[note])
    witness = evidence.contradiction(day)
    if witness is not None:
        note = f"The header says {words}, the text {_day_words(witness)}."
        return _Published(proposal=iso, notes=[note])
    return _Published(value=iso)


def _complete_year(
    mention: DateMention, evidence: _Evidence, text: str, zones: Sequence[Zone], url: str | None
) -> _Published:
    """Return a date whose year the header leaves out, a fact only where one year is certain."""
    years = evidence.near_years(mention) | _copyright_years(text, zones)
    if url:
        years.update(int(year) for year in _YEAR_IN_URL.findall(url))
    words = _day_words(mention)
    if len(years) == 1:
        year = years.pop()
        day = mention.on(year)
        if day is not None and mention.fits(year):
            return _judge(replace(mention, year=year), [], evidence)
    latest = evidence.latest_year()
    guess = mention.on(latest)
    if latest is None or guess is None or not mention.fits(latest):
        return _Published(notes=[f"The dateline says {words} without a year."])
    note = f"The dateline says {words} without a year; {latest} is the latest year in the text."
    return _Published(proposal=guess.isoformat(), notes=[note])


def _published(
    header: _Header, text: str, zones: Sequence[Zone], front: FrontMatter | None
) -> _Published:
    declared = front.values.get("published") if front else None
    url = front.values.get("url") if front else None
    notes: list[str] = []
    if declared:
        found = _Published(value=declared) if check_iso(declared) else _judge_declared(declared)
        if found.value or found.proposal:
            return found
        notes = found.notes
    dates = header.dates()
    if not dates:
        return _Published(notes=notes)
    evidence = _gather(text, zones)
    best = dates[0]
    if best.year is None:
        judged = _complete_year(best, evidence, text, zones, url)
    else:
        judged = _judge(best, dates[1:], evidence)
    return replace(judged, notes=[*notes, *judged.notes])


def _judge_declared(value: str) -> _Published:
    """Read a declared date that is not in ISO form."""
    mention = read_date(value)
    if mention is None or mention.iso is None:
        return _Published(notes=[f"The front matter has no date that can be read: “{value[:60]}”."])
    return _judge(mention, [], _Evidence("", []))


# --- all of it ------------------------------------------------------------------------------


def _language(page: Page) -> str | None:
    """Return "en" unless the text is certainly in another language."""
    lines = [line for line in page.lines[:40] if line.length > 80] or list(page.lines[:40])
    sample = " ".join(line.words for line in lines)[:2000]
    share = 1.0 if sample.isascii() else latin_share(sample)
    half = 0.5
    if share is not None and share < half:
        return None
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    few = 30
    if len(words) < few:
        return "en"
    least = 0.1
    common = sum(1 for word in words if word in _ENGLISH)
    return "en" if common >= least * len(words) else None


def detect_metadata(text: str, zones: Sequence[Zone]) -> MetadataFound:
    """Return what a text says about itself.

    Args:
        text: The article in canonical form.
        zones: Its zones in text order, detected or as a file gave them.
    """
    page = read_page(text)
    front = read_front_matter(page)
    values: dict[str, str] = dict(front.values) if front else {}
    header = _read_header(text, zones)
    line = _title_line(text, zones, page)
    title, outlet = _split_title(line) if line else (None, None)
    published = _published(header, text, zones, front)
    named = outlet or next(header.outlets(), None) or _outlet_of_furniture(text, zones)
    authors = ", ".join(author.name for author in header.bylines)
    metadata = Metadata(
        title=values.get("title") or title,
        outlet=values.get("outlet") or (_spelled_out(named, text) if named else None),
        published=published.value,
        url=values.get("url"),
        language=values.get("language") or _language(page),
        byline=values.get("byline") or authors or None,
        place=values.get("place") or next(header.places(), None),
        further=dict(front.further) if front else {},
    )
    proposals = {"published": published.proposal} if published.proposal else {}
    return MetadataFound(metadata, proposals, tuple(published.notes))
