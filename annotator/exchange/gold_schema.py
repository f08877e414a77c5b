"""The JSON Schema of ``annotator-gold/1``, compiled, and the proof of what no schema can say."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError

from annotator import assets
from annotator.domain.gold import GoldRecord
from annotator.domain.text import sha256

MAX_DEPTH = 64
"""How deep values of other programs may nest; the JSON library writes 254 levels."""

_ITEMS = {
    "spans": "span",
    "entities": "entity",
    "frames": "frame",
    "zones": "zone",
    "comments": "comment",
    "verdicts": "verdict",
}


def schema_text() -> str:
    """Return the JSON Schema as it is shipped."""
    return assets.read_text("schemas/annotator-gold-1.schema.json")


@cache
def validator() -> Draft202012Validator:
    """Return the compiled schema; its messages hold no values, hence no article text."""
    return Draft202012Validator(orjson.loads(schema_text()), mask="the value")


def place_of(record: Any, path: Sequence[str | int]) -> str:
    """Return where in a line a path leads, in words: ``span s3: "note"``."""
    parts = list(path)
    words: list[str] = []
    if len(parts) > 1 and parts[0] in _ITEMS and isinstance(parts[1], int):
        name, index = str(parts[0]), parts[1]
        words.append(item_name(_ITEMS[name], record[name][index], index))
        parts = parts[2:]
    elif len(parts) > 1 and parts[0] == "provenance":
        words.append(f"provenance of {parts[1]}")
        parts = parts[2:]
    if parts:
        words.append(", ".join(f'"{part}"' for part in parts))
    return ": ".join(words) or "the line"


def item_name(kind: str, item: Any, index: int) -> str:
    """Return what to call one item of a list: ``span s3``, without an id ``span number 3``."""
    name = item.get("id") if isinstance(item, dict) else None
    if isinstance(name, str) and name:
        return f"{kind} {name}"
    return f"{kind} number {index + 1}"


def schema_fault(record: GoldRecord) -> str:
    """Return the first breach of the schema as a sentence without values, "" for none."""
    try:
        validator().validate(record)
    except ValidationError as error:
        return f"{place_of(record, error.instance_path)}: {error.message}."
    return ""


def too_deep(value: object) -> bool:
    """Whether a value of another program nests deeper than :data:`MAX_DEPTH` levels."""
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


# --- what no schema can say -----------------------------------------------------------------


def is_sound(record: GoldRecord) -> bool:
    """Whether a line that fits the schema also proves true: the quick form of :func:`fault`.

    Text canonical and hashed as said, covered words, no span twice, ids unique and known, numbers
    whole where 1.0 would pass the schema, values of other programs not too deep. U+0000 is not
    looked for. Some 40 microseconds for 80 spans and 8 frames.
    """
    return (
        "\r" not in record["text"]
        and not record["text"].startswith("\ufeff")
        and sha256(record["text"]) == record["sha256"]
        and _values_sound(record)
        and _places_sound(record)
        and _ids_sound(record)
    )


def _values_sound(record: GoldRecord) -> bool:
    for further in record["meta"].values():
        if isinstance(further, (dict, list)) and too_deep(further):
            return False
    for entity in record["entities"]:
        if entity["offices"] and too_deep(entity["offices"]):
            return False
    for frame in record["frames"]:
        if float in map(type, frame["attributes"].values()):
            return False
    return type(record["scheme"]["version"]) is int and not too_deep(record["verdicts"])


def _places_sound(record: GoldRecord) -> bool:
    text = record["text"]
    length = len(text)
    places = set()
    try:
        for span in record["spans"]:
            start, end = span["start"], span["end"]
            if text[start:end] != span["text"] or not start < end <= length:
                return False
            if span["attributes"] and float in map(type, span["attributes"].values()):
                return False
            places.add((start, end, span["label"]))
        for zone in record["zones"]:
            start, end = zone["start"], zone["end"]
            if not (text[start:end] and end <= length):
                return False
    except TypeError:  # 1.0 passes for an integer in JSON Schema, not in a slice
        return False
    return len(places) == len(record["spans"])


def _ids_sound(record: GoldRecord) -> bool:
    spans, frames = record["spans"], record["frames"]
    entities = {entity["id"] for entity in record["entities"]}
    tags = {span["id"] for span in spans}
    tags.update([frame["id"] for frame in frames])
    ids = tags | entities
    if len(ids) != len(spans) + len(frames) + len(record["entities"]):
        return False
    for frame in frames:
        for fillers in frame["roles"].values():
            if not ids.issuperset(fillers):
                return False
    meant = {span["entity"] for span in spans}
    meant.discard(None)
    remarked = {comment["on"] for comment in record["comments"]}
    remarked.discard(None)
    return meant <= entities and remarked <= tags and record["provenance"].keys() <= tags


def fault(record: GoldRecord) -> str:
    """Return why a line that fits the schema does not prove true, as a sentence, "" where it does.

    For a line whose text is canonical: used on import after offsets were converted, and on export,
    where anything but "" means a damaged workspace (``annotator check`` names it).
    """
    return _text_fault(record) or _place_fault(record) or _id_fault(record) or _depth_fault(record)


def _text_fault(record: GoldRecord) -> str:
    if "\r" in record["text"] or record["text"].startswith("\ufeff"):
        return '"text" is not canonical.'
    if sha256(record["text"]) != record["sha256"]:
        return '"sha256" does not fit "text".'
    return ""


def shortened(words: str) -> str:
    """Return words for a message: quoted, on one line, at most 40 characters."""
    words = " ".join(words.split()) or words
    return f"“{words if len(words) <= 40 else words[:39] + '…'}”"


def range_fault(start: int, end: int, length: int) -> str:
    """Return what is wrong with two code point offsets in a text, "" where nothing is."""
    if start >= end:
        return f"it covers no text, from {start} to {end}."
    if end > length:
        return f"it ends at {end}, the text at {length}."
    return ""


def _place_fault(record: GoldRecord) -> str:
    text = record["text"]
    places: dict[tuple[int, int, str], str] = {}
    for span in record["spans"]:
        start, end = span["start"], span["end"]
        wrong = range_fault(start, end, len(text))
        if wrong:
            return f"span {span['id']}: {wrong}"
        if text[start:end] != span["text"]:
            found, said = shortened(text[start:end]), shortened(span["text"])
            return f"span {span['id']}: the text from {start} to {end} is {found}, not {said}."
        other = places.setdefault((start, end, span["label"]), span["id"])
        if other != span["id"]:
            return f"span {span['id']}: {other} already is {span['label']} from {start} to {end}."
    for index, zone in enumerate(record["zones"]):
        wrong = range_fault(zone["start"], zone["end"], len(text))
        if wrong:
            return f"zone number {index + 1}: {wrong}"
    return ""


def _id_fault(record: GoldRecord) -> str:
    kinds: dict[str, str] = {}
    for kind, items in (
        ("span", record["spans"]),
        ("entity", record["entities"]),
        ("frame", record["frames"]),
    ):
        for item in items:
            if item["id"] in kinds:
                return f"{kind} {item['id']}: its id stands on the line twice."
            kinds[item["id"]] = kind
    return _filler_fault(record, kinds) or _remark_fault(record, kinds)


def _filler_fault(record: GoldRecord, kinds: dict[str, str]) -> str:
    for span in record["spans"]:
        if span["entity"] is not None and kinds.get(span["entity"]) != "entity":
            return f"span {span['id']}: there is no entity {span['entity']} on the line."
    for frame in record["frames"]:
        for role, fillers in frame["roles"].items():
            for filler in fillers:
                if filler not in kinds:
                    return f'frame {frame["id"]}: "{role}" holds {filler}, no id of the line.'
    return ""


def _remark_fault(record: GoldRecord, kinds: dict[str, str]) -> str:
    for key in record["provenance"]:
        if kinds.get(key) not in {"span", "frame"}:
            return f"provenance of {key}: there is no such span or frame on the line."
    for index, comment in enumerate(record["comments"]):
        if comment["on"] is not None and kinds.get(comment["on"]) not in {"span", "frame"}:
            return f"comment number {index + 1}: there is no span or frame {comment['on']}."
    return ""


def _depth_fault(record: GoldRecord) -> str:
    for key, value in record["meta"].items():
        if too_deep(value):
            return f'meta: "{key}" nests deeper than {MAX_DEPTH} levels.'
    for entity in record["entities"]:
        if too_deep(entity["offices"]):
            return f'entity {entity["id"]}: "offices" nests deeper than {MAX_DEPTH} levels.'
    if too_deep(record["verdicts"]):
        return f'"verdicts" nests deeper than {MAX_DEPTH} levels.'
    return ""
