"""What the tables of a CSV export hold: columns from the scheme, rows from records.

One table for each frame type, one for all fillers, one for spans and one for entities. Columns are
stable: the same scheme gives the same ones in the same order, whatever was tagged.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from annotator.domain.gold import EntityRecord, FrameRecord, GoldRecord, SpanRecord
from annotator.domain.scheme import Attribute, FrameType, Scheme
from annotator.domain.wording import plural
from annotator.exchange.csv_cells import JOINT, Value

ENTITIES: Final = "entities.csv"
SPANS: Final = "spans.csv"
FILLERS: Final = "fillers.csv"
_ARTICLE: Final = (
    "article_id", "article_title", "article_outlet", "article_published", "set_name", "set_status",
)  # fmt: skip
_MADE: Final = ("by", "at", "source", "score", "decision")
_SHOWN_META: Final = {"title", "outlet", "published"}
ENTITY_COLUMNS: Final = (
    "entity_id", "type", "name", "aliases", "wikidata", "links", "offices", "note", "articles",
    "mentions", "fills",
)  # fmt: skip
FILLER_COLUMNS: Final = (
    *_ARTICLE, "frame_id", "frame_type", "role", "position", "kind", "filler_id", "label", "words",
    "start", "end", "entity_id", "entity_type", "entity_name",
)  # fmt: skip
_SPAN_HEAD: Final = (
    *_ARTICLE, "span_id", "label", "start", "end", "words", "entity_id", "entity_type",
    "entity_name",
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w]+")


@dataclass(slots=True)
class Losses:
    """What of the records stands in no table."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, record: GoldRecord) -> None:
        """Count what one record loses."""
        self.counts["article text"] += 1
        self.counts["zone"] += len(record["zones"])
        self.counts["comment"] += len(record["comments"])
        self.counts["verdict"] += len(record["verdicts"])
        self.counts["further value of metadata"] += sum(
            value is not None for key, value in record["meta"].items() if key not in _SHOWN_META
        )
        self.counts["further value of provenance"] += sum(
            key not in _MADE and key != "unsure"
            for said in record["provenance"].values()
            for key in said
        )

    def sentences(self) -> list[str]:
        """Return one sentence for each kind of thing that was left out."""
        return [
            f"{count:,} {_counted(what, count)} left out."
            for what, count in self.counts.items()
            if count
        ]


def _counted(what: str, count: int) -> str:
    if count == 1:
        return f"{what} is"
    first, of, rest = what.partition(" of ")
    return f"{plural(first)}{of}{rest} are"


@dataclass(slots=True)
class _Known:
    """One entity over all records so far."""

    number: int
    record: EntityRecord
    articles: int = 0
    mentions: int = 0
    fills: int = 0


class Tables:
    """The tables of one scheme; rows are asked for record by record, entities at the end."""

    def __init__(self, scheme: Scheme) -> None:
        self._kinds = scheme.frame_types
        self._attributes = _span_attributes(scheme)
        self._entities: dict[tuple[str, str], _Known] = {}
        self._names = _file_names(scheme)
        self._span_columns = _unique(
            [*_SPAN_HEAD, *(item.name for item in self._attributes), "note", "unsure", *_MADE]
        )

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The columns of every file but that of the entities, by its name."""
        frames = {self._names[kind.name]: _frame_columns(kind) for kind in self._kinds}
        return {**frames, FILLERS: FILLER_COLUMNS, SPANS: self._span_columns}

    def rows(self, record: GoldRecord) -> Iterator[tuple[str, list[Value]]]:
        """Give the rows of one record, each with the name of its file; in canonical order."""
        look = _Look(record, self._know)
        for span in record["spans"]:
            yield SPANS, [*look.article, *self._span_row(span, look)]
        for frame in record["frames"]:
            kind = next((kind for kind in self._kinds if kind.name == frame["type"]), None)
            if kind is None:
                continue
            yield self._names[kind.name], [*look.article, *_frame_row(frame, kind, look)]
            for row in _filler_rows(frame, kind, look):
                yield FILLERS, [*look.article, *row]

    def entity_rows(self) -> Iterator[list[Value]]:
        """Give one row for each entity that was used, in the order of its first use."""
        for known in self._entities.values():
            entity, links = known.record, dict(known.record["links"])
            wikidata = links.pop("wikidata", None)
            yield [
                f"e{known.number}",
                entity["type"],
                entity["name"],
                JOINT.join(entity["aliases"]),
                wikidata,
                JOINT.join(f"{key}: {value}" for key, value in sorted(links.items())),
                orjson.dumps(entity["offices"]).decode() if entity["offices"] else "",
                entity["note"],
                known.articles,
                known.mentions,
                known.fills,
            ]

    def _know(self, record: EntityRecord) -> _Known:
        """Return an entity under its number in the whole export; a pair of type and name is one."""
        key = (record["type"], record["name"])
        known = self._entities.get(key)
        if known is None:
            known = self._entities[key] = _Known(len(self._entities) + 1, record)
        return known

    def _span_row(self, span: SpanRecord, look: "_Look") -> list[Value]:
        given = span["attributes"]
        return [
            span["id"],
            span["label"],
            span["start"],
            span["end"],
            span["text"],
            *look.entity_cells(span["entity"]),
            *(_value(given.get(attribute.name)) for attribute in self._attributes),
            span["note"],
            *look.made(span["id"]),
        ]


class _Look:
    """Looks up what fills the frames of one record."""

    def __init__(self, record: GoldRecord, know: Any) -> None:
        meta = record["meta"]
        self.article: list[Value] = [
            record["id"],
            *(meta.get(key) for key in ("title", "outlet", "published")),
            record["annotator"],
            record["status"],
        ]
        self.spans = {span["id"]: span for span in record["spans"]}
        self.types = {frame["id"]: frame["type"] for frame in record["frames"]}
        self.entities: dict[str, _Known] = {}
        for entity in record["entities"]:
            known: _Known = know(entity)
            known.articles += 1
            self.entities[entity["id"]] = known
        for span in record["spans"]:
            if span["entity"] is not None:
                self.entities[span["entity"]].mentions += 1
        self._provenance = record["provenance"]

    def entity_cells(self, key: str | None) -> list[Value]:
        """Return id, type and name of an entity."""
        known = self.entities.get(key) if key is not None else None
        if known is None:
            return [None, None, None]
        return [f"e{known.number}", known.record["type"], known.record["name"]]

    def name(self, filler: str) -> str:
        """Return what a filler is called: the entity's name, the words, or the id of a frame."""
        span = self.spans.get(filler)
        known = self.entities.get(filler if span is None else span["entity"] or "")
        if known is not None:
            return known.record["name"]
        return filler if span is None else span["text"]

    def made(self, key: str) -> list[Value]:
        """Return the flag of a tag, and who made it when from what."""
        said = self._provenance.get(key, {})
        return [bool(said.get("unsure")), *(_value(said.get(part)) for part in _MADE)]


# --- columns --------------------------------------------------------------------------------------


def _file_names(scheme: Scheme) -> dict[str, str]:
    """Return the file of each frame type: its name in the plural, in small letters."""
    wanted = [_UNSAFE.sub("-", plural(kind.name).lower()).strip("-") for kind in scheme.frame_types]
    taken = {name.removesuffix(".csv") for name in (ENTITIES, SPANS, FILLERS)}
    names = _unique([*sorted(taken), *(name or "frames" for name in wanted)], "-")[len(taken) :]
    return {kind.name: f"{name}.csv" for kind, name in zip(scheme.frame_types, names, strict=True)}


def _unique(names: Iterable[str], joint: str = "_") -> tuple[str, ...]:
    """Return names with a number behind each that stands there already, whatever its case."""
    found: dict[str, str] = {}
    for name in names:
        made, number = name, 1
        while made.casefold() in found:
            number += 1
            made = f"{name}{joint}{number}"
        found[made.casefold()] = made
    return tuple(found.values())


def _span_attributes(scheme: Scheme) -> tuple[Attribute, ...]:
    """Return the attributes of all labels, each name once."""
    found: dict[str, Attribute] = {}
    for label in scheme.labels:
        for attribute in label.attributes:
            found.setdefault(attribute.name, attribute)
    return tuple(found.values())


def _frame_columns(kind: FrameType) -> tuple[str, ...]:
    return _unique(
        [
            *_ARTICLE,
            "frame_id",
            "start",
            "end",
            *(role.name for role in kind.roles),
            "implied",
            *(attribute.name for attribute in kind.attributes),
            "note",
            "joined",
            "unsure",
            *_MADE,
        ]
    )


# --- rows -----------------------------------------------------------------------------------------


def _frame_row(frame: FrameRecord, kind: FrameType, look: _Look) -> list[Value]:
    spans = [
        look.spans[filler]
        for fillers in frame["roles"].values()
        for filler in fillers
        if filler in look.spans
    ]
    given = frame["attributes"]
    return [
        frame["id"],
        min((span["start"] for span in spans), default=None),
        max((span["end"] for span in spans), default=None),
        *(
            JOINT.join(look.name(filler) for filler in frame["roles"].get(role.name, ()))
            for role in kind.roles
        ),
        JOINT.join(frame["implied"]),
        *(_value(given.get(attribute.name)) for attribute in kind.attributes),
        frame["note"],
        frame["joined"],
        *look.made(frame["id"]),
    ]


def _filler_rows(frame: FrameRecord, kind: FrameType, look: _Look) -> Iterator[list[Value]]:
    """Give one row for each filler, and one for each role that the text leaves unsaid."""
    for role in kind.roles:
        for position, filler in enumerate(frame["roles"].get(role.name, ()), start=1):
            head: list[Value] = [frame["id"], kind.name, role.name, position]
            yield [*head, *_filler_cells(filler, look)]
        if role.name in frame["implied"]:
            yield [frame["id"], kind.name, role.name, None, "implied", *[None] * 8]


def _filler_cells(filler: str, look: _Look) -> list[Value]:
    span = look.spans.get(filler)
    if span is not None:
        place: list[Value] = [span["label"], span["text"], span["start"], span["end"]]
        return ["span", filler, *place, *look.entity_cells(span["entity"])]
    known = look.entities.get(filler)
    if known is not None:
        known.fills += 1
        entity = known.record
        named = [f"e{known.number}", entity["type"], entity["name"]]
        return ["entity", named[0], entity["type"], None, None, None, *named]
    return ["frame", filler, look.types.get(filler), *[None] * 6]


def _value(value: object) -> Value:
    """Return a value of JSON as a cell holds it; lists and tables stay JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    return orjson.dumps(value).decode()
