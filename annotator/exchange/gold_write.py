"""Writing ``annotator-gold/1``: canonical order, checked lines, all of the file or nothing."""

import math
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import orjson

from annotator.domain.article import META_KEYS
from annotator.domain.gold import (
    EntityRecord,
    FrameRecord,
    GoldRecord,
    SpanRecord,
    ZoneRecord,
)
from annotator.domain.scheme import Scheme
from annotator.errors import FileUnwritableError
from annotator.exchange.gold_schema import schema_fault, validator
from annotator.exchange.gold_shape import PROVENANCE_KEYS
from annotator.exchange.whole_file import partial_of, remove_left_over, sync_folder

BUFFER_BYTES = 1024 * 1024
_NUMBER = re.compile(r"\d+")
_UNPLACED = 1 << 62
"""Sorts frames that cover no character after all that do."""


class BrokenRecordError(Exception):
    """The program made a line that its own schema forbids: a bug, never the user's doing."""


def encode(record: GoldRecord) -> bytes:
    """Return the line of one record, as it is: no blanks, non-ASCII as itself, LF at the end.

    NaN and infinity would become null: :class:`GoldWriter` refuses them.
    """
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


class GoldWriter:
    """Writes one file, whole or not at all.

    Lines go to a file of its own beside it, ``NAME.….partial``; leaving the ``with`` block puts
    that in the place of NAME once it is on disk. On any exception (also when a job is cancelled)
    it is removed and NAME stays as it was. Lines are written in the order they come: sort them
    by id.

    Attributes:
        lines: How many were written.

    Raises:
        FileUnwritableError: The folder is gone or read only, the disk is full, NAME is no
            ordinary file. On entering, writing or leaving.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = partial_of(path)
        self._file: BinaryIO | None = None
        self.lines = 0

    def __enter__(self) -> Self:
        try:
            remove_left_over(self._path)
            if self._path.is_dir():
                raise self._unwritable("it is a folder")
            if self._path.exists() and not self._path.is_file():
                raise self._unwritable("it is no ordinary file")
            self._file = self._partial.open("wb", buffering=BUFFER_BYTES)
        except OSError as error:
            raise self._unwritable(error.strerror) from error
        return self

    def write(self, record: GoldRecord) -> None:
        """Append one record.

        Raises:
            BrokenRecordError: It breaks the schema or holds NaN; the message names its id and
                the place, never words of the article.
        """
        if self._file is None:
            raise BrokenRecordError("A line was written outside the with block.")
        line = checked_line(record)
        try:
            self._file.write(line)
        except OSError as error:
            raise self._unwritable(error.strerror) from error
        self.lines += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._discard()
            return
        try:
            self._finish()
        except OSError as failure:
            self._discard()
            raise self._unwritable(failure.strerror) from failure
        except BaseException:
            self._discard()
            raise

    def _finish(self) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._partial.replace(self._path)
            sync_folder(self._path.parent)

    def _discard(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def _unwritable(self, reason: str | None) -> FileUnwritableError:
        return FileUnwritableError(path=self._path, reason=reason or "the system gives no reason")


def checked_line(record: GoldRecord) -> bytes:
    """Return the line of one record, once it is known to fit the schema.

    Raises:
        BrokenRecordError: It breaks the schema or holds NaN; the message names its id and the
            place, never words of the article.
    """
    if not validator().is_valid(record):
        raise _broken(record, schema_fault(record))
    if not _finite(record):
        raise _broken(record, "a number is NaN or infinite.")
    try:
        return encode(record)
    except TypeError as error:  # orjson's own JSONEncodeError is one: surrogates, depth
        raise _broken(record, f"{error}.") from error


def _broken(record: GoldRecord, fault: str) -> BrokenRecordError:
    return BrokenRecordError(f"Article {record.get('id')!r} breaks annotator-gold/1: {fault}")


def _finite(record: GoldRecord) -> bool:
    """Whether no number is NaN or infinite where the schema allows anything."""
    waiting: list[Any] = [
        value for value in record["meta"].values() if isinstance(value, (float, dict, list))
    ]
    waiting += [entity["offices"] for entity in record["entities"] if entity["offices"]]
    waiting += record["verdicts"]
    while waiting:
        value = waiting.pop()
        if isinstance(value, float):
            if not math.isfinite(value):
                return False
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return True


# --- canonical order ------------------------------------------------------------------------

_SPAN_KEYS = tuple(SpanRecord.__annotations__)
_ENTITY_KEYS = tuple(EntityRecord.__annotations__)
_FRAME_KEYS = tuple(FrameRecord.__annotations__)
_SPAN_PLACE = itemgetter("start", "end", "label", "id")
_ZONE_KEYS = tuple(ZoneRecord.__annotations__)
_COMMENT_KEYS = ("on", "by", "at", "text", "resolved")
_VERDICT_KEYS = ("verdict", "by", "at", "reason", "comment", "taken", "of")


class GoldOrder:
    """Puts records in the one order that the file form has; made once for a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._label_attributes = {
            label.name: tuple(attribute.name for attribute in label.attributes)
            for label in scheme.labels
        }
        self._frame_roles = {
            kind.name: tuple(role.name for role in kind.roles) for kind in scheme.frame_types
        }
        self._frame_attributes = {
            kind.name: tuple(attribute.name for attribute in kind.attributes)
            for kind in scheme.frame_types
        }
        self._key_orders: dict[tuple[str, ...], tuple[str, ...]] = {}

    def canonical(self, record: GoldRecord) -> GoldRecord:
        """Return the record as it is written; the one given is left as it is.

        Done here: the order of all keys, spans, frames, zones, comments, provenance, roles,
        implied roles, attributes and links; entities are numbered by first use and those out of
        use are left out. Lists that come in order already cost one pass.

        Entities may come under any ids that no span or frame has.

        Taken as they come, so the caller has them in an order that depends on the data alone:
        fillers of a role, aliases, offices, votes, verdicts and the sides of a verdict. Scores are
        rounded by the caller.
        """
        spans = sorted(
            [
                span
                if tuple(span) == _SPAN_KEYS and len(span["attributes"]) < 2
                else self._span(span)
                for span in record["spans"]
            ],
            key=_SPAN_PLACE,
        )
        frames = [self._frame(frame) for frame in record["frames"]]
        if len(frames) > 1:
            first = _first_characters(spans, frames)
            frames.sort(
                key=lambda frame: (
                    first[frame["id"]],
                    frame["type"],
                    _number(frame["id"]),
                    frame["id"],
                )
            )
        spans, entities, frames = self._renumbered(spans, record["entities"], frames)
        return {
            "format": record["format"],
            "id": record["id"],
            "text": record["text"],
            "sha256": record["sha256"],
            "meta": _meta(record["meta"]),
            "zones": sorted(
                [_keys_in_order(zone, _ZONE_KEYS) for zone in record["zones"]],
                key=itemgetter("start", "end", "kind"),
            ),
            "scheme": _keys_in_order(record["scheme"], ("name", "version")),
            "annotator": record["annotator"],
            "status": record["status"],
            "spans": spans,
            "entities": entities,
            "frames": frames,
            "provenance": self._provenance(record["provenance"], spans, frames),
            "comments": sorted(
                [_keys_in_order(comment, _COMMENT_KEYS) for comment in record["comments"]],
                key=lambda comment: (comment["at"], comment["on"] or ""),
            ),
            "verdicts": [_keys_in_order(item, _VERDICT_KEYS) for item in record["verdicts"]],
        }

    def _span(self, span: SpanRecord) -> SpanRecord:
        if len(span["attributes"]) > 1:
            names = self._label_attributes.get(span["label"], ())
            span = {**span, "attributes": _in_order(span["attributes"], names)}
        return span if tuple(span) == _SPAN_KEYS else _keys_in_order(span, _SPAN_KEYS)

    def _frame(self, frame: FrameRecord) -> FrameRecord:
        kind = frame["type"]
        roles = self._frame_roles.get(kind, ())
        implied = frame["implied"]
        if len(implied) > 1:
            place = {role: index for index, role in enumerate(roles)}
            implied = sorted(implied, key=lambda role: (place.get(role, len(place)), role))
        return {
            "id": frame["id"],
            "type": kind,
            "roles": _in_order(frame["roles"], roles),
            "implied": implied,
            "attributes": _in_order(frame["attributes"], self._frame_attributes.get(kind, ())),
            "note": frame["note"],
            "joined": frame["joined"],
        }

    def _renumbered(
        self, spans: list[SpanRecord], entities: list[EntityRecord], frames: list[FrameRecord]
    ) -> tuple[list[SpanRecord], list[EntityRecord], list[FrameRecord]]:
        """Return all three with entities e1, e2 ... by first use."""
        known = {entity["id"]: entity for entity in entities}
        used = dict.fromkeys(span["entity"] for span in spans if span["entity"] is not None)
        for frame in frames:
            for fillers in frame["roles"].values():
                for filler in fillers:
                    if filler in known:
                        used[filler] = None
        names = _entity_names(used, {item["id"] for item in (*spans, *frames)})
        kept = [_entity(known[old], new) for old, new in names.items() if old in known]
        if all(old == new for old, new in names.items()):
            return spans, kept, frames
        spans = [
            span
            if (old := span["entity"]) is None or old == (new := names[old])
            else {**span, "entity": new}
            for span in spans
        ]
        for frame in frames:  # made afresh by _frame
            frame["roles"] = {
                role: [names.get(filler, filler) for filler in fillers]
                for role, fillers in frame["roles"].items()
            }
        return spans, kept, frames

    def _provenance(
        self,
        provenance: Mapping[str, dict[str, Any]],
        spans: list[SpanRecord],
        frames: list[FrameRecord],
    ) -> dict[str, dict[str, Any]]:
        ordered = {}
        for item in (*spans, *frames):
            entry = provenance.get(item["id"])
            if entry is not None:
                ordered[item["id"]] = self._entry(entry)
        if len(ordered) < len(provenance):  # a bug of the caller, for the proof of the line to find
            ordered.update({key: provenance[key] for key in provenance if key not in ordered})
        return ordered

    def _entry(self, entry: dict[str, Any]) -> dict[str, Any]:
        keys = tuple(entry)
        order = self._key_orders.get(keys)
        if order is None:
            order = tuple(_in_order(entry, PROVENANCE_KEYS))
            self._key_orders[keys] = order
        return entry if keys == order else {key: entry[key] for key in order}


def canonical_record(record: GoldRecord, scheme: Scheme) -> GoldRecord:
    """Return one record as it is written; for many lines use :class:`GoldOrder`."""
    return GoldOrder(scheme).canonical(record)


def _in_order(table: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return a table with the keys of ``names`` in that order, then others by name."""
    if len(table) < 2:
        return table
    ordered = {name: table[name] for name in names if name in table}
    if len(ordered) < len(table):
        ordered.update({name: table[name] for name in sorted(table) if name not in ordered})
    return ordered


def _keys_in_order(table: Any, names: tuple[str, ...]) -> Any:
    return table if tuple(table) == names else _in_order(table, names)


def _meta(meta: dict[str, Any]) -> dict[str, Any]:
    return _in_order({**dict.fromkeys(META_KEYS), **meta}, META_KEYS)


def _number(name: str) -> int:
    """Return the number in an id, -1 where there is none: 12 for ``f12``."""
    found = _NUMBER.search(name)
    return int(found[0][:18]) if found else -1


def _entity_names(used: Iterable[str], taken: set[str]) -> dict[str, str]:
    """Return the new id for each entity in use."""
    names = {}
    number = 0
    for old in used:
        number += 1
        while f"e{number}" in taken:
            number += 1
        names[old] = f"e{number}"
    return names


def _entity(entity: EntityRecord, name: str) -> EntityRecord:
    links = entity["links"]
    return {
        "id": name,
        "type": entity["type"],
        "name": entity["name"],
        "aliases": entity["aliases"],
        "links": dict(sorted(links.items())) if len(links) > 1 else links,
        "note": entity["note"],
        "offices": entity["offices"],
    }


def _first_characters(spans: list[SpanRecord], frames: list[FrameRecord]) -> dict[str, int]:
    """Return the first character that each frame covers, by itself or through frames within it.

    Without recursion, and frames may fill one another in a circle: each frame hands what it found
    to the frames it fills, smallest first, so that none is visited twice.
    """
    starts = {span["id"]: span["start"] for span in spans}
    own: dict[str, int] = {}
    outer: dict[str, list[str]] = {}
    ids = {frame["id"] for frame in frames}
    for frame in frames:
        fillers = [filler for role in frame["roles"].values() for filler in role]
        own[frame["id"]] = min([starts.get(filler, _UNPLACED) for filler in fillers] or [_UNPLACED])
        for inner in ids.intersection(fillers):
            outer.setdefault(inner, []).append(frame["id"])
    if not outer:
        return own
    settled: dict[str, int] = {}
    for name in sorted(own, key=own.__getitem__):
        waiting = [name]
        while waiting:
            reached = waiting.pop()
            if reached not in settled:
                settled[reached] = own[name]
                waiting += outer.get(reached, ())
    return settled
