"""What a file is that is no text, told by its first bytes."""

_AT_START: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1a\x45\xdf\xa3", "a Matroska film"),
    (b"PAR1", "a Parquet table"),
    (b"bplist00", "a property list"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
# These may be the first words of a text, so a byte that no text has must follow soon.
_PRINTABLE = frozenset(
    (b"GIF87a", b"GIF89a", b"BZh", b"ID3", b"OggS", b"fLaC", b"PAR1", b"bplist00")
)
_RIFF = {b"WEBP": "a WebP picture", b"WAVE": "a WAV recording", b"AVI ": "an AVI film"}
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel table (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
)
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\f\r\x1b")))
_TAR_OFFSET = 257

CONVERTIBLE = frozenset(
    {
        "a PDF document",
        "an RTF document",
        "an old Word, Excel or PowerPoint document",
        "an EPUB book",
        "an OpenDocument text (ODT)",
        "a Word document (DOCX)",
    }
)


def _has_controls(data: bytes) -> bool:
    return len(data.translate(None, _CONTROLS)) < len(data)


def _of_container(data: bytes) -> str | None:
    """Return what a file is whose kind stands behind a length or a common signature."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((name for mark, name in _IN_ZIP if mark in data), "a ZIP archive")
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp" and b"\0" in data[:4]:
        return "an MP4 film"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "a BMP picture"
    if data.startswith(b"MZ") and _has_controls(data[:128]):
        return "a Windows program"
    if data[_TAR_OFFSET : _TAR_OFFSET + 5] == b"ustar" and b"\0" in data[:_TAR_OFFSET]:
        return "a tar archive"
    return None


def what_is(data: bytes) -> str | None:
    """Return "a JPEG picture" and the like; ``None`` for what may be text.

    Args:
        data: The first bytes of a file, or all of it.
    """
    for mark, name in _AT_START:
        if data.startswith(mark) and (mark not in _PRINTABLE or _has_controls(data[:1024])):
            return name
    return _of_container(data)
