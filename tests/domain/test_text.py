"""The canonical form of article text, its hash, its number of words."""

import hashlib
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain.text import (
    canonical,
    check_storable,
    runs_right_to_left,
    sha256,
    word_count,
)
from annotator.errors import ForbiddenCharacterError

storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
formal = st.text(st.sampled_from("a\r\n\ufeff é\u00a0"), max_size=12)


# --- canonical form ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decoded", "kept"),
    [
        ("\ufeffTehran", "Tehran"),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("one\rtwo", "one\ntwo"),
        ("one\r\r\ntwo\n\r", "one\n\ntwo\n\n"),
        ("\ufeff\r\n", "\n"),
        ("\ufeff\ufeffTehran", "Tehran"),
        ("", ""),
    ],
)
def test_byte_order_mark_and_line_ends_are_made_canonical(decoded, kept):
    assert canonical(decoded) == kept


@pytest.mark.parametrize(
    "text",
    [
        "  edges stay \t\n\n",
        "no-break\u00a0space, thin\u2009space, soft\u00adhyphen",
        "e\u0301 stays two, é one, \ufb01 a ligature",
        "a mark in\ufeffside stays",
        "\u2028 and \u2029 and \x85 and \x0b and \x0c are no line ends",
        "می‌خواهم \u200f(راست)\u200e",
        "👩\u200d👧 🇮🇷 \U0010ffff",
        "control \x01 \x1f \x7f",
    ],
)
def test_nothing_else_is_touched(text):
    assert canonical(text) == text


@given(storable | formal)
@example("\ufeff\ufeff")
@example("\r\r\n\n")
def test_a_canonical_text_is_canonical_for_good(text):
    once = canonical(text)
    assert canonical(once) == once


@given(storable | formal)
def test_canonical_text_has_the_lines_of_the_decoded_one_and_no_mark(text):
    kept = canonical(text)
    assert "\r" not in kept
    assert not kept.startswith("\ufeff")
    bare = text.lstrip("\ufeff")
    assert kept.replace("\n", "") == bare.replace("\r", "").replace("\n", "")
    ends = bare.count("\n") + bare.count("\r") - bare.count("\r\n")
    assert kept.count("\n") == ends


@pytest.mark.parametrize(
    ("text", "offset", "name"),
    [
        ("abc\x00", 3, "U+0000"),
        ("\ud800", 0, "half of a surrogate pair"),
        ("a\udfffb\x00", 1, "half of a surrogate pair"),
        ("🤝\udc00", 1, "half of a surrogate pair"),
    ],
)
@pytest.mark.parametrize("refuse", [canonical, check_storable])
def test_what_no_database_holds_is_refused_by_name_and_place(refuse, text, offset, name):
    with pytest.raises(ForbiddenCharacterError) as caught:
        refuse(text)
    assert caught.value.values == {"offset": offset, "name": name}
    assert f"Character {offset} is {name}" in str(caught.value)


@given(st.text(st.characters()))
def test_a_text_is_storable_exactly_when_utf8_holds_it_and_no_nul_is_in_it(text):
    try:
        text.encode()
        fine = "\x00" not in text
    except UnicodeEncodeError:
        fine = False
    if fine:
        check_storable(text)
    else:
        with pytest.raises(ForbiddenCharacterError):
            check_storable(text)


# --- hash -------------------------------------------------------------------------------------


def test_the_hash_is_sha256_over_utf8():
    assert sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(storable)
def test_the_hash_is_that_of_the_file_s_bytes(text):
    assert sha256(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_texts_that_only_look_the_same_have_different_hashes():
    texts = {"é", "e\u0301", "e", "a b", "a\u00a0b", "a b ", "a\nb", "a\r\nb"}
    assert len({sha256(text) for text in texts}) == len(texts)


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\u00a0\t", 0),
        ("— … “” _ 🤝", 0),
        ("Fars reported", 2),
        ("no\u00a0break", 2),
        ("U.S. envoy", 2),
        ("al-Maskari's aide Jean-Luc O’Neil", 4),
        ("“Yes,” he said.\n\n“No.”", 4),
        ("November 23, 2015", 3),
        ("end.Start", 1),
        ("end... Start", 2),
        ("one--two", 2),
        ("one/two", 2),
    ],
)
def test_letters_and_digits_joined_by_a_sign_are_one_word(text, words):
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("می‌خواهم بروم", 2),
        ("מִלָּה טוֹבָה", 2),
        ("كِتَابٌ جَدِيدٌ", 2),
        ("हिन्दी भाषा में।", 3),
        ("cafe\u0301s franc\u0327ais", 2),
        ("ภาษาไทย", 1),
    ],
)
def test_accents_vowel_signs_and_joiners_do_not_part_a_word(text, words):
    assert word_count(text) == words


@given(st.text(st.sampled_from("aéÅçñ ő'-.šя й\n"), max_size=30))
def test_a_word_counts_once_however_its_accents_are_encoded(text):
    composed = unicodedata.normalize("NFC", text)
    assert word_count(unicodedata.normalize("NFD", composed)) == word_count(composed)


@given(st.lists(st.sampled_from(["Fars", "U.S", "O’Neil", "2016", "می‌گوید", "al-Assad"])))
def test_words_apart_add_up(words):
    assert word_count(" ".join(words)) == len(words)
    assert word_count("\n".join(f"“{word}”," for word in words)) == len(words)


# --- direction --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "mirrored"),
    [
        ("وزير الخارجية يزور مسقط", None, True),
        ("وزير الخارجية يزور مسقط IRNA", None, True),
        ("שר החוץ ביקר", None, True),
        ("محمود عباس met the envoy in Ramallah on Monday", None, False),
        ("The envoy left", None, False),
        ("", None, False),
        ("2016", None, False),
        ("IRNA, TASS, SANA: ظريف", "ar", True),
        ("IRNA, TASS, SANA", "fa-IR", True),
        ("ظريف", "en", False),
    ],
)
def test_an_article_runs_as_its_language_does_or_as_most_of_its_letters(text, language, mirrored):
    assert runs_right_to_left(text, language) is mirrored
