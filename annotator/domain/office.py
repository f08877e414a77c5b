"""Offices that an entity of the register has held, and when: "foreign minister until 2021"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from annotator.errors import OfficeInvalidError

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_WRITTEN: Final = re.compile(rf"(?:(\d{{1,2}})\s+)?({_MONTH})\.?,?\s+(\d{{4}})", re.IGNORECASE)
_DATE: Final = rf"(?:\d{{4}}(?:-\d\d(?:-\d\d)?)?|(?:\d{{1,2}}\s+)?{_MONTH}\.?,?\s+\d{{4}})"
_FROM_TO: Final = re.compile(
    rf"(?:from\s+)?({_DATE})\s*(?:–|—|-|to|until)\s*({_DATE})", re.IGNORECASE
)
_ONE_END: Final = re.compile(rf"(since|from|until|till|to)\s+({_DATE})", re.IGNORECASE)
_END: Final = re.compile(
    rf"[\s,·(]+((?:from\s+)?{_DATE}\s*(?:–|—|-|to|until)\s*{_DATE}"
    rf"|(?:since|from|until|till)\s+{_DATE})\)?\s*$",
    re.IGNORECASE,
)
_KEYS: Final = ("title", "of", "since", "until")
_SMALL: Final = frozenset({"the", "a", "an", "of", "to", "for", "and", "s"})
_LATER: Final = "~"
"""Sorts after every digit and dash: the end of a month or year without one."""


@dataclass(frozen=True, slots=True)
class Office:
    """A title that somebody holds or held.

    Attributes:
        title: "foreign minister".
        of: Of whom or where, "" where the title says it.
        since, until: A day, month or year of ISO 8601, "" where it is not known or not over.
        further: Keys of a file that the program has no use for; they stay.
    """

    title: str
    of: str = ""
    since: str = ""
    until: str = ""
    further: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The title and of whom: "foreign minister, Kazakhstan"."""
        return ", ".join(part for part in (self.title, self.of) if part)

    @property
    def period(self) -> str:
        """When, as people write it: "since Sep 2014", "Mar 2011 – Aug 2014", "until 2021"."""
        if self.since and self.until:
            return f"{written(self.since)} – {written(self.until)}"
        if self.since:
            return f"since {written(self.since)}"
        return f"until {written(self.until)}" if self.until else ""

    @property
    def line(self) -> str:
        """All of it on one line, as :func:`parse_office` reads it."""
        return " · ".join(part for part in (self.name, self.period) if part)

    @property
    def value(self) -> dict[str, object]:
        """The form that files and the register keep."""
        said = {"title": self.title, "of": self.of, "since": self.since, "until": self.until}
        return {**said, **self.further}

    def contradicts(self, other: "Office") -> bool:
        """Whether one person can hardly have held both: other offices at the same time.

        Offices without any date contradict nothing, nor do those that only touch.
        """
        if (self.title, self.of) == (other.title, other.of):
            return False
        dated = (self.since or self.until) and (other.since or other.until)
        return bool(dated) and _begins_in(self, other) and _begins_in(other, self)

    def held_on(self, day: str) -> bool:
        """Whether it was held on a day, month or year, as far as is known."""
        if not (self.since or self.until):
            return False
        return self.since <= day + _LATER and (not self.until or day <= self.until + _LATER)


def resembles(words: str, office: Office) -> bool:
    """Whether words of a text may name an office: those of one are among those of the other."""
    said, known = _words(words), _words(office.title)
    return bool(said) and (said <= known or known <= said)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - _SMALL


def _begins_in(one: Office, other: Office) -> bool:
    """Whether an office begins before another one ends."""
    return not other.until or not one.since or one.since < other.until


def read_office(value: object) -> Office | None:
    """Return what a file or the register says as an office, ``None`` where it is something else.

    Files may bring anything under ``offices``: what is no office is kept as it is.
    """
    if not isinstance(value, dict) or not value.get("title"):
        return None
    said = {key: value.get(key) or "" for key in _KEYS}
    if not all(isinstance(part, str) for part in said.values()):
        return None
    if not all(part == "" or is_period(part) for part in (said["since"], said["until"])):
        return None
    further = {key: kept for key, kept in value.items() if key not in _KEYS}
    return Office(said["title"], said["of"], said["since"], said["until"], further)


def offices_of(values: Iterable[object]) -> list[tuple[int, Office]]:
    """Return the offices among the values of an entity with their places, newest first."""
    found = [(place, read_office(value)) for place, value in enumerate(values)]
    known = [(place, office) for place, office in found if office is not None]
    return sorted(known, key=_newest_first, reverse=True)


def _newest_first(item: tuple[int, Office]) -> tuple[str, str, int]:
    place, office = item
    return (office.until or _LATER, office.since, -place)


def shown_office(values: Iterable[object]) -> str:
    """Return the office that stands under a name in a list, "" where none is known."""
    found = offices_of(values)
    return found[0][1].name if found else ""


def parse_office(text: str) -> Office:
    """Return the office that somebody typed: "foreign minister, Kazakhstan since Sep 2014".

    Raises:
        OfficeInvalidError: There is no title, or a period ends before it begins.
    """
    line = " ".join(text.split())
    since = until = ""
    match = _END.search(f" {line}")
    if match is not None:
        since, until = _period(match[1], text)
        line = f" {line}"[: match.start()]
    title, _, of = (part.strip(" ·,") for part in line.strip(" ·").partition(","))
    if not title or "·" in title or "·" in of:
        raise OfficeInvalidError(text=text)
    if since and until and until + _LATER < since:
        raise OfficeInvalidError(text=text)
    return Office(title, of, since, until)


def _period(words: str, text: str) -> tuple[str, str]:
    both = _FROM_TO.fullmatch(words)
    if both is not None:
        return _iso(both[1], text), _iso(both[2], text)
    one = _ONE_END.fullmatch(words)
    if one is None:
        raise OfficeInvalidError(text=text)
    found = _iso(one[2], text)
    return (found, "") if one[1].lower() in {"since", "from"} else ("", found)


def _iso(words: str, text: str) -> str:
    """Return a date as ISO 8601."""
    if is_period(words):
        return words
    match = _WRITTEN.fullmatch(words)
    month = _month(match[2]) if match is not None else 0
    if match is None or not month:
        raise OfficeInvalidError(text=text)
    found = f"{match[3]}-{month:02}" + (f"-{int(match[1]):02}" if match[1] else "")
    if not is_period(found):
        raise OfficeInvalidError(text=text)
    return found


def _month(word: str) -> int:
    low = word.lower()
    names = (name.lower() for name in _MONTHS)
    return next((number for number, name in enumerate(names, 1) if name.startswith(low)), 0)


def is_period(text: str) -> bool:
    """Whether a text is a day, month or year of ISO 8601."""
    match = _ISO.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def written(period: str) -> str:
    """Return a day, month or year as people write it: "3 Sep 2014", "Sep 2014", "2014"."""
    match = _ISO.fullmatch(period)
    if match is None or not is_period(period):
        return period
    month = _MONTHS[int(match[2]) - 1][:3] if match[2] else ""
    day = str(int(match[3])) if match[3] else ""
    return " ".join(part for part in (day, month, match[1]) if part)


def contradictions(
    some: Sequence[object], others: Sequence[object]
) -> tuple[tuple[Office, Office], ...]:
    """Return pairs of offices of two entities that one person can hardly have held."""
    return tuple(
        (one, other)
        for _, one in offices_of(some)
        for _, other in offices_of(others)
        if one.contradicts(other)
    )


def with_office(values: Sequence[Any], place: int | None, office: Office | None) -> list[Any]:
    """Return the values of an entity with one of them written anew, added or left out.

    Args:
        values: As they are kept; what is not touched stays as it is.
        place: Which one; ``None`` for a new one at the end.
        office: What it becomes; ``None`` to leave it out.
    """
    made = list(values)
    if place is None:
        return [*made, office.value] if office is not None else made
    if office is None:
        return made[:place] + made[place + 1 :]
    before = read_office(made[place])
    further = before.further if before is not None else {}
    made[place] = Office(office.title, office.of, office.since, office.until, further).value
    return made
