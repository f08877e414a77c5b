import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.nlp.view import reading_view


@given(st.text())
def test_view_has_the_length_of_the_text(text):
    assert len(reading_view(text)) == len(text)


@given(st.text())
def test_view_keeps_letters_and_digits(text):
    for before, after in zip(text, reading_view(text), strict=True):
        if before.isalnum() and before not in "ʹʻʼʽ":
            assert after in {before, unicodedata.normalize("NFKC", before)}


@given(st.text())
def test_view_has_no_white_space_but_space_and_line_feed(text):
    assert {mark for mark in reading_view(text) if mark.isspace()} <= {" ", "\n"}


def test_view_straightens_quotation_marks_and_unusual_spaces():
    assert reading_view("“Iran’s\u00a0aim”,\u2009he said") == '"Iran\'s aim", he said'


def test_view_reads_styled_letters_as_plain_ones():
    assert reading_view("𝐈𝐫𝐚𝐧 ＩＲＡＮ") == "Iran IRAN"


def test_view_blanks_boilerplate_only():
    text = "Subscribe now. Iran agreed."
    zones = [
        Zone(ZoneKind.BOILERPLATE, Extent(0, 14)),
        Zone(ZoneKind.HEADLINE, Extent(15, 27)),
    ]
    assert reading_view(text, zones) == "\n" * 14 + " Iran agreed."


def test_view_takes_overlapping_zones_and_zones_beyond_the_text():
    zones = [
        Zone(ZoneKind.BOILERPLATE, Extent(2, 4)),
        Zone(ZoneKind.BOILERPLATE, Extent(3, 6)),
        Zone(ZoneKind.BOILERPLATE, Extent(8, 99)),
    ]
    assert reading_view("abcdefghij", zones) == "ab\n\n\n\ngh\n\n"
