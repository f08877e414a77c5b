from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp.tokens import Kind, sentence_starts, tokenize
from annotator.nlp.view import reading_view


def words(text):
    return [token.text for token in tokenize(reading_view(text)) if token.kind is not Kind.GAP]


def sentences(text):
    view = reading_view(text)
    tokens = tokenize(view)
    starts = sentence_starts(tokens)
    ends = [*starts[1:], len(tokens)]
    return [
        view[tokens[start].start : tokens[end - 1].end].strip()
        for start, end in zip(starts, ends, strict=True)
    ]


@given(st.text())
def test_tokens_cover_everything_but_spaces(text):
    view = reading_view(text)
    end = 0
    for token in tokenize(view):
        assert view[token.start : token.end] == token.text
        assert view[end : token.start].strip(" ") == ""
        end = token.end
    assert view[end:].strip(" ") == ""


@given(st.text(alphabet="AaB.!?\"' \n’”()1"))
def test_sentence_starts_are_rising_token_indices(text):
    tokens = tokenize(reading_view(text))
    starts = sentence_starts(tokens)
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(tokens) for start in starts)


def test_possessive_is_a_token_of_its_own_but_an_apostrophe_within_a_name_is_not():
    assert words("Iran’s Qur'an in Sana'a, the countries' O'Brien") == [
        *("Iran", "'s", "Qur'an", "in", "Sana'a", ",", "the", "countries", "'", "O'Brien")
    ]


def test_full_stop_of_an_abbreviation_stays_with_it():
    assert words("Mr. Ban met U.S. Gen. X on Nov. 3.") == [
        *("Mr.", "Ban", "met", "U.S.", "Gen.", "X", "on", "Nov.", "3", ".")
    ]


def test_hyphenated_names_are_split_at_the_hyphen():
    assert words("US-led Iran-Russia") == ["US", "-", "led", "Iran", "-", "Russia"]


def test_web_addresses_are_one_token():
    assert words("see https://example.org/Iran now") == ["see", "https://example.org/Iran", "now"]


def test_sentence_ends_at_a_full_stop_without_a_space():
    assert sentences("They met on November 23.During the meeting he spoke.") == [
        "They met on November 23.",
        "During the meeting he spoke.",
    ]


def test_sentence_does_not_end_inside_a_quotation_that_closes():
    text = "“It is so. It will be so,” she said. He left."
    assert len(sentences(text)) == 2


def test_sentence_ends_with_its_closing_quotation_mark():
    assert sentences("He said, “We agree.” She left.") == ['He said, "We agree."', "She left."]


def test_line_end_ends_a_sentence_even_in_an_open_quotation():
    assert len(sentences("“We came. We saw\n“We won,” he said.")) == 3


def test_abbreviations_and_decimals_do_not_end_a_sentence():
    assert len(sentences("Mr. Ban paid 3.5 million to U.S. officials. He left.")) == 2


def test_a_run_of_spaces_is_read_once_and_not_once_for_each_of_its_characters():
    """Read anew for each space, this would take hours."""
    found = tokenize(f"{' ' * 2_000_000}Riga{' ' * 2_000_000}\n{' ' * 2_000_000}")
    assert [(token.text.strip(), token.kind) for token in found] == [
        ("Riga", Kind.WORD),
        ("", Kind.GAP),
    ]
