"""Words, sentences, paragraphs and quotations."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import motion
from annotator.domain.extent import Extent

TALKATIVE = st.text(
    alphabet=st.sampled_from("aB s.!?“”‘’'\"«»„‹›-\n\t\u00a0\u200cمن9,…)(é中"), max_size=60
)
LINE = "Mr. Ushakov met U.S. envoy Jean-Luc O’Neil’s aides on November 23.During the talks"


def words(found, text):
    return None if found is None else found.slice(text)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("Ushakov", "Ushakov"),
        ("U.S.", "U.S"),
        ("Jean", "Jean-Luc"),
        ("Neil", "O’Neil"),
        ("’s aides", "O’Neil"),
        ("23.", "23"),
        ("During", "During"),
    ],
)
def test_word_is_what_a_reader_calls_one(at, expected):
    assert words(motion.word_at(LINE, LINE.index(at)), LINE) == expected


@pytest.mark.parametrize(
    "word", ["4,000", "3.5", "R&D", "al-Harthi", "don’t", "café", "می‌خواهم", "מִלָּה", "U.N"]
)
def test_word_keeps_its_joints(word):
    text = f"the {word} end"
    for offset in range(4, 4 + len(word) + 1):
        assert words(motion.word_at(text, offset), text) == word


def test_word_is_none_between_words():
    assert motion.word_at("one  two", 4) is None
    assert motion.word_at("", 0) is None
    assert motion.word_at("… —", 1) is None


def test_next_and_previous_word_walk_over_marks_and_lines():
    text = "“Yes,” he said.\n\nNo."
    found, at = [], -1
    while word := motion.next_word(text, max(at, 0)) if at >= 0 else motion.word_at(text, 1):
        found.append(word.slice(text))
        at = word.start
    assert found == ["Yes", "he", "said", "No"]
    assert words(motion.previous_word(text, len(text)), text) == "No"
    assert words(motion.previous_word(text, text.index("No")), text) == "said"
    assert motion.previous_word(text, 1) is None


def sentences(text):
    found, at = [], motion.sentence_at(text, 0)
    while at is not None:
        found.append(at.slice(text))
        at = motion.next_sentence(text, at.start)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Smith met Gen. J. Doe. He left.", ["Mr. Smith met Gen. J. Doe.", "He left."]),
        ("The U.S. Embassy shut. It was late.", ["The U.S. Embassy shut.", "It was late."]),
        ("He is in the U.S. The aide left.", ["He is in the U.S.", "The aide left."]),
        ("On November 23.During the talks", ["On November 23.", "During the talks"]),
        ("It cost 3.5 million. Yes.", ["It cost 3.5 million.", "Yes."]),
        ("“Why?” he asked. “No.” She left.", ["“Why?” he asked.", "“No.”", "She left."]),
        ("“We came. We saw.” Then…", ["“We came.", "We saw.”", "Then…"]),
        (
            "See No. 5 of it. He said no. They left.",
            ["See No. 5 of it.", "He said no.", "They left."],
        ),
        ("It ended... or not. Then", ["It ended... or not.", "Then"]),
        ("One.\n\nTwo. Three", ["One.", "Two.", "Three"]),
        ("قال نعم. ثم ذهب؟ نعم", ["قال نعم.", "ثم ذهب؟", "نعم"]),
        (
            "Write to a.Big@b.Com or www.Example.Com now.",
            ["Write to a.Big@b.Com or www.Example.Com now."],
        ),
    ],
)
def test_sentences_end_where_a_reader_stops(text, expected):
    assert sentences(text) == expected


def test_previous_sentence_goes_back_over_paragraphs():
    text = "One. Two.\n\n\nThree."
    third = text.index("Three")
    assert words(motion.previous_sentence(text, third), text) == "Two."
    assert words(motion.previous_sentence(text, third + 2), text) == "Three."
    assert motion.previous_sentence(text, 0) is None


def test_paragraph_has_no_blanks_at_its_edges():
    text = "  One two.  \n\nThree"
    assert words(motion.paragraph_at(text, 4), text) == "One two."
    assert motion.paragraph_at(text, 13) is None
    assert words(motion.paragraph_at(text, len(text)), text) == "Three"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("He said “yes, we can” today", "we", "yes, we can"),
        ('He said "yes, we can" today', "we", "yes, we can"),
        ("He said 'yes, we can' today", "we", "yes, we can"),
        ("Il a dit « oui, oui » hier", "oui", "oui, oui"),
        ("Er sagte „ja, ja“ gestern", "ja", "ja, ja"),
        ("He said “the ‘new deal’ holds” today", "deal", "new deal"),
        ("He said “the ‘new deal’ holds” today", "holds", "the ‘new deal’ holds"),
        ("‘It isn’t the states’ rights that count’, he said", "count",
         "It isn’t the states’ rights that count"),
        ("He said “never closed\n\nNext paragraph.", "never", "never closed"),
        ("“First part,\n\n“second part,\n\n“third.” He left.", "second",
         "First part,\n\n“second part,\n\n“third."),
        ("\"First,\n\"second.\" He left.", "second", 'First,\n"second.'),
        ("He said “yes”, then “no”.", "no", "no"),
    ],
)  # fmt: skip
def test_quotation_without_its_marks(text, at, expected):
    offset = text.index(at)
    found = motion.quotation_at(text, offset)
    assert words(found, text) == expected
    outer = motion.quotation_with_marks_at(text, offset)
    assert outer is not None
    assert outer.contains(found)


def test_quotation_with_marks_has_both():
    text = "He said “yes” today"
    assert words(motion.quotation_with_marks_at(text, 10), text) == "“yes”"


def test_no_quotation_outside_of_one():
    text = 'He said “yes” today. The states’ rights don’t count. It’s 5" long'
    assert motion.quotation_at(text, 2) is None
    assert motion.quotation_at(text, text.index("states")) is None
    assert motion.quotation_at(text, text.index("long")) is None


@given(TALKATIVE, st.integers(-2, 62))
def test_everything_stays_in_the_text_and_is_trimmed(text, offset):
    for find in (
        motion.word_at, motion.next_word, motion.previous_word, motion.sentence_at,
        motion.next_sentence, motion.previous_sentence, motion.paragraph_at,
        motion.quotation_at, motion.quotation_with_marks_at,
    ):  # fmt: skip
        found = find(text, offset)
        if found is not None:
            assert found.end <= len(text)
            assert found.trimmed(text) == found


@given(TALKATIVE)
def test_walking_by_words_ends_and_meets_itself(text):
    forwards, at = [], 0
    first = motion.word_at(text, 0)
    if first is not None and first.start == 0:
        forwards.append(first)
    while (word := motion.next_word(text, at)) is not None:
        assert word.start > at
        forwards.append(word)
        at = word.start
    backwards, at = [], len(text)
    while (word := motion.previous_word(text, at)) is not None:
        assert word.start < at
        backwards.append(word)
        at = word.start
    assert backwards[::-1] == forwards


@given(TALKATIVE)
def test_walking_by_sentences_ends_and_covers_all_words(text):
    found, at = [], -1
    first = motion.sentence_at(text, 0)
    step = first if first is not None else motion.next_sentence(text, 0)
    while step is not None:
        assert step.start > at
        found.append(step)
        at = step.start
        step = motion.next_sentence(text, at)
    covered = {place for sentence in found for place in range(sentence.start, sentence.end)}
    assert all(place in covered for place, sign in enumerate(text) if not sign.isspace())


@given(TALKATIVE, st.integers(0, 60), st.integers(0, 60))
def test_snapped_covers_what_was_dragged_but_blanks(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = motion.snapped(text, one, other)
    if found is None:
        assert not text[start:end].strip()
    else:
        assert not motion.inside_word(text, found.start)
        assert not motion.inside_word(text, found.end)
        for place in range(start, end):
            assert text[place].isspace() or found.start <= place < found.end


def test_grown_goes_from_word_to_sentence_to_paragraph():
    text = "One two. Three four."
    word = motion.grown(text, None, 5)
    assert words(word, text) == "two"
    sentence = motion.grown(text, word, word.start)
    assert words(sentence, text) == "One two."
    assert words(motion.grown(text, sentence, sentence.start), text) == text
    assert words(motion.grown(text, Extent(0, len(text)), 0), text) == "One"


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000, "“a\n" * 50_000, "“a" + "\n" * 100_000 + "“", "«" * 50_000 + "”" * 50_000,
        "." * 100_000, ".”" * 50_000, "a." * 50_000, "‘" * 100_000, "\n" * 100_000,
    ],
)  # fmt: skip
def test_no_text_takes_long(text):
    begin = time.process_time()
    for find in (motion.sentence_at, motion.next_sentence, motion.quotation_at, motion.next_word):
        find(text, 3)
        find(text, len(text))
    assert time.process_time() - begin < 4
