"""Values and wordings of the inspector that need no widget."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from annotator.domain.annotation import Entity, EntityId, Provenance

_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - legible
_SOURCES: Final = {"builtin": "rules"}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps an article from being complete.

    Attributes:
        words: One sentence: "No target yet."
        target: What is revealed by choosing it, e.g. the id of a span or frame.
    """

    words: str
    target: object = None


@dataclass(frozen=True, slots=True)
class EntityChoice:
    """An entity that a mention can be linked to.

    Attributes:
        mentions: In how many places it is linked already.
    """

    id: EntityId
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: int = 0


EntitySearch = Callable[[str], list[EntityChoice]]


def is_period(text: str) -> bool:
    """Whether a text is a day, month or year of ISO 8601: 2016-02-04, 2016-02 or 2016."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def source_words(source: str) -> str:
    """Return a source as people read it: "builtin/1" is "rules 1"."""
    name, _, version = source.partition("/")
    return f"{_SOURCES.get(name, name)} {version}".strip()


def local_time(at: str, now: datetime | None = None) -> str:
    """Return a stored UTC time as "22 Nov 10:00" in local time, with the year if it is another."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone()
    this_year = (now or datetime.now(UTC)).astimezone().year
    year = "" if moment.year == this_year else f" {moment.year}"
    return f"{moment.day} {_MONTHS[moment.month - 1]}{year} {moment:%H:%M}"


def provenance_words(provenance: Provenance | None) -> str:
    """Return where a tag came from and who made it when, on one line."""
    translate = QCoreApplication.translate
    if provenance is None:
        return translate("Inspector", "No record of who tagged this.")
    parts = []
    if provenance.source is not None:
        score = "" if provenance.score is None else f", {provenance.score:.2f}"
        decision = provenance.decision or translate("Inspector", "made")
        parts.append(
            translate("Inspector", "{decision} from {source}").format(
                decision=decision, source=source_words(provenance.source)
            )
            + score
        )
    else:
        parts.append(translate("Inspector", "by hand"))
    who = [part for part in (provenance.by, provenance.at and local_time(provenance.at)) if part]
    if who:
        parts.append(", ".join(who))
    return " · ".join(parts)


def entity_words(entity: Entity | None) -> str:
    """Return what the card says about a tag's entity."""
    if entity is None:
        return QCoreApplication.translate("Inspector", "no entity")
    wikidata = entity.links.get("wikidata")
    return f"{entity.name} · {wikidata}" if wikidata else entity.name
