"""What tells two schemes apart: former names, keys that are taken, and nothing said too much."""

import copy
import re

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.domain.renames import Renames, renamed_tag, renamed_verdict
from annotator.domain.scheme_change import Kind, Part, difference
from annotator.domain.scheme_file import LONGEST_FILE, read_scheme
from annotator.domain.scheme_words import Mark, SchemeChange, Use, report
from annotator.errors import SchemeInvalidError, SchemeKeyTakenError

# Without its guideline, which names labels, roles and values over and over.
SHIPPED = assets.read_text("schemes/diplomatic-news.toml").partition("[[guideline]]")[0]
HEAD = 'name = "n"\nversion = 1\n'
LABELS = '[[labels]]\nname = "A"\n[[labels]]\nname = "B"\n'


def refused(source, taken=None):
    with pytest.raises(SchemeInvalidError) as caught:
        read_scheme(source, "mine.toml", taken)
    return caught.value


# --- schemes of all kinds ----------------------------------------------------------------------

# Names, values and texts never are alike, so that a name can be replaced wherever it stands.
numbers = st.integers(0, 9999)
names = st.builds("N{}{}".format, st.sampled_from(["", " ", ".", "-x ", "é_"]), numbers)
values = st.builds("v{}{}".format, st.sampled_from(["", " ", ".", "-"]), numbers)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map("D{}".format)


@st.composite
def attributes(draw, name):
    kind = draw(st.sampled_from(["choice", "integer", "date", "text"]))
    made = {"name": name, "kind": kind}
    if kind == "choice":
        made["values"] = draw(st.lists(values, min_size=1, max_size=4, unique=True))
        made["codebook"] = draw(st.booleans())
        keywords = st.lists(values, max_size=3, unique=True)
        made["keywords"] = draw(st.dictionaries(st.sampled_from(made["values"]), keywords))
    elif kind == "integer":
        made["values"] = draw(st.lists(st.integers(-5, 50), min_size=1, max_size=4, unique=True))
    if "values" in made and draw(st.booleans()):
        made["default"] = draw(st.sampled_from(made["values"]))
    made["required"] = draw(st.booleans())
    made["definition"] = draw(texts)
    return made


@st.composite
def documents(draw):
    """A whole scheme as plain data; every name is another one."""
    some = iter(draw(st.lists(names, min_size=16, max_size=16, unique_by=str.casefold)))
    digits = iter(draw(st.permutations("1234567890")))
    letters = iter(draw(st.permutations("ABCDEFGH")))
    labels = [
        {
            "name": next(some),
            "chip": f"c{number}",
            "key": next(digits),
            "linked": draw(st.booleans()),
        }
        for number in range(3)
    ]
    labels[0]["attributes"] = [draw(attributes(next(some)))]
    known = [label["name"] for label in labels]
    frames = []
    for _ in range(2):
        roles = [
            {"name": next(some), "labels": draw(st.lists(st.sampled_from(known), min_size=1, unique=True))}
            for _ in range(2)
        ]  # fmt: skip
        roles[0]["new_label"] = roles[0]["labels"][0]
        frames.append(
            {
                "name": next(some),
                "key": next(letters),
                "roles": roles,
                "attributes": [draw(attributes(next(some)))],
                "definition": draw(texts),
            }
        )
    frames[0]["roles"][1]["frames"] = [frames[1]["name"]]
    labels[2]["family"] = frames[0]["name"]
    spacy = {"ORG": draw(st.sampled_from(known))}
    return {"name": next(some), "version": 1, "labels": labels, "frames": frames, "spacy": spacy}


def everywhere(value, old, new):
    """Plain data with one text replaced wherever it stands alone."""
    if isinstance(value, dict):
        return {key: everywhere(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [everywhere(inner, old, new) for inner in value]
    return new if value == old else value


@given(documents())
def test_a_scheme_that_is_read_written_and_read_again_is_the_same(data):
    source = tomlkit.dumps(data)
    scheme = read_scheme(source)
    assert [label.name for label in scheme.labels] == [item["name"] for item in data["labels"]]
    assert [kind.name for kind in scheme.frame_types] == [item["name"] for item in data["frames"]]
    again = read_scheme(tomlkit.dumps(tomlkit.parse(source)))
    assert again == scheme
    assert not difference(scheme, again)
    assert not Renames.between(scheme, again)


@given(documents(), st.data())
def test_one_other_name_is_one_difference_and_nothing_else_has_changed(data, chance):
    before = read_scheme(tomlkit.dumps(data))
    made = copy.deepcopy(data)
    kind = chance.draw(st.sampled_from(["labels", "frames", "roles", "attributes"]))
    owner = None if kind in {"labels", "frames"} else made["frames"][0]
    thing = chance.draw(st.sampled_from(made[kind] if owner is None else owner[kind]))
    old = thing["name"]
    thing["formerly"] = ["(former)"]
    after = everywhere(everywhere({**made, "version": 2}, old, "(new)"), "(former)", old)
    scheme = read_scheme(tomlkit.dumps(after))
    found = difference(before, scheme)
    assert [(item.part.name, item.now) for item in found.renamed] == [(old, "(new)")]
    assert (found.new, found.gone, found.lost) == ((), (), ())
    assert found.altered == ()
    renames = Renames.between(before, scheme)
    assert renames.inverse.inverse == renames
    assert not Renames.between(scheme, scheme)


# --- former names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "key", "reason"),
    [
        ('[[labels]]\nname = "A"\nformerly = "B"', "A.formerly", "a list of texts is needed"),
        ('[[labels]]\nname = "A"\nformerly = [""]', "A.formerly", "a name on one line is needed"),
        ('[[labels]]\nname = "A"\nformerly = ["A"]', "A.formerly", "A is still the name of a label"),
        (LABELS + 'formerly = ["A"]', "B.formerly", "A is still the name of a label"),
        ('[[labels]]\nname = "A"\nformerly = ["X"]\n[[labels]]\nname = "B"\nformerly = ["X"]',
         "B.formerly", "X is already a former name, and once more the name of a label"),
        (LABELS + '[[labels.attributes]]\nname = "a"\nvalues = ["x"]\nformer_values = { y = "z" }',
         "B.a.former_values.y", "z is none of its values"),
        (LABELS + '[[labels.attributes]]\nname = "a"\nvalues = ["x"]\nformer_values = { x = "x" }',
         "B.a.former_values.x", "x is still one of its values"),
        (LABELS + '[[labels.attributes]]\nname = "a"\nkind = "integer"\nvalues = [1]\n'
         "former_values = { two = 1 }", "B.a.former_values.two", "a whole number is needed"),
        (LABELS + '[[labels.attributes]]\nname = "a"\nkind = "text"\ncodebook = true',
         "B.a.codebook", "only a choice has values to add to"),
    ],
)  # fmt: skip
def test_a_former_name_that_could_mean_two_things_is_refused(labels, key, reason):
    error = refused(HEAD + labels)
    assert (error.values["key"], error.values["reason"]) == (key, reason)
    assert error.values["line"] == len((HEAD + labels).split("\n"))


def test_whole_numbers_have_former_values_too():
    attribute = '[[labels.attributes]]\nname = "a"\nkind = "integer"\nvalues = [1]\n'
    scheme = read_scheme(HEAD + LABELS + attribute + "former_values = { 3 = 1 }")
    renamed = Renames.of(scheme).in_label("B").of_attributes({"a": 3, "b": "3"})
    assert renamed == {"a": 1, "b": "3"}


def test_tags_of_a_line_and_of_a_verdict_are_renamed_with_everything_in_them():
    source = (
        HEAD + LABELS + 'formerly = ["OLD"]\n'
        '[[frames]]\nname = "F"\nformerly = ["G"]\n'
        '[[frames.roles]]\nname = "r"\nlabels = ["A"]\nformerly = ["q", "p"]\n'
        '[[frames.attributes]]\nname = "a"\nvalues = ["x"]\nformerly = ["b"]\n'
        'former_values = { y = "x" }\n'
    )
    renames = Renames.of(read_scheme(source))
    frame = {"type": "G", "roles": {"q": ["s1"], "p": ["s2", "s1"]}, "implied": ["p", "q"],
             "attributes": {"b": "y"}}  # fmt: skip
    now = {"type": "F", "roles": {"r": ["s1", "s2"]}, "implied": ["r"], "attributes": {"a": "x"}}
    assert renamed_tag(frame, renames) == now
    verdict = {"verdict": "neither", "of": {"amy": {"label": "OLD", "attributes": {}}, "ben": None}}
    assert renamed_verdict(verdict, renames)["of"]["amy"]["label"] == "B"
    assert verdict["of"]["amy"]["label"] == "OLD"


def test_what_fills_a_tag_of_a_verdict_is_renamed_too():
    frame = {
        "type": "Frame",
        "roles": {
            "speaker": [{"start": 0, "end": 3, "label": "OLD"}, {"entity": "OLD:Ali: a name"}],
            "outlet": [{"frame": "f2"}, {"entity": "wikidata:Q1"}],
        },
    }
    verdict = {"of": {"amy": frame, "ben": {"label": "X", "entity": "e1"}}}
    renamed = renamed_verdict(verdict, Renames(labels={"OLD": "B"}))["of"]
    assert renamed["amy"]["roles"] == {
        "speaker": [{"start": 0, "end": 3, "label": "B"}, {"entity": "B:Ali: a name"}],
        "outlet": [{"frame": "f2"}, {"entity": "wikidata:Q1"}],
    }
    assert renamed["ben"]["entity"] == "e1"


def test_an_attribute_whose_new_name_is_taken_keeps_the_old():
    attribute = '[[labels.attributes]]\nname = "a"\nkind = "text"\nformerly = ["b"]'
    inside = Renames.of(read_scheme(HEAD + LABELS + attribute)).in_label("B")
    assert inside.of_attributes({"b": "1", "a": "2"}) == {"b": "1", "a": "2"}


# --- keys and limits ---------------------------------------------------------------------------


def test_a_key_of_the_program_is_refused_with_line_holder_and_free_keys():
    source = HEAD + LABELS + '[[frames]]\nname = "F"\nkey = "q"'
    error = refused(source, {"Q": "Select the quotation", "W": "Select the word"})
    assert isinstance(error, SchemeKeyTakenError)
    assert error.problem_text == (
        "The scheme mine.toml is not valid in line 9, F.key: Q is “Select the quotation”."
    )
    free = error.remedy_text.removeprefix("Free keys are ").removesuffix(".").split(", ")
    assert free == [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in "QW"]


def test_a_digit_that_another_label_has_is_refused_with_the_digits_left():
    error = refused(SHIPPED.replace('chip = "CUE"\n', 'chip = "CUE"\nkey = "1"\n'))
    assert error.problem_text.endswith("CUE.key: 1 is PERSON.")
    assert error.remedy_text == "No key is free: leave this one out."
    error = refused(HEAD + '[[labels]]\nname = "A"\nkey = "1"\n[[labels]]\nname = "B"\nkey = "1"')
    assert error.remedy_text == "Free keys are 2, 3, 4, 5, 6, 7, 8, 9, 0."


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (HEAD + f'[[labels]]\nname = "{"A" * 61}"', "labels[1].name"),
        (HEAD.replace('"n"', f'"{"n" * 101}"') + LABELS, "name"),
        (HEAD.replace("1", str(1 << 31)) + LABELS, "version"),
        (HEAD + LABELS + f'definition = "{"x" * 10_001}"', "B.definition"),
        (HEAD + '[[labels]]\nname = "*"', "labels[1].name"),
        (HEAD + LABELS + '[[frames]]\nname = "entity"', "frames[1].name"),
        (HEAD + LABELS + '[[frames]]\nname = "A"', "frames[1].name"),
        (HEAD + LABELS + '[[frames]]\nname = "F"\n[[frames.roles]]\nname = "r"\nlabels = ["A"]\n'
         '[[frames.attributes]]\nname = "r"\nkind = "text"', "F.attributes[1].name"),
        (HEAD + LABELS + '[[labels.attributes]]\nname = "a"\nvalues = ["x\\ny"]', "B.a.values"),
        (HEAD + LABELS + "# " + "x" * LONGEST_FILE, "the file"),
    ],
)  # fmt: skip
def test_names_that_no_column_file_or_card_could_hold_are_refused(source, key):
    assert refused(source).values["key"] == key


# --- words -------------------------------------------------------------------------------------


def test_a_report_tells_of_each_kind_of_change_once():
    source = re.sub(r"(?m)^version = 1$", "version = 2", SHIPPED)
    for old, new in (
        ('name = "Meeting"\n', 'name = "Encounter"\n'),
        ('family = "Meeting"', 'family = "Encounter"'),
        ('"nuclear-issue", ', ""),
        ('chip = "PER"', 'chip = "PERS"'),
        ('name = "occasion"\n', 'name = "at"\n'),
    ):
        source = source.replace(old, new)
    source = re.sub(r"(?m)^nuclear-issue = .*\n", "", source)
    before, after = read_scheme(SHIPPED), read_scheme(source)
    lines = report(SchemeChange(before, after, same=False, difference=difference(before, after)))
    told = [(line.mark, line.what, line.detail) for line in lines if "guideline" not in line.what]
    assert told == [
        (Mark.NEW, "frame type Encounter", ""),
        (Mark.GONE, "frame type Meeting", ""),
        (Mark.GONE, "topic nuclear-issue of Stance", ""),
        (Mark.CHANGED, "label PERSON", "short name"),
        (Mark.CHANGED, "label TRIGGER", "family"),
        (Mark.CHANGED, "attribute topic of Stance", "keywords"),
    ]


def test_a_use_says_how_much_where_and_whose():
    assert Use().words == "not in use"
    assert Use(1, 1, ("amy",)).words == "1 tag in 1 article · amy"
    assert Use(1204, 310, ("amy", "ben", "gold")).words == (
        "1,204 tags in 310 articles · 3 annotators"
    )
    assert Part(Kind.ROLE, "speaker", ("Statement",)).words == "role speaker of Statement"
