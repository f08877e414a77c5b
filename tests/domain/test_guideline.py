"""The guideline: every name of the shipped scheme has its entry; files are read and added to."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.domain.entry import ExampleMark, Subject, SubjectKind
from annotator.domain.extent import Extent
from annotator.domain.guideline import (
    Guideline,
    attribute_subject,
    first_sentence,
    frame_subject,
    label_subject,
    role_subject,
    value_subject,
    value_words,
)
from annotator.domain.guideline_file import names_mark, with_case
from annotator.domain.scheme_file import read_scheme
from annotator.errors import CaseRefusedError, SchemeInvalidError

SHIPPED = read_scheme(assets.read_text("schemes/diplomatic-news.toml"), "diplomatic-news")
GUIDELINE = Guideline(SHIPPED)
ENTRIES = {entry.subject.key: entry for entry in GUIDELINE.entries}
of_each_entry = pytest.mark.parametrize("key", ENTRIES)

PROTESTS = """
name = "protest-events"
version = 4
[[labels]]
name = "ACTOR"
definition = "Who protests. Never a place."
[[labels]]
name = "Slogan (quoted)"
family = "Protest"
[[frames]]
name = "Protest"
key = "p"
[[frames.roles]]
name = "actor"
labels = ["ACTOR"]
new_label = "ACTOR"
[[frames.roles]]
name = "slogan"
labels = ["*"]
new_label = "Slogan (quoted)"
[[frames.attributes]]
name = "size_class"
kind = "integer"
values = [1, 2]
names = { "1" = "small" }
"""
ENTRY = """
[[guideline]]
of = "Protest.slogan"
title = "What was shouted"
do = [["[actor:Bakers] shouted “[slogan:Bread!]”.", "Without the marks."]]
"""


# --- the shipped guideline ----------------------------------------------------------------------


def test_everything_that_can_be_chosen_has_an_entry():
    written = {entry.subject for entry in SHIPPED.entries}
    assert [entry.subject.key for entry in GUIDELINE.entries if entry.subject not in written] == []
    assert len(ENTRIES) == 71


@of_each_entry
def test_an_entry_has_a_title_and_a_definition_of_its_own(key):
    entry = ENTRIES[key]
    assert re.fullmatch(r"[A-Z].{2,40}", entry.title)
    assert re.fullmatch(r"(?s)[A-Z].{15,320}\.", entry.definition)
    alike = [other.title for other in ENTRIES.values() if other.title == entry.title]
    assert len(alike) == 1


@of_each_entry
def test_labels_frames_and_roles_have_examples_and_counter_examples(key):
    entry = ENTRIES[key]
    assert entry.do
    if entry.subject.kind in {SubjectKind.LABEL, SubjectKind.FRAME, SubjectKind.ROLE}:
        assert entry.dont
        assert entry.hard


@of_each_entry
def test_every_example_says_why_and_marks_what_it_is_about(key):
    entry = ENTRIES[key]
    kind = entry.subject.kind
    for example in (*entry.do, *entry.dont):
        assert re.fullmatch(r"(?s)[A-Z“0-9].{5,140}\.|[a-z-]+.{5,140}\.", example.why)
        assert all(names_mark(mark.name, entry.subject, SHIPPED) for mark in example.marks)
        for mark in example.marks:
            words = mark.extent.slice(example.text)
            assert words == words.strip()
    if kind in {SubjectKind.LABEL, SubjectKind.ROLE}:
        shown = {mark.name for example in entry.do for mark in example.marks}
        assert entry.subject.name in shown


def test_no_example_is_told_twice():
    texts = [
        (entry.subject.key, example.text, example.marks)
        for entry in ENTRIES.values()
        for example in (*entry.do, *entry.dont)
    ]
    assert len({(key, text, marks) for key, text, marks in texts}) == len(texts)


def test_correct_examples_keep_to_the_rules_that_the_guideline_sets():
    """No leading article in an office or organisation; a quotation whole, but without its marks."""
    for entry in ENTRIES.values():
        for example in entry.do:
            for mark in example.marks:
                words = mark.extent.slice(example.text)
                if mark.name in {"ROLE", "ORG", "EVENT", "OUTLET", "DATE", "TARGET", "target"}:
                    assert not re.match(r"(?i)(the|an?|on|in) ", words), words
                if mark.name in {"CONTENT", "content"}:
                    assert not re.match(r"(?i)that |[“”]", words), words
                    behind = example.text[mark.extent.end :]
                    assert not words.endswith("”,"), words
                    assert words.endswith((",", ".")) <= behind.startswith("”"), words
                    assert not re.match(r"[,.]”", behind), words


# --- looking things up --------------------------------------------------------------------------


def test_an_entry_knows_what_it_belongs_to():
    value = value_subject("Statement", "mode", "direct")
    assert GUIDELINE.parent(value) == attribute_subject("Statement", "mode")
    assert GUIDELINE.parent(attribute_subject("Statement", "mode")) == frame_subject("Statement")
    assert GUIDELINE.parent(attribute_subject("DATE", "value")) == label_subject("DATE")
    assert GUIDELINE.parent(label_subject("DATE")) is None


def test_an_entry_lists_what_belongs_to_it():
    inside = [entry.subject.name for entry in GUIDELINE.children(frame_subject("Statement"))]
    assert inside == ["speaker", "cue", "content", "addressee", "outlet", "mode", "speaker_by"]
    values = GUIDELINE.children(attribute_subject("Stance", "intensity"))
    assert [entry.subject.name for entry in values] == ["1", "2", "3"]
    assert GUIDELINE.children(label_subject("GPE")) == ()


def test_an_entry_leads_to_its_kin():
    outlet = {entry.subject.key for entry in GUIDELINE.related(label_subject("OUTLET"))}
    assert outlet == {
        "Statement.speaker",
        "Statement.addressee",
        "Statement.outlet",
        "Stance.holder",
    }
    labels = [entry.subject.key for entry in GUIDELINE.related(role_subject("Meeting", "place"))]
    assert labels == ["GPE", "LOC", "FAC"]
    others = GUIDELINE.related(value_subject("Statement", "mode", "direct"))
    assert [entry.subject.name for entry in others] == ["indirect", "mixed"]


def test_words_of_an_entry_find_it():
    hits = GUIDELINE.search("broken by ATTRIBUTION")
    assert "CONTENT" in {hit.entry.subject.key for hit in hits}
    assert all("attribution" in hit.excerpt.casefold() for hit in hits[:1])
    assert GUIDELINE.search("   ") == []
    assert GUIDELINE.search("zebra") == []


def test_entries_with_the_words_in_their_head_come_first():
    keys = [hit.entry.subject.key for hit in GUIDELINE.search("content")]
    assert keys[:2] == ["CONTENT", "Statement.content"]
    assert len(keys) > 4


def test_the_first_sentence_of_a_definition_is_what_a_card_says():
    assert first_sentence("A country. Or a city.") == "A country."
    assert first_sentence("A country") == "A country"


# --- other schemes ------------------------------------------------------------------------------


def test_a_scheme_without_a_guideline_has_entries_by_name():
    guideline = Guideline(read_scheme(PROTESTS))
    assert guideline.find("ACTOR").definition == "Who protests. Never a place."
    assert guideline.find("Protest.slogan").title == "Protest: slogan"
    assert guideline.find("Protest.size_class.1").title == "Protest: size class, 1 small"
    assert guideline.find("Repression") is None
    assert guideline.entry(None) is None


def test_a_guideline_of_another_scheme_is_read():
    scheme = read_scheme(PROTESTS + ENTRY)
    (entry,) = scheme.entries
    assert (entry.subject, entry.title) == (role_subject("Protest", "slogan"), "What was shouted")
    (example,) = entry.do
    assert [(mark.name, mark.extent.slice(example.text)) for mark in example.marks] == [
        ("actor", "Bakers"),
        ("slogan", "Bread!"),
    ]
    assert value_words(value_subject("Protest", "size_class", 1), scheme) == "1 small"
    assert value_words(frame_subject("Protest"), scheme) == ""


def test_examples_of_a_label_may_show_the_roles_of_the_frame_type_it_serves():
    scheme = read_scheme(PROTESTS)
    slogan, actor = label_subject("Slogan (quoted)"), label_subject("ACTOR")
    assert names_mark("actor", slogan, scheme)
    assert not names_mark("actor", actor, scheme)
    assert names_mark("ACTOR", actor, scheme)


def pair(markup):
    return f'[[guideline]]\nof = "ACTOR"\ndo = [["{markup}", "x"]]'


@pytest.mark.parametrize(
    ("added", "key", "reason"),
    [
        ("guideline = 1", "guideline", "a list of tables"),
        ('[[guideline]]\nof = "Nobody"', "guideline[1].of", "has no Nobody"),
        ("[[guideline]]", "guideline[1].of", "a text is needed"),
        ('[[guideline]]\nof = "ACTOR"\nnot = 1', "guideline.ACTOR.not", "no such key"),
        ('[[guideline]]\nof = "ACTOR"\ndefinition = "x"', "guideline.ACTOR.definition", "no such"),
        ('[[guideline]]\nof = "ACTOR"\ntitle = 1', "guideline.ACTOR.title", "a text"),
        ('[[guideline]]\nof = "ACTOR"\nhard = "x"', "guideline.ACTOR.hard", "a list of texts"),
        ('[[guideline]]\nof = "ACTOR"\ndo = "x"', "guideline.ACTOR.do", "a list of pairs"),
        ('[[guideline]]\nof = "ACTOR"\ndo = [["x"]]', "guideline.ACTOR.do[1]", "a pair"),
        ('[[guideline]]\nof = "ACTOR"\ndont = [["x", 1]]', "guideline.ACTOR.dont[1]", "a pair"),
        (pair("[ACTOR:x"), "guideline.ACTOR.do[1]", "not closed"),
        (pair("[actor:x]"), "guideline.ACTOR.do[1]", "no label or role actor"),
        (pair(" "), "guideline.ACTOR.do[1]", "a sentence is needed"),
        (
            '[[guideline]]\nof = "ACTOR"\n[[guideline]]\nof = "ACTOR"',
            "guideline",
            "ACTOR stands there twice",
        ),
        ("cases = [1]", "cases", "a list of tables"),
        ('[[cases]]\nof = "ACTOR"', "cases[1].text", "a text is needed"),
        ('[[cases]]\nof = "ACTOR"\ntext = "[x:y]"', "cases[1].text", "no label or role x"),
        ('[[cases]]\nof = "ACTOR"\ntext = "y"\nsince = "1"', "cases[1].since", "a version"),
        ('[[cases]]\nof = "ACTOR"\ntext = "y"\ndont = 1', "cases[1].dont", "true or false"),
        ('[[cases]]\nof = "ACTOR"\ntext = "y"\nwhat = 1', "cases[1].what", "no such key"),
    ],
)
def test_what_is_wrong_in_a_guideline_is_named_with_its_key(added, key, reason):
    source = f"{added}\n{PROTESTS}" if "[[" not in added else f"{PROTESTS}\n{added}"
    with pytest.raises(SchemeInvalidError) as caught:
        read_scheme(source, "mine.toml")
    assert caught.value.values["key"] == key
    assert reason in caught.value.values["reason"]


def test_a_name_that_would_mean_two_things_is_refused():
    source = PROTESTS + '[[labels]]\nname = "Protest"\n[[guideline]]\nof = "Protest"'
    with pytest.raises(SchemeInvalidError) as caught:
        read_scheme(source)
    assert caught.value.values["reason"] == "Protest stands there twice"


# --- cases --------------------------------------------------------------------------------------


@given(
    st.text(min_size=1).filter(str.strip),
    st.text(max_size=60),
    st.booleans(),
    st.sampled_from([label_subject("ACTOR"), role_subject("Protest", "slogan")]),
)
def test_a_case_is_read_again_in_the_next_version(text, why, dont, subject):
    scheme = read_scheme(PROTESTS + ENTRY)
    marks = [ExampleMark(Extent(0, len(text)), "ACTOR")]
    made = read_scheme(with_case(scheme, subject, text, marks, why, version=5, dont=dont))
    assert made.version == 5
    entry = Guideline(made).entry(subject)
    case = (entry.dont if dont else entry.do)[-1]
    assert (case.text, case.marks, case.why, case.since) == (text, tuple(marks), why, 5)
    assert made.labels == scheme.labels
    assert made.frame_types == scheme.frame_types


def test_cases_follow_one_another_and_the_file_stays_as_it_was_written():
    scheme = read_scheme("# mine\n" + PROTESTS + ENTRY + "# the end\n")
    subject = role_subject("Protest", "slogan")
    for version, words in ((5, "Bread!"), (6, "Rice!")):
        marks = [ExampleMark(Extent(0, len(words)), "slogan")]
        scheme = read_scheme(with_case(scheme, subject, words, marks, "Shouted.", version=version))
    before = "# mine\n" + PROTESTS.replace("version = 4", "version = 6") + ENTRY + "# the end\n"
    assert scheme.source.startswith(before)
    added = [(example.text, example.since) for example in scheme.entries[0].do[1:]]
    assert added == [("Bread!", 5), ("Rice!", 6)]


def test_a_case_can_be_added_to_the_shipped_scheme():
    subject = Subject(SubjectKind.LABEL, ("PERSON",))
    marks = [ExampleMark(Extent(0, 3), "PERSON")]
    made = read_scheme(with_case(SHIPPED, subject, "Ana left.", marks, "A name.", version=2))
    assert (made.name, made.version) == (SHIPPED.name, 2)
    assert Guideline(made).entry(subject).do[-1].why == "A name."


def test_a_file_that_cannot_take_a_case_by_itself_says_so():
    scheme = read_scheme(PROTESTS.replace("version = 4", '"version" = 4'))
    with pytest.raises(CaseRefusedError):
        with_case(scheme, label_subject("ACTOR"), "x", [], "y", version=5)
