"""Values and wordings of the inspector that need no widget."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from annotator.domain.annotation import Entity, EntityId, Provenance

_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - legible
_SOURCES: Final = {"builtin": "rules", "remembered": "your rules"}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One thing that an article still lacks, or that is unusual about it.

    Attributes:
        words: One or two sentences: "No target yet."
        target: What is revealed by choosing it.
        kind: Type of the frame that is meant, "" for a tag.
        missing: Whether it keeps the article from being complete.
    """

    words: str
    target: object = None
    kind: str = ""
    missing: bool = True

    @property
    def full_words(self) -> str:
        """All it says, in reading order."""
        return f"{self.kind}: {self.words}" if self.kind else self.words


@dataclass(frozen=True, slots=True)
class EntityChoice:
    """An entity that a mention can be linked to.

    Attributes:
        mentions: In how many places it is linked already.
        articles: In how many articles; 0 where that is not known.
        reason: Why it is offered, in words.
        about: What tells it from another of its name: office, note.
        doubtful: Whether somebody else is more likely meant.
    """

    id: EntityId
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    articles: int = 0
    reason: str = ""
    about: str = ""
    doubtful: bool = False

    @property
    def counted(self) -> str:
        """How much it is used: "118 mentions in 29 articles", "" for not at all."""
        translate = QCoreApplication.translate
        if not self.mentions:
            return ""
        if self.mentions == 1:
            return translate("Inspector", "1 mention")
        counted = translate("Inspector", "{count} mentions").format(count=f"{self.mentions:,}")
        if not self.articles:
            return counted
        if self.articles == 1:
            return translate("Inspector", "{counted} in 1 article").format(counted=counted)
        return translate("Inspector", "{counted} in {count} articles").format(
            counted=counted, count=f"{self.articles:,}"
        )

    @property
    def told(self) -> str:
        """The second line: why it is offered, its other names, what tells it from others."""
        others = ", ".join(alias for alias in self.aliases if alias != self.name)
        return " · ".join(part for part in (self.reason, self.about, others) if part)

    @property
    def words(self) -> str:
        """Everything that is said of it, in reading order."""
        return ", ".join(part for part in (self.type, self.name, self.told, self.counted) if part)


@dataclass(frozen=True, slots=True)
class NewChoice:
    """An entity that can be made.

    Attributes:
        wanted: The name that was asked for, where that is taken; else "".
    """

    type: str
    name: str
    wanted: str = ""

    @property
    def told(self) -> str:
        """The second line: that the name is taken, else what kind of entity it becomes."""
        translate = QCoreApplication.translate
        if self.wanted:
            return translate("Inspector", "“{name}” is taken by another {type}.").format(
                name=self.wanted, type=self.type
            )
        return translate("Inspector", "a {type}; Ctrl and a label's key makes it another").format(
            type=self.type
        )

    @property
    def words(self) -> str:
        """What it says."""
        return QCoreApplication.translate("Inspector", "New entity “{name}”").format(name=self.name)


@dataclass(frozen=True, slots=True)
class NoChoice:
    """No entity: the link goes.

    Attributes:
        name: What the mention is linked to now.
    """

    name: str

    @property
    def told(self) -> str:
        """The second line."""
        return QCoreApplication.translate("Inspector", "takes back the link to {name}").format(
            name=self.name
        )

    @property
    def words(self) -> str:
        """What it says."""
        return QCoreApplication.translate("Inspector", "No entity")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the card of a tag without a link proposes.

    Attributes:
        reason: Why, in words.
        more: How many other mentions are linked with it.
    """

    entity: EntityId
    type: str
    name: str
    reason: str
    more: int = 0

    @property
    def told(self) -> str:
        """The line below the name."""
        if not self.more:
            return self.reason
        translate = QCoreApplication.translate
        more = translate("Inspector", "{count} more here").format(count=self.more)
        return f"{self.reason} · {more}"


LinkRow = EntityChoice | NewChoice | NoChoice
EntitySearch = Callable[[str], list[EntityChoice]]
NewSearch = Callable[[str, str], NewChoice | None]


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
    """Return a source as people read it: "builtin/1" is "rules 1"; "+" names a parse it used."""
    name, _, version = source.partition("/")
    version = version.replace("+", " with ")
    return f"{_SOURCES.get(name, name)} {version}".strip()


def sources_words(sources: Sequence[str]) -> str:
    """Return sources as people read them: "rules 3 and en_core_web_sm 3.8.0"."""
    said = [source_words(source) for source in sources]
    joint = QCoreApplication.translate("Inspector", "{some} and {last}")
    return joint.format(some=", ".join(said[:-1]), last=said[-1]) if len(said) > 1 else said[0]


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
