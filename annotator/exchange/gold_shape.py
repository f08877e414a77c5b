"""What a line of ``annotator-gold/1`` may look like when read: more lenient than when written.

A key that may be missing gets an empty value, null counts as missing, keys that the file form does
not know are dropped and counted. What is wrong is refused in a sentence that names it.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from annotator.domain.annotation import SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.article import META_KEYS, ZoneKind
from annotator.domain.gold import FORMAT
from annotator.errors import RefusedInputError
from annotator.exchange.gold_schema import item_name, shortened

TIME = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII
)
CORRECT_IT = "Correct the line and import the file again."
ADD_IT = "Add the key and import the file again."


def refused(problem: str, remedy: str = CORRECT_IT) -> RefusedInputError:
    """Return the error for one line."""
    return RefusedInputError(problem=problem, remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Key:
    """One key of an object.

    Attributes:
        fits: Whether a value is of the right kind.
        kind: What it must be, in words.
        needed: Whether the object is refused without it.
        nothing: Makes what stands for a missing value; ``None`` leaves the key out.
    """

    name: str
    fits: Callable[[Any], bool]
    kind: str
    needed: bool = False
    nothing: Callable[[], object] | None = None


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_offset(value: object) -> bool:
    return _is_whole(value) and value >= 0


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(_is_name(item) for item in value)


def _is_text_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _is_time(value: object) -> bool:
    return isinstance(value, str) and TIME.fullmatch(value) is not None


def _is_score(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _is_attributes(value: object) -> bool:
    return isinstance(value, dict) and all(
        item is None or isinstance(item, str) or _is_whole(item) for item in value.values()
    )


def _is_roles(value: object) -> bool:
    return isinstance(value, dict) and all(_is_texts(fillers) for fillers in value.values())


def _is_verdict_sides(value: object) -> bool:
    return isinstance(value, dict) and all(
        tag is None or isinstance(tag, dict) for tag in value.values()
    )


def _null() -> None:
    return None


def _one_of(*values: str) -> tuple[Callable[[object], bool], str]:
    return (lambda value: isinstance(value, str) and value in values), f"one of {', '.join(values)}"


_ATTRIBUTES = "an object of texts, whole numbers and nulls"
_UTC = "a UTC time such as 2026-11-22T10:00:00Z"
_NAME_KIND = "a text that is not empty"

_LINE = (
    _Key("format", *_one_of(FORMAT), nothing=lambda: FORMAT),
    _Key("id", _is_name, _NAME_KIND, needed=True),
    _Key("text", _is_text, "a text", needed=True),
    _Key("sha256", _is_text, "a text", nothing=str),
    _Key("meta", _is_object, "an object", nothing=dict),
    _Key("zones", _is_list, "a list", nothing=list),
    _Key("scheme", _is_object, "an object", nothing=_null),
    _Key("annotator", _is_text, "a text", nothing=str),
    _Key("status", *_one_of(*SetStatus), nothing=str),
    _Key("spans", _is_list, "a list", nothing=list),
    _Key("entities", _is_list, "a list", nothing=list),
    _Key("frames", _is_list, "a list", nothing=list),
    _Key("provenance", _is_object, "an object", nothing=dict),
    _Key("comments", _is_list, "a list", nothing=list),
    _Key("verdicts", _is_list, "a list", nothing=list),
)
LINE_KEYS = tuple(key.name for key in _LINE)
_META = tuple(_Key(name, _is_text, "a text or null", nothing=_null) for name in META_KEYS)
_ZONE = (
    _Key("kind", *_one_of(*ZoneKind), needed=True),
    _Key("start", _is_offset, "a whole number from 0", needed=True),
    _Key("end", _is_offset, "a whole number from 0", needed=True),
)
_SCHEME = (
    _Key("name", _is_name, _NAME_KIND, needed=True),
    _Key("version", _is_whole, "a whole number", needed=True),
)
_SPAN = (
    _Key("id", _is_name, _NAME_KIND, needed=True),
    _Key("start", _is_offset, "a whole number from 0", needed=True),
    _Key("end", _is_offset, "a whole number from 0", needed=True),
    _Key("label", _is_name, _NAME_KIND, needed=True),
    _Key("text", _is_text, "a text", nothing=_null),
    _Key("entity", _is_text, "a text or null", nothing=_null),
    _Key("attributes", _is_attributes, _ATTRIBUTES, nothing=dict),
    _Key("note", _is_text, "a text", nothing=str),
)
_ENTITY = (
    _Key("id", _is_name, _NAME_KIND, needed=True),
    _Key("type", _is_name, _NAME_KIND, needed=True),
    _Key("name", _is_name, _NAME_KIND, needed=True),
    _Key("aliases", _is_texts, "a list of texts", nothing=list),
    _Key("links", _is_text_by_name, "an object of texts", nothing=dict),
    _Key("note", _is_text, "a text", nothing=str),
    _Key("offices", _is_list, "a list", nothing=list),
)
_FRAME = (
    _Key("id", _is_name, _NAME_KIND, needed=True),
    _Key("type", _is_name, _NAME_KIND, needed=True),
    _Key("roles", _is_roles, "an object of lists of ids", nothing=dict),
    _Key("implied", _is_texts, "a list of texts", nothing=list),
    _Key("attributes", _is_attributes, _ATTRIBUTES, nothing=dict),
    _Key("note", _is_text, "a text", nothing=str),
    _Key("joined", _is_text, "a text or null", nothing=_null),
)
_PROVENANCE = (
    _Key("by", _is_name, _NAME_KIND),
    _Key("at", _is_time, _UTC),
    _Key("source", _is_name, _NAME_KIND),
    _Key("rule", _is_text, "a text"),
    _Key("score", _is_score, "a number from 0 to 1"),
    _Key("decision", *_one_of("accepted", "corrected")),
    _Key("unsure", _is_flag, "true or false"),
    _Key("verdict", *_one_of("unanimous", "chosen", "both", "edited", "added")),
    _Key("votes", _is_names, "a list of names"),
    _Key("reason", _is_text, "a text"),
)
PROVENANCE_KEYS = tuple(key.name for key in _PROVENANCE)
_COMMENT = (
    _Key("on", _is_text, "a text or null", nothing=_null),
    _Key("by", _is_name, _NAME_KIND, needed=True),
    _Key("at", _is_time, _UTC, needed=True),
    _Key("text", _is_text, "a text", needed=True),
    _Key("resolved", _is_flag, "true or false", nothing=bool),
)
_VERDICT = (
    _Key(
        "verdict",
        *_one_of("unanimous", "chosen", "both", "edited", "added", "neither"),
        needed=True,
    ),
    _Key("by", _is_name, _NAME_KIND, needed=True),
    _Key("at", _is_time, _UTC, needed=True),
    _Key("reason", _is_text, "a text or null", nothing=_null),
    _Key("comment", _is_text, "a text or null"),
    _Key("taken", _is_names, "a list of names"),
    _Key("of", _is_verdict_sides, "an object of tags and nulls", nothing=dict),
)


def _kind_of(value: object) -> str:
    """Return what a value is, in words; a text is quoted."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return shortened(value)
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case _:
            return "an object"


def _wrong(key: _Key, value: object, where: str) -> RefusedInputError:
    prefix = f"{where}: " if where else ""
    if key.name == "format" and isinstance(value, str):
        return refused(
            f'"format" is {shortened(value)}; this program reads {FORMAT}.',
            "Install a newer version of the program, or export the file in this form.",
        )
    if isinstance(value, (list, dict)) and key.kind.startswith(("a list of", "an object of")):
        return refused(f'{prefix}"{key.name}" must be {key.kind}.')
    return refused(f'{prefix}"{key.name}" is {_kind_of(value)}, not {key.kind}.')


class Shaper:
    """Copies what the file form knows out of one parsed line.

    Attributes:
        unknown: How often each key was dropped, by its name, in lists ``"spans.colour"``.
    """

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def line(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record with every key in the order of the file.

        Missing words of a span are left ``None``, a missing scheme or annotator is empty.

        Raises:
            RefusedInputError: A key is missing or of the wrong kind.
        """
        record = self._object(raw, _LINE, "", "")
        self.unknown.pop("answer", None)
        record["meta"] = self._meta(record["meta"])
        record["zones"] = self._items(record["zones"], _ZONE, "zone", "zones")
        record["scheme"] = (
            self._object(record["scheme"], _SCHEME, "scheme", "scheme.")
            if record["scheme"] is not None
            else {"name": "", "version": 0}
        )
        if not record["status"]:
            machine = record["annotator"].startswith(SUGGESTIONS_PREFIX)
            record["status"] = str(SetStatus.NEW if machine else SetStatus.IN_PROGRESS)
        record["spans"] = self._items(record["spans"], _SPAN, "span", "spans")
        record["entities"] = self._items(record["entities"], _ENTITY, "entity", "entities")
        record["frames"] = self._items(record["frames"], _FRAME, "frame", "frames")
        for frame in record["frames"]:
            frame["roles"] = {role: ids for role, ids in frame["roles"].items() if ids}
        record["provenance"] = self._provenance(record["provenance"])
        record["comments"] = self._items(record["comments"], _COMMENT, "comment", "comments")
        record["verdicts"] = self._items(record["verdicts"], _VERDICT, "verdict", "verdicts")
        return record

    def _object(
        self, raw: Mapping[str, Any], keys: tuple[_Key, ...], where: str, path: str
    ) -> dict[str, Any]:
        made: dict[str, Any] = {}
        seen = 0
        for key in keys:
            value = raw.get(key.name)
            seen += key.name in raw
            if value is not None:
                if not key.fits(value):
                    raise _wrong(key, value, where)
                made[key.name] = value
            elif key.needed:
                prefix = f"{where}: " if where else ""
                state = "null" if key.name in raw else "missing"
                raise refused(f'{prefix}"{key.name}" is {state}.', ADD_IT)
            elif key.nothing is not None:
                made[key.name] = key.nothing()
        if seen < len(raw):
            known = {key.name for key in keys}
            self.unknown.update(path + name for name in raw if name not in known)
        return made

    def _items(
        self, raw: list[Any], keys: tuple[_Key, ...], kind: str, path: str
    ) -> list[dict[str, Any]]:
        made = []
        for index, item in enumerate(raw):
            where = item_name(kind, item, index)
            if not isinstance(item, dict):
                raise refused(f"{where} is {_kind_of(item)}, not an object.")
            made.append(self._object(item, keys, where, f"{path}."))
        return made

    def _meta(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the metadata; keys of other programs stay, as they came."""
        made = {}
        for key in _META:
            value = raw.get(key.name)
            if value is not None and not key.fits(value):
                raise _wrong(key, value, "meta")
            made[key.name] = value
        return {**made, **raw}

    def _provenance(self, raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        made = {}
        for name, entry in raw.items():
            if entry is None:
                continue
            where = f"provenance of {name}"
            if not isinstance(entry, dict):
                raise refused(f"{where} is {_kind_of(entry)}, not an object.")
            made[name] = self._object(entry, _PROVENANCE, where, "provenance.")
        return made
