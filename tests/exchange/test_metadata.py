import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.text import canonical
from annotator.exchange.dates import check_iso
from annotator.exchange.metadata import detect_metadata
from annotator.exchange.zones import detect_zones

BODY = (
    "Iranian officials arrived in Moscow on Monday for two days of talks about transit, trade and "
    "the crisis in Syria, the foreign ministry said in a statement that gave no further details."
)


def found(*paragraphs):
    text = "\n\n".join(paragraphs)
    return detect_metadata(text, detect_zones(text))


def metadata(*paragraphs):
    return found(*paragraphs).metadata


def test_title_is_the_headline():
    assert metadata("Talks end in Moscow", BODY).title == "Talks end in Moscow"
    assert metadata("• Home • World • Sport", "Talks end", BODY).title == "Talks end"
    assert (
        metadata("Talks end in\nMoscow again", BODY, BODY, BODY).title
        == "Talks end in Moscow again"
    )


def test_article_without_a_headline_has_its_short_first_line_or_no_title():
    assert metadata("Velayati met Putin in Moscow.").title == "Velayati met Putin in Moscow."
    assert metadata(BODY * 3, BODY).title is None


def test_outlet_before_the_title_is_taken_off():
    read = metadata("MESOP NEWS : Security Cooperation Grows", BODY)
    assert (read.title, read.outlet) == ("Security Cooperation Grows", "MESOP NEWS")
    read = metadata("Talks end in Moscow | Tehran Times", BODY)
    assert (read.title, read.outlet) == ("Talks end in Moscow", "Tehran Times")


@pytest.mark.parametrize(
    "title", ["Velayati: Iran should cooperate", "Press TV: Envoy wrong", "TALKS: the end"]
)
def test_speaker_before_the_title_stays(title):
    read = metadata(title, BODY)
    assert (read.title, read.outlet) == (title, None)


@pytest.mark.parametrize(
    ("header", "published", "place", "outlet", "byline"),
    [
        ("February 4, 2016 - 0:0", "2016-02-04", None, None, None),
        ("Monday, February 1, 2016", "2016-02-01", None, None, None),
        ("Published: 14 March 2016", "2016-03-14", None, None, None),
        ("2016-03-14", "2016-03-14", None, None, None),
        ("Tehran Times | February 4, 2016", "2016-02-04", None, "Tehran Times", None),
        ("By Nadia al-Lamki", None, None, None, "Nadia al-Lamki"),
        ("By Nadia al-Lamki, Muscat", None, "Muscat", None, "Nadia al-Lamki"),
        ("By Nadia al-Lamki | March 14, 2016", "2016-03-14", None, None, "Nadia al-Lamki"),
        ("TEHRAN (FNA)- 2 Feb 2016 – " + BODY, "2016-02-02", "Tehran", "FNA", None),
        ("NEW YORK -- " + BODY, None, "New York", None, None),
    ],
)
def test_header_shapes(header, published, place, outlet, byline):
    read = metadata("Talks end", header, BODY)
    assert (read.published, read.place, read.outlet, read.byline) == (
        published,
        place,
        outlet,
        byline,
    )


def test_labelled_date_wins_over_the_one_of_the_dateline():
    read = metadata(
        "Talks end", "Updated 15 March 2016", f"MUSCAT, March 14 (Gulf Courier) — {BODY}"
    )
    assert read.published == "2016-03-15"


def test_outlet_is_spelled_out_where_the_text_does():
    read = metadata("Talks end", f"SAMARKAND (CNA) -- {BODY}", "He spoke to Caspian News Agency.")
    assert read.outlet == "Caspian News Agency"


def test_outlet_of_a_copyright_line_or_newsletter_is_taken_and_of_a_photo_not():
    assert (
        metadata("Talks end", BODY, "© 2016 Gulf Courier. All rights reserved.").outlet
        == "Gulf Courier"
    )
    assert (
        metadata("Talks end", BODY, "Subscribe to the Levant Post newsletter.").outlet
        == "Levant Post"
    )
    assert metadata("Talks end", BODY, "Photo: Press TV").outlet is None


# --- dates without a year ----------------------------------------------------------------------

DATELINE = f"MUSCAT, March 14 (Gulf Courier) — {BODY}"


@pytest.mark.parametrize(
    "evidence",
    [
        "The two met on Monday (March 14, 2016) in Muscat.",
        "The talks had been planned since 2 February 2016.",
        "© 2016 Gulf Courier",
        "جميع الحقوق محفوظة © ٢٠١٦",
    ],
)
def test_year_is_taken_from_a_text_that_leaves_no_doubt(evidence):
    assert metadata("Talks end", DATELINE, evidence).published == "2016-03-14"


def test_year_is_taken_from_the_address_in_the_front_matter():
    read = metadata("Title: Talks end\nUrl: https://courier.example/2016/03/14/talks", DATELINE)
    assert read.published == "2016-03-14"
    assert read.url == "https://courier.example/2016/03/14/talks"


@pytest.mark.parametrize(
    "evidence",
    [
        "Nothing.",
        "They met on March 10, 2015 and again on March 12, 2016.",
        "The 1979 talks failed.",
    ],
)
def test_year_stays_open_otherwise(evidence):
    read = found("Talks end", DATELINE, evidence)
    assert read.metadata.published is None
    assert "without a year" in read.notes[0]


def test_latest_year_of_the_text_is_proposed():
    read = found(
        "Talks end", DATELINE, "In the first months of 2016 trade grew; by 2025 it may double."
    )
    assert (read.metadata.published, read.proposals) == (None, {"published": "2016-03-14"})


def test_year_whose_weekday_does_not_fit_is_not_taken():
    dated = f"MUSCAT, Monday, March 14 (Gulf Courier) — {BODY}"
    assert metadata("Talks end", dated, "© 2015 Gulf Courier").published is None
    assert metadata("Talks end", dated, "© 2016 Gulf Courier").published == "2016-03-14"


# --- contradictions ----------------------------------------------------------------------------


def test_date_that_the_text_contradicts_is_only_proposed():
    read = found(
        "Talks end",
        "February 4, 2006 - 0:0",
        "Velayati arrived on Monday (February 1, 2016).",
        "The deal took effect on January 16, 2016.",
    )
    assert read.metadata.published is None
    assert read.proposals == {"published": "2006-02-04"}
    assert "4 February 2006" in read.notes[0]
    assert "1 February 2016" in read.notes[0]


def test_weekday_that_does_not_fit_makes_a_proposal():
    read = found("Talks end", "Tuesday, February 2, 2006", BODY)
    assert read.metadata.published is None
    assert read.proposals == {"published": "2006-02-02"}
    assert "Thursday" in read.notes[0]


def test_event_told_as_past_after_the_date_contradicts_it():
    told = (
        "She told the closing session on Wednesday (20 April), when the power broke down, to wait."
    )
    assert found("Talks end", "14 April 2016", told).proposals == {"published": "2016-04-14"}
    planned = "She said the session will be held on Wednesday (20 April) in the old hall."
    assert metadata("Talks end", "14 April 2016", planned).published == "2016-04-14"


@pytest.mark.parametrize(
    "text",
    [
        "The nuclear deal was signed on July 14, 2015 and took effect on January 16, 2016.",
        "Elections are to be held on February 26, 2016.",
        "The embargo ends on October 18, 2025.",
        "On Tuesday (September 11, 2001) everything changed.",
    ],
)
def test_history_and_plans_contradict_nothing(text):
    assert metadata("Talks end", "February 4, 2016", text).published == "2016-02-04"


def test_two_dates_far_apart_in_the_header_make_a_proposal():
    read = found("Talks end", "February 4, 2006", f"TEHRAN (FNA)- 2 Feb 2016 – {BODY}")
    assert read.metadata.published is None
    assert read.proposals


def test_numeric_date_that_can_be_read_in_two_ways_is_only_proposed():
    read = found("Talks end", "Published: 02/04/2016", BODY)
    assert read.metadata.published is None
    assert read.proposals == {"published": "2016-04-02"}


# --- front matter ------------------------------------------------------------------------------


def test_front_matter_wins_over_the_text():
    read = metadata(
        "Title: Talks\nDate: 2016-02-04\nOutlet: Gulf Courier\nByline: A. Author\nPlace: Muscat\n"
        "Url: https://courier.example/1\nLanguage: en\nSection: World",
        "By Nadia al-Lamki",
        f"TEHRAN (FNA)- 2 Feb 2006 – {BODY}",
    )
    assert read.title == "Talks"
    assert read.published == "2016-02-04"
    assert read.outlet == "Gulf Courier"
    assert read.byline == "A. Author"
    assert read.place == "Muscat"
    assert read.url == "https://courier.example/1"
    assert read.further == {}


def test_other_keys_of_the_front_matter_are_kept():
    read = metadata("---\ntitle: 'Talks'\nsection: World\npubdate: 4 Feb 2016\nurl:\n---", BODY)
    assert read.further == {"section": "World"}
    assert (read.title, read.published, read.url) == ("Talks", "2016-02-04", None)


def test_date_of_the_front_matter_that_cannot_be_read_is_noted():
    read = found("Title: Talks\nDate: some time ago", "February 4, 2016", BODY)
    assert read.metadata.published == "2016-02-04"
    assert "some time ago" in read.notes[0]


@pytest.mark.parametrize(
    "line", ["Source: Envoy Is Leaving", "Place: To Be Decided", "Velayati: We Stay"]
)
def test_headline_with_a_colon_is_no_front_matter(line):
    assert metadata(line, BODY).title == line


# --- language, zones of others -----------------------------------------------------------------


def test_language_is_english_unless_the_text_is_certainly_not():
    french = (
        "Le ministre des Affaires étrangères a déclaré mardi que la coopération était nécessaire. "
    )
    persian = "وزير خارجه ايران روز دوشنبه وارد مسکو شد تا با مقام هاي روسي ديدار کند. "
    assert metadata("Talks end", BODY).language == "en"
    assert metadata("Kurz", "Nein.").language == "en"
    assert metadata("Accord", french * 5).language is None
    assert metadata("خبر", persian * 5).language is None


def test_zones_of_a_file_are_used_as_given():
    text = f"SPECIAL\nTalks end\n\n{BODY}"
    start = text.index("Talks")
    zones = (Zone(ZoneKind.HEADLINE, Extent(start, start + len("Talks end"))),)
    assert detect_metadata(text, zones).metadata.title == "Talks end"


def test_header_of_a_second_story_says_nothing_about_the_first():
    second = f"------- Trains First\n\nBy Sara Haddad\n\nMUSCAT, 14 March 2016 – {BODY}"
    read = metadata("Talks end", BODY, BODY, second)
    assert (read.byline, read.place, read.published) == (None, None, None)


@settings(deadline=None)
@given(st.text())
def test_metadata_of_any_text_can_be_stored(raw):
    text = canonical(raw.replace("\x00", "").encode("utf-8", "ignore").decode())
    read = detect_metadata(text, detect_zones(text))
    assert read.metadata.published is None or check_iso(read.metadata.published)
    assert read.metadata.title is None or read.metadata.title == " ".join(
        read.metadata.title.split()
    )
