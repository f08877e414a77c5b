import string
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.text import canonical
from annotator.exchange import lines
from annotator.exchange.zones import detect_zones

BODY = (
    "Iranian officials arrived in Moscow on Monday for two days of talks about transit, trade and "
    "the crisis in Syria, the foreign ministry said in a statement that gave no further details."
)
MORE = (
    "They are to meet the president on Tuesday. “We have come to listen,” one of them told "
    "reporters, adding that nobody should expect a treaty after so short a visit to the capital."
)


def zones(text):
    return [(zone.kind.value, zone.extent.slice(text)) for zone in detect_zones(text)]


def article(*paragraphs):
    return "\n\n".join(paragraphs)


def boilerplate(text):
    return [words for kind, words in zones(text) if kind == "boilerplate"]


# --- what holds for every text ----------------------------------------------------------------

FURNITURE = st.sampled_from(
    [
        *("---Subscribe to x", "--- Share | Print", "Read more", "(c) Gulf Courier", "END"),
        *(
            "Subscribe to our newsletter",
            "More Articles",
            "• Home",
            "- A headline elsewhere",
            "Related:",
        ),
        *(
            "By Sara Haddad, Muscat",
            "February 4, 2016 - 0:0",
            "TEHRAN (FNA)- 2 Feb 2016 – Iran said so.",
        ),
        *(
            "Title: Talks",
            "Date: 2016-02-04",
            "---",
            "------- Second story",
            "* * *",
            "جميع الحقوق محفوظة",
        ),
        *(
            "© 2016 Gulf Courier",
            "(Invented for the sample corpus.)",
            "   ",
            "\u00a0\u00a0",
            "😀",
            "\t x \t",
        ),
        *(BODY, MORE, "Talks end in Moscow", "Share | Print", "Photo: Press TV"),
    ]
)
PAGES = st.lists(st.one_of(FURNITURE, st.text(max_size=40)), max_size=14).flatmap(
    lambda lines: st.lists(
        st.sampled_from(["\n", "\n\n", "\n \n", "\n\n\n"]), min_size=len(lines), max_size=len(lines)
    ).map(lambda ends: "".join(line + end for line, end in zip(lines, ends, strict=True)))
)


def text_of(raw):
    return canonical(raw.replace("\x00", "").encode("utf-8", "ignore").decode())


def check_zones(text):
    last = 0
    for zone in detect_zones(text):
        assert last <= zone.extent.start < zone.extent.end <= len(text)
        words = zone.extent.slice(text)
        assert words == words.strip()
        last = zone.extent.end


@settings(deadline=None)
@given(st.one_of(PAGES, st.text()))
def test_zones_lie_in_order_apart_and_have_no_white_space_at_their_edges(raw):
    check_zones(text_of(raw))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.one_of(PAGES, st.text()))
def test_so_they_do_in_long_texts(monkeypatch, raw):
    monkeypatch.setattr(lines, "WINDOW", 30)  # every text is a long one
    check_zones(text_of(raw))


@settings(deadline=None)
@given(PAGES)
def test_zones_are_whole_lines_but_for_datelines_and_second_headlines(raw):
    text = text_of(raw)
    for zone in detect_zones(text):
        after = text[zone.extent.end :].partition("\n")[0]
        before = text[: zone.extent.start].rpartition("\n")[2]
        if zone.kind.value != "dateline":
            assert not after.strip()
        if zone.kind.value != "headline":
            assert not before.strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\n", "x", "One sentence.", "-", "---"])
def test_very_short_texts_have_no_zones(text):
    assert detect_zones(text) == ()


# --- headlines ---------------------------------------------------------------------------------


def test_first_line_is_the_headline():
    assert zones(article("Talks end in Moscow", BODY, MORE)) == [
        ("headline", "Talks end in Moscow")
    ]


def test_headline_on_two_lines_is_one_zone():
    text = article("Talks end in Moscow without\na word about Syria", BODY, MORE, MORE, MORE)
    assert zones(text) == [("headline", "Talks end in Moscow without\na word about Syria")]


def test_first_paragraph_is_no_headline():
    assert zones(article(BODY, MORE)) == []
    assert zones(article("Talks ended. Nobody spoke.", MORE)) == []


def test_headline_in_capitals_with_a_colon_is_no_dateline():
    assert zones(article("MOSCOW: Talks end", BODY)) == [("headline", "MOSCOW: Talks end")]


def test_second_story_has_a_headline_dateline_and_byline_of_its_own():
    text = article("Talks end", BODY, "------- Trains First", "By Sara Haddad", f"MUSCAT – {MORE}")
    assert zones(text) == [
        ("headline", "Talks end"),
        ("headline", "Trains First"),
        ("byline", "By Sara Haddad"),
        ("dateline", "MUSCAT –"),
    ]


def test_title_under_a_rule_opens_a_second_story():
    text = article("Talks end", BODY, "----------", "Trains first", MORE + MORE)
    assert ("headline", "Trains first") in zones(text)


# --- above and below the headline --------------------------------------------------------------


def test_menu_above_the_headline_is_boilerplate():
    menu = "* Home\n* World\n* Log in"
    text = article(menu, "Talks end in Moscow", BODY, MORE)
    assert zones(text) == [("boilerplate", menu), ("headline", "Talks end in Moscow")]
    row = "• Home • Politics • Sport • عربي"
    assert zones(article(row, "Talks end", BODY))[0] == ("boilerplate", row)


def test_date_above_the_headline_is_a_dateline():
    text = article("14 March 2016", "Talks end in Moscow", BODY)
    assert zones(text) == [("dateline", "14 March 2016"), ("headline", "Talks end in Moscow")]


def test_front_matter_is_one_zone():
    front = "Title: Talks end\nDate: 2016-02-04\nSection: World\nOutlet: Gulf Courier"
    text = article(front, "Talks end", "By Sara Haddad", BODY)
    assert zones(text) == [
        ("boilerplate", front),
        ("headline", "Talks end"),
        ("byline", "By Sara Haddad"),
    ]


def test_fenced_front_matter_is_one_zone():
    front = "---\ntitle: Talks end\nkicker: Trade\n---"
    assert zones(article(front, BODY, MORE)) == [("boilerplate", front)]


def test_first_paragraph_below_a_declared_title_is_no_headline():
    assert [kind for kind, _ in zones(article("Title: Talks end", BODY, MORE))] == ["boilerplate"]


def test_header_lines_stand_in_any_order():
    text = article("Talks end", "A short subtitle", "By Sara Haddad\nFebruary 4, 2016 - 0:0", BODY)
    assert zones(text) == [
        ("headline", "Talks end"),
        ("byline", "By Sara Haddad"),
        ("dateline", "February 4, 2016 - 0:0"),
    ]


def test_dateline_of_the_first_paragraph_ends_with_its_dash():
    text = article("Talks end", f"TEHRAN (FNA)- 2 Feb 2016 – {BODY}")
    assert zones(text)[1] == ("dateline", "TEHRAN (FNA)- 2 Feb 2016 –")


def test_lines_without_blank_lines_between_are_zones_of_their_own():
    text = "\n".join(
        [
            "Talks end",
            "March 16, 2016 - 8:15",
            f"BEIJING -- {BODY}",
            MORE,
            MORE,
            MORE,
            MORE,
            "SUBSCRIBE | COMMENT (0) | PRINT",
            "Note: a report for the sample corpus.",
        ]
    )
    assert zones(text) == [
        ("headline", "Talks end"),
        ("dateline", "March 16, 2016 - 8:15"),
        ("dateline", "BEIJING --"),
        ("boilerplate", "SUBSCRIBE | COMMENT (0) | PRINT"),
        ("boilerplate", "Note: a report for the sample corpus."),
    ]


# --- boilerplate -------------------------------------------------------------------------------

PROMPTS = """\
Subscribe to our newsletter and get the Levant in your inbox every morning.
Subscribe to the morning briefing · More from the region · Photo: courtesy of the ministry
Subscribe | Comment | Send this article to a friend
SUBSCRIBE | COMMENT (0) | PRINT
Like this story? Subscribe to the Levant Post newsletter.
Sign up for our weekly briefing
Follow us on Telegram
Click here to subscribe to our weekend edition.
Leave a comment. You must be logged in to post.
Comments are closed.
Comments (3)
3 comments. Log in or register to comment.
Share this article | Your comment: (max. 500 characters)
» Share on Facebook » Share on Twitter » Print
» Read next: The bridge at Fallujah, one year on
You may also like: Winter timetable for the Almaty night train
Read more: Putin in Tehran
Related: Putin in Tehran
More Articles from Europe
*Photo Credit: Press TV
Photo: Danube Herald archive
(Photo: Reuters)
Photo by Ali Hassan / AFP
AP Photo/Vahid Salemi
© 2016 Tehran Times. All rights reserved.
Copyright 2016 Levant Post
Advertisement""".splitlines()

PROSE = """\
Related talks were held in Moscow.
Share prices fell in Tehran on Monday.
Comments by the minister drew anger.
Comment was not immediately available.
More than 200 people were killed.
More from negotiators is expected on Monday, the ministry said.
Photos of the meeting showed the two men smiling.
Pictures by state media showed the leader in Moscow.
Subscribers to the newspaper were told nothing.
Print media in the country ignored the visit.
Follow-up talks will be held in May.
Copyright law was not discussed.
Like this report, an earlier study found nothing.
Read the agreement closely and you will find nothing about it.
Images of the summit were broadcast.
Latest figures show trade growing by a third.
Most viewed the plan with suspicion.
Next week the talks go on.
Video of the meeting was released.
Recommended changes include a ban on missiles.
Email traffic between the two was read.
Tweeting later, the minister denied it.
Credit lines worth $5 billion were opened.
“Subscribe to our view,” he said.
(c) the parties shall refrain from force.
A corpus of letters was found in the sample room.""".splitlines()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_prompts_and_credits_are_boilerplate_wherever_they_stand(prompt):
    assert boilerplate(article("Talks end", BODY, MORE, prompt)) == [prompt]
    assert boilerplate(article("Talks end", BODY, prompt, MORE)) == [prompt]


@pytest.mark.parametrize("prose", PROSE)
def test_running_text_is_never_boilerplate(prose):
    assert boilerplate(article("Talks end", BODY, prose, MORE)) == []
    assert boilerplate(article("Talks end", BODY, MORE, prose)) == []


def test_prompt_in_a_paragraph_that_was_wrapped_by_hand_is_running_text():
    wrapped = "The envoy said that all who\nShare this view should come\nforward and say so."
    assert boilerplate(article("Talks end", BODY, wrapped, MORE, MORE)) == []


@pytest.mark.parametrize(
    "notice",
    [
        "(This article was invented for the sample corpus.)",
        "Invented for the Annotator sample corpus. Officials and quotations are fictional.",
        "Sample text for the Annotator corpus; characters and remarks are made up.",
        "[A fictional report.]",
    ],
)
def test_notices_of_the_sample_corpus_are_boilerplate(notice):
    assert boilerplate(article("Talks end", BODY, MORE, notice)) == [notice]
    assert boilerplate(article(notice, "Talks end", BODY, MORE)) == [notice]


def test_list_of_other_articles_is_one_zone():
    links = "More Articles\n- Ferry to add night service\n- Letters: who pays for the road?"
    assert boilerplate(article("Talks end", BODY, MORE, links)) == [links]


def test_list_in_the_middle_takes_only_its_items():
    links = "Related stories\n- Ferry to add night service"
    assert boilerplate(article("Talks end", BODY, links, MORE, BODY)) == [links]
    assert boilerplate(article("Talks end", BODY, "More Articles", MORE, BODY)) == ["More Articles"]


def test_footer_in_another_script_is_boilerplate_and_a_quotation_is_not():
    footer = "جميع الحقوق محفوظة لصحيفة ليفانت بوست"
    cyrillic = "Все права защищены"
    quoted = "«Мы согласны», he said in Russian, to everybody's surprise in the hall."
    text = article("Talks end", BODY, quoted, MORE, footer, cyrillic)
    assert boilerplate(text) == [footer, cyrillic]
    assert boilerplate(article("Talks end", BODY, footer, MORE)) == []


def test_article_in_another_script_is_no_footer():
    text = article(*["قال وزير الخارجية إن المحادثات بين الجانبين كانت مفيدة"] * 6)
    assert boilerplate(text) == []


def test_lines_of_one_block_are_one_zone_and_blank_lines_divide():
    text = article(
        "Talks end", BODY, MORE, "Photo: Press TV\nComments are closed.", "Follow us on X"
    )
    assert boilerplate(text) == ["Photo: Press TV\nComments are closed.", "Follow us on X"]


def test_reporters_and_editors_at_the_end_are_a_byline():
    note = "(Reporting by Sara Haddad; Editing by Omar Khalil)"
    assert zones(article("Talks end", BODY, MORE, note))[-1] == ("byline", note)


# --- real articles -----------------------------------------------------------------------------

SAMPLES = sorted((Path(__file__).parents[2] / "sample_corpus" / "articles").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_articles_have_a_head_and_running_text(path):
    text = canonical(path.read_text(encoding="utf-8"))
    found = detect_zones(text)
    covered = sum(len(zone.extent) for zone in found)
    assert found[0].extent.start == 0
    assert covered < len(text) / 4


# --- long texts --------------------------------------------------------------------------------


def test_middle_of_a_long_text_is_searched_too():
    text = article(
        "Talks end",
        *[BODY] * 150,
        "Subscribe to our newsletter",
        "------- Trains first",
        *[MORE] * 150,
    )
    assert ("boilerplate", "Subscribe to our newsletter") in zones(text)
    assert ("headline", "Trains first") in zones(text)


@pytest.mark.parametrize(
    "unit",
    ["a\n", "\n", " ", "-", "A ", "TEHRAN, ", "1", "(", "12-", "Subscribe to x\n\n", "😀"],
    ids=repr,
)
def test_strange_texts_take_time_in_proportion_to_their_length(unit):
    """Compared with one another, and the best of three: a machine may be busy with other things."""

    def seconds(characters):
        text = unit * (characters // len(unit))
        took = []
        for _ in range(3):
            start = time.process_time()
            detect_zones(text)
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(400_000) < 10 * max(seconds(100_000), 0.02)


def test_alphabet_soup_has_no_boilerplate():
    assert boilerplate("\n\n".join(string.ascii_letters)) == []
