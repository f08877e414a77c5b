"""Statements by rules: how news attributes words, form by form."""

import time

import pytest

from annotator.nlp.builtin.source import RuleSource


@pytest.fixture(scope="module")
def source():
    return RuleSource()


def statements(source, text):
    return [frame for frame in source.look(text).frames if frame.type == "Statement"]


def said(source, text):
    """What is attributed: speakers, cue, contents, mode; in text order."""
    found = []
    for frame in statements(source, text):
        held = {}
        for filler in frame.fillers:
            held.setdefault(filler.role, []).append(filler.extent.slice(text))
        mode = frame.attributes["mode"]
        cue = " ".join(held.get("cue", []))
        found.append((held.get("speaker", []), cue, held["content"], mode))
    return found


FORMS = {
    "subject and verb": (
        "Foreign Minister Omar Haddad said the border would open.",
        (["Omar Haddad"], "said", ["the border would open"], "indirect"),
    ),
    "that stays outside": (
        "Omar Haddad said that the border would open.",
        (["Omar Haddad"], "said", ["the border would open"], "indirect"),
    ),
    "quotation before its speaker": (
        "“The border will open,” Omar Haddad said.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "inverted": (
        "“The border will open,” said Omar Haddad.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "broken by its attribution": (
        "“The border will open,” Omar Haddad said, “but not before May.”",
        (["Omar Haddad"], "said", ["The border will open,", "but not before May."], "direct"),
    ),
    "according to": (
        "The border will open in May, according to Omar Haddad.",
        (["Omar Haddad"], "according to", ["The border will open in May"], "indirect"),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_attribution_is_read(source, form):
    text, wanted = FORMS[form]
    assert said(source, text) == [wanted]


def test_a_headline_with_a_colon_is_a_statement_without_a_cue(source):
    text = "Haddad: Border will open\n\nForeign Minister Omar Haddad spoke in Amman on Monday.\n"
    assert (["Haddad"], "", ["Border will open"], "indirect") in said(source, text)


def test_a_pronoun_leads_to_its_named_antecedent_and_is_marked(source):
    text = "Omar Haddad arrived in Amman on Monday. He said the border would open."
    (frame,) = statements(source, text)
    assert [item.extent.slice(text) for item in frame.fillers if item.role == "speaker"] == [
        "Omar Haddad"
    ]
    assert frame.attributes["speaker_by"] == "pronoun"
    assert "speaker" in frame.check


def test_whoever_is_told_is_the_addressee(source):
    text = "“The border will open,” Omar Haddad told reporters in Amman."
    (frame,) = statements(source, text)
    told = [item.extent.slice(text) for item in frame.fillers if item.role == "addressee"]
    assert told == ["reporters"]


def test_every_proposal_says_why(source):
    frames = statements(source, " ".join(text for text, _ in FORMS.values()))
    assert frames
    assert all(frame.reason and frame.rule and 0 < frame.score <= 1 for frame in frames)


@pytest.mark.parametrize("unit", ["“", '"a" ', "said ", "he said, she said. ", "A: B\n", "( “x "])
def test_strange_texts_take_time_in_proportion_to_their_length(source, unit):
    def seconds(characters):
        text = unit * (characters // len(unit))
        took = []
        for _ in range(2):
            start = time.process_time()
            source.look(text)
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(20_000) < 10 * max(seconds(5_000), 0.02)
