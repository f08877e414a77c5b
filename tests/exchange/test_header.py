import pytest

from annotator.exchange.header import byline, dateline_line, dateline_prefix, is_outlet, place_name


@pytest.mark.parametrize(
    ("paragraph", "prefix", "place", "outlet", "iso"),
    [
        ("TEHRAN -- Ali Akbar", "TEHRAN --", "Tehran", None, None),
        ("TEHRAN – Iran’s deputy", "TEHRAN –", "Tehran", None, None),
        ("TEHRAN—Iran said", "TEHRAN—", "Tehran", None, None),
        ("MUSCAT: Landlocked", "MUSCAT:", "Muscat", None, None),
        (
            "TEHRAN (FNA)- 2 Feb 2016 – Iranian",
            "TEHRAN (FNA)- 2 Feb 2016 –",
            "Tehran",
            "FNA",
            "2016-02-02",
        ),
        (
            "AMMAN, April 19 (Levant Post) — Jordan",
            "AMMAN, April 19 (Levant Post) —",
            "Amman",
            "Levant Post",
            None,
        ),
        (
            "MUSCAT, March 14 (Gulf Courier) Omani",
            "MUSCAT, March 14 (Gulf Courier)",
            "Muscat",
            "Gulf Courier",
            None,
        ),
        (
            "NEW YORK, Feb. 4 (Xinhua) -- A",
            "NEW YORK, Feb. 4 (Xinhua) --",
            "New York",
            "Xinhua",
            None,
        ),
        ("WASHINGTON, D.C. — The", "WASHINGTON, D.C. —", "Washington, D.C.", None, None),
        ("UNITED NATIONS (AP) — The", "UNITED NATIONS (AP) —", "United Nations", "AP", None),
        ("BEIRUT/DAMASCUS — Syrian", "BEIRUT/DAMASCUS —", "Beirut/Damascus", None, None),
        ("AL-MUKALLA, Yemen — The", "AL-MUKALLA, Yemen —", "Al-Mukalla, Yemen", None, None),
        ("Tehran, Iran — Officials", "Tehran, Iran —", "Tehran, Iran", None, None),
        ("Tehran, Feb 4, IRNA – The", "Tehran, Feb 4, IRNA –", "Tehran", "IRNA", None),
        (
            "Moscow, 2 February 2016 (TASS) – The",
            "Moscow, 2 February 2016 (TASS) –",
            "Moscow",
            "TASS",
            "2016-02-02",
        ),
        (
            "MOSCOW. Feb 2 (Interfax) - Russia",
            "MOSCOW. Feb 2 (Interfax) -",
            "Moscow",
            "Interfax",
            None,
        ),
        ("TASS, February 2 – The", "TASS, February 2 –", None, "TASS", None),
        ("(Reuters) - Iran said", "(Reuters) -", None, "Reuters", None),
        ("Nov 5 (Reuters) - Iran", "Nov 5 (Reuters) -", None, "Reuters", None),
    ],
)
def test_reads_the_dateline_that_a_paragraph_starts_with(paragraph, prefix, place, outlet, iso):
    found = dateline_prefix(paragraph)
    assert paragraph[: found.length] == prefix
    assert (found.place, found.outlet) == (place, outlet)
    assert (found.date.iso if found.date else None) == iso


@pytest.mark.parametrize(
    "paragraph",
    [
        "Velayati: Iran, Russia should cooperate",
        "Velayati — a senior adviser — said",
        "BREAKING — The minister has arrived",
        "QUESTION: What did you discuss?",
        "SINGAPORE – once a port – has changed",
        "SCO — The organisation met",
        "UN: The envoy",
        "MOSCOW-Tehran talks went on",
        "MOSCOW–Tehran axis - a new one",
        "Iran and Russia - the two allies - met",
        "Ali Velayati (adviser to the Leader) - said",
        "“TEHRAN – the city”",
        "",
        "-",
    ],
)
def test_takes_no_running_text_for_a_dateline(paragraph):
    assert dateline_prefix(paragraph) is None


@pytest.mark.parametrize(
    ("line", "iso", "place", "outlet"),
    [
        ("February 4, 2016 - 0:0", "2016-02-04", None, None),
        ("Monday, February 1, 2016", "2016-02-01", None, None),
        ("14 April 2016", "2016-04-14", None, None),
        ("2016-03-14", "2016-03-14", None, None),
        ("Published: 14 March 2016", "2016-03-14", None, None),
        ("Published on March 14, 2016 at 10:30 AM GMT", "2016-03-14", None, None),
        ("Last updated: Feb 4 2016, 10:32", "2016-02-04", None, None),
        ("Mon 14 Mar 2016 18.04 GMT", "2016-03-14", None, None),
        ("Thu, 4 Feb 2016 10:00:00 +0000", "2016-02-04", None, None),
        ("Tehran Times | February 4, 2016 | Politics", "2016-02-04", None, "Tehran Times"),
        ("Gulf Courier, Muscat, 14 March 2016", "2016-03-14", None, "Gulf Courier"),
        ("MUSCAT, March 14 (Gulf Courier)", None, "Muscat", "Gulf Courier"),
        ("MUSCAT (Gulf Courier)", None, "Muscat", "Gulf Courier"),
        ("March 2016", "2016-03", None, None),
    ],
)
def test_reads_a_whole_line_with_a_date(line, iso, place, outlet):
    found = dateline_line(line)
    assert found.length == len(line)
    assert (found.date.iso if found.date else None, found.place, found.outlet) == (
        iso,
        place,
        outlet,
    )


@pytest.mark.parametrize(
    "line",
    [
        "What Happened on July 14, 2015",
        "Iran Nuclear Deal: What Happened on July 14, 2015",
        "Al-Lamki landed in Riga on Friday (March 4, 2016)",
        "A Day in March 2016",
        "Oman Wants a Railway to the Steppe",
        "The deal of 14 July 2015 | and what came of it",
        "",
    ],
)
def test_takes_no_other_line_for_a_dateline(line):
    assert dateline_line(line) is None


@pytest.mark.parametrize(
    ("line", "name", "place", "outlet"),
    [
        ("By Nadia al-Lamki", "Nadia al-Lamki", None, None),
        ("By Layla Haddadin, Amman", "Layla Haddadin", "Amman", None),
        ("BY SARA HADDAD", "Sara Haddad", None, None),
        ("By Sara Haddad, Gulf Courier", "Sara Haddad", None, "Gulf Courier"),
        ("By Sara Haddad and Omar Khalil in Muscat", "Sara Haddad and Omar Khalil", "Muscat", None),
        (
            "By Ali Rezaei, Sara Haddad and Omar Khalil",
            "Ali Rezaei, Sara Haddad and Omar Khalil",
            None,
            None,
        ),
        ("By Staff Writer", "Staff Writer", None, None),
        ("Written by Selin Karaoğuz", "Selin Karaoğuz", None, None),
    ],
)
def test_reads_a_byline(line, name, place, outlet):
    found = byline(line)
    assert (found.name, found.place, found.outlet) == (name, place, outlet)


def test_byline_may_carry_a_date():
    assert byline("By Sara Haddad | March 14, 2016").date.iso == "2016-03-14"


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday, the talks had ended.",
        "By the end of March",
        "By all accounts",
        "by Sara Haddad",
        "Bystanders Saw It",
        "By",
        "By 2016",
    ],
)
def test_takes_no_other_line_for_a_byline(line):
    assert byline(line) is None


def test_knows_outlets_by_their_last_word_or_as_agencies():
    assert all(map(is_outlet, ["Gulf Courier", "FNA", "Fars News Agency", "MESOP NEWS", "Reuters"]))
    assert not any(
        map(is_outlet, ["Tehran", "Velayati", "the news", "", "Post", "Iran and Russia"])
    )


def test_writes_places_as_in_running_text():
    assert place_name("NEW  YORK") == "New York"
    assert place_name("MOSCOW.") == "Moscow"
    assert place_name("UAE") == "UAE"
    assert place_name("Muscat") == "Muscat"
