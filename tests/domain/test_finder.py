"""Whole words: what a search by hand finds, and what it must leave alone."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.finder import MOST_FORMS, Finder, clean_forms, longest_word

LETTERS = "aZé\u0301ß1_ -.’'\n🤝東京한\u2066\u2069اع"
texts = st.text(LETTERS, max_size=24)
UNSPACED = "東京한"


def found(text, *forms, **more):
    finder = Finder(forms, **more)
    return [(text[start:end], finder.forms[form]) for start, end, form in finder.find(text)]


def words_in(text, *forms, **more):
    return [words for words, _ in found(text, *forms, **more)]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Oman, Omani and Oman’s", "Oman", 2),
        ("al-Maskari said Maskari", "Maskari", 2),
        ("the U.S. said", "U.S.", 1),
        ("cafe\u0301 or cafe", "cafe", 1),
        ("caf\u00e9", "caf", 0),
        ("\u2066CNA\u2069 and CNA🤝", "CNA", 2),
        ("在东京举行", "东京", 1),
        ("서울에서", "서울", 1),
        ("CNA社", "CNA", 1),
        ("🤝🤝", "🤝", 2),
        ("oman OMAN", "Oman", 0),
        ("وكالة الأنباء", "الأنباء", 1),
        ("G20 and G2", "G2", 1),
    ],
)
def test_words_are_found_whole_and_as_written(text, form, expected):
    assert len(words_in(text, form)) == expected


def test_capitals_count_unless_they_do_not():
    assert words_in("oman Oman OMAN", "Oman") == ["Oman"]
    assert words_in("oman Oman OMAN", "Oman", match_case=False) == ["oman", "Oman", "OMAN"]


def test_white_space_in_a_form_is_any_but_no_empty_line():
    text = "Caspian  News\nAgency, Caspian News\n\nAgency"
    assert words_in(text, "Caspian News Agency") == ["Caspian  News\nAgency"]


def test_of_two_forms_at_one_place_the_longer_is_meant():
    assert found("Oman Press wrote of Oman", "Oman", "Oman Press") == [
        ("Oman Press", "Oman Press"),
        ("Oman", "Oman"),
    ]
    # The longer one is no whole word here.
    assert words_in("Oman Pressed", "Oman", "Oman Press") == ["Oman"]


def test_forms_are_evened_and_each_is_kept_once():
    assert clean_forms([" Caspian  agency ", "CNA", "", "Caspian agency", "\n"]) == (
        "Caspian agency",
        "CNA",
    )
    assert len(clean_forms([str(number) for number in range(200)])) == MOST_FORMS
    assert list(Finder([]).find("anything")) == []
    assert longest_word("of Caspian News") == "Caspian"


def goes_on(character):
    """Whether a character goes on with a word, said in other words than the finder's."""
    if character in UNSPACED:
        return False
    return character.isalnum() or unicodedata.category(character).startswith("M")


def by_hand(text, form):
    """Every place of a form as a whole word, the leftmost first, none over another."""
    pieces = form.split()
    gap = re.compile(r"[^\S\n]*\n?[^\S\n]*")
    at, places = 0, []
    while at < len(text):
        end = at if text.startswith(pieces[0], at) else None
        for number, piece in enumerate(pieces if end is not None else ()):
            if number:
                space = gap.match(text, end).end()
                end = space if space > end else None
            if end is None or not text.startswith(piece, end):
                end = None
                break
            end += len(piece)
        if end is not None and _whole(text, at, end):
            places.append((at, end))
            at = end
        else:
            at += 1
    return places


def _whole(text, start, end):
    before, after = text[start - 1 : start], text[end : end + 1]
    joined = before and goes_on(before) and goes_on(text[start])
    return not joined and not (after and goes_on(after) and goes_on(text[end - 1]))


@given(texts, texts.filter(lambda text: text.split()))
def test_it_finds_what_a_search_by_hand_finds(text, form):
    (form,) = clean_forms([form])
    assert [(start, end) for start, end, _ in Finder([form]).find(text)] == by_hand(text, form)


@given(texts, st.lists(texts, max_size=4))
def test_places_of_several_forms_stand_in_order_and_apart(text, forms):
    finder = Finder(forms)
    places = list(finder.find(text))
    assert all(one.end <= other.start for one, other in pairwise(places))
    for start, end, form in places:
        assert " ".join(text[start:end].split()) == finder.forms[form]
