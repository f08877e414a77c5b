"""Reading ``annotator-gold/1``, line by line, in constant memory."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, cast

import orjson

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, check_annotator_name
from annotator.domain.gold import MAX_LINE_BYTES, GoldRecord
from annotator.domain.intake import Refusal
from annotator.domain.text import check_storable, sha256
from annotator.errors import (
    AnnotatorNameError,
    FileMissingError,
    FileUnreadableError,
    ForbiddenCharacterError,
    RefusedInputError,
)
from annotator.exchange.gold_offsets import Canonicalised, Unit, to_code_points
from annotator.exchange.gold_schema import (
    fault,
    is_sound,
    place_of,
    range_fault,
    schema_fault,
    shortened,
    validator,
)
from annotator.exchange.gold_shape import ADD_IT, LINE_KEYS, Shaper, refused

CHUNK_BYTES = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|.)", re.DOTALL)
_ENDS = ("start", "end")
_NOTHING_MISSING: frozenset[str] = frozenset()
_NO_KEYS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One line that may come in.

    Attributes:
        line: Its number; blank lines count.
        record: Every key is there, of a complete line in the line's own order. Offsets are code
            points of the canonical text, the words of every span are filled in, ``sha256`` fits.
            Where missing: ``annotator`` is "", ``scheme`` is ``{"name": "", "version": 0}``,
            ``status`` is in-progress (new for suggestions).
        has_set: Whether it brings a set; otherwise it is an article only.
        missing: Keys that the line does not have or that are null.
        unknown_keys: How often keys were dropped that the file form does not know, by name, in
            lists ``"spans.colour"``.
        unit: What its offsets counted.
    """

    file: str
    line: int
    record: GoldRecord
    has_set: bool = True
    missing: frozenset[str] = _NOTHING_MISSING
    unknown_keys: Mapping[str, int] = field(default_factory=lambda: _NO_KEYS)
    unit: Unit = Unit.CODE_POINTS


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that its annotator did not accept: ``answer`` says reject or ignore."""

    file: str
    line: int
    answer: str


def read_lines(
    path: Path, *, shown: str | None = None, any_annotator: bool = False
) -> Iterator[GoldLine | Skipped | Refusal]:
    """Yield what stands on each line that is not blank.

    Args:
        path: The file; at most one line of it is held.
        shown: What to call it in messages; its path where not given.
        any_annotator: Whether names that the program does not allow pass, because the caller
            gives another one.

    Raises:
        FileMissingError: There is no such file.
        FileUnreadableError: The system does not let it be read.
    """
    file = str(path) if shown is None else shown
    for number, raw in _raw_lines(path):
        if number == 1 and raw is not None and raw.startswith(_UTF16_BOMS):
            yield Refusal(file, None, "It is UTF-16, not UTF-8.", "Save it as UTF-8.")
            return
        if raw is not None and (not raw or raw.isspace()):
            continue
        try:
            yield _read(file, number, raw, any_annotator=any_annotator)
        except RefusedInputError as error:
            yield Refusal(file, number, error.problem_text, error.remedy_text)


# --- bytes to lines -------------------------------------------------------------------------


def _raw_lines(path: Path) -> Iterator[tuple[int, bytes | bytearray | None]]:
    """Yield each line with its number; ``None`` instead of one that is too long."""
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(CHUNK_BYTES):
                number += 1
                whole = len(raw) < CHUNK_BYTES or raw.endswith(b"\n")
                if number == 1:
                    raw = raw.removeprefix(_BOM)
                yield number, raw if whole else _long_line(file, raw)
    except FileNotFoundError as error:
        raise FileMissingError(path=path) from error
    except OSError as error:
        raise FileUnreadableError(path=path, reason=error.strerror or error) from error


def _long_line(file: BinaryIO, beginning: bytes) -> bytearray | None:
    """Return a line of which the beginning was read, ``None`` where it is over the limit."""
    line = bytearray(beginning)
    while piece := file.readline(CHUNK_BYTES):
        if len(line) + len(piece.removesuffix(b"\n")) > MAX_LINE_BYTES:
            line.clear()
            while piece and not piece.endswith(b"\n"):
                piece = file.readline(CHUNK_BYTES)
            return None
        line += piece
        if piece.endswith(b"\n"):
            break
    return line


# --- one line -------------------------------------------------------------------------------


def _read(
    file: str, number: int, raw: bytes | bytearray | None, *, any_annotator: bool
) -> GoldLine | Skipped:
    if raw is None:
        raise refused(
            f"It is longer than {MAX_LINE_BYTES // 1024**2} MiB and was not read.",
            "Split the article, one line for each part.",
        )
    parsed = _parsed(raw)
    answer = parsed.get("answer")
    if answer is not None and answer != "accept":
        return Skipped(file, number, str(answer) if isinstance(answer, str) else "?")
    nul = b"\\u0000" in raw
    if validator().is_valid(parsed) and not nul:
        record = cast("GoldRecord", parsed)
        if is_sound(record):
            if not any_annotator:
                _check_annotator(record["annotator"])
            return GoldLine(file, number, record)
    return _read_leniently(file, number, parsed, any_annotator=any_annotator, nul=nul)


def _parsed(raw: bytes | bytearray) -> dict[str, Any]:
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _no_json(bytes(raw), error) from error
    if not isinstance(parsed, dict):
        kind = "a list" if isinstance(parsed, list) else "a single value"
        raise refused(f"It is {kind}, not an object.", "Write one JSON object on each line.")
    return parsed


def _no_json(raw: bytes, error: orjson.JSONDecodeError) -> RefusedInputError:
    try:
        line = raw.decode()
    except UnicodeDecodeError as wrong:
        return refused(f"Byte {wrong.start + 1} of it is not UTF-8.", "Save the file as UTF-8.")
    half = _lone_surrogate(line)
    if half:
        return refused(
            f"It holds {half}, half of a surrogate pair, which no text may hold.",
            ForbiddenCharacterError.remedy,
        )
    if "depth" in error.msg or "recursion" in error.msg.lower():
        return refused("It nests too deep to be read.")
    reason = error.msg.partition(": line ")[0]
    return refused(
        f"It is no JSON: {reason} at column {error.colno}.", "Write one JSON object on each line."
    )


def _lone_surrogate(line: str) -> str:
    """Return the first escape that stands for half of a surrogate pair, "" where there is none."""
    first, first_end = "", -1
    for match in _ESCAPE.finditer(line):
        unit = int(match[1], 16) if match[1] else 0
        follows = 0xDC00 <= unit <= 0xDFFF
        if first and (not follows or match.start() != first_end):
            return first
        if follows and not first:
            return match[0]
        first, first_end = (match[0], match.end()) if 0xD800 <= unit <= 0xDBFF else ("", -1)
    return first


def _check_annotator(name: str) -> None:
    if name == GOLD or (name.startswith(SUGGESTIONS_PREFIX) and name != SUGGESTIONS_PREFIX):
        return
    try:
        check_annotator_name(name)
    except AnnotatorNameError as error:
        raise refused(f'"annotator": {error.problem_text}', error.remedy_text) from error


# --- the lenient way ------------------------------------------------------------------------


def _read_leniently(
    file: str, number: int, parsed: dict[str, Any], *, any_annotator: bool, nul: bool
) -> GoldLine:
    missing = frozenset(key for key in LINE_KEYS if parsed.get(key) is None)
    has_set = not {"annotator", "spans", "frames"} <= missing
    shaper = Shaper()
    record = shaper.line(parsed)
    if has_set and "spans" in missing:
        raise refused('"spans" is missing.', ADD_IT)
    if record["annotator"] and not any_annotator:
        _check_annotator(record["annotator"])
    if nul:
        _check_characters(record)
    unit = _settle(record)
    gold = cast("GoldRecord", record)
    _check_schema(gold, missing, any_annotator=any_annotator)
    wrong = fault(gold)
    if wrong:
        raise refused(wrong)
    return GoldLine(file, number, gold, has_set, missing, dict(shaper.unknown), unit)


def _check_characters(record: dict[str, Any]) -> None:
    """Refuse U+0000 in any text that would be kept, and name the place."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), record)]
    while waiting:
        path, value = waiting.pop()
        inner: list[tuple[tuple[str | int, ...], object]] = []
        if isinstance(value, str):
            _check_text(value, record, path)
        elif isinstance(value, dict):
            for key in value:
                _check_text(key, record, path)
            inner = [((*path, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            inner = [((*path, index), item) for index, item in enumerate(value)]
        waiting.extend(reversed(inner))


def _check_text(text: str, record: dict[str, Any], path: tuple[str | int, ...]) -> None:
    try:
        check_storable(text)
    except ForbiddenCharacterError as error:
        place = place_of(record, path).replace("\x00", "")
        problem = error.problem_text
        raise refused(f"{place}: {problem[0].lower()}{problem[1:]}", error.remedy_text) from error


def _check_schema(record: GoldRecord, missing: frozenset[str], *, any_annotator: bool) -> None:
    """Refuse what the reader understood but the writer could not write again."""
    stand_in = record.copy()
    if any_annotator or "annotator" in missing:
        stand_in["annotator"] = GOLD
    if "scheme" in missing:
        stand_in["scheme"] = {"name": "any", "version": 1}
    wrong = schema_fault(stand_in)
    if wrong:
        raise refused(wrong)


# --- text and offsets -----------------------------------------------------------------------


def _settle(record: dict[str, Any]) -> Unit:
    """Make the text canonical, the offsets code points of it, the words and hash complete."""
    original: str = record["text"]
    kept = Canonicalised(original)
    _check_hash(record, kept)
    items = [*record["spans"], *record["zones"]]
    unit, points = _find_unit(original, items, len(record["spans"]))
    for index, item in enumerate(items):
        start, end = item["start"], item["end"]
        if points is not None:
            start, end = points[start], points[end]
        item["start"], item["end"] = kept.start(start), kept.end(end)
        if item["start"] == item["end"]:  # of a byte order mark nothing is left
            wrong = range_fault(item["start"], item["end"], len(kept.text))
            raise refused(f"{_item_name(items, index, len(record['spans']))}: {wrong}")
    for span in record["spans"]:
        span["text"] = kept.text[span["start"] : span["end"]]
    record["text"] = kept.text
    return unit


def _check_hash(record: dict[str, Any], kept: Canonicalised) -> None:
    fitting = sha256(kept.text)
    given: str = record["sha256"].lower()
    if given and given not in {fitting, sha256(record["text"])}:
        raise refused(
            '"sha256" does not fit "text".',
            "The text was changed after it was hashed: restore it, or leave the hash out.",
        )
    record["sha256"] = fitting


def _find_unit(
    text: str, items: list[dict[str, Any]], span_count: int
) -> tuple[Unit, Mapping[int, int] | None]:
    """Return the first unit in which all given words fit, and the code point of each offset.

    Args:
        text: As it came.
        items: The spans, then the zones: these must lie in the text.
        span_count: How many of them are spans.

    Returns:
        ``None`` instead of the code points where the offsets are code points already.

    Raises:
        RefusedInputError: No unit fits; it tells the first misfit in the unit that got furthest.
    """
    worded = any(span["text"] is not None for span in items[:span_count])
    furthest, problem = -1, ""
    for unit in list(Unit) if worded and not text.isascii() else [Unit.CODE_POINTS]:
        points = None
        if unit is not Unit.CODE_POINTS:
            points = to_code_points(text, unit, [item[end] for item in items for end in _ENDS])
        fitting, misfit = _misfit(text, items, points, unit)
        if not misfit:
            return unit, points
        if fitting > furthest:
            furthest = fitting
            problem = f"{_item_name(items, fitting, span_count)}: {misfit}"
    raise refused(problem, "Correct the offsets or the words and import the file again.")


def _item_name(items: list[dict[str, Any]], index: int, span_count: int) -> str:
    if index < span_count:
        return f"span {items[index]['id']}"
    return f"zone number {index - span_count + 1}"


def _misfit(
    text: str, items: list[dict[str, Any]], points: Mapping[int, int] | None, unit: Unit
) -> tuple[int, str]:
    """Return how many items fit before the first that does not, and what is wrong with that."""
    length = len(text)
    for index, item in enumerate(items):
        start, end, words = item["start"], item["end"], item.get("text")
        wrong = _place_fault(start, end, points, length, unit)
        if wrong:
            return index, wrong
        if words is None:
            continue
        found = text[start:end] if points is None else text[points[start] : points[end]]
        if found != words and _with_lf(found) != _with_lf(words):
            return index, (
                f"the text from {start} to {end} is {shortened(found)},"
                f" not {shortened(words)} (counted in {unit})."
            )
    return len(items), ""


def _place_fault(
    start: int, end: int, points: Mapping[int, int] | None, length: int, unit: Unit
) -> str:
    if start >= end or points is None:
        return range_fault(start, end, length)
    for offset in (start, end):
        if offset not in points:
            return f"{offset} is beyond the text or inside a character, counted in {unit}."
    return ""


def _with_lf(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
