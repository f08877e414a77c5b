import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.text import canonical
from annotator.errors import RefusedInputError
from annotator.exchange.encoding import check_encoding, decode
from annotator.exchange.magic import what_is

ENGLISH = "“Iran’s ties – deep and broad – are unique,” Velayati told reporters in Moscow…\n"
PERSIAN = "وزير خارجه ايران روز دوشنبه وارد مسکو شد تا با مقام هاي روسي ديدار کند\n"
RUSSIAN = "Помощник президента заявил в среду, что Москва поддерживает заявку Ирана.\n"
POLISH = "Minister Radosław Sikorski powiedział w środę, że współpraca jest możliwa.\n"
SPANISH = "President Nicolás Maduro met Señor Muñoz in Málaga and São Paulo.\n"
TURKISH = (
    "Dışişleri Bakanı çarşamba günü görüşmelerin yararlı geçtiğini söyledi. Türkiye ile İran "
    "arasındaki ilişkiler için yeni bir dönem başladı, dedi. Bakan, sorunların çözümü için birlikte "
    "çalışacaklarını da söyledi.\n"
)


def refusal(data, declared=None):
    with pytest.raises(RefusedInputError) as caught:
        decode(data, "x.txt", declared)
    values = caught.value.values
    assert values["file"] == "x.txt"
    assert values["problem"].endswith(".")
    assert values["remedy"]
    return values


def test_utf8_comes_first():
    assert decode((ENGLISH + PERSIAN).encode(), "x").encoding == "utf-8"
    assert decode(b"plain", "x").encoding == "utf-8"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [ENGLISH, PERSIAN, "😀 a\r\nb"])
def test_byte_order_mark_decides_and_is_noted(mark, codec, text):
    decoded = decode(mark + text.encode(codec), "x", "windows-1252" if codec == "utf-8" else None)
    assert canonical(decoded.text) == canonical(text)
    assert decoded.encoding == codec
    assert "BOM" in decoded.notes


def test_byte_order_mark_wins_over_the_declared_encoding_and_says_so():
    decoded = decode(codecs.BOM_UTF8 + ENGLISH.encode(), "x", "windows-1252")
    assert decoded.encoding == "utf-8"
    assert any("instead of windows-1252" in note for note in decoded.notes)
    assert decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le"), "x", "utf-16").notes == ("BOM",)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (ENGLISH, "cp1252", "windows-1252"),
        (ENGLISH * 30 + SPANISH, "cp1252", "windows-1252"),
        (SPANISH, "latin-1", "windows-1252"),
        ("Café talks end.\n", "cp1252", "windows-1252"),
        (PERSIAN, "cp1256", "windows-1256"),
        (ENGLISH.replace("…", "") * 20 + PERSIAN, "cp1256", "windows-1256"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (POLISH, "cp1250", "windows-1250"),
        (TURKISH, "cp1254", "windows-1254"),
        (ENGLISH, "mac-roman", "mac-roman"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (PERSIAN, "utf-16-be", "utf-16-be"),
    ],
)
def test_other_encodings_are_detected_and_shown(text, codec, name):
    decoded = decode(text.encode(codec), "x")
    assert decoded.text == text
    assert decoded.encoding == name
    assert any("detected" in note for note in decoded.notes)


def test_declared_encoding_is_used_without_a_note():
    decoded = decode(PERSIAN.encode("cp1256"), "x", "CP1256")
    assert (decoded.text, decoded.encoding, decoded.notes) == (PERSIAN, "windows-1256", ())


def test_declared_encoding_that_does_not_fit_is_refused_with_line_and_byte():
    values = refusal(b"one\ntwo \xff", "utf-8")
    assert values["line"] == 2
    assert "Byte 9 is not utf-8" in values["problem"]


@pytest.mark.parametrize(
    "name", ["klingon", "rot13", "base64", "idna", "unicode_escape", "", "a\0b"]
)
def test_unknown_encodings_are_refused(name):
    with pytest.raises(RefusedInputError) as caught:
        check_encoding(name)
    assert "utf-8" in caught.value.remedy_text


@pytest.mark.parametrize(
    ("given_", "name"),
    [
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("latin1", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("windows-1256", "windows-1256"),
        ("utf-16", "utf-16-le"),
    ],
)
def test_encodings_have_one_usual_name(given_, name):
    assert check_encoding(given_) == name
    assert check_encoding(name) == name


def test_text_that_breaks_its_mark_is_refused_with_the_byte():
    values = refusal(codecs.BOM_UTF8 + b"one\ntwo \xff three")
    assert values["line"] == 2
    assert "byte 12 does not fit" in values["problem"]
    assert "UTF-16-LE" in refusal(codecs.BOM_UTF16_LE + b"a\0b")["problem"]


def test_utf8_that_is_cut_off_is_refused_and_not_garbled():
    values = refusal((ENGLISH + "и ещё").encode()[:-1])
    assert "cut off" in values["problem"]
    assert values["line"] == 2


def test_utf8_with_one_bad_byte_is_refused_with_its_place():
    values = refusal(f"{PERSIAN}{PERSIAN}".encode() + b"\xff" + PERSIAN.encode())
    assert "is not UTF-8" in values["problem"]
    assert values["line"] == 3


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"GIF89a\x01\x00\x01\x00", "a GIF picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"PK\x03\x04\x14\0\0\0notes.txt", "a ZIP archive"),
        (b"PK\x03\x04\x14\0[Content_Types].xml word/document.xml", "a Word document (DOCX)"),
        (b"PK\x03\x04\x14\0mimetypeapplication/epub+zip", "an EPUB book"),
        (b"SQLite format 3\0\x10\0", "an SQLite database"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an old Word, Excel or PowerPoint document"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"MZ\x90\0\x03\0\0", "a Windows program"),
        (b"BM\x8a\x90\0\0\0\0\0\0\x8a", "a BMP picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"\0\0\0\x18ftypmp42", "an MP4 film"),
        (b"x" * 256 + b"\0ustar\0", "a tar archive"),
    ],
)
def test_binary_files_are_refused_by_what_they_are(data, kind):
    assert what_is(data) == kind
    values = refusal(data)
    assert values["problem"] == f"It is {kind}, not text."
    assert refusal(data, "windows-1252") == values


@pytest.mark.parametrize(
    "text", ["GIF89a is a format.", "BZh was here", "ID3 tags", "PK won", "MZ", "The ftyp box"]
)
def test_text_about_formats_is_text(text):
    assert decode(text.encode(), "x").text == text


def test_empty_and_unknown_binary_data_are_refused():
    assert refusal(b"")["problem"] == "It is empty."
    assert "binary" in refusal(bytes(range(1, 32)) * 20)["problem"]
    assert "binary" in refusal(b"\x00\x01\x02\x03" * 100)["problem"]


def test_line_ends_are_noted():
    assert decode(b"a\r\nb", "x").notes == ("CR LF",)
    assert decode(b"a\rb", "x").notes == ("CR",)
    assert decode(b"a\nb", "x").notes == ()


def test_web_page_is_read_with_a_note():
    assert "web page" in decode(b"<!DOCTYPE html>\n<html>", "x").notes[0]


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1)
)
def test_utf8_always_reads_back(text):
    assert decode(text.encode(), "x").text == text


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    try:
        decoded = decode(data, "x")
    except RefusedInputError:
        return
    assert isinstance(decoded.text, str)
