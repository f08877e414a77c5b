"""Where words go in a frame made by hand, and what comes next."""

import pytest

from annotator import assets
from annotator.domain.annotation import Filler, Frame, FrameId, SpanId
from annotator.domain.extent import Extent
from annotator.domain.framing import (
    anchor_of,
    derived_values,
    first_open,
    frame_that_fits,
    kinds_in_words,
    neighbour,
    role_for,
    role_instead,
    takes_frame,
)
from annotator.domain.scheme import FrameType, Scheme
from annotator.domain.scheme_file import read_scheme

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
KINDS = SCHEME.frame_type_by_name


def frame(number, kind, **roles):
    fillers = [Filler(role, span=SpanId(key)) for role, keys in roles.items() for key in keys]
    return Frame(FrameId(number), f"f{number}", kind, tuple(fillers))


@pytest.mark.parametrize(
    ("kind", "label", "role"),
    [
        ("Statement", None, "content"),
        ("Statement", "PERSON", "speaker"),
        ("Statement", "CUE", "cue"),
        ("Stance", "GPE", "holder"),
        ("Stance", None, "evidence"),
        ("Meeting", "FAC", "place"),
        ("Meeting", "CUE", "trigger"),
    ],
)
def test_the_first_words_of_a_frame_go_where_their_label_belongs(kind, label, role):
    assert role_for(KINDS[kind], label).name == role


@pytest.mark.parametrize(
    ("armed", "label", "role"),
    [
        ("place", "PERSON", "participant"),
        ("place", "ORG", "participant"),
        ("place", "DATE", "date"),
        ("participant", "TRIGGER", "trigger"),
        ("place", "GPE", ""),
        ("participant", "GPE", ""),
        ("place", "OUTLET", ""),
    ],
)
def test_a_tag_goes_where_its_label_belongs_unless_the_armed_role_takes_it(armed, label, role):
    kind = KINDS["Meeting"]
    found = role_instead(kind, frame(1, "Meeting", participant=[1]), kind.role(armed), label)
    assert (found.name if found is not None else "") == role


def test_a_role_that_is_full_or_one_of_several_takes_no_tag_instead():
    kind = KINDS["Statement"]
    empty, told = frame(1, "Statement"), frame(1, "Statement", outlet=[1])
    assert role_instead(kind, empty, kind.role("cue"), "OUTLET").name == "outlet"
    assert role_instead(kind, told, kind.role("cue"), "OUTLET") is None
    assert role_instead(kind, told, kind.role("cue"), "NORP") is None
    stance = KINDS["Stance"]
    assert role_instead(stance, frame(1, "Stance"), stance.role("target"), "PERSON") is None


def test_the_next_open_slot_goes_round_the_end_and_passes_what_frames_fill():
    stance = frame(1, "Stance", holder=[1])
    assert first_open(stance, KINDS["Stance"], "evidence") == "target"
    full = frame(1, "Stance", holder=[1], target=[2], evidence=[3])
    assert first_open(full, KINDS["Stance"]) == ""
    assert neighbour(KINDS["Stance"], "evidence", 1) == "statement"
    assert neighbour(KINDS["Stance"], "holder", -1) == "statement"
    assert neighbour(KINDS["Stance"], "", -1) == "statement"


def test_a_role_takes_the_frames_that_a_tag_fills_one_after_the_other():
    told = [frame(1, "Statement", cue=[5]), frame(2, "Statement", speaker=[5])]
    meeting = frame(3, "Meeting", trigger=[5])
    role = KINDS["Meeting"].role("statement")
    frames = [*told, meeting]
    assert frame_that_fits(frames, role, SpanId(5), meeting) is told[0]
    held = Frame(FrameId(3), "f3", "Meeting", (Filler("statement", frame=FrameId(1)),))
    assert frame_that_fits(frames, role, SpanId(5), held) is told[1]
    assert frame_that_fits(frames, role, SpanId(6), meeting) is None
    assert not takes_frame(role, meeting)


def test_frame_types_are_named_in_a_sentence():
    assert kinds_in_words(SCHEME) == "statement, stance or meeting"
    one = Scheme("one", 1, (), (FrameType("Protest", "P"),))
    assert kinds_in_words(one) == "protest"
    assert kinds_in_words(Scheme("none", 1, (), ())) == ""
    assert anchor_of(FrameType("Protest", "P")) == ""


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("The tide decides,", "direct"),
        ("and so do we.", "direct"),
        ("nobody is late", "indirect"),
        ("a bridge «too short»", "mixed"),
        ("Une marée,", "direct"),
        ("It goes on.", "direct"),
        ("the quay was full", "indirect"),
    ],
)
def test_words_are_quoted_where_a_quotation_begins_with_them(words, mode):
    """Words in the middle of a quotation are what its speaker says that somebody else said."""
    text = (
        "“The tide decides,” he said, “and so do we.” He called it a bridge «too short» for us.\n"
        "“They told me that nobody is late in May,” she said. « Une marée, » he said.\n"
        "“A quotation begins.\n\n“It goes on.” The clerk said the quay was full.\n"
    )
    start = text.index(words)
    place = Extent(start, start + len(words))
    assert derived_values(KINDS["Statement"], text, [place]) == {"mode": mode}
    assert derived_values(KINDS["Statement"], text, []) == {}
