"""Keywords of a codebook: what hints for stances find topics by."""

import pytest

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.errors import SchemeInvalidError
from tests.domain.test_scheme import LABEL, refused

CHOICE = LABEL + '[[labels.attributes]]\nname = "a"\nvalues = ["x", "two words"]\n'


def test_a_value_has_the_keywords_that_its_codebook_gives_it():
    body = CHOICE + '[labels.attributes.keywords]\nx = ["port*", "Lima talks"]\n"two words" = []'
    [label] = read_scheme(f'name = "n"\nversion = 1\n{body}').labels
    assert label.attributes[0].keywords == {"x": ("port*", "Lima talks"), "two words": ()}


@pytest.mark.parametrize(
    ("line", "key", "reason"),
    [
        ('keywords = { y = ["z"] }', "A.a.keywords.y", "there is no such key; there are: x, two words"),
        ('keywords = { x = "z" }', "A.a.keywords.x", "a list of texts is needed"),
        ("keywords = { x = [1] }", "A.a.keywords.x", "a list of texts is needed"),
        ('keywords = { x = [""] }', "A.a.keywords.x", "a name on one line is needed"),
        ('keywords = { x = ["*"] }', "A.a.keywords.x",
         "* is no word; a * may stand at its end only"),
        ('keywords = { x = ["p*rt"] }', "A.a.keywords.x",
         "p*rt is no word; a * may stand at its end only"),
        ('keywords = { x = ["z", "z"] }', "A.a.keywords.x", "z stands there twice"),
        ('keywords = ["z"]', "A.a.keywords", "a table is needed"),
    ],
)  # fmt: skip
def test_keywords_that_mean_nothing_are_refused_with_their_line(line, key, reason):
    source = f'name = "n"\nversion = 1\n{CHOICE}{line}'
    with pytest.raises(SchemeInvalidError) as caught:
        read_scheme(source)
    assert (caught.value.values["key"], caught.value.values["reason"]) == (key, reason)
    assert caught.value.values["line"] == source.count("\n") + 1


def test_only_a_choice_has_keywords():
    body = LABEL + '[[labels.attributes]]\nname = "a"\nkind = "text"\nkeywords = { x = ["z"] }'
    assert refused(f'name = "n"\nversion = 1\n{body}')[1] == "only a choice has keywords"


def test_the_topics_are_all_values_of_the_first_codebook_with_keywords():
    topics = read_scheme(assets.read_text("schemes/diplomatic-news.toml")).topics
    assert list(topics)[-1] == "other"
    assert topics["other"] == ()
    assert "IAEA" in topics["nuclear-issue"]
    assert read_scheme(f'name = "n"\nversion = 1\n{LABEL}').topics == {}
