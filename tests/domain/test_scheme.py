"""Schemes are data: the shipped one says what the guidelines say, another works without code."""

import re

import pytest

from annotator import assets
from annotator.domain.scheme import ANY_LABEL, Attribute, Label, Role, Scheme
from annotator.domain.scheme_file import read_scheme
from annotator.errors import SchemeInvalidError

SPEAKERS = ("PERSON", "ORG", "GPE", "NORP", "OUTLET", "ROLE")


@pytest.fixture(scope="module")
def shipped():
    return read_scheme(assets.read_text("schemes/diplomatic-news.toml"), "diplomatic-news")


# --- the shipped scheme -----------------------------------------------------------------------


def test_it_is_called_diplomatic_news_and_is_version_one(shipped):
    assert (shipped.name, shipped.version) == ("diplomatic-news", 1)
    assert shipped.source == assets.read_text("schemes/diplomatic-news.toml")


def test_it_has_fourteen_labels_in_the_order_of_their_keys(shipped):
    expected = [
        ("PERSON", "1", "PER"),
        ("ORG", "2", "ORG"),
        ("GPE", "3", "GPE"),
        ("LOC", "4", "LOC"),
        ("NORP", "5", "NORP"),
        ("ROLE", "6", "ROLE"),
        ("OUTLET", "7", "OUT"),
        ("DATE", "8", "DATE"),
        ("EVENT", "9", "EVT"),
        ("FAC", "0", "FAC"),
        ("CUE", "", "CUE"),
        ("CONTENT", "", "CONT"),
        ("TARGET", "", "TGT"),
        ("TRIGGER", "", "TRIG"),
    ]
    assert [(label.name, label.key, label.chip) for label in shipped.labels] == expected


def test_mentions_of_seven_labels_usually_link_to_an_entity(shipped):
    linked = {label.name for label in shipped.labels if label.linked}
    assert linked == {"PERSON", "ORG", "GPE", "LOC", "OUTLET", "FAC", "EVENT"}


def test_labels_without_a_key_serve_a_frame_type(shipped):
    families = {label.name: label.family for label in shipped.labels if label.family != "entity"}
    assert families == {
        "CUE": "Statement",
        "CONTENT": "Statement",
        "TARGET": "Stance",
        "TRIGGER": "Meeting",
    }
    assert all(label.key == "" for label in shipped.labels if label.name in families)


def test_only_a_date_has_an_attribute_and_it_is_optional(shipped):
    attributes = {label.name: label.attributes for label in shipped.labels if label.attributes}
    assert list(attributes) == ["DATE"]
    (value,) = attributes["DATE"]
    assert (value.name, value.kind, value.required, value.default) == ("value", "date", False, None)


def test_labels_and_frame_types_are_found_by_name_and_key(shipped):
    assert shipped.label_by_name["GPE"] is shipped.labels[2]
    assert "".join(shipped.label_by_key) == "1234567890"
    assert shipped.label_by_key["0"].name == "FAC"
    assert shipped.frame_type_by_name["Stance"].role("holder").least == 1
    assert shipped.frame_type_by_name["Stance"].role("speaker") is None


def test_it_has_three_frame_types_with_keys(shipped):
    assert [(kind.name, kind.key) for kind in shipped.frame_types] == [
        ("Statement", "S"),
        ("Stance", "T"),
        ("Meeting", "M"),
    ]


# role, least, most, labels, frames, label of a new span
ROLES = {
    "Statement": [
        ("speaker", 1, None, SPEAKERS, (), "PERSON"),
        ("cue", 0, 1, ("CUE",), (), "CUE"),
        ("content", 1, None, ("CONTENT",), (), "CONTENT"),
        ("addressee", 0, None, SPEAKERS, (), "ROLE"),
        ("outlet", 0, 1, ("OUTLET", "ORG"), (), "OUTLET"),
    ],
    "Stance": [
        ("holder", 1, None, SPEAKERS, (), "PERSON"),
        ("target", 1, 1, (ANY_LABEL,), (), "TARGET"),
        ("evidence", 1, None, (ANY_LABEL,), (), "CONTENT"),
        ("statement", 0, 1, (), ("Statement",), ""),
    ],
    "Meeting": [
        ("participant", 1, None, ("PERSON", "ORG", "GPE", "NORP", "ROLE"), (), "PERSON"),
        ("trigger", 1, None, ("TRIGGER",), (), "TRIGGER"),
        ("place", 0, None, ("GPE", "LOC", "FAC"), (), "GPE"),
        ("date", 0, None, ("DATE",), (), "DATE"),
        ("occasion", 0, 1, ("EVENT", "TRIGGER"), (), "EVENT"),
        ("statement", 0, None, (), ("Statement",), ""),
    ],
}


@pytest.mark.parametrize("name", ROLES)
def test_a_frame_type_has_its_roles_with_cardinalities_fillers_and_new_label(shipped, name):
    found = [
        (role.name, role.least, role.most, role.labels, role.frames, role.new_label)
        for role in shipped.frame_type_by_name[name].roles
    ]
    assert found == ROLES[name]


def test_content_evidence_and_trigger_anchor_their_frames(shipped):
    anchors = {
        kind.name: [role.name for role in kind.roles if role.anchor] for kind in shipped.frame_types
    }
    assert anchors == {"Statement": ["content"], "Stance": ["evidence"], "Meeting": ["trigger"]}


TOPICS = (
    "iran-russia-relations",
    "syria-settlement",
    "counter-terrorism",
    "western-policy",
    "sco-brics-membership",
    "nuclear-issue",
    "other",
)
# attribute, kind, values, default, required
ATTRIBUTES = {
    "Statement": [
        ("mode", "choice", ("direct", "indirect", "mixed"), None, True),
        ("speaker_by", "choice", ("mention", "pronoun"), "mention", True),
    ],
    "Stance": [
        ("polarity", "choice", ("support", "oppose", "neutral", "mixed"), None, True),
        ("intensity", "integer", (1, 2, 3), 2, True),
        ("topic", "choice", TOPICS, None, True),
    ],
    "Meeting": [
        (
            "kind",
            "choice",
            ("bilateral", "multilateral", "conference", "press-conference", "visit", "call"),
            "bilateral",
            True,
        ),
        (
            "status",
            "choice",
            ("held", "planned", "proposed", "cancelled", "denied"),
            "held",
            True,
        ),
        ("date_value", "date", (), None, False),
    ],
}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_a_frame_type_has_its_attributes_with_values_and_defaults(shipped, name):
    found = [
        (item.name, item.kind, item.values, item.default, item.required)
        for item in shipped.frame_type_by_name[name].attributes
    ]
    assert found == ATTRIBUTES[name]


def test_the_date_of_a_meeting_comes_from_its_date_role(shipped):
    found = {
        (kind.name, item.name): item.derive_from
        for kind in shipped.frame_types
        for item in kind.attributes
        if item.derive == "date"
    }
    assert found == {("Meeting", "date_value"): "date"}


def test_intensity_has_words_for_its_numbers(shipped):
    intensity = shipped.frame_type_by_name["Stance"].attributes[1]
    assert intensity.names == {"1": "weak", "2": "plain", "3": "strong"}


def test_labels_of_spacy_become_labels_of_the_same_name(shipped):
    names = {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "EVENT", "DATE"}
    assert shipped.spacy_labels == {name: name for name in names}


def guidelines(scheme):
    """Yield where each guideline stands, and its words."""
    for label in scheme.labels:
        yield label.name, label.definition
        for item in label.attributes:
            yield f"{label.name}.{item.name}", item.definition
    for kind in scheme.frame_types:
        yield kind.name, kind.definition
        for item in (*kind.roles, *kind.attributes):
            yield f"{kind.name}.{item.name}", item.definition


def test_everything_has_a_guideline_of_its_own_in_whole_sentences(shipped):
    found = dict(guidelines(shipped))
    assert len(set(found.values())) == len(found) == 41
    for place, words in found.items():
        assert re.fullmatch(r"(?s)[A-Z].{15,320}\.", words), place
        assert words == " ".join(words.split()), place


def test_the_guideline_of_a_needed_role_begins_with_what_to_select(shipped):
    """The card says "No speaker yet. Select the named mention nearest the cue."."""
    for kind in shipped.frame_types:
        for role in kind.roles:
            first = role.definition.split(";")[0].rstrip(".")
            if role.least:
                assert len(first) <= 50, role.name
                assert "." not in first, role.name


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("PERSON", "“Seyed” is part of a name"),
        ("GPE", "stands for its government"),
        ("LOC", "linked to an entity"),
        ("CUE", "back and discuss are not"),
        ("CONTENT", "without “that”"),
        ("DATE", "stays empty"),
        ("Statement", "two frames"),
        ("Statement.speaker", "nearest named antecedent"),
        ("Statement.outlet", "Fars reported"),
        ("Stance", "holder, topic, polarity and paragraph"),
        ("Stance.polarity", "Towards the target"),
        ("Stance.intensity", "fully, unique, irreversible, every effort, warned"),
        ("Meeting", "three frames with one trigger"),
        ("Meeting.kind", "arrived for talks with officials"),
    ],
)
def test_hard_cases_are_decided_where_the_analyst_looks(shipped, place, words):
    assert words.casefold() in dict(guidelines(shipped))[place].casefold()


# --- a scheme of somebody else ----------------------------------------------------------------

PROTESTS = """
name = "protest-events"
version = 3

[[labels]]
name = "ACTOR"
key = "1"
linked = true
colour = "#b03060"
definition = "Who protests."

[[labels]]
name = "size"
chip = "n"
[[labels.attributes]]
name = "people"
kind = "integer"
values = [10, 100, 1000]
default = 100
names = { "10" = "a few" }

[[labels]]
name = "Slogan (quoted)"
family = "Protest"
colours.dark = { fill = "#203040", line = "#88aacc", ink = "#AABBCC" }

[[frames]]
name = "Protest"
key = "p"
[[frames.roles]]
name = "actor"
least = 1
most = 3
labels = ["ACTOR"]
new_label = "ACTOR"
[[frames.roles]]
name = "slogan"
labels = ["*"]
new_label = "Slogan (quoted)"
anchor = true
[[frames.roles]]
name = "answers"
frames = ["Protest", "Repression"]
[[frames.attributes]]
name = "form"
values = ["march", "sit-in"]
required = true
[[frames.attributes]]
name = "day"
kind = "date"
[[frames.attributes]]
name = "remark"
kind = "text"
default = "none"

[[frames]]
name = "Repression"

[spacy]
ORG = "ACTOR"
NORP = "ACTOR"
"""


@pytest.fixture(scope="module")
def protests():
    return read_scheme(PROTESTS, "protests.toml")


def test_another_scheme_needs_no_code(protests):
    assert protests == Scheme(
        name="protest-events",
        version=3,
        labels=protests.labels,
        frame_types=protests.frame_types,
        source=PROTESTS,
        spacy_labels={"ORG": "ACTOR", "NORP": "ACTOR"},
    )
    actor, size, slogan = protests.labels
    assert actor == Label(
        "ACTOR", "ACTOR", "1", linked=True, colour="#b03060", definition="Who protests."
    )
    people = Attribute("people", "integer", (10, 100, 1000), 100, names={"10": "a few"})
    assert size == Label("size", "n", attributes=(people,))
    assert (slogan.family, list(slogan.colours)) == ("Protest", ["dark"])


def test_its_frame_types_may_refer_to_labels_and_frames_defined_anywhere(protests):
    protest, repression = protests.frame_types
    assert protest.roles == (
        Role("actor", 1, 3, ("ACTOR",), new_label="ACTOR"),
        Role("slogan", labels=("*",), new_label="Slogan (quoted)", anchor=True),
        Role("answers", frames=("Protest", "Repression")),
    )
    assert protest.attributes == (
        Attribute("form", "choice", ("march", "sit-in"), required=True),
        Attribute("day", "date"),
        Attribute("remark", "text", default="none"),
    )
    assert (repression.key, repression.roles, repression.attributes) == ("", (), ())


def test_what_a_scheme_leaves_out_is_optional():
    found = read_scheme('name = "n"\nversion = 1\n[[labels]]\nname = "X"')
    assert found.labels == (Label("X", "X"),)
    assert found.frame_types == ()
    assert found.spacy_labels == {}
    assert found.label_by_key == {}


def test_a_scheme_read_twice_is_the_same(protests):
    assert read_scheme(PROTESTS) == protests


# --- a broken scheme --------------------------------------------------------------------------

LABEL = '[[labels]]\nname = "A"\n'
FRAME = '[[frames]]\nname = "F"\n'
ROLE = '[[frames.roles]]\nname = "r"\nlabels = ["A"]\n'
BARE_ROLE = '[[frames.roles]]\nname = "r"\n'
ATTRIBUTE = '[[labels.attributes]]\nname = "a"\n'
VALUES = ATTRIBUTE + 'values = ["x", "y"]\n'
DAY = ATTRIBUTE + 'kind = "date"\n'
FRAME_DAY = DAY.replace("labels", "frames")
FILL = 'fill = "#ffffff"'
LINE = 'line = "#777777"'


def refused(source):
    with pytest.raises(SchemeInvalidError) as caught:
        read_scheme(source, "mine.toml")
    values = caught.value.values
    start = f"The scheme mine.toml is not valid in line {values['line']}, {values['key']}: "
    assert str(caught.value).startswith(start)
    assert 1 <= values["line"] <= source.count("\n") + 1
    return values["key"], values.get("reason") or values["holder"]


@pytest.mark.parametrize(
    ("source", "line", "key"),
    [
        ("name", 1, "the end"),
        ('name = "a"\nname = "b"', 2, "the end"),
        ("[[labels]\n", 1, "column 9"),
        ('x = 1\nname = "\x00"', 2, "column 9"),
        ("\n\nday = 2016-02-31", 3, "column 7"),
        ("version = " + "9" * 5000, 1, "the file"),
        ("x = " + "[" * 2000, 1, "the file"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(source, line, key):
    with pytest.raises(SchemeInvalidError) as caught:
        read_scheme(source, "mine.toml")
    assert (caught.value.values["line"], caught.value.values["key"]) == (line, key)
    assert refused(source)[1]


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("version = 1", "name"),
        ("name = 7\nversion = 1", "name"),
        ('name = ""\nversion = 1', "name"),
        ('name = " n"\nversion = 1', "name"),
        ('name = "a\\nb"\nversion = 1', "name"),
        ('name = "n"', "version"),
        ('name = "n"\nversion = "1"', "version"),
        ('name = "n"\nversion = 1.0', "version"),
        ('name = "n"\nversion = true', "version"),
        ('name = "n"\nversion = 0', "version"),
        ('name = "n"\nversion = 1\nlabel = 1', "label"),
        ('name = "n"\nversion = 1\nframes = 1', "frames"),
        ('name = "n"\nversion = 1\nframes = ["F"]', "frames"),
        ('name = "n"\nversion = 1\nspacy = 1', "spacy"),
    ],
)
def test_a_broken_head_is_refused_by_key(head, key):
    assert refused(f"{head}\n{LABEL}")[0] == key


@pytest.mark.parametrize("labels", ["", "labels = []", 'labels = ["A"]', "labels = 3", "[labels]"])
def test_a_scheme_without_labels_is_refused(labels):
    assert refused(f'name = "n"\nversion = 1\n{labels}')[0] == "labels"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        # names and keys
        (LABEL + '[[labels]]\nkey = "1"', "labels[2].name"),
        ('[[labels]]\nname = ["A"]', "labels[1].name"),
        ('[[labels]]\nname = "A "', "labels[1].name"),
        (LABEL + "[[frames]]", "frames[1].name"),
        (LABEL + FRAME + "[[frames.roles]]", "F.roles[1].name"),
        (LABEL + FRAME + ROLE + "[[frames.roles]]", "F.roles[2].name"),
        (LABEL + "[[labels.attributes]]", "A.attributes[1].name"),
        (LABEL + LABEL, "labels[2].name"),
        (LABEL + FRAME + FRAME, "frames[2].name"),
        (LABEL + FRAME + ROLE + ROLE, "F.roles[2].name"),
        (LABEL + VALUES + VALUES, "A.attributes[2].name"),
        (LABEL + 'key = "1"\n[[labels]]\nname = "B"\nkey = "1"', "B.key"),
        (LABEL + FRAME + 'key = "S"\n[[frames]]\nname = "G"\nkey = "s"', "G.key"),
        (LABEL + 'key = "10"', "A.key"),
        (LABEL + 'key = "a"', "A.key"),
        (LABEL + 'key = "۱"', "A.key"),
        (LABEL + "key = 1", "A.key"),
        (LABEL + FRAME + 'key = "1"', "F.key"),
        (LABEL + FRAME + 'key = "Ctrl+S"', "F.key"),
        # keys that mean nothing
        (LABEL + "link = true", "A.link"),
        (LABEL + VALUES + "require = true", "A.a.require"),
        (LABEL + FRAME + "colors = {}", "F.colors"),
        (LABEL + FRAME + ROLE + "lest = 1", "F.r.lest"),
        # values of the wrong kind
        (LABEL + "chip = 1", "A.chip"),
        (LABEL + 'linked = "no"', "A.linked"),
        (LABEL + "linked = 1", "A.linked"),
        (LABEL + "definition = []", "A.definition"),
        (LABEL + "attributes = 1", "A.attributes"),
        (LABEL + FRAME + "roles = {}", "F.roles"),
        (LABEL + FRAME + "icon = true", "F.icon"),
        (LABEL + FRAME + "definition = 2016-02-04", "F.definition"),
        (LABEL + VALUES + "required = 1", "A.a.required"),
        (LABEL + VALUES + "definition = 1", "A.a.definition"),
        # colours
        (LABEL + 'colours = "red"', "A.colours"),
        (LABEL + 'colours.light = "#ffffff"', "A.colours.light"),
        (LABEL + f"colours.night = {{ {FILL}, {LINE}, ink = '#000000' }}", "A.colours.night"),
        (LABEL + f"colours.light = {{ {FILL}, {LINE} }}", "A.colours.light.ink"),
        (LABEL + f"colours.light = {{ {FILL}, {LINE}, ink = 'black' }}", "A.colours.light.ink"),
        (LABEL + f"colours.light = {{ {FILL}, {LINE}, ink = '#00000g' }}", "A.colours.light.ink"),
        (LABEL + f"colours.dark = {{ {FILL}, {LINE}, ink = '#0000' }}", "A.colours.dark.ink"),
        (LABEL + f"colours.dark = {{ {FILL}, {LINE}, text = '#000000' }}", "A.colours.dark.text"),
        (LABEL + 'colour = "blue"', "A.colour"),
        (LABEL + FRAME + "colour = 255", "F.colour"),
        # attributes
        (LABEL + ATTRIBUTE, "A.a.values"),
        (LABEL + ATTRIBUTE + "values = []", "A.a.values"),
        (LABEL + ATTRIBUTE + 'values = "xyz"', "A.a.values"),
        (LABEL + ATTRIBUTE + "values = 3", "A.a.values"),
        (LABEL + ATTRIBUTE + 'values = ["x", 1]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'values = ["x", ""]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'values = ["x", "x"]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "integer"', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "integer"\nvalues = ["1"]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "integer"\nvalues = [1, true]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "integer"\nvalues = [1, 2.0]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "date"\nvalues = ["2016"]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "text"\nvalues = ["x"]', "A.a.values"),
        (LABEL + ATTRIBUTE + 'kind = "colour"', "A.a.kind"),
        (LABEL + VALUES + "kind = 1", "A.a.kind"),
        (LABEL + VALUES + 'default = "z"', "A.a.default"),
        (LABEL + VALUES + "default = 1", "A.a.default"),
        (LABEL + VALUES + 'default = ["x"]', "A.a.default"),
        (LABEL + ATTRIBUTE + 'kind = "integer"\nvalues = [1, 2]\ndefault = true', "A.a.default"),
        (LABEL + ATTRIBUTE + 'kind = "integer"\nvalues = [1, 2]\ndefault = 1.0', "A.a.default"),
        (LABEL + ATTRIBUTE + 'kind = "date"\ndefault = 2016-02-04', "A.a.default"),
        (LABEL + ATTRIBUTE + 'kind = "text"\ndefault = 0', "A.a.default"),
        (LABEL + VALUES + "names = []", "A.a.names"),
        (LABEL + VALUES + 'names = { z = "last" }', "A.a.names.z"),
        (LABEL + VALUES + "names = { x = 1 }", "A.a.names.x"),
        # roles
        (LABEL + FRAME + BARE_ROLE, "F.r.labels"),
        (LABEL + FRAME + BARE_ROLE + 'labels = "A"', "F.r.labels"),
        (LABEL + FRAME + BARE_ROLE + "labels = [1]", "F.r.labels"),
        (LABEL + FRAME + BARE_ROLE + 'labels = ["B"]', "F.r.labels"),
        (LABEL + FRAME + BARE_ROLE + 'labels = ["A", "A"]', "F.r.labels"),
        (LABEL + FRAME + BARE_ROLE + 'frames = ["A"]', "F.r.frames"),
        (LABEL + FRAME + BARE_ROLE + 'frames = "F"', "F.r.frames"),
        (LABEL + FRAME + ROLE + 'new_label = "B"', "F.r.new_label"),
        (LABEL + FRAME + ROLE + 'new_label = "*"', "F.r.new_label"),
        (LABEL + FRAME + ROLE + "new_label = true", "F.r.new_label"),
        (LABEL + '[[labels]]\nname = "B"\n' + FRAME + ROLE + 'new_label = "B"', "F.r.new_label"),
        (LABEL + FRAME + ROLE + 'anchor = "yes"', "F.r.anchor"),
        (LABEL + FRAME + ROLE + "least = -1", "F.r.least"),
        (LABEL + FRAME + ROLE + 'least = "1"', "F.r.least"),
        (LABEL + FRAME + ROLE + "least = true", "F.r.least"),
        (LABEL + FRAME + ROLE + "most = 0", "F.r.most"),
        (LABEL + FRAME + ROLE + 'most = "n"', "F.r.most"),
        (LABEL + FRAME + ROLE + "least = 2\nmost = 1", "F.r.most"),
        # dates that come from a role
        (LABEL + VALUES + 'derive = "words"', "A.a.derive"),
        (LABEL + VALUES + 'derive = "date"\nfrom = "r"', "A.a.derive"),
        (LABEL + DAY + 'derive = "date"\nfrom = "r"', "A.a.from"),
        (LABEL + FRAME + ROLE + FRAME_DAY + 'derive = "date"', "F.a.from"),
        (LABEL + FRAME + ROLE + FRAME_DAY + 'from = "r"', "F.a.from"),
        (LABEL + FRAME + ROLE + FRAME_DAY + 'derive = "date"\nfrom = "s"', "F.a.from"),
        (LABEL + FRAME + ROLE + FRAME_DAY + 'derive = "date"\nfrom = 1', "F.a.from"),
        # references
        (LABEL + 'family = "F"', "A.family"),
        (LABEL + "family = 1", "A.family"),
        (LABEL + '[spacy]\nORG = "B"', "spacy.ORG"),
        (LABEL + "[spacy]\nORG = 1", "spacy.ORG"),
    ],
)
def test_a_broken_scheme_is_refused_with_the_key_named(body, key):
    found, reason = refused(f'name = "n"\nversion = 1\n{body}')
    assert found == key
    assert reason


def test_a_misspelt_key_is_answered_with_those_there_are():
    _key, reason = refused(f'name = "n"\nversion = 1\n{LABEL}link = true')
    assert "linked" in reason


def test_what_is_not_defined_is_named():
    body = LABEL + FRAME + BARE_ROLE + 'labels = ["A", "OFFICE"]'
    assert refused(f'name = "n"\nversion = 1\n{body}')[1] == "there is no label OFFICE"
    assert (
        refused(f'name = "n"\nversion = 1\n{LABEL}family = "Deal"')[1]
        == "there is no frame type Deal"
    )
