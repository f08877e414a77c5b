"""From bytes to text: by byte order mark, as declared, as UTF-8, or by detection."""

import codecs
import re
from dataclasses import dataclass

from annotator.domain.intake import NAME_ENCODING
from annotator.errors import RefusedInputError
from annotator.exchange.magic import CONVERTIBLE, what_is

NOTE_BOM = "BOM"
NOTE_CR_LF = "CR LF"
NOTE_CR = "CR"
# These say how a file was written; every other note asks for a look.
FORMAL_NOTES = frozenset({NOTE_BOM, NOTE_CR_LF, NOTE_CR})

_MARKS: tuple[tuple[bytes, str], ...] = (  # the longer ones first: UTF-32 starts like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_FOR_FILES = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
)
_PLAIN = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}

# Quotation marks, dashes and the like: the same bytes in windows-1250 to windows-1258.
_TYPOGRAPHY = (
    b"\x80\x82\x84\x85\x86\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b"
    b"\xa0\xa7\xa9\xab\xad\xae\xb0\xb1\xb6\xb7\xbb"
)
_MAC_QUOTES = b"\xd2\xd3\xd4\xd5"
_MAC_TYPOGRAPHY = _MAC_QUOTES + b"\xa5\xa8\xa9\xc7\xc8\xc9\xca\xd0\xd1\xa0\xa1"
_HIGH = bytes(range(0x80, 0x100))
_WORD = re.compile(
    rb"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]*[\x80-\xff][^\x00-\x40\x5b-\x60\x7b-\x7f]*"
)
_SAMPLE_WORDS = 4000
_SAMPLE_BYTES = 200_000
_LATIN = (
    *("cp1252", "cp1250", "cp1254", "cp1257", "cp1258"),
    *("iso8859_15", "iso8859_2", "mac_roman", "cp850"),
)
_OTHER = (
    *("cp1256", "cp1251", "cp1253", "cp1255", "cp866", "cp874", "koi8_r", "koi8_u"),
    *("iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "mac_cyrillic"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_STRANGE = re.compile(r"[^\W\d_][²³¹£¥¤¦¨¯´¸×÷¿¡¬ªº€‚„†‡‰‹›™þÞðÐ]|[a-zß-ÿ][ŸŠŒŽÀ-Þ]|[þÞðÐ]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOSTLY = 0.5
_SHORTEST_WIDE = 20
_WIDE_LATIN = 0.4
_WIDE_SAME = 0.8
_BINARY_SHARE = 0.02
_MARKUP = re.compile(r"\s{0,50}<(?:!doctype html|html|\?xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as its bytes say, not yet in canonical form.

    Attributes:
        encoding: Lower case: "utf-8", "utf-16-le", "windows-1252".
        notes: :data:`NOTE_BOM`, :data:`NOTE_CR_LF`, or sentences.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


class _Refusal:
    """Makes refusals that name one file."""

    def __init__(self, file: str) -> None:
        self._file = file

    def __call__(self, problem: str, remedy: str, line: int | None = None) -> RefusedInputError:
        return RefusedInputError(file=self._file, line=line, problem=problem, remedy=remedy)

    def at(self, data: bytes, position: int, problem: str, remedy: str) -> RefusedInputError:
        """Return a refusal that names the line of a byte."""
        return self(problem, remedy, data.count(b"\n", 0, position) + 1)


def encoding_name(codec: str) -> str:
    """Return the usual name of a codec of Python: "windows-1252" for "cp1252"."""
    name = codecs.lookup(codec).name.replace("_", "-")
    name = _PLAIN.get(name, name)
    name = re.sub(r"^cp(125\d|874)$", r"windows-\1", name)
    return re.sub(r"^iso8859-", "iso-8859-", name)


def check_encoding(name: str) -> str:
    """Return the usual name of an encoding that somebody declared.

    Raises:
        RefusedInputError: There is no such encoding of text.
    """
    try:
        known = codecs.lookup(name.strip())
        b"a".decode(known.name, "replace")  # refuses what is a codec, but not of text
    except (LookupError, ValueError) as error:
        raise _no_encoding(name) from error
    if known.name.replace("_", "-") in _NOT_FOR_FILES:
        raise _no_encoding(name)
    return encoding_name(known.name)


def _no_encoding(name: str) -> RefusedInputError:
    return RefusedInputError(
        file="--encoding",
        line=None,
        problem=f"There is no encoding called “{name}”.",
        remedy="Name one such as utf-8, windows-1252, windows-1256, iso-8859-1 or utf-16.",
    )


def refuse_binary(data: bytes, file: str) -> None:
    """Refuse what its first bytes show to be no text.

    Raises:
        RefusedInputError: It is a picture, an archive, a document ...
    """
    kind = what_is(data)
    if kind is None:
        return
    remedy = (
        "Save it as plain text and import that."
        if kind in CONVERTIBLE
        else "Leave it out, or import the text it stands for."
    )
    raise _Refusal(file)(f"It is {kind}, not text.", remedy)


def decode(data: bytes, file: str, declared: str | None = None) -> Decoded:
    """Return the text of a file.

    A byte order mark decides; else what was declared; else UTF-8; else what is detected.

    Args:
        data: All of the file.
        file: How messages name it.
        declared: An encoding that :func:`check_encoding` knows.

    Raises:
        RefusedInputError: It is empty, binary, or fits no encoding.
    """
    refusal = _Refusal(file)
    if not data:
        raise refusal("It is empty.", "Leave it out, or put the text of an article into it.")
    refuse_binary(data, file)
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        decoded = _decode_marked(data, marked[1], declared, refusal)
    elif declared is not None:
        decoded = _decode_declared(data, check_encoding(declared), refusal)
    else:
        decoded = _decode_unknown(data, refusal)
    _refuse_controls(decoded, refusal)
    return Decoded(decoded.text, decoded.encoding, (*decoded.notes, *_line_ends(decoded.text)))


def _line_ends(text: str) -> list[str]:
    notes = []
    if "\r\n" in text:
        notes.append(NOTE_CR_LF)
    elif "\r" in text:
        notes.append(NOTE_CR)
    if _MARKUP.match(text):
        notes.append("It looks like a web page: its tags come in as text.")
    return notes


def _decode_marked(data: bytes, name: str, declared: str | None, refusal: _Refusal) -> Decoded:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise refusal.at(
            data,
            error.start,
            f"It is marked as {name.upper()}, but byte {error.start + 1:,} does not fit.",
            "Save it again as UTF-8.",
        ) from error
    notes = [NOTE_BOM]
    if declared is not None and not check_encoding(declared).startswith(name[:6]):
        notes.append(f"Its byte order mark says {name}, so that was used instead of {declared}.")
    return Decoded(text, name, tuple(notes))


def _decode_declared(data: bytes, name: str, refusal: _Refusal) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeError as error:
        position = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise refusal.at(
            data,
            position,
            f"Byte {position + 1:,} is not {name}.",
            "Leave the encoding out to have it detected, or name another one.",
        ) from error


def _decode_unknown(data: bytes, refusal: _Refusal) -> Decoded:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        wide = _decode_wide(data, valid_utf8=False)
        if wide is not None:
            return wide
        _refuse_damaged(data, error, refusal)
        return _decode_detected(data, error, refusal)
    if "\x00" in text:
        return _decode_wide(data, valid_utf8=True) or Decoded(text, "utf-8")
    return Decoded(text, "utf-8")


def _decode_wide(data: bytes, *, valid_utf8: bool) -> Decoded | None:
    """Return the text of a UTF-16 file without a mark: every second byte of its blanks is zero."""
    even, odd = data[::2], data[1::2]
    name, high, low = ("utf-16-le", odd, even) if 0 in odd else ("utf-16-be", even, odd)
    if len(data) % 2 or len(data) < _SHORTEST_WIDE or 0 in low:
        return None
    # In Latin text the upper bytes are zero; in another script most of them are the same.
    latin = high.count(0) >= _WIDE_LATIN * len(high)
    others = high.translate(None, b"\0")
    same = max(map(others.count, set(others)), default=0) >= _WIDE_SAME * len(others)
    if not latin and (valid_utf8 or not same or high.count(0) < len(high) // 50 + 1):
        return None
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return Decoded(text, name, (_detected_note(name),))


def _refuse_damaged(data: bytes, error: UnicodeDecodeError, refusal: _Refusal) -> None:
    """Refuse UTF-8 with a few bytes that are not: any other encoding would garble all the rest."""
    window = 500_000
    around = data[max(0, error.start - window) : error.start + window]
    text = around.decode("utf-8", "surrogateescape")
    strange = [character for character in text if character > "\x7f"]
    bad = sum(1 for character in strange if "\udc80" <= character <= "\udcff")
    good = len(strange) - bad
    cut_off = error.end == len(data) and error.reason == "unexpected end of data"
    if not good or (not cut_off and good < 4 * bad):
        return
    problem = f"Byte {error.start + 1:,} is not UTF-8, and no other encoding fits"
    if cut_off:
        raise refusal.at(
            data,
            error.start,
            f"{problem}: the file seems cut off.",
            "Copy it again from where it came from.",
        )
    raise refusal.at(
        data,
        error.start,
        f"{problem} the rest.",
        f"Save it again as UTF-8, or {NAME_ENCODING}.",
    )


def _detected_note(name: str) -> str:
    return f"The encoding was detected: {name}. Check accents and quotation marks."


def _decode_detected(data: bytes, error: UnicodeDecodeError, refusal: _Refusal) -> Decoded:
    for codec in _candidates(data):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        name = encoding_name(codec)
        return Decoded(text, name, (_detected_note(name),))
    raise refusal.at(
        data,
        error.start,
        f"Byte {error.start + 1:,} is not UTF-8, and no other encoding fits.",
        f"Save it again as UTF-8, or {NAME_ENCODING}.",
    )


def _candidates(data: bytes) -> list[str]:
    """Return codecs that may fit, the likeliest first."""
    if not _has_letters(data):
        return ["cp1252"]
    high = data.translate(None, bytes(range(0x80)))
    quotes = len(high) - len(high.translate(None, _MAC_QUOTES))
    if 3 * quotes >= len(high) and not high.translate(None, _MAC_TYPOGRAPHY):
        return ["mac_roman", "cp1252"]
    from charset_normalizer import from_bytes  # seldom needed, and slow to import

    # Words in plain ASCII say nothing and outvote the others; so do quotation marks.
    words = [word for word in _WORD.findall(data)[:_SAMPLE_WORDS] if _has_letters(word)]
    sample = b" ".join(words)
    share = (len(sample) - len(sample.translate(None, _HIGH))) / max(1, len(sample))
    if share >= _MOSTLY:
        return [match.encoding for match in from_bytes(sample, cp_isolation=list(_OTHER))]
    if _fits_western(sample):
        return list(_LATIN)
    # Languages in Latin letters are told apart by their common words too.
    lines = [line for line in data[:_SAMPLE_BYTES].split(b"\n") if _has_letters(line)] or [sample]
    found = from_bytes(b"\n".join(lines), cp_isolation=list(_LATIN[1:]))
    return [*(match.encoding for match in found), *_LATIN]


def _has_letters(words: bytes) -> bool:
    """Whether bytes beyond ASCII stand for more than quotation marks and dashes."""
    return bool(words.translate(None, _TYPOGRAPHY + bytes(range(0x80))))


def _fits_western(sample: bytes) -> bool:
    """Whether words look like words in windows-1252: no "Rados³aw", no "WoŸniak"."""
    try:
        return _STRANGE.search(sample.decode("cp1252")) is None
    except UnicodeDecodeError:
        return False


def _refuse_controls(decoded: Decoded, refusal: _Refusal) -> None:
    """Refuse what decodes, but is full of characters that no text has."""
    text = decoded.text
    zeros = text.count("\x00")
    few = 3
    strange = zeros + len(_CONTROL.findall(text))
    if strange > few and strange > _BINARY_SHARE * len(text):
        raise refusal(
            "It is binary data, not text.", "Leave it out, or import the text it stands for."
        )
